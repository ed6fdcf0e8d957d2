//! A number proven by a code, over HTTP and the simulator of WhatsApp: who has the number reads the code, the officer types
//! it, and nobody in the office sees it anywhere before.

mod batas;
mod kirim;
mod rahasia;

use loket::setup;
use loket_domain::layanan::SaluranPenyerahan;
use loket_simulators::{bsre::sign_pdf, contoh_pdf, whatsapp::LedgerEntry};
use loket_tests::{
    app::{Kantor, TestApp},
    klien::{Jawaban, Klien},
    sampai,
    warga::{Warga, isi},
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    kembaran::unggah,
    klien::acak,
    kontrak_wa::{
        alat::{dijawab, hitung, tanya},
        contoh::pesan,
    },
};

/// The template that brings codes.
pub const TEMPLAT: &str = "loket_kode_verifikasi";

/// A case without NIK whose number an officer typed.
pub struct Kasus {
    /// Its id.
    pub id: String,
    /// Its registration number.
    pub nomor: String,
    /// The contact of its number.
    pub kontak: String,
}

/// Registers one at the counter.
pub async fn daftarkan(fo: &Klien, nomor_wa: &str) -> Kasus {
    let isi = json!({
        "layanan": "kirim_pdf", "kanal": "loket",
        "pemohon": { "nama": "Budi Rahasia", "nomor_wa": nomor_wa },
        "isian": { "jenis_dokumen": "kartu keluarga", "nomor_dokumen": "1471" },
    });
    let kunci = acak().to_string();
    let baru = fo.post_dengan("/v1/permohonan", &[("idempotency-key", &kunci)], isi).await.ok();
    let id = baru["id"].as_str().unwrap().to_owned();
    let rinci = fo.get(&format!("/v1/permohonan/{id}")).await.ok();
    let kontak = rinci["kontak_id"].as_str().unwrap().to_owned();
    Kasus { id, nomor: baru["nomor"].as_str().unwrap().to_owned(), kontak }
}

/// An office whose templates are approved.
pub async fn kantor() -> TestApp {
    let app = TestApp::start("pekanbaru").await;
    setup::ajukan_templat(&app.kantor.parts, &app.kantor.tenant).await.unwrap();
    app
}

/// Asks for a code.
pub async fn minta(fo: &Klien, kasus: &Kasus) -> Jawaban {
    let isi = json!({ "permohonan_id": kasus.id });
    let jalur = format!("/v1/kontak/{}/kode", kasus.kontak);
    fo.post_dengan(&jalur, &[("idempotency-key", &acak().to_string())], isi).await
}

/// Types a code.
pub async fn ketik(fo: &Klien, kontak: &str, kode: &str) -> Jawaban {
    fo.post(&format!("/v1/kontak/{kontak}/kode/periksa"), json!({ "kode": kode })).await
}

/// Where the newest code stands.
pub async fn baca(fo: &Klien, kontak: &str) -> Value {
    fo.get(&format!("/v1/kontak/{kontak}/kode")).await.ok()
}

/// Codes that came to the number, the oldest first.
pub fn kode_tiba(warga: &Warga<'_>) -> Vec<String> {
    let semua = warga.masuk().into_iter().map(|pesan| pesan.payload["template"].clone());
    let kode = semua.filter(|templat| templat["name"] == TEMPLAT).map(|templat| {
        let badan = &templat["components"][0]["parameters"][0]["text"];
        assert_eq!(&templat["components"][1]["parameters"][0]["text"], badan, "{templat}");
        badan.as_str().unwrap().to_owned()
    });
    kode.collect()
}

/// The code of that place, once it came.
pub async fn kode_ke(warga: &Warga<'_>, ke: usize) -> String {
    sampai(&format!("kode ke-{ke}"), || async { kode_tiba(warga).into_iter().nth(ke) }).await
}

/// Another code than that one.
pub fn meleset(kode: &str, beda: u32) -> String {
    format!("{:06}", (kode.parse::<u32>().unwrap() + beda) % 1_000_000)
}

