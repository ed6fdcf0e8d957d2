//! SOP versions in time, and orders to move cases.

use std::collections::BTreeMap;

use loket_domain::{
    halaman::Halaman,
    sop::{
        Hambatan, HasilPindah, JumlahPindah, KataHasil, KeadaanPindah, KeadaanVersi, MasaVersi,
        Pindah, PindahId, TidakPindah, VersiSop,
    },
};
use loket_migrations::{fleet::PilihanArmada, tenant::TenantMigrator};

use super::*;

/// Publishes a fresh draft from a moment on; returns it.
async fn terbit(work: &mut dyn UnitOfWork, nama: &str, pada: OffsetDateTime) -> VersiSop {
    let sop = id();
    work.sop().kunci_sop(&kode_("umum")).await.unwrap();
    work.sop().tambah_draf(sop, &definisi(nama), KINI).await.unwrap();
    let draf = work.sop().versi_dari_id(sop).await.unwrap().unwrap();
    work.sop().terbitkan(&draf, KINI, pada).await.unwrap();
    work.sop().versi_dari_id(sop).await.unwrap().unwrap()
}

async fn berlaku(work: &mut dyn UnitOfWork, pada: OffsetDateTime) -> Option<String> {
    let terbit = work.katalog().sop_terbit(&kode_("umum"), pada).await.unwrap();
    let versi = work.sop().versi_berlaku(&kode_("umum"), pada).await.unwrap();
    assert_eq!(terbit.as_ref().map(|(id, _)| *id), versi.map(|versi| versi.id));
    terbit.map(|(_, definisi)| definisi.nama)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_moment_has_one_version_in_force_and_an_announced_one_waits_its_turn() {
    let kantor = Kantor::satu().await;
    let mut work = kantor.tulis().await;
    let work = work.as_mut();
    assert_eq!(berlaku(work, KINI).await, None);
    let a = terbit(work, "a", KINI).await;
    let b = terbit(work, "b", menit(60)).await;
    assert_eq!((a.nomor, b.nomor), (1, 2));
    for (pada, nama) in [(0, "a"), (59, "a"), (60, "b"), (600, "b")] {
        assert_eq!(berlaku(work, menit(pada)).await.as_deref(), Some(nama), "{pada}");
    }
    let terbuka = work.sop().versi_terbuka(&kode_("umum")).await.unwrap().unwrap();
    assert_eq!(terbuka, b);
    assert_eq!(b.keadaan.masa(menit(59)), MasaVersi::Diumumkan);

    // A pack that is loaded meanwhile is in force up to the announced moment.
    work.katalog().terbitkan_sop(id(), &definisi("paket"), menit(30)).await.unwrap();
    work.katalog().terbitkan_sop(id(), &definisi("paket"), menit(31)).await.unwrap();
    for (pada, nama) in [(29, "a"), (30, "paket"), (59, "paket"), (60, "b")] {
        assert_eq!(berlaku(work, menit(pada)).await.as_deref(), Some(nama), "{pada}");
    }
    // Withdrawn, the one before goes on.
    work.sop().pensiunkan(&b, menit(40), true).await.unwrap();
    assert_eq!(berlaku(work, menit(600)).await.as_deref(), Some("paket"));
    let ringkas = work.sop().ringkasan_sop().await.unwrap();
    assert_eq!(
        ringkas.iter().map(|v| (v.nomor, v.nama.as_str())).collect::<Vec<_>>(),
        [(1, "a"), (3, "paket")]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_open_ended_versions_of_one_sop_cannot_be() {
    let kantor = Kantor::satu().await;
    let mut work = kantor.tulis().await;
    terbit(work.as_mut(), "a", KINI).await;
    work.commit().await.unwrap();
    let tx = kantor.store.postgres().begin_tenant(&s("balangan")).await.unwrap();
    let sql = "INSERT INTO sop_versi (id, kode, versi, keadaan, definisi, dibuat_pada)
               VALUES (gen_random_uuid(), 'umum', 9, 'terbit', '{}', now())";
    assert_eq!(batasan(&jalankan(&tx, sql).await.unwrap_err()), Some("sop_versi_terbuka"));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_drafts_change_and_go() {
    let kantor = Kantor::satu().await;
    let sop = id();
    let mut work = kantor.tulis().await;
    work.sop().tambah_draf(sop, &definisi("a"), KINI).await.unwrap();
    assert!(work.katalog().sop_versi(sop).await.unwrap().is_none(), "no case runs on a draft");
    work.sop().ganti_draf(sop, &definisi("b")).await.unwrap();
    let draf = work.sop().kunci_versi(&kode_("umum"), 1).await.unwrap().unwrap();
    assert_eq!(
        (draf.definisi.nama.as_str(), draf.revisi, draf.keadaan),
        ("b", 2, KeadaanVersi::Draf)
    );
    work.sop().terbitkan(&draf, KINI, KINI).await.unwrap();
    for hasil in [
        work.sop().ganti_draf(sop, &definisi("c")).await,
        work.sop().hapus_draf(sop).await,
        work.sop().terbitkan(&draf, KINI, KINI).await,
    ] {
        assert!(matches!(hasil, Err(PortError::Konflik)));
    }
}

async fn kasus(kantor: &Kantor, sop: SopVersiId, urut: u64) -> Permohonan {
    let peristiwa = [Peristiwa::KasusDimulai { sop: kode_("umum") }];
    let p = permohonan(sop, urut, &peristiwa);
    let mut work = kantor.tulis().await;
    work.permohonan().tambah(&p, &peristiwa, JejakPelaku::Sistem).await.unwrap();
    work.commit().await.unwrap();
    p
}

fn pesanan(dari: &VersiSop, ke: &VersiSop, oleh: PenggunaId, uji_coba: bool) -> Pindah {
    Pindah {
        id: id(),
        kode: kode_("umum"),
        dari: (dari.id, dari.nomor),
        ke: (ke.id, ke.nomor),
        peta: BTreeMap::from([(kode_("lama"), kode_("periksa"))]),
        uji_coba,
        oleh,
        keadaan: KeadaanPindah::Antre,
        jumlah: 2,
        dibuat_pada: KINI,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_claimed_once_goes_on_behind_its_last_line_and_ends() {
    let (kantor, sop, siti) = Kantor::lengkap().await;
    let (satu, dua) = (kasus(&kantor, sop, 1).await, kasus(&kantor, sop, 2).await);
    let mut work = kantor.tulis().await;
    let ke = terbit(work.as_mut(), "dua", menit(1)).await;
    let dari = work.sop().versi_dari_id(sop).await.unwrap().unwrap();
    assert_eq!(work.sop().kasus_berjalan(sop).await.unwrap(), 2);
    let pindah = pesanan(&dari, &ke, siti, false);
    work.pindah().tambah_pindah(&pindah).await.unwrap();
    work.commit().await.unwrap();
    let mut work = kantor.tulis().await;
    let kedua = work.pindah().tambah_pindah(&pesanan(&dari, &ke, siti, false)).await;
    assert!(matches!(kedua, Err(PortError::Konflik)), "one real move per SOP");
    drop(work);

    let mut work = kantor.tulis().await;
    let diklaim = work.pindah().klaim_pindah(menit(2), menit(4)).await.unwrap().unwrap();
    assert_eq!(diklaim, Pindah { keadaan: KeadaanPindah::Berjalan, ..pindah.clone() });
    assert_eq!(work.pindah().klaim_pindah(menit(3), menit(5)).await.unwrap(), None);
    let lagi = work.pindah().klaim_pindah(menit(5), menit(7)).await.unwrap();
    assert!(lagi.is_some(), "whoever let go is taken over from");
    assert_eq!(work.pindah().sisa_pindah(&pindah, 1).await.unwrap(), [satu.id]);
    let tetap = HasilPindah::Tetap(TidakPindah {
        hambatan: Hambatan::PelaksanaTidakCocok,
        tahap: Some(kode_("periksa")),
    });
    work.pindah().catat_hasil(pindah.id, satu.id, &tetap, menit(6)).await.unwrap();
    assert!(work.pindah().sudah_diputus(pindah.id, satu.id).await.unwrap());
    assert_eq!(work.pindah().sisa_pindah(&pindah, 9).await.unwrap(), [dua.id]);

    // A move is stored with its event, its new version and its line.
    let mut p = work.permohonan().kunci(dua.id).await.unwrap().unwrap();
    let peristiwa = [Peristiwa::SopDipindahkan { dari: 1, ke: 2, peta: pindah.peta.clone() }];
    p.keadaan = p.keadaan.setelah(&peristiwa);
    p.sop = ke.id;
    work.permohonan().simpan(&p, &peristiwa, JejakPelaku::Sistem).await.unwrap();
    work.pindah().catat_hasil(pindah.id, dua.id, &HasilPindah::Dipindah, menit(6)).await.unwrap();
    assert_eq!(work.permohonan().baca(dua.id).await.unwrap().unwrap().sop, ke.id);
    assert_eq!(work.pindah().sisa_pindah(&pindah, 9).await.unwrap(), []);
    work.pindah().selesai_pindah(pindah.id, None, menit(7)).await.unwrap();
    work.commit().await.unwrap();

    let mut work = kantor.baca().await;
    let (selesai, jumlah) = work.pindah().pindah(pindah.id).await.unwrap().unwrap();
    assert_eq!(selesai.keadaan, KeadaanPindah::Selesai { pada: menit(7) });
    assert_eq!(jumlah, JumlahPindah { dipindah: 1, dapat: 0, tetap: 1 });
    let hal = Halaman::new(None, None);
    let semua = work.pindah().hasil_pindah(pindah.id, None, hal).await.unwrap();
    let hasil: Vec<_> = semua.iter().map(|b| (b.permohonan, b.hasil.clone())).collect();
    assert_eq!(hasil, [(satu.id, tetap), (dua.id, HasilPindah::Dipindah)]);
    let saring = Some(KataHasil::Dipindah);
    let dipindah = work.pindah().hasil_pindah(pindah.id, saring, hal).await.unwrap();
    assert_eq!(dipindah.iter().map(|b| b.permohonan).collect::<Vec<_>>(), [dua.id]);
    assert_eq!(work.pindah().pindah(PindahId::new(uuid_baru())).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_became_of_a_case_is_never_rewritten() {
    let kantor = Kantor::satu().await;
    for sql in ["UPDATE sop_pindah_kasus SET hasil = 'dapat'", "DELETE FROM sop_pindah_kasus"] {
        let tx = kantor.store.postgres().begin_tenant(&s("balangan")).await.unwrap();
        assert_eq!(kode_db(&jalankan(&tx, sql).await.expect_err(sql)), "42501", "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cases_need_is_counted() {
    let (kantor, sop, _) = Kantor::lengkap().await;
    kasus(&kantor, sop, 1).await;
    let mut work = kantor.tulis().await;
    terbit(work.as_mut(), "nanti", menit(60)).await;
    let butuh = work.sop().kebutuhan_kasus(KINI).await.unwrap();
    let mut versi: Vec<_> = butuh.versi.iter().map(|v| (v.nomor, v.kasus, v.diumumkan)).collect();
    versi.sort_unstable();
    assert_eq!(versi, [(1, 1, false), (2, 0, true)]);
    let butuh = work.sop().kebutuhan_kasus(menit(60)).await.unwrap();
    assert_eq!(butuh.versi.len(), 1, "in force it is no longer announced");
}

/// The first release alone.
struct Awal;

impl MigratorTrait for Awal {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        TenantMigrator::migrations().into_iter().take(1).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_of_an_earlier_release_are_in_force_since_they_were_published() {
    let uji = Uji::siap().await;
    let induk = KunciInduk::baca(&format!("{:064x}", 7)).unwrap();
    let bungkus = induk.bungkus(&s("balangan"), &KunciData::acak().unwrap()).unwrap();
    let baru = TenantBaru { kunci_terbungkus: Tersegel(bungkus), ..tenant_baru("balangan") };
    uji.admin.buat_tenant_dengan::<Awal>(&baru).await.unwrap();
    let tx = uji.aplikasi().await.begin_tenant(&s("balangan")).await.unwrap();
    for (versi, keadaan, terbit) in
        [(1, "pensiun", "'2026-01-01Z'"), (2, "terbit", "'2026-02-01Z'"), (3, "draf", "NULL")]
    {
        let definisi = serde_json::to_string(&definisi(&format!("v{versi}"))).unwrap();
        let sql = format!(
            "INSERT INTO sop_versi (id, kode, versi, keadaan, definisi, dibuat_pada, terbit_pada)
             VALUES ('{}', 'umum', {versi}, '{keadaan}', '{definisi}', '2026-01-01Z', {terbit})",
            uuid_baru()
        );
        jalankan(&tx, &sql).await.unwrap();
    }
    tx.commit().await.unwrap();
    let laporan = uji.admin.migrasikan(&PilihanArmada::default(), KINI, &|_| {}).await.unwrap();
    assert!(laporan.tuntas());

    let store = PgStore::new(uji.aplikasi().await, Arc::new(induk));
    let mut work = store.begin(&s("balangan")).await.unwrap();
    assert_eq!(berlaku(work.as_mut(), KINI).await.as_deref(), Some("v2"));
    let masa = async |work: &mut dyn UnitOfWork, nomor| {
        work.sop().versi(&kode_("umum"), nomor).await.unwrap().unwrap().keadaan.masa(KINI)
    };
    let semua =
        [masa(work.as_mut(), 1).await, masa(work.as_mut(), 2).await, masa(work.as_mut(), 3).await];
    assert_eq!(semua, [MasaVersi::Pensiun, MasaVersi::Berlaku, MasaVersi::Draf]);
}
