//! The seed page of the project: a text dump of a page, with the article fields expected of it.
//!
//! The page is no part of the repository; where it is absent the test says so and passes.
#![expect(clippy::print_stderr, reason = "a skipped test says why")]

use std::fs;
use std::path::PathBuf;

use diurna_page::{Input, read_text};
use diurna_record::Article;
use serde_json::Value;

fn field(article: &Article, name: &str) -> Vec<String> {
    match name {
        "title" => article.title.clone().into_iter().collect(),
        "outlet" => article
            .outlet
            .iter()
            .map(|outlet| outlet.name.clone())
            .collect(),
        "tags" => article.tags.clone(),
        _ => vec![article.text.clone()],
    }
}

fn passes(article: &Article, check: &Value) -> bool {
    let found = field(article, check["field"].as_str().unwrap_or("text"));
    let text = found.join("\n");
    let list = |name: &str| -> Vec<&str> {
        check[name]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect()
    };
    let equals = check["equals"].as_str().is_none_or(|value| text == value);
    let once = check["occurs_at_most_once"]
        .as_str()
        .is_none_or(|value| text.matches(value).count() <= 1);
    equals
        && once
        && list("contains_all")
            .iter()
            .all(|tag| found.iter().any(|own| own == tag))
        && list("must_contain").iter().all(|part| text.contains(part))
        && !list("must_not_contain")
            .iter()
            .any(|part| text.contains(part))
}

#[test]
fn seed_page() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seed");
    let Ok(page) = fs::read(folder.join("article.txt")) else {
        eprintln!("skipped: {} has no article.txt", folder.display());
        return;
    };
    let expected = fs::read_to_string(folder.join("expected.json")).expect("expected.json beside");
    let expected: Value = serde_json::from_str(&expected).expect("expected.json is JSON");
    let article = read_text(&page, &Input::default()).expect("a text");
    let checks = expected["article"].as_array().expect("a list of checks");
    let failing: Vec<&Value> = checks
        .iter()
        .filter(|check| !passes(&article, check))
        .collect();
    assert!(failing.is_empty(), "{failing:#?}\n{article:#?}");
}
