//! What happens in one run, as data: the CRM's nature, what people do and when, and the fault of each request. Drawn from
//! a seed before the run, so that dropping an action changes nothing else and a failure shrinks to what it needs.

mod draw;

pub use draw::draw;

/// The fields of a contact here, in this order everywhere.
pub(crate) const FIELDS: [&str; 4] = ["name", "email", "company", "tags"];
/// Place of the name in [`FIELDS`].
pub(crate) const NAME: usize = 0;
/// Place of the e-mail in [`FIELDS`].
pub(crate) const EMAIL: usize = 1;
/// Place of the company in [`FIELDS`].
pub(crate) const COMPANY: usize = 2;
/// What a mapping writes into the company of everybody.
pub(crate) const FIXED: &str = "fair";
/// Place of the tags in [`FIELDS`].
pub(crate) const TAGS: usize = 3;

/// How long a write may stay under way before it is carried out, within the fence (client timeout and late bound).
pub(crate) const LATE_WITHIN: u64 = 120_000;
/// The largest index lag of a model CRM.
pub(crate) const LAG: u64 = 40_000;
/// How far behind a replica may be.
pub(crate) const STALE: u64 = 3_000;
/// After so long a client gives a request up.
pub(crate) const TIMEOUT: u64 = 30_000;
/// The fence of every destination here.
pub(crate) const FENCE: u64 = 180_000;

/// Under which bounds the world stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Profile {
    /// Everything that the fence covers: nothing may be violated.
    Within,
    /// The network delivers a write twice.
    Duplicate,
    /// A write is carried out later than the fence allows.
    Late,
    /// A CRM without versions answers from replicas that are behind.
    Stale,
    /// A store comes back from a backup.
    Restore,
    /// One laptop with two CRMs, each with a nature of its own; within the fence.
    Two,
    /// The mapping changes while contacts are in the CRM; within the fence.
    Mapped,
}

/// What a model CRM can do with markers and keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nature {
    /// Unique markers.
    A,
    /// Unique e-mails, no marker.
    B,
    /// Searchable markers.
    C,
    /// Neither.
    D,
}

/// What the CRM makes of a company it stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Alters {
    /// Nothing.
    Nothing,
    /// Blanks around it, which says the same.
    Blanks,
    /// Capitals, which does not.
    Capitals,
    /// It cuts it.
    Cuts,
}

/// A CRM's nature and the people in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Setup {
    /// Markers and keys.
    pub nature: Nature,
    /// Whether an e-mail is unique.
    pub email_unique: bool,
    /// Whether a PATCH can carry a version.
    pub versions: bool,
    /// Whether a write is answered with the record.
    pub shows_written: bool,
    /// How far search, list and changes are behind.
    pub lag: u64,
    /// How far a GET may be behind.
    pub stale: u64,
    /// Whether a deletion leaves no trace.
    pub hard_delete: bool,
    /// Whether a search passes over what lies in the bin.
    pub hides_bin: bool,
    /// What becomes of a company.
    pub alters: Alters,
    /// Whether it refuses companies that begin with "x".
    pub refuses: bool,
    /// Whether one bad item makes it refuse the whole batch.
    pub all_or_nothing: bool,
    /// Whether a merged record's id leads to the survivor.
    pub tells_merged: bool,
    /// Whether a conflict names the record that is there.
    pub names_existing: bool,
    /// Whether it passes over "since".
    pub ignores_since: bool,
    /// Whether a record taken out of the bin counts as changed.
    pub lists_undeleted: bool,
    /// Items per write.
    pub batch: usize,
    /// What becomes of a contact deleted there: ask, follow, renew.
    pub when_deleted: u8,
    /// Whether a person's choices at the laptops come at all.
    pub decides: bool,
    /// How many laptops there are.
    pub laptops: usize,
    /// Who is there at the start: values by [`FIELDS`].
    pub strangers: Vec<[Option<String>; 4]>,
    /// Who is captured: on which laptop, and their values.
    pub captured: Vec<(usize, [Option<String>; 4])>,
}

/// How a process ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CrashAt {
    /// Between two things.
    Now,
    /// The next transaction is not committed.
    BeforeCommit,
    /// The next transaction is committed, and nothing of it leaves.
    BeforeSend,
}

/// What happens by itself or by people.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Act {
    /// Somebody is captured: place in [`Setup::captured`].
    Capture(usize),
    /// The card is left.
    LeaveCard(usize),
    /// A field is edited here.
    EditHere(usize, usize, Option<String>),
    /// A tag is put on here.
    TagHere(usize, String),
    /// A note is written here: which, and its text.
    NoteHere(usize, u8, Option<String>),
    /// A contact is removed here.
    RemoveHere(usize),
    /// It is wanted again.
    RestoreHere(usize),
    /// A manager destroys the record.
    DestroyHere(usize),
    /// Somebody decides about a parked one of this laptop.
    Decide(usize, u64),
    /// Somebody resolves a difference.
    Resolve(usize, u64),
    /// "Sync now".
    SyncNow(usize),
    /// A colleague edits a record.
    EditThere(u64, usize, Option<String>),
    /// A colleague puts a tag on a record.
    TagThere(u64, String),
    /// A colleague deletes a record.
    DeleteThere(u64),
    /// A colleague takes one out of the bin.
    UndeleteThere(u64),
    /// A colleague merges one record into another.
    MergeThere(u64, u64),
    /// A colleague makes a record with this e-mail: place of a captured one, and a name.
    MakeThere(usize, String),
    /// The process ends, and starts again after this long.
    Crash(usize, CrashAt, u64),
    /// The store refuses the next transaction.
    RollBack(usize),
    /// The lid is closed for this long: the clock goes on, the process does not.
    Suspend(usize, u64),
    /// The wall clock jumps by this many milliseconds.
    WallJump(usize, i64),
    /// The CRM throws away its list of changes so far.
    ForgetChanges,
    /// A backup is made.
    Backup(usize),
    /// The backup comes back.
    Restore(usize),
    /// Somebody changes what goes into the company: which of the shapes (`laptop/mapping.rs`).
    Remap(usize, u64),
}

