//! Emails to officers about their own account: the words, the queue, and its rounds.

use time::{Duration, OffsetDateTime};

use crate::{
    akses::{Pengguna, PenggunaId},
    galat::Galat,
    id::Id,
    nilai::Rahasia,
    penyerahan::{BATAS_SUREL, HasilSurel, IsiSurel, SurelId, SurelSiap, putuskan_surel},
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// How many emails one round claims.
const BATAS_KLAIM: u32 = 10;

/// Marks ids of emails to officers.
#[derive(Debug)]
pub enum SurelPetugasTag {}
/// The id of an email to an officer.
pub type SurelPetugasId = Id<SurelPetugasTag>;

/// An email to an officer in the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurelPetugas {
    /// Its id.
    pub id: SurelPetugasId,
    /// Whose account it is about.
    pub pengguna: PenggunaId,
    /// What for: `undangan`, `pemulihan`, `pemberitahuan`.
    pub jenis: &'static str,
    /// What it says.
    pub isi: IsiSurel,
    /// After which moment it says nothing true any more.
    pub berlaku_sampai: Option<OffsetDateTime>,
    /// How often sending was begun.
    pub percobaan: u32,
    /// When it was queued.
    pub dibuat_pada: OffsetDateTime,
}

/// What an officer is told.
#[derive(Clone, Copy, Debug)]
pub(in crate::akses) enum PesanPetugas<'a> {
    /// They may come in.
    Undangan { rahasia: &'a Rahasia, berakhir_pada: OffsetDateTime },
    /// They may set a new password.
    Pemulihan { rahasia: &'a Rahasia, berakhir_pada: OffsetDateTime },
    /// Their password is another one now.
    SandiBerganti,
    /// Their second factor changed.
    FaktorBerubah,
    /// A passkey of theirs seems to be copied and opens nothing any more.
    KunciDibekukan,
    /// Emails go to another address from now on.
    AlamatBerganti,
}

impl PesanPetugas<'_> {
    fn jenis(self) -> &'static str {
        match self {
            Self::Undangan { .. } => "undangan",
            Self::Pemulihan { .. } => "pemulihan",
            Self::SandiBerganti
            | Self::FaktorBerubah
            | Self::KunciDibekukan
            | Self::AlamatBerganti => "pemberitahuan",
        }
    }

    fn berlaku_sampai(self) -> Option<OffsetDateTime> {
        match self {
            Self::Undangan { berakhir_pada, .. } | Self::Pemulihan { berakhir_pada, .. } => {
                Some(berakhir_pada)
            }
            _ => None,
        }
    }

    fn subjek(self, tenant: &Tenant) -> String {
        let apa = match self {
            Self::Undangan { .. } => "Undangan petugas",
            Self::Pemulihan { .. } => "Kode untuk kata sandi baru",
            Self::SandiBerganti => "Kata sandi Anda sudah diganti",
            Self::FaktorBerubah => "Faktor kedua akun Anda berubah",
            Self::KunciDibekukan => "Kunci sandi Anda dibekukan",
            Self::AlamatBerganti => "Alamat surel akun Anda berubah",
        };
        format!("{apa} - {}", tenant.nama)
    }

    fn teks(self, tenant: &Tenant, nama_pengguna: &str) -> String {
        let sampai = |saat: OffsetDateTime| {
            let saat = tenant.zona.setempat(saat);
            format!("{} pukul {:02}.{:02}", saat.date(), saat.hour(), saat.minute())
        };
        let isi = match self {
            Self::Undangan { rahasia, berakhir_pada } => format!(
                "Anda diundang menjadi petugas dengan nama pengguna {nama_pengguna}.\n\nKode undangan: {}\n\nMasukkan kode ini di aplikasi Loket bersama kata sandi pilihan Anda sendiri, paling lambat {}. Kode hanya dapat dipakai satu kali.",
                rahasia.buka(),
                sampai(berakhir_pada)
            ),
            Self::Pemulihan { rahasia, berakhir_pada } => format!(
                "Ada permintaan kata sandi baru untuk nama pengguna {nama_pengguna}.\n\nKode: {}\n\nMasukkan kode ini di aplikasi Loket bersama kata sandi baru, paling lambat {}. Faktor kedua tetap diminta ketika masuk.",
                rahasia.buka(),
                sampai(berakhir_pada)
            ),
            Self::SandiBerganti => format!(
                "Kata sandi untuk nama pengguna {nama_pengguna} baru saja diganti, dan semua sesi lain diakhiri."
            ),
            Self::FaktorBerubah => format!(
                "Faktor kedua (kode aplikasi, kunci sandi, atau kode pemulihan) untuk nama pengguna {nama_pengguna} baru saja berubah."
            ),
            Self::KunciDibekukan => format!(
                "Salah satu kunci sandi untuk nama pengguna {nama_pengguna} tampaknya disalin: dua perangkat memakainya. Kunci itu dibekukan dan semua sesi diakhiri. Masuk dengan cara lain, ganti kata sandi, lalu hapus kunci itu dan buat yang baru."
            ),
            Self::AlamatBerganti => format!(
                "Alamat surel untuk nama pengguna {nama_pengguna} baru saja diganti. Surat berikutnya dikirim ke alamat yang baru."
            ),
        };
        format!(
            "{isi}\n\nBila ini bukan Anda, jangan teruskan kode kepada siapa pun dan segera hubungi pengelola kantor.\n\n{}",
            tenant.nama
        )
    }
}

