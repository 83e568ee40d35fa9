//! What is on a disk at the moment the power goes away: everything that was synced, and of the rest whatever the disk
//! happened to have done.
//!
//! The model is harsher than the file systems in use: writes that were not synced may be missing, torn at each 512 bytes
//! and out of order, lengths may be set while the content is not; each name that was made, changed or removed may or may
//! not be there until its folder was synced. Not modelled: a disk that lies about a sync.

use crate::chance::Chance;
use crate::disk::{Entry, FileId, Note};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A disk writes so many bytes whole or not at all.
const SECTOR: usize = 512;

/// What became of that which was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// Nothing of it is there.
    Dropped,
    /// Each write is there or not, whatever its order.
    Reordered,
    /// Each sector of each write is there or not.
    Torn,
    /// Everything up to some write, and that one torn.
    Begun,
    /// As torn, and what is missing in a grown file reads as zeros.
    Zeroed,
}

impl Rest {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Dropped, Self::Reordered, Self::Torn, Self::Begun, Self::Zeroed];
}

/// The disk at one point of a recording.
pub struct Walk<'a> {
    log: &'a [Entry],
    at: usize,
    synced: BTreeMap<FileId, Vec<u8>>,
    /// Writes and lengths since the last sync, by file: places in the recording.
    open: BTreeMap<FileId, Vec<usize>>,
    names: BTreeMap<PathBuf, FileId>,
    /// Changes of names since the last sync of their folder.
    open_names: Vec<usize>,
    /// The captures that were confirmed by now.
    pub confirmed: BTreeSet<u32>,
    /// The markers of deliveries whose write left by now.
    pub left: BTreeSet<String>,
}

impl<'a> Walk<'a> {
    /// Before the first call.
    #[must_use]
    pub fn new(log: &'a [Entry]) -> Self {
        Self {
            log,
            at: 0,
            synced: BTreeMap::new(),
            open: BTreeMap::new(),
            names: BTreeMap::new(),
            open_names: Vec::new(),
            confirmed: BTreeSet::new(),
            left: BTreeSet::new(),
        }
    }

    /// Goes on until so many entries have happened.
    pub fn to(&mut self, count: usize) {
        while self.at < count.min(self.log.len()) {
            self.next();
        }
    }

    fn next(&mut self) {
        let at = self.at;
        self.at += 1;
        match &self.log[at] {
            Entry::Written { file, .. } | Entry::Truncated { file, .. } => {
                self.open.entry(*file).or_default().push(at);
            }
            Entry::Synced { file } => {
                let content = self.synced.entry(*file).or_default();
                for entry in self.open.remove(file).unwrap_or_default() {
                    apply(content, &self.log[entry], &mut |_| Sector::New);
                }
            }
            Entry::Made { .. } | Entry::Renamed { .. } | Entry::Unlinked { .. } => self.open_names.push(at),
            Entry::FolderSynced { path } => {
                let (log, names) = (self.log, &mut self.names);
                self.open_names.retain(|entry| {
                    let inside = folder_of(&log[*entry]) == Some(path.as_path());
                    if inside {
                        rename(names, &log[*entry]);
                    }
                    !inside
                });
            }
            Entry::Note(Note::Confirmed(number)) => {
                self.confirmed.insert(*number);
            }
            Entry::Note(Note::Left(marker)) => {
                self.left.insert(marker.clone());
            }
        }
    }

    /// The files as they are found afterwards, by name.
    #[must_use]
    pub fn image(&self, rest: Rest, chance: &mut Chance) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut names = self.names.clone();
        for entry in &self.open_names {
            let there = match rest {
                Rest::Dropped => false,
                Rest::Begun => true,
                Rest::Reordered | Rest::Torn | Rest::Zeroed => chance.one_in(2),
            };
            if there {
                rename(&mut names, &self.log[*entry]);
            }
        }
        let mut image = BTreeMap::new();
        for (path, file) in &names {
            // A folder has no content of its own here, and a file whose folder is not there is not there.
            let above = path.parent().unwrap_or(Path::new(""));
            if above.as_os_str().is_empty() || !names.contains_key(above) {
                continue;
            }
            image.insert(path.clone(), self.content(*file, rest, chance));
        }
        image
    }

    fn content(&self, file: FileId, rest: Rest, chance: &mut Chance) -> Vec<u8> {
        let mut content = self.synced.get(&file).cloned().unwrap_or_default();
        let open = self.open.get(&file).map(Vec::as_slice).unwrap_or_default();
        let begun = chance.below(open.len() as u64 + 1) as usize;
        for (place, entry) in open.iter().enumerate() {
            let entry = &self.log[*entry];
            match rest {
                Rest::Dropped => {}
                Rest::Reordered => {
                    if chance.one_in(2) {
                        apply(&mut content, entry, &mut |_| Sector::New);
                    }
                }
                Rest::Torn => apply(&mut content, entry, &mut |_| Sector::either(chance, Sector::Old)),
                Rest::Begun if place < begun => apply(&mut content, entry, &mut |_| Sector::New),
                Rest::Begun if place == begun => {
                    apply(&mut content, entry, &mut |_| Sector::either(chance, Sector::Old));
                }
                Rest::Begun => {}
                Rest::Zeroed => apply(&mut content, entry, &mut |_| Sector::either(chance, Sector::Zero)),
            }
        }
        content
    }
}

