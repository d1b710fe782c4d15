//! An attribution while it is being put together, in tokens.

use std::ops::Range;

use diurna_record::CueClass;
use diurna_record::Span;
use diurna_text::Token;

use super::Polarity;
use super::scene::{Scene, is_mark};

/// Tokens that a piece of content may have outside quotation marks.
pub(super) const LONGEST_CLAUSE: usize = 1_000;

/// A noun phrase that a rule picked: a source or an addressee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// Its head noun or pronoun.
    pub(super) head: usize,
}

/// An attribution in tokens, before nesting is known.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) head: Option<usize>,
    pub(super) cue: Option<Range<usize>>,
    pub(super) lemma: Option<String>,
    pub(super) class: CueClass,
    pub(super) polarity: Polarity,
    pub(super) source: Option<Mention>,
    pub(super) addressee: Option<Mention>,
    pub(super) content: Vec<Range<usize>>,
    pub(super) rule: String,
    pub(super) confidence: f32,
    /// The cue of the statement that passes this one on, where that does not follow from the contents.
    pub(super) link: Option<usize>,
}

/// Sorts and joins the pieces of a content, lets quotations that they cut into stand whole and leaves out what PolNeAR
/// keeps outside: commas and full stops at the edges, unless they stand inside marks.
///
/// `own` is the quotation that holds the cue itself: nothing reaches out of it.
pub(super) fn tidy(
    scene: &Scene<'_>,
    pieces: Vec<Range<usize>>,
    own: Option<usize>,
) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = pieces
        .into_iter()
        .map(|piece| within_marks(scene, bounded(scene, piece), own))
        .filter_map(|piece| trim(scene, piece))
        .collect();
    pieces.sort_by_key(|piece| (piece.start, piece.end));
    let same_paragraph = |piece: &Range<usize>| {
        let starts = |at: usize| scene.paragraph_of(scene.token(at).span().start);
        piece.start == 0 || starts(piece.start) == starts(piece.start - 1)
    };
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match joined.last_mut() {
            Some(last)
                if piece.start < last.end || piece.start == last.end && same_paragraph(&piece) =>
            {
                last.end = last.end.max(piece.end)
            }
            _ => joined.push(piece),
        }
    }
    joined
}

/// A clause outside quotation marks ends somewhere: what is longer is no sentence, and would cost square time.
fn bounded(scene: &Scene<'_>, piece: Range<usize>) -> Range<usize> {
    let end = piece.start + LONGEST_CLAUSE;
    if piece.end <= end {
        return piece;
    }
    let Some(number) = scene.quotation_at(end) else {
        return piece.start..end;
    };
    let quoted = &scene.quoted_tokens[number];
    if piece.start < quoted.start {
        return piece.start..piece.end.min(quoted.end);
    }
    piece
}

/// Widens a piece to the quotations it cuts into, or narrows it to the one that holds the cue.
fn within_marks(scene: &Scene<'_>, piece: Range<usize>, own: Option<usize>) -> Range<usize> {
    if let Some(own) = own {
        let limits = &scene.quoted_tokens[own];
        let start = piece.start.max(limits.start);
        return start..piece.end.min(limits.end).max(start);
    }
    let mut wide = piece;
    if let Some(first) = scene.quotation_at(wide.start) {
        wide.start = wide.start.min(scene.quoted_tokens[first].start);
    }
    if wide.end > 0
        && let Some(last) = scene.quotation_at(wide.end - 1)
    {
        wide.end = wide.end.max(scene.quoted_tokens[last].end);
    }
    wide
}

fn trim(scene: &Scene<'_>, mut piece: Range<usize>) -> Option<Range<usize>> {
    let loose = |at: usize| {
        let token = scene.token(at);
        let closes = matches!(token.text(), ")" | "]");
        is_mark(token) && !closes && scene.quotation_at(at).is_none() && !is_symbol(token)
    };
    while !piece.is_empty() && (loose(piece.start) || scene.token(piece.start).text() == ")") {
        piece.start += 1;
    }
    while !piece.is_empty() && loose(piece.end - 1) {
        piece.end -= 1;
    }
    let has_word = piece.clone().any(|at| !is_mark(scene.token(at)));
    has_word.then_some(piece)
}

/// "$" and "%" carry meaning, unlike a comma.
fn is_symbol(token: Token<'_>) -> bool {
    matches!(
        token.text(),
        "$" | "%" | "€" | "£" | "¥" | "(" | "[" | "#" | "@"
    )
}

/// A content in one piece.
pub(super) fn one(piece: Range<usize>) -> Vec<Range<usize>> {
    vec![piece]
}

/// The span of a token range.
pub(super) fn span(scene: &Scene<'_>, tokens: &Range<usize>) -> Span {
    scene.doc.span(tokens.clone())
}
