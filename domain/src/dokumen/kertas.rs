//! Products on paper: entries in a register with their kutipan, and letters with wet signature and stamp.

use time::Date;

use super::{
    CatatanRegister, Dokumen, DokumenId, JejakDokumen, KeadaanDokumen, TandaTanganBasah,
    cabut::kunci, unggah::catat, versi_berlaku,
};
use crate::{
    akses::{Izin, Pelaku, PenggunaId},
    audit::CatatanAudit,
    galat::{Bentrok, Galat},
    layanan::{Medium, Produk},
    nilai::Kode,
    penyerahan::nyatakan_siap,
    permohonan::{Permohonan, PermohonanId, definisi_kasus, menyetujui},
    ports::{Ports, UnitOfWork},
    sop::StatusKasus,
};

/// The longest volume or page of a book, in characters.
const PANJANG_BUKU: usize = 40;

/// Enter a product into its register: it gets the next number of its book and year, once.
#[derive(Clone, Debug)]
pub struct CatatRegister {
    /// The case.
    pub permohonan: PermohonanId,
    /// The product of the service.
    pub produk: String,
    /// The volume.
    pub buku: Option<String>,
    /// The page.
    pub halaman: Option<String>,
    /// The day of the entry; today when absent.
    pub tanggal: Option<Date>,
}

impl CatatRegister {
    /// The entry. Asked again, the same entry.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<CatatanRegister, Galat> {
        let petugas = pelaku.petugas(Izin::DokumenUnggah)?.id;
        let buku = pendek(self.buku.as_deref(), "/buku")?;
        let halaman = pendek(self.halaman.as_deref(), "/halaman")?;
        let now = ports.clock.now();
        let setempat = pelaku.tenant.zona.setempat(now);
        let tanggal = self.tanggal.unwrap_or_else(|| setempat.date());
        if tanggal > setempat.date() {
            return Err(Galat::isian("/tanggal", "tanggal_belum_tiba", "Tanggal ini belum tiba."));
        }
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let (permohonan, produk) =
            produk_kasus(work.as_mut(), petugas, self.permohonan, &self.produk).await?;
        if produk.medium != Medium::RegisterKutipan {
            return Err(Galat::isian(
                "/produk",
                "bukan_produk_register",
                "Produk ini tidak dicatat di register.",
            ));
        }
        let dokumen = berjalan(ports, work.as_mut(), pelaku, &permohonan, &produk).await?;
        let ada = work.produk().register(permohonan.id).await?;
        if let Some(ada) = ada.into_iter().find(|satu| satu.dokumen == dokumen.id) {
            return Ok(ada);
        }
        let register = produk.buku_register();
        let tahun = setempat.year();
        // The series that steps of an SOP count in too: one book, one count.
        let deret = format!("register/{}", register.kode);
        let urut = work.permohonan().nomor_urut(&deret, tahun).await?;
        let catatan = CatatanRegister {
            dokumen: dokumen.id,
            permohonan: permohonan.id,
            nomor: register.nomor(urut, setempat, &pelaku.tenant.wilayah),
            register: register.kode,
            tahun,
            urut,
            buku,
            halaman,
            tanggal,
            oleh: petugas,
            dibuat_pada: now,
        };
        work.produk().catat_register(&catatan).await?;
        catat(ports, work.as_mut(), pelaku, dokumen.id, "dokumen.register").await?;
        work.commit().await?;
        Ok(catatan)
    }
}

/// Begin a letter on paper that is not drafted in Loket: printed from SIAK, or written by hand.
#[derive(Clone, Debug)]
pub struct MulaiSurat {
    /// The case.
    pub permohonan: PermohonanId,
    /// The product of the service.
    pub produk: String,
}

impl MulaiSurat {
    /// The version that is worked on. Asked again, the same.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Dokumen, Galat> {
        let petugas = pelaku.petugas(Izin::DokumenUnggah)?.id;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let (permohonan, produk) =
            produk_kasus(work.as_mut(), petugas, self.permohonan, &self.produk).await?;
        if produk.medium != Medium::SuratBasah {
            return Err(bukan_surat());
        }
        let dokumen = berjalan(ports, work.as_mut(), pelaku, &permohonan, &produk).await?;
        work.commit().await?;
        Ok(dokumen)
    }
}

