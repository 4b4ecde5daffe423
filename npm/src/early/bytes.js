// The bytes of a QR code: the text with its error correction, in the order in which they are drawn (ISO/IEC 18004 §7.4–7.6).

/** Error correction bytes in a block at level H, and how many blocks there are, by version from 1 (table 9). */
const CORRECTION = [17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28];
const BLOCKS = [1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25];

/** Bytes that a code of a version holds, error correction included. */
const roomOf = (version) => {
  const across = version > 1 ? Math.floor(version / 7) + 2 : 0;
  const alignment = across && (25 * across - 10) * across - 55;
  return ((16 * version + 128) * version + 64 - alignment - (version > 6 ? 36 : 0)) >> 3;
};

/** A product in the field of 256 elements with the polynomial 0x11d. */
const times = (one, other) => {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) product = (product << 1) ^ ((product >> 7) * 0x11d) ^ (((other >> bit) & 1) * one);
  return product;
};

/** The `count` bytes that correct a block, by Reed and Solomon. */
const correction = (block, count) => {
  let divisor = [...Array(count - 1).fill(0), 1];
  for (let root = 1, at = 0; at < count; at++, root = times(root, 2)) {
    divisor = divisor.map((value, index) => times(value, root) ^ (divisor[index + 1] ?? 0));
  }
  let rest = Array(count).fill(0);
  for (const byte of block) {
    const factor = byte ^ rest[0];
    rest = divisor.map((value, index) => (rest[index + 1] ?? 0) ^ times(value, factor));
  }
  return rest;
};

/**
 * A text in bytes mode at level H, in the least version that holds it.
 * @param {string} text
 * @returns {{ version: number, bytes: number[] } | undefined} none where the text is too long to be read off a screen
 */
export const bytesOf = (text) => {
  const data = [...new TextEncoder().encode(text)];
  for (let version = 1; version <= BLOCKS.length; version++) {
    const [blocks, correcting, room] = [BLOCKS[version - 1], CORRECTION[version - 1], roomOf(version)];
    const size = room - blocks * correcting;
    const length = version < 10 ? [data.length] : [data.length >> 8, data.length & 255];
    // The mode is half a byte, and so is the end.
    if (length.length + data.length + 1 > size) continue;
    let half = 4;
    const filled = [...length, ...data, 0].map((byte) => {
      const whole = (half << 4) | (byte >> 4);
      half = byte & 15;
      return whole;
    });
    while (filled.length < size) filled.push((filled.length - data.length - length.length) & 1 ? 0xec : 0x11);
    // The later blocks are a byte longer.
    const short = blocks - (room % blocks);
    let from = 0;
    const parts = Array.from({ length: blocks }, (_, at) => {
      const part = filled.slice(from, (from += Math.floor(room / blocks) - correcting + (at < short ? 0 : 1)));
      return [part, correction(part, correcting)];
    });
    const bytes = [];
    for (const kind of [0, 1]) {
      for (let at = 0; at < room; at++) {
        for (const part of parts) if (at < part[kind].length) bytes.push(part[kind][at]);
      }
    }
    return { version, bytes };
  }
};
