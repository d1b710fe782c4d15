//! From candidates and attributions to the record: parties get their ids, events their date, place and evidence.

use std::collections::BTreeMap;

use diurna_data::lexicon::Lexicon;
use diurna_record::{
    About, Article, Context, Cue, DateValue, Entity, EntityKind, Event, EventType, Evidence,
    Feature, Form, MadeBy, Mode, Party, Place, Record, SCHEMA, SaidBy, Sentence, Span, Statement,
    Status, Time, TimeType, When, WhenBasis, Where, WhereBasis,
};
use diurna_text::{Doc, Token};

use crate::actor::{Identity, Parties};
use crate::classify::{PairView, RuleReading, Verdict, Weights, calibrated};
use crate::event::{Candidate, Coded, is_verb};
use crate::quote::Attribution;
use crate::relate::{BOTH_ROLES, By, NEAR, rule_reading};
use crate::{context, count};

/// What the stages found in one article.
pub(crate) struct Findings<'d, 'l> {
    pub(crate) lexicon: &'l Lexicon,
    pub(crate) weights: &'l Weights,
    pub(crate) by: By,
    pub(crate) candidates: Vec<Candidate<'d, 'l>>,
    pub(crate) attributions: Vec<Attribution>,
    pub(crate) times: Vec<Time>,
    pub(crate) parties: Parties,
    /// What each paragraph is about.
    pub(crate) topics: Vec<context::About>,
}

