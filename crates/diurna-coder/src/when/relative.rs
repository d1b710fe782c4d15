//! Dates counted from the day of publication or from the last date that the text named: "today", "last week", "the
//! following day", "next Friday", "that month", "year-earlier".
//!
//! "last" and "next" count from publication; "previous", "following", "same" and "that" count from the last mention
//! (anaphoric values, TimeML 1.2.1, section 2.2.3.4).

use super::cursor::Cursor;
use super::holiday::holiday;
use super::meaning::{From, Meaning, Name, Named, Read, Vague, When, Which, Year, longest};
use super::months::{month, with_year};
use super::number::ordinal;
use super::token::Kind;
use super::words::{Sense, Unit};
use super::years::{modified, quarter_name, season_name};

/// A relative date.
pub(super) fn relative_date<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    longest([
        deictic_day(c),
        chosen_unit(c),
        chosen_name(c),
        part_of_year(c),
        weekday(c),
        before_last(c),
        weekday_of_month(c),
        whole_unit(c),
        day_beside(c),
        year_ago_period(c),
        year_end(c),
    ])
}

const fn days(by: i32) -> When {
    When::Granule {
        unit: Unit::Day,
        by,
        from: From::Publication,
    }
}

const DAYS: [(&str, i32); 6] = [
    ("today", 0),
    ("yesterday", -1),
    ("tomorrow", 1),
    ("the day before yesterday", -2),
    ("the day after tomorrow", 2),
    ("this day", 0),
];

/// "today", "the day after tomorrow"; not the name of a paper, "USA Today".
fn deictic_day<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let (by, end) = DAYS
        .iter()
        .find_map(|(words, by)| Some((*by, c.phrase(words)?)))?;
    Some((days(by), end))
}

/// Where a choosing word points.
#[derive(Clone, Copy)]
pub(super) struct Choice {
    pub(super) by: i32,
    pub(super) from: From,
}

/// Choosing words; longer ones stand before those that they begin with.
const CHOICES: [(&str, i32, From); 30] = [
    ("this past", -1, From::Publication),
    ("this last", -1, From::Publication),
    ("this coming", 1, From::Publication),
    ("this very", 0, From::Publication),
    ("this same", 0, From::Publication),
    ("this", 0, From::Publication),
    ("the current", 0, From::Publication),
    ("the present", 0, From::Publication),
    ("current", 0, From::Publication),
    ("last", -1, From::Publication),
    ("past", -1, From::Publication),
    ("next", 1, From::Publication),
    ("the coming", 1, From::Publication),
    ("the upcoming", 1, From::Publication),
    ("coming", 1, From::Publication),
    ("upcoming", 1, From::Publication),
    ("the previous", -1, From::Mention),
    ("the preceding", -1, From::Mention),
    ("the prior", -1, From::Mention),
    ("previous", -1, From::Mention),
    ("prior", -1, From::Mention),
    ("the following", 1, From::Mention),
    ("following", 1, From::Mention),
    ("the next", 1, From::Mention),
    ("the very next", 1, From::Mention),
    ("that very same", 0, From::Mention),
    ("that same", 0, From::Mention),
    ("the same", 0, From::Mention),
    ("same", 0, From::Mention),
    ("that", 0, From::Mention),
];

/// "this", "the following", ...
pub(super) fn choice<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Choice> {
    CHOICES.iter().find_map(|(words, by, from)| {
        let end = c.phrase(words)?;
        let choice = Choice {
            by: *by,
            from: *from,
        };
        Some((choice, end))
    })
}

/// A unit in the singular that has a name on the calendar.
fn calendar_unit<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Unit> {
    let (unit, end) = c.sense(|sense| match sense {
        Sense::Unit(unit) => Some(unit),
        _ => None,
    })?;
    let named = !matches!(
        unit,
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Fortnight
    );
    let joined = end
        .hyphen()
        .is_some_and(|end| end.token().is_some_and(|token| token.glued));
    (named && !joined).then_some((unit, end))
}

/// "last week", "the current fiscal year", "that day".
fn chosen_unit<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    if let Some(read) = the_last(c) {
        return Some(read);
    }
    let (Choice { by, from }, behind) = choice(c)?;
    if let Some(end) = behind.any_phrase(&["fiscal year", "financial year", "business year"]) {
        return Some((When::Fiscal(by), end));
    }
    let (unit, end) = calendar_unit(behind.optional(&["calendar", "full", "whole"]))?;
    if c.phrase("the next").is_some() && is_throughout(c) && unit != Unit::Century {
        return None;
    }
    // "last day" and "current day" are not on the calendar of the day of publication.
    if unit == Unit::Day && from == From::Publication {
        return None;
    }
    Some((When::Granule { unit, by, from }, end))
}

