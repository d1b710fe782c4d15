//! Amounts and ordinals in figures and words: "24", "twenty-four", "1,000", "2.5", "two and a half", "several", "19th".

use super::cursor::Cursor;
use super::meaning::Read;
use super::token::Kind;
use super::words::Sense;

/// How many units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Amount {
    /// In hundredths, so that "2.5" stays exact.
    Hundredths(u32),
    /// "several", "two or three": TIMEX3's X.
    Vague,
}

impl Amount {
    /// A whole number.
    pub(super) fn whole(count: u32) -> Amount {
        Amount::Hundredths(count.saturating_mul(100))
    }

    /// `factor` times as much.
    pub(super) fn times(self, factor: u32) -> Amount {
        match self {
            Amount::Hundredths(count) => Amount::Hundredths(count.saturating_mul(factor)),
            Amount::Vague => Amount::Vague,
        }
    }

    /// So many hundredths more.
    fn plus(self, hundredths: u32) -> Amount {
        match self {
            Amount::Hundredths(count) => Amount::Hundredths(count.saturating_add(hundredths)),
            Amount::Vague => Amount::Vague,
        }
    }

    /// The number, if it is known and whole.
    pub(super) fn count(self) -> Option<u32> {
        match self {
            Amount::Hundredths(count) if count % 100 == 0 => Some(count / 100),
            _ => None,
        }
    }

    /// The whole part of the number, if it is known.
    pub(super) fn floor(self) -> Option<u32> {
        match self {
            Amount::Hundredths(count) => Some(count / 100),
            Amount::Vague => None,
        }
    }

    /// As TIMEX3 writes it: `5`, `2.5`, `X`.
    pub(super) fn digits(self) -> String {
        match self {
            Amount::Hundredths(count) if count % 100 == 0 => (count / 100).to_string(),
            Amount::Hundredths(count) if count % 10 == 0 => {
                format!("{}.{}", count / 100, count % 100 / 10)
            }
            Amount::Hundredths(count) => format!("{}.{:02}", count / 100, count % 100),
            Amount::Vague => "X".to_owned(),
        }
    }
}

const VAGUE: [&str; 16] = [
    "a few",
    "the few",
    "few",
    "several",
    "many",
    "numerous",
    "countless",
    "a number of",
    "a handful of",
    "dozens of",
    "hundreds of",
    "thousands of",
    "tens of",
    "a good many",
    "some",
    "various",
];

/// An amount without an article of its own.
pub(super) fn amount<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Amount> {
    if let Some(end) = c.any_phrase(&["a couple of", "a couple", "couple of"]) {
        return Some((Amount::whole(2), end));
    }
    let Some((first, end)) = figures(c).or_else(|| cardinal(c)) else {
        // "the third in as many years"
        let compares = c.back(1).is_some_and(|token| token.is_any(&["as", "how"]));
        let end = c.any_phrase(&VAGUE).filter(|_| !compares)?;
        return Some((Amount::Vague, end));
    };
    if let Some(end) = half(end) {
        return Some((plus_half(first), end));
    }
    if let Some((part, end)) = fraction(end) {
        return Some((first.plus(part), end));
    }
    Some(range(end).map_or((first, end), |end| (Amount::Vague, end)))
}

/// "1/2", "-1/2", "1\/2", "½" and "3/4" behind a whole number, in hundredths.
fn fraction<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, u32> {
    let digit = |c: Cursor<'c, 't>| {
        let token = c
            .token()
            .filter(|token| token.kind == Kind::Number && token.text.len() == 1)?;
        Some((token.text.parse::<u32>().ok()?, c.step()))
    };
    for (mark, part) in [("½", 50), ("¼", 25), ("¾", 75)] {
        if let Some(end) = c.word(mark) {
            return Some((part, end));
        }
    }
    let (above, c) = digit(c.optional_hyphen())?;
    let c = c.glued("\\").unwrap_or(c).glued("/")?;
    let (below, end) = digit(c)?;
    let whole = matches!(below, 2 | 4 | 5) && (1..below).contains(&above);
    whole.then(|| (above * 100 / below, end))
}

/// "or three", "to 20", "-20" behind a first number.
fn range<'c, 't>(c: Cursor<'c, 't>) -> Option<Cursor<'c, 't>> {
    let joined = c.optional_hyphen().any(&["or", "to"]);
    let second = joined.map(Cursor::optional_hyphen).or_else(|| c.hyphen())?;
    let (_, end) = figures(second).or_else(|| cardinal(second))?;
    Some(end)
}

/// "and a half", with or without hyphens.
fn half<'c, 't>(c: Cursor<'c, 't>) -> Option<Cursor<'c, 't>> {
    let c = c.optional_hyphen().word("and")?.optional_hyphen();
    c.word("a")?.optional_hyphen().word("half")
}

