//! What a copy of the tables would tell a thief.

use loket_domain::{
    audit::CatatanAudit,
    forum::{CatatanForum, IsiPermintaan, KeadaanPermintaan, Permintaan},
    outbox::{Golongan, IsiPesan, PesanKeluar},
    percakapan::{
        ElemenMasuk, IsiTercatat, JenisElemen, JenisMasuk, KeadaanAlur, Kumpulan, PesanTercatat,
    },
};

use super::*;

const TABEL: [&str; 13] = [
    "aliran",
    "forum_catatan",
    "forum_permintaan",
    "percakapan_catatan",
    "pesan_masuk",
    "pengguna",
    "kontak",
    "permohonan",
    "pesan_keluar",
    "wa_masuk",
    "integrasi",
    "permohonan_peristiwa",
    "audit",
];

#[tokio::test(flavor = "multi_thread")]
async fn no_table_holds_personal_data_in_the_clear() {
    let (kantor, sop, siti) = Kantor::lengkap().await;
    let mut kontak = kantor.warga(NOMOR).await;
    let nama = Rahasia::new("Hamsiah binti Jarkasi");
    let mut work = kantor.tulis().await;
    let nomor = kontak.nomor.clone();
    let lengkap = Pengirim { nama: Some(&nama), ..pengirim(nomor.as_ref(), None) };
    work.kontak().kunci_pengirim(&lengkap, id(), KINI).await.unwrap();
    kontak.alur = KeadaanAlur::Mengumpulkan(Box::new(Kumpulan {
        nama: Some(nama.buka().to_owned()),
        isian: BTreeMap::from([(kode_("nik"), NIK.to_owned())]),
        ..Kumpulan::baru(kode_("kk_baru"))
    }));
    work.kontak().simpan(&kontak, KINI).await.unwrap();
    let peristiwa = [Peristiwa::KasusDimulai { sop: kode_("umum") }];
    let mut p = permohonan(sop, 1, &peristiwa);
    p.kontak = Some(kontak.id);
    work.permohonan().tambah(&p, &peristiwa, JejakPelaku::Petugas { id: siti }).await.unwrap();
    let isi = IsiPesan::Teks { isi: format!("Yth. {}", nama.buka()) };
    let pesan = PesanKeluar {
        id: id(),
        kontak: kontak.id,
        permohonan: None,
        isi,
        golongan: Golongan::Kabar,
        urut: false,
        dibuat_pada: KINI,
    };
    work.pesan().antrekan(&pesan).await.unwrap();
    let masuk = PesanTercatat {
        id: uuid_baru(),
        kontak: kontak.id,
        wamid: "wamid.2".to_owned(),
        jenis: JenisMasuk::Teks,
        isi: IsiTercatat { teks: Some(format!("NIK saya {NIK}")), ..IsiTercatat::default() },
        berkas: None,
        saat: KINI,
        diterima: KINI,
    };
    assert!(work.kotak().tambah_masuk(&masuk).await.unwrap());
    assert!(!work.kotak().tambah_masuk(&masuk).await.unwrap(), "once");
    work.kotak().tambah_catatan(uuid_baru(), kontak.id, siti, &nama, KINI).await.unwrap();
    let forum = CatatanForum {
        id: uuid_baru(),
        permohonan: p.id,
        oleh: siti,
        isi: nama.clone(),
        pada: KINI,
    };
    work.forum().tambah_catatan(&forum, &[siti]).await.unwrap();
    let permintaan = Permintaan {
        id: id(),
        oleh: siti,
        isi: IsiPermintaan { teks: nama.buka().to_owned(), nomor_wa: Some(NOMOR.to_owned()) },
        keadaan: KeadaanPermintaan::Terbuka,
        pada: KINI,
    };
    work.forum().tambah_permintaan(&permintaan).await.unwrap();
    let elemen = ElemenMasuk {
        waba_id: None,
        phone_number_id: "100".to_owned(),
        jenis: JenisElemen::Pesan,
        kunci: "wamid.1".to_owned(),
        pengirim: Some(NOMOR.to_owned()),
        isi: json!({ "from": NOMOR, "text": { "body": NIK } }),
    };
    work.masuk().simpan(&[(uuid_baru(), elemen)], KINI).await.unwrap();
    let catatan = CatatanAudit {
        id: uuid_baru(),
        pada: KINI,
        pelaku: JejakPelaku::Pemohon { kontak: kontak.id },
        aksi: "permohonan.ajukan",
        objek: "permohonan",
        objek_id: Some(p.id.uuid()),
        rincian: json!({ "nomor": p.nomor.as_str() }),
    };
    work.audit().catat(&catatan).await.unwrap();
    work.commit().await.unwrap();

    let rahasia = [
        NIK,
        NOMOR,
        "6311012903080042",
        "Hamsiah",
        "Jarkasi",
        "Batu Piring",
        "token-sangat-rahasia",
    ];
    for tabel in TABEL {
        let sql = format!("SELECT string_agg(t::text, ' ') FROM {tabel} t");
        let isi = kantor.mentah(&sql).await.unwrap_or_else(|| panic!("{tabel} is empty"));
        for satu in rahasia {
            let terbaca = isi.contains(satu) || isi.contains(&hex::encode(satu));
            assert!(!terbaca, "{tabel} holds {satu:?} in the clear");
        }
    }
    // With the key it all reads back.
    let mut work = kantor.baca().await;
    assert_eq!(work.permohonan().milik_kontak(kontak.id).await.unwrap(), [p]);
    assert_eq!(work.masuk().antre(KINI, 9).await.unwrap()[0][0].isi["from"], NOMOR);
}
