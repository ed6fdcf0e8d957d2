//! Record movements: what an officer counts, receives or gives away, and what the printer takes.

use serde_json::json;

use super::{
    GerakBlanko, MacamGerak, SaldoBlanko,
    jaga::{jaga_alarm, jaga_gangguan},
};
use crate::{
    akses::{Izin, Pelaku, PenggunaId, sudah_dibuat},
    audit::CatatanAudit,
    galat::{Bentrok, Galat, PortError},
    kartu::{CetakId, JenisKartu, baca_unit, blanko_habis},
    nilai::Kode,
    ports::{Ports, UnitOfWork},
};

/// The most cards in one movement.
pub const KEPING_MAKS: u32 = 1_000_000;
/// The longest reason, number or serial number, in characters.
const TEKS_MAKS: usize = 120;

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

/// Record a movement of blank cards.
#[derive(Clone, Debug)]
pub struct CatatGerakBlanko {
    /// Which card.
    pub jenis: JenisKartu,
    /// In which unit, by code.
    pub unit: String,
    /// What happened.
    pub gerak: GerakBaru,
    /// The caller's idempotency key and the fingerprint of the request body.
    pub idempotensi: (String, Vec<u8>),
}

/// One line to write: in which unit, why, and how many came.
struct Baris {
    unit: Kode,
    macam: MacamGerak,
    jumlah: i64,
    unit_lain: Option<Kode>,
}

impl CatatGerakBlanko {
    /// Records it; the first line of the ledger that it made. The same idempotency key records once.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<GerakBlanko, Galat> {
        let petugas = pelaku.petugas(Izin::BlankoKelola)?.id;
        self.gerak.periksa()?;
        let (kunci, sidik) = &self.idempotensi;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        if let Some(id) = sudah_dibuat(work.as_mut(), petugas, kunci, sidik).await? {
            let lama = work.blanko().gerak_lama(id).await?;
            return lama.ok_or(Galat::TidakDitemukan("gerak blanko"));
        }
        let unit = baca_unit(work.as_mut(), &self.unit, "/unit").await?;
        let ke = match &self.gerak {
            GerakBaru::Pindah { ke, .. } => {
                let ke = baca_unit(work.as_mut(), ke, "/gerak/ke").await?;
                if ke == unit {
                    let pesan = "Unit asal dan unit tujuan sama.";
                    return Err(Galat::isian("/gerak/ke", "unit_sama", pesan));
                }
                Some(ke)
            }
            _ => None,
        };
        let mut pasti = vec![(self.jenis, unit.clone())];
        pasti.extend(ke.clone().map(|ke| (self.jenis, ke)));
        let mut semua = work.blanko().kunci_saldo(&pasti).await?;
        let baris = self.gerak.baris(&unit, ke, cari(&mut semua, self.jenis, &unit)?.keping);
        let mut pertama = None;
        for satu in baris {
            let gerak = GerakBlanko {
                jumlah: satu.jumlah,
                unit: satu.unit,
                macam: satu.macam,
                unit_lain: satu.unit_lain,
                ..self.gerak.kerangka(ports, pelaku, petugas, self.jenis, &unit)
            };
            let gerak = terapkan(ports, work.as_mut(), pelaku, &mut semua, gerak).await?;
            pertama.get_or_insert(gerak);
        }
        jaga_gangguan(ports, work.as_mut(), &semua).await?;
        let pertama = pertama.ok_or_else(|| PortError::tak_terduga("a movement has a line"))?;
        work.permohonan()
            .catat_idempotensi(petugas, kunci, sidik, pertama.id, ports.clock.now())
            .await?;
        work.commit().await?;
        Ok(pertama)
    }
}

