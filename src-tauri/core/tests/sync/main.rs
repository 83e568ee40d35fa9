//! What sync decides, told as stories over a model CRM in memory. The worker, HTTP and the store are left out: they carry
//! out what is decided here. Random schedules over several laptops and CRMs are the proof crate's.

mod answers;
mod finding;
mod foreseeing;
mod giving_back;
mod gone_there;
mod mapping;
mod merging;
mod model;
mod removing;
mod returning;
mod sending;
mod starts;
mod strays;
mod writing;
