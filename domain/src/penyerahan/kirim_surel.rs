//! Send the emails of a tenant that are due.

use time::Duration;

use super::{
    AturanPenyerahan, BATAS_SUREL, HasilSurel, IsiSurel, JenisSurel, KeadaanPenyerahan, SurelGagal,
    SurelKeluar, SurelSiap, batalkan, beritahu, beritahu_petugas, berlaku, catat, gagalkan,
    putuskan_surel, ubah,
};
use crate::{
    akses::{Izin, JejakPelaku},
    galat::Galat,
    nilai::Rahasia,
    permohonan::BATAS_BERKAS,
    ports::Ports,
    tenant::Tenant,
};

/// Why an attempt is neither here nor there: its email was given over, and no answer came.
pub const TAK_DIKETAHUI: &str = "kirim_tidak_diketahui";
/// How many emails one round claims.
const BATAS_KLAIM: u32 = 10;

/// Send what is due.
#[derive(Clone, Copy, Debug)]
pub struct KirimSurel {
    /// How long a send may stay unknown before the email is sent once more, under the same Message-ID.
    pub tenggang: Duration,
}

impl KirimSurel {
    /// One round; tells how many emails were handled. Call again until it says 0.
    pub async fn execute(self, ports: &Ports, tenant: &Tenant) -> Result<usize, Galat> {
        if !ports.surel.ada() {
            return Ok(0);
        }
        let now = ports.clock.now();
        let mut work = ports.store.begin(&tenant.slug).await?;
        let diklaim = work.surel().klaim(now, BATAS_KLAIM).await?;
        let macet = work.surel().lepaskan_macet(now - self.tenggang, now).await?;
        let aturan = work.katalog().aturan_penyerahan().await?;
        work.commit().await?;
        let jumlah = diklaim.len() + usize::try_from(macet).unwrap_or(usize::MAX);
        for satu in diklaim {
            kirim(ports, tenant, &aturan, &satu).await?;
        }
        Ok(jumlah + kabur(ports, tenant, self.tenggang).await?)
    }
}

/// Emails with a document whose end nobody knows: they are not sent once more by themselves, so that nobody gets a document
/// twice; the ledger says so, and an officer settles it. Tells how many there were.
async fn kabur(ports: &Ports, tenant: &Tenant, tenggang: Duration) -> Result<usize, Galat> {
    let batas = ports.clock.now() - tenggang;
    let mut work = ports.store.read(&tenant.slug).await?;
    let macet = work.surel().dokumen_macet(batas, BATAS_KLAIM).await?;
    drop(work);
    let jumlah = macet.len();
    for (surel, penyerahan) in macet {
        let now = ports.clock.now();
        let mut work = ports.store.begin(&tenant.slug).await?;
        let Some(mut satu) = work.penyerahan().kunci(penyerahan).await? else { continue };
        if !work.surel().nyatakan_tak_diketahui(surel, batas, now).await? {
            continue;
        }
        if satu.keadaan == KeadaanPenyerahan::Berjalan {
            satu.galat = Some(TAK_DIKETAHUI.to_owned());
            satu.diubah_pada = now;
            work.penyerahan().simpan(&satu).await?;
        }
        catat(ports, work.as_mut(), JejakPelaku::Sistem, "penyerahan.tidak_diketahui", &satu)
            .await?;
        if let Some(permohonan) = work.permohonan().baca(satu.permohonan).await? {
            let isi = format!(
                "{}: tidak diketahui apakah surel berisi dokumen sampai. Tanyakan kepada pemohon, lalu catat hasilnya.",
                permohonan.nomor
            );
            beritahu_petugas(ports, work.as_mut(), &permohonan, isi).await?;
        }
        work.commit().await?;
    }
    Ok(jumlah)
}

async fn kirim(
    ports: &Ports,
    tenant: &Tenant,
    aturan: &AturanPenyerahan,
    satu: &SurelKeluar,
) -> Result<(), Galat> {
    let hasil = match periksa(ports, tenant, satu).await? {
        Some(galat) => Some(HasilSurel::Dilewati { galat: galat.to_owned() }),
        // Nobody knew how the last attempt ended, as often as it was tried.
        None if satu.percobaan >= BATAS_SUREL => {
            Some(HasilSurel::Gagal { galat: TAK_DIKETAHUI.to_owned() })
        }
        None => {
            let hasil = match siapkan(ports, tenant, aturan, &satu.isi, satu).await {
                Ok(siap) => ports.surel.kirim(siap).await,
                Err(galat) => Err(galat),
            };
            putuskan_surel(hasil, satu.percobaan, ports.clock.now())
        }
    };
    // Unknown: it stays as it is until the grace period settles it.
    let Some(hasil) = hasil else { return Ok(()) };
    catat_hasil(ports, tenant, satu, &hasil).await
}

