//! Rules of telling: who needs what broke, when it is told, how it is worded.

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::json;
use time::{Duration, OffsetDateTime, macros::datetime};
use uuid::Uuid;

use super::{kabari::per_kontak, *};
use crate::{
    akses::PenggunaId,
    kalender::{AsalGangguan, Gangguan, GangguanId, Kalender, SebabGangguan},
    layanan::Layanan,
    nilai::{Kode, Rahasia},
    percakapan::{KontakId, kamus::Kamus},
    permohonan::PermohonanId,
    sop::{DefinisiSop, JenisTahap, Tahap},
    tenant::Paket,
};

const MULAI: OffsetDateTime = datetime!(2026-04-06 12:00 +8);
const SEMUA: [SebabGangguan; 4] = [
    SebabGangguan::Siak,
    SebabGangguan::PenandaTangan,
    SebabGangguan::Blanko,
    SebabGangguan::ListrikJaringan,
];

fn kode(teks: &str) -> Kode {
    Kode::parse(teks).unwrap()
}

fn gangguan(sebab: SebabGangguan, layanan: &[&str], selesai: Option<i64>) -> Gangguan {
    Gangguan {
        id: GangguanId::new(Uuid::nil()),
        sebab,
        layanan: layanan.iter().map(|satu| kode(satu)).collect(),
        catatan: Rahasia::new("catatan"),
        mulai_pada: MULAI,
        asal: AsalGangguan::Petugas(PenggunaId::new(Uuid::nil())),
        selesai: selesai.map(|menit| (MULAI + Duration::minutes(menit), None)),
    }
}

fn tahap(jenis: JenisTahap, kelengkapan: &[&str], pelaksana: &serde_json::Value) -> Tahap {
    serde_json::from_value(json!({
        "kode": "a", "nama": "A", "jenis": jenis, "pelaksana": pelaksana,
        "mutu_baku": { "kelengkapan": kelengkapan }, "keputusan": [],
    }))
    .unwrap()
}

fn petugas() -> serde_json::Value {
    json!({ "salah_satu": ["operator"] })
}

/// A service of the pack of Balangan, which has both a card and letters that Loket signs itself.
static PAKET: LazyLock<Paket> = LazyLock::new(|| {
    let teks = include_str!("../../../deploy/tenants/balangan.yaml");
    serde_json::from_value(yaml_serde::from_str(teks).unwrap()).unwrap()
});

fn layanan(kode: &str) -> Layanan {
    PAKET.layanan.iter().find(|satu| satu.kode.as_str() == kode).unwrap().clone()
}

fn sop(kode: &str) -> DefinisiSop {
    PAKET.sop.iter().find(|satu| satu.kode.as_str() == kode).unwrap().clone()
}

/// The steps of an SOP of Balangan whose own kind of work needs what broke.
fn terkena(sebab: SebabGangguan, sop_: &str, layanan_: &str) -> Vec<String> {
    let layanan = layanan(layanan_);
    let semua = sop(sop_).tahap.into_iter();
    semua
        .filter(|tahap| butuh(sebab, tahap.jenis, tahap, &layanan))
        .map(|tahap| tahap.kode.to_string())
        .collect()
}

#[test]
fn at_balangan_each_cause_holds_up_the_steps_that_need_it() {
    let siak = SebabGangguan::Siak;
    // The notice to complete needs the result of the check in SIAK, which is a paper, not SIAK.
    assert_eq!(terkena(siak, "dokumen", "data_kependudukan"), ["verifikasi_siak", "proses"]);
    assert_eq!(terkena(siak, "kartu", "ktp_el"), ["verifikasi_siak", "cetak"]);
    assert_eq!(terkena(SebabGangguan::Blanko, "kartu", "ktp_el"), ["cetak"]);
    assert_eq!(terkena(SebabGangguan::Blanko, "dokumen", "data_kependudukan"), [""; 0]);
    let semua = sop("kartu").tahap.len();
    assert_eq!(terkena(SebabGangguan::ListrikJaringan, "kartu", "ktp_el").len(), semua);
}

