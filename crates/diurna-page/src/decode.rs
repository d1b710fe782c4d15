//! Bytes to text: the right character set, and never a lost byte.
//!
//! Trust goes to a byte order mark, then to bytes that are UTF-8 as they stand, then to what the
//! page declares, then to a guess by letter statistics. A UTF-8 page with a few foreign bytes (a
//! widget pasted in from an old system) keeps its UTF-8 and reads those bytes as Windows-1252,
//! as browsers do with pages that declare nothing.

use std::sync::LazyLock;

use chardetng::EncodingDetector;
use diurna_record::Warning;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use regex::bytes::Regex;

/// How far into the page a declaration is looked for; HTML asks for the first 1024 bytes.
const DECLARATION_WITHIN: usize = 4096;

/// Share of foreign bytes up to which a page still counts as UTF-8.
const FOREIGN_SHARE: f64 = 0.01;

/// The text of `bytes`, and a warning if some of them belonged to no character.
pub(crate) fn decode(bytes: &[u8]) -> (String, Option<Warning>) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with_encoding(encoding, &bytes[mark..]);
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return with_encoding(encoding, bytes);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), None);
    }
    if foreign_share(bytes) <= FOREIGN_SHARE {
        return (patched(bytes), Some(replaced("UTF-8")));
    }
    if let Some(encoding) = declared(bytes).filter(|encoding| *encoding != UTF_8) {
        let (text, warning) = with_encoding(encoding, bytes);
        if warning.is_none() {
            return (text, None);
        }
    }
    let mut detector = EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    with_encoding(detector.guess(None, chardetng::Utf8Detection::Allow), bytes)
}

fn with_encoding(encoding: &'static Encoding, bytes: &[u8]) -> (String, Option<Warning>) {
    let (text, lossy) = encoding.decode_without_bom_handling(bytes);
    (text.into_owned(), lossy.then(|| replaced(encoding.name())))
}

fn replaced(name: &str) -> Warning {
    Warning::new(
        "bytes-replaced",
        format!("some bytes are no character of {name} and were replaced"),
    )
}

/// UTF-16 without a mark shows as Latin letters with a zero byte beside each.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(64)];
    let pairs = head.len() / 2;
    let zeros = |from: usize| {
        head.iter()
            .skip(from)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    if pairs < 4 {
        None
    } else if zeros(1) * 4 > pairs * 3 {
        Some(UTF_16LE)
    } else if zeros(0) * 4 > pairs * 3 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Invalid bytes against all bytes that are not ASCII and belong to a valid character.
fn foreign_share(bytes: &[u8]) -> f64 {
    let mut foreign = 0usize;
    let mut good = 0usize;
    for chunk in bytes.utf8_chunks() {
        foreign += chunk.invalid().len();
        good += chunk.valid().bytes().filter(|byte| *byte >= 0x80).count();
    }
    if good == 0 {
        return 1.0;
    }
    foreign as f64 / good as f64
}

fn patched(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        let (foreign, _) = WINDOWS_1252.decode_without_bom_handling(chunk.invalid());
        text.push_str(&foreign);
    }
    text
}

fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    static CHARSET: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i)(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)"#).expect("a valid pattern")
    });
    let head = &bytes[..bytes.len().min(DECLARATION_WITHIN)];
    let label = CHARSET.captures(head)?.get(1)?.as_bytes();
    Encoding::for_label(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes).0
    }

    #[test]
    fn marks_come_first() {
        assert_eq!(text(b"\xef\xbb\xbfabc"), "abc");
        assert_eq!(text(b"\xff\xfea\0b\0"), "ab");
        assert_eq!(text(b"<\0h\0t\0m\0l\0>\0x\0y\0"), "<html>xy");
    }

    #[test]
    fn declared_character_set_is_used() {
        assert_eq!(
            text(b"<meta charset='iso-8859-2'>\xb1\xe6 \xb3\xf3d\xbc"),
            "<meta charset='iso-8859-2'>ąć łódź"
        );
    }

    #[test]
    fn undeclared_cyrillic_is_guessed() {
        let (bytes, _, _) =
            encoding_rs::WINDOWS_1251.encode("Президент подписал указ о мобилизации");
        assert_eq!(text(&bytes), "Президент подписал указ о мобилизации");
    }

    #[test]
    fn foreign_bytes_in_utf8_are_read_as_windows_1252() {
        let mut bytes = "Élysée – Düsseldorf ".repeat(40).into_bytes();
        bytes.extend(b"\x93quoted\x94");
        let (text, warning) = decode(&bytes);
        assert!(text.ends_with("“quoted”"), "{text}");
        assert_eq!(warning.unwrap().code, "bytes-replaced");
    }
}
