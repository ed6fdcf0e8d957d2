//! The second step: something the officer has.

use time::Duration;

use super::{
    Asal, CaraFaktor, Tiket, TiketMasuk, ambil_giliran, kunci_akun, kunci_faktor,
    langkah::{SesiTerbuka, buka_sesi, kenal},
    tenant_publik,
};
use crate::{
    akses::{
        FaktorSesi, Ikatan, JejakPelaku, Pengguna, TujuanUpacara, cocokkan_kode, cocokkan_kunci,
        sidik_kode, wajib_terbaca,
    },
    audit::CatatanAudit,
    galat::{GagalMasuk, Galat},
    nilai::Rahasia,
    ports::{Ports, UnitOfWork},
    tenant::{Tenant, TenantSlug},
};

/// How often a factor may be tried with one ticket.
pub const BATAS_TIKET: u32 = 5;
/// How long a device is remembered.
pub const UMUR_PERANGKAT: Duration = Duration::days(180);

/// What an officer shows.
#[derive(Debug)]
pub enum BuktiFaktor {
    /// The code that their authenticator shows now.
    Totp(Rahasia),
    /// What their browser answered in the ceremony that was begun, JSON.
    KunciSandi(Rahasia),
    /// A recovery code.
    KodePulih(Rahasia),
}

impl BuktiFaktor {
    /// What kind it is.
    pub fn cara(&self) -> CaraFaktor {
        match self {
            Self::Totp(_) => CaraFaktor::Totp,
            Self::KunciSandi(_) => CaraFaktor::KunciSandi,
            Self::KodePulih(_) => CaraFaktor::KodePulih,
        }
    }

    /// Whether it is right; what is right is used up by this.
    pub(in crate::akses) async fn cocok(
        &self,
        ports: &Ports,
        work: &mut dyn UnitOfWork,
        (tenant, pengguna): (&Tenant, &Pengguna),
        ikatan: Ikatan<'_>,
    ) -> Result<bool, Galat> {
        let now = ports.clock.now();
        match self {
            Self::Totp(kode) => cocokkan_kode(ports, work, pengguna.id, kode).await,
            Self::KunciSandi(jawaban) => {
                cocokkan_kunci(ports, work, (tenant, pengguna), ikatan, jawaban).await
            }
            Self::KodePulih(kode) => {
                let hash = sidik_kode(ports, kode);
                Ok(work.akun().pakai_kode_pulih(pengguna.id, &hash, now).await?)
            }
        }
    }
}

/// Complete a login.
#[derive(Debug)]
pub struct TuntaskanMasuk {
    /// The tenant in the path.
    pub tenant: TenantSlug,
    /// The ticket of the first step.
    pub tiket: Rahasia,
    /// What is shown.
    pub bukti: BuktiFaktor,
    /// Whether this device is to be remembered.
    pub ingat_perangkat: bool,
    /// Where from.
    pub asal: Asal,
}

impl TuntaskanMasuk {
    /// Opens a session. A wrong code counts against the ticket and against the account, so that a known password gives no
    /// endless tries; from a known device the device counts alone.
    pub async fn execute(self, ports: &Ports) -> Result<Tiket, Galat> {
        if let BuktiFaktor::KunciSandi(jawaban) = &self.bukti {
            wajib_terbaca(ports, jawaban, "/jawaban")?;
        }
        let tenant = tenant_publik(ports, &self.tenant).await?;
        let now = ports.clock.now();
        let hash = ports.sidik(self.tiket.buka().as_bytes());
        let mut work = ports.store.begin(&tenant.slug).await?;
        let mut tiket = berlaku(ports, work.as_mut(), &hash).await?;
        let pengguna = work.akses().pengguna(tiket.pengguna).await?;
        let pengguna = pengguna.filter(|orang| orang.aktif).ok_or(GagalMasuk::TiketTidakBerlaku)?;
        let perangkat =
            self.asal.perangkat.as_ref().map(|satu| ports.sidik(satu.buka().as_bytes()));
        let kenal = kenal(ports, work.as_mut(), perangkat.as_deref(), Some(pengguna.id)).await?;
        let kunci = match &kenal {
            Some(perangkat) => perangkat.teks().to_owned(),
            None => kunci_faktor(pengguna.id),
        };
        let giliran = ambil_giliran(ports, work.as_mut(), &kunci, now).await?;
        tiket.percobaan += 1;
        let ikatan = Ikatan { tujuan: TujuanUpacara::Masuk, nilai: &hash };
        if !self.bukti.cocok(ports, work.as_mut(), (&tenant, &pengguna), ikatan).await? {
            tiket.habis = tiket.percobaan >= BATAS_TIKET;
            work.keamanan().simpan_tiket(&tiket, now).await?;
            let jejak = JejakPelaku::Petugas { id: pengguna.id };
            let objek = Some(pengguna.id.uuid());
            let catatan = CatatanAudit::baru(ports, jejak, "sesi.faktor_salah", "pengguna", objek)
                .dengan(serde_json::json!({ "cara": self.bukti.cara().kata() }));
            work.audit().catat(&catatan).await?;
            work.commit().await?;
            return Err(GagalMasuk::FaktorSalah.into());
        }
        tiket.habis = true;
        work.keamanan().simpan_tiket(&tiket, now).await?;
        let hasil = masukkan(
            ports,
            work.as_mut(),
            &tenant,
            &pengguna,
            (&self.asal, kenal.is_none() && self.ingat_perangkat, self.bukti.cara()),
        )
        .await?;
        work.keamanan().hapus_gagal(&kunci, Some(giliran)).await?;
        work.keamanan().hapus_gagal(&kunci, None).await?;
        work.commit().await?;
        Ok(hasil)
    }
}

/// Opens the session of somebody who showed everything.
pub(in crate::akses) async fn masukkan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    pengguna: &Pengguna,
    (asal, ingat, cara): (&Asal, bool, CaraFaktor),
) -> Result<Tiket, Galat> {
    let now = ports.clock.now();
    let buka = SesiTerbuka { faktor: FaktorSesi::Dua, asal };
    let mut hasil = buka_sesi(ports, work, tenant, pengguna, buka).await?;
    if cara == CaraFaktor::KodePulih {
        let jejak = JejakPelaku::Petugas { id: pengguna.id };
        let objek = Some(pengguna.id.uuid());
        let sisa = work.akun().sisa_kode_pulih(pengguna.id).await?;
        let catatan =
            CatatanAudit::baru(ports, jejak, "faktor.kode_pulih_dipakai", "pengguna", objek)
                .dengan(serde_json::json!({ "sisa": sisa }));
        work.audit().catat(&catatan).await?;
    }
    work.keamanan().hapus_gagal(&kunci_akun(&pengguna.nama_pengguna), None).await?;
    if ingat {
        let perangkat = Rahasia::new(ports.ids.acak_hex(32));
        let hash = ports.sidik(perangkat.buka().as_bytes());
        work.keamanan().tambah_perangkat(&hash, pengguna.id, now, now + UMUR_PERANGKAT).await?;
        hasil.perangkat = Some(perangkat);
    }
    Ok(hasil)
}

/// The ticket of that hash, kept from other writers, while it is good.
pub(in crate::akses) async fn berlaku(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    hash: &[u8],
) -> Result<TiketMasuk, Galat> {
    let tiket = work.keamanan().kunci_tiket(hash).await?;
    let tiket = tiket.filter(|satu| {
        !satu.habis && satu.percobaan < BATAS_TIKET && satu.berakhir_pada > ports.clock.now()
    });
    Ok(tiket.ok_or(GagalMasuk::TiketTidakBerlaku)?)
}
