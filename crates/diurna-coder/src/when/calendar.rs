//! Points of the calendar at the grain that the words give, and their two written forms.
//!
//! A [`Point`] is a stretch with a name of its own: a day, an ISO week, a month, a quarter, a decade. It knows its TIMEX3
//! value, its first and last day, and how to step to the next stretch of a unit. TIMEX3 values are those of the TimeML
//! annotation guidelines 1.2.1 (section 2.2.3), which extend ISO 8601: `2020-W02`, `2020-W02-WE`, `2014-Q3`, `2013-WI`,
//! `199` for the 1990s and `19` for the twentieth century (ISO 8601 writes decades and centuries with the digits that all
//! their years share).

use diurna_record::DateValue;
use jiff::civil::{Date, Weekday, date};
use jiff::{Span, ToSpan};

use super::words::{Season, Unit};

/// Years that the grammar reads and the arithmetic may reach: those that ISO 8601 writes with four digits, as far as news
/// speaks of them.
const YEARS: std::ops::RangeInclusive<i16> = 1..=2999;

/// A stretch of the calendar with a name of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Point {
    Day(Date),
    /// An ISO week by its Monday.
    Week(Date),
    /// A weekend by the Monday of its ISO week.
    Weekend(Date),
    /// Year and month.
    Month(i16, i8),
    /// Year and 1 to 4.
    Quarter(i16, u8),
    /// Year and 1 or 2.
    Half(i16, u8),
    Season(i16, Season),
    Year(i16),
    /// A business year; where it begins is not in the words.
    FiscalYear(i16),
    /// By its first year.
    Decade(i16),
    /// By its first year in the counting of ISO 8601, 1900 for the twentieth.
    Century(i16),
}

impl Point {
    /// The stretch of a unit that holds a day; units shorter than a day give the day.
    pub(super) fn holding(day: Date, unit: Unit) -> Point {
        let year = day.year();
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Point::Day(day),
            Unit::Week | Unit::Fortnight => Point::Week(monday(day)),
            Unit::Weekend => Point::Weekend(monday(day)),
            Unit::Month => Point::Month(year, day.month()),
            Unit::Quarter => Point::Quarter(year, quarter_of(day.month())),
            Unit::Year => Point::Year(year),
            Unit::Decade => Point::Decade(year - year % 10),
            Unit::Century => Point::Century(year - year % 100),
        }
    }

    /// The TIMEX3 value.
    pub(super) fn timex(self) -> String {
        match self {
            Point::Day(day) => day.to_string(),
            Point::Week(day) => week_name(day),
            Point::Weekend(day) => format!("{}-WE", week_name(day)),
            Point::Month(year, month) => format!("{year:04}-{month:02}"),
            Point::Quarter(year, quarter) => format!("{year:04}-Q{quarter}"),
            Point::Half(year, half) => format!("{year:04}-H{half}"),
            Point::Season(year, season) => format!("{year:04}-{}", season.letters()),
            Point::Year(year) => format!("{year:04}"),
            Point::FiscalYear(year) => format!("FY{year:04}"),
            Point::Decade(year) => format!("{:03}", year / 10),
            Point::Century(year) => format!("{:02}", year / 100),
        }
    }

    /// The ISO date or interval. A season gives its year, because its days depend on the hemisphere; a business year gives
    /// nothing.
    pub(super) fn value(self) -> Option<DateValue> {
        match self {
            Point::Day(day) => Some(DateValue::day(day)),
            Point::Month(year, month) => Some(DateValue::month(year, month)),
            Point::Year(year) | Point::Season(year, _) => Some(DateValue::year(year)),
            Point::Decade(year) => years(year, year + 9),
            Point::Century(year) => years(year, year + 99),
            Point::FiscalYear(_) => None,
            Point::Week(_) | Point::Weekend(_) | Point::Quarter(..) | Point::Half(..) => {
                Some(DateValue::interval(self.first_day(), self.last_day()))
            }
        }
    }

    /// The first day; a season's by its northern months.
    pub(super) fn first_day(self) -> Date {
        match self {
            Point::Day(day) | Point::Week(day) => day,
            Point::Weekend(day) => day.saturating_add(5.days()),
            Point::Month(year, month) => date(year, month, 1),
            Point::Quarter(year, quarter) => date(year, quarter as i8 * 3 - 2, 1),
            Point::Half(year, half) => date(year, half as i8 * 6 - 5, 1),
            Point::Season(year, season) => date(year, season.first_month(), 1),
            Point::Year(year)
            | Point::FiscalYear(year)
            | Point::Decade(year)
            | Point::Century(year) => date(year, 1, 1),
        }
    }

    /// The last day; a season's by its northern months.
    pub(super) fn last_day(self) -> Date {
        let first = self.first_day();
        let next = match self {
            Point::Day(_) => first.saturating_add(1.day()),
            Point::Week(_) => first.saturating_add(7.days()),
            Point::Weekend(_) => first.saturating_add(2.days()),
            Point::Month(..) => first.saturating_add(1.month()),
            Point::Quarter(..) | Point::Season(..) => first.saturating_add(3.months()),
            Point::Half(..) => first.saturating_add(6.months()),
            Point::Year(_) | Point::FiscalYear(_) => first.saturating_add(1.year()),
            Point::Decade(_) => first.saturating_add(10.years()),
            Point::Century(_) => first.saturating_add(100.years()),
        };
        next.saturating_sub(1.day())
    }
}

