//! Which blocks of a page are the article.
//!
//! The `trafilatura` crate reads the page on its own and its text is the first opinion: a block of
//! ours counts as chosen if most of its word sequences stand there. Our own layers then take away
//! what an article never holds (parts of the page and lines known by `furniture`), give back
//! paragraphs that stand between chosen ones, start at the headline and stop where the page turns
//! to other things. The text itself always comes from our blocks, where words keep their borders.

use std::collections::{BTreeMap, HashMap, HashSet};

use ego_tree::NodeId;
use trafilatura::{ExtractResult, Options};

use crate::fold::{ends_sentence, fold, overlap, word_count, words};
use crate::furniture::{self, LineKind, Region};
use crate::html::{Block, BlockKind, Zone};
use crate::meta::title::agree;

/// Words in a row that a block is compared by.
const SHINGLE: usize = 4;

/// A block of at least so many words that ends as a sentence does is prose.
const PROSE_WORDS: usize = 12;

/// A named part of the page that holds this share of the chosen prose is not what its name says.
const OVERRULED_SHARE: f64 = 0.3;

/// The same for a part named after comments.
const OVERRULED_COMMENTS: f64 = 0.85;

/// Pages larger than this are read by our own layers alone; the library compares many subtrees.
const LARGEST_FOR_LIBRARY: usize = 4 << 20;

/// The same for pages of more tags than this; a long news page has ten thousand.
const MOST_TAGS_FOR_LIBRARY: usize = 60_000;

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct MainText {
    /// Paragraphs in page order, headline not among them.
    pub(crate) paragraphs: Vec<String>,
    /// Lines between the headline and the first paragraph and after the last one that are no
    /// text but may tell who wrote it and when.
    pub(crate) near: Vec<String>,
    /// How many blocks inside the article were left out, by kind.
    pub(crate) cut: Vec<(&'static str, usize)>,
}

/// The article among the blocks of `page`.
pub(crate) fn main_text(source: &str, blocks: &[Block], title: Option<&str>) -> MainText {
    let opinion = Opinion::of(source);
    let chooser = Chooser::new(blocks, &opinion, title);
    chooser.choose()
}

/// The word sequences of what the library takes for the article.
struct Opinion {
    shingles: HashSet<Vec<String>>,
    /// All words with single blanks, one at each end too.
    row: String,
}

impl Opinion {
    fn of(source: &str) -> Opinion {
        let large = source.len() > LARGEST_FOR_LIBRARY
            || source.bytes().filter(|byte| *byte == b'<').count() > MOST_TAGS_FOR_LIBRARY;
        let text = if large {
            String::new()
        } else {
            library_text(source)
        };
        let mut shingles = HashSet::new();
        let all = words(&text);
        for row in all.windows(SHINGLE) {
            shingles.insert(row.to_vec());
        }
        Opinion {
            shingles,
            row: format!(" {} ", all.join(" ")),
        }
    }

    fn is_empty(&self) -> bool {
        self.shingles.is_empty()
    }

    /// Share of the block's sequences that the library kept.
    fn share(&self, text: &str) -> f64 {
        let words = words(text);
        if words.len() < SHINGLE {
            let row = format!(" {} ", words.join(" "));
            return f64::from(u8::from(!words.is_empty() && self.row.contains(&row)));
        }
        let rows = words.len() + 1 - SHINGLE;
        let kept = words
            .windows(SHINGLE)
            .filter(|row| self.shingles.contains(*row))
            .count();
        kept as f64 / rows as f64
    }
}

fn library_text(source: &str) -> String {
    let mut options = Options::default().with_fallback(true);
    options.exclude_comments = true;
    trafilatura::extract(source, &options)
        .map(|ExtractResult { content_text, .. }| content_text)
        .unwrap_or_default()
}

struct Chooser<'b> {
    blocks: &'b [Block],
    title: Option<String>,
    chosen: Vec<bool>,
    prose: Vec<bool>,
    lines: Vec<Option<LineKind>>,
    overruled: HashSet<NodeId>,
}

