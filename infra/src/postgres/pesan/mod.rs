//! The outbox, and the ledger of what was sent. Every change of a message adds a row to its ledger in the same statement.

mod klaim;
mod ledger;

use async_trait::async_trait;
use loket_domain::{
    galat::PortError,
    halaman::Halaman,
    nilai::Rahasia,
    outbox::{
        BarisBiaya, HasilKirim, IsiPesan, JejakPesan, KODE_JENDELA, PesanBerstatus, PesanDiklaim,
        PesanId, PesanKeluar, PesanRepository, RincianPesan, SaringPesan,
    },
    percakapan::{KontakId, StatusKirim, TahapKirim},
    permohonan::PermohonanId,
};
use sea_orm::{FromQueryResult, Value};
use time::{OffsetDateTime, UtcOffset};
use uuid::Uuid;

use super::{
    aliran::id_kabar,
    baris::{Segel, rusak},
    kerja::PgUnitOfWork,
};

#[cfg(test)]
pub(super) use klaim::{KLAIM, NOMOR};
#[cfg(test)]
pub(super) use ledger::{BIAYA, JEJAK, sql_daftar};

/// The message of a status: by the channel's id, or by ours when the answer to the send was lost.
pub(super) const CARI_STATUS: &str =
    "SELECT id, kontak_id, permohonan_id, golongan, phone_number_id, keadaan, status_kirim, wamid, wamid_lama
     FROM pesan_keluar
     WHERE wamid = $1 OR id = $2
     ORDER BY wamid IS NOT DISTINCT FROM $1 DESC
     LIMIT 1 FOR NO KEY UPDATE";

/// Sends without answer and without status for too long: repeated, but not without end. A channel that cuts every fifth
/// send off before it takes it costs a message in 400,000 this way, and one that says nothing at all is noticed.
pub(super) const MACET: &str = "WITH macet AS (
         SELECT id FROM pesan_keluar
         WHERE keadaan = 'mengirim' AND mengirim_sejak < $1 AND wamid IS NULL AND status_kirim IS NULL
         FOR NO KEY UPDATE SKIP LOCKED
     ), p AS (
         UPDATE pesan_keluar AS m SET keadaan = CASE WHEN percobaan < 8 THEN 'antre' ELSE 'gagal' END,
             galat = CASE WHEN percobaan < 8 THEN galat ELSE 'kirim_tidak_diketahui' END,
             tersedia_pada = $2, mengirim_sejak = NULL, kabur = true, jejak = jejak + 1
         FROM macet WHERE m.id = macet.id
         RETURNING m.id, m.jejak, m.keadaan)
     INSERT INTO pesan_keluar_jejak (pesan_id, urutan, keadaan, galat, pada)
     SELECT id, jejak, keadaan, 'kirim_tidak_diketahui', $2 FROM p";

/// Queues a message through the contact's number, which is known to the outbox from then on. A number that is known is
/// only read: `ON CONFLICT` would wait for the claim that fills its bucket, which may wait for this contact.
const ANTREKAN: &str = "WITH k AS (SELECT nomor_layanan FROM kontak WHERE id = $2),
     s AS (
         INSERT INTO wa_saluran (phone_number_id, keadaan, sejak, diperbarui_pada)
         SELECT nomor_layanan, 'aktif', $8, $8 FROM k
         WHERE NOT EXISTS (SELECT 1 FROM wa_saluran ada WHERE ada.phone_number_id = k.nomor_layanan)
         ON CONFLICT DO NOTHING
     ), p AS (
         INSERT INTO pesan_keluar (id, kontak_id, permohonan_id, jenis, isi_tersegel, golongan, urut, keadaan, percobaan,
             tersedia_pada, dibuat_pada, phone_number_id, jejak)
         SELECT $1, $2, $3, $4, $5, $6, $7, 'antre', 0, $8, $8, nomor_layanan, 1 FROM k
         RETURNING id, kontak_id, permohonan_id
     ), kabar AS (
         INSERT INTO aliran (id, jenis, kontak_id, permohonan_id, objek_id, pada)
         SELECT id, 'pesan_keluar', kontak_id, permohonan_id, id, $8 FROM p)
     INSERT INTO pesan_keluar_jejak (pesan_id, urutan, keadaan, pada) SELECT id, 1, 'antre', $8 FROM p";

/// Everything that a message forgets when it starts anew.
const DARI_AWAL: &str =
    "keadaan = 'antre', percobaan = 0, galat = NULL, mengirim_sejak = NULL, selesai_pada = NULL, status_kirim = NULL,
     wamid_lama = coalesce(wamid, wamid_lama), wamid = NULL";

