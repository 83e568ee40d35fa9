//! Folders of pictures and what their manifests say of each. Opening a picture is here, reading its codes is not.

use crate::Asked;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// A line of a manifest; what else it says is passed over.
#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) file: String,
    pub(crate) expected_text: Option<String>,
    /// Where several codes are in view and one is enough.
    #[serde(default)]
    expected_texts: Vec<String>,
    /// The same, each of them enough.
    #[serde(default)]
    expected_any: Vec<String>,
    /// The payload's bytes, where only those are known.
    expected_hex: Option<String>,
    /// Known to hold no code.
    #[serde(default)]
    pub(crate) negative: bool,
    class: Option<String>,
    /// Which sequence a frame belongs to.
    pub(crate) seq: Option<u32>,
    /// The sentence that would help where nobody can read the code.
    pub(crate) advice: Option<String>,
    /// The code's own corners in pixels, clockwise from its top left, where the set was generated.
    pub(crate) corners: Option<[[f32; 2]; 4]>,
}

impl Row {
    pub(crate) fn class(&self) -> &str {
        self.class.as_deref().unwrap_or("all")
    }

    /// Whether a picture's right answer is known.
    pub(crate) fn is_labelled(&self) -> bool {
        !self.negative && (self.texts().next().is_some() || self.expected_hex.is_some())
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        let texts = self.expected_text.iter().chain(&self.expected_texts).chain(&self.expected_any);
        texts.map(String::as_str).filter(|text| !text.is_empty())
    }

    /// Whether one of the texts is what the picture says. Tools differ in line ends; a label may end in a star for
    /// whatever follows.
    pub(crate) fn is_said_by<'a>(&self, mut texts: impl Iterator<Item = &'a str>) -> bool {
        let plain = |text: &str| text.replace("\r\n", "\n").trim_end_matches('\n').to_owned();
        texts.any(|said| {
            let is_text = self.texts().any(|wanted| match wanted.strip_suffix('*') {
                Some(start) => plain(said).starts_with(start),
                None => plain(said) == plain(wanted),
            });
            is_text || self.expected_hex.as_ref().is_some_and(|wanted| is_in_bytes(said, wanted))
        })
    }
}

/// Whether a text's bytes, in UTF-8 or in Shift-JIS, are these.
fn is_in_bytes(said: &str, wanted: &str) -> bool {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    hex(said.as_bytes()) == wanted || hex(&encoding_rs::SHIFT_JIS.encode(said).0) == wanted
}

/// A folder of pictures.
pub(crate) struct Set {
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    pub(crate) rows: Vec<Row>,
}

/// Grey pixels.
pub(crate) struct Picture {
    pub(crate) gray: Vec<u8>,
    pub(crate) w: usize,
    pub(crate) h: usize,
}

impl Set {
    pub(crate) fn is_sequences(&self) -> bool {
        self.rows.iter().any(|row| row.seq.is_some())
    }

    /// `None`, and said, when the picture cannot be opened.
    pub(crate) fn open(&self, row: &Row) -> Option<Picture> {
        let path = self.folder.join(&row.file);
        match image::open(&path) {
            Ok(picture) => {
                let luma = picture.into_luma8();
                let (w, h) = (luma.width() as usize, luma.height() as usize);
                Some(Picture { gray: luma.into_raw(), w, h })
            }
            Err(error) => {
                eprintln!("NOT OPENED: {}: {error}", path.display());
                None
            }
        }
    }
}

/// The sets that were named, or all of the corpora.
pub(crate) fn load(asked: &Asked) -> Vec<Set> {
    let mut folders = asked.sets.clone();
    if folders.is_empty() {
        let corpora = std::env::var_os("LANYARD_CORPORA").map_or_else(
            || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora"),
            PathBuf::from,
        );
        let found = std::fs::read_dir(corpora.join("qr")).into_iter().flatten().flatten();
        folders.extend(found.map(|entry| entry.path()));
        folders.sort();
        folders.push(corpora.join("qr-sequences"));
    }
    let wanted = |row: &Row| asked.class.as_deref().is_none_or(|class| class == row.class());
    folders
        .into_iter()
        .filter_map(|folder| {
            let manifest = std::fs::read_to_string(folder.join("manifest.jsonl")).ok()?;
            let mut rows = Vec::new();
            for line in manifest.lines().filter(|line| !line.trim().is_empty()) {
                match serde_json::from_str::<Row>(line) {
                    Ok(row) => rows.push(row),
                    Err(error) => eprintln!("{}: a line is not understood: {error}", folder.display()),
                }
            }
            rows.retain(wanted);
            let name = folder.file_name()?.to_string_lossy().into_owned();
            (!rows.is_empty()).then_some(Set { name, folder, rows })
        })
        .collect()
}
