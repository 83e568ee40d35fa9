//! A newcomer's way through a first day, in one go: a first start, three badges before the camera while the CRM cannot be reached, their
//! arrival, one failure mended, an export, and safe to close. It prints when each was done; `tests/WALK.md` keeps what people took.

use std::fs;

use acceptance::e2e::{Camera, Crm, Laptop, Patience, Scene, Trouble, Window, story};
use lanyard_core::time::MonoMs;
use lanyard_engine::clock::{Clock, SystemClock};

/// A CRM that was away is looked for again within this, and some.
const ONE_LOOK: Patience = Patience::seconds(60);

/// Three visitors. AcmeCRM takes no address under `.invalid`.
const VISITORS: [(&str, &str, &str); 3] = [
    ("Ayla", "Demir", "ayla.demir@kestrel.example"),
    ("Jonas", "Berg", "jonas.berg@fjordline.example"),
    ("Mei", "Tanaka", "mei@tanaka.invalid"),
];

/// Says how long each step took.
struct Steps {
    clock: SystemClock,
    since: MonoMs,
}

impl Steps {
    fn begin() -> Self {
        let clock = SystemClock::new();
        let since = clock.mono();
        Self { clock, since }
    }

    #[expect(clippy::print_stderr, reason = "the times are what the walk is for")]
    fn done(&mut self, what: &str) {
        let now = self.clock.mono();
        eprintln!("walk: {:>7} ms  {what}", now.0 - self.since.0);
        self.since = now;
    }
}

fn hold_up(
    camera: &Camera,
    window: &Window,
    (first, last, email): (&str, &str, &str),
) -> Result<(), Trouble> {
    camera.see(Scene::Badge(format!(
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:{first} {last}\r\nN:{last};{first};;;\r\nEMAIL:{email}\r\nEND:VCARD\r\n"
    )));
    window.shows(".badge h2", &format!("{first} {last}"))?;
    window.shows(".savedline", "Saved on this laptop")?;
    camera.see(Scene::Nothing);
    Ok(())
}

#[test]
fn a_newcomer_captures_offline_sees_all_arrive_mends_one_exports_and_may_close() -> Result<(), Trouble> {
    story(|laptop: &Laptop| {
        let _keychain = laptop.unlocked_keychain()?;
        let camera = laptop.camera()?;
        let mut crm = Crm::down()?;
        let mut steps = Steps::begin();

        let window = laptop.open(&[])?;
        window.shows("nav.tabs", "Capture")?;
        window.holds("video", "element.videoWidth > 0")?;
        steps.done("first start, until the camera's picture stands");
        window.shows(".first", "Camera works")?;
        window.shows(".first", "Disk works")?;
        window.write("Which event?", "Fjord Expo")?;
        window.press("Enter")?;
        window.shows(".view", "Fjord Expo")?;
        steps.done("camera and disk seen to work, the event named");

        for visitor in VISITORS {
            hold_up(&camera, &window, visitor)?;
        }
        steps.done("three badges captured, no CRM connected yet");

        window.connect(&crm)?;
        window.push_in("nav.tabs", "Review")?;
        window.push("Safe to close?")?;
        window.shows(".closing-sum", "3 of 3 are not in")?;
        window.shows(".left-behind", "captured before AcmeCRM was connected")?;
        window.press("Escape")?;
        window.push_in(".earlier", "Send 3 too")?;
        steps.done("a CRM connected that cannot be reached, and what closing would cost");

        crm.come_up()?;
        let strangers = crm.strangers()?;
        window.push("Sync now")?;
        window.shows_within(ONE_LOOK, ".cause", "AcmeCRM does not accept “E-mail”")?;
        window.wait("two of three in the CRM", || Ok((crm.ours()?.len() == 2).then_some(())))?;
        steps.done("two arrived by themselves, one needs a person");

        window.push_in(".cause", "Fix")?;
        window.fill(".fix input[type=text], .fix input:not([type=radio])", "mei@tanaka.example")?;
        window.push_in(".fix", "Retry")?;
        window.shows_within(ONE_LOOK, ".col", "Nothing needs you")?;
        window.wait("the third in the CRM", || Ok((crm.ours()?.len() == 3).then_some(())))?;
        steps.done("the failure mended, the third arrived");

        window.push_in("nav.tabs", "Contacts")?;
        window.push_in(".tools", "Export")?;
        window.push_in("dialog.export", "Write 3 contacts")?;
        let path = window.shows("dialog.export .path", "/")?;
        let written = fs::read_to_string(&path)?;
        assert!(VISITORS.iter().all(|(_, last, _)| written.contains(last)), "somebody is missing in {path}");
        window.push_in("dialog.export .acts", "Close")?;
        steps.done("all three exported");

        window.push_in("nav.tabs", "Review")?;
        window.shows(".pictures", "The day in pictures")?;
        window.push("Safe to close?")?;
        window.shows(".closing-sum", "All 3 are in")?;
        steps.done("safe to close");
        assert!(crm.strangers()? == strangers, "somebody else's record was touched");
        window.close()
    })
}
