//! Screens that come and go: one is pulled out in the middle of a capture, and the place that a window remembers is on a screen that
//! is not there any more.

use acceptance::e2e::{Laptop, Trouble, Window};

/// Whether the window lies on the laptop's own screen as a whole.
fn is_in_sight(window: &Window) -> Result<(), Trouble> {
    window.holds(
        "body",
        "screenX >= 0 && screenY >= 0 && screenX + innerWidth <= 1280 && screenY + innerHeight <= 800",
    )
}

#[test]
fn a_screen_pulled_out_in_mid_capture_takes_nothing_with_it_and_the_next_start_is_in_sight()
-> Result<(), Trouble> {
    let laptop = Laptop::with_two_screens()?;
    let _keychain = laptop.unlocked_keychain()?;
    let window = laptop.open(&["--rehearsal"])?;
    window.shows(".nocam h1", "")?;
    laptop.drag(&window, 1280, 0)?;
    window.holds("body", "screenX >= 1280")?;
    window.press("m")?;
    window.write("Last name", "Okafor")?;
    window.press("Enter")?;
    window.shows(".badge", "Saved on this laptop")?;
    window.press("n")?;
    window.fill(".badge textarea", "Wants the ")?;
    laptop.lose_screen()?;
    window.fill(".badge textarea", "noise figures.")?;
    window.press("Enter")?;
    window.shows(".badge", "Wants the noise figures.")?;
    window.close()?;
    let kept = std::fs::read_to_string(laptop.data().join("window.json"))?;
    let place: serde_json::Value = serde_json::from_str(&kept)?;
    assert!(place["main"]["x"].as_i64() >= Some(1280), "it remembers the screen that is gone: {kept}");

    let window = laptop.open(&["--rehearsal"])?;
    window.shows(".rail", "Okafor")?;
    is_in_sight(&window)
}
