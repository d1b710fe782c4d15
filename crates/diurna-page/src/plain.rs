//! Plain text, above all the text that a corpus tool cut from a page.
//!
//! Such a dump begins with the page's title line ("Headline - Outlet"), often followed by category
//! links run together ("IraqNorth America"), the headline again, byline and date, and it ends in
//! furniture. The reader looks for that layout first; without it the text is left alone to the
//! character. Evidence of a title is, in this order: the headline stands again below the first
//! line; the first line ends or begins with an outlet's name behind a separator; the first line is
//! short, ends no sentence, and longer paragraphs follow a blank line.
//!
//! Everything cut becomes a field or a warning.

mod header;
mod markdown;

use std::collections::HashSet;

use diurna_record::{Article, Moment, PublishedBasis, Warning};

use crate::article;
use crate::credit;
use crate::fold::{ends_sentence, fold, squeeze, word_count};
use crate::furniture::{self, LineKind};
use crate::input::Input;
use crate::meta::Meta;

pub(crate) use self::markdown::read_markdown;

use self::header::Header;

/// A line of at least so many words that ends as a sentence does is prose.
const PROSE_WORDS: usize = 10;

/// Lines behind the last prose that are cut at most if they are no sentences.
const LONGEST_TAIL: usize = 12;

/// A line of the text, without the white space around it.
#[derive(Clone, Debug)]
struct Line {
    text: String,
    /// A blank line stands before it.
    parted: bool,
}

/// The text as it is; with a title from the caller, title and blank line before it.
pub(crate) fn read_unchanged(text: &str, input: &Input) -> Article {
    let id = article::id(input, input.url.as_deref(), text.as_bytes());
    let before = title_before(text, input);
    let mut read = Article::from_text(&id, &format!("{before}{text}"));
    read.title.clone_from(&input.title);
    read.url.clone_from(&input.url);
    read.outlet = article::outlet(input, None);
    read.published.clone_from(&input.published);
    read.published_basis = input.published.as_ref().map(|_| PublishedBasis::Given);
    read.language = article::language(input, &read.text, None);
    let paragraphs: Vec<String> = read
        .paragraphs
        .iter()
        .map(|span| span.slice(&read.text).to_owned())
        .collect();
    let outlet = read.outlet.as_ref().map(|outlet| outlet.name.as_str());
    read.origin = credit::in_text(&paragraphs)
        .map(|found| credit::origin(found, &read.paragraphs, outlet.as_slice()));
    read
}

/// What is put before a text so that it begins with its title: nothing if it does so already.
pub(crate) fn title_before(text: &str, input: &Input) -> String {
    let Some(title) = &input.title else {
        return String::new();
    };
    let titled = Article {
        title: Some(title.clone()),
        ..Article::from_text("", text)
    };
    match titled.title_span() {
        Some(_) => String::new(),
        None => format!("{title}\n\n"),
    }
}

/// The article of a text that shows the layout of a page; `None` for one that does not.
pub(crate) fn read_dump(text: &str, input: &Input) -> Option<Article> {
    let lines = lines(text);
    let header = header::read(&lines, input);
    let (from, mut text_lines) = header.as_ref().map_or((0, Vec::new()), |header| {
        (header.body_from, header.kept.clone())
    });
    text_lines.extend_from_slice(&lines[from..]);
    let mut body = Body::default();
    body.take(&text_lines, header.as_ref());
    if header.is_none() && !body.shows_page() {
        return None;
    }
    let header = header.unwrap_or_default();
    if body.kept.is_empty() && header.title.is_none() {
        return None;
    }
    let mut credits = credit::take(body.kept);
    credits
        .reporters
        .splice(0..0, header.byline.iter().cloned());
    let meta = meta(&header, &body.tags, input);
    let warnings = header.warnings.into_iter().chain(body.warnings).collect();
    Some(article::build(
        input,
        text.as_bytes(),
        meta,
        credits,
        warnings,
    ))
}

