//! Keys that change while they are in use.

use std::collections::BTreeSet;

use loket_domain::percakapan::Pengenal;

use super::*;

fn induk(angka: u8) -> KunciInduk {
    KunciInduk::baca(&format!("{angka:064x}")).unwrap()
}

async fn terdaftar(kantor: &Kantor) -> TenantTerdaftar {
    kantor.uji.admin.tenant(&s("balangan")).await.unwrap().unwrap()
}

/// The same registry under other keys, as another process would have it.
async fn proses_lain(kantor: &Kantor, induk: KunciInduk) -> PgStore {
    let config = PostgresConfig::aplikasi(kantor.uji.alamat.aplikasi.clone());
    PgStore::new(Postgres::connect(&config).await.unwrap(), Arc::new(induk))
}

/// Security bar 56: whoever adds a sealed column learns here that a rotation must know it.
#[tokio::test(flavor = "multi_thread")]
async fn every_sealed_column_and_every_index_is_known_to_the_rotation() {
    let kantor = Kantor::satu().await;
    let tx = kantor.store.postgres().begin_tenant_read(&s("balangan")).await.unwrap();
    let sql = "SELECT table_name || '.' || column_name AS kolom FROM information_schema.columns
               WHERE table_schema = 't_balangan'
                   AND (column_name LIKE '%\\_tersegel' OR column_name LIKE '%\\_indeks')";
    let semua = tx.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
    let ada: BTreeSet<String> =
        semua.iter().map(|baris| baris.try_get("", "kolom").unwrap()).collect();
    let mut dikenal: BTreeSet<String> = BTreeSet::new();
    for tabel in KOLOM_TERSEGEL {
        let indeks = tabel.indeks.iter().map(|(kolom, ..)| kolom);
        for kolom in tabel.segel.iter().chain(indeks) {
            assert!(dikenal.insert(format!("{}.{kolom}", tabel.tabel)), "{}.{kolom}", tabel.tabel);
        }
        for (_, sumber, _) in tabel.indeks {
            assert!(tabel.segel.contains(sumber), "{}.{sumber}", tabel.tabel);
        }
    }
    dikenal.extend(INDEKS_SEMENTARA.iter().map(|(tabel, kolom)| format!("{tabel}.{kolom}")));
    assert_eq!(ada, dikenal, "add the column to rotasi/kolom.rs");
}

