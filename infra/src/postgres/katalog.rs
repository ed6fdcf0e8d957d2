//! Catalogue, SOPs, settings, and the sealed connections to outside systems.

use async_trait::async_trait;
use loket_domain::{
    dokumen::{AcuanHalaman, AsalKoordinat, KoneksiTte, VersiEsign},
    galat::PortError,
    kalender::Kalender,
    kartu::AturanKartu,
    layanan::Layanan,
    nilai::{Kode, Rahasia},
    penyerahan::AturanPenyerahan,
    percakapan::NomorLayanan,
    ports::KatalogRepository,
    publik::AturanStatus,
    sop::{DefinisiSop, SopVersiId},
    tenant::{PaketTenant, TeksKantor},
};
use sea_orm::{FromQueryResult, JsonValue};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use time::OffsetDateTime;
use uuid::Uuid;
use zeroize::Zeroize;

use super::{
    baris::{Segel, bilangan, dari_json, ke_json},
    entity::sop_versi,
    kerja::PgUnitOfWork,
    sop::BERLAKU,
};

const TEKS_KANTOR: &str = "teks_kantor";
pub(super) const KALENDER: &str = "kalender";
const IDENTITAS: &str = "identitas";
const KARTU: &str = "kartu";
const PENYERAHAN: &str = "penyerahan";
const STATUS_PUBLIK: &str = "status_publik";
const TTE: &str = "tte";

/// The key of a service number in `integrasi`.
pub(super) fn kunci_nomor(phone_number_id: &str) -> String {
    format!("wa/{phone_number_id}")
}

/// [`KoneksiTte`] as it is sealed.
#[derive(Serialize, Deserialize)]
struct TteTersegel {
    base_url: String,
    nama_pengguna: String,
    sandi: String,
    jangkar_pem: String,
    // What connections stored before these settings were, they still are.
    #[serde(default)]
    versi: VersiEsign,
    #[serde(default)]
    asal_koordinat: AsalKoordinat,
    #[serde(default)]
    acuan_halaman: AcuanHalaman,
    #[serde(default)]
    http_polos: bool,
    #[serde(default)]
    segel: Option<String>,
    #[serde(default)]
    segel_nama: Option<String>,
    #[serde(default)]
    crl_pem: String,
    #[serde(default)]
    pencabutan_wajib: bool,
}

impl Drop for TteTersegel {
    fn drop(&mut self) {
        self.sandi.zeroize();
    }
}

/// [`NomorLayanan`] as it is sealed.
#[derive(Serialize, Deserialize)]
pub(super) struct NomorTersegel {
    phone_number_id: String,
    nomor_tampilan: String,
    #[serde(default)]
    waba_id: Option<String>,
    base_url: String,
    versi: String,
    token: String,
    host_media: Vec<String>,
}

impl Drop for NomorTersegel {
    fn drop(&mut self) {
        self.token.zeroize();
    }
}

impl From<NomorTersegel> for NomorLayanan {
    fn from(mut isi: NomorTersegel) -> Self {
        Self {
            phone_number_id: std::mem::take(&mut isi.phone_number_id),
            nomor_tampilan: std::mem::take(&mut isi.nomor_tampilan),
            waba_id: std::mem::take(&mut isi.waba_id),
            base_url: std::mem::take(&mut isi.base_url),
            versi: std::mem::take(&mut isi.versi),
            token: Rahasia::new(std::mem::take(&mut isi.token)),
            host_media: std::mem::take(&mut isi.host_media),
        }
    }
}

#[derive(FromQueryResult)]
struct BarisIntegrasi {
    id: Uuid,
    isi_tersegel: Vec<u8>,
}

#[derive(FromQueryResult)]
struct SopTerbit {
    id: Uuid,
    versi: i32,
    sama: bool,
    digantikan_pada: Option<OffsetDateTime>,
}

impl PgUnitOfWork {
    /// What is sealed in the row `kunci` of `integrasi`.
    pub(super) async fn integrasi<T: DeserializeOwned>(
        &self,
        kunci: &str,
    ) -> Result<Option<T>, PortError> {
        let baris: Option<BarisIntegrasi> = self
            .satu("SELECT id, isi_tersegel FROM integrasi WHERE kunci = $1", [kunci.into()])
            .await?;
        let buka = |baris: BarisIntegrasi| {
            Segel::new(&self.kunci, "integrasi", baris.id)
                .buka_json("isi_tersegel", &baris.isi_tersegel)
        };
        baris.map(buka).transpose()
    }

