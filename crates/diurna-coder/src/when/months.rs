//! Months and days of months: "January 10, 2020", "10 January", "Sept. 11", "June of last year", "the 15th".
//!
//! A weekday before the date belongs to the expression ("Friday, January 10"), as TimeML 1.2.1, section 2.2.2 has it.
//! "may" and "march" need a capital, and "May" alone a preposition before it, because they open questions and carry names.

use jiff::civil::Weekday;

use super::calendar::{Point, day, is_year, nth_weekday};
use super::cursor::Cursor;
use super::meaning::{Name, Named, Read, When, Which, Year, on};
use super::number::ordinal;
use super::token::Kind;
use super::words::Sense;

/// A date with a month in it.
pub(super) fn month_date<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let after_weekday = weekday_before(c);
    month_then_day(after_weekday)
        .or_else(|| day_then_month(after_weekday))
        .or_else(|| weekday_the_day(c))
        .or_else(|| month_alone(c))
}

/// Over "Friday," or "Fri" where a month or a day follows; else nowhere.
fn weekday_before<'c, 't>(c: Cursor<'c, 't>) -> Cursor<'c, 't> {
    let Some((_, end)) = c.sense(any_weekday) else {
        return c;
    };
    let end = end.glued(".").unwrap_or(end);
    end.optional(&[","]).optional(&["the"])
}

/// "Friday the 13th"; "on Tuesday the first troops left" has no figure.
fn weekday_the_day<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let (_, end) = c.sense(any_weekday)?;
    let figure = end.optional(&[","]).word("the").filter(|c| is_number(*c))?;
    let (number, end) = ordinal_day(figure)?;
    let counts = end
        .token()
        .is_some_and(|next| next.kind == Kind::Word && !next.is_plain());
    (!counts).then_some((When::Named(Named::bare(Name::DayOfMonth(number))), end))
}

fn any_weekday(sense: Sense) -> Option<Weekday> {
    match sense {
        Sense::Weekday(day) | Sense::WeekdayShort(day) => Some(day),
        _ => None,
    }
}

/// A month's name with a capital where it could be another word.
pub(super) fn month<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, i8> {
    let token = c.token()?;
    match token.sense {
        Sense::Month(month @ (3 | 5)) => token.is_capital().then_some((month, c.step())),
        Sense::Month(month) => Some((month, c.step())),
        Sense::MonthShort(month) if token.is_capital() => {
            let end = c.step();
            let stopped = end.glued(".").or_else(|| is_number(end).then_some(end))?;
            Some((month, stopped))
        }
        _ => None,
    }
}

fn is_number(c: Cursor<'_, '_>) -> bool {
    c.token().is_some_and(|token| token.kind == Kind::Number)
}

/// "January 10", "January 10th, 2020", "January 10-12", "May the 4th".
fn month_then_day<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let (month, c) = month(c)?;
    let (first, c) = day_of_month(c.optional(&["the"]))?;
    let (name, c) = match last_day(c) {
        Some((last, c)) if last > first => (Name::Days(month, first, last), c),
        _ => (Name::Day(month, first), c),
    };
    if (month, first) == (9, 11) && is_of_2001(c) {
        return Some((on(day(2001, 9, 11)?), c));
    }
    Some(with_year(name, c))
}

/// "the Sept. 11 attacks", "September 11 terrorist attacks".
fn is_of_2001(c: Cursor<'_, '_>) -> bool {
    let behind = c.optional(&["terrorist", "terror"]);
    behind
        .any(&["attack", "attacks", "hijackers", "hijackings", "commission"])
        .is_some()
}

/// "10 January 2020", "the 10th of January", "10-12 January".
fn day_then_month<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let (first, c) = ordinal_day(c.optional(&["the"])).or_else(|| day_of_month(c))?;
    let (last, c) = match last_day(c) {
        Some((last, c)) if last > first => (last, c),
        _ => (first, c),
    };
    let (month, c) = month(c.optional(&["of"]).optional_hyphen())?;
    let name = if last > first {
        Name::Days(month, first, last)
    } else {
        Name::Day(month, first)
    };
    Some(with_year(name, c))
}

fn ordinal_day<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, i8> {
    ordinal(c)
        .filter(|(number, _)| (1..=31).contains(number))
        .map(|(number, c)| (number as i8, c))
}

