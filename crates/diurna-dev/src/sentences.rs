//! Labelled sentences: `training/sentences` and `testdata/probes`. The format is described in `training/README.md`.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use diurna::Label;
use diurna::record::{EventType, Mode, Span, Status};

/// A sentence with two marked parties and what links them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sentence {
    /// File and line.
    pub(crate) id: String,
    pub(crate) label: Label,
    pub(crate) modes: Vec<Mode>,
    pub(crate) status: Status,
    /// The sentence without its marks.
    pub(crate) text: String,
    /// Spans of the actor.
    pub(crate) source: Vec<Span>,
    /// Spans of the recipient; may be empty.
    pub(crate) target: Vec<Span>,
}

/// All sentences of a folder's `.txt` files, in byte order of the file names.
pub(crate) fn read_folder(folder: &Path) -> anyhow::Result<Vec<Sentence>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            files.push(path);
        }
    }
    files.sort();
    let mut sentences = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        for (number, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let id = format!("{name}:{}", number + 1);
            sentences.push(sentence(&id, line).with_context(|| id)?);
        }
    }
    Ok(sentences)
}

/// Reads `TYPE[>ROOT] [modes] [status] | sentence with [actor] and <recipient>`.
pub(crate) fn sentence(id: &str, line: &str) -> anyhow::Result<Sentence> {
    let (head, marked) = line
        .split_once(" | ")
        .ok_or_else(|| anyhow!("expected `LABEL | sentence`"))?;
    let mut words = head.split_whitespace();
    let label: Label = words.next().unwrap_or_default().parse()?;
    let mut sentence = Sentence {
        id: id.to_owned(),
        label,
        modes: Vec::new(),
        status: Status::Asserted,
        text: String::new(),
        source: Vec::new(),
        target: Vec::new(),
    };
    for word in words {
        match word.parse::<Status>() {
            Ok(status) => sentence.status = status,
            Err(_) => sentence.modes.push(mode_of(label, word)?),
        }
    }
    let mut open: Option<(char, usize)> = None;
    for letter in marked.chars() {
        let at = sentence.text.len();
        match (letter, open) {
            ('[' | '<', None) => open = Some((letter, at)),
            (']', Some(('[', start))) => {
                sentence.source.push(Span::new(start, at));
                open = None;
            }
            ('>', Some(('<', start))) => {
                sentence.target.push(Span::new(start, at));
                open = None;
            }
            ('[' | '<' | ']' | '>', _) => bail!("unbalanced {letter}"),
            _ => sentence.text.push(letter),
        }
    }
    if open.is_some() || sentence.source.is_empty() {
        bail!("expected an [actor], and every mark closed");
    }
    Ok(sentence)
}

/// A mode that the label's type allows.
fn mode_of(label: Label, word: &str) -> anyhow::Result<Mode> {
    let mode: Mode = word.parse()?;
    let allowed = label.event_type.map_or(&[][..], EventType::modes);
    if !allowed.contains(&mode) {
        bail!("expected a mode of {label}, found {mode}");
    }
    Ok(mode)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_spans_of_the_bare_sentence() {
        let read = sentence(
            "a:1",
            "CONCEDE>AGREE future | [Ghana] and [Togo] will free <a poet>.",
        )
        .unwrap();
        assert_eq!(read.text, "Ghana and Togo will free a poet.");
        let words = |spans: &[Span]| -> Vec<String> {
            spans
                .iter()
                .map(|span| span.slice(&read.text).to_owned())
                .collect()
        };
        assert_eq!(words(&read.source), ["Ghana", "Togo"]);
        assert_eq!(words(&read.target), ["a poet"]);
        assert_eq!(
            (read.label.to_string().as_str(), read.status),
            ("CONCEDE>AGREE", Status::Future)
        );
    }

    #[test]
    fn a_bad_line_says_what_is_wrong() {
        for (line, part) in [
            ("AID Ghana gave rice.", "expected `LABEL"),
            ("FIGHT | [Ghana] fought.", "FIGHT"),
            ("AID | [Ghana gave rice.", "every mark closed"),
            ("AID demo | [Ghana] gave rice.", "a mode of AID"),
            ("AID | [Ghana] gave <rice].", "unbalanced"),
        ] {
            let error = format!("{:#}", sentence("a:1", line).unwrap_err());
            assert!(error.contains(part), "{line}: {error}");
        }
    }
}
