//! Mentions: the words that name or describe a party, and what they say of it.
//!
//! Order of evidence: the head noun beats the gazetteer, the gazetteer beats the model's entities. A role noun or a body
//! ("prime minister", "foreign ministry") takes its country from the words beside it: an adjective, a possessor, "of".

use std::ops::Range;

use diurna_data::gazetteer::Gazetteer;
use diurna_record::{Article, CountryCode, EntityBasis, EntityKind, Form, Role, Sector, Span};
use diurna_text::{Doc, Token};

use super::identity::{Gender, Identity};
use super::knowledge::{self, Known, Office, Sort};
use super::metonym;
use crate::event::{is_nominal, noun_prepositions};

/// A mention before mentions are joined.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) head: usize,
    pub(crate) span: Span,
    pub(crate) form: Form,
    pub(crate) refers: Refers,
}

/// What a mention says of whom it means.
#[derive(Debug)]
pub(crate) enum Refers {
    /// To this party.
    To(Identity),
    /// To whoever bears this name in the article; else to the party that the word alone says, if it says one.
    ToSurname(Surname),
    /// To whoever holds an office, and a party of these words if nobody does.
    ToHolder(Identity),
    /// Back, by a pronoun.
    Pronoun(Pronoun),
    /// "the country".
    TheCountry,
    /// "his country": the state of the possessor.
    CountryOf(usize),
    /// "the group", "the company".
    TheGroup,
    /// "the country's prime minister", "its army": the country is the possessor's.
    OfOwner(Identity, usize),
    /// "the army", "police": of the state that the sentence is about.
    OfSomeState(Identity),
}

/// A name of one word.
#[derive(Debug)]
pub(crate) struct Surname {
    /// In small letters.
    pub(crate) name: String,
    /// As the title before it tells ("Mrs. Clinton").
    pub(crate) gender: Option<Gender>,
    /// Whom the word means where the article has nobody of that name.
    pub(crate) alone: Option<Identity>,
}

impl Refers {
    /// The party that the words name by themselves.
    fn named(&self) -> Option<&Identity> {
        match self {
            Refers::To(identity) => Some(identity),
            Refers::ToSurname(surname) => surname.alone.as_ref(),
            _ => None,
        }
    }
}

/// What a pronoun says of whom it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pronoun {
    Person(Option<Gender>),
    Thing,
    Plural,
}

/// All mentions of an article, in text order of their heads.
pub(crate) fn mentions(article: &Article, doc: &Doc, gazetteer: &Gazetteer) -> Vec<Found> {
    let date = article.published.as_ref().map(|moment| moment.date());
    let known = KnownTokens::new(doc, knowledge::names(&article.text, gazetteer, date));
    let reader = Reader {
        doc,
        gazetteer,
        known,
    };
    let found: Vec<Found> = doc
        .tokens()
        .filter_map(|token| reader.mention(token))
        .collect();
    without_titles(found)
}

/// Leaves out descriptions that are part of a person's title: "State" in "Secretary of State Mike Pompeo".
fn without_titles(mut found: Vec<Found>) -> Vec<Found> {
    let is_person = |mention: &Found| {
        mention
            .refers
            .named()
            .is_some_and(|identity| identity.kind == EntityKind::Person)
    };
    let people: Vec<(usize, Span)> = found
        .iter()
        .filter(|mention| is_person(mention))
        .map(|mention| (mention.head, mention.span))
        .collect();
    found.retain(|mention| {
        let at = people.partition_point(|(_, span)| span.end < mention.span.end);
        let inside = people
            .get(at)
            .is_some_and(|(head, span)| *head != mention.head && span.contains(mention.span));
        mention.form != Form::Nominal || !inside
    });
    found
}

/// The token of a range that heads it: the first whose own head lies outside.
pub(crate) fn head_of(doc: &Doc, tokens: Range<usize>) -> Token<'_> {
    let outside = doc
        .range(tokens.clone())
        .rfind(|token| token.is_root() || !tokens.contains(&token.head().index()));
    outside.unwrap_or_else(|| doc.token(tokens.end - 1))
}

/// Gazetteer matches by token.
struct KnownTokens {
    found: Vec<(Range<usize>, Known)>,
    at: Vec<Option<u32>>,
}

