//! The ports of the domain against a real server: each contract as a sentence.

mod akses;
mod delegasi;
mod indeks;
mod kasus;
mod kelola;
mod kirim;
mod kontak;
mod masuk;
mod pesan;
mod rahasia;
mod rotasi;
mod sop;
mod tenant;
mod waktu_kerja;

use std::{collections::BTreeMap, sync::Arc};

use loket_domain::{
    akses::{FaktorSesi, JejakPelaku, Pengguna, PenggunaId, SesiBaru, SesiId},
    id::Id,
    layanan::Kanal,
    nilai::{Kode, Nik, NomorKk, NomorRegistrasi, NomorWa},
    percakapan::{Kontak, KontakId, NomorLayanan, Pengirim},
    permohonan::{HubunganKuasa, Kuasa, Pemohon, Permohonan},
    ports::{Store, UnitOfWork},
    sop::{DefinisiSop, KeadaanKasus, Peristiwa, SopVersiId},
};
use serde_json::json;
use time::Duration;

use super::*;
use crate::crypto::{KunciData, KunciInduk};

/// The day of [`KINI`] on the office's wall clock.
const HARI: time::Date = time::macros::date!(2026 - 03 - 02);
const NOMOR: &str = "6281234567890";
const NIK: &str = "6311010107900001";

/// A database with tenants as they really are, and the store over it.
struct Kantor {
    /// Keeps the owner's connections.
    uji: Uji,
    store: PgStore,
}

impl Kantor {
    async fn siap(slug: &[&str]) -> Self {
        let uji = Uji::siap().await;
        let induk = KunciInduk::baca(&format!("{:064x}", 7)).unwrap();
        for slug in slug {
            let bungkus = induk.bungkus(&s(slug), &KunciData::acak().unwrap()).unwrap();
            let baru = TenantBaru { kunci_terbungkus: Tersegel(bungkus), ..tenant_baru(slug) };
            uji.admin.buat_tenant(&baru).await.expect("provision");
        }
        let config = PostgresConfig {
            koneksi_maks: 4,
            ..PostgresConfig::aplikasi(uji.alamat.aplikasi.clone())
        };
        let db = Postgres::connect(&config).await.expect("connect as application");
        Self { uji, store: PgStore::new(db, Arc::new(induk)) }
    }

    async fn satu() -> Self {
        Self::siap(&["balangan"]).await
    }

    async fn tulis(&self) -> Box<dyn UnitOfWork> {
        self.store.begin(&s("balangan")).await.unwrap()
    }

    async fn baca(&self) -> Box<dyn UnitOfWork> {
        self.store.read(&s("balangan")).await.unwrap()
    }

    /// The first column of the first row, around the ports.
    async fn mentah(&self, sql: &str) -> Option<String> {
        let tx = self.store.postgres().begin_tenant_read(&s("balangan")).await.unwrap();
        baris(&tx, sql).await.try_get_by_index(0).unwrap()
    }

    /// A published SOP, a service number and an officer.
    async fn lengkap() -> (Self, SopVersiId, PenggunaId) {
        let kantor = Self::satu().await;
        let (sop, petugas) = (id(), id());
        let mut work = kantor.tulis().await;
        work.katalog().terbitkan_sop(sop, &definisi("satu"), KINI).await.unwrap();
        work.katalog()
            .simpan_nomor_layanan(uuid_baru(), &nomor_layanan("100"), KINI)
            .await
            .unwrap();
        work.akses().tambah_pengguna(&pengguna(petugas, "siti", &[]), KINI).await.unwrap();
        work.commit().await.unwrap();
        (kantor, sop, petugas)
    }

    /// A contact with that number.
    async fn warga(&self, nomor: &str) -> Kontak {
        let nomor = NomorWa::parse(nomor).unwrap();
        let mut work = self.tulis().await;
        let kontak = work.kontak().kunci_pengirim(&pengirim(Some(&nomor), None), id(), KINI).await;
        work.commit().await.unwrap();
        kontak.unwrap()
    }
}

fn id<K>() -> Id<K> {
    Id::new(uuid_baru())
}

fn kode_(teks: &str) -> Kode {
    Kode::parse(teks).unwrap()
}

fn menit(n: i64) -> OffsetDateTime {
    KINI + Duration::minutes(n)
}

fn definisi(nama: &str) -> DefinisiSop {
    serde_json::from_value(json!({
        "kode": "umum", "nama": nama, "mulai": "periksa",
        "tahap": [{ "kode": "periksa", "nama": "Periksa", "jenis": "verifikasi", "keputusan": [] }],
    }))
    .unwrap()
}

fn nomor_layanan(id: &str) -> NomorLayanan {
    NomorLayanan {
        phone_number_id: id.to_owned(),
        nomor_tampilan: "+62 811".to_owned(),
        waba_id: None,
        base_url: "http://127.0.0.1".to_owned(),
        versi: "v25.0".to_owned(),
        token: Rahasia::new("token-sangat-rahasia"),
        host_media: vec!["media.example".to_owned()],
    }
}

fn sesi_baru(id: SesiId, pengguna: PenggunaId) -> SesiBaru {
    SesiBaru {
        id,
        pengguna,
        dibuat_pada: KINI,
        berakhir_pada: menit(60),
        faktor: FaktorSesi::Dua,
        perangkat: None,
        alamat_samar: None,
    }
}

fn pengguna(id: PenggunaId, nama: &str, peran: &[&str]) -> Pengguna {
    Pengguna {
        id,
        nama_pengguna: nama.to_owned(),
        nama: format!("{nama}, S.Sos."),
        nip: None,
        nik: Some(Nik::parse(NIK).unwrap()),
        surel: None,
        sandi_hash: Some("$argon2id$".to_owned()),
        aktif: true,
        peran: peran.iter().map(|p| kode_(p)).collect(),
        unit: None,
        tim: Vec::new(),
        versi: 1,
    }
}

fn pengirim<'a>(nomor: Option<&'a NomorWa>, bsuid: Option<&'a str>) -> Pengirim<'a> {
    Pengirim { nomor, bsuid, nama: None, nomor_layanan: "100" }
}

fn permohonan(sop: SopVersiId, urut: u64, peristiwa: &[Peristiwa]) -> Permohonan {
    Permohonan {
        id: id(),
        nomor: NomorRegistrasi::buat(&KodeWilayah::parse("63.11").unwrap(), 2026, urut),
        layanan: kode_("kk_baru"),
        layanan_nama: "Kartu Keluarga".to_owned(),
        sop,
        varian: Some(kode_("hilang")),
        unit: None,
        prioritas: false,
        anak: false,
        kuasa: Some(Kuasa { hubungan: HubunganKuasa::Wali, nama: Rahasia::new("Aminah") }),
        kanal: Kanal::Loket,
        kontak: None,
        pemohon: Pemohon {
            nama: Rahasia::new("Hamsiah binti Jarkasi"),
            nik: Some(Nik::parse(NIK).unwrap()),
            nomor_kk: Some(NomorKk::parse("6311012903080042").unwrap()),
            nomor_wa: Some(NomorWa::parse(NOMOR).unwrap()),
        },
        isian: BTreeMap::from([(kode_("alamat"), "Jalan Batu Piring 17".to_owned())]),
        keadaan: KeadaanKasus::awal().setelah(peristiwa),
        mulai_layanan: None,
        dibuat_pada: KINI,
        diubah_pada: KINI,
    }
}
