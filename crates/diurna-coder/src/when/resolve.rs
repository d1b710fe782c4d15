//! From meanings to values: the day of publication, the last date mentioned, and the tense choose the day.
//!
//! News is read against its day of publication. A bare weekday is the nearest one up to that day, unless the sentence
//! speaks of what is to come; a month or a day of a month without a year is the nearest one, with a lean to the past. The
//! last date that the text named anchors "the following day", "two weeks later" and "that year".

use diurna_record::{DateValue, TimeBasis, TimeType};
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use super::calendar::{Point, day, is_year, monday, moved, nth_weekday};
use super::meaning::{Clock, Every, From, Length, Meaning, Name, Named, Reach, When, Which, Year};
use super::number::Amount;
use super::tense::Tense;
use super::words::{Season, Unit};

/// A time's fields as the record has them.
pub(super) struct Resolved {
    pub(super) time_type: TimeType,
    pub(super) timex: Option<String>,
    pub(super) value: Option<DateValue>,
    pub(super) basis: TimeBasis,
}

/// Resolves meanings in text order.
pub(super) struct Resolver {
    /// The day of publication, or of the dateline where that is not known.
    published: Option<Date>,
    /// Which of the two.
    told: TimeBasis,
    /// The last point that the text named.
    mention: Option<Point>,
    /// The last day that it named.
    day: Option<Date>,
    /// The last day that this sentence or the one before named, and how many sentences ago.
    near_day: Option<(Date, u8)>,
    /// The quarter, half or month that the text is about.
    period: Option<Point>,
    /// The text tells of years long before publication, and its names count on from its own dates.
    narrates: bool,
}

/// A date found: its point, and what it was reckoned from.
type Found = (Point, TimeBasis);

impl Resolver {
    pub(super) fn new(published: Option<Date>) -> Resolver {
        Resolver {
            published: published.filter(|day| is_year(day.year())),
            told: TimeBasis::Publication,
            mention: None,
            day: None,
            near_day: None,
            period: None,
            narrates: false,
        }
    }

