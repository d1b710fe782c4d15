//! Statements of the record and how they hang together: who passes whose words on, which event a statement makes, which
//! claim it denies.
//!
//! A claim reaches the reader over several holders: outlet, agency, official, document. Each holder that says so in words of
//! its own is a statement (`within`); one that is only named ("told the agency", "a memo seen by the paper", the credit of the
//! page) is an entity in `reported_by`.

use std::collections::HashSet;

use diurna_record::{
    Article, Cue, Event, EventType, Evidence, Party, Polarity, SaidBy, Span, Statement,
};
use diurna_text::{Doc, Token};

use super::Attribution;
use super::speaker::{Speaker, is_outlet_noun};
use crate::actor::Parties;
use crate::assemble::entity_key;

/// Statements that a denial looks back over.
const DENIAL_REACH: usize = 12;
/// Share of a denied claim's words that the claim itself must have.
const DENIED_SHARE: f32 = 0.5;

/// The attributions as the record writes them; entities still have the numbers of [`Parties`].
pub(crate) fn statements(
    doc: &Doc,
    attributions: &[Attribution],
    speakers: &[Option<Speaker>],
    parties: &mut Parties,
    origin: Option<usize>,
) -> Vec<Statement> {
    let mut statements: Vec<Statement> = Vec::with_capacity(attributions.len());
    for (number, attribution) in attributions.iter().enumerate() {
        let speaker = speakers[number];
        let addressee = attribution.addressee_head.zip(attribution.addressee);
        let addressee = addressee.map(|(head, span)| {
            let mention = parties.ensure(doc, head, span);
            party(doc, parties.entity(mention), span)
        });
        statements.push(Statement {
            id: id(number),
            kind: attribution.kind,
            speaker: speaker
                .zip(attribution.source)
                .map(|(speaker, span)| party(doc, speaker.entity, span)),
            speaker_kind: speaker.map(|it| it.kind),
            resolved_by: speaker.map(|it| it.by),
            polarity: attribution.polarity,
            cue: attribution.cue.map(|cue| Cue {
                at: Evidence::at(doc.text(), cue),
                lemma: attribution.lemma.clone().unwrap_or_default(),
                class: attribution.class,
            }),
            addressee,
            content: attribution.content.clone(),
            quoted: attribution.quoted.clone(),
            within: attribution.within.map(id),
            reported_by: Vec::new(),
            about_event: None,
            denies: None,
            when: None,
            confidence: attribution.confidence,
            rule: attribution.rule.clone(),
        });
    }
    for (number, attribution) in attributions.iter().enumerate() {
        statements[number].reported_by = reporters(doc, attributions, attribution, parties, origin);
    }
    statements
}

fn id(number: usize) -> String {
    format!("s{}", number + 1)
}

fn party(doc: &Doc, entity: usize, span: Span) -> Party {
    Party {
        entity: entity_key(entity),
        at: Evidence::at(doc.text(), span),
    }
}

/// The agency that the page credits, where it is a party of the article.
pub(crate) fn origin(article: &Article, doc: &Doc, parties: &Parties) -> Option<usize> {
    let origin = article.origin.as_ref()?;
    let inside = |span: Span| {
        doc.range(doc.tokens_in(span))
            .find_map(|token| parties.at(token))
    };
    let mention = origin.span.and_then(inside);
    let by_name =
        || (0..parties.len()).find(|entity| parties.identity(*entity).name == origin.name);
    mention.map(|it| parties.entity(it)).or_else(by_name)
}

/// Through whom a statement came, nearest first: whoever saw the document or was told, the statements around it, the agency, the
/// outlet.
fn reporters(
    doc: &Doc,
    attributions: &[Attribution],
    attribution: &Attribution,
    parties: &mut Parties,
    origin: Option<usize>,
) -> Vec<SaidBy> {
    let mut chain = Vec::new();
    let mut note = |link: SaidBy| {
        if !chain.contains(&link) {
            chain.push(link);
        }
    };
    let mut inner = attribution;
    for _ in 0..DENIAL_REACH {
        for head in passed_on_by(doc, inner) {
            let span = doc.span(noun_phrase(head));
            let mention = parties.ensure(doc, head.index(), span);
            note(SaidBy::Entity(entity_key(parties.entity(mention))));
        }
        let Some(outer) = inner.within else { break };
        note(SaidBy::Statement(id(outer)));
        inner = &attributions[outer];
    }
    if let Some(entity) = origin {
        note(SaidBy::Entity(entity_key(entity)));
    }
    note(SaidBy::Outlet(true));
    chain
}

