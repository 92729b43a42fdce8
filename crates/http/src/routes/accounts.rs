//! Accounts of the panel.

use sigillo_app::accounts;
use sigillo_contract::operations::{
    CreateAccount, GetAccount, GetAccountHistory, ListAccounts, RestoreAccount, UpdateAccount,
};

use super::Routes;
use crate::call::Call;

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: Call<ListAccounts>| {
        accounts::list(&http.app, &call.grant, &call.query).await
    });
    routes.serve(async |http, call: Call<CreateAccount>| {
        accounts::create(&http.app, &call.grant, &call.body).await
    });
    routes.serve(async |http, call: Call<GetAccount>| {
        accounts::get(&http.app, &call.grant, call.path).await
    });
    routes.serve(async |http, call: Call<UpdateAccount>| {
        accounts::update(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<RestoreAccount>| {
        accounts::restore(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<GetAccountHistory>| {
        accounts::history(&http.app, &call.grant, call.path, &call.query).await
    });
}
