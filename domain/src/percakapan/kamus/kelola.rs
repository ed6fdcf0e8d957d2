//! Read and edit the office's words: one way in, checked against what the editor saw.

use serde_json::json;

use super::{CacatTeks, teks};
use crate::{
    akses::{Izin, Pelaku},
    audit::CatatanAudit,
    galat::{Bentrok, Galat, Pelanggaran, PortError},
    nilai::Kode,
    ports::Ports,
    tenant::TeksKantor,
};

/// The words of an office as their editor sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KataKantor {
    /// The words.
    pub teks: TeksKantor,
    /// SHA-256 of the words, lower-case hex: changes when any of them does.
    pub sidik: String,
}

impl KataKantor {
    fn baru(ports: &Ports, teks: TeksKantor) -> Result<Self, Galat> {
        let isi = serde_json::to_vec(&teks).map_err(PortError::tak_terduga)?;
        Ok(Self { sidik: ports.sidik_hex(&isi), teks })
    }
}

fn belum_ada() -> PortError {
    PortError::tak_terduga("the tenant has no conversation texts")
}

/// Read the office's words.
#[derive(Clone, Copy, Debug)]
pub struct BacaTeks;

impl BacaTeks {
    /// The words as they are now.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<KataKantor, Galat> {
        pelaku.petugas(Izin::TenantKelola)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let teks = work.katalog().teks_kantor().await?.ok_or_else(belum_ada)?;
        KataKantor::baru(ports, teks)
    }
}

/// Word a text anew, or go back to the words of the catalogue.
#[derive(Clone, Debug)]
pub struct AturTeks {
    /// The language; `id` is Indonesian.
    pub bahasa: String,
    /// The name of the text.
    pub kode: String,
    /// The words; `None` takes the office's own away.
    pub pola: Option<String>,
    /// The hash of the words the editor saw.
    pub sidik: String,
}

impl AturTeks {
    /// Stores them, in force from the next message on.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<KataKantor, Galat> {
        pelaku.petugas(Izin::TenantKelola)?;
        let katalog = teks(&self.kode).ok_or(Galat::TidakDitemukan("teks"))?;
        if let Some(pola) = &self.pola {
            let cacat = katalog.periksa(pola);
            if !cacat.is_empty() {
                return Err(Galat::TidakSah(cacat.into_iter().map(pelanggaran).collect()));
            }
        }
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let lama = work.katalog().kunci_teks_kantor().await?.ok_or_else(belum_ada)?;
        let mut kata = KataKantor::baru(ports, lama)?;
        if kata.sidik != self.sidik {
            let pesan =
                "Teks kantor sudah berubah sejak Anda membukanya. Muat ulang, lalu ubah lagi.";
            return Err(Bentrok::baru("teks_usang", pesan).into());
        }
        let sebelum = kata.sidik.clone();
        pasang(&mut kata.teks, &self.bahasa, katalog.kode, self.pola)?;
        let kata = KataKantor::baru(ports, kata.teks)?;
        if kata.sidik == sebelum {
            return Ok(kata);
        }
        work.katalog().simpan_teks_kantor(&kata.teks, ports.clock.now()).await?;
        let rincian = json!({
            "teks": katalog.kode, "bahasa": self.bahasa, "sebelum": sebelum, "sesudah": kata.sidik,
        });
        let catatan = CatatanAudit::baru(ports, pelaku.jejak(), "teks.atur", "teks", None);
        work.audit().catat(&catatan.dengan(rincian)).await?;
        work.commit().await?;
        Ok(kata)
    }
}

fn pelanggaran(cacat: CacatTeks) -> Pelanggaran {
    Pelanggaran::baru("/pola", cacat.kode, cacat.pesan)
}

/// Puts the words where they belong. The three texts of the greeting are fields of the office in Indonesian.
fn pasang(
    kantor: &mut TeksKantor,
    bahasa: &str,
    kode: &'static str,
    pola: Option<String>,
) -> Result<(), Galat> {
    if bahasa != super::BAHASA_INDONESIA {
        let satu = kantor.bahasa.iter_mut().find(|satu| satu.kode.as_str() == bahasa);
        let satu = satu.ok_or(Galat::TidakDitemukan("bahasa"))?;
        match pola {
            Some(pola) => drop(satu.teks.insert(kode.to_owned(), pola)),
            None => drop(satu.teks.remove(kode)),
        }
        return Ok(());
    }
    let bidang = match kode {
        "salam" => &mut kantor.salam,
        "pemberitahuan_data" => &mut kantor.pemberitahuan_data,
        "jam_layanan" => &mut kantor.jam_layanan,
        _ => {
            match pola {
                Some(pola) => drop(kantor.teks.insert(kode.to_owned(), pola)),
                None => drop(kantor.teks.remove(kode)),
            }
            return Ok(());
        }
    };
    let Some(pola) = pola else {
        let pesan = "Teks ini milik kantor dan tidak punya bawaan; tulis penggantinya.";
        return Err(Bentrok::baru("teks_tanpa_bawaan", pesan).into());
    };
    *bidang = pola;
    Ok(())
}

/// The words an office has for a text in a language, if any.
pub fn timpaan<'k>(kantor: &'k TeksKantor, bahasa: Option<&Kode>, kode: &str) -> Option<&'k str> {
    match bahasa {
        Some(bahasa) => {
            let satu = kantor.bahasa.iter().find(|satu| &satu.kode == bahasa)?;
            satu.teks.get(kode).map(String::as_str)
        }
        None => match kode {
            "salam" => Some(&kantor.salam),
            "pemberitahuan_data" => Some(&kantor.pemberitahuan_data),
            "jam_layanan" => Some(&kantor.jam_layanan),
            _ => kantor.teks.get(kode).map(String::as_str),
        },
    }
}
