//! What the program's exit code says. This is the whole list; scripts may rely on it.

use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All went well. A reader that closed the pipe early (`diurna code pages | head`) is no failure.
    Ok = 0,
    /// Some documents could not be read or coded. They are named on stderr; the others are done.
    SetAside = 1,
    /// The arguments do not fit together, or what they name is not there. Nothing was done.
    Usage = 2,
    /// The language model is missing, cut off or altered, or could not be installed.
    Model = 3,
    /// A lexicon or gazetteer does not load; file and line are on stderr.
    Data = 4,
    /// `diurna verify` found a record that does not hold, or `diurna lexicon test` a sentence that is coded otherwise.
    Unsound = 5,
    /// The result could not be written, as on a full disk.
    Output = 6,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// The same list for `--help` and the man page.
pub(crate) const HELP: &str = "\
Exit codes:
  0  all went well, also when the reader of the output closed the pipe
  1  some documents could not be read or coded; they are named on stderr
  2  the arguments do not fit together
  3  the language model is missing or broken
  4  a lexicon or gazetteer does not load
  5  a record does not hold (diurna verify), or a sentence of the lexicon is coded otherwise (diurna lexicon test)
  6  the result could not be written";
