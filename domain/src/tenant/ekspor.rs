//! Write down how an office is configured, as the pack that would configure it so.

use std::collections::BTreeSet;

use super::{Paket, PaketTenant, muat::boleh_kelola};
use crate::{
    akses::Pelaku,
    galat::{Galat, PortError},
    kalender::{DaftarLibur, Kalender, Libur},
    layanan::Layanan,
    loket::PengaturanLoket,
    nilai::Kode,
    ports::Ports,
};

/// Export the configuration of the caller's office. Loading it again changes nothing.
#[derive(Clone, Copy, Debug)]
pub struct EksporPaket;

impl EksporPaket {
    /// The pack, read from what is in force: roles by code, services in menu order, the SOPs that services use.
    ///
    /// # Errors
    /// [`Galat::TidakDitemukan`] while no pack has been loaded.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Paket, Galat> {
        boleh_kelola(pelaku)?;
        pelaku.wajib_segar(ports)?;
        let tenant = &pelaku.tenant;
        let mut work = ports.store.read(&tenant.slug).await?;
        let kosong = || Galat::TidakDitemukan("paket");
        let percakapan = work.katalog().teks_kantor().await?.ok_or_else(kosong)?;
        let kalender = work.katalog().kalender().await?.ok_or_else(kosong)?;
        let identitas = work.katalog().identitas().await?;
        let layanan = work.katalog().daftar_layanan().await?;
        let kode: BTreeSet<&Kode> = layanan.iter().flat_map(Layanan::semua_sop).collect();
        let now = ports.clock.now();
        let mut sop = Vec::with_capacity(kode.len());
        for kode in kode {
            sop.extend(work.katalog().sop_terbit(kode, now).await?.map(|(_, definisi)| definisi));
        }
        let (provinsi, inovasi, kontak) = identitas
            .map(|identitas| (identitas.provinsi, identitas.inovasi, identitas.kontak))
            .unwrap_or_default();
        Ok(Paket {
            tenant: PaketTenant {
                slug: tenant.slug.clone(),
                nama: tenant.nama.clone(),
                kode_wilayah: tenant.wilayah.clone(),
                provinsi,
                zona: tenant.zona,
                inovasi,
                kontak,
            },
            peran: work.akses().semua_peran().await?,
            unit: work.kelola().daftar_unit().await?,
            tim: work.kelola().daftar_tim().await?,
            batas_delegasi: work.delegasi().batas().await?,
            keamanan: work.keamanan().aturan().await?,
            contoh_tte: work.meja().aturan_contoh().await?,
            libur: libur_sendiri(&kalender)?,
            hari_kerja_khusus: kalender.khusus.clone().into(),
            jam_kerja: kalender.jam,
            jam_kanal: kalender.jam_kanal,
            kartu: work.katalog().aturan_kartu().await?,
            loket: Some(work.loket().pengaturan().await?)
                .filter(|satu| *satu != PengaturanLoket::default()),
            percakapan,
            penyerahan: work.katalog().aturan_penyerahan().await?,
            layanan,
            sop,
        })
    }
}

/// The holidays that are not the national ones every office has.
fn libur_sendiri(kalender: &Kalender) -> Result<Vec<Libur>, PortError> {
    let nasional = DaftarLibur::nasional().map_err(PortError::tak_terduga)?;
    let bawaan = |libur: &&Libur| nasional.pada(libur.tanggal).any(|satu| satu == *libur);
    Ok(kalender.libur.semua().filter(|libur| !bawaan(libur)).cloned().collect())
}
