//! Retention: what is due, and its removal. Each kind is one statement that picks rows and a few that remove them and what
//! refers to them.

use async_trait::async_trait;
use loket_domain::{
    galat::PortError,
    percakapan::KeadaanAlur,
    retensi::{JadwalRetensi, JenisRetensi, ObjekHapus, RetensiRepository, Terhapus},
};
use sea_orm::{FromQueryResult, Value};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{baris::bilangan, kerja::PgUnitOfWork};

const KUNCI: &str = "retensi";

/// A contact without a case under way: what is said with it may go.
macro_rules! tanpa_kasus {
    ($kontak:literal) => {
        concat!(
            "NOT EXISTS (SELECT 1 FROM permohonan j WHERE j.kontak_id = ",
            $kontak,
            " AND j.status IN ('berjalan', 'menunggu_pemohon'))"
        )
    };
}

/// Elements of webhooks before `$1`. One that failed waits longer for somebody's hand.
const WEBHOOK: &str =
    "SELECT id FROM wa_masuk WHERE id < $2 AND (keadaan = 'selesai' AND diterima_pada < $1
         OR keadaan = 'gagal' AND diterima_pada < $1 - interval '60 days') ORDER BY id";
const PESAN_KELUAR: &str = concat!(
    "SELECT p.id FROM pesan_keluar p WHERE p.id < $2 AND p.dibuat_pada < $1
         AND p.keadaan IN ('terkirim', 'gagal', 'dilewati') AND ",
    tanpa_kasus!("p.kontak_id"),
    " ORDER BY p.id"
);
const PESAN_MASUK: &str = concat!(
    "SELECT p.id FROM pesan_masuk p WHERE p.id < $2 AND p.diterima_pada < $1 AND ",
    tanpa_kasus!("p.kontak_id"),
    " ORDER BY p.id"
);
const CATATAN: &str = concat!(
    "SELECT p.id FROM percakapan_catatan p WHERE p.id < $2 AND p.dibuat_pada < $1 AND ",
    tanpa_kasus!("p.kontak_id"),
    " ORDER BY p.id"
);
/// Files without a case, of contacts who have been quiet as long: a conversation under way may still need its own.
const MEDIA: &str = "SELECT b.id FROM berkas b WHERE b.permohonan_id IS NULL AND b.id < $2 AND b.dibuat_pada < $1
         AND b.keadaan IN ('sah', 'ditahan')
         AND NOT EXISTS (SELECT 1 FROM kontak k WHERE k.id = b.kontak_id AND k.terakhir_masuk_pada >= $1)
         AND NOT EXISTS (SELECT 1 FROM forum_berkas f JOIN forum_permintaan m ON m.id = f.permintaan_id
                         WHERE f.berkas_id = b.id AND m.keadaan <> 'selesai')
     ORDER BY b.id";
const DITOLAK: &str =
    "SELECT b.id FROM berkas b WHERE b.keadaan IN ('ditolak', 'kedaluwarsa') AND b.id < $2
         AND b.dibuat_pada < $1 AND b.unggah_bagian IS NULL ORDER BY b.id";
/// Papers of a case that ended, unless one under way brought them along, straight or through others.
const SELESAI: &str = "SELECT b.id FROM permohonan p JOIN berkas b ON b.permohonan_id = p.id
     WHERE p.status IN ('selesai', 'ditolak', 'dibatalkan') AND p.diubah_pada < $1 AND b.id < $2
         AND p.id NOT IN (
             WITH RECURSIVE kait (anak, asal) AS (
                 SELECT permohonan_id, induk_id FROM permohonan_susulan WHERE permohonan_id IS NOT NULL
                 UNION ALL
                 SELECT x.permohonan_id, d.permohonan_id FROM dokumen_perbaikan x JOIN dokumen d ON d.id = x.dokumen_id
             ), pakai (id) AS (
                 SELECT k.asal FROM kait k JOIN permohonan q ON q.id = k.anak
                 WHERE q.status IN ('berjalan', 'menunggu_pemohon')
                 UNION
                 SELECT k.asal FROM kait k JOIN pakai u ON k.anak = u.id
             ) SELECT id FROM pakai)";
/// Quiet contacts whose conversation was not looked at since they last wrote.
const DRAF: &str = "SELECT k.id FROM kontak k WHERE k.terakhir_masuk_pada < $1
         AND (k.draf_dihapus_pada IS NULL OR k.draf_dihapus_pada < k.terakhir_masuk_pada)";
