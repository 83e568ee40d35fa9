//! What sync decides, told as stories over a model CRM in memory. The worker, HTTP and the store are left out: they carry
//! out what is decided here. Random schedules over several laptops and CRMs are the proof crate's.

mod model;
mod removing;
mod sending;
