//! The calendar against a slow model that looks at every minute of four months.

use std::collections::BTreeMap;

use proptest::{prelude::*, strategy::ValueTree};
use time::{Duration, OffsetDateTime, macros::datetime};

use super::*;

pub(super) const HARI: usize = 120;
pub(super) const MENIT: usize = 1440;

type Pekan = Vec<Vec<(usize, usize)>>;

#[derive(Clone, Debug)]
pub(super) struct Acak {
    zona: usize,
    biasa: Pekan,
    lain: Pekan,
    /// First day of the other hours, and how many days they hold.
    periode: (usize, usize),
    /// Cut-off per weekday, in the usual week and in the other one.
    batas: [Vec<Option<usize>>; 2],
    libur: Vec<usize>,
    /// Days declared working days, with hours of their own unless empty.
    khusus: BTreeMap<usize, Vec<(usize, usize)>>,
}

/// Days and minutes since Thursday, 1 January 2026, 00.00 on the local wall clock.
pub(super) struct Model {
    pub(super) kerja: Vec<bool>,
    batas: Vec<Option<usize>>,
    awal: OffsetDateTime,
}

const NAMA_HARI: [&str; 7] = ["senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"];

/// Minutes up to `batas`, often on a coarse grid or near nought, so that edges meet.
pub(super) fn menit(batas: usize) -> impl Strategy<Value = usize> {
    prop_oneof![0..=batas, (0..=batas / 120).prop_map(|n| n * 120), 0..3_usize]
}

fn pekan() -> impl Strategy<Value = Pekan> {
    prop::collection::vec(prop_oneof![1 => Just(Vec::new()), 3 => sehari()], 7)
}

fn sehari() -> impl Strategy<Value = Vec<(usize, usize)>> {
    prop::collection::btree_set(menit(MENIT), 0..7).prop_map(|titik| {
        let titik: Vec<_> = titik.into_iter().collect();
        titik.chunks_exact(2).map(|c| (c[0], c[1])).collect()
    })
}

fn batas() -> impl Strategy<Value = Vec<Option<usize>>> {
    prop::collection::vec(prop::option::weighted(0.3, menit(MENIT)), 7)
}

pub(super) fn acak() -> impl Strategy<Value = Acak> {
    (
        7_usize..10,
        pekan(),
        pekan(),
        (0..60_usize, 1..40_usize),
        [batas(), batas()],
        prop::collection::vec(0..HARI, 0..25),
        prop::collection::btree_map(0..HARI, sehari(), 0..12),
    )
        .prop_map(|(zona, biasa, lain, periode, batas, libur, khusus)| Acak {
            zona,
            biasa,
            lain,
            periode,
            batas,
            libur,
            khusus,
        })
}

fn tulis_pukul(menit: usize) -> String {
    format!("{:02}:{:02}", menit / 60, menit % 60)
}

fn tulis_rentang((a, b): &(usize, usize)) -> String {
    format!("{}-{}", tulis_pukul(*a), tulis_pukul(*b))
}

fn tulis_hari(hari: usize) -> String {
    let tanggal = datetime!(2026-01-01 0:00 UTC).date();
    (tanggal + Duration::days(i64::try_from(hari).unwrap())).to_string()
}

fn tulis_pekan(pekan: &Pekan, batas: &[Option<usize>]) -> serde_json::Value {
    let mut hasil = serde_json::Map::new();
    let mut penerimaan = serde_json::Map::new();
    for (i, nama) in NAMA_HARI.iter().enumerate() {
        let rentang: Vec<_> = pekan[i].iter().map(tulis_rentang).collect();
        hasil.insert((*nama).to_owned(), rentang.into());
        if let Some(batas) = batas[i] {
            penerimaan.insert((*nama).to_owned(), tulis_pukul(batas).into());
        }
    }
    hasil.insert("batas_penerimaan".to_owned(), penerimaan.into());
    hasil.into()
}

impl Acak {
    fn dalam_periode(&self, hari: usize) -> bool {
        (self.periode.0..self.periode.0 + self.periode.1).contains(&hari)
    }

    pub(super) fn kalender(&self) -> Kalender {
        let libur: Vec<_> = self
            .libur
            .iter()
            .map(|h| serde_json::json!({"tanggal": tulis_hari(*h), "nama": "Libur", "jenis": "daerah"}))
            .collect();
        let khusus: Vec<_> = self
            .khusus
            .iter()
            .map(|(h, jam)| {
                let jam: Vec<_> = jam.iter().map(tulis_rentang).collect();
                serde_json::json!({"tanggal": tulis_hari(*h), "nama": "Khusus", "jam": jam})
            })
            .collect();
        serde_json::from_value(serde_json::json!({
            "zona": (["WIB", "WITA", "WIT"][self.zona - 7]),
            "jam": {
                "biasa": tulis_pekan(&self.biasa, &self.batas[0]),
                "periode": [{
                    "nama": "lain",
                    "dari": tulis_hari(self.periode.0),
                    "sampai": tulis_hari(self.periode.0 + self.periode.1 - 1),
                    "jam": tulis_pekan(&self.lain, &self.batas[1]),
                }],
            },
            "libur": libur,
            "khusus": khusus,
        }))
        .unwrap()
    }

