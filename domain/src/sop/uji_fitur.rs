//! Fees, reasons, hand-over, consultations, waiting periods and work done together, each by an example.

use time::{Duration, OffsetDateTime};

use super::{
    uji::{kode, orang},
    uji_alat::*,
    *,
};
use crate::{akses::Mandat, id::Id};

const BIAYA: &str = r"
kode: uji
nama: Uji
mulai: bayar
alasan: [{ kode: kurang, nama: Kurang }]
tarif:
  - kode: denda
    nama: Denda
    baris: [{ jika: kanal == 'loket', jumlah: 50000 }, { jumlah: 20000 }]
    bebas: [{ mulai: '1970-02-01', sampai: '1970-02-28', dasar: Keputusan Bupati }]
tahap:
  - kode: bayar
    nama: B
    jenis: pembayaran
    tarif: denda
    pelaksana: { salah_satu: [petugas] }
    keputusan:
      - { kode: lunas, label: L, butuh: [lunas], tujuan: [{ tahap: cek }] }
      - { kode: ulang, label: U, tujuan: [{ tahap: cek }] }
  - kode: cek
    nama: C
    jenis: verifikasi
    pelaksana: { salah_satu: [petugas] }
    keputusan:
      - { kode: ya, label: Y, butuh: [lunas], tujuan: [selesai] }
      - { kode: kembali, label: K, alasan: boleh, kode_alasan: [kurang], tujuan: [{ tahap: bayar }] }
";

fn bayar(jumlah: u64) -> Catatan {
    Catatan::Pembayaran { tarif: kode("denda"), jumlah, bukti: "STS-1".into() }
}

fn kembali(kasus: &mut Kasus, oleh: &Petugas) -> Vec<Peristiwa> {
    let cek = kasus.tugas("cek");
    kasus.ambil(cek, oleh).unwrap();
    let (kembali, kurang) = (kode("kembali"), kode("kurang"));
    let pilihan =
        Pilihan { tugas: cek, keputusan: &kembali, alasan: None, kode_alasan: Some(&kurang) };
    kasus.coba(|m, k| m.putuskan(k, pilihan, oleh.petindak())).unwrap()
}

#[test]
fn a_fee_is_owed_once_however_often_its_step_is_visited() {
    let mut kasus = Kasus::mulai(BIAYA, &[]);
    let oleh = petugas(1, &["petugas"]);
    kasus.kerjakan("bayar", "ulang", &oleh).unwrap();
    assert_eq!(kasus.keadaan.belum_lunas(), 20_000);
    kembali(&mut kasus, &oleh);
    assert_eq!(kasus.keadaan.belum_lunas(), 20_000, "an unpaid bill is replaced, not doubled");
    let tugas = kasus.tugas("bayar");
    kasus.ambil(tugas, &oleh).unwrap();
    let catat = |kasus: &mut Kasus, jumlah| {
        kasus.coba(|m, k| m.catat(k, tugas, bayar(jumlah), oleh.petindak())).map(|_| ())
    };
    assert_eq!(kasus.putuskan(tugas, "lunas", &oleh), Err(Penolakan::BelumLunas(20_000)));
    assert_eq!(catat(&mut kasus, 15_000), Err(Penolakan::JumlahTidakSesuai(20_000)));
    catat(&mut kasus, 20_000).unwrap();
    assert_eq!(catat(&mut kasus, 20_000), Err(Penolakan::SudahLunas));
    kasus.putuskan(tugas, "lunas", &oleh).unwrap();
    kembali(&mut kasus, &oleh);
    assert_eq!(kasus.keadaan.belum_lunas(), 0, "what was paid is not billed again");
    // The case turns out to fall under a dearer row: only the difference is owed.
    kasus.dunia.benar.insert("kanal == 'loket'".to_owned());
    kasus.kerjakan("bayar", "lunas", &oleh).unwrap();
    kembali(&mut kasus, &oleh);
    assert_eq!(kasus.keadaan.belum_lunas(), 30_000);
    // In the days of a waiver nothing is owed any more.
    kasus.kerjakan("bayar", "ulang", &oleh).unwrap();
    kasus.dunia.sekarang += Duration::days(40);
    kembali(&mut kasus, &oleh);
    assert_eq!(kasus.keadaan.belum_lunas(), 0);
}

