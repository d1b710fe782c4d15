//! What the page says of itself: headline, outlet, authors, tags, dates.
//!
//! Each field is looked for in one order of trust: JSON-LD, then OpenGraph and `article:*`, then
//! the other meta elements (Parsely, Dublin Core, Sailthru), then the layout around the headline.
//! The date stays in the page's own zone, since a change to UTC moves the day.

mod jsonld;
mod layout;
pub(crate) mod title;

use std::collections::HashMap;

use diurna_record::{Moment, Outlet, PublishedBasis};
use jiff::civil::Date;
use scraper::{Html, Selector};

use crate::byline;
use crate::fold::{fold, squeeze, word_count};
use crate::html::Block;
use crate::{furniture, moment, url};

use self::jsonld::Object;

/// A tag longer than this is a sentence.
const TAG_WORDS: usize = 8;

/// What was read off the page's metadata and layout.
#[derive(Debug, Default)]
pub(crate) struct Meta {
    pub(crate) title: Option<String>,
    pub(crate) outlet: Option<Outlet>,
    pub(crate) byline: Vec<String>,
    /// The agency that stands where the author should.
    pub(crate) agency: Option<String>,
    pub(crate) section: Option<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) image: Option<String>,
    pub(crate) published: Option<(Moment, PublishedBasis)>,
    pub(crate) modified: Option<Moment>,
    pub(crate) canonical: Option<String>,
    pub(crate) language: Option<String>,
}

/// Everything that a field is read from.
struct Source<'p> {
    page: &'p Html,
    metas: HashMap<String, Vec<String>>,
    objects: Vec<Object>,
    article: Option<usize>,
    blocks: &'p [Block],
    url: Option<String>,
}

/// Reads the metadata of a page at `address`.
pub(crate) fn read(page: &Html, blocks: &[Block], address: Option<&str>) -> Meta {
    let mut source = Source {
        page,
        metas: metas(page),
        objects: jsonld::objects(page),
        article: None,
        blocks,
        url: address.map(str::to_owned),
    };
    let headline = layout::headline(page);
    source.article = source.article_index(headline.as_deref());
    let canonical = source.canonical();
    if source.url.is_none() {
        source.url.clone_from(&canonical);
    }
    let (title, outlet) = source.title_and_outlet();
    let name = outlet.as_ref().map(|outlet| outlet.name.clone());
    let (byline, agency) = source.authors(name.as_deref(), title.as_deref());
    let published = source.published(title.as_deref());
    Meta {
        byline,
        agency,
        section: source.section(),
        tags: source.tags(title.as_deref(), name.as_deref()),
        image: source.image(),
        modified: source.modified(),
        language: source.language(),
        title,
        outlet,
        published,
        canonical,
    }
}

/// Meta elements by name in lower case, in page order.
fn metas(page: &Html) -> HashMap<String, Vec<String>> {
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    let selector = Selector::parse("meta[content]").expect("a valid selector");
    for element in page.select(&selector) {
        let names = ["property", "name", "itemprop", "http-equiv"];
        let Some(name) = names.iter().find_map(|name| element.attr(name)) else {
            continue;
        };
        let content = jsonld::plain(element.attr("content").unwrap_or(""));
        if !content.is_empty() {
            let values = found.entry(name.trim().to_lowercase()).or_default();
            if !values.contains(&content) {
                values.push(content);
            }
        }
    }
    found
}

