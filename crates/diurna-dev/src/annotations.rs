//! One shape for the annotations of both sides, so that a comparison knows nothing of where they come from.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use anyhow::{Context, bail};
use diurna_record::CharIndex;
use diurna_text::Doc;
use serde::Deserialize;

use crate::texts::NamedText;

/// The program that asks spaCy; see its own doc for the protocol.
const SCRIPT: &str = include_str!("../python/annotate.py");

/// The annotations of a text, one item a token; the fields of `testdata/parity/own.jsonl`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub(crate) struct Annotations {
    pub(crate) tokens: Vec<String>,
    /// Code point offsets.
    pub(crate) idx: Vec<usize>,
    pub(crate) spaces: Vec<bool>,
    pub(crate) norm: Vec<String>,
    pub(crate) tag: Vec<String>,
    pub(crate) pos: Vec<String>,
    pub(crate) lemma: Vec<String>,
    pub(crate) morph: Vec<String>,
    pub(crate) head: Vec<usize>,
    pub(crate) dep: Vec<String>,
    pub(crate) ent_iob: Vec<String>,
    pub(crate) ent_type: Vec<String>,
    pub(crate) sent_start: Vec<bool>,
    /// Half-open token ranges.
    pub(crate) noun_chunks: Vec<(usize, usize)>,
}

impl Annotations {
    /// What diurna says.
    pub(crate) fn of(doc: &Doc) -> Annotations {
        let index = CharIndex::new(doc.text());
        let mut all = Annotations {
            noun_chunks: doc
                .noun_chunks()
                .iter()
                .map(|chunk| (chunk.start, chunk.end))
                .collect(),
            ..Annotations::default()
        };
        for token in doc.tokens() {
            let start = index.to_chars(token.span().start);
            let entity = token.entity();
            let iob = match entity {
                None => "O",
                Some(entity) if entity.tokens.start == token.index() => "B",
                Some(_) => "I",
            };
            all.tokens.push(token.text().to_owned());
            all.idx
                .push(start.expect("a token starts at a character of its text"));
            all.spaces.push(token.space_after());
            all.norm.push(token.norm().to_owned());
            all.tag.push(token.tag().to_owned());
            all.pos.push(token.pos().to_owned());
            all.lemma.push(token.lemma().to_owned());
            all.morph.push(token.morph().to_owned());
            all.head.push(token.head().index());
            all.dep.push(token.dep().to_owned());
            all.ent_iob.push(iob.to_owned());
            all.ent_type
                .push(entity.map_or_else(String::new, |entity| entity.label.to_string()));
            all.sent_start.push(token.is_sentence_start());
        }
        all
    }
}

/// A running spaCy that is handed texts and gives back their annotations in order.
pub(crate) struct Spacy {
    child: Child,
    answers: std::io::Lines<BufReader<std::process::ChildStdout>>,
}

impl Spacy {
    /// Starts `python` with the pipeline `model` (a package's name or a folder) and hands it the texts.
    pub(crate) fn start(
        python: &Path,
        model: &str,
        texts: Vec<NamedText>,
    ) -> anyhow::Result<Spacy> {
        let mut child = Command::new(python)
            .args(["-c", SCRIPT, model])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("starting {}", python.display()))?;
        let mut stdin = child.stdin.take().expect("stdin is piped");
        let stdout = child.stdout.take().expect("stdout is piped");
        // In a thread, because spaCy answers while it is still being asked, and both pipes would fill.
        thread::spawn(move || {
            for text in &texts {
                // A closed pipe means that the other side has failed; its exit code says so below.
                if writeln!(stdin, "{}", serde_json::json!({ "text": text.text })).is_err() {
                    break;
                }
            }
        });
        Ok(Spacy {
            child,
            answers: BufReader::new(stdout).lines(),
        })
    }

    /// The annotations of the next text.
    ///
    /// # Errors
    ///
    /// If spaCy has stopped before its last text.
    pub(crate) fn next(&mut self) -> anyhow::Result<Annotations> {
        let Some(line) = self.answers.next() else {
            let status = self.child.wait()?;
            bail!("spaCy stopped early with {status}; its own message stands above");
        };
        serde_json::from_str(&line?).context("reading spaCy's answer")
    }
}
