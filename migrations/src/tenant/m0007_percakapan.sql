-- The conversation beyond the guided intake: language, opt-out, re-verification, and hand-over to officers.
ALTER TABLE kontak
    ADD COLUMN bahasa           text,
    ADD COLUMN berhenti_pada    timestamptz,
    ADD COLUMN verifikasi_ulang text CONSTRAINT kontak_verifikasi_ulang_sah
        CHECK (verifikasi_ulang IN ('nomor_berubah', 'identitas_berubah')),
    ADD COLUMN petugas_sejak    timestamptz;

-- More kinds of messages: a link behind a button, a picture, and a template for a closed 24-hour window.
ALTER TABLE pesan_keluar
    DROP CONSTRAINT pesan_keluar_jenis_check,
    ADD CONSTRAINT pesan_keluar_jenis_sah
        CHECK (jenis IN ('teks', 'tombol', 'daftar', 'dokumen', 'tautan', 'gambar', 'templat'));