/// A day in figures, with or without its ending, that no minute or percentage follows.
fn day_of_month<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, i8> {
    let (number, end) = c
        .number(1..=2)
        .filter(|(number, _)| (1..=31).contains(number))?;
    let end = match end.token() {
        Some(token) if token.glued && token.is_any(&["st", "nd", "rd", "th"]) => end.step(),
        Some(token) if token.glued && (token.text == ":" || token.kind == Kind::Word) => {
            return None;
        }
        Some(token) if token.is_any(&["percent", "pct", "a", "p"]) && !starts_clause(end) => {
            return None;
        }
        _ => end,
    };
    Some((number as i8, end))
}

/// "March 3 a man was ..." has a clause behind the day, "March 3 a.m." has not.
fn starts_clause(c: Cursor<'_, '_>) -> bool {
    c.word("a")
        .is_some_and(|behind| behind.glued(".").is_none())
}

fn last_day<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, i8> {
    day_of_month(c.hyphen()?)
}

/// "January 2020", "June of last year", "May".
fn month_alone<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let (month, end) = month(c)?;
    let dated = with_year(Name::Month(month), end);
    if dated.1.at() == end.at() && !is_surely_month(c, end) {
        return None;
    }
    Some(dated)
}

/// Words before a bare "May" or "March" that make it the month.
const BEFORE_MONTH: [&str; 31] = [
    "in",
    "since",
    "by",
    "until",
    "till",
    "of",
    "from",
    "to",
    "through",
    "before",
    "after",
    "during",
    "around",
    "between",
    "and",
    "or",
    "for",
    "last",
    "next",
    "this",
    "early",
    "late",
    "mid",
    "every",
    "each",
    "until",
    "past",
    "following",
    "previous",
    "throughout",
    "towards",
];

fn is_surely_month(start: Cursor<'_, '_>, end: Cursor<'_, '_>) -> bool {
    let Some(token) = start.token() else {
        return false;
    };
    let before = start.back(1);
    let may = matches!(token.sense, Sense::Month(3 | 5));
    if may {
        return before.is_some_and(|token| token.is_any(&BEFORE_MONTH) || token.is_hyphen());
    }
    // "April Smith" is a person, and so is "Theresa April".
    let named = matches!(token.sense, Sense::Month(4 | 6 | 8))
        && (end
            .token()
            .is_some_and(|next| next.kind == Kind::Word && next.is_capital())
            || before.is_some_and(|token| is_given_name(token)));
    !named
}

fn is_given_name(token: &super::token::Token<'_>) -> bool {
    token.kind == Kind::Word
        && token.is_capital()
        && token.is_plain()
        && !token.is_any(&BEFORE_MONTH)
}

/// "the 15th" where nothing follows that it could count.
pub(super) fn day_alone<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let before = c.back(1)?;
    if !before.is_any(&["on", "by", "until", "since", "before", "after", "from"]) {
        return None;
    }
    let figure = c.word("the")?;
    figure.token().filter(|token| token.kind == Kind::Number)?;
    let (number, end) = ordinal_day(figure)?;
    let named = Named::bare(Name::DayOfMonth(number));
    let goes_on = [
        "and", "but", "or", "to", "at", "when", "after", "before", "as", "he", "she", "they",
    ];
    (end.ends_clause() || end.any(&goes_on).is_some()).then_some((When::Named(named), end))
}

/// Adds the year behind a name, if one is there.
pub(super) fn with_year<'c, 't>(name: Name, c: Cursor<'c, 't>) -> (When, Cursor<'c, 't>) {
    let (year, end) = match year_behind(c) {
        Some((year, end)) => (Some(year), end),
        None => (shared_year(name, c).map(Year::In), c),
    };
    let named = Named {
        name,
        which: Which::Nearest,
        year,
    };
    (complete(named).unwrap_or(When::Named(named)), end)
}

/// The year behind the second of two dates: 1997 for the March of "from March to May 1997".
fn shared_year(name: Name, c: Cursor<'_, '_>) -> Option<i16> {
    let (Name::Month(first) | Name::Day(first, _) | Name::Days(first, ..)) = name else {
        return None;
    };
    let listed = c.any(&["and", "or"]);
    let joined = listed
        .or_else(|| c.any(&["to", "through", "until"]))
        .or_else(|| c.hyphen())?;
    let (second, end) = month(joined)
        .map(|(second, end)| (second, day_of_month(end).map_or(end, |(_, end)| end)))
        .or_else(|| month(day_of_month(joined)?.1))?;
    let (year, _) = year_figure(end.optional(&[",", "of"]))?;
    let over_new_year = listed.is_none() && first > second;
    Some(if over_new_year { year - 1 } else { year })
}