const TAUTAN: &str =
    "SELECT id FROM tautan WHERE id < $2 AND coalesce(selesai_pada, berlaku_sampai) < $1";
const TAUTAN_AMBIL: &str = "SELECT id FROM penyerahan_tautan WHERE id < $2 AND greatest(berlaku_sampai, unduh_sampai) < $1";
/// Codes that proved nothing; those that did stay with their contact.
const KODE_NOMOR: &str =
    "SELECT id FROM kode_nomor WHERE id < $2 AND keadaan <> 'terbukti' AND berlaku_sampai < $1";
const SUREL: &str = "SELECT id FROM surel_keluar WHERE id < $2 AND dibuat_pada < $1
         AND keadaan IN ('diterima_server', 'gagal', 'dilewati')";
const TUNTAS: &str = "keadaan IN ('terkirim', 'gagal', 'dilewati')";
const LANGGANAN: &str = "SELECT id FROM langganan_kiriman WHERE id < $2 AND selesai_pada < $1
         AND keadaan IN ('terkirim', 'gagal', 'dilewati') ORDER BY id";
const SESI: &str = "SELECT id FROM sesi WHERE berakhir_pada < $1";
const NOTIFIKASI: &str = "SELECT id FROM notifikasi WHERE id < $2 AND dibuat_pada < $1";
const DIAM: &str = "SELECT k.id FROM kontak k WHERE k.terakhir_masuk_pada < $1
         AND NOT EXISTS (SELECT 1 FROM permohonan x WHERE x.kontak_id = k.id)
         AND NOT EXISTS (SELECT 1 FROM pesan_masuk x WHERE x.kontak_id = k.id)
         AND NOT EXISTS (SELECT 1 FROM pesan_keluar x WHERE x.kontak_id = k.id)
         AND NOT EXISTS (SELECT 1 FROM berkas x WHERE x.kontak_id = k.id)
         AND NOT EXISTS (SELECT 1 FROM hak_subjek x WHERE x.kontak_id = k.id)
         AND NOT EXISTS (SELECT 1 FROM laporan_penipuan x WHERE x.kontak_id = k.id)
         AND NOT EXISTS (SELECT 1 FROM gangguan_kabar x WHERE x.kontak_id = k.id)";
/// Tables to which nothing refers, with the column that tells a row's age.
const LANGSUNG: &[(JenisRetensi, &str, &str)] = &[
    (JenisRetensi::Idempotensi, "idempotensi", "dibuat_pada"),
    (JenisRetensi::GagalMasuk, "gagal_masuk", "pada"),
];
/// Keys of files, and the rows without those who mention them.
const LEPAS_BERKAS: &[&str] = &[
    "UPDATE pesan_masuk SET berkas_id = NULL WHERE berkas_id = ANY($1)",
    "UPDATE pesan_keluar SET berkas_id = NULL WHERE berkas_id = ANY($1)",
    "DELETE FROM forum_berkas WHERE berkas_id = ANY($1)",
];
const LEPAS_PESAN: &[&str] = &[
    "DELETE FROM gangguan_kabar WHERE pesan_keluar_id = ANY($1)",
    "UPDATE penyerahan SET pesan_keluar_id = NULL WHERE pesan_keluar_id = ANY($1)",
    "UPDATE kode_nomor SET pesan_id = NULL, kode_tersegel = NULL WHERE pesan_id = ANY($1)",
    "DELETE FROM pesan_keluar_jejak WHERE pesan_id = ANY($1)",
    "DELETE FROM pesan_keluar WHERE id = ANY($1)",
];
const LEPAS_KONTAK: &[&str] = &[
    "DELETE FROM percakapan WHERE kontak_id = ANY($1)",
    "DELETE FROM percakapan_catatan WHERE kontak_id = ANY($1)",
    "DELETE FROM wa_pasangan WHERE kontak_id = ANY($1)",
    "DELETE FROM kontak_jaminan WHERE kontak_id = ANY($1)",
    "DELETE FROM kode_nomor WHERE kontak_id = ANY($1)",
    "DELETE FROM tautan WHERE kontak_id = ANY($1)",
    "UPDATE loket_tiket SET kontak_id = NULL WHERE kontak_id = ANY($1)",
    "DELETE FROM loket_tanda_terima_minta WHERE kontak_id = ANY($1)",
    "DELETE FROM kontak WHERE id = ANY($1)",
];

