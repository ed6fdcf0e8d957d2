-- Interruptions of the office's work: the clocks of the cases they concern stand still meanwhile (K-20, S-9).
CREATE TABLE gangguan (
    id                uuid PRIMARY KEY,
    sebab             text NOT NULL CHECK (sebab IN ('siak', 'penanda_tangan', 'blanko', 'listrik_jaringan')),
    -- The services it stops; every service when empty.
    layanan           text[] NOT NULL,
    catatan_tersegel  bytea NOT NULL,
    mulai_pada        timestamptz NOT NULL,
    dibuka_oleh       uuid NOT NULL REFERENCES pengguna (id),
    selesai_pada      timestamptz,
    ditutup_oleh      uuid REFERENCES pengguna (id),
    CONSTRAINT gangguan_selesai_lengkap CHECK ((selesai_pada IS NULL) = (ditutup_oleh IS NULL)),
    CONSTRAINT gangguan_tidak_terbalik CHECK (selesai_pada >= mulai_pada)
);
CREATE UNIQUE INDEX gangguan_terbuka ON gangguan (sebab) WHERE selesai_pada IS NULL;
CREATE INDEX gangguan_selesai ON gangguan (selesai_pada);

-- How many cases of a service were given each day of its quota.
CREATE TABLE kuota_harian (
    layanan_kode  text NOT NULL,
    tanggal       date NOT NULL,
    terpakai      integer NOT NULL CHECK (terpakai >= 0),
    PRIMARY KEY (layanan_kode, tanggal)
);

-- The day a case was given by the quota of its service; null where no quota applied.
ALTER TABLE permohonan ADD COLUMN mulai_layanan date;
