-- The first form of a tenant's schema. Runs with search_path set to it, so no name carries a schema.
-- Columns ending in _tersegel are sealed with the tenant's key; columns ending in _indeks are keyed hashes for look-up.
-- Ids are UUIDv7 and moments are made by the application. No triggers, no enum types, no sequences.

CREATE TABLE peran (
    kode       text PRIMARY KEY,
    nama       text NOT NULL,
    izin       text[] NOT NULL
);

CREATE TABLE pengguna (
    id             uuid PRIMARY KEY,
    nama_pengguna  text NOT NULL CONSTRAINT pengguna_nama_unik UNIQUE,
    nama           text NOT NULL,
    nip            text,
    nik_tersegel   bytea,
    sandi_hash     text NOT NULL,
    aktif          boolean NOT NULL,
    dibuat_pada    timestamptz NOT NULL
);

CREATE TABLE pengguna_peran (
    pengguna_id  uuid NOT NULL REFERENCES pengguna (id),
    peran_kode   text NOT NULL REFERENCES peran (kode),
    PRIMARY KEY (pengguna_id, peran_kode)
);
CREATE INDEX pengguna_peran_pemegang ON pengguna_peran (peran_kode, pengguna_id);

CREATE TABLE sesi (
    id             uuid PRIMARY KEY,
    pengguna_id    uuid NOT NULL REFERENCES pengguna (id),
    dibuat_pada    timestamptz NOT NULL,
    berakhir_pada  timestamptz NOT NULL,
    dicabut_pada   timestamptz
);
CREATE INDEX sesi_pengguna ON sesi (pengguna_id);

-- One row per refresh token; a token is used once, and its reuse after the successor was used ends the session.
CREATE TABLE sesi_token (
    hash           bytea PRIMARY KEY,
    sesi_id        uuid NOT NULL REFERENCES sesi (id),
    terbit_pada    timestamptz NOT NULL,
    dipakai_pada   timestamptz,
    pengganti      bytea
);
CREATE INDEX sesi_token_sesi ON sesi_token (sesi_id);

CREATE TABLE gagal_masuk (
    kunci          text NOT NULL,
    pada           timestamptz NOT NULL,
    id             uuid NOT NULL,
    PRIMARY KEY (kunci, pada, id)
);

CREATE TABLE layanan (
    kode           text PRIMARY KEY,
    urutan         integer NOT NULL,
    definisi       jsonb NOT NULL,
    aktif          boolean NOT NULL
);

CREATE TABLE sop_versi (
    id             uuid PRIMARY KEY,
    kode           text NOT NULL,
    versi          integer NOT NULL,
    keadaan        text NOT NULL CHECK (keadaan IN ('draf', 'terbit', 'pensiun')),
    definisi       jsonb NOT NULL,
    dibuat_pada    timestamptz NOT NULL,
    terbit_pada    timestamptz,
    CONSTRAINT sop_versi_unik UNIQUE (kode, versi)
);
CREATE UNIQUE INDEX sop_versi_terbit ON sop_versi (kode) WHERE keadaan = 'terbit';

CREATE TABLE pengaturan (
    kunci          text PRIMARY KEY,
    nilai          jsonb NOT NULL,
    diubah_pada    timestamptz NOT NULL
);

-- Secrets of the tenant's outside systems, sealed JSON: kunci 'tte', 'wa/<phone_number_id>'.
CREATE TABLE integrasi (
    kunci          text PRIMARY KEY,
    id             uuid NOT NULL,
    isi_tersegel   bytea NOT NULL,
    diubah_pada    timestamptz NOT NULL
);

CREATE TABLE penomoran (
    kode           text NOT NULL,
    tahun          integer NOT NULL,
    terakhir       bigint NOT NULL,
    PRIMARY KEY (kode, tahun)
);