impl GerakBaru {
    fn periksa(&self) -> Result<(), Galat> {
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
    fn baris(&self, unit: &Kode, ke: Option<Kode>, keping: u32) -> Vec<Baris> {
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
    fn kerangka(
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

/// A blank card that a print job took.
#[derive(Clone, Debug)]
pub(in crate::kartu) struct Terpakai {
    pub jenis: JenisKartu,
    pub unit: Kode,
    pub macam: MacamGerak,
    pub cetak: CetakId,
    pub nomor_seri: Option<String>,
    pub alasan: Option<String>,
}

/// Takes one blank card from the stock.
pub(in crate::kartu) async fn pakai_blanko(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    oleh: PenggunaId,
    pakai: Terpakai,
) -> Result<(), Galat> {
    let seri = pakai.nomor_seri.as_deref().map(str::trim).filter(|seri| !seri.is_empty());
    if seri.is_some_and(|seri| seri.chars().count() > TEKS_MAKS) {
        let pesan = format!("Nomor seri blanko paling panjang {TEKS_MAKS} huruf.");
        return Err(Galat::isian("/nomor_seri", "nomor_seri_panjang", pesan));
    }
    let mut semua = work.blanko().kunci_saldo(&[(pakai.jenis, pakai.unit.clone())]).await?;
    if let Some(seri) = seri
        && work.blanko().seri_terpakai(pakai.jenis, seri).await?
    {
        let pesan = "Blanko dengan nomor seri ini sudah dicatat terpakai atau rusak.";
        return Err(Bentrok::baru("seri_sudah_dipakai", pesan).into());
    }
    let pada = ports.clock.now();
    let gerak = GerakBlanko {
        id: ports.ids.uuid(),
        jenis: pakai.jenis,
        unit: pakai.unit,
        macam: pakai.macam,
        jumlah: -1,
        saldo: 0,
        unit_lain: None,
        berita_acara: None,
        seri_awal: seri.map(str::to_owned),
        seri_akhir: None,
        alasan: pakai.alasan,
        cetak: Some(pakai.cetak),
        tanggal: pelaku.tenant.zona.setempat(pada).date(),
        oleh,
        pada,
    };
    terapkan(ports, work, pelaku, &mut semua, gerak).await?;
    jaga_gangguan(ports, work, &semua).await
}

/// Writes a line and the stock after it, which never falls below nothing.
async fn terapkan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    semua: &mut [SaldoBlanko],
    mut gerak: GerakBlanko,
) -> Result<GerakBlanko, Galat> {
    if gerak.macam == MacamGerak::Opname && gerak.jumlah != 0 && gerak.alasan.is_none() {
        let pesan = "Hasil opname berbeda dengan catatan; tuliskan alasannya.";
        return Err(Galat::isian("/gerak/alasan", "alasan_wajib", pesan));
    }
    let saldo = cari(semua, gerak.jenis, &gerak.unit)?;
    let Some(keping) = saldo.setelah(gerak.jumlah) else {
        return Err(kurang(saldo.keping, gerak.cetak).into());
    };
    saldo.keping = keping;
    gerak.saldo = keping;
    work.blanko().tambah_gerak(&gerak).await?;
    let aturan = work.katalog().aturan_kartu().await?.blanko;
    jaga_alarm(ports, work, pelaku, aturan, saldo).await?;
    work.blanko().simpan_saldo(saldo).await?;
    // Cards are audited with their print job.
    if gerak.cetak.is_none() {
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "blanko.gerak", "blanko", Some(gerak.id))
                .dengan(json!({
                    "jenis": gerak.jenis.kata(),
                    "unit": gerak.unit,
                    "macam": gerak.macam.kata(),
                    "jumlah": gerak.jumlah,
                    "saldo": gerak.saldo,
                }));
        work.audit().catat(&catatan).await?;
    }
    Ok(gerak)
}

fn kurang(keping: u32, cetak: Option<CetakId>) -> Bentrok {
    if cetak.is_some() {
        return blanko_habis();
    }
    let pesan = format!("Blanko di unit ini tinggal {keping} keping menurut catatan.");
    Bentrok::baru("blanko_tidak_cukup", pesan)
}

fn cari<'s>(
    semua: &'s mut [SaldoBlanko],
    jenis: JenisKartu,
    unit: &Kode,
) -> Result<&'s mut SaldoBlanko, PortError> {
    let saldo = semua.iter_mut().find(|saldo| saldo.jenis == jenis && &saldo.unit == unit);
    saldo.ok_or_else(|| PortError::tak_terduga("a stock that was locked is missing"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
                jenis: JenisKartu::Kia, unit: unit.clone(), keping: 0, alarm_sejak: None,
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
