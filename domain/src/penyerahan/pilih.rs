//! How the applicant wants a product, and the PIN that proves who they are.

use super::{
    Bahan, KeadaanPenyerahan, Penyerahan, Pilihan, baca_surel, dapat_diserahkan, diantar, mulai,
    salah_keadaan, ubah,
};
use crate::{
    akses::{Izin, JenisUnit, Pelaku, Siapa},
    audit::CatatanAudit,
    dokumen::{Dokumen, versi_berlaku},
    galat::{Bentrok, Galat},
    layanan::{JenisProduk, Medium, SaluranPenyerahan, periksa_saluran},
    nilai::{Kode, Rahasia},
    permohonan::{PermohonanId, konteks_kasus},
    ports::{Ports, UnitOfWork},
};

/// Longest street address, in characters.
const ALAMAT_MAKS: usize = 300;

/// Whether that may be a street address.
pub(crate) fn alamat_layak(teks: &str) -> bool {
    (10..=ALAMAT_MAKS).contains(&teks.trim().chars().count())
}

/// What may be chosen for one product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TawaranProduk {
    /// The product.
    pub produk: Kode,
    /// As residents know it.
    pub nama: String,
    /// The channels that may be chosen, in the order of the office.
    pub boleh: Vec<SaluranPenyerahan>,
    /// What was chosen; the address is masked before anybody sees it.
    pub pilihan: Option<Pilihan>,
}

/// Read what may be chosen for the products of a case.
#[derive(Clone, Copy, Debug)]
pub struct BacaTawaran {
    /// The case.
    pub permohonan: PermohonanId,
}

impl BacaTawaran {
    /// Product by product.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Vec<TawaranProduk>, Galat> {
        pelaku.petugas_salah_satu(&[Izin::PermohonanBaca, Izin::PenyerahanKelola])?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let bahan = Bahan::muat_id(ports, work.as_mut(), self.permohonan).await?;
        Ok(tawaran(ports, pelaku, &bahan))
    }
}

/// What may be chosen for the products of a loaded case.
pub(crate) fn tawaran(ports: &Ports, pelaku: &Pelaku, bahan: &Bahan) -> Vec<TawaranProduk> {
    let (zona, now) = (pelaku.tenant.zona, ports.clock.now());
    let konteks = konteks_kasus(&bahan.permohonan, &bahan.layanan, &[], zona, now);
    let produk = bahan.layanan.produk_berlaku(&konteks).into_iter();
    let satu = produk.map(|produk| TawaranProduk {
        produk: produk.kode.clone(),
        nama: produk.nama.clone(),
        boleh: bahan.boleh(&produk.kode, (produk.jenis, produk.medium)),
        pilihan: bahan.pilihan(&produk.kode).cloned(),
    });
    satu.collect()
}

/// Choose how a product is handed over.
#[derive(Clone, Debug)]
pub struct PilihPenyerahan {
    /// The case.
    pub permohonan: PermohonanId,
    /// The product of the service.
    pub produk: String,
    /// The channel.
    pub saluran: SaluranPenyerahan,
    /// The email address, for `email`.
    pub surel: Option<Rahasia>,
    /// The street address, for `kurir` and `kunjungan`.
    pub alamat: Option<Rahasia>,
    /// The desa or kecamatan, for `desa`.
    pub unit: Option<String>,
}

