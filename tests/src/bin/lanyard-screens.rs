//! `lanyard-screens LIST FOLDER`: takes the pictures that a list of (screen, state, themes) names, of the real window
//! in rehearsal mode, with a badge before a real camera. `cargo xtask screens` calls it.

fn main() -> std::process::ExitCode {
    taking::main()
}

#[cfg(not(target_os = "linux"))]
mod taking {
    pub(super) fn main() -> std::process::ExitCode {
        std::process::ExitCode::FAILURE
    }
}

#[cfg(target_os = "linux")]
mod taking {
    use std::fs;
    use std::io::Write;
    use std::path::Path;
    use std::process::ExitCode;

    use acceptance::e2e::{Camera, Given, Laptop, PageLost, Patience, Scene, Trouble, Window, story};
    use serde_json::{Value, json};

    /// The badge in the pictures: nobody's, at addresses that lead nowhere.
    const BADGE: &str = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ayla Demir\r\nN:Demir;Ayla;;;\r\nORG:Kestrel Robotics\r\n\
        TITLE:Head of Automation\r\nEMAIL:ayla.demir@kestrel.example\r\nTEL:+49 30 901820\r\nEND:VCARD\r\n";

    /// A list with what lists have: a number of its own, a column that is no field, a row that says nothing.
    const LIST: &str = "Nr;Vorname;Name;Firma;E-Mail;Halle\r\n\
        101;Änne;Groß;\"Übung; Söhne\";aenne@uebung.example;4\r\n\
        102;Bo;Roe;Arvika Hydraulik;bo@arvika.example;7\r\n\
        103;;;;;\r\n\
        104;Ingrid;Berg;Fjordline AS;ingrid@fjordline.example;4\r\n";

    /// The organiser's list, numbers without the zeros that the badges have.
    const ROSTER: &str = "Badge ID;Vorname;Nachname;Firma;E-Mail\r\n\
        201;Änne;Groß;Übung & Söhne;aenne@uebung.example\r\n\
        202;Bo;Roe;Arvika Hydraulik;bo@arvika.example\r\n\
        203;Ingrid;Berg;Fjordline AS;ingrid@fjordline.example\r\n";

    /// What an event's own badges hold, and one that is none of them.
    const OWN: &str = "4711::Doe::Jo::Example NV::jo@example.com\n4712::Roe::Ingrid::Fjordline AS::ingrid@fjordline.example\nSBpax001";

    pub(super) fn main() -> ExitCode {
        let words: Vec<String> = std::env::args().skip(1).collect();
        let outcome = match words.as_slice() {
            [list, folder] => story(|laptop| take(laptop, Path::new(list), Path::new(folder))),
            _ => Err("usage: lanyard-screens LIST FOLDER".into()),
        };
        match outcome {
            Ok(()) => ExitCode::SUCCESS,
            Err(trouble) => {
                let _ = writeln!(std::io::stderr(), "{trouble}");
                ExitCode::FAILURE
            }
        }
    }

    fn take(laptop: &Laptop, list: &Path, folder: &Path) -> Result<(), Trouble> {
        fs::create_dir_all(folder)?;
        let _keychain = laptop.unlocked_keychain()?;
        let mut sitter = Sitter { camera: Some(laptop.camera()?), window: laptop.open(&["--rehearsal"])? };
        let list: Vec<Value> = serde_json::from_slice(&fs::read(list)?)?;
        for entry in &list {
            let word = |key: &str| entry[key].as_str().unwrap_or_default();
            let (screen, state) = (word("screen"), word("state"));
            if let Err(trouble) = sitter.arrive(screen, state) {
                if trouble.is::<PageLost>() {
                    return Err(trouble);
                }
                let file = folder.join("failed.png");
                sitter.window.picture(&file)?;
                return Err(format!(
                    "{screen} {state}: {trouble}\nWhat the window shows: {}",
                    file.display()
                )
                .into());
            }
            let words = |key: &str| entry[key].as_array().into_iter().flatten().filter_map(Value::as_str);
            for language in std::iter::once("en").chain(words("languages")) {
                // A visitor changes no preference; kiosk mode is pictured in the language it was begun in.
                if screen != "kiosk" {
                    sitter.speak(language)?;
                }
                for theme in words("themes") {
                    let tongue = if language == "en" { String::new() } else { format!("-{language}") };
                    let file = folder.join(format!("{screen}-{state}-{theme}{tongue}.png"));
                    sitter.picture(theme, &file)?;
                    writeln!(std::io::stdout(), "{}", file.display())?;
                }
            }
            if screen != "kiosk" {
                sitter.speak("en")?;
            }
            sitter.leave(screen, state)?;
        }
        Ok(())
    }

