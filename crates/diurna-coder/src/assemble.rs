//! From candidates and attributions to the record: parties get their ids, events their date, place and evidence.

use std::collections::{BTreeMap, HashSet};

use diurna_data::contexts::Desk;
use diurna_data::lexicon::{Lexicon, WordClass};
use diurna_data::wording::WordingLexicon;
use diurna_record::{
    About, Article, Entity, Event, EventType, Evidence, Form, MadeBy, Mode, Party, Record, SCHEMA,
    SaidBy, Sector, Sentence, Span, Statement, Time, Where,
};
use diurna_text::{Doc, Token};

use crate::actor::{Identity, Parties};
use crate::classify::{By, Fit, PairView, RuleReading, Verdict, Weights, calibrated};
use crate::dating::Dates;
use crate::event::{Candidate, Coded};
use crate::place::Places;
use crate::quote::speaker::Speaker;
use crate::quote::{Attribution, chain};
use crate::{context, count, wording};

/// What the stages found in one article.
pub(crate) struct Findings<'d, 'l> {
    pub(crate) lexicon: &'l Lexicon,
    pub(crate) weights: &'l Weights,
    pub(crate) by: By,
    pub(crate) candidates: Vec<Candidate<'d, 'l>>,
    pub(crate) attributions: Vec<Attribution>,
    /// Who says each of them.
    pub(crate) speakers: Vec<Option<Speaker>>,
    pub(crate) times: Vec<Time>,
    pub(crate) parties: Parties,
    pub(crate) places: Places,
    /// What each paragraph is about.
    pub(crate) topics: Vec<context::About>,
    pub(crate) wording: &'l WordingLexicon,
}

/// What an act, or the classifier alone, comes to.
pub(crate) struct Decision {
    pub(crate) coded: Coded,
    /// The lexicon entry, the classifier, or both.
    pub(crate) rule: String,
    actors: Vec<Party>,
    recipients: Vec<Party>,
    pub(crate) verdict: Verdict,
}

