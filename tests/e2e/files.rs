//! Photos and files, into the window and out of it again. Each ends where a scan does: on this laptop, then in the CRM.

use std::fs;

use acceptance::e2e::{Crm, Given, Laptop, Patience, Trouble, Window};
use serde_json::{Value, json};

const AYLA: &str = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ayla Demir\r\nN:Demir;Ayla;;;\r\nORG:Kestrel Robotics\r\n\
    EMAIL:ayla.demir@kestrel.example\r\nEND:VCARD\r\n";

/// Two hundred photos are decoded and sent by a laptop under load.
const A_FOLDER: Patience = Patience::seconds(180);

fn in_the_crm(window: &Window) -> Result<u64, Trouble> {
    let status = window.ask("status", &json!({}))?;
    Ok(status["sum"]["synced"].as_u64().unwrap_or_default())
}

fn wait_until_synced(window: &Window, contacts: u64) -> Result<(), Trouble> {
    A_FOLDER.wait(&format!("{contacts} contacts in the CRM"), || {
        let there = in_the_crm(window)?;
        if there == contacts { Ok(Some(())) } else { Err(format!("{there} are there").into()) }
    })
}

#[test]
fn a_dropped_photo_is_saved_and_then_synced() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let window = laptop.open(&["--rehearsal"])?;
    window.shows(".nocam h1", "")?;
    window.drop_in(&[Given::photo("IMG_1.png", &[AYLA])?])?;
    window.shows(".badge h2", "Ayla Demir")?;
    window.shows(".savedline", "Saved on this laptop")?;
    window.shows(".savedline", "Synced").map(drop)
}

#[test]
fn a_pasted_photo_of_two_badges_captures_both_and_the_same_photo_again_neither() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let window = laptop.open(&["--rehearsal"])?;
    window.shows(".nocam h1", "")?;
    let photo = Given::photo("image.png", &[AYLA, "MECARD:N:Berg,Jonas;EMAIL:jonas@fjordline.example;;"])?;
    window.paste(&photo)?;
    window.shows(".badge", "Saved on this laptop")?;
    wait_until_synced(&window, 2)?;
    window.paste(&photo)?;
    window.shows(".badge", "Already captured")?;
    let status = window.ask("status", &json!({}))?;
    assert_eq!(status["sum"]["captured"], 2, "nothing is doubled");
    Ok(())
}

