//! Acts: the words of a sentence that have an entry in the lexicon, with the slots around them filled.

use std::borrow::Cow;

use diurna_data::lexicon::{Entry, Fillers, Lexicon, RoleLetter, Slot, Term, WordClass};
use diurna_text::Token;

use super::arguments::{
    Arguments, antecedent, governed, is_nominal, is_verb, preposition_lemma, with_conjuncts,
};
use super::lemma;
use crate::actor::Parties;

/// A word, the entry that fits it best, and who and what stands in the entry's roles.
#[derive(Debug)]
pub(crate) struct Act<'d, 'l> {
    pub(crate) head: Token<'d>,
    pub(crate) entry: &'l Entry,
    /// The words that the entry's `:` terms asked for: they say the act together with the head.
    pub(crate) fillers: Vec<Token<'d>>,
    pub(crate) actors: Vec<Token<'d>>,
    pub(crate) recipients: Vec<Token<'d>>,
    pub(crate) inner: Vec<Token<'d>>,
    /// What the entry takes as its subject, party or not.
    pub(crate) subjects: Vec<Token<'d>>,
}

/// The slots around one head.
pub(crate) struct Slots<'d> {
    head: Token<'d>,
    class: WordClass,
    arguments: Arguments<'d>,
}

/// Verbs that lend their subject to the event noun they take ("launch an attack", "hold talks").
const LIGHT_VERBS: &[&str] = &[
    "begin",
    "carry",
    "conduct",
    "deliver",
    "give",
    "have",
    "hold",
    "issue",
    "launch",
    "make",
    "mount",
    "offer",
    "open",
    "pay",
    "perform",
    "provide",
    "pursue",
    "stage",
    "start",
    "take",
    "undertake",
    "voice",
    "express",
    "wage",
    "declare",
    "impose",
    "continue",
];

