-- The chain of the audit trail. A link ties one row of `audit`: its number has no gaps, its hash is over the row and the
-- hash before it. Rows and links only grow; the head moves. Rows that an older release writes meanwhile have no link yet
-- and get one from the worker.
CREATE TABLE audit_rantai (
    urut       bigint PRIMARY KEY CHECK (urut > 0),
    audit_id   uuid NOT NULL,
    sidik      bytea NOT NULL CHECK (octet_length(sidik) = 32),
    CONSTRAINT audit_rantai_audit_key UNIQUE (audit_id)
);

-- One row: where the chain ends. Writers queue here, at the very end of their transactions.
CREATE TABLE audit_kepala (
    id         smallint PRIMARY KEY CHECK (id = 1),
    urut       bigint NOT NULL CHECK (urut >= 0),
    sidik      bytea NOT NULL CHECK (octet_length(sidik) = 32)
) WITH (fillfactor = 10);
INSERT INTO audit_kepala (id, urut, sidik) VALUES (1, 0, decode(repeat('00', 32), 'hex'));

-- Heads that were signed and kept outside the database.
CREATE TABLE audit_jangkar (
    urut       bigint NOT NULL CHECK (urut > 0),
    kunci      text NOT NULL,
    sidik      bytea NOT NULL CHECK (octet_length(sidik) = 32),
    pada       timestamptz NOT NULL,
    PRIMARY KEY (urut, kunci)
);

-- Reading the trail by officer and by action.
CREATE INDEX audit_pelaku ON audit ((pelaku ->> 'id'), id) WHERE pelaku ->> 'id' IS NOT NULL;
CREATE INDEX audit_aksi ON audit (aksi, id);
CREATE INDEX audit_jenis ON audit (objek, id);

-- Sessions of platform staff in this office: read-only, short, with a reason.
CREATE TABLE bantuan (
    id             uuid PRIMARY KEY,
    oleh           text NOT NULL CHECK (char_length(oleh) BETWEEN 1 AND 100),
    alasan         text NOT NULL CHECK (char_length(alasan) BETWEEN 10 AND 500),
    sidik_token    bytea NOT NULL CHECK (octet_length(sidik_token) = 32),
    dibuka_pada    timestamptz NOT NULL,
    berakhir_pada  timestamptz NOT NULL CHECK (berakhir_pada <= dibuka_pada + interval '60 minutes'),
    diakhiri_pada  timestamptz,
    diakhiri_oleh  uuid,
    CONSTRAINT bantuan_token_key UNIQUE (sidik_token)
);

-- Whether the office lets platform staff in at all.
CREATE TABLE bantuan_pengaturan (
    id             smallint PRIMARY KEY CHECK (id = 1),
    dilarang       boolean NOT NULL,
    diubah_pada    timestamptz NOT NULL,
    diubah_oleh    uuid
);
