-- Cards: the print queue, printers and their log, the ledger of blank cards, and counts of what was printed.

CREATE TABLE pencetak (
    id                uuid PRIMARY KEY,
    nama              text NOT NULL,
    kartu             text[] NOT NULL CONSTRAINT pencetak_kartu_sah
        CHECK (cardinality(kartu) > 0 AND kartu <@ ARRAY['ktp_el', 'kia']),
    -- Where it stands: it takes blank cards from the stock of that unit and serves the units below it.
    unit_kode         text NOT NULL,
    nomor_seri        text,
    aktif             boolean NOT NULL,
    ribbon_kapasitas  integer NOT NULL CHECK (ribbon_kapasitas >= 0),
    ribbon_terpakai   integer NOT NULL CHECK (ribbon_terpakai >= 0),
    film_kapasitas    integer NOT NULL CHECK (film_kapasitas >= 0),
    film_terpakai     integer NOT NULL CHECK (film_terpakai >= 0),
    tercetak          bigint NOT NULL CHECK (tercetak >= 0),
    rusak             bigint NOT NULL CHECK (rusak >= 0),
    dibuat_pada       timestamptz NOT NULL
);

-- One card of one case on its way through the printer. lapis is 0 after a spoilt card, before all others, and 1
-- otherwise; giliran is its turn; rombongan keeps the cards of one jemput bola together.
CREATE TABLE cetak_kartu (
    id             uuid PRIMARY KEY,
    permohonan_id  uuid NOT NULL REFERENCES permohonan (id),
    tugas_id       uuid NOT NULL REFERENCES tugas (id),
    dokumen_id     uuid NOT NULL REFERENCES dokumen (id),
    jenis          text NOT NULL CHECK (jenis IN ('ktp_el', 'kia')),
    unit_kode      text,
    prioritas      boolean NOT NULL,
    tenggat        timestamptz,
    masuk_pada     timestamptz NOT NULL,
    lapis          smallint NOT NULL CHECK (lapis IN (0, 1)),
    giliran        timestamptz NOT NULL,
    rombongan      text NOT NULL,
    keadaan        text NOT NULL CHECK (keadaan IN
        ('menunggu', 'tertahan', 'diambil', 'dicetak', 'selesai', 'dikembalikan', 'dibatalkan')),
    alasan         text,
    gagal          smallint NOT NULL CHECK (gagal >= 0),
    pencetak_id    uuid REFERENCES pencetak (id),
    oleh           uuid REFERENCES pengguna (id),
    diubah_pada    timestamptz NOT NULL,
    CONSTRAINT cetak_kartu_diambil CHECK ((pencetak_id IS NULL) = (oleh IS NULL)),
    CONSTRAINT cetak_kartu_di_pencetak CHECK (keadaan NOT IN ('diambil', 'dicetak') OR pencetak_id IS NOT NULL),
    CONSTRAINT cetak_kartu_sebab CHECK (keadaan NOT IN ('tertahan', 'dikembalikan') OR alasan IS NOT NULL)
);
CREATE UNIQUE INDEX cetak_kartu_terbuka ON cetak_kartu (dokumen_id)
    WHERE keadaan NOT IN ('selesai', 'dibatalkan');
CREATE INDEX cetak_kartu_permohonan ON cetak_kartu (permohonan_id, id);
CREATE INDEX cetak_kartu_antrean ON cetak_kartu (keadaan, lapis, giliran, rombongan, id);
CREATE INDEX cetak_kartu_rombongan ON cetak_kartu (rombongan, jenis, giliran)
    WHERE keadaan = 'menunggu' AND rombongan <> '';
CREATE INDEX cetak_kartu_sisa ON cetak_kartu (jenis)
    WHERE keadaan NOT IN ('selesai', 'dibatalkan');

CREATE TABLE pencetak_catatan (
    id                uuid PRIMARY KEY,
    pencetak_id       uuid NOT NULL REFERENCES pencetak (id),
    macam             text NOT NULL CHECK (macam IN
        ('tercetak', 'rusak', 'kembali', 'macet', 'bersihkan', 'ganti_ribbon', 'ganti_film', 'servis')),
    cetak_id          uuid REFERENCES cetak_kartu (id),
    alasan            text,
    catatan_tersegel  bytea,
    oleh              uuid NOT NULL REFERENCES pengguna (id),
    pada              timestamptz NOT NULL
);
CREATE INDEX pencetak_catatan_pencetak ON pencetak_catatan (pencetak_id, id);

-- The stock of blank cards; keping is the sum of its movements, held by the lock of its row.
CREATE TABLE blanko_saldo (
    jenis        text NOT NULL CHECK (jenis IN ('ktp_el', 'kia')),
    unit_kode    text NOT NULL,
    keping       integer NOT NULL CONSTRAINT blanko_tidak_minus CHECK (keping >= 0),
    alarm_sejak  timestamptz,
    PRIMARY KEY (jenis, unit_kode)
);

-- The ledger; rows are only added.
CREATE TABLE blanko_gerak (
    id            uuid PRIMARY KEY,
    jenis         text NOT NULL CHECK (jenis IN ('ktp_el', 'kia')),
    unit_kode     text NOT NULL,
    macam         text NOT NULL CHECK (macam IN
        ('terima', 'pakai', 'rusak', 'hilang', 'pindah_keluar', 'pindah_masuk', 'opname')),
    jumlah        integer NOT NULL,
    saldo         integer NOT NULL CHECK (saldo >= 0),
    unit_lain     text,
    berita_acara  text,
    seri_awal     text,
    seri_akhir    text,
    alasan        text,
    cetak_id      uuid REFERENCES cetak_kartu (id),
    tanggal       date NOT NULL,
    oleh          uuid NOT NULL REFERENCES pengguna (id),
    pada          timestamptz NOT NULL,
    CONSTRAINT blanko_gerak_arah CHECK (CASE macam
        WHEN 'terima' THEN jumlah > 0
        WHEN 'pindah_masuk' THEN jumlah > 0
        WHEN 'opname' THEN true
        ELSE jumlah < 0 END)
);
CREATE INDEX blanko_gerak_unit ON blanko_gerak (jenis, unit_kode, id);
CREATE INDEX blanko_gerak_pemakaian ON blanko_gerak (tanggal, jenis, unit_kode)
    WHERE macam IN ('pakai', 'rusak');
-- A card is used or spoilt once.
CREATE UNIQUE INDEX blanko_gerak_seri ON blanko_gerak (jenis, seri_awal)
    WHERE cetak_id IS NOT NULL AND seri_awal IS NOT NULL;

-- Cards printed per day, kind, age and unit of the case: counts, no person behind them. umur -1: not known; unit '': none.
CREATE TABLE kartu_cakupan (
    tanggal    date NOT NULL,
    jenis      text NOT NULL CHECK (jenis IN ('ktp_el', 'kia')),
    umur       smallint NOT NULL CHECK (umur >= -1),
    unit_kode  text NOT NULL,
    jumlah     bigint NOT NULL CHECK (jumlah > 0),
    PRIMARY KEY (tanggal, jenis, umur, unit_kode)
);