/// Security bar 56: a rotation under way, interrupted and finished, loses nothing and is seen by nobody.
#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_rotated_while_it_is_in_use_and_the_old_one_retired() {
    let (kantor, sop, siti) = Kantor::lengkap().await;
    let kontak = kantor.warga(NOMOR).await;
    let mut work = kantor.tulis().await;
    let peristiwa = [Peristiwa::KasusDimulai { sop: kode_("umum") }];
    let mut semua = Vec::new();
    for urut in 1..=5 {
        let mut p = permohonan(sop, urut, &peristiwa);
        p.kontak = Some(kontak.id);
        work.permohonan().tambah(&p, &peristiwa, JejakPelaku::Petugas { id: siti }).await.unwrap();
        semua.push(p);
    }
    assert!(!work.identitas().ingat_identitas(kontak.id, "hash-satu").await.unwrap());
    work.commit().await.unwrap();

    let (admin, kunci) = (&kantor.uji.admin, induk(7));
    let sebelum = terdaftar(&kantor).await;
    assert!(admin.hitung_sisa(&sebelum).await.unwrap().iter().all(|satu| satu.lama == 0));
    assert_eq!(admin.tambah_versi_kunci(&kunci, &sebelum, 3_600, KINI).await.unwrap(), 2);
    let lagi = admin.tambah_versi_kunci(&kunci, &sebelum, 3_600, KINI).await;
    assert!(matches!(lagi, Err(PortError::Konflik)), "one rotation at a time");
    let menunggu = terdaftar(&kantor).await;
    assert_eq!(
        menunggu.versi_kunci.iter().map(|satu| (satu.versi, satu.aktif)).collect::<Vec<_>>(),
        [(1, true), (2, false)]
    );
    // Nobody seals with the new version before its time, and it is not rushed.
    assert!(admin.segel_ulang(&kunci, &menunggu, 2, &|_, _| ()).await.is_err());
    kantor.store.postgres().segarkan_register().await;
    kantor.warga("6281234567891").await;
    let versi = "SELECT string_agg(DISTINCT get_byte(alur_tersegel, 0)::text, ',') FROM kontak";
    assert_eq!(kantor.mentah(versi).await.as_deref(), Some("1"));

    sekarang(&kantor).await;
    kantor.store.postgres().segarkan_register().await;
    let aktif = terdaftar(&kantor).await;
    // Both versions side by side: what was sealed before is found and read, what comes is sealed with the new one.
    assert_eq!(kantor.warga(NOMOR).await.id, kontak.id, "found by the index of the older version");
    kantor.warga("6281234567892").await;
    assert_eq!(kantor.mentah(versi).await.as_deref(), Some("1,2"));
    let mut work = kantor.tulis().await;
    assert!(!work.identitas().ingat_identitas(kontak.id, "hash-satu").await.unwrap(), "the same");
    drop(work);

    // Interrupted in the middle, begun again: every batch stands for itself.
    let putus = std::sync::atomic::AtomicU32::new(0);
    let hitung = |_: &'static str, _: u64| {
        putus.fetch_add(1, Ordering::Relaxed);
    };
    let terputus = tokio::time::timeout(
        std::time::Duration::from_millis(40),
        admin.segel_ulang(&kunci, &aktif, 1, &hitung),
    );
    let _ = terputus.await;
    let hasil = admin.segel_ulang(&kunci, &aktif, 2, &|_, _| ()).await.unwrap();
    assert_eq!(hasil.bentrok, 0);
    assert_eq!(admin.segel_ulang(&kunci, &aktif, 2, &|_, _| ()).await.unwrap().baris, 0);
    let sisa = admin.hitung_sisa(&aktif).await.unwrap();
    assert!(sisa.iter().all(|satu| satu.lama == 0), "{sisa:?}");
    assert!(sisa.iter().any(|satu| satu.tabel == "permohonan" && satu.baris == 5));
    assert_eq!(kantor.mentah(versi).await.as_deref(), Some("2"));

    assert!(admin.pensiunkan_kunci(&aktif).await.unwrap());
    let selesai = terdaftar(&kantor).await;
    assert_eq!(selesai.versi_kunci.len(), 1);
    assert!(selesai.kunci_terbungkus.0.is_empty(), "an older release must not seal with it");
    // A process that knows nothing of what was.
    let lain = proses_lain(&kantor, induk(7)).await;
    let mut work = lain.begin(&s("balangan")).await.unwrap();
    for satu in &semua {
        assert_eq!(work.permohonan().baca(satu.id).await.unwrap().as_ref(), Some(satu));
    }
    let siapa = Pengenal { nomor: kontak.nomor.clone(), bsuid: None };
    assert_eq!(work.identitas().cari(&siapa).await.unwrap().map(|k| k.id), Some(kontak.id));
    assert!(
        work.identitas().ingat_identitas(kontak.id, "hash-dua").await.unwrap(),
        "a change is one"
    );
    work.commit().await.unwrap();
    let nik: Option<Vec<u8>> = {
        let tx = lain.postgres().begin_tenant_read(&s("balangan")).await.unwrap();
        baris(&tx, "SELECT nik_indeks FROM permohonan LIMIT 1").await.try_get_by_index(0).unwrap()
    };
    assert!(nik.is_some_and(|nik| nik.len() == 32));
}

/// Puts the moment from which the newest version seals into the past.
async fn sekarang(kantor: &Kantor) {
    let pool = sqlx::PgPool::connect(kantor.uji.alamat.pemilik.buka()).await.unwrap();
    let sql =
        "UPDATE control.tenant_kunci SET aktif_sejak = now() - interval '1 second' WHERE versi = 2";
    sqlx::query(sql).execute(&pool).await.unwrap();
    pool.close().await;
}

/// Security bar 56: the master key changes while tenants are served under either.
#[tokio::test(flavor = "multi_thread")]
async fn every_wrapped_key_is_wrapped_again_under_a_new_master_key() {
    let (kantor, sop, siti) = Kantor::lengkap().await;
    let peristiwa = [Peristiwa::KasusDimulai { sop: kode_("umum") }];
    let p = permohonan(sop, 1, &peristiwa);
    let mut work = kantor.tulis().await;
    work.permohonan().tambah(&p, &peristiwa, JejakPelaku::Petugas { id: siti }).await.unwrap();
    work.commit().await.unwrap();
    let aplikasi = crate::whatsapp::segel_aplikasi(
        &induk(7),
        uuid_baru(),
        "app",
        &Rahasia::new("rahasia"),
        &Rahasia::new("token"),
    );
    kantor.store.postgres().simpan_aplikasi_wa(&aplikasi.unwrap()).await.unwrap();

    let asing = kantor.uji.admin.bungkus_ulang(&induk(9)).await;
    assert!(asing.is_err(), "a key that opens nothing changes nothing");
    let baru = || induk(8).dengan_lama(induk(7));
    assert_eq!(kantor.uji.admin.bungkus_ulang(&baru()).await.unwrap(), (1, 1));
    for (kunci, terbaca) in [(induk(8), true), (baru(), true), (induk(7), false)] {
        let store = proses_lain(&kantor, kunci).await;
        let work = store.read(&s("balangan")).await;
        assert_eq!(work.is_ok(), terbaca);
        if let Ok(mut work) = work {
            assert_eq!(work.permohonan().baca(p.id).await.unwrap().as_ref(), Some(&p));
        }
    }
    let pool = sqlx::PgPool::connect(kantor.uji.alamat.pemilik.buka()).await.unwrap();
    let sql = "SELECT rahasia_tersegel FROM control.wa_aplikasi WHERE app_id = 'app'";
    let isi: Vec<u8> = sqlx::query_scalar(sql).fetch_one(&pool).await.unwrap();
    pool.close().await;
    let terbuka = induk(8).buka_platform("wa_aplikasi", "rahasia", "app", &isi).unwrap();
    assert_eq!(terbuka.as_slice(), b"rahasia");
}

