-- The sweep of object storage asks every column that names an object; each has an index.
CREATE INDEX dokumen_pindaian_kunci ON dokumen (pindaian_kunci) WHERE pindaian_kunci IS NOT NULL;
CREATE INDEX dokumen_pindaian_unggah ON dokumen (pindaian_unggah) WHERE pindaian_unggah IS NOT NULL;
CREATE INDEX tte_percobaan_hasil_kunci ON tte_percobaan (hasil_kunci) WHERE hasil_kunci IS NOT NULL;
CREATE INDEX tte_percobaan_unggah_kunci ON tte_percobaan (unggah_kunci) WHERE unggah_kunci IS NOT NULL;
CREATE INDEX dokumen_sementara_kunci ON dokumen_sementara (kunci);
CREATE INDEX penyerahan_antar_bukti_kunci ON penyerahan_antar (bukti_kunci) WHERE bukti_kunci IS NOT NULL;
CREATE INDEX penyerahan_antar_bukti_unggah ON penyerahan_antar (bukti_unggah) WHERE bukti_unggah IS NOT NULL;
