//! Documents, signing attempts, and how documents leave.

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    dokumen::{
        Dokumen, DokumenId, DokumenRepository, JejakDokumen, KeadaanDokumen, KeadaanPercobaan,
        ObjekBerkas, Percobaan, PercobaanId, TandaTanganBasah, TandaTanganSah, Unggahan,
    },
    galat::PortError,
    permohonan::PermohonanId,
    sop::TugasId,
    verifikasi::KodeVerifikasi,
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, Set,
    sea_query::{Expr, LockType},
};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    baris::{Segel, bilangan, dari_kata, kata, kode, rusak},
    entity::{dokumen, tte_percobaan},
    error::port_error,
    kerja::PgUnitOfWork,
};
use crate::crypto::KunciTenant;

/// Writes the state into the columns that belong to it; the others keep what earlier states left there.
fn tulis_keadaan(
    baris: &mut dokumen::ActiveModel,
    keadaan: &KeadaanDokumen,
) -> Result<(), PortError> {
    let nama = match keadaan {
        KeadaanDokumen::MenungguUnggah => "menunggu_unggah",
        KeadaanDokumen::Draf { draf, disetujui } => {
            baris.draf_kunci = Set(Some(draf.kunci.clone()));
            baris.draf_sha256 = Set(Some(draf.sha256.clone()));
            baris.draf_ukuran = Set(Some(bilangan(draf.ukuran)?));
            baris.disetujui_sha256 = Set(disetujui.clone());
            "draf"
        }
        KeadaanDokumen::Sah { berkas, tanda_tangan } => {
            baris.sah_kunci = Set(Some(berkas.kunci.clone()));
            baris.sah_sha256 = Set(Some(berkas.sha256.clone()));
            baris.sah_ukuran = Set(Some(bilangan(berkas.ukuran)?));
            baris.sah_halaman = Set(Some(bilangan(tanda_tangan.halaman)?));
            baris.penanda_tangan = Set(Some(tanda_tangan.penanda_tangan.clone()));
            baris.nomor_sertifikat = Set(Some(tanda_tangan.nomor_sertifikat.clone()));
            baris.ditandatangani_pada = Set(tanda_tangan.ditandatangani_pada);
            baris.sertifikat_berlaku_sampai = Set(tanda_tangan.berlaku_sampai);
            baris.penanda_tangan_cocok = Set(Some(kata(&tanda_tangan.cocok)?));
            baris.bercap_waktu = Set(Some(tanda_tangan.bercap_waktu));
            baris.pencabutan = Set(Some(kata(&tanda_tangan.pencabutan)?));
            "sah"
        }
        KeadaanDokumen::Dikerjakan => "dikerjakan",
        KeadaanDokumen::Siap { pada, oleh } => {
            baris.siap_pada = Set(Some(*pada));
            baris.siap_oleh = Set(oleh.map(PenggunaId::uuid));
            "siap"
        }
        KeadaanDokumen::Ditolak { alasan } => {
            baris.alasan = Set(Some(alasan.clone()));
            "ditolak"
        }
        KeadaanDokumen::Diganti => "diganti",
        KeadaanDokumen::Dicabut { pada, kode } => {
            baris.dicabut_pada = Set(Some(*pada));
            baris.dicabut_kode = Set(Some(kata(kode)?));
            "dicabut"
        }
    };
    baris.keadaan = Set(nama.to_owned());
    Ok(())
}

