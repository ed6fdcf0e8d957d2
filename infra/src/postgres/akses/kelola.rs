//! Administration: officers and roles as they are changed, units and teams.

use std::collections::BTreeSet;

use async_trait::async_trait;
use loket_domain::{
    akses::{
        Izin, KelolaRepository, PemakaianPeran, Pengguna, PenggunaId, RincianPeran, SaringPengguna,
        Tim, Unit, jalur_unit,
    },
    galat::PortError,
    halaman::Halaman,
    nilai::{Kode, KodeWilayah, Nik},
    tenant::Peran,
};
use sea_orm::{FromQueryResult, Set};
use serde_json::json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::PILIH_PENGGUNA;
use crate::postgres::{
    baris::{Segel, bilangan, dari_kata, ke_json, kode, rusak},
    entity::pengguna,
    kerja::PgUnitOfWork,
};

/// Officers behind `$1` who hold `$2`, are of unit `$3`, are active or not as `$4` says, at most `$5`, of unit `$6`
/// or one below it.
const DAFTAR: &str = "WHERE p.id > $1
         AND ($2::text IS NULL OR EXISTS (SELECT 1 FROM pengguna_peran x
              WHERE x.pengguna_id = p.id AND x.peran_kode = $2))
         AND ($3::text IS NULL OR p.unit_kode = $3)
         AND ($4::boolean IS NULL OR p.aktif = $4)
         AND ($6::text IS NULL OR p.unit_kode IN (SELECT u.kode FROM unit u
              WHERE u.aktif AND (u.kode = $6 OR $6 = ANY (u.jalur))))
     ORDER BY p.id LIMIT $5";

/// Who and what names role `$1`: in an SOP every list and every field that holds role codes, whatever step it is in.
const PEMAKAIAN: &str = "SELECT
         (SELECT count(*) FROM pengguna_peran WHERE peran_kode = $1) AS pengguna,
         (SELECT count(*) FROM tugas WHERE status IN ('menunggu', 'diterima') AND peran @> ARRAY[$1]) AS tugas,
         (SELECT count(*) FROM sop_versi v
          WHERE (v.keadaan = 'draf'
              OR (v.keadaan = 'terbit' AND (v.digantikan_pada IS NULL OR v.digantikan_pada > $2)) OR EXISTS (SELECT 1 FROM permohonan p
                 WHERE p.sop_versi_id = v.id AND p.status IN ('berjalan', 'menunggu_pemohon')))
              AND (jsonb_path_exists(v.definisi, '$.**.peran[*] ? (@ == $k)', kunci.k)
                  OR jsonb_path_exists(v.definisi, '$.**.pelaksana.** ? (@ == $k)', kunci.k))) AS sop,
         (SELECT count(*) FROM layanan l WHERE l.aktif
              AND jsonb_path_exists(l.definisi, '$.produk[*].penanda_tangan ? (@ == $k)', kunci.k)) AS layanan
     FROM (SELECT jsonb_build_object('k', $1::text) AS k) AS kunci";

#[derive(FromQueryResult)]
struct BarisPeran {
    kode: String,
    nama: String,
    izin: Vec<String>,
    versi: i64,
    pemegang: i64,
}

#[derive(FromQueryResult)]
struct BarisPemakaian {
    pengguna: i64,
    tugas: i64,
    sop: i64,
    layanan: i64,
}

#[derive(FromQueryResult)]
struct BarisUnit {
    kode: String,
    nama: String,
    jenis: String,
    induk: Option<String>,
    wilayah: Option<String>,
}

#[derive(FromQueryResult)]
struct BarisTim {
    kode: String,
    nama: String,
}

impl PgUnitOfWork {
    /// Gives an officer exactly these roles and teams.
    pub(super) async fn isi_keanggotaan(&self, pengguna: &Pengguna) -> Result<(), PortError> {
        let id = pengguna.id.uuid();
        for (tabel, kolom, isi) in [
            ("pengguna_peran", "peran_kode", &pengguna.peran),
            ("pengguna_tim", "tim_kode", &pengguna.tim),
        ] {
            let isi: Vec<String> = isi.iter().map(Kode::to_string).collect();
            self.jalankan(
                &format!("DELETE FROM {tabel} WHERE pengguna_id = $1 AND {kolom} <> ALL ($2)"),
                [id.into(), isi.clone().into()],
            )
            .await?;
            self.jalankan(
                &format!(
                    "INSERT INTO {tabel} (pengguna_id, {kolom})
                     SELECT $1, kode FROM unnest($2::text[]) AS kode ON CONFLICT DO NOTHING"
                ),
                [id.into(), isi.into()],
            )
            .await?;
        }
        Ok(())
    }
}

