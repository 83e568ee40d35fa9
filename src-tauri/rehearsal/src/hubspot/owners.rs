//! Who looks after contacts: read only, and the same two people in every account.

use super::refusal::Refusal;
use super::{no_route, ok};
use crate::ask::Ask;
use crate::reply::Reply;
use serde_json::{Value, json};

/// Id, first name, last name, address.
const OWNERS: [[&str; 4]; 2] = [
    ["41629779", "Grace", "Okafor", "grace.okafor@vendor.example"],
    ["60158084", "", "", "inside-sales@vendor.example"],
];

/// Everything below `owners`.
pub(super) fn answer(ask: &Ask, rest: &[&str]) -> Result<Reply, Refusal> {
    match (ask.method.as_str(), rest) {
        ("GET", [] | [""]) => Ok(ok(json!({ "results": OWNERS.map(shown) }))),
        ("GET", [id]) => {
            let found = OWNERS.into_iter().find(|owner| owner[0] == *id);
            Ok(ok(shown(found.ok_or_else(|| Refusal::not_found(id))?)))
        }
        (_, _) => Err(no_route()),
    }
}

fn shown([id, first, last, email]: [&str; 4]) -> Value {
    json!({
        "id": id,
        "email": email,
        "type": if first.is_empty() { "QUEUE" } else { "PERSON" },
        "firstName": first,
        "lastName": last,
        "userId": 9_586_504,
        "userIdIncludingInactive": 9_586_504,
        "createdAt": "2024-02-01T09:00:00.000Z",
        "updatedAt": "2024-02-01T09:00:00.000Z",
        "archived": false,
        "teams": [],
    })
}