async fn status(app: &TestApp, nomor: &str, bukti: &str) -> Jawaban {
    let slug = &app.kantor.tenant.slug;
    app.anonim().get(&format!("/v1/publik/{slug}/permohonan/{nomor}?pembuktian={bukti}")).await
}

#[tokio::test]
async fn a_number_typed_at_the_counter_is_proven_by_the_code_its_holder_reads() {
    let app = kantor().await;
    let fo = app.sebagai("fo").await;
    let warga = app.kantor.warga("6281555000101");
    let kasus = daftarkan(&fo, "081555000101").await;
    fo.get(&format!("/v1/kontak/{}/kode", kasus.kontak)).await.masalah(404);
    status(&app, &kasus.nomor, "0101").await.masalah(404);

    let jalur = format!("/v1/kontak/{}/kode", kasus.kontak);
    let isi_minta = json!({ "permohonan_id": kasus.id });
    let kepala = [("idempotency-key", "kode-1")];
    let diminta = fo.post_dengan(&jalur, &kepala, isi_minta.clone()).await;
    assert_eq!(diminta.status, 201, "{}", diminta.teks);
    let diminta = diminta.ok();
    assert_eq!((&diminta["keadaan"], &diminta["sisa_percobaan"]), (&json!("menunggu"), &json!(5)));
    assert_eq!(diminta["nomor"], "6281******101");
    let kode = kode_ke(&warga, 0).await;
    assert!(kode.len() == 6 && kode.bytes().all(|b| b.is_ascii_digit()), "{kode}");
    // The answer to the first request was lost: the same key gives the same code and sends none.
    let ulang = fo.post_dengan(&jalur, &kepala, isi_minta).await.ok();
    assert_eq!(ulang["id"], diminta["id"]);
    let beda = fo.post_dengan(&jalur, &kepala, json!({})).await;
    assert_eq!(beda.masalah(409), "kunci_idempotensi_dipakai");
    assert_eq!(kode_tiba(&warga).len(), 1);

    let pesan = warga.masuk().remove(0);
    assert_eq!(isi(&pesan), format!("*{kode}* adalah kode verifikasi Anda."));
    assert_eq!(pesan.charge.unwrap().category, "authentication");
    let sampai_di_sana = sampai("pesan kode sampai", || async {
        let satu = baca(&fo, &kasus.kontak).await;
        (satu["pengiriman"]["status"] == "delivered").then_some(satu)
    });
    assert_eq!(sampai_di_sana.await["pengiriman"]["keadaan"], "terkirim");
    assert_eq!(hitung(&app, "kode_nomor WHERE kode_tersegel IS NOT NULL").await, 0);

    // People type it with a gap.
    let terbukti = ketik(&fo, &kasus.kontak, &format!("{} {}", &kode[..3], &kode[3..])).await.ok();
    assert_eq!(terbukti["keadaan"], "terbukti");
    assert!(terbukti["nomor_terbukti_pada"].is_string(), "{terbukti}");
    assert_eq!(ketik(&fo, &kasus.kontak, &kode).await.masalah(409), "kode_kedaluwarsa", "used up");
    let aksi = "SELECT string_agg(aksi, ' ' ORDER BY id) FROM audit WHERE objek = 'kontak'";
    let aksi = tanya(&app, aksi).await.unwrap();
    assert_eq!(aksi, "kontak.kode_dikirim kontak.nomor_terbukti");
    let kabar = format!("aliran WHERE jenis = 'percakapan' AND kontak_id = '{}'", kasus.kontak);
    assert_eq!(hitung(&app, &kabar).await, 1, "live screens hear of it");
    assert_eq!(status(&app, &kasus.nomor, "0101").await.ok()["status"], "berjalan");
}

