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
#[expect(clippy::too_many_lines, reason = "one list, a line for each statement")]
async fn the_daily_statements_are_served_by_indexes() {
    use loket_domain::{
        audit::SaringAudit,
        halaman::Halaman,
        kartu::{JenisKartu, blanko::SaringGerak},
        percakapan::SaringKotak,
    };

    use crate::postgres::{
        akses::{DARI_KUNCI, SESI_HIDUP},
        aliran, antrean, audit, bacaan, blanko, forum, gangguan, kartu, langganan, laporan_harian,
        loket, meja, pemeriksaan, pencetak, pengingat, penyerahan,
        percakapan::{
            AMBIL, ANTRE, ANTRE_LANJUTAN, ARUS, BENANG, GAGAL, PERKARA, RIWAYAT, TAHAN, TERBUKTI,
            sql_daftar,
        },
        pesan, sop, templat, waktu_kerja,
    };
    let kantor = Kantor::satu().await;
    let jejak = |saring: &SaringAudit| {
        audit::sql_daftar(
            saring,
            Halaman::new(Some(loket_domain::id::IdSource::uuid(&crate::crypto::SystemIds)), None),
        )
        .0
    };
    let gerak = SaringGerak {
        jenis: Some(JenisKartu::Kia),
        unit: Some(loket_domain::nilai::Kode::parse("a").unwrap()),
    };
    let gerak = blanko::sql_gerak(&gerak);
    let sisa = sop::sql_sisa();
    let milik = SaringKotak::Milik(id());
    let versi = sop::sql_ringkas("v.kode = $1 AND v.id < $2 ORDER BY v.id DESC LIMIT $3");
    for (nama, jenis, sql, nilai) in [
        ("sesi", "uuid, timestamptz, date", SESI_HIDUP.as_str(), "NULL, now(), now()::date"),
        ("kunci klien", "bytea", DARI_KUNCI, "NULL"),
        ("klaim kiriman", "timestamptz, bigint", langganan::KLAIM, "now(), 4"),
        ("kiriman macet", "timestamptz, timestamptz", langganan::MACET, "now(), now()"),
        (
            "klaim",
            "timestamptz, bigint, text, timestamptz, timestamptz, timestamptz",
            pesan::KLAIM,
            "now(), 20, '1', now(), now(), now()",
        ),
        ("nomor", "timestamptz", pesan::NOMOR, "now()"),
        ("kode baru-baru ini", "uuid, timestamptz", RIWAYAT, "NULL, now()"),
        ("kode sebuah pesan", "uuid, timestamptz", AMBIL, "NULL, now()"),
        ("bukti nomor", "uuid, uuid", TERBUKTI, "NULL, NULL"),
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
        ("giliran gangguan", "timestamptz, bigint", gangguan::GILIRAN, "now(), 16"),
        ("langkah terbuka", "text[]", gangguan::LANGKAH, "'{}'"),
        (
            "calon kabar",
            "uuid, text[], uuid[], text[], text[], text, timestamptz, bigint",
            &gangguan::sql_calon(),
            "NULL, '{}', '{}', '{}', '{}', 'siak', now(), 50",
        ),
        ("belum pulih", "uuid, bigint", gangguan::BELUM_PULIH, "NULL, 25"),
        (
            "hitung kabar",
            "uuid, text[], uuid[], text[], text[]",
            &gangguan::sql_hitung(),
            "NULL, '{}', '{}', '{}', '{}'",
        ),
        ("lepas pengingat", "timestamptz", pengingat::LEPAS, "now()"),
        ("slot", "text, date", waktu_kerja::SLOT, "'a', now()::date"),
        ("kartu", "uuid", bacaan::KARTU, "NULL"),
        ("penyerahan", "uuid", bacaan::PENYERAHAN, "NULL"),
        (
            "antrean tte",
            "text[], uuid, text[], text, text, uuid, bigint",
            &meja::sql_antrean(),
            "'{a}', NULL, '{}', NULL, NULL, NULL, 20",
        ),
        ("dokumen meja", "uuid[]", meja::DOKUMEN, "'{}'"),
        ("bundel diam", "timestamptz", meja::DIAM, "now()"),
        ("percobaan lewat", "timestamptz, bigint", meja::LEWAT, "now(), 20"),
        ("belum tuntas", "uuid, bigint", &meja::sql_belum_tuntas(false), "NULL, 20"),
        (
            "belum tuntas milik",
            "uuid, bigint, uuid",
            &meja::sql_belum_tuntas(true),
            "NULL, 20, NULL",
        ),
        ("bundel saya", "uuid, uuid, bigint", &meja::sql_daftar_bundel(), "NULL, NULL, 20"),
        ("buku penyerahan", "uuid, bigint", &penyerahan::sql_buku(""), "NULL, 20"),
        ("penyerahan kasus", "uuid", &penyerahan::sql_buku_kasus(), "NULL"),
        ("jejak penyerahan", "uuid", penyerahan::JEJAK_PENYERAHAN, "NULL"),
        ("kasus yang memilih", "uuid, bigint", penyerahan::KASUS_MEMILIH, "NULL, 10"),
        ("dokumen parkir", "timestamptz, bigint", penyerahan::PARKIR, "now(), 50"),
        ("ingat penerima", "timestamptz, bigint", penyerahan::INGAT, "now(), 50"),
        ("surel macet", "timestamptz, bigint", penyerahan::DOKUMEN_MACET, "now(), 10"),
        ("daftar surel", "uuid, bigint", &penyerahan::sql_surel(""), "NULL, 20"),
        ("penerima lewat", "timestamptz, bigint", penyerahan::LEWAT, "now(), 50"),
        ("klaim surel", "timestamptz, bigint", penyerahan::KLAIM_SUREL, "now(), 10"),
        ("surel macet", "timestamptz, timestamptz", penyerahan::MACET_SUREL, "now(), now()"),
        (
            "rekap penyerahan",
            "timestamptz, timestamptz, float8",
            penyerahan::REKAP,
            "now(), now(), 0",
        ),
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
        ("klaim cetak", "text[], text, bigint", &kartu::sql_klaim(), "'{kia}', 'a', 5"),
        (
            "antrean cetak",
            "text, bigint",
            &kartu::sql_daftar(false, false, false),
            "'menunggu', 20",
        ),
        (
            "antrean cetak lanjut",
            "text, bigint, uuid, text, uuid",
            &kartu::sql_daftar(true, true, true),
            "'menunggu', 20, NULL, 'kia', NULL",
        ),
        ("rombongan", "text, text", kartu::ROMBONGAN, "'kia', 'a'"),
        ("sisa cetak", "text", kartu::SISA, "'a'"),
        ("cakupan", "date, date", kartu::CAKUPAN, "now()::date, now()::date"),
        ("catatan pencetak", "uuid, uuid, bigint", pencetak::CATATAN, "NULL, NULL, 20"),
        ("pemakaian", "text, text, date", blanko::PEMAKAIAN, "'kia', 'a', now()::date"),
        ("semua pemakaian", "date", blanko::SEMUA_PEMAKAIAN, "now()::date"),
        ("gerak", "uuid, bigint", &blanko::sql_gerak(&SaringGerak::default()), "NULL, 20"),
        ("gerak unit", "uuid, bigint, text, text", &gerak, "NULL, 20, 'kia', 'a'"),
        ("belum ditaruh", "bigint", loket::BELUM, "50"),
        ("tanpa slot", "bigint", loket::TANPA_SLOT, "50"),
        ("tertinggal", "bigint", loket::TERTINGGAL, "50"),
        ("pengingat rak", "timestamptz, bigint", loket::JATUH, "now(), 50"),
        ("rak", "uuid, bigint", &loket::sql_daftar(""), "NULL, 20"),
        ("tiket", "date, uuid, bigint", &antrean::sql_daftar(true), "now()::date, NULL, 20"),
        (
            "tiket kontak",
            "date, uuid",
            &format!("{} {}", antrean::PILIH, antrean::MILIK),
            "now()::date, NULL",
        ),
        ("pengambilan kontak", "uuid, bigint", loket::MILIK_KONTAK, "NULL, 10"),
        ("bukti bebas", "uuid", loket::BUKTI_BEBAS, "NULL"),
        ("tanda terima diminta", "bigint", loket::DIMINTA, "20"),
        ("beruntun", "date, text[]", antrean::BERUNTUN, "now()::date, '{a}'"),
        ("rekap", "timestamptz, timestamptz", &laporan_harian::sql_rekap(), "now(), now()"),
        (
            "rincian",
            "timestamptz, timestamptz, bigint",
            &laporan_harian::sql_rincian(),
            "now(), now(), 20",
        ),
        ("sudah dibaca", "uuid, uuid, text, text", audit::SUDAH, "NULL, NULL, 'a', 'b'"),
        ("rantai", "bigint, bigint", audit::MATA, "0, 1000"),
        ("belum tersambung", "uuid, bigint", audit::BELUM, "NULL, 500"),
        ("audit", "uuid", &jejak(&SaringAudit::default()), "NULL"),
        (
            "audit petugas",
            "text, uuid",
            &jejak(&SaringAudit { petugas: Some(id()), ..SaringAudit::default() }),
            "'a', NULL",
        ),
        (
            "audit aksi",
            "text, uuid",
            &jejak(&SaringAudit { aksi: Some("a".to_owned()), ..SaringAudit::default() }),
            "'a', NULL",
        ),
        ("dihasilkan", "timestamptz, timestamptz", laporan_harian::DIHASILKAN, "now(), now()"),
    ] {
        let rencana = rencana(&kantor, jenis, sql, nilai).await;
        assert!(!rencana.contains("Seq Scan"), "{nama}:\n{rencana}");
    }
}
