//! A QR code as a picture: a PNG in a `data:` URL. What changes a page's colours leaves pictures alone, and WeChat's
//! browser reads a code out of nothing else. Used by the QR panel.
//!
//! One bit a pixel, not compressed: a few kilobytes that never leave the browser, for a writer of fifty lines.

use super::drawing::QUIET_ZONE;

/// Pixels of a module on a side: so a module is one byte of a row.
const SCALE: usize = 8;
/// The most that an uncompressed block holds (RFC 1951 §3.2.4).
const BLOCK: usize = 65_535;

/// The picture of a code with its quiet zone. `dark` has its modules row by row, `modules` of them in each.
pub(super) fn data_url(dark: &[bool], modules: usize) -> String {
    let mut url = String::from("data:image/png;base64,");
    base64(&png(dark, modules), &mut url);
    url
}

fn png(dark: &[bool], modules: usize) -> Vec<u8> {
    let zone = QUIET_ZONE as usize;
    let side = modules + 2 * zone;
    let mut rows = vec![255; (side + 1) * SCALE * side];
    for (y, row) in rows.chunks_mut(side + 1).enumerate() {
        // Each row begins with its filter, which is none. A set bit is white.
        row[0] = 0;
        let from = (y / SCALE).wrapping_sub(zone);
        if from < modules {
            for x in 0..modules {
                if dark[from * modules + x] {
                    row[zone + 1 + x] = 0;
                }
            }
        }
    }
    let side = ((side * SCALE) as u32).to_be_bytes();
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    // One bit of grey.
    chunk(&mut png, b"IHDR", &[&side[..], &side, &[1, 0, 0, 0, 0]].concat());
    chunk(&mut png, b"IDAT", &stored(&rows));
    chunk(&mut png, b"IEND", &[]);
    png
}

/// A part of a PNG (PNG §5.3): length, name, data, checksum.
fn chunk(png: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    png.extend_from_slice(&(data.len() as u32).to_be_bytes());
    let start = png.len();
    png.extend_from_slice(name);
    png.extend_from_slice(data);
    let mut crc = u32::MAX;
    for &byte in &png[start..] {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xEDB8_8320 & 0_u32.wrapping_sub(crc & 1));
        }
    }
    png.extend_from_slice(&(!crc).to_be_bytes());
}

/// `data` as a zlib stream that compresses nothing (RFC 1950).
fn stored(data: &[u8]) -> Vec<u8> {
    let mut stream = vec![0x78, 0x01];
    let (mut low, mut high) = (1_u32, 0_u32);
    let mut left = data.len();
    for block in data.chunks(BLOCK) {
        left -= block.len();
        stream.push(u8::from(left == 0));
        let length = block.len() as u16;
        stream.extend_from_slice(&length.to_le_bytes());
        stream.extend_from_slice(&(!length).to_le_bytes());
        stream.extend_from_slice(block);
        for &byte in block {
            low = (low + u32::from(byte)) % 65_521;
            high = (high + low) % 65_521;
        }
    }
    stream.extend_from_slice(&((high << 16) | low).to_be_bytes());
    stream
}

fn base64(bytes: &[u8], text: &mut String) {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, &byte| (bits << 8) | u32::from(byte)) << (8 * (3 - three.len()));
        for at in 0..4 {
            let digit = ALPHABET[(bits >> (18 - 6 * at)) as usize & 63];
            text.push(if at > three.len() { '=' } else { char::from(digit) });
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;

    use super::super::Drawing;

    /// The pixels of a picture, one a byte, as a reader that is not ours sees them.
    fn pixels(url: &str) -> (usize, Vec<u8>) {
        let text = url.strip_prefix("data:image/png;base64,").unwrap();
        let bytes = base64::engine::general_purpose::STANDARD.decode(text).unwrap();
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!(info.width, info.height);
        (info.width as usize, pixels)
    }

    #[test]
    fn the_picture_of_every_length_reads_as_the_text() {
        // Of the longest the rows need two blocks.
        for length in [1, 2, 3, 25, 58, 119, 200, 300, 382] {
            let text: String = "https://login.example.com/m/aZ09-_".chars().cycle().take(length).collect();
            let drawing = Drawing::of(&text).unwrap();
            let (side, pixels) = pixels(&drawing.picture());
            assert_eq!(side, drawing.modules_with_quiet_zone() as usize * 8);
            let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| pixels[y * side + x]);
            let read = image.detect_grids()[0].decode().unwrap().1;
            assert_eq!(read, text, "{length} bytes");
        }
    }

    #[test]
    fn the_picture_has_its_quiet_zone() {
        let (side, pixels) = pixels(&Drawing::of("a").unwrap().picture());
        for at in 0..side * 32 {
            assert_eq!((pixels[at], pixels[pixels.len() - 1 - at]), (255, 255));
        }
    }
}
