//! Parties: who is who in an article.
//!
//! [`mention`] finds the words that name or describe a party and reads off them what they say (country, sector, office).
//! [`coreference`] joins the mentions of one party. The result, [`Parties`], answers the question that the event coder
//! asks of any word: which party is this, or whose is it?

mod coreference;
mod identity;
mod knowledge;
mod mention;
mod metonym;
#[cfg(test)]
mod tests;

use diurna_data::gazetteer::Gazetteer;
use diurna_record::{Article, EntityKind, Evidence, Form, Mention, Sector, Span};
use diurna_text::{Doc, Token};

use identity::{Gender, agree};

pub(crate) use identity::Identity;
pub(crate) use mention::head_of;

use crate::event::{is_nominal, noun_prepositions, with_conjuncts};

/// The parties of an article and their mentions.
#[derive(Debug, Default)]
pub(crate) struct Parties {
    /// Who they are; a party's number is its place here.
    identities: Vec<Identity>,
    mentions: Vec<MentionAt>,
    /// Mention number by head token.
    at_head: Vec<Option<u32>>,
    /// Surnames of the people that the article names in full, with head token and party.
    surnames: Vec<(String, usize, usize)>,
}

/// A mention and the token that heads it.
#[derive(Clone, Debug)]
pub(crate) struct MentionAt {
    pub(crate) head: usize,
    pub(crate) span: Span,
    pub(crate) form: Form,
    /// Number of the party.
    pub(crate) entity: usize,
    /// A part of a country that only says where: "in Iowa".
    pub(crate) is_scene: bool,
}

impl Parties {
    /// Finds the parties of an article.
    pub(crate) fn find(article: &Article, doc: &Doc, gazetteer: &Gazetteer) -> Parties {
        let found = mention::mentions(article, doc, gazetteer);
        coreference::join(doc, found)
    }

    /// Parties given from outside: each span is one, and nothing else is. For relation mode. What the text says of them
    /// (`own`) is taken over.
    pub(crate) fn given(doc: &Doc, spans: &[Vec<Span>], own: &Parties) -> Parties {
        let mut parties = Parties {
            at_head: vec![None; doc.len()],
            ..Parties::default()
        };
        for (entity, spans) in spans.iter().enumerate() {
            parties.identities.push(own.identity_at(doc, spans));
            for span in spans {
                let tokens = doc.tokens_in(*span);
                if !tokens.is_empty() {
                    let head = mention::head_of(doc, tokens).index();
                    parties.add(MentionAt {
                        head,
                        span: *span,
                        form: Form::Name,
                        entity,
                        is_scene: false,
                    });
                }
            }
        }
        parties
    }

    /// Who stands at one of the spans; a party without a country if nobody is known there.
    fn identity_at(&self, doc: &Doc, spans: &[Span]) -> Identity {
        let heads = spans
            .iter()
            .map(|span| doc.tokens_in(*span))
            .filter(|tokens| !tokens.is_empty())
            .map(|tokens| mention::head_of(doc, tokens));
        let known = heads.filter_map(|head| self.at(head)).next();
        let mut identity = known.map_or_else(
            || Identity::unknown("given"),
            |known| self.identities[self.entity(known)].clone(),
        );
        if !identity.is_political() {
            identity.sectors = vec![Sector::Unk];
        }
        identity
    }

    fn add(&mut self, mention: MentionAt) -> usize {
        let number = self.mentions.len();
        self.at_head[mention.head].get_or_insert(number as u32);
        self.mentions.push(mention);
        number
    }

    /// The mention that a token heads.
    pub(crate) fn at(&self, token: Token<'_>) -> Option<usize> {
        self.at_head
            .get(token.index())
            .copied()
            .flatten()
            .map(|number| number as usize)
    }

    /// The parties that a word stands for: itself, else its owners ("*Iraq's* plan", "the attack by *rebels*", "the *Turkish*
    /// offensive"). Mention numbers; empty if there are none.
    pub(crate) fn of(&self, token: Token<'_>) -> Vec<usize> {
        match self.at(token) {
            Some(mention) if self.is_political(mention) => vec![mention],
            _ => self.owners(token),
        }
    }

    /// The parties beside a noun that is none itself.
    pub(crate) fn owners(&self, token: Token<'_>) -> Vec<usize> {
        if !is_nominal(token) {
            return Vec::new();
        }
        let beside = |deps: &[&str]| -> Vec<usize> {
            let children = token.children().filter(|child| deps.contains(&child.dep()));
            children
                .flat_map(with_conjuncts)
                .filter_map(|child| self.political_at(child))
                .collect()
        };
        let behind = |lemmas: &[&str]| -> Vec<usize> {
            let objects = noun_prepositions(token)
                .into_iter()
                .filter(|(p, _)| lemmas.contains(&p.lemma()));
            objects
                .filter_map(|(_, object)| self.political_at(object))
                .collect()
        };
        let choices = [
            beside(&["poss"]),
            behind(&["by"]),
            beside(&["amod", "compound", "nmod"]),
            behind(&["of", "from"]),
            behind(&["in", "on", "against", "with", "for", "to"]),
        ];
        choices
            .into_iter()
            .find(|choice| !choice.is_empty())
            .unwrap_or_default()
    }

