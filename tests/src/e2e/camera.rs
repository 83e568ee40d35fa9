//! A camera without hardware: frames drawn here flow through GStreamer into PipeWire, where the web view finds them
//! as a camera of the laptop. What it sees can be changed while it runs, and it can be unplugged. GStreamer's plugin for PipeWire
//! crashes now and then when somebody begins to watch (0.3.65); the camera is plugged in again then, as a loose cable would be.

use std::io::Write;
use std::path::Path;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use qrcode::{Color, EcLevel, QrCode};

use super::Trouble;
use super::laptop::Room;
use super::process::Process;
use super::sound::wait_for_node;

/// The width of its picture in pixels.
pub const WIDTH: usize = 1280;
/// And its height.
pub const HEIGHT: usize = 720;
/// Frames a second, where nothing else is asked for.
pub(super) const RATE: usize = 15;

/// What the camera sees.
#[derive(Clone, PartialEq, Eq)]
pub enum Scene {
    /// An empty booth.
    Nothing,
    /// A badge with this text in its code, held by a hand that never rests: every frame differs, and in one frame
    /// of eight the code is covered.
    Badge(String),
    /// Grey pictures of 1280 × 720, one after the other and again from the first.
    Film(Arc<Vec<Vec<u8>>>),
}

impl std::fmt::Debug for Scene {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nothing => f.write_str("Nothing"),
            Self::Badge(_) => f.write_str("Badge"),
            Self::Film(pictures) => write!(f, "Film of {}", pictures.len()),
        }
    }
}

/// A crash of the feed is one of its plugin; one that comes so often is ours.
const CRASHES: usize = 3;

/// A plugged-in camera. Dropping it unplugs it.
#[derive(Debug)]
pub struct Camera {
    scene: Arc<Mutex<Scene>>,
    feed: Feed,
}

/// The program that hands the frames to PipeWire; none once the camera is unplugged.
type Feed = Arc<Mutex<Option<Process>>>;

impl Drop for Camera {
    fn drop(&mut self) {
        *locked(&self.feed) = None;
    }
}

impl Camera {
    pub(super) fn plug_in(room: &Room, rate: usize) -> Result<Self, Trouble> {
        let mut feed = room.command("gst-launch-1.0");
        feed.args([
            "-q",
            "--no-fault",
            "fdsrc",
            "fd=0",
            &format!("blocksize={}", WIDTH * HEIGHT),
            "!",
            "rawvideoparse",
        ]);
        feed.args(["format=gray8", &format!("width={WIDTH}"), &format!("height={HEIGHT}")]);
        feed.arg(format!("framerate={rate}/1"));
        // `videorate` keeps the converter from drawing into PipeWire's own buffers, which are not mapped yet.
        feed.args(["!", "videoconvert", "!", "videorate", "!"]);
        feed.arg(format!("video/x-raw,format=YUY2,width={WIDTH},height={HEIGHT},framerate={rate}/1"));
        feed.args(["!", "identity", "sync=true", "!"]);
        feed.args(["pipewiresink", "mode=provide"]);
        feed.arg(
            "stream-properties=p,media.class=Video/Source,media.role=Camera,node.name=booth,node.description=Booth",
        );
        feed.stdin(Stdio::piped()).stdout(Stdio::null());
        let (process, mut frames) = start(&mut feed, &room.logs())?;
        let camera =
            Self { scene: Arc::new(Mutex::new(Scene::Nothing)), feed: Arc::new(Mutex::new(Some(process))) };
        let (seen, running, logs) = (Arc::clone(&camera.scene), Arc::clone(&camera.feed), room.logs());
        // The pipe takes a frame when the camera has shown the one before: no clock is needed here. The thread ends
        // when the camera is unplugged and the pipe breaks.
        std::thread::spawn(move || {
            let mut drawn = (Scene::Nothing, None);
            let (mut since, mut crashes) = (0, 0);
            for number in 0.. {
                let now = locked(&seen).clone();
                if now != drawn.0 {
                    drawn = (now.clone(), code(&now));
                    since = number;
                }
                let written = match &now {
                    Scene::Film(pictures) if !pictures.is_empty() => {
                        frames.write_all(&pictures[(number - since) % pictures.len()])
                    }
                    _ => frames.write_all(&frame(number, drawn.1.as_ref())),
                };
                if written.is_err() {
                    crashes += 1;
                    match plug_in_again(&running, &mut feed, &logs) {
                        Some(again) if crashes <= CRASHES => frames = again,
                        Some(_) | None => return,
                    }
                }
            }
        });
        wait_for_node(room, "booth")?;
        Ok(camera)
    }

