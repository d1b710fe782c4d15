//! HTML to a tree, and the tree to blocks of text.
//!
//! A [`Block`] is what a reader sees as one line or paragraph: the text between two borders that a
//! browser draws on lines of their own. Each block knows its kind, the part of the page it stands
//! in ([`Region`], from element names and the names in class and id), and how much of it is link.
//! Words never run together here: a block border always parts, and at an inline border a blank is
//! put where one word or sentence ends and the next begins with a capital.
//!
//! Everything walks the tree with a stack of its own, and [`parse`] flattens what is nested deeper
//! than any browser keeps, so a page cannot exhaust the thread's stack.

use std::borrow::Cow;
use std::rc::Rc;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{Html, Node};

use crate::fold::{ends_sentence, squeeze};
use crate::furniture::{self, Region};

/// Nesting kept; browsers stop at 512.
const MAX_DEPTH: usize = 400;

/// The tree of a page.
pub(crate) fn parse(source: &str) -> Html {
    Html::parse_document(&flatten(source))
}

/// Drops start tags that stand deeper than [`MAX_DEPTH`]; their text stays.
///
/// The depth is counted on the tags alone, without the parser, so it is an estimate; it only has
/// to be right for pages that no person wrote.
pub(crate) fn flatten(source: &str) -> Cow<'_, str> {
    let mut open: Vec<&str> = Vec::new();
    let mut kept = String::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(found) = source[at..].find('<') {
        let start = at + found;
        let Some(tag) = tag_at(&source[start..]) else {
            at = start + 1;
            continue;
        };
        let end = start + tag.len;
        at = end;
        if tag.closing {
            let last = open.len().saturating_sub(MAX_DEPTH);
            if let Some(place) = open[last..].iter().rposition(|name| same(name, tag.name)) {
                open.truncate(last + place);
            }
        } else if is_raw(tag.name) {
            at = end + raw_len(&source[end..], tag.name);
        } else if !tag.empty && !closes_itself(tag.name) {
            if open.len() >= MAX_DEPTH {
                kept.push_str(&source[from..start]);
                kept.push(' ');
                from = end;
            } else {
                open.push(tag.name);
            }
        }
    }
    if from == 0 {
        return Cow::Borrowed(source);
    }
    kept.push_str(&source[from..]);
    Cow::Owned(kept)
}

struct Tag<'s> {
    name: &'s str,
    len: usize,
    closing: bool,
    empty: bool,
}

/// The tag that starts here; comments count as empty tags.
fn tag_at(rest: &str) -> Option<Tag<'_>> {
    if let Some(comment) = rest.strip_prefix("<!--") {
        let len = comment.find("-->").map_or(rest.len(), |end| end + 7);
        return Some(Tag {
            name: "",
            len,
            closing: false,
            empty: true,
        });
    }
    let closing = rest.as_bytes().get(1) == Some(&b'/');
    let name_start = if closing { 2 } else { 1 };
    let name_len = rest[name_start..]
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .unwrap_or(rest.len() - name_start);
    if name_len == 0 {
        return None;
    }
    let len = rest.find('>').map_or(rest.len(), |end| end + 1);
    Some(Tag {
        name: &rest[name_start..name_start + name_len],
        len,
        closing,
        empty: rest[..len].ends_with("/>"),
    })
}

fn same(left: &str, right: &str) -> bool {
    left.eq_ignore_ascii_case(right)
}

fn is_raw(name: &str) -> bool {
    ["script", "style", "textarea", "title"]
        .iter()
        .any(|raw| same(raw, name))
}

fn raw_len(rest: &str, name: &str) -> usize {
    let mut at = 0;
    while let Some(found) = rest[at..].find("</") {
        let start = at + found + 2;
        let ends = rest.as_bytes()[start..]
            .get(..name.len())
            .is_some_and(|close| close.eq_ignore_ascii_case(name.as_bytes()));
        if ends {
            return start - 2;
        }
        at = start;
    }
    rest.len()
}

