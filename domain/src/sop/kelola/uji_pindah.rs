//! Moving cases between versions: what may move, what must stay, and that nothing is lost on the way.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::sop::{
    KeadaanKasus, Mesin, Penilai, Peristiwa, Petindak, StatusKasus,
    jelajah::Urut,
    uji::{Selalu, kode, memilih, orang},
};

struct Tetap(bool);

impl Penilai for Tetap {
    fn benar(&self, _: &crate::ungkapan::Ungkapan, _: u32) -> bool {
        self.0
    }

    fn sekarang(&self) -> time::OffsetDateTime {
        Selalu.sekarang()
    }

    fn hari_ini(&self) -> time::Date {
        Selalu.hari_ini()
    }

    fn tenggat(&self, waktu: crate::sop::Waktu) -> Option<time::OffsetDateTime> {
        Selalu.tenggat(waktu)
    }

    fn unit(&self, jenis: crate::akses::JenisUnit) -> Option<Kode> {
        Selalu.unit(jenis)
    }
}

fn tahap(kode: &str, peran: &str, keputusan: &Value) -> Value {
    json!({
        "kode": kode, "nama": kode, "jenis": "umum", "pelaksana": { "salah_satu": [peran] },
        "keputusan": keputusan,
    })
}

fn lanjut(ke: &Value) -> Value {
    json!([{ "kode": "lanjut", "label": "Lanjut", "tujuan": ke }])
}

/// A return to the applicant, a split with a join, a chain of two, and an end.
fn lama() -> Value {
    let mut gabung = tahap("gabung", "fo", &lanjut(&json!([{ "tahap": "setuju" }])));
    gabung["gabung"] = json!("semua");
    json!({
        "kode": "uji", "nama": "Uji", "mulai": "cek",
        "rantai": [{ "kode": "pejabat", "nama": "Pejabat", "level": [
            { "peran": "kasi", "jenis": "paraf", "nama": "Paraf" },
            { "peran": "kadis", "jenis": "tte", "nama": "TTE" },
        ] }],
        "tahap": [
            tahap("cek", "fo", &json!([
                { "kode": "lanjut", "label": "Lanjut", "tujuan": [{ "tahap": "siak" }, { "tahap": "arsip" }] },
                { "kode": "kurang", "label": "Kurang", "tujuan": [{ "pemohon": { "lanjut": "cek" } }] },
            ])),
            tahap("siak", "fo", &lanjut(&json!([{ "tahap": "gabung" }]))),
            tahap("arsip", "arsiparis", &lanjut(&json!([{ "tahap": "gabung" }]))),
            gabung,
            json!({
                "kode": "setuju", "nama": "Setuju", "jenis": "persetujuan", "rantai": "pejabat",
                "keputusan": [
                    { "kode": "setuju", "label": "Setuju", "tujuan": [{ "tahap": "kirim" }] },
                    { "kode": "kembali", "label": "Kembali", "tujuan": [{ "tahap": "cek" }] },
                ],
            }),
            tahap("kirim", "fo", &lanjut(&json!(["selesai"]))),
        ],
    })
}

fn definisi(nilai: &Value) -> DefinisiSop {
    serde_json::from_value(nilai.clone()).unwrap()
}

/// A case after these choices: which open tugas, which outcome. Everybody is somebody else, so approvals pass.
fn jalan(definisi: &DefinisiSop, langkah: &[(usize, usize)]) -> (KeadaanKasus, Vec<Peristiwa>) {
    let ids = Urut::default();
    let mesin = Mesin { definisi, ids: &ids, penilai: &Tetap(true) };
    let mut riwayat = mesin.mulai().unwrap();
    let mut keadaan = KeadaanKasus::awal().setelah(&riwayat);
    for (ke, (mana, pilih)) in langkah.iter().enumerate() {
        let peristiwa = match &keadaan.status {
            StatusKasus::Berakhir { .. } => break,
            StatusKasus::MenungguPemohon { .. } => mesin.lengkapi(&keadaan).unwrap(),
            StatusKasus::Berjalan => {
                let tugas = keadaan.tugas[mana % keadaan.tugas.len()].clone();
                let oleh = Petindak::dengan_peran(orang(ke as u128 + 1), &tugas.untuk.peran);
                let mut peristiwa = mesin.terima(&keadaan, tugas.id, oleh).unwrap();
                let diterima = keadaan.clone().setelah(&peristiwa);
                let pilihan = mesin.pilihan(&diterima, &tugas);
                let pilih = &pilihan[pilih % pilihan.len()].kode;
                peristiwa.extend(
                    mesin.putuskan(&diterima, memilih(tugas.id, pilih, Some("-")), oleh).unwrap(),
                );
                peristiwa
            }
        };
        keadaan = keadaan.setelah(&peristiwa);
        riwayat.extend(peristiwa);
    }
    (keadaan, riwayat)
}

