//! Moving an attempt on: state, audit trail and ledger together.

use serde_json::json;

use super::{KeadaanPenyerahan, Penyerahan};
use crate::{
    akses::JejakPelaku,
    audit::CatatanAudit,
    galat::{Bentrok, Galat},
    layanan::SaluranPenyerahan,
    loket::lepaskan_slot,
    ports::{Ports, UnitOfWork},
};

/// Moves an attempt on, keeping it, the audit trail and the ledger together.
pub(crate) async fn ubah(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    jejak: JejakPelaku,
    satu: &mut Penyerahan,
    ke: KeadaanPenyerahan,
    galat: Option<&str>,
) -> Result<(), Galat> {
    if !satu.boleh_ke(ke) {
        return Err(salah_keadaan(satu).into());
    }
    satu.keadaan = ke;
    satu.galat = galat.map(str::to_owned);
    satu.diubah_pada = ports.clock.now();
    if let JejakPelaku::Petugas { id } = jejak {
        satu.oleh = Some(id);
    }
    work.penyerahan().simpan(satu).await?;
    // A link that gave its file stays open for a broken download.
    if !satu.keadaan.terbuka() && ke != KeadaanPenyerahan::Diserahkan {
        work.penerima().cabut_tautan(satu.id).await?;
        work.surel().batalkan(satu.id, satu.diubah_pada).await?;
    }
    // Whatever waited on the shelf gives its slot back now; a collection ends its own.
    let habis = matches!(ke, KeadaanPenyerahan::Dibatalkan | KeadaanPenyerahan::Gagal);
    if satu.saluran == SaluranPenyerahan::Loket && habis {
        lepaskan_slot(ports, work, jejak, satu).await?;
    }
    let aksi = match ke {
        KeadaanPenyerahan::Antre => "penyerahan.antre",
        KeadaanPenyerahan::MenungguPenerima => "penyerahan.menunggu_penerima",
        KeadaanPenyerahan::Berjalan => "penyerahan.berjalan",
        KeadaanPenyerahan::Siap => "penyerahan.siap",
        KeadaanPenyerahan::Diserahkan => "penyerahan.diserahkan",
        KeadaanPenyerahan::Gagal => "penyerahan.gagal",
        KeadaanPenyerahan::Dibatalkan => "penyerahan.dibatalkan",
        KeadaanPenyerahan::Ditarik => "penyerahan.ditarik",
    };
    catat(ports, work, jejak, aksi, satu).await
}

/// The refusal of a step that does not fit where an attempt stands.
pub(crate) fn salah_keadaan(satu: &Penyerahan) -> Bentrok {
    Bentrok::baru(
        "keadaan_penyerahan",
        format!(
            "Penyerahan ini sudah berkeadaan `{}`; muat ulang untuk melihat langkah yang mungkin.",
            satu.keadaan.kata()
        ),
    )
}

/// Writes the audit row of an attempt: channel, state and code, never where it goes.
pub(crate) async fn catat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    jejak: JejakPelaku,
    aksi: &'static str,
    satu: &Penyerahan,
) -> Result<(), Galat> {
    let catatan = CatatanAudit::baru(ports, jejak, aksi, "penyerahan", Some(satu.id.uuid()))
        .dengan(
            json!({ "saluran": satu.saluran, "keadaan": satu.keadaan.kata(), "galat": satu.galat }),
        );
    work.audit().catat(&catatan).await?;
    Ok(())
}
