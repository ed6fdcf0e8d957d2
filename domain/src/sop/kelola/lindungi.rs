//! What running cases need, and the refusal to drop it.

use std::collections::{BTreeMap, BTreeSet};

use time::OffsetDateTime;

use crate::{
    galat::{Galat, Pelanggaran},
    nilai::Kode,
    ports::UnitOfWork,
    sop::DefinisiSop,
    tenant::Paket,
};

/// A version that running cases are pinned to, or that is announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersiDibutuhkan {
    /// Its number.
    pub nomor: u32,
    /// What it says.
    pub definisi: DefinisiSop,
    /// How many running cases are pinned to it.
    pub kasus: u64,
    /// Whether new cases take it only later.
    pub diumumkan: bool,
}

/// What running cases need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KebutuhanKasus {
    /// Versions with running cases, and announced ones.
    pub versi: Vec<VersiDibutuhkan>,
    /// How many running cases have open work for a role.
    pub tugas: BTreeMap<Kode, u64>,
    /// How many officers hold a role.
    pub pemegang: BTreeMap<Kode, u64>,
    /// How many running cases have a document of a product: service, product, count.
    pub dokumen: Vec<(Kode, Kode, u64)>,
}

impl KebutuhanKasus {
    /// Why the pack may not be loaded over `peran`, the roles there are: what it drops, with how many cases need it.
    fn tolak(&self, paket: &Paket, hilang: &BTreeSet<Kode>) -> Vec<Pelanggaran> {
        let mut salah: Vec<Pelanggaran> =
            hilang.iter().filter_map(|peran| self.tolak_peran(peran)).collect();
        for (kode, produk, kasus) in &self.dokumen {
            let layanan = paket.layanan.iter().enumerate().find(|(_, satu)| &satu.kode == kode);
            let Some((nomor, layanan)) = layanan else { continue };
            if layanan.produk(produk).is_none() {
                let pesan = format!(
                    "Layanan `{kode}` tidak boleh kehilangan produk `{produk}`: {kasus} permohonan yang berjalan punya dokumennya."
                );
                salah.push(Pelanggaran {
                    nilai: Some(produk.to_string()),
                    ..Pelanggaran::baru(
                        format!("/layanan/{nomor}/produk"),
                        "layanan_dipakai_kasus",
                        pesan,
                    )
                });
            }
        }
        salah
    }

    fn tolak_peran(&self, peran: &Kode) -> Option<Pelanggaran> {
        let menyebut = |versi: &&VersiDibutuhkan| menyebut(&versi.definisi, peran);
        let terikat: u64 = self.versi.iter().filter(menyebut).map(|versi| versi.kasus).sum();
        let kasus = terikat.max(self.tugas.get(peran).copied().unwrap_or(0));
        let petugas = self.pemegang.get(peran).copied().unwrap_or(0);
        let diumumkan = self.versi.iter().filter(menyebut).find(|versi| versi.diumumkan);
        let (kode, kalimat) = if kasus > 0 || petugas > 0 {
            let kalimat = format!(
                "Peran `{peran}` tidak boleh hilang: {kasus} permohonan yang berjalan membutuhkannya dan {petugas} petugas memegangnya."
            );
            ("peran_dipakai_kasus", kalimat)
        } else {
            let versi = diumumkan?;
            let kalimat = format!(
                "Peran `{peran}` tidak boleh hilang: SOP `{}` versi {} yang sudah diumumkan memakainya.",
                versi.definisi.kode, versi.nomor
            );
            ("peran_dipakai_sop", kalimat)
        };
        Some(Pelanggaran {
            nilai: Some(peran.to_string()),
            ..Pelanggaran::baru("/peran", kode, kalimat)
        })
    }
}

fn menyebut(definisi: &DefinisiSop, peran: &Kode) -> bool {
    definisi.tahap.iter().any(|tahap| tahap.pelaksana.salah_satu.contains(peran))
        || definisi.rantai.iter().flat_map(|rantai| &rantai.level).any(|l| &l.peran == peran)
}

/// Refuses a pack that drops what running cases need; returns the roles that it drops and that nobody needs. A service
/// that is missing from a pack is only no longer offered, and a missing SOP keeps serving its cases.
pub(crate) async fn peran_hilang(
    work: &mut dyn UnitOfWork,
    paket: &Paket,
    pada: OffsetDateTime,
) -> Result<BTreeSet<Kode>, Galat> {
    let mut hilang = work.sop().semua_peran().await?;
    hilang.retain(|kode| !paket.peran.iter().any(|peran| &peran.kode == kode));
    let salah = work.sop().kebutuhan_kasus(pada).await?.tolak(paket, &hilang);
    if salah.is_empty() { Ok(hilang) } else { Err(Galat::TidakSah(salah)) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::sop::uji::kode;

    fn definisi() -> DefinisiSop {
        serde_json::from_value(json!({
            "kode": "umum", "nama": "Umum", "mulai": "cek",
            "tahap": [
                { "kode": "cek", "nama": "Cek", "jenis": "umum", "pelaksana": { "salah_satu": ["fo"] }, "keputusan": [] },
            ],
            "rantai": [{ "kode": "r", "nama": "R", "level": [{ "peran": "kadis", "jenis": "tte", "nama": "TTE" }] }],
        }))
        .unwrap()
    }

    fn butuh(kasus: u64, diumumkan: bool) -> KebutuhanKasus {
        let versi = VersiDibutuhkan { nomor: 2, definisi: definisi(), kasus, diumumkan };
        KebutuhanKasus { versi: vec![versi], ..KebutuhanKasus::default() }
    }

    fn alasan(butuh: &KebutuhanKasus, peran: &str) -> Option<(&'static str, String)> {
        butuh.tolak_peran(&kode(peran)).map(|satu| (satu.kode, satu.pesan))
    }

    #[test]
    fn a_role_is_kept_as_long_as_a_case_an_officer_or_an_announced_version_names_it() {
        for peran in ["fo", "kadis"] {
            let (kode, pesan) = alasan(&butuh(3, false), peran).unwrap();
            assert_eq!(kode, "peran_dipakai_kasus");
            assert!(pesan.contains("3 permohonan"), "{pesan}");
            assert_eq!(alasan(&butuh(0, true), peran).unwrap().0, "peran_dipakai_sop");
            assert_eq!(alasan(&butuh(0, false), peran), None);
        }
        assert_eq!(alasan(&butuh(3, false), "lain"), None);
        let mut dipegang = butuh(0, false);
        dipegang.pemegang.insert(kode("lain"), 2);
        assert!(alasan(&dipegang, "lain").unwrap().1.contains("2 petugas"));
        let mut terbuka = butuh(0, false);
        terbuka.tugas.insert(kode("lain"), 5);
        assert!(alasan(&terbuka, "lain").unwrap().1.contains("5 permohonan"));
    }
}
