//! Cases: numbers, events and what follows them, papers, idempotency, documents.

use loket_domain::{
    berkas::{Penolakan, SifatBerkas},
    dokumen::{
        CocokPenandaTangan, Dokumen, DokumenId, JejakDokumen, KeadaanDokumen, KeadaanPercobaan,
        ObjekBerkas, Percobaan, TandaTanganSah, Unggahan,
    },
    halaman::Halaman,
    layanan::{JenisProduk, Medium, SaluranPenyerahan},
    nilai::Rahasia,
    penyerahan::{KeadaanPenyerahan, Penyerahan},
    permohonan::{AsalBerkas, Berkas, KeadaanBerkas, PermohonanId, SaringPermohonan},
    sop::{Akhir, JenisTahap, Penyerah, Petindak, TugasDibuka, TugasId, Untuk},
};

use super::*;

pub(super) fn mulai() -> Peristiwa {
    Peristiwa::KasusDimulai { sop: kode_("umum") }
}

pub(super) fn buka(tugas: TugasId, dari: Option<TugasId>, oleh: Penyerah) -> Peristiwa {
    TugasDibuka {
        tugas,
        tahap: kode_("periksa"),
        nama: "Periksa".to_owned(),
        jenis_tahap: JenisTahap::Verifikasi,
        untuk: Untuk { peran: vec![kode_("verifikator"), kode_("kasi")], ..Untuk::default() },
        rantai: None,
        level: Some(1),
        kunjungan: 1,
        dari,
        oleh,
        cabang: Vec::new(),
        bagian: None,
        pertanyaan: None,
        jadwal: None,
        tagihan: None,
    }
    .peristiwa()
}

fn putus(tugas: TugasId, oleh: PenggunaId) -> Peristiwa {
    Peristiwa::TugasDiputuskan {
        tugas,
        keputusan: kode_("lengkap"),
        label: "Lengkap".to_owned(),
        oleh,
        atas_nama: None,
        alasan: None,
        kode_alasan: None,
    }
}

