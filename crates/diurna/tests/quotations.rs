//! Broken, deep and endless quotations: the record keeps the text, holds against itself and comes in time.

mod model;

use std::time::{Duration, Instant};

use diurna::{Article, Pipeline, Record};

fn code(pipeline: &mut Pipeline, text: &str) -> Record {
    let record = pipeline
        .code(Article::from_text("d", text))
        .expect("the text is coded");
    record.verify().expect("the record holds");
    assert_eq!(record.article.text, text);
    record
}

/// The speakers' entities, by name.
fn speakers(record: &Record) -> Vec<&str> {
    let party = |id: &str| record.entities.iter().find(|entity| entity.id == id);
    let said = record
        .statements
        .iter()
        .filter_map(|it| it.speaker.as_ref());
    said.filter_map(|speaker| Some(party(&speaker.entity)?.name.as_str()))
        .collect()
}

#[test]
fn unbalanced_and_foreign_marks_lose_nothing() {
    let Some(mut pipeline) = model::pipeline() else {
        return;
    };
    for text in [
        "We stay,\" Ana Ruiz said. \"The harbor is full.",
        "“We stay,\" Ana Ruiz said.",
        "„We stay“, Ana Ruiz said.",
        "«We stay», Ana Ruiz said.",
        "\u{200f}\"We stay,\"\u{200f} Ana Ruiz said.",
        "''We stay,'' Ana Ruiz said.",
    ] {
        let record = code(&mut pipeline, text);
        assert!(speakers(&record).contains(&"Ana Ruiz"), "{text}");
    }
}

#[test]
fn marks_without_words_are_no_statements() {
    let Some(mut pipeline) = model::pipeline() else {
        return;
    };
    for text in [
        "\"\"\"\"\"\"",
        "“”‘’«»„“",
        "’’’ ‘‘‘",
        "\u{200f}\u{202b}\"\u{202c}",
    ] {
        assert!(code(&mut pipeline, text).statements.is_empty(), "{text}");
    }
}

#[test]
fn quotations_in_quotations_nest() {
    let Some(mut pipeline) = model::pipeline() else {
        return;
    };
    let text = "“Lin told me: ‘Orr said: “Ruiz told us: ‘Dahl said: “Moe told me: ‘We stay.’”’”’” Falk said.";
    let record = code(&mut pipeline, text);
    let depth = |id: &str| {
        let outer = |id: &str| {
            record
                .statements
                .iter()
                .find(|it| it.id == id)?
                .within
                .clone()
        };
        std::iter::successors(Some(id.to_owned()), |id| outer(id)).count()
    };
    let deepest = record.statements.iter().map(|it| depth(&it.id)).max();
    assert!(deepest >= Some(3), "{:?}", record.statements);
}

#[test]
fn ten_thousand_quotations_in_one_paragraph() {
    let Some(mut pipeline) = model::pipeline() else {
        return;
    };
    let text = "“We stay,” Ana Ruiz said. “He lied,” she told them. ".repeat(5_000);
    let start = Instant::now();
    let record = code(&mut pipeline, text.trim_end());
    assert!(
        record.statements.len() >= 9_000,
        "{}",
        record.statements.len()
    );
    let names = speakers(&record);
    let hers = names.iter().filter(|name| **name == "Ana Ruiz").count();
    assert!(hers * 100 > names.len() * 95, "{hers} of {}", names.len());
    // Far from what it takes, and far from what square time would take.
    assert!(
        start.elapsed() < Duration::from_secs(120),
        "{:?}",
        start.elapsed()
    );
}