fn meta(header: &Header, tail_tags: &[String], input: &Input) -> Meta {
    let domain = input.url.as_deref().and_then(crate::url::domain);
    let day = || {
        let day = crate::url::date(input.url.as_deref()?)?;
        Some((Moment::from(day), PublishedBasis::Url))
    };
    let outlet = header
        .outlet
        .clone()
        .map(|name| (name, "title-suffix"))
        .or_else(|| domain.clone().map(|name| (name, "domain")));
    let tags = if header.tags.is_empty() {
        tail_tags.to_vec()
    } else {
        header.tags.clone()
    };
    Meta {
        title: header.title.clone(),
        outlet: outlet.map(|(name, basis)| diurna_record::Outlet {
            name,
            domain,
            country: None,
            basis: basis.to_owned(),
        }),
        agency: header.agency.clone(),
        tags,
        published: day().or_else(|| {
            let moment = header.published.clone()?;
            Some((moment, PublishedBasis::Text))
        }),
        modified: header.modified.clone(),
        ..Meta::default()
    }
}

/// The lines with words, hand-wrapped ones joined.
fn lines(text: &str) -> Vec<Line> {
    let wrapped = is_wrapped(text);
    let mut lines: Vec<Line> = Vec::new();
    let mut parted = true;
    for raw in text.lines() {
        let line = squeeze(raw);
        if !line.chars().any(char::is_alphanumeric) {
            parted = true;
            continue;
        }
        match lines.last_mut() {
            Some(last) if wrapped && !parted => {
                last.text.push(' ');
                last.text.push_str(&line);
            }
            _ => lines.push(Line { text: line, parted }),
        }
        parted = false;
    }
    lines
}

/// True if sentences mostly run over the ends of lines of about equal length.
fn is_wrapped(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let inner: Vec<(&&str, &&str)> = lines
        .iter()
        .zip(lines.iter().skip(1))
        .filter(|(line, next)| !line.is_empty() && !next.is_empty())
        .collect();
    let running = inner
        .iter()
        .filter(|(line, next)| {
            (40..=100).contains(&line.chars().count())
                && !ends_sentence(line)
                && next.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
        })
        .count();
    inner.len() >= 3 && running * 3 >= inner.len()
}

fn is_prose(line: &str) -> bool {
    let words = word_count(line);
    words >= PROSE_WORDS && ends_sentence(line) || words >= 3 * PROSE_WORDS
}

/// The lines of the body, sorted into what stays and what goes.
#[derive(Default)]
struct Body {
    kept: Vec<String>,
    tags: Vec<String>,
    warnings: Vec<Warning>,
    /// Lines of furniture, and whether one of them was the last line.
    cut: usize,
    cut_last: bool,
}

impl Body {
    fn take(&mut self, lines: &[Line], header: Option<&Header>) {
        let end = end(lines);
        let last_prose = lines[..end].iter().rposition(|line| is_prose(&line.text));
        let title = header.and_then(|header| header.title.as_deref()).map(fold);
        let mut seen: HashSet<String> = HashSet::new();
        for (at, line) in lines[..end].iter().enumerate() {
            let folded = fold(&line.text);
            let tail = last_prose.is_some_and(|last| at > last);
            if let Some(kind) = furniture::line(&line.text) {
                self.cut(&line.text, kind.name(), at + 1 == lines.len());
            } else if let Some(tags) = furniture::tag_line(&line.text) {
                self.tags.extend(tags);
                self.cut(&line.text, "tags", at + 1 == lines.len());
            } else if title.as_ref() == Some(&folded) {
                self.cut(&line.text, "headline", false);
            } else if header.is_some() && tail && self.is_tail(&line.text, end - at) {
                self.cut(&line.text, "tail", false);
            } else if header.is_some() && word_count(&line.text) >= 6 && !seen.insert(folded) {
                self.cut(&line.text, "repeated", false);
            } else {
                self.kept.push(line.text.clone());
            }
        }
        for line in &lines[end..] {
            self.cut(&line.text, "behind the end", true);
        }
    }

    /// Short lines that are no sentences, behind the last paragraph.
    fn is_tail(&self, line: &str, left: usize) -> bool {
        left <= LONGEST_TAIL
            && !ends_sentence(line)
            && credit::take(vec![String::new(), line.to_owned()])
                .paragraphs
                .len()
                == 2
    }

