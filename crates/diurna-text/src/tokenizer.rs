//! Cuts a text into tokens as spaCy's tokenizer does.
//!
//! Three steps. The text falls into chunks of white space and of other characters; one blank between two words belongs
//! to no chunk. A chunk that is no exception loses prefixes and suffixes, one by one, until an exception or nothing more
//! to strip is left; what is left is an exception, a URL, or cut at its infixes. Last, exceptions that the second step
//! would have cut (`:)`, `a.m.` before a bracket) are looked for among the tokens and put back together.
//!
//! The steps look only as far as the characters they strip, so the time is linear in the text.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::characters::is_space;
use crate::error::Error;
use crate::pattern::{Pattern, Scratch};
use crate::weights::{ExceptionPiece, TokenizerRules};

/// Rules of one package, compiled.
#[derive(Debug)]
pub(crate) struct Tokenizer {
    prefix: Pattern,
    suffix: Pattern,
    infix: Pattern,
    url: Option<Pattern>,
    exceptions: HashMap<Box<str>, Vec<Piece>>,
    /// Bytes of the longest exception: longer strings need not be looked up.
    longest: usize,
    /// Exceptions as the second step cuts them, by their first token.
    phrases: HashMap<Box<str>, Vec<Vec<Box<str>>>>,
}

/// A token inside a chunk.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    /// Its length in bytes.
    pub len: usize,
    /// The normal form that an exception gives it.
    pub norm: Option<Arc<str>>,
}

/// A stretch of text between blanks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chunk {
    /// Its bytes.
    pub bytes: Range<usize>,
    /// A blank follows that belongs to no chunk.
    pub space_after: bool,
}

/// A run of tokens that the third step replaces by an exception.
pub(crate) struct Hit<'t> {
    /// The tokens.
    pub tokens: Range<usize>,
    /// What takes their place.
    pub pieces: &'t [Piece],
}

impl Tokenizer {
    /// Compiles the rules of a package.
    pub(crate) fn new(rules: &TokenizerRules) -> Result<Tokenizer, Error> {
        let compile = |name: &str, source: &str| {
            Pattern::new(source)
                .map_err(|why| Error::package(format!("tokenizer rule `{name}`: {why}")))
        };
        let mut tokenizer = Tokenizer {
            prefix: compile("prefix_search", &rules.prefix)?,
            suffix: compile("suffix_search", &rules.suffix)?,
            infix: compile("infix_finditer", &rules.infix)?,
            url: match &rules.url {
                Some(source) => Some(compile("url_match", source)?),
                None => None,
            },
            exceptions: HashMap::with_capacity(rules.exceptions.len()),
            longest: 0,
            phrases: HashMap::new(),
        };
        for (text, pieces) in &rules.exceptions {
            tokenizer.add_exception(text, pieces)?;
        }
        tokenizer.find_phrases();
        Ok(tokenizer)
    }

    fn add_exception(&mut self, text: &str, pieces: &[ExceptionPiece]) -> Result<(), Error> {
        let joined: String = pieces.iter().map(|(orth, _)| orth.as_str()).collect();
        if joined != text || pieces.iter().any(|(orth, _)| orth.is_empty()) {
            return Err(Error::package(format!(
                "tokenizer exception {text:?} has other pieces: {joined:?}"
            )));
        }
        let piece = |(orth, norm): &ExceptionPiece| Piece {
            len: orth.len(),
            norm: norm.as_deref().map(Arc::from),
        };
        self.longest = self.longest.max(text.len());
        let pieces = pieces.iter().map(piece).collect();
        self.exceptions.insert(text.into(), pieces);
        Ok(())
    }

    /// Exceptions that an affix or infix touches or that hold a blank can come out of the second step in pieces.
    fn find_phrases(&mut self) {
        let mut scratch = Scratch::default();
        let mut phrases: HashMap<Box<str>, Vec<Vec<Box<str>>>> = HashMap::new();
        for text in self.exceptions.keys() {
            let touched = text.contains(' ')
                || self.prefix.prefix_len(text, &mut scratch) > 0
                || self.infix.find(text, 0, &mut scratch).is_some()
                || self.suffix.suffix_len(text, &mut scratch) > 0;
            if !touched {
                continue;
            }
            let tokens = self.bare_tokens(text, &mut scratch);
            if let Some(first) = tokens.first() {
                phrases.entry(first.clone()).or_default().push(tokens);
            }
        }
        self.phrases = phrases;
    }

    /// The tokens of a text if there were no exceptions.
    fn bare_tokens(&self, text: &str, scratch: &mut Scratch) -> Vec<Box<str>> {
        let mut tokens = Vec::new();
        let mut pieces = Vec::new();
        for chunk in chunks(text) {
            pieces.clear();
            self.cut(&text[chunk.bytes.clone()], false, scratch, &mut pieces);
            let mut at = chunk.bytes.start;
            for piece in &pieces {
                tokens.push(text[at..at + piece.len].into());
                at += piece.len;
            }
        }
        tokens
    }

