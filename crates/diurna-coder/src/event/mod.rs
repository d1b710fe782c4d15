//! Who did what to whom: from a parsed sentence to candidate events.
//!
//! Each word with a lexicon entry becomes an act ([`act`]). An act whose entry takes an inner act (refuse, demand, agree to)
//! becomes an operator on it ([`operator`]); auxiliaries and negation are operators too. What is left on top is a
//! [`Candidate`]: a base act, its operators, and the words that fill its roles. Deciding which words are which party is the
//! business of [`crate::actor`].

mod act;
mod arguments;
mod operator;

use std::borrow::Cow;
use std::ops::Range;

use diurna_data::lexicon::{Lexicon, Operator};
use diurna_record::{EventType, Mode, Quad};
use diurna_text::{Doc, Token};

pub(crate) use act::{is_infinitive, noun_prepositions};
pub(crate) use arguments::{Arguments, governed, is_nominal, is_passive, is_verb, with_conjuncts};
pub(crate) use operator::{Applied, Coded, Reading};

use crate::actor::Parties;
use act::{Act, find_act};

/// An event as the sentence tells it, before its words are turned into parties.
#[derive(Debug)]
pub(crate) struct Candidate<'d, 'l> {
    pub(crate) reading: Reading,
    /// The outermost word.
    pub(crate) head: Token<'d>,
    /// All words that say it, outermost first.
    pub(crate) trigger: Vec<Token<'d>>,
    /// The head of the base act, where operators stand around it.
    pub(crate) inner: Option<Token<'d>>,
    pub(crate) actors: Vec<Token<'d>>,
    pub(crate) recipients: Vec<Token<'d>>,
    pub(crate) rule: String,
    pub(crate) cameo: Option<&'l str>,
}

/// Nouns and verbs through which an operator reaches the act behind them ("the decision to withdraw", "try to").
const SHELLS: &[&str] = &[
    "decision",
    "plan",
    "move",
    "effort",
    "attempt",
    "step",
    "bid",
    "idea",
    "possibility",
    "prospect",
    "start",
    "beginning",
    "preparation",
    "begin",
    "continue",
    "try",
    "seek",
    "attempt",
    "work",
    "start",
    "help",
    "proceed",
    "be",
    "have",
    "need",
    "role",
    "process",
    "mechanism",
    "arrangement",
    "issue",
    "question",
    "resumption",
    "series",
    "round",
    "campaign",
    "wave",
];

/// Verbs whose object hears what their clause says.
const ADDRESSES: &[&str] = &[
    "advise", "assure", "inform", "notify", "promise", "remind", "tell", "warn",
];

/// The candidate events of one sentence, in text order of their outermost words.
pub(crate) fn candidates<'d, 'l>(
    doc: &'d Doc,
    sentence: Range<usize>,
    lexicon: &'l Lexicon,
    parties: &Parties,
) -> Vec<Candidate<'d, 'l>> {
    let start = sentence.start;
    let acts: Vec<Option<Act<'d, 'l>>> = doc
        .range(sentence)
        .map(|token| find_act(token, lexicon, parties))
        .collect();
    let acts = Acts {
        start,
        acts,
        parties,
    };
    let mut inside = vec![false; acts.acts.len()];
    for act in acts.all() {
        for filler in &act.fillers {
            acts.mark(&mut inside, *filler);
        }
        if let Some(inner) = acts.inner(act) {
            acts.mark(&mut inside, inner.head);
        }
        acts.mark_unreal(&mut inside, act);
        acts.mark_subject(&mut inside, act);
    }
    let tops = acts.all().filter(|act| !inside[act.head.index() - start]);
    tops.filter_map(|act| acts.candidate(act)).collect()
}

struct Acts<'d, 'l, 'p> {
    start: usize,
    acts: Vec<Option<Act<'d, 'l>>>,
    parties: &'p Parties,
}

/// What an act comes to together with the acts inside it.
struct Resolved<'d, 'l, 'a> {
    operators: Vec<Applied>,
    base: &'a Act<'d, 'l>,
    event_type: EventType,
    modes: Vec<Mode>,
    actors: Vec<Token<'d>>,
    recipients: Vec<Token<'d>>,
    trigger: Vec<Token<'d>>,
}

