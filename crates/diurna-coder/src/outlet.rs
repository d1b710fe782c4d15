//! The country of an outlet: by its address or name where the gazetteer knows them, else by the end of its domain.
//!
//! The country decides how 03/04/2020 is read and which of two namesakes a town is.

use diurna_data::gazetteer::Gazetteer;
use diurna_record::{Article, CountryCode, Outlet};

/// Ends of domains under which the papers of a country in English are found, and the country. Ends that are sold the world
/// over, such as `.tv` and `.io`, tell nothing.
const ENDS: [(&str, &str); 24] = [
    ("au", "AUS"),
    ("bd", "BGD"),
    ("ca", "CAN"),
    ("de", "DEU"),
    ("fr", "FRA"),
    ("gh", "GHA"),
    ("hk", "HKG"),
    ("ie", "IRL"),
    ("il", "ISR"),
    ("in", "IND"),
    ("it", "ITA"),
    ("jp", "JPN"),
    ("ke", "KEN"),
    ("lb", "LBN"),
    ("ng", "NGA"),
    ("nz", "NZL"),
    ("ph", "PHL"),
    ("pk", "PAK"),
    ("ru", "RUS"),
    ("sg", "SGP"),
    ("tr", "TUR"),
    ("ug", "UGA"),
    ("uk", "GBR"),
    ("za", "ZAF"),
];

/// Adds the country of the article's outlet, if it is known and not told.
pub(crate) fn settle(article: &mut Article, gazetteer: &Gazetteer) {
    if let Some(outlet) = article
        .outlet
        .as_mut()
        .filter(|outlet| outlet.country.is_none())
    {
        outlet.country = country(outlet, gazetteer);
    }
}

fn country(outlet: &Outlet, gazetteer: &Gazetteer) -> Option<CountryCode> {
    let domain = outlet.domain.as_deref().unwrap_or_default();
    let by_host = || Some(gazetteer.outlet_of_host(domain)?.country);
    let by_name = || {
        let name = outlet.name.strip_prefix("The ").unwrap_or(&outlet.name);
        let mut countries = gazetteer.outlets().iter().filter_map(|known| {
            let mut names = std::iter::once(&known.name).chain(&known.aliases);
            names
                .any(|known| known.text == name)
                .then_some(known.country)
        });
        let first = countries.next()?;
        // Two papers of one name tell nothing.
        countries.all(|other| other == first).then_some(first)
    };
    let by_end = || {
        let end = domain.rsplit('.').next()?;
        let (_, code) = ENDS.iter().find(|(known, _)| *known == end)?;
        code.parse().ok()
    };
    by_host().or_else(by_name).or_else(by_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_comes_before_name_and_name_before_the_end_of_the_domain() {
        let gazetteer = Gazetteer::bundled().expect("the bundled gazetteer");
        let of = |name: &str, domain: &str| {
            let outlet = Outlet {
                name: name.to_owned(),
                domain: Some(domain.to_owned()).filter(|domain| !domain.is_empty()),
                country: None,
                basis: "given".to_owned(),
            };
            country(&outlet, &gazetteer).map_or_else(String::new, |code| code.to_string())
        };
        assert_eq!(of("News", "news.bbc.co.uk"), "GBR");
        assert_eq!(of("Télam", ""), "ARG");
        assert_eq!(of("Maitland Mercury", "maitlandmercury.com.au"), "AUS");
        assert_eq!(of("A paper of no place", "paper.example"), "");
    }
}
