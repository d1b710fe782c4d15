//! The one span type, its evidence form, and the change of unit at the border.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A half-open range `[start, end)` of [`Article::text`](crate::Article::text).
///
/// Counted in bytes in memory and in Unicode code points in JSON; see the crate's documentation.
///
/// ```
/// use diurna_record::Span;
/// let text = "Ankara said no";
/// assert_eq!(Span::new(0, 6).slice(text), "Ankara");
/// ```
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Span {
    /// First position inside the span.
    pub start: usize,
    /// First position behind the span.
    pub end: usize,
}

impl Span {
    /// A span from `start` up to, not including, `end`.
    ///
    /// # Panics
    ///
    /// If `start > end`.
    pub fn new(start: usize, end: usize) -> Span {
        assert!(
            start <= end,
            "span starts at {start} and ends before it at {end}"
        );
        Span { start, end }
    }

    /// The stretch of `text` that the span covers.
    ///
    /// # Panics
    ///
    /// If the span does not lie on character borders inside `text`.
    pub fn slice(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// Number of units covered.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// True for a span that covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// True if `other` lies inside this span or equals it.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True if the two share at least one position.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Span) -> Span {
        Span {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The same span moved right by `by`.
    pub fn shift(self, by: usize) -> Span {
        Span {
            start: self.start + by,
            end: self.end + by,
        }
    }
}

/// A span together with the words that stand there, so that a reader of the JSON needs no slicing.
///
/// `diurna verify` holds `text` against the slice.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// Where the words stand.
    #[serde(flatten)]
    pub span: Span,
    /// The words themselves.
    pub text: String,
}

impl Evidence {
    /// The evidence at `span` of `text`.
    pub fn at(text: &str, span: Span) -> Evidence {
        Evidence {
            span,
            text: span.slice(text).to_owned(),
        }
    }
}

/// Changes byte offsets into code point offsets and back, in constant time for most text.
///
/// A checkpoint is kept every 64 bytes, so a lookup counts at most 64 bytes.
#[derive(Debug)]
pub struct CharIndex<'t> {
    text: &'t str,
    /// Code points before byte `64 * i`.
    before: Vec<usize>,
}

const STRIDE: usize = 64;

impl<'t> CharIndex<'t> {
    /// Reads `text` once.
    pub fn new(text: &'t str) -> CharIndex<'t> {
        let mut before = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut count = 0;
        for block in text.as_bytes().chunks(STRIDE) {
            before.push(count);
            count += block.iter().filter(|byte| starts_char(**byte)).count();
        }
        before.push(count);
        CharIndex { text, before }
    }

    /// Code points before the byte offset `byte`; `None` outside the text or inside a character.
    pub fn to_chars(&self, byte: usize) -> Option<usize> {
        if !self.text.is_char_boundary(byte) {
            return None;
        }
        let block = byte / STRIDE;
        let from = &self.text.as_bytes()[block * STRIDE..byte];
        Some(self.before[block] + from.iter().filter(|byte| starts_char(**byte)).count())
    }

    /// The byte offset of code point number `chars`; `None` outside the text.
    pub fn to_bytes(&self, chars: usize) -> Option<usize> {
        let block = self
            .before
            .partition_point(|count| *count <= chars)
            .checked_sub(1)?;
        let start = (block * STRIDE).min(self.text.len());
        let mut left = chars - self.before[block];
        for (at, byte) in self.text.as_bytes().iter().enumerate().skip(start) {
            if starts_char(*byte) {
                if left == 0 {
                    return Some(at);
                }
                left -= 1;
            }
        }
        (left == 0).then_some(self.text.len())
    }
}

fn starts_char(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn index_agrees_with_char_indices_on_both_sides_of_a_checkpoint() {
        let text = "Élysée – “no” 中文 🙂 ".repeat(9);
        let index = CharIndex::new(&text);
        for (chars, (bytes, _)) in text.char_indices().enumerate() {
            assert_eq!(index.to_chars(bytes), Some(chars));
            assert_eq!(index.to_bytes(chars), Some(bytes));
        }
        let total = text.chars().count();
        assert_eq!(index.to_chars(text.len()), Some(total));
        assert_eq!(index.to_bytes(total), Some(text.len()));
        assert_eq!(index.to_bytes(total + 1), None);
    }

    #[test]
    fn offset_inside_a_character_is_refused() {
        assert_eq!(CharIndex::new("é").to_chars(1), None);
        assert_eq!(CharIndex::new("é").to_chars(3), None);
    }
}