impl KnownTokens {
    fn new(doc: &Doc, names: Vec<Known>) -> KnownTokens {
        let mut found = Vec::new();
        let mut at = vec![None; doc.len()];
        for known in names {
            let tokens = doc.tokens_in(known.span);
            // A name inside a token ("Iran" in "Iran-backed" is a token of its own, "US" in "USB" is not) does not count.
            if tokens.is_empty() || doc.span(tokens.clone()) != known.span {
                continue;
            }
            if known.sort == Sort::Person && is_part_of_a_name(doc, &tokens) {
                continue;
            }
            tokens
                .clone()
                .for_each(|token| at[token] = Some(found.len() as u32));
            found.push((tokens, known));
        }
        move_to_named_region(doc, &mut found);
        KnownTokens { found, at }
    }

    fn covering(&self, token: usize) -> Option<&(Range<usize>, Known)> {
        self.at[token].map(|number| &self.found[number as usize])
    }

    fn inside(&self, tokens: Range<usize>) -> impl Iterator<Item = &(Range<usize>, Known)> {
        let start = self
            .found
            .partition_point(|(at, _)| at.start < tokens.start);
        self.found[start..]
            .iter()
            .take_while(move |(at, _)| at.start < tokens.end)
    }
}

/// True for "Clinton" in "Clinton Foundation": the next name goes on and is what the words name.
fn is_part_of_a_name(doc: &Doc, tokens: &Range<usize>) -> bool {
    let head = head_of(doc, tokens.clone());
    let next = (tokens.end < doc.len()).then(|| doc.token(tokens.end));
    let goes_on = next.is_some_and(|next| {
        next.tag() == "NNP" && doc.sentence_of(next.index()) == doc.sentence_of(head.index())
    });
    goes_on && head.dep() == "compound" && head.head().index() >= tokens.end
}

/// "San Jose, California" is no capital: a seat before a comma and another country's part is a place of that country.
fn move_to_named_region(doc: &Doc, found: &mut [(Range<usize>, Known)]) {
    for at in 1..found.len() {
        let (before, behind) = found.split_at_mut(at);
        let ((seat, known), (region, owner)) = (&mut before[at - 1], &behind[0]);
        let is_beside = seat.end + 1 == region.start && doc.token(seat.end).text() == ",";
        let is_place = matches!(owner.identity.kind, EntityKind::Place | EntityKind::State);
        if known.sort == Sort::Seat
            && is_beside
            && is_place
            && owner.identity.country != known.identity.country
        {
            known.identity.country = owner.identity.country;
            known.identity = place_of(known);
            known.sort = Sort::Name;
        }
    }
}

struct Reader<'a> {
    doc: &'a Doc,
    gazetteer: &'a Gazetteer,
    known: KnownTokens,
}

/// The country that the words beside a noun name, and how.
struct Affiliation {
    country: Option<CountryCode>,
    sectors: Vec<Sector>,
    /// An organisation, a group or a body, not a country.
    is_body: bool,
    basis: EntityBasis,
}

impl<'a> Reader<'a> {
    /// The mention that `token` heads.
    fn mention(&self, token: Token<'a>) -> Option<Found> {
        if let Some(pronoun) = pronoun(token) {
            return (!is_pleonastic(token)).then(|| Found {
                head: token.index(),
                span: token.span(),
                form: Form::Pronoun,
                refers: Refers::Pronoun(pronoun),
            });
        }
        if !is_nominal(token) && token.pos() != "ADJ" {
            return None;
        }
        if let Some((tokens, known)) = self.known.covering(token.index())
            && head_of(self.doc, tokens.clone()) == token
            && !self.is_inside_person(token)
        {
            return Some(self.known_mention(token, tokens.clone(), known));
        }
        if !is_phrase_head(token) {
            return None;
        }
        if let Some(person) = self.person(token) {
            return Some(person);
        }
        self.described(token)
            .or_else(|| self.named_by_model(token))
            .or_else(|| self.lone_name(token))
    }

    /// "Hewitt" that the model takes for nothing: a person if the article has one of that name.
    fn lone_name(&self, token: Token<'a>) -> Option<Found> {
        let is_alone = token.tag() == "NNP" && self.phrase(token).len() == 1;
        is_alone.then(|| Found {
            head: token.index(),
            span: token.span(),
            form: Form::Name,
            refers: Refers::ToSurname(Surname {
                name: surname_of(token.text()),
                gender: None,
                alone: None,
            }),
        })
    }

