//! Save and remove roles.

use std::collections::BTreeSet;

use serde_json::json;

use super::{PemakaianPeran, Pengurus, RincianPeran, izin_peran, menaikkan_diri};
use crate::{
    akses::{Izin, Pelaku, Petugas},
    audit::CatatanAudit,
    galat::{Bentrok, Galat, Pelanggaran},
    nilai::Kode,
    ports::{Ports, UnitOfWork},
    tenant::Peran,
};

/// Save a role: a new one, or the new form of one.
#[derive(Clone, Debug)]
pub struct SimpanPeran {
    /// Which.
    pub kode: String,
    /// As the office calls it.
    pub nama: String,
    /// Permissions, by code.
    pub izin: Vec<String>,
    /// The version the administrator looked at; needed unless the role is new.
    pub versi: Option<u64>,
}

impl SimpanPeran {
    /// Saves it; its holders have the new permissions from their next request.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<RincianPeran, Galat> {
        let petugas = pelaku.petugas(Izin::AksesKelola)?;
        pelaku.wajib_segar(ports)?;
        let peran = self.baca()?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        work.kelola().kunci().await?;
        let semua = work.kelola().daftar_peran().await?;
        let lama = semua.iter().find(|satu| satu.peran.kode == peran.kode);
        periksa_versi(lama.map(|lama| lama.versi), self.versi)?;
        jaga_diri(ports, work.as_mut(), pelaku, petugas, &semua, &peran).await?;
        let pengurus = Pengurus::sebelum(work.as_mut()).await?;
        work.akses().simpan_peran(std::slice::from_ref(&peran)).await?;
        pengurus.tersisa(work.as_mut()).await?;
        let baru = work.kelola().daftar_peran().await?;
        let baru = baru.into_iter().find(|satu| satu.peran.kode == peran.kode);
        let catatan = CatatanAudit::baru(ports, pelaku.jejak(), "peran.simpan", "peran", None)
            .dengan(json!({
                "peran": peran.kode,
                "izin": peran.izin,
                "izin_lama": lama.map(|lama| &lama.peran.izin),
            }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        baru.ok_or(Galat::TidakDitemukan("peran"))
    }

    fn baca(&self) -> Result<Peran, Galat> {
        let mut salah = Vec::new();
        let mut langgar = |pointer: String, kode, pesan: String| {
            salah.push(Pelanggaran::baru(pointer, kode, pesan));
        };
        let kode = Kode::parse(&self.kode);
        if let Err(sebab) = &kode {
            langgar("/kode".to_owned(), sebab.kode, sebab.pesan.to_owned());
        }
        let nama = self.nama.trim();
        if !(1..=100).contains(&nama.chars().count()) {
            let pesan = "Nama peran wajib diisi, paling panjang 100 huruf.";
            langgar("/nama".to_owned(), "nama_wajib", pesan.to_owned());
        }
        let mut izin = BTreeSet::new();
        for (urut, satu) in self.izin.iter().enumerate() {
            match Izin::try_from(satu.clone()) {
                Ok(satu) => {
                    izin.insert(satu);
                }
                Err(_) => langgar(
                    format!("/izin/{urut}"),
                    "izin_tidak_ada",
                    "Izin ini tidak ada dalam katalog; lihat GET /v1/izin.".to_owned(),
                ),
            }
        }
        match kode {
            Ok(kode) if salah.is_empty() => Ok(Peran { kode, nama: nama.to_owned(), izin }),
            _ => Err(Galat::TidakSah(salah)),
        }
    }
}

fn periksa_versi(ada: Option<u64>, dilihat: Option<u64>) -> Result<(), Galat> {
    match (ada, dilihat) {
        (None, None) => Ok(()),
        (Some(ada), Some(dilihat)) if ada == dilihat => Ok(()),
        (Some(_), None) => Err(Galat::isian(
            "If-Match",
            "versi_wajib",
            "Peran ini sudah ada. Sebutkan versi yang Anda lihat di If-Match.",
        )),
        (_, Some(_)) => Err(Bentrok::baru(
            "versi_usang",
            "Peran ini sudah berubah sejak Anda membukanya. Muat ulang, lalu ubah lagi.",
        )
        .into()),
    }
}

/// Nobody adds to a role of their own, held or delegated, a permission that their own roles do not give already.
async fn jaga_diri(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    petugas: &Petugas,
    semua: &[RincianPeran],
    baru: &Peran,
) -> Result<(), Galat> {
    let hari_ini = pelaku.tenant.zona.setempat(ports.clock.now()).date();
    let titipan = work.delegasi().menyangkut(petugas.id, hari_ini).await?;
    let titipan =
        titipan.iter().any(|satu| satu.kepada == petugas.id && satu.peran.contains(&baru.kode));
    if !titipan && !petugas.peran.contains(&baru.kode) {
        return Ok(());
    }
    let boleh = izin_peran(semua, petugas.peran.iter().chain([&baru.kode]));
    if baru.izin.is_subset(&boleh) {
        return Ok(());
    }
    Err(menaikkan_diri(
        "Anda tidak dapat menambah izin pada peran yang Anda pegang sendiri. Minta pengelola lain.",
    ))
}

/// Remove a role.
#[derive(Clone, Debug)]
pub struct HapusPeran {
    /// Which.
    pub kode: String,
}

impl HapusPeran {
    /// Removes it, unless something still names it.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        pelaku.petugas(Izin::AksesKelola)?;
        pelaku.wajib_segar(ports)?;
        let kode = Kode::parse(&self.kode).map_err(|_| Galat::TidakDitemukan("peran"))?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        work.kelola().kunci().await?;
        let semua = work.kelola().daftar_peran().await?;
        if !semua.iter().any(|satu| satu.peran.kode == kode) {
            return Err(Galat::TidakDitemukan("peran"));
        }
        let pemakaian = work.kelola().pemakaian_peran(&kode, ports.clock.now()).await?;
        if !pemakaian.kosong() {
            return Err(dipakai(pemakaian).into());
        }
        work.kelola().hapus_peran(&kode).await?;
        let catatan = CatatanAudit::baru(ports, pelaku.jejak(), "peran.hapus", "peran", None)
            .dengan(json!({ "peran": kode }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(())
    }
}

fn dipakai(pemakaian: PemakaianPeran) -> Bentrok {
    let PemakaianPeran { pengguna, tugas, sop, layanan } = pemakaian;
    let kalimat = format!(
        "Peran ini masih dipakai: {pengguna} petugas, {tugas} tugas terbuka, {sop} versi SOP, {layanan} layanan."
    );
    let rinci = [("pengguna", pengguna), ("tugas", tugas), ("sop", sop), ("layanan", layanan)];
    let rinci = rinci.into_iter().filter(|(_, jumlah)| *jumlah > 0);
    Bentrok::baru("peran_dipakai", kalimat)
        .dengan_pilihan(rinci.map(|(apa, jumlah)| format!("{apa}:{jumlah}")).collect())
}