/// A month or day whose year stands beside it needs no resolving.
fn complete(named: Named) -> Option<When> {
    let Some(Year::In(year)) = named.year else {
        return None;
    };
    let point = match named.name {
        Name::Month(month) => Point::Month(year, month),
        Name::Day(month, number) => Point::Day(day(year, month, number)?),
        Name::NthWeekday(nth, weekday, month) => {
            Point::Day(nth_weekday(year, month, nth, weekday)?)
        }
        _ => return None,
    };
    Some(When::Point(point))
}

/// ", 2020", "of 2020", "2020", "'20", "of last year", "this year".
fn year_behind<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Year> {
    let c = c.optional(&[",", "of", "in"]);
    if let Some((year, end)) = year_figure(c) {
        return Some((Year::In(year), end));
    }
    if let Some((year, end)) = short_year(c) {
        return Some((Year::Short(year), end));
    }
    // "in" opens a new expression: "in June in this year" is nobody's.
    let c = c.optional(&["the"]);
    for (word, away) in [
        ("this", 0),
        ("last", -1),
        ("next", 1),
        ("same", 0),
        ("previous", -1),
    ] {
        if let Some(end) = c.word(word).and_then(|c| c.word("year")) {
            return Some((Year::Away(away), end));
        }
    }
    None
}

/// A year of four figures that nothing else is made of.
pub(super) fn year_figure<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, i16> {
    let (year, end) = c.number(4..=4)?;
    let year = i16::try_from(year)
        .ok()
        .filter(|year| is_year(*year) && *year >= 1000)?;
    let touched = end
        .token()
        .is_some_and(|token| token.glued && (token.kind == Kind::Word || token.text == ":"));
    (!touched && year < 2200).then_some((year, end))
}

/// "'78"
pub(super) fn short_year<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, i16> {
    let mark = c.any(&["'", "’", "‘"])?;
    let token = mark
        .token()
        .filter(|token| token.glued && token.text.len() == 2)?;
    let year = token
        .text
        .parse()
        .ok()
        .filter(|_| token.kind == Kind::Number)?;
    let end = mark.step();
    let touched = end
        .token()
        .is_some_and(|token| token.glued && token.kind == Kind::Word);
    (!touched).then_some((year, end))
}

#[cfg(test)]
mod tests {
    use super::super::trial::check;

    #[test]
    fn months_and_days() {
        check(&[
            (
                "He was born on 3 May 1951 in Leeds.",
                &["3 May 1951 = DATE 1951-05-03 1951-05-03 text"],
            ),
            (
                "The ceasefire, signed on Dec. 12, held until Jan. 3.",
                &[
                    "Dec. 12 = DATE 1997-12-12 1997-12-12 publication",
                    "Jan. 3 = DATE 1998-01-03 1998-01-03 publication",
                ],
            ),
            (
                "The vote of Friday, February 13, 1998, was close.",
                &["Friday, February 13, 1998 = DATE 1998-02-13 1998-02-13 text"],
            ),
            (
                "The trial will open on March 15 and may last until April.",
                &[
                    "March 15 = DATE 1998-03-15 1998-03-15 publication",
                    "April = DATE 1998-04 1998-04 publication",
                ],
            ),
            (
                "Shares fell in November last year and rose in June '97.",
                &[
                    "November last year = DATE 1997-11 1997-11 publication",
                    "June '97 = DATE 1997-06 1997-06 publication",
                ],
            ),
            (
                "The meeting from Feb. 20-22 will be held in Bonn.",
                &["Feb. 20-22 = DATE 1998-02-20/1998-02-22 1998-02-20/1998-02-22 publication"],
            ),
            (
                "It ended on the 10th of January. He left on the 15th.",
                &[
                    "the 10th of January = DATE 1998-01-10 1998-01-10 publication",
                    "the 15th = DATE 1998-02-15 1998-02-15 publication",
                ],
            ),
            (
                "The Sept. 11 attacks had not happened.",
                &["Sept. 11 = DATE 2001-09-11 2001-09-11 text"],
            ),
            (
                "May said she would resign in May.",
                &["May = DATE 1998-05 1998-05 publication"],
            ),
            ("April Jones may march, mar or sun the dec.", &[]),
            (
                "Up 12 percent, 11 percent in January 3 percent.",
                &["January = DATE 1998-01 1998-01 publication"],
            ),
        ]);
    }
}
