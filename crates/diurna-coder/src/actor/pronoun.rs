//! Third-person pronouns: the party that "he", "it" or "they" goes back to, or none.
//!
//! In the tradition of salience (Lappin and Leass 1994): every noun in reach that agrees in number, gender and kind gets points, a
//! subject more than an object, a near one more than a far one, one in the same role more than another. Grammar bars some: an
//! object is not its own clause's subject, "his wife" is not himself. Nouns that are no party compete as well; where one of them
//! wins, or no noun has points enough, the pronoun means nobody. A wrong party costs more than none.

use diurna_record::{EntityKind, Form, Sector};
use diurna_text::{Doc, Token};

use super::Parties;
use super::identity::{Identity, noun_gender};
use super::mention::Pronoun;
use super::words::{ACTS, ADDRESSES, BELONGS_TO_A_BODY, JUDGES, SPEAKS, lists};
use crate::event::{is_nominal, is_verb};

/// How many sentences "he" and "she" may look back, and how many the others.
const REACH_PERSON: usize = 4;
const REACH: usize = 1;

/// What each sentence, and the border of a paragraph, takes from a noun.
const PER_SENTENCE: f32 = 1.2;
const PER_SENTENCE_MORE: f32 = 0.4;
const PER_PARAGRAPH: f32 = 0.5;

/// The fewest points that make a party meant: a person is hardly anything else, "it" mostly is.
fn enough(pronoun: Pronoun) -> f32 {
    match pronoun {
        Pronoun::Person(_) => -1.5,
        Pronoun::Plural => 0.0,
        Pronoun::Thing => 1.2,
    }
}

/// By how much a party must lead for its gender to be learnt.
const SURE: f32 = 0.8;

/// By how much a party must beat a thing that "it" or "they" may mean as well.
const AHEAD_OF_THINGS: f32 = 0.4;

/// By how much a party must beat others that "they" may mean.
const AHEAD_OF_OTHERS: f32 = 0.3;

/// Finds antecedents in one article.
pub(super) struct Antecedents<'d> {
    doc: &'d Doc,
    quoted: Vec<bool>,
    /// The paragraph of each token.
    paragraphs: Vec<usize>,
}

/// A party that a pronoun means.
pub(super) struct Antecedent {
    pub(super) entity: usize,
    /// True if no other comes near.
    pub(super) is_sure: bool,
}

/// A noun that a pronoun may mean; without a party it is a thing, or several parties at once.
struct Candidate {
    entity: Option<usize>,
    points: f32,
    at: usize,
}

