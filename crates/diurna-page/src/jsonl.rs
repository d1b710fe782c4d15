//! One JSON document a line: `{"id", "text"}` or `{"id", "html"}` with what the caller knows.
//!
//! `text` stays as it is to the character unless cleaning is asked for; with a `title` the article's
//! text is title, blank line, body. Pairs of relation mode are read into spans of that text; in the
//! JSON they count code points of the field `text`.

use diurna_record::{Article, CharIndex, Moment, Span};
use serde::Deserialize;
use serde_json::Value;

use crate::error::Error;
use crate::input::Input;

/// A document of a JSON line.
#[derive(Clone, Debug, PartialEq)]
pub struct JsonlDocument {
    /// The article.
    pub article: Article,
    /// The marked pairs of relation mode; `None` where the line has no `pairs`.
    pub pairs: Option<Vec<Pair>>,
}

/// A pair of marked parties whose relation is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The pair's id.
    pub id: String,
    /// Where the acting party is named, in bytes of the article's text.
    pub source: Vec<Span>,
    /// Where the receiving party is named.
    pub target: Vec<Span>,
}

#[derive(Deserialize)]
struct Line {
    id: Option<Value>,
    text: Option<String>,
    html: Option<String>,
    title: Option<String>,
    url: Option<String>,
    published: Option<String>,
    outlet: Option<Value>,
    language: Option<String>,
    pairs: Option<Vec<RawPair>>,
}

#[derive(Deserialize)]
struct RawPair {
    id: Value,
    #[serde(default)]
    source: Vec<(usize, usize)>,
    #[serde(default)]
    target: Vec<(usize, usize)>,
}

/// Reads one line; `input` fills what the line does not say.
///
/// ```
/// use diurna_page::{Input, read_jsonl_line};
/// let line = r#"{"id": "d1", "text": "Ankara said no to Paris.", "published": "2020-01-11",
///     "pairs": [{"id": "p1", "source": [[0, 6]], "target": [[18, 23]]}]}"#;
/// let document = read_jsonl_line(line, &Input::default())?;
/// let pair = &document.pairs.unwrap()[0];
/// assert_eq!(pair.target[0].slice(&document.article.text), "Paris");
/// # Ok::<(), diurna_page::Error>(())
/// ```
///
/// # Errors
///
/// If the line is no JSON object with a `text` or an `html`, a field is of the wrong kind, or a
/// pair points outside the text.
pub fn read_jsonl_line(line: &str, input: &Input) -> Result<JsonlDocument, Error> {
    let line: Line = serde_json::from_str(line).map_err(|error| Error::json(&error))?;
    let known = known(&line, input)?;
    let (article, shift) = match (&line.text, &line.html) {
        (Some(text), _) => (
            crate::read_known_text(text, &known, known.clean.unwrap_or(false))?,
            crate::plain::title_before(text, &known).len(),
        ),
        (None, Some(html)) => (crate::read_html(html.as_bytes(), &known)?, 0),
        (None, None) => {
            return Err(Error::field(
                "text",
                "expected \"text\" or \"html\", found neither",
            ));
        }
    };
    let pairs = match (&line.pairs, &line.text) {
        (None, _) => None,
        (Some(pairs), Some(text)) => Some(read_pairs(pairs, text, shift)?),
        (Some(_), None) => return Err(Error::field("pairs", "expected \"text\" beside them")),
    };
    Ok(JsonlDocument { article, pairs })
}

fn known(line: &Line, input: &Input) -> Result<Input, Error> {
    let filled = |field: &Option<String>, other: &Option<String>| {
        let own = field
            .as_deref()
            .map(str::trim)
            .filter(|own| !own.is_empty());
        own.map(str::to_owned).or_else(|| other.clone())
    };
    let outlet = match &line.outlet {
        Some(Value::Object(outlet)) => outlet
            .get("name")
            .and_then(Value::as_str)
            .map(str::to_owned),
        Some(Value::String(name)) => Some(name.clone()),
        Some(Value::Null) | None => None,
        Some(other) => {
            return Err(Error::field(
                "outlet",
                format!("expected a name, found {other}"),
            ));
        }
    };
    let mut known = Input {
        id: line
            .id
            .as_ref()
            .and_then(id_text)
            .or_else(|| input.id.clone()),
        url: filled(&line.url, &input.url),
        published: input.published.clone(),
        outlet: filled(&outlet, &input.outlet),
        title: filled(&line.title, &input.title),
        language: filled(&line.language, &input.language),
        clean: input.clean,
    };
    if let Some(text) = filled(&line.published, &None) {
        known.published = Some(moment(&text)?);
    }
    if line.pairs.is_some() {
        known.clean = Some(false);
    }
    Ok(known)
}