    async fn simpan_integrasi(
        &self,
        kunci: &str,
        id: Uuid,
        isi: &(impl Serialize + Sync),
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let isi = Segel::new(&self.kunci, "integrasi", id).json("isi_tersegel", isi)?;
        // The seal is bound to the id, so a replaced row takes the new one.
        self.jalankan(
            "INSERT INTO integrasi (kunci, id, isi_tersegel, diubah_pada) VALUES ($1, $2, $3, $4)
             ON CONFLICT (kunci) DO UPDATE SET id = EXCLUDED.id, isi_tersegel = EXCLUDED.isi_tersegel,
                 diubah_pada = EXCLUDED.diubah_pada",
            [kunci.into(), id.into(), isi.into(), pada.into()],
        )
        .await
        .map(drop)
    }
}

impl PgUnitOfWork {
    /// What is stored under that key of `pengaturan`.
    pub(super) async fn pengaturan<T: DeserializeOwned>(
        &self,
        kunci: &str,
    ) -> Result<Option<T>, PortError> {
        let nilai: Option<JsonValue> =
            self.nilai("SELECT nilai FROM pengaturan WHERE kunci = $1", [kunci.into()]).await?;
        nilai.map(dari_json).transpose()
    }

    /// The same, kept from other writers.
    pub(super) async fn kunci_pengaturan<T: DeserializeOwned>(
        &self,
        kunci: &str,
    ) -> Result<Option<T>, PortError> {
        let nilai: Option<JsonValue> = self
            .nilai(
                "SELECT nilai FROM pengaturan WHERE kunci = $1 FOR NO KEY UPDATE",
                [kunci.into()],
            )
            .await?;
        nilai.map(dari_json).transpose()
    }

    pub(super) async fn simpan_pengaturan(
        &self,
        kunci: &str,
        nilai: &impl Serialize,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO pengaturan (kunci, nilai, diubah_pada) VALUES ($1, $2, $3)
             ON CONFLICT (kunci) DO UPDATE SET nilai = EXCLUDED.nilai, diubah_pada = EXCLUDED.diubah_pada",
            [kunci.into(), ke_json(nilai)?.into(), pada.into()],
        )
        .await
        .map(drop)
    }
}

#[async_trait]
impl KatalogRepository for PgUnitOfWork {
    async fn layanan(&mut self, kode: &Kode) -> Result<Option<Layanan>, PortError> {
        let definisi: Option<JsonValue> = self
            .nilai("SELECT definisi FROM layanan WHERE kode = $1 AND aktif", [kode.as_str().into()])
            .await?;
        definisi.map(dari_json).transpose()
    }

    async fn layanan_tersimpan(&mut self, kode: &Kode) -> Result<Option<Layanan>, PortError> {
        let definisi: Option<JsonValue> = self
            .nilai("SELECT definisi FROM layanan WHERE kode = $1", [kode.as_str().into()])
            .await?;
        definisi.map(dari_json).transpose()
    }

    async fn daftar_layanan(&mut self) -> Result<Vec<Layanan>, PortError> {
        let sql =
            "SELECT coalesce(jsonb_agg(definisi ORDER BY urutan), '[]') FROM layanan WHERE aktif";
        let semua: Option<JsonValue> = self.nilai(sql, []).await?;
        semua.map_or_else(|| Ok(Vec::new()), dari_json)
    }

    async fn sop_terbit(
        &mut self,
        kode: &Kode,
        pada: OffsetDateTime,
    ) -> Result<Option<(SopVersiId, DefinisiSop)>, PortError> {
        let sql = format!(
            "SELECT id FROM sop_versi WHERE kode = $1 AND {BERLAKU}
             ORDER BY coalesce(berlaku_pada, terbit_pada) DESC, versi DESC LIMIT 1"
        );
        let id: Option<Uuid> = self.nilai(&sql, [kode.as_str().into(), pada.into()]).await?;
        let Some(id) = id.map(SopVersiId::new) else { return Ok(None) };
        Ok(self.sop_versi(id).await?.map(|definisi| (id, definisi)))
    }

