//! Elements of a webhook besides messages and statuses, in the unit of work of their turn.

use super::{
    ElemenAntre, ElemenTerbaca, IsiTercatat, Pengirim, Penulis, catat_gema, identitas,
    kanal_akibat::catat_kanal,
};
use crate::{
    galat::Galat,
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// Carries out the element; from some, nothing follows.
pub(super) async fn proses_lain(
    ports: &Ports,
    kerja: &mut dyn UnitOfWork,
    tenant: &Tenant,
    elemen: &ElemenAntre,
    terbaca: &ElemenTerbaca,
) -> Result<(), Galat> {
    match terbaca {
        ElemenTerbaca::Gema(gema) => catat_gema(ports, kerja, tenant, gema).await?,
        ElemenTerbaca::NomorBerubah { lama, .. } => {
            identitas::nomor_berubah(ports, kerja, lama).await?;
        }
        ElemenTerbaca::IdBerubah { siapa, baru } => {
            identitas::identitas_berubah(ports, kerja, siapa, baru.as_deref(), None).await?;
        }
        ElemenTerbaca::IdentitasBerubah { siapa, hash } => {
            identitas::identitas_berubah(ports, kerja, siapa, None, hash.as_deref()).await?;
        }
        ElemenTerbaca::Sunting { penulis, asli, isi } => {
            sentuh(ports, kerja, elemen, penulis).await?;
            if let Some(asli) = asli {
                let isi = IsiTercatat { teks: isi.clone(), ..IsiTercatat::default() };
                kerja.kotak().sunting_masuk(asli, &isi, penulis.saat).await?;
            }
        }
        ElemenTerbaca::Hapus { penulis, asli } => {
            sentuh(ports, kerja, elemen, penulis).await?;
            if let Some(asli) = asli {
                kerja.kotak().hapus_masuk(asli, penulis.saat).await?;
            }
        }
        ElemenTerbaca::Reaksi { penulis, .. } => sentuh(ports, kerja, elemen, penulis).await?,
        ElemenTerbaca::Kanal(peristiwa) => catat_kanal(ports, kerja, elemen, peristiwa).await?,
        ElemenTerbaca::Pesan(_) | ElemenTerbaca::Status(_) | ElemenTerbaca::Lain => {}
    }
    Ok(())
}

/// The resident did something that is not answered; it keeps the 24-hour window open all the same.
async fn sentuh(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    elemen: &ElemenAntre,
    penulis: &Penulis,
) -> Result<(), Galat> {
    let now = ports.clock.now();
    let pengirim = Pengirim {
        nomor: penulis.siapa.nomor.as_ref(),
        bsuid: penulis.siapa.bsuid.as_deref(),
        nama: penulis.nama.as_ref(),
        nomor_layanan: &elemen.phone_number_id,
    };
    let mut kontak = work.kontak().kunci_pengirim(&pengirim, ports.ids.id(), now).await?;
    if kontak.terakhir_masuk.is_none_or(|lama| lama < penulis.saat) {
        kontak.terakhir_masuk = Some(penulis.saat);
    }
    work.pesan().lepaskan_tertahan(kontak.id, now).await?;
    work.kontak().simpan(&kontak, now).await?;
    Ok(())
}