impl<'b> Chooser<'b> {
    fn new(blocks: &'b [Block], opinion: &Opinion, title: Option<&str>) -> Chooser<'b> {
        let prose: Vec<bool> = blocks.iter().map(is_prose).collect();
        let mut chosen: Vec<bool> = if opinion.is_empty() {
            prose.clone()
        } else {
            blocks
                .iter()
                .map(|block| {
                    let short = word_count(&block.text) < SHINGLE;
                    opinion.share(&block.text) >= 0.5 && !(short && block.kind == BlockKind::Other)
                })
                .collect()
        };
        if !chosen.contains(&true) {
            chosen = blocks.iter().map(|block| block.link_share < 0.5).collect();
        }
        if !chosen.contains(&true) {
            chosen = vec![true; blocks.len()];
        }
        let lines = blocks.iter().map(|block| line_kind(&block.text)).collect();
        let mut chooser = Chooser {
            blocks,
            title: title.map(fold),
            chosen,
            prose,
            lines,
            overruled: HashSet::new(),
        };
        chooser.overruled = chooser.overrule();
        chooser
    }

    /// Zones that hold much of the chosen prose.
    fn overrule(&self) -> HashSet<NodeId> {
        let mut letters: HashMap<(NodeId, Needed), usize> = HashMap::new();
        let mut total = 0;
        for (at, block) in self.blocks.iter().enumerate() {
            if !self.chosen[at] || !self.prose[at] {
                continue;
            }
            total += block.text.len();
            for zone in block.zones.iter() {
                let needed = Needed::of(zone);
                *letters.entry((zone.root, needed)).or_default() += block.text.len();
            }
        }
        letters
            .into_iter()
            .filter(|((_, needed), sum)| *sum as f64 > needed.share() * total as f64)
            .map(|((root, _), _)| root)
            .collect()
    }

    fn zone_of(&self, at: usize) -> Option<Region> {
        let mut zones = self.blocks[at].zones.iter();
        zones
            .find(|zone| !self.overruled.contains(&zone.root))
            .map(|zone| zone.region)
    }

    fn is_title(&self, at: usize) -> bool {
        let Some(title) = &self.title else {
            return false;
        };
        let text = fold(&self.blocks[at].text);
        let headline = self.blocks[at].kind == BlockKind::Heading(1);
        !title.is_empty()
            && (text == *title || is_variant(&text, title) || headline && agree(&text, title))
    }

    /// Chosen, and neither a known furniture line nor in a known part of the page.
    fn is_body(&self, at: usize) -> bool {
        self.chosen[at]
            && self.zone_of(at).is_none()
            && self.lines[at].is_none()
            && !self.is_title(at)
            && !is_pointer(&self.blocks[at])
    }

    fn choose(&self) -> MainText {
        let Some((start, end)) = self.extent() else {
            return self.everything();
        };
        let mut kept: Vec<usize> = Vec::new();
        let mut seen: HashSet<String> = HashSet::new();
        let rescued = self.rescued(start, end);
        let mut cut: BTreeMap<&'static str, usize> = BTreeMap::new();
        for at in start..end {
            if self.is_body(at) || rescued.contains(&at) || self.is_standfirst(at, start) {
                let folded = fold(&self.blocks[at].text);
                if word_count(&folded) < 4 || seen.insert(folded) {
                    kept.push(at);
                    continue;
                }
                *cut.entry("repeated").or_default() += 1;
            } else if let Some(kind) = self.lines[at] {
                *cut.entry(kind.name()).or_default() += 1;
            }
        }
        self.drop_idle_headings(&mut kept);
        MainText {
            near: self.near(start, &kept),
            paragraphs: kept
                .iter()
                .map(|at| self.blocks[*at].text.clone())
                .collect(),
            cut: cut.into_iter().collect(),
        }
    }

    /// A page in which nothing looks like an article is all of its lines.
    fn everything(&self) -> MainText {
        let lines =
            (0..self.blocks.len()).filter(|at| self.zone_of(*at).is_none() && !self.is_title(*at));
        MainText {
            paragraphs: lines.map(|at| self.blocks[at].text.clone()).collect(),
            ..MainText::default()
        }
    }

    /// From the block behind the headline to the block behind the last paragraph.
    fn extent(&self) -> Option<(usize, usize)> {
        let body: Vec<usize> = (0..self.blocks.len())
            .filter(|at| self.is_body(*at))
            .collect();
        let first = *body.iter().find(|at| self.prose[**at]).or(body.first())?;
        let start = self.start(first);
        let total: usize = body.iter().map(|at| self.blocks[*at].text.len()).sum();
        let mut before = 0;
        for at in start..self.blocks.len() {
            let ends = self.lines[at] == Some(LineKind::End)
                && self.blocks[at].kind != BlockKind::Item
                && before * 10 > total * 6;
            if ends && !self.prose_follows(at, before, total) {
                return Some((start, at));
            }
            if self.is_body(at) {
                before += self.blocks[at].text.len();
            }
        }
        Some((start, self.blocks.len()))
    }

    /// True if a good part of the text still comes, in the same part of the page as the text.
    fn prose_follows(&self, at: usize, before: usize, total: usize) -> bool {
        before * 10 < total * 8
            && (at..self.blocks.len())
                .filter(|later| self.is_body(*later) && self.prose[*later])
                .count()
                > 3
    }

    /// Behind the last headline before the first paragraph; at the first chosen block without one.
    fn start(&self, first: usize) -> usize {
        let headline = (0..first).rev().find(|at| self.is_title(*at));
        if let Some(at) = headline {
            return at + 1;
        }
        let heading = (0..first)
            .rev()
            .find(|at| self.blocks[*at].kind == BlockKind::Heading(1));
        heading.map_or_else(
            || (0..=first).find(|at| self.is_body(*at)).unwrap_or(first),
            |at| at + 1,
        )
    }

    /// Prose that the library dropped although it stands among what it kept.
    fn rescued(&self, start: usize, end: usize) -> HashSet<usize> {
        let homes: HashSet<NodeId> = (start..end)
            .filter(|at| self.is_body(*at) && self.prose[*at])
            .map(|at| self.blocks[at].container)
            .collect();
        let last = (start..end).rev().find(|at| self.is_body(*at));
        (start..end)
            .filter(|at| {
                let block = &self.blocks[*at];
                !self.chosen[*at]
                    && last.is_some_and(|last| *at < last)
                    && self.zone_of(*at).is_none()
                    && self.lines[*at].is_none()
                    && !self.is_title(*at)
                    && homes.contains(&block.container)
                    && block.link_share < 0.5
                    && (self.prose[*at]
                        || matches!(block.kind, BlockKind::Paragraph) && ends_sentence(&block.text))
            })
            .collect()
    }

    /// A summary between headline and text, which the library mostly drops.
    fn is_standfirst(&self, at: usize, start: usize) -> bool {
        let block = &self.blocks[at];
        at < start + 6
            && !self.chosen[at]
            && self.zone_of(at).is_none()
            && self.lines[at].is_none()
            && !self.is_title(at)
            && (start..at).all(|before| !self.is_body(before) || !self.prose[before])
            && block.link_share < 0.1
            && word_count(&block.text) >= if block.kind == BlockKind::Item { 3 } else { 5 }
            && matches!(
                block.kind,
                BlockKind::Paragraph | BlockKind::Heading(2) | BlockKind::Item | BlockKind::Other
            )
            && crate::moment::find(&block.text).is_none()
            && !crate::byline::is_byline(&block.text)
    }

    /// A heading with no text under it heads something that was left out.
    fn drop_idle_headings(&self, kept: &mut Vec<usize>) {
        while let Some(last) = kept.last() {
            if matches!(self.blocks[*last].kind, BlockKind::Heading(_)) {
                kept.pop();
            } else {
                return;
            }
        }
    }

    fn near(&self, start: usize, kept: &[usize]) -> Vec<String> {
        let first = kept
            .iter()
            .copied()
            .find(|at| self.prose[*at])
            .or(kept.first().copied())
            .unwrap_or(start);
        let last = kept.last().copied().unwrap_or(start);
        let above = start.saturating_sub(4)..first;
        let below = last + 1..(last + 4).min(self.blocks.len());
        above
            .chain(below)
            .filter(|at| !kept.contains(at) && !self.is_title(*at))
            .filter(|at| {
                let zone = self.zone_of(*at);
                zone.is_none() || zone == Some(Region::Byline)
            })
            .map(|at| self.blocks[at].text.clone())
            .filter(|text| word_count(text) <= 40)
            .collect()
    }
}

fn line_kind(text: &str) -> Option<LineKind> {
    furniture::line(text)
        .or_else(|| furniture::tag_line(text).map(|_| LineKind::Label))
        .or_else(|| crate::moment::is_stamp(text).then_some(LineKind::Stamp))
}

/// How much of the text a part of the page must hold to be more than its name says.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Needed {
    Much,
    Nearly,
}

