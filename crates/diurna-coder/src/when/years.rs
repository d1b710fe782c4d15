//! Years and what is named by them: "1989", "2014-15", "the 1990s", "the nineteenth century", "FY2019", "winter 2013",
//! "the third quarter of 2014".
//!
//! A bare number is a year where nothing beside it says that it counts or names something else ("2000 people", "Windows
//! 2000"); before 1900 it needs a preposition.

use super::calendar::{Point, is_year};
use super::cursor::Cursor;
use super::figures::LAST_SHORT_YEAR;
use super::meaning::{Name, Named, Read, When, Which, Year, longest};
use super::months::{short_year, with_year, year_figure};
use super::number::ordinal;
use super::token::{Kind, Token};
use super::words::{Season, Sense, Unit};

/// An expression named by a year, or a stretch of one.
pub(super) fn year_date<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    longest([
        year_range(c),
        bare_year(c),
        apostrophe_year(c),
        decade(c),
        century(c),
        fiscal_year(c),
        season(c),
        quarter(c),
        half(c),
        era(c),
    ])
}

/// Words before a number that make it a year.
const BEFORE_YEAR: [&str; 32] = [
    "founded",
    "established",
    "born",
    "built",
    "in",
    "since",
    "of",
    "from",
    "by",
    "until",
    "till",
    "to",
    "through",
    "before",
    "after",
    "during",
    "between",
    "circa",
    "late",
    "early",
    "mid",
    "for",
    "around",
    "about",
    "the",
    "year",
    "throughout",
    "and",
    "or",
    "than",
    "back",
    "summer",
];

/// Words behind a number that it counts or belongs to.
const COUNTED: [&str; 28] = [
    "percent", "per", "people", "men", "women", "km", "miles", "feet", "meters", "metres", "tons",
    "tonnes", "dollars", "euros", "pounds", "hours", "local", "UTC", "GMT", "acres", "kg", "lb",
    "lbs", "ft", "cc", "mph", "mm", "cm",
];

/// Endings of plural nouns that verbs and function words have too.
const NO_PLURAL: [&str; 10] = [
    "was", "is", "has", "as", "its", "this", "his", "us", "less", "across",
];

/// Nouns and names that carry a number.
const NUMBERED: [&str; 32] = [
    "windows",
    "office",
    "boeing",
    "airbus",
    "nasdaq",
    "nikkei",
    "russell",
    "ftse",
    "fortune",
    "forbes",
    "model",
    "suite",
    "box",
    "apartment",
    "channel",
    "unit",
    "no",
    "bill",
    "peugeot",
    "audi",
    "psalm",
    "act",
    "page",
    "flight",
    "room",
    "route",
    "highway",
    "section",
    "resolution",
    "chapter",
    "article",
    "number",
];

fn bare_year<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let named = c.phrase("the year").or_else(|| c.phrase("year"));
    let (year, end) = year_figure(named.unwrap_or(c))?;
    let point = When::Point(Point::Year(year));
    if named.is_some() {
        return Some((point, end));
    }
    let before = c.back(1);
    let dialled = before.is_some_and(|mark| mark.glued && mark.is_hyphen())
        && c.back(2).is_some_and(|token| token.kind == Kind::Number);
    let named_by = before
        .is_some_and(|token| token.kind == Kind::Word && token.is_capital() && token.is_plain());
    let leads = before.is_none_or(|token| token.is_any(&BEFORE_YEAR) || token.kind != Kind::Word);
    let in_name = !leads && before.is_some_and(|token| token.is_any(&NUMBERED));
    // "about 1900 soldiers", "more than 2000 homes"
    let blurred = before.is_some_and(|token| token.is_any(&["about", "around"]))
        || before.is_some_and(|token| token.is("than"))
            && c.back(2)
                .is_some_and(|token| token.is_any(&["more", "less", "fewer"]));
    let counts = end
        .token()
        .is_some_and(|next| is_counted(next, (leads || named_by) && !blurred));
    let in_range =
        year >= 1900 || before.is_some_and(|token| token.is_any(&BEFORE_YEAR) || token.text == "(");
    (in_range && (1000..2100).contains(&year) && !counts && !in_name && !dialled)
        .then_some((point, end))
}

/// True if the token behind a number says that it is no year.
fn is_counted(next: &Token<'_>, leads: bool) -> bool {
    let counted_unit = matches!(next.sense, Sense::Units(_) | Sense::Cardinal(_));
    let plural = next.kind == Kind::Word
        && next.text.ends_with('s')
        && next.text.len() > 2
        && !next.is_capital()
        && !next.is_any(&NO_PLURAL);
    let touches = next.glued && matches!(next.text, "%" | "/" | "°");
    next.is_any(&COUNTED) || counted_unit || touches || plural && !leads
}

