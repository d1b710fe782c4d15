//! Days, months, years and intervals as ISO 8601 text, and moments of publication.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Error;

/// A date as precise as the text gives it: `2020-01-10`, `2020-01`, `2014`, or an interval of two of
/// these, `2019-12-30/2020-01-05`.
///
/// ```
/// use diurna_record::DateValue;
/// assert_eq!("2020-01".parse::<DateValue>()?.to_string(), "2020-01");
/// assert!("2020-13".parse::<DateValue>().is_err());
/// # Ok::<(), diurna_record::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateValue(String);

impl DateValue {
    /// The ISO text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A single day.
    pub fn day(date: Date) -> DateValue {
        DateValue(date.to_string())
    }

    /// A whole year.
    pub fn year(year: i16) -> DateValue {
        DateValue(format!("{year:04}"))
    }

    /// A whole month.
    pub fn month(year: i16, month: i8) -> DateValue {
        DateValue(format!("{year:04}-{month:02}"))
    }

    /// The days from `first` to `last`, both included.
    pub fn interval(first: Date, last: Date) -> DateValue {
        DateValue(format!("{first}/{last}"))
    }
}

impl FromStr for DateValue {
    type Err = Error;

    fn from_str(text: &str) -> Result<DateValue, Error> {
        if text.splitn(3, '/').count() <= 2 && text.split('/').all(is_point) {
            Ok(DateValue(text.to_owned()))
        } else {
            Err(Error::expected(
                "date",
                "YYYY, YYYY-MM, YYYY-MM-DD or two of these with a slash",
                text,
            ))
        }
    }
}

fn is_point(text: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    match text.len() {
        4 => digits(text),
        7 => format!("{text}-01").parse::<Date>().is_ok(),
        10 => text.parse::<Date>().is_ok(),
        _ => false,
    }
}

impl fmt::Display for DateValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A moment of publication as the page states it: a day, or a day with a time and mostly an offset.
///
/// The text is kept as it is written; [`Moment::date`] is its **local** day, because a change to UTC
/// would move an evening's page to the next day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    text: String,
    date: Date,
}

impl Moment {
    /// The local day.
    pub fn date(&self) -> Date {
        self.date
    }

    /// ISO 8601 text: `2020-01-11` or `2020-01-11T09:30:00+03:00`.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl From<Date> for Moment {
    fn from(date: Date) -> Moment {
        Moment {
            text: date.to_string(),
            date,
        }
    }
}

impl FromStr for Moment {
    type Err = Error;

    /// Takes `YYYY-MM-DD`, optionally with `T` or a blank, a time, and an offset or `Z`.
    fn from_str(text: &str) -> Result<Moment, Error> {
        let bad = || Error::expected("moment", "an ISO 8601 date or date-time", text);
        let day = text.get(..10).ok_or_else(bad)?;
        let date: Date = day.parse().map_err(|_| bad())?;
        let rest = &text[10..];
        if rest.is_empty() {
            return Ok(Moment {
                text: day.to_owned(),
                date,
            });
        }
        if !rest.starts_with(['T', 't', ' ']) {
            return Err(bad());
        }
        let time = rest[1..].trim();
        let zone_at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
        let (clock, zone) = (time[..zone_at].trim(), &time[zone_at..]);
        clock.parse::<jiff::civil::Time>().map_err(|_| bad())?;
        let zone_fits = zone.is_empty()
            || zone.eq_ignore_ascii_case("z")
            || zone[1..]
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b':')
                && zone.len() >= 3;
        if !zone_fits {
            return Err(bad());
        }
        Ok(Moment {
            text: format!("{day}T{clock}{}", zone.to_ascii_uppercase()),
            date,
        })
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Text forms in JSON: written with `Display`, read with `FromStr`.
macro_rules! as_text {
    ($name:ident, $format:literal) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                Cow::<str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({"type": "string", "description": $format})
            }
        }
    };
}

as_text!(
    DateValue,
    "YYYY, YYYY-MM, YYYY-MM-DD, or an interval of two of these joined by a slash"
);
as_text!(Moment, "ISO 8601 date or date-time");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moment_keeps_the_local_day() {
        let late: Moment = "2020-01-11T23:30:00-05:00".parse().unwrap();
        assert_eq!(late.date().to_string(), "2020-01-11");
        assert_eq!(late.as_str(), "2020-01-11T23:30:00-05:00");
        assert_eq!(
            "2020-01-11 09:30".parse::<Moment>().unwrap().as_str(),
            "2020-01-11T09:30"
        );
        assert_eq!(
            "2020-01-11".parse::<Moment>().unwrap().as_str(),
            "2020-01-11"
        );
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for bad in [
            "",
            "2020",
            "11 January 2020",
            "2020-02-30",
            "2020-01-11Tnoon",
            "2020-01-11T10:00x",
        ] {
            assert!(bad.parse::<Moment>().is_err(), "{bad}");
        }
    }

    #[test]
    fn date_values() {
        for good in [
            "2014",
            "2020-01",
            "2020-01-10",
            "2019-12-30/2020-01-05",
            "1990/1995",
        ] {
            assert_eq!(good.parse::<DateValue>().unwrap().as_str(), good);
        }
        for bad in [
            "",
            "20",
            "2020-00",
            "2020-1-1",
            "2020/2021/2022",
            "2020-W02",
            "/2020",
        ] {
            assert!(bad.parse::<DateValue>().is_err(), "{bad}");
        }
    }
}