impl Needed {
    /// Comments can be longer than the article, so their name counts for more.
    fn of(zone: &Zone) -> Needed {
        match zone.region {
            Region::Comments => Needed::Nearly,
            _ => Needed::Much,
        }
    }

    fn share(self) -> f64 {
        match self {
            Needed::Much => OVERRULED_SHARE,
            Needed::Nearly => OVERRULED_COMMENTS,
        }
    }
}

fn is_prose(block: &Block) -> bool {
    let words = word_count(&block.text);
    block.link_share < 0.5
        && (words >= PROSE_WORDS && ends_sentence(&block.text) || words >= 3 * PROSE_WORDS)
}

/// A line that is all link and no sentence points to another page.
fn is_pointer(block: &Block) -> bool {
    block.link_share > 0.9
        && (word_count(&block.text) < 25 || block.kind == BlockKind::Other)
        && !matches!(block.kind, BlockKind::Heading(_) | BlockKind::Cell)
}

/// The headline with a kicker before it or an outlet behind it.
fn is_variant(text: &str, title: &str) -> bool {
    let (long, short) = if text.len() > title.len() {
        (text, title)
    } else {
        (title, text)
    };
    let close = word_count(long) <= word_count(short) + 4 && word_count(short) >= 4;
    close && (long.starts_with(short) || long.ends_with(short)) && overlap(short, long) > 0.99
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html;

    fn read(source: &str, title: &str) -> MainText {
        let page = html::parse(source);
        main_text(source, &html::blocks(&page), Some(title))
    }

    const PROSE: &str = "The council voted on Tuesday to close the bridge for a year, \
        although the drivers of the town had asked it for months to wait until the new one is built.";

    fn page(inside: &str) -> String {
        format!(
            "<html><body><nav><a>Home</a></nav><article><h1>Bridge to close</h1>{inside}\
             <p>{PROSE} One.</p><p>{PROSE} Two.</p><p>{PROSE} Three.</p></article></body></html>"
        )
    }

    #[test]
    fn headline_captions_and_promos_stay_out() {
        let source = page(
            "<figure><img><figcaption>The bridge in May.</figcaption></figure>\
             <p>READ MORE: Ten bridges to see</p>",
        );
        let found = read(&source, "Bridge to close");
        assert_eq!(found.paragraphs.len(), 3, "{found:?}");
        assert!(found.paragraphs[0].ends_with("One."));
    }

    #[test]
    fn a_paragraph_stands_once() {
        let source = page(&format!("<p>{PROSE} One.</p>"));
        assert_eq!(read(&source, "Bridge to close").paragraphs.len(), 3);
    }

    #[test]
    fn a_name_is_overruled_by_what_it_holds() {
        let source = page("").replace("<article>", "<div class='subscribe'>");
        assert_eq!(read(&source, "Bridge to close").paragraphs.len(), 3);
    }
}
