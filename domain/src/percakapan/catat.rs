//! What residents write goes into the thread, in the unit of work that processes it.

use uuid::Uuid;

use super::{
    IsiMasuk, IsiTercatat, JenisMasuk, KeadaanAlur, Kontak, Kotak, Masukan, PesanMasuk,
    PesanTercatat, Saat,
};
use crate::{
    galat::Galat,
    permohonan::BerkasId,
    ports::{Ports, UnitOfWork},
};

/// Keeps one message of a resident, and counts it in the inbox. The contact is kept from other writers already; what is
/// known is left as it is, and reactions and the like are no messages.
pub(crate) async fn catat_masuk(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kontak: &Kontak,
    elemen: Uuid,
    pesan: &PesanMasuk,
    berkas: Option<Result<BerkasId, &str>>,
) -> Result<(), Galat> {
    let Some((jenis, isi)) = isi(&pesan.isi, berkas) else { return Ok(()) };
    let diterima = ports.clock.now();
    let tercatat = PesanTercatat {
        id: elemen,
        kontak: kontak.id,
        wamid: pesan.wamid.clone(),
        jenis,
        isi,
        berkas: berkas.and_then(Result::ok),
        saat: pesan.saat,
        diterima,
    };
    if !work.kotak().tambah_masuk(&tercatat).await? {
        return Ok(());
    }
    let saat = Saat { id: elemen, pada: pesan.saat };
    let lama = work.kotak().dari_terkunci(kontak.id).await?;
    let jeda = matches!(kontak.alur, KeadaanAlur::Petugas);
    let baru = lama.unwrap_or_else(|| Kotak::baru(kontak.id, saat)).ditulis_warga(saat, jeda);
    work.kotak().simpan(&baru, diterima).await?;
    Ok(())
}

impl Masukan {
    /// The file that was sent, or why it was refused.
    pub(super) fn kiriman(&self) -> Option<Result<BerkasId, &str>> {
        let Self::Berkas { sah, ditolak } = self else { return None };
        let sah = sah.first().map(|id| Ok(*id));
        sah.or_else(|| ditolak.first().map(|alasan| Err(alasan.as_str())))
    }
}

fn isi(
    isi: &IsiMasuk,
    berkas: Option<Result<BerkasId, &str>>,
) -> Option<(JenisMasuk, IsiTercatat)> {
    Some(match isi {
        IsiMasuk::Teks(teks) => {
            let teks = Some(teks.clone());
            (JenisMasuk::Teks, IsiTercatat { teks, ..IsiTercatat::default() })
        }
        IsiMasuk::Pilihan { judul, .. } => {
            let pilihan = Some(judul.clone());
            (JenisMasuk::Pilihan, IsiTercatat { pilihan, ..IsiTercatat::default() })
        }
        IsiMasuk::Media { .. } | IsiMasuk::TerlaluBesar => {
            let ditolak = berkas.and_then(Result::err).map(str::to_owned);
            (JenisMasuk::Berkas, IsiTercatat { ditolak, ..IsiTercatat::default() })
        }
        IsiMasuk::Lain => (JenisMasuk::Lain, IsiTercatat::default()),
        // Nobody wrote anything yet.
        IsiMasuk::Sambutan => return None,
    })
}
