//! The statements that Loket issues: its own, and, word for word, those that its entities write.

pub use loket_infra::postgres::pernyataan::{
    ANTREAN, BUKA, CATAT, MASIH_BERSIH, PUTUSKAN, SIMPAN, TERIMA, sesi,
};

/// The case of a tugas: `permohonan/mod.rs`.
pub const KASUS_TUGAS: &str = "SELECT permohonan_id FROM tugas WHERE id = $1";

/// The case, locked: `permohonan/mod.rs`, as the entity's find writes it.
pub const KUNCI: &str = r#"SELECT "permohonan"."id", "permohonan"."nomor", "permohonan"."layanan_kode", "permohonan"."layanan_nama", "permohonan"."sop_versi_id", "permohonan"."varian", "permohonan"."kanal", "permohonan"."unit_kode", "permohonan"."prioritas", "permohonan"."kuasa_tersegel", "permohonan"."kontak_id", "permohonan"."nama_tersegel", "permohonan"."nik_tersegel", "permohonan"."nik_indeks", "permohonan"."nomor_kk_tersegel", "permohonan"."nomor_kk_indeks", "permohonan"."nomor_wa_tersegel", "permohonan"."nomor_wa_indeks", "permohonan"."isian_tersegel", "permohonan"."status", "permohonan"."keadaan", "permohonan"."versi", "permohonan"."mulai_layanan", "permohonan"."dibuat_pada", "permohonan"."diubah_pada" FROM "permohonan" WHERE "permohonan"."id" = $1 LIMIT $2 FOR NO KEY UPDATE"#;

/// The service: `katalog.rs`.
pub const LAYANAN: &str = "SELECT definisi FROM layanan WHERE kode = $1 AND aktif";

/// The papers of a case: `permohonan/berkas.rs`, as the entity's find writes it.
pub const BERKAS: &str = r#"SELECT "berkas"."id", "berkas"."permohonan_id", "berkas"."kontak_id", "berkas"."syarat_kode", "berkas"."nama", "berkas"."asal", "berkas"."keadaan", "berkas"."alasan", "berkas"."tipe", "berkas"."ukuran", "berkas"."sha256", "berkas"."kunci_objek", "berkas"."dibuat_pada", "berkas"."pengunggah_id", "berkas"."alasan_kode", "berkas"."tampilan_kunci", "berkas"."cuplikan_kunci", "berkas"."unggah_bagian", "berkas"."lebar", "berkas"."tinggi", "berkas"."halaman", "berkas"."revisi" FROM "berkas" WHERE "berkas"."permohonan_id" = $1 ORDER BY "berkas"."id" ASC"#;

/// The new state of a case: `permohonan/mod.rs`, as the entity's update writes it.
pub const PERBARUI: &str = r#"UPDATE "permohonan" SET "status" = $1, "keadaan" = $2, "versi" = $3, "diubah_pada" = $4 WHERE "permohonan"."id" = $5"#;

/// The audit trail: `audit.rs`, as the entity's insert writes it.
pub const AUDIT: &str = r#"INSERT INTO "audit" ("id", "pada", "pelaku", "aksi", "objek", "objek_id", "rincian") VALUES ($1, $2, $3, $4, $5, $6, $7)"#;

/// A message to the applicant: `pesan.rs`, as the entity's insert writes it.
pub const PESAN: &str = r#"INSERT INTO "pesan_keluar" ("id", "kontak_id", "permohonan_id", "jenis", "isi_tersegel", "keadaan", "percobaan", "tersedia_pada", "dibuat_pada") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"#;
