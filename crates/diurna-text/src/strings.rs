//! String ids: how the networks name words.
//!
//! spaCy knows strings by a 64-bit id. Some 456 names have a small reserved id, and that goes for ordinary words and
//! shapes that happen to be spelled the same (`det`, `number`, `X`); all others are hashed with MurmurHash64A, seed 1.

use crate::tables::SYMBOLS;

const MULTIPLIER: u64 = 0xc6a4_a793_5bd1_e995;
const SHIFT: u32 = 47;
const SEED: u64 = 1;

/// The id of a string.
pub(crate) fn id(text: &str) -> u64 {
    if text.is_empty() {
        return 0;
    }
    match SYMBOLS.binary_search_by(|(name, _)| (*name).cmp(text)) {
        Ok(at) => u64::from(SYMBOLS[at].1),
        Err(_) => murmur(text.as_bytes()),
    }
}

fn murmur(bytes: &[u8]) -> u64 {
    let mut hash = SEED ^ (bytes.len() as u64).wrapping_mul(MULTIPLIER);
    let (words, tail) = bytes.as_chunks::<8>();
    for word in words {
        let mut key = u64::from_le_bytes(*word).wrapping_mul(MULTIPLIER);
        key ^= key >> SHIFT;
        hash = (hash ^ key.wrapping_mul(MULTIPLIER)).wrapping_mul(MULTIPLIER);
    }
    if !tail.is_empty() {
        let mut last = [0; 8];
        last[..tail.len()].copy_from_slice(tail);
        hash = (hash ^ u64::from_le_bytes(last)).wrapping_mul(MULTIPLIER);
    }
    hash = (hash ^ (hash >> SHIFT)).wrapping_mul(MULTIPLIER);
    hash ^ (hash >> SHIFT)
}

/// The four row numbers, not yet reduced to the table's size, that an embedding with `seed` looks up for an id.
///
/// MurmurHash3 (x64, 128 bits) of the id's eight bytes, as Thinc's `HashEmbed` uses it.
pub(crate) fn rows(id: u64, seed: u64) -> [u32; 4] {
    let mut first = id.wrapping_mul(0x87c3_7b91_1142_53d5);
    first = first.rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    first ^= seed ^ 8;
    let mut second = seed ^ 8;
    first = first.wrapping_add(second);
    second = second.wrapping_add(first);
    first = mix(first);
    second = mix(second);
    first = first.wrapping_add(second);
    second = second.wrapping_add(first);
    [
        first as u32,
        (first >> 32) as u32,
        second as u32,
        (second >> 32) as u32,
    ]
}

fn mix(mut value: u64) -> u64 {
    value ^= value >> 33;
    value = value.wrapping_mul(0xff51_afd7_ed55_8ccd);
    value ^= value >> 33;
    value = value.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    value ^ (value >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_of_spacy() {
        assert_eq!(id(""), 0);
        assert_eq!(id("government"), 3625794390087546215);
        assert_eq!(id("the"), 7425985699627899538);
        assert_eq!(id("Élysée"), 15246259507242029199);
    }

    #[test]
    fn reserved_names_keep_their_number_even_as_words() {
        for (name, number) in [("X", 101), ("det", 415), ("mark", 423), ("_", 456)] {
            assert_eq!(id(name), number, "{name}");
        }
    }

    #[test]
    fn table_of_symbols_is_sorted() {
        assert!(SYMBOLS.is_sorted_by(|left, right| left.0 < right.0));
    }

    #[test]
    fn embedding_rows_are_those_of_thinc() {
        let expected = [2079218228, 3250270903, 971343694, 580439059];
        assert_eq!(rows(id("government"), 8), expected);
    }
}