    /// Tells that the text is a narrative of the past, if its dates say so: two or more are years old, one of them a day
    /// or month, and none is fresh or counted from publication.
    pub(super) fn look_over<'m>(&mut self, meanings: impl Iterator<Item = &'m Meaning>) {
        let Some(published) = self.published else {
            return;
        };
        let (mut old, mut old_days, mut fresh) = (0, 0, 0);
        for meaning in meanings {
            let (Meaning::At(when) | Meaning::During(when, _)) = meaning else {
                continue;
            };
            match when {
                When::Point(point) if published.year() - point.first_day().year() > FRESH => {
                    old += 1;
                    old_days += i32::from(matches!(point, Point::Day(_) | Point::Month(..)));
                }
                When::Point(_) => fresh += 1,
                _ => fresh += i32::from(is_deictic(*when)),
            }
        }
        self.narrates = old > 1 && old_days > 0 && fresh == 0;
    }

    /// Tells that a new sentence begins.
    pub(super) fn begin_sentence(&mut self) {
        self.near_day = match self.near_day {
            Some((day, 0)) => Some((day, 1)),
            _ => None,
        };
    }

    /// Takes the day that the text named last for the day of publication, if that is not known.
    pub(super) fn trust_dateline(&mut self) {
        if self.published.is_none() && self.day.is_some() {
            self.published = self.day;
            self.told = TimeBasis::Anchor;
        }
    }

    /// The fields of a meaning; `None` for what is no time expression.
    pub(super) fn resolve(&mut self, meaning: Meaning, tense: Tense) -> Option<Resolved> {
        let worded = |time_type, timex: String| Resolved {
            time_type,
            timex: Some(timex),
            value: None,
            basis: TimeBasis::Text,
        };
        Some(match meaning {
            Meaning::At(when) => self.date(when, tense),
            Meaning::During(when, clock) => self.time(when, clock, tense),
            Meaning::Length(length) => self.length(length),
            Meaning::Every(every) => worded(TimeType::Set, every_timex(every)),
            Meaning::Vague(vague) => worded(TimeType::Date, vague.timex().to_owned()),
            Meaning::Unread => unknown(TimeType::Date, None),
            Meaning::Nothing => return None,
        })
    }

    fn date(&mut self, when: When, tense: Tense) -> Resolved {
        if let When::Years(first, last) = when {
            return years(first, last);
        }
        if let When::BeforeChrist(year) = when {
            let timex = Some(format!("BC{year:04}"));
            let basis = TimeBasis::Text;
            return Resolved {
                basis,
                ..unknown(TimeType::Date, timex)
            };
        }
        if let Some((first, last)) = self.days(when, tense) {
            self.mention(Point::Day(first));
            return first_to_last(first, last, self.basis_of(when));
        }
        match self.written(when, tense) {
            Some((point, basis)) => {
                // What the text compares with is not what it is about.
                if !matches!(when, When::YearBefore | When::Same { .. }) {
                    self.mention(point);
                }
                Resolved {
                    time_type: TimeType::Date,
                    timex: Some(point.timex()),
                    value: point.value(),
                    basis,
                }
            }
            None => unknown(TimeType::Date, crossed_out(when)),
        }
    }

    fn time(&mut self, when: When, clock: Clock, tense: Tense) -> Resolved {
        // "On Tuesday shelling began at 3 p.m. and ended at dusk."
        let same_day = self.near_day.filter(|(day, _)| {
            when == When::TODAY && matches!(clock, Clock::At { .. }) && self.published != Some(*day)
        });
        let found = same_day
            .map(|(day, _)| (Point::Day(day), TimeBasis::Anchor))
            .or_else(|| self.written(when, tense))
            .filter(|(point, _)| matches!(point, Point::Day(_)));
        let Some((point, basis)) = found else {
            let day = crossed_out(when).unwrap_or_else(|| "XXXX-XX-XX".to_owned());
            return unknown(TimeType::Time, Some(day + &clock_timex(clock)));
        };
        self.mention(point);
        Resolved {
            time_type: TimeType::Time,
            timex: Some(point.timex() + &clock_timex(clock)),
            value: point.value(),
            basis,
        }
    }

    fn mention(&mut self, point: Point) {
        self.mention = Some(point);
        match point {
            Point::Day(day) => {
                self.day = Some(day);
                self.near_day = Some((day, 0));
            }
            Point::Quarter(..) | Point::Half(..) | Point::Month(..) => self.period = Some(point),
            Point::Year(_) | Point::FiscalYear(_) => self.period = None,
            _ => {}
        }
    }

    fn length(&self, length: Length) -> Resolved {
        let value = self.reached(length);
        Resolved {
            time_type: TimeType::Duration,
            timex: Some(with_rest(
                length_timex(length.amount, length.unit),
                length.rest,
            )),
            basis: if value.is_some() {
                self.told
            } else {
                TimeBasis::Text
            },
            value,
        }
    }

    /// The days of "the past five years".
    fn reached(&self, length: Length) -> Option<DateValue> {
        let today = self.published?;
        let count = i32::try_from(length.amount.count()?).ok()?;
        match length.reach {
            Reach::Back => Some(DateValue::interval(
                moved(today, length.unit, -count)?,
                today,
            )),
            Reach::Ahead => Some(DateValue::interval(
                today,
                moved(today, length.unit, count)?,
            )),
            Reach::None => None,
        }
    }

    /// The day that names are resolved against, and what it is.
    fn base(&self) -> Option<(Date, TimeBasis)> {
        self.published
            .map(|day| (day, self.told))
            .or_else(|| Some((self.mention?.first_day(), TimeBasis::Anchor)))
    }

    fn basis_of(&self, when: When) -> TimeBasis {
        match when {
            When::Named(Named {
                year: Some(Year::In(_)),
                ..
            }) => TimeBasis::Text,
            _ => self.base().map_or(TimeBasis::Unknown, |(_, basis)| basis),
        }
    }

    /// The point, if its years can be written.
    fn written(&self, when: When, tense: Tense) -> Option<Found> {
        self.point(when, tense)
            .filter(|(point, _)| is_year(point.first_day().year()))
    }

    fn point(&self, when: When, tense: Tense) -> Option<Found> {
        match when {
            When::Point(point) => Some((point, TimeBasis::Text)),
            When::ShortYear(digits) => {
                let (year, basis) = self.short_year(digits);
                Some((Point::Year(year), basis))
            }
            When::Named(named) => self.named(named, tense),
            When::Granule { unit, by, from } => self.granule(unit, by, from),
            When::Fiscal(by) => {
                let today = self.published?;
                let year = moved(today, Unit::Year, by)?.year();
                Some((Point::FiscalYear(year), self.told))
            }
            When::DayAway { unit, by, from } => self.day_away(unit, by, from),
            When::Years(..) | When::BeforeChrist(_) => None,
            When::WeekendOf(named) => {
                let (point, basis) = self.named(named, tense)?;
                let feast = point.first_day();
                let back = matches!(feast.weekday(), Weekday::Monday | Weekday::Tuesday);
                let week = moved(monday(feast), Unit::Week, -i32::from(back))?;
                Some((Point::Weekend(week), basis))
            }
            When::WeekdayOf(weekday, by) => {
                let week = moved(monday(self.published?), Unit::Week, by)?;
                Some((Point::Day(on_weekday(week, weekday)), self.told))
            }
            When::Weekend => self.weekend(tense),
            When::YearBefore => self.year_before(),
            When::Same { unit, year } => self.same(unit, year),
            When::Holding(unit, month, number) => {
                let named = Named::bare(Name::Day(month, number));
                let (point, basis) = self.named(named, tense)?;
                Some((Point::holding(point.first_day(), unit), basis))
            }
            When::Quarter => self.quarter(tense),
        }
    }

    /// "the quarter": the one that the text is about, else the one that a report of today would be of.
    fn quarter(&self, tense: Tense) -> Option<Found> {
        if let Some(quarter @ Point::Quarter(..)) = self.period {
            return Some((quarter, TimeBasis::Anchor));
        }
        let by = if tense == Tense::Future { 0 } else { -1 };
        self.granule(Unit::Quarter, by, From::Publication)
    }

    /// "a week from Friday", "two years ago today".
    fn day_away(&self, unit: Unit, by: i32, from: Option<Weekday>) -> Option<Found> {
        let today = self.published?;
        let tense = if by < 0 { Tense::Past } else { Tense::Future };
        let near = |weekday| weekday_near(today, weekday, Which::Nearest, tense);
        let day = moved(from.map_or(today, near), unit, by)?;
        Some((Point::Day(day), self.told))
    }

    /// The stretch that the text is about, or the current one of a unit, in another year; the year alone if there is none.
    fn same(&self, unit: Option<Unit>, year: Year) -> Option<Found> {
        let base = match unit {
            None | Some(Unit::Quarter) => self.period.map(|period| (period, TimeBasis::Anchor)),
            Some(unit) => self
                .published
                .map(|today| (Point::holding(today, unit), self.told)),
        };
        let year = match (year, self.published) {
            (Year::In(year), _) | (Year::Short(year), _) => year,
            (Year::Away(by), today) => {
                let from = base.map(|(point, _)| point.first_day()).or(today)?;
                moved(from, Unit::Year, by)?.year()
            }
        };
        let (base, basis) = base.unwrap_or((Point::Year(year), self.told));
        Some((in_other_year(base, year)?, basis))
    }

    /// The stretch of a unit, counted from publication or the last mention.
    fn granule(&self, unit: Unit, by: i32, from: From) -> Option<Found> {
        let published = || self.published.map(|day| (Point::Day(day), self.told));
        let mentioned = || self.mention.map(|point| (point, TimeBasis::Anchor));
        let (start, basis) = match from {
            From::Publication => {
                published().or_else(|| mentioned().filter(|_| by == 0 && unit != Unit::Day))?
            }
            From::Mention => mentioned().or_else(published)?,
        };
        if is_coarser(start, unit) {
            // "the day" of a report that compares with "October 1987" is the day that the report is of.
            let (day, basis) = self
                .day_of_report()
                .filter(|_| by <= 0 || is_within_days(unit))?;
            return Some((Point::holding(moved(day, unit, by)?, unit), basis));
        }
        Some((
            Point::holding(moved(start.first_day(), unit, by)?, unit),
            basis,
        ))
    }

    /// The last day that the text named, or else the day of publication.
    fn day_of_report(&self) -> Option<(Date, TimeBasis)> {
        self.day
            .map(|day| (day, TimeBasis::Anchor))
            .or_else(|| Some((self.published?, self.told)))
    }

    /// The weekend of the week if it is on or to come, the one before otherwise.
    fn weekend(&self, tense: Tense) -> Option<Found> {
        let today = self.published?;
        let on = matches!(today.weekday(), Weekday::Saturday | Weekday::Sunday);
        let by = if tense == Tense::Future || on { 0 } else { -1 };
        let week = moved(monday(today), Unit::Week, by)?;
        Some((Point::Weekend(week), self.told))
    }

    /// The last mention's stretch of the year before; the year before publication without one.
    fn year_before(&self) -> Option<Found> {
        match (self.period, self.mention) {
            (Some(period), _) => {
                let year = period.first_day().year() - 1;
                Some((in_other_year(period, year)?, TimeBasis::Anchor))
            }
            (None, Some(_)) => self.granule(Unit::Year, -1, From::Mention),
            (None, None) => self.granule(Unit::Year, -1, From::Publication),
        }
    }

    /// '78 is the last such year up to publication.
    fn short_year(&self, digits: i16) -> (i16, TimeBasis) {
        let Some(today) = self.published else {
            return (
                if digits > 68 { 1900 } else { 2000 } + digits,
                TimeBasis::Text,
            );
        };
        let century = today.year() - today.year() % 100;
        let year = if century + digits > today.year() + 5 {
            century - 100
        } else {
            century
        } + digits;
        (year, self.told)
    }

    fn named(&self, named: Named, tense: Tense) -> Option<Found> {
        let (year, basis) = match named.year {
            Some(Year::In(year)) => (Some(year), TimeBasis::Text),
            Some(Year::Short(digits)) => {
                let (year, basis) = self.short_year(digits);
                (Some(year), basis)
            }
            Some(Year::Away(by)) => {
                let year = moved(self.published?, Unit::Year, by)?.year();
                (Some(year), self.told)
            }
            None => (None, TimeBasis::Unknown),
        };
        if let Some(year) = year {
            return Some((in_year(named.name, year)?, basis));
        }
        if let Some(point) = self.narrated(named) {
            return Some((point, TimeBasis::Anchor));
        }
        let (from, basis) = match named.which {
            Which::Following | Which::Previous | Which::Same => self
                .mention
                .map(|point| (point.first_day(), TimeBasis::Anchor))
                .or_else(|| self.base())?,
            _ => self.base()?,
        };
        let point = match named.name {
            Name::Weekday(weekday) if basis == self.told || named.which != Which::Nearest => {
                Point::Day(weekday_near(from, weekday, named.which, tense))
            }
            Name::Weekday(_) => return None,
            Name::DayOfMonth(number) => day_of_month(from, number, tense)?,
            name => near(from, name, named.which, tense)?,
        };
        Some((point, basis))
    }

    /// In a narrative, the recurrence that lies closest behind the last mention.
    fn narrated(&self, named: Named) -> Option<Point> {
        let mention = self
            .mention
            .filter(|_| self.narrates && named.which == Which::Nearest)?;
        let from = mention.first_day();
        if matches!(mention, Point::Year(_)) {
            return in_year(named.name, from.year());
        }
        let distance = |point: &Point| {
            let days = from
                .until(point.first_day())
                .map_or(i32::MAX, |span| span.get_days());
            if days < 0 {
                days.saturating_mul(-2)
            } else {
                days
            }
        };
        (-1..=1)
            .filter_map(|by| in_year(named.name, from.year() + by))
            .min_by_key(distance)
    }

    /// First and last day of "January 10-12".
    fn days(&self, when: When, tense: Tense) -> Option<(Date, Date)> {
        let When::Named(named) = when else {
            return None;
        };
        let Name::Days(month, first, last) = named.name else {
            return None;
        };
        let name = Name::Day(month, first);
        let (point, _) = self.named(Named { name, ..named }, tense)?;
        let first = point.first_day();
        Some((first, day(first.year(), month, last)?))
    }
}

