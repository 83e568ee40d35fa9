//! The sync protocol both ways, told as stories over real parts: the encrypted store on disk, the worker on its thread, and
//! HTTP to the rehearsal CRM, whose screen a colleague uses meanwhile. What is decided is proved in the core; here it is
//! seen to happen.

mod agreeing;
mod answering;
mod both;
mod copies;
mod dry_run;
mod earlier;
mod edits;
mod from_the_page;
mod hubspot;
mod looking_up;
mod mapping;
mod merging;
mod notes;
mod pipedrive;
mod removals;
mod strays;
mod sweeps;
mod trying;

use lanyard_core::contact::Field;
use lanyard_core::time::Millis;
use lanyard_engine::api::views::ContactDetail;

/// A badge whose person the CRM does not know.
const JANA: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lindqvist;Jana;;;\r\nFN:Jana Lindqvist\r\nORG:Arvika Hydraulik AB\r\n\
    TITLE:Head of Maintenance\r\nTEL;TYPE=CELL:+46 70 174 06 05\r\nEMAIL:jana.lindqvist@example.com\r\nEND:VCARD\r\n";

/// A badge whose person a colleague has brought into the CRM before.
const LIAM: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:O'Dwyer;Liam;;;\r\nFN:Liam O'Dwyer\r\n\
    TEL;TYPE=CELL:+44 7700 900123\r\nEMAIL:liam.odwyer@harbour-quay.example.com\r\nEND:VCARD\r\n";

const NO_GRACE: Millis = Millis(0);

/// A contact's value of a field here.
fn value(detail: &ContactDetail, field: Field) -> Option<&str> {
    detail.fields.iter().find(|shown| shown.field == field).map(|shown| shown.value.as_str())
}

/// The id of a contact's record in the CRM.
fn record_id(detail: &ContactDetail) -> String {
    detail.deliveries[0].remote_id.clone().expect("it is in the CRM")
}
