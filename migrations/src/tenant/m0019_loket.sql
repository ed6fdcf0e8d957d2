-- The counter: the shelf of what waits to be collected, the queue, collections with their evidence, what is withdrawn, and
-- the daily report.

-- One row per hand-over that waits at the counter. A slot holds one thing at a time; without a slot it lies beside a full
-- shelf.
CREATE TABLE loket_rak (
    id                   uuid PRIMARY KEY,
    penyerahan_id        uuid NOT NULL CONSTRAINT loket_rak_penyerahan_unik UNIQUE REFERENCES penyerahan (id),
    permohonan_id        uuid NOT NULL REFERENCES permohonan (id),
    dokumen_id           uuid NOT NULL REFERENCES dokumen (id),
    slot                 integer CHECK (slot >= 0),
    kode_rak             text,
    kode_ambil_tersegel  bytea NOT NULL,
    kode_ambil_indeks    bytea NOT NULL,
    keadaan              text NOT NULL CHECK (keadaan IN ('di_rak', 'diambil', 'diarsipkan', 'dibatalkan')),
    siap_pada            timestamptz NOT NULL,
    dilepas_pada         timestamptz,
    diubah_pada          timestamptz NOT NULL,
    CONSTRAINT loket_rak_kode_lengkap CHECK ((slot IS NULL) = (kode_rak IS NULL)),
    CONSTRAINT loket_rak_lepas_lengkap CHECK ((keadaan = 'di_rak') = (dilepas_pada IS NULL))
);
CREATE UNIQUE INDEX loket_rak_slot ON loket_rak (slot) WHERE keadaan = 'di_rak';
CREATE INDEX loket_rak_kode_ambil ON loket_rak (kode_ambil_indeks);
CREATE INDEX loket_rak_permohonan ON loket_rak (permohonan_id, id);
CREATE INDEX loket_rak_isi ON loket_rak (id) WHERE keadaan = 'di_rak';
CREATE INDEX loket_rak_umur ON loket_rak (siap_pada) WHERE keadaan = 'di_rak';
CREATE INDEX loket_rak_tanpa_slot ON loket_rak (id) WHERE keadaan = 'di_rak' AND slot IS NULL;

-- Reminders that are due while the thing waits.
CREATE TABLE loket_pengingat (
    id            uuid PRIMARY KEY,
    rak_id        uuid NOT NULL REFERENCES loket_rak (id),
    hari          integer NOT NULL CHECK (hari > 0),
    jatuh_pada    timestamptz NOT NULL,
    selesai_pada  timestamptz,
    CONSTRAINT loket_pengingat_unik UNIQUE (rak_id, hari)
);
CREATE INDEX loket_pengingat_jatuh ON loket_pengingat (jatuh_pada, id) WHERE selesai_pada IS NULL;

-- Photo or signature of who collects, uploaded and checked.
CREATE TABLE loket_bukti (
    id             uuid PRIMARY KEY,
    permohonan_id  uuid NOT NULL REFERENCES permohonan (id),
    jenis          text NOT NULL CHECK (jenis IN ('foto', 'tanda_tangan')),
    keadaan        text NOT NULL CHECK (keadaan IN ('menunggu', 'sah', 'ditolak')),
    tipe           text NOT NULL,
    ukuran         bigint NOT NULL CHECK (ukuran >= 0),
    sha256         bytea,
    kunci_objek    text NOT NULL CONSTRAINT loket_bukti_kunci_unik UNIQUE,
    oleh           uuid NOT NULL REFERENCES pengguna (id),
    dibuat_pada    timestamptz NOT NULL
);
CREATE INDEX loket_bukti_permohonan ON loket_bukti (permohonan_id, id);

-- Who took what from the counter, and on what grounds.
CREATE TABLE loket_pengambilan (
    id                  uuid PRIMARY KEY,
    nomor               text NOT NULL CONSTRAINT loket_pengambilan_nomor_unik UNIQUE,
    permohonan_id       uuid NOT NULL REFERENCES permohonan (id),
    pengambil           text NOT NULL CHECK (pengambil IN ('pemohon', 'orang_tua_wali', 'kuasa')),
    nama_tersegel       bytea NOT NULL,
    identitas           text NOT NULL,
    identitas_tersegel  bytea,
    hubungan            text,
    dasar_kuasa         text CHECK (dasar_kuasa IN ('f_1_07', 'kuasa_permohonan')),
    bukti_id            uuid REFERENCES loket_bukti (id),
    ditunjukkan         text[] NOT NULL,
    oleh                uuid NOT NULL REFERENCES pengguna (id),
    pada                timestamptz NOT NULL,
    keadaan             text NOT NULL CHECK (keadaan IN ('sah', 'dibatalkan')),
    alasan_tersegel     bytea,
    dibatalkan_oleh     uuid REFERENCES pengguna (id),
    dibatalkan_pada     timestamptz,
    CONSTRAINT loket_pengambilan_kuasa_lengkap CHECK ((pengambil = 'kuasa') = (dasar_kuasa IS NOT NULL)),
    CONSTRAINT loket_pengambilan_batal_lengkap CHECK ((keadaan = 'dibatalkan') = (dibatalkan_pada IS NOT NULL))
);
CREATE INDEX loket_pengambilan_permohonan ON loket_pengambilan (permohonan_id, id);

