//! Quick replies: texts of the office with places to fill in.

use async_trait::async_trait;
use serde_json::json;
use time::OffsetDateTime;

use super::{BATAS_BALASAN, teks_wajib};
use crate::{
    akses::{Izin, Pelaku, PenggunaId},
    audit::CatatanAudit,
    galat::{Bentrok, Galat, PortError},
    nilai::{Kode, Rahasia},
    percakapan::{KontakId, teks::isi_pola},
    ports::Ports,
};

/// How many quick replies an office may have.
pub const CEPAT_TERBANYAK: usize = 200;
/// The places that are filled in.
pub const TEMPAT: [&str; 3] = ["nama", "nomor", "kantor"];

/// A text that officers send with one tap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalasanCepat {
    /// What officers type.
    pub kode: Kode,
    /// What they see in the list.
    pub judul: String,
    /// The text, with `{nama}`, `{nomor}` and `{kantor}`.
    pub isi: String,
    /// Grows with every change, from 1.
    pub versi: u64,
}

impl BalasanCepat {
    /// The text for one resident. Without a name they are `Bapak/Ibu`, without a case its number is a dash.
    ///
    /// # Errors
    /// Filled in, it is longer than a message may be.
    pub fn isi_untuk(
        &self,
        nama: Option<&Rahasia>,
        nomor: Option<&str>,
        kantor: &str,
    ) -> Result<String, Galat> {
        let nama = nama.map_or("Bapak/Ibu", Rahasia::buka);
        let isi = isi_pola(
            &self.isi,
            &[("nama", nama), ("nomor", nomor.unwrap_or("-")), ("kantor", kantor)],
        );
        if isi.chars().count() <= BATAS_BALASAN {
            return Ok(isi);
        }
        let pesan = format!("Setelah diisi, balasan ini lebih dari {BATAS_BALASAN} huruf.");
        Err(Galat::isian("/balasan_cepat", "balasan_terlalu_panjang", pesan))
    }
}

/// Quick replies of one tenant.
#[async_trait]
pub trait BalasanCepatRepository: Send {
    /// All, by code; at most [`CEPAT_TERBANYAK`].
    async fn semua(&mut self) -> Result<Vec<BalasanCepat>, PortError>;

    /// The one of that code.
    async fn satu(&mut self, kode: &Kode) -> Result<Option<BalasanCepat>, PortError>;

    /// Adds or replaces it.
    async fn simpan(
        &mut self,
        balasan: &BalasanCepat,
        oleh: PenggunaId,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Removes it; `false` when there is none.
    async fn hapus(&mut self, kode: &Kode) -> Result<bool, PortError>;
}

/// List quick replies.
#[derive(Clone, Copy, Debug)]
pub struct DaftarBalasanCepat;

impl DaftarBalasanCepat {
    /// All, by code.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Vec<BalasanCepat>, Galat> {
        pelaku.petugas(Izin::PercakapanBaca)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        Ok(work.balasan_cepat().semua().await?)
    }
}

/// Save a quick reply.
#[derive(Clone, Debug)]
pub struct SimpanBalasanCepat {
    /// Its code.
    pub kode: String,
    /// What officers see in the list.
    pub judul: String,
    /// The text.
    pub isi: String,
    /// The version that was looked at; none for a new one.
    pub versi: Option<u64>,
}

impl SimpanBalasanCepat {
    /// Adds it, or replaces the version that was looked at.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<BalasanCepat, Galat> {
        let petugas = pelaku.petugas(Izin::PercakapanBalas)?.id;
        let kode = Kode::parse(&self.kode).map_err(|salah| salah.di("/kode"))?;
        let judul = teks_wajib(&self.judul, 60, "/judul", "Judul")?;
        let isi = teks_wajib(&self.isi, BATAS_BALASAN, "/isi", "Isi balasan")?;
        tempat_dikenal(&isi)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let semua = work.balasan_cepat().semua().await?;
        let lama = semua.iter().find(|satu| satu.kode == kode).map(|satu| satu.versi);
        if lama != self.versi {
            return Err(Bentrok::baru(
                "versi_usang",
                "Balasan cepat ini sudah berubah sejak Anda membukanya. Muat ulang, lalu ubah lagi.",
            )
            .into());
        }
        if lama.is_none() && semua.len() >= CEPAT_TERBANYAK {
            let pesan = format!("Kantor paling banyak punya {CEPAT_TERBANYAK} balasan cepat.");
            return Err(Bentrok::baru("balasan_cepat_penuh", pesan).into());
        }
        let baru = BalasanCepat { kode, judul, isi, versi: lama.unwrap_or(0) + 1 };
        // The office's own name may be long: what could not be sent even without a resident's name is refused now.
        baru.isi_untuk(None, None, &pelaku.tenant.nama)?;
        work.balasan_cepat().simpan(&baru, petugas, ports.clock.now()).await?;
        catat(ports, work.as_mut(), pelaku, "balasan_cepat.simpan", &baru.kode).await?;
        work.commit().await?;
        Ok(baru)
    }
}

