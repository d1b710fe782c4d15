//! From candidates and attributions to the record: parties get their ids, events their date, place and evidence.

use std::collections::BTreeMap;

use diurna_data::lexicon::Lexicon;
use diurna_record::{
    About, Article, Cue, DateValue, Entity, EntityKind, Event, EventType, Evidence, Feature, Form,
    MadeBy, Mode, Party, Place, Record, SCHEMA, SaidBy, Sentence, Span, Statement, Status, Time,
    TimeType, When, WhenBasis, Where, WhereBasis,
};
use diurna_text::{Doc, Token};

use crate::actor::{Identity, Parties};
use crate::classify::{By, Fit, PairView, RuleReading, Verdict, Weights, calibrated};
use crate::event::{Candidate, Coded, is_verb};
use crate::quote::Attribution;
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
        let mut recipients = self.parties_of(doc, &candidate.recipients);
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
        let identity = |side: &[Party]| -> Option<&Identity> {
            let number = side.first()?.entity.trim_start_matches('#').parse().ok()?;
            Some(self.parties.identity(number))
        };
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
        let speaks_of_himself = attribution
            .source_head
            .is_some_and(|head| doc.token(head).text() == "I");
        let outer = attribution
            .within
            .filter(|_| speaks_of_himself)
            .and_then(|outer| attributions.get(outer));
        // "I think", said by a minister, is the minister's.
        let narrator = outer.and_then(|outer| party(outer.source_head, outer.source));
        let speaker = match (narrator, attribution.source) {
            (Some(narrator), Some(span)) => Some(Party {
                at: Evidence::at(doc.text(), span),
                ..narrator
            }),
            _ => party(attribution.source_head, attribution.source),
        };
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

/// A subject is tried with so many of the parties below its verb.
const MOST_TARGETS: usize = 12;

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
        let decision = self.findings.decide(self.doc, candidate)?;
        let coded = decision.coded.clone();
        let modes = with_weapons(coded.event_type, coded.modes.clone(), candidate);
        let event = self.told(decision, candidate.head, trigger(candidate))?;
        Some(Event {
            score: coded.event_type.score(&modes),
            cameo: candidate.cameo.map(str::to_owned),
            status: self.status(&coded, &event.when),
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
        if about.desk.is_some() {
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
            when: self.when(head),
            place: self.place(head),
            numbers: Vec::new(),
            said_by: self.said_by(*trigger.first()?),
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
