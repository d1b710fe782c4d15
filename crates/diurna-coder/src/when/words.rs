//! The words of the time grammar: a table a meaning.
//!
//! Only words that mean one thing wherever they stand have a [`Sense`]; function words such as "last" or "early" are
//! named in the grammar where they count. A word with two senses ("second", "may", "fall") stands here once, and the
//! grammar decides from its neighbours.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Weekday;

/// What a word means to the time grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// January is 1.
    Month(i8),
    /// "Jan", "Sept": a month where a full stop or a number follows.
    MonthShort(i8),
    Weekday(Weekday),
    /// "Fri": a weekday where a month or a number follows.
    WeekdayShort(Weekday),
    /// "Fridays".
    Weekdays(Weekday),
    /// "year"
    Unit(Unit),
    /// "years"
    Units(Unit),
    Cardinal(u32),
    Ordinal(u8),
    Part(Part),
    /// "mornings"
    Parts(Part),
    Season(Season),
    /// "daily": the unit that it recurs by.
    Every(Unit),
    /// A function word that some rule begins with.
    Opens,
    /// As that, before other words with a sense only.
    Leads,
    /// A word inside some rule.
    Within,
    None,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Fortnight,
    Weekend,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
}

impl Part {
    /// TIMEX3's letters behind the `T`.
    pub(super) fn letters(self) -> &'static str {
        match self {
            Part::Morning => "MO",
            Part::Midday => "MI",
            Part::Afternoon => "AF",
            Part::Evening => "EV",
            Part::Night => "NI",
        }
    }
}

/// A season, by its northern months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Season {
    Spring,
    Summer,
    Fall,
    Winter,
}

