//! Connections to PostgreSQL over TLS.

use std::fs;
use std::path::{Path, PathBuf};

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use sigillo_storage::Db;
use tempfile::TempDir;

use crate::cluster::{Cluster, give_to_owner};
use crate::panel::{Done, Panel, block_on, only_line};

/// A certificate authority.
struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![]).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = params.self_signed(&key).unwrap().pem();
        Self { pem, issuer: Issuer::new(params, key) }
    }

    fn write(&self, folder: &Path, name: &str) -> PathBuf {
        let file = folder.join(name);
        fs::write(&file, &self.pem).unwrap();
        file
    }
}

/// A cluster with a certificate for `localhost`, which accepts TCP connections only over TLS.
struct Encrypted {
    cluster: Cluster,
    panel: Panel,
    folder: TempDir,
    authority: PathBuf,
}

impl Encrypted {
    fn start() -> Self {
        let cluster = Cluster::start();
        let panel = cluster.panel_over_tcp();
        let authority = Authority::new("Autorità dei test");
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &authority.issuer).unwrap();
        for (name, pem) in [("server.crt", certificate.pem()), ("server.key", key.serialize_pem())]
        {
            let file = cluster.data().join(name);
            fs::write(&file, pem).unwrap();
            set_private(&file);
            give_to_owner(&file);
        }
        let access = "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n";
        fs::write(cluster.data().join("pg_hba.conf"), access).unwrap();
        cluster.sql("ALTER SYSTEM SET ssl = on");
        cluster.reload();
        let folder = tempfile::tempdir().unwrap();
        let authority = authority.write(folder.path(), "authority.pem");
        Self { cluster, panel, folder, authority }
    }

    fn url(&self, host: &str, parameters: &str) -> String {
        format!(
            "{}?{parameters}",
            self.panel.database.url.replace("@127.0.0.1:", &format!("@{host}:"))
        )
    }

    /// Runs `migrate`, which connects to this address.
    fn migrate(&self, url: &str) -> Done {
        let mut command = self.panel.command(&["migrate"]);
        crate::panel::run(command.env("SIGILLO_DATABASE_URL", url), "")
    }

    #[track_caller]
    fn assert_refused(&self, url: &str, code: i32, reasons: &[&str]) {
        let done = self.migrate(url);
        assert_eq!(done.code, Some(code), "{done:?}");
        let line = only_line(&done.stderr);
        for reason in reasons {
            assert!(line.contains(reason), "{reason:?} is missing: {line}");
        }
        assert!(!line.contains("sigillo@"), "the message contains the password: {line}");
    }
}

fn set_private(file: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o600)).unwrap();
}

/// Whether the server reports a connection with this address as encrypted.
fn is_encrypted(url: &str) -> bool {
    block_on(async {
        let db = Db::open(url).await.unwrap();
        let Db::Postgres { pool, .. } = &db else { panic!("not a PostgreSQL address") };
        let sql = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        let encrypted = sqlx::query_scalar(sql).fetch_one(pool).await.unwrap();
        db.close().await;
        encrypted
    })
}

#[test]
fn connections_are_encrypted_and_certificates_are_verified() {
    let server = Encrypted::start();
    let authority = server.authority.display();
    let verified = |mode: &str| format!("sslmode={mode}&sslrootcert={authority}");
    for url in [
        server.url("localhost", ""),
        server.url("127.0.0.1", "sslmode=require"),
        server.url("127.0.0.1", &verified("verify-ca")),
        server.url("localhost", &verified("verify-full")),
        server.url("127.0.0.1:1,localhost", &verified("verify-full")),
    ] {
        assert!(is_encrypted(&url), "{url}");
        let done = server.migrate(&url);
        assert_eq!(done.code, Some(0), "{url}: {done:?}");
    }
    let socket = server.cluster.folder().display().to_string().replace('/', "%2F");
    assert!(!is_encrypted(&server.url(&socket, "sslmode=require")), "a socket needs no TLS");

    let wrong_host = "the address names another host than the certificate";
    let unknown_authority = "knows the authority that signed it";
    let other = Authority::new("Un'altra").write(server.folder.path(), "other.pem");
    let other = format!("sslmode=verify-full&sslrootcert={}", other.display());
    for (url, reasons) in [
        (
            server.url("127.0.0.1", &verified("verify-full")),
            &["invalid peer certificate", wrong_host][..],
        ),
        (server.url("localhost", &other), &["invalid peer certificate", unknown_authority]),
        (server.url("localhost", "sslmode=verify-full"), &[unknown_authority]),
        (server.url("localhost", "sslmode=verify-ca"), &[unknown_authority]),
        (server.url("localhost:1,localhost", &other), &["localhost:1: ", unknown_authority]),
        (server.url("localhost", "sslmode=disable"), &["no pg_hba.conf entry", "no encryption"]),
    ] {
        server.assert_refused(&url, 1, &[&["the database does not open"], reasons].concat());
    }
    let missing = "sslmode=verify-full&sslrootcert=/no/such.pem";
    let named = ["SIGILLO_DATABASE_URL: sslrootcert: /no/such.pem: "];
    server.assert_refused(&server.url("localhost", missing), 2, &named);
}

/// Dovecot's client library does not use the system's authorities: without a file it would trust no
/// certificate.
#[test]
fn a_mail_host_verifies_the_certificate_too() {
    let server = Encrypted::start();
    let authority = server.authority.canonicalize().unwrap();
    let folder = tempfile::Builder::new().prefix("sg-").tempdir_in("/tmp").unwrap();
    let configure = |parameters: &str, version: &str| {
        let dir = folder.path().join(version);
        let arguments =
            ["mailhost", "config", "--unprivileged", "--postfix", "--dovecot", version, "--dir"];
        let mut command = server.panel.command(&arguments);
        command.arg(&dir);
        if crate::cluster::is_root() {
            command.args(["--user", "nobody"]);
        }
        // Here the authority is among the system's, so that only the missing file is refused.
        command.env("SSL_CERT_FILE", &authority);
        command.env("SIGILLO_DATABASE_URL", server.url("localhost", parameters));
        (crate::panel::run(&mut command, ""), dir)
    };
    let verified = format!("sslmode=verify-full&sslrootcert={}", authority.display());
    for (version, file) in [("2.3", "dovecot-sql.conf.ext"), ("2.4", "secrets.conf")] {
        let (done, dir) = configure(&verified, version);
        assert_eq!(done.code, Some(0), "{done:?}");
        for file in [dir.join(file), dir.join("postfix/domains.cf")] {
            let text = fs::read_to_string(&file).unwrap().replace(" = ", "=");
            for setting in ["sslmode=verify-full", &format!("sslrootcert={}", authority.display())]
            {
                let settings = text.split_whitespace().filter(|word| *word == setting);
                assert_eq!(settings.count(), 1, "{setting}: {text}");
            }
        }
    }
    let (done, _) = configure("sslmode=verify-full", "2.3");
    assert_eq!(done.code, Some(1), "{done:?}");
    let line = only_line(&done.stderr);
    assert!(line.contains("with sslmode=verify-full a mail host needs sslrootcert=FILE"), "{line}");
}

#[test]
fn a_server_without_tls_is_refused_if_tls_is_required() {
    let cluster = Cluster::start();
    let panel = cluster.panel_over_tcp();
    let url = format!("{}?sslmode=require", panel.database.url);
    let mut command = panel.command(&["migrate"]);
    let done = crate::panel::run(command.env("SIGILLO_DATABASE_URL", url), "");
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(only_line(&done.stderr).contains("server does not support TLS"), "{done:?}");
    assert!(!is_encrypted(&panel.database.url));
}
