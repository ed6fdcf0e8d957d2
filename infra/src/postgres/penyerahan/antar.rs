//! Trips.

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    galat::PortError,
    nilai::{Kode, Rahasia},
    penyerahan::{Antar, AntarRepository, BuktiUnggah, HubunganPenerima, Penerima, PenyerahanId},
};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::postgres::{
    baris::{Segel, bilangan, kode, rusak},
    kerja::PgUnitOfWork,
};

#[derive(FromQueryResult)]
struct Baris {
    penyerahan_id: Uuid,
    petugas_id: Option<Uuid>,
    janji_pada: Option<OffsetDateTime>,
    unit_kode: Option<String>,
    penerima_tersegel: Option<Vec<u8>>,
    bukti_unggah: Option<String>,
    bukti_tipe: Option<String>,
    bukti_ukuran: Option<i64>,
    bukti_kunci: Option<String>,
    bukti_sha256: Option<Vec<u8>>,
    diubah_pada: OffsetDateTime,
}

/// Who took it, as it is sealed.
#[derive(Serialize, Deserialize)]
struct PenerimaTersegel {
    nama: String,
    hubungan: String,
}

impl PgUnitOfWork {
    fn antar_dari(&self, baris: Baris) -> Result<Antar, PortError> {
        let segel = Segel::new(&self.kunci, "penyerahan_antar", baris.penyerahan_id);
        let penerima = baris.penerima_tersegel.as_deref().map(|isi| {
            let isi: PenerimaTersegel = segel.buka_json("penerima_tersegel", isi)?;
            let hubungan = HubunganPenerima::dari_kata(&isi.hubungan)
                .ok_or_else(|| rusak(format!("penerima.hubungan {}", isi.hubungan)))?;
            Ok::<_, PortError>(Penerima { nama: Rahasia::new(isi.nama), hubungan })
        });
        let bukti_unggah = match (baris.bukti_unggah, baris.bukti_tipe, baris.bukti_ukuran) {
            (Some(kunci), Some(tipe), Some(ukuran)) => {
                Some(BuktiUnggah { kunci, tipe, ukuran: bilangan(ukuran)? })
            }
            _ => None,
        };
        Ok(Antar {
            penyerahan: PenyerahanId::new(baris.penyerahan_id),
            petugas: baris.petugas_id.map(PenggunaId::new),
            janji_pada: baris.janji_pada,
            unit: baris.unit_kode.as_deref().map(kode).transpose()?,
            penerima: penerima.transpose()?,
            bukti_unggah,
            bukti: baris.bukti_kunci.zip(baris.bukti_sha256),
            diubah_pada: baris.diubah_pada,
        })
    }
}

#[async_trait]
impl AntarRepository for PgUnitOfWork {
    async fn baca(&mut self, id: PenyerahanId) -> Result<Option<Antar>, PortError> {
        let baris: Option<Baris> = self
            .satu(
                "SELECT penyerahan_id, petugas_id, janji_pada, unit_kode, penerima_tersegel, bukti_unggah, bukti_tipe,
                     bukti_ukuran, bukti_kunci, bukti_sha256, diubah_pada
                 FROM penyerahan_antar WHERE penyerahan_id = $1",
                [id.uuid().into()],
            )
            .await?;
        baris.map(|baris| self.antar_dari(baris)).transpose()
    }

    async fn simpan(&mut self, antar: &Antar) -> Result<(), PortError> {
        let segel = Segel::new(&self.kunci, "penyerahan_antar", antar.penyerahan.uuid());
        let penerima = antar.penerima.as_ref().map(|satu| {
            let isi = PenerimaTersegel {
                nama: satu.nama.buka().trim().to_owned(),
                hubungan: satu.hubungan.kata().to_owned(),
            };
            segel.json("penerima_tersegel", &isi)
        });
        let unggah = antar.bukti_unggah.as_ref();
        let ukuran: Option<i64> = unggah.map(|satu| bilangan(satu.ukuran)).transpose()?;
        self.jalankan(
            "INSERT INTO penyerahan_antar (penyerahan_id, petugas_id, janji_pada, unit_kode, penerima_tersegel,
                 bukti_unggah, bukti_tipe, bukti_ukuran, bukti_kunci, bukti_sha256, diubah_pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             ON CONFLICT (penyerahan_id) DO UPDATE SET petugas_id = EXCLUDED.petugas_id,
                 janji_pada = EXCLUDED.janji_pada, unit_kode = EXCLUDED.unit_kode,
                 penerima_tersegel = EXCLUDED.penerima_tersegel, bukti_unggah = EXCLUDED.bukti_unggah,
                 bukti_tipe = EXCLUDED.bukti_tipe, bukti_ukuran = EXCLUDED.bukti_ukuran,
                 bukti_kunci = EXCLUDED.bukti_kunci, bukti_sha256 = EXCLUDED.bukti_sha256,
                 diubah_pada = EXCLUDED.diubah_pada",
            [
                antar.penyerahan.uuid().into(),
                antar.petugas.map(PenggunaId::uuid).into(),
                antar.janji_pada.into(),
                antar.unit.as_ref().map(Kode::to_string).into(),
                penerima.transpose()?.into(),
                unggah.map(|satu| satu.kunci.clone()).into(),
                unggah.map(|satu| satu.tipe.clone()).into(),
                ukuran.into(),
                antar.bukti.as_ref().map(|(kunci, _)| kunci.clone()).into(),
                antar.bukti.as_ref().map(|(_, sidik)| sidik.clone()).into(),
                antar.diubah_pada.into(),
            ],
        )
        .await
        .map(drop)
    }
}