/// "2014-15", "1990-1995".
fn year_range<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let (first, end) = year_figure(c)?;
    let end = end.hyphen().or_else(|| end.glued("/"))?;
    end.token().filter(|token| token.glued)?;
    let (last, end) = end.number(4..=4).or_else(|| end.number(2..=2))?;
    let last = if last < 100 {
        first - first % 100 + last as i16
    } else {
        last as i16
    };
    let touched = end
        .token()
        .is_some_and(|token| token.glued && (token.is_hyphen() || token.kind == Kind::Word));
    let fits = first >= 1500 && is_year(last) && last > first && last - first < 100;
    (fits && !touched).then_some((When::Years(first, last), end))
}

fn apostrophe_year<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let (year, end) = short_year(c)?;
    let before = c
        .back(1)
        .filter(|_| c.token().is_some_and(|token| !token.glued))?;
    before
        .is_any(&BEFORE_YEAR)
        .then_some((When::ShortYear(year), end))
}

/// "218 BC", "A.D. 410".
fn era<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let mark = |c: Cursor<'c, 't>, letters: [&str; 2], whole: &[&str]| {
        let token = c.token()?;
        if whole.contains(&token.text) {
            return Some(c.step());
        }
        let dotted = (token.text == letters[0]).then(|| c.step())?;
        dotted.glued(".")?.word(letters[1])?.glued(".")
    };
    if let Some(c) = mark(c, ["A", "D"], &["AD", "CE"]) {
        let (year, end) = c.number(3..=4)?;
        let year = i16::try_from(year).ok().filter(|year| is_year(*year))?;
        return Some((When::Point(Point::Year(year)), end));
    }
    let (year, end) = c.number(1..=4)?;
    let end = mark(end, ["B", "C"], &["BC", "BCE"])?;
    Some((When::BeforeChrist(i16::try_from(year).ok()?), end))
}

const DECADES: [(&str, i16); 8] = [
    ("twenties", 1920),
    ("thirties", 1930),
    ("forties", 1940),
    ("fifties", 1950),
    ("sixties", 1960),
    ("seventies", 1970),
    ("eighties", 1980),
    ("nineties", 1990),
];

/// "the 1990s", "the '90s", "the nineties".
fn decade<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let article = c.word("the");
    let figure = modified(article.unwrap_or(c));
    let point = |year| When::Point(Point::Decade(year));
    if let Some((year, end)) = figure.number(4..=4) {
        let end = plural_ending(end)?;
        let year = i16::try_from(year)
            .ok()
            .filter(|year| year % 10 == 0 && (1000..2100).contains(year))?;
        // "the 1800s" are a century.
        let century = year % 100 == 0 && year < 2000;
        let century = century.then_some(When::Point(Point::Century(year)));
        return Some((century.unwrap_or(point(year)), end));
    }
    let mark = figure.any(&["'", "’", "‘"]);
    if article.is_none() && mark.is_none() {
        return None;
    }
    for (word, year) in DECADES {
        if let Some(end) = figure.word(word) {
            return Some((point(year), end));
        }
    }
    let (year, end) = mark.unwrap_or(figure).number(2..=2)?;
    let century = if year <= 10 { 2000 } else { 1900 };
    let end = plural_ending(end)?;
    (year % 10 == 0).then_some((point(century + year as i16), end))
}

fn plural_ending<'c, 't>(c: Cursor<'c, 't>) -> Option<Cursor<'c, 't>> {
    let c = c.glued("'").or_else(|| c.glued("’")).unwrap_or(c);
    c.word("s")
        .filter(|end| end.back(1).is_some_and(|token| token.glued))
}

/// Over "early", "late" or "mid-" between the article and the name.
pub(super) fn modified<'c, 't>(c: Cursor<'c, 't>) -> Cursor<'c, 't> {
    c.any(&["early", "late", "mid", "middle", "later"])
        .map_or(c, Cursor::optional_hyphen)
}

/// "the nineteenth century", "the late 20th century".
fn century<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let (number, end) = ordinal(modified(c.optional(&["the"])))?;
    let end = end.optional_hyphen().word("century")?;
    (number <= 30).then_some((
        When::Point(Point::Century((i16::from(number) - 1) * 100)),
        end,
    ))
}