    fn cut(&mut self, line: &str, kind: &str, last: bool) {
        self.cut += 1;
        self.cut_last |= last;
        let message = format!("a line of the kind {kind} left the text: {line:?}");
        self.warnings.push(Warning::new("furniture-cut", message));
    }

    /// Furniture enough to say that the text was cut from a page.
    fn shows_page(&self) -> bool {
        (self.cut_last || self.cut >= 2) && self.kept.len() >= 2
    }
}

/// Where the article ends: at a line such as "Related posts" with little prose behind it.
fn end(lines: &[Line]) -> usize {
    let size = |lines: &[Line]| -> usize {
        lines
            .iter()
            .filter(|line| is_prose(&line.text))
            .map(|line| line.text.len())
            .sum()
    };
    let total = size(lines);
    let mut before = 0;
    for (at, line) in lines.iter().enumerate() {
        let ends = furniture::line(&line.text) == Some(LineKind::End);
        if ends && before * 10 >= total * 6 && at > 0 {
            return at;
        }
        before += size(std::slice::from_ref(line));
    }
    lines.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "The council voted on Tuesday to close the old bridge for a year.";
    const TWO: &str = "Drivers will have to take the ferry, which runs every half hour.";

    fn read(text: &str) -> Article {
        crate::read_text(text, &Input::default()).unwrap()
    }

    #[test]
    fn text_without_layout_is_unchanged_to_the_character() {
        for text in [
            "Ankara said no.".to_owned(),
            "Ankara said no".to_owned(),
            format!("  {ONE}\r\n\r\n{TWO}  \n"),
            format!("{ONE}\n{TWO}"),
            format!("{ONE} – {TWO}\n\n{TWO} | {ONE}"),
            "Obama met Castro - Havana was calm.\nThe end.".to_owned(),
        ] {
            let article = read(&text);
            assert_eq!(article.text, text);
            assert_eq!(article.title, None);
            assert_eq!(article.warnings, []);
        }
    }

    #[test]
    fn outlet_prefix_is_learned_from_the_repeated_headline() {
        let article = read(&format!(
            "Harbour Daily: Bridge to close\n\nBridge to close\n\n{ONE}\n\n{TWO}"
        ));
        assert_eq!(article.title.as_deref(), Some("Bridge to close"));
        assert_eq!(article.outlet.unwrap().name, "Harbour Daily");
        assert_eq!(article.text, format!("Bridge to close\n\n{ONE}\n\n{TWO}"));
    }

    #[test]
    fn short_first_line_over_paragraphs_is_a_title() {
        let article = read(&format!("Bridge to close\n\n{ONE}\n\n{TWO}"));
        assert_eq!(article.title.as_deref(), Some("Bridge to close"));
        assert_eq!(article.text, format!("Bridge to close\n\n{ONE}\n\n{TWO}"));
    }

    #[test]
    fn header_lines_become_fields() {
        let article = read(&format!(
            "Bridge to close | Harbour Daily\nBy Jane Doe\nPublished 3 May 1982\n\n{ONE}\n\n{TWO}\n\nTags: Bridges, Ferry\nShare on Facebook"
        ));
        assert_eq!(article.byline, ["Jane Doe"]);
        assert_eq!(article.published.unwrap().as_str(), "1982-05-03");
        assert_eq!(article.tags, ["Bridges", "Ferry"]);
        assert_eq!(article.text, format!("Bridge to close\n\n{ONE}\n\n{TWO}"));
        assert!(
            article
                .warnings
                .iter()
                .any(|warning| warning.code == "furniture-cut")
        );
    }

    #[test]
    fn what_stands_behind_the_end_is_no_text() {
        let article = read(&format!(
            "Bridge to close | Harbour Daily\n\n{ONE}\n\n{TWO}\n\nRelated posts\nA ferry sank and nobody noticed until noon.\n"
        ));
        assert!(article.text.ends_with(TWO), "{}", article.text);
    }

    #[test]
    fn hand_wrapped_lines_are_joined() {
        let article = read(
            "Bridge to close\n\nThe council voted on Tuesday to close the old\nbridge for a year and told\n\
             drivers to take the ferry that runs from the\nnorth bank every half hour until ten.\n\nThe end of it all came later.",
        );
        assert!(article.text.contains("the old bridge"), "{}", article.text);
    }
}
