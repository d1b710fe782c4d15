//! The sample pages of the repository, held against their gold.
//!
//! Every failing item is listed by page and field. An item that is known to fail stands in
//! `KNOWN_FAILURES` with its reason; once it passes, the entry fails the run.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use diurna_page::{Input, read_html};
use diurna_record::Article;
use serde_json::Value;

/// `page field: reason`.
const KNOWN_FAILURES: [(&str, &str, &str); 0] = [];

fn samples() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../samples")
}

fn strings(value: &Value) -> Vec<String> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// The fields in which the article differs from its gold, each with what was found.
fn differences(article: &Article, gold: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut expect = |field: &str, right: bool, was: String| {
        if !right {
            found.push((field.to_owned(), was));
        }
    };
    let same = |field: &str, was: Option<&str>| gold[field].as_str() == was;
    let day = article.published.as_ref().map(|at| at.date().to_string());
    let modified = article.modified.as_ref().map(|at| at.date().to_string());
    let outlet = article.outlet.as_ref().map(|outlet| outlet.name.as_str());
    let origin = article.origin.as_ref().map(|origin| origin.name.as_str());
    expect(
        "title",
        same("title", article.title.as_deref()),
        format!("{:?}", article.title),
    );
    expect("outlet", same("outlet", outlet), format!("{outlet:?}"));
    expect(
        "byline",
        strings(&gold["byline"]) == article.byline,
        format!("{:?}", article.byline),
    );
    expect(
        "published",
        same("published", day.as_deref()),
        format!("{day:?}"),
    );
    if gold.get("modified").is_some() {
        expect(
            "modified",
            same("modified", modified.as_deref()),
            format!("{modified:?}"),
        );
    }
    expect(
        "tags",
        strings(&gold["tags"]) == article.tags,
        format!("{:?}", article.tags),
    );
    expect(
        "origin",
        is_origin(gold["origin"].as_str(), origin),
        format!("{origin:?}"),
    );
    for part in strings(&gold["text_must_contain"]) {
        expect(
            "text",
            article.text.contains(&part),
            format!("lacks {part:?}"),
        );
    }
    for part in strings(&gold["text_must_not_contain"]) {
        expect(
            "text",
            !article.text.contains(&part),
            format!("has {part:?}"),
        );
    }
    if let Some(title) = &article.title {
        let times = article.text.matches(title.as_str()).count();
        expect("headline", times == 1, format!("stands {times} times"));
    }
    let mut seen = BTreeSet::new();
    for span in &article.paragraphs {
        let paragraph = span.slice(&article.text);
        expect(
            "paragraphs",
            seen.insert(paragraph),
            format!("twice {paragraph:?}"),
        );
    }
    found
}

/// A page credits an agency by its short form; the gold has the full name.
fn is_origin(gold: Option<&str>, found: Option<&str>) -> bool {
    match (gold, found) {
        (Some(gold), Some(found)) => gold == found || gold.starts_with(&format!("{found} ")),
        (gold, found) => gold.is_none() && found.is_none(),
    }
}

#[test]
fn sample_pages() {
    let mut failures = Vec::new();
    let mut pages = 0;
    let mut names: Vec<PathBuf> = fs::read_dir(samples().join("pages"))
        .expect("the sample pages are in the repository")
        .map(|entry| entry.expect("a readable entry").path())
        .collect();
    names.sort();
    for path in names {
        let name = path
            .file_stem()
            .expect("a named page")
            .to_string_lossy()
            .into_owned();
        let gold = fs::read_to_string(samples().join(format!("gold/{name}.json")));
        let Ok(gold) = gold else { continue };
        let gold: Value = serde_json::from_str(&gold).expect("gold is JSON");
        let page = fs::read(&path).expect("a readable page");
        let article = read_html(&page, &Input::default()).expect("a page with text");
        pages += 1;
        for (field, was) in differences(&article, &gold["article"]) {
            failures.push((name.clone(), field, was));
        }
    }
    let known = |name: &str, field: &str| {
        KNOWN_FAILURES
            .iter()
            .any(|(page, listed, _)| *page == name && *listed == field)
    };
    let new: Vec<String> = failures
        .iter()
        .filter(|(name, field, _)| !known(name, field))
        .map(|(name, field, was)| format!("{name} {field}: {was}"))
        .collect();
    let passing: Vec<String> = KNOWN_FAILURES
        .iter()
        .filter(|(page, field, _)| {
            !failures
                .iter()
                .any(|(name, failed, _)| name == page && failed == field)
        })
        .map(|(page, field, _)| format!("{page} {field}: listed as failing, but passes"))
        .collect();
    assert!(pages >= 8, "only {pages} sample pages found");
    assert!(
        new.is_empty() && passing.is_empty(),
        "{pages} pages\n{}",
        [new, passing].concat().join("\n")
    );
}
