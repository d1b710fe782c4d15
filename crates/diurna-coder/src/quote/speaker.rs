//! Who a speaker is: from the words beside the cue to a party of the article.
//!
//! The order of evidence: a name is itself; a short name is the last person who bears it and fits in gender; a pronoun is the
//! last speaker rather than the last name, a subject rather than an object, and never somebody inside the content; a title or
//! role is whoever was introduced with it; "I" in a quotation is its speaker; "who" is the noun before it. Groups and unnamed
//! sources stay as they are.
//!
//! Statements are resolved from the outside in and in text order, because a pronoun needs to know who spoke before.

use std::collections::{BTreeMap, HashMap, HashSet};

use diurna_data::cues::CueLexicon;
use diurna_record::{CueClass, EntityKind, Form, ResolvedBy, Span, SpeakerKind};
use diurna_text::{Doc, Token};

use super::Attribution;
use super::source::is_nominal;
use crate::actor::{
    Gender, Identity, Parties, Pronoun, ends_body, noun_gender, person_identity, third_person,
};

/// How many sentences a pronoun may look back for a mention.
const REACH: usize = 6;
/// How many speakers a pronoun may look back.
const SPEAKERS_BACK: usize = 8;
/// How many introductions with one word a description looks at.
const INTRODUCTIONS: usize = 40;
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
        for places in resolver.introduced.values_mut() {
            places.sort_unstable();
        }
        resolver
    }

    /// "Ruiz, the ambassador" and "the minister, Ana Ruiz" are one person each.
    fn join_appositions(&mut self) {
        let heads: Vec<usize> = self.mentions.keys().copied().collect();
        for head in heads {
            let token = self.doc.token(head);
            let above = token.head();
            if token.dep() != "appos" {
                continue;
            }
            let (Some(own), Some(other)) = (self.person_at(token), self.person_at(above)) else {
                continue;
            };
            let named = |it: usize| self.parties.identity(it).has_name();
            let (name, description) = match (token.pos(), above.pos()) {
                ("NOUN", "PROPN") if named(other) => (other, token),
                ("PROPN", "NOUN") if named(own) => (own, above),
                _ => continue,
            };
            let words = self
                .doc
                .span(phrase_start(description)..description.index() + 1);
            self.link(description, words, name, Form::Nominal);
        }
    }

    fn person_at(&self, token: Token<'d>) -> Option<usize> {
        let entity = self.parties.entity(self.parties.at(token)?);
        let identity = self.parties.identity(entity);
        (identity.kind == EntityKind::Person && !identity.plural).then_some(entity)
    }

    /// Names that neither the gazetteer nor the model knows, where they act: "the company" must find them. Only those that a
    /// statement needs come into the record.
    fn add_plain_names(&mut self) {
        let doc = self.doc;
        let mut known: HashMap<String, usize> = HashMap::new();
        for token in doc.tokens() {
            let acts = matches!(
                token.dep(),
                "nsubj" | "nsubjpass" | "appos" | "pobj" | "dobj" | "ROOT" | "poss"
            );
            let dated = token.entity().is_some_and(|it| {
                matches!(
                    &*it.label,
                    "DATE" | "TIME" | "MONEY" | "CARDINAL" | "GPE" | "LOC" | "FAC" | "LANGUAGE"
                )
            });
            let word = token.text().chars().any(char::is_alphabetic);
            if !word
                || token.pos() != "PROPN"
                || !acts
                || dated
                || self.mentions.contains_key(&token.index())
            {
                continue;
            }
            let span = doc.span(name_tokens(token));
            let name = span.slice(doc.text());
            if self.person_called(token, None).is_some() {
                continue;
            }
            let entity = match known.get(name) {
                Some(entity) => *entity,
                None => {
                    let entity = self.push(Identity {
                        key: format!("plain:{name}"),
                        kind: plain_kind(token, name),
                        ..Identity::unknown(name)
                    });
                    known.insert(name.to_owned(), entity);
                    entity
                }
            };
            self.link(token, span, entity, Form::Name);
        }
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

    /// A person's surname that the tagger takes for a common noun.
    fn is_surname(&self, token: Token<'d>) -> bool {
        let capital = token.text().chars().next().is_some_and(char::is_uppercase);
        capital
            && token.pos() == "NOUN"
            && !has_determiner(token)
            && self
                .person_called(token, None)
                .is_some_and(|it| self.parties.identity(it).name.ends_with(token.text()))
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

    fn index_person(&mut self, entity: usize) {
        let identity = self.parties.identity(entity);
        if identity.kind != EntityKind::Person || !identity.has_name() {
            return;
        }
        let mut words: Vec<String> = identity.name.split(' ').map(str::to_lowercase).collect();
        words.dedup();
        let last = words.pop();
        for word in last.into_iter().chain(words.into_iter().next()) {
            self.people.entry(word).or_default().push(entity);
        }
    }

    /// The person who bears a name, the latest one of those whose gender fits.
    fn person_called(&self, token: Token<'d>, gender: Option<Gender>) -> Option<usize> {
        let known = self.people.get(&token.text().to_lowercase())?;
        let fits = |entity: &&usize| {
            agrees(self.parties.identity(**entity).gender, gender)
                && self.is_before(**entity, token.index())
        };
        let fitting: Vec<usize> = known.iter().filter(fits).copied().collect();
        if fitting.len() < 2 {
            return fitting.first().copied();
        }
        let mut before = self.mentions.range(..token.index()).rev().take(400);
        before.find_map(|(_, it)| {
            let entity = self.parties.entity(*it);
            fitting.contains(&entity).then_some(entity)
        })
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
            let known = self.parties.at(*it).map(|it| self.parties.entity(it));
            known.is_some_and(|it| self.is_human_party(it))
        });
        Some(person.map_or(entity, |it| self.party_at(it)))
    }

    fn is_human_party(&self, entity: usize) -> bool {
        let identity = self.parties.identity(entity);
        identity.plural || matches!(identity.kind, EntityKind::Person | EntityKind::Group)
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
        let known = self.parties.at(token).map(|it| self.parties.entity(it));
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

    /// A name: itself, or the person whose longer name holds it.
    fn named(&mut self, token: Token<'d>, span: Span) -> (usize, ResolvedBy) {
        if let Some(entity) = self.parties.at(token).map(|it| self.parties.entity(it)) {
            if let Some(full) = self.full_name_of(token, entity) {
                return (
                    self.link(token, token.span(), full, Form::Name),
                    ResolvedBy::Name,
                );
            }
            let identity = self.parties.identity(entity);
            let is_sure = identity.kind == EntityKind::Person || identity.is_in_gazetteer();
            if is_sure || self.person_called(token, None).is_none() {
                let words = self.trimmed(token, span);
                self.parties.describe(entity, words.slice(self.doc.text()));
                self.introduce(token.index(), entity);
                return (entity, self.known_by(token, entity));
            }
        }
        let name = name_tokens(token);
        let title = noun_gender_before(self.doc, name.start);
        if let Some(entity) = self.person_called(token, title) {
            return (
                self.link(token, self.doc.span(name), entity, Form::Name),
                ResolvedBy::Name,
            );
        }
        let words = self.doc.span(name.clone());
        let the = self
            .doc
            .token(name.start)
            .children()
            .any(|it| it.lemma() == "the");
        let looks_human = !the && token.tag() == "NNP" && !is_body(&token.lemma().to_lowercase());
        let person = person_identity(words.slice(self.doc.text())).filter(|_| looks_human);
        let identity = match person {
            Some(person) => Identity {
                gender: title.or(person.gender),
                ..person
            },
            None => Identity {
                kind: EntityKind::Organization,
                ..Identity::unknown(self.trimmed(token, span).slice(self.doc.text()))
            },
        };
        let entity = self.push(identity);
        (
            self.link(token, words, entity, Form::Name),
            ResolvedBy::Itself,
        )
    }

    /// The person whose longer name ends in the one word that is known of a party.
    fn full_name_of(&self, token: Token<'d>, entity: usize) -> Option<usize> {
        let identity = self.parties.identity(entity);
        if identity.name.contains(' ')
            || identity.is_in_gazetteer()
            || identity.name != token.text()
        {
            return None;
        }
        let full = self.person_called(token, identity.gender)?;
        let name = &self.parties.identity(full).name;
        (full != entity && name.contains(' ')).then_some(full)
    }

    fn known_by(&self, token: Token<'d>, entity: usize) -> ResolvedBy {
        if self.is_before(entity, token.index()) {
            ResolvedBy::Name
        } else {
            ResolvedBy::Itself
        }
    }

    /// A title, a role or a kind of body: the name beside it, whoever was introduced with it, else a party of its own.
    fn described(&mut self, token: Token<'d>, span: Span) -> (usize, ResolvedBy) {
        if let Some(name) = name_beside(token, span).filter(|it| !self.is_place(*it)) {
            let entity = self.party_at(name);
            let words = self.doc.span(phrase_start(token)..token.index() + 1);
            return (
                self.link(token, words, entity, Form::Nominal),
                ResolvedBy::Itself,
            );
        }
        let lemma = token.lemma().to_lowercase();
        if let Some(entity) = self.parties.at(token).map(|it| self.parties.entity(it))
            && self.parties.identity(entity).has_name()
            && !matches!(
                lemma.as_str(),
                "group" | "company" | "organization" | "organisation" | "movement" | "party"
            )
        {
            return (entity, self.known_by(token, entity));
        }
        if let Some(name) = self.name_behind_title(token, span) {
            let entity = self.party_at(name);
            return (
                self.link(token, token.span(), entity, Form::Nominal),
                ResolvedBy::Itself,
            );
        }
        let in_title = self.paragraph_of(token) == 0
            && !has_determiner(token)
            && token.tag() != "NNS"
            && self.cues.is_role(&lemma)
            && !is_body(&lemma)
            && lemma != "police";
        let refers_back = is_definite(token) || in_title;
        if refers_back && let Some(entity) = self.introduced_with(token, in_title) {
            let words = self.trimmed(token, span);
            return (
                self.link(token, words, entity, Form::Nominal),
                ResolvedBy::Description,
            );
        }
        let entity = self.own(token, span);
        self.introduce(token.index(), entity);
        (entity, ResolvedBy::Itself)
    }

    /// "Editor-in-chief Kurt Vogel", whose parse has no apposition: the name ends the source and follows a noun at once.
    fn name_behind_title(&self, token: Token<'d>, span: Span) -> Option<Token<'d>> {
        let tokens = self.doc.tokens_in(self.trimmed(token, span));
        let last = tokens.end.checked_sub(1).filter(|it| *it > token.index())?;
        let entity = self
            .doc
            .token(last)
            .entity()
            .filter(|it| &*it.label == "PERSON")?;
        let before = entity
            .tokens
            .start
            .checked_sub(1)
            .map(|it| self.doc.token(it))?;
        let follows = before.index() >= token.index()
            && before.pos() == "NOUN"
            && entity.tokens.end == tokens.end;
        follows.then(|| self.doc.token(last))
    }

    fn is_place(&self, token: Token<'d>) -> bool {
        let entity = self.parties.at(token).map(|it| self.parties.entity(it));
        entity.is_some_and(|it| {
            matches!(
                self.parties.identity(it).kind,
                EntityKind::Place | EntityKind::State
            )
        })
    }

    /// Notes the words that describe a party where it is mentioned: title, apposition, "is the mayor", the head of a body's name.
    fn introduce(&mut self, head: usize, entity: usize) {
        let token = self.doc.token(head);
        let identity = self.parties.identity(entity);
        let mut heads: Vec<String> = Vec::new();
        let mut words: Vec<String> = Vec::new();
        describing(token, &mut words);
        if identity.kind == EntityKind::Person && token.pos() == "PROPN" {
            heads.extend(title_head(token, &identity.name));
        } else {
            heads.push(token.lemma().to_lowercase());
        }
        for beside in beside(token) {
            heads.push(beside.lemma().to_lowercase());
            describing(beside, &mut words);
        }
        if let Some(role) = &identity.role {
            words.extend(role.office.split(' ').map(str::to_owned));
            heads.extend(role.office.split(' ').next_back().map(str::to_owned));
        }
        for word in &heads {
            let places = self.introduced.entry(word.clone()).or_default();
            if places.last() != Some(&(head, entity)) {
                places.push((head, entity));
            }
        }
        let known = self.words.entry(entity).or_default();
        known.extend(words);
        known.extend(heads);
    }

    /// The party that "the minister" means: one described with the same word, the nearest of those that fit best.
    fn introduced_with(&self, token: Token<'d>, forward: bool) -> Option<usize> {
        let word = token.lemma().to_lowercase();
        let plural = matches!(token.tag(), "NNS" | "NNPS");
        let mut modifiers = Vec::new();
        describing(token, &mut modifiers);
        let mut best: Option<(f32, usize)> = None;
        let mut weigh = |score: f32, entity: usize| {
            if score > 0.0 && best.is_none_or(|(known, _)| score > known) {
                best = Some((score, entity));
            }
        };
        let places = self.introduced.get(&word).map_or(&[][..], Vec::as_slice);
        let own = self.parties.at(token).map(|it| self.parties.entity(it));
        let near = |(at, _): &&(usize, usize)| {
            if forward {
                *at > token.index()
            } else {
                *at < token.index()
            }
        };
        let fitting: Vec<&(usize, usize)> = if forward {
            places.iter().filter(near).take(INTRODUCTIONS).collect()
        } else {
            places
                .iter()
                .rev()
                .filter(near)
                .take(INTRODUCTIONS)
                .collect()
        };
        for (at, entity) in fitting {
            let identity = self.parties.identity(*entity);
            if identity.plural != plural || forward && identity.kind != EntityKind::Person {
                continue;
            }
            let stands = self.mentions.get(at).map(|it| self.parties.entity(*it)) == Some(*entity);
            if !stands || Some(*entity) == own && !self.is_before(*entity, token.index()) {
                continue;
            }
            let known = &self.words[entity];
            let shared = modifiers.iter().filter(|it| known.contains(*it)).count();
            let missing = modifiers.len() - shared;
            let named = if identity.has_name() { 0.3 } else { 0.0 };
            let distance = self.distance(*at, token.index());
            weigh(
                3.0 + shared as f32 - 1.6 * missing as f32 + named - 0.05 * distance,
                *entity,
            );
        }
        if let Some((_, entity)) = best {
            return Some(entity);
        }
        if forward || plural {
            return None;
        }
        if modifiers.is_empty() {
            return self.of_the_kind(token, &word);
        }
        self.of_the_country(token, &word)
            .or_else(|| self.told_apart(token, &word, &modifiers))
    }

    /// "the software maker", "the former police chief", "the 52-year-old farmer": what is new about the subject of the sentence
    /// before, or of the same one.
    fn told_apart(&self, token: Token<'d>, word: &str, modifiers: &[String]) -> Option<usize> {
        let firm = matches!(
            word,
            "airline"
                | "bank"
                | "carrier"
                | "company"
                | "firm"
                | "giant"
                | "group"
                | "lender"
                | "maker"
                | "manufacturer"
                | "retailer"
                | "startup"
        );
        let life = modifiers
            .iter()
            .any(|it| it == "former" || it.ends_with("-old"))
            && !is_body(word);
        if !firm && !life {
            return None;
        }
        let mut before = self.mentions.range(..token.index()).rev().take(40);
        before.find_map(|(at, it)| {
            let entity = self.parties.entity(*it);
            let identity = self.parties.identity(entity);
            let head = self.doc.token(*at);
            let near = self.distance(*at, token.index()) < 2.0;
            let kind = if firm {
                identity.kind == EntityKind::Organization || identity.key.starts_with("plain:")
            } else {
                identity.kind == EntityKind::Person && !identity.plural
            };
            let subject = matches!(head.dep(), "nsubj" | "nsubjpass");
            (near && kind && subject && identity.has_name()).then_some(entity)
        })
    }

    /// "the Cuban leader": the last person from there.
    fn of_the_country(&self, token: Token<'d>, word: &str) -> Option<usize> {
        if !(self.cues.is_role(word) || is_human(word)) || is_body(word) {
            return None;
        }
        let mut modifiers = token.children().filter(|it| it.index() < token.index());
        let country = modifiers.find_map(|it| {
            let entity = self.parties.entity(self.parties.at(it)?);
            let identity = self.parties.identity(entity);
            identity
                .country
                .filter(|_| identity.kind == EntityKind::State)
        })?;
        let mut before = self.mentions.range(..token.index()).rev().take(60);
        before.find_map(|(_, it)| {
            let entity = self.parties.entity(*it);
            let identity = self.parties.identity(entity);
            let person =
                identity.kind == EntityKind::Person && identity.has_name() && !identity.plural;
            (person && identity.country == Some(country)).then_some(entity)
        })
    }

    fn is_before(&self, entity: usize, head: usize) -> bool {
        self.first.get(&entity).is_some_and(|first| *first < head)
    }

    /// "the company", "the man", "the researcher", nobody having been called that: the last party of that kind, speakers first.
    fn of_the_kind(&self, token: Token<'d>, word: &str) -> Option<usize> {
        let gender = noun_gender(word);
        let human = is_human(word);
        let body = is_body(word);
        let fits = |entity: usize| {
            let identity = self.parties.identity(entity);
            if body {
                let unknown =
                    identity.kind == EntityKind::Other && identity.key.starts_with("plain:");
                return (identity.kind == EntityKind::Organization || unknown)
                    && identity.has_name()
                    || identity.kind == EntityKind::Group
                        && identity.has_name()
                        && word == "group";
            }
            human
                && identity.kind == EntityKind::Person
                && !identity.plural
                && identity.has_name()
                && agrees(identity.gender, gender)
        };
        let speaker = self
            .spoken
            .iter()
            .rev()
            .take(2)
            .find(|(at, entity)| fits(*entity) && self.distance(*at, token.index()) < 5.0);
        if let Some((_, entity)) = speaker {
            return Some(*entity);
        }
        let mut before = self.mentions.range(..token.index()).rev().take(60);
        before.find_map(|(at, it)| {
            let entity = self.parties.entity(*it);
            let subject = matches!(self.doc.token(*at).dep(), "nsubj" | "nsubjpass" | "appos");
            (fits(entity) && (subject || body) && !self.quoted[*at]).then_some(entity)
        })
    }

    /// The party that a pronoun means.
    fn pronoun(&self, number: usize, pronoun: Pronoun, token: Token<'d>) -> Option<usize> {
        let attribution = &self.attributions[number];
        let outer = attribution.within;
        let in_quotation = self.quoted[token.index()];
        let own_sentence = self.doc.sentence_of(token.index());
        let mut scores: BTreeMap<usize, f32> = BTreeMap::new();
        let mut add = |entity: usize, score: f32| {
            let best = scores.entry(entity).or_insert(f32::MIN);
            *best = best.max(score);
        };
        for (back, (at, entity)) in self
            .spoken
            .iter()
            .rev()
            .filter(|(at, _)| *at < token.index())
            .take(SPEAKERS_BACK)
            .enumerate()
        {
            let paragraphs = self
                .paragraph_of(token)
                .abs_diff(self.paragraph_of(self.doc.token(*at)));
            add(*entity, 3.0 - 0.45 * back as f32 - 0.35 * paragraphs as f32);
        }
        if let Some(speaker) = outer.and_then(|outer| self.found[outer]) {
            // Inside a quotation its speaker says "I"; in reported speech "he said he knew" is one person.
            add(speaker.entity, if in_quotation { -2.0 } else { 4.0 });
        }
        for (at, mention) in self.mentions.range(..token.index()).rev().take(80) {
            let mention = self.parties.mention(*mention);
            let sentence = self.doc.sentence_of(*at);
            if own_sentence - sentence > REACH {
                break;
            }
            let inside_own = attribution
                .content
                .iter()
                .any(|it| it.contains(mention.span));
            let beside_cue = attribution
                .addressee
                .is_some_and(|it| it.overlaps(mention.span));
            if mention.form == Form::Pronoun && !self.is_spoken(*at) || inside_own || beside_cue {
                continue;
            }
            let head = self.doc.token(*at);
            let paragraphs = self
                .paragraph_of(token)
                .abs_diff(self.paragraph_of(self.doc.token(*at)));
            let far = 0.5 * (own_sentence - sentence) as f32 + 0.3 * paragraphs.min(1) as f32;
            let head = if head.dep() == "appos" {
                head.head()
            } else {
                head
            };
            let rank = match head.dep() {
                _ if self.quoted[*at] && !in_quotation => 0.5,
                _ if is_interrupted(head, token) => 0.3,
                _ if self.is_reported(*at, number) => 0.9,
                "nsubj" | "nsubjpass" if is_main(head) => 3.2,
                "nsubj" | "nsubjpass" => 2.2,
                "appos" | "ROOT" | "poss" => 1.4,
                _ => 1.1,
            };
            add(mention.entity, rank - far);
        }
        let alone = self.alone_before(token, pronoun);
        let fitting = scores.into_iter().filter_map(|(entity, score)| {
            let fit = self.fit(entity, pronoun)?;
            let alone = if alone == Some(entity) { 1.2 } else { 0.0 };
            Some((score + fit + alone, entity))
        });
        fitting
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            .map(|(_, entity)| entity)
    }

    /// The only party of the previous sentence that fits a pronoun, outside quotation marks.
    fn alone_before(&self, token: Token<'d>, pronoun: Pronoun) -> Option<usize> {
        let own = &self.doc.sentences()[token.sentence()];
        let before = &self.doc.sentences()[token.sentence().checked_sub(1)?];
        if self.paragraph_of(self.doc.token(before.start)) != self.paragraph_of(token)
            || own.start == before.start
        {
            return None;
        }
        let mut here = self.mentions.range(own.start..token.index()).take(60);
        if here.any(|(at, it)| {
            !self.quoted[*at] && self.fit(self.parties.entity(*it), pronoun).is_some()
        }) {
            return None;
        }
        let mut found = None;
        for (at, mention) in self.mentions.range(before.start..before.end).take(60) {
            let entity = self.parties.entity(*mention);
            if self.quoted[*at] || self.fit(entity, pronoun).is_none() || found == Some(entity) {
                continue;
            }
            if found.is_some() {
                return None;
            }
            found = Some(entity);
        }
        found
    }

    fn is_spoken(&self, head: usize) -> bool {
        self.spoken_at.contains(&head)
    }

    /// True inside the reported content of another statement.
    fn is_reported(&self, token: usize, own: usize) -> bool {
        let span = self.doc.token(token).span();
        let from = self
            .attributions
            .partition_point(|it| it.cue.map_or(it.content[0].start, |cue| cue.start) < span.start);
        let near = self.attributions[from.saturating_sub(3)..]
            .iter()
            .take(6)
            .enumerate();
        near.filter(|(at, _)| from.saturating_sub(3) + at != own)
            .any(|(_, it)| {
                it.within.is_none() && it.content.iter().any(|piece| piece.contains(span))
            })
    }

    /// How well a party fits a pronoun; `None` if it does not.
    fn fit(&self, entity: usize, pronoun: Pronoun) -> Option<f32> {
        let identity = self.parties.identity(entity);
        let often = 0.1 * self.parties.mentions_of(entity).min(4) as f32;
        match pronoun {
            Pronoun::Person(gender) => {
                let human = identity.kind == EntityKind::Person && !identity.plural;
                let fits = human && agrees(identity.gender, gender);
                let sure = identity.gender.is_some() && gender.is_some();
                fits.then_some(often + if sure { 0.5 } else { 0.0 })
            }
            Pronoun::Thing => {
                let fits = !identity.plural
                    && !matches!(identity.kind, EntityKind::Person | EntityKind::Place);
                let acts = !matches!(identity.kind, EntityKind::Other | EntityKind::Document);
                fits.then_some(often + if acts { 0.5 } else { 0.0 })
            }
            Pronoun::Plural => {
                let body = matches!(
                    identity.kind,
                    EntityKind::Group | EntityKind::Organization | EntityKind::Government
                );
                (identity.plural || body).then_some(often + if identity.plural { 1.0 } else { 0.0 })
            }
        }
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

/// What an unknown name is likely to be: two or three words without an article are a person's.
fn plain_kind(token: Token<'_>, name: &str) -> EntityKind {
    let words = name.split(' ').count();
    let article = token.children().any(|it| it.dep() == "det");
    let shouted = name.chars().all(|it| !it.is_lowercase());
    let number = name.chars().any(|it| it.is_ascii_digit() || it == '&');
    match words {
        1 => EntityKind::Other,
        2 | 3
            if !article
                && !shouted
                && !number
                && !ends_body(token.text())
                && token.tag() == "NNP" =>
        {
            EntityKind::Person
        }
        _ => EntityKind::Organization,
    }
}

/// "I", "we" and their forms.
fn is_first_person(token: Token<'_>) -> bool {
    matches!(
        token.text().to_lowercase().as_str(),
        "i" | "me" | "my" | "mine" | "we" | "us" | "our" | "ours" | "myself" | "ourselves"
    ) && (token.pos() == "PRON" || token.text() == "I")
}

/// "Lin, he added, does not …": the subject of a clause that the cue interrupts is what is spoken of.
fn is_interrupted(subject: Token<'_>, pronoun: Token<'_>) -> bool {
    let is_subject = matches!(subject.dep(), "nsubj" | "nsubjpass");
    is_subject
        && subject.sentence() == pronoun.sentence()
        && subject.head().index() > pronoun.index()
}

/// The subject of a sentence's main verb.
fn is_main(subject: Token<'_>) -> bool {
    let verb = subject.head();
    verb.is_root() || verb.dep() == "conj" && verb.head().is_root()
}

fn agrees(known: Option<Gender>, asked: Option<Gender>) -> bool {
    known.is_none() || asked.is_none() || known == asked
}

/// "the", "this", "that" before a singular or plural noun, or "its".
fn is_definite(token: Token<'_>) -> bool {
    token.children().any(|it| {
        it.dep() == "det" && matches!(it.lemma(), "the" | "this" | "that" | "these" | "those")
    })
}

fn has_determiner(token: Token<'_>) -> bool {
    token
        .children()
        .any(|it| matches!(it.dep(), "det" | "poss" | "nummod"))
}

/// The name that stands in apposition to a description, inside the source.
fn name_beside<'d>(token: Token<'d>, span: Span) -> Option<Token<'d>> {
    token
        .children()
        .find(|it| it.dep() == "appos" && it.pos() == "PROPN" && span.contains(it.span()))
}

/// What stands beside a mention and says who it is: an apposition, what it is an apposition to, "is the mayor".
fn beside(token: Token<'_>) -> Vec<Token<'_>> {
    let mut found: Vec<Token<'_>> = token
        .children()
        .filter(|it| it.dep() == "appos" && it.pos() == "NOUN")
        .collect();
    let head = token.head();
    if token.dep() == "appos" && head.pos() == "NOUN" {
        found.push(head);
    }
    if token.dep() == "nsubj" && head.lemma() == "be" {
        let said = head
            .children()
            .filter(|it| it.dep() == "attr" && it.pos() == "NOUN");
        found.extend(said);
    }
    if token.dep() == "nsubj" && head.lemma() == "head" {
        found.push(head);
    }
    found
}

/// The words before a noun and in its "of".
fn describing(token: Token<'_>, words: &mut Vec<String>) {
    let before = token.children().filter(|it| {
        it.index() < token.index()
            && matches!(it.dep(), "compound" | "amod" | "nmod" | "nummod")
            && it.pos() != "NUM"
    });
    for word in before {
        words.push(word.lemma().to_lowercase());
        let inner = word.children().filter(|it| it.dep() == "compound");
        words.extend(inner.map(|it| it.lemma().to_lowercase()));
    }
    let of = token
        .children()
        .filter(|it| it.dep() == "prep" && matches!(it.lemma(), "of" | "for" | "at"));
    for object in of.flat_map(Token::children).filter(|it| it.dep() == "pobj") {
        words.push(object.lemma().to_lowercase());
    }
}

/// The last word of the title before a person's name.
fn title_head(token: Token<'_>, name: &str) -> Option<String> {
    let mut before = token.previous();
    while let Some(word) = before.filter(|it| name.split(' ').any(|part| part == it.text())) {
        before = word.previous();
    }
    let title = before.filter(|it| {
        it.index() >= phrase_start(token) && it.pos() != "DET" && !is_courtesy(it.text())
    })?;
    Some(title.lemma().to_lowercase())
}

fn phrase_start(token: Token<'_>) -> usize {
    let before = token.children().filter(|it| {
        it.index() < token.index()
            && matches!(
                it.dep(),
                "det" | "amod" | "compound" | "poss" | "nummod" | "nmod"
            )
    });
    before.map(Token::left_edge).min().unwrap_or(token.index())
}

/// The tokens of a name that ends at `token`, without titles and roles in lower case.
fn name_tokens(token: Token<'_>) -> std::ops::Range<usize> {
    let doc = token.doc();
    let mut start = token.index();
    while start > 0 {
        let before = doc.token(start - 1);
        let belongs =
            before.head() == token && before.dep() == "compound" && before.pos() == "PROPN";
        if !belongs || is_courtesy(before.text()) {
            break;
        }
        start -= 1;
    }
    start..token.index() + 1
}

fn is_courtesy(word: &str) -> bool {
    noun_gender(&word.trim_end_matches('.').to_lowercase()).is_some()
        || matches!(word, "Dr." | "Dr" | "Prof.")
}

fn noun_gender_before(doc: &Doc, start: usize) -> Option<Gender> {
    let before = start.checked_sub(1).map(|it| doc.token(it))?;
    noun_gender(&before.text().trim_end_matches('.').to_lowercase())
}

/// Nouns for bodies: what "the company" may be called.
fn is_body(lemma: &str) -> bool {
    matches!(
        lemma,
        "agency"
            | "airline"
            | "association"
            | "authority"
            | "bank"
            | "board"
            | "body"
            | "broadcaster"
            | "business"
            | "carrier"
            | "charity"
            | "club"
            | "coalition"
            | "commission"
            | "committee"
            | "company"
            | "corporation"
            | "council"
            | "court"
            | "department"
            | "firm"
            | "foundation"
            | "fund"
            | "government"
            | "group"
            | "hospital"
            | "institute"
            | "institution"
            | "league"
            | "maker"
            | "manufacturer"
            | "ministry"
            | "museum"
            | "newspaper"
            | "office"
            | "organisation"
            | "organization"
            | "operator"
            | "paper"
            | "party"
            | "provider"
            | "regulator"
            | "retailer"
            | "school"
            | "service"
            | "startup"
            | "supplier"
            | "team"
            | "union"
            | "university"
            | "utility"
            | "watchdog"
    )
}

/// Nouns that the press uses for a person it has named, without having said before that the person is one.
fn is_human(lemma: &str) -> bool {
    matches!(
        lemma,
        "academic"
            | "actor"
            | "actress"
            | "analyst"
            | "artist"
            | "athlete"
            | "author"
            | "billionaire"
            | "businessman"
            | "businesswoman"
            | "comedian"
            | "economist"
            | "entrepreneur"
            | "executive"
            | "expert"
            | "historian"
            | "lawmaker"
            | "man"
            | "musician"
            | "novelist"
            | "philosopher"
            | "photographer"
            | "player"
            | "politician"
            | "professor"
            | "researcher"
            | "scholar"
            | "scientist"
            | "singer"
            | "star"
            | "striker"
            | "teenager"
            | "veteran"
            | "woman"
            | "writer"
            | "year-old"
    )
}

/// A noun for an outlet: "the news agency", "state television".
pub(super) fn is_outlet_noun(token: Token<'_>) -> bool {
    let lemma = token.lemma().to_lowercase();
    match lemma.as_str() {
        "newspaper" | "broadcaster" | "television" | "tv" | "magazine" | "daily" | "weekly"
        | "tabloid" | "media" | "radio" | "newswire" | "paper" | "website" | "outlet" => true,
        "agency" | "channel" | "network" | "service" | "site" | "program" | "programme" => {
            token.children().any(|it| {
                matches!(
                    it.lemma().to_lowercase().as_str(),
                    "news" | "press" | "television" | "tv" | "media"
                )
            })
        }
        _ => false,
    }
}
