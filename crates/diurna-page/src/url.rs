//! What an address tells: the outlet's domain, the canonical form, the day.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;
use url::Url;

/// An absolute address, read against the page's own.
pub(crate) fn absolute(address: &str, base: Option<&str>) -> Option<String> {
    let address = address.trim();
    if address.is_empty() {
        return None;
    }
    let parsed = match base.and_then(|base| Url::parse(base).ok()) {
        Some(base) => base.join(address).ok()?,
        None => Url::parse(address).ok()?,
    };
    matches!(parsed.scheme(), "http" | "https").then(|| parsed.to_string())
}

/// The host without `www.` and the like: `www.example.org` is `example.org`.
pub(crate) fn domain(address: &str) -> Option<String> {
    let parsed = Url::parse(address.trim()).ok()?;
    let host = parsed.host_str()?;
    let bare = ["www.", "amp.", "m.", "mobile."]
        .iter()
        .find_map(|prefix| host.strip_prefix(prefix))
        .unwrap_or(host);
    (bare.contains('.')).then(|| bare.to_owned())
}

/// The name inside a domain, for comparison with outlet names: `o.canada.co.uk` has `canada`.
pub(crate) fn domain_label(domain: &str) -> Option<&str> {
    let labels: Vec<&str> = domain.split('.').collect();
    let last = labels.len().checked_sub(2)?;
    let second_level = matches!(labels[last], "co" | "com" | "org" | "net" | "gov" | "ac");
    let at = if second_level && last > 0 {
        last - 1
    } else {
        last
    };
    Some(labels[at])
}

/// The address in the form that its copies share: no fragment, no tracking parameters.
pub(crate) fn canonical(address: &str) -> String {
    let Ok(mut parsed) = Url::parse(address.trim()) else {
        return address.trim().to_owned();
    };
    parsed.set_fragment(None);
    let kept: Vec<(String, String)> = parsed
        .query_pairs()
        .filter(|(name, _)| !is_tracking(name))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    if kept.is_empty() {
        parsed.set_query(None);
    } else {
        parsed.query_pairs_mut().clear().extend_pairs(kept);
    }
    parsed.to_string()
}

fn is_tracking(name: &str) -> bool {
    name.starts_with("utm_") || matches!(name, "fbclid" | "gclid" | "dicbo" | "srsltid" | "igshid")
}

/// The day written in the path: `/2019/10/24/` or `/2019-10-24-`, `20191024`.
pub(crate) fn date(address: &str) -> Option<Date> {
    static DAY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|[/_.-])((?:19|20)\d\d)([/_.-]?)(\d\d?)([/_.-]?)(\d\d?)(?:[/_.T-]|\D|$)")
            .expect("a valid pattern")
    });
    let parsed = Url::parse(address.trim()).ok()?;
    DAY.captures_iter(parsed.path()).find_map(|found| {
        let together = found[2].is_empty() && found[4].is_empty();
        let apart = found[2] == found[4];
        if !apart || together && (found[3].len() != 2 || found[5].len() != 2) {
            return None;
        }
        let date = Date::new(
            found[1].parse().ok()?,
            found[3].parse().ok()?,
            found[5].parse().ok()?,
        );
        date.ok().filter(|date| date.year() >= 1980)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_addresses() {
        let day = |address: &str| date(address).map(|date| date.to_string());
        assert_eq!(
            day("https://a.example/2019/10/24/x").as_deref(),
            Some("2019-10-24")
        );
        assert_eq!(
            day("https://a.example/x-2019-10-24.html").as_deref(),
            Some("2019-10-24")
        );
        assert_eq!(
            day("https://a.example/articles/20250114/k00").as_deref(),
            Some("2025-01-14")
        );
        assert_eq!(day("https://a.example/2019/10/x"), None);
        assert_eq!(day("https://a.example/article242348272/x"), None);
    }

    #[test]
    fn tracking_is_no_part_of_an_address() {
        assert_eq!(
            canonical("https://a.example/x?utm_source=rss&id=3#top"),
            "https://a.example/x?id=3"
        );
        assert_eq!(
            domain("https://www.a.example/x").as_deref(),
            Some("a.example")
        );
        assert_eq!(domain_label("news.trumpet.co.uk"), Some("trumpet"));
    }
}
