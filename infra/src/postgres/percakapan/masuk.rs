//! The inbox: what webhooks brought, each element once, and a sender's elements one after another.

use std::collections::BTreeMap;

use async_trait::async_trait;
use loket_domain::{
    galat::PortError,
    halaman::Halaman,
    percakapan::{
        BATAS_GILIRAN, ElemenAntre, ElemenMasuk, Giliran, JenisElemen, MasukGagal, MasukRepository,
        TAHAN_PERCOBAAN,
    },
};
use sea_orm::FromQueryResult;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::postgres::{
    baris::{Segel, bilangan},
    kerja::PgUnitOfWork,
};

/// The name under which senders are indexed.
const INDEKS_PENGIRIM: &str = "pengirim";

/// Stores the elements of a webhook once. Empty bytes stand for no sender, since an array has no place for NULL.
pub const SIMPAN: &str =
    "INSERT INTO wa_masuk (id, kunci, jenis, phone_number_id, kontak_indeks, isi_tersegel,
         diterima_pada, keadaan, percobaan, tersedia_pada)
     SELECT baru.id, baru.kunci, baru.jenis, baru.nomor, nullif(baru.pengirim, ''::bytea), baru.isi,
         $7, 'antre', 0, $7
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::bytea[])
         AS baru (id, kunci, jenis, nomor, pengirim, isi)
     ON CONFLICT (kunci) DO NOTHING";

pub(in crate::postgres) const ANTRE: &str = "SELECT e.id, e.phone_number_id, e.kontak_indeks, e.isi_tersegel, e.percobaan, e.diterima_pada
     FROM wa_masuk e
     WHERE e.keadaan = 'antre' AND e.tersedia_pada <= $1
         AND NOT EXISTS (
             SELECT 1 FROM wa_masuk lain
             WHERE lain.kontak_indeks = e.kontak_indeks AND lain.keadaan = 'antre' AND lain.id < e.id
                 AND lain.percobaan < $3)
     ORDER BY e.tersedia_pada, e.id
     LIMIT $2";

/// What else the senders of those have in the queue; what failed before waits for its own moment.
pub(in crate::postgres) const ANTRE_LANJUTAN: &str =
    "SELECT e.id, e.phone_number_id, e.kontak_indeks, e.isi_tersegel, e.percobaan, e.diterima_pada
     FROM wa_masuk e
     WHERE e.kontak_indeks = ANY($1) AND e.keadaan = 'antre' AND e.percobaan = 0
     ORDER BY e.id
     LIMIT $2";
/// Elements that were given up, behind `$1`.
pub(in crate::postgres) const GAGAL: &str =
    "SELECT id, jenis, phone_number_id, percobaan, galat, diterima_pada FROM wa_masuk
     WHERE keadaan = 'gagal' AND id < $1 ORDER BY id DESC LIMIT $2";

#[derive(FromQueryResult)]
struct BarisGagal {
    id: Uuid,
    jenis: String,
    phone_number_id: String,
    percobaan: i32,
    galat: Option<String>,
    diterima_pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct BarisAntre {
    id: Uuid,
    phone_number_id: String,
    kontak_indeks: Option<Vec<u8>>,
    isi_tersegel: Vec<u8>,
    percobaan: i32,
    diterima_pada: OffsetDateTime,
}

/// Elements that one round reads at most.
const BATAS_RONDE: i64 = 500;

impl PgUnitOfWork {
    /// The index under which this sender has elements in the queue.
    async fn indeks_antre(&self, pengirim: &str) -> Result<Option<Vec<u8>>, PortError> {
        let semua = self.kunci.indeks_semua(INDEKS_PENGIRIM, pengirim);
        self.nilai(
            "SELECT kontak_indeks FROM wa_masuk WHERE kontak_indeks = ANY($1) AND keadaan = 'antre' LIMIT 1",
            [semua.into()],
        )
        .await
    }

    fn elemen(&self, baris: BarisAntre) -> Result<ElemenAntre, PortError> {
        let segel = Segel::new(&self.kunci, "wa_masuk", baris.id);
        Ok(ElemenAntre {
            id: baris.id,
            phone_number_id: baris.phone_number_id,
            isi: segel.buka_json("isi_tersegel", &baris.isi_tersegel)?,
            percobaan: bilangan(baris.percobaan)?,
            diterima: baris.diterima_pada,
        })
    }
}

#[async_trait]
impl MasukRepository for PgUnitOfWork {
    async fn simpan(
        &mut self,
        elemen: &[(Uuid, ElemenMasuk)],
        pada: OffsetDateTime,
    ) -> Result<u64, PortError> {
        if elemen.is_empty() {
            return Ok(0);
        }
        let mut id: Vec<Uuid> = Vec::with_capacity(elemen.len());
        let (mut kunci, mut jenis, mut nomor): (Vec<String>, Vec<String>, Vec<String>) =
            Default::default();
        let (mut pengirim, mut isi): (Vec<Vec<u8>>, Vec<Vec<u8>>) = Default::default();
        for (satu_id, satu) in elemen {
            id.push(*satu_id);
            kunci.push(satu.kunci.clone());
            jenis.push(
                match satu.jenis {
                    JenisElemen::Pesan => "pesan",
                    JenisElemen::Status => "status",
                    JenisElemen::Lain => "lain",
                }
                .to_owned(),
            );
            nomor.push(satu.phone_number_id.clone());
            let indeks = satu.pengirim.as_deref().map(|p| self.kunci.indeks(INDEKS_PENGIRIM, p));
            // While a key is rotated, who has elements in the queue stays one sender under the index they have there.
            let indeks = match satu.pengirim.as_deref().filter(|_| self.kunci.berputar()) {
                Some(p) => self.indeks_antre(p).await?.or(indeks),
                None => indeks,
            };
            pengirim.push(indeks.unwrap_or_default());
            isi.push(
                Segel::new(&self.kunci, "wa_masuk", *satu_id).json("isi_tersegel", &satu.isi)?,
            );
        }
        self.jalankan(
            SIMPAN,
            [
                id.into(),
                kunci.into(),
                jenis.into(),
                nomor.into(),
                pengirim.into(),
                isi.into(),
                pada.into(),
            ],
        )
        .await
    }

