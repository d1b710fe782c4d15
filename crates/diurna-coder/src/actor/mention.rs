//! Mentions: the words that name or describe a party, and what they say of it.
//!
//! Order of evidence: the head noun beats the gazetteer, the gazetteer beats the model's entities. A role noun or a body
//! ("prime minister", "foreign ministry") takes its country from the words beside it: an adjective, a possessor, "of".

use std::collections::HashSet;
use std::ops::Range;

use diurna_data::gazetteer::{Gazetteer, Gender as GazetteerGender};
use diurna_record::{Article, CountryCode, EntityBasis, EntityKind, Form, Role, Sector, Span};
use diurna_text::{Doc, Token};

use super::identity::{Gender, Identity, noun_gender};
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
    /// To whoever holds an office, and a party of these words if nobody does.
    ToHolder(Identity),
    /// Back, by a pronoun.
    Pronoun(Pronoun),
    /// "the country".
    TheCountry,
    /// "the state", which may be part of a country.
    TheState,
    /// "his country": the state of the possessor.
    CountryOf(usize),
    /// "the group", "the company", with the sector that the word tells.
    TheGroup(Option<Sector>),
    /// "the country's prime minister", "its army": the country is the possessor's.
    OfOwner(Identity, usize),
    /// "the agency": the body named last that is called so, or the one described.
    TheBody(Identity, String),
    /// "the army", "police": of the state that the sentence is about.
    OfSomeState(Identity),
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
    let nominates = ["convention", "primary", "caucus"]
        .iter()
        .any(|word| doc.tokens().any(|token| token.lemma() == *word));
    let reader = Reader {
        doc,
        gazetteer,
        known,
        nominates,
        surnames: surnames(doc),
    };
    let found: Vec<Found> = doc
        .tokens()
        .filter_map(|token| reader.mention(token))
        .collect();
    without_titles(found)
}

/// Leaves out descriptions that are part of a person's title: "State" in "Secretary of State Mike Pompeo".
fn without_titles(mut found: Vec<Found>) -> Vec<Found> {
    let is_person = |mention: &Found| matches!(&mention.refers, Refers::To(identity) if identity.kind == EntityKind::Person);
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
    /// The text is about parties that choose candidates, whose delegates are not a state's.
    nominates: bool,
    /// The last words of the full names of people.
    surnames: HashSet<&'a str>,
}

/// The last words of the names of two words and more that the model takes for people's.
fn surnames(doc: &Doc) -> HashSet<&str> {
    let people = doc
        .entities()
        .iter()
        .filter(|entity| &*entity.label == "PERSON");
    people
        .map(|entity| trim_name(doc, entity.tokens.clone()))
        .filter(|name| name.len() > 1)
        .map(|name| doc.token(name.end - 1))
        .filter(|last| last.tag() == "NNP" && last.text().len() > 2)
        .filter(|last| !is_no_surname(last.text()) && !ends_body(last.text()))
        .map(Token::text)
        .collect()
}

