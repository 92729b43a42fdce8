texts! { Lists {
    filters: "Filtri", "Filters";
    further_filters: "Altri filtri", "More filters";
    filters_in_effect: "Filtri attivi", "Filters in effect";
    remove_filter(filter: &str, value: &str): format!("Togli il filtro {filter}: {value}"),
        format!("Remove the filter {filter}: {value}");
    remove_all: "Togli tutti i filtri", "Remove all filters";
    sort: "Ordina per", "Sort by";
    ascending(field: &str): format!("{field}, crescente"), format!("{field}, ascending");
    descending(field: &str): format!("{field}, decrescente"), format!("{field}, descending");
    columns: "Colonne", "Columns";
    default_columns: "Ripristina le colonne predefinite", "Restore the default columns";
    move_up(column: &str): format!("Sposta a sinistra: {column}"), format!("Move left: {column}");
    move_down(column: &str): format!("Sposta a destra: {column}"), format!("Move right: {column}");
    rows_per_page: "Righe per pagina", "Rows per page";
}}
