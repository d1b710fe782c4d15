//! What a name may mean on the map: the three sources (our countries, our landmarks, GeoNames) behind one look-up.

use std::collections::{HashMap, HashSet};

use diurna_data::gazetteer::{Gazetteer, StateKind};
use diurna_data::geography::{Geography, Landmark};
use diurna_data::geonames::{Geonames, Level, Place as Town, fold};
use diurna_record::{CountryCode, Feature};

/// The names of countries, as look-ups need them.
#[derive(Debug, Default)]
pub(crate) struct Countries {
    names: HashMap<String, Vec<Country>>,
    adjectives: HashMap<String, CountryCode>,
    capitals: HashMap<String, CountryCode>,
}

#[derive(Clone, Debug)]
struct Country {
    code: CountryCode,
    name: String,
    /// The name that was looked up has capitals only ("UK"), and counts only so.
    is_acronym: bool,
}

impl Countries {
    /// The countries of the gazetteer; its dependencies and regions stand in the geography under their own codes.
    pub(crate) fn of(gazetteer: &Gazetteer) -> Countries {
        let mut countries = Countries::default();
        for state in gazetteer.states() {
            for adjective in &state.adjectives {
                let folded = fold(&adjective.text);
                countries.adjectives.entry(folded).or_insert(state.code);
            }
            for capital in &state.capital {
                countries
                    .capitals
                    .entry(fold(&capital.text))
                    .or_insert(state.code);
            }
            // The European Union is a party, not a place.
            if !matches!(state.kind, StateKind::State | StateKind::Former)
                || state.code.is_non_state()
            {
                continue;
            }
            for name in std::iter::once(&state.name).chain(&state.other_names) {
                let text = name.text.strip_prefix("the ").unwrap_or(&name.text);
                let bearers = countries.names.entry(fold(text)).or_default();
                bearers.push(Country {
                    code: state.code,
                    name: state.name.text.clone(),
                    is_acronym: !text.chars().any(char::is_lowercase),
                });
            }
        }
        countries
    }
}

/// Everything that knows places.
#[derive(Clone, Copy)]
pub(crate) struct Atlas<'a> {
    pub(crate) countries: &'a Countries,
    pub(crate) geography: &'a Geography,
    pub(crate) geonames: Option<&'a Geonames>,
}

/// One thing that a name may mean.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) name: String,
    pub(crate) feature: Feature,
    pub(crate) country: Option<CountryCode>,
    /// Name of the first-level division that it is or lies in; empty where it is not known.
    pub(crate) admin1: String,
    /// The same, folded: what is compared.
    pub(crate) division: String,
    /// The same of the second level.
    pub(crate) admin2: String,
    pub(crate) lat: f64,
    pub(crate) lon: f64,
    pub(crate) id: Option<u32>,
    /// How readily the name means this, before anything is known of the text: about the logarithm of its population.
    pub(crate) prior: f64,
}

/// No name of more bearers needs all of them.
const MOST: usize = 60;