#[derive(FromQueryResult)]
struct BarisStatus {
    id: Uuid,
    kontak_id: Uuid,
    permohonan_id: Option<Uuid>,
    golongan: String,
    phone_number_id: String,
    keadaan: String,
    status_kirim: Option<String>,
    wamid: Option<String>,
    wamid_lama: Option<String>,
}

pub(super) fn jenis(isi: &IsiPesan) -> &'static str {
    match isi {
        IsiPesan::Teks { .. } => "teks",
        IsiPesan::Tombol { .. } => "tombol",
        IsiPesan::Daftar { .. } => "daftar",
        IsiPesan::Dokumen { .. } => "dokumen",
        IsiPesan::Tautan { .. } => "tautan",
        IsiPesan::Gambar { .. } => "gambar",
        IsiPesan::Templat { .. } => "templat",
        IsiPesan::Kode { .. } => "kode",
    }
}

fn tahap(kata: &str) -> Result<TahapKirim, PortError> {
    [TahapKirim::Sent, TahapKirim::Delivered, TahapKirim::Read, TahapKirim::Failed]
        .into_iter()
        .find(|tahap| tahap.kata() == kata)
        .ok_or_else(|| rusak(format!("pesan_keluar.status_kirim {kata}")))
}

impl PgUnitOfWork {
    /// Changes messages and writes the state they have then into their ledgers; `$1` is the moment. Returns how many.
    async fn ubah_pesan(
        &self,
        set: &str,
        syarat: &str,
        nilai: impl IntoIterator<Item = Value>,
    ) -> Result<u64, PortError> {
        self.ubah_dengan(set, syarat, "NULL::bytea", nilai).await
    }

    async fn ubah_dengan(
        &self,
        set: &str,
        syarat: &str,
        catatan: &str,
        nilai: impl IntoIterator<Item = Value>,
    ) -> Result<u64, PortError> {
        let mut nilai: Vec<Value> = nilai.into_iter().collect();
        nilai.push(id_kabar().into());
        // Of messages that change together, live screens hear of the first.
        let sql = format!(
            "WITH p AS (
                 UPDATE pesan_keluar SET {set}, jejak = jejak + 1 WHERE {syarat}
                 RETURNING id, kontak_id, permohonan_id, jejak, keadaan, status_kirim, galat
             ), kabar AS (
                 INSERT INTO aliran (id, jenis, kontak_id, permohonan_id, objek_id, pada)
                 SELECT ${}, 'status', kontak_id, permohonan_id, id, $1 FROM p ORDER BY id LIMIT 1)
             INSERT INTO pesan_keluar_jejak (pesan_id, urutan, keadaan, status_kirim, galat, catatan_tersegel, pada)
             SELECT id, jejak, keadaan, status_kirim, galat, {catatan}, $1 FROM p",
            nilai.len()
        );
        self.jalankan(&sql, nilai).await
    }

    fn catatan_tersegel(&self, id: Uuid, catatan: &Rahasia) -> Result<Vec<u8>, PortError> {
        let segel = Segel::new(&self.kunci, "pesan_keluar_jejak", id);
        segel.teks("catatan_tersegel", catatan.buka())
    }

    /// What a status says about cost; a failure costs nothing.
    async fn catat_biaya(
        &self,
        id: Uuid,
        status: &StatusKirim,
        gagal: bool,
    ) -> Result<(), PortError> {
        if gagal {
            let lepas = "UPDATE pesan_keluar SET biaya_pada = NULL WHERE id = $1 AND biaya_pada IS NOT NULL";
            return self.jalankan(lepas, [id.into()]).await.map(drop);
        }
        let Some(biaya) = &status.biaya else { return Ok(()) };
        self.jalankan(
            "UPDATE pesan_keluar SET kategori_biaya = $2, ditagih = $3, model_biaya = coalesce($4, model_biaya),
                 jenis_biaya = coalesce($5, jenis_biaya), biaya_pada = coalesce(biaya_pada, $6)
             WHERE id = $1",
            [
                id.into(),
                biaya.kategori.as_str().into(),
                biaya.ditagih.into(),
                biaya.model.clone().into(),
                biaya.jenis.clone().into(),
                status.saat.into(),
            ],
        )
        .await
        .map(drop)
    }
}

