-- The officers' inbox: the thread, where each conversation stands, notes, quick replies, the Forum, the daily check, and
-- the events that live screens follow.

-- What residents wrote, one row per message; the id is that of its element in wa_masuk.
CREATE TABLE pesan_masuk (
    id              uuid PRIMARY KEY,
    kontak_id       uuid NOT NULL REFERENCES kontak (id),
    wamid           text NOT NULL CONSTRAINT pesan_masuk_wamid_unik UNIQUE,
    jenis           text NOT NULL CHECK (jenis IN ('teks', 'pilihan', 'berkas', 'lain')),
    isi_tersegel    bytea NOT NULL,
    berkas_id       uuid REFERENCES berkas (id),
    saat            timestamptz NOT NULL,
    diterima_pada   timestamptz NOT NULL,
    disunting_pada  timestamptz,
    dihapus_pada    timestamptz
);
CREATE INDEX pesan_masuk_kontak ON pesan_masuk (kontak_id, id);

-- Who wrote an outgoing message: Loket, an officer here, or somebody on the office's phone.
ALTER TABLE pesan_keluar
    ADD COLUMN asal        text NOT NULL DEFAULT 'sistem' CONSTRAINT pesan_keluar_asal_sah
        CHECK (asal IN ('sistem', 'petugas', 'ponsel')),
    ADD COLUMN pengguna_id uuid REFERENCES pengguna (id),
    ADD COLUMN berkas_id   uuid REFERENCES berkas (id);

-- Where a conversation stands. Whoever changes a row holds the lock of its kontak.
-- terakhir: the last message that a person wrote; masuk: the last one of the resident that nobody answered;
-- menunggu: the oldest one that waits for an officer.
CREATE TABLE percakapan (
    kontak_id               uuid PRIMARY KEY REFERENCES kontak (id),
    terakhir_id             uuid NOT NULL,
    terakhir_pada           timestamptz NOT NULL,
    masuk_id                uuid,
    masuk_pada              timestamptz,
    menunggu_id             uuid,
    menunggu_sejak          timestamptz,
    belum_dibaca            integer NOT NULL CHECK (belum_dibaca >= 0),
    petugas_id              uuid REFERENCES pengguna (id),
    ditugaskan_pada         timestamptz,
    petugas_terakhir_pada   timestamptz,
    versi                   bigint NOT NULL,
    CONSTRAINT percakapan_masuk_utuh CHECK ((masuk_id IS NULL) = (masuk_pada IS NULL)),
    CONSTRAINT percakapan_menunggu_utuh CHECK ((menunggu_id IS NULL) = (menunggu_sejak IS NULL)),
    CONSTRAINT percakapan_tugas_utuh CHECK ((petugas_id IS NULL) = (ditugaskan_pada IS NULL))
);
CREATE INDEX percakapan_terakhir ON percakapan (terakhir_id);
CREATE INDEX percakapan_menunggu ON percakapan (menunggu_id) WHERE menunggu_id IS NOT NULL;
CREATE INDEX percakapan_belum_dibaca ON percakapan (terakhir_id) WHERE belum_dibaca > 0;
CREATE INDEX percakapan_petugas ON percakapan (petugas_id, terakhir_id) WHERE petugas_id IS NOT NULL;

INSERT INTO percakapan (kontak_id, terakhir_id, terakhir_pada, menunggu_id, menunggu_sejak, belum_dibaca, versi)
SELECT id, id, terakhir_masuk_pada, CASE WHEN petugas_sejak IS NOT NULL THEN id END, petugas_sejak,
    CASE WHEN petugas_sejak IS NOT NULL THEN 1 ELSE 0 END, 1
FROM kontak WHERE terakhir_masuk_pada IS NOT NULL;

-- Notes that officers leave for each other at a conversation; never sent.
CREATE TABLE percakapan_catatan (
    id            uuid PRIMARY KEY,
    kontak_id     uuid NOT NULL REFERENCES kontak (id),
    pengguna_id   uuid NOT NULL REFERENCES pengguna (id),
    isi_tersegel  bytea NOT NULL,
    dibuat_pada   timestamptz NOT NULL
);
CREATE INDEX percakapan_catatan_kontak ON percakapan_catatan (kontak_id, id);

