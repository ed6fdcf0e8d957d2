//! The officers' inbox: where conversations stand, and what is added to their threads.

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    galat::PortError,
    halaman::Halaman,
    nilai::Rahasia,
    outbox::{IsiPesan, PesanId},
    percakapan::{
        BarisBenang, BarisKotak, IsiTercatat, Kontak, KontakId, Kotak, KotakRepository, Penugasan,
        PesanTercatat, Saat, SaringKotak,
    },
    permohonan::BerkasId,
};
use sea_orm::{EntityTrait, FromQueryResult, QuerySelect, Value, sea_query::LockType};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::postgres::{
    aliran::id_kabar, baris::Segel, baris::bilangan, entity::kontak, error::port_error,
    kerja::PgUnitOfWork, pesan::jenis,
};

/// Every column of a conversation.
pub(super) const KOLOM: &str = "p.kontak_id, p.terakhir_id, p.terakhir_pada, p.masuk_id, p.masuk_pada, p.menunggu_id,
     p.menunggu_sejak, p.belum_dibaca, p.petugas_id, p.ditugaskan_pada, p.petugas_terakhir_pada, p.versi";

const SIMPAN: &str = "WITH simpan AS (
         INSERT INTO percakapan (kontak_id, terakhir_id, terakhir_pada, masuk_id, masuk_pada, menunggu_id,
             menunggu_sejak, belum_dibaca, petugas_id, ditugaskan_pada, petugas_terakhir_pada, versi)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (kontak_id) DO UPDATE SET terakhir_id = EXCLUDED.terakhir_id,
             terakhir_pada = EXCLUDED.terakhir_pada, masuk_id = EXCLUDED.masuk_id,
             masuk_pada = EXCLUDED.masuk_pada, menunggu_id = EXCLUDED.menunggu_id,
             menunggu_sejak = EXCLUDED.menunggu_sejak, belum_dibaca = EXCLUDED.belum_dibaca,
             petugas_id = EXCLUDED.petugas_id, ditugaskan_pada = EXCLUDED.ditugaskan_pada,
             petugas_terakhir_pada = EXCLUDED.petugas_terakhir_pada, versi = EXCLUDED.versi
         RETURNING kontak_id, belum_dibaca)
     INSERT INTO aliran (id, jenis, kontak_id, belum_dibaca, pada)
     SELECT $13, 'percakapan', kontak_id, belum_dibaca, $14 FROM simpan";

/// A conversation that may not be there.
#[derive(FromQueryResult)]
pub(in crate::postgres) struct BarisPilihan {
    kontak_id: Option<Uuid>,
    terakhir_id: Option<Uuid>,
    terakhir_pada: Option<OffsetDateTime>,
    masuk_id: Option<Uuid>,
    masuk_pada: Option<OffsetDateTime>,
    menunggu_id: Option<Uuid>,
    menunggu_sejak: Option<OffsetDateTime>,
    belum_dibaca: Option<i32>,
    petugas_id: Option<Uuid>,
    ditugaskan_pada: Option<OffsetDateTime>,
    petugas_terakhir_pada: Option<OffsetDateTime>,
    versi: Option<i64>,
}

fn saat(id: Option<Uuid>, pada: Option<OffsetDateTime>) -> Option<Saat> {
    Some(Saat { id: id?, pada: pada? })
}

impl BarisPilihan {
    pub(super) fn kotak(&self) -> Result<Option<Kotak>, PortError> {
        let (Some(kontak), Some(terakhir), Some(belum_dibaca), Some(versi)) = (
            self.kontak_id,
            saat(self.terakhir_id, self.terakhir_pada),
            self.belum_dibaca,
            self.versi,
        ) else {
            return Ok(None);
        };
        let tugas = self.petugas_id.zip(self.ditugaskan_pada);
        Ok(Some(Kotak {
            kontak: KontakId::new(kontak),
            terakhir,
            masuk: saat(self.masuk_id, self.masuk_pada),
            menunggu: saat(self.menunggu_id, self.menunggu_sejak),
            belum_dibaca: bilangan(belum_dibaca)?,
            tugas: tugas.map(|(id, pada)| Penugasan { petugas: PenggunaId::new(id), pada }),
            petugas_terakhir: self.petugas_terakhir_pada,
            versi: bilangan(versi)?,
        }))
    }
}

