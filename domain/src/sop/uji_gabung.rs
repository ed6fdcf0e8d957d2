//! Joins: what waits, what is called off, and steps that several branches share.

use super::{uji_alat::*, *};

/// A split around a shared chain, joined again.
const BERBAGI: &str = r"
kode: uji
nama: Uji
mulai: awal
rantai:
  - kode: r
    nama: R
    level:
      - { peran: kasi, jenis: paraf, nama: Paraf }
      - { peran: kabid, jenis: persetujuan, nama: Setuju }
tahap:
  - { kode: awal, nama: A, jenis: umum, pelaksana: { salah_satu: [petugas] }, keputusan: [{ kode: pecah, label: P, tujuan: [{ tahap: cek }, { tahap: kiri }] }] }
  - { kode: kiri, nama: K, jenis: umum, pelaksana: { salah_satu: [petugas] }, keputusan: [{ kode: ke, label: K, tujuan: [{ tahap: cek }] }] }
  - kode: cek
    nama: C
    jenis: persetujuan
    rantai: r
    keputusan:
      - { kode: setuju, label: S, tujuan: [{ tahap: akhir }] }
      - { kode: turun, label: T, tujuan: [{ turun: { dasar: kiri } }] }
  - { kode: akhir, nama: Z, jenis: umum, gabung: semua, pelaksana: { salah_satu: [petugas] }, keputusan: [{ kode: ya, label: Y, tujuan: [selesai] }] }
";

#[test]
fn a_chain_that_two_branches_walk_keeps_their_visits_apart() {
    let mut kasus = Kasus::mulai(BERBAGI, &[]);
    let (kasi, dua) = (petugas(1, &["kasi", "kabid"]), petugas(2, &["kasi", "kabid"]));
    let petugas = petugas(9, &["petugas"]);
    kasus.kerjakan("awal", "pecah", &petugas).unwrap();
    kasus.kerjakan("cek", "setuju", &kasi).unwrap();
    // The other branch comes to the same step: its second visit.
    kasus.kerjakan("kiri", "ke", &petugas).unwrap();
    let kabid = |kasus: &Kasus, kunjungan| {
        let cek = kasus.keadaan.tugas.iter().find(|t| t.kunjungan == kunjungan);
        cek.unwrap().id
    };
    let pertama = kabid(&kasus, 1);
    kasus.ambil(pertama, &kasi).unwrap();
    assert_eq!(
        kasus.putuskan(pertama, "setuju", &kasi),
        Err(Penolakan::PembuatBukanPenyetuju),
        "who initialled below does not approve above, whatever the other branch does",
    );
    kasus.coba(|m, k| m.alihkan(k, pertama, None, None, uji::orang(7))).unwrap();
    kasus.ambil(pertama, &dua).unwrap();
    kasus.putuskan(pertama, "turun", &dua).unwrap();
    assert_eq!(kasus.keadaan.kunjungan[&uji::kode("cek")], 3, "coming down begins a new visit");
    let kedua = kabid(&kasus, 2);
    kasus.ambil(kedua, &kasi).unwrap();
    kasus.putuskan(kedua, "setuju", &kasi).unwrap();
    assert_eq!(kasus.keadaan.kunjungan[&uji::kode("cek")], 3, "visits never go back");
}

/// An outer split, and inside its left branch an inner one whose branch may reach the outer join first.
const BERSARANG: &str = r"
kode: uji
nama: Uji
mulai: awal
tahap:
  - { kode: awal, nama: A, jenis: umum, pelaksana: { salah_satu: [petugas] }, keputusan: [{ kode: pecah, label: P, tujuan: [{ tahap: kiri }, { tahap: kanan }] }] }
  - { kode: kanan, nama: N, jenis: umum, pelaksana: { salah_satu: [petugas] }, keputusan: [{ kode: ke, label: K, tujuan: [{ tahap: akhir }] }] }
  - { kode: kiri, nama: K, jenis: umum, konsultasi: [kasi], pelaksana: { salah_satu: [petugas] }, keputusan: [{ kode: pecah, label: P, tujuan: [{ tahap: a }, { tahap: b }] }] }
  - { kode: a, nama: a, jenis: umum, pelaksana: { salah_satu: [petugas] }, keputusan: [{ kode: ke, label: K, tujuan: [{ tahap: temu }] }] }
  - { kode: b, nama: b, jenis: umum, konsultasi: [kasi], pelaksana: { salah_satu: [petugas] }, keputusan: [{ kode: ke, label: K, tujuan: [{ tahap: temu }] }] }
  - { kode: temu, nama: T, jenis: umum, gabung: semua, pelaksana: { salah_satu: [petugas] }, keputusan: [{ kode: ke, label: K, tujuan: [{ tahap: akhir }] }] }
  - { kode: akhir, nama: Z, jenis: umum, gabung: salah_satu, pelaksana: { salah_satu: [petugas] }, keputusan: [{ kode: ya, label: Y, tujuan: [selesai] }, { kode: lagi, label: L, tujuan: [{ tahap: awal }] }] }