impl Atlas<'_> {
    /// What a name may mean. `shouted` is a word of few letters, all capitals, where the text around is not: an acronym.
    pub(crate) fn candidates(&self, folded: &str, shouted: bool) -> Vec<Candidate> {
        if self.geography.is_no_place(folded) {
            return Vec::new();
        }
        let mut found = self.of_countries(folded, shouted);
        let landmarks = self.geography.landmarks_folded(folded);
        let fits =
            |landmark: &&&Landmark| !shouted || landmark.acronyms.iter().any(|name| name == folded);
        found.extend(
            landmarks
                .iter()
                .filter(fits)
                .map(|landmark| self.landmark(landmark)),
        );
        if !shouted {
            self.add_towns(folded, &mut found);
        }
        found.truncate(MOST);
        // "New York" and "Washington" are the city as readily as the state.
        let is_city = |other: &Candidate| other.feature == Feature::City && other.prior > 6.3;
        if found.iter().any(is_city) {
            let provinces = found
                .iter_mut()
                .filter(|other| other.feature == Feature::Province);
            provinces.for_each(|province| province.prior = province.prior.min(6.4));
        }
        towns_first(&mut found);
        without_parts(found, folded)
    }

    /// What an abbreviation behind a town's name means.
    pub(crate) fn abbreviated(&self, short: &str) -> Vec<Candidate> {
        let found = self.geography.abbreviated(short);
        found
            .into_iter()
            .map(|landmark| self.landmark(landmark))
            .collect()
    }

    /// True for "Iraqi" and "Iraqis".
    pub(crate) fn adjective(&self, folded: &str) -> Option<CountryCode> {
        self.countries.adjectives.get(folded).copied()
    }

    /// The country whose capital bears the name.
    pub(crate) fn capital(&self, folded: &str) -> Option<CountryCode> {
        self.countries.capitals.get(folded).copied()
    }

    fn of_countries(&self, folded: &str, shouted: bool) -> Vec<Candidate> {
        let named = self.countries.names.get(folded).into_iter().flatten();
        let fits = |country: &&Country| !country.is_acronym || shouted;
        let mut seen = HashSet::new();
        named
            .filter(fits)
            .filter(|country| seen.insert(country.code))
            .filter_map(|country| {
                let point = self.geography.country(country.code)?;
                let (id, population) = self.country_id(country.code);
                Some(Candidate {
                    name: country.name.clone(),
                    feature: Feature::Country,
                    country: Some(country.code),
                    admin1: String::new(),
                    division: String::new(),
                    admin2: String::new(),
                    lat: point.lat,
                    lon: point.lon,
                    id,
                    prior: 10.0 + 0.05 * magnitude(population),
                })
            })
            .collect()
    }

    fn country_id(&self, code: CountryCode) -> (Option<u32>, u32) {
        let towns = self.geonames.map(|geonames| geonames.find(code.as_str()));
        let country = towns
            .into_iter()
            .flatten()
            .find(|town| town.level == Level::Country && town.country == Some(code));
        country.map_or((None, 0), |town| (town.id, town.population))
    }

    fn landmark(&self, landmark: &Landmark) -> Candidate {
        let id = match landmark.feature {
            Feature::Country => landmark.country.and_then(|code| self.country_id(code).0),
            Feature::Province => self.division_id(landmark),
            _ => None,
        };
        let continent = self.continent(landmark);
        let is_province = landmark.feature == Feature::Province;
        Candidate {
            name: landmark.name.clone(),
            feature: landmark.feature,
            country: landmark.country,
            division: if is_province {
                fold(division_name(landmark))
            } else {
                String::new()
            },
            admin1: if is_province {
                landmark.name.clone()
            } else {
                String::new()
            },
            admin2: String::new(),
            lat: continent.map_or(landmark.lat, |town| town.lat),
            lon: continent.map_or(landmark.lon, |town| town.lon),
            id: id.or(continent.and_then(|town| town.id)),
            prior: match landmark.feature {
                Feature::Country => 10.0,
                Feature::Province => 7.5,
                Feature::Site => 6.0,
                _ => 7.2,
            },
        }
    }

    /// GeoNames' point of a continent.
    fn continent(&self, landmark: &Landmark) -> Option<Town<'_>> {
        if landmark.country.is_some() || landmark.feature != Feature::Region {
            return None;
        }
        let towns = self.geonames?.find(&landmark.name);
        towns
            .into_iter()
            .find(|town| town.level == Level::Continent)
    }

    fn division_id(&self, landmark: &Landmark) -> Option<u32> {
        let towns = self.geonames?.find(division_name(landmark));
        let same =
            |town: &&Town<'_>| town.level == Level::Division && town.country == landmark.country;
        towns.iter().find(same)?.id
    }

    fn add_towns(&self, folded: &str, found: &mut Vec<Candidate>) {
        let towns = self.geonames.map(|geonames| geonames.find_folded(folded));
        for town in towns.into_iter().flatten() {
            let known = found.iter().any(|other| {
                other.feature == Feature::Province
                    && town.level == Level::Division
                    && other.country == town.country
            });
            if town.level >= Level::Division && !known {
                found.push(self.town(&town, folded));
            }
        }
    }

    fn town(&self, town: &Town<'_>, folded: &str) -> Candidate {
        let size = magnitude(town.population);
        let prior = match town.level {
            Level::Continent | Level::Country => 8.0,
            Level::Division => 5.0 + 0.2 * size,
            Level::District => 2.0 + 0.3 * size,
            Level::Settlement => {
                size + if self.is_capital(town, folded) {
                    1.0
                } else {
                    0.0
                }
            }
        };
        let penalty = match town.by_main_name {
            true => 0.0,
            // "New York" for New York City, "Raqqa" for Ar Raqqah.
            false if has_words(&fold(town.name), folded) => 0.3,
            false => 2.0,
        };
        Candidate {
            name: town.name.to_owned(),
            feature: match town.level {
                Level::Continent => Feature::Region,
                Level::Country => Feature::Country,
                Level::Division => Feature::Province,
                Level::District => Feature::District,
                Level::Settlement => Feature::City,
            },
            country: town.country,
            division: fold(town.admin1),
            admin1: town.admin1.to_owned(),
            admin2: town.admin2.to_owned(),
            lat: town.lat,
            lon: town.lon,
            id: town.id,
            prior: prior - penalty,
        }
    }

    fn is_capital(&self, town: &Town<'_>, folded: &str) -> bool {
        if town.population <= 20_000 {
            return false;
        }
        let code = self
            .capital(folded)
            .or_else(|| self.capital(&fold(town.name)));
        code.is_some() && code == town.country
    }
}

