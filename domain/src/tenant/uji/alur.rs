//! The flows of the seed offices, by the people who do them.

use std::collections::BTreeSet;

use super::{meja::Kasus, paket, sop};
use crate::sop::{
    Aksi, Bagian, JAWAB, JenisTahap, Penolakan, Pilihan, Waktu, simulasikan, uji::kode,
};

const JEMPUT_BOLA: &str = r#"kanal == "jemput_bola""#;
const BERAKTA: &str = r#"pemohon.umur >= 0 && pemohon.umur <= 16 && "akta_kelahiran" in berkas"#;
const BELUM_BERAKTA: &str =
    r#"pemohon.umur >= 0 && pemohon.umur <= 16 && !("akta_kelahiran" in berkas)"#;

#[test]
fn pekanbaru_keeps_its_sheet() {
    let menwa = sop(&paket("pekanbaru"), "menwa");
    let lembar = &menwa.identitas;
    assert_eq!(lembar.nomor.as_deref(), Some("060/Dukcapil-PDIP/702/2020"));
    assert_eq!(
        [&lembar.tanggal_pembuatan, &lembar.tanggal_revisi, &lembar.tanggal_efektif]
            .map(|tanggal| tanggal.as_deref().unwrap()),
        ["2020-04-01", "2020-04-06", "2020-04-09"]
    );
    assert_eq!(
        [
            lembar.dasar_hukum.len(),
            lembar.kualifikasi_pelaksana.len(),
            lembar.peralatan.len(),
            lembar.peringatan.len(),
            lembar.pencatatan.len(),
        ],
        [13, 4, 3, 4, 5]
    );
    let waktu: Vec<Waktu> = menwa.tahap.iter().map(|t| t.mutu_baku.waktu.unwrap()).collect();
    assert_eq!(waktu, [1, 1, 1, 1, 1, 2].map(Waktu::Menit));
}

/// Walks a case in which these guards hold; tells the steps and how it ended.
fn jalan(slug: &str, apa: &str, benar: &[&str], langkah: &[(&str, &str)]) -> (Vec<String>, String) {
    let definisi = sop(&paket(slug), apa);
    let mut kasus = Kasus::mulai(&definisi, benar);
    kasus.jalan(langkah);
    (kasus.jejak(), kasus.keadaan.status.kata().to_owned())
}

#[test]
fn pekanbaru_sends_at_once_what_is_signed_already() {
    let langkah = [("fo", "lanjut"), ("fo", "sudah_tte")];
    let (jejak, akhir) = jalan("pekanbaru", "menwa", &[], &langkah);
    assert_eq!((jejak, akhir.as_str()), (vec!["cek_daftar".into(), "cek_siak".into()], "selesai"));
}

#[test]
fn pekanbaru_climbs_from_fo_to_kadis_when_it_is_not_signed() {
    let (jejak, akhir) = jalan(
        "pekanbaru",
        "menwa",
        &[],
        &[
            ("fo", "lanjut"),
            ("fo", "tidak_ditemukan"),
            ("fo", "belum_tte"),
            ("kasi", "perbaiki"),
            ("fo", "belum_tte"),
            ("kasi", "sudah_diajukan"),
            ("kabid", "sudah_diajukan"),
            ("kadis", "setuju"),
            ("fo#2", "terkirim"),
        ],
    );
    assert_eq!(akhir, "selesai");
    assert_eq!(
        jejak,
        [
            "cek_daftar",
            "cek_siak",
            "cek_siak",
            "konsultasi_kasi",
            "cek_siak",
            "konsultasi_kasi",
            "konsultasi_kabid",
            "tte_kadis",
            "kirim"
        ]
    );
}

#[test]
fn pekanbaru_states_two_minutes_when_it_is_signed_and_seven_when_not() {
    let hasil = simulasikan(&sop(&paket("pekanbaru"), "menwa"));
    assert_eq!(hasil.rentang_selesai(), Some((2, 7)));
}

