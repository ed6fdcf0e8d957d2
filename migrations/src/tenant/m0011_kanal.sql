-- A contact whose number or identity changed hands: since when, how often they failed to prove themselves (none before they
-- were asked), and a keyed hash of the identity that WhatsApp knows them by.
ALTER TABLE kontak
    ADD COLUMN verifikasi_sejak timestamptz,
    ADD COLUMN verifikasi_gagal smallint
        CONSTRAINT kontak_verifikasi_gagal_sah CHECK (verifikasi_gagal BETWEEN 0 AND 9),
    ADD COLUMN identitas_indeks bytea;
CREATE INDEX kontak_ditandai ON kontak (id) WHERE verifikasi_ulang IS NOT NULL;

-- Append-only: why an officer vouched for a contact.
CREATE TABLE kontak_jaminan (
    id              uuid        PRIMARY KEY,
    kontak_id       uuid        NOT NULL REFERENCES kontak (id),
    oleh            uuid        NOT NULL REFERENCES pengguna (id),
    alasan_tersegel bytea       NOT NULL,
    pada            timestamptz NOT NULL
);
CREATE INDEX kontak_jaminan_kontak ON kontak_jaminan (kontak_id, id);

-- Append-only: what happened to the channel, without anything personal.
CREATE TABLE wa_kanal_peristiwa (
    id              uuid        PRIMARY KEY,
    jenis           text        NOT NULL,
    waba_id         text,
    phone_number_id text,
    ringkasan       jsonb       NOT NULL,
    pada            timestamptz NOT NULL
);

-- What is known of a number (`nomor/…`) or an account (`akun/…`) now.
CREATE TABLE wa_kanal (
    kunci           text        PRIMARY KEY,
    phone_number_id text,
    waba_id         text,
    mutu            text        CONSTRAINT wa_kanal_mutu_sah CHECK (mutu IN ('hijau', 'kuning', 'merah')),
    batas           text,
    status          text,
    nama            text,
    diperbarui_pada timestamptz NOT NULL
);

-- What residents report of numbers that pretend to be the office.
CREATE TABLE laporan_penipuan (
    id             uuid        PRIMARY KEY,
    kontak_id      uuid        NOT NULL REFERENCES kontak (id),
    nomor_tersegel bytea,
    nomor_indeks   bytea,
    isi_tersegel   bytea       NOT NULL,
    keadaan        text        NOT NULL CONSTRAINT laporan_penipuan_keadaan_sah
        CHECK (keadaan IN ('baru', 'ditindak', 'selesai')),
    dibuat_pada    timestamptz NOT NULL,
    diubah_oleh    uuid        REFERENCES pengguna (id),
    diubah_pada    timestamptz,
    CONSTRAINT laporan_penipuan_diubah_lengkap CHECK ((diubah_oleh IS NULL) = (diubah_pada IS NULL))
);
CREATE INDEX laporan_penipuan_keadaan ON laporan_penipuan (keadaan, id);
CREATE INDEX laporan_penipuan_kontak ON laporan_penipuan (kontak_id, dibuat_pada);
