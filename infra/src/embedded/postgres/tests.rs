//! The cluster's life: start, stop, start again, and what is left after a kill.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use loket_domain::id::IdSource;

use super::*;
use crate::crypto::SystemIds;

fn config(name: &str, ephemeral: bool) -> EmbeddedPostgresConfig {
    let unique = SystemIds.uuid().simple();
    EmbeddedPostgresConfig {
        data_dir: std::env::temp_dir().join(format!("loket-test-{name}-{unique}")),
        durable: false,
        ephemeral,
        progress: Progress::default(),
    }
}

async fn run(postgres: &EmbeddedPostgres, sql: &'static str) {
    let mut connection = postgres.connect("postgres").await.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
}

#[tokio::test]
async fn a_second_start_finds_the_data_and_the_port() {
    let config = config("keep", false);
    let first = EmbeddedPostgres::start(config.clone()).await.unwrap();
    let (port, url) = (first.port(), first.superuser_url("postgres"));
    run(&first, "CREATE TABLE kept AS SELECT 42 AS answer").await;
    first.ensure_database("loket").await.unwrap();
    first.ensure_database("loket").await.unwrap();
    assert!(first.ensure_database("x\"; DROP").await.is_err());
    first.stop().await.unwrap();
    assert!(PgConnection::connect(&url).await.is_err());

    let second = EmbeddedPostgres::start(config.clone()).await.unwrap();
    assert_eq!(second.port(), port);
    let mut connection = second.connect("postgres").await.unwrap();
    let answer: i32 =
        sqlx::query_scalar("SELECT answer FROM kept").fetch_one(&mut connection).await.unwrap();
    assert_eq!(answer, 42);
    let locks: String = sqlx::query_scalar("SHOW max_locks_per_transaction")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(locks, "1024");
    drop(connection);
    second.stop().await.unwrap();
    fs::remove_dir_all(&config.data_dir).unwrap();
}

#[tokio::test]
async fn one_folder_serves_one_process_and_a_leftover_server_is_stopped() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let listener = Arc::clone(&told);
    let mut config = config("leftover", false);
    config.progress = Progress::new(move |line| listener.lock().unwrap().push(line.to_owned()));
    let first = EmbeddedPostgres::start(config.clone()).await.unwrap();
    let refused = EmbeddedPostgres::start(config.clone()).await.unwrap_err();
    assert!(matches!(refused, EmbeddedError::InUse(_)), "{refused}");

    // A server without a keeper, as when both were killed.
    let EmbeddedPostgres { cluster, mut server, .. } = first;
    server.stop(&cluster).unwrap();
    let (data, log) = (cluster.data(), cluster.home.dir.join("server.log"));
    let options = format!("-c unix_socket_directories='' -c port={}", server.port);
    let args =
        ["start", "-w", "-o", &options, "-D", data.to_str().unwrap(), "-l", log.to_str().unwrap()];
    cluster.home.run(&cluster.binaries.program("pg_ctl"), &args).unwrap();
    drop((cluster, server));

    let second = EmbeddedPostgres::start(config.clone()).await.unwrap();
    assert!(told.lock().unwrap().iter().any(|line| line.contains("tertinggal")));
    run(&second, "SELECT 1").await;
    second.stop().await.unwrap();
    fs::remove_dir_all(&config.data_dir).unwrap();
}

#[tokio::test]
async fn an_ephemeral_cluster_leaves_nothing() {
    let stopped = EmbeddedPostgres::start(config("stop", true)).await.unwrap();
    let dir = stopped.dir().to_owned();
    stopped.stop().await.unwrap();
    assert!(!dir.exists());

    let dropped = EmbeddedPostgres::start(config("drop", true)).await.unwrap();
    let dir = dropped.dir().to_owned();
    drop(dropped);
    let since = Instant::now();
    while dir.exists() {
        assert!(since.elapsed() < Duration::from_secs(20), "{} is still there", dir.display());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_stale_pid_file_of_another_program_does_not_stop_the_start() {
    let config = config("stale", false);
    let first = EmbeddedPostgres::start(config.clone()).await.unwrap();
    let pid_file = first.cluster.data().join("postmaster.pid");
    let pid_text = fs::read_to_string(&pid_file).unwrap();
    first.stop().await.unwrap();
    let reused =
        pid_text.replacen(pid_text.lines().next().unwrap(), &std::process::id().to_string(), 1);
    fs::write(&pid_file, reused).unwrap();
    let second = EmbeddedPostgres::start(config.clone()).await.unwrap();
    run(&second, "SELECT 1").await;
    second.stop().await.unwrap();
    fs::remove_dir_all(&config.data_dir).unwrap();
}