fn pindah(
    keadaan: &KeadaanKasus,
    baru: &Value,
    peta: &[(&str, &str)],
) -> Result<KeadaanKasus, (&'static str, Option<String>)> {
    let (lama, baru) = (definisi(&lama()), definisi(baru));
    let peta: BTreeMap<Kode, Kode> = peta.iter().map(|(a, b)| (kode(a), kode(b))).collect();
    Perencana::baru((1, &lama), (2, &baru), &peta)
        .rencanakan(keadaan)
        .map(|peristiwa| keadaan.clone().setelah([&peristiwa]))
        .map_err(|tetap| (tetap.hambatan.kode(), tetap.tahap.map(|t| t.to_string())))
}

/// The document with every step `dari` called `ke`.
fn sebut(nilai: &Value, dari: &str, ke: &str) -> Value {
    let teks = nilai.to_string();
    let ganti = |kunci: &str, teks: String| {
        teks.replace(&format!("\"{kunci}\":\"{dari}\""), &format!("\"{kunci}\":\"{ke}\""))
    };
    let teks = ["kode", "tahap", "lanjut", "mulai"].iter().fold(teks, |teks, k| ganti(k, teks));
    serde_json::from_str(&teks).unwrap()
}

const CABANG: &[(usize, usize)] = &[(0, 0)];
const SETUJU: &[(usize, usize)] = &[(0, 0), (0, 0), (0, 0), (0, 0)];
const KADIS: &[(usize, usize)] = &[(0, 0), (0, 0), (0, 0), (0, 0), (0, 0)];
const PEMOHON: &[(usize, usize)] = &[(0, 1)];

fn pada(langkah: &[(usize, usize)]) -> KeadaanKasus {
    jalan(&definisi(&lama()), langkah).0
}

#[test]
fn a_step_that_was_renamed_takes_its_open_work_along() {
    let baru = sebut(&lama(), "siak", "periksa_siak");
    let keadaan = pada(CABANG);
    assert_eq!(pindah(&keadaan, &baru, &[]), Err(("tahap_tidak_ada", Some("siak".into()))));
    let sesudah = pindah(&keadaan, &baru, &[("siak", "periksa_siak")]).unwrap();
    let tahap: Vec<_> = sesudah.tugas.iter().map(|t| t.tahap.as_str()).collect();
    assert_eq!(tahap, ["periksa_siak", "arsip"]);
    assert_eq!(sesudah.kunjungan[&kode("periksa_siak")], 1);
    assert_eq!(sesudah.versi, keadaan.versi + 1);
}

#[test]
fn a_branch_that_waits_needs_its_join_and_every_branch_a_way_to_it() {
    let satu_tiba = pada(&[(0, 0), (0, 0)]);
    assert_eq!(satu_tiba.tiba.len(), 1);
    assert!(pindah(&satu_tiba, &sebut(&lama(), "gabung", "temu"), &[("gabung", "temu")]).is_ok());
    let mut tanpa = lama();
    tanpa["tahap"][3].as_object_mut().unwrap().remove("gabung");
    assert_eq!(pindah(&satu_tiba, &tanpa, &[]), Err(("gabungan_tidak_ada", Some("gabung".into()))));
    // The archive no longer leads to the join, so the branch that waits there would wait for ever.
    let mut menyimpang = lama();
    menyimpang["tahap"][2]["keputusan"][0]["tujuan"] = json!([{ "tahap": "arsip" }]);
    assert_eq!(pindah(&satu_tiba, &menyimpang, &[]), Err(("jalan_buntu", None)));
}

