//! The answers are spaCy's, in every field.
//!
//! Two files of annotated texts, a line of JSON each: the one that `DIURNA_PARITY` names, by default that of the shared
//! folder beside the repository, and the project's own. Without the model in its home the test is skipped.

#![expect(clippy::print_stderr, reason = "a skipped test says why")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use diurna_record::CharIndex;
use diurna_text::{Analyzer, Doc, Home, Kernel, Model, word_shape};
use serde::Deserialize;

/// Differences that are printed; the rest are counted.
const SHOWN: usize = 40;

#[derive(Deserialize)]
struct Expected {
    id: serde_json::Value,
    text: String,
    tokens: Vec<String>,
    idx: Vec<usize>,
    spaces: Vec<bool>,
    norm: Vec<String>,
    shape: Vec<String>,
    tag: Vec<String>,
    pos: Vec<String>,
    lemma: Vec<String>,
    morph: Vec<String>,
    head: Vec<usize>,
    dep: Vec<String>,
    ent_iob: Vec<String>,
    ent_type: Vec<String>,
    sent_start: Vec<serde_json::Value>,
    noun_chunks: Vec<[usize; 2]>,
}

fn model() -> Option<Arc<Model>> {
    let path = Home::find().ok()?.default_model();
    if !path.exists() {
        eprintln!("skipped: no model at {}", path.display());
        return None;
    }
    Some(Arc::new(
        Model::load(&path).unwrap_or_else(|error| panic!("{error}")),
    ))
}

fn beside(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &Path) -> Vec<Expected> {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let case =
        |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    text.lines().map(case).collect()
}

/// Differences between one text's annotations, as lines of a report.
#[derive(Default)]
struct Report {
    lines: Vec<String>,
    count: usize,
    tokens: usize,
}

impl Report {
    fn compare<T: PartialEq + std::fmt::Debug>(
        &mut self,
        case: &Expected,
        field: &str,
        expected: &[T],
        found: &[T],
    ) {
        if expected == found {
            return;
        }
        let at = expected
            .iter()
            .zip(found)
            .position(|(left, right)| left != right);
        let at = at.unwrap_or(expected.len().min(found.len()));
        self.count += 1;
        let mut line = String::new();
        let _ = write!(
            line,
            "{} {field}[{at}]: expected {:?}, found {:?} in {:?}",
            case.id,
            expected.get(at),
            found.get(at),
            case.text.chars().take(200).collect::<String>()
        );
        self.lines.push(line);
    }

    fn check(&mut self, case: &Expected, doc: &Doc) {
        let chars = CharIndex::new(&case.text);
        let strings = |get: &dyn Fn(diurna_text::Token<'_>) -> String| -> Vec<String> {
            doc.tokens().map(get).collect()
        };
        self.tokens += case.tokens.len();
        let tokens = strings(&|token| token.text().to_owned());
        self.compare(case, "tokens", &case.tokens, &tokens);
        if tokens != case.tokens {
            return;
        }
        let idx: Vec<usize> = doc
            .tokens()
            .filter_map(|token| chars.to_chars(token.span().start))
            .collect();
        self.compare(case, "idx", &case.idx, &idx);
        let spaces: Vec<bool> = doc.tokens().map(|token| token.space_after()).collect();
        self.compare(case, "spaces", &case.spaces, &spaces);
        self.compare(
            case,
            "norm",
            &case.norm,
            &strings(&|token| token.norm().to_owned()),
        );
        self.compare(
            case,
            "shape",
            &case.shape,
            &strings(&|token| word_shape(token.text())),
        );
        self.compare(
            case,
            "tag",
            &case.tag,
            &strings(&|token| token.tag().to_owned()),
        );
        self.compare(
            case,
            "pos",
            &case.pos,
            &strings(&|token| token.pos().to_owned()),
        );
        self.compare(
            case,
            "lemma",
            &case.lemma,
            &strings(&|token| token.lemma().to_owned()),
        );
        self.compare(
            case,
            "morph",
            &case.morph,
            &strings(&|token| token.morph().to_owned()),
        );
        self.compare(
            case,
            "dep",
            &case.dep,
            &strings(&|token| token.dep().to_owned()),
        );
        let heads: Vec<usize> = doc.tokens().map(|token| token.head().index()).collect();
        self.compare(case, "head", &case.head, &heads);
        let iob = strings(&|token| match token.entity() {
            None => "O".to_owned(),
            Some(entity) if entity.tokens.start == token.index() => "B".to_owned(),
            Some(_) => "I".to_owned(),
        });
        self.compare(case, "ent_iob", &case.ent_iob, &iob);
        let labels = strings(&|token| {
            token
                .entity()
                .map_or(String::new(), |entity| entity.label.to_string())
        });
        self.compare(case, "ent_type", &case.ent_type, &labels);
        let expected: Vec<bool> = case
            .sent_start
            .iter()
            .map(|start| *start == true || *start == 1)
            .collect();
        let starts: Vec<bool> = doc
            .tokens()
            .map(|token| token.is_sentence_start())
            .collect();
        self.compare(case, "sent_start", &expected, &starts);
        let chunks: Vec<[usize; 2]> = doc
            .noun_chunks()
            .iter()
            .map(|chunk| [chunk.start, chunk.end])
            .collect();
        self.compare(case, "noun_chunks", &case.noun_chunks, &chunks);
    }

    fn finish(self, path: &Path) {
        let shown = self
            .lines
            .iter()
            .take(SHOWN)
            .fold(String::new(), |text, line| text + line + "\n");
        assert!(
            self.count == 0,
            "{}: {} differences\n{shown}",
            path.display(),
            self.count
        );
        eprintln!("{}: {} tokens, no difference", path.display(), self.tokens);
    }
}

fn run(path: &Path, analyzer: &mut Analyzer) {
    let mut report = Report::default();
    for case in read(path) {
        let doc = analyzer
            .analyze(&case.text)
            .unwrap_or_else(|error| panic!("{error}"));
        report.check(&case, &doc);
    }
    report.finish(path);
}

fn shared_file() -> PathBuf {
    match std::env::var_os("DIURNA_PARITY") {
        Some(path) => path.into(),
        None => beside("../../../shared/parity/en_core_web_sm-3.8.0.jsonl"),
    }
}

#[test]
fn shared_texts_are_annotated_as_by_spacy() {
    let path = shared_file();
    if !path.exists() {
        eprintln!("skipped: no texts at {}", path.display());
        return;
    }
    if let Some(model) = model() {
        run(&path, &mut Analyzer::new(&model));
    }
}

#[test]
fn own_texts_are_annotated_as_by_spacy_with_every_kernel() {
    let Some(model) = model() else {
        return;
    };
    for kernel in Kernel::available() {
        let mut analyzer = Analyzer::with_kernel(&model, kernel).expect("available");
        run(&beside("../../testdata/parity/own.jsonl"), &mut analyzer);
    }
}
