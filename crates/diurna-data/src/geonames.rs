//! The world's towns and divisions, from GeoNames: one file that is mapped into memory and searched where it lies.
//!
//! The file is built on the user's machine ([`encode`]) and opened in no time ([`Geonames::open`]): nothing of it is read
//! before a name is looked up. Behind a head of 64 bytes (a magic line, the SHA-256 of the rest, the lengths) stand four
//! sections: the places at 32 bytes each, the postings (which places bear a name), the strings, and a finite-state
//! transducer from each name, folded, to its postings. The same places give the same bytes.
//!
//! A name is looked up as [`fold`] leaves it: without case, accents, apostrophes and points, so that "Xi'an", "St. John's" and
//! "Al-Mosul" are found as texts write them. Which of its bearers a text means is the coder's business.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use diurna_record::CountryCode;
use fst::Map;
use memmap2::Mmap;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::gazetteer::without_accents;
use crate::source::Error;

/// First bytes of the file; the digit counts changes that older readers would misread.
const MAGIC: &[u8; 16] = b"diurna places 1\n";

/// Magic, digest, and the lengths of the first three sections in 4 bytes each; four bytes are left free.
const HEAD: usize = 64;

/// Bytes of a place.
const PLACE: usize = 32;

/// What a place is, from the whole to its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A continent.
    Continent,
    /// A country.
    Country,
    /// A first-level division: a state, a province.
    Division,
    /// A second-level division: a county, a district.
    District,
    /// A city, town or village.
    Settlement,
}

/// A place to be put into the file.
#[derive(Clone, Debug, PartialEq)]
pub struct NewPlace {
    /// GeoNames id, 0 where there is none.
    pub id: u32,
    /// What it is.
    pub level: Level,
    /// Its main name.
    pub name: String,
    /// Other names.
    pub others: Vec<String>,
    /// The country it lies in; none for a continent.
    pub country: Option<CountryCode>,
    /// Name of its first-level division; empty where it is not known.
    pub admin1: String,
    /// Name of its second-level division; empty where it is not known.
    pub admin2: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Inhabitants, 0 where they are not known.
    pub population: u32,
}

/// A place of the file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place<'g> {
    /// GeoNames id.
    pub id: Option<u32>,
    /// What it is.
    pub level: Level,
    /// Its main name.
    pub name: &'g str,
    /// The country it lies in; none for a continent.
    pub country: Option<CountryCode>,
    /// Name of its first-level division; empty where it is not known.
    pub admin1: &'g str,
    /// Name of its second-level division; empty where it is not known.
    pub admin2: &'g str,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Inhabitants, 0 where they are not known.
    pub population: u32,
    /// It bears the name that was looked up as its main name, not as another one.
    pub by_main_name: bool,
}

/// The opened file.
///
/// ```
/// use diurna_data::geonames::{Geonames, Level, NewPlace, encode};
/// let mosul = NewPlace {
///     id: 99072, level: Level::Settlement, name: "Mosul".into(), others: vec!["Al Mawşil".into()],
///     country: "IRQ".parse().ok(), admin1: "Nineveh".into(), admin2: String::new(),
///     lat: 36.335, lon: 43.119, population: 1_683_000,
/// };
/// let geonames = Geonames::from_bytes(encode(&[mosul])?)?;
/// assert_eq!(geonames.find("al-Mawsil")[0].name, "Mosul");
/// assert!(geonames.find("Mosu").is_empty());
/// # Ok::<(), diurna_data::Error>(())
/// ```
pub struct Geonames {
    data: Arc<Data>,
    places: Range<usize>,
    postings: Range<usize>,
    strings: Range<usize>,
    names: Map<Section>,
    sha256: String,
}

impl std::fmt::Debug for Geonames {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Geonames")
            .field("places", &self.len())
            .field("sha256", &self.sha256)
            .finish_non_exhaustive()
    }
}

enum Data {
    Mapped(Mmap),
    Owned(Vec<u8>),
}

impl Data {
    fn bytes(&self) -> &[u8] {
        match self {
            Data::Mapped(map) => map,
            Data::Owned(bytes) => bytes,
        }
    }
}

/// A part of the file that keeps the whole alive.
struct Section(Arc<Data>, Range<usize>);

impl AsRef<[u8]> for Section {
    fn as_ref(&self) -> &[u8] {
        &self.0.bytes()[self.1.clone()]
    }
}

