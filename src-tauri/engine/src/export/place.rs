//! Where a file for a person goes when they named no place: their folder of downloads, under a name that is free.

use directories::UserDirs;
use std::path::{Path, PathBuf};

/// Longest name that is wished for, in characters; file systems take 255 bytes.
const LONGEST: usize = 80;

/// So many names are tried.
const TRIED: u32 = 1000;

/// The folder of downloads, or the home folder on a system that names none.
#[must_use]
pub fn downloads() -> Option<PathBuf> {
    let folders = UserDirs::new()?;
    let named = folders.download_dir().filter(|folder| folder.is_dir());
    Some(named.unwrap_or_else(|| folders.home_dir()).to_owned())
}

/// The wished name in a folder, then the same with (2), (3) and so on.
pub(crate) fn names(folder: &Path, wished: &str, extension: &str) -> impl Iterator<Item = PathBuf> {
    let (folder, stem, extension) = (folder.to_owned(), safe_stem(wished), extension.to_owned());
    (1..=TRIED).map(move |number| {
        folder.join(match number {
            1 => format!("{stem}.{extension}"),
            number => format!("{stem} ({number}).{extension}"),
        })
    })
}

/// A name without anything that a system takes for a path, a device or an option; it comes from the page.
fn safe_stem(wished: &str) -> String {
    let mut stem = String::new();
    for c in wished.chars().take(LONGEST) {
        let kept = c.is_alphanumeric() || matches!(c, '-' | '_' | '(' | ')' | '.' | ',' | '&' | '+');
        match (kept, stem.ends_with(' ')) {
            (true, _) => stem.push(c),
            (false, false) => stem.push(' '),
            (false, true) => {}
        }
    }
    let stem = stem.trim_matches([' ', '.', '-']);
    // Windows takes `CON` or `NUL` for a device, whatever follows the dot.
    if stem.chars().count() < 4 { format!("contacts {stem}").trim_end().to_owned() } else { stem.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn first(wished: &str) -> String {
        let path = names(Path::new("/f"), wished, "csv").next().unwrap_or_default();
        path.to_string_lossy().into_owned()
    }

    #[test]
    fn a_name_is_kept_and_what_a_system_would_take_for_more_is_not() {
        assert_eq!(first("Hannover 2026, contacts 2026-11-22"), "/f/Hannover 2026, contacts 2026-11-22.csv");
        assert_eq!(first("A/B\\C: Größe"), "/f/A B C Größe.csv");
        assert_eq!(first("../../etc/passwd"), "/f/etc passwd.csv");
        assert_eq!(first("NUL"), "/f/contacts NUL.csv");
        assert_eq!(first(""), "/f/contacts.csv");
        let second = names(Path::new("/f"), "list", "vcf").nth(1);
        assert_eq!(second, Some(PathBuf::from("/f/list (2).vcf")));
    }

    proptest! {
        #[test]
        fn whatever_is_wished_the_file_lies_in_the_folder_itself(wished in "\\PC{0,120}|[./\\\\:~\\-]{0,20}") {
            let path = names(Path::new("/f"), &wished, "csv").next().unwrap_or_default();
            prop_assert_eq!(path.parent(), Some(Path::new("/f")));
            prop_assert_eq!(path.extension().and_then(|e| e.to_str()), Some("csv"));
        }
    }
}
