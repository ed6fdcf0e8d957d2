//! The Forum: notes at cases, and requests that employees dropped.

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    forum::{
        BarisForum, BarisPermintaan, CatatanForum, ForumRepository, KeadaanPermintaan, Pengambil,
        Permintaan, PermintaanId,
    },
    galat::PortError,
    halaman::Halaman,
    permohonan::{Berkas, BerkasId, PermohonanId},
};
use sea_orm::{FromQueryResult, Value};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    aliran::id_kabar,
    baris::{Segel, rusak},
    kerja::PgUnitOfWork,
};

/// Notes of case `$1` before `$2`, at most `$3`.
pub(super) const CATATAN: &str =
    "SELECT c.id, c.permohonan_id, c.pengguna_id, c.isi_tersegel, c.dibuat_pada, g.nama,
         ARRAY(SELECT o.nama_pengguna FROM forum_sebutan s JOIN pengguna o ON o.id = s.pengguna_id
             WHERE s.catatan_id = c.id ORDER BY o.nama_pengguna) AS sebutan
     FROM forum_catatan c JOIN pengguna g ON g.id = c.pengguna_id
     WHERE c.permohonan_id = $1 AND c.id < $2 ORDER BY c.id DESC LIMIT $3";

const PILIH: &str = "SELECT p.id, p.dibuat_oleh, p.isi_tersegel, p.keadaan, p.diambil_oleh, p.diambil_pada, p.selesai_pada,
         p.permohonan_id, p.dibuat_pada, g.nama AS nama_pembuat, a.nama AS nama_pengambil
     FROM forum_permintaan p
     JOIN pengguna g ON g.id = p.dibuat_oleh
     LEFT JOIN pengguna a ON a.id = p.diambil_oleh";

/// Dropped requests, of one state or of any.
pub(super) fn sql_daftar(satu_keadaan: bool) -> String {
    let saring = if satu_keadaan { "p.keadaan = $3 AND " } else { "" };
    format!("{PILIH} WHERE {saring}p.id < $1 ORDER BY p.id DESC LIMIT $2")
}

#[derive(FromQueryResult)]
struct BarisCatatan {
    id: Uuid,
    permohonan_id: Uuid,
    pengguna_id: Uuid,
    isi_tersegel: Vec<u8>,
    dibuat_pada: OffsetDateTime,
    nama: String,
    sebutan: Vec<String>,
}

#[derive(FromQueryResult)]
struct Baris {
    id: Uuid,
    dibuat_oleh: Uuid,
    isi_tersegel: Vec<u8>,
    keadaan: String,
    diambil_oleh: Option<Uuid>,
    diambil_pada: Option<OffsetDateTime>,
    selesai_pada: Option<OffsetDateTime>,
    permohonan_id: Option<Uuid>,
    dibuat_pada: OffsetDateTime,
    nama_pembuat: String,
    nama_pengambil: Option<String>,
}

#[derive(FromQueryResult)]
struct BarisNama {
    id: Uuid,
    nama_pengguna: String,
}

impl PgUnitOfWork {
    fn permintaan_dari(&self, baris: Baris) -> Result<BarisPermintaan, PortError> {
        let pengambil = baris.diambil_oleh.zip(baris.diambil_pada);
        let pengambil =
            pengambil.map(|(oleh, pada)| Pengambil { oleh: PenggunaId::new(oleh), pada });
        let keadaan = match (baris.keadaan.as_str(), pengambil, baris.selesai_pada) {
            ("terbuka", None, None) => KeadaanPermintaan::Terbuka,
            ("diambil", Some(pengambil), None) => KeadaanPermintaan::Diambil(pengambil),
            ("selesai", Some(pengambil), Some(pada)) => KeadaanPermintaan::Selesai {
                pengambil,
                pada,
                permohonan: baris.permohonan_id.map(PermohonanId::new),
            },
            (lain, _, _) => return Err(rusak(format!("forum_permintaan.keadaan {lain}"))),
        };
        let segel = Segel::new(&self.kunci, "forum_permintaan", baris.id);
        Ok(BarisPermintaan {
            permintaan: Permintaan {
                id: PermintaanId::new(baris.id),
                oleh: PenggunaId::new(baris.dibuat_oleh),
                isi: segel.buka_json("isi_tersegel", &baris.isi_tersegel)?,
                keadaan,
                pada: baris.dibuat_pada,
            },
            nama_pembuat: baris.nama_pembuat,
            nama_pengambil: baris.nama_pengambil,
        })
    }

