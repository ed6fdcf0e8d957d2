-- Until when a document may wait for its recipient to open the 24-hour window again, when a recipient who was asked is
-- reminded, and emails with a document whose end nobody knows: they are not sent once more by themselves.
ALTER TABLE penyerahan ADD COLUMN tenggat_pada timestamptz;
UPDATE penyerahan SET tenggat_pada = diubah_pada + interval '7 days'
    WHERE keadaan = 'berjalan' AND pesan_keluar_id IS NOT NULL;
CREATE INDEX penyerahan_tenggat ON penyerahan (tenggat_pada)
    WHERE keadaan = 'berjalan' AND tenggat_pada IS NOT NULL;
ALTER TABLE penyerahan_tautan ADD COLUMN ingat_pada timestamptz;
CREATE INDEX penyerahan_tautan_ingat ON penyerahan_tautan (ingat_pada)
    WHERE keadaan = 'aktif' AND ingat_pada IS NOT NULL;
ALTER TABLE surel_keluar
    DROP CONSTRAINT surel_keluar_jenis_check,
    DROP CONSTRAINT surel_keluar_keadaan_check,
    ADD CONSTRAINT surel_keluar_jenis_sah CHECK (jenis IN ('konfirmasi', 'tautan', 'dokumen', 'pengingat')),
    ADD CONSTRAINT surel_keluar_keadaan_sah CHECK (keadaan IN
        ('antre', 'mengirim', 'diterima_server', 'gagal', 'dilewati', 'tidak_diketahui'));
CREATE INDEX surel_keluar_masalah ON surel_keluar (id) WHERE keadaan IN ('gagal', 'tidak_diketahui');
CREATE INDEX surel_keluar_keadaan ON surel_keluar (keadaan, id);
