//! What ends a command before it is done: a message, what to try, an exit code.

use std::fmt::Display;
use std::io;

use crate::exit::Exit;

/// A failure of the whole command. One document that fails is none.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
}

impl Failure {
    pub(crate) fn new(exit: Exit, message: impl Display) -> Failure {
        Failure {
            exit,
            message: message.to_string(),
            hint: None,
        }
    }

    pub(crate) fn usage(message: impl Display) -> Failure {
        Failure::new(Exit::Usage, message)
    }

    /// Adds what to try.
    pub(crate) fn hint(mut self, hint: impl Display) -> Failure {
        self.hint = Some(hint.to_string());
        self
    }
}

/// Writing failed. Nobody reads any more, or the disk is full.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Failure::new(Exit::Ok, "");
        }
        Failure::new(Exit::Output, format!("could not write the result: {error}"))
    }
}

/// Loading failed.
impl From<diurna::Error> for Failure {
    fn from(error: diurna::Error) -> Failure {
        if error.is_model() {
            Failure::new(Exit::Model, error).hint("run `diurna model install`")
        } else if error.is_data() {
            Failure::new(Exit::Data, error).hint("docs/lexicon.md explains the format of a line")
        } else {
            Failure::usage(error)
        }
    }
}
