//! Dates as pages write them, read as a [`Moment`] whose local day is kept.
//!
//! Machine forms (`2024-05-03T14:24:00+0000`, RFC 2822) and written forms in a dozen languages
//! ("Aug 2, 1990 08:55 GMT", "14. Februar 1991", "2025年1月14日"). A form in which day and month
//! cannot be told apart gives nothing unless the caller says which comes first.

use std::sync::LazyLock;

use diurna_record::Moment;
use jiff::civil::Date;
use regex::{Captures, Regex};

/// Years before this are no publication dates of pages but of what they tell of.
const FIRST_YEAR: i16 = 1900;

/// A machine-written date: ISO 8601 and its usual misspellings, RFC 2822, seconds since 1970.
pub(crate) fn machine(text: &str) -> Option<Moment> {
    let text = text.trim();
    iso(text).or_else(|| epoch(text)).or_else(|| written(text))
}

fn iso(text: &str) -> Option<Moment> {
    static ISO: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?x)^(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})
            (?:[Tt,\ ]+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*
               (Z|z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?",
        )
        .expect("a valid pattern")
    });
    let found = ISO.captures(text)?;
    let day = day(&found[1], &found[2], &found[3])?;
    let Some(hour) = found.get(4) else {
        return Some(Moment::from(day));
    };
    let hour: u8 = hour.as_str().parse().ok()?;
    let minute = &found[5];
    let second = found.get(6).map_or("00", |second| second.as_str());
    let zone = match found.get(7).map_or("", |zone| zone.as_str()) {
        "" => String::new(),
        "Z" | "z" | "UTC" | "GMT" => "Z".to_owned(),
        offset if offset.len() == 5 => format!("{}:{}", &offset[..3], &offset[3..]),
        offset => offset.to_owned(),
    };
    format!("{day}T{hour:02}:{minute}:{second}{zone}")
        .parse()
        .ok()
        .or_else(|| Some(Moment::from(day)))
}

/// Ten digits are seconds, thirteen are milliseconds; their day is that of UTC.
fn epoch(text: &str) -> Option<Moment> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let seconds: i64 = match text.len() {
        10 => text.parse().ok()?,
        13 => text.parse::<i64>().ok()? / 1000,
        _ => return None,
    };
    let days = i32::try_from(seconds.div_euclid(86_400)).ok()?;
    let first = Date::new(1970, 1, 1).ok()?;
    let date = first
        .checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()?;
    let second = seconds.rem_euclid(86_400);
    format!(
        "{date}T{:02}:{:02}:{:02}Z",
        second / 3600,
        second / 60 % 60,
        second % 60
    )
    .parse()
    .ok()
}

/// The first written date of a line, with its time where one follows.
pub(crate) fn written(text: &str) -> Option<Moment> {
    find(text).map(|(moment, _)| moment)
}

/// The first written date of a line and the bytes it takes.
pub(crate) fn find(text: &str) -> Option<(Moment, std::ops::Range<usize>)> {
    let mut best: Option<(Date, std::ops::Range<usize>)> = None;
    for (pattern, read) in FORMS.iter() {
        for found in pattern.captures_iter(text) {
            let range = found.get(0).map_or(0..0, |all| all.range());
            let Some(date) = read(&found) else { continue };
            if best.as_ref().is_none_or(|(_, old)| range.start < old.start) {
                best = Some((date, range));
            }
            break;
        }
    }
    let (date, range) = best?;
    Some((with_time(date, &text[range.end..]), range))
}

/// True for a line that is little more than a date.
pub(crate) fn is_stamp(line: &str) -> bool {
    line.len() <= 160
        && crate::fold::word_count(line) <= 16
        && find(line).is_some_and(|(_, range)| range.len() * 3 >= line.len())
        && !(crate::fold::ends_sentence(line) && crate::fold::word_count(line) > 6)
}

type Form = (Regex, fn(&Captures<'_>) -> Option<Date>);

static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let form = |pattern: &str| Regex::new(pattern).expect("a valid pattern");
    vec![
        (
            form(
                r"(?i)\b(\d{1,2})(?:st|nd|rd|th|er|\.|º)?[\s-]+(?:de\s+|of\s+)?(\p{L}{3,12})\.?,?(?:\s+de|\s+del)?[\s-]+(\d{4})\b",
            ),
            |found| named(&found[3], &found[2], &found[1]),
        ),
        (
            form(r"(?i)\b(\p{L}{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b"),
            |found| named(&found[3], &found[1], &found[2]),
        ),
        (form(r"\b(\d{4})-(\d{2})-(\d{2})\b"), |found| {
            day(&found[1], &found[2], &found[3])
        }),
        (form(r"\b(\d{4})[./](\d{1,2})[./](\d{1,2})\b"), |found| {
            day(&found[1], &found[2], &found[3])
        }),
        (
            form(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]"),
            |found| day(&found[1], &found[2], &found[3]),
        ),
        (form(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b"), |found| {
            day(&found[3], &found[2], &found[1])
        }),
        (form(r"\b(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b"), |found| {
            slashed(found)
        }),
    ]
});