#[test]
fn a_reason_code_is_kept_with_an_outcome_that_goes_on() {
    let mut kasus = Kasus::mulai(BIAYA, &[]);
    let oleh = petugas(1, &["petugas"]);
    kasus.kerjakan("bayar", "ulang", &oleh).unwrap();
    let peristiwa = kembali(&mut kasus, &oleh);
    let kurang = Some(kode("kurang"));
    assert!(
        matches!(&peristiwa[0], Peristiwa::TugasDiputuskan { kode_alasan, .. } if *kode_alasan == kurang)
    );
}

const PEMOHON: &str = r"
kode: uji
nama: Uji
mulai: umum
alasan: [{ kode: jauh, nama: Terlalu jauh }]
tahap:
  - kode: umum
    nama: Masa sanggah
    jenis: jadwal
    jadwal: { tunggu: { hari_kalender: 10 } }
    konsultasi: [kasi]
    pelaksana: { salah_satu: [petugas] }
    keputusan:
      - { kode: lewat, label: Lewat, otomatis: true, tujuan: [{ tahap: setuju }] }
      - { kode: sanggah, label: Sanggah, tujuan: [ditolak] }
  - kode: setuju
    nama: Pemohon setuju
    jenis: umum
    pelaksana: { pemohon: true }
    keputusan:
      - { kode: ya, label: Ya, tujuan: [selesai] }
      - { kode: ubah, label: Ubah, kode_alasan: [jauh], tujuan: [{ tahap: umum }] }
";

#[test]
fn a_waiting_period_ends_by_itself_and_calls_its_questions_off() {
    let mut kasus = Kasus::mulai(PEMOHON, &[]);
    let (oleh, kasi) = (petugas(1, &["petugas"]), petugas(2, &["kasi"]));
    let tugas = kasus.tugas("umum");
    kasus.ambil(tugas, &oleh).unwrap();
    let tanya = |m: Mesin<'_>, k: &KeadaanKasus, siapa: &str, apa: &str| {
        m.konsultasi(k, tugas, &kode(siapa), apa, oleh.petindak())
    };
    let kepada = Err(Penolakan::TidakBolehKonsultasi(vec!["kasi".into()]));
    assert_eq!(kasus.coba(|m, k| tanya(m, k, "kabid", "Apa?")), kepada);
    assert_eq!(kasus.coba(|m, k| tanya(m, k, "kasi", " ")), Err(Penolakan::AlasanWajib));
    kasus.coba(|m, k| tanya(m, k, "kasi", "Bagaimana?")).unwrap();
    let pertanyaan = kasus.keadaan.tugas[1].id;
    assert_eq!(kasus.putuskan(pertanyaan, JAWAB, &kasi), Err(Penolakan::BelumDiterima));
    kasus.ambil(pertanyaan, &kasi).unwrap();
    kasus.putuskan(pertanyaan, JAWAB, &kasi).unwrap();
    assert_eq!(kasus.terbuka(), ["umum"], "an answer leaves the step where it is");
    kasus.coba(|m, k| tanya(m, k, "kasi", "Lagi?")).unwrap();
    assert_eq!(kasus.coba(|m, k| m.waktu_tiba(k, tugas)), Err(Penolakan::BelumWaktunya));
    kasus.dunia.sekarang += Duration::days(2);
    kasus.coba(|m, k| m.waktu_tiba(k, tugas)).unwrap();
    assert_eq!(kasus.terbuka(), ["setuju"]);
    // The applicant's reason code is kept, although the case goes on.
    let (setuju, ubah, jauh) = (kasus.tugas("setuju"), kode("ubah"), kode("jauh"));
    let pilihan =
        Pilihan { tugas: setuju, keputusan: &ubah, alasan: None, kode_alasan: Some(&jauh) };
    let peristiwa = kasus.coba(|m, k| m.putuskan_pemohon(k, pilihan)).unwrap();
    assert!(
        matches!(&peristiwa[0], Peristiwa::TugasDiselesaikan { kode_alasan, .. } if *kode_alasan == Some(jauh))
    );
}