    async fn antre(&mut self, pada: OffsetDateTime, batas: u32) -> Result<Vec<Giliran>, PortError> {
        let kepala: Vec<BarisAntre> = self
            .semua(ANTRE, [pada.into(), i64::from(batas).into(), i64::from(TAHAN_PERCOBAAN).into()])
            .await?;
        let pengirim: Vec<Vec<u8>> =
            kepala.iter().filter_map(|baris| baris.kontak_indeks.clone()).collect();
        let lanjutan: Vec<BarisAntre> = if pengirim.is_empty() {
            Vec::new()
        } else {
            self.semua(ANTRE_LANJUTAN, [pengirim.into(), BATAS_RONDE.into()]).await?
        };
        let mut milik: BTreeMap<Vec<u8>, Vec<BarisAntre>> = BTreeMap::new();
        for baris in lanjutan {
            if let Some(pengirim) = baris.kontak_indeks.clone() {
                milik.entry(pengirim).or_default().push(baris);
            }
        }
        let mut semua = Vec::with_capacity(kepala.len());
        for awal in kepala {
            let susulan = awal.kontak_indeks.as_ref().and_then(|pengirim| milik.remove(pengirim));
            let (id, mengulang) = (awal.id, awal.percobaan > 0);
            let mut giliran = vec![self.elemen(awal)?];
            // What failed before is tried alone: it must not take its neighbours down with it again.
            if !mengulang {
                for baris in susulan.into_iter().flatten() {
                    if baris.id > id && giliran.len() < BATAS_GILIRAN {
                        giliran.push(self.elemen(baris)?);
                    }
                }
            }
            semua.push(giliran);
        }
        Ok(semua)
    }

    async fn kunci(&mut self, id: &[Uuid]) -> Result<bool, PortError> {
        let terkunci: Option<i64> = self
            .nilai(
                "SELECT count(*) FROM (
                     SELECT id FROM wa_masuk WHERE id = ANY($1) AND keadaan = 'antre'
                     ORDER BY id FOR UPDATE SKIP LOCKED
                 ) AS terkunci",
                [id.to_vec().into()],
            )
            .await?;
        Ok(terkunci.and_then(|jumlah| usize::try_from(jumlah).ok()) == Some(id.len()))
    }

    async fn selesai(&mut self, id: &[Uuid]) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE wa_masuk SET keadaan = 'selesai', galat = NULL WHERE id = ANY($1)",
            [id.to_vec().into()],
        )
        .await
        .map(drop)
    }

    async fn tunggu(&mut self, id: &[Uuid], pada: OffsetDateTime) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE wa_masuk SET tersedia_pada = $2 WHERE id = ANY($1) AND keadaan = 'antre'",
            [id.to_vec().into(), pada.into()],
        )
        .await
        .map(drop)
    }

    async fn daftar_gagal(&mut self, halaman: Halaman) -> Result<Vec<MasukGagal>, PortError> {
        let sesudah = halaman.sesudah.unwrap_or(Uuid::max());
        let batas = i64::from(halaman.batas) + 1;
        let semua: Vec<BarisGagal> = self.semua(GAGAL, [sesudah.into(), batas.into()]).await?;
        let dari = |baris: BarisGagal| {
            Ok(MasukGagal {
                id: baris.id,
                jenis: match baris.jenis.as_str() {
                    "pesan" => JenisElemen::Pesan,
                    "status" => JenisElemen::Status,
                    _ => JenisElemen::Lain,
                },
                phone_number_id: baris.phone_number_id,
                percobaan: bilangan(baris.percobaan)?,
                galat: baris.galat,
                diterima_pada: baris.diterima_pada,
            })
        };
        semua.into_iter().map(dari).collect()
    }

    async fn ulangi(&mut self, id: Uuid, pada: OffsetDateTime) -> Result<bool, PortError> {
        let sql = "UPDATE wa_masuk SET keadaan = 'antre', percobaan = 0, tersedia_pada = $2
             WHERE id = $1 AND keadaan = 'gagal'";
        Ok(self.jalankan(sql, [id.into(), pada.into()]).await? == 1)
    }

    async fn tunda(
        &mut self,
        id: Uuid,
        pada: Option<OffsetDateTime>,
        galat: &str,
    ) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE wa_masuk SET keadaan = CASE WHEN $2::timestamptz IS NULL THEN 'gagal' ELSE 'antre' END,
                 tersedia_pada = coalesce($2, tersedia_pada), percobaan = percobaan + 1, galat = $3
             WHERE id = $1",
            [id.into(), pada.into(), galat.into()],
        )
        .await
        .map(drop)
    }
}