/// What a sector of a write holds.
#[derive(Clone, Copy)]
enum Sector {
    New,
    Old,
    /// Zeros where the file was grown by this write, else as it was.
    Zero,
}

impl Sector {
    fn either(chance: &mut Chance, other: Self) -> Self {
        if chance.one_in(2) { Self::New } else { other }
    }
}

fn apply(content: &mut Vec<u8>, entry: &Entry, sector: &mut dyn FnMut(usize) -> Sector) {
    match entry {
        Entry::Written { at, bytes, .. } => {
            let start = *at as usize;
            // Cut where the disk's sectors end, not where the write began.
            let mut from = 0;
            while from < bytes.len() {
                let place = start + from;
                let end = bytes.len().min(from + SECTOR - place % SECTOR);
                match sector(place / SECTOR) {
                    Sector::New => {
                        grow(content, start + end);
                        content[place..start + end].copy_from_slice(&bytes[from..end]);
                    }
                    Sector::Old => {}
                    Sector::Zero => grow(content, start + end),
                }
                from = end;
            }
        }
        Entry::Truncated { len, .. } => match sector(0) {
            Sector::New => content.resize(*len as usize, 0),
            Sector::Old | Sector::Zero => {}
        },
        Entry::Made { .. }
        | Entry::Renamed { .. }
        | Entry::Unlinked { .. }
        | Entry::Synced { .. }
        | Entry::FolderSynced { .. }
        | Entry::Note(_) => {}
    }
}

fn grow(content: &mut Vec<u8>, len: usize) {
    if content.len() < len {
        content.resize(len, 0);
    }
}

fn folder_of(entry: &Entry) -> Option<&Path> {
    match entry {
        Entry::Made { path, .. } | Entry::Unlinked { path } | Entry::Renamed { to: path, .. } => {
            path.parent()
        }
        Entry::Written { .. }
        | Entry::Truncated { .. }
        | Entry::Synced { .. }
        | Entry::FolderSynced { .. }
        | Entry::Note(_) => None,
    }
}

fn rename(names: &mut BTreeMap<PathBuf, FileId>, entry: &Entry) {
    match entry {
        Entry::Made { file, path } => {
            names.insert(path.clone(), *file);
        }
        Entry::Renamed { from, to, file } => {
            names.remove(from);
            names.insert(to.clone(), *file);
        }
        Entry::Unlinked { path } => {
            names.remove(path);
        }
        Entry::Written { .. }
        | Entry::Truncated { .. }
        | Entry::Synced { .. }
        | Entry::FolderSynced { .. }
        | Entry::Note(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: FileId = FileId(1);

    fn log() -> Vec<Entry> {
        let written = |at, byte| Entry::Written { file: FILE, at, bytes: vec![byte; 1024] };
        vec![
            Entry::Made { file: FileId(0), path: "data".into() },
            Entry::FolderSynced { path: "".into() },
            Entry::Made { file: FILE, path: "data/new".into() },
            written(0, 1),
            Entry::Synced { file: FILE },
            Entry::FolderSynced { path: "data".into() },
            written(1024, 2),
            Entry::Renamed { from: "data/new".into(), to: "data/named".into(), file: FILE },
        ]
    }

    fn image(count: usize, rest: Rest) -> BTreeMap<PathBuf, Vec<u8>> {
        let log = log();
        let mut walk = Walk::new(&log);
        walk.to(count);
        walk.image(rest, &mut Chance::new(3))
    }

    #[test]
    fn what_was_synced_is_there_and_the_rest_may_be_dropped() {
        assert_eq!(image(8, Rest::Dropped), BTreeMap::from([("data/new".into(), vec![1; 1024])]));
    }

    #[test]
    fn a_file_whose_name_was_not_synced_may_be_gone_with_its_content() {
        assert!(image(5, Rest::Dropped).is_empty());
    }

    #[test]
    fn a_torn_write_leaves_whole_sectors() {
        for seed in 0..50 {
            let log = log();
            let mut walk = Walk::new(&log);
            walk.to(7);
            let image = walk.image(Rest::Torn, &mut Chance::new(seed));
            let content = &image[Path::new("data/new")];
            assert_eq!(content.len() % SECTOR, 0);
            assert_eq!(content[..1024], [1; 1024], "what was synced stays");
            for sector in content[1024..].chunks(SECTOR) {
                assert!(sector.iter().all(|byte| *byte == sector[0]), "a sector is whole");
            }
        }
    }
}
