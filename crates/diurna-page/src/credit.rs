//! Credits in the text: which lines leave it, and whom they name.

use diurna_record::{Origin, Span, Warning};

use crate::byline;
use crate::fold::{fold, word_count};
use crate::furniture;

/// How many paragraphs at each end are searched for credit lines.
const ENDS: usize = 4;

/// Paragraphs without their credit lines, and what the lines said.
#[derive(Debug, Default)]
pub(crate) struct Credits {
    pub(crate) paragraphs: Vec<String>,
    pub(crate) reporters: Vec<String>,
    /// Name, basis, and where the name stands: paragraph and bytes in it.
    pub(crate) origin: Option<(String, &'static str, Option<Place>)>,
    pub(crate) warnings: Vec<Warning>,
}

/// A stretch of one paragraph.
pub(crate) type Place = (usize, std::ops::Range<usize>);

/// Takes credit lines off both ends of a text and reads its datelines.
pub(crate) fn take(paragraphs: Vec<String>) -> Credits {
    let mut credits = Credits::default();
    let count = paragraphs.len();
    for (at, paragraph) in paragraphs.into_iter().enumerate() {
        let at_end = at < ENDS || at + ENDS >= count;
        if at_end && count > 1 && credits.take_line(&paragraph) {
            let message = format!("a credit line left the text: {paragraph:?}");
            credits.warnings.push(Warning::new("credit-cut", message));
        } else {
            credits.paragraphs.push(paragraph);
        }
    }
    if credits.origin.is_none() {
        credits.origin = in_text(&credits.paragraphs);
    }
    credits
}

impl Credits {
    /// True if the line is a credit, which then is noted.
    fn take_line(&mut self, line: &str) -> bool {
        if let Some(reporters) = byline::reporting_line(line) {
            add_names(&mut self.reporters, reporters);
            return true;
        }
        if let Some(name) = byline::source_line(line) {
            let name = furniture::agency(&name).map_or(name, str::to_owned);
            self.origin = Some((name, "source-line", None));
            return true;
        }
        if byline::is_byline(line) {
            add_names(&mut self.reporters, byline::names(line));
            return true;
        }
        if word_count(line) <= 5
            && let Some(name) = furniture::agency(line.trim_matches(|c: char| !c.is_alphanumeric()))
        {
            self.origin = Some((name.to_owned(), "credit", None));
            return true;
        }
        false
    }
}

/// The first credit that stands in the text itself.
pub(crate) fn in_text(paragraphs: &[String]) -> Option<(String, &'static str, Option<Place>)> {
    let dateline = paragraphs.iter().enumerate().find_map(|(at, text)| {
        byline::dateline_agency(text).map(|(name, place)| (at, name, place))
    });
    let closing = || {
        let at = paragraphs.len().checked_sub(1)?;
        byline::closing_agency(&paragraphs[at]).map(|(name, place)| (at, name, place))
    };
    let (at, name, place) = dateline.or_else(closing)?;
    let name = furniture::agency(&name).map_or(name, str::to_owned);
    Some((name, "credit", Some((at, place))))
}

/// Adds what is not yet there.
pub(crate) fn add_names(names: &mut Vec<String>, more: Vec<String>) {
    for name in more {
        if !names.iter().any(|old| fold(old) == fold(&name)) {
            names.push(name);
        }
    }
}

/// The origin of an article, its span found by where the paragraphs stand in the text.
pub(crate) fn origin(
    found: (String, &'static str, Option<Place>),
    paragraphs: &[Span],
    fuller: &[&str],
) -> Origin {
    let (name, basis, place) = found;
    let span = place.and_then(|(at, range)| {
        let paragraph = paragraphs.get(at)?;
        Some(Span::new(
            paragraph.start + range.start,
            paragraph.start + range.end,
        ))
    });
    let full = fuller
        .iter()
        .find(|full| fold(full).starts_with(&format!("{} ", fold(&name))));
    Origin {
        name: full.map_or(name, |full| (*full).to_owned()),
        span,
        basis: basis.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(lines: &[&str]) -> Vec<String> {
        lines.iter().map(|line| (*line).to_owned()).collect()
    }

    #[test]
    fn credit_lines_leave_the_text_and_datelines_stay() {
        let credits = take(strings(&[
            "HAVANA, Oct 24 (Meridian) - The talks ended.",
            "They will go on.",
            "(Reporting by Daniel Roswell; editing by Ines Varga)",
        ]));
        assert_eq!(credits.paragraphs.len(), 2);
        assert_eq!(credits.reporters, ["Daniel Roswell"]);
        let (name, basis, place) = credits.origin.unwrap();
        assert_eq!((name.as_str(), basis), ("Meridian", "credit"));
        assert_eq!(place, Some((0, 16..24)));
    }

    #[test]
    fn source_line_is_an_origin() {
        let credits = take(strings(&["The talks ended.", "Source: Meridian Wire"]));
        assert_eq!(credits.paragraphs, ["The talks ended."]);
        assert_eq!(credits.origin.unwrap().1, "source-line");
    }
}
