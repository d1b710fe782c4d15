//! Lengths of time, and dates that a length away: "24 hours", "nearly three decades", "the past five years", "five-year",
//! "two days ago", "a year earlier".
//!
//! A length in front of "ago", "earlier", "later" and the like is one DATE with it; in front of "after the war" or "before
//! Christmas" it stays a DURATION of its own (TimeML 1.2.1, section 2.2.2). Ages ("a 26-year-old", "34 years old") are no
//! time expressions here.

use super::cursor::Cursor;
use super::meaning::{From, Length, Meaning, Reach, Read, Vague, When};
use super::number::{Amount, amount, half_behind, ordinal, plus_half};
use super::relative::is_throughout;
use super::token::{Kind, Token};
use super::words::{Sense, Unit};

/// Words that blur a length and belong to it; longer phrases stand before those that they begin with.
const ABOUT: [&str; 26] = [
    "a little more than",
    "a little over",
    "a little less than",
    "just over",
    "just under",
    "well over",
    "more than",
    "less than",
    "fewer than",
    "no more than",
    "no less than",
    "not more than",
    "as long as",
    "as little as",
    "as many as",
    "at least",
    "at most",
    "approximately",
    "nearly",
    "almost",
    "roughly",
    "about",
    "around",
    "over",
    "up to",
    "some",
];

/// Words before a counted length, and whether it touches the day of publication.
const FRAMES: [(&str, Reach); 25] = [
    ("the last", Reach::Back),
    ("the past", Reach::Back),
    ("this past", Reach::Back),
    ("these past", Reach::Back),
    ("these last", Reach::Back),
    ("last", Reach::Back),
    ("past", Reach::Back),
    ("the next", Reach::Ahead),
    ("next", Reach::Ahead),
    ("the coming", Reach::Ahead),
    ("coming", Reach::Ahead),
    ("the previous", Reach::None),
    ("the preceding", Reach::None),
    ("the following", Reach::None),
    ("the first", Reach::None),
    ("the final", Reach::None),
    ("the remaining", Reach::None),
    ("the latest", Reach::None),
    ("previous", Reach::None),
    ("first", Reach::None),
    ("final", Reach::None),
    ("another", Reach::None),
    ("an additional", Reach::None),
    ("the", Reach::None),
    ("those", Reach::None),
];

/// Adjectives between the number and the unit.
const KINDS: [&str; 22] = [
    "straight",
    "consecutive",
    "successive",
    "full",
    "whole",
    "more",
    "long",
    "additional",
    "extra",
    "further",
    "trading",
    "business",
    "working",
    "calendar",
    "fiscal",
    "financial",
    "solid",
    "short",
    "other",
    "turbulent",
    "light",
    "school",
];

/// A length of time, an age, or a date that a length away.
pub(super) fn length<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Meaning> {
    let (length, end) = with_rest(plain_length(c)?);
    if let Some(end) = age(end)
        .or_else(|| is_aged(c).then_some(end))
        .or_else(|| war(end))
    {
        return Some((Meaning::Nothing, end));
    }
    if length.reach == Reach::None
        && let Some(read) = away(length, end)
    {
        return Some(read);
    }
    Some((Meaning::Length(length), end))
}

/// "old" behind a length.
fn age<'c, 't>(c: Cursor<'c, 't>) -> Option<Cursor<'c, 't>> {
    c.optional_hyphen()
        .any(&["old", "olds"])
        .or_else(|| c.phrase("of age"))
}

/// "the Thirty Years' War" has the name of a length.
fn war<'c, 't>(c: Cursor<'c, 't>) -> Option<Cursor<'c, 't>> {
    let end = c.optional(&["'", "’"]).word("War")?;
    let capital = |n| end.back(n).is_some_and(Token::is_capital);
    (capital(1) && (capital(2) || capital(3))).then_some(end)
}

/// "aged 35 years"
fn is_aged(c: Cursor<'_, '_>) -> bool {
    c.back(1)
        .is_some_and(|token| token.is_any(&["aged", "age", "ages"]))
}

