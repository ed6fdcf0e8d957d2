-- SOP versions get a time of their own: from when until when new cases take them. A published version without a successor
-- is open-ended; announcing the next one closes it at the moment the next one begins, so "now" is never asked of an index.
ALTER TABLE sop_versi
    ADD COLUMN revisi         bigint NOT NULL DEFAULT 1,
    ADD COLUMN berlaku_pada   timestamptz,
    ADD COLUMN digantikan_pada timestamptz,
    ADD COLUMN pensiun_pada   timestamptz;
UPDATE sop_versi SET berlaku_pada = coalesce(terbit_pada, dibuat_pada) WHERE keadaan <> 'draf';
DROP INDEX sop_versi_terbit;
-- At most one open-ended version per SOP: the one in force, or the one that is announced.
CREATE UNIQUE INDEX sop_versi_terbuka ON sop_versi (kode) WHERE keadaan = 'terbit' AND digantikan_pada IS NULL;

-- Running cases of a version: counted before it is retired, walked when they are moved.
CREATE INDEX permohonan_sop_berjalan ON permohonan (sop_versi_id, id) WHERE status IN ('berjalan', 'menunggu_pemohon');

-- Orders to move running cases from one version to another; the worker carries them out.
CREATE TABLE sop_pindah (
    id              uuid PRIMARY KEY,
    kode            text NOT NULL,
    dari_versi_id   uuid NOT NULL REFERENCES sop_versi (id),
    ke_versi_id     uuid NOT NULL REFERENCES sop_versi (id),
    peta            jsonb NOT NULL,
    uji_coba        boolean NOT NULL,
    oleh            uuid NOT NULL REFERENCES pengguna (id),
    keadaan         text NOT NULL CHECK (keadaan IN ('antre', 'berjalan', 'selesai', 'gagal')),
    galat           text,
    jumlah          bigint NOT NULL CHECK (jumlah >= 0),
    dikerjakan_sampai timestamptz,
    dibuat_pada     timestamptz NOT NULL,
    selesai_pada    timestamptz
);
CREATE INDEX sop_pindah_antre ON sop_pindah (id) WHERE keadaan IN ('antre', 'berjalan');
-- One real move per SOP at a time; any number of rehearsals.
CREATE UNIQUE INDEX sop_pindah_tunggal ON sop_pindah (kode) WHERE keadaan IN ('antre', 'berjalan') AND NOT uji_coba;

-- What became of each case. Append-only: the application role may insert and read, nothing else.
CREATE TABLE sop_pindah_kasus (
    pindah_id       uuid NOT NULL REFERENCES sop_pindah (id),
    permohonan_id   uuid NOT NULL REFERENCES permohonan (id),
    hasil           text NOT NULL CHECK (hasil IN ('dipindah', 'dapat', 'tetap')),
    alasan          text,
    tahap           text,
    pada            timestamptz NOT NULL,
    PRIMARY KEY (pindah_id, permohonan_id),
    CHECK ((hasil = 'tetap') = (alasan IS NOT NULL))
);
