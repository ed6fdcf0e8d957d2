-- What a rotation of the key needs to compute an index anew is sealed beside it (the key of the index is not the same
-- afterwards, and a hash has no way back).
ALTER TABLE kontak ADD COLUMN identitas_tersegel bytea;
ALTER TABLE penyerahan_surel_sah
    ADD COLUMN id              uuid,
    ADD COLUMN alamat_tersegel bytea;
CREATE UNIQUE INDEX penyerahan_surel_sah_id ON penyerahan_surel_sah (id) WHERE id IS NOT NULL;
ALTER TABLE penyerahan_penarikan ADD COLUMN tujuan_tersegel bytea;
CREATE UNIQUE INDEX integrasi_id ON integrasi (id);

-- When a conversation that was not gone on with was put back to its beginning.
ALTER TABLE kontak ADD COLUMN draf_dihapus_pada timestamptz;

-- The notice as it was shown: the version alone does not say what stood in it.
ALTER TABLE kontak ADD COLUMN persetujuan_sidik bytea;

-- Whether the case is about somebody under 18 (UU 27/2022 ps. 4, 25).
ALTER TABLE permohonan ADD COLUMN anak boolean NOT NULL DEFAULT false;

-- Append-only: who saw masked data in full, of what, which fields, why. Never a value.
CREATE TABLE data_ungkap (
    id                   uuid        PRIMARY KEY,
    permohonan_id        uuid        REFERENCES permohonan (id),
    kontak_id            uuid,
    oleh                 uuid        NOT NULL REFERENCES pengguna (id),
    bidang               text[]      NOT NULL CONSTRAINT data_ungkap_bidang_sah
        CHECK (cardinality(bidang) > 0 AND bidang <@ ARRAY['nik', 'nomor_kk', 'nomor_wa', 'isian']),
    alasan               text        NOT NULL CONSTRAINT data_ungkap_alasan_sah
        CHECK (alasan IN ('input_siak', 'verifikasi_data', 'hubungi_pemohon', 'pengaduan', 'permintaan_resmi',
                          'pemeriksaan_internal')),
    keterangan_tersegel  bytea       NOT NULL,
    pada                 timestamptz NOT NULL,
    CONSTRAINT data_ungkap_objek CHECK (num_nonnulls(permohonan_id, kontak_id) = 1)
);
CREATE INDEX data_ungkap_oleh ON data_ungkap (oleh, pada);
CREATE INDEX data_ungkap_pada ON data_ungkap (pada);
-- What a breach is looked up by.
CREATE INDEX audit_insiden ON audit (pada);

-- Objects whose rows are gone by retention or erasure; each stays here until every version of it is.
CREATE TABLE retensi_objek (
    kunci         text        PRIMARY KEY,
    sebab         text        NOT NULL,
    percobaan     integer     NOT NULL DEFAULT 0,
    galat         text,
    coba_pada     timestamptz NOT NULL,
    dicatat_pada  timestamptz NOT NULL
);
CREATE INDEX retensi_objek_tempo ON retensi_objek (coba_pada, kunci);

-- Requests of people about their own data, each with its clock of 3 x 24 hours (UU 27/2022 ps. 30-33).
CREATE TABLE hak_subjek (
    id                uuid        PRIMARY KEY,
    nomor             text        NOT NULL CONSTRAINT hak_subjek_nomor_unik UNIQUE,
    jenis             text        NOT NULL CONSTRAINT hak_subjek_jenis_sah
        CHECK (jenis IN ('salinan', 'perbaikan', 'penarikan', 'penghapusan')),
    verifikasi        text        NOT NULL CONSTRAINT hak_subjek_verifikasi_sah CHECK (verifikasi IN ('nomor_wa', 'loket')),
    kontak_id         uuid        REFERENCES kontak (id),
    permohonan_id     uuid        REFERENCES permohonan (id),
    isi_tersegel      bytea       NOT NULL,
    keadaan           text        NOT NULL CONSTRAINT hak_subjek_keadaan_sah
        CHECK (keadaan IN ('diterima', 'dikabulkan', 'dikabulkan_sebagian', 'ditolak')),
    hasil             jsonb       NOT NULL,
    jawaban_tersegel  bytea,
    dicatat_oleh      uuid        REFERENCES pengguna (id),
    diterima_pada     timestamptz NOT NULL,
    batas_pada        timestamptz NOT NULL,
    ingat_pada        timestamptz,
    ingat_ke          integer     NOT NULL DEFAULT 0,
    diputuskan_oleh   uuid        REFERENCES pengguna (id),
    diputuskan_pada   timestamptz,
    bundel_kunci      text        CONSTRAINT hak_subjek_bundel_unik UNIQUE,
    bundel_sha256     bytea,
    token_sidik       bytea       CONSTRAINT hak_subjek_token_unik UNIQUE,
    unduh_sampai      timestamptz,
    diunduh_pada      timestamptz,
    -- When what is left of a contact goes that had to stay until the answer was sent.
    tuntas_pada       timestamptz,
    CONSTRAINT hak_subjek_siapa CHECK (num_nonnulls(kontak_id, permohonan_id) > 0),
    CONSTRAINT hak_subjek_putus CHECK ((keadaan = 'diterima') = (diputuskan_pada IS NULL))
);
CREATE INDEX hak_subjek_keadaan ON hak_subjek (keadaan, id);
CREATE INDEX hak_subjek_kontak ON hak_subjek (kontak_id, id) WHERE kontak_id IS NOT NULL;
CREATE INDEX hak_subjek_ingat ON hak_subjek (ingat_pada) WHERE ingat_pada IS NOT NULL;
CREATE INDEX hak_subjek_tuntas ON hak_subjek (tuntas_pada) WHERE tuntas_pada IS NOT NULL;

-- What retention looks for.
CREATE INDEX sesi_berakhir ON sesi (berakhir_pada);
CREATE INDEX idempotensi_pada ON idempotensi (dibuat_pada);
CREATE INDEX berkas_tanpa_kasus ON berkas (id) WHERE permohonan_id IS NULL;
CREATE INDEX berkas_gugur ON berkas (id) WHERE keadaan IN ('ditolak', 'kedaluwarsa');
CREATE INDEX permohonan_selesai ON permohonan (diubah_pada, id) WHERE status IN ('selesai', 'ditolak', 'dibatalkan');
CREATE INDEX kontak_diam ON kontak (terakhir_masuk_pada);
CREATE INDEX pesan_masuk_berkas ON pesan_masuk (berkas_id) WHERE berkas_id IS NOT NULL;
CREATE INDEX pesan_keluar_berkas ON pesan_keluar (berkas_id) WHERE berkas_id IS NOT NULL;
CREATE INDEX forum_berkas_berkas ON forum_berkas (berkas_id);
CREATE INDEX gangguan_kabar_pesan ON gangguan_kabar (pesan_keluar_id) WHERE pesan_keluar_id IS NOT NULL;
