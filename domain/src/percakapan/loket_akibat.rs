//! ANTRE and TANDA TERIMA, carried out: only what belongs to the contact that writes.

use serde_json::json;

use super::{
    Kontak, baca,
    kamus::{Kamus, loket as kata},
    loket::{NiatLoket, id},
    pilihan::tawarkan,
};
use crate::{
    akses::Pelaku,
    antrean::{KeadaanTiket, TIKET_SEHARI, Tiket, letak, tiket_baru},
    audit::CatatanAudit,
    galat::{Galat, PortError},
    layanan::Kanal,
    loket::{JenisAntrean, PengaturanLoket, RingkasAmbil, TANDA_TERIMA_SEHARI},
    outbox::IsiPesan,
    permohonan::kalender_kanal,
    ports::{Ports, UnitOfWork},
};

/// How many collections are offered.
const TAWARAN: u32 = 10;

/// What is said, and whether something was done; otherwise it is a question or news of what was done before.
pub(super) struct JawabanLoket {
    pub isi: IsiPesan,
    pub berbuat: bool,
}

fn kabar(isi: String) -> JawabanLoket {
    JawabanLoket { isi: IsiPesan::Teks { isi }, berbuat: false }
}

/// Does what is asked of the counter.
pub(super) async fn jalankan_loket(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kontak: &Kontak,
    kamus: &Kamus,
    niat: NiatLoket,
) -> Result<JawabanLoket, Galat> {
    match niat {
        NiatLoket::Antre(disebut) => {
            antre(ports, work, pelaku, kontak, kamus, disebut.as_deref()).await
        }
        NiatLoket::TandaTerima(disebut) => {
            tanda_terima(ports, work, pelaku, kontak, kamus, disebut.as_deref()).await
        }
    }
}

async fn antre(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kontak: &Kontak,
    kamus: &Kamus,
    disebut: Option<&str>,
) -> Result<JawabanLoket, Galat> {
    let now = ports.clock.now();
    let tanggal = pelaku.tenant.zona.setempat(now).date();
    work.antrean().kunci_antrean().await?;
    let pengaturan = work.loket().pengaturan().await?;
    let semua = work.antrean().milik_kontak(tanggal, kontak.id).await?;
    if let Some(tiket) = semua.iter().find(|satu| satu.keadaan.terbuka()) {
        return kini(ports, work, pelaku, kamus, &pengaturan, tiket).await;
    }
    if semua.len() >= TIKET_SEHARI {
        let jumlah = TIKET_SEHARI.to_string();
        return Ok(kabar(kamus.isi(&kata::ANTRE_HABIS, &[("jumlah", &jumlah)])));
    }
    let jenis = match (pengaturan.antrean.as_slice(), disebut) {
        ([], _) => return Ok(kabar(kamus.kata(&kata::ANTRE_TANPA))),
        ([satu], _) => Some(satu),
        (semua, Some(disebut)) => pilih_jenis(semua, disebut),
        (_, None) => None,
    };
    // A ticket from afar would only be skipped.
    let kalender = kalender_kanal(work, Kanal::Loket).await?;
    if !kalender.bekerja_pada(now) {
        let buka = kalender.mulai_efektif(now).map_err(PortError::tak_terduga)?;
        let mulai = kalender.tulis_saat(buka);
        return Ok(kabar(kamus.isi(&kata::ANTRE_TUTUP, &[("mulai", &mulai)])));
    }
    let Some(jenis) = jenis else {
        let opsi: Vec<_> = pengaturan
            .antrean
            .iter()
            .map(|satu| (id("antre", satu.kode.as_str()), satu.nama.clone()))
            .collect();
        let tanya = kamus.kata(&kata::ANTRE_PILIH);
        let isi = tawarkan(kamus, &tanya, &opsi, kamus.pola(&kata::ANTRE_CARA));
        return Ok(JawabanLoket { isi, berbuat: false });
    };
    let tiket = tiket_baru(ports, work, tanggal, jenis, (None, Some(kontak.id))).await?;
    let objek = Some(tiket.id.uuid());
    let catatan = CatatanAudit::baru(ports, pelaku.jejak(), "tiket.ambil", "loket_tiket", objek)
        .dengan(json!({ "kode": tiket.kode, "lewat": "chat" }));
    work.audit().catat(&catatan).await?;
    let letak = letak(ports, work, pelaku, &pengaturan, &tiket).await?;
    let di_mana = kalimat_letak(kamus, letak.di_depan, letak.perkiraan);
    let isian = [("kode", tiket.kode.as_str()), ("jenis", &letak.jenis), ("letak", &di_mana)];
    let isi = IsiPesan::Teks { isi: kamus.isi(&kata::ANTRE_DIAMBIL, &isian) };
    Ok(JawabanLoket { isi, berbuat: true })
}

