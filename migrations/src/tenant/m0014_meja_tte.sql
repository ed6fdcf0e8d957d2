-- The code by which anybody checks a signed document; made when it is signed.
ALTER TABLE dokumen
    ADD COLUMN kode_verifikasi text,
    ADD CONSTRAINT dokumen_kode_verifikasi_unik UNIQUE (kode_verifikasi);

-- Where the signed file of an attempt goes, known before the call: a file that is there was signed, whatever else was
-- lost. Where a person puts what they found at the host. Why a person says that nothing was signed, sealed.
ALTER TABLE tte_percobaan
    ADD COLUMN hasil_kunci      text,
    ADD COLUMN unggah_kunci     text,
    ADD COLUMN catatan_tersegel bytea;
CREATE INDEX tte_percobaan_masalah_oleh ON tte_percobaan (oleh, id) WHERE keadaan IN ('berjalan', 'tidak_diketahui');
CREATE INDEX tte_percobaan_berjalan ON tte_percobaan (dimulai_pada) WHERE keadaan = 'berjalan';
CREATE INDEX tte_percobaan_tugas ON tte_percobaan (tugas_id);

-- Many documents that one signer reviews by samples and signs with one passphrase or one-time code.
CREATE TABLE tte_bundel (
    id           uuid        PRIMARY KEY,
    oleh         uuid        NOT NULL REFERENCES pengguna (id),
    keadaan      text        NOT NULL CONSTRAINT tte_bundel_keadaan_sah
        CHECK (keadaan IN ('meninjau', 'berjalan', 'terhenti', 'selesai', 'dibatalkan')),
    -- How many samples are to be reviewed.
    contoh       integer     NOT NULL CONSTRAINT tte_bundel_contoh_sah CHECK (contoh >= 1),
    -- Why it stopped.
    sebab        text,
    dibuat_pada  timestamptz NOT NULL,
    -- When the process that runs it last gave a sign of life.
    detak_pada   timestamptz,
    selesai_pada timestamptz,
    CONSTRAINT tte_bundel_detak_ada CHECK (keadaan <> 'berjalan' OR detak_pada IS NOT NULL)
);
CREATE UNIQUE INDEX tte_bundel_berjalan ON tte_bundel (oleh) WHERE keadaan = 'berjalan';
CREATE INDEX tte_bundel_detak ON tte_bundel (detak_pada) WHERE keadaan = 'berjalan';
CREATE INDEX tte_bundel_oleh ON tte_bundel (oleh, id);

-- A TTE tugas in a bundel. Samples are the first by rank of those not taken out.
CREATE TABLE tte_bundel_butir (
    bundel_id       uuid        NOT NULL REFERENCES tte_bundel (id),
    tugas_id        uuid        NOT NULL REFERENCES tugas (id),
    permohonan_id   uuid        NOT NULL REFERENCES permohonan (id),
    urutan          integer     NOT NULL,
    peringkat       bigint      NOT NULL,
    -- Id and SHA-256 of every draft as it was when the bundel was made.
    sidik           bytea       NOT NULL,
    keadaan         text        NOT NULL CONSTRAINT tte_bundel_butir_keadaan_sah
        CHECK (keadaan IN ('menunggu', 'berjalan', 'berhasil', 'gagal', 'tidak_diketahui', 'dikeluarkan')),
    dibuka_pada     timestamptz,
    layak_pada      timestamptz,
    -- Why it failed or was taken out, as a stable code, and in the signer's words.
    kode            text,
    alasan_tersegel bytea,
    selesai_pada    timestamptz,
    PRIMARY KEY (bundel_id, tugas_id),
    CONSTRAINT tte_bundel_butir_dibaca CHECK (layak_pada IS NULL OR dibuka_pada IS NOT NULL)
);
CREATE UNIQUE INDEX tte_bundel_butir_aktif ON tte_bundel_butir (tugas_id) WHERE keadaan IN ('menunggu', 'berjalan');
CREATE INDEX tte_bundel_butir_urutan ON tte_bundel_butir (bundel_id, urutan);

-- The certificate of a signer, as it was last known.
CREATE TABLE tte_penanda_tangan (
    pengguna_id     uuid        PRIMARY KEY REFERENCES pengguna (id),
    -- What the host said.
    status          text,
    diperiksa_pada  timestamptz,
    -- Why the last check failed, as a stable code.
    galat           text,
    -- The end of the certificate, as the last verified signature showed it.
    berlaku_sampai  timestamptz,
    -- The nearest warning that was given for that end, in days.
    peringatan_hari smallint
);

-- When somebody last looked whether the office can sign, and what they found.
CREATE TABLE tte_penjagaan (
    id           smallint    PRIMARY KEY CONSTRAINT tte_penjagaan_satu CHECK (id = 1),
    berikut_pada timestamptz NOT NULL
);

CREATE INDEX tugas_tte ON tugas (prioritas DESC, id) WHERE jenis = 'tte' AND status IN ('menunggu', 'diterima');
