//! Upload a draft, or a PDF that was signed inside SIAK.

use super::{
    Dokumen, DokumenId, JejakDokumen, KeadaanDokumen, KoneksiTte, ObjekBerkas,
    PenandaTanganDiharapkan, Unggahan, nomor,
    terbit::{gantikan, terbitkan},
};
use crate::{
    akses::{Izin, Pelaku, PenggunaId},
    audit::CatatanAudit,
    berkas::{HasilPindai, Penolakan},
    galat::{Bentrok, Galat, PortError},
    layanan::Medium,
    nilai::Kode,
    permohonan::{
        BATAS_BERKAS, Permohonan, PermohonanId, TautanUnggah, TipeBerkas, UMUR_TAUTAN,
        definisi_kasus, periksa_ukuran,
    },
    ports::{Ports, UnitOfWork},
    sop::{JenisTahap, StatusKasus, TugasTerbuka},
};

/// Announce a document and get a link to upload it.
#[derive(Clone, Debug)]
pub struct UnggahDokumen {
    /// The case.
    pub permohonan: PermohonanId,
    /// The product of the service.
    pub produk: String,
    /// Number in SIAK.
    pub nomor: Option<String>,
    /// Bytes that will be put.
    pub ukuran: u64,
    /// Whether it already carries the signature made in SIAK.
    pub bertanda_tangan: bool,
}

impl UnggahDokumen {
    /// The document's id, the link, and whether another case has the same SIAK number. A running case's officer who took a tugas uploads; while an approval is open the
    /// draft stands still, so what is approved cannot change under the approver.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<(DokumenId, TautanUnggah, bool), Galat> {
        let petugas = pelaku.petugas(Izin::DokumenUnggah)?;
        periksa_ukuran(self.ukuran)?;
        let produk_kode = Kode::parse(&self.produk).map_err(|salah| salah.di("/produk"))?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let permohonan = work
            .permohonan()
            .kunci(self.permohonan)
            .await?
            .ok_or(Galat::TidakDitemukan("permohonan"))?;
        let (layanan, _) = definisi_kasus(work.as_mut(), &permohonan).await?;
        let produk = layanan.produk(&produk_kode).ok_or_else(|| {
            Galat::isian(
                "/produk",
                "produk_tidak_dikenal",
                "Produk ini bukan hasil layanan tersebut.",
            )
        })?;
        if produk.medium == Medium::Kartu {
            return Err(Galat::isian(
                "/produk",
                "kartu_tanpa_berkas",
                "KTP-el dan KIA dicetak sebagai kartu; tidak ada berkas PDF untuk diunggah.",
            ));
        }
        let nomor = nomor::baca(produk, self.nomor.as_deref())?;
        let ganda = nomor::ganda(work.as_mut(), nomor.as_deref(), permohonan.id).await?;
        boleh_mengunggah(&permohonan, petugas.id, self.bertanda_tangan)?;
        let versi = work
            .dokumen()
            .milik(permohonan.id)
            .await?
            .iter()
            .filter(|satu| satu.produk == produk_kode)
            .map(|satu| satu.versi)
            .max()
            .unwrap_or(0)
            + 1;
        let unggahan = Unggahan {
            kunci: ports.kunci_objek(&pelaku.tenant.slug, "dokumen"),
            ukuran: self.ukuran,
        };
        let dokumen = Dokumen {
            id: ports.ids.id(),
            permohonan: permohonan.id,
            produk: produk_kode,
            jenis: produk.jenis,
            medium: produk.medium,
            nama: produk.nama.clone(),
            nomor,
            versi,
            bertanda_tangan: self.bertanda_tangan,
            unggahan: Some(unggahan.clone()),
            keadaan: KeadaanDokumen::MenungguUnggah,
            jejak: JejakDokumen::default(),
            dibuat_pada: ports.clock.now(),
        };
        work.dokumen().tambah(&dokumen).await?;
        catat(ports, work.as_mut(), pelaku, dokumen.id, "dokumen.umumkan").await?;
        work.commit().await?;
        let tautan = ports
            .objek
            .tautan_unggah(&unggahan.kunci, TipeBerkas::Pdf.mime(), unggahan.ukuran, UMUR_TAUTAN)
            .await?;
        Ok((dokumen.id, tautan, ganda))
    }
}