/// `13/05/2024` and `05/13/2024` can be told apart, `05/06/2024` cannot.
fn slashed(found: &Captures<'_>) -> Option<Date> {
    let (first, second): (u8, u8) = (found[1].parse().ok()?, found[2].parse().ok()?);
    if first > 12 || first == second {
        day(&found[3], &found[2], &found[1])
    } else if second > 12 {
        day(&found[3], &found[1], &found[2])
    } else {
        None
    }
}

fn with_time(date: Date, rest: &str) -> Moment {
    static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix)^[\s,|•·@-]*(?:at\s+|um\s+|às\s+|-\s+)?(\d{1,2})[:.h](\d{2})(?::(\d{2}))?\s*([ap]\.?m\b\.?)?\s*(GMT|UTC|Z\b|[+-]\d{2}:?\d{2})?",
        )
        .expect("a valid pattern")
    });
    let read = || -> Option<Moment> {
        let found = CLOCK.captures(rest)?;
        let mut hour: u8 = found[1].parse().ok()?;
        if let Some(half) = found.get(4) {
            let evening = half.as_str().to_ascii_lowercase().starts_with('p');
            hour = hour % 12 + if evening { 12 } else { 0 };
        }
        let second = found.get(3).map_or("00", |second| second.as_str());
        let zone = match found.get(5).map_or("", |zone| zone.as_str()) {
            "" => String::new(),
            offset if offset.starts_with(['+', '-']) && offset.len() == 5 => {
                format!("{}:{}", &offset[..3], &offset[3..])
            }
            offset if offset.starts_with(['+', '-']) => offset.to_owned(),
            _ => "Z".to_owned(),
        };
        format!("{date}T{hour:02}:{}:{second}{zone}", &found[2])
            .parse()
            .ok()
    };
    read().unwrap_or_else(|| Moment::from(date))
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    (date.year() >= FIRST_YEAR).then_some(date)
}

fn named(year: &str, name: &str, number: &str) -> Option<Date> {
    day(year, &month(name)?.to_string(), number)
}

/// The number of a month named in full or cut to three letters or more.
fn month(name: &str) -> Option<u8> {
    let name = name.to_lowercase();
    MONTHS
        .iter()
        .position(|forms| {
            forms.split(' ').any(|form| {
                form == name || name.chars().count() >= 3 && form.starts_with(name.as_str())
            })
        })
        .and_then(|at| u8::try_from(at + 1).ok())
}

/// English, German, French, Spanish, Italian, Portuguese, Dutch, Scandinavian, Czech, Polish,
/// Turkish, Indonesian. Forms that two months share in different languages are left out
/// (Croatian and Czech "listopad").
const MONTHS: [&str; 12] = [
    "january januar jänner janvier enero gennaio janeiro januari ledna stycznia ocak",
    "february februar februari février fevrier febrero febbraio fevereiro února lutego şubat",
    "march märz mars marzo março marco maart marts marca března mart maret",
    "april avril abril aprile aprill dubna kwietnia nisan",
    "may mai mayo maggio maio mei maj května maja mayıs",
    "june juni juin junio giugno junho června czerwca haziran",
    "july juli juillet julio luglio julho července lipca temmuz",
    "august août aout agosto augustus augusti srpna sierpnia ağustos agustus",
    "september sept septembre septiembre settembre setembro září września eylül",
    "october oktober octobre octubre ottobre outubro října października ekim",
    "november novembre noviembre novembro listopadu listopada kasım",
    "december dezember décembre decembre diciembre dicembre dezembro desember prosince grudnia aralık",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machine_forms_keep_their_local_day() {
        for (text, expected) in [
            ("2024-05-03T14:24:00+0000", "2024-05-03T14:24:00+00:00"),
            ("2024-09-29T15:27:29.697Z", "2024-09-29T15:27:29Z"),
            ("2025-01-31 20:02:00 UTC", "2025-01-31T20:02:00Z"),
            ("20240503", "2024-05-03"),
            ("Thu, 02 Aug 1990 08:55:00 GMT", "1990-08-02T08:55:00Z"),
            ("1579168800", "2020-01-16T10:00:00Z"),
        ] {
            assert_eq!(machine(text).unwrap().as_str(), expected, "{text}");
        }
        assert_eq!(machine("2024-02-31"), None);
        assert_eq!(machine("yesterday"), None);
    }

    #[test]
    fn stamps() {
        assert!(is_stamp("Oct 22, 1962 23:58 GMT"));
        assert!(is_stamp("Published: 14 February 1991"));
        assert!(!is_stamp(
            "The treaty of 3 May 1982 was signed by both of them in Geneva"
        ));
    }

    #[test]
    fn written_forms() {
        for (text, expected) in [
            ("Aug 2, 1990 08:55 GMT", "1990-08-02T08:55:00Z"),
            ("Published: 14 February 1991", "1991-02-14"),
            ("Friday 24th August 1990", "1990-08-24"),
            ("14. Februar 1991", "1991-02-14"),
            ("2 de mayo de 2019", "2019-05-02"),
            ("2025年1月14日", "2025-01-14"),
            ("Sept. 3, 2021 at 4:05 p.m.", "2021-09-03T16:05:00"),
            ("03.05.2024, 16:24", "2024-05-03T16:24:00"),
        ] {
            assert_eq!(written(text).unwrap().as_str(), expected, "{text}");
        }
        assert_eq!(written("05/06/2024"), None, "day or month first?");
        assert_eq!(written("Apollo 11, 1969"), None);
    }
}
