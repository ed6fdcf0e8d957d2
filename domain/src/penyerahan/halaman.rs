//! The page behind the one-time link of an attempt: who is there is asked, then the file is given, or let go on its
//! channel. Nothing changes by looking: mail programs and WhatsApp open links to preview them.

use std::sync::Arc;

use super::{
    Bahan, KeadaanAmbil, KeadaanPenyerahan, PENERIMA_SALAH, Penyerahan, PeriksaPenerima,
    SALAH_MAKS, TautanAmbil, antrekan_surel, batalkan, batas_unduh, beri_tenggat, beritahu,
    dapat_diserahkan, gagalkan, nama_berkas, nik_kasus, pesan_dokumen, ubah,
};
use crate::{
    akses::{Izin, JejakPelaku, Kecocokan},
    dokumen::{Dokumen, KeadaanDokumen},
    galat::{Galat, PortError},
    kalender::tulis_saat,
    layanan::SaluranPenyerahan,
    nilai::Rahasia,
    permohonan::{BATAS_BERKAS, Permohonan},
    ports::{Ports, UnitOfWork},
    tenant::{Tenant, TenantSlug},
};

/// What somebody sees who opens a link of that office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalamanAmbil {
    /// The office's name.
    pub kantor: String,
    /// What is on it.
    pub isi: IsiAmbil,
}

/// What is on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IsiAmbil {
    /// The question.
    Tanya(TanyaAmbil),
    /// It was done: the file is on its way on that channel, or was fetched.
    Selesai(SaluranPenyerahan),
    /// Answered wrongly too often.
    Habis,
    /// Past its life.
    Kedaluwarsa,
    /// Called off.
    TidakBerlaku,
}

/// The question of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TanyaAmbil {
    /// The product.
    pub dokumen: String,
    /// The case.
    pub nomor: String,
    /// What is asked.
    pub periksa: PeriksaPenerima,
    /// Where the file goes after the answer.
    pub saluran: SaluranPenyerahan,
    /// Tries that are left, after a wrong answer.
    pub sisa: Option<u8>,
    /// The end of the link's life, as people read it.
    pub batas: String,
}

/// What an answer brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HasilAmbil {
    /// The page to show.
    Halaman(HalamanAmbil),
    /// The file itself.
    Berkas {
        /// Its name.
        nama: String,
        /// Its bytes.
        isi: Vec<u8>,
    },
}

/// Look at a link.
#[derive(Clone, Debug)]
pub struct LihatAmbil {
    /// The office in the address.
    pub tenant: TenantSlug,
    /// The token in the address.
    pub token: Rahasia,
}

/// Answer the question of a link.
#[derive(Clone, Debug)]
pub struct JawabAmbil {
    /// The office in the address.
    pub tenant: TenantSlug,
    /// The token in the address.
    pub token: Rahasia,
    /// What was typed.
    pub jawaban: Rahasia,
}

/// All that belongs to a link.
struct Isi {
    tautan: TautanAmbil,
    penyerahan: Penyerahan,
    permohonan: Permohonan,
    dokumen: Dokumen,
}

impl Isi {
    async fn muat(work: &mut dyn UnitOfWork, tautan: TautanAmbil) -> Result<Self, Galat> {
        let hilang = |apa: &str| PortError::tak_terduga(format!("{apa} of a link is missing"));
        let penyerahan = work.penyerahan().baca(tautan.penyerahan).await?;
        let penyerahan = penyerahan.ok_or_else(|| hilang("hand-over"))?;
        let permohonan = work.permohonan().baca(penyerahan.permohonan).await?;
        let permohonan = permohonan.ok_or_else(|| hilang("case"))?;
        let semua = work.dokumen().milik(permohonan.id).await?;
        let dokumen = semua.into_iter().find(|satu| satu.id == penyerahan.dokumen);
        let dokumen = dokumen.ok_or_else(|| hilang("document"))?;
        Ok(Self { tautan, penyerahan, permohonan, dokumen })
    }

    fn halaman(&self, ports: &Ports, tenant: &Tenant, salah: bool) -> IsiAmbil {
        let now = ports.clock.now();
        let (tautan, saluran) = (&self.tautan, self.penyerahan.saluran);
        let terbuka = tautan.unduh_sampai.is_some_and(|sampai| now <= sampai);
        match tautan.keadaan {
            KeadaanAmbil::Habis => IsiAmbil::Habis,
            KeadaanAmbil::Dicabut => IsiAmbil::TidakBerlaku,
            KeadaanAmbil::Selesai => IsiAmbil::Selesai(saluran),
            KeadaanAmbil::Terbuka if !terbuka => IsiAmbil::Selesai(saluran),
            KeadaanAmbil::Aktif if now > tautan.berlaku_sampai => IsiAmbil::Kedaluwarsa,
            KeadaanAmbil::Aktif | KeadaanAmbil::Terbuka if !dapat_diserahkan(&self.dokumen) => {
                IsiAmbil::TidakBerlaku
            }
            KeadaanAmbil::Aktif | KeadaanAmbil::Terbuka => IsiAmbil::Tanya(TanyaAmbil {
                dokumen: self.dokumen.nama.clone(),
                nomor: self.permohonan.nomor.to_string(),
                periksa: tautan.periksa,
                saluran,
                sisa: salah.then(|| SALAH_MAKS.saturating_sub(tautan.salah)),
                batas: tulis_saat(tenant.zona, tautan.berlaku_sampai),
            }),
        }
    }
}

