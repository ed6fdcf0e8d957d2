//! The thread of a conversation: what the resident wrote, what the office wrote, and the notes between.

use loket_domain::{
    akses::PenggunaId,
    galat::PortError,
    halaman::Halaman,
    percakapan::{BarisBenang, BerkasBenang, Entri, KontakId},
    permohonan::BerkasId,
};
use sea_orm::FromQueryResult;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::postgres::{
    baris::{Segel, bilangan, rusak},
    kerja::PgUnitOfWork,
};

/// Entries of contact `$1` before `$2`, at most `$3`, the newest first; each kind from its own index.
pub(in crate::postgres) const BENANG: &str = "SELECT n.*, b.tipe, b.ukuran, b.syarat_kode, b.permohonan_id AS berkas_permohonan_id,
         g.nama AS nama_petugas
     FROM (
         (SELECT m.id, 'masuk' AS arah, m.jenis, m.isi_tersegel, m.berkas_id, NULL::uuid AS pengguna_id,
              NULL::uuid AS permohonan_id, m.saat AS pada, m.disunting_pada, m.dihapus_pada,
              NULL::text AS asal, NULL::text AS keadaan, NULL::text AS status_kirim, NULL::text AS galat
          FROM pesan_masuk m WHERE m.kontak_id = $1 AND m.id < $2 ORDER BY m.id DESC LIMIT $3)
         UNION ALL
         (SELECT k.id, 'keluar', k.jenis, k.isi_tersegel, k.berkas_id, k.pengguna_id, k.permohonan_id,
              k.dibuat_pada, NULL, NULL, k.asal, k.keadaan, k.status_kirim, k.galat
          FROM pesan_keluar k WHERE k.kontak_id = $1 AND k.id < $2 ORDER BY k.id DESC LIMIT $3)
         UNION ALL
         (SELECT c.id, 'catatan', 'catatan', c.isi_tersegel, NULL, c.pengguna_id, NULL,
              c.dibuat_pada, NULL, NULL, NULL, NULL, NULL, NULL
          FROM percakapan_catatan c WHERE c.kontak_id = $1 AND c.id < $2 ORDER BY c.id DESC LIMIT $3)
     ) AS n
     LEFT JOIN berkas b ON b.id = n.berkas_id
     LEFT JOIN pengguna g ON g.id = n.pengguna_id
     ORDER BY n.id DESC LIMIT $3";

#[derive(FromQueryResult)]
struct Baris {
    id: Uuid,
    arah: String,
    jenis: String,
    isi_tersegel: Vec<u8>,
    berkas_id: Option<Uuid>,
    pengguna_id: Option<Uuid>,
    permohonan_id: Option<Uuid>,
    pada: OffsetDateTime,
    disunting_pada: Option<OffsetDateTime>,
    dihapus_pada: Option<OffsetDateTime>,
    asal: Option<String>,
    keadaan: Option<String>,
    status_kirim: Option<String>,
    galat: Option<String>,
    tipe: Option<String>,
    ukuran: Option<i64>,
    syarat_kode: Option<String>,
    berkas_permohonan_id: Option<Uuid>,
    nama_petugas: Option<String>,
}

impl PgUnitOfWork {
    pub(super) async fn baca_benang(
        &self,
        id: KontakId,
        halaman: Halaman,
    ) -> Result<Vec<BarisBenang>, PortError> {
        let semua: Vec<Baris> = self
            .semua(
                BENANG,
                [
                    id.uuid().into(),
                    halaman.sesudah.unwrap_or(Uuid::max()).into(),
                    (i64::from(halaman.batas) + 1).into(),
                ],
            )
            .await?;
        semua.into_iter().map(|baris| self.baris_benang(baris)).collect()
    }

    fn baris_benang(&self, baris: Baris) -> Result<BarisBenang, PortError> {
        let segel = |tabel| Segel::new(&self.kunci, tabel, baris.id);
        let (kolom, isi) = ("isi_tersegel", &baris.isi_tersegel);
        let entri = match (baris.arah.as_str(), baris.asal, baris.keadaan) {
            ("masuk", _, _) => Entri::Masuk {
                jenis: baris.jenis,
                isi: segel("pesan_masuk").buka_json(kolom, isi)?,
                disunting: baris.disunting_pada,
                dihapus: baris.dihapus_pada,
            },
            ("keluar", Some(asal), Some(keadaan)) => Entri::Keluar {
                isi: segel("pesan_keluar").buka_json(kolom, isi)?,
                asal,
                keadaan,
                status_kirim: baris.status_kirim,
                galat: baris.galat,
            },
            ("catatan", _, _) => {
                Entri::Catatan { isi: segel("percakapan_catatan").buka_teks(kolom, isi)? }
            }
            (lain, _, _) => return Err(rusak(format!("benang {lain}"))),
        };
        let berkas = match (baris.berkas_id, baris.tipe, baris.ukuran) {
            (Some(id), Some(tipe), Some(ukuran)) => Some(BerkasBenang {
                id: BerkasId::new(id),
                tipe,
                ukuran: bilangan(ukuran)?,
                syarat: baris.syarat_kode,
                permohonan: baris.berkas_permohonan_id,
            }),
            _ => None,
        };
        Ok(BarisBenang {
            id: baris.id,
            entri,
            berkas,
            petugas: baris.pengguna_id.map(PenggunaId::new).zip(baris.nama_petugas),
            permohonan: baris.permohonan_id,
            pada: baris.pada,
        })
    }
}
