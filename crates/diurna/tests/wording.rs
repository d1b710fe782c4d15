//! Runs the golden sentences of `testdata/wording.txt`: each is read alone, and what must be marked and what must not is held
//! against its record. Needs the language model and says so where it is missing.

use std::path::Path;
use std::sync::Arc;

use diurna::models::Home;
use diurna::record::{Article, Span, WordingKind};
use diurna::{Pipeline, Record, Resources, Settings};

struct Case {
    line: usize,
    /// `None`: no mark may touch the words.
    wanted: Option<(String, String)>,
    words: String,
    sentence: String,
    known_failure: bool,
}

fn cases() -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/wording.txt");
    let text = std::fs::read_to_string(path).expect("testdata/wording.txt can be read");
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(at, line)| case(at + 1, line))
        .collect()
}

fn case(line: usize, text: &str) -> Case {
    let form = "expected `+ kind voice | words | sentence` or `- words | sentence`";
    let known_failure = text.starts_with('!');
    let text = text.trim_start_matches(['!', ' ']);
    let fields: Vec<&str> = text[1..].split('|').map(str::trim).collect();
    let (wanted, words, sentence) = match (&text[..1], &fields[..]) {
        ("+", [what, words, sentence]) => {
            let (kind, voice) = what.split_once(' ').expect(form);
            (Some((kind.to_owned(), voice.to_owned())), words, sentence)
        }
        ("-", [words, sentence]) => (None, words, sentence),
        _ => panic!("wording.txt:{line}: {form}"),
    };
    Case {
        line,
        wanted,
        words: (*words).to_owned(),
        sentence: (*sentence).to_owned(),
        known_failure,
    }
}

/// What is wrong with the record, if anything.
fn failure(case: &Case, record: &Record) -> Option<String> {
    let text = &record.article.text;
    let spots: Vec<Span> = match case.words.as_str() {
        "*" => vec![Span::new(0, text.len())],
        // The golden words are ASCII, so that lower case keeps every byte in its place.
        words => text
            .to_ascii_lowercase()
            .match_indices(&words.to_ascii_lowercase())
            .map(|(at, found)| Span::new(at, at + found.len()))
            .collect(),
    };
    let touching = record
        .wording
        .iter()
        .filter(|it| spots.iter().any(|spot| spot.overlaps(it.at.span)));
    match &case.wanted {
        None => {
            let marked: Vec<&str> = touching.map(|it| it.rule.as_str()).collect();
            (!marked.is_empty()).then(|| format!("marked by {}", marked.join(", ")))
        }
        Some((kind, voice)) => {
            let mut fitting = touching.filter(|it| name(it.kind) == kind).peekable();
            if fitting.peek().is_none() {
                return Some("not marked".to_owned());
            }
            let fits = |found: &str| match voice.as_str() {
                "outlet" => found == "outlet",
                "speaker" => found != "outlet",
                _ => true,
            };
            let heard: Vec<&str> = fitting.map(|it| it.voice.as_str()).collect();
            (!heard.iter().any(|found| fits(found)))
                .then(|| format!("voice is {}", heard.join(", ")))
        }
    }
}

fn name(kind: WordingKind) -> &'static str {
    match kind {
        WordingKind::Label => "label",
        WordingKind::Verb => "verb",
        WordingKind::Hedge => "hedge",
        WordingKind::ScareQuotes => "scare-quotes",
        WordingKind::Agentless => "agentless",
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn golden_sentences() {
    let home = Home::find().expect("a data folder");
    let settings = Settings::new(home);
    if !settings.model_file().is_file() {
        eprintln!("skipped: the default model is not installed (`diurna model install`)");
        return;
    }
    let resources = Arc::new(Resources::load(&settings).expect("the resources load"));
    let mut pipeline = Pipeline::new(&resources);
    let mut wrong = Vec::new();
    for case in cases() {
        let record = pipeline
            .code(Article::from_text("case", &case.sentence))
            .expect("a sentence is short");
        record.verify().expect("the record holds");
        match (failure(&case, &record), case.known_failure) {
            (Some(failure), false) => wrong.push(format!(
                "wording.txt:{}: `{}`: {failure}: {}",
                case.line, case.words, case.sentence
            )),
            (None, true) => wrong.push(format!(
                "wording.txt:{}: a known failure passes; take the mark off",
                case.line
            )),
            _ => {}
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n{} cases fail",
        wrong.join("\n"),
        wrong.len()
    );
}