/// Adds "and 20 minutes" to "two hours", "eight months" to "one year".
fn with_rest<'c, 't>((length, end): (Length, Cursor<'c, 't>)) -> (Length, Cursor<'c, 't>) {
    let rest = || {
        let (amount, behind) = amount(end.optional(&[","]).optional(&["and"]))?;
        let (small, behind) = unit(behind)?;
        let fits = matches!(
            (length.unit, small),
            (Unit::Year, Unit::Month)
                | (Unit::Month | Unit::Week, Unit::Day)
                | (Unit::Day, Unit::Hour)
                | (Unit::Hour, Unit::Minute)
                | (Unit::Minute, Unit::Second)
        );
        let whole = length.amount.count().is_some();
        let rest = amount.count().filter(|_| fits && whole)?;
        Some((rest, small, behind))
    };
    match rest() {
        Some((amount, small, behind)) => {
            let rest = Some((amount, small));
            (Length { rest, ..length }, behind)
        }
        None => (length, end),
    }
}

fn plain_length<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Length> {
    let behind = about(c);
    framed(c)
        .or_else(|| counted(behind, Reach::None, false))
        .or_else(|| one(behind))
        .or_else(|| half_a(behind))
        .or_else(|| quarter_century(behind))
        .or_else(|| all_of_it(behind))
        .or_else(|| unit_long(behind))
        .or_else(|| uncounted(behind))
}

fn about<'c, 't>(c: Cursor<'c, 't>) -> Cursor<'c, 't> {
    c.any_phrase(&ABOUT).unwrap_or(c)
}

/// "the past five years", "the first nine months", "the past decade".
fn framed<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Length> {
    let (reach, behind) = FRAMES
        .iter()
        .find_map(|(words, reach)| Some((*reach, c.phrase(words)?)))?;
    // "the two-day meeting" has its article from the meeting.
    let article_is_foreign = |end: Cursor<'c, 't>| {
        c.word("the")
            .is_some_and(|article| article.at() == behind.at())
            && singular_before(end)
    };
    counted(about(behind), reach, true)
        .filter(|(_, end)| !article_is_foreign(*end))
        .or_else(|| one_framed(c, reach, behind))
        .or_else(|| {
            let (length, end) = half_a(behind).or_else(|| quarter_century(behind))?;
            (reach != Reach::None).then_some((Length { reach, ..length }, end))
        })
}

fn singular_before(end: Cursor<'_, '_>) -> bool {
    end.back(1)
        .is_some_and(|token| !matches!(token.sense, Sense::Units(_)))
}

/// "the past year": one unit without a number, where the frame says which.
fn one_framed<'c, 't>(
    start: Cursor<'c, 't>,
    reach: Reach,
    c: Cursor<'c, 't>,
) -> Read<'c, 't, Length> {
    let article = start.any(&["the", "these", "this"]).is_some();
    let (unit, end) = singular(c.optional(&["full", "whole"]))?;
    let fits = match reach {
        Reach::Back => {
            article
                && !matches!(
                    unit,
                    Unit::Quarter | Unit::Weekend | Unit::Minute | Unit::Second
                )
        }
        Reach::Ahead => {
            article
                && (is_throughout(start) || matches!(unit, Unit::Hour | Unit::Decade))
                && unit != Unit::Century
        }
        Reach::None => false,
    };
    let (amount, end) = match half_behind(end) {
        Some(end) => (plus_half(Amount::whole(1)), end),
        None => (Amount::whole(1), end),
    };
    let length = Length::of(amount, unit, reach);
    fits.then_some((length, end))
}

/// A number, adjectives, and a unit: "four straight days", "five-year", "20 year".
fn counted<'c, 't>(c: Cursor<'c, 't>, reach: Reach, framed: bool) -> Read<'c, 't, Length> {
    let (amount, behind) = amount(c)?;
    let joined = behind.hyphen();
    let kind = joined.unwrap_or(behind).any(&KINDS);
    let (unit, end) = unit(kind.unwrap_or(joined.unwrap_or(behind)))?;
    let plural = end
        .back(1)
        .is_some_and(|token| matches!(token.sense, Sense::Units(_)));
    let word = !behind
        .back(1)
        .is_some_and(|token| token.kind == Kind::Number);
    // "some day" and "many a year" count nothing; "three quarters" are mostly a fraction.
    let counts = plural || joined.is_some() || amount != Amount::Vague;
    // "the 1997 fiscal year"
    let dated = !plural && kind.is_some() && unit == Unit::Year && is_year_figure(c);
    let fraction = unit == Unit::Quarter && kind.is_none() && !framed && joined.is_none();
    let second = unit == Unit::Second && !plural && word;
    if !counts || fraction || second || dated {
        return None;
    }
    let (amount, end) = match half_behind(end) {
        Some(end) => (plus_half(amount), end),
        None => (amount, end),
    };
    let end = joined.map_or(end, |_| long(end));
    Some((Length::of(amount, unit, reach), end))
}

