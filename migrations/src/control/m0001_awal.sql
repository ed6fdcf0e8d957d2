-- Every tenant: where it lives and whether it is open. Schema and role always follow from the slug; they are stored for
-- people and tools that read the registry, and checked so that they can never disagree.
CREATE TABLE tenant (
    id                uuid        PRIMARY KEY,
    slug              text        NOT NULL,
    nama              text        NOT NULL,
    kode_wilayah      text        NOT NULL,
    zona              text        NOT NULL,
    schema_name       text        NOT NULL,
    role_name         text        NOT NULL,
    dsn_id            text        NOT NULL,
    keadaan           text        NOT NULL,
    kunci_terbungkus  bytea       NOT NULL,
    dibuat_pada       timestamptz NOT NULL,
    CONSTRAINT tenant_slug_unik UNIQUE (slug),
    CONSTRAINT tenant_slug_bentuk CHECK (slug ~ '^[a-z][a-z0-9_]{2,39}$'),
    CONSTRAINT tenant_nama_turunan CHECK (schema_name = 't_' || slug AND role_name = 'loket_t_' || slug),
    CONSTRAINT tenant_zona_sah CHECK (zona IN ('WIB', 'WITA', 'WIT')),
    CONSTRAINT tenant_keadaan_sah CHECK (keadaan IN ('menyiapkan', 'aktif', 'ditangguhkan'))
);

-- A WhatsApp app (Meta app or provider account); its secrets are sealed with the master key.
CREATE TABLE wa_aplikasi (
    id                        uuid  PRIMARY KEY,
    app_id                    text  NOT NULL,
    rahasia_tersegel          bytea NOT NULL,
    token_verifikasi_tersegel bytea NOT NULL,
    CONSTRAINT wa_aplikasi_app_id_unik UNIQUE (app_id)
);

-- Which tenant answers a number.
CREATE TABLE wa_nomor (
    phone_number_id text PRIMARY KEY,
    aplikasi_id     uuid NOT NULL REFERENCES wa_aplikasi (id),
    tenant_id       uuid NOT NULL REFERENCES tenant (id),
    nomor_tampilan  text NOT NULL
);
CREATE INDEX wa_nomor_tenant ON wa_nomor (tenant_id);
CREATE INDEX wa_nomor_aplikasi ON wa_nomor (aplikasi_id);

-- Which tenant migrations a tenant has; written after the tenant's own transaction.
CREATE TABLE versi_skema (
    tenant_id       uuid        NOT NULL REFERENCES tenant (id),
    versi           text        NOT NULL,
    diterapkan_pada timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, versi)
);