fn baca_keadaan(baris: &dokumen::Model) -> Result<KeadaanDokumen, PortError> {
    let kosong = |kolom: &str| rusak(format!("dokumen.{kolom} kosong"));
    let teks = |isi: &Option<String>, kolom| isi.clone().ok_or_else(|| kosong(kolom));
    let bita = |isi: &Option<Vec<u8>>, kolom| isi.clone().ok_or_else(|| kosong(kolom));
    Ok(match baris.keadaan.as_str() {
        "menunggu_unggah" => KeadaanDokumen::MenungguUnggah,
        "draf" => KeadaanDokumen::Draf {
            draf: ObjekBerkas {
                kunci: teks(&baris.draf_kunci, "draf_kunci")?,
                sha256: bita(&baris.draf_sha256, "draf_sha256")?,
                ukuran: bilangan(baris.draf_ukuran.ok_or_else(|| kosong("draf_ukuran"))?)?,
            },
            disetujui: baris.disetujui_sha256.clone(),
        },
        "sah" => KeadaanDokumen::Sah {
            berkas: ObjekBerkas {
                kunci: teks(&baris.sah_kunci, "sah_kunci")?,
                sha256: bita(&baris.sah_sha256, "sah_sha256")?,
                ukuran: bilangan(baris.sah_ukuran.ok_or_else(|| kosong("sah_ukuran"))?)?,
            },
            tanda_tangan: TandaTanganSah {
                penanda_tangan: teks(&baris.penanda_tangan, "penanda_tangan")?,
                nomor_sertifikat: teks(&baris.nomor_sertifikat, "nomor_sertifikat")?,
                // Documents checked before these were kept have none.
                berlaku_sampai: baris.sertifikat_berlaku_sampai,
                cocok: baris
                    .penanda_tangan_cocok
                    .clone()
                    .map(dari_kata)
                    .transpose()?
                    .unwrap_or_default(),
                ditandatangani_pada: baris.ditandatangani_pada,
                bercap_waktu: baris.bercap_waktu.unwrap_or(false),
                pencabutan: baris
                    .pencabutan
                    .clone()
                    .map(dari_kata)
                    .transpose()?
                    .unwrap_or_default(),
                halaman: bilangan(baris.sah_halaman.ok_or_else(|| kosong("sah_halaman"))?)?,
            },
        },
        "dikerjakan" => KeadaanDokumen::Dikerjakan,
        "siap" => KeadaanDokumen::Siap {
            pada: baris.siap_pada.ok_or_else(|| kosong("siap_pada"))?,
            oleh: baris.siap_oleh.map(PenggunaId::new),
        },
        "ditolak" => KeadaanDokumen::Ditolak { alasan: teks(&baris.alasan, "alasan")? },
        "diganti" => KeadaanDokumen::Diganti,
        "dicabut" => KeadaanDokumen::Dicabut {
            pada: baris.dicabut_pada.ok_or_else(|| kosong("dicabut_pada"))?,
            kode: dari_kata(teks(&baris.dicabut_kode, "dicabut_kode")?)?,
        },
        lain => return Err(rusak(format!("dokumen.keadaan {lain}"))),
    })
}

/// Writes what happened besides the state.
fn tulis_jejak(
    kunci: &KunciTenant,
    id: Uuid,
    baris: &mut dokumen::ActiveModel,
    jejak: &JejakDokumen,
) -> Result<(), PortError> {
    let segel = Segel::new(kunci, "dokumen", id);
    if let Some(kode) = &jejak.kode_verifikasi {
        baris.kode_verifikasi = Set(Some(kode.padat()));
    }
    if let Some((pada, pengganti)) = jejak.diganti {
        baris.diganti_pada = Set(Some(pada));
        baris.pengganti_id = Set(pengganti.map(DokumenId::uuid));
    }
    baris.menggantikan_id = Set(jejak.menggantikan.map(DokumenId::uuid));
    if let Some((oleh, alasan)) = &jejak.dicabut {
        baris.dicabut_oleh = Set(Some(oleh.uuid()));
        baris.dicabut_alasan_tersegel =
            Set(Some(segel.teks("dicabut_alasan_tersegel", alasan.buka())?));
    }
    if let Some((kode, versi)) = &jejak.templat {
        baris.templat_kode = Set(Some(kode.to_string()));
        baris.templat_versi = Set(Some(bilangan(*versi)?));
    }
    if let Some(basah) = &jejak.basah {
        baris.basah_oleh = Set(Some(basah.oleh.uuid()));
        baris.basah_tanggal = Set(Some(basah.tanggal));
        baris.penanda_tangan = Set(Some(basah.nama.clone()));
    }
    let unggahan = jejak.unggahan_pindaian.as_ref();
    let pindaian = jejak.pindaian.as_ref();
    let ukuran = unggahan.map(|satu| satu.ukuran).or(pindaian.map(|satu| satu.ukuran));
    baris.pindaian_unggah = Set(unggahan.map(|satu| satu.kunci.clone()));
    baris.pindaian_ukuran = Set(ukuran.map(bilangan).transpose()?);
    baris.pindaian_kunci = Set(pindaian.map(|satu| satu.kunci.clone()));
    baris.pindaian_sha256 = Set(pindaian.map(|satu| satu.sha256.clone()));
    Ok(())
}

