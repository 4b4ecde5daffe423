//! `qr-reader FILE…`: reads QR codes from PNG files with two decoders that share no code, and prints a JSON object a
//! line: `{"file": …, "rqrr": text or null, "quircs": text or null}`. The end-to-end tests hold both against what the
//! page should show.

#![forbid(unsafe_code)]

use std::fs::File;
use std::io::{BufReader, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use png::{ColorType, Transformations};
use serde_json::json;

fn main() -> Result<()> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    ensure!(!files.is_empty(), "usage: qr-reader FILE.png…");
    let mut out = std::io::stdout().lock();
    for file in files {
        let image = Greyscale::read(Path::new(&file)).with_context(|| format!("{file} cannot be read"))?;
        let line = json!({ "file": file, "rqrr": with_rqrr(&image), "quircs": with_quircs(&image) });
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// A picture of one byte a pixel.
struct Greyscale {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Greyscale {
    /// Reads a PNG of any kind; what is transparent is white, as on paper.
    fn read(path: &Path) -> Result<Self> {
        let mut decoder = png::Decoder::new(BufReader::new(File::open(path)?));
        decoder.set_transformations(Transformations::normalize_to_color8());
        let mut reader = decoder.read_info()?;
        let mut bytes = vec![0; reader.output_buffer_size().context("the picture is too large")?];
        let info = reader.next_frame(&mut bytes)?;
        bytes.truncate(info.buffer_size());
        let shade: fn(&[u8]) -> u8 = match info.color_type {
            ColorType::Rgb => |p| luma([p[0], p[1], p[2]]),
            ColorType::Rgba => |p| over_white(luma([p[0], p[1], p[2]]), p[3]),
            ColorType::GrayscaleAlpha => |p| over_white(p[0], p[1]),
            ColorType::Grayscale | ColorType::Indexed => |p| p[0],
        };
        let pixels = bytes.chunks_exact(info.color_type.samples()).map(shade).collect();
        Ok(Self { width: info.width as usize, height: info.height as usize, pixels })
    }
}

/// ITU-R BT.601.
fn luma([r, g, b]: [u8; 3]) -> u8 {
    ((299 * u32::from(r) + 587 * u32::from(g) + 114 * u32::from(b) + 500) / 1000) as u8
}

fn over_white(shade: u8, alpha: u8) -> u8 {
    ((u32::from(shade) * u32::from(alpha) + 255 * (255 - u32::from(alpha))) / 255) as u8
}

/// The text of the first code that can be read.
fn with_rqrr(image: &Greyscale) -> Option<String> {
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(image.width, image.height, |x, y| {
        image.pixels[y * image.width + x]
    });
    prepared.detect_grids().iter().find_map(|grid| Some(grid.decode().ok()?.1))
}

/// The text of the first code that can be read.
fn with_quircs(image: &Greyscale) -> Option<String> {
    quircs::Quirc::default()
        .identify(image.width, image.height, &image.pixels)
        .find_map(|code| String::from_utf8(code.ok()?.decode().ok()?.payload).ok())
}

#[cfg(test)]
mod tests {
    use super::{luma, over_white};

    #[test]
    fn colours_become_shades() {
        assert_eq!([luma([255, 255, 255]), luma([0, 0, 0]), luma([255, 0, 0])], [255, 0, 76]);
        assert_eq!([over_white(0, 0), over_white(0, 255), over_white(100, 255)], [255, 0, 100]);
    }
}
