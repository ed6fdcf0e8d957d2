-- Interruptions that Loket itself notices, and whom an interruption was told to.

-- Who opened it: an officer, or Loket, which names how it noticed.
ALTER TABLE gangguan
    ALTER COLUMN dibuka_oleh DROP NOT NULL,
    ADD COLUMN kode_asal text,
    ADD CONSTRAINT gangguan_berasal CHECK ((dibuka_oleh IS NULL) <> (kode_asal IS NULL)),
    DROP CONSTRAINT gangguan_selesai_lengkap,
    ADD CONSTRAINT gangguan_penutup CHECK (ditutup_oleh IS NULL OR selesai_pada IS NOT NULL);
