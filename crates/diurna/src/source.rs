//! Documents before they are read: files, lines of a file, bytes.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use diurna_page::{Input, Kind};
use diurna_record::Article;
use serde_json::value::RawValue;

use crate::article_json::{self, ArticleJson};
use crate::{Error, Pair};

/// Bytes that tell a file's kind.
const HEAD: usize = 4096;

/// A document that waits to be read.
#[derive(Debug)]
pub struct Source {
    /// What messages call it: file, file and line, or address.
    pub name: String,
    /// Where its bytes are.
    pub content: Content,
    /// How to read it; `None` looks at name and bytes.
    pub kind: Option<Kind>,
    /// What the caller knows of it.
    pub input: Input,
}

/// Where a document's bytes are.
#[derive(Debug)]
pub enum Content {
    /// In a file that holds this one document.
    File(PathBuf),
    /// Here.
    Bytes(Vec<u8>),
    /// Nowhere: reading came to an end before it. The document is an outcome all the same, so that it is named and counted.
    Unreadable(Error),
}

/// A document that was read.
#[derive(Debug)]
pub struct Document {
    /// Its text and metadata.
    pub article: Article,
    /// The pairs of relation mode, where it has them.
    pub pairs: Option<Vec<Pair>>,
}

impl Source {
    /// A document of plain text that is taken as it is.
    pub fn text(name: &str, text: &str, input: Input) -> Source {
        let input = Input {
            clean: Some(false),
            ..input
        };
        Source::bytes(name, text.as_bytes().to_vec(), Some(Kind::Text), input)
    }

    /// A document whose bytes are at hand.
    pub fn bytes(name: &str, bytes: Vec<u8>, kind: Option<Kind>, input: Input) -> Source {
        Source {
            name: name.to_owned(),
            content: Content::Bytes(bytes),
            kind,
            input,
        }
    }

    /// A document that stands for what could not be read.
    pub fn unreadable(name: &str, error: Error) -> Source {
        Source {
            name: name.to_owned(),
            content: Content::Unreadable(error),
            kind: None,
            input: Input::default(),
        }
    }

    /// Reads the document.
    ///
    /// A JSON document that carries a `schema` is an article or record of diurna's own: its text is taken as it stands, so
    /// that what `diurna read` writes can be coded.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, has no words, or is no JSON document where one is expected.
    pub fn read(self) -> Result<Document, Error> {
        let name = self.name;
        let bytes = match self.content {
            Content::Bytes(bytes) => Ok(bytes),
            Content::File(path) => std::fs::read(path).map_err(Error::from),
            Content::Unreadable(error) => Err(error),
        };
        let document = bytes.and_then(|bytes| {
            let kind = self
                .kind
                .unwrap_or_else(|| diurna_page::detect(&bytes, Path::new(&name)));
            read(&bytes, kind, &self.input)
        });
        document.map_err(|error| error.at(name))
    }
}

fn read(bytes: &[u8], kind: Kind, input: &Input) -> Result<Document, Error> {
    let article = match kind {
        Kind::Html => diurna_page::read_html(bytes, input)?,
        Kind::Text => diurna_page::read_text(bytes, input)?,
        Kind::Markdown => diurna_page::read_markdown(bytes, input)?,
        Kind::Jsonl => return read_json(bytes, input),
    };
    Ok(Document {
        article,
        pairs: None,
    })
}

fn read_json(bytes: &[u8], input: &Input) -> Result<Document, Error> {
    let line = std::str::from_utf8(bytes).map_err(|error| {
        Error::from(io::Error::new(
            io::ErrorKind::InvalidData,
            format!("expected UTF-8: {error}"),
        ))
    })?;
    if article_json::has_schema(line) {
        let ArticleJson(article) = serde_json::from_str(line)?;
        return Ok(Document {
            article: article_json::with_input(article, input),
            pairs: None,
        });
    }
    let document = diurna_page::read_jsonl_line(line, input)?;
    let pairs = document
        .pairs
        .map(|pairs| pairs.into_iter().map(pair).collect());
    Ok(Document {
        article: document.article,
        pairs,
    })
}

fn pair(pair: diurna_page::Pair) -> Pair {
    Pair {
        id: pair.id,
        source: pair.source,
        target: pair.target,
    }
}

/// The documents of a file: the file itself, the lines of a JSONL file, the elements of a JSON file.
///
/// A file that cannot be read gives one document, which says so when its turn comes.
pub fn open(
    path: &Path,
    kind: Option<Kind>,
    input: &Input,
) -> Box<dyn Iterator<Item = Source> + Send> {
    let name = path.display().to_string();
    let one = |content| Source {
        name: name.clone(),
        content,
        kind,
        input: input.clone(),
    };
    if kind.is_none() && path.extension().is_some_and(|ending| ending == "json") {
        return Box::new(json_file(path, input).into_iter());
    }
    let opened = File::open(path).and_then(|file| -> io::Result<_> {
        let mut reader = BufReader::with_capacity(HEAD, file);
        let kind = match kind {
            Some(kind) => kind,
            None => diurna_page::detect(reader.fill_buf()?, path),
        };
        Ok((reader, kind))
    });
    match opened {
        Ok((reader, Kind::Jsonl)) => Box::new(lines(name, reader, input.clone())),
        Ok(_) => Box::new(std::iter::once(one(Content::File(path.to_owned())))),
        Err(error) => Box::new(std::iter::once(one(Content::Unreadable(Error::from(
            error,
        ))))),
    }
}