    /// "Washington" in "Denzel Washington" is no capital: the model's person is longer than the gazetteer's name.
    fn is_inside_person(&self, token: Token<'a>) -> bool {
        let Some(entity) = token.entity().filter(|entity| &*entity.label == "PERSON") else {
            return false;
        };
        let Some((tokens, known)) = self.known.covering(token.index()) else {
            return false;
        };
        // "Bush" alone is one of the family, "Jeb Bush" perhaps another.
        let is_surname = known.sort == Sort::Person && tokens.len() == 1;
        let is_last = entity.tokens.end == tokens.end && (is_surname || is_also_surname(known));
        let is_first = entity.tokens.start == tokens.start && is_also_given_name(known);
        entity.tokens.len() > tokens.len() && (is_last || is_first)
    }

    fn known_mention(&self, token: Token<'a>, tokens: Range<usize>, known: &Known) -> Found {
        if known.sort == Sort::Person {
            let phrase = self.phrase(token);
            let start = phrase.start.min(tokens.start);
            let mut identity = known.identity.clone();
            self.add_title(&mut identity, token, start..tokens.start);
            let gender = self.gender_of_title(start..tokens.start);
            let span = self.doc.span(start..tokens.end.max(token.index() + 1));
            return Found {
                head: token.index(),
                span,
                form: Form::Name,
                refers: to_person(known.text.as_str(), gender, identity),
            };
        }
        let (form, identity) = match known.sort {
            Sort::Seat if metonym::stands_for_government(token) => {
                (Form::Metonym, known.identity.clone())
            }
            Sort::Seat => (Form::Name, place_of(known)),
            _ if known.is_adjective && are_people(token) => (Form::Name, people_of(known)),
            _ => (Form::Name, self.of_other_state(&tokens, known)),
        };
        Found {
            head: token.index(),
            span: known.span,
            form,
            refers: Refers::To(identity),
        }
    }

    /// "the German Council on Foreign Relations" is not the American one that the name alone means.
    fn of_other_state(&self, tokens: &Range<usize>, known: &Known) -> Identity {
        let mut identity = known.identity.clone();
        let before = tokens
            .start
            .checked_sub(1)
            .and_then(|at| self.known.covering(at));
        let is_body =
            identity.key.starts_with("body:") || identity.key.starts_with("organisation:");
        if let Some((_, state)) = before
            && is_body
            && state.is_adjective
            && self.doc.token(tokens.start - 1).dep() != "poss"
            && state.identity.country != identity.country
        {
            identity.country = state.identity.country;
            identity.key = format!(
                "{}:{}",
                identity.key,
                identity
                    .country
                    .map_or(String::new(), |code| code.to_string())
            );
        }
        identity
    }

    /// A person, with the title before the name and the description beside it.
    fn person(&self, token: Token<'a>) -> Option<Found> {
        let name = self
            .titled_name(token)
            .or_else(|| self.name_by_model(token))?;
        let words = self.doc.span(name.clone()).slice(self.doc.text());
        let mut identity = person_identity(words)?;
        identity.gender = knowledge::gender_of_name(self.gazetteer, words);
        let start = self.phrase(token).start.min(name.start);
        self.add_title(&mut identity, token, start..name.start);
        let span = self.doc.span(start..name.end.max(token.index() + 1));
        Some(Found {
            head: token.index(),
            span,
            form: Form::Name,
            refers: to_person(words, self.gender_of_title(start..name.start), identity),
        })
    }

    /// The name behind a title ("Spokeswoman Morgan Ortagus"), whatever the model makes of it.
    fn titled_name(&self, token: Token<'a>) -> Option<Range<usize>> {
        if token.tag() != "NNP" {
            return None;
        }
        let phrase = self.phrase(token);
        let is_name = |index: &usize| {
            self.doc.token(*index).tag() == "NNP" && self.known.covering(*index).is_none()
        };
        let ends = (phrase.start + 1..phrase.end).rev();
        let title = ends.filter(|end| (*end..phrase.end).all(|index| is_name(&index)));
        // "the Democratic National Convention" is nobody's title and name.
        let is_organization = token.entity().is_some_and(|entity| match &*entity.label {
            "ORG" => entity.tokens.len() > 1,
            "GPE" | "LOC" | "FAC" => entity.tokens.len() == 1,
            _ => false,
        });
        let is_person = token
            .entity()
            .is_some_and(|entity| &*entity.label == "PERSON");
        let start = title
            .filter(|end| {
                // "the Consumer Act" has no bearer.
                let is_name = phrase.end - end > 1 || is_person;
                self.office_in(phrase.start..*end).is_some_and(|office| {
                    office.is_held()
                        && (office.is_high || is_name)
                        && (office.is_high || !is_organization)
                })
            })
            .max()?;
        Some(start..phrase.end)
    }

