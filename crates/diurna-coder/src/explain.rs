//! Why a sentence was coded as it was.

use diurna_data::contexts::Desk;
use diurna_data::lexicon::Lexicon;
use diurna_record::{Context, EventType, Record, Span, Status, Wording};
use diurna_text::{Doc, Token};

use crate::assemble::Findings;
use crate::classify::Label;
use crate::context::About;
use crate::event::{Applied, Candidate};

/// What fired on one sentence.
#[derive(Clone, Debug)]
pub struct SentenceExplanation {
    /// The sentence.
    pub text: String,
    /// Its tokens in the document.
    pub tokens: std::ops::Range<usize>,
    /// Parties mentioned in it.
    pub parties: Vec<PartyExplanation>,
    /// Readings of its acts, whether or not they became events.
    pub acts: Vec<ActExplanation>,
    /// Its statements: speaker, cue, content, rule.
    pub statements: Vec<StatementExplanation>,
    /// Words that take sides, with whom they are about and whose they are.
    pub wording: Vec<WordingExplanation>,
    /// What its paragraph is about, with the terms that say so.
    pub contexts: Vec<ContextExplanation>,
    /// The desk without politics that the paragraph belongs to, with its terms: nothing is coded there.
    pub desk: Option<(Desk, Vec<String>)>,
}

/// A context of a paragraph.
#[derive(Clone, Debug)]
pub struct ContextExplanation {
    /// The context.
    pub context: Context,
    /// The paragraph's terms, else the document's.
    pub terms: Vec<String>,
}

/// A word that takes sides.
#[derive(Clone, Debug)]
pub struct WordingExplanation {
    /// The words.
    pub text: String,
    /// What kind of choice it is.
    pub kind: String,
    /// The quarrel that it belongs to.
    pub topic: String,
    /// Name of the party that it is about, or the type of the event.
    pub about: Option<String>,
    /// `outlet`, or the speaker of the statement that it stands in.
    pub voice: String,
    /// A word without a side.
    pub neutral: Option<String>,
    /// The line of the lexicon or the rule.
    pub rule: String,
}

/// A mention and who is meant.
#[derive(Clone, Debug)]
pub struct PartyExplanation {
    /// The words.
    pub text: String,
    /// The party's name.
    pub name: String,
    /// Its country.
    pub country: Option<String>,
    /// Its sectors.
    pub sectors: Vec<String>,
    /// How the mention refers.
    pub form: String,
    /// Why.
    pub basis: Option<String>,
}

/// An act, the lexicon entry behind it, and what became of it.
#[derive(Clone, Debug)]
pub struct ActExplanation {
    /// The outermost word.
    pub head: String,
    /// All words that say it.
    pub trigger: Vec<String>,
    /// Id of the lexicon entry.
    pub rule: String,
    /// The entry's frame and outcome.
    pub entry: String,
    /// Operators, outermost first.
    pub operators: Vec<String>,
    /// The base act's type.
    pub base: EventType,
    /// Words in the role of actor.
    pub actors: Vec<String>,
    /// Words in the role of recipient.
    pub recipients: Vec<String>,
    /// The type and status that the rules read.
    pub reading: Option<(EventType, Status)>,
    /// The type and status of its event; `None` if there is none: a party is missing, the classifier is sure that nothing links
    /// the two, or the paragraph is not political.
    pub coded: Option<(EventType, Status)>,
    /// The classifier's likeliest labels with their shares; empty without an event.
    pub shares: Vec<(Label, f32)>,
}

/// A statement.
#[derive(Clone, Debug)]
pub struct StatementExplanation {
    /// Who.
    pub speaker: Option<String>,
    /// The cue.
    pub cue: Option<String>,
    /// What.
    pub content: Vec<String>,
    /// The rule that found it.
    pub rule: String,
}

pub(crate) fn sentences<'d, 'l>(
    doc: &Doc,
    paragraphs: &[Span],
    findings: &Findings<'d, 'l>,
    lexicon: &Lexicon,
) -> Vec<SentenceExplanation> {
    let explained = doc.sentences().iter().map(|range| {
        let start = doc.span(range.clone()).start;
        let paragraph = paragraphs.partition_point(|paragraph| paragraph.end <= start);
        let about = findings.topics.get(paragraph).cloned().unwrap_or_default();
        sentence(doc, range.clone(), about, findings, lexicon)
    });
    explained.collect()
}

