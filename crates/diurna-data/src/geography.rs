//! What the map shows besides towns: countries, seas, rivers, mountains, regions, first-level divisions that news names.
//!
//! The data are the text files of `geography/`, one entry a line; each file's header documents its grammar and source. A
//! point stands for the whole of a country or a sea, so it is only as precise as the [`Feature`] says. Which of several
//! readings a text means is the coder's business.

use std::collections::{HashMap, HashSet};

use diurna_record::{CountryCode, Feature};

use crate::geonames::fold;
use crate::source::{Error, Line, SourceFile, sha256};

const COUNTRIES: &str = include_str!("../geography/countries.txt");
const LANDMARKS: &str = include_str!("../geography/landmarks.txt");
const NO_PLACE: &str = include_str!("../geography/no_place.txt");

/// The entries of the files and their indexes.
///
/// ```
/// use diurna_data::geography::Geography;
/// let geography = Geography::bundled()?;
/// let sea = geography.landmarks("Black Sea")[0];
/// assert!(sea.country.is_none() && sea.lat > 40.0);
/// assert_eq!(geography.abbreviated("Calif.")[0].name, "California");
/// # Ok::<(), diurna_data::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Geography {
    countries: HashMap<CountryCode, Point>,
    landmarks: Vec<Landmark>,
    names: HashMap<String, Vec<usize>>,
    abbreviations: HashMap<String, Vec<usize>>,
    no_place: HashSet<String>,
    sha256: String,
}

/// A representative point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// An entry of `landmarks.txt`, or a dependency of `countries.txt`.
#[derive(Clone, Debug, PartialEq)]
pub struct Landmark {
    /// What it is.
    pub feature: Feature,
    /// The country it lies in, where it is one.
    pub country: Option<CountryCode>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Main name.
    pub name: String,
    /// Names in capitals, folded: "NSW".
    pub acronyms: Vec<String>,
}

impl Geography {
    /// The entries that ship with the crate.
    ///
    /// # Errors
    ///
    /// If a line does not parse; the crate's tests make sure that none does.
    pub fn bundled() -> Result<Geography, Error> {
        Geography::read(COUNTRIES, LANDMARKS, NO_PLACE)
    }

    fn read(countries: &str, landmarks: &str, no_place: &str) -> Result<Geography, Error> {
        let countries = SourceFile::new("geography/countries.txt", countries);
        let landmarks = SourceFile::new("geography/landmarks.txt", landmarks);
        let no_place = SourceFile::new("geography/no_place.txt", no_place);
        let mut geography = Geography::default();
        for line in countries.lines() {
            geography.add_country(&line)?;
        }
        for line in landmarks.lines() {
            geography.add_landmark(&line)?;
        }
        geography.no_place = no_place.lines().map(|line| fold(line.text)).collect();
        geography.sha256 = sha256(&[countries, landmarks, no_place]);
        Ok(geography)
    }

    fn add_country(&mut self, line: &Line<'_>) -> Result<(), Error> {
        let fields: Vec<&str> = line.text.split('|').map(str::trim).collect();
        let [code, lat, lon, names] = fields[..] else {
            return Err(line.error("expected 4 fields"));
        };
        let code: CountryCode = code.parse().map_err(|error| line.error(error))?;
        let point = point(line, lat, lon)?;
        if self.countries.insert(code, point).is_some() {
            return Err(line.error(format_args!("{code} stands here twice")));
        }
        if !names.is_empty() {
            self.add(line, Feature::Country, Some(code), point, names, "")?;
        }
        Ok(())
    }

    fn add_landmark(&mut self, line: &Line<'_>) -> Result<(), Error> {
        let fields: Vec<&str> = line.text.split('|').map(str::trim).collect();
        let [feature, country, lat, lon, names, abbreviations] = fields[..] else {
            return Err(line.error("expected 6 fields"));
        };
        let feature = match feature {
            "region" => Feature::Region,
            "water" => Feature::Water,
            "site" => Feature::Site,
            "province" => Feature::Province,
            other => {
                let expected = "expected region, water, site or province";
                return Err(line.error(format_args!("{expected}, found {other}")));
            }
        };
        let country = match country {
            "" => None,
            code => Some(code.parse().map_err(|error| line.error(error))?),
        };
        let point = point(line, lat, lon)?;
        self.add(line, feature, country, point, names, abbreviations)
    }

