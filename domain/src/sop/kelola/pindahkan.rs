//! Order running cases to be moved to another version, and read what became of them.

use std::collections::BTreeMap;

use serde_json::json;

use super::{
    BarisPindah, Idempotensi, JumlahPindah, KataHasil, KeadaanPindah, KeadaanVersi, MasaVersi,
    Pindah, PindahId, VersiSop, buatan_lama, letak::tangga, lihat::kode_sop,
};
use crate::{
    akses::{Izin, Pelaku},
    audit::CatatanAudit,
    galat::{Bentrok, Galat, Pelanggaran, PortError},
    halaman::{Halaman, Lembar},
    nilai::Kode,
    ports::Ports,
};

/// Move running cases of an older version to this one.
#[derive(Clone, Debug)]
pub struct PindahkanKasus {
    /// The SOP.
    pub kode: String,
    /// The version they go to; it must be in force.
    pub nomor: u32,
    /// The version they leave.
    pub dari_versi: u32,
    /// Steps that have another code in the new version.
    pub peta: BTreeMap<String, String>,
    /// Only report what would happen.
    pub uji_coba: bool,
    /// The caller's idempotency key and the fingerprint of the request.
    pub idempotensi: Idempotensi,
}

impl PindahkanKasus {
    /// Queues the order; the worker carries it out.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Pindah, Galat> {
        let petugas = pelaku.petugas(Izin::SopKelola)?.id;
        let kode = kode_sop(&self.kode)?;
        let now = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        if let Some(lama) = buatan_lama(work.as_mut(), petugas, &self.idempotensi).await? {
            let lama = work.pindah().pindah(PindahId::new(lama)).await?;
            return lama.map(|(pindah, _)| pindah).ok_or(Galat::TidakDitemukan("pindah"));
        }
        let ke =
            work.sop().versi(&kode, self.nomor).await?.ok_or(Galat::TidakDitemukan("versi SOP"))?;
        if ke.keadaan.masa(now) != MasaVersi::Berlaku {
            return Err(Bentrok::baru(
                "versi_tidak_berlaku",
                "Permohonan hanya dapat dipindahkan ke versi yang sedang berlaku.",
            )
            .into());
        }
        let dari = work.sop().versi(&kode, self.dari_versi).await?;
        let dari = dari.filter(|dari| dari.id != ke.id && dari.keadaan != KeadaanVersi::Draf);
        let dari = dari.ok_or_else(|| {
            Galat::isian(
                "/dari_versi",
                "versi_asal_tidak_ada",
                "Versi asal harus versi lain dari SOP ini yang pernah terbit.",
            )
        })?;
        let pindah = Pindah {
            id: ports.ids.id(),
            peta: baca_peta(&self.peta, &dari, &ke)?,
            jumlah: work.sop().kasus_berjalan(dari.id).await?,
            kode,
            dari: (dari.id, dari.nomor),
            ke: (ke.id, ke.nomor),
            uji_coba: self.uji_coba,
            oleh: petugas,
            keadaan: KeadaanPindah::Antre,
            dibuat_pada: now,
        };
        match work.pindah().tambah_pindah(&pindah).await {
            Ok(()) => {}
            Err(PortError::Konflik) => {
                return Err(Bentrok::baru(
                    "pindah_sedang_berjalan",
                    "Pemindahan lain untuk SOP ini belum selesai. Tunggu sampai selesai.",
                )
                .into());
            }
            Err(galat) => return Err(galat.into()),
        }
        let (kunci, sidik) = &self.idempotensi;
        work.permohonan().catat_idempotensi(petugas, kunci, sidik, pindah.id.uuid(), now).await?;
        let catatan = CatatanAudit::baru(
            ports,
            pelaku.jejak(),
            "sop.pindah.pesan",
            "sop_pindah",
            Some(pindah.id.uuid()),
        )
        .dengan(json!({
            "kode": pindah.kode, "dari": pindah.dari.1, "ke": pindah.ke.1, "peta": pindah.peta,
            "uji_coba": pindah.uji_coba, "jumlah": pindah.jumlah,
        }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(pindah)
    }
}

/// Reads a map of steps: each from the old version to the new one.
fn baca_peta(
    peta: &BTreeMap<String, String>,
    dari: &VersiSop,
    ke: &VersiSop,
) -> Result<BTreeMap<Kode, Kode>, Galat> {
    let tahap = |teks: &str, versi: &VersiSop| {
        Kode::parse(teks).ok().filter(|kode| versi.definisi.tahap(kode).is_some())
    };
    let mut salah = Vec::new();
    let mut terbaca = BTreeMap::new();
    for (lama, baru) in peta {
        let mut tolak = |kode, pesan: &str, nilai: &str| {
            salah.push(Pelanggaran {
                nilai: Some(nilai.to_owned()),
                ..Pelanggaran::baru(format!("/peta/{}", tangga(lama)), kode, pesan)
            });
        };
        match (tahap(lama, dari), tahap(baru, ke)) {
            (Some(lama), Some(baru)) => {
                terbaca.insert(lama, baru);
            }
            (None, _) => tolak("tahap_lama_tidak_ada", "Tahap ini tidak ada di versi asal.", lama),
            (_, None) => tolak("tahap_baru_tidak_ada", "Tahap ini tidak ada di versi baru.", baru),
        }
    }
    if salah.is_empty() { Ok(terbaca) } else { Err(Galat::TidakSah(salah)) }
}

/// An order with its counts and one page of what became of cases.
#[derive(Clone, Debug)]
pub struct LaporanPindah {
    /// The order.
    pub pindah: Pindah,
    /// How many cases it has settled.
    pub jumlah: JumlahPindah,
    /// What became of them.
    pub hasil: Lembar<BarisPindah>,
}

/// Read what became of an order.
#[derive(Clone, Copy, Debug)]
pub struct BacaPindah {
    /// Which.
    pub id: PindahId,
    /// Only cases with that result.
    pub saring: Option<KataHasil>,
    /// How many.
    pub halaman: Halaman,
}

impl BacaPindah {
    /// The order as it stands now.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<LaporanPindah, Galat> {
        pelaku.petugas(Izin::SopKelola)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let (pindah, jumlah) =
            work.pindah().pindah(self.id).await?.ok_or(Galat::TidakDitemukan("pindah"))?;
        let baris = work.pindah().hasil_pindah(self.id, self.saring, self.halaman).await?;
        let hasil = self.halaman.potong(baris, |satu| satu.permohonan.uuid());
        Ok(LaporanPindah { pindah, jumlah, hasil })
    }
}
