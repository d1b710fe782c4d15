//! Names: which party a full or a short name means, and names that nobody else knows.

use std::collections::HashMap;
use std::ops::Range;

use diurna_record::{EntityKind, Form, ResolvedBy, Span};
use diurna_text::{Doc, Token};

use super::description::{has_determiner, phrase_start};
use super::words::{is_body, is_human};
use super::{Resolver, agrees};
use crate::actor::{Gender, Identity, ends_body, noun_gender, person_identity};

impl<'d> Resolver<'_, 'd> {
    /// "Ruiz, the ambassador" and "the minister, Ana Ruiz" are one person each.
    pub(super) fn join_appositions(&mut self) {
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

    /// "A mother of two has told …. Ana Ruiz, 36, was …": the name with an age is whom the story began with.
    pub(super) fn join_aged_names(&mut self) {
        let heads: Vec<usize> = self.mentions.keys().copied().collect();
        for head in heads {
            let token = self.doc.token(head);
            let first = self
                .person_at(token)
                .filter(|it| self.first.get(it) == Some(&head) && has_age(token));
            let Some(entity) = first.filter(|it| self.parties.identity(*it).has_name()) else {
                continue;
            };
            if let Some(subject) = self.unnamed_before(token) {
                let words = self.doc.span(phrase_start(subject)..subject.index() + 1);
                self.link(subject, words, entity, Form::Nominal);
            }
        }
    }

    /// The subject of the sentence before, if it is somebody without a name: "a man", "an engineer".
    fn unnamed_before(&self, token: Token<'d>) -> Option<Token<'d>> {
        let sentences = self.doc.sentences();
        let before = sentences[token.sentence().checked_sub(1)?].clone();
        let near = self.paragraph_of(self.doc.token(before.start)) + 1 >= self.paragraph_of(token);
        let root = self.doc.range(before).find(|it| it.is_root())?;
        let subject = root
            .children()
            .find(|it| it.dep() == "nsubj" || it.dep() == "nsubjpass")?;
        let lemma = subject.lemma().to_lowercase();
        let human = noun_gender(&lemma).is_some() || is_human(&lemma) || self.cues.is_role(&lemma);
        let indefinite = subject
            .children()
            .any(|it| it.dep() == "det" && it.lemma() == "a");
        let agrees = match self.person_at(token) {
            Some(entity) => agrees(self.parties.identity(entity).gender, noun_gender(&lemma)),
            None => false,
        };
        (near && human && indefinite && agrees && subject.tag() == "NN").then_some(subject)
    }

    /// "A second aide disagreed": somebody without a name who acts may be meant by a pronoun.
    pub(super) fn add_plain_people(&mut self) {
        let doc = self.doc;
        for token in doc
            .tokens()
            .filter(|it| it.tag() == "NN" && it.dep() == "nsubj")
        {
            let lemma = token.lemma().to_lowercase();
            let human = is_human(&lemma) || self.cues.is_role(&lemma) && !is_body(&lemma);
            let indefinite = token
                .children()
                .any(|it| it.dep() == "det" && matches!(it.lemma(), "a" | "another"));
            if human && indefinite && !self.mentions.contains_key(&token.index()) {
                let words = self.trimmed(token, doc.span(phrase_start(token)..token.index() + 1));
                self.own(token, words);
            }
        }
    }

    fn person_at(&self, token: Token<'d>) -> Option<usize> {
        let entity = self.parties.entity(self.parties.at(token)?);
        let identity = self.parties.identity(entity);
        (identity.kind == EntityKind::Person && !identity.plural).then_some(entity)
    }

    /// Names that neither the gazetteer nor the model knows, where they act: "the company" must find them. Only those that a
    /// statement needs come into the record.
    pub(super) fn add_plain_names(&mut self) {
        let doc = self.doc;
        let mut known: HashMap<&str, usize> = HashMap::new();
        for token in doc.tokens().filter(|it| is_plain_name(*it)) {
            if self.mentions.contains_key(&token.index())
                || self.person_called(token, None).is_some()
            {
                continue;
            }
            let span = doc.span(name_tokens(token));
            let name = span.slice(doc.text());
            let entity = known.get(name).copied().unwrap_or_else(|| {
                self.push(Identity {
                    key: format!("plain:{name}"),
                    kind: plain_kind(token, name),
                    ..Identity::unknown(name)
                })
            });
            known.insert(name, entity);
            self.link(token, span, entity, Form::Name);
        }
    }

    pub(super) fn index_person(&mut self, entity: usize) {
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
    pub(super) fn person_called(&self, token: Token<'d>, gender: Option<Gender>) -> Option<usize> {
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

    /// A name: itself, or the person whose longer name holds it.
    pub(super) fn named(&mut self, token: Token<'d>, span: Span) -> (usize, ResolvedBy) {
        if let Some(entity) = self.entity_at(token) {
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
            let words = self.doc.span(name);
            return (
                self.link(token, words, entity, Form::Name),
                ResolvedBy::Name,
            );
        }
        let words = self.doc.span(name.clone());
        let identity = self.new_name(token, name, title, span);
        let entity = self.push(identity);
        (
            self.link(token, words, entity, Form::Name),
            ResolvedBy::Itself,
        )
    }

    /// A party of which only a name is known: a person, unless an article or its last word speaks against it.
    fn new_name(
        &self,
        token: Token<'d>,
        name: Range<usize>,
        title: Option<Gender>,
        span: Span,
    ) -> Identity {
        let text = self.doc.text();
        let the = self
            .doc
            .token(name.start)
            .children()
            .any(|it| it.lemma() == "the");
        let looks_human = !the && token.tag() == "NNP" && !is_body(&token.lemma().to_lowercase());
        match person_identity(self.doc.span(name).slice(text)).filter(|_| looks_human) {
            Some(person) => Identity {
                gender: title.or(person.gender),
                ..person
            },
            None => Identity {
                kind: EntityKind::Organization,
                ..Identity::unknown(self.trimmed(token, span).slice(text))
            },
        }
    }

    /// The speaker of a turn: "Tanabe:", "PRESIDENT AMARI:". A label is a name whatever the tagger makes of it.
    pub(super) fn labelled(
        &mut self,
        number: usize,
        token: Token<'d>,
        span: Span,
    ) -> Option<(usize, ResolvedBy)> {
        if self.attributions[number].rule != "quote/turn" {
            return None;
        }
        let doc = self.doc;
        let words = doc.tokens_in(span);
        let last = words.end.checked_sub(1).map(|it| doc.token(it))?;
        let mut start = words.start;
        let is_title = |it: Token<'d>| {
            let word = it.text().to_lowercase();
            is_courtesy(it.text()) || is_courtesy(&word) || self.cues.is_role(&word) || word == "."
        };
        while start < last.index() && is_title(doc.token(start)) {
            start += 1;
        }
        let name = doc.span(start..words.end);
        if let Some(entity) = self.person_called(last, None) {
            return Some((self.link(token, name, entity, Form::Name), ResolvedBy::Name));
        }
        let person = person_identity(name.slice(doc.text())).filter(|_| start > words.start)?;
        let entity = self.push(person);
        Some((
            self.link(token, name, entity, Form::Name),
            ResolvedBy::Itself,
        ))
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

    pub(super) fn known_by(&self, token: Token<'d>, entity: usize) -> ResolvedBy {
        if self.is_before(entity, token.index()) {
            ResolvedBy::Name
        } else {
            ResolvedBy::Itself
        }
    }

    /// A person's surname that the tagger takes for a common noun.
    pub(super) fn is_surname(&self, token: Token<'d>) -> bool {
        let capital = token.text().chars().next().is_some_and(char::is_uppercase);
        capital
            && token.pos() == "NOUN"
            && !has_determiner(token)
            && self
                .person_called(token, None)
                .is_some_and(|it| self.parties.identity(it).name.ends_with(token.text()))
    }
}

/// "Ana Ruiz, 36,".
fn has_age(token: Token<'_>) -> bool {
    let comma = token.next().filter(|it| it.text() == ",");
    let age = comma.and_then(Token::next);
    age.is_some_and(|it| {
        it.text().len() < 3 && it.text().chars().all(|letter| letter.is_ascii_digit())
    })
}

/// A name in a place where parties stand, which the model takes for no date, amount or place.
fn is_plain_name(token: Token<'_>) -> bool {
    let acts = matches!(
        token.dep(),
        "nsubj" | "nsubjpass" | "appos" | "pobj" | "dobj" | "ROOT" | "poss"
    );
    let other = token.entity().is_some_and(|it| {
        matches!(
            &*it.label,
            "DATE" | "TIME" | "MONEY" | "CARDINAL" | "GPE" | "LOC" | "FAC" | "LANGUAGE"
        )
    });
    token.pos() == "PROPN" && acts && !other && token.text().chars().any(char::is_alphabetic)
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

/// The tokens of a name that ends at `token`, without titles and roles in lower case.
fn name_tokens(token: Token<'_>) -> Range<usize> {
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

pub(super) fn is_courtesy(word: &str) -> bool {
    noun_gender(&word.trim_end_matches('.').to_lowercase()).is_some()
        || matches!(word, "Dr." | "Dr" | "Prof.")
}

fn noun_gender_before(doc: &Doc, start: usize) -> Option<Gender> {
    let before = start.checked_sub(1).map(|it| doc.token(it))?;
    noun_gender(&before.text().trim_end_matches('.').to_lowercase())
}
