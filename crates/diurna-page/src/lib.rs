//! News pages, and texts cut from them, into an [`Article`]: clean text and what the page says of
//! itself.
//!
//! Four steps: [bytes to text](read_html), text to blocks as a reader sees them, blocks to the
//! article's paragraphs, and metadata beside it. A page's own metadata goes before its layout, what
//! the caller gives ([`Input`]) before both. Every cut that may matter leaves a warning.
//!
//! - [`read_html`] reads a page: any charset, any markup.
//! - [`read_text`] reads plain text. A text that is what a corpus tool left of a page loses the
//!   page's furniture; a text that shows no trace of a page comes out unchanged to the character.
//! - [`read_jsonl_line`] reads a JSON document.
//! - [`detect`] tells which of these a file is for.
//!
//! Who is quoted inside the text ("RT reported") is not this crate's concern; only credits of the
//! copy itself are.

mod article;
mod byline;
mod credit;
mod decode;
mod error;
mod fold;
mod furniture;
mod html;
mod input;
mod jsonl;
mod kind;
mod main_text;
mod meta;
mod moment;
mod plain;
mod url;

use diurna_record::{Article, Warning};

pub use error::Error;
pub use input::Input;
pub use jsonl::{JsonlDocument, Pair, read_jsonl_line};
pub use kind::{Kind, detect};

use crate::credit::Credits;

/// Reads a web page.
///
/// ```
/// use diurna_page::{Input, read_html};
/// let page = b"<title>Bridge to close | Harbour Daily</title><h1>Bridge to close</h1>
///     <p>By Jane Doe</p><p>The council voted on Tuesday to close the old bridge for a year.</p>
///     <p>Drivers will have to take the ferry, which runs every half hour until ten.</p>";
/// let article = read_html(page, &Input::default())?;
/// assert_eq!(article.title.as_deref(), Some("Bridge to close"));
/// assert_eq!(article.byline, ["Jane Doe"]);
/// assert!(article.text.ends_with("until ten."));
/// # Ok::<(), diurna_page::Error>(())
/// ```
///
/// # Errors
///
/// If the page has no words at all.
pub fn read_html(bytes: &[u8], input: &Input) -> Result<Article, Error> {
    let (source, decoding) = decode::decode(bytes);
    let source = html::flatten(&source);
    let page = html::parse(&source);
    let blocks = html::blocks(&page);
    let meta = meta::read(&page, &blocks, input.url.as_deref());
    let title = input.title.as_deref().or(meta.title.as_deref());
    let found = main_text::main_text(&source, &blocks, title);
    if found.paragraphs.is_empty() && title.is_none() {
        return Err(Error::empty());
    }
    let mut warnings: Vec<Warning> = decoding.into_iter().collect();
    for (kind, count) in &found.cut {
        warnings.push(Warning::new(
            "furniture-cut",
            format!("{count} lines of the kind {kind} inside the article left the text"),
        ));
    }
    let mut credits = credit::take(found.paragraphs);
    let mut near = credit::take(found.near);
    credit::add_names(&mut credits.reporters, std::mem::take(&mut near.reporters));
    if credits
        .origin
        .as_ref()
        .is_none_or(|(_, basis, _)| *basis != "source-line")
        && let Some((name, basis @ "source-line", _)) = near.origin
    {
        credits.origin = Some((name, basis, None));
    }
    Ok(article::build(input, bytes, meta, credits, warnings))
}

/// Reads plain text, from bytes or a string.
///
/// Unless `input.clean` says no, a text that shows traces of a web page (its title line with the
/// outlet's name, the headline twice, furniture) is cleaned of them. A text without such traces
/// stays as it is.
///
/// ```
/// use diurna_page::{Input, read_text};
/// let dump = "Bridge to close - Harbour Daily\nTransportNorth Bank\n\nBridge to close\n\n\
///     The council voted on Tuesday to close it.\n\nBack to top button";
/// let article = read_text(dump, &Input::default())?;
/// assert_eq!(article.text, "Bridge to close\n\nThe council voted on Tuesday to close it.");
/// assert_eq!(article.tags, ["Transport", "North Bank"]);
/// # Ok::<(), diurna_page::Error>(())
/// ```
///
/// # Errors
///
/// If there are no words in it.
pub fn read_text(text: impl AsRef<[u8]>, input: &Input) -> Result<Article, Error> {
    let (text, decoding) = decode::decode(text.as_ref());
    let mut article = read_known_text(&text, input, input.clean.unwrap_or(true))?;
    article.warnings.extend(decoding);
    Ok(article)
}

/// Reads a Markdown text: the marks of headings, emphasis, links and lists are taken off, then it
/// is read as [`read_text`] does.
///
/// # Errors
///
/// If there are no words in it.
pub fn read_markdown(text: impl AsRef<[u8]>, input: &Input) -> Result<Article, Error> {
    let (text, decoding) = decode::decode(text.as_ref());
    let mut article = plain::read_markdown(&text, input)?;
    article.warnings.extend(decoding);
    Ok(article)
}

fn read_known_text(text: &str, input: &Input, clean: bool) -> Result<Article, Error> {
    if !text.chars().any(char::is_alphanumeric) {
        return Err(Error::empty());
    }
    if clean && let Some(article) = plain::read_dump(text, input) {
        return Ok(article);
    }
    Ok(plain::read_unchanged(text, input))
}

pub(crate) fn no_credits(paragraphs: Vec<String>) -> Credits {
    Credits {
        origin: credit::in_text(&paragraphs),
        paragraphs,
        ..Credits::default()
    }
}
