//! Wording: the words in which sides differ, whom they are about and whose they are.
//!
//! Which words are marked stands in `diurna-data/wording`; `docs/wording.md` says why and what the limits are. For each term
//! that stands in the text [`condition`] checks the conditions of its line, [`name`] keeps it out of proper names, and
//! [`Marker`] finds out whom it is about and who speaks. Two kinds need more than a word: [`quotation`] (marks that keep a word
//! at a distance) and [`agentless`] (violence in the passive without a doer).
//!
//! A mark is a description, no judgement: "killed" may be kinder than the truth and "massacre" the plain truth.

mod agentless;
mod condition;
mod name;
mod quotation;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diurna_data::wording::{WordingLexicon, WordingTerm};
use diurna_record::{
    CueClass, Evidence, Record, Span, SpeakerKind, Statement, Wording, WordingKind,
};
use diurna_text::{Doc, Token};

use crate::actor::Parties;
use crate::context;
use crate::event::{Arguments, is_verb};
use crate::quote::Attribution;

/// What marking needs: the record as far as it is, and what it was made from.
pub(crate) struct Marker<'a, 'd> {
    doc: &'d Doc,
    lexicon: &'a WordingLexicon,
    parties: &'a Parties,
    attributions: &'a [Attribution],
    topics: &'a [context::About],
    record: &'a Record,
    /// Ids of the record's entities by the place of their mentions.
    entity_at: HashMap<Span, &'a str>,
    /// The lemmas and lower-case forms of the text.
    vocabulary: BTreeSet<String>,
    /// Numbers of attributions by the head of their cue.
    cue_at: BTreeMap<usize, usize>,
}

/// All marked wording of a record that has its entities, events and statements, in text order.
pub(crate) fn mark(
    record: &Record,
    doc: &Doc,
    lexicon: &WordingLexicon,
    parties: &Parties,
    attributions: &[Attribution],
    topics: &[context::About],
) -> Vec<Wording> {
    let mentions = record.entities.iter().flat_map(|entity| {
        let spans = entity.mentions.iter().map(|mention| mention.at.span);
        spans.map(|span| (span, entity.id.as_str()))
    });
    let cues = attributions.iter().enumerate();
    let marker = Marker {
        doc,
        lexicon,
        parties,
        attributions,
        topics,
        record,
        entity_at: mentions.collect(),
        vocabulary: doc.tokens().flat_map(forms).collect(),
        cue_at: cues
            .filter_map(|(number, it)| Some((it.cue_head?, number)))
            .collect(),
    };
    let mut found = marker.terms();
    found.extend(quotation::scare_quotes(&marker));
    found.sort_by_key(|wording| (wording.at.span, wording.kind as u8));
    found
}

/// Steps from a word up to the cue of its statement.
const LONGEST_PATH: usize = 12;

/// A run of tokens that may be a term.
#[derive(Clone, Copy)]
pub(crate) struct Place<'d> {
    first: Token<'d>,
    last: Token<'d>,
    /// The token that the others hang on.
    head: Token<'d>,
}

impl<'d> Place<'d> {
    fn of(first: Token<'d>, last: Token<'d>) -> Place<'d> {
        let inside = first.index()..last.index() + 1;
        let mut tokens = first.doc().range(inside.clone());
        let head = tokens.find(|token| token.is_root() || !inside.contains(&token.head().index()));
        Place {
            first,
            last,
            head: head.unwrap_or(last),
        }
    }

    fn span(self) -> Span {
        self.first.span().cover(self.last.span())
    }
}