/// Dates so many years before publication are still of its time.
const FRESH: i16 = 2;

/// True for what is counted from the day of publication.
fn is_deictic(when: When) -> bool {
    match when {
        When::Granule { from, .. } => from == From::Publication && when != When::TODAY,
        When::Named(named) => match named.which {
            Which::Nearest => matches!(named.name, Name::Weekday(_)),
            Which::This | Which::Last | Which::Next => true,
            Which::Same | Which::Following | Which::Previous => false,
        },
        When::WeekdayOf(..) | When::DayAway { .. } | When::Weekend | When::Fiscal(_) => true,
        _ => false,
    }
}

/// The same stretch of another year.
fn in_other_year(point: Point, year: i16) -> Option<Point> {
    is_year(year).then_some(())?;
    Some(match point {
        Point::Quarter(_, quarter) => Point::Quarter(year, quarter),
        Point::Half(_, half) => Point::Half(year, half),
        Point::Month(_, month) => Point::Month(year, month),
        Point::Season(_, season) => Point::Season(year, season),
        Point::Day(day) => Point::Day(self::day(year, day.month(), day.day())?),
        Point::Week(monday) => {
            let weeks = 52 * (i32::from(year) - i32::from(monday.year()));
            Point::Week(moved(monday, Unit::Week, weeks)?)
        }
        _ => Point::Year(year),
    })
}

