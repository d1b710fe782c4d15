//! The parse of a sentence for the eye: heads above, what hangs on them below and further in.
//!
//! ```text
//! condemned  ROOT VERB
//! ├── Turkey  nsubj PROPN  <GPE: Turkey>
//! ├── attack  dobj NOUN
//! │   └── the  det DET
//! └── .  punct PUNCT
//! ```
//!
//! Children stand in the order of the text. A named entity is shown at its head word.

use std::fmt::Write;
use std::ops::Range;

use diurna::{Doc, Token};

use crate::lines::plain;
use crate::printer::Palette;

/// The tree of one sentence, each line behind `indent`.
pub(crate) fn render(doc: &Doc, sentence: Range<usize>, indent: &str, palette: Palette) -> String {
    let mut out = String::new();
    let roots: Vec<Token<'_>> = doc
        .range(sentence)
        .filter(|token| token.is_root())
        .collect();
    // A stack and not a recursion, since a page may hold a list that parses as one very deep chain.
    let mut open: Vec<(Token<'_>, String, &str)> = roots
        .into_iter()
        .rev()
        .map(|root| (root, String::new(), ""))
        .collect();
    while let Some((token, rails, branch)) = open.pop() {
        let dim = palette.dim;
        let _ = write!(out, "{indent}{dim}{rails}{branch}{dim:#}");
        write_token(&mut out, token, palette);
        let rails = match branch {
            "" => rails,
            "└── " => rails + "    ",
            _ => rails + "│   ",
        };
        let children: Vec<Token<'_>> = token.children().filter(|child| !child.is_space()).collect();
        for (place, child) in children.iter().rev().enumerate() {
            let branch = if place == 0 {
                "└── "
            } else {
                "├── "
            };
            open.push((*child, rails.clone(), branch));
        }
    }
    out
}

fn write_token(out: &mut String, token: Token<'_>, palette: Palette) {
    let Palette {
        title, key, mark, ..
    } = palette;
    let (dep, pos) = (token.dep(), token.pos());
    let _ = write!(
        out,
        "{title}{}{title:#}  {key}{dep}{key:#} {pos}",
        plain(token.text())
    );
    if let Some(entity) = token
        .entity()
        .filter(|entity| is_head(token, &entity.tokens))
    {
        let text = token
            .doc()
            .span(entity.tokens.clone())
            .slice(token.doc().text());
        let _ = write!(out, "  {mark}<{}: {}>{mark:#}", entity.label, plain(text));
    }
    out.push('\n');
}

/// True for the first token of a range whose head stands outside it.
fn is_head(token: Token<'_>, range: &Range<usize>) -> bool {
    let leads_out = |token: Token<'_>| token.is_root() || !range.contains(&token.head().index());
    let first = token
        .doc()
        .range(range.clone())
        .find(|token| leads_out(*token));
    first == Some(token)
}
