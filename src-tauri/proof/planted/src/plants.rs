//! The planted faults by their names: which rule each switches off.

use crate::Rules;
use lanyard_core::sync::plant::{self, Plant};

/// A planted fault.
#[derive(Debug, Clone, Copy)]
pub struct Planted {
    /// Its name on the command line.
    pub name: &'static str,
    /// The rule of the sync protocol that it switches off.
    pub rule: &'static str,
    /// What goes wrong then.
    pub says: &'static str,
    number: Plant,
}

macro_rules! planted {
    ($($constant:ident $name:literal $rule:literal $says:literal;)+) => {
        /// All of them.
        pub const PLANTED: &[Planted] = &[
            $(Planted { name: $name, rule: $rule, says: $says, number: plant::$constant }),+
        ];

        impl Planted {
            /// The core with this fault in it.
            #[must_use]
            pub fn rules(&self) -> Rules {
                match self.number {
                    $(plant::$constant => Rules::of::<{ plant::$constant }>(),)+
                    other => unreachable!("the table holds no fault of the number {other}"),
                }
            }
        }
    };
}

planted! {
    NO_FENCE "no-fence" "2" "an unknown outcome is not fenced";
    FORGET_LEASE "forget-lease" "2" "a lease found at start is taken for never left";
    DELETE_IN_FENCE "delete-in-fence" "12" "a deletion overtakes a write of unknown outcome";
    HINT_IS_FACT "hint-is-fact" "3" "a list's record is taken for the fact";
    OLD_FACT "old-fact" "4" "an older version than the one held is believed";
    NO_VERSION "no-version" "4" "a change goes without the version of the last fact";
    ADOPT_ANYONE "adopt-anyone" "5" "whoever has the e-mail is adopted";
    ADOPT_OURS "adopt-ours" "5" "at an adoption our values win, unseen";
    RECREATE "recreate" "6" "a record that is gone is made anew";
    OVER_ARCHIVED "over-archived" "6" "a record in the bin is passed over";
    FORGET_SENT "forget-sent" "7" "what was sent is forgotten when a lost create is found";
    LAST_WRITER "last-writer" "8" "both sides changed and ours wins, unseen";
    FENCED_OURS "fenced-ours" "8" "after an unknown outcome ours is written over what somebody wrote on top";
    SPELLING "spelling" "9" "the CRM's spelling is taken in and pushed on";
    EDIT_IN_FLIGHT "edit-in-flight" "9" "an edit made while a write was under way counts as sent";
    DELETE_ADOPTED "delete-adopted" "10" "an adopted record is deleted with our contact";
    DELETE_CHANGED "delete-changed" "10" "a record is deleted although somebody changed it";
    DELETE_SHARED "delete-shared" "10" "a record is deleted although another contact stands on it";
    GIVE_BACK_ALL "give-back-all" "10" "at an unlink changed values are taken back too";
    OVERWRITE_MARKER "overwrite-marker" "11" "an adopted record's marker is overwritten";
    KEEP_GHOST "keep-ghost" "12, 13" "a live record under a tombstone is passed over";
    NO_OVERLAP "no-overlap" "14" "a pull goes on without overlap";
    EXPIRED_IS_QUIET "expired-is-quiet" "14" "an expired cursor means no changes";
    NO_SCRUB "no-scrub" "14" "nothing is ever asked for by marker again";
    MISSING_IS_UNSENT "missing-is-unsent" "15" "an item missing from a reply was never carried out";
    NO_BISECT "no-bisect" "15" "a failed batch fails each of its items";
    NO_HOLD "no-hold" "17" "what is on hold leaves";
    NOTE_BLIND "note-blind" "18" "a note is sent again without being looked for";
    RESTORED_GOES_ON "restored-goes-on" "20" "a restored store goes on as if nothing had happened";
    ACK_IS_FACT "ack-is-fact" "3" "an acknowledgement counts as the read-back";
    DELETE_RESTORED "delete-restored" "12" "a contact wanted again is removed all the same";
    THROTTLE_PARKS "throttle-parks" "15" "throttling parks a delivery";
    DELETE_BLIND "delete-blind" "10" "a record is deleted without being read";
    TAGS_AS_TEXT "tags-as-text" "8" "tags are overwritten as one text";
    MERGED_IS_GONE "merged-is-gone" "6" "a merged record counts as deleted";
    MAPPING_OVERWRITES "mapping-overwrites" "map" "what a changed mapping says is written over what somebody wrote";
    MAPPING_UNREAD "mapping-unread" "map" "a field is written under another mapping without being read";
    MAPPING_QUIET "mapping-quiet" "map" "what is settled is not looked at when the mapping changes";
    MAPPING_ALL "mapping-all" "map" "a changed mapping sends all again";
    MAPPING_ONCE_OURS "mapping-once-ours" "map" "a colleague's value that we once wrote ourselves is taken for ours";
    CARRIES_ROUND "carries-round" "11" "two contacts on one record pass two values round for ever";
}

/// The fault of that name.
#[must_use]
pub fn planted(name: &str) -> Option<&'static Planted> {
    PLANTED.iter().find(|planted| planted.name == name)
}
