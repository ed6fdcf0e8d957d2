//! How an attempt ends: the one way a signed file comes to count, wherever it comes from.

use serde_json::json;

use super::{
    CocokPenandaTangan, KeadaanDokumen, KoneksiTte, ObjekBerkas, PenandaTanganDiharapkan,
    Percobaan, PercobaanMenolak, PeristiwaPercobaan, TandaTanganDitolak, TandaTanganSah,
    terbit::terbitkan, unggah::catat,
};
use crate::{
    akses::{Pelaku, Pengguna},
    audit::CatatanAudit,
    galat::{Bentrok, Galat, PortError},
    ports::{Ports, UnitOfWork},
};

/// How often the signed file is put into storage before it counts as lost.
const COBA_SIMPAN: u8 = 3;

/// Judges what came back: it must be the approved file, signed by the expected person, or sealed for the office.
pub(super) fn periksa_hasil(
    ports: &Ports,
    koneksi: &KoneksiTte,
    penanda: Option<&Pengguna>,
    (isi, draf): (&[u8], &[u8]),
) -> Result<TandaTanganSah, TandaTanganDitolak> {
    // A seal is made out to the office, by the name that its connection says.
    let diharapkan = match penanda {
        Some(orang) => {
            Some(PenandaTanganDiharapkan { nik: orang.nik.clone(), nama: orang.nama.clone() })
        }
        None => koneksi.segel_nama.clone().map(|nama| PenandaTanganDiharapkan { nik: None, nama }),
    };
    let harapan = koneksi.harapan(diharapkan, Some(draf), ports.clock.now());
    let mut sah = ports.pemeriksa.periksa(isi, &harapan)?;
    if penanda.is_none() && sah.cocok != CocokPenandaTangan::Tidak {
        sah.cocok = CocokPenandaTangan::Segel;
    }
    Ok(sah)
}

/// Stores a verified file at the place the attempt names, then the row that names it.
pub(super) async fn simpan_hasil(
    ports: &Ports,
    pelaku: &Pelaku,
    percobaan: &Percobaan,
    isi: Vec<u8>,
    tanda_tangan: TandaTanganSah,
    aksi: &'static str,
) -> Result<(), Galat> {
    let kunci = percobaan
        .kunci_hasil
        .clone()
        .unwrap_or_else(|| ports.kunci_objek(&pelaku.tenant.slug, "dokumen"));
    let berkas = ObjekBerkas { kunci, sha256: ports.sidik(&isi), ukuran: isi.len() as u64 };
    let mut sisa = COBA_SIMPAN;
    loop {
        sisa -= 1;
        match ports.objek.simpan(&berkas.kunci, "application/pdf", isi.clone()).await {
            Ok(()) => break,
            // A signature cannot be had twice, so one failure of storage does not throw it away.
            Err(PortError::TidakTersedia { .. }) if sisa > 0 => {}
            Err(galat) => return Err(galat.into()),
        }
    }
    sahkan(ports, pelaku, percobaan, berkas, tanda_tangan, aksi).await
}

/// The document counts from now on, and the attempt is over.
pub(super) async fn sahkan(
    ports: &Ports,
    pelaku: &Pelaku,
    percobaan: &Percobaan,
    berkas: ObjekBerkas,
    tanda_tangan: TandaTanganSah,
    aksi: &'static str,
) -> Result<(), Galat> {
    let mut work: Box<dyn UnitOfWork> = ports.store.begin(&pelaku.tenant.slug).await?;
    let percobaan = kunci(work.as_mut(), percobaan).await?;
    let keadaan = percobaan.keadaan.setelah(PeristiwaPercobaan::Terbukti).map_err(menolak)?;
    let mut dokumen =
        work.dokumen().kunci(percobaan.dokumen).await?.ok_or(Galat::TidakDitemukan("dokumen"))?;
    let masih_draf = matches!(
        &dokumen.keadaan, KeadaanDokumen::Draf { draf, .. } if draf.sha256 == percobaan.sha256
    );
    if !masih_draf {
        return Err(Bentrok::baru(
            "dokumen_sudah_diganti",
            "Dokumen ini sudah diganti dengan versi lain; berkas yang ditandatangani tidak dipakai.",
        )
        .into());
    }
    // Only a signature that was made for them tells when the signer's own certificate ends.
    let pribadi = matches!(tanda_tangan.cocok, CocokPenandaTangan::Nik | CocokPenandaTangan::Nama);
    if let (Some(sampai), true) = (tanda_tangan.berlaku_sampai, pribadi) {
        work.meja().catat_akhir_sertifikat(percobaan.oleh, sampai).await?;
    }
    dokumen.keadaan = KeadaanDokumen::Sah { berkas, tanda_tangan };
    terbitkan(ports, work.as_mut(), pelaku, &mut dokumen).await?;
    work.dokumen().simpan(&dokumen).await?;
    work.dokumen().akhiri_percobaan(&percobaan, keadaan, None, ports.clock.now()).await?;
    catat(ports, work.as_mut(), pelaku, dokumen.id, aksi).await?;
    work.commit().await?;
    Ok(())
}

/// The attempt as it is stored, kept from other writers, with what the host said of it since.
async fn kunci(work: &mut dyn UnitOfWork, percobaan: &Percobaan) -> Result<Percobaan, Galat> {
    let tersimpan = work.dokumen().kunci_percobaan(percobaan.id).await?;
    let mut tersimpan = tersimpan.ok_or(Galat::TidakDitemukan("percobaan"))?;
    if percobaan.nomor_host.is_some() {
        tersimpan.nomor_host.clone_from(&percobaan.nomor_host);
    }
    Ok(tersimpan)
}

/// Writes what became of an attempt that did not bring a signature.
pub(super) async fn akhiri(
    ports: &Ports,
    pelaku: &Pelaku,
    percobaan: &Percobaan,
    peristiwa: PeristiwaPercobaan,
    kode: &'static str,
) -> Result<(), Galat> {
    let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
    if akhiri_dalam(ports, work.as_mut(), pelaku, percobaan, peristiwa, kode).await? {
        work.commit().await?;
    }
    Ok(())
}

/// The same within a unit of work; false when the event comes too late to change anything.
pub(super) async fn akhiri_dalam(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    percobaan: &Percobaan,
    peristiwa: PeristiwaPercobaan,
    kode: &'static str,
) -> Result<bool, Galat> {
    let percobaan = kunci(work, percobaan).await?;
    let Ok(keadaan) = percobaan.keadaan.setelah(peristiwa) else { return Ok(false) };
    work.dokumen().akhiri_percobaan(&percobaan, keadaan, Some(kode), ports.clock.now()).await?;
    let objek = Some(percobaan.dokumen.uuid());
    let catatan = CatatanAudit::baru(ports, pelaku.jejak(), "tte.akhir", "dokumen", objek)
        .dengan(json!({ "percobaan": percobaan.id, "kode": kode }));
    work.audit().catat(&catatan).await?;
    Ok(true)
}

/// Why a person's word on an attempt does not count.
pub(super) fn menolak(sebab: PercobaanMenolak) -> Galat {
    match sebab {
        PercobaanMenolak::SudahTuntas => {
            Bentrok::baru("percobaan_sudah_tuntas", "Percobaan ini sudah tuntas.").into()
        }
        PercobaanMenolak::MasihBerjalan => Bentrok::baru(
            "percobaan_masih_berjalan",
            "Permintaan ini mungkin masih diproses layanan TTE. Tunggu beberapa menit, lalu periksa lagi.",
        )
        .into(),
    }
}
