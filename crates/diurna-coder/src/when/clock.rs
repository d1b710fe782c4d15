//! Times of day, alone and on a date: "3 p.m. Friday", "15:45 UTC", "Monday morning", "last night", "noon".
//!
//! A time of day and its date are one expression in either order, with or without "on" and "at" between them.

use super::cursor::Cursor;
use super::meaning::{Clock, From, Read, When, longest};
use super::number::amount;
use super::relative::{Choice, choice};
use super::token::Kind;
use super::words::{Part, Sense, Unit};

/// Zones that are UTC in other words.
const UTC: [&str; 3] = ["UTC", "GMT", "Z"];

/// Other zones: they belong to the expression and leave its value local.
const ZONES: [&str; 25] = [
    "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "BST", "CET", "CEST", "EET", "EEST",
    "MSK", "IST", "JST", "AEST", "AEDT", "ACST", "AWST", "NZST", "NZDT", "ET", "PT", "HKT",
];

const ZONE_PHRASES: [&str; 9] = [
    "local time",
    "Eastern time",
    "Eastern Standard Time",
    "Eastern Daylight Time",
    "Central time",
    "Pacific time",
    "Mountain time",
    "Moscow time",
    "Beijing time",
];

/// A time of day without a date.
pub(super) fn time_of_day<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Clock> {
    let c = c
        .any(&["about", "around", "approximately", "nearly", "almost"])
        .unwrap_or(c);
    longest([
        twelve_hours(c),
        twenty_four_hours(c),
        four_figures(c),
        o_clock(c),
        named_time(c),
    ])
}

fn at(hour: i32, minute: i32, utc: bool) -> Option<Clock> {
    let valid = (0..24).contains(&hour) && (0..60).contains(&minute) || (hour, minute) == (24, 0);
    valid.then_some(Clock::At {
        hour: hour as u8,
        minute: minute as u8,
        utc,
    })
}

/// "3 p.m.", "3:30pm", "10 in the morning".
fn twelve_hours<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Clock> {
    let (hour, minute, c) = hour_and_minute(c)?;
    if !(1..=12).contains(&hour) {
        return None;
    }
    let (afternoon, c) = half_of_day(c)?;
    let hour = hour % 12 + if afternoon { 12 } else { 0 };
    let (utc, end) = zone(c).unwrap_or((false, c));
    Some((at(hour, minute, utc)?, end))
}

/// The "9" of "at 9 last night": nothing but the part of a day behind it makes it an hour.
pub(super) fn bare_hour<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Clock> {
    let led = c
        .back(1)
        .is_some_and(|token| token.is_any(&["at", "by", "until", "around", "about"]));
    let (hour, end) = figure(c, 1..=2).filter(|(hour, _)| led && (1..=12).contains(hour))?;
    let day = end.any(&["tomorrow", "yesterday", "this", "last"]);
    let of_part = end.word("tonight").or_else(|| Some(part(day?)?.1));
    of_part.and_then(|_| Some((at(hour, 0, false)?, end)))
}

/// An hour with or without minutes, "3", "3:30", "3.30".
fn hour_and_minute<'c, 't>(c: Cursor<'c, 't>) -> Option<(i32, i32, Cursor<'c, 't>)> {
    let (hour, c) = figure(c, 1..=2)?;
    let minute = c
        .glued(":")
        .or_else(|| c.glued("."))
        .and_then(|c| figure(c, 2..=2).filter(|_| c.token().is_some_and(|token| token.glued)));
    Some(minute.map_or((hour, 0, c), |(minute, end)| (hour, minute, end)))
}

fn figure<'c, 't>(c: Cursor<'c, 't>, digits: std::ops::RangeInclusive<usize>) -> Read<'c, 't, i32> {
    let token = c.token().filter(|token| token.kind == Kind::Number)?;
    let money = token.glued
        && c.back(1)
            .is_some_and(|mark| matches!(mark.text, "$" | "€" | "£" | "#"));
    (digits.contains(&token.text.len()) && !money).then_some((token.text.parse().ok()?, c.step()))
}