    async fn sop_versi(&mut self, id: SopVersiId) -> Result<Option<DefinisiSop>, PortError> {
        if let Some(definisi) = self.sop.ambil(&self.slug, id) {
            return Ok(Some(definisi.as_ref().clone()));
        }
        let definisi: Option<JsonValue> = self
            .nilai(
                "SELECT definisi FROM sop_versi WHERE id = $1 AND keadaan <> 'draf'",
                [id.uuid().into()],
            )
            .await?;
        let definisi: Option<DefinisiSop> = definisi.map(dari_json).transpose()?;
        if let Some(definisi) = &definisi {
            self.sop.simpan(&self.slug, id, definisi.clone());
        }
        Ok(definisi)
    }

    async fn teks_kantor(&mut self) -> Result<Option<TeksKantor>, PortError> {
        self.pengaturan(TEKS_KANTOR).await
    }

    async fn kunci_teks_kantor(&mut self) -> Result<Option<TeksKantor>, PortError> {
        self.kunci_pengaturan(TEKS_KANTOR).await
    }

    async fn kalender(&mut self) -> Result<Option<Kalender>, PortError> {
        self.pengaturan(KALENDER).await
    }

    async fn identitas(&mut self) -> Result<Option<PaketTenant>, PortError> {
        self.pengaturan(IDENTITAS).await
    }

    async fn aturan_kartu(&mut self) -> Result<AturanKartu, PortError> {
        Ok(self.pengaturan(KARTU).await?.unwrap_or_default())
    }

    async fn aturan_penyerahan(&mut self) -> Result<AturanPenyerahan, PortError> {
        Ok(self.pengaturan(PENYERAHAN).await?.unwrap_or_default())
    }

    async fn aturan_status(&mut self) -> Result<AturanStatus, PortError> {
        Ok(self.pengaturan(STATUS_PUBLIK).await?.unwrap_or_default())
    }

    async fn koneksi_tte(&mut self) -> Result<Option<KoneksiTte>, PortError> {
        let isi: Option<TteTersegel> = self.integrasi(TTE).await?;
        Ok(isi.map(|mut isi| KoneksiTte {
            base_url: std::mem::take(&mut isi.base_url),
            nama_pengguna: std::mem::take(&mut isi.nama_pengguna),
            sandi: Rahasia::new(std::mem::take(&mut isi.sandi)),
            jangkar_pem: std::mem::take(&mut isi.jangkar_pem),
            versi: isi.versi,
            asal_koordinat: isi.asal_koordinat,
            acuan_halaman: isi.acuan_halaman,
            http_polos: isi.http_polos,
            segel: isi.segel.take(),
            segel_nama: isi.segel_nama.take(),
            crl_pem: std::mem::take(&mut isi.crl_pem),
            pencabutan_wajib: isi.pencabutan_wajib,
        }))
    }

    async fn simpan_layanan(&mut self, layanan: &[Layanan]) -> Result<(), PortError> {
        let kode: Vec<String> = layanan.iter().map(|satu| satu.kode.to_string()).collect();
        self.jalankan(
            "UPDATE layanan SET aktif = false WHERE aktif AND kode <> ALL ($1)",
            [kode.into()],
        )
        .await?;
        self.jalankan(
            "INSERT INTO layanan (kode, urutan, definisi, aktif)
             SELECT baru.definisi ->> 'kode', baru.urutan::integer, baru.definisi, true
             FROM jsonb_array_elements($1) WITH ORDINALITY AS baru (definisi, urutan)
             ON CONFLICT (kode) DO UPDATE SET urutan = EXCLUDED.urutan, definisi = EXCLUDED.definisi,
                 aktif = true",
            [ke_json(&layanan)?.into()],
        )
        .await
        .map(drop)
    }