/// "fiscal 1989", "fiscal year 2019", "FY2019", "FY19".
fn fiscal_year<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let point = |year| When::Point(Point::FiscalYear(year));
    let article = c.optional(&["the"]);
    let words = article.any_phrase(&["fiscal year", "financial year", "fiscal"]);
    if let Some((year, end)) = words.and_then(year_figure) {
        return Some((point(year), end));
    }
    if let Some((year, end)) = year_figure(article) {
        return Some((
            point(year),
            end.any_phrase(&["fiscal year", "financial year"])?,
        ));
    }
    let figure = c.any(&["FY"])?;
    let token = figure.token().filter(|token| token.kind == Kind::Number)?;
    let year: i16 = token.text.parse().ok()?;
    let year = match token.text.len() {
        2 if year > LAST_SHORT_YEAR => 1900 + year,
        2 => 2000 + year,
        4 if is_year(year) => year,
        _ => return None,
    };
    Some((point(year), figure.step()))
}

/// Words before a bare season that make it one.
const BEFORE_SEASON: [&str; 13] = [
    "in",
    "during",
    "by",
    "until",
    "since",
    "through",
    "before",
    "after",
    "of",
    "over",
    "throughout",
    "late",
    "early",
];

/// "winter 2013", "the summer of 2006", "the spring", "summer".
fn season<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let article = c.word("the");
    let (season, end) = season_name(modified(article.unwrap_or(c)))?;
    if let Some((When::Years(year, _), end)) = year_range(end.optional(&["of"])) {
        return Some((in_year(Name::Season(season), year), end));
    }
    let (when, behind) = with_year(Name::Season(season), end);
    if behind.at() > end.at() {
        return Some((when, behind));
    }
    let led = c.back(1).is_some_and(|token| token.is_any(&BEFORE_SEASON));
    let other_word = matches!(season, Season::Fall | Season::Spring) && article.is_none();
    let goes_on = end.any(&["of", "in", "to"]).is_some() || end.hyphen().is_some();
    (led && !other_word && !goes_on).then_some((when, end))
}

/// The name of a season.
pub(super) fn season_name<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Season> {
    c.sense(|sense| match sense {
        Sense::Season(season) => Some(season),
        _ => None,
    })
}

/// "the third quarter of 2014", "third-quarter", "the 1988 third quarter", "Q3 2014".
fn quarter<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let start = modified(c.optional(&["the"]));
    if let Some((year, behind)) = year_figure(start.optional(&["fiscal"])) {
        let behind = possessive(behind);
        let half = || {
            let (number, end) = ordinal(behind).filter(|(number, _)| (1..=2).contains(number))?;
            Some((Name::Half(number), end.word("half")?))
        };
        let quarter = quarter_name(behind).map(|(quarter, end)| (Name::Quarter(quarter), end));
        let (name, end) = quarter.or_else(half)?;
        return Some((in_year(name, year), end));
    }
    if let Some(end) = start
        .any(&["final", "last"])
        .and_then(|c| c.word("quarter"))
    {
        let (year, end) = year_figure(end.optional(&["of"]))?;
        return Some((in_year(Name::Quarter(4), year), end));
    }
    let (quarter, end) = quarter_name(start).or_else(|| quarter_short(start))?;
    Some(with_fiscal(Name::Quarter(quarter), end))
}

/// Over the "'s" of "1989's".
fn possessive<'c, 't>(c: Cursor<'c, 't>) -> Cursor<'c, 't> {
    let end = c.glued("'").or_else(|| c.glued("’"));
    end.and_then(|end| end.word("s")).unwrap_or(c)
}

/// The name of a quarter.
pub(super) fn quarter_name<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, u8> {
    let c = c.word("fiscal").map_or(c, Cursor::optional_hyphen);
    let (number, c) = ordinal(c).filter(|(number, _)| (1..=4).contains(number))?;
    let c = c.optional_hyphen().optional(&["fiscal"]);
    let (_, c) = c.sense(|sense| {
        matches!(
            sense,
            Sense::Unit(Unit::Quarter) | Sense::Units(Unit::Quarter)
        )
        .then_some(())
    })?;
    Some((number, c))
}

fn quarter_short<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, u8> {
    let figure = c
        .token()
        .filter(|token| token.text == "Q")
        .map(|_| c.step())?;
    let token = figure.token().filter(|token| token.glued)?;
    let quarter = token
        .text
        .parse()
        .ok()
        .filter(|quarter| (1..=4).contains(quarter))?;
    Some((quarter, figure.step()))
}

