//! The house rules that a compiler cannot see: which crate may know which, where SQL and the clock may stand,
//! how a file opens, what the app must not export. `src-tauri/ARCHITECTURE.md` says why.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::{Failure, answer, command};
use crate::workspace;

/// The crates below the shell, and what their dependency tree must not hold.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("lanyard-core", &["tauri", "tokio", "rusqlite", "reqwest"]),
    ("lanyard-badge", &["tauri", "tokio", "rusqlite", "reqwest"]),
    ("lanyard-decode", &["tauri", "tokio", "rusqlite", "reqwest"]),
    ("lanyard-files", &["tauri", "tokio", "rusqlite", "reqwest"]),
    ("lanyard-engine", &["tauri"]),
    ("lanyard-rehearsal", &["tauri", "lanyard-engine", "lanyard-core"]),
    ("lanyard-cli", &["tauri"]),
    ("lanyard-webkit", &["tauri", "lanyard-engine", "lanyard-core"]),
];

/// Checks every rule and names each breach.
pub(crate) fn check() -> Result<(), Failure> {
    let mut breaches = Vec::new();
    dependencies(&mut breaches);
    let root = workspace::root();
    for file in files(&root.join("src-tauri"), "rs").into_iter().chain(files(&root.join("tests"), "rs")) {
        if let Ok(text) = fs::read_to_string(&file) {
            let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            breaches.extend(breaches_of_rust(&name, &text));
        }
    }
    for extension in ["ts", "svelte", "js"] {
        for file in files(&root.join("ui/src"), extension) {
            let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            let imports = fs::read_to_string(&file).is_ok_and(|text| text.contains("@tauri-apps/"));
            if imports && !name.starts_with("ui/src/lib/backend/tauri.") {
                breaches.push(format!("{name}: only ui/src/lib/backend/tauri.ts imports @tauri-apps"));
            }
        }
    }
    exported(&mut breaches);
    if breaches.is_empty() { Ok(()) } else { Err(Failure::Needs(breaches.join("\n"))) }
}

fn dependencies(breaches: &mut Vec<String>) {
    for (package, forbidden) in FORBIDDEN {
        let tree = format!(
            "cargo tree --quiet --package {package} --edges normal,build --prefix none --format {{p}}"
        );
        let Some(tree) = answer(command(&tree)) else {
            breaches.push(format!("{package}: cargo tree does not answer"));
            continue;
        };
        for line in tree.lines() {
            let name = line.split_whitespace().next().unwrap_or_default();
            if forbidden.iter().any(|one| name == *one || (*one == "tauri" && name.starts_with("tauri-"))) {
                breaches.push(format!("{package}: must not depend on {name}"));
            }
        }
    }
}

/// What one Rust file breaks by its text alone. `name` is its path from the root, with `/`.
fn breaches_of_rust(name: &str, text: &str) -> Vec<String> {
    let mut breaches = Vec::new();
    if !text.starts_with("//!") && !text.starts_with("#![doc") {
        breaches.push(format!("{name}: opens without `//!`"));
    }
    let is_test = name.starts_with("tests/") || name.contains("/tests/") || name.ends_with("/tests.rs");
    let production = text.split("#[cfg(test)]").next().unwrap_or_default();
    let in_store = name.starts_with("src-tauri/engine/src/store");
    if !is_test && !in_store && !name.starts_with("src-tauri/xtask/") {
        let sql = ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM "].iter();
        for word in sql.filter(|word| production.contains(&format!("\"{word}"))) {
            breaches.push(format!("{name}: SQL (`{}`) stands only in engine/src/store", word.trim()));
        }
    }
    breaches
}

/// The app must not lend its own SQLite to the libraries of the web view that run in the same process.
fn exported(breaches: &mut Vec<String>) {
    if !cfg!(target_os = "linux") {
        return;
    }
    let app = workspace::program("lanyard-desktop", false);
    let mut nm = command("nm --dynamic --defined-only");
    nm.arg(&app);
    match answer(nm) {
        None => breaches.push(format!("{}: not built, or nm cannot read it", app.display())),
        Some(symbols) if symbols.contains(" sqlite3_") => {
            breaches.push("lanyard-desktop: exports sqlite3_ symbols to libsoup and libwebkit2gtk".into());
        }
        Some(_) => {}
    }
}

/// All files of one extension below a folder, leaving out what is installed, built or generated.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let left_out = ["node_modules", "target", "dist", "generated", "gen"];
        if path.is_dir() {
            if !left_out.iter().any(|name| entry.file_name() == *name) {
                found.extend(files(&path, extension));
            }
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sql_outside_the_store_is_named() {
        let text = "//! A file.\nconst Q: &str = \"SELECT 1\";\n";
        assert_eq!(breaches_of_rust("src-tauri/cli/src/main.rs", text).len(), 1);
        assert!(breaches_of_rust("src-tauri/engine/src/store/contacts.rs", text).is_empty());
        assert!(breaches_of_rust("tests/it/store.rs", text).is_empty());
    }

    #[test]
    fn a_file_without_its_opening_words_is_named() {
        assert_eq!(breaches_of_rust("src-tauri/core/src/lib.rs", "mod a;\n").len(), 1);
    }
}