#[tokio::test]
async fn only_who_registers_cases_sends_codes_and_only_for_cases_of_that_number() {
    let app = kantor().await;
    let (fo, kasi) = (app.sebagai("fo").await, app.sebagai("kasi").await);
    let kasus = daftarkan(&fo, "081555000102").await;
    let lain = daftarkan(&fo, "081555000103").await;
    let jalur = format!("/v1/kontak/{}/kode", kasus.kontak);
    let kepala = [("idempotency-key", "k")];
    let tolak = kasi.post_dengan(&jalur, &kepala, json!({})).await;
    assert_eq!(tolak.masalah(403), "tidak_berizin");
    assert_eq!(ketik(&kasi, &kasus.kontak, "000000").await.masalah(403), "tidak_berizin");
    assert_eq!(kasi.get(&jalur).await.masalah(403), "tidak_berizin");
    assert_eq!(fo.post(&jalur, json!({})).await.masalah(400), "kunci_idempotensi_wajib");
    for asing in [lain.id, acak().to_string()] {
        let isi = json!({ "permohonan_id": asing });
        let tolak = fo.post_dengan(&jalur, &[("idempotency-key", &asing)], isi).await;
        assert_eq!(tolak.status, 422, "{}", tolak.teks);
        assert_eq!(tolak.json["errors"][0]["pointer"], "/permohonan_id");
    }
    for buruk in ["", "12345", "1234567", "12a456", "١٢٣٤٥٦"] {
        let tolak = ketik(&fo, &kasus.kontak, buruk).await;
        assert_eq!(tolak.status, 422, "{buruk}");
        assert_eq!(tolak.json["errors"][0]["kode"], "kode_enam_angka");
    }
    assert_eq!(ketik(&fo, &kasus.kontak, "123456").await.masalah(409), "kode_kedaluwarsa");
    assert_eq!(hitung(&app, "kode_nomor").await, 0);
}

/// Security bar 18.
#[tokio::test]
async fn contacts_and_codes_of_another_office_do_not_exist() {
    let (app, lain) = (kantor().await, kantor().await);
    let (fo, asing) = (app.sebagai("fo").await, lain.sebagai("fo").await);
    let kasus = daftarkan(&fo, "081555000104").await;
    // The same number at the other office is another contact with codes of its own.
    let tetangga = daftarkan(&asing, "081555000104").await;
    minta(&fo, &kasus).await.ok();
    let kode = kode_ke(&app.kantor.warga("6281555000104"), 0).await;
    let hantu = Uuid::now_v7().to_string();
    let kosong = Kasus { id: kasus.id.clone(), nomor: String::new(), kontak: hantu.clone() };
    let polos = |jawaban: Jawaban| {
        let mut isi = jawaban.json;
        isi["instance"] = Value::Null;
        (jawaban.status.as_u16(), isi)
    };
    for (milik, acak) in [
        (ketik(&asing, &kasus.kontak, &kode).await, ketik(&asing, &hantu, &kode).await),
        (
            asing.get(&format!("/v1/kontak/{}/kode", kasus.kontak)).await,
            asing.get(&format!("/v1/kontak/{hantu}/kode")).await,
        ),
        (minta(&asing, &kasus).await, minta(&asing, &kosong).await),
    ] {
        let milik = polos(milik);
        assert_eq!(milik.0, 404);
        assert_eq!(milik, polos(acak));
    }
    assert_eq!(ketik(&asing, &tetangga.kontak, &kode).await.masalah(409), "kode_kedaluwarsa");
    ketik(&fo, &kasus.kontak, &kode).await.ok();
}

