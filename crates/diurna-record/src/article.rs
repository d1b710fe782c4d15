//! A page after reading: clean text and what the page says of itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{CountryCode, Moment, Span};

/// What was read from a page before any of its language is looked at.
///
/// `text` is the title, a blank line, then the body with a blank line between paragraphs. Input
/// without a title has only the body, unchanged to the character.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Article {
    /// The caller's id, else `sha256:` of the canonical URL or of the bytes.
    pub id: String,
    /// The address the caller gave.
    pub url: Option<String>,
    /// The address the page declares for itself.
    pub canonical_url: Option<String>,
    /// Who published the page.
    pub outlet: Option<Outlet>,
    /// The headline, without the outlet's name.
    pub title: Option<String>,
    /// Names of persons; an agency alone stands in `origin`.
    #[serde(default)]
    pub byline: Vec<String>,
    /// The outlet's section ("World").
    pub section: Option<String>,
    /// Keywords and category names, in page order.
    #[serde(default)]
    pub tags: Vec<String>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// Address of the lead picture.
    pub image: Option<String>,
    /// When the page says it was published.
    pub published: Option<Moment>,
    /// When the page says it was last changed.
    pub modified: Option<Moment>,
    /// Where `published` was found.
    pub published_basis: Option<PublishedBasis>,
    /// The agency or outlet that the page credits for the text.
    pub origin: Option<Origin>,
    /// Title, blank line, body. All spans of a record count in it.
    pub text: String,
    /// The paragraphs of `text`; the title is the first one where there is a title.
    #[serde(default)]
    pub paragraphs: Vec<Span>,
    /// What was cut, guessed or not understood.
    #[serde(default)]
    pub warnings: Vec<Warning>,
}

impl Article {
    /// An article of plain text and nothing else; paragraphs are split at blank lines.
    ///
    /// ```
    /// let article = diurna_record::Article::from_text("d1", "One.\n\nTwo.");
    /// assert_eq!(article.paragraphs.len(), 2);
    /// ```
    pub fn from_text(id: &str, text: &str) -> Article {
        let mut article = Article {
            id: id.to_owned(),
            text: text.to_owned(),
            ..Article::default()
        };
        article.paragraphs = paragraphs(&article.text);
        article
    }

    /// An article of a title and body paragraphs, joined as the format asks.
    pub fn from_parts(id: &str, title: Option<&str>, body: &[String]) -> Article {
        let mut article = Article {
            id: id.to_owned(),
            title: title.map(str::to_owned),
            ..Article::default()
        };
        for part in title.into_iter().chain(body.iter().map(String::as_str)) {
            if !article.text.is_empty() {
                article.text.push_str("\n\n");
            }
            let start = article.text.len();
            article.text.push_str(part);
            article
                .paragraphs
                .push(Span::new(start, article.text.len()));
        }
        article
    }

    /// Where the headline stands in `text`: the first paragraph, if it has the title's letters and digits.
    pub fn title_span(&self) -> Option<Span> {
        let title = self.title.as_deref()?;
        let first = *self.paragraphs.first()?;
        let written = first.slice(&self.text);
        if written == title {
            return Some(first);
        }
        fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
            text.chars().filter(|it| it.is_alphanumeric())
        }
        letters(written).eq(letters(title)).then_some(first)
    }
}

/// Stretches between blank lines, without the white space around them.
fn paragraphs(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut open: Option<Span> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim();
        if body.is_empty() {
            spans.extend(open.take());
        } else {
            let start = at + (line.len() - line.trim_start().len());
            let span = Span::new(start, start + body.len());
            open = Some(open.map_or(span, |before| before.cover(span)));
        }
        at += line.len();
    }
    spans.extend(open);
    spans
}

/// The publisher of a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Outlet {
    /// Its name as the page or the caller writes it.
    pub name: String,
    /// Its domain, without `www.`.
    pub domain: Option<String>,
    /// Its home country, where known.
    pub country: Option<CountryCode>,
    /// How it was found: `given`, `jsonld`, `meta`, `title-suffix`, `domain`.
    pub basis: String,
}

/// Who the page says the text comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Origin {
    /// The agency's or outlet's name.
    pub name: String,
    /// Where the credit stands in `text`; `None` if it stood in the page outside it.
    pub span: Option<Span>,
    /// `credit` ("(Reuters)"), `byline`, `source-line` ("Source: ..."), `outlet` (the agency's own page).
    pub basis: String,
}

/// Where a publication date was found, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PublishedBasis {
    /// The caller gave it.
    Given,
    /// JSON-LD `datePublished`.
    Jsonld,
    /// A meta element.
    Meta,
    /// A `time` element near the headline.
    TimeElement,
    /// The address.
    Url,
    /// Words near the headline.
    Text,
}

/// Something that was cut, guessed or not understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Warning {
    /// A stable short code, `no-date`.
    pub code: String,
    /// A sentence for a person.
    pub message: String,
}

impl Warning {
    /// A warning of this code and sentence.
    pub fn new(code: &str, message: impl Into<String>) -> Warning {
        Warning {
            code: code.to_owned(),
            message: message.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_of_plain_text_slice_without_white_space() {
        let text = " One\nstill one \n \n\nTwo.\r\n\r\nThree";
        let spans = paragraphs(text);
        let found: Vec<&str> = spans.iter().map(|span| span.slice(text)).collect();
        assert_eq!(found, ["One\nstill one", "Two.", "Three"]);
    }

    #[test]
    fn parts_are_joined_with_blank_lines() {
        let article = Article::from_parts("a", Some("Head"), &["One.".into(), "Two.".into()]);
        assert_eq!(article.text, "Head\n\nOne.\n\nTwo.");
        let found: Vec<&str> = article
            .paragraphs
            .iter()
            .map(|span| span.slice(&article.text))
            .collect();
        assert_eq!(found, ["Head", "One.", "Two."]);
        assert_eq!(article.title_span(), Some(Span::new(0, 4)));
    }
}