impl<'d, 'l> Acts<'d, 'l, '_> {
    fn all(&self) -> impl Iterator<Item = &Act<'d, 'l>> {
        self.acts.iter().flatten()
    }

    fn at(&self, token: Token<'d>) -> Option<&Act<'d, 'l>> {
        self.acts
            .get(token.index().checked_sub(self.start)?)?
            .as_ref()
    }

    fn mark(&self, inside: &mut [bool], token: Token<'d>) {
        if let Some(place) = token
            .index()
            .checked_sub(self.start)
            .and_then(|at| inside.get_mut(at))
        {
            *place = true;
        }
    }

    /// What stands inside a demand, refusal, promise or threat is not told as done, but for relative clauses ("the base that
    /// rebels had shelled").
    fn mark_unreal(&self, inside: &mut [bool], act: &Act<'d, 'l>) {
        let operator = act.entry.outcome.operator;
        if operator.is_none_or(|operator| {
            matches!(
                operator,
                Operator::Report | Operator::Order | Operator::Resume | Operator::Praise
            )
        }) {
            return;
        }
        for token in &act.inner {
            for within in token.doc().range(token.left_edge()..token.right_edge() + 1) {
                let real = std::iter::once(within)
                    .chain(within.ancestors())
                    .take_while(|above| above != token)
                    .any(|above| above.dep() == "relcl");
                if !real && within != act.head && !act.head.ancestors().any(|above| above == within)
                {
                    self.mark(inside, within);
                }
            }
        }
    }

    /// "a drone strike killed ten": the noun that is the subject of an act of its own type says the same act.
    fn mark_subject(&self, inside: &mut [bool], act: &Act<'d, 'l>) {
        for subject in &act.subjects {
            let same = self
                .at(*subject)
                .is_some_and(|noun| noun.entry.outcome.event_type == act.entry.outcome.event_type);
            if same && act.entry.outcome.event_type.is_some() && *subject != act.head {
                self.mark(inside, *subject);
            }
        }
    }

    /// The act that an operator acts on.
    fn inner(&self, act: &Act<'d, 'l>) -> Option<&Act<'d, 'l>> {
        let operator = act.entry.outcome.operator?;
        if operator == Operator::Report {
            return None;
        }
        act.inner
            .iter()
            .find_map(|token| self.descend(*token, act.head, 0))
    }

    /// The act at a token, or behind a shell word at that token.
    fn descend(&self, token: Token<'d>, from: Token<'d>, depth: usize) -> Option<&Act<'d, 'l>> {
        if depth > 4 || token == from {
            return None;
        }
        if let Some(act) = self.at(token) {
            let speaks = act.entry.outcome.event_type.is_some()
                || act
                    .entry
                    .outcome
                    .operator
                    .is_some_and(|o| o != Operator::Report);
            if speaks {
                return Some(act);
            }
        }
        if !SHELLS.contains(&token.lemma()) {
            return None;
        }
        let behind = token.children().filter(|child| {
            matches!(
                child.dep(),
                "xcomp" | "acl" | "ccomp" | "dobj" | "attr" | "acomp"
            )
        });
        let governed = noun_prepositions(token)
            .into_iter()
            .filter(|(p, _)| matches!(p.lemma(), "of" | "to" | "for" | "in"))
            .map(|(_, o)| o);
        behind
            .chain(governed)
            .find_map(|next| self.descend(next, from, depth + 1))
    }

    fn candidate(&self, act: &Act<'d, 'l>) -> Option<Candidate<'d, 'l>> {
        let mut resolved = self.resolve(act, 0)?;
        if !resolved.operators.is_empty() {
            self.part_meeting(&mut resolved);
        }
        let obliged = obligation(act.head);
        if obliged {
            let speakers = self.speaker(act.head)?;
            resolved
                .operators
                .insert(0, Applied::Word(Operator::Demand));
            let own = self.known(&resolved.actors);
            resolved.recipients = if own.is_empty() {
                resolved.recipients
            } else {
                resolved.actors
            };
            resolved.actors = speakers;
        }
        if self.known(&resolved.actors).is_empty() {
            self.make_force_the_actor(&mut resolved);
        }
        if in_condition(act.head) || is_purpose(act.head) {
            resolved
                .operators
                .insert(0, Applied::Word(Operator::Hypothesis));
        }
        if !self.is_told_whom(&resolved.recipients) {
            resolved.recipients = self.whom(act, &resolved);
        }
        let has_operators = !resolved.operators.is_empty();
        Some(Candidate {
            head: act.head,
            inner: (resolved.base.head != act.head || has_operators).then_some(resolved.base.head),
            actors: resolved.actors,
            recipients: resolved.recipients,
            rule: act.entry.id.clone(),
            cameo: act.entry.cameo.as_deref(),
            trigger: resolved.trigger,
            reading: Reading {
                named: act
                    .entry
                    .outcome
                    .event_type
                    .map(|named| (named, act.entry.outcome.modes.clone())),
                cameo: resolved.base.entry.cameo.clone(),
                operators: resolved.operators,
                base: resolved.event_type,
                modes: resolved.modes,
            },
        })
    }

    /// "Chinese peacekeepers were deployed in Mali": a force that is moved by nobody in particular is the actor itself.
    fn make_force_the_actor(&self, resolved: &mut Resolved<'d, 'l, '_>) {
        let moves = matches!(
            resolved.event_type,
            EventType::Mobilize | EventType::Aid | EventType::Retreat
        );
        let slots = Arguments::of_verb(resolved.base.head);
        if !moves || !is_verb(resolved.base.head) || !slots.passive {
            return;
        }
        let is_force = |token: &Token<'d>| self.parties.is_kind(*token, "%force");
        resolved.actors = slots.objects.into_iter().filter(is_force).collect();
        let actors = &resolved.actors;
        resolved.recipients.retain(|token| !actors.contains(token));
    }

    fn resolve<'a>(&'a self, act: &'a Act<'d, 'l>, depth: usize) -> Option<Resolved<'d, 'l, 'a>> {
        let outcome = &act.entry.outcome;
        let inner = if depth < 6 { self.inner(act) } else { None };
        let inner = inner.and_then(|inner| self.resolve(inner, depth + 1));
        let mut own = vec![act.head];
        own.extend(&act.fillers);
        let resolved = match (outcome.operator, inner) {
            (Some(operator), Some(inner)) => self.apply(act, operator, inner, own)?,
            _ => Resolved {
                operators: auxiliaries(act.head),
                base: act,
                event_type: outcome.event_type?,
                modes: outcome.modes.clone(),
                actors: act.actors.clone(),
                recipients: act.recipients.clone(),
                trigger: own,
            },
        };
        Some(resolved)
    }

    fn apply<'a>(
        &self,
        act: &Act<'d, 'l>,
        operator: Operator,
        inner: Resolved<'d, 'l, 'a>,
        mut trigger: Vec<Token<'d>>,
    ) -> Option<Resolved<'d, 'l, 'a>> {
        let own_actors = self.known(&act.actors);
        let inner_actors = self.known(&inner.actors);
        // "warned that the rebels would attack": somebody else's attack is no threat of the speaker's.
        let of_another = !inner_actors.is_empty()
            && !own_actors.is_empty()
            && !self.share(&own_actors, &inner_actors);
        if operator == Operator::Threaten && of_another {
            return None;
        }
        let mut operators = auxiliaries(act.head);
        operators.push(Applied::Word(operator));
        operators.extend(inner.operators);
        trigger.extend(inner.trigger);
        let mut recipients = act.recipients.clone();
        if self.known(&recipients).is_empty() {
            // Who is to act is the one addressed; whose request is refused is the one refused.
            let by_other = if of_another {
                inner.actors.clone()
            } else {
                Vec::new()
            };
            recipients = if by_other.is_empty() {
                inner.recipients.clone()
            } else {
                by_other
            };
        }
        let actors = if own_actors.is_empty() && act.actors.is_empty() {
            inner.actors
        } else {
            act.actors.clone()
        };
        Some(Resolved {
            operators,
            base: inner.base,
            event_type: inner.event_type,
            modes: inner.modes,
            actors,
            recipients,
            trigger,
        })
    }

    /// Whether one of the words is a party, or a name that the gazetteer lacks.
    fn is_told_whom(&self, tokens: &[Token<'d>]) -> bool {
        tokens.iter().any(|token| self.parties.is_told(*token))
    }

    /// A meeting has all its parties for actors, and a visit its guest. Where it is only promised or refused, whoever does so is
    /// the actor, and whom they are to meet the recipient.
    fn part_meeting(&self, resolved: &mut Resolved<'d, 'l, '_>) {
        if resolved.event_type != EventType::Consult {
            return;
        }
        let subjects = &resolved.base.subjects;
        let is_subject = |token: &Token<'d>| subjects.contains(token);
        let is_host = !self.known(&resolved.recipients).is_empty()
            && resolved.recipients.iter().all(is_subject);
        if is_host {
            std::mem::swap(&mut resolved.actors, &mut resolved.recipients);
        } else if !self.is_told_whom(&resolved.recipients) {
            let (own, others) = resolved.actors.iter().copied().partition(is_subject);
            let (own, others): (Vec<_>, Vec<_>) = (own, others);
            if !self.known(&own).is_empty() && !self.known(&others).is_empty() {
                resolved.actors = own;
                resolved.recipients = others;
            }
        }
    }

    /// The recipient of an act whose entry names none: who is to act, who is told, whoever else is near.
    fn whom(&self, act: &Act<'d, 'l>, resolved: &Resolved<'d, 'l, '_>) -> Vec<Token<'d>> {
        let actors = &resolved.actors;
        let addressed = self.told_to_act(act, actors);
        if !addressed.is_empty() {
            return addressed;
        }
        let is_word = matches!(
            resolved.event_type.quad(),
            Quad::VerbalCooperation | Quad::VerbalConflict
        );
        if is_word || !resolved.operators.is_empty() {
            let listener = self.listener(act.head, actors);
            if !listener.is_empty() {
                return listener;
            }
        }
        self.nearby_party(resolved.base, actors)
    }

    /// "told *Madrid* that it reserved the right to act": the one addressed by the verb above.
    fn listener(&self, head: Token<'d>, actors: &[Token<'d>]) -> Vec<Token<'d>> {
        let above = head.head();
        if head.dep() != "ccomp" || !ADDRESSES.contains(&above.lemma()) {
            return Vec::new();
        }
        let told = Arguments::of_verb(above);
        let all = told.objects.into_iter().chain(told.datives);
        let other = |token: &Token<'d>| {
            !self.known(&[*token]).is_empty() && !self.share(std::slice::from_ref(token), actors)
        };
        all.filter(other).take(1).collect()
    }

    /// "demanded that *the government* resign": whoever is to act is the one addressed.
    fn told_to_act(&self, act: &Act<'d, 'l>, actors: &[Token<'d>]) -> Vec<Token<'d>> {
        if act.entry.outcome.event_type != Some(EventType::Request) {
            return Vec::new();
        }
        let clauses = act.head.children().filter(|child| {
            matches!(child.dep(), "ccomp" | "acl") && child.index() > act.head.index()
        });
        let subjects = clauses.flat_map(|clause| {
            clause
                .children()
                .filter(|child| matches!(child.dep(), "nsubj" | "nsubjpass"))
        });
        let other = |token: &Token<'d>| {
            self.parties.is_told(*token) && !self.share(std::slice::from_ref(token), actors)
        };
        subjects.filter(other).take(1).collect()
    }

    /// The first party among the complements of an act that its entry gives no role, not counting the actors.
    fn nearby_party(&self, act: &Act<'d, 'l>, actors: &[Token<'d>]) -> Vec<Token<'d>> {
        // "withdrew its troops from Basra": who is moved is not the one to whom it is done.
        let moves = matches!(
            act.entry.outcome.event_type,
            Some(EventType::Mobilize | EventType::Retreat | EventType::Aid | EventType::Sanction)
        );
        let is_moved = |token: &Token<'d>| {
            moves && act.fillers.contains(token) && self.parties.is_kind(*token, "%force")
        };
        let owned = act.fillers.iter().find(|filler| {
            !self.known(&[**filler]).is_empty()
                && !self.share(&[**filler], actors)
                && !is_moved(filler)
        });
        if let Some(filler) = owned {
            return vec![*filler];
        }
        let is_inside_actor = |token: &Token<'d>| {
            let within = |actor: &Token<'d>| {
                actor.left_edge() <= token.index() && token.index() <= actor.index()
            };
            actors.iter().any(within)
        };
        let head = act.head;
        let complement = |token: &Token<'d>| {
            matches!(
                token.dep(),
                "dobj"
                    | "pobj"
                    | "prep"
                    | "dative"
                    | "pcomp"
                    | "poss"
                    | "xcomp"
                    | "conj"
                    | "amod"
                    | "compound"
            )
        };
        let mut queue: Vec<Token<'d>> = head
            .children()
            .filter(complement)
            .filter(|child| child.dep() != "conj")
            .collect();
        let mut at = 0;
        while at < queue.len() && at < 24 {
            let token = queue[at];
            if self.parties.at(token).is_some()
                && !self.known(&[token]).is_empty()
                && !self.share(&[token], actors)
                && !is_moved(&token)
                && !is_inside_actor(&token)
            {
                return vec![token];
            }
            queue.extend(token.children().filter(complement));
            at += 1;
        }
        self.condition_setter(head, actors)
    }

    /// "would not leave until *Iraq* paid", "threatened to strike if *the ministry* ...": who has to act first is the one
    /// addressed.
    fn condition_setter(&self, head: Token<'d>, actors: &[Token<'d>]) -> Vec<Token<'d>> {
        let waits = |clause: &Token<'d>| {
            clause.dep() == "advcl"
                && clause.children().any(|mark| {
                    mark.dep() == "mark"
                        && matches!(mark.lemma(), "until" | "till" | "unless" | "if")
                })
        };
        let subjects = head.children().filter(waits).flat_map(|clause| {
            clause
                .children()
                .filter(|child| matches!(child.dep(), "nsubj" | "nsubjpass"))
        });
        let mut others = subjects.filter(|subject| {
            !self.known(&[*subject]).is_empty() && !self.share(&[*subject], actors)
        });
        others.next().into_iter().collect()
    }

    /// Those of the words that are, or belong to, a party.
    fn known(&self, tokens: &[Token<'d>]) -> Vec<Token<'d>> {
        tokens
            .iter()
            .copied()
            .filter(|token| !self.parties.of(*token).is_empty())
            .collect()
    }

    fn share(&self, some: &[Token<'d>], others: &[Token<'d>]) -> bool {
        let entities = |tokens: &[Token<'d>]| -> Vec<usize> {
            tokens
                .iter()
                .flat_map(|token| self.parties.of(*token))
                .map(|mention| self.parties.entity(mention))
                .collect()
        };
        let others = entities(others);
        entities(some).iter().any(|entity| others.contains(entity))
    }

    /// Who says a clause: the subject of the nearest verb of reporting above it.
    fn speaker(&self, token: Token<'d>) -> Option<Vec<Token<'d>>> {
        let reports = |above: &Token<'d>| {
            self.at(*above)
                .filter(|act| act.entry.outcome.operator == Some(Operator::Report))
        };
        let act = token.ancestors().find_map(|above| reports(&above))?;
        (!act.subjects.is_empty()).then(|| act.subjects.clone())
    }
}

/// A token's lemma in small letters; most are written so already and are only borrowed.
pub(crate) fn lemma<'d>(token: Token<'d>) -> Cow<'d, str> {
    let lemma = token.lemma();
    if lemma
        .bytes()
        .all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase())
    {
        Cow::Borrowed(lemma)
    } else {
        Cow::Owned(lemma.to_lowercase())
    }
}