/// "over the next year" is a length.
pub(super) fn is_throughout(c: Cursor<'_, '_>) -> bool {
    c.back(1)
        .is_some_and(|token| token.is_any(&["over", "within", "during", "for", "in", "throughout"]))
}

/// "the last quarter", "the last weekend"; "the last year" is a length.
fn the_last<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let latest = c.any_phrase(&["the latest", "latest"]);
    let behind = latest.or_else(|| c.any_phrase(&["the last", "the past"]))?;
    let (unit, end) = calendar_unit(behind)?;
    let when = When::Granule {
        unit,
        by: -1,
        from: From::Publication,
    };
    let latest = latest.is_some() && unit != Unit::Day;
    (latest || matches!(unit, Unit::Quarter | Unit::Weekend)).then_some((when, end))
}

fn which(choice: Choice) -> Which {
    match (choice.by, choice.from) {
        (0, From::Publication) => Which::This,
        (0, From::Mention) => Which::Same,
        (..0, From::Publication) => Which::Last,
        (_, From::Publication) => Which::Next,
        (..0, From::Mention) => Which::Previous,
        (_, From::Mention) => Which::Following,
    }
}

/// "last Friday", "next June", "this summer", "last Christmas", "this year's first quarter".
fn chosen_name<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let (choice, behind) = choice(c)?;
    let behind = modified(behind);
    let named = |name| {
        When::Named(Named {
            name,
            which: which(choice),
            year: None,
        })
    };
    if let Some((when, end)) = season_name(behind) {
        return Some((named(Name::Season(when)), end));
    }
    // "said that Friday's vote ..." chooses nothing.
    if behind.at() == c.at() + 1 && c.word("that").is_some() {
        return None;
    }
    if let Some((day, end)) = weekday_name(behind) {
        return Some((named(Name::Weekday(day)), end));
    }
    if let Some((number, end)) = month(behind) {
        let (when, dated) = with_year(Name::Month(number), end);
        let when = if dated.at() > end.at() {
            when
        } else {
            named(Name::Month(number))
        };
        return Some((when, dated));
    }
    if let Some((feast, end)) = holiday(behind) {
        return Some((named(Name::Holiday(feast)), end));
    }
    let (quarter, end) = quarter_name(behind)?;
    Some((named(Name::Quarter(quarter)), end))
}

/// "last year's third quarter", "this year's winter".
fn part_of_year<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let (Choice { by, .. }, behind) = choice(c)?;
    let end = behind.word("year")?.any(&["'", "’"])?.word("s")?;
    let (name, end) = quarter_name(end)
        .map(|(quarter, end)| (Name::Quarter(quarter), end))
        .or_else(|| month(end).map(|(month, end)| (Name::Month(month), end)))
        .or_else(|| season_name(end).map(|(season, end)| (Name::Season(season), end)))?;
    let named = Named {
        name,
        which: Which::Nearest,
        year: Some(Year::Away(by)),
    };
    Some((When::Named(named), end))
}

fn weekday_name<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, jiff::civil::Weekday> {
    let token = c.token()?;
    match token.sense {
        Sense::Weekday(day) => Some((day, c.step())),
        // "Sun" and "Sat" are words; with the full stop of an abbreviation they are days.
        Sense::WeekdayShort(day) if token.is_capital() => {
            let stopped = c.step().glued(".")?;
            stopped.ends_clause().then_some(())?;
            Some((day, stopped))
        }
        _ => None,
    }
}

/// "Friday", "Friday last week", "a week from Friday" without the week.
fn weekday<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let (day, end) = weekday_name(modified(c))?;
    for (words, which) in [
        ("last week", Which::Last),
        ("next week", Which::Next),
        ("this week", Which::This),
    ] {
        if let Some(behind) = end.optional(&["of"]).phrase(words) {
            let by = match which {
                Which::Last => -1,
                Which::Next => 1,
                _ => 0,
            };
            return Some((When::WeekdayOf(day, by), behind));
        }
    }
    Some((When::Named(Named::bare(Name::Weekday(day))), end))
}

/// "the week before last", "the Friday after next".
fn before_last<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let behind = c.word("the")?;
    let away = |c: Cursor<'c, 't>| {
        let back = c.phrase("before last").map(|end| (-2, end));
        back.or_else(|| c.phrase("after next").map(|end| (2, end)))
    };
    if let Some((day, end)) = weekday_name(behind) {
        let (by, end) = away(end)?;
        let when = When::DayAway {
            unit: Unit::Week,
            by: by / 2,
            from: Some(day),
        };
        return Some((when, end));
    }
    let (unit, end) = calendar_unit(behind)?;
    let (by, end) = away(end)?;
    let from = From::Publication;
    Some((When::Granule { unit, by, from }, end))
}

