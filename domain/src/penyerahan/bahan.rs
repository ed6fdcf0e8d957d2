//! All that decides how the products of a case travel, loaded once.

use std::collections::BTreeMap;

use time::OffsetDateTime;

use super::{
    AturanPenyerahan, FaktaNomor, FaktaPenerima, Jalan, Penyerahan, Pilihan, berikutnya, rantai,
    saluran_boleh,
};
use crate::{
    akses::JenisUnit,
    dokumen::{Dokumen, KeadaanDokumen},
    galat::{Galat, PortError},
    layanan::{JenisProduk, Kanal, Layanan, Medium, SaluranPenyerahan},
    nilai::{Kode, Nik, Rahasia},
    permohonan::{Permohonan, PermohonanId},
    ports::{Ports, UnitOfWork},
};

/// All that decides how the products of a case travel.
pub(crate) struct Bahan {
    pub permohonan: Permohonan,
    pub layanan: Layanan,
    pub aturan: AturanPenyerahan,
    pub pilihan: Vec<Pilihan>,
    /// Without address, unit and proof of the address: those differ by product.
    dasar: FaktaPenerima,
    surel_sah: Vec<Rahasia>,
    /// The desa of who registered the case.
    unit_desa: Option<Kode>,
}

impl Bahan {
    /// Loads it for a stored case.
    pub(crate) async fn muat_id(
        ports: &Ports,
        work: &mut dyn UnitOfWork,
        id: PermohonanId,
    ) -> Result<Self, Galat> {
        let permohonan =
            work.permohonan().baca(id).await?.ok_or(Galat::TidakDitemukan("permohonan"))?;
        Self::muat(ports, work, permohonan).await
    }

    /// Loads it for a case that is there already.
    pub(crate) async fn muat(
        ports: &Ports,
        work: &mut dyn UnitOfWork,
        permohonan: Permohonan,
    ) -> Result<Self, Galat> {
        let layanan = work.katalog().layanan_tersimpan(&permohonan.layanan).await?;
        let layanan =
            layanan.ok_or_else(|| PortError::tak_terduga("service of a stored case is missing"))?;
        let aturan = work.katalog().aturan_penyerahan().await?;
        let pilihan = work.penerima().pilihan(permohonan.id).await?;
        let mut surel_sah = Vec::new();
        for satu in pilihan.iter().filter(|satu| satu.saluran == SaluranPenyerahan::Email) {
            if let Some(alamat) = &satu.tujuan
                && work.penerima().surel_sah(permohonan.id, alamat).await?
            {
                surel_sah.push(alamat.clone());
            }
        }
        let silsilah = match &permohonan.unit {
            Some(unit) => work.akses().silsilah_unit(unit).await?,
            None => Vec::new(),
        };
        let unit_desa = silsilah
            .into_iter()
            .find(|(jenis, kode)| {
                *jenis == JenisUnit::Desa && Some(kode) == permohonan.unit.as_ref()
            })
            .map(|(_, kode)| kode);
        let dasar = FaktaPenerima {
            nomor: nomor(work, &permohonan).await?,
            nik: !nik_kasus(&permohonan).is_empty(),
            pin: work.penerima().pin(permohonan.id).await?.is_some(),
            smtp: ports.surel.ada(),
            rentan: permohonan.prioritas,
            ..FaktaPenerima::default()
        };
        Ok(Self { permohonan, layanan, aturan, pilihan, dasar, surel_sah, unit_desa })
    }

    /// What was chosen for a product.
    pub(crate) fn pilihan(&self, produk: &Kode) -> Option<&Pilihan> {
        self.pilihan.iter().find(|satu| &satu.produk == produk)
    }

    /// The email address of a product: its own, else one that was given for another product of the case.
    pub(crate) fn surel(&self, produk: &Kode) -> Option<&Rahasia> {
        let email = |satu: &&Pilihan| satu.saluran == SaluranPenyerahan::Email;
        let sendiri = self.pilihan(produk).filter(email);
        let lain = || self.pilihan.iter().filter(email).max_by_key(|satu| satu.dipilih_pada);
        sendiri.or_else(lain)?.tujuan.as_ref()
    }

    /// The street address of a product.
    pub(crate) fn alamat(&self, produk: &Kode) -> Option<&Rahasia> {
        self.pilihan(produk).filter(|satu| diantar(satu.saluran))?.tujuan.as_ref()
    }

    /// The desa or kecamatan of a product: the one that was chosen, else the one that registered the case.
    pub(crate) fn unit(&self, produk: &Kode) -> Option<&Kode> {
        let dipilih = self.pilihan(produk).and_then(|satu| satu.unit.as_ref());
        dipilih.or(self.unit_desa.as_ref())
    }

    /// What is known of who that product is for.
    pub(crate) fn fakta(&self, produk: &Kode) -> FaktaPenerima {
        let surel = self.surel(produk);
        FaktaPenerima {
            surel: surel.is_some(),
            surel_sah: surel.is_some_and(|satu| self.surel_sah.contains(satu)),
            alamat: self.alamat(produk).is_some(),
            unit: self.unit(produk).is_some(),
            ..self.dasar
        }
    }

