//! Third person: which party "he", "it" or "they" means.
//!
//! Every party near enough gets points: the last speakers and the subjects of main clauses most, what stands in quotation marks
//! or is spoken of least. Gender, number and kind decide who is asked at all.

use std::collections::BTreeMap;

use diurna_record::{EntityKind, Form};
use diurna_text::Token;

use super::words::is_body;
use super::{Resolver, agrees};
use crate::actor::{Identity, Pronoun, ends_body};

/// How many sentences a pronoun may look back for a mention, and how many mentions.
const REACH: usize = 6;
const MENTIONS_BACK: usize = 80;
/// How many speakers a pronoun may look back.
const SPEAKERS_BACK: usize = 8;
/// Statements to either side whose content may hold a mention.
const NEAR: usize = 3;

/// The best that speaks for each party.
#[derive(Default)]
struct Points(BTreeMap<usize, f32>);

impl Points {
    fn add(&mut self, entity: usize, points: f32) {
        let best = self.0.entry(entity).or_insert(f32::MIN);
        *best = best.max(points);
    }
}

impl<'d> Resolver<'_, 'd> {
    /// The party that a pronoun means.
    pub(super) fn pronoun(
        &self,
        number: usize,
        pronoun: Pronoun,
        token: Token<'d>,
    ) -> Option<usize> {
        let mut points = Points::default();
        self.speakers_before(number, token, &mut points);
        self.mentions_before(number, token, &mut points);
        let alone = self.alone_before(token, pronoun);
        let fitting = points.0.into_iter().filter_map(|(entity, points)| {
            let fit = self.fit(entity, pronoun)?;
            let alone = if alone == Some(entity) { 1.2 } else { 0.0 };
            Some((points + fit + alone, entity))
        });
        fitting
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            .map(|(_, entity)| entity)
    }

    /// "She once told a reporter …. Ana Ruiz, who …": where nobody has been named yet, the first person named in the next sentences.
    pub(super) fn named_later(
        &self,
        number: usize,
        pronoun: Pronoun,
        token: Token<'d>,
    ) -> Option<usize> {
        const LATER: usize = 2;
        let Pronoun::Person(_) = pronoun else {
            return None;
        };
        let sentence = token.sentence();
        let behind = self.mentions.range(token.index() + 1..).take(20);
        let mut near = behind.filter(|(at, _)| self.doc.sentence_of(**at) <= sentence + LATER);
        near.find_map(|(at, it)| {
            let entity = self.parties.entity(*it);
            let head = self.doc.token(*at);
            let acts = matches!(head.dep(), "nsubj" | "nsubjpass" | "attr") && !self.quoted[*at];
            let named = self.parties.identity(entity).has_name();
            let mut content = self.attributions[number].content.iter();
            let spoken_of = content.any(|piece| piece.contains(head.span()));
            let fits = || self.fit(entity, pronoun).is_some();
            (acts && named && !spoken_of && fits()).then_some(entity)
        })
    }

    /// Points for the last speakers, and for the speaker of the statement around.
    fn speakers_before(&self, number: usize, token: Token<'d>, points: &mut Points) {
        let own = self.paragraph_of(token);
        let before = self
            .spoken
            .iter()
            .rev()
            .filter(|(at, _)| *at < token.index());
        for (back, (at, entity)) in before.take(SPEAKERS_BACK).enumerate() {
            let paragraphs = own.abs_diff(self.paragraph_of(self.doc.token(*at)));
            points.add(*entity, 3.0 - 0.45 * back as f32 - 0.35 * paragraphs as f32);
        }
        let outer = self.attributions[number].within;
        if let Some(speaker) = outer.and_then(|outer| self.found[outer]) {
            // Inside a quotation its speaker says "I"; in reported speech "he said he knew" is one person.
            let quoted = self.quoted[token.index()];
            points.add(speaker.entity, if quoted { -2.0 } else { 4.0 });
        }
    }

    /// Points for the mentions of the sentences before. What the statement itself speaks of, and whom it is addressed to, does
    /// not say it.
    fn mentions_before(&self, number: usize, token: Token<'d>, points: &mut Points) {
        let attribution = &self.attributions[number];
        let sentence = token.sentence();
        for (at, mention) in self
            .mentions
            .range(..token.index())
            .rev()
            .take(MENTIONS_BACK)
        {
            let mention = self.parties.mention(*mention);
            let back = sentence - self.doc.sentence_of(*at);
            if back > REACH {
                break;
            }
            let spoken_of = attribution
                .content
                .iter()
                .any(|it| it.contains(mention.span));
            let addressed = attribution
                .addressee
                .is_some_and(|it| it.overlaps(mention.span));
            let unresolved = mention.form == Form::Pronoun && !self.spoken_at.contains(at);
            if unresolved || spoken_of || addressed {
                continue;
            }
            let head = self.doc.token(*at);
            let elsewhere = self.paragraph_of(head) != self.paragraph_of(token);
            let far = 0.5 * back as f32 + if elsewhere { 0.3 } else { 0.0 };
            points.add(mention.entity, self.rank(number, head, token) - far);
        }
    }

    /// How likely a mention is meant, its distance left aside.
    fn rank(&self, number: usize, head: Token<'d>, token: Token<'d>) -> f32 {
        if self.quoted[head.index()] && !self.quoted[token.index()] {
            return 0.5;
        }
        if is_interrupted(head, token) {
            return 0.3;
        }
        if self.is_reported(head.index(), number) {
            return 0.9;
        }
        let head = if head.dep() == "appos" {
            head.head()
        } else {
            head
        };
        match head.dep() {
            "nsubj" | "nsubjpass" if is_main(head) => 3.2,
            "dobj" | "attr" if is_inverted(head) => 3.2,
            "nsubj" | "nsubjpass" => 2.2,
            "appos" | "ROOT" | "poss" => 1.4,
            _ => 1.1,
        }
    }

    /// The only party of the previous sentence that fits a pronoun, outside quotation marks.
    fn alone_before(&self, token: Token<'d>, pronoun: Pronoun) -> Option<usize> {
        let own = &self.doc.sentences()[token.sentence()];
        let before = &self.doc.sentences()[token.sentence().checked_sub(1)?];
        if self.paragraph_of(self.doc.token(before.start)) != self.paragraph_of(token)
            || own.start == before.start
        {
            return None;
        }
        let mut here = self.mentions.range(own.start..token.index()).take(60);
        if here.any(|(at, it)| {
            !self.quoted[*at] && self.fit(self.parties.entity(*it), pronoun).is_some()
        }) {
            return None;
        }
        let mut found = None;
        for (at, mention) in self.mentions.range(before.start..before.end).take(60) {
            let entity = self.parties.entity(*mention);
            if self.quoted[*at] || self.fit(entity, pronoun).is_none() || found == Some(entity) {
                continue;
            }
            if found.is_some() {
                return None;
            }
            found = Some(entity);
        }
        found
    }

    /// True inside the reported content of another statement.
    fn is_reported(&self, token: usize, own: usize) -> bool {
        let span = self.doc.token(token).span();
        let from = self
            .attributions
            .partition_point(|it| it.cue.map_or(it.content[0].start, |cue| cue.start) < span.start);
        let near = self.attributions[from.saturating_sub(NEAR)..]
            .iter()
            .take(2 * NEAR)
            .enumerate();
        near.filter(|(at, _)| from.saturating_sub(NEAR) + at != own)
            .any(|(_, it)| {
                it.within.is_none() && it.content.iter().any(|piece| piece.contains(span))
            })
    }

    /// How well a party fits a pronoun; `None` if it does not.
    fn fit(&self, entity: usize, pronoun: Pronoun) -> Option<f32> {
        let identity = self.parties.identity(entity);
        let often = 0.1 * self.parties.mentions_of(entity).min(4) as f32;
        match pronoun {
            Pronoun::Person(gender) => {
                let human = identity.kind == EntityKind::Person && !identity.plural;
                let fits = (human || may_be_human(identity)) && agrees(identity.gender, gender);
                let sure = identity.gender.is_some() && gender.is_some();
                let known = if human { 0.0 } else { -1.0 };
                fits.then_some(often + known + if sure { 0.9 } else { 0.0 })
            }
            Pronoun::Thing => {
                let fits = !identity.plural
                    && !matches!(identity.kind, EntityKind::Person | EntityKind::Place);
                let acts = !matches!(identity.kind, EntityKind::Other | EntityKind::Document);
                fits.then_some(often + if acts { 0.5 } else { 0.0 })
            }
            Pronoun::Plural => {
                let body = matches!(
                    identity.kind,
                    EntityKind::Group | EntityKind::Organization | EntityKind::Government
                );
                (identity.plural || body).then_some(often + if identity.plural { 1.0 } else { 0.0 })
            }
        }
    }
}