/// Who may bring in a document now: an officer who took a tugas of the running case, and while an approval is open
/// anywhere in it nobody, so that what is approved cannot change under the approver. At the TTE itself the file that was
/// signed inside SIAK comes in.
pub(crate) fn boleh_mengunggah(
    permohonan: &Permohonan,
    petugas: PenggunaId,
    bertanda_tangan: bool,
) -> Result<(), Bentrok> {
    if permohonan.keadaan.status != StatusKasus::Berjalan {
        return Err(Bentrok::baru(
            "permohonan_tidak_berjalan",
            "Dokumen hanya diunggah selama permohonan sedang dikerjakan.",
        ));
    }
    let tugas = &permohonan.keadaan.tugas;
    let memegang = tugas.iter().find(|t| t.diterima_oleh == Some(petugas)).ok_or_else(|| {
        Bentrok::baru(
            "tugas_belum_diterima",
            "Terima dahulu tugas permohonan ini, lalu unggah dokumennya.",
        )
    })?;
    let menilai = |t: &TugasTerbuka| t.level.is_some() || t.jenis == JenisTahap::Tte;
    let dari_siak = bertanda_tangan && memegang.jenis == JenisTahap::Tte;
    if tugas.iter().any(menilai) && !dari_siak {
        return Err(Bentrok::baru(
            "draf_sedang_dinilai",
            "Draf sedang dinilai dan tidak dapat diganti. Kembalikan dahulu ke pembuat draf.",
        ));
    }
    Ok(())
}

/// Say that the upload is done, and have it checked.
#[derive(Clone, Copy, Debug)]
pub struct SelesaikanDokumen {
    /// Which.
    pub id: DokumenId,
}

impl SelesaikanDokumen {
    /// Checks it: a draft must be a PDF; a signed one must carry a valid signature of the expected official.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Dokumen, Galat> {
        let petugas = pelaku.petugas(Izin::DokumenUnggah)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let dokumen = baca(work.as_mut(), self.id).await?;
        let harapan = if dokumen.bertanda_tangan {
            let hari = pelaku.tenant.zona.setempat(ports.clock.now()).date();
            Some(harapan_siak(work.as_mut(), &dokumen, hari).await?)
        } else {
            None
        };
        drop(work);
        if dokumen.keadaan != KeadaanDokumen::MenungguUnggah {
            return Ok(dokumen);
        }
        let unggahan = dokumen
            .unggahan
            .clone()
            .ok_or_else(|| PortError::tak_terduga("an awaited upload without a key"))?;
        let isi = ports.objek.ambil(&unggahan.kunci, BATAS_BERKAS).await?.ok_or_else(|| {
            Bentrok::baru(
                "unggahan_belum_ada",
                "Dokumen belum diunggah. Unggah dahulu, lalu selesaikan.",
            )
        })?;
        // The link to the upload key may still be open, so what was checked is kept under a key no link can write.
        let kunci = ports.kunci_objek(&pelaku.tenant.slug, "dokumen");
        let diperiksa = periksa_isi(ports, &isi).await?;
        let nilai = nilai_unggahan(ports, &kunci, harapan.as_ref(), &isi, diperiksa);
        let (nilai, penanda) = match nilai {
            Ok((keadaan, penanda)) => (Ok(keadaan), penanda),
            Err(penolakan) => (Err(penolakan), None),
        };
        if nilai.is_ok() {
            ports.objek.simpan(&kunci, TipeBerkas::Pdf.mime(), isi).await?;
        }

        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let permohonan = work
            .permohonan()
            .kunci(dokumen.permohonan)
            .await?
            .ok_or(Galat::TidakDitemukan("dokumen"))?;
        let mut dokumen = baca(work.as_mut(), self.id).await?;
        if dokumen.keadaan != KeadaanDokumen::MenungguUnggah {
            return Ok(dokumen);
        }
        boleh_mengunggah(&permohonan, petugas.id, dokumen.bertanda_tangan)?;
        let penolakan = nilai.as_ref().err().cloned();
        dokumen.keadaan = nilai.unwrap_or_else(|(_, alasan)| KeadaanDokumen::Ditolak { alasan });
        if !matches!(dokumen.keadaan, KeadaanDokumen::Ditolak { .. }) {
            gantikan_draf(ports, work.as_mut(), pelaku, &dokumen).await?;
        }
        // What was signed inside SIAK shows, too, when the signer's certificate ends.
        if let (KeadaanDokumen::Sah { tanda_tangan, .. }, Some(penanda)) =
            (&dokumen.keadaan, penanda)
            && let Some(sampai) = tanda_tangan.berlaku_sampai
        {
            work.meja().catat_akhir_sertifikat(penanda, sampai).await?;
        }
        if dokumen.keadaan.berlaku() {
            terbitkan(ports, work.as_mut(), pelaku, &mut dokumen).await?;
        }
        work.dokumen().simpan(&dokumen).await?;
        let aksi = match dokumen.keadaan {
            KeadaanDokumen::Sah { .. } => "dokumen.sah",
            KeadaanDokumen::Ditolak { .. } => "dokumen.ditolak",
            _ => "dokumen.draf",
        };
        catat(ports, work.as_mut(), pelaku, dokumen.id, aksi).await?;
        work.commit().await?;
        ports.objek.hapus(&unggahan.kunci).await?;
        match penolakan {
            Some((kode, alasan)) => Err(Galat::isian("", kode, alasan)),
            None => Ok(dokumen),
        }
    }
}

