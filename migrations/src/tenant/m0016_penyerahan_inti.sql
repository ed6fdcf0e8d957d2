-- Products without a file (cards, kutipan of a register, letters signed on paper) are versions of a document too, and every
-- way on which a version travels to the applicant is one row with where it stands.
ALTER TABLE dokumen
    DROP CONSTRAINT dokumen_medium_check,
    DROP CONSTRAINT dokumen_keadaan_check,
    ALTER COLUMN unggah_kunci DROP NOT NULL,
    ALTER COLUMN unggah_ukuran DROP NOT NULL,
    ADD COLUMN siap_pada timestamptz,
    ADD COLUMN siap_oleh uuid REFERENCES pengguna (id),
    ADD COLUMN dicabut_pada timestamptz,
    ADD CONSTRAINT dokumen_medium_sah
        CHECK (medium IN ('pdf_tte', 'kartu', 'register_kutipan', 'surat_basah')),
    ADD CONSTRAINT dokumen_keadaan_sah
        CHECK (keadaan IN ('menunggu_unggah', 'draf', 'sah', 'dikerjakan', 'siap', 'ditolak', 'diganti', 'dicabut')),
    ADD CONSTRAINT dokumen_unggah_lengkap CHECK ((unggah_kunci IS NULL) = (unggah_ukuran IS NULL)),
    ADD CONSTRAINT dokumen_siap_lengkap CHECK (keadaan <> 'siap' OR siap_pada IS NOT NULL);

-- What was queued before this release is under way; the ledger of messages says how it ended.
ALTER TABLE penyerahan
    DROP CONSTRAINT penyerahan_saluran_check,
    ADD COLUMN keadaan text NOT NULL DEFAULT 'berjalan',
    ADD COLUMN urutan integer NOT NULL DEFAULT 1,
    ADD COLUMN tujuan_tersegel bytea,
    ADD COLUMN oleh uuid REFERENCES pengguna (id),
    ADD COLUMN galat text,
    ADD COLUMN diubah_pada timestamptz,
    ADD CONSTRAINT penyerahan_saluran_sah
        CHECK (saluran IN ('whatsapp', 'email', 'tautan', 'loket', 'kurir', 'kunjungan', 'desa')),
    ADD CONSTRAINT penyerahan_keadaan_sah CHECK (keadaan IN
        ('antre', 'menunggu_penerima', 'berjalan', 'siap', 'diserahkan', 'gagal', 'dibatalkan', 'ditarik'));
UPDATE penyerahan SET diubah_pada = dibuat_pada WHERE diubah_pada IS NULL;
ALTER TABLE penyerahan ALTER COLUMN diubah_pada SET NOT NULL;
CREATE INDEX penyerahan_pesan ON penyerahan (pesan_keluar_id) WHERE pesan_keluar_id IS NOT NULL;
CREATE INDEX penyerahan_terbuka ON penyerahan (keadaan, id)
    WHERE keadaan IN ('antre', 'menunggu_penerima', 'berjalan', 'siap');
