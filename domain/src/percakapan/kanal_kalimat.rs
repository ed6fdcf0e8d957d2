//! What an administrator reads when something happens to the channel. Pure.

use super::{IsiPeristiwa, Mutu, PeristiwaTemplat, UbahTemplat};

/// The sentence, when the event asks for attention. `lama` is the quality that was known before.
pub(super) fn kalimat(isi: &IsiPeristiwa, lama: Option<Mutu>) -> Option<String> {
    match isi {
        IsiPeristiwa::Templat(satu) => templat(satu),
        IsiPeristiwa::MutuNomor { nomor, peristiwa, lama: disebut, mutu, batas } => {
            let nomor = sebutan(nomor.as_deref());
            if let Some(baru) = mutu {
                return mutu_nomor(&nomor, disebut.or(lama), *baru);
            }
            let batas = batas.as_deref().map(kata_batas);
            match (peristiwa.as_deref(), batas) {
                (Some("FLAGGED"), _) => Some(format!(
                    "Mutu nomor {nomor} ditandai rendah oleh WhatsApp. Kurangi pesan yang tidak diminta warga."
                )),
                (Some("UNFLAGGED"), _) => Some(format!("Mutu nomor {nomor} sudah pulih.")),
                (Some("DOWNGRADE"), Some(batas)) => {
                    Some(format!("Batas kirim harian nomor {nomor} turun menjadi {batas}."))
                }
                (Some("DOWNGRADE"), None) => {
                    Some(format!("Batas kirim harian nomor {nomor} turun."))
                }
                (Some("UPGRADE"), Some(batas)) => {
                    Some(format!("Batas kirim harian nomor {nomor} naik menjadi {batas}."))
                }
                _ => None,
            }
        }
        IsiPeristiwa::NamaNomor { nomor, putusan, nama } => {
            let nomor = sebutan(nomor.as_deref());
            let nama = nama.as_deref().unwrap_or("yang diajukan");
            match putusan.as_str() {
                "APPROVED" => Some(format!("Nama tampilan nomor {nomor} disetujui: {nama}.")),
                "REJECTED" | "DECLINED" => {
                    Some(format!("Nama tampilan nomor {nomor} ditolak: {nama}."))
                }
                _ => None,
            }
        }
        IsiPeristiwa::Akun { peristiwa, rinci } => akun(peristiwa, rinci),
        IsiPeristiwa::Peringatan { jenis, keterangan, .. } => {
            let keterangan = keterangan.as_deref().unwrap_or(jenis);
            Some(format!("Peringatan WhatsApp untuk kantor ini: {keterangan}"))
        }
        IsiPeristiwa::Kemampuan { batas, .. } => {
            let batas = kata_batas(batas.as_deref()?);
            Some(format!("Batas kirim harian WhatsApp kantor ini sekarang {batas}."))
        }
        IsiPeristiwa::Keamanan { nomor, peristiwa } => {
            let nomor = sebutan(nomor.as_deref());
            let apa = match peristiwa.as_str() {
                "PIN_CHANGED" => "PIN verifikasi dua langkah diganti",
                "PIN_RESET_REQUEST" => "ada permintaan mematikan verifikasi dua langkah",
                "PIN_RESET_SUCCESS" | "PIN_REQUEST_SUCCESS" => "verifikasi dua langkah dimatikan",
                lain => lain,
            };
            Some(format!(
                "Keamanan nomor {nomor}: {apa}. Jika bukan kantor yang melakukannya, segera hubungi penyedia."
            ))
        }
        IsiPeristiwa::Preferensi { .. } | IsiPeristiwa::TakDikenal { .. } => None,
    }
}

fn sebutan(nomor: Option<&str>) -> String {
    nomor
        .map_or_else(|| "layanan".to_owned(), |nomor| format!("+{}", nomor.trim_start_matches('+')))
}

