//! Differences, settled alike or each by its default.

use crate::table::{Table, differ};
use lanyard_core::ids::ContactId;
use lanyard_core::sync::Winner;
use lanyard_engine::api::views::{AlikeAt, Side};

#[test]
fn differences_are_settled_alike_or_each_by_its_default() {
    let table = Table::laid();
    let ids: Vec<ContactId> =
        (0..3).map(|n| table.capture(&format!("Ada{n}"), &format!("ada{n}@example.com"))).collect();
    for id in &ids {
        differ(&table, id, "acme_job_title", Winner::Theirs);
    }
    differ(&table, &ids[0], "acme_company", Winner::Ours);
    let review = table.desk.review().unwrap();
    assert_eq!((review.sum.needs_attention, review.sum.adds_up), (3, true));
    let open: Vec<(&str, u32, u32)> =
        review.alike.iter().map(|alike| (alike.field.as_str(), alike.open, alike.ours)).collect();
    assert_eq!(open, [("job_title", 3, 0), ("company", 1, 1)]);
    assert_eq!(review.differences.len(), 4);

    let at = AlikeAt { destination: review.alike[0].destination.clone(), theirs: "acme_job_title".into() };
    assert_eq!(table.desk.settle_alike(Some(&at), Side::Ours).unwrap().contacts, 3);
    let job = |id: &ContactId| {
        let fields = table.desk.contact(id).unwrap().fields;
        fields.into_iter().find(|field| field.field.key() == "job_title").map(|field| field.value)
    };
    assert_eq!(job(&ids[1]).as_deref(), Some("Here"));
    assert_eq!(table.desk.settle_alike(None, Side::Default).unwrap().contacts, 1);
    assert!(table.desk.review().unwrap().alike.is_empty());
}
