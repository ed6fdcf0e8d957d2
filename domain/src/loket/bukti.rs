//! Photo or signature of who collects: announced, put by a presigned link, checked by content.

use super::{Bukti, BuktiId, JenisBukti, KeadaanBukti};
use crate::{
    akses::{Izin, Pelaku},
    audit::CatatanAudit,
    galat::{Galat, PortError},
    permohonan::{PermohonanId, TautanUnggah, TipeBerkas, UMUR_TAUTAN},
    ports::Ports,
};

/// Pictures larger than this are refused: 5 MB.
pub const BATAS_BUKTI: u64 = 5 * 1024 * 1024;

/// Announce evidence and get a link to upload it.
#[derive(Clone, Debug)]
pub struct UnggahBukti {
    /// The case.
    pub permohonan: PermohonanId,
    /// Kind.
    pub jenis: JenisBukti,
    /// MIME type that will be put.
    pub tipe: String,
    /// Bytes that will be put.
    pub ukuran: u64,
}

impl UnggahBukti {
    /// The evidence's id and the link. It counts only once [`SelesaikanBukti`] checked it.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<(BuktiId, TautanUnggah), Galat> {
        let petugas = pelaku.petugas(Izin::LoketLayani)?.id;
        let tipe = [TipeBerkas::Jpeg, TipeBerkas::Png].into_iter().find(|t| t.mime() == self.tipe);
        let tipe = tipe.ok_or_else(|| {
            Galat::isian("/tipe", "tipe_tidak_boleh", "Hanya JPEG atau PNG yang diterima.")
        })?;
        if !(1..=BATAS_BUKTI).contains(&self.ukuran) {
            let pesan = "Ukuran bukti harus 1 bita sampai 5 MB.";
            return Err(Galat::isian("/ukuran", "ukuran_tidak_boleh", pesan));
        }
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        if work.permohonan().baca(self.permohonan).await?.is_none() {
            return Err(Galat::TidakDitemukan("permohonan"));
        }
        let bukti = Bukti {
            id: ports.ids.id(),
            permohonan: self.permohonan,
            jenis: self.jenis,
            keadaan: KeadaanBukti::Menunggu,
            tipe,
            ukuran: self.ukuran,
            sha256: None,
            kunci: ports.kunci_objek(&pelaku.tenant.slug, "bukti"),
            oleh: petugas,
            dibuat_pada: ports.clock.now(),
        };
        work.loket().tambah_bukti(&bukti).await?;
        let objek = Some(bukti.id.uuid());
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "bukti.umumkan", "loket_bukti", objek);
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        let tautan =
            ports.objek.tautan_unggah(&bukti.kunci, tipe.mime(), bukti.ukuran, UMUR_TAUTAN).await?;
        Ok((bukti.id, tautan))
    }
}

/// Say that the upload is done, and have it checked.
#[derive(Clone, Copy, Debug)]
pub struct SelesaikanBukti {
    /// Which.
    pub id: BuktiId,
}

impl SelesaikanBukti {
    /// Checks size and content. What was checked already stays as it is.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Bukti, Galat> {
        pelaku.petugas(Izin::LoketLayani)?;
        let hilang = || Galat::TidakDitemukan("bukti");
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let bukti = work.loket().kunci_bukti(self.id).await?.ok_or_else(hilang)?;
        drop(work);
        if bukti.keadaan != KeadaanBukti::Menunggu {
            return Ok(bukti);
        }
        let isi = ports.objek.ambil(&bukti.kunci, BATAS_BUKTI).await?.ok_or_else(|| {
            Galat::isian("", "berkas_belum_diunggah", "Bukti belum diunggah ke tautannya.")
        })?;
        let gambar = |tipe: &TipeBerkas| matches!(tipe, TipeBerkas::Jpeg | TipeBerkas::Png);
        let tipe =
            ports.pemeriksa_berkas.periksa(&isi).await?.ok().map(|hasil| hasil.tipe).filter(gambar);
        let sha256 = ports.sidik(&isi);
        let ukuran = u64::try_from(isi.len()).map_err(PortError::tak_terduga)?;
        // The link stays good for a while; what was checked must not change under it.
        let kunci = ports.kunci_objek(&pelaku.tenant.slug, "bukti");
        let kunci_unggah = bukti.kunci.clone();
        if let Some(tipe) = tipe {
            ports.objek.simpan(&kunci, tipe.mime(), isi).await?;
        }
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut bukti = work.loket().kunci_bukti(self.id).await?.ok_or_else(hilang)?;
        if bukti.keadaan != KeadaanBukti::Menunggu {
            return Ok(bukti);
        }
        bukti.ukuran = ukuran;
        let aksi = if let Some(tipe) = tipe {
            bukti.tipe = tipe;
            bukti.kunci = kunci;
            bukti.sha256 = Some(sha256);
            bukti.keadaan = KeadaanBukti::Sah;
            "bukti.sah"
        } else {
            bukti.keadaan = KeadaanBukti::Ditolak;
            "bukti.ditolak"
        };
        work.loket().simpan_bukti(&bukti).await?;
        let objek = Some(bukti.id.uuid());
        let catatan = CatatanAudit::baru(ports, pelaku.jejak(), aksi, "loket_bukti", objek);
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        ports.objek.hapus(&kunci_unggah).await?;
        if bukti.keadaan == KeadaanBukti::Ditolak {
            let pesan = "Bukti ini bukan foto JPEG atau PNG yang utuh. Ambil ulang.";
            return Err(Galat::isian("", "bukti_bukan_gambar", pesan));
        }
        Ok(bukti)
    }
}
