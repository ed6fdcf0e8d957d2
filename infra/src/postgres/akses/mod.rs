//! Officers, roles and sessions.

mod akun;
mod bantuan;
mod delegasi;
mod hidup;
mod keamanan;
mod kelola;
mod klien;
mod kunci_sandi;

use std::collections::BTreeMap;

use async_trait::async_trait;
use loket_domain::{
    akses::{
        AksesRepository, JenisUnit, Pengguna, PenggunaId, SesiBaru, SesiHidup, SesiId, TokenSegar,
    },
    galat::PortError,
    nilai::{Kode, Nik},
    tenant::Peran,
};
use sea_orm::{FromQueryResult, JsonValue, Set};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

pub(super) use self::hidup::SESI_HIDUP;
use self::hidup::{BarisSesi, PETUGAS_AKTIF};
#[cfg(test)]
pub(super) use self::klien::DARI_KUNCI;
use super::{
    baris::{Segel, bilangan, dari_json, dari_kata, ke_json, kode},
    entity::{pengguna, sesi, sesi_token},
    kerja::PgUnitOfWork,
};

/// Every column of an officer, with roles and teams.
const PILIH_PENGGUNA: &str = "SELECT p.id, p.nama_pengguna, p.nama, p.nip, p.nik_tersegel, p.surel_tersegel, p.sandi_hash, p.aktif,
        p.unit_kode, p.versi,
        ARRAY(SELECT pp.peran_kode FROM pengguna_peran pp WHERE pp.pengguna_id = p.id ORDER BY pp.peran_kode) AS peran,
        ARRAY(SELECT pt.tim_kode FROM pengguna_tim pt WHERE pt.pengguna_id = p.id ORDER BY pt.tim_kode) AS tim
    FROM pengguna p";

#[derive(FromQueryResult)]
struct BarisPengguna {
    id: Uuid,
    nama_pengguna: String,
    nama: String,
    nip: Option<String>,
    nik_tersegel: Option<Vec<u8>>,
    surel_tersegel: Option<Vec<u8>>,
    sandi_hash: String,
    aktif: bool,
    unit_kode: Option<String>,
    versi: i64,
    peran: Vec<String>,
    tim: Vec<String>,
}

/// A unit and those above it, the lowest first.
const SILSILAH: &str = "SELECT atas.jenis, atas.kode
    FROM unit u
    CROSS JOIN LATERAL unnest(array_prepend(u.kode, u.jalur)) WITH ORDINALITY AS jalur (kode, ke)
    JOIN unit atas ON atas.kode = jalur.kode
    WHERE u.kode = $1 AND u.aktif
    ORDER BY jalur.ke";

#[derive(FromQueryResult)]
struct BarisUnit {
    jenis: String,
    kode: String,
}

#[derive(FromQueryResult)]
struct NamaPeran {
    kode: String,
    nama: String,
}

#[derive(FromQueryResult)]
struct BarisToken {
    hash: Vec<u8>,
    sesi_id: Uuid,
    pengguna_id: Uuid,
    dipakai_pada: Option<OffsetDateTime>,
    pengganti_dipakai: bool,
    berakhir_pada: OffsetDateTime,
    dicabut: bool,
}

impl PgUnitOfWork {
    fn pengguna_dari(&self, baris: BarisPengguna) -> Result<Pengguna, PortError> {
        let segel = Segel::new(&self.kunci, "pengguna", baris.id);
        let nik = baris.nik_tersegel.map(|nik| {
            let nik = segel.buka_teks("nik_tersegel", &nik)?;
            Nik::parse(nik.buka()).map_err(PortError::tak_terduga)
        });
        let surel = baris.surel_tersegel.map(|surel| segel.buka_teks("surel_tersegel", &surel));
        Ok(Pengguna {
            id: PenggunaId::new(baris.id),
            nama_pengguna: baris.nama_pengguna,
            nama: baris.nama,
            nip: baris.nip,
            nik: nik.transpose()?,
            surel: surel.transpose()?,
            // Nothing is a hash of no password.
            sandi_hash: Some(baris.sandi_hash).filter(|hash| !hash.is_empty()),
            aktif: baris.aktif,
            peran: semua_kode(&baris.peran)?,
            unit: baris.unit_kode.as_deref().map(kode).transpose()?,
            tim: semua_kode(&baris.tim)?,
            versi: bilangan(baris.versi)?,
        })
    }
}

fn semua_kode(teks: &[String]) -> Result<Vec<Kode>, PortError> {
    teks.iter().map(|satu| kode(satu)).collect()
}

