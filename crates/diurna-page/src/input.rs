//! What the caller knows of a page before it is read.

use diurna_record::Moment;

/// What the caller knows of a page; all of it goes before what the page says of itself.
///
/// ```
/// use diurna_page::{Input, read_text};
/// let input = Input { id: Some("d1".into()), ..Input::default() };
/// let article = read_text("Ankara said no.", &input)?;
/// assert_eq!((article.id.as_str(), article.text.as_str()), ("d1", "Ankara said no."));
/// # Ok::<(), diurna_page::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Input {
    /// The document's id; without it, `sha256:` of the canonical address or of the bytes.
    pub id: Option<String>,
    /// The address that the page was read from.
    pub url: Option<String>,
    /// When it was published.
    pub published: Option<Moment>,
    /// The outlet's name.
    pub outlet: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// Whether a plain text is searched for what a page left around its article (title line,
    /// furniture). `None` is the reader's own habit: [`read_text`](crate::read_text) does it,
    /// [`read_jsonl_line`](crate::read_jsonl_line) leaves `text` as it is.
    pub clean: Option<bool>,
}
