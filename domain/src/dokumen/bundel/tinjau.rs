//! Review the samples of a bundle, and take out what is not fit to be signed.

use serde_json::json;

use super::{BundelId, Butir, KeadaanButir, buat::kunci_milik, buat::sudah_lewat, memuat};
use crate::{
    akses::{Izin, Pelaku, Petugas},
    audit::CatatanAudit,
    dokumen::KeadaanDokumen,
    galat::{Bentrok, Galat},
    nilai::{Kode, Rahasia},
    permohonan::{Kasus, TipeBerkas, UMUR_TAUTAN, putuskan, terapkan, tolak},
    ports::{Ports, UnitOfWork},
    sop::{Pilihan, TugasId},
};

/// The longest reason, in characters.
const ALASAN_MAKS: usize = 500;

/// A draft to look at.
#[derive(Clone, Debug)]
pub struct DrafTerbuka {
    /// The document.
    pub dokumen: crate::dokumen::DokumenId,
    /// As the resident knows it.
    pub nama: String,
    /// A link good for five minutes.
    pub url: String,
}

/// Open the drafts of an item.
#[derive(Clone, Copy, Debug)]
pub struct BukaButir {
    /// The bundle.
    pub bundel: BundelId,
    /// The tugas.
    pub tugas: TugasId,
}

impl BukaButir {
    /// Links to the drafts, exactly those that are in the bundle. That they were asked for is recorded: without it no
    /// judgement counts.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Vec<DrafTerbuka>, Galat> {
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        kunci_milik(work.as_mut(), pelaku, self.bundel).await?;
        let mut butir = kunci(work.as_mut(), self.bundel, self.tugas).await?;
        let mut dibuka = Vec::new();
        for dokumen in work.dokumen().milik(butir.permohonan).await? {
            let KeadaanDokumen::Draf { draf, .. } = &dokumen.keadaan else { continue };
            if memuat(&butir.sidik, dokumen.id.uuid(), &draf.sha256) {
                crate::dokumen::unggah::catat(
                    ports,
                    work.as_mut(),
                    pelaku,
                    dokumen.id,
                    "dokumen.unduh",
                )
                .await?;
                dibuka.push((dokumen.id, dokumen.nama.clone(), draf.kunci.clone(), dokumen.produk));
            }
        }
        if dibuka.is_empty() {
            return Err(Bentrok::baru(
                "draf_berubah",
                "Draf ini berubah sejak bundel dibuat. Keluarkan dari bundel.",
            )
            .into());
        }
        butir.dibuka_pada = Some(ports.clock.now());
        work.meja().simpan_butir(self.bundel, &butir).await?;
        work.commit().await?;
        let mut hasil = Vec::new();
        for (dokumen, nama, kunci, produk) in dibuka {
            let berkas = format!("{produk}.pdf");
            let mime = TipeBerkas::Pdf.mime();
            let url = ports.objek.tautan_unduh(&kunci, &berkas, mime, UMUR_TAUTAN).await?;
            hasil.push(DrafTerbuka { dokumen, nama, url });
        }
        Ok(hasil)
    }
}

/// A judgement.
#[derive(Clone, Debug)]
pub enum Penilaian {
    /// Fit to be signed.
    Layak,
    /// Taken out, with the reason; and, when an outcome of the step is named, decided so at once.
    TidakLayak {
        /// Why.
        alasan: Rahasia,
        /// The outcome that sends it back, for example `kembalikan`.
        keputusan: Option<String>,
    },
}

/// Judge an item of a bundle.
#[derive(Clone, Debug)]
pub struct NilaiButir {
    /// The bundle.
    pub bundel: BundelId,
    /// The tugas.
    pub tugas: TugasId,
    /// How.
    pub penilaian: Penilaian,
}

impl NilaiButir {
    /// Only while it waits, and fit only after its drafts were opened. For a sample that is taken out, another is drawn.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let petugas = pelaku.petugas(Izin::DokumenTandaTangan)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let bundel = kunci_milik(work.as_mut(), pelaku, self.bundel).await?;
        if !bundel.keadaan.boleh_mulai() {
            return Err(sudah_lewat(bundel.keadaan).into());
        }
        let mut butir = kunci(work.as_mut(), self.bundel, self.tugas).await?;
        if butir.keadaan != KeadaanButir::Menunggu {
            return Err(Bentrok::baru(
                "butir_sudah_selesai",
                "Dokumen ini tidak lagi menunggu di bundel.",
            )
            .into());
        }
        let now = ports.clock.now();
        let aksi = match &self.penilaian {
            Penilaian::Layak => {
                if butir.dibuka_pada.is_none() {
                    return Err(Bentrok::baru(
                        "contoh_belum_dibuka",
                        "Buka dan baca dahulu drafnya, lalu nilai.",
                    )
                    .into());
                }
                butir.layak_pada = Some(now);
                "tte.contoh_layak"
            }
            Penilaian::TidakLayak { alasan, keputusan } => {
                let alasan = wajib(alasan)?;
                butir.alasan = Some(Rahasia::new(alasan));
                butir.pindah(KeadaanButir::Dikeluarkan, Some("tidak_layak"), now);
                if let Some(keputusan) = keputusan {
                    kembalikan(
                        ports,
                        work.as_mut(),
                        pelaku,
                        petugas,
                        self.tugas,
                        (keputusan, alasan),
                    )
                    .await?;
                }
                "tte.dikeluarkan"
            }
        };
        work.meja().simpan_butir(self.bundel, &butir).await?;
        let objek = Some(self.bundel.uuid());
        let catatan = CatatanAudit::baru(ports, pelaku.jejak(), aksi, "tte_bundel", objek)
            .dengan(json!({ "tugas": self.tugas }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(())
    }
}

fn wajib(alasan: &Rahasia) -> Result<&str, Galat> {
    let isi = alasan.buka().trim();
    if (1..=ALASAN_MAKS).contains(&isi.chars().count()) {
        return Ok(isi);
    }
    let pesan = format!("Alasan wajib diisi, paling panjang {ALASAN_MAKS} huruf.");
    Err(Galat::isian("/alasan", "alasan_wajib", pesan))
}

/// Takes the tugas and decides it so, in the same unit of work.
async fn kembalikan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    petugas: &Petugas,
    tugas: TugasId,
    (keputusan, alasan): (&str, &str),
) -> Result<(), Galat> {
    let keputusan = Kode::parse(keputusan).map_err(|salah| salah.di("/keputusan"))?;
    let mut kasus = Kasus::kunci(ports, work, pelaku, tugas).await?;
    let terima = kasus.mesin(ports).terima(&kasus.permohonan.keadaan, tugas, petugas.petindak());
    let terima = terima.map_err(tolak)?;
    terapkan(ports, work, pelaku, &mut kasus, &terima, "tugas.terima").await?;
    let pilihan = Pilihan { tugas, keputusan: &keputusan, alasan: Some(alasan), kode_alasan: None };
    putuskan(ports, work, pelaku, petugas, kasus, pilihan).await?;
    Ok(())
}

async fn kunci(
    work: &mut dyn UnitOfWork,
    bundel: BundelId,
    tugas: TugasId,
) -> Result<Butir, Galat> {
    work.meja().kunci_butir(bundel, tugas).await?.ok_or(Galat::TidakDitemukan("butir"))
}
