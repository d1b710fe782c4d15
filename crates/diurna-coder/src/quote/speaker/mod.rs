//! Who a speaker is: from the words beside the cue to a party of the article.
//!
//! The order of evidence: a name is itself; a short name is the last person who bears it and fits in gender; a pronoun is the
//! last speaker rather than the last name, a subject rather than an object, and never somebody inside the content; a title or
//! role is whoever was introduced with it; "I" in a quotation is its speaker; "who" is the noun before it. Groups and unnamed
//! sources stay as they are.
//!
//! Statements are resolved from the outside in and in text order, because a pronoun needs to know who spoke before.

mod description;
mod name;
mod pronoun;
mod words;

use std::collections::{BTreeMap, HashMap, HashSet};

use diurna_data::cues::CueLexicon;
use diurna_record::{CueClass, EntityKind, Form, ResolvedBy, Span, SpeakerKind};
use diurna_text::{Doc, Token};

use self::description::{is_definite, phrase_start};
pub(super) use self::words::is_outlet_noun;
use self::words::{is_body, is_first_person, is_human};
use super::Attribution;
use super::source::is_nominal;
use crate::actor::{Gender, Identity, Parties, noun_gender, third_person};

/// Words to either side in which a source asks not to be named.
const LONGEST_PHRASE: usize = 60;

/// A speaker or an addressee, resolved.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Speaker {
    /// The party's number.
    pub(crate) entity: usize,
    pub(crate) by: ResolvedBy,
    pub(crate) kind: SpeakerKind,
}

/// The speaker of each attribution; parties that the article only knows as speakers are added.
pub(crate) fn speakers(
    doc: &Doc,
    paragraphs: &[Span],
    attributions: &[Attribution],
    cues: &CueLexicon,
    parties: &mut Parties,
) -> Vec<Option<Speaker>> {
    let mut resolver = Resolver::new(doc, paragraphs, attributions, cues, parties);
    for number in resolver.order() {
        resolver.found[number] = resolver.speaker(number);
    }
    resolver.found
}

struct Resolver<'a, 'd> {
    doc: &'d Doc,
    paragraphs: &'a [Span],
    attributions: &'a [Attribution],
    cues: &'a CueLexicon,
    parties: &'a mut Parties,
    /// Mentions by their head token.
    mentions: BTreeMap<usize, usize>,
    /// Tokens in quotation marks.
    quoted: Vec<bool>,
    /// Where a word introduced or described whom.
    introduced: HashMap<String, Vec<(usize, usize)>>,
    /// The words that a party was described with.
    words: HashMap<usize, HashSet<String>>,
    /// Speakers so far, with their tokens.
    spoken: Vec<(usize, usize)>,
    spoken_at: HashSet<usize>,
    /// The first token of each party.
    first: HashMap<usize, usize>,
    /// People by surname and given name.
    people: HashMap<String, Vec<usize>>,
    found: Vec<Option<Speaker>>,
}

impl<'a, 'd> Resolver<'a, 'd> {
    fn new(
        doc: &'d Doc,
        paragraphs: &'a [Span],
        attributions: &'a [Attribution],
        cues: &'a CueLexicon,
        parties: &'a mut Parties,
    ) -> Resolver<'a, 'd> {
        let mut quoted = vec![false; doc.len()];
        for span in attributions.iter().flat_map(|it| &it.quoted) {
            quoted[doc.tokens_in(*span)].fill(true);
        }
        let mut resolver = Resolver {
            doc,
            paragraphs,
            attributions,
            cues,
            parties,
            mentions: BTreeMap::new(),
            quoted,
            introduced: HashMap::new(),
            words: HashMap::new(),
            spoken: Vec::new(),
            spoken_at: HashSet::new(),
            first: HashMap::new(),
            people: HashMap::new(),
            found: vec![None; attributions.len()],
        };
        for number in 0..resolver.parties.mentions().len() {
            let mention = resolver.parties.mention(number).clone();
            resolver.mentions.entry(mention.head).or_insert(number);
            resolver.see(mention.head, mention.entity);
            if mention.form != Form::Pronoun {
                resolver.introduce(mention.head, mention.entity);
            }
        }
        for entity in 0..resolver.parties.len() {
            resolver.index_person(entity);
        }
        resolver.join_appositions();
        resolver.add_plain_names();
        resolver.join_aged_names();
        resolver.add_plain_people();
        for places in resolver.introduced.values_mut() {
            places.sort_unstable();
        }
        resolver
    }

