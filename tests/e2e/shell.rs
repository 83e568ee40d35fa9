//! What the shell promises before any contact is captured: the page's rights, one window per data folder.

use acceptance::e2e::{Laptop, Patience, Scene, Trouble, story};

#[test]
fn the_page_is_ours_alone_and_may_use_nothing_but_the_camera() -> Result<(), Trouble> {
    story(|laptop| {
        let camera = laptop.camera()?;
        camera.see(Scene::Nothing);
        let window = laptop.open(&["--rehearsal"])?;
        let asks = |script: &str| {
            window.driver().run_later(
                &format!("const done = arguments[0]; ({script}).then(done, e => done(e.name))"),
                &[],
            )
        };

        let camera = "navigator.mediaDevices.getUserMedia({video: true})\
                  .then(stream => { stream.getTracks().forEach(track => track.stop()); return 'granted' })";
        assert_eq!(asks(camera)?, "granted");
        let place = "new Promise((yes, no) => navigator.geolocation.getCurrentPosition(yes, () => no({name: 'denied'})))";
        assert_eq!(asks(place)?, "denied");
        assert_eq!(asks("fetch('https://example.com/').then(() => 'reached')")?, "TypeError");

        assert_eq!(window.run("return typeof window.__TAURI__")?, "undefined");
        assert_eq!(window.run("return Object.isFrozen(Object.prototype)")?, true);
        let inline = "const mark = document.createElement('div'); mark.setAttribute('style', 'color: rgb(1, 2, 3)');\
                  document.body.append(mark); const seen = getComputedStyle(mark).color; mark.remove(); return seen";
        assert_ne!(window.run(inline)?, "rgb(1, 2, 3)");
        let script = "const code = document.createElement('script'); code.textContent = 'window.ran = true';\
                  document.head.append(code); return window.ran === true";
        assert_eq!(window.run(script)?, false);

        window.run("window.open('https://example.com/'); location.href = 'https://example.com/'")?;
        assert_eq!(window.run("return location.origin")?, "tauri://localhost");
        Ok(())
    })
}

#[test]
fn a_second_start_on_the_same_data_folder_ends_and_says_where_the_window_is() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let window = laptop.open(&["--rehearsal"])?;
    let second = laptop.app(&["--rehearsal"])?.output()?;
    assert!(second.status.success());
    assert!(String::from_utf8_lossy(&second.stdout).contains("already open"));
    window.close()
}

#[test]
fn two_data_folders_have_a_window_each() -> Result<(), Trouble> {
    let (one, other) = (Laptop::switch_on()?, Laptop::switch_on()?);
    let (first, second) = (one.open(&["--rehearsal"])?, other.open(&["--rehearsal"])?);
    assert_ne!(first.process(), second.process());
    // The window comes as soon as there is something to show in it.
    Patience::USUAL.wait("the second window's page", || {
        Ok((second.run("return document.readyState")? == "complete").then_some(()))
    })
}

#[test]
fn the_web_view_keeps_its_own_files_in_the_data_folder() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let window = laptop.open(&["--rehearsal"])?;
    Patience::USUAL
        .wait("the web view's folder", || Ok(laptop.data().join("webview").is_dir().then_some(())))?;
    let elsewhere = laptop.home().join(".local/share/app.lanyard.desktop");
    assert!(!elsewhere.exists(), "{} exists", elsewhere.display());
    window.close()
}

#[test]
fn files_that_are_opened_with_lanyard_are_brought_in_at_a_start_and_while_the_window_stands()
-> Result<(), Trouble> {
    story(|laptop| {
        let _keychain = laptop.unlocked_keychain()?;
        let list = laptop.home().join("guests of day 1.csv");
        std::fs::write(&list, "First name,Last name,E-mail\nJana,Lindqvist,jana@example.com\n")?;
        let card = laptop.home().join("jo.vcf");
        std::fs::write(
            &card,
            "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jo Halvorsen\r\nN:Halvorsen;Jo;;;\r\nEND:VCARD\r\n",
        )?;
        let window = laptop.open(&["--rehearsal", &list.to_string_lossy()])?;
        window.shows("main", "guests of day 1.csv")?;
        window.shows("main", "Lindqvist")?;
        window.push_in("nav.tabs", "Capture")?;
        let second = laptop.app(&["--rehearsal", &card.to_string_lossy()])?.output()?;
        assert!(second.status.success());
        // The first list is still being looked at; the card waits behind it.
        window.push_in("nav.tabs", "Contacts")?;
        window.push_in("main", "Cancel")?;
        window.shows("main", "jo.vcf").map(drop)
    })
}

#[test]
fn the_window_opens_as_large_as_it_was() -> Result<(), Trouble> {
    story(|laptop| {
        let _keychain = laptop.unlocked_keychain()?;
        let window = laptop.open(&["--rehearsal"])?;
        window.shows("nav.tabs", "Capture")?;
        window.close()?;
        let kept = laptop.data().join("window.json");
        let text = std::fs::read_to_string(&kept)?;
        let mut places: serde_json::Value = serde_json::from_str(&text)?;
        assert_eq!(places["main"]["width"], 1280, "{text}");
        places["main"]["width"] = 1100.into();
        places["main"]["height"] = 700.into();
        std::fs::write(&kept, places.to_string())?;
        let window = laptop.open(&["--rehearsal"])?;
        window.holds("body", "innerWidth === 1100 && innerHeight === 700")
    })
}

#[test]
fn the_tray_counts_what_is_to_be_sent_syncs_and_quits() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let panel = laptop.panel()?;
    let window = laptop.open(&["--rehearsal"])?;
    window.shows("nav.tabs", "Capture")?;
    let tray = panel.item()?;
    let is_called =
        |title: &str| Patience::USUAL.wait(title, || Ok((tray.says("Title")? == title).then_some(())));
    is_called("Lanyard")?;
    assert_eq!(tray.says("Status")?, "Active");
    assert_eq!(
        tray.menu()?.iter().rev().take(3).collect::<Vec<_>>(),
        ["Quit Lanyard", "Sync now", "Open Lanyard"]
    );

    // What lies on the card is not sent before the card is left, unless somebody asks for it.
    window.press("m")?;
    window.write("Last name", "Okafor")?;
    window.press("Enter")?;
    window.shows(".badge", "Saved on this laptop")?;
    is_called("Lanyard: 1 to send")?;
    tray.choose("Sync now")?;
    is_called("Lanyard")?;

    tray.choose("Quit Lanyard")?;
    window.ends()
}
