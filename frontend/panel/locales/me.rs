use sigillo_kit::texts;

texts! { Me {
    title: "Il mio account", "My account";
    data: "I tuoi dati", "Your data";
    display_name: "Nome", "Name";
    role: "Ruolo", "Role";
    organization: "Organizzazione", "Organisation";
    last_sign_in: "Ultimo accesso", "Last sign-in";
    change_password: "Cambia password", "Change password";
    password_hint(rule: &str):
        format!("{rule} Deve essere diversa dall'attuale. Le altre sessioni aperte saranno chiuse."),
        format!("{rule} It must differ from the present one. Your other open sessions will end.");
    password_changed: "La password è stata cambiata", "The password was changed";
}}