impl<'d, 'l> Findings<'d, 'l> {
    /// The parties of some words, each once. Their entities still have the numbers of [`Parties`].
    fn parties_of(&self, doc: &Doc, tokens: &[Token<'d>]) -> Vec<Party> {
        let mentions = tokens.iter().flat_map(|token| self.parties.of(*token));
        self.parties_at(doc, mentions)
    }

    /// Those to whom an act is done. Towns and strangers count where the act needs no second party to be one: what is
    /// bombed or closed need not be known.
    fn recipients_of(&self, doc: &Doc, tokens: &[Token<'d>], event_type: EventType) -> Vec<Party> {
        let parties = &self.parties;
        let mentions = tokens.iter().flat_map(|token| {
            if event_type == EventType::Consult {
                parties.of(*token)
            } else {
                parties.named_or_of(*token)
            }
        });
        self.parties_at(doc, mentions)
    }

    fn parties_at(&self, doc: &Doc, mentions: impl Iterator<Item = usize>) -> Vec<Party> {
        let parties = &self.parties;
        let mut found: Vec<Party> = Vec::new();
        for mention in mentions {
            let entity = entity_key(parties.entity(mention));
            if found.iter().all(|party| party.entity != entity) {
                found.push(Party {
                    entity,
                    at: Evidence::at(doc.text(), self.named(doc, mention)),
                });
            }
        }
        found
    }

    /// Where a mention's party is named: the mention itself, or of a pronoun the nearest name or description before it in
    /// its sentence ("*Turkey* said it had ...").
    fn named(&self, doc: &Doc, mention: usize) -> Span {
        let parties = &self.parties;
        let at = parties.mention(mention);
        if at.form != Form::Pronoun {
            return at.span;
        }
        let sentence = &doc.sentences()[doc.sentence_of(at.head)];
        let mut before = doc.range(sentence.start..at.head).rev();
        let name = before.find_map(|token| {
            let other = parties.mention(parties.at(token)?);
            (other.entity == at.entity && other.form != Form::Pronoun).then_some(other.span)
        });
        name.unwrap_or(at.span)
    }

    /// What becomes of an act: its parties, and the type that rules and classifier settle on. `None` if it is no event: a
    /// party is missing, or the classifier is sure that nothing links them.
    pub(crate) fn decide(&self, doc: &Doc, candidate: &Candidate<'d, 'l>) -> Option<Decision> {
        let coded = candidate.reading.plover()?;
        let actors = self.parties_of(doc, &candidate.actors);
        let mut recipients = self.recipients_of(doc, &candidate.recipients, coded.event_type);
        recipients.retain(|recipient| actors.iter().all(|actor| actor.entity != recipient.entity));
        if is_mutual(coded.event_type) && actors.len() > 1 {
            recipients.clear();
        }
        if actors.is_empty()
            || (recipients.is_empty() && needs_recipient(coded.event_type) && actors.len() < 2)
        {
            return None;
        }
        let sentence = candidate.head.sentence();
        let verdict = self.verdict(doc, sentence, Some(candidate), &actors, &recipients)?;
        let (coded, rule) = verdict.choose(coded, &candidate.rule, self.by)?;
        Some(Decision {
            coded,
            rule,
            actors,
            recipients,
            verdict,
        })
    }

    /// What soldiers, police, courts, parliaments and armed groups do is political on any page, and so is what one state does
    /// to another in news of weather and science. Elsewhere "Brazil" may be a team.
    fn is_political_all_the_same(
        &self,
        desk: Desk,
        actors: &[Party],
        recipients: &[Party],
    ) -> bool {
        let is_power = |identity: &&Identity| {
            identity.sectors.iter().any(|sector| {
                matches!(
                    sector,
                    Sector::Mil
                        | Sector::Cop
                        | Sector::Jud
                        | Sector::Leg
                        | Sector::Spy
                        | Sector::Reb
                        | Sector::Uaf
                )
            })
        };
        let identities = |side: &[Party]| -> Vec<&Identity> {
            side.iter()
                .filter_map(|party| self.party_identity(party))
                .collect()
        };
        let (actors, recipients) = (identities(actors), identities(recipients));
        let countries = |side: &[&Identity]| -> Vec<_> {
            side.iter()
                .filter_map(|identity| identity.country)
                .collect()
        };
        let (from, to) = (countries(&actors), countries(&recipients));
        let between_states = !from.is_empty() && to.iter().any(|country| !from.contains(country));
        actors.iter().chain(&recipients).any(is_power)
            || between_states && matches!(desk, Desk::Weather | Desk::Science)
    }

    fn party_identity(&self, party: &Party) -> Option<&Identity> {
        let number = party.entity.trim_start_matches('#').parse().ok()?;
        Some(self.parties.identity(number))
    }

    /// An event between two mentions that no rule links, if the classifier is sure of one.
    fn propose(
        &self,
        doc: &Doc,
        source: usize,
        target: usize,
        verb: Token<'d>,
    ) -> Option<Decision> {
        let party = |mention: usize| Party {
            entity: entity_key(self.parties.entity(mention)),
            at: Evidence::at(doc.text(), self.named(doc, mention)),
        };
        let (actors, recipients) = (vec![party(source)], vec![party(target)]);
        let verdict = self.verdict(doc, verb.sentence(), None, &actors, &recipients)?;
        Some(Decision {
            coded: verdict.propose()?,
            rule: "model".to_owned(),
            actors,
            recipients,
            verdict,
        })
    }

    /// What the classifier makes of two parties, once it knows the rules' readings of the sentence.
    fn verdict(
        &self,
        doc: &Doc,
        sentence: usize,
        candidate: Option<&Candidate<'d, 'l>>,
        actors: &[Party],
        recipients: &[Party],
    ) -> Option<Verdict> {
        // The candidates stand in the order of their sentences.
        let first = self
            .candidates
            .partition_point(|other| other.head.sentence() < sentence);
        let here = self.candidates[first..]
            .iter()
            .take_while(|other| other.head.sentence() == sentence);
        let others = here.filter(|other| candidate.is_none_or(|own| other.head != own.head));
        let readings = candidate
            .into_iter()
            .map(|own| (own, Fit::BothRoles))
            .chain(others.map(|other| (other, Fit::Near)))
            .filter_map(|(candidate, fit)| RuleReading::of(candidate, fit));
        let spans = |parties: &[Party]| -> Vec<Span> {
            parties.iter().map(|party| party.at.span).collect()
        };
        let identity = |side: &[Party]| self.party_identity(side.first()?);
        let (source, target) = (spans(actors), spans(recipients));
        let view = PairView {
            doc,
            source: &source,
            target: &target,
            source_identity: identity(actors)?,
            target_identity: identity(recipients),
        };
        let readings: Vec<RuleReading> = readings.collect();
        let features = view.features(self.lexicon, &readings);
        let features = match self.by {
            By::Model => features.without_rules(),
            By::Rules | By::Both => features,
        };
        Some(Verdict::of(self.weights, &features))
    }
}

/// Puts a record together.
pub(crate) fn record(
    article: Article,
    doc: &Doc,
    mut findings: Findings<'_, '_>,
    made_by: MadeBy,
) -> Record {
    let sentences = sentences(&article, doc);
    let origin = chain::origin(&article, doc, &findings.parties);
    let statements = chain::statements(
        doc,
        &findings.attributions,
        &findings.speakers,
        &mut findings.parties,
        origin,
    );
    let assembler = Assembler {
        article: &article,
        doc,
        sentences: &sentences,
        statements: &statements,
        origin,
        findings: &findings,
        dates: Dates::new(&article, doc, &findings.times),
    };
    let mut events = assembler.events();
    let mut statements = statements.clone();
    chain::link(doc, &mut events, &mut statements);
    let mut record = Record {
        schema: SCHEMA.to_owned(),
        sentences,
        entities: Vec::new(),
        events,
        statements,
        times: findings.times,
        places: findings.places.found,
        wording: Vec::new(),
        made_by,
        article,
    };
    number_entities(&mut record, &findings.parties);
    record.wording = wording::mark(
        &record,
        doc,
        findings.wording,
        &findings.parties,
        &findings.attributions,
        &findings.topics,
    );
    record
}

/// The sentences of the record: those of the parse, without white space; the title is one sentence.
fn sentences(article: &Article, doc: &Doc) -> Vec<Sentence> {
    let title = article.title_span();
    let mut sentences: Vec<Sentence> = Vec::new();
    for range in doc.sentences() {
        let mut words = doc.range(range.clone()).filter(|token| !token.is_space());
        let Some(first) = words.next() else { continue };
        let last = words.next_back().unwrap_or(first);
        let span = first.span().cover(last.span());
        let paragraph = article
            .paragraphs
            .partition_point(|paragraph| paragraph.end <= span.start);
        match sentences.first_mut() {
            Some(head) if title.is_some_and(|title| title.contains(span)) => {
                head.span = head.span.cover(span)
            }
            _ => sentences.push(Sentence { span, paragraph }),
        }
    }
    sentences
}

/// While a record is put together a party is known by its number; [`number_entities`] gives the final id.
pub(crate) fn entity_key(entity: usize) -> String {
    format!("#{entity}")
}

/// A subject is tried with so many of the parties below its verb.
const MOST_TARGETS: usize = 12;

struct Assembler<'a, 'd, 'l> {
    article: &'a Article,
    doc: &'d Doc,
    sentences: &'a [Sentence],
    statements: &'a [Statement],
    /// The agency that the page credits.
    origin: Option<usize>,
    findings: &'a Findings<'d, 'l>,
    dates: Dates<'a, 'd>,
}

impl<'d, 'l> Assembler<'_, 'd, 'l> {
    fn events(&self) -> Vec<Event> {
        let candidates = self.findings.candidates.iter();
        let mut told: Vec<Event> = candidates
            .filter_map(|candidate| self.event(candidate))
            .collect();
        if self.findings.by != By::Rules {
            let proposed = self.proposed(&told);
            told.extend(proposed);
        }
        told.sort_by_key(|event| event.trigger.first().copied());
        let mut events: Vec<Event> = Vec::new();
        for event in told {
            let known = events
                .iter_mut()
                .find(|known| self.is_same_act(known, &event));
            match known {
                Some(known) if known.sentence == event.sentence => {}
                Some(known) => tell_again(known, event),
                None => events.push(event),
            }
        }
        for (number, event) in events.iter_mut().enumerate() {
            event.id = format!("e{}", number + 1);
        }
        events
    }