fn baca_jejak(kunci: &KunciTenant, baris: &dokumen::Model) -> Result<JejakDokumen, PortError> {
    let segel = Segel::new(kunci, "dokumen", baris.id);
    let ukuran = || bilangan::<_, u64>(baris.pindaian_ukuran.unwrap_or(0));
    Ok(JejakDokumen {
        kode_verifikasi: baris
            .kode_verifikasi
            .as_deref()
            .map(KodeVerifikasi::parse)
            .transpose()
            .map_err(PortError::tak_terduga)?,
        diganti: baris.diganti_pada.map(|pada| (pada, baris.pengganti_id.map(DokumenId::new))),
        menggantikan: baris.menggantikan_id.map(DokumenId::new),
        dicabut: match (baris.dicabut_oleh, &baris.dicabut_alasan_tersegel) {
            (Some(oleh), Some(isi)) => {
                let alasan = segel.buka_teks("dicabut_alasan_tersegel", isi)?;
                Some((PenggunaId::new(oleh), alasan))
            }
            _ => None,
        },
        templat: match (&baris.templat_kode, baris.templat_versi) {
            (Some(templat), Some(versi)) => Some((kode(templat)?, bilangan(versi)?)),
            _ => None,
        },
        basah: match (baris.basah_oleh, baris.basah_tanggal) {
            (Some(oleh), Some(tanggal)) => Some(TandaTanganBasah {
                oleh: PenggunaId::new(oleh),
                nama: baris.penanda_tangan.clone().unwrap_or_default(),
                tanggal,
            }),
            _ => None,
        },
        unggahan_pindaian: match &baris.pindaian_unggah {
            Some(kunci) => Some(Unggahan { kunci: kunci.clone(), ukuran: ukuran()? }),
            None => None,
        },
        pindaian: match (&baris.pindaian_kunci, &baris.pindaian_sha256) {
            (Some(kunci), Some(sha256)) => Some(ObjekBerkas {
                kunci: kunci.clone(),
                sha256: sha256.clone(),
                ukuran: ukuran()?,
            }),
            _ => None,
        },
    })
}

pub(super) fn dari_baris(kunci: &KunciTenant, baris: dokumen::Model) -> Result<Dokumen, PortError> {
    let (keadaan, jejak) = (baca_keadaan(&baris)?, baca_jejak(kunci, &baris)?);
    Ok(Dokumen {
        id: DokumenId::new(baris.id),
        permohonan: PermohonanId::new(baris.permohonan_id),
        produk: kode(&baris.produk_kode)?,
        jenis: dari_kata(baris.produk_jenis)?,
        medium: dari_kata(baris.medium)?,
        nama: baris.nama,
        nomor: baris.nomor_dokumen,
        versi: bilangan(baris.versi)?,
        bertanda_tangan: baris.bertanda_tangan,
        unggahan: match (baris.unggah_kunci, baris.unggah_ukuran) {
            (Some(kunci), Some(ukuran)) => Some(Unggahan { kunci, ukuran: bilangan(ukuran)? }),
            _ => None,
        },
        keadaan,
        jejak,
        dibuat_pada: baris.dibuat_pada,
    })
}

