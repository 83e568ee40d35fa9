//! What is said of laptops that no test has: each lack with the line that mends it.

use super::*;

fn healthy() -> Seen {
    Seen {
        folder: Some(FolderSeen {
            path: PathBuf::from("/home/ann/.local/share/lanyard/real"),
            state: FolderState::Writable,
            lies_on: FileSystem::Local,
            free: Some(10 * ROOM),
        }),
        key: KeySeen::Keychain,
        store: StoreSeen::Open { captured: 12, adds_up: true, astray: 0 },
        linux: Some(LinuxSeen {
            distribution: Distribution::Debian,
            web_view: true,
            web_view_version: Some("2.50.6-1~deb12u1".to_owned()),
            camera_plugin: true,
            convert_plugin: true,
            pipewire_plugin: true,
            pipewire: true,
            portal: true,
            keychain_installed: true,
            cameras: vec![CameraSeen { name: "Integrated Camera".to_owned(), allowed: true }],
            far_eastern_fonts: Some(true),
        }),
    }
}

fn with(change: impl FnOnce(&mut Seen)) -> Vec<Finding> {
    let mut seen = healthy();
    change(&mut seen);
    judge(&seen).into_iter().filter(|finding| !finding.ok).collect()
}

fn on_linux(change: impl FnOnce(&mut LinuxSeen)) -> Vec<Finding> {
    with(|seen| change(seen.linux.as_mut().unwrap()))
}

/// The only finding: its code and the line that mends it.
fn only(findings: Vec<Finding>) -> (String, Option<String>) {
    let [finding] = &findings[..] else { panic!("{findings:?}") };
    (finding.says.code.clone(), finding.mend.clone())
}

fn mended(code: &str, line: &str) -> (String, Option<String>) {
    (code.to_owned(), Some(line.to_owned()))
}

#[test]
fn a_healthy_laptop_lacks_nothing_and_every_check_is_named() {
    assert_eq!(with(|_| {}), []);
    let checks: Vec<&str> = judge(&healthy()).iter().map(|finding| finding.check).collect();
    assert_eq!(
        checks,
        [
            "data folder",
            "disk space",
            "key",
            "store",
            "web view",
            "web view version",
            "camera plugin",
            "picture plugin",
            "camera by PipeWire",
            "camera permission",
            "camera",
            "fonts"
        ]
    );
}

#[test]
fn a_missing_package_is_named_as_its_distribution_names_it() {
    let lack = |distribution| {
        only(on_linux(|linux| {
            linux.distribution = distribution;
            linux.camera_plugin = false;
        }))
    };
    let code = "doctor-no-library";
    assert_eq!(lack(Distribution::Debian), mended(code, "sudo apt-get install gstreamer1.0-plugins-good"));
    assert_eq!(lack(Distribution::Fedora), mended(code, "sudo dnf install gstreamer1-plugins-good"));
    assert_eq!(lack(Distribution::Arch), mended(code, "sudo pacman -S gst-plugins-good"));
    assert_eq!(lack(Distribution::Suse), mended(code, "sudo zypper install gstreamer-plugins-good"));
    assert_eq!(lack(Distribution::Other), (code.to_owned(), None), "no line that may do harm");
}

#[test]
fn an_old_web_view_is_told_from_a_new_one() {
    for (version, old) in
        [("2.38.5-1", true), ("2.40.0", false), ("3:2.36.8-1", true), ("2.50.6", false), ("git", false)]
    {
        let found = on_linux(|linux| linux.web_view_version = Some(version.to_owned()));
        assert_eq!(found.len(), usize::from(old), "{version}: {found:?}");
    }
    let missing = on_linux(|linux| linux.web_view = false);
    assert_eq!(only(missing), mended("doctor-no-library", "sudo apt-get install libwebkit2gtk-4.1-0"));
}

#[test]
fn pipewire_is_asked_of_those_who_have_it() {
    let without = on_linux(|linux| {
        (linux.pipewire, linux.pipewire_plugin, linux.portal) = (false, false, false);
    });
    assert_eq!(without, []);
    let lack = on_linux(|linux| linux.pipewire_plugin = false);
    assert_eq!(only(lack), mended("doctor-no-library", "sudo apt-get install gstreamer1.0-pipewire"));
    let asleep = on_linux(|linux| linux.pipewire = false);
    let line = "systemctl --user enable --now pipewire wireplumber";
    assert_eq!(only(asleep), mended("doctor-portal-without-pipewire", line));
}

