//! What follows from the outcome of a send, beyond the message itself.

use std::time::Duration as StdDuration;

use time::{Duration, OffsetDateTime};

use super::{
    Golongan, HasilKirim, IsiPesan, JENDELA_TUTUP, KODE_TOLAK_TEMPLAT, KeadaanPesan, KelasGalat,
    PesanBerstatus, PesanDiklaim, PesanId, PesanKeluar, RincianPesan, SaringPesan, SebabJeda,
    kirim::kembalikan_kode,
    kode_wa, perlu_dikabarkan,
    saluran::{jeda_saluran, kabari_operasi, pulihkan_saluran},
};
use crate::{
    akses::JejakPelaku,
    galat::PortError,
    halaman::{BATAS_MAKS, Halaman},
    penyerahan::setelah_gagal,
    percakapan::{KirimGagal, KontakId},
    permohonan::PermohonanId,
    ports::{Ports, UnitOfWork},
    templat::{PerubahanTemplat, UbahKeadaanTemplat},
    tenant::Tenant,
};

/// How often a message is tried before an officer has to look.
pub(super) const BATAS_PERCOBAAN: u32 = 12;
/// How often a file is uploaded before the message fails.
const BATAS_BERKAS: u32 = 2;
/// How long officers are not told of the same reason again.
const KABAR_LAGI: Duration = Duration::hours(1);
/// The longest wait of one recipient.
const TAHAN_PALING: u64 = 1_024;

/// Writes what became of a send into the unit of work, with everything that follows for number, contact and template.
/// `false` when nothing more should leave through the number in this round.
pub(super) async fn catat_hasil(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    satu: &PesanDiklaim,
    hasil: Result<String, KirimGagal>,
) -> Result<bool, PortError> {
    let now = ports.clock.now();
    let (pesan, fakta) = (&satu.pesan, &satu.fakta);
    let nomor = fakta.phone_number_id.as_str();
    let mut lancar = true;
    let hasil = match hasil {
        Ok(wamid) => {
            if fakta.menjajal {
                pulihkan_saluran(ports, work, nomor, JejakPelaku::Sistem).await?;
            }
            if fakta.gagal_pasangan > 0 {
                work.saluran().tahan_pasangan(pesan.kontak, None, 0).await?;
            }
            HasilKirim::Diterima { wamid }
        }
        // An unknown outcome stays as it is until a status or the grace period settles it.
        Err(KirimGagal::TidakDiketahui) => return Ok(true),
        Err(KirimGagal::Sementara { galat, .. }) if satu.percobaan + 1 >= BATAS_PERCOBAAN => {
            HasilKirim::Gagal { galat }
        }
        Err(KirimGagal::Sementara { galat, tunggu }) => {
            let tunggu =
                tunggu.unwrap_or_else(|| jeda_acak(satu.percobaan, pesan.id.uuid().as_bytes()[15]));
            HasilKirim::CobaLagi { pada: now + tunggu, galat }
        }
        Err(KirimGagal::Berkas { galat }) if satu.percobaan + 1 >= BATAS_BERKAS => {
            HasilKirim::Gagal { galat }
        }
        Err(KirimGagal::Berkas { galat }) => {
            HasilKirim::CobaLagi { pada: now + jeda(satu.percobaan), galat }
        }
        Err(KirimGagal::Lambat { galat, tunggu, semua }) => {
            lancar = false;
            let sampai = now + tunggu;
            work.saluran().perlambat((!semua).then_some(nomor), sampai, now).await?;
            HasilKirim::Dikembalikan { pada: sampai, galat }
        }
        Err(KirimGagal::LambatPasangan { galat }) => {
            let sampai = now + tahan_pasangan(fakta.gagal_pasangan);
            let gagal_ke = fakta.gagal_pasangan.saturating_add(1);
            work.saluran().tahan_pasangan(pesan.kontak, Some(sampai), gagal_ke).await?;
            HasilKirim::Dikembalikan { pada: sampai, galat }
        }
        Err(KirimGagal::Terhenti { galat, sebab }) => {
            lancar = false;
            jeda_saluran(ports, work, nomor, &galat, sebab).await?;
            HasilKirim::Dikembalikan { pada: now, galat }
        }
        // The resident wrote after this message was claimed: the refusal speaks of the window before that.
        Err(KirimGagal::TungguMasuk { galat })
            if work.saluran().kunci_jendela(pesan.kontak).await?.0 != fakta.terakhir_masuk =>
        {
            HasilKirim::Dikembalikan { pada: now, galat }
        }
        Err(KirimGagal::TungguMasuk { galat }) => {
            work.saluran().tolak_jendela(pesan.kontak, now).await?;
            let boleh = fakta.boleh_templat() && !pesan.isi.templat();
            if boleh {
                antrekan_templat(
                    ports,
                    work,
                    tenant,
                    pesan.kontak,
                    pesan.golongan,
                    pesan.permohonan,
                )
                .await?;
            }
            HasilKirim::Tertahan { galat }
        }
        Err(KirimGagal::Tetap { galat }) => {
            if let Some(kode) = kode_wa(&galat) {
                let tujuan = (pesan.id, pesan.kontak);
                setelah_ditolak(ports, work, tujuan, Some(&pesan.isi), kode).await?;
            }
            HasilKirim::Gagal { galat }
        }
    };
    work.pesan().selesai(pesan.id, &hasil, now).await?;
    kembalikan_kode(work, satu, &hasil).await?;
    if pesan.golongan == Golongan::Dokumen && matches!(hasil, HasilKirim::Gagal { .. }) {
        setelah_gagal(ports, work, tenant, pesan.id).await?;
    }
    Ok(lancar)
}