#[test]
fn roles_kinds_and_chains_must_fit_where_the_case_stands() {
    let mut lain_peran = lama();
    lain_peran["tahap"][1]["pelaksana"]["salah_satu"] = json!(["kasi"]);
    let tolak = |kode, tahap: &str| Err((kode, Some(tahap.to_owned())));
    assert_eq!(pindah(&pada(CABANG), &lain_peran, &[]), tolak("pelaksana_tidak_cocok", "siak"));
    lain_peran["tahap"][1]["pelaksana"]["salah_satu"] = json!(["kasi", "fo"]);
    assert!(pindah(&pada(CABANG), &lain_peran, &[]).is_ok(), "a wider circle still fits");
    let mut lain_jenis = lama();
    lain_jenis["tahap"][1]["jenis"] = json!("tte");
    assert_eq!(pindah(&pada(CABANG), &lain_jenis, &[]), tolak("jenis_berbeda", "siak"));

    let mut lebih_panjang = lama();
    let kabid = json!({ "peran": "kabid", "jenis": "persetujuan", "nama": "Kabid" });
    lebih_panjang["rantai"][0]["level"].as_array_mut().unwrap().push(kabid.clone());
    assert!(
        pindah(&pada(KADIS), &lebih_panjang, &[]).is_ok(),
        "what is added above is still ahead"
    );
    let mut disela = lama();
    disela["rantai"][0]["level"].as_array_mut().unwrap().insert(0, kabid);
    assert_eq!(pindah(&pada(KADIS), &disela, &[]), tolak("rantai_berbeda", "setuju"));
    assert_eq!(pindah(&pada(SETUJU), &disela, &[]), tolak("rantai_berbeda", "setuju"));
    assert!(
        pindah(&pada(CABANG), &disela, &[]).is_ok(),
        "who has not come to the chain may take it"
    );
    let mut tanpa_rantai = lama();
    tanpa_rantai["tahap"][4] = tahap(
        "setuju",
        "kadis",
        &json!([{ "kode": "setuju", "label": "Setuju", "tujuan": [{ "tahap": "kirim" }] }]),
    );
    assert_eq!(pindah(&pada(KADIS), &tanpa_rantai, &[]), tolak("rantai_berbeda", "setuju"));
}

#[test]
fn what_follows_the_applicant_must_exist_and_what_is_over_stays_over() {
    let menunggu = pada(PEMOHON);
    let baru = sebut(&lama(), "cek", "periksa");
    assert_eq!(pindah(&menunggu, &baru, &[]), Err(("lanjut_tidak_ada", Some("cek".into()))));
    let sesudah = pindah(&menunggu, &baru, &[("cek", "periksa")]).unwrap();
    assert!(
        matches!(&sesudah.status, StatusKasus::MenungguPemohon { lanjut, .. } if lanjut == &kode("periksa"))
    );
    let tamat = pada(&[(0, 0); 20]);
    assert_eq!(tamat.status.kata(), "selesai");
    assert_eq!(pindah(&tamat, &lama(), &[]), Err(("sudah_berakhir", None)));
}

#[test]
fn an_open_step_never_shares_its_code_with_another_step_the_case_was_at() {
    let mut baru = lama();
    baru["tahap"][2]["pelaksana"]["salah_satu"] = json!(["arsiparis", "fo"]);
    assert_eq!(
        pindah(&pada(CABANG), &baru, &[("siak", "arsip")]),
        Err(("tahap_menyatu", Some("arsip".into())))
    );
    // Both are behind the case: their visits go on from the higher count.
    let dua_kali = pada(&[(0, 1), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0)]);
    let mut kunjungan = dua_kali.kunjungan.clone();
    assert_eq!(kunjungan[&kode("cek")], 2);
    let sesudah = pindah(&dua_kali, &lama(), &[("cek", "siak")]).unwrap();
    kunjungan.remove(&kode("cek"));
    kunjungan.insert(kode("siak"), 2);
    assert_eq!(sesudah.kunjungan, kunjungan);
}

/// A new version: steps renamed, removed, given to others, the chain changed.
#[derive(Clone, Debug)]
enum Ubah {
    Sebut(usize, bool),
    Hapus(usize),
    Peran(usize),
    Rantai,
    Tujuan(usize, usize),
}

fn ubah() -> impl Strategy<Value = Ubah> {
    prop_oneof![
        4 => (0usize..6, any::<bool>()).prop_map(|(i, dipetakan)| Ubah::Sebut(i, dipetakan)),
        1 => (0usize..6).prop_map(Ubah::Hapus),
        1 => (0usize..6).prop_map(Ubah::Peran),
        1 => Just(Ubah::Rantai),
        1 => (0usize..6, 0usize..6).prop_map(|(i, ke)| Ubah::Tujuan(i, ke)),
    ]
}

const TAHAP: [&str; 6] = ["cek", "siak", "arsip", "gabung", "setuju", "kirim"];

