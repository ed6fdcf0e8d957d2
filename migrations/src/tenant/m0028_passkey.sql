-- Passkeys of officers (WebAuthn), and the ceremonies in which a browser is asked for one.

-- sidik: SHA-256 of what the authenticator calls it. isi_tersegel: public key and counter. dibekukan_pada: the counter went
-- back, so there seem to be two of it; it opens nothing any more.
CREATE TABLE kunci_sandi (
    id              uuid PRIMARY KEY,
    pengguna_id     uuid NOT NULL REFERENCES pengguna (id),
    sidik           bytea NOT NULL CONSTRAINT kunci_sandi_sidik_unik UNIQUE CHECK (octet_length(sidik) = 32),
    isi_tersegel    bytea NOT NULL,
    label_tersegel  bytea NOT NULL,
    dibuat_pada     timestamptz NOT NULL,
    terakhir_pada   timestamptz,
    dibekukan_pada  timestamptz
);
CREATE INDEX kunci_sandi_pengguna ON kunci_sandi (pengguna_id, id);

-- A question to a browser that waits for its answer: one for each ticket, and one of each purpose for each session. The
-- answer takes the row away. keadaan_tersegel: what the answer is checked against, the challenge among it.
CREATE TABLE kunci_sandi_upacara (
    id                uuid PRIMARY KEY,
    tujuan            text NOT NULL CHECK (tujuan IN ('daftar', 'masuk', 'konfirmasi')),
    ikatan            bytea NOT NULL,
    pengguna_id       uuid NOT NULL REFERENCES pengguna (id),
    keadaan_tersegel  bytea NOT NULL,
    dibuat_pada       timestamptz NOT NULL,
    berakhir_pada     timestamptz NOT NULL,
    CONSTRAINT kunci_sandi_upacara_satu UNIQUE (tujuan, ikatan)
);
CREATE INDEX kunci_sandi_upacara_pengguna ON kunci_sandi_upacara (pengguna_id);
CREATE INDEX kunci_sandi_upacara_lewat ON kunci_sandi_upacara (berakhir_pada);
