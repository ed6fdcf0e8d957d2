//! What a case brings along from another: nobody is asked twice for what the office has.
//!
//! A correction brings the papers of the case whose document it corrects. A case that followed another by itself brings what
//! its service says, and the document whose issue started it. Both stay where they are: they are read, never copied.

use super::{Berkas, BerkasId, KasusSusulan, PermohonanId, syarat_terjawab};
use crate::{
    dokumen::{Dokumen, DokumenId, KeadaanDokumen},
    galat::PortError,
    nilai::Kode,
    ports::UnitOfWork,
};

/// Something of another case that answers a requirement of this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bawaan {
    /// The requirement it answers here; `None` for a paper that was for none.
    pub syarat: Option<Kode>,
    /// The case that holds it.
    pub permohonan: PermohonanId,
    /// What it is.
    pub isi: IsiBawaan,
}

/// What a case brings along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IsiBawaan {
    /// A sound paper.
    Berkas(BerkasId),
    /// A document that was issued and is in force.
    Dokumen(DokumenId),
}

/// Of the sound papers and the documents of the first case, those that answer something in the case that followed it.
pub fn bawaan_susulan(
    susulan: &KasusSusulan,
    berkas: &[Berkas],
    dokumen: &[Dokumen],
) -> Vec<Bawaan> {
    let satu = |syarat: &Kode, isi| Bawaan {
        syarat: Some(syarat.clone()),
        permohonan: susulan.induk,
        isi,
    };
    let kertas = susulan.berkas.iter().flat_map(|(ke, dari)| {
        let cocok = move |satu: &&Berkas| satu.keadaan.sah() && satu.syarat.as_ref() == Some(dari);
        berkas.iter().filter(cocok).map(move |ada| satu(ke, IsiBawaan::Berkas(ada.id)))
    });
    let terbit = susulan.hasil.iter().flat_map(|ke| {
        let cocok = |satu: &&Dokumen| {
            satu.produk == susulan.setelah && matches!(satu.keadaan, KeadaanDokumen::Sah { .. })
        };
        dokumen.iter().filter(cocok).map(move |ada| satu(ke, IsiBawaan::Dokumen(ada.id)))
    });
    kertas.chain(terbit).collect()
}

/// The sound papers of the case whose document is corrected; each answers what it answered there.
pub fn bawaan_perbaikan(asal: PermohonanId, berkas: &[Berkas]) -> Vec<Bawaan> {
    let sah = berkas.iter().filter(|satu| satu.keadaan.sah());
    sah.map(|satu| Bawaan {
        syarat: satu.syarat.clone(),
        permohonan: asal,
        isi: IsiBawaan::Berkas(satu.id),
    })
    .collect()
}

/// What a case brings along.
pub(crate) async fn bawaan_kasus(
    work: &mut dyn UnitOfWork,
    id: PermohonanId,
) -> Result<Vec<Bawaan>, PortError> {
    let mut semua = Vec::new();
    if let Some((_, asal)) = work.produk().perbaikan(id).await? {
        semua.extend(bawaan_perbaikan(asal, &work.permohonan().berkas(asal).await?));
    }
    if let Some(susulan) = work.susulan().asal(id).await? {
        semua.extend(dari_induk(work, &susulan).await?);
    }
    Ok(semua)
}

/// What the case that follows brings along from the first one.
pub(crate) async fn dari_induk(
    work: &mut dyn UnitOfWork,
    susulan: &KasusSusulan,
) -> Result<Vec<Bawaan>, PortError> {
    if susulan.berkas.is_empty() && susulan.hasil.is_none() {
        return Ok(Vec::new());
    }
    let berkas = work.permohonan().berkas(susulan.induk).await?;
    let dokumen = work.dokumen().milik(susulan.induk).await?;
    Ok(bawaan_susulan(susulan, &berkas, &dokumen))
}

/// The requirements that a case has an answer to, by its own papers and by what it brought along.
pub(crate) async fn terjawab_kasus(
    work: &mut dyn UnitOfWork,
    id: PermohonanId,
) -> Result<Vec<Option<Kode>>, PortError> {
    let mut semua = syarat_terjawab(&work.permohonan().berkas(id).await?);
    semua.extend(bawaan_kasus(work, id).await?.into_iter().map(|satu| satu.syarat));
    Ok(semua)
}

#[cfg(test)]
mod tests {
    use time::OffsetDateTime;
    use uuid::Uuid;

    use super::*;
    use crate::{
        dokumen::{JejakDokumen, ObjekBerkas, Pencabutan, TandaTanganSah},
        layanan::{JenisProduk, Medium},
        permohonan::{AsalBerkas, KeadaanBerkas, KeadaanSusulan},
        sop::uji::kode,
    };

