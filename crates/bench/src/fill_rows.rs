//! The statements of the fill. The texts are the same for both engines, which are different types to sqlx.

use anyhow::Result;
use sigillo_domain::history::Record;
use sigillo_domain::phone::searched_digits;
use sigillo_domain::search_text::fold_unspaced;
use sigillo_storage::holders::folded_name;
use sqlx::{Postgres, QueryBuilder, Sqlite, Transaction};

use crate::fixtures::{HASH, Member};
use crate::registry::{CompanyMember, HolderMember};

const COMPANY: &str = "INSERT INTO company (id, organization_id, legal_name, legal_name_folded, \
     legal_form, vat_number, tax_code, rea, recipient_code, recipient_pec, \
     administrative_reference, created_at, version) ";
const HOLDER: &str = "INSERT INTO holder (id, organization_id, given_name, family_name, tax_code, \
     given_name_folded, family_name_folded, name_folded, state, created_at, created_by, version) ";
const HOLDER_KEY: &str = "INSERT INTO holder_key (holder_id, sealed) ";
const ADDRESS: &str = "INSERT INTO holder_address (id, holder_id, street, number, locality, \
     province, postal_code, country, phone, fax, email, mobile, phone_digits, fax_digits, \
     mobile_digits, email_folded, created_at, version) ";
const TIE: &str = "INSERT INTO holder_company (id, holder_id, company_id, role, from_day, to_day, \
     created_at, version) ";
const MAILBOX: &str = "INSERT INTO mailbox (id, domain_id, local_part, address, state, \
     password_state, communication_email, quota_mb, soft_limit_mb, used_bytes, preservation, \
     created_at, created_by, activated_at, expires_at, cancelled_at, version, soft_limit_told, \
     password_set_at, password_expires_at, password_step_at, storage_key, holder_id, \
     holder_address_id, holder_company_id) ";
const PASSWORD: &str = "INSERT INTO mailbox_password (id, mailbox_id, hash, set_at, in_use) ";
const CHAIN: &str = "INSERT INTO history_chain (subject_id, subject_kind, length, head) ";
const RECORD: &str = "INSERT INTO history (subject_id, seq, at, actor_kind, actor_id, actor_name, \
     action, changes, hash) ";

/// The records of one subject with their seals.
type History<'a> = &'a [(Record, String)];

