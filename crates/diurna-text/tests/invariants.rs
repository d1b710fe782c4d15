//! What holds for the analysis of any text, however strange.
//!
//! Texts are put together from pieces that have broken tokenizers and parsers before: odd white space, marks without
//! their letters, half-quoted abbreviations, very long runs. The pieces are drawn by a generator with a fixed seed, so a
//! run can be repeated; a failure prints the text. The fuzz target `analyze` calls [`check`] on texts of its own making.

#![expect(clippy::print_stderr, reason = "a skipped test says why")]

use std::ops::Range;
use std::sync::Arc;

use diurna_record::Span;
use diurna_text::{Analyzer, Doc, Home, Model};

/// Holds the analysis against what every caller relies on.
///
/// # Panics
///
/// If something does not hold.
pub fn check(doc: &Doc, text: &str) {
    check_text(doc, text);
    check_sentences(doc);
    check_tree(doc);
    check_entities(doc);
    check_chunks(doc);
}

/// Tokens and the blanks behind them are the text, nothing more and nothing less.
fn check_text(doc: &Doc, text: &str) {
    assert_eq!(doc.text(), text);
    let mut rebuilt = String::with_capacity(text.len());
    for token in doc.tokens() {
        assert_eq!(
            token.span().start,
            rebuilt.len(),
            "{token:?} stands elsewhere"
        );
        assert!(!token.text().is_empty(), "{token:?} is empty");
        assert_eq!(
            token.is_space(),
            token.text().chars().all(is_space),
            "{token:?}"
        );
        rebuilt.push_str(token.text());
        if token.space_after() {
            rebuilt.push(' ');
        }
        assert_eq!(
            doc.tokens_in(token.span()),
            token.index()..token.index() + 1
        );
    }
    assert_eq!(rebuilt, text);
}

/// White space as the tokenizer counts it, which is Python's: the separators U+001C to U+001F belong to it.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// Sentences share out the tokens, and each has one root.
fn check_sentences(doc: &Doc) {
    let mut end = 0;
    for (number, sentence) in doc.sentences().iter().enumerate() {
        assert_eq!(sentence.start, end, "sentence {number} leaves a gap");
        assert!(!sentence.is_empty(), "sentence {number} is empty");
        assert!(
            doc.token(sentence.start).is_sentence_start(),
            "sentence {number}"
        );
        let roots = doc
            .range(sentence.clone())
            .filter(|token| token.is_root())
            .count();
        assert_eq!(roots, 1, "roots of sentence {number}");
        end = sentence.end;
    }
    assert_eq!(end, doc.len());
}

/// Heads lead to the root of the sentence; edges enclose the subtree.
fn check_tree(doc: &Doc) {
    for token in doc.tokens() {
        let sentence = &doc.sentences()[token.sentence()];
        assert!(sentence.contains(&token.index()));
        assert!(
            sentence.contains(&token.head().index()),
            "head of {token:?}"
        );
        let root = token.ancestors().last().unwrap_or(token);
        assert!(root.is_root(), "{token:?} hangs in a circle");
        let edges = token.left_edge()..token.right_edge() + 1;
        assert!(
            edges.contains(&token.index()) && is_inside(&edges, sentence),
            "{token:?}"
        );
        for child in token.children() {
            let inner = child.left_edge()..child.right_edge() + 1;
            assert_eq!(child.head(), token);
            assert!(
                is_inside(&inner, &edges),
                "{child:?} reaches out of {token:?}"
            );
        }
        assert!(
            ![token.tag(), token.pos(), token.dep(), token.lemma()].contains(&""),
            "{token:?} lacks an annotation"
        );
    }
}