impl PgUnitOfWork {
    /// Stores where a conversation stands, and tells live screens.
    pub(super) async fn simpan_kotak(
        &self,
        kotak: &Kotak,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let pisah = |saat: Option<Saat>| (saat.map(|s| s.id), saat.map(|s| s.pada));
        let (masuk, menunggu) = (pisah(kotak.masuk), pisah(kotak.menunggu));
        let (belum_dibaca, versi): (i32, i64) =
            (bilangan(kotak.belum_dibaca)?, bilangan(kotak.versi)?);
        self.jalankan(
            SIMPAN,
            [
                kotak.kontak.uuid().into(),
                kotak.terakhir.id.into(),
                kotak.terakhir.pada.into(),
                masuk.0.into(),
                masuk.1.into(),
                menunggu.0.into(),
                menunggu.1.into(),
                belum_dibaca.into(),
                kotak.tugas.map(|tugas| tugas.petugas.uuid()).into(),
                kotak.tugas.map(|tugas| tugas.pada).into(),
                kotak.petugas_terakhir.into(),
                versi.into(),
                id_kabar().into(),
                pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn kotak_tersimpan(&self, id: KontakId) -> Result<Option<Kotak>, PortError> {
        let sql = format!("SELECT {KOLOM} FROM percakapan p WHERE p.kontak_id = $1");
        let baris: Option<BarisPilihan> = self.satu(&sql, [id.uuid().into()]).await?;
        baris.map_or(Ok(None), |baris| baris.kotak())
    }

    /// Adds a row by a statement that ends in `RETURNING kontak_id, id`, and tells live screens of it; `false` when the
    /// statement added nothing.
    async fn tambah_berkabar<const N: usize>(
        &self,
        kata: &'static str,
        pada: OffsetDateTime,
        sql: &str,
        nilai: [Value; N],
    ) -> Result<bool, PortError> {
        let (id, saat) = (N + 1, N + 2);
        let sql = format!(
            "WITH baru AS ({sql}) INSERT INTO aliran (id, jenis, kontak_id, objek_id, pada)
             SELECT ${id}, '{kata}', kontak_id, id, ${saat} FROM baru"
        );
        let nilai = nilai.into_iter().chain([id_kabar().into(), pada.into()]);
        Ok(self.jalankan(&sql, nilai).await? == 1)
    }
}

#[async_trait]
impl KotakRepository for PgUnitOfWork {
    async fn kunci(&mut self, id: KontakId) -> Result<Option<(Kontak, Option<Kotak>)>, PortError> {
        let baris = kontak::Entity::find_by_id(id.uuid())
            .lock(LockType::NoKeyUpdate)
            .one(&self.tx)
            .await
            .map_err(port_error)?;
        let Some(baris) = baris else { return Ok(None) };
        let kontak = self.kontak_dari(&baris)?;
        Ok(Some((kontak, self.kotak_tersimpan(id).await?)))
    }

    async fn dari_terkunci(&mut self, id: KontakId) -> Result<Option<Kotak>, PortError> {
        self.kotak_tersimpan(id).await
    }

    async fn simpan(&mut self, kotak: &Kotak, pada: OffsetDateTime) -> Result<(), PortError> {
        self.simpan_kotak(kotak, pada).await
    }

    async fn tambah_masuk(&mut self, pesan: &PesanTercatat) -> Result<bool, PortError> {
        let isi =
            Segel::new(&self.kunci, "pesan_masuk", pesan.id).json("isi_tersegel", &pesan.isi)?;
        self.tambah_berkabar(
            "pesan_masuk",
            pesan.diterima,
            "INSERT INTO pesan_masuk
                 (id, kontak_id, wamid, jenis, isi_tersegel, berkas_id, saat, diterima_pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING kontak_id, id",
            [
                pesan.id.into(),
                pesan.kontak.uuid().into(),
                pesan.wamid.as_str().into(),
                pesan.jenis.kata().into(),
                isi.into(),
                pesan.berkas.map(BerkasId::uuid).into(),
                pesan.saat.into(),
                pesan.diterima.into(),
            ],
        )
        .await
    }

    async fn sunting_masuk(
        &mut self,
        wamid: &str,
        isi: &IsiTercatat,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError> {
        let cari = "SELECT id FROM pesan_masuk WHERE wamid = $1 FOR NO KEY UPDATE";
        let id: Option<Uuid> = self.nilai(cari, [wamid.into()]).await?;
        let Some(id) = id else { return Ok(false) };
        let isi = Segel::new(&self.kunci, "pesan_masuk", id).json("isi_tersegel", isi)?;
        self.tambah_berkabar(
            "pesan_masuk",
            pada,
            "UPDATE pesan_masuk SET isi_tersegel = $2, disunting_pada = $3 WHERE id = $1
             RETURNING kontak_id, id",
            [id.into(), isi.into(), pada.into()],
        )
        .await
    }

    async fn hapus_masuk(&mut self, wamid: &str, pada: OffsetDateTime) -> Result<bool, PortError> {
        self.tambah_berkabar(
            "pesan_masuk",
            pada,
            "UPDATE pesan_masuk SET dihapus_pada = coalesce(dihapus_pada, $2) WHERE wamid = $1
             RETURNING kontak_id, id",
            [wamid.into(), pada.into()],
        )
        .await
    }

    async fn tandai_petugas(
        &mut self,
        pesan: PesanId,
        petugas: PenggunaId,
        berkas: Option<BerkasId>,
    ) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE pesan_keluar SET asal = 'petugas', pengguna_id = $2, berkas_id = $3 WHERE id = $1",
            [pesan.uuid().into(), petugas.uuid().into(), berkas.map(BerkasId::uuid).into()],
        )
        .await
        .map(drop)
    }

    async fn tambah_gema(
        &mut self,
        id: PesanId,
        kontak: KontakId,
        wamid: &str,
        isi: &IsiPesan,
        saat: OffsetDateTime,
    ) -> Result<bool, PortError> {
        let id = id.uuid();
        let segel = Segel::new(&self.kunci, "pesan_keluar", id);
        self.tambah_berkabar(
            "pesan_keluar",
            saat,
            "INSERT INTO pesan_keluar (id, kontak_id, jenis, isi_tersegel, keadaan, percobaan,
                 tersedia_pada, wamid, status_kirim, asal, dibuat_pada, selesai_pada)
             VALUES ($1, $2, $3, $4, 'terkirim', 0, $6, $5, 'sent', 'ponsel', $6, $6)
             ON CONFLICT (wamid) DO NOTHING RETURNING kontak_id, id",
            [
                id.into(),
                kontak.uuid().into(),
                jenis(isi).into(),
                segel.json("isi_tersegel", isi)?.into(),
                wamid.into(),
                saat.into(),
            ],
        )
        .await
    }

    async fn tambah_catatan(
        &mut self,
        id: Uuid,
        kontak: KontakId,
        petugas: PenggunaId,
        isi: &Rahasia,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let segel = Segel::new(&self.kunci, "percakapan_catatan", id);
        self.tambah_berkabar(
            "catatan",
            pada,
            "INSERT INTO percakapan_catatan (id, kontak_id, pengguna_id, isi_tersegel, dibuat_pada)
             VALUES ($1, $2, $3, $4, $5) RETURNING kontak_id, id",
            [
                id.into(),
                kontak.uuid().into(),
                petugas.uuid().into(),
                segel.teks("isi_tersegel", isi.buka())?.into(),
                pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn daftar(
        &mut self,
        saring: SaringKotak,
        halaman: Halaman,
    ) -> Result<Vec<BarisKotak>, PortError> {
        self.daftar_kotak(saring, halaman).await
    }

    async fn satu(&mut self, id: KontakId) -> Result<Option<BarisKotak>, PortError> {
        self.satu_kotak(id).await
    }

    async fn benang(
        &mut self,
        id: KontakId,
        halaman: Halaman,
    ) -> Result<Vec<BarisBenang>, PortError> {
        self.baca_benang(id, halaman).await
    }

    async fn pesan_masuk(
        &mut self,
        kontak: KontakId,
        pesan: Uuid,
    ) -> Result<Option<(IsiTercatat, Option<BerkasId>)>, PortError> {
        #[derive(FromQueryResult)]
        struct Baris {
            isi_tersegel: Vec<u8>,
            berkas_id: Option<Uuid>,
        }
        let sql = "SELECT isi_tersegel, berkas_id FROM pesan_masuk
             WHERE id = $1 AND kontak_id = $2 AND dihapus_pada IS NULL";
        let nilai = [pesan.into(), kontak.uuid().into()];
        let baris: Option<Baris> = PgUnitOfWork::satu(self, sql, nilai).await?;
        let Some(baris) = baris else { return Ok(None) };
        let segel = Segel::new(&self.kunci, "pesan_masuk", pesan);
        let isi = segel.buka_json("isi_tersegel", &baris.isi_tersegel)?;
        Ok(Some((isi, baris.berkas_id.map(BerkasId::new))))
    }

    async fn jeda(
        &mut self,
        id: KontakId,
    ) -> Result<Option<(OffsetDateTime, Option<OffsetDateTime>)>, PortError> {
        #[derive(FromQueryResult)]
        struct Baris {
            petugas_sejak: OffsetDateTime,
            petugas_terakhir_pada: Option<OffsetDateTime>,
        }
        let sql = "SELECT k.petugas_sejak, p.petugas_terakhir_pada
             FROM kontak k LEFT JOIN percakapan p ON p.kontak_id = k.id
             WHERE k.id = $1 AND k.petugas_sejak IS NOT NULL";
        let baris: Option<Baris> = PgUnitOfWork::satu(self, sql, [id.uuid().into()]).await?;
        Ok(baris.map(|baris| (baris.petugas_sejak, baris.petugas_terakhir_pada)))
    }

    async fn hitung(&mut self) -> Result<(u32, u32), PortError> {
        #[derive(FromQueryResult)]
        struct Baris {
            menunggu: i64,
            belum_dibaca: i64,
        }
        let sql =
            "SELECT (SELECT count(*) FROM percakapan WHERE menunggu_id IS NOT NULL) AS menunggu,
                 (SELECT count(*) FROM percakapan WHERE belum_dibaca > 0) AS belum_dibaca";
        let baris: Option<Baris> = PgUnitOfWork::satu(self, sql, []).await?;
        let baris = baris.ok_or_else(|| PortError::tak_terduga("hitungan tanpa baris"))?;
        Ok((bilangan(baris.menunggu)?, bilangan(baris.belum_dibaca)?))
    }
}
