//! What an operator does with a signing connection besides setting it: check a file by hand, calibrate the stamp.

use super::{
    HasilTte, KoneksiTte, KunciTte, PenandaTanganDiharapkan, PermintaanTte, Stempel, Tampilan,
    TandaTanganDitolak, TandaTanganSah, TteGagal, VerifikasiHost,
};
use crate::{
    akses::{Izin, Pelaku, Siapa},
    audit::CatatanAudit,
    galat::{Bentrok, Galat},
    nilai::Nik,
    ports::Ports,
};

/// Check a signed PDF against the anchors of the office.
#[derive(Clone, Debug)]
pub struct PeriksaBerkasTte {
    /// The file.
    pub pdf: Vec<u8>,
    /// Who must have signed it; anybody, when nobody is named.
    pub penanda_tangan: Option<PenandaTanganDiharapkan>,
    /// Whether the host is asked for its opinion as well.
    pub tanya_host: bool,
}

/// What a check by hand found.
#[derive(Debug)]
pub struct HasilPeriksaTte {
    /// Our own verdict: the one that counts.
    pub tanda_tangan: Result<TandaTanganSah, TandaTanganDitolak>,
    /// The host's, when it was asked.
    pub host: Option<Result<VerifikasiHost, TteGagal>>,
}

impl PeriksaBerkasTte {
    /// Changes nothing.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<HasilPeriksaTte, Galat> {
        hanya_sistem(pelaku)?;
        let koneksi = koneksi(ports, pelaku).await?;
        let harapan = koneksi.harapan(self.penanda_tangan, None, ports.clock.now());
        let tanda_tangan = ports.pemeriksa.periksa(&self.pdf, &harapan);
        let host = if self.tanya_host {
            Some(ports.tte.verifikasi(&koneksi, &self.pdf).await)
        } else {
            None
        };
        Ok(HasilPeriksaTte { tanda_tangan, host })
    }
}

/// Have the host sign a calibration page, to see where it puts the stamp.
#[derive(Debug)]
pub struct UjiKoneksiTte {
    /// The page.
    pub pdf: Vec<u8>,
    /// Who signs it, in their own name.
    pub nik: Nik,
    /// With what.
    pub kunci: KunciTte,
    /// The stamp and where it belongs.
    pub stempel: Stempel,
}

impl UjiKoneksiTte {
    /// Signs once, and says whether the result would have counted. That somebody signs a page that is no document is
    /// written down before the call leaves.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Result<(Vec<u8>, Result<TandaTanganSah, TandaTanganDitolak>), TteGagal>, Galat>
    {
        hanya_sistem(pelaku)?;
        let koneksi = koneksi(ports, pelaku).await?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "koneksi_tte.uji", "integrasi", None);
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        let permintaan = PermintaanTte {
            pdf: self.pdf.clone(),
            nik: self.nik,
            kunci: self.kunci,
            tampilan: Tampilan::Terlihat(self.stempel),
            alasan: "Uji letak stempel".to_owned(),
            lokasi: pelaku.tenant.nama.clone(),
        };
        let pdf = match ports.tte.tanda_tangani(&koneksi, permintaan).await {
            Ok(HasilTte { pdf, .. }) => pdf,
            Err(gagal) => return Ok(Err(gagal)),
        };
        let harapan = koneksi.harapan(None, Some(&self.pdf), ports.clock.now());
        let hasil = ports.pemeriksa.periksa(&pdf, &harapan);
        Ok(Ok((pdf, hasil)))
    }
}

async fn koneksi(ports: &Ports, pelaku: &Pelaku) -> Result<KoneksiTte, Galat> {
    let mut work = ports.store.read(&pelaku.tenant.slug).await?;
    work.katalog().koneksi_tte().await?.ok_or_else(|| {
        Bentrok::baru("tte_belum_diatur", "Layanan TTE kantor ini belum diatur.").into()
    })
}

fn hanya_sistem(pelaku: &Pelaku) -> Result<(), Galat> {
    if matches!(pelaku.siapa, Siapa::Sistem) {
        Ok(())
    } else {
        Err(Galat::TidakBerizin(Izin::OperasiLihat))
    }
}