#[async_trait]
impl KelolaRepository for PgUnitOfWork {
    async fn kunci(&mut self) -> Result<(), PortError> {
        let kunci = format!("loket:akses:{}", self.slug);
        self.jalankan("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [kunci.into()])
            .await
            .map(drop)
    }

    async fn daftar_pengguna(
        &mut self,
        saring: &SaringPengguna,
        halaman: Halaman,
    ) -> Result<Vec<Pengguna>, PortError> {
        let teks = |kode: &Option<Kode>| kode.as_ref().map(Kode::to_string);
        let nilai = [
            halaman.sesudah.unwrap_or(Uuid::nil()).into(),
            teks(&saring.peran).into(),
            teks(&saring.unit).into(),
            saring.aktif.into(),
            (i64::from(halaman.batas) + 1).into(),
            teks(&saring.di_bawah).into(),
        ];
        let semua = self.semua(&format!("{PILIH_PENGGUNA} {DAFTAR}"), nilai).await?;
        semua.into_iter().map(|baris| self.pengguna_dari(baris)).collect()
    }

    async fn simpan_pengguna(&mut self, pengguna: &Pengguna) -> Result<(), PortError> {
        let id = pengguna.id.uuid();
        let segel = Segel::new(&self.kunci, "pengguna", id);
        let nik = pengguna.nik.as_ref().map(Nik::lengkap);
        let nik = nik.map(|nik| segel.teks("nik_tersegel", nik)).transpose()?;
        let surel = pengguna.surel.as_ref();
        let surel = surel.map(|surel| segel.teks("surel_tersegel", surel.buka())).transpose()?;
        self.perbarui(pengguna::ActiveModel {
            id: Set(id),
            nama: Set(pengguna.nama.clone()),
            nip: Set(pengguna.nip.clone()),
            nik_tersegel: Set(nik),
            surel_tersegel: Set(surel),
            aktif: Set(pengguna.aktif),
            unit_kode: Set(pengguna.unit.as_ref().map(Kode::to_string)),
            versi: Set(bilangan(pengguna.versi)?),
            ..Default::default()
        })
        .await?;
        self.isi_keanggotaan(pengguna).await
    }

    async fn akhiri_sesi(
        &mut self,
        pengguna: PenggunaId,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE sesi SET dicabut_pada = $2 WHERE pengguna_id = $1 AND dicabut_pada IS NULL",
            [pengguna.uuid().into(), pada.into()],
        )
        .await
        .map(drop)
    }

    async fn daftar_peran(&mut self) -> Result<Vec<RincianPeran>, PortError> {
        let semua: Vec<BarisPeran> = self
            .semua(
                "SELECT r.kode, r.nama, r.izin, r.versi,
                     (SELECT count(*) FROM pengguna_peran pp JOIN pengguna p ON p.id = pp.pengguna_id
                      WHERE pp.peran_kode = r.kode AND p.aktif) AS pemegang
                 FROM peran r ORDER BY r.kode",
                [],
            )
            .await?;
        let peran = |baris: BarisPeran| {
            // A permission this release does not know gives nothing.
            let izin = baris.izin.into_iter().filter_map(|i| Izin::try_from(i).ok());
            Ok(RincianPeran {
                peran: Peran {
                    kode: kode(&baris.kode)?,
                    nama: baris.nama,
                    izin: izin.collect::<BTreeSet<_>>(),
                },
                versi: bilangan(baris.versi)?,
                pemegang: bilangan(baris.pemegang)?,
            })
        };
        semua.into_iter().map(peran).collect()
    }

    async fn pemakaian_peran(
        &mut self,
        kode: &Kode,
        pada: OffsetDateTime,
    ) -> Result<PemakaianPeran, PortError> {
        let baris: Option<BarisPemakaian> =
            self.satu(PEMAKAIAN, [kode.as_str().into(), pada.into()]).await?;
        let baris = baris.ok_or_else(|| rusak("hitungan tanpa baris"))?;
        Ok(PemakaianPeran {
            pengguna: bilangan(baris.pengguna)?,
            tugas: bilangan(baris.tugas)?,
            sop: bilangan(baris.sop)?,
            layanan: bilangan(baris.layanan)?,
        })
    }

    async fn hapus_peran(&mut self, kode: &Kode) -> Result<(), PortError> {
        self.jalankan("DELETE FROM peran WHERE kode = $1", [kode.as_str().into()]).await.map(drop)
    }