    fn name_by_model(&self, token: Token<'a>) -> Option<Range<usize>> {
        let entity = token.entity().filter(|entity| &*entity.label == "PERSON")?;
        let name = trim_name(self.doc, entity.tokens.clone());
        let states = self
            .known
            .inside(name.clone())
            .any(|(_, known)| known.sort == Sort::Name && !is_also_surname(known));
        let first = self.doc.token(name.start).text();
        let is_called = name.len() > 1 && self.gazetteer.gender_of_given_name(first).is_some();
        (!states || is_called).then_some(name)
    }

    /// Reads office and country off the words before a name and beside it.
    fn add_title(&self, identity: &mut Identity, token: Token<'a>, title: Range<usize>) {
        let described = token
            .children()
            .filter(|child| child.dep() == "appos")
            .chain((token.dep() == "appos").then(|| token.head()));
        let is_former = self.is_former(title.clone());
        let titled = self.gender_of_title(title.clone());
        identity.gender = titled.or(identity.gender);
        let mut offices: Vec<(Office, EntityBasis, Option<Affiliation>)> = Vec::new();
        if let Some(office) = self.office_in(title.clone()) {
            offices.push((office, EntityBasis::Title, self.affiliation_in(title)));
        }
        for noun in described.filter(|noun| {
            is_nominal(*noun)
                && noun
                    .entity()
                    .is_none_or(|entity| &*entity.label != "PERSON")
        }) {
            if let Some(office) = self.office_at(noun) {
                offices.push((office, EntityBasis::Apposition, self.affiliation(noun)));
            }
        }
        let Some((office, basis, affiliation)) = offices.into_iter().next() else {
            return;
        };
        // The text's own title beats an office that ended, unless it says so itself.
        let takes_title =
            identity.sectors.is_empty() || identity.sectors == [Sector::Eli] && !is_former;
        if takes_title {
            identity.sectors.clone_from(&office.sectors);
        }
        if let Some(affiliation) = affiliation {
            identity.country = identity.country.or(affiliation.country);
            if identity.sectors.is_empty() || takes_title && affiliation.decides(&office) {
                identity.sectors = affiliation.sectors;
            }
        }
        if is_former {
            identity.sectors = knowledge::sectors_of_former(identity.sectors.clone());
        }
        identity.role.get_or_insert(Role {
            office: office.name,
            from: None,
            to: None,
        });
        identity.basis.get_or_insert(basis);
    }

    /// What "Mrs." or "Chairman" before a name tells.
    fn gender_of_title(&self, title: Range<usize>) -> Option<Gender> {
        let mut words = self.doc.range(title);
        words.find_map(|word| gender_of_noun(&word.text().trim_end_matches('.').to_lowercase()))
    }

    fn is_former(&self, words: Range<usize>) -> bool {
        self.doc.range(words).any(|word| {
            matches!(
                word.text(),
                "former" | "Former" | "ex" | "Ex" | "late" | "onetime" | "ousted" | "deposed"
            )
        })
    }

