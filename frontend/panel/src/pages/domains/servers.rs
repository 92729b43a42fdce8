//! How webmail and mail programs reach the mailboxes of a domain (B14): the fields of the form, and the servers
//! in words.

use leptos::prelude::*;
use sigillo_contract::domain::{Domain, DomainPatch};
use sigillo_domain::client_servers::{ClientServers, MailServer, ServerSecurity};
use sigillo_domain::{Fault, FaultCode, Faults};
use sigillo_kit::browser;
use sigillo_kit::edit::FormField;
use sigillo_kit::mail_servers::all_servers;

use crate::components::{Difference, Form, NumberField, Select, TextField};
use crate::i18n::{parse_integer, t, texts};

const SERVERS: &str = "/client_servers";

/// The server of one protocol, as it is typed.
#[derive(Clone, Copy)]
struct ServerInput {
    host: RwSignal<String>,
    port: RwSignal<String>,
    security: RwSignal<String>,
    /// The usual port, which stands in the field while there is no host.
    usual_port: i64,
}

impl ServerInput {
    fn new(usual_port: i64) -> Self {
        let text = || RwSignal::new(String::new());
        Self { host: text(), port: text(), security: text(), usual_port }
    }

    fn set(self, server: &MailServer) {
        let port = if server.host.is_empty() { self.usual_port } else { server.port };
        self.host.set(server.host.clone());
        self.port.set(port.to_string());
        self.security.set(server.security.as_str().to_owned());
    }

    fn read(self, at: &str, faults: &mut Faults) -> MailServer {
        let host = self.host.get_untracked().trim().to_owned();
        if host.is_empty() {
            return MailServer::default();
        }
        let port = faults.check(&format!("{at}/port"), parse_integer(&self.port.get_untracked()));
        let security = ServerSecurity::parse(&self.security.get_untracked()).unwrap_or_default();
        // A port that is no number was reported; any that is valid keeps it from being reported again.
        MailServer { host, port: port.unwrap_or(self.usual_port), security }
    }
}

/// The servers as they are typed. They are sent as a whole.
#[derive(Clone, Copy)]
pub struct ServersField {
    webmail: RwSignal<String>,
    imap: ServerInput,
    pop: ServerInput,
    smtp: ServerInput,
    base: StoredValue<ClientServers>,
}

fn servers_of(domain: Option<&Domain>) -> ClientServers {
    domain.map(|domain| domain.client_servers.clone()).unwrap_or_default()
}

impl ServersField {
    pub fn of(domain: Option<&Domain>) -> Self {
        let field = Self {
            webmail: RwSignal::new(String::new()),
            imap: ServerInput::new(993),
            pop: ServerInput::new(995),
            smtp: ServerInput::new(465),
            base: StoredValue::new(ClientServers::default()),
        };
        field.begin(servers_of(domain));
        field
    }

    fn begin(self, servers: ClientServers) {
        self.webmail.set(servers.webmail_url.clone());
        self.imap.set(&servers.imap);
        self.pop.set(&servers.pop);
        self.smtp.set(&servers.smtp);
        self.base.set_value(servers);
    }

    fn read(self) -> Result<ClientServers, Vec<Fault>> {
        let mut faults = Faults::default();
        let typed = ClientServers {
            webmail_url: self.webmail.get_untracked(),
            imap: self.imap.read("/client_servers/imap", &mut faults),
            pop: self.pop.read("/client_servers/pop", &mut faults),
            smtp: self.smtp.read("/client_servers/smtp", &mut faults),
        };
        let valid = typed.validate(SERVERS, &mut faults);
        faults.result(valid)
    }

    /// The faults with those of the servers at the fields that they are about.
    pub fn at_fields(self, faults: Vec<Fault>) -> Vec<Fault> {
        let others = faults.into_iter().filter(|fault| fault.pointer != SERVERS);
        others.chain(self.read().err().unwrap_or_default()).collect()
    }
}

impl FormField<Option<Domain>, DomainPatch> for ServersField {
    fn pointer(&self) -> &'static str {
        SERVERS
    }

    fn is_changed(&self) -> bool {
        self.base.with_value(|base| self.read().as_ref() != Ok(base))
    }

    fn write_change(&self, patch: &mut DomainPatch) -> Result<(), FaultCode> {
        if self.is_changed() { self.write_value(patch) } else { Ok(()) }
    }

    fn write_value(&self, patch: &mut DomainPatch) -> Result<(), FaultCode> {
        let first = |faults: Vec<Fault>| faults.first().map_or(FaultCode::Required, |one| one.code);
        patch.client_servers = Some(self.read().map_err(first)?);
        Ok(())
    }

    fn rebase(&self, newer: &Option<Domain>) {
        let newer = servers_of(newer.as_ref());
        if self.is_changed() {
            self.base.set_value(newer);
        } else {
            self.begin(newer);
        }
    }

    fn reset(&self, newer: &Option<Domain>) {
        self.begin(servers_of(newer.as_ref()));
    }

    fn differences(&self, newer: &Option<Domain>, is_sent: bool) -> Vec<Difference> {
        let (before, newer) = (self.base.get_value(), servers_of(newer.as_ref()));
        let theirs = Some(newer).filter(|newer| *newer != before);
        let mine = self.read().ok().filter(|mine| is_sent && *mine != before);
        let words = |servers: &ClientServers| in_words(servers);
        let label = t!(domains.servers).into();
        Difference::of(label, before, theirs, mine, words).into_iter().collect()
    }
}