fn versi_baru(semua: &[Ubah]) -> (Value, Vec<(&'static str, String)>) {
    let (mut nilai, mut peta) = (lama(), Vec::new());
    for satu in semua {
        match satu {
            Ubah::Sebut(i, dipetakan) => {
                let baru = format!("{}_baru", TAHAP[*i]);
                nilai = sebut(&nilai, TAHAP[*i], &baru);
                if *dipetakan {
                    peta.push((TAHAP[*i], baru));
                }
            }
            Ubah::Hapus(i) => {
                let tahap = nilai["tahap"].as_array_mut().unwrap();
                tahap.retain(|satu| satu["kode"] != TAHAP[*i]);
            }
            Ubah::Peran(i) => {
                if let Some(tahap) = nilai["tahap"].get_mut(*i)
                    && tahap.get("rantai").is_none()
                {
                    tahap["pelaksana"]["salah_satu"] = json!(["orang_lain"]);
                }
            }
            Ubah::Rantai => nilai["rantai"][0]["level"][0]["peran"] = json!("kabid"),
            Ubah::Tujuan(i, ke) => {
                if let Some(tahap) = nilai["tahap"].get_mut(*i) {
                    tahap["keputusan"][0]["tujuan"] = json!([{ "tahap": TAHAP[*ke] }]);
                }
            }
        }
    }
    (nilai, peta)
}

proptest! {
    /// Wherever a case stands and whatever the new version looks like: a case that is moved keeps every open tugas with
    /// its holder, its events alone give the same state again, its work is found in the new version, and it can be
    /// finished there. A case that stays has a reason.
    #[test]
    fn a_move_loses_nothing_and_leads_to_an_end(
        langkah in prop::collection::vec((0usize..3, 0usize..3), 0..12),
        ubah in prop::collection::vec(ubah(), 0..3),
        akhir in prop::collection::vec((0usize..3, 0usize..1), 60),
    ) {
        let dari = definisi(&lama());
        let (keadaan, mut riwayat) = jalan(&dari, &langkah);
        let (nilai, peta) = versi_baru(&ubah);
        let ke = definisi(&nilai);
        let peta: BTreeMap<Kode, Kode> = peta.iter().map(|(a, b)| (kode(a), kode(b))).collect();
        let mut perencana = Perencana::baru((1, &dari), (2, &ke), &peta);
        let hasil = perencana.rencanakan(&keadaan);
        prop_assert_eq!(&hasil, &perencana.rencanakan(&keadaan), "what was proved once stays so");
        let Ok(peristiwa) = hasil else { return Ok(()) };
        riwayat.push(peristiwa.clone());
        let sesudah = keadaan.clone().setelah([&peristiwa]);

        let pegangan = |k: &KeadaanKasus| {
            k.tugas.iter().map(|t| (t.id, t.diterima_oleh, t.untuk.peran.clone(), t.level, t.cabang.clone())).collect::<Vec<_>>()
        };
        prop_assert_eq!(pegangan(&keadaan), pegangan(&sesudah));
        prop_assert_eq!(keadaan.tiba.len(), sesudah.tiba.len());
        prop_assert_eq!(keadaan.jejak.len(), sesudah.jejak.len());
        prop_assert_eq!(keadaan.status.kata(), sesudah.status.kata());
        prop_assert_eq!(&sesudah, &KeadaanKasus::awal().setelah(&riwayat));
        let json = serde_json::to_value(&riwayat).unwrap();
        let terbaca: Vec<Peristiwa> = serde_json::from_value(json).unwrap();
        prop_assert_eq!(&sesudah, &KeadaanKasus::awal().setelah(&terbaca));
        for tugas in &sesudah.tugas {
            prop_assert!(ke.tahap(&tugas.tahap).is_some());
        }
        prop_assert!(lanjutkan(&ke, sesudah, &akhir), "it cannot be worked on in the new version");
    }
}

/// Whether every choice that is offered can be carried out, up to the end or as far as the choices go.
fn lanjutkan(definisi: &DefinisiSop, mulai: KeadaanKasus, langkah: &[(usize, usize)]) -> bool {
    let ids = super::super::uji::Urut::default();
    let mesin = Mesin { definisi, ids: &ids, penilai: &Tetap(true) };
    let mut keadaan = mulai;
    for (ke, (mana, pilih)) in langkah.iter().enumerate() {
        let hasil = match &keadaan.status {
            StatusKasus::Berakhir { .. } => return true,
            StatusKasus::MenungguPemohon { .. } => mesin.lengkapi(&keadaan),
            StatusKasus::Berjalan if keadaan.tugas.is_empty() => return false,
            StatusKasus::Berjalan => {
                let tugas = keadaan.tugas[mana % keadaan.tugas.len()].clone();
                let oleh = tugas.diterima_oleh.unwrap_or(orang(ke as u128 + 1_000));
                let oleh = Petindak::dengan_peran(oleh, &tugas.untuk.peran);
                mesin.terima(&keadaan, tugas.id, oleh).and_then(|terima| {
                    keadaan = keadaan.clone().setelah(&terima);
                    let pilihan = mesin.pilihan(&keadaan, &tugas);
                    let pilih = &pilihan[pilih % pilihan.len()].kode;
                    mesin.putuskan(&keadaan, memilih(tugas.id, pilih, Some("-")), oleh)
                })
            }
        };
        match hasil {
            Ok(peristiwa) => keadaan = keadaan.setelah(&peristiwa),
            Err(_) => return false,
        }
    }
    true
}
