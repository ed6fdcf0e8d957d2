//! Draft templates, hand them in, and read what the channel says.

use serde_json::json;

use super::{
    KeadaanDiSaluran, KeadaanTemplat, PerubahanTemplat, Templat, TemplatId, TemplatRequest,
    UbahKeadaanTemplat,
};
use crate::{
    akses::{Izin, Pelaku, Siapa},
    audit::CatatanAudit,
    galat::{Bentrok, Galat, PortError},
    percakapan::{KirimGagal, NomorLayanan},
    ports::{Ports, UnitOfWork},
    sop::{Idempotensi, buatan_lama},
};

/// The most templates an office may have, as the channel counts.
const TEMPLAT_MAKS: usize = 250;

/// List templates.
#[derive(Clone, Copy, Debug)]
pub struct DaftarTemplat;

impl DaftarTemplat {
    /// Every template, by name.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Vec<Templat>, Galat> {
        pelaku.petugas(Izin::OperasiLihat)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        Ok(work.templat().daftar().await?)
    }
}

/// Read a template.
#[derive(Clone, Copy, Debug)]
pub struct BacaTemplat {
    /// Which.
    pub id: TemplatId,
}

impl BacaTemplat {
    /// The template.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Templat, Galat> {
        pelaku.petugas(Izin::OperasiLihat)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        work.templat().baca(self.id).await?.ok_or(Galat::TidakDitemukan("templat"))
    }
}

/// Begin a draft.
#[derive(Clone, Debug)]
pub struct BuatTemplat {
    /// What it says.
    pub isi: TemplatRequest,
    /// Idempotency key and fingerprint of the request.
    pub idempotensi: Idempotensi,
}

impl BuatTemplat {
    /// Checks and stores it.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Templat, Galat> {
        let petugas = pelaku.petugas(Izin::WaKelola)?.id;
        let sah = self.isi.periksa()?;
        let now = ports.clock.now();
        let templat = Templat {
            id: ports.ids.id(),
            nama: sah.nama,
            bahasa: sah.bahasa,
            kategori: sah.kategori,
            kegunaan: sah.kegunaan,
            kata: sah.kata,
            dibuat_pada: now,
            diubah_pada: now,
            ..Templat::default()
        };
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        if let Some(lama) = buatan_lama(work.as_mut(), petugas, &self.idempotensi).await? {
            let lama = work.templat().baca(TemplatId::new(lama)).await?;
            return lama.ok_or(Galat::TidakDitemukan("templat"));
        }
        let semua = work.templat().daftar().await?;
        if semua.iter().any(|lain| lain.nama == templat.nama && lain.bahasa == templat.bahasa) {
            return Err(terpakai());
        }
        if semua.len() >= TEMPLAT_MAKS {
            return Err(Bentrok::baru(
                "templat_terlalu_banyak",
                format!("Paling banyak {TEMPLAT_MAKS} templat."),
            )
            .into());
        }
        work.templat().tambah(&templat).await?;
        let (kunci, sidik) = &self.idempotensi;
        work.permohonan().catat_idempotensi(petugas, kunci, sidik, templat.id.uuid(), now).await?;
        catat(ports, work.as_mut(), pelaku, &templat, "templat.buat").await?;
        work.commit().await?;
        Ok(templat)
    }
}

/// Replace a draft.
#[derive(Clone, Debug)]
pub struct GantiTemplat {
    /// Which.
    pub id: TemplatId,
    /// What it says now.
    pub isi: TemplatRequest,
    /// The version that was read.
    pub versi: u64,
}