impl PilihPenyerahan {
    /// Writes the choice down. Where the product waits already, or its recipient is still asked, the attempt is called off
    /// and another begins on the chosen channel; what is on its way goes on.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Pilihan, Galat> {
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let pilihan = self.dalam(ports, work.as_mut(), pelaku).await?;
        work.commit().await?;
        Ok(pilihan)
    }

    /// The same in a unit of work that is there already, as an officer or the applicant of the case.
    pub(crate) async fn dalam(
        self,
        ports: &Ports,
        work: &mut dyn UnitOfWork,
        pelaku: &Pelaku,
    ) -> Result<Pilihan, Galat> {
        let hilang = || Galat::TidakDitemukan("permohonan");
        if !matches!(pelaku.siapa, Siapa::Pemohon(_) | Siapa::Sistem) {
            pelaku.petugas_salah_satu(&[Izin::PenyerahanKelola, Izin::PermohonanBuat])?;
        }
        let permohonan = work.permohonan().kunci(self.permohonan).await?.ok_or_else(hilang)?;
        if let Siapa::Pemohon(kontak) = &pelaku.siapa
            && permohonan.kontak != Some(*kontak)
        {
            return Err(hilang());
        }
        let bahan = Bahan::muat(ports, work, permohonan).await?;
        let kode = Kode::parse(&self.produk).map_err(|salah| salah.di("/produk"))?;
        let semua = tawaran(ports, pelaku, &bahan);
        let tawaran = semua.iter().find(|satu| satu.produk == kode).ok_or_else(|| {
            let pesan = "Produk ini tidak dihasilkan permohonan tersebut.";
            Galat::isian("/produk", "produk_tidak_dikenal", pesan)
        })?;
        let jenis = bahan.layanan.produk.iter().find(|satu| satu.kode == kode);
        let jenis = jenis.map(|satu| (satu.jenis, satu.medium));
        boleh(self.saluran, &tawaran.boleh, jenis)?;
        let (tujuan, unit) = self.tujuan(ports, work, &bahan, &kode).await?;
        let pilihan = Pilihan {
            id: ports.ids.uuid(),
            permohonan: bahan.permohonan.id,
            produk: kode.clone(),
            saluran: self.saluran,
            tujuan,
            unit,
            oleh: pelaku.pengguna(),
            dipilih_pada: ports.clock.now(),
        };
        // Every refusal comes before the first write: a conversation tells it and goes on.
        let bahan = bahan.memilih(work, &pilihan).await?;
        let jalan = bahan.fakta(&kode).jalan(self.saluran, &bahan.aturan, ports.clock.now());
        let Some(jalan) = jalan else { return Err(belum_mungkin(self.saluran).into()) };
        let dialihkan = dialihkan(work, &bahan, &pilihan).await?;
        work.penerima().pilih(&pilihan).await?;
        let objek = Some(bahan.permohonan.id.uuid());
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "penyerahan.pilih", "permohonan", objek)
                .dengan(serde_json::json!({ "produk": kode, "saluran": self.saluran }));
        work.audit().catat(&catatan).await?;
        if let Some((dokumen, mut lama, sudah)) = dialihkan {
            let batal = KeadaanPenyerahan::Dibatalkan;
            ubah(ports, work, pelaku.jejak(), &mut lama, batal, Some("pilihan_berubah")).await?;
            let (langkah, urutan) = ((self.saluran, jalan), (sudah, pelaku.pengguna()));
            mulai(ports, work, &pelaku.tenant, &bahan, &dokumen, langkah, urutan).await?;
        }
        Ok(pilihan)
    }

    async fn tujuan(
        &self,
        ports: &Ports,
        work: &mut dyn UnitOfWork,
        bahan: &Bahan,
        kode: &Kode,
    ) -> Result<(Option<Rahasia>, Option<Kode>), Galat> {
        match self.saluran {
            SaluranPenyerahan::Email => {
                if !ports.surel.ada() {
                    let pesan = "Kantor ini belum dapat mengirim surel.";
                    return Err(Bentrok::baru("surel_belum_diatur", pesan).into());
                }
                let ditulis = self.surel.as_ref().map(|teks| baca_surel(teks.buka()));
                let alamat = match ditulis {
                    Some(Some(alamat)) => Rahasia::new(alamat),
                    Some(None) => return Err(salah_surel()),
                    None => bahan.surel(kode).cloned().ok_or_else(salah_surel)?,
                };
                Ok((Some(alamat), None))
            }
            satu if diantar(satu) => {
                let alamat = self.alamat.as_ref().map(|teks| teks.buka().trim());
                let alamat = alamat.filter(|teks| alamat_layak(teks)).ok_or_else(|| {
                    let pesan = "Tulis alamat lengkap tujuan, 10 sampai 300 huruf.";
                    Galat::isian("/alamat", "alamat_wajib", pesan)
                })?;
                Ok((Some(Rahasia::new(alamat)), None))
            }
            SaluranPenyerahan::Desa => {
                let unit = match &self.unit {
                    Some(unit) => Kode::parse(unit).map_err(|salah| salah.di("/unit"))?,
                    None => bahan.unit(kode).cloned().ok_or_else(unit_wajib)?,
                };
                let silsilah = work.akses().silsilah_unit(&unit).await?;
                let sesuai = silsilah.iter().any(|(jenis, kode)| {
                    matches!(jenis, JenisUnit::Desa | JenisUnit::Kecamatan) && kode == &unit
                });
                if !sesuai {
                    return Err(unit_wajib());
                }
                Ok((None, Some(unit)))
            }
            _ => Ok((None, None)),
        }
    }
}

fn unit_wajib() -> Galat {
    let pesan = "Sebut unit desa, kelurahan, atau kecamatan tempat dokumen diambil.";
    Galat::isian("/unit", "unit_wajib", pesan)
}

