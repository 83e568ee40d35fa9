//! What every symbol of a version looks like before any data: finders, timing lines, alignment patterns.

/// The fixed modules of one version.
#[derive(Debug)]
pub(crate) struct Template {
    /// Side in modules.
    pub(crate) side: usize,
    pub(crate) marks: Vec<Mark>,
    /// The sum of all weights, for a fit of 1 at best.
    pub(crate) weight: f32,
}

/// The middle of a fixed module and what it should be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    pub(crate) u: f32,
    pub(crate) v: f32,
    /// How much it counts: negative for dark, positive for light.
    pub(crate) sign: f32,
}

/// Modules of data that are looked at.
const MOST_DATA: usize = 800;

/// The versions of QR model 2 (ISO/IEC 18004).
pub(crate) const VERSIONS: std::ops::RangeInclusive<usize> = 1..=40;

/// Side in modules.
pub(crate) fn side_of(version: usize) -> usize {
    17 + 4 * version
}

/// Rows and columns of the alignment patterns' middles (ISO/IEC 18004, annex E): evenly spaced by an even step from
/// the far end, the first always at 6. Version 32 is the one that does not follow the rule.
pub(crate) fn alignment_lines(version: usize) -> Vec<usize> {
    if version < 2 {
        return Vec::new();
    }
    let gaps = version / 7 + 1;
    let last = 4 * version + 10;
    let step = if version == 32 { 26 } else { (last - 6).div_ceil(2 * gaps) * 2 };
    std::iter::once(6).chain((0..gaps).rev().map(|i| last - i * step)).collect()
}

impl Template {
    /// `version` is one of [`VERSIONS`].
    pub(crate) fn of(version: usize) -> Self {
        let side = side_of(version);
        let mut template = Self { side, marks: Vec::new(), weight: 0.0 };
        template.finders();
        for i in 8..side - 8 {
            template.put(i, 6, i % 2 == 0, 1.3);
            template.put(6, i, i % 2 == 0, 1.3);
        }
        let lines = alignment_lines(version);
        for &x in &lines {
            for &y in &lines {
                let under_finder = (x == 6 && (y == 6 || y == side - 7)) || (y == 6 && x == side - 7);
                if !under_finder {
                    template.square(x - 2, y - 2, 5, 1.2, |ring| ring != 1);
                }
            }
        }
        template
    }

    /// Modules of data all over the symbol, as light ones: of a large symbol every few.
    pub(crate) fn data(&self) -> Vec<Mark> {
        let mut is_fixed = vec![false; self.side * self.side];
        for mark in &self.marks {
            is_fixed[mark.v as usize * self.side + mark.u as usize] = true;
        }
        let free: Vec<usize> = (0..is_fixed.len()).filter(|&i| !is_fixed[i]).collect();
        let place = |i: usize| (i as f32) + 0.5;
        free.iter()
            .step_by(free.len().div_ceil(MOST_DATA))
            .map(|&i| Mark { u: place(i % self.side), v: place(i / self.side), sign: 1.0 })
            .collect()
    }

    fn finders(&mut self) {
        let far = self.side - 7;
        for (x, y) in [(0, 0), (far, 0), (0, far)] {
            self.square(x, y, 7, 1.0, |ring| ring != 2);
        }
        // The light separators on the two inner sides of each finder.
        for i in 0..8 {
            let o = self.side - 1 - i;
            for (x, y) in [(i, 7), (7, i), (o, 7), (far - 1, i), (i, far - 1), (7, o)] {
                self.put(x, y, false, 0.7);
            }
        }
    }

    /// Concentric square rings counted from the middle; `dark` says which are.
    fn square(&mut self, x: usize, y: usize, size: usize, weight: f32, dark: impl Fn(usize) -> bool) {
        let middle = size / 2;
        for dy in 0..size {
            for dx in 0..size {
                let ring = dx.abs_diff(middle).max(dy.abs_diff(middle));
                self.put(x + dx, y + dy, dark(ring), weight);
            }
        }
    }

    fn put(&mut self, x: usize, y: usize, dark: bool, weight: f32) {
        let sign = if dark { -weight } else { weight };
        self.marks.push(Mark { u: x as f32 + 0.5, v: y as f32 + 0.5, sign });
        self.weight += weight;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alignment_lines_are_those_of_the_standard() {
        for (version, lines) in [
            (2, vec![6, 18]),
            (7, vec![6, 22, 38]),
            (14, vec![6, 26, 46, 66]),
            (22, vec![6, 26, 50, 74, 98]),
            (32, vec![6, 34, 60, 86, 112, 138]),
            (36, vec![6, 24, 50, 76, 102, 128, 154]),
            (39, vec![6, 26, 54, 82, 110, 138, 166]),
            (40, vec![6, 30, 58, 86, 114, 142, 170]),
        ] {
            assert_eq!(alignment_lines(version), lines, "version {version}");
        }
    }

    #[test]
    fn a_template_is_the_fixed_part_of_a_real_symbol() {
        for version in VERSIONS {
            let code = qrcode::QrCode::with_version(
                b"0",
                qrcode::Version::Normal(version as i16),
                qrcode::EcLevel::L,
            )
            .expect("one digit fits every version");
            let template = Template::of(version);
            for mark in &template.marks {
                let dark = code[(mark.u as usize, mark.v as usize)] == qrcode::Color::Dark;
                assert_eq!(dark, mark.sign < 0.0, "version {version} at {}, {}", mark.u, mark.v);
            }
        }
    }
}