impl GantiTemplat {
    /// Checks and stores it; what the channel has already seen keeps its words.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Templat, Galat> {
        pelaku.petugas(Izin::WaKelola)?;
        let sah = self.isi.periksa()?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut templat =
            work.templat().kunci(self.id).await?.ok_or(Galat::TidakDitemukan("templat"))?;
        dapat_diubah(&templat)?;
        if templat.versi != self.versi {
            return Err(usang());
        }
        let semua = work.templat().daftar().await?;
        let sama = |lain: &Templat| lain.nama == sah.nama && lain.bahasa == sah.bahasa;
        if semua.iter().any(|lain| lain.id != templat.id && sama(lain)) {
            return Err(terpakai());
        }
        templat.nama = sah.nama;
        templat.bahasa = sah.bahasa;
        templat.kategori = sah.kategori;
        templat.kegunaan = sah.kegunaan;
        templat.kata = sah.kata;
        berubah(ports, &mut templat);
        work.templat().simpan(&templat).await?;
        catat(ports, work.as_mut(), pelaku, &templat, "templat.ganti").await?;
        work.commit().await?;
        Ok(templat)
    }
}

/// Hand a template in for approval.
#[derive(Clone, Copy, Debug)]
pub struct AjukanTemplat {
    /// Which.
    pub id: TemplatId,
}

impl AjukanTemplat {
    /// Calls the channel outside of any transaction, then keeps what it answered.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Templat, Galat> {
        boleh_kelola(pelaku)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let templat =
            work.templat().baca(self.id).await?.ok_or(Galat::TidakDitemukan("templat"))?;
        dapat_diubah(&templat)?;
        let nomor = nomor_ber_waba(work.as_mut()).await?;
        drop(work);
        let jawaban =
            ports.saluran.ajukan_templat(&nomor, &templat).await.map_err(galat_saluran)?;

        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut templat =
            work.templat().kunci(self.id).await?.ok_or(Galat::TidakDitemukan("templat"))?;
        templat.id_saluran = jawaban.id.or(templat.id_saluran);
        templat.keadaan = jawaban.keadaan.unwrap_or(KeadaanTemplat::Diajukan);
        templat.kategori = jawaban.kategori.unwrap_or(templat.kategori);
        templat.alasan = jawaban.alasan;
        berubah(ports, &mut templat);
        work.templat().simpan(&templat).await?;
        catat(ports, work.as_mut(), pelaku, &templat, "templat.ajukan").await?;
        work.commit().await?;
        Ok(templat)
    }
}

/// Read what the channel says about every template.
#[derive(Clone, Copy, Debug)]
pub struct SelaraskanTemplat;

impl SelaraskanTemplat {
    /// Takes states, categories and qualities over; templates that the channel does not know stay as they are, except
    /// approved ones, which cannot be sent any more. Gives every template as it is now.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Vec<Templat>, Galat> {
        boleh_kelola(pelaku)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let nomor = nomor_ber_waba(work.as_mut()).await?;
        drop(work);
        let semua = ports.saluran.baca_templat(&nomor).await.map_err(galat_saluran)?;

        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        for templat in work.templat().daftar().await? {
            let ada = semua
                .iter()
                .find(|lain| lain.nama == templat.nama && lain.bahasa == templat.bahasa);
            for perubahan in perubahan(&templat, ada) {
                let ubah = UbahKeadaanTemplat {
                    nama: templat.nama.clone(),
                    bahasa: templat.bahasa.clone(),
                    perubahan,
                };
                ubah.execute(ports, work.as_mut()).await?;
            }
        }
        let hasil = work.templat().daftar().await?;
        work.commit().await?;
        Ok(hasil)
    }
}

