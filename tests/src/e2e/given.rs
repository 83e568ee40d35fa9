//! Files that a person gives the window: drawn badges and written lists, dropped or pasted. A driver cannot drop a file of
//! the system, so the page is handed the same `DataTransfer` that its own handlers get from a real drop.

use std::io::Cursor;

use data_encoding::BASE64;
use image::{GrayImage, ImageFormat, Luma};
use qrcode::{Color, EcLevel, QrCode};
use serde_json::{Value, json};

use super::{Trouble, Window};

/// A file on its way into the window.
#[derive(Debug, Clone)]
pub struct Given {
    name: String,
    bytes: Vec<u8>,
}

impl Given {
    /// Any bytes under a name.
    pub fn file(name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.to_owned(), bytes: bytes.into() }
    }

    /// A photo of badges that say these texts, side by side on a table; none of them for a photo of the table.
    ///
    /// # Errors
    /// A text is too long for a code.
    pub fn photo(name: &str, badges: &[&str]) -> Result<Self, Trouble> {
        /// Pixels of a module, and of the light edge of a badge.
        const MODULE: u32 = 5;
        const EDGE: u32 = 40;
        let codes = badges
            .iter()
            .map(|text| QrCode::with_error_correction_level(text, EcLevel::M))
            .collect::<Result<Vec<_>, _>>()?;
        let widest = codes.iter().map(QrCode::width).max().unwrap_or(20) as u32;
        let card = widest * MODULE + 2 * EDGE;
        let mut photo = GrayImage::from_pixel(card * badges.len().max(1) as u32, card, Luma([236]));
        for (card_number, code) in (0_u32..).zip(&codes) {
            let (width, colors) = (code.width() as u32, code.to_colors());
            for (module, _) in (0_u32..).zip(colors).filter(|(_, color)| *color == Color::Dark) {
                let left = card_number * card + EDGE + module % width * MODULE;
                let top = EDGE + module / width * MODULE;
                for (x, y) in (0..MODULE * MODULE).map(|pixel| (pixel % MODULE, pixel / MODULE)) {
                    photo.put_pixel(left + x, top + y, Luma([24]));
                }
            }
        }
        let mut bytes = Cursor::new(Vec::new());
        photo.write_to(&mut bytes, ImageFormat::Png)?;
        Ok(Self { name: name.to_owned(), bytes: bytes.into_inner() })
    }
}

impl Window {
    /// Drops files on the window.
    ///
    /// # Errors
    /// The page throws.
    pub fn drop_in(&self, files: &[Given]) -> Result<(), Trouble> {
        self.hand_over("drop", files)
    }

    /// Pastes a file, as after copying a picture.
    ///
    /// # Errors
    /// The page throws.
    pub fn paste(&self, file: &Given) -> Result<(), Trouble> {
        self.hand_over("paste", std::slice::from_ref(file))
    }

    /// Chooses a file in an input, as a person does in the system's own dialog.
    ///
    /// # Errors
    /// There is no such input, or the page throws.
    pub fn choose(&self, css: &str, file: &Given) -> Result<(), Trouble> {
        let script = "
            const [css, name, bytes] = arguments;
            const data = new DataTransfer();
            data.items.add(new File([Uint8Array.from(atob(bytes), one => one.charCodeAt(0))], name));
            const input = document.querySelector(css);
            input.files = data.files;
            input.dispatchEvent(new Event('change', { bubbles: true }));";
        let words = [json!(css), json!(file.name), json!(BASE64.encode(&file.bytes))];
        self.driver().run(script, &words).map(drop)
    }

    fn hand_over(&self, way: &str, files: &[Given]) -> Result<(), Trouble> {
        let script = "
            const [way, files] = arguments;
            const data = new DataTransfer();
            for (const [name, bytes] of files) {
                data.items.add(new File([Uint8Array.from(atob(bytes), one => one.charCodeAt(0))], name));
            }
            const how = { bubbles: true, cancelable: true };
            if (way === 'paste') {
                document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, ...how }));
            } else {
                document.body.dispatchEvent(new DragEvent('dragover', { dataTransfer: data, ...how }));
                document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, ...how }));
            }";
        let files: Vec<Value> =
            files.iter().map(|file| json!([file.name, BASE64.encode(&file.bytes)])).collect();
        self.driver().run(script, &[json!(way), json!(files)]).map(drop)
    }
}