impl Candidate {
    /// True if the other lies in this one, as far as their names tell.
    pub(crate) fn holds(&self, other: &Candidate) -> bool {
        if self == other {
            return false;
        }
        let same_country = self.country.is_some() && self.country == other.country;
        match self.feature {
            Feature::Country => same_country && other.feature != Feature::Country,
            Feature::Province => {
                same_country
                    && self.division == other.division
                    && !matches!(other.feature, Feature::Country | Feature::Province)
            }
            Feature::District => {
                same_country
                    && self.admin1 == other.admin1
                    && self.admin2 == other.admin2
                    && other.feature == Feature::City
            }
            Feature::City => {
                same_country && self.distance(other) < 30.0 && other.prior < self.prior
            }
            Feature::Region => self.distance(other) < 400.0 && other.feature != Feature::Country,
            Feature::Water | Feature::Site => false,
        }
    }

    /// Kilometres between two points.
    pub(crate) fn distance(&self, other: &Candidate) -> f64 {
        let (a, b) = (self.lat.to_radians(), other.lat.to_radians());
        let east = (self.lon - other.lon).to_radians();
        let half = |angle: f64| (angle / 2.0).sin().powi(2);
        let chord = half(a - b) + a.cos() * b.cos() * half(east);
        12_742.0 * chord.sqrt().min(1.0).asin()
    }
}

/// What towns call the division that they lie in: "New York" for New York State.
fn division_name(landmark: &Landmark) -> &str {
    let is_american = landmark.country.is_some_and(|code| code.as_str() == "USA");
    let bare = landmark.name.strip_suffix(" State");
    bare.filter(|_| is_american).unwrap_or(&landmark.name)
}

/// A large town is meant before the division of its name: "Geneva".
fn towns_first(found: &mut [Candidate]) {
    let is_large = |other: &&Candidate| other.feature == Feature::City && other.prior > 4.7;
    let towns: Vec<Candidate> = found.iter().filter(is_large).cloned().collect();
    for division in found
        .iter_mut()
        .filter(|other| other.feature == Feature::Province)
    {
        let is_seat =
            |town: &Candidate| town.country == division.country && town.admin1 == division.admin1;
        if division.prior < 7.0 && towns.iter().any(is_seat) {
            division.prior -= 1.2;
        }
    }
}

/// Of a country and the places in it that bear its name, the country ("Mexico", "Kuwait"); of a country and a state of
/// another one, both, for the text to decide ("Georgia").
fn without_parts(mut found: Vec<Candidate>, folded: &str) -> Vec<Candidate> {
    let countries: Vec<Candidate> = found
        .iter()
        .filter(|other| other.feature == Feature::Country)
        .cloned()
        .collect();
    if countries.is_empty() {
        return found;
    }
    found.retain(|candidate| !countries.iter().any(|country| country.holds(candidate)));
    // "Gold Coast" was a country once and is a large city now.
    let is_city = found
        .iter()
        .any(|candidate| candidate.feature == Feature::City && candidate.prior > 5.0);
    for country in found
        .iter_mut()
        .filter(|other| other.feature == Feature::Country)
    {
        if is_city && fold(&country.name) != folded {
            country.prior = 5.0;
        }
    }
    if found
        .iter()
        .any(|candidate| candidate.feature == Feature::Province && candidate.prior > 7.0)
    {
        for country in found
            .iter_mut()
            .filter(|candidate| candidate.feature == Feature::Country)
        {
            country.prior = 8.0;
        }
    }
    found
}

/// True if the words begin at a word of the name: "Raqqa" in "Ar Raqqah", not "Salem" in "Jerusalem".
fn has_words(name: &str, words: &str) -> bool {
    name.match_indices(words)
        .any(|(at, _)| !name[..at].ends_with(char::is_alphanumeric))
}

/// 0 for a hamlet, 7 for ten million.
fn magnitude(population: u32) -> f64 {
    f64::from(population.max(30)).log10()
}
