//! Events for the eye: one row an event, the sentence under it with the words that say it in brackets.
//!
//! ```text
//! Iraq seizes Kuwait
//! Meridian Wire, 1990-08-02, samples/pages/kuwait-01-meridian-wire.html
//! 1990-08-02 | IRQ MIL Iraqi troops | ASSAULT | KWT Kuwait | asserted
//!     Iraqi troops [swept] into Kuwait before dawn on Thursday.
//! ```

use std::fmt::Write;

use diurna::record::DateValue;
use diurna::{Event, Record, Span};

use crate::lines::{WIDTH, plain, shorten, wrap};
use crate::printer::Palette;

/// Widest column of parties.
const PARTY_WIDTH: usize = 36;

/// The events of a record under its headline. `name` is what the document is called.
pub(crate) fn render(record: &Record, name: &str, palette: Palette) -> String {
    let mut out = head(record, name, palette);
    let rows: Vec<[String; 5]> = record
        .events
        .iter()
        .map(|event| row(record, event))
        .collect();
    let mut widths = [0; 5];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    for (row, event) in rows.iter().zip(&record.events) {
        let cells: Vec<String> = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        let key = palette.key;
        let _ = writeln!(out, "{key}{}{key:#}", cells.join(" | ").trim_end());
        let _ = writeln!(
            out,
            "{}",
            wrap(&sentence(record, event, palette), "    ", WIDTH)
        );
    }
    if rows.is_empty() {
        out.push_str("no events\n");
    }
    out.push('\n');
    out
}

fn head(record: &Record, name: &str, palette: Palette) -> String {
    let article = &record.article;
    let outlet = article.outlet.as_ref().map(|outlet| outlet.name.clone());
    let published = article
        .published
        .as_ref()
        .map(|moment| moment.date().to_string());
    let line: Vec<String> = [outlet, published, Some(name.to_owned())]
        .into_iter()
        .flatten()
        .map(|part| plain(&part))
        .collect();
    let Palette {
        title: bold, dim, ..
    } = palette;
    let title = article.title.iter();
    let title: String = title
        .map(|title| format!("{bold}{}{bold:#}\n", plain(title)))
        .collect();
    format!("{title}{dim}{}{dim:#}\n", line.join(", "))
}

/// Date, actors, type with modes, recipients, status.
fn row(record: &Record, event: &Event) -> [String; 5] {
    let date = event.when.value.as_ref().map_or("-", DateValue::as_str);
    let modes: Vec<&str> = event.modes.iter().map(|mode| mode.as_str()).collect();
    let event_type = match modes.as_slice() {
        [] => event.event_type.to_string(),
        modes => format!("{}({})", event.event_type, modes.join(", ")),
    };
    [
        date.to_owned(),
        parties(record, &event.actors),
        event_type,
        parties(record, &event.recipients),
        event.status.to_string(),
    ]
}

fn parties(record: &Record, parties: &[diurna::record::Party]) -> String {
    let names: Vec<String> = parties
        .iter()
        .map(|party| {
            let entity = record
                .entities
                .iter()
                .find(|entity| entity.id == party.entity);
            let country = entity.and_then(|entity| entity.country.map(|code| code.to_string()));
            let sector =
                entity.and_then(|entity| entity.sectors.first().map(|sector| sector.to_string()));
            let name = entity.map_or(&party.at.text, |entity| &entity.name);
            let parts: Vec<String> = [country, sector, Some(plain(name))]
                .into_iter()
                .flatten()
                .collect();
            parts.join(" ")
        })
        .collect();
    match names.as_slice() {
        [] => "-".to_owned(),
        names => shorten(&names.join("; "), PARTY_WIDTH),
    }
}

/// The event's sentence with its trigger marked.
fn sentence(record: &Record, event: &Event, palette: Palette) -> String {
    let text = &record.article.text;
    let Some(sentence) = record
        .sentences
        .get(event.sentence)
        .map(|sentence| sentence.span)
    else {
        return String::new();
    };
    let mark = palette.mark;
    let mut marked = String::new();
    let mut at = sentence.start;
    for trigger in triggers(event, sentence) {
        let words = plain(trigger.slice(text));
        let before = plain(&text[at..trigger.start]);
        let _ = write!(marked, "{before}{mark}[{words}]{mark:#}");
        at = trigger.end;
    }
    marked.push_str(&plain(&text[at..sentence.end]));
    marked
}

/// The trigger's spans inside the sentence, in order, none twice.
fn triggers(event: &Event, sentence: Span) -> Vec<Span> {
    let mut spans: Vec<Span> = event.trigger.clone();
    spans.retain(|span| sentence.contains(*span) && !span.is_empty());
    spans.sort();
    let mut apart: Vec<Span> = Vec::new();
    for span in spans {
        match apart.last() {
            Some(last) if span.start < last.end => {}
            _ => apart.push(span),
        }
    }
    apart
}
