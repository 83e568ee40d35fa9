//! Which files are taken for ours, how migrations run, and that every named rule of the schema refuses an illegal row
//! through raw SQL, whatever the code above it does.

use super::*;
use crate::store::error::StoreError;

fn empty() -> Connection {
    crate::store::open::make_ready();
    Connection::open_in_memory().unwrap()
}

#[test]
fn a_new_store_is_recognised_at_the_current_version() {
    let mut conn = empty();
    create(&mut conn).unwrap();
    assert_eq!(recognise(&conn), Ok(version()));
    check(&conn).unwrap();
}

#[test]
fn an_empty_file_and_another_programs_file_are_foreign() {
    let conn = empty();
    assert_eq!(recognise(&conn), Err(OpenError::Foreign));
    let other = "PRAGMA application_id = 1196444487; PRAGMA user_version = 1; CREATE TABLE t (x);";
    conn.execute_batch(other).unwrap();
    assert_eq!(recognise(&conn), Err(OpenError::Foreign));
}

#[test]
fn a_newer_store_is_named_with_both_versions() {
    let mut conn = empty();
    create(&mut conn).unwrap();
    conn.pragma_update(None, "user_version", 99).unwrap();
    assert_eq!(recognise(&conn), Err(OpenError::Newer { found: 99, ours: version() }));
}

#[test]
fn only_pending_migrations_run_and_all_of_them_or_none() {
    const ONE: &str = "CREATE TABLE one (x INTEGER) STRICT;";
    const TWO: &str = "CREATE TABLE two (x INTEGER) STRICT;";
    let mut conn = empty();
    apply(&mut conn, &[ONE], 0).unwrap();
    assert!(apply(&mut conn, &[ONE, TWO, ONE], 1).is_err(), "the third makes a table that is there");
    assert_eq!(recognise_among(&conn, 3), Ok(1), "nothing of the second was kept");
    apply(&mut conn, &[ONE, TWO], 1).unwrap();
    assert_eq!(recognise_among(&conn, 3), Ok(2));
}

#[test]
fn the_rows_of_a_contact_are_written_without_a_table_made_for_each() {
    let conn = filled();
    for row in LEGAL.split(';').map(str::trim) {
        if !["capture", "field_edit", "delivery"]
            .iter()
            .any(|table| row.starts_with(&format!("INSERT INTO {table} ")))
        {
            continue;
        }
        let mut steps = conn.prepare(&format!("EXPLAIN {row}")).unwrap();
        let steps: Vec<String> =
            steps.query_map([], |step| step.get(1)).unwrap().map(Result::unwrap).collect();
        assert!(!steps.is_empty());
        assert!(!steps.iter().any(|step| step == "OpenEphemeral"), "{row}");
    }
}

/// One legal row, or more, for each table.
const LEGAL: &str = r#"
INSERT INTO installation VALUES ('me', 'Stand 1', 1, 1);
INSERT INTO operator (id, name, role) VALUES ('op', 'Ann', 'rep');
INSERT INTO event (id, name, rehearsal) VALUES ('real', 'Expo', 0), ('practice', 'Practice', 1);
INSERT INTO contact (id, event_id, installation_id, created_at, email_key)
  VALUES ('c1', 'real', 'me', 0, 'a@example.org'), ('c2', 'real', 'me', 0, NULL), ('c3', 'real', 'me', 0, NULL);
INSERT INTO capture (id, contact_id, event_id, installation_id, operator_id, way, kind, payload, payload_mac, extra, at_wall, seq)
  VALUES ('k', 'c1', 'real', 'me', 'op', 'camera', 'vcard', x'42', x'01', '{}', 0, 1);
INSERT INTO field_edit VALUES ('c1', 'email', '', 'me', 1, 'a@example.org', 'A@example.org', NULL, 'badge', 'k', 0);
INSERT INTO destination (id, event_id, name, kind, base_url, rehearsal, marker, fence_ms, mapping, settings, health, created_seq)
  VALUES ('x', 'real', 'Acme', 'acme', 'https://crm.example.org', 0, 'unique', 180000, 1, '{}', 'open', 1);