fn is_year_figure(c: Cursor<'_, '_>) -> bool {
    c.token()
        .is_some_and(|token| token.kind == Kind::Number && token.text.len() == 4)
}

/// Over the "long" of "three-year-long".
fn long<'c, 't>(c: Cursor<'c, 't>) -> Cursor<'c, 't> {
    c.hyphen().and_then(|c| c.word("long")).unwrap_or(c)
}

fn unit<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Unit> {
    c.sense(|sense| match sense {
        Sense::Unit(unit) | Sense::Units(unit) => Some(unit),
        Sense::Ordinal(2) => Some(Unit::Second),
        _ => None,
    })
}

fn singular<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Unit> {
    c.sense(|sense| match sense {
        Sense::Unit(unit) => Some(unit),
        _ => None,
    })
}

/// "a year", "an entire day", "a year and a half", "single-day".
fn one<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Length> {
    let article = c.any(&["a", "an", "another"]);
    let behind = article.unwrap_or(c);
    let single = behind.word("single").map(Cursor::optional_hyphen);
    let kind = behind.optional(&["full", "whole", "entire", "mere", "further"]);
    let (unit, end) = singular(single.unwrap_or(kind))?;
    // "a single-day fall" has its article from the fall.
    let joined = single.is_some_and(|end| end.back(1).is_some_and(Token::is_hyphen));
    let counts = article.is_some() != joined || single.is_some() && article.is_none();
    if !counts || matches!(unit, Unit::Quarter | Unit::Second) || end.hyphen().is_some() {
        return None;
    }
    let (amount, end) = match (half_behind(end), end.phrase("or two")) {
        (Some(end), _) => (plus_half(Amount::whole(1)), end),
        (None, Some(end)) => (Amount::Vague, end),
        (None, None) => (Amount::whole(1), end),
    };
    Some((Length::of(amount, unit, Reach::None), end))
}

/// Half a unit in the next smaller one that it holds a whole number of.
const HALVES: [(Unit, u32, Unit); 6] = [
    (Unit::Minute, 30, Unit::Second),
    (Unit::Hour, 30, Unit::Minute),
    (Unit::Day, 12, Unit::Hour),
    (Unit::Year, 6, Unit::Month),
    (Unit::Decade, 5, Unit::Year),
    (Unit::Century, 50, Unit::Year),
];

/// "half an hour", "a half-century", "half a year"; "half-hour" alone of "a half-hour talk".
fn half_a<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Length> {
    let behind = c.optional(&["a"]).word("half")?.optional_hyphen();
    let (whole, end) = singular(behind.optional(&["a", "an"]))?;
    // "a half-hour talk" has its article from the talk.
    if c.word("a").is_some() && whole == Unit::Hour && !is_noun_phrase_over(end) {
        return None;
    }
    let (_, count, unit) = HALVES.into_iter().find(|(unit, ..)| *unit == whole)?;
    let length = Length::of(Amount::whole(count), unit, Reach::None);
    Some((length, end))
}

/// True if no noun follows that a length could describe.
fn is_noun_phrase_over(c: Cursor<'_, '_>) -> bool {
    const BEHIND: [&str; 16] = [
        "of", "ago", "later", "earlier", "before", "after", "to", "in", "at", "on", "for", "and",
        "or", "with", "from", "by",
    ];
    c.ends_clause() || c.any(&BEHIND).is_some()
}

/// "a quarter-century", "a quarter of a century".
fn quarter_century<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Length> {
    let behind = c.optional(&["a"]).word("quarter")?;
    let behind = behind.hyphen().or_else(|| behind.phrase("of a"));
    let end = behind
        .unwrap_or(c.optional(&["a"]).step())
        .word("century")?;
    let length = Length::of(Amount::whole(25), Unit::Year, Reach::None);
    Some((length, end))
}

/// "all day", "all week".
fn all_of_it<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Length> {
    let (unit, end) = singular(c.word("all")?.optional_hyphen())?;
    let length = Length::of(Amount::whole(1), unit, Reach::None);
    let end = end.optional(&["long"]);
    matches!(
        unit,
        Unit::Day | Unit::Week | Unit::Weekend | Unit::Month | Unit::Year
    )
    .then_some((length, end))
}

