//! The picture of a mini-program code: an ordinary QR code, which a test can read. The true one can be read by WeChat
//! alone.

use anyhow::{Context as _, Result};
use png::{BitDepth, ColorType, Encoder};
use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};
use serde_json::json;

use crate::world::Opens;

/// White modules on each side. One, so that a logo that is laid over the round centre of a true code (a circle, the
/// side ÷ 2.4) covers as little of this one as it can.
const QUIET_ZONE: i32 = 1;

/// A PNG of at least `width` pixels, whose text is `{"page":…,"scene":…}`. Level H, so that the logo may cover the centre.
pub(crate) fn png(opens: &Opens, width: u32) -> Result<Vec<u8>> {
    let text = json!(opens).to_string();
    let segment = QrSegment::make_bytes(text.as_bytes());
    let code = QrCode::encode_segments_advanced(&[segment], QrCodeEcc::High, Version::MIN, Version::MAX, None, false)
        .context("page and scene are too long for a QR code")?;
    let modules = code.size() + 2 * QUIET_ZONE;
    let scale = width.div_ceil(modules.unsigned_abs()).max(1);
    let side = modules.unsigned_abs() * scale;
    let mut pixels = Vec::with_capacity((side * side) as usize);
    for y in 0..modules {
        let row: Vec<u8> = (0..modules)
            .flat_map(|x| {
                let shade = if code.get_module(x - QUIET_ZONE, y - QUIET_ZONE) { 0 } else { 255 };
                std::iter::repeat_n(shade, scale as usize)
            })
            .collect();
        for _ in 0..scale {
            pixels.extend_from_slice(&row);
        }
    }
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, side, side);
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(BitDepth::Eight);
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shades of a picture, and its side.
    fn shades(bytes: &[u8]) -> (usize, Vec<u8>) {
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a PNG");
        let mut pixels = vec![0; reader.output_buffer_size().expect("it is small")];
        let info = reader.next_frame(&mut pixels).expect("a frame");
        assert_eq!(info.width, info.height);
        (info.width as usize, pixels)
    }

    /// Lays a logo over the centre as Authing's client does: a circle, its diameter the side ÷ 2.4.
    fn lay_logo(side: usize, pixels: &mut [u8], shade: u8) {
        let (middle, radius) = (side as f64 / 2.0, side as f64 / 4.8);
        for (index, pixel) in pixels.iter_mut().enumerate() {
            let (x, y) = ((index % side) as f64 + 0.5 - middle, (index / side) as f64 + 0.5 - middle);
            if x.hypot(y) <= radius {
                *pixel = shade;
            }
        }
    }

    fn read(side: usize, pixels: &[u8]) -> [Option<String>; 2] {
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| pixels[y * side + x]);
        let rqrr = image.detect_grids().iter().find_map(|grid| Some(grid.decode().ok()?.1));
        let quircs = quircs::Quirc::default()
            .identify(side, side, pixels)
            .find_map(|code| String::from_utf8(code.ok()?.decode().ok()?.payload).ok());
        [rqrr, quircs]
    }

    #[test]
    fn two_readers_read_page_and_scene_with_a_logo_over_the_centre() {
        for (number, shade) in [(0, 255), (1, 0), (2, 128), (3, 255), (4, 90)] {
            let scene: String = (0..22).map(|index| char::from(b"aZ09-_kQ"[(index * 7 + number * 3) % 8])).collect();
            let opens = Opens { page: "pages/confirm/confirm".to_owned(), scene };
            let (side, mut pixels) = shades(&png(&opens, 430).expect("it fits"));
            assert!((430..520).contains(&side), "{side}");
            lay_logo(side, &mut pixels, shade);
            for text in read(side, &pixels) {
                let text = text.unwrap_or_else(|| panic!("{number} with a logo of shade {shade} is not read"));
                assert_eq!(serde_json::from_str::<Opens>(&text).expect("JSON"), opens);
            }
        }
    }
}
