//! Papers beyond their cases: quotas, duplicates, what waits, and which objects some row names.

use async_trait::async_trait;
use loket_domain::{
    berkas::{BerkasRepository, Duplikat, Menggantung, ObjekDinamai, Pemakaian, Pengirim},
    galat::PortError,
    permohonan::{Berkas, BerkasId, PermohonanId},
};
use sea_orm::{EntityTrait, FromQueryResult};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    baris::bilangan, entity::berkas, error::port_error, kerja::PgUnitOfWork,
    permohonan::dari_baris_berkas,
};

/// The columns that name objects, by folder of the key. A context that stores objects adds its folder and its columns
/// here, with an index on each: what is in a folder and in none of these columns is swept, and a folder that is missing
/// here is never swept. A row names its key in every state but those in which it gave the object up.
pub const KUNCI_DIPAKAI: &[(&str, &str, &str, &str)] = &[
    ("berkas", "berkas", "kunci_objek", "keadaan IN ('menunggu', 'ditahan', 'sah')"),
    ("tampilan", "berkas", "tampilan_kunci", "tampilan_kunci IS NOT NULL"),
    ("cuplikan", "berkas", "cuplikan_kunci", "cuplikan_kunci IS NOT NULL"),
    ("dokumen", "dokumen", "unggah_kunci", "keadaan = 'menunggu_unggah'"),
    ("dokumen", "dokumen", "draf_kunci", "draf_kunci IS NOT NULL"),
    ("dokumen", "dokumen", "sah_kunci", "sah_kunci IS NOT NULL"),
    ("dokumen", "dokumen", "pindaian_kunci", "pindaian_kunci IS NOT NULL"),
    ("dokumen", "dokumen", "pindaian_unggah", "pindaian_unggah IS NOT NULL"),
    // A signed file may lie there long before anybody knows that it was signed.
    ("dokumen", "tte_percobaan", "hasil_kunci", "hasil_kunci IS NOT NULL"),
    ("tte-unggah", "tte_percobaan", "unggah_kunci", "unggah_kunci IS NOT NULL"),
    ("sementara", "dokumen_sementara", "kunci", "kunci IS NOT NULL"),
    // The receipt that was sent is drawn anew whenever it is asked for: the object lives as long as its message may leave.
    (
        "tanda-terima",
        "loket_tanda_terima",
        "kunci",
        "EXISTS (SELECT 1 FROM pesan_keluar p WHERE p.id = loket_tanda_terima.pesan_id
             AND p.keadaan IN ('antre', 'mengirim', 'tertahan', 'gagal'))",
    ),
    ("bukti", "loket_bukti", "kunci_objek", "kunci_objek IS NOT NULL"),
    ("bukti", "penyerahan_antar", "bukti_kunci", "bukti_kunci IS NOT NULL"),
    ("bukti", "penyerahan_antar", "bukti_unggah", "bukti_unggah IS NOT NULL"),
    ("hak-subjek", "hak_subjek", "bundel_kunci", "bundel_kunci IS NOT NULL"),
];

/// Objects that must be there: the table, its key, the column of the object's key, that of its hash where there is one, and
/// which rows. An upload that was announced may never come, and what is drawn anew whenever it is asked for may be gone.
const HARUS_ADA: &[(&str, &str, &str, Option<&str>, &str)] = &[
    ("berkas", "id", "kunci_objek", Some("sha256"), "keadaan IN ('ditahan', 'sah')"),
    ("berkas", "id", "tampilan_kunci", None, "tampilan_kunci IS NOT NULL"),
    ("berkas", "id", "cuplikan_kunci", None, "cuplikan_kunci IS NOT NULL"),
    ("dokumen", "id", "draf_kunci", Some("draf_sha256"), "draf_kunci IS NOT NULL"),
    ("dokumen", "id", "sah_kunci", Some("sah_sha256"), "sah_kunci IS NOT NULL"),
    ("dokumen", "id", "pindaian_kunci", Some("pindaian_sha256"), "pindaian_kunci IS NOT NULL"),
    ("dokumen_sementara", "id", "kunci", Some("sha256"), "kunci IS NOT NULL"),
    ("loket_bukti", "id", "kunci_objek", Some("sha256"), "keadaan = 'sah'"),
    (
        "penyerahan_antar",
        "penyerahan_id",
        "bukti_kunci",
        Some("bukti_sha256"),
        "bukti_kunci IS NOT NULL",
    ),
    ("hak_subjek", "id", "bundel_kunci", Some("bundel_sha256"), "bundel_kunci IS NOT NULL"),
];

