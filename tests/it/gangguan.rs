//! SIAK is down at noon: clocks stand still, whom it holds up is told once, and work goes on in the order of the queue.

use std::{
    collections::{BTreeMap, BTreeSet},
    future::Future,
    pin::pin,
    sync::Arc,
    task::{Context, Poll},
};

use loket_domain::{
    gangguan::KabarkanGangguan,
    kalender::{BukaSistem, Clock, SebabGangguan, buka_gangguan_sistem, tutup_gangguan_sistem},
    nilai::Kode,
    outbox::KirimAntrean,
    permohonan::JalankanPengingat,
    tenant::Paket,
};
use loket_infra::crypto::SystemClock;
use loket_tests::{
    app::{Kantor, TestApp},
    jam::Jam,
    klien::Klien,
    sampai,
    warga::isi,
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime, macros::datetime};

/// Monday morning in Balangan, whose office works 07.30-12.00 and 13.00-16.00.
const PAGI: OffsetDateTime = datetime!(2027-02-01 8:00 +08);
/// SIAK goes down.
const PADAM: OffsetDateTime = datetime!(2027-02-01 11:30 +08);
/// It is back.
const NYALA: OffsetDateTime = datetime!(2027-02-01 14:00 +08);

/// A letter without papers, so that many cases are made quickly; a warning at a step whose time runs out.
fn ringan(paket: &mut Paket) {
    let mut nilai = serde_json::to_value(&*paket).unwrap();
    for layanan in nilai["layanan"].as_array_mut().unwrap() {
        layanan["syarat"] = json!([]);
    }
    let sop = nilai["sop"].as_array_mut().unwrap();
    for satu in sop {
        for tahap in satu["tahap"].as_array_mut().unwrap() {
            if tahap["kode"] == "proses" {
                tahap["mutu_baku"]["waktu"] = json!({ "jam": 4 });
                tahap["eskalasi"] = json!([{ "saat": { "persen": 100 }, "peran": "kasi" }]);
            }
            for keputusan in tahap["keputusan"].as_array_mut().unwrap() {
                keputusan.as_object_mut().unwrap().remove("beritahu_pemohon");
            }
        }
    }
    *paket = serde_json::from_value(nilai).unwrap();
}

struct Uji {
    app: TestApp,
    jam: Arc<Jam>,
}

impl Uji {
    async fn mulai() -> Self {
        let jam = Arc::new(Jam::di(PAGI));
        let kantor = Kantor::siapkan_pada("balangan", Some(jam.clone()), ringan).await;
        kantor.wa.advance((PAGI - SystemClock.now()).try_into().unwrap_or_default());
        Self { app: TestApp::layani(kantor), jam }
    }

    fn pindah(&self, saat: OffsetDateTime) {
        let selama = saat - self.jam.now();
        self.app.kantor.wa.advance(selama.try_into().unwrap_or_default());
        self.jam.pindah(saat);
    }

    /// Logs in again: a token does not outlive a leap.
    async fn masuk(&self, peran: &str) -> Klien {
        self.app.sebagai(peran).await
    }

    /// Everything is told that is to be told now.
    async fn kabarkan(&self) {
        let (ports, tenant) = (&self.app.kantor.parts.ports, &self.app.kantor.tenant);
        // The server's own worker may be at it; then its round is waited for.
        sampai("kabar gangguan tuntas", || async {
            KabarkanGangguan::default().execute(ports, tenant).await.unwrap();
            let kini = self.jam.now().unix_timestamp();
            let sql =
                format!("SELECT count(*) FROM gangguan WHERE giliran_pada <= to_timestamp({kini})");
            (self.angka(&sql).await == 0).then_some(())
        })
        .await;
    }

    async fn buka(&self, sebab: &str, layanan: &[&str]) -> String {
        let isi = json!({ "sebab": sebab, "catatan": "uji gangguan", "layanan": layanan });
        let baru = self.masuk("kasi").await.post("/v1/gangguan", isi).await.ok();
        baru["id"].as_str().unwrap().to_owned()
    }

    async fn tutup(&self, id: &str) {
        // Another officer than the one who opened it.
        let kabid = self.masuk("kabid").await;
        kabid.post(&format!("/v1/gangguan/{id}/selesai"), json!(null)).await.ok();
    }

    async fn rinci(&self, id: &str) -> Value {
        self.masuk("kasi").await.get(&format!("/v1/gangguan/{id}")).await.ok()
    }

    async fn tenggat(&self, kasus: &str) -> Value {
        let layanan = self.masuk("operator_layanan").await;
        layanan.get(&format!("/v1/permohonan/{kasus}/tenggat")).await.ok()
    }

    /// What reached a resident, after everything queued has left.
    async fn kotak(&self, wa_id: &str) -> Vec<String> {
        self.tuntas().await;
        self.app.kantor.warga(wa_id).masuk().iter().map(isi).collect()
    }

    /// Nothing waits in the outbox any more.
    async fn tuntas(&self) {
        sampai("antrean kirim kosong", || async {
            let sisa = self
                .angka("SELECT count(*) FROM pesan_keluar WHERE keadaan IN ('antre', 'mengirim')")
                .await;
            (sisa == 0).then_some(())
        })
        .await;
    }

