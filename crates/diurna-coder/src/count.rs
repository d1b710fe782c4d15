//! Numbers of an event: how many were killed, wounded, arrested, driven out, freed, how many marched, how many troops, how
//! much money.
//!
//! A count is a noun phrase with a numeral or an indefinite quantity ("dozens of"). What it counts is said by the verb it is
//! the object or subject of ("wounding 30"), else by the event in whose clause it stands (the actors of a protest are a
//! crowd). Bounds come from the words before it ("at least", "up to", "between 10 and 20"); an indefinite quantity has a lower
//! bound only.

use diurna_record::{EventType, Mode, Number, NumberKind, Span};
use diurna_text::Token;

use crate::event::is_verb;
use crate::when::cardinal;

/// Verbs that say what their object counts. "die" counts its subject.
const VERBS: &[(&str, NumberKind)] = &[
    ("kill", NumberKind::Killed),
    ("slay", NumberKind::Killed),
    ("massacre", NumberKind::Killed),
    ("murder", NumberKind::Killed),
    ("execute", NumberKind::Killed),
    ("die", NumberKind::Killed),
    ("wound", NumberKind::Wounded),
    ("injure", NumberKind::Wounded),
    ("hurt", NumberKind::Wounded),
    ("maim", NumberKind::Wounded),
    ("arrest", NumberKind::Arrested),
    ("detain", NumberKind::Arrested),
    ("jail", NumberKind::Arrested),
    ("imprison", NumberKind::Arrested),
    ("displace", NumberKind::Displaced),
    ("uproot", NumberKind::Displaced),
    ("release", NumberKind::Released),
    ("free", NumberKind::Released),
    ("deploy", NumberKind::Troops),
    ("mobilize", NumberKind::Troops),
    ("mobilise", NumberKind::Troops),
];

/// Indefinite quantities and the least they mean.
const QUANTITIES: &[(&str, f64)] = &[
    ("dozen", 24.0),
    ("score", 40.0),
    ("hundred", 200.0),
    ("thousand", 2_000.0),
    ("million", 2_000_000.0),
    ("billion", 2_000_000_000.0),
];

/// Words that multiply what stands before them.
const SCALES: &[(&str, f64)] = &[
    ("dozen", 12.0),
    ("hundred", 100.0),
    ("thousand", 1_000.0),
    ("million", 1_000_000.0),
    ("billion", 1_000_000_000.0),
];

/// A quantity in the text.
#[derive(Clone, Debug, PartialEq)]
struct Quantity {
    value: Option<f64>,
    min: Option<f64>,
    max: Option<f64>,
    span: Span,
}

/// The counts that belong to an event with this head, type, modes and parties.
pub(crate) fn numbers(
    head: Token<'_>,
    event_type: EventType,
    modes: &[Mode],
    actors: &[Token<'_>],
    recipients: &[Token<'_>],
) -> Vec<Number> {
    let mut numbers: Vec<Number> = Vec::new();
    let mut add = |kind: NumberKind, found: Quantity| {
        if numbers.iter().all(|number| number.span != found.span) {
            numbers.push(Number {
                kind,
                value: found.value,
                min: found.min,
                max: found.max,
                span: found.span,
            });
        }
    };
    let clause = head.doc().range(head.left_edge()..head.right_edge() + 1);
    for verb in clause.filter(|token| is_verb(*token)) {
        let Some(kind) = kind_of(verb).filter(|kind| fits(*kind, event_type, modes)) else {
            continue;
        };
        let counted = verb.children().filter(|child| match child.dep() {
            "dobj" | "nsubjpass" => true,
            "nsubj" => verb.lemma() == "die",
            _ => false,
        });
        for found in counted.filter_map(quantity) {
            add(kind, found);
        }
    }
    let own = match event_type {
        EventType::Protest => actors
            .iter()
            .map(|actor| (NumberKind::Crowd, *actor))
            .collect(),
        EventType::Coerce if modes.contains(&Mode::Arrest) => {
            counted(NumberKind::Arrested, recipients)
        }
        EventType::Retreat if modes.contains(&Mode::Release) => {
            counted(NumberKind::Released, recipients)
        }
        EventType::Mobilize | EventType::Retreat => objects(head, NumberKind::Troops),
        _ => Vec::new(),
    };
    for (kind, token) in own {
        if let Some(found) = quantity(token) {
            add(kind, found);
        }
    }
    if matches!(
        event_type,
        EventType::Aid | EventType::Agree | EventType::Sanction | EventType::Coerce
    ) {
        for found in money(head) {
            add(NumberKind::Money, found);
        }
    }
    numbers.sort_by_key(|number| number.span);
    numbers
}

fn counted<'d>(kind: NumberKind, tokens: &[Token<'d>]) -> Vec<(NumberKind, Token<'d>)> {
    tokens.iter().map(|token| (kind, *token)).collect()
}

/// Soldiers among the objects of a verb.
fn objects(head: Token<'_>, kind: NumberKind) -> Vec<(NumberKind, Token<'_>)> {
    let is_force = |token: &Token<'_>| {
        matches!(
            token.lemma(),
            "troop"
                | "soldier"
                | "reservist"
                | "marine"
                | "policeman"
                | "officer"
                | "fighter"
                | "peacekeeper"
        )
    };
    let objects = head
        .children()
        .filter(|child| matches!(child.dep(), "dobj" | "nsubjpass" | "nsubj"));
    objects
        .filter(is_force)
        .map(|object| (kind, object))
        .collect()
}

fn kind_of(verb: Token<'_>) -> Option<NumberKind> {
    VERBS
        .iter()
        .find(|(lemma, _)| *lemma == verb.lemma())
        .map(|(_, kind)| *kind)
}