impl Geonames {
    /// Maps the file into memory.
    ///
    /// # Errors
    ///
    /// If it cannot be opened, is cut off, or is of another format. Altered bytes are found by [`Geonames::verify`].
    pub fn open(path: &Path) -> Result<Geonames, Error> {
        let failed = |error: std::io::Error| Error::new(format!("{}: {error}", path.display()));
        let file = File::open(path).map_err(failed)?;
        // SAFETY: the file is written once, under another name, and renamed; diurna never changes it in place. Whoever else
        // does gets wrong places or a fault, as with any mapped file.
        let map = unsafe { Mmap::map(&file) }.map_err(failed)?;
        Geonames::over(Data::Mapped(map))
            .map_err(|error| Error::new(format!("{}: {error}", path.display())))
    }

    /// The same from bytes in memory.
    ///
    /// # Errors
    ///
    /// If they are cut off or of another format.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Geonames, Error> {
        Geonames::over(Data::Owned(bytes))
    }

    fn over(data: Data) -> Result<Geonames, Error> {
        let bytes = data.bytes();
        let broken = || Error::new("expected a whole file of places, found something else");
        let head = bytes.get(..HEAD).ok_or_else(broken)?;
        if !head.starts_with(MAGIC) {
            return Err(broken());
        }
        let length = |at: usize| read_u32(head, 48 + 4 * at).map(|length| length as usize);
        let mut sections = Vec::new();
        let mut start = HEAD;
        for number in 0..3 {
            let end = length(number).and_then(|length| start.checked_add(length));
            let end = end.filter(|end| *end <= bytes.len()).ok_or_else(broken)?;
            sections.push(start..end);
            start = end;
        }
        let sha256 = hex(&head[16..48]);
        let size = bytes.len();
        let data = Arc::new(data);
        let names = Map::new(Section(Arc::clone(&data), start..size)).map_err(|_| broken())?;
        let [places, postings, strings] = sections.try_into().map_err(|_| broken())?;
        Ok(Geonames {
            data,
            places,
            postings,
            strings,
            names,
            sha256,
        })
    }

    /// Number of places.
    pub fn len(&self) -> usize {
        self.places.len() / PLACE
    }

    /// True if it holds no place.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// SHA-256 of the contents, as the head of the file has it.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Reads all of it and holds it against its digest.
    ///
    /// # Errors
    ///
    /// If a byte was altered.
    pub fn verify(&self) -> Result<(), Error> {
        let found = hex(&Sha256::digest(&self.data.bytes()[HEAD..]));
        if found == self.sha256 {
            return Ok(());
        }
        Err(Error::new(format!(
            "expected SHA-256 {}, found {found}",
            self.sha256
        )))
    }

    /// The places that bear a name, largest first.
    pub fn find(&self, name: &str) -> Vec<Place<'_>> {
        self.find_folded(&fold(name))
    }

    /// The same for a name that is folded already.
    pub fn find_folded(&self, folded: &str) -> Vec<Place<'_>> {
        self.bearers(folded).unwrap_or_default()
    }

    /// True if any place bears a folded name.
    pub fn knows(&self, folded: &str) -> bool {
        self.names.contains_key(folded)
    }

    fn bearers(&self, folded: &str) -> Option<Vec<Place<'_>>> {
        let at = usize::try_from(self.names.get(folded)?).ok()?;
        let mut rest = self.data.bytes()[self.postings.clone()].get(at..)?;
        let count = read_varint(&mut rest)?;
        let mut number = 0;
        let mut found = Vec::new();
        for _ in 0..count {
            let step = read_varint(&mut rest)?;
            number += step >> 1;
            found.push(self.place(usize::try_from(number).ok()?, step & 1 == 0)?);
        }
        Some(found)
    }

    fn place(&self, number: usize, by_main_name: bool) -> Option<Place<'_>> {
        let places = &self.data.bytes()[self.places.clone()];
        let place = places.get(number.checked_mul(PLACE)?..)?.get(..PLACE)?;
        let degrees = |at| read_u32(place, at).map(|value| f64::from(value as i32) / 1e5);
        let code = std::str::from_utf8(&place[28..31]).ok()?;
        Some(Place {
            id: read_u32(place, 0).filter(|id| *id != 0),
            population: read_u32(place, 4)?,
            lat: degrees(8)?,
            lon: degrees(12)?,
            name: self.string(read_u32(place, 16)?)?,
            admin1: self.string(read_u32(place, 20)?)?,
            admin2: self.string(read_u32(place, 24)?)?,
            country: code.parse().ok(),
            level: match place[31] {
                0 => Level::Continent,
                1 => Level::Country,
                2 => Level::Division,
                3 => Level::District,
                _ => Level::Settlement,
            },
            by_main_name,
        })
    }

    fn string(&self, at: u32) -> Option<&str> {
        let strings = &self.data.bytes()[self.strings.clone()];
        let rest = strings.get(usize::try_from(at).ok()?..)?;
        let (length, rest) = rest.split_first()?;
        std::str::from_utf8(rest.get(..usize::from(*length))?).ok()
    }
}

