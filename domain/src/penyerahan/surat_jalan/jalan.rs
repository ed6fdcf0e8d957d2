//! A letter on its way: written, given away, taken.

use super::{
    IsiJalan, KeadaanSuratJalan, LangkahJalan, SuratJalan, SuratJalanId, boleh_lihat, catat,
    dari_unit, muat,
};
use crate::{
    akses::{Izin, JenisUnit, Pelaku},
    galat::{Bentrok, Galat, PortError},
    layanan::SaluranPenyerahan,
    nilai::Kode,
    penyerahan::{
        KeadaanPenyerahan, PenyerahanId, antar::berurusan, gagalkan, kunci_antar, periksa_berlaku,
        ubah,
    },
    permohonan::tahun_setempat,
    ports::Ports,
};

/// Most products on one letter.
const ISI_MAKS: usize = 100;

/// Write a letter of conveyance.
#[derive(Clone, Debug)]
pub struct BuatSuratJalan {
    /// The unit it is for.
    pub unit: String,
    /// The attempts that travel.
    pub penyerahan: Vec<PenyerahanId>,
}

impl BuatSuratJalan {
    /// Every product waits for that very unit, and is on no other letter.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<SuratJalan, Galat> {
        let petugas = pelaku.petugas(Izin::PenyerahanKelola)?;
        let unit = Kode::parse(&self.unit).map_err(|salah| salah.di("/unit"))?;
        let mut semua = self.penyerahan;
        semua.sort_unstable();
        semua.dedup();
        if !(1..=ISI_MAKS).contains(&semua.len()) {
            let pesan = "Satu surat jalan memuat 1 sampai 100 dokumen.";
            return Err(Galat::isian("/penyerahan", "jumlah_isi", pesan));
        }
        let now = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let silsilah = work.akses().silsilah_unit(&unit).await?;
        let sesuai = |jenis: &JenisUnit| matches!(jenis, JenisUnit::Desa | JenisUnit::Kecamatan);
        if !silsilah.iter().any(|(jenis, kode)| kode == &unit && sesuai(jenis)) {
            let pesan = "Unit ini bukan desa, kelurahan, atau kecamatan kantor ini.";
            return Err(Galat::isian("/unit", "unit_tidak_ada", pesan));
        }
        for (letak, id) in semua.iter().enumerate() {
            let (satu, antar) = kunci_antar(work.as_mut(), *id).await?;
            let cocok = satu.saluran == SaluranPenyerahan::Desa
                && satu.keadaan == KeadaanPenyerahan::Antre
                && antar.unit.as_ref() == Some(&unit);
            if !cocok {
                let pesan = "Dokumen ini tidak menunggu dikirim ke unit tersebut.";
                let letak = format!("/penyerahan/{letak}");
                return Err(Galat::isian(letak, "bukan_untuk_unit", pesan));
            }
            periksa_berlaku(work.as_mut(), &satu).await?;
        }
        let tahun = tahun_setempat(pelaku, now);
        let urut = work.permohonan().nomor_urut("surat_jalan", tahun).await?;
        let surat = SuratJalan {
            id: ports.ids.id(),
            nomor: format!("SJ-{tahun}-{urut:05}"),
            unit,
            keadaan: KeadaanSuratJalan::Disiapkan,
            oleh: petugas.id,
            isi: semua.iter().map(|id| isi_kosong(*id)).collect(),
            langkah: Vec::new(),
            dibuat_pada: now,
            diubah_pada: now,
        };
        work.surat_jalan().tambah(&surat).await.map_err(|galat| match galat {
            PortError::Konflik => Galat::from(Bentrok::baru(
                "sudah_di_surat_jalan",
                "Salah satu dokumen sudah ada di surat jalan lain.",
            )),
            lain => lain.into(),
        })?;
        catat(ports, work.as_mut(), pelaku.jejak(), "surat_jalan.buat", &surat).await?;
        let surat = muat(work.as_mut(), surat.id, false).await?;
        work.commit().await?;
        Ok(surat)
    }
}

fn isi_kosong(penyerahan: PenyerahanId) -> IsiJalan {
    IsiJalan {
        penyerahan,
        nomor: String::new(),
        dokumen: String::new(),
        nama: crate::nilai::Rahasia::new(""),
        keadaan: KeadaanPenyerahan::Antre,
    }
}

/// Give a letter away: the penyerahan.
#[derive(Clone, Debug)]
pub struct SerahkanSuratJalan {
    /// Which.
    pub id: SuratJalanId,
    /// To which unit; without it, the one it is for.
    pub ke: Option<String>,
}

