//! `sigillo demo`.

use crate::panel::{Panel, only_line};

on_both_engines! {
    fn it_fills_an_empty_database_and_no_other(panel: Panel) {
        let output = panel.run_ok(&["demo"]);
        assert!(output.contains("2 domains, 200 mailboxes"), "{output}");
        let whole = panel.run_ok(&["history", "verify"]);
        let again = panel.run(&["demo"]);
        assert_eq!((again.code, again.stdout.as_str()), (Some(1), ""), "{again:?}");
        assert!(only_line(&again.stderr).contains("not empty"), "{again:?}");
        // The accounts are printed again, since whoever starts the panel a second time still needs
        // them.
        assert!(output.ends_with(&panel.run_ok(&["demo", "--if-empty"])));
        assert_eq!(panel.run_ok(&["history", "verify"]), whole);
        let server = panel.serve();
        let password = output.split('"').nth(1).expect("the password is printed");
        for username in ["gestore", "postmaster", "anna.verdi", "ugo.galli"] {
            let session = server.sign_in(username, password).session();
            let listed = server.get("/api/v1/mailboxes?count=exact").by(&session).send();
            let expected = if username == "anna.verdi" { 134 } else { 200 };
            assert_eq!(listed.body["total"], expected, "{username}");
            let holders = server.get("/api/v1/holders?count=exact").by(&session).send();
            assert_eq!(holders.body["total"], 60, "{username}");
        }
    }

    fn a_database_of_somebody_elses_is_left_alone(panel: Panel) {
        panel.create_organization();
        let whole = panel.run_ok(&["history", "verify"]);
        let refused = panel.run(&["demo"]);
        assert_eq!(refused.code, Some(1), "{refused:?}");
        assert!(only_line(&refused.stderr).contains("not empty"), "{refused:?}");
        assert_eq!(panel.run_ok(&["demo", "--if-empty"]), "");
        assert_eq!(panel.run_ok(&["history", "verify"]), whole);
    }
}
