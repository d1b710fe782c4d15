//! Sets of times: "daily", "every Friday", "twice a year", "Mondays", "weekends".
//!
//! Values follow TimeML 1.2.1, section 2.2.3.5: a set by unit has the unit's length ("weekly" is P1W), a set by name has
//! the name with its free digits crossed out ("every Friday" is XXXX-WXX-5).

use super::cursor::Cursor;
use super::meaning::{Every, Read, longest};
use super::months::month;
use super::number::{Amount, amount, ordinal};
use super::token::{Kind, Token};
use super::words::{Sense, Unit};
use super::years::season_name;

/// A set of times.
pub(super) fn set<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Every> {
    longest([adverb(c), every(c), rate(c), plural_name(c)])
}

const fn each(unit: Unit) -> Every {
    Every::Unit(Amount::Hundredths(100), unit)
}

const ADVERBS: [(&str, Every); 14] = [
    ("annual", each(Unit::Year)),
    (
        "semiannual",
        Every::Unit(Amount::Hundredths(600), Unit::Month),
    ),
    (
        "biannual",
        Every::Unit(Amount::Hundredths(600), Unit::Month),
    ),
    ("biweekly", Every::Unit(Amount::Hundredths(200), Unit::Week)),
    ("biennial", Every::Unit(Amount::Hundredths(200), Unit::Year)),
    (
        "bimonthly",
        Every::Unit(Amount::Hundredths(200), Unit::Month),
    ),
    (
        "semi - annually",
        Every::Unit(Amount::Hundredths(600), Unit::Month),
    ),
    (
        "semi - annual",
        Every::Unit(Amount::Hundredths(600), Unit::Month),
    ),
    (
        "bi - weekly",
        Every::Unit(Amount::Hundredths(200), Unit::Week),
    ),
    (
        "bi - monthly",
        Every::Unit(Amount::Hundredths(200), Unit::Month),
    ),
    ("per annum", each(Unit::Year)),
    ("day after day", each(Unit::Day)),
    ("year after year", each(Unit::Year)),
    ("year-round", each(Unit::Year)),
];

/// "daily", "annual".
fn adverb<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Every> {
    let sensed = c.sense(|sense| match sense {
        Sense::Every(unit) => Some(each(unit)),
        _ => None,
    });
    sensed.or_else(|| {
        ADVERBS
            .iter()
            .find_map(|(words, every)| Some((*every, c.phrase(words)?)))
    })
}

/// "every day", "each year", "every other week", "every two years", "every Friday night", "every October".
fn every<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Every> {
    let behind = c.any(&["every", "each"])?;
    let single = behind
        .optional(&["single", "passing", "and"])
        .optional(&["every"]);
    if let Some((every, end)) = named(single) {
        return Some((every, end));
    }
    if let Some((unit, end)) = unit(single) {
        return Some((each(unit), end));
    }
    let (amount, end) = other(behind)?;
    let weekday = |sense| match sense {
        Sense::Weekday(day) => Some(Every::Weekday(day, None)),
        _ => None,
    };
    if let Some((every, end)) = end.sense(weekday) {
        return Some(with_part(every, end));
    }
    let (unit, end) = unit(end)?;
    Some((Every::Unit(amount, unit), end))
}

/// "other", "two", "second": how many units apart.
fn other<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Amount> {
    if let Some(end) = c.word("other") {
        return Some((Amount::whole(2), end));
    }
    let nth = ordinal(c).map(|(number, end)| (Amount::whole(u32::from(number)), end));
    nth.or_else(|| amount(c))
}

fn unit<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Unit> {
    c.sense(|sense| match sense {
        Sense::Unit(unit) | Sense::Units(unit) => Some(unit),
        _ => None,
    })
}

fn named<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Every> {
    if let Some((number, end)) = month(c) {
        return Some((Every::Month(number), end));
    }
    if let Some((season, end)) = season_name(c) {
        return Some((Every::Season(season), end));
    }
    let (every, end) = c.sense(|sense| match sense {
        Sense::Weekday(day) => Some(Every::Weekday(day, None)),
        Sense::Part(part) => Some(Every::Part(part)),
        Sense::Unit(Unit::Weekend) => Some(Every::Weekend),
        _ => None,
    })?;
    Some(with_part(every, end))
}