/// The modal verbs and the negation of a predicate as operators, outermost first.
pub(crate) fn auxiliaries(head: Token<'_>) -> Vec<Applied> {
    let verb = if is_verb(head) { head } else { carrier(head) };
    let own: Vec<_> = verb
        .children()
        .filter(|child| matches!(child.dep(), "aux" | "neg" | "advmod"))
        .collect();
    let shared = shared_modals(verb, &own);
    let all = || own.iter().chain(&shared);
    let will = all().any(|token| {
        is_modal(
            *token,
            &["will", "would", "shall", "wo", "'ll", "’ll", "ll"],
        )
    });
    let open = all().any(|token| is_modal(*token, &["may", "might", "could", "can"]));
    let not = all().any(|token| token.dep() == "neg" || token.lemma() == "never")
        || denied_noun(head)
        || is_verb(head) && has_empty_argument(head);
    // "not willing to", "not ready to": more than a plain negation.
    if not && head.pos() == "ADJ" {
        return vec![Applied::Word(Operator::Refuse)];
    }
    match (will, not) {
        (true, true) => vec![Applied::Word(Operator::Refuse)],
        (true, false) => vec![Applied::Word(Operator::Will)],
        (false, true) => vec![Applied::Not],
        (false, false) if open => vec![Applied::Word(Operator::Hypothesis)],
        (false, false) => Vec::new(),
    }
}