INSERT INTO mapping VALUES ('x', 1, '{}');
INSERT INTO delivery (id, contact_id, destination_id, marker, intent, state) VALUES ('new', 'c2', 'x', 'm2', 'upsert', 'queued');
INSERT INTO delivery (id, contact_id, destination_id, marker, intent, state, sent_json, remote_id, binding, base_json)
  VALUES ('done', 'c1', 'x', 'm1', 'upsert', 'synced', '{}', 'r1', 'created', '{}');
INSERT INTO attempt (delivery_id, n, op, at_wall) VALUES ('done', 1, 'create', 0);
INSERT INTO conflict VALUES ('f', 'done', 'phone', NULL, '1', '2', 'theirs', NULL);
INSERT INTO tombstone VALUES ('m9', 'c3', NULL, 1, 0);
INSERT INTO cursor VALUES ('x', 'linked', NULL, NULL);
INSERT INTO roster (id, event_id, digest) VALUES ('ro', 'real', x'00');
INSERT INTO roster_row (roster_id, badge_key, json) VALUES ('ro', '17', '{}');
INSERT INTO proposal (id, contact_id, kind, source, diff) VALUES ('p', 'c1', 'duplicate', 'c2', '{}');
INSERT INTO consent (contact_id, wording, given, channel, at_wall, operator_id) VALUES ('c1', 'may we write', 1, 'email', 0, 'op');
INSERT INTO audit VALUES (1, 'me', 0, 'op', 'capture', 'k', x'00', x'00');
INSERT INTO setting VALUES ('language', 'en');
INSERT INTO secret VALUES ('token', x'00');
"#;

/// The same for tables that came with a later version.
const LATER: &str = r#"
INSERT INTO question VALUES ('q1', 'real', 1, NULL);
INSERT INTO question_wording VALUES ('w1', 'q1', 1, '{}');
INSERT INTO consent_wording VALUES ('cw1', 'real', 1, 'May we?');
INSERT INTO field_edit VALUES ('c1', 'answer', 'w1', 'me', 2, 'yes', NULL, NULL, 'typed', NULL, 0);
"#;

fn filled() -> Connection {
    let mut conn = empty();
    conn.execute_batch("PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON").unwrap();
    create(&mut conn).unwrap();
    conn.execute_batch(LEGAL).unwrap();
    conn.execute_batch(LATER).unwrap();
    conn
}

#[test]
fn rows_of_every_earlier_version_pass_every_later_migration() {
    for version in 1..MIGRATIONS.len() {
        let mut conn = empty();
        conn.execute_batch("PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON").unwrap();
        apply(&mut conn, &MIGRATIONS[..version], 0).unwrap();
        conn.execute_batch(LEGAL).unwrap();
        let brought = bring_up_to_date(&mut conn, u32::try_from(version).unwrap());
        assert_eq!(brought, Ok(()), "version {version}");
        check(&conn).unwrap();
    }
}

