//! The home town of a local paper: "Lebanon Daily News", "The Record, Troy", "oxfordeagle.com".
//!
//! A local paper's "Paris" is the one where it is printed, and its county's towns are meant before their namesakes. Its own
//! name tells the town, mostly in front, and often its domain does. Which of the town's namesakes it is stays open until
//! the text's other places have their say, with a lean to countries where papers are printed in English.

use diurna_data::geonames::fold;
use diurna_record::{Article, CountryCode, Feature};

use super::atlas::{Atlas, Candidate};

/// Where an outlet is at home, as far as its name tells.
pub(super) struct Home {
    pub(super) folded: String,
    pub(super) candidates: Vec<Candidate>,
}

impl Home {
    /// Those of its towns that are not far smaller than the likeliest.
    pub(super) fn likely(&self) -> impl Iterator<Item = &Candidate> {
        const BEHIND: f64 = 1.0;
        let most = self
            .candidates
            .iter()
            .map(|town| town.prior)
            .fold(f64::MIN, f64::max);
        self.candidates
            .iter()
            .filter(move |town| town.prior > most - BEHIND)
    }
}

/// How much readier a local paper's name means a town where papers are printed in English, or one of the outlet's country.
const LEAN: f64 = 3.0;

/// A city that large needs no lean, and its paper is not local: "London Free Press" may be of either London.
const FAMOUS: f64 = 5.7;

/// Countries with many local papers in English.
const ENGLISH: [&str; 6] = ["AUS", "CAN", "GBR", "IRL", "NZL", "USA"];

/// Nouns in the names of papers, and what joins a town to them in a domain.
const PAPERS: [&str; 43] = [
    "advocate",
    "argus",
    "banner",
    "beacon",
    "bee",
    "bulletin",
    "call",
    "chronicle",
    "citizen",
    "courier",
    "daily",
    "democrat",
    "dispatch",
    "eagle",
    "echo",
    "enterprise",
    "examiner",
    "express",
    "gazette",
    "globe",
    "herald",
    "independent",
    "journal",
    "leader",
    "ledger",
    "mail",
    "mercury",
    "news",
    "observer",
    "online",
    "post",
    "press",
    "record",
    "register",
    "reporter",
    "republican",
    "review",
    "sentinel",
    "star",
    "sun",
    "telegraph",
    "times",
    "tribune",
];

/// No town's name has more words.
const LONGEST: usize = 4;

/// The home of the article's outlet, if its name or domain holds a town's.
pub(super) fn home(article: &Article, atlas: Atlas<'_>) -> Option<Home> {
    let outlet = article.outlet.as_ref()?;
    let domain = || by_domain(outlet.domain.as_deref()?, atlas);
    let mut home = by_name(&outlet.name, atlas).or_else(domain)?;
    let leans = |country: CountryCode| match outlet.country {
        Some(own) => own == country,
        None => ENGLISH.contains(&country.as_str()),
    };
    let towns = &mut home.candidates;
    let first = towns.iter().max_by(|a, b| a.prior.total_cmp(&b.prior))?;
    if !first.country.is_some_and(leans) {
        for town in towns
            .iter_mut()
            .filter(|town| town.country.is_some_and(leans))
        {
            town.prior += LEAN;
        }
    } else if first.prior > FAMOUS {
        return None;
    }
    Some(home)
}

/// "Lebanon Daily News", "The Post and Courier (Charleston, S.C.)", "The Record, Troy".
fn by_name(name: &str, atlas: Atlas<'_>) -> Option<Home> {
    let (title, place) = match name.split_once([',', '(']) {
        Some((title, place)) => (title, place.trim_matches([')', ' '])),
        None => (name, ""),
    };
    let behind = || {
        let (town, state) = place.split_once(',').unwrap_or((place, ""));
        in_state(towns(town.trim(), atlas)?, state.trim(), atlas)
    };
    behind().or_else(|| leading(title.strip_prefix("The ").unwrap_or(title), atlas))
}

/// The town that a name begins with, before a paper's noun.
fn leading(title: &str, atlas: Atlas<'_>) -> Option<Home> {
    let words: Vec<&str> = title.split([' ', '-']).collect();
    let is_paper = words[1..]
        .iter()
        .any(|word| PAPERS.contains(&fold(word).as_str()));
    if !is_paper {
        return None;
    }
    (1..=words.len().saturating_sub(1).min(LONGEST))
        .rev()
        .find_map(|count| towns(&words[..count].join(" "), atlas))
}