    /// The second step: appends the tokens of a chunk.
    pub(crate) fn split(&self, chunk: &str, scratch: &mut Scratch, into: &mut Vec<Piece>) {
        match self.exception(chunk) {
            Some(pieces) => into.extend_from_slice(pieces),
            None => self.cut(chunk, true, scratch, into),
        }
    }

    fn exception(&self, text: &str) -> Option<&[Piece]> {
        if text.is_empty() || text.len() > self.longest {
            return None;
        }
        self.exceptions.get(text).map(Vec::as_slice)
    }

    fn cut(&self, chunk: &str, exceptions: bool, scratch: &mut Scratch, into: &mut Vec<Piece>) {
        let exception = |text| self.exception(text).filter(|_| exceptions);
        let plain = |len| Piece { len, norm: None };
        let mut suffixes = Vec::new();
        let mut rest = chunk;
        let mut last_len = usize::MAX;
        while !rest.is_empty() && rest.len() != last_len && exception(rest).is_none() {
            last_len = rest.len();
            let prefix = self.prefix.prefix_len(rest, scratch);
            if prefix > 0 && exception(&rest[prefix..]).is_some() {
                into.push(plain(prefix));
                rest = &rest[prefix..];
                break;
            }
            let suffix = self.suffix.suffix_len(&rest[prefix..], scratch);
            let end = rest.len() - suffix;
            if suffix > 0 && exception(&rest[..end]).is_some() {
                suffixes.push(plain(suffix));
                rest = &rest[..end];
                break;
            }
            if prefix > 0 {
                into.push(plain(prefix));
            }
            // A suffix is looked for behind the prefix, so the two never overlap.
            if suffix > 0 {
                suffixes.push(plain(suffix));
            }
            rest = &rest[prefix..end];
        }
        match exception(rest) {
            Some(pieces) => into.extend_from_slice(pieces),
            None => self.cut_rest(rest, scratch, into),
        }
        into.extend(suffixes.into_iter().rev());
    }

    /// What is left between prefixes and suffixes: a URL, or words at whose joints it is cut.
    fn cut_rest(&self, rest: &str, scratch: &mut Scratch, into: &mut Vec<Piece>) {
        let plain = |len| Piece { len, norm: None };
        if rest.is_empty() {
            return;
        }
        if self.is_url(rest, scratch) {
            into.push(plain(rest.len()));
            return;
        }
        let (mut start, mut from) = (0, 0);
        while let Some((first, end)) = self.infix.find(rest, from, scratch) {
            if first > 0 {
                if start < first {
                    into.push(plain(first - start));
                }
                if first < end {
                    into.push(plain(end - first));
                }
                start = end;
            }
            from = end;
            if first == end {
                // Behind an empty match the search goes on one character later.
                match rest[end..].chars().next() {
                    Some(c) => from += c.len_utf8(),
                    None => break,
                }
            }
        }
        if start < rest.len() {
            into.push(plain(rest.len() - start));
        }
    }

    fn is_url(&self, text: &str, scratch: &mut Scratch) -> bool {
        let url = self.url.as_ref();
        url.is_some_and(|url| url.can_match(text) && url.matches(text, scratch))
    }

    /// True if an exception, cut by the second step, begins with this token.
    pub(crate) fn opens_phrase(&self, token: &str) -> bool {
        self.phrases.contains_key(token)
    }

    /// The third step: which runs of the `count` tokens are to be replaced, in text order.
    ///
    /// `token` gives the bytes of a token, `openers` the tokens for which [`Tokenizer::opens_phrase`] holds.
    pub(crate) fn phrases<'t>(
        &'t self,
        text: &str,
        count: usize,
        token: impl Fn(usize) -> Range<usize>,
        openers: &[usize],
    ) -> Vec<Hit<'t>> {
        let mut spans = self.occurrences(text, count, &token, openers);
        // The longest first, then the leftmost.
        spans.sort_by_key(|span| (usize::MAX - span.len(), span.start));
        let mut hits = Vec::new();
        let mut taken = std::collections::HashSet::new();
        for span in spans {
            let free = !taken.contains(&span.start) && !taken.contains(&(span.end - 1));
            taken.extend(span.clone());
            if !free {
                continue;
            }
            let bytes = token(span.start).start..token(span.end - 1).end;
            if let Some(pieces) = self.exception(&text[bytes]) {
                hits.push(Hit {
                    tokens: span,
                    pieces,
                });
            }
        }
        hits.sort_by_key(|hit| hit.tokens.start);
        hits
    }

    fn occurrences(
        &self,
        text: &str,
        count: usize,
        token: impl Fn(usize) -> Range<usize>,
        openers: &[usize],
    ) -> Vec<Range<usize>> {
        let mut spans = Vec::new();
        for first in openers {
            let Some(phrases) = self.phrases.get(&text[token(*first)]) else {
                continue;
            };
            for phrase in phrases {
                let end = first + phrase.len();
                let mut words = phrase.iter().enumerate();
                if end <= count && words.all(|(at, word)| text[token(first + at)] == **word) {
                    spans.push(*first..end);
                }
            }
        }
        spans
    }
}

