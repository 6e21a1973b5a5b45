//! Countries: facts that a database of country codes does not have.
//!
//! The codes are ISO 3166-1 alpha-2 (<https://www.iso.org/iso-3166-country-codes.html>), all 249 of
//! them, and `XK`, which databases use for Kosovo. The centres follow the "Geographic coordinates"
//! of the CIA World Factbook, a work of the United States government in the public domain. The
//! centres are in degrees. Many are rounded there to half a degree; those of small countries are
//! finer.
//!
//! Deviations: names are the short ones that people use (`Bolivia`, not `Bolivia (Plurinational
//! State of)`). Names that `MaxMind`'s databases also have are spelt in the same way. A dashboard
//! therefore shows one name for a country, whichever database answered. A country on two continents
//! is assigned to one, as in those databases: Russia to Europe, Türkiye to Asia. Kuwait's centre is
//! moved into the country.

mod table;

use table::COUNTRIES;

/// A country, with the facts that a map and a table need.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Country {
    /// The country's code in ISO 3166-1 alpha-2, in capitals.
    pub(super) code: &'static str,
    /// The country's short English name.
    pub(super) name: &'static str,
    /// The continent to which it is assigned.
    pub(super) continent: Continent,
    /// The latitude of its centre, in degrees north.
    pub(super) latitude: f64,
    /// The longitude of its centre, in degrees east.
    pub(super) longitude: f64,
}

/// The seven continents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Continent {
    Africa,
    Antarctica,
    Asia,
    Europe,
    NorthAmerica,
    Oceania,
    SouthAmerica,
}

impl Continent {
    /// The English name of the continent, `source.geo.continent_name`.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Africa => "Africa",
            Self::Antarctica => "Antarctica",
            Self::Asia => "Asia",
            Self::Europe => "Europe",
            Self::NorthAmerica => "North America",
            Self::Oceania => "Oceania",
            Self::SouthAmerica => "South America",
        }
    }
}

impl Country {
    /// The country of a code in capitals, or `None` for any other text, such as `EU` or `AN`.
    pub(super) fn of(code: &str) -> Option<&'static Self> {
        let place = PLACES.get(letters(code.as_bytes())?)?;
        COUNTRIES.get(usize::from(*place))
    }
}

/// The index in [`COUNTRIES`] for each pair of letters, because a search there would take eight
/// steps. The index of an unassigned pair is beyond the end of [`COUNTRIES`].
#[expect(clippy::indexing_slicing, reason = "the compiler builds it")]
static PLACES: [u8; LETTERS * LETTERS] = {
    let mut places = [u8::MAX; LETTERS * LETTERS];
    let mut rest = COUNTRIES;
    let mut place = 0;
    while let [country, after @ ..] = rest {
        if let Some(letters) = letters(country.code.as_bytes()) {
            places[letters] = place;
        }
        rest = after;
        place += 1;
    }
    places
};

/// How many letters the alphabet has.
const LETTERS: usize = 26;

/// A number for two capitals, from 0 to 675. `None` for any other text.
const fn letters(code: &[u8]) -> Option<usize> {
    match *code {
        [first @ b'A'..=b'Z', second @ b'A'..=b'Z'] => {
            Some((first - b'A') as usize * LETTERS + (second - b'A') as usize)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_codes_are_sorted_and_unique() {
        assert_eq!(COUNTRIES.len(), 249 + 1);
        assert!(COUNTRIES.is_sorted_by(|one, next| one.code < next.code));
    }

    #[test]
    fn every_country_is_found_by_its_code() {
        for country in COUNTRIES {
            assert_eq!(Country::of(country.code), Some(country));
        }
    }

    #[test]
    fn unassigned_codes_find_nothing() {
        for code in ["", "D", "de", "DEU", "ZZ", "EU", "AP", "AN", "-"] {
            assert_eq!(Country::of(code), None, "{code}");
        }
    }

    #[test]
    fn every_centre_is_on_the_globe() {
        for country in COUNTRIES {
            assert!((-90.0..=90.0).contains(&country.latitude), "{country:?}");
            assert!((-180.0..=180.0).contains(&country.longitude), "{country:?}");
            assert!(!country.name.is_empty());
        }
    }

    #[test]
    fn centres_are_where_the_countries_are() {
        // One country near each corner of the globe, so that a swapped pair or a lost sign is
        // noticed.
        for (code, name, continent, north, east) in [
            ("US", "United States", "North America", true, false),
            ("BR", "Brazil", "South America", false, false),
            ("DE", "Germany", "Europe", true, true),
            ("AU", "Australia", "Oceania", false, true),
            ("ZA", "South Africa", "Africa", false, true),
            ("JP", "Japan", "Asia", true, true),
            ("AQ", "Antarctica", "Antarctica", false, true),
            ("XK", "Kosovo", "Europe", true, true),
        ] {
            let country = Country::of(code).unwrap();
            assert_eq!((country.name, country.continent.name()), (name, continent));
            assert_eq!(
                (country.latitude > 0.0, country.longitude >= 0.0),
                (north, east)
            );
        }
    }
}