/// The first and last year as an interval.
fn years(first: i16, last: i16) -> Option<DateValue> {
    format!("{first:04}/{last:04}").parse().ok()
}

/// The day `count` units later, or earlier if negative; `None` outside the years that have four digits.
pub(super) fn moved(day: Date, unit: Unit, count: i32) -> Option<Date> {
    let count = i64::from(count);
    let months = |each: i64| {
        let span = Span::new().try_months(count * each).ok()?;
        day.checked_add(span).ok()
    };
    let days = |each: i64| {
        let span = Span::new().try_days(count * each).ok()?;
        day.checked_add(span).ok()
    };
    let moved = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => Some(day),
        Unit::Day => days(1),
        Unit::Week | Unit::Weekend => days(7),
        Unit::Fortnight => days(14),
        Unit::Month => months(1),
        Unit::Quarter => months(3),
        Unit::Year => months(12),
        Unit::Decade => months(120),
        Unit::Century => months(1200),
    };
    moved.filter(|day| is_year(day.year()))
}

/// True for a year that values can be written for.
pub(super) fn is_year(year: i16) -> bool {
    YEARS.contains(&year)
}

/// The day of a year, month and day, if there is one.
pub(super) fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok().filter(|_| is_year(year))
}

/// 1 to 4.
fn quarter_of(month: i8) -> u8 {
    (month as u8 - 1) / 3 + 1
}

/// The Monday of the day's ISO week.
pub(super) fn monday(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
}

/// `2020-W02`
fn week_name(day: Date) -> String {
    let week = day.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm, Meeus, Astronomical Algorithms, chapter 8).
pub(super) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    day(year, (n / 31) as i8, (n % 31 + 1) as i8)
}

/// The `nth` such weekday of a month; -1 is the last.
pub(super) fn nth_weekday(year: i16, month: i8, nth: i8, weekday: Weekday) -> Option<Date> {
    day(year, month, 1)?.nth_weekday_of_month(nth, weekday).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_intervals() {
        let friday = date(2020, 1, 10);
        for (unit, timex, value) in [
            (Unit::Day, "2020-01-10", "2020-01-10"),
            (Unit::Week, "2020-W02", "2020-01-06/2020-01-12"),
            (Unit::Weekend, "2020-W02-WE", "2020-01-11/2020-01-12"),
            (Unit::Month, "2020-01", "2020-01"),
            (Unit::Quarter, "2020-Q1", "2020-01-01/2020-03-31"),
            (Unit::Year, "2020", "2020"),
            (Unit::Decade, "202", "2020/2029"),
            (Unit::Century, "20", "2000/2099"),
        ] {
            let point = Point::holding(friday, unit);
            assert_eq!(point.timex(), timex);
            assert_eq!(point.value().unwrap().as_str(), value);
        }
    }

    #[test]
    fn an_iso_week_belongs_to_the_year_of_its_thursday() {
        assert_eq!(
            Point::holding(date(2021, 1, 2), Unit::Week).timex(),
            "2020-W53"
        );
    }

    #[test]
    fn easter_days() {
        assert_eq!(easter(2020), Some(date(2020, 4, 12)));
        assert_eq!(easter(2011), Some(date(2011, 4, 24)));
    }

    #[test]
    fn no_step_leaves_the_calendar() {
        assert_eq!(moved(date(2020, 1, 10), Unit::Century, i32::MAX), None);
        assert_eq!(
            moved(date(2020, 1, 31), Unit::Month, 1),
            Some(date(2020, 2, 29))
        );
    }
}