#[async_trait]
impl PesanRepository for PgUnitOfWork {
    async fn antrekan(&mut self, pesan: &PesanKeluar) -> Result<(), PortError> {
        let id = pesan.id.uuid();
        let segel = Segel::new(&self.kunci, "pesan_keluar", id);
        let masuk = self
            .jalankan(
                ANTREKAN,
                [
                    id.into(),
                    pesan.kontak.uuid().into(),
                    pesan.permohonan.map(PermohonanId::uuid).into(),
                    jenis(&pesan.isi).into(),
                    segel.json("isi_tersegel", &pesan.isi)?.into(),
                    pesan.golongan.kata().into(),
                    pesan.urut.into(),
                    pesan.dibuat_pada.into(),
                ],
            )
            .await?;
        if masuk == 1 { Ok(()) } else { Err(PortError::tak_terduga("kontak tidak ada")) }
    }

    async fn klaim(
        &mut self,
        pada: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<PesanDiklaim>, PortError> {
        self.klaim_semua(pada, batas).await
    }

    async fn selesai(
        &mut self,
        id: PesanId,
        hasil: &HasilKirim,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let id: Value = id.uuid().into();
        let masih = "id = $2 AND keadaan = 'mengirim'";
        match hasil {
            // Also when it was given back meanwhile: it was sent after all. Another id than the one known means that it was
            // sent twice.
            HasilKirim::Diterima { wamid } => {
                let set = "mungkin_ganda = mungkin_ganda OR (wamid IS NOT NULL AND wamid <> $3),
                     wamid = coalesce(wamid, $3),
                     galat = CASE WHEN keadaan IN ('antre', 'mengirim', 'tertahan') THEN NULL ELSE galat END,
                     keadaan = CASE WHEN keadaan IN ('antre', 'mengirim', 'tertahan') THEN 'terkirim'
                         ELSE keadaan END,
                     mengirim_sejak = NULL, selesai_pada = coalesce(selesai_pada, $1)";
                self.ubah_pesan(set, "id = $2", [pada.into(), id, wamid.as_str().into()]).await
            }
            HasilKirim::CobaLagi { pada: lagi, galat } => {
                let set = "keadaan = 'antre', tersedia_pada = $3, galat = $4, mengirim_sejak = NULL";
                let nilai = [pada.into(), id, (*lagi).into(), galat.as_str().into()];
                self.ubah_pesan(set, masih, nilai).await
            }
            HasilKirim::Dikembalikan { pada: lagi, galat } => {
                let set = "keadaan = 'antre', tersedia_pada = $3, galat = $4, mengirim_sejak = NULL,
                     percobaan = greatest(percobaan - 1, 0)";
                let nilai = [pada.into(), id, (*lagi).into(), galat.as_str().into()];
                self.ubah_pesan(set, masih, nilai).await
            }
            HasilKirim::Tertahan { galat } => {
                let set = "keadaan = 'tertahan', galat = $3, mengirim_sejak = NULL";
                self.ubah_pesan(set, masih, [pada.into(), id, galat.as_str().into()]).await
            }
            HasilKirim::Dilewati { galat } => {
                let set =
                    "keadaan = 'dilewati', galat = $3, mengirim_sejak = NULL, selesai_pada = $1";
                self.ubah_pesan(set, masih, [pada.into(), id, galat.as_str().into()]).await
            }
            HasilKirim::Gagal { galat } => {
                let set = "keadaan = 'gagal', galat = $3, mengirim_sejak = NULL, selesai_pada = $1";
                self.ubah_pesan(set, masih, [pada.into(), id, galat.as_str().into()]).await
            }
        }
        .map(drop)
    }

    async fn lepaskan_macet(
        &mut self,
        batas: OffsetDateTime,
        pada: OffsetDateTime,
    ) -> Result<u64, PortError> {
        self.jalankan(MACET, [batas.into(), pada.into()]).await
    }

    async fn status(&mut self, status: &StatusKirim) -> Result<Option<PesanBerstatus>, PortError> {
        let baris: Option<BarisStatus> =
            self.satu(CARI_STATUS, [status.wamid.as_str().into(), status.rujukan.into()]).await?;
        let Some(baris) = baris else { return Ok(None) };
        let lama = baris.status_kirim.as_deref().map(tahap).transpose()?;
        let baru = TahapKirim::maju(lama, status.tahap);
        let gagal = baru == TahapKirim::Failed;
        let lain = baris.wamid.as_ref().is_some_and(|wamid| *wamid != status.wamid);
        // The failure of an earlier send says nothing about the one that counts now.
        let usang = status.tahap == TahapKirim::Failed
            && (lain || baris.wamid_lama.as_ref() == Some(&status.wamid));
        // Any status proves that the message left, whatever the answer to the send said.
        let keadaan = match (gagal, status.galat) {
            // The window closed between our clock and theirs: it waits for the resident like one refused at once.
            (true, Some(KODE_JENDELA)) => "tertahan",
            (true, _) => "gagal",
            (false, _) => "terkirim",
        };
        let berpindah = baris.keadaan != keadaan;
        let berubah = !usang && (berpindah || lama != Some(baru) || lain);
        if berubah {
            let galat = status.galat.map(|kode| format!("wa_{kode}"));
            let set = "keadaan = $3, status_kirim = $4, wamid = coalesce(wamid, $5),
                 mungkin_ganda = mungkin_ganda OR $8,
                 galat = CASE WHEN $3 = 'terkirim' THEN NULL ELSE coalesce($6, galat) END,
                 mengirim_sejak = NULL,
                 selesai_pada = CASE WHEN $7 THEN $1 ELSE coalesce(selesai_pada, $1) END";
            let nilai = [
                status.saat.into(),
                baris.id.into(),
                keadaan.into(),
                baru.kata().into(),
                status.wamid.as_str().into(),
                galat.into(),
                berpindah.into(),
                lain.into(),
            ];
            self.ubah_pesan(set, "id = $2", nilai).await?;
        }
        if !usang {
            self.catat_biaya(baris.id, status, gagal).await?;
        }
        Ok(Some(PesanBerstatus {
            id: PesanId::new(baris.id),
            kontak: KontakId::new(baris.kontak_id),
            golongan: klaim::golongan(&baris.golongan)?,
            permohonan: baris.permohonan_id.map(PermohonanId::new),
            phone_number_id: baris.phone_number_id,
            berubah,
        }))
    }

    async fn baca(&mut self, id: PesanId) -> Result<Option<RincianPesan>, PortError> {
        self.rincian_pesan(id, false).await
    }

    async fn kunci(&mut self, id: PesanId) -> Result<Option<RincianPesan>, PortError> {
        self.rincian_pesan(id, true).await
    }

    async fn daftar(
        &mut self,
        saring: &SaringPesan,
        halaman: Halaman,
    ) -> Result<Vec<RincianPesan>, PortError> {
        self.daftar_pesan(saring, halaman).await
    }

    async fn jejak(&mut self, id: PesanId) -> Result<Vec<JejakPesan>, PortError> {
        self.jejak_pesan(id).await
    }

    async fn ulangi(
        &mut self,
        id: PesanId,
        catatan: Option<&Rahasia>,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let catatan = catatan.map(|isi| self.catatan_tersegel(id.uuid(), isi)).transpose()?;
        let set = format!(
            "mungkin_ganda = mungkin_ganda OR (kabur AND status_kirim IS DISTINCT FROM 'failed'),
             kabur = false, tersedia_pada = $1, {DARI_AWAL}"
        );
        let nilai = [pada.into(), id.uuid().into(), catatan.into()];
        self.ubah_dengan(&set, "id = $2", "$3::bytea", nilai).await.map(drop)
    }

    async fn abaikan(
        &mut self,
        id: PesanId,
        catatan: &Rahasia,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let catatan = self.catatan_tersegel(id.uuid(), catatan)?;
        let set = "keadaan = 'dilewati', galat = 'diabaikan_petugas', selesai_pada = $1";
        let nilai = [pada.into(), id.uuid().into(), catatan.into()];
        self.ubah_dengan(set, "id = $2", "$3::bytea", nilai).await.map(drop)
    }

    async fn lewati_tertahan(
        &mut self,
        id: PesanId,
        galat: &str,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let set = "keadaan = 'dilewati', galat = $3, selesai_pada = $1";
        let nilai = [pada.into(), id.uuid().into(), galat.into()];
        self.ubah_pesan(set, "id = $2 AND keadaan = 'tertahan'", nilai).await.map(drop)
    }

    async fn biaya(
        &mut self,
        dari: OffsetDateTime,
        sampai: OffsetDateTime,
        geser: UtcOffset,
    ) -> Result<Vec<BarisBiaya>, PortError> {
        self.biaya_pesan(dari, sampai, geser).await
    }

    async fn lepaskan_tertahan(
        &mut self,
        kontak: KontakId,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let set = format!("tersedia_pada = $1, {DARI_AWAL}");
        let syarat = "kontak_id = $2 AND keadaan = 'tertahan'
             AND galat IS DISTINCT FROM 'verifikasi_ulang'";
        self.ubah_pesan(&set, syarat, [pada.into(), kontak.uuid().into()]).await?;
        self.jalankan(
            "UPDATE wa_pasangan SET jendela_ditolak_pada = NULL, templat_pada = NULL
             WHERE kontak_id = $1 AND (jendela_ditolak_pada IS NOT NULL OR templat_pada IS NOT NULL)",
            [kontak.uuid().into()],
        )
        .await
        .map(drop)
    }
}
