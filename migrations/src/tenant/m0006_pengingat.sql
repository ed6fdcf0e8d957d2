-- Moments at which something is due: warnings, the end of a waiting period, the applicant's deadline.
CREATE TABLE pengingat (
    id             uuid PRIMARY KEY,
    permohonan_id  uuid NOT NULL REFERENCES permohonan (id),
    tugas_id       uuid REFERENCES tugas (id),
    jenis          text NOT NULL CHECK (jenis IN ('eskalasi', 'waktu_tiba', 'batas_pemohon')),
    aturan         integer NOT NULL CHECK (aturan >= 0),
    pada           timestamptz NOT NULL,
    dibuat_pada    timestamptz NOT NULL,
    selesai_pada   timestamptz
);
CREATE INDEX pengingat_tempo ON pengingat (pada, id) WHERE selesai_pada IS NULL;

-- What officers are told: for the holders of a role, or for one officer. Never personal.
CREATE TABLE notifikasi (
    id             uuid PRIMARY KEY,
    peran_kode     text,
    pengguna_id    uuid REFERENCES pengguna (id),
    permohonan_id  uuid NOT NULL REFERENCES permohonan (id),
    tugas_id       uuid REFERENCES tugas (id),
    jenis          text NOT NULL CHECK (jenis IN ('pemberitahuan', 'eskalasi')),
    isi            text NOT NULL,
    dibuat_pada    timestamptz NOT NULL,
    CHECK ((peran_kode IS NULL) <> (pengguna_id IS NULL))
);
CREATE INDEX notifikasi_peran ON notifikasi (peran_kode, id) WHERE peran_kode IS NOT NULL;
CREATE INDEX notifikasi_pengguna ON notifikasi (pengguna_id, id) WHERE pengguna_id IS NOT NULL;

CREATE TABLE notifikasi_dibaca (
    notifikasi_id  uuid NOT NULL REFERENCES notifikasi (id),
    pengguna_id    uuid NOT NULL REFERENCES pengguna (id),
    pada           timestamptz NOT NULL,
    PRIMARY KEY (notifikasi_id, pengguna_id)
);
