//! The top of a dump: title line, category links, headline, byline, date.

use diurna_record::{Moment, Warning};

use super::{Line, is_prose};
use crate::byline;
use crate::fold::{ends_sentence, fold, word_count};
use crate::furniture::{self, LineKind};
use crate::input::Input;
use crate::meta::title::{self, Split};
use crate::moment;

/// The headline stands again within so many lines of the title line.
const HEADLINE_WITHIN: usize = 8;

/// The header is looked for in so many lines below the headline.
const HEADER_LINES: usize = 9;

/// A headline has at most so many words.
const TITLE_WORDS: usize = 35;

/// What the top of a dump gave.
#[derive(Debug, Default)]
pub(super) struct Header {
    pub(super) title: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) byline: Vec<String>,
    pub(super) agency: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) published: Option<Moment>,
    pub(super) modified: Option<Moment>,
    pub(super) warnings: Vec<Warning>,
    /// The first line behind the header.
    pub(super) body_from: usize,
    /// Lines of the header that are text: a summary under the headline.
    pub(super) kept: Vec<Line>,
}

/// Reads the header of a dump; `None` if the text shows no title.
pub(super) fn read(lines: &[Line], input: &Input) -> Option<Header> {
    let first = &lines.first()?.text;
    if lines.len() < 2 {
        return None;
    }
    let mut header = Header::default();
    let domain = input.url.as_deref().and_then(crate::url::domain);
    let repeated = repeated(lines).or_else(|| second_headline(lines, domain.as_deref()));
    if let Some((at, split)) = repeated {
        header.set_title(split, "the headline stands again below");
        header.between(&lines[1..at]);
        header.body_from = at + 1;
    } else if let Some(split) = by_mark(first, domain.as_deref(), lines) {
        header.set_title(split, "an outlet's name stands beside it");
        header.body_from = 1;
    } else if is_bare_title(lines, input) {
        let split = Split {
            headline: first.clone(),
            outlet: None,
        };
        header.set_title(split, "it is short and stands over paragraphs");
        header.body_from = 1;
    } else {
        return None;
    }
    header.glued_tags(lines);
    header.below(lines);
    Some(header)
}

/// The line at which the headline stands again, and what the title line says beside it.
fn repeated(lines: &[Line]) -> Option<(usize, Split)> {
    let first = &lines[0].text;
    if word_count(first) > 2 * TITLE_WORDS {
        return None;
    }
    let near = lines.iter().enumerate().skip(1).take(HEADLINE_WITHIN);
    for (at, line) in near {
        let words = word_count(&line.text);
        if !(2..=TITLE_WORDS).contains(&words) {
            continue;
        }
        if fold(&line.text) == fold(first) {
            let split = Split {
                headline: line.text.clone(),
                outlet: None,
            };
            return Some((at, split));
        }
        if let Some(split) = title::by_headline(first, &line.text) {
            return Some((at, split));
        }
    }
    None
}

/// A headline below that says the same as the title line in other words.
fn second_headline(lines: &[Line], domain: Option<&str>) -> Option<(usize, Split)> {
    let split = by_mark(&lines[0].text, domain, lines)?;
    let (at, line) = lines.iter().enumerate().skip(1).take(2).find(|(_, line)| {
        let words = word_count(&line.text);
        (4..=TITLE_WORDS).contains(&words)
            && !line.text.ends_with('.')
            && title::agree(&line.text, &split.headline)
    })?;
    let headline = line.text.clone();
    Some((at, Split { headline, ..split }))
}

fn by_mark(first: &str, domain: Option<&str>, lines: &[Line]) -> Option<Split> {
    let prose_follows = lines[1..].iter().any(|line| is_prose(&line.text));
    if !prose_follows || word_count(first) > TITLE_WORDS || first.ends_with('.') {
        return None;
    }
    title::by_mark(first, domain)
}

