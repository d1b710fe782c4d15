//! The facade's error: what failed, and at which file, line or address.

use std::fmt;

/// What went wrong, with the name of the document or file it happened at.
///
/// The message is a lower-case fragment that says what was expected and what was found. The crates below have an error
/// type each; they come out as the [source](std::error::Error::source) of this one.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    /// File, line or address.
    place: Option<String>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    File(std::io::Error),
    Page(diurna_page::Error),
    Json(serde_json::Error),
    Model(diurna_text::Error),
    Analysis(diurna_text::Error),
    Data(diurna_coder::Error),
    Geonames(diurna_data::Error),
    Package(String),
    Record(diurna_record::Error),
    NoPairs,
    Panic(String),
}

impl Error {
    fn new(kind: Kind) -> Error {
        Error(Box::new(Inner { place: None, kind }))
    }

    pub(crate) fn model(error: diurna_text::Error) -> Error {
        Error::new(Kind::Model(error))
    }

    pub(crate) fn geonames(error: diurna_data::Error) -> Error {
        Error::new(Kind::Geonames(error))
    }

    pub(crate) fn package(message: String) -> Error {
        Error::new(Kind::Package(message))
    }

    pub(crate) fn no_pairs() -> Error {
        Error::new(Kind::NoPairs)
    }

    pub(crate) fn panic(message: String) -> Error {
        Error::new(Kind::Panic(message))
    }

    /// Puts the name of a file, line or address in front of the message; a name that is there already stays.
    pub fn at(mut self, place: impl Into<String>) -> Error {
        self.0.place.get_or_insert_with(|| place.into());
        self
    }

    /// The name of the file, line or address it happened at.
    pub fn place(&self) -> Option<&str> {
        self.0.place.as_deref()
    }

    /// True if the language model is missing or broken, or the file of places broken; `diurna model install` mends it.
    pub fn is_model(&self) -> bool {
        matches!(self.0.kind, Kind::Model(_) | Kind::Geonames(_))
    }

    /// True if a lexicon or gazetteer does not load.
    pub fn is_data(&self) -> bool {
        matches!(self.0.kind, Kind::Data(_))
    }

    /// True if a file could not be opened or read.
    pub fn is_file(&self) -> bool {
        matches!(self.0.kind, Kind::File(_))
    }

    /// True if a document has no pairs to relate.
    pub fn is_no_pairs(&self) -> bool {
        matches!(self.0.kind, Kind::NoPairs)
    }

    /// True if the program itself failed on a document: a bug worth a report.
    pub fn is_bug(&self) -> bool {
        matches!(self.0.kind, Kind::Panic(_) | Kind::Record(_))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.0.place {
            write!(f, "{place}: ")?;
        }
        match &self.0.kind {
            Kind::File(error) => error.fmt(f),
            Kind::Page(error) => error.fmt(f),
            Kind::Json(error) => write!(f, "expected JSON of the documented form: {error}"),
            Kind::Model(error) | Kind::Analysis(error) => error.fmt(f),
            Kind::Data(error) => error.fmt(f),
            Kind::Geonames(error) => {
                write!(f, "places: {error}; `diurna model install` mends it")
            }
            Kind::Package(message) => write!(f, "package of places: {message}"),
            Kind::Record(error) => write!(f, "the record does not hold: {error}"),
            Kind::NoPairs => f.write_str("expected a document with \"pairs\", found none"),
            Kind::Panic(message) => write!(f, "the program failed on this document: {message}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.kind {
            Kind::File(error) => Some(error),
            Kind::Page(error) => Some(error),
            Kind::Json(error) => Some(error),
            Kind::Model(error) | Kind::Analysis(error) => Some(error),
            Kind::Data(error) => Some(error),
            Kind::Geonames(error) => Some(error),
            Kind::Record(error) => Some(error),
            Kind::NoPairs | Kind::Package(_) | Kind::Panic(_) => None,
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Error {
        Error::new(Kind::File(error))
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Error {
        Error::new(Kind::Json(error))
    }
}

impl From<diurna_page::Error> for Error {
    fn from(error: diurna_page::Error) -> Error {
        Error::new(Kind::Page(error))
    }
}

impl From<diurna_text::Error> for Error {
    fn from(error: diurna_text::Error) -> Error {
        Error::new(Kind::Analysis(error))
    }
}

impl From<diurna_coder::Error> for Error {
    fn from(error: diurna_coder::Error) -> Error {
        Error::new(Kind::Data(error))
    }
}

impl From<diurna_record::Error> for Error {
    fn from(error: diurna_record::Error) -> Error {
        Error::new(Kind::Record(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_place_stays() {
        let error = Error::no_pairs().at("a.jsonl:3").at("a.jsonl");
        assert_eq!(
            error.to_string(),
            "a.jsonl:3: expected a document with \"pairs\", found none"
        );
    }
}
