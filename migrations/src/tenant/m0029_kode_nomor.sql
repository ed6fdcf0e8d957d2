-- Numbers proven by a code: six digits that WhatsApp brings to the number and its holder reads to the officer. Kept is a
-- keyed hash; what the message says stands here, sealed, only until it is being sent.
CREATE TABLE kode_nomor (
    id              uuid        PRIMARY KEY,
    kontak_id       uuid        NOT NULL REFERENCES kontak (id),
    permohonan_id   uuid        REFERENCES permohonan (id),
    pesan_id        uuid        REFERENCES pesan_keluar (id),
    sidik           bytea       NOT NULL CONSTRAINT kode_nomor_sidik_sah CHECK (octet_length(sidik) = 32),
    kode_tersegel   bytea,
    keadaan         text        NOT NULL CONSTRAINT kode_nomor_keadaan_sah
        CHECK (keadaan IN ('aktif', 'terbukti', 'diganti', 'habis', 'gugur')),
    salah           integer     NOT NULL DEFAULT 0 CONSTRAINT kode_nomor_salah_sah CHECK (salah BETWEEN 0 AND 5),
    diminta_oleh    uuid        NOT NULL REFERENCES pengguna (id),
    dibuat_pada     timestamptz NOT NULL,
    berlaku_sampai  timestamptz NOT NULL,
    selesai_pada    timestamptz,
    CONSTRAINT kode_nomor_selesai CHECK ((keadaan = 'aktif') = (selesai_pada IS NULL)),
    -- Nothing that is over can still be read.
    CONSTRAINT kode_nomor_terlupakan CHECK (keadaan = 'aktif' OR kode_tersegel IS NULL)
);
-- One code waits for a contact at a time.
CREATE UNIQUE INDEX kode_nomor_aktif ON kode_nomor (kontak_id) WHERE keadaan = 'aktif';
CREATE INDEX kode_nomor_kontak ON kode_nomor (kontak_id, id);
CREATE INDEX kode_nomor_permohonan ON kode_nomor (permohonan_id) WHERE permohonan_id IS NOT NULL;
CREATE UNIQUE INDEX kode_nomor_pesan ON kode_nomor (pesan_id) WHERE pesan_id IS NOT NULL;

-- One more kind and purpose of a message, and of a template.
ALTER TABLE pesan_keluar
    DROP CONSTRAINT pesan_keluar_jenis_sah,
    ADD CONSTRAINT pesan_keluar_jenis_sah
        CHECK (jenis IN ('teks', 'tombol', 'daftar', 'dokumen', 'tautan', 'gambar', 'templat', 'kode')) NOT VALID,
    DROP CONSTRAINT pesan_keluar_golongan_sah,
    ADD CONSTRAINT pesan_keluar_golongan_sah
        CHECK (golongan IN ('balasan', 'kabar', 'kelengkapan', 'dokumen', 'pengingat', 'petugas', 'kode')) NOT VALID;
ALTER TABLE templat
    DROP CONSTRAINT templat_kegunaan_check,
    ADD CONSTRAINT templat_kegunaan_sah
        CHECK (kegunaan IN ('umum', 'balasan', 'kabar', 'kelengkapan', 'dokumen', 'pengingat', 'petugas', 'kode'));
