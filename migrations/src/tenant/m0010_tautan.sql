-- One-time links to a page on which a resident fills in what does not belong in the chat. Found by the hash of the token;
-- the token itself is sealed, and only as long as the link is active, so that a repeated question gives the same link.
CREATE TABLE tautan (
    id              uuid PRIMARY KEY,
    kontak_id       uuid NOT NULL REFERENCES kontak (id),
    token_sidik     bytea NOT NULL CONSTRAINT tautan_token_unik UNIQUE,
    subjek_tersegel bytea NOT NULL,
    token_tersegel  bytea,
    keadaan         text NOT NULL CONSTRAINT tautan_keadaan_sah CHECK (keadaan IN ('aktif', 'dipakai', 'dicabut')),
    berlaku_sampai  timestamptz NOT NULL,
    dibuat_pada     timestamptz NOT NULL,
    selesai_pada    timestamptz,
    CONSTRAINT tautan_selesai_sah
        CHECK ((keadaan = 'aktif') = (selesai_pada IS NULL) AND (keadaan = 'aktif' OR token_tersegel IS NULL))
);
CREATE UNIQUE INDEX tautan_satu_aktif ON tautan (kontak_id) WHERE keadaan = 'aktif';
CREATE INDEX tautan_selesai ON tautan (kontak_id, selesai_pada) WHERE selesai_pada IS NOT NULL;