/// "a.m." is false, "p.m." is true.
fn half_of_day<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, bool> {
    for (whole, letter, words) in [
        ("am", "a", "in the morning"),
        ("pm", "p", "in the afternoon"),
        ("pm", "p", "in the evening"),
        ("pm", "p", "at night"),
    ] {
        let dotted = || {
            let end = c.word(letter)?.glued(".")?.word("m")?;
            Some(end.glued(".").unwrap_or(end))
        };
        if let Some(end) = c.word(whole).or_else(dotted).or_else(|| c.phrase(words)) {
            return Some((letter == "p", end));
        }
    }
    None
}

/// "15:45 UTC", "14:00".
fn twenty_four_hours<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Clock> {
    let start = c;
    let (hour, c) = figure(c, 1..=2)?;
    let (minute, c) = figure(c.glued(":")?, 2..=2)?;
    let second = c.glued(":").and_then(|c| figure(c, 2..=2));
    let c = second.map_or(c, |(_, end)| end);
    let zoned = zone(c);
    // "4:30" beside other words may be a score or a verse.
    let led = start.back(1).is_some_and(|token| {
        token.is_any(&[
            "at", "by", "until", "around", "about", "since", "before", "after", "from", "T", "and",
            "to", "between", ",",
        ])
    });
    let two_digits = start.token().is_some_and(|token| token.text.len() == 2);
    let goes_on = c.glued(":").is_some()
        || c.token()
            .is_some_and(|token| token.glued && token.text == "%");
    if goes_on || !(zoned.is_some() || led || two_digits) {
        return None;
    }
    let (utc, end) = zoned.unwrap_or((false, c));
    Some((at(hour, minute, utc)?, end))
}

/// "0730 UTC", "1430 hours".
fn four_figures<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Clock> {
    let (figures, c) = figure(c, 4..=4)?;
    let hours = c.word("hours");
    let (utc, end) = match zone(hours.unwrap_or(c)) {
        Some(zoned) => zoned,
        None => (false, hours?),
    };
    Some((at(figures / 100, figures % 100, utc)?, end))
}

/// "ten o'clock".
fn o_clock<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Clock> {
    let (amount, c) = amount(c)?;
    let end = c.word("o")?.any(&["'", "’"])?.word("clock")?;
    let hour = amount.count().filter(|hour| (1..=12).contains(hour))? as i32;
    let (afternoon, end) = half_of_day(end).unwrap_or((false, end));
    Some((
        at(if afternoon { hour % 12 + 12 } else { hour }, 0, false)?,
        end,
    ))
}

/// "noon", "midnight".
fn named_time<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Clock> {
    let (hour, end) = [("noon", 12), ("midnight", 24)]
        .into_iter()
        .find_map(|(word, hour)| Some((hour, c.word(word)?)))?;
    let (utc, end) = zone(end).unwrap_or((false, end));
    Some((at(hour, 0, utc)?, end))
}

/// A time zone; true for UTC.
fn zone<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, bool> {
    if let Some(end) = c.any_phrase(&ZONE_PHRASES).or_else(|| place_time(c)) {
        return Some((false, end));
    }
    let token = c.token().filter(|token| token.is_capital())?;
    if UTC.contains(&token.text) {
        return Some((true, c.step()));
    }
    ZONES.contains(&token.text).then_some((false, c.step()))
}

/// "Tokyo time", "New York time".
fn place_time<'c, 't>(c: Cursor<'c, 't>) -> Option<Cursor<'c, 't>> {
    let name = |c: Cursor<'c, 't>| {
        c.token()
            .is_some_and(|token| token.is_capital() && token.is_plain())
            .then(|| c.step())
    };
    let first = c
        .token()
        .filter(|token| token.is_any(&["New", "San", "St"]));
    let behind = first.map_or(c, |_| c.step());
    name(behind)?.word("time")
}

/// "morning", "night".
pub(super) fn part<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Part> {
    c.sense(|sense| match sense {
        Sense::Part(part) => Some(part),
        _ => None,
    })
}

/// A part of a day that a word chooses: "this morning", "last night", "the previous evening", "tonight", "the night before".
pub(super) fn chosen_part<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, (When, Clock)> {
    let whole = |by, from, part| {
        let unit = Unit::Day;
        (When::Granule { unit, by, from }, Clock::Part(part))
    };
    if let Some(end) = c.any(&["tonight", "overnight"]) {
        return Some((whole(0, From::Publication, Part::Night), end));
    }
    if let Some((part, end)) = c.word("the").and_then(part) {
        return beside(end)
            .map(|(by, end)| (whole(by, From::Mention, part), end))
            .or_else(|| within(c, end).then(|| (whole(0, From::Mention, part), end)));
    }
    if let Some((part, end)) = hours_of_part(c).or_else(|| bare_part(c)) {
        return Some((whole(0, From::Mention, part), end));
    }
    let (Choice { by, from }, end) = choice(c)?;
    let (part, end) = part(end)?;
    Some((whole(by, from, part), end))
}

