//! Process stored webhook elements: media first, outside any transaction; then one unit of work per element.

use serde_json::json;
use time::Duration;

use super::{
    ElemenAntre, ElemenTerbaca, IsiMasuk, Masukan, MediaGagal, Pengirim, PesanMasuk, TahapKirim,
    akibat::bercakap, catat_masuk,
};
use crate::{
    audit::CatatanAudit,
    galat::{Galat, PortError},
    outbox::jeda,
    permohonan::{
        AsalBerkas, BATAS_BERKAS, BUKAN_BERKAS, Berkas, BerkasId, KeadaanBerkas, TipeBerkas,
    },
    ports::Ports,
    tenant::Tenant,
};

/// How many elements one round takes.
const BATAS_RONDE: u32 = 50;
/// How often an element is tried before it is given up and shown to an officer.
const BATAS_PERCOBAAN: u32 = 10;

/// Process what the webhook stored.
#[derive(Clone, Copy, Debug)]
pub struct ProsesMasuk;

impl ProsesMasuk {
    /// One round; tells how many elements were handled. Call again until it says 0.
    pub async fn execute(
        self,
        ports: &Ports,
        tenant: &std::sync::Arc<Tenant>,
    ) -> Result<usize, Galat> {
        let mut work = ports.store.read(&tenant.slug).await?;
        let antre = work.masuk().antre(ports.clock.now(), BATAS_RONDE).await?;
        drop(work);
        let jumlah = antre.len();
        for elemen in antre {
            match proses_satu(ports, tenant, &elemen).await {
                Ok(()) => {}
                // A lost race or an unreachable system is no fault of the element; it is tried again as it is.
                Err(galat) => tunda(ports, tenant, &elemen, &galat).await?,
            }
        }
        Ok(jumlah)
    }
}

async fn tunda(
    ports: &Ports,
    tenant: &Tenant,
    elemen: &ElemenAntre,
    galat: &Galat,
) -> Result<(), Galat> {
    let lagi = (elemen.percobaan + 1 < BATAS_PERCOBAAN)
        .then(|| ports.clock.now() + jeda(elemen.percobaan));
    let mut work = ports.store.begin(&tenant.slug).await?;
    if work.masuk().kunci(elemen.id).await? {
        work.masuk().tunda(elemen.id, lagi, galat.sebab()).await?;
    }
    work.commit().await?;
    Ok(())
}

async fn proses_satu(
    ports: &Ports,
    tenant: &std::sync::Arc<Tenant>,
    elemen: &ElemenAntre,
) -> Result<(), Galat> {
    match ports.saluran.baca(&elemen.isi) {
        ElemenTerbaca::Pesan(pesan) => proses_pesan(ports, tenant, elemen, pesan).await,
        ElemenTerbaca::Status(status) => {
            let mut work = ports.store.begin(&tenant.slug).await?;
            if !work.masuk().kunci(elemen.id).await? {
                return Ok(());
            }
            let dikenal = work.pesan().status(&status).await?;
            if dikenal && status.tahap == TahapKirim::Failed {
                let catatan = CatatanAudit::baru(
                    ports,
                    crate::akses::JejakPelaku::Sistem,
                    "pesan.gagal",
                    "pesan_keluar",
                    status.rujukan,
                )
                .dengan(json!({ "galat": status.galat }));
                work.audit().catat(&catatan).await?;
            }
            work.masuk().selesai(elemen.id).await?;
            work.commit().await?;
            Ok(())
        }
        ElemenTerbaca::Lain => {
            let mut work = ports.store.begin(&tenant.slug).await?;
            if work.masuk().kunci(elemen.id).await? {
                work.masuk().selesai(elemen.id).await?;
            }
            work.commit().await?;
            Ok(())
        }
    }
}

/// A file that was fetched, checked and stored.
enum Terambil {
    Sah { id: BerkasId, tipe: TipeBerkas, ukuran: u64, sha256: Vec<u8>, kunci: String },
    Ditolak(String),
}

