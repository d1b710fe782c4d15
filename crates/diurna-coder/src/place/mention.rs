//! Toponyms: the words that name places.
//!
//! Every capitalised run of words that some source knows is tried, longest first. Whether it is a place here is decided by
//! what the model's entity recogniser says of it and by its company: a preposition of place before it, a country or state
//! behind it ("Paris, Texas"), other places beside it in a list, a dateline. This repairs the recogniser both ways: a town
//! that it takes for a person or an organisation is found behind "in", a town inside the name of an organisation
//! ("University of Michigan") is left alone. Adjectives ("Turkish") are no toponyms.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use diurna_data::geonames::fold;
use diurna_record::{CountryCode, Feature, Span};
use diurna_text::{Doc, NamedEntity, Token};

use super::atlas::{Atlas, Candidate};
use super::dateline::datelines;
use super::words::{ALSO_PEOPLE, AT_PLACE, BESIDE, BODIES, INNER, LOCATIVE, PEOPLE, TITLES};
use crate::actor::trim_name;

/// A toponym.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    pub(crate) tokens: Range<usize>,
    pub(crate) span: Span,
    pub(crate) folded: String,
    /// What it may mean; nothing where only the model takes it for a place.
    pub(crate) candidates: Rc<[Candidate]>,
    /// Used for the place itself, not for a government or as part of another name; of a dateline it is not asked.
    pub(crate) literal: bool,
    pub(crate) dateline: bool,
    /// The mention behind it that says where it lies: number among the mentions.
    pub(crate) within: Option<usize>,
    /// What the words beside it say that it is.
    pub(crate) said: Option<Said>,
    /// The mention before it that it is listed with: number among the mentions.
    pub(crate) beside: Option<usize>,
}

/// "the *province* of", "the *town* of".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    Division,
    Town,
}

/// No name of a place has more tokens.
const LONGEST: usize = 7;

/// A run of words that is known, before it is accepted.
struct Run {
    tokens: Range<usize>,
    folded: String,
    candidates: Rc<[Candidate]>,
    abbreviation: bool,
}