#[tokio::test]
async fn a_number_that_changes_hands_ends_its_code_and_what_it_proved() {
    let app = kantor().await;
    let fo = app.sebagai("fo").await;
    let dari = "6281555000105";
    let (warga, kasus) = (app.kantor.warga(dari), daftarkan(&fo, "081555000105").await);
    minta(&fo, &kasus).await.ok();
    ketik(&fo, &kasus.kontak, &kode_ke(&warga, 0).await).await.ok();
    status(&app, &kasus.nomor, "0105").await.ok();
    minta(&fo, &kasus).await.ok();
    let kedua = kode_ke(&warga, 1).await;
    let pindah = json!({ "type": "user_changed_number", "body": "User A changed", "wa_id": "6281555099999" });
    let badan = pesan(&app, dari, "wamid.kode1", &json!({ "type": "system", "system": pindah }));
    assert_eq!(dijawab(&app, &badan).await, 0);
    assert_eq!(ketik(&fo, &kasus.kontak, &kedua).await.masalah(409), "kode_kedaluwarsa");
    let satu = baca(&fo, &kasus.kontak).await;
    assert_eq!((&satu["keadaan"], &satu["nomor_terbukti_pada"]), (&json!("gugur"), &Value::Null));
    status(&app, &kasus.nomor, "0105").await.masalah(404);
    assert_eq!(minta(&fo, &kasus).await.masalah(409), "kontak_menunggu_verifikasi");
    let jalur = format!("/v1/kontak/{}/verifikasi", kasus.kontak);
    let alasan = json!({ "alasan": "Datang ke loket dengan KTP-el asli" });
    assert_eq!(fo.post(&jalur, alasan).await.status, 204);
    minta(&fo, &kasus).await.ok();
    ketik(&fo, &kasus.kontak, &kode_ke(&warga, 2).await).await.ok();
}

/// What a proof is worth: where a case holds nothing that its recipient could be asked for, the document takes the way to
/// the number; without a proof, and without anything to ask, it waits at the counter.
#[tokio::test]
async fn a_document_goes_to_a_proven_number_and_never_to_one_that_was_only_typed() {
    let saluran = [SaluranPenyerahan::Whatsapp, SaluranPenyerahan::Loket];
    let kantor = Kantor::siapkan_dengan("pekanbaru", |paket| {
        for produk in paket.layanan.iter_mut().flat_map(|layanan| &mut layanan.produk) {
            produk.penyerahan = saluran.to_vec();
        }
    })
    .await;
    let app = TestApp::layani(kantor);
    setup::ajukan_templat(&app.kantor.parts, &app.kantor.tenant).await.unwrap();
    let fo = app.sebagai("fo").await;
    let (terbukti, ketikan) =
        (daftarkan(&fo, "081555000106").await, daftarkan(&fo, "081555000107").await);
    let warga = app.kantor.warga("6281555000106");
    minta(&fo, &terbukti).await.ok();
    ketik(&fo, &terbukti.kontak, &kode_ke(&warga, 0).await).await.ok();
    // Another case of the same number gets nothing from it.
    let tetangga = daftarkan(&fo, "081555000106").await;
    assert_eq!(tetangga.kontak, terbukti.kontak);
    for (kasus, harap) in [(&terbukti, "whatsapp"), (&ketikan, "loket"), (&tetangga, "loket")] {
        terbitkan(&app, &fo, &kasus.id).await;
        let satu = sampai("penyerahan dimulai", || async {
            let buku = fo.get(&format!("/v1/permohonan/{}/penyerahan", kasus.id)).await.ok();
            buku["data"].as_array()?.last().cloned()
        })
        .await;
        assert_eq!(satu["saluran"], harap, "{satu}");
    }
    // They never wrote, so that the window is closed: a template asks them to.
    warga.templat("loket_hasil_siap").await;
    let lain = app.kantor.warga("6281555000107").masuk();
    let hasil = |satu: &LedgerEntry| {
        satu.media.is_some() || satu.payload["template"]["name"] == "loket_hasil_siap"
    };
    assert!(!lain.iter().any(hasil), "{lain:#?}");
}

/// Signs the PDF of a case, up to where it is handed over.
async fn terbitkan(app: &TestApp, fo: &Klien, id: &str) {
    unggah(fo, id, &["ktp"]).await;
    fo.putuskan(id, "cek_daftar", "lanjut", None).await.ok();
    let cek = fo.terima(id, "cek_siak").await;
    let nik = app.kantor.pemegang("kadis").nik.clone().unwrap();
    let penanda = app.kantor.bsre.signer(&nik).unwrap();
    let pdf = sign_pdf(&contoh_pdf("KARTU KELUARGA", &["CONTOH", id]), &penanda).unwrap();
    assert_eq!(fo.unggah_dokumen(id, "kk", &pdf, true).await.ok()["keadaan"], "sah");
    fo.putuskan_tugas(&cek, "sudah_tte", None).await.ok();
}
