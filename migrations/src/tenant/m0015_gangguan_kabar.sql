-- Interruptions that Loket itself notices, and whom an interruption was told to.

-- Who opened it: an officer, or Loket, which names how it noticed.
ALTER TABLE gangguan
    ALTER COLUMN dibuka_oleh DROP NOT NULL,
    ADD COLUMN kode_asal text,
    ADD CONSTRAINT gangguan_berasal CHECK ((dibuka_oleh IS NULL) <> (kode_asal IS NULL)),
    DROP CONSTRAINT gangguan_selesai_lengkap,
    ADD CONSTRAINT gangguan_penutup CHECK (ditutup_oleh IS NULL OR selesai_pada IS NOT NULL);

-- How far the telling is. giliran_pada is when the worker looks at it next; null when nothing is left to do.
ALTER TABLE gangguan
    ADD COLUMN dikabarkan_pada  timestamptz,
    ADD COLUMN pulih_pada       timestamptz,
    ADD COLUMN diingatkan_pada  timestamptz,
    ADD COLUMN giliran_pada     timestamptz;
UPDATE gangguan SET giliran_pada = mulai_pada WHERE selesai_pada IS NULL;
CREATE INDEX gangguan_giliran ON gangguan (giliran_pada) WHERE giliran_pada IS NOT NULL;

-- Who knows: per interruption and case, that work stands still and that it goes on, each once ever. Append-only.
CREATE TABLE gangguan_kabar (
    gangguan_id      uuid NOT NULL REFERENCES gangguan (id),
    jenis            text NOT NULL CHECK (jenis IN ('mulai', 'pulih')),
    permohonan_id    uuid NOT NULL REFERENCES permohonan (id),
    -- That of the interruption, so that the last news of a cause is read from one index.
    sebab            text NOT NULL,
    kontak_id        uuid NOT NULL REFERENCES kontak (id),
    -- The message that told it; null when it was said within another one.
    pesan_keluar_id  uuid REFERENCES pesan_keluar (id),
    pada             timestamptz NOT NULL,
    PRIMARY KEY (gangguan_id, jenis, permohonan_id)
);
-- A resident with several cases gets one message.
CREATE UNIQUE INDEX gangguan_kabar_sekali ON gangguan_kabar (gangguan_id, jenis, kontak_id)
    WHERE pesan_keluar_id IS NOT NULL;
CREATE INDEX gangguan_kabar_kontak ON gangguan_kabar (kontak_id, sebab, pada);
CREATE INDEX gangguan_kabar_permohonan ON gangguan_kabar (permohonan_id, jenis);

-- When a moment that was put off was due first: moments that an interruption held up come in that order.
ALTER TABLE pengingat ADD COLUMN pada_asli timestamptz;
CREATE INDEX pengingat_tertunda ON pengingat (pada) WHERE selesai_pada IS NULL AND pada_asli IS NOT NULL;

-- One more reason for a notice.
ALTER TABLE notifikasi
    DROP CONSTRAINT notifikasi_jenis_sah,
    ADD CONSTRAINT notifikasi_jenis_sah
        CHECK (jenis IN ('pemberitahuan', 'eskalasi', 'saluran', 'sebutan', 'pemeriksaan', 'gangguan'));
