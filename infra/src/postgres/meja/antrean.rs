//! TTE tugas with what is signed at them: one statement for the tugas, one for all their documents.

use std::collections::BTreeMap;

use loket_domain::{
    akses::PenggunaId,
    dokumen::{BarisMeja, BundelId, DokumenId, DokumenMeja, PercobaanId},
    galat::PortError,
    halaman::Halaman,
    nilai::Kode,
    permohonan::PermohonanId,
    sop::{Petindak, TugasId},
};
use sea_orm::{FromQueryResult, Value};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    super::{
        baris::{bilangan, kata, kode},
        kerja::PgUnitOfWork,
    },
    keadaan_bundel, nomor,
};

const KOLOM: &str = "t.id, t.permohonan_id, p.nomor, p.layanan_kode, p.layanan_nama, t.prioritas, t.dibuka_pada,
     i.bundel_id, b.oleh AS bundel_oleh, b.keadaan AS bundel_keadaan,
     (SELECT a.id FROM tte_percobaan a WHERE a.tugas_id = t.id AND a.keadaan IN ('berjalan', 'tidak_diketahui')
      ORDER BY a.id LIMIT 1) AS percobaan_id";

const GABUNG: &str = "JOIN permohonan p ON p.id = t.permohonan_id
     LEFT JOIN tte_bundel_butir i ON i.tugas_id = t.id AND i.keadaan IN ('menunggu', 'berjalan')
     LEFT JOIN tte_bundel b ON b.id = i.bundel_id";

/// Open to roles `$1`, officer `$2`, teams `$3`, of a unit of kind `$4` and code `$5`.
const TERBUKA: &str = "t.jenis = 'tte' AND t.status IN ('menunggu', 'diterima') AND t.peran && $1
     AND ((t.status = 'menunggu' AND (t.pengguna_id IS NULL OR t.pengguna_id = $2)
             AND (t.tim_kode IS NULL OR t.tim_kode = ANY ($3))
             AND (t.unit_jenis IS NULL OR t.unit_jenis = $4) AND (t.unit_kode IS NULL OR t.unit_kode = $5))
         OR (t.status = 'diterima' AND t.diterima_oleh = $2))";

/// The queue behind tugas `$6`, at most `$7`.
pub(in crate::postgres) fn sql_antrean() -> String {
    format!(
        "SELECT {KOLOM} FROM tugas t {GABUNG} LEFT JOIN tugas s ON s.id = $6
         WHERE {TERBUKA}
             AND (s.id IS NULL OR t.prioritas < s.prioritas OR (t.prioritas = s.prioritas AND t.id > s.id))
         ORDER BY t.prioritas DESC, t.id LIMIT $7"
    )
}

/// Documents of the cases `$1` that are signed or are to be.
pub(in crate::postgres) const DOKUMEN: &str =
    "SELECT id, permohonan_id, nama, versi, produk_kode, draf_sha256, keadaan FROM dokumen
     WHERE permohonan_id = ANY ($1) AND keadaan IN ('draf', 'sah') AND medium = 'pdf_tte'
         AND draf_sha256 IS NOT NULL
     ORDER BY permohonan_id, id";

