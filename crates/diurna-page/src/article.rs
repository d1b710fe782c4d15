//! What all readers do last: fields and paragraphs to an [`Article`].

use std::fmt::Write;

use diurna_record::{Article, Origin, Outlet, PublishedBasis, Warning};
use sha2::{Digest, Sha256};

use crate::credit::{self, Credits};
use crate::input::Input;
use crate::meta::Meta;
use crate::{furniture, meta, url};

/// Letters of text from which on its language is told from the letters.
const LANGUAGE_LETTERS: usize = 60;

/// How sure the letters must be.
const LANGUAGE_CONFIDENCE: f64 = 0.9;

/// The caller's id, else the hash of the address, else of the bytes.
pub(crate) fn id(input: &Input, address: Option<&str>, bytes: &[u8]) -> String {
    if let Some(id) = &input.id {
        return id.clone();
    }
    match address {
        Some(address) => hash(url::canonical(address).as_bytes()),
        None => hash(bytes),
    }
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::from("sha256:"), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// An article of page metadata and paragraphs; what the caller knows goes first.
pub(crate) fn build(
    input: &Input,
    bytes: &[u8],
    mut page: Meta,
    credits: Credits,
    warnings: Vec<Warning>,
) -> Article {
    let title = input.title.clone().or(page.title.take());
    let address = page.canonical.clone().or_else(|| input.url.clone());
    let id = id(input, address.as_deref(), bytes);
    let mut article = Article::from_parts(&id, title.as_deref(), &credits.paragraphs);
    article.url = input.url.clone();
    article.canonical_url = page.canonical;
    article.outlet = outlet(input, page.outlet);
    article.byline = page.byline;
    if article.byline.is_empty() {
        article.byline = credits.reporters;
    }
    article.section = page.section;
    article.tags = page.tags;
    article.image = page.image;
    article.modified = page.modified;
    match (&input.published, page.published) {
        (Some(given), _) => set_published(&mut article, given.clone(), PublishedBasis::Given),
        (None, Some((moment, basis))) => set_published(&mut article, moment, basis),
        (None, None) => {}
    }
    let from = usize::from(title.is_some());
    let outlet_name = article.outlet.as_ref().map(|outlet| outlet.name.clone());
    article.origin = credits
        .origin
        .map(|found| {
            let fuller: Vec<&str> = outlet_name
                .as_deref()
                .into_iter()
                .chain(page.agency.as_deref())
                .collect();
            credit::origin(found, &article.paragraphs[from..], &fuller)
        })
        .or_else(|| other_origin(page.agency, outlet_name.as_deref()));
    article.language = language(input, &article.text, page.language);
    article.warnings = warnings;
    article.warnings.extend(credits.warnings);
    article
}

fn set_published(article: &mut Article, moment: diurna_record::Moment, basis: PublishedBasis) {
    article.published = Some(moment);
    article.published_basis = Some(basis);
}

/// The caller's outlet, with the domain of the address where there is one.
pub(crate) fn outlet(input: &Input, found: Option<Outlet>) -> Option<Outlet> {
    let Some(name) = &input.outlet else {
        return found;
    };
    let domain = found
        .and_then(|outlet| outlet.domain)
        .or_else(|| url::domain(input.url.as_deref()?));
    Some(Outlet {
        name: name.clone(),
        domain,
        country: None,
        basis: "given".to_owned(),
    })
}

/// An agency in the byline's place, or an agency's own page.
fn other_origin(byline: Option<String>, outlet: Option<&str>) -> Option<Origin> {
    let origin = |name: &str, basis: &str| Origin {
        name: name.to_owned(),
        span: None,
        basis: basis.to_owned(),
    };
    if let Some(name) = byline {
        return Some(origin(&name, "byline"));
    }
    furniture::agency(outlet?).map(|name| origin(name, "outlet"))
}

/// By the caller, by the letters of a text long enough, by the page's own word.
pub(crate) fn language(input: &Input, text: &str, declared: Option<String>) -> Option<String> {
    if let Some(given) = &input.language {
        return meta::language_code(given).or_else(|| Some(given.clone()));
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let detected = (letters >= LANGUAGE_LETTERS)
        .then(|| whatlang::detect(text))
        .flatten()
        .filter(|info| info.is_reliable() || info.confidence() >= LANGUAGE_CONFIDENCE)
        .and_then(|info| iso639_1(info.lang()));
    detected.map(str::to_owned).or(declared)
}

fn iso639_1(lang: whatlang::Lang) -> Option<&'static str> {
    const CODES: &str = "epo eo eng en rus ru cmn zh spa es por pt ita it ben bn fra fr deu de \
        ukr uk kat ka ara ar hin hi jpn ja heb he yid yi pol pl amh am jav jv kor ko nob no dan da \
        swe sv fin fi tur tr nld nl hun hu ces cs ell el bul bg bel be mar mr kan kn ron ro slv sl \
        hrv hr srp sr mkd mk lit lt lav lv est et tam ta vie vi urd ur tha th guj gu uzb uz pan pa \
        aze az ind id tel te pes fa mal ml ori or mya my nep ne sin si khm km tuk tk aka ak zul zu \
        sna sn afr af lat la slk sk cat ca tgl tl hye hy cym cy";
    let mut words = CODES.split_whitespace();
    while let (Some(long), Some(short)) = (words.next(), words.next()) {
        if long == lang.code() {
            return Some(short);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids() {
        let given = Input {
            id: Some("a".into()),
            ..Input::default()
        };
        assert_eq!(id(&given, None, b"x"), "a");
        let with = |address| id(&Input::default(), Some(address), b"x");
        assert_eq!(
            with("https://a.example/x?utm_source=y"),
            with("https://a.example/x")
        );
        assert_eq!(
            id(&Input::default(), None, b""),
            "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[test]
    fn short_text_has_no_language_of_its_own() {
        assert_eq!(language(&Input::default(), "Ankara said no.", None), None);
        let text =
            "Die Regierung hat am Dienstag beschlossen, die Brücke für ein Jahr zu schließen.";
        assert_eq!(
            language(&Input::default(), text, Some("en".into())).as_deref(),
            Some("de")
        );
    }
}
