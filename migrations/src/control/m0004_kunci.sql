-- Versions of a tenant's data key, written by the owner alone. A tenant without rows here has one version: 1, in
-- tenant.kunci_terbungkus, where releases before this one look; that column is emptied when version 1 is retired, so that such
-- a release fails to open instead of sealing under a wrong number.
CREATE TABLE tenant_kunci (
    tenant_id         uuid        NOT NULL REFERENCES tenant (id),
    versi             smallint    NOT NULL CONSTRAINT tenant_kunci_versi_sah CHECK (versi BETWEEN 1 AND 255),
    kunci_terbungkus  bytea       NOT NULL,
    -- Every process opens a version as soon as it has read it; from this moment on all of them seal with it.
    aktif_sejak       timestamptz NOT NULL,
    dibuat_pada       timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, versi)
);

-- Crypto-erasure: since when nobody can read the tenant's personal data any more.
ALTER TABLE tenant ADD COLUMN kunci_dihapus_pada timestamptz;
