//! Any bytes can be read as plain text, and the article's spans slice its text. Without cleaning, text stays as it is.
#![no_main]

use diurna_page::{Input, read_text};
use libfuzzer_sys::fuzz_target;

#[path = "../spans.rs"]
mod spans;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(article) = read_text(bytes, &Input::default()) {
        spans::check(&article);
    }
    let plain = Input {
        clean: Some(false),
        ..Input::default()
    };
    if let Ok(article) = read_text(bytes, &plain) {
        spans::check(&article);
        if let Ok(text) = std::str::from_utf8(bytes)
            && !text.starts_with('\u{feff}')
        {
            assert_eq!(article.text, text);
        }
    }
});
