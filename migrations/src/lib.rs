//! The schema of Loket: the `control` set, the `tenant` set, and the migrator of the whole fleet.
//!
//! SQL first: a migration is a `.sql` file that runs with the search path on its own schema, so it names tables without
//! a schema. Expand, then contract in a later release: tenants follow one after another and the code runs on both.

pub mod control;
pub mod fleet;
pub mod peran;
mod sql;
pub mod tenant;
mod ulang;

pub use sea_orm_migration::{MigrationTrait, MigratorTrait};
pub use sql::SqlMigration;
pub use ulang::{bisa_diulang, jeda, sqlstate};