CREATE TABLE kontak (
    id                   uuid PRIMARY KEY,
    nomor_tersegel       bytea,
    nomor_indeks         bytea CONSTRAINT kontak_nomor_unik UNIQUE,
    bsuid                text CONSTRAINT kontak_bsuid_unik UNIQUE,
    nama_tersegel        bytea,
    nomor_layanan        text NOT NULL,
    alur_tersegel        bytea NOT NULL,
    persetujuan_versi    text,
    persetujuan_pada     timestamptz,
    terakhir_masuk_pada  timestamptz,
    dibuat_pada          timestamptz NOT NULL
);

CREATE TABLE permohonan (
    id               uuid PRIMARY KEY,
    nomor            text NOT NULL CONSTRAINT permohonan_nomor_unik UNIQUE,
    layanan_kode     text NOT NULL,
    layanan_nama     text NOT NULL,
    sop_versi_id     uuid NOT NULL REFERENCES sop_versi (id),
    kanal            text NOT NULL CHECK (kanal IN ('whatsapp', 'loket', 'daring')),
    kontak_id        uuid REFERENCES kontak (id),
    nama_tersegel    bytea NOT NULL,
    nik_tersegel     bytea,
    nik_indeks       bytea,
    nomor_kk_tersegel bytea,
    nomor_kk_indeks  bytea,
    nomor_wa_tersegel bytea,
    nomor_wa_indeks  bytea,
    isian_tersegel   bytea NOT NULL,
    status           text NOT NULL CHECK (status IN ('berjalan', 'menunggu_pemohon', 'selesai', 'ditolak', 'dibatalkan')),
    keadaan          jsonb NOT NULL,
    versi            bigint NOT NULL,
    dibuat_pada      timestamptz NOT NULL,
    diubah_pada      timestamptz NOT NULL
);
CREATE INDEX permohonan_status ON permohonan (status, id);
CREATE INDEX permohonan_layanan ON permohonan (layanan_kode, id);
CREATE INDEX permohonan_kontak ON permohonan (kontak_id, id) WHERE kontak_id IS NOT NULL;
CREATE INDEX permohonan_nik ON permohonan (nik_indeks) WHERE nik_indeks IS NOT NULL;

-- Append-only: the application role may insert and read, nothing else.
CREATE TABLE permohonan_peristiwa (
    permohonan_id  uuid NOT NULL REFERENCES permohonan (id),
    urutan         bigint NOT NULL,
    peristiwa      jsonb NOT NULL,
    pelaku         jsonb NOT NULL,
    pada           timestamptz NOT NULL,
    PRIMARY KEY (permohonan_id, urutan)
);

CREATE TABLE tugas (
    id             uuid PRIMARY KEY,
    permohonan_id  uuid NOT NULL REFERENCES permohonan (id),
    tahap          text NOT NULL,
    nama           text NOT NULL,
    jenis          text NOT NULL,
    level          smallint,
    peran          text[] NOT NULL,
    status         text NOT NULL CHECK (status IN ('menunggu', 'diterima', 'selesai', 'batal')),
    dibuka_pada    timestamptz NOT NULL,
    diterima_oleh  uuid REFERENCES pengguna (id),
    diterima_pada  timestamptz,
    selesai_pada   timestamptz,
    keputusan      text
);
CREATE INDEX tugas_terbuka ON tugas (id) WHERE status IN ('menunggu', 'diterima');
CREATE INDEX tugas_permohonan ON tugas (permohonan_id);

-- Every hand-over with both parafs (P-8, P-9).
CREATE TABLE kartu_kendali (
    tugas_id         uuid PRIMARY KEY REFERENCES tugas (id),
    permohonan_id    uuid NOT NULL REFERENCES permohonan (id),
    urutan           bigint NOT NULL,
    dari_tugas_id    uuid REFERENCES tugas (id),
    diserahkan_oleh  uuid REFERENCES pengguna (id),
    diserahkan_pada  timestamptz NOT NULL,
    diterima_oleh    uuid REFERENCES pengguna (id),
    diterima_pada    timestamptz,
    selesai_pada     timestamptz,
    keputusan        text,
    CONSTRAINT kartu_kendali_urutan UNIQUE (permohonan_id, urutan)
);

