//! Who holds a mailbox, and for which company (B10).

use leptos::prelude::*;
use sigillo_contract::mailbox::Mailbox;
use sigillo_contract::operations::{GetCompany, GetHolder};

use crate::components::person::{address_line, contacts_line, typed_address};
use crate::components::{Fact, Facts};
use crate::i18n::t;
use crate::route::Route;
use crate::session;

/// A link for whoever may open the page, otherwise the words alone.
fn link(route: Route, words: String, may: bool) -> AnyView {
    if may { view! { <a href=route.href()>{words}</a> }.into_any() } else { words.into_any() }
}

#[component]
pub fn HolderSection(mailbox: Mailbox) -> impl IntoView {
    let Mailbox { holder, company, holder_address, .. } = mailbox;
    let address = holder_address.map(|address| typed_address(&address));
    holder.map(|holder| {
        let name = format!("{} {}", holder.family_name, holder.given_name);
        let company = company.map(|company| {
            let role = company.role;
            let name = link(
                Route::Company(company.id),
                company.legal_name,
                session::may::<GetCompany>(),
            );
            view! {
                <Fact label=t!(companies.company)>
                    {name}
                    {(!role.is_empty()).then(|| view! { <span class="cell-second">{role}</span> })}
                </Fact>
                {(!company.vat_number.is_empty()).then(|| view! {
                    <Fact label=t!(companies.vat_number)>{company.vat_number}</Fact>
                })}
            }
        });
        let address = address.map(|address| {
            let (line, contacts) = (address_line(&address), move || contacts_line(&address));
            view! {
                <Fact label=t!(holders.address)>
                    {line}
                    <p class="fact-note">{contacts}</p>
                </Fact>
            }
        });
        view! {
            <section class="panel data holder-data" aria-label=t!(holders.holder)>
                <Facts>
                    <Fact label=t!(holders.holder)>
                        {link(Route::Holder(holder.id), name, session::may::<GetHolder>())}
                    </Fact>
                    <Fact label=t!(holders.tax_code)><span class="tax-code">{holder.tax_code}</span></Fact>
                    {company}
                </Facts>
                <Facts>{address}</Facts>
            </section>
        }
    })
}