/// A rule's name and what it must refuse. Each statement breaks this rule only.
const ILLEGAL: &[(&str, &str)] = &[
    ("installation_mine_is_flag", "UPDATE installation SET mine = 2"),
    ("installation_one_is_mine", "INSERT INTO installation VALUES ('other', 'Stand 2', 1, 1)"),
    ("operator_role_known", "UPDATE operator SET role = 'admin'"),
    ("event_rehearsal_is_flag", "INSERT INTO event (id, name, rehearsal) VALUES ('e', 'E', 2)"),
    ("event_grace_in_range", "UPDATE event SET grace_ms = 300001"),
    ("event_hold_consent_is_flag", "UPDATE event SET hold_consent = 2"),
    ("event_hold_review_is_flag", "UPDATE event SET hold_review = -1"),
    ("event_hold_unresolved_is_flag", "UPDATE event SET hold_unresolved = 2"),
    ("erased_is_deleted", "UPDATE contact SET erased_at = 1 WHERE id = 'c2'"),
    ("contact_bucket_known", "UPDATE contact SET bucket = 'lost' WHERE id = 'c1'"),
    ("contact_chip_rank_known", "UPDATE contact SET chip_rank = 11 WHERE id = 'c1'"),
    ("contact_places_counted", "UPDATE contact SET places = -1 WHERE id = 'c1'"),
    ("event_by_number", "UPDATE event SET number = 1"),
    ("operator_by_number", "INSERT INTO operator (id, name, role, number) VALUES ('op2', 'Bo', 'rep', 1)"),
    ("contact_tag_living_is_flag", "INSERT INTO contact_tag SELECT event_number, 'vip', 2, rowid_ FROM contact"),
    ("erased_has_no_order", "UPDATE contact SET erased_at = 1, deleted_at = 1, email_key = NULL, name_order = 'a' WHERE id = 'c1'"),
    ("erased_is_empty", "UPDATE contact SET erased_at = 1, deleted_at = 1 WHERE id = 'c1'"),
    ("contact_consent_seq_is_edit", "UPDATE contact SET consent_seq = edit_seq + 1"),
    ("contact_destroy_is_flag", "UPDATE contact SET destroy = 2"),
    ("merged_into_another", "UPDATE contact SET merged_into = id, merged_at = 1 WHERE id = 'c1'"),
    ("merged_at_with_merged", "UPDATE contact SET merged_into = 'c2' WHERE id = 'c1'"),
    ("merged_at_with_merged", "UPDATE contact SET merged_at = 1"),
    (
        "capture_way_known",
        "INSERT INTO capture (id, contact_id, event_id, installation_id, operator_id, way, kind, symbology, payload,
             payload_mac, extra, at_wall, seq, erased_at) SELECT 'k2', contact_id, event_id, installation_id, operator_id, 'nfc', kind, symbology,
           payload, payload_mac, extra, at_wall, 2, erased_at FROM capture",
    ),
    ("extra_is_json", "UPDATE capture SET extra = '{', erased_at = 1, payload = NULL"),
    ("payload_until_erased", "UPDATE capture SET erased_at = 1, extra = NULL"),
    ("extra_until_erased", "UPDATE capture SET erased_at = 1, payload = NULL"),
    ("capture_immutable", "UPDATE capture SET payload = x'43'"),
    ("capture_immutable", "UPDATE capture SET at_wall = 1"),
    ("capture_immutable", "UPDATE capture SET extra = NULL"),
    ("capture_stays", "DELETE FROM capture"),
    ("edit_origin_known", "INSERT INTO field_edit VALUES ('c1', 'email', '', 'me', 2, 'b', 'b', NULL, 'guess', NULL, 0)"),
    ("edit_append_only", "UPDATE field_edit SET value = 'b@example.org'"),
    ("edit_append_only", "UPDATE field_edit SET value = NULL, raw = NULL"),
    ("edit_append_only", "UPDATE field_edit SET origin = 'typed'"),
    ("edit_stays", "DELETE FROM field_edit"),
    (
        "edit_stays",
        "REPLACE INTO field_edit VALUES ('c1', 'email', '', 'me', 1, 'b@example.org', NULL, NULL, 'typed', NULL, 0)",
    ),
    ("destination_rehearsal_is_flag", "UPDATE destination SET rehearsal = 2"),
    ("destination_marker_known", "UPDATE destination SET marker = 'maybe'"),
    ("destination_fence_is_span", "UPDATE destination SET fence_ms = -1"),
    ("destination_settings_is_json", "UPDATE destination SET settings = 'none'"),
    ("destination_days_counted", "UPDATE destination SET confirmed_days = -1"),
    ("mapping_is_json", "INSERT INTO mapping VALUES ('x', 2, '')"),
    ("mapping_immutable", "UPDATE mapping SET json = '[]'"),
    ("field_there_is_json", "INSERT INTO field_there VALUES ('x', '', 0)"),
    ("delivery_seen_mapping_is_version", "UPDATE delivery SET seen_mapping = -1"),
    ("delivery_live_is_flag", "UPDATE delivery SET live = 2"),
    ("delivery_intent_known", "UPDATE delivery SET intent = 'send'"),
    ("delivery_state_known", "UPDATE delivery SET state = 'pending' WHERE id = 'new'"),
    ("held_why_known", "UPDATE delivery SET state = 'held', held_why = 'mood' WHERE id = 'new'"),
    ("delivery_card_left_is_flag", "UPDATE delivery SET card_left = 2"),
    ("delivery_wait_is_span", "UPDATE delivery SET state = 'waiting', wait_ms = -1 WHERE id = 'new'"),
    ("parked_is_json", "UPDATE delivery SET state = 'parked', parked = 'why' WHERE id = 'new'"),
    ("choice_is_json", "UPDATE delivery SET choice_json = 'this one'"),
    ("removed_by_known", "UPDATE delivery SET state = 'removed', removed_by = 'nobody' WHERE id = 'new'"),
    ("sent_is_json", "UPDATE delivery SET sent_json = 'x'"),
    ("binding_known", "UPDATE delivery SET remote_id = 'r2', binding = 'found' WHERE id = 'new'"),
    ("base_is_json", "UPDATE delivery SET base_json = 'x'"),
    ("base_facts_is_json", "UPDATE delivery SET base_facts = 'x'"),
    ("adopted_is_json", "UPDATE delivery SET adopted_json = 'x'"),
    ("delivery_ever_unknown_is_flag", "UPDATE delivery SET ever_unknown = 2"),
    ("lease_iff_sending", "UPDATE delivery SET state = 'sending' WHERE id = 'done'"),
    ("lease_iff_sending", "UPDATE delivery SET lease_boot = 'boot' WHERE id = 'done'"),
    ("why_iff_held", "UPDATE delivery SET state = 'held' WHERE id = 'new'"),
    ("why_iff_held", "UPDATE delivery SET held_why = 'grace' WHERE id = 'new'"),
    ("wait_only_when", "UPDATE delivery SET wait_ms = 1 WHERE id = 'new'"),
    ("waiting_has_wait", "UPDATE delivery SET state = 'waiting' WHERE id = 'new'"),
    ("by_iff_removed", "UPDATE delivery SET state = 'removed' WHERE id = 'new'"),
    ("by_iff_removed", "UPDATE delivery SET removed_by = 'here' WHERE id = 'new'"),
    ("adopted_kept", "UPDATE delivery SET binding = 'adopted' WHERE id = 'done'"),
    ("reason_iff_parked", "UPDATE delivery SET state = 'parked' WHERE id = 'new'"),
    ("reason_iff_parked", "UPDATE delivery SET parked = '{}' WHERE id = 'new'"),
    ("bound_is_known", "UPDATE delivery SET remote_id = 'r2' WHERE id = 'new'"),
    ("synced_is_bound", "UPDATE delivery SET state = 'synced' WHERE id = 'new'"),
    ("synced_is_bound", "UPDATE delivery SET base_json = NULL WHERE id = 'done'"),
    ("sent_when_open", "UPDATE delivery SET state = 'fenced' WHERE id = 'new'"),
    ("sent_when_open", "UPDATE delivery SET state = 'sending', lease_boot = 'boot' WHERE id = 'new'"),
    ("only_ours_deleted", "UPDATE delivery SET binding = 'adopted', adopted_json = '{}', intent = 'delete' WHERE id = 'done'"),
    ("delivery_one_owner", "UPDATE delivery SET remote_id = 'r1', binding = 'created' WHERE id = 'new'"),
    (
        "delivery_one_live",
        "INSERT INTO delivery (id, contact_id, destination_id, generation, marker, intent, state)
           VALUES ('again', 'c1', 'x', 1, 'm3', 'upsert', 'queued')",
    ),
    ("delivery_pinned", "UPDATE delivery SET marker = 'm3' WHERE id = 'new'"),
    ("delivery_pinned", "UPDATE delivery SET generation = 1 WHERE id = 'new'"),
    ("delivery_stays", "DELETE FROM delivery WHERE id = 'new'"),
    (
        "delivery_stays",
        "REPLACE INTO delivery (id, contact_id, destination_id, marker, intent, state)
           VALUES ('new', 'c2', 'x', 'm2', 'upsert', 'queued')",
    ),
    ("reply_capped", "UPDATE attempt SET reply = zeroblob(8193)"),
    ("budget_left_counted", "UPDATE attempt SET budget_left = -1"),
    ("budget_counted", "UPDATE attempt SET budget = -1"),
    ("conflict_winner_known", "UPDATE conflict SET winner = 'both'"),
    ("conflict_one_open", "INSERT INTO conflict VALUES ('g', 'done', 'phone', NULL, '1', '3', 'ours', NULL)"),
    ("tombstone_days_counted", "UPDATE tombstone SET server_days = -1"),
    ("roster_whole_is_flag", "UPDATE roster SET whole = 2"),
    ("roster_row_is_json", "UPDATE roster_row SET json = ''"),
    ("proposal_kind_known", "UPDATE proposal SET kind = 'hunch'"),
    ("proposal_diff_is_json", "UPDATE proposal SET diff = 'x'"),
    ("proposal_decided_known", "UPDATE proposal SET decided = 'later'"),
    ("proposal_one_per_pair", "INSERT INTO proposal (id, contact_id, kind, source, diff) VALUES ('q', 'c1', 'duplicate', 'c2', '{}')"),
    ("consent_given_is_flag", "INSERT INTO consent VALUES ('c1', 'cw1', 2, 'staff', 0, NULL, 0)"),
    ("wording_is_json", "INSERT INTO question_wording VALUES ('w2', 'q1', 2, '')"),
    ("wording_kept", "UPDATE question_wording SET json = '[]' WHERE id = 'w1'"),
    ("wording_stays", "DELETE FROM question_wording"),
    ("consent_append_only", "UPDATE consent SET given = 0"),
    ("consent_stays", "DELETE FROM consent"),
    ("consent_wording_kept", "UPDATE consent_wording SET text = ''"),
    ("consent_wording_stays", "DELETE FROM consent_wording"),
    ("audit_append_only", "UPDATE audit SET verb = 'nothing'"),
    ("audit_stays", "DELETE FROM audit"),
];

