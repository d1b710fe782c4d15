//! CoNLL-U: ten columns a token, a blank line behind each sentence.
//!
//! Labels are the model's own (ClearNLP dependencies, Penn tags beside universal ones), not Universal Dependencies. White
//! space that the model makes a token of cannot stand in the format; it is left out and the numbers close up. The last
//! column says where the token stands in the article's text, in code points, and its named entity.

use std::fmt::Write;
use std::ops::Range;

use diurna::record::CharIndex;
use diurna::{Article, Doc, Token};

/// The article's sentences.
pub(crate) fn render(article: &Article, doc: &Doc) -> String {
    let index = CharIndex::new(doc.text());
    let mut out = format!("# newdoc id = {}\n", article.id);
    let mut paragraph = None;
    for (number, sentence) in doc.sentences().iter().enumerate() {
        let tokens: Vec<Token<'_>> = doc
            .range(sentence.clone())
            .filter(|token| !token.is_space())
            .collect();
        let Some(first) = tokens.first() else {
            continue;
        };
        let own = article
            .paragraphs
            .iter()
            .position(|span| span.contains(first.span()));
        if own != paragraph {
            paragraph = own;
            out.push_str("# newpar\n");
        }
        let text = doc.span(sentence.clone()).slice(doc.text());
        let text: Vec<&str> = text.split_whitespace().collect();
        let _ = writeln!(
            out,
            "# sent_id = {}\n# text = {}",
            number + 1,
            text.join(" ")
        );
        for (place, token) in tokens.iter().enumerate() {
            write_token(&mut out, place, *token, &tokens, &index);
        }
        out.push('\n');
    }
    out
}

fn write_token(
    out: &mut String,
    place: usize,
    token: Token<'_>,
    sentence: &[Token<'_>],
    index: &CharIndex<'_>,
) {
    let _ = writeln!(
        out,
        "{id}\t{form}\t{lemma}\t{pos}\t{tag}\t{morph}\t{head}\t{dep}\t_\t{misc}",
        id = place + 1,
        form = token.text(),
        lemma = column(token.lemma()),
        pos = column(token.pos()),
        tag = column(token.tag()),
        morph = column(token.morph()),
        head = head_number(token, sentence),
        dep = column(token.dep()),
        misc = misc(token, index),
    );
}

fn column(value: &str) -> &str {
    if value.trim().is_empty() { "_" } else { value }
}

/// The number of the nearest head that is a word; 0 for a root.
fn head_number(token: Token<'_>, sentence: &[Token<'_>]) -> usize {
    let place = |head: Token<'_>| {
        sentence
            .binary_search_by_key(&head.index(), |token| token.index())
            .ok()
    };
    token
        .ancestors()
        .find_map(place)
        .map_or(0, |place| place + 1)
}

fn misc(token: Token<'_>, index: &CharIndex<'_>) -> String {
    let mut fields = Vec::new();
    let span = token.span();
    if let Some((start, end)) = index.to_chars(span.start).zip(index.to_chars(span.end)) {
        fields.push(format!("start_char={start}|end_char={end}"));
    }
    if let Some(entity) = token.entity() {
        let Range { start, .. } = entity.tokens;
        let place = if start == token.index() { "B" } else { "I" };
        fields.push(format!("NER={place}-{}", entity.label));
    }
    if !token.space_after() {
        fields.push("SpaceAfter=No".to_owned());
    }
    fields.join("|")
}
