//! Issue an interim product.

use super::{
    IsiTemplat, KeadaanSementara, SURAT_KETERANGAN, Sementara, SementaraId, TANDA_TERIMA, sampai,
    susun, susun::data_kasus, templat_bawaan,
};
use crate::{
    akses::{Izin, Pelaku, PenggunaId},
    audit::CatatanAudit,
    dokumen::ObjekBerkas,
    galat::{Bentrok, Galat},
    nilai::Kode,
    permohonan::{Kasus, PermohonanId},
    ports::{Ports, UnitOfWork},
    sop::{Akhir, Register, StatusKasus},
    verifikasi::KodeVerifikasi,
};

/// Render a receipt or an interim letter for a case.
#[derive(Clone, Debug)]
pub struct TerbitkanSementara {
    /// The case.
    pub permohonan: PermohonanId,
    /// The template.
    pub templat: String,
    /// The caller's idempotency key and the fingerprint of the request.
    pub idempotensi: (String, Vec<u8>),
}

impl TerbitkanSementara {
    /// Renders it, stores it, and makes it checkable. An earlier one of the same template loses its place to it. The same
    /// idempotency key gives the same one again.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Sementara, Galat> {
        let petugas = pelaku.petugas(Izin::PermohonanBuat)?.id;
        let kode_templat = Kode::parse(&self.templat).map_err(|salah| salah.di("/templat"))?;
        let now = ports.clock.now();
        let setempat = pelaku.tenant.zona.setempat(now);
        let kode = KodeVerifikasi::baru(ports.ids.as_ref());

        // The number is taken in a unit of work of its own, as the file must be stored before the row that names it; a number
        // that is not used leaves a gap, and is never given again.
        let (kunci, sidik) = &self.idempotensi;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        if let Some(lama) = hasil_lama(work.as_mut(), petugas, kunci, sidik).await? {
            let lama = work.sementara().baca(SementaraId::new(lama)).await?;
            return lama.ok_or(Galat::TidakDitemukan("dokumen sementara"));
        }
        let (kasus, versi, isi) =
            muat(ports, work.as_mut(), pelaku, self.permohonan, &kode_templat).await?;
        let deret = format!("sementara/{kode_templat}");
        let urut = work.permohonan().nomor_urut(&deret, setempat.year()).await?;
        let nomor = buku(&kode_templat).nomor(urut, setempat, &pelaku.tenant.wilayah);
        let data = data_kasus(ports, work.as_mut(), pelaku, &kasus, &isi, (&nomor, &kode)).await?;
        work.commit().await?;

        let lembar = susun(&isi, &data);
        let pdf = ports.pencetak.cetak(&lembar, setempat);
        let berkas = ObjekBerkas {
            kunci: ports.kunci_objek(&pelaku.tenant.slug, "sementara"),
            sha256: ports.sidik(&pdf),
            ukuran: pdf.len() as u64,
        };
        let satu = Sementara {
            id: ports.ids.id(),
            permohonan: self.permohonan,
            templat: kode_templat,
            templat_versi: versi,
            nama: lembar.judul.clone(),
            nomor,
            kode,
            keadaan: KeadaanSementara::Berlaku,
            berkas,
            halaman: ports.pencetak.halaman(&lembar),
            berlaku_sampai: sampai(&isi, setempat.date()),
            oleh: petugas,
            dibuat_pada: now,
            berubah_pada: None,
        };
        ports.objek.simpan(&satu.berkas.kunci, "application/pdf", pdf).await?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        // The case stands still while its letters change places.
        work.permohonan()
            .kunci(self.permohonan)
            .await?
            .ok_or(Galat::TidakDitemukan("permohonan"))?;
        work.sementara().tambah(&satu).await?;
        work.permohonan()
            .catat_idempotensi(petugas, kunci, sidik, satu.id.uuid(), ports.clock.now())
            .await?;
        let objek = Some(satu.id.uuid());
        let catatan = CatatanAudit::baru(
            ports,
            pelaku.jejak(),
            "sementara.terbit",
            "dokumen_sementara",
            objek,
        )
        .dengan(serde_json::json!({ "templat": satu.templat, "versi": satu.templat_versi }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(satu)
    }
}

/// What an earlier call with this idempotency key made.
pub(super) async fn hasil_lama(
    work: &mut dyn UnitOfWork,
    petugas: PenggunaId,
    kunci: &str,
    sidik: &[u8],
) -> Result<Option<uuid::Uuid>, Galat> {
    match work.permohonan().idempotensi(petugas, kunci).await? {
        None => Ok(None),
        Some((lama, hasil)) if lama == sidik => Ok(Some(hasil)),
        Some(_) => Err(Bentrok::baru(
            "kunci_idempotensi_dipakai",
            "Kunci Idempotency-Key ini sudah dipakai untuk isi permintaan yang lain.",
        )
        .into()),
    }
}

/// The case and the template in force.
async fn muat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    id: PermohonanId,
    kode: &Kode,
) -> Result<(Kasus, u32, IsiTemplat), Galat> {
    let permohonan =
        work.permohonan().baca(id).await?.ok_or(Galat::TidakDitemukan("permohonan"))?;
    let kasus = Kasus::muat(ports, work, pelaku, permohonan).await?;
    let (versi, isi) = templat_kini(ports, work, kode).await?;
    let selesai = matches!(
        kasus.permohonan.keadaan.status,
        StatusKasus::Berakhir { akhir: Akhir::Selesai | Akhir::Ditolak | Akhir::Dibatalkan, .. }
    );
    if isi.berlaku_hari.is_some() && selesai {
        return Err(Bentrok::baru(
            "permohonan_sudah_berakhir",
            "Surat sementara hanya terbit selama permohonan sedang diproses.",
        )
        .into());
    }
    Ok((kasus, versi, isi))
}

/// The version in force of a template, or the one that Loket brings.
pub(super) async fn templat_kini(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kode: &Kode,
) -> Result<(u32, IsiTemplat), Galat> {
    if let Some(versi) = work.sementara().templat_berlaku(kode, ports.clock.now()).await? {
        return Ok((versi.versi, versi.isi));
    }
    templat_bawaan(kode).map(|isi| (0, isi)).ok_or_else(|| {
        Galat::isian("/templat", "templat_tidak_ada", "Templat ini belum diterbitkan.")
    })
}

/// How letters of a template are numbered.
fn buku(kode: &Kode) -> Register {
    let singkatan = match kode.as_str() {
        TANDA_TERIMA => "TT".to_owned(),
        SURAT_KETERANGAN => "SKET".to_owned(),
        lain => lain.to_uppercase(),
    };
    Register {
        kode: kode.clone(),
        nama: kode.to_string(),
        pola: format!("{{urut}}/{singkatan}/{{wilayah}}/{{tahun}}"),
    }
}