/// Those of a home's towns that lie in the state behind its name.
fn in_state(mut home: Home, state: &str, atlas: Atlas<'_>) -> Option<Home> {
    if state.is_empty() {
        return Some(home);
    }
    let mut states = atlas.abbreviated(state);
    states.extend(atlas.candidates(&fold(state), false));
    home.candidates
        .retain(|town| states.iter().any(|state| state.holds(town)));
    (!home.candidates.is_empty()).then_some(home)
}

/// "oxfordeagle.com", "theparisnews.com": a town of one word and nothing but words of papers behind it.
fn by_domain(domain: &str, atlas: Atlas<'_>) -> Option<Home> {
    const SHORTEST: usize = 4;
    let label = domain.split('.').next()?;
    let label = label.strip_prefix("the").unwrap_or(label);
    let label: String = label.chars().filter(char::is_ascii_lowercase).collect();
    let rest_is_paper = |rest: &str| {
        let behind = |rest: &str| {
            PAPERS
                .iter()
                .find_map(|word| rest.strip_prefix(word).map(str::to_owned))
        };
        std::iter::successors(Some(rest.to_owned()), |rest| behind(rest))
            .any(|rest| rest.is_empty())
    };
    (SHORTEST..label.len())
        .filter(|end| rest_is_paper(&label[*end..]))
        .find_map(|end| towns(&label[..end], atlas))
}

/// The towns of a name.
fn towns(name: &str, atlas: Atlas<'_>) -> Option<Home> {
    let folded = fold(name);
    let mut candidates = atlas.candidates(&folded, false);
    candidates.retain(|candidate| candidate.feature == Feature::City);
    (!candidates.is_empty()).then_some(Home { folded, candidates })
}

#[cfg(test)]
mod tests {
    use diurna_data::gazetteer::Gazetteer;
    use diurna_data::geography::Geography;
    use diurna_data::geonames::{Geonames, encode};
    use diurna_record::Outlet;

    use super::super::atlas::Countries;
    use super::super::made::town;
    use super::*;

    /// The likeliest town of an outlet, as "name/division".
    fn likeliest(name: &str, domain: &str) -> String {
        let towns = [
            town("Paris", "FRA", "Île-de-France", (48.85, 2.35), 2_100_000),
            town("Paris", "USA", "Texas", (33.66, -95.56), 24_800),
            town("London", "GBR", "England", (51.51, -0.13), 8_900_000),
            town("Troy", "USA", "Michigan", (42.58, -83.14), 87_000),
            town("Troy", "USA", "New York", (42.73, -73.69), 51_000),
        ];
        let geonames = Geonames::from_bytes(encode(&towns).unwrap()).unwrap();
        let (gazetteer, geography) = (Gazetteer::bundled().unwrap(), Geography::bundled().unwrap());
        let countries = Countries::of(&gazetteer);
        let atlas = Atlas {
            countries: &countries,
            geography: &geography,
            geonames: Some(&geonames),
        };
        let mut article = Article::from_text("d", "");
        article.outlet = Some(Outlet {
            name: name.to_owned(),
            domain: Some(domain.to_owned()),
            country: None,
            basis: "given".to_owned(),
        });
        let home = home(&article, atlas);
        let first = home.iter().flat_map(Home::likely);
        let first = first.max_by(|a, b| a.prior.total_cmp(&b.prior));
        first.map_or_else(String::new, |town| format!("{}/{}", town.name, town.admin1))
    }

    #[test]
    fn a_papers_town_stands_in_its_name_or_domain() {
        assert_eq!(likeliest("The Paris News", ""), "Paris/Texas");
        assert_eq!(likeliest("The News", "theparisnews.com"), "Paris/Texas");
        assert_eq!(likeliest("The Record, Troy, N.Y.", ""), "Troy/New York");
        assert_eq!(likeliest("The Record (Troy)", ""), "Troy/Michigan");
        assert_eq!(likeliest("The News", "parishes.com"), "");
        assert_eq!(likeliest("Paris Match", ""), "");
        assert_eq!(likeliest("London Evening News", ""), "");
    }
}
