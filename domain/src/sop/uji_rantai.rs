//! Chains of approval, each rule by an example: who a level is for, which levels and which chain a case has, and who may
//! approve and who may only send back.

use super::{
    uji::{kode, memilih, orang},
    uji_alat::*,
    *,
};
use crate::{
    akses::{JenisDelegasi, Mandat},
    id::Id,
    nilai::Kode,
};

const DUA_RANTAI: &str = r"
kode: uji
nama: Uji
mulai: buat
alasan: [{ kode: kurang, nama: Kurang }, { kode: salah, nama: Salah }]
rantai:
  - kode: panjang
    nama: Kasi, Kabid, Kadis
    level:
      - { peran: kasi, jenis: paraf, nama: Paraf Kasi, lewati_jika: kanal == 'loket' }
      - { peran: kabid, jenis: persetujuan, nama: Persetujuan Kabid }
      - { peran: kadis, jenis: tte, nama: TTE Kadis }
  - kode: pendek
    nama: Kadis saja
    level: [{ peran: kadis, jenis: tte, nama: TTE Kadis }]
tahap:
  - kode: buat
    nama: Membuat draf
    jenis: proses
    pelaksana: { salah_satu: [operator] }
    keputusan: [{ kode: jadi, label: Jadi, tujuan: [{ tahap: periksa }] }]
  - kode: periksa
    nama: Pemeriksaan
    jenis: persetujuan
    rantai: panjang
    pilih_rantai: [{ jika: kanal == 'daring', rantai: pendek }]
    keputusan:
      - { kode: setuju, label: Setuju, tujuan: [{ tahap: sahkan }] }
      - { kode: kembali, label: Kembali, alasan: boleh, kode_alasan: [kurang], tujuan: [{ tahap: buat }] }
  - kode: sahkan
    nama: Pengesahan
    jenis: persetujuan
    rantai: pendek
    keputusan:
      - { kode: setuju, label: Setuju, tujuan: [selesai] }
      - { kode: kembali, label: Kembali, tujuan: [{ tahap: buat }] }
";

const LOKET: &str = "kanal == 'loket'";
const DARING: &str = "kanal == 'daring'";

/// A case whose draft officer 1 made.
fn terbuat(benar: &[&str]) -> Kasus {
    let mut kasus = Kasus::mulai(DUA_RANTAI, benar);
    kasus.kerjakan("buat", "jadi", &petugas(1, &["operator"])).unwrap();
    kasus
}

/// The roles of the one level that is open.
fn peran_terbuka(kasus: &Kasus) -> Vec<&str> {
    assert_eq!(kasus.keadaan.tugas.len(), 1);
    kasus.keadaan.tugas[0].untuk.peran.iter().map(Kode::as_str).collect()
}

#[test]
fn each_level_is_for_its_own_role_and_no_other_of_the_chain() {
    let mut kasus = terbuat(&[]);
    for (nomor, peran) in [(2, "kasi"), (3, "kabid"), (4, "kadis")] {
        assert_eq!(peran_terbuka(&kasus), [peran]);
        for lain in ["kasi", "kabid", "kadis"].into_iter().filter(|lain| *lain != peran) {
            let galat = kasus.kerjakan("periksa", "setuju", &petugas(9, &[lain]));
            assert_eq!(galat, Err(Penolakan::BukanPelaksana), "{lain} for {peran}");
        }
        kasus.kerjakan("periksa", "setuju", &petugas(nomor, &[peran])).unwrap();
    }
    assert_eq!(kasus.terbuka(), ["sahkan"]);
}

#[test]
fn a_first_level_is_passed_over_only_where_its_guard_holds() {
    assert_eq!(peran_terbuka(&terbuat(&[])), ["kasi"]);
    assert_eq!(peran_terbuka(&terbuat(&[LOKET])), ["kabid"]);
}

#[test]
fn another_chain_is_chosen_only_where_its_guard_holds() {
    assert_eq!(peran_terbuka(&terbuat(&[])), ["kasi"]);
    let mut pendek = terbuat(&[DARING]);
    assert_eq!(peran_terbuka(&pendek), ["kadis"]);
    pendek.kerjakan("periksa", "setuju", &petugas(2, &["kadis"])).unwrap();
    assert_eq!(pendek.terbuka(), ["sahkan"]);
}

