//! Text to QR code: one SVG path, and the sizes that keep every module a whole number of device pixels.
//!
//! Byte mode, error correction level H (ISO/IEC 18004), so that a logo fits in the centre. Used by the QR panel and
//! by the headless session.

use std::fmt::Write;

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};
use thiserror::Error;

use super::logo::logo_modules;
use super::picture;

/// Modules of white on each side (ISO/IEC 18004 §9.1).
pub const QUIET_ZONE: u32 = 4;

/// The largest version drawn: beyond it the modules are too small for a phone to read off a screen.
const MAX_VERSION: u8 = 20;

/// A QR code, ready to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// Modules on a side, without the quiet zone.
    pub modules: u32,
    /// SVG path data in module units, the origin at the first module: one closed rectangle for each run of a row.
    pub path: String,
    /// Side of the largest centred square, in modules, that a logo with its white pad may cover.
    pub logo: u32,
    /// Row by row, whether a module is dark.
    dark: Vec<bool>,
}

/// Why a text cannot be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the text has {bytes} bytes, which is too long for a QR code that a phone can read off a screen; 58 is best")]
pub struct DrawingError {
    /// Length of the text.
    pub bytes: usize,
}

impl Drawing {
    /// Draws `text`.
    ///
    /// # Errors
    /// [`DrawingError`] when the text does not fit into version 20 at level H (382 bytes).
    pub fn of(text: &str) -> Result<Self, DrawingError> {
        let code = QrCode::encode_segments_advanced(
            &[QrSegment::make_bytes(text.as_bytes())],
            QrCodeEcc::High,
            Version::MIN,
            Version::new(MAX_VERSION),
            None,
            false,
        )
        .map_err(|_| DrawingError { bytes: text.len() })?;
        let logo = logo_modules(code.version().value());
        let all = 0..code.size();
        let dark =
            all.clone().flat_map(|y| all.clone().map(move |x| (x, y))).map(|(x, y)| code.get_module(x, y)).collect();
        Ok(Self { modules: code.size().unsigned_abs(), path: path(&code), logo, dark })
    }

    /// The code with its quiet zone as a PNG in a `data:` URL.
    pub fn picture(&self) -> String {
        picture::data_url(&self.dark, self.modules as usize)
    }

    /// Modules on a side, with the quiet zone.
    pub fn modules_with_quiet_zone(&self) -> u32 {
        self.modules + 2 * QUIET_ZONE
    }

    /// The side of the drawing with its quiet zone, in CSS px: the largest that fits into `room` CSS px and makes
    /// every module a whole number of device pixels, at least one. `ratio` is `devicePixelRatio`.
    pub fn side(&self, room: f64, ratio: f64) -> f64 {
        let ratio = if ratio.is_finite() && ratio > 0.0 { ratio } else { 1.0 };
        let modules = f64::from(self.modules_with_quiet_zone());
        // A hair more than the room, so that 205 * 49 / 41 px, which is 245 but for rounding, holds 49 modules.
        let pixels = ((room * ratio + 0.01) / modules).floor().max(1.0);
        pixels * modules / ratio
    }
}

