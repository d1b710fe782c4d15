//! What holds for every article that a reader returns.

use diurna_record::Article;

/// Fails if a span of the article does not slice its text, or if paragraphs are empty or out of order.
pub fn check(article: &Article) {
    let mut end = 0;
    for span in &article.paragraphs {
        assert!(span.start >= end, "paragraphs overlap at {}", span.start);
        end = span.end;
        let paragraph = &article.text[span.start..span.end];
        assert!(
            !paragraph.trim().is_empty(),
            "empty paragraph at {}",
            span.start
        );
    }
    if let Some(span) = article.origin.as_ref().and_then(|origin| origin.span) {
        assert!(!span.slice(&article.text).is_empty(), "empty origin");
    }
    if let Some(span) = article.title_span() {
        assert_eq!(Some(span.slice(&article.text)), article.title.as_deref());
    }
}
