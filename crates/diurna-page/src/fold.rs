//! Forms of a line that two copies of it share, so that a headline is known again in other dress.
//!
//! [`squeeze`] is what is kept of white space; [`fold`] is for comparison only and never reaches
//! the output.

/// One line: every run of white space a single blank, none at the ends.
///
/// Invisible marks at the ends go too; inside the line they stay, since Persian and Hindi need them.
pub(crate) fn squeeze(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    let inner = line.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
    if inner.len() == line.len() {
        line
    } else {
        inner.to_owned()
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{0}')
}

/// Lower-case words with single blanks between them and no punctuation: "Won’t" is "wont".
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            folded.extend(c.to_lowercase());
        } else if !is_inside_words(c) && !folded.ends_with(' ') && !folded.is_empty() {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

fn is_inside_words(c: char) -> bool {
    is_invisible(c)
        || matches!(
            c,
            '\'' | '’' | '‘' | 'ʼ' | '\u{ad}' | '\u{200c}' | '\u{200d}'
        )
}

/// The words of a line in folded form; in scripts without blanks each letter is one.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in fold(text).split(' ').filter(|word| !word.is_empty()) {
        if word.chars().any(is_unspaced) {
            words.extend(word.chars().map(String::from));
        } else {
            words.push(word.to_owned());
        }
    }
    words
}

/// Number of words as [`words`] counts them.
pub(crate) fn word_count(text: &str) -> usize {
    words(text).len()
}

fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{e00}'..='\u{e7f}')
}

/// True if the line ends as a sentence does.
pub(crate) fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '”' | '’' | '\'' | '»' | ')' | ']' | '」')
    })
    .ends_with(['.', '!', '?', '…', '。', '！', '？', ':', ';', '؟', '।'])
}

/// Share of the words of `part` that stand in `whole`, 0 for no words.
pub(crate) fn overlap(part: &str, whole: &str) -> f64 {
    let part = words(part);
    let whole = words(whole);
    if part.is_empty() {
        return 0.0;
    }
    let shared = part.iter().filter(|word| whole.contains(word)).count();
    shared as f64 / part.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_in_other_dress_fold_to_the_same() {
        assert_eq!(
            fold("  Iraq’s  ‘Call’ – again! "),
            fold("Iraq's \"Call\" - Again")
        );
        assert_eq!(squeeze(" a\u{a0}\n b \u{200b}"), "a b");
    }

    #[test]
    fn words_of_unspaced_scripts_are_letters() {
        assert_eq!(word_count("中東 news"), 3);
        assert_eq!(word_count("민주당 선호투표제"), 2);
    }

    #[test]
    fn sentence_ends_are_seen_through_quotation_marks() {
        assert!(ends_sentence("He said “no.”"));
        assert!(!ends_sentence("He says “no”"));
    }
}
