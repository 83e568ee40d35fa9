//! Which call fails, and how.

/// A kind of system call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Opening what is there.
    Open,
    /// Opening what is made by it.
    Create,
    /// Reading.
    Read,
    /// Writing.
    Write,
    /// `fsync` and `fdatasync`, of files and of folders.
    Sync,
    /// Setting a length.
    Truncate,
    /// Removing a name.
    Unlink,
    /// Changing a name.
    Rename,
    /// Making a folder.
    MakeFolder,
    /// Mapping into memory.
    Map,
    /// Asking for a length.
    Stat,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Open,
        Self::Create,
        Self::Read,
        Self::Write,
        Self::Sync,
        Self::Truncate,
        Self::Unlink,
        Self::Rename,
        Self::MakeFolder,
        Self::Map,
        Self::Stat,
    ];
}

/// Which calls a fault is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hits {
    /// All.
    Any,
    /// Those of one kind.
    Only(Kind),
    /// Those that need room on the disk.
    Growing,
}

/// Whether it passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasts {
    /// One call.
    Once,
    /// That call and each after it.
    Forever,
}

/// What the caller sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// `EIO`; `ENOMEM` for a mapping.
    Error,
    /// `ENOSPC`; half of a write is there.
    Full,
    /// A write that wrote only half and says so; every other call works.
    Short,
}

/// A fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// Among which calls is counted.
    pub hits: Hits,
    /// Which of them is the first to fail, from 1.
    pub nth: u64,
    /// Whether it passes.
    pub lasts: Lasts,
    /// What the caller sees.
    pub how: How,
}
