//! SIAK is down at noon: clocks stand still, whom it holds up is told once, and work goes on in the order of the queue.

mod alat;
mod mati;

use std::collections::BTreeMap;

use loket_domain::{
    kalender::{BukaSistem, SebabGangguan, buka_gangguan_sistem, tutup_gangguan_sistem},
    nilai::Kode,
    permohonan::JalankanPengingat,
};
use loket_tests::warga::isi;
use serde_json::{Value, json};
use time::Duration;

use self::alat::{
    NYALA, PADAM, PAGI, PULIH, TERHENTI, Uji, antrean, daftar, jumlah, kerjakan, nomor,
};

/// 62 residents with 64 cases and one case without a number: 42 of them wait for SIAK, the others for the first check, which
/// is done by eye. Tells the cases, one that waits for SIAK's check, and the queue behind it.
async fn pagi(uji: &Uji) -> (Vec<String>, String, Vec<String>) {
    let (layanan, siak) = (uji.masuk("operator_layanan").await, uji.masuk("operator_siak").await);
    // They write, so that their window is open; two of them have two cases.
    let mut kasus = Vec::new();
    for ke in 0..62 {
        let jenis = if ke % 3 == 0 { "ktp_el" } else { "data_kependudukan" };
        uji.app.kantor.warga(&nomor(ke)).kirim("halo");
        kasus.push(daftar(&layanan, jenis, &format!("k{ke}"), Some(&nomor(ke))).await);
    }
    uji.tuntas().await;
    for ke in [1, 4] {
        let kunci = format!("d{ke}");
        kasus.push(daftar(&layanan, "data_kependudukan", &kunci, Some(&nomor(ke))).await);
    }
    let tanpa_nomor = daftar(&layanan, "data_kependudukan", "tanpa", None).await;
    let mut maju: Vec<String> = kasus[..42].to_vec();
    maju.extend(kasus[62..].iter().cloned().chain([tanpa_nomor]));
    kerjakan(&layanan, &maju, "verifikasi_awal", "lengkap").await;
    // Letters are drafted; cards would be printed.
    let surat: Vec<String> =
        (20..42).filter(|ke| ke % 3 != 0).map(|ke| kasus[ke].clone()).collect();
    kerjakan(&siak, &surat, "verifikasi_siak", "lolos").await;
    let antre = antrean(&siak, "proses").await;
    assert_eq!(antre, surat);
    (kasus.clone(), kasus[1].clone(), antre)
}

