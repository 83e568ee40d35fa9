//! The main job, as a person does it: a badge before the camera, or a name typed in.

use acceptance::e2e::{Laptop, Patience, Scene, Trouble, story};

const BADGE: &str = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ayla Demir\r\nN:Demir;Ayla;;;\r\nORG:Kestrel Robotics\r\n\
    EMAIL:ayla.demir@kestrel.example\r\nEND:VCARD\r\n";

#[test]
fn a_badge_before_the_camera_is_saved_and_then_synced_without_a_hand() -> Result<(), Trouble> {
    story(|laptop| {
        let _keychain = laptop.unlocked_keychain()?;
        let camera = laptop.camera()?;
        let window = laptop.open(&["--rehearsal"])?;
        window.holds("video", "element.videoWidth > 0")?;
        camera.see(Scene::Badge(BADGE.to_owned()));
        window.shows(".badge h2", "Ayla Demir")?;
        window.shows(".savedline", "Saved on this laptop")?;
        camera.see(Scene::Nothing);
        window.shows(".savedline", "Synced").map(drop)
    })
}

/// A second of the recording.
const SECOND: u64 = 48_000;

#[test]
fn the_beep_sounds_in_a_window_that_nobody_has_touched_and_only_when_the_contact_is_on_disk()
-> Result<(), Trouble> {
    story(|laptop| {
        let _keychain = laptop.unlocked_keychain()?;
        let camera = laptop.camera()?;
        let recording = laptop.listen()?;
        // Started as a person starts it, without a driver that could pass for a hand.
        let app = laptop.start(&[])?;
        Patience::USUAL.wait("a look at the camera", || Ok(laptop.camera_is_watched()?.then_some(())))?;
        let looked = recording.length()?;
        Patience::USUAL.wait("a silence", || Ok((recording.length()? > looked + SECOND).then_some(())))?;
        assert!(!recording.heard()?, "it sounds before anything was captured");

        camera.see(Scene::Badge(BADGE.to_owned()));
        Patience::USUAL.wait("a beep", || Ok(recording.heard()?.then_some(())))?;
        // What was heard is on disk: the plug is pulled into the sound.
        drop(app);
        camera.see(Scene::Nothing);
        let window = laptop.open(&[])?;
        window.shows(".badge h2", "Ayla Demir").map(drop)
    })
}

#[test]
fn a_typed_contact_outlives_a_pulled_plug() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let window = laptop.open(&["--rehearsal"])?;
    window.shows(".nocam h1", "")?;
    window.press("m")?;
    window.fill(".typed-given_name input", "Jonas")?;
    window.fill(".typed-family_name input", "Berg")?;
    window.fill(".typed-email input", "jonas.berg@fjordline.example")?;
    window.click(".typing button[type=submit]")?;
    window.shows(".badge h2", "Jonas Berg")?;
    window.kill()?;
    let window = laptop.open(&["--rehearsal"])?;
    window.click(".tab:nth-of-type(2)")?;
    window.shows("[role=row][aria-selected]", "Jonas Berg").map(drop)
}
