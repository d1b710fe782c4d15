//! Titles, roles and kinds of bodies: which party "the minister" or "the company" means.
//!
//! A party is found by the words it was introduced with: a title before the name, an apposition, "is the mayor", the head of a
//! body's name.

use diurna_record::{EntityKind, Form, ResolvedBy, Span};
use diurna_text::Token;

use super::name::is_courtesy;
use super::words::{is_body, is_human, wider_word};
use super::{Resolver, agrees};
use crate::actor::noun_gender;

/// How many introductions with one word a description looks at.
const INTRODUCTIONS: usize = 40;
/// Words whose party is looked for among the speakers first, whatever the coreference of names thinks.
const RESOLVED_ANEW: &[&str] = &[
    "company",
    "group",
    "movement",
    "organisation",
    "organization",
    "party",
];

impl<'d> Resolver<'_, 'd> {
    /// A title, a role or a kind of body: the name beside it, whoever was introduced with it, else a party of its own.
    pub(super) fn described(&mut self, token: Token<'d>, span: Span) -> (usize, ResolvedBy) {
        let beside = name_beside(token, span).filter(|it| !self.is_place(*it));
        if let Some(name) = beside.or_else(|| self.name_behind_title(token, span)) {
            let entity = self.party_at(name);
            let words = self.doc.span(phrase_start(token)..token.index() + 1);
            return (
                self.link(token, words, entity, Form::Nominal),
                ResolvedBy::Itself,
            );
        }
        let lemma = token.lemma().to_lowercase();
        if let Some(entity) = self.entity_at(token)
            && self.parties.identity(entity).has_name()
            && !RESOLVED_ANEW.contains(&lemma.as_str())
        {
            return (entity, self.known_by(token, entity));
        }
        let in_title = self.is_headline_role(token, &lemma);
        if (is_definite(token) || in_title)
            && let Some(entity) = self.introduced_with(token, in_title)
        {
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

    /// "Minister" in a headline is whoever the text names below it.
    fn is_headline_role(&self, token: Token<'d>, lemma: &str) -> bool {
        self.paragraph_of(token) == 0
            && !has_determiner(token)
            && token.tag() != "NNS"
            && self.cues.is_role(lemma)
            && !is_body(lemma)
            && lemma != "police"
    }

    /// "Editor-in-chief Kurt Vogel", whose parse has no apposition: the name ends the source and follows a noun at once.
    fn name_behind_title(&self, token: Token<'d>, span: Span) -> Option<Token<'d>> {
        let tokens = self.doc.tokens_in(span);
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
        // "The governor of the island, Ana Ruiz": the parser hangs the name on the island.
        let apposed = before.text() == "," && self.cues.is_role(&token.lemma().to_lowercase());
        let follows = before.index() >= token.index()
            && (before.pos() == "NOUN" || apposed)
            && entity.tokens.end == tokens.end;
        follows.then(|| self.doc.token(last))
    }

    fn is_place(&self, token: Token<'d>) -> bool {
        self.entity_at(token).is_some_and(|it| {
            matches!(
                self.parties.identity(it).kind,
                EntityKind::Place | EntityKind::State
            )
        })
    }

    /// Notes the words that describe a party where it is mentioned: title, apposition, "is the mayor", the head of a body's name.
    pub(super) fn introduce(&mut self, head: usize, entity: usize) {
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
        let wider: Vec<&str> = heads.iter().filter_map(|it| wider_word(it)).collect();
        heads.extend(wider.into_iter().map(str::to_owned));
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
        for (at, entity) in self.introductions(&word, token.index(), forward) {
            let identity = self.parties.identity(entity);
            if identity.plural != plural || forward && identity.kind != EntityKind::Person {
                continue;
            }
            let known = &self.words[&entity];
            let missing = modifiers.iter().filter(|it| !known.contains(*it)).count();
            let shared = modifiers.len() - missing;
            let named = if identity.has_name() { 0.3 } else { 0.0 };
            let far = 0.05 * self.distance(at, token.index());
            let points = 3.0 + shared as f32 - 1.6 * missing as f32 + named - far;
            if points > 0.0 && best.is_none_or(|(known, _)| points > known) {
                best = Some((points, entity));
            }
        }
        if best.is_some() || forward || plural {
            return best.map(|(_, entity)| entity);
        }
        if modifiers.is_empty() {
            return self.of_the_kind(token, &word);
        }
        self.of_the_country(token, &word)
            .or_else(|| self.told_apart(token, &word, &modifiers))
    }

    /// Where a word introduced somebody, the nearest first: before a token, or behind it.
    fn introductions(&self, word: &str, token: usize, forward: bool) -> Vec<(usize, usize)> {
        let places = self.introduced.get(word).map_or(&[][..], Vec::as_slice);
        // A mention may have been given to another party since.
        let stands = |(at, entity): &&(usize, usize)| {
            *at != token
                && self.mentions.get(at).map(|it| self.parties.entity(*it)) == Some(*entity)
        };
        let fitting = places.iter().filter(stands);
        if forward {
            let behind = fitting.filter(|(at, _)| *at > token);
            return behind.take(INTRODUCTIONS).copied().collect();
        }
        let before = fitting.rev().filter(|(at, _)| *at < token);
        before.take(INTRODUCTIONS).copied().collect()
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

    /// "the company", "the man", "the researcher", nobody having been called that: the last party of that kind, speakers first.
    fn of_the_kind(&self, token: Token<'d>, word: &str) -> Option<usize> {
        let gender = noun_gender(word);
        let human = is_human(word) || is_age(token);
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
            let head = self.doc.token(*at);
            let leads = head.dep() == "pobj" && is_fronted(head);
            let subject = leads || matches!(head.dep(), "nsubj" | "nsubjpass" | "appos");
            (fits(entity) && (subject || body) && !self.quoted[*at]).then_some(entity)
        })
    }
}

/// "the 58-year-old", whose head may be the adjective.
fn is_age(token: Token<'_>) -> bool {
    let text = token.text();
    text.ends_with("year-old")
        || text == "old" && token.previous().is_some_and(|it| it.text() == "-")
}

/// "For Ana Ruiz, the mine was never just a job": what opens the sentence is its topic.
fn is_fronted(object: Token<'_>) -> bool {
    let preposition = object.head();
    preposition.lemma() == "for"
        && preposition.head().is_root()
        && preposition.index() == object.doc().sentences()[object.sentence()].start
}

/// The name that stands in apposition to a description, inside the source.
pub(super) fn name_beside<'d>(token: Token<'d>, span: Span) -> Option<Token<'d>> {
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

/// "the", "this", "that" before a singular or plural noun, or "its".
pub(super) fn is_definite(token: Token<'_>) -> bool {
    token.children().any(|it| {
        it.dep() == "det" && matches!(it.lemma(), "the" | "this" | "that" | "these" | "those")
    })
}

pub(super) fn has_determiner(token: Token<'_>) -> bool {
    token
        .children()
        .any(|it| matches!(it.dep(), "det" | "poss" | "nummod"))
}

pub(super) fn phrase_start(token: Token<'_>) -> usize {
    let before = token.children().filter(|it| {
        it.index() < token.index()
            && matches!(
                it.dep(),
                "det" | "amod" | "compound" | "poss" | "nummod" | "nmod"
            )
    });
    before.map(Token::left_edge).min().unwrap_or(token.index())
}
