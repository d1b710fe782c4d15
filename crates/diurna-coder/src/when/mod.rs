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
//! Left out: ages, other calendars than the Gregorian, other languages than English, and durations
//! whose ends are told by an event ("six years after its founding" is a length without a place). Where the day of publication
//! is unknown, the date of the dateline stands in for it; without one a text keeps what its words give, and counts on from the
//! last full date. A text whose dates all lie years before publication counts on from its own. Years before Christ have a
//! timex and no value. `testdata/times.txt` holds sentences for all of this, with those known to be read wrongly.

mod calendar;
mod clock;
mod cursor;
mod figures;
#[cfg(test)]
mod golden;
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
#[cfg(test)]
mod trial;
mod vague;
mod words;
mod years;

use std::ops::Range;

use diurna_record::{CountryCode, Evidence, Span, Time};
use jiff::civil::Date;

use self::cursor::{Cursor, DayOrder, Page};
use self::meaning::Meaning;
use self::resolve::Resolver;
use self::tense::Tense;
pub(crate) use self::words::cardinal;

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
    let mut read = expressions(&page);
    read.retain(|(meaning, range)| {
        let doubtful = range.len() == 1 && is_doubtful(*meaning);
        !doubtful || !is_verb_or_name(page.tokens[range.start].span)
    });
    resolver.look_over(read.iter().map(|(meaning, _)| meaning));
    let mut found: Vec<Time> = Vec::new();
    let mut told_to = 0;
    let mut tense = Tense::Unknown;
    for (meaning, range) in read {
        if tense::is_sentence_between(&page.tokens, told_to..range.start) {
            resolver.begin_sentence();
        }
        let words = &page.tokens[range.clone()];
        let span = words[0].span.cover(words[words.len() - 1].span);
        if !tense::is_listed(&page.tokens, told_to..range.start) {
            tense = tense::tense(&page.tokens, range.clone());
        }
        told_to = range.end;
        if let Some(resolved) = place(&mut resolver, &page.tokens, meaning, tense, &range) {
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

/// The expressions of a page with their tokens, in text order.
fn expressions(page: &Page<'_>) -> Vec<(Meaning, Range<usize>)> {
    let mut read = Vec::new();
    let mut at = 0;
    while at < page.tokens.len() {
        match grammar::expression(Cursor::new(page, at)) {
            Some((meaning, end)) => {
                read.push((meaning, at..end.at()));
                at = end.at();
            }
            None => at += 1,
        }
    }
    read
}

/// The fields of an expression; one in the dateline stands in for the day of publication if that is not known.
fn place(
    resolver: &mut Resolver,
    tokens: &[token::Token<'_>],
    meaning: Meaning,
    tense: Tense,
    range: &Range<usize>,
) -> Option<resolve::Resolved> {
    let dateline = tense::is_dateline(tokens, range);
    let resolved = resolver.resolve(meaning, tense)?;
    if dateline {
        resolver.trust_dateline();
    }
    Some(resolved)
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

#[cfg(test)]
mod tests {
    use super::trial::{PUBLISHED, lines};
    use super::*;

    #[test]
    fn order_of_day_and_month_is_the_outlets() {
        let read = |country| lines("It was signed on 03/04/1997.", Some(PUBLISHED), country);
        assert_eq!(
            read(Some("USA")),
            ["03/04/1997 = DATE 1997-03-04 1997-03-04 text"]
        );
        assert_eq!(
            read(Some("GBR")),
            ["03/04/1997 = DATE 1997-04-03 1997-04-03 text"]
        );
        assert_eq!(read(None), ["03/04/1997 = DATE - - unknown"]);
    }

    #[test]
    fn without_publication_the_words_and_the_last_date_remain() {
        let text = "He left on Friday, 3 January 1997, and returned two days later. Last week he met her in June.";
        assert_eq!(
            lines(text, None, None),
            [
                "Friday, 3 January 1997 = DATE 1997-01-03 1997-01-03 text",
                "two days later = DATE 1997-01-05 1997-01-05 anchor",
                "Last week = DATE XXXX-WXX - unknown",
                "June = DATE 1996-06 1996-06 anchor",
            ]
        );
        assert_eq!(
            lines("On Friday.", None, None),
            ["Friday = DATE XXXX-WXX-5 - unknown"]
        );
    }

    #[test]
    fn a_caller_who_knows_names_is_heard() {
        let text = "Friday came in June.";
        let found = times_unless(text, &[], None, None, |span| span.slice(text) == "Friday");
        let words: Vec<&str> = found.iter().map(|time| time.at.text.as_str()).collect();
        assert_eq!(words, ["June"]);
        assert_eq!(found[0].id, "t1");
    }

    #[test]
    fn nothing_reaches_over_a_paragraph() {
        let found = lines("last\n\nweek of June\n\n2019", Some(PUBLISHED), None);
        assert_eq!(
            found,
            [
                "June = DATE 1997-06 1997-06 publication",
                "2019 = DATE 2019 2019 text"
            ]
        );
    }

    /// Words and marks that the rules begin or end with, in every order of three.
    #[test]
    fn any_words_give_ordered_spans_that_slice() {
        let pieces = [
            "the",
            "last",
            "Friday",
            "May",
            "12",
            "2014",
            "-",
            "'",
            "’",
            "9",
            ":",
            "30",
            "p.m.",
            "/",
            "31",
            "th",
            "s",
            ".",
            ",",
            "half",
            "a",
            "second",
            "quarter",
            "of",
            "year",
            "ago",
            "99999999999",
            "é",
            "🙂",
            "\n\n",
            "0",
            "two",
            "hundred",
            "Easter",
            "Q",
            "FY",
            "between",
            "9999",
            "0000",
            "old",
            "the day",
            "before",
            "century",
            "30th",
            "Feb.",
        ];
        for first in pieces {
            for second in pieces {
                for third in pieces {
                    for gap in ["", " "] {
                        holds(&[first, second, third, "Monday"].join(gap));
                    }
                }
            }
        }
    }

    /// Rules look a bounded number of tokens ahead and back, so long runs of their own words end as soon as others.
    #[test]
    fn long_runs_of_figures_and_names() {
        for piece in [
            "1,2,3,4 ",
            "May June July ",
            "12 1998, ",
            "two hundred and ",
            "1-2-3/4:",
            "'78 '79 ",
            "two-and-a-half-",
            "a year ago earlier ",
            "is to be set for Friday ",
        ] {
            holds(&piece.repeat(2_000));
        }
    }

    #[test]
    fn edges_of_the_calendar() {
        for published in [
            "0001-01-01",
            "2999-12-31",
            "9999-12-31",
            "-009999-01-01",
            "2020-02-29",
        ] {
            let published: Date = published.parse().expect("a date");
            let text = "Last century, 99999 years ago, next decade, the 30th century, 4000000 weeks later, Easter 2999, last \
                        winter, on the 31st, Feb. 30, Christmas, 29 February, every 5000000 days, the weekend, in '99.";
            check_invariants(text, &times(text, &[], Some(published), None));
        }
    }

    fn holds(text: &str) {
        let leap_day = jiff::civil::date(2020, 2, 29);
        check_invariants(text, &times(text, &[], Some(leap_day), None));
    }

    fn check_invariants(text: &str, found: &[Time]) {
        let mut end = 0;
        for (number, time) in found.iter().enumerate() {
            assert_eq!(time.id, format!("t{}", number + 1));
            assert_eq!(time.at.span.slice(text), time.at.text);
            assert!(
                time.at.span.start >= end && !time.at.span.is_empty(),
                "{text:?}"
            );
            end = time.at.span.end;
            if let Some(value) = &time.value {
                let parsed = value.as_str().parse::<diurna_record::DateValue>();
                assert!(parsed.is_ok(), "{text:?} gives {value}");
            }
        }
    }
}
