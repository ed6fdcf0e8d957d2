//! What stands before the guided intake: questions about the office's numbers, reports of scams, and the proof of who
//! writes.

use serde_json::json;

use super::{
    KeadaanAlur, Kontak, Masukan,
    akibat::kirim,
    identitas::{self, Gerbang, gerbang},
    laporan, resmi,
    teks_kanal::{self, Keresmian},
};
use crate::{
    akses::Pelaku,
    galat::Galat,
    outbox::IsiPesan,
    ports::{Ports, UnitOfWork},
};

/// Answers what does not belong to the intake; `false` lets the message through.
pub(super) async fn sebelum_alur(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kontak: &mut Kontak,
    masukan: &Masukan,
) -> Result<bool, Galat> {
    let maksud = match masukan {
        Masukan::Teks(teks) => resmi::baca(teks),
        _ => None,
    };
    let jawaban = match maksud {
        Some(resmi::Maksud::Tanya { nomor }) => jawab_resmi(ports, pelaku, nomor).await?,
        Some(resmi::Maksud::CaraLapor) => teks_kanal::CARA_LAPOR.to_owned(),
        Some(resmi::Maksud::Lapor { nomor, isi }) => {
            laporan::lapor(ports, work, kontak.id, nomor, isi).await?.to_owned()
        }
        None => match verifikasi(ports, work, pelaku, kontak, masukan).await? {
            Lanjut::Alur => return Ok(false),
            Lanjut::Diam => return Ok(true),
            Lanjut::Jawab(jawaban) => jawaban,
        },
    };
    kirim(ports, work, kontak.id, IsiPesan::Teks { isi: jawaban }, None).await?;
    Ok(true)
}

/// Where a message goes on.
enum Lanjut {
    /// To the intake.
    Alur,
    /// Nowhere.
    Diam,
    /// It is answered here.
    Jawab(String),
}

async fn jawab_resmi(
    ports: &Ports,
    pelaku: &Pelaku,
    ditanya: Option<String>,
) -> Result<String, Galat> {
    let semua = ports.daftar.nomor_resmi().await?;
    let kami: Vec<String> = semua
        .iter()
        .filter(|satu| satu.tenant == pelaku.tenant.slug)
        .map(super::NomorResmi::rapi)
        .collect();
    let ditanya = ditanya.map(|angka| format!("+{angka}"));
    let keresmian = match &ditanya {
        None => Keresmian::TidakDisebut,
        Some(nomor) if kami.contains(nomor) => Keresmian::Kami(nomor),
        Some(nomor) => match semua.iter().find(|satu| &satu.rapi() == nomor) {
            Some(lain) => Keresmian::KantorLain(nomor, &lain.kantor),
            None => Keresmian::Bukan(nomor),
        },
    };
    let halaman = format!("{}/nomor-resmi", ports.surat.penerbit().trim_end_matches('/'));
    Ok(teks_kanal::nomor_resmi(&pelaku.tenant.nama, &kami, &halaman, keresmian))
}

async fn verifikasi(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kontak: &mut Kontak,
    masukan: &Masukan,
) -> Result<Lanjut, Galat> {
    let Some(tanda) = kontak.verifikasi else { return Ok(Lanjut::Alur) };
    let perkara = work.identitas().perkara(kontak.id, tanda.sejak).await?;
    let petugas = matches!(kontak.alur, KeadaanAlur::Petugas);
    let gagal = tanda.gagal.unwrap_or(0);
    let jawaban = match gerbang(&tanda, petugas, masukan, &perkara) {
        Gerbang::Diam => return Ok(Lanjut::Diam),
        Gerbang::TanpaPerkara => {
            let rincian = json!({ "cara": "tanpa_perkara" });
            identitas::bersihkan(ports, work, pelaku.jejak(), kontak, rincian).await?;
            // Perhaps somebody else: they begin at the beginning and see the notice on personal data themselves.
            kontak.persetujuan = None;
            if !petugas {
                kontak.alur = KeadaanAlur::Awal;
            }
            return Ok(Lanjut::Alur);
        }
        Gerbang::Tanya => {
            work.identitas().simpan_gagal(kontak.id, gagal).await?;
            teks_kanal::MINTA_BUKTI.to_owned()
        }
        Gerbang::Salah(sisa) => {
            work.identitas().simpan_gagal(kontak.id, gagal.saturating_add(1)).await?;
            teks_kanal::bukti_salah(sisa)
        }
        Gerbang::Habis => {
            work.identitas().simpan_gagal(kontak.id, gagal.saturating_add(1)).await?;
            kontak.alur = KeadaanAlur::Petugas;
            let (jejak, rincian) = (pelaku.jejak(), json!({ "sebab": tanda.sebab.kode() }));
            identitas::audit(ports, work, jejak, kontak.id, "kontak.verifikasi_gagal", rincian)
                .await?;
            teks_kanal::BUKTI_HABIS.to_owned()
        }
        Gerbang::Petugas => {
            work.identitas().simpan_gagal(kontak.id, gagal).await?;
            kontak.alur = KeadaanAlur::Petugas;
            teks_kanal::BUKTI_PETUGAS.to_owned()
        }
        Gerbang::Tunggu => teks_kanal::TUNGGU_PETUGAS.to_owned(),
        Gerbang::Terbukti => {
            let rincian = json!({ "cara": "jawaban", "gagal": gagal });
            identitas::bersihkan(ports, work, pelaku.jejak(), kontak, rincian).await?;
            teks_kanal::TERBUKTI.to_owned()
        }
    };
    Ok(Lanjut::Jawab(jawaban))
}