/// Where the ticket stands that the contact has.
async fn kini(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kamus: &Kamus,
    pengaturan: &PengaturanLoket,
    tiket: &Tiket,
) -> Result<JawabanLoket, Galat> {
    let letak = letak(ports, work, pelaku, pengaturan, tiket).await?;
    let di_mana = kalimat_letak(kamus, letak.di_depan, letak.perkiraan);
    let isian = [
        ("kode", tiket.kode.as_str()),
        ("jenis", &letak.jenis),
        ("letak", &di_mana),
        ("loket", &letak.loket),
    ];
    Ok(kabar(match tiket.keadaan {
        KeadaanTiket::Dipanggil => kamus.isi(&kata::ANTRE_DIPANGGIL, &isian),
        KeadaanTiket::Dilayani => kamus.isi(&kata::ANTRE_DILAYANI, &isian),
        _ => kamus.isi(&kata::ANTRE_MENUNGGU, &isian),
    }))
}

fn kalimat_letak(kamus: &Kamus, di_depan: u32, perkiraan: time::Duration) -> String {
    if di_depan == 0 {
        return kamus.kata(&kata::ANTRE_TERDEPAN);
    }
    let menit = perkiraan.whole_minutes().max(1).to_string();
    kamus.isi(&kata::ANTRE_LETAK, &[("jumlah", &di_depan.to_string()), ("menit", &menit)])
}

fn pilih_jenis<'p>(semua: &'p [JenisAntrean], disebut: &str) -> Option<&'p JenisAntrean> {
    let nama: Vec<&str> = semua.iter().map(|satu| satu.nama.as_str()).collect();
    let berkode = semua.iter().position(|satu| satu.kode.as_str() == disebut);
    semua.get(berkode.or_else(|| baca::dipilih(disebut, &nama))?)
}

async fn tanda_terima(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kontak: &Kontak,
    kamus: &Kamus,
    disebut: Option<&str>,
) -> Result<JawabanLoket, Galat> {
    let semua = work.loket().pengambilan_kontak(kontak.id, TAWARAN).await?;
    let satu = match (semua.as_slice(), disebut) {
        ([], _) => return Ok(kabar(kamus.kata(&kata::TANDA_TERIMA_TIDAK_ADA))),
        ([satu], None) => Some(satu),
        (semua, Some(disebut)) => pilih_terima(semua, disebut),
        (_, None) => None,
    };
    let Some(satu) = satu else {
        let opsi: Vec<_> = semua
            .iter()
            .map(|satu| {
                let nama = format!("{} · {}", satu.nomor, satu.layanan);
                (id("tanda_terima", &satu.id.uuid().to_string()), nama)
            })
            .collect();
        let tanya = kamus.kata(&kata::TANDA_TERIMA_PILIH);
        let isi = tawarkan(kamus, &tanya, &opsi, kamus.pola(&kata::TANDA_TERIMA_CARA));
        return Ok(JawabanLoket { isi, berbuat: false });
    };
    let now = ports.clock.now();
    let sehari = work.loket().minta_sejak(kontak.id, now - time::Duration::days(1)).await?;
    if sehari >= TANDA_TERIMA_SEHARI {
        let jumlah = TANDA_TERIMA_SEHARI.to_string();
        return Ok(kabar(kamus.isi(&kata::TANDA_TERIMA_HABIS, &[("jumlah", &jumlah)])));
    }
    // Asked for again before it left: once is enough.
    if work.loket().minta_tanda_terima(ports.ids.uuid(), satu.id, kontak.id, now).await? {
        let objek = Some(satu.id.uuid());
        let aksi = "tanda_terima.minta";
        let catatan = CatatanAudit::baru(ports, pelaku.jejak(), aksi, "loket_pengambilan", objek);
        work.audit().catat(&catatan).await?;
    }
    let isian = [("nomor", satu.nomor.as_str()), ("permohonan", &satu.permohonan_nomor)];
    let isi = IsiPesan::Teks { isi: kamus.isi(&kata::TANDA_TERIMA_DIKIRIM, &isian) };
    Ok(JawabanLoket { isi, berbuat: true })
}

/// By the id on a row, by one of both numbers, or by its place in what was offered.
fn pilih_terima<'p>(semua: &'p [RingkasAmbil], disebut: &str) -> Option<&'p RingkasAmbil> {
    let sama = |satu: &RingkasAmbil| {
        satu.id.uuid().to_string() == disebut
            || satu.nomor.eq_ignore_ascii_case(disebut)
            || satu.permohonan_nomor.eq_ignore_ascii_case(disebut)
    };
    let bernomor = semua.iter().position(sama);
    semua.get(bernomor.or_else(|| baca::dipilih(disebut, &[""; TAWARAN as usize][..semua.len()]))?)
}
