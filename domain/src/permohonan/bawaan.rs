//! What a case brings along from another: nobody is asked twice for what the office has.
//!
//! A correction brings the papers of the case whose document it corrects. A case that followed another by itself brings what
//! its service says, and the document whose issue started it. Both stay where they are: they are read, never copied.

use super::{Berkas, BerkasId, KasusSusulan, PermohonanId, syarat_terjawab};
use crate::{
    dokumen::{Dokumen, DokumenId, KeadaanDokumen},
    galat::PortError,
    layanan::Layanan,
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

/// How many cases back a correction of a correction is followed.
const RUNUT: usize = 8;

/// Of the sound papers and the documents of the first case, those that answer something in the case that followed it. A
/// paper that stood in for what the first service asked for stands in here, too. `terbit` is what the first case issued, as
/// it is in force now.
pub fn bawaan_susulan(
    susulan: &KasusSusulan,
    asal: &Layanan,
    berkas: &[Berkas],
    terbit: &[Dokumen],
) -> Vec<Bawaan> {
    let satu =
        |syarat: &Kode, permohonan, isi| Bawaan { syarat: Some(syarat.clone()), permohonan, isi };
    let kertas = susulan.berkas.iter().flat_map(|(ke, dari)| {
        let menjawab = move |kode: &Kode| {
            kode == dari
                || asal.syarat.iter().any(|minta| minta.kode == *dari && minta.dijawab(kode))
        };
        let cocok =
            move |ada: &&Berkas| ada.keadaan.sah() && ada.syarat.as_ref().is_some_and(menjawab);
        let jadi = move |ada: &Berkas| satu(ke, susulan.induk, IsiBawaan::Berkas(ada.id));
        berkas.iter().filter(cocok).map(jadi)
    });
    let hasil = susulan.hasil.iter().flat_map(|ke| {
        let sah = terbit.iter().filter(|ada| matches!(ada.keadaan, KeadaanDokumen::Sah { .. }));
        sah.map(move |ada| satu(ke, ada.permohonan, IsiBawaan::Dokumen(ada.id)))
    });
    kertas.chain(hasil).collect()
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
    if let Some((_, asal)) = work.produk().perbaikan(id).await? {
        return dari_diperbaiki(work, asal).await;
    }
    match work.susulan().asal(id).await? {
        Some(susulan) => dari_induk(work, &susulan).await,
        None => Ok(Vec::new()),
    }
}

/// What the correction of a document of that case brings along: its papers, and what it had brought along itself.
pub(crate) async fn dari_diperbaiki(
    work: &mut dyn UnitOfWork,
    mut asal: PermohonanId,
) -> Result<Vec<Bawaan>, PortError> {
    let mut semua = Vec::new();
    for _ in 0..RUNUT {
        semua.extend(bawaan_perbaikan(asal, &work.permohonan().berkas(asal).await?));
        match work.produk().perbaikan(asal).await? {
            Some((_, lebih_awal)) => asal = lebih_awal,
            None => break,
        }
    }
    if let Some(susulan) = work.susulan().asal(asal).await? {
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
    let Some(induk) = work.permohonan().baca(susulan.induk).await? else { return Ok(Vec::new()) };
    let Some(asal) = work.katalog().layanan_tersimpan(&induk.layanan).await? else {
        return Ok(Vec::new());
    };
    let berkas = work.permohonan().berkas(susulan.induk).await?;
    let terbit = terbit_kini(work, susulan).await?;
    Ok(bawaan_susulan(susulan, &asal, &berkas, &terbit))
}

/// What the first case issued, as it is in force now: what was corrected since counts as it was corrected.
async fn terbit_kini(
    work: &mut dyn UnitOfWork,
    susulan: &KasusSusulan,
) -> Result<Vec<Dokumen>, PortError> {
    let mut kini: Vec<Dokumen> = Vec::new();
    for mut satu in work.dokumen().milik(susulan.induk).await? {
        if satu.produk != susulan.setelah {
            continue;
        }
        for _ in 0..RUNUT {
            let Some((_, Some(lanjut))) = satu.jejak.diganti else { break };
            let Some(baru) = work.dokumen().baca(lanjut).await? else { break };
            satu = baru;
        }
        if kini.iter().all(|ada| ada.id != satu.id) {
            kini.push(satu);
        }
    }
    Ok(kini)
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

    fn akta(n: u128, keadaan: KeadaanDokumen) -> Dokumen {
        Dokumen {
            id: DokumenId::new(Uuid::from_u128(n)),
            permohonan: PermohonanId::new(Uuid::from_u128(1)),
            produk: kode("akta"),
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

    /// A service that asks for a KK, or for what stands in for one.
    fn layanan() -> Layanan {
        serde_json::from_value(serde_json::json!({
            "kode": "akta_kelahiran", "nama": "Akta kelahiran", "nama_pendek": "Akta", "kelompok": "capil",
            "sop": "dokumen", "kanal": ["loket"], "produk": [],
            "syarat": [{
                "kode": "kk", "nama": "Kartu keluarga",
                "pengganti": [{ "kode": "biodata", "nama": "Biodata penduduk" }],
            }],
        }))
        .unwrap()
    }

    #[test]
    fn a_case_that_follows_brings_what_its_service_names_and_what_stood_in_for_it_and_the_issued_document()
     {
        let berkas = [
            kertas(11, "kk", sah()),
            kertas(12, "biodata", sah()),
            kertas(13, "surat_lahir", sah()),
        ];
        // Corrected since: what is in force lies with another case.
        let lain = PermohonanId::new(Uuid::from_u128(2));
        let terbit = [Dokumen { permohonan: lain, ..akta(21, terbit()) }];
        let bawaan = bawaan_susulan(&susulan(), &layanan(), &berkas, &terbit);
        let satu =
            |syarat: &str, permohonan, isi| Bawaan { syarat: Some(kode(syarat)), permohonan, isi };
        let induk = susulan().induk;
        assert_eq!(
            bawaan,
            [
                satu("kk_asli", induk, IsiBawaan::Berkas(berkas[0].id)),
                satu("kk_asli", induk, IsiBawaan::Berkas(berkas[1].id)),
                satu("akta_kelahiran", lain, IsiBawaan::Dokumen(terbit[0].id)),
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
            akta(21, dicabut),
            akta(22, KeadaanDokumen::Diganti),
            akta(23, KeadaanDokumen::MenungguUnggah),
        ];
        assert_eq!(bawaan_susulan(&susulan(), &layanan(), &berkas, &dokumen), []);
        assert_eq!(bawaan_perbaikan(susulan().induk, &berkas), []);
        let lama = bawaan_perbaikan(susulan().induk, &[kertas(14, "kk", sah())]);
        assert_eq!(lama[0].syarat, Some(kode("kk")), "a correction keeps the code");
    }
}