/// Half a unit more.
pub(super) fn plus_half(amount: Amount) -> Amount {
    amount.plus(50)
}

/// "and a half" behind the unit: "a year and a half".
pub(super) fn half_behind<'c, 't>(c: Cursor<'c, 't>) -> Option<Cursor<'c, 't>> {
    half(c).filter(|end| end.back(1).is_some_and(|token| !token.glued))
}

/// "24", "1,000", "2.5".
fn figures<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Amount> {
    if let Some((count, end)) = c.number(1..=7) {
        return Some((Amount::whole(count.unsigned_abs()), end));
    }
    let whole = c.token().filter(|token| token.kind == Kind::Number)?;
    if whole.glued && c.back(1).is_some_and(|token| !token.is_hyphen()) {
        return None;
    }
    let mark = c.step().token().filter(|token| token.glued)?;
    let rest = c.step().step();
    let digits = rest.token().filter(|token| token.glued)?.text;
    let whole: u32 = whole.text.parse().ok()?;
    let part: u32 = digits.parse().ok()?;
    let amount = match (mark.text, digits.len()) {
        (",", 3) => Amount::whole(whole.checked_mul(1000)?.checked_add(part)?),
        (".", 1) => Amount::Hundredths(whole.checked_mul(100)?.checked_add(part * 10)?),
        (".", 2) => Amount::Hundredths(whole.checked_mul(100)?.checked_add(part)?),
        _ => return None,
    };
    Some((amount, rest.step()))
}

/// "five", "twenty-five", "two hundred and fifty".
fn cardinal<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, Amount> {
    let small = |sense| match sense {
        Sense::Cardinal(number) => Some(number),
        _ => None,
    };
    let c = match c.word("a") {
        Some(behind) if matches!(small(behind.token()?.sense), Some(12 | 100 | 1000)) => behind,
        _ => c,
    };
    let (mut total, mut end) = c.sense(small)?;
    while let Some((next, behind)) = and_more(end).sense(small) {
        total = match next {
            _ if next >= 100 || next == 12 => total.checked_mul(next)?,
            _ if total >= 20 && total % 10 == 0 => total.checked_add(next)?,
            _ => break,
        };
        end = behind;
    }
    Some((Amount::whole(total), end))
}

/// Over the hyphen of "twenty-five" or the "and" of "hundred and five".
fn and_more<'c, 't>(c: Cursor<'c, 't>) -> Cursor<'c, 't> {
    c.hyphen().or_else(|| c.word("and")).unwrap_or(c)
}

/// "third", "3rd", "twenty-first", "19th".
pub(super) fn ordinal<'c, 't>(c: Cursor<'c, 't>) -> Read<'c, 't, u8> {
    let small = |sense| match sense {
        Sense::Ordinal(number) => Some(number),
        _ => None,
    };
    if let Some((number, end)) = c.number(1..=2) {
        let suffix = end.token().filter(|token| token.glued)?;
        return suffix
            .is_any(&["st", "nd", "rd", "th"])
            .then_some((u8::try_from(number).ok()?, end.step()));
    }
    let tens = |sense| match sense {
        Sense::Cardinal(number @ (20 | 30)) => Some(number as u8),
        _ => None,
    };
    if let Some((tens, end)) = c.sense(tens) {
        let (ones, end) = end.optional_hyphen().sense(small)?;
        return (ones < 10).then_some((tens + ones, end));
    }
    c.sense(small)
}

#[cfg(test)]
mod tests {
    use super::super::cursor::{DayOrder, Page};
    use super::super::token::tokens;
    use super::*;

    fn page(text: &str) -> Page<'_> {
        Page {
            tokens: tokens(text, &[]),
            order: DayOrder::Unknown,
        }
    }

    #[test]
    fn amounts() {
        for (text, digits, count) in [
            ("24 hours", "24", 1),
            ("1,000 days", "1000", 3),
            ("2.5 years", "2.5", 3),
            ("twenty-five years", "25", 3),
            ("two hundred and fifty years", "250", 4),
            ("two and a half years", "2.5", 4),
            ("two or three days", "X", 3),
            ("10-15 minutes", "X", 3),
            ("several weeks", "X", 1),
            ("a dozen years", "12", 2),
        ] {
            let page = page(text);
            let (amount, end) = amount(Cursor::new(&page, 0)).expect(text);
            assert_eq!(
                (amount.digits().as_str(), end.at()),
                (digits, count),
                "{text}"
            );
        }
    }

    #[test]
    fn ordinals() {
        for (text, number) in [
            ("19th", 19),
            ("twenty-first", 21),
            ("third", 3),
            ("thirtieth", 30),
        ] {
            assert_eq!(ordinal(Cursor::new(&page(text), 0)).unwrap().0, number);
        }
        assert!(ordinal(Cursor::new(&page("19 people"), 0)).is_none());
    }
}