/// Whether an event of this type can have such a count.
fn fits(kind: NumberKind, event_type: EventType, modes: &[Mode]) -> bool {
    match kind {
        NumberKind::Killed | NumberKind::Wounded => {
            matches!(event_type, EventType::Assault | EventType::Protest)
        }
        NumberKind::Displaced => matches!(event_type, EventType::Assault | EventType::Sanction),
        NumberKind::Arrested => event_type == EventType::Coerce && modes.contains(&Mode::Arrest),
        NumberKind::Released => matches!(event_type, EventType::Retreat | EventType::Concede),
        NumberKind::Troops => event_type == EventType::Mobilize,
        _ => false,
    }
}

/// The quantity of a counted noun: "at least 12 people", "dozens of miners", "two".
fn quantity(noun: Token<'_>) -> Option<Quantity> {
    if noun.dep() == "pobj" && noun.head().lemma() == "of" {
        let behind = quantity(noun.head().head());
        if behind.is_some() {
            return behind;
        }
    }
    if let Some((_, least)) = QUANTITIES.iter().find(|(word, _)| *word == noun.lemma())
        && noun.tag() == "NNS"
    {
        let of = noun.previous().filter(|of| of.lemma() == "of");
        let before = of.and_then(Token::previous);
        let (factor, span) = match before {
            Some(tens) if tens.text().eq_ignore_ascii_case("tens") => (10.0, tens.span()),
            Some(hundreds) if hundreds.text().eq_ignore_ascii_case("hundreds") => {
                (100.0, hundreds.span())
            }
            _ => (1.0, noun.span()),
        };
        return Some(Quantity {
            value: None,
            min: Some(least * factor),
            max: None,
            span: span.cover(noun.span()),
        });
    }
    let numeral = if noun.pos() == "NUM" {
        noun
    } else {
        noun.children().find(|child| child.dep() == "nummod")?
    };
    Some(of_numeral(numeral))
}

fn of_numeral(numeral: Token<'_>) -> Quantity {
    let doc = numeral.doc();
    let first = doc
        .range(numeral.left_edge()..numeral.index() + 1)
        .find(|token| token.pos() == "NUM");
    let first = first.unwrap_or(numeral);
    let before = |steps: usize| -> String {
        let start = first.index().saturating_sub(steps);
        let words = doc
            .range(start..first.index())
            .map(|token| token.text().to_lowercase());
        words.collect::<Vec<_>>().join(" ")
    };
    let span = doc.span(first.index()..numeral.index() + 1);
    let ends_with = |phrases: &[&str]| {
        phrases
            .iter()
            .any(|phrase| before(phrase.split(' ').count()) == *phrase)
    };
    let value = read(numerals(first, numeral));
    let (mut min, mut max, mut exact) = (None, None, value);
    if ends_with(&[
        "at least",
        "more than",
        "no fewer than",
        "no less than",
        "over",
        "not less than",
        "upwards of",
    ]) {
        (min, exact) = (value, None);
    } else if ends_with(&[
        "up to",
        "at most",
        "fewer than",
        "less than",
        "as many as",
        "no more than",
        "under",
        "nearly",
        "almost",
    ]) {
        (max, exact) = (value, None);
    } else if before(1) == "and" || before(1) == "to" {
        let other = first.previous().and_then(Token::previous);
        let lower = other
            .filter(|token| token.pos() == "NUM")
            .and_then(|token| read(std::iter::once(token)));
        if lower.is_some() {
            (min, max, exact) = (lower, value, None);
        }
    }
    Quantity {
        value: exact,
        min,
        max,
        span,
    }
}

/// The value of a run of numerals: "1,200", "two hundred and five", "2.5 million".
fn read<'d>(numerals: impl Iterator<Item = Token<'d>>) -> Option<f64> {
    let times = |count: f64, scale: f64| if count == 0.0 { scale } else { count * scale };
    let (mut whole, mut part, mut any) = (0.0, 0.0, false);
    for token in numerals {
        for word in token.text().to_lowercase().split('-') {
            any = true;
            match SCALES.iter().find(|(name, _)| *name == word) {
                Some((_, scale)) if *scale >= 1_000.0 => {
                    whole += times(part, *scale);
                    part = 0.0;
                }
                Some((_, scale)) => part = times(part, *scale),
                None => {
                    let named = cardinal(word).map(f64::from);
                    part += named.or_else(|| word.replace(',', "").parse().ok())?;
                }
            }
        }
    }
    any.then_some(whole + part)
}

/// Sums of money in the clause.
fn money(head: Token<'_>) -> Vec<Quantity> {
    let doc = head.doc();
    let clause = head.left_edge()..head.right_edge() + 1;
    let sums = doc.entities().iter().filter(|entity| {
        &*entity.label == "MONEY"
            && clause.contains(&entity.tokens.start)
            && !doc
                .range(entity.tokens.clone())
                .any(|token| matches!(token.text(), "%" | "cent" | "percent"))
    });
    let quantities = sums.filter_map(|entity| {
        let is_numeral = |token: &Token<'_>| token.pos() == "NUM";
        let last = doc.range(entity.tokens.clone()).rfind(is_numeral)?;
        let first = doc.range(entity.tokens.clone()).find(is_numeral)?;
        let value = read(numerals(first, last));
        let found = of_numeral(last);
        Some(Quantity {
            value: found.value.and(value),
            min: found.min.and(value),
            max: found.max.and(value),
            span: doc.span(entity.tokens.clone()),
        })
    });
    quantities.collect()
}

/// The numerals from one word to another.
fn numerals<'d>(first: Token<'d>, last: Token<'d>) -> impl Iterator<Item = Token<'d>> {
    let run = first.doc().range(first.index()..last.index() + 1);
    run.filter(|token| token.pos() == "NUM")
}