/// "the last Sunday in May", "the second Tuesday of November 1996".
fn weekday_of_month<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let article = c.word("the")?;
    let (nth, end) = match article.any(&["last", "final"]) {
        Some(end) => (-1, end),
        None => ordinal(article)
            .filter(|(nth, _)| (1..=5).contains(nth))
            .map(|(nth, end)| (nth as i8, end))?,
    };
    let (day, end) = weekday_name(end)?;
    let (month, end) = month(end.any(&["of", "in"])?)?;
    Some(with_year(Name::NthWeekday(nth, day, month), end))
}

/// Words behind "the day" or "the week" that make it a certain one, not the one that the text is at.
const DEFINES: [&str; 24] = [
    "of",
    "when",
    "that",
    "in",
    "before",
    "after",
    "who",
    "he",
    "she",
    "they",
    "we",
    "I",
    "it",
    "the",
    "to",
    "a",
    "an",
    "which",
    "where",
    "his",
    "her",
    "following",
    "ago",
    "you",
];

/// "the day", "the week", "the year", "the weekend", "the fiscal year".
fn whole_unit<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    if let Some(end) = c.any_phrase(&["the fiscal year", "the financial year"]) {
        return Some((When::Fiscal(0), end));
    }
    let (unit, end) = calendar_unit(c.word("the")?)?;
    let from = match unit {
        Unit::Day | Unit::Quarter => From::Mention,
        Unit::Week | Unit::Month | Unit::Year | Unit::Weekend | Unit::Decade | Unit::Century => {
            From::Publication
        }
        _ => return None,
    };
    if let Some(read) = of_day(unit, end) {
        return Some(read);
    }
    if let Some((month, number)) = ended(end) {
        return Some((When::Holding(unit, month, number), end));
    }
    // "late in the day after a calm morning" has the event behind the whole, not behind the day.
    let led = c.back(1).is_some_and(|token| token.is_any(&["in", "of"]));
    let defines = if led { &DEFINES[..3] } else { &DEFINES[..] };
    if end.any(defines).is_some() {
        return None;
    }
    match unit {
        Unit::Weekend => return Some((When::Weekend, end)),
        Unit::Quarter => return Some((When::Quarter, end)),
        _ => {}
    }
    Some((When::Granule { unit, by: 0, from }, end))
}

/// "the week of March 2"
fn of_day<'c, 't>(unit: Unit, c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let (month, c) = month(c.word("of")?)?;
    let (number, end) = c.number(1..=2)?;
    let number = i8::try_from(number)
        .ok()
        .filter(|day| (1..=31).contains(day))?;
    (unit == Unit::Week).then_some((When::Holding(unit, month, number), end))
}

/// The month and day behind "ended": "the quarter ended June 30".
fn ended(c: Cursor<'_, '_>) -> Option<(i8, i8)> {
    let (month, c) = month(c.any(&["ended", "ending"])?)?;
    let (number, _) = c.number(1..=2)?;
    Some((
        month,
        i8::try_from(number)
            .ok()
            .filter(|day| (1..=31).contains(day))?,
    ))
}

/// "the day before", "a day after", where nothing follows that it would be counted from.
fn day_beside<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let (unit, end) = calendar_unit(c.word("the")?)?;
    let by = if end.word("before").is_some() { -1 } else { 1 };
    let end = end.any(&["before", "after"])?;
    let when = When::Granule {
        unit,
        by,
        from: From::Mention,
    };
    end.ends_clause().then_some((when, end))
}

/// "the year-earlier quarter", "a year-ago": the same stretch a year before.
fn year_ago_period<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let start = c.optional(&["the"]);
    let end = start.word("year")?.hyphen()?.any(&["ago", "earlier"])?;
    let end = quarter_name(end).map_or(end, |(_, end)| end);
    let end = end.optional(&["period", "quarter", "month", "level"]);
    Some((When::YearBefore, end))
}

/// "year-end", "midyear": the end or middle of this year.
fn year_end<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let year_end = || {
        let year = c.optional(&["the"]).word("year")?;
        year.optional_hyphen().word("end").or_else(|| {
            let possessive = year.any(&["'", "’"])?.word("s")?;
            possessive.word("end")
        })
    };
    let end = year_end()
        .or_else(|| c.word("midyear"))
        .or_else(|| c.word("mid")?.hyphen()?.word("year"))?;
    let when = When::Granule {
        unit: Unit::Year,
        by: 0,
        from: From::Publication,
    };
    Some((when, end))
}

/// Papers and days whose names hold a date that they do not mean.
pub(super) fn name_of_something<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Meaning> {
    let end = paper(c).or_else(|| {
        c.any_phrase(&[
            "USA Today",
            "Russia Today",
            "India Today",
            "Bloody Sunday",
            "Bloody Monday",
            "Bloody Friday",
            "current account",
            "Super Tuesday",
            "Black Friday",
            "Cyber Monday",
            "the last minute",
            "last minute",
            "the day of reckoning",
            "Man Friday",
            "per second",
        ])
    })?;
    Some((Meaning::Nothing, end))
}

