//! An article as JSON: the record's fields of the page, with spans in code points, as in everything that leaves the program.

use diurna_page::Input;
use diurna_record::{Article, CharIndex, PublishedBasis, SCHEMA, Span};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};

/// An article that is written and read as the record writes its own: `schema`, then the fields of the page, with spans in
/// code points.
///
/// ```
/// use diurna::{Article, ArticleJson};
/// let article = Article::from_text("d1", "É.\n\nTwo.");
/// let json = serde_json::to_value(ArticleJson(article.clone()))?;
/// assert_eq!(json["paragraphs"][1]["start"], 4);
/// assert_eq!(serde_json::from_value::<ArticleJson>(json)?, ArticleJson(article));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleJson(pub Article);

#[derive(Serialize)]
struct Out<'a> {
    schema: &'static str,
    #[serde(flatten)]
    article: &'a Article,
}

impl Serialize for ArticleJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let index = CharIndex::new(&self.0.text);
        let mut article = self.0.clone();
        change_unit(&mut article, |byte| index.to_chars(byte)).map_err(ser::Error::custom)?;
        let out = Out {
            schema: SCHEMA,
            article: &article,
        };
        out.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ArticleJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ArticleJson, D::Error> {
        let mut article = Article::deserialize(deserializer)?;
        let text = std::mem::take(&mut article.text);
        let index = CharIndex::new(&text);
        change_unit(&mut article, |chars| index.to_bytes(chars)).map_err(de::Error::custom)?;
        article.text = text;
        Ok(ArticleJson(article))
    }
}

fn change_unit(
    article: &mut Article,
    offset: impl Fn(usize) -> Option<usize>,
) -> Result<(), String> {
    let origin = article
        .origin
        .as_mut()
        .and_then(|origin| origin.span.as_mut());
    for span in article.paragraphs.iter_mut().chain(origin) {
        let ends = offset(span.start).zip(offset(span.end));
        let (start, end) = ends
            .filter(|(start, end)| start <= end)
            .ok_or_else(|| format!("{}..{} does not slice the text", span.start, span.end))?;
        *span = Span::new(start, end);
    }
    Ok(())
}

/// True for a JSON object that says that it is in diurna's own format.
pub(crate) fn has_schema(json: &str) -> bool {
    #[derive(Deserialize)]
    struct Head {
        schema: Option<String>,
    }
    json.contains("\"schema\"")
        && serde_json::from_str::<Head>(json).is_ok_and(|head| {
            head.schema
                .is_some_and(|schema| schema.starts_with("diurna/"))
        })
}

/// Puts what the caller knows over what an article says of itself.
pub(crate) fn with_input(mut article: Article, input: &Input) -> Article {
    if let Some(id) = &input.id {
        article.id.clone_from(id);
    }
    article.url = input.url.clone().or(article.url);
    if let Some(published) = &input.published {
        article.published = Some(published.clone());
        article.published_basis = Some(PublishedBasis::Given);
    }
    article
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_outside_the_text_is_refused() {
        let json =
            r#"{"schema":"diurna/1","id":"a","text":"No.","paragraphs":[{"start":0,"end":9}]}"#;
        let error = serde_json::from_str::<ArticleJson>(json).unwrap_err();
        assert!(error.to_string().contains("0..9"), "{error}");
    }

    #[test]
    fn the_schema_tells_an_article_from_a_document() {
        assert!(has_schema(r#"{"schema":"diurna/1","id":"a"}"#));
        assert!(!has_schema(r#"{"id":"a","text":"the \"schema\" of it"}"#));
    }
}
