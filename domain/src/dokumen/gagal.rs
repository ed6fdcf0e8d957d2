//! What stands in the way of a signature, before the call and behind it.

use super::{
    Dokumen, HasilButir, KeadaanDokumen, Percobaan, PercobaanId, PeristiwaPercobaan, TteGagal,
    sahkan::akhiri,
};
use crate::{
    akses::{Pelaku, Petugas},
    galat::{Bentrok, Galat, PortError},
    halaman::Halaman,
    kalender::SebabGangguan,
    layanan::Produk,
    nilai::Kode,
    permohonan::BATAS_BERKAS,
    ports::{Ports, UnitOfWork},
    sop::Keputusan,
};

/// Why a tugas was not passed, and what that means for the next.
pub(super) struct GagalTte {
    pub(super) hasil: HasilButir,
    pub(super) galat: Galat,
}

impl From<Galat> for GagalTte {
    /// Before the call, and behind it once the signature is stored: trying again signs nothing twice.
    fn from(galat: Galat) -> Self {
        let hasil = match galat {
            Galat::Port(_) => HasilButir::TidakTerkirim,
            _ => HasilButir::Gagal,
        };
        Self { hasil, galat }
    }
}

impl From<PortError> for GagalTte {
    fn from(galat: PortError) -> Self {
        Galat::from(galat).into()
    }
}

impl From<Bentrok> for GagalTte {
    fn from(galat: Bentrok) -> Self {
        Galat::from(galat).into()
    }
}

/// Held or stood in for; whoever it is signs with their own NIK and certificate.
pub(super) fn boleh_menandatangani(petugas: &Petugas, produk: &Produk) -> Result<(), GagalTte> {
    match &produk.penanda_tangan {
        Some(peran) if !petugas.peran_berlaku.contains(peran) => Err(bentrok(
            "bukan_penanda_tangan",
            format!("{} hanya ditandatangani pemegang peran `{peran}`.", produk.nama),
        )),
        _ => Ok(()),
    }
}

/// While nobody can sign, nobody tries: the account of an expired certificate is not knocked at.
pub(super) async fn periksa_tahan(work: &mut dyn UnitOfWork, layanan: &Kode) -> Result<(), Galat> {
    let terbuka = work.waktu_kerja().daftar_gangguan(true, Halaman::new(None, None)).await?;
    let tahan = terbuka
        .iter()
        .find(|satu| satu.sebab == SebabGangguan::PenandaTangan && satu.mengenai(layanan));
    match tahan {
        None => Ok(()),
        Some(satu) => Err(Bentrok::baru(
            "tte_ditahan",
            "Penandatanganan sedang ditahan karena gangguan penanda tangan. Tunggu sampai gangguan selesai.",
        )
        .dengan_pilihan(vec![format!("gangguan:{}", satu.id)])
        .into()),
    }
}

pub(super) fn setuju() -> Result<Kode, Galat> {
    Kode::parse(Keputusan::SETUJU).map_err(|salah| PortError::tak_terduga(salah).into())
}

pub(super) fn bentrok(kode: &'static str, pesan: impl Into<String>) -> GagalTte {
    Bentrok::baru(kode, pesan).into()
}

pub(super) fn tak_diketahui(galat: Bentrok) -> GagalTte {
    GagalTte { hasil: HasilButir::TidakDiketahui, galat: galat.into() }
}

pub(super) fn belum_tuntas(aktif: PercobaanId) -> Bentrok {
    Bentrok::baru(
        "tte_belum_tuntas",
        "Ada percobaan tanda tangan yang belum diketahui hasilnya. Periksa di layanan TTE, lalu tuntaskan.",
    )
    .dengan_pilihan(vec![format!("tuntaskan:{aktif}")])
}

pub(super) async fn ambil_draf(
    ports: &Ports,
    dokumen: &Dokumen,
    percobaan: &Percobaan,
) -> Result<Vec<u8>, Galat> {
    let KeadaanDokumen::Draf { draf, .. } = &dokumen.keadaan else {
        return Err(PortError::tak_terduga("signing attempt without a draft").into());
    };
    let isi = ports
        .objek
        .ambil(&draf.kunci, BATAS_BERKAS)
        .await?
        .filter(|isi| ports.sidik(isi) == percobaan.sha256)
        .ok_or_else(|| PortError::tak_terduga("the stored draft is not the approved one"))?;
    Ok(isi)
}

/// Storage that is away comes back; a draft that is damaged is this document's own trouble.
pub(super) fn draf_gagal(galat: Galat) -> GagalTte {
    match galat {
        Galat::Port(PortError::TakTerduga(_)) => bentrok(
            "draf_tidak_terbaca",
            "Draf yang tersimpan rusak atau hilang. Kembalikan untuk diunggah ulang.",
        ),
        lain => lain.into(),
    }
}

/// Records a failed call and says what to answer.
pub(super) async fn tangani_gagal(
    ports: &Ports,
    pelaku: &Pelaku,
    percobaan: &Percobaan,
    gagal: TteGagal,
) -> GagalTte {
    let tidak = PeristiwaPercobaan::TidakDitandatangani;
    let (peristiwa, kode, jawaban) = match gagal {
        TteGagal::PassphraseSalah => {
            let pesan = "Passphrase atau kode salah. Dokumen belum ditandatangani; coba lagi.";
            let galat = Bentrok::baru("tte_passphrase_salah", pesan).into();
            let hasil = HasilButir::KunciSalah;
            (tidak, "tte_passphrase_salah", GagalTte { hasil, galat })
        }
        TteGagal::PenandaTanganTidakSiap(status) => (
            tidak,
            "tte_penanda_tangan_tidak_siap",
            bentrok(
                "tte_penanda_tangan_tidak_siap",
                format!("Sertifikat penanda tangan belum dapat dipakai (status {status})."),
            ),
        ),
        TteGagal::Ditolak { kode } if kode == "stempel_gagal" => (
            tidak,
            "stempel_gagal",
            bentrok(
                "stempel_gagal",
                "Stempel tanda tangan tidak dapat ditempatkan pada halaman draf ini.",
            ),
        ),
        TteGagal::Ditolak { kode } => (
            tidak,
            "tte_ditolak",
            bentrok("tte_ditolak", format!("Layanan TTE menolak permintaan ini (kode {kode}).")),
        ),
        TteGagal::TidakTerkirim(sumber) => {
            let hasil = HasilButir::TidakTerkirim;
            (tidak, "tte_tidak_terkirim", GagalTte { hasil, galat: Galat::Port(sumber) })
        }
        TteGagal::TidakDiketahui(_) => (
            PeristiwaPercobaan::TakTentu,
            "tte_tidak_diketahui",
            tak_diketahui(belum_tuntas(percobaan.id)),
        ),
        TteGagal::TidakTerunduh { .. } => (
            PeristiwaPercobaan::TakTentu,
            "tte_tidak_terunduh",
            tak_diketahui(belum_tuntas(percobaan.id)),
        ),
    };
    match akhiri(ports, pelaku, percobaan, peristiwa, kode).await {
        Ok(()) => jawaban,
        // The row says that it runs; the sweep makes it unknown.
        Err(galat) => GagalTte { hasil: HasilButir::TidakDiketahui, galat },
    }
}