    /// A role noun or body: "the country's prime minister", "Turkish soldiers", "gunmen".
    fn described(&self, token: Token<'a>) -> Option<Found> {
        if token.pos() == "PRON" {
            return None;
        }
        let phrase = self.phrase(token);
        let span = self.doc.span(phrase.clone());
        let found = |refers| {
            Some(Found {
                head: token.index(),
                span,
                form: Form::Nominal,
                refers,
            })
        };
        let definite = token
            .children()
            .any(|child| matches!(child.lemma(), "the" | "this" | "that"));
        let owner = self.referring_owner(token);
        match token.lemma() {
            "country" | "nation" | "homeland" if owner.is_some() => {
                return found(owner.map_or(Refers::TheCountry, Refers::CountryOf));
            }
            "country" | "nation" | "state" | "kingdom" | "republic"
                if definite && phrase.len() <= 3 =>
            {
                return found(Refers::TheCountry);
            }
            "group" | "organization" | "organisation" | "movement" | "company" | "party"
                if definite && phrase.len() <= 2 =>
            {
                return found(Refers::TheGroup);
            }
            _ => {}
        }
        if self.is_inside_organization(token) {
            return None;
        }
        let office = self.office_at(token)?;
        let is_against = office.name == "opposition"
            && noun_prepositions(token)
                .iter()
                .any(|(preposition, _)| preposition.lemma() == "to");
        if is_against {
            return None;
        }
        let is_plural = token.tag() == "NNS" || token.tag() == "NNPS";
        let mut identity = office.identity(span.slice(self.doc.text()), is_plural);
        identity.gender = gender_of_noun(&token.lemma().to_lowercase());
        let is_former = office.is_held() && self.is_former(phrase.clone());
        match self.affiliation(token) {
            Some(affiliation) => {
                identity.country = affiliation.country;
                if identity.sectors.is_empty() || affiliation.decides(&office) {
                    identity.sectors = affiliation.sectors;
                }
                identity.basis = Some(affiliation.basis);
                office.set_key(&mut identity);
            }
            None => {
                // "the region" alone is a place, "the house" a building.
                let is_lower = token.text().starts_with(char::is_lowercase);
                let is_everyday = is_lower && is_everyday(&office.name, is_plural);
                if office.is_local || is_everyday && !(owner.is_some() && is_plural) {
                    return None;
                }
                if let Some(owner) = owner {
                    return found(Refers::OfOwner(identity, owner));
                }
                if office.is_of_a_state() {
                    return found(Refers::OfSomeState(identity));
                }
            }
        }
        if is_former {
            identity.sectors = knowledge::sectors_of_former(identity.sectors);
            identity.key.push_str(" former");
        }
        let is_of_today = !self.doc.range(phrase).any(|word| {
            matches!(
                word.lemma(),
                "a" | "an"
                    | "next"
                    | "new"
                    | "future"
                    | "first"
                    | "another"
                    | "any"
                    | "every"
                    | "no"
                    | "potential"
            )
        });
        found(if office.is_one_person && !is_former && is_of_today {
            Refers::ToHolder(identity)
        } else {
            Refers::To(identity)
        })
    }

    /// "Club" in "Club for Growth": the model's name goes on behind the noun.
    fn is_inside_organization(&self, token: Token<'a>) -> bool {
        let entity = token.entity().filter(|entity| &*entity.label == "ORG");
        entity.is_some_and(|entity| {
            let next = token.index() + 1;
            token.tag() == "NNP"
                && entity.tokens.end > next + 1
                && self.doc.token(next).lemma() == "for"
                && head_of(self.doc, entity.tokens.clone()) == token
        })
    }

    /// A possessor whose own party only coreference can tell: "its army", "the country's prime minister".
    fn referring_owner(&self, token: Token<'a>) -> Option<usize> {
        token
            .children()
            .find(|child| child.dep() == "poss")
            .map(Token::index)
    }

    /// Names that only the model knows.
    fn named_by_model(&self, token: Token<'a>) -> Option<Found> {
        let entity = token.entity()?;
        let kind = match &*entity.label {
            "ORG" => EntityKind::Organization,
            "GPE" | "LOC" | "FAC" => EntityKind::Place,
            "NORP" => EntityKind::Group,
            _ => return None,
        };
        if head_of(self.doc, entity.tokens.clone()) != token {
            return None;
        }
        let span = self.doc.span(trim_name(self.doc, entity.tokens.clone()));
        let name = span.slice(self.doc.text());
        let mut identity = Identity {
            kind,
            ..Identity::unknown(name)
        };
        identity.key = format!("name:{}", name.to_lowercase());
        let behind = || self.affiliation_behind(token, 1, |preposition| preposition == "of");
        if kind == EntityKind::Organization
            && let Some(affiliation) = self.affiliation_before(token).or_else(behind)
        {
            identity.country = affiliation.country;
            identity.basis = Some(affiliation.basis);
        }
        let refers = if name != token.text() {
            Refers::To(identity)
        } else {
            to_person(name, None, identity)
        };
        Some(Found {
            head: token.index(),
            span,
            form: Form::Name,
            refers,
        })
    }

