//! Recipes at the desk: offered, learned, tried, used and shared.

use crate::api::views::{CaptureAnswer, ErrorCode, PointedAt, ReadValue};
use crate::import::tests::Table;
use crate::store::captures::Way;
use lanyard_core::contact::Field::{self, BadgeId, Company, FamilyName, GivenName};

const BADGES: [[&str; 4]; 4] = [
    ["4711", "Roe", "Jane", "Arvika AB"],
    ["4712", "Poe", "Edgar", "Ostsee GmbH"],
    ["9001", "Lind", "Zoë", "Kestrel"],
    ["0007", "Groß", "Änne", "Übung & Söhne"],
];

fn badge(of: &[&str; 4]) -> String {
    of.join("::")
}

fn pointed(of: &[&str; 4], order: &[usize]) -> PointedAt {
    let fields = [BadgeId, FamilyName, GivenName, Company];
    let value = |at: &usize| ReadValue { field: fields[*at], value: of[*at].to_owned() };
    PointedAt { payload: badge(of), values: order.iter().map(value).collect() }
}

fn value(values: &[ReadValue], field: Field) -> Option<&str> {
    values.iter().find(|read| read.field == field).map(|read| read.value.as_str())
}

#[test]
fn three_badges_teach_a_recipe_by_which_the_fourth_is_a_whole_contact() {
    let table = Table::laid(false);
    // Pointed at in whatever order.
    let badges = [
        pointed(&BADGES[0], &[0, 1, 2, 3]),
        pointed(&BADGES[1], &[3, 2, 1, 0]),
        pointed(&BADGES[2], &[1, 0, 3, 2]),
    ];
    let learned = table.desk.learn_recipe(" Expo ", &badges).unwrap();
    assert_eq!(learned.tried.codes.iter().filter(|code| code.read).count(), 3);
    assert!(table.desk.recipes().unwrap().kept.is_empty(), "it is not used by being learned");
    table.desk.add_recipe(&learned.toml).unwrap();
    let kept = table.desk.recipes().unwrap().kept;
    assert_eq!(kept.iter().map(|recipe| recipe.name.as_str()).collect::<Vec<_>>(), ["Expo"]);
    let answer = table.desk.capture_text(&badge(&BADGES[3]), Way::Scanner).unwrap();
    let CaptureAnswer::Saved { contact, id_only: false, .. } = answer else { panic!("{answer:?}") };
    assert_eq!(contact.row.name.as_deref(), Some("Änne Groß"));
    assert_eq!(contact.row.company.as_deref(), Some("Übung & Söhne"));
}

#[test]
fn what_cannot_be_learned_says_so() {
    let table = Table::laid(false);
    let two = [pointed(&BADGES[0], &[0]), pointed(&BADGES[1], &[0])];
    let error = table.desk.learn_recipe("Expo", &two).unwrap_err();
    assert_eq!((error.code, error.sentence.code.as_str()), (ErrorCode::BadInput, "recipe-not-learned"));
    let error = table.desk.learn_recipe("  ", &two).unwrap_err();
    assert_eq!(error.sentence.code, "recipe-needs-name");
}

#[test]
fn a_trial_reads_by_one_recipe_or_as_the_event_does_and_keeps_nothing() {
    let table = Table::laid(false);
    let offered = table.desk.recipes().unwrap().built_in;
    let devoxx = offered.iter().find(|one| one.name.starts_with("Devoxx: number")).unwrap();
    let text =
        format!("{}::j@example.com\nWIFI:T:WPA;S:Expo;P:secret;;\nMECARD:N:Roe,Jane;;", badge(&BADGES[0]));
    let by_it = table.desk.try_recipe(Some(&devoxx.toml), &text).unwrap();
    let remarks: Vec<_> =
        by_it.codes.iter().map(|code| code.remark.as_ref().map(|remark| remark.code.as_str())).collect();
    assert_eq!(remarks, [None, Some("refused-wifi"), Some("recipe-reads-other")]);
    assert_eq!(value(&by_it.codes[0].values, FamilyName), Some("Roe"));
    assert!(by_it.codes[2].values.is_empty(), "only what the recipe says");
    let as_now = table.desk.try_recipe(None, &text).unwrap();
    assert_eq!(value(&as_now.codes[2].values, FamilyName), Some("Roe"));
    table.desk.add_recipe(&devoxx.toml).unwrap();
    let as_now = table.desk.try_recipe(None, &text).unwrap();
    assert_eq!(as_now.codes[0].recipe.as_deref(), Some(devoxx.name.as_str()));
    assert!(table.query("", Vec::new()).is_empty(), "nothing was captured");
    let error = table.desk.try_recipe(Some("recipe = 1\nname = 'x'\n"), "7").unwrap_err();
    assert_eq!(error.sentence.code, "recipe-one-way");
    let error = table.desk.try_recipe(None, &"x".repeat(2 * 1024 * 1024)).unwrap_err();
    assert_eq!(error.sentence.code, "recipe-try-too-long");
}

#[test]
fn one_that_comes_with_lanyard_is_offered_until_it_is_used_and_again_once_it_is_removed() {
    let table = Table::laid(false);
    let offered = table.desk.recipes().unwrap().built_in;
    assert!(offered.len() >= 10);
    table.desk.add_recipe(&offered[0].toml).unwrap();
    let now = table.desk.recipes().unwrap();
    assert_eq!((now.kept.len(), now.built_in.len()), (1, offered.len() - 1));
    table.desk.remove_recipe(&offered[0].name).unwrap();
    assert_eq!(table.desk.recipes().unwrap().built_in.len(), offered.len());
}

#[test]
fn a_recipe_is_shared_as_a_file_that_replaces_none() {
    let table = Table::laid(false);
    let folder = tempfile::tempdir().unwrap();
    let toml = table.desk.recipes().unwrap().built_in[0].toml.clone();
    let first = table.desk.save_recipe(&toml, folder.path()).unwrap().path;
    let second = table.desk.save_recipe(&toml, folder.path()).unwrap().path;
    assert_ne!(first, second);
    assert_eq!(std::fs::read_to_string(&second).unwrap(), toml);
    assert!(table.desk.save_recipe("no recipe", folder.path()).is_err());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}