#[test]
fn an_officer_in_doubt_asks_above_and_keeps_the_work() {
    // P-13: entry errors go to the Bidang; B-28: problems go to the head of section.
    for (slug, apa, sampai, bertanya, ditanya) in [
        ("pekanbaru", "menwa", &[("fo", "lanjut")][..], "fo", "kabid"),
        ("balangan", "dokumen", &[], "operator_layanan", "kasi"),
    ] {
        let definisi = sop(&paket(slug), apa);
        let mut kasus = Kasus::mulai(&definisi, &[]);
        kasus.jalan(sampai);
        let (oleh, kepala) = (kasus.siapa(bertanya), kasus.siapa(ditanya));
        let tugas = kasus.keadaan.tugas[0].id;
        let ambil = kasus.meja.mesin().terima(&kasus.keadaan, tugas, oleh.petindak()).unwrap();
        kasus.catat(ambil);
        let tanya = |kepada: &str| {
            let mesin = kasus.meja.mesin();
            mesin.konsultasi(&kasus.keadaan, tugas, &kode(kepada), "salah entri", oleh.petindak())
        };
        assert!(matches!(tanya("kadis"), Err(Penolakan::TidakBolehKonsultasi(_))), "{slug}");
        let pertanyaan = tanya(ditanya).unwrap();
        kasus.catat(pertanyaan);
        let terbuka = kasus.keadaan.tugas.iter().find(|satu| satu.bagian.is_some()).unwrap();
        assert_eq!(terbuka.bagian, Some(Bagian::Konsultasi(tugas)));
        let id = terbuka.id;
        let ambil = kasus.meja.mesin().terima(&kasus.keadaan, id, kepala.petindak()).unwrap();
        kasus.catat(ambil);
        let menjawab = kode(JAWAB);
        let alasan = Some("perbaiki entri");
        let pilihan = Pilihan { tugas: id, keputusan: &menjawab, alasan, kode_alasan: None };
        let putus =
            kasus.meja.mesin().putuskan(&kasus.keadaan, pilihan, kepala.petindak()).unwrap();
        kasus.catat(putus);
        let sisa: Vec<_> = kasus.keadaan.tugas.iter().map(|satu| satu.id).collect();
        assert_eq!(sisa, [tugas], "{slug}: who asked keeps the work");
    }
}

#[test]
fn balangan_goes_through_both_loops_the_chain_and_the_counter() {
    let (jejak, akhir) = jalan(
        "balangan",
        "dokumen",
        &[],
        &[
            ("operator_layanan", "kurang"),
            ("operator_layanan", "lengkap"),
            ("operator_siak", "tidak_lolos"),
            ("operator_layanan", "minta"),
            ("operator_siak", "lolos"),
            ("operator_siak", "ajukan"),
            ("kasi", "setuju"),
            ("kabid", "kembalikan"),
            ("operator_siak", "ajukan"),
            ("kasi", "setuju"),
            ("kabid", "setuju"),
            ("kadis", "setuju"),
            ("operator_layanan", "titip_loket"),
            ("loket", "diserahkan"),
        ],
    );
    assert_eq!(akhir, "selesai");
    assert_eq!(
        jejak,
        [
            "verifikasi_awal",
            "verifikasi_awal",
            "verifikasi_siak",
            "beritahu",
            "verifikasi_siak",
            "proses",
            "persetujuan/0",
            "persetujuan/1",
            "proses",
            "persetujuan/0",
            "persetujuan/1",
            "persetujuan/2",
            "kirim",
            "serah"
        ]
    );
}

#[test]
fn what_is_not_completed_in_time_comes_back_to_the_operator() {
    let definisi = sop(&paket("balangan"), "dokumen");
    let mut kasus = Kasus::mulai(&definisi, &[]);
    kasus.putuskan("operator_layanan", "kurang").unwrap();
    assert_eq!(kasus.meja.mesin().batas_habis(&kasus.keadaan), Err(Penolakan::BelumWaktunya));
    let habis = kasus.meja.batas_habis(&kasus.keadaan).unwrap();
    kasus.catat(habis);
    assert_eq!(kasus.jejak(), ["verifikasi_awal", "verifikasi_awal"]);
    kasus.putuskan("operator_layanan", "tolak").unwrap();
}

