//! Analysed text: tokens with their place in the text and in the parse.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use diurna_record::Span;

/// The analysis of a text: tokens, sentences, entities.
///
/// Spans are byte offsets into [`Doc::text`]; token ranges are half-open.
#[derive(Clone, Debug)]
pub struct Doc {
    text: Arc<str>,
    tokens: Vec<TokenData>,
    sentences: Vec<Range<usize>>,
    entities: Vec<NamedEntity>,
    /// Children of all tokens, head by head, each group in text order; `child_at[i]..child_at[i + 1]` are token `i`'s.
    children: Vec<u32>,
    child_at: Vec<u32>,
}

/// What the pipeline knows of one token.
#[derive(Clone, Debug)]
pub struct TokenData {
    /// Where it stands.
    pub span: Span,
    /// A blank follows that belongs to no token.
    pub space_after: bool,
    /// White space only.
    pub is_space: bool,
    /// Index of the head; a root is its own head.
    pub head: u32,
    /// First token of the subtree.
    pub left_edge: u32,
    /// Last token of the subtree, included.
    pub right_edge: u32,
    /// First token of a sentence.
    pub sentence_start: bool,
    /// Normal form, as the networks see it.
    pub norm: Arc<str>,
    /// Fine tag, Penn Treebank.
    pub tag: Arc<str>,
    /// Universal part of speech.
    pub pos: Arc<str>,
    /// Morphological features, `Number=Sing|Person=3`; empty if none.
    pub morph: Arc<str>,
    /// Lemma.
    pub lemma: Arc<str>,
    /// Dependency label.
    pub dep: Arc<str>,
}

/// A named entity that the model found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedEntity {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// `PERSON`, `GPE`, `ORG`, ...
    pub label: Arc<str>,
}

impl Doc {
    /// A document of finished tokens. Sentences follow from `sentence_start`.
    ///
    /// # Panics
    ///
    /// If a head lies outside the tokens.
    pub fn new(text: Arc<str>, tokens: Vec<TokenData>, entities: Vec<NamedEntity>) -> Doc {
        let mut doc = Doc {
            text,
            tokens,
            sentences: Vec::new(),
            entities,
            children: Vec::new(),
            child_at: Vec::new(),
        };
        doc.find_sentences();
        doc.find_children();
        doc
    }

    /// The same analysis over another writing of the text, such as one with other capitals.
    ///
    /// # Panics
    ///
    /// If a token does not lie on character borders of `text`.
    pub fn with_text(mut self, text: &str) -> Doc {
        let fits = |token: &TokenData| text.get(token.span.start..token.span.end).is_some();
        assert!(
            text.len() == self.text.len() && self.tokens.iter().all(fits),
            "the other text must have the same characters at the same bytes"
        );
        self.text = text.into();
        self
    }

    fn find_sentences(&mut self) {
        let starts: Vec<usize> = (0..self.tokens.len())
            .filter(|i| *i == 0 || self.tokens[*i].sentence_start)
            .collect();
        let ends = starts.iter().skip(1).copied().chain([self.tokens.len()]);
        self.sentences = starts
            .iter()
            .copied()
            .zip(ends)
            .map(|(start, end)| start..end)
            .collect();
    }

    fn find_children(&mut self) {
        let count = self.tokens.len();
        let mut at = vec![0u32; count + 1];
        let child = |(index, token): (usize, &TokenData)| {
            (token.head as usize != index).then_some(token.head as usize)
        };
        for head in self.tokens.iter().enumerate().filter_map(child) {
            at[head + 1] += 1;
        }
        for index in 0..count {
            at[index + 1] += at[index];
        }
        let mut next = at.clone();
        self.children = vec![0; at[count] as usize];
        for (index, token) in self.tokens.iter().enumerate() {
            let head = token.head as usize;
            if head != index {
                self.children[next[head] as usize] = index as u32;
                next[head] += 1;
            }
        }
        self.child_at = at;
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// True if there are no tokens.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Token number `index`.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub fn token(&self, index: usize) -> Token<'_> {
        assert!(
            index < self.tokens.len(),
            "no token {index} in a document of {}",
            self.tokens.len()
        );
        Token { doc: self, index }
    }

    /// All tokens in text order.
    pub fn tokens(&self) -> impl DoubleEndedIterator<Item = Token<'_>> + ExactSizeIterator {
        self.range(0..self.tokens.len())
    }

    /// The tokens of a range.
    pub fn range(
        &self,
        range: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = Token<'_>> + ExactSizeIterator {
        range.map(|index| Token { doc: self, index })
    }

    /// The sentences as token ranges.
    pub fn sentences(&self) -> &[Range<usize>] {
        &self.sentences
    }

    /// Index of the sentence that holds token `index`.
    pub fn sentence_of(&self, index: usize) -> usize {
        self.sentences
            .partition_point(|sentence| sentence.end <= index)
    }

    /// The named entities in text order.
    pub fn entities(&self) -> &[NamedEntity] {
        &self.entities
    }

    /// The text that a token range covers, from its first to its last token.
    pub fn span(&self, tokens: Range<usize>) -> Span {
        if tokens.is_empty() {
            let at = self
                .tokens
                .get(tokens.start)
                .map_or(self.text.len(), |token| token.span.start);
            return Span::new(at, at);
        }
        self.tokens[tokens.start]
            .span
            .cover(self.tokens[tokens.end - 1].span)
    }

    /// The tokens that overlap a span.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let start = self
            .tokens
            .partition_point(|token| token.span.end <= span.start);
        let end = self
            .tokens
            .partition_point(|token| token.span.start < span.end);
        start..end.max(start)
    }

    /// Base noun phrases as token ranges (spaCy's English rules).
    pub fn noun_chunks(&self) -> Vec<Range<usize>> {
        let mut chunks = Vec::new();
        let mut previous_end = None;
        for token in self.tokens() {
            let left = token.left_edge();
            if matches!(token.pos(), "NOUN" | "PROPN" | "PRON")
                && previous_end.is_none_or(|end| left > end)
                && is_chunk_head(token)
            {
                chunks.push(left..token.index + 1);
                previous_end = Some(token.index);
            }
        }
        chunks
    }
}