impl<'d> Slots<'d> {
    /// Reads the slots around a token of a word class; `arguments` are those of a verb that the parse takes for a noun.
    fn around(
        head: Token<'d>,
        class: WordClass,
        arguments: Option<Arguments<'d>>,
        parties: &Parties,
    ) -> Slots<'d> {
        let mut arguments = arguments.unwrap_or_else(|| match class {
            WordClass::Verb => Arguments::of_verb(head),
            WordClass::Noun => around_noun(head),
            WordClass::Adjective => around_adjective(head),
        });
        if let Some((thing, people)) = people_meant(head, parties) {
            arguments.replace(thing, people);
        }
        Slots {
            head,
            class,
            arguments,
        }
    }

    fn fill(&self, slot: &Slot) -> Vec<Token<'d>> {
        let arguments = &self.arguments;
        match slot {
            Slot::Subject => arguments.subjects.clone(),
            Slot::Object => self.objects(),
            Slot::Dative => self.datives(),
            Slot::Particle => arguments.particles.clone(),
            Slot::OpenClause => self.open_clauses(),
            Slot::Clause => arguments.clauses.clone(),
            Slot::Predicate => arguments.predicates.clone(),
            Slot::Possessor => children_with(self.head, &["poss"]),
            Slot::Modifier => children_with(self.head, &["amod", "compound", "nmod"]),
            Slot::Preposition(lemma) => self.preposition(lemma),
        }
    }

    /// Objects; the subject of an infinitive clause is one too ("told Washington to prepare").
    fn objects(&self) -> Vec<Token<'d>> {
        let mut objects = self.arguments.objects.clone();
        if objects.is_empty() && self.class == WordClass::Verb {
            let infinitive = self
                .arguments
                .clauses
                .iter()
                .filter(|clause| is_infinitive(**clause) || is_small_clause(**clause));
            objects = infinitive
                .flat_map(|clause| children_with(*clause, &["nsubj"]))
                .flat_map(with_conjuncts)
                .collect();
        }
        objects
    }

    fn datives(&self) -> Vec<Token<'d>> {
        if self.arguments.datives.is_empty() {
            self.preposition("to")
        } else {
            self.arguments.datives.clone()
        }
    }

    /// Infinitives that the parser hung on as a full clause count as open clauses.
    fn open_clauses(&self) -> Vec<Token<'d>> {
        let infinitives = self
            .arguments
            .clauses
            .iter()
            .copied()
            .filter(|clause| is_infinitive(*clause));
        self.arguments
            .open_clauses
            .iter()
            .copied()
            .chain(infinitives)
            .collect()
    }

    /// Infinitives behind a verb that the parser takes for what it is done for.
    fn purposes(&self) -> impl Iterator<Item = Token<'d>> {
        let head = self.head;
        head.children().filter(move |child| {
            child.dep() == "advcl" && child.index() > head.index() && is_infinitive(*child)
        })
    }

    /// What a preposition of the head governs, else one of the head's objects' prepositions.
    fn preposition(&self, lemma: &str) -> Vec<Token<'d>> {
        let own: Vec<_> = self.arguments.of_preposition(lemma).collect();
        if !own.is_empty() || self.class != WordClass::Verb {
            return own;
        }
        let objects = self.arguments.objects.iter();
        let of_objects: Vec<_> = objects
            .flat_map(|object| noun_prepositions(*object))
            .filter(|(p, _)| preposition_lemma(*p) == lemma)
            .map(|(_, o)| o)
            .collect();
        if of_objects.is_empty() && lemma == "against" {
            return self.misplaced_against();
        }
        of_objects
    }

    /// "filed a suit in a court against the mayor": the parser hangs "against" on the noun before it.
    fn misplaced_against(&self) -> Vec<Token<'d>> {
        let others = self
            .arguments
            .prepositions
            .iter()
            .map(|(_, object)| *object);
        let of_objects = self
            .arguments
            .objects
            .iter()
            .flat_map(|object| noun_prepositions(*object));
        others
            .chain(of_objects.map(|(_, object)| object))
            .flat_map(noun_prepositions)
            .filter(|(preposition, _)| preposition_lemma(*preposition) == "against")
            .map(|(_, object)| object)
            .collect()
    }

    /// Fills an entry's terms; `None` if a `:` or `!` term does not hold. The number is the entry's weight.
    fn fit<'l>(&self, entry: &'l Entry, parties: &Parties) -> Option<(u32, Act<'d, 'l>)> {
        let mut weight = 2 * (entry.head.len() as u32 - 1);
        let mut act = Act {
            head: self.head,
            entry,
            fillers: Vec::new(),
            actors: Vec::new(),
            recipients: Vec::new(),
            inner: Vec::new(),
            subjects: self.arguments.subjects.clone(),
        };
        for term in &entry.frame {
            let (gained, fillers) = self.satisfy(term, parties)?;
            weight += gained;
            act.fillers.extend(fillers);
        }
        for term in &entry.frame {
            let Some(role) = term.role else { continue };
            let filled = self.choose(entry, term, role, parties);
            match role {
                RoleLetter::Actor => act.actors.extend(filled),
                RoleLetter::Recipient if act.recipients.is_empty() => act.recipients = filled,
                RoleLetter::Recipient => {}
                RoleLetter::Inner => act.inner.extend(filled),
            }
        }
        if !entry
            .frame
            .iter()
            .any(|term| term.slots.contains(&Slot::Subject) && term.role.is_some())
        {
            act.actors.extend(self.arguments.subjects.iter().copied());
        }
        Some((weight, act))
    }

    /// The weight that a term adds and the words that satisfy it; `None` if it does not hold.
    fn satisfy(&self, term: &Term, parties: &Parties) -> Option<(u32, Vec<Token<'d>>)> {
        let filled = || term.slots.iter().flat_map(|slot| self.fill(slot));
        match &term.fillers {
            Fillers::Free => Some((0, Vec::new())),
            Fillers::Any => filled().next().map(|_| (1, Vec::new())),
            Fillers::Empty => filled().next().is_none().then_some((1, Vec::new())),
            Fillers::NoneOf(words) => {
                (!filled().any(|token| is_one_of(token, words, parties))).then_some((0, Vec::new()))
            }
            Fillers::OneOf { exact, class } => {
                // "sent soldiers to help": a purpose that the entry asks for by its verb.
                let purposes = || {
                    let asked = term.slots.contains(&Slot::OpenClause);
                    self.purposes().filter(move |_| asked)
                };
                let by = |words: &[String]| {
                    filled()
                        .chain(purposes())
                        .find(|token| is_one_of(*token, words, parties))
                };
                by(exact)
                    .map(|token| (3, vec![token]))
                    .or_else(|| by(class).map(|token| (2, vec![token])))
            }
        }
    }

    /// "the *Turkish* offensive", "a *Saudi*-led strike": what stands before a noun, without the words of the entry's own head
    /// ("mass" of "mass killing").
    fn modifiers(&self, entry: &Entry, parties: &Parties) -> Vec<Token<'d>> {
        let leaders = parties.leaders(self.head);
        let modifiers = self.fill(&Slot::Modifier).into_iter();
        let others =
            modifiers.filter(|token| !entry.head.iter().any(|word| *word == lemma(*token)));
        leaders.into_iter().chain(others).collect()
    }

    /// The words that fill a role: of the term's slots the first that holds a party, else the first that holds anything.
    fn choose(
        &self,
        entry: &Entry,
        term: &Term,
        role: RoleLetter,
        parties: &Parties,
    ) -> Vec<Token<'d>> {
        let fills: Vec<Vec<Token<'d>>> = term
            .slots
            .iter()
            .map(|slot| match slot {
                Slot::Modifier if role != RoleLetter::Inner => self.modifiers(entry, parties),
                _ => self.fill(slot),
            })
            .filter(|fill| !fill.is_empty())
            .collect();
        if role == RoleLetter::Inner {
            return fills.into_iter().next().unwrap_or_default();
        }
        let has_party =
            |fill: &&Vec<Token<'d>>| fill.iter().any(|token| !parties.of(*token).is_empty());
        fills
            .iter()
            .find(has_party)
            .or(fills.first())
            .cloned()
            .unwrap_or_default()
    }
}

