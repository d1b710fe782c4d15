//! Joins the mentions of one party, by rules over the whole article.
//!
//! Names join by key (one surname, one state, one body). Offices join the person who holds them. "The country" goes
//! back to the nearest state, "the agency" to the body called so. Pronouns are read in [`super::pronoun`]. Whoever has no country
//! is of the place that his sentence names, of the state that most mentions belong to, or of the one named near.

use std::collections::{BTreeMap, HashMap};

use diurna_record::{CountryCode, EntityBasis, EntityKind, Form, Sector};
use diurna_text::Doc;

use super::identity::{Gender, Identity};
use super::mention::{Found, Pronoun, Refers};
use super::pronoun::{Antecedents, acts};
use super::{MentionAt, Parties};
use crate::event::noun_prepositions;

/// A state is the one that an article is about if it has this share of the mentions that tell a country.
const DOMINANT_SHARE: f64 = 0.6;

/// How many sentences back a place tells where somebody is.
const NEAR: usize = 3;

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
        full_names: HashMap::new(),
        dominant: None,
        antecedents: Antecedents::new(doc),
    };
    joiner.full_names = full_names(&found);
    let (named, referring): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|mention| matches!(mention.refers, Refers::To(_)));
    let (names, descriptions): (Vec<_>, Vec<_>) = named
        .into_iter()
        .partition(|mention| mention.form != Form::Nominal);
    for mention in names.into_iter().chain(descriptions) {
        joiner.named(mention);
    }
    joiner.dominant = joiner.dominant_country();
    for mention in referring {
        joiner.referring(mention);
    }
    joiner.join_split_titles();
    joiner.affiliate_voices();
    joiner.affiliate_officials();
    joiner.affiliate_spokespeople();
    joiner.civilians();
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
    /// The one person of the article whose full name ends with a surname.
    full_names: HashMap<String, Option<Identity>>,
    /// The country that the article is about, by its names.
    dominant: Option<CountryCode>,
    antecedents: Antecedents<'d>,
}

/// By surname, the person whom an article names in full somewhere; `None` where it names several.
fn full_names(found: &[Found]) -> HashMap<String, Option<Identity>> {
    let mut full: HashMap<String, Option<Identity>> = HashMap::new();
    for mention in found {
        let Refers::To(identity) = &mention.refers else {
            continue;
        };
        let Some((_, surname)) = identity.name.rsplit_once(' ') else {
            continue;
        };
        if mention.form == Form::Name && identity.key.starts_with("person:") {
            full.entry(surname.to_lowercase())
                .and_modify(|known| {
                    let is_same = known
                        .as_ref()
                        .is_some_and(|known| !is_namesake(known, identity));
                    if !is_same {
                        *known = None;
                    }
                })
                .or_insert_with(|| Some(identity.clone()));
        }
    }
    full
}

