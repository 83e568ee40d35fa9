//! A USB scanner beside the other ways in: real keys at the display, wherever the focus is, on laptops of three countries.

use acceptance::e2e::{Laptop, Scene, Trouble, Window, story};

const ZOE: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Yazgan-Quezada;Zoe;;;\r\nFN:Zoe Yazgan-Quezada\r\n\
    ORG:Z&Y Works [West]\r\nTITLE:VP (50% ops)\r\nEMAIL;TYPE=WORK:zoe_y+fair@zy-works.example\r\n\
    TEL;TYPE=CELL:+49 30 5550 1620\r\nEND:VCARD\r\n";

fn is_saved(window: &Window) -> Result<(), Trouble> {
    window.shows(".badge h2", "Zoe Yazgan-Quezada")?;
    window.shows(".badge", "Z&Y Works [West]")?;
    window.shows(".savedline", "Saved on this laptop").map(drop)
}

#[test]
fn a_scan_is_saved_and_then_synced_on_a_laptop_of_any_country() -> Result<(), Trouble> {
    for country in ["de", "fr", "gb"] {
        let laptop = Laptop::switch_on()?;
        laptop.keyboard(country)?;
        let _keychain = laptop.unlocked_keychain()?;
        let window = laptop.open(&["--rehearsal"])?;
        window.shows(".nocam h1", "")?;
        laptop.scanner().scan(ZOE)?;
        is_saved(&window)?;
        window.shows(".savedline", "Synced")?;
    }
    Ok(())
}

#[test]
fn a_scan_is_captured_while_the_camera_is_on() -> Result<(), Trouble> {
    story(|laptop| {
        laptop.keyboard("de")?;
        let _keychain = laptop.unlocked_keychain()?;
        let camera = laptop.camera()?;
        camera.see(Scene::Nothing);
        let window = laptop.open(&["--rehearsal"])?;
        window.holds("video", "element.videoWidth > 0")?;
        laptop.scanner().scan(ZOE)?;
        is_saved(&window)?;
        window.holds("video", "element.videoWidth > 0")
    })
}

#[test]
fn a_scan_never_lands_where_the_focus_is_and_is_captured_all_the_same() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    laptop.keyboard("de")?;
    let _keychain = laptop.unlocked_keychain()?;
    let window = laptop.open(&["--rehearsal"])?;
    window.shows(".nocam h1", "")?;
    laptop.scanner().scan("MECARD:N:Berg,Jonas;EMAIL:jonas@fjordline.example;;")?;
    window.shows(".badge h2", "Jonas Berg")?;

    // In a note, half of which is written.
    window.press("n")?;
    window.fill("textarea", "Wants the ")?;
    laptop.scanner().with_tabs().scan(ZOE)?;
    is_saved(&window)?;
    window.shows(".past", "Jonas Berg")?;

    // In the search of another screen: nobody is taken away from it.
    window.push_in("nav.tabs", "Contacts")?;
    window.fill("[type=search]", "Zoe")?;
    laptop.scanner().scan("MECARD:N:Okafor,Ada;EMAIL:ada.okafor@an.example;;")?;
    window.shows(".toast", "Ada Okafor: saved on this laptop")?;
    window.holds("[type=search]", "element.value === 'Zoe' && element === document.activeElement")?;

    // With a sheet over the window.
    window.push_in("nav.tabs", "Capture")?;
    window.press("?")?;
    window.shows("dialog", "All keys")?;
    laptop.scanner().scan("MECARD:N:Lindqvist,Jana;EMAIL:jana@arvika.example;;")?;
    window.press("Escape")?;
    window.shows(".badge h2", "Jana Lindqvist").map(drop)
}

#[test]
fn a_scanner_that_was_taught_is_undone_and_said_in_words() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    laptop.keyboard("fr")?;
    let _keychain = laptop.unlocked_keychain()?;
    let window = laptop.open(&["--rehearsal"])?;
    window.push_in("nav.tabs", "Settings")?;
    window.push_in("[data-region=subjects]", "USB scanner")?;
    window.push("Show the code")?;
    window.shows(".lesson", "Now scan this code.")?;
    laptop.scanner().scan(&lanyard_engine::api::scanner_lesson())?;
    window.shows(
        ".taught",
        "Your scanner types as on a US keyboard; this laptop reads French. Lanyard undoes it.",
    )?;
    window.shows(".taught", "It ends each code with Enter.")?;
    laptop.scanner().scan("AZ-1:q^[w]")?;
    window.shows(".tried pre", "AZ-1:q^[w]")?;
    window.push_in("nav.tabs", "Capture")?;
    laptop.scanner().scan("AZ0012YQ")?;
    window.shows(".badge", "AZ0012YQ").map(drop)
}

#[test]
fn half_a_typed_contact_survives_a_scan_and_a_restart() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let window = laptop.open(&["--rehearsal"])?;
    window.shows(".nocam h1", "")?;
    window.press("m")?;
    window.write("First name", "Petra")?;
    laptop.scanner().scan("MECARD:N:Okafor,Ada;EMAIL:ada.okafor@an.example;;")?;
    window.shows(".toast", "Ada Okafor: saved on this laptop")?;
    window.holds(".typed-given_name input", "element.value === 'Petra'")?;
    window.press("Escape")?;
    window.shows(".badge h2", "Ada Okafor")?;
    window.kill()?;

    let window = laptop.open(&["--rehearsal"])?;
    window.shows(".nocam h1", "")?;
    window.press("m")?;
    window.holds(".typed-given_name input", "element.value === 'Petra'")?;
    window.write("Last name", "Lang")?;
    window.press("Enter")?;
    window.shows(".badge h2", "Petra Lang")?;
    window.shows(".savedline", "Synced").map(drop)
}
