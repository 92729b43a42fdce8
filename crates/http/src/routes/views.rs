//! Saved views.

use sigillo_app::views;
use sigillo_contract::operations::{CreateView, DeleteView, GetView, ListViews, UpdateView};

use super::{Routes, empty};
use crate::call::Call;

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: Call<ListViews>| {
        views::list(&http.app, &call.grant, &call.query).await
    });
    routes.serve(async |http, call: Call<CreateView>| {
        views::create(&http.app, &call.grant, &call.body).await
    });
    routes.serve(async |http, call: Call<GetView>| {
        views::get(&http.app, &call.grant, call.path).await
    });
    routes.serve(async |http, call: Call<UpdateView>| {
        views::update(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<DeleteView>| {
        views::delete(&http.app, &call.grant, call.path, call.if_match).await.map(empty)
    });
}