    /// The words of a base noun phrase: from its first left dependent to its head.
    fn phrase(&self, head: Token<'a>) -> Range<usize> {
        let left = |child: &Token<'a>| {
            child.index() < head.index()
                && matches!(
                    child.dep(),
                    "det"
                        | "amod"
                        | "compound"
                        | "poss"
                        | "nummod"
                        | "nmod"
                        | "quantmod"
                        | "predet"
                        | "advmod"
                )
        };
        let start = head
            .children()
            .filter(left)
            .map(Token::left_edge)
            .min()
            .unwrap_or(head.index());
        start..head.index() + 1
    }

    /// The office that a noun names, alone or with the words before it ("prime minister", "foreign ministry").
    fn office_at(&self, noun: Token<'a>) -> Option<Office> {
        let phrase = self.phrase(noun);
        let mut words = self.lemmas(phrase);
        // The press's "forces" and "troops" are listed as they stand.
        knowledge::office(self.gazetteer, &words).or_else(|| {
            *words.last_mut()? = noun.text().to_lowercase();
            knowledge::office(self.gazetteer, &words).or_else(|| {
                // Proper nouns keep their plural: "Senate Republicans".
                let singular = words.last()?.strip_suffix('s')?.to_owned();
                *words.last_mut()? = singular;
                let office = knowledge::office(self.gazetteer, &words);
                office.filter(|_| noun.tag() == "NNPS")
            })
        })
    }

    /// The office that the words before a name end with.
    fn office_in(&self, title: Range<usize>) -> Option<Office> {
        knowledge::office(self.gazetteer, &self.lemmas(title))
    }

    fn lemmas(&self, tokens: Range<usize>) -> Vec<String> {
        let word = |token: Token<'_>| {
            if token.pos() == "PROPN" {
                token.text().to_lowercase()
            } else {
                token.lemma().to_lowercase()
            }
        };
        self.doc
            .range(tokens)
            .filter(|token| token.text() != "-")
            .map(word)
            .collect()
    }

    /// The country or body that the words beside a noun name: before it, as possessor, behind "of", "in", "for", "at", "from".
    fn affiliation(&self, noun: Token<'a>) -> Option<Affiliation> {
        let lemma = noun.lemma();
        let behind = || {
            self.affiliation_behind(noun, 2, |preposition| tells_affiliation(lemma, preposition))
        };
        self.affiliation_before(noun).or_else(behind)
    }

    fn affiliation_before(&self, noun: Token<'a>) -> Option<Affiliation> {
        let own = self
            .known
            .covering(noun.index())
            .map(|(tokens, _)| tokens.clone());
        let phrase = self.phrase(noun);
        let end = own.map_or(noun.index(), |tokens| tokens.start);
        let before = phrase.start..end.max(phrase.start);
        let is_party = self.doc.range(before.clone()).any(is_party_adjective);
        self.affiliation_in(before).or_else(|| {
            // "a Republican lawmaker from Texas" has the country behind.
            let behind =
                || self.affiliation_behind(noun, 1, |lemma| matches!(lemma, "of" | "from"));
            is_party.then(|| Affiliation {
                country: behind().and_then(|affiliation| affiliation.country),
                sectors: vec![Sector::Pty],
                is_body: true,
                basis: EntityBasis::Affiliation,
            })
        })
    }

    /// As [`Reader::affiliation`], behind the noun; `depth` is how many prepositions may follow each other ("adviser at the
    /// office of the WHO"), `tells` which may.
    fn affiliation_behind(
        &self,
        noun: Token<'a>,
        depth: usize,
        tells: impl Fn(&str) -> bool + Copy,
    ) -> Option<Affiliation> {
        let behind = noun_prepositions(noun)
            .into_iter()
            .filter(|(preposition, _)| tells(preposition.lemma()));
        behind.map(|(_, object)| object).find_map(|object| {
            let named = self.known.covering(object.index());
            named
                .map(|(_, known)| affiliation_of(known, EntityBasis::Affiliation))
                .or_else(|| self.affiliation_in(self.phrase(object)))
                .or_else(|| {
                    (depth > 1).then(|| self.affiliation_behind(object, depth - 1, tells))?
                })
        })
    }

    /// The last country or body named in a range; a person tells only a country ("Trump supporters").
    fn affiliation_in(&self, tokens: Range<usize>) -> Option<Affiliation> {
        let (people, others): (Vec<_>, Vec<_>) = self
            .known
            .inside(tokens)
            .partition(|(_, known)| known.sort == Sort::Person);
        let known = others.last().or(people.last())?;
        Some(affiliation_of(&known.1, EntityBasis::Affiliation))
    }
}