CREATE TABLE loket_pengambilan_isi (
    pengambilan_id  uuid NOT NULL REFERENCES loket_pengambilan (id),
    penyerahan_id   uuid NOT NULL REFERENCES penyerahan (id),
    rak_id          uuid NOT NULL REFERENCES loket_rak (id),
    nama            text NOT NULL,
    PRIMARY KEY (pengambilan_id, penyerahan_id)
);
CREATE UNIQUE INDEX loket_pengambilan_isi_penyerahan ON loket_pengambilan_isi (penyerahan_id);

-- Destruction of what was withdrawn, and the return of what nobody collected.
CREATE TABLE loket_berita_acara (
    id        uuid PRIMARY KEY,
    jenis     text NOT NULL CHECK (jenis IN ('pemusnahan', 'pengarsipan')),
    nomor     text NOT NULL CONSTRAINT loket_berita_acara_nomor_unik UNIQUE,
    tanggal   date NOT NULL,
    cara      text CHECK (cara IN ('digunting', 'dihancurkan', 'dibakar')),
    jumlah    integer NOT NULL CHECK (jumlah > 0),
    saksi     text NOT NULL,
    oleh      uuid NOT NULL REFERENCES pengguna (id),
    pada      timestamptz NOT NULL,
    CONSTRAINT loket_berita_acara_cara_lengkap CHECK ((jenis = 'pemusnahan') = (cara IS NOT NULL))
);

ALTER TABLE loket_rak ADD COLUMN berita_acara_id uuid REFERENCES loket_berita_acara (id);

-- Old cards and papers that were withdrawn when something was collected.
CREATE TABLE loket_ditarik (
    id               uuid PRIMARY KEY,
    pengambilan_id   uuid NOT NULL REFERENCES loket_pengambilan (id),
    permohonan_id    uuid NOT NULL REFERENCES permohonan (id),
    syarat_kode      text NOT NULL,
    nama             text NOT NULL,
    keadaan          text NOT NULL CHECK (keadaan IN ('ditarik', 'dimusnahkan', 'dikembalikan')),
    ditarik_oleh     uuid NOT NULL REFERENCES pengguna (id),
    ditarik_pada     timestamptz NOT NULL,
    berita_acara_id  uuid REFERENCES loket_berita_acara (id),
    diubah_pada      timestamptz NOT NULL,
    CONSTRAINT loket_ditarik_unik UNIQUE (pengambilan_id, syarat_kode),
    CONSTRAINT loket_ditarik_musnah_lengkap CHECK ((keadaan = 'dimusnahkan') = (berita_acara_id IS NOT NULL))
);
CREATE INDEX loket_ditarik_belum ON loket_ditarik (id) WHERE keadaan = 'ditarik';

-- The queue of a day.
CREATE TABLE loket_tiket (
    id              uuid PRIMARY KEY,
    tanggal         date NOT NULL,
    jenis           text NOT NULL,
    deret           text NOT NULL,
    nomor           integer NOT NULL CHECK (nomor > 0),
    kode            text NOT NULL,
    kelompok        text,
    keadaan         text NOT NULL CHECK (keadaan IN ('menunggu', 'dipanggil', 'dilayani', 'selesai', 'tidak_hadir', 'batal')),
    loket           text,
    diambil_pada    timestamptz NOT NULL,
    antre_pada      timestamptz NOT NULL,
    panggilan       integer NOT NULL,
    lewat           integer NOT NULL,
    dipanggil_pada  timestamptz,
    dipanggil_oleh  uuid REFERENCES pengguna (id),
    mulai_pada      timestamptz,
    selesai_pada    timestamptz,
    CONSTRAINT loket_tiket_nomor_unik UNIQUE (tanggal, deret, nomor)
);
CREATE INDEX loket_tiket_menunggu ON loket_tiket (tanggal, antre_pada, id) WHERE keadaan = 'menunggu';
CREATE INDEX loket_tiket_hari ON loket_tiket (tanggal, id);
CREATE INDEX loket_tiket_panggilan ON loket_tiket (tanggal, dipanggil_pada DESC) WHERE dipanggil_pada IS NOT NULL;

-- Reports as they were on the evening of their day. Append-only.
CREATE TABLE laporan_harian (
    tanggal       date PRIMARY KEY,
    id            uuid NOT NULL CONSTRAINT laporan_harian_id_unik UNIQUE,
    ringkasan     jsonb NOT NULL,
    isi_tersegel  bytea NOT NULL,
    sha256        bytea NOT NULL,
    dibuat_pada   timestamptz NOT NULL
);

CREATE INDEX laporan_penyerahan_diubah ON penyerahan (diubah_pada);
CREATE INDEX laporan_dokumen_siap ON dokumen (siap_pada) WHERE siap_pada IS NOT NULL;
CREATE INDEX laporan_dokumen_ditandatangani ON dokumen (ditandatangani_pada) WHERE ditandatangani_pada IS NOT NULL;
