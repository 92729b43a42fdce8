//! Municipalities, for addresses and places of birth.

use sigillo_app::municipalities;
use sigillo_contract::operations::ListMunicipalities;

use super::Routes;
use crate::call::Call;

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |_, call: Call<ListMunicipalities>| {
        municipalities::list(&call.grant, &call.query)
    });
}
