//! Enrol an authenticator: a seed is shown, and counts once a code of it came back.

use time::Duration;

use super::{Totp, langkah_kode, undi_kode_pulih};
use crate::{
    akses::{FaktorSesi, Pelaku, PesanPetugas, Petugas, antrekan_surel},
    audit::CatatanAudit,
    galat::{Bentrok, Galat},
    nilai::Rahasia,
    ports::{Ports, UnitOfWork},
};

/// How long a seed that was shown may wait for its confirmation.
const UMUR_BENIH_BARU: Duration = Duration::minutes(15);

/// What an authenticator is told, shown once.
#[derive(Debug)]
pub struct BenihTampil {
    /// The seed, base32.
    pub benih: Rahasia,
    /// The same as `otpauth://` for authenticators.
    pub otpauth: Rahasia,
    /// The same as a QR code, SVG.
    pub qr: Rahasia,
}

/// The state of the caller's second factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeadaanFaktor {
    /// Whether an authenticator is enrolled.
    pub totp: bool,
    /// How many passkeys are enrolled.
    pub kunci_sandi: u64,
    /// How many recovery codes are left.
    pub kode_pulih: u64,
    /// Whether the office demands a second factor of the caller.
    pub wajib: bool,
}

/// Read the state of one's own second factors.
#[derive(Clone, Copy, Debug)]
pub struct BacaFaktor;

impl BacaFaktor {
    /// The state.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<KeadaanFaktor, Galat> {
        let petugas = pelaku.sendiri()?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let totp = work.akun().totp(petugas.id).await?;
        Ok(KeadaanFaktor {
            totp: totp.is_some_and(|totp| totp.benih.is_some()),
            kunci_sandi: work.kunci_sandi().jumlah(petugas.id).await?,
            kode_pulih: work.akun().sisa_kode_pulih(petugas.id).await?,
            wajib: work.keamanan().aturan().await?.wajib(&petugas.izin),
        })
    }
}

/// A change of factors asks for a fresh proof, except of who has none yet.
pub(in crate::akses) async fn boleh_ubah_faktor(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    petugas: &Petugas,
) -> Result<(), Galat> {
    if work.akun().cara_faktor(petugas.id).await?.is_empty() {
        return Ok(());
    }
    // Who has a factor and did not show it proves nothing by the password alone.
    pelaku.bukan_terbatas()?;
    pelaku.wajib_segar(ports)
}

/// Begin to enrol an authenticator; one in use stays in use until the new one is confirmed.
#[derive(Clone, Copy, Debug)]
pub struct MulaiTotp;

impl MulaiTotp {
    /// A fresh seed.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<BenihTampil, Galat> {
        let petugas = pelaku.sendiri()?;
        let benih = ports.kode.benih()?;
        let now = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        boleh_ubah_faktor(ports, work.as_mut(), pelaku, petugas).await?;
        let pengguna =
            work.akses().pengguna(petugas.id).await?.ok_or(Galat::TidakDitemukan("pengguna"))?;
        let lama = work.akun().kunci_totp(petugas.id).await?;
        let baru = Totp {
            benih: lama.as_ref().and_then(|lama| lama.benih.clone()),
            langkah_terakhir: lama.and_then(|lama| lama.langkah_terakhir),
            benih_baru: Some((benih.clone(), now)),
        };
        work.akun().simpan_totp(petugas.id, &baru, now).await?;
        let objek = Some(petugas.id.uuid());
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "faktor.totp_mulai", "pengguna", objek);
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        // Slugs and login names hold nothing that a URI would escape.
        let otpauth = Rahasia::new(format!(
            "otpauth://totp/Loket%20{slug}:{nama}?secret={benih}&issuer=Loket%20{slug}&algorithm=SHA1&digits=6&period=30",
            slug = pelaku.tenant.slug,
            nama = pengguna.nama_pengguna,
            benih = benih.buka(),
        ));
        let qr = ports.kode.qr(&otpauth)?;
        Ok(BenihTampil { benih, otpauth, qr })
    }
}

/// Confirm the seed that was shown.
#[derive(Debug)]
pub struct SahkanTotp {
    /// The code that the authenticator shows now.
    pub kode: Rahasia,
}

impl SahkanTotp {
    /// Takes the seed into use, ends every other session, and makes this one a session of two factors. Gives fresh
    /// recovery codes, shown once.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Vec<Rahasia>, Galat> {
        let petugas = pelaku.sendiri()?;
        let now = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        boleh_ubah_faktor(ports, work.as_mut(), pelaku, petugas).await?;
        let totp = work.akun().kunci_totp(petugas.id).await?;
        let baru = totp.and_then(|totp| totp.benih_baru);
        let (benih, _) = baru.filter(|(_, sejak)| *sejak + UMUR_BENIH_BARU > now).ok_or_else(|| {
            Bentrok::baru(
                "totp_belum_dimulai",
                "Mulai pendaftaran aplikasi kode lagi: rahasia sebelumnya tidak ada atau sudah lewat 15 menit.",
            )
        })?;
        let kunci = crate::akses::kunci_faktor(petugas.id);
        let giliran = crate::akses::ambil_giliran(ports, work.as_mut(), &kunci, now).await?;
        let Some(langkah) = langkah_kode(ports, &benih, &self.kode, None)? else {
            work.commit().await?;
            return Err(kode_salah());
        };
        work.keamanan().hapus_gagal(&kunci, Some(giliran)).await?;
        let totp = Totp { benih: Some(benih), langkah_terakhir: Some(langkah), benih_baru: None };
        work.akun().simpan_totp(petugas.id, &totp, now).await?;
        let kode = undi_kode_pulih(ports, work.as_mut(), petugas.id).await?;
        faktor_berubah(ports, work.as_mut(), pelaku, petugas, "faktor.totp_sah").await?;
        work.commit().await?;
        Ok(kode)
    }
}

/// What follows from a factor that this session just showed: others end, this one is worth two factors, the officer hears of it.
pub(in crate::akses) async fn faktor_berubah(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    petugas: &Petugas,
    aksi: &'static str,
) -> Result<(), Galat> {
    let now = ports.clock.now();
    work.akun().akhiri_sesi_lain(petugas.id, Some(petugas.sesi), now).await?;
    work.akun().sesi_terbukti(petugas.sesi, FaktorSesi::Dua, now).await?;
    if let Some(pengguna) = work.akses().pengguna(petugas.id).await? {
        let pesan = PesanPetugas::FaktorBerubah;
        antrekan_surel(ports, work, &pelaku.tenant, &pengguna, pesan).await?;
    }
    let objek = Some(petugas.id.uuid());
    work.audit().catat(&CatatanAudit::baru(ports, pelaku.jejak(), aksi, "pengguna", objek)).await?;
    Ok(())
}

/// The refusal of a code that is not right.
pub(in crate::akses) fn kode_salah() -> Galat {
    let pesan = "Kode salah, sudah pernah dipakai, atau sudah lewat. Tunggu kode berikutnya, lalu coba lagi.";
    Galat::isian("/kode", "kode_salah", pesan)
}