/// A short first line that ends no sentence, over longer paragraphs.
fn is_bare_title(lines: &[Line], input: &Input) -> bool {
    let first = &lines[0].text;
    if word_count(first) > TITLE_WORDS
        || first.ends_with(['.', ',', ';', ':'])
        || word_count(first) < 2
        || byline::dateline_agency(first).is_some()
    {
        return false;
    }
    let rest = &lines[1..];
    let longer = rest
        .iter()
        .filter(|line| is_prose(&line.text) && line.text.len() > first.len())
        .count();
    let furniture = rest
        .iter()
        .filter(|line| furniture::line(&line.text).is_some())
        .count();
    let titled = input
        .title
        .as_deref()
        .is_some_and(|title| title::agree(title, first));
    let over_blank = !ends_sentence(first) && rest[0].parted && longer >= 1;
    let over_lines = longer >= 2 && (furniture >= 1 || rest.iter().skip(1).any(|line| line.parted));
    titled || over_blank || over_lines && !ends_sentence(first)
}

impl Header {
    fn set_title(&mut self, split: Split, why: &str) {
        if let Some(outlet) = &split.outlet {
            let message = format!("{outlet:?} was taken off the title line as the outlet");
            self.warnings
                .push(Warning::new("outlet-from-title", message));
        }
        let message = format!("the first line was read as the title: {why}");
        self.warnings.push(Warning::new("title-guessed", message));
        self.title = Some(split.headline);
        self.outlet = split.outlet;
    }

    /// Lines between the title line and the repeated headline are none of the article's.
    fn between(&mut self, lines: &[Line]) {
        for line in lines {
            if self.field(&line.text, false) {
                continue;
            }
            if is_label_line(&line.text) {
                self.tags.extend(unglue(&line.text));
                self.cut(&line.text, "tags");
            } else {
                self.cut(&line.text, "header");
            }
        }
    }

    /// A line of glued links just below the title line without a repeated headline.
    fn glued_tags(&mut self, lines: &[Line]) {
        let Some(line) = lines.get(self.body_from) else {
            return;
        };
        if self.tags.is_empty() && is_label_line(&line.text) && unglue(&line.text).len() > 1 {
            self.tags = unglue(&line.text);
            self.cut(&line.text, "tags");
            self.body_from += 1;
        }
    }

    /// Bylines, dates and furniture between headline and text; a summary among them stays.
    ///
    /// Behind the first paragraph only what is surely a byline or a date counts.
    fn below(&mut self, lines: &[Line]) {
        let from = self.body_from;
        let window = &lines[from..lines.len().min(from + HEADER_LINES)];
        let last = (0..window.len()).rev().find(|at| {
            let line = &window[*at].text;
            let summaries = window[..*at]
                .iter()
                .filter(|line| is_prose(&line.text))
                .count();
            let sure = is_stamp(line) || byline::is_byline(line) || is_glued_stamp(line);
            summaries <= 1 && (sure || summaries == 0 && self.is_field(window, *at))
        });
        for (at, line) in window
            .iter()
            .enumerate()
            .take(last.map_or(0, |last| last + 1))
        {
            let stamped = window
                .get(at + 1)
                .is_some_and(|next| is_stamp(&next.text) || is_prose(&next.text));
            if is_prose(&line.text) || !self.field(&line.text, stamped) {
                self.kept.push(line.clone());
            }
            self.body_from = from + at + 1;
        }
    }

    fn is_field(&self, window: &[Line], at: usize) -> bool {
        let line = &window[at].text;
        furniture::line(line).is_some()
            || is_whole_name(line) && window.get(at + 1).is_some_and(|next| is_prose(&next.text))
            || self
                .outlet
                .as_deref()
                .is_some_and(|outlet| fold(outlet) == fold(line))
    }