    const SAAT: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    fn kertas(n: u128, syarat: &str, keadaan: KeadaanBerkas) -> Berkas {
        Berkas {
            id: BerkasId::new(Uuid::from_u128(n)),
            permohonan: Some(PermohonanId::new(Uuid::from_u128(1))),
            kontak: None,
            pengunggah: None,
            syarat: Some(kode(syarat)),
            nama: "kiriman.jpg".to_owned(),
            asal: AsalBerkas::Whatsapp,
            keadaan,
            tipe: "image/jpeg".to_owned(),
            ukuran: 1,
            kunci: format!("k{n}"),
            tampilan: None,
            cuplikan: None,
            unggah_bagian: None,
            sifat: None,
            dibuat_pada: SAAT,
        }
    }

    fn sah() -> KeadaanBerkas {
        KeadaanBerkas::Sah { sha256: vec![1] }
    }

    fn akta(n: u128, produk: &str, keadaan: KeadaanDokumen) -> Dokumen {
        Dokumen {
            id: DokumenId::new(Uuid::from_u128(n)),
            permohonan: PermohonanId::new(Uuid::from_u128(1)),
            produk: kode(produk),
            jenis: JenisProduk::AktaKelahiran,
            medium: Medium::PdfTte,
            nama: "Kutipan akta kelahiran".to_owned(),
            nomor: None,
            versi: 1,
            bertanda_tangan: false,
            unggahan: None,
            keadaan,
            jejak: JejakDokumen::default(),
            dibuat_pada: SAAT,
        }
    }

    fn terbit() -> KeadaanDokumen {
        KeadaanDokumen::Sah {
            berkas: ObjekBerkas { kunci: "d".to_owned(), sha256: vec![2], ukuran: 1 },
            tanda_tangan: TandaTanganSah {
                penanda_tangan: "Kepala Dinas".to_owned(),
                nomor_sertifikat: "01".to_owned(),
                berlaku_sampai: None,
                cocok: crate::dokumen::CocokPenandaTangan::Nik,
                ditandatangani_pada: None,
                bercap_waktu: false,
                pencabutan: Pencabutan::TidakDiketahui,
                halaman: 1,
            },
        }
    }

    fn susulan() -> KasusSusulan {
        KasusSusulan {
            id: Uuid::from_u128(9),
            induk: PermohonanId::new(Uuid::from_u128(1)),
            layanan: kode("kia"),
            setelah: kode("akta"),
            isian: [].into(),
            berkas: [(kode("kk_asli"), kode("kk"))].into(),
            hasil: Some(kode("akta_kelahiran")),
            keadaan: KeadaanSusulan::Siap,
            permohonan: None,
            galat: None,
            dibuat_pada: SAAT,
            selesai_pada: None,
        }
    }

    #[test]
    fn a_case_that_follows_brings_what_its_service_names_under_its_own_codes_and_the_issued_document()
     {
        let berkas =
            [kertas(11, "kk", sah()), kertas(12, "kk", sah()), kertas(13, "surat_lahir", sah())];
        let dokumen = [akta(21, "akta", terbit()), akta(22, "kk", terbit())];
        let bawaan = bawaan_susulan(&susulan(), &berkas, &dokumen);
        let isi: Vec<(Option<Kode>, IsiBawaan)> =
            bawaan.iter().map(|satu| (satu.syarat.clone(), satu.isi)).collect();
        assert_eq!(
            isi,
            [
                (Some(kode("kk_asli")), IsiBawaan::Berkas(berkas[0].id)),
                (Some(kode("kk_asli")), IsiBawaan::Berkas(berkas[1].id)),
                (Some(kode("akta_kelahiran")), IsiBawaan::Dokumen(dokumen[0].id)),
            ]
        );
    }

    #[test]
    fn nothing_unsound_refused_held_or_withdrawn_is_brought_along() {
        let sha256 = vec![1];
        let berkas = [
            kertas(11, "kk", KeadaanBerkas::Menunggu),
            kertas(12, "kk", KeadaanBerkas::Ditahan { sha256 }),
            kertas(13, "kk", KeadaanBerkas::Kedaluwarsa),
        ];
        let dicabut = KeadaanDokumen::Dicabut {
            pada: SAAT,
            kode: crate::dokumen::AlasanCabut::DasarTidakSah,
        };
        let dokumen = [
            akta(21, "akta", dicabut),
            akta(22, "akta", KeadaanDokumen::Diganti),
            akta(23, "akta", KeadaanDokumen::MenungguUnggah),
        ];
        assert_eq!(bawaan_susulan(&susulan(), &berkas, &dokumen), []);
        assert_eq!(bawaan_perbaikan(susulan().induk, &berkas), []);
        let lama = bawaan_perbaikan(susulan().induk, &[kertas(14, "kk", sah())]);
        assert_eq!(lama[0].syarat, Some(kode("kk")), "a correction keeps the code");
    }
}
