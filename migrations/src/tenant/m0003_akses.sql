-- Units, teams, Plh and Plt, and versions of what administrators edit.

-- jalur: codes of the units above, the nearest first; made when the pack is loaded, so that a request needs no recursion.
CREATE TABLE unit (
    kode     text PRIMARY KEY,
    nama     text NOT NULL,
    jenis    text NOT NULL CHECK (jenis IN ('dinas', 'upt', 'kecamatan', 'desa', 'mitra')),
    induk    text REFERENCES unit (kode),
    wilayah  text,
    jalur    text[] NOT NULL,
    urutan   integer NOT NULL,
    aktif    boolean NOT NULL
);

CREATE TABLE tim (
    kode     text PRIMARY KEY,
    nama     text NOT NULL,
    urutan   integer NOT NULL,
    aktif    boolean NOT NULL
);

ALTER TABLE peran ADD COLUMN versi bigint NOT NULL DEFAULT 1;
ALTER TABLE pengguna ADD COLUMN unit_kode text CONSTRAINT pengguna_unit REFERENCES unit (kode);
ALTER TABLE pengguna ADD COLUMN versi bigint NOT NULL DEFAULT 1;
CREATE INDEX pengguna_unit_anggota ON pengguna (unit_kode, id) WHERE unit_kode IS NOT NULL;

CREATE TABLE pengguna_tim (
    pengguna_id  uuid NOT NULL REFERENCES pengguna (id),
    tim_kode     text NOT NULL REFERENCES tim (kode),
    PRIMARY KEY (pengguna_id, tim_kode)
);
CREATE INDEX pengguna_tim_anggota ON pengguna_tim (tim_kode, pengguna_id);

-- Roles by code without a key: the record outlives a role that was removed.
CREATE TABLE delegasi (
    id            uuid PRIMARY KEY,
    jenis         text NOT NULL CHECK (jenis IN ('plh', 'plt')),
    dari_id       uuid NOT NULL REFERENCES pengguna (id),
    kepada_id     uuid NOT NULL REFERENCES pengguna (id),
    nomor_sk      text NOT NULL,
    mulai         date NOT NULL,
    sampai        date NOT NULL,
    peran         text[] NOT NULL CHECK (cardinality(peran) > 0),
    dibuat_oleh   uuid NOT NULL REFERENCES pengguna (id),
    dibuat_pada   timestamptz NOT NULL,
    dicabut_pada  timestamptz,
    CONSTRAINT delegasi_urut CHECK (mulai <= sampai),
    CONSTRAINT delegasi_orang_lain CHECK (dari_id <> kepada_id)
);
CREATE INDEX delegasi_penerima ON delegasi (kepada_id, sampai) WHERE dicabut_pada IS NULL;
CREATE INDEX delegasi_pemberi ON delegasi (dari_id, sampai) WHERE dicabut_pada IS NULL;
CREATE INDEX delegasi_hidup ON delegasi (sampai) WHERE dicabut_pada IS NULL;
