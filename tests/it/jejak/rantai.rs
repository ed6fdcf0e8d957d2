//! The chain on the real database: what superusers do to it is found, whoever writes at once ties it without gaps.

use loket_domain::{
    akses::JejakPelaku,
    audit::{CatatanAudit, JenisKerusakan, SumberJangkar},
};
use loket_tests::app::Kantor;
use sqlx::PgPool;

use super::{angka, periksa, periksa_dengan, sql, superuser, tambatkan, tulis};

const TABEL: [&str; 3] = ["audit", "audit_rantai", "audit_kepala"];

/// How often somebody tampers.
const ULAH: u64 = 120;

/// Numbers drawn from a seed.
struct Acak(u64);

impl Acak {
    fn baru() -> Self {
        let benih = std::env::var("LOKET_UJI_BENIH").ok().and_then(|teks| teks.parse().ok());
        let benih = benih.unwrap_or(20_261_121);
        println!("LOKET_UJI_BENIH={benih}");
        Self(benih)
    }

    fn di(&mut self, batas: u64) -> u64 {
        // The finaliser of splitmix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % batas
    }
}

async fn simpan(db: &PgPool) {
    for tabel in TABEL {
        sql(db, format!("CREATE TABLE asli_{tabel} AS TABLE {tabel}")).await;
    }
}

async fn kembalikan(db: &PgPool) {
    let isi: Vec<String> = TABEL
        .iter()
        .map(|tabel| format!("TRUNCATE {tabel}; INSERT INTO {tabel} SELECT * FROM asli_{tabel}"))
        .collect();
    sql(db, format!("BEGIN; {}; COMMIT", isi.join("; "))).await;
}

/// One way to tamper, as a superuser writes it.
fn ulah(acak: &mut Acak, panjang: u64) -> String {
    let i = acak.di(panjang) + 1;
    let j = (i + acak.di(panjang - 1)) % panjang + 1;
    let baris = |urut: u64| format!("(SELECT audit_id FROM audit_rantai WHERE urut = {urut})");
    let (a, b) = (baris(i), baris(j));
    let kepala = "UPDATE audit_kepala SET (urut, sidik) = (
        SELECT urut, sidik FROM audit_rantai ORDER BY urut DESC LIMIT 1)";
    match acak.di(14) {
        0 => format!("UPDATE audit SET aksi = aksi || 'x' WHERE id = {a}"),
        1 => format!("UPDATE audit SET pada = pada + interval '1 microsecond' WHERE id = {a}"),
        2 => format!("UPDATE audit SET rincian = rincian || '{{\"lain\": 1}}' WHERE id = {a}"),
        3 => format!("UPDATE audit SET pelaku = '{{\"jenis\": \"pemohon\"}}' WHERE id = {a}"),
        4 => format!("UPDATE audit SET objek_id = gen_random_uuid() WHERE id = {a}"),
        5 => format!("DELETE FROM audit WHERE id = {a}"),
        6 => format!("DELETE FROM audit_rantai WHERE urut = {i}"),
        7 => format!("DELETE FROM audit WHERE id = {a}; DELETE FROM audit_rantai WHERE urut = {i}"),
        // Two rows change places.
        8 => format!(
            "UPDATE audit_rantai SET audit_id = CASE urut WHEN {i} THEN {b} ELSE {a} END
             WHERE urut IN ({i}, {j})"
        ),
        9 => format!("UPDATE audit_rantai SET sidik = sha256(sidik) WHERE urut = {i}"),
        10 => "UPDATE audit_kepala SET sidik = sha256(sidik)".to_owned(),
        // The end is cut off, with its rows, and the head put back: nothing inside tells.
        11 => format!(
            "DELETE FROM audit WHERE id IN (SELECT audit_id FROM audit_rantai WHERE urut >= {i});
             DELETE FROM audit_rantai WHERE urut >= {i}; {}",
            if i == 1 {
                "UPDATE audit_kepala SET urut = 0, sidik = decode(repeat('00', 32), 'hex')"
            } else {
                kepala
            }
        ),
        // A row from nowhere.
        12 => "INSERT INTO audit SELECT gen_random_uuid(), pada, pelaku, aksi, objek, objek_id, rincian
               FROM audit LIMIT 1"
            .to_owned(),
        _ => "DELETE FROM audit_kepala".to_owned(),
    }
}