/// Queues an email to the officer's own address; `false` when there is none, or no mail server.
pub(in crate::akses) async fn antrekan_surel(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    pengguna: &Pengguna,
    pesan: PesanPetugas<'_>,
) -> Result<bool, Galat> {
    let Some(kepada) = pengguna.surel.as_ref().filter(|_| ports.surel.ada()) else {
        return Ok(false);
    };
    let surel = SurelPetugas {
        id: ports.ids.id(),
        pengguna: pengguna.id,
        jenis: pesan.jenis(),
        isi: IsiSurel {
            kepada: kepada.buka().to_owned(),
            subjek: pesan.subjek(tenant),
            teks: pesan.teks(tenant, &pengguna.nama_pengguna),
            lampiran: None,
        },
        berlaku_sampai: pesan.berlaku_sampai(),
        percobaan: 0,
        dibuat_pada: ports.clock.now(),
    };
    work.akun().antrekan_surel(&surel).await?;
    Ok(true)
}

/// Send the emails to officers that are due.
#[derive(Clone, Copy, Debug)]
pub struct KirimSurelPetugas {
    /// How long a send may stay unknown before the email is sent once more, under the same Message-ID.
    pub tenggang: Duration,
}

impl KirimSurelPetugas {
    /// One round; tells how many emails were handled.
    pub async fn execute(self, ports: &Ports, tenant: &Tenant) -> Result<usize, Galat> {
        if !ports.surel.ada() {
            return Ok(0);
        }
        let now = ports.clock.now();
        let mut work = ports.store.begin(&tenant.slug).await?;
        let diklaim = work.akun().klaim_surel(now, BATAS_KLAIM).await?;
        let macet = work.akun().lepaskan_surel_macet(now - self.tenggang, now).await?;
        let aturan = work.katalog().aturan_penyerahan().await?;
        work.commit().await?;
        let jumlah = diklaim.len() + usize::try_from(macet).unwrap_or(usize::MAX);
        for satu in diklaim {
            let lewat = satu.berlaku_sampai.is_some_and(|sampai| sampai <= ports.clock.now());
            let hasil = if lewat {
                Some(HasilSurel::Dilewati { galat: "kode_lewat".to_owned() })
            } else if satu.percobaan >= BATAS_SUREL {
                Some(HasilSurel::Gagal { galat: "kirim_tidak_diketahui".to_owned() })
            } else {
                let siap = SurelSiap {
                    id: SurelId::new(satu.id.uuid()),
                    nama_pengirim: tenant.nama.clone(),
                    dari: aturan.surel_dari.clone(),
                    balas: aturan.surel_balas.clone(),
                    kepada: Rahasia::new(satu.isi.kepada.as_str()),
                    subjek: satu.isi.subjek.clone(),
                    teks: satu.isi.teks.clone(),
                    lampiran: None,
                };
                let hasil = ports.surel.kirim(siap).await;
                putuskan_surel(hasil, satu.percobaan, ports.clock.now())
            };
            // Unknown: it stays as it is until the grace period settles it.
            let Some(hasil) = hasil else { continue };
            let mut work = ports.store.begin(&tenant.slug).await?;
            work.akun().selesai_surel(satu.id, &hasil, ports.clock.now()).await?;
            work.commit().await?;
        }
        Ok(jumlah)
    }
}
