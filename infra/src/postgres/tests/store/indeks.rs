//! Every statement that runs all day finds its rows by an index, whatever values it is bound to.

use super::*;

/// The plan for any values, on tables where a sequential scan is taken only when nothing else is possible.
async fn rencana(kantor: &Kantor, jenis: &str, sql: &str, nilai: &str) -> String {
    let tx = kantor.store.postgres().begin_tenant(&s("balangan")).await.unwrap();
    tx.execute_unprepared(&format!(
        "SET LOCAL enable_seqscan = off; SET LOCAL plan_cache_mode = force_generic_plan;
         PREPARE uji ({jenis}) AS {sql}"
    ))
    .await
    .unwrap();
    let sql = format!("EXPLAIN EXECUTE uji ({nilai})");
    let baris = tx.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
    tx.execute_unprepared("DEALLOCATE uji").await.unwrap();
    let baris = baris.iter().map(|b| b.try_get_by_index::<String>(0).unwrap());
    baris.collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_daily_statements_are_served_by_indexes() {
    use loket_domain::percakapan::SaringKotak;

    use crate::postgres::{
        akses::SESI_HIDUP,
        aliran, bacaan, forum, pemeriksaan, pengingat, penyerahan,
        percakapan::{ANTRE, ANTRE_LANJUTAN, ARUS, BENANG, GAGAL, PERKARA, TAHAN, sql_daftar},
        pesan, sop, templat, waktu_kerja,
    };
    let kantor = Kantor::satu().await;
    let sisa = sop::sql_sisa();
    let milik = SaringKotak::Milik(id());
    let versi = sop::sql_ringkas("v.kode = $1 AND v.id < $2 ORDER BY v.id DESC LIMIT $3");
    for (nama, jenis, sql, nilai) in [
        ("sesi", "uuid, timestamptz, date", SESI_HIDUP.as_str(), "NULL, now(), now()::date"),
        (
            "klaim",
            "timestamptz, bigint, text, timestamptz, timestamptz",
            pesan::KLAIM,
            "now(), 20, '1', now(), now()",
        ),
        ("nomor", "timestamptz", pesan::NOMOR, "now()"),
        ("jejak", "uuid", pesan::JEJAK, "NULL"),
        ("biaya", "timestamptz, timestamptz, float8", pesan::BIAYA, "now(), now(), 0"),
        ("pesan", "uuid, bigint", &pesan::sql_daftar(""), "NULL, 20"),
        ("masuk gagal", "uuid, bigint", GAGAL, "NULL, 20"),
        ("templat", "text", templat::UNTUK, "'kabar'"),
        ("status", "text, uuid", pesan::CARI_STATUS, "'w', NULL"),
        ("tempo", "timestamptz, bigint", pengingat::TEMPO, "now(), 50"),
        (
            "notifikasi",
            "text[], uuid, uuid, bigint, boolean, text[]",
            pengingat::DAFTAR,
            "'{a}', NULL, NULL, 20, true, '{b}'",
        ),
        ("macet", "timestamptz, timestamptz", pesan::MACET, "now(), now()"),
        ("masuk", "timestamptz, bigint, bigint", ANTRE, "now(), 50, 3"),
        ("masuk lanjutan", "bytea[], bigint", ANTRE_LANJUTAN, "'{}', 500"),
        ("tahan", "uuid", TAHAN, "NULL"),
        ("perkara", "uuid, timestamptz", PERKARA, "NULL, now()"),
        ("arus", "bigint", ARUS, "10000"),
        ("masalah", "uuid, bigint", bacaan::MASALAH, "NULL, 20"),
        (
            "antrean",
            "text[], uuid, uuid, bigint, text[], text, text",
            bacaan::ANTREAN,
            "'{a}', NULL, NULL, 20, '{}', NULL, NULL",
        ),
        ("pindah", "timestamptz, timestamptz", sop::KLAIM, "now(), now()"),
        ("sisa pindah", "uuid, uuid, bigint", &sisa, "NULL, NULL, 50"),
        ("versi", "text, uuid, bigint", &versi, "'a', NULL, 20"),
        ("linimasa", "uuid", bacaan::LINIMASA, "NULL"),
        ("riwayat jam", "uuid", bacaan::RIWAYAT_JAM, "NULL"),
        ("gangguan", "uuid, bigint", &waktu_kerja::sql_daftar(false), "NULL, 20"),
        ("gangguan terbuka", "uuid, bigint", &waktu_kerja::sql_daftar(true), "NULL, 20"),
        ("slot", "text, date", waktu_kerja::SLOT, "'a', now()::date"),
        ("kartu", "uuid", bacaan::KARTU, "NULL"),
        ("penyerahan", "uuid", bacaan::PENYERAHAN, "NULL"),
        ("buku penyerahan", "uuid, bigint", &penyerahan::sql_buku(""), "NULL, 20"),
        ("penyerahan kasus", "uuid", &penyerahan::sql_buku_kasus(), "NULL"),
        ("jejak penyerahan", "uuid", penyerahan::JEJAK_PENYERAHAN, "NULL"),
        ("penerima lewat", "timestamptz, bigint", penyerahan::LEWAT, "now(), 50"),
        ("klaim surel", "timestamptz, bigint", penyerahan::KLAIM_SUREL, "now(), 10"),
        ("surel macet", "timestamptz, timestamptz", penyerahan::MACET_SUREL, "now(), now()"),
        ("rekap", "timestamptz, timestamptz, float8", penyerahan::REKAP, "now(), now(), 0"),
        ("kabar", "uuid, bigint", aliran::SEJAK, "NULL, 500"),
        ("pangkas kabar", "timestamptz, bigint", aliran::PANGKAS, "now(), 1000"),
        ("benang", "uuid, uuid, bigint", BENANG, "NULL, NULL, 20"),
        ("menunggu", "uuid, bigint", &sql_daftar(SaringKotak::Menunggu), "NULL, 20"),
        ("belum dibaca", "uuid, bigint", &sql_daftar(SaringKotak::BelumDibaca), "NULL, 20"),
        ("semua percakapan", "uuid, bigint", &sql_daftar(SaringKotak::Semua), "NULL, 20"),
        ("milik saya", "uuid, bigint, uuid", &sql_daftar(milik), "NULL, 20, NULL"),
        ("forum kasus", "uuid, uuid, bigint", forum::CATATAN, "NULL, NULL, 20"),
        ("forum", "uuid, bigint", &forum::sql_daftar(false), "NULL, 20"),
        ("forum terbuka", "uuid, bigint, text", &forum::sql_daftar(true), "NULL, 20, 'a'"),
        ("hari periksa", "text", pemeriksaan::HARI_TERBUKA, "'a'"),
        ("pemeriksaan", "date, date", pemeriksaan::DAFTAR, "now()::date, now()::date"),
    ] {
        let rencana = rencana(&kantor, jenis, sql, nilai).await;
        assert!(!rencana.contains("Seq Scan"), "{nama}:\n{rencana}");
    }
}
