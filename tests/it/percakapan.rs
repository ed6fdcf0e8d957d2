//! The conversation with a catalogue of many services, over the WhatsApp simulator: menu, variant, fields, conditions,
//! substitutes, and a step that the applicant answers.

use loket_domain::{
    permohonan::{HubunganKuasa, PermohonanId},
    tenant::Paket,
};
use loket_simulators::whatsapp::LedgerEntry;
use loket_tests::{
    app::{Kantor, TestApp},
    klien::Klien,
    sampai,
    warga::{Warga, isi, nomor},
};
use serde_json::{Value, json};

use crate::pekanbaru::cari;

/// Pekanbaru with twelve services of three families; the applicant confirms the draft of a certificate.
fn banyak(paket: &mut Paket) {
    let mut nilai = serde_json::to_value(&*paket).unwrap();
    let mut dasar = nilai["layanan"][0].clone();
    dasar["produk"] = json!([]);
    let buat = |kode: &str, nama: &str, kelompok: &str| {
        let mut satu = dasar.clone();
        for (bagian, isi) in
            [("kode", kode), ("nama", nama), ("nama_pendek", nama), ("kelompok", kelompok)]
        {
            satu[bagian] = json!(isi);
        }
        satu
    };
    let mut akta = buat("akta", "Akta Kelahiran", "capil");
    akta["varian"] = json!([
        { "kode": "baru", "nama": "Belum pernah punya" }, { "kode": "hilang", "nama": "Akta hilang" },
    ]);
    akta["isian"] = json!([
        { "kode": "lahir", "label": "Kapan anak lahir?", "jenis": "tanggal", "makna": "tanggal_peristiwa" },
        { "kode": "tempat", "label": "Lahir di mana?", "jenis": "pilihan",
          "pilihan": [{ "kode": "rs", "nama": "Rumah sakit" }, { "kode": "rumah", "nama": "Di rumah" }] },
        { "kode": "penolong", "label": "Siapa penolongnya?", "jenis": "teks", "jika": "isian.tempat == 'rumah'" },
    ]);
    akta["syarat"] = json!([
        { "kode": "surat_lahir", "nama": "Surat keterangan lahir",
          "pengganti": [{ "kode": "sptjm", "nama": "SPTJM", "formulir": "F-2.03" }] },
        { "kode": "kehilangan", "nama": "Surat kehilangan", "jika": "varian == 'hilang'" },
        { "kode": "kk", "nama": "Kartu keluarga", "perlakuan": "tunjukkan" },
    ]);
    let mut layanan: Vec<Value> =
        (1..=9).map(|n| buat(&format!("kartu_{n}"), &format!("Kartu {n}"), "dafduk")).collect();
    layanan.extend([akta, buat("akta_mati", "Akta Kematian", "capil"), dasar.clone()]);
    nilai["layanan"] = json!(layanan);
    nilai["sop"][0]["mulai"] = json!("draf");
    nilai["sop"][0]["tahap"] = json!([
        {
            "kode": "draf", "nama": "Draf", "jenis": "proses", "pelaksana": { "salah_satu": ["fo"] },
            "keputusan": [{ "kode": "kirim", "label": "Kirim draf", "tujuan": [{ "tahap": "periksa" }] }],
        },
        {
            "kode": "periksa", "nama": "Apakah data pada draf sudah benar?", "jenis": "verifikasi",
            "pelaksana": { "pemohon": true },
            "keputusan": [
                { "kode": "benar", "label": "Ya, sudah benar", "tujuan": ["selesai"] },
                { "kode": "salah", "label": "Ada yang perlu diperbaiki", "alasan": "wajib",
                  "tujuan": [{ "tahap": "draf" }] },
            ],
        },
    ]);
    *paket = serde_json::from_value(nilai).unwrap();
}

