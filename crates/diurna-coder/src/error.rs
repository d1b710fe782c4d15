//! The crate's error.

use std::fmt;

/// A data file that the coder needs and that does not load: says file, line and what was expected.
#[derive(Debug)]
pub struct Error {
    message: String,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl From<diurna_data::Error> for Error {
    fn from(error: diurna_data::Error) -> Error {
        Error {
            message: error.to_string(),
        }
    }
}

impl From<crate::WeightsError> for Error {
    fn from(error: crate::WeightsError) -> Error {
        Error {
            message: error.to_string(),
        }
    }
}
