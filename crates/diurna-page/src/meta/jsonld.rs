//! JSON-LD: what a page says of itself in schema.org terms.
//!
//! Pages break the format in every way: several scripts, `@graph`, arrays, raw line breaks inside
//! strings, HTML comments around the JSON. Whatever can be read is flattened into one list of
//! objects, and the one that describes the article is picked by type and headline.

use scraper::{Html, Selector};
use serde_json::{Map, Value};

use crate::fold::{overlap, squeeze};

/// Objects nested deeper than this are no description of an article.
const DEEPEST: usize = 6;

pub(crate) type Object = Map<String, Value>;

/// All typed objects of all scripts, in page order.
pub(crate) fn objects(page: &Html) -> Vec<Object> {
    let mut found = Vec::new();
    let scripts = Selector::parse("script[type*='ld+json']").expect("a valid selector");
    for script in page.select(&scripts) {
        let source: String = script.text().collect();
        if let Some(value) = parse(&source) {
            flatten(value, 0, &mut found);
        }
    }
    found
}

fn parse(source: &str) -> Option<Value> {
    let source = source
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_end_matches("-->")
        .trim_end_matches("//]]>")
        .trim()
        .trim_end_matches(';');
    serde_json::from_str(source)
        .ok()
        .or_else(|| serde_json::from_str(&source.replace(['\n', '\r', '\t'], " ")).ok())
}

fn flatten(value: Value, depth: usize, found: &mut Vec<Object>) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(items) => {
            for item in items {
                flatten(item, depth + 1, found);
            }
        }
        Value::Object(mut object) => {
            let graph = object.remove("@graph");
            let main = object
                .get("mainEntity")
                .filter(|main| main.is_object())
                .cloned();
            if object.contains_key("@type") {
                found.push(object);
            }
            for inner in graph.into_iter().chain(main) {
                flatten(inner, depth + 1, found);
            }
        }
        _ => {}
    }
}

/// The names of a node's types.
pub(crate) fn types(object: &Object) -> Vec<&str> {
    match object.get("@type") {
        Some(Value::String(name)) => vec![name.as_str()],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The object that describes the article, `headline` telling between several.
pub(crate) fn article<'o>(objects: &'o [Object], headline: Option<&str>) -> Option<&'o Object> {
    let is_article = |object: &&Object| {
        types(object).iter().any(|name| {
            let name = name.rsplit(['/', ':']).next().unwrap_or(name);
            name.ends_with("Article")
                || name.ends_with("Posting")
                || matches!(
                    name,
                    "Report" | "Review" | "HowTo" | "Recipe" | "AnalysisNewsArticle"
                )
        })
    };
    let fit = |object: &Object| match (text(object, "headline"), headline) {
        (Some(found), Some(headline)) => overlap(&found, headline),
        (Some(_), None) => 0.1,
        _ => 0.0,
    };
    let best = objects
        .iter()
        .filter(is_article)
        .fold(None::<(&Object, f64)>, |best, object| {
            let fit = fit(object);
            match best {
                Some((_, old)) if old >= fit => best,
                _ => Some((object, fit)),
            }
        })
        .map(|(object, _)| object);
    best.or_else(|| {
        objects.iter().find(|object| {
            types(object).contains(&"WebPage") && object.contains_key("datePublished")
        })
    })
}

/// A string field, its HTML entities read and its white space folded.
pub(crate) fn text(object: &Object, field: &str) -> Option<String> {
    let value = match object.get(field)? {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.first()?.as_str()?.to_owned(),
        _ => return None,
    };
    let clean = plain(&value);
    (!clean.is_empty()).then_some(clean)
}

/// Text that may hold entities or tags, as one line.
pub(crate) fn plain(text: &str) -> String {
    if !text.contains(['&', '<']) {
        return squeeze(text);
    }
    let fragment = Html::parse_fragment(text);
    squeeze(&fragment.root_element().text().collect::<String>())
}

/// The names in a field that holds a string, an object with a name, or a list of these; organisations
/// are told from persons where the page does so.
pub(crate) fn parties(object: &Object, field: &str, all: &[Object]) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    if let Some(value) = object.get(field) {
        collect_parties(value, all, 0, &mut found);
    }
    found
}

fn collect_parties(value: &Value, all: &[Object], depth: usize, found: &mut Vec<(String, bool)>) {
    match value {
        Value::String(name) => found.push((plain(name), false)),
        Value::Array(items) if depth < DEEPEST => {
            for item in items {
                collect_parties(item, all, depth + 1, found);
            }
        }
        Value::Object(party) => {
            let organization = types(party)
                .iter()
                .any(|name| name.contains("Organization") || *name == "Corporation");
            match party.get("name") {
                Some(Value::String(name)) => found.push((plain(name), organization)),
                Some(names @ Value::Array(_)) if depth < DEEPEST => {
                    collect_parties(names, all, depth + 1, found);
                }
                _ => found.extend(referred(party, all).map(|name| (name, organization))),
            }
        }
        _ => {}
    }
}

/// `{"@id": "#author"}` stands for the object of that id.
fn referred(party: &Object, all: &[Object]) -> Option<String> {
    let id = party.get("@id")?.as_str()?;
    let target = all
        .iter()
        .find(|object| object.get("@id").and_then(Value::as_str) == Some(id))?;
    text(target, "name")
}

/// Strings of a list, or of one string cut at commas.
pub(crate) fn list(object: &Object, field: &str) -> Vec<String> {
    match object.get(field) {
        Some(Value::String(text)) => crate::meta::cut_list(&plain(text)),
        Some(Value::Array(items)) => items
            .iter()
            .filter_map(|item| match item {
                Value::String(text) => Some(plain(text)),
                Value::Object(term) => text(term, "name"),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// The address of the first image.
pub(crate) fn image(object: &Object) -> Option<String> {
    let mut value = object.get("image")?;
    for _ in 0..DEEPEST {
        value = match value {
            Value::String(address) => return Some(address.clone()),
            Value::Array(items) => items.first()?,
            Value::Object(image) => image.get("url").or_else(|| image.get("contentUrl"))?,
            _ => return None,
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Vec<Object> {
        objects(&Html::parse_document(&format!(
            "<script type='application/ld+json'>{json}</script>"
        )))
    }

    #[test]
    fn graph_arrays_and_references() {
        let all = read(
            r##"[{"@graph":[{"@type":"Person","@id":"#p","name":"Jane Doe"},
            {"@type":["NewsArticle"],"headline":"A &amp; B","author":[{"@id":"#p"},"John Roe"],
             "keywords":"x, y"}]}]"##,
        );
        let article = article(&all, None).unwrap();
        assert_eq!(text(article, "headline").as_deref(), Some("A & B"));
        assert_eq!(
            parties(article, "author", &all),
            [
                ("Jane Doe".to_owned(), false),
                ("John Roe".to_owned(), false)
            ]
        );
        assert_eq!(list(article, "keywords"), ["x", "y"]);
    }

    #[test]
    fn raw_line_breaks_are_read() {
        let all = read("{\"@type\":\"NewsArticle\",\"headline\":\"Two\nlines\"};");
        assert_eq!(text(&all[0], "headline").as_deref(), Some("Two lines"));
    }

    #[test]
    fn headline_tells_between_articles() {
        let all = read(
            r#"[{"@type":"NewsArticle","headline":"Another story"},
                {"@type":"NewsArticle","headline":"Bridge to close"}]"#,
        );
        let found = article(&all, Some("Bridge to close")).unwrap();
        assert_eq!(text(found, "headline").as_deref(), Some("Bridge to close"));
    }
}
