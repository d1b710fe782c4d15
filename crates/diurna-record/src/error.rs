//! The crate's error.

use std::fmt;

/// A value that is not what the record format asks for: says the field, what was expected and what
/// was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    message: String,
}

impl Error {
    pub(crate) fn expected(field: &str, expected: &str, found: &str) -> Error {
        Error {
            message: format!("{field}: expected {expected}, found {found:?}"),
        }
    }

    pub(crate) fn new(message: String) -> Error {
        Error { message }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