/// The country that the words beside a noun name, and how.
struct Affiliation {
    country: Option<CountryCode>,
    sectors: Vec<Sector>,
    /// An organisation, a group or a body, not a country.
    is_body: bool,
    /// Only a word like "Democratic": a Democratic senator is a senator.
    is_leaning: bool,
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
            && !self.is_inside_longer(token)
        {
            if head_of(self.doc, tokens.clone()) == token {
                return Some(self.known_mention(token, tokens.clone(), known));
            }
            // "Refugees" in the name of the United Nations' commissioner.
            if known.sort == Sort::Name {
                return None;
            }
        }
        if !is_phrase_head(token) {
            return None;
        }
        if let Some(person) = self.person(token) {
            return Some(person);
        }
        self.described(token).or_else(|| self.named_by_model(token))
    }

    /// "Washington" in "Denzel Washington" is no capital: the model's person is longer than the gazetteer's name. Nor is "PAC" in
    /// "America First PAC" what the letters stand for elsewhere.
    fn is_inside_longer(&self, token: Token<'a>) -> bool {
        self.is_inside_person(token) || self.is_last_acronym(token)
    }

    fn is_last_acronym(&self, token: Token<'a>) -> bool {
        let Some((tokens, known)) = self.known.covering(token.index()) else {
            return false;
        };
        let acronym =
            known.text.len() > 1 && known.text.chars().all(|letter| letter.is_ascii_uppercase());
        let entity = token.entity().filter(|entity| &*entity.label == "ORG");
        acronym
            && known.identity.kind != EntityKind::State
            && entity.is_some_and(|entity| {
                entity.tokens.start < tokens.start
                    && entity.tokens.end == tokens.end
                    && self.doc.token(entity.tokens.start).pos() == "PROPN"
            })
    }

    fn is_inside_person(&self, token: Token<'a>) -> bool {
        let Some(entity) = token.entity().filter(|entity| &*entity.label == "PERSON") else {
            return false;
        };
        let Some((tokens, known)) = self.known.covering(token.index()) else {
            return false;
        };
        is_also_surname(known)
            && entity.tokens.len() > tokens.len()
            && entity.tokens.end == tokens.end
    }

    fn known_mention(&self, token: Token<'a>, tokens: Range<usize>, known: &Known) -> Found {
        if known.sort == Sort::Person
            && let Some(person) = self.namesake(token, &tokens)
        {
            return person;
        }
        if known.sort == Sort::Person {
            let phrase = self.phrase(token);
            let start = phrase.start.min(tokens.start);
            let mut identity = known.identity.clone();
            self.add_title(&mut identity, token, start..tokens.start);
            let span = self.doc.span(start..tokens.end.max(token.index() + 1));
            return Found {
                head: token.index(),
                span,
                form: Form::Name,
                refers: Refers::To(identity),
            };
        }
        let (form, identity) = match known.sort {
            Sort::Seat if metonym::stands_for_government(token) => {
                (Form::Metonym, known.identity.clone())
            }
            Sort::Seat => (Form::Name, place_of(known)),
            _ if known.is_adjective && are_people(token) => (Form::Name, people_of(known)),
            _ if known.is_adjective && is_somebody(token) => (
                Form::Name,
                Identity {
                    kind: EntityKind::Person,
                    plural: false,
                    key: format!("{}:one", people_of(known).key),
                    ..people_of(known)
                },
            ),
            _ => (Form::Name, self.of_other_state(&tokens, known)),
        };
        Found {
            head: token.index(),
            span: known.span,
            form,
            refers: Refers::To(identity),
        }
    }

    /// "the Danish Council on Foreign Relations" is not the American one that the name alone means.
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

    /// "Colonel Idris Mahama", where the gazetteer's "Mahama" is another: the model's person begins with a given name.
    fn namesake(&self, token: Token<'a>, known: &Range<usize>) -> Option<Found> {
        let entity = token.entity().filter(|entity| &*entity.label == "PERSON")?;
        let name = self.without_role(trim_name(self.doc, entity.tokens.clone()));
        let longer = name.start < known.start && name.end == known.end && known.len() == 1;
        let first = self.doc.token(name.start);
        let given = self.gazetteer.gender_of(first.text()).is_some();
        let title = first.text().ends_with('.')
            || first.is_sentence_start()
            || first.tag() != "NNP"
            || noun_gender(&first.text().to_lowercase()).is_some()
            || self.office_in(name.start..known.start).is_some();
        (longer && (given || !title) && !self.is_title(name.clone()))
            .then(|| self.person_named(token, name))
            .flatten()
    }

    /// A person, with the title before the name and the description beside it.
    fn person(&self, token: Token<'a>) -> Option<Found> {
        let name = self
            .titled_name(token)
            .or_else(|| self.name_by_model(token))
            .or_else(|| self.name_by_given_name(token))
            .or_else(|| self.name_by_description(token))
            .or_else(|| self.name_by_surname(token))
            .filter(|name| !self.is_title(name.clone()))?;
        self.person_named(token, name)
    }

    /// "Brandt", whatever the model makes of it, where the article names Sylke Brandt.
    fn name_by_surname(&self, token: Token<'a>) -> Option<Range<usize>> {
        let is_alone =
            |beside: Option<Token<'a>>| beside.is_none_or(|beside| beside.tag() != "NNP");
        let at = token.index();
        let fits = matches!(token.tag(), "NNP" | "NNPS")
            && self.surnames.contains(token.text())
            && self.known.covering(at).is_none()
            && is_alone(token.next())
            && is_alone(token.previous());
        fits.then_some(at..at + 1)
    }

    /// "Sylke Brandt, the editor of a magazine", where the model sees a body.
    fn name_by_description(&self, token: Token<'a>) -> Option<Range<usize>> {
        let entity = token.entity().filter(|entity| &*entity.label == "ORG")?;
        let name = trim_name(self.doc, entity.tokens.clone());
        let is_proper = self
            .doc
            .range(name.clone())
            .all(|word| word.tag() == "NNP" && word.text().chars().any(char::is_lowercase));
        let holds_office = |noun: Token<'a>| {
            noun.pos() == "NOUN"
                && noun.dep() == "appos"
                && self.office_at(noun).is_some_and(|office| office.is_held())
        };
        let fits = name.end == token.index() + 1
            && (2..=3).contains(&name.len())
            && is_proper
            && !is_no_surname(token.text())
            && !ends_body(token.text())
            && !self.holds_party(name.clone())
            && token.children().any(holds_office);
        fits.then_some(name)
    }

    fn person_named(&self, token: Token<'a>, name: Range<usize>) -> Option<Found> {
        let mut identity = person_identity(self.doc.span(name.clone()).slice(self.doc.text()))?;
        let start = self.phrase(token).start.min(name.start);
        identity.gender = self.gender(token, start..name.start, &name);
        self.add_title(&mut identity, token, start..name.start);
        self.add_party_mark(&mut identity, name.end);
        let span = self.doc.span(start..name.end.max(token.index() + 1));
        Some(Found {
            head: token.index(),
            span,
            form: Form::Name,
            refers: Refers::To(identity),
        })
    }

    /// "Ruiz (R-Ohio)", "Ruiz, D-Ohio,": a member of the American Congress; "Ruiz (R)" is of a party.
    fn add_party_mark(&self, identity: &mut Identity, end: usize) {
        let Some(next) = (end < self.doc.len()).then(|| self.doc.token(end)) else {
            return;
        };
        let behind = self.doc.text().get(next.span().start..).unwrap_or("");
        let mark = behind
            .strip_prefix('(')
            .or_else(|| behind.strip_prefix(", "))
            .and_then(|mark| mark.strip_prefix(['R', 'D', 'I']));
        let sector = match mark.and_then(|mark| mark.chars().next()) {
            Some('-') => Sector::Leg,
            Some(')') => Sector::Pty,
            _ => return,
        };
        identity.country = identity.country.or_else(|| "USA".parse().ok());
        if identity.sectors.is_empty() {
            identity.sectors.push(sector);
        }
        identity.basis.get_or_insert(EntityBasis::Apposition);
    }

    /// The name behind a title ("Spokeswoman Morgan Ortagus"), whatever the model makes of it.
    fn titled_name(&self, token: Token<'a>) -> Option<Range<usize>> {
        if token.tag() != "NNP" {
            return None;
        }
        let phrase = self.phrase(token);
        if is_no_surname(token.text()) || ends_body(token.text()) || is_law(token.text()) {
            return None;
        }
        let is_name = |index: &usize| {
            self.doc.token(*index).tag() == "NNP" && self.known.covering(*index).is_none()
        };
        let ends = (phrase.start + 1..phrase.end).rev();
        let title = ends.filter(|end| (*end..phrase.end).all(|index| is_name(&index)));
        let start = title
            .filter(|end| {
                // "Criminal Waters", "Consumer Products" are nobody.
                self.office_in(phrase.start..*end)
                    .is_some_and(|office| office.is_held() && is_title_word(&office))
            })
            .max()?;
        Some(start..phrase.end)
    }

    fn name_by_model(&self, token: Token<'a>) -> Option<Range<usize>> {
        let entity = token.entity().filter(|entity| &*entity.label == "PERSON")?;
        if ends_body(token.text()) {
            return None;
        }
        let name = trim_name(self.doc, entity.tokens.clone());
        let name = self.without_role(name);
        (!self.holds_party(name.clone())).then_some(name)
    }

    /// "Harbour Officer" and "Ruiz v. Ruiz", which the model takes for a name.
    fn is_title(&self, name: Range<usize>) -> bool {
        let first = self.doc.token(name.start).text();
        let last = self.doc.token(name.end - 1).text().to_lowercase();
        let is_role = self.gazetteer.role(&last).is_some();
        let is_case = self
            .doc
            .range(name.clone())
            .any(|word| matches!(word.text(), "v." | "vs." | "v"));
        let is_post = matches!(
            last.as_str(),
            "commissioner"
                | "coordinator"
                | "director"
                | "editor"
                | "manager"
                | "minister"
                | "officer"
                | "president"
                | "secretary"
                | "veterinarian"
        );
        is_post || is_case || name.len() > 1 && is_role && self.gazetteer.gender_of(first).is_none()
    }

    fn holds_party(&self, name: Range<usize>) -> bool {
        self.known
            .inside(name)
            .any(|(_, known)| known.sort == Sort::Name && !is_also_surname(known))
    }

    /// "Ana Ruiz" where the model sees no person: a listed given name and a word that ends no name of a place or body.
    fn name_by_given_name(&self, token: Token<'a>) -> Option<Range<usize>> {
        if token.tag() != "NNP" || is_no_surname(token.text()) || ends_body(token.text()) {
            return None;
        }
        let mut start = token.index();
        let joined = |before: Token<'a>| {
            before.tag() == "NNP" && before.head() == token && before.dep() == "compound"
        };
        while start > 0 && token.index() - start < 3 && joined(self.doc.token(start - 1)) {
            start -= 1;
        }
        let given = (start..token.index()).find(|index| {
            self.gazetteer
                .gender_of(self.doc.token(*index).text())
                .is_some()
        })?;
        let place = token.entity().is_some_and(|entity| {
            matches!(
                &*entity.label,
                "FAC" | "LOC" | "EVENT" | "LAW" | "WORK_OF_ART"
            )
        });
        let name = given..token.index() + 1;
        (!place && !is_named_place(token) && !self.holds_party(name.clone())).then_some(name)
    }

    /// "Clerk Betty Moran" at the head of a sentence, which the model takes for a name of three words.
    fn without_role(&self, name: Range<usize>) -> Range<usize> {
        let is_given = |index: usize| {
            self.gazetteer
                .gender_of(self.doc.token(index).text())
                .is_some()
        };
        if name.len() < 3 || !self.doc.token(name.start).is_sentence_start() {
            return name;
        }
        match name.clone().find(|index| is_given(*index)) {
            Some(start) if start + 1 < name.end => start..name.end,
            None if is_trade(self.doc.token(name.start).text()) => name.start + 1..name.end,
            _ => name,
        }
    }

    /// What "Mr", "spokeswoman", "her brother" and the given name tell of a person.
    fn gender(&self, token: Token<'a>, title: Range<usize>, name: &Range<usize>) -> Option<Gender> {
        let of_word =
            |word: Token<'_>| noun_gender(&word.lemma().trim_end_matches('.').to_lowercase());
        let by_title = self.doc.range(title).rev().find_map(of_word);
        let beside = token
            .children()
            .filter(|child| child.dep() == "appos")
            .chain((token.dep() == "appos").then(|| token.head()));
        let given = self.doc.token(name.start);
        // "Marlow" alone is a surname.
        let is_full = name.len() > 1;
        let by_name = || match self.gazetteer.gender_of(given.text()).filter(|_| is_full)? {
            GazetteerGender::Female => Some(Gender::Female),
            GazetteerGender::Male => Some(Gender::Male),
        };
        by_title
            .or_else(|| beside.filter(|noun| noun.pos() == "NOUN").find_map(of_word))
            .or_else(by_name)
    }

    /// Reads office and country off the words before a name and beside it.
    fn add_title(&self, identity: &mut Identity, token: Token<'a>, title: Range<usize>) {
        let is_former = self.is_former(title.clone());
        let Some((office, basis, affiliation)) = self.office_of_name(token, title) else {
            self.add_employer(identity, token);
            return;
        };
        // The text's own title beats an office that ended, unless it says so itself; that somebody is of a party does not.
        let takes_title = identity.sectors.is_empty()
            || identity.sectors == [Sector::Eli]
                && !is_former
                && office.sectors.first() != Some(&Sector::Pty);
        if takes_title {
            identity.sectors.clone_from(&office.sectors);
        }
        if let Some(affiliation) = affiliation {
            let decides = affiliation.decides(&office);
            // "NATO chief Ruiz" is NATO's, whatever he was before.
            let heads_body = basis == EntityBasis::Title
                && !is_former
                && decides
                && affiliation.is_body
                && is_world_body(&affiliation);
            if heads_body {
                identity.country = affiliation.country;
            }
            identity.country = identity.country.or(affiliation.country);
            if identity.sectors.is_empty() || heads_body || takes_title && decides {
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

    /// The office that the words before a name tell, or those beside it; "Dr" tells less than they do.
    fn office_of_name(
        &self,
        name: Token<'a>,
        title: Range<usize>,
    ) -> Option<(Office, EntityBasis, Option<Affiliation>)> {
        let before = self
            .office_in(title.clone())
            .map(|office| (office, EntityBasis::Title, self.affiliation_in(title)));
        let is_noun = |noun: &Token<'a>| {
            let label = noun.entity().map(|entity| &*entity.label);
            is_nominal(*noun) && label != Some("PERSON")
        };
        let beside = descriptions(name)
            .into_iter()
            .filter(is_noun)
            .filter_map(|noun| {
                let office = self.office_at(noun)?;
                Some((office, EntityBasis::Apposition, self.affiliation(noun)))
            });
        let mut offices: Vec<_> = before.into_iter().chain(beside).collect();
        let tells = |office: &Office| !matches!(office.name.as_str(), "dr." | "dr" | "doctor");
        let at = offices.iter().position(|(office, ..)| tells(office));
        let at = at.or((!offices.is_empty()).then_some(0))?;
        let mut chosen = offices.swap_remove(at);
        if chosen.0.name == "delegate" && self.nominates {
            chosen.0.sectors = vec![Sector::Pty];
        }
        Some(chosen)
    }

    /// "Ana Ruiz of the United Nations", "Ana Ruiz of CNN".
    fn add_employer(&self, identity: &mut Identity, name: Token<'a>) {
        let behind = noun_prepositions(name)
            .into_iter()
            .filter(|(preposition, _)| matches!(preposition.lemma(), "of" | "with" | "from"))
            .filter_map(|(_, object)| self.known.covering(object.index()));
        let body = behind
            .map(|(_, known)| affiliation_of(known, EntityBasis::Affiliation))
            .find(|affiliation| affiliation.is_body || is_world_body(affiliation));
        if let Some(body) = body.filter(|_| identity.sectors.is_empty()) {
            identity.country = body.country;
            identity.sectors = body.sectors;
            identity.basis = Some(body.basis);
        }
    }

    fn is_former(&self, words: Range<usize>) -> bool {
        self.doc.range(words).any(|word| {
            matches!(
                word.text(),
                "former"
                    | "Former"
                    | "ex"
                    | "Ex"
                    | "late"
                    | "onetime"
                    | "ousted"
                    | "deposed"
                    | "retired"
                    | "Retired"
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
            "country" | "nation" | "power" if is_several_states(token) => {
                return found(Refers::To(Identity {
                    sectors: vec![Sector::Gov],
                    plural: true,
                    ..Identity::unknown(span.slice(self.doc.text()))
                }));
            }
            "country" | "nation" | "homeland" if owner.is_some() => {
                return found(owner.map_or(Refers::TheCountry, Refers::CountryOf));
            }
            "country" | "nation" | "kingdom" | "republic"
                if definite && phrase.len() <= 3 && matches!(token.tag(), "NN" | "NNP") =>
            {
                return found(Refers::TheCountry);
            }
            "state" if definite && phrase.len() <= 2 && token.tag() == "NN" => {
                return found(Refers::TheState);
            }
            word @ ("group" | "organization" | "organisation" | "movement" | "company" | "firm"
            | "party")
                if definite && phrase.len() <= 2 =>
            {
                return found(Refers::TheGroup(match word {
                    "company" | "firm" => Some(Sector::Bus),
                    "party" => Some(Sector::Pty),
                    _ => None,
                }));
            }
            _ => {}
        }
        if self.is_inside_organization(token) || is_no_party(token) {
            return None;
        }
        let office = self.office_at(token)?;
        if office.name == "state" && self.affiliation(token).is_none() {
            return None;
        }
        let is_plural = token.tag() == "NNS" || token.tag() == "NNPS";
        let mut identity = office.identity(span.slice(self.doc.text()), is_plural);
        identity.gender = noun_gender(&token.lemma().to_lowercase());
        if office.name == "delegate" && self.nominates {
            identity.sectors = vec![Sector::Pty];
        }
        if office.name == "speaker" && is_plural || office.name == "agent" && owner.is_some() {
            // Speakers at a rally, a singer's agent.
            identity.sectors = vec![Sector::Cvl];
        }
        let is_former = office.is_held() && self.is_former(phrase.clone());
        match self.affiliation(token) {
            Some(affiliation) => {
                identity.country = affiliation.country;
                if identity.sectors.is_empty() || affiliation.decides(&office) {
                    identity.sectors = affiliation.sectors;
                }
                identity.basis = Some(affiliation.basis);
                // The United Nations' agency is no government's.
                if identity.country.is_some_and(|code| code.is_non_state()) && !office.is_held() {
                    for sector in identity.sectors.iter_mut().filter(|it| **it == Sector::Gov) {
                        *sector = Sector::Igo;
                    }
                }
                office.set_key(&mut identity);
            }
            None => {
                // "the region" alone is a place.
                if office.is_local {
                    return None;
                }
                if let Some(owner) = owner {
                    return found(Refers::OfOwner(identity, owner));
                }
                if definite && !office.is_held() && phrase.len() == 2 {
                    return found(Refers::TheBody(identity, token.lemma().to_lowercase()));
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
        // "president of the Montgomery Council" is not whoever is president of the country.
        let is_elsewhere = identity.country.is_none()
            && noun_prepositions(token)
                .iter()
                .any(|(preposition, object)| {
                    preposition.lemma() == "of" && object.pos() == "PROPN"
                });
        found(
            if office.is_one_person && !is_former && is_of_today && !is_elsewhere {
                Refers::ToHolder(identity)
            } else {
                Refers::To(identity)
            },
        )
    }

    /// "Club" in "Club for Sailing": the model's name goes on behind the noun.
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
        let body = ends_body(token.text());
        let kind = match &*entity.label {
            "ORG" => EntityKind::Organization,
            "PERSON" if body => EntityKind::Organization,
            "GPE" | "LOC" | "FAC" => EntityKind::Place,
            "NORP" => EntityKind::Group,
            _ => return None,
        };
        let is_word = token.text().chars().any(char::is_alphanumeric);
        if head_of(self.doc, entity.tokens.clone()) != token || !is_word {
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
        if kind == EntityKind::Organization {
            identity.sectors = knowledge::sectors_of_name(name);
        }
        if kind == EntityKind::Organization
            && let Some(affiliation) = self.affiliation_before(token).or_else(behind)
        {
            identity.country = affiliation.country;
            identity.basis = Some(affiliation.basis);
        }
        Some(Found {
            head: token.index(),
            span,
            form: Form::Name,
            refers: Refers::To(identity),
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

    /// The office that a noun names, alone or with the words before it ("prime minister", "foreign ministry") and behind it
    /// ("secretary of state").
    fn office_at(&self, noun: Token<'a>) -> Option<Office> {
        let text = noun.text();
        // What is written in capitals is a name.
        if text.len() > 4 && text.chars().all(|letter| letter.is_ascii_uppercase()) {
            return None;
        }
        let phrase = self.phrase(noun);
        let mut words = self.lemmas(phrase);
        if let Some(office) = self.office_of_something(noun, &words) {
            return Some(office);
        }
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

    /// "secretary of state", "member of parliament".
    fn office_of_something(&self, noun: Token<'a>, words: &[String]) -> Option<Office> {
        let of = noun.next().filter(|next| next.lemma() == "of")?;
        let object = of.children().find(|child| child.dep() == "pobj")?;
        let mut words = words.to_vec();
        words.extend(self.lemmas(of.index()..object.index() + 1));
        let office = knowledge::office(self.gazetteer, &words)?;
        (office.name.contains(" of ") && office.is_held()).then_some(office)
    }

    /// The office that the words before a name end with.
    fn office_in(&self, title: Range<usize>) -> Option<Office> {
        knowledge::office(self.gazetteer, &self.lemmas(title))
    }

    fn lemmas(&self, tokens: Range<usize>) -> Vec<String> {
        let word = |token: Token<'_>| {
            // "rights group", "arms inspector": a plural that goes before another noun.
            let is_plural_before = token.tag() == "NNS" && token.dep() == "compound";
            if token.pos() == "PROPN" || is_plural_before {
                token.text().to_lowercase()
            } else {
                token.lemma().to_lowercase()
            }
        };
        let mut lemmas: Vec<String> = Vec::new();
        for token in self.doc.range(tokens).filter(|token| token.text() != "-") {
            match lemmas.last_mut() {
                // "the coroner's office", "Col." are listed as they are written.
                Some(before) if token.tag() == "POS" || token.text() == "." => {
                    before.push_str(&token.text().replace('’', "'"));
                }
                _ => lemmas.push(word(token)),
            }
        }
        lemmas
    }

    /// The country or body that the words beside a noun name: before it, as possessor, behind "of", "in", "for", "at", "from".
    fn affiliation(&self, noun: Token<'a>) -> Option<Affiliation> {
        let lemma = noun.lemma();
        let behind = || {
            self.affiliation_behind(noun, 2, |preposition| tells_affiliation(lemma, preposition))
        };
        self.affiliation_before(noun)
            .or_else(|| self.sender(noun))
            .or_else(behind)
    }

    /// "the delegation that *Norway* sent to Chad" is Norway's.
    fn sender(&self, noun: Token<'a>) -> Option<Affiliation> {
        const SENDS: &[&str] = &["appoint", "deploy", "dispatch", "field", "name", "send"];
        let clauses = noun
            .children()
            .filter(|child| child.dep() == "relcl" && SENDS.contains(&child.lemma()));
        let subjects = clauses.flat_map(|clause| {
            clause
                .children()
                .filter(|child| child.dep() == "nsubj" && child.pos() != "PRON")
        });
        let mut known = subjects
            .filter_map(|subject| self.known.covering(subject.index()))
            .filter(|(_, known)| known.sort != Sort::Person);
        let (_, known) = known.next()?;
        Some(affiliation_of(known, EntityBasis::Affiliation))
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
                is_leaning: true,
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
                .map(|(tokens, known)| Affiliation {
                    country: self.of_other_state(tokens, known).country,
                    ..affiliation_of(known, EntityBasis::Affiliation)
                })
                .or_else(|| self.body_by_name(object))
                .or_else(|| self.affiliation_in(self.phrase(object)))
                .or_else(|| {
                    (depth > 1).then(|| self.affiliation_behind(object, depth - 1, tells))?
                })
        })
    }

    /// The body that only the model knows by name, and what its words tell: "chairman of Acme Foods".
    fn body_by_name(&self, object: Token<'a>) -> Option<Affiliation> {
        let entity = object.entity().filter(|entity| &*entity.label == "ORG")?;
        let name = self.doc.span(trim_name(self.doc, entity.tokens.clone()));
        let inside = self.affiliation_in(self.phrase(object));
        let whole = self.office_at(object).filter(|office| !office.is_held());
        let sectors = match whole {
            Some(body) => body.sectors,
            None => knowledge::sectors_of_name(name.slice(self.doc.text())),
        };
        (!sectors.is_empty() || inside.is_some()).then(|| Affiliation {
            country: inside.and_then(|affiliation| affiliation.country),
            sectors,
            is_body: true,
            is_leaning: false,
            basis: EntityBasis::Affiliation,
        })
    }

    /// The last country or body named in a range; a person only where no other is ("Trump supporters").
    fn affiliation_in(&self, tokens: Range<usize>) -> Option<Affiliation> {
        let (people, others): (Vec<_>, Vec<_>) = self
            .known
            .inside(tokens)
            .partition(|(_, known)| known.sort == Sort::Person);
        // "the agency's Beijing spokesman" is the agency's.
        let bodies = others.iter().rev().find(|(_, known)| {
            known.sort == Sort::Name
                && !matches!(known.identity.kind, EntityKind::State | EntityKind::Place)
        });
        let seat = others
            .last()
            .is_some_and(|(_, known)| known.sort == Sort::Seat);
        let known = bodies
            .filter(|_| seat)
            .or(others.last())
            .or(people.last())?;
        Some(affiliation_of(&known.1, EntityBasis::Affiliation))
    }
}

impl Affiliation {
    /// True if the sectors are those of the body that the words name, not of the role: "a WHO adviser", "a Hamas leader".
    fn decides(&self, office: &Office) -> bool {
        let governs = matches!(
            office.sectors.first(),
            Some(Sector::Gov | Sector::Leg | Sector::Jud)
        );
        let only_leans = self.is_leaning && governs && office.name != "leader";
        !(self.sectors.is_empty() || only_leans)
            && (office.speaks_for || office.of_any_body && self.is_body)
    }
}

/// The United Nations, the European Union.
fn is_world_body(affiliation: &Affiliation) -> bool {
    affiliation.country.is_some_and(|code| code.is_non_state())
}

fn affiliation_of(known: &Known, basis: EntityBasis) -> Affiliation {
    let is_person = known.sort == Sort::Person;
    let is_body =
        !is_person && !matches!(known.identity.kind, EntityKind::State | EntityKind::Place);
    Affiliation {
        country: known.identity.country,
        sectors: known.identity.sectors.clone(),
        is_body,
        is_leaning: false,
        basis,
    }
}

/// True if a preposition behind this noun names whose the noun is: an ambassador "to" a country is not that country's, troops
/// "in" a country may be anybody's.
fn tells_affiliation(noun: &str, preposition: &str) -> bool {
    let is_sent = matches!(
        noun,
        "ambassador"
            | "consulate"
            | "embassy"
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

/// Names of states and seats that people bear too.
fn is_also_surname(known: &Known) -> bool {
    known.sort == Sort::Seat && !known.text.contains(' ')
        || matches!(
            known.text.as_str(),
            "Jordan" | "Georgia" | "Chad" | "Israel" | "Ireland" | "Holland" | "France" | "England"
        )
}

/// A person of this name; `None` for what is no name.
pub(crate) fn person_identity(name: &str) -> Option<Identity> {
    let surname = name.split_whitespace().next_back()?.to_lowercase();
    let surname = surname.trim_end_matches(['.', ',', '’', '\'']).to_owned();
    (surname.len() > 1).then(|| Identity {
        key: format!("person:{surname}"),
        kind: EntityKind::Person,
        ..Identity::unknown(name)
    })
}

/// "Farmer", "Novelist": a word that says what somebody does, by its ending.
fn is_trade(word: &str) -> bool {
    const SURNAMES_TOO: &[&str] = &["Carter", "Cooper", "Hunter", "Parker", "Skyler", "Tucker"];
    let ends = ["er", "or", "ist", "ian", "man", "woman"]
        .iter()
        .any(|it| word.ends_with(it));
    ends && word.len() > 4 && !SURNAMES_TOO.contains(&word)
}

/// "some European countries", "six world powers": states that are counted or described, not named.
fn is_several_states(noun: Token<'_>) -> bool {
    noun.tag() == "NNS"
        && noun.children().any(|child| {
            child.index() < noun.index() && matches!(child.dep(), "amod" | "nummod" | "compound")
        })
}

/// Words that end the names of companies and bodies, and no person's.
pub(crate) fn ends_body(word: &str) -> bool {
    matches!(
        word,
        "Administration"
            | "Agency"
            | "Airlines"
            | "Airways"
            | "Association"
            | "Authority"
            | "Bureau"
            | "Commission"
            | "Committee"
            | "Corporation"
            | "Council"
            | "Department"
            | "Electronics"
            | "Energy"
            | "Foods"
            | "Foundation"
            | "Holdings"
            | "Industries"
            | "League"
            | "Ministry"
            | "Motors"
            | "Party"
            | "Pharma"
            | "Pharmaceuticals"
            | "Railways"
            | "Systems"
            | "Technologies"
            | "Union"
            | "University"
    )
}

/// Words that end the names of places and bodies that are called after people.
fn is_no_surname(word: &str) -> bool {
    matches!(
        word,
        "Academy"
            | "Airport"
            | "Arena"
            | "Avenue"
            | "Bank"
            | "Bay"
            | "Boulevard"
            | "Bridge"
            | "Building"
            | "Center"
            | "Centre"
            | "Church"
            | "City"
            | "College"
            | "Corp"
            | "Corp."
            | "County"
            | "Court"
            | "Day"
            | "District"
            | "Drive"
            | "Foundation"
            | "Group"
            | "Hall"
            | "High"
            | "Highway"
            | "Hospital"
            | "Hotel"
            | "House"
            | "Inc"
            | "Inc."
            | "Institute"
            | "Island"
            | "Islands"
            | "Lake"
            | "Lane"
            | "Library"
            | "Ltd"
            | "Ltd."
            | "Memorial"
            | "Mountain"
            | "Museum"
            | "Park"
            | "Plaza"
            | "Prize"
            | "Road"
            | "School"
            | "Square"
            | "Stadium"
            | "Station"
            | "Street"
            | "Theater"
            | "Theatre"
            | "Tower"
            | "Trust"
            | "University"
            | "Valley"
            | "Award"
            | "Awards"
    )
}

/// "four Americans", "Palestinians", not "the Americans", who may be their state.
fn are_people(token: Token<'_>) -> bool {
    let is_the = |child: Token<'_>| child.lemma() == "the";
    let is_told = |child: Token<'_>| matches!(child.dep(), "nummod" | "amod" | "relcl" | "acl");
    matches!(token.tag(), "NNS" | "NNPS")
        && (!token.children().any(is_the) || token.children().any(is_told))
}

/// "an American", "every American".
fn is_somebody(token: Token<'_>) -> bool {
    let is_one = |child: Token<'_>| {
        matches!(
            child.lemma(),
            "a" | "an" | "another" | "any" | "each" | "every"
        )
    };
    matches!(token.tag(), "NN" | "NNP")
        && !matches!(token.dep(), "amod" | "compound" | "nmod")
        && token.children().any(is_one)
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
pub(crate) fn trim_name(doc: &Doc, tokens: Range<usize>) -> Range<usize> {
    let border = |index: usize| {
        let token = doc.token(index);
        token.tag() == "POS"
            || token.is_space()
            || matches!(token.pos(), "PUNCT" | "DET")
            || is_time_adverb(token.text())
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

/// True for an office that stands before names: "Senator", not "Consumer" or "Christian".
fn is_title_word(office: &Office) -> bool {
    !matches!(
        office.sectors.first(),
        Some(Sector::Cvl | Sector::Crm | Sector::Lab | Sector::Ref)
    ) && !matches!(
        office.name.as_str(),
        "christian" | "muslim" | "catholic" | "jew" | "conservative" | "republican" | "democrat"
    )
}

/// What laws, meetings and papers are called: "the Refugee *Act*".
fn is_law(word: &str) -> bool {
    matches!(
        word,
        "Act"
            | "Agreement"
            | "Amendment"
            | "Bill"
            | "Code"
            | "Convention"
            | "Law"
            | "Pact"
            | "Plan"
            | "Program"
            | "Programme"
            | "Project"
            | "Protocol"
            | "Report"
            | "Rule"
            | "Summit"
            | "Treaty"
    )
}

/// The nouns that say what the bearer of a name is: beside it, behind "is", and in "a worker named Ruiz".
fn descriptions(name: Token<'_>) -> Vec<Token<'_>> {
    let beside = name
        .children()
        .filter(|child| child.dep() == "appos")
        .chain((name.dep() == "appos").then(|| name.head()));
    // "the governor of Ohio, John Ruiz": the parser hangs the name on Ohio.
    let above = (name.dep() == "appos" && name.head().head().lemma() == "of")
        .then(|| name.head().head().head());
    let own = (name.dep() == "nsubj").then(|| name.head());
    let relative = name.children().filter(|child| {
        let is_who = |token: Token<'_>| token.dep() == "nsubj" && token.tag() == "WP";
        child.dep() == "relcl" && child.children().any(is_who)
    });
    let is_plain = |verb: &Token<'_>| {
        verb.lemma() == "be"
            && !verb
                .children()
                .any(|child| matches!(child.dep(), "neg" | "aux" | "mark"))
    };
    let told = own.into_iter().chain(relative).filter(is_plain);
    let complements = told.flat_map(|verb| verb.children().filter(|child| child.dep() == "attr"));
    let named = (name.dep() == "oprd" && name.head().dep() == "acl").then(|| name.head().head());
    beside
        .chain(complements)
        .chain(named)
        .chain(above)
        .collect()
}

/// Nouns that name nobody where they stand: "a driver's license", "held hostage", "her opposition to the plan".
fn is_no_party(noun: Token<'_>) -> bool {
    let has = |words: &[&str]| has_child(noun, words);
    let above = noun.head().lemma();
    match noun.lemma() {
        "hostage" | "captive" | "prisoner" => {
            noun.tag() == "NN"
                && matches!(above, "hold" | "take" | "keep")
                && !has(&["a", "an", "the", "one", "another"])
        }
        "caucus" => noun.tag() == "NNS",
        "division" => {
            noun.tag() == "NNS"
                && !has(&[
                    "army", "armoured", "armored", "infantry", "airborne", "military", "panzer",
                ])
        }
        "person" => above == "in" && noun.children().next().is_none(),
        "justice" => has(&["social", "economic", "criminal", "racial"]),
        "corps" => noun.text() == "corpses",
        "business" => noun.dep() == "attr" && noun.children().any(|it| it.dep() == "poss"),
        _ => is_paper_or_power(noun),
    }
}

/// "a driver's license", "his papers", "its authority", "resistance to antibiotics".
fn is_paper_or_power(noun: Token<'_>) -> bool {
    let is_owned = noun
        .children()
        .any(|child| child.dep() == "poss" && child.pos() == "PRON");
    let is_against = || {
        noun_prepositions(noun)
            .iter()
            .any(|(preposition, _)| preposition.lemma() == "to")
    };
    let is_license = noun.dep() == "poss"
        && matches!(
            noun.head().lemma(),
            "license" | "licence" | "permit" | "seat"
        );
    let is_power = match noun.lemma() {
        "authority" => noun.tag() == "NN" && is_owned,
        "opposition" => noun.tag() == "NN" && is_owned || noun.pos() != "PROPN" && is_against(),
        "resistance" => noun.pos() != "PROPN" && is_against(),
        "paper" => is_owned,
        _ => false,
    };
    is_license || is_power
}

fn has_child(noun: Token<'_>, words: &[&str]) -> bool {
    noun.children().any(|child| words.contains(&child.lemma()))
}

/// "the suburb of Santa Rosa".
fn is_named_place(name: Token<'_>) -> bool {
    const PLACES: &[&str] = &[
        "city",
        "county",
        "district",
        "island",
        "municipality",
        "neighborhood",
        "neighbourhood",
        "port",
        "province",
        "region",
        "suburb",
        "town",
        "village",
    ];
    let preposition = name.head();
    preposition.lemma() == "of" && PLACES.contains(&preposition.head().lemma())
}

/// Words at the head of a sentence that the model takes for part of a name ("Today Ruiz said").
fn is_time_adverb(word: &str) -> bool {
    matches!(
        word,
        "Today"
            | "Yesterday"
            | "Tonight"
            | "Meanwhile"
            | "Later"
            | "Earlier"
            | "However"
            | "Then"
            | "Now"
            | "But"
            | "Still"
    )
}

/// True for a noun that heads its phrase.
fn is_phrase_head(token: Token<'_>) -> bool {
    is_nominal(token)
        && !matches!(
            token.dep(),
            "compound" | "nmod" | "amod" | "det" | "nummod" | "quantmod" | "npadvmod"
        )
}

/// What a pronoun of the third person says of whom it means.
pub(crate) fn pronoun(token: Token<'_>) -> Option<Pronoun> {
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
    let of_complement = verb
        .children()
        .filter(|child| matches!(child.dep(), "acomp" | "attr"))
        .flat_map(Token::children)
        .any(|child| matches!(child.dep(), "xcomp" | "ccomp" | "csubj" | "advcl"));
    match verb.lemma() {
        "seem" | "appear" | "happen" | "rain" | "snow" | "turn" => true,
        "be" => {
            let judges = verb.children().any(|child| {
                child.dep() == "acomp"
                    && matches!(
                        child.lemma(),
                        "clear"
                            | "impossible"
                            | "likely"
                            | "possible"
                            | "true"
                            | "unclear"
                            | "unlikely"
                    )
            });
            has_clause && has(&["acomp", "attr"]) || has_relative || of_complement || judges
        }
        _ => token.dep() == "nsubjpass" && has(&["ccomp"]),
    }
}