#[component]
pub fn ServersInputs(
    form: Form,
    servers: ServersField,
    /// The name of the domain; None for a new one.
    domain: Option<String>,
) -> impl IntoView {
    view! {
        <fieldset class="wizard-part servers">
            <legend>{t!(domains.servers)}</legend>
            <p class="field-hint">{t!(domains.servers_hint)}</p>
            {domain.map(|domain| view! { <p class="field-hint">{autoconfig_hint(domain)}</p> })}
            <TextField
                form=form
                pointer="/client_servers/webmail_url"
                label=t!(servers.webmail)
                hint=t!(domains.webmail_hint)
                value=servers.webmail
                optional=true
            />
            <ServerRow
                form=form
                label=t!(servers.imap)
                pointers=["/client_servers/imap/host", "/client_servers/imap/port", "/client_servers/imap/security"]
                server=servers.imap
            />
            <ServerRow
                form=form
                label=t!(servers.pop)
                pointers=["/client_servers/pop/host", "/client_servers/pop/port", "/client_servers/pop/security"]
                server=servers.pop
            />
            <ServerRow
                form=form
                label=t!(servers.smtp)
                pointers=["/client_servers/smtp/host", "/client_servers/smtp/port", "/client_servers/smtp/security"]
                server=servers.smtp
            />
        </fieldset>
    }
}

#[component]
fn ServerRow(
    form: Form,
    label: fn() -> &'static str,
    /// Of the host, the port and the security.
    pointers: [&'static str; 3],
    server: ServerInput,
) -> impl IntoView {
    let [host, port, security] = pointers;
    let options = Signal::derive(|| {
        ServerSecurity::ALL
            .map(|one| (one.as_str().to_owned(), texts().servers().security_name(one).to_owned()))
            .to_vec()
    });
    let host_label = move || texts().domains().host_of(label());
    let port_label = move || texts().domains().port_of(label());
    let security_label = move || texts().domains().security_of(label());
    view! {
        <div class="field-row field-row-server">
            <TextField form=form pointer=host label=host_label value=server.host optional=true />
            <NumberField form=form pointer=port label=port_label unit="" value=server.port />
            <Select form=form pointer=security label=security_label value=server.security options=options />
        </div>
    }
}

/// The servers as one text, for the history and the comparison of two versions.
pub fn in_words(servers: &ClientServers) -> String {
    let each = all_servers(servers).into_iter().map(|(name, server)| format!("{name}: {server}"));
    let all = each.collect::<Vec<_>>().join("; ");
    if all.is_empty() { texts().domains().no_servers().to_owned() } else { all }
}

/// Which name of the DNS leads Thunderbird to the servers of a domain.
fn autoconfig_hint(domain: String) -> impl Fn() -> String + Send + 'static {
    move || texts().domains().autoconfig(&domain, &browser::host_name())
}

/// The servers of a domain, for its page.
#[component]
pub fn ServerFacts(domain: String, servers: ClientServers) -> impl IntoView {
    if servers.is_empty() {
        return view! { <span class="fact-note">{t!(domains.no_servers)}</span> }.into_any();
    }
    let row = |(name, server): (&'static str, String)| {
        view! { <li><span class="server-name">{name}</span>" "{server}</li> }
    };
    let suit_programs = servers.suit_mail_programs();
    view! {
        <ul class="plain-list">{move || all_servers(&servers).into_iter().map(row).collect_view()}</ul>
        {suit_programs.then(|| view! { <p class="fact-note">{autoconfig_hint(domain)}</p> })}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn imap(port: &str) -> ServersField {
        let field = ServersField::of(None);
        field.imap.host.set("imap.example.it".to_owned());
        field.imap.port.set(port.to_owned());
        field
    }

    #[test]
    fn without_hosts_nothing_is_offered() {
        let field = ServersField::of(None);
        assert!(!field.is_changed());
        assert_eq!(field.read(), Ok(ClientServers::default()));
        assert_eq!(field.imap.port.get_untracked(), "993");
    }

    #[test]
    fn a_fault_is_at_the_field_that_it_is_about() {
        let at = |field: ServersField| {
            let whole = vec![Fault::new(SERVERS, FaultCode::OutOfRange)];
            field.at_fields(whole).into_iter().map(|fault| fault.pointer).collect::<Vec<_>>()
        };
        assert_eq!(at(imap("993")), Vec::<String>::new());
        assert_eq!(at(imap("molti")), ["/client_servers/imap/port"]);
        assert_eq!(at(imap("70000")), ["/client_servers/imap/port"]);
        imap("993").webmail.set("http://webmail.example.it".to_owned());
    }
}
