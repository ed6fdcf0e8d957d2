//! The channel changed its mind about a template.

use serde_json::json;

use super::{KategoriTemplat, KeadaanTemplat, Templat};
use crate::{
    akses::JejakPelaku,
    audit::CatatanAudit,
    galat::PortError,
    outbox::{kabari_operasi, penjelasan},
    ports::{Ports, UnitOfWork},
};

/// What the channel says anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PerubahanTemplat {
    /// Where the template stands.
    Keadaan {
        /// The new state.
        keadaan: KeadaanTemplat,
        /// Why, in the channel's words.
        alasan: Option<String>,
    },
    /// What it is charged as.
    Kategori(KategoriTemplat),
    /// Its quality, in the channel's word.
    Kualitas(String),
}

impl PerubahanTemplat {
    /// What a refused send says about its template; `None` when it says nothing about the template as a whole.
    pub fn dari_galat(kode: i64) -> Option<Self> {
        let keadaan = match kode {
            132_015 => KeadaanTemplat::Dijeda,
            // Unknown there, or other than what was approved: every further send would fail too.
            132_000 | 132_001 | 132_007 | 132_016 => KeadaanTemplat::Dinonaktifkan,
            _ => return None,
        };
        Some(Self::Keadaan { keadaan, alasan: Some(format!("wa_{kode}")) })
    }

    /// What `message_template_status_update` says with its `event` and `reason`.
    pub fn dari_peristiwa(peristiwa: &str, alasan: Option<String>) -> Option<Self> {
        let keadaan = KeadaanTemplat::dari_saluran(peristiwa)?;
        let alasan = alasan.filter(|kata| !kata.eq_ignore_ascii_case("none"));
        Some(Self::Keadaan { keadaan, alasan })
    }

    /// Applies it; whether anything changed.
    fn terapkan(&self, templat: &mut Templat) -> bool {
        let lama = templat.clone();
        match self {
            Self::Keadaan { keadaan, alasan } => {
                templat.keadaan = *keadaan;
                templat.alasan.clone_from(alasan);
            }
            Self::Kategori(kategori) => templat.kategori = *kategori,
            Self::Kualitas(kualitas) => templat.kualitas = Some(kualitas.clone()),
        }
        *templat != lama
    }
}

/// Take over what the channel says about a template. Webhooks and refused sends bring it.
#[derive(Clone, Debug)]
pub struct UbahKeadaanTemplat {
    /// Its name.
    pub nama: String,
    /// Its language.
    pub bahasa: String,
    /// What is new.
    pub perubahan: PerubahanTemplat,
}

impl UbahKeadaanTemplat {
    /// Applies it in the caller's unit of work; who watches over operations is told when the template cannot be used any
    /// more, or becomes more expensive. `false` when nothing changed, or the registry has no such template.
    pub async fn execute(
        self,
        ports: &Ports,
        work: &mut dyn UnitOfWork,
    ) -> Result<bool, PortError> {
        let templat = work.templat().kunci_nama(&self.nama, &self.bahasa).await?;
        let Some(mut templat) = templat else { return Ok(false) };
        if !self.perubahan.terapkan(&mut templat) {
            return Ok(false);
        }
        templat.versi = templat.versi.saturating_add(1);
        templat.diubah_pada = ports.clock.now();
        work.templat().simpan(&templat).await?;
        let catatan = CatatanAudit::baru(
            ports,
            JejakPelaku::Sistem,
            "templat.ubah",
            "templat",
            Some(templat.id.uuid()),
        )
        .dengan(json!({
            "nama": templat.nama,
            "keadaan": templat.keadaan.kata(),
            "kategori": templat.kategori.kata(),
            "alasan": templat.alasan,
        }));
        work.audit().catat(&catatan).await?;
        if let Some(isi) = kabar(&templat, &self.perubahan) {
            kabari_operasi(ports, work, isi).await?;
        }
        Ok(true)
    }
}

/// What has to be said about it.
fn kabar(templat: &Templat, perubahan: &PerubahanTemplat) -> Option<String> {
    let nama = &templat.nama;
    match perubahan {
        PerubahanTemplat::Keadaan { keadaan, alasan } => {
            let apa = match keadaan {
                KeadaanTemplat::Ditolak => "ditolak",
                KeadaanTemplat::Dijeda => "dijeda",
                KeadaanTemplat::Dinonaktifkan => "dinonaktifkan",
                KeadaanTemplat::Draf | KeadaanTemplat::Diajukan | KeadaanTemplat::Disetujui => {
                    return None;
                }
            };
            let sebab = match alasan.as_deref() {
                Some(kode) if kode.starts_with("wa_") => penjelasan(kode).kalimat.to_owned(),
                Some(kata) => format!("Alasan WhatsApp: {kata}."),
                None => String::new(),
            };
            let kabar = format!(
                "Templat {nama} {apa} WhatsApp. {sebab} Pesan kepada warga yang lama tidak menulis tertahan sampai ada templat lain."
            );
            Some(kabar.replace("  ", " "))
        }
        PerubahanTemplat::Kategori(KategoriTemplat::Marketing) => Some(format!(
            "WhatsApp menggolongkan templat {nama} sebagai MARKETING; biayanya lebih mahal dan warga dapat menolaknya. Ubah kata-katanya, lalu ajukan lagi."
        )),
        PerubahanTemplat::Kategori(_) | PerubahanTemplat::Kualitas(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_channel_become_states() {
        for (kata, harapan) in [
            ("APPROVED", Some(KeadaanTemplat::Disetujui)),
            ("rejected", Some(KeadaanTemplat::Ditolak)),
            ("PAUSED", Some(KeadaanTemplat::Dijeda)),
            ("DISABLED", Some(KeadaanTemplat::Dinonaktifkan)),
            ("FLAGGED", None),
            ("", None),
        ] {
            assert_eq!(KeadaanTemplat::dari_saluran(kata), harapan, "{kata}");
        }
        let tanpa = PerubahanTemplat::dari_peristiwa("APPROVED", Some("NONE".to_owned()));
        let harapan =
            PerubahanTemplat::Keadaan { keadaan: KeadaanTemplat::Disetujui, alasan: None };
        assert_eq!(tanpa, Some(harapan));
    }

    #[test]
    fn a_refused_send_speaks_of_the_template_only_when_every_other_would_fail_too() {
        for kode in [132_000, 132_001, 132_015, 132_016] {
            assert!(PerubahanTemplat::dari_galat(kode).is_some(), "{kode}");
        }
        for kode in [131_026, 131_047, 132_012, 132_018, 100] {
            assert!(PerubahanTemplat::dari_galat(kode).is_none(), "{kode}");
        }
    }
}
