//! Places: every toponym of the text with its point on the map, and where each event happened.
//!
//! [`mention`] finds the toponyms, [`resolve`] decides which place each means, among what the [`atlas`] knows by the name. A
//! country that acts ("Moscow said") is a toponym too and stands among the places; where an event happened is told by
//! literal uses only ("in Moscow").

mod atlas;
mod dateline;
mod home;
mod mention;
mod resolve;
mod words;

use std::collections::BTreeMap;

use diurna_data::geonames::fold;
use diurna_record::{Article, Evidence, Feature, Place, Span, Where, WhereBasis};
use diurna_text::{Doc, Token};

use atlas::Candidate;
pub(crate) use atlas::{Atlas, Countries};
use home::Home;
use mention::{Mention, Near};
use resolve::{Hints, Resolved};

/// The places of an article.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// As the record has them.
    pub(crate) found: Vec<Place>,
    /// By place: whether it is used for the place itself.
    literal: Vec<bool>,
    /// The place that the dateline names.
    dateline: Option<usize>,
}

impl Places {
    /// Finds and resolves the places of an article.
    pub(crate) fn find(article: &Article, doc: &Doc, atlas: Atlas<'_>) -> Places {
        let home = home::home(article, atlas);
        let hints = hints(article, doc, atlas);
        let resolve = |mentions: &[Mention]| resolve::resolve(mentions, home.as_ref(), &hints);
        let finder = mention::Finder::new(doc, &article.paragraphs, atlas);
        let mut mentions = finder.mentions(&Near::default());
        let mut resolved = resolve(&mentions);
        let more = finder.mentions(&near(&resolved, home.as_ref()));
        if more.len() > mentions.len() {
            resolved = resolve(&more);
            mentions = more;
        }
        let mut pairs: Vec<(Mention, Option<Resolved>)> =
            mentions.into_iter().zip(resolved).collect();
        pairs.sort_by_key(|(mention, _)| mention.span);
        let mut places = Places::default();
        for (mention, resolved) in pairs {
            if mention.dateline && places.dateline.is_none() {
                places.dateline = Some(places.found.len());
            }
            places.literal.push(mention.literal);
            let id = format!("p{}", places.found.len() + 1);
            let at = Evidence::at(doc.text(), mention.span);
            places.found.push(match resolved {
                Some(resolved) => known(id, at, resolved),
                None => unknown(id, at, &mention, atlas),
            });
        }
        places
    }

    /// Where an act happened: a place that its own clause names, else its sentence, else the nearest before it in its
    /// paragraph, else the dateline. Only literal uses count.
    pub(crate) fn of_event(
        &self,
        doc: &Doc,
        head: Token<'_>,
        paragraph: Option<Span>,
    ) -> Option<Where> {
        let sentence = doc.span(doc.sentences()[head.sentence()].clone());
        let subtree = doc.span(head.left_edge()..head.right_edge() + 1);
        let inside = |around: Span| {
            let literal = self
                .found
                .iter()
                .zip(&self.literal)
                .filter(|(_, literal)| **literal);
            literal
                .map(|(place, _)| place)
                .filter(move |place| around.contains(place.at.span))
        };
        let at = |place: &Place, basis: WhereBasis| Where {
            place: place.id.clone(),
            basis,
        };
        if let Some(place) = inside(subtree).next() {
            return Some(at(place, WhereBasis::Clause));
        }
        if let Some(place) = inside(sentence).next() {
            return Some(at(place, WhereBasis::Sentence));
        }
        let before = paragraph.and_then(|paragraph| {
            let before = Span::new(paragraph.start, sentence.start.max(paragraph.start));
            inside(before).next_back()
        });
        if let Some(place) = before {
            return Some(at(place, WhereBasis::Paragraph));
        }
        let dateline = &self.found[self.dateline?];
        let of_lead = paragraph.is_some_and(|paragraph| paragraph.contains(dateline.at.span));
        of_lead.then(|| at(dateline, WhereBasis::Dateline))
    }
}

fn known(id: String, at: Evidence, resolved: Resolved) -> Place {
    let Resolved {
        candidate,
        confidence,
    } = resolved;
    let degrees = |value: f64| Some((value * 1e5).round() / 1e5);
    Place {
        id,
        at,
        admin1: (!candidate.admin1.is_empty()).then_some(candidate.admin1),
        name: candidate.name,
        country: candidate.country,
        lat: degrees(candidate.lat),
        lon: degrees(candidate.lon),
        geonames_id: candidate.id,
        feature: candidate.feature,
        confidence: (confidence * 100.0).round() as f32 / 100.0,
    }
}

/// The towns that are surely meant, and the outlet's.
fn near<'h>(resolved: &[Option<Resolved>], home: Option<&'h Home>) -> Near<'h> {
    const SURE: f64 = 0.7;
    let sure = resolved.iter().flatten().filter(|resolved| {
        resolved.candidate.feature == Feature::City && resolved.confidence > SURE
    });
    let mut towns: Vec<Candidate> = sure.map(|resolved| resolved.candidate.clone()).collect();
    towns.extend(home.into_iter().flat_map(Home::likely).cloned());
    towns.dedup();
    let home = home.map(|home| home.folded.as_str());
    Near { towns, home }
}

/// A place without a point: what the text calls it, and the country if it is a capital.
fn unknown(id: String, at: Evidence, mention: &Mention, atlas: Atlas<'_>) -> Place {
    Place {
        id,
        name: at.text.clone(),
        at,
        country: atlas.capital(&mention.folded),
        admin1: None,
        lat: None,
        lon: None,
        geonames_id: None,
        feature: Feature::City,
        confidence: 0.5,
    }
}

/// Countries that the text speaks of by their adjectives, and the outlet's.
fn hints(article: &Article, doc: &Doc, atlas: Atlas<'_>) -> Hints {
    let mut counts: BTreeMap<_, f64> = BTreeMap::new();
    for token in doc.tokens() {
        if token.text().starts_with(char::is_uppercase)
            && let Some(country) = atlas.adjective(&fold(token.text()))
        {
            *counts.entry(country).or_default() += 1.0;
        }
    }
    let mut hints: Hints = counts
        .into_iter()
        .map(|(country, count)| (country, 0.7 * count.sqrt()))
        .collect();
    if let Some(country) = article.outlet.as_ref().and_then(|outlet| outlet.country) {
        *hints.entry(country).or_default() += 1.0;
    }
    hints
}

/// Places for tests.
#[cfg(test)]
mod made {
    use diurna_data::geonames::{Level, NewPlace};

    /// A town with its country, division, point and inhabitants.
    pub(super) fn town(
        name: &str,
        country: &str,
        admin1: &str,
        at: (f64, f64),
        population: u32,
    ) -> NewPlace {
        NewPlace {
            id: 0,
            level: Level::Settlement,
            name: name.to_owned(),
            others: Vec::new(),
            country: country.parse().ok(),
            admin1: admin1.to_owned(),
            admin2: String::new(),
            lat: at.0,
            lon: at.1,
            population,
        }
    }
}