/// Get a link to read a document.
#[derive(Clone, Copy, Debug)]
pub struct UnduhDokumen {
    /// Which.
    pub id: DokumenId,
}

impl UnduhDokumen {
    /// A link good for five minutes. Each is audited.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<String, Galat> {
        pelaku.petugas(Izin::PermohonanBaca)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let dokumen = baca(work.as_mut(), self.id).await?;
        let (KeadaanDokumen::Draf { draf: objek, .. } | KeadaanDokumen::Sah { berkas: objek, .. }) =
            &dokumen.keadaan
        else {
            return Err(
                Bentrok::baru("dokumen_belum_ada", "Dokumen ini belum dapat dibuka.").into()
            );
        };
        catat(ports, work.as_mut(), pelaku, dokumen.id, "dokumen.unduh").await?;
        work.commit().await?;
        let nama = format!("{}.pdf", dokumen.produk);
        Ok(ports
            .objek
            .tautan_unduh(&objek.kunci, &nama, TipeBerkas::Pdf.mime(), UMUR_TAUTAN)
            .await?)
    }
}

/// What the content is, and that the scanner found nothing in it. While the scanner does not answer, nothing is accepted:
/// the upload stays where it is, and the officer says again that it is done.
pub(super) async fn periksa_isi(
    ports: &Ports,
    isi: &[u8],
) -> Result<Result<TipeBerkas, Penolakan>, Galat> {
    let diperiksa = ports.pemeriksa_berkas.periksa(isi).await?.map(|hasil| hasil.tipe);
    if diperiksa.is_ok() && ports.pemindai.pindai(isi).await? == HasilPindai::Terinfeksi {
        return Ok(Err(Penolakan::Bervirus));
    }
    Ok(diperiksa)
}

struct HarapanSiak {
    koneksi: KoneksiTte,
    penanda_tangan: Vec<(PenggunaId, PenandaTanganDiharapkan)>,
}