impl SerahkanSuratJalan {
    /// The first time by the office, then by the unit that holds it.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<SuratJalan, Galat> {
        berurusan(pelaku)?;
        let ke = self.ke.as_deref().map(Kode::parse).transpose();
        let ke = ke.map_err(|salah| salah.di("/ke"))?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut surat = muat(work.as_mut(), self.id, true).await?;
        let petugas = match surat.langkah.last() {
            None => pelaku.petugas(Izin::PenyerahanKelola)?,
            Some(terakhir) => {
                let petugas = boleh_lihat(pelaku, &surat)?;
                if terakhir.diterima.is_none() {
                    let pesan = "Surat jalan ini masih di jalan; tunggu penerimaannya.";
                    return Err(Bentrok::baru("masih_di_jalan", pesan).into());
                }
                if !dari_unit(petugas, &terakhir.ke) {
                    let pesan = "Surat jalan ini sedang dipegang unit lain.";
                    return Err(Bentrok::baru("dipegang_unit_lain", pesan).into());
                }
                petugas
            }
        };
        if surat.keadaan == KeadaanSuratJalan::Diterima {
            let pesan = "Surat jalan ini sudah sampai di tujuannya.";
            return Err(Bentrok::baru("sudah_sampai", pesan).into());
        }
        let ke = ke.unwrap_or_else(|| surat.unit.clone());
        // Towards its unit: that one itself, or one above it.
        let jalur = work.akses().silsilah_unit(&surat.unit).await?;
        if !jalur.iter().any(|(_, kode)| kode == &ke) {
            let pesan = "Surat jalan hanya diserahkan ke unit tujuan atau unit di atasnya.";
            return Err(Galat::isian("/ke", "bukan_jalurnya", pesan));
        }
        let now = ports.clock.now();
        if surat.langkah.is_empty() {
            for isi in &surat.isi {
                let (mut satu, _) = kunci_antar(work.as_mut(), isi.penyerahan).await?;
                // Called off since the letter was written: it stays here.
                if satu.keadaan != KeadaanPenyerahan::Antre {
                    work.surat_jalan().keluarkan(satu.id).await?;
                    continue;
                }
                periksa_berlaku(work.as_mut(), &satu).await?;
                let ke = KeadaanPenyerahan::Berjalan;
                ubah(ports, work.as_mut(), pelaku.jejak(), &mut satu, ke, None).await?;
            }
        }
        let langkah = LangkahJalan {
            urutan: u32::try_from(surat.langkah.len()).unwrap_or(u32::MAX).saturating_add(1),
            ke,
            diserahkan: (petugas.id, petugas.nama.clone(), now),
            diterima: None,
            kurang: 0,
        };
        work.surat_jalan().serahkan(surat.id, &langkah).await?;
        surat.keadaan = KeadaanSuratJalan::DiJalan;
        surat.diubah_pada = now;
        work.surat_jalan().simpan(&surat).await?;
        catat(ports, work.as_mut(), pelaku.jejak(), "surat_jalan.serahkan", &surat).await?;
        let surat = muat(work.as_mut(), surat.id, false).await?;
        work.commit().await?;
        Ok(surat)
    }
}

/// Take a letter: the penerimaan.
#[derive(Clone, Debug)]
pub struct TerimaSuratJalan {
    /// Which.
    pub id: SuratJalanId,
    /// What is on the list and was not there.
    pub kurang: Vec<PenyerahanId>,
}

impl TerimaSuratJalan {
    /// Only an official of the unit it was given to. At the unit it is for, every product waits there to be collected; what
    /// was missing failed, and takes its next channel.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<SuratJalan, Galat> {
        let petugas = berurusan(pelaku)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut surat = muat(work.as_mut(), self.id, true).await?;
        let hilang = || Galat::TidakDitemukan("surat jalan");
        let mut langkah = surat.langkah.last().cloned().ok_or_else(hilang)?;
        if !dari_unit(petugas, &langkah.ke) {
            return Err(hilang());
        }
        if langkah.diterima.is_some() {
            let pesan = "Surat jalan ini sudah diterima.";
            return Err(Bentrok::baru("sudah_diterima", pesan).into());
        }
        let (now, jejak) = (ports.clock.now(), pelaku.jejak());
        for (letak, id) in self.kurang.iter().enumerate() {
            if !surat.isi.iter().any(|isi| isi.penyerahan == *id) {
                let pesan = "Dokumen ini tidak ada di surat jalan.";
                let letak = format!("/kurang/{letak}");
                return Err(Galat::isian(letak, "bukan_isi", pesan));
            }
        }
        let sampai = langkah.ke == surat.unit;
        for isi in &surat.isi {
            let (mut satu, _) = kunci_antar(work.as_mut(), isi.penyerahan).await?;
            if satu.keadaan != KeadaanPenyerahan::Berjalan {
                continue;
            }
            if self.kurang.contains(&isi.penyerahan) {
                let tenant = &pelaku.tenant;
                let galat = "tidak_sampai_di_unit";
                gagalkan(ports, work.as_mut(), tenant, jejak, &mut satu, galat).await?;
                langkah.kurang += 1;
            } else if sampai {
                let ke = KeadaanPenyerahan::Siap;
                ubah(ports, work.as_mut(), jejak, &mut satu, ke, None).await?;
            }
        }
        langkah.diterima = Some((petugas.id, petugas.nama.clone(), now));
        work.surat_jalan().terima(surat.id, &langkah).await?;
        if sampai {
            surat.keadaan = KeadaanSuratJalan::Diterima;
        }
        surat.diubah_pada = now;
        work.surat_jalan().simpan(&surat).await?;
        catat(ports, work.as_mut(), jejak, "surat_jalan.terima", &surat).await?;
        let surat = muat(work.as_mut(), surat.id, false).await?;
        work.commit().await?;
        Ok(surat)
    }
}