    fn political_at(&self, token: Token<'_>) -> Option<usize> {
        self.at(token).filter(|mention| self.is_political(*mention))
    }

    fn is_political(&self, mention: usize) -> bool {
        let mention = &self.mentions[mention];
        !mention.is_scene && self.identities[mention.entity].is_political()
    }

    /// True if a word is a party of the kind that a lexicon's filler names.
    pub(crate) fn is_kind(&self, token: Token<'_>, kind: &str) -> bool {
        let Some(mention) = self.at(token) else {
            return false;
        };
        let identity = &self.identities[self.mentions[mention].entity];
        match kind {
            "%state" => identity.kind == EntityKind::State,
            "%place" => matches!(identity.kind, EntityKind::Place | EntityKind::State),
            "%person" => identity.kind == EntityKind::Person,
            "%group" => matches!(identity.kind, EntityKind::Group | EntityKind::Organization),
            "%force" => identity.sectors.first().is_some_and(|sector| {
                matches!(
                    sector,
                    Sector::Mil | Sector::Cop | Sector::Reb | Sector::Uaf | Sector::Img
                )
            }),
            _ => identity.is_political(),
        }
    }

    /// The party of a mention.
    pub(crate) fn entity(&self, mention: usize) -> usize {
        self.mentions[mention].entity
    }

    /// A mention by its number.
    pub(crate) fn mention(&self, number: usize) -> &MentionAt {
        &self.mentions[number]
    }

    /// All mentions.
    pub(crate) fn mentions(&self) -> &[MentionAt] {
        &self.mentions
    }

    /// Who a party is.
    pub(crate) fn identity(&self, entity: usize) -> &Identity {
        &self.identities[entity]
    }

    /// The mention that a token heads, made where there is none: speakers that no gazetteer knows are parties of the
    /// record too.
    pub(crate) fn ensure(&mut self, doc: &Doc, head: usize, span: Span) -> usize {
        if let Some(number) = self.at(doc.token(head)) {
            return number;
        }
        let token = antecedent(doc.token(head));
        if token.index() != head
            && let Some(number) = self.at(token)
        {
            return number;
        }
        let words = span.slice(doc.text());
        let bearer = self.bearer(&mention::surname_of(words), head, None);
        let entity = bearer.filter(|_| !words.contains(' ')).unwrap_or_else(|| {
            self.identities.push(Identity::unknown(words));
            self.identities.len() - 1
        });
        let form = match token.pos() {
            "PRON" => Form::Pronoun,
            _ if bearer == Some(entity) => Form::Name,
            _ => Form::Nominal,
        };
        self.add(MentionAt {
            head,
            span,
            form,
            entity,
            is_scene: false,
        })
    }

    /// The person with this surname whom the article names in full: the nearest before a word, else the first behind it.
    fn bearer(&self, surname: &str, head: usize, gender: Option<Gender>) -> Option<usize> {
        let fitting = || {
            self.surnames.iter().filter(|(name, _, entity)| {
                name == surname && agree(self.identities[*entity].gender, gender)
            })
        };
        let before = fitting().filter(|(_, at, _)| *at < head);
        let behind = || fitting().min_by_key(|(_, at, _)| *at);
        before
            .max_by_key(|(_, at, _)| *at)
            .or_else(behind)
            .map(|(_, _, entity)| *entity)
    }

    /// All mentions of a party as the record writes them, in text order.
    pub(crate) fn record_mentions(&self, entity: usize, text: &str) -> Vec<Mention> {
        let mut mentions: Vec<Mention> = self
            .mentions
            .iter()
            .filter(|mention| mention.entity == entity)
            .map(|mention| Mention {
                at: Evidence::at(text, mention.span),
                form: mention.form,
            })
            .collect();
        mentions.sort_by_key(|mention| mention.at.span);
        mentions.dedup_by_key(|mention| mention.at.span);
        mentions
    }

    /// Number of parties.
    pub(crate) fn len(&self) -> usize {
        self.identities.len()
    }
}

/// The noun that a relative pronoun stands for ("the senator *who* voted"); any other token is itself.
fn antecedent(token: Token<'_>) -> Token<'_> {
    if !matches!(token.tag(), "WDT" | "WP") {
        return token;
    }
    let up = std::iter::successors(Some(token), |token| {
        (!token.is_root() && token.dep() != "relcl").then(|| token.head())
    });
    let clause = up.take(10).last();
    clause
        .filter(|verb| verb.dep() == "relcl")
        .map_or(token, |verb| verb.head())
}
