//! Datelines: "MOSUL, Iraq (AP) - Gunmen ...".

use diurna_record::Span;

/// The words before the dash with which a report begins: "MOSUL, Iraq (AP) -".
pub(super) fn datelines(text: &str, paragraphs: &[Span]) -> Vec<Span> {
    let dateline = |paragraph: &Span| {
        let start = paragraph.slice(text);
        let end = ["(", " - ", " -- ", " – ", " — ", "—", "–"]
            .iter()
            .filter_map(|mark| start.find(mark))
            .min()?;
        let head = start[..end].trim_end();
        let behind = &start[end..];
        let rest = if behind.starts_with('(') {
            behind.split_once(')')?.1
        } else {
            behind
        };
        let has_dash = rest.trim_start().starts_with(['-', '–', '—']);
        let first = head.split(',').next()?.trim();
        let is_loud = first.chars().filter(|char| char.is_alphabetic()).count() > 2
            && first.chars().all(|char| !char.is_lowercase());
        let fits = has_dash
            && !head.is_empty()
            && head.len() <= 50
            && (is_loud || behind.starts_with('(') && head.split_whitespace().count() <= 4);
        fits.then(|| Span::new(paragraph.start, paragraph.start + head.len()))
    };
    paragraphs.iter().filter_map(dateline).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_end_at_a_dash() {
        let found = |text: &str| -> Vec<String> {
            let lines = datelines(text, &[Span::new(0, text.len())]);
            lines
                .into_iter()
                .map(|line| line.slice(text).to_owned())
                .collect()
        };
        assert_eq!(found("MOSUL, Iraq (AP) - Gunmen fired."), ["MOSUL, Iraq"]);
        assert_eq!(
            found("BATON ROUGE, La. -- Police said."),
            ["BATON ROUGE, La."]
        );
        assert_eq!(found("Paris (Reuters) – Police said."), ["Paris"]);
        assert!(found("The man (42) was found - dead.").is_empty());
        assert!(found("Police said on Monday - again - that he fled.").is_empty());
        assert!(found("").is_empty());
    }
}
