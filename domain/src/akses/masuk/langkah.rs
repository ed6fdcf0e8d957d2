//! The first step: name and password.

use time::{Duration, OffsetDateTime};

use super::{
    Asal, Tiket, UMUR_SESI, ambil_giliran, kunci_akun, kunci_alamat, kunci_perangkat, perlambat,
    tambah_token, tenant_publik, tiket,
};
use crate::{
    akses::{FaktorSesi, JejakPelaku, Kecocokan, Pengguna, PenggunaId, SesiBaru, SesiId},
    audit::CatatanAudit,
    galat::{GagalMasuk, Galat},
    nilai::Rahasia,
    ports::{Ports, UnitOfWork},
    tenant::{Tenant, TenantSlug},
};

/// How long the second factor may take.
pub const UMUR_TIKET: Duration = Duration::minutes(5);

/// A second factor that an officer can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaraFaktor {
    /// The code of an authenticator.
    Totp,
    /// A passkey.
    KunciSandi,
    /// One of the codes that were handed out for the day it is lost.
    KodePulih,
}

impl CaraFaktor {
    /// The stable word.
    pub const fn kata(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::KunciSandi => "kunci_sandi",
            Self::KodePulih => "kode_pulih",
        }
    }
}

/// What a right password gives while the second factor is missing. It opens nothing.
#[derive(Debug)]
pub struct TiketFaktor {
    /// Opaque, shown once; the second step names it.
    pub tiket: Rahasia,
    /// When it ends.
    pub berakhir_pada: OffsetDateTime,
    /// What can be shown.
    pub cara: Vec<CaraFaktor>,
}

/// Such a ticket as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TiketMasuk {
    /// SHA-256 of it.
    pub hash: Vec<u8>,
    /// Whose password it was.
    pub pengguna: PenggunaId,
    /// When it was given.
    pub dibuat_pada: OffsetDateTime,
    /// When it ends.
    pub berakhir_pada: OffsetDateTime,
    /// How often a factor was tried.
    pub percobaan: u32,
    /// Whether it was used up.
    pub habis: bool,
}

/// What the first step came to.
#[derive(Debug)]
pub enum HasilMasuk {
    /// A session.
    Sesi(Box<Tiket>),
    /// The second factor is missing.
    PerluFaktor(TiketFaktor),
}

/// Log in with a name and a password.
#[derive(Debug)]
pub struct Masuk {
    /// The tenant in the path.
    pub tenant: TenantSlug,
    /// Login name.
    pub nama_pengguna: String,
    /// Password.
    pub sandi: Rahasia,
    /// Where from.
    pub asal: Asal,
}

impl Masuk {
    /// Unknown user and wrong password look and cost the same. Who has a second factor gets a ticket for it, and nothing
    /// else; who has none gets a session, which opens no more than enrolment where the office demands one.
    pub async fn execute(self, ports: &Ports) -> Result<HasilMasuk, Galat> {
        let tenant = tenant_publik(ports, &self.tenant).await?;
        let now = ports.clock.now();
        let nama = self.nama_pengguna.trim().to_lowercase();
        let perangkat =
            self.asal.perangkat.as_ref().map(|satu| ports.sidik(satu.buka().as_bytes()));
        let mut work = ports.store.begin(&tenant.slug).await?;
        let pengguna = work.akses().pengguna_bernama(&nama).await?;
        let pengguna = pengguna.filter(|orang| orang.aktif && orang.sandi_hash.is_some());
        let kunci =
            penghitung(ports, work.as_mut(), perangkat.as_deref(), pengguna.as_ref(), &nama)
                .await?;
        if let (Penghitung::Akun(_), Some(alamat)) = (&kunci, &self.asal.alamat) {
            perlambat(work.as_mut(), &kunci_alamat(alamat), super::BATAS_ALAMAT, now).await?;
        }
        let giliran = ambil_giliran(ports, work.as_mut(), kunci.teks(), now).await?;
        work.commit().await?;

        // Hashing takes tens of milliseconds, so no transaction is open meanwhile.
        let hash = pengguna.as_ref().and_then(|orang| orang.sandi_hash.clone());
        let cocok = ports.sandi.cocokkan(self.sandi.clone(), hash).await?;
        let ulang = match cocok {
            Kecocokan::CocokPerluAcakUlang => Some(ports.sandi.acak(self.sandi).await?),
            _ => None,
        };
        let mut work = ports.store.begin(&tenant.slug).await?;
        let (Some(pengguna), true) = (pengguna, cocok != Kecocokan::TidakCocok) else {
            if let Some(alamat) = &self.asal.alamat {
                work.keamanan().catat_gagal(&kunci_alamat(alamat), ports.ids.uuid(), now).await?;
            }
            work.commit().await?;
            return Err(GagalMasuk::KredensialSalah.into());
        };
        work.keamanan().hapus_gagal(kunci.teks(), Some(giliran)).await?;
        if let Some(hash) = ulang {
            work.akses().ganti_sandi(pengguna.id, &hash).await?;
        }
        let cara = work.akun().cara_faktor(pengguna.id).await?;
        let hasil = if cara.is_empty() {
            work.keamanan().hapus_gagal(kunci.teks(), None).await?;
            let baru = SesiTerbuka { faktor: FaktorSesi::Sandi, asal: &self.asal };
            let mut tiket = buka_sesi(ports, work.as_mut(), &tenant, &pengguna, baru).await?;
            let hari = tenant.zona.setempat(now).date();
            let hidup = work.akses().petugas_aktif(pengguna.id, hari).await?;
            let aturan = work.keamanan().aturan().await?;
            tiket.terbatas = hidup.is_none_or(|hidup| aturan.wajib(&hidup.izin));
            HasilMasuk::Sesi(Box::new(tiket))
        } else {
            HasilMasuk::PerluFaktor(beri_tiket(ports, work.as_mut(), pengguna.id, cara).await?)
        };
        work.commit().await?;
        Ok(hasil)
    }
}