/// Finds the toponyms of a text.
pub(super) struct Finder<'a> {
    doc: &'a Doc,
    atlas: Atlas<'a>,
    datelines: Vec<Span>,
    known: HashMap<(String, bool), Rc<[Candidate]>>,
    /// By token: part of a known name.
    covered: Vec<bool>,
    /// Countries that the text names.
    countries: HashSet<CountryCode>,
    surnames: HashSet<String>,
    runs: Vec<Run>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(doc: &'a Doc, paragraphs: &[Span], atlas: Atlas<'a>) -> Finder<'a> {
        let mut finder = Finder {
            doc,
            atlas,
            datelines: datelines(doc.text(), paragraphs),
            known: HashMap::new(),
            covered: vec![false; doc.len()],
            countries: HashSet::new(),
            surnames: surnames(doc),
            runs: Vec::new(),
        };
        finder.runs = finder.runs();
        finder.countries = finder.runs.iter().filter_map(country).collect();
        for run in &finder.runs {
            finder.covered[run.tokens.clone()].fill(true);
        }
        finder
    }

    /// The toponyms, in order. What lies near is a place where it could be something else.
    pub(super) fn mentions(&self, near: &Near<'_>) -> Vec<Mention> {
        self.accept(&self.runs, near)
    }

    /// The longest known names, left to right, none inside another, with the abbreviations behind them.
    fn runs(&mut self) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let mut at = 0;
        while at < self.doc.len() {
            let run = self
                .run_at(at)
                .or_else(|| self.abbreviation_at(at, runs.last()));
            at = run.as_ref().map_or(at + 1, |run| run.tokens.end);
            runs.extend(run);
        }
        runs
    }

    fn run_at(&mut self, start: usize) -> Option<Run> {
        let first = self.doc.token(start);
        let is_article =
            first.text() == "al" && first.next().is_some_and(|next| next.text() == "-");
        if !is_capital(first) && !is_article {
            return None;
        }
        let mut end = start + 1;
        let most = self.doc.len().min(start + LONGEST);
        while end < most && self.goes_on(start, end) {
            end += 1;
        }
        (start + 1..=end).rev().find_map(|end| {
            let last = self.doc.token(end - 1);
            if end == start + 1 || is_capital(last) {
                return self.known_run(start..end);
            }
            // "St. John's", but "Peru's" is Peru and not Perus.
            let is_possessive = matches!(last.text(), "'s" | "’s");
            let whole = is_possessive
                .then(|| self.known_run(start..end))
                .flatten()?;
            self.known_run(start..end - 1).is_none().then_some(whole)
        })
    }

    /// True if the token at `end` may be part of a name that begins at `start`.
    fn goes_on(&self, start: usize, end: usize) -> bool {
        let (first, token) = (self.doc.token(start), self.doc.token(end));
        token.sentence() == first.sentence()
            && !token.is_space()
            && (is_capital(token) || INNER.contains(&token.text()))
    }

    fn known_run(&mut self, tokens: Range<usize>) -> Option<Run> {
        let span = self.doc.span(tokens.clone());
        let text = span.slice(self.doc.text());
        let folded = fold(text);
        let is_money = text.contains('$') || self.doc.text()[..span.start].ends_with('$');
        if folded.len() < 2 || is_money || self.atlas.adjective(&folded).is_some() {
            return None;
        }
        let in_dateline = self.datelines.iter().any(|line| line.contains(span));
        let letters = text.chars().filter(|char| char.is_alphabetic());
        let shouted = letters.clone().count() <= 4
            && letters.clone().all(char::is_uppercase)
            && !in_dateline
            && !self.is_headline(tokens.start);
        let atlas = self.atlas;
        let candidates = self.known.entry((folded.clone(), shouted));
        let candidates = candidates
            .or_insert_with_key(|(folded, shouted)| atlas.candidates(folded, *shouted).into());
        if candidates.is_empty() && text.contains('.') {
            // "N.C. 39", "a Pa. official".
            *candidates = atlas.abbreviated(text).into();
        }
        (!candidates.is_empty()).then(|| Run {
            tokens,
            folded,
            candidates: Rc::clone(candidates),
            abbreviation: false,
        })
    }

    /// True if the sentence is in capitals.
    fn is_headline(&self, token: usize) -> bool {
        let sentence = self.doc.sentences()[self.doc.sentence_of(token)].clone();
        let span = self.doc.span(sentence);
        !span.slice(self.doc.text()).chars().any(char::is_lowercase)
    }

    /// "Calif." or "IL" behind a name and a comma.
    fn abbreviation_at(&self, start: usize, before: Option<&Run>) -> Option<Run> {
        let before = before.filter(|before| !before.abbreviation)?;
        if !is_capital(self.doc.token(start)) || !self.parts(before.tokens.end, start, &[","]) {
            return None;
        }
        (start + 1..=(start + 3).min(self.doc.len()))
            .rev()
            .find_map(|end| {
                let text = self.doc.span(start..end).slice(self.doc.text());
                // A point at the end of a sentence is a token of its own.
                let found = self.atlas.abbreviated(text);
                let found = if found.is_empty() {
                    self.atlas.abbreviated(&format!("{text}."))
                } else {
                    found
                };
                let first = found.first()?;
                Some(Run {
                    tokens: start..end,
                    folded: fold(&first.name),
                    candidates: found.into(),
                    abbreviation: true,
                })
            })
    }

    /// True if exactly one of these words stands between two tokens.
    fn parts(&self, end: usize, start: usize, words: &[&str]) -> bool {
        end + 1 == start && words.contains(&self.doc.token(end).text())
    }

    /// Of the runs those that are places here, and the places that only the model knows.
    fn accept(&self, runs: &[Run], near: &Near<'_>) -> Vec<Mention> {
        let within = self.qualifiers(runs);
        let mut numbers = vec![None; runs.len()];
        let mut mentions: Vec<Mention> = Vec::new();
        let mut last_accepted: Option<usize> = None;
        let told = self.told(runs);
        for (number, run) in runs.iter().enumerate() {
            let qualifies =
                number > 0 && within[number - 1] == Some(number) && numbers[number - 1].is_some();
            let company = Company {
                qualified: within[number].is_some(),
                qualifies,
                listed: last_accepted.is_some_and(|end| self.is_listed(end, run.tokens.start)),
                dateline: self.in_dateline(&run.tokens),
                repeated: told.contains(run.folded.as_str()),
                neighbour: near.holds(run),
            };
            if !self.is_place(run, company) {
                continue;
            }
            let beside = company.listed && !company.qualifies;
            let mention = Mention {
                beside: mentions.len().checked_sub(1).filter(|_| beside),
                ..self.mention(run, company.dateline)
            };
            numbers[number] = Some(mentions.len());
            last_accepted = Some(run.tokens.end);
            mentions.push(mention);
        }
        for (number, outer) in within.iter().enumerate() {
            if let (Some(inner), Some(outer)) =
                (numbers[number], outer.and_then(|outer| numbers[outer]))
            {
                mentions[inner].within = Some(outer);
            }
        }
        let rejected = (0..runs.len()).filter(|number| numbers[*number].is_none());
        let rejected: Vec<Range<usize>> =
            rejected.map(|number| runs[number].tokens.clone()).collect();
        self.add_unknown(mentions, &rejected)
    }

    fn mention(&self, run: &Run, dateline: bool) -> Mention {
        let head = head_of(self.doc, run.tokens.clone());
        Mention {
            span: self.doc.span(run.tokens.clone()),
            tokens: run.tokens.clone(),
            folded: run.folded.clone(),
            candidates: Rc::clone(&run.candidates),
            literal: !dateline && governed(head, AT_PLACE),
            dateline,
            within: None,
            said: self.said(&run.tokens),
            beside: None,
        }
    }

    /// For each run the run behind it that says where it lies.
    fn qualifiers(&self, runs: &[Run]) -> Vec<Option<usize>> {
        let follows = |number: usize, words: &[&str]| {
            runs.get(number + 1)
                .is_some_and(|next| self.parts(runs[number].tokens.end, next.tokens.start, words))
        };
        let is_large = |run: &Run| {
            let best = best(&run.candidates);
            best.is_some_and(|best| matches!(best.feature, Feature::Country | Feature::Province))
        };
        let qualifier = |number: usize| {
            if !follows(number, &[",", "("]) {
                return None;
            }
            let (inner, outer) = (&runs[number], &runs[number + 1]);
            let holds = |outer: &Candidate| {
                matches!(
                    outer.feature,
                    Feature::Country | Feature::Province | Feature::District
                ) && inner.candidates.iter().any(|inner| outer.holds(inner))
            };
            if !outer.abbreviation && !outer.candidates.iter().any(holds) {
                return None;
            }
            // "Nevada, Missouri and Ohio": a list of states, though there are towns of these names.
            let list_before =
                number > 0 && follows(number - 1, &[",", "and"]) && is_large(&runs[number - 1]);
            let list_behind = follows(number + 1, &[",", "and", "or"])
                && runs.get(number + 2).is_some_and(is_large);
            let is_list = is_large(inner)
                && (list_before || list_behind || !outer.abbreviation && small_town(inner));
            (!is_list).then_some(number + 1)
        };
        (0..runs.len()).map(qualifier).collect()
    }

    /// Names that the model takes for places.
    fn told<'r>(&self, runs: &'r [Run]) -> HashSet<&'r str> {
        let is_told = |run: &&Run| {
            entity_over(self.doc, &run.tokens).is_some_and(|(entity, fit)| {
                fit == Fit::Whole && matches!(&*entity.label, "GPE" | "LOC")
            })
        };
        runs.iter()
            .filter(is_told)
            .map(|run| run.folded.as_str())
            .collect()
    }

    fn in_dateline(&self, tokens: &Range<usize>) -> bool {
        let span = self.doc.span(tokens.clone());
        self.datelines.iter().any(|line| line.contains(span))
    }

    /// Joined to an accepted place by a comma or "and".
    fn is_listed(&self, end: usize, start: usize) -> bool {
        let gap = end..start;
        !gap.is_empty()
            && gap.len() <= 3
            && self
                .doc
                .range(gap)
                .all(|token| matches!(token.text(), "," | "and" | "or" | ";" | "/" | "the"))
    }

    fn said(&self, tokens: &Range<usize>) -> Option<Said> {
        let lower = |index: Option<usize>| {
            let token = index
                .filter(|index| *index < self.doc.len())
                .map(|index| self.doc.token(index));
            token.map_or_else(String::new, |token| token.text().to_lowercase())
        };
        let (start, end) = (tokens.start, tokens.end);
        let of = |noun: Option<Said>| noun.filter(|_| lower(start.checked_sub(1)) == "of");
        what(&lower(Some(end))).or_else(|| of(what(&lower(start.checked_sub(2)))))
    }

    fn is_place(&self, run: &Run, company: Company) -> bool {
        if run.abbreviation {
            return company.qualifies;
        }
        if company.dateline || company.qualified && !self.is_inside_other(run) {
            return true;
        }
        let Some(best) = best(&run.candidates) else {
            return false;
        };
        let evidence = self.evidence(run, best, company);
        let is_disease = self.names_a_disease(run) && !evidence.country && !evidence.locative;
        if evidence.titled || is_disease {
            return false;
        }
        match entity_over(self.doc, &run.tokens) {
            Some((entity, Fit::Inside)) if self.is_list(entity) || self.leads(run, entity) => {
                self.fits_entity(run, best, entity, Fit::Whole, evidence)
            }
            Some((entity, fit)) => self.fits_entity(run, best, entity, fit, evidence),
            None => self.stands_alone(run, best, evidence),
        }
    }

    fn evidence(&self, run: &Run, best: &Candidate, company: Company) -> Evidence {
        let before = self.before(run);
        let head = head_of(self.doc, run.tokens.clone());
        let is_before = |words: &[&str]| {
            before.is_some_and(|before| {
                let text = before.text().to_lowercase();
                words.contains(&text.trim_end_matches('.'))
            })
        };
        let locative = governed(head, LOCATIVE) || is_before(LOCATIVE);
        let said =
            self.said(&run.tokens).is_some() || self.is_of_people(run) || self.has_people(run);
        Evidence {
            country: best.feature == Feature::Country,
            large: !matches!(
                best.feature,
                Feature::City | Feature::District | Feature::Site
            ),
            locative,
            strong: locative || said || company.qualifies || company.listed || company.repeated,
            listed: company.listed || said,
            neighbour: company.neighbour && self.may_be_neighbour(run),
            titled: is_before(TITLES),
            size: best.prior,
        }
    }

    /// False for what is a person's name in the text, and for one of several words with capitals, such as a title's.
    fn may_be_neighbour(&self, run: &Run) -> bool {
        let of_work = entity_over(self.doc, &run.tokens).is_some_and(|(entity, _)| {
            matches!(
                &*entity.label,
                "WORK_OF_ART" | "PRODUCT" | "EVENT" | "LAW" | "LANGUAGE"
            )
        });
        let in_name = [self.before(run), self.behind(run)]
            .into_iter()
            .flatten()
            .any(|beside| is_capital(beside) && beside.index() > self.first_of_sentence(run));
        !of_work && !in_name && !self.surnames.contains(&run.folded)
    }

    fn first_of_sentence(&self, run: &Run) -> usize {
        let sentence = self.doc.sentence_of(run.tokens.start);
        self.doc.sentences()[sentence].start
    }

    /// The word before a run in its sentence.
    fn before(&self, run: &Run) -> Option<Token<'a>> {
        let first = self.doc.token(run.tokens.start);
        let before = first.previous();
        before.filter(|before| before.sentence() == first.sentence())
    }

    /// The word behind a run in its sentence.
    fn behind(&self, run: &Run) -> Option<Token<'a>> {
        let last = self.doc.token(run.tokens.end - 1);
        let behind = last.next();
        behind.filter(|behind| behind.sentence() == last.sentence())
    }

    /// "residents of Mosul".
    fn is_of_people(&self, run: &Run) -> bool {
        let of = self.before(run).filter(|before| before.text() == "of");
        let noun = of.and_then(Token::previous);
        noun.is_some_and(|noun| {
            matches!(
                noun.lemma(),
                "resident"
                    | "people"
                    | "native"
                    | "outskirt"
                    | "suburb"
                    | "streets"
                    | "north"
                    | "south"
                    | "east"
                    | "west"
            )
        })
    }

    /// "Antioch police", "a Longview woman".
    fn has_people(&self, run: &Run) -> bool {
        let behind = self.behind(run);
        behind.is_some_and(|behind| !is_capital(behind) && PEOPLE.contains(&behind.lemma()))
    }

    /// "Marburg virus", "Rift Valley fever".
    fn names_a_disease(&self, run: &Run) -> bool {
        self.behind(run).is_some_and(|behind| {
            matches!(
                behind.text().to_lowercase().as_str(),
                "virus"
                    | "fever"
                    | "disease"
                    | "flu"
                    | "ebolavirus"
                    | "hemorrhagic"
                    | "haemorrhagic"
                    | "strain"
                    | "syndrome"
            )
        })
    }

    /// Part of a longer name that is no place's.
    fn is_inside_other(&self, run: &Run) -> bool {
        entity_over(self.doc, &run.tokens).is_some_and(|(entity, fit)| {
            fit == Fit::Inside && !matches!(&*entity.label, "GPE" | "LOC" | "FAC")
        })
    }

    fn fits_entity(
        &self,
        run: &Run,
        best: &Candidate,
        entity: &NamedEntity,
        fit: Fit,
        evidence: Evidence,
    ) -> bool {
        let is_site = best.feature == Feature::Site;
        let is_surname = self.surnames.contains(&run.folded);
        match (&*entity.label, fit) {
            ("GPE" | "LOC", Fit::Whole) if is_surname && !evidence.country => {
                evidence.locative || evidence.listed
            }
            ("GPE" | "LOC", Fit::Whole) => !is_site || evidence.locative,
            ("GPE" | "LOC", Fit::Inside) => self.rest_is_beside(run, entity),
            ("FAC", Fit::Whole) => true,
            ("PERSON", Fit::Whole) => {
                let is_country = evidence.country && !ALSO_PEOPLE.contains(&best.name.as_str());
                let is_town = evidence.size > 3.0 && (evidence.locative || evidence.listed);
                let head = head_of(self.doc, run.tokens.clone());
                let is_object = !matches!(head.dep(), "nsubj" | "nsubjpass" | "appos");
                let is_city = evidence.size > 5.0 && is_object && self.speaks_of(best);
                let is_neighbour = evidence.neighbour && (is_object || evidence.size > 3.0);
                !is_surname && (is_country || is_town || is_city || is_neighbour)
                    || evidence.large && evidence.locative
            }
            ("DATE" | "TIME" | "CARDINAL" | "ORDINAL" | "QUANTITY" | "MONEY" | "PERCENT", _) => {
                evidence.large && evidence.locative
            }
            (_, Fit::Whole) if is_site => evidence.locative,
            (_, Fit::Whole) => {
                let in_country = evidence.size > 5.0 && !is_surname && self.speaks_of(best);
                let is_town = evidence.strong && evidence.size > SMALLEST;
                evidence.large || is_town || in_country || evidence.neighbour
            }
            ("ORG", Fit::Inside) => evidence.large && self.owns_body(run, entity),
            (_, Fit::Inside) => false,
        }
    }

    /// Known names and what joins them, which the model takes for one name: "Santiago and Concepcion".
    fn is_list(&self, entity: &NamedEntity) -> bool {
        let tokens = trim_name(self.doc, entity.tokens.clone());
        let joins = |token: &Token<'_>| matches!(token.text(), "," | "and" | "or");
        self.doc.range(tokens.clone()).any(|token| joins(&token))
            && self
                .doc
                .range(tokens)
                .all(|token| joins(&token) || self.covered[token.index()])
    }

    /// "*Antioch* police", which the model takes for one name.
    fn leads(&self, run: &Run, entity: &NamedEntity) -> bool {
        let tokens = trim_name(self.doc, entity.tokens.clone());
        tokens.start == run.tokens.start
            && !self.doc.range(run.tokens.end..tokens.end).any(is_capital)
            && self.doc.token(run.tokens.end).pos() == "NOUN"
    }

    /// True if the text names the country that a town lies in.
    fn speaks_of(&self, town: &Candidate) -> bool {
        town.country
            .is_some_and(|country| self.countries.contains(&country))
    }

    /// The country of a body: "*U.S.* Centers for Disease Control", "*Iraq*'s Interior Ministry", "Health Ministry of *Uganda*";
    /// not "*Georgia* Tech", "University of *Michigan*".
    fn owns_body(&self, run: &Run, entity: &NamedEntity) -> bool {
        let trimmed = trim_name(self.doc, entity.tokens.clone());
        let is_body = self
            .doc
            .range(trimmed.clone())
            .any(|token| BODIES.contains(&token.text()));
        let last = run.tokens.end == trimmed.end;
        let of = self
            .before(run)
            .is_some_and(|before| matches!(before.text(), "of" | "the" | ","));
        let possessive = self.behind(run).is_some_and(|behind| behind.tag() == "POS");
        possessive || is_body && (run.tokens.start == trimmed.start || last && of)
    }

    /// What the entity holds besides the run says only where in it, or what it is: "northern Iraq", "Anbar province".
    fn rest_is_beside(&self, run: &Run, entity: &NamedEntity) -> bool {
        let rest = |token: &Token<'_>| !run.tokens.contains(&token.index());
        let cut = self
            .doc
            .range(entity.tokens.clone())
            .filter(rest)
            .any(|token| token.pos() == "PUNCT" && (token.text() != "-" || token.space_after()));
        cut || self
            .doc
            .range(entity.tokens.clone())
            .filter(rest)
            .all(|token| {
                let lower = token.text().to_lowercase();
                !is_capital(token)
                    || BESIDE.contains(&lower.as_str())
                    || matches!(&*lower, "the" | "city" | "of")
            })
    }

    /// A known name that the model says nothing of.
    fn stands_alone(&self, run: &Run, best: &Candidate, evidence: Evidence) -> bool {
        let is_proper = |token: Token<'_>| is_capital(token) && token.pos() == "PROPN";
        let goes_on = self.behind(run).is_some_and(is_proper);
        let went_on = self.before(run).is_some_and(|before| {
            is_proper(before) && !BESIDE.contains(&before.text().to_lowercase().as_str())
        });
        let is_name = self
            .doc
            .range(run.tokens.clone())
            .any(|token| token.pos() == "PROPN")
            || evidence.neighbour && self.has_people(run);
        let is_surname = self.surnames.contains(&run.folded) && !evidence.locative;
        if evidence.country {
            return is_name && !is_surname;
        }
        if !is_name || goes_on || went_on || is_surname {
            return false;
        }
        match best.feature {
            Feature::City | Feature::District => {
                let is_town = evidence.strong && evidence.size > SMALLEST;
                is_town || evidence.size > 5.7 || evidence.neighbour
            }
            Feature::Site => evidence.locative,
            _ => true,
        }
    }

    /// Adds places that only the model knows: they have a name but no coordinates.
    fn add_unknown(&self, mut mentions: Vec<Mention>, rejected: &[Range<usize>]) -> Vec<Mention> {
        let known: Vec<Range<usize>> = mentions
            .iter()
            .map(|mention| mention.tokens.clone())
            .collect();
        let mut unknown = Vec::new();
        for entity in self.doc.entities() {
            if !matches!(&*entity.label, "GPE" | "LOC") {
                continue;
            }
            let tokens = trim_name(self.doc, entity.tokens.clone());
            let overlaps =
                |other: &Range<usize>| other.start < tokens.end && tokens.start < other.end;
            let span = self.doc.span(tokens.clone());
            let folded = fold(span.slice(self.doc.text()));
            let is_rejected =
                |run: &Range<usize>| run.start <= tokens.start && tokens.end <= run.end;
            let is_name =
                self.doc.range(tokens.clone()).any(is_capital) && !rejected.iter().any(is_rejected);
            if !is_name || known.iter().any(overlaps) || self.atlas.adjective(&folded).is_some() {
                continue;
            }
            let run = Run {
                tokens,
                folded,
                candidates: Rc::from([]),
                abbreviation: false,
            };
            let dateline = self.in_dateline(&run.tokens);
            unknown.push(self.mention(&run, dateline));
        }
        // The numbers in `within` lead to what was there before, so the new ones go to the end.
        mentions.extend(unknown);
        mentions
    }
}

