//! Data files as lines that know where they stand, and the error that says so.

use std::fmt;
use std::path::Path;

use sha2::{Digest, Sha256};

/// A data file that cannot be read or holds a line that does not parse: says file, line and what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    message: String,
}

impl Error {
    pub(crate) fn new(message: impl Into<String>) -> Error {
        Error {
            message: message.into(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// A data file in memory.
pub(crate) struct SourceFile {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// A line that is neither empty nor a comment.
pub(crate) struct Line<'f> {
    pub(crate) file: &'f str,
    /// Counted from 1.
    pub(crate) number: usize,
    /// Without white space around it.
    pub(crate) text: &'f str,
}

impl SourceFile {
    pub(crate) fn new(name: &str, text: &str) -> SourceFile {
        SourceFile {
            name: name.to_owned(),
            text: text.to_owned(),
        }
    }

    pub(crate) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let numbered = self.text.lines().enumerate();
        let lines = numbered.map(|(at, text)| Line {
            file: &self.name,
            number: at + 1,
            text: text.trim(),
        });
        lines.filter(|line| !line.text.is_empty() && !line.text.starts_with('#'))
    }
}

impl Line<'_> {
    /// `assault.txt:41`.
    pub(crate) fn id(&self) -> String {
        format!("{}:{}", self.file, self.number)
    }

    pub(crate) fn error(&self, message: impl fmt::Display) -> Error {
        Error::new(format!("{}: {message}", self.id()))
    }
}

/// The `.txt` files of a folder, by name.
pub(crate) fn read_folder(folder: &Path) -> Result<Vec<SourceFile>, Error> {
    let mut files = Vec::new();
    for item in std::fs::read_dir(folder).map_err(|error| failed(folder, error))? {
        let path = item.map_err(|error| failed(folder, error))?.path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            files.push(read_file(&path)?);
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    if files.is_empty() {
        return Err(Error::new(format!(
            "{}: expected .txt files, found none",
            folder.display()
        )));
    }
    Ok(files)
}

/// A file under its bare name, so that a record does not depend on where it lay.
pub(crate) fn read_file(path: &Path) -> Result<SourceFile, Error> {
    let text = std::fs::read_to_string(path).map_err(|error| failed(path, error))?;
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    Ok(SourceFile { name, text })
}

fn failed(path: &Path, error: std::io::Error) -> Error {
    Error::new(format!("{}: {error}", path.display()))
}

/// One hash over all files, in hexadecimal.
pub(crate) fn sha256(files: &[SourceFile]) -> String {
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.name.as_bytes());
        hash.update([0]);
        hash.update(file.text.as_bytes());
        hash.update([0]);
    }
    hash.finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