impl Affiliation {
    /// True if the sectors are those of the body that the words name, not of the role: "a WHO adviser", "a Hamas leader".
    fn decides(&self, office: &Office) -> bool {
        !self.sectors.is_empty() && (office.speaks_for || office.of_any_body && self.is_body)
    }
}

fn affiliation_of(known: &Known, basis: EntityBasis) -> Affiliation {
    let is_person = known.sort == Sort::Person;
    let is_body =
        !is_person && !matches!(known.identity.kind, EntityKind::State | EntityKind::Place);
    Affiliation {
        country: known.identity.country,
        sectors: if is_person {
            Vec::new()
        } else {
            known.identity.sectors.clone()
        },
        is_body,
        basis,
    }
}

/// True if a preposition behind this noun names whose the noun is: an ambassador "to" a country is not that country's, troops
/// "in" a country may be anybody's.
fn tells_affiliation(noun: &str, preposition: &str) -> bool {
    let is_sent = matches!(
        noun,
        "ambassador"
            | "envoy"
            | "emissary"
            | "consul"
            | "troop"
            | "troops"
            | "soldier"
            | "force"
            | "forces"
            | "army"
            | "marine"
            | "peacekeeper"
            | "refugee"
            | "tourist"
            | "correspondent"
    );
    match preposition {
        "of" | "from" => true,
        "in" | "for" | "at" | "with" | "to" => !is_sent,
        _ => false,
    }
}

/// "Republican leaders", "Democratic lawmakers": of a party, in whatever country the text is about.
fn is_party_adjective(word: Token<'_>) -> bool {
    matches!(
        word.text(),
        "Republican"
            | "Democratic"
            | "Democrat"
            | "Conservative"
            | "Labour"
            | "Tory"
            | "Socialist"
            | "Communist"
    )
}

/// Bodies and roles whose noun is mostly something else while it stands in small letters without a country.
fn is_everyday(office: &str, is_plural: bool) -> bool {
    match office {
        "house" | "department" | "chamber" | "bench" | "club" | "bank" | "camp" | "post"
        | "station" | "board" | "branch" | "unit" | "head" | "congress" | "authority"
        | "caucus" => true,
        "force" => !is_plural,
        "speaker" | "chair" | "general" => is_plural,
        _ => false,
    }
}

/// What a noun or a title says of gender.
fn gender_of_noun(word: &str) -> Option<Gender> {
    const FEMALE: &str = "mrs ms miss lady dame queen princess woman wife mother daughter girl sister widow aunt \
        grandmother niece actress nun";
    const MALE: &str = "mr sir lord king prince man husband father son boy brother uncle nephew grandfather businessman \
        gunman imam pope cardinal bishop sheikh ayatollah";
    let is_in = |words: &str| words.split(' ').any(|listed| listed == word);
    if is_in(FEMALE) || word.ends_with("woman") {
        Some(Gender::Female)
    } else if is_in(MALE) {
        Some(Gender::Male)
    } else {
        None
    }
}

/// A full name is the person's own; one word is whoever bears it in the article.
fn to_person(words: &str, gender: Option<Gender>, identity: Identity) -> Refers {
    if words.trim().contains(' ') {
        return Refers::To(identity);
    }
    Refers::ToSurname(Surname {
        name: surname_of(words),
        gender,
        alone: Some(identity),
    })
}

/// Names of states and seats that people bear too.
fn is_also_surname(known: &Known) -> bool {
    known.sort == Sort::Seat
        || matches!(
            known.text.as_str(),
            "Jordan" | "Georgia" | "Chad" | "Israel" | "Ireland" | "Holland" | "France" | "England"
        )
}

/// Names of places that people bear before their own.
fn is_also_given_name(known: &Known) -> bool {
    matches!(
        known.text.as_str(),
        "Virginia"
            | "Georgia"
            | "Chad"
            | "Israel"
            | "Jordan"
            | "India"
            | "Paris"
            | "Montana"
            | "Alexandria"
    )
}

