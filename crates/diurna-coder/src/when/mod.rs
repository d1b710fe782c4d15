//! Time expressions: where the text says when, and which days that is.
//!
//! [`times`] finds the expressions of TIMEX3 (TimeML annotation guidelines 1.2.1, Saurí et al. 2006): dates, times of day,
//! durations and sets. It works on the text itself, with its own tokens, so it needs no language model.
//!
//! 1. [`token`] splits the text; [`words`] says what a word means to the grammar.
//! 2. [`grammar`] tries its rules at each token and keeps the longest reading, a [`meaning`] that leaves open what the words
//!    leave open. A family of rules is a file: [`figures`], [`months`], [`years`], [`relative`], [`length`], [`clock`],
//!    [`recur`], [`vague`], [`holiday`].
//! 3. [`tense`] tells whether the sentence looks back or ahead.
//! 4. [`resolve`] places the meaning on the [`calendar`], against the day of publication and the date mentioned last.
//!
//! Spans leave out the preposition ("Friday" of "on Friday") and keep articles, modifiers and quantifiers ("the past five
//! years", "early January", "nearly three decades"). `timex` is the TIMEX3 value; `value` is the ISO date or interval that a
//! store can sort by.
//!
//! Left out: ages, years before Christ, other calendars than the Gregorian, other languages than English, and durations
//! whose ends are told by an event ("five years after its launch" is a length without a place). A text from which the day
//! of publication is unknown keeps what its words give, and counts on from the last full date.

mod calendar;
mod clock;
mod cursor;
mod figures;
mod grammar;
mod holiday;
mod length;
mod meaning;
mod months;
mod number;
mod recur;
mod relative;
mod resolve;
mod tense;
mod token;
mod vague;
mod words;
mod years;

use diurna_record::{CountryCode, Evidence, Span, Time};
use jiff::civil::Date;

use self::cursor::{Cursor, DayOrder, Page};
use self::meaning::Meaning;
use self::resolve::Resolver;

/// Finds all time expressions of the text, in text order, with ids `t1`, `t2`, ...
///
/// `anchor` is the local day of publication; `outlet_country` decides how 03/04/2020 is read.
pub(crate) fn times(
    text: &str,
    paragraphs: &[Span],
    anchor: Option<Date>,
    outlet_country: Option<CountryCode>,
) -> Vec<Time> {
    times_unless(text, paragraphs, anchor, outlet_country, |_| false)
}

/// As [`times`], but passes over one-word expressions that `is_verb_or_name` knows better: the verbs "may" and "march",
/// the names "April" and "Sun".
pub(crate) fn times_unless(
    text: &str,
    paragraphs: &[Span],
    anchor: Option<Date>,
    outlet_country: Option<CountryCode>,
    is_verb_or_name: impl Fn(Span) -> bool,
) -> Vec<Time> {
    let page = Page {
        tokens: token::tokens(text, paragraphs),
        order: day_order(outlet_country),
    };
    let mut resolver = Resolver::new(anchor);
    let mut found: Vec<Time> = Vec::new();
    let mut at = 0;
    while at < page.tokens.len() {
        let Some((meaning, end)) = grammar::expression(Cursor::new(&page, at)) else {
            at += 1;
            continue;
        };
        let range = at..end.at();
        at = end.at();
        let span = page.tokens[range.start]
            .span
            .cover(page.tokens[range.end - 1].span);
        if range.len() == 1 && is_doubtful(meaning) && is_verb_or_name(span) {
            continue;
        }
        let tense = tense::tense(&page.tokens, range);
        if let Some(resolved) = resolver.resolve(meaning, tense) {
            found.push(Time {
                id: format!("t{}", found.len() + 1),
                at: Evidence::at(text, span),
                time_type: resolved.time_type,
                value: resolved.value,
                timex: resolved.timex,
                basis: resolved.basis,
            });
        }
    }
    found
}

/// Only names of the calendar can be other names or verbs.
fn is_doubtful(meaning: Meaning) -> bool {
    matches!(meaning, Meaning::At(meaning::When::Named(_)))
}

/// Americans write the month first; where the outlet's country is unknown, so is the order.
fn day_order(country: Option<CountryCode>) -> DayOrder {
    match country {
        Some(country) if country.as_str() == "USA" => DayOrder::MonthFirst,
        Some(country) if !country.is_non_state() => DayOrder::DayFirst,
        _ => DayOrder::Unknown,
    }
}