    /// One telling of an act repeats another: same type, status, parties and words. A headline tells the act of the text in
    /// fewer words and with broader names ("Moscow" for its envoy), so there a common country will do for a common party.
    fn is_same_act(&self, known: &Event, event: &Event) -> bool {
        let is_same_kind = known.event_type == event.event_type
            && known.status == event.status
            && self.stem(known.trigger[0]) == self.stem(event.trigger[0]);
        let ids = |parties: &[Party]| -> Vec<String> {
            parties.iter().map(|party| party.entity.clone()).collect()
        };
        let inner = |event: &Event| Some(self.stem(event.about.as_ref()?.span));
        let is_same = ids(&known.actors) == ids(&event.actors)
            && ids(&known.recipients) == ids(&event.recipients)
            && inner(known) == inner(event);
        let is_in_title = known.sentence == 0 && event.sentence > 0 && self.article.title.is_some();
        is_same_kind
            && (is_same
                || is_in_title
                    && known.when.value == event.when.value
                    && self.is_same_side(&known.actors, &event.actors)
                    && (known.recipients.is_empty()
                        || event.recipients.is_empty()
                        || self.is_same_side(&known.recipients, &event.recipients)))
    }

    /// The first letters of a word.
    fn stem(&self, word: Span) -> String {
        let word = word.slice(&self.article.text).to_lowercase();
        word.chars().take(4).collect()
    }