#[test]
fn signing_needs_its_signer_and_siak_only_where_it_is_done_there() {
    let tte = tahap(JenisTahap::Tte, &["Draf dokumen"], &petugas());
    let (bsre, mut siak) = (layanan("data_kependudukan"), layanan("data_kependudukan"));
    siak.produk[0].mode_tte = crate::layanan::ModeTte::Siak;
    for (layanan, sama) in [(&bsre, false), (&siak, true)] {
        assert!(butuh(SebabGangguan::PenandaTangan, tte.jenis, &tte, layanan));
        assert_eq!(butuh(SebabGangguan::Siak, tte.jenis, &tte, layanan), sama);
    }
    // At a chain the level says what is done, not the step.
    let rantai = tahap(JenisTahap::Persetujuan, &[], &petugas());
    assert!(!butuh(SebabGangguan::PenandaTangan, JenisTahap::Paraf, &rantai, &bsre));
    assert!(butuh(SebabGangguan::PenandaTangan, JenisTahap::Tte, &rantai, &bsre));
}

#[test]
fn a_new_case_is_told_when_any_step_of_its_sop_will_need_what_broke() {
    let (sop_, layanan_) = (sop("dokumen"), layanan("data_kependudukan"));
    for (sebab, akan) in [
        (SebabGangguan::Siak, true),
        // Only a level of the chain signs.
        (SebabGangguan::PenandaTangan, true),
        (SebabGangguan::Blanko, false),
        (SebabGangguan::ListrikJaringan, true),
    ] {
        assert_eq!(akan_butuh(&gangguan(sebab, &[], None), &sop_, &layanan_), akan, "{sebab:?}");
    }
    let lain = gangguan(SebabGangguan::Siak, &["ktp_el"], None);
    assert!(!akan_butuh(&lain, &sop_, &layanan_), "an interruption of another service");
}

fn jenis() -> impl Strategy<Value = JenisTahap> {
    use JenisTahap::*;
    prop::sample::select(vec![
        Registrasi,
        Disposisi,
        Verifikasi,
        Proses,
        Paraf,
        Persetujuan,
        Validasi,
        Tte,
        TandaTanganBasah,
        Cetak,
        Kirim,
        Serah,
        Konsultasi,
        Pembayaran,
        Jadwal,
        PihakLuar,
        Arsip,
        Survei,
        Umum,
    ])
}

fn benda() -> impl Strategy<Value = Vec<&'static str>> {
    let benda =
        ["Aplikasi SIAK", "SIAK", "Blanko KIA", "blanko", "Hasil verifikasi SIAK", "Komputer"];
    prop::collection::vec(prop::sample::select(benda.to_vec()), 0..4)
}

proptest! {
    #[test]
    fn what_the_applicant_or_an_outside_party_does_is_never_held_up(
        jenis in jenis(), benda in benda(), sebab in prop::sample::select(SEMUA.to_vec()),
    ) {
        let layanan = layanan("ktp_el");
        let pemohon = tahap(jenis, &benda, &json!({ "pemohon": true }));
        prop_assert!(!butuh(sebab, jenis, &pemohon, &layanan));
        let luar = tahap(JenisTahap::PihakLuar, &benda, &petugas());
        prop_assert!(!butuh(sebab, JenisTahap::PihakLuar, &luar, &layanan));
    }

    #[test]
    fn power_holds_up_whatever_any_other_cause_does(jenis in jenis(), benda in benda()) {
        let (layanan, tahap) = (layanan("ktp_el"), tahap(jenis, &benda, &petugas()));
        let kena = SEMUA.map(|sebab| butuh(sebab, jenis, &tahap, &layanan));
        prop_assert_eq!(kena[3], jenis != JenisTahap::PihakLuar);
        prop_assert!(kena[3] || !kena.contains(&true));
    }

    #[test]
    fn a_step_that_lists_the_thing_needs_it_whatever_its_kind(jenis in jenis(), benda in benda()) {
        prop_assume!(jenis != JenisTahap::PihakLuar);
        let (layanan, tahap) = (layanan("data_kependudukan"), tahap(jenis, &benda, &petugas()));
        let siak = benda.iter().any(|satu| ["Aplikasi SIAK", "SIAK"].contains(satu));
        let kerja = matches!(jenis, JenisTahap::Proses | JenisTahap::Cetak);
        prop_assert_eq!(butuh(SebabGangguan::Siak, jenis, &tahap, &layanan), siak || kerja);
        let blanko = benda.iter().any(|satu| satu.to_lowercase().starts_with("blanko"));
        prop_assert_eq!(butuh(SebabGangguan::Blanko, jenis, &tahap, &layanan), blanko);
    }

    #[test]
    fn nobody_is_told_of_a_short_one_and_nothing_is_told_behind_its_end(
        lama in prop::option::of(0_i64..600), kini in 0_i64..600, diketahui in any::<bool>(),
    ) {
        let aturan = AturanKabar::default();
        let satu = gangguan(SebabGangguan::Siak, &[], lama);
        let giliran = aturan.giliran(&satu, diketahui, MULAI + Duration::minutes(kini));
        match (lama, kini < 15) {
            (Some(_), _) if diketahui => prop_assert_eq!(giliran, Giliran::Pulihkan),
            (Some(_), _) => prop_assert_eq!(giliran, Giliran::Usai),
            (None, true) => {
                prop_assert_eq!(giliran, Giliran::Tunggu(MULAI + Duration::minutes(15)));
            }
            (None, false) => prop_assert_eq!(giliran, Giliran::Kabari),
        }
    }

    #[test]
    fn every_case_of_a_contact_is_in_one_message_and_none_is_lost(
        kontak in prop::collection::vec(0_u128..6, 0..40),
    ) {
        let kasus: Vec<_> = kontak.iter().enumerate().map(|(ke, k)| kasus(ke, *k)).collect();
        let grup = per_kontak(kasus.clone());
        let berbeda: std::collections::BTreeSet<_> = kontak.iter().collect();
        prop_assert_eq!(grup.len(), berbeda.len());
        for satu in &grup {
            prop_assert!(satu.iter().all(|k| k.kontak == satu[0].kontak));
            prop_assert!(satu.is_sorted_by_key(|k| k.permohonan));
        }
        // Who stands first in the queue is told first.
        let pertama: Vec<_> = grup.iter().map(|satu| satu[0].permohonan).collect();
        prop_assert!(pertama.is_sorted());
        prop_assert_eq!(grup.iter().map(Vec::len).sum::<usize>(), kasus.len());
    }
}