impl Act {
    /// At which laptop it happens, where it names one.
    #[must_use]
    pub fn laptop(&self) -> Option<usize> {
        match self {
            Self::Decide(nth, _)
            | Self::Resolve(nth, _)
            | Self::SyncNow(nth)
            | Self::Crash(nth, _, _)
            | Self::RollBack(nth)
            | Self::Suspend(nth, _)
            | Self::WallJump(nth, _)
            | Self::Backup(nth)
            | Self::Remap(nth, _)
            | Self::Restore(nth) => Some(*nth),
            Self::Capture(_)
            | Self::LeaveCard(_)
            | Self::EditHere(..)
            | Self::TagHere(..)
            | Self::NoteHere(..)
            | Self::RemoveHere(_)
            | Self::RestoreHere(_)
            | Self::DestroyHere(_)
            | Self::EditThere(..)
            | Self::TagThere(..)
            | Self::DeleteThere(_)
            | Self::UndeleteThere(_)
            | Self::MergeThere(..)
            | Self::MakeThere(..)
            | Self::ForgetChanges => None,
        }
    }
}

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// It never arrives; the client gives up.
    LostBefore,
    /// It is carried out; the answer is lost.
    LostAfter,
    /// The CRM fails at once, and it was carried out or not.
    Broken(bool),
    /// It is carried out this much later; the client gave up.
    Late(u64),
    /// The answer leaves one item out.
    LeftOut(u64),
    /// The CRM has no time: surely not carried out.
    Busy,
    /// No connection.
    Unreachable,
    /// Throttled, for so long if said.
    Throttled(Option<u64>),
    /// The sign-in is not accepted.
    SignIn,
    /// An answer that nobody can read.
    Nonsense,
    /// It is carried out twice, the second time so much later.
    Twice(u64),
    /// It is carried out and its answer lost; a colleague bins what it made, and takes it out again after the fence.
    Binned,
    /// Just before it a colleague changes the record, or makes one with the same e-mail.
    PersonFirst(u64),
    /// Everything goes well, slowly.
    Slow(u64),
}

/// One run.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Schedule {
    /// Where it came from.
    pub seed: u64,
    /// Its bounds.
    pub profile: Profile,
    /// The world.
    pub setup: Setup,
    /// The second CRM, of the same people, where there is one ([`Profile::Two`]).
    pub second: Option<Setup>,
    /// What happens when, in order of time.
    pub acts: Vec<(u64, Act)>,
    /// The fault of the n-th request.
    pub faults: Vec<(u32, Fault)>,
}

impl Profile {
    /// All of them, with their names on the command line.
    pub const ALL: [(&'static str, Self); 7] = [
        ("within", Self::Within),
        ("duplicate", Self::Duplicate),
        ("late", Self::Late),
        ("stale", Self::Stale),
        ("restore", Self::Restore),
        ("two", Self::Two),
        ("mapped", Self::Mapped),
    ];

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Within => "within",
            Self::Duplicate => "duplicate",
            Self::Late => "late",
            Self::Stale => "stale",
            Self::Restore => "restore",
            Self::Two => "two",
            Self::Mapped => "mapped",
        }
    }

    /// What holds under it, said exactly.
    #[must_use]
    pub fn promise(self) -> &'static str {
        match self {
            Self::Within => "every invariant, for all kinds of CRM",
            Self::Duplicate => DUPLICATE,
            Self::Late => LATE,
            Self::Stale => STALE_READS,
            Self::Restore => RESTORED,
            Self::Two => TWO,
            Self::Mapped => MAPPED,
        }
    }

    /// The profile of that name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, profile)| *profile)
    }
}

const DUPLICATE: &str = "as within, but for: a note may stand twice or with older words; where markers are not unique a \
                         record may stand twice until a pull or a round shows it; without versions a write repeated may \
                         put back our own older value, cover a newer one, or delete what was changed since";
const LATE: &str = "as within, but for: a note may stand twice or with older words; without marker a record may stand \
                    twice; without versions a late write may put back our own older value, cover a newer one, or delete \
                    what was changed since; with versions one that an edit here had taken back may still land where nothing \
                    was written since it left, and its value comes back";
const STALE_READS: &str = "as within, but for: an old answer may pass for news, so that a value of ours comes back or \
                           covers a newer one, and what was deleted or merged there is not noticed until it changes again \
                           where only an old replica was asked";
const TWO: &str = "every invariant at each of two CRMs, both see the same contact, and it comes to rest: what either says of a \
                   contact reaches the other once, however both spell it, also where two contacts share a record in both";
const MAPPED: &str = "every invariant, whatever the mapping makes of the company meanwhile: what somebody wrote there is never \
                      overwritten unless it was shown, nothing that stands is said again, and all comes to rest; but for I5 and \
                      I6 of the company, which another mapping says otherwise, and S8 of it: what a colleague changed in a field \
                      while it was not mapped may not be seen before a record of ours is deleted, and what was emptied then is filled \
                      once it is mapped again";
const RESTORED: &str = "as within for all that the backup knew; what was captured, edited, noted or made between the \
                        backup and its return stays in the CRM as it was left, and may be covered";
