//! Joins the mentions of one party, by rules over the whole article.
//!
//! Names join by key (one surname, one state, one body). Offices join the person who holds them. "The country" goes
//! back to the nearest state. A pronoun goes back to the nearest noun that fits in kind, number and gender, a subject before an
//! object; if that noun is no party, neither is the pronoun. Officials without a country are those of the state that most
//! mentions belong to.

use std::collections::{BTreeMap, HashMap};

use diurna_record::{CountryCode, EntityBasis, EntityKind, Form, Sector};
use diurna_text::{Doc, Token};

use super::identity::{Gender, Identity};
use super::mention::{Found, Pronoun, Refers};
use super::{MentionAt, Parties};
use crate::event::noun_prepositions;

/// How many sentences a pronoun may look back.
const PRONOUN_REACH: usize = 3;

/// A state is the one that an article is about if it has this share of the mentions that tell a country.
const DOMINANT_SHARE: f64 = 0.6;

/// ... and it is about nothing else if it has this share,
const ONLY_SHARE: f64 = 0.85;

/// ... and at least so many of them.
const DOMINANT_MENTIONS: usize = 3;

/// Joins mentions into parties.
pub(crate) fn join(doc: &Doc, found: Vec<Found>) -> Parties {
    let mut joiner = Joiner {
        doc,
        parties: Parties {
            at_head: vec![None; doc.len()],
            ..Parties::default()
        },
        by_key: HashMap::new(),
        people: HashMap::new(),
        last: Vec::new(),
    };
    let (named, referring): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|mention| matches!(mention.refers, Refers::To(_)));
    for mention in named {
        joiner.named(mention);
    }
    for mention in referring {
        joiner.referring(mention);
    }
    joiner.join_split_titles();
    joiner.affiliate_voices();
    joiner.affiliate_officials();
    joiner.parties
}

struct Joiner<'d> {
    doc: &'d Doc,
    parties: Parties,
    by_key: HashMap<String, usize>,
    /// People by surname, and by given name.
    people: HashMap<String, Vec<usize>>,
    /// The token of each party's latest mention.
    last: Vec<usize>,
}