fn unknown(time_type: TimeType, timex: Option<String>) -> Resolved {
    Resolved {
        time_type,
        timex,
        value: None,
        basis: TimeBasis::Unknown,
    }
}

fn years(first: i16, last: i16) -> Resolved {
    let text = format!("{first:04}/{last:04}");
    Resolved {
        time_type: TimeType::Date,
        value: text.parse().ok(),
        timex: Some(text),
        basis: TimeBasis::Text,
    }
}

fn first_to_last(first: Date, last: Date, basis: TimeBasis) -> Resolved {
    Resolved {
        time_type: TimeType::Date,
        timex: Some(format!("{first}/{last}")),
        value: Some(DateValue::interval(first, last)),
        basis,
    }
}

fn is_within_days(unit: Unit) -> bool {
    matches!(unit, Unit::Second | Unit::Minute | Unit::Hour | Unit::Day)
}

/// A point too wide to step by a unit from: "two months later" than a year is nowhere.
fn is_coarser(point: Point, unit: Unit) -> bool {
    let days = |point: Point| {
        point
            .first_day()
            .until(point.last_day())
            .map_or(0, |span| span.get_days())
    };
    days(point) > days(Point::holding(point.first_day(), unit))
}

/// The point of a name in a year.
fn in_year(name: Name, year: i16) -> Option<Point> {
    is_year(year).then_some(())?;
    match name {
        Name::Month(month) => Some(Point::Month(year, month)),
        Name::Day(month, number) | Name::Days(month, number, _) => {
            Some(Point::Day(day(year, month, number)?))
        }
        Name::NthWeekday(nth, weekday, month) => {
            Some(Point::Day(nth_weekday(year, month, nth, weekday)?))
        }
        Name::Season(season) => Some(Point::Season(year, season)),
        Name::Quarter(quarter) => Some(Point::Quarter(year, quarter)),
        Name::Half(half) => Some(Point::Half(year, half)),
        Name::Holiday(holiday) => Some(Point::Day(holiday.day(year)?)),
        Name::DayOfMonth(_) | Name::Weekday(_) => None,
    }
}