    /// Two sides have a party or a country in common.
    fn is_same_side(&self, some: &[Party], others: &[Party]) -> bool {
        let country = |party: &Party| self.findings.party_identity(party)?.country;
        some.iter().any(|one| {
            others.iter().any(|other| {
                one.entity == other.entity
                    || country(one).is_some() && country(one) == country(other)
            })
        })
    }

    fn event(&self, candidate: &Candidate<'d, 'l>) -> Option<Event> {
        let decision = self.findings.decide(self.doc, candidate)?;
        let coded = decision.coded.clone();
        let modes = with_weapons(coded.event_type, coded.modes.clone(), candidate);
        let event = self.told(decision, candidate.head, trigger(candidate))?;
        Some(Event {
            score: coded.event_type.score(&modes),
            cameo: candidate.cameo.map(str::to_owned),
            status: self.dates.status(coded.status, &event.when),
            about: about(&coded, candidate),
            numbers: count::numbers(
                candidate.inner.unwrap_or(candidate.head),
                coded.event_type,
                &modes,
                &candidate.actors,
                &candidate.recipients,
            ),
            modes,
            ..event
        })
    }

    /// An event as far as it follows from type, parties and place in the text; `None` where the paragraph is not political.
    fn told(&self, decision: Decision, head: Token<'d>, trigger: Vec<Span>) -> Option<Event> {
        let Decision {
            coded,
            rule,
            actors,
            recipients,
            verdict,
        } = decision;
        let sentence = self.sentence_at(head.span())?;
        let about = self.about(sentence)?;
        if let Some(desk) = &about.desk
            && !self
                .findings
                .is_political_all_the_same(desk.topic, &actors, &recipients)
        {
            return None;
        }
        let event_type = coded.event_type;
        Some(Event {
            id: String::new(),
            event_type,
            contexts: about.contexts.iter().map(|reason| reason.topic).collect(),
            quad: event_type.quad(),
            score: event_type.score(&[]),
            modes: Vec::new(),
            cameo: None,
            status: coded.status,
            about: None,
            actors,
            recipients,
            sentence,
            also_in: Vec::new(),
            when: self.dates.of(head, coded.status),
            place: self.place(head, sentence),
            numbers: Vec::new(),
            said_by: chain::said_by(self.statements, *trigger.first()?, self.origin),
            statement: None,
            trigger,
            confidence: calibrated(verdict.of_type(event_type)),
            rule,
        })
    }

