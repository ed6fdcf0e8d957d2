//! Servers of the demo and the tests, on this machine only: PostgreSQL from installed binaries, and an S3 store.

mod error;
mod postgres;
mod progress;
mod s3;

pub use error::EmbeddedError;
pub use postgres::{EmbeddedPostgres, EmbeddedPostgresConfig, install_with_apt};
pub use progress::Progress;
pub use s3::{EmbeddedS3, EmbeddedS3Config};