#[derive(FromQueryResult)]
struct Baris {
    id: Uuid,
    permohonan_id: Uuid,
    nomor: String,
    layanan_kode: String,
    layanan_nama: String,
    prioritas: bool,
    dibuka_pada: OffsetDateTime,
    bundel_id: Option<Uuid>,
    bundel_oleh: Option<Uuid>,
    bundel_keadaan: Option<String>,
    percobaan_id: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct BarisDokumen {
    id: Uuid,
    permohonan_id: Uuid,
    nama: String,
    versi: i32,
    produk_kode: String,
    draf_sha256: Vec<u8>,
    keadaan: String,
}

fn nilai_petindak(untuk: Petindak<'_>) -> Result<Vec<Value>, PortError> {
    let mandat = untuk.mandat.iter().map(|mandat| &mandat.peran);
    let peran: Vec<String> = untuk.peran.iter().chain(mandat).map(Kode::to_string).collect();
    let tim: Vec<String> = untuk.tim.iter().map(Kode::to_string).collect();
    let (jenis, unit) = match untuk.unit {
        Some(unit) => (Some(kata(&unit.jenis)?), Some(unit.kode.to_string())),
        None => (None, None),
    };
    Ok(vec![peran.into(), untuk.id.uuid().into(), tim.into(), jenis.into(), unit.into()])
}

impl PgUnitOfWork {
    pub(super) async fn antrean_meja(
        &self,
        untuk: Petindak<'_>,
        halaman: Halaman,
    ) -> Result<Vec<BarisMeja>, PortError> {
        let mut nilai = nilai_petindak(untuk)?;
        nilai.push(halaman.sesudah.into());
        nilai.push((i64::from(halaman.batas) + 1).into());
        let baris = self.semua(&sql_antrean(), nilai).await?;
        self.lengkapi_meja(baris).await
    }

    pub(super) async fn antrean_meja_tertentu(
        &self,
        untuk: Petindak<'_>,
        tugas: &[TugasId],
    ) -> Result<Vec<BarisMeja>, PortError> {
        let mut nilai = nilai_petindak(untuk)?;
        let id: Vec<Uuid> = tugas.iter().map(|satu| satu.uuid()).collect();
        nilai.push(id.into());
        let sql = format!(
            "SELECT {KOLOM} FROM tugas t {GABUNG} WHERE {TERBUKA} AND t.id = ANY ($6)
             ORDER BY t.prioritas DESC, t.id"
        );
        let baris = self.semua(&sql, nilai).await?;
        self.lengkapi_meja(baris).await
    }

    pub(super) async fn rincian_meja(&self, id: BundelId) -> Result<Vec<BarisMeja>, PortError> {
        let sql = format!(
            "SELECT {KOLOM} FROM tte_bundel_butir m JOIN tugas t ON t.id = m.tugas_id {GABUNG}
             WHERE m.bundel_id = $1 ORDER BY m.urutan"
        );
        let baris = self.semua(&sql, [id.uuid().into()]).await?;
        self.lengkapi_meja(baris).await
    }

    async fn lengkapi_meja(&self, baris: Vec<Baris>) -> Result<Vec<BarisMeja>, PortError> {
        if baris.is_empty() {
            return Ok(Vec::new());
        }
        let kasus: Vec<Uuid> = baris.iter().map(|satu| satu.permohonan_id).collect();
        let dokumen: Vec<BarisDokumen> = self.semua(DOKUMEN, [kasus.into()]).await?;
        let mut menurut: BTreeMap<Uuid, Vec<DokumenMeja>> = BTreeMap::new();
        for satu in dokumen {
            menurut.entry(satu.permohonan_id).or_default().push(DokumenMeja {
                id: DokumenId::new(satu.id),
                nama: satu.nama,
                versi: bilangan(satu.versi)?,
                produk: kode(&satu.produk_kode)?,
                sha256: satu.draf_sha256,
                sah: satu.keadaan == "sah",
            });
        }
        baris
            .into_iter()
            .map(|satu| {
                let bundel = match (satu.bundel_id, satu.bundel_oleh, satu.bundel_keadaan) {
                    (Some(id), Some(oleh), Some(keadaan)) => {
                        Some((BundelId::new(id), PenggunaId::new(oleh), keadaan_bundel(&keadaan)?))
                    }
                    _ => None,
                };
                Ok(BarisMeja {
                    tugas: TugasId::new(satu.id),
                    permohonan: PermohonanId::new(satu.permohonan_id),
                    nomor: nomor(&satu.nomor)?,
                    layanan: kode(&satu.layanan_kode)?,
                    layanan_nama: satu.layanan_nama,
                    prioritas: satu.prioritas,
                    dibuka_pada: satu.dibuka_pada,
                    dokumen: menurut.get(&satu.permohonan_id).cloned().unwrap_or_default(),
                    bundel,
                    belum_tuntas: satu.percobaan_id.map(PercobaanId::new),
                })
            })
            .collect()
    }
}
