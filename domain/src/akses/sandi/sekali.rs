//! One-time secrets: an invitation or a reset. Who has one sets a password of their own, and nothing else.

use time::{Duration, OffsetDateTime};

use super::{PesanPetugas, antrekan_surel, kata_konteks, periksa_sandi};
use crate::{
    akses::{JejakPelaku, Pengguna, PenggunaId, tenant_publik},
    audit::CatatanAudit,
    galat::{GagalMasuk, Galat},
    id::Id,
    nilai::Rahasia,
    ports::{Ports, UnitOfWork},
    tenant::{Tenant, TenantSlug},
};

/// Marks ids of one-time secrets.
#[derive(Debug)]
pub enum RahasiaSekaliTag {}
/// The id of a one-time secret.
pub type RahasiaSekaliId = Id<RahasiaSekaliTag>;

/// What a one-time secret is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JenisRahasia {
    /// A new officer, or one who is let in anew.
    Undangan,
    /// A forgotten password.
    Pemulihan,
}

impl JenisRahasia {
    /// The stable word.
    pub const fn kata(self) -> &'static str {
        match self {
            Self::Undangan => "undangan",
            Self::Pemulihan => "pemulihan",
        }
    }

    /// The kind of that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        [Self::Undangan, Self::Pemulihan].into_iter().find(|satu| satu.kata() == kata)
    }

    /// How long it is good for.
    pub const fn umur(self) -> Duration {
        match self {
            Self::Undangan => Duration::hours(72),
            Self::Pemulihan => Duration::minutes(15),
        }
    }
}

/// A one-time secret as stored: only its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RahasiaSekali {
    /// Its id.
    pub id: RahasiaSekaliId,
    /// SHA-256 of it.
    pub hash: Vec<u8>,
    /// Whose password it sets.
    pub pengguna: PenggunaId,
    /// What for.
    pub jenis: JenisRahasia,
    /// When it was made.
    pub dibuat_pada: OffsetDateTime,
    /// When it ends.
    pub berakhir_pada: OffsetDateTime,
    /// Whether it was used or called off.
    pub habis: bool,
}

/// A one-time secret as it leaves, once.
#[derive(Debug)]
pub struct RahasiaTerbit {
    /// The secret; `None` when it went to the officer's own channel, where nobody else reads it.
    pub rahasia: Option<Rahasia>,
    /// When it ends.
    pub berakhir_pada: OffsetDateTime,
}

/// 128 bits, in groups that a person can type.
fn undi(ports: &Ports) -> Rahasia {
    let acak = ports.ids.acak_hex(16);
    let kelompok: Vec<&str> =
        (0..acak.len()).step_by(4).filter_map(|awal| acak.get(awal..awal + 4)).collect();
    Rahasia::new(kelompok.join("-"))
}

/// As it is hashed, however it was typed.
pub(in crate::akses) fn rapikan_kode(teks: &Rahasia) -> Rahasia {
    let huruf = teks.buka().chars().filter(|c| c.is_alphanumeric());
    Rahasia::new(huruf.collect::<String>().to_lowercase())
}

/// The hash under which a typed secret is found.
pub(in crate::akses) fn sidik_kode(ports: &Ports, teks: &Rahasia) -> Vec<u8> {
    ports.sidik(rapikan_kode(teks).buka().as_bytes())
}

/// Makes a secret, calling off what was there before. It goes to the officer's own address where there is one and a mail
/// server; otherwise it is given back, to be handed over in person.
pub(in crate::akses) async fn terbitkan_rahasia(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    pengguna: &Pengguna,
    jenis: JenisRahasia,
) -> Result<RahasiaTerbit, Galat> {
    let now = ports.clock.now();
    let rahasia = undi(ports);
    let berakhir_pada = now + jenis.umur();
    work.keamanan().batalkan_rahasia(pengguna.id, jenis, now).await?;
    let satu = RahasiaSekali {
        id: ports.ids.id(),
        hash: sidik_kode(ports, &rahasia),
        pengguna: pengguna.id,
        jenis,
        dibuat_pada: now,
        berakhir_pada,
        habis: false,
    };
    work.keamanan().tambah_rahasia(&satu).await?;
    let pesan = match jenis {
        JenisRahasia::Undangan => PesanPetugas::Undangan { rahasia: &rahasia, berakhir_pada },
        JenisRahasia::Pemulihan => PesanPetugas::Pemulihan { rahasia: &rahasia, berakhir_pada },
    };
    let terkirim = antrekan_surel(ports, work, tenant, pengguna, pesan).await?;
    Ok(RahasiaTerbit { rahasia: (!terkirim).then_some(rahasia), berakhir_pada })
}

