//! Drain the outbox of a tenant.

use std::collections::BTreeSet;

use time::{Duration, OffsetDateTime};

use super::{
    HasilKirim, IsiPesan, KODE_BERAKHIR, KODE_TIDAK_PASTI, PesanDiklaim, Putusan,
    akibat::{antrekan_templat, catat_hasil, tertahan},
};
use crate::{
    galat::{Galat, PortError},
    penyerahan::tahan_dokumen,
    percakapan::{Alamat, IsiSiapKirim, KirimGagal, KodeDiambil, NomorLayanan},
    permohonan::BATAS_BERKAS,
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// How many messages of a number one round claims.
const BATAS_KLAIM: u32 = 20;

/// Send what is due.
#[derive(Clone, Copy, Debug)]
pub struct KirimAntrean {
    /// How long a send may stay without answer and without status before it is taken for lost. A status carries our id
    /// back even when the answer was lost, so this only has to outlast the channel's delay in reporting.
    pub tenggang: Duration,
}

impl KirimAntrean {
    /// One round; tells how many messages were handled. Call again until it says 0.
    pub async fn execute(self, ports: &Ports, tenant: &Tenant) -> Result<usize, Galat> {
        let now = ports.clock.now();
        let mut work = ports.store.begin(&tenant.slug).await?;
        // Before the claim: what waits for a proof of who they are must not be claimed.
        work.identitas().tahan().await?;
        let diklaim = work.pesan().klaim(now, BATAS_KLAIM).await?;
        // After the claim: numbers are locked before messages, here as everywhere.
        let macet = work.pesan().lepaskan_macet(now - self.tenggang, now).await?;
        let jumlah = diklaim.len() + usize::try_from(macet).unwrap_or(usize::MAX);
        let siap = saring(ports, work.as_mut(), tenant, diklaim, now).await?;
        let penerima: Vec<_> = siap.iter().map(|satu| satu.pesan.kontak).collect();
        let alamat = work.kontak().alamat(&penerima).await?;
        work.commit().await?;

        let mut berhenti: BTreeSet<String> = BTreeSet::new();
        for satu in siap {
            let nomor = &satu.fakta.phone_number_id;
            let tujuan = alamat.iter().find(|(kontak, ..)| *kontak == satu.pesan.kontak);
            // The round took so long that another worker may soon take the rest for lost, or the number stands still since
            // an earlier message: what has not begun is given back, so that nobody sends it twice.
            let kembali = if ports.clock.now() - now > self.tenggang / 2 {
                Some("ronde_terlalu_lama")
            } else {
                berhenti.contains(nomor).then_some("nomor_dijeda")
            };
            if let Some(galat) = kembali {
                let pada = ports.clock.now();
                let hasil = HasilKirim::Dikembalikan { pada, galat: galat.to_owned() };
                let mut work = ports.store.begin(&tenant.slug).await?;
                work.pesan().selesai(satu.pesan.id, &hasil, pada).await?;
                kembalikan_kode(work.as_mut(), &satu, &hasil).await?;
                work.commit().await?;
                continue;
            }
            let hasil = match tujuan {
                Some((_, alamat, nomor)) => kirim_satu(ports, &satu, alamat, nomor).await,
                None => Err(KirimGagal::Tetap { galat: "nomor_layanan_belum_diatur".to_owned() }),
            };
            let mut work = ports.store.begin(&tenant.slug).await?;
            if !catat_hasil(ports, work.as_mut(), tenant, &satu, hasil).await? {
                berhenti.insert(nomor.clone());
            }
            work.commit().await?;
        }
        Ok(jumlah)
    }
}

/// What may leave now; the rest is parked or skipped at once, in the same unit of work.
async fn saring(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    diklaim: Vec<PesanDiklaim>,
    now: OffsetDateTime,
) -> Result<Vec<PesanDiklaim>, PortError> {
    let mut siap = Vec::with_capacity(diklaim.len());
    for mut satu in diklaim {
        let templat = satu.pesan.isi.templat();
        let mut putusan = satu.fakta.putuskan(satu.pesan.golongan, templat, now);
        if matches!(putusan, Putusan::Tahan { .. }) {
            // The resident may be writing at this moment.
            let (masuk, ditolak) = work.saluran().kunci_jendela(satu.pesan.kontak).await?;
            (satu.fakta.terakhir_masuk, satu.fakta.jendela_ditolak) = (masuk, ditolak);
            putusan = satu.fakta.putuskan(satu.pesan.golongan, templat, now);
        }
        let pesan = &satu.pesan;
        let hasil = match putusan {
            Putusan::Kirim => {
                let galat = match &pesan.isi {
                    IsiPesan::Kode { .. } => match work.kode_nomor().ambil(pesan.id, now).await? {
                        KodeDiambil::Ada(kode) => {
                            satu.kode = Some(kode);
                            None
                        }
                        KodeDiambil::Berakhir => Some(KODE_BERAKHIR),
                        KodeDiambil::SudahDiambil => Some(KODE_TIDAK_PASTI),
                    },
                    _ => tahan_dokumen(ports, work, pesan).await?,
                };
                let Some(galat) = galat else {
                    siap.push(satu);
                    continue;
                };
                HasilKirim::Dilewati { galat: galat.to_owned() }
            }
            Putusan::Lewati(galat) => {
                if matches!(pesan.isi, IsiPesan::Kode { .. }) {
                    work.kode_nomor().buang(pesan.id).await?;
                }
                HasilKirim::Dilewati { galat: galat.to_owned() }
            }
            Putusan::Tahan { templat } => {
                if templat {
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
                tertahan()
            }
        };
        work.pesan().selesai(pesan.id, &hasil, now).await?;
    }
    Ok(siap)
}

/// Puts a code back whose message certainly did not leave and is tried again. In every other case it stays gone: a send of
/// which nobody knows what became is not repeated.
pub(super) async fn kembalikan_kode(
    work: &mut dyn UnitOfWork,
    satu: &PesanDiklaim,
    hasil: &HasilKirim,
) -> Result<(), PortError> {
    let lagi = matches!(hasil, HasilKirim::CobaLagi { .. } | HasilKirim::Dikembalikan { .. });
    match &satu.kode {
        Some(kode) if lagi => work.kode_nomor().kembalikan(satu.pesan.id, kode).await,
        _ => Ok(()),
    }
}

async fn kirim_satu(
    ports: &Ports,
    satu: &PesanDiklaim,
    alamat: &Alamat,
    nomor: &NomorLayanan,
) -> Result<String, KirimGagal> {
    let isi = match (&satu.pesan.isi, &satu.kode) {
        (IsiPesan::Kode { nama, bahasa }, Some(kode)) => {
            let (nama, bahasa) = (nama.clone(), bahasa.clone());
            IsiSiapKirim::Kode { nama, bahasa, kode: kode.clone() }
        }
        (isi, _) => siapkan(ports, nomor, isi).await?,
    };
    ports.saluran.kirim(nomor, alamat, &isi, satu.pesan.id.uuid()).await
}

/// Everything that may be repeated without the resident noticing: reading the file and uploading it.
async fn siapkan(
    ports: &Ports,
    nomor: &NomorLayanan,
    isi: &IsiPesan,
) -> Result<IsiSiapKirim, KirimGagal> {
    let (kunci, sha256, nama_berkas, tipe) = match isi {
        IsiPesan::Dokumen { kunci, sha256, nama_berkas, .. } => {
            (kunci, sha256, nama_berkas.as_str(), "application/pdf")
        }
        IsiPesan::Gambar { kunci, sha256, tipe, .. } => (kunci, sha256, "gambar", tipe.as_str()),
        IsiPesan::Teks { .. }
        | IsiPesan::Tombol { .. }
        | IsiPesan::Daftar { .. }
        | IsiPesan::Tautan { .. }
        | IsiPesan::Kode { .. }
        | IsiPesan::Templat { .. } => return Ok(IsiSiapKirim::Pesan(isi.clone())),
    };
    let berkas = ports
        .objek
        .ambil(kunci, BATAS_BERKAS)
        .await
        .map_err(|galat| KirimGagal::Sementara { galat: kode_port(&galat), tunggu: None })?;
    let berkas = berkas
        .filter(|isi| &ports.sidik(isi) == sha256)
        .ok_or_else(|| KirimGagal::Tetap { galat: "berkas_tidak_cocok".to_owned() })?;
    let media = match ports.saluran.unggah(nomor, nama_berkas, tipe, berkas).await {
        // Nothing reached the resident yet, so an unknown outcome of an upload is only a reason to repeat it.
        Err(KirimGagal::TidakDiketahui) => {
            Err(KirimGagal::Sementara { galat: "unggah_tidak_diketahui".to_owned(), tunggu: None })
        }
        lain => lain,
    }?;
    Ok(match isi {
        IsiPesan::Gambar { keterangan, .. } => {
            IsiSiapKirim::Gambar { media, keterangan: keterangan.clone() }
        }
        IsiPesan::Dokumen { nama_berkas, keterangan, .. } => IsiSiapKirim::Dokumen {
            media,
            nama_berkas: nama_berkas.clone(),
            keterangan: keterangan.clone(),
        },
        lain => IsiSiapKirim::Pesan(lain.clone()),
    })
}

fn kode_port(galat: &PortError) -> String {
    match galat {
        PortError::Konflik => "konflik".to_owned(),
        PortError::TidakTersedia { sistem, .. } => format!("{sistem}_tidak_tersedia"),
        PortError::TakTerduga(_) => "tak_terduga".to_owned(),
    }
}