/// Elements without an end tag, or whose end tag the next one implies.
fn closes_itself(name: &str) -> bool {
    const NAMES: [&str; 26] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr", "p", "li", "td", "th", "tr", "dt", "dd", "option", "html",
        "body", "head", "tbody",
    ];
    NAMES.iter().any(|known| same(known, name))
}

/// What a block is by its element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlockKind {
    Paragraph,
    Heading(u8),
    Item,
    Cell,
    Quote,
    Other,
}

/// A part of the page with a name that tells what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Zone {
    pub(crate) region: Region,
    pub(crate) root: NodeId,
}

/// One line or paragraph as a reader sees it.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// One line, single blanks.
    pub(crate) text: String,
    pub(crate) kind: BlockKind,
    /// Element that holds the block element.
    pub(crate) container: NodeId,
    /// The zones the block stands in, outermost first.
    pub(crate) zones: Rc<[Zone]>,
    /// Share of the text that is inside links.
    pub(crate) link_share: f64,
}

struct Frame {
    node: NodeId,
    inline: bool,
    link: bool,
    preformatted: bool,
    kind: BlockKind,
    zones: Rc<[Zone]>,
}

/// The blocks of a page in its own order.
pub(crate) fn blocks(page: &Html) -> Vec<Block> {
    let mut builder = Builder::new(page);
    let mut skipped: Option<NodeId> = None;
    for edge in page.tree.root().traverse() {
        match edge {
            Edge::Open(node) if skipped.is_none() => match node.value() {
                Node::Text(text) => builder.text(text),
                Node::Element(element) if is_skipped(element) => skipped = Some(node.id()),
                Node::Element(element) if element.name() == "br" => builder.line_break(),
                Node::Element(element) => builder.open(node.id(), element),
                _ => {}
            },
            Edge::Close(node) if skipped == Some(node.id()) => skipped = None,
            Edge::Close(node) if skipped.is_none() => {
                if let Node::Element(element) = node.value()
                    && element.name() != "br"
                {
                    builder.close();
                }
            }
            _ => {}
        }
    }
    builder.flush();
    builder.blocks
}

fn is_skipped(element: &Element) -> bool {
    matches!(
        element.name(),
        "head"
            | "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "iframe"
            | "button"
            | "select"
            | "textarea"
            | "object"
            | "canvas"
            | "audio"
            | "video"
            | "math"
            | "dialog"
            | "amp-sidebar"
            | "amp-analytics"
            | "amp-ad"
            | "datalist"
            | "map"
    )
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "nobr"
            | "q"
            | "ruby"
            | "rt"
            | "rp"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "input"
            | "address"
    )
}

struct Builder<'p> {
    page: &'p Html,
    frames: Vec<Frame>,
    blocks: Vec<Block>,
    /// Finished lines of the open block, each with its link letters.
    lines: Vec<(String, usize)>,
    line: String,
    links: usize,
    inline_border: bool,
}

