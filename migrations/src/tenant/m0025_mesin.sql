-- Machine callers with their keys (only hashes are kept), and what the office's own systems are told.
CREATE TABLE klien (
    id               uuid PRIMARY KEY,
    nama             text NOT NULL,
    izin             text[] NOT NULL,
    unit             text[] NOT NULL,
    laju             integer NOT NULL CONSTRAINT klien_laju_sah CHECK (laju > 0),
    versi            bigint NOT NULL,
    dibuat_oleh      uuid NOT NULL REFERENCES pengguna (id),
    dibuat_pada      timestamptz NOT NULL,
    dicabut_pada     timestamptz,
    terakhir_dipakai timestamptz
);
CREATE TABLE klien_kunci (
    id            uuid PRIMARY KEY,
    klien_id      uuid NOT NULL REFERENCES klien (id),
    awalan        text NOT NULL,
    sidik         bytea NOT NULL CONSTRAINT klien_kunci_sidik_unik UNIQUE,
    dibuat_oleh   uuid NOT NULL REFERENCES pengguna (id),
    dibuat_pada   timestamptz NOT NULL,
    berakhir_pada timestamptz NOT NULL,
    dicabut_pada  timestamptz
);
CREATE INDEX klien_kunci_klien ON klien_kunci (klien_id, id);

-- The units below those a caller is limited to, and their cases.
CREATE INDEX unit_jalur ON unit USING gin (jalur);
CREATE INDEX permohonan_unit ON permohonan (unit_kode, id) WHERE unit_kode IS NOT NULL;
-- Papers may come from a program too; its id stands where an officer's would.
ALTER TABLE berkas DROP CONSTRAINT berkas_pengunggah_id_fkey;

-- Where the office's own systems listen. The address may hold a secret of theirs, so it is sealed.
CREATE TABLE langganan (
    id            uuid PRIMARY KEY,
    nama          text NOT NULL,
    url_tersegel  bytea NOT NULL,
    jenis         text[] NOT NULL,
    keadaan       text NOT NULL CHECK (keadaan IN ('aktif', 'nonaktif', 'berhenti', 'dihapus')),
    gagal_sejak   timestamptz,
    versi         bigint NOT NULL,
    dibuat_oleh   uuid NOT NULL REFERENCES pengguna (id),
    dibuat_pada   timestamptz NOT NULL,
    diubah_pada   timestamptz NOT NULL
);
-- Secrets that sign: the newest, and the one before it until its overlap ends.
CREATE TABLE langganan_rahasia (
    id               uuid PRIMARY KEY,
    langganan_id     uuid NOT NULL REFERENCES langganan (id),
    rahasia_tersegel bytea NOT NULL,
    dibuat_pada      timestamptz NOT NULL,
    berakhir_pada    timestamptz
);
CREATE INDEX langganan_rahasia_langganan ON langganan_rahasia (langganan_id, id);

-- One message to one listener: ids and codes, never personal data. The same state of the same thing is told once.
CREATE TABLE langganan_kiriman (
    id            uuid PRIMARY KEY,
    langganan_id  uuid NOT NULL REFERENCES langganan (id),
    jenis         text NOT NULL,
    objek_id      uuid NOT NULL,
    urutan        bigint NOT NULL,
    isi           jsonb NOT NULL,
    pada          timestamptz NOT NULL,
    keadaan       text NOT NULL CHECK (keadaan IN ('antre', 'mengirim', 'terkirim', 'gagal', 'dilewati')),
    percobaan     integer NOT NULL DEFAULT 0,
    putaran       integer NOT NULL DEFAULT 1,
    coba_pada     timestamptz NOT NULL,
    mulai_pada    timestamptz,
    selesai_pada  timestamptz,
    galat         text,
    CONSTRAINT langganan_kiriman_sekali UNIQUE (langganan_id, jenis, objek_id, urutan)
);
CREATE INDEX langganan_kiriman_tempo ON langganan_kiriman (coba_pada, id) WHERE keadaan = 'antre';
CREATE INDEX langganan_kiriman_macet ON langganan_kiriman (mulai_pada) WHERE keadaan = 'mengirim';
CREATE INDEX langganan_kiriman_langganan ON langganan_kiriman (langganan_id, id);

-- Every attempt of every message.
CREATE TABLE langganan_percobaan (
    kiriman_id    uuid NOT NULL REFERENCES langganan_kiriman (id),
    putaran       integer NOT NULL,
    ke            integer NOT NULL,
    mulai_pada    timestamptz NOT NULL,
    selesai_pada  timestamptz NOT NULL,
    status        integer,
    galat         text,
    PRIMARY KEY (kiriman_id, putaran, ke)
);