fn is_chunk_head(token: Token<'_>) -> bool {
    let fits = |dep: &str| {
        matches!(
            dep,
            "oprd"
                | "nsubj"
                | "dobj"
                | "nsubjpass"
                | "pcomp"
                | "pobj"
                | "dative"
                | "appos"
                | "attr"
                | "ROOT"
        )
    };
    if fits(token.dep()) {
        return true;
    }
    if token.dep() != "conj" {
        return false;
    }
    let mut head = token.head();
    while head.dep() == "conj" && head.head().index < head.index {
        head = head.head();
    }
    fits(head.dep())
}

/// A token of a [`Doc`]: cheap to copy, and the way around the parse.
#[derive(Clone, Copy)]
pub struct Token<'d> {
    doc: &'d Doc,
    index: usize,
}

impl<'d> Token<'d> {
    fn data(self) -> &'d TokenData {
        &self.doc.tokens[self.index]
    }

    /// The document.
    pub fn doc(self) -> &'d Doc {
        self.doc
    }

    /// Position among the tokens.
    pub fn index(self) -> usize {
        self.index
    }

    /// The token's characters.
    pub fn text(self) -> &'d str {
        self.data().span.slice(&self.doc.text)
    }

    /// Where it stands.
    pub fn span(self) -> Span {
        self.data().span
    }

    /// A blank follows that belongs to no token.
    pub fn space_after(self) -> bool {
        self.data().space_after
    }

    /// White space only.
    pub fn is_space(self) -> bool {
        self.data().is_space
    }

    /// Normal form.
    pub fn norm(self) -> &'d str {
        &self.data().norm
    }

    /// Fine tag (Penn Treebank).
    pub fn tag(self) -> &'d str {
        &self.data().tag
    }

    /// Universal part of speech.
    pub fn pos(self) -> &'d str {
        &self.data().pos
    }

    /// Morphological features; empty if none.
    pub fn morph(self) -> &'d str {
        &self.data().morph
    }

    /// Lemma.
    pub fn lemma(self) -> &'d str {
        &self.data().lemma
    }

    /// Dependency label.
    pub fn dep(self) -> &'d str {
        &self.data().dep
    }

    /// The head; a root is its own.
    pub fn head(self) -> Token<'d> {
        Token {
            doc: self.doc,
            index: self.data().head as usize,
        }
    }

    /// True for the root of a sentence.
    pub fn is_root(self) -> bool {
        self.data().head as usize == self.index
    }

    /// True for the first token of a sentence.
    pub fn is_sentence_start(self) -> bool {
        self.data().sentence_start
    }

    /// First token of the subtree.
    pub fn left_edge(self) -> usize {
        self.data().left_edge as usize
    }

    /// Last token of the subtree, included.
    pub fn right_edge(self) -> usize {
        self.data().right_edge as usize
    }

    /// The tokens whose head this is, in text order.
    pub fn children(self) -> impl DoubleEndedIterator<Item = Token<'d>> {
        let doc = self.doc;
        let range = doc.child_at[self.index] as usize..doc.child_at[self.index + 1] as usize;
        doc.children[range].iter().map(move |index| Token {
            doc,
            index: *index as usize,
        })
    }

    /// The heads above, nearest first, up to the root.
    pub fn ancestors(self) -> impl Iterator<Item = Token<'d>> {
        let step = |token: Token<'d>| (!token.is_root()).then(|| token.head());
        // A broken tree would go round for ever, so no more steps than tokens.
        std::iter::successors(step(self), move |token| step(*token)).take(self.doc.len())
    }

    /// The token behind this one.
    pub fn next(self) -> Option<Token<'d>> {
        (self.index + 1 < self.doc.len()).then(|| Token {
            doc: self.doc,
            index: self.index + 1,
        })
    }

    /// The token before this one.
    pub fn previous(self) -> Option<Token<'d>> {
        self.index.checked_sub(1).map(|index| Token {
            doc: self.doc,
            index,
        })
    }

    /// Index of its sentence.
    pub fn sentence(self) -> usize {
        self.doc.sentence_of(self.index)
    }

    /// The named entity that the token is part of.
    pub fn entity(self) -> Option<&'d NamedEntity> {
        let at = self
            .doc
            .entities
            .partition_point(|entity| entity.tokens.end <= self.index);
        self.doc
            .entities
            .get(at)
            .filter(|entity| entity.tokens.contains(&self.index))
    }
}

impl PartialEq for Token<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index && std::ptr::eq(self.doc, other.doc)
    }
}

impl Eq for Token<'_> {}

impl fmt::Debug for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}/{}", self.index, self.text(), self.dep())
    }
}