/// Say that the kutipan of a register entry was printed.
#[derive(Clone, Copy, Debug)]
pub struct NyatakanKutipan {
    /// Which.
    pub id: DokumenId,
}

impl NyatakanKutipan {
    /// It waits for the applicant from now on.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Dokumen, Galat> {
        pelaku.petugas(Izin::DokumenUnggah)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut dokumen = kunci(work.as_mut(), self.id).await?;
        if dokumen.medium != Medium::RegisterKutipan {
            return Err(Bentrok::baru(
                "bukan_kutipan",
                "Hanya kutipan dari register yang dinyatakan tercetak di sini.",
            )
            .into());
        }
        let tercatat = work.produk().register(dokumen.permohonan).await?;
        if !tercatat.iter().any(|satu| satu.dokumen == dokumen.id) {
            return Err(Bentrok::baru(
                "register_belum_dicatat",
                "Catat dahulu di register; kutipan dicetak dengan nomornya.",
            )
            .into());
        }
        nyatakan_siap(ports, work.as_mut(), pelaku, &mut dokumen).await?;
        work.commit().await?;
        Ok(dokumen)
    }
}

/// Say that a letter was printed, signed on paper and stamped.
#[derive(Clone, Copy, Debug)]
pub struct CatatTandaTanganBasah {
    /// Which.
    pub id: DokumenId,
    /// The official who signed.
    pub penanda_tangan: PenggunaId,
    /// The day they signed.
    pub tanggal: Date,
    /// Whether the office's stamp is on it; without it, it does not count.
    pub distempel: bool,
}

