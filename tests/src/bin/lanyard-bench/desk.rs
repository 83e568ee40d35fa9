//! The window with a hundred thousand contacts, beside an empty window of the same toolkit in the same run: until something is
//! drawn, and the memory of all its processes. Then searching and scrolling among them, by `ui/looks/desk.mjs` in a browser
//! over the same engine. Linux only: the display is Xvfb, the memory is counted as the system's `/proc` counts it.

use std::path::Path;

#[cfg(not(target_os = "linux"))]
pub(crate) fn run(_disk: &Path) {
    println!("the window is measured on Linux only");
}

#[cfg(target_os = "linux")]
pub(crate) fn run(disk: &Path) {
    linux::run(disk);
}

#[cfg(target_os = "linux")]
mod linux {
    use crate::drain::{PATIENCE, until_synced};
    use crate::figures::{Series, met};
    use crate::laptop::Laptop;
    use crate::places;
    use crate::stub::Stub;
    use crate::watch::Watch;
    use acceptance::e2e;
    use lanyard_core::time::Millis;
    use std::io::{BufRead, BufReader};
    use std::path::{Path, PathBuf};
    use std::process::{Child, Command, Stdio};
    use std::time::Duration;

    const CONTACTS: usize = 100_000;

    /// Starts of each app, in turn.
    const STARTS: usize = 9;

    /// More colours than a window has in which nothing stands yet; a line of letters with soft edges has more.
    const BLANK: usize = 12;

    /// Fewer colours than the window shows once its first screen stands, and more than before: until then it has the mark alone.
    const STANDS: usize = 800;

    /// Until what was only needed to start has been given back.
    const SETTLES: Duration = Duration::from_secs(10);

    /// The keys that open Contacts, and how often the rows are paged through before its memory is counted.
    const CONTACTS_KEY: &str = "ctrl+2";
    const PAGES: usize = 60;

    pub(super) fn run(disk: &Path) {
        let stub = Stub::start(0, Duration::ZERO);
        let data = Laptop::new(disk, &stub.address, Millis(0));
        data.fill_with_people(CONTACTS);
        data.leave_compared();
        let desk = data.open();
        stub.until_created(CONTACTS, PATIENCE);
        until_synced(&desk, CONTACTS);
        println!("{CONTACTS} contacts, each in the CRM");
        places::run(&desk);
        desk.stop();
        window(&data);
        browser(&data);
    }

    /// First picture and memory of the real window.
    fn window(data: &Laptop) {
        let ours = || app(data);
        let empty = || Command::new(beside("empty"));
        let (mut our_starts, mut empty_starts) = (Series::default(), Series::default());
        let mut stands = Series::default();
        for _ in 0..STARTS {
            empty_starts.0.push(first_picture(empty(), |_, _, _| ()).0);
            let (first, whole) = first_picture(ours(), |laptop, _, watch| {
                drawn(laptop, watch, STANDS);
                watch.seconds() * 1000.0
            });
            our_starts.0.push(first);
            stands.0.push(whole);
        }
        println!("start to the first picture, ms: {}", our_starts.line());
        println!("  an empty app: {}", empty_starts.line());
        println!("  until Capture stands: {}", stands.line());
        println!(
            "  {:.2} times the empty one's; goal below 1,500 ms: {}",
            our_starts.median() / empty_starts.median(),
            met(our_starts.at(1.0) < 1500.0)
        );
        let settled = |_: &e2e::Laptop, id, _: &Watch| {
            std::thread::sleep(SETTLES);
            memory(id)
        };
        let least = first_picture(empty(), settled).1;
        let capture = first_picture(ours(), settled).1;
        let contacts = first_picture(ours(), |laptop, id, _| {
            std::thread::sleep(SETTLES);
            press(laptop, CONTACTS_KEY);
            std::thread::sleep(SETTLES);
            for _ in 0..PAGES {
                press(laptop, "Next");
            }
            std::thread::sleep(SETTLES);
            memory(id)
        });
        println!("memory (PSS of all its processes), MiB: an empty app {least:.0}");
        for (screen, taken) in [("Capture", capture), ("Contacts, after paging through it", contacts.1)] {
            let times = taken / least;
            println!(
                "  {screen}: {taken:.0}, {times:.2} times the empty one's; goal at most 1.5: {}",
                met(times <= 1.5)
            );
        }
    }

    /// The app on the data folder that is measured.
    fn app(data: &Laptop) -> Command {
        let mut app = Command::new(beside("lanyard-desktop"));
        app.arg("--data").arg(data.data()).arg("--key-file").arg(data.key_file());
        app
    }

    /// Starts an app on a laptop of its own; the milliseconds until something is drawn, and what is looked at then.
    fn first_picture<T>(app: Command, look: impl FnOnce(&e2e::Laptop, u32, &Watch) -> T) -> (f64, T) {
        let laptop = e2e::Laptop::switch_on().expect("the laptop's parts start");
        let mut command = laptop.command(app.get_program());
        command.args(app.get_args()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let watch = Watch::start();
        let running = Killed(command.spawn().expect("it starts"));
        drawn(&laptop, &watch, BLANK);
        let ms = watch.seconds() * 1000.0;
        (ms, look(&laptop, running.0.id(), &watch))
    }

    /// Waits until the display shows more than so many colours.
    fn drawn(laptop: &e2e::Laptop, watch: &Watch, colours: usize) {
        while laptop.colours().expect("the display has a picture") <= colours {
            assert!(watch.passed() < PATIENCE, "nothing is drawn");
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    fn press(laptop: &e2e::Laptop, key: &str) {
        let pressed = laptop.command("xdotool").args(["key", key]).status();
        assert!(pressed.is_ok_and(|status| status.success()), "the display takes keys");
    }

    /// MiB of a process and all below it; what several share is counted in shares.
    fn memory(id: u32) -> f64 {
        let rollup = std::fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
        let kib = rollup.lines().find_map(|line| line.strip_prefix("Pss:")?.trim().strip_suffix("kB"));
        let own: f64 = kib.and_then(|kib| kib.trim().parse().ok()).unwrap_or(0.0) / 1024.0;
        let children = std::fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten();
        let below =
            children.filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok());
        own + below
            .flat_map(|ids| ids.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<u32>>())
            .map(memory)
            .sum::<f64>()
    }

    /// Searching and scrolling, in a browser over the same engine and the same page.
    fn browser(data: &Laptop) {
        let mut bridge = Command::new(beside("bridge"));
        bridge.arg("--data").arg(data.data()).arg("--key-file").arg(data.key_file());
        let mut bridge = Killed(bridge.stdout(Stdio::piped()).spawn().expect("the bridge starts"));
        let mut said = String::new();
        let output = bridge.0.stdout.take().expect("it speaks");
        BufReader::new(output).read_line(&mut said).expect("it says where it listens");
        let mut words = said.split_whitespace().skip(1);
        let (Some(port), Some(token)) = (words.next(), words.next()) else {
            panic!("the bridge does not start: {said}")
        };
        let mut node = Command::new("node");
        node.arg("looks/desk.mjs").arg(format!("http://127.0.0.1:{port}/?bridge={token}"));
        node.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui"));
        let ended = node.status().expect("node starts");
        assert!(ended.success(), "looks/desk.mjs: {ended}");
    }

    /// A program that cargo built beside this one.
    fn beside(name: &str) -> PathBuf {
        std::env::current_exe().expect("this program").with_file_name(name)
    }

    /// A process that ends with its handle.
    struct Killed(Child);

    impl Drop for Killed {
        fn drop(&mut self) {
            // It may have ended by itself.
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }
}
