//! Places on the map.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{CountryCode, Evidence};

/// A place that the text names as a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// `p1`, `p2`, ... in text order.
    pub id: String,
    /// The words of the mention.
    #[serde(flatten)]
    pub at: Evidence,
    /// The gazetteer's name.
    pub name: String,
    /// The country it lies in.
    pub country: Option<CountryCode>,
    /// Name of the first-level division that it is or lies in.
    pub admin1: Option<String>,
    /// Degrees north: of a town its centre, of anything larger a point in its middle.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// GeoNames id.
    pub geonames_id: Option<u32>,
    /// How precise it is.
    pub feature: Feature,
    /// Probability that it is the right place.
    pub confidence: f32,
}

/// How precise a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Feature {
    /// A country.
    Country,
    /// A first-level division: a state, a province.
    Province,
    /// A second-level division: a county, a district.
    District,
    /// A city, town or village.
    City,
    /// An island, a range, a part of the world or of a country.
    Region,
    /// A sea, strait, river, lake or canal.
    Water,
    /// A base, a crossing, a building.
    Site,
}