/// The folders of those.
const FOLDER: &[&str] = &[
    "berkas",
    "tampilan",
    "cuplikan",
    "dokumen",
    "tte-unggah",
    "sementara",
    "tanda-terima",
    "bukti",
    "hak-subjek",
];

#[derive(FromQueryResult)]
struct BarisDinamai {
    id: Uuid,
    kunci: String,
    sha256: Option<Vec<u8>>,
}

#[derive(FromQueryResult)]
struct BarisPemakaian {
    berkas: i64,
    bita: i64,
}

#[derive(FromQueryResult)]
struct BarisDuplikat {
    id: Uuid,
    dari: Uuid,
    kasus_ini: bool,
}

#[derive(FromQueryResult)]
struct BarisKunci {
    id: Uuid,
    kunci: String,
}

#[derive(FromQueryResult)]
struct BarisMenggantung {
    id: Uuid,
    kunci: String,
    unggah_bagian: String,
}

#[derive(FromQueryResult)]
struct SatuKunci {
    kunci: String,
}

#[async_trait]
impl BerkasRepository for PgUnitOfWork {
    async fn pemakaian(
        &mut self,
        pengirim: Pengirim,
        sejak: OffsetDateTime,
    ) -> Result<Pemakaian, PortError> {
        let (syarat, id) = match pengirim {
            Pengirim::Warga(id) => ("kontak_id = $1 AND pengunggah_id IS NULL", id.uuid()),
            Pengirim::Petugas(id) => ("pengunggah_id = $1", id.uuid()),
        };
        let sql = format!(
            "SELECT count(*) AS berkas, coalesce(sum(ukuran), 0)::bigint AS bita FROM berkas
             WHERE {syarat} AND dibuat_pada >= $2"
        );
        let baris: Option<BarisPemakaian> = self.satu(&sql, [id.into(), sejak.into()]).await?;
        let Some(baris) = baris else { return Ok(Pemakaian::default()) };
        Ok(Pemakaian { berkas: bilangan(baris.berkas)?, bita: bilangan(baris.bita)? })
    }

