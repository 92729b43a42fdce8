use sigillo_kit::texts;

texts! { Me {
    title: "Il mio account", "My account";
    data: "I tuoi dati", "Your data";
    display_name: "Nome", "Name";
    role: "Ruolo", "Role";
    organization: "Organizzazione", "Organisation";
    last_sign_in: "Ultimo accesso", "Last sign-in";
    change_password: "Cambia password", "Change password";
    password_rule: "Almeno 12 caratteri, senza il nome utente e diversa dall'attuale. Una frase di più parole va benissimo. Le altre sessioni aperte saranno chiuse.",
        "At least 12 characters, without the user name. A phrase of several words is fine. Your other open sessions will end.";
    password_changed: "La password è stata cambiata", "The password was changed";
}}