/// The file's bytes for these places.
///
/// # Errors
///
/// If there are more places or longer strings than the format holds.
pub fn encode(places: &[NewPlace]) -> Result<Vec<u8>, Error> {
    let mut order: Vec<&NewPlace> = places.iter().collect();
    // Largest first: look-ups then give them in this order, and their numbers stay small.
    order.sort_by(|a, b| {
        let key = |place: &NewPlace| (place.level, place.country, place.id);
        (b.population.cmp(&a.population))
            .then(key(a).cmp(&key(b)))
            .then_with(|| (&a.name, &a.admin1, &a.admin2).cmp(&(&b.name, &b.admin1, &b.admin2)))
    });
    let mut strings = Strings::default();
    let mut records = Vec::with_capacity(order.len() * PLACE);
    // By folded name: numbers of the places, doubled, plus one where it is not the main name.
    let mut names: BTreeMap<String, BTreeMap<u64, u64>> = BTreeMap::new();
    for (number, place) in (0_u64..).zip(&order) {
        record(place, &mut strings, &mut records)?;
        let main = std::iter::once((&place.name, 0));
        let others = place.others.iter().map(|other| (other, 1));
        for (name, is_other) in main.chain(others) {
            let folded = fold(name);
            if !folded.is_empty() {
                let bearers = names.entry(folded).or_default();
                bearers.entry(number).or_insert(is_other);
            }
        }
    }
    let mut postings = Vec::new();
    let mut offsets = Vec::new();
    for (name, bearers) in names {
        offsets.push((name, postings.len() as u64));
        write_varint(bearers.len() as u64, &mut postings);
        let mut before = 0;
        for (number, is_other) in bearers {
            write_varint((number - before) << 1 | is_other, &mut postings);
            before = number;
        }
    }
    let names = Map::from_iter(offsets)
        .map_err(|error| Error::new(format!("names cannot be ordered: {error}")))?;
    assemble(
        &records,
        &postings,
        &strings.bytes,
        names.as_fst().as_bytes(),
    )
}

fn assemble(
    records: &[u8],
    postings: &[u8],
    strings: &[u8],
    names: &[u8],
) -> Result<Vec<u8>, Error> {
    let mut body = Vec::with_capacity(records.len() + postings.len() + strings.len());
    let mut lengths = Vec::new();
    for section in [records, postings, strings] {
        lengths.extend(size(section.len())?.to_le_bytes());
        body.extend(section);
    }
    body.extend(names);
    let mut file = MAGIC.to_vec();
    file.extend(Sha256::digest(&body));
    file.extend(lengths);
    file.resize(HEAD, 0);
    file.extend(body);
    Ok(file)
}

fn record(place: &NewPlace, strings: &mut Strings, out: &mut Vec<u8>) -> Result<(), Error> {
    let degrees = |value: f64| ((value * 1e5).round() as i32).to_le_bytes();
    out.extend(place.id.to_le_bytes());
    out.extend(place.population.to_le_bytes());
    out.extend(degrees(place.lat));
    out.extend(degrees(place.lon));
    for text in [&place.name, &place.admin1, &place.admin2] {
        out.extend(strings.put(text)?.to_le_bytes());
    }
    let country = place.country.as_ref().map_or("---", CountryCode::as_str);
    out.extend(country.as_bytes());
    out.push(place.level as u8);
    Ok(())
}

/// Strings of at most 255 bytes, each once, behind their length.
#[derive(Default)]
struct Strings {
    bytes: Vec<u8>,
    known: HashMap<String, u32>,
}