/// What is due of a kind: the statements that pick it, each with the moment as `$1` and, where it says so, the id of that
/// moment as `$2`.
fn pilih(jenis: JenisRetensi) -> &'static [&'static str] {
    match jenis {
        JenisRetensi::WebhookMentah => &[WEBHOOK],
        JenisRetensi::PesanWa => &[PESAN_KELUAR, PESAN_MASUK, CATATAN],
        JenisRetensi::MediaLepas => &[MEDIA],
        JenisRetensi::Draf => &[DRAF],
        JenisRetensi::BerkasDitolak => &[DITOLAK],
        JenisRetensi::BerkasSelesai => &[SELESAI],
        JenisRetensi::Tautan => &[TAUTAN, TAUTAN_AMBIL, KODE_NOMOR],
        JenisRetensi::Surel => &[SUREL],
        JenisRetensi::KirimanLangganan => &[LANGGANAN],
        JenisRetensi::Sesi => &[SESI],
        JenisRetensi::Notifikasi => &[NOTIFIKASI],
        JenisRetensi::GagalMasuk | JenisRetensi::Idempotensi => &[],
        JenisRetensi::KontakDiam => &[DIAM],
    }
}

#[derive(FromQueryResult)]
struct HanyaId {
    id: Uuid,
}

#[derive(FromQueryResult)]
struct KunciBerkas {
    kunci_objek: String,
    tampilan_kunci: Option<String>,
    cuplikan_kunci: Option<String>,
}

#[derive(FromQueryResult)]
struct BarisObjek {
    kunci: String,
    percobaan: i32,
}

#[derive(FromQueryResult)]
struct BarisAlur {
    id: Uuid,
    alur_tersegel: Vec<u8>,
}

/// The smallest id of that moment.
fn id_saat(saat: OffsetDateTime) -> Uuid {
    let milidetik = u64::try_from(saat.unix_timestamp_nanos() / 1_000_000).unwrap_or(0);
    let mut isi = [0; 16];
    isi[..6].copy_from_slice(&milidetik.to_be_bytes()[2..]);
    Uuid::from_bytes(isi)
}

/// The values of a picking statement; all of them get both, as an unused one is no error to PostgreSQL but an unknown
/// type is.
fn nilai_pilih(sql: &str, batas: OffsetDateTime) -> Vec<Value> {
    let mut nilai: Vec<Value> = vec![batas.into()];
    if sql.contains("$2") {
        nilai.push(id_saat(batas).into());
    }
    nilai
}

impl PgUnitOfWork {
    async fn jatuh_tempo(
        &self,
        sql: &str,
        batas: OffsetDateTime,
        banyak: u32,
    ) -> Result<Vec<Uuid>, PortError> {
        let sql = format!("{sql} LIMIT {banyak}");
        let semua: Vec<HanyaId> = self.semua(&sql, nilai_pilih(&sql, batas)).await?;
        Ok(semua.into_iter().map(|satu| satu.id).collect())
    }

    async fn hapus_baris(&self, urutan: &[&str], id: &[Uuid]) -> Result<(), PortError> {
        for sql in urutan {
            self.jalankan(sql, [id.to_vec().into()]).await?;
        }
        Ok(())
    }

    /// Removes files; gives the keys of their objects.
    pub(super) async fn hapus_berkas(&self, id: &[Uuid]) -> Result<Vec<String>, PortError> {
        self.hapus_baris(LEPAS_BERKAS, id).await?;
        let semua: Vec<KunciBerkas> = self
            .semua(
                "DELETE FROM berkas WHERE id = ANY($1) RETURNING kunci_objek, tampilan_kunci, cuplikan_kunci",
                [id.to_vec().into()],
            )
            .await?;
        Ok(semua
            .into_iter()
            .flat_map(|satu| [Some(satu.kunci_objek), satu.tampilan_kunci, satu.cuplikan_kunci])
            .flatten()
            .collect())
    }

    /// Removes messages that left or came, and notes on the conversation.
    pub(super) async fn hapus_pesan(
        &self,
        keluar: &[Uuid],
        masuk: &[Uuid],
        catatan: &[Uuid],
    ) -> Result<(), PortError> {
        if !keluar.is_empty() {
            self.hapus_baris(LEPAS_PESAN, keluar).await?;
        }
        if !masuk.is_empty() {
            self.hapus_baris(&["DELETE FROM pesan_masuk WHERE id = ANY($1)"], masuk).await?;
        }
        if !catatan.is_empty() {
            self.hapus_baris(&["DELETE FROM percakapan_catatan WHERE id = ANY($1)"], catatan)
                .await?;
        }
        Ok(())
    }

