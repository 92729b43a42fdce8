//! Mailboxes, and what belongs to each.

use std::convert::Infallible;

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data};
use futures_util::stream;
use sigillo_app::{identification, mailboxes, service};
use sigillo_contract::operations::{
    AddMailboxNote, CancelMailbox, CreateMailbox, ExportMailboxes, ExportSelection, GetMailbox,
    GetMailboxAvailability, GetMailboxHistory, GetMailboxUsage, ListMailboxEffects,
    ListMailboxMessages, ListMailboxNotes, ListMailboxes, RecordIdentification, RenewMailbox,
    RestoreMailbox, SendActivationData, SendPasswordReset, TerminateMailbox, UpdateMailbox,
    WithdrawIdentification, WithdrawMailboxTermination,
};

use super::Routes;
use crate::call::Call;
use crate::failure::Failure;
use crate::{Http, download};

pub(super) fn mount(routes: &mut Routes) {
    mount_list(routes);
    mount_mailbox(routes);
    mount_service(routes);
    mount_identification(routes);
    mount_parts(routes);
}

fn mount_list(routes: &mut Routes) {
    routes.serve(async |http, call: Call<ListMailboxes>| {
        mailboxes::list(&http.app, &call.grant, &call.query).await
    });
    routes.serve(async |http, call: Call<CreateMailbox>| {
        mailboxes::create(&http.app, &call.grant, &call.body).await
    });
    // Before `{id}`, which its path would match too.
    routes.respond(export);
    routes.respond(export_selection);
    routes.refuse_other_methods::<ExportMailboxes>();
    routes.serve(async |http, call: Call<GetMailboxAvailability>| {
        mailboxes::availability(&http.app, &call.grant, &call.query).await
    });
    routes.refuse_other_methods::<GetMailboxAvailability>();
}

fn mount_mailbox(routes: &mut Routes) {
    routes.serve(async |http, call: Call<GetMailbox>| {
        mailboxes::get(&http.app, &call.grant, call.path, &call.query).await
    });
    routes.serve(async |http, call: Call<RestoreMailbox>| {
        mailboxes::restore(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<UpdateMailbox>| {
        mailboxes::update(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<CancelMailbox>| {
        mailboxes::cancel(&http.app, &call.grant, call.path, call.if_match).await
    });
    routes.serve(async |http, call: Call<SendPasswordReset>| {
        mailboxes::send_password_reset(&http.app, &call.grant, call.path).await
    });
    routes.serve(async |http, call: Call<SendActivationData>| {
        mailboxes::send_activation_data(&http.app, &call.grant, call.path).await
    });
}

fn mount_service(routes: &mut Routes) {
    routes.serve(async |http, call: Call<RenewMailbox>| {
        service::renew(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<TerminateMailbox>| {
        service::terminate(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<WithdrawMailboxTermination>| {
        service::withdraw_termination(&http.app, &call.grant, call.path, call.if_match).await
    });
}

fn mount_identification(routes: &mut Routes) {
    routes.serve(async |http, call: Call<RecordIdentification>| {
        identification::record(&http.app, &call.grant, call.path, call.if_match, &call.body).await
    });
    routes.serve(async |http, call: Call<WithdrawIdentification>| {
        identification::withdraw(&http.app, &call.grant, call.path, call.if_match).await
    });
}

fn mount_parts(routes: &mut Routes) {
    routes.serve(async |http, call: Call<GetMailboxHistory>| {
        mailboxes::history(&http.app, &call.grant, call.path, &call.query).await
    });
    routes.serve(async |http, call: Call<ListMailboxNotes>| {
        mailboxes::notes(&http.app, &call.grant, call.path, &call.query).await
    });
    routes.serve(async |http, call: Call<AddMailboxNote>| {
        mailboxes::add_note(&http.app, &call.grant, call.path, &call.body).await
    });
    routes.serve(async |http, call: Call<ListMailboxMessages>| {
        mailboxes::messages(&http.app, &call.grant, call.path, &call.query).await
    });
    routes.serve(async |http, call: Call<ListMailboxEffects>| {
        mailboxes::effects(&http.app, &call.grant, call.path, &call.query).await
    });
    routes.serve(async |http, call: Call<GetMailboxUsage>| {
        mailboxes::usage(&http.app, &call.grant, call.path, &call.query).await
    });
}

async fn export(http: Data<Http>, call: Call<ExportMailboxes>) -> Result<HttpResponse, Failure> {
    let export = mailboxes::export(&http.app, &call.grant, &call.query).await?;
    let mut response = download::response(export.format, &export.file_name());
    if call.head_only {
        // Nothing leaves the panel, so there is nothing to record. The length of the file is unknown.
        return Ok(response.streaming(stream::empty::<Result<Bytes, Infallible>>()));
    }
    let export = export.begin().await?;
    Ok(response.streaming(download::stream(export)))
}

async fn export_selection(
    http: Data<Http>,
    call: Call<ExportSelection>,
) -> Result<HttpResponse, Failure> {
    let export = mailboxes::export_selection(&http.app, &call.grant, &call.body).await?;
    let mut response = download::response(export.format, &export.file_name());
    let export = export.begin().await?;
    Ok(response.streaming(download::stream(export)))
}
