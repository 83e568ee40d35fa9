//! Planted faults: each number switches one rule off, so that the proofs show that they would notice. A const parameter
//! of [`super::step`] and its companions; the app uses [`NONE`] and compiles to code without them. Their names, rules
//! and the invariants that catch them stand in the proof crate.

/// Which rule is switched off.
pub type Plant = u8;

/// None: what runs in the app.
pub const NONE: Plant = 0;

macro_rules! plants {
    ($($(#[$doc:meta])* $name:ident = $number:literal),+ $(,)?) => {$(
        $(#[$doc])*
        pub const $name: Plant = $number;
    )+};
}

plants! {
    /// Rule 2: an unknown outcome is not fenced.
    NO_FENCE = 1,
    /// Rule 2: a lease found at start is taken for "never left".
    FORGET_LEASE = 2,
    /// Rule 12: a deletion overtakes a write of unknown outcome.
    DELETE_IN_FENCE = 3,
    /// Rule 3: a list's record is taken for the fact.
    HINT_IS_FACT = 4,
    /// Rule 4: an older version than the one we hold is believed.
    OLD_FACT = 5,
    /// Rule 4: a PATCH goes without the version of the last fact.
    NO_VERSION = 6,
    /// Rule 5: whoever has the e-mail is adopted, whatever the name.
    ADOPT_ANYONE = 7,
    /// Rule 5: at an adoption our values win, unseen.
    ADOPT_OURS = 8,
    /// Rule 6: a record that is gone is created anew.
    RECREATE = 9,
    /// Rule 6: an archived record with our marker is passed over.
    OVER_ARCHIVED = 10,
    /// Rule 7: what was sent is forgotten when a lost create is found.
    FORGET_SENT = 11,
    /// Rule 8: both sides changed and ours wins, unseen.
    LAST_WRITER = 12,
    /// Rule 8: after an unknown outcome ours is written again over what somebody wrote on top.
    FENCED_OURS = 13,
    /// Rule 9: the CRM's own spelling is taken in and pushed on.
    SPELLING = 14,
    /// Rule 9: an edit made while a write was under way counts as sent.
    EDIT_IN_FLIGHT = 15,
    /// Rule 10: an adopted record is deleted with our contact.
    DELETE_ADOPTED = 16,
    /// Rule 10: a record is deleted although somebody changed it.
    DELETE_CHANGED = 17,
    /// Rule 10: a record is deleted although another contact here is bound to it.
    DELETE_SHARED = 18,
    /// Rule 10: at an unlink all our values are taken back, changed ones too.
    GIVE_BACK_ALL = 19,
    /// Rule 11: an adopted record's marker is overwritten.
    OVERWRITE_MARKER = 20,
    /// Rule 12: a live record under a tombstone is passed over.
    KEEP_GHOST = 21,
    /// Rule 13: the bound record is taken for the surplus one.
    DROP_BOUND = 22,
    /// Rule 14: a pull goes on without overlap.
    NO_OVERLAP = 23,
    /// Rule 14: an expired cursor means "no changes".
    EXPIRED_IS_QUIET = 24,
    /// Rule 14: nothing is ever asked for by marker again.
    NO_SCRUB = 25,
    /// Rule 15: an item missing from a reply was never carried out.
    MISSING_IS_UNSENT = 26,
    /// Rule 15: a failed batch fails each of its items.
    NO_BISECT = 27,
    /// Rule 17: what is on hold leaves.
    NO_HOLD = 28,
    /// Rule 18: a note is sent again without being looked for.
    NOTE_BLIND = 29,
    /// Rule 20: a restored store goes on as if nothing had happened.
    RESTORED_GOES_ON = 30,
    /// Rule 3: an acknowledgement counts as the read-back.
    ACK_IS_FACT = 31,
    /// Rule 12: a contact that was restored here keeps its old marker's deletion.
    DELETE_RESTORED = 32,
    /// Classes: throttling parks a delivery.
    THROTTLE_PARKS = 33,
    /// Rule 10: at a removal the record is not read before it is deleted.
    DELETE_BLIND = 34,
    /// Rule 8: tags are overwritten as one text.
    TAGS_AS_TEXT = 35,
    /// Rule 6: a merged record counts as deleted.
    MERGED_IS_GONE = 36,
    /// Mapping: what it says otherwise is sent whoever wrote what is there.
    MAPPING_OVERWRITES = 37,
    /// Mapping: a field that is mapped anew is written without being read.
    MAPPING_UNREAD = 38,
    /// Mapping: what is settled is not looked at when it changes.
    MAPPING_QUIET = 39,
    /// Mapping: all that was ever sent is sent again.
    MAPPING_ALL = 40,
    /// Rule 11: two contacts on one record take from each other what each carried there from another CRM.
    CARRIES_ROUND = 41,
    /// Mapping: a colleague's value that we once wrote ourselves passes for ours.
    MAPPING_ONCE_OURS = 42,
}