/// Why an email must not leave, looked up just before it is sent; `None` when it may.
async fn periksa(
    ports: &Ports,
    tenant: &Tenant,
    satu: &SurelKeluar,
) -> Result<Option<&'static str>, Galat> {
    let mut work = ports.store.begin(&tenant.slug).await?;
    let Some(mut penyerahan) = work.penyerahan().kunci(satu.penyerahan).await? else {
        return Ok(Some(super::DIBATALKAN));
    };
    let cocok = match satu.jenis {
        JenisSurel::Dokumen => penyerahan.keadaan == KeadaanPenyerahan::Berjalan,
        JenisSurel::Konfirmasi | JenisSurel::Tautan | JenisSurel::Pengingat => {
            penyerahan.keadaan == KeadaanPenyerahan::MenungguPenerima
        }
    };
    if !cocok {
        return Ok(Some(super::DIBATALKAN));
    }
    if let Some(lampiran) = &satu.isi.lampiran
        && !berlaku(work.as_mut(), &penyerahan, &lampiran.sha256).await?
    {
        batalkan(ports, work.as_mut(), &mut penyerahan).await?;
        work.commit().await?;
        return Ok(Some(super::TIDAK_BERLAKU));
    }
    Ok(None)
}

/// Reads the file; nothing reached the server yet, so every failure may be repeated.
async fn siapkan(
    ports: &Ports,
    tenant: &Tenant,
    aturan: &AturanPenyerahan,
    isi: &IsiSurel,
    satu: &SurelKeluar,
) -> Result<SurelSiap, SurelGagal> {
    let lampiran = match &isi.lampiran {
        None => None,
        Some(lampiran) => {
            let berkas = ports.objek.ambil(&lampiran.kunci, BATAS_BERKAS).await;
            let berkas = berkas
                .map_err(|_| SurelGagal::Sementara { galat: "s3_tidak_tersedia".to_owned() })?;
            let berkas = berkas
                .filter(|isi| ports.sidik(isi) == lampiran.sha256)
                .ok_or_else(|| SurelGagal::Tetap { galat: "berkas_tidak_cocok".to_owned() })?;
            Some((lampiran.nama.clone(), berkas))
        }
    };
    Ok(SurelSiap {
        id: satu.id,
        nama_pengirim: tenant.nama.clone(),
        dari: aturan.surel_dari.clone(),
        balas: aturan.surel_balas.clone(),
        kepada: Rahasia::new(isi.kepada.as_str()),
        subjek: isi.subjek.clone(),
        teks: isi.teks.clone(),
        lampiran,
    })
}

/// Email and hand-over move together.
async fn catat_hasil(
    ports: &Ports,
    tenant: &Tenant,
    satu: &SurelKeluar,
    hasil: &HasilSurel,
) -> Result<(), Galat> {
    let jejak = JejakPelaku::Sistem;
    let mut work = ports.store.begin(&tenant.slug).await?;
    let penyerahan = work.penyerahan().kunci(satu.penyerahan).await?;
    work.surel().selesai(satu.id, hasil, ports.clock.now()).await?;
    if let Some(mut penyerahan) = penyerahan {
        let diserahkan = KeadaanPenyerahan::Diserahkan;
        match (hasil, satu.jenis) {
            (HasilSurel::Diterima, JenisSurel::Dokumen)
                if penyerahan.keadaan.boleh_ke(diserahkan) =>
            {
                ubah(ports, work.as_mut(), jejak, &mut penyerahan, diserahkan, None).await?;
            }
            (HasilSurel::Diterima, JenisSurel::Dokumen) => {
                // Called off while the server was taking it: it left all the same, and somebody has to know.
                let aksi = "penyerahan.terlanjur_terkirim";
                catat(ports, work.as_mut(), jejak, aksi, &penyerahan).await?;
                if let Some(permohonan) = work.permohonan().baca(penyerahan.permohonan).await? {
                    let isi = format!(
                        "{}: surel sudah terlanjur diterima server ketika penyerahannya dibatalkan.",
                        permohonan.nomor
                    );
                    beritahu(ports, work.as_mut(), Izin::OperasiLihat, &permohonan, isi).await?;
                }
            }
            (
                HasilSurel::Gagal { galat },
                JenisSurel::Konfirmasi | JenisSurel::Tautan | JenisSurel::Dokumen,
            ) if penyerahan.keadaan.boleh_ke(KeadaanPenyerahan::Gagal) => {
                gagalkan(ports, work.as_mut(), tenant, jejak, &mut penyerahan, galat).await?;
            }
            _ => {}
        }
    }
    work.commit().await?;
    Ok(())
}
