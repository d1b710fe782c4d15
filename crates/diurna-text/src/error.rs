use std::fmt;
use std::path::{Path, PathBuf};

/// What went wrong while a model was installed or loaded, or a text analysed.
///
/// The message is a fragment that says what was expected and what was found; where a command mends it, it says which.
#[derive(Debug)]
pub struct Error(Box<Kind>);

#[derive(Debug)]
enum Kind {
    Io(PathBuf, std::io::Error),
    Model(PathBuf, String),
    Package(String),
    TooLong(usize),
    Span(usize, usize),
}

/// The command that puts a sound model in place.
const MEND: &str = "diurna model install";

impl Error {
    pub(crate) fn io(path: &Path, error: std::io::Error) -> Error {
        Error(Box::new(Kind::Io(path.to_owned(), error)))
    }

    /// The model file is there but cannot be used.
    pub(crate) fn model(path: &Path, why: impl fmt::Display) -> Error {
        Error(Box::new(Kind::Model(path.to_owned(), why.to_string())))
    }

    /// The package is not one that this engine can run.
    pub(crate) fn package(why: impl fmt::Display) -> Error {
        Error(Box::new(Kind::Package(why.to_string())))
    }

    pub(crate) fn too_long(chars: usize) -> Error {
        Error(Box::new(Kind::TooLong(chars)))
    }

    pub(crate) fn span(start: usize, end: usize) -> Error {
        Error(Box::new(Kind::Span(start, end)))
    }

    /// Puts the file in front of a complaint about its contents.
    pub(crate) fn within(self, path: &Path) -> Error {
        match *self.0 {
            Kind::Package(why) => Error::package(format!("{}: {why}", path.display())),
            kind => Error(Box::new(kind)),
        }
    }

    /// True if the text was longer than the pipeline takes.
    pub fn is_too_long(&self) -> bool {
        matches!(*self.0, Kind::TooLong(_))
    }

    /// True if the model file is missing, cut off, altered or of another version: installing it again helps.
    pub fn is_model(&self) -> bool {
        matches!(*self.0, Kind::Model(..))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Kind::Io(path, error) => write!(f, "{}: {error}", path.display()),
            Kind::Model(path, why) => write!(
                f,
                "language model {}: {why}; `{MEND}` mends it",
                path.display()
            ),
            Kind::Package(why) => write!(f, "language model package: {why}"),
            Kind::TooLong(chars) => write!(
                f,
                "text of {chars} characters; at most {} can be analysed in one piece",
                crate::pipeline::MAX_CHARS
            ),
            Kind::Span(start, end) => write!(
                f,
                "part {start}..{end} does not lie on character borders of the text, behind the part before it"
            ),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            Kind::Io(_, error) => Some(error),
            _ => None,
        }
    }
}
