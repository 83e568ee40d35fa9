//! What comes in: files and standard input, bounded; and `key=value`.

use crate::answer::{Exit, Trouble};
use lanyard_core::contact::{Field, Many, Part};
use lanyard_core::explain::Sentence;
use lanyard_engine::api::views::FieldChange;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};

/// `-` as a file: standard input.
pub(crate) const STDIN: &str = "-";

/// Opens a file or, for `-`, standard input.
///
/// # Errors
/// When it is missing, or no file: a device or a pipe with a name is none, since reading one may never end.
pub(crate) fn open(path: &Path) -> Result<Box<dyn BufRead>, Trouble> {
    if path.as_os_str() == STDIN {
        return Ok(Box::new(io::stdin().lock()));
    }
    let metadata = path.metadata().map_err(|error| unreadable(path, &error))?;
    if metadata.is_dir() {
        return Err(bad("cli-a-folder", path));
    }
    if !metadata.is_file() {
        return Err(bad("cli-no-file", path));
    }
    Ok(Box::new(BufReader::new(File::open(path).map_err(|error| unreadable(path, &error))?)))
}

/// The files of a folder by name, those of folders within it left out as is what a system hides there; a file is only itself.
///
/// # Errors
/// When the folder cannot be read, or holds no file.
pub(crate) fn files_of(path: &Path) -> Result<Vec<PathBuf>, Trouble> {
    if path.as_os_str() == STDIN || !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in path.read_dir().map_err(|error| unreadable(path, &error))? {
        let entry = entry.map_err(|error| unreadable(path, &error))?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if !hidden && entry.path().is_file() {
            files.push(entry.path());
        }
    }
    files.sort();
    if files.is_empty() { Err(bad("cli-empty-folder", path)) } else { Ok(files) }
}

/// Reads all of it.
///
/// # Errors
/// As [`open`], and when there are more than `most` bytes.
pub(crate) fn whole(path: &Path, most: usize) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    // One byte more than allowed tells that there is more.
    let read = open(path)?.take(most as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| unreadable(path, &error))?;
    if bytes.len() > most { Err(bad("cli-too-large", path)) } else { Ok(bytes) }
}

fn named(code: &str, path: &Path) -> Sentence {
    Sentence::new(code).text("path", path.display().to_string())
}

fn bad(code: &str, path: &Path) -> Trouble {
    Trouble::new(Exit::BadInput, named(code, path))
}

fn unreadable(path: &Path, error: &io::Error) -> Trouble {
    match error.kind() {
        io::ErrorKind::NotFound => Trouble::new(Exit::NotHere, named("cli-no-such-file", path)),
        _ => bad("cli-cannot-read", path).with_detail(Some(error.to_string())),
    }
}

/// `key=value` in two.
///
/// # Errors
/// Without a key or an equals sign.
pub(crate) fn pair(word: &str) -> Result<(&str, &str), String> {
    match word.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key, value)),
        Some(_) | None => Err("expected key=value".to_owned()),
    }
}

/// `email=…`, `email.2=…`, `tag.vip=`: a field's key, which of several, and the value; an empty one removes it.
///
/// # Errors
/// When there is no such field.
pub(crate) fn change(word: &str) -> Result<FieldChange, String> {
    let (name, value) = pair(word)?;
    let (key, which) = name.split_once('.').map_or((name, None), |(key, which)| (key, Some(which)));
    let Some(field) = Field::by_key(key) else {
        let keys: Vec<&str> = lanyard_core::contact::FIELDS.iter().map(|row| row.key).collect();
        return Err(format!("there is no field `{key}`; there are {}", keys.join(", ")));
    };
    let part = match (field.row().many, which) {
        (Many::Keyed, None) => return Err(format!("which question? `{key}.ID=…`")),
        (Many::Keyed, Some(wording)) => Part::member(wording),
        (_, None) => Part::first(),
        (Many::Set, Some(member)) => Part::member(member.to_lowercase()),
        (Many::List, Some(nth)) => match nth.parse::<usize>() {
            Ok(nth @ 1..=99) => Part::nth(nth - 1),
            Ok(_) | Err(_) => return Err(format!("`{nth}` is none of 1, 2, 3 …")),
        },
        (Many::One, Some(_)) => return Err(format!("a contact has one {key}")),
    };
    Ok(FieldChange { field, part, value: (!value.is_empty()).then(|| value.to_owned()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(word: &str) -> Option<(Field, String, Option<String>)> {
        change(word).ok().map(|change| (change.field, change.part.as_str().to_owned(), change.value))
    }

    #[test]
    fn a_change_names_its_field_which_of_several_and_its_value() {
        assert_eq!(read("company=A=B"), Some((Field::Company, String::new(), Some("A=B".to_owned()))));
        assert_eq!(
            read("email.2=a@b.example"),
            Some((Field::Email, "2".to_owned(), Some("a@b.example".to_owned())))
        );
        assert_eq!(read("email.1="), Some((Field::Email, String::new(), None)));
        assert_eq!(read("tag.VIP="), Some((Field::Tag, "vip".to_owned(), None)));
    }

    #[test]
    fn what_is_no_change_is_said() {
        for word in ["", "company", "=x", "nickname=x", "company.2=x", "email.0=x", "email.x=y"] {
            assert!(change(word).is_err(), "{word}");
        }
    }
}