/// Security bar 56: without its key a tenant is unreadable, whatever else is left.
#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_whose_key_is_destroyed_is_unreadable() {
    let (kantor, sop, siti) = Kantor::lengkap().await;
    let peristiwa = [Peristiwa::KasusDimulai { sop: kode_("umum") }];
    let p = permohonan(sop, 1, &peristiwa);
    let mut work = kantor.tulis().await;
    work.permohonan().tambah(&p, &peristiwa, JejakPelaku::Petugas { id: siti }).await.unwrap();
    work.commit().await.unwrap();
    let (admin, slug) = (&kantor.uji.admin, s("balangan"));
    assert!(!admin.hapus_kunci(&slug, KINI).await.unwrap(), "not while it is served");
    assert!(admin.buka_tutup(&slug, false, &sebab()).await.unwrap());
    assert!(admin.hapus_kunci(&slug, KINI).await.unwrap());
    assert!(!admin.hapus_kunci(&slug, KINI).await.unwrap(), "once");
    assert!(!admin.buka_tutup(&slug, true, &sebab()).await.unwrap(), "it is never served again");
    // Even for who forces it open.
    let pool = sqlx::PgPool::connect(kantor.uji.alamat.pemilik.buka()).await.unwrap();
    sqlx::query("UPDATE control.tenant SET keadaan = 'aktif'").execute(&pool).await.unwrap();
    let (baris, kunci): (i64, i64) = sqlx::query_as(
        "SELECT (SELECT count(*) FROM t_balangan.permohonan),
             (SELECT count(*) FROM control.tenant_kunci) + (SELECT count(*) FROM control.tenant
              WHERE octet_length(kunci_terbungkus) > 0)",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    pool.close().await;
    assert_eq!((baris, kunci), (1, 0), "the rows are there, the key is not");
    let store = proses_lain(&kantor, induk(7)).await;
    assert!(store.read(&slug).await.is_err());
}

/// Security bar 54: a sealed value opens in its own table, row and column, and nowhere else; unit tests of the keys do the
/// same for tenants.
#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_value_that_was_moved_does_not_open() {
    let (kantor, sop, siti) = Kantor::lengkap().await;
    let peristiwa = [Peristiwa::KasusDimulai { sop: kode_("umum") }];
    let utuh = permohonan(sop, 1, &peristiwa);
    let serangan = [
        "nik_tersegel = (SELECT nik_tersegel FROM permohonan ORDER BY id LIMIT 1)",
        "nik_tersegel = nomor_kk_tersegel",
        "nama_tersegel = (SELECT nik_tersegel FROM pengguna LIMIT 1)",
        "nik_tersegel = set_byte(nik_tersegel, 0, 9)",
        "isian_tersegel = set_byte(isian_tersegel, 20, get_byte(isian_tersegel, 20) # 1)",
    ];
    let mut work = kantor.tulis().await;
    work.permohonan().tambah(&utuh, &peristiwa, JejakPelaku::Petugas { id: siti }).await.unwrap();
    let mut korban = Vec::new();
    for urut in 2..2 + serangan.len() as u64 {
        let p = permohonan(sop, urut, &peristiwa);
        work.permohonan().tambah(&p, &peristiwa, JejakPelaku::Petugas { id: siti }).await.unwrap();
        korban.push(p);
    }
    work.commit().await.unwrap();
    for (sql, p) in serangan.iter().zip(&korban) {
        assert_eq!(kantor.baca().await.permohonan().baca(p.id).await.unwrap().as_ref(), Some(p));
        let tx = kantor.store.postgres().begin_tenant(&s("balangan")).await.unwrap();
        let sql = format!("UPDATE permohonan SET {sql} WHERE id = '{}'", p.id.uuid());
        jalankan(&tx, &sql).await.unwrap();
        tx.commit().await.unwrap();
        assert!(kantor.baca().await.permohonan().baca(p.id).await.is_err(), "{sql}");
    }
    assert_eq!(kantor.baca().await.permohonan().baca(utuh.id).await.unwrap(), Some(utuh));
}