/// The best entry for a token, with its slots filled; `None` if no entry fits.
pub(crate) fn find_act<'d, 'l>(
    head: Token<'d>,
    lexicon: &'l Lexicon,
    parties: &Parties,
) -> Option<Act<'d, 'l>> {
    let headline_verb = Arguments::of_headline_verb(head);
    let class = match head.pos() {
        "VERB" | "AUX" => WordClass::Verb,
        "NOUN" | "PROPN" if headline_verb.is_some() => WordClass::Verb,
        "NOUN" | "PROPN" if is_kind_of_state(head) => return None,
        "NOUN" | "PROPN" => WordClass::Noun,
        "ADJ" => WordClass::Adjective,
        _ => return None,
    };
    let names = head_names(head, class, lexicon);
    let entries = || names.iter().flat_map(|name| lexicon.entries(name, class));
    // Most words have no entry, or only one that says that they are no act.
    if entries().all(|entry| entry.outcome.is_none()) {
        return None;
    }
    let slots = Slots::around(head, class, headline_verb, parties);
    let mut best: Option<(u32, Act<'d, 'l>)> = None;
    for entry in entries() {
        if let Some((weight, act)) = slots.fit(entry, parties)
            && best.as_ref().is_none_or(|(heaviest, _)| weight > *heaviest)
        {
            best = Some((weight, act));
        }
    }
    best.map(|(_, act)| act)
        .filter(|act| !act.entry.outcome.is_none())
}

/// The names under which a head may stand in the lexicon: with its compound ("air strike") and alone.
fn head_names<'d>(head: Token<'d>, class: WordClass, lexicon: &Lexicon) -> Vec<Cow<'d, str>> {
    let own = match class {
        WordClass::Verb => verb_lemma(head, lexicon),
        _ => lemma(head),
    };
    let compounds = head
        .children()
        .filter(|child| matches!(child.dep(), "compound" | "amod") && child.index() < head.index());
    let mut names: Vec<Cow<'_, str>> = compounds
        .map(|child| format!("{} {own}", lemma(child)).into())
        .collect();
    names.push(own);
    names
}

/// A verb's lemma; where the language model's rules lose or keep an "e", the one that the lexicon has: "hoped" is no form of
/// hop, "relaunched" none of relaunche.
fn verb_lemma<'d>(verb: Token<'d>, lexicon: &Lexicon) -> Cow<'d, str> {
    let own = lemma(verb);
    let is_listed = |name: &str| lexicon.entries(name, WordClass::Verb).next().is_some();
    let text = verb.text().to_lowercase();
    let ending = text.strip_prefix(&*own).unwrap_or_default();
    let other = match own.strip_suffix('e') {
        Some(_) if is_listed(&own) => return own,
        Some(stem) => match stem.strip_suffix('i') {
            Some(stem) => format!("{stem}y"),
            None => stem.to_owned(),
        },
        None if matches!(ending, "ed" | "es" | "ing") => format!("{own}e"),
        None => return own,
    };
    if is_listed(&other) { other.into() } else { own }
}