CREATE TABLE balasan_cepat (
    kode         text PRIMARY KEY,
    judul        text NOT NULL,
    isi          text NOT NULL,
    versi        bigint NOT NULL,
    diubah_oleh  uuid NOT NULL REFERENCES pengguna (id),
    diubah_pada  timestamptz NOT NULL
);

-- Notes of the Forum at a case, and whom they name.
CREATE TABLE forum_catatan (
    id             uuid PRIMARY KEY,
    permohonan_id  uuid NOT NULL REFERENCES permohonan (id),
    pengguna_id    uuid NOT NULL REFERENCES pengguna (id),
    isi_tersegel   bytea NOT NULL,
    dibuat_pada    timestamptz NOT NULL
);
CREATE INDEX forum_catatan_permohonan ON forum_catatan (permohonan_id, id);

CREATE TABLE forum_sebutan (
    catatan_id   uuid NOT NULL REFERENCES forum_catatan (id),
    pengguna_id  uuid NOT NULL REFERENCES pengguna (id),
    PRIMARY KEY (catatan_id, pengguna_id)
);

-- Requests that any employee dropped in the Forum (S-4), until an operator made a case of them.
CREATE TABLE forum_permintaan (
    id             uuid PRIMARY KEY,
    dibuat_oleh    uuid NOT NULL REFERENCES pengguna (id),
    isi_tersegel   bytea NOT NULL,
    keadaan        text NOT NULL CHECK (keadaan IN ('terbuka', 'diambil', 'selesai')),
    diambil_oleh   uuid REFERENCES pengguna (id),
    diambil_pada   timestamptz,
    selesai_pada   timestamptz,
    permohonan_id  uuid REFERENCES permohonan (id),
    dibuat_pada    timestamptz NOT NULL,
    CONSTRAINT forum_permintaan_diambil CHECK ((diambil_oleh IS NULL) = (diambil_pada IS NULL)),
    CONSTRAINT forum_permintaan_selesai CHECK ((keadaan = 'selesai') = (selesai_pada IS NOT NULL))
);
CREATE INDEX forum_permintaan_keadaan ON forum_permintaan (keadaan, id);

CREATE TABLE forum_berkas (
    permintaan_id  uuid NOT NULL REFERENCES forum_permintaan (id),
    berkas_id      uuid NOT NULL REFERENCES berkas (id),
    PRIMARY KEY (permintaan_id, berkas_id)
);

-- Who looked at the inbox, when, and what waited then (B-10).
CREATE TABLE pemeriksaan_harian (
    id            uuid PRIMARY KEY,
    tanggal       date NOT NULL,
    pengguna_id   uuid NOT NULL REFERENCES pengguna (id),
    pada          timestamptz NOT NULL,
    jam_kerja     boolean NOT NULL,
    menunggu      integer NOT NULL CHECK (menunggu >= 0),
    belum_dibaca  integer NOT NULL CHECK (belum_dibaca >= 0)
);
CREATE INDEX pemeriksaan_harian_tanggal ON pemeriksaan_harian (tanggal, id);

-- Working days whose end is or was waited for; the open one is the next.
CREATE TABLE pemeriksaan_hari (
    tanggal       date PRIMARY KEY,
    jatuh_pada    timestamptz NOT NULL,
    ditutup_pada  timestamptz,
    terlewat      boolean NOT NULL
);
CREATE INDEX pemeriksaan_hari_terbuka ON pemeriksaan_hari (jatuh_pada) WHERE ditutup_pada IS NULL;

-- What live screens are told: ids and counters, never content; kept for a day.
CREATE TABLE aliran (
    id             uuid PRIMARY KEY,
    jenis          text NOT NULL CHECK (jenis IN
        ('pesan_masuk', 'pesan_keluar', 'status', 'percakapan', 'catatan', 'notifikasi', 'forum')),
    kontak_id      uuid,
    permohonan_id  uuid,
    objek_id       uuid,
    peran_kode     text,
    pengguna_id    uuid,
    belum_dibaca   integer,
    pada           timestamptz NOT NULL
);
CREATE INDEX aliran_pada ON aliran (pada);

-- Two more reasons for a notice.
ALTER TABLE notifikasi
    DROP CONSTRAINT notifikasi_jenis_sah,
    ADD CONSTRAINT notifikasi_jenis_sah
        CHECK (jenis IN ('pemberitahuan', 'eskalasi', 'saluran', 'sebutan', 'pemeriksaan'));
