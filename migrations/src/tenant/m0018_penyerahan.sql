-- The ledger of hand-overs remembers every state with its moment; tables for what each channel needs besides: the choice of
-- the applicant, one-time links, emails, trips, and letters of conveyance to villages.
CREATE TABLE penyerahan_jejak (
    penyerahan_id   uuid NOT NULL REFERENCES penyerahan (id),
    urutan          integer NOT NULL,
    saluran         text NOT NULL,
    keadaan         text NOT NULL,
    galat           text,
    oleh            uuid REFERENCES pengguna (id),
    pada            timestamptz NOT NULL,
    PRIMARY KEY (penyerahan_id, urutan)
);
CREATE INDEX penyerahan_jejak_pada ON penyerahan_jejak (pada);
INSERT INTO penyerahan_jejak (penyerahan_id, urutan, saluran, keadaan, galat, oleh, pada)
    SELECT id, 1, saluran, keadaan, galat, oleh, diubah_pada FROM penyerahan;
CREATE INDEX penyerahan_saluran ON penyerahan (saluran, id);
CREATE INDEX penyerahan_oleh ON penyerahan (oleh, id) WHERE oleh IS NOT NULL;

-- How the applicant wants a product; the address of the channel is personal.
CREATE TABLE penyerahan_pilihan (
    id              uuid PRIMARY KEY,
    permohonan_id   uuid NOT NULL REFERENCES permohonan (id),
    produk          text NOT NULL,
    saluran         text NOT NULL
        CHECK (saluran IN ('whatsapp', 'email', 'tautan', 'loket', 'kurir', 'kunjungan', 'desa')),
    tujuan_tersegel bytea,
    unit_kode       text,
    oleh            uuid REFERENCES pengguna (id),
    dipilih_pada    timestamptz NOT NULL,
    UNIQUE (permohonan_id, produk)
);

-- What proves the recipient of a case: a PIN that was told once, and email addresses that answered.
CREATE TABLE penyerahan_pin (
    permohonan_id   uuid PRIMARY KEY REFERENCES permohonan (id),
    sidik           text NOT NULL,
    oleh            uuid REFERENCES pengguna (id),
    dibuat_pada     timestamptz NOT NULL
);
CREATE TABLE penyerahan_surel_sah (
    permohonan_id   uuid NOT NULL REFERENCES permohonan (id),
    alamat_indeks   bytea NOT NULL,
    dibuktikan_pada timestamptz NOT NULL,
    PRIMARY KEY (permohonan_id, alamat_indeks)
);

-- The one-time link of an attempt; only the hash of its token is kept.
CREATE TABLE penyerahan_tautan (
    id              uuid PRIMARY KEY,
    penyerahan_id   uuid NOT NULL REFERENCES penyerahan (id),
    token_sidik     bytea NOT NULL UNIQUE,
    periksa         text NOT NULL CHECK (periksa IN ('tidak', 'nik4', 'pin')),
    keadaan         text NOT NULL CHECK (keadaan IN ('aktif', 'terbuka', 'selesai', 'habis', 'dicabut')),
    salah           integer NOT NULL DEFAULT 0,
    berlaku_sampai  timestamptz NOT NULL,
    unduh_sampai    timestamptz,
    dibuat_pada     timestamptz NOT NULL
);
CREATE UNIQUE INDEX penyerahan_tautan_hidup ON penyerahan_tautan (penyerahan_id)
    WHERE keadaan IN ('aktif', 'terbuka');
CREATE INDEX penyerahan_tautan_tempo ON penyerahan_tautan (berlaku_sampai) WHERE keadaan = 'aktif';