    pub(super) fn model(&self) -> Model {
        let mut kerja = vec![false; HARI * MENIT];
        let mut batas = Vec::new();
        for hari in 0..HARI {
            let lain = self.dalam_periode(hari);
            let pekan = if lain { &self.lain } else { &self.biasa };
            batas.push(self.batas[usize::from(lain)][(hari + 3) % 7]);
            let khusus = self.khusus.get(&hari);
            let tutup = self.libur.contains(&hari) && khusus.is_none();
            let rentang = khusus.filter(|jam| !jam.is_empty()).unwrap_or(&pekan[(hari + 3) % 7]);
            for menit in 0..MENIT {
                kerja[hari * MENIT + menit] =
                    !tutup && rentang.iter().any(|(a, b)| *a <= menit && menit < *b);
            }
        }
        let zona = Duration::hours(i64::try_from(self.zona).unwrap());
        Model { kerja, batas, awal: datetime!(2026-01-01 0:00 UTC) - zona }
    }
}

impl Model {
    pub(super) fn saat(&self, menit: usize) -> OffsetDateTime {
        self.awal + Duration::minutes(i64::try_from(menit).unwrap())
    }

    fn mulai(&self, menit: usize, dengan_batas: bool) -> Option<usize> {
        let hari = menit / MENIT;
        let lewat = dengan_batas && self.batas[hari].is_some_and(|batas| menit % MENIT > batas);
        let dari = if lewat { (hari + 1) * MENIT } else { menit };
        (dari..self.kerja.len()).find(|m| self.kerja[*m])
    }

    fn hari_kerja(&self, hari: usize) -> bool {
        (hari * MENIT..(hari + 1) * MENIT).any(|m| self.kerja.get(m) == Some(&true))
    }

    pub(super) fn langkah(
        &self,
        mulai: usize,
        n: usize,
        hitung: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let mut sisa = n;
        for menit in mulai..self.kerja.len() {
            if sisa == 0 {
                return Some(menit);
            }
            sisa -= usize::from(hitung(menit));
        }
        None
    }

    pub(super) fn tenggat(
        &self,
        menit: usize,
        durasi: Durasi,
        pemohon: bool,
    ) -> Option<(usize, usize)> {
        let mulai = || self.mulai(menit, !pemohon);
        let akhir_hari = |n: u32| {
            let hari = menit / MENIT + n as usize;
            let geser = |h: &usize| !pemohon || self.hari_kerja(*h);
            Some((menit, (hari..HARI).find(geser)? * MENIT + MENIT - 1))
        };
        let kerja = |n: usize| Some((mulai()?, self.langkah(mulai()?, n, |m| self.kerja[m])?));
        match durasi {
            Durasi::Menit(n) => kerja(n as usize),
            Durasi::Jam(n) => kerja(n as usize * 60),
            Durasi::HariKerja(n) => {
                let mut hari = mulai()? / MENIT;
                for _ in 0..n {
                    hari = (hari + 1..HARI).find(|h| self.hari_kerja(*h))?;
                }
                let terakhir = (hari * MENIT..(hari + 1) * MENIT).rfind(|m| self.kerja[*m])?;
                Some((mulai()?, terakhir + 1))
            }
            Durasi::HariKalender(n) => akhir_hari(n),
            Durasi::Minggu(n) => akhir_hari(n * 7),
            Durasi::Rentang(_) => None,
        }
    }

    pub(super) fn hitung(&self, dari: usize, sampai: usize, ikut: impl Fn(usize) -> bool) -> u64 {
        (dari..sampai).map(|m| u64::from(self.kerja[m] && ikut(m))).sum()
    }
}

pub(super) fn durasi() -> impl Strategy<Value = Durasi> {
    prop_oneof![
        (0..4_000_u32).prop_map(Durasi::Menit),
        (0..60_u32).prop_map(Durasi::Jam),
        (0..12_u32).prop_map(Durasi::HariKerja),
        (0..30_u32).prop_map(Durasi::HariKalender),
        (0..5_u32).prop_map(Durasi::Minggu),
    ]
}