    /// Events between a subject and another party below its verb that no rule links, where the classifier is sure of one: this
    /// is how words that the lexicon lacks are coded. At most one for each subject.
    fn proposed(&self, events: &[Event]) -> Vec<Event> {
        let parties = &self.findings.parties;
        let mut of_sentence: BTreeMap<usize, Vec<&Event>> = BTreeMap::new();
        for event in events {
            of_sentence.entry(event.sentence).or_default().push(event);
        }
        let is_political =
            |number: &usize| parties.identity(parties.entity(*number)).is_political();
        let mut mentions: Vec<usize> = (0..parties.mentions().len()).filter(is_political).collect();
        mentions.sort_by_key(|number| parties.mention(*number).head);
        let mut found: Vec<Event> = Vec::new();
        for source in &mentions {
            let head = self.doc.token(parties.mention(*source).head);
            let Some(verb) = verb_of_subject(head) else {
                continue;
            };
            let lexicon = self.findings.lexicon;
            if lexicon.tells_nothing(&verb.lemma().to_lowercase(), WordClass::Verb) {
                continue;
            }
            let Some(sentence) = self.sentence_at(head.span()) else {
                continue;
            };
            let others = of_sentence.get(&sentence).into_iter().flatten().copied();
            let own = found
                .iter()
                .rev()
                .take_while(|event| event.sentence == sentence);
            let near: Vec<&Event> = others.chain(own).collect();
            let told = |target: Option<usize>| {
                near.iter().any(|event| {
                    holds(event, parties.entity(*source))
                        && match target {
                            Some(target) => holds(event, parties.entity(target)),
                            None => event.trigger.iter().any(|span| span.overlaps(verb.span())),
                        }
                })
            };
            if told(None) {
                continue;
            }
            let below = verb.left_edge()..verb.right_edge() + 1;
            let first =
                mentions.partition_point(|number| parties.mention(*number).head < below.start);
            let targets = mentions[first..]
                .iter()
                .take_while(|number| below.contains(&parties.mention(**number).head))
                .filter(|target| parties.entity(**target) != parties.entity(*source))
                .take(MOST_TARGETS)
                .filter(|target| !told(Some(**target)));
            let proposal = targets
                .filter_map(|target| self.findings.propose(self.doc, *source, *target, verb))
                .find_map(|decision| self.told(decision, verb, vec![verb.span()]));
            found.extend(proposal);
        }
        found
    }

    /// What the sentence's paragraph is about.
    fn about(&self, sentence: usize) -> Option<&context::About> {
        let paragraph = self.sentences[sentence].paragraph;
        self.findings.topics.get(paragraph)
    }

    fn sentence_at(&self, span: Span) -> Option<usize> {
        let at = self
            .sentences
            .partition_point(|sentence| sentence.span.end <= span.start);
        (self.sentences.get(at)?.span.contains(span)).then_some(at)
    }

    fn place(&self, head: Token<'d>, sentence: usize) -> Option<Where> {
        let paragraph = self.sentences[sentence].paragraph;
        let paragraph = self.article.paragraphs.get(paragraph).copied();
        self.findings.places.of_event(self.doc, head, paragraph)
    }
}

