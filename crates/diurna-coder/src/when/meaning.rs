//! What the grammar reads off the words, before anything is known of the day of publication.
//!
//! The split follows TIMEX3: the words decide the type and most of the value; [`resolve`](super::resolve) fills in what
//! they leave to the reader.

use jiff::civil::{Date, Weekday};

use super::calendar::Point;
use super::cursor::Cursor;
use super::holiday::Holiday;
use super::number::Amount;
use super::words::{Part, Season, Unit};

/// What a rule gives: a meaning and the place behind its words.
pub(super) type Read<'c, 't, T> = Option<(T, Cursor<'c, 't>)>;

/// What an expression means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Meaning {
    /// A DATE.
    At(When),
    /// A TIME: a time of day on a date.
    During(When, Clock),
    /// A DURATION.
    Length(Length),
    /// A SET.
    Every(Every),
    /// A DATE without a place on the calendar.
    Vague(Vague),
    /// A DATE that cannot be told: day and month in doubt.
    Unread,
    /// Looks like a time expression and is none: an age, a newspaper's name.
    Nothing,
}

/// A date as the words give it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum When {
    /// Complete in itself.
    Point(Point),
    /// Two years and what lies between, "2014-15".
    Years(i16, i16),
    /// The last two digits of a year, "'78".
    ShortYear(i16),
    /// The name of a recurring stretch and how to choose among its recurrences.
    Named(Named),
    /// The stretch of a unit, counted from another day.
    Granule { unit: Unit, by: i32, from: From },
    /// The business year, counted from the current one.
    Fiscal(i32),
    /// A day so many units from the nearest such weekday, or from the day of publication: "two years ago today".
    DayAway {
        unit: Unit,
        by: i32,
        from: Option<Weekday>,
    },
    /// A year before Christ.
    BeforeChrist(i16),
    /// The weekend beside a feast.
    WeekendOf(Named),
    /// A weekday of the week that lies so many weeks from the current one.
    WeekdayOf(Weekday, i32),
    /// "the weekend": tense decides which.
    Weekend,
    /// The last mention's stretch, a year before.
    YearBefore,
    /// The stretch that the text is about, or the current one of a unit, in another year.
    Same { unit: Option<Unit>, year: Year },
    /// The stretch of a unit that holds a day: "the quarter ended June 30".
    Holding(Unit, i8, i8),
    /// "the quarter": the one that the text is about.
    Quarter,
}

impl When {
    /// The day of publication.
    pub(super) const TODAY: When = When::Granule {
        unit: Unit::Day,
        by: 0,
        from: From::Publication,
    };
}

/// Where counting starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// The day of publication.
    Publication,
    /// The date that the text named last.
    Mention,
}

/// A name that recurs, and what chooses among its recurrences.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Named {
    pub(super) name: Name,
    pub(super) which: Which,
    pub(super) year: Option<Year>,
}

impl Named {
    /// The name alone.
    pub(super) fn bare(name: Name) -> Named {
        Named {
            name,
            which: Which::Nearest,
            year: None,
        }
    }
}

/// A name of the calendar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Name {
    Month(i8),
    /// Month and day.
    Day(i8, i8),
    /// Month, first day, last day.
    Days(i8, i8, i8),
    /// "the 15th"
    DayOfMonth(i8),
    Weekday(Weekday),
    /// "the last Sunday in May": which one (-1 is the last), weekday, month.
    NthWeekday(i8, Weekday, i8),
    Season(Season),
    Quarter(u8),
    Half(u8),
    Holiday(&'static Holiday),
}

/// Which recurrence of a name is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// Not said: tense and distance decide.
    Nearest,
    This,
    Last,
    Next,
    /// Of the week or year of the last mention.
    Same,
    /// The first one behind the last mention.
    Following,
    /// The last one before the last mention.
    Previous,
}

/// The year of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Year {
    In(i16),
    /// Counted from the year of publication, or from the year of the stretch that is repeated.
    Away(i32),
    /// "'78": the last two digits.
    Short(i16),
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clock {
    /// 24:00 is midnight at the end of the day.
    At {
        hour: u8,
        minute: u8,
        utc: bool,
    },
    Part(Part),
}

impl Clock {
    /// "10:30" of "10:30 Monday night".
    pub(super) fn within(self, part: Clock) -> Clock {
        let Clock::At { hour, minute, utc } = self else {
            return self;
        };
        let later = match part {
            Clock::Part(Part::Afternoon | Part::Evening) => hour < 12,
            Clock::Part(Part::Night) => (5..12).contains(&hour),
            _ => false,
        };
        let hour = if later { hour + 12 } else { hour };
        Clock::At { hour, minute, utc }
    }
}

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Length {
    pub(super) amount: Amount,
    pub(super) unit: Unit,
    /// A smaller unit beside: the minutes of "two hours and 20 minutes".
    pub(super) rest: Option<(u32, Unit)>,
    pub(super) reach: Reach,
}

impl Length {
    /// A length in one unit.
    pub(super) fn of(amount: Amount, unit: Unit, reach: Reach) -> Length {
        Length {
            amount,
            unit,
            rest: None,
            reach,
        }
    }
}

/// Whether a length touches the day of publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// "the past five years"
    Back,
    /// "the next five years"
    Ahead,
    None,
}

/// How something recurs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Every {
    Unit(Amount, Unit),
    Weekday(Weekday, Option<Part>),
    Weekend,
    Month(i8),
    Season(Season),
    Part(Part),
}

/// TIMEX3's dates without a place on the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vague {
    Past,
    Present,
    Future,
}

impl Vague {
    /// The TIMEX3 value.
    pub(super) fn timex(self) -> &'static str {
        match self {
            Vague::Past => "PAST_REF",
            Vague::Present => "PRESENT_REF",
            Vague::Future => "FUTURE_REF",
        }
    }
}

/// The longest of what several rules read.
pub(super) fn longest<'c, 't, T>(
    found: impl IntoIterator<Item = Read<'c, 't, T>>,
) -> Read<'c, 't, T> {
    found.into_iter().flatten().reduce(|best, next| {
        if next.1.at() > best.1.at() {
            next
        } else {
            best
        }
    })
}

/// A day written with its year, as a meaning.
pub(super) fn on(day: Date) -> When {
    When::Point(Point::Day(day))
}
