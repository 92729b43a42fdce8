//! Municipalities, which people choose by the beginning of their names and which tax codes name by
//! their codes.

mod places;

use chrono::NaiveDate;
use sigillo_contract::municipality::{
    DEFAULT_MUNICIPALITIES, MAX_MUNICIPALITIES, Municipalities, Municipality, MunicipalityQuery,
};
use sigillo_contract::operations::ListMunicipalities;
use sigillo_domain::{FaultCode, Faults};

use crate::error::AppError;
use crate::{Grant, listing};
use places::Place;

/// Where a person was born, as a tax code says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BirthPlace {
    /// The municipality, or the country abroad, as it was called on the day.
    pub name: &'static str,
    /// The letters of the province on the day; None abroad.
    pub province: Option<&'static str>,
    /// The letters of the country; None for one that no longer exists.
    pub country: Option<&'static str>,
}

/// The place that a code of a tax code stood for on a day.
pub fn birth_place(code: &str, date: NaiveDate) -> Option<BirthPlace> {
    places::at(code, date).map(|place| BirthPlace {
        name: place.name,
        province: place.province(),
        country: place.country(),
    })
}

pub fn list(
    _grant: &Grant<ListMunicipalities>,
    query: &MunicipalityQuery,
) -> Result<Municipalities, AppError> {
    let mut faults = Faults::default();
    let folded = listing::search(query.q.as_deref(), &mut faults);
    let limit = query.limit.unwrap_or(DEFAULT_MUNICIPALITIES);
    if !(1..=MAX_MUNICIPALITIES).contains(&limit) {
        faults.add("limit", FaultCode::OutOfRange);
    }
    let folded = faults.result(Some(folded))?;
    let found = folded.map_or_else(Vec::new, |folded| match places::last(&folded) {
        Some(place) => vec![place],
        None => places::beginning_with(&folded, limit as usize),
    });
    Ok(Municipalities { items: found.into_iter().map(shown).collect() })
}

fn shown(place: &Place) -> Municipality {
    Municipality {
        code: place.code.to_owned(),
        name: place.name.to_owned(),
        province: place.province().map(str::to_owned),
        country: place.country().map(str::to_owned),
        ended: place.ended,
    }
}