/// The outlets that a statement's own words name as having passed it on.
fn passed_on_by<'d>(doc: &'d Doc, attribution: &Attribution) -> Vec<Token<'d>> {
    let mut found = Vec::new();
    if let Some(source) = attribution.source {
        found.extend(doc.range(doc.tokens_in(source)).filter_map(seer));
    }
    if let Some(head) = attribution.addressee_head.map(|it| doc.token(it))
        && is_outlet(head)
    {
        found.push(head);
    }
    let cue = attribution.cue_head.map(|it| doc.token(it));
    if let Some(cue) = cue.filter(|it| matches!(it.lemma(), "quote" | "cite")) {
        let agent = object_of(cue, &["by"]);
        found.extend(agent.filter(|it| Some(it.index()) != attribution.source_head));
    }
    found
}

/// "seen by the paper", "obtained by Reuters", "leaked to the daily".
fn seer(verb: Token<'_>) -> Option<Token<'_>> {
    match verb.lemma() {
        "see" | "obtain" | "review" | "view" | "publish" | "examine" if verb.tag() == "VBN" => {
            object_of(verb, &["by"])
        }
        "leak" | "pass" | "send" | "give" | "show" if verb.tag() == "VBN" => {
            object_of(verb, &["to"]).filter(|it| is_outlet(*it))
        }
        _ => None,
    }
}

fn object_of<'d>(verb: Token<'d>, prepositions: &[&str]) -> Option<Token<'d>> {
    let preposition = verb.children().find(|it| {
        matches!(it.dep(), "agent" | "prep" | "dative") && prepositions.contains(&it.lemma())
    })?;
    preposition.children().find(|it| it.dep() == "pobj")
}

fn noun_phrase(head: Token<'_>) -> std::ops::Range<usize> {
    let before = head.children().filter(|it| {
        it.index() < head.index()
            && matches!(
                it.dep(),
                "det" | "amod" | "compound" | "poss" | "nmod" | "nummod"
            )
    });
    before.map(Token::left_edge).min().unwrap_or(head.index())..head.index() + 1
}

/// An outlet by its noun or by a name that the model takes for an organisation beside one.
fn is_outlet(head: Token<'_>) -> bool {
    const NAMES: &[&str] = &[
        "Reuters",
        "AP",
        "AFP",
        "CNN",
        "BBC",
        "NBC",
        "CBS",
        "ABC",
        "NPR",
        "PBS",
        "Bloomberg",
        "Interfax",
        "TASS",
        "Tass",
        "RIA",
        "Xinhua",
        "Politico",
        "Axios",
        "MSNBC",
        "Times",
        "Post",
        "Journal",
        "Herald",
        "Guardian",
        "Tribune",
        "Gazette",
        "Globe",
        "Mail",
        "Telegraph",
        "Independent",
        "Chronicle",
        "Observer",
        "Beacon",
        "Jazeera",
        "Arabiya",
        "Press",
        "News",
        "Today",
        "Spiegel",
        "Zeitung",
        "Monde",
        "Figaro",
        "Pais",
        "País",
        "Haaretz",
        "Dawn",
    ];
    is_outlet_noun(head) || head.pos() == "PROPN" && NAMES.contains(&head.text())
}

/// Who says so of the words at `trigger`, nearest first: the innermost statement that holds them, whoever passed it on, the agency.
pub(crate) fn said_by(
    statements: &[Statement],
    trigger: Span,
    origin: Option<usize>,
) -> Vec<SaidBy> {
    let holds = |statement: &&Statement| {
        statement
            .content
            .iter()
            .any(|piece| piece.contains(trigger))
    };
    let mut around: Vec<&Statement> = statements.iter().filter(holds).collect();
    around.sort_by_key(|statement| {
        let size: usize = statement.content.iter().map(|piece| piece.len()).sum();
        (size, std::cmp::Reverse(statement.reported_by.len()))
    });
    let mut chain: Vec<SaidBy> = Vec::new();
    let agency = origin.map(|it| SaidBy::Entity(entity_key(it)));
    let own = around.iter().flat_map(|statement| {
        let links = statement.reported_by.iter();
        let named =
            links.filter(|it| matches!(it, SaidBy::Entity(_)) && Some(*it) != agency.as_ref());
        std::iter::once(SaidBy::Statement(statement.id.clone())).chain(named.cloned())
    });
    for link in own.chain(agency.clone()).chain([SaidBy::Outlet(true)]) {
        if !chain.contains(&link) {
            chain.push(link);
        }
    }
    chain
}

