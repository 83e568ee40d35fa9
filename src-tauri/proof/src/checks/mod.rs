//! What must hold, and who watches over it. The witness sees every decision, every request that leaves, everything that a
//! write changes in the CRM, and the end; it keeps its own books and asks the core nothing.

mod books;
mod effects;
mod leaving;
mod quiet;
mod retyped;
mod steps;

pub(crate) use books::Witness;

/// A rule that was broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Invariant {
    /// Two live records by one delivery, where markers or keys are unique.
    S1,
    /// A captured contact is not in the store any more.
    S2,
    /// A fact was replaced by an older one.
    S3,
    /// Something removed came back under the same marker.
    S4,
    /// A record is made anew although its delivery was told that it lies in the bin.
    S5,
    /// A write left while another was under way, or before the fence was over.
    S6,
    /// A delivery was settled without a fact.
    S7,
    /// A record was deleted that we did not make, that somebody changed, or that another contact stands on.
    S8,
    /// A value that we did not write was overwritten without a conflict row.
    S9,
    /// A captured contact is not in the CRM at the end.
    I1,
    /// It is there twice.
    I2,
    /// It was removed, and is there.
    I3,
    /// Here and there differ, and nobody is told.
    I4,
    /// An edit is gone without a trace.
    I5,
    /// An older value of our own came back as news.
    I6,
    /// It does not come to rest, or a person is asked without a cause.
    L1,
    /// A write said again what we had said and what still stands.
    W1,
    /// A request left while the CRM had asked to wait, or there were too many.
    R1,
    /// A note is there twice, or not.
    N1,
    /// Something left before its card was.
    H1,
    /// Somebody was taken for somebody else.
    P1,
}

impl Invariant {
    /// All of them.
    pub const ALL: [Self; 21] = [
        Self::S1,
        Self::S2,
        Self::S3,
        Self::S4,
        Self::S5,
        Self::S6,
        Self::S7,
        Self::S8,
        Self::S9,
        Self::I1,
        Self::I2,
        Self::I3,
        Self::I4,
        Self::I5,
        Self::I6,
        Self::L1,
        Self::W1,
        Self::R1,
        Self::N1,
        Self::H1,
        Self::P1,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::S1 => "S1",
            Self::S2 => "S2",
            Self::S3 => "S3",
            Self::S4 => "S4",
            Self::S5 => "S5",
            Self::S6 => "S6",
            Self::S7 => "S7",
            Self::S8 => "S8",
            Self::S9 => "S9",
            Self::I1 => "I1",
            Self::I2 => "I2",
            Self::I3 => "I3",
            Self::I4 => "I4",
            Self::I5 => "I5",
            Self::I6 => "I6",
            Self::L1 => "L1",
            Self::W1 => "W1",
            Self::R1 => "R1",
            Self::N1 => "N1",
            Self::H1 => "H1",
            Self::P1 => "P1",
        }
    }

    /// What it says.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::S1 => "never two live records by one delivery where markers or keys are unique",
            Self::S2 => "what was captured is in the store",
            Self::S3 => "facts only move forward",
            Self::S4 => "what was removed never comes back under the same marker",
            Self::S5 => "nothing is made anew that is known to lie in the bin",
            Self::S6 => "one write at a time, and none before the fence is over",
            Self::S7 => "nothing is settled without a fact",
            Self::S8 => {
                "no record is deleted that is not ours, that somebody changed, or that another contact stands on"
            }
            Self::S9 => "no value of others is overwritten without a conflict row",
            Self::I1 => "what was captured is in the CRM",
            Self::I2 => "and only once",
            Self::I3 => "what was removed is not",
            Self::I4 => "here and there agree, or a person is shown how they differ",
            Self::I5 => "no edit is gone without a trace",
            Self::I6 => "no older value of our own comes back as news",
            Self::L1 => "all comes to rest, and nobody is asked without a cause",
            Self::W1 => "no write says again what we said and what still stands",
            Self::R1 => "a CRM that asks to wait is left alone",
            Self::N1 => "each note is there once",
            Self::H1 => "nothing leaves while its card is open",
            Self::P1 => "nobody is taken for somebody of another name, unless a person says so",
        }
    }
}

/// A rule broken: which, how, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Which.
    pub invariant: Invariant,
    /// How.
    pub how: String,
    /// When, in the run's milliseconds.
    pub at: u64,
}
