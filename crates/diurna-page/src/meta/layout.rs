//! Metadata out of what stands around the headline, for pages that declare none.

use std::sync::LazyLock;

use diurna_record::Moment;
use ego_tree::NodeId;
use regex::Regex;
use scraper::{ElementRef, Html, Selector};

use crate::byline;
use crate::fold::{fold, overlap, squeeze, word_count};
use crate::furniture::Region;
use crate::html::{Block, text_of};
use crate::moment;

/// Blocks before and behind the headline that count as near.
const NEAR: usize = 10;

/// More names than this around a page are a list of authors, not a byline.
const MOST_AUTHORS: usize = 6;

fn selector(text: &str) -> Selector {
    Selector::parse(text).expect("a valid selector")
}

fn text(element: ElementRef<'_>) -> String {
    text_of(*element)
}

/// The content of `title`.
pub(crate) fn title_line(page: &Html) -> Option<String> {
    let title = page.select(&selector("head > title, title")).next()?;
    Some(squeeze(&title.text().collect::<String>())).filter(|title| !title.is_empty())
}

/// The first heading that the page marks as the article's headline, else the one `h1`.
pub(crate) fn headline(page: &Html) -> Option<String> {
    let marked = "article h1, main h1, h1[itemprop~='headline'], h1[class*='title'], \
                  h1[class*='headline'], [itemprop='headline'], h1";
    let line = title_line(page);
    let candidates: Vec<String> = page
        .select(&selector(marked))
        .map(text)
        .filter(|text| word_count(text) >= 2 && word_count(text) <= 60)
        .collect();
    let fit = |text: &String| line.as_deref().map_or(0.0, |line| overlap(text, line));
    let best = candidates
        .iter()
        .filter(|text| fit(text) >= 0.5)
        .max_by(|left, right| {
            let size = |text: &String| (fit(text) * word_count(text) as f64 * 100.0) as usize;
            size(left)
                .cmp(&size(right))
                .then(std::cmp::Ordering::Greater)
        });
    best.or(candidates.first())
        .cloned()
        .or_else(|| boxed_headline(page, line.as_deref()))
}

/// A page without headings repeats its title in bold.
fn boxed_headline(page: &Html, line: Option<&str>) -> Option<String> {
    let line = fold(line?);
    page.select(&selector("b, strong, h2, h3, font"))
        .map(text)
        .find(|text| {
            word_count(text) >= 3
                && line.contains(&fold(text))
                && word_count(text) * 2 >= word_count(&line)
        })
}

/// A site's name in its own header, or in its copyright line.
pub(crate) fn site_name(page: &Html, title: Option<&str>) -> Option<(String, &'static str)> {
    let header = "[class*='site-title'], [class*='site-name'], [rel='home'], [class*='logo'] a, \
                  header a[href='/'], a[href='/']";
    let in_header = page.select(&selector(header)).map(text).find(|name| {
        (1..=6).contains(&word_count(name))
            && !matches!(
                fold(name).as_str(),
                "home" | "homepage" | "start" | "menu" | "skip to content"
            )
            && title.is_none_or(|title| fold(title) != fold(name))
    });
    if let Some(name) = in_header {
        return Some((name, "layout"));
    }
    copyright_name(page).map(|name| (name, "layout"))
}

/// "© Gazette of the South. All rights reserved": the name behind the mark.
fn copyright_name(page: &Html) -> Option<String> {
    static HOLDER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:©|\(c\)|(?i:copyright))\s*(?:©|\(c\))?\s*(?:\d{4}(?:\s?[-–]\s?\d{2,4})?)?,?\s*(?:by\s+)?(\p{Lu}[\p{L}\d&'’ -]{2,50}?)(?:[.,|·]|\s\d{4}|\s(?i:all rights)|$)")
            .expect("a valid pattern")
    });
    let body = text_of(*page.root_element());
    let found = HOLDER.captures_iter(&body).last()?;
    let name = found[1].trim().to_owned();
    (word_count(&name) <= 6 && !fold(&name).contains("all rights")).then_some(name)
}

/// Bylines by their marks, then by their words near the headline.
pub(crate) fn authors(
    page: &Html,
    blocks: &[Block],
    headline: Option<&str>,
    outlet: Option<&str>,
) -> Vec<String> {
    let marks = [
        "[itemprop='author'] [itemprop='name'], [itemprop='author']",
        "a[rel~='author'], [rel~='author']",
        "[class*='byline'] a, [class*='Byline'] a",
        "[class*='byline'], [class*='Byline']",
        "[class~='author'], [class*='author-name'], [class*='authorName'], [class*='post-author'], [class*='article-author'], [class~='authors'], [class*='entry-author'], [class*='author__name']",
        "a[href*='/author/'], a[href*='/authors/']",
    ];
    let comments = comment_nodes(page);
    for mark in marks {
        let mut names: Vec<String> = Vec::new();
        for element in page.select(&selector(mark)) {
            if element
                .ancestors()
                .any(|node| comments.contains(&node.id()))
            {
                continue;
            }
            let line = text(element);
            if word_count(&line) > 20 {
                continue;
            }
            for name in byline::names(&line) {
                let outlets = outlet.is_some_and(|outlet| fold(outlet) == fold(&name));
                if !outlets && !names.iter().any(|old| fold(old) == fold(&name)) {
                    names.push(name);
                }
            }
        }
        if !names.is_empty() && names.len() <= MOST_AUTHORS {
            return names;
        }
    }
    near(blocks, headline)
        .filter(|block| byline::is_byline(&block.text) || has_posted_by(&block.text))
        .map(|block| byline::names(posted_by(&block.text)))
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

fn comment_nodes(page: &Html) -> Vec<NodeId> {
    page.select(&selector(
        "[class*='comment'], [id*='comment'], [class*='related'], [class*='sidebar'], [class*='widget'], aside, footer",
    ))
    .filter(|element| !matches!(element.value().name(), "body" | "html" | "main" | "article"))
    .map(|element| element.id())
    .collect()
}

static POSTED_BY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:posted|written|published)\s+by:?\s|[·|•,]\s*by\s")
        .expect("a valid pattern")
});

