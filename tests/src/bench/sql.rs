//! The statements that Loket issues, word for word as in `infra/src/postgres`; a change there belongs here, too.

/// The live session of an access token: `akses.rs`.
pub const SESI: &str = "SELECT p.id AS pengguna_id, p.nama,
         coalesce(array_agg(DISTINCT r.kode) FILTER (WHERE r.kode IS NOT NULL), '{}') AS peran,
         coalesce(array_agg(DISTINCT i.izin) FILTER (WHERE i.izin IS NOT NULL), '{}') AS izin
     FROM sesi s
     JOIN pengguna p ON p.id = s.pengguna_id
     LEFT JOIN pengguna_peran pp ON pp.pengguna_id = p.id
     LEFT JOIN peran r ON r.kode = pp.peran_kode
     LEFT JOIN LATERAL unnest(r.izin) AS i (izin) ON true
     WHERE s.id = $1 AND s.dicabut_pada IS NULL AND s.berakhir_pada > $2 AND p.aktif
     GROUP BY p.id, p.nama";

/// The check of a connection that comes back: `pool.rs`.
pub const MASIH_BERSIH: &str = "SELECT (now() = statement_timestamp() AND current_user = session_user \
                                AND current_setting('search_path') = '')::text";

/// Storing the elements of a webhook: `percakapan/masuk.rs`.
pub const SIMPAN: &str =
    "INSERT INTO wa_masuk (id, kunci, jenis, phone_number_id, kontak_indeks, isi_tersegel,
         diterima_pada, keadaan, percobaan, tersedia_pada)
     SELECT baru.id, baru.kunci, baru.jenis, baru.nomor, nullif(baru.pengirim, ''::bytea), baru.isi,
         $7, 'antre', 0, $7
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::bytea[])
         AS baru (id, kunci, jenis, nomor, pengirim, isi)
     ON CONFLICT (kunci) DO NOTHING";

/// The task list: `bacaan.rs`.
pub const ANTREAN: &str =
    "SELECT t.id, t.permohonan_id, p.nomor, p.layanan_nama, t.tahap, t.nama, t.jenis, t.status,
         t.dibuka_pada, t.diterima_oleh
     FROM tugas t JOIN permohonan p ON p.id = t.permohonan_id
     WHERE t.id > $3 AND t.status IN ('menunggu', 'diterima')
         AND ((t.status = 'menunggu' AND t.peran && $1)
             OR (t.status = 'diterima' AND t.diterima_oleh = $2))
     ORDER BY t.id LIMIT $4";

/// The case of a tugas: `permohonan/mod.rs`.
pub const KASUS_TUGAS: &str = "SELECT permohonan_id FROM tugas WHERE id = $1";

/// The case, locked: `permohonan/mod.rs`, as the entity's find writes it.
pub const KUNCI: &str = r#"SELECT "permohonan"."id", "permohonan"."nomor", "permohonan"."layanan_kode", "permohonan"."layanan_nama", "permohonan"."sop_versi_id", "permohonan"."kanal", "permohonan"."kontak_id", "permohonan"."nama_tersegel", "permohonan"."nik_tersegel", "permohonan"."nik_indeks", "permohonan"."nomor_kk_tersegel", "permohonan"."nomor_kk_indeks", "permohonan"."nomor_wa_tersegel", "permohonan"."nomor_wa_indeks", "permohonan"."isian_tersegel", "permohonan"."status", "permohonan"."keadaan", "permohonan"."versi", "permohonan"."mulai_layanan", "permohonan"."dibuat_pada", "permohonan"."diubah_pada" FROM "permohonan" WHERE "permohonan"."id" = $1 LIMIT $2 FOR NO KEY UPDATE"#;

/// The service: `katalog.rs`.
pub const LAYANAN: &str = "SELECT definisi FROM layanan WHERE kode = $1 AND aktif";