fn is_inside(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Entities stand in order, apart, each inside one sentence.
fn check_entities(doc: &Doc) {
    let mut end = 0;
    for entity in doc.entities() {
        let tokens = &entity.tokens;
        assert!(
            tokens.start >= end && !tokens.is_empty() && !entity.label.is_empty(),
            "{entity:?}"
        );
        assert_eq!(
            doc.sentence_of(tokens.start),
            doc.sentence_of(tokens.end - 1),
            "{entity:?}"
        );
        assert!(!doc.token(tokens.start).is_space(), "{entity:?}");
        assert_eq!(doc.token(tokens.start).entity(), Some(entity));
        assert!(!doc.span(tokens.clone()).slice(doc.text()).is_empty());
        end = tokens.end;
    }
}

/// Noun chunks stand in order and apart, and end with their noun.
fn check_chunks(doc: &Doc) {
    let mut end = 0;
    for chunk in doc.noun_chunks() {
        assert!(chunk.start >= end && !chunk.is_empty(), "{chunk:?}");
        let last = doc.token(chunk.end - 1);
        assert!(
            matches!(last.pos(), "NOUN" | "PROPN" | "PRON"),
            "{chunk:?} ends with {last:?}"
        );
        end = chunk.end;
    }
}

/// Texts that a run makes.
const TEXTS: usize = 1_500;

/// Pieces of a text at most.
const PIECES: u64 = 40;

/// What the texts are made of.
const NASTY: &[&str] = &[
    "The minister",
    "said",
    "that",
    "he would",
    "troops",
    "attacked",
    "in Baghdad",
    "on Friday",
    "and",
    "because",
    "who",
    "don't",
    "Can’t",
    "'em",
    "o'clock",
    "U.S.",
    "a.m.",
    "Ph.D.,",
    "Mr.",
    "'s",
    "n't",
    "$1.5bn",
    "10km/h",
    "3½%",
    "−5°C",
    "12:30",
    "1,000,000.00",
    "http://a.b/c?d=e#f",
    "x@y.org",
    "www.",
    "http://",
    ":-)",
    "¯\\(ツ)/¯",
    "...",
    "…",
    "--",
    "—",
    "-",
    "“",
    "”",
    "\"",
    "'",
    "`",
    "((",
    "]]",
    "!?",
    ".",
    ",",
    ";",
    ":",
    "\n",
    "\r\n",
    "\n\n",
    "\t",
    "  ",
    "\u{a0}",
    "\u{2028}",
    "\u{2009}",
    "\u{3000}",
    "\u{1c}",
    "\u{1f}",
    "\u{85}",
    "\u{b}",
    "\0",
    "\u{7f}",
    "\u{200b}",
    "\u{200d}",
    "\u{feff}",
    "\u{202e}",
    "\u{301}",
    "\u{fe0f}",
    "\u{10ffff}",
    "é",
    "ß",
    "İ",
    "ǅ",
    "ﬁ",
    "中国",
    "العربية",
    "नई",
    "ไทย",
    "👨‍👩‍👧‍👦",
    "🇰🇪",
    "𝐁𝐨𝐥𝐝",
    "①",
    "²",
    "a-b-c-d",
    "re-",
    "-ed",
    "and/or",
    "A",
    "I",
    "PERSON",
    "_",
];

/// A small generator of numbers (splitmix64): the same seed gives the same texts everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }

    fn text(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..self.roll(PIECES) {
            match self.roll(20) {
                // Any character of the first planes; the gaps of the surrogates give nothing.
                0 => text.extend(char::from_u32(self.roll(0x2_0000) as u32)),
                // A long run of one piece.
                1 => text.push_str(&self.piece().repeat(self.roll(120) as usize)),
                _ => text.push_str(self.piece()),
            }
            if self.roll(3) > 0 {
                text.push(' ');
            }
        }
        text
    }

    fn piece(&mut self) -> &'static str {
        NASTY[self.roll(NASTY.len() as u64) as usize]
    }
}

/// The installed model; without one the test says so and passes.
fn model() -> Option<Arc<Model>> {
    let path = Home::find().ok()?.default_model();
    if !path.exists() {
        eprintln!("skipped: no model at {}", path.display());
        return None;
    }
    Some(Arc::new(
        Model::load(&path).unwrap_or_else(|error| panic!("{error}")),
    ))
}

/// Runs `check` and says which text it failed on.
fn check_or_show(doc: &Doc, text: &str) {
    let checked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(doc, text)));
    assert!(checked.is_ok(), "the text was {text:?}");
}

#[test]
fn any_text_keeps_the_invariants() {
    let Some(model) = model() else { return };
    let mut analyzer = Analyzer::new(&model);
    let mut dice = Dice(1);
    for _ in 0..TEXTS {
        let text = dice.text();
        check_or_show(&analyzer.analyze(&text).unwrap(), &text);
    }
}

#[test]
fn every_short_text_keeps_the_invariants() {
    let Some(model) = model() else { return };
    let mut analyzer = Analyzer::new(&model);
    check(&analyzer.analyze("").unwrap(), "");
    for first in NASTY {
        for second in NASTY {
            for text in [format!("{first}{second}"), format!("{first} {second}")] {
                check_or_show(&analyzer.analyze(&text).unwrap(), &text);
            }
        }
    }
}

/// What an analyzer has seen before must not change what it says.
#[test]
fn a_used_analyzer_says_what_a_new_one_says() {
    let Some(model) = model() else { return };
    let mut used = Analyzer::new(&model);
    let mut dice = Dice(2);
    for _ in 0..200 {
        let text = dice.text();
        used.analyze(&dice.text()).unwrap();
        let (left, right) = (
            used.analyze(&text).unwrap(),
            Analyzer::new(&model).analyze(&text).unwrap(),
        );
        assert_eq!(format!("{left:?}"), format!("{right:?}"), "{text:?}");
    }
}

#[test]
fn each_part_is_analysed_as_a_text_of_its_own() {
    let Some(model) = model() else { return };
    let mut analyzer = Analyzer::new(&model);
    let mut dice = Dice(3);
    for _ in 0..300 {
        let (first, second) = (dice.text(), dice.text());
        let text = format!("{first}|{second}");
        let parts = [
            Span::new(0, first.len()),
            Span::new(first.len() + 1, text.len()),
        ];
        let whole = analyzer.analyze_parts(&text, &parts).unwrap();
        let mut tokens = whole.tokens();
        for (part, span) in [&first, &second].into_iter().zip(parts) {
            let alone = analyzer.analyze(part).unwrap();
            for expected in alone.tokens() {
                let found = tokens
                    .next()
                    .unwrap_or_else(|| panic!("too few tokens of {text:?}"));
                assert_eq!(found.span(), expected.span().shift(span.start), "{text:?}");
                let labels = [found.tag(), found.dep(), found.lemma()];
                assert_eq!(
                    labels,
                    [expected.tag(), expected.dep(), expected.lemma()],
                    "{text:?}"
                );
            }
        }
        assert!(tokens.next().is_none(), "too many tokens of {text:?}");
    }
}

#[test]
fn text_beyond_the_limit_is_refused() {
    let Some(model) = model() else { return };
    let error = Analyzer::new(&model)
        .analyze(&"é".repeat(1_000_001))
        .unwrap_err();
    assert!(error.is_too_long(), "{error}");
}
