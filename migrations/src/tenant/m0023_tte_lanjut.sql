-- What is known of a revocation of the signer's certificate; documents verified before have none of it. A seal is recognised
-- by the name that the office says its certificate carries.
ALTER TABLE dokumen
    ADD COLUMN pencabutan text
        CONSTRAINT dokumen_pencabutan_sah CHECK (pencabutan IN ('tidak_diketahui', 'tidak_dicabut', 'dicabut_kemudian'));
ALTER TABLE dokumen
    DROP CONSTRAINT dokumen_penanda_tangan_cocok_check,
    ADD CONSTRAINT dokumen_penanda_tangan_cocok_check CHECK (penanda_tangan_cocok IN ('nik', 'nama', 'segel', 'tidak'));

-- The number under which a host of the first generation keeps what it signed.
ALTER TABLE tte_percobaan ADD COLUMN nomor_host text;

-- Cases that are registered by themselves once another has issued what they need.
CREATE TABLE permohonan_susulan (
    id            uuid        PRIMARY KEY,
    induk_id      uuid        NOT NULL REFERENCES permohonan (id),
    layanan_kode  text        NOT NULL,
    -- The product of the first case whose issue starts it.
    produk_kode   text        NOT NULL,
    -- Codes of its fields, each with the field of the first case that answers it.
    isian         jsonb       NOT NULL,
    keadaan       text        NOT NULL CONSTRAINT permohonan_susulan_keadaan_sah
        CHECK (keadaan IN ('menunggu', 'siap', 'dimulai', 'gagal', 'batal')),
    permohonan_id uuid        REFERENCES permohonan (id),
    galat         text,
    dibuat_pada   timestamptz NOT NULL,
    selesai_pada  timestamptz,
    CONSTRAINT permohonan_susulan_dimulai CHECK ((keadaan = 'dimulai') = (permohonan_id IS NOT NULL))
);
CREATE UNIQUE INDEX permohonan_susulan_induk ON permohonan_susulan (induk_id, layanan_kode);
CREATE UNIQUE INDEX permohonan_susulan_kasus ON permohonan_susulan (permohonan_id) WHERE permohonan_id IS NOT NULL;
CREATE INDEX permohonan_susulan_siap ON permohonan_susulan (id) WHERE keadaan = 'siap';

-- The sheet that a message carries to the applicant; it is swept once the message is settled.
CREATE TABLE loket_tanda_terima (
    pesan_id       uuid        PRIMARY KEY REFERENCES pesan_keluar (id),
    pengambilan_id uuid        NOT NULL REFERENCES loket_pengambilan (id),
    kunci          text        NOT NULL,
    dibuat_pada    timestamptz NOT NULL
);
CREATE INDEX loket_tanda_terima_kunci ON loket_tanda_terima (kunci);

-- When a stock of blank cards was counted last, and when the office was reminded that it is due.
ALTER TABLE blanko_saldo
    ADD COLUMN opname_pada            timestamptz,
    ADD COLUMN opname_diingatkan_pada timestamptz;
UPDATE blanko_saldo s SET opname_pada = (SELECT max(g.pada) FROM blanko_gerak g
    WHERE g.jenis = s.jenis AND g.unit_kode = s.unit_kode AND g.macam = 'opname');
-- Cards that were taken for a printer and wait there.
CREATE INDEX cetak_kartu_dipegang ON cetak_kartu (diubah_pada) WHERE keadaan IN ('diambil', 'dicetak');
