//! The key of the store, and a keychain that keeps it to itself.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use acceptance::e2e::{Laptop, Trouble};

/// Every file under a folder with its bytes.
fn files(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>, Trouble> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let (path, kind) = entry.map(|entry| (entry.path(), entry.file_type()))?;
            if kind?.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.clone(), std::fs::read(path)?);
            }
        }
    }
    Ok(found)
}

/// The store: the file, its log and whatever else lies beside it.
fn store(laptop: &Laptop) -> Result<BTreeMap<PathBuf, Vec<u8>>, Trouble> {
    let mut found = files(&laptop.data())?;
    found.retain(|path, _| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("lanyard.store"))
    });
    assert!(!found.is_empty(), "there is no store");
    Ok(found)
}

#[test]
fn a_locked_keychain_makes_no_new_key_and_the_recovery_key_opens_the_store() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let keyrings = laptop.home().join(".local/share/keyrings");
    let keychain = laptop.unlocked_keychain()?;
    let window = laptop.open(&[])?;
    window.shows("[data-region=camera]", "No camera")?;
    window.press("m")?;
    window.write("Last name", "Okafor")?;
    window.press("Enter")?;
    window.shows(".badge", "Saved on this laptop")?;
    window.push_in("nav.tabs", "Settings")?;
    window.push_in("[data-region=subjects]", "Recovery key")?;
    window.push("Show the recovery key")?;
    window.shows("ol.groups", "")?;
    let paper = window
        .run("return [...document.querySelectorAll('ol.groups > li')].map(group => group.innerText)")?;
    let groups: Vec<String> = serde_json::from_value(paper)?;
    assert_eq!(groups.len(), 14);
    window.close()?;
    drop(keychain);
    let (kept, stored) = (files(&keyrings)?, store(&laptop)?);
    assert!(!kept.is_empty());

    let _keychain = laptop.locked_keychain()?;
    let window = laptop.open(&[])?;
    window.shows("[data-region=start]", "recovery key")?;
    assert!(store(&laptop)? == stored, "the store was touched");
    assert!(files(&keyrings)? == kept, "something was written into the keychain");

    let mut mistyped = groups.clone();
    mistyped[3] = mistyped[3].chars().rev().collect();
    if mistyped[3] == groups[3] {
        mistyped.swap(0, 1);
    }
    window.write("Recovery key", &mistyped.join("-"))?;
    window.push("Open with this key")?;
    window.shows("[data-region=start]", "mistyped")?;
    assert!(store(&laptop)? == stored, "the store was touched");

    window.write("Recovery key", &groups.join(" ").to_lowercase())?;
    window.push("Open with this key")?;
    window.push_in("nav.tabs", "Contacts")?;
    window.shows("[role=row][aria-selected]", "Okafor")?;
    assert!(files(&keyrings)? == kept, "something was written into the keychain");
    Ok(())
}