/// The documents of a stream, such as standard input: the lines of JSONL, else all of it.
pub fn stream(
    name: &str,
    mut reader: impl BufRead + Send + 'static,
    kind: Option<Kind>,
    input: &Input,
) -> Box<dyn Iterator<Item = Source> + Send> {
    let mut whole = || -> io::Result<(Kind, Vec<u8>)> {
        let kind = match kind {
            Some(kind) => kind,
            None => diurna_page::detect(reader.fill_buf()?, Path::new("")),
        };
        let mut bytes = Vec::new();
        if kind != Kind::Jsonl {
            reader.read_to_end(&mut bytes)?;
        }
        Ok((kind, bytes))
    };
    match whole() {
        Ok((Kind::Jsonl, _)) => Box::new(lines(name.to_owned(), reader, input.clone())),
        Ok((kind, bytes)) => Box::new(std::iter::once(Source::bytes(
            name,
            bytes,
            Some(kind),
            input.clone(),
        ))),
        Err(error) => Box::new(std::iter::once(Source::unreadable(
            name,
            Error::from(error),
        ))),
    }
}

/// The lines of JSONL as documents, named `file:line`. A failure to read is the last of them.
fn lines(
    name: String,
    reader: impl BufRead + Send,
    input: Input,
) -> impl Iterator<Item = Source> + Send {
    let mut failed = false;
    let lines = reader.split(b'\n').enumerate().map_while(move |line| {
        // A reader that fails may fail for ever.
        let over = std::mem::replace(&mut failed, line.1.is_err());
        (!over).then_some(line)
    });
    lines.filter_map(move |(index, line)| {
        let name = format!("{name}:{}", index + 1);
        match line {
            Ok(line) if line.trim_ascii().is_empty() => None,
            Ok(line) => Some(Source::bytes(&name, line, Some(Kind::Jsonl), input.clone())),
            Err(error) => Some(Source::unreadable(&name, Error::from(error))),
        }
    })
}

/// A JSON file holds a document or a list of them; the elements are named `file[index]`.
fn json_file(path: &Path, input: &Input) -> Vec<Source> {
    let name = path.display().to_string();
    let read = || -> Result<Vec<Source>, Error> {
        let text = std::fs::read_to_string(path).map_err(Error::from)?;
        let one = |name: &str, json: &str| {
            Source::bytes(name, json.into(), Some(Kind::Jsonl), input.clone())
        };
        if !text.trim_start().starts_with('[') {
            return Ok(vec![one(&name, &text)]);
        }
        let list: Vec<Box<RawValue>> = serde_json::from_str(&text)?;
        let elements = list.iter().enumerate();
        Ok(elements
            .map(|(index, json)| one(&format!("{name}[{index}]"), json.get()))
            .collect())
    };
    read().unwrap_or_else(|error| vec![Source::unreadable(&name, error)])
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn names_and_results(reader: impl BufRead + Send + 'static) -> Vec<(String, Option<String>)> {
        stream("-", reader, None, &Input::default())
            .map(|source| {
                (
                    source.name.clone(),
                    source.read().ok().map(|document| document.article.text),
                )
            })
            .collect()
    }

    #[test]
    fn lines_are_documents_and_a_bad_line_is_one_too() {
        let jsonl =
            "{\"id\": \"a\", \"text\": \"One.\"}\n\n{\"id\"\n{\"id\": \"b\", \"text\": \"Two.\"}";
        let found = names_and_results(Cursor::new(jsonl));
        let expected = [("-:1", Some("One.")), ("-:3", None), ("-:4", Some("Two."))];
        let expected = expected.map(|(name, text)| (name.to_owned(), text.map(str::to_owned)));
        assert_eq!(found, expected);
    }

    #[test]
    fn a_stream_of_text_is_one_document() {
        let found = names_and_results(Cursor::new("Ankara said no."));
        assert_eq!(
            found,
            [("-".to_owned(), Some("Ankara said no.".to_owned()))]
        );
    }

    #[test]
    fn a_file_that_is_not_there_is_an_outcome_with_its_name() {
        let mut sources = open(Path::new("no/such.html"), None, &Input::default());
        let error = sources.next().unwrap().read().unwrap_err();
        assert!(error.is_file());
        assert_eq!(error.place(), Some("no/such.html"));
        assert!(sources.next().is_none());
    }
}
