//! The review over the real store: the sum and what it says of a broken row, failures by cause and what is done for all
//! of them at once, differences, holds; and what the event asks and may do.
#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod alerting;
mod asking;
mod causes;
mod closing;
mod consenting;
mod deciding;
mod differences;
mod duplicates;
mod kiosk;
mod pictures;
mod purge;
mod removing;
mod reporting;
mod selecting;
mod sum;
mod table;