/// The last word of a name, "Jr." and the like left out, in small letters.
pub(crate) fn surname_of(name: &str) -> String {
    let mut words = name
        .split_whitespace()
        .map(|word| word.trim_end_matches(['.', ',', '’', '\'']));
    let is_suffix = |word: &&str| matches!(*word, "Jr" | "Sr" | "II" | "III" | "IV");
    let surname = words.rfind(|word| !is_suffix(word));
    surname.unwrap_or(name).to_lowercase()
}

/// A person of this name; `None` for what is no name.
pub(crate) fn person_identity(name: &str) -> Option<Identity> {
    let surname = surname_of(name);
    (surname.len() > 1).then(|| Identity {
        key: format!("person:{surname}"),
        kind: EntityKind::Person,
        ..Identity::unknown(name)
    })
}

/// "four Americans", "Palestinians", not "the Americans", who may be their state.
fn are_people(token: Token<'_>) -> bool {
    let is_the = |child: Token<'_>| child.lemma() == "the";
    let is_told = |child: Token<'_>| matches!(child.dep(), "nummod" | "amod" | "relcl" | "acl");
    matches!(token.tag(), "NNS" | "NNPS")
        && (!token.children().any(is_the) || token.children().any(is_told))
}

/// Citizens of a state.
fn people_of(known: &Known) -> Identity {
    let country = known.identity.country;
    Identity {
        key: format!(
            "people:{}",
            country.map_or(String::new(), |code| code.to_string())
        ),
        kind: EntityKind::Group,
        country,
        sectors: vec![Sector::Cvl],
        plural: true,
        basis: Some(EntityBasis::Gazetteer),
        ..Identity::unknown(&known.text)
    }
}

/// A seat of government that is only a place here.
fn place_of(known: &Known) -> Identity {
    let name = &known.identity.name;
    let text = known.text.clone();
    Identity {
        key: format!("place:{}", text.to_lowercase()),
        kind: EntityKind::Place,
        country: known.identity.country,
        basis: Some(EntityBasis::Gazetteer),
        ..Identity::unknown(if text.is_empty() { name } else { &text })
    }
}

/// Leaves out articles, possessive marks and punctuation at the borders of a model's entity.
fn trim_name(doc: &Doc, tokens: Range<usize>) -> Range<usize> {
    let border = |index: usize| {
        let token = doc.token(index);
        token.tag() == "POS" || token.is_space() || matches!(token.pos(), "PUNCT" | "DET")
    };
    let (mut start, mut end) = (tokens.start, tokens.end);
    while start + 1 < end && border(start) {
        start += 1;
    }
    while start + 1 < end && border(end - 1) {
        end -= 1;
    }
    start..end
}

/// True for a noun that heads its phrase.
fn is_phrase_head(token: Token<'_>) -> bool {
    is_nominal(token)
        && !matches!(
            token.dep(),
            "compound" | "nmod" | "amod" | "det" | "nummod" | "quantmod" | "npadvmod"
        )
}

fn pronoun(token: Token<'_>) -> Option<Pronoun> {
    if token.pos() != "PRON" {
        return None;
    }
    match token.text().to_lowercase().as_str() {
        "he" | "him" | "his" | "himself" => Some(Pronoun::Person(Some(Gender::Male))),
        "she" | "her" | "hers" | "herself" => Some(Pronoun::Person(Some(Gender::Female))),
        "it" | "its" | "itself" => Some(Pronoun::Thing),
        "they" | "them" | "their" | "theirs" | "themselves" => Some(Pronoun::Plural),
        _ => None,
    }
}

/// "it" that means nobody: "it is clear that", "it was said that", "it seems".
fn is_pleonastic(token: Token<'_>) -> bool {
    let verb = token.head();
    if token.lemma() != "it" || !matches!(token.dep(), "nsubj" | "nsubjpass") {
        return false;
    }
    let has = |deps: &[&str]| verb.children().any(|child| deps.contains(&child.dep()));
    let has_clause = has(&["ccomp", "xcomp", "csubj", "advcl"]);
    let has_relative = verb
        .children()
        .filter(|child| child.dep() == "attr")
        .any(|child| child.children().any(|inner| inner.dep() == "relcl"));
    match verb.lemma() {
        "seem" | "appear" | "happen" | "rain" | "snow" | "turn" => true,
        "be" => has_clause && has(&["acomp", "attr"]) || has_relative,
        _ => token.dep() == "nsubjpass" && has(&["ccomp"]),
    }
}
