//! Requests of people about their own data.

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    galat::PortError,
    hak_subjek::{
        Bundel, HakSubjek, HakSubjekId, HakSubjekRepository, IsiHak, IsiTerhapus, JenisHak,
        KeadaanHak, VerifikasiHak,
    },
    halaman::Halaman,
    nilai::{Nik, NomorKk, NomorWa},
    percakapan::{KeadaanAlur, KontakId},
    permohonan::{Pemohon, PermohonanId},
};
use sea_orm::{FromQueryResult, Value};
use serde_json::json;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

use super::{
    baris::{Segel, bilangan, dari_json, ke_json, rusak},
    kerja::PgUnitOfWork,
};

const TABEL: &str = "hak_subjek";
const PILIH: &str = "SELECT id, nomor, jenis, verifikasi, kontak_id, permohonan_id, isi_tersegel, keadaan, hasil,
         jawaban_tersegel, dicatat_oleh, diterima_pada, batas_pada, ingat_pada, ingat_ke, diputuskan_oleh,
         diputuskan_pada, bundel_kunci, bundel_sha256, token_sidik, unduh_sampai, diunduh_pada, tuntas_pada
     FROM hak_subjek";
/// Requests whose turn has come.
const TEMPO: &str = "(SELECT id FROM hak_subjek WHERE ingat_pada <= $1 ORDER BY ingat_pada LIMIT $2)
     UNION (SELECT id FROM hak_subjek WHERE tuntas_pada <= $1 ORDER BY tuntas_pada LIMIT $2) LIMIT $2";
/// A conversation, both ways.
const PERCAKAPAN: &str = "SELECT id, 'masuk' AS arah, 'pesan_masuk' AS tabel, isi_tersegel, saat AS pada
     FROM pesan_masuk WHERE kontak_id = $1
     UNION ALL SELECT id, 'keluar', 'pesan_keluar', isi_tersegel, dibuat_pada FROM pesan_keluar WHERE kontak_id = $1
     ORDER BY id LIMIT $2";

#[derive(FromQueryResult)]
struct Baris {
    id: Uuid,
    nomor: String,
    jenis: String,
    verifikasi: String,
    kontak_id: Option<Uuid>,
    permohonan_id: Option<Uuid>,
    isi_tersegel: Vec<u8>,
    keadaan: String,
    hasil: serde_json::Value,
    jawaban_tersegel: Option<Vec<u8>>,
    dicatat_oleh: Option<Uuid>,
    diterima_pada: OffsetDateTime,
    batas_pada: OffsetDateTime,
    ingat_pada: Option<OffsetDateTime>,
    ingat_ke: i32,
    diputuskan_oleh: Option<Uuid>,
    diputuskan_pada: Option<OffsetDateTime>,
    bundel_kunci: Option<String>,
    bundel_sha256: Option<Vec<u8>>,
    token_sidik: Option<Vec<u8>>,
    unduh_sampai: Option<OffsetDateTime>,
    diunduh_pada: Option<OffsetDateTime>,
    tuntas_pada: Option<OffsetDateTime>,
}