impl CatatTandaTanganBasah {
    /// It waits for the applicant from now on. A draft that the chain approves must have been approved, and the signer
    /// holds the product's signing role or stands in for who does.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Dokumen, Galat> {
        pelaku.petugas(Izin::DokumenUnggah)?;
        let hari = pelaku.tenant.zona.setempat(ports.clock.now()).date();
        if !self.distempel {
            return Err(Galat::isian(
                "/distempel",
                "stempel_wajib",
                "Surat bertanda tangan basah harus distempel.",
            ));
        }
        if self.tanggal > hari {
            return Err(Galat::isian("/tanggal", "tanggal_belum_tiba", "Tanggal ini belum tiba."));
        }
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut dokumen = kunci(work.as_mut(), self.id).await?;
        if dokumen.medium != Medium::SuratBasah {
            return Err(bukan_surat());
        }
        let permohonan = work
            .permohonan()
            .baca(dokumen.permohonan)
            .await?
            .ok_or(Galat::TidakDitemukan("dokumen"))?;
        let (layanan, definisi) = definisi_kasus(work.as_mut(), &permohonan).await?;
        if let KeadaanDokumen::Draf { disetujui: None, .. } = &dokumen.keadaan
            && definisi.tahap.iter().any(|tahap| menyetujui(tahap.jenis))
        {
            return Err(Bentrok::baru(
                "draf_belum_disetujui",
                "Draf surat ini belum disetujui. Ajukan dahulu lewat rantai persetujuan.",
            )
            .into());
        }
        let peran = layanan.produk(&dokumen.produk).and_then(|satu| satu.penanda_tangan.clone());
        let penanda_salah = || {
            Galat::isian(
                "/penanda_tangan",
                "bukan_penanda_tangan",
                "Pejabat ini tidak berwenang menandatangani surat tersebut pada tanggal itu.",
            )
        };
        let orang = match &peran {
            Some(peran) => work
                .akses()
                .pemegang_peran(peran, self.tanggal)
                .await?
                .into_iter()
                .find(|satu| satu.id == self.penanda_tangan)
                .ok_or_else(penanda_salah)?,
            None => work.akses().pengguna(self.penanda_tangan).await?.ok_or_else(penanda_salah)?,
        };
        dokumen.jejak.basah =
            Some(TandaTanganBasah { oleh: orang.id, nama: orang.nama, tanggal: self.tanggal });
        nyatakan_siap(ports, work.as_mut(), pelaku, &mut dokumen).await?;
        let objek = Some(dokumen.id.uuid());
        let catatan = CatatanAudit::baru(
            ports,
            pelaku.jejak(),
            "dokumen.tanda_tangan_basah",
            "dokumen",
            objek,
        )
        .dengan(serde_json::json!({ "penanda_tangan": self.penanda_tangan }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(dokumen)
    }
}

fn bukan_surat() -> Galat {
    Bentrok::baru(
        "bukan_surat_basah",
        "Produk ini bukan surat dengan tanda tangan basah dan stempel.",
    )
    .into()
}

fn pendek(teks: Option<&str>, pointer: &str) -> Result<Option<String>, Galat> {
    let rapi = teks.map(str::trim).filter(|teks| !teks.is_empty());
    if rapi.is_some_and(|teks| teks.chars().count() > PANJANG_BUKU) {
        let pesan = format!("Paling panjang {PANJANG_BUKU} huruf.");
        return Err(Galat::isian(pointer, "terlalu_panjang", pesan));
    }
    Ok(rapi.map(str::to_owned))
}

/// The running case, kept from other writers, in which the officer took a tugas, and its product.
async fn produk_kasus(
    work: &mut dyn UnitOfWork,
    petugas: PenggunaId,
    id: PermohonanId,
    produk: &str,
) -> Result<(Permohonan, Produk), Galat> {
    let kode = Kode::parse(produk).map_err(|salah| salah.di("/produk"))?;
    let permohonan =
        work.permohonan().kunci(id).await?.ok_or(Galat::TidakDitemukan("permohonan"))?;
    let (layanan, _) = definisi_kasus(work, &permohonan).await?;
    let produk = layanan.produk(&kode).cloned().ok_or_else(|| {
        Galat::isian("/produk", "produk_tidak_dikenal", "Produk ini bukan hasil layanan tersebut.")
    })?;
    if permohonan.keadaan.status != StatusKasus::Berjalan {
        return Err(Bentrok::baru(
            "permohonan_tidak_berjalan",
            "Produk hanya dikerjakan selama permohonan sedang dikerjakan.",
        )
        .into());
    }
    if !permohonan.keadaan.tugas.iter().any(|t| t.diterima_oleh == Some(petugas)) {
        return Err(Bentrok::baru(
            "tugas_belum_diterima",
            "Terima dahulu tugas permohonan ini, lalu kerjakan produknya.",
        )
        .into());
    }
    Ok((permohonan, produk))
}

/// The version of a product without a file that is worked on, begun when there is none.
async fn berjalan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    permohonan: &Permohonan,
    produk: &Produk,
) -> Result<Dokumen, Galat> {
    let semua = work.dokumen().milik(permohonan.id).await?;
    match versi_berlaku(&semua, &produk.kode) {
        Some(ada) if ada.keadaan == KeadaanDokumen::Dikerjakan => return Ok(ada.clone()),
        Some(ada) if matches!(ada.keadaan, KeadaanDokumen::Siap { .. }) => {
            return Err(Bentrok::baru("dokumen_sudah_siap", "Produk ini sudah siap.").into());
        }
        Some(ada) if matches!(ada.keadaan, KeadaanDokumen::Draf { .. }) => {
            return Err(Bentrok::baru(
                "draf_sudah_ada",
                "Produk ini sudah punya draf; lanjutkan draf itu.",
            )
            .into());
        }
        _ => {}
    }
    let versi = semua.iter().filter(|satu| satu.produk == produk.kode).map(|satu| satu.versi).max();
    let dokumen = Dokumen {
        id: ports.ids.id(),
        permohonan: permohonan.id,
        produk: produk.kode.clone(),
        jenis: produk.jenis,
        medium: produk.medium,
        nama: produk.nama.clone(),
        nomor: None,
        versi: versi.unwrap_or(0) + 1,
        bertanda_tangan: false,
        unggahan: None,
        keadaan: KeadaanDokumen::Dikerjakan,
        jejak: JejakDokumen::default(),
        dibuat_pada: ports.clock.now(),
    };
    work.dokumen().tambah(&dokumen).await?;
    catat(ports, work, pelaku, dokumen.id, "dokumen.kerjakan").await?;
    Ok(dokumen)
}