fn kasus(ke: usize, kontak: u128) -> KasusKabar {
    KasusKabar {
        permohonan: PermohonanId::new(Uuid::from_u128(ke as u128)),
        nomor: format!("6311-2026-{ke:05}-0"),
        layanan: kode("kk"),
        layanan_nama: "Kartu keluarga".to_owned(),
        status: "berjalan".to_owned(),
        kontak: KontakId::new(Uuid::from_u128(kontak)),
        bahasa: None,
        sudah: false,
        tertahan: None,
    }
}

#[test]
fn a_resident_with_many_cases_gets_a_message_that_fits() {
    let banyak: Vec<_> = (0..30).map(|ke| kasus(ke, 1)).collect();
    let isi = kabar_mulai(&Kamus::default(), SebabGangguan::Siak, &banyak);
    assert!(isi.contains("6311-2026-00007-0") && !isi.contains("6311-2026-00008-0"), "{isi}");
    assert!(isi.contains("dan 22 permohonan lain"), "{isi}");
    assert!(isi.chars().count() < 1_000);
}

#[test]
fn what_is_over_is_not_announced_as_going_on_while_something_else_is_broken() {
    let satu = kasus(1, 1);
    let saat = Some("Senin, 6 April 2026 pukul 15.00 WITA".to_owned());
    let kabar =
        |lain| kabar_pulih(&Kamus::default(), SebabGangguan::Siak, lain, &[(&satu, saat.clone())]);
    let pulih = kabar(None);
    assert!(pulih.contains("dilanjutkan") && pulih.contains("pukul 15.00"), "{pulih}");
    let sebagian = kabar(Some(SebabGangguan::Blanko));
    assert!(sebagian.contains("blanko kartu sedang habis"), "{sebagian}");
    assert!(!sebagian.contains("dilanjutkan") && !sebagian.contains("15.00"), "{sebagian}");
}

#[test]
fn a_forgotten_interruption_is_recalled_once_each_working_day() {
    let kalender: Kalender = serde_json::from_value(json!({
        "zona": "WITA",
        "jam": { "biasa": { "kamis": ["08:00-16:00"], "jumat": ["08:00-16:00"], "senin": ["08:00-16:00"] } },
    }))
    .unwrap();
    let mulai = datetime!(2026-04-09 12:00 +8);
    let pada = |terakhir| ingat_pada(&kalender, mulai, terakhir).unwrap();
    let pertama = pada(None);
    assert_eq!(pertama, datetime!(2026-04-10 16:00 +8), "a working day after it began");
    let kedua = pada(Some(pertama));
    assert_eq!(kedua, datetime!(2026-04-13 8:01 +8), "not at the weekend");
    // A worker that was late, and one that was on time, say it once on that day.
    for terakhir in [kedua, datetime!(2026-04-13 15:00 +8)] {
        assert_eq!(pada(Some(terakhir)), datetime!(2026-04-16 8:01 +8));
    }
}