CREATE TABLE berkas (
    id             uuid PRIMARY KEY,
    permohonan_id  uuid REFERENCES permohonan (id),
    kontak_id      uuid REFERENCES kontak (id),
    syarat_kode    text,
    nama           text NOT NULL,
    asal           text NOT NULL CHECK (asal IN ('whatsapp', 'unggah')),
    keadaan        text NOT NULL CHECK (keadaan IN ('menunggu', 'sah', 'ditolak')),
    alasan         text,
    tipe           text NOT NULL,
    ukuran         bigint NOT NULL CHECK (ukuran >= 0),
    sha256         bytea,
    kunci_objek    text NOT NULL CONSTRAINT berkas_kunci_unik UNIQUE,
    dibuat_pada    timestamptz NOT NULL
);
CREATE INDEX berkas_permohonan ON berkas (permohonan_id, id);

CREATE TABLE dokumen (
    id                 uuid PRIMARY KEY,
    permohonan_id      uuid NOT NULL REFERENCES permohonan (id),
    produk_kode        text NOT NULL,
    produk_jenis       text NOT NULL,
    medium             text NOT NULL CHECK (medium IN ('pdf_tte', 'kartu')),
    nama               text NOT NULL,
    nomor_dokumen      text,
    versi              integer NOT NULL,
    keadaan            text NOT NULL CHECK (keadaan IN ('menunggu_unggah', 'draf', 'sah', 'ditolak', 'diganti')),
    bertanda_tangan    boolean NOT NULL,
    alasan             text,
    unggah_kunci       text NOT NULL,
    unggah_ukuran      bigint NOT NULL,
    draf_kunci         text,
    draf_sha256        bytea,
    draf_ukuran        bigint,
    disetujui_sha256   bytea,
    sah_kunci          text,
    sah_sha256         bytea,
    sah_ukuran         bigint,
    sah_halaman        integer,
    penanda_tangan     text,
    nomor_sertifikat   text,
    ditandatangani_pada timestamptz,
    dibuat_pada        timestamptz NOT NULL,
    CONSTRAINT dokumen_versi_unik UNIQUE (permohonan_id, produk_kode, versi)
);

-- One signing attempt. At most one that runs, succeeded or has an unknown outcome per document version.
CREATE TABLE tte_percobaan (
    id             uuid PRIMARY KEY,
    dokumen_id     uuid NOT NULL REFERENCES dokumen (id),
    tugas_id       uuid NOT NULL REFERENCES tugas (id),
    sha256         bytea NOT NULL,
    oleh           uuid NOT NULL REFERENCES pengguna (id),
    keadaan        text NOT NULL CHECK (keadaan IN ('berjalan', 'berhasil', 'gagal', 'tidak_diketahui')),
    galat          text,
    dimulai_pada   timestamptz NOT NULL,
    selesai_pada   timestamptz
);
CREATE UNIQUE INDEX tte_percobaan_aktif ON tte_percobaan (dokumen_id) WHERE keadaan <> 'gagal';
CREATE INDEX tte_percobaan_masalah ON tte_percobaan (id) WHERE keadaan IN ('berjalan', 'tidak_diketahui');