fn kata_percobaan(keadaan: KeadaanPercobaan) -> &'static str {
    match keadaan {
        KeadaanPercobaan::Berjalan => "berjalan",
        KeadaanPercobaan::Berhasil => "berhasil",
        KeadaanPercobaan::Gagal => "gagal",
        KeadaanPercobaan::TidakDiketahui => "tidak_diketahui",
    }
}

pub(super) fn keadaan_percobaan(kata: &str) -> Result<KeadaanPercobaan, PortError> {
    Ok(match kata {
        "berjalan" => KeadaanPercobaan::Berjalan,
        "berhasil" => KeadaanPercobaan::Berhasil,
        "gagal" => KeadaanPercobaan::Gagal,
        "tidak_diketahui" => KeadaanPercobaan::TidakDiketahui,
        lain => return Err(rusak(format!("tte_percobaan.keadaan {lain}"))),
    })
}

pub(super) fn percobaan_dari(baris: tte_percobaan::Model) -> Result<Percobaan, PortError> {
    Ok(Percobaan {
        id: PercobaanId::new(baris.id),
        dokumen: DokumenId::new(baris.dokumen_id),
        tugas: TugasId::new(baris.tugas_id),
        sha256: baris.sha256,
        oleh: PenggunaId::new(baris.oleh),
        keadaan: keadaan_percobaan(&baris.keadaan)?,
        galat: baris.galat,
        kunci_hasil: baris.hasil_kunci,
        kunci_unggah: baris.unggah_kunci,
        nomor_host: baris.nomor_host,
        dimulai_pada: baris.dimulai_pada,
    })
}

impl PgUnitOfWork {
    async fn percobaan(
        &self,
        kueri: Select<tte_percobaan::Entity>,
    ) -> Result<Option<Percobaan>, PortError> {
        let baris = kueri.one(&self.tx).await.map_err(port_error)?;
        baris.map(percobaan_dari).transpose()
    }
}

#[async_trait]
impl DokumenRepository for PgUnitOfWork {
    async fn tambah(&mut self, dokumen: &Dokumen) -> Result<(), PortError> {
        let unggahan = dokumen.unggahan.as_ref();
        let mut baris = dokumen::ActiveModel {
            id: Set(dokumen.id.uuid()),
            permohonan_id: Set(dokumen.permohonan.uuid()),
            produk_kode: Set(dokumen.produk.to_string()),
            produk_jenis: Set(kata(&dokumen.jenis)?),
            medium: Set(kata(&dokumen.medium)?),
            nama: Set(dokumen.nama.clone()),
            nomor_dokumen: Set(dokumen.nomor.clone()),
            versi: Set(bilangan(dokumen.versi)?),
            bertanda_tangan: Set(dokumen.bertanda_tangan),
            unggah_kunci: Set(unggahan.map(|satu| satu.kunci.clone())),
            unggah_ukuran: Set(unggahan.map(|satu| bilangan(satu.ukuran)).transpose()?),
            dibuat_pada: Set(dokumen.dibuat_pada),
            ..Default::default()
        };
        tulis_keadaan(&mut baris, &dokumen.keadaan)?;
        tulis_jejak(&self.kunci, dokumen.id.uuid(), &mut baris, &dokumen.jejak)?;
        self.sisipkan(baris).await?;
        self.kabarkan_dokumen(dokumen).await
    }

    async fn baca(&mut self, id: DokumenId) -> Result<Option<Dokumen>, PortError> {
        let baris =
            dokumen::Entity::find_by_id(id.uuid()).one(&self.tx).await.map_err(port_error)?;
        baris.map(|baris| dari_baris(&self.kunci, baris)).transpose()
    }

