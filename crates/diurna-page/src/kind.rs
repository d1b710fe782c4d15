//! Which reader a file is for.

use std::path::Path;

/// The kinds of file that this crate reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A web page.
    Html,
    /// Plain text.
    Text,
    /// Markdown, read as plain text with its marks taken off.
    Markdown,
    /// One JSON document a line.
    Jsonl,
}

/// Tells the kind of a file by its name's ending, and by its first bytes where the ending tells
/// nothing.
///
/// ```
/// use diurna_page::{Kind, detect};
/// assert_eq!(detect(b"Ankara said no.", "a.txt".as_ref()), Kind::Text);
/// assert_eq!(detect(b"<!doctype html><p>no", "a".as_ref()), Kind::Html);
/// ```
pub fn detect(bytes: &[u8], path: &Path) -> Kind {
    let ending = path
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or("")
        .to_ascii_lowercase();
    match ending.as_str() {
        "html" | "htm" | "xhtml" | "shtml" => Kind::Html,
        "txt" | "text" => Kind::Text,
        "md" | "markdown" => Kind::Markdown,
        "jsonl" | "ndjson" => Kind::Jsonl,
        _ => by_content(bytes),
    }
}

fn by_content(bytes: &[u8]) -> Kind {
    let (head, _) = crate::decode::decode(&bytes[..bytes.len().min(4096)]);
    let head = head.trim_start().to_ascii_lowercase();
    let tags = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<!--",
        "<?xml",
        "<meta",
        "<div",
        "<p>",
    ];
    if tags.iter().any(|tag| head.starts_with(tag)) {
        Kind::Html
    } else if head.starts_with('{') && head.lines().next().is_some_and(is_json_start) {
        Kind::Jsonl
    } else if head.contains("<html") && head.contains("<body") {
        Kind::Html
    } else {
        Kind::Text
    }
}

fn is_json_start(line: &str) -> bool {
    line.trim_start_matches('{').trim_start().starts_with('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells_where_the_name_does_not() {
        let kind = |bytes: &[u8]| detect(bytes, Path::new("-"));
        assert_eq!(kind(b"{\"id\": \"a\", \"text\": \"x\"}\n"), Kind::Jsonl);
        assert_eq!(kind(b"\xef\xbb\xbf <HTML><BODY>x"), Kind::Html);
        assert_eq!(kind(b"{brace} of a text"), Kind::Text);
        assert_eq!(kind(b""), Kind::Text);
    }
}