/// "Friday" to "Friday night".
fn with_part<'c, 't>(every: Every, c: Cursor<'c, 't>) -> (Every, Cursor<'c, 't>) {
    let part = c.sense(|sense| match sense {
        Sense::Part(part) | Sense::Parts(part) => Some(part),
        _ => None,
    });
    match (every, part) {
        (Every::Weekday(day, None), Some((part, end))) => (Every::Weekday(day, Some(part)), end),
        _ => (every, c),
    }
}

/// "twice a year", "five times a week", "per day", and "a year" behind a number: "50,000 barrels a day".
fn rate<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Every> {
    let often = how_often(c);
    let behind = match often {
        Some(end) => match adverb(end.optional_hyphen()).or_else(|| every(end)) {
            Some(read) => return Some(read),
            None => end.any(&["a", "an", "per", "each", "every"])?,
        },
        None => c.word("per").or_else(|| after_number(c))?,
    };
    let (unit, end) = unit(behind)?;
    (unit != Unit::Second && unit != Unit::Quarter).then_some((each(unit), end))
}

fn how_often<'c, 't>(c: Cursor<'c, 't>) -> Option<Cursor<'c, 't>> {
    let counted = || amount(c).and_then(|(_, end)| end.word("times"));
    c.any(&["once", "twice", "thrice"]).or_else(counted)
}

/// "a" behind a number, or behind what a number counts: "900 a day", "900 barrels a day", "$2 million a year".
fn after_number<'c, 't>(c: Cursor<'c, 't>) -> Option<Cursor<'c, 't>> {
    let number = |n| {
        c.back(n).is_some_and(|token| {
            token.kind == Kind::Number
                || matches!(token.sense, Sense::Cardinal(_))
                || token.is_any(&["percent", "%", "times", "million", "billion", "thousand"])
        })
    };
    let counted = c
        .back(1)
        .is_some_and(|token| token.kind == Kind::Word && is_plural(token));
    if number(1) || counted && number(2) {
        c.any(&["a", "an"])
    } else {
        None
    }
}

fn is_plural(token: &Token<'_>) -> bool {
    token.text.ends_with('s') || token.is_any(&["people", "men", "women", "children"])
}

/// "Fridays", "Friday nights", "weekends", "weekdays".
fn plural_name<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Every> {
    let (every, end) = c.sense(|sense| match sense {
        Sense::Weekdays(day) => Some(Every::Weekday(day, None)),
        Sense::Units(Unit::Weekend) => Some(Every::Weekend),
        Sense::Weekday(day) => Some(Every::Weekday(day, None)),
        _ => None,
    })?;
    let plural = c
        .token()
        .is_some_and(|token| !matches!(token.sense, Sense::Weekday(_)));
    let (with_part, behind) = with_part(every, end);
    let parts = behind
        .back(1)
        .is_some_and(|token| matches!(token.sense, Sense::Parts(_)));
    (plural || parts).then_some((with_part, behind))
}

#[cfg(test)]
mod tests {
    use super::super::trial::check;

    #[test]
    fn sets_of_times() {
        check(&[
            (
                "It is published daily, and weekly, after the annual meeting.",
                &[
                    "daily = SET P1D - text",
                    "weekly = SET P1W - text",
                    "annual = SET P1Y - text",
                ],
            ),
            (
                "They meet every Friday, every other week, every two years and each October.",
                &[
                    "every Friday = SET XXXX-WXX-5 - text",
                    "every other week = SET P2W - text",
                    "every two years = SET P2Y - text",
                    "each October = SET XXXX-10 - text",
                ],
            ),
            (
                "Twice a year, five times a week, 50,000 a day, 3 percent a year.",
                &[
                    "Twice a year = SET P1Y - text",
                    "five times a week = SET P1W - text",
                    "a day = SET P1D - text",
                    "a year = SET P1Y - text",
                ],
            ),
            (
                "Mondays, Friday nights and weekends.",
                &[
                    "Mondays = SET XXXX-WXX-1 - text",
                    "Friday nights = SET XXXX-WXX-5TNI - text",
                    "weekends = SET XXXX-WXX-WE - text",
                ],
            ),
            ("The Daily Mail and the Sunday Express.", &[]),
        ]);
    }
}