#[tokio::test]
async fn siak_goes_down_at_noon_and_everybody_it_holds_up_is_told_once_and_served_in_order() {
    let uji = Uji::mulai().await;
    let (kasus, periksa, antre_sebelum) = pagi(&uji).await;
    let sebelum = uji.tenggat(&periksa).await;

    uji.pindah(PADAM);
    let id = uji.buka("siak", &[]).await;
    let tenggat = uji.tenggat(&periksa).await;
    assert_eq!(tenggat["berhenti_karena"], "SIAK tidak dapat diakses");
    uji.pindah(PADAM + Duration::minutes(14));
    uji.kabarkan().await;
    assert_eq!(uji.angka("SELECT count(*) FROM gangguan_kabar").await, 0, "it may be a short one");
    assert_eq!(uji.notifikasi("operator_siak").await, [""; 0]);

    uji.pindah(PADAM + Duration::minutes(15));
    // Two workers at once: the server's own and this one.
    tokio::join!(uji.kabarkan(), uji.kabarkan());
    uji.tuntas().await;
    let tahu: i64 = uji.angka("SELECT count(*) FROM gangguan_kabar").await;
    assert_eq!(tahu, 44, "42 residents with 44 cases");
    for ke in 0..62 {
        let kotak = uji.app.kantor.warga(&nomor(ke)).masuk();
        let kotak: Vec<String> = kotak.iter().map(isi).collect();
        let kali = usize::from(ke < 42);
        assert_eq!(jumlah(&kotak, TERHENTI), kali, "{ke}: {kotak:#?}");
    }
    let dua = uji.kotak(&nomor(4)).await;
    let dua = dua.iter().find(|isi| isi.contains(TERHENTI)).unwrap();
    assert_eq!(dua.matches("Surat keterangan").count(), 2, "both cases in one message: {dua}");
    assert!(dua.contains("nomor antrean Anda tetap") && !dua.contains("Budi"), "{dua}");
    let rinci = uji.rinci(&id).await;
    assert_eq!(
        (&rinci["permohonan_terdampak"], &rinci["tanpa_kontak"], &rinci["belum_dikabari"]),
        (&json!(45), &json!(1), &json!(0)),
        "{rinci}"
    );
    assert_eq!((&rinci["dikabari"], &rinci["menit_jeda"]), (&json!(44), &json!(15)), "{rinci}");
    let petugas = uji.notifikasi("operator_siak").await;
    assert_eq!(petugas.len(), 1, "{petugas:?}");
    assert!(petugas[0].contains("SIAK tidak dapat diakses") && petugas[0].contains('('));
    assert_eq!(uji.notifikasi("aktor_inovasi").await.len(), 1, "who watches the operation");
    assert_eq!(uji.notifikasi("loket").await, [""; 0], "whose work goes on");

    // A case moves on to a step that needs SIAK; its resident is told by the next sweep.
    let layanan = uji.masuk("operator_layanan").await;
    layanan.putuskan(&kasus[50], "verifikasi_awal", "lengkap", None).await.ok();
    uji.pindah(PADAM + Duration::minutes(25));
    uji.kabarkan().await;
    assert_eq!(jumlah(&uji.kotak(&nomor(50)).await, TERHENTI), 1);
    // STATUS tells of it, with the estimate as things stand.
    let status = isi(&uji.app.kantor.warga(&nomor(2)).tulis("status").await);
    assert!(status.contains("dihentikan sementara karena"), "{status}");
    assert!(status.contains("Bila pulih sekarang"), "{status}");
    let lain = isi(&uji.app.kantor.warga(&nomor(61)).tulis("status").await);
    assert!(!lain.contains("dihentikan sementara"), "{lain}");

    uji.pindah(NYALA);
    uji.tutup(&id).await;
    tokio::join!(uji.kabarkan(), uji.kabarkan());
    uji.tuntas().await;
    let kali: BTreeMap<usize, usize> = {
        let mut kali = BTreeMap::new();
        for ke in 0..62 {
            let kotak: Vec<String> =
                uji.app.kantor.warga(&nomor(ke)).masuk().iter().map(isi).collect();
            assert_eq!(jumlah(&kotak, TERHENTI), jumlah(&kotak, PULIH), "{ke}: {kotak:#?}");
            *kali.entry(jumlah(&kotak, PULIH)).or_default() += 1;
        }
        kali
    };
    assert_eq!(kali, BTreeMap::from([(0, 19), (1, 43)]));
    let pulih = uji.kotak(&nomor(4)).await;
    let pulih = pulih.iter().find(|isi| isi.contains(PULIH)).unwrap().clone();
    assert_eq!(pulih.matches("perkiraan selesai").count(), 2, "{pulih}");
    assert!(uji.app.kantor.wa.duplicates().is_empty());
    let rinci = uji.rinci(&id).await;
    // Half past eleven to two o'clock: half an hour before lunch, an hour behind it.
    assert_eq!(
        (&rinci["menit_jeda"], &rinci["dikabari_pulih"]),
        (&json!(90), &json!(45)),
        "{rinci}"
    );
    let tenggat = uji.tenggat(&periksa).await;
    assert_eq!(tenggat["berhenti_karena"], Value::Null);
    // A promise of one working day ends with the next day's work; the ninety minutes are given back the day after.
    assert_eq!(sebelum["jatuh_tempo"], "2027-02-02T16:00:00+08:00");
    assert_eq!(tenggat["jatuh_tempo"], "2027-02-03T09:00:00+08:00", "{tenggat}");
    assert!(pulih.contains("Rabu, 3 Februari 2027 pukul 09.00 WITA"), "{pulih}");

    // The queue stands as it stood; who comes now stands behind.
    let (layanan, siak) = (uji.masuk("operator_layanan").await, uji.masuk("operator_siak").await);
    let baru = daftar(&layanan, "data_kependudukan", "baru", None).await;
    layanan.putuskan(&baru, "verifikasi_awal", "lengkap", None).await.ok();
    siak.putuskan(&baru, "verifikasi_siak", "lolos", None).await.ok();
    let mut harap = antre_sebelum;
    harap.push(baru);
    assert_eq!(antrean(&siak, "proses").await, harap);
    let petugas = uji.notifikasi("operator_siak").await;
    assert_eq!(petugas.len(), 2, "{petugas:?}");
    assert!(petugas[0].contains("Lanjutkan sesuai urutan antrean"), "{petugas:?}");
}

