//! The list of conversations, by filter.

use loket_domain::{
    galat::PortError,
    halaman::Halaman,
    percakapan::{BarisKotak, KontakId, SaringKotak},
};
use sea_orm::{FromQueryResult, Value};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    kontak::buka_nomor,
    kotak::{BarisPilihan, KOLOM},
};
use crate::postgres::kerja::PgUnitOfWork;

#[derive(FromQueryResult)]
struct BarisDaftar {
    #[sea_orm(nested)]
    kotak: BarisPilihan,
    id: Uuid,
    nomor_tersegel: Option<Vec<u8>>,
    nama_tersegel: Option<Vec<u8>>,
    nomor_layanan: String,
    terakhir_masuk_pada: Option<OffsetDateTime>,
    petugas_sejak: Option<OffsetDateTime>,
    nama_petugas: Option<String>,
    kasus: Vec<String>,
}

/// Conversations with what the list shows; `$1` and `$2` are the cursor and the limit, or the one that is asked for.
fn sql_pilih(saring: &str) -> String {
    format!(
        "SELECT {KOLOM}, k.id, k.nomor_tersegel, k.nama_tersegel, k.nomor_layanan, k.terakhir_masuk_pada,
             k.petugas_sejak, g.nama AS nama_petugas,
             ARRAY(SELECT m.nomor FROM permohonan m
                 WHERE m.kontak_id = p.kontak_id AND m.status IN ('berjalan', 'menunggu_pemohon')
                 ORDER BY m.id LIMIT 5) AS kasus
         FROM percakapan p
         JOIN kontak k ON k.id = p.kontak_id
         LEFT JOIN pengguna g ON g.id = p.petugas_id
         WHERE {saring}"
    )
}

/// The list by filter.
pub(in crate::postgres) fn sql_daftar(saring: SaringKotak) -> String {
    sql_pilih(match saring {
        SaringKotak::Menunggu => {
            "p.menunggu_id IS NOT NULL AND p.menunggu_id > $1 ORDER BY p.menunggu_id LIMIT $2"
        }
        SaringKotak::Milik(_) => {
            "p.petugas_id = $3 AND p.terakhir_id < $1 ORDER BY p.terakhir_id DESC LIMIT $2"
        }
        SaringKotak::BelumDibaca => {
            "p.belum_dibaca > 0 AND p.terakhir_id < $1 ORDER BY p.terakhir_id DESC LIMIT $2"
        }
        SaringKotak::Semua => "p.terakhir_id < $1 ORDER BY p.terakhir_id DESC LIMIT $2",
    })
}

impl PgUnitOfWork {
    pub(super) async fn daftar_kotak(
        &self,
        saring: SaringKotak,
        halaman: Halaman,
    ) -> Result<Vec<BarisKotak>, PortError> {
        let awal = if saring == SaringKotak::Menunggu { Uuid::nil() } else { Uuid::max() };
        let mut nilai: Vec<Value> =
            vec![halaman.sesudah.unwrap_or(awal).into(), (i64::from(halaman.batas) + 1).into()];
        if let SaringKotak::Milik(petugas) = saring {
            nilai.push(petugas.uuid().into());
        }
        let semua: Vec<BarisDaftar> = self.semua(&sql_daftar(saring), nilai).await?;
        semua.iter().map(|baris| self.tampil(baris)).collect()
    }

    pub(super) async fn satu_kotak(&self, id: KontakId) -> Result<Option<BarisKotak>, PortError> {
        let sql = sql_pilih("p.kontak_id = $1");
        let baris: Option<BarisDaftar> = self.satu(&sql, [id.uuid().into()]).await?;
        baris.map(|baris| self.tampil(&baris)).transpose()
    }

    fn tampil(&self, baris: &BarisDaftar) -> Result<BarisKotak, PortError> {
        let segel = self.segel_kontak(baris.id);
        let nomor = baris.nomor_tersegel.as_deref().map(|isi| buka_nomor(segel, isi));
        let nama = baris.nama_tersegel.as_deref();
        let nama = nama.map(|isi| segel.buka_teks("nama_tersegel", isi));
        let kotak = baris.kotak.kotak()?;
        Ok(BarisKotak {
            kotak: kotak.ok_or_else(|| PortError::tak_terduga("percakapan tanpa isi"))?,
            nomor: nomor.transpose()?,
            nama: nama.transpose()?,
            nomor_layanan: baris.nomor_layanan.clone(),
            terakhir_masuk: baris.terakhir_masuk_pada,
            petugas_sejak: baris.petugas_sejak,
            nama_petugas: baris.nama_petugas.clone(),
            kasus: baris.kasus.clone(),
        })
    }
}
