//! Attributions that only layout makes: "Mayor: City is ready", "City is ready: mayor", and turns of a transcript.

use std::collections::HashMap;
use std::ops::Range;

use diurna_record::CueClass;
use diurna_text::Token;

use super::Polarity;
use super::draft::{Draft, Mention, tidy};
use super::scene::{Scene, is_mark};
use super::source::is_nominal;

/// Words that a speaker's label may have.
const LONGEST_LABEL: usize = 6;
/// Words that the label of a transcript may have.
const LONGEST_NAME: usize = 4;

/// Labels that open several paragraphs: the speakers of a transcript.
pub(super) struct Turns(HashMap<String, usize>);

impl Turns {
    /// Counts the labels.
    pub(super) fn new(scene: &Scene<'_>) -> Turns {
        let mut counts = HashMap::new();
        for number in 0..scene.paragraphs.len() {
            let tokens = scene.paragraph_tokens(number);
            let near = tokens.start..tokens.end.min(tokens.start + LONGEST_NAME + 1);
            let colon = near.into_iter().find(|it| scene.token(*it).text() == ":");
            let label = bracketed(scene, &tokens).or(colon.map(|it| tokens.start..it));
            if let Some(label) = label.filter(|it| is_name(scene, it)) {
                *counts.entry(words(scene, &label)).or_insert(0) += 1;
            }
        }
        Turns(counts)
    }

    fn has(&self, scene: &Scene<'_>, label: &Range<usize>) -> bool {
        label.len() <= LONGEST_NAME && self.0.get(&words(scene, label)).is_some_and(|it| *it > 1)
    }
}

/// The label of a paragraph that begins "((Ruiz))".
fn bracketed(scene: &Scene<'_>, tokens: &Range<usize>) -> Option<Range<usize>> {
    let opens = |at: usize| at < tokens.end && scene.token(at).text() == "(";
    let start = tokens.start + 2;
    let end = (start..tokens.end.min(start + LONGEST_NAME + 1))
        .find(|it| scene.token(*it).text().starts_with(')'))?;
    let double = opens(tokens.start) && opens(tokens.start + 1);
    (double && end > start).then_some(start..end)
}

/// A turn of a transcript with brackets: its label and where its words begin.
fn turn(scene: &Scene<'_>, tokens: &Range<usize>, turns: &Turns) -> Option<(Range<usize>, usize)> {
    let label = bracketed(scene, tokens).filter(|it| turns.has(scene, it))?;
    let mut start = label.end;
    while start < tokens.end && scene.token(start).text().starts_with(')') {
        start += 1;
    }
    (start < tokens.end).then_some((label, start))
}

fn words(scene: &Scene<'_>, label: &Range<usize>) -> String {
    let words: Vec<&str> = label.clone().map(|it| scene.token(it).text()).collect();
    words.join(" ")
}

/// Up to three words with capitals that are not those of a caption or a list.
fn is_name(scene: &Scene<'_>, label: &Range<usize>) -> bool {
    const FURNITURE: &[&str] = &[
        "Caption", "Contact", "Credit", "Date", "Image", "Location", "Note", "Photo", "Picture",
        "Price", "Read", "Related", "Score", "Source", "Subject", "Tags", "Time", "Title",
        "Topics", "Update", "Video", "Watch", "Where", "When",
    ];
    let capital = |at: usize| {
        scene
            .token(at)
            .text()
            .chars()
            .next()
            .is_some_and(char::is_uppercase)
    };
    !label.is_empty()
        && label
            .clone()
            .all(|it| capital(it) || scene.token(it).text() == ".")
        && !FURNITURE.contains(&scene.token(label.start).text())
}

/// The attribution of a paragraph that is a headline or a turn with a colon.
pub(super) fn attribution(scene: &Scene<'_>, number: usize, turns: &Turns) -> Option<Draft> {
    let mut tokens = scene.paragraph_tokens(number);
    while !tokens.is_empty() && matches!(scene.token(tokens.end - 1).text(), ".") {
        tokens.end -= 1;
    }
    if let Some((label, start)) = turn(scene, &tokens, turns) {
        return draft(scene, label, None, start..tokens.end, "turn");
    }
    let colon = tokens
        .clone()
        .find(|it| scene.token(*it).text() == ":" && scene.quotation_at(*it).is_none())?;
    let label = tokens.start..colon;
    let turn = turns.has(scene, &label) && colon + 1 < tokens.end;
    let (label, content, rule) = if turn {
        (label, colon + 1..tokens.end, "turn")
    } else if (is_speaker(scene, label.clone()) || number == 0 && is_named_below(scene, &label))
        && colon + 2 < tokens.end
    {
        (label, colon + 1..tokens.end, "label")
    } else if number == 0 && is_speaker(scene, colon + 1..tokens.end) && tokens.end - colon <= 5 {
        (colon + 1..tokens.end, tokens.start..colon, "label-behind")
    } else {
        return None;
    };
    draft(scene, label, Some(colon), content, rule)
}