/// Two or three words with capitals that the model took for a body's name, and that nothing else says are one.
fn may_be_human(identity: &Identity) -> bool {
    let words: Vec<&str> = identity.name.split(' ').collect();
    let name = |it: &&str| {
        let mut letters = it.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.clone().count() > 1
            && letters.all(|it| it.is_lowercase() || matches!(it, '-' | '\'' | '’'))
    };
    matches!(identity.kind, EntityKind::Organization | EntityKind::Other)
        && identity.has_name()
        && !identity.is_in_gazetteer()
        && !identity.plural
        && matches!(words.len(), 2 | 3)
        && words.iter().all(name)
        && words.last().is_some_and(|it| {
            let several = it.ends_with('s')
                && !["as", "is", "os", "ss", "us"]
                    .iter()
                    .any(|end| it.ends_with(end));
            !several && !ends_body(it) && !is_body(&it.to_lowercase())
        })
}

/// "Lin, he added, does not …": the subject of a clause that the cue interrupts is what is spoken of.
fn is_interrupted(subject: Token<'_>, pronoun: Token<'_>) -> bool {
    let is_subject = matches!(subject.dep(), "nsubj" | "nsubjpass");
    is_subject
        && subject.sentence() == pronoun.sentence()
        && subject.head().index() > pronoun.index()
}

/// "On a bench sits *Ana Ruiz*".
fn is_inverted(subject: Token<'_>) -> bool {
    const STANDING: &[&str] = &[
        "come", "hang", "lie", "live", "sit", "stand", "wait", "walk",
    ];
    let verb = subject.head();
    verb.is_root()
        && STANDING.contains(&verb.lemma())
        && subject.index() > verb.index()
        && verb.children().all(|it| it.dep() != "nsubj")
}

/// The subject of a sentence's main verb.
fn is_main(subject: Token<'_>) -> bool {
    let verb = subject.head();
    verb.is_root() || verb.dep() == "conj" && verb.head().is_root()
}
