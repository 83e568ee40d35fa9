//! The sum and what it says of a broken row; many contacts at once.

use crate::table::Table;
use lanyard_engine::clock::Clock;

#[test]
fn the_sum_adds_up_and_goes_red_when_a_row_is_broken_by_raw_sql() {
    let breaks = [
        // A contact that stands at no event, one whose state nobody knows, one that lost its row.
        "UPDATE contact SET event_id = NULL WHERE rowid_ = (SELECT min(rowid_) FROM contact)",
        "PRAGMA ignore_check_constraints = ON; UPDATE delivery SET state = 'lost' WHERE rowid =
         (SELECT min(rowid) FROM delivery); PRAGMA ignore_check_constraints = OFF",
        "PRAGMA defer_foreign_keys = ON; UPDATE capture SET contact_id = (SELECT max(id) FROM contact)
         WHERE contact_id = (SELECT min(id) FROM contact)",
    ];
    for sql in breaks {
        let table = Table::laid();
        for n in 0..3 {
            table.capture(&format!("Ada{n}"), &format!("ada{n}@example.com"));
        }
        let before = table.desk.review().unwrap();
        assert!(before.sum.adds_up && before.off.is_none(), "{sql}");
        assert_eq!(before.sum.captured, 3);

        table.store.write(|conn| Ok(conn.execute_batch(sql)?)).unwrap();
        assert!(!table.desk.status().unwrap().sum.adds_up, "the bar knows: {sql}");
        let after = table.desk.review().unwrap();
        assert!(!after.sum.adds_up, "{sql}");
        let off = after.off.unwrap();
        assert!(["why-sum-missing", "why-sum-surplus"].contains(&off.why.code.as_str()));
        assert!(off.next.is_some(), "and what to do");
    }
}

#[test]
fn many_contacts_are_counted_and_grouped_without_being_loaded() {
    // A hundred thousand are a matter of seconds to make: `LANYARD_MANY=100000 cargo test … -- --nocapture`.
    let many: u32 = std::env::var("LANYARD_MANY").ok().and_then(|many| many.parse().ok()).unwrap_or(2_000);
    let table = Table::laid();
    table.capture("Ada", "ada@example.com");
    let event = table.desk.settings().unwrap().event.id;
    let destination = table.desk.settings().unwrap().destinations.remove(0).id;
    let made = table.store.write(|conn| {
        let fill = format!(
            "WITH RECURSIVE n (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n < {many})
             INSERT INTO contact (id, event_id, installation_id, created_at)
             SELECT printf('k%07d', n), '{event}', (SELECT id FROM installation), 1000 + n FROM n;
             INSERT INTO capture (id, contact_id, event_id, installation_id, way, kind, payload, payload_mac, at_wall, seq)
             SELECT id, id, event_id, installation_id, 'typed', 'text', randomblob(150), randomblob(32), created_at,
               1000 + rowid_ FROM contact WHERE id LIKE 'k0%';
             INSERT INTO delivery (id, contact_id, destination_id, marker, intent, state, parked, remote_id, binding, base_json)
             SELECT 'd' || id, id, '{destination}', 'm' || id, 'upsert',
               iif(rowid_ % 50 = 0, 'parked', iif(rowid_ % 7 = 0, 'queued', 'synced')),
               iif(rowid_ % 50 = 0, json_object('reason', 'invalid', 'faults', json_array(json_object(
                 'ours', iif(rowid_ % 100 = 0, 'phone', 'email'), 'theirs', 'acme', 'message', 'no ' || id))), NULL),
               'r' || id, 'created', json_object('acme_email', json_object('sent', hex(randomblob(20))))
             FROM contact WHERE id LIKE 'k0%';"
        );
        Ok(conn.execute_batch(&fill)?)
    });
    made.unwrap();
    let begun = table.clock.mono();
    let status = table.desk.status().unwrap();
    let counted = table.clock.mono();
    let review = table.desk.review().unwrap();
    let reviewed = table.clock.mono();
    println!(
        "{many} contacts: the sum in {} ms, the review in {} ms",
        begun.until(counted).0,
        counted.until(reviewed).0
    );
    assert_eq!((status.sum.captured, status.sum.adds_up), (many + 1, true));
    assert_eq!(review.causes.iter().map(|view| view.contacts).sum::<u32>(), review.sum.needs_attention);
    assert_eq!(review.causes.len(), 2);
}
