//! How many frames a second the camera's picture shows, beside a bare `<video>` of the same camera in the same window. Where nothing
//! draws but a processor, the web view is slow to present any change of the page, so a second baseline changes as little of
//! the page as can be, as often as the reticle moves. Prints what it measures.

use std::sync::Arc;

use acceptance::e2e::{HEIGHT, Laptop, Scene, Trouble, WIDTH, Window, story};
use serde_json::Value;

use super::decode::PRESENTED;

/// Frames a second of the camera, as most laptops have them.
const RATE: usize = 30;

/// Counts presented frames of the page's one picture for some seconds.
const COUNT: &str = "
    const count = (video, seconds) => new Promise((done) => {
      let frames = 0;
      presented(video, () => { frames += 1; });
      setTimeout(() => done(frames / seconds), seconds * 1000);
    });";

/// The camera's picture in a page that shows nothing else, and then a mark that moves beside it.
const BARE: &str = "
    const others = [...document.body.children];
    for (const other of others) other.style.display = 'none';
    const video = document.createElement('video');
    video.muted = video.playsInline = true;
    video.style.cssText = 'position:fixed;left:0;top:0;width:852px;height:648px;object-fit:cover';
    document.body.append(video);
    return (async () => {
      const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720, frameRate: 30 } });
      await new Promise((settled) => setTimeout(settled, 150));
      video.srcObject = stream;
      await video.play();
      const alone = await count(video, 5);
      const mark = document.createElement('div');
      mark.style.cssText = 'position:fixed;left:0;top:0;width:40px;height:40px;background:lime;will-change:transform';
      document.body.append(mark);
      const moving = setInterval(() => { mark.style.transform = `translate(${performance.now() % 300}px, 0)`; }, 80);
      const beside = await count(video, 5);
      clearInterval(moving);
      for (const track of video.srcObject.getTracks()) track.stop();
      video.remove();
      mark.remove();
      for (const other of others) other.style.display = '';
      return [alone, beside];
    })();";

/// Frames a second of a picture in an empty page, alone and beside a mark that moves.
fn bare(window: &Window) -> Result<(f64, f64), Trouble> {
    let rates = window.run(&format!("{PRESENTED} {COUNT} {BARE}"))?;
    let rate = |nth: usize| rates.get(nth).and_then(Value::as_f64).ok_or("no number of frames");
    Ok((rate(0)?, rate(1)?))
}

/// Frames a second of the window's own picture.
fn ours(window: &Window) -> Result<f64, Trouble> {
    let rate =
        window.run(&format!("{PRESENTED} {COUNT} return count(document.querySelector('video'), 5)"))?;
    Ok(rate.as_f64().ok_or("no number of frames")?)
}

/// A badge in a hand that never rests. Drawing it costs the machine too, so it has a bare baseline of its own.
fn swaying() -> Scene {
    Scene::Badge("MECARD:N:Doe,Jane;;".to_owned())
}

/// A film of one picture: the badge rests.
fn resting() -> Scene {
    let code = super::decode::well_held();
    debug_assert_eq!(code.len(), WIDTH * HEIGHT);
    Scene::Film(Arc::new(vec![code]))
}

#[test]
#[ignore = "it measures, for a minute: run it by its name"]
fn looking_at_the_picture_does_not_hold_it_up() -> Result<(), Trouble> {
    story(|laptop: &Laptop| {
        let _keychain = laptop.unlocked_keychain()?;
        let camera = laptop.camera_at(RATE)?;
        let window = laptop.open(&["--rehearsal"])?;
        window.holds("video", "element.videoWidth > 0")?;
        window.push_in("nav.tabs", "Settings")?;
        window.holds("body", "!document.querySelector('video')")?;
        let bare = bare(&window)?;
        camera.see(swaying());
        let bare_swaying = self::bare(&window)?;
        camera.see(Scene::Nothing);
        window.push_in("nav.tabs", "Capture")?;
        window.holds("video", "element.videoWidth > 0")?;
        let looking = ours(&window)?;
        camera.see(resting());
        window.shows(".coach", "Saved")?;
        let read = ours(&window)?;
        let rested = ours(&window)?;
        camera.see(swaying());
        window.shows(".badge h2", "Jane Doe")?;
        let sways = ours(&window)?;
        println!(
            "frames a second of a bare picture: {:.1}, beside a mark that moves 12 times a second {:.1}",
            bare.0, bare.1
        );
        println!(
            "and while a badge sways before the camera: {:.1}, beside the mark {:.1}",
            bare_swaying.0, bare_swaying.1
        );
        println!(
            "of ours: {looking:.1} while nothing is read, {read:.1} in the five seconds after a read, {rested:.1} while the badge stays, {sways:.1} while it sways"
        );
        // How fast it is depends on what else the machine does: that is told, not asked for.
        assert!(looking > 0.0 && sways > 0.0, "the picture stands still");
        Ok(())
    })
}