    /// Holds something else before the camera.
    pub fn see(&self, scene: Scene) {
        *locked(&self.scene) = scene;
    }
}

fn locked<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

fn start(feed: &mut Command, logs: &Path) -> Result<(Process, ChildStdin), Trouble> {
    let mut process = Process::start(feed, logs)?;
    let frames = process.input().ok_or("no way to hand frames over")?;
    Ok((process, frames))
}

/// Where the frames go from now on; none when somebody unplugged the camera.
#[expect(clippy::print_stderr, reason = "a camera that crashed is said")]
fn plug_in_again(running: &Feed, feed: &mut Command, logs: &Path) -> Option<ChildStdin> {
    let mut running = locked(running);
    running.as_ref()?;
    eprintln!("the camera's program ended by itself; it is plugged in again");
    let (process, frames) = start(feed, logs).ok()?;
    *running = Some(process);
    Some(frames)
}

/// The code of a scene's badge, modules row by row.
fn code(scene: &Scene) -> Option<(usize, Vec<bool>)> {
    let Scene::Badge(text) = scene else { return None };
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    Some((code.width(), code.to_colors().into_iter().map(|color| color == Color::Dark).collect()))
}

/// One grey frame: a dim booth with a light band that wanders, and the badge swaying before it.
fn frame(number: usize, code: Option<&(usize, Vec<bool>)>) -> Vec<u8> {
    let mut grey = vec![0u8; WIDTH * HEIGHT];
    for (y, row) in grey.chunks_exact_mut(WIDTH).enumerate() {
        let light = 96 - (y * 48 / HEIGHT) as u8;
        row.fill(light);
        let band = (number * 6) % WIDTH;
        row[band..(band + 24).min(WIDTH)].fill(light + 12);
    }
    let Some((modules, dark)) = code else { return grey };
    let phase = number as f32 / RATE as f32;
    let x = 480.0 + 18.0 * (phase * 1.3).sin();
    let y = 190.0 + 10.0 * (phase * 1.9).cos();
    let (left, top) = (x as usize, y as usize);
    fill(&mut grey, (left - 40, top - 60), (400, 480), 236);
    fill(&mut grey, (left + 120, top - 48), (80, 14), 120);
    if number % 8 == 7 {
        fill(&mut grey, (left, top), (320, 320), 150);
        return grey;
    }
    let module = 320 / (modules + 8);
    let inset = (320 - module * modules) / 2;
    for (index, _) in dark.iter().enumerate().filter(|(_, dark)| **dark) {
        let (column, line) = (index % modules, index / modules);
        let corner = (left + inset + column * module, top + inset + line * module);
        fill(&mut grey, corner, (module, module), 24);
    }
    grey
}

fn fill(grey: &mut [u8], (left, top): (usize, usize), (width, height): (usize, usize), light: u8) {
    for row in grey.chunks_exact_mut(WIDTH).skip(top).take(height) {
        row[left..left + width].fill(light);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_held_badge_never_rests_and_is_covered_once_in_eight_frames() {
        let badge = code(&Scene::Badge("MECARD:N:Doe,Jane;;".into()));
        let frames: Vec<_> = (0..8).map(|number| frame(number, badge.as_ref())).collect();
        assert!(frames.windows(2).all(|pair| pair[0] != pair[1]));
        let dark = |frame: &Vec<u8>| frame.contains(&24);
        assert!(frames[..7].iter().all(dark));
        assert!(!dark(&frames[7]));
    }
}