/// Stores what follows, as a use case would.
async fn lanjut(kantor: &Kantor, p: &mut Permohonan, oleh: PenggunaId, peristiwa: &[Peristiwa]) {
    let mut work = kantor.tulis().await;
    let terkunci = work.permohonan().kunci(p.id).await.unwrap().unwrap();
    assert_eq!(&terkunci, p);
    p.keadaan = p.keadaan.clone().setelah(peristiwa);
    p.diubah_pada += Duration::minutes(5);
    work.permohonan().simpan(p, peristiwa, JejakPelaku::Petugas { id: oleh }).await.unwrap();
    work.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn events_are_numbered_and_tugas_and_kartu_kendali_follow_them() {
    let (kantor, sop, siti) = Kantor::lengkap().await;
    let (t1, t2, t3): (TugasId, TugasId, TugasId) = (id(), id(), id());
    let awal = [mulai(), buka(t1, None, Penyerah::Pemohon)];
    let mut p = permohonan(sop, 1, &awal);
    let mut work = kantor.tulis().await;
    work.permohonan().tambah(&p, &awal, JejakPelaku::Sistem).await.unwrap();
    work.commit().await.unwrap();

    let oleh = Penyerah::Petugas(siti);
    lanjut(
        &kantor,
        &mut p,
        siti,
        &[Peristiwa::TugasDiterima { tugas: t1, oleh: siti, atas_nama: None }],
    )
    .await;
    let bercabang = [putus(t1, siti), buka(t2, Some(t1), oleh), buka(t3, Some(t1), oleh)];
    lanjut(&kantor, &mut p, siti, &bercabang).await;
    let tamat = [
        putus(t2, siti),
        Peristiwa::KasusBerakhir { akhir: Akhir::Ditolak, alasan: None, kode_alasan: None },
    ];
    lanjut(&kantor, &mut p, siti, &tamat).await;

    let mut work = kantor.baca().await;
    assert_eq!(work.permohonan().baca(p.id).await.unwrap().unwrap(), p);
    let linimasa = work.bacaan().linimasa(p.id).await.unwrap();
    let urutan: Vec<_> = linimasa.iter().map(|k| k.urutan).collect();
    assert_eq!(urutan, (1..=p.keadaan.versi).collect::<Vec<_>>());
    let semua = [
        &awal[..],
        &[Peristiwa::TugasDiterima { tugas: t1, oleh: siti, atas_nama: None }],
        &bercabang,
        &tamat,
    ];
    let tercatat: Vec<_> = linimasa.iter().map(|k| k.peristiwa.clone()).collect();
    assert_eq!(tercatat, semua.concat());
    assert_eq!((&linimasa[0].nama_pelaku, linimasa[0].pada), (&None, KINI));
    assert_eq!(linimasa[2].nama_pelaku.as_deref(), Some("siti, S.Sos."));

    let kartu = work.bacaan().kartu_kendali(p.id).await.unwrap();
    let ringkas: Vec<_> = kartu
        .iter()
        .map(|k| (k.urutan, k.tugas, k.diserahkan_oleh.is_some(), k.diterima_pada, k.selesai_pada))
        .collect();
    assert_eq!(
        ringkas,
        [
            (1, t1, false, Some(menit(5)), Some(menit(10))),
            (2, t2, true, None, Some(menit(15))),
            (3, t3, true, None, Some(menit(15))),
        ]
    );
    let keputusan: Vec<_> = kartu.iter().map(|k| k.keputusan.clone()).collect();
    assert_eq!(keputusan, [Some(kode_("lengkap")), Some(kode_("lengkap")), None]);
    for (tugas, status) in [(t1, "selesai"), (t2, "selesai"), (t3, "batal")] {
        assert_eq!(work.bacaan().tugas(tugas).await.unwrap().unwrap().status, status);
    }
    let saring = SaringPermohonan {
        status: Some("ditolak".to_owned()),
        layanan: Some(p.layanan.clone()),
        unit: None,
    };
    let daftar = work.bacaan().daftar_permohonan(&saring, Halaman::new(None, None)).await.unwrap();
    assert_eq!(daftar.iter().map(|r| r.id).collect::<Vec<_>>(), [p.id]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queue_holds_open_work_of_ones_roles_and_what_one_took() {
    let (kantor, sop, siti) = Kantor::lengkap().await;
    let mut tugas: Vec<TugasId> = Vec::new();
    for urut in 1..=4 {
        let t = id();
        tugas.push(t);
        let mut peristiwa = vec![mulai(), buka(t, None, Penyerah::Pemohon)];
        if urut == 2 {
            peristiwa.push(Peristiwa::TugasDiterima { tugas: t, oleh: siti, atas_nama: None });
        }
        let p = permohonan(sop, urut, &peristiwa);
        let mut work = kantor.tulis().await;
        work.permohonan().tambah(&p, &peristiwa, JejakPelaku::Sistem).await.unwrap();
        assert_eq!(work.permohonan().kunci_oleh_tugas(t).await.unwrap().unwrap().id, p.id);
        work.commit().await.unwrap();
    }
    let mut work = kantor.baca().await;
    let mut antrean = async |peran: &[&str], oleh, sesudah| {
        let peran: Vec<_> = peran.iter().map(|p| kode_(p)).collect();
        let halaman = Halaman::new(sesudah, Some(2));
        let baris =
            work.bacaan().antrean(Petindak::dengan_peran(oleh, &peran), halaman).await.unwrap();
        baris.iter().map(|r| r.id).collect::<Vec<_>>()
    };
    assert_eq!(antrean(&["kasi", "lain"], siti, None).await, tugas[..3]);
    assert_eq!(antrean(&["kasi"], siti, Some(tugas[1].uuid())).await, tugas[2..]);
    assert_eq!(antrean(&["kasi"], id(), None).await, [tugas[0], tugas[2], tugas[3]]);
    assert_eq!(antrean(&["lain"], siti, None).await, [], "taken in a role that is hers no longer");
    assert_eq!(antrean(&[], id(), None).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_never_given_twice_and_counts_by_year() {
    let kantor = Kantor::satu().await;
    let mut work = kantor.tulis().await;
    for (tahun, harapan) in [(2026, 1), (2026, 2), (2027, 1), (2026, 3)] {
        assert_eq!(work.permohonan().nomor_urut("uji", tahun).await.unwrap(), harapan);
    }
    drop(work);
    let mut work = kantor.tulis().await;
    assert_eq!(work.permohonan().nomor_urut("uji", 2026).await.unwrap(), 1, "undone with the rest");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idempotency_key_is_taken_once() {
    let (kantor, _, siti) = Kantor::lengkap().await;
    let hasil = uuid_baru();
    let mut work = kantor.tulis().await;
    assert!(work.permohonan().idempotensi(siti, "k").await.unwrap().is_none());
    work.permohonan().catat_idempotensi(siti, "k", b"sidik", hasil, KINI).await.unwrap();
    work.commit().await.unwrap();

    let mut work = kantor.tulis().await;
    let lama = work.permohonan().idempotensi(siti, "k").await.unwrap();
    assert_eq!(lama, Some((b"sidik".to_vec(), hasil)));
    let kedua = work.permohonan().catat_idempotensi(siti, "k", b"lain", hasil, KINI).await;
    assert!(matches!(kedua, Err(PortError::Konflik)));
    assert!(work.commit().await.is_err(), "a failed statement spoils the whole unit of work");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_reads_back_in_every_state() {
    let (kantor, sop, _) = Kantor::lengkap().await;
    let p = permohonan(sop, 1, &[mulai()]);
    let mut work = kantor.tulis().await;
    work.permohonan().tambah(&p, &[mulai()], JejakPelaku::Sistem).await.unwrap();
    let mut berkas = Berkas {
        id: id(),
        permohonan: None,
        kontak: None,
        pengunggah: None,
        syarat: None,
        nama: "kiriman.jpg".to_owned(),
        asal: AsalBerkas::Whatsapp,
        keadaan: KeadaanBerkas::Menunggu,
        tipe: "image/jpeg".to_owned(),
        ukuran: 7,
        kunci: "balangan/berkas/1".to_owned(),
        tampilan: None,
        cuplikan: None,
        unggah_bagian: None,
        sifat: None,
        dibuat_pada: KINI,
    };
    work.permohonan().tambah_berkas(&berkas).await.unwrap();
    berkas.permohonan = Some(p.id);
    berkas.syarat = Some(kode_("ktp"));
    berkas.tampilan = Some("balangan/tampilan/1".to_owned());
    berkas.cuplikan = Some("balangan/cuplikan/1".to_owned());
    berkas.unggah_bagian = Some("unggah-1".to_owned());
    berkas.sifat = Some(SifatBerkas { lebar: 3, tinggi: 4, halaman: 1, revisi: 0 });
    for keadaan in [
        KeadaanBerkas::Sah { sha256: vec![1, 2] },
        KeadaanBerkas::Ditahan { sha256: vec![3] },
        KeadaanBerkas::Ditolak { alasan: "Buram.".to_owned(), kode: None, sha256: None },
        KeadaanBerkas::ditolak(Penolakan::Bervirus, Some(vec![4])),
        KeadaanBerkas::Kedaluwarsa,
        KeadaanBerkas::Menunggu,
    ] {
        berkas.keadaan = keadaan;
        berkas.ukuran += 1;
        work.permohonan().simpan_berkas(&berkas).await.unwrap();
        assert_eq!(work.permohonan().kunci_berkas(berkas.id).await.unwrap().unwrap(), berkas);
    }
    assert_eq!(work.permohonan().berkas(p.id).await.unwrap(), [berkas]);
}

/// A document of a fresh case, with the case's open tugas.
async fn dokumen(kantor: &Kantor, sop: SopVersiId) -> (Dokumen, TugasId) {
    let tugas = id();
    let peristiwa = [mulai(), buka(tugas, None, Penyerah::Pemohon)];
    let p = permohonan(sop, 1, &peristiwa);
    let dokumen = Dokumen {
        id: DokumenId::new(uuid_baru()),
        permohonan: PermohonanId::new(p.id.uuid()),
        produk: kode_("kk"),
        jenis: JenisProduk::Kk,
        medium: Medium::PdfTte,
        nama: "Kartu Keluarga".to_owned(),
        nomor: None,
        versi: 1,
        bertanda_tangan: false,
        unggahan: Some(Unggahan { kunci: "balangan/dokumen/1".to_owned(), ukuran: 10 }),
        keadaan: KeadaanDokumen::MenungguUnggah,
        jejak: JejakDokumen::default(),
        dibuat_pada: KINI,
    };
    let mut work = kantor.tulis().await;
    work.permohonan().tambah(&p, &peristiwa, JejakPelaku::Sistem).await.unwrap();
    work.dokumen().tambah(&dokumen).await.unwrap();
    work.commit().await.unwrap();
    (dokumen, tugas)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_reads_back_in_every_state() {
    let (kantor, sop, _) = Kantor::lengkap().await;
    let (mut dokumen, _) = dokumen(&kantor, sop).await;
    let objek = ObjekBerkas { kunci: "k".to_owned(), sha256: vec![9], ukuran: 11 };
    let tanda_tangan = TandaTanganSah {
        penanda_tangan: "KADIS".to_owned(),
        nomor_sertifikat: "0a".to_owned(),
        berlaku_sampai: Some(KINI),
        cocok: CocokPenandaTangan::Nik,
        bercap_waktu: true,
        pencabutan: loket_domain::dokumen::Pencabutan::DicabutKemudian,
        ditandatangani_pada: Some(KINI),
        halaman: 2,
    };
    let mut work = kantor.tulis().await;
    for keadaan in [
        KeadaanDokumen::Draf { draf: objek.clone(), disetujui: None },
        KeadaanDokumen::Draf { draf: objek.clone(), disetujui: Some(vec![9]) },
        KeadaanDokumen::Sah { berkas: objek, tanda_tangan },
        KeadaanDokumen::Dikerjakan,
        KeadaanDokumen::Siap { pada: KINI, oleh: None },
        KeadaanDokumen::Ditolak { alasan: "Bukan PDF.".to_owned() },
        KeadaanDokumen::Diganti,
    ] {
        dokumen.keadaan = keadaan;
        dokumen.nomor = Some("6311".to_owned());
        work.dokumen().simpan(&dokumen).await.unwrap();
        assert_eq!(work.dokumen().kunci(dokumen.id).await.unwrap().unwrap(), dokumen);
    }
    assert_eq!(work.dokumen().milik(dokumen.permohonan).await.unwrap(), [dokumen.clone()]);

    assert!(work.penyerahan().milik(dokumen.permohonan).await.unwrap().is_empty());
    let mut penyerahan = Penyerahan {
        id: id(),
        dokumen: dokumen.id,
        permohonan: dokumen.permohonan,
        saluran: SaluranPenyerahan::Email,
        keadaan: KeadaanPenyerahan::Antre,
        urutan: 1,
        tujuan: Some(Rahasia::new("warga@contoh.id")),
        pesan: None,
        oleh: None,
        galat: None,
        dibuat_pada: KINI,
        diubah_pada: KINI,
    };
    work.penyerahan().tambah(&penyerahan).await.unwrap();
    penyerahan.keadaan = KeadaanPenyerahan::Gagal;
    penyerahan.galat = Some("alamat_ditolak".to_owned());
    work.penyerahan().simpan(&penyerahan).await.unwrap();
    assert_eq!(work.penyerahan().kunci(penyerahan.id).await.unwrap(), Some(penyerahan.clone()));
    assert_eq!(
        work.bacaan().penyerahan(dokumen.permohonan).await.unwrap()[0].id,
        penyerahan.id.uuid()
    );
    assert_eq!(work.penyerahan().milik(dokumen.permohonan).await.unwrap(), [penyerahan]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_has_one_signing_attempt_that_is_not_failed() {
    let (kantor, sop, siti) = Kantor::lengkap().await;
    let (dokumen, tugas) = dokumen(&kantor, sop).await;
    let coba = |keadaan| Percobaan {
        id: id(),
        dokumen: dokumen.id,
        tugas,
        sha256: vec![9],
        oleh: siti,
        keadaan,
        galat: None,
        kunci_hasil: None,
        kunci_unggah: None,
        nomor_host: Some("0123456789abcdef".to_owned()),
        dimulai_pada: KINI,
    };
    let satu = coba(KeadaanPercobaan::Berjalan);
    let mut work = kantor.tulis().await;
    work.dokumen().mulai_percobaan(&satu).await.unwrap();
    work.commit().await.unwrap();

    let mut work = kantor.tulis().await;
    let masalah = work.bacaan().masalah(Halaman::new(None, None)).await.unwrap();
    assert_eq!((masalah.len(), masalah[0].permohonan), (1, Some(dokumen.permohonan)));
    let dua = coba(KeadaanPercobaan::Berjalan);
    let hasil = work.dokumen().mulai_percobaan(&dua).await;
    assert!(matches!(hasil, Err(PortError::Konflik)));
    drop(work);

    let mut work = kantor.tulis().await;
    assert_eq!(work.dokumen().percobaan_aktif(dokumen.id).await.unwrap(), Some(satu.clone()));
    let gagal = KeadaanPercobaan::Gagal;
    work.dokumen().akhiri_percobaan(&satu, gagal, Some("2031"), KINI).await.unwrap();
    let lama = work.dokumen().kunci_percobaan(satu.id).await.unwrap().unwrap();
    assert_eq!((lama.keadaan, lama.galat.as_deref()), (gagal, Some("2031")));
    assert_eq!(work.dokumen().percobaan_aktif(dokumen.id).await.unwrap(), None);
    work.dokumen().mulai_percobaan(&dua).await.unwrap();
}