#[tokio::test]
async fn a_new_case_hears_of_it_in_the_answer_and_not_once_more() {
    let uji = Uji::mulai().await;
    let id = uji.buka("siak", &[]).await;
    uji.pindah(PAGI + Duration::minutes(20));
    uji.kabarkan().await;
    let wa_id = nomor(900);
    let warga = uji.app.kantor.warga(&wa_id);
    let terdaftar = crate::kembaran::ajukan(
        &warga,
        "data kependudukan",
        "Siti Contoh",
        &[("Data apa", "BPJS"), ("disabilitas", "tidak"), ("lanjut usia", "tidak")],
    )
    .await;
    let teks = isi(&terdaftar);
    assert!(teks.contains("SIAK") && teks.contains("tetap terdaftar"), "{teks}");
    let layanan = uji.masuk("operator_layanan").await;
    let kasus = crate::pekanbaru::cari(&layanan, &loket_tests::warga::nomor(&terdaftar)).await;
    layanan.putuskan(kasus["id"].as_str().unwrap(), "verifikasi_awal", "lengkap", None).await.ok();
    uji.pindah(PAGI + Duration::minutes(40));
    uji.kabarkan().await;
    assert_eq!(jumlah(&uji.kotak(&wa_id).await, TERHENTI), 0, "the answer said it");
    uji.tutup(&id).await;
    uji.kabarkan().await;
    assert_eq!(jumlah(&uji.kotak(&wa_id).await, PULIH), 1);
}

#[tokio::test]
async fn who_registers_a_case_reads_of_it_in_the_answer_of_rest() {
    let uji = Uji::mulai().await;
    let layanan = uji.masuk("operator_layanan").await;
    let isi = |n: u32| {
        json!({
            "layanan": "data_kependudukan", "kanal": "loket", "pemohon": { "nama": format!("Budi {n}") },
            "isian": { "keperluan": "BPJS", "kelompok_rentan": "tidak" },
        })
    };
    let daftar = async |n: u32| {
        let kunci = format!("g{n}");
        layanan.post_dengan("/v1/permohonan", &[("idempotency-key", &kunci)], isi(n)).await.ok()
    };
    assert_eq!(daftar(1).await["gangguan"], json!([]));
    let id = uji.buka("siak", &[]).await;
    let baru = daftar(2).await;
    let satu = &baru["gangguan"][0];
    assert_eq!((&satu["id"], &satu["sebab"]), (&json!(id), &json!("siak")), "{baru}");
    let kalimat = satu["kalimat"].as_str().unwrap();
    assert!(kalimat.contains("SIAK") && kalimat.contains("tetap terdaftar"), "{kalimat}");
    uji.tutup(&id).await;
    assert_eq!(daftar(3).await["gangguan"], json!([]));
}