#[test]
fn cards_are_printed_and_collected_and_never_sent() {
    for (slug, apa, benar, langkah) in [
        (
            "balangan",
            "kartu",
            &[][..],
            &[
                ("operator_layanan", "lengkap"),
                ("operator_siak", "lolos"),
                ("operator_siak", "tercetak"),
                ("loket", "diserahkan"),
            ][..],
        ),
        (
            "sinjai",
            "kartu",
            &[],
            &[
                ("pegawai", "lengkap"),
                ("pegawai", "teruskan"),
                ("operator_siak", "ajukan"),
                ("verifikator_siak", "setuju"),
                ("operator_siak", "tercetak"),
                ("operator", "diserahkan"),
            ],
        ),
        (
            "kembaran",
            "kia",
            &[BERAKTA],
            &[
                ("petugas_pelayanan", "diterima"),
                ("petugas_administrator", "ya"),
                ("petugas_administrator", "tercetak"),
                ("petugas_administrator", "terdaftar"),
                ("petugas_administrator", "diserahkan"),
            ],
        ),
    ] {
        assert_eq!(jalan(slug, apa, benar, langkah).1, "selesai", "{slug}");
        let definisi = sop(&paket(slug), apa);
        assert!(definisi.tahap.iter().all(|tahap| tahap.jenis != JenisTahap::Kirim));
        let aksi = definisi.tahap.iter().flat_map(|t| &t.keputusan).flat_map(|k| &k.aksi);
        assert_eq!(aksi.filter(|aksi| **aksi == Aksi::KirimDokumen).count(), 0);
    }
}

#[test]
fn in_kembaran_a_child_without_an_akta_is_registered_first() {
    let langkah = [
        ("petugas_pelayanan", "difoto"),
        ("petugas_administrator", "diterima"),
        ("kasi", "belum_akta"),
        ("petugas_administrator", "akta_terbit"),
        ("petugas_administrator", "tercetak"),
        ("petugas_administrator", "antar"),
        ("petugas_pelayanan", "diserahkan"),
    ];
    let benar = [JEMPUT_BOLA, BELUM_BERAKTA, "pemohon.rentan"];
    let (jejak, akhir) = jalan("kembaran", "kia", &benar, &langkah);
    assert_eq!(akhir, "selesai");
    assert_eq!(
        jejak,
        ["foto", "terima", "verifikasi", "daftarkan", "cetak", "registrasi", "antar"]
    );
    // K-16: neither printed without an akta, nor registered with one, nor either above 16 years.
    let definisi = sop(&paket("kembaran"), "kia");
    for (benar, terbuka) in [
        (&[BERAKTA][..], BTreeSet::from(["ya", "kurang", "tidak"])),
        (&[BELUM_BERAKTA], BTreeSet::from(["belum_akta", "kurang", "tidak"])),
        (&[], BTreeSet::from(["kurang", "tidak"])),
    ] {
        let mut kasus = Kasus::mulai(&definisi, benar);
        kasus.putuskan("petugas_pelayanan", "diterima").unwrap();
        let pilihan = kasus.meja.mesin().pilihan(&kasus.keadaan, &kasus.keadaan.tugas[0]);
        assert_eq!(pilihan.iter().map(|k| k.kode.as_str()).collect::<BTreeSet<_>>(), terbuka);
    }
}

#[test]
fn kembaran_instructs_from_the_top_down_in_the_times_of_its_sheet() {
    let definisi = sop(&paket("kembaran"), "wis_ora_kencot");
    let waktu: Vec<Waktu> = definisi.tahap.iter().map(|t| t.mutu_baku.waktu.unwrap()).collect();
    assert_eq!(
        waktu,
        [
            Waktu::Menit(5),
            Waktu::Menit(10),
            Waktu::Jam(1),
            Waktu::SetiapHari,
            Waktu::SetiapHari,
            Waktu::Menit(5),
            Waktu::Menit(30),
            Waktu::Menit(15),
        ]
    );
    let turun = [
        ("camat", "disposisi"),
        ("sekcam", "teruskan"),
        ("kasi", "tugaskan"),
        ("petugas_administrator", "dilaksanakan"),
        ("petugas_administrator", "diterima"),
        ("petugas_pelayanan", "tidak"),
        ("petugas_administrator", "siap"),
        ("petugas_pelayanan", "diserahkan"),
    ];
    let (jejak, akhir) = jalan("kembaran", "wis_ora_kencot", &[], &turun);
    assert_eq!((jejak.len(), akhir.as_str()), (8, "selesai"));
    // The team does the work, not everybody of the role.
    let mut kasus = Kasus::mulai(&definisi, &[]);
    kasus.jalan(&turun[..3]);
    let mut luar = kasus.siapa("petugas_administrator");
    luar.tim.clear();
    let tugas = kasus.keadaan.tugas[0].id;
    assert_eq!(
        kasus.meja.mesin().terima(&kasus.keadaan, tugas, luar.petindak()),
        Err(Penolakan::UntukTimLain)
    );
}

