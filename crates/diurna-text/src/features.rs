//! What the networks see of a word, computed once a word.
//!
//! A [`Lexicon`] belongs to one worker. It remembers how chunks are cut, and for each distinct word (its text, and the
//! normal form if an exception gave one) the ids of its features. For each network it numbers the distinct tuples of
//! features, so that embeddings can be kept by a small number instead of being hashed again for every token.

use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::Arc;

use hashbrown::{DefaultHashBuilder, HashTable};
use serde::{Deserialize, Serialize};

use crate::characters::{is_alphabetic, is_digit, is_space, is_upper};
use crate::pattern::Scratch;
use crate::strings::id;
use crate::tables::BASE_NORMS;
use crate::tokenizer::{Piece, Tokenizer, chunks};
use crate::weights::NormTable;

/// A property of a token that a network looks up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Attribute {
    /// The text.
    Orth,
    /// The text in lower case.
    Lower,
    /// The normal form.
    Norm,
    /// The first character.
    Prefix,
    /// The last three characters.
    Suffix,
    /// The shape; see [`word_shape`].
    Shape,
    /// A blank follows.
    Spacy,
    /// White space only.
    IsSpace,
}

/// Longer chunks come once, so they are not remembered.
const MAX_CACHED_CHUNK: usize = 48;

/// The lexicon is emptied between two texts when it holds more words than this, or more bytes of chunks and words.
const MAX_WORDS: usize = 1 << 16;
const MAX_BYTES: usize = 4 << 20;

/// Code points from which on a word's shape is just `LONG`.
const LONG_SHAPE: usize = 100;

/// Equal characters in a row that a shape keeps.
const SHAPE_RUN: usize = 4;

/// A token of a text: its bytes, its word and what follows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub start: u32,
    pub end: u32,
    pub word: u32,
    pub space_after: bool,
}

