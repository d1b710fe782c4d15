//! Texts to compare on: a folder of `.txt` files or a JSONL file.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};

/// A text and what to call it in a report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct NamedText {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// Reads `FOLDER/*.txt` in order of their names, or the `text` of every line of a JSONL file.
pub(crate) fn read(path: &Path) -> anyhow::Result<Vec<NamedText>> {
    let texts = if path.is_dir() {
        read_folder(path)
    } else {
        read_jsonl(path)
    }?;
    if texts.is_empty() {
        bail!(
            "{}: expected .txt files or lines with a \"text\", found none",
            path.display()
        );
    }
    Ok(texts)
}

fn read_folder(folder: &Path) -> anyhow::Result<Vec<NamedText>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut paths: Vec<_> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        Ok(NamedText {
            name: path
                .file_stem()
                .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned()),
            text: fs::read_to_string(path).with_context(|| path.display().to_string())?,
        })
    };
    paths.iter().map(read).collect()
}

fn read_jsonl(path: &Path) -> anyhow::Result<Vec<NamedText>> {
    #[derive(Deserialize)]
    struct Line {
        text: String,
        id: Option<serde_json::Value>,
    }
    let content = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let read = |(index, line): (usize, &str)| {
        let number = index + 1;
        let line: Line = serde_json::from_str(line)
            .with_context(|| format!("{}:{number}: expected {{\"text\": ...}}", path.display()))?;
        let name = match line.id {
            Some(serde_json::Value::String(id)) => id,
            Some(id) => id.to_string(),
            None => number.to_string(),
        };
        Ok(NamedText {
            name,
            text: line.text,
        })
    };
    content
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(read)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parity_folder() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/parity")
    }

    #[test]
    fn lines_are_named_by_their_id() {
        let texts = read(&parity_folder().join("own.jsonl")).unwrap();
        assert_eq!(texts[1].name, "1");
        assert!(texts[1].text.starts_with("Rebels shelled"));
    }

    #[test]
    fn folder_gives_its_text_files() {
        let texts = read(&parity_folder()).unwrap();
        assert_eq!(texts.len(), 1);
        assert_eq!(texts[0].name, "own");
    }

    #[test]
    fn file_without_texts_is_refused_with_its_line() {
        let error = read(&parity_folder().join("own.txt")).unwrap_err();
        assert!(format!("{error:#}").contains("own.txt:1"), "{error:#}");
    }
}
