//! An office that lives by a moved clock, and what its people know of interruptions.

use std::sync::Arc;

use loket_domain::{gangguan::KabarkanGangguan, kalender::Clock, tenant::Paket};
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
use time::{OffsetDateTime, macros::datetime};

/// Monday morning in Balangan, whose office works 07.30-12.00 and 13.00-16.00.
pub const PAGI: OffsetDateTime = datetime!(2027-02-01 8:00 +08);
/// SIAK goes down.
pub const PADAM: OffsetDateTime = datetime!(2027-02-01 11:30 +08);
/// It is back.
pub const NYALA: OffsetDateTime = datetime!(2027-02-01 14:00 +08);

/// A letter without papers, so that many cases are made quickly; a warning at a step whose time runs out.
pub fn ringan(paket: &mut Paket) {
    let mut nilai = serde_json::to_value(&*paket).unwrap();
    for layanan in nilai["layanan"].as_array_mut().unwrap() {
        if ["data_kependudukan", "ktp_el", "disabilitas"]
            .iter()
            .any(|kode| layanan["kode"] == *kode)
        {
            layanan["syarat"] = json!([]);
        }
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

pub struct Uji {
    pub app: TestApp,
    pub jam: Arc<Jam>,
}

impl Uji {
    pub async fn mulai() -> Self {
        Self::di("balangan").await
    }

    pub async fn di(nama: &str) -> Self {
        let jam = Arc::new(Jam::di(PAGI));
        let kantor = Kantor::siapkan_pada(nama, Some(jam.clone()), ringan).await;
        kantor.wa.advance((PAGI - SystemClock.now()).try_into().unwrap_or_default());
        Self { app: TestApp::layani(kantor), jam }
    }

    pub fn pindah(&self, saat: OffsetDateTime) {
        let selama = saat - self.jam.now();
        self.app.kantor.wa.advance(selama.try_into().unwrap_or_default());
        self.jam.pindah(saat);
    }

    /// Logs in again: a token does not outlive a leap.
    pub async fn masuk(&self, peran: &str) -> Klien {
        self.app.sebagai(peran).await
    }

    /// Everything is told that is to be told now.
    pub async fn kabarkan(&self) {
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

    pub async fn buka(&self, sebab: &str, layanan: &[&str]) -> String {
        let isi = json!({ "sebab": sebab, "catatan": "uji gangguan", "layanan": layanan });
        let baru = self.masuk("kasi").await.post("/v1/gangguan", isi).await.ok();
        baru["id"].as_str().unwrap().to_owned()
    }

    pub async fn tutup(&self, id: &str) {
        // Another officer than the one who opened it.
        let kabid = self.masuk("kabid").await;
        kabid.post(&format!("/v1/gangguan/{id}/selesai"), json!(null)).await.ok();
    }

    pub async fn rinci(&self, id: &str) -> Value {
        self.masuk("kasi").await.get(&format!("/v1/gangguan/{id}")).await.ok()
    }

    pub async fn tenggat(&self, kasus: &str) -> Value {
        let layanan = self.masuk("operator_layanan").await;
        layanan.get(&format!("/v1/permohonan/{kasus}/tenggat")).await.ok()
    }

    /// What reached a resident, after everything queued has left.
    pub async fn kotak(&self, wa_id: &str) -> Vec<String> {
        self.tuntas().await;
        self.app.kantor.warga(wa_id).masuk().iter().map(isi).collect()
    }

    /// Nothing waits in the outbox any more.
    pub async fn tuntas(&self) {
        sampai("antrean kirim kosong", || async {
            let sisa = self
                .angka("SELECT count(*) FROM pesan_keluar WHERE keadaan IN ('antre', 'mengirim')")
                .await;
            (sisa == 0).then_some(())
        })
        .await;
    }

    pub async fn angka(&self, sql: &str) -> i64 {
        let kantor = &self.app.kantor;
        let tx = kantor.parts.postgres.begin_tenant_read(&kantor.tenant.slug).await.unwrap();
        let tanya = Statement::from_string(DbBackend::Postgres, sql);
        tx.query_one_raw(tanya).await.unwrap().unwrap().try_get_by_index(0).unwrap()
    }

    pub async fn notifikasi(&self, peran: &str) -> Vec<String> {
        let semua = self.masuk(peran).await.get("/v1/notifikasi?batas=100").await.ok();
        let semua = semua["data"].as_array().unwrap().iter();
        semua
            .filter(|satu| satu["jenis"] == "gangguan")
            .map(|satu| satu["isi"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// Registers a case for a number; its id.
pub async fn daftar(petugas: &Klien, layanan: &str, kunci: &str, wa_id: Option<&str>) -> String {
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

pub fn nomor(ke: usize) -> String {
    format!("62813000{ke:05}")
}

/// Takes and decides the first `jumlah` tugas of a step in the order of the queue.
pub async fn kerjakan(petugas: &Klien, kasus: &[String], tahap: &str, keputusan: &str) {
    for id in kasus {
        petugas.putuskan(id, tahap, keputusan, None).await.ok();
    }
}

/// The cases in the queue of that step, in its order.
pub async fn antrean(petugas: &Klien, tahap: &str) -> Vec<String> {
    let semua = petugas.get("/v1/tugas?batas=100").await.ok();
    let semua = semua["data"].as_array().unwrap().iter();
    semua
        .filter(|tugas| tugas["tahap"] == tahap)
        .map(|tugas| tugas["permohonan_id"].as_str().unwrap().to_owned())
        .collect()
}

pub const TERHENTI: &str = "belum dapat dilanjutkan";
pub const PULIH: &str = "sudah dapat diakses lagi";

pub fn jumlah(kotak: &[String], kata: &str) -> usize {
    kotak.iter().filter(|isi| isi.contains(kata)).count()
}