fn mutu_nomor(nomor: &str, lama: Option<Mutu>, baru: Mutu) -> Option<String> {
    let kata = baru.kode().to_uppercase();
    match lama {
        Some(lama) if lama == baru => None,
        Some(lama) if lama < baru => Some(format!("Mutu nomor {nomor} naik menjadi {kata}.")),
        None if baru == Mutu::Hijau => None,
        _ => Some(format!("Mutu nomor {nomor} turun menjadi {kata}.")),
    }
}

fn templat(satu: &PeristiwaTemplat) -> Option<String> {
    let PeristiwaTemplat { nama, bahasa, ubah } = satu;
    let nama = match bahasa {
        Some(bahasa) => format!("{nama} ({bahasa})"),
        None => nama.clone(),
    };
    match ubah {
        UbahTemplat::Keadaan { keadaan, alasan } => {
            let alasan = alasan.as_deref().filter(|alasan| *alasan != "NONE");
            let apa = match keadaan.as_str() {
                "APPROVED" => "disetujui",
                "REINSTATED" => "boleh dipakai lagi",
                "REJECTED" => "ditolak",
                "PAUSED" => "dijeda karena keluhan warga",
                "DISABLED" => "dimatikan",
                "FLAGGED" => "terancam dimatikan karena keluhan warga",
                "PENDING_DELETION" | "DELETED" | "ARCHIVED" => "dihapus",
                "LOCKED" => "dikunci",
                "LIMIT_EXCEEDED" => "tidak diterima karena jumlah templat sudah penuh",
                _ => return None,
            };
            Some(match alasan {
                Some(alasan) => format!("Templat {nama} {apa}: {alasan}."),
                None => format!("Templat {nama} {apa}."),
            })
        }
        UbahTemplat::Kategori { lama, baru } => Some(match lama {
            Some(lama) => format!(
                "Kategori templat {nama} berubah dari {lama} menjadi {baru}; biayanya ikut berubah."
            ),
            None => format!("Kategori templat {nama} menjadi {baru}; biayanya ikut berubah."),
        }),
        UbahTemplat::Mutu { lama, baru: Some(baru) } if *lama != Some(*baru) => {
            let kata = baru.kode().to_uppercase();
            (*baru < Mutu::Hijau || lama.is_some())
                .then(|| format!("Mutu templat {nama} menjadi {kata}."))
        }
        UbahTemplat::Mutu { .. } | UbahTemplat::Susunan => None,
    }
}

fn akun(peristiwa: &str, rinci: &[String]) -> Option<String> {
    let rinci = rinci.join(", ");
    Some(match (peristiwa, rinci.as_str()) {
        ("ACCOUNT_DELETED", _) => {
            "Akun WhatsApp kantor dihapus. Pesan tidak dapat dikirim.".to_owned()
        }
        ("ACCOUNT_VIOLATION", rinci) => {
            format!("Akun WhatsApp kantor dinilai melanggar kebijakan: {rinci}.")
        }
        ("ACCOUNT_RESTRICTION", rinci) => format!("Akun WhatsApp kantor dibatasi: {rinci}."),
        ("DISABLED_UPDATE", "REINSTATE") => "Akun WhatsApp kantor dipulihkan.".to_owned(),
        ("DISABLED_UPDATE", "SCHEDULE_FOR_DISABLE") => {
            "Akun WhatsApp kantor akan dimatikan. Ajukan banding kepada penyedia.".to_owned()
        }
        ("DISABLED_UPDATE", _) => {
            "Akun WhatsApp kantor dimatikan. Pesan tidak dapat dikirim.".to_owned()
        }
        ("PARTNER_REMOVED" | "PARTNER_APP_UNINSTALLED", _) => {
            "Akses penyedia ke akun WhatsApp kantor dicabut. Pesan mungkin berhenti.".to_owned()
        }
        ("REJECTED", _) => "Akun WhatsApp kantor ditolak dalam peninjauan.".to_owned(),
        _ => return None,
    })
}

