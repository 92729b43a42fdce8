//! Changes of the holders of mailboxes.

use sigillo_app::holder_changes;
use sigillo_contract::operations::{
    ApproveHolderChange, CreateHolderChange, GetHolderChange, ListHolderChanges,
    RejectHolderChange, WithdrawHolderChange,
};

use super::Routes;
use crate::call::Call;

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: Call<ListHolderChanges>| {
        holder_changes::list(&http.app, &call.grant, &call.query).await
    });
    routes.serve(async |http, call: Call<CreateHolderChange>| {
        holder_changes::create(&http.app, &call.grant, &call.body).await
    });
    routes.serve(async |http, call: Call<GetHolderChange>| {
        holder_changes::get(&http.app, &call.grant, call.path).await
    });
    routes.serve(async |http, call: Call<ApproveHolderChange>| {
        holder_changes::approve(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<RejectHolderChange>| {
        holder_changes::reject(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<WithdrawHolderChange>| {
        holder_changes::withdraw(&http.app, &call.grant, call.path, call.if_match).await
    });
}
