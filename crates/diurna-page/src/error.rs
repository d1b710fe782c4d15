//! The crate's error: one opaque type that says what was expected and what stood there.

use std::fmt;

/// Input that cannot be read as what it is said to be.
///
/// Pages and texts never fail for what they hold, since any bytes are some text; a line of JSON
/// does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Json(String),
    Field { field: String, message: String },
    Empty,
}

impl Error {
    pub(crate) fn json(error: &serde_json::Error) -> Error {
        Error {
            kind: Kind::Json(error.to_string()),
        }
    }

    pub(crate) fn field(field: &str, message: impl Into<String>) -> Error {
        Error {
            kind: Kind::Field {
                field: field.to_owned(),
                message: message.into(),
            },
        }
    }

    pub(crate) fn empty() -> Error {
        Error { kind: Kind::Empty }
    }

    /// True if the page or text has no words at all.
    pub fn is_empty_input(&self) -> bool {
        self.kind == Kind::Empty
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Json(message) => write!(f, "expected one JSON object a line: {message}"),
            Kind::Field { field, message } => write!(f, "{field}: {message}"),
            Kind::Empty => f.write_str("expected a page with text, found no words"),
        }
    }
}

impl std::error::Error for Error {}