/// What a final refusal with that code means for contact and template.
pub(super) async fn setelah_ditolak(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    (id, kontak): (PesanId, KontakId),
    isi: Option<&IsiPesan>,
    kode: i64,
) -> Result<(), PortError> {
    if kode == KODE_TOLAK_TEMPLAT {
        return work.saluran().tolak_templat(kontak, Some(ports.clock.now())).await;
    }
    if let Some(IsiPesan::Templat { nama, bahasa, .. } | IsiPesan::Kode { nama, bahasa }) = isi
        && let Some(perubahan) = PerubahanTemplat::dari_galat(kode)
    {
        // The change itself tells the officers, once.
        let ubah = UbahKeadaanTemplat { nama: nama.clone(), bahasa: bahasa.clone(), perubahan };
        return ubah.execute(ports, work).await.map(drop);
    }
    if perlu_dikabarkan(kode) && !sudah_dikabarkan(ports, work, id, kode).await? {
        let kata = super::penjelasan(&format!("wa_{kode}"));
        let isi = format!("Pesan WhatsApp gagal (wa_{kode}). {} {}", kata.kalimat, kata.tindakan);
        return kabari_operasi(ports, work, isi).await;
    }
    Ok(())
}

/// Whether another message failed for the same reason lately, so that the officers know.
async fn sudah_dikabarkan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    id: PesanId,
    kode: i64,
) -> Result<bool, PortError> {
    let saring = SaringPesan {
        keadaan: Some(KeadaanPesan::Gagal),
        sejak: Some(ports.clock.now() - KABAR_LAGI),
        ..SaringPesan::default()
    };
    let semua = work.pesan().daftar(&saring, Halaman::new(None, Some(BATAS_MAKS))).await?;
    let sama = |lain: &RincianPesan| lain.galat.as_deref().and_then(kode_wa) == Some(kode);
    Ok(semua.iter().any(|lain| lain.id != id && sama(lain)))
}

