// The modules of a QR code, as core/src/qr/drawing.rs has them from its library: with the same text both draw the same.
import { bytesOf } from "./bytes.js";

/** Which modules a mask turns round. */
const MASKS = [
  (x, y) => (x + y) % 2,
  (x, y) => y % 2,
  (x) => x % 3,
  (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(x / 3) + (y >> 1)) % 2,
  (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

/** A number with what makes up for errors in it: the rest of its division by `polynomial`, of `length` bits. */
const corrected = (value, length, polynomial) => {
  let rest = value << length;
  for (let bit = 31 - Math.clz32(rest || 1); bit >= length; bit--) rest ^= ((rest >> bit) & 1) * (polynomial << (bit - length));
  return (value << length) | rest;
};

/** Where the small squares have their middles. */
const middles = (version, size) => {
  if (version < 2) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.floor((version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, at) => size - 7 - at * step)];
};

/** How hard a code is to read (ISO/IEC 18004 §7.8.3.1). @param {number[][]} rows */
const penalty = (rows) => {
  const size = rows.length;
  let [sum, dark] = [0, 0];
  for (const lines of [rows, rows.map((_, x) => rows.map((row) => row[x]))]) {
    for (const line of lines) {
      // Lengths of the runs of a colour, light ones at even places.
      const runs = [0];
      for (const module of line) {
        if ((runs.length - 1) % 2 !== module) runs.push(0);
        runs[runs.length - 1]++;
      }
      for (const run of runs) if (run > 4) sum += run - 2;
      // What looks like a corner, with the light margins.
      if (runs.length % 2 < 1) runs.push(0);
      runs[0] += size;
      runs[runs.length - 1] += size;
      for (let at = 6; at < runs.length; at += 2) {
        const [before, one, two, three, four, five, after] = runs.slice(at - 6);
        if (two !== one || three !== one * 3 || four !== one || five !== one) continue;
        sum += 40 * ((before >= one * 4 && after >= one) + (after >= one * 4 && before >= one));
      }
    }
  }
  rows.forEach((row, y) =>
    row.forEach((here, x) => {
      dark += here;
      if (y && x && [row[x - 1], rows[y - 1][x], rows[y - 1][x - 1]].every((other) => other === here)) sum += 3;
    }),
  );
  return sum + 10 * (Math.ceil(Math.abs(dark * 20 - size * size * 10) / (size * size)) - 1);
};

/**
 * The modules of a text at level H, with the mask that is read most easily.
 * @param {string} text
 * @returns {number[][] | undefined} row by row, 1 for dark; none where the text is too long to be read off a screen
 */
export const matrix = (text) => {
  const coded = bytesOf(text);
  if (!coded) return undefined;
  const { version, bytes } = coded;
  const size = version * 4 + 17;
  /** Modules that no mask turns round. */
  const fixed = Array.from({ length: size }, () => []);
  const set = (x, y, dark) => {
    if (fixed[y]) fixed[y][x] = +dark;
  };
  for (let at = 0; at < size; at++) {
    set(6, at, at % 2 < 1);
    set(at, 6, at % 2 < 1);
  }
  const square = (middleX, middleY, reach) => {
    for (let y = -reach; y <= reach; y++) {
      for (let x = -reach; x <= reach; x++) {
        const distance = Math.max(Math.abs(x), Math.abs(y));
        if (middleX + x >= 0 && middleX + x < size) set(middleX + x, middleY + y, distance !== 2 - (reach < 3) * 1 && distance !== 4);
      }
    }
  };
  const last = size - 7;
  for (const x of middles(version, size)) {
    for (const y of middles(version, size)) if (!((x === 6 && y === 6) || (x === 6 && y === last) || (x === last && y === 6))) square(x, y, 2);
  }
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) square(x, y, 4);
  const bits = corrected(version, 12, 0x1f25);
  for (let at = 0; version > 6 && at < 18; at++) {
    for (const [x, y] of [[size - 11 + (at % 3), Math.floor(at / 3)], [Math.floor(at / 3), size - 11 + (at % 3)]]) set(x, y, (bits >> at) & 1);
  }
  const format = (mask) => {
    // Level H is 2.
    const bits = corrected(16 | mask, 10, 0x537) ^ 0x5412;
    for (let at = 0; at < 15; at++) {
      const dark = (bits >> at) & 1;
      set(8, at < 6 ? at : at < 8 ? at + 1 : size - 15 + at, dark);
      set(at < 8 ? size - 1 - at : at < 9 ? 7 : 14 - at, 8, dark);
    }
    set(8, size - 8, 1);
  };
  format(0);
  /** All other modules, in the order in which they are filled: pairs of columns from the right, up and down. */
  const free = [];
  for (let right = size - 1; right > 0; right -= right === 8 ? 3 : 2) {
    for (let step = 0; step < size; step++) {
      const y = (right + 1) & 2 ? step : size - 1 - step;
      for (const x of [right, right - 1]) if (fixed[y][x] === undefined) free.push([x, y]);
    }
  }
  let best;
  MASKS.forEach((isTurned, mask) => {
    format(mask);
    const rows = fixed.map((row) => [...row]);
    free.forEach(([x, y], at) => (rows[y][x] = ((bytes[at >> 3] >> (7 - (at & 7))) & 1) ^ +!isTurned(x, y)));
    const cost = penalty(rows);
    if (!best || cost < best.cost) best = { cost, rows };
  });
  return best.rows;
};

/** Path data of the dark modules, runs of a row merged. @param {number[][]} rows */
export const path = (rows) => {
  let text = "";
  rows.forEach((row, y) => {
    for (const { 0: { length }, index } of row.join("").matchAll(/1+/g)) text += `M${index} ${y}h${length}v1h-${length}z`;
  });
  return text;
};