#[test]
fn who_approved_one_step_may_approve_the_next_but_no_two_levels_of_one() {
    let mut kasus = terbuat(&[DARING]);
    let kadis = petugas(2, &["kasi", "kadis"]);
    kasus.kerjakan("periksa", "setuju", &kadis).unwrap();
    kasus.kerjakan("sahkan", "setuju", &kadis).unwrap();
    assert!(kasus.terbuka().is_empty());

    let mut kasus = terbuat(&[]);
    let rangkap = petugas(2, &["kasi", "kabid"]);
    kasus.kerjakan("periksa", "setuju", &rangkap).unwrap();
    let galat = kasus.kerjakan("periksa", "setuju", &rangkap);
    assert_eq!(galat, Err(Penolakan::PembuatBukanPenyetuju));
}

#[test]
fn who_made_the_draft_may_not_approve_it_and_may_send_it_back() {
    let mut kasus = terbuat(&[]);
    let pembuat = petugas(1, &["operator", "kasi"]);
    let galat = kasus.kerjakan("periksa", "setuju", &pembuat);
    assert_eq!(galat, Err(Penolakan::PembuatBukanPenyetuju));
    let (tugas, apa, kurang) = (kasus.tugas("periksa"), kode("kembali"), kode("kurang"));
    let pilihan = Pilihan { kode_alasan: Some(&kurang), ..memilih(tugas, &apa, None) };
    kasus.coba(|m, k| m.putuskan(k, pilihan, pembuat.petindak())).unwrap();
    assert_eq!(kasus.terbuka(), ["buat"]);
}

#[test]
fn a_reason_code_is_one_of_the_outcome_and_given_where_it_has_any() {
    let mut kasus = terbuat(&[]);
    let kasi = petugas(2, &["kasi"]);
    let tugas = kasus.tugas("periksa");
    kasus.ambil(tugas, &kasi).unwrap();
    let mut putus = |apa: &str, alasan: Option<&str>| {
        let (apa, alasan) = (kode(apa), alasan.map(kode));
        let pilihan = Pilihan { kode_alasan: alasan.as_ref(), ..memilih(tugas, &apa, None) };
        kasus.coba(|m, k| m.putuskan(k, pilihan, kasi.petindak())).map(|_| ())
    };
    let harus = || Err(Penolakan::KodeAlasan(vec!["kurang".into()]));
    assert_eq!(putus("kembali", None), harus());
    assert_eq!(putus("kembali", Some("salah")), harus());
    assert_eq!(putus("setuju", Some("kurang")), Err(Penolakan::KodeAlasan(Vec::new())));
    putus("kembali", Some("kurang")).unwrap();
}

#[test]
fn a_mandate_opens_the_work_of_its_own_role_only() {
    let mandat = |peran: &str, dari: u128| Mandat {
        peran: kode(peran),
        peran_nama: peran.into(),
        dari: orang(dari),
        dari_nama: "Asli".into(),
        jenis: JenisDelegasi::Plh,
        nomor_sk: "800/1".into(),
        delegasi: Id::new(uuid::Uuid::from_u128(dari)),
        sampai: time::OffsetDateTime::UNIX_EPOCH.date(),
    };
    let mut kasus = terbuat(&[]);
    let lain = Petugas { mandat: vec![mandat("kadis", 5)], ..petugas(2, &["petugas"]) };
    assert_eq!(kasus.kerjakan("periksa", "setuju", &lain), Err(Penolakan::BukanPelaksana));
    let dua = vec![mandat("kadis", 5), mandat("kasi", 6)];
    let plh = Petugas { mandat: dua, ..petugas(2, &["petugas"]) };
    kasus.kerjakan("periksa", "setuju", &plh).unwrap();
    let atas_nama = kasus.riwayat.iter().find_map(|satu| match satu {
        Peristiwa::TugasDiputuskan { oleh, atas_nama, .. } if *oleh == orang(2) => *atas_nama,
        _ => None,
    });
    assert_eq!(atas_nama, Some(orang(6)), "in the place of the officer whose role it was");
}

#[test]
fn an_applicant_decides_nothing_that_is_an_officers() {
    let mut kasus = terbuat(&[]);
    let (tugas, setuju) = (kasus.tugas("periksa"), kode("setuju"));
    let pilihan = memilih(tugas, &setuju, None);
    let galat = kasus.coba(|m, k| m.putuskan_pemohon(k, pilihan));
    assert_eq!(galat, Err(Penolakan::BukanPelaksana));
}
