//! The texts of error codes. The matches are exhaustive, so a code without a text does not compile.

use chrono::NaiveDate;
use leptos::reactive::graph::Observer;
use sigillo_domain::{Code, FaultCode};

use super::{day_text, texts};
use crate::api::ApiError;
use crate::connection;

/// Whether the field is a day of the identity register.
fn is_day(pointer: &str) -> bool {
    is_past_day(pointer) || pointer == "/document_expires_on"
}

/// Whether the field is a day on which something has happened.
fn is_past_day(pointer: &str) -> bool {
    matches!(pointer, "/identified_on" | "/second_factor_since")
}

/// The error text of a field.
pub fn fault_text(pointer: &str, code: FaultCode) -> String {
    let t = texts().faults();
    match code {
        FaultCode::Required => t.required(),
        FaultCode::TooLong if pointer.ends_with("password") => t.password_too_long(),
        FaultCode::TooLong => t.too_long(),
        FaultCode::TooShort if pointer.ends_with("password") => t.password_too_short(),
        FaultCode::TooShort => t.too_short(),
        FaultCode::InvalidCharacters if pointer == "/username" => t.username_characters(),
        FaultCode::InvalidCharacters if pointer.ends_with("password") => t.password_characters(),
        FaultCode::InvalidCharacters if matches!(pointer, "/display_name" | "/name") => {
            t.invisible_characters()
        }
        FaultCode::InvalidCharacters if pointer.ends_with("administrative_reference") => {
            t.invisible_reference_characters()
        }
        FaultCode::InvalidCharacters => t.invalid_characters(),
        FaultCode::DomainNotExpected => t.domain_not_expected(),
        FaultCode::MisplacedDot => t.misplaced_dot(),
        FaultCode::Reserved => t.reserved(),
        FaultCode::InvalidEmail => t.invalid_email(),
        FaultCode::InternationalEmail => t.international_email(),
        FaultCode::SameAsMailbox => t.same_as_mailbox(),
        FaultCode::InvalidDomainName => t.invalid_domain_name(),
        FaultCode::OutOfRange if pointer.ends_with("_mb") => t.mb_out_of_range(),
        FaultCode::OutOfRange if pointer.ends_with("_months") => t.months_out_of_range(),
        FaultCode::OutOfRange if pointer.ends_with("_days") => t.days_out_of_range(),
        FaultCode::OutOfRange => t.out_of_range(),
        FaultCode::AboveQuota => t.above_quota(),
        FaultCode::NotAvailable if pointer.ends_with("plan") || pointer.contains("/plans") => {
            t.plan_not_available()
        }
        FaultCode::NotAvailable => t.not_available(),
        FaultCode::InvalidTransition => t.invalid_transition(),
        FaultCode::ContainsUsername => t.contains_username(),
        FaultCode::ContainsMailboxName => t.contains_mailbox_name(),
        FaultCode::TooCommon => t.too_common(),
        FaultCode::TooSimple => t.too_simple(),
        FaultCode::Guessable => t.guessable(),
        FaultCode::UsedBefore => t.used_before(),
        FaultCode::Unchanged if pointer.ends_with("password") => t.password_unchanged(),
        FaultCode::Unchanged => t.unchanged(),
        FaultCode::Differs if pointer == "/tax_code" => t.other_holder(),
        FaultCode::Differs => t.differs(),
        FaultCode::Unknown if pointer == "/local_part" => t.no_such_mailbox(),
        FaultCode::Unknown => t.unknown(),
        FaultCode::Taken => t.taken(),
        FaultCode::Repeated => t.repeated(),
        FaultCode::NotExpected => t.not_expected(),
        FaultCode::InvalidCursor => t.invalid_cursor(),
        FaultCode::InvalidType if is_day(pointer) => t.not_a_day(),
        FaultCode::InvalidType => t.invalid_type(),
        FaultCode::CellCount => t.cell_count(),
        FaultCode::FormulaWithoutValue => t.formula_without_value(),
        FaultCode::Contradiction => t.contradiction(),
        FaultCode::InvalidTaxCode => t.invalid_tax_code(),
        FaultCode::InvalidCheckCharacter => t.invalid_check_character(),
        FaultCode::InvalidVatNumber => t.invalid_vat_number(),
        FaultCode::InvalidRea => t.invalid_rea(),
        FaultCode::InvalidPostalCode => t.invalid_postal_code(),
        FaultCode::UnknownProvince => t.unknown_province(),
        FaultCode::InvalidRecipientCode => t.invalid_recipient_code(),
        FaultCode::InvalidPhone => t.invalid_phone(),
        FaultCode::UnknownCountry => t.unknown_country(),
        FaultCode::HolderEnded => t.holder_ended(),
        FaultCode::InUse => t.in_use(),
        FaultCode::CodeExpired => t.code_expired(),
        FaultCode::TooEarly if pointer == "/document_expires_on" => t.document_expired(),
        FaultCode::TooEarly if is_past_day(pointer) => t.long_ago(),
        FaultCode::TooEarly => t.too_early(),
        FaultCode::TooLate if is_past_day(pointer) => t.in_future(),
        FaultCode::TooLate => t.too_late(),
        FaultCode::CompanyMissing => t.company_missing(),
        FaultCode::ContractOpen => t.contract_open(),
        FaultCode::EmptyFile => t.empty_file(),
        FaultCode::InvalidUrl => t.invalid_url(),
        FaultCode::UnknownPlaceholder => t.unknown_placeholder(),
        FaultCode::UnknownFormat => t.unknown_format(),
        FaultCode::SignaturesPending => t.signatures_pending(),
        FaultCode::SignaturesInvalid => t.signatures_invalid(),
        FaultCode::UnsupportedMarkup => t.unsupported_markup(),
        FaultCode::IncompleteTemplate => t.incomplete_template(),
    }
    .to_owned()
}