macro_rules! rows {
    ($engine:ty, $companies:ident, $holders:ident, $mailboxes:ident, $histories:ident) => {
        pub async fn $companies(
            tx: &mut Transaction<'static, $engine>,
            members: &[CompanyMember],
        ) -> Result<()> {
            let mut query = QueryBuilder::<$engine>::new(COMPANY);
            query.push_values(members, |mut row, CompanyMember { company, .. }| {
                row.push_bind(company.id.uuid())
                    .push_bind(company.organization_id.uuid())
                    .push_bind(&company.legal_name)
                    .push_bind(fold_unspaced(&company.legal_name))
                    .push_bind(&company.legal_form)
                    .push_bind(&company.vat_number)
                    .push_bind(&company.tax_code)
                    .push_bind(&company.rea)
                    .push_bind(&company.recipient_code)
                    .push_bind(&company.recipient_pec)
                    .push_bind(&company.administrative_reference)
                    .push_bind(company.created_at)
                    .push_bind(company.version);
            });
            query.build().execute(&mut **tx).await?;
            let records = members.iter().map(|member| std::slice::from_ref(&member.record));
            $histories(tx, &records.collect::<Vec<_>>()).await
        }

        pub async fn $holders(
            tx: &mut Transaction<'static, $engine>,
            members: &[HolderMember],
        ) -> Result<()> {
            let mut query = QueryBuilder::<$engine>::new(HOLDER);
            query.push_values(members, |mut row, HolderMember { holder, .. }| {
                row.push_bind(holder.id.uuid())
                    .push_bind(holder.organization_id.uuid())
                    .push_bind(&holder.given_name)
                    .push_bind(&holder.family_name)
                    .push_bind(&holder.tax_code)
                    .push_bind(fold_unspaced(&holder.given_name))
                    .push_bind(fold_unspaced(&holder.family_name))
                    .push_bind(folded_name(holder))
                    .push_bind(holder.state.as_str())
                    .push_bind(holder.created_at)
                    .push_bind(&holder.created_by)
                    .push_bind(holder.version);
            });
            query.build().execute(&mut **tx).await?;

            let mut query = QueryBuilder::<$engine>::new(HOLDER_KEY);
            query.push_values(members, |mut row, HolderMember { key, .. }| {
                row.push_bind(key.holder_id.uuid()).push_bind(&key.sealed);
            });
            query.build().execute(&mut **tx).await?;

            let mut query = QueryBuilder::<$engine>::new(ADDRESS);
            let addresses = members.iter().flat_map(|member| &member.addresses);
            query.push_values(addresses, |mut row, address| {
                row.push_bind(address.id.uuid())
                    .push_bind(address.holder_id.uuid())
                    .push_bind(&address.street)
                    .push_bind(&address.number)
                    .push_bind(&address.locality)
                    .push_bind(&address.province)
                    .push_bind(&address.postal_code)
                    .push_bind(&address.country)
                    .push_bind(&address.phone)
                    .push_bind(&address.fax)
                    .push_bind(&address.email)
                    .push_bind(&address.mobile)
                    .push_bind(searched_digits(&address.phone))
                    .push_bind(searched_digits(&address.fax))
                    .push_bind(searched_digits(&address.mobile))
                    .push_bind(&address.email)
                    .push_bind(address.created_at)
                    .push_bind(address.version);
            });
            query.build().persistent(false).execute(&mut **tx).await?;

            let mut ties = members.iter().filter_map(|member| member.tie.as_ref()).peekable();
            if ties.peek().is_some() {
                let mut query = QueryBuilder::<$engine>::new(TIE);
                query.push_values(ties, |mut row, tie| {
                    row.push_bind(tie.id.uuid())
                        .push_bind(tie.holder_id.uuid())
                        .push_bind(tie.company_id.uuid())
                        .push_bind(&tie.role)
                        .push_bind(tie.from.map(|day| day.to_string()))
                        .push_bind(tie.to.map(|day| day.to_string()))
                        .push_bind(tie.created_at)
                        .push_bind(tie.version);
                });
                query.build().persistent(false).execute(&mut **tx).await?;
            }
            let records = members.iter().map(|member| std::slice::from_ref(&member.record));
            $histories(tx, &records.collect::<Vec<_>>()).await
        }

        pub async fn $mailboxes(
            tx: &mut Transaction<'static, $engine>,
            members: &[Member],
        ) -> Result<()> {
            let mut query = QueryBuilder::<$engine>::new(MAILBOX);
            query.push_values(members, |mut row, member| {
                let mailbox = &member.mailbox;
                let held = mailbox.holder;
                row.push_bind(mailbox.id.uuid())
                    .push_bind(mailbox.domain_id.uuid())
                    .push_bind(&mailbox.local_part)
                    .push_bind(&mailbox.address)
                    .push_bind(mailbox.state.as_str())
                    .push_bind(mailbox.password.state.as_str())
                    .push_bind(&mailbox.communication_email)
                    .push_bind(mailbox.quota_mb)
                    .push_bind(mailbox.soft_limit_mb)
                    .push_bind(mailbox.used_bytes)
                    .push_bind(mailbox.preservation)
                    .push_bind(mailbox.created_at)
                    .push_bind(&mailbox.created_by)
                    .push_bind(mailbox.activated_at)
                    .push_bind(mailbox.expires_at)
                    .push_bind(mailbox.cancelled_at)
                    .push_bind(mailbox.version)
                    .push_bind(mailbox.soft_limit_told)
                    .push_bind(mailbox.password.set_at)
                    .push_bind(mailbox.password.expires_at)
                    .push_bind(mailbox.password.next_step_at)
                    .push_bind(member.storage_key.as_str())
                    .push_bind(held.map(|held| held.holder_id.uuid()))
                    .push_bind(held.and_then(|held| held.address_id).map(|id| id.uuid()))
                    .push_bind(held.and_then(|held| held.tie_id).map(|id| id.uuid()));
            });
            query.build().execute(&mut **tx).await?;

            let with_password = members.iter().filter_map(|member| {
                member.password_id.zip(member.mailbox.password.set_at).zip(Some(member))
            });
            let mut rows = with_password.peekable();
            if rows.peek().is_some() {
                let mut query = QueryBuilder::<$engine>::new(PASSWORD);
                query.push_values(rows, |mut row, ((id, set_at), member)| {
                    row.push_bind(id.uuid())
                        .push_bind(member.mailbox.id.uuid())
                        .push_bind(HASH)
                        .push_bind(set_at)
                        .push_bind(true);
                });
                query.build().persistent(false).execute(&mut **tx).await?;
            }
            let records = members.iter().map(|member| &*member.records);
            $histories(tx, &records.collect::<Vec<_>>()).await
        }

        async fn $histories(
            tx: &mut Transaction<'static, $engine>,
            histories: &[History<'_>],
        ) -> Result<()> {
            let mut query = QueryBuilder::<$engine>::new(CHAIN);
            let last = histories.iter().filter_map(|history| history.last());
            query.push_values(last, |mut row, (record, seal)| {
                row.push_bind(record.subject.id)
                    .push_bind(record.subject.kind.as_str())
                    .push_bind(record.seq)
                    .push_bind(seal);
            });
            query.build().execute(&mut **tx).await?;

            let mut query = QueryBuilder::<$engine>::new(RECORD);
            query.push_values(histories.iter().copied().flatten(), |mut row, (record, seal)| {
                row.push_bind(record.subject.id)
                    .push_bind(record.seq)
                    .push_bind(record.at)
                    .push_bind(record.actor.kind.as_str())
                    .push_bind(record.actor.id)
                    .push_bind(&record.actor.name)
                    .push_bind(record.action.as_str())
                    .push_bind(&record.changes)
                    .push_bind(seal);
            });
            query.build().persistent(false).execute(&mut **tx).await?;
            Ok(())
        }
    };
}

rows!(Sqlite, sqlite_companies, sqlite_holders, sqlite_mailboxes, sqlite_histories);
rows!(Postgres, postgres_companies, postgres_holders, postgres_mailboxes, postgres_histories);