/// The verb that carries an adjective's or noun's auxiliaries: "is not ready", "held no talks".
fn carrier(head: Token<'_>) -> Token<'_> {
    let above = head.head();
    if matches!(head.dep(), "acomp" | "attr" | "dobj" | "oprd") && is_verb(above) {
        above
    } else {
        head
    }
}

fn denied_noun(head: Token<'_>) -> bool {
    !is_verb(head)
        && head
            .children()
            .any(|child| child.dep() == "det" && child.lemma() == "no")
}

/// "sent no tents", "not one of the deputies left", "at no time did it": a negation that stands in an argument.
fn has_empty_argument(verb: Token<'_>) -> bool {
    let is_empty = |argument: Token<'_>| {
        matches!(
            &*lemma(argument),
            "nobody" | "nothing" | "none" | "neither" | "nowhere"
        ) || argument.children().any(|child| {
            child.index() < argument.index()
                && (child.dep() == "neg" || matches!(&*lemma(child), "no" | "neither"))
        })
    };
    verb.children().any(|child| match child.dep() {
        "nsubj" | "nsubjpass" | "dobj" | "attr" | "advmod" => is_empty(child),
        "prep" => {
            child.index() < verb.index()
                && child
                    .children()
                    .any(|object| object.dep() == "pobj" && is_empty(object))
        }
        _ => false,
    })
}