    /// Puts conversations that were not gone on with back to their beginning; who waits for an officer goes on waiting.
    async fn hapus_draf(&self, id: &[Uuid], batas: OffsetDateTime) -> Result<u64, PortError> {
        let semua: Vec<BarisAlur> = self
            .semua(
                "SELECT id, alur_tersegel FROM kontak WHERE id = ANY($1) AND terakhir_masuk_pada < $2
                 FOR NO KEY UPDATE SKIP LOCKED",
                [id.to_vec().into(), batas.into()],
            )
            .await?;
        let mut jumlah = 0;
        for baris in semua {
            let segel = self.segel_kontak(baris.id);
            let alur: KeadaanAlur = segel.buka_json("alur_tersegel", &baris.alur_tersegel)?;
            let tetap = matches!(alur, KeadaanAlur::Awal | KeadaanAlur::Petugas);
            let isi = if tetap {
                baris.alur_tersegel
            } else {
                jumlah += 1;
                segel.json("alur_tersegel", &KeadaanAlur::Awal)?
            };
            self.jalankan(
                "UPDATE kontak SET alur_tersegel = $2, draf_dihapus_pada = $3 WHERE id = $1",
                [baris.id.into(), isi.into(), batas.into()],
            )
            .await?;
        }
        Ok(jumlah)
    }

    async fn hapus_satu(
        &self,
        jenis: JenisRetensi,
        ke: usize,
        id: &[Uuid],
        batas: OffsetDateTime,
    ) -> Result<Terhapus, PortError> {
        let mut baris = id.len() as u64;
        let mut objek = Vec::new();
        match jenis {
            JenisRetensi::PesanWa => {
                let di = |tempat| if ke == tempat { id } else { &[] };
                self.hapus_pesan(di(0), di(1), di(2)).await?;
            }
            JenisRetensi::MediaLepas
            | JenisRetensi::BerkasDitolak
            | JenisRetensi::BerkasSelesai => objek = self.hapus_berkas(id).await?,
            JenisRetensi::Draf => baris = self.hapus_draf(id, batas).await?,
            JenisRetensi::KontakDiam => {
                let kunci = "SELECT id FROM kontak WHERE id = ANY($1) FOR UPDATE SKIP LOCKED";
                let semua: Vec<HanyaId> = self.semua(kunci, [id.to_vec().into()]).await?;
                let id: Vec<Uuid> = semua.into_iter().map(|satu| satu.id).collect();
                baris = id.len() as u64;
                self.hapus_baris(LEPAS_KONTAK, &id).await?;
            }
            JenisRetensi::KirimanLangganan => {
                // One that is being sent once more by now stays.
                let kunci = format!(
                    "SELECT id FROM langganan_kiriman WHERE id = ANY($1) AND {TUNTAS} FOR UPDATE SKIP LOCKED"
                );
                let semua: Vec<HanyaId> = self.semua(&kunci, [id.to_vec().into()]).await?;
                let id: Vec<Uuid> = semua.into_iter().map(|satu| satu.id).collect();
                baris = id.len() as u64;
                let urutan = [
                    "DELETE FROM langganan_percobaan WHERE kiriman_id = ANY($1)",
                    "DELETE FROM langganan_kiriman WHERE id = ANY($1)",
                ];
                self.hapus_baris(&urutan, &id).await?;
            }
            JenisRetensi::Sesi => {
                let urutan = [
                    "DELETE FROM sesi_token WHERE sesi_id = ANY($1)",
                    "DELETE FROM sesi WHERE id = ANY($1)",
                ];
                self.hapus_baris(&urutan, id).await?;
            }
            JenisRetensi::Notifikasi => {
                let urutan = [
                    "DELETE FROM notifikasi_dibaca WHERE notifikasi_id = ANY($1)",
                    "DELETE FROM notifikasi WHERE id = ANY($1)",
                ];
                self.hapus_baris(&urutan, id).await?;
            }
            JenisRetensi::WebhookMentah
            | JenisRetensi::Tautan
            | JenisRetensi::Surel
            | JenisRetensi::GagalMasuk
            | JenisRetensi::Idempotensi => {
                let tabel = match (jenis, ke) {
                    (JenisRetensi::WebhookMentah, _) => "wa_masuk",
                    (JenisRetensi::Tautan, 0) => "tautan",
                    (JenisRetensi::Tautan, 1) => "penyerahan_tautan",
                    (JenisRetensi::Tautan, _) => "kode_nomor",
                    _ => "surel_keluar",
                };
                self.hapus_baris(&[&format!("DELETE FROM {tabel} WHERE id = ANY($1)")], id).await?;
            }
        }
        Ok(Terhapus { baris, objek })
    }
}