/// The dark modules as path data, runs of a row merged.
fn path(code: &QrCode) -> String {
    let mut path = String::with_capacity(4_096);
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let start = x;
            while code.get_module(x, y) {
                x += 1;
            }
            if x > start {
                let run = x - start;
                // Writing to a string cannot fail.
                let _ = write!(path, "M{start} {y}h{run}v1h-{run}z");
            }
            x += 1;
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws the path as a picture, `scale` pixels a module, with the quiet zone and a white logo pad.
    fn picture(drawing: &Drawing, scale: u32) -> (usize, Vec<u8>) {
        let side = (drawing.modules_with_quiet_zone() * scale) as usize;
        let mut pixels = vec![255u8; side * side];
        let mut fill = |x: u32, y: u32, w: u32, h: u32, value: u8| {
            for row in (y + QUIET_ZONE) * scale..(y + h + QUIET_ZONE) * scale {
                let start = row as usize * side + ((x + QUIET_ZONE) * scale) as usize;
                pixels[start..start + (w * scale) as usize].fill(value);
            }
        };
        for run in drawing.path.split('M').skip(1) {
            let (start, rest) = run.split_once('h').unwrap();
            let (x, y) = start.split_once(' ').unwrap();
            let width = rest.split_once('v').unwrap().0;
            fill(x.parse().unwrap(), y.parse().unwrap(), width.parse().unwrap(), 1, 0);
        }
        let from = (drawing.modules - drawing.logo) / 2;
        fill(from, from, drawing.logo, drawing.logo, 255);
        (side, pixels)
    }

    fn decode(drawing: &Drawing, scale: u32) -> Option<String> {
        let (side, pixels) = picture(drawing, scale);
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| pixels[y * side + x]);
        image.detect_grids().first()?.decode().ok().map(|(_, text)| text)
    }

    #[test]
    fn every_length_decodes_with_the_whole_logo_budget_covered() {
        for length in [1, 10, 24, 25, 34, 44, 45, 50, 58, 59, 64, 84, 98, 119, 150, 200, 250, 300, 382] {
            let text: String = "https://login.example.com/m/aZ09-_".chars().cycle().take(length).collect();
            let drawing = Drawing::of(&text).unwrap();
            assert_eq!(decode(&drawing, 4).as_deref(), Some(text.as_str()), "{length} bytes");
        }
    }

    #[test]
    fn fifty_eight_bytes_are_version_six() {
        assert_eq!(Drawing::of(&"a".repeat(58)).unwrap().modules, 41);
        assert_eq!(Drawing::of(&"a".repeat(59)).unwrap().modules, 45);
    }

    #[test]
    fn byte_mode_is_used_for_digits_too() {
        let digits = Drawing::of(&"1".repeat(58)).unwrap();
        assert_eq!(digits.modules, 41, "numeric mode would have made it smaller, and the length a guess");
    }

    #[test]
    fn a_text_that_is_too_long_is_an_error() {
        assert!(Drawing::of(&"a".repeat(382)).is_ok());
        assert_eq!(Drawing::of(&"a".repeat(383)), Err(DrawingError { bytes: 383 }));
    }

    #[test]
    fn the_path_is_the_matrix_module_by_module() {
        let text = "https://login.example.com/m/0123456789abcdefghijkl";
        let drawing = Drawing::of(text).unwrap();
        let code = QrCode::encode_segments_advanced(
            &[QrSegment::make_bytes(text.as_bytes())],
            QrCodeEcc::High,
            Version::MIN,
            Version::new(MAX_VERSION),
            None,
            false,
        )
        .unwrap();
        let (side, pixels) = picture(&Drawing { logo: 0, ..drawing.clone() }, 1);
        let zone = QUIET_ZONE as usize;
        for y in 0..drawing.modules as usize {
            for x in 0..drawing.modules as usize {
                let dark = code.get_module(i32::try_from(x).unwrap(), i32::try_from(y).unwrap());
                assert_eq!(pixels[(y + zone) * side + x + zone] == 0, dark, "module {x}, {y}");
            }
        }
        assert!(drawing.path.len() < 7_500, "{} bytes", drawing.path.len());
    }

    /// What the element's script draws is held against the same list (`npm/test/early-code.test.js`).
    #[test]
    fn the_drawing_of_each_length_is_as_listed() {
        let hash = |text: &str| {
            text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
        };
        let listed: Vec<String> = (1..=382)
            .map(|length| {
                let text: String = "https://login.example.com/m/aZ09-_?茶".chars().cycle().take(length).collect();
                Drawing::of(&text)
                    .map_or_else(|_| "too long".to_owned(), |drawing| format!("{:08x}", hash(&drawing.path)))
            })
            .collect();
        assert_eq!(listed, include_str!("drawings.txt").lines().collect::<Vec<_>>());
    }

    #[test]
    fn modules_are_whole_device_pixels() {
        let drawing = Drawing::of(&"a".repeat(50)).unwrap();
        for ratio in [1.0, 1.25, 1.5, 2.0, 3.0] {
            for room in [160.0, 200.0, 245.0, 320.0] {
                let side = drawing.side(room, ratio);
                let pixels = side * ratio / f64::from(drawing.modules_with_quiet_zone());
                assert!((pixels - pixels.round()).abs() < 1e-9 && side <= room + 0.01, "{room} px at {ratio}: {side}");
            }
        }
        assert!((drawing.side(205.0 * 49.0 / 41.0, 1.0) - 245.0).abs() < 1e-9);
    }
}
