//! The grammar's top: which rules are tried where, and how dates, modifiers and times of day join.
//!
//! At each token every rule is tried and the longest reading wins, the first of equals. Rules look a bounded number of
//! tokens ahead, so reading a text takes time in proportion to its length.

use super::clock::{bare_hour, chosen_part, hours_of_part, part, time_of_day};
use super::cursor::Cursor;
use super::figures::date_in_figures;
use super::holiday::holiday;
use super::length::{length, stretch_of};
use super::meaning::{Clock, Meaning, Name, Named, Read, When, Year, longest};
use super::months::{day_alone, month_date, with_year, year_figure};
use super::recur::set;
use super::relative::{name_of_something, relative_date};
use super::token::Kind;
use super::vague::vague;
use super::words::{Sense, Unit};
use super::years::year_date;

/// The longest expression that begins at the cursor.
pub(super) fn expression<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Meaning> {
    if opens(c)? {
        return longest_reading(c);
    }
    #[cfg(test)]
    assert!(
        longest_reading(c).is_none(),
        "{:?} opens an expression and is not among the words that do",
        c.token()
    );
    None
}

/// True if some rule may begin here.
fn opens(c: Cursor<'_, '_>) -> Option<bool> {
    let token = c.token()?;
    let leads_nowhere = || {
        c.ahead(1)
            .is_none_or(|next| next.kind == Kind::Word && next.sense == Sense::None)
    };
    Some(token.opens() && !(token.sense == Sense::Leads && leads_nowhere()))
}

fn longest_reading<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Meaning> {
    longest([
        name_of_something(c),
        date_in_figures(c),
        set(c).map(|(every, end)| (Meaning::Every(every), end)),
        point_in_time(c),
        length(c),
        vague(c).map(|(vague, end)| (Meaning::Vague(vague), end)),
    ])
}

/// A date or a time of day, or both.
fn point_in_time<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Meaning> {
    longest([time_then_date(c), part_of_date(c), date_then_time(c)])
}

/// "3 p.m. Friday", "noon on 10 January", "15:45 UTC".
fn time_then_date<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Meaning> {
    let (clock, end) = time_of_day(c).or_else(|| bare_hour(c))?;
    let joined = end.optional(&[","]).optional(&["on", "of"]);
    if let Some(((when, chosen), end)) = chosen_part(joined) {
        return Some((Meaning::During(when, clock.within(chosen)), end));
    }
    match date(joined) {
        Some((when, end)) => Some(match part(end) {
            Some((part, end)) => (Meaning::During(when, clock.within(Clock::Part(part))), end),
            None => (Meaning::During(when, clock), end),
        }),
        None => Some((Meaning::During(When::TODAY, clock), end)),
    }
}

/// "the morning of June 5".
fn part_of_date<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Meaning> {
    let (part, end) = hours_of_part(c).or_else(|| part(c.word("the")?))?;
    let (when, end) = date(end.any(&["of", "on"])?)?;
    // "the wee hours of Friday morning"
    let end = self::part(end).map_or(end, |(_, end)| end);
    Some((Meaning::During(when, Clock::Part(part)), end))
}

/// "Friday", "Friday morning", "Friday at 3 p.m.", "early last week", "this morning".
fn date_then_time<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Meaning> {
    let inner = modifier(c);
    let plain = || (inner.at() > c.at()).then(|| day_then_clock(c)).flatten();
    same_of_year(c)
        .map(|(when, end)| (Meaning::At(when), end))
        .or_else(|| day_then_clock(inner))
        .or_else(plain)
}

fn day_then_clock<'c, 't>(inner: Cursor<'c, 't>) -> Read<'c, 't, Meaning> {
    if let Some(((when, clock), end)) = chosen_part(inner) {
        return Some((Meaning::During(when, clock), end));
    }
    let (when, end) = date(inner)?;
    if let Some((part, end)) = part(end) {
        return Some((Meaning::During(when, Clock::Part(part)), end));
    }
    let joined = end.optional(&[","]).optional(&["at", "around"]);
    match time_of_day(joined) {
        Some((clock, end)) => Some((Meaning::During(when, clock), end)),
        None => Some((Meaning::At(when), end)),
    }
}

/// A date without modifiers before it.
fn date<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    longest([
        feast(c),
        month_date(c),
        day_alone(c),
        year_date(c),
        relative_date(c),
    ])
}

/// "Christmas", "New Year's Eve 2013".
fn feast<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let (holiday, end) = holiday(c.optional(&["the"]))?;
    let name = Name::Holiday(holiday);
    if let Some(end) = end.word("weekend") {
        return Some((When::WeekendOf(Named::bare(name)), end));
    }
    Some(with_year(name, end))
}

/// Words that move a date within its stretch. TIMEX3 keeps them in an attribute of their own (`mod`), so the value stays.
const MODIFIERS: [&str; 12] = [
    "early in",
    "late in",
    "earlier in",
    "later in",
    "early on",
    "late on",
    "earlier",
    "later",
    "early",
    "late",
    "mid",
    "middle",
];

/// Nouns before "of" that do the same: "the end of the year".
const EDGES: [&str; 14] = [
    "beginning",
    "start",
    "end",
    "middle",
    "close",
    "eve",
    "turn",
    "rest",
    "remainder",
    "latter part",
    "early part",
    "first part",
    "course",
    "outset",
];

/// Over a modifier; nowhere without one.
fn modifier<'c, 't>(c: Cursor<'c, 't>) -> Cursor<'c, 't> {
    if let Some(end) = c.any_phrase(&MODIFIERS) {
        return end.optional_hyphen();
    }
    if let Some(end) = stretch_of(c) {
        return end;
    }
    let article = c.optional(&["the"]).optional(&["very"]);
    let edge = article.any_phrase(&EDGES).and_then(|end| end.word("of"));
    edge.or_else(|| same_period(c)).unwrap_or(c)
}

const SAME: [&str; 6] = [
    "the same",
    "same",
    "the corresponding",
    "the comparable",
    "the like",
    "the similar",
];

/// "the same time last year": the date behind says which.
fn same_period<'c, 't>(c: Cursor<'c, 't>) -> Option<Cursor<'c, 't>> {
    let end = c
        .any_phrase(&SAME)
        .or_else(|| c.word("this"))?
        .any(&["time", "point"])?;
    Some(end.optional(&["of", "in"]))
}

/// "the same period of 2008", "the same quarter last year", "the same week a year earlier": a stretch of the calendar
/// that the text is about, in another year.
fn same_of_year<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let behind = c.any_phrase(&SAME)?;
    let behind = behind
        .phrase("three - month")
        .or_else(|| behind.phrase("year - earlier"))
        .unwrap_or(behind);
    let (unit, end) = match behind.word("period") {
        Some(end) => (None, end),
        None => behind.sense(|sense| match sense {
            Sense::Unit(unit @ (Unit::Day | Unit::Week | Unit::Month | Unit::Quarter)) => {
                Some(Some(unit))
            }
            _ => None,
        })?,
    };
    let (year, end) = other_year(end.optional(&["of", "in"]))?;
    Some((When::Same { unit, year }, end))
}

/// "last year", "a year earlier", "the year before", "2008".
fn other_year<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Year> {
    const BEFORE: [&str; 9] = [
        "last year",
        "the last year",
        "a year earlier",
        "a year ago",
        "one year earlier",
        "one year ago",
        "the year before",
        "the previous year",
        "the prior year",
    ];
    if let Some(end) = c.any_phrase(&BEFORE) {
        return Some((Year::Away(-1), end));
    }
    year_figure(c).map(|(year, end)| (Year::In(year), end))
}
