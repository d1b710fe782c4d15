//! The combinators of the time grammar: a place in the token list, and steps from it.
//!
//! A [`Cursor`] is two words and copied freely. A step returns the cursor behind what it took, or `None` and nothing is
//! lost; `optional` steps return the cursor itself where there is nothing to take.

use super::token::{Kind, Token};
use super::words::Sense;

/// The tokens of a text and how its outlet writes dates in figures.
pub(super) struct Page<'t> {
    pub(super) tokens: Vec<Token<'t>>,
    pub(super) order: DayOrder,
}

/// What 03/04/2020 means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DayOrder {
    MonthFirst,
    DayFirst,
    Unknown,
}

/// A place between tokens.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'c, 't> {
    page: &'c Page<'t>,
    at: usize,
}

impl<'c, 't> Cursor<'c, 't> {
    pub(super) fn new(page: &'c Page<'t>, at: usize) -> Self {
        Cursor { page, at }
    }

    /// How the outlet writes dates in figures.
    pub(super) fn order(self) -> DayOrder {
        self.page.order
    }

    /// Index of the next token.
    pub(super) fn at(self) -> usize {
        self.at
    }

    /// The next token.
    pub(super) fn token(self) -> Option<&'c Token<'t>> {
        self.page.tokens.get(self.at)
    }

    /// The token `n` behind the next one.
    pub(super) fn ahead(self, n: usize) -> Option<&'c Token<'t>> {
        self.page.tokens.get(self.at + n)
    }

    /// The token `n` before the next one; 1 is the last one taken.
    pub(super) fn back(self, n: usize) -> Option<&'c Token<'t>> {
        self.page.tokens.get(self.at.checked_sub(n)?)
    }

    /// One token further.
    pub(super) fn step(self) -> Self {
        Cursor {
            at: self.at + 1,
            ..self
        }
    }

    fn step_if(self, fits: impl Fn(&Token<'t>) -> bool) -> Option<Self> {
        self.token().filter(|token| fits(token))?;
        Some(self.step())
    }

    /// Takes this word or mark.
    pub(super) fn word(self, word: &str) -> Option<Self> {
        self.step_if(|token| token.is(word))
    }

    /// Takes one of these words or marks.
    pub(super) fn any(self, words: &[&str]) -> Option<Self> {
        self.step_if(|token| token.is_any(words))
    }

    /// Takes these words, one behind the other.
    pub(super) fn phrase(self, words: &str) -> Option<Self> {
        // Most of a table's phrases differ from the text in the first letter.
        let first = self.token()?.text.as_bytes().first()?;
        if !first.eq_ignore_ascii_case(words.as_bytes().first()?) {
            return None;
        }
        words.split(' ').try_fold(self, Cursor::word)
    }

    /// Takes the first of these phrases that stands here.
    pub(super) fn any_phrase(self, phrases: &[&str]) -> Option<Self> {
        phrases.iter().find_map(|phrase| self.phrase(phrase))
    }

    /// Takes one of these words if it stands here.
    pub(super) fn optional(self, words: &[&str]) -> Self {
        self.any(words).unwrap_or(self)
    }

    /// Takes a mark that touches the token before it.
    pub(super) fn glued(self, mark: &str) -> Option<Self> {
        self.step_if(|token| token.glued && token.text == mark)
    }

    /// Takes a hyphen or dash.
    pub(super) fn hyphen(self) -> Option<Self> {
        self.step_if(Token::is_hyphen)
    }

    /// Takes a hyphen if there is one.
    pub(super) fn optional_hyphen(self) -> Self {
        self.hyphen().unwrap_or(self)
    }

    /// Takes a word whose sense is wanted.
    pub(super) fn sense<T>(self, wanted: impl Fn(Sense) -> Option<T>) -> Option<(T, Self)> {
        let token = self.token()?;
        Some((wanted(token.sense)?, self.step()))
    }

    /// Takes a number of one of these counts of digits, touching no other number, fraction or amount of money.
    pub(super) fn number(self, digits: std::ops::RangeInclusive<usize>) -> Option<(i32, Self)> {
        let token = self.token()?;
        if token.kind != Kind::Number || !digits.contains(&token.text.len()) {
            return None;
        }
        if token.glued && self.is_part_of_number() || self.step().continues_number() {
            return None;
        }
        Some((token.text.parse().ok()?, self.step()))
    }

    /// The marks before this number make it the rest of a larger one: "$", "1,", "3.", "x".
    fn is_part_of_number(self) -> bool {
        let Some(mark) = self.back(1) else {
            return false;
        };
        match mark.text {
            "$" | "€" | "£" | "¥" | "#" => true,
            "." | "," => mark.glued && self.back(2).is_some_and(|token| token.kind == Kind::Number),
            _ => mark.kind == Kind::Word,
        }
    }

    fn continues_number(self) -> bool {
        let Some(mark) = self.token().filter(|token| token.glued) else {
            return false;
        };
        if mark.text == "%" {
            return true;
        }
        matches!(mark.text, "." | ",")
            && self
                .step()
                .token()
                .is_some_and(|token| token.glued && token.kind == Kind::Number)
    }

    /// True where the clause ends: a mark other than a hyphen or an apostrophe, a break, or the end of the text.
    pub(super) fn ends_clause(self) -> bool {
        self.token().is_none_or(|token| match token.kind {
            Kind::Break => true,
            Kind::Mark => !token.is_hyphen() && !matches!(token.text, "'" | "’" | "$" | "£" | "€"),
            Kind::Word | Kind::Number => false,
        })
    }
}
