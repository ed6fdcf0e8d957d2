//! The library half of the binary: everything but `main`, so that tests start exactly what users start.

pub mod aliran;
pub mod cli;
pub mod compose;
pub mod config;
pub mod http;
pub mod meja;
pub mod paket;
pub mod privasi;
pub mod setup;
pub mod telemetry;
pub mod worker;