/// Places of fewer than a hundred people are met too seldom to trust a name.
const SMALLEST: f64 = 2.0;

/// Where the text is at home, as far as is known before all of its names are read.
#[derive(Default)]
pub(super) struct Near<'h> {
    /// Towns that it surely means, and its outlet's.
    pub(super) towns: Vec<Candidate>,
    /// The name of the outlet's.
    pub(super) home: Option<&'h str>,
}

impl Near<'_> {
    /// True if a town of the name lies so near that both could be in a day's news of one county.
    fn holds(&self, run: &Run) -> bool {
        const COUNTY: f64 = 50.0;
        // Of a name with many bearers one lies near anything.
        const MANY: usize = 20;
        let beside = |own: &&Candidate| {
            let near = |town: &Candidate| town != *own && own.distance(town) < COUNTY;
            own.feature == Feature::City && self.towns.iter().any(near)
        };
        let few = run.candidates.len() < MANY;
        self.home == Some(&*run.folded) || few && run.candidates.iter().any(|own| beside(&own))
    }
}

/// What stands around a run.
#[derive(Clone, Copy)]
struct Company {
    qualified: bool,
    qualifies: bool,
    listed: bool,
    dateline: bool,
    /// The model takes the name for a place elsewhere in the text.
    repeated: bool,
    /// A town of the name lies beside towns of the text.
    neighbour: bool,
}