    async fn jumlah_pemegang_izin(&mut self, izin: Izin) -> Result<u64, PortError> {
        let jumlah: Option<i64> = self
            .nilai(
                "SELECT count(DISTINCT p.id) FROM peran r
                 JOIN pengguna_peran pp ON pp.peran_kode = r.kode
                 JOIN pengguna p ON p.id = pp.pengguna_id AND p.aktif AND p.sandi_hash <> ''
                 WHERE $1 = ANY (r.izin)",
                [izin.kode().into()],
            )
            .await?;
        bilangan(jumlah.unwrap_or(0))
    }

    async fn daftar_unit(&mut self) -> Result<Vec<Unit>, PortError> {
        let semua: Vec<BarisUnit> = self
            .semua(
                "SELECT kode, nama, jenis, induk, wilayah FROM unit WHERE aktif ORDER BY urutan",
                [],
            )
            .await?;
        let unit = |baris: BarisUnit| {
            let wilayah = baris.wilayah.as_deref().map(KodeWilayah::parse).transpose();
            Ok(Unit {
                kode: kode(&baris.kode)?,
                nama: baris.nama,
                jenis: dari_kata(baris.jenis)?,
                induk: baris.induk.as_deref().map(kode).transpose()?,
                wilayah: wilayah.map_err(PortError::tak_terduga)?,
            })
        };
        semua.into_iter().map(unit).collect()
    }

    async fn simpan_unit(&mut self, unit: &[Unit]) -> Result<(), PortError> {
        let kode: Vec<String> = unit.iter().map(|satu| satu.kode.to_string()).collect();
        self.jalankan(
            "UPDATE unit SET aktif = false WHERE aktif AND kode <> ALL ($1)",
            [kode.into()],
        )
        .await?;
        let isi = unit.iter().map(|satu| {
            let jalur = jalur_unit(unit, &satu.kode)
                .ok_or_else(|| rusak(format!("unit {} tanpa akar", satu.kode)))?;
            Ok(json!({
                "kode": satu.kode, "nama": satu.nama, "jenis": satu.jenis, "induk": satu.induk,
                "wilayah": satu.wilayah, "jalur": jalur,
            }))
        });
        let isi: Vec<serde_json::Value> = isi.collect::<Result<_, PortError>>()?;
        self.jalankan(
            "INSERT INTO unit (kode, nama, jenis, induk, wilayah, jalur, urutan, aktif)
             SELECT isi ->> 'kode', isi ->> 'nama', isi ->> 'jenis', isi ->> 'induk', isi ->> 'wilayah',
                 ARRAY(SELECT jsonb_array_elements_text(isi -> 'jalur')), urutan::integer, true
             FROM jsonb_array_elements($1) WITH ORDINALITY AS baru (isi, urutan)
             ON CONFLICT (kode) DO UPDATE SET nama = EXCLUDED.nama, jenis = EXCLUDED.jenis,
                 induk = EXCLUDED.induk, wilayah = EXCLUDED.wilayah, jalur = EXCLUDED.jalur,
                 urutan = EXCLUDED.urutan, aktif = true",
            [ke_json(&isi)?.into()],
        )
        .await
        .map(drop)
    }

    async fn daftar_tim(&mut self) -> Result<Vec<Tim>, PortError> {
        let semua: Vec<BarisTim> =
            self.semua("SELECT kode, nama FROM tim WHERE aktif ORDER BY urutan", []).await?;
        let tim = |baris: BarisTim| Ok(Tim { kode: kode(&baris.kode)?, nama: baris.nama });
        semua.into_iter().map(tim).collect()
    }

    async fn simpan_tim(&mut self, tim: &[Tim]) -> Result<(), PortError> {
        let kode: Vec<String> = tim.iter().map(|satu| satu.kode.to_string()).collect();
        self.jalankan(
            "UPDATE tim SET aktif = false WHERE aktif AND kode <> ALL ($1)",
            [kode.into()],
        )
        .await?;
        self.jalankan(
            "INSERT INTO tim (kode, nama, urutan, aktif)
             SELECT isi ->> 'kode', isi ->> 'nama', urutan::integer, true
             FROM jsonb_array_elements($1) WITH ORDINALITY AS baru (isi, urutan)
             ON CONFLICT (kode) DO UPDATE SET nama = EXCLUDED.nama, urutan = EXCLUDED.urutan, aktif = true",
            [ke_json(&tim)?.into()],
        )
        .await
        .map(drop)
    }
}