/// The papers of a case: `permohonan/berkas.rs`, as the entity's find writes it.
pub const BERKAS: &str = r#"SELECT "berkas"."id", "berkas"."permohonan_id", "berkas"."kontak_id", "berkas"."syarat_kode", "berkas"."nama", "berkas"."asal", "berkas"."keadaan", "berkas"."alasan", "berkas"."tipe", "berkas"."ukuran", "berkas"."sha256", "berkas"."kunci_objek", "berkas"."dibuat_pada" FROM "berkas" WHERE "berkas"."permohonan_id" = $1 ORDER BY "berkas"."id" ASC"#;

/// The new state of a case: `permohonan/mod.rs`, as the entity's update writes it.
pub const PERBARUI: &str = r#"UPDATE "permohonan" SET "status" = $1, "keadaan" = $2, "versi" = $3, "diubah_pada" = $4 WHERE "permohonan"."id" = $5"#;

/// Its events: `permohonan/peristiwa.rs`.
pub const CATAT: &str =
    "INSERT INTO permohonan_peristiwa (permohonan_id, urutan, peristiwa, pelaku, pada)
     SELECT $1, $2 + baru.ke, baru.isi, $4, $5
     FROM jsonb_array_elements($3) WITH ORDINALITY AS baru (isi, ke)";

/// Tugas that are opened: `permohonan/peristiwa.rs`.
pub const BUKA: &str = "WITH baru AS (
         SELECT satu.isi, satu.ke, (satu.isi ->> 'id')::uuid AS id
         FROM jsonb_array_elements($3) WITH ORDINALITY AS satu (isi, ke)
     ), dibuka AS (
         INSERT INTO tugas (id, permohonan_id, tahap, nama, jenis, level, peran, status, dibuka_pada)
         SELECT id, $1, isi ->> 'tahap', isi ->> 'nama', isi ->> 'jenis', (isi ->> 'level')::smallint,
             ARRAY(SELECT jsonb_array_elements_text(isi -> 'peran')), 'menunggu', $2
         FROM baru
     )
     INSERT INTO kartu_kendali (tugas_id, permohonan_id, urutan, dari_tugas_id, diserahkan_oleh, diserahkan_pada)
     SELECT id, $1, ke + (SELECT coalesce(max(urutan), 0) FROM kartu_kendali WHERE permohonan_id = $1),
         (isi ->> 'dari')::uuid, (isi ->> 'oleh')::uuid, $2
     FROM baru";

/// A tugas that is taken: `permohonan/peristiwa.rs`.
pub const TERIMA: &str = "WITH baru AS (
         SELECT id, oleh FROM jsonb_to_recordset($2) AS satu (id uuid, oleh uuid)
     ), diterima AS (
         UPDATE tugas SET status = 'diterima', diterima_oleh = baru.oleh, diterima_pada = $1
         FROM baru WHERE tugas.id = baru.id
     )
     UPDATE kartu_kendali SET diterima_oleh = baru.oleh, diterima_pada = $1
     FROM baru WHERE kartu_kendali.tugas_id = baru.id";

/// A tugas that is decided: `permohonan/peristiwa.rs`.
pub const PUTUSKAN: &str = "WITH baru AS (
         SELECT id, keputusan FROM jsonb_to_recordset($2) AS satu (id uuid, keputusan text)
     ), diputuskan AS (
         UPDATE tugas SET status = 'selesai', keputusan = baru.keputusan, selesai_pada = $1
         FROM baru WHERE tugas.id = baru.id
     )
     UPDATE kartu_kendali SET keputusan = baru.keputusan, selesai_pada = $1
     FROM baru WHERE kartu_kendali.tugas_id = baru.id";

/// The audit trail: `audit.rs`, as the entity's insert writes it.
pub const AUDIT: &str = r#"INSERT INTO "audit" ("id", "pada", "pelaku", "aksi", "objek", "objek_id", "rincian") VALUES ($1, $2, $3, $4, $5, $6, $7)"#;

/// A message to the applicant: `pesan.rs`, as the entity's insert writes it.
pub const PESAN: &str = r#"INSERT INTO "pesan_keluar" ("id", "kontak_id", "permohonan_id", "jenis", "isi_tersegel", "keadaan", "percobaan", "tersedia_pada", "dibuat_pada") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"#;
