//! Announced uploads: one link for the whole file, and for large ones a link for each part.

use super::{BATAS_BERKAS, Pengirim, UKURAN_BAGIAN, periksa_kuota};
use crate::{
    akses::PenggunaId,
    galat::Galat,
    permohonan::{
        AsalBerkas, Berkas, BerkasId, KeadaanBerkas, TautanUnggah, TipeBerkas, UMUR_TAUTAN,
    },
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// What is going to be uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rencana {
    /// MIME type that will be put.
    pub tipe: String,
    /// Bytes that will be put.
    pub ukuran: u64,
    /// Whether links for parts are wanted; over [`UKURAN_BAGIAN`] they come anyway.
    pub bagian: bool,
}

impl Rencana {
    /// The type, provided such a file may be announced.
    pub(crate) fn tipe(&self) -> Result<TipeBerkas, Galat> {
        let tipe = tipe_boleh(&self.tipe)?;
        periksa_ukuran(self.ukuran)?;
        Ok(tipe)
    }

    /// The sizes of the parts, when there are any.
    pub fn ukuran_bagian(&self) -> Vec<u64> {
        if !self.bagian && self.ukuran <= UKURAN_BAGIAN {
            return Vec::new();
        }
        let penuh = usize::try_from(self.ukuran / UKURAN_BAGIAN).unwrap_or(usize::MAX);
        let sisa = self.ukuran % UKURAN_BAGIAN;
        let mut semua = vec![UKURAN_BAGIAN; penuh];
        semua.extend((sisa > 0).then_some(sisa));
        semua
    }
}

/// Where to put one part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TautanBagian {
    /// Its number, from 1.
    pub nomor: u32,
    /// Its bytes, exactly.
    pub ukuran: u64,
    /// Where.
    pub tautan: TautanUnggah,
}

/// An upload that was announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unggahan {
    /// The paper.
    pub id: BerkasId,
    /// Where to put it as a whole.
    pub tautan: TautanUnggah,
    /// Where to put it in parts instead.
    pub bagian: Vec<TautanBagian>,
}

impl Berkas {
    /// A paper that an officer announces, of nobody yet; within the officer's quota.
    pub(crate) async fn umumkan(
        ports: &Ports,
        work: &mut dyn UnitOfWork,
        tenant: &Tenant,
        oleh: PenggunaId,
        nama: &str,
        rencana: &Rencana,
    ) -> Result<Self, Galat> {
        let tipe = rencana.tipe()?;
        periksa_kuota(ports, work, tenant, Pengirim::Petugas(oleh), rencana.ukuran).await?;
        Ok(Self {
            id: ports.ids.id(),
            permohonan: None,
            kontak: None,
            pengunggah: Some(oleh),
            syarat: None,
            nama: format!("{nama}.{}", tipe.ekstensi()),
            asal: AsalBerkas::Unggah,
            keadaan: KeadaanBerkas::Menunggu,
            tipe: tipe.mime().to_owned(),
            ukuran: rencana.ukuran,
            kunci: ports.kunci_objek(&tenant.slug, "berkas"),
            tampilan: None,
            cuplikan: None,
            unggah_bagian: None,
            sifat: None,
            dibuat_pada: ports.clock.now(),
        })
    }
}

/// The links for a paper whose announcement was committed.
pub(crate) async fn buka_unggahan(
    ports: &Ports,
    tenant: &Tenant,
    berkas: &Berkas,
    rencana: &Rencana,
) -> Result<Unggahan, Galat> {
    let (kunci, tipe) = (&berkas.kunci, &berkas.tipe);
    let tautan = ports.objek.tautan_unggah(kunci, tipe, berkas.ukuran, UMUR_TAUTAN).await?;
    let mut bagian = Vec::new();
    let ukuran = rencana.ukuran_bagian();
    if !ukuran.is_empty() {
        let unggah = ports.objek.mulai_bagian(kunci, tipe).await?;
        let mut work = ports.store.begin(&tenant.slug).await?;
        work.berkas().catat_bagian(berkas.id, Some(&unggah)).await?;
        work.commit().await?;
        for (nomor, ukuran) in (1_u32..).zip(ukuran) {
            let tautan = ports
                .objek
                .tautan_bagian(kunci, &unggah, nomor, ukuran, UMUR_TAUTAN_BAGIAN)
                .await?;
            bagian.push(TautanBagian { nomor, ukuran, tautan });
        }
    }
    Ok(Unggahan { id: berkas.id, tautan, bagian })
}

/// How long a link for a part is good for: slow lines need more than one file's five minutes for several parts.
pub const UMUR_TAUTAN_BAGIAN: std::time::Duration = std::time::Duration::from_mins(30);

/// The allowed type of that MIME name.
pub(crate) fn tipe_boleh(mime: &str) -> Result<TipeBerkas, Galat> {
    [TipeBerkas::Jpeg, TipeBerkas::Png, TipeBerkas::Pdf]
        .into_iter()
        .find(|tipe| tipe.mime() == mime)
        .ok_or_else(|| {
            Galat::isian("/tipe", "tipe_tidak_boleh", "Hanya JPEG, PNG atau PDF yang diterima.")
        })
}

/// Sizes that may be announced.
pub(crate) fn periksa_ukuran(ukuran: u64) -> Result<(), Galat> {
    if (1..=BATAS_BERKAS).contains(&ukuran) {
        Ok(())
    } else {
        Err(Galat::isian(
            "/ukuran",
            "ukuran_tidak_boleh",
            "Ukuran berkas harus 1 bita sampai 20 MB.",
        ))
    }
}
