//! Codes that prove numbers.

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    galat::PortError,
    nilai::{NomorWa, Rahasia},
    outbox::PesanId,
    percakapan::{KeadaanKode, KodeDiambil, KodeNomor, KodeNomorId, KodeNomorRepository, KontakId},
    permohonan::PermohonanId,
};
use sea_orm::FromQueryResult;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    crypto::constant_time_eq,
    postgres::{
        aliran::id_kabar,
        baris::{Segel, bilangan, rusak},
        kerja::PgUnitOfWork,
    },
};

/// The name under which the keyed hash of a code is made.
const SIDIK: &str = "kode_nomor";

const PILIH: &str = "SELECT id, kontak_id, permohonan_id, pesan_id, keadaan, salah, diminta_oleh, dibuat_pada, berlaku_sampai,
         selesai_pada
     FROM kode_nomor";

/// When codes of contact `$1` were made since `$2`.
pub(in crate::postgres) const RIWAYAT: &str = "SELECT dibuat_pada FROM kode_nomor WHERE kontak_id = $1 AND dibuat_pada > $2 ORDER BY id DESC LIMIT 10";

/// The code of message `$1`, taken out at `$2`.
pub(in crate::postgres) const AMBIL: &str =
    "SELECT id, kode_tersegel, keadaan = 'aktif' AND berlaku_sampai > $2 AS berlaku
     FROM kode_nomor WHERE pesan_id = $1 FOR NO KEY UPDATE";

/// When the number of contact `$1` was last proven, for case `$2` when that names one.
pub(in crate::postgres) const TERBUKTI: &str = "SELECT max(selesai_pada) FROM kode_nomor
     WHERE kontak_id = $1 AND keadaan = 'terbukti' AND ($2::uuid IS NULL OR permohonan_id = $2)";

/// Stores answers and end, and tells live screens.
const SIMPAN: &str = "WITH ubah AS (
         UPDATE kode_nomor SET keadaan = $2, salah = $3, selesai_pada = $4,
             kode_tersegel = CASE WHEN $2 = 'aktif' THEN kode_tersegel END
         WHERE id = $1 RETURNING kontak_id, permohonan_id)
     INSERT INTO aliran (id, jenis, kontak_id, permohonan_id, pada)
     SELECT $5, 'percakapan', kontak_id, permohonan_id, $6 FROM ubah";

#[derive(FromQueryResult)]
struct Baris {
    id: Uuid,
    kontak_id: Uuid,
    permohonan_id: Option<Uuid>,
    pesan_id: Option<Uuid>,
    keadaan: String,
    salah: i32,
    diminta_oleh: Uuid,
    dibuat_pada: OffsetDateTime,
    berlaku_sampai: OffsetDateTime,
    selesai_pada: Option<OffsetDateTime>,
}

#[derive(FromQueryResult)]
struct BarisSaat {
    dibuat_pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct BarisAmbil {
    id: Uuid,
    kode_tersegel: Option<Vec<u8>>,
    berlaku: bool,
}

fn dari(baris: &Baris) -> Result<KodeNomor, PortError> {
    Ok(KodeNomor {
        id: KodeNomorId::new(baris.id),
        kontak: KontakId::new(baris.kontak_id),
        permohonan: baris.permohonan_id.map(PermohonanId::new),
        pesan: baris.pesan_id.map(PesanId::new),
        keadaan: KeadaanKode::dari_kata(&baris.keadaan)
            .ok_or_else(|| rusak(format!("kode_nomor.keadaan {}", baris.keadaan)))?,
        salah: bilangan(baris.salah)?,
        diminta_oleh: PenggunaId::new(baris.diminta_oleh),
        dibuat_pada: baris.dibuat_pada,
        berlaku_sampai: baris.berlaku_sampai,
        selesai_pada: baris.selesai_pada,
    })
}

/// What is hashed: the code for this contact, this number and this request only.
fn terikat(kode: &KodeNomor, nomor: &NomorWa, angka: &Rahasia) -> zeroize::Zeroizing<String> {
    let (id, kontak) = (kode.id, kode.kontak);
    format!("{id}/{kontak}/{}/{}", nomor.lengkap(), angka.buka()).into()
}

impl PgUnitOfWork {
    async fn satu_kode(&self, syarat: &str, id: Uuid) -> Result<Option<KodeNomor>, PortError> {
        let sql = format!("{PILIH} WHERE {syarat}");
        self.satu::<Baris>(&sql, [id.into()]).await?.as_ref().map(dari).transpose()
    }

