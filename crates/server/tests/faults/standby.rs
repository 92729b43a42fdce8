//! A standby PostgreSQL server, which replicates a cluster and can take its place.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::cluster::{Cluster, as_owner, give_to_owner, pg_ctl, psql};

const CATCH_UP_TIMEOUT: Duration = Duration::from_secs(20);

pub struct Standby {
    folder: TempDir,
    pub port: u16,
}

impl Standby {
    /// Starts a standby that streams from the cluster and accepts reads.
    pub fn of(cluster: &Cluster) -> Self {
        // No passwords are used: a debug build takes a tenth of a second for each SCRAM exchange,
        // and every connection is opened anew after a failover.
        let access =
            "local all all trust\nlocal replication all trust\nhost all all 127.0.0.1/32 trust\n";
        fs::write(cluster.data().join("pg_hba.conf"), access).unwrap();
        cluster.reload();
        // The path is short because that of the socket in it must stay under 108 bytes.
        let folder = tempfile::Builder::new().prefix("sg-standby-").tempdir_in("/tmp").unwrap();
        give_to_owner(folder.path());
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let standby = Self { folder, port };
        let mut backup = as_owner("pg_basebackup");
        backup.args(["-R", "-X", "stream", "-c", "fast", "-U", "postgres", "-h"]);
        backup.arg(cluster.folder()).args(["-p", &cluster.port().to_string(), "-D"]);
        assert!(backup.arg(standby.data()).status().unwrap().success());
        standby.start();
        standby
    }

    pub fn start(&self) {
        let log = self.folder.path().join("server.log");
        let folder = self.folder.path().display();
        let options = format!("-p {} -c unix_socket_directories={folder}", self.port);
        let started = pg_ctl(&self.data(), &["start", "-l", log.to_str().unwrap(), "-o", &options]);
        assert!(started, "{}", fs::read_to_string(log).unwrap_or_default());
    }

    pub fn stop(&self) {
        assert!(pg_ctl(&self.data(), &["stop", "-m", "fast"]));
    }

    /// Promotes the standby to primary.
    pub fn promote(&self) {
        assert!(pg_ctl(&self.data(), &["promote"]));
    }

    /// Waits until the standby has everything that the cluster has committed.
    pub fn catch_up(&self, cluster: &Cluster) {
        let committed = cluster.sql("SELECT pg_current_wal_lsn()");
        let caught_up = format!("SELECT pg_last_wal_replay_lsn() >= '{committed}'");
        let started = Instant::now();
        while psql(self.folder.path(), self.port, &caught_up) != "t" {
            assert!(started.elapsed() < CATCH_UP_TIMEOUT, "the standby does not catch up");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Starts the stopped cluster again, as a standby of this server.
    pub fn lead(&self, cluster: &Cluster) {
        let data = cluster.data();
        let conninfo =
            format!("host={} port={} user=postgres", self.folder.path().display(), self.port);
        let settings = data.join("postgresql.auto.conf");
        let mut settings = OpenOptions::new().append(true).open(settings).unwrap();
        writeln!(settings, "primary_conninfo = '{conninfo}'").unwrap();
        let signal = data.join("standby.signal");
        fs::write(&signal, "").unwrap();
        give_to_owner(&signal);
        cluster.start_again();
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }
}

impl Drop for Standby {
    fn drop(&mut self) {
        // A failed test may have left the server stopped.
        let _ = pg_ctl(Path::new(&self.data()), &["stop", "-m", "immediate"]);
    }
}
