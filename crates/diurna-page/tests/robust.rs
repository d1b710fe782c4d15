//! Any bytes may come: no reader panics, and no page overflows the stack.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use diurna_page::{Input, detect, read_html, read_jsonl_line, read_markdown, read_text};

const PAGE: &str = "<!DOCTYPE html><html lang=en><head><title>Bridge &amp; ferry | Harbour Daily</title>\
    <script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"author\":[{\"name\":\"Élise Doe\"}]}</script>\
    <meta property='article:published_time' content='1982-05-03T10:00:00+01:00'></head><body><h1>Bridge &amp; ferry</h1>\
    <p>By Jane Doe</p><p>HAVANA, Oct 24 (Meridian) - The “council” voted—on Tuesday—to close it.<br><br>Ça va, 中文.</p>\
    <ul><li>One</li></ul><p>(Reporting by A Doe; editing by B Roe)</p></body></html>";

/// A small generator of repeatable numbers.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % end.max(1)
    }
}

fn read_all(bytes: &[u8]) {
    let input = Input::default();
    for article in [
        read_html(bytes, &input),
        read_text(bytes, &input),
        read_markdown(bytes, &input),
    ]
    .into_iter()
    .flatten()
    {
        for span in &article.paragraphs {
            assert!(!span.slice(&article.text).is_empty());
        }
        if let Some(span) = article.origin.and_then(|origin| origin.span) {
            assert!(!span.slice(&article.text).is_empty());
        }
    }
    detect(bytes, "x".as_ref());
    let _ = read_jsonl_line(&String::from_utf8_lossy(bytes), &input);
}

#[test]
fn truncated_pages() {
    for end in (0..PAGE.len()).step_by(7) {
        read_all(&PAGE.as_bytes()[..end]);
    }
}

#[test]
fn mutated_pages() {
    let mut numbers = Numbers(7);
    for _ in 0..150 {
        let mut bytes = PAGE.as_bytes().to_vec();
        for _ in 0..=numbers.below(20) {
            let at = numbers.below(bytes.len());
            match numbers.below(4) {
                0 => bytes[at] = u8::try_from(numbers.below(256)).unwrap_or(0),
                1 => {
                    bytes.remove(at);
                }
                2 => bytes.insert(at, b"<>&\"/\0\xff\xe2"[numbers.below(8)]),
                _ => {
                    let from = numbers.below(bytes.len());
                    let part = bytes[from..(from + 40).min(bytes.len())].to_vec();
                    bytes.splice(at..at, part);
                }
            }
        }
        read_all(&bytes);
    }
}

#[test]
fn mutated_sample_pages() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../samples/pages");
    let mut numbers = Numbers(11);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the sample pages are in the repository")
        .map(|entry| entry.expect("a readable entry").path())
        .collect();
    paths.sort();
    for path in paths.iter().take(8) {
        let page = fs::read(path).expect("a readable page");
        read_all(&page[..numbers.below(page.len())]);
        let mut bytes = page.clone();
        for _ in 0..30 {
            let at = numbers.below(bytes.len());
            bytes[at] = b"<>\"' \xc3"[numbers.below(6)];
        }
        read_all(&bytes);
    }
}

#[test]
fn deep_nesting() {
    for tag in [
        "div",
        "b",
        "p",
        "table",
        "ul><li",
        "a",
        "span",
        "blockquote",
    ] {
        let page = format!("{}The end of it.", format!("<{tag}>").repeat(100_000));
        let article = read_html(page.as_bytes(), &Input::default())
            .unwrap_or_else(|error| panic!("{tag}: {error}"));

        assert!(article.text.contains("The end of it."), "{tag}");
    }
}

#[test]
fn large_page() {
    let paragraph = "<p>The council voted on Tuesday to close the old bridge for a year, number ";
    let mut page = String::from("<html><body><h1>Bridge to close</h1><article>");
    let mut number = 0;
    while page.len() < 10 << 20 {
        number += 1;
        page.push_str(&format!("{paragraph}{number} of many.</p>"));
    }
    let start = Instant::now();
    let article = read_html(page.as_bytes(), &Input::default()).expect("a page with words");
    assert!(article.text.len() > 5 << 20);
    assert!(
        start.elapsed() < Duration::from_secs(60),
        "{:?}",
        start.elapsed()
    );
}
