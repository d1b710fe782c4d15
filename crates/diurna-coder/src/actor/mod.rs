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
mod pronoun;
#[cfg(test)]
mod tests;
mod words;

use diurna_data::gazetteer::Gazetteer;
use diurna_record::{Article, EntityKind, Evidence, Form, Mention, Sector, Span};
use diurna_text::{Doc, Token};

pub(crate) use identity::{Gender, Identity, noun_gender};
pub(crate) use mention::{
    Pronoun, ends_body, head_of, person_identity, pronoun as third_person, trim_name,
};

use crate::event::{is_nominal, noun_prepositions, with_conjuncts};

/// Bytes of the longest description that may stand for a name.
const LONGEST_DESCRIPTION: usize = 80;

/// Participles behind a hyphen that make the party before it the doer, or the holder.
const LEADS: &[&str] = &[
    "claimed",
    "commanded",
    "dominated",
    "led",
    "run",
    "spearheaded",
];

/// The parties of an article and their mentions.
#[derive(Debug, Default)]
pub(crate) struct Parties {
    /// Who they are; a party's number is its place here.
    identities: Vec<Identity>,
    mentions: Vec<MentionAt>,
    /// Mention number by head token.
    at_head: Vec<Option<u32>>,
    /// How often each party is mentioned.
    counts: Vec<usize>,
}

/// A mention and the token that heads it.
#[derive(Clone, Debug)]
pub(crate) struct MentionAt {
    pub(crate) head: usize,
    pub(crate) span: Span,
    pub(crate) form: Form,
    /// Number of the party.
    pub(crate) entity: usize,
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
        self.count(mention.entity);
        self.mentions.push(mention);
        number
    }

    fn count(&mut self, entity: usize) {
        if self.counts.len() <= entity {
            self.counts.resize(entity + 1, 0);
        }
        self.counts[entity] += 1;
    }

    /// How often a party is mentioned.
    pub(crate) fn mentions_of(&self, entity: usize) -> usize {
        self.counts.get(entity).copied().unwrap_or(0)
    }

    /// Adds a party.
    pub(crate) fn push(&mut self, identity: Identity) -> usize {
        self.identities.push(identity);
        self.identities.len() - 1
    }

    /// Makes the mention that a token heads one of this party, adding it where there is none.
    pub(crate) fn link(&mut self, head: usize, span: Span, entity: usize, form: Form) -> usize {
        let Some(number) = self.at_head[head].map(|it| it as usize) else {
            return self.add(MentionAt {
                head,
                span,
                form,
                entity,
            });
        };
        let before = std::mem::replace(&mut self.mentions[number].entity, entity);
        self.counts[before] -= 1;
        self.count(entity);
        number
    }

    /// A pronoun tells the gender of whom it means.
    pub(crate) fn learn_gender(&mut self, entity: usize, pronoun: Pronoun) {
        let identity = &mut self.identities[entity];
        if let Pronoun::Person(gender) = pronoun
            && identity.gender.is_none()
        {
            identity.gender = gender;
        }
    }

    /// The longest description of a party without a name is its name.
    pub(crate) fn describe(&mut self, entity: usize, words: &str) {
        let identity = &mut self.identities[entity];
        let longer = words.len() > identity.name.len() && words.len() < LONGEST_DESCRIPTION;
        if !identity.has_name() && identity.kind != EntityKind::State && longer {
            words.clone_into(&mut identity.name);
        }
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

    /// The parties that a word names as those to whom something is done: as [`Parties::of`], but a name stands for itself
    /// though no country or sector is known of it ("shelled *Basra*").
    pub(crate) fn named_or_of(&self, token: Token<'_>) -> Vec<usize> {
        match self.at(token) {
            Some(mention) if self.is_named(token) => vec![mention],
            _ => {
                let known = self.of(token);
                if known.is_empty() {
                    self.named_beside(token)
                } else {
                    known
                }
            }
        }
    }

    /// The name that a description goes with: "the old town of *Mosul*", "the *Ghouta* region".
    fn named_beside(&self, noun: Token<'_>) -> Vec<usize> {
        let behind = noun_prepositions(noun)
            .into_iter()
            .filter(|(preposition, _)| matches!(preposition.lemma(), "of" | "in"))
            .map(|(_, object)| object);
        let before = noun.children().filter(|child| child.dep() == "compound");
        before
            .chain(behind)
            .filter(|token| is_nominal(noun) && self.is_named(*token))
            .filter_map(|token| self.at(token))
            .take(1)
            .collect()
    }

    /// Whether [`Parties::named_or_of`] finds anybody.
    pub(crate) fn is_told(&self, token: Token<'_>) -> bool {
        !self.named_or_of(token).is_empty()
    }

    /// True for a name, whoever bears it.
    fn is_named(&self, token: Token<'_>) -> bool {
        let mention = self.at(token).map(|mention| &self.mentions[mention]);
        mention.is_some_and(|mention| mention.form == Form::Name)
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
            self.leaders(token)
                .into_iter()
                .filter_map(|leader| self.political_at(leader))
                .collect(),
            behind(&["of", "from"]),
            behind(&["in", "on", "against", "with", "for", "to"]),
        ];
        choices
            .into_iter()
            .find(|choice| !choice.is_empty())
            .unwrap_or_default()
    }

    /// Who leads or claims what a noun names: "the *Saudi*-led strike", "a *Taliban*-claimed bomb".
    pub(crate) fn leaders<'d>(&self, noun: Token<'d>) -> Vec<Token<'d>> {
        let participles = noun.children().filter(|child| {
            matches!(child.dep(), "amod" | "compound" | "nmod")
                && LEADS.contains(&&*child.text().to_lowercase())
        });
        participles
            .flat_map(|participle| participle.children())
            .filter(|child| self.political_at(*child).is_some())
            .collect()
    }

    fn political_at(&self, token: Token<'_>) -> Option<usize> {
        self.at(token).filter(|mention| self.is_political(*mention))
    }

    fn is_political(&self, mention: usize) -> bool {
        self.identities[self.mentions[mention].entity].is_political()
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

    /// True for a person, or for several of whom it is told what they are ("troops").
    pub(crate) fn are_people(&self, token: Token<'_>) -> bool {
        let identity = self
            .at(token)
            .map(|mention| self.identity(self.entity(mention)));
        identity.is_some_and(|identity| {
            let are_many = token.tag() == "NNS" && !identity.sectors.is_empty();
            let are_where = matches!(identity.kind, EntityKind::State | EntityKind::Place);
            identity.kind == EntityKind::Person || are_many && !are_where
        })
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

    /// Adds a mention beside whatever its head stands for already.
    pub(crate) fn add_mention(&mut self, head: usize, span: Span, entity: usize, form: Form) {
        self.add(MentionAt {
            head,
            span,
            form,
            entity,
        });
    }

    /// The mention that a token heads, made where there is none: speakers that no gazetteer knows are parties of the
    /// record too.
    pub(crate) fn ensure(&mut self, doc: &Doc, head: usize, span: Span) -> usize {
        if let Some(number) = self.at(doc.token(head)) {
            return number;
        }
        let entity = self.identities.len();
        self.identities
            .push(Identity::unknown(span.slice(doc.text())));
        self.add(MentionAt {
            head,
            span,
            form: Form::Nominal,
            entity,
        })
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
