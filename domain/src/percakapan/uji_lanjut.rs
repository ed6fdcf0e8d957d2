//! Pauses, opt-out, files before their time and albums.

use uuid::Uuid;

use super::{
    uji::{berkas, kode, layanan, teks},
    uji_kumpul::{dengan, kasus_draf},
    *,
};
use crate::{
    outbox::IsiPesan,
    permohonan::{BerkasId, PermohonanId},
};

fn id(n: u128) -> BerkasId {
    BerkasId::new(Uuid::from_u128(n))
}

fn jalan(
    keadaan: KeadaanAlur,
    masukan: &Masukan,
    lama_diam: bool,
    kasus: &[StatusKasusWarga],
) -> (KeadaanAlur, Vec<Efek>) {
    dengan(&layanan(), kasus, |konteks| {
        langkah(keadaan, masukan, &KonteksAlur { lama_diam, ..*konteks })
    })
}

fn ikuti(masukan: &[Masukan]) -> (KeadaanAlur, Vec<Efek>) {
    let awal = (KeadaanAlur::Awal, Vec::new());
    masukan.iter().fold(awal, |(keadaan, _), satu| jalan(keadaan, satu, false, &[]))
}

fn kata(efek: &[Efek]) -> String {
    let semua = efek.iter().filter_map(|satu| match satu {
        Efek::Balas(
            IsiPesan::Teks { isi } | IsiPesan::Tombol { isi, .. } | IsiPesan::Daftar { isi, .. },
        ) => Some(isi.as_str()),
        _ => None,
    });
    semua.collect::<Vec<_>>().join("\n")
}

fn mengumpulkan(keadaan: &KeadaanAlur) -> &Kumpulan {
    let KeadaanAlur::Mengumpulkan(kumpulan) = keadaan else { panic!("{keadaan:?}") };
    kumpulan
}

#[test]
fn after_a_day_the_resident_is_told_where_they_were_and_nothing_they_type_is_taken_for_an_answer() {
    let (tengah, _) = ikuti(&[teks("halo"), teks("1")]);
    let (jeda, efek) = jalan(tengah.clone(), &teks("assalamualaikum"), true, &[]);
    assert!(kata(&efek).starts_with("Terakhir Anda mengisi permohonan *Akta Kelahiran*."));
    assert!(kata(&efek).contains("1. Lanjutkan\n2. Mulai lagi\n3. Petugas"), "{}", kata(&efek));
    let (lagi, efek) = jalan(jeda.clone(), &teks("1"), false, &[]);
    assert_eq!(lagi, tengah);
    assert!(kata(&efek).contains("Siapa nama lengkap pemohon?"), "{}", kata(&efek));
    let (awal, _) =
        jalan(jeda.clone(), &Masukan::Pilihan("v1:lanjut:ulang".to_owned()), false, &[]);
    assert!(matches!(awal, KeadaanAlur::PilihLayanan { .. }));
    let (petugas, _) = jalan(jeda.clone(), &teks("petugas"), false, &[]);
    assert_eq!(petugas, KeadaanAlur::Petugas);
    // Whoever goes on answering has gone on.
    let (jeda, _) = jalan(jeda, &teks("Siti"), false, &[]);
    let (lanjut, _) = jalan(jeda, &teks("Siti Aminah"), false, &[]);
    assert_eq!(mengumpulkan(&lanjut).nama.as_deref(), Some("Siti Aminah"));
}

#[test]
fn a_photo_after_a_day_goes_on_by_itself() {
    let (tengah, _) = ikuti(&[teks("halo"), teks("1"), teks("Siti"), teks("7")]);
    let (lanjut, efek) = jalan(tengah, &berkas(1), true, &[]);
    assert_eq!(mengumpulkan(&lanjut).berkas, [(kode("surat_lahir"), id(1))]);
    assert!(kata(&efek).contains("(2/2)"), "{}", kata(&efek));
}

#[test]
fn a_greeting_after_a_day_at_rest_is_a_greeting() {
    let (keadaan, _) = jalan(KeadaanAlur::Awal, &teks("halo"), true, &[]);
    assert!(matches!(keadaan, KeadaanAlur::PilihLayanan { .. }));
}