";

#[test]
fn a_join_of_any_calls_off_everything_of_its_split_even_what_waits_inside() {
    let mut kasus = Kasus::mulai(BERSARANG, &[]);
    let (petugas, kasi) = (petugas(1, &["petugas"]), petugas(2, &["kasi"]));
    kasus.kerjakan("awal", "pecah", &petugas).unwrap();
    kasus.kerjakan("kiri", "pecah", &petugas).unwrap();
    kasus.kerjakan("a", "ke", &petugas).unwrap();
    let b = kasus.tugas("b");
    kasus.ambil(b, &petugas).unwrap();
    kasus
        .coba(|m, k| m.konsultasi(k, b, &uji::kode("kasi"), "Benar?", petugas.petindak()))
        .unwrap();
    let tanya = kasus.keadaan.tugas.last().unwrap().id;
    kasus.ambil(tanya, &kasi).unwrap();
    kasus.kerjakan("kanan", "ke", &petugas).unwrap();
    assert_eq!(kasus.terbuka(), ["akhir"], "the question goes with the branch that asked it");
    assert_eq!(kasus.keadaan.tiba, Vec::new(), "nobody waits for a branch that is gone");
    assert_eq!(kasus.putuskan(tanya, JAWAB, &kasi), Err(Penolakan::TugasTidakTerbuka));
    kasus.kerjakan("akhir", "lagi", &petugas).unwrap();
    kasus.kerjakan("awal", "pecah", &petugas).unwrap();
    assert_eq!(kasus.terbuka(), ["kiri", "kanan"], "a new round is a new split");
}

/// A join that is passed over when its guard does not hold.
const GABUNG_BERSYARAT: &str = r"
kode: uji
nama: Uji
mulai: awal
tahap:
  - { kode: awal, nama: A, jenis: umum, pelaksana: { salah_satu: [petugas] }, keputusan: [{ kode: pecah, label: P, tujuan: [{ tahap: kiri }, { tahap: kanan }] }] }
  - { kode: kiri, nama: K, jenis: umum, pelaksana: { salah_satu: [petugas] }, keputusan: [{ kode: ke, label: K, tujuan: [{ tahap: temu }] }] }
  - { kode: kanan, nama: N, jenis: umum, jika: putaran > 0, lewat: { tahap: temu }, pelaksana: { salah_satu: [petugas] }, keputusan: [{ kode: ke, label: K, tujuan: [{ tahap: temu }] }] }
  - { kode: temu, nama: T, jenis: umum, gabung: semua, jika: kanal == 'loket', lewat: selesai, pelaksana: { salah_satu: [petugas] }, keputusan: [{ kode: ya, label: Y, tujuan: [selesai] }] }
";

#[test]
fn branches_join_at_a_step_even_when_it_is_passed_over() {
    for (benar, sisa) in [(vec![], vec![]), (vec!["kanal == 'loket'"], vec!["temu"])] {
        let mut kasus = Kasus::mulai(GABUNG_BERSYARAT, &benar);
        kasus.kerjakan("awal", "pecah", &petugas(1, &["petugas"])).unwrap();
        assert_eq!(kasus.terbuka(), ["kiri"], "the right branch passed its step and waits");
        assert_eq!(kasus.keadaan.status, StatusKasus::Berjalan);
        kasus.kerjakan("kiri", "ke", &petugas(1, &["petugas"])).unwrap();
        assert_eq!(kasus.terbuka(), sisa);
    }
}