/// "Sunday Times", "Daily Mail".
fn paper<'c, 't>(c: Cursor<'c, 't>) -> Option<Cursor<'c, 't>> {
    let first = c.token().filter(|token| token.is_capital())?;
    let carries = matches!(
        first.sense,
        Sense::Weekday(_) | Sense::Every(Unit::Day | Unit::Week | Unit::Month | Unit::Year)
    );
    let name = c.step();
    let next = name
        .token()
        .filter(|next| next.kind == Kind::Word && next.is_capital())?;
    let paper = next.is_any(&[
        "Times",
        "Telegraph",
        "Mail",
        "Mirror",
        "Express",
        "Herald",
        "News",
        "Star",
        "Post",
        "Review",
        "Standard",
        "World",
        "Record",
        "Sun",
        "Beast",
        "Show",
        "Kos",
        "Night",
        "Age",
        "Independent",
        "Tribune",
        "Observer",
        "Mercury",
    ]);
    // "Monday Night Football" has its own capitals, "Monday Night" alone in a headline is a time.
    let paper = paper && (!next.is("Night") || is_word_with_capital(name.step()));
    (carries && paper).then_some(name.step())
}

fn is_word_with_capital(c: Cursor<'_, '_>) -> bool {
    c.token()
        .is_some_and(|token| token.kind == Kind::Word && token.is_capital())
}

/// "the other day", "one day" in the sense of "some day".
pub(super) const VAGUE_DAYS: [(&str, Vague); 3] = [
    ("the other day", Vague::Past),
    ("the other night", Vague::Past),
    ("some day", Vague::Future),
];

#[cfg(test)]
mod tests {
    use super::super::trial::check;

    #[test]
    fn dates_relative_to_publication_and_mention() {
        check(&[
            (
                "The firm said today what it denied yesterday.",
                &[
                    "today = DATE 1998-02-18 1998-02-18 publication",
                    "yesterday = DATE 1998-02-17 1998-02-17 publication",
                ],
            ),
            (
                "Prices fell last week, and earlier this month, but will rise next year.",
                &[
                    "last week = DATE 1998-W07 1998-02-09/1998-02-15 publication",
                    "earlier this month = DATE 1998-02 1998-02 publication",
                    "next year = DATE 1999 1999 publication",
                ],
            ),
            (
                "Last Friday, this Friday and next Friday.",
                &[
                    "Last Friday = DATE 1998-02-13 1998-02-13 publication",
                    "this Friday = DATE 1998-02-20 1998-02-20 publication",
                    "next Friday = DATE 1998-02-20 1998-02-20 publication",
                ],
            ),
            (
                "The weekend was quiet, and so was the week.",
                &[
                    "The weekend = DATE 1998-W07-WE 1998-02-14/1998-02-15 publication",
                    "the week = DATE 1998-W08 1998-02-16/1998-02-22 publication",
                ],
            ),
            (
                "On Jan. 3 he left; the following day he was back, and that day it snowed.",
                &[
                    "Jan. 3 = DATE 1998-01-03 1998-01-03 publication",
                    "the following day = DATE 1998-01-04 1998-01-04 anchor",
                    "that day = DATE 1998-01-04 1998-01-04 anchor",
                ],
            ),
            (
                "It earned $5 million in the third quarter of 1997, and $4 million in the year-earlier period.",
                &[
                    "the third quarter of 1997 = DATE 1997-Q3 1997-07-01/1997-09-30 text",
                    "the year-earlier period = DATE 1996-Q3 1996-07-01/1996-09-30 anchor",
                ],
            ),
            (
                "Last year's third quarter; the same period of 1996; the end of this century.",
                &[
                    "Last year's third quarter = DATE 1997-Q3 1997-07-01/1997-09-30 publication",
                    "the same period of 1996 = DATE 1996-Q3 1996-07-01/1996-09-30 anchor",
                    "the end of this century = DATE 19 1900/1999 publication",
                ],
            ),
            (
                "He spoke to USA Today and the Sunday Times about Bloody Sunday.",
                &[],
            ),
            ("The day after the vote nothing happened.", &[]),
            (
                "He said that Friday's vote was fair, and he had left the day before.",
                &[
                    "Friday = DATE 1998-02-13 1998-02-13 publication",
                    "the day before = DATE 1998-02-12 1998-02-12 anchor",
                ],
            ),
            (
                "Year-end results and the current fiscal year.",
                &[
                    "Year-end = DATE 1998 1998 publication",
                    "the current fiscal year = DATE FY1998 - publication",
                ],
            ),
        ]);
    }
}
