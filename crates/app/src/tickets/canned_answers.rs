//! Answers that the support gives again and again: every operator sees and changes them.

use sigillo_contract::canned_answer::{
    CannedAnswer as Shown, CannedAnswerCreate, CannedAnswerPatch,
};
use sigillo_contract::operations::{
    CreateCannedAnswer, DeleteCannedAnswer, ListCannedAnswers, UpdateCannedAnswer,
};
use sigillo_contract::page::Page;
use sigillo_domain::id::CannedAnswerId;
use sigillo_domain::ticket::{
    CannedAnswer, MAX_CANNED_ANSWERS, ServiceDesk, parse_description, parse_message, parse_title,
};
use sigillo_domain::{Code, Faults};
use sigillo_storage::canned_answers;

use crate::caller::Identity;
use crate::error::{AppError, ExpectedVersions, NOT_FOUND, check_version};
use crate::{App, Grant};

pub async fn list(app: &App, _grant: &Grant<ListCannedAnswers>) -> Result<Page<Shown>, AppError> {
    let mut on = app.db.read().await?;
    let all = canned_answers::all(&mut on).await?;
    Ok(Page::new(all.into_iter().map(shown).collect(), None))
}

pub async fn create(
    app: &App,
    grant: &Grant<CreateCannedAnswer>,
    request: &CannedAnswerCreate,
) -> Result<Shown, AppError> {
    let mut faults = Faults::default();
    let title = faults.check("/title", parse_title(&request.title));
    let text_it = faults.check("/text_it", parse_message(&request.text_it));
    let text_en = faults.check("/text_en", parse_description(&request.text_en));
    let (title, (text_it, text_en)) = faults.result(title.zip(text_it.zip(text_en)))?;
    let answer = CannedAnswer {
        id: app.new_id(),
        title,
        desk: request.desk.unwrap_or(ServiceDesk::Technical),
        text_it,
        text_en,
        changed_at: app.now(),
        changed_by: grant.caller().actor().name.clone(),
        version: 1,
    };
    let mut tx = app.db.begin().await?;
    if canned_answers::count(&mut tx).await? >= MAX_CANNED_ANSWERS {
        return Err(AppError::Problem(Code::LimitReached));
    }
    canned_answers::insert(&mut tx, &answer).await.map_err(AppError::taken("/title"))?;
    tx.commit().await?;
    Ok(shown(answer))
}

pub async fn update(
    app: &App,
    grant: &Grant<UpdateCannedAnswer>,
    id: CannedAnswerId,
    expected_version: Option<ExpectedVersions>,
    patch: &CannedAnswerPatch,
) -> Result<Shown, AppError> {
    let mut faults = Faults::default();
    let title = patch.title.as_deref().map(|text| faults.check("/title", parse_title(text)));
    let text_it = patch.text_it.as_deref().map(|it| faults.check("/text_it", parse_message(it)));
    let text_en = patch.text_en.as_deref();
    let text_en = text_en.map(|text| faults.check("/text_en", parse_description(text)));
    faults.result(Some(()))?;
    let mut tx = app.db.begin().await?;
    let before = canned_answers::find_to_change(&mut tx, id).await?.ok_or(NOT_FOUND)?;
    check_version(expected_version, before.version)?;
    let after = CannedAnswer {
        title: title.flatten().unwrap_or_else(|| before.title.clone()),
        desk: patch.desk.unwrap_or(before.desk),
        text_it: text_it.flatten().unwrap_or_else(|| before.text_it.clone()),
        text_en: text_en.flatten().unwrap_or_else(|| before.text_en.clone()),
        ..before.clone()
    };
    if after == before {
        return Ok(shown(before));
    }
    let after = CannedAnswer {
        changed_at: app.now(),
        changed_by: grant.caller().actor().name.clone(),
        version: before.version + 1,
        ..after
    };
    canned_answers::update(&mut tx, &after).await.map_err(AppError::taken("/title"))?;
    tx.commit().await?;
    Ok(shown(after))
}

pub async fn delete(
    app: &App,
    _grant: &Grant<DeleteCannedAnswer>,
    id: CannedAnswerId,
    expected_version: Option<ExpectedVersions>,
) -> Result<(), AppError> {
    let mut tx = app.db.begin().await?;
    let found = canned_answers::find_to_change(&mut tx, id).await?.ok_or(NOT_FOUND)?;
    check_version(expected_version, found.version)?;
    canned_answers::delete(&mut tx, id).await?;
    Ok(tx.commit().await?)
}

fn shown(answer: CannedAnswer) -> Shown {
    let CannedAnswer { id, title, desk, text_it, text_en, changed_at, changed_by, version } =
        answer;
    Shown { id, title, desk, text_it, text_en, changed_at, changed_by, version }
}