    /// The window that sits for its pictures.
    struct Sitter {
        window: Window,
        /// None once it was unplugged.
        camera: Option<Camera>,
    }

    impl Sitter {
        /// Brings the window into a state.
        fn arrive(&mut self, screen: &str, state: &str) -> Result<(), Trouble> {
            let window = &self.window;
            match (screen, state) {
                ("capture", "first") => {
                    self.see(Scene::Nothing);
                    window.holds("video", "element.videoWidth > 0")?;
                    window.shows(".first", "Disk works").map(drop)
                }
                ("capture", "ready") => {
                    self.place(1)?;
                    window.push("Put this away")?;
                    self.see(Scene::Nothing);
                    window.holds("video", "element.videoWidth > 0")
                }
                ("capture", "saved") => {
                    self.place(1)?;
                    self.see(Scene::Badge(BADGE.to_owned()));
                    window.shows(".badge h2", "Ayla Demir").map(drop)
                }
                ("capture", "questions") => {
                    self.place(1)?;
                    self.ask_questions()?;
                    self.see(Scene::Badge(BADGE.to_owned()));
                    window.shows(".badge h2", "Ayla Demir")?;
                    window.press("q")?;
                    window.shows(".ask.live", "When do they decide?").map(drop)
                }
                ("capture", "typing") => {
                    self.place(1)?;
                    self.see(Scene::Nothing);
                    window.press("m")?;
                    window.fill(".typed-given_name input", "Jonas")?;
                    window.fill(".typed-family_name input", "Berg")?;
                    window.fill(".typed-email input", "jonas.berg@fjordline.example")
                }
                ("capture", "no-camera") => {
                    // Pulled out while its picture runs, it may take the page with it.
                    self.subject(1)?;
                    self.window.holds("body", "!document.querySelector('video')")?;
                    self.camera = None;
                    self.place(1)?;
                    self.window.shows(".nocam h1", "").map(drop)
                }
                ("contacts", "list") => {
                    self.scan_the_sheet()?;
                    self.place(2)?;
                    window.shows("[role=row][aria-selected] bdi", "").map(drop)
                }
                ("contacts", "chosen") => {
                    self.place(2)?;
                    window.shows("[role=row][aria-selected] bdi", "")?;
                    window.press("x")?;
                    window.shows(".tools.chosen", "1").map(drop)
                }
                ("contacts", "drawer") => {
                    self.place(2)?;
                    window.click("[role=row][aria-selected]")?;
                    window.shows(".drawer", "").map(drop)
                }
                ("contacts", "import") => {
                    window.drop_in(&[Given::file("Besucher 2026.csv", LIST)])?;
                    window.shows(".come", "would be new").map(drop)
                }
                ("contacts", "roster") => self.give_the_roster(),
                ("contacts", "export") => {
                    self.place(2)?;
                    window.push_in(".tools", "Export")?;
                    window.shows("dialog.export", "Write").map(drop)
                }
                ("contacts", "photos") => {
                    self.place(2)?;
                    let table = Given::photo("the table.png", &[])?;
                    let heic = Given::file("IMG_0201.HEIC", &b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"[..]);
                    window.drop_in(&[Given::photo("IMG_0202.png", &[BADGE])?, table, heic])?;
                    window.shows(".strip", "3 pictures:")?;
                    window.push_in(".strip", "2 not read")?;
                    window.shows(".strip table", "HEIC").map(drop)
                }
                ("review", "proposals") => {
                    self.capture("000201")?;
                    self.capture("MECARD:N:Roe,Bo;UID:0202;ORG:Arvika;;")?;
                    self.give_the_roster()?;
                    window.push("Use the list of 3 people")?;
                    window.shows(".come", "captured before")?;
                    window.push("Look at")?;
                    window.shows(".proposal", "")?;
                    self.bring(".proposal")
                }
                ("review", "duplicates") => {
                    self.capture(
                        "MECARD:N:Lindqvist,Jana;ORG:Arvika Hydraulik AB;EMAIL:jana@arvika.example;;",
                    )?;
                    self.capture(
                        "MECARD:N:Lindqvist,J.;ORG:Arvika Hydraulik;EMAIL:j.lindqvist@arvika.example;;",
                    )?;
                    self.place(3)?;
                    window.shows(".dup", "Lindqvist")?;
                    self.bring(".dup")
                }
                ("review", "merge") => {
                    window.push_in(".dup", "Compare")?;
                    window.shows(".merge", "jana@arvika.example")?;
                    self.bring(".merge")
                }
                ("review", "open") => {
                    self.place(3)?;
                    window.shows(".doing", "").map(drop)
                }
                ("review", "pictures") => {
                    self.place(3)?;
                    window.shows(".fig .chart", "")?;
                    self.bring(".pictures figure:nth-of-type(2)")
                }
                ("review", "fixing") => {
                    self.trouble()?;
                    self.place(3)?;
                    // The other states may have left one more of the same cause.
                    window.holds(".cause .c", "Number(element.textContent) >= 6")?;
                    window.click(".cause .btn-primary")?;
                    window.shows(".fix", "").map(drop)
                }
                ("review", "closing") => {
                    self.place(3)?;
                    window.push("Safe to close?")?;
                    window.shows(".closing-sum", "").map(drop)
                }
                ("settings", "event") => self.subject(1),
                ("settings", "questions") => {
                    self.ask_questions()?;
                    self.subject(1)?;
                    window.push_in(".asked", "Change")?;
                    window.shows(".question-form", "")?;
                    let whole =
                        "document.querySelector('.question-form').scrollIntoView({ block: 'center' })";
                    window.run(whole).map(drop)
                }
                ("settings", "kiosk") => self.subject(2),
                ("settings", "scanner") => {
                    self.subject(4)?;
                    window.push("Show the code")?;
                    window.shows(".lesson", "").map(drop)
                }
                ("settings", "badges") => {
                    self.subject(5)?;
                    window.push("Use for this event")?;
                    window.shows(".recipes", "Save as a file").map(drop)
                }
                ("settings", "trial") => {
                    self.subject(5)?;
                    window.push("Try badges")?;
                    window.write("Codes", OWN)?;
                    window.push_in(".trying", "Read")?;
                    window.shows(".codes", "Fjordline").map(drop)
                }
                ("settings", "learning") => {
                    self.subject(5)?;
                    window.push("Learn from three badges")?;
                    for (badge, holds) in [
                        ("Badge 1", "X26|4711|Doe|Jo"),
                        ("Badge 2", "X26|4712|Roe|Ingrid"),
                        ("Badge 3", "X26|9001|Groß|Änne"),
                    ] {
                        window.write(badge, holds)?;
                        window.mark(badge, holds.split('|').nth(2).unwrap_or_default(), "family_name")?;
                    }
                    window.push_in(".learning", "Learn")?;
                    window.shows(".learning .codes", "Groß").map(drop)
                }
                ("settings", "destination") => self.subject(6),
                ("settings", "mapping") => {
                    self.subject(6)?;
                    window.shows(".map .written", "")?;
                    self.bring(".map .written")?;
                    window.click(".map .written")?;
                    window.shows(".turn", "").map(drop)
                }
                ("settings", "key") => self.subject(8),
                ("settings", "backups") => self.subject(9),
                ("settings", "alerts") => self.subject(10),
                ("rehearsal", "badges") => self.open_the_sheet(),
                ("rehearsal", "bad-day") => {
                    self.open_the_sheet()?;
                    window.click(".weather:nth-of-type(6)")?;
                    window.shows(".weather-about", "").map(drop)
                }
                ("kiosk", "waiting") => {
                    self.place(1)?;
                    self.see(Scene::Nothing);
                    let consent =
                        json!({ "text": "May we e-mail you about what you saw today?", "hold": false });
                    window.ask("save_consent", &json!({ "input": consent }))?;
                    self.ask_questions()?;
                    window.ask("enter_kiosk", &json!({ "pin": "4711" }))?;
                    window.shows(".kiosk h1", "")?;
                    window.holds("body", "document.querySelector('video').currentTime > 1").map(drop)
                }
                ("kiosk", "typing") => {
                    window.click(".kiosk .big .btn")?;
                    window.shows(".kiosk-form", "").map(drop)
                }
                ("kiosk", "consent") => {
                    window.fill(".kiosk-form .field:nth-of-type(1) input", "Ayla")?;
                    window.click(".kiosk-form [type=submit]")?;
                    window.shows(".kiosk .lead", "e-mail").map(drop)
                }
                ("kiosk", "question") => {
                    window.click(".kiosk .big .btn")?;
                    window.shows(".kiosk .offers", "This year").map(drop)
                }
                ("kiosk", "staff") => {
                    window.press("Escape")?;
                    window.run("document.querySelector('.kiosk .last .btn:last-child').click()")?;
                    window.click(".kiosk .staff")?;
                    window.shows(".kiosk .secret", "").map(drop)
                }
                _ => Err("there is no such state; name it in lanyard-screens.rs".into()),
            }
        }

        /// Closes what would cover the next state.
        fn leave(&self, screen: &str, state: &str) -> Result<(), Trouble> {
            match (screen, state) {
                ("capture", "typing" | "questions")
                | ("contacts", "chosen" | "drawer")
                | ("rehearsal", "badges") => self.window.press("Escape"),
                ("rehearsal", "bad-day") => {
                    self.window.click(".weather:nth-of-type(1)")?;
                    self.window.press("Escape")
                }
                ("settings", "questions") => self.window.push_in(".question-form", "Cancel"),
                ("review", "proposals" | "duplicates" | "pictures") => {
                    self.window.run("document.querySelector('.review').scrollTop = 0").map(drop)
                }
                ("contacts", "import" | "roster" | "export") | ("review", "merge" | "closing") => {
                    self.window.press("Escape")
                }
                ("kiosk", "staff") => self.window.ask("leave_kiosk", &json!({ "pin": "4711" })).map(drop),
                ("settings", "trial") => self.window.push_in(".trying", "Hide"),
                ("settings", "learning") => self.window.push_in(".learning", "Cancel"),
                ("contacts", "photos") => self.window.push_in(".strip", "Close"),
                _ => Ok(()),
            }
        }

        fn place(&self, number: u8) -> Result<(), Trouble> {
            self.window.click(&format!(".tab:nth-of-type({number})"))
        }

        /// Brings what a picture is of into its middle.
        fn bring(&self, css: &str) -> Result<(), Trouble> {
            let middle = format!("document.querySelector('{css}').scrollIntoView({{ block: 'center' }})");
            self.window.run(&middle).map(drop)
        }

        fn subject(&self, number: u8) -> Result<(), Trouble> {
            self.place(4)?;
            self.window.click(&format!(".snav button:nth-of-type({number})"))?;
            self.window.shows(".set h1", "").map(drop)
        }

        fn see(&self, scene: Scene) {
            if let Some(camera) = &self.camera {
                camera.see(scene);
            }
        }

        /// Takes in every sample badge, so that the list has something to show.
        fn scan_the_sheet(&self) -> Result<(), Trouble> {
            self.place(1)?;
            self.open_the_sheet()?;
            let sheet = "return document.querySelectorAll('.sample').length";
            let badges = self.window.run(sheet)?.as_u64().unwrap_or_default();
            for badge in 1..=badges {
                self.open_the_sheet()?;
                self.window.click(&format!(".sample:nth-of-type({badge}) .sample-words .btn"))?;
                self.window.holds("body", "document.querySelector('dialog') === null")?;
            }
            Ok(())
        }

        /// What the event asks, if it asks nothing yet.
        fn ask_questions(&self) -> Result<(), Trouble> {
            if self.window.ask("questions", &json!({}))?.as_array().is_some_and(|all| !all.is_empty()) {
                return Ok(());
            }
            for question in [
                json!({ "text": "When do they decide?", "asks": { "kind": "one", "options": ["Now", "This year", "Later"] } }),
                json!({ "text": "Which lines interest them?", "asks": { "kind": "several", "options": ["Dosing pumps", "Valves", "Service"] } }),
                json!({ "text": "How well does it fit?", "asks": { "kind": "scale", "steps": 5, "low": "hardly", "high": "exactly" } }),
            ] {
                let input = json!({ "id": null, "question": question });
                self.window.ask("save_question", &json!({ "input": input }))?;
            }
            Ok(())
        }

        /// Speaks a language; nothing else of the window changes.
        fn speak(&self, language: &str) -> Result<(), Trouble> {
            let session = self.window.ask("session", &json!({}))?;
            let mut preferences = session["preferences"].clone();
            preferences["language"] = language.into();
            self.window.ask("remember", &json!({ "preferences": preferences }))?;
            // The window reads its session anew when a scanner is forgotten; there is none of that name.
            self.window.ask("forget_scanner", &json!({ "scannerId": "nobody" }))?;
            self.window.holds("html", &format!("element.lang.startsWith('{language}')"))
        }

        /// A code as a scanner gives it; its card is left at once.
        fn capture(&self, payload: &str) -> Result<(), Trouble> {
            let answer = self.window.ask("capture_text", &json!({ "payload": payload, "way": "scanner" }))?;
            let contact = &answer["contact"]["row"]["id"];
            self.window.ask("leave_card", &json!({ "contactId": contact })).map(drop)
        }

        /// Drops the organiser's list on the window and says that it is one.
        fn give_the_roster(&self) -> Result<(), Trouble> {
            self.window.drop_in(&[Given::file("Teilnehmer 2026.csv", ROSTER)])?;
            self.window.shows(".come", "would be new")?;
            self.window.click(".meant [role=switch]")?;
            self.window.shows(".come", "The list names 3 people").map(drop)
        }

        /// Captures six people whose e-mail the rehearsal's CRM refuses.
        fn trouble(&self) -> Result<(), Trouble> {
            for name in ["Jonas", "Petra", "Emil", "Nora", "Ruben", "Ingrid"] {
                let badge = format!("MECARD:N:Berg,{name};EMAIL:{}@fjordline.invalid;;", name.to_lowercase());
                self.capture(&badge)?;
            }
            Ok(())
        }

        /// Opens the sample badges, if they are not open.
        fn open_the_sheet(&self) -> Result<(), Trouble> {
            // The driver sometimes loses an element that is just being covered; what counts is whether the sheet opens.
            Patience::USUAL.wait("the sheet", || {
                let driver = self.window.driver();
                if driver.find("dialog.badges").is_err() {
                    driver.click(&driver.find(".ribbon-btn")?)?;
                }
                Ok(driver.find("dialog.badges").is_ok().then_some(()))
            })?;
            self.window.shows(".sample h2", "").map(drop)
        }

        fn picture(&self, theme: &str, file: &Path) -> Result<(), Trouble> {
            self.window.run(&format!("document.documentElement.dataset.theme = '{theme}'"))?;
            // Fonts loaded, transitions at their end.
            self.window.driver().run_later(
                "const done = arguments[0];\
                 document.fonts.ready.then(() => Promise.allSettled(document.getAnimations()\
                     .filter(one => one.effect?.getComputedTiming().iterations !== Infinity)\
                     .map(one => one.finished)))\
                     .then(() => requestAnimationFrame(() => requestAnimationFrame(() => done())))",
                &[],
            )?;
            Patience::USUAL.wait("a picture", || self.window.picture(file).map(Some))
        }
    }
}
