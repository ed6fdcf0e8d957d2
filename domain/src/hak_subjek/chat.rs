//! The words DATA SAYA, TARIK PERSETUJUAN and HAPUS DATA.

use super::{
    HakSubjek, IsiHak, JenisHak, VerifikasiHak,
    catat::{Asal, terima},
};
use crate::{
    akses::{Izin, Pelaku},
    galat::Galat,
    kalender::tulis_saat,
    notifikasi::{JenisNotifikasi, Kepada, Notifikasi},
    percakapan::Kontak,
    ports::{Ports, UnitOfWork},
};

/// Writes the request of a resident down, who is known by their number; one open request of a kind is enough.
pub(crate) async fn minta_lewat_chat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kontak: &Kontak,
    jenis: JenisHak,
) -> Result<String, Galat> {
    let tenant = &pelaku.tenant;
    if let Some(lama) = work.hak_subjek().terbuka(kontak.id, jenis).await? {
        return Ok(kalimat(&lama, &tulis_saat(tenant.zona, lama.batas_pada), true));
    }
    let asal = Asal {
        verifikasi: VerifikasiHak::NomorWa,
        kontak: Some(kontak.id),
        permohonan: None,
        oleh: None,
        pelaku: pelaku.jejak(),
    };
    let isi = IsiHak {
        nama: None,
        identitas: None,
        uraian: format!("Permintaan {} lewat WhatsApp", jenis.nama()),
    };
    let hak = terima(ports, work, tenant, asal, jenis, isi).await?;
    let notifikasi = Notifikasi::baru(
        ports,
        Kepada::Izin(Izin::PrivasiKelola),
        JenisNotifikasi::Pemberitahuan,
        format!(
            "{}: warga meminta {}; jawab paling lambat {}.",
            hak.nomor,
            jenis.nama(),
            tulis_saat(tenant.zona, hak.batas_pada)
        ),
    );
    work.notifikasi().tambah(&notifikasi).await?;
    Ok(kalimat(&hak, &tulis_saat(tenant.zona, hak.batas_pada), false))
}

fn kalimat(hak: &HakSubjek, batas: &str, lama: bool) -> String {
    let awal = if lama { "sudah tercatat" } else { "kami catat" };
    let lanjut = match hak.jenis {
        JenisHak::Salinan => "Salinannya dikirim lewat tautan sekali pakai ke nomor ini.",
        JenisHak::Penghapusan => {
            "Yang dapat dihapus: percakapan, foto yang tidak masuk permohonan, isian yang belum diajukan, dan kontak Anda. \
             Permohonan dan dokumen kependudukan wajib disimpan menurut undang-undang, jadi tidak dapat dihapus."
        }
        JenisHak::Perbaikan | JenisHak::Penarikan => "Hasilnya kami kabarkan ke nomor ini.",
    };
    format!(
        "Permintaan {} {awal} dengan nomor *{}*. Kantor menjawab paling lambat {batas} (3 x 24 jam). {lanjut}",
        hak.jenis.nama(),
        hak.nomor
    )
}