impl Strings {
    fn put(&mut self, text: &str) -> Result<u32, Error> {
        if let Some(at) = self.known.get(text) {
            return Ok(*at);
        }
        let length = u8::try_from(text.len()).map_err(|_| {
            Error::new(format!(
                "expected a name of at most 255 bytes, found {text:?}"
            ))
        })?;
        let at = size(self.bytes.len())?;
        self.bytes.push(length);
        self.bytes.extend(text.as_bytes());
        self.known.insert(text.to_owned(), at);
        Ok(at)
    }
}

fn size(length: usize) -> Result<u32, Error> {
    u32::try_from(length).map_err(|_| Error::new("expected places that fit into 4 GB, found more"))
}

fn read_u32(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(u32::from_le_bytes(bytes))
}

fn write_varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn read_varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..63).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A name as look-ups compare it: lower case, without accents, apostrophes and points; whatever else is no letter or digit
/// parts words; "Saint", "Mount" and "Fort" are written short.
///
/// ```
/// use diurna_data::geonames::fold;
/// assert_eq!(fold("Saint-Étienne"), "st etienne");
/// assert_eq!(fold("Xi’an"), fold("Xian"));
/// assert_eq!(fold("U.S."), "us");
/// ```
pub fn fold(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    let mut push = |char: char| match char {
        '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | 'ʹ' | '`' | '´' | '.' => {}
        '&' => plain.push_str(" and "),
        char if char.is_alphanumeric() => plain.extend(char.to_lowercase()),
        _ => plain.push(' '),
    };
    if name.is_ascii() {
        name.chars().for_each(&mut push);
    } else {
        let letters: String = name
            .nfd()
            .filter(|char| !is_combining_mark(*char))
            .collect();
        without_accents(&letters).chars().for_each(&mut push);
    }
    let short = |word| match word {
        "saint" => "st",
        "sainte" => "ste",
        "mount" => "mt",
        "fort" => "ft",
        word => word,
    };
    let words: Vec<&str> = plain.split_whitespace().map(short).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn town(name: &str, country: &str, population: u32) -> NewPlace {
        NewPlace {
            id: 0,
            level: Level::Settlement,
            name: name.to_owned(),
            others: Vec::new(),
            country: country.parse().ok(),
            admin1: "North".to_owned(),
            admin2: String::new(),
            lat: -12.5,
            lon: 100.25,
            population,
        }
    }

    #[test]
    fn bearers_of_a_name_come_largest_first_with_all_they_are() {
        let mut small = town("Saint-Ouen", "FRA", 900);
        small.others = vec!["Old Ford".to_owned(), "saint ouen".to_owned()];
        let large = town("St. Ouen", "JEY", 4_000);
        let geonames = Geonames::from_bytes(encode(&[small, large]).unwrap()).unwrap();
        assert_eq!(geonames.len(), 2);
        let found = geonames.find("St Ouen");
        let names: Vec<(&str, bool)> = found.iter().map(|p| (p.name, p.by_main_name)).collect();
        assert_eq!(names, [("St. Ouen", true), ("Saint-Ouen", true)]);
        let other = geonames.find("old ford")[0];
        assert_eq!((other.lat, other.lon, other.id), (-12.5, 100.25, None));
        assert_eq!((other.admin1, other.admin2), ("North", ""));
        assert!(!other.by_main_name);
    }

    #[test]
    fn order_of_the_input_does_not_change_the_file() {
        let places = [
            town("Ada", "SRB", 10),
            town("Ada", "GHA", 10),
            town("Bor", "SRB", 5),
        ];
        let turned: Vec<NewPlace> = places.iter().rev().cloned().collect();
        assert_eq!(encode(&places).unwrap(), encode(&turned).unwrap());
    }

    #[test]
    fn a_file_cut_off_anywhere_is_refused_or_finds_nothing_wrong() {
        let bytes = encode(&[town("Ada", "SRB", 10)]).unwrap();
        for length in 0..bytes.len() {
            if let Ok(geonames) = Geonames::from_bytes(bytes[..length].to_vec()) {
                assert!(geonames.verify().is_err(), "{length}");
            }
        }
        let mut altered = bytes.clone();
        altered[HEAD] ^= 1;
        let geonames = Geonames::from_bytes(altered).unwrap();
        assert!(
            geonames
                .verify()
                .unwrap_err()
                .to_string()
                .contains("SHA-256")
        );
        assert!(Geonames::from_bytes(bytes).unwrap().verify().is_ok());
    }
}
