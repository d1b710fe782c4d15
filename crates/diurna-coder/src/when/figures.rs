//! Dates all in figures: ISO 8601, and day, month and year with slashes, dots or hyphens.
//!
//! 03/04/2020 is 4 March to an American outlet and 3 April to every other whose country is known. Without a country only
//! what can be read one way is read ("13/04/2020"); the rest is found and left without a value.

use super::calendar::day;
use super::clock::time_of_day;
use super::cursor::{Cursor, DayOrder};
use super::meaning::{Meaning, Read, on};
use super::token::Kind;

/// Years written with two digits up to this one are of the 2000s.
pub(super) const LAST_SHORT_YEAR: i16 = 68;

/// A date in figures.
pub(super) fn date_in_figures<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Meaning> {
    iso(c)
        .or_else(|| parted(c))
        .or_else(|| september_eleventh(c))
        .filter(|(_, end)| stands_alone(c, *end))
}

/// No figure, slash or letter touches the date: it is not a part of a version, a path or a phone number.
fn stands_alone(start: Cursor<'_, '_>, end: Cursor<'_, '_>) -> bool {
    let touches = |token: &super::token::Token<'_>| {
        token.kind != Kind::Mark && token.kind != Kind::Break
            || matches!(token.text, "/" | "-" | "$")
    };
    let before = start
        .back(1)
        .filter(|_| start.token().is_some_and(|token| token.glued));
    let behind = end.token().filter(|token| token.glued);
    // The "T" of an ISO date-time touches the day.
    let behind = behind.filter(|token| !token.text.starts_with('T'));
    !before.is_some_and(touches) && !behind.is_some_and(touches)
}

/// "2020-01-10", "2020-01-10T09:30:00Z"
fn iso<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Meaning> {
    let (year, c) = digits(c, 4..=4)?;
    let mark = if c.glued("/").is_some() { "/" } else { "-" };
    let (month, c) = digits(c.glued(mark)?, 2..=2)?;
    let (number, c) = digits(c.glued(mark)?, 2..=2)?;
    let day = day(year as i16, month as i8, number as i8)?;
    let clock = match c.token().filter(|token| token.glued && token.text == "T") {
        Some(_) => time_of_day(c.step()),
        None => time_of_day(c).filter(|_| c.ahead(1).is_some_and(|mark| mark.text == ":")),
    };
    Some(match clock {
        Some((clock, end)) => (Meaning::During(on(day), clock), end),
        None => (Meaning::At(on(day)), c),
    })
}

/// "13/04/2020", "13.04.2020", "4/13/98"
fn parted<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Meaning> {
    let whole = [0, 2].map(|n| c.ahead(n).map_or(0, |token| token.text.len()));
    let (first, c) = digits(c, 1..=2)?;
    let mark = ["/", ".", "-"]
        .into_iter()
        .find(|mark| c.glued(mark).is_some())?;
    let (second, c) = digits(c.glued(mark)?, 1..=2)?;
    let short = mark == "/" || mark == "-" && whole == [2, 2];
    let lengths = if short { 2..=4 } else { 4..=4 };
    let (year, c) = digits(c.glued(mark)?, lengths)?;
    let year = match year {
        0..=99 if year <= i32::from(LAST_SHORT_YEAR) => 2000 + year,
        ..=99 => 1900 + year,
        1000.. => year,
        _ => return None,
    };
    let at = |month: i32, number: i32| day(year as i16, month as i8, number as i8);
    let (month_first, day_first) = (at(first, second), at(second, first));
    let day = match (month_first, day_first, c.order()) {
        (None, None, _) => return None,
        (Some(day), None, _) | (None, Some(day), _) => Some(day),
        (Some(day), _, DayOrder::MonthFirst) => Some(day),
        (_, Some(day), DayOrder::DayFirst) => Some(day),
        (month_first, day_first, _) => month_first.filter(|_| month_first == day_first),
    };
    Some((day.map_or(Meaning::Unread, |day| Meaning::At(on(day))), c))
}

/// "9/11" names the day of 2001 wherever it stands.
fn september_eleventh<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Meaning> {
    let (nine, c) = digits(c, 1..=1)?;
    let (eleven, c) = digits(c.glued("/")?, 2..=2)?;
    let day = day(2001, 9, 11).filter(|_| (nine, eleven) == (9, 11))?;
    Some((Meaning::At(on(day)), c))
}

fn digits<'c, 't>(c: Cursor<'c, 't>, count: std::ops::RangeInclusive<usize>) -> Read<'c, 't, i32> {
    let token = c.token().filter(|token| token.kind == Kind::Number)?;
    if !count.contains(&token.text.len()) {
        return None;
    }
    Some((token.text.parse().ok()?, c.step()))
}

#[cfg(test)]
mod tests {
    use super::super::trial::check;

    #[test]
    fn dates_in_figures() {
        check(&[
            (
                "It was signed on 13/04/1997 and dated 1998-01-10.",
                &[
                    "13/04/1997 = DATE 1997-04-13 1997-04-13 text",
                    "1998-01-10 = DATE 1998-01-10 1998-01-10 text",
                ],
            ),
            (
                "The log says 1998-01-10T09:30:00Z.",
                &["1998-01-10T09:30:00Z = TIME 1998-01-10T09:30Z 1998-01-10 text"],
            ),
            (
                "Nobody knows what 03/04/1998 means.",
                &["03/04/1998 = DATE - - unknown"],
            ),
            (
                "Since 9/11 all has changed.",
                &["9/11 = DATE 2001-09-11 2001-09-11 text"],
            ),
            ("Call 555-12-1998 about version 1.2.98.", &[]),
        ]);
    }
}
