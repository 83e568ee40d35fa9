//! What a USB scanner types: the keys of one scan to the text of the code.
//!
//! A scanner that types as a keyboard presses the keys of *its* layout; the laptop reads them in its own. So a scan comes
//! here as keys ([`Stroke`]: the place on the keyboard and what the laptop made of it), never as text: the place survives
//! what the text does not, a dead key above all. A scanner that was taught ([`learn`]) is undone by its own table
//! ([`Taught`]); one that was not is read twice, as this laptop reads it and as on a US keyboard (as scanners leave the
//! factory), and the reading that says more is taken ([`read`]).
//!
//! Left out on purpose: telling a scan from a person who types, which is a matter of time and of the window.

mod layout;
mod lesson;
mod reading;
mod stroke;
mod taught;
#[cfg(test)]
mod tests;

pub use layout::Layout;
pub use lesson::{LessonFault, learn, lesson};
pub use reading::{By, Scan, read};
pub use stroke::{MOST_STROKES, Press, Stroke};
pub use taught::{Taught, Undone};
