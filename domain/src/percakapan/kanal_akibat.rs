//! What follows from an event of the channel: it is kept, the known state moves, and somebody is told.

use super::{
    ArusKanal, CatatanKanal, ElemenAntre, IsiPeristiwa, KeadaanKanal, NomorKanal, PeristiwaKanal,
    PeristiwaTemplat, UbahTemplat, kanal_kalimat::kalimat, resmi,
};
use crate::{
    akses::{Izin, Pelaku},
    galat::Galat,
    outbox::{MutuSaluran, kabari_operasi},
    ports::{Ports, UnitOfWork},
    templat::{KategoriTemplat, KeadaanTemplat, PerubahanTemplat, UbahKeadaanTemplat},
};

/// How many events are shown.
const PERISTIWA_TERBANYAK: u32 = 20;

/// Keeps an event, brings the known state up to it, and tells whoever watches over operations.
pub(super) async fn catat_kanal(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    elemen: &ElemenAntre,
    peristiwa: &PeristiwaKanal,
) -> Result<(), Galat> {
    let isi = &peristiwa.isi;
    let mut phone_number_id =
        Some(elemen.phone_number_id.clone()).filter(|nomor| !nomor.is_empty());
    if let Some(tampilan) = isi.nomor() {
        let milik = work.kanal().nomor().await?;
        let milik = milik.into_iter().find(|satu| resmi::sama(&satu.nomor_tampilan, tampilan));
        // The account may hold numbers of other offices too; theirs are no matter of this one.
        let Some(milik) = milik else { return Ok(()) };
        phone_number_id = Some(milik.phone_number_id);
    }
    let pada = peristiwa.pada.unwrap_or(ports.clock.now());
    let (nomor, akun) = (phone_number_id.as_deref(), peristiwa.waba_id.as_deref());
    let lama = work.kanal().keadaan(nomor, akun).await?.unwrap_or_default();
    let catatan = CatatanKanal {
        id: ports.ids.uuid(),
        jenis: isi.jenis().to_owned(),
        waba_id: peristiwa.waba_id.clone(),
        phone_number_id: phone_number_id.clone(),
        ringkasan: isi.ringkasan(),
        pada,
    };
    if let IsiPeristiwa::Templat(templat) = isi {
        if terapkan_templat(ports, work, &catatan, templat).await? {
            return Ok(());
        }
    } else {
        work.kanal().catat(&catatan).await?;
        if let (IsiPeristiwa::MutuNomor { mutu, batas, .. }, Some(nomor)) = (isi, nomor) {
            let mutu = MutuSaluran {
                kualitas: mutu.map(|mutu| mutu.kode().to_owned()),
                tingkat: batas.clone(),
                batas_portofolio: None,
            };
            work.saluran().catat_mutu(nomor, &mutu, pada).await?;
        }
        if let Some(baru) = keadaan_baru(isi) {
            let baru = KeadaanKanal {
                phone_number_id,
                waba_id: peristiwa.waba_id.clone(),
                diperbarui_pada: Some(pada),
                ..baru
            };
            work.kanal().perbarui(&baru).await?;
        }
    }
    match kalimat(isi, lama.mutu) {
        Some(kalimat) => Ok(kabari_operasi(ports, work, kalimat).await?),
        None => Ok(()),
    }
}

/// What happens to a template because the channel said so: its event is kept, and the registry obeys. `true` when it has
/// told whoever watches over operations already.
async fn terapkan_templat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    catatan: &CatatanKanal,
    templat: &PeristiwaTemplat,
) -> Result<bool, Galat> {
    work.kanal().catat(catatan).await?;
    let perubahan = match &templat.ubah {
        UbahTemplat::Keadaan { keadaan, alasan } => {
            let keadaan = match keadaan.as_str() {
                "APPROVED" | "REINSTATED" => KeadaanTemplat::Disetujui,
                "REJECTED" => KeadaanTemplat::Ditolak,
                "PAUSED" | "FLAGGED" => KeadaanTemplat::Dijeda,
                "DISABLED" | "PENDING_DELETION" | "DELETED" => KeadaanTemplat::Dinonaktifkan,
                "PENDING" | "IN_APPEAL" => KeadaanTemplat::Diajukan,
                _ => return Ok(false),
            };
            PerubahanTemplat::Keadaan { keadaan, alasan: alasan.clone() }
        }
        UbahTemplat::Kategori { baru, .. } => match KategoriTemplat::dari_kata(baru) {
            Some(kategori) => PerubahanTemplat::Kategori(kategori),
            None => return Ok(false),
        },
        UbahTemplat::Mutu { baru: Some(mutu), .. } => {
            PerubahanTemplat::Kualitas(mutu.kode().to_owned())
        }
        UbahTemplat::Mutu { baru: None, .. } | UbahTemplat::Susunan => return Ok(false),
    };
    let bahasa = templat.bahasa.clone().unwrap_or_else(|| "id".to_owned());
    let berhenti = matches!(
        &perubahan,
        PerubahanTemplat::Keadaan {
            keadaan: KeadaanTemplat::Ditolak
                | KeadaanTemplat::Dijeda
                | KeadaanTemplat::Dinonaktifkan,
            ..
        }
    );
    let ubah = UbahKeadaanTemplat { nama: templat.nama.clone(), bahasa, perubahan };
    Ok(ubah.execute(ports, work).await? && berhenti)
}

/// What an event says of the state of a number or an account.
fn keadaan_baru(isi: &IsiPeristiwa) -> Option<KeadaanKanal> {
    let kosong = KeadaanKanal::default();
    match isi {
        IsiPeristiwa::MutuNomor { mutu, batas, .. } => {
            Some(KeadaanKanal { mutu: *mutu, batas: batas.clone(), ..kosong })
        }
        IsiPeristiwa::NamaNomor { putusan, nama, .. } if putusan == "APPROVED" => {
            Some(KeadaanKanal { nama: nama.clone(), ..kosong })
        }
        IsiPeristiwa::Akun { peristiwa, rinci } => {
            let status = rinci.first().unwrap_or(peristiwa);
            Some(KeadaanKanal { status: Some(status.clone()), ..kosong })
        }
        IsiPeristiwa::Kemampuan { batas, .. } => {
            Some(KeadaanKanal { batas: batas.clone(), ..kosong })
        }
        _ => None,
    }
}

/// The channel as whoever watches over operations sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct RingkasanKanal {
    /// Service numbers.
    pub nomor: Vec<NomorKanal>,
    /// What is known of numbers and accounts.
    pub keadaan: Vec<KeadaanKanal>,
    /// The newest events.
    pub peristiwa: Vec<CatatanKanal>,
    /// What flows and what is stuck.
    pub arus: ArusKanal,
}

/// Read the state of the channel.
#[derive(Clone, Copy, Debug)]
pub struct BacaKanal;

impl BacaKanal {
    /// Everything at once.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<RingkasanKanal, Galat> {
        pelaku.petugas(Izin::OperasiLihat)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        Ok(RingkasanKanal {
            nomor: work.kanal().nomor().await?,
            keadaan: work.kanal().semua_keadaan().await?,
            peristiwa: work.kanal().peristiwa(PERISTIWA_TERBANYAK).await?,
            arus: work.kanal().arus().await?,
        })
    }
}