async fn proses_pesan(
    ports: &Ports,
    tenant: &std::sync::Arc<Tenant>,
    elemen: &ElemenAntre,
    pesan: PesanMasuk,
) -> Result<(), Galat> {
    let terambil = match &pesan.isi {
        IsiMasuk::Media { media, sha256 } => {
            Some(ambil(ports, tenant, elemen, media, sha256.as_deref()).await?)
        }
        _ => None,
    };
    let now = ports.clock.now();
    let mut work = ports.store.begin(&tenant.slug).await?;
    if !work.masuk().kunci(elemen.id).await? {
        return Ok(());
    }
    let pengirim = Pengirim {
        nomor: pesan.nomor.as_ref(),
        bsuid: pesan.bsuid.as_deref(),
        nama: pesan.nama.as_ref(),
        nomor_layanan: &elemen.phone_number_id,
    };
    let mut kontak = work.kontak().kunci_pengirim(&pengirim, ports.ids.id(), now).await?;
    if kontak.terakhir_masuk.is_none_or(|lama| lama < pesan.saat) {
        kontak.terakhir_masuk = Some(pesan.saat);
    }
    work.pesan().lepaskan_tertahan(kontak.id, now).await?;
    let masukan = match (&pesan.isi, terambil) {
        (IsiMasuk::Diam, _) => None,
        (IsiMasuk::Teks(teks), _) => Some(Masukan::Teks(teks.clone())),
        (IsiMasuk::Pilihan { id, .. }, _) => Some(Masukan::Pilihan(id.clone())),
        (IsiMasuk::Lain, _) | (IsiMasuk::Media { .. }, None) => Some(Masukan::Lain),
        (IsiMasuk::Media { .. }, Some(Terambil::Ditolak(alasan))) => {
            Some(Masukan::BerkasDitolak(alasan))
        }
        (IsiMasuk::Media { .. }, Some(Terambil::Sah { id, tipe, ukuran, sha256, kunci })) => {
            let berkas = Berkas {
                id,
                permohonan: None,
                kontak: Some(kontak.id),
                syarat: None,
                nama: format!("kiriman.{}", tipe.ekstensi()),
                asal: AsalBerkas::Whatsapp,
                keadaan: KeadaanBerkas::Sah { sha256 },
                tipe: tipe.mime().to_owned(),
                ukuran,
                kunci,
                dibuat_pada: now,
            };
            work.permohonan().tambah_berkas(&berkas).await?;
            Some(Masukan::Berkas(id))
        }
    };
    let berkas = masukan.as_ref().and_then(Masukan::berkas);
    catat_masuk(ports, work.as_mut(), &kontak, elemen.id, &pesan, berkas).await?;
    if let Some(masukan) = masukan {
        Box::pin(bercakap(ports, work.as_mut(), tenant, &mut kontak, &masukan)).await?;
    }
    work.kontak().simpan(&kontak, now).await?;
    work.masuk().selesai(elemen.id).await?;
    work.commit().await?;
    Ok(())
}

async fn ambil(
    ports: &Ports,
    tenant: &Tenant,
    elemen: &ElemenAntre,
    media: &str,
    sha256: Option<&[u8]>,
) -> Result<Terambil, Galat> {
    let mut work = ports.store.read(&tenant.slug).await?;
    let nomor = work.kontak().nomor_layanan(&elemen.phone_number_id).await?;
    drop(work);
    let nomor = nomor.ok_or_else(|| {
        PortError::tidak_tersedia("whatsapp", "the service number has no access token yet")
    })?;
    let terakhir = elemen.percobaan + 1 >= BATAS_PERCOBAAN;
    let isi = match ports.saluran.ambil_media(&nomor, media, sha256, BATAS_BERKAS).await {
        Ok(masuk) => masuk.isi,
        Err(MediaGagal::TerlaluBesar) => {
            return Ok(Terambil::Ditolak(
                "Berkas terlalu besar, paling besar 20 MB. Kirim ulang sebagai foto biasa."
                    .to_owned(),
            ));
        }
        Err(MediaGagal::Sementara(kode)) if !terakhir => {
            return Err(PortError::tidak_tersedia("whatsapp", kode).into());
        }
        // The resident is told, rather than left believing that the photo arrived.
        Err(MediaGagal::Sementara(_) | MediaGagal::Tetap(_)) => {
            return Ok(Terambil::Ditolak(
                "Berkas gagal kami unduh. Mohon kirim ulang foto atau PDF tersebut.".to_owned(),
            ));
        }
    };
    let Some(tipe) = ports.pengenal.kenali(&isi) else {
        return Ok(Terambil::Ditolak(BUKAN_BERKAS.to_owned()));
    };
    // One key per element, so that a repeated attempt overwrites its own object instead of leaving an orphan.
    let kunci = ports.kunci_objek_tetap(&tenant.slug, "berkas", elemen.id);
    let (ukuran, sha256) = (isi.len() as u64, ports.sidik(&isi));
    ports.objek.simpan(&kunci, tipe.mime(), isi).await?;
    Ok(Terambil::Sah { id: ports.ids.id(), tipe, ukuran, sha256, kunci })
}

/// How long an outgoing message may stay without answer and status before it is taken for lost.
pub const TENGGANG_KIRIM: Duration = Duration::minutes(10);