/// Which counter an attempt belongs to.
pub(super) enum Penghitung {
    Perangkat(String),
    Akun(String),
}

impl Penghitung {
    pub(super) fn teks(&self) -> &str {
        match self {
            Self::Perangkat(kunci) | Self::Akun(kunci) => kunci,
        }
    }
}

async fn penghitung(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    perangkat: Option<&[u8]>,
    pengguna: Option<&Pengguna>,
    nama: &str,
) -> Result<Penghitung, Galat> {
    let dikenal = kenal(ports, work, perangkat, pengguna.map(|orang| orang.id)).await?;
    Ok(dikenal.unwrap_or_else(|| Penghitung::Akun(kunci_akun(nama))))
}

/// The counter of the device, when it is one of that officer's.
pub(super) async fn kenal(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    perangkat: Option<&[u8]>,
    pengguna: Option<PenggunaId>,
) -> Result<Option<Penghitung>, Galat> {
    let Some(hash) = perangkat else { return Ok(None) };
    let pemilik = work.keamanan().perangkat(hash, ports.clock.now()).await?;
    let dikenal = pemilik.is_some() && pemilik == pengguna;
    Ok(dikenal.then(|| Penghitung::Perangkat(kunci_perangkat(ports, hash))))
}

async fn beri_tiket(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pengguna: PenggunaId,
    cara: Vec<CaraFaktor>,
) -> Result<TiketFaktor, Galat> {
    let now = ports.clock.now();
    let tiket = Rahasia::new(ports.ids.acak_hex(32));
    let berakhir_pada = now + UMUR_TIKET;
    let satu = TiketMasuk {
        hash: ports.sidik(tiket.buka().as_bytes()),
        pengguna,
        dibuat_pada: now,
        berakhir_pada,
        percobaan: 0,
        habis: false,
    };
    work.keamanan().tambah_tiket(&satu).await?;
    Ok(TiketFaktor { tiket, berakhir_pada, cara })
}

/// How a session is opened.
pub(super) struct SesiTerbuka<'a> {
    pub faktor: FaktorSesi,
    pub asal: &'a Asal,
}

/// Opens a session and records it.
pub(super) async fn buka_sesi(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    pengguna: &Pengguna,
    buka: SesiTerbuka<'_>,
) -> Result<Tiket, Galat> {
    let now = ports.clock.now();
    let sesi: SesiId = ports.ids.id();
    let sesi_berakhir = now + UMUR_SESI;
    let baru = SesiBaru {
        id: sesi,
        pengguna: pengguna.id,
        dibuat_pada: now,
        berakhir_pada: sesi_berakhir,
        faktor: buka.faktor,
        perangkat: buka.asal.label.clone(),
        alamat_samar: buka.asal.alamat_samar.clone(),
    };
    work.akses().buka_sesi(&baru).await?;
    let segar = tambah_token(ports, work, sesi, now).await?;
    let pelaku = JejakPelaku::Petugas { id: pengguna.id };
    let catatan = CatatanAudit::baru(ports, pelaku, "sesi.masuk", "sesi", Some(sesi.uuid()))
        .dengan(serde_json::json!({ "faktor": buka.faktor.kata() }));
    work.audit().catat(&catatan).await?;
    tiket(ports, tenant, pengguna.id, sesi, sesi_berakhir, segar)
}
