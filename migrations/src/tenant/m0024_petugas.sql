-- Officers' credentials: invitations and resets, second factors, known devices, sessions as their owner sees them.

-- An officer who was invited and has not come yet has the empty text for a hash: it matches no password.
ALTER TABLE pengguna ADD COLUMN surel_tersegel bytea;

-- faktor: what opened it. Sessions from before count as opened by a password alone.
ALTER TABLE sesi ADD COLUMN faktor text NOT NULL DEFAULT 'sandi' CONSTRAINT sesi_faktor CHECK (faktor IN ('sandi', 'dua'));
ALTER TABLE sesi ADD COLUMN segar_pada timestamptz;
ALTER TABLE sesi ADD COLUMN terakhir_pada timestamptz;
ALTER TABLE sesi ADD COLUMN perangkat text;
ALTER TABLE sesi ADD COLUMN alamat_samar text;
CREATE INDEX sesi_hidup_pengguna ON sesi (pengguna_id, id) WHERE dicabut_pada IS NULL;

-- One-time secrets that set a password. Only their hash is here.
CREATE TABLE rahasia_sekali (
    id            uuid PRIMARY KEY,
    hash          bytea NOT NULL CONSTRAINT rahasia_sekali_hash_unik UNIQUE,
    pengguna_id   uuid NOT NULL REFERENCES pengguna (id),
    jenis         text NOT NULL CHECK (jenis IN ('undangan', 'pemulihan')),
    dibuat_pada   timestamptz NOT NULL,
    berakhir_pada timestamptz NOT NULL,
    dipakai_pada  timestamptz,
    batal_pada    timestamptz
);
CREATE INDEX rahasia_sekali_pengguna ON rahasia_sekali (pengguna_id, jenis, dibuat_pada);
CREATE INDEX rahasia_sekali_lewat ON rahasia_sekali (berakhir_pada);

-- What a right password gives while the second factor is missing. It opens nothing.
CREATE TABLE tiket_masuk (
    hash           bytea PRIMARY KEY,
    pengguna_id    uuid NOT NULL REFERENCES pengguna (id),
    dibuat_pada    timestamptz NOT NULL,
    berakhir_pada  timestamptz NOT NULL,
    percobaan      integer NOT NULL,
    selesai_pada   timestamptz
);
CREATE INDEX tiket_masuk_lewat ON tiket_masuk (berakhir_pada);
CREATE INDEX tiket_masuk_pengguna ON tiket_masuk (pengguna_id) WHERE selesai_pada IS NULL;

-- Codes of an authenticator: the seed, the last step that was used, and a seed that is not confirmed yet.
CREATE TABLE pengguna_totp (
    pengguna_id          uuid PRIMARY KEY REFERENCES pengguna (id),
    benih_tersegel       bytea,
    aktif_pada           timestamptz,
    langkah_terakhir     bigint,
    benih_baru_tersegel  bytea,
    benih_baru_pada      timestamptz,
    CONSTRAINT pengguna_totp_aktif_lengkap CHECK ((benih_tersegel IS NULL) = (aktif_pada IS NULL)),
    CONSTRAINT pengguna_totp_baru_lengkap CHECK ((benih_baru_tersegel IS NULL) = (benih_baru_pada IS NULL))
);

CREATE TABLE kode_pulih (
    pengguna_id   uuid NOT NULL REFERENCES pengguna (id),
    hash          bytea NOT NULL,
    dibuat_pada   timestamptz NOT NULL,
    dipakai_pada  timestamptz,
    PRIMARY KEY (pengguna_id, hash)
);

-- Devices from which an account was opened entirely: each has a counter of failures of its own.
CREATE TABLE perangkat_dikenal (
    hash           bytea PRIMARY KEY,
    pengguna_id    uuid NOT NULL REFERENCES pengguna (id),
    dibuat_pada    timestamptz NOT NULL,
    berakhir_pada  timestamptz NOT NULL
);
CREATE INDEX perangkat_dikenal_pengguna ON perangkat_dikenal (pengguna_id, dibuat_pada);
CREATE INDEX perangkat_dikenal_lewat ON perangkat_dikenal (berakhir_pada);

CREATE INDEX gagal_masuk_pada ON gagal_masuk (pada);

-- Emails to officers about their own account. What they said is blanked once they are gone.
CREATE TABLE surel_petugas (
    id            uuid PRIMARY KEY,
    pengguna_id   uuid NOT NULL REFERENCES pengguna (id),
    jenis         text NOT NULL CHECK (jenis IN ('undangan', 'pemulihan', 'pemberitahuan')),
    isi_tersegel  bytea,
    keadaan       text NOT NULL CHECK (keadaan IN ('antre', 'mengirim', 'diterima_server', 'gagal', 'dilewati')),
    percobaan     integer NOT NULL DEFAULT 0,
    coba_pada     timestamptz NOT NULL,
    mulai_pada    timestamptz,
    berlaku_sampai timestamptz,
    galat         text,
    dibuat_pada   timestamptz NOT NULL,
    selesai_pada  timestamptz
);
CREATE INDEX surel_petugas_antre ON surel_petugas (coba_pada, id) WHERE keadaan = 'antre';
CREATE INDEX surel_petugas_mengirim ON surel_petugas (mulai_pada) WHERE keadaan = 'mengirim';
CREATE INDEX surel_petugas_pengguna ON surel_petugas (pengguna_id);