impl<'d, 'l> Findings<'d, 'l> {
    /// The parties of some words, each once. Their entities still have the numbers of [`Parties`].
    pub(crate) fn parties_of(&self, doc: &Doc, tokens: &[Token<'d>]) -> Vec<Party> {
        let parties = &self.parties;
        let mut found: Vec<Party> = Vec::new();
        for mention in tokens.iter().flat_map(|token| parties.of(*token)) {
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
        let sentence = doc.sentence_of(at.head);
        let before = parties.mentions().iter().filter(|other| {
            other.entity == at.entity
                && other.form != Form::Pronoun
                && other.span < at.span
                && doc.sentence_of(other.head) == sentence
        });
        before.map(|other| other.span).max().unwrap_or(at.span)
    }

    /// What the classifier makes of an event's parties, once it knows the rules' readings of the sentence.
    pub(crate) fn verdict(
        &self,
        doc: &Doc,
        sentence: usize,
        candidate: Option<&Candidate<'d, 'l>>,
        actors: &[Party],
        recipients: &[Party],
    ) -> Verdict {
        let others = self.candidates.iter().filter(|other| {
            other.head.sentence() == sentence
                && candidate.is_none_or(|candidate| other.head != candidate.head)
        });
        let own = candidate
            .into_iter()
            .map(|candidate| (candidate, BOTH_ROLES));
        let readings = own
            .chain(others.map(|other| (other, NEAR)))
            .filter_map(|(candidate, fit)| rule_reading(candidate, fit));
        let spans = |parties: &[Party]| -> Vec<Span> {
            parties.iter().map(|party| party.at.span).collect()
        };
        let identity = |side: &[Party]| -> Option<&Identity> {
            let number = side.first()?.entity.trim_start_matches('#').parse().ok()?;
            Some(self.parties.identity(number))
        };
        let (source, target) = (spans(actors), spans(recipients));
        let Some(source_identity) = identity(actors) else {
            return Verdict::default();
        };
        let view = PairView {
            doc,
            source: &source,
            target: &target,
            source_identity,
            target_identity: identity(recipients),
        };
        let readings: Vec<RuleReading> = readings.collect();
        Verdict::of(self.weights, &view.features(self.lexicon, &readings))
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
    let places = places(doc, &findings.parties);
    let statements = statements(doc, &mut findings);
    let assembler = Assembler {
        article: &article,
        doc,
        sentences: &sentences,
        places: &places,
        statements: &statements,
        findings: &findings,
    };
    let mut events = assembler.events();
    let mut statements = statements.clone();
    link(&mut events, &mut statements);
    let mut record = Record {
        schema: SCHEMA.to_owned(),
        sentences,
        entities: Vec::new(),
        events,
        statements,
        times: findings.times,
        places,
        wording: Vec::new(),
        made_by,
        article,
    };
    number_entities(&mut record, &findings.parties);
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

/// Names of countries and places that stand behind "in", "near", "from": places of the record.
fn places(doc: &Doc, parties: &Parties) -> Vec<Place> {
    let mut places = Vec::new();
    for mention in parties.mentions() {
        let identity = parties.identity(mention.entity);
        let token = doc.token(mention.head);
        let located = token.dep() == "pobj"
            && matches!(
                token.head().lemma(),
                "in" | "at" | "near" | "from" | "to" | "outside" | "across" | "inside" | "around"
            );
        let feature = match identity.kind {
            EntityKind::Place => Feature::City,
            EntityKind::State if located => Feature::Country,
            _ => continue,
        };
        places.push(Place {
            id: String::new(),
            at: Evidence::at(doc.text(), mention.span),
            name: identity.name.clone(),
            country: identity.country,
            admin1: None,
            lat: None,
            lon: None,
            geonames_id: None,
            feature,
            confidence: if identity.country.is_some() { 0.8 } else { 0.5 },
        });
    }
    places.sort_by_key(|place| place.at.span);
    for (number, place) in places.iter_mut().enumerate() {
        place.id = format!("p{}", number + 1);
    }
    places
}

fn statements(doc: &Doc, findings: &mut Findings<'_, '_>) -> Vec<Statement> {
    let Findings {
        attributions,
        parties,
        ..
    } = findings;
    let mut statements = Vec::new();
    for (number, attribution) in attributions.iter().enumerate() {
        let mut party = |head: Option<usize>, span: Option<Span>| {
            let (head, span) = (head?, span?);
            let mention = parties.ensure(doc, head, span);
            Some(Party {
                entity: entity_key(parties.entity(mention)),
                at: Evidence::at(doc.text(), span),
            })
        };
        let speaker = party(attribution.source_head, attribution.source);
        let addressee = party(attribution.addressee_head, attribution.addressee);
        let lemma = attribution.lemma.clone().unwrap_or_default();
        statements.push(Statement {
            id: format!("s{}", number + 1),
            kind: attribution.kind,
            speaker,
            cue: attribution.cue.map(|cue| Cue {
                at: Evidence::at(doc.text(), cue),
                lemma,
            }),
            addressee,
            content: attribution.content.clone(),
            quoted: attribution.quoted.clone(),
            within: attribution.within.map(|outer| format!("s{}", outer + 1)),
            about_event: None,
            when: None,
            confidence: attribution.confidence,
            rule: attribution.rule.clone(),
        });
    }
    statements
}

/// While a record is put together a party is known by its number; [`number_entities`] gives the final id.
fn entity_key(entity: usize) -> String {
    format!("#{entity}")
}

/// Shares of the classifier from which it overrules a reading of the rules, measured on the training sentences' own kind of text.
const SURE_OF_NOTHING: f32 = 0.9;
const SURE: f32 = 0.5;
const DOUBTED: f32 = 0.25;
const PROPOSED: f32 = 0.7;

struct Assembler<'a, 'd, 'l> {
    article: &'a Article,
    doc: &'d Doc,
    sentences: &'a [Sentence],
    places: &'a [Place],
    statements: &'a [Statement],
    findings: &'a Findings<'d, 'l>,
}

impl<'d, 'l> Assembler<'_, 'd, 'l> {
    fn events(&self) -> Vec<Event> {
        let mut events: Vec<Event> = Vec::new();
        for event in self
            .findings
            .candidates
            .iter()
            .filter_map(|candidate| self.event(candidate))
        {
            match events
                .iter_mut()
                .find(|known| same_act(known, &event, self.article))
            {
                Some(known) if known.sentence == event.sentence => {}
                Some(known) => known.also_in.push(event.sentence),
                None => events.push(event),
            }
        }
        if self.findings.by != By::Rules {
            let proposed = self.proposed(&events);
            events.extend(proposed);
        }
        events.sort_by_key(|event| event.trigger.first().copied());
        for (number, event) in events.iter_mut().enumerate() {
            event.id = format!("e{}", number + 1);
        }
        events
    }

    fn event(&self, candidate: &Candidate<'d, 'l>) -> Option<Event> {
        let coded = candidate.reading.plover()?;
        let actors = self.findings.parties_of(self.doc, &candidate.actors);
        let mut recipients = self.findings.parties_of(self.doc, &candidate.recipients);
        recipients.retain(|recipient| actors.iter().all(|actor| actor.entity != recipient.entity));
        if is_mutual(coded.event_type) && actors.len() > 1 {
            recipients.clear();
        }
        if actors.is_empty()
            || (recipients.is_empty() && needs_recipient(coded.event_type) && actors.len() < 2)
        {
            return None;
        }
        let verdict = self.findings.verdict(
            self.doc,
            candidate.head.sentence(),
            Some(candidate),
            &actors,
            &recipients,
        );
        let (coded, rule) = self.chosen(coded, candidate, &verdict)?;
        let trigger = trigger(candidate);
        let sentence = self.sentence_at(candidate.head.span())?;
        if self
            .about(sentence)
            .is_some_and(|about| about.desk.is_some())
        {
            return None;
        }
        let modes = with_weapons(coded.event_type, coded.modes.clone(), candidate);
        let when = self.when(candidate.head);
        let status = self.status(&coded, &when);
        let confidence = calibrated(verdict.of_type(coded.event_type));
        let numbers = count::numbers(
            candidate.inner.unwrap_or(candidate.head),
            coded.event_type,
            &modes,
            &candidate.actors,
            &candidate.recipients,
        );
        Some(Event {
            id: String::new(),
            event_type: coded.event_type,
            contexts: self.contexts(sentence),
            quad: coded.event_type.quad(),
            score: coded.event_type.score(&modes),
            modes,
            cameo: candidate.cameo.map(str::to_owned),
            status,
            about: about(&coded, candidate),
            actors,
            recipients,
            sentence,
            also_in: Vec::new(),
            when,
            place: self.place(candidate.head),
            numbers,
            said_by: self.said_by(trigger.first().copied()?),
            trigger,
            confidence,
            rule,
        })
    }

    /// Events between a subject and another party below its verb that no rule links, where the classifier is sure of one: this
    /// is how words that the lexicon lacks are coded.
    fn proposed(&self, events: &[Event]) -> Vec<Event> {
        let parties = &self.findings.parties;
        let is_subject = |head: usize| {
            let head = self.doc.token(head);
            head.dep() == "nsubj" || head.dep() == "pobj" && head.head().dep() == "agent"
        };
        let known = |number: &usize| parties.identity(parties.entity(*number)).is_political();
        let mentions: Vec<usize> = (0..parties.mentions().len()).filter(known).collect();
        let mut found: Vec<Event> = Vec::new();
        for source in mentions
            .iter()
            .filter(|number| is_subject(parties.mention(**number).head))
        {
            let head = self.doc.token(parties.mention(*source).head);
            let by = head.dep() == "pobj";
            let verb = if by { head.head().head() } else { head.head() };
            let below = verb.left_edge()..verb.right_edge() + 1;
            for target in &mentions {
                let at = parties.mention(*target).head;
                let linked = |event: &Event| {
                    let holds = |number: usize| {
                        let key = entity_key(parties.entity(number));
                        event
                            .actors
                            .iter()
                            .chain(&event.recipients)
                            .any(|party| party.entity == key)
                    };
                    event.sentence == self.sentence_at(head.span()).unwrap_or(usize::MAX)
                        && holds(*source)
                        && (holds(*target)
                            || event.trigger.iter().any(|span| span.overlaps(verb.span())))
                };
                let apart = parties.entity(*source) != parties.entity(*target);
                if apart
                    && below.contains(&at)
                    && !events.iter().chain(&found).any(linked)
                    && let Some(event) = self.proposal(*source, *target, verb)
                {
                    found.push(event);
                }
            }
        }
        found
    }

    fn proposal(&self, source: usize, target: usize, verb: Token<'d>) -> Option<Event> {
        let party = |number: usize| Party {
            entity: entity_key(self.findings.parties.entity(number)),
            at: Evidence::at(self.doc.text(), self.findings.named(self.doc, number)),
        };
        let (actors, recipients) = (vec![party(source)], vec![party(target)]);
        let verdict = self
            .findings
            .verdict(self.doc, verb.sentence(), None, &actors, &recipients);
        let (root, share) = verdict.best_root()?;
        if share < PROPOSED || verdict.none() > 1.0 - PROPOSED {
            return None;
        }
        let event_type = verdict.best_type(root)?;
        let sentence = self.sentence_at(verb.span())?;
        if self
            .about(sentence)
            .is_some_and(|about| about.desk.is_some())
        {
            return None;
        }
        Some(Event {
            id: String::new(),
            event_type,
            contexts: self.contexts(sentence),
            quad: event_type.quad(),
            score: event_type.score(&[]),
            modes: Vec::new(),
            cameo: None,
            status: Status::Asserted,
            about: None,
            actors,
            recipients,
            sentence,
            also_in: Vec::new(),
            when: self.when(verb),
            place: self.place(verb),
            numbers: Vec::new(),
            said_by: self.said_by(verb.span()),
            trigger: vec![verb.span()],
            confidence: calibrated(verdict.of_type(event_type)),
            rule: "model".to_owned(),
        })
    }

    /// The rules' reading, or another where the classifier is sure of it, and what decided; `None` where it is sure that
    /// nothing links the two.
    fn chosen(
        &self,
        coded: Coded,
        candidate: &Candidate<'d, 'l>,
        verdict: &Verdict,
    ) -> Option<(Coded, String)> {
        let rule = candidate.rule.clone();
        if self.findings.by == By::Rules || coded.status != Status::Asserted {
            return Some((coded, rule));
        }
        if verdict.none() > SURE_OF_NOTHING {
            return None;
        }
        let (root, share) = verdict.best_root()?;
        if share < SURE || verdict.of_type(coded.event_type) > DOUBTED {
            return Some((coded, rule));
        }
        let event_type = verdict.best_type(root)?;
        let other = Coded {
            event_type,
            modes: Vec::new(),
            status: Status::Asserted,
            about: None,
        };
        Some((other, format!("{rule} model")))
    }

    /// What the sentence's paragraph is about.
    fn contexts(&self, sentence: usize) -> Vec<Context> {
        let about = self.about(sentence).into_iter();
        about
            .flat_map(|about| about.contexts.iter().map(|reason| reason.topic))
            .collect()
    }

    fn about(&self, sentence: usize) -> Option<&context::About> {
        let paragraph = self.sentences[sentence].paragraph;
        self.findings.topics.get(paragraph)
    }

    fn sentence_at(&self, span: Span) -> Option<usize> {
        self.sentences
            .iter()
            .position(|sentence| sentence.span.contains(span))
    }

    /// The time expression of the act's own clause, else of a clause above it, else the day of publication.
    fn when(&self, head: Token<'d>) -> When {
        let sentence = self.doc.span(self.doc.sentences()[head.sentence()].clone());
        let dated = |time: &&Time| {
            time.value.is_some()
                && matches!(time.time_type, TimeType::Date | TimeType::Time)
                && sentence.contains(time.at.span)
        };
        let times: Vec<&Time> = self.findings.times.iter().filter(dated).collect();
        for clause in std::iter::once(head).chain(head.ancestors()) {
            let subtree = self.doc.span(clause.left_edge()..clause.right_edge() + 1);
            let inside = times.iter().find(|time| {
                subtree.contains(time.at.span)
                    && clause_of(self.token_at(time.at.span)) == clause_of(clause)
            });
            if let Some(time) = inside {
                return When {
                    value: time.value.clone(),
                    time: Some(time.id.clone()),
                    basis: WhenBasis::Text,
                };
            }
        }
        let published = self
            .article
            .published
            .as_ref()
            .map(|moment| DateValue::day(moment.date()));
        When {
            value: published,
            time: None,
            basis: WhenBasis::Publication,
        }
    }

    fn token_at(&self, span: Span) -> Token<'d> {
        self.doc.token(self.doc.tokens_in(span).start)
    }

    /// Acts of another year than the article's are background.
    fn status(&self, coded: &Coded, when: &When) -> Status {
        let year = |text: &str| text.get(..4).and_then(|year| year.parse::<i16>().ok());
        let told = when.value.as_ref().and_then(|value| year(value.as_str()));
        let published = self
            .article
            .published
            .as_ref()
            .map(|moment| moment.date().year());
        match (coded.status, told, published) {
            (Status::Asserted, Some(told), Some(published))
                if told < published && when.basis == WhenBasis::Text =>
            {
                // Last December is no background in January.
                let recent = when
                    .value
                    .as_ref()
                    .is_some_and(|value| value.as_str().len() > 4)
                    && told + 1 == published;
                if recent {
                    Status::Asserted
                } else {
                    Status::Historical
                }
            }
            (status, _, _) => status,
        }
    }

    fn place(&self, head: Token<'d>) -> Option<Where> {
        let sentence = self.doc.span(self.doc.sentences()[head.sentence()].clone());
        let subtree = self.doc.span(head.left_edge()..head.right_edge() + 1);
        let located = |place: &&Place| {
            let token = self.token_at(place.at.span);
            token.dep() == "pobj"
                && matches!(
                    token.head().lemma(),
                    "in" | "at" | "near" | "outside" | "across" | "inside"
                )
        };
        let of = |span: Span, basis: WhereBasis| {
            let place = self
                .places
                .iter()
                .filter(located)
                .find(|place| span.contains(place.at.span))?;
            Some(Where {
                place: place.id.clone(),
                basis,
            })
        };
        of(subtree, WhereBasis::Clause).or_else(|| of(sentence, WhereBasis::Sentence))
    }

    /// The statements that the trigger stands in, innermost first, then the outlet.
    fn said_by(&self, trigger: Span) -> Vec<SaidBy> {
        let holds = |statement: &&Statement| {
            statement
                .content
                .iter()
                .any(|content| content.contains(trigger))
        };
        let mut around: Vec<&Statement> = self.statements.iter().filter(holds).collect();
        around.sort_by_key(|statement| {
            statement
                .content
                .iter()
                .map(|span| span.len())
                .sum::<usize>()
        });
        let mut chain: Vec<SaidBy> = around
            .iter()
            .map(|statement| SaidBy::Statement(statement.id.clone()))
            .collect();
        chain.push(SaidBy::Outlet(true));
        chain
    }
}

/// The verb or root whose clause a token belongs to.
fn clause_of(token: Token<'_>) -> Token<'_> {
    let heads = |token: &Token<'_>| {
        token.is_root() || is_verb(*token) && !matches!(token.dep(), "xcomp" | "aux" | "auxpass")
    };
    std::iter::once(token)
        .chain(token.ancestors())
        .find(heads)
        .unwrap_or(token)
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

/// One telling of an act repeats another: same type, parties, and words, one of them in the title or the lead.
fn same_act(known: &Event, event: &Event, article: &Article) -> bool {
    let ids = |parties: &[Party]| -> Vec<String> {
        parties.iter().map(|party| party.entity.clone()).collect()
    };
    let word = |event: &Event| {
        event.trigger[0]
            .slice(&article.text)
            .to_lowercase()
            .chars()
            .take(4)
            .collect::<String>()
    };
    known.event_type == event.event_type
        && known.status == event.status
        && ids(&known.actors) == ids(&event.actors)
        && ids(&known.recipients) == ids(&event.recipients)
        && word(known) == word(event)
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

/// Joins statements with the events that the same words make.
fn link(events: &mut [Event], statements: &mut [Statement]) {
    for statement in statements {
        let Some(cue) = &statement.cue else { continue };
        let same = events
            .iter()
            .find(|event| event.trigger.iter().any(|span| cue.at.span.overlaps(*span)));
        statement.about_event = same.map(|event| event.id.clone());
    }
}

/// Gives the parties of the record their ids, by first mention, and leaves out those nobody needs.
fn number_entities(record: &mut Record, parties: &Parties) {
    let text = record.article.text.clone();
    let mut used: BTreeMap<usize, String> = BTreeMap::new();
    let mut order: Vec<(Span, usize)> = Vec::new();
    let needed = |entity: usize, record: &Record| {
        let key = entity_key(entity);
        let in_events = record.events.iter().any(|event| {
            event
                .actors
                .iter()
                .chain(&event.recipients)
                .any(|party| party.entity == key)
        });
        in_events
            || record.statements.iter().any(|s| {
                s.speaker
                    .iter()
                    .chain(&s.addressee)
                    .any(|party| party.entity == key)
            })
    };
    for entity in 0..parties.len() {
        let identity = parties.identity(entity);
        let first = parties
            .mentions()
            .iter()
            .filter(|mention| mention.entity == entity)
            .map(|mention| mention.span)
            .min();
        let Some(first) = first else { continue };
        if identity.is_political() || needed(entity, record) {
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
    let rename = |party: &mut Party| {
        let id = party
            .entity
            .trim_start_matches('#')
            .parse::<usize>()
            .ok()
            .and_then(|entity| used.get(&entity));
        if let Some(id) = id {
            party.entity.clone_from(id);
        }
    };
    for event in &mut record.events {
        event
            .actors
            .iter_mut()
            .chain(&mut event.recipients)
            .for_each(rename);
    }
    for statement in &mut record.statements {
        statement
            .speaker
            .iter_mut()
            .chain(&mut statement.addressee)
            .for_each(rename);
    }
}
