//! Database names that are the same everywhere. Those of a tenant come from its `TenantSlug`.

/// Login that owns every schema and runs migrations: CREATEROLE and CREATE on the database, not superuser.
pub const PEMILIK: &str = "loket_pemilik";

/// Login of the application: NOINHERIT, no right of its own; it acts only after `SET LOCAL ROLE`.
pub const APLIKASI: &str = "loket_app";

/// Role (no login) that reads and writes the control schema.
pub const CONTROL: &str = "loket_control";

/// Schema of the control tables.
pub const SKEMA_CONTROL: &str = "control";
