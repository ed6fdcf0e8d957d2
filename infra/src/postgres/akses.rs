//! Officers, roles and sessions.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use loket_domain::{
    akses::{AksesRepository, Izin, Pengguna, PenggunaId, SesiHidup, SesiId, TokenSegar},
    galat::PortError,
    nilai::{Kode, Nik},
    tenant::Peran,
};
use sea_orm::{FromQueryResult, Set};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    baris::{Segel, bilangan, ke_json, kode},
    entity::{gagal_masuk, pengguna, sesi, sesi_token},
    kerja::PgUnitOfWork,
};

/// Every column of an officer, with the roles held.
const PILIH_PENGGUNA: &str = "SELECT p.id, p.nama_pengguna, p.nama, p.nip, p.nik_tersegel, p.sandi_hash, p.aktif,
        ARRAY(SELECT pp.peran_kode FROM pengguna_peran pp WHERE pp.pengguna_id = p.id ORDER BY pp.peran_kode) AS peran
    FROM pengguna p";

#[derive(FromQueryResult)]
struct BarisPengguna {
    id: Uuid,
    nama_pengguna: String,
    nama: String,
    nip: Option<String>,
    nik_tersegel: Option<Vec<u8>>,
    sandi_hash: String,
    aktif: bool,
    peran: Vec<String>,
}

#[derive(FromQueryResult)]
struct NamaPeran {
    kode: String,
    nama: String,
}

#[derive(FromQueryResult)]
struct BarisSesi {
    pengguna_id: Uuid,
    nama: String,
    peran: Vec<String>,
    izin: Vec<String>,
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
        Ok(Pengguna {
            id: PenggunaId::new(baris.id),
            nama_pengguna: baris.nama_pengguna,
            nama: baris.nama,
            nip: baris.nip,
            nik: nik.transpose()?,
            sandi_hash: baris.sandi_hash,
            aktif: baris.aktif,
            peran: semua_kode(&baris.peran)?,
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

    async fn pemegang_peran(&mut self, peran: &Kode) -> Result<Vec<Pengguna>, PortError> {
        let sql = format!(
            "{PILIH_PENGGUNA} JOIN pengguna_peran pegang ON pegang.pengguna_id = p.id
             WHERE pegang.peran_kode = $1 AND p.aktif ORDER BY p.dibuat_pada, p.id"
        );
        let semua = self.semua(&sql, [peran.as_str().into()]).await?;
        semua.into_iter().map(|baris| self.pengguna_dari(baris)).collect()
    }

    async fn tambah_pengguna(
        &mut self,
        pengguna: &Pengguna,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let id = pengguna.id.uuid();
        let segel = Segel::new(&self.kunci, "pengguna", id);
        let nik = pengguna.nik.as_ref().map(|nik| segel.teks("nik_tersegel", nik.lengkap()));
        self.sisipkan(pengguna::Model {
            id,
            nama_pengguna: pengguna.nama_pengguna.clone(),
            nama: pengguna.nama.clone(),
            nip: pengguna.nip.clone(),
            nik_tersegel: nik.transpose()?,
            sandi_hash: pengguna.sandi_hash.clone(),
            aktif: pengguna.aktif,
            dibuat_pada: pada,
        })
        .await?;
        let peran: Vec<String> = pengguna.peran.iter().map(Kode::to_string).collect();
        self.jalankan(
            "INSERT INTO pengguna_peran (pengguna_id, peran_kode)
             SELECT $1, kode FROM unnest($2::text[]) AS kode ON CONFLICT DO NOTHING",
            [id.into(), peran.into()],
        )
        .await
        .map(drop)
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
             ON CONFLICT (kode) DO UPDATE SET nama = EXCLUDED.nama, izin = EXCLUDED.izin",
            [ke_json(&peran)?.into()],
        )
        .await
        .map(drop)
    }

    async fn nama_peran(&mut self) -> Result<BTreeMap<Kode, String>, PortError> {
        let semua: Vec<NamaPeran> = self.semua("SELECT kode, nama FROM peran", []).await?;
        semua.into_iter().map(|satu| Ok((kode(&satu.kode)?, satu.nama))).collect()
    }

    async fn buka_sesi(
        &mut self,
        sesi: SesiId,
        pengguna: PenggunaId,
        dibuat: OffsetDateTime,
        berakhir: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.sisipkan(sesi::Model {
            id: sesi.uuid(),
            pengguna_id: pengguna.uuid(),
            dibuat_pada: dibuat,
            berakhir_pada: berakhir,
            dicabut_pada: None,
        })
        .await
    }

    async fn sesi_hidup(
        &mut self,
        sesi: SesiId,
        pada: OffsetDateTime,
    ) -> Result<Option<SesiHidup>, PortError> {
        let baris: Option<BarisSesi> = self
            .satu(
                "SELECT p.id AS pengguna_id, p.nama,
                     coalesce(array_agg(DISTINCT r.kode) FILTER (WHERE r.kode IS NOT NULL), '{}') AS peran,
                     coalesce(array_agg(DISTINCT i.izin) FILTER (WHERE i.izin IS NOT NULL), '{}') AS izin
                 FROM sesi s
                 JOIN pengguna p ON p.id = s.pengguna_id
                 LEFT JOIN pengguna_peran pp ON pp.pengguna_id = p.id
                 LEFT JOIN peran r ON r.kode = pp.peran_kode
                 LEFT JOIN LATERAL unnest(r.izin) AS i (izin) ON true
                 WHERE s.id = $1 AND s.dicabut_pada IS NULL AND s.berakhir_pada > $2 AND p.aktif
                 GROUP BY p.id, p.nama",
                [sesi.uuid().into(), pada.into()],
            )
            .await?;
        let Some(baris) = baris else { return Ok(None) };
        Ok(Some(SesiHidup {
            pengguna: PenggunaId::new(baris.pengguna_id),
            nama: baris.nama,
            peran: semua_kode(&baris.peran)?,
            // A permission this release does not know gives nothing.
            izin: baris
                .izin
                .into_iter()
                .filter_map(|i| Izin::try_from(i).ok())
                .collect::<BTreeSet<_>>(),
        }))
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

    async fn jumlah_gagal_masuk(
        &mut self,
        kunci: &str,
        sejak: OffsetDateTime,
    ) -> Result<u64, PortError> {
        let jumlah: Option<i64> = self
            .nilai(
                "SELECT count(*) FROM gagal_masuk WHERE kunci = $1 AND pada >= $2",
                [kunci.into(), sejak.into()],
            )
            .await?;
        bilangan(jumlah.unwrap_or(0))
    }

    async fn catat_gagal_masuk(
        &mut self,
        kunci: &str,
        id: Uuid,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.sisipkan(gagal_masuk::Model { kunci: kunci.to_owned(), pada, id }).await
    }
}
