//! Who may have a KIA (K-16): the age by the office's rule, registered, with an akta kelahiran; a photo from five on.

use time::Date;

use super::AturanKia;
use crate::{
    akses::{Izin, Pelaku},
    galat::{Galat, Pelanggaran},
    layanan::{JenisProduk, Layanan, umur},
    nilai::Kode,
    ports::Ports,
    ungkapan::KonteksUngkapan,
};

/// What is known about a child. What nobody knows is not held against it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FaktaAnak {
    /// The birthday.
    pub lahir: Option<Date>,
    /// Whether the child is registered: it has a NIK.
    pub terdaftar: Option<bool>,
    /// Whether it has an akta kelahiran.
    pub punya_akta: Option<bool>,
}

/// Why a child gets no KIA, or not yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HalanganKia {
    /// The birthday is yet to come.
    BelumLahir,
    /// Too old: a KTP-el is due.
    UmurLewat,
    /// Not registered.
    BelumTerdaftar,
    /// Registered, but no akta kelahiran yet.
    BelumBerakta,
}

impl HalanganKia {
    /// The stable code, as clients and jobs keep it.
    pub fn kode(self) -> &'static str {
        match self {
            Self::BelumLahir => "kia_belum_lahir",
            Self::UmurLewat => "kia_umur_lewat",
            Self::BelumTerdaftar => "kia_belum_terdaftar",
            Self::BelumBerakta => "kia_belum_berakta",
        }
    }

    /// The reason and the way, for the parent.
    pub fn kalimat(self, aturan: AturanKia) -> String {
        match self {
            Self::BelumLahir => "Tanggal lahir anak belum tiba. Periksa kembali tanggalnya.".to_owned(),
            Self::UmurLewat => format!(
                "KIA untuk anak sampai umur {} tahun. Mulai 17 tahun, ajukan perekaman KTP-el.",
                aturan.umur_maks
            ),
            Self::BelumTerdaftar => {
                "Anak belum terdaftar. Daftarkan kelahirannya dahulu: akta kelahiran terbit, lalu KIA dicetak."
                    .to_owned()
            }
            Self::BelumBerakta => {
                "Anak belum punya akta kelahiran. Akta diterbitkan dahulu, lalu KIA dicetak.".to_owned()
            }
        }
    }
}

/// How a child stands by the rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KelayakanKia {
    /// Whole years of age today, where known.
    pub umur: Option<u16>,
    /// Why not, or not yet; nothing when the child may have one.
    pub halangan: Vec<HalanganKia>,
    /// Whether the card carries a photo, so that two prints of 2×3 cm are brought; unknown without a birthday.
    pub perlu_foto: Option<bool>,
}

/// Judges a child on that day at the office. Who was born on 29 February grows older on 1 March of common years.
pub fn nilai_kia(aturan: AturanKia, anak: FaktaAnak, hari_ini: Date) -> KelayakanKia {
    let mut halangan = Vec::new();
    let usia = anak.lahir.and_then(|lahir| umur(lahir, hari_ini));
    if anak.lahir.is_some_and(|lahir| lahir > hari_ini) {
        halangan.push(HalanganKia::BelumLahir);
    }
    if usia.is_some_and(|usia| usia > aturan.umur_maks) {
        halangan.push(HalanganKia::UmurLewat);
    }
    match (anak.terdaftar, anak.punya_akta) {
        (Some(false), _) => halangan.push(HalanganKia::BelumTerdaftar),
        (_, Some(false)) => halangan.push(HalanganKia::BelumBerakta),
        _ => {}
    }
    KelayakanKia { umur: usia, halangan, perlu_foto: usia.map(|usia| usia >= aturan.umur_foto) }
}

/// Refuses to register a child that gets no KIA at all: too old, or not born yet. What is only missing is brought forth
/// by the case itself, or by the service that the refusal at the counter names.
pub(crate) fn tolak_kia(
    aturan: AturanKia,
    layanan: &Layanan,
    konteks: &KonteksUngkapan,
) -> Result<(), Galat> {
    let produk = layanan.produk_berlaku(konteks);
    let memuat = |jenis| produk.iter().any(|produk| produk.jenis == jenis);
    if !memuat(JenisProduk::Kia) {
        return Ok(());
    }
    let lahir = layanan.tanggal_lahir(konteks);
    // A case that brings forth the akta itself waits for it by itself.
    let akta = layanan.punya_akta(konteks).filter(|_| !memuat(JenisProduk::AktaKelahiran));
    let anak = FaktaAnak {
        lahir: lahir.map(|(_, lahir)| lahir),
        terdaftar: None,
        punya_akta: akta.map(|(_, punya)| punya),
    };
    let nilai = nilai_kia(aturan, anak, konteks.hari_ini);
    let Some(halangan) = nilai.halangan.first() else { return Ok(()) };
    let isian = match halangan {
        HalanganKia::BelumBerakta => akta.map(|(isian, _)| isian),
        _ => lahir.map(|(isian, _)| isian),
    };
    let pointer = isian.map_or_else(|| "/isian".to_owned(), |isian| format!("/isian/{isian}"));
    Err(Galat::TidakSah(vec![Pelanggaran::baru(
        pointer,
        halangan.kode(),
        halangan.kalimat(aturan),
    )]))
}

