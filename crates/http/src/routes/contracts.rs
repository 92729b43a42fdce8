//! Contracts of mailboxes, their templates, and how an organisation handles them.

use actix_web::HttpResponse;
use actix_web::web::Data;
use sigillo_app::{contract_settings, contract_templates, contracts};
use sigillo_contract::operations::{
    AcceptContractCopy, CreateContract, CreateContractTemplate, GetContract, GetContractFile,
    GetContractHistory, GetContractSettings, GetContractTemplate, GetContractTemplateHistory,
    ListContractTemplates, ListContracts, PreviewContractTemplate, ResendContract,
    UpdateContractSettings, UpdateContractTemplate, WithdrawContract,
};

use super::Routes;
use crate::call::Call;
use crate::failure::Failure;
use crate::{Http, download};

pub(super) fn mount(routes: &mut Routes) {
    mount_templates(routes);
    routes.serve(async |http, call: Call<GetContractSettings>| {
        contract_settings::get(&http.app, &call.grant, call.path).await
    });
    routes.serve(async |http, call: Call<UpdateContractSettings>| {
        contract_settings::update(&http.app, &call.grant, call.path, call.if_match, &call.body)
            .await
    });
    routes.serve(async |http, call: Call<ListContracts>| {
        contracts::list(&http.app, &call.grant, &call.query).await
    });
    routes.serve(async |http, call: Call<CreateContract>| {
        contracts::create(&http.app, &call.grant, &call.body).await
    });
    routes.serve(async |http, call: Call<GetContract>| {
        contracts::get(&http.app, &call.grant, call.path).await
    });
    routes.respond(file);
    routes.serve(async |http, call: Call<ResendContract>| {
        contracts::resend(&http.app, &call.grant, call.path, call.if_match).await
    });
    routes.serve(async |http, call: Call<WithdrawContract>| {
        contracts::withdraw(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<AcceptContractCopy>| {
        contracts::accept_copy(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<GetContractHistory>| {
        contracts::history(&http.app, &call.grant, call.path, &call.query).await
    });
}

fn mount_templates(routes: &mut Routes) {
    routes.serve(async |http, call: Call<ListContractTemplates>| {
        contract_templates::list(&http.app, &call.grant, &call.query).await
    });
    routes.serve(async |http, call: Call<CreateContractTemplate>| {
        contract_templates::create(&http.app, &call.grant, &call.body).await
    });
    routes.serve(async |http, call: Call<GetContractTemplate>| {
        contract_templates::get(&http.app, &call.grant, call.path).await
    });
    routes.serve(async |http, call: Call<UpdateContractTemplate>| {
        contract_templates::update(&http.app, &call.grant, call.path, call.if_match, &call.body)
            .await
    });
    routes.respond(preview);
    routes.serve(async |http, call: Call<GetContractTemplateHistory>| {
        contract_templates::history(&http.app, &call.grant, call.path, &call.query).await
    });
}

async fn preview(
    http: Data<Http>,
    call: Call<PreviewContractTemplate>,
) -> Result<HttpResponse, Failure> {
    let file = contract_templates::preview(&http.app, &call.grant, call.path).await?;
    Ok(download::pdf(file))
}

async fn file(http: Data<Http>, call: Call<GetContractFile>) -> Result<HttpResponse, Failure> {
    let file = contracts::file(&http.app, &call.grant, call.path, &call.query).await?;
    Ok(download::pdf(file))
}