-- What the webhook brought, sealed, stored before it is answered. Dedupe is the unique key.
CREATE TABLE wa_masuk (
    id              uuid PRIMARY KEY,
    kunci           text NOT NULL CONSTRAINT wa_masuk_kunci_unik UNIQUE,
    jenis           text NOT NULL CHECK (jenis IN ('pesan', 'status', 'lain')),
    phone_number_id text NOT NULL,
    kontak_indeks   bytea,
    isi_tersegel    bytea NOT NULL,
    diterima_pada   timestamptz NOT NULL,
    keadaan         text NOT NULL CHECK (keadaan IN ('antre', 'selesai', 'gagal')),
    percobaan       integer NOT NULL,
    tersedia_pada   timestamptz NOT NULL,
    galat           text
);
CREATE INDEX wa_masuk_antre ON wa_masuk (tersedia_pada, id) WHERE keadaan = 'antre';
CREATE INDEX wa_masuk_kontak_antre ON wa_masuk (kontak_indeks, id) WHERE keadaan = 'antre';
CREATE INDEX wa_masuk_masalah ON wa_masuk (id) WHERE keadaan = 'gagal';

-- The outbox and the ledger of what was sent: one row per message.
CREATE TABLE pesan_keluar (
    id              uuid PRIMARY KEY,
    kontak_id       uuid NOT NULL REFERENCES kontak (id),
    permohonan_id   uuid REFERENCES permohonan (id),
    jenis           text NOT NULL CHECK (jenis IN ('teks', 'tombol', 'daftar', 'dokumen')),
    isi_tersegel    bytea NOT NULL,
    keadaan         text NOT NULL CHECK (keadaan IN ('antre', 'mengirim', 'terkirim', 'tertahan', 'gagal')),
    percobaan       integer NOT NULL,
    tersedia_pada   timestamptz NOT NULL,
    mengirim_sejak  timestamptz,
    wamid           text CONSTRAINT pesan_keluar_wamid_unik UNIQUE,
    status_kirim    text CHECK (status_kirim IN ('sent', 'delivered', 'read', 'failed')),
    galat           text,
    dibuat_pada     timestamptz NOT NULL,
    selesai_pada    timestamptz
);
CREATE INDEX pesan_keluar_antre ON pesan_keluar (tersedia_pada, id) WHERE keadaan = 'antre';
CREATE INDEX pesan_keluar_mengirim ON pesan_keluar (mengirim_sejak) WHERE keadaan = 'mengirim';
CREATE INDEX pesan_keluar_masalah ON pesan_keluar (id) WHERE keadaan IN ('tertahan', 'gagal');
CREATE INDEX pesan_keluar_kontak_antre ON pesan_keluar (kontak_id, id) WHERE keadaan IN ('antre', 'mengirim', 'tertahan');
CREATE INDEX pesan_keluar_permohonan ON pesan_keluar (permohonan_id, id) WHERE permohonan_id IS NOT NULL;

-- A product on its way to the applicant: what was sent, on which channel, and how far it came.
CREATE TABLE penyerahan (
    id              uuid PRIMARY KEY,
    dokumen_id      uuid NOT NULL REFERENCES dokumen (id),
    permohonan_id   uuid NOT NULL REFERENCES permohonan (id),
    saluran         text NOT NULL CHECK (saluran IN ('whatsapp', 'email', 'loket')),
    pesan_keluar_id uuid REFERENCES pesan_keluar (id),
    dibuat_pada     timestamptz NOT NULL
);
CREATE INDEX penyerahan_dokumen ON penyerahan (dokumen_id, saluran);
CREATE INDEX penyerahan_permohonan ON penyerahan (permohonan_id, id);

CREATE TABLE idempotensi (
    pengguna_id    uuid NOT NULL,
    kunci          text NOT NULL,
    sidik          bytea NOT NULL,
    hasil_id       uuid NOT NULL,
    dibuat_pada    timestamptz NOT NULL,
    PRIMARY KEY (pengguna_id, kunci)
);

-- Append-only: the application role may insert and read, nothing else.
CREATE TABLE audit (
    id             uuid PRIMARY KEY,
    pada           timestamptz NOT NULL,
    pelaku         jsonb NOT NULL,
    aksi           text NOT NULL,
    objek          text NOT NULL,
    objek_id       uuid,
    rincian        jsonb NOT NULL
);
CREATE INDEX audit_objek ON audit (objek_id, id) WHERE objek_id IS NOT NULL;