fn draft(
    scene: &Scene<'_>,
    label: Range<usize>,
    colon: Option<usize>,
    content: Range<usize>,
    rule: &str,
) -> Option<Draft> {
    let content = tidy(scene, vec![content], None);
    if content.is_empty() {
        return None;
    }
    let turn = rule == "turn";
    let nominal = label.clone().rev().find(|it| is_nominal(scene.token(*it)));
    let head = nominal.or(turn.then_some(label.end - 1))?;
    Some(Draft {
        head: colon,
        cue: colon.map(|it| it..it + 1),
        lemma: None,
        class: CueClass::Speech,
        polarity: Polarity::Asserted,
        source: Some(Mention {
            tokens: label,
            head,
        }),
        addressee: None,
        content,
        rule: format!("quote/{rule}"),
        confidence: if turn { 0.8 } else { 0.5 },
        link: None,
    })
}

/// A short noun phrase that names a person, an organisation or a role.
fn is_speaker(scene: &Scene<'_>, label: std::ops::Range<usize>) -> bool {
    if label.is_empty() || label.len() > LONGEST_LABEL {
        return false;
    }
    let plain = |it: Token<'_>| {
        !is_mark(it)
            && !matches!(it.pos(), "VERB" | "AUX" | "ADP" | "ADV" | "SCONJ")
            && scene.quotation_at(it.index()).is_none()
    };
    let last = scene.token(label.end - 1);
    label
        .clone()
        .all(|at| plain(scene.token(at)) || scene.token(at).text() == ".")
        && (names_party(last)
            || scene.cues.is_role(&last.lemma().to_lowercase())
            || label.clone().all(|at| is_shouted(scene.token(at))) && !is_kicker(scene, &label))
}

/// "RUIZ'S GAMBLE: …" is no speaker: what belongs to somebody is a theme.
fn is_kicker(scene: &Scene<'_>, label: &Range<usize>) -> bool {
    label.clone().any(|at| {
        let token = scene.token(at);
        token.tag() == "POS"
            || token.text().to_lowercase().ends_with(['s']) && token.text().contains(['\'', '’'])
    })
}

/// "Ruiz: Bridge is safe", whose name the recognizer knows only from the text below.
fn is_named_below(scene: &Scene<'_>, label: &Range<usize>) -> bool {
    if label.len() != 1 {
        return false;
    }
    let name = scene.token(label.start);
    let person = |it: Token<'_>| {
        it.text() == name.text() && it.entity().is_some_and(|it| &*it.label == "PERSON")
    };
    name.text().chars().next().is_some_and(char::is_uppercase)
        && scene.doc.range(label.end..scene.doc.len()).any(person)
}

fn names_party(token: Token<'_>) -> bool {
    token
        .entity()
        .is_some_and(|it| matches!(&*it.label, "PERSON" | "ORG" | "NORP" | "GPE"))
}

fn is_shouted(token: Token<'_>) -> bool {
    let text = token.text();
    text.len() > 2
        && text.chars().all(|it| !it.is_lowercase())
        && text.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::super::sentences::assert_read;

    #[test]
    fn labels_and_turns() {
        assert_read(
            "Mayor: The city is ready",
            &["Mayor | : | The city is ready"],
        );
        assert_read(
            "((Host)) Is the harbor full?\n((Ruiz)) It always is.\n((Host)) Why?\n((Ruiz)) Because of the wind.",
            &[
                "Host | - | Is the harbor full",
                "Ruiz | - | It always is",
                "Host | - | Why",
                "Ruiz | - | Because of the wind",
            ],
        );
        assert_read("Three things to know: what opens today", &[]);
        assert_read(
            "Ordway: Bridge will hold the winter\nThe mayor, Jane Ordway, opened it in May.",
            &["Ordway | : | Bridge will hold the winter"],
        );
        assert_read("RUIZ'S GAMBLE: Mayor stakes all on the bridge", &[]);
    }
}