/// Refuses a place that nobody fills in.
fn tempat_dikenal(isi: &str) -> Result<(), Galat> {
    for potongan in isi.split('{').skip(1) {
        let Some((nama, _)) = potongan.split_once('}') else { continue };
        if !TEMPAT.contains(&nama) {
            let pesan = "Hanya {nama}, {nomor} dan {kantor} yang dapat diisi.";
            return Err(Galat::isian("/isi", "tempat_tidak_dikenal", pesan));
        }
    }
    Ok(())
}

/// Remove a quick reply.
#[derive(Clone, Debug)]
pub struct HapusBalasanCepat {
    /// Its code.
    pub kode: String,
}

impl HapusBalasanCepat {
    /// Removes it.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        pelaku.petugas(Izin::PercakapanBalas)?;
        let kode = baca_kode(&self.kode)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        if !work.balasan_cepat().hapus(&kode).await? {
            return Err(Galat::TidakDitemukan("balasan_cepat"));
        }
        catat(ports, work.as_mut(), pelaku, "balasan_cepat.hapus", &kode).await?;
        work.commit().await?;
        Ok(())
    }
}

/// See a quick reply as a resident would get it.
#[derive(Clone, Debug)]
pub struct PratinjauBalasanCepat {
    /// Its code.
    pub kode: String,
    /// For whom.
    pub untuk: KontakId,
}

impl PratinjauBalasanCepat {
    /// The text with its places filled in.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<String, Galat> {
        pelaku.petugas(Izin::PercakapanBaca)?;
        let kode = baca_kode(&self.kode)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let balasan = work.balasan_cepat().satu(&kode).await?;
        let balasan = balasan.ok_or(Galat::TidakDitemukan("balasan_cepat"))?;
        let baris = work.kotak().satu(self.untuk).await?;
        let baris = baris.ok_or(Galat::TidakDitemukan("percakapan"))?;
        let nomor = baris.kasus.last().map(String::as_str);
        balasan.isi_untuk(baris.nama.as_ref(), nomor, &pelaku.tenant.nama)
    }
}

fn baca_kode(teks: &str) -> Result<Kode, Galat> {
    Kode::parse(teks).map_err(|_| Galat::TidakDitemukan("balasan_cepat"))
}

async fn catat(
    ports: &Ports,
    work: &mut dyn crate::ports::UnitOfWork,
    pelaku: &Pelaku,
    aksi: &'static str,
    kode: &Kode,
) -> Result<(), Galat> {
    let catatan = CatatanAudit::baru(ports, pelaku.jejak(), aksi, "balasan_cepat", None)
        .dengan(json!({ "kode": kode }));
    work.audit().catat(&catatan).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn balasan(isi: &str) -> BalasanCepat {
        let kode = Kode::parse("salam").unwrap();
        BalasanCepat { kode, judul: "Salam".to_owned(), isi: isi.to_owned(), versi: 1 }
    }

    #[test]
    fn places_are_filled_in_and_missing_ones_read_naturally() {
        let satu = balasan("Halo {nama}, permohonan {nomor} di {kantor}.");
        let nama = Rahasia::new("Siti");
        let isi = satu.isi_untuk(Some(&nama), Some("7307-1"), "Disdukcapil Sinjai").unwrap();
        assert_eq!(isi, "Halo Siti, permohonan 7307-1 di Disdukcapil Sinjai.");
        assert_eq!(satu.isi_untuk(None, None, "K").unwrap(), "Halo Bapak/Ibu, permohonan - di K.");
        assert!(tempat_dikenal("Halo {nama}").is_ok());
        assert!(tempat_dikenal("Halo {nik}").is_err());
    }

    proptest! {
        #[test]
        fn no_filled_in_reply_is_longer_than_a_message(
            isi in "([a-z ]|\\{nama\\}){0,300}", nama in "[a-z]{0,60}",
        ) {
            let nama = Rahasia::new(nama);
            if let Ok(isi) = balasan(&isi).isi_untuk(Some(&nama), None, "Kantor") {
                prop_assert!(isi.chars().count() <= BATAS_BALASAN);
            }
        }
    }
}
