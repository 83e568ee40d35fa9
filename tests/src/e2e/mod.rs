//! A laptop made of real parts, for stories through the real window: a display without a screen, a session bus, a
//! keychain, a camera fed with drawn badges, a loudspeaker that is recorded, and a hand on the window (WebDriver).
//!
//! Everything lives in one private folder and is stopped by its handle when the [`Laptop`] is dropped: nothing
//! touches the person's own session. Linux only, with the packages that `cargo xtask test` installs.

mod bus;
mod camera;
mod display;
mod driver;
mod keychain;
mod laptop;
mod patience;
mod process;
mod sound;
mod window;

pub use camera::{Camera, Scene};
pub use driver::{Driver, Element};
pub use keychain::Keychain;
pub use laptop::Laptop;
pub use patience::Patience;
pub use sound::Recording;
pub use window::Window;

/// What goes wrong in a part of the laptop is told, not handled: the story fails with these words.
pub type Trouble = Box<dyn std::error::Error + Send + Sync>;
