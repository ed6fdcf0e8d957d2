//! Every file goes this way, whoever brings it: checked, scanned, stored; then it is a paper.

use super::{HasilPindai, Penolakan, SifatBerkas};
use crate::{
    galat::PortError,
    permohonan::{AsalBerkas, BATAS_BERKAS, Berkas, BerkasId, KeadaanBerkas, TipeBerkas},
    ports::Ports,
    tenant::TenantSlug,
};

/// A file that was checked and is in object storage, and no paper of anybody yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tersimpan {
    /// Its type, by content.
    pub tipe: TipeBerkas,
    /// Bytes of the original.
    pub ukuran: u64,
    /// Of the original.
    pub sha256: Vec<u8>,
    /// The key of the original.
    pub kunci: String,
    /// The key of the copy for viewing.
    pub tampilan: Option<String>,
    /// The key of the thumbnail.
    pub cuplikan: Option<String>,
    /// What is known of its content.
    pub sifat: SifatBerkas,
    /// Whether the scanner could not say yet.
    pub ditahan: bool,
}

impl Tersimpan {
    /// Where a paper of it stands.
    pub fn keadaan(&self) -> KeadaanBerkas {
        let sha256 = self.sha256.clone();
        if self.ditahan { KeadaanBerkas::Ditahan { sha256 } } else { KeadaanBerkas::Sah { sha256 } }
    }

    /// The keys of its objects.
    pub fn semua_kunci(&self) -> impl Iterator<Item = &String> {
        [Some(&self.kunci), self.tampilan.as_ref(), self.cuplikan.as_ref()].into_iter().flatten()
    }

    /// A paper of it that belongs to nobody yet.
    pub fn jadi_berkas(self, ports: &Ports, id: BerkasId, asal: AsalBerkas, nama: &str) -> Berkas {
        let mut berkas = Berkas {
            id,
            permohonan: None,
            kontak: None,
            pengunggah: None,
            syarat: None,
            nama: format!("{nama}.{}", self.tipe.ekstensi()),
            asal,
            keadaan: KeadaanBerkas::Menunggu,
            tipe: String::new(),
            ukuran: 0,
            kunci: String::new(),
            tampilan: None,
            cuplikan: None,
            unggah_bagian: None,
            sifat: None,
            dibuat_pada: ports.clock.now(),
        };
        berkas.terima(self);
        berkas
    }
}

impl Berkas {
    /// Takes over what was checked and stored.
    pub(crate) fn terima(&mut self, tersimpan: Tersimpan) {
        self.keadaan = tersimpan.keadaan();
        tersimpan.tipe.mime().clone_into(&mut self.tipe);
        self.ukuran = tersimpan.ukuran;
        self.sifat = Some(tersimpan.sifat);
        self.kunci = tersimpan.kunci;
        self.tampilan = tersimpan.tampilan;
        self.cuplikan = tersimpan.cuplikan;
    }

    /// A paper that was refused as it came in, so that what was tried stays known and counts for the quota. Nothing is
    /// stored under its key.
    pub(crate) fn ditolak(
        ports: &Ports,
        tenant: &TenantSlug,
        asal: AsalBerkas,
        ditolak: &Ditolak,
    ) -> Self {
        Self {
            id: ports.ids.id(),
            permohonan: None,
            kontak: None,
            pengunggah: None,
            syarat: None,
            nama: "ditolak".to_owned(),
            asal,
            keadaan: KeadaanBerkas::ditolak(ditolak.alasan, Some(ditolak.sha256.clone())),
            tipe: "application/octet-stream".to_owned(),
            ukuran: ditolak.ukuran,
            kunci: ports.kunci_objek(tenant, "berkas"),
            tampilan: None,
            cuplikan: None,
            unggah_bagian: None,
            sifat: None,
            dibuat_pada: ports.clock.now(),
        }
    }

    /// The keys of its objects, of which the row names the copies no longer.
    pub(crate) fn lepaskan_objek(&mut self) -> Vec<String> {
        let mut semua = vec![self.kunci.clone()];
        semua.extend(self.tampilan.take());
        semua.extend(self.cuplikan.take());
        semua
    }
}

/// A file that was refused, as far as it is remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ditolak {
    /// Why.
    pub alasan: Penolakan,
    /// Bytes.
    pub ukuran: u64,
    /// Its hash.
    pub sha256: Vec<u8>,
}

/// Checks, scans and stores a file under fresh keys, which no link can write and nothing writes again.
///
/// # Errors
/// The check cannot be made, or storage does not answer: nothing was accepted then, and what was stored is swept.
pub async fn simpan_isi(
    ports: &Ports,
    tenant: &TenantSlug,
    isi: Vec<u8>,
) -> Result<Result<Tersimpan, Ditolak>, PortError> {
    let (ukuran, sha256) = (isi.len() as u64, ports.sidik(&isi));
    let tolak = |alasan| Ok(Err(Ditolak { alasan, ukuran, sha256: sha256.clone() }));
    if ukuran > BATAS_BERKAS {
        return tolak(Penolakan::TerlaluBesar);
    }
    let hasil = match ports.pemeriksa_berkas.periksa(&isi).await? {
        Ok(hasil) => hasil,
        Err(alasan) => return tolak(alasan),
    };
    let ditahan = match ports.pemindai.pindai(&isi).await {
        Ok(HasilPindai::Bersih) => false,
        Ok(HasilPindai::Terinfeksi) => return tolak(Penolakan::Bervirus),
        Err(_) => true,
    };
    let kunci = ports.kunci_objek(tenant, "berkas");
    ports.objek.simpan_tetap(&kunci, hasil.tipe.mime(), isi, &sha256).await?;
    let mut salinan = [None, None];
    let turunan = [("tampilan", hasil.tampilan), ("cuplikan", hasil.cuplikan)];
    for (letak, (jenis, isi)) in salinan.iter_mut().zip(turunan) {
        if let Some(isi) = isi {
            let kunci = ports.kunci_objek(tenant, jenis);
            ports.objek.simpan(&kunci, TipeBerkas::Jpeg.mime(), isi).await?;
            *letak = Some(kunci);
        }
    }
    let [tampilan, cuplikan] = salinan;
    let (tipe, sifat) = (hasil.tipe, hasil.sifat);
    Ok(Ok(Tersimpan { tipe, ukuran, sha256, kunci, tampilan, cuplikan, sifat, ditahan }))
}