    /// The channels that the office has for a product; a product that the pack dropped waits at the counter.
    pub(crate) fn daftar(&self, produk: &Kode) -> &[SaluranPenyerahan] {
        let produk = self.layanan.produk.iter().find(|satu| &satu.kode == produk);
        produk.map_or(&[], |satu| &satu.penyerahan)
    }

    /// The channels that may be chosen for a product.
    pub(crate) fn boleh(
        &self,
        produk: &Kode,
        jenis: (JenisProduk, Medium),
    ) -> Vec<SaluranPenyerahan> {
        saluran_boleh(jenis, self.daftar(produk), self.dasar.rentan)
    }

    /// Whether the applicant may choose a channel now; an address that it needs is asked for.
    pub(crate) fn dapat_dipilih(
        &self,
        produk: &Kode,
        saluran: SaluranPenyerahan,
        now: OffsetDateTime,
    ) -> bool {
        let fakta = FaktaPenerima { surel: true, alamat: true, unit: true, ..self.fakta(produk) };
        fakta.jalan(saluran, &self.aturan, now).is_some()
    }

    /// The same case with that choice, which is not stored yet.
    pub(crate) async fn memilih(
        mut self,
        work: &mut dyn UnitOfWork,
        pilihan: &Pilihan,
    ) -> Result<Self, Galat> {
        if pilihan.saluran == SaluranPenyerahan::Email
            && let Some(alamat) = &pilihan.tujuan
            && !self.surel_sah.contains(alamat)
            && work.penerima().surel_sah(self.permohonan.id, alamat).await?
        {
            self.surel_sah.push(alamat.clone());
        }
        self.pilihan.retain(|satu| satu.produk != pilihan.produk);
        self.pilihan.push(pilihan.clone());
        Ok(self)
    }

    /// The next channel for a version, after the attempts there were.
    pub(crate) fn berikutnya(
        &self,
        dokumen: &Dokumen,
        sudah: &[&Penyerahan],
        now: OffsetDateTime,
    ) -> Option<(SaluranPenyerahan, Jalan)> {
        let jenis = (dokumen.jenis, dokumen.medium);
        let dipilih = self.pilihan(&dokumen.produk).map(|satu| satu.saluran);
        let rantai = rantai(jenis, self.daftar(&dokumen.produk), self.dasar.rentan, dipilih);
        let sudah: Vec<_> =
            sudah.iter().map(|satu| (satu.saluran, satu.galat.as_deref())).collect();
        let fakta = self.fakta(&dokumen.produk);
        berikutnya(&rantai, &sudah, |satu| fakta.jalan(satu, &self.aturan, now))
    }
}

/// Whether somebody carries it to the resident's door.
pub(crate) fn diantar(saluran: SaluranPenyerahan) -> bool {
    matches!(saluran, SaluranPenyerahan::Kurir | SaluranPenyerahan::Kunjungan)
}

/// Whether a version may be handed over now: signed and verified, or there on paper.
pub(crate) fn dapat_diserahkan(dokumen: &Dokumen) -> bool {
    match dokumen.medium {
        Medium::PdfTte => matches!(dokumen.keadaan, KeadaanDokumen::Sah { .. }),
        _ => matches!(dokumen.keadaan, KeadaanDokumen::Siap { .. }),
    }
}

/// The NIKs of a case by which its recipient is known: the applicant's, and those among the answers.
pub(crate) fn nik_kasus(permohonan: &Permohonan) -> Vec<Nik> {
    if let Some(nik) = &permohonan.pemohon.nik {
        return vec![nik.clone()];
    }
    let diisi: &BTreeMap<Kode, String> = &permohonan.isian;
    let nik = diisi.iter().filter(|(kode, _)| kode.as_str().contains("nik"));
    nik.filter_map(|(_, isi)| Nik::parse(isi).ok()).collect()
}

async fn nomor(work: &mut dyn UnitOfWork, permohonan: &Permohonan) -> Result<FaktaNomor, Galat> {
    let Some(id) = permohonan.kontak else { return Ok(FaktaNomor::default()) };
    let Some(kontak) = work.kontak().baca(id).await? else { return Ok(FaktaNomor::default()) };
    let tujuan = tujuan_kontak(id);
    Ok(FaktaNomor {
        ada: true,
        dari_kasus: permohonan.kanal == Kanal::Whatsapp,
        terakhir_masuk: kontak.terakhir_masuk,
        ditandai: kontak.verifikasi.is_some(),
        dijamin_pada: work.penerima().dijamin_pada(id).await?,
        dibuktikan_pada: work.kode_nomor().terbukti_pada(id, Some(permohonan.id)).await?,
        pernah_salah: work.penyerahan().pernah_salah(permohonan.id, &tujuan).await?,
    })
}

/// A contact as the destination of something that may have to be taken back.
pub(crate) fn tujuan_kontak(id: crate::percakapan::KontakId) -> Rahasia {
    Rahasia::new(format!("kontak:{id}"))
}
