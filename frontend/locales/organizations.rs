texts! { Organizations {
    title: "Organizzazioni", "Organisations";
}}