/// What speaks for a run's being a place.
#[derive(Clone, Copy)]
struct Evidence {
    country: bool,
    /// A country, division, sea or region, not a town.
    large: bool,
    locative: bool,
    /// Its company makes it a place.
    strong: bool,
    /// Beside another place, or called a town.
    listed: bool,
    /// On the map beside towns of the text.
    neighbour: bool,
    titled: bool,
    size: f64,
}

/// How much of a model's entity a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    Whole,
    Inside,
}

fn entity_over<'d>(doc: &'d Doc, tokens: &Range<usize>) -> Option<(&'d NamedEntity, Fit)> {
    let entity = doc.range(tokens.clone()).find_map(Token::entity)?;
    let trimmed = trim_name(doc, entity.tokens.clone());
    let whole = tokens.start <= trimmed.start && trimmed.end <= tokens.end;
    Some((entity, if whole { Fit::Whole } else { Fit::Inside }))
}

/// The country or division's country that a run most likely names.
fn country(run: &Run) -> Option<CountryCode> {
    let best = best(&run.candidates)?;
    let is_large = matches!(best.feature, Feature::Country | Feature::Province);
    best.country.filter(|_| is_large)
}

fn best(candidates: &[Candidate]) -> Option<&Candidate> {
    candidates.iter().max_by(|a, b| a.prior.total_cmp(&b.prior))
}