    async fn permohonan(&mut self, id: DokumenId) -> Result<Option<PermohonanId>, PortError> {
        let sql = "SELECT permohonan_id FROM dokumen WHERE id = $1";
        Ok(self.nilai(sql, [id.uuid().into()]).await?.map(PermohonanId::new))
    }

    async fn kunci(&mut self, id: DokumenId) -> Result<Option<Dokumen>, PortError> {
        let baris = dokumen::Entity::find_by_id(id.uuid())
            .lock(LockType::NoKeyUpdate)
            .one(&self.tx)
            .await
            .map_err(port_error)?;
        baris.map(|baris| dari_baris(&self.kunci, baris)).transpose()
    }

    async fn simpan(&mut self, dokumen: &Dokumen) -> Result<(), PortError> {
        let mut baris = dokumen::ActiveModel {
            id: Set(dokumen.id.uuid()),
            nomor_dokumen: Set(dokumen.nomor.clone()),
            ..Default::default()
        };
        tulis_keadaan(&mut baris, &dokumen.keadaan)?;
        tulis_jejak(&self.kunci, dokumen.id.uuid(), &mut baris, &dokumen.jejak)?;
        self.perbarui(baris).await?;
        self.kabarkan_dokumen(dokumen).await
    }

    async fn milik(&mut self, id: PermohonanId) -> Result<Vec<Dokumen>, PortError> {
        let semua = dokumen::Entity::find()
            .filter(dokumen::Column::PermohonanId.eq(id.uuid()))
            .order_by_asc(dokumen::Column::Id)
            .all(&self.tx)
            .await
            .map_err(port_error)?;
        semua.into_iter().map(|baris| dari_baris(&self.kunci, baris)).collect()
    }

    async fn mulai_percobaan(&mut self, percobaan: &Percobaan) -> Result<(), PortError> {
        let baris = tte_percobaan::Model {
            id: percobaan.id.uuid(),
            dokumen_id: percobaan.dokumen.uuid(),
            tugas_id: percobaan.tugas.uuid(),
            sha256: percobaan.sha256.clone(),
            oleh: percobaan.oleh.uuid(),
            keadaan: kata_percobaan(percobaan.keadaan).to_owned(),
            galat: percobaan.galat.clone(),
            dimulai_pada: percobaan.dimulai_pada,
            selesai_pada: None,
            hasil_kunci: percobaan.kunci_hasil.clone(),
            unggah_kunci: percobaan.kunci_unggah.clone(),
            catatan_tersegel: None,
            nomor_host: percobaan.nomor_host.clone(),
        };
        self.sisipkan(baris).await
    }

    async fn kunci_percobaan(&mut self, id: PercobaanId) -> Result<Option<Percobaan>, PortError> {
        let kueri = tte_percobaan::Entity::find_by_id(id.uuid());
        self.percobaan(kueri.lock(LockType::NoKeyUpdate)).await
    }

    async fn percobaan_aktif(&mut self, id: DokumenId) -> Result<Option<Percobaan>, PortError> {
        let kueri = tte_percobaan::Entity::find()
            .filter(tte_percobaan::Column::DokumenId.eq(id.uuid()))
            .filter(Expr::cust("keadaan <> 'gagal'"));
        self.percobaan(kueri).await
    }

    async fn akhiri_percobaan(
        &mut self,
        percobaan: &Percobaan,
        keadaan: KeadaanPercobaan,
        galat: Option<&str>,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.perbarui(tte_percobaan::ActiveModel {
            id: Set(percobaan.id.uuid()),
            nomor_host: Set(percobaan.nomor_host.clone()),
            keadaan: Set(kata_percobaan(keadaan).to_owned()),
            galat: Set(galat.map(str::to_owned)),
            selesai_pada: Set(Some(pada)),
            ..Default::default()
        })
        .await
    }
}