-- Emails, queued like messages.
CREATE TABLE surel_keluar (
    id              uuid PRIMARY KEY,
    penyerahan_id   uuid NOT NULL REFERENCES penyerahan (id),
    jenis           text NOT NULL CHECK (jenis IN ('konfirmasi', 'tautan', 'dokumen')),
    isi_tersegel    bytea NOT NULL,
    keadaan         text NOT NULL CHECK (keadaan IN ('antre', 'mengirim', 'diterima_server', 'gagal', 'dilewati')),
    percobaan       integer NOT NULL DEFAULT 0,
    mungkin_ganda   boolean NOT NULL DEFAULT false,
    galat           text,
    coba_pada       timestamptz NOT NULL,
    mulai_pada      timestamptz,
    dibuat_pada     timestamptz NOT NULL,
    selesai_pada    timestamptz
);
CREATE INDEX surel_keluar_tempo ON surel_keluar (coba_pada, id) WHERE keadaan = 'antre';
CREATE INDEX surel_keluar_macet ON surel_keluar (mulai_pada) WHERE keadaan = 'mengirim';
CREATE INDEX surel_keluar_penyerahan ON surel_keluar (penyerahan_id, id);

-- A trip with a product to a resident, or to a village: who goes, what was agreed, who took it, with what proof.
CREATE TABLE penyerahan_antar (
    penyerahan_id   uuid PRIMARY KEY REFERENCES penyerahan (id),
    petugas_id      uuid REFERENCES pengguna (id),
    janji_pada      timestamptz,
    unit_kode       text,
    penerima_tersegel bytea,
    bukti_unggah    text,
    bukti_tipe      text,
    bukti_ukuran    bigint,
    bukti_kunci     text,
    bukti_sha256    bytea,
    diubah_pada     timestamptz NOT NULL
);

-- A letter of conveyance (surat jalan): products that travel together to a unit, and every hand-over on the way with its
-- penyerahan and its penerimaan, as on the kartu kendali (P-9).
CREATE TABLE surat_jalan (
    id              uuid PRIMARY KEY,
    nomor           text NOT NULL UNIQUE,
    unit_kode       text NOT NULL,
    keadaan         text NOT NULL CHECK (keadaan IN ('disiapkan', 'di_jalan', 'diterima')),
    oleh            uuid NOT NULL REFERENCES pengguna (id),
    dibuat_pada     timestamptz NOT NULL,
    diubah_pada     timestamptz NOT NULL
);
CREATE INDEX surat_jalan_unit ON surat_jalan (unit_kode, id);
CREATE TABLE surat_jalan_isi (
    surat_jalan_id  uuid NOT NULL REFERENCES surat_jalan (id),
    penyerahan_id   uuid NOT NULL UNIQUE REFERENCES penyerahan (id),
    PRIMARY KEY (surat_jalan_id, penyerahan_id)
);
CREATE TABLE surat_jalan_langkah (
    surat_jalan_id  uuid NOT NULL REFERENCES surat_jalan (id),
    urutan          integer NOT NULL,
    ke_unit         text NOT NULL,
    diserahkan_oleh uuid NOT NULL REFERENCES pengguna (id),
    diserahkan_pada timestamptz NOT NULL,
    diterima_oleh   uuid REFERENCES pengguna (id),
    diterima_pada   timestamptz,
    kurang          integer NOT NULL DEFAULT 0,
    PRIMARY KEY (surat_jalan_id, urutan),
    CONSTRAINT surat_jalan_langkah_lengkap CHECK ((diterima_oleh IS NULL) = (diterima_pada IS NULL))
);

-- What went to the wrong recipient, kept for who has to report a breach of personal data.
CREATE TABLE penyerahan_penarikan (
    id              uuid PRIMARY KEY,
    penyerahan_id   uuid NOT NULL UNIQUE REFERENCES penyerahan (id),
    sebab           text NOT NULL CHECK (sebab IN ('salah_nomor', 'salah_surel', 'salah_orang', 'salah_berkas', 'lainnya')),
    catatan_tersegel bytea,
    tujuan_indeks   bytea,
    sudah_sampai    boolean NOT NULL,
    oleh            uuid NOT NULL REFERENCES pengguna (id),
    pada            timestamptz NOT NULL
);
CREATE INDEX penyerahan_penarikan_tujuan ON penyerahan_penarikan (tujuan_indeks) WHERE tujuan_indeks IS NOT NULL;
