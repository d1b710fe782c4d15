//! A parsed article with its quotations: what every rule of this module looks at.

use std::ops::Range;

use diurna_data::cues::CueLexicon;
use diurna_record::Span;
use diurna_text::{Doc, Token};

use super::marks::{Quotation, quotations};

/// The parsed text, its paragraphs and quotations, and the lexicon.
pub(super) struct Scene<'d> {
    pub(super) doc: &'d Doc,
    pub(super) cues: &'d CueLexicon,
    pub(super) paragraphs: &'d [Span],
    /// Quotations that stand in no other quotation, in text order.
    pub(super) quotations: Vec<Quotation>,
    /// All quotations.
    pub(super) all_quotations: Vec<Quotation>,
    /// Tokens of each of `quotations`, marks included.
    pub(super) quoted_tokens: Vec<Range<usize>>,
    /// For each token, the quotation that holds it.
    inside: Vec<Option<u32>>,
}

impl<'d> Scene<'d> {
    pub(super) fn new(doc: &'d Doc, paragraphs: &'d [Span], cues: &'d CueLexicon) -> Scene<'d> {
        let all_quotations = quotations(doc.text(), paragraphs);
        let outermost = all_quotations.iter().filter(|it| !it.nested).cloned();
        let quotations: Vec<Quotation> = outermost.collect();
        let quoted_tokens: Vec<Range<usize>> = quotations
            .iter()
            .map(|it| doc.tokens_in(it.outer))
            .collect();
        let mut inside = vec![None; doc.len()];
        for (number, tokens) in quoted_tokens.iter().enumerate() {
            inside[tokens.clone()].fill(Some(number as u32));
        }
        Scene {
            doc,
            cues,
            paragraphs,
            quotations,
            all_quotations,
            quoted_tokens,
            inside,
        }
    }

    /// The outermost quotation that token `index` stands in.
    pub(super) fn quotation_at(&self, index: usize) -> Option<usize> {
        self.inside
            .get(index)
            .copied()
            .flatten()
            .map(|it| it as usize)
    }

    /// The tokens of paragraph `number`.
    pub(super) fn paragraph_tokens(&self, number: usize) -> Range<usize> {
        self.doc.tokens_in(self.paragraphs[number])
    }

    /// Index of the paragraph that holds a byte.
    pub(super) fn paragraph_of(&self, byte: usize) -> usize {
        let behind = self.paragraphs.partition_point(|it| it.start <= byte);
        behind.saturating_sub(1)
    }

    pub(super) fn token(&self, index: usize) -> Token<'d> {
        self.doc.token(index)
    }

    /// The sentence that holds token `index`.
    pub(super) fn sentence_around(&self, index: usize) -> Range<usize> {
        self.doc.sentences()[self.doc.sentence_of(index)].clone()
    }
}

/// The lemma of a verb. The rule lemmatizer takes "hoped" for a form of "hop"; a real form of "hop" doubles its consonant.
pub(super) fn verb_lemma<'d>(token: Token<'d>) -> &'d str {
    const SHORT: &[(&str, &str)] = &[
        ("hop", "hope"),
        ("hat", "hate"),
        ("rat", "rate"),
        ("grip", "gripe"),
    ];
    let long = SHORT.iter().find(|(short, _)| *short == token.lemma());
    match long {
        Some((short, long)) => {
            let text = token.text().to_lowercase();
            let doubled = text.len() > short.len() + 2
                && text.as_bytes().get(short.len()) == short.as_bytes().last();
            let bare = text == *short || text.strip_suffix('s') == Some(short);
            if doubled || bare { short } else { long }
        }
        None => token.lemma(),
    }
}

/// True for a token without letters and digits.
pub(super) fn is_mark(token: Token<'_>) -> bool {
    !token.text().chars().any(char::is_alphanumeric)
}

/// Titles and the like whose full stop the tokenizer splits off.
const SHORTENED: &[&str] = &[
    "Adm", "Atty", "Brig", "Capt", "Cmdr", "Col", "Cpl", "Det", "Dr", "Gen", "Gov", "Hon", "Jr",
    "Lt", "Maj", "Mr", "Mrs", "Ms", "No", "Prof", "Rep", "Rev", "Sen", "Sgt", "Sr", "St", "Supt",
];

/// A title cut short, with or without its full stop.
pub(super) fn is_shortened(token: Token<'_>) -> bool {
    SHORTENED.contains(&token.text().trim_end_matches('.'))
}

/// A mark that ends a sentence, whatever the parser thinks.
pub(super) fn is_stop(token: Token<'_>) -> bool {
    match token.text() {
        "?" | "!" | ";" => true,
        "." => !token.previous().is_some_and(|it| {
            !it.space_after()
                && (SHORTENED.contains(&it.text()) || it.text().len() == 1 && !is_mark(it))
        }),
        _ => false,
    }
}