/// Set a password of one's own with a one-time secret. It opens no session: the second factor is asked for as ever.
#[derive(Debug)]
pub struct PakaiRahasia {
    /// The tenant in the path.
    pub tenant: TenantSlug,
    /// The secret.
    pub rahasia: Rahasia,
    /// The new password.
    pub sandi: Rahasia,
}

impl PakaiRahasia {
    /// Sets it, uses the secret up, and ends every session of the officer.
    pub async fn execute(self, ports: &Ports) -> Result<(), Galat> {
        let tenant = tenant_publik(ports, &self.tenant).await?;
        let hash = sidik_kode(ports, &self.rahasia);
        let mut work = ports.store.read(&tenant.slug).await?;
        let (_, pengguna) = berlaku(ports, work.as_mut(), &hash, false).await?;
        drop(work);
        let konteks = kata_konteks(&tenant, &pengguna.nama_pengguna, &pengguna.nama);
        periksa_sandi(&self.sandi, &konteks, "/sandi")?;
        // Hashing takes tens of milliseconds, so no transaction is open meanwhile.
        let sandi = ports.sandi.acak(self.sandi).await?;
        let now = ports.clock.now();
        let mut work = ports.store.begin(&tenant.slug).await?;
        let (satu, pengguna) = berlaku(ports, work.as_mut(), &hash, true).await?;
        work.keamanan().pakai_rahasia(satu.id, now).await?;
        for jenis in [JenisRahasia::Undangan, JenisRahasia::Pemulihan] {
            work.keamanan().batalkan_rahasia(pengguna.id, jenis, now).await?;
        }
        work.akses().ganti_sandi(pengguna.id, &sandi).await?;
        work.akun().akhiri_sesi_lain(pengguna.id, None, now).await?;
        work.keamanan().cabut_perangkat(pengguna.id).await?;
        work.keamanan().batalkan_tiket(pengguna.id, now).await?;
        work.keamanan()
            .hapus_gagal(&super::super::kunci_akun(&pengguna.nama_pengguna), None)
            .await?;
        if satu.jenis == JenisRahasia::Pemulihan {
            let pesan = PesanPetugas::SandiBerganti;
            antrekan_surel(ports, work.as_mut(), &tenant, &pengguna, pesan).await?;
        }
        let jejak = JejakPelaku::Petugas { id: pengguna.id };
        let aksi = match satu.jenis {
            JenisRahasia::Undangan => "sandi.dari_undangan",
            JenisRahasia::Pemulihan => "sandi.dipulihkan",
        };
        let objek = Some(pengguna.id.uuid());
        work.audit().catat(&CatatanAudit::baru(ports, jejak, aksi, "pengguna", objek)).await?;
        work.commit().await?;
        Ok(())
    }
}

/// The secret of that hash and its officer, while both are good.
async fn berlaku(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    hash: &[u8],
    kunci: bool,
) -> Result<(RahasiaSekali, Pengguna), Galat> {
    let tidak = || Galat::from(GagalMasuk::RahasiaTidakBerlaku);
    let satu = work.keamanan().rahasia(hash, kunci).await?.ok_or_else(tidak)?;
    if satu.habis || satu.berakhir_pada <= ports.clock.now() {
        return Err(tidak());
    }
    let pengguna = work.akses().pengguna(satu.pengguna).await?;
    let pengguna = pengguna.filter(|orang| orang.aktif).ok_or_else(tidak)?;
    Ok((satu, pengguna))
}