#[test]
fn a_plh_whose_mandate_ended_decides_nothing_and_a_supervisor_frees_the_tugas() {
    let mut kasus = Kasus::mulai(BIAYA, &[]);
    let asli = orang(5);
    let mandat = Mandat {
        peran: kode("petugas"),
        peran_nama: "Petugas".into(),
        dari: asli,
        dari_nama: "Asli".into(),
        jenis: crate::akses::JenisDelegasi::Plh,
        nomor_sk: "1".into(),
        delegasi: Id::new(uuid::Uuid::from_u128(1)),
        sampai: OffsetDateTime::UNIX_EPOCH.date(),
    };
    let plh = Petugas { mandat: vec![mandat], ..petugas(2, &["kasi"]) };
    let bekas = petugas(2, &["kasi"]);
    let lain = petugas(3, &["petugas"]);
    let tugas = kasus.tugas("bayar");
    kasus.ambil(tugas, &plh).unwrap();
    assert!(
        matches!(kasus.riwayat.last(), Some(Peristiwa::TugasDiterima { atas_nama: Some(a), .. }) if *a == asli)
    );
    assert_eq!(kasus.putuskan(tugas, "ulang", &bekas), Err(Penolakan::BukanPelaksana));
    assert_eq!(kasus.ambil(tugas, &lain), Err(Penolakan::SudahDiterimaLain));
    let atasan = orang(8);
    assert_eq!(
        kasus.coba(|m, k| m.alihkan(k, tugas, Some(bekas.petindak()), None, atasan)),
        Err(Penolakan::BukanPelaksana),
    );
    kasus.coba(|m, k| m.alihkan(k, tugas, None, Some("mandat berakhir"), atasan)).unwrap();
    kasus.kerjakan("bayar", "ulang", &lain).unwrap();
}

#[test]
fn work_handed_to_an_officer_who_lost_the_role_can_be_handed_on() {
    let mut kasus = Kasus::mulai(BIAYA, &[]);
    let (satu, dua, tiga) =
        (petugas(1, &["petugas"]), petugas(2, &["petugas"]), petugas(3, &["petugas"]));
    let tugas = kasus.tugas("bayar");
    let alih = |kasus: &mut Kasus, kepada: Option<&Petugas>| {
        kasus.coba(|m, k| m.alihkan(k, tugas, kepada.map(Petugas::petindak), None, orang(8)))
    };
    assert_eq!(alih(&mut kasus, None), Err(Penolakan::BelumDiterima), "it is free already");
    alih(&mut kasus, Some(&satu)).unwrap();
    assert_eq!(kasus.ambil(tugas, &dua), Err(Penolakan::UntukPetugasLain));
    let bekas = petugas(1, &[]);
    assert_eq!(kasus.ambil(tugas, &bekas), Err(Penolakan::BukanPelaksana));
    alih(&mut kasus, Some(&dua)).unwrap();
    alih(&mut kasus, None).unwrap();
    kasus.ambil(tugas, &tiga).unwrap();
    assert_eq!(alih(&mut kasus, Some(&tiga)), Err(Penolakan::SudahDiterimaLain));
}

#[test]
fn makers_who_work_together_may_make_it_again_but_never_twice_in_one_round() {
    let bersama = "
kode: uji
nama: Uji
mulai: buat
tahap:
  - kode: buat
    nama: Membuat draf bersama
    jenis: proses
    pelaksana: { semua: [operator, petugas] }
    keputusan: [{ kode: jadi, label: Jadi, sepakat: true, tujuan: [{ tahap: rapat }] }]
  - kode: rapat
    nama: Rapat
    jenis: persetujuan
    pelaksana: { semua: [kasi, kabid] }
    keputusan:
      - { kode: ya, label: Ya, sepakat: true, tujuan: [selesai] }
      - { kode: kembali, label: K, tujuan: [{ tahap: buat }] }
";
    let mut kasus = Kasus::mulai(bersama, &[]);
    let (satu, dua) = (petugas(1, &["operator", "petugas", "kasi"]), petugas(2, &["petugas"]));
    kasus.kerjakan("buat", "jadi", &satu).unwrap();
    assert_eq!(kasus.kerjakan("buat", "jadi", &satu), Err(Penolakan::PembuatBukanPenyetuju));
    let sisa = kasus.tugas("buat");
    kasus.coba(|m, k| m.alihkan(k, sisa, Some(dua.petindak()), None, orang(8))).unwrap();
    kasus.kerjakan("buat", "jadi", &dua).unwrap();
    assert_eq!(kasus.kerjakan("rapat", "ya", &satu), Err(Penolakan::PembuatBukanPenyetuju));
    let kabid = kasus.keadaan.tugas[1].id;
    let pejabat = petugas(4, &["kabid"]);
    kasus.ambil(kabid, &pejabat).unwrap();
    kasus.putuskan(kabid, "kembali", &pejabat).unwrap();
    assert_eq!(kasus.terbuka(), ["buat", "buat"], "one who objects decides for all");
    kasus.kerjakan("buat", "jadi", &satu).unwrap();
    kasus.kerjakan("buat", "jadi", &dua).unwrap();
    assert_eq!(kasus.terbuka(), ["rapat", "rapat"]);
}