/// Adds to the refusal of a KIA without an akta which service brings the akta, and whether the KIA follows by itself.
pub(crate) fn tunjukkan_jalan(galat: Galat, asal: &Kode, semua: &[Layanan]) -> Galat {
    let Galat::TidakSah(mut salah) = galat else { return galat };
    let belum = HalanganKia::BelumBerakta;
    if let Some(satu) = salah.iter_mut().find(|satu| satu.kode == belum.kode()) {
        let jalan = jalan(semua, &[belum]);
        let menyusul = |kode: &Kode| {
            let layanan = semua.iter().find(|satu| satu.kode == *kode);
            layanan.is_some_and(|satu| satu.susulan.iter().any(|susul| susul.layanan == *asal))
        };
        let keduanya = |kode: &Kode| {
            let layanan = semua.iter().find(|satu| satu.kode == *kode);
            layanan.is_some_and(|satu| satu.memuat(JenisProduk::Kia))
        };
        let sendiri = jalan.iter().find(|(kode, _)| menyusul(kode));
        let lagi = match (jalan.first(), sendiri) {
            // The best way comes first: akta and KIA from one permohonan.
            (Some((kode, nama)), _) if keduanya(kode) => {
                format!(" Ajukan layanan {nama}; akta dan KIA terbit dari satu permohonan.")
            }
            (_, Some((_, nama))) => format!(
                " Ajukan layanan {nama}; setelah aktanya terbit, KIA kami daftarkan sendiri."
            ),
            (Some((_, nama)), None) => format!(" Ajukan layanan {nama}."),
            (None, None) => String::new(),
        };
        satu.pesan.push_str(&lagi);
    }
    Galat::TidakSah(salah)
}

/// Ask whether a child may have a KIA, before anything is registered.
#[derive(Clone, Copy, Debug)]
pub struct PeriksaKelayakanKia {
    /// What the parent says.
    pub anak: FaktaAnak,
}

/// How the child stands, and the services that help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JawabanKia {
    /// The office's rule.
    pub aturan: AturanKia,
    /// How the child stands.
    pub nilai: KelayakanKia,
    /// Services by which to go on, the best first: code and name.
    pub jalan: Vec<(Kode, String)>,
}

impl PeriksaKelayakanKia {
    /// Judges the child on the office's today.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<JawabanKia, Galat> {
        pelaku.petugas_salah_satu(&[Izin::PermohonanBuat, Izin::LoketLayani, Izin::KartuCetak])?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let aturan = work.katalog().aturan_kartu().await?.kia;
        let hari_ini = pelaku.tenant.zona.setempat(ports.clock.now()).date();
        let nilai = nilai_kia(aturan, self.anak, hari_ini);
        let layanan = work.katalog().daftar_layanan().await?;
        Ok(JawabanKia { aturan, jalan: jalan(&layanan, &nilai.halangan), nilai })
    }
}