/// "the first half of 2010"; without a year only joined, "first-half results", or in a report on business, since
/// matches have halves too.
fn half<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, When> {
    let (number, behind) =
        ordinal(c.optional(&["the"])).filter(|(number, _)| (1..=2).contains(number))?;
    let joined = behind.hyphen();
    let end = joined.unwrap_or(behind).word("half")?;
    let (when, dated) = with_fiscal(Name::Half(number), end);
    let of_a_match = dated.word("of").is_some() || !is_of_business(c);
    (joined.is_some() || dated.at() > end.at() || !of_a_match).then_some((when, dated))
}

/// Words of reports on business, where "the first half" is one of a year.
const BUSINESS: [&str; 24] = [
    "profit",
    "profits",
    "earnings",
    "net",
    "sales",
    "revenue",
    "revenues",
    "loss",
    "losses",
    "income",
    "growth",
    "economy",
    "economic",
    "exports",
    "imports",
    "inflation",
    "output",
    "production",
    "deficit",
    "percent",
    "%",
    "budget",
    "investment",
    "spending",
];

fn is_of_business(c: Cursor<'_, '_>) -> bool {
    const NEAR: usize = 15;
    let before = (1..=NEAR).filter_map(|n| c.back(n));
    let behind = (0..NEAR).filter_map(|n| c.ahead(n));
    before.chain(behind).any(|token| token.is_any(&BUSINESS))
}

/// A year behind a quarter or half may be a business year: "of fiscal 2010", "of the year".
fn with_fiscal<'c, 't>(name: Name, c: Cursor<'c, 't>) -> (When, Cursor<'c, 't>) {
    let fiscal = c.optional(&["of"]).any_phrase(&["fiscal year", "fiscal"]);
    if let Some((year, end)) = fiscal.and_then(year_figure) {
        return (in_year(name, year), end);
    }
    if let Some(end) = c.any_phrase(&["of the year", "of the fiscal year"]) {
        return (When::Named(Named::bare(name)), end);
    }
    with_year(name, c)
}

fn in_year(name: Name, year: i16) -> When {
    When::Named(Named {
        name,
        which: Which::Nearest,
        year: Some(Year::In(year)),
    })
}

#[cfg(test)]
mod tests {
    use super::super::trial::check;

    #[test]
    fn years_and_their_parts() {
        check(&[
            (
                "She was minister in 1989 and from 1994-95.",
                &[
                    "1989 = DATE 1989 1989 text",
                    "1994-95 = DATE 1994/1995 1994/1995 text",
                ],
            ),
            (
                "Nothing like it was seen since 1789, or in the 19th century.",
                &[
                    "1789 = DATE 1789 1789 text",
                    "the 19th century = DATE 18 1800/1899 text",
                ],
            ),
            (
                "The late 1980s and the '90s, the mid-1970s and the sixties.",
                &[
                    "The late 1980s = DATE 198 1980/1989 text",
                    "the '90s = DATE 199 1990/1999 text",
                    "the mid-1970s = DATE 197 1970/1979 text",
                    "the sixties = DATE 196 1960/1969 text",
                ],
            ),
            (
                "Levels were the lowest since '78.",
                &["'78 = DATE 1978 1978 publication"],
            ),
            (
                "The third quarter of 1997 was better than Q3 1996 and the 1995 third quarter.",
                &[
                    "The third quarter of 1997 = DATE 1997-Q3 1997-07-01/1997-09-30 text",
                    "Q3 1996 = DATE 1996-Q3 1996-07-01/1996-09-30 text",
                    "the 1995 third quarter = DATE 1995-Q3 1995-07-01/1995-09-30 text",
                ],
            ),
            (
                "Growth in the second half of 1998 and in fiscal 1999 or FY2019.",
                &[
                    "the second half of 1998 = DATE 1998-H2 1998-07-01/1998-12-31 text",
                    "fiscal 1999 = DATE FY1999 - text",
                    "FY2019 = DATE FY2019 - text",
                ],
            ),
            (
                "The summer of 1996, winter 1995 and the spring of last year.",
                &[
                    "The summer of 1996 = DATE 1996-SU 1996 text",
                    "winter 1995 = DATE 1995-WI 1995 text",
                    "the spring of last year = DATE 1997-SP 1997 publication",
                ],
            ),
            (
                "Police counted 2000 people with Windows 2000 on flight 1998.",
                &[],
            ),
            (
                "The fall of the government came in the first half of the match.",
                &[],
            ),
            ("It cost $1998 and weighed 1998 kg, or 1,998 pounds.", &[]),
        ]);
    }
}
