//! What stands around a predicate: subjects, objects, prepositions and clauses, with the parse's detours undone.
//!
//! Passives are turned round, relative pronouns give way to the noun they stand for, and clauses without a subject take
//! it from the clause that governs them. The labels are those of spaCy's English models (ClearNLP).

use diurna_text::Token;

use super::act::noun_prepositions;

/// The places around a verb.
#[derive(Debug, Default)]
pub(crate) struct Arguments<'d> {
    /// Who does it; of a passive, the by-phrase.
    pub(crate) subjects: Vec<Token<'d>>,
    /// What it is done to; of a passive, the subject.
    pub(crate) objects: Vec<Token<'d>>,
    /// Dative objects.
    pub(crate) datives: Vec<Token<'d>>,
    /// Particles.
    pub(crate) particles: Vec<Token<'d>>,
    /// Prepositions and what they govern.
    pub(crate) prepositions: Vec<(Token<'d>, Token<'d>)>,
    /// Infinitive and -ing clauses without a subject of their own.
    pub(crate) open_clauses: Vec<Token<'d>>,
    /// Clauses with their own subject.
    pub(crate) clauses: Vec<Token<'d>>,
    /// Adjectives and nouns behind "be".
    pub(crate) predicates: Vec<Token<'d>>,
    /// The verb is a passive.
    pub(crate) passive: bool,
}