    /// What a message would say is stored nowhere any more.
    async fn lupakan_kode(&self, pesan: PesanId) -> Result<(), PortError> {
        self.jalankan(
            "/* mesin */ UPDATE kode_nomor SET kode_tersegel = NULL WHERE pesan_id = $1 AND kode_tersegel IS NOT NULL",
            [pesan.uuid().into()],
        )
        .await
        .map(drop)
    }
}

#[async_trait]
impl KodeNomorRepository for PgUnitOfWork {
    async fn tambah(
        &mut self,
        kode: &KodeNomor,
        nomor: &NomorWa,
        angka: &Rahasia,
    ) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE kode_nomor SET keadaan = 'diganti', kode_tersegel = NULL, selesai_pada = $2
             WHERE kontak_id = $1 AND keadaan = 'aktif'",
            [kode.kontak.uuid().into(), kode.dibuat_pada.into()],
        )
        .await?;
        let segel = Segel::new(&self.kunci, "kode_nomor", kode.id.uuid());
        self.jalankan(
            "INSERT INTO kode_nomor (id, kontak_id, permohonan_id, pesan_id, sidik, kode_tersegel, keadaan, salah,
                 diminta_oleh, dibuat_pada, berlaku_sampai, selesai_pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            [
                kode.id.uuid().into(),
                kode.kontak.uuid().into(),
                kode.permohonan.map(PermohonanId::uuid).into(),
                kode.pesan.map(PesanId::uuid).into(),
                self.kunci.indeks(SIDIK, &terikat(kode, nomor, angka)).into(),
                segel.teks("kode_tersegel", angka.buka())?.into(),
                kode.keadaan.kata().into(),
                i32::from(kode.salah).into(),
                kode.diminta_oleh.uuid().into(),
                kode.dibuat_pada.into(),
                kode.berlaku_sampai.into(),
                kode.selesai_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn riwayat(
        &mut self,
        kontak: KontakId,
        sejak: OffsetDateTime,
    ) -> Result<Vec<OffsetDateTime>, PortError> {
        let semua: Vec<BarisSaat> =
            self.semua(RIWAYAT, [kontak.uuid().into(), sejak.into()]).await?;
        Ok(semua.into_iter().map(|baris| baris.dibuat_pada).collect())
    }

    async fn baca(&mut self, id: KodeNomorId) -> Result<Option<KodeNomor>, PortError> {
        self.satu_kode("id = $1", id.uuid()).await
    }

    async fn terakhir(&mut self, kontak: KontakId) -> Result<Option<KodeNomor>, PortError> {
        self.satu_kode("kontak_id = $1 ORDER BY id DESC LIMIT 1", kontak.uuid()).await
    }

    async fn kunci_terakhir(&mut self, kontak: KontakId) -> Result<Option<KodeNomor>, PortError> {
        let syarat = "kontak_id = $1 ORDER BY id DESC LIMIT 1 FOR NO KEY UPDATE";
        self.satu_kode(syarat, kontak.uuid()).await
    }

    async fn cocok(
        &mut self,
        kode: &KodeNomor,
        nomor: &NomorWa,
        angka: &Rahasia,
    ) -> Result<bool, PortError> {
        let sidik: Option<Vec<u8>> = self
            .nilai("SELECT sidik FROM kode_nomor WHERE id = $1", [kode.id.uuid().into()])
            .await?;
        let sidik = sidik.ok_or_else(|| rusak("kode_nomor tidak ada"))?;
        let semua = self.kunci.indeks_semua(SIDIK, &terikat(kode, nomor, angka));
        // Under every version of the key, and every one entirely.
        Ok(semua.iter().fold(false, |sama, satu| sama | constant_time_eq(satu, &sidik)))
    }

    async fn simpan(&mut self, kode: &KodeNomor, pada: OffsetDateTime) -> Result<(), PortError> {
        self.jalankan(
            SIMPAN,
            [
                kode.id.uuid().into(),
                kode.keadaan.kata().into(),
                i32::from(kode.salah).into(),
                kode.selesai_pada.into(),
                id_kabar().into(),
                pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn ambil(
        &mut self,
        pesan: PesanId,
        pada: OffsetDateTime,
    ) -> Result<KodeDiambil, PortError> {
        let baris: Option<BarisAmbil> =
            self.satu(AMBIL, [pesan.uuid().into(), pada.into()]).await?;
        // Retention removes codes that are over.
        let Some(baris) = baris else { return Ok(KodeDiambil::Berakhir) };
        self.lupakan_kode(pesan).await?;
        match baris.kode_tersegel {
            _ if !baris.berlaku => Ok(KodeDiambil::Berakhir),
            None => Ok(KodeDiambil::SudahDiambil),
            Some(isi) => {
                let segel = Segel::new(&self.kunci, "kode_nomor", baris.id);
                Ok(KodeDiambil::Ada(segel.buka_teks("kode_tersegel", &isi)?))
            }
        }
    }

    async fn kembalikan(&mut self, pesan: PesanId, angka: &Rahasia) -> Result<(), PortError> {
        let sql =
            "SELECT id FROM kode_nomor WHERE pesan_id = $1 AND keadaan = 'aktif' FOR NO KEY UPDATE";
        let id: Option<Uuid> = self.nilai(sql, [pesan.uuid().into()]).await?;
        // It ended meanwhile; then nothing is left to send.
        let Some(id) = id else { return Ok(()) };
        let isi = Segel::new(&self.kunci, "kode_nomor", id).teks("kode_tersegel", angka.buka())?;
        self.jalankan(
            "/* mesin */ UPDATE kode_nomor SET kode_tersegel = $2 WHERE id = $1",
            [id.into(), isi.into()],
        )
        .await
        .map(drop)
    }

    async fn buang(&mut self, pesan: PesanId) -> Result<(), PortError> {
        self.lupakan_kode(pesan).await
    }

    async fn gugurkan(&mut self, kontak: KontakId, pada: OffsetDateTime) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE kode_nomor SET keadaan = 'gugur', kode_tersegel = NULL, selesai_pada = coalesce(selesai_pada, $2)
             WHERE kontak_id = $1 AND keadaan IN ('aktif', 'terbukti')",
            [kontak.uuid().into(), pada.into()],
        )
        .await
        .map(drop)
    }

    async fn terbukti_pada(
        &mut self,
        kontak: KontakId,
        permohonan: Option<PermohonanId>,
    ) -> Result<Option<OffsetDateTime>, PortError> {
        let permohonan = permohonan.map(PermohonanId::uuid);
        let saat: Option<Option<OffsetDateTime>> =
            self.nilai(TERBUKTI, [kontak.uuid().into(), permohonan.into()]).await?;
        Ok(saat.flatten())
    }
}