async fn cari(
    ports: &Ports,
    slug: &TenantSlug,
    token: &Rahasia,
) -> Result<Option<(Arc<Tenant>, Isi)>, Galat> {
    let Some(tenant) = ports.daftar.tenant(slug).await? else { return Ok(None) };
    let mut work = ports.store.read(slug).await?;
    let sidik = ports.sidik(token.buka().as_bytes());
    let Some(tautan) = work.penerima().tautan(&sidik).await? else { return Ok(None) };
    let isi = Isi::muat(work.as_mut(), tautan).await?;
    Ok(Some((tenant, isi)))
}

impl LihatAmbil {
    /// The page; `None` when there is no such link at that office.
    pub async fn execute(self, ports: &Ports) -> Result<Option<HalamanAmbil>, Galat> {
        let Some((tenant, isi)) = cari(ports, &self.tenant, &self.token).await? else {
            return Ok(None);
        };
        let kantor = tenant.nama.clone();
        Ok(Some(HalamanAmbil { kantor, isi: isi.halaman(ports, &tenant, false) }))
    }
}

impl JawabAmbil {
    /// The file or the next page; `None` when there is no such link at that office. The file is read before anything is
    /// written down: a storage that is away costs nobody their one download.
    pub async fn execute(self, ports: &Ports) -> Result<Option<HasilAmbil>, Galat> {
        let Some((tenant, isi)) = cari(ports, &self.tenant, &self.token).await? else {
            return Ok(None);
        };
        let halaman = isi.halaman(ports, &tenant, false);
        if !matches!(halaman, IsiAmbil::Tanya(_)) {
            let kantor = tenant.nama.clone();
            return Ok(Some(HasilAmbil::Halaman(HalamanAmbil { kantor, isi: halaman })));
        }
        let cocok = cocok(ports, &tenant, &isi, &self.jawaban).await?;
        let mut berkas = None;
        if cocok && isi.penyerahan.saluran == SaluranPenyerahan::Tautan {
            berkas = Some(ambil_berkas(ports, &isi.dokumen).await?);
        }
        let sidik = ports.sidik(self.token.buka().as_bytes());
        // Another answer may have ended the link meanwhile: then the page says so, and no file leaves.
        let terbuka = catat_jawaban(ports, &tenant, &sidik, cocok).await?;
        if let (true, Some(isi_berkas)) = (terbuka, berkas) {
            let nama = nama_berkas(&isi.dokumen, &isi.permohonan);
            return Ok(Some(HasilAmbil::Berkas { nama, isi: isi_berkas }));
        }
        let Some((_, isi)) = cari(ports, &self.tenant, &self.token).await? else { return Ok(None) };
        let kantor = tenant.nama.clone();
        let salah = !cocok;
        Ok(Some(HasilAmbil::Halaman(HalamanAmbil {
            kantor,
            isi: isi.halaman(ports, &tenant, salah),
        })))
    }
}

/// Whether the answer is right. What is compared never leaves this function.
async fn cocok(
    ports: &Ports,
    tenant: &Tenant,
    isi: &Isi,
    jawaban: &Rahasia,
) -> Result<bool, Galat> {
    let angka: String = jawaban.buka().chars().filter(char::is_ascii_digit).collect();
    match isi.tautan.periksa {
        PeriksaPenerima::Tidak => Ok(true),
        PeriksaPenerima::Nik4 => {
            let nik = nik_kasus(&isi.permohonan);
            Ok(angka.len() == 4 && nik.iter().any(|satu| satu.lengkap().ends_with(&angka)))
        }
        PeriksaPenerima::Pin => {
            let mut work = ports.store.read(&tenant.slug).await?;
            let sidik = work.penerima().pin(isi.permohonan.id).await?;
            drop(work);
            let hasil = ports.sandi.cocokkan(Rahasia::new(angka), sidik).await?;
            Ok(matches!(hasil, Kecocokan::Cocok | Kecocokan::CocokPerluAcakUlang))
        }
    }
}