#[test]
fn a_guardian_gets_a_visit_and_a_delivery() {
    let kunjungan = r#"kanal == "jemput_bola" || isian.kebutuhan == "dijemput""#;
    let langkah = [
        ("petugas_pelayanan", "dikunjungi"),
        ("petugas_pelayanan", "ya"),
        ("petugas_administrator", "selesai_diproses"),
        ("petugas_administrator", "antar"),
        ("petugas_pelayanan", "diserahkan"),
    ];
    let (jejak, akhir) = jalan("kembaran", "disabilitas", &[kunjungan], &langkah);
    assert_eq!(akhir, "selesai");
    assert_eq!(jejak, ["kunjungan", "terima", "proses", "registrasi", "antar"]);
}

#[test]
fn in_sinjai_who_entered_it_does_not_verify_it() {
    let definisi = sop(&paket("sinjai"), "dokumen");
    let mut kasus = Kasus::mulai(&definisi, &[]);
    kasus.jalan(&[("operator", "lengkap"), ("operator", "teruskan"), ("operator_siak", "ajukan")]);
    let mut oleh = kasus.siapa("operator_siak");
    oleh.peran.push(kode("verifikator_siak"));
    let tugas = kasus.keadaan.tugas[0].clone();
    assert_eq!(
        kasus.meja.kerjakan(&kasus.keadaan, &tugas, &kode("setuju"), &oleh),
        Err(Penolakan::PembuatBukanPenyetuju)
    );
}

#[test]
fn sinjai_and_kembaran_reach_the_signature_and_send() {
    let sinjai = [
        ("operator", "kurang"),
        ("operator", "lengkap"),
        ("operator#2", "teruskan"),
        ("operator_siak", "ajukan"),
        ("verifikator_siak", "setuju"),
        ("kadis", "setuju"),
        ("operator", "terkirim"),
    ];
    assert_eq!(jalan("sinjai", "dokumen", &[], &sinjai).1, "selesai");
    let kembaran = [
        ("petugas_pelayanan", "ya"),
        ("petugas_administrator", "ajukan"),
        ("kasi", "setuju"),
        ("sekcam", "setuju"),
        ("camat", "setuju"),
        ("petugas_pelayanan", "terkirim"),
    ];
    assert_eq!(jalan("kembaran", "surat", &[], &kembaran).1, "selesai");
}

#[test]
fn one_three_makes_three_documents_of_one_birth_and_a_late_one_goes_to_the_kadis() {
    let terlambat = [
        ("pegawai", "lengkap"),
        ("kadis", "dicatat"),
        ("pegawai", "teruskan"),
        ("operator_siak", "ajukan"),
        ("verifikator_siak", "setuju"),
        ("kadis", "setuju"),
        ("operator_siak", "tercetak"),
        ("operator", "terkirim"),
        ("operator", "diserahkan"),
    ];
    let (jejak, akhir) = jalan("sinjai", "one_three", &["peristiwa.hari > 60"], &terlambat);
    assert_eq!(akhir, "selesai");
    assert_eq!(jejak[1], "terlambat");
    let tepat: Vec<_> = terlambat.iter().copied().filter(|satu| *satu != terlambat[1]).collect();
    let (jejak, akhir) = jalan("sinjai", "one_three", &[], &tepat);
    assert_eq!(akhir, "selesai");
    assert!(!jejak.contains(&"terlambat".to_owned()), "{jejak:?}");
}
