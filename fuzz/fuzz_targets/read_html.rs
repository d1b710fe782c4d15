//! Any bytes can be read as a page, and the article's spans slice its text.
#![no_main]

use diurna_page::{Input, read_html};
use libfuzzer_sys::fuzz_target;

#[path = "../spans.rs"]
mod spans;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(article) = read_html(bytes, &Input::default()) {
        spans::check(&article);
    }
});