#[derive(FromQueryResult)]
struct BarisPesan {
    id: Uuid,
    arah: String,
    tabel: String,
    isi_tersegel: Vec<u8>,
    pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct BarisSetuju {
    persetujuan_versi: Option<String>,
    persetujuan_pada: Option<OffsetDateTime>,
}

#[derive(FromQueryResult)]
struct HanyaId {
    id: Uuid,
}

impl PgUnitOfWork {
    fn hak_dari(&self, baris: Baris) -> Result<HakSubjek, PortError> {
        let segel = Segel::new(&self.kunci, TABEL, baris.id);
        let isi: IsiHak = segel.buka_json("isi_tersegel", &baris.isi_tersegel)?;
        let jawaban = baris.jawaban_tersegel.as_deref();
        let bundel = match (baris.bundel_kunci, baris.bundel_sha256, baris.unduh_sampai) {
            (Some(kunci), Some(sha256), Some(sampai)) => Some(Bundel {
                kunci,
                sha256,
                token_sidik: baris.token_sidik,
                sampai,
                diunduh_pada: baris.diunduh_pada,
            }),
            _ => None,
        };
        Ok(HakSubjek {
            id: HakSubjekId::new(baris.id),
            nomor: baris.nomor,
            jenis: JenisHak::SEMUA
                .into_iter()
                .find(|satu| satu.kode() == baris.jenis)
                .ok_or_else(|| rusak("hak_subjek.jenis"))?,
            verifikasi: match baris.verifikasi.as_str() {
                "nomor_wa" => VerifikasiHak::NomorWa,
                "loket" => VerifikasiHak::Loket,
                _ => return Err(rusak("hak_subjek.verifikasi")),
            },
            kontak: baris.kontak_id.map(KontakId::new),
            permohonan: baris.permohonan_id.map(PermohonanId::new),
            isi,
            keadaan: KeadaanHak::SEMUA
                .into_iter()
                .find(|satu| satu.kode() == baris.keadaan)
                .ok_or_else(|| rusak("hak_subjek.keadaan"))?,
            hasil: dari_json(baris.hasil)?,
            jawaban: jawaban.map(|isi| segel.buka_teks("jawaban_tersegel", isi)).transpose()?,
            dicatat_oleh: baris.dicatat_oleh.map(PenggunaId::new),
            diterima_pada: baris.diterima_pada,
            batas_pada: baris.batas_pada,
            ingat_pada: baris.ingat_pada,
            ingat_ke: bilangan(baris.ingat_ke)?,
            diputuskan: baris.diputuskan_oleh.map(PenggunaId::new).zip(baris.diputuskan_pada),
            bundel,
            tuntas_pada: baris.tuntas_pada,
        })
    }

    async fn satu_hak(&self, sql: &str, nilai: Value) -> Result<Option<HakSubjek>, PortError> {
        let baris: Option<Baris> = self.satu(sql, [nilai]).await?;
        baris.map(|baris| self.hak_dari(baris)).transpose()
    }