/// Security bar 59.
#[tokio::test]
async fn whatever_a_superuser_does_to_the_trail_is_found() {
    let kantor = Kantor::siapkan("pekanbaru").await;
    tulis(&kantor, 25).await;
    let urut = tambatkan(&kantor).await.unwrap();
    assert_eq!(tambatkan(&kantor).await, None, "a head that is anchored is not anchored again");
    let laporan = periksa(&kantor).await;
    let ringkasan = laporan.hasil.clone().unwrap();
    assert_eq!((ringkasan.jumlah, ringkasan.terjamin), (urut, urut));
    let db = superuser(&kantor).await;
    assert_eq!(angka(&db, "SELECT count(*) FROM audit").await.cast_unsigned(), urut);
    // The unique link of a row would stop the exchange half-way; whoever may do everything takes it away.
    sql(&db, "ALTER TABLE audit_rantai DROP CONSTRAINT audit_rantai_audit_key").await;
    simpan(&db).await;
    let mut acak = Acak::baru();
    let mut jenis = std::collections::BTreeSet::new();
    for ke in 0..ULAH {
        let ulah = ulah(&mut acak, urut);
        sql(&db, &ulah).await;
        let laporan = periksa(&kantor).await;
        let rusak = laporan.hasil.expect_err(&format!("ke {ke}: {ulah}"));
        jenis.insert(rusak.jenis.kode());
        kembalikan(&db).await;
    }
    assert!(jenis.len() >= 6, "{jenis:?}");
    assert!(periksa(&kantor).await.utuh(), "what was put back is whole");
    let tanpa = periksa_dengan(&kantor, SumberJangkar::Tanpa).await;
    assert!(tanpa.utuh());
}

#[tokio::test]
async fn a_signed_head_that_was_lost_forged_or_kept_in_a_log_counts() {
    let kantor = Kantor::siapkan("pekanbaru").await;
    tulis(&kantor, 3).await;
    let ports = &kantor.parts.ports;
    let jangkar =
        loket_domain::audit::TambatkanAudit.execute(ports, &kantor.tenant).await.unwrap().unwrap();
    tulis(&kantor, 2).await;
    let log = SumberJangkar::Surat(vec![jangkar.surat.clone(), "bukan.surat.sama".to_owned()]);
    let ringkasan = periksa_dengan(&kantor, log.clone()).await.hasil.unwrap();
    assert_eq!((ringkasan.jangkar, ringkasan.terjamin), (1, jangkar.urut));

    let palsu = format!("{}x", &jangkar.surat[..jangkar.surat.len() - 1]);
    let kunci = format!("{}/jangkar/{:020}-{}", kantor.tenant.slug, 1, "0".repeat(32));
    ports.objek.simpan(&kunci, "application/jose", palsu.into_bytes()).await.unwrap();
    let rusak = periksa(&kantor).await.hasil.unwrap_err();
    assert_eq!(rusak.jenis, JenisKerusakan::TandaTanganSalah);
    ports.objek.hapus(&kunci).await.unwrap();

    ports.objek.hapus(&jangkar.kunci).await.unwrap();
    let laporan = periksa(&kantor).await;
    assert_eq!(laporan.jangkar_hilang.as_deref(), Some(&*jangkar.kunci));
    assert!(!laporan.utuh());
}

