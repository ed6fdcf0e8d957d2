-- What the SOP language and the catalogue ask of cases: variants, units, priority, proxies, records at steps,
-- hand-overs to another officer, forms, notices to officers, and moments at which something is due.

ALTER TABLE permohonan DROP CONSTRAINT permohonan_kanal_check;
ALTER TABLE permohonan
    ADD CONSTRAINT permohonan_kanal_check CHECK (kanal IN ('whatsapp', 'loket', 'daring', 'jemput_bola'));
ALTER TABLE permohonan
    ADD COLUMN varian          text,
    ADD COLUMN unit_kode       text,
    ADD COLUMN prioritas       boolean NOT NULL DEFAULT false,
    ADD COLUMN kuasa_tersegel  bytea;

ALTER TABLE dokumen DROP CONSTRAINT dokumen_medium_check;
ALTER TABLE dokumen
    ADD CONSTRAINT dokumen_medium_check CHECK (medium IN ('pdf_tte', 'kartu', 'register_kutipan', 'surat_basah'));

-- prioritas is that of the case, copied so that a queue is read from one index.
ALTER TABLE tugas
    ADD COLUMN pemohon      boolean NOT NULL DEFAULT false,
    ADD COLUMN unit_jenis   text CHECK (unit_jenis IN ('dinas', 'upt', 'kecamatan', 'desa', 'mitra')),
    ADD COLUMN unit_kode    text,
    ADD COLUMN tim_kode     text,
    ADD COLUMN pengguna_id  uuid REFERENCES pengguna (id),
    ADD COLUMN bagian       text CHECK (bagian IN ('bersama', 'konsultasi')),
    ADD COLUMN induk_id     uuid REFERENCES tugas (id),
    ADD COLUMN pertanyaan   text,
    ADD COLUMN jadwal_pada  timestamptz,
    ADD COLUMN prioritas    boolean NOT NULL DEFAULT false;
DROP INDEX tugas_terbuka;
CREATE INDEX tugas_terbuka ON tugas (prioritas DESC, id) WHERE status IN ('menunggu', 'diterima');

-- A tugas that is handed to another officer has one row per hand-over; the last one is open while the tugas is.
ALTER TABLE kartu_kendali DROP CONSTRAINT kartu_kendali_pkey;
ALTER TABLE kartu_kendali DROP CONSTRAINT kartu_kendali_urutan;
ALTER TABLE kartu_kendali ADD CONSTRAINT kartu_kendali_pkey PRIMARY KEY (permohonan_id, urutan);
ALTER TABLE kartu_kendali
    ADD COLUMN atas_nama  uuid REFERENCES pengguna (id);
CREATE INDEX kartu_kendali_tugas ON kartu_kendali (tugas_id);

-- The answers of a form filled in at a step, sealed. Append-only: a form filled in again is another row.
CREATE TABLE tugas_formulir (
    id             uuid PRIMARY KEY,
    permohonan_id  uuid NOT NULL REFERENCES permohonan (id),
    tugas_id       uuid NOT NULL REFERENCES tugas (id),
    kode           text NOT NULL,
    isi_tersegel   bytea NOT NULL,
    oleh           uuid NOT NULL REFERENCES pengguna (id),
    pada           timestamptz NOT NULL
);
CREATE INDEX tugas_formulir_permohonan ON tugas_formulir (permohonan_id, id);