impl<'p> Builder<'p> {
    fn new(page: &'p Html) -> Builder<'p> {
        Builder {
            page,
            frames: Vec::new(),
            blocks: Vec::new(),
            lines: Vec::new(),
            line: String::new(),
            links: 0,
            inline_border: false,
        }
    }

    fn open(&mut self, node: NodeId, element: &Element) {
        let name = element.name();
        let in_paragraph = self
            .frames
            .last()
            .is_some_and(|frame| frame.kind != BlockKind::Other);
        let inline = is_inline(name) || name.contains('-') && in_paragraph;
        if inline {
            self.inline_border = true;
        } else {
            self.flush();
        }
        let frame = self.frame(node, element, inline);
        self.frames.push(frame);
    }

    fn frame(&self, node: NodeId, element: &Element, inline: bool) -> Frame {
        let outer = self.frames.last();
        let name = element.name();
        let outer_kind = outer.map_or(BlockKind::Other, |frame| frame.kind);
        let outer_zones = outer.map_or_else(|| Rc::from([]), |frame| Rc::clone(&frame.zones));
        let zones = match zone(element) {
            Some(region) => {
                let root = Zone { region, root: node };
                outer_zones.iter().copied().chain([root]).collect()
            }
            None => outer_zones,
        };
        Frame {
            node,
            inline,
            link: name == "a" || outer.is_some_and(|frame| frame.link),
            preformatted: name == "pre" || outer.is_some_and(|frame| frame.preformatted),
            kind: if inline {
                outer_kind
            } else {
                kind(name, outer_kind)
            },
            zones,
        }
    }

    fn close(&mut self) {
        let Some(frame) = self.frames.last() else {
            return;
        };
        if frame.inline {
            self.inline_border = true;
        } else {
            self.flush();
        }
        self.frames.pop();
    }

    fn text(&mut self, text: &str) {
        if self.frames.last().is_some_and(|frame| frame.preformatted) {
            for (at, line) in text.split('\n').enumerate() {
                if at > 0 {
                    self.line_break();
                }
                self.line.push_str(line);
            }
            return;
        }
        if self.inline_border && parts_here(&self.line, text) {
            self.line.push(' ');
        }
        self.inline_border &= text.is_empty();
        if self.frames.last().is_some_and(|frame| frame.link) {
            self.links += text.chars().filter(|c| c.is_alphanumeric()).count();
        }
        self.line.push_str(text);
    }

    fn line_break(&mut self) {
        let line = squeeze(&std::mem::take(&mut self.line));
        self.lines.push((line, std::mem::take(&mut self.links)));
    }

    /// Ends the open block; its lines become one block or, where they read so, several.
    fn flush(&mut self) {
        self.inline_border = false;
        self.line_break();
        let mut lines = std::mem::take(&mut self.lines).into_iter();
        let mut open: Option<(String, usize)> = None;
        for (line, links) in lines.by_ref() {
            match &mut open {
                Some((text, sum)) if continues(text, &line) => {
                    text.push(' ');
                    text.push_str(&line);
                    *sum += links;
                }
                _ => {
                    if let Some((text, links)) = open.take() {
                        self.push(text, links);
                    }
                    open = (!line.is_empty()).then_some((line, links));
                }
            }
        }
        if let Some((text, links)) = open {
            self.push(text, links);
        }
    }

    fn push(&mut self, text: String, links: usize) {
        let Some(frame) = self.frames.iter().rev().find(|frame| !frame.inline) else {
            return;
        };
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        if letters == 0 {
            return;
        }
        let zones = self
            .frames
            .last()
            .map_or_else(|| Rc::clone(&frame.zones), |last| Rc::clone(&last.zones));
        let parent = self
            .page
            .tree
            .get(frame.node)
            .and_then(|node| node.parent());
        self.blocks.push(Block {
            link_share: links as f64 / letters as f64,
            text,
            kind: frame.kind,
            container: parent.map_or(frame.node, |parent| parent.id()),
            zones,
        });
    }
}

/// A single line break inside a sentence is where an old page was wrapped by hand.
fn continues(text: &str, line: &str) -> bool {
    !line.is_empty()
        && !text.is_empty()
        && !ends_sentence(text)
        && line.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
}

/// True if an inline border with no blank at it stands between two words or sentences.
fn parts_here(before: &str, after: &str) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else {
        return false;
    };
    let ends = last.is_lowercase() || matches!(last, '.' | '!' | '?' | ':' | ';' | ',' | '”' | ')');
    let word = before
        .chars()
        .rev()
        .take_while(|c| c.is_alphanumeric())
        .count();
    ends && (word > 2 || !last.is_lowercase()) && first.is_uppercase()
}