impl Joiner<'_> {
    fn named(&mut self, mention: Found) {
        if let Refers::To(identity) = &mention.refers {
            let entity = self
                .name_beside(identity, &mention)
                .or_else(|| self.named_in_full(identity, &mention))
                .unwrap_or_else(|| self.entity(identity.clone()));
            self.add(mention.head, &mention, entity);
        }
    }

    /// The person beside whose name a description stands: "Ana Ruiz, *a senator*", "*a senator*, Ana Ruiz, ...".
    fn name_beside(&self, identity: &Identity, mention: &Found) -> Option<usize> {
        let describes = mention.form == Form::Nominal
            && identity.kind == EntityKind::Person
            && !identity.plural;
        if !describes {
            return None;
        }
        let token = self.doc.token(mention.head);
        let above = (token.dep() == "appos").then(|| token.head());
        let below = token.children().filter(|child| child.dep() == "appos");
        let names = above.into_iter().chain(below).filter_map(|name| {
            let number = self.parties.at(name)?;
            (self.parties.mention(number).form == Form::Name).then_some(number)
        });
        names
            .map(|number| self.parties.entity(number))
            .find(|entity| {
                let person = &self.parties.identities[*entity];
                person.kind == EntityKind::Person && agree(person.gender, identity.gender)
            })
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

    /// "Sanders" where the article names one Bernie Sanders, be it later.
    fn full_name_of(&self, identity: &Identity) -> Option<Identity> {
        let is_bare = !identity.name.contains(' ') && identity.country.is_none();
        let full = self.full_names.get(&identity.name.to_lowercase());
        let full = full.filter(|_| is_bare)?.as_ref()?;
        agree(full.gender, identity.gender).then(|| {
            let mut full = full.clone();
            full.learn(identity);
            full
        })
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
            if let Some(full) = self.full_name_of(&identity) {
                identity = full;
            }
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
            Refers::ToHolder(identity) => Some(
                self.name_beside(identity, &mention)
                    .unwrap_or_else(|| self.holder(identity.clone(), head)),
            ),
            Refers::OfOwner(identity, owner) => {
                let mut identity = identity.clone();
                if let Some(owner) = self.parties.at_head[*owner] {
                    let owner = &self.parties.identities[self.parties.entity(owner as usize)];
                    identity.country = owner.country;
                    let is_body =
                        matches!(owner.kind, EntityKind::Organization | EntityKind::Group);
                    if is_body && is_of_a_state(&identity) && !owner.sectors.is_empty() {
                        // A company's "public relations department" is no ministry, a union's leader no president.
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
            Refers::TheBody(identity, noun) => {
                Some(self.the_body(noun, head).unwrap_or_else(|| {
                    if is_of_a_state(identity) {
                        self.of_some_state(identity.clone(), head)
                    } else {
                        self.entity(identity.clone())
                    }
                }))
            }
            Refers::OfSomeState(identity) => Some(self.of_some_state(identity.clone(), head)),
            Refers::TheCountry => self.the_country(head),
            Refers::TheState => self.the_state(head),
            Refers::CountryOf(owner) => self.country_of(*owner),
            Refers::TheGroup(sector) => self.the_group(*sector, head),
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
        let near = |entity: &usize| {
            let last = self.last.get(*entity).copied().unwrap_or(0).min(head);
            let from = self.doc.sentence_of(last);
            self.doc.sentence_of(head) <= from + 1
        };
        let about = || {
            let country = self.dominant?;
            self.by_key.get(&format!("state:{country}")).copied()
        };
        let named = latest(names);
        named
            .filter(near)
            .or_else(about)
            .or(named)
            .or_else(|| latest(modifiers))
    }

    /// "the company": the body named last that may be one, which thereby is one.
    fn the_group(&mut self, sector: Option<Sector>, head: usize) -> Option<usize> {
        let fits = |identity: &Identity| {
            matches!(identity.kind, EntityKind::Group | EntityKind::Organization)
                && sector.is_none_or(|sector| {
                    identity.sectors.is_empty() || identity.sectors.contains(&sector)
                })
        };
        let entity = self.latest(head, fits)?;
        let identity = &mut self.parties.identities[entity];
        if identity.sectors.is_empty() {
            identity.sectors.extend(sector);
        }
        Some(entity)
    }

    /// "the agency": the body named last whose name ends with the noun, or has it before "of" or "for".
    fn the_body(&self, noun: &str, head: usize) -> Option<usize> {
        let called = |name: &str| {
            let name = name.to_lowercase();
            let before = name.split(" of ").next().unwrap_or("");
            let before = before.split(" for ").next().unwrap_or("");
            before.rsplit(' ').next() == Some(noun) && before != noun
        };
        let fits = |identity: &Identity| {
            matches!(
                identity.kind,
                EntityKind::Government | EntityKind::Organization
            ) && identity.has_name()
                && (called(&identity.name) || identity.aliases.iter().any(|alias| called(alias)))
        };
        self.latest(head, fits)
    }

    /// "the state": Ohio, where that was named after the United States.
    fn the_state(&self, head: usize) -> Option<usize> {
        let mentions = self.parties.mentions.iter();
        let part = mentions
            .filter(|mention| {
                let identity = &self.parties.identities[mention.entity];
                mention.head < head
                    && identity.key.starts_with("place:")
                    && identity.country.is_some()
            })
            .max_by_key(|mention| mention.head);
        let whole = self.the_country(head);
        let last = whole.and_then(|entity| {
            let own = self.parties.mentions.iter();
            own.filter(|mention| mention.entity == entity && mention.head < head)
                .map(|mention| mention.head)
                .max()
        });
        part.filter(|mention| last.is_none_or(|last| mention.head > last))
            .map(|mention| mention.entity)
            .or(whole)
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

    /// The party that a pronoun means; a pronoun that surely means it tells its gender.
    fn pronoun(&mut self, pronoun: Pronoun, head: usize) -> Option<usize> {
        let found = self
            .antecedents
            .of(&self.parties, pronoun, self.doc.token(head))?;
        if found.is_sure {
            self.parties.learn_gender(found.entity, pronoun);
        }
        Some(found.entity)
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

    /// "a spokesperson for the institute" is of the party that the words behind name.
    fn affiliate_spokespeople(&mut self) {
        for number in 0..self.parties.mentions.len() {
            let MentionAt { head, entity, .. } = self.parties.mentions[number];
            let identity = &self.parties.identities[entity];
            if !identity.sectors.is_empty() || identity.role.is_none() {
                continue;
            }
            let behind = noun_prepositions(self.doc.token(head));
            let body = behind
                .into_iter()
                .filter(|(preposition, _)| matches!(preposition.lemma(), "for" | "of" | "at"))
                .find_map(|(_, object)| self.parties.at(object))
                .map(|body| self.parties.entity(body));
            if let Some(body) = body.filter(|body| *body != entity) {
                let body = self.parties.identities[body].clone();
                let identity = &mut self.parties.identities[entity];
                identity.country = body.country.or(identity.country);
                identity.sectors = body.sectors;
                identity.basis = Some(EntityBasis::Affiliation);
            }
        }
    }

    /// Whoever has no country is of the place that his sentence names, of the state that the article is about, or of the one
    /// named near him. Officials are those of the state that the article is about, wherever they are.
    fn affiliate_officials(&mut self) {
        let dominant = self.dominant_country();
        let firsts = self.first_mentions();
        let acting = self.acting();
        for (entity, first) in firsts.into_iter().enumerate() {
            let identity = &self.parties.identities[entity];
            let Some(first) = first.filter(|_| is_homeless(identity, acting[entity])) else {
                continue;
            };
            let serves = is_of_a_state(identity);
            let dominant = if is_american_party(identity) && self.names_america() {
                "USA".parse().ok()
            } else {
                dominant
            };
            let located = || self.country_around(first, true);
            let named_before = || {
                let serves_one = serves && identity.kind != EntityKind::Group;
                serves_one.then(|| self.state_before(first)).flatten()
            };
            let country = match dominant {
                Some(country) if serves => Some(country),
                Some(country) => located().or(Some(country)),
                None => located()
                    .or_else(named_before)
                    .or_else(|| self.country_around(first, false)),
            };
            if let Some(country) = country {
                let identity = &mut self.parties.identities[entity];
                identity.country = Some(country);
                identity.basis = Some(EntityBasis::Coreference);
            }
        }
    }

    /// A person who acts or speaks, and of whom nothing is told, is a civilian.
    fn civilians(&mut self) {
        let acting = self.acting();
        for (identity, acts) in self.parties.identities.iter_mut().zip(acting) {
            let is_unknown = identity.kind == EntityKind::Person
                && identity.sectors.is_empty()
                && identity.role.is_none()
                && identity.name.contains(' ');
            if is_unknown && acts {
                identity.sectors.push(Sector::Cvl);
            }
        }
    }

    /// Which parties do or say something.
    fn acting(&self) -> Vec<bool> {
        let mut acting = vec![false; self.parties.len()];
        for mention in &self.parties.mentions {
            let is_person = self.parties.identities[mention.entity].kind == EntityKind::Person;
            let token = self.doc.token(mention.head);
            let is_subject = token.dep() == "nsubj" && token.head().pos() == "VERB";
            acting[mention.entity] |= is_person && is_subject || acts(token);
        }
        acting
    }

    fn names_america(&self) -> bool {
        self.by_key.contains_key("state:USA")
            || self.parties.identities.iter().any(|identity| {
                identity
                    .country
                    .is_some_and(|country| country.as_str() == "USA")
            })
    }

    /// The token of each party's first mention.
    fn first_mentions(&self) -> Vec<Option<usize>> {
        let mut firsts: Vec<Option<usize>> = vec![None; self.parties.len()];
        for mention in &self.parties.mentions {
            let first = &mut firsts[mention.entity];
            *first = Some(first.map_or(mention.head, |head| head.min(mention.head)));
        }
        firsts
    }

    /// The country of the places and states around a token: of those in its sentence that say where ("in Lima"), or else of the
    /// nearest in the sentences before. `None` if they are of several.
    fn country_around(&self, head: usize, here: bool) -> Option<CountryCode> {
        let sentence = self.doc.sentence_of(head);
        let says_where = |mention: &MentionAt| {
            let token = self.doc.token(mention.head);
            token.dep() == "pobj"
                && matches!(token.head().lemma(), "in" | "at" | "near" | "from" | "of")
        };
        let countries = |wanted: usize, strictly: bool| {
            let mentions = self.parties.mentions.iter().filter(move |mention| {
                self.doc.sentence_of(mention.head) == wanted && mention.form == Form::Name
            });
            let placed = mentions.filter(move |mention| !strictly || says_where(mention));
            let identities = placed.map(|mention| &self.parties.identities[mention.entity]);
            let places = identities
                .filter(|identity| matches!(identity.kind, EntityKind::Place | EntityKind::State));
            let mut found: Vec<CountryCode> = places
                .filter_map(|identity| identity.country)
                .filter(|code| !code.is_non_state())
                .collect();
            found.sort_unstable();
            found.dedup();
            found
        };
        let only = |found: Vec<CountryCode>| (found.len() == 1).then(|| found[0]);
        if here {
            return only(countries(sentence, true));
        }
        let near = sentence.saturating_sub(NEAR)..=sentence;
        near.rev()
            .map(|sentence| countries(sentence, false))
            .find(|found| !found.is_empty())
            .and_then(only)
    }

    /// The state that the text was at before a token.
    fn state_before(&self, first: usize) -> Option<CountryCode> {
        let state = self.the_country(first)?;
        self.parties.identities[state]
            .country
            .filter(|code| !code.is_non_state())
    }

    /// The state that most mentions of the article belong to.
    fn dominant_country(&self) -> Option<CountryCode> {
        let countries = self.parties.mentions.iter().filter_map(|mention| {
            let identity = &self.parties.identities[mention.entity];
            // "Syrian refugees" may be anywhere.
            let modifies = identity.kind == EntityKind::State
                && matches!(
                    self.doc.token(mention.head).dep(),
                    "amod" | "compound" | "nmod"
                );
            let is_away = identity.sectors.first() == Some(&Sector::Ref);
            let told = mention.form != Form::Pronoun && !modifies && !is_away;
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
        (count >= DOMINANT_MENTIONS && share >= DOMINANT_SHARE).then_some(country)
    }
}

/// True for a party of a country that the text has not told. Bodies of the gazetteer without one have none, and refugees are of
/// another country than where they are.
fn is_homeless(identity: &Identity, acts: bool) -> bool {
    let is_known = ["organisation:", "group:", "outlet:"]
        .iter()
        .any(|sort| identity.key.starts_with(sort));
    let is_somebody = match identity.kind {
        EntityKind::Person | EntityKind::Organization => {
            acts && identity.has_name() || !identity.sectors.is_empty()
        }
        EntityKind::Group | EntityKind::Government => !identity.sectors.is_empty(),
        _ => false,
    };
    identity.country.is_none()
        && !is_known
        && is_somebody
        && identity.sectors.first() != Some(&Sector::Ref)
}

/// "Republicans", "Democratic senators".
fn is_american_party(identity: &Identity) -> bool {
    identity.has_words(&[
        "Republican",
        "Republicans",
        "Democrat",
        "Democrats",
        "Democratic",
    ])
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