#[async_trait]
impl RetensiRepository for PgUnitOfWork {
    async fn jadwal(&mut self) -> Result<JadwalRetensi, PortError> {
        Ok(self.pengaturan(KUNCI).await?.unwrap_or_default())
    }

    async fn simpan_jadwal(
        &mut self,
        jadwal: &JadwalRetensi,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.simpan_pengaturan(KUNCI, jadwal, pada).await
    }

    async fn hitung(
        &mut self,
        jenis: JenisRetensi,
        batas: OffsetDateTime,
    ) -> Result<u64, PortError> {
        if let Some((_, tabel, kolom)) = LANGSUNG.iter().find(|(satu, ..)| *satu == jenis) {
            let sql = format!("SELECT count(*) FROM {tabel} WHERE {kolom} < $1");
            let jumlah: Option<i64> = self.nilai(&sql, [batas.into()]).await?;
            return bilangan(jumlah.unwrap_or(0));
        }
        let mut semua = 0;
        for sql in pilih(jenis) {
            let nilai = nilai_pilih(sql, batas);
            let jumlah: Option<i64> =
                self.nilai(&format!("SELECT count(*) FROM ({sql}) AS jatuh"), nilai).await?;
            semua += bilangan::<i64, u64>(jumlah.unwrap_or(0))?;
        }
        Ok(semua)
    }

    async fn hapus(
        &mut self,
        jenis: JenisRetensi,
        batas: OffsetDateTime,
        banyak: u32,
    ) -> Result<Terhapus, PortError> {
        if let Some((_, tabel, kolom)) = LANGSUNG.iter().find(|(satu, ..)| *satu == jenis) {
            let sql = format!(
                "DELETE FROM {tabel} WHERE ctid = ANY (ARRAY(
                     SELECT ctid FROM {tabel} WHERE {kolom} < $1 LIMIT $2 FOR UPDATE SKIP LOCKED))"
            );
            let baris = self.jalankan(&sql, [batas.into(), i64::from(banyak).into()]).await?;
            return Ok(Terhapus { baris, objek: Vec::new() });
        }
        for (ke, sql) in pilih(jenis).iter().enumerate() {
            let id = self.jatuh_tempo(sql, batas, banyak).await?;
            if id.is_empty() {
                continue;
            }
            let terhapus = self.hapus_satu(jenis, ke, &id, batas).await?;
            if terhapus.baris > 0 {
                return Ok(terhapus);
            }
        }
        Ok(Terhapus::default())
    }

    async fn antre_objek(
        &mut self,
        kunci: &[String],
        sebab: &str,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        if kunci.is_empty() {
            return Ok(());
        }
        self.jalankan(
            "INSERT INTO retensi_objek (kunci, sebab, coba_pada, dicatat_pada)
             SELECT kunci, $2, $3, $3 FROM unnest($1::text[]) AS t (kunci) ON CONFLICT (kunci) DO NOTHING",
            [kunci.to_vec().into(), sebab.into(), pada.into()],
        )
        .await
        .map(drop)
    }

    async fn objek_antre(
        &mut self,
        pada: OffsetDateTime,
        banyak: u32,
    ) -> Result<Vec<ObjekHapus>, PortError> {
        let semua: Vec<BarisObjek> = self
            .semua(
                "SELECT kunci, percobaan FROM retensi_objek WHERE coba_pada <= $1 ORDER BY coba_pada, kunci LIMIT $2",
                [pada.into(), i64::from(banyak).into()],
            )
            .await?;
        let dari = |baris: BarisObjek| {
            Ok(ObjekHapus { kunci: baris.kunci, percobaan: bilangan(baris.percobaan)? })
        };
        semua.into_iter().map(dari).collect()
    }

    async fn objek_hilang(&mut self, kunci: &str) -> Result<(), PortError> {
        self.jalankan("DELETE FROM retensi_objek WHERE kunci = $1", [kunci.into()]).await.map(drop)
    }

    async fn objek_gagal(
        &mut self,
        kunci: &str,
        galat: &str,
        coba_pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE retensi_objek SET percobaan = percobaan + 1, galat = $2, coba_pada = $3 WHERE kunci = $1",
            [kunci.into(), galat.into(), coba_pada.into()],
        )
        .await
        .map(drop)
    }
}