    async fn angka(&self, sql: &str) -> i64 {
        let kantor = &self.app.kantor;
        let tx = kantor.parts.postgres.begin_tenant_read(&kantor.tenant.slug).await.unwrap();
        let tanya = Statement::from_string(DbBackend::Postgres, sql);
        tx.query_one_raw(tanya).await.unwrap().unwrap().try_get_by_index(0).unwrap()
    }

    async fn notifikasi(&self, peran: &str) -> Vec<String> {
        let semua = self.masuk(peran).await.get("/v1/notifikasi?batas=100").await.ok();
        let semua = semua["data"].as_array().unwrap().iter();
        semua
            .filter(|satu| satu["jenis"] == "gangguan")
            .map(|satu| satu["isi"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// Registers a case for a number; its id.
async fn daftar(petugas: &Klien, layanan: &str, kunci: &str, wa_id: Option<&str>) -> String {
    let isian = match layanan {
        "data_kependudukan" => json!({ "keperluan": "BPJS", "kelompok_rentan": "tidak" }),
        _ => json!({ "sebab": "rusak", "kelompok_rentan": "tidak" }),
    };
    let isi = json!({
        "layanan": layanan, "kanal": "loket", "isian": isian,
        "pemohon": { "nama": "Budi Contoh", "nomor_wa": wa_id },
    });
    let baru = petugas.post_dengan("/v1/permohonan", &[("idempotency-key", kunci)], isi).await.ok();
    baru["id"].as_str().unwrap().to_owned()
}

fn nomor(ke: usize) -> String {
    format!("62813000{ke:05}")
}

/// Takes and decides the first `jumlah` tugas of a step in the order of the queue.
async fn kerjakan(petugas: &Klien, kasus: &[String], tahap: &str, keputusan: &str) {
    for id in kasus {
        petugas.putuskan(id, tahap, keputusan, None).await.ok();
    }
}

/// The cases in the queue of that step, in its order.
async fn antrean(petugas: &Klien, tahap: &str) -> Vec<String> {
    let semua = petugas.get("/v1/tugas?batas=100").await.ok();
    let semua = semua["data"].as_array().unwrap().iter();
    semua
        .filter(|tugas| tugas["tahap"] == tahap)
        .map(|tugas| tugas["permohonan_id"].as_str().unwrap().to_owned())
        .collect()
}

const TERHENTI: &str = "belum dapat dilanjutkan";
const PULIH: &str = "sudah dapat diakses lagi";

fn jumlah(kotak: &[String], kata: &str) -> usize {
    kotak.iter().filter(|isi| isi.contains(kata)).count()
}

#[tokio::test]
async fn siak_goes_down_at_noon_and_everybody_it_holds_up_is_told_once_and_served_in_order() {
    let uji = Uji::mulai().await;
    let (layanan, siak) = (uji.masuk("operator_layanan").await, uji.masuk("operator_siak").await);
    // 62 residents write so that their window is open, and have a case; two of them have two.
    let mut kasus = Vec::new();
    for ke in 0..62 {
        let jenis = if ke % 3 == 0 { "ktp_el" } else { "data_kependudukan" };
        uji.app.kantor.warga(&nomor(ke)).kirim("halo");
        kasus.push(daftar(&layanan, jenis, &format!("k{ke}"), Some(&nomor(ke))).await);
    }
    uji.tuntas().await;
    for ke in [1, 4] {
        kasus
            .push(daftar(&layanan, "data_kependudukan", &format!("d{ke}"), Some(&nomor(ke))).await);
    }
    let tanpa_nomor = daftar(&layanan, "data_kependudukan", "tanpa", None).await;
    // The last twenty stay at the first check, which is done by eye; the others wait for SIAK.
    let dini: BTreeSet<&String> = kasus[42..62].iter().collect();
    let maju: Vec<String> =
        kasus.iter().filter(|id| !dini.contains(id)).cloned().chain([tanpa_nomor]).collect();
    kerjakan(&layanan, &maju, "verifikasi_awal", "lengkap").await;
    let (periksa, proses) = maju.split_at(20);
    let letter: Vec<String> = {
        let mut semua = Vec::new();
        for id in proses {
            let rinci = layanan.get(&format!("/v1/permohonan/{id}")).await.ok();
            if rinci["layanan"] == "data_kependudukan"
                || rinci["layanan_kode"] == "data_kependudukan"
            {
                semua.push(id.clone());
            }
        }
        semua
    };
    assert!(letter.len() > 10, "{}", letter.len());
    kerjakan(&siak, &letter, "verifikasi_siak", "lolos").await;
    let antre_sebelum = antrean(&siak, "proses").await;
    let sebelum = uji.tenggat(&periksa[1]).await;

    uji.pindah(PADAM);
    let id = uji.buka("siak", &[]).await;
    let tenggat = uji.tenggat(&periksa[1]).await;
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
    let tenggat = uji.tenggat(&periksa[1]).await;
    assert_eq!(tenggat["berhenti_karena"], Value::Null);
    let saat = |nilai: &Value| {
        let teks = nilai["tenggat"].as_str().unwrap_or_else(|| panic!("{nilai}"));
        OffsetDateTime::parse(teks, &time::format_description::well_known::Rfc3339).unwrap()
    };
    // A promise of one working day ends with the next day's work; what was lost is given back the day after.
    assert!(saat(&tenggat) > saat(&sebelum), "{tenggat} {sebelum}");
    assert_eq!(tenggat["semula"], sebelum["semula"], "{tenggat}");

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

/// Polls the work at most so often, then drops it where it stands: what a killed worker leaves is what was committed.
async fn bunuh_sesudah(kerja: impl Future<Output = bool>, kali: u32) -> Option<bool> {
    let mut kerja = pin!(kerja);
    let mut sisa = kali;
    std::future::poll_fn(move |cx: &mut Context<'_>| {
        if let Poll::Ready(hasil) = kerja.as_mut().poll(cx) {
            return Poll::Ready(Some(hasil));
        }
        sisa = sisa.saturating_sub(1);
        if sisa == 0 { Poll::Ready(None) } else { Poll::Pending }
    })
    .await
}

#[tokio::test]
async fn a_worker_killed_anywhere_in_the_middle_tells_nobody_twice_and_forgets_nobody() {
    let mut uji = Uji::mulai().await;
    let (layanan, siak) = (uji.masuk("operator_layanan").await, uji.masuk("operator_siak").await);
    let mut kasus = Vec::new();
    for ke in 0..12 {
        uji.app.kantor.warga(&nomor(ke)).tulis("halo").await;
        kasus
            .push(daftar(&layanan, "data_kependudukan", &format!("k{ke}"), Some(&nomor(ke))).await);
    }
    kerjakan(&layanan, &kasus, "verifikasi_awal", "lengkap").await;
    kerjakan(&siak, &kasus, "verifikasi_siak", "lolos").await;
    uji.tuntas().await;
    uji.app.hentikan_pekerja().await;
    let id = uji.buka("siak", &[]).await;
    uji.pindah(PAGI + Duration::minutes(15));
    uji.dibunuh_lalu_tuntas("mulai", 12).await;
    uji.kirim().await;
    for ke in 0..12 {
        assert_eq!(jumlah(&uji.kotak(&nomor(ke)).await, TERHENTI), 1, "{ke}");
    }
    uji.tutup(&id).await;
    uji.dibunuh_lalu_tuntas("pulih", 12).await;
    uji.kirim().await;
    for ke in 0..12 {
        assert_eq!(jumlah(&uji.kotak(&nomor(ke)).await, PULIH), 1, "{ke}");
    }
    assert!(uji.app.kantor.wa.duplicates().is_empty());
}

impl Uji {
    /// A worker that is killed ever later, until one gets through.
    async fn dibunuh_lalu_tuntas(&self, jenis: &str, semua: i64) {
        let (ports, tenant) = (&self.app.kantor.parts.ports, &self.app.kantor.tenant);
        let ronde = || async {
            KabarkanGangguan::default().execute(ports, tenant).await.unwrap();
            true
        };
        let sql = format!("SELECT count(*) FROM gangguan_kabar WHERE jenis = '{jenis}'");
        let (mut mati, mut sebagian) = (0, 0);
        for kali in 1..5_000 {
            if bunuh_sesudah(ronde(), kali).await.is_none() {
                mati += 1;
            }
            let tahu = self.angka(&sql).await;
            if tahu == semua {
                break;
            }
            sebagian += tahu;
        }
        assert_eq!(self.angka(&sql).await, semua);
        assert!(mati >= 12, "killed {mati} times only");
        assert_eq!(sebagian, 0, "a batch is told as a whole or not at all");
    }

    /// Sends what is queued, as the worker would.
    async fn kirim(&self) {
        let kirim = KirimAntrean { tenggang: Duration::seconds(5) };
        sampai("antrean terkirim", || async {
            kirim.execute(&self.app.kantor.parts.ports, &self.app.kantor.tenant).await.unwrap();
            let sql = "SELECT count(*) FROM pesan_keluar WHERE keadaan IN ('antre', 'mengirim')";
            (self.angka(sql).await == 0).then_some(())
        })
        .await;
    }
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
    let kode = Kode::parse("sertifikat_kedaluwarsa").unwrap();
    let buka = || BukaSistem {
        sebab: SebabGangguan::PenandaTangan,
        kode: kode.clone(),
        layanan: Vec::new(),
        catatan: "Sertifikat elektronik penanda tangan kedaluwarsa.",
    };
    let mut work = ports.store.begin(&kantor.tenant.slug).await.unwrap();
    let satu = buka_gangguan_sistem(ports, work.as_mut(), buka()).await.unwrap().unwrap();
    assert_eq!(buka_gangguan_sistem(ports, work.as_mut(), buka()).await.unwrap(), None);
    work.commit().await.unwrap();
    let rinci = uji.rinci(&satu.id.uuid().to_string()).await;
    assert_eq!(rinci["gangguan"]["kode_asal"], "sertifikat_kedaluwarsa");
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
    let sebab = SebabGangguan::PenandaTangan;
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