impl Season {
    /// TIMEX3's letters.
    pub(super) fn letters(self) -> &'static str {
        match self {
            Season::Spring => "SP",
            Season::Summer => "SU",
            Season::Fall => "FA",
            Season::Winter => "WI",
        }
    }

    /// The month it begins with north of the equator.
    pub(super) fn first_month(self) -> i8 {
        match self {
            Season::Spring => 3,
            Season::Summer => 6,
            Season::Fall => 9,
            Season::Winter => 12,
        }
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const MONTHS_SHORT: [(&str, i8); 12] = [
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("sept", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
];

const WEEKDAYS: [(&str, &str, Weekday); 7] = [
    ("monday", "mon", Weekday::Monday),
    ("tuesday", "tue", Weekday::Tuesday),
    ("wednesday", "wed", Weekday::Wednesday),
    ("thursday", "thu", Weekday::Thursday),
    ("friday", "fri", Weekday::Friday),
    ("saturday", "sat", Weekday::Saturday),
    ("sunday", "sun", Weekday::Sunday),
];

const UNITS: [(&str, Unit); 16] = [
    ("second", Unit::Second),
    ("sec", Unit::Second),
    ("minute", Unit::Minute),
    ("min", Unit::Minute),
    ("hour", Unit::Hour),
    ("hr", Unit::Hour),
    ("day", Unit::Day),
    ("week", Unit::Week),
    ("fortnight", Unit::Fortnight),
    ("weekend", Unit::Weekend),
    ("month", Unit::Month),
    ("quarter", Unit::Quarter),
    ("year", Unit::Year),
    ("yr", Unit::Year),
    ("decade", Unit::Decade),
    ("century", Unit::Century),
];

const CARDINALS: [(&str, u32); 31] = [
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("hundred", 100),
    ("thousand", 1_000),
    ("dozen", 12),
    ("million", 1_000_000),
];

const ORDINALS: [&str; 21] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "thirtieth",
];

const PARTS: [(&str, Part); 6] = [
    ("morning", Part::Morning),
    ("midday", Part::Midday),
    ("afternoon", Part::Afternoon),
    ("evening", Part::Evening),
    ("night", Part::Night),
    ("nighttime", Part::Night),
];

const SEASONS: [(&str, Season); 5] = [
    ("spring", Season::Spring),
    ("summer", Season::Summer),
    ("fall", Season::Fall),
    ("autumn", Season::Fall),
    ("winter", Season::Winter),
];

const EVERY: [(&str, Unit); 9] = [
    ("hourly", Unit::Hour),
    ("daily", Unit::Day),
    ("nightly", Unit::Day),
    ("weekly", Unit::Week),
    ("fortnightly", Unit::Fortnight),
    ("monthly", Unit::Month),
    ("quarterly", Unit::Quarter),
    ("yearly", Unit::Year),
    ("annually", Unit::Year),
];

/// First words of the rules' phrases that have no sense of their own, so that the grammar can pass over all others. A
/// test build tries every rule on the words passed over and fails if one reads something.
const OPENERS: [&str; 157] = [
    "ad",
    "almost",
    "annual",
    "another",
    "anzac",
    "approximately",
    "armistice",
    "ascension",
    "ash",
    "australia",
    "bastille",
    "beginning",
    "bi",
    "biannual",
    "biennial",
    "bimonthly",
    "biweekly",
    "black",
    "bloody",
    "boxing",
    "canada",
    "ce",
    "chinese",
    "christmas",
    "close",
    "columbus",
    "coming",
    "comparable",
    "corresponding",
    "countless",
    "couple",
    "course",
    "current",
    "currently",
    "cyber",
    "d",
    "daylong",
    "decadelong",
    "diwali",
    "dozens",
    "each",
    "earlier",
    "early",
    "earth",
    "easter",
    "eid",
    "end",
    "epiphany",
    "eve",
    "every",
    "father",
    "few",
    "fewer",
    "final",
    "financial",
    "fiscal",
    "flag",
    "following",
    "fy",
    "good",
    "groundhog",
    "guy",
    "half",
    "halloween",
    "hanukkah",
    "holy",
    "hundreds",
    "india",
    "international",
    "labor",
    "last",
    "late",
    "lately",
    "later",
    "latest",
    "latter",
    "less",
    "long",
    "lunar",
    "man",
    "many",
    "mardi",
    "martin",
    "maundy",
    "memorial",
    "mid",
    "middle",
    "midnight",
    "midyear",
    "monthlong",
    "mother",
    "nearly",
    "next",
    "noon",
    "now",
    "nowadays",
    "numerous",
    "once",
    "outset",
    "overnight",
    "palm",
    "passover",
    "past",
    "pearl",
    "pentecost",
    "per",
    "present",
    "presently",
    "president",
    "presidents",
    "previous",
    "prior",
    "q",
    "ramadan",
    "recent",
    "recently",
    "remainder",
    "remembrance",
    "rest",
    "right",
    "rosh",
    "roughly",
    "russia",
    "same",
    "semi",
    "semiannual",
    "several",
    "shrove",
    "single",
    "small",
    "someday",
    "soon",
    "st",
    "start",
    "super",
    "tens",
    "thanksgiving",
    "thousands",
    "thrice",
    "today",
    "tomorrow",
    "tonight",
    "turn",
    "twice",
    "upcoming",
    "usa",
    "valentine",
    "various",
    "very",
    "veterans",
    "wee",
    "weeklong",
    "whit",
    "xmas",
    "yearlong",
    "yesterday",
    "yom",
];

/// Function words that some rule begins with and that mostly begin none: they open an expression only before a word with
/// a sense, a number or a mark.
const LEADS: [&str; 21] = [
    "a", "about", "all", "an", "around", "as", "at", "more", "most", "new", "no", "not", "over",
    "some", "that", "the", "these", "this", "those", "up", "well",
];

/// Words that follow those of [`LEADS`] in some rule and have no sense of their own.
const WITHIN: [&str; 41] = [
    "additional",
    "business",
    "calendar",
    "closing",
    "eighties",
    "entire",
    "fifties",
    "foreseeable",
    "forties",
    "full",
    "further",
    "future",
    "handful",
    "immediate",
    "least",
    "like",
    "little",
    "mere",
    "moment",
    "near",
    "nineties",
    "number",
    "opening",
    "other",
    "point",
    "preceding",
    "remaining",
    "saints",
    "seventies",
    "short",
    "similar",
    "sixties",
    "so",
    "souls",
    "than",
    "thirties",
    "time",
    "to",
    "twenties",
    "while",
    "whole",
];

/// The longest word of the tables, "seventeenths" and the like included.
const LONGEST: usize = 15;

fn table() -> HashMap<String, Sense> {
    let mut all = HashMap::new();
    let mut add = |word: &str, sense: Sense| {
        all.entry(word.to_owned()).or_insert(sense);
    };
    for (name, month) in MONTHS.iter().zip(1..) {
        add(name, Sense::Month(month));
    }
    for (name, month) in MONTHS_SHORT {
        add(name, Sense::MonthShort(month));
    }
    for (name, short, day) in WEEKDAYS {
        add(name, Sense::Weekday(day));
        add(short, Sense::WeekdayShort(day));
        add(&format!("{name}s"), Sense::Weekdays(day));
    }
    for (short, day) in [
        ("tues", Weekday::Tuesday),
        ("wed", Weekday::Wednesday),
        ("thurs", Weekday::Thursday),
    ] {
        add(short, Sense::WeekdayShort(day));
    }
    for (name, number) in ORDINALS.iter().zip(1..) {
        // "twentieth" is the 20th entry and "thirtieth" the 21st.
        add(name, Sense::Ordinal(if number == 21 { 30 } else { number }));
    }
    for (name, unit) in UNITS {
        add(name, Sense::Unit(unit));
        add(&format!("{name}s"), Sense::Units(unit));
    }
    add("centuries", Sense::Units(Unit::Century));
    for (name, number) in CARDINALS {
        add(name, Sense::Cardinal(number));
    }
    for (name, part) in PARTS {
        add(name, Sense::Part(part));
        add(&format!("{name}s"), Sense::Parts(part));
    }
    for (name, season) in SEASONS {
        add(name, Sense::Season(season));
    }
    for (name, unit) in EVERY {
        add(name, Sense::Every(unit));
    }
    for word in OPENERS {
        add(word, Sense::Opens);
    }
    for word in LEADS {
        add(word, Sense::Leads);
    }
    for word in WITHIN {
        add(word, Sense::Within);
    }
    all
}

/// The number that a word names: "five", "ninety", "hundred".
pub(crate) fn cardinal(word: &str) -> Option<u32> {
    match sense(word) {
        Sense::Cardinal(number) => Some(number),
        _ => None,
    }
}

/// What a word means to the time grammar.
pub(super) fn sense(word: &str) -> Sense {
    static TABLE: LazyLock<HashMap<String, Sense>> = LazyLock::new(table);
    if word.len() > LONGEST || !word.is_ascii() {
        return Sense::None;
    }
    let mut lower = [0u8; LONGEST];
    let lower = &mut lower[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    std::str::from_utf8(lower)
        .ok()
        .and_then(|word| TABLE.get(word))
        .copied()
        .unwrap_or(Sense::None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_tables_is_short_enough_to_be_looked_up() {
        for word in table().keys() {
            assert!(word.len() <= LONGEST, "{word}");
            assert_ne!(sense(word), Sense::None, "{word}");
        }
    }

    #[test]
    fn two_senses_keep_the_first() {
        assert_eq!(sense("Second"), Sense::Ordinal(2));
        assert_eq!(sense("SECONDS"), Sense::Units(Unit::Second));
        assert_eq!(sense("thirtieth"), Sense::Ordinal(30));
        assert_eq!(sense("élan"), Sense::None);
    }
}