impl Token {
    /// The bytes it covers.
    pub(crate) fn bytes(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A distinct word.
#[derive(Debug)]
pub(crate) struct Word {
    pub text: Box<str>,
    pub lower: Box<str>,
    pub norm: Arc<str>,
    pub is_space: bool,
    /// Id of the text.
    pub orth: u64,
    /// Number of the feature tuple, by network, without and with a blank behind.
    pub tuples: [[u32; 2]; 2],
    /// An exception that the tokenizer would cut begins with it.
    opens_phrase: bool,
    /// The normal form is that of an exception.
    given_norm: bool,
}

/// The distinct tuples of features that a network has met.
#[derive(Debug)]
pub(crate) struct Tuples {
    columns: Vec<Attribute>,
    /// The text's id is part of the tuple: a static vector hangs on it.
    with_orth: bool,
    values: Vec<u64>,
    table: HashTable<u32>,
}

impl Tuples {
    fn new(columns: &[Attribute], with_orth: bool) -> Tuples {
        Tuples {
            columns: columns.to_vec(),
            with_orth,
            values: Vec::new(),
            table: HashTable::new(),
        }
    }

    fn width(&self) -> usize {
        self.columns.len() + usize::from(self.with_orth)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.values.len() / self.width()
    }

    /// The ids of a tuple in the order of the columns, and behind them the text's if it counts.
    pub(crate) fn get(&self, number: u32) -> &[u64] {
        &self.values[number as usize * self.width()..][..self.width()]
    }

    fn number(&mut self, hasher: &DefaultHashBuilder, tuple: &[u64]) -> u32 {
        let width = self.width();
        let hash = hasher.hash_one(tuple);
        let same = |number: &u32| self.values[*number as usize * width..][..width] == *tuple;
        if let Some(number) = self.table.find(hash, same) {
            return *number;
        }
        let number = self.len() as u32;
        self.values.extend_from_slice(tuple);
        let values = &self.values;
        let rehash = |number: &u32| hasher.hash_one(&values[*number as usize * width..][..width]);
        self.table.insert_unique(hash, number, rehash);
        number
    }

    fn clear(&mut self) {
        self.values.clear();
        self.table.clear();
    }
}

#[derive(Debug)]
struct KnownChunk {
    text: Box<str>,
    pieces: Range<u32>,
}

/// The words, chunks and feature tuples that one worker has met.
#[derive(Debug)]
pub(crate) struct Lexicon {
    hasher: DefaultHashBuilder,
    words: Vec<Word>,
    word_table: HashTable<u32>,
    chunks: Vec<KnownChunk>,
    chunk_table: HashTable<u32>,
    /// Length and word of each piece of the known chunks.
    pieces: Vec<(u32, u32)>,
    bytes: usize,
    /// The feature tuples of the shared network and of the entity recogniser's.
    pub tuples: [Tuples; 2],
    scratch: Scratch,
    cut: Vec<Piece>,
}

impl Lexicon {
    /// An empty lexicon for networks with these columns; the flags say whether static vectors are used.
    pub(crate) fn new(networks: [(&[Attribute], bool); 2]) -> Lexicon {
        Lexicon {
            hasher: DefaultHashBuilder::default(),
            words: Vec::new(),
            word_table: HashTable::new(),
            chunks: Vec::new(),
            chunk_table: HashTable::new(),
            pieces: Vec::new(),
            bytes: 0,
            tuples: networks.map(|(columns, with_orth)| Tuples::new(columns, with_orth)),
            scratch: Scratch::default(),
            cut: Vec::new(),
        }
    }

    /// True if it has grown so large that it should be cleared before the next text.
    pub(crate) fn is_full(&self) -> bool {
        self.words.len() > MAX_WORDS || self.bytes > MAX_BYTES
    }

    /// Forgets everything; numbers of words and tuples become void.
    pub(crate) fn clear(&mut self) {
        self.words.clear();
        self.word_table.clear();
        self.chunks.clear();
        self.chunk_table.clear();
        self.pieces.clear();
        self.bytes = 0;
        self.tuples.iter_mut().for_each(Tuples::clear);
    }

    /// A word by its number.
    pub(crate) fn word(&self, number: u32) -> &Word {
        &self.words[number as usize]
    }

    /// Appends the tokens of `text[part]`, taken as a text of its own.
    pub(crate) fn tokenize(
        &mut self,
        tokenizer: &Tokenizer,
        norms: &NormTable,
        text: &str,
        part: Range<usize>,
        into: &mut Vec<Token>,
    ) {
        let first = into.len();
        for chunk in chunks(&text[part.clone()]) {
            let bytes = part.start + chunk.bytes.start..part.start + chunk.bytes.end;
            let pieces = self.pieces_of(tokenizer, norms, &text[bytes.clone()]);
            let mut start = bytes.start as u32;
            for (len, word) in &self.pieces[pieces.start as usize..pieces.end as usize] {
                into.push(Token {
                    start,
                    end: start + len,
                    word: *word,
                    space_after: false,
                });
                start += len;
            }
            if let Some(last) = into[first..].last_mut() {
                last.space_after = chunk.space_after;
            }
        }
        self.join_phrases(tokenizer, norms, text, first, into);
    }

    /// The pieces of a chunk, as a range of `self.pieces`.
    fn pieces_of(&mut self, tokenizer: &Tokenizer, norms: &NormTable, chunk: &str) -> Range<u32> {
        let hash = self.hasher.hash_one(chunk);
        let same = |at: &u32| *self.chunks[*at as usize].text == *chunk;
        if let Some(at) = self.chunk_table.find(hash, same) {
            return self.chunks[*at as usize].pieces.clone();
        }
        let mut cut = std::mem::take(&mut self.cut);
        cut.clear();
        tokenizer.split(chunk, &mut self.scratch, &mut cut);
        let first = self.pieces.len() as u32;
        let mut start = 0;
        for piece in &cut {
            let text = &chunk[start..start + piece.len];
            let word = self.word_number(tokenizer, norms, text, piece.norm.as_ref());
            self.pieces.push((piece.len as u32, word));
            start += piece.len;
        }
        self.bytes += cut.len() * size_of::<(u32, u32)>();
        self.cut = cut;
        let pieces = first..self.pieces.len() as u32;
        if chunk.len() <= MAX_CACHED_CHUNK {
            self.remember(hash, chunk, pieces.clone());
        }
        pieces
    }

    fn remember(&mut self, hash: u64, chunk: &str, pieces: Range<u32>) {
        self.bytes += chunk.len();
        self.chunks.push(KnownChunk {
            text: chunk.into(),
            pieces,
        });
        let (hasher, chunks) = (&self.hasher, &self.chunks);
        let rehash = |at: &u32| hasher.hash_one(&*chunks[*at as usize].text);
        self.chunk_table
            .insert_unique(hash, chunks.len() as u32 - 1, rehash);
    }

    /// Puts exceptions together again that the tokenizer has cut, from token `first` on.
    fn join_phrases(
        &mut self,
        tokenizer: &Tokenizer,
        norms: &NormTable,
        text: &str,
        first: usize,
        tokens: &mut Vec<Token>,
    ) {
        let opens = |at: &usize| self.word(tokens[first + at].word).opens_phrase;
        let openers: Vec<usize> = (0..tokens.len() - first).filter(opens).collect();
        if openers.is_empty() {
            return;
        }
        let bytes = |at: usize| tokens[first + at].bytes();
        let hits = tokenizer.phrases(text, tokens.len() - first, bytes, &openers);
        if hits.is_empty() {
            return;
        }
        let mut rest = tokens.split_off(first).into_iter().enumerate().peekable();
        for hit in hits {
            while let Some((_, token)) = rest.next_if(|(at, _)| *at < hit.tokens.start) {
                tokens.push(token);
            }
            let Some((_, mut last)) = rest.next() else {
                break;
            };
            let mut start = last.start;
            while let Some((_, token)) = rest.next_if(|(at, _)| *at < hit.tokens.end) {
                last = token;
            }
            for piece in hit.pieces {
                let end = start + piece.len as u32;
                let word = &text[start as usize..end as usize];
                tokens.push(Token {
                    start,
                    end,
                    word: self.word_number(tokenizer, norms, word, piece.norm.as_ref()),
                    space_after: false,
                });
                start = end;
            }
            if let Some(token) = tokens.last_mut() {
                token.space_after = last.space_after;
            }
        }
        tokens.extend(rest.map(|(_, token)| token));
    }

    /// The number of a word; `norm` is the normal form that an exception gives it.
    fn word_number(
        &mut self,
        tokenizer: &Tokenizer,
        norms: &NormTable,
        text: &str,
        norm: Option<&Arc<str>>,
    ) -> u32 {
        let given = norm.map(|norm| &**norm);
        let hash = self.hasher.hash_one((text, given));
        let same = |at: &u32| {
            let word = &self.words[*at as usize];
            *word.text == *text && word.given() == given
        };
        if let Some(at) = self.word_table.find(hash, same) {
            return *at;
        }
        let word = self.new_word(tokenizer, norms, text, norm);
        self.bytes += 4 * text.len();
        self.words.push(word);
        let (hasher, words) = (&self.hasher, &self.words);
        let rehash = |at: &u32| {
            let word = &words[*at as usize];
            hasher.hash_one((&*word.text, word.given()))
        };
        let number = words.len() as u32 - 1;
        self.word_table.insert_unique(hash, number, rehash);
        number
    }

    fn new_word(
        &mut self,
        tokenizer: &Tokenizer,
        norms: &NormTable,
        text: &str,
        given: Option<&Arc<str>>,
    ) -> Word {
        let orth = id(text);
        let lower = text.to_lowercase();
        let norm = match given {
            Some(norm) => Arc::clone(norm),
            None => norms
                .get(orth)
                .or_else(|| base_norm(text))
                .unwrap_or(&lower)
                .into(),
        };
        let mut word = Word {
            is_space: text.chars().all(is_space),
            opens_phrase: tokenizer.opens_phrase(text),
            given_norm: given.is_some(),
            text: text.into(),
            lower: lower.into(),
            norm,
            orth,
            tuples: [[0; 2]; 2],
        };
        for (network, tuples) in self.tuples.iter_mut().enumerate() {
            word.tuples[network] = [false, true].map(|space_after| {
                let mut tuple: Vec<u64> = tuples
                    .columns
                    .iter()
                    .map(|column| word.feature(*column, space_after))
                    .collect();
                tuple.extend(tuples.with_orth.then_some(orth));
                tuples.number(&self.hasher, &tuple)
            });
        }
        word
    }
}

impl Word {
    fn given(&self) -> Option<&str> {
        self.given_norm.then_some(&*self.norm)
    }

    fn feature(&self, attribute: Attribute, space_after: bool) -> u64 {
        match attribute {
            Attribute::Orth => self.orth,
            Attribute::Lower => id(&self.lower),
            Attribute::Norm => id(&self.norm),
            Attribute::Prefix => id(first_char(&self.text)),
            Attribute::Suffix => id(last_chars(&self.text, 3)),
            Attribute::Shape => id(&word_shape(&self.text)),
            Attribute::Spacy => u64::from(space_after),
            Attribute::IsSpace => u64::from(self.is_space),
        }
    }
}

fn base_norm(text: &str) -> Option<&'static str> {
    let at = BASE_NORMS.binary_search_by(|(word, _)| (*word).cmp(text));
    Some(BASE_NORMS[at.ok()?].1)
}

fn first_char(text: &str) -> &str {
    let end = text.char_indices().nth(1).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

fn last_chars(text: &str, count: usize) -> &str {
    let start = text.char_indices().nth_back(count - 1);
    &text[start.map_or(0, |(at, _)| at)..]
}

/// A word's shape: capitals as `X`, other letters as `x`, digits as `d`, and at most four of a kind in a row.
///
/// ```
/// assert_eq!(diurna_text::word_shape("McDonald's"), "XxXxxxx'x");
/// assert_eq!(diurna_text::word_shape("F-16"), "X-dd");
/// ```
pub fn word_shape(word: &str) -> String {
    if word.chars().nth(LONG_SHAPE - 1).is_some() {
        return "LONG".to_owned();
    }
    let mut shape = String::with_capacity(word.len());
    let (mut last, mut run) = (None, 0);
    for c in word.chars().map(shape_of) {
        run = if last == Some(c) { run + 1 } else { 1 };
        last = Some(c);
        if run <= SHAPE_RUN {
            shape.push(c);
        }
    }
    shape
}

fn shape_of(c: char) -> char {
    match c {
        c if is_alphabetic(c) && is_upper(c) => 'X',
        c if is_alphabetic(c) => 'x',
        c if is_digit(c) => 'd',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_those_of_spacy() {
        for (word, shape) in [
            ("Police", "Xxxxx"),
            ("1,234,567", "d,ddd,ddd"),
            ("U.S.", "X.X."),
            ("aaaaaaB", "xxxxX"),
            ("......", "...."),
            ("x²", "xd"),
            ("Élysée", "Xxxxx"),
        ] {
            assert_eq!(word_shape(word), shape, "{word}");
        }
        assert_eq!(word_shape(&"a".repeat(100)), "LONG");
        assert_eq!(word_shape(&"a".repeat(99)), "xxxx");
    }

    #[test]
    fn prefix_and_suffix_count_characters() {
        assert_eq!(first_char("Élysée"), "É");
        assert_eq!(last_chars("Élysée", 3), "sée");
        assert_eq!(last_chars("ab", 3), "ab");
    }

    #[test]
    fn table_of_norms_is_sorted() {
        assert!(BASE_NORMS.is_sorted_by(|left, right| left.0 < right.0));
        assert_eq!(base_norm("…"), Some("..."));
    }
}