/// The services by which a child in that state gets its card, those first that bring forth everything at once.
fn jalan(layanan: &[Layanan], halangan: &[HalanganKia]) -> Vec<(Kode, String)> {
    let nilai = |satu: &Layanan| -> u8 {
        let (akta, kia) = (satu.memuat(JenisProduk::AktaKelahiran), satu.memuat(JenisProduk::Kia));
        match halangan.first() {
            None => u8::from(kia) * (2 - u8::from(akta)),
            Some(HalanganKia::UmurLewat) => u8::from(satu.memuat(JenisProduk::KtpEl)),
            Some(HalanganKia::BelumLahir) => 0,
            Some(HalanganKia::BelumTerdaftar | HalanganKia::BelumBerakta) => {
                u8::from(akta) * (1 + u8::from(kia))
            }
        }
    };
    let mut semua: Vec<_> =
        layanan.iter().map(|satu| (nilai(satu), satu)).filter(|(nilai, _)| *nilai > 0).collect();
    semua.sort_by_key(|(nilai, _)| std::cmp::Reverse(*nilai));
    semua.into_iter().map(|(_, satu)| (satu.kode.clone(), satu.nama.clone())).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::{Duration, macros::date};

    use super::*;

    fn layak(lahir: Date, hari_ini: Date) -> KelayakanKia {
        let anak = FaktaAnak { lahir: Some(lahir), terdaftar: Some(true), punya_akta: Some(true) };
        nilai_kia(AturanKia::default(), anak, hari_ini)
    }

    #[test]
    fn the_law_ends_the_day_before_the_seventeenth_birthday() {
        let lahir = date!(2009 - 05 - 05);
        for (hari_ini, umur, halangan, foto) in [
            (date!(2009 - 05 - 04), None, Some(HalanganKia::BelumLahir), None),
            (lahir, Some(0), None, Some(false)),
            (date!(2014 - 05 - 04), Some(4), None, Some(false)),
            (date!(2014 - 05 - 05), Some(5), None, Some(true)),
            (date!(2026 - 05 - 04), Some(16), None, Some(true)),
            (date!(2026 - 05 - 05), Some(17), Some(HalanganKia::UmurLewat), Some(true)),
        ] {
            let nilai = layak(lahir, hari_ini);
            let dapat = (nilai.umur, nilai.halangan.first().copied(), nilai.perlu_foto);
            assert_eq!(dapat, (umur, halangan, foto), "{hari_ini}");
        }
    }

    #[test]
    fn who_was_born_on_a_leap_day_grows_older_on_the_first_of_march() {
        let lahir = date!(2008 - 02 - 29);
        assert_eq!(layak(lahir, date!(2025 - 02 - 28)).halangan, []);
        assert_eq!(layak(lahir, date!(2025 - 03 - 01)).halangan, [HalanganKia::UmurLewat]);
        assert_eq!(layak(lahir, date!(2013 - 02 - 28)).perlu_foto, Some(false));
        assert_eq!(layak(lahir, date!(2013 - 03 - 01)).perlu_foto, Some(true));
        assert_eq!(layak(lahir, date!(2024 - 02 - 28)).umur, Some(15));
        assert_eq!(layak(lahir, date!(2024 - 02 - 29)).umur, Some(16));
    }

    #[test]
    fn an_office_may_draw_the_line_earlier() {
        let aturan = AturanKia { umur_maks: 12, ..AturanKia::default() };
        let anak = FaktaAnak { lahir: Some(date!(2013 - 01 - 10)), ..FaktaAnak::default() };
        assert_eq!(nilai_kia(aturan, anak, date!(2026 - 01 - 09)).halangan, []);
        let lewat = nilai_kia(aturan, anak, date!(2026 - 01 - 10)).halangan;
        assert_eq!(lewat, [HalanganKia::UmurLewat]);
    }

    #[test]
    fn what_is_missing_is_named_once_and_what_nobody_knows_is_not_held_against_the_child() {
        let hari_ini = date!(2026 - 01 - 05);
        let nilai = |terdaftar, punya_akta| {
            let anak = FaktaAnak { lahir: None, terdaftar, punya_akta };
            nilai_kia(AturanKia::default(), anak, hari_ini).halangan
        };
        assert_eq!(nilai(None, None), []);
        assert_eq!(nilai(Some(true), Some(true)), []);
        assert_eq!(nilai(Some(false), Some(false)), [HalanganKia::BelumTerdaftar]);
        assert_eq!(nilai(Some(true), Some(false)), [HalanganKia::BelumBerakta]);
        assert_eq!(nilai(None, Some(false)), [HalanganKia::BelumBerakta]);
    }

    proptest! {
        #[test]
        fn a_child_is_eligible_on_every_day_of_one_span_and_on_no_other(
            lahir in 0_i64..9_000, hari in -400_i64..8_000,
        ) {
            let lahir = date!(2000 - 01 - 01) + Duration::days(lahir);
            let hari_ini = lahir + Duration::days(hari);
            let ulang = lahir.replace_year(lahir.year() + 17).unwrap_or_else(|_| {
                // A leap day has no seventeenth anniversary; the next day counts.
                Date::from_calendar_date(lahir.year() + 17, time::Month::March, 1).unwrap()
            });
            let layak = layak(lahir, hari_ini).halangan.is_empty();
            prop_assert_eq!(layak, hari_ini >= lahir && hari_ini < ulang);
        }
    }
}