async fn ambil_berkas(ports: &Ports, dokumen: &Dokumen) -> Result<Vec<u8>, Galat> {
    let KeadaanDokumen::Sah { berkas, .. } = &dokumen.keadaan else {
        return Err(super::belum_sah(dokumen).into());
    };
    let isi = ports.objek.ambil(&berkas.kunci, BATAS_BERKAS).await?;
    let isi = isi.filter(|isi| ports.sidik(isi) == berkas.sha256);
    isi.ok_or_else(|| PortError::tak_terduga("a signed document is not what was verified").into())
}

/// Writes an answer down under the lock of its attempt: a wrong one counts, a right one lets the file go. Tells whether the
/// file may be given here.
async fn catat_jawaban(
    ports: &Ports,
    tenant: &Tenant,
    sidik: &[u8],
    cocok: bool,
) -> Result<bool, Galat> {
    let (now, jejak) = (ports.clock.now(), JejakPelaku::Sistem);
    let mut work = ports.store.begin(&tenant.slug).await?;
    let Some(awal) = work.penerima().tautan(sidik).await? else { return Ok(false) };
    // The attempt before its link, here as everywhere.
    let Some(mut satu) = work.penyerahan().kunci(awal.penyerahan).await? else {
        return Ok(false);
    };
    let Some(mut tautan) = work.penerima().kunci_tautan(sidik).await? else { return Ok(false) };
    let ulang = tautan.keadaan == KeadaanAmbil::Terbuka
        && tautan.unduh_sampai.is_some_and(|sampai| now <= sampai)
        && satu.keadaan == KeadaanPenyerahan::Diserahkan;
    let pertama = tautan.keadaan == KeadaanAmbil::Aktif
        && now <= tautan.berlaku_sampai
        && satu.keadaan == KeadaanPenyerahan::MenungguPenerima;
    if !ulang && !pertama {
        return Ok(false);
    }
    if !cocok {
        tautan.salah = tautan.salah.saturating_add(1);
        if tautan.salah >= SALAH_MAKS {
            tautan.keadaan = KeadaanAmbil::Habis;
        }
        work.penerima().simpan_tautan(&tautan).await?;
        super::catat(ports, work.as_mut(), jejak, "penyerahan.jawaban_salah", &satu).await?;
        if tautan.keadaan == KeadaanAmbil::Habis && pertama {
            gagalkan(ports, work.as_mut(), tenant, jejak, &mut satu, PENERIMA_SALAH).await?;
            let permohonan = work.permohonan().baca(satu.permohonan).await?;
            if let Some(permohonan) = permohonan {
                let isi = format!(
                    "{}: penerima tiga kali salah menjawab pertanyaan pengambilan dokumen.",
                    permohonan.nomor
                );
                beritahu(ports, work.as_mut(), Izin::OperasiLihat, &permohonan, isi).await?;
            }
        }
        work.commit().await?;
        return Ok(false);
    }
    let bahan = Bahan::muat_id(ports, work.as_mut(), satu.permohonan).await?;
    let semua = work.dokumen().milik(satu.permohonan).await?;
    let dokumen = semua.iter().find(|lain| lain.id == satu.dokumen);
    let Some(dokumen) = dokumen.filter(|lain| dapat_diserahkan(lain)) else {
        if pertama {
            batalkan(ports, work.as_mut(), &mut satu).await?;
            work.commit().await?;
        }
        return Ok(false);
    };
    if ulang {
        super::catat(ports, work.as_mut(), jejak, "penyerahan.unduh_ulang", &satu).await?;
        work.commit().await?;
        return Ok(true);
    }
    let berkas_di_sini = satu.saluran == SaluranPenyerahan::Tautan;
    match satu.saluran {
        SaluranPenyerahan::Whatsapp => {
            let pesan = pesan_dokumen(ports, work.as_mut(), tenant, &bahan, dokumen).await?;
            satu.pesan = Some(pesan.id);
            work.pesan().antrekan(&pesan).await?;
            beri_tenggat(work.as_mut(), &bahan, &satu).await?;
        }
        SaluranPenyerahan::Email => {
            if let Some(alamat) = &satu.tujuan {
                work.penerima().surel_terbukti(satu.permohonan, alamat, now).await?;
            }
            antrekan_surel(ports, work.as_mut(), tenant, &bahan, (dokumen, &satu)).await?;
        }
        _ => {}
    }
    let ke =
        if berkas_di_sini { KeadaanPenyerahan::Diserahkan } else { KeadaanPenyerahan::Berjalan };
    ubah(ports, work.as_mut(), jejak, &mut satu, ke, None).await?;
    tautan.keadaan = if berkas_di_sini { KeadaanAmbil::Terbuka } else { KeadaanAmbil::Selesai };
    tautan.unduh_sampai = berkas_di_sini.then(|| batas_unduh(now));
    work.penerima().simpan_tautan(&tautan).await?;
    work.commit().await?;
    Ok(berkas_di_sini)
}