/// The verb that a word is the subject of, or the agent.
fn verb_of_subject(head: Token<'_>) -> Option<Token<'_>> {
    match head.dep() {
        "nsubj" => Some(head.head()),
        "pobj" if head.head().dep() == "agent" => Some(head.head().head()),
        _ => None,
    }
}

/// Whether a party is in the event, on either side.
fn holds(event: &Event, entity: usize) -> bool {
    let key = entity_key(entity);
    let mut sides = event.actors.iter().chain(&event.recipients);
    sides.any(|party| party.entity == key)
}

/// Types whose parties are all actors (codebook, reciprocal events).
fn is_mutual(event_type: EventType) -> bool {
    matches!(event_type, EventType::Consult | EventType::Cooperate)
}

/// Types that the codebook does not code without a recipient, and meetings, which take two.
fn needs_recipient(event_type: EventType) -> bool {
    matches!(
        event_type,
        EventType::Cooperate | EventType::Aid | EventType::Sanction | EventType::Consult
    )
}

/// Adds what another sentence says of an act to what is known of it.
fn tell_again(known: &mut Event, event: Event) {
    known.also_in.push(event.sentence);
    if known.recipients.is_empty() {
        known.recipients = event.recipients;
    }
    if known.numbers.is_empty() {
        known.numbers = event.numbers;
    }
    for mode in event.modes {
        if !known.modes.contains(&mode) {
            known.modes.push(mode);
        }
    }
    known.score = known.event_type.score(&known.modes);
}

fn trigger(candidate: &Candidate<'_, '_>) -> Vec<Span> {
    let mut spans: Vec<Span> = candidate.trigger.iter().map(|token| token.span()).collect();
    spans.sort();
    spans.dedup();
    spans
}

fn about(coded: &Coded, candidate: &Candidate<'_, '_>) -> Option<About> {
    let (event_type, modes) = coded.about.clone()?;
    Some(About {
        event_type,
        modes,
        span: candidate.inner.unwrap_or(candidate.head).span(),
        when: None,
    })
}

/// Words that show with what an assault was made (codebook, modes of ASSAULT).
const WEAPONS: &[(&str, Mode)] = &[
    ("drone", Mode::Drone),
    ("airstrike", Mode::Aerial),
    ("air", Mode::Aerial),
    ("aircraft", Mode::Aerial),
    ("warplane", Mode::Aerial),
    ("jet", Mode::Aerial),
    ("missile", Mode::HeavyWeapons),
    ("rocket", Mode::HeavyWeapons),
    ("artillery", Mode::HeavyWeapons),
    ("mortar", Mode::HeavyWeapons),
    ("tank", Mode::HeavyWeapons),
    ("car", Mode::Explosives),
    ("bomb", Mode::Explosives),
    ("suicide", Mode::SuicideAttack),
    ("gun", Mode::Firearms),
    ("gunfire", Mode::Firearms),
    ("knife", Mode::Primitive),
];

fn with_weapons(
    event_type: EventType,
    mut modes: Vec<Mode>,
    candidate: &Candidate<'_, '_>,
) -> Vec<Mode> {
    if event_type != EventType::Assault {
        return modes;
    }
    let beside = candidate
        .trigger
        .iter()
        .chain(&candidate.actors)
        .flat_map(|token| {
            token
                .children()
                .filter(|child| matches!(child.dep(), "compound" | "amod" | "nmod"))
                .chain([*token])
        });
    for token in beside {
        let lemma = token.lemma().to_lowercase();
        for (_, mode) in WEAPONS.iter().filter(|(word, _)| *word == lemma) {
            if !modes.contains(mode) {
                modes.push(*mode);
            }
        }
    }
    modes
}

/// Gives the parties of the record their ids, by first mention, and leaves out those nobody needs.
fn number_entities(record: &mut Record, parties: &Parties) {
    let text = record.article.text.clone();
    let mut used: BTreeMap<usize, String> = BTreeMap::new();
    let mut order: Vec<(Span, usize)> = Vec::new();
    let in_events = record.events.iter().flat_map(|event| {
        let parties = event.actors.iter().chain(&event.recipients);
        let links = chain::entities_in(&event.said_by);
        parties.map(|party| &party.entity).chain(links)
    });
    let in_statements = record.statements.iter().flat_map(chain::entities_of);
    let needed: HashSet<String> = in_events.chain(in_statements).cloned().collect();
    let mut firsts: Vec<Option<Span>> = vec![None; parties.len()];
    for mention in parties.mentions() {
        let first = firsts[mention.entity].get_or_insert(mention.span);
        *first = mention.span.min(*first);
    }
    for (entity, first) in firsts.into_iter().enumerate() {
        let identity = parties.identity(entity);
        let Some(first) = first else { continue };
        if identity.is_political() || needed.contains(&entity_key(entity)) {
            order.push((first, entity));
        }
    }
    order.sort();
    for (number, (_, entity)) in order.iter().enumerate() {
        let identity = parties.identity(*entity);
        let id = format!("E{}", number + 1);
        used.insert(*entity, id.clone());
        record.entities.push(Entity {
            id,
            name: identity.name.clone(),
            kind: identity.kind,
            country: identity.country,
            sectors: identity.sectors.clone(),
            roles: identity.role.iter().cloned().collect(),
            aliases: identity.aliases.clone(),
            knowledge_id: identity.knowledge_id.clone(),
            mentions: parties.record_mentions(*entity, &text),
            basis: identity.basis,
        });
    }
    let rename_id = |entity: &mut String| {
        let number = entity.trim_start_matches('#').parse::<usize>().ok();
        if let Some(id) = number.and_then(|number| used.get(&number)) {
            entity.clone_from(id);
        }
    };
    let rename = |party: &mut Party| rename_id(&mut party.entity);
    let rename_link = |link: &mut SaidBy| {
        if let SaidBy::Entity(entity) = link {
            rename_id(entity);
        }
    };
    for event in &mut record.events {
        event
            .actors
            .iter_mut()
            .chain(&mut event.recipients)
            .for_each(rename);
        event.said_by.iter_mut().for_each(rename_link);
    }
    for statement in &mut record.statements {
        statement
            .speaker
            .iter_mut()
            .chain(&mut statement.addressee)
            .for_each(rename);
        statement.reported_by.iter_mut().for_each(rename_link);
    }
}