#[test]
fn every_named_rule_refuses_an_illegal_row_through_raw_sql() {
    for (name, illegal) in ILLEGAL {
        let conn = filled();
        let refused = conn.execute_batch(illegal).map_err(StoreError::from);
        let Err(StoreError::Refused { rule }) = refused else {
            panic!("{name} let through: {illegal}\n{refused:?}")
        };
        assert_eq!(rule, message_of(&conn, name), "another rule than {name} refused: {illegal}");
    }
}

/// A broken unique index is named by its columns.
fn message_of(conn: &Connection, rule: &str) -> String {
    let sql = "SELECT group_concat(s.tbl_name || '.' || i.name, ', ') FROM sqlite_schema s, pragma_index_info(s.name) i
               WHERE s.type = 'index' AND s.name = ?1";
    conn.query_row(sql, [rule], |row| row.get::<_, Option<String>>(0))
        .unwrap()
        .unwrap_or_else(|| rule.to_owned())
}

#[test]
fn every_rule_in_the_migrations_has_an_illegal_row_and_a_name() {
    let all = MIGRATIONS.concat();
    let code: Vec<&str> = all
        .lines()
        .map(|line| line.split_once("--").map_or(line, |(code, _)| code))
        .flat_map(str::split_whitespace)
        .collect();
    let mut names: Vec<&str> = code
        .windows(4)
        .filter_map(|words| match words {
            ["CONSTRAINT", name, ..]
            | ["CREATE", "TRIGGER", name, _]
            | ["CREATE", "UNIQUE", "INDEX", name] => Some(name.trim_end_matches(';')),
            _ => None,
        })
        // What only keeps a column up with others refuses nothing.
        .filter(|name| !name.starts_with("keeps_"))
        .collect();
    let checks = code.iter().filter(|word| **word == "CHECK" || word.starts_with("CHECK(")).count();
    let named = code.windows(3).filter(|words| words[0] == "CONSTRAINT" && words[2] == "CHECK").count();
    assert_eq!(checks, named, "a CHECK without a name says nothing when it refuses");
    names.sort_unstable();
    names.dedup();
    let mut covered: Vec<&str> = ILLEGAL.iter().map(|(name, _)| *name).collect();
    covered.sort_unstable();
    covered.dedup();
    assert_eq!(covered, names);
}

