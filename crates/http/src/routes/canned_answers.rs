//! Answers that the support gives again and again.

use sigillo_app::tickets::canned_answers;
use sigillo_contract::operations::{
    CreateCannedAnswer, DeleteCannedAnswer, ListCannedAnswers, UpdateCannedAnswer,
};

use super::{Routes, empty};
use crate::call::Call;

pub(super) fn mount(routes: &mut Routes) {
    routes.serve(async |http, call: Call<ListCannedAnswers>| {
        canned_answers::list(&http.app, &call.grant).await
    });
    routes.serve(async |http, call: Call<CreateCannedAnswer>| {
        canned_answers::create(&http.app, &call.grant, &call.body).await
    });
    routes.serve(async |http, call: Call<UpdateCannedAnswer>| {
        canned_answers::update(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<DeleteCannedAnswer>| {
        canned_answers::delete(&http.app, &call.grant, call.path, call.if_match).await.map(empty)
    });
}
