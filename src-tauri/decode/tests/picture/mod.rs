//! Draws symbols as a camera might see them: any map from pixels to modules, either polarity, noise.
#![allow(dead_code, reason = "each test file uses its own part")]

use qrcode::{Color, EcLevel, QrCode};

/// A frame of grey bytes.
pub(crate) struct Frame {
    pub(crate) pixels: Vec<u8>,
    pub(crate) w: usize,
    pub(crate) h: usize,
}

/// A symbol to draw.
pub(crate) struct Symbol {
    /// Row after row.
    dark: Vec<bool>,
    columns: usize,
    pub(crate) inverted: bool,
}

impl Symbol {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let code = QrCode::with_error_correction_level(bytes, EcLevel::M).expect("it fits a symbol");
        let dark = code.to_colors().into_iter().map(|colour| colour == Color::Dark).collect();
        Self::drawn(dark, code.width())
    }

    /// From its modules, row after row.
    pub(crate) fn drawn(dark: Vec<bool>, columns: usize) -> Self {
        Self { dark, columns, inverted: false }
    }

    pub(crate) fn inverted(self) -> Self {
        Self { inverted: true, ..self }
    }

    /// Width in modules.
    pub(crate) fn side(&self) -> f32 {
        self.columns as f32
    }

    /// Height in modules.
    pub(crate) fn height(&self) -> f32 {
        (self.dark.len() / self.columns) as f32
    }

    /// Draws into the frame; `place` maps a pixel to modules from the symbol's top left. Four modules of quiet zone
    /// are drawn, what lies further out stays as it was.
    pub(crate) fn draw(&self, frame: &mut Frame, place: impl Fn(f32, f32) -> (f32, f32)) {
        const PARTS: usize = 4;
        let (side, height, quiet) =
            (self.side(), self.height(), if self.side() == self.height() { 4.0 } else { 10.0 });
        for y in 0..frame.h {
            for x in 0..frame.w {
                let pixel = &mut frame.pixels[y * frame.w + x];
                let mut sum = 0.0;
                for i in 0..PARTS * PARTS {
                    let at = |v: usize, i: usize| v as f32 + (i as f32 + 0.5) / PARTS as f32;
                    let (u, v) = place(at(x, i % PARTS), at(y, i / PARTS));
                    let is_near =
                        (-quiet..side + quiet).contains(&u) && (-quiet..height + quiet).contains(&v);
                    sum += if !is_near {
                        f32::from(*pixel)
                    } else {
                        let inside = (0.0..side).contains(&u) && (0.0..height).contains(&v);
                        let dark = inside && self.dark[v as usize * self.columns + u as usize];
                        if dark != self.inverted { 40.0 } else { 215.0 }
                    };
                }
                *pixel = (sum / (PARTS * PARTS) as f32) as u8;
            }
        }
    }
}

impl Frame {
    pub(crate) fn filled(w: usize, h: usize, level: u8) -> Self {
        Self { pixels: vec![level; w * h], w, h }
    }

    /// Levels spread evenly over `range` above `least`, the same for the same seed.
    pub(crate) fn noise(w: usize, h: usize, least: u8, range: u8, seed: u64) -> Self {
        let mut state = seed | 1;
        let pixels = (0..w * h).map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            least + ((state >> 32) % (u64::from(range) + 1)) as u8
        });
        Self { pixels: pixels.collect(), w, h }
    }
}

/// Pixel to module for a symbol of `module` pixels a module, turned clockwise by `degrees` about its top left
/// corner, which lies at `(x, y)`.
pub(crate) fn turned(x: f32, y: f32, module: f32, degrees: f32) -> impl Fn(f32, f32) -> (f32, f32) {
    let (sin, cos) = degrees.to_radians().sin_cos();
    move |px, py| {
        let (dx, dy) = ((px - x) / module, (py - y) / module);
        (dx * cos + dy * sin, dy * cos - dx * sin)
    }
}