/// Joins statements with the events that the same words make, and denials with what they deny.
pub(crate) fn link(doc: &Doc, events: &mut [Event], statements: &mut [Statement]) {
    for statement in statements.iter_mut() {
        let Some(cue) = &statement.cue else { continue };
        let same = events
            .iter_mut()
            .find(|event| event.trigger.iter().any(|span| cue.at.span.overlaps(*span)));
        if let Some(event) = same {
            statement.about_event = Some(event.id.clone());
            event.statement.get_or_insert_with(|| statement.id.clone());
        }
    }
    for number in 0..statements.len() {
        statements[number].denies = denied(doc, events, statements, number);
    }
}

/// What a statement denies: an earlier claim of this article, or an event that it tells.
fn denied(doc: &Doc, events: &[Event], statements: &[Statement], number: usize) -> Option<String> {
    let statement = &statements[number];
    if is_plain_denial(doc, statement) {
        return answered(statements, number);
    }
    let lemma = statement.cue.as_ref().map(|cue| cue.lemma.as_str())?;
    let denies = matches!(
        lemma,
        "deny"
            | "reject"
            | "dismiss"
            | "refute"
            | "dispute"
            | "rebut"
            | "contradict"
            | "denial"
            | "rejection"
    );
    if !denies || statement.polarity == Polarity::Denied {
        return None;
    }
    if let Some(kind) = claim_noun(doc, statement) {
        return claim(statements, number, kind).or_else(|| accusation(events, statement));
    }
    same_words(doc, events, statements, number)
}

/// "That is a lie", "It is not true".
fn is_plain_denial(doc: &Doc, statement: &Statement) -> bool {
    let Some(first) = statement.content.first() else {
        return false;
    };
    let words: Vec<String> = doc
        .range(doc.tokens_in(*first))
        .filter(|it| it.text().chars().any(char::is_alphanumeric))
        .take(8)
        .map(|it| it.text().to_lowercase())
        .collect();
    let starts = matches!(
        words.first().map(String::as_str),
        Some("that" | "this" | "it" | "these" | "those" | "they")
    );
    let about = |word: &str| words.iter().any(|it| it == word);
    let is = ["is", "'s", "’s", "was", "are", "were"]
        .iter()
        .any(|it| about(it));
    let false_word = [
        "lie",
        "lies",
        "false",
        "untrue",
        "nonsense",
        "baseless",
        "fabrication",
        "fabricated",
        "unfounded",
    ]
    .iter()
    .any(|it| about(it));
    let not_true = about("true") && (about("not") || about("n't") || about("n’t"));
    statement.content.len() < 3 && words.len() < 8 && starts && is && (false_word || not_true)
}

/// What somebody answers who only says that it is false: what they denied just before, else what another said last.
fn answered(statements: &[Statement], number: usize) -> Option<String> {
    let own = speaker_of(&statements[number]);
    let mut before = statements[number.saturating_sub(DENIAL_REACH)..number]
        .iter()
        .rev();
    before.find_map(|earlier| {
        if earlier.denies.is_some() && speaker_of(earlier) == own {
            return earlier.denies.clone();
        }
        let other =
            earlier.within.is_none() && speaker_of(earlier).is_some() && speaker_of(earlier) != own;
        other.then(|| earlier.id.clone())
    })
}

fn speaker_of(statement: &Statement) -> Option<&str> {
    statement.speaker.as_ref().map(|it| it.entity.as_str())
}

/// "the accusation", "such claims", "the reports": a claim by its noun, as the content of a denial.
fn claim_noun<'d>(doc: &'d Doc, statement: &Statement) -> Option<&'d str> {
    let [content] = statement.content.as_slice() else {
        return None;
    };
    let tokens = doc.tokens_in(*content);
    if tokens.len() > 4 {
        return None;
    }
    let last = doc.range(tokens).next_back()?;
    matches!(
        last.lemma(),
        "accusation"
            | "allegation"
            | "assertion"
            | "charge"
            | "claim"
            | "criticism"
            | "report"
            | "rumor"
            | "rumour"
            | "statement"
            | "suggestion"
            | "finding"
            | "wrongdoing"
            | "it"
    )
    .then(|| last.lemma())
}