    /// Runs a change that ends before its `RETURNING`, and tells live screens of the Forum.
    async fn ubah_forum<const N: usize>(
        &self,
        permohonan: Option<PermohonanId>,
        pada: OffsetDateTime,
        sql: &str,
        nilai: [Value; N],
    ) -> Result<(), PortError> {
        let (id, kasus, saat) = (N + 1, N + 2, N + 3);
        let sql = format!(
            "WITH ubah AS ({sql} RETURNING id)
             INSERT INTO aliran (id, jenis, permohonan_id, objek_id, pada)
             SELECT ${id}, 'forum', ${kasus}::uuid, id, ${saat} FROM ubah"
        );
        let kasus = permohonan.map(PermohonanId::uuid);
        let nilai = nilai.into_iter().chain([id_kabar().into(), kasus.into(), pada.into()]);
        self.jalankan(&sql, nilai).await.map(drop)
    }
}

#[async_trait]
impl ForumRepository for PgUnitOfWork {
    async fn tambah_catatan(
        &mut self,
        catatan: &CatatanForum,
        sebutan: &[PenggunaId],
    ) -> Result<(), PortError> {
        let segel = Segel::new(&self.kunci, "forum_catatan", catatan.id);
        self.ubah_forum(
            Some(catatan.permohonan),
            catatan.pada,
            "INSERT INTO forum_catatan (id, permohonan_id, pengguna_id, isi_tersegel, dibuat_pada)
             VALUES ($1, $2, $3, $4, $5)",
            [
                catatan.id.into(),
                catatan.permohonan.uuid().into(),
                catatan.oleh.uuid().into(),
                segel.teks("isi_tersegel", catatan.isi.buka())?.into(),
                catatan.pada.into(),
            ],
        )
        .await?;
        if sebutan.is_empty() {
            return Ok(());
        }
        let sebutan: Vec<Uuid> = sebutan.iter().map(|satu| satu.uuid()).collect();
        self.jalankan(
            "INSERT INTO forum_sebutan (catatan_id, pengguna_id) SELECT $1, unnest($2::uuid[])",
            [catatan.id.into(), sebutan.into()],
        )
        .await
        .map(drop)
    }

    async fn catatan(
        &mut self,
        id: PermohonanId,
        halaman: Halaman,
    ) -> Result<Vec<BarisForum>, PortError> {
        let semua: Vec<BarisCatatan> = self
            .semua(
                CATATAN,
                [
                    id.uuid().into(),
                    halaman.sesudah.unwrap_or(Uuid::max()).into(),
                    (i64::from(halaman.batas) + 1).into(),
                ],
            )
            .await?;
        let buka = |baris: BarisCatatan| {
            let segel = Segel::new(&self.kunci, "forum_catatan", baris.id);
            Ok(BarisForum {
                catatan: CatatanForum {
                    id: baris.id,
                    permohonan: PermohonanId::new(baris.permohonan_id),
                    oleh: PenggunaId::new(baris.pengguna_id),
                    isi: segel.buka_teks("isi_tersegel", &baris.isi_tersegel)?,
                    pada: baris.dibuat_pada,
                },
                nama: baris.nama,
                sebutan: baris.sebutan,
            })
        };
        semua.into_iter().map(buka).collect()
    }