#[tokio::test]
async fn an_opening_message_that_has_not_left_is_taken_back_when_it_is_over() {
    let uji = Uji::mulai().await;
    let wa_id = nomor(950);
    let warga = uji.app.kantor.warga(&wa_id);
    warga.tulis("halo").await;
    let layanan = uji.masuk("operator_layanan").await;
    let kasus = daftar(&layanan, "data_kependudukan", "lama", Some(&wa_id)).await;
    layanan.putuskan(&kasus, "verifikasi_awal", "lengkap", None).await.ok();
    uji.tuntas().await;
    // A day later their window is closed: the message waits.
    uji.pindah(PAGI + Duration::hours(26));
    let id = uji.buka("siak", &[]).await;
    uji.pindah(PAGI + Duration::hours(27));
    uji.kabarkan().await;
    uji.tuntas().await;
    let tertahan =
        "SELECT count(*) FROM pesan_keluar p JOIN gangguan_kabar k ON k.pesan_keluar_id = p.id
                    WHERE k.jenis = 'mulai' AND p.keadaan = ";
    assert_eq!(uji.angka(&format!("{tertahan} 'tertahan'")).await, 1);
    uji.tutup(&id).await;
    uji.kabarkan().await;
    assert_eq!(uji.angka(&format!("{tertahan} 'dilewati'")).await, 1);
    // Their window opens again: neither the stale news nor an end of what they never heard of.
    warga.tulis("status").await;
    let kotak = uji.kotak(&wa_id).await;
    assert_eq!((jumlah(&kotak, TERHENTI), jumlah(&kotak, PULIH)), (0, 0), "{kotak:#?}");
    let rinci = uji.rinci(&id).await;
    assert_eq!(rinci["dikabari_pulih"], 1, "the ledger is closed: {rinci}");
}

#[tokio::test]
async fn a_short_one_is_nobodys_news_and_the_same_cause_is_not_told_again_within_the_hour() {
    let uji = Uji::mulai().await;
    let layanan = uji.masuk("operator_layanan").await;
    uji.app.kantor.warga(&nomor(1)).tulis("halo").await;
    let kasus = daftar(&layanan, "data_kependudukan", "a", Some(&nomor(1))).await;
    layanan.putuskan(&kasus, "verifikasi_awal", "lengkap", None).await.ok();
    let singkat = uji.buka("siak", &[]).await;
    uji.pindah(PAGI + Duration::minutes(10));
    uji.tutup(&singkat).await;
    uji.kabarkan().await;
    let kotak = uji.kotak(&nomor(1)).await;
    assert_eq!((jumlah(&kotak, TERHENTI), jumlah(&kotak, PULIH)), (0, 0), "{kotak:?}");

    let lama = uji.buka("siak", &[]).await;
    uji.pindah(PAGI + Duration::minutes(30));
    uji.kabarkan().await;
    uji.tutup(&lama).await;
    uji.kabarkan().await;
    // It breaks again three minutes later, for more than an hour.
    uji.pindah(PAGI + Duration::minutes(33));
    let lagi = uji.buka("siak", &[]).await;
    uji.pindah(PAGI + Duration::minutes(60));
    uji.kabarkan().await;
    assert_eq!(jumlah(&uji.kotak(&nomor(1)).await, TERHENTI), 1, "told half an hour ago");
    uji.pindah(PAGI + Duration::minutes(100));
    uji.kabarkan().await;
    assert_eq!(jumlah(&uji.kotak(&nomor(1)).await, TERHENTI), 2, "it lasts: they are told");
    uji.tutup(&lagi).await;
    uji.kabarkan().await;
    assert_eq!(jumlah(&uji.kotak(&nomor(1)).await, PULIH), 2);
}

#[tokio::test]
async fn two_causes_at_once_are_told_apart_and_one_service_may_be_stopped_alone() {
    let uji = Uji::mulai().await;
    let (layanan, siak) = (uji.masuk("operator_layanan").await, uji.masuk("operator_siak").await);
    for ke in [1, 2] {
        uji.app.kantor.warga(&nomor(ke)).tulis("halo").await;
    }
    let kartu = daftar(&layanan, "ktp_el", "kartu", Some(&nomor(1))).await;
    let surat = daftar(&layanan, "data_kependudukan", "surat", Some(&nomor(2))).await;
    kerjakan(&layanan, &[kartu.clone(), surat.clone()], "verifikasi_awal", "lengkap").await;
    kerjakan(&siak, &[kartu.clone(), surat], "verifikasi_siak", "lolos").await;
    let kartu_saja = uji.buka("siak", &["ktp_el"]).await;
    let blanko = uji.buka("blanko", &[]).await;
    uji.pindah(PAGI + Duration::minutes(20));
    uji.kabarkan().await;
    let kotak = uji.kotak(&nomor(1)).await;
    assert_eq!(jumlah(&kotak, TERHENTI), 2, "one message for each cause: {kotak:?}");
    assert_eq!(jumlah(&uji.kotak(&nomor(2)).await, TERHENTI), 0, "a letter needs neither");
    uji.tutup(&kartu_saja).await;
    uji.kabarkan().await;
    let kotak = uji.kotak(&nomor(1)).await;
    let pulih = kotak.iter().find(|isi| isi.contains(PULIH)).unwrap();
    assert!(pulih.contains("tetapi persediaan blanko kartu sedang habis"), "{pulih}");
    assert!(!pulih.contains("dilanjutkan"), "{pulih}");
    assert_eq!(uji.tenggat(&kartu).await["berhenti_karena"], "blanko habis");
    uji.tutup(&blanko).await;
    uji.kabarkan().await;
    let kotak = uji.kotak(&nomor(1)).await;
    assert_eq!(jumlah(&kotak, "blanko kartu sudah tersedia lagi"), 1, "{kotak:?}");
}