fn has_posted_by(text: &str) -> bool {
    word_count(text) <= 20 && POSTED_BY.is_match(text)
}

fn posted_by(text: &str) -> &str {
    POSTED_BY
        .find(text)
        .map_or(text, |found| &text[found.end()..])
}

/// The blocks around the block of the headline, those behind it first.
fn near<'b>(blocks: &'b [Block], headline: Option<&str>) -> impl Iterator<Item = &'b Block> {
    let wanted = headline.map(fold).unwrap_or_default();
    let at = blocks
        .iter()
        .rposition(|block| !wanted.is_empty() && fold(&block.text) == wanted);
    let (before, behind) = match at {
        Some(at) => (
            &blocks[at.saturating_sub(NEAR / 2)..at],
            &blocks[at + 1..(at + 1 + NEAR).min(blocks.len())],
        ),
        None => (&blocks[..0], &blocks[..blocks.len().min(2 * NEAR)]),
    };
    behind.iter().chain(before.iter().rev())
}

/// Tag links, by the relation and then by class.
pub(crate) fn tags(page: &Html) -> Vec<String> {
    let all = |marks: &str| -> Vec<String> {
        page.select(&selector(marks))
            .map(text)
            .map(|tag| squeeze(tag.trim_matches([',', '#', ' '])))
            .filter(|tag| (1..=8).contains(&word_count(tag)))
            .collect()
    };
    let related: Vec<String> = page
        .select(&selector("a[rel~='tag']"))
        .filter(|link| !link.attr("rel").unwrap_or("").contains("category"))
        .map(text)
        .filter(|tag| (1..=8).contains(&word_count(tag)))
        .collect();
    if !related.is_empty() {
        return related;
    }
    let marks = [
        "[class*='tags'] a, [class*='tag-list'] a, [class*='taglist'] a, [class*='article-topics'] a, [class~='topics'] a, ul[class*='topic'] a, [class*='keywords'] a",
        "a[rel~='category']",
        "article a[href*='/tag/'], article a[href*='/tags/'], main a[href*='/tag/']",
    ];
    marks
        .iter()
        .map(|mark| all(mark))
        .find(|tags| !tags.is_empty() && tags.len() <= 25)
        .unwrap_or_default()
}

/// A `time` element near the headline that is not said to be an update.
pub(crate) fn time_element(page: &Html) -> Option<Moment> {
    let comments = comment_nodes(page);
    let dated: Vec<(Moment, bool, usize)> = page
        .select(&selector("time, [itemprop='datePublished'], [class*='publish'][datetime], abbr.published[title], [class*='date'][datetime]"))
        .enumerate()
        .filter(|(_, element)| {
            !element.ancestors().any(|node| comments.contains(&node.id()))
        })
        .filter_map(|(order, element)| {
            let machine = ["datetime", "content", "title"]
                .iter()
                .find_map(|name| moment::machine(element.attr(name)?));
            let found = machine.or_else(|| moment::written(&text(element)))?;
            let class = element.attr("class").unwrap_or("").to_lowercase();
            let updated = class.contains("updat") && !class.contains("publish") || class.contains("modif");
            Some((found, updated, order))
        })
        .collect();
    if dated.is_empty() {
        return None;
    }
    dated
        .iter()
        .find(|(_, updated, _)| !updated)
        .or(dated.first())
        .map(|(moment, ..)| moment.clone())
}

/// "Published: 3 May 1982" near the headline.
pub(crate) fn written_date(blocks: &[Block], headline: Option<&str>) -> Option<Moment> {
    let dated: Vec<(&Block, Moment)> = near(blocks, headline)
        .filter(|block| {
            word_count(&block.text) <= 25
                && !block.zones.iter().any(|zone| {
                    matches!(
                        zone.region,
                        Region::Related | Region::Comments | Region::Aside
                    )
                })
        })
        .filter_map(|block| Some((block, moment::written(&block.text)?)))
        .collect();
    dated
        .iter()
        .find(|(block, _)| !fold(&block.text).starts_with("updated"))
        .or(dated.first())
        .map(|(_, moment)| moment.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html;

    #[test]
    fn time_of_a_comment_is_not_the_page_s() {
        let page = html::parse(
            "<h1>Bridge to close</h1><div class='comment'><time datetime='2021-05-05'>x</time></div>",
        );
        assert_eq!(time_element(&page), None);
    }

    #[test]
    fn outlet_of_the_copyright_line() {
        let page = html::parse("<p>x</p><font>&copy; Gazette of the South. No part</font>");
        assert_eq!(
            site_name(&page, None),
            Some(("Gazette of the South".to_owned(), "layout"))
        );
    }
}
