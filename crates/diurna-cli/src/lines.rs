//! Text for a terminal: line breaks, widths, and page text that cannot move the cursor.

/// Width that prose is broken at.
pub(crate) const WIDTH: usize = 100;

/// The words of `text` in lines of at most `width` characters, each behind `indent`.
///
/// A single word that is longer stands in a line of its own.
pub(crate) fn wrap(text: &str, indent: &str, width: usize) -> String {
    let mut wrapped = String::new();
    let mut column = 0;
    for word in text.split_whitespace() {
        let length = width_of(word);
        if column > 0 && column + 1 + length > width {
            wrapped.push('\n');
            column = 0;
        }
        if column == 0 {
            wrapped.push_str(indent);
            column = width_of(indent);
        } else {
            wrapped.push(' ');
            column += 1;
        }
        wrapped.push_str(word);
        column += length;
    }
    wrapped
}

/// Characters that show; escape sequences of colours do not.
pub(crate) fn width_of(text: &str) -> usize {
    let mut inside = false;
    let shows = |c: &char| {
        let hidden = inside || *c == '\u{1b}';
        inside = hidden && *c != 'm';
        !hidden
    };
    text.chars().filter(shows).count()
}

/// The text with control characters and line breaks as blanks.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// At most `width` characters, with `…` where something was left out.
pub(crate) fn shorten(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_and_lines_are_not_longer_than_asked() {
        let text = "The ministry [rejected] the plan on Friday, saying that it came too late.";
        let wrapped = wrap(text, "  ", 24);
        assert!(
            wrapped
                .lines()
                .all(|line| line.chars().count() <= 24 && line.starts_with("  "))
        );
        assert_eq!(
            wrapped.split_whitespace().collect::<Vec<_>>(),
            text.split(' ').collect::<Vec<_>>()
        );
    }

    #[test]
    fn colours_take_no_room() {
        assert_eq!(width_of("\u{1b}[1mbold\u{1b}[0m"), 4);
    }
}
