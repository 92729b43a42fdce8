texts! { Accounts {
    title: "Account", "Accounts";
    assistants: "Assistenti", "Assistants";
}}
