//! Emails as officers see them: the queue, and what is known of one that left: it came back, or it arrived after all.

use super::{
    BarisSurel, KeadaanPenyerahan, KeadaanSurel, Penyerahan, PenyerahanId, TAK_DIKETAHUI, gagalkan,
    salah_keadaan, ubah,
};
use crate::{
    akses::{Izin, Pelaku},
    galat::{Bentrok, Galat},
    halaman::{Halaman, Lembar},
    layanan::SaluranPenyerahan,
    ports::Ports,
};

/// Why an email came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SebabPantul {
    /// There is no such mailbox.
    AlamatTidakAda,
    /// The mailbox takes nothing more.
    KotakPenuh,
    /// The other server refused it.
    Ditolak,
    /// The applicant says that nothing came.
    TidakMasuk,
}

impl SebabPantul {
    /// Every cause.
    pub const SEMUA: [Self; 4] =
        [Self::AlamatTidakAda, Self::KotakPenuh, Self::Ditolak, Self::TidakMasuk];

    /// The stable code that stays in the ledger.
    pub const fn galat(self) -> &'static str {
        match self {
            Self::AlamatTidakAda => "surel_alamat_tidak_ada",
            Self::KotakPenuh => "surel_kotak_penuh",
            Self::Ditolak => "surel_ditolak",
            Self::TidakMasuk => "surel_tidak_masuk",
        }
    }
}

/// What an officer knows of an email that left, or may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HasilSurat {
    /// It came back, or never arrived.
    Terpantul(SebabPantul),
    /// The applicant has it; said of one whose end nobody knew.
    Sampai,
}

/// Record what became of an email.
#[derive(Clone, Copy, Debug)]
pub struct CatatHasilSurel {
    /// The attempt.
    pub id: PenyerahanId,
    /// What is known.
    pub hasil: HasilSurat,
}

impl CatatHasilSurel {
    /// One that came back fails, and the next channel is taken; one that arrived is handed over.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Penyerahan, Galat> {
        pelaku.petugas(Izin::PenyerahanKelola)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let satu = work.penyerahan().kunci(self.id).await?;
        let mut satu = satu.ok_or(Galat::TidakDitemukan("penyerahan"))?;
        if satu.saluran != SaluranPenyerahan::Email {
            let pesan = "Penyerahan ini tidak lewat surel.";
            return Err(Bentrok::baru("bukan_surel", pesan).into());
        }
        let (now, jejak) = (ports.clock.now(), pelaku.jejak());
        match self.hasil {
            HasilSurat::Terpantul(sebab) => {
                let keluar = work.surel().tuntaskan(self.id, Some(sebab.galat()), now).await?;
                if keluar == 0 || !satu.boleh_ke(KeadaanPenyerahan::Gagal) {
                    return Err(salah_keadaan(&satu).into());
                }
                let tenant = &pelaku.tenant;
                gagalkan(ports, work.as_mut(), tenant, jejak, &mut satu, sebab.galat()).await?;
            }
            HasilSurat::Sampai => {
                let ragu = satu.keadaan == KeadaanPenyerahan::Berjalan
                    && satu.galat.as_deref() == Some(TAK_DIKETAHUI);
                if !ragu {
                    return Err(salah_keadaan(&satu).into());
                }
                work.surel().tuntaskan(self.id, None, now).await?;
                let ke = KeadaanPenyerahan::Diserahkan;
                ubah(ports, work.as_mut(), jejak, &mut satu, ke, None).await?;
            }
        }
        work.commit().await?;
        Ok(satu)
    }
}

/// List emails.
#[derive(Clone, Copy, Debug)]
pub struct DaftarSurel {
    /// Only in this state.
    pub keadaan: Option<KeadaanSurel>,
    /// Which page.
    pub halaman: Halaman,
}

impl DaftarSurel {
    /// The newest first; never to whom they went, nor what they say.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Lembar<BarisSurel>, Galat> {
        pelaku.petugas_salah_satu(&[Izin::PenyerahanKelola, Izin::OperasiLihat])?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let semua = work.surel().daftar(self.keadaan, self.halaman).await?;
        Ok(self.halaman.potong(semua, |satu| satu.id.uuid()))
    }
}