fn on_weekday(monday: Date, weekday: Weekday) -> Date {
    monday.saturating_add(i64::from(weekday.to_monday_zero_offset()).days())
}

/// The weekday that is meant, seen from `from`.
fn weekday_near(from: Date, weekday: Weekday, which: Which, tense: Tense) -> Date {
    let back = i64::from(weekday.until(from.weekday()));
    let ahead = i64::from(from.weekday().until(weekday));
    let a_week_if_none = |days: i64| if days == 0 { 7 } else { days };
    let by = match (which, tense) {
        (Which::Nearest, Tense::Future | Tense::Until) => ahead,
        (Which::Nearest, _) => -back,
        (Which::This, Tense::Future) => ahead,
        (Which::This | Which::Same, _) => return on_weekday(monday(from), weekday),
        (Which::Last | Which::Previous, _) => -a_week_if_none(back),
        (Which::Next | Which::Following, _) => a_week_if_none(ahead),
    };
    from.saturating_add(Span::new().days(by))
}

/// "the 15th" of the month of publication, or of the one before or behind.
fn day_of_month(from: Date, number: i8, tense: Tense) -> Option<Point> {
    let this = day(from.year(), from.month(), number);
    let by = match (tense, this) {
        (Tense::Future, Some(this)) if this < from => 1,
        (Tense::Past | Tense::PastAfar, Some(this)) if this > from => -1,
        _ => 0,
    };
    let month = moved(from.first_of_month(), Unit::Month, by)?;
    Some(Point::Day(day(month.year(), month.month(), number)?))
}

