//! The number that SIAK gave.

use super::{Dokumen, DokumenId, KeadaanDokumen, cabut::kunci, unggah::catat};
use crate::{
    akses::{Izin, Pelaku},
    galat::{Bentrok, Galat},
    layanan::{NomorSiak, Produk},
    permohonan::{PermohonanId, definisi_kasus},
    ports::{Ports, UnitOfWork},
};

/// The longest number, in characters.
const PANJANG: usize = 100;

/// The number as it is kept: trimmed, single spaces. Offices and versions of SIAK write it in many ways, so only what no
/// number has is refused.
///
/// # Errors
/// It is missing where it must be there, given where there is none, or no number at all.
pub(super) fn baca(produk: &Produk, nomor: Option<&str>) -> Result<Option<String>, Galat> {
    let rapi = nomor.map(|teks| teks.split_whitespace().collect::<Vec<_>>().join(" "));
    match (produk.nomor_siak, rapi.filter(|teks| !teks.is_empty())) {
        (NomorSiak::Wajib, None) => Err(Galat::isian(
            "/nomor",
            "nomor_siak_wajib",
            format!("Nomor SIAK {} wajib diisi.", produk.nama),
        )),
        (NomorSiak::Tidak, Some(_)) => Err(Galat::isian(
            "/nomor",
            "nomor_siak_tidak_ada",
            format!("{} tidak punya nomor SIAK.", produk.nama),
        )),
        (_, Some(teks)) if teks.chars().count() > PANJANG => {
            Err(Galat::isian("/nomor", "nomor_panjang", "Nomor dokumen paling panjang 100 huruf."))
        }
        (_, Some(teks))
            if !teks.chars().any(|satu| satu.is_ascii_digit())
                || !teks
                    .chars()
                    .all(|satu| satu.is_alphanumeric() || " -/.,()_".contains(satu)) =>
        {
            Err(Galat::isian(
                "/nomor",
                "nomor_siak_bentuk",
                "Nomor SIAK berisi angka, huruf, dan tanda - / . saja.",
            ))
        }
        (_, rapi) => Ok(rapi),
    }
}

/// Whether an officer should look twice: another case has the same number. Which one is not told.
pub(super) async fn ganda(
    work: &mut dyn UnitOfWork,
    nomor: Option<&str>,
    permohonan: PermohonanId,
) -> Result<bool, Galat> {
    match nomor {
        Some(nomor) => Ok(work.produk().nomor_dipakai(nomor, permohonan).await?),
        None => Ok(false),
    }
}

/// Write the number that SIAK gave, until the document is signed.
#[derive(Clone, Debug)]
pub struct UbahNomorSiak {
    /// Which.
    pub id: DokumenId,
    /// The number; `None` takes it away.
    pub nomor: Option<String>,
}

impl UbahNomorSiak {
    /// The document, and whether another case has the same number.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(Dokumen, bool), Galat> {
        pelaku.petugas(Izin::DokumenUnggah)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut dokumen = kunci(work.as_mut(), self.id).await?;
        let terbuka = matches!(
            dokumen.keadaan,
            KeadaanDokumen::MenungguUnggah
                | KeadaanDokumen::Draf { .. }
                | KeadaanDokumen::Dikerjakan
        );
        if !terbuka || work.dokumen().percobaan_aktif(dokumen.id).await?.is_some() {
            return Err(Bentrok::baru(
                "dokumen_sudah_ditandatangani",
                "Nomor hanya dapat diubah sebelum dokumen ditandatangani.",
            )
            .into());
        }
        let permohonan = work
            .permohonan()
            .baca(dokumen.permohonan)
            .await?
            .ok_or(Galat::TidakDitemukan("dokumen"))?;
        let (layanan, _) = definisi_kasus(work.as_mut(), &permohonan).await?;
        let produk = layanan.produk(&dokumen.produk).ok_or(Galat::TidakDitemukan("dokumen"))?;
        dokumen.nomor = baca(produk, self.nomor.as_deref())?;
        let ganda = ganda(work.as_mut(), dokumen.nomor.as_deref(), permohonan.id).await?;
        work.dokumen().simpan(&dokumen).await?;
        catat(ports, work.as_mut(), pelaku, dokumen.id, "dokumen.nomor").await?;
        work.commit().await?;
        Ok((dokumen, ganda))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        layanan::{JenisProduk, Medium, ModeTte},
        nilai::Kode,
    };

    fn produk(nomor_siak: NomorSiak) -> Produk {
        Produk {
            kode: Kode::parse("akta").unwrap(),
            nama: "Kutipan akta kelahiran".to_owned(),
            jenis: JenisProduk::AktaKelahiran,
            medium: Medium::PdfTte,
            mode_tte: ModeTte::Siak,
            tampilan_tte: crate::layanan::TampilanTte::default(),
            penanda_tangan: None,
            nomor_siak,
            register: None,
            jika: None,
            penyerahan: Vec::new(),
        }
    }

    fn sebab(produk: &Produk, nomor: Option<&str>) -> Option<&'static str> {
        match baca(produk, nomor) {
            Err(Galat::TidakSah(salah)) => Some(salah[0].kode),
            Err(lain) => panic!("{lain}"),
            Ok(_) => None,
        }
    }

    #[test]
    fn a_number_is_asked_for_where_the_office_says_so() {
        let (wajib, boleh, tidak) =
            (produk(NomorSiak::Wajib), produk(NomorSiak::Boleh), produk(NomorSiak::Tidak));
        assert_eq!(sebab(&wajib, Some("  ")), Some("nomor_siak_wajib"));
        assert_eq!(sebab(&boleh, None), None);
        assert_eq!(sebab(&tidak, Some("1")), Some("nomor_siak_tidak_ada"));
        assert_eq!(sebab(&tidak, Some("")), None);
    }

    #[test]
    fn every_way_to_write_it_is_taken_and_what_is_no_number_is_told() {
        let boleh = produk(NomorSiak::Boleh);
        for baik in ["6311-LU-05012026-0001", "AL.640.0012345", "3302/KK/2026/000 12"] {
            assert_eq!(baca(&boleh, Some(baik)).unwrap().as_deref(), Some(baik));
        }
        let rapi = baca(&boleh, Some(" 63  11 ")).unwrap();
        assert_eq!(rapi.as_deref(), Some("63 11"));
        assert_eq!(sebab(&boleh, Some("belum ada")), Some("nomor_siak_bentuk"));
        assert_eq!(sebab(&boleh, Some("<b>1</b>")), Some("nomor_siak_bentuk"));
        assert_eq!(sebab(&boleh, Some(&"1".repeat(101))), Some("nomor_panjang"));
    }
}