    async fn duplikat(&mut self, permohonan: PermohonanId) -> Result<Vec<Duplikat>, PortError> {
        let semua: Vec<BarisDuplikat> = self
            .semua(
                "SELECT b.id, d.id AS dari, d.kasus_ini FROM berkas b CROSS JOIN LATERAL (
                     SELECT x.id, coalesce(x.permohonan_id = b.permohonan_id, false) AS kasus_ini
                     FROM berkas x
                     WHERE x.sha256 = b.sha256 AND x.keadaan = 'sah' AND x.id < b.id
                     ORDER BY 2 DESC, x.id LIMIT 1
                 ) d WHERE b.permohonan_id = $1 AND b.keadaan = 'sah' ORDER BY b.id",
                [permohonan.uuid().into()],
            )
            .await?;
        Ok(semua
            .into_iter()
            .map(|baris| Duplikat {
                berkas: BerkasId::new(baris.id),
                dari: BerkasId::new(baris.dari),
                kasus_ini: baris.kasus_ini,
            })
            .collect())
    }

    async fn baca(&mut self, id: BerkasId) -> Result<Option<Berkas>, PortError> {
        let baris =
            berkas::Entity::find_by_id(id.uuid()).one(&self.tx).await.map_err(port_error)?;
        baris.map(dari_baris_berkas).transpose()
    }

    async fn catat_bagian(&mut self, id: BerkasId, unggah: Option<&str>) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE berkas SET unggah_bagian = $2 WHERE id = $1",
            [id.uuid().into(), unggah.map(str::to_owned).into()],
        )
        .await
        .map(drop)
    }

    async fn ditahan(&mut self, batas: u32) -> Result<Vec<(BerkasId, String)>, PortError> {
        let semua: Vec<BarisKunci> = self
            .semua(
                "SELECT id, kunci_objek AS kunci FROM berkas WHERE keadaan = 'ditahan'
                 ORDER BY dipindai_pada NULLS FIRST, id LIMIT $1",
                [i64::from(batas).into()],
            )
            .await?;
        Ok(semua.into_iter().map(|baris| (BerkasId::new(baris.id), baris.kunci)).collect())
    }

    async fn tunda_pindai(&mut self, id: BerkasId, pada: OffsetDateTime) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE berkas SET dipindai_pada = $2 WHERE id = $1 AND keadaan = 'ditahan'",
            [id.uuid().into(), pada.into()],
        )
        .await
        .map(drop)
    }

    async fn kedaluwarsakan(
        &mut self,
        sebelum: OffsetDateTime,
        batas: u32,
    ) -> Result<u64, PortError> {
        self.jalankan(
            "UPDATE berkas SET keadaan = 'kedaluwarsa' WHERE id IN (
                 SELECT id FROM berkas WHERE keadaan = 'menunggu' AND dibuat_pada < $1
                 ORDER BY dibuat_pada LIMIT $2 FOR UPDATE SKIP LOCKED)",
            [sebelum.into(), i64::from(batas).into()],
        )
        .await
    }

    async fn hitung_kedaluwarsa(&mut self, sebelum: OffsetDateTime) -> Result<u64, PortError> {
        let jumlah: Option<i64> = self
            .nilai(
                "SELECT count(*) FROM berkas WHERE keadaan = 'menunggu' AND dibuat_pada < $1",
                [sebelum.into()],
            )
            .await?;
        bilangan(jumlah.unwrap_or(0))
    }

    async fn menggantung(&mut self, batas: u32) -> Result<Vec<Menggantung>, PortError> {
        let semua: Vec<BarisMenggantung> = self
            .semua(
                "SELECT id, kunci_objek AS kunci, unggah_bagian FROM berkas
                 WHERE keadaan = 'kedaluwarsa' AND unggah_bagian IS NOT NULL
                 ORDER BY id LIMIT $1",
                [i64::from(batas).into()],
            )
            .await?;
        Ok(semua
            .into_iter()
            .map(|baris| Menggantung {
                id: BerkasId::new(baris.id),
                kunci: baris.kunci,
                unggah_bagian: baris.unggah_bagian,
            })
            .collect())
    }

    fn folder(&self) -> &'static [&'static str] {
        FOLDER
    }

    async fn dinamai(
        &mut self,
        sumber: usize,
        sesudah: Option<Uuid>,
        batas: u32,
    ) -> Result<Option<Vec<ObjekDinamai>>, PortError> {
        let Some((tabel, id, kunci, sidik, syarat)) = HARUS_ADA.get(sumber) else {
            return Ok(None);
        };
        let sidik = sidik.unwrap_or("NULL::bytea");
        let sql = format!(
            "SELECT {id} AS id, {kunci} AS kunci, {sidik} AS sha256 FROM {tabel}
             WHERE {id} > $1 AND {syarat} ORDER BY {id} LIMIT $2"
        );
        let nilai = [sesudah.unwrap_or(Uuid::nil()).into(), i64::from(batas).into()];
        let semua: Vec<BarisDinamai> = self.semua(&sql, nilai).await?;
        let satu = |BarisDinamai { id, kunci, sha256 }| ObjekDinamai { id, kunci, sha256 };
        Ok(Some(semua.into_iter().map(satu).collect()))
    }

    async fn kunci_dipakai(&mut self, kunci: &[String]) -> Result<Vec<String>, PortError> {
        let bagian: Vec<String> = KUNCI_DIPAKAI
            .iter()
            .map(|(_, tabel, kolom, syarat)| {
                format!("SELECT {kolom} AS kunci FROM {tabel} WHERE {kolom} = ANY($1) AND {syarat}")
            })
            .collect();
        let semua: Vec<SatuKunci> =
            self.semua(&bagian.join(" UNION ALL "), [kunci.to_vec().into()]).await?;
        Ok(semua.into_iter().map(|baris| baris.kunci).collect())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn what_must_be_there_is_never_swept() {
        for (tabel, _, kunci, ..) in HARUS_ADA {
            assert!(
                KUNCI_DIPAKAI.iter().any(|(_, lain, kolom, _)| (tabel, kunci) == (lain, kolom)),
                "{tabel}.{kunci}"
            );
        }
    }

    #[test]
    fn every_folder_that_is_swept_has_a_column_that_names_its_objects() {
        let semua: BTreeSet<&str> = KUNCI_DIPAKAI.iter().map(|(folder, ..)| *folder).collect();
        assert_eq!(semua, FOLDER.iter().copied().collect());
    }
}