#[test]
fn opting_out_works_at_every_step_and_mulai_undoes_it() {
    let (tengah, _) = ikuti(&[teks("halo"), teks("1"), teks("Siti")]);
    for keadaan in [KeadaanAlur::Awal, KeadaanAlur::Petugas, tengah] {
        let (sesudah, efek) = jalan(keadaan.clone(), &teks(" Berhenti "), false, &[]);
        assert_eq!(sesudah, keadaan);
        assert_eq!(efek[0], Efek::TerimaKabar(false));
        assert!(kata(&efek).contains("MULAI"));
    }
    let (_, efek) = dengan(&layanan(), &[], |konteks| {
        langkah(KeadaanAlur::Awal, &teks("mulai"), &KonteksAlur { berhenti: true, ..*konteks })
    });
    assert_eq!(efek[0], Efek::TerimaKabar(true));
}

#[test]
fn photos_before_a_service_was_chosen_go_with_the_service() {
    let album = Masukan::Berkas { sah: vec![id(1), id(2)], ditolak: Vec::new() };
    let (menu, efek) = jalan(KeadaanAlur::Awal, &album, false, &[]);
    assert!(kata(&efek).contains("2 berkas sudah kami simpan"), "{}", kata(&efek));
    let (menu, _) = jalan(menu, &teks("entah"), false, &[]);
    let (kumpul, _) = jalan(menu, &teks("1"), false, &[]);
    let harapan = [(kode("surat_lahir"), id(1)), (kode("kk"), id(2))];
    assert_eq!(mengumpulkan(&kumpul).berkas, harapan);
}

#[test]
fn a_photo_out_of_the_blue_belongs_to_the_one_case_that_waits() {
    let kasus = [StatusKasusWarga {
        id: PermohonanId::new(Uuid::from_u128(5)),
        nomor: "6311-2026-00001-1".to_owned(),
        layanan: "Akta Kelahiran".to_owned(),
        kalimat: "menunggu kelengkapan".to_owned(),
        menunggu: true,
        banyak_cara: false,
        ditanya: Vec::new(),
    }];
    let (keadaan, efek) = jalan(KeadaanAlur::Awal, &berkas(3), false, &kasus);
    assert!(matches!(keadaan, KeadaanAlur::Melengkapi { jumlah: 1, .. }));
    assert!(matches!(efek[0], Efek::Lampirkan { .. }));
}

#[test]
fn an_album_fills_the_papers_in_order_and_gets_one_answer() {
    let (tengah, _) = ikuti(&[teks("halo"), teks("1"), teks("Siti"), teks("7")]);
    let album =
        Masukan::Berkas { sah: vec![id(1), id(2), id(3)], ditolak: vec!["Buram.".to_owned()] };
    let (penuh, efek) = jalan(tengah.clone(), &album, false, &[]);
    assert_eq!(efek.len(), 1);
    let isi = kata(&efek);
    assert!(isi.starts_with("Buram.\nKami simpan sebagai halaman tambahan *kk*."), "{isi}");
    assert_eq!(mengumpulkan(&penuh).berkas.len(), 3);
    let dua = Masukan::Berkas { sah: vec![id(1)], ditolak: Vec::new() };
    let (_, efek) = jalan(tengah, &dua, false, &[]);
    assert!(kata(&efek).starts_with("Sudah kami terima.\n(2/2)"), "{}", kata(&efek));
}

#[test]
fn lanjutkan_leads_to_what_waits() {
    let kasus = [kasus_draf()];
    let (keadaan, efek) = jalan(KeadaanAlur::Awal, &teks("Lanjutkan"), false, &kasus);
    assert!(matches!(keadaan, KeadaanAlur::Menjawab(_)), "{keadaan:?} {}", kata(&efek));
    let (tengah, _) = ikuti(&[teks("halo"), teks("1")]);
    let (_, efek) = jalan(tengah, &Masukan::Pilihan("v1:kata:lanjutkan".to_owned()), false, &[]);
    assert!(kata(&efek).contains("Siapa nama lengkap pemohon?"), "{}", kata(&efek));
}

#[test]
fn conversations_stored_by_an_earlier_release_are_still_read() {
    let lama = serde_json::json!({ "di": "pilih_layanan", "gagal": 1 });
    let keadaan: KeadaanAlur = serde_json::from_value(lama).unwrap();
    assert!(matches!(keadaan, KeadaanAlur::PilihLayanan { gagal: 1, .. }));
}