/// "year-long", "yearlong", "decades-long".
fn unit_long<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Length> {
    let whole = [
        ("daylong", Unit::Day),
        ("weeklong", Unit::Week),
        ("monthlong", Unit::Month),
        ("yearlong", Unit::Year),
        ("decadelong", Unit::Decade),
    ];
    let single = whole
        .iter()
        .find_map(|(word, unit)| Some((*unit, c.word(word)?)));
    let (unit, end) = single.or_else(|| {
        let (unit, end) = unit(c)?;
        Some((unit, end.hyphen()?.word("long")?))
    })?;
    let plural = c
        .token()
        .is_some_and(|token| matches!(token.sense, Sense::Units(_)));
    let amount = if plural {
        Amount::Vague
    } else {
        Amount::whole(1)
    };
    Some((Length::of(amount, unit, Reach::None), end))
}

/// "years", "the months"; not "seconds out", nor "quarters" that are lived in.
fn uncounted<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Length> {
    let behind = c.optional(&["the"]);
    let (unit, end) = behind.sense(|sense| match sense {
        Sense::Units(Unit::Quarter | Unit::Weekend | Unit::Second) => None,
        Sense::Units(unit) => Some(unit),
        _ => None,
    })?;
    let abbreviated = behind
        .token()
        .is_some_and(|token| token.is_any(&["mins", "hrs", "yrs"]));
    let length = Length::of(Amount::Vague, unit, Reach::None);
    (!abbreviated && end.hyphen().is_none()).then_some((length, end))
}

/// Words that turn a length into a date: how far each counts, and from where.
const AWAY: [(&str, i32, From); 6] = [
    ("ago", -1, From::Publication),
    ("from now", 1, From::Publication),
    ("from today", 1, From::Publication),
    ("earlier", -1, From::Mention),
    ("later", 1, From::Mention),
    ("hence", 1, From::Publication),
];

/// "ago", "later", and "before" or "after" at the end of a clause.
fn away<'c, 't>(length: Length, c: Cursor<'c, 't>) -> Read<'c, 't, Meaning> {
    if let Some(read) = from_a_day(length, c) {
        return Some(read);
    }
    let direct = AWAY
        .iter()
        .find_map(|(words, by, from)| Some((*by, *from, c.phrase(words)?)));
    let beside = || {
        let by = if c.word("before").is_some() { -1 } else { 1 };
        let end = c.any(&["before", "after", "afterwards", "afterward"])?;
        end.ends_clause().then_some((by, From::Mention, end))
    };
    let (sign, from, end) = direct.or_else(beside)?;
    // "three years earlier than planned" and "a day later than usual" compare, and so do not count from a date.
    if end.word("than").is_some() {
        return None;
    }
    let meaning = match (length.amount, months_of_half(length)) {
        (Amount::Vague, _) if sign < 0 => Meaning::Vague(Vague::Past),
        (Amount::Vague, _) => Meaning::Vague(Vague::Future),
        (Amount::Hundredths(100), _) if length.unit == Unit::Year && sign < 0 => {
            year_before(c, from)
        }
        (_, Some(months)) => granule(Unit::Month, sign * months, from),
        (amount, None) => granule(
            length.unit,
            sign * i32::try_from(amount.floor()?).ok()?,
            from,
        ),
    };
    Some((meaning, end))
}

/// "two years ago today", "a week from Friday".
fn from_a_day<'c, 't>(length: Length, c: Cursor<'c, 't>) -> Read<'c, 't, Meaning> {
    let (sign, behind) = match c.word("ago") {
        Some(end) => (-1, end),
        None => (1, c.word("from")?),
    };
    let (weekday, end) = match behind.word("today").filter(|_| sign < 0) {
        Some(end) => (None, end),
        None => behind.sense(|sense| match sense {
            Sense::Weekday(day) => Some(Some(day)),
            _ => None,
        })?,
    };
    let whole = matches!(
        length.unit,
        Unit::Day | Unit::Week | Unit::Month | Unit::Year
    );
    let count = i32::try_from(length.amount.count().filter(|_| whole)?).ok()?;
    let when = When::DayAway {
        unit: length.unit,
        by: sign * count,
        from: weekday,
    };
    Some((Meaning::At(when), end))
}

