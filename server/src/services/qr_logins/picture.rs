//! The picture of a code, for clients that show the server's picture instead of drawing it (stock v2).

use png::{BitDepth, ColorType, EncodingError};
use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};
use thiserror::Error;

/// White modules on each side, as the standard asks.
pub(super) const QUIET_ZONE: i32 = 4;
/// White modules on each side of a picture over which a logo is laid as over a mini-program code: a circle, its diameter
/// the side ÷ 2.4. It covers the less of the code the narrower this is.
pub(super) const QUIET_ZONE_UNDER_LOGO: i32 = 1;
/// Pixels a module.
const SCALE: u32 = 10;

/// Why there is no picture.
#[derive(Debug, Error)]
pub enum ImageError {
    /// The text is longer than a QR code holds.
    #[error("the text is too long for a QR code; shorten public_url")]
    TooLong,
    /// The PNG could not be written.
    #[error("the PNG could not be written: {0}")]
    Png(#[from] EncodingError),
}

/// A PNG of `text` with so many white modules on each side: level H, so that a logo may cover the centre, in byte mode.
///
/// # Errors
/// [`ImageError::TooLong`] when `text` does not fit.
pub(super) fn png(text: &str, quiet_zone: i32) -> Result<Vec<u8>, ImageError> {
    let segment = QrSegment::make_bytes(text.as_bytes());
    let code = QrCode::encode_segments_advanced(&[segment], QrCodeEcc::High, Version::MIN, Version::MAX, None, false)
        .map_err(|_| ImageError::TooLong)?;
    let modules = code.size() + 2 * quiet_zone;
    let side = modules.unsigned_abs() * SCALE;
    let mut pixels = Vec::with_capacity((side * side) as usize);
    for y in 0..modules {
        let row: Vec<u8> = (0..modules)
            .flat_map(|x| {
                let shade = if code.get_module(x - quiet_zone, y - quiet_zone) { 0 } else { 255 };
                std::iter::repeat_n(shade, SCALE as usize)
            })
            .collect();
        for _ in 0..SCALE {
            pixels.extend_from_slice(&row);
        }
    }
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, side, side);
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(BitDepth::Eight);
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_reads_as_the_text_and_stays_below_version_7() {
        let text = format!("https://login.example.com:8443/m/{}", "A".repeat(22));
        assert_eq!(text.len(), 55);
        let bytes = png(&text, QUIET_ZONE).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((info.width, info.height), (490, 490), "41 modules and the quiet zone at 10 px");
        let width = info.width as usize;
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, width, |x, y| pixels[y * width + x]);
        let (meta, read) = image.detect_grids()[0].decode().unwrap();
        assert_eq!((read.as_str(), meta.ecc_level), (text.as_str(), 2), "2 is level H in the format's bits");
    }
}
