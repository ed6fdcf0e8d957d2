//! Record, call off and list delegations.

use serde_json::json;
use time::Date;

use super::{
    BarisDelegasi, Delegasi, DelegasiId, JenisDelegasi, KeadaanDelegasi, Timbangan,
    periksa_delegasi,
};
use crate::{
    akses::{Izin, Pelaku, PenggunaId, kode_semua},
    audit::CatatanAudit,
    galat::{Bentrok, Galat},
    halaman::{Halaman, Lembar},
    ports::{Ports, UnitOfWork},
};

/// Record a delegation.
#[derive(Clone, Debug)]
pub struct TetapkanDelegasi {
    /// Plh or Plt.
    pub jenis: JenisDelegasi,
    /// Whose place is taken.
    pub dari: PenggunaId,
    /// Who takes it.
    pub kepada: PenggunaId,
    /// Number of the SK.
    pub nomor_sk: String,
    /// First day.
    pub mulai: Date,
    /// Last day.
    pub sampai: Date,
    /// Roles, by code.
    pub peran: Vec<String>,
    /// Idempotency key and fingerprint of the request.
    pub idempotensi: (String, Vec<u8>),
}

impl TetapkanDelegasi {
    /// Records it; in force from the delegate's next request on its days.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<BarisDelegasi, Galat> {
        let petugas = pelaku.petugas(Izin::AksesKelola)?;
        pelaku.wajib_segar(ports)?;
        let (kunci, sidik) = &self.idempotensi;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        work.kelola().kunci().await?;
        if let Some(lama) = sudah_dibuat(work.as_mut(), petugas.id, kunci, sidik).await? {
            let lama = work.delegasi().satu(DelegasiId::new(lama)).await?;
            return lama.ok_or(Galat::TidakDitemukan("delegasi"));
        }
        if self.kepada == petugas.id {
            return Err(Bentrok::baru(
                "menaikkan_izin_sendiri",
                "Anda tidak dapat mendelegasikan peran kepada diri sendiri. Minta pengelola lain.",
            )
            .into());
        }
        let now = ports.clock.now();
        let hari_ini = pelaku.tenant.zona.setempat(now).date();
        let dari = orang(work.as_mut(), self.dari, "/dari").await?;
        let kepada = orang(work.as_mut(), self.kepada, "/kepada").await?;
        let delegasi = Delegasi {
            id: ports.ids.id(),
            jenis: self.jenis,
            dari: dari.id,
            kepada: kepada.id,
            nomor_sk: self.nomor_sk.trim().to_owned(),
            mulai: self.mulai,
            sampai: self.sampai,
            peran: kode_semua(&self.peran, "/peran")?,
            dibuat_oleh: petugas.id,
            dibuat_pada: now,
            dicabut_pada: None,
        };
        let sejak = delegasi.mulai.min(hari_ini);
        let lain = work.delegasi().menyangkut(dari.id, sejak).await?;
        let batas = work.delegasi().batas().await?;
        let timbangan = Timbangan { dari: &dari, kepada: &kepada, lain: &lain, hari_ini, batas };
        periksa_delegasi(&delegasi, &timbangan)?;
        work.delegasi().tambah(&delegasi).await?;
        work.permohonan()
            .catat_idempotensi(petugas.id, kunci, sidik, delegasi.id.uuid(), now)
            .await?;
        catat(ports, work.as_mut(), pelaku, "delegasi.tetapkan", &delegasi).await?;
        work.commit().await?;
        Ok(BarisDelegasi { delegasi, dari_nama: dari.nama, kepada_nama: kepada.nama })
    }
}

/// Call a delegation off.
#[derive(Clone, Copy, Debug)]
pub struct CabutDelegasi {
    /// Which.
    pub id: DelegasiId,
}

impl CabutDelegasi {
    /// Ends it at once: the delegate's next request is without the mandate.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<BarisDelegasi, Galat> {
        pelaku.petugas(Izin::AksesKelola)?;
        let now = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        work.kelola().kunci().await?;
        let mut baris =
            work.delegasi().satu(self.id).await?.ok_or(Galat::TidakDitemukan("delegasi"))?;
        let bentrok = |kode, pesan: &str| Err(Bentrok::baru(kode, pesan).into());
        match baris.delegasi.keadaan(pelaku.tenant.zona.setempat(now).date()) {
            KeadaanDelegasi::Dicabut => {
                return bentrok("delegasi_sudah_dicabut", "Delegasi ini sudah dicabut.");
            }
            KeadaanDelegasi::Berakhir => {
                return bentrok("delegasi_sudah_berakhir", "Delegasi ini sudah berakhir.");
            }
            KeadaanDelegasi::AkanDatang | KeadaanDelegasi::Berlaku => {}
        }
        work.delegasi().cabut(self.id, now).await?;
        baris.delegasi.dicabut_pada = Some(now);
        catat(ports, work.as_mut(), pelaku, "delegasi.cabut", &baris.delegasi).await?;
        work.commit().await?;
        Ok(baris)
    }
}

/// List delegations.
#[derive(Clone, Copy, Debug)]
pub struct DaftarDelegasi {
    /// Also those that are over or called off.
    pub semua: bool,
    /// How many.
    pub halaman: Halaman,
}

impl DaftarDelegasi {
    /// One page, the newest first.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Lembar<BarisDelegasi>, Galat> {
        pelaku.petugas(Izin::AksesKelola)?;
        let hari_ini = pelaku.tenant.zona.setempat(ports.clock.now()).date();
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let hari = (!self.semua).then_some(hari_ini);
        let baris = work.delegasi().daftar(hari, self.halaman).await?;
        Ok(self.halaman.potong(baris, |satu| satu.delegasi.id.uuid()))
    }
}

/// What an earlier call of the officer with this key made.
///
/// # Errors
/// [`Galat::Bentrok`] when the key stands for another body.
pub(crate) async fn sudah_dibuat(
    work: &mut dyn UnitOfWork,
    petugas: PenggunaId,
    kunci: &str,
    sidik: &[u8],
) -> Result<Option<uuid::Uuid>, Galat> {
    match work.permohonan().idempotensi(petugas, kunci).await? {
        Some((lama, hasil)) if lama == sidik => Ok(Some(hasil)),
        Some(_) => Err(Bentrok::baru(
            "kunci_idempotensi_dipakai",
            "Kunci Idempotency-Key ini sudah dipakai untuk isi permintaan yang lain.",
        )
        .into()),
        None => Ok(None),
    }
}

async fn orang(
    work: &mut dyn UnitOfWork,
    id: PenggunaId,
    pointer: &'static str,
) -> Result<crate::akses::Pengguna, Galat> {
    let pengguna = work.akses().pengguna(id).await?;
    pengguna.ok_or_else(|| Galat::isian(pointer, "pengguna_tidak_ada", "Petugas ini tidak ada."))
}

async fn catat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    aksi: &'static str,
    delegasi: &Delegasi,
) -> Result<(), Galat> {
    let catatan =
        CatatanAudit::baru(ports, pelaku.jejak(), aksi, "delegasi", Some(delegasi.id.uuid()))
            .dengan(json!({
                "jenis": delegasi.jenis,
                "dari": delegasi.dari,
                "kepada": delegasi.kepada,
                "peran": delegasi.peran,
                "nomor_sk": delegasi.nomor_sk,
                "mulai": delegasi.mulai.to_string(),
                "sampai": delegasi.sampai.to_string(),
            }));
    work.audit().catat(&catatan).await?;
    Ok(())
}