fn kind(name: &str, outer: BlockKind) -> BlockKind {
    match name {
        "p" => match outer {
            BlockKind::Item | BlockKind::Quote | BlockKind::Cell => outer,
            _ => BlockKind::Paragraph,
        },
        "h1" => BlockKind::Heading(1),
        "h2" => BlockKind::Heading(2),
        "h3" => BlockKind::Heading(3),
        "h4" | "h5" | "h6" => BlockKind::Heading(4),
        "li" | "dd" | "dt" => BlockKind::Item,
        "td" | "th" | "caption" => BlockKind::Cell,
        "blockquote" => BlockKind::Quote,
        "div" | "section" => match outer {
            BlockKind::Quote | BlockKind::Item => outer,
            _ => BlockKind::Other,
        },
        _ => BlockKind::Other,
    }
}

/// What the element says it holds, by its name, its attributes, its class and id.
fn zone(element: &Element) -> Option<Region> {
    let name = element.name();
    match name {
        "nav" => return Some(Region::Nav),
        "footer" => return Some(Region::Notice),
        "aside" => return Some(Region::Aside),
        "figcaption" => return Some(Region::Caption),
        "amp-social-share" => return Some(Region::Share),
        "html" | "body" | "main" | "article" | "h1" | "time" => return None,
        _ => {}
    }
    if element.attr("hidden").is_some() || element.attr("aria-hidden") == Some("true") {
        return Some(Region::Hidden);
    }
    if element.attr("role").is_some_and(|role| {
        matches!(
            role,
            "navigation" | "complementary" | "contentinfo" | "dialog" | "menu"
        )
    }) {
        return Some(Region::Nav);
    }
    let style = element.attr("style").unwrap_or("");
    if style.contains("display:none") || style.contains("display: none") {
        return Some(Region::Hidden);
    }
    let class = element.attr("class").unwrap_or("");
    let id = element.attr("id").unwrap_or("");
    furniture::region(class).or_else(|| furniture::region(id))
}

/// The text of a node and all below it, one line.
pub(crate) fn text_of(node: ego_tree::NodeRef<'_, Node>) -> String {
    let mut text = String::new();
    for part in node.descendants() {
        match part.value() {
            Node::Text(piece) => {
                if parts_here(&text, piece) {
                    text.push(' ');
                }
                text.push_str(piece);
            }
            Node::Element(element) if !is_inline(element.name()) => text.push(' '),
            _ => {}
        }
    }
    squeeze(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<String> {
        blocks(&parse(source))
            .into_iter()
            .map(|block| block.text)
            .collect()
    }

    #[test]
    fn words_are_not_glued_at_borders() {
        assert_eq!(
            texts("<div><a>Iraq</a><a>North America</a></div><p>One</p><p>Two</p>three"),
            ["Iraq North America", "One", "Two", "three"]
        );
        assert_eq!(
            texts("<p>He said.<b>The</b> <span>W</span>ord <i>Mc</i>Gill"),
            ["He said. The Word McGill"]
        );
    }

    #[test]
    fn breaks_part_paragraphs_but_not_wrapped_sentences() {
        assert_eq!(
            texts("<div>One ends.<br><br>Two goes<br>on and ends.<br>Three</div>"),
            ["One ends.", "Two goes on and ends.", "Three"]
        );
    }

    #[test]
    fn zones_come_from_names() {
        let page = parse(
            "<div class='share-bar'><p>Share</p></div><figure><figcaption>A cat</figcaption></figure>",
        );
        let regions: Vec<Region> = blocks(&page)
            .iter()
            .map(|block| block.zones[0].region)
            .collect();
        assert_eq!(regions, [Region::Share, Region::Caption]);
    }

    #[test]
    fn deep_nesting_is_flattened_and_keeps_its_text() {
        let source = format!(
            "{}deep down{}",
            "<div>".repeat(100_000),
            "</div>".repeat(100_000)
        );
        assert_eq!(texts(&source), ["deep down"]);
        assert!(matches!(
            flatten("<p>a<p>b<script>'<div>'</script>"),
            Cow::Borrowed(_)
        ));
    }
}