impl Joiner<'_> {
    fn named(&mut self, mention: Found) {
        if let Refers::To(identity) = &mention.refers {
            let entity = self
                .named_in_full(identity, &mention)
                .unwrap_or_else(|| self.entity(identity.clone()));
            self.add(mention.head, &mention, entity);
        }
    }

    /// "Clinton" alone, where the article has named Hillary Clinton and not the Clinton whom the gazetteer thinks of first.
    fn named_in_full(&self, identity: &Identity, mention: &Found) -> Option<usize> {
        let text = mention.span.slice(self.doc.text());
        let is_short = identity.kind == EntityKind::Person
            && !text.contains(' ')
            && identity.name.contains(' ');
        let known = self.people.get(&text.to_lowercase()).filter(|_| is_short)?;
        let full = known.iter().filter(|entity| {
            let other = &self.parties.identities[**entity];
            other.name.contains(' ') && other.name.ends_with(text)
        });
        full.max_by_key(|entity| self.last.get(**entity).copied().unwrap_or(0))
            .copied()
    }

    fn add(&mut self, head: usize, mention: &Found, entity: usize) {
        self.parties.add(MentionAt {
            head,
            span: mention.span,
            form: mention.form,
            entity,
        });
        if self.last.len() <= entity {
            self.last.resize(entity + 1, 0);
        }
        self.last[entity] = head;
    }

    /// The person who bears this name: with the same surname, or with this given name; of several the latest. Given names and
    /// genders must not differ.
    fn known_person(&self, identity: &Identity) -> Option<usize> {
        let words: Vec<&str> = identity.name.split(' ').collect();
        let last = words.last()?.to_lowercase();
        let fits = |entity: &&usize| {
            let known = &self.parties.identities[**entity];
            let same_surname = known.name.to_lowercase().ends_with(&last);
            agree(known.gender, identity.gender)
                && !is_namesake(known, identity)
                && (same_surname || words.len() == 1)
        };
        let known = self.people.get(&last)?;
        let latest = |entity: &&usize| self.last.get(**entity).copied().unwrap_or(0);
        known.iter().filter(fits).max_by_key(latest).copied()
    }

    fn note_person(&mut self, entity: usize) {
        let identity = &self.parties.identities[entity];
        let words: Vec<String> = identity.name.split(' ').map(str::to_lowercase).collect();
        let ends = [words.first(), words.last()];
        for word in ends.into_iter().flatten() {
            let known = self.people.entry(word.clone()).or_default();
            if !known.contains(&entity) {
                known.push(entity);
            }
        }
    }

    /// The party with this identity's key, made where there is none.
    fn entity(&mut self, mut identity: Identity) -> usize {
        let is_person = identity.kind == EntityKind::Person && identity.key.starts_with("person:");
        if is_person {
            if let Some(entity) = self.known_person(&identity) {
                self.parties.identities[entity].learn(&identity);
                self.note_person(entity);
                return entity;
            }
            if self.by_key.contains_key(&identity.key) {
                let number = self.parties.identities.len();
                identity.key = format!("person:{}:{number}", identity.name.to_lowercase());
            }
        }
        if let Some(entity) = self.by_key.get(&identity.key) {
            self.parties.identities[*entity].learn(&identity);
            return *entity;
        }
        let entity = self.parties.identities.len();
        self.by_key.insert(identity.key.clone(), entity);
        self.parties.identities.push(identity);
        if is_person {
            self.note_person(entity);
        }
        entity
    }

    fn referring(&mut self, mention: Found) {
        let head = mention.head;
        let entity = match &mention.refers {
            Refers::To(identity) => Some(self.entity(identity.clone())),
            Refers::ToHolder(identity) => Some(self.holder(identity.clone(), head)),
            Refers::OfOwner(identity, owner) => {
                let mut identity = identity.clone();
                if let Some(owner) = self.parties.at_head[*owner] {
                    let owner = &self.parties.identities[self.parties.entity(owner as usize)];
                    identity.country = owner.country;
                    if owner.kind == EntityKind::Organization && is_of_a_state(&identity) {
                        // A company's "public relations department" is no ministry.
                        identity.sectors.clone_from(&owner.sectors);
                    }
                    identity.basis = Some(EntityBasis::Coreference);
                    identity.key = format!(
                        "{}:{}",
                        identity.key,
                        owner.country.map_or(String::new(), |code| code.to_string())
                    );
                }
                Some(self.holder(identity, head))
            }
            Refers::OfSomeState(identity) => Some(self.of_some_state(identity.clone(), head)),
            Refers::TheCountry => self.the_country(head),
            Refers::CountryOf(owner) => self.country_of(*owner),
            Refers::TheGroup => self.latest(head, |identity| {
                matches!(identity.kind, EntityKind::Group | EntityKind::Organization)
            }),
            Refers::Pronoun(pronoun) => self.pronoun(*pronoun, head),
        };
        if let Some(entity) = entity {
            self.add(head, &mention, entity);
        }
    }

    /// The person who holds an office: the nearest before, else the nearest behind; a party of its own if nobody does.
    fn holder(&mut self, identity: Identity, head: usize) -> usize {
        let office = identity.role.as_ref().map(|role| role.office.clone());
        let holds = |candidate: &Identity| {
            candidate.kind == EntityKind::Person
                && candidate.role.as_ref().map(|role| &role.office) == office.as_ref()
                && (identity.country.is_none() || candidate.country == identity.country)
        };
        let fits = |mention: &&MentionAt| {
            mention.form == Form::Name && holds(&self.parties.identities[mention.entity])
        };
        let before = self
            .parties
            .mentions
            .iter()
            .filter(|mention| mention.head < head)
            .filter(fits)
            .max_by_key(|mention| mention.head);
        let behind = self
            .parties
            .mentions
            .iter()
            .filter(|mention| mention.head > head)
            .filter(fits)
            .min_by_key(|mention| mention.head);
        match before.or(behind).map(|mention| mention.entity) {
            Some(entity) if office.is_some() => entity,
            _ => self.entity(identity),
        }
    }

    /// A body of the state whose party was named last in the same sentence.
    fn of_some_state(&mut self, mut identity: Identity, head: usize) -> usize {
        let sentence = self.doc.sentence_of(head);
        let country = |mention: &MentionAt| {
            self.parties.identities[mention.entity]
                .country
                .filter(|code| !code.is_non_state())
        };
        let before = self.parties.mentions.iter().filter(|mention| {
            mention.head < head && self.doc.sentence_of(mention.head) == sentence
        });
        if let Some(country) = before.max_by_key(|mention| mention.head).and_then(country) {
            identity.country = Some(country);
            identity.basis = Some(EntityBasis::Coreference);
            identity.key = match identity.key.as_str() {
                "office:government" | "office:administration" => format!("state:{country}"),
                key => format!("{key}:{country}"),
            };
        }
        self.entity(identity)
    }

    /// "the country": the state named last, not counting those that only modify a noun ("US President"), and not the one
    /// whose own official is the subject ("the president, who threatened the country").
    fn the_country(&self, head: usize) -> Option<usize> {
        let modifies = |mention: &MentionAt| {
            matches!(
                self.doc.token(mention.head).dep(),
                "amod" | "compound" | "nmod"
            )
        };
        let states = self.parties.mentions.iter().filter(|mention| {
            mention.head < head
                && mention.form != Form::Pronoun
                && self.parties.identities[mention.entity]
                    .key
                    .starts_with("state:")
        });
        let (modifiers, names): (Vec<_>, Vec<_>) = states.partition(|mention| modifies(mention));
        let latest = |mentions: Vec<&MentionAt>| {
            mentions
                .into_iter()
                .max_by_key(|mention| mention.head)
                .map(|mention| mention.entity)
        };
        latest(names).or_else(|| latest(modifiers))
    }

    /// The state of a possessor, if the article names it.
    fn country_of(&self, owner: usize) -> Option<usize> {
        let mention = self.parties.at(self.doc.token(owner))?;
        let country = self.parties.identities[self.parties.entity(mention)].country?;
        self.by_key.get(&format!("state:{country}")).copied()
    }

    /// The party of the latest mention before `head` that fits.
    fn latest(&self, head: usize, fits: impl Fn(&Identity) -> bool) -> Option<usize> {
        let before = self
            .parties
            .mentions
            .iter()
            .filter(|mention| mention.head < head && mention.form != Form::Pronoun);
        let fitting = before.filter(|mention| fits(&self.parties.identities[mention.entity]));
        fitting
            .max_by_key(|mention| mention.head)
            .map(|mention| mention.entity)
    }

    /// The party that a pronoun goes back to: subjects of the nearest sentence first.
    fn pronoun(&self, pronoun: Pronoun, head: usize) -> Option<usize> {
        let sentence = self.doc.sentence_of(head);
        let near =
            |token: &Token<'_>| self.doc.sentence_of(token.index()) + PRONOUN_REACH > sentence;
        let before = (0..head).rev().map(|index| self.doc.token(index));
        let fitting = before
            .take_while(near)
            .filter(|token| self.may_mean(pronoun, *token));
        let rank = |token: &Token<'_>| {
            let is_subject = matches!(token.dep(), "nsubj" | "nsubjpass");
            (
                self.doc.sentence_of(token.index()),
                is_subject,
                token.index(),
            )
        };
        let antecedent = fitting.max_by_key(rank)?;
        self.parties
            .at(antecedent)
            .map(|mention| self.parties.entity(mention))
    }

    /// True if a pronoun may go back to what this token heads, a party or another noun.
    fn may_mean(&self, pronoun: Pronoun, token: Token<'_>) -> bool {
        match self.parties.at(token) {
            Some(mention) => {
                let entity = self.parties.entity(mention);
                fits(pronoun, &self.parties.identities[entity])
            }
            None => is_thing(pronoun, token),
        }
    }

    /// "the Guards (GC) commander General X", cut in two by the parser: the body before a titled name belongs to the person, who
    /// takes its place.
    fn join_split_titles(&mut self) {
        let text = self.doc.text();
        let people: Vec<usize> = (0..self.parties.mentions.len())
            .filter(|number| {
                self.parties.identities[self.parties.mentions[*number].entity].kind
                    == EntityKind::Person
            })
            .filter(|number| {
                self.doc
                    .token(self.parties.mentions[*number].head)
                    .is_root()
            })
            .collect();
        for person in people {
            let start = self.parties.mentions[person].span.start;
            let before = |mention: &&MentionAt| {
                let gap = text.get(mention.span.end..start).unwrap_or("x").trim();
                let is_acronym = gap.starts_with('(') && gap.ends_with(')') && !gap.contains(' ');
                let body = &self.parties.identities[mention.entity];
                matches!(body.kind, EntityKind::Government | EntityKind::Organization)
                    && (gap.is_empty() || is_acronym)
            };
            let Some(body) = self.parties.mentions.iter().find(before).cloned() else {
                continue;
            };
            let learned = self.parties.identities[body.entity].clone();
            let entity = self.parties.mentions[person].entity;
            let identity = &mut self.parties.identities[entity];
            identity.country = identity.country.or(learned.country);
            if identity.sectors.is_empty() {
                identity.sectors = learned.sectors;
            }
            self.parties.at_head[body.head] = Some(person as u32);
        }
    }

    /// A spokeswoman without a ministry speaks for the body named last before her.
    fn affiliate_voices(&mut self) {
        let speaks = |identity: &Identity| {
            let office = identity.role.as_ref().map_or("", |role| &role.office);
            identity.country.is_none() && (office.starts_with("spokes") || office == "official")
        };
        let voices: Vec<usize> = (0..self.parties.len())
            .filter(|entity| speaks(&self.parties.identities[*entity]))
            .collect();
        for entity in voices {
            let first = self
                .parties
                .mentions
                .iter()
                .filter(|mention| mention.entity == entity)
                .map(|mention| mention.head)
                .min();
            let tells_whose = |head: usize| {
                let behind = noun_prepositions(self.doc.token(head));
                behind
                    .iter()
                    .any(|(preposition, _)| matches!(preposition.lemma(), "for" | "of" | "from"))
            };
            let first = first.filter(|head| !tells_whose(*head));
            let is_body = |identity: &Identity| {
                matches!(
                    identity.kind,
                    EntityKind::Government | EntityKind::State | EntityKind::Organization
                ) && identity.is_political()
            };
            if let Some(body) = first.and_then(|head| self.latest(head, is_body)) {
                let (country, sectors) = (
                    self.parties.identities[body].country,
                    self.parties.identities[body].sectors.clone(),
                );
                let identity = &mut self.parties.identities[entity];
                identity.country = country;
                if !sectors.is_empty() {
                    identity.sectors = sectors;
                }
                identity.basis = Some(EntityBasis::Coreference);
            }
        }
    }

    /// Officials, police and courts without a country are those of the state that the article is about; so is everybody
    /// whose role is told where it is about nothing else. A body of state is that of the state named before it.
    fn affiliate_officials(&mut self) {
        let dominant = self.dominant_country();
        for entity in 0..self.parties.len() {
            let identity = &self.parties.identities[entity];
            if identity.country.is_some() || identity.sectors.is_empty() {
                continue;
            }
            let country = match dominant {
                Some((country, _)) if is_of_a_state(identity) => Some(country),
                Some((country, share)) if share >= ONLY_SHARE && stays_at_home(identity) => {
                    Some(country)
                }
                _ if identity.kind != EntityKind::Group && is_of_a_state(identity) => {
                    self.state_before(entity)
                }
                _ => None,
            };
            if let Some(country) = country {
                let identity = &mut self.parties.identities[entity];
                identity.country = Some(country);
                identity.basis = Some(EntityBasis::Coreference);
            }
        }
    }

    /// The state that the text was at before the first mention of a party.
    fn state_before(&self, entity: usize) -> Option<CountryCode> {
        let mentions = self.parties.mentions.iter();
        let first = mentions
            .filter(|mention| mention.entity == entity)
            .map(|mention| mention.head)
            .min()?;
        let state = self.the_country(first)?;
        self.parties.identities[state]
            .country
            .filter(|code| !code.is_non_state())
    }

    /// The state that most mentions of the article belong to, and their share.
    fn dominant_country(&self) -> Option<(CountryCode, f64)> {
        let countries = self.parties.mentions.iter().filter_map(|mention| {
            let told = mention.form != Form::Pronoun;
            let identity = &self.parties.identities[mention.entity];
            identity.country.filter(|code| told && !code.is_non_state())
        });
        let mut counts: BTreeMap<String, (usize, CountryCode)> = BTreeMap::new();
        let mut all = 0_usize;
        for country in countries {
            counts.entry(country.to_string()).or_insert((0, country)).0 += 1;
            all += 1;
        }
        let (count, country) = counts.into_values().max_by_key(|(count, _)| *count)?;
        let share = count as f64 / all as f64;
        (count >= DOMINANT_MENTIONS && share >= DOMINANT_SHARE).then_some((country, share))
    }
}