#[tokio::test]
async fn loket_itself_opens_and_closes_one_and_nobody_forgets_it() {
    let uji = Uji::mulai().await;
    let kantor = &uji.app.kantor;
    let ports = &kantor.parts.ports;
    let kode = Kode::parse("listrik_padam").unwrap();
    let buka = || BukaSistem {
        sebab: SebabGangguan::ListrikJaringan,
        kode: kode.clone(),
        layanan: Vec::new(),
        catatan: "Listrik kantor padam.",
    };
    let mut work = ports.store.begin(&kantor.tenant.slug).await.unwrap();
    let satu = buka_gangguan_sistem(ports, work.as_mut(), buka()).await.unwrap().unwrap();
    assert_eq!(buka_gangguan_sistem(ports, work.as_mut(), buka()).await.unwrap(), None);
    work.commit().await.unwrap();
    let rinci = uji.rinci(&satu.id.uuid().to_string()).await;
    assert_eq!(rinci["gangguan"]["kode_asal"], "listrik_padam");
    assert_eq!(rinci["gangguan"]["dibuka_oleh"], Value::Null);

    uji.pindah(PAGI + Duration::hours(1));
    uji.kabarkan().await;
    assert_eq!(uji.notifikasi("aktor_inovasi").await.len(), 1);
    for (hari, banyak) in [(1, 1), (2, 2), (3, 3)] {
        // Tuesday before it closes, then each morning.
        let jam = if hari == 1 { 7 } else { 0 };
        uji.pindah(PAGI + Duration::days(hari) + Duration::hours(jam));
        uji.kabarkan().await;
        uji.kabarkan().await;
        let semua = uji.notifikasi("aktor_inovasi").await;
        assert_eq!(semua.len(), banyak, "{hari}: {semua:?}");
    }
    let semua = uji.notifikasi("aktor_inovasi").await;
    assert!(semua[0].contains("belum dinyatakan selesai"), "{semua:?}");

    let mut work = ports.store.begin(&kantor.tenant.slug).await.unwrap();
    let lain = Kode::parse("hal_lain").unwrap();
    let sebab = SebabGangguan::ListrikJaringan;
    let tutup = tutup_gangguan_sistem(ports, work.as_mut(), sebab, &lain).await.unwrap();
    assert_eq!(tutup, None, "another code closes nothing");
    let tutup = tutup_gangguan_sistem(ports, work.as_mut(), sebab, &kode).await.unwrap();
    assert_eq!(tutup.unwrap().id, satu.id);
    work.commit().await.unwrap();
    let rinci = uji.rinci(&satu.id.uuid().to_string()).await;
    assert_eq!(rinci["gangguan"]["ditutup_oleh"], Value::Null);
    assert!(rinci["gangguan"]["selesai_pada"].is_string());
}

