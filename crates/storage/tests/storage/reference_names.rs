//! The names of the things that records refer to.

use sigillo_storage::reference_names::{Named, names};
use sigillo_testkit::on_both_engines;
use uuid::Uuid;

on_both_engines! {
    async fn each_kind_of_thing_has_a_name(app: TestApp) {
        let domain = app.domain("pec.example.it").await;
        let organization_id = domain.organization_id;
        let holder = app.holder(organization_id, 1).await;
        let tie = app.company(holder.id, 1).await;
        let mailbox = app.mailbox("pec.example.it", "ada").await;
        let template = app.contract_template(organization_id).await;
        let rosa = app.postmaster("rosa", organization_id).await;
        let plan = app.plan("BASE", 2000, 0).await;
        let reseller = app.reseller(organization_id, "Rete").await;
        let mut on = app.app.db.read().await.unwrap();
        for (kind, id, name) in [
            (Named::Plan, plan.uuid(), "BASE"),
            (Named::Reseller, reseller.uuid(), "Rete"),
            (Named::Holder, holder.id.uuid(), "Tàlamo Zoè"),
            (Named::Company, tie.company.id.uuid(), "Prove 1 S.r.l."),
            (Named::CompanyTie, tie.id.uuid(), "Prove 1 S.r.l."),
            (Named::Organization, organization_id.uuid(), "Organizzazione di pec.example.it"),
            (Named::Mailbox, mailbox.id.uuid(), "ada@pec.example.it"),
            (Named::ContractTemplate, template.uuid(), "Contratto 1"),
            (Named::Account, rosa.id.uuid(), "rosa"),
        ] {
            let found = names(&mut on, kind, [id, Uuid::from_u128(7)]).await.unwrap();
            assert_eq!(found.into_iter().collect::<Vec<_>>(), [(id, name.to_owned())], "{kind:?}");
            assert!(names(&mut on, kind, []).await.unwrap().is_empty());
        }
    }
}
