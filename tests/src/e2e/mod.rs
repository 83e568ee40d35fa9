//! A laptop made of real parts, for stories through the real window: a display without a screen, a session bus, a
//! keychain, a camera fed with drawn badges, a loudspeaker that is recorded, and a hand on the window (WebDriver).
//!
//! Everything lives in one private folder and is stopped by its handle when the [`Laptop`] is dropped: nothing
//! touches the person's own session. Linux only, with the packages that `cargo xtask test` installs.

mod bus;
mod camera;
mod crm;
mod display;
mod driver;
mod given;
mod hand;
mod keychain;
mod laptop;
mod panel;
mod patience;
mod process;
mod scanner;
mod sound;
mod window;

pub use camera::{Camera, HEIGHT, Scene, WIDTH};
pub use crm::Crm;
pub use driver::{Driver, Element, PageLost};
pub use given::Given;
pub use keychain::Keychain;
pub use laptop::{Laptop, Running};
pub use panel::Panel;
pub use patience::Patience;
pub use scanner::Scanner;
pub use sound::Recording;
pub use window::Window;

/// What goes wrong in a part of the laptop is told, not handled: the story fails with these words.
pub type Trouble = Box<dyn std::error::Error + Send + Sync>;

/// The page waits for a camera's format to settle, so a death is rare now; a camera that is pulled out may still bring one.
const TELLINGS: u32 = 3;

/// Tells a story on a fresh laptop; at most [`TELLINGS`] times, when the page's process dies under it. The PipeWire plugin of
/// GStreamer as some distributions ship it (0.3.65) can bring the web view down when a camera comes or goes: its device provider
/// answers an error of a connection that it has given back already (`on_core_error`). The app survives that, which has a story of its
/// own; a driver does not.
///
/// # Errors
/// What went wrong in the story, or the page died each time.
#[expect(clippy::print_stderr, reason = "a story that is told again is said")]
pub fn story(tell: impl Fn(&Laptop) -> Result<(), Trouble>) -> Result<(), Trouble> {
    for _ in 1..TELLINGS {
        match tell(&Laptop::switch_on()?) {
            Err(trouble) if trouble.is::<PageLost>() => eprintln!("{trouble}; told again"),
            told => return told,
        }
    }
    tell(&Laptop::switch_on()?)
}