fn moment(text: &str) -> Result<Moment, Error> {
    crate::moment::machine(text)
        .ok_or_else(|| Error::field("published", format!("expected a date, found {text:?}")))
}

fn id_text(value: &Value) -> Option<String> {
    match value {
        Value::String(id) if !id.is_empty() => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

fn read_pairs(pairs: &[RawPair], text: &str, shift: usize) -> Result<Vec<Pair>, Error> {
    let index = CharIndex::new(text);
    let spans = |field: &str, raw: &[(usize, usize)]| -> Result<Vec<Span>, Error> {
        raw.iter()
            .map(|(start, end)| {
                let bytes = index.to_bytes(*start).zip(index.to_bytes(*end));
                bytes
                    .filter(|(start, end)| start <= end)
                    .map(|(start, end)| Span::new(start + shift, end + shift))
                    .ok_or_else(|| {
                        Error::field(
                            "pairs",
                            format!(
                                "{field}: expected a span inside the text, found [{start}, {end}]"
                            ),
                        )
                    })
            })
            .collect()
    };
    pairs
        .iter()
        .map(|pair| {
            Ok(Pair {
                id: id_text(&pair.id)
                    .ok_or_else(|| Error::field("pairs", "expected an id for each pair"))?,
                source: spans("source", &pair.source)?,
                target: spans("target", &pair.target)?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<JsonlDocument, Error> {
        read_jsonl_line(line, &Input::default())
    }

    #[test]
    fn text_is_unchanged_to_the_character() {
        let text = " Harbour | Daily \nShare\n\n  Two.  \r\n";
        let line = serde_json::json!({"id": 7, "text": text}).to_string();
        let article = read(&line).unwrap().article;
        assert_eq!(article.text, text);
        assert_eq!(article.id, "7");
        assert_eq!(article.title, None);
    }

    #[test]
    fn a_text_that_begins_with_its_title_is_left_alone() {
        let line =
            serde_json::json!({"title": "Talks over", "text": "Talks over.\n\nThe envoy left."});
        let article = read(&line.to_string()).unwrap().article;
        assert_eq!(article.text, "Talks over.\n\nThe envoy left.");
        assert_eq!(article.title.as_deref(), Some("Talks over"));
        let line = serde_json::json!({"title": "Talks", "text": "Talks over."});
        assert_eq!(
            read(&line.to_string()).unwrap().article.text,
            "Talks\n\nTalks over."
        );
    }

    #[test]
    fn title_stands_before_the_body_and_pairs_move_with_it() {
        let line = r#"{"id":"a","title":"É","text":"Él: no","pairs":[{"id":"p","source":[[0,2]],"target":[[4,6]]}]}"#;
        let document = read(line).unwrap();
        assert_eq!(document.article.text, "É\n\nÉl: no");
        let pair = &document.pairs.unwrap()[0];
        assert_eq!(pair.source[0].slice(&document.article.text), "Él");
        assert_eq!(pair.target[0].slice(&document.article.text), "no");
    }

    #[test]
    fn errors_name_the_field() {
        for (line, part) in [
            ("{", "JSON"),
            (r#"{"id":"a"}"#, "text"),
            (r#"{"id":"a","text":"x","published":"soon"}"#, "published"),
            (
                r#"{"id":"a","text":"x","pairs":[{"id":"p","source":[[0,9]]}]}"#,
                "[0, 9]",
            ),
        ] {
            let message = read(line).unwrap_err().to_string();
            assert!(message.contains(part), "{message}");
        }
    }
}