/// How much farther the past may lie than the future and still be meant, where no tense decides.
const LEAN_TO_THE_PAST: i32 = 3;

/// The recurrence of a yearly name that is meant, seen from `from`.
fn near(from: Date, name: Name, which: Which, tense: Tense) -> Option<Point> {
    let year = from.year();
    let candidates = || (-2..=2).filter_map(|by| in_year(name, year + by));
    let before = || candidates().rfind(|point| point.last_day() < from);
    let begun = || candidates().rfind(|point| point.first_day() <= from);
    let coming = || candidates().find(|point| point.last_day() >= from);
    let behind = || candidates().find(|point| point.first_day() > from);
    match (which, tense) {
        (Which::Last | Which::Previous, _) => before(),
        (Which::Next | Which::Following, _) => behind(),
        (Which::This | Which::Same, _) => in_year(name, year),
        (Which::Nearest, Tense::Past) => begun(),
        (Which::Nearest, Tense::Future) => begun()
            .filter(|_| matches!(name, Name::Quarter(_) | Name::Half(_)))
            .filter(|point| is_just_over(from, *point))
            .or_else(coming),
        (Which::Nearest, Tense::Unknown | Tense::Until | Tense::PastAfar) => {
            nearest(from, begun(), coming())
        }
    }
}

/// "expected to report third-quarter earnings" in October is of the quarter that ended in September.
fn is_just_over(from: Date, point: Point) -> bool {
    const REPORTED_WITHIN: i32 = 60;
    let age = point.last_day().until(from).map(|span| span.get_days());
    age.is_ok_and(|age| (1..=REPORTED_WITHIN).contains(&age))
}

fn nearest(from: Date, begun: Option<Point>, coming: Option<Point>) -> Option<Point> {
    let (Some(past), Some(future)) = (begun, coming) else {
        return begun.or(coming);
    };
    let since = from.since(past.last_day().min(from)).ok()?.get_days();
    let until = future.first_day().max(from).since(from).ok()?.get_days();
    Some(if since <= until.saturating_mul(LEAN_TO_THE_PAST) {
        past
    } else {
        future
    })
}

