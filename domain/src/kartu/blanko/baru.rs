//! A movement as an officer describes it, and the lines that it makes.

use super::{GerakBlanko, MacamGerak};
use crate::{
    akses::{Pelaku, PenggunaId},
    galat::Galat,
    kartu::JenisKartu,
    nilai::Kode,
    ports::Ports,
};

/// The most cards in one movement.
pub const KEPING_MAKS: u32 = 1_000_000;
/// The longest reason, number or serial number, in characters.
pub(super) const TEKS_MAKS: usize = 120;

/// A movement that an officer records.
#[derive(Clone, Debug)]
pub enum GerakBaru {
    /// Received, with a berita acara.
    Terima {
        /// How many.
        jumlah: u32,
        /// Number of the berita acara.
        berita_acara: String,
        /// First and last serial number, where the cards have them.
        seri: Option<(String, String)>,
    },
    /// Spoilt outside the printer.
    Rusak {
        /// How many.
        jumlah: u32,
        /// How.
        alasan: String,
    },
    /// Lost.
    Hilang {
        /// How many.
        jumlah: u32,
        /// How.
        alasan: String,
        /// Number of the report.
        berita_acara: Option<String>,
    },
    /// Given to another unit.
    Pindah {
        /// How many.
        jumlah: u32,
        /// To which unit, by code.
        ke: String,
        /// Number of the berita acara.
        berita_acara: Option<String>,
    },
    /// Counted.
    Opname {
        /// What lies there.
        fisik: u32,
        /// Where a difference comes from; required when there is one.
        alasan: Option<String>,
    },
}

/// One line to write: in which unit, why, and how many came.
pub(super) struct Baris {
    pub unit: Kode,
    pub macam: MacamGerak,
    pub jumlah: i64,
    pub unit_lain: Option<Kode>,
}

impl GerakBaru {
    pub(super) fn periksa(&self) -> Result<(), Galat> {
        let keping = |jumlah: u32, pointer: &str, paling_sedikit: u32| {
            if (paling_sedikit..=KEPING_MAKS).contains(&jumlah) {
                return Ok(());
            }
            let pesan = format!("Jumlah {paling_sedikit} sampai {KEPING_MAKS} keping.");
            Err(Galat::isian(pointer, "jumlah_tidak_sah", pesan))
        };
        let teks = |teks: &str, pointer: &str| {
            if (1..=TEKS_MAKS).contains(&teks.trim().chars().count()) {
                return Ok(());
            }
            let pesan = format!("Wajib diisi, paling panjang {TEKS_MAKS} huruf.");
            Err(Galat::isian(pointer, "teks_wajib", pesan))
        };
        match self {
            Self::Terima { jumlah, berita_acara, seri } => {
                keping(*jumlah, "/gerak/jumlah", 1)?;
                teks(berita_acara, "/gerak/berita_acara")?;
                if let Some((awal, akhir)) = seri {
                    teks(awal, "/gerak/seri_awal")?;
                    teks(akhir, "/gerak/seri_akhir")?;
                }
                Ok(())
            }
            Self::Rusak { jumlah, alasan } => {
                keping(*jumlah, "/gerak/jumlah", 1)?;
                teks(alasan, "/gerak/alasan")
            }
            Self::Hilang { jumlah, alasan, berita_acara } => {
                keping(*jumlah, "/gerak/jumlah", 1)?;
                teks(alasan, "/gerak/alasan")?;
                berita_acara.as_deref().map_or(Ok(()), |isi| teks(isi, "/gerak/berita_acara"))
            }
            Self::Pindah { jumlah, berita_acara, .. } => {
                keping(*jumlah, "/gerak/jumlah", 1)?;
                berita_acara.as_deref().map_or(Ok(()), |isi| teks(isi, "/gerak/berita_acara"))
            }
            Self::Opname { fisik, alasan } => {
                keping(*fisik, "/gerak/fisik", 0)?;
                alasan.as_deref().map_or(Ok(()), |isi| teks(isi, "/gerak/alasan"))
            }
        }
    }

    /// The lines it makes, given the stock of the unit.
    pub(super) fn baris(&self, unit: &Kode, ke: Option<Kode>, keping: u32) -> Vec<Baris> {
        let satu =
            |macam, jumlah| vec![Baris { unit: unit.clone(), macam, jumlah, unit_lain: None }];
        match self {
            Self::Terima { jumlah, .. } => satu(MacamGerak::Terima, i64::from(*jumlah)),
            Self::Rusak { jumlah, .. } => satu(MacamGerak::Rusak, -i64::from(*jumlah)),
            Self::Hilang { jumlah, .. } => satu(MacamGerak::Hilang, -i64::from(*jumlah)),
            Self::Opname { fisik, .. } => {
                satu(MacamGerak::Opname, i64::from(*fisik) - i64::from(keping))
            }
            Self::Pindah { jumlah, .. } => {
                let mut semua = satu(MacamGerak::PindahKeluar, -i64::from(*jumlah));
                semua[0].unit_lain.clone_from(&ke);
                semua.extend(ke.map(|ke| Baris {
                    unit: ke,
                    macam: MacamGerak::PindahMasuk,
                    jumlah: i64::from(*jumlah),
                    unit_lain: Some(unit.clone()),
                }));
                semua
            }
        }
    }

