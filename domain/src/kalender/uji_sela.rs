//! Interruptions merged into clocks: against the slow model of every minute, and examples.

use proptest::prelude::*;
use time::{OffsetDateTime, macros::datetime};

use super::{
    uji_model::{HARI, MENIT, acak, durasi, menit},
    *,
};

const LUAR: [SebabJeda; 3] =
    [SebabJeda::SiakGangguan, SebabJeda::BlankoHabis, SebabJeda::ListrikJaringan];
const SEMUA: [SebabJeda; 4] = [SebabJeda::Pemohon, LUAR[0], LUAR[1], LUAR[2]];

/// A pause in minutes: from, to when it is over, cause.
type SelaModel = (usize, Option<usize>, SebabJeda);

/// Whose pause each minute is: of those that cover it, the one that began first; the clock's own on a tie.
fn dijeda(sendiri: &[SelaModel], luar: &[SelaModel]) -> Vec<Option<SebabJeda>> {
    let mut semua: Vec<_> = sendiri.iter().chain(luar).copied().collect();
    semua.sort_by_key(|satu| satu.0);
    let mut menit = vec![None; HARI * MENIT];
    for (dari, sampai, sebab) in semua {
        for satu in &mut menit[dari..sampai.unwrap_or(HARI * MENIT)] {
            satu.get_or_insert(sebab);
        }
    }
    menit
}

fn sela() -> impl Strategy<Value = Vec<(usize, Option<usize>, usize)>> {
    let satu = (menit(24 * MENIT), prop::option::weighted(0.9, menit(3 * MENIT)), 0..3_usize);
    prop::collection::vec(satu, 0..7)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn overlapping_pauses_stop_every_minute_once(
        acak in acak(),
        masuk in menit(20 * MENIT),
        jarak in prop::collection::vec(menit(2 * MENIT), 0..7),
        luar in sela(),
        nanti in menit(3 * MENIT),
        selesai in any::<bool>(),
        durasi in durasi(),
    ) {
        let (kalender, model) = (acak.kalender(), acak.model());
        let mut jam = Jam::mulai(model.saat(masuk));
        let mut sendiri: Vec<SelaModel> = Vec::new();
        let mut kini = masuk;
        for (i, jarak) in jarak.iter().enumerate() {
            kini += jarak;
            if i % 2 == 0 {
                jam.catat(model.saat(kini), Kejadian::Jeda(SebabJeda::Pemohon)).unwrap();
                sendiri.push((kini, None, SebabJeda::Pemohon));
            } else {
                jam.catat(model.saat(kini), Kejadian::Lanjut).unwrap();
                sendiri.last_mut().unwrap().1 = Some(kini);
            }
        }
        let akhir = kini + nanti;
        if selesai {
            jam.catat(model.saat(akhir), Kejadian::Selesai).unwrap();
        }
        // Interruptions are known as far as they have happened: what has not ended by then is open.
        let luar: Vec<SelaModel> = luar
            .iter()
            .filter(|(dari, _, _)| *dari <= akhir)
            .map(|(dari, lama, sebab)| {
                let sampai = lama.map(|lama| dari + lama).filter(|sampai| *sampai <= akhir);
                (*dari, sampai, LUAR[*sebab])
            })
            .collect();
        let sela: Vec<Sela> = luar
            .iter()
            .map(|(dari, sampai, sebab)| Sela {
                dari: model.saat(*dari),
                sampai: sampai.map(|m| model.saat(m)),
                sebab: *sebab,
            })
            .collect();
        let mut dijeda = dijeda(&sendiri, &luar);
        // What has not happened yet pauses nothing yet.
        dijeda[akhir..].fill(None);

        let gabungan = jam.disela(&sela).unwrap();
        let Some((mulai, semula)) = model.tenggat(masuk, durasi, false) else { return Ok(()) };
        let kerja = durasi.urai().2.waktu_kerja();
        let ikut = |m: usize| !kerja || model.kerja[m];
        let anggaran = (mulai..semula).filter(|m| ikut(*m)).count();
        let bebas = |m: usize| ikut(m) && dijeda[m].is_none();
        let Some(tenggat) = model.langkah(mulai, anggaran, bebas) else { return Ok(()) };
        let terakhir = (mulai..tenggat).rfind(|m| bebas(*m)).map_or(mulai, |m| m + 1);

        let ringkasan = gabungan.ringkas(&kalender, durasi, model.saat(akhir)).unwrap();
        prop_assert_eq!(ringkasan.semula.saat, model.saat(semula));
        prop_assert_eq!(ringkasan.tenggat.saat, model.saat(terakhir));
        prop_assert_eq!(ringkasan.bruto, model.hitung(mulai, akhir, |_| true));
        prop_assert_eq!(ringkasan.bersih, model.hitung(mulai, akhir, |m| dijeda[m].is_none()));
        for sebab in SEMUA {
            let lama = ringkasan.jeda.get(&sebab).copied().unwrap_or(0);
            prop_assert_eq!(lama, model.hitung(mulai, akhir, |m| dijeda[m] == Some(sebab)));
        }
        prop_assert_eq!(ringkasan.selesai, selesai);
        if !selesai {
            let berlangsung = sendiri.iter().chain(&luar).any(|satu| satu.1.is_none());
            prop_assert_eq!(ringkasan.dijeda.is_some(), berlangsung);
        }
        prop_assert_eq!(jam.disela(&[]).unwrap().disela(&sela).unwrap(), gabungan);
    }

    #[test]
    fn a_clock_started_later_never_runs_backwards(
        jarak in prop::collection::vec(0..3_000_i64, 0..8),
        geser in 0..10_000_i64,
    ) {
        let awal = datetime!(2026-04-06 8:00 +7);
        let mut jam = Jam::mulai(awal);
        let mut kini = awal;
        for (i, jarak) in jarak.iter().enumerate() {
            kini += time::Duration::minutes(*jarak);
            let kejadian =
                if i % 2 == 0 { Kejadian::Jeda(SebabJeda::Pemohon) } else { Kejadian::Lanjut };
            jam.catat(kini, kejadian).unwrap();
        }
        let sejak = awal + time::Duration::minutes(geser);
        let terlambat = jam.clone().tidak_sebelum(sejak);
        prop_assert!(terlambat.peristiwa().iter().all(|satu| satu.saat >= sejak));
        let ulang = Jam::try_from(Vec::from(terlambat.clone())).unwrap();
        prop_assert_eq!(ulang, terlambat);
    }
}