#[test]
fn an_appointment_lies_ahead_and_is_moved_only_with_a_reason() {
    let janji = "
kode: uji
nama: Uji
mulai: datang
register: [{ kode: buku, nama: Buku, pola: '{urut}/{tahun}' }]
tahap:
  - kode: datang
    nama: Datang
    jenis: jadwal
    jadwal: janji
    register: buku
    formulir: { kode: F-1, nama: F, skema: { type: object, properties: {} } }
    pelaksana: { salah_satu: [petugas], pihak_luar: Pengadilan, unit: kecamatan, tim: keliling }
    keputusan: [{ kode: hadir, label: H, butuh: [formulir, jadwal, waktu_tiba, rujukan, nomor_register], tujuan: [selesai] }]
";
    let mut kasus = Kasus::mulai(janji, &[]);
    let tugas = kasus.tugas("datang");
    let mut oleh = petugas(1, &["petugas"]);
    assert_eq!(kasus.ambil(tugas, &oleh), Err(Penolakan::UntukUnitLain));
    let unit = |kode_unit: &str| crate::akses::UnitPetugas {
        kode: kode(kode_unit),
        jenis: crate::akses::JenisUnit::Kecamatan,
        jalur: Vec::new(),
    };
    oleh.unit = Some(unit("kec_b"));
    assert_eq!(kasus.ambil(tugas, &oleh), Err(Penolakan::UntukUnitLain));
    // A unit of that name, and of another kind.
    let desa = crate::akses::JenisUnit::Desa;
    oleh.unit = Some(crate::akses::UnitPetugas { jenis: desa, ..unit("kec_a") });
    assert_eq!(kasus.ambil(tugas, &oleh), Err(Penolakan::UntukUnitLain));
    oleh.unit = Some(unit("kec_a"));
    assert_eq!(kasus.ambil(tugas, &oleh), Err(Penolakan::UntukTimLain));
    oleh.tim = vec![kode("keliling")];
    kasus.ambil(tugas, &oleh).unwrap();
    let catat = |kasus: &mut Kasus, isi| {
        kasus.coba(|m, k| m.catat(k, tugas, isi, oleh.petindak())).map(|_| ())
    };
    let pada = OffsetDateTime::UNIX_EPOCH + Duration::HOUR;
    let jadwal =
        |pada, alasan: Option<&str>| Catatan::Jadwal { pada, alasan: alasan.map(Into::into) };
    assert_eq!(
        catat(&mut kasus, jadwal(OffsetDateTime::UNIX_EPOCH, None)),
        Err(Penolakan::JadwalLampau)
    );
    let belum = |kasus: &mut Kasus| kasus.putuskan(tugas, "hadir", &oleh);
    assert_eq!(belum(&mut kasus), Err(Penolakan::BelumDicatat(Butuh::Formulir)));
    catat(&mut kasus, Catatan::Formulir { kode: "F-1".into() }).unwrap();
    assert_eq!(belum(&mut kasus), Err(Penolakan::BelumDicatat(Butuh::Jadwal)));
    catat(&mut kasus, jadwal(pada, None)).unwrap();
    assert_eq!(catat(&mut kasus, jadwal(pada, None)), Err(Penolakan::AlasanWajib));
    catat(&mut kasus, jadwal(pada + Duration::HOUR, Some("hujan"))).unwrap();
    assert_eq!(belum(&mut kasus), Err(Penolakan::BelumWaktunya));
    kasus.dunia.sekarang += Duration::hours(3);
    assert_eq!(belum(&mut kasus), Err(Penolakan::BelumDicatat(Butuh::Rujukan)));
    catat(&mut kasus, Catatan::Rujukan { nomor: "12/Pdt".into() }).unwrap();
    let nomor = || Catatan::NomorRegister { register: kode("buku"), nomor: "1/2026".into() };
    catat(&mut kasus, nomor()).unwrap();
    assert_eq!(catat(&mut kasus, nomor()), Err(Penolakan::SudahBernomor));
    assert_eq!(catat(&mut kasus, bayar(1)), Err(Penolakan::CatatanTidakDiminta));
    belum(&mut kasus).unwrap();
    assert_eq!(kasus.keadaan.status.kata(), "selesai");
}