/// A daily limit as people read it.
fn kata_batas(batas: &str) -> String {
    let angka = batas.strip_prefix("TIER_").unwrap_or(batas);
    match angka {
        "UNLIMITED" | "-1" => "tanpa batas".to_owned(),
        "NOT_SET" => "belum ditetapkan".to_owned(),
        lain => match lain.strip_suffix('K') {
            Some(ribu) => format!("{ribu}.000 warga"),
            None => format!("{lain} warga"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn templat(ubah: UbahTemplat) -> IsiPeristiwa {
        let (nama, bahasa) = ("status_berubah".to_owned(), Some("id".to_owned()));
        IsiPeristiwa::Templat(PeristiwaTemplat { nama, bahasa, ubah })
    }

    fn mutu(lama: Option<Mutu>, mutu: Mutu) -> IsiPeristiwa {
        let nomor = Some("628001000".to_owned());
        IsiPeristiwa::MutuNomor { nomor, peristiwa: None, lama, mutu: Some(mutu), batas: None }
    }

    #[test]
    fn quality_speaks_only_when_it_changes() {
        let kata = |isi: &IsiPeristiwa, lama| kalimat(isi, lama).unwrap_or_default();
        assert_eq!(
            kata(&mutu(None, Mutu::Kuning), Some(Mutu::Hijau)),
            "Mutu nomor +628001000 turun menjadi KUNING."
        );
        assert_eq!(
            kata(&mutu(Some(Mutu::Merah), Mutu::Hijau), None),
            "Mutu nomor +628001000 naik menjadi HIJAU."
        );
        assert_eq!(kata(&mutu(None, Mutu::Hijau), None), "");
        assert_eq!(kata(&mutu(None, Mutu::Merah), Some(Mutu::Merah)), "");
    }

    #[test]
    fn a_template_that_is_refused_says_why() {
        let keadaan = |keadaan: &str, alasan: Option<&str>| {
            let alasan = alasan.map(str::to_owned);
            templat(UbahTemplat::Keadaan { keadaan: keadaan.to_owned(), alasan })
        };
        let kata = |isi: &IsiPeristiwa| kalimat(isi, None);
        assert_eq!(
            kata(&keadaan("REJECTED", Some("INVALID_FORMAT"))).unwrap(),
            "Templat status_berubah (id) ditolak: INVALID_FORMAT."
        );
        assert_eq!(
            kata(&keadaan("APPROVED", Some("NONE"))).unwrap(),
            "Templat status_berubah (id) disetujui."
        );
        assert_eq!(kata(&keadaan("PENDING", None)), None);
        assert_eq!(kata(&templat(UbahTemplat::Mutu { lama: None, baru: Some(Mutu::Hijau) })), None);
    }

    #[test]
    fn limits_are_read_by_people() {
        for (kode, kata) in [
            ("TIER_250", "250 warga"),
            ("TIER_2K", "2.000 warga"),
            ("TIER_100K", "100.000 warga"),
            ("TIER_UNLIMITED", "tanpa batas"),
            ("2000", "2000 warga"),
        ] {
            assert_eq!(kata_batas(kode), kata);
        }
    }

    #[test]
    fn a_ban_and_its_end_are_told_apart() {
        let akun = |peristiwa: &str, rinci: &[&str]| {
            let rinci = rinci.iter().map(|satu| (*satu).to_owned()).collect();
            kalimat(&IsiPeristiwa::Akun { peristiwa: peristiwa.to_owned(), rinci }, None)
        };
        assert!(akun("DISABLED_UPDATE", &["DISABLE"]).unwrap().contains("dimatikan"));
        assert!(akun("DISABLED_UPDATE", &["REINSTATE"]).unwrap().contains("dipulihkan"));
        let dibatasi = akun("ACCOUNT_RESTRICTION", &["RESTRICTED_BIZ_INITIATED_MESSAGING"]);
        assert!(dibatasi.unwrap().starts_with("Akun WhatsApp kantor dibatasi"));
        assert_eq!(akun("PARTNER_ADDED", &[]), None);
    }
}
