//! Words, numbers and marks of a text with their places: all that the time grammar sees.
//!
//! Words are runs of letters, numbers are runs of ASCII digits, everything else but white space is a mark of one
//! character. So "mid-1990s" is `mid` `-` `1990` `s` and "3 p.m." is `3` `p` `.` `m` `.`; the grammar puts together what
//! belongs together and asks [`Token::glued`] where a blank would make a difference. A [`Kind::Break`] stands between
//! paragraphs, so that no expression and no sentence reaches over one.

use diurna_record::Span;

use super::words::{Sense, sense};

/// A word, number or mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub(super) text: &'t str,
    pub(super) span: Span,
    pub(super) kind: Kind,
    /// No blank between this and the token before.
    pub(super) glued: bool,
    /// What the word means to the time grammar.
    pub(super) sense: Sense,
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    Mark,
    /// The border of a paragraph.
    Break,
}

impl Token<'_> {
    /// True for this word in any case.
    pub(super) fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    /// True for one of these words in any case.
    pub(super) fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    /// True for a word that starts with a capital.
    pub(super) fn is_capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    /// True if some rule may begin here: at a number, at an apostrophe, or at a word of the tables.
    pub(super) fn opens(&self) -> bool {
        match self.kind {
            Kind::Word => !self.is_plain(),
            Kind::Number => true,
            Kind::Mark => matches!(self.text, "'" | "’" | "‘"),
            Kind::Break => false,
        }
    }

    /// True for a word that no rule begins with.
    pub(super) fn is_plain(&self) -> bool {
        matches!(self.sense, Sense::None | Sense::Within)
    }

    /// True for a hyphen or a dash.
    pub(super) fn is_hyphen(&self) -> bool {
        matches!(self.text, "-" | "–" | "\u{2010}" | "\u{2011}")
    }
}

/// The tokens of `text`, with a break at the start of each paragraph and at each blank line.
pub(super) fn tokens<'t>(text: &'t str, paragraphs: &[Span]) -> Vec<Token<'t>> {
    let mut starts = paragraphs
        .iter()
        .map(|paragraph| paragraph.start)
        .peekable();
    let mut out: Vec<Token<'t>> = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    let mut newlines = 0;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            newlines += usize::from(first == '\n');
            at += first.len_utf8();
            continue;
        }
        let mut breaks = newlines > 1;
        while starts.next_if(|start| *start <= at).is_some() {
            breaks = true;
        }
        if breaks && !out.is_empty() {
            out.push(break_at(text, at));
        }
        newlines = 0;
        let token = token_at(text, at, &out);
        at = token.span.end;
        out.push(token);
    }
    out
}

fn break_at(text: &str, at: usize) -> Token<'_> {
    Token {
        text: &text[at..at],
        span: Span::new(at, at),
        kind: Kind::Break,
        glued: false,
        sense: Sense::None,
    }
}

fn token_at<'t>(text: &'t str, at: usize, before: &[Token<'t>]) -> Token<'t> {
    let rest = &text[at..];
    let first = rest.chars().next().unwrap_or(' ');
    let (kind, len) = if first.is_ascii_digit() {
        (Kind::Number, run(rest, |c| c.is_ascii_digit()))
    } else if first.is_alphabetic() {
        (Kind::Word, run(rest, char::is_alphabetic))
    } else {
        (Kind::Mark, first.len_utf8())
    };
    let text = &rest[..len];
    Token {
        text,
        span: Span::new(at, at + len),
        kind,
        glued: before.last().is_some_and(|token| token.span.end == at),
        sense: if kind == Kind::Word {
            sense(text)
        } else {
            Sense::None
        },
    }
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_marks() {
        let texts: Vec<&str> = tokens("In mid-1990s, 3 p.m.", &[])
            .iter()
            .map(|token| token.text)
            .collect();
        assert_eq!(
            texts,
            ["In", "mid", "-", "1990", "s", ",", "3", "p", ".", "m", "."]
        );
    }

    #[test]
    fn a_break_between_paragraphs() {
        let text = "last\n\nweek on\nFriday";
        let kinds: Vec<Kind> = tokens(text, &[]).iter().map(|token| token.kind).collect();
        assert_eq!(
            kinds,
            [Kind::Word, Kind::Break, Kind::Word, Kind::Word, Kind::Word]
        );
        let whole = [Span::new(0, 4), Span::new(6, 13), Span::new(14, 20)];
        assert_eq!(tokens(text, &whole).len(), 6);
    }
}
