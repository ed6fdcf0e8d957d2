//! What a failure of PostgreSQL means to the domain.

use loket_domain::galat::PortError;
use sea_orm::{DbErr, RuntimeErr};

/// The one name this adapter has in errors.
const SISTEM: &str = "postgres";

/// A conflict, an outage, or a bug: see [`PortError`].
pub fn port_error(galat: DbErr) -> PortError {
    let kelas = match (&galat, asal(&galat)) {
        (_, Some(asal)) => kelas(asal),
        (DbErr::ConnectionAcquire(_), None) => Kelas::Gangguan,
        _ => Kelas::TakTerduga,
    };
    kelas.bungkus(galat)
}

/// The name of the constraint that refused the change, so that a repository can answer for it.
pub fn batasan(galat: &DbErr) -> Option<&str> {
    asal(galat)?.as_database_error()?.constraint()
}

/// The same judgement on a bare driver error.
pub(super) fn sqlx_error(galat: sqlx::Error) -> PortError {
    kelas(&galat).bungkus(galat)
}

/// A driver error as sea-orm carries it.
pub(super) fn db_err(galat: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(galat.into()))
}

#[derive(Clone, Copy)]
enum Kelas {
    Konflik,
    Gangguan,
    TakTerduga,
}

impl Kelas {
    fn bungkus(self, galat: impl std::error::Error + Send + Sync + 'static) -> PortError {
        match self {
            Self::Konflik => PortError::Konflik,
            Self::Gangguan => PortError::tidak_tersedia(SISTEM, galat),
            Self::TakTerduga => PortError::tak_terduga(galat),
        }
    }
}

fn asal(galat: &DbErr) -> Option<&sqlx::Error> {
    match galat {
        DbErr::Conn(RuntimeErr::SqlxError(e))
        | DbErr::Exec(RuntimeErr::SqlxError(e))
        | DbErr::Query(RuntimeErr::SqlxError(e)) => Some(e),
        _ => None,
    }
}

fn kelas(galat: &sqlx::Error) -> Kelas {
    match galat {
        // A connection that ends in the middle of an answer, or of a begin, shows as the last two of these.
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::BeginFailed
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => Kelas::Gangguan,
        sqlx::Error::Database(db) => db.code().map_or(Kelas::TakTerduga, |kode| kelas_sql(&kode)),
        _ => Kelas::TakTerduga,
    }
}

/// By SQLSTATE: unique and exclusion violations, serialization failures and deadlocks are conflicts; a lost connection, a
/// shutdown, a full server, a read-only standby, and a statement or a lock that took too long are outages.
fn kelas_sql(kode: &str) -> Kelas {
    match kode {
        "23505" | "23P01" | "40001" | "40P01" => Kelas::Konflik,
        "55P03" | "57014" | "57P01" | "57P02" | "57P03" | "25P03" | "25006" => Kelas::Gangguan,
        _ if kode.starts_with("08") || kode.starts_with("53") => Kelas::Gangguan,
        _ => Kelas::TakTerduga,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_pool_is_an_outage_and_a_duplicate_is_a_conflict() {
        assert!(matches!(
            sqlx_error(sqlx::Error::PoolTimedOut),
            PortError::TidakTersedia { sistem: "postgres", .. }
        ));
        assert!(matches!(kelas_sql("23505"), Kelas::Konflik));
        assert!(matches!(kelas_sql("08006"), Kelas::Gangguan));
        assert!(matches!(port_error(DbErr::RecordNotUpdated), PortError::TakTerduga(_)));
    }
}