#[test]
fn a_split_of_which_one_branch_ends_at_once_is_refused_with_its_path() {
    let mut definisi = tulis(GABUNG_BERSYARAT);
    definisi.tahap[2].lewat = Some(Tujuan::Selesai);
    let semua = cacat_dari(&definisi);
    let cacat = semua.iter().find(|satu| satu.kode == "selesai_dalam_cabang").unwrap();
    assert!(cacat.letak.ends_with("tahap/awal"), "{cacat:?}");
    assert!(cacat.pesan.contains("awal: pecah"), "{cacat:?}");
}

#[test]
fn one_of_several_who_decide_together_may_end_the_case() {
    let kasus = "
kode: uji
nama: Uji
mulai: rapat
tahap:
  - kode: rapat
    nama: R
    jenis: persetujuan
    pelaksana: { semua: [kasi, kabid] }
    keputusan:
      - { kode: setuju, label: S, sepakat: true, tujuan: [selesai] }
      - { kode: tidak_perlu, label: T, tujuan: [selesai] }
";
    let mut kasus = Kasus::mulai(kasus, &[]);
    kasus.kerjakan("rapat", "tidak_perlu", &petugas(1, &["kasi"])).unwrap();
    assert_eq!(kasus.keadaan.status.kata(), "selesai");
}

#[test]
fn two_returns_that_differ_in_their_deadline_are_both_walked() {
    let kasus = "
kode: uji
nama: Uji
mulai: awal
tahap:
  - kode: awal
    nama: A
    jenis: umum
    pelaksana: { salah_satu: [petugas] }
    keputusan:
      - { kode: ya, label: Y, tujuan: [selesai] }
      - { kode: kurang, label: K, tujuan: [{ pemohon: { lanjut: awal } }] }
      - { kode: segera, label: S, tujuan: [{ pemohon: { lanjut: awal, batas: { hari_kerja: 3 }, habis: { tahap: telepon } } }] }
  - { kode: telepon, nama: T, jenis: umum, pelaksana: { salah_satu: [petugas] }, keputusan: [{ kode: ya, label: Y, tujuan: [{ tahap: awal }] }] }
";
    let mut kasus = Kasus::mulai(kasus, &[]);
    kasus.kerjakan("awal", "segera", &petugas(1, &["petugas"])).unwrap();
    assert_eq!(kasus.coba(|m, k| m.batas_habis(k)), Err(Penolakan::BelumWaktunya));
    kasus.dunia.sekarang += time::Duration::days(2);
    kasus.coba(|m, k| m.batas_habis(k)).unwrap();
    assert_eq!(kasus.terbuka(), ["telepon"]);
}

/// One of two branches goes back to before the split: every round opens more of the other.
const BERLIPAT: &str = r"
kode: uji
nama: Uji
mulai: awal
tahap:
  - { kode: awal, nama: A, jenis: umum, pelaksana: { salah_satu: [petugas] }, keputusan: [{ kode: pecah, label: P, tujuan: [{ tahap: kiri }, { tahap: kanan }] }] }
  - { kode: kiri, nama: K, jenis: umum, pelaksana: { salah_satu: [petugas] }, keputusan: [{ kode: ke, label: K, tujuan: [{ tahap: akhir }] }, { kode: ulang, label: U, tujuan: [{ tahap: awal }] }] }
  - { kode: kanan, nama: N, jenis: umum, pelaksana: { salah_satu: [petugas] }, keputusan: [{ kode: ke, label: K, tujuan: [{ tahap: akhir }] }] }
  - { kode: akhir, nama: Z, jenis: umum, gabung: semua, pelaksana: { salah_satu: [petugas] }, keputusan: [{ kode: ya, label: Y, tujuan: [selesai] }] }
";

#[test]
fn branches_that_multiply_without_end_are_neither_walked_nor_simulated_without_end() {
    let definisi = tulis(BERLIPAT);
    cacat_dari(&definisi);
    let simulasi = simulasikan(&definisi);
    assert!(simulasi.terpotong, "what has no last step is cut off and says so");
}
