//! Tenants apart, reading that stays reading, configuration.

use loket_domain::{
    layanan::Layanan,
    ports::DaftarTenant,
    tenant::{TeksKantor, TenantSlug},
};

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn two_tenants_do_not_see_each_others_rows() {
    let kantor = Kantor::siap(&["balangan", "kudus"]).await;
    let (sop, petugas) = (id(), id());
    let p = permohonan(sop, 1, &[]);
    let mut work = kantor.tulis().await;
    work.katalog().terbitkan_sop(sop, &definisi("satu"), KINI).await.unwrap();
    work.akses().tambah_pengguna(&pengguna(petugas, "siti", &[]), KINI).await.unwrap();
    work.permohonan().tambah(&p, &[], JejakPelaku::Sistem).await.unwrap();
    // Parsed and kept in memory for the tenant it belongs to, and for nobody else.
    assert!(work.katalog().sop_versi(sop).await.unwrap().is_some());
    work.commit().await.unwrap();

    let mut lain = kantor.store.begin(&s("kudus")).await.unwrap();
    assert!(lain.katalog().sop_versi(sop).await.unwrap().is_none());
    assert!(lain.katalog().sop_terbit(&kode_("umum"), KINI).await.unwrap().is_none());
    assert!(lain.akses().pengguna(petugas).await.unwrap().is_none());
    assert!(lain.permohonan().baca(p.id).await.unwrap().is_none());
    assert!(lain.permohonan().kunci(p.id).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_of_work_for_reading_refuses_writes_and_commits_nothing() {
    let (kantor, sop, _) = Kantor::lengkap().await;
    let mut work = kantor.baca().await;
    let p = permohonan(sop, 1, &[]);
    assert!(work.permohonan().tambah(&p, &[], JejakPelaku::Sistem).await.is_err());
    drop(work);
    let mut work = kantor.baca().await;
    assert!(work.permohonan().nomor_urut("uji", 2026).await.is_err());
    work.commit().await.unwrap();
    let mut work = kantor.baca().await;
    assert!(work.permohonan().baca(p.id).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_or_unknown_tenant_opens_no_unit_of_work() {
    let kantor = Kantor::siap(&["balangan", "kudus"]).await;
    let slug = |t: Option<Arc<Tenant>>| t.map(|t| t.slug.clone());
    assert_eq!(slug(kantor.store.tenant(&s("kudus")).await.unwrap()), Some(s("kudus")));
    assert_eq!(kantor.store.aktif().await.unwrap().len(), 2);
    kantor.store.sehat().await.unwrap();
    kantor.uji.admin.buka_tutup(&s("kudus"), false, &sebab()).await.unwrap();
    // Another process notices within the age of its copy of the registry; a fresh one at once.
    let db = kantor.uji.aplikasi().await;
    let baru = PgStore::new(db, Arc::new(KunciInduk::baca(&format!("{:064x}", 7)).unwrap()));
    assert_eq!(slug(baru.tenant(&s("kudus")).await.unwrap()), None);
    for slug in ["kudus", "tidak_ada"] {
        let galat: Result<_, PortError> = baru.begin(&s(slug)).await.map(drop);
        assert!(matches!(galat, Err(PortError::TidakTersedia { sistem: "tenant", .. })));
    }
    assert_eq!(baru.aktif().await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_leads_to_its_tenant_only_under_the_app_that_signed() {
    let kantor = Kantor::satu().await;
    let aplikasi = AplikasiWa {
        id: uuid_baru(),
        app_id: "1000".to_owned(),
        rahasia_tersegel: Tersegel(vec![1]),
        token_verifikasi_tersegel: Tersegel(vec![2]),
    };
    let db = kantor.store.postgres();
    db.simpan_aplikasi_wa(&aplikasi).await.unwrap();
    db.arahkan_nomor(&NomorBaru {
        phone_number_id: "100".to_owned(),
        nomor_tampilan: "+62".to_owned(),
        waba_id: None,
        app_id: "1000".to_owned(),
        tenant: s("balangan"),
    })
    .await
    .unwrap();
    let cari = async |nomor: &str, aplikasi| -> Option<TenantSlug> {
        let tenant = kantor.store.tenant_nomor(nomor, aplikasi).await.unwrap();
        tenant.map(|t| t.slug.clone())
    };
    assert_eq!(cari("100", aplikasi.id).await, Some(s("balangan")));
    assert_eq!(cari("100", uuid_baru()).await, None);
    assert_eq!(cari("101", aplikasi.id).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn publishing_the_same_sop_again_changes_nothing() {
    let kantor = Kantor::satu().await;
    let (satu, dua) = (id(), id());
    let mut work = kantor.tulis().await;
    for (id, nama, versi) in [(satu, "a", 1), (id(), "a", 1), (dua, "b", 2), (id(), "b", 2)] {
        let hasil = work.katalog().terbitkan_sop(id, &definisi(nama), KINI).await.unwrap();
        assert_eq!(hasil, versi);
    }
    let terbit = work.katalog().sop_terbit(&kode_("umum"), KINI).await.unwrap();
    assert_eq!(terbit, Some((dua, definisi("b"))));
    assert_eq!(
        work.katalog().sop_versi(satu).await.unwrap(),
        Some(definisi("a")),
        "older cases keep theirs"
    );
}

fn layanan(kode: &str) -> Layanan {
    serde_json::from_value(json!({
        "kode": kode, "nama": kode, "nama_pendek": kode, "kelompok": "dafduk", "sop": "umum",
        "kanal": ["whatsapp"], "produk": [],
    }))
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn services_are_offered_in_order_and_those_left_out_are_not() {
    let kantor = Kantor::satu().await;
    let mut work = kantor.tulis().await;
    let semua = |kode: &[&str]| kode.iter().map(|k| layanan(k)).collect::<Vec<_>>();
    for urutan in [&["c", "a", "b"][..], &["b", "c"], &["a"], &[]] {
        work.katalog().simpan_layanan(&semua(urutan)).await.unwrap();
        assert_eq!(work.katalog().daftar_layanan().await.unwrap(), semua(urutan));
        let ada = work.katalog().layanan(&kode_("a")).await.unwrap().is_some();
        assert_eq!(ada, urutan.contains(&"a"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_and_connections_read_back_and_are_replaced() {
    let kantor = Kantor::satu().await;
    let mut work = kantor.tulis().await;
    assert!(work.katalog().teks_kantor().await.unwrap().is_none());
    assert!(work.katalog().koneksi_tte().await.unwrap().is_none());
    for ke in ["1", "2"] {
        let teks = TeksKantor {
            salam: "Halo".to_owned(),
            pemberitahuan_data: "Data Anda".to_owned(),
            versi_pemberitahuan: ke.to_owned(),
            jam_layanan: "08.00".to_owned(),
            tautan_survei: None,
            teks: std::collections::BTreeMap::new(),
            bahasa: Vec::new(),
            tangkap_bawaan: None,
            umur_tautan_jam: 24,
        };
        work.katalog().simpan_teks_kantor(&teks, KINI).await.unwrap();
        assert_eq!(work.katalog().teks_kantor().await.unwrap(), Some(teks));
        let koneksi = loket_domain::dokumen::KoneksiTte {
            versi: loket_domain::dokumen::VersiEsign::V1,
            asal_koordinat: loket_domain::dokumen::AsalKoordinat::KiriBawah,
            acuan_halaman: loket_domain::dokumen::AcuanHalaman::Asli,
            http_polos: true,
            segel: Some("subscriber".to_owned()),
            segel_nama: Some("SEGEL".to_owned()),
            crl_pem: "CRL".to_owned(),
            pencabutan_wajib: true,
            ..loket_domain::dokumen::KoneksiTte::baru(
                "http://esign",
                ke,
                Rahasia::new("sandi"),
                "PEM",
            )
        };
        work.katalog().simpan_koneksi_tte(uuid_baru(), &koneksi, KINI).await.unwrap();
        assert_eq!(work.katalog().koneksi_tte().await.unwrap(), Some(koneksi));
    }
}