/// A filler is a lemma, a compound ("air raid"), or a kind of party ("%state").
fn is_one_of(token: Token<'_>, words: &[String], parties: &Parties) -> bool {
    let lemma = lemma(token);
    let is_compound = |word: &str| {
        let before = word
            .strip_suffix(&*lemma)
            .and_then(|rest| rest.strip_suffix(' '));
        before.is_some_and(|before| {
            token
                .children()
                .any(|child| child.lemma().eq_ignore_ascii_case(before))
        })
    };
    words.iter().any(|word| {
        *word == *lemma
            || is_compound(word)
            || word.starts_with('%') && parties.is_kind(token, word)
    })
}

/// "troops at bases in Iraq, who were invited": what the parser hangs "who" on, and the people above it who are meant.
fn people_meant<'d>(verb: Token<'d>, parties: &Parties) -> Option<(Token<'d>, Token<'d>)> {
    let is_who = |child: Token<'_>| child.tag() == "WP" && lemma(child) == "who";
    if verb.dep() != "relcl" || !verb.children().any(is_who) {
        return None;
    }
    let thing = verb.head();
    if parties.are_people(thing) {
        return None;
    }
    let people = thing.ancestors().find(|above| parties.are_people(*above))?;
    Some((thing, people))
}

fn children_with<'d>(head: Token<'d>, deps: &[&str]) -> Vec<Token<'d>> {
    head.children()
        .filter(|child| deps.contains(&child.dep()))
        .flat_map(with_conjuncts)
        .collect()
}

/// "found the minister guilty", "took ten hostage", "let inspectors visit": a clause without a verb of its own, or with a bare
/// one.
fn is_small_clause(head: Token<'_>) -> bool {
    let is_finite = |child: Token<'_>| matches!(child.dep(), "aux" | "auxpass" | "mark");
    matches!(head.tag(), "JJ" | "VBN" | "NN" | "VB") && !head.children().any(is_finite)
}

/// True for "to send".
pub(crate) fn is_infinitive(verb: Token<'_>) -> bool {
    verb.children()
        .any(|child| child.dep() == "aux" && child.tag() == "TO")
}

/// The prepositions of a noun and what they govern.
pub(crate) fn noun_prepositions(noun: Token<'_>) -> Vec<(Token<'_>, Token<'_>)> {
    noun.children()
        .filter(|child| child.dep() == "prep")
        .flat_map(governed)
        .collect()
}

/// Around a noun: the subject of its light verb, that verb's prepositions beside its own, its clauses.
fn around_noun(noun: Token<'_>) -> Arguments<'_> {
    let mut found = Arguments {
        prepositions: noun_prepositions(noun),
        ..Arguments::default()
    };
    for child in noun
        .children()
        .filter(|child| matches!(child.dep(), "acl" | "ccomp" | "relcl"))
    {
        match child.dep() {
            "acl" if is_infinitive(child) => found.open_clauses.push(child),
            "relcl" => {}
            _ => found.clauses.push(child),
        }
    }
    if let Some(verb) = light_verb(noun) {
        let around = Arguments::of_verb(verb);
        found.subjects = around.subjects;
        found.prepositions.extend(
            around
                .prepositions
                .into_iter()
                .filter(|(preposition, _)| preposition.head() == verb),
        );
    }
    found
}

fn light_verb(noun: Token<'_>) -> Option<Token<'_>> {
    let mut first = noun;
    while first.dep() == "conj" && is_nominal(first.head()) {
        first = first.head();
    }
    let verb = first.head();
    (matches!(first.dep(), "dobj" | "nsubjpass")
        && is_verb(verb)
        && LIGHT_VERBS.contains(&verb.lemma()))
    .then_some(verb)
}

/// "a state of siege", "a state of war": the noun says which state, not that it is waged.
fn is_kind_of_state(noun: Token<'_>) -> bool {
    let of = noun.head();
    noun.dep() == "pobj" && of.lemma() == "of" && of.head().lemma() == "state"
}

/// Around an adjective behind "be": the subject of "be", and the adjective's own clauses and prepositions.
fn around_adjective(adjective: Token<'_>) -> Arguments<'_> {
    let mut found = Arguments::default();
    let verb = adjective.head();
    if matches!(adjective.dep(), "acomp" | "conj" | "oprd") && is_verb(verb) {
        found.subjects = Arguments::of_verb(verb).subjects;
    } else if adjective.dep() == "amod" {
        found.subjects = vec![antecedent(verb)];
    }
    for child in adjective.children() {
        match child.dep() {
            "xcomp" => found.open_clauses.push(child),
            "ccomp" => found.clauses.push(child),
            "prep" => found.prepositions.extend(governed(child)),
            _ => {}
        }
    }
    found
}
