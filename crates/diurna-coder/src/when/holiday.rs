//! Feasts and holidays with the rule that finds their day in a year.
//!
//! Only what the Gregorian calendar decides has a day here; Ramadan, Passover or Diwali follow moons that are sighted or
//! reckoned elsewhere, so they are found and left without a value. Thanksgiving and Labor Day are the American ones.

use jiff::Span;
use jiff::civil::{Date, Weekday};

use super::calendar::{day, easter, nth_weekday};
use super::cursor::Cursor;
use super::meaning::Read;

/// A feast and its rule.
#[derive(Debug, PartialEq)]
pub(super) struct Holiday {
    /// The words in lower case, one blank between tokens.
    words: &'static str,
    rule: Rule,
}

/// How to find the day.
#[derive(Debug, PartialEq)]
enum Rule {
    /// Month and day.
    Fixed(i8, i8),
    /// Month, which one (-1 is the last), weekday.
    Weekday(i8, i8, Weekday),
    /// Days from Easter Sunday.
    Easter(i64),
    /// One day of history.
    Once(i16, i8, i8),
    /// Not by this calendar.
    Elsewhere,
}

impl Holiday {
    /// The day in a year.
    pub(super) fn day(&self, year: i16) -> Option<Date> {
        match self.rule {
            Rule::Fixed(month, number) => day(year, month, number),
            Rule::Weekday(month, nth, weekday) => nth_weekday(year, month, nth, weekday),
            Rule::Easter(days) => easter(year)?.checked_add(Span::new().days(days)).ok(),
            Rule::Once(year, month, number) => day(year, month, number),
            Rule::Elsewhere => None,
        }
    }
}

const fn fixed(words: &'static str, month: i8, day: i8) -> Holiday {
    Holiday {
        words,
        rule: Rule::Fixed(month, day),
    }
}

const fn nth(words: &'static str, month: i8, nth: i8, weekday: Weekday) -> Holiday {
    Holiday {
        words,
        rule: Rule::Weekday(month, nth, weekday),
    }
}

const fn moving(words: &'static str, days: i64) -> Holiday {
    Holiday {
        words,
        rule: Rule::Easter(days),
    }
}

const fn elsewhere(words: &'static str) -> Holiday {
    Holiday {
        words,
        rule: Rule::Elsewhere,
    }
}

const fn once(words: &'static str, year: i16, month: i8, day: i8) -> Holiday {
    Holiday {
        words,
        rule: Rule::Once(year, month, day),
    }
}