#[test]
fn a_camera_that_may_not_be_used_is_named_and_none_at_all_is_no_lack() {
    assert_eq!(on_linux(|linux| linux.cameras.clear()), []);
    let refused = on_linux(|linux| linux.cameras[0].allowed = false);
    assert_eq!(only(refused), mended("doctor-camera-refused", "sudo usermod -aG video \"$USER\""));
}

#[test]
fn a_key_without_a_place_is_given_one() {
    let of = |key: KeySeen| with(|seen| seen.key = key);
    assert_eq!(only(of(KeySeen::None)), mended("doctor-no-keychain", "lanyard passphrase set"));
    assert_eq!(only(of(KeySeen::KeychainLocked)), ("doctor-keychain-locked".to_owned(), None));
    assert_eq!(of(KeySeen::PassphraseOnly), []);
    let not_installed = with(|seen| {
        seen.key = KeySeen::None;
        seen.linux.as_mut().unwrap().keychain_installed = false;
    });
    assert_eq!(
        only(not_installed),
        mended("doctor-keychain-not-installed", "sudo apt-get install gnome-keyring")
    );
}

#[test]
fn the_folder_its_disk_and_what_it_lies_on_are_looked_at() {
    let of = |change: fn(&mut FolderSeen)| only(with(|seen| change(seen.folder.as_mut().unwrap()))).0;
    assert_eq!(of(|folder| folder.free = Some(ROOM - 1)), "doctor-little-room");
    assert_eq!(of(|folder| folder.lies_on = FileSystem::Network("NFS".to_owned())), "start-network");
    assert_eq!(
        of(|folder| folder.state = FolderState::Unusable(Sentence::new("start-read-only"))),
        "start-read-only"
    );
    assert_eq!(only(with(|seen| seen.folder = None)).0, "start-no-home");
    let in_use = FolderState::InUse(Sentence::new("start-in-use-unnamed"));
    assert_eq!(with(|seen| seen.folder.as_mut().unwrap().state = in_use), []);
}

#[test]
fn a_store_that_does_not_open_or_add_up_is_said() {
    let of = |store: StoreSeen| only(with(|seen| seen.store = store)).0;
    assert_eq!(of(StoreSeen::Shut("why".to_owned())), "doctor-store-shut");
    assert_eq!(of(StoreSeen::Open { captured: 1, adds_up: false, astray: 0 }), "sum-off");
    assert_eq!(of(StoreSeen::Open { captured: 1, adds_up: true, astray: 2 }), "doctor-store-astray");
    assert_eq!(with(|seen| seen.store = StoreSeen::New), []);
}

#[test]
fn distributions_are_known_by_what_they_say_of_themselves() {
    for (text, expected) in [
        ("ID=debian\n", Distribution::Debian),
        ("NAME=\"Linux Mint\"\nID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", Distribution::Debian),
        ("ID=fedora\n", Distribution::Fedora),
        ("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n", Distribution::Fedora),
        ("ID=manjaro\nID_LIKE=arch\n", Distribution::Arch),
        ("ID=\"opensuse-tumbleweed\"\nID_LIKE=\"opensuse suse\"\n", Distribution::Suse),
        ("ID=nixos\n", Distribution::Other),
        ("", Distribution::Other),
    ] {
        assert_eq!(Distribution::of_os_release(text), expected, "{text}");
    }
}

#[test]
fn one_camera_with_several_nodes_is_one_camera() {
    let root = tempfile::tempdir().unwrap();
    let (class, dev) = (root.path().join("class"), root.path().join("dev"));
    std::fs::create_dir_all(&dev).unwrap();
    for (node, name) in
        [("video0", "Integrated Camera\n"), ("video1", "Integrated Camera\n"), ("video2", "Stand\n")]
    {
        std::fs::create_dir_all(class.join(node)).unwrap();
        std::fs::write(class.join(node).join("name"), name).unwrap();
    }
    std::fs::write(dev.join("video0"), "").unwrap();
    let camera = |name: &str, allowed| CameraSeen { name: name.to_owned(), allowed };
    assert_eq!(look::cameras(&class, &dev), [camera("Integrated Camera", true), camera("Stand", false)]);
    assert_eq!(look::cameras(&root.path().join("none"), &dev), []);
}