async fn ajukan(warga: &Warga<'_>) -> String {
    let salam = warga.tulis("halo").await;
    assert!(
        isi(&salam).contains("1. Pendaftaran penduduk\n2. Pencatatan sipil"),
        "{}",
        isi(&salam)
    );
    let capil = warga.ketuk(&salam, "v1:kelompok:capil").await;
    let varian = warga.ketuk(&capil, "v1:layanan:akta").await;
    let pengantar = warga.ketuk(&varian, "v1:varian:akta:hilang").await;
    assert!(
        isi(&pengantar).contains("atau SPTJM (F-2.03)\n• Surat kehilangan"),
        "{}",
        isi(&pengantar)
    );
    // The rows of the menu are stale now, and nothing happens.
    let usang = warga.ketuk(&capil, "v1:layanan:akta_mati").await;
    assert!(isi(&usang).starts_with("Pilihan ini sudah tidak berlaku"), "{}", isi(&usang));
    warga.tulis("Siti Aminah").await;
    let tempat = warga.tulis("5/1/2026").await;
    let penolong = warga.ketuk(&tempat, "v1:isian:akta:tempat:rumah").await;
    assert!(isi(&penolong).contains("Siapa penolongnya?"));
    let minta = warga.tulis("Bidan Ani").await;
    assert!(isi(&minta).contains("(1/2) Kirim foto *Surat keterangan lahir*"), "{}", isi(&minta));
    warga.kirim_foto().await;
    let ringkasan = warga.kirim_foto().await;
    assert!(
        isi(&ringkasan).contains("Dibawa saat pengambilan: Kartu keluarga."),
        "{}",
        isi(&ringkasan)
    );
    warga.tulis("wakil").await;
    warga.tulis("keluarga").await;
    let ringkasan = warga.tulis("Budi Santoso").await;
    assert!(
        isi(&ringkasan).contains("Diurus oleh: Budi Santoso (Keluarga)"),
        "{}",
        isi(&ringkasan)
    );
    let terdaftar = warga.ketuk(&ringkasan, "v1:kirim:akta").await;
    assert!(isi(&terdaftar).contains("sudah terdaftar"), "{}", isi(&terdaftar));
    nomor(&terdaftar)
}

/// The `ke`-th message that asks for the check of the draft, from 0.
async fn diminta(warga: &Warga<'_>, ke: usize) -> LedgerEntry {
    sampai("permintaan periksa draf", || async {
        warga.masuk().into_iter().filter(|satu| isi(satu).starts_with("Permohonan *")).nth(ke)
    })
    .await
}

fn ketukan(pesan: &LedgerEntry, akhiran: &str) -> String {
    let id = pesan.choice_ids().into_iter().find(|id| id.ends_with(akhiran));
    id.unwrap_or_else(|| panic!("{}", pesan.payload)).to_owned()
}

async fn rinci(petugas: &Klien, id: &str) -> Value {
    petugas.get(&format!("/v1/permohonan/{id}")).await.ok()
}

#[tokio::test]
async fn twelve_services_a_variant_conditions_and_a_draft_confirmed_by_button() {
    let app = TestApp::layani(Kantor::siapkan_dengan("pekanbaru", banyak).await);
    let warga = app.kantor.warga("6281300000701");
    let nomor = ajukan(&warga).await;
    let fo = app.sebagai("fo").await;
    let id = cari(&fo, &nomor).await["id"].as_str().unwrap().to_owned();
    let slug = &app.kantor.tenant.slug;
    let mut work = app.kantor.parts.ports.store.read(slug).await.unwrap();
    let kasus = PermohonanId::new(id.parse().unwrap());
    let awal = work.permohonan().baca(kasus).await.unwrap().unwrap();
    drop(work);
    assert_eq!(awal.varian.unwrap().as_str(), "hilang");
    let kuasa = awal.kuasa.unwrap();
    assert_eq!((kuasa.hubungan, kuasa.nama.buka()), (HubunganKuasa::Keluarga, "Budi Santoso"));

    fo.putuskan(&id, "draf", "kirim", None).await.ok();
    let pertama = diminta(&warga, 0).await;
    let salah = warga.ketuk(&pertama, &ketukan(&pertama, ":salah")).await;
    assert!(isi(&salah).contains("Tuliskan alasannya"), "{}", isi(&salah));
    let dicatat = warga.tulis("nama ibu keliru").await;
    assert!(isi(&dicatat).contains("sudah dicatat: Ada yang perlu"), "{}", isi(&dicatat));
    assert_eq!(rinci(&fo, &id).await["tugas"][0]["tahap"], "draf");

    fo.putuskan(&id, "draf", "kirim", None).await.ok();
    let kedua = diminta(&warga, 1).await;
    let lama = rinci(&fo, &id).await;
    // A button of the first round, and a button in the hands of somebody else, change nothing.
    let usang = warga.ketuk(&pertama, &ketukan(&pertama, ":benar")).await;
    assert!(isi(&usang).contains("sudah tidak berlaku"), "{}", isi(&usang));
    let lain = app.kantor.warga("6281300000702");
    let asing = lain.ketuk(&kedua, &ketukan(&kedua, ":benar")).await;
    assert!(isi(&asing).contains("sudah tidak berlaku"), "{}", isi(&asing));
    assert_eq!(rinci(&fo, &id).await["versi"], lama["versi"]);

    let status = warga.tulis("status").await;
    assert!(isi(&status).contains("1. Ya, sudah benar"), "{}", isi(&status));
    let dicatat = warga.ketuk(&status, &ketukan(&status, ":benar")).await;
    assert!(isi(&dicatat).contains("sudah dicatat: Ya, sudah benar"), "{}", isi(&dicatat));
    assert_eq!(rinci(&fo, &id).await["status"], "selesai");
}
