//! Contacts: one person, one contact, whatever the webhook shows of them.

use loket_domain::percakapan::{Alamat, KeadaanAlur, LetakMenu};

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn the_missing_one_of_number_and_bsuid_is_filled_in() {
    let (kantor, ..) = Kantor::lengkap().await;
    let nomor = NomorWa::parse(NOMOR).unwrap();
    let pertama = kantor.warga(NOMOR).await;
    let nama = Rahasia::new("Ibu Hamsiah");
    let mut work = kantor.tulis().await;
    let lengkap = Pengirim { nama: Some(&nama), ..pengirim(Some(&nomor), Some("ID.1")) };
    let kedua = work.kontak().kunci_pengirim(&lengkap, id(), KINI).await.unwrap();
    let ketiga = work.kontak().kunci_pengirim(&pengirim(None, Some("ID.1")), id(), KINI).await;
    work.commit().await.unwrap();
    assert_eq!((kedua.id, kedua.bsuid.as_deref()), (pertama.id, Some("ID.1")));
    let ketiga = ketiga.unwrap();
    assert_eq!((ketiga.id, ketiga.nomor, ketiga.nama), (pertama.id, Some(nomor), Some(nama)));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_contacts_that_turn_out_to_be_one_person_the_oldest_wins() {
    let (kantor, ..) = Kantor::lengkap().await;
    let nomor = NomorWa::parse(NOMOR).unwrap();
    let tersembunyi = pengirim(None, Some("ID.1"));
    let mut work = kantor.tulis().await;
    let tua = work.kontak().kunci_pengirim(&tersembunyi, id(), KINI).await.unwrap();
    let muda =
        work.kontak().kunci_pengirim(&pengirim(Some(&nomor), None), id(), KINI).await.unwrap();
    assert_ne!(tua.id, muda.id);
    let keduanya = pengirim(Some(&nomor), Some("ID.1"));
    let terpilih = work.kontak().kunci_pengirim(&keduanya, id(), KINI).await.unwrap();
    assert_eq!((terpilih.id, terpilih.nomor), (tua.id, None));
    work.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_first_messages_at_once_make_one_contact() {
    let (kantor, ..) = Kantor::lengkap().await;
    let nomor = NomorWa::parse(NOMOR).unwrap();
    let masuk = async || {
        let mut work = kantor.tulis().await;
        let kontak = work.kontak().kunci_pengirim(&pengirim(Some(&nomor), None), id(), KINI).await;
        work.commit().await.unwrap();
        kontak.unwrap().id
    };
    let (a, b, c) = tokio::join!(masuk(), masuk(), masuk());
    assert_eq!((a, b), (b, c));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_the_number_or_else_the_bsuid_through_the_service_number() {
    let (kantor, ..) = Kantor::lengkap().await;
    let bernomor = kantor.warga(NOMOR).await;
    let lain = Pengirim { nomor_layanan: "999", ..pengirim(None, Some("ID.3")) };
    let mut work = kantor.tulis().await;
    let tersembunyi =
        work.kontak().kunci_pengirim(&pengirim(None, Some("ID.2")), id(), KINI).await.unwrap();
    let tanpa_nomor = work.kontak().kunci_pengirim(&lain, id(), KINI).await.unwrap();
    let (_, alamat, nomor) = work.kontak().alamat(&[bernomor.id]).await.unwrap().remove(0);
    assert_eq!(alamat, Alamat::Nomor(NomorWa::parse(NOMOR).unwrap()));
    assert_eq!(nomor, nomor_layanan("100"));
    assert_eq!(work.kontak().nomor_layanan("100").await.unwrap(), Some(nomor));
    let (_, alamat, _) = work.kontak().alamat(&[tersembunyi.id]).await.unwrap().remove(0);
    assert_eq!(alamat, Alamat::Bsuid("ID.2".to_owned()));
    assert_eq!(work.kontak().alamat(&[tanpa_nomor.id]).await.unwrap(), Vec::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_typed_by_an_officer_finds_or_makes_its_contact() {
    let kantor = Kantor::satu().await;
    let nomor = NomorWa::parse("081200000009").unwrap();
    let mut work = kantor.tulis().await;
    assert_eq!(work.kontak().dari_nomor(&nomor, id(), KINI).await.unwrap(), None);
    work.katalog().simpan_nomor_layanan(uuid_baru(), &nomor_layanan("100"), KINI).await.unwrap();
    let baru = work.kontak().dari_nomor(&nomor, id(), KINI).await.unwrap().unwrap();
    assert_eq!(work.kontak().dari_nomor(&nomor, id(), KINI).await.unwrap(), Some(baru));
    assert_eq!(work.kontak().alamat(&[baru]).await.unwrap().remove(0).1, Alamat::Nomor(nomor));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_idle_conversation_is_pointed_at_a_case() {
    let (kantor, ..) = Kantor::lengkap().await;
    let mut kontak = kantor.warga(NOMOR).await;
    let (kasus, lain) = (id(), id());
    let melengkapi = |permohonan| KeadaanAlur::Melengkapi { permohonan, jumlah: 0 };
    let terisi = KeadaanAlur::Melengkapi { permohonan: kasus, jumlah: 1 };
    let mut work = kantor.tulis().await;
    for (alur, harapan) in [
        (KeadaanAlur::Awal, melengkapi(kasus)),
        (
            KeadaanAlur::PilihLayanan {
                gagal: 1,
                letak: LetakMenu::default(),
                titipan: Vec::new(),
            },
            melengkapi(kasus),
        ),
        (melengkapi(lain), melengkapi(lain)),
        (terisi.clone(), terisi),
        (KeadaanAlur::Petugas, KeadaanAlur::Petugas),
    ] {
        kontak.alur = alur;
        work.kontak().simpan(&kontak, KINI).await.unwrap();
        let bebas = work.kontak().mulai_melengkapi(kontak.id, kasus).await.unwrap();
        assert_eq!(
            bebas,
            matches!(&harapan, KeadaanAlur::Melengkapi { permohonan, .. } if *permohonan == kasus)
        );
        assert_eq!(alur_kini(work.as_mut(), &kontak).await, harapan);
    }
    kontak.alur = melengkapi(kasus);
    work.kontak().simpan(&kontak, KINI).await.unwrap();
    work.kontak().selesai_melengkapi(kontak.id, lain).await.unwrap();
    assert_eq!(alur_kini(work.as_mut(), &kontak).await, melengkapi(kasus));
    work.kontak().selesai_melengkapi(kontak.id, kasus).await.unwrap();
    assert_eq!(alur_kini(work.as_mut(), &kontak).await, KeadaanAlur::Awal);
}

async fn alur_kini(work: &mut dyn UnitOfWork, kontak: &Kontak) -> KeadaanAlur {
    let pengirim = pengirim(kontak.nomor.as_ref(), None);
    work.kontak().kunci_pengirim(&pengirim, id(), KINI).await.unwrap().alur
}

#[tokio::test(flavor = "multi_thread")]
async fn the_moment_of_consent_is_that_of_the_version_seen() {
    let (kantor, ..) = Kantor::lengkap().await;
    let mut kontak = kantor.warga(NOMOR).await;
    let sql = "SELECT concat_ws(' ', persetujuan_versi, to_char(persetujuan_pada AT TIME ZONE 'UTC', 'HH24:MI'))
               FROM kontak";
    for (versi, ke, harapan) in [("1", 1, "1 00:01"), ("1", 2, "1 00:01"), ("2", 3, "2 00:03")] {
        kontak.persetujuan = Some(versi.to_owned());
        let mut work = kantor.tulis().await;
        work.kontak().simpan(&kontak, menit(ke)).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(kantor.mentah(sql).await.unwrap(), harapan);
    }
}