impl<'d> Arguments<'d> {
    /// Reads the places around `verb`.
    pub(crate) fn of_verb(verb: Token<'d>) -> Arguments<'d> {
        let mut found = Arguments {
            passive: is_passive(verb),
            ..Arguments::default()
        };
        let mut own_subjects = Vec::new();
        for child in verb.children() {
            match child.dep() {
                "nsubj" | "nsubjpass" | "csubj" | "csubjpass" => {
                    own_subjects.push(antecedent(child))
                }
                "dobj" | "attr" | "oprd" if !is_copula(verb) => {
                    found.objects.push(antecedent(child))
                }
                "attr" | "acomp" => found.predicates.push(child),
                "dative" if child.pos() == "ADP" => found.prepositions.extend(governed(child)),
                "dative" => found.datives.push(child),
                "prt" => found.push_particle(child),
                "advmod" | "prep" if is_particle(child) => found.push_particle(child),
                "prep" | "agent" => found.prepositions.extend(governed(child)),
                "xcomp" => found.open_clauses.push(child),
                "ccomp" => found.clauses.push(child),
                _ => {}
            }
        }
        found.split_phrasal(verb);
        if own_subjects.is_empty() {
            own_subjects = inherited_subjects(verb, found.passive, 0);
        } else {
            own_subjects.splice(0..0, listed_before(verb, own_subjects[0]));
        }
        found.place_subjects(verb, own_subjects);
        found.stranded_preposition(verb);
        found.expand_conjuncts();
        found
    }

    /// Reads the places around the verb of a headline that the parser takes for a noun before another ("Ruritania *lifts* travel
    /// ban"); `None` where there is none.
    pub(crate) fn of_headline_verb(noun: Token<'d>) -> Option<Arguments<'d>> {
        let object = noun.head();
        if noun.dep() != "compound" || noun.tag() != "NNS" || noun.index() > object.index() {
            return None;
        }
        let mut above = std::iter::once(object).chain(object.ancestors());
        if !above.all(is_nominal) {
            return None;
        }
        let subject = noun.children().find(|child| child.dep() == "compound")?;
        Some(Arguments {
            subjects: vec![subject],
            objects: with_conjuncts(object),
            prepositions: noun_prepositions(object),
            ..Arguments::default()
        })
    }

    /// A particle; in "pulled out of the talks" the preposition behind it is the verb's.
    fn push_particle(&mut self, particle: Token<'d>) {
        self.particles.push(particle);
        let behind = particle.children().filter(|child| child.dep() == "prep");
        self.prepositions.extend(behind.flat_map(governed));
    }

    /// "sealed off the city", "voted down the budget": what the parser takes for a preposition and what it governs may be a
    /// particle and the verb's object.
    fn split_phrasal(&mut self, verb: Token<'d>) {
        if self.passive || !self.objects.is_empty() {
            return;
        }
        let phrasal = self.prepositions.iter().find(|(preposition, _)| {
            preposition.head() == verb
                && preposition.index() == verb.index() + 1
                && matches!(preposition.lemma(), "off" | "up" | "down" | "out")
        });
        if let Some((particle, object)) = phrasal.copied() {
            self.particles.push(particle);
            self.objects.push(object);
        }
    }

    fn place_subjects(&mut self, verb: Token<'d>, subjects: Vec<Token<'d>>) {
        if !self.passive {
            self.subjects = subjects;
            return;
        }
        // "They were given arms": with an object left, the subject is the receiver.
        if self.objects.is_empty() {
            self.objects = subjects;
        } else {
            self.datives.extend(subjects);
        }
        let is_agent = |(preposition, _): &(Token<'d>, Token<'d>)| {
            preposition.dep() == "agent"
                || preposition.head() == verb && preposition.lemma() == "by"
        };
        let (agents, others) = self.prepositions.drain(..).partition(is_agent);
        let agents: Vec<(Token<'d>, Token<'d>)> = agents;
        self.subjects = agents.into_iter().map(|(_, object)| object).collect();
        self.prepositions = others;
    }

    /// "the army that they fought against": the relative pronoun is the preposition's object.
    fn stranded_preposition(&mut self, verb: Token<'d>) {
        if verb.dep() != "relcl" {
            return;
        }
        let bare = verb
            .children()
            .find(|child| child.dep() == "prep" && child.children().next().is_none());
        if let Some(preposition) = bare {
            self.prepositions.push((preposition, verb.head()));
        }
    }

    fn expand_conjuncts(&mut self) {
        for list in [&mut self.subjects, &mut self.objects] {
            list.iter_mut().for_each(|token| *token = counted(*token));
        }
        for (_, object) in &mut self.prepositions {
            *object = counted(*object);
        }
        for list in [
            &mut self.subjects,
            &mut self.objects,
            &mut self.datives,
            &mut self.predicates,
        ] {
            *list = list
                .iter()
                .flat_map(|token| with_conjuncts(*token))
                .collect();
        }
        for list in [&mut self.open_clauses, &mut self.clauses] {
            *list = list
                .iter()
                .flat_map(|token| with_conjuncts(*token))
                .collect();
        }
    }

    /// Puts another word in a word's place.
    pub(crate) fn replace(&mut self, old: Token<'d>, new: Token<'d>) {
        for list in [&mut self.subjects, &mut self.objects, &mut self.datives] {
            list.iter_mut()
                .filter(|token| **token == old)
                .for_each(|token| *token = new);
        }
    }

    /// The objects of one preposition, by lemma. Days are none: "called her counterpart on Tuesday" is no call on anybody.
    pub(crate) fn of_preposition(&self, lemma: &str) -> impl Iterator<Item = Token<'d>> {
        let lemma = lemma.to_owned();
        self.prepositions
            .iter()
            .filter(move |(preposition, object)| {
                preposition_lemma(*preposition) == lemma && !is_day(*object)
            })
            .map(|(_, object)| *object)
    }
}

/// "Serbia, Kosovo sign deal": headlines list names without an "and", and the parser knows the last one only.
fn listed_before<'d>(verb: Token<'d>, subject: Token<'d>) -> Vec<Token<'d>> {
    let doc = verb.doc();
    let first = subject.left_edge();
    let is_comma = first > 0 && doc.token(first - 1).text() == ",";
    let before = verb.children().filter(|child| {
        is_comma
            && child.dep() == "dep"
            && child.pos() == "PROPN"
            && child.right_edge() + 2 == first
    });
    before.collect()
}

/// A name that the model takes for a date: a weekday, a month.
fn is_day(token: Token<'_>) -> bool {
    let is_date = |label: &str| matches!(label, "DATE" | "TIME");
    token.pos() == "PROPN" && token.entity().is_some_and(|entity| is_date(&entity.label))
}

/// "pull troops back", "walk away": particles that the parser takes for adverbs or for prepositions without an object.
fn is_particle(token: Token<'_>) -> bool {
    const WORDS: &[&str] = &[
        "aside", "away", "back", "down", "home", "in", "off", "out", "over", "together", "up",
    ];
    WORDS.contains(&token.lemma()) && token.children().all(|child| child.dep() != "pobj")
}

/// Nouns that only measure what stands behind their "of".
const MEASURES: &[&str] = &[
    "all",
    "batch",
    "bulk",
    "first",
    "last",
    "quarter",
    "remainder",
    "third",
    "couple",
    "dozen",
    "group",
    "half",
    "handful",
    "hundred",
    "kind",
    "majority",
    "many",
    "most",
    "number",
    "one",
    "part",
    "rest",
    "round",
    "score",
    "series",
    "set",
    "some",
    "spate",
    "string",
    "thousand",
    "wave",
];

/// "part of its sanctions", "dozens of troops": the noun that is meant.
pub(crate) fn counted(noun: Token<'_>) -> Token<'_> {
    if !MEASURES.contains(&noun.lemma().to_lowercase().as_str()) {
        return noun;
    }
    let of = noun
        .children()
        .find(|child| child.dep() == "prep" && child.lemma() == "of");
    of.and_then(|of| of.children().find(|child| child.dep() == "pobj"))
        .unwrap_or(noun)
}

/// A token and the conjuncts behind it ("France and Spain").
pub(crate) fn with_conjuncts(token: Token<'_>) -> Vec<Token<'_>> {
    let mut all = vec![token];
    let mut at = 0;
    while at < all.len() {
        let conjuncts: Vec<_> = all[at]
            .children()
            .filter(|child| child.dep() == "conj" || is_list_item(*child))
            .collect();
        all.extend(
            conjuncts
                .into_iter()
                .filter(|child| is_nominal(*child) == is_nominal(token)),
        );
        at += 1;
    }
    all
}

/// "the US, Russia, and Switzerland": a name that the parser hung on as an apposition and that goes on with "and".
fn is_list_item(token: Token<'_>) -> bool {
    let first = token.head();
    token.dep() == "appos"
        && token.pos() == "PROPN"
        && first.pos() == "PROPN"
        && token.index() > first.index()
        && (first.index() + 1..token.left_edge())
            .all(|between| token.doc().token(between).text() == ",")
        && token
            .children()
            .any(|child| child.dep() == "cc" && child.lemma() == "and")
        && token
            .children()
            .any(|child| child.dep() == "conj" && child.pos() == "PROPN")
}

/// What a preposition governs, through chains such as "from near Basra" and conjoined prepositions.
pub(crate) fn governed(preposition: Token<'_>) -> Vec<(Token<'_>, Token<'_>)> {
    let mut pairs = Vec::new();
    for child in preposition.children() {
        match child.dep() {
            "pobj" | "pcomp" => pairs.extend(
                with_conjuncts(antecedent(whom_a_question_is_about(child)))
                    .into_iter()
                    .map(|object| (preposition, object)),
            ),
            "prep" => pairs.extend(
                governed(child)
                    .into_iter()
                    .map(|(_, object)| (preposition, object)),
            ),
            _ => {}
        }
    }
    pairs
}

/// "an inquiry into whether *the minister* lied": the subject of a clause behind a preposition stands for it.
fn whom_a_question_is_about(object: Token<'_>) -> Token<'_> {
    let asks = |child: Token<'_>| {
        matches!(child.dep(), "mark" | "advmod")
            && matches!(child.lemma(), "whether" | "how" | "why" | "if")
    };
    if !is_verb(object) || !object.children().any(asks) {
        return object;
    }
    let subject = object
        .children()
        .find(|child| matches!(child.dep(), "nsubj" | "nsubjpass"));
    subject.unwrap_or(object)
}

/// The lemma that the lexicon uses for a preposition: lower case, "toward" for "towards".
pub(crate) fn preposition_lemma(preposition: Token<'_>) -> String {
    let lower = preposition.text().to_lowercase();
    match lower.as_str() {
        "towards" => "toward".to_owned(),
        "upon" => "on".to_owned(),
        _ => lower,
    }
}

/// True for a verb in the passive, with or without its auxiliary ("the troops stationed there").
pub(crate) fn is_passive(verb: Token<'_>) -> bool {
    if verb
        .children()
        .any(|child| matches!(child.dep(), "nsubjpass" | "auxpass" | "agent"))
    {
        return true;
    }
    if verb.tag() != "VBN" {
        return false;
    }
    match verb.dep() {
        "acl" => true,
        "conj" => !has_perfect(verb) && is_verb(verb.head()) && is_passive(verb.head()),
        "advcl" => !has_perfect(verb),
        _ => false,
    }
}

fn has_perfect(verb: Token<'_>) -> bool {
    verb.children()
        .any(|child| child.dep() == "aux" && child.lemma() == "have")
}

/// True for a verb or an auxiliary that heads a clause.
pub(crate) fn is_verb(token: Token<'_>) -> bool {
    matches!(token.pos(), "VERB" | "AUX")
}

/// True for nouns, names, pronouns and numbers that stand for a noun.
pub(crate) fn is_nominal(token: Token<'_>) -> bool {
    matches!(token.pos(), "NOUN" | "PROPN" | "PRON" | "NUM") || token.tag() == "DT"
}

fn is_copula(verb: Token<'_>) -> bool {
    verb.lemma() == "be"
}

/// The noun that a relative pronoun stands for; any other token is itself.
pub(crate) fn antecedent(token: Token<'_>) -> Token<'_> {
    if !matches!(token.tag(), "WDT" | "WP") {
        return token;
    }
    let clause = token.ancestors().find(|above| above.dep() == "relcl");
    clause.map_or(token, Token::head)
}

/// The subject of a clause that has none of its own.
///
/// `depth` bounds the walk: a chain of more than eight clauses is a broken parse.
fn inherited_subjects(verb: Token<'_>, passive: bool, depth: usize) -> Vec<Token<'_>> {
    let head = verb.head();
    if depth > 8 || verb.is_root() {
        return Vec::new();
    }
    match verb.dep() {
        "conj" if is_verb(head) => match teller(verb, head) {
            Some(outer) => surface_subjects(outer, depth),
            None => surface_subjects(head, depth),
        },
        // "asked Pompeo to send": the object of the governing verb, else its subject.
        "xcomp" | "ccomp" if is_verb(head) => {
            let objects: Vec<_> = head
                .children()
                .filter(|child| matches!(child.dep(), "dobj" | "dative") && child.pos() != "ADP")
                .collect();
            if objects.is_empty() || is_subject_control(head) {
                surface_subjects(head, depth)
            } else {
                objects
            }
        }
        "xcomp" | "acomp" => surface_subjects(head, depth),
        "advcl" if is_verb(head) => surface_subjects(head, depth),
        // "passed a resolution asking": whoever passed it asks.
        "acl" if verb.tag() == "VBG" && DOCUMENTS.contains(&head.lemma()) => std::iter::once(head)
            .chain(owner_of_noun(head, depth))
            .collect(),
        "acl" if verb.tag() == "VBG" || passive => vec![head],
        "acl" => owner_of_noun(head, depth),
        "relcl" => identified(head, depth),
        "pcomp" => {
            let above = head.head();
            if is_verb(above) {
                surface_subjects(above, depth)
            } else {
                owner_of_noun(above, depth)
            }
        }
        _ => Vec::new(),
    }
}

/// "*Burundi* became the first state to leave": who a noun behind "be" or "become" is; any other noun is itself.
fn identified(noun: Token<'_>, depth: usize) -> Vec<Token<'_>> {
    let copula = noun.head();
    let is_predicate = noun.dep() == "attr" && matches!(copula.lemma(), "be" | "become");
    let whole = if is_predicate {
        surface_subjects(copula, depth)
    } else {
        Vec::new()
    };
    let is_named = |token: &Token<'_>| token.pos() == "PROPN";
    if whole.iter().any(is_named) {
        whole
    } else {
        vec![noun]
    }
}

/// "*The envoy* said inspectors had lied, and accused the agency": a verb of saying behind a comma that the parser joins to
/// the clause before it belongs to the verb above.
fn teller<'d>(verb: Token<'d>, first: Token<'d>) -> Option<Token<'d>> {
    let outer = first.head();
    let behind_comma = first
        .children()
        .find(|child| child.dep() == "cc" && child.index() < verb.index())
        .is_some_and(|and| and.index() > 0 && and.doc().token(and.index() - 1).text() == ",");
    let speaks = SAYING.contains(&verb.lemma()) && verb.tag() == outer.tag();
    let is_bare = !verb.children().any(|child| child.dep() == "aux");
    (first.dep() == "ccomp" && is_verb(outer) && behind_comma && speaks && is_bare).then_some(outer)
}

/// What speakers go on to do after "said that ...".
const SAYING: &[&str] = &[
    "accuse",
    "add",
    "appeal",
    "ask",
    "blame",
    "call",
    "condemn",
    "criticise",
    "criticize",
    "demand",
    "denounce",
    "deny",
    "dismiss",
    "pledge",
    "praise",
    "promise",
    "reject",
    "thank",
    "threaten",
    "urge",
    "vow",
    "warn",
];

/// Texts that speak for whoever issues them.
const DOCUMENTS: &[&str] = &[
    "bill",
    "communique",
    "declaration",
    "decree",
    "law",
    "letter",
    "message",
    "motion",
    "note",
    "order",
    "petition",
    "report",
    "resolution",
    "statement",
    "text",
];

/// Verbs whose open clause is about their subject although they have an object ("promised Kyiv to send").
fn is_subject_control(verb: Token<'_>) -> bool {
    matches!(
        verb.lemma(),
        "promise" | "threaten" | "vow" | "pledge" | "use" | "take" | "have"
    )
}

/// The subject that stands before a verb, whatever its voice.
fn surface_subjects(verb: Token<'_>, depth: usize) -> Vec<Token<'_>> {
    let own: Vec<_> = verb
        .children()
        .filter(|child| matches!(child.dep(), "nsubj" | "nsubjpass"))
        .map(antecedent)
        .flat_map(with_conjuncts)
        .collect();
    if own.is_empty() {
        inherited_subjects(verb, is_passive(verb), depth + 1)
    } else {
        own
    }
}

/// "the government's decision to withdraw": the possessor, else the subject of the verb that the noun belongs to.
fn owner_of_noun(noun: Token<'_>, depth: usize) -> Vec<Token<'_>> {
    let possessors: Vec<_> = noun
        .children()
        .filter(|child| child.dep() == "poss")
        .collect();
    if !possessors.is_empty() {
        return possessors;
    }
    let above = noun.head();
    if matches!(noun.dep(), "dobj" | "attr") && is_verb(above) {
        return surface_subjects(above, depth);
    }
    if noun.dep() == "pobj" && is_verb(above.head()) {
        return surface_subjects(above.head(), depth);
    }
    Vec::new()
}
