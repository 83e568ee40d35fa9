//! The camera comes and goes; the window says so and helps itself.

use acceptance::e2e::{Laptop, Patience, Scene, Trouble, story};

const BADGE: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Mirko Valente\r\nN:Valente;Mirko;;;\r\nEND:VCARD\r\n";

fn watched(laptop: &Laptop, wanted: bool) -> Result<(), Trouble> {
    let what = if wanted { "the camera to be on" } else { "the camera to be off" };
    Patience::USUAL.wait(what, || Ok((laptop.camera_is_watched()? == wanted).then_some(())))
}

#[test]
fn without_a_camera_the_window_shows_the_other_ways_in_and_takes_one_that_is_plugged_in()
-> Result<(), Trouble> {
    story(|laptop| {
        let _keychain = laptop.unlocked_keychain()?;
        let window = laptop.open(&["--rehearsal"])?;
        window.shows("[data-region=camera] h1", "No camera found")?;
        window.shows("[data-region=camera]", "Type a contact")?;
        window.shows("[data-region=camera]", "Open the sheet")?;
        let camera = laptop.camera()?;
        window.holds("video", "element.videoWidth > 0")?;
        camera.see(Scene::Badge(BADGE.to_owned()));
        window.shows(".badge h2", "Mirko Valente").map(drop)
    })
}

#[test]
fn the_camera_is_off_on_another_screen_and_in_a_hidden_window_and_on_again_when_it_comes_forward()
-> Result<(), Trouble> {
    story(|laptop| {
        let _keychain = laptop.unlocked_keychain()?;
        let _camera = laptop.camera()?;
        let window = laptop.open(&["--rehearsal"])?;
        watched(laptop, true)?;
        window.push_in("nav.tabs", "Settings")?;
        watched(laptop, false)?;
        window.push_in("nav.tabs", "Capture")?;
        watched(laptop, true)?;
        window.minimise()?;
        window.holds("body", "document.hidden")?;
        watched(laptop, false)?;
        let second = laptop.app(&["--rehearsal"])?.output()?;
        assert!(second.status.success());
        window.holds("body", "!document.hidden")?;
        watched(laptop, true)
    })
}

#[test]
fn the_page_outlives_a_camera_that_is_turned_on_twelve_times() -> Result<(), Trouble> {
    // Not told again when the page dies: that it does not is the story.
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    // Most deaths were seen at the rate of a real camera.
    let _camera = laptop.camera_at(30)?;
    let window = laptop.open(&["--rehearsal"])?;
    for _ in 0..12 {
        window.holds("video", "element.videoWidth > 0")?;
        window.push_in("nav.tabs", "Settings")?;
        window.holds("body", "!document.querySelector('video')")?;
        window.push_in("nav.tabs", "Capture")?;
    }
    window.holds("video", "element.videoWidth > 0")
}

#[test]
fn a_page_whose_process_dies_comes_back_and_reads_badges_again() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let camera = laptop.camera()?;
    let recording = laptop.listen()?;
    // No driver: its session ends with the page.
    let app = laptop.start(&["--rehearsal"])?;
    watched(&laptop, true)?;
    let first = app.page()?;
    app.lose_page()?;
    let another = || Ok(app.page()?.filter(|page| Some(*page) != first).map(drop));
    Patience::USUAL.wait("another page", another)?;
    watched(&laptop, true)?;
    camera.see(Scene::Badge(BADGE.to_owned()));
    Patience::USUAL.wait("a beep", || Ok(recording.heard()?.then_some(())))
}

// A camera pulled out while its picture runs is not told here: the GStreamer plugin of PipeWire 0.3.65 then lets the
// page's process die, hang or go on. That the page comes back is told above, the words below.
#[test]
fn a_camera_that_was_pulled_out_meanwhile_is_said_in_words() -> Result<(), Trouble> {
    story(|laptop| {
        let _keychain = laptop.unlocked_keychain()?;
        let camera = laptop.camera()?;
        let window = laptop.open(&["--rehearsal"])?;
        watched(laptop, true)?;
        window.push_in("nav.tabs", "Settings")?;
        watched(laptop, false)?;
        drop(camera);
        window.push_in("nav.tabs", "Capture")?;
        window.shows("[data-region=camera] h1", "Capture goes on.")?;
        window.shows("[data-region=camera]", "Type a contact").map(drop)
    })
}