/// True for people whom a text about one country need not place; refugees, rebels and organisations may be from elsewhere.
fn stays_at_home(identity: &Identity) -> bool {
    let sector = identity.sectors.first();
    let is_known = identity.key.starts_with("organisation:") || identity.key.starts_with("group:");
    !is_known
        && matches!(
            identity.kind,
            EntityKind::Person | EntityKind::Group | EntityKind::Organization
        )
        && sector.is_some_and(|sector| {
            matches!(
                sector,
                Sector::Cvl
                    | Sector::Bus
                    | Sector::Lab
                    | Sector::Agr
                    | Sector::Edu
                    | Sector::Jrn
                    | Sector::Med
                    | Sector::Rel
                    | Sector::Soc
            )
        })
}

/// True for officials, bodies and parties of a state.
fn is_of_a_state(identity: &Identity) -> bool {
    identity.sectors.first().is_some_and(|sector| {
        matches!(
            sector,
            Sector::Gov
                | Sector::Mil
                | Sector::Cop
                | Sector::Leg
                | Sector::Jud
                | Sector::Spy
                | Sector::Pty
                | Sector::Opp
                | Sector::Eli
        )
    })
}

fn fits(pronoun: Pronoun, identity: &Identity) -> bool {
    match pronoun {
        Pronoun::Person(gender) => {
            identity.kind == EntityKind::Person
                && !identity.plural
                && agree(identity.gender, gender)
        }
        Pronoun::Thing => {
            !identity.plural
                && !matches!(
                    identity.kind,
                    EntityKind::Person | EntityKind::Place | EntityKind::Other
                )
        }
        Pronoun::Plural => {
            identity.plural
                || matches!(
                    identity.kind,
                    EntityKind::Group | EntityKind::Organization | EntityKind::Government
                )
        }
    }
}