impl<'d> Marker<'_, 'd> {
    fn terms(&self) -> Vec<Wording> {
        let mut found = Vec::new();
        for sentence in self.doc.sentences() {
            // A hyphen ends a word of a term.
            let words: Vec<Token<'d>> = self
                .doc
                .range(sentence.clone())
                .filter(|token| !token.is_space() && token.text() != "-")
                .collect();
            let forms: Vec<[String; 2]> = words.iter().map(|token| forms(*token)).collect();
            // The passives without a doer are marked beside the word itself.
            for agentless in [false, true] {
                let mut at = 0;
                while at < words.len() {
                    let hit = self.term_at(&words, &forms, at, agentless);
                    at += hit.as_ref().map_or(1, |(term, _)| term.words.len());
                    found.extend(hit.map(|(term, place)| self.wording(term, place)));
                }
            }
        }
        found
    }

    /// The longest term that begins with a word and whose conditions hold.
    fn term_at(
        &self,
        words: &[Token<'d>],
        forms: &[[String; 2]],
        at: usize,
        agentless: bool,
    ) -> Option<(&WordingTerm, Place<'d>)> {
        let [lemma, lower] = &forms[at];
        let by_form = (lemma != lower).then(|| self.lexicon.beginning_with(lower));
        let mut standing: Vec<&WordingTerm> = self
            .lexicon
            .beginning_with(lemma)
            .iter()
            .chain(by_form.into_iter().flatten())
            .filter(|term| (term.kind == WordingKind::Agentless) == agentless)
            .filter(|term| {
                let tail = term.words.iter().enumerate();
                tail.skip(1).all(|(step, word)| {
                    forms
                        .get(at + step)
                        .is_some_and(|forms| forms.contains(word))
                })
            })
            .collect();
        standing.sort_by_key(|term| std::cmp::Reverse(term.words.len()));
        standing.into_iter().find_map(|term| {
            let place = Place::of(words[at], words[at + term.words.len() - 1]);
            self.holds(term, place).then_some((term, place))
        })
    }

    fn holds(&self, term: &WordingTerm, place: Place<'d>) -> bool {
        condition::hold(self, term, place)
            && !name::part_of_name(self, term, place)
            && (term.kind != WordingKind::Agentless || agentless::holds(self, place.head))
    }

    /// The word is the cue of a statement, or a verb with a clause for its object.
    fn says(&self, token: Token<'d>) -> bool {
        self.cue_at.contains_key(&token.index())
            || is_verb(token) && token.children().any(|child| child.dep() == "ccomp")
    }

    fn wording(&self, term: &WordingTerm, place: Place<'d>) -> Wording {
        let span = place.span();
        Wording {
            at: Evidence::at(self.doc.text(), span),
            kind: term.kind,
            about: self.about(place.head, span),
            voice: self.voice(span),
            neutral: term.neutral.clone(),
            topic: term.topic.clone(),
            rule: term.id.clone(),
        }
    }

    /// Whom a word is about: the speaker whose saying it names, the event that it tells, else the party it is said of.
    fn about(&self, head: Token<'d>, span: Span) -> Option<String> {
        let speaker = self.cue_at.get(&head.index()).and_then(|number| {
            let statement = self.record.statements.get(*number)?;
            statement.speaker.as_ref().map(|party| party.entity.clone())
        });
        let event = || {
            let events = self.record.events.iter();
            let mut told = events.filter(|event| event.trigger.iter().any(|it| it.overlaps(span)));
            told.next().map(|event| event.id.clone())
        };
        speaker.or_else(event).or_else(|| self.party_about(head))
    }

    fn party_about(&self, head: Token<'d>) -> Option<String> {
        let tokens = if is_verb(head) {
            let arguments = Arguments::of_verb(head);
            [arguments.objects, arguments.subjects].concat()
        } else {
            let mut tokens = condition::said_of(head);
            tokens.push(head);
            tokens
        };
        let mentions = tokens.into_iter().flat_map(|token| self.parties.of(token));
        mentions
            .filter_map(|number| self.entity_at.get(&self.parties.mention(number).span))
            .map(|id| (*id).to_owned())
            .next()
    }

    /// In "called *the stunt* sickening" and "accused *the regime* of fraud" whoever tells it names the object; only what is said of it
    /// is the speaker's.
    fn is_object(&self, attribution: &Attribution, span: Span) -> bool {
        let names = ["-small", "-object-and"];
        let Some(cue) = attribution
            .cue_head
            .filter(|_| names.iter().any(|it| attribution.rule.ends_with(it)))
        else {
            return false;
        };
        let Some(word) = self.doc.range(self.doc.tokens_in(span)).next() else {
            return false;
        };
        let path: Vec<Token<'_>> = std::iter::once(word)
            .chain(word.ancestors().take_while(|it| it.index() != cue))
            .take(LONGEST_PATH)
            .collect();
        let under = |back: usize, deps: &[&str]| {
            let at = path.len().checked_sub(back).map(|it| path[it]);
            at.is_some_and(|it| deps.contains(&it.dep()))
        };
        let reaches = path.last().is_some_and(|it| it.head().index() == cue);
        let preposition = path
            .iter()
            .any(|it| it.dep() == "prep" && !matches!(it.lemma(), "of" | "in"));
        reaches
            && !preposition
            && (under(1, &["dobj"]) || under(1, &["ccomp"]) && under(2, &["nsubj"]))
    }

    /// `outlet`, or the innermost statement whose words these are.
    fn voice(&self, span: Span) -> String {
        let spoken = self.record.statements.iter().zip(self.attributions);
        let around = spoken.filter(|(statement, attribution)| {
            let holds = |spans: &[Span]| spans.iter().any(|it| it.contains(span));
            let author = statement.speaker_kind == Some(SpeakerKind::Author);
            let lends = || lends_words(attribution) && !self.is_object(attribution, span);
            holds(&statement.quoted) || !author && holds(&statement.content) && lends()
        });
        let length =
            |statement: &Statement| -> usize { statement.content.iter().map(|it| it.len()).sum() };
        around
            .min_by_key(|(statement, _)| length(statement))
            .map_or_else(
                || "outlet".to_owned(),
                |(statement, _)| statement.id.clone(),
            )
    }
}

/// Whether an indirect content is told in the source's words. What somebody wishes, backs, sees or decides is named in the
/// words of whoever tells it, and so is a bare object ("condemned *the invasion*").
fn lends_words(attribution: &Attribution) -> bool {
    !attribution.rule.ends_with("-object")
        && matches!(
            attribution.class,
            CueClass::Speech | CueClass::Writing | CueClass::Thought | CueClass::Finding
        )
}

/// The ways in which a token may stand in a term: lemma and lower-case form. The plural of a name has no lemma of its own.
fn forms(token: Token<'_>) -> [String; 2] {
    let lower = token.text().to_lowercase().replace('’', "'");
    let lemma = match token.tag() {
        "NNPS" | "NNP" => lower.strip_suffix('s').unwrap_or(&lower).to_owned(),
        _ => token.lemma().to_lowercase(),
    };
    [lemma, lower]
}