#[tokio::test]
async fn warnings_held_up_by_an_interruption_come_in_their_order_when_it_is_over() {
    let uji = Uji::mulai().await;
    let ports = &uji.app.kantor.parts.ports;
    let ingatkan = || async {
        while JalankanPengingat.execute(ports, &uji.app.kantor.tenant).await.unwrap() > 0 {}
    };
    let layanan = uji.masuk("operator_layanan").await;
    let mut kasus = Vec::new();
    for ke in 0..3 {
        kasus.push(daftar(&layanan, "data_kependudukan", &format!("k{ke}"), None).await);
    }
    kerjakan(&layanan, &kasus, "verifikasi_awal", "lengkap").await;
    for (ke, id) in kasus.iter().enumerate() {
        uji.pindah(PAGI + Duration::minutes(i64::try_from(ke).unwrap() * 10));
        let siak = uji.masuk("operator_siak").await;
        siak.putuskan(id, "verifikasi_siak", "lolos", None).await.ok();
    }
    // Four hours of work end at noon, at ten past one, at twenty past one. SIAK is down from ten to two: three hours of work.
    uji.pindah(PAGI + Duration::hours(2));
    let id = uji.buka("siak", &[]).await;
    for menit in (0..240).step_by(20) {
        uji.pindah(PAGI + Duration::hours(2) + Duration::minutes(menit));
        ingatkan().await;
    }
    let eskalasi = || async {
        let semua = uji.masuk("kasi").await.get("/v1/notifikasi?batas=100").await.ok();
        let semua = semua["data"].as_array().unwrap().iter();
        let semua = semua.filter(|satu| satu["jenis"] == "eskalasi").rev();
        semua.map(|satu| satu["permohonan_id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(eskalasi().await, [""; 0], "nobody is late while nobody can work");
    uji.pindah(PAGI + Duration::hours(6));
    uji.tutup(&id).await;
    ingatkan().await;
    assert_eq!(eskalasi().await, [""; 0], "the hours that were lost are given back");
    uji.pindah(PAGI + Duration::days(1) + Duration::hours(3));
    ingatkan().await;
    assert_eq!(eskalasi().await, kasus, "in the order in which they were due");
}

#[tokio::test]
async fn at_kembaran_a_disabled_resident_hears_why_one_day_takes_longer() {
    let uji = Uji::di("kembaran").await;
    uji.app.kantor.warga(&nomor(7)).tulis("halo").await;
    let depan = uji.masuk("petugas_pelayanan").await;
    let isi_ = json!({
        "layanan": "disabilitas", "kanal": "loket",
        "pemohon": { "nama": "Tono Contoh", "nomor_wa": nomor(7) },
        "kuasa": { "hubungan": "wali", "nama": "Sri Contoh" },
        "isian": {
            "dokumen": "kartu keluarga", "kelompok_rentan": "disabilitas", "kebutuhan": "didampingi",
        },
    });
    let id = crate::kembaran::daftarkan(&depan, "a", isi_).await;
    depan.putuskan(&id, "terima", "ya", None).await.ok();
    let tenggat = || async {
        let depan = uji.masuk("petugas_pelayanan").await;
        depan.get(&format!("/v1/permohonan/{id}/tenggat")).await.ok()
    };
    let semula = tenggat().await;
    let catatan = json!({ "sebab": "siak", "catatan": "SIAK pusat tidak dapat diakses" });
    let kasi = uji.masuk("kasi").await;
    let gangguan = kasi.post("/v1/gangguan", catatan).await.ok();
    uji.pindah(PAGI + Duration::minutes(60));
    uji.kabarkan().await;
    assert_eq!(jumlah(&uji.kotak(&nomor(7)).await, TERHENTI), 1);
    assert_eq!(tenggat().await["berhenti_karena"], "SIAK tidak dapat diakses", "K-20");
    let selesai = format!("/v1/gangguan/{}/selesai", gangguan["id"].as_str().unwrap());
    uji.masuk("kasi").await.post(&selesai, json!(null)).await.ok();
    uji.kabarkan().await;
    let kotak = uji.kotak(&nomor(7)).await;
    assert_eq!(jumlah(&kotak, PULIH), 1, "{kotak:?}");
    let kini = tenggat().await;
    assert_eq!(kini["semula"], semula["jatuh_tempo"]);
    // Seven to eight at Kembaran, which opens at half past seven.
    assert_eq!(kini["jeda"]["SIAK tidak dapat diakses"], 30, "{kini}");
    assert_eq!(kini["jatuh_tempo"], "2027-02-03T08:00:00+07:00", "{kini}");
}