    /// A line with all that the officer wrote, still without place and number.
    pub(super) fn kerangka(
        &self,
        ports: &Ports,
        pelaku: &Pelaku,
        oleh: PenggunaId,
        jenis: JenisKartu,
        unit: &Kode,
    ) -> GerakBlanko {
        let rapi = |teks: &String| teks.trim().to_owned();
        let (alasan, berita_acara, seri) = match self {
            Self::Terima { berita_acara, seri, .. } => {
                (None, Some(rapi(berita_acara)), seri.as_ref())
            }
            Self::Rusak { alasan, .. } => (Some(rapi(alasan)), None, None),
            Self::Hilang { alasan, berita_acara, .. } => {
                (Some(rapi(alasan)), berita_acara.as_ref().map(rapi), None)
            }
            Self::Pindah { berita_acara, .. } => (None, berita_acara.as_ref().map(rapi), None),
            Self::Opname { alasan, .. } => (alasan.as_ref().map(rapi), None, None),
        };
        let pada = ports.clock.now();
        GerakBlanko {
            id: ports.ids.uuid(),
            jenis,
            unit: unit.clone(),
            macam: MacamGerak::Opname,
            jumlah: 0,
            saldo: 0,
            unit_lain: None,
            berita_acara,
            seri_awal: seri.map(|(awal, _)| rapi(awal)),
            seri_akhir: seri.map(|(_, akhir)| rapi(akhir)),
            alasan,
            cetak: None,
            tanggal: pelaku.tenant.zona.setempat(pada).date(),
            oleh,
            pada,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::SaldoBlanko, *};

    fn kode(teks: &str) -> Kode {
        Kode::parse(teks).unwrap()
    }

    fn acak() -> impl Strategy<Value = GerakBaru> {
        let alasan = || "dihitung ulang".to_owned();
        prop_oneof![
            (1_u32..200).prop_map(|jumlah| GerakBaru::Terima {
                jumlah,
                berita_acara: "BA-1".to_owned(),
                seri: None
            }),
            (1_u32..200).prop_map(move |jumlah| GerakBaru::Rusak { jumlah, alasan: alasan() }),
            (1_u32..200).prop_map(move |jumlah| GerakBaru::Hilang {
                jumlah,
                alasan: alasan(),
                berita_acara: None
            }),
            (1_u32..200).prop_map(|jumlah| GerakBaru::Pindah {
                jumlah,
                ke: "kecamatan".to_owned(),
                berita_acara: None
            }),
            (0_u32..300).prop_map(move |fisik| GerakBaru::Opname { fisik, alasan: Some(alasan()) }),
        ]
    }

    proptest! {
        #[test]
        fn the_stock_is_the_sum_of_its_lines_and_never_below_nothing(
            riwayat in proptest::collection::vec(acak(), 0..60),
        ) {
            let (sini, sana) = (kode("dinas"), kode("kecamatan"));
            let saldo = |unit: &Kode| SaldoBlanko {
                jenis: JenisKartu::Kia, unit: unit.clone(), keping: 0, alarm_sejak: None, opname_pada: None,
            };
            let mut semua = [saldo(&sini), saldo(&sana)];
            let mut jumlah = [0_i64, 0];
            for gerak in riwayat {
                prop_assert!(gerak.periksa().is_ok());
                let baris = gerak.baris(&sini, Some(sana.clone()), semua[0].keping);
                let cukup = baris.iter().all(|satu| {
                    let letak = usize::from(satu.unit == sana);
                    semua[letak].setelah(satu.jumlah).is_some()
                });
                if !cukup {
                    // Refused whole, as the unit of work is dropped.
                    continue;
                }
                for satu in baris {
                    let letak = usize::from(satu.unit == sana);
                    semua[letak].keping = semua[letak].setelah(satu.jumlah).unwrap();
                    jumlah[letak] += satu.jumlah;
                }
                if let GerakBaru::Opname { fisik, .. } = gerak {
                    prop_assert_eq!(semua[0].keping, fisik, "what was counted is what counts");
                }
                prop_assert_eq!(jumlah, [i64::from(semua[0].keping), i64::from(semua[1].keping)]);
            }
        }
    }

    #[test]
    fn a_stock_does_not_go_below_nothing_nor_over_its_bounds() {
        let saldo = SaldoBlanko {
            jenis: JenisKartu::KtpEl,
            unit: kode("dinas"),
            keping: 3,
            alarm_sejak: None,
            opname_pada: None,
        };
        assert_eq!(saldo.setelah(-3), Some(0));
        assert_eq!(saldo.setelah(-4), None);
        assert_eq!(saldo.setelah(i64::from(u32::MAX)), None);
        assert_eq!(saldo.setelah(i64::MAX), None);
        let banyak = GerakBaru::Rusak { jumlah: KEPING_MAKS + 1, alasan: "a".to_owned() };
        assert!(banyak.periksa().is_err());
        assert!(
            GerakBaru::Hilang { jumlah: 0, alasan: "a".to_owned(), berita_acara: None }
                .periksa()
                .is_err()
        );
        assert!(GerakBaru::Rusak { jumlah: 1, alasan: " ".to_owned() }.periksa().is_err());
    }
}