/// The timex of a date that cannot be placed: what is known, with X for the rest.
fn crossed_out(when: When) -> Option<String> {
    let text = match when {
        When::Named(named) => match named.name {
            Name::Month(month) | Name::NthWeekday(.., month) => format!("XXXX-{month:02}"),
            Name::Day(month, number) | Name::Days(month, number, _) => {
                format!("XXXX-{month:02}-{number:02}")
            }
            Name::DayOfMonth(number) => format!("XXXX-XX-{number:02}"),
            Name::Weekday(weekday) => weekday_timex(weekday),
            Name::Season(season) => season_timex(season),
            Name::Quarter(quarter) => format!("XXXX-Q{quarter}"),
            Name::Half(half) => format!("XXXX-H{half}"),
            Name::Holiday(_) => return None,
        },
        When::Granule { unit, .. } => match unit {
            Unit::Week | Unit::Fortnight => "XXXX-WXX".to_owned(),
            Unit::Weekend => "XXXX-WXX-WE".to_owned(),
            Unit::Month => "XXXX-XX".to_owned(),
            Unit::Quarter => "XXXX-QX".to_owned(),
            Unit::Year => "XXXX".to_owned(),
            Unit::Decade => "XXX".to_owned(),
            Unit::Century => "XX".to_owned(),
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => "XXXX-XX-XX".to_owned(),
        },
        When::WeekdayOf(weekday, _)
        | When::DayAway {
            from: Some(weekday),
            ..
        } => weekday_timex(weekday),
        When::DayAway { from: None, .. } => "XXXX-XX-XX".to_owned(),
        When::WeekendOf(_) => "XXXX-WXX-WE".to_owned(),
        When::Weekend => "XXXX-WXX-WE".to_owned(),
        When::Holding(unit, ..) => {
            return crossed_out(When::Granule {
                unit,
                by: 0,
                from: From::Publication,
            });
        }
        When::Quarter => "XXXX-QX".to_owned(),
        When::Fiscal(_) | When::YearBefore | When::Same { .. } => "XXXX".to_owned(),
        When::Point(_) | When::Years(..) | When::BeforeChrist(_) | When::ShortYear(_) => {
            return None;
        }
    };
    Some(text)
}

fn weekday_timex(weekday: Weekday) -> String {
    format!("XXXX-WXX-{}", weekday.to_monday_one_offset())
}

fn season_timex(season: Season) -> String {
    format!("XXXX-{}", season.letters())
}

fn clock_timex(clock: Clock) -> String {
    match clock {
        Clock::Part(part) => format!("T{}", part.letters()),
        Clock::At { hour, minute, utc } => {
            let zone = if utc { "Z" } else { "" };
            format!("T{hour:02}:{minute:02}{zone}")
        }
    }
}

fn every_timex(every: Every) -> String {
    match every {
        Every::Unit(amount, unit) => length_timex(amount, unit),
        Every::Weekday(weekday, None) => weekday_timex(weekday),
        Every::Weekday(weekday, Some(part)) => {
            format!("{}T{}", weekday_timex(weekday), part.letters())
        }
        Every::Weekend => "XXXX-WXX-WE".to_owned(),
        Every::Month(month) => format!("XXXX-{month:02}"),
        Every::Season(season) => season_timex(season),
        Every::Part(part) => format!("XXXX-XX-XXT{}", part.letters()),
    }
}

/// `P1Y` to `P1Y8M`, `P1D` to `P1DT4H`.
fn with_rest(whole: String, rest: Option<(u32, Unit)>) -> String {
    let Some((count, unit)) = rest else {
        return whole;
    };
    let rest = length_timex(Amount::whole(count), unit);
    let rest = rest.trim_start_matches('P');
    let rest = if whole.contains('T') {
        rest.trim_start_matches('T')
    } else {
        rest
    };
    whole + rest
}

/// `P5Y`, `PT24H`, `PXD`. ISO 8601 has no letter for decades and centuries, so a known number of them is given in years
/// and an unknown one with the letters of TIMEX2, `PXDE` and `PXCE`.
fn length_timex(amount: Amount, unit: Unit) -> String {
    let digits = amount.digits();
    match (unit, amount) {
        (Unit::Second, _) => format!("PT{digits}S"),
        (Unit::Minute, _) => format!("PT{digits}M"),
        (Unit::Hour, _) => format!("PT{digits}H"),
        (Unit::Day, _) => format!("P{digits}D"),
        (Unit::Week, _) => format!("P{digits}W"),
        (Unit::Fortnight, _) => format!("P{}W", amount.times(2).digits()),
        (Unit::Weekend, _) => format!("P{digits}WE"),
        (Unit::Month, _) => format!("P{digits}M"),
        (Unit::Quarter, _) => format!("P{digits}Q"),
        (Unit::Year, _) => format!("P{digits}Y"),
        (Unit::Decade, Amount::Vague) => "PXDE".to_owned(),
        (Unit::Century, Amount::Vague) => "PXCE".to_owned(),
        (Unit::Decade, _) => format!("P{}Y", amount.times(10).digits()),
        (Unit::Century, _) => format!("P{}Y", amount.times(100).digits()),
    }
}