/// What a refusal that a status reports means for number and contact.
pub(super) async fn setelah_status_gagal(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    pesan: &PesanBerstatus,
    (kode, saat): (i64, OffsetDateTime),
) -> Result<(), PortError> {
    let now = ports.clock.now();
    let (nomor, galat) = (&pesan.phone_number_id, format!("wa_{kode}"));
    match KelasGalat::dari(kode) {
        Some(KelasGalat::Perbaiki) => {
            jeda_saluran(ports, work, nomor, &galat, SebabJeda::Akses).await
        }
        Some(KelasGalat::PengirimDihentikan) => {
            jeda_saluran(ports, work, nomor, &galat, SebabJeda::Pengirim).await
        }
        Some(KelasGalat::TungguMasuk) => {
            let (masuk, _) = work.saluran().kunci_jendela(pesan.kontak).await?;
            if masuk.is_some_and(|masuk| masuk > saat) {
                // The resident wrote since then.
                return work.pesan().lepaskan_tertahan(pesan.kontak, now).await;
            }
            work.saluran().tolak_jendela(pesan.kontak, now).await?;
            antrekan_templat(ports, work, tenant, pesan.kontak, pesan.golongan, pesan.permohonan)
                .await
                .map(drop)
        }
        _ => {
            let isi = work.pesan().baca(pesan.id).await?.and_then(|satu| satu.isi);
            let tujuan = (pesan.id, pesan.kontak);
            setelah_ditolak(ports, work, tujuan, isi.as_ref(), kode).await
        }
    }
}

/// Queues the template that asks the resident to write, once per closed window; `false` when there is none that fits.
pub(super) async fn antrekan_templat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    kontak: KontakId,
    golongan: Golongan,
    permohonan: Option<PermohonanId>,
) -> Result<bool, PortError> {
    let calon = work.templat().untuk(golongan).await?;
    if calon.is_empty() {
        return Ok(false);
    }
    let kasus = match permohonan {
        Some(id) => work.permohonan().baca(id).await?,
        None => None,
    };
    let nomor = kasus.as_ref().map(|kasus| kasus.nomor.as_str());
    let layanan = kasus.as_ref().map(|kasus| kasus.layanan_nama.as_str());
    let Some(isi) =
        calon.iter().find_map(|templat| templat.pesan(nomor, layanan, Some(&tenant.nama)))
    else {
        return Ok(false);
    };
    if !work.saluran().catat_templat(kontak, ports.clock.now()).await? {
        return Ok(false);
    }
    let pesan = PesanKeluar::baru(ports, kontak, permohonan, isi).sebagai(golongan);
    work.pesan().antrekan(&pesan).await?;
    Ok(true)
}

/// The outcome of a message that the window holds back.
pub(super) fn tertahan() -> HasilKirim {
    HasilKirim::Tertahan { galat: JENDELA_TUTUP.to_owned() }
}

/// Waits 2, 4, 8 … seconds, at most ten minutes.
pub fn jeda(percobaan: u32) -> StdDuration {
    StdDuration::from_secs(2u64.saturating_pow(percobaan.saturating_add(1)).min(600))
}

/// The same, up to a quarter longer, so that what failed together is not tried again together.
fn jeda_acak(percobaan: u32, acak: u8) -> StdDuration {
    let dasar = jeda(percobaan);
    dasar + dasar.mul_f64(f64::from(acak) / 1_024.0)
}

/// One recipient waits 4^X seconds after X refusals before.
fn tahan_pasangan(gagal_ke: u32) -> Duration {
    let detik = 4_u64.saturating_pow(gagal_ke).min(TAHAN_PALING);
    Duration::seconds(i64::try_from(detik).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn waiting_grows_and_stays_bounded() {
        assert_eq!(jeda(0).as_secs(), 2);
        assert_eq!(jeda(3).as_secs(), 16);
        assert_eq!(jeda(u32::MAX).as_secs(), 600);
        assert_eq!([0, 1, 2].map(tahan_pasangan), [1, 4, 16].map(Duration::seconds));
        assert_eq!(tahan_pasangan(u32::MAX), Duration::seconds(1_024));
    }

    proptest! {
        #[test]
        fn jitter_only_lengthens_and_by_a_quarter_at_most(percobaan in 0_u32..40, acak: u8) {
            let (dasar, tunggu) = (jeda(percobaan), jeda_acak(percobaan, acak));
            prop_assert!(dasar <= tunggu && tunggu <= dasar.mul_f64(1.25));
        }
    }
}