/// The first step: chunks in text order.
pub(crate) fn chunks(text: &str) -> impl Iterator<Item = Chunk> {
    let mut start = 0;
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (first, c) = rest.next()?;
        debug_assert_eq!(first, start);
        let in_space = is_space(c);
        let mut end = first + c.len_utf8();
        while let Some((at, c)) = rest.next_if(|(_, c)| is_space(*c) == in_space) {
            end = at + c.len_utf8();
        }
        let space_after = !in_space && rest.next_if(|(_, c)| *c == ' ').is_some();
        let chunk = Chunk {
            bytes: start..end,
            space_after,
        };
        start = end + usize::from(space_after);
        Some(chunk)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spaced(text: &str) -> Vec<(&str, bool)> {
        let chunk = |chunk: Chunk| (&text[chunk.bytes], chunk.space_after);
        chunks(text).map(chunk).collect()
    }

    #[test]
    fn one_blank_belongs_to_no_chunk_and_more_make_a_token() {
        assert_eq!(spaced("a  b"), [("a", true), (" ", false), ("b", false)]);
        assert_eq!(spaced("a b "), [("a", true), ("b", true)]);
        assert_eq!(spaced(" a"), [(" ", false), ("a", false)]);
        assert_eq!(spaced(""), []);
        assert_eq!(
            spaced("a \n b"),
            [("a", true), ("\n ", false), ("b", false)]
        );
    }

    #[test]
    fn other_white_space_is_always_a_token() {
        assert_eq!(
            spaced("a\n\nb"),
            [("a", false), ("\n\n", false), ("b", false)]
        );
        assert_eq!(
            spaced("a\u{a0}b"),
            [("a", false), ("\u{a0}", false), ("b", false)]
        );
        assert_eq!(
            spaced("a\x1cb"),
            [("a", false), ("\x1c", false), ("b", false)]
        );
    }

    fn small() -> Tokenizer {
        let pieces = |list: &[(&str, Option<&str>)]| {
            let owned =
                |(orth, norm): &(&str, Option<&str>)| ((*orth).to_owned(), norm.map(str::to_owned));
            list.iter().map(owned).collect::<Vec<_>>()
        };
        let rules = TokenizerRules {
            prefix: r#"^\(|^"|^\.\.+|^:"#.to_owned(),
            suffix: r#"\)$|"$|\.\.+$|,$|'s$|(?<=[a-z])\.$"#.to_owned(),
            infix: r"\.\.+|(?<=[a-z])-(?=[a-z])".to_owned(),
            url: Some(r"^[a-z]+\.[a-z]{2,3}$".to_owned()),
            exceptions: vec![
                (
                    "don't".to_owned(),
                    pieces(&[("do", None), ("n't", Some("not"))]),
                ),
                (":)".to_owned(), pieces(&[(":)", None)])),
                ("a.m.".to_owned(), pieces(&[("a.m.", None)])),
            ],
        };
        Tokenizer::new(&rules).unwrap()
    }

    fn cut(chunk: &str) -> Vec<&str> {
        let mut pieces = Vec::new();
        small().split(chunk, &mut Scratch::default(), &mut pieces);
        let mut at = 0;
        let mut texts = Vec::new();
        for piece in pieces {
            texts.push(&chunk[at..at + piece.len]);
            at += piece.len;
        }
        assert_eq!(at, chunk.len());
        texts
    }

    #[test]
    fn affixes_come_off_until_an_exception_is_left() {
        assert_eq!(cut("(\"don't\")"), ["(", "\"", "do", "n't", "\"", ")"]);
        assert_eq!(cut("(a.m.)"), ["(", "a.m.", ")"]);
        assert_eq!(cut("well-known,"), ["well", "-", "known", ","]);
        assert_eq!(cut("abc.com"), ["abc.com"]);
        assert_eq!(cut("ab...cd"), ["ab", "...", "cd"]);
    }

    #[test]
    fn exception_that_was_cut_is_found_among_the_tokens() {
        let tokenizer = small();
        let text = "(:))";
        let at = |index: usize| index..index + 1;
        let hits = tokenizer.phrases(text, 4, at, &[1]);
        let starts: Vec<_> = hits
            .iter()
            .map(|hit| (hit.tokens.start, hit.tokens.end))
            .collect();
        assert_eq!(starts, [(1, 3)]);
    }

    #[test]
    fn strange_chunks_take_linear_time() {
        let million = 1_000_000;
        for chunk in ["\"", "a", "a-", ".", "a.:", "(a"] {
            let text = chunk.repeat(million / chunk.len());
            let mut pieces = Vec::new();
            small().split(&text, &mut Scratch::default(), &mut pieces);
            let total: usize = pieces.iter().map(|piece| piece.len).sum();
            assert_eq!(total, text.len());
        }
    }
}