    /// True if the line is a field or furniture, which is then noted.
    fn field(&mut self, line: &str, stamped: bool) -> bool {
        let kind = furniture::line(line);
        let outlet = self.outlet.as_deref().map(fold);
        if is_stamp(line) || is_glued_stamp(line) {
            self.stamp(line);
        } else if byline::is_byline(line) || stamped && is_whole_name(line) {
            crate::credit::add_names(&mut self.byline, byline::names(line));
        } else if word_count(line) <= 6
            && let Some(name) =
                furniture::agency(line.trim_start_matches("By ").trim_start_matches("by "))
        {
            self.agency = Some(name.to_owned());
        } else if kind.is_none()
            && outlet.as_deref() != Some(&fold(line))
            && self.title.as_deref().map(fold).as_deref() != Some(&fold(line))
        {
            return false;
        }
        self.cut(line, kind.map_or("header", LineKind::name));
        true
    }

    fn stamp(&mut self, line: &str) {
        if self.byline.is_empty() {
            let before = line
                .find(|c: char| c.is_ascii_digit())
                .unwrap_or(line.len());
            if is_whole_name(&line[..before]) || byline::is_byline(line) {
                self.byline = byline::names(&line[..before]);
            }
        }
        let Some(found) = moment::written(line) else {
            return;
        };
        let folded = fold(line);
        if ["updated", "last updated", "modified", "aktualisiert"]
            .iter()
            .any(|word| folded.starts_with(word))
        {
            self.modified.get_or_insert(found);
        } else {
            self.published.get_or_insert(found);
        }
    }

    fn cut(&mut self, line: &str, kind: &str) {
        let message = format!("a line of the kind {kind} left the text: {line:?}");
        self.warnings.push(Warning::new("furniture-cut", message));
    }
}

fn is_stamp(line: &str) -> bool {
    furniture::line(line) == Some(LineKind::Stamp) || moment::is_stamp(line)
}

/// "Jane Doe2 minutes ago".
fn is_glued_stamp(line: &str) -> bool {
    let at = line.find(|c: char| c.is_ascii_digit());
    at.is_some_and(|at| {
        at > 0
            && furniture::line(&line[at..]) == Some(LineKind::Stamp)
            && is_whole_name(&line[..at])
    })
}

fn is_whole_name(line: &str) -> bool {
    let names = byline::names(line);
    !names.is_empty() && word_count(line) <= 8 && fold(&names.concat()).len() * 2 > fold(line).len()
}

/// Short, no sentence, only capitalised words: category links.
fn is_label_line(line: &str) -> bool {
    word_count(line) <= 14
        && !ends_sentence(line)
        && !line.contains(['“', '"', '?'])
        && line.split_whitespace().all(|word| {
            word.starts_with(|c: char| {
                c.is_uppercase() || c.is_ascii_digit() || !c.is_alphanumeric()
            }) || matches!(
                word,
                "and" | "of" | "the" | "in" | "on" | "for" | "de" | "to"
            )
        })
}

/// "IraqNorth AmericaQasem Suleimani" cut where lower case meets upper case, or at commas.
///
/// "McDonald" and "iPhone" are one word: a part of one or two letters is no tag.
pub(super) fn unglue(line: &str) -> Vec<String> {
    if line.contains([',', '|', '/', '•', '·']) {
        return line
            .split([',', '|', '/', '•', '·'])
            .map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect();
    }
    let mut tags = vec![String::new()];
    let mut last = ' ';
    for c in line.chars() {
        let open = tags.last().map_or(0, |tag| {
            tag.chars().rev().take_while(|c| c.is_alphabetic()).count()
        });
        if last.is_lowercase() && c.is_uppercase() && open > 2 {
            tags.push(String::new());
        }
        if let Some(tag) = tags.last_mut() {
            tag.push(c);
        }
        last = c;
    }
    tags.into_iter()
        .map(|tag| tag.trim().to_owned())
        .filter(|tag| !tag.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glued_links_are_cut_where_case_meets() {
        assert_eq!(
            unglue("IraqNorth AmericaQasem Suleimani"),
            ["Iraq", "North America", "Qasem Suleimani"]
        );
        assert_eq!(unglue("World McDonald"), ["World McDonald"]);
        assert_eq!(unglue("World, Asia"), ["World", "Asia"]);
    }
}