/// Whether the server answers again. A text on the page follows it, so that it does not go on saying that
/// the server is down; a text that is made once is about the present moment.
fn answers_again() -> bool {
    if Observer::get().is_some() { connection::is_reachable() } else { false }
}

/// Why a request failed, and what to do about it.
pub fn problem_text(error: &ApiError) -> String {
    let t = texts().problems();
    let problem = match error {
        ApiError::Unreachable if answers_again() => return t.reachable_again().to_owned(),
        ApiError::Unreachable => return t.unreachable().to_owned(),
        ApiError::SessionEnded => return t.session_ended().to_owned(),
        ApiError::Refused(problem) => problem,
    };
    match problem.code {
        Code::Malformed
        | Code::MethodNotAllowed
        | Code::UnsupportedMediaType
        | Code::IdempotencyKeyReused => t.malformed(),
        Code::RequestInProgress => t.request_in_progress(),
        Code::ReplyLost => t.reply_lost(),
        Code::RequestTimeout => t.request_timeout(),
        Code::Unauthenticated => t.session_ended(),
        Code::InvalidCredentials => t.invalid_credentials(),
        Code::PasswordExpired => t.password_expired(),
        Code::NoCommunicationEmail => t.no_communication_email(),
        Code::NoHolder => t.no_holder(),
        Code::NoPreview => t.no_preview(),
        Code::NotInThisState => t.not_in_this_state(),
        Code::CannotBeUndone => t.cannot_be_undone(),
        Code::AlreadyUndone => t.already_undone(),
        Code::ChangedSince => t.changed_since(),
        Code::NoMailHost => t.no_mail_host(),
        Code::MailHostUnavailable => t.mail_host_unavailable(),
        Code::LinkNotValid => t.link_not_valid(),
        Code::AccountNotEnabled => t.account_not_enabled(),
        Code::ConfirmationRequired => t.confirmation_required(),
        Code::Forbidden => t.forbidden(),
        Code::NotFound => t.not_found(),
        Code::MailboxExists => t.mailbox_exists(),
        Code::AddressRetired => t.address_retired(),
        Code::MailboxCancelled => t.mailbox_cancelled(),
        Code::HolderExists => t.holder_exists(),
        Code::HolderVariantExists => t.holder_variant_exists(),
        Code::HolderEnded => t.holder_ended(),
        Code::HolderHasMailboxes => t.holder_has_mailboxes(),
        Code::RetentionRuns => {
            return match day_in(&problem.detail) {
                Some(day) => t.retention_runs_until(&day),
                None => t.retention_runs().to_owned(),
            };
        }
        Code::InUse => t.in_use(),
        Code::DocumentInUse => t.document_in_use(),
        Code::OwnRequest => t.own_request(),
        Code::HolderChangePending => t.holder_change_pending(),
        Code::DisposalPending => t.disposal_pending(),
        Code::DocumentDamaged => t.document_damaged(),
        Code::Infected => t.infected(),
        Code::NameTaken => t.name_taken(),
        Code::LimitReached => t.limit_reached(),
        Code::Stale => t.stale(),
        Code::PayloadTooLarge | Code::UriTooLong | Code::HeadersTooLarge => t.payload_too_large(),
        Code::Validation => t.validation(),
        Code::CountDiffers => t.count_differs(),
        Code::MailboxDiffers => t.mailbox_differs(),
        Code::RowRepeated => t.row_repeated(),
        Code::FileNotReadable => t.file_not_readable(),
        Code::ImportChoiceRequired => t.import_choice_required(),
        Code::RowsOutOfRange => t.rows_out_of_range(),
        Code::ExportTooLarge => t.export_too_large(),
        Code::TooManyRequests => {
            return match problem.retry_after {
                Some(seconds) => t.too_many_requests_for(&wait_text(seconds)),
                None => t.too_many_requests().to_owned(),
            };
        }
        Code::Internal if problem.trace_id.is_empty() => t.internal(),
        Code::Internal => return t.internal_traced(&problem.trace_id),
        Code::Unavailable => t.unavailable(),
    }
    .to_owned()
}

/// The day (`YYYY-MM-DD`) that the detail of a problem holds, as people write it.
fn day_in(detail: &str) -> Option<String> {
    let mut words = detail.split(|c: char| !(c.is_ascii_digit() || c == '-'));
    let day = words.find_map(|word| word.parse::<NaiveDate>().ok())?;
    Some(day_text(day))
}

/// A waiting time as text: in seconds under two minutes, in minutes above.
fn wait_text(seconds: u32) -> String {
    let t = texts().common();
    match seconds {
        1 => t.one_second().to_owned(),
        2..120 => t.seconds(seconds),
        _ => t.minutes(seconds.div_ceil(60)),
    }
}