    async fn bernama(&mut self, nama: &[String]) -> Result<Vec<(PenggunaId, String)>, PortError> {
        let sql = "SELECT id, nama_pengguna FROM pengguna WHERE nama_pengguna = ANY ($1) AND aktif";
        let semua: Vec<BarisNama> = self.semua(sql, [nama.to_vec().into()]).await?;
        Ok(semua.into_iter().map(|b| (PenggunaId::new(b.id), b.nama_pengguna)).collect())
    }

    async fn tambah_permintaan(&mut self, permintaan: &Permintaan) -> Result<(), PortError> {
        let id = permintaan.id.uuid();
        let segel = Segel::new(&self.kunci, "forum_permintaan", id);
        self.ubah_forum(
            None,
            permintaan.pada,
            "INSERT INTO forum_permintaan (id, dibuat_oleh, isi_tersegel, keadaan, dibuat_pada)
             VALUES ($1, $2, $3, $4, $5)",
            [
                id.into(),
                permintaan.oleh.uuid().into(),
                segel.json("isi_tersegel", &permintaan.isi)?.into(),
                permintaan.keadaan.kata().into(),
                permintaan.pada.into(),
            ],
        )
        .await
    }

    async fn kunci_permintaan(
        &mut self,
        id: PermintaanId,
    ) -> Result<Option<Permintaan>, PortError> {
        let sql = format!("{PILIH} WHERE p.id = $1 FOR NO KEY UPDATE OF p");
        let baris: Option<Baris> = self.satu(&sql, [id.uuid().into()]).await?;
        let baris = baris.map(|baris| self.permintaan_dari(baris)).transpose()?;
        Ok(baris.map(|baris| baris.permintaan))
    }

    async fn simpan_permintaan(
        &mut self,
        permintaan: &Permintaan,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let (pengambil, selesai, kasus) = match permintaan.keadaan {
            KeadaanPermintaan::Terbuka => (None, None, None),
            KeadaanPermintaan::Diambil(pengambil) => (Some(pengambil), None, None),
            KeadaanPermintaan::Selesai { pengambil, pada, permohonan } => {
                (Some(pengambil), Some(pada), permohonan)
            }
        };
        self.ubah_forum(
            kasus,
            pada,
            "UPDATE forum_permintaan SET keadaan = $2, diambil_oleh = $3, diambil_pada = $4,
                 selesai_pada = $5, permohonan_id = $6 WHERE id = $1",
            [
                permintaan.id.uuid().into(),
                permintaan.keadaan.kata().into(),
                pengambil.map(|satu| satu.oleh.uuid()).into(),
                pengambil.map(|satu| satu.pada).into(),
                selesai.into(),
                kasus.map(PermohonanId::uuid).into(),
            ],
        )
        .await
    }

    async fn daftar_permintaan(
        &mut self,
        keadaan: Option<&str>,
        halaman: Halaman,
    ) -> Result<Vec<BarisPermintaan>, PortError> {
        let mut nilai: Vec<Value> = vec![
            halaman.sesudah.unwrap_or(Uuid::max()).into(),
            (i64::from(halaman.batas) + 1).into(),
        ];
        nilai.extend(keadaan.map(Value::from));
        let semua: Vec<Baris> = self.semua(&sql_daftar(keadaan.is_some()), nilai).await?;
        semua.into_iter().map(|baris| self.permintaan_dari(baris)).collect()
    }

    async fn permintaan(&mut self, id: PermintaanId) -> Result<Option<BarisPermintaan>, PortError> {
        let sql = format!("{PILIH} WHERE p.id = $1");
        let baris: Option<Baris> = self.satu(&sql, [id.uuid().into()]).await?;
        baris.map(|baris| self.permintaan_dari(baris)).transpose()
    }

    async fn tambah_berkas(&mut self, id: PermintaanId, berkas: BerkasId) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO forum_berkas (permintaan_id, berkas_id) VALUES ($1, $2)",
            [id.uuid().into(), berkas.uuid().into()],
        )
        .await
        .map(drop)
    }

    async fn berkas(&mut self, id: PermintaanId) -> Result<Vec<Berkas>, PortError> {
        self.berkas_forum(id.uuid()).await
    }
}