#[test]
fn two_hundred_photos_at_once_are_counted_and_arrive_once_each() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let mut crm = Crm::down()?;
    crm.come_up()?;
    let strangers = crm.strangers()?;
    let window = laptop.open(&[])?;
    window.connect(&crm)?;
    window.push_in("nav.tabs", "Capture")?;

    let badge = |number: u32| format!("MECARD:N:Visitor,{number};EMAIL:v{number}@kestrel.example;;");
    let mut folder = (0..196)
        .map(|number| Given::photo(&format!("IMG_{number:04}.png"), &[&badge(number)]))
        .collect::<Result<Vec<_>, _>>()?;
    folder.push(Given::photo("IMG_0007 (copy).png", &[&badge(7)])?);
    folder.push(Given::photo("the booth.png", &[])?);
    folder.push(Given::file("IMG_0201.HEIC", &b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"[..]));
    folder.push(Given::file("broken.jpg", &b"\xFF\xD8\xFF\xE0 and no more"[..]));
    window.drop_in(&folder)?;
    window.shows(".strip .prog", " of 200")?;
    window.shows_within(
        A_FOLDER,
        ".strip",
        "200 pictures: 196 new contacts, saved on this laptop; 1 captured before; 3 not read.",
    )?;
    window.push_in(".strip", "3 not read")?;
    window.shows(".strip table", "This is a HEIC picture")?;
    window.shows(".strip table", "The picture is damaged")?;
    window.push_in(".strip", "Save these 3 lines")?;
    window.shows(".toast", "Pictures not read.csv")?;
    let list = fs::read_to_string(laptop.home().join("Pictures not read.csv"))?;
    assert!(list.contains("the booth.png,\"No code was found"), "{list}");

    wait_until_synced(&window, 196)?;
    assert_eq!(crm.ours()?.len(), 196);
    assert!(crm.strangers()? == strangers, "somebody else's record was touched");
    Ok(())
}

const LIST: &str = "Vorname;Name;Firma;E-Mail;Halle\r\n\
    Ayla;Demir;Kestrel Robotics;ayla.demir@kestrel.example;4\r\n\
    Jonas;Berg;Fjordline AS;jonas.berg@fjordline.example;7\r\n\
    ;;;;\r\n\
    Änne;Groß;\"Übung; Söhne\";aenne@example.com;\r\n";

const CARDS: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Petra Holm\r\nN:Holm;Petra;;;\r\nEMAIL:petra@fjordline.example\r\n\
    END:VCARD\r\nBEGIN:VCARD\r\nVERSION:4.0\r\nFN:Emil Lund\r\nN:Lund;Emil;;;\r\nTEL:+47 21 55 01 00\r\nEND:VCARD\r\n";

/// The words of the list's file are read, confirmed and brought in.
fn bring_in(window: &Window, file: &Given, new: u32) -> Result<(), Trouble> {
    window.drop_in(std::slice::from_ref(file))?;
    window.shows(".come", &format!("{new} contacts would be new"))?;
    window.push(&format!("Bring in {new} contacts"))?;
    window.shows(".come", &format!("{new} contacts are new"))?;
    window.push("Show contacts")
}

#[test]
fn a_csv_and_a_file_of_vcards_are_confirmed_saved_and_synced_and_bring_nothing_twice() -> Result<(), Trouble>
{
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let window = laptop.open(&["--rehearsal"])?;
    window.shows(".nocam h1", "")?;
    let list = Given::file("Besucher.csv", LIST);
    bring_in(&window, &list, 3)?;
    window.shows(".foot", "3 of 3 contacts")?;
    wait_until_synced(&window, 3)?;
    window.shows("[role=row][aria-selected] .chip", "Synced")?;
    bring_in(&window, &Given::file("Kontakte.vcf", CARDS), 2)?;
    wait_until_synced(&window, 5)?;
    window.drop_in(&[list])?;
    window.shows(".come", "0 contacts would be new, 3 are here already")?;
    window.push_in(".come", "Cancel")?;
    window.shows(".foot", "5 of 5 contacts").map(drop)
}

#[test]
fn what_goes_out_says_where_it_lies_replaces_nothing_and_is_known_when_it_comes_back() -> Result<(), Trouble>
{
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let window = laptop.open(&["--rehearsal"])?;
    window.shows(".nocam h1", "")?;
    bring_in(&window, &Given::file("Besucher.csv", LIST), 3)?;
    let mut paths = Vec::new();
    for _ in 0..2 {
        window.push_in(".tools", "Export")?;
        window.push_in("dialog.export", "Write 3 contacts")?;
        paths.push(window.shows("dialog.export .path", "/")?);
        window.push_in("dialog.export .acts", "Close")?;
    }
    assert_ne!(paths[0], paths[1]);
    let written = fs::read(&paths[0])?;
    assert_eq!(fs::read(&paths[1])?, written);
    window.drop_in(&[Given::file("back.csv", written)])?;
    window.shows(".come", "0 contacts would be new, 3 are here already").map(drop)
}

#[test]
fn a_file_that_is_no_list_says_what_it_is_and_what_to_do() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let window = laptop.open(&["--rehearsal"])?;
    window.shows(".nocam h1", "")?;
    window.drop_in(&[Given::file("old.xls", &b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old"[..])])?;
    window.shows(".importing .lead", "Save it as .xlsx")?;
    window.push_in(".importing", "Close")?;
    let captured: Value = window.ask("status", &json!({}))?;
    assert_eq!(captured["sum"]["captured"], 0);
    Ok(())
}
