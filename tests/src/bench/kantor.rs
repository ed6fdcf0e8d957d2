//! The offices under load: what each is asked for, and by whom.

use std::{net::SocketAddr, sync::Arc};

use loket_domain::tenant::Tenant;
use loket_tests::{
    app::{self, SANDI},
    faktor,
};
use serde_json::json;

use super::{
    basis::Basis,
    galat::{Gagal, Hasil, Ketika},
    klien::{Sambungan, permintaan},
};

/// What a seed office is asked for: a service with papers, whose first step is passed by one decision.
#[derive(Debug)]
pub struct Resep {
    /// The office.
    pub paket: &'static str,
    /// The service.
    pub layanan: &'static str,
    /// Answers to its fields.
    pub isian: &'static [(&'static str, &'static str)],
    /// Who works at the first step.
    pub peran: &'static [&'static str],
    /// The first step.
    pub tahap: &'static str,
    /// The outcome that passes it; papers must be complete.
    pub keputusan: &'static str,
}

/// The four seed offices.
pub const RESEP: [Resep; 4] = [
    Resep {
        paket: "balangan",
        layanan: "akta_kelahiran",
        isian: &[("nama_anak", "Zahra Contoh"), ("kelahiran", "Paringin, 5 Mei 2026")],
        peran: &["operator_layanan"],
        tahap: "verifikasi_awal",
        keputusan: "lengkap",
    },
    Resep {
        paket: "sinjai",
        layanan: "akta_kelahiran",
        isian: &[
            ("nama_anak", "Andi Contoh"),
            ("tempat_lahir", "Sinjai"),
            ("tanggal_lahir", "5-5-2026"),
        ],
        peran: &["operator"],
        tahap: "verifikasi",
        keputusan: "lengkap",
    },
    Resep {
        paket: "kembaran",
        layanan: "surat_keterangan",
        isian: &[("keperluan", "Keterangan domisili untuk membuka rekening")],
        peran: &["petugas_administrator", "petugas_pelayanan"],
        tahap: "terima",
        keputusan: "ya",
    },
    Resep {
        paket: "pekanbaru",
        layanan: "kirim_pdf",
        isian: &[("jenis_dokumen", "kartu keluarga"), ("nomor_dokumen", "1471012502100003")],
        peran: &["fo"],
        tahap: "cek_daftar",
        keputusan: "lanjut",
    },
];

/// An officer who is logged in.
#[derive(Clone, Debug)]
pub struct Petugas {
    /// Their id.
    pub id: String,
    /// Their session's id.
    pub sesi: String,
    /// The roles they hold.
    pub peran: Vec<String>,
    /// Header `Authorization`.
    pub token: String,
}

/// An office.
#[derive(Debug)]
pub struct Kantor {
    /// The tenant.
    pub tenant: Arc<Tenant>,
    /// What it is asked for.
    pub resep: &'static Resep,
    /// Its service number.
    pub phone_number_id: String,
    /// What its webhooks are signed with.
    pub app_secret: String,
    /// Login names and roles of who works at the first step.
    nama: Vec<(String, Vec<String>)>,
    /// The same, logged in.
    pub petugas: Vec<Petugas>,
}

impl Kantor {
    /// Sets an office up through the use cases of production.
    pub async fn siapkan(resep: &'static Resep) -> Self {
        let kantor = app::Kantor::siapkan(resep.paket).await;
        // What set it up shall hold no connection while others are measured.
        kantor.parts.postgres.tutup().await;
        let pelaksana = |satu: &&app::PetugasContoh| {
            satu.peran.iter().any(|peran| resep.peran.contains(&peran.as_str()))
        };
        Self {
            tenant: kantor.tenant.clone(),
            resep,
            phone_number_id: kantor.phone_number_id.clone(),
            app_secret: kantor.app_secret.clone(),
            nama: kantor
                .petugas
                .iter()
                .filter(pelaksana)
                .map(|satu| (satu.nama_pengguna.clone(), satu.peran.clone()))
                .collect(),
            petugas: Vec::new(),
        }
    }

    /// The schema.
    pub fn skema(&self) -> String {
        self.tenant.slug.schema()
    }

    /// Logs everybody in, over HTTP.
    pub fn masuk(&mut self, alamat: SocketAddr, basis: &mut Basis) -> Hasil<()> {
        let jalur = format!("/v1/tenant/{}/sesi", self.tenant.slug);
        let mut sambungan = Sambungan::buka(alamat)?;
        basis.masuk_skema(&self.skema())?;
        for (nama, peran) in &self.nama {
            let isi = json!({ "nama_pengguna": nama, "sandi": SANDI }).to_string();
            let kepala = [("content-type", "application/json")];
            let minta = permintaan("POST", &jalur, &kepala, isi.as_bytes());
            let tiket = sambungan.minta(&minta)?.json(200).ketika("masuk")?;
            let mut isi = faktor::bukti(self.tenant.slug.as_str(), nama);
            isi["tiket"] = tiket["tiket"].clone();
            let isi = isi.to_string();
            let minta = permintaan("POST", &format!("{jalur}/faktor"), &kepala, isi.as_bytes());
            let tiket = sambungan.minta(&minta)?.json(201).ketika("faktor kedua")?;
            let token = tiket["token_akses"].as_str().ketika("token_akses")?;
            let id = basis
                .satu(&format!("SELECT id::text FROM pengguna WHERE nama_pengguna = '{nama}'"))?;
            let sesi = basis.satu(&format!(
                "SELECT id::text FROM sesi WHERE pengguna_id = '{id}' ORDER BY id DESC LIMIT 1"
            ))?;
            self.petugas.push(Petugas {
                id,
                sesi,
                peran: peran.clone(),
                token: format!("Bearer {token}"),
            });
        }
        if self.petugas.is_empty() {
            return Err(Gagal::baru(format!("{jalur}: tidak ada petugas tahap pertama")));
        }
        Ok(())
    }
}
