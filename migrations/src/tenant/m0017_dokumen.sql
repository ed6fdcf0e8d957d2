-- Issued products: the code anybody checks them by, what became of them, and who signed on paper. (The signing desk makes
-- the same column for the code when it signs; whichever comes first, it is one column.)
ALTER TABLE dokumen
    ADD COLUMN IF NOT EXISTS kode_verifikasi text,
    ADD COLUMN diganti_pada      timestamptz,
    ADD COLUMN pengganti_id      uuid REFERENCES dokumen (id),
    ADD COLUMN menggantikan_id   uuid REFERENCES dokumen (id),
    ADD COLUMN dicabut_oleh      uuid REFERENCES pengguna (id),
    ADD COLUMN dicabut_kode      text,
    ADD COLUMN dicabut_alasan_tersegel bytea,
    ADD COLUMN templat_kode      text,
    ADD COLUMN templat_versi     integer,
    ADD COLUMN basah_oleh        uuid REFERENCES pengguna (id),
    ADD COLUMN basah_tanggal     date,
    ADD COLUMN pindaian_unggah   text,
    ADD COLUMN pindaian_ukuran   bigint,
    ADD COLUMN pindaian_kunci    text,
    ADD COLUMN pindaian_sha256   bytea,
    ADD CONSTRAINT dokumen_diganti_lengkap CHECK (pengganti_id IS NULL OR diganti_pada IS NOT NULL),
    ADD CONSTRAINT dokumen_dicabut_lengkap
        CHECK (keadaan <> 'dicabut' OR (dicabut_pada IS NOT NULL AND dicabut_kode IS NOT NULL)),
    ADD CONSTRAINT dokumen_templat_lengkap CHECK ((templat_kode IS NULL) = (templat_versi IS NULL)),
    ADD CONSTRAINT dokumen_basah_lengkap CHECK ((basah_oleh IS NULL) = (basah_tanggal IS NULL));
CREATE UNIQUE INDEX IF NOT EXISTS dokumen_kode_verifikasi_unik ON dokumen (kode_verifikasi);
CREATE INDEX dokumen_sah_sha256 ON dokumen (sah_sha256) WHERE sah_sha256 IS NOT NULL;
CREATE INDEX dokumen_nomor ON dokumen (nomor_dokumen) WHERE nomor_dokumen IS NOT NULL;

-- What each approver saw: the hash of the draft at the moment of the approval.
CREATE TABLE dokumen_persetujuan (
    dokumen_id uuid        NOT NULL REFERENCES dokumen (id),
    tugas_id   uuid        NOT NULL REFERENCES tugas (id),
    tahap      text        NOT NULL,
    level      integer,
    sha256     bytea       NOT NULL,
    oleh       uuid        NOT NULL REFERENCES pengguna (id),
    pada       timestamptz NOT NULL,
    PRIMARY KEY (dokumen_id, tugas_id)
);

-- Entries of registers (books). A number is given once per book and year; an entry is never changed.
CREATE TABLE dokumen_register (
    dokumen_id    uuid        PRIMARY KEY REFERENCES dokumen (id),
    permohonan_id uuid        NOT NULL REFERENCES permohonan (id),
    register      text        NOT NULL,
    tahun         integer     NOT NULL,
    urut          bigint      NOT NULL,
    nomor         text        NOT NULL,
    buku          text,
    halaman       text,
    tanggal       date        NOT NULL,
    oleh          uuid        NOT NULL REFERENCES pengguna (id),
    dibuat_pada   timestamptz NOT NULL,
    CONSTRAINT dokumen_register_urut_unik UNIQUE (register, tahun, urut)
);
CREATE INDEX dokumen_register_permohonan ON dokumen_register (permohonan_id);

-- Cases that correct an issued document.
CREATE TABLE dokumen_perbaikan (
    permohonan_id   uuid        PRIMARY KEY REFERENCES permohonan (id),
    dokumen_id      uuid        NOT NULL REFERENCES dokumen (id),
    alasan_tersegel bytea       NOT NULL,
    oleh            uuid        NOT NULL REFERENCES pengguna (id),
    dibuat_pada     timestamptz NOT NULL
);
CREATE INDEX dokumen_perbaikan_dokumen ON dokumen_perbaikan (dokumen_id);

-- Templates of letters that Loket itself renders. A published version never changes.
CREATE TABLE dokumen_templat (
    id               uuid        PRIMARY KEY,
    kode             text        NOT NULL,
    versi            integer     NOT NULL,
    keadaan          text        NOT NULL CONSTRAINT dokumen_templat_keadaan_sah CHECK (keadaan IN ('draf', 'terbit')),
    isi              jsonb       NOT NULL,
    dibuat_oleh      uuid        NOT NULL REFERENCES pengguna (id),
    diubah_pada      timestamptz NOT NULL,
    diterbitkan_oleh uuid        REFERENCES pengguna (id),
    berlaku_sejak    timestamptz,
    CONSTRAINT dokumen_templat_versi_unik UNIQUE (kode, versi),
    CONSTRAINT dokumen_templat_terbit_lengkap
        CHECK (keadaan <> 'terbit' OR (berlaku_sejak IS NOT NULL AND diterbitkan_oleh IS NOT NULL))
);
CREATE UNIQUE INDEX dokumen_templat_draf_satu ON dokumen_templat (kode) WHERE keadaan = 'draf';
CREATE INDEX dokumen_templat_berlaku ON dokumen_templat (kode, berlaku_sejak) WHERE keadaan = 'terbit';

-- Interim products: rendered by Loket, good until the real one is there.
CREATE TABLE dokumen_sementara (
    id              uuid        PRIMARY KEY,
    permohonan_id   uuid        NOT NULL REFERENCES permohonan (id),
    templat_kode    text        NOT NULL,
    templat_versi   integer     NOT NULL,
    nama            text        NOT NULL,
    nomor           text        NOT NULL,
    kode_verifikasi text        NOT NULL CONSTRAINT dokumen_sementara_kode_unik UNIQUE,
    keadaan         text        NOT NULL CONSTRAINT dokumen_sementara_keadaan_sah
        CHECK (keadaan IN ('berlaku', 'diganti', 'dicabut')),
    kunci           text        NOT NULL,
    sha256          bytea       NOT NULL,
    ukuran          bigint      NOT NULL,
    halaman         integer     NOT NULL,
    berlaku_sampai  date,
    oleh            uuid        NOT NULL REFERENCES pengguna (id),
    dibuat_pada     timestamptz NOT NULL,
    berubah_pada    timestamptz
);
CREATE INDEX dokumen_sementara_permohonan ON dokumen_sementara (permohonan_id, id);
CREATE INDEX dokumen_sementara_sha256 ON dokumen_sementara (sha256);
