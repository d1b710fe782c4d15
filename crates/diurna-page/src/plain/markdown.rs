//! Markdown read as text: marks taken off, front matter and first heading read as fields.

use std::sync::LazyLock;

use diurna_record::{Article, PublishedBasis};
use regex::Regex;

use super::read_unchanged;
use crate::article;
use crate::byline;
use crate::error::Error;
use crate::fold::squeeze;
use crate::input::Input;
use crate::meta::{Meta, cut_list};
use crate::moment;

/// Reads a Markdown text.
pub(crate) fn read_markdown(text: &str, input: &Input) -> Result<Article, Error> {
    if !text.chars().any(char::is_alphanumeric) {
        return Err(Error::empty());
    }
    let (front, body) = front_matter(text);
    let mut meta = Meta::default();
    for line in front.lines() {
        set_field(&mut meta, line);
    }
    let mut paragraphs = paragraphs(body);
    let heading = first_heading(body);
    if meta.title.is_none() {
        meta.title.clone_from(&heading);
    }
    if heading.is_some() && paragraphs.first() == heading.as_ref() {
        paragraphs.remove(0);
    }
    if meta.title.is_none() && input.title.is_none() && paragraphs.len() == 1 {
        return Ok(read_unchanged(&paragraphs[0], input));
    }
    let credits = crate::no_credits(paragraphs);
    Ok(article::build(
        input,
        text.as_bytes(),
        meta,
        credits,
        Vec::new(),
    ))
}

fn front_matter(text: &str) -> (&str, &str) {
    let bare = text.trim_start_matches('\u{feff}');
    bare.strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---"))
        .map_or(("", bare), |(front, body)| {
            (front, body.trim_start_matches('-'))
        })
}

fn set_field(meta: &mut Meta, line: &str) {
    let Some((name, value)) = line.split_once(':') else {
        return;
    };
    let value = squeeze(value.trim().trim_matches(['"', '\'', '[', ']']));
    match name.trim().to_lowercase().as_str() {
        "title" if !value.is_empty() => meta.title = Some(value),
        "author" | "authors" | "byline" => meta.byline = byline::metadata_name(&value, None),
        "date" | "published" => {
            meta.published = moment::machine(&value).map(|moment| (moment, PublishedBasis::Meta));
        }
        "tags" | "keywords" => meta.tags = cut_list(&value),
        _ => {}
    }
}

fn first_heading(body: &str) -> Option<String> {
    let first = body.lines().find(|line| !line.trim().is_empty())?;
    first
        .strip_prefix("# ")
        .map(|heading| squeeze(&bare(heading)))
}

/// Stretches between blank lines; headings and list items stand alone.
fn paragraphs(body: &str) -> Vec<String> {
    static ALONE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\s*(?:#{1,6}\s|[-*+]\s|\d+[.)]\s)").expect("a valid pattern")
    });
    static RULE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\s*(?:[-*_=]\s*){3,}$|^\s*(?:```|~~~)").expect("a valid pattern")
    });
    let mut found: Vec<String> = Vec::new();
    let mut open = false;
    for line in body.lines() {
        if line.trim().is_empty() || RULE.is_match(line) {
            open = false;
            continue;
        }
        let alone = ALONE.is_match(line);
        let text = squeeze(&bare(&ALONE.replace(line, "")));
        if text.is_empty() {
            continue;
        }
        match found.last_mut() {
            Some(last) if open && !alone => {
                last.push(' ');
                last.push_str(&text);
            }
            _ => found.push(text),
        }
        open = !line.trim_start().starts_with('#');
    }
    found
}

/// A line without the marks of quotes, images, links and emphasis.
fn bare(line: &str) -> String {
    static MARKS: LazyLock<[(Regex, &str); 5]> = LazyLock::new(|| {
        let mark = |pattern: &str| Regex::new(pattern).expect("a valid pattern");
        [
            (mark(r"^\s*(?:>\s?)+"), ""),
            (mark(r"!\[[^\]]*\]\([^)]*\)"), ""),
            (mark(r"\[([^\]]+)\]\([^)]*\)"), "$1"),
            (mark(r"\*\*(.+?)\*\*|__(.+?)__"), "$1$2"),
            (mark(r"\*([^*\s][^*]*)\*|`([^`]+)`"), "$1$2"),
        ]
    });
    MARKS.iter().fold(line.to_owned(), |line, (mark, with)| {
        mark.replace_all(&line, *with).into_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_off() {
        let text = "---\ntitle: \"Bridge to close\"\nauthor: Jane Doe\ndate: 1982-05-03\n---\n\
            # Bridge to close\n\nThe **council** [voted](https://a.example)\non Tuesday.\n\n- One\n- Two\n";
        let article = read_markdown(text, &Input::default()).unwrap();
        assert_eq!(
            article.text,
            "Bridge to close\n\nThe council voted on Tuesday.\n\nOne\n\nTwo"
        );
        assert_eq!(article.byline, ["Jane Doe"]);
        assert_eq!(article.published.unwrap().as_str(), "1982-05-03");
    }
}