/// "a year earlier" is the stretch that the text is about, a year before; "a year ago" is it where sums are compared,
/// "against $3 million a year ago".
fn year_before(behind: Cursor<'_, '_>, from: From) -> Meaning {
    let compares = (3..12)
        .filter_map(|n| behind.back(n))
        .any(|token| token.is_any(&["from", "with", "against", "than", "versus", "compared"]));
    if from == From::Mention || compares {
        Meaning::At(When::YearBefore)
    } else {
        granule(Unit::Year, -1, from)
    }
}

/// A year and a half is counted in months.
fn months_of_half(length: Length) -> Option<i32> {
    match length {
        Length {
            amount: Amount::Hundredths(count),
            unit: Unit::Year,
            ..
        } if count % 100 == 50 => i32::try_from(count / 100 * 12 + 6).ok(),
        _ => None,
    }
}

fn granule(unit: Unit, by: i32, from: From) -> Meaning {
    Meaning::At(When::Granule { unit, by, from })
}

/// "the second week of April": a stretch within another. Gives the place behind "of".
pub(super) fn stretch_of<'c, 't>(c: Cursor<'c, 't>) -> Option<Cursor<'c, 't>> {
    let article = c.optional(&["the"]);
    let (_, end) = match article.any(&["last", "final", "opening", "closing"]) {
        Some(end) => (0, end),
        None => ordinal(article)?,
    };
    let (unit, end) = unit(end.optional_hyphen())?;
    matches!(unit, Unit::Day | Unit::Week | Unit::Weekend | Unit::Month)
        .then(|| end.any(&["of", "in"]))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::super::trial::check;

    #[test]
    fn lengths_and_dates_a_length_away() {
        check(&[
            (
                "The siege lasted 24 hours, four straight days or nearly three decades.",
                &[
                    "24 hours = DURATION PT24H - text",
                    "four straight days = DURATION P4D - text",
                    "nearly three decades = DURATION P30Y - text",
                ],
            ),
            (
                "The past five years, the first nine months, the next six weeks, the past decade.",
                &[
                    "The past five years = DURATION P5Y 1993-02-18/1998-02-18 publication",
                    "the first nine months = DURATION P9M - text",
                    "the next six weeks = DURATION P6W 1998-02-18/1998-04-01 publication",
                    "the past decade = DURATION P10Y 1988-02-18/1998-02-18 publication",
                ],
            ),
            (
                "A five-year plan, a single-day fall and a year-long strike.",
                &[
                    "five-year = DURATION P5Y - text",
                    "single-day = DURATION P1D - text",
                    "year-long = DURATION P1Y - text",
                ],
            ),
            (
                "An hour and a half, two and a half years, half an hour.",
                &[
                    "An hour and a half = DURATION PT1.5H - text",
                    "two and a half years = DURATION P2.5Y - text",
                    "half an hour = DURATION PT30M - text",
                ],
            ),
            (
                "Two weeks ago he met her; more than 30 years ago they had married.",
                &[
                    "Two weeks ago = DATE 1998-W06 1998-02-02/1998-02-08 publication",
                    "more than 30 years ago = DATE 1968 1968 publication",
                ],
            ),
            (
                "Two days after the vote and six years after its founding.",
                &[
                    "Two days = DURATION P2D - text",
                    "six years = DURATION P6Y - text",
                ],
            ),
            (
                "On Jan. 3 he fled; two days later he was caught, and a year earlier, freed.",
                &[
                    "Jan. 3 = DATE 1998-01-03 1998-01-03 publication",
                    "two days later = DATE 1998-01-05 1998-01-05 anchor",
                    "a year earlier = DATE 1997 1997 anchor",
                ],
            ),
            ("A 26-year-old woman and her son, 4 years old.", &[]),
            (
                "Three quarters of voters waited a second, for years.",
                &["years = DURATION PXY - text"],
            ),
            (
                "Up to 10 years, several months, two or three days, a three- to five-year term.",
                &[
                    "Up to 10 years = DURATION P10Y - text",
                    "several months = DURATION PXM - text",
                    "two or three days = DURATION PXD - text",
                    "three- to five-year = DURATION PXY - text",
                ],
            ),
            (
                "The two-day meeting came years ago.",
                &[
                    "two-day = DURATION P2D - text",
                    "years ago = DATE PAST_REF - text",
                ],
            ),
        ]);
    }
}