const SEBAB: [SebabJeda; 3] = [SebabJeda::Pemohon, SebabJeda::SiakGangguan, SebabJeda::BlankoHabis];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn deadlines_and_counts_agree_with_every_minute(
        acak in acak(),
        menit in menit(30 * MENIT),
        detik in 0..60_i64,
        lain in menit(60 * MENIT),
        durasi in durasi(),
    ) {
        let (kalender, model) = (acak.kalender(), acak.model());
        let saat = model.saat(menit) + Duration::seconds(detik);
        prop_assert_eq!(kalender.bekerja_pada(saat), model.kerja[menit]);
        let antara = kalender.menit_kerja_antara(saat, model.saat(lain));
        prop_assert_eq!(antara, model.hitung(menit, lain, |_| true));
        if let Some(mulai) = model.mulai(menit, true) {
            prop_assert_eq!(kalender.mulai_efektif(saat), Ok(model.saat(mulai)));
        }
        for pemohon in [false, true] {
            // Beyond the four months the model knows nothing.
            let Some((mulai, akhir)) = model.tenggat(menit, durasi, pemohon) else { continue };
            let tenggat = if pemohon {
                kalender.tenggat_pemohon(saat, durasi)
            } else {
                kalender.tambah(saat, durasi)
            };
            let tenggat = tenggat.unwrap();
            prop_assert_eq!(tenggat.saat, model.saat(akhir), "pemohon: {}", pemohon);
            prop_assert_eq!(tenggat.mulai, model.saat(mulai));
        }
        let teks = serde_json::to_string(&kalender).unwrap();
        prop_assert_eq!(serde_json::from_str::<Kalender>(&teks).unwrap(), kalender);
    }

    #[test]
    fn a_clock_agrees_with_every_minute(
        acak in acak(),
        masuk in menit(20 * MENIT),
        jarak in prop::collection::vec(menit(2 * MENIT), 0..9),
        nanti in menit(3 * MENIT),
        selesai in any::<bool>(),
        durasi in durasi(),
    ) {
        let (kalender, model) = (acak.kalender(), acak.model());
        let mut jam = Jam::mulai(model.saat(masuk));
        let mut dijeda = vec![None; HARI * MENIT];
        let mut kini = masuk;
        let mut sebab = None;
        for (i, jarak) in jarak.iter().enumerate() {
            dijeda[kini..kini + jarak].fill(sebab);
            kini += jarak;
            sebab = if sebab.is_none() { Some(SEBAB[i % 3]) } else { None };
            let kejadian = sebab.map_or(Kejadian::Lanjut, Kejadian::Jeda);
            jam.catat(model.saat(kini), kejadian).unwrap();
        }
        let akhir = kini + nanti;
        dijeda[kini..akhir].fill(sebab);
        if selesai {
            jam.catat(model.saat(akhir), Kejadian::Selesai).unwrap();
        }
        let Some((mulai, semula)) = model.tenggat(masuk, durasi, false) else { return Ok(()) };
        let kerja = durasi.urai().2.waktu_kerja();
        let ikut = |m: usize| !kerja || model.kerja[m];
        let anggaran = (mulai..semula).filter(|m| ikut(*m)).count();
        let bebas = |m: usize| ikut(m) && dijeda[m].is_none();
        let Some(tenggat) = model.langkah(mulai, anggaran, bebas) else { return Ok(()) };
        // The walk stops at the next minute; the deadline is the end of the last one counted.
        let terakhir = (mulai..tenggat).rfind(|m| bebas(*m)).map_or(mulai, |m| m + 1);

        let hitungan = jam.hitung(&kalender, durasi, model.saat(akhir)).unwrap();
        let ringkasan = &hitungan.ringkasan;
        prop_assert_eq!(ringkasan.semula.saat, model.saat(semula));
        prop_assert_eq!(ringkasan.tenggat.saat, model.saat(terakhir));
        prop_assert_eq!(ringkasan.terlambat(), akhir > terakhir);
        prop_assert_eq!(ringkasan.bruto, model.hitung(mulai, akhir, |_| true));
        prop_assert_eq!(ringkasan.bersih, model.hitung(mulai, akhir, |m| dijeda[m].is_none()));
        for sebab in SEBAB {
            let lama = ringkasan.jeda.get(&sebab).copied().unwrap_or(0);
            prop_assert_eq!(lama, model.hitung(mulai, akhir, |m| dijeda[m] == Some(sebab)));
        }
        // The explanation accounts for every minute promised.
        let dirinci: usize = hitungan.hari.iter().map(|hari| hari.menit as usize).sum();
        prop_assert_eq!(dirinci, anggaran);
        let baris = jam.penjelasan(&kalender, durasi, model.saat(akhir)).unwrap();
        prop_assert!(baris.iter().any(|satu| satu.starts_with("Tenggat: ")));
    }
}

#[test]
fn the_random_calendars_reach_what_they_should() {
    // Guards the properties above against passing because every case falls beyond the model.
    let mut pelari = proptest::test_runner::TestRunner::deterministic();
    let masukan = (acak(), 0..30 * MENIT, durasi());
    let mut dikenal = 0;
    for _ in 0..100 {
        let (acak, menit, durasi) = masukan.new_tree(&mut pelari).unwrap().current();
        dikenal += u32::from(acak.model().tenggat(menit, durasi, false).is_some());
    }
    assert!(dikenal > 80, "only {dikenal} of 100 cases lie within the model");
}