/// No town of the name has more than a few thousand people.
fn small_town(run: &Run) -> bool {
    run.candidates
        .iter()
        .all(|candidate| candidate.feature != Feature::City || candidate.prior < 3.7)
}

/// Begins with a capital letter, behind "d'" or "l'" too.
fn is_capital(token: Token<'_>) -> bool {
    let text = token.text();
    let bare = ["d'", "d’", "l'", "l’"]
        .iter()
        .find_map(|article| text.strip_prefix(article));
    bare.unwrap_or(text).starts_with(char::is_uppercase)
}

/// What a noun beside a name says that it is.
fn what(noun: &str) -> Option<Said> {
    match noun {
        "province" | "governorate" | "region" | "oblast" | "prefecture" | "department"
        | "district" | "county" => Some(Said::Division),
        "state" => Some(Said::Division),
        "city" | "town" | "village" | "municipality" | "suburb" | "port" | "hamlet" | "mayor"
        | "downtown" => Some(Said::Town),
        _ => None,
    }
}

/// The token of a range that heads it.
fn head_of(doc: &Doc, tokens: Range<usize>) -> Token<'_> {
    crate::actor::head_of(doc, tokens)
}

/// True behind one of the prepositions, alone or in a list.
fn governed(token: Token<'_>, prepositions: &[&str]) -> bool {
    let first = std::iter::successors(Some(token), |token| {
        matches!(token.dep(), "conj" | "appos").then(|| token.head())
    })
    .take(20)
    .last()
    .unwrap_or(token);
    first.dep() == "pobj" && prepositions.contains(&first.head().text().to_lowercase().as_str())
}

/// Last words of the names of people.
fn surnames(doc: &Doc) -> HashSet<String> {
    let people = doc
        .entities()
        .iter()
        .filter(|entity| &*entity.label == "PERSON" && entity.tokens.len() > 1);
    let last = |entity: &NamedEntity| {
        let tokens = trim_name(doc, entity.tokens.clone());
        fold(doc.token(tokens.end - 1).text())
    };
    people.map(last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_beside_a_name_say_what_it_is() {
        assert_eq!(what("province"), Some(Said::Division));
        assert_eq!(what("town"), Some(Said::Town));
        assert_eq!(what("said"), None);
    }
}
