//! How much of a QR code a logo may cover. Used by [`Drawing`](super::Drawing).
//!
//! Error correction works per block of code words, and the centre belongs to some blocks more than to others, so a
//! percentage of the area says little. The table below holds, for level H and each version, the side of the largest
//! centred square that costs no block more than half of what it can correct; the other half is for the camera. The
//! test computes it anew from the layout of ISO/IEC 18004.

/// The side in modules, always odd, by version from 1.
const SIDES: [u8; 20] = [3, 5, 5, 7, 9, 13, 11, 13, 15, 17, 17, 19, 15, 25, 15, 21, 29, 21, 31, 27];

/// The side, in modules, of the largest centred square that may be covered in a code of `version` at level H; 0 for
/// a version without an entry.
pub fn logo_modules(version: u8) -> u32 {
    usize::from(version).checked_sub(1).and_then(|index| SIDES.get(index)).copied().map_or(0, u32::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Error correction code words per block at level H, and number of blocks, by version from 1 (ISO/IEC 18004,
    /// table 9).
    const ECC_PER_BLOCK: [usize; 20] = [17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28];
    const BLOCKS: [usize; 20] = [1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25];

    fn alignment_centres(version: usize) -> Vec<usize> {
        if version == 1 {
            return Vec::new();
        }
        let count = version / 7 + 2;
        let step = (version * 8 + count * 3 + 5) / (count * 4 - 4) * 2;
        let size = version * 4 + 17;
        let mut centres: Vec<usize> = (0..count - 1).map(|i| size - 7 - i * step).collect();
        centres.push(6);
        centres.sort_unstable();
        centres
    }

    fn is_function_module(version: usize, x: usize, y: usize) -> bool {
        let size = version * 4 + 17;
        let finder = |x: usize, y: usize| x <= 8 && y <= 8;
        let corners = finder(x, y) || (x >= size - 8 && y <= 8) || (x <= 8 && y >= size - 8);
        let timing = x == 6 || y == 6;
        let versions = version >= 7
            && ((x < 6 && (size - 11..size - 8).contains(&y)) || (y < 6 && (size - 11..size - 8).contains(&x)));
        let centres = alignment_centres(version);
        let last = size - 7;
        let alignment = centres.iter().any(|&cx| {
            centres.iter().any(|&cy| {
                let on_finder = (cx, cy) == (6, 6) || (cx, cy) == (6, last) || (cx, cy) == (last, 6);
                !on_finder && x.abs_diff(cx) <= 2 && y.abs_diff(cy) <= 2
            })
        });
        corners || timing || versions || alignment
    }

    /// The code word that each module belongs to, in the order of placement.
    fn code_words(version: usize) -> Vec<Vec<Option<usize>>> {
        let size = version * 4 + 17;
        let mut words = vec![vec![None; size]; size];
        let mut bit = 0;
        let mut right = size - 1;
        loop {
            let up = (right + 1) & 2 == 0;
            for step in 0..size {
                let y = if up { size - 1 - step } else { step };
                for x in [right, right - 1] {
                    if !is_function_module(version, x, y) {
                        words[y][x] = Some(bit / 8);
                        bit += 1;
                    }
                }
            }
            if right == 1 {
                break;
            }
            right -= if right == 8 { 3 } else { 2 };
        }
        words
    }

    fn side(version: usize) -> u8 {
        let size = version * 4 + 17;
        let words = code_words(version);
        let total = words.iter().flatten().flatten().max().unwrap() + 1;
        // The last bits of some versions are a remainder that belongs to no code word.
        let total = if (0..size * size).filter(|i| words[i / size][i % size].is_some()).count() % 8 == 0 {
            total
        } else {
            total - 1
        };
        let (blocks, ecc) = (BLOCKS[version - 1], ECC_PER_BLOCK[version - 1]);
        let short = blocks - total % blocks;
        let short_data = total / blocks - ecc;
        let block_of = |word: usize| {
            if word < short_data * blocks {
                word % blocks
            } else if word < short_data * blocks + (blocks - short) {
                short + word - short_data * blocks
            } else {
                (word - short_data * blocks - (blocks - short)) % blocks
            }
        };
        let mut best = 0;
        for side in (1..size).step_by(2) {
            let (from, to) = ((size - side) / 2, (size + side) / 2);
            let mut lost: Vec<usize> =
                (from..to).flat_map(|y| (from..to).map(move |x| (x, y))).filter_map(|(x, y)| words[y][x]).collect();
            lost.sort_unstable();
            lost.dedup();
            let mut by_block = vec![0; blocks];
            lost.into_iter().filter(|word| *word < total).for_each(|word| by_block[block_of(word)] += 1);
            // A block corrects half as many code words as it has of error correction; half of those are the logo's.
            if by_block.iter().any(|lost| lost * 4 > ecc) {
                break;
            }
            best = u8::try_from(side).unwrap();
        }
        best
    }

    #[test]
    fn the_table_is_what_the_layout_gives() {
        let computed: Vec<u8> = (1..=20).map(side).collect();
        assert_eq!(SIDES.as_slice(), computed.as_slice());
    }

    #[test]
    fn the_figures_measured_elsewhere_agree() {
        assert_eq!([4, 5, 6, 7].map(logo_modules), [7, 9, 13, 11]);
        assert_eq!((logo_modules(0), logo_modules(21)), (0, 0));
    }
}