#[async_trait]
impl AksesRepository for PgUnitOfWork {
    async fn pengguna_bernama(&mut self, nama: &str) -> Result<Option<Pengguna>, PortError> {
        let sql = format!("{PILIH_PENGGUNA} WHERE p.nama_pengguna = $1");
        let baris = self.satu(&sql, [nama.into()]).await?;
        baris.map(|baris| self.pengguna_dari(baris)).transpose()
    }

    async fn pengguna(&mut self, id: PenggunaId) -> Result<Option<Pengguna>, PortError> {
        let sql = format!("{PILIH_PENGGUNA} WHERE p.id = $1");
        let baris = self.satu(&sql, [id.uuid().into()]).await?;
        baris.map(|baris| self.pengguna_dari(baris)).transpose()
    }

    async fn pemegang_peran(
        &mut self,
        peran: &Kode,
        hari: Date,
    ) -> Result<Vec<Pengguna>, PortError> {
        let sql = format!(
            "{PILIH_PENGGUNA} WHERE p.aktif AND p.id IN (
                 SELECT pp.pengguna_id FROM pengguna_peran pp WHERE pp.peran_kode = $1
                 UNION
                 SELECT d.kepada_id FROM delegasi d
                 JOIN pengguna_peran pp ON pp.pengguna_id = d.dari_id AND pp.peran_kode = $1
                 WHERE d.dicabut_pada IS NULL AND d.mulai <= $2 AND d.sampai >= $2 AND $1 = ANY (d.peran))
             ORDER BY p.dibuat_pada, p.id"
        );
        let semua = self.semua(&sql, [peran.as_str().into(), hari.into()]).await?;
        semua.into_iter().map(|baris| self.pengguna_dari(baris)).collect()
    }

    async fn silsilah_unit(&mut self, unit: &Kode) -> Result<Vec<(JenisUnit, Kode)>, PortError> {
        let semua: Vec<BarisUnit> = self.semua(SILSILAH, [unit.as_str().into()]).await?;
        semua.into_iter().map(|baris| Ok((dari_kata(baris.jenis)?, kode(&baris.kode)?))).collect()
    }

    async fn tambah_pengguna(
        &mut self,
        pengguna: &Pengguna,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let id = pengguna.id.uuid();
        let segel = Segel::new(&self.kunci, "pengguna", id);
        let nik = pengguna.nik.as_ref().map(|nik| segel.teks("nik_tersegel", nik.lengkap()));
        let surel = pengguna.surel.as_ref();
        let surel = surel.map(|surel| segel.teks("surel_tersegel", surel.buka()));
        self.sisipkan(pengguna::Model {
            id,
            nama_pengguna: pengguna.nama_pengguna.clone(),
            nama: pengguna.nama.clone(),
            nip: pengguna.nip.clone(),
            nik_tersegel: nik.transpose()?,
            surel_tersegel: surel.transpose()?,
            sandi_hash: pengguna.sandi_hash.clone().unwrap_or_default(),
            aktif: pengguna.aktif,
            dibuat_pada: pada,
            unit_kode: pengguna.unit.as_ref().map(Kode::to_string),
            versi: bilangan(pengguna.versi)?,
        })
        .await?;
        self.isi_keanggotaan(pengguna).await
    }

    async fn ganti_sandi(&mut self, id: PenggunaId, hash: &str) -> Result<(), PortError> {
        self.perbarui(pengguna::ActiveModel {
            id: Set(id.uuid()),
            sandi_hash: Set(hash.to_owned()),
            ..Default::default()
        })
        .await
    }

    async fn simpan_peran(&mut self, peran: &[Peran]) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO peran (kode, nama, izin)
             SELECT kode, nama, ARRAY(SELECT jsonb_array_elements_text(izin))
             FROM jsonb_to_recordset($1) AS baru (kode text, nama text, izin jsonb)
             ON CONFLICT (kode) DO UPDATE SET nama = EXCLUDED.nama, izin = EXCLUDED.izin,
                 versi = peran.versi + 1
             WHERE (peran.nama, peran.izin) IS DISTINCT FROM (EXCLUDED.nama, EXCLUDED.izin)",
            [ke_json(&peran)?.into()],
        )
        .await
        .map(drop)
    }

    async fn semua_peran(&mut self) -> Result<Vec<Peran>, PortError> {
        let sql = "SELECT coalesce(jsonb_agg(to_jsonb(p) ORDER BY p.kode), '[]')
                   FROM (SELECT kode, nama, izin FROM peran) AS p";
        let semua: Option<JsonValue> = self.nilai(sql, []).await?;
        semua.map_or_else(|| Ok(Vec::new()), dari_json)
    }

    async fn nama_peran(&mut self) -> Result<BTreeMap<Kode, String>, PortError> {
        let semua: Vec<NamaPeran> = self.semua("SELECT kode, nama FROM peran", []).await?;
        semua.into_iter().map(|satu| Ok((kode(&satu.kode)?, satu.nama))).collect()
    }

    async fn buka_sesi(&mut self, sesi: &SesiBaru) -> Result<(), PortError> {
        self.sisipkan(sesi::Model {
            id: sesi.id.uuid(),
            pengguna_id: sesi.pengguna.uuid(),
            dibuat_pada: sesi.dibuat_pada,
            berakhir_pada: sesi.berakhir_pada,
            dicabut_pada: None,
            faktor: sesi.faktor.kata().to_owned(),
            segar_pada: Some(sesi.dibuat_pada),
            terakhir_pada: Some(sesi.dibuat_pada),
            perangkat: sesi.perangkat.clone(),
            alamat_samar: sesi.alamat_samar.clone(),
        })
        .await
    }

    async fn sesi_hidup(
        &mut self,
        sesi: SesiId,
        pada: OffsetDateTime,
        hari: Date,
    ) -> Result<Option<SesiHidup>, PortError> {
        let nilai = [sesi.uuid().into(), pada.into(), hari.into()];
        let baris: Option<BarisSesi> = self.satu(&SESI_HIDUP, nilai).await?;
        baris.map(SesiHidup::try_from).transpose()
    }

    async fn petugas_aktif(
        &mut self,
        id: PenggunaId,
        hari: Date,
    ) -> Result<Option<SesiHidup>, PortError> {
        // The statement shares its columns with that of a session, and their numbers.
        let nilai = [id.uuid().into(), OffsetDateTime::UNIX_EPOCH.into(), hari.into()];
        let baris: Option<BarisSesi> = self.satu(&PETUGAS_AKTIF, nilai).await?;
        baris.map(SesiHidup::try_from).transpose()
    }

    async fn cabut_sesi(&mut self, sesi: SesiId, pada: OffsetDateTime) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE sesi SET dicabut_pada = $2 WHERE id = $1 AND dicabut_pada IS NULL",
            [sesi.uuid().into(), pada.into()],
        )
        .await
        .map(drop)
    }

    async fn tambah_token(
        &mut self,
        hash: &[u8],
        sesi: SesiId,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.sisipkan(sesi_token::Model {
            hash: hash.to_vec(),
            sesi_id: sesi.uuid(),
            terbit_pada: pada,
            dipakai_pada: None,
            pengganti: None,
        })
        .await
    }

    async fn kunci_token(&mut self, hash: &[u8]) -> Result<Option<TokenSegar>, PortError> {
        // The session is locked, not only the token: a chain has one head, so its tokens take turns. Reading comes
        // after, because a statement that waited for a lock still sees joined rows as they were before.
        let sesi: Option<Uuid> = self
            .nilai(
                "SELECT id FROM sesi WHERE id = (SELECT sesi_id FROM sesi_token WHERE hash = $1)
                 FOR NO KEY UPDATE",
                [hash.into()],
            )
            .await?;
        if sesi.is_none() {
            return Ok(None);
        }
        let baris: Option<BarisToken> = self
            .satu(
                "SELECT t.hash, t.sesi_id, s.pengguna_id, t.dipakai_pada, s.berakhir_pada,
                     coalesce(p.dipakai_pada IS NOT NULL, false) AS pengganti_dipakai,
                     s.dicabut_pada IS NOT NULL AS dicabut
                 FROM sesi_token t
                 JOIN sesi s ON s.id = t.sesi_id
                 LEFT JOIN sesi_token p ON p.hash = t.pengganti
                 WHERE t.hash = $1",
                [hash.into()],
            )
            .await?;
        Ok(baris.map(|baris| TokenSegar {
            hash: baris.hash,
            sesi: SesiId::new(baris.sesi_id),
            pengguna: PenggunaId::new(baris.pengguna_id),
            dipakai_pada: baris.dipakai_pada,
            pengganti_dipakai: baris.pengganti_dipakai,
            sesi_berakhir: baris.berakhir_pada,
            sesi_dicabut: baris.dicabut,
        }))
    }

    async fn pakai_token(
        &mut self,
        hash: &[u8],
        pengganti: &[u8],
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        // The answer that carried the former successor was lost, so nobody may use that one any more.
        self.jalankan(
            "DELETE FROM sesi_token WHERE hash = (SELECT pengganti FROM sesi_token WHERE hash = $1)
             AND dipakai_pada IS NULL",
            [hash.into()],
        )
        .await?;
        self.jalankan(
            "UPDATE sesi_token SET dipakai_pada = coalesce(dipakai_pada, $3), pengganti = $2
             WHERE hash = $1",
            [hash.into(), pengganti.into(), pada.into()],
        )
        .await
        .map(drop)
    }
}