/// True for a noun that is no party and that "it" or "they" may mean.
fn is_thing(pronoun: Pronoun, token: Token<'_>) -> bool {
    let is_argument = matches!(token.dep(), "nsubj" | "nsubjpass" | "dobj");
    let is_measure = token.entity().is_some_and(|entity| {
        matches!(
            &*entity.label,
            "DATE" | "TIME" | "PERCENT" | "MONEY" | "CARDINAL" | "QUANTITY" | "PERSON" | "GPE"
        )
    });
    match pronoun {
        Pronoun::Person(_) => false,
        Pronoun::Thing => is_argument && !is_measure && matches!(token.tag(), "NN" | "NNP"),
        Pronoun::Plural => is_argument && !is_measure && matches!(token.tag(), "NNS" | "NNPS"),
    }
}

/// True for two persons with one surname and different given names.
fn is_namesake(known: &Identity, other: &Identity) -> bool {
    let given = |name: &str| {
        name.split_once(' ')
            .map(|(given, _)| given.trim_end_matches('.').to_lowercase())
    };
    match (known.kind, given(&known.name), given(&other.name)) {
        (EntityKind::Person, Some(known), Some(other)) => {
            !known.starts_with(&other) && !other.starts_with(&known)
        }
        _ => false,
    }
}

fn agree(known: Option<Gender>, asked: Option<Gender>) -> bool {
    known.is_none() || asked.is_none() || known == asked
}