impl<'d> Antecedents<'d> {
    pub(super) fn new(doc: &'d Doc) -> Antecedents<'d> {
        let (quoted, paragraphs) = quotations(doc);
        Antecedents {
            doc,
            quoted,
            paragraphs,
        }
    }

    /// Whom a pronoun means.
    pub(super) fn of(
        &self,
        parties: &Parties,
        pronoun: Pronoun,
        token: Token<'d>,
    ) -> Option<Antecedent> {
        let mut candidates = self.candidates(parties, pronoun, token);
        candidates.sort_by(|a, b| b.points.total_cmp(&a.points).then(b.at.cmp(&a.at)));
        let best = candidates.first()?;
        let entity = best.entity.filter(|_| best.points >= enough(pronoun))?;
        let lead = |others: &dyn Fn(&Candidate) -> bool| {
            let other = candidates.iter().find(|candidate| others(candidate));
            other.map_or(f32::MAX, |other| best.points - other.points)
        };
        let is_here = self.doc.sentence_of(best.at) == token.sentence();
        let beats_things =
            lead(&|candidate| candidate.entity.is_none()) >= AHEAD_OF_THINGS || wants_actor(token);
        let is_one = !parties.identity(entity).plural && !are_forces(parties.identity(entity));
        let is_ahead = match pronoun {
            Pronoun::Person(_) => true,
            Pronoun::Plural => {
                beats_things
                    && (is_here || !is_one || wants_actor(token))
                    && lead(&|candidate| candidate.entity != Some(entity)) >= AHEAD_OF_OTHERS
            }
            Pronoun::Thing => {
                let is_told_of = is_subject(token) || token.dep() == "poss";
                wants_actor(token) || beats_things && is_here && is_told_of
            }
        };
        is_ahead.then(|| Antecedent {
            entity,
            is_sure: lead(&|candidate| candidate.entity != Some(entity)) >= SURE,
        })
    }

    fn candidates(&self, parties: &Parties, pronoun: Pronoun, token: Token<'d>) -> Vec<Candidate> {
        let reach = match pronoun {
            Pronoun::Person(_) => REACH_PERSON,
            _ => REACH,
        };
        let first = token.sentence().saturating_sub(reach);
        let start = self.doc.sentences()[first].start;
        let before = self.doc.range(start..token.index());
        let nouns: Vec<Token<'d>> = before
            .chain(announced_subject(token))
            .filter(|noun| is_nominal(*noun) || is_quantity(*noun))
            .collect();
        // Who is barred by one of his names is barred by all: in "she told her" they are two.
        let speaker = matches!(pronoun, Pronoun::Person(_))
            .then(|| self.speaker_around(token))
            .flatten();
        let barred: Vec<usize> = nouns
            .iter()
            .filter(|noun| shares_clause(token, **noun))
            .copied()
            .chain(speaker)
            .filter_map(|noun| parties.at(noun))
            .map(|number| parties.entity(number))
            .collect();
        let bound = bound_to(token);
        let allowed = nouns.into_iter().filter(|noun| {
            !is_barred(token, *noun) && bound.is_none_or(|subject| standing(*noun) == subject)
        });
        allowed
            .flat_map(|noun| self.meanings(parties, pronoun, token, noun))
            .filter(|candidate| {
                candidate
                    .entity
                    .is_none_or(|entity| !barred.contains(&entity))
            })
            .collect()
    }

    /// Who says the quotation around a pronoun: the subject of a verb of speech in its sentence, else the nearest in its
    /// paragraph. He does not call himself "he".
    fn speaker_around(&self, token: Token<'d>) -> Option<Token<'d>> {
        if !self.quoted[token.index()] {
            return None;
        }
        let at = token.index();
        let own = self.paragraphs[at];
        let start = self
            .paragraphs
            .partition_point(|paragraph| *paragraph < own);
        let end = self
            .paragraphs
            .partition_point(|paragraph| *paragraph <= own);
        let speakers = self.doc.range(start..end).filter(|noun| {
            !self.quoted[noun.index()] && is_subject(*noun) && lists(SPEAKS, noun.head().lemma())
        });
        speakers.min_by_key(|noun| {
            let elsewhere = noun.sentence() != token.sentence();
            (elsewhere, noun.index().abs_diff(at))
        })
    }

    /// A noun as what the pronoun may mean: its party, or nobody if it is a thing or one of several that are joined.
    fn meanings(
        &self,
        parties: &Parties,
        pronoun: Pronoun,
        token: Token<'d>,
        noun: Token<'d>,
    ) -> Vec<Candidate> {
        let mention = parties.at(noun);
        let points = self.salience(token, noun);
        let mut found = Vec::new();
        if let Some(number) = mention {
            let entity = parties.entity(number);
            let identity = parties.identity(entity);
            if let Some(fit) = fit(pronoun, identity) {
                let often = 0.08 * parties.mentions_of(entity).min(6) as f32;
                let named = match parties.mention(number).form {
                    Form::Name | Form::Pronoun => 0.2,
                    _ if noun
                        .children()
                        .any(|child| matches!(child.lemma(), "a" | "an")) =>
                    {
                        -0.2
                    }
                    _ => 0.0,
                };
                // "the Ruiz campaign": the name counts, though it only modifies.
                let is_modifier = identity.kind == EntityKind::Person
                    && matches!(noun.dep(), "compound" | "nmod" | "amod");
                let named = if is_modifier { 0.7 } else { named };
                found.push(Candidate {
                    entity: Some(entity),
                    points: points + fit + often + named + actor_points(token, pronoun),
                    at: noun.index(),
                });
            }
        }
        let is_party = mention.is_some_and(|number| {
            let kind = parties.identity(parties.entity(number)).kind;
            !matches!(
                kind,
                EntityKind::Place | EntityKind::Other | EntityKind::Document
            )
        });
        if !is_party && is_thing(pronoun, noun) {
            let thing = if wants_actor(token) { -1.5 } else { 0.0 };
            found.push(Candidate {
                entity: None,
                points: points + thing,
                at: noun.index(),
            });
        }
        if pronoun == Pronoun::Plural && noun.dep() != "conj" && joins_several(noun) {
            found.push(Candidate {
                entity: None,
                points: points + 0.5,
                at: noun.index(),
            });
        }
        found
    }

    /// The points of a noun's place in the text, as seen from a pronoun.
    fn salience(&self, token: Token<'d>, noun: Token<'d>) -> f32 {
        let stands = standing(noun);
        let back = token.sentence().abs_diff(noun.sentence()) as f32;
        let far = PER_SENTENCE * back + PER_SENTENCE_MORE * (back - 1.0).max(0.0);
        let mut points = role_points(stands) - far;
        if self.paragraphs[noun.index()] != self.paragraphs[token.index()] {
            points -= PER_PARAGRAPH;
        }
        if stands != noun && noun.dep() == "conj" {
            points -= 0.3;
        }
        if is_subject(stands) == is_subject(standing(token)) && token.dep() != "poss" {
            points += 0.3;
        }
        if is_subject(stands) && token.sentence() == noun.sentence() {
            let verb = stands.head();
            let speaks_of_others = self.quoted[token.index()] && !self.quoted[noun.index()];
            if token.ancestors().any(|above| above == verb) && !speaks_of_others {
                points += 0.8;
            }
        }
        if joins_own(token, noun) || is_asked(token, noun) {
            points += 1.5;
        }
        if owner_is_doer(token, noun) {
            points += if is_judged(token) { -2.5 } else { 2.5 };
        }
        if pronoun_of_a_body(token) && belongs_to_speaker(token, noun) {
            points += 0.8;
        }
        if noun.index() > token.index() && has_doer(token) {
            points -= 1.5;
        }
        points + self.quotation_points(token, stands)
    }

    /// Who speaks does not say "he" of himself, and what is spoken of is not who acts outside the quotation.
    fn quotation_points(&self, token: Token<'d>, noun: Token<'d>) -> f32 {
        match (self.quoted[token.index()], self.quoted[noun.index()]) {
            (false, true) => -1.5,
            (true, false) => {
                let is_near = token.sentence().abs_diff(noun.sentence()) <= 1
                    || self.paragraphs[token.index()] == self.paragraphs[noun.index()];
                let speaks = is_subject(noun) && lists(SPEAKS, noun.head().lemma());
                if is_near && speaks { -1.8 } else { -0.4 }
            }
            _ => 0.0,
        }
    }
}

/// "*Ruiz* and *her* staff".
fn joins_own(token: Token<'_>, noun: Token<'_>) -> bool {
    let owned = token.head();
    token.dep() == "poss" && owned.dep() == "conj" && owned.head() == noun
}

/// "told *citizens* to wash *their* hands": the subject, be it understood, of the verb whose object is owned.
fn owner_is_doer(token: Token<'_>, noun: Token<'_>) -> bool {
    let verb = predicate(standing(token.head())).filter(|_| token.dep() == "poss");
    verb.is_some_and(|verb| subject_of(verb) == Some(noun))
}

/// "mocked *his* plan": the owner is another than who mocks.
fn is_judged(token: Token<'_>) -> bool {
    let owned = standing(token.head());
    owned.dep() == "dobj" && lists(JUDGES, owned.head().lemma())
}

/// "asked *Ruiz* whether *his* health was good".
fn is_asked(token: Token<'_>, noun: Token<'_>) -> bool {
    let verb = noun.head();
    matches!(noun.dep(), "dobj" | "dative")
        && matches!(verb.lemma(), "ask" | "question")
        && token.ancestors().any(|above| above == verb)
}

fn pronoun_of_a_body(token: Token<'_>) -> bool {
    matches!(
        token.text().to_lowercase().as_str(),
        "it" | "its" | "they" | "their" | "them"
    )
}

/// "*Peru's* minister said *it* would wait": whose official says so.
fn belongs_to_speaker(token: Token<'_>, noun: Token<'_>) -> bool {
    let above = noun.ancestors().take_while(|above| !is_verb(*above));
    let mut subjects = above.filter(|above| is_subject(*above));
    subjects.any(|subject| {
        let verb = subject.head();
        lists(SPEAKS, verb.lemma()) && token.ancestors().any(|above| above == verb)
    })
}

/// Which tokens stand in quotation marks, and the number of each token's paragraph. A quotation ends with its paragraph.
fn quotations(doc: &Doc) -> (Vec<bool>, Vec<usize>) {
    let (mut quoted, mut paragraphs) = (vec![false; doc.len()], vec![0; doc.len()]);
    let (mut inside, mut paragraph, mut end) = (false, 0, 0);
    for token in doc.tokens() {
        let span = token.span();
        let gap = doc.text().get(end..span.end).unwrap_or("");
        if gap.contains('\n') {
            paragraph += 1;
            inside = false;
        }
        match token.text() {
            "“" | "``" => inside = true,
            "”" => inside = false,
            // A straight mark opens where a blank stands before it and none behind.
            "\"" | "''" => inside = !token.space_after() && (gap.len() > span.len() || end == 0),
            _ => {}
        }
        quoted[token.index()] = inside;
        paragraphs[token.index()] = paragraph;
        end = span.end;
    }
    (quoted, paragraphs)
}

/// The noun whose place in the sentence a joined or describing noun shares.
fn standing(noun: Token<'_>) -> Token<'_> {
    let mut noun = noun;
    for _ in 0..20 {
        if !matches!(noun.dep(), "conj" | "appos") || !is_nominal(noun.head()) {
            break;
        }
        noun = noun.head();
    }
    noun
}

fn is_subject(token: Token<'_>) -> bool {
    matches!(token.dep(), "nsubj" | "nsubjpass")
}

fn is_main(verb: Token<'_>) -> bool {
    verb.is_root() || verb.dep() == "conj" && verb.head().is_root()
}

fn role_points(noun: Token<'_>) -> f32 {
    match noun.dep() {
        "nsubj" | "nsubjpass" if is_main(noun.head()) => 3.0,
        "nsubj" | "nsubjpass" => 2.4,
        "dobj" => 1.7,
        "dative" => 1.6,
        "ROOT" => 1.6,
        "poss" => 1.4,
        "pobj" if noun.head().dep() == "agent" => 1.8,
        "pobj" if is_verb(noun.head().head()) => 1.3,
        "pobj" => 1.1,
        "attr" if noun.head().children().any(|child| child.dep() == "expl") => 2.4,
        "amod" | "compound" | "nmod" => 0.4,
        _ => 0.9,
    }
}

/// How well a party agrees with a pronoun; `None` if it does not.
fn fit(pronoun: Pronoun, identity: &Identity) -> Option<f32> {
    match pronoun {
        Pronoun::Person(gender) => {
            let is_one = identity.kind == EntityKind::Person && !identity.plural;
            match identity.gender {
                _ if !is_one => None,
                Some(known) => (gender == Some(known)).then_some(0.5),
                None => Some(0.0),
            }
        }
        Pronoun::Thing => {
            let acts = !matches!(
                identity.kind,
                EntityKind::Person | EntityKind::Place | EntityKind::Other | EntityKind::Document
            );
            (acts && !identity.plural).then_some(0.0)
        }
        Pronoun::Plural if identity.plural => Some(0.3),
        Pronoun::Plural => match identity.kind {
            EntityKind::Group => Some(0.2),
            EntityKind::Organization | EntityKind::Government if are_forces(identity) => Some(0.1),
            EntityKind::Organization | EntityKind::Government => Some(-0.4),
            _ => None,
        },
    }
}

fn are_forces(identity: &Identity) -> bool {
    let sector = identity.sectors.first();
    sector.is_some_and(|sector| matches!(sector, Sector::Mil | Sector::Cop | Sector::Reb))
}

/// What the pronoun's own place tells of a party: "it said", "its president" are somebody's, "it broke" hardly.
fn actor_points(token: Token<'_>, pronoun: Pronoun) -> f32 {
    match pronoun {
        Pronoun::Thing if wants_actor(token) => 0.8,
        Pronoun::Thing => -0.5,
        _ => 0.0,
    }
}

/// True for a noun that does or says something.
pub(super) fn acts(noun: Token<'_>) -> bool {
    let noun = standing(noun);
    let head = noun.head();
    match noun.dep() {
        "nsubj" => lists(ACTS, head.lemma()) || lists(SPEAKS, head.lemma()),
        "pobj" => head.dep() == "agent" || head.head().lemma() == "accord",
        _ => false,
    }
}

/// True where only somebody can stand: who says or decides, whom one accuses, whose president it is.
fn wants_actor(token: Token<'_>) -> bool {
    let head = token.head();
    match token.dep() {
        "nsubj" => acts(token),
        "poss" => lists(BELONGS_TO_A_BODY, head.lemma()),
        "dobj" | "nsubjpass" | "dative" => lists(ADDRESSES, head.lemma()),
        "pobj" => head.dep() == "agent",
        _ => false,
    }
}

/// True for a noun that is no party and that a pronoun may mean.
fn is_thing(pronoun: Pronoun, noun: Token<'_>) -> bool {
    let heads = matches!(
        noun.dep(),
        "nsubj" | "nsubjpass" | "dobj" | "pobj" | "dative" | "poss" | "conj" | "attr" | "ROOT"
    );
    let is_measure = noun.entity().is_some_and(|entity| {
        matches!(
            &*entity.label,
            "DATE" | "TIME" | "PERCENT" | "MONEY" | "CARDINAL" | "ORDINAL" | "QUANTITY"
        )
    });
    if !heads || is_measure && !is_quantity(noun) {
        return false;
    }
    let is_person = noun_gender(noun.lemma());
    match pronoun {
        Pronoun::Person(gender) => is_person.is_some() && is_person == gender,
        Pronoun::Thing => {
            is_person.is_none() && matches!(noun.tag(), "NN" | "NNP") && !is_person_name(noun)
        }
        Pronoun::Plural => matches!(noun.tag(), "NNS" | "NNPS") || is_quantity(noun),
    }
}

/// "some", "two-thirds", "many of those": as a subject they are several.
fn is_quantity(noun: Token<'_>) -> bool {
    let counts = matches!(noun.tag(), "CD" | "DT" | "JJ" | "JJS" | "JJR")
        || matches!(
            noun.lemma(),
            "half" | "majority" | "none" | "number" | "percent" | "quarter" | "rest" | "third"
        );
    is_subject(noun) && counts
}

fn is_person_name(noun: Token<'_>) -> bool {
    noun.entity()
        .is_some_and(|entity| &*entity.label == "PERSON")
}

/// "Ruiz and Lindqvist": they are both.
fn joins_several(noun: Token<'_>) -> bool {
    noun.children()
        .any(|child| child.dep() == "conj" && is_nominal(child) && child.pos() != "PRON")
}

/// "Before *he* left, *Putin* spoke", "In *his* speech, *Putin* spoke": the subject that follows.
fn announced_subject(token: Token<'_>) -> Option<Token<'_>> {
    if !matches!(token.dep(), "nsubj" | "nsubjpass" | "poss") {
        return None;
    }
    let mut below = token;
    for above in token.ancestors() {
        if matches!(below.dep(), "parataxis" | "conj" | "relcl") {
            return None;
        }
        let subject = above
            .children()
            .find(|child| is_subject(*child) && child.index() > token.index());
        if let Some(subject) = subject.filter(|_| is_verb(above)) {
            // "*He* left, *Ruiz* said" are two.
            return (below.dep() != "ccomp").then_some(subject);
        }
        below = above;
    }
    None
}

/// True if grammar keeps a pronoun from meaning a noun.
fn is_barred(token: Token<'_>, noun: Token<'_>) -> bool {
    holds(token, noun) || shares_clause(token, noun)
}

/// "the leader of *his* party" is not himself: the noun's phrase holds the pronoun.
fn holds(token: Token<'_>, noun: Token<'_>) -> bool {
    let mut below = token;
    while !below.is_root() && !is_verb(below) {
        if below.dep() == "conj" {
            return false;
        }
        below = below.head();
        if below == noun {
            return true;
        }
    }
    false
}

/// "Ruiz met *him*": an argument of a verb is not another one of the same verb, nor its understood subject.
fn shares_clause(token: Token<'_>, noun: Token<'_>) -> bool {
    let is_reflexive = token.text().ends_with("self") || token.text().ends_with("selves");
    if token.dep() == "poss" || is_reflexive {
        return false;
    }
    let Some(verb) = predicate(token) else {
        return false;
    };
    let stands = whole(standing(noun));
    predicate(stands) == Some(verb)
        || !is_subject(token) && subject_of(verb).is_some_and(|subject| subject == stands)
}

/// "one of whom had cut *himself*": the subject that a reflexive pronoun means.
fn bound_to(token: Token<'_>) -> Option<Token<'_>> {
    let is_reflexive = token.text().ends_with("self") || token.text().ends_with("selves");
    subject_of(predicate(token)?).filter(|_| is_reflexive && token.dep() == "dobj")
}

/// True for a possessor whose clause has a subject of its own, which is likelier meant than one to come.
fn has_doer(token: Token<'_>) -> bool {
    let verb = token.ancestors().find(|above| is_verb(*above));
    let subject = verb.and_then(subject_of);
    token.dep() == "poss" && subject.is_some_and(|subject| subject.index() < token.index())
}

/// "many" of "many of its supporters", which stands where the supporters do.
fn whole(noun: Token<'_>) -> Token<'_> {
    let above = noun.head().head();
    let is_part = noun.dep() == "pobj" && noun.head().lemma() == "of" && is_quantity(above);
    if is_part { above } else { noun }
}

/// The verb that a noun is an argument of.
fn predicate(noun: Token<'_>) -> Option<Token<'_>> {
    let verb = match noun.dep() {
        "nsubj" | "nsubjpass" | "dobj" | "dative" | "attr" | "oprd" => noun.head(),
        "pobj" => noun.head().head(),
        _ => return None,
    };
    is_verb(verb).then_some(verb)
}

/// The subject of a verb, also of one that borrows it from the clause above ("wants to meet him", "met Ruiz and thanked him").
fn subject_of(verb: Token<'_>) -> Option<Token<'_>> {
    let mut verb = verb;
    for _ in 0..10 {
        let own = verb.children().find(|child| is_subject(*child));
        let is_relative = own.is_some_and(|own| matches!(own.tag(), "WP" | "WDT"));
        if let Some(own) = own.filter(|_| !is_relative) {
            return Some(own);
        }
        let above = verb.head();
        match verb.dep() {
            "relcl" | "acl" => return Some(above),
            "xcomp" => {
                let object = above.children().find(|child| child.dep() == "dobj");
                if object.is_some() {
                    return object;
                }
                verb = above;
            }
            "conj" | "advcl" if is_verb(above) => verb = above,
            "pcomp" if is_verb(above.head()) => verb = above.head(),
            _ => return None,
        }
    }
    None
}
