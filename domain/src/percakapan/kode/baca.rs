//! Where the code of a number stands, as officers see it: whether it arrived, never what it says.

use time::OffsetDateTime;

use super::{KeadaanKode, KodeNomor};
use crate::{
    akses::{Izin, Pelaku},
    galat::Galat,
    nilai::NomorWa,
    outbox::RincianPesan,
    percakapan::{Kontak, KontakId},
    ports::{Ports, UnitOfWork},
};

/// Where the newest code of a contact stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KodeTampil {
    /// The code.
    pub kode: KodeNomor,
    /// `menunggu`, `terbukti`, `kedaluwarsa`, `diganti`, `habis` or `gugur`.
    pub keadaan: &'static str,
    /// The number it went to; masked where it is shown.
    pub nomor: Option<NomorWa>,
    /// How far its message came; `None` once retention removed that.
    pub pesan: Option<RincianPesan>,
    /// When the number was last proven by a code, this one or one before.
    pub terbukti_pada: Option<OffsetDateTime>,
}

/// Read where the newest code of a contact stands.
#[derive(Clone, Copy, Debug)]
pub struct BacaKode {
    /// The contact.
    pub kontak: KontakId,
}

impl BacaKode {
    /// The code and its message.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<KodeTampil, Galat> {
        pelaku.petugas(Izin::PermohonanBuat)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let kontak = work.kontak().baca(self.kontak).await?;
        let kontak = kontak.ok_or(Galat::TidakDitemukan("kontak"))?;
        let kode = work.kode_nomor().terakhir(kontak.id).await?;
        let kode = kode.ok_or(Galat::TidakDitemukan("kode"))?;
        tampil(work.as_mut(), kode, &kontak, ports.clock.now()).await
    }
}

/// A code with what became of its message.
pub(super) async fn tampil(
    work: &mut dyn UnitOfWork,
    kode: KodeNomor,
    kontak: &Kontak,
    now: OffsetDateTime,
) -> Result<KodeTampil, Galat> {
    let pesan = match kode.pesan {
        Some(id) => work.pesan().baca(id).await?,
        None => None,
    };
    let keadaan = match kode.keadaan {
        KeadaanKode::Aktif if kode.berlaku(now) => "menunggu",
        KeadaanKode::Aktif => "kedaluwarsa",
        lain => lain.kata(),
    };
    let terbukti_pada = work.kode_nomor().terbukti_pada(kontak.id, None).await?;
    Ok(KodeTampil { kode, keadaan, nomor: kontak.nomor.clone(), pesan, terbukti_pada })
}