/// "by late afternoon", "mid-morning", "in morning trading": a part of the day that the text is at.
fn bare_part<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Part> {
    let modified = c
        .any(&["early", "late", "mid"])
        .map(Cursor::optional_hyphen);
    let (part, end) = part(modified.unwrap_or(c))?;
    let led = c.back(1).is_some_and(|token| {
        token.is_any(&[
            "by", "in", "until", "since", "before", "after", "during", "through", "from",
        ]) || token.is_any(&["early", "late", "mid", "-"])
    });
    let traded = end.any(&["trading", "trade", "session"]).is_some();
    let alone = modified.is_some() || c.back(1).is_some_and(|token| !token.is_any(&["in"]));
    (led && (traded || alone && end.hyphen().is_none()) || modified.is_some() && traded)
        .then_some((part, end))
}

/// "the early hours of Sunday", "the morning hours of June 3".
pub(super) fn hours_of_part<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Part> {
    let behind = c.word("the")?;
    let early = behind.any(&["early", "wee", "small"]);
    let (part, behind) =
        part(early.unwrap_or(behind)).or_else(|| early.map(|end| (Part::Morning, end)))?;
    Some((part, behind.word("hours")?))
}

/// "in the morning", "during the night": a day's part that nothing else defines.
fn within(start: Cursor<'_, '_>, end: Cursor<'_, '_>) -> bool {
    let led = start.back(1).is_some_and(|token| {
        token.is_any(&["in", "during", "through", "throughout", "for", "overnight"])
    });
    led && end.any(&["of", "when", "that"]).is_none() && end.hyphen().is_none()
}

/// "before" or "after" at the end of a clause.
fn beside<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, i32> {
    let by = if c.word("before").is_some() { -1 } else { 1 };
    let end = c.any(&["before", "after"])?;
    end.ends_clause().then_some((by, end))
}

#[cfg(test)]
mod tests {
    use super::super::trial::check;

    #[test]
    fn times_of_day() {
        check(&[
            (
                "He has until 5 p.m. Friday to comply.",
                &["5 p.m. Friday = TIME 1998-02-20T17:00 1998-02-20 publication"],
            ),
            (
                "Shelling resumed at about 4:30 a.m. local time on Sunday.",
                &[
                    "about 4:30 a.m. local time on Sunday = TIME 1998-02-15T04:30 1998-02-15 publication",
                ],
            ),
            (
                "The index stood at 900 at 15:45 UTC, and at 0730 GMT.",
                &[
                    "15:45 UTC = TIME 1998-02-18T15:45Z 1998-02-18 publication",
                    "0730 GMT = TIME 1998-02-18T07:30Z 1998-02-18 publication",
                ],
            ),
            (
                "Monday morning, late Tuesday night, last night and this evening.",
                &[
                    "Monday morning = TIME 1998-02-16TMO 1998-02-16 publication",
                    "late Tuesday night = TIME 1998-02-17TNI 1998-02-17 publication",
                    "last night = TIME 1998-02-17TNI 1998-02-17 publication",
                    "this evening = TIME 1998-02-18TEV 1998-02-18 publication",
                ],
            ),
            (
                "Trading starts tomorrow at 9:30 a.m. EST and ends at noon.",
                &[
                    "tomorrow at 9:30 a.m. EST = TIME 1998-02-19T09:30 1998-02-19 publication",
                    "noon = TIME 1998-02-19T12:00 1998-02-19 anchor",
                ],
            ),
            (
                "On the morning of June 5, 1967, the war began.",
                &["the morning of June 5, 1967 = TIME 1967-06-05TMO 1967-06-05 text"],
            ),
            ("The match ended 4:30, John 3:16, 2100 people.", &[]),
            (
                "Police came overnight, and left at ten o'clock.",
                &[
                    "overnight = TIME 1998-02-18TNI 1998-02-18 publication",
                    "ten o'clock = TIME 1998-02-18T10:00 1998-02-18 publication",
                ],
            ),
        ]);
    }
}
