//! The products of a case: what comes out, how far each is, and all that happened to it.

use super::{CatatanRegister, Dokumen, KeadaanDokumen, Persetujuan, nomor::ganda, versi_berlaku};
use crate::{
    akses::{Izin, Pelaku},
    galat::Galat,
    layanan::Produk,
    penyerahan::Penyerahan,
    permohonan::{Kasus, PermohonanId},
    ports::Ports,
    sementara::Sementara,
};

/// One product of a case.
#[derive(Clone, Debug)]
pub struct ProdukKasus {
    /// As the service has it; `None` when the service has it no more.
    pub produk: Option<Produk>,
    /// Whether this case brings it.
    pub berlaku: bool,
    /// The version that counts.
    pub sekarang: Option<Dokumen>,
    /// Whether another case has the same SIAK number.
    pub nomor_ganda: bool,
    /// Every version, the newest first.
    pub riwayat: Vec<Dokumen>,
    /// What was approved of any version.
    pub persetujuan: Vec<Persetujuan>,
    /// The entry of the version that counts.
    pub register: Option<CatatanRegister>,
    /// Hand-overs of any version.
    pub penyerahan: Vec<Penyerahan>,
}

/// All products of a case.
#[derive(Clone, Debug)]
pub struct DaftarProdukKasus {
    /// By product of the service.
    pub produk: Vec<ProdukKasus>,
    /// Interim products, the newest first.
    pub sementara: Vec<Sementara>,
    /// What this case corrects, and the case that document belongs to.
    pub memperbaiki: Option<(super::DokumenId, PermohonanId)>,
}

/// Read the products of a case.
#[derive(Clone, Copy, Debug)]
pub struct BacaProdukKasus {
    /// The case.
    pub id: PermohonanId,
}

impl BacaProdukKasus {
    /// Products that come out or came out, in the order of the service.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<DaftarProdukKasus, Galat> {
        pelaku.boleh(Izin::PermohonanBaca)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let permohonan =
            work.permohonan().baca(self.id).await?.ok_or(Galat::TidakDitemukan("permohonan"))?;
        pelaku.jangkau(permohonan.unit.as_ref())?;
        let kasus = Kasus::muat(ports, work.as_mut(), pelaku, permohonan).await?;
        let mut dokumen = work.dokumen().milik(self.id).await?;
        let persetujuan = work.produk().persetujuan(self.id).await?;
        let register = work.produk().register(self.id).await?;
        let penyerahan = work.penyerahan().milik(self.id).await?;
        let sementara = work.sementara().milik(self.id).await?;
        let memperbaiki = work.produk().perbaikan(self.id).await?;
        dokumen.sort_by_key(|satu| std::cmp::Reverse(satu.versi));

        let berlaku: Vec<_> = kasus.layanan.produk_berlaku(&kasus.fakta.konteks);
        let berlaku: Vec<_> = berlaku.into_iter().map(|satu| satu.kode.clone()).collect();
        let mut kode: Vec<_> = kasus.layanan.produk.iter().map(|satu| satu.kode.clone()).collect();
        for satu in &dokumen {
            if !kode.contains(&satu.produk) {
                kode.push(satu.produk.clone());
            }
        }
        let mut produk = Vec::new();
        for kode in kode {
            let riwayat: Vec<Dokumen> =
                dokumen.iter().filter(|satu| satu.produk == kode).cloned().collect();
            let berlaku = berlaku.contains(&kode);
            if !berlaku && riwayat.is_empty() {
                continue;
            }
            let sekarang = versi_berlaku(&riwayat, &kode).cloned();
            let nomor = sekarang.as_ref().and_then(|satu| satu.nomor.as_deref());
            let nomor_ganda = ganda(work.as_mut(), nomor, self.id).await?;
            let milik = |id| riwayat.iter().any(|satu| satu.id == id);
            produk.push(ProdukKasus {
                produk: kasus.layanan.produk(&kode).cloned(),
                berlaku,
                nomor_ganda,
                persetujuan: persetujuan.iter().filter(|p| milik(p.dokumen)).cloned().collect(),
                register: sekarang.as_ref().and_then(|satu| {
                    register.iter().find(|catatan| catatan.dokumen == satu.id).cloned()
                }),
                penyerahan: penyerahan.iter().filter(|p| milik(p.dokumen)).cloned().collect(),
                sekarang,
                riwayat,
            });
        }
        Ok(DaftarProdukKasus { produk, sementara, memperbaiki })
    }
}

impl KeadaanDokumen {
    /// The stable word, as tables and clients write it.
    pub fn kata(&self) -> &'static str {
        match self {
            Self::MenungguUnggah => "menunggu_unggah",
            Self::Draf { .. } => "draf",
            Self::Sah { .. } => "sah",
            Self::Dikerjakan => "dikerjakan",
            Self::Siap { .. } => "siap",
            Self::Ditolak { .. } => "ditolak",
            Self::Diganti => "diganti",
            Self::Dicabut { .. } => "dicabut",
        }
    }
}
