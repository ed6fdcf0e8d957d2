-- What the check of a file leaves: who brought it in, why it was refused, its copies for viewing, what is in it, and the
-- upload in parts it came by.
ALTER TABLE berkas
    ADD COLUMN pengunggah_id  uuid        REFERENCES pengguna (id),
    ADD COLUMN alasan_kode    text,
    ADD COLUMN tampilan_kunci text        CONSTRAINT berkas_tampilan_unik UNIQUE,
    ADD COLUMN cuplikan_kunci text        CONSTRAINT berkas_cuplikan_unik UNIQUE,
    ADD COLUMN unggah_bagian  text,
    ADD COLUMN lebar          integer     CONSTRAINT berkas_lebar_sah CHECK (lebar >= 0),
    ADD COLUMN tinggi         integer     CONSTRAINT berkas_tinggi_sah CHECK (tinggi >= 0),
    ADD COLUMN halaman        integer     CONSTRAINT berkas_halaman_sah CHECK (halaman >= 0),
    ADD COLUMN revisi         integer     CONSTRAINT berkas_revisi_sah CHECK (revisi >= 0),
    ADD COLUMN dipindai_pada  timestamptz;

-- Two more states: held until the scanner has answered, and announced but never uploaded.
ALTER TABLE berkas DROP CONSTRAINT berkas_keadaan_check;
ALTER TABLE berkas ADD CONSTRAINT berkas_keadaan_sah
    CHECK (keadaan IN ('menunggu', 'ditahan', 'sah', 'ditolak', 'kedaluwarsa'));

-- Quotas: what one sender sent today.
CREATE INDEX berkas_kontak ON berkas (kontak_id, dibuat_pada) WHERE pengunggah_id IS NULL;
CREATE INDEX berkas_pengunggah ON berkas (pengunggah_id, dibuat_pada) WHERE pengunggah_id IS NOT NULL;
-- Duplicates.
CREATE INDEX berkas_sha256 ON berkas (sha256, id) WHERE keadaan = 'sah';
-- What the worker looks for: held files, announcements nobody kept, uploads in parts that are still open.
CREATE INDEX berkas_ditahan ON berkas (dipindai_pada NULLS FIRST, id) WHERE keadaan = 'ditahan';
CREATE INDEX berkas_menunggu ON berkas (dibuat_pada) WHERE keadaan = 'menunggu';
CREATE INDEX berkas_menggantung ON berkas (id) WHERE keadaan = 'kedaluwarsa' AND unggah_bagian IS NOT NULL;

-- The sweep asks which keys some document names.
CREATE INDEX dokumen_unggah_kunci ON dokumen (unggah_kunci);
CREATE INDEX dokumen_draf_kunci ON dokumen (draf_kunci) WHERE draf_kunci IS NOT NULL;
CREATE INDEX dokumen_sah_kunci ON dokumen (sah_kunci) WHERE sah_kunci IS NOT NULL;