    fn add(
        &mut self,
        line: &Line<'_>,
        feature: Feature,
        country: Option<CountryCode>,
        point: Point,
        names: &str,
        abbreviations: &str,
    ) -> Result<(), Error> {
        let number = self.landmarks.len();
        let split = |list: &str| -> Vec<String> {
            let names = list.split(';').map(str::trim);
            names
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let names = split(names);
        let name = names.first().ok_or_else(|| line.error("expected a name"))?;
        self.landmarks.push(Landmark {
            feature,
            country,
            lat: point.lat,
            lon: point.lon,
            name: name.clone(),
            acronyms: names
                .iter()
                .filter(|name| is_acronym(name))
                .map(|name| fold(name))
                .collect(),
        });
        for name in &names {
            let bearers = self.names.entry(fold(name)).or_default();
            if bearers.contains(&number) {
                return Err(line.error(format_args!("{name:?} stands here twice")));
            }
            bearers.push(number);
        }
        for short in split(abbreviations) {
            self.abbreviations.entry(short).or_default().push(number);
        }
        Ok(())
    }

    /// The point that stands for a country.
    pub fn country(&self, code: CountryCode) -> Option<Point> {
        self.countries.get(&code).copied()
    }

    /// The entries that bear a name.
    pub fn landmarks(&self, name: &str) -> Vec<&Landmark> {
        self.landmarks_folded(&fold(name))
    }

    /// The same for a name that is [folded](fold) already.
    pub fn landmarks_folded(&self, folded: &str) -> Vec<&Landmark> {
        self.entries(self.names.get(folded))
    }

    /// True for a folded name of towns that is mostly something else.
    pub fn is_no_place(&self, folded: &str) -> bool {
        self.no_place.contains(folded)
    }

    /// The divisions that an abbreviation behind the name of a town stands for: "Calif.", "CA". The spelling is exact.
    pub fn abbreviated(&self, short: &str) -> Vec<&Landmark> {
        self.entries(self.abbreviations.get(short))
    }

    fn entries(&self, numbers: Option<&Vec<usize>>) -> Vec<&Landmark> {
        let numbers = numbers.into_iter().flatten();
        numbers.map(|number| &self.landmarks[*number]).collect()
    }

    /// A hash of the files.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }
}

/// In capitals only.
fn is_acronym(name: &str) -> bool {
    !name.chars().any(char::is_lowercase)
}

fn point(line: &Line<'_>, lat: &str, lon: &str) -> Result<Point, Error> {
    let degrees = |text: &str, most: f64| {
        let value = text.parse().ok().filter(|value: &f64| value.abs() <= most);
        value.ok_or_else(|| {
            line.error(format_args!(
                "expected degrees up to {most}, found {text:?}"
            ))
        })
    };
    Ok(Point {
        lat: degrees(lat, 90.0)?,
        lon: degrees(lon, 180.0)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::{Gazetteer, StateKind};

    #[test]
    fn every_state_of_the_gazetteer_has_a_point() {
        let geography = Geography::bundled().unwrap();
        let gazetteer = Gazetteer::bundled().unwrap();
        for state in gazetteer.states() {
            if state.kind == StateKind::State && !state.code.is_non_state() {
                assert!(geography.country(state.code).is_some(), "{}", state.code);
            }
        }
    }

    #[test]
    fn a_line_that_does_not_parse_is_named() {
        let refused = |countries: &str, landmarks: &str| {
            Geography::read(countries, landmarks, "")
                .unwrap_err()
                .to_string()
        };
        let error = refused("", "# head\nwater | | 95 | 3 | North Sea |");
        assert!(
            error.starts_with("geography/landmarks.txt:2: expected degrees"),
            "{error}"
        );
        assert!(refused("", "pond | | 5 | 3 | North Sea |").contains("found pond"));
        assert!(refused("", "water | | 5 | 3 | |").contains("expected a name"));
        assert!(refused("FRA | 46 | 2 |\nFRA | 46 | 2 |", "").contains("FRA stands here twice"));
    }
}