/// Who must have signed: any holder of the product's signing role, or who stands in for one today. Each with their own
/// NIK and name: a mandate gives the right to sign, never another's certificate.
async fn harapan_siak(
    work: &mut dyn UnitOfWork,
    dokumen: &Dokumen,
    hari: time::Date,
) -> Result<HarapanSiak, Galat> {
    let koneksi = work.katalog().koneksi_tte().await?.ok_or_else(|| {
        Bentrok::baru("tte_belum_diatur", "Sertifikat induk TTE kantor ini belum diatur.")
    })?;
    let permohonan = work
        .permohonan()
        .baca(dokumen.permohonan)
        .await?
        .ok_or(Galat::TidakDitemukan("dokumen"))?;
    let (layanan, _) = definisi_kasus(work, &permohonan).await?;
    let peran = layanan
        .produk(&dokumen.produk)
        .and_then(|produk| produk.penanda_tangan.clone())
        .ok_or(Galat::TidakDitemukan("dokumen"))?;
    let penanda_tangan = work
        .akses()
        .pemegang_peran(&peran, hari)
        .await?
        .into_iter()
        .map(|pengguna| {
            let diharapkan = PenandaTanganDiharapkan { nik: pengguna.nik, nama: pengguna.nama };
            (pengguna.id, diharapkan)
        })
        .collect();
    Ok(HarapanSiak { koneksi, penanda_tangan })
}

/// The state after the check with who signed, or a stable code and the reason of the refusal.
fn nilai_unggahan(
    ports: &Ports,
    kunci: &str,
    harapan: Option<&HarapanSiak>,
    isi: &[u8],
    diperiksa: Result<TipeBerkas, Penolakan>,
) -> Result<(KeadaanDokumen, Option<PenggunaId>), (&'static str, String)> {
    let objek =
        ObjekBerkas { kunci: kunci.to_owned(), sha256: ports.sidik(isi), ukuran: isi.len() as u64 };
    match diperiksa {
        Ok(TipeBerkas::Pdf) => {}
        Ok(_) | Err(Penolakan::BukanJpegPngPdf | Penolakan::PdfRusak) => {
            let alasan = "Berkas ini bukan PDF yang utuh. Unggah ulang PDF dari SIAK.";
            return Err(("dokumen_bukan_pdf", alasan.to_owned()));
        }
        Err(penolakan) => return Err((penolakan.kode(), penolakan.kalimat().to_owned())),
    }
    let Some(harapan) = harapan else {
        return Ok((KeadaanDokumen::Draf { draf: objek, disetujui: None }, None));
    };
    let mut penolakan = super::TandaTanganDitolak::PenandaTanganLain;
    for (siapa, diharapkan) in &harapan.penanda_tangan {
        let diharapkan = harapan.koneksi.harapan(Some(diharapkan.clone()), None, ports.clock.now());
        match ports.pemeriksa.periksa(isi, &diharapkan) {
            Ok(tanda_tangan) => {
                let keadaan = KeadaanDokumen::Sah { berkas: objek, tanda_tangan };
                return Ok((keadaan, Some(*siapa)));
            }
            Err(ditolak) => penolakan = ditolak,
        }
    }
    Err((penolakan.kode(), format!("PDF ditolak: {penolakan}.")))
}

/// Earlier drafts of the same product stand down. What was issued keeps its effect until its successor is issued too.
pub(crate) async fn gantikan_draf(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    baru: &Dokumen,
) -> Result<(), Galat> {
    for mut lama in work.dokumen().milik(baru.permohonan).await? {
        let draf = matches!(lama.keadaan, KeadaanDokumen::Draf { .. } | KeadaanDokumen::Dikerjakan);
        if lama.id != baru.id && lama.produk == baru.produk && draf {
            gantikan(ports, work, pelaku, &mut lama, baru.id).await?;
        }
    }
    Ok(())
}

async fn baca(work: &mut dyn UnitOfWork, id: DokumenId) -> Result<Dokumen, Galat> {
    work.dokumen().kunci(id).await?.ok_or(Galat::TidakDitemukan("dokumen"))
}

pub(crate) async fn catat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    id: DokumenId,
    aksi: &'static str,
) -> Result<(), Galat> {
    let catatan = CatatanAudit::baru(ports, pelaku.jejak(), aksi, "dokumen", Some(id.uuid()));
    work.audit().catat(&catatan).await?;
    Ok(())
}