    async fn terbitkan_sop(
        &mut self,
        id_baru: SopVersiId,
        definisi: &DefinisiSop,
        pada: OffsetDateTime,
    ) -> Result<u32, PortError> {
        let kode = definisi.kode.as_str();
        let isi = ke_json(definisi)?;
        self.giliran_sop(&definisi.kode).await?;
        let sql = format!(
            "SELECT id, versi, definisi = $3 AS sama, digantikan_pada FROM sop_versi
             WHERE kode = $1 AND {BERLAKU} ORDER BY coalesce(berlaku_pada, terbit_pada) DESC, versi DESC LIMIT 1"
        );
        let berlaku: Option<SopTerbit> =
            self.satu(&sql, [kode.into(), pada.into(), isi.clone().into()]).await?;
        // An announced version still takes over at its moment.
        let digantikan_pada = match berlaku {
            Some(berlaku) if berlaku.sama => return bilangan(berlaku.versi),
            Some(berlaku) => {
                self.jalankan(
                    "UPDATE sop_versi SET digantikan_pada = $2 WHERE id = $1",
                    [berlaku.id.into(), pada.into()],
                )
                .await?;
                berlaku.digantikan_pada
            }
            None => self
                .nilai(
                    "SELECT min(berlaku_pada) FROM sop_versi
                     WHERE kode = $1 AND keadaan = 'terbit' AND berlaku_pada > $2",
                    [kode.into(), pada.into()],
                )
                .await?
                .flatten(),
        };
        let versi = self.nomor_versi(&definisi.kode).await?;
        self.sisipkan(sop_versi::Model {
            id: id_baru.uuid(),
            kode: kode.to_owned(),
            versi,
            keadaan: "terbit".to_owned(),
            definisi: isi,
            dibuat_pada: pada,
            terbit_pada: Some(pada),
            revisi: 1,
            berlaku_pada: Some(pada),
            digantikan_pada,
            pensiun_pada: None,
        })
        .await?;
        bilangan(versi)
    }

    async fn simpan_teks_kantor(
        &mut self,
        teks: &TeksKantor,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.simpan_pengaturan(TEKS_KANTOR, teks, pada).await
    }

    async fn simpan_aturan_status(
        &mut self,
        aturan: AturanStatus,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.simpan_pengaturan(STATUS_PUBLIK, &aturan, pada).await
    }

    async fn simpan_kalender(
        &mut self,
        kalender: &Kalender,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.simpan_pengaturan(KALENDER, kalender, pada).await
    }

    async fn simpan_identitas(
        &mut self,
        identitas: &PaketTenant,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.simpan_pengaturan(IDENTITAS, identitas, pada).await
    }

    async fn simpan_aturan_kartu(
        &mut self,
        aturan: AturanKartu,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.simpan_pengaturan(KARTU, &aturan, pada).await
    }

    async fn simpan_aturan_penyerahan(
        &mut self,
        aturan: &AturanPenyerahan,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.simpan_pengaturan(PENYERAHAN, aturan, pada).await
    }

    async fn simpan_koneksi_tte(
        &mut self,
        id: Uuid,
        koneksi: &KoneksiTte,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let isi = TteTersegel {
            base_url: koneksi.base_url.clone(),
            nama_pengguna: koneksi.nama_pengguna.clone(),
            sandi: koneksi.sandi.buka().to_owned(),
            jangkar_pem: koneksi.jangkar_pem.clone(),
            versi: koneksi.versi,
            asal_koordinat: koneksi.asal_koordinat,
            acuan_halaman: koneksi.acuan_halaman,
            http_polos: koneksi.http_polos,
            segel: koneksi.segel.clone(),
            segel_nama: koneksi.segel_nama.clone(),
            crl_pem: koneksi.crl_pem.clone(),
            pencabutan_wajib: koneksi.pencabutan_wajib,
        };
        self.simpan_integrasi(TTE, id, &isi, pada).await
    }

    async fn simpan_nomor_layanan(
        &mut self,
        id: Uuid,
        nomor: &NomorLayanan,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let isi = NomorTersegel {
            phone_number_id: nomor.phone_number_id.clone(),
            nomor_tampilan: nomor.nomor_tampilan.clone(),
            waba_id: nomor.waba_id.clone(),
            base_url: nomor.base_url.clone(),
            versi: nomor.versi.clone(),
            token: nomor.token.buka().to_owned(),
            host_media: nomor.host_media.clone(),
        };
        self.pastikan_saluran(&nomor.phone_number_id, pada).await?;
        self.simpan_integrasi(&kunci_nomor(&nomor.phone_number_id), id, &isi, pada).await
    }
}