fn sentence<'d, 'l>(
    doc: &Doc,
    tokens: std::ops::Range<usize>,
    about: About,
    findings: &Findings<'d, 'l>,
    lexicon: &Lexicon,
) -> SentenceExplanation {
    let span = doc.span(tokens.clone());
    let slice = |span: diurna_record::Span| span.slice(doc.text()).to_owned();
    let parties = findings
        .parties
        .mentions()
        .iter()
        .filter(|mention| tokens.contains(&mention.head))
        .map(|mention| {
            let identity = findings.parties.identity(mention.entity);
            PartyExplanation {
                text: slice(mention.span),
                name: identity.name.clone(),
                country: identity.country.map(|code| code.to_string()),
                sectors: identity
                    .sectors
                    .iter()
                    .map(|sector| sector.to_string())
                    .collect(),
                form: format!("{:?}", mention.form).to_lowercase(),
                basis: identity
                    .basis
                    .map(|basis| format!("{basis:?}").to_lowercase()),
            }
        });
    let acts = findings
        .candidates
        .iter()
        .filter(|candidate| tokens.contains(&candidate.head.index()));
    let statements = findings.attributions.iter().filter(|found| {
        let at = found.cue.or(found.content.first().copied());
        at.is_some_and(|at| span.contains(at))
    });
    SentenceExplanation {
        text: slice(span),
        parties: parties.collect(),
        acts: acts
            .map(|candidate| act(doc, findings, candidate, lexicon, about.desk.is_some()))
            .collect(),
        statements: statements
            .map(|found| StatementExplanation {
                speaker: found.source.map(slice),
                cue: found.cue.map(slice),
                content: found
                    .content
                    .iter()
                    .map(|content| slice(*content))
                    .collect(),
                rule: found.rule.clone(),
            })
            .collect(),
        wording: Vec::new(),
        contexts: about
            .contexts
            .into_iter()
            .map(|reason| ContextExplanation {
                context: reason.topic,
                terms: reason.terms,
            })
            .collect(),
        desk: about.desk.map(|reason| (reason.topic, reason.terms)),
        tokens,
    }
}

/// Adds the record's marked words to their sentences.
pub(crate) fn add_wording(sentences: &mut [SentenceExplanation], doc: &Doc, record: &Record) {
    for sentence in sentences {
        let span = doc.span(sentence.tokens.clone());
        let here = record.wording.iter().filter(|it| span.contains(it.at.span));
        sentence.wording = here.map(|it| wording(it, record)).collect();
    }
}

fn wording(marked: &Wording, record: &Record) -> WordingExplanation {
    let about = marked.about.as_ref().and_then(|id| {
        let party = record.entities.iter().find(|entity| entity.id == *id);
        let event = || record.events.iter().find(|event| event.id == *id);
        party
            .map(|entity| entity.name.clone())
            .or_else(|| event().map(|event| event.event_type.to_string()))
    });
    let statement = record.statements.iter().find(|it| it.id == marked.voice);
    let voice = statement.map_or_else(
        || marked.voice.clone(),
        |statement| {
            let speaker = statement.speaker.as_ref();
            speaker.map_or_else(|| "a speaker".to_owned(), |party| party.at.text.clone())
        },
    );
    WordingExplanation {
        text: marked.at.text.clone(),
        kind: format!("{:?}", marked.kind).to_lowercase(),
        topic: marked.topic.clone(),
        about,
        voice,
        neutral: marked.neutral.clone(),
        rule: marked.rule.clone(),
    }
}

fn act<'d, 'l>(
    doc: &Doc,
    findings: &Findings<'d, 'l>,
    candidate: &Candidate<'d, 'l>,
    lexicon: &Lexicon,
    apolitical: bool,
) -> ActExplanation {
    let words = |tokens: &[Token<'_>]| -> Vec<String> {
        tokens.iter().map(|token| token.text().to_owned()).collect()
    };
    let operators = candidate
        .reading
        .operators
        .iter()
        .map(|applied| match applied {
            Applied::Word(operator) => operator.as_str().to_owned(),
            Applied::Not => "not".to_owned(),
        });
    let reading = candidate.reading.plover();
    let decision = findings.decide(doc, candidate).filter(|_| !apolitical);
    let mut trigger = words(&candidate.trigger);
    trigger.dedup();
    ActExplanation {
        head: candidate.head.text().to_owned(),
        trigger,
        entry: lexicon
            .find(&candidate.rule)
            .map(|entry| entry.line.clone())
            .unwrap_or_default(),
        rule: candidate.rule.clone(),
        operators: operators.collect(),
        base: candidate.reading.base,
        actors: words(&candidate.actors),
        recipients: words(&candidate.recipients),
        reading: reading.map(|coded| (coded.event_type, coded.status)),
        coded: decision
            .as_ref()
            .map(|decision| (decision.coded.event_type, decision.coded.status)),
        shares: decision.map_or(Vec::new(), |decision| decision.verdict.likeliest(3)),
    }
}