    async fn id_milik(&self, sql: &str, kontak: KontakId) -> Result<Vec<Uuid>, PortError> {
        let semua: Vec<HanyaId> = self.semua(sql, [kontak.uuid().into()]).await?;
        Ok(semua.into_iter().map(|satu| satu.id).collect())
    }
}

#[async_trait]
impl HakSubjekRepository for PgUnitOfWork {
    async fn tambah(&mut self, hak: &HakSubjek) -> Result<(), PortError> {
        let segel = Segel::new(&self.kunci, TABEL, hak.id.uuid());
        self.jalankan(
            "INSERT INTO hak_subjek (id, nomor, jenis, verifikasi, kontak_id, permohonan_id, isi_tersegel, keadaan,
                 hasil, dicatat_oleh, diterima_pada, batas_pada, ingat_pada, ingat_ke)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
            [
                hak.id.uuid().into(),
                hak.nomor.as_str().into(),
                hak.jenis.kode().into(),
                hak.verifikasi.kode().into(),
                hak.kontak.map(KontakId::uuid).into(),
                hak.permohonan.map(PermohonanId::uuid).into(),
                segel.json("isi_tersegel", &hak.isi)?.into(),
                hak.keadaan.kode().into(),
                ke_json(&hak.hasil)?.into(),
                hak.dicatat_oleh.map(PenggunaId::uuid).into(),
                hak.diterima_pada.into(),
                hak.batas_pada.into(),
                hak.ingat_pada.into(),
                bilangan::<u32, i32>(hak.ingat_ke)?.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn simpan(&mut self, hak: &HakSubjek) -> Result<(), PortError> {
        let segel = Segel::new(&self.kunci, TABEL, hak.id.uuid());
        let jawaban = hak.jawaban.as_ref();
        let jawaban = jawaban.map(|isi| segel.teks("jawaban_tersegel", isi.buka())).transpose()?;
        let (oleh, pada) = hak.diputuskan.unzip();
        let bundel = hak.bundel.as_ref();
        self.jalankan(
            "UPDATE hak_subjek SET keadaan = $2, hasil = $3, jawaban_tersegel = $4, ingat_pada = $5, ingat_ke = $6,
                 diputuskan_oleh = $7, diputuskan_pada = $8, bundel_kunci = $9, bundel_sha256 = $10, token_sidik = $11,
                 unduh_sampai = $12, diunduh_pada = $13, tuntas_pada = $14
             WHERE id = $1",
            [
                hak.id.uuid().into(),
                hak.keadaan.kode().into(),
                ke_json(&hak.hasil)?.into(),
                jawaban.into(),
                hak.ingat_pada.into(),
                bilangan::<u32, i32>(hak.ingat_ke)?.into(),
                oleh.map(PenggunaId::uuid).into(),
                pada.into(),
                bundel.map(|satu| satu.kunci.clone()).into(),
                bundel.map(|satu| satu.sha256.clone()).into(),
                bundel.and_then(|satu| satu.token_sidik.clone()).into(),
                bundel.map(|satu| satu.sampai).into(),
                bundel.and_then(|satu| satu.diunduh_pada).into(),
                hak.tuntas_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn baca(&mut self, id: HakSubjekId) -> Result<Option<HakSubjek>, PortError> {
        self.satu_hak(&format!("{PILIH} WHERE id = $1"), id.uuid().into()).await
    }

    async fn kunci(&mut self, id: HakSubjekId) -> Result<Option<HakSubjek>, PortError> {
        self.satu_hak(&format!("{PILIH} WHERE id = $1 FOR NO KEY UPDATE"), id.uuid().into()).await
    }

    async fn oleh_token(&mut self, sidik: &[u8]) -> Result<Option<HakSubjek>, PortError> {
        self.satu_hak(&format!("{PILIH} WHERE token_sidik = $1"), sidik.to_vec().into()).await
    }

    async fn daftar(
        &mut self,
        keadaan: Option<KeadaanHak>,
        halaman: Halaman,
    ) -> Result<Vec<HakSubjek>, PortError> {
        let (sesudah, batas) =
            (halaman.sesudah.unwrap_or(Uuid::max()), i64::from(halaman.batas) + 1);
        let semua: Vec<Baris> = if let Some(keadaan) = keadaan {
            let sql = format!("{PILIH} WHERE keadaan = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
            self.semua(&sql, [keadaan.kode().into(), sesudah.into(), batas.into()]).await?
        } else {
            let sql = format!("{PILIH} WHERE id < $1 ORDER BY id DESC LIMIT $2");
            self.semua(&sql, [sesudah.into(), batas.into()]).await?
        };
        semua.into_iter().map(|baris| self.hak_dari(baris)).collect()
    }

    async fn terbuka(
        &mut self,
        kontak: KontakId,
        jenis: JenisHak,
    ) -> Result<Option<HakSubjek>, PortError> {
        let sql = format!(
            "{PILIH} WHERE kontak_id = $1 AND jenis = $2 AND keadaan = 'diterima' ORDER BY id DESC LIMIT 1"
        );
        let baris: Option<Baris> =
            self.satu(&sql, [kontak.uuid().into(), jenis.kode().into()]).await?;
        baris.map(|baris| self.hak_dari(baris)).transpose()
    }

    async fn tempo(
        &mut self,
        pada: OffsetDateTime,
        banyak: u32,
    ) -> Result<Vec<HakSubjekId>, PortError> {
        let semua: Vec<HanyaId> =
            self.semua(TEMPO, [pada.into(), i64::from(banyak).into()]).await?;
        Ok(semua.into_iter().map(|satu| HakSubjekId::new(satu.id)).collect())
    }

    async fn kasus(&mut self, kontak: KontakId) -> Result<Vec<PermohonanId>, PortError> {
        let sql = "SELECT id FROM permohonan WHERE kontak_id = $1 ORDER BY id";
        Ok(self.id_milik(sql, kontak).await?.into_iter().map(PermohonanId::new).collect())
    }

    async fn percakapan(
        &mut self,
        kontak: KontakId,
        banyak: u32,
    ) -> Result<Vec<serde_json::Value>, PortError> {
        let nilai = [kontak.uuid().into(), i64::from(banyak).into()];
        let semua: Vec<BarisPesan> = self.semua(PERCAKAPAN, nilai).await?;
        let dari = |baris: BarisPesan| {
            let tabel = if baris.tabel == "pesan_masuk" { "pesan_masuk" } else { "pesan_keluar" };
            let segel = Segel::new(&self.kunci, tabel, baris.id);
            let isi: serde_json::Value = segel.buka_json("isi_tersegel", &baris.isi_tersegel)?;
            let pada = baris.pada.format(&Rfc3339).map_err(PortError::tak_terduga)?;
            Ok(json!({ "arah": baris.arah, "pada": pada, "isi": isi }))
        };
        semua.into_iter().map(dari).collect()
    }

    async fn persetujuan(
        &mut self,
        kontak: KontakId,
    ) -> Result<Option<(String, Option<OffsetDateTime>)>, PortError> {
        let baris: Option<BarisSetuju> = self
            .satu(
                "SELECT persetujuan_versi, persetujuan_pada FROM kontak WHERE id = $1",
                [kontak.uuid().into()],
            )
            .await?;
        Ok(baris.and_then(|baris| Some((baris.persetujuan_versi?, baris.persetujuan_pada))))
    }

    async fn perbaiki_pemohon(
        &mut self,
        id: PermohonanId,
        pemohon: &Pemohon,
    ) -> Result<(), PortError> {
        let segel = Segel::new(&self.kunci, "permohonan", id.uuid());
        let nik = pemohon.nik.as_ref().map(Nik::lengkap);
        let kk = pemohon.nomor_kk.as_ref().map(NomorKk::lengkap);
        let wa = pemohon.nomor_wa.as_ref().map(NomorWa::lengkap);
        let tersegel =
            |kolom: &str, isi: Option<&str>| isi.map(|isi| segel.teks(kolom, isi)).transpose();
        self.jalankan(
            "UPDATE permohonan SET nama_tersegel = $2, nik_tersegel = $3, nik_indeks = $4, nomor_kk_tersegel = $5,
                 nomor_kk_indeks = $6, nomor_wa_tersegel = $7, nomor_wa_indeks = $8
             WHERE id = $1",
            [
                id.uuid().into(),
                segel.teks("nama_tersegel", pemohon.nama.buka())?.into(),
                tersegel("nik_tersegel", nik)?.into(),
                nik.map(|n| self.kunci.indeks("nik", n)).into(),
                tersegel("nomor_kk_tersegel", kk)?.into(),
                kk.map(|n| self.kunci.indeks("nomor_kk", n)).into(),
                tersegel("nomor_wa_tersegel", wa)?.into(),
                wa.map(|n| self.kunci.indeks("nomor_wa", n)).into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn tarik_persetujuan(
        &mut self,
        kontak: KontakId,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError> {
        let id = kontak.uuid();
        let lama: Option<Vec<u8>> = self
            .nilai("SELECT alur_tersegel FROM kontak WHERE id = $1 FOR NO KEY UPDATE", [id.into()])
            .await?;
        let lama = lama.ok_or_else(|| rusak("kontak tidak ada"))?;
        let segel = self.segel_kontak(id);
        let alur: KeadaanAlur = segel.buka_json("alur_tersegel", &lama)?;
        let draf = !matches!(alur, KeadaanAlur::Awal | KeadaanAlur::Petugas);
        let alur = if draf { segel.json("alur_tersegel", &KeadaanAlur::Awal)? } else { lama };
        self.jalankan(
            "UPDATE kontak SET alur_tersegel = $2, persetujuan_versi = NULL, persetujuan_pada = NULL,
                 persetujuan_sidik = NULL, berhenti_pada = coalesce(berhenti_pada, $3)
             WHERE id = $1",
            [id.into(), alur.into(), pada.into()],
        )
        .await?;
        self.jalankan(
            "UPDATE tautan SET keadaan = 'dicabut', selesai_pada = $2, token_tersegel = NULL
             WHERE kontak_id = $1 AND keadaan = 'aktif'",
            [id.into(), pada.into()],
        )
        .await?;
        Ok(draf)
    }

    async fn hapus_isi(&mut self, kontak: KontakId) -> Result<IsiTerhapus, PortError> {
        // What waits is called off by its removal, except what is being sent this very moment, or hands a document over.
        let keluar = self
            .id_milik(
                "SELECT p.id FROM pesan_keluar p WHERE p.kontak_id = $1 AND p.keadaan <> 'mengirim'
                     AND NOT EXISTS (SELECT 1 FROM penyerahan s WHERE s.pesan_keluar_id = p.id
                         AND s.keadaan IN ('antre', 'menunggu_penerima', 'berjalan', 'siap'))",
                kontak,
            )
            .await?;
        let masuk =
            self.id_milik("SELECT id FROM pesan_masuk WHERE kontak_id = $1", kontak).await?;
        let catatan =
            self.id_milik("SELECT id FROM percakapan_catatan WHERE kontak_id = $1", kontak).await?;
        self.hapus_pesan(&keluar, &masuk, &catatan).await?;
        let berkas = self
            .id_milik(
                "SELECT id FROM berkas WHERE kontak_id = $1 AND permohonan_id IS NULL
                     AND id NOT IN (SELECT berkas_id FROM forum_berkas)",
                kontak,
            )
            .await?;
        let objek = if berkas.is_empty() { Vec::new() } else { self.hapus_berkas(&berkas).await? };
        self.jalankan("DELETE FROM tautan WHERE kontak_id = $1", [kontak.uuid().into()]).await?;
        Ok(IsiTerhapus {
            pesan: (keluar.len() + masuk.len() + catatan.len()) as u64,
            berkas: berkas.len() as u64,
            objek,
        })
    }

    async fn lupakan_kontak(&mut self, kontak: KontakId) -> Result<(), PortError> {
        let id = kontak.uuid();
        let awal = self.segel_kontak(id).json("alur_tersegel", &KeadaanAlur::Awal)?;
        self.jalankan("DELETE FROM percakapan WHERE kontak_id = $1", [id.into()]).await?;
        self.jalankan("DELETE FROM wa_pasangan WHERE kontak_id = $1", [id.into()]).await?;
        self.jalankan("DELETE FROM kode_nomor WHERE kontak_id = $1", [id.into()]).await?;
        self.jalankan(
            "UPDATE kontak SET nomor_tersegel = NULL, nomor_indeks = NULL, bsuid = NULL, nama_tersegel = NULL,
                 identitas_indeks = NULL, identitas_tersegel = NULL, alur_tersegel = $2, bahasa = NULL,
                 terakhir_masuk_pada = NULL, petugas_sejak = NULL, verifikasi_ulang = NULL, verifikasi_sejak = NULL,
                 verifikasi_gagal = NULL
             WHERE id = $1",
            [id.into(), awal.into()],
        )
        .await
        .map(drop)
    }

    async fn buang_bundel(&mut self, id: HakSubjekId) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE hak_subjek SET bundel_kunci = NULL, bundel_sha256 = NULL, token_sidik = NULL WHERE id = $1",
            [id.uuid().into()],
        )
        .await
        .map(drop)
    }
}