fn kalender() -> Kalender {
    serde_json::from_value(serde_json::json!({
        "zona": "WITA",
        "jam": { "biasa": { "senin": ["08:00-16:00"], "selasa": ["08:00-16:00"] } },
    }))
    .unwrap()
}

fn sela_(dari: OffsetDateTime, sampai: Option<OffsetDateTime>, sebab: SebabJeda) -> Sela {
    Sela { dari, sampai, sebab }
}

#[test]
fn the_explanation_names_every_interruption_and_what_it_shares() {
    let kalender = kalender();
    let jam = Jam::mulai(datetime!(2026-04-06 9:00 +8));
    let sela = [
        sela_(
            datetime!(2026-04-06 10:00 +8),
            Some(datetime!(2026-04-06 12:00 +8)),
            SebabJeda::SiakGangguan,
        ),
        sela_(
            datetime!(2026-04-06 11:00 +8),
            Some(datetime!(2026-04-06 13:00 +8)),
            SebabJeda::ListrikJaringan,
        ),
    ];
    let kini = datetime!(2026-04-06 14:00 +8);
    let gabungan = jam.disela(&sela).unwrap();
    let ringkasan = gabungan.ringkas(&kalender, Durasi::Jam(3), kini).unwrap();
    assert_eq!((ringkasan.bruto, ringkasan.bersih), (300, 120));
    assert_eq!(ringkasan.tenggat.saat, datetime!(2026-04-06 15:00 +8));
    let baris = gabungan.penjelasan(&kalender, Durasi::Jam(3), kini).unwrap().join("\n");
    assert!(
        baris.contains("karena SIAK tidak dapat diakses: 2 jam kerja tidak dihitung"),
        "{baris}"
    );
    assert!(baris.contains("karena listrik atau jaringan padam: 1 jam kerja"), "{baris}");
    let bertumpuk = kalender.jelaskan_bertumpuk(&jam, &sela).unwrap();
    assert_eq!(bertumpuk.len(), 1, "{bertumpuk:?}");
    assert!(bertumpuk[0].contains("listrik atau jaringan padam"), "{bertumpuk:?}");
    assert!(bertumpuk[0].contains("pukul 11.00"), "{bertumpuk:?}");
}

#[test]
fn what_was_over_before_or_began_after_the_case_changes_nothing() {
    let mut jam = Jam::mulai(datetime!(2026-04-06 9:00 +8));
    jam.catat(datetime!(2026-04-06 12:00 +8), Kejadian::Selesai).unwrap();
    let sela = [
        sela_(
            datetime!(2026-04-06 8:00 +8),
            Some(datetime!(2026-04-06 9:00 +8)),
            SebabJeda::SiakGangguan,
        ),
        sela_(datetime!(2026-04-06 12:00 +8), None, SebabJeda::BlankoHabis),
    ];
    assert_eq!(jam.disela(&sela).unwrap(), jam);
    assert_eq!(kalender().jelaskan_bertumpuk(&jam, &sela).unwrap(), Vec::<String>::new());
    assert_eq!(Jam::default().disela(&sela), Err(GalatJam::BelumMulai));
}
