//! Which failures of DDL pass by themselves, and how long to wait for that.

use std::time::Duration;

use sea_orm::{DbErr, RuntimeErr};

/// The SQLSTATE PostgreSQL gave, if the failure came from there.
pub fn sqlstate(galat: &DbErr) -> Option<String> {
    basis_data(galat)?.code().map(std::borrow::Cow::into_owned)
}

/// True when the same transaction may succeed a moment later: a lock was held too long, a deadlock, or another session
/// created or granted the same role or schema at the same time.
pub fn bisa_diulang(galat: &DbErr) -> bool {
    let Some(db) = basis_data(galat) else { return false };
    match db.code().as_deref() {
        Some("55P03" | "40001" | "40P01" | "42710" | "42P06" | "23505") => true,
        Some("XX000") => db.message().starts_with("tuple concurrently"),
        _ => false,
    }
}

/// The pause before attempt `ke` (from 1): 50 ms, doubling, at most 2 s.
pub fn jeda(ke: u32) -> Duration {
    Duration::from_millis(50 << ke.saturating_sub(1).min(5)).min(Duration::from_secs(2))
}

fn basis_data(galat: &DbErr) -> Option<&dyn sea_orm::sqlx::error::DatabaseError> {
    let (DbErr::Conn(RuntimeErr::SqlxError(e))
    | DbErr::Exec(RuntimeErr::SqlxError(e))
    | DbErr::Query(RuntimeErr::SqlxError(e))) = galat
    else {
        return None;
    };
    e.as_database_error()
}