fn salah_surel() -> Galat {
    let pesan = "Alamat surel tidak benar. Contoh: nama@contoh.id.";
    Galat::isian("/surel", "surel_tidak_sah", pesan)
}

fn boleh(
    saluran: SaluranPenyerahan,
    boleh: &[SaluranPenyerahan],
    jenis: Option<(JenisProduk, Medium)>,
) -> Result<(), Galat> {
    if boleh.contains(&saluran) {
        return Ok(());
    }
    if let Some((jenis, medium)) = jenis
        && let Err(larangan) = periksa_saluran(jenis, medium, saluran)
    {
        let pesan = format!("{larangan}.");
        return Err(Galat::isian("/saluran", "kartu_tidak_boleh_softcopy", pesan));
    }
    let pesan = if diantar(saluran) {
        "Pengantaran hanya untuk warga lansia, penyandang disabilitas, atau kelompok rentan lain."
    } else {
        "Kantor ini tidak menyerahkan produk tersebut dengan cara itu."
    };
    Err(Galat::isian("/saluran", "saluran_tidak_ada", pesan))
}

/// The refusal of a channel whose recipient cannot be reached or asked.
pub(crate) fn belum_mungkin(saluran: SaluranPenyerahan) -> Bentrok {
    let pesan = match saluran {
        SaluranPenyerahan::Whatsapp | SaluranPenyerahan::Email | SaluranPenyerahan::Tautan => {
            "Penerimanya belum dapat diperiksa: catat NIK atau beri PIN, dan pastikan nomor atau surelnya benar."
        }
        _ => "Cara ini belum mungkin; lengkapi tujuannya.",
    };
    Bentrok::baru("saluran_belum_mungkin", pesan)
}

/// The version and the locked attempt that the chosen way takes the place of, with how many attempts there were; `None` when
/// nothing waits, or what there is goes on as it is.
async fn dialihkan(
    work: &mut dyn UnitOfWork,
    bahan: &Bahan,
    pilihan: &Pilihan,
) -> Result<Option<(Dokumen, Penyerahan, usize)>, Galat> {
    let semua = work.dokumen().milik(bahan.permohonan.id).await?;
    let Some(dokumen) = versi_berlaku(&semua, &pilihan.produk) else { return Ok(None) };
    let buku = work.penyerahan().milik(bahan.permohonan.id).await?;
    let milik: Vec<_> = buku.iter().filter(|satu| satu.dokumen == dokumen.id).collect();
    let Some(terbuka) = milik.iter().find(|satu| satu.keadaan.terbuka()) else { return Ok(None) };
    if terbuka.saluran == pilihan.saluran && terbuka.tujuan == pilihan.tujuan {
        return Ok(None);
    }
    let Some(terbuka) = work.penyerahan().kunci(terbuka.id).await? else { return Ok(None) };
    // What is on its way goes on.
    let di_jalan = terbuka.keadaan == KeadaanPenyerahan::Berjalan;
    let dapat_batal = terbuka.keadaan.boleh_ke(KeadaanPenyerahan::Dibatalkan);
    if di_jalan || !dapat_batal || !dapat_diserahkan(dokumen) {
        return Ok(None);
    }
    // What a village holds comes back first; nobody promises it elsewhere.
    if terbuka.saluran == SaluranPenyerahan::Desa && terbuka.keadaan == KeadaanPenyerahan::Siap {
        return Err(salah_keadaan(&terbuka).into());
    }
    Ok(Some((dokumen.clone(), terbuka, milik.len())))
}

/// Give the applicant of a case a PIN.
#[derive(Clone, Copy, Debug)]
pub struct BuatPin {
    /// The case.
    pub permohonan: PermohonanId,
}

impl BuatPin {
    /// Six digits, shown this once; only their hash is kept. An earlier PIN is void.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Rahasia, Galat> {
        pelaku.petugas_salah_satu(&[Izin::PermohonanBuat, Izin::PenyerahanKelola])?;
        let acak = ports.ids.acak_hex(8);
        let angka = u64::from_str_radix(&acak, 16).map_err(crate::galat::PortError::tak_terduga)?
            % 1_000_000;
        let pin = Rahasia::new(format!("{angka:06}"));
        let sidik = ports.sandi.acak(pin.clone()).await?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let permohonan = work.permohonan().kunci(self.permohonan).await?;
        let permohonan = permohonan.ok_or(Galat::TidakDitemukan("permohonan"))?;
        let now = ports.clock.now();
        work.penerima().simpan_pin(permohonan.id, &sidik, pelaku.pengguna(), now).await?;
        let objek = Some(permohonan.id.uuid());
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "penyerahan.pin", "permohonan", objek);
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(pin)
    }
}