impl Source<'_> {
    fn meta(&self, names: &[&str]) -> Option<&str> {
        names
            .iter()
            .find_map(|name| self.metas.get(*name)?.first())
            .map(String::as_str)
    }

    fn metas(&self, name: &str) -> &[String] {
        self.metas.get(name).map_or(&[], Vec::as_slice)
    }

    fn article_index(&self, headline: Option<&str>) -> Option<usize> {
        let wanted = headline
            .or_else(|| self.meta(&["og:title", "twitter:title"]))
            .map(str::to_owned);
        let found = jsonld::article(&self.objects, wanted.as_deref())?;
        self.objects
            .iter()
            .position(|object| std::ptr::eq(object, found))
    }

    fn object(&self) -> Option<&Object> {
        self.objects.get(self.article?)
    }

    fn jsonld(&self, field: &str) -> Option<String> {
        jsonld::text(self.object()?, field)
    }

    fn canonical(&self) -> Option<String> {
        let selector = Selector::parse("link[rel~='canonical'][href]").expect("a valid selector");
        let link = self
            .page
            .select(&selector)
            .find_map(|link| url::absolute(link.attr("href")?, self.url.as_deref()));
        link.or_else(|| url::absolute(self.meta(&["og:url"])?, self.url.as_deref()))
    }

    fn domain(&self) -> Option<String> {
        url::domain(self.url.as_deref()?)
    }

    fn title_and_outlet(&self) -> (Option<String>, Option<Outlet>) {
        let line = layout::title_line(self.page);
        let headline = layout::headline(self.page);
        let declared = self.declared_outlet();
        let domain = self.domain();
        let known: Vec<&str> = declared
            .iter()
            .map(|(name, _)| name.as_str())
            .chain(domain.as_deref())
            .collect();
        let best = self.best_title(headline.as_deref(), line.as_deref(), &known);
        let learned = line
            .as_deref()
            .and_then(|line| self.learned_outlet(line, best.as_deref(), domain.as_deref()));
        let title = match (&best, &learned) {
            (Some(best), Some((name, _))) if declared.is_none() => {
                Some(title::without_outlet(best, &[name]).headline)
            }
            _ => best,
        };
        let outlet = declared
            .or(learned)
            .or_else(|| layout::site_name(self.page, title.as_deref()))
            .or_else(|| domain.clone().map(|name| (name, "domain")));
        let outlet = outlet.map(|(name, basis)| Outlet {
            name,
            domain,
            country: None,
            basis: basis.to_owned(),
        });
        (title.filter(|title| !title.is_empty()), outlet)
    }

    fn declared_outlet(&self) -> Option<(String, &'static str)> {
        let publisher = self.object().and_then(|object| {
            jsonld::parties(object, "publisher", &self.objects)
                .into_iter()
                .map(|(name, _)| name)
                .find(|name| !name.is_empty() && word_count(name) <= 12 && !name.contains("://"))
        });
        let site = self
            .meta(&[
                "og:site_name",
                "og:site",
                "application-name",
                "dc.publisher",
                "dc:publisher",
                "citation_journal_title",
                "copyright-holder",
                "twitter:app:name:iphone",
                "apple-mobile-web-app-title",
            ])
            .filter(|name| word_count(name) <= 14 && !name.contains("://"));
        let site = site.map(|name| (name.to_owned(), "meta"));
        let publisher = publisher.map(|name| (name, "jsonld"));
        match (&publisher, &site) {
            (Some((name, _)), Some((site_name, _))) if !title::agree(name, site_name) => {
                self.nearer_to_domain(publisher, site)
            }
            _ => site
                .filter(|_| self.metas.contains_key("og:site_name"))
                .or(publisher)
                .or_else(|| self.website_name().map(|name| (name, "jsonld")))
                .or_else(|| {
                    self.meta(&["application-name", "dc.publisher"])
                        .map(|name| (name.to_owned(), "meta"))
                }),
        }
    }

    /// A publishing house and its paper differ; the address says which is the outlet.
    fn nearer_to_domain(
        &self,
        publisher: Option<(String, &'static str)>,
        site: Option<(String, &'static str)>,
    ) -> Option<(String, &'static str)> {
        let domain = self.domain();
        let fits = |outlet: &Option<(String, &'static str)>| {
            outlet
                .as_ref()
                .is_some_and(|(name, _)| title::overlap_with_domain(name, domain.as_deref()))
        };
        if fits(&publisher) && !fits(&site) {
            publisher
        } else {
            site.or(publisher)
        }
    }

    fn website_name(&self) -> Option<String> {
        self.objects
            .iter()
            .find(|object| {
                jsonld::types(object).iter().any(|name| {
                    matches!(*name, "WebSite" | "NewsMediaOrganization" | "Organization")
                })
            })
            .and_then(|object| jsonld::text(object, "name"))
            .filter(|name| word_count(name) <= 10)
    }

    fn learned_outlet(
        &self,
        line: &str,
        title: Option<&str>,
        domain: Option<&str>,
    ) -> Option<(String, &'static str)> {
        title
            .and_then(|title| title::by_headline(line, title))
            .or_else(|| title::by_mark(line, domain))
            .and_then(|split| split.outlet)
            .or_else(|| {
                let is_site = title.is_some_and(|title| !title::agree(title, line));
                (is_site && word_count(line) <= 6).then(|| line.to_owned())
            })
            .map(|name| (name, "title-suffix"))
    }

    /// A page that calls itself news article keeps its headline in `og:title`; on other sites that
    /// field is often a line for search engines.
    fn is_news(&self) -> bool {
        self.object().is_some_and(|object| {
            jsonld::types(object)
                .iter()
                .any(|name| name.contains("NewsArticle"))
        })
    }

    /// The headline as a reader sees it, if the metadata knows it too; else the metadata's.
    fn best_title(
        &self,
        headline: Option<&str>,
        line: Option<&str>,
        known: &[&str],
    ) -> Option<String> {
        let clean = |title: &str| title::without_outlet(title, known).headline;
        let declared = self
            .jsonld("headline")
            .or_else(|| self.jsonld("name"))
            .or_else(|| {
                self.meta(&[
                    "og:title",
                    "twitter:title",
                    "parsely-title",
                    "sailthru.title",
                    "dc.title",
                    "citation_title",
                    "headline",
                ])
                .map(str::to_owned)
            })
            .map(|title| clean(&title))
            .filter(|title| !title.is_empty() && !title.starts_with("http"));
        let others: Vec<String> = [
            self.jsonld("headline"),
            self.meta(&["og:title"]).map(str::to_owned),
            self.meta(&["twitter:title"]).map(str::to_owned),
            line.map(str::to_owned),
        ]
        .into_iter()
        .flatten()
        .collect();
        if let Some(title) = self.meta(&["og:title"]).map(clean)
            && self.is_news()
            && word_count(&title) >= 2
        {
            return Some(title);
        }
        if let Some(headline) = headline.map(clean)
            && word_count(&headline) >= 2
            && (others.is_empty() || others.iter().any(|other| title::agree(&headline, other)))
        {
            return Some(headline);
        }
        let from_line = || {
            let line = line.map(clean)?;
            let domain = self.domain();
            Some(title::by_mark(&line, domain.as_deref()).map_or(line, |split| split.headline))
        };
        declared
            .or_else(|| headline.map(clean))
            .or_else(from_line)
            .filter(|title| !title.is_empty())
    }

    fn authors(
        &self,
        outlet: Option<&str>,
        headline: Option<&str>,
    ) -> (Vec<String>, Option<String>) {
        let mut agency = None;
        let mut take = |raw: Vec<(String, bool)>| -> Vec<String> {
            let mut names: Vec<String> = Vec::new();
            for (name, organization) in raw {
                if let Some(known) = furniture::agency(&name) {
                    agency.get_or_insert_with(|| known.to_owned());
                } else if organization || outlet.is_some_and(|outlet| fold(outlet) == fold(&name)) {
                    continue;
                }
                for person in byline::metadata_name(&name, outlet) {
                    if !names.iter().any(|old| fold(old) == fold(&person)) {
                        names.push(person);
                    }
                }
            }
            names
        };
        let structured = self
            .object()
            .map(|object| jsonld::parties(object, "author", &self.objects))
            .unwrap_or_default();
        let creators = self
            .object()
            .map(|object| jsonld::parties(object, "creator", &self.objects))
            .unwrap_or_default();
        let meta = |name: &str| -> Vec<(String, bool)> {
            self.metas(name)
                .iter()
                .map(|name| (name.clone(), false))
                .collect()
        };
        let mut names = take(structured);
        if names.is_empty() {
            names = take(creators);
        }
        for field in [
            "author",
            "article:author",
            "parsely-author",
            "sailthru.author",
            "dc.creator",
            "dc.creator.author",
            "dcterms.creator",
            "citation_author",
            "og:article:author",
            "byl",
            "article:author_name",
            "twitter:creator:name",
        ] {
            if names.is_empty() {
                names = take(meta(field));
            }
        }
        if names.is_empty() {
            names = layout::authors(self.page, self.blocks, headline, outlet);
        }
        (names, agency)
    }

    fn section(&self) -> Option<String> {
        self.object()
            .and_then(|object| jsonld::list(object, "articleSection").into_iter().next())
            .or_else(|| {
                self.meta(&[
                    "article:section",
                    "parsely-section",
                    "og:section",
                    "section",
                ])
                .map(str::to_owned)
            })
            .map(|section| squeeze(&section))
            .filter(|section| !section.is_empty() && word_count(section) <= TAG_WORDS)
    }

    fn tags(&self, headline: Option<&str>, outlet: Option<&str>) -> Vec<String> {
        let from_meta = |name: &str| -> Vec<String> {
            match self.metas(name) {
                [one] => cut_list(one),
                several => several.to_vec(),
            }
        };
        let mut found = self
            .object()
            .map(|object| jsonld::list(object, "keywords"))
            .unwrap_or_default();
        for name in [
            "article:tag",
            "og:article:tag",
            "news_keywords",
            "keywords",
            "parsely-tags",
            "sailthru.tags",
            "cxenseparse:tags",
            "dc.subject",
            "dcterms.subject",
            "og:keywords",
        ] {
            if found.is_empty() {
                found = from_meta(name);
            }
        }
        if found.is_empty() {
            found = layout::tags(self.page);
        }
        tidy_tags(found, headline, outlet)
    }

    fn image(&self) -> Option<String> {
        let image = self.object().and_then(jsonld::image).or_else(|| {
            self.meta(&["og:image", "og:image:url", "twitter:image"])
                .map(str::to_owned)
        })?;
        url::absolute(&image, self.url.as_deref())
    }

    fn published(&self, headline: Option<&str>) -> Option<(Moment, PublishedBasis)> {
        let with = |basis| move |moment| (moment, basis);
        self.jsonld("datePublished")
            .or_else(|| self.jsonld("dateCreated"))
            .and_then(|text| moment::machine(&text))
            .map(with(PublishedBasis::Jsonld))
            .or_else(|| self.meta_moment(&PUBLISHED).map(with(PublishedBasis::Meta)))
            .or_else(|| layout::time_element(self.page).map(with(PublishedBasis::TimeElement)))
            .or_else(|| {
                let day: Date = url::date(self.url.as_deref()?)?;
                Some((Moment::from(day), PublishedBasis::Url))
            })
            .or_else(|| layout::written_date(self.blocks, headline).map(with(PublishedBasis::Text)))
            .or_else(|| {
                self.jsonld_moment_elsewhere()
                    .map(with(PublishedBasis::Jsonld))
            })
    }

    fn jsonld_moment_elsewhere(&self) -> Option<Moment> {
        self.objects
            .iter()
            .find_map(|object| moment::machine(&jsonld::text(object, "datePublished")?))
    }

    fn meta_moment(&self, names: &[&str]) -> Option<Moment> {
        names
            .iter()
            .find_map(|name| moment::machine(self.metas.get(*name)?.first()?))
    }

    fn modified(&self) -> Option<Moment> {
        self.jsonld("dateModified")
            .and_then(|text| moment::machine(&text))
            .or_else(|| self.meta_moment(&MODIFIED))
    }

    fn language(&self) -> Option<String> {
        let html = self.page.root_element();
        html.attr("lang")
            .or_else(|| html.attr("xml:lang"))
            .map(str::to_owned)
            .or_else(|| self.jsonld("inLanguage"))
            .or_else(|| {
                self.meta(&["content-language", "og:locale", "language", "dc.language"])
                    .map(str::to_owned)
            })
            .and_then(|tag| language_code(&tag))
    }
}

const PUBLISHED: [&str; 32] = [
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "article:published",
    "parsely-pub-date",
    "sailthru.date",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publication-date",
    "published_time",
    "published-date",
    "published_date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "article.published",
    "article:create_at",
    "article_date_original",
    "dc.date",
    "dc.date.issued",
    "dc.date.created",
    "dcterms.created",
    "dcterms.date",
    "dcterms.issued",
    "citation_publication_date",
    "originalpublicationdate",
    "timestamp",
    "displaydate",
];

const MODIFIED: [&str; 10] = [
    "article:modified_time",
    "og:updated_time",
    "article:modified",
    "og:modified_time",
    "last-modified",
    "lastmod",
    "datemodified",
    "dcterms.modified",
    "revised",
    "modified",
];

/// A list in one string: cut at semicolons if there are any, else at commas.
pub(crate) fn cut_list(text: &str) -> Vec<String> {
    let mark = if text.contains(';') {
        ';'
    } else if text.contains('|') {
        '|'
    } else if text.contains('،') {
        '،'
    } else {
        ','
    };
    text.split(mark)
        .map(squeeze)
        .filter(|part| !part.is_empty())
        .collect()
}

fn tidy_tags(found: Vec<String>, headline: Option<&str>, outlet: Option<&str>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in found {
        let tag = squeeze(tag.trim_start_matches('#'));
        let folded = fold(&tag);
        let known = tags.iter().any(|old| fold(old) == folded)
            || headline.is_some_and(|headline| fold(headline) == folded)
            || outlet.is_some_and(|outlet| fold(outlet) == folded);
        if !folded.is_empty()
            && !known
            && !is_key(&tag)
            && word_count(&tag) <= 2 * TAG_WORDS
            && !tag.contains("://")
        {
            tags.push(tag);
        }
    }
    tags
}

/// Ids of the publishing system and domains are no words of the article.
fn is_key(tag: &str) -> bool {
    let hexadecimal = tag.len() >= 24
        && tag
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let domain = !tag.contains(' ') && url::domain(&format!("https://{tag}")).is_some();
    hexadecimal || domain
}

/// `en-GB` is `en`; what is no language tag is nothing.
pub(crate) fn language_code(tag: &str) -> Option<String> {
    let code = tag
        .split(['-', '_', ',', ';'])
        .next()?
        .trim()
        .to_lowercase();
    (code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html;

    fn meta(source: &str, address: Option<&str>) -> Meta {
        let page = html::parse(source);
        read(&page, &html::blocks(&page), address)
    }

    #[test]
    fn metadata_goes_before_layout() {
        let found = meta(
            r#"<html lang="en-GB"><head><title>Bridge to close - Harbour Daily</title>
            <meta property="og:site_name" content="Harbour Daily">
            <meta property="article:published_time" content="2020-01-11T23:30:00-05:00">
            <script type="application/ld+json">{"@type":"NewsArticle","headline":"Bridge to close",
              "author":[{"@type":"Organization","name":"Harbour Daily"}],"keywords":["Bridges"]}</script>
            </head><body><h1>Bridge to close</h1><a rel="tag">Other</a>
            <time datetime="2020-01-12">12 January</time></body></html>"#,
            Some("https://www.harbourdaily.example/bridge"),
        );
        assert_eq!(found.title.as_deref(), Some("Bridge to close"));
        assert_eq!(found.tags, ["Bridges"]);
        assert!(found.byline.is_empty());
        let (published, basis) = found.published.unwrap();
        assert_eq!(published.date().to_string(), "2020-01-11");
        assert_eq!(basis, PublishedBasis::Meta);
        assert_eq!(found.outlet.unwrap().basis, "meta");
        assert_eq!(found.language.as_deref(), Some("en"));
    }

    #[test]
    fn layout_alone() {
        let found = meta(
            r#"<title>Six hours | Notes from the Strait</title><body><h1>Six hours in Geneva</h1>
            <p class="when">10 January 1991, posted by <a href="/about">Salma R. Deane</a></p>
            <p>Text.</p><a rel="tag" href="/t">Gulf</a>"#,
            None,
        );
        assert_eq!(found.title.as_deref(), Some("Six hours in Geneva"));
        assert_eq!(found.byline, ["Salma R. Deane"]);
        assert_eq!(found.tags, ["Gulf"]);
        let (published, basis) = found.published.unwrap();
        assert_eq!(
            (published.as_str(), basis),
            ("1991-01-10", PublishedBasis::Text)
        );
    }
}