/// Longer names stand before the shorter ones that they begin with. Tokens are split as the text is, so "New Year's Eve"
/// is `new year ' s eve`.
static HOLIDAYS: [Holiday; 74] = [
    once("black monday", 1987, 10, 19),
    once("d - day", 1944, 6, 6),
    fixed("epiphany", 1, 6),
    fixed("australia day", 1, 26),
    fixed("groundhog day", 2, 2),
    fixed("anzac day", 4, 25),
    fixed("canada day", 7, 1),
    fixed("guy fawkes night", 11, 5),
    fixed("all souls ' day", 11, 2),
    fixed("pearl harbor day", 12, 7),
    fixed("international women ' s day", 3, 8),
    fixed("earth day", 4, 22),
    fixed("flag day", 6, 14),
    fixed("st patrick ' s day", 3, 17),
    nth("remembrance sunday", 11, 2, Weekday::Sunday),
    nth("mother ' s day", 5, 2, Weekday::Sunday),
    nth("father ' s day", 6, 3, Weekday::Sunday),
    nth("president ' s day", 2, 3, Weekday::Monday),
    nth("presidents day", 2, 3, Weekday::Monday),
    moving("mardi gras", -47),
    moving("shrove tuesday", -47),
    moving("maundy thursday", -3),
    moving("holy thursday", -3),
    moving("holy saturday", -1),
    moving("ascension day", 39),
    moving("whit monday", 50),
    moving("pentecost", 49),
    elsewhere("eid al - fitr"),
    elsewhere("eid al - adha"),
    elsewhere("rosh hashanah"),
    elsewhere("chinese new year"),
    elsewhere("lunar new year"),
    fixed("christmas eve", 12, 24),
    fixed("christmas day", 12, 25),
    fixed("christmas", 12, 25),
    fixed("xmas", 12, 25),
    fixed("boxing day", 12, 26),
    fixed("new year ' s eve", 12, 31),
    fixed("new years eve", 12, 31),
    fixed("new year ' s day", 1, 1),
    fixed("new years day", 1, 1),
    fixed("new year ' s", 1, 1),
    fixed("new year", 1, 1),
    fixed("valentine ' s day", 2, 14),
    fixed("st . patrick ' s day", 3, 17),
    fixed("april fools ' day", 4, 1),
    fixed("april fool ' s day", 4, 1),
    fixed("may day", 5, 1),
    fixed("fourth of july", 7, 4),
    fixed("july fourth", 7, 4),
    fixed("bastille day", 7, 14),
    fixed("halloween", 10, 31),
    fixed("all saints ' day", 11, 1),
    fixed("veterans day", 11, 11),
    fixed("remembrance day", 11, 11),
    fixed("armistice day", 11, 11),
    nth("martin luther king day", 1, 3, Weekday::Monday),
    nth("presidents ' day", 2, 3, Weekday::Monday),
    nth("memorial day", 5, -1, Weekday::Monday),
    nth("labor day", 9, 1, Weekday::Monday),
    nth("columbus day", 10, 2, Weekday::Monday),
    nth("thanksgiving day", 11, 4, Weekday::Thursday),
    nth("thanksgiving", 11, 4, Weekday::Thursday),
    moving("ash wednesday", -46),
    moving("palm sunday", -7),
    moving("good friday", -2),
    moving("easter sunday", 0),
    moving("easter monday", 1),
    moving("easter", 0),
    elsewhere("ramadan"),
    elsewhere("passover"),
    elsewhere("hanukkah"),
    elsewhere("yom kippur"),
    elsewhere("diwali"),
];

/// A holiday with a capital.
pub(super) fn holiday<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, &'static Holiday> {
    let first = c.token().filter(|token| token.is_capital())?;
    let start = first.text.as_bytes().first()?.to_ascii_lowercase();
    HOLIDAYS
        .iter()
        .filter(|holiday| holiday.words.as_bytes().first() == Some(&start))
        .find_map(|holiday| Some((holiday, words(c, holiday.words)?)))
}

/// Takes the words, with either apostrophe.
fn words<'c, 't>(c: Cursor<'c, 't>, words: &str) -> Option<Cursor<'c, 't>> {
    words.split(' ').try_fold(c, |c, word| match word {
        "'" => c.any(&["'", "’"]),
        _ => c.word(word),
    })
}

#[cfg(test)]
mod tests {
    use super::super::trial::check;
    use super::*;

    #[test]
    fn days_of_2020() {
        let day_of = |name: &str| {
            let holiday = HOLIDAYS.iter().find(|holiday| holiday.words == name);
            holiday
                .and_then(|holiday| holiday.day(2020))
                .map(|day| day.to_string())
        };
        assert_eq!(day_of("good friday").unwrap(), "2020-04-10");
        assert_eq!(day_of("thanksgiving").unwrap(), "2020-11-26");
        assert_eq!(day_of("memorial day").unwrap(), "2020-05-25");
        assert_eq!(day_of("ramadan"), None);
    }

    #[test]
    fn holidays() {
        check(&[
            (
                "It closed on Christmas Eve and on Good Friday 1997.",
                &[
                    "Christmas Eve = DATE 1997-12-24 1997-12-24 publication",
                    "Good Friday 1997 = DATE 1997-03-28 1997-03-28 text",
                ],
            ),
            (
                "Thanksgiving is long past; Ramadan is over.",
                &[
                    "Thanksgiving = DATE 1997-11-27 1997-11-27 publication",
                    "Ramadan = DATE - - unknown",
                ],
            ),
            ("A shop for christmas trees.", &[]),
        ]);
    }
}
