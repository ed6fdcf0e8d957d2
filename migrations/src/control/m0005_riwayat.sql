-- Every time a tenant was suspended or opened again: by whom, and why. Written by the owner in the same transaction as the
-- change; the application reads it.
CREATE TABLE tenant_riwayat (
    id         uuid        PRIMARY KEY,
    tenant_id  uuid        NOT NULL REFERENCES tenant (id),
    keadaan    text        NOT NULL CHECK (keadaan IN ('aktif', 'ditangguhkan')),
    oleh       text        NOT NULL CHECK (char_length(oleh) BETWEEN 1 AND 100),
    alasan     text        NOT NULL CHECK (char_length(alasan) BETWEEN 10 AND 500),
    pada       timestamptz NOT NULL
);
CREATE INDEX tenant_riwayat_tenant ON tenant_riwayat (tenant_id, id);
