//! Working time: interruptions, the clock of a case, and slots that nobody gets twice.

use loket_domain::{
    halaman::Halaman,
    kalender::{AsalGangguan, Gangguan, Kalender, SebabGangguan, SebabJeda, Sela},
    sop::{Akhir, Penyerah},
};
use time::{Date, macros::date};

use super::{
    kasus::{buka, mulai},
    *,
};

const HARI: Date = date!(2026 - 04 - 06);

fn gangguan(sebab: SebabGangguan, layanan: &[&str], menit_: i64, oleh: PenggunaId) -> Gangguan {
    Gangguan {
        id: id(),
        sebab,
        layanan: layanan.iter().map(|satu| kode_(satu)).collect(),
        catatan: Rahasia::new("Kadis Hj. Rusmini dinas luar"),
        mulai_pada: menit(menit_),
        asal: AsalGangguan::Petugas(oleh),
        selesai: None,
    }
}

async fn simpan(kantor: &Kantor, gangguan: &Gangguan) -> bool {
    let mut work = kantor.tulis().await;
    let baru = work.waktu_kerja().buka_gangguan(gangguan).await.unwrap();
    work.commit().await.unwrap();
    baru
}

async fn tutup(kantor: &Kantor, gangguan: &Gangguan, menit_: i64, oleh: PenggunaId) -> bool {
    let mut work = kantor.tulis().await;
    let ditutup = work.waktu_kerja().tutup_gangguan(gangguan.id, Some(oleh), menit(menit_)).await;
    work.commit().await.unwrap();
    ditutup.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_interruption_per_cause_is_open_and_its_note_is_sealed() {
    let (kantor, _, siti) = Kantor::lengkap().await;
    let siak = gangguan(SebabGangguan::Siak, &[], 0, siti);
    assert!(simpan(&kantor, &siak).await);
    assert!(!simpan(&kantor, &gangguan(SebabGangguan::Siak, &["kk"], 5, siti)).await);
    let blanko = gangguan(SebabGangguan::Blanko, &["kk_baru", "kia"], 5, siti);
    assert!(simpan(&kantor, &blanko).await);

    let mut work = kantor.baca().await;
    assert_eq!(work.waktu_kerja().gangguan(blanko.id).await.unwrap().as_ref(), Some(&blanko));
    assert_eq!(work.waktu_kerja().gangguan(id()).await.unwrap(), None);
    drop(work);
    let isi = kantor
        .mentah("SELECT string_agg(encode(catatan_tersegel, 'escape'), ' ') FROM gangguan")
        .await
        .unwrap();
    assert!(!isi.contains("Rusmini"), "{isi}");

    assert!(tutup(&kantor, &siak, 30, siti).await);
    assert!(!tutup(&kantor, &siak, 40, siti).await, "it is closed once");
    let lagi = gangguan(SebabGangguan::Siak, &[], 60, siti);
    assert!(simpan(&kantor, &lagi).await, "the next one of the same cause");
    assert!(tutup(&kantor, &lagi, 10, siti).await);
    let mut work = kantor.baca().await;
    let lagi = work.waktu_kerja().gangguan(lagi.id).await.unwrap().unwrap();
    assert_eq!(lagi.selesai, Some((menit(60), Some(siti))), "never before it began");

    let halaman = Halaman::new(None, Some(2));
    let semua = work.waktu_kerja().daftar_gangguan(false, halaman).await.unwrap();
    assert_eq!(semua.len(), 3, "one row more than asked for");
    assert_eq!(semua[0], lagi);
    let terbuka = work.waktu_kerja().daftar_gangguan(true, halaman).await.unwrap();
    assert_eq!(terbuka, [blanko]);
}

#[tokio::test(flavor = "multi_thread")]
async fn loading_the_same_pack_again_keeps_what_the_office_edited() {
    let kantor = Kantor::satu().await;
    let kalender = |tutup: &str| -> Kalender {
        let jam = json!({ "biasa": { "senin": [format!("08:00-{tutup}")] } });
        serde_json::from_value(json!({ "zona": "WITA", "jam": jam })).unwrap()
    };
    let (paket, kantornya, baru) = (kalender("15:00"), kalender("16:00"), kalender("14:00"));
    let mut work = kantor.tulis().await;
    assert_eq!(work.waktu_kerja().kunci_kalender().await.unwrap(), None);
    assert!(work.waktu_kerja().simpan_kalender_paket(&paket, KINI).await.unwrap());
    assert_eq!(work.waktu_kerja().kunci_kalender().await.unwrap(), Some(paket.clone()));
    work.katalog().simpan_kalender(&kantornya, KINI).await.unwrap();
    assert!(!work.waktu_kerja().simpan_kalender_paket(&paket, KINI).await.unwrap());
    assert_eq!(work.katalog().kalender().await.unwrap(), Some(kantornya));
    assert!(work.waktu_kerja().simpan_kalender_paket(&baru, KINI).await.unwrap());
    assert_eq!(work.katalog().kalender().await.unwrap(), Some(baru));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_is_read_with_the_interruptions_that_concern_it() {
    let (kantor, sop, siti) = Kantor::lengkap().await;
    let sebelum = gangguan(SebabGangguan::Blanko, &[], -60, siti);
    let semua = gangguan(SebabGangguan::Siak, &[], -10, siti);
    let lain = gangguan(SebabGangguan::PenandaTangan, &["kia"], 5, siti);
    let sendiri = gangguan(SebabGangguan::ListrikJaringan, &["kk_baru"], 6, siti);
    for satu in [&sebelum, &semua, &lain, &sendiri] {
        assert!(simpan(&kantor, satu).await);
    }
    assert!(tutup(&kantor, &sebelum, -30, siti).await);
    assert!(tutup(&kantor, &semua, 20, siti).await);
    let awal = [mulai(), buka(id(), None, Penyerah::Pemohon)];
    let mut p = permohonan(sop, 1, &awal);
    p.mulai_layanan = Some(HARI);
    let mut work = kantor.tulis().await;
    work.permohonan().tambah(&p, &awal, JejakPelaku::Sistem).await.unwrap();
    assert_eq!(work.permohonan().baca(p.id).await.unwrap().unwrap().mulai_layanan, Some(HARI));
    work.commit().await.unwrap();

    let siak = Sela { dari: menit(-10), sampai: Some(menit(20)), sebab: SebabJeda::SiakGangguan };
    let listrik = Sela { dari: menit(6), sampai: None, sebab: SebabJeda::ListrikJaringan };
    let mut work = kantor.tulis().await;
    let riwayat = work.bacaan().riwayat_jam(p.id).await.unwrap();
    assert_eq!(riwayat.kejadian, work.bacaan().linimasa(p.id).await.unwrap());
    assert_eq!(riwayat.gangguan, [siak, listrik]);

    let tamat =
        [Peristiwa::KasusBerakhir { akhir: Akhir::Selesai, alasan: None, kode_alasan: None }];
    p.keadaan = p.keadaan.clone().setelah(&tamat);
    p.diubah_pada = menit(5);
    work.permohonan().simpan(&p, &tamat, JejakPelaku::Sistem).await.unwrap();
    let riwayat = work.bacaan().riwayat_jam(p.id).await.unwrap();
    assert_eq!(riwayat.gangguan, [siak], "what began after the end does not concern it");
    assert_eq!(work.bacaan().riwayat_jam(id()).await.unwrap().kejadian.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_a_slot_beyond_the_quota_however_many_ask_at_once() {
    let kantor = Arc::new(Kantor::satu().await);
    let mut tugas = tokio::task::JoinSet::new();
    for ke in 0..12 {
        let kantor = Arc::clone(&kantor);
        tugas.spawn(async move {
            let mut work = kantor.tulis().await;
            let dapat = work.waktu_kerja().ambil_slot(&kode_("kia"), HARI, 4).await.unwrap();
            // Some registrations fail after they took a slot; theirs is free again.
            if dapat && ke % 3 == 0 {
                drop(work);
                return false;
            }
            work.commit().await.unwrap();
            dapat
        });
    }
    let mut dapat = 0;
    while let Some(satu) = tugas.join_next().await {
        dapat += u32::from(satu.unwrap());
    }
    assert!(dapat <= 4, "{dapat} of 4 slots");
    let mut work = kantor.tulis().await;
    let terpakai = work.waktu_kerja().slot_terpakai(&kode_("kia"), HARI).await.unwrap();
    assert_eq!(terpakai.get(&HARI).copied().unwrap_or(0), dapat, "as many as were given");
    while work.waktu_kerja().ambil_slot(&kode_("kia"), HARI, 4).await.unwrap() {
        dapat += 1;
    }
    assert_eq!(dapat, 4);
    let besok = HARI.next_day().unwrap();
    let setelah = work.waktu_kerja().slot_terpakai(&kode_("kia"), besok).await.unwrap();
    assert!(setelah.is_empty(), "{setelah:?}");
    assert!(!work.waktu_kerja().ambil_slot(&kode_("kia"), besok, 0).await.unwrap());
}