fn is_modal(token: Token<'_>, words: &[&str]) -> bool {
    token.dep() == "aux"
        && words
            .iter()
            .any(|word| token.text().eq_ignore_ascii_case(word))
}

/// "will send and train": a conjoined base form shares the modals of the first verb.
fn shared_modals<'d>(verb: Token<'d>, own: &[Token<'d>]) -> Vec<Token<'d>> {
    let shares =
        verb.dep() == "conj" && verb.tag() == "VB" && !own.iter().any(|token| token.dep() == "aux");
    if !shares {
        return Vec::new();
    }
    let first = verb.head();
    first
        .children()
        .filter(|child| matches!(child.dep(), "aux" | "neg"))
        .collect()
}

/// "must", "should", "has to": what somebody says another ought to do.
fn obligation(head: Token<'_>) -> bool {
    let verb = if is_verb(head) { head } else { carrier(head) };
    verb.children()
        .any(|child| is_modal(child, &["must", "should", "ought"]))
}

/// "sent a delegation to discuss": what an act is for is not told as done.
fn is_purpose(head: Token<'_>) -> bool {
    matches!(head.dep(), "advcl" | "acl") && is_infinitive(head)
}

/// True inside an "if" or "unless" clause.
fn in_condition(head: Token<'_>) -> bool {
    let conditional = |token: Token<'_>| {
        token.dep() == "advcl"
            && token
                .children()
                .any(|child| child.dep() == "mark" && matches!(child.lemma(), "if" | "unless"))
    };
    conditional(head) || head.ancestors().any(conditional)
}
