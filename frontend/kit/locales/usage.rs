use sigillo_domain::mail_host::Trouble;
use sigillo_domain::quota::Fill;

texts! {
/// The space that mailboxes use, and the age of the figures.
Usage {
    used: "Spazio usato", "Space used";
    used_of(used: &str, quota: &str): format!("{used} di {quota}"), format!("{used} of {quota}");
    percent(percent: i64): format!("{percent}%"), format!("{percent}%");
    not_measured: "non misurato", "not measured";
    fill: "Spazio", "Space";
    every_fill: "Tutte", "All";
    nothing_measured: "Lo spazio di questa casella non è ancora stato misurato.", "The space of this mailbox has not been measured yet.";
    filter_over_soft_limit: "Oltre il soft limit", "Over the soft limit";
    over_soft_limit: "oltre il soft limit", "over the soft limit";
    nearly_full: "quasi piena", "nearly full";
    full: "piena", "full";

    measured(at: &str): format!("Spazio misurato {at}"), format!("Space measured {at}");
    never_measured: "Lo spazio usato non è ancora stato misurato.", "The space used has not been measured yet.";
    old_figures(of: &str): format!("Lo spazio usato è quello {of}: da allora non è stato misurato."),
        format!("The space used is that {of}: it has not been measured since.");
    failing(why: &str, since: &str, of: &str): format!("{why} {since}: lo spazio usato è quello {of}."),
        format!("{why} {since}: the space used is that {of}.");
    failing_never_measured(why: &str, since: &str): format!("{why} {since}: lo spazio usato non è ancora stato misurato."),
        format!("{why} {since}: the space used has not been measured yet.");
    silent: "Il mail host non risponde", "The mail host has not answered";
    unwilling: "Il mail host non risponde come dovrebbe", "The mail host has not answered as it should";

    inbox: "Posta in arrivo", "Inbox";
    archive: "Archivio", "Archive";
    messages: "Messaggi", "Messages";

    received: "Ricevuti negli ultimi 30 giorni", "Received in the last 30 days";
    sent: "Inviati negli ultimi 30 giorni", "Sent in the last 30 days";
    last_opened: "Ultimo accesso alla posta", "Mail last opened";
    not_counted: "non contati", "not counted";
    not_known: "non rilevato", "not recorded";
    never_since(day: &str): format!("mai, dal {day}"), format!("never, since {day}");
    counted_since(count: &str, day: &str): format!("{count}, contati dal {day}"), format!("{count}, counted since {day}");

    chart: "Ultimi 30 giorni", "Last 30 days";
    chart_told(from: &str, to: &str, most: &str): format!("Spazio usato negli ultimi 30 giorni: da {from} a {to}, al massimo {most}."),
        format!("Space used in the last 30 days: from {from} to {to}, {most} at most.");
    soft_limit_line(limit: &str): format!("soft limit, {limit}"), format!("soft limit, {limit}");
    day_by_day: "Giorno per giorno", "Day by day";
    day: "Giorno", "Day";
}}

impl Usage {
    /// Warns about a mailbox that runs out of space; None while it has room.
    pub const fn fullness(self, fill: Fill) -> Option<&'static str> {
        match fill {
            Fill::Roomy => None,
            Fill::OverSoftLimit => Some(self.over_soft_limit()),
            Fill::NearlyFull => Some(self.nearly_full()),
            Fill::Full => Some(self.full()),
        }
    }

    /// What is wrong with the mail host, as the beginning of "… since 10:32".
    pub const fn host_does(self, trouble: Option<Trouble>) -> &'static str {
        match trouble {
            None | Some(Trouble::Unreachable) => self.silent(),
            Some(_) => self.unwilling(),
        }
    }
}
