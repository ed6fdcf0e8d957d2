-- Sending: purpose and order of a message, its ledger, the state of each service number, pair limits, templates, cost.
ALTER TABLE pesan_keluar
    ADD COLUMN golongan        text NOT NULL DEFAULT 'balasan' CONSTRAINT pesan_keluar_golongan_sah
        CHECK (golongan IN ('balasan', 'kabar', 'kelengkapan', 'dokumen', 'pengingat', 'petugas')),
    ADD COLUMN phone_number_id text NOT NULL DEFAULT '',
    -- The next message of the contact waits until this one was delivered.
    ADD COLUMN urut            boolean NOT NULL DEFAULT false,
    -- The outcome of a send was unknown once, and the message was sent again.
    ADD COLUMN kabur           boolean NOT NULL DEFAULT false,
    ADD COLUMN mungkin_ganda   boolean NOT NULL DEFAULT false,
    -- The id under which an earlier send failed, so that its late statuses are told from those of the new one.
    ADD COLUMN wamid_lama      text,
    -- How many rows its ledger has.
    ADD COLUMN jejak           integer NOT NULL DEFAULT 0,
    ADD COLUMN kategori_biaya  text,
    ADD COLUMN ditagih         boolean,
    ADD COLUMN jenis_biaya     text,
    ADD COLUMN model_biaya     text,
    ADD COLUMN biaya_pada      timestamptz,
    DROP CONSTRAINT pesan_keluar_keadaan_check,
    ADD CONSTRAINT pesan_keluar_keadaan_sah
        CHECK (keadaan IN ('antre', 'mengirim', 'terkirim', 'tertahan', 'gagal', 'dilewati'));

UPDATE pesan_keluar m SET phone_number_id = k.nomor_layanan FROM kontak k WHERE k.id = m.kontak_id;

DROP INDEX pesan_keluar_antre;
CREATE INDEX pesan_keluar_antre ON pesan_keluar (phone_number_id, tersedia_pada, id) WHERE keadaan = 'antre';
CREATE INDEX pesan_keluar_urut ON pesan_keluar (kontak_id)
    WHERE urut AND keadaan = 'terkirim' AND (status_kirim IS NULL OR status_kirim = 'sent');
CREATE INDEX pesan_keluar_kontak ON pesan_keluar (kontak_id, id);
CREATE INDEX pesan_keluar_keadaan ON pesan_keluar (keadaan, id);
CREATE INDEX pesan_keluar_golongan ON pesan_keluar (golongan, id);
CREATE INDEX pesan_keluar_biaya ON pesan_keluar (biaya_pada) INCLUDE (kategori_biaya, ditagih)
    WHERE biaya_pada IS NOT NULL;

-- Append-only: every state a message went through.
CREATE TABLE pesan_keluar_jejak (
    pesan_id          uuid NOT NULL REFERENCES pesan_keluar (id),
    urutan            integer NOT NULL,
    keadaan           text NOT NULL,
    status_kirim      text,
    galat             text,
    catatan_tersegel  bytea,
    pada              timestamptz NOT NULL,
    PRIMARY KEY (pesan_id, urutan)
);

-- One row per service number: whether it may send, how fast, and what the channel says about it.
CREATE TABLE wa_saluran (
    phone_number_id   text PRIMARY KEY,
    keadaan           text NOT NULL CHECK (keadaan IN ('aktif', 'dijeda')),
    sebab             text,
    sejak             timestamptz NOT NULL,
    -- When a paused number is tried again by one message.
    lanjut_pada       timestamptz,
    jeda_ke           integer NOT NULL DEFAULT 0,
    -- Until when the whole number waits, because it was too fast.
    lambat_sampai     timestamptz,
    laju_per_detik    integer NOT NULL DEFAULT 80 CHECK (laju_per_detik BETWEEN 1 AND 1000),
    -- The moment at which the bucket of the number is full again.
    ember_pada        timestamptz,
    kualitas          text,
    tingkat           text,
    batas_portofolio  bigint,
    diperbarui_pada   timestamptz NOT NULL,
    CONSTRAINT wa_saluran_jeda CHECK ((keadaan = 'dijeda') = (sebab IS NOT NULL))
);

INSERT INTO wa_saluran (phone_number_id, keadaan, sejak, diperbarui_pada)
SELECT substr(kunci, 4), 'aktif', diubah_pada, diubah_pada FROM integrasi
WHERE kunci >= 'wa/' AND kunci < 'wa0';

-- What holds for one contact only: the pair's bucket, and the window as the channel last told it.
CREATE TABLE wa_pasangan (
    kontak_id            uuid PRIMARY KEY REFERENCES kontak (id),
    ember_pada           timestamptz,
    ditahan_sampai       timestamptz,
    gagal_ke             integer NOT NULL DEFAULT 0,
    -- The channel refused a message although the window looked open; holds until the resident writes.
    jendela_ditolak_pada timestamptz,
    -- When the template of this closed window was queued.
    templat_pada         timestamptz,
    -- Since when the resident takes no templates (131050).
    tolak_templat_pada   timestamptz
);

-- Message templates and what the channel said about each.
CREATE TABLE templat (
    id              uuid PRIMARY KEY,
    nama            text NOT NULL,
    bahasa          text NOT NULL,
    kategori        text NOT NULL CHECK (kategori IN ('UTILITY', 'MARKETING', 'AUTHENTICATION')),
    kegunaan        text NOT NULL CHECK (kegunaan IN ('umum', 'balasan', 'kabar', 'kelengkapan', 'dokumen', 'pengingat', 'petugas')),
    isi             jsonb NOT NULL,
    keadaan         text NOT NULL CHECK (keadaan IN ('draf', 'diajukan', 'disetujui', 'ditolak', 'dijeda', 'dinonaktifkan')),
    alasan          text,
    kualitas        text,
    id_saluran      text,
    versi           bigint NOT NULL,
    dibuat_pada     timestamptz NOT NULL,
    diubah_pada     timestamptz NOT NULL,
    CONSTRAINT templat_nama_unik UNIQUE (nama, bahasa)
);
CREATE INDEX templat_kegunaan ON templat (kegunaan, id) WHERE keadaan = 'disetujui';

-- A notice may speak of no case, and may be for everybody who holds a permission.
ALTER TABLE notifikasi
    ADD COLUMN izin text,
    ALTER COLUMN permohonan_id DROP NOT NULL,
    DROP CONSTRAINT notifikasi_jenis_check,
    ADD CONSTRAINT notifikasi_jenis_sah CHECK (jenis IN ('pemberitahuan', 'eskalasi', 'saluran')),
    DROP CONSTRAINT notifikasi_check,
    ADD CONSTRAINT notifikasi_kepada
        CHECK (num_nonnulls(peran_kode, pengguna_id, izin) = 1);
CREATE INDEX notifikasi_izin ON notifikasi (izin, id) WHERE izin IS NOT NULL;