/// What the channel's list changes about a template.
fn perubahan(templat: &Templat, ada: Option<&KeadaanDiSaluran>) -> Vec<PerubahanTemplat> {
    let Some(ada) = ada else {
        let hilang = matches!(
            templat.keadaan,
            KeadaanTemplat::Disetujui | KeadaanTemplat::Dijeda | KeadaanTemplat::Diajukan
        );
        let keadaan = KeadaanTemplat::Dinonaktifkan;
        let alasan = Some("tidak ada di WhatsApp".to_owned());
        return hilang
            .then_some(PerubahanTemplat::Keadaan { keadaan, alasan })
            .into_iter()
            .collect();
    };
    let mut semua = Vec::new();
    if let Some(keadaan) = ada.keadaan.filter(|keadaan| *keadaan != templat.keadaan) {
        semua.push(PerubahanTemplat::Keadaan { keadaan, alasan: ada.alasan.clone() });
    }
    semua.extend(ada.kategori.map(PerubahanTemplat::Kategori));
    semua.extend(ada.kualitas.clone().map(PerubahanTemplat::Kualitas));
    semua
}

/// The first service number whose account is known.
async fn nomor_ber_waba(work: &mut dyn UnitOfWork) -> Result<NomorLayanan, Galat> {
    for saluran in work.saluran().daftar().await? {
        let nomor = work.kontak().nomor_layanan(&saluran.phone_number_id).await?;
        if let Some(nomor) = nomor.filter(|nomor| nomor.waba_id.is_some()) {
            return Ok(nomor);
        }
    }
    Err(Bentrok::baru(
        "waba_belum_diatur",
        "Akun WhatsApp Business kantor belum dicatat. Atur dengan `loket wa nomor --waba`.",
    )
    .into())
}

fn boleh_kelola(pelaku: &Pelaku) -> Result<(), Galat> {
    match pelaku.siapa {
        Siapa::Sistem => Ok(()),
        Siapa::Petugas(_) | Siapa::Pemohon(_) | Siapa::Bantuan(_) | Siapa::Klien(_) => {
            pelaku.petugas(Izin::WaKelola).map(drop)
        }
    }
}

fn dapat_diubah(templat: &Templat) -> Result<(), Bentrok> {
    if templat.keadaan.dapat_diubah() {
        return Ok(());
    }
    Err(Bentrok::baru(
        "templat_sudah_diajukan",
        "Templat yang sudah diajukan tidak diubah lagi. Buat templat baru dengan nama lain.",
    ))
}

fn berubah(ports: &Ports, templat: &mut Templat) {
    templat.versi = templat.versi.saturating_add(1);
    templat.diubah_pada = ports.clock.now();
}

fn terpakai() -> Galat {
    Galat::isian(
        "/nama",
        "nama_templat_terpakai",
        "Nama dan bahasa ini sudah dipakai templat lain.",
    )
}

fn usang() -> Galat {
    Bentrok::baru(
        "draf_usang",
        "Templat ini sudah berubah sejak Anda membukanya. Muat ulang, lalu ubah lagi.",
    )
    .into()
}

/// A refusal by the channel is told to who asked; anything else may pass.
fn galat_saluran(gagal: KirimGagal) -> Galat {
    match gagal {
        KirimGagal::Tetap { galat }
        | KirimGagal::Terhenti { galat, .. }
        | KirimGagal::Berkas { galat }
        | KirimGagal::LambatPasangan { galat }
        | KirimGagal::TungguMasuk { galat } => Bentrok::baru(
            "templat_ditolak_saluran",
            format!(
                "WhatsApp menolak permintaan ini ({galat}). Periksa templat, token dan hak akun."
            ),
        )
        .into(),
        KirimGagal::Sementara { galat, .. } | KirimGagal::Lambat { galat, .. } => {
            PortError::tidak_tersedia("whatsapp", galat).into()
        }
        KirimGagal::TidakDiketahui => {
            PortError::tidak_tersedia("whatsapp", "no answer to a template").into()
        }
    }
}

async fn catat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    templat: &Templat,
    aksi: &'static str,
) -> Result<(), Galat> {
    let catatan =
        CatatanAudit::baru(ports, pelaku.jejak(), aksi, "templat", Some(templat.id.uuid()))
            .dengan(json!({ "nama": templat.nama, "keadaan": templat.keadaan.kata() }));
    work.audit().catat(&catatan).await?;
    Ok(())
}