#[test]
fn a_rehearsals_destination_cannot_hang_on_a_real_event() {
    let conn = filled();
    let moved = conn.execute_batch("UPDATE destination SET rehearsal = 1").map_err(StoreError::from);
    assert!(matches!(moved, Err(StoreError::Refused { .. })));
    conn.execute_batch("UPDATE destination SET rehearsal = 1, event_id = 'practice'").unwrap();
}

#[test]
fn an_erased_persons_rows_can_be_emptied_and_stay() {
    let conn = filled();
    conn.execute_batch(
        "UPDATE contact SET deleted_at = 1, erased_at = 1, email_key = NULL, name_key = NULL WHERE id = 'c1';
         UPDATE field_edit SET value = NULL, raw = NULL, problem = NULL WHERE contact_id = 'c1';
         UPDATE capture SET payload = NULL, extra = NULL, erased_at = 1 WHERE contact_id = 'c1';
         UPDATE capture SET contact_id = 'c2' WHERE contact_id = 'c1';",
    )
    .unwrap();
    let again =
        conn.execute_batch("UPDATE capture SET erased_at = NULL, payload = x'42'").map_err(StoreError::from);
    assert!(matches!(again, Err(StoreError::Refused { .. })), "erased once is erased for ever");
}

#[test]
fn a_delivery_goes_through_its_whole_life_within_the_rules() {
    let conn = filled();
    for step in [
        "state = 'held', held_why = 'grace', wait_ms = 10000",
        "state = 'queued', held_why = NULL, wait_ms = NULL, card_left = 1",
        "state = 'sending', lease_boot = 'boot', lease_op = 'create', sent_json = '{}', attempts = attempts + 1",
        "state = 'fenced', lease_boot = NULL, ever_unknown = 1",
        "state = 'waiting', wait_ms = 1000",
        "state = 'parked', wait_ms = NULL, parked = '{}'",
        "state = 'synced', parked = NULL, remote_id = 'r2', binding = 'adopted', adopted_json = '{}', base_json = '{}'",
        "intent = 'unlink', state = 'queued'",
        "state = 'removed', removed_by = 'here'",
    ] {
        conn.execute_batch(&format!("UPDATE delivery SET {step} WHERE id = 'new'")).expect(step);
    }
}

/// How many blocks of the search index hold the bytes.
fn blocks_with(conn: &Connection, word: &[u8]) -> usize {
    let mut statement = conn.prepare("SELECT block FROM contact_search_data").unwrap();
    let blocks: Vec<Vec<u8>> =
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    blocks.iter().filter(|block| block.windows(word.len()).any(|window| window == word)).count()
}

#[test]
fn an_erased_persons_words_leave_the_search_index_with_its_renewal() {
    let conn = filled();
    let add = "INSERT INTO contact_search (rowid, name) VALUES (?1, ?2)";
    conn.execute(add, (1, "Ada Lovelace")).unwrap();
    conn.execute(add, (2, "Grace Hopper")).unwrap();
    assert_eq!(blocks_with(&conn, b"lovelace"), 1);
    conn.execute("DELETE FROM contact_search WHERE rowid = 1", []).unwrap();
    conn.execute("INSERT INTO contact_search (contact_search) VALUES ('optimize')", []).unwrap();
    assert_eq!((blocks_with(&conn, b"lovelace"), blocks_with(&conn, b"hopper")), (0, 1));
}