/// The claim that a noun means: the latest whose cue fits, by another speaker.
fn claim(statements: &[Statement], number: usize, noun: &str) -> Option<String> {
    let own = speaker_of(&statements[number]);
    let makes = |lemma: &str| match noun {
        "accusation" | "charge" => matches!(
            lemma,
            "accuse" | "allege" | "blame" | "charge" | "accusation" | "claim"
        ),
        "allegation" => matches!(lemma, "allege" | "accuse" | "claim" | "allegation"),
        "claim" | "assertion" | "statement" | "suggestion" => {
            matches!(
                lemma,
                "claim" | "say" | "assert" | "allege" | "suggest" | "state" | "tell" | "insist"
            )
        }
        "criticism" => matches!(
            lemma,
            "criticize" | "criticise" | "condemn" | "attack" | "blast" | "accuse"
        ),
        "report" | "rumor" | "rumour" => matches!(lemma, "report" | "say" | "write" | "publish"),
        "finding" => matches!(lemma, "find" | "conclude" | "show"),
        _ => matches!(lemma, "accuse" | "allege" | "claim" | "say" | "blame"),
    };
    let fits = |earlier: &&Statement| {
        let by_another = speaker_of(earlier) != own || own.is_none();
        by_another && earlier.cue.as_ref().is_some_and(|cue| makes(&cue.lemma))
    };
    let mut before = statements[number.saturating_sub(DENIAL_REACH)..number]
        .iter()
        .rev();
    before.find(fits).map(|earlier| earlier.id.clone())
}

/// The accusation that was aimed at the speaker.
fn accusation(events: &[Event], statement: &Statement) -> Option<String> {
    let own = speaker_of(statement)?;
    let aimed = events
        .iter()
        .rev()
        .filter(|event| event.event_type == EventType::Accuse && before(event, statement))
        .find(|event| event.recipients.iter().any(|party| party.entity == own));
    aimed.map(|event| event.id.clone())
}

fn before(event: &Event, statement: &Statement) -> bool {
    let cue = statement.cue.as_ref().map_or(0, |cue| cue.at.span.start);
    event.trigger.iter().all(|span| span.end <= cue)
}

/// The claim that says what is denied, in the same words: another's statement, else an event outside every denial.
fn same_words(
    doc: &Doc,
    events: &[Event],
    statements: &[Statement],
    number: usize,
) -> Option<String> {
    let statement = &statements[number];
    let wanted = content_words(doc, &statement.content);
    if wanted.is_empty() {
        return None;
    }
    let share = |spans: &[Span]| {
        let words = content_words(doc, spans);
        wanted.intersection(&words).count() as f32 / wanted.len() as f32
    };
    let own = speaker_of(statement);
    let from = number.saturating_sub(DENIAL_REACH);
    let to = statements.len().min(number + DENIAL_REACH);
    let mut best: Option<(f32, &str)> = None;
    for (at, other) in statements[from..to].iter().enumerate() {
        let related = from + at == number
            || other.within.as_deref() == Some(&statement.id)
            || statement.within.as_deref() == Some(&other.id);
        if related || speaker_of(other).is_some() && speaker_of(other) == own {
            continue;
        }
        let fit = share(&other.content);
        if fit >= DENIED_SHARE && best.is_none_or(|(known, _)| fit > known) {
            best = Some((fit, &other.id));
        }
    }
    let inside = |event: &Event| {
        let trigger = event.trigger.first();
        trigger.is_some_and(|it| statement.content.iter().any(|piece| piece.contains(*it)))
    };
    let told = || {
        let other = events.iter().find(|event| {
            let word = content_words(doc, &event.trigger);
            !inside(event) && !word.is_empty() && word.is_subset(&wanted)
        });
        other.map(|event| event.id.clone())
    };
    best.map(|(_, id)| id.to_owned()).or_else(told)
}

/// Lemmas of the nouns, verbs, adjectives and names.
fn content_words(doc: &Doc, spans: &[Span]) -> HashSet<String> {
    let tokens = spans
        .iter()
        .flat_map(|span| doc.range(doc.tokens_in(*span)))
        .take(60);
    let is_content = |it: &Token<'_>| {
        matches!(it.pos(), "NOUN" | "VERB" | "ADJ" | "PROPN" | "NUM")
            && !matches!(
                it.lemma(),
                "be" | "have" | "do" | "say" | "any" | "other" | "such"
            )
    };
    tokens
        .filter(is_content)
        .map(|it| it.lemma().to_lowercase())
        .collect()
}

/// Parties of a statement, those that only its chain names included.
pub(crate) fn entities_of(statement: &Statement) -> impl Iterator<Item = &String> {
    let parties = statement.speaker.iter().chain(&statement.addressee);
    parties
        .map(|party| &party.entity)
        .chain(entities_in(&statement.reported_by))
}

/// Parties that a chain names.
pub(crate) fn entities_in(chain: &[SaidBy]) -> impl Iterator<Item = &String> {
    chain.iter().filter_map(|link| match link {
        SaidBy::Entity(entity) => Some(entity),
        SaidBy::Statement(_) | SaidBy::Outlet(_) => None,
    })
}