    /// Outermost statements first, each level in text order.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<(usize, usize)> = (0..self.attributions.len())
            .map(|number| (self.enclosing(number).take(16).count(), number))
            .collect();
        order.sort_unstable();
        order.into_iter().map(|(_, number)| number).collect()
    }

    /// The statements around one, innermost first.
    fn enclosing(&self, number: usize) -> impl Iterator<Item = usize> + use<'a> {
        let attributions = self.attributions;
        std::iter::successors(attributions[number].within, move |outer| {
            attributions[*outer].within
        })
    }

    fn speaker(&mut self, number: usize) -> Option<Speaker> {
        let attribution = &self.attributions[number];
        let (head, span) = (attribution.source_head?, attribution.source?);
        let token = self.doc.token(head);
        let (entity, by) = self.resolve(number, token, span);
        let says = matches!(
            attribution.class,
            CueClass::Speech | CueClass::Writing | CueClass::Thought | CueClass::Finding
        );
        let after_by = token.dep() == "pobj";
        if attribution.within.is_none() && by != ResolvedBy::Quotation && says && !after_by {
            self.spoken.push((head, entity));
            self.spoken_at.insert(head);
        }
        let kind = self.kind(number, token, entity);
        Some(Speaker { entity, by, kind })
    }

    fn resolve(&mut self, number: usize, token: Token<'d>, span: Span) -> (usize, ResolvedBy) {
        if is_first_person(token) {
            return self.first_person(number, token, span);
        }
        if let Some(found) = self.labelled(number, token, span) {
            return found;
        }
        if matches!(token.tag(), "WP" | "WDT" | "WP$")
            && let Some(entity) =
                self.antecedent_of_relative(token, self.attributions[number].cue_head)
        {
            return (
                self.link(token, token.span(), entity, Form::Pronoun),
                ResolvedBy::Relative,
            );
        }
        if let Some(pronoun) = third_person(token) {
            let entity = self.pronoun(number, pronoun, token);
            let entity = entity.or_else(|| self.named_later(number, pronoun, token));
            if let Some(entity) = entity {
                self.parties.learn_gender(entity, pronoun);
                return (
                    self.link(token, token.span(), entity, Form::Pronoun),
                    ResolvedBy::Pronoun,
                );
            }
            return (self.own(token, span), ResolvedBy::Itself);
        }
        if let Some(all) = self.coordination(token, span) {
            return (all, ResolvedBy::Itself);
        }
        let surname = self.is_surname(token);
        if surname || token.pos() == "PROPN" && !self.is_bare_role(token, span) {
            return self.named(token, span);
        }
        self.described(token, span)
    }

    /// "Minister" alone in a headline, which the tagger takes for a name.
    fn is_bare_role(&self, token: Token<'d>, span: Span) -> bool {
        let lower = token.text().chars().next().is_some_and(char::is_lowercase);
        lower || span == token.span() && self.cues.is_role(&token.text().to_lowercase())
    }

    /// Makes a word a mention of a party, whatever it was before.
    fn link(&mut self, token: Token<'d>, span: Span, entity: usize, form: Form) -> usize {
        let mention = self.parties.link(token.index(), span, entity, form);
        self.mentions.insert(token.index(), mention);
        self.see(token.index(), entity);
        if form != Form::Pronoun {
            self.introduce(token.index(), entity);
        }
        entity
    }

    fn see(&mut self, head: usize, entity: usize) {
        let first = self.first.entry(entity).or_insert(head);
        *first = head.min(*first);
    }

    fn push(&mut self, identity: Identity) -> usize {
        let entity = self.parties.push(identity);
        self.index_person(entity);
        entity
    }

    /// "I" and "we": the speaker of the quotation around them, else the author.
    fn first_person(&mut self, number: usize, token: Token<'d>, span: Span) -> (usize, ResolvedBy) {
        let around: Vec<usize> = self.enclosing(number).take(16).collect();
        let speaks = |outer: &&usize| {
            let quoted = &self.attributions[**outer].quoted;
            quoted.iter().any(|it| it.contains(token.span()))
        };
        let outer = around.iter().find(speaks).or(around.first());
        match outer.and_then(|outer| self.found[*outer]) {
            Some(outer) => {
                self.link(token, token.span(), outer.entity, Form::Pronoun);
                (outer.entity, ResolvedBy::Quotation)
            }
            None => (self.own(token, span), ResolvedBy::Itself),
        }
    }

    /// The noun that a relative clause hangs on.
    fn antecedent_of_relative(&mut self, token: Token<'d>, cue: Option<usize>) -> Option<usize> {
        let doc = self.doc;
        let verb = cue.map_or(token, |cue| doc.token(cue));
        let clause = std::iter::once(verb)
            .chain(verb.ancestors().take(8))
            .find(|it| it.dep() == "relcl");
        let parsed = clause.map(Token::head);
        let before = || {
            let from = token.index().saturating_sub(6);
            doc.range(from..token.index())
                .rev()
                .find(|it| is_nominal(*it))
        };
        let noun = parsed
            .filter(|it| it.index() < token.index() && is_nominal(*it))
            .or_else(before)?;
        let entity = self.party_at(noun);
        if token.lemma() != "who" || self.is_human_party(entity) {
            return Some(entity);
        }
        // "an analyst at the bank, who says so": the parser hangs the clause on the bank.
        let above = noun.ancestors().take(4).filter(|it| is_nominal(*it));
        let mut people = above.map(|it| if it.dep() == "appos" { it.head() } else { it });
        let person = people.find(|it| {
            self.entity_at(*it)
                .is_some_and(|it| self.is_human_party(it))
        });
        Some(person.map_or(entity, |it| self.party_at(it)))
    }

    fn is_human_party(&self, entity: usize) -> bool {
        let identity = self.parties.identity(entity);
        identity.plural || matches!(identity.kind, EntityKind::Person | EntityKind::Group)
    }

    /// The party that a token heads a mention of.
    fn entity_at(&self, token: Token<'d>) -> Option<usize> {
        self.parties.at(token).map(|it| self.parties.entity(it))
    }

    /// The party of a noun that is no speaker itself.
    fn party_at(&mut self, noun: Token<'d>) -> usize {
        let span = self.doc.span(phrase_start(noun)..noun.index() + 1);
        if noun.pos() == "PROPN" {
            return self.named(noun, span).0;
        }
        self.described(noun, span).0
    }

    /// A party for these words, made where there is none.
    fn own(&mut self, token: Token<'d>, span: Span) -> usize {
        let known = self.entity_at(token);
        let words = self.trimmed(token, span);
        if let Some(entity) = known
            && !self.is_another(token, entity, words)
        {
            self.parties.describe(entity, words.slice(self.doc.text()));
            return entity;
        }
        let identity = match known {
            Some(entity) => self
                .parties
                .identity(entity)
                .apart(words.slice(self.doc.text())),
            None => self.unknown(token, words),
        };
        let entity = self.push(identity);
        let form = if third_person(token).is_some() || is_first_person(token) {
            Form::Pronoun
        } else {
            Form::Nominal
        };
        self.link(token, words, entity, form)
    }

    /// A description with other words, or an indefinite one, is another party than the one named before: "officials in the
    /// north" are not "officials at the ministry".
    fn is_another(&self, token: Token<'d>, entity: usize, words: Span) -> bool {
        let identity = self.parties.identity(entity);
        if token.pos() == "PROPN" || is_definite(token) || identity.kind == EntityKind::State {
            return false;
        }
        let text = self.doc.text();
        let near = self.mentions.range(..token.index()).rev().take(400);
        let mut before = near.filter_map(|(_, it)| {
            let mention = self.parties.mention(*it);
            (mention.entity == entity && mention.form == Form::Nominal).then_some(mention.span)
        });
        before.any(|it| !it.slice(text).eq_ignore_ascii_case(words.slice(text)))
    }

    /// The words of a source without what follows a comma.
    fn trimmed(&self, token: Token<'d>, span: Span) -> Span {
        let tokens = self.doc.tokens_in(span);
        let end = (token.index() + 1..tokens.end)
            .find(|at| matches!(self.doc.token(*at).text(), "," | "—" | "–" | "("));
        let end = end.unwrap_or(tokens.end).max(token.index() + 1);
        self.doc.span(tokens.start..end)
    }

    fn unknown(&self, token: Token<'d>, words: Span) -> Identity {
        let lemma = token.lemma().to_lowercase();
        let plural = matches!(token.tag(), "NNS" | "NNPS");
        let kind = if self.cues.is_document(&lemma) {
            EntityKind::Document
        } else if plural {
            EntityKind::Group
        } else if is_body(&lemma) {
            EntityKind::Organization
        } else if self.cues.is_role(&lemma) || noun_gender(&lemma).is_some() || is_human(&lemma) {
            EntityKind::Person
        } else {
            EntityKind::Other
        };
        Identity {
            kind,
            plural,
            gender: noun_gender(&lemma),
            ..Identity::unknown(words.slice(self.doc.text()))
        }
    }

    /// "Ana Ruiz and Tomas Lindqvist": a group of its own.
    fn coordination(&mut self, token: Token<'d>, span: Span) -> Option<usize> {
        let joined = token
            .children()
            .any(|it| it.dep() == "conj" && it.index() > token.index() && span.contains(it.span()));
        if !joined {
            return None;
        }
        let text = span.slice(self.doc.text());
        let identity = Identity {
            kind: EntityKind::Group,
            plural: true,
            ..Identity::unknown(text)
        };
        let entity = self.push(identity);
        self.parties
            .add_mention(token.index(), span, entity, Form::Nominal);
        Some(entity)
    }

    fn is_before(&self, entity: usize, head: usize) -> bool {
        self.first.get(&entity).is_some_and(|first| *first < head)
    }

    fn paragraph_of(&self, token: Token<'d>) -> usize {
        let behind = self
            .paragraphs
            .partition_point(|it| it.start <= token.span().start);
        behind.saturating_sub(1)
    }

    /// Sentences between two tokens.
    fn distance(&self, one: usize, other: usize) -> f32 {
        self.doc
            .sentence_of(one)
            .abs_diff(self.doc.sentence_of(other)) as f32
    }

    fn kind(&self, number: usize, token: Token<'d>, entity: usize) -> SpeakerKind {
        let identity = self.parties.identity(entity);
        let outside = self.attributions[number].within.is_none();
        let lemma = token.lemma().to_lowercase();
        if is_first_person(token) && outside {
            return SpeakerKind::Author;
        }
        if !identity.has_name() && self.is_withheld(token) {
            return SpeakerKind::Anonymous;
        }
        if identity.is_outlet() || is_outlet_noun(token) {
            return SpeakerKind::Outlet;
        }
        match identity.kind {
            EntityKind::Person if identity.plural => SpeakerKind::Group,
            EntityKind::Person => SpeakerKind::Person,
            EntityKind::Group => SpeakerKind::Group,
            EntityKind::Organization | EntityKind::Government | EntityKind::State => {
                SpeakerKind::Organization
            }
            EntityKind::Document => SpeakerKind::Document,
            _ if self.cues.is_document(&lemma) => SpeakerKind::Document,
            _ if self.cues.is_role(&lemma) => SpeakerKind::Person,
            _ => SpeakerKind::Other,
        }
    }

    /// "a person briefed on the talks", "sources", "an official who asked not to be named", "on condition of anonymity".
    fn is_withheld(&self, token: Token<'d>) -> bool {
        let around = token.index().saturating_sub(LONGEST_PHRASE)..token.index() + LONGEST_PHRASE;
        let phrase = token.left_edge().max(around.start)..(token.right_edge() + 1).min(around.end);
        let known = |word: &str| {
            self.doc
                .range(phrase.clone())
                .any(|it| it.text().eq_ignore_ascii_case(word))
        };
        let knows = ["familiar", "briefed", "close", "knowledge", "aware"]
            .iter()
            .any(|word| known(word));
        let lemma = token.lemma().to_lowercase();
        let sentence = &self.doc.sentences()[token.sentence()];
        let sentence = sentence.start.max(around.start)..sentence.end.min(around.end);
        let asks = self.doc.range(sentence).any(|it| {
            matches!(
                it.lemma(),
                "anonymity" | "anonymously" | "unnamed" | "anonymous"
            ) || it.text() == "named" && it.children().any(|child| child.dep() == "neg")
        });
        matches!(lemma.as_str(), "source" | "insider")
            || matches!(lemma.as_str(), "person" | "people") && knows
            || asks
    }
}

fn agrees(known: Option<Gender>, asked: Option<Gender>) -> bool {
    known.is_none() || asked.is_none() || known == asked
}