#[tokio::test]
async fn writers_at_once_tie_their_rows_without_gaps_and_one_that_gives_up_leaves_none() {
    let kantor = std::sync::Arc::new(Kantor::siapkan("pekanbaru").await);
    let awal = periksa(&kantor).await.diperiksa;
    let mut tugas = tokio::task::JoinSet::new();
    for n in 0..40 {
        let kantor = kantor.clone();
        tugas.spawn(async move {
            let ports = &kantor.parts.ports;
            let catatan =
                || CatatanAudit::baru(ports, JejakPelaku::Sistem, "uji.serentak", "uji", None);
            let mut work = ports.store.begin(&kantor.tenant.slug).await.unwrap();
            for _ in 0..=n % 3 {
                work.audit().catat(&catatan()).await.unwrap();
            }
            if n % 4 == 3 { 0 } else { work.commit().await.map(|()| n % 3 + 1).unwrap() }
        });
    }
    let mut jumlah = 0;
    while let Some(satu) = tugas.join_next().await {
        jumlah += satu.unwrap();
    }
    let ringkasan = periksa(&kantor).await.hasil.unwrap();
    assert_eq!(ringkasan.jumlah, awal + jumlah);
}

#[tokio::test]
async fn nothing_is_committed_that_no_audit_row_tells() {
    let kantor = Kantor::siapkan("pekanbaru").await;
    let ports = &kantor.parts.ports;
    let awal = periksa(&kantor).await.diperiksa;
    let mut work = ports.store.begin(&kantor.tenant.slug).await.unwrap();
    let identitas = work.katalog().identitas().await.unwrap().unwrap();
    work.katalog().simpan_identitas(&identitas, ports.clock.now()).await.unwrap();
    let galat = work.commit().await.expect_err("a change without an audit row");
    assert!(format!("{galat:?}").contains("TanpaAudit"), "{galat:?}");
    assert_eq!(periksa(&kantor).await.hasil.unwrap().jumlah, awal);
}

#[tokio::test]
async fn rows_that_an_older_release_wrote_are_tied_by_the_worker_and_that_is_told() {
    let kantor = Kantor::siapkan("pekanbaru").await;
    let db = superuser(&kantor).await;
    // As before the chain: rows without links, and a head that says nothing.
    sql(
        &db,
        "TRUNCATE audit_rantai;
         UPDATE audit_kepala SET urut = 0, sidik = decode(repeat('00', 32), 'hex')",
    )
    .await;
    let lama = angka(&db, "SELECT count(*) FROM audit").await.cast_unsigned();
    assert!(lama > 0);
    let rusak = periksa(&kantor).await.hasil.unwrap_err();
    assert_eq!(rusak.jenis, JenisKerusakan::DiLuarRantai);
    assert_eq!(tambatkan(&kantor).await, Some(lama + 1));
    assert_eq!(periksa(&kantor).await.hasil.unwrap().jumlah, lama + 1);
    assert_eq!(angka(&db, "SELECT count(*) FROM audit WHERE aksi = 'audit.sambung'").await, 1);
}

#[tokio::test]
async fn the_database_role_of_an_office_cannot_change_or_remove_what_is_written() {
    let kantor = Kantor::siapkan("pekanbaru").await;
    tulis(&kantor, 1).await;
    let postgres = &kantor.parts.postgres;
    for perintah in [
        "UPDATE audit SET aksi = 'x'",
        "DELETE FROM audit",
        "UPDATE audit_rantai SET urut = 1",
        "DELETE FROM audit_rantai",
        "DELETE FROM audit_kepala",
        "INSERT INTO audit_kepala VALUES (1, 0, sha256(''))",
        "UPDATE audit_jangkar SET urut = 1",
        "DELETE FROM audit_jangkar",
        "TRUNCATE audit",
    ] {
        use sea_orm::ConnectionTrait;
        let tx = postgres.begin_tenant(&kantor.tenant.slug).await.unwrap();
        let galat = tx.execute_unprepared(perintah).await.expect_err(perintah).to_string();
        assert!(galat.contains("permission denied"), "{perintah}: {galat}");
    }
}
