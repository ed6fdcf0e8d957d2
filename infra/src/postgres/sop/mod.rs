//! SOP versions, and what running cases need of them.

mod baris;
mod pindah;

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use loket_domain::{
    galat::PortError,
    halaman::Halaman,
    layanan::Layanan,
    nilai::Kode,
    sop::{
        DefinisiSop, KeadaanVersi, KebutuhanKasus, RingkasVersi, SopRepository, SopVersiId,
        VersiDibutuhkan, VersiSop,
    },
};
use sea_orm::{JsonValue, Value};
use time::OffsetDateTime;
use uuid::Uuid;

use self::baris::{BarisButuh, BarisDokumen, BarisJumlah, BarisRingkas, ringkas_dari, versi_dari};
#[cfg(test)]
pub(super) use self::pindah::{KLAIM, sql_sisa};
use super::{
    baris::{bilangan, dari_json, ke_json, kode},
    entity::sop_versi,
    kerja::PgUnitOfWork,
};

/// Statuses of running cases, as the index of migration `m0002` has them.
pub(super) const BERJALAN: &str = "('berjalan', 'menunggu_pemohon')";

/// Every column of a version with its definition.
const PILIH_VERSI: &str =
    "SELECT id, versi, keadaan, definisi, revisi, dibuat_pada, terbit_pada, berlaku_pada,
         digantikan_pada, pensiun_pada
     FROM sop_versi";

/// A version is in force at `$2`. Rows of an earlier release know only when they were published.
pub(super) const BERLAKU: &str = "keadaan = 'terbit' AND coalesce(berlaku_pada, terbit_pada) <= $2
     AND (digantikan_pada IS NULL OR digantikan_pada > $2)";

/// Every column of a version in a list.
pub(super) fn sql_ringkas(syarat: &str) -> String {
    format!(
        "SELECT v.id, v.kode, v.definisi ->> 'nama' AS nama, v.versi, v.keadaan, v.revisi, v.dibuat_pada,
             v.terbit_pada, v.berlaku_pada, v.digantikan_pada, v.pensiun_pada,
             (SELECT count(*) FROM permohonan p
              WHERE p.sop_versi_id = v.id AND p.status IN {BERJALAN}) AS kasus
         FROM sop_versi v WHERE {syarat}"
    )
}

impl PgUnitOfWork {
    async fn satu_versi(
        &self,
        syarat: &str,
        nilai: impl IntoIterator<Item = Value>,
    ) -> Result<Option<VersiSop>, PortError> {
        let baris = self.satu(&format!("{PILIH_VERSI} WHERE {syarat}"), nilai).await?;
        baris.map(versi_dari).transpose()
    }

    /// Lets one writer at a time change versions of an SOP.
    pub(super) async fn giliran_sop(&self, kode: &Kode) -> Result<(), PortError> {
        self.jalankan(
            "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
            [format!("{}:sop:{kode}", self.slug.schema()).into()],
        )
        .await
        .map(drop)
    }

    /// The number that the next version of an SOP gets.
    pub(super) async fn nomor_versi(&self, kode: &Kode) -> Result<i32, PortError> {
        let terakhir: Option<i32> = self
            .nilai(
                "SELECT coalesce(max(versi), 0) FROM sop_versi WHERE kode = $1",
                [kode.as_str().into()],
            )
            .await?;
        Ok(terakhir.unwrap_or(0) + 1)
    }

    async fn kumpulan_kode(&self, sql: &str) -> Result<BTreeSet<Kode>, PortError> {
        let semua: Option<Vec<String>> = self.nilai(sql, []).await?;
        semua.unwrap_or_default().iter().map(|satu| kode(satu)).collect()
    }

    async fn jumlah_per_kode(&self, sql: &str) -> Result<BTreeMap<Kode, u64>, PortError> {
        let semua: Vec<BarisJumlah> = self.semua(sql, []).await?;
        semua.into_iter().map(|satu| Ok((kode(&satu.kode)?, bilangan(satu.jumlah)?))).collect()
    }
}

#[async_trait]
impl SopRepository for PgUnitOfWork {
    async fn ringkasan_sop(&mut self) -> Result<Vec<RingkasVersi>, PortError> {
        let sql = format!(
            "SELECT * FROM ({}) AS semua WHERE keadaan <> 'pensiun' OR kasus > 0 ORDER BY kode, versi",
            sql_ringkas("true")
        );
        let semua: Vec<BarisRingkas> = self.semua(&sql, []).await?;
        semua.into_iter().map(ringkas_dari).collect()
    }

    async fn daftar_versi(
        &mut self,
        kode: &Kode,
        halaman: Halaman,
    ) -> Result<Vec<RingkasVersi>, PortError> {
        let sql = sql_ringkas("v.kode = $1 AND v.id < $2 ORDER BY v.id DESC LIMIT $3");
        let sesudah = halaman.sesudah.unwrap_or(Uuid::max());
        let batas = i64::from(halaman.batas) + 1;
        let semua: Vec<BarisRingkas> =
            self.semua(&sql, [kode.as_str().into(), sesudah.into(), batas.into()]).await?;
        semua.into_iter().map(ringkas_dari).collect()
    }

    async fn versi(&mut self, kode: &Kode, nomor: u32) -> Result<Option<VersiSop>, PortError> {
        let nomor: i64 = nomor.into();
        self.satu_versi("kode = $1 AND versi = $2", [kode.as_str().into(), nomor.into()]).await
    }

    async fn versi_dari_id(&mut self, id: SopVersiId) -> Result<Option<VersiSop>, PortError> {
        self.satu_versi("id = $1", [id.uuid().into()]).await
    }

    async fn kunci_sop(&mut self, kode: &Kode) -> Result<(), PortError> {
        self.giliran_sop(kode).await
    }

    async fn kunci_versi(
        &mut self,
        kode: &Kode,
        nomor: u32,
    ) -> Result<Option<VersiSop>, PortError> {
        // FOR UPDATE waits for cases that are being registered on it, and keeps new ones out.
        let nomor: i64 = nomor.into();
        let syarat = "kode = $1 AND versi = $2 FOR UPDATE";
        self.satu_versi(syarat, [kode.as_str().into(), nomor.into()]).await
    }

    async fn versi_berlaku(
        &mut self,
        kode: &Kode,
        pada: OffsetDateTime,
    ) -> Result<Option<VersiSop>, PortError> {
        let syarat = format!(
            "kode = $1 AND {BERLAKU} ORDER BY coalesce(berlaku_pada, terbit_pada) DESC, versi DESC LIMIT 1"
        );
        self.satu_versi(&syarat, [kode.as_str().into(), pada.into()]).await
    }

    async fn versi_terbuka(&mut self, kode: &Kode) -> Result<Option<VersiSop>, PortError> {
        let syarat = "kode = $1 AND keadaan = 'terbit' AND digantikan_pada IS NULL";
        self.satu_versi(syarat, [kode.as_str().into()]).await
    }

    async fn tambah_draf(
        &mut self,
        id: SopVersiId,
        definisi: &DefinisiSop,
        pada: OffsetDateTime,
    ) -> Result<u32, PortError> {
        let versi = self.nomor_versi(&definisi.kode).await?;
        self.sisipkan(sop_versi::Model {
            id: id.uuid(),
            kode: definisi.kode.to_string(),
            versi,
            keadaan: "draf".to_owned(),
            definisi: ke_json(definisi)?,
            dibuat_pada: pada,
            terbit_pada: None,
            revisi: 1,
            berlaku_pada: None,
            digantikan_pada: None,
            pensiun_pada: None,
        })
        .await?;
        bilangan(versi)
    }

    async fn ganti_draf(
        &mut self,
        id: SopVersiId,
        definisi: &DefinisiSop,
    ) -> Result<(), PortError> {
        let diubah = self
            .jalankan(
                "UPDATE sop_versi SET definisi = $2, revisi = revisi + 1 WHERE id = $1 AND keadaan = 'draf'",
                [id.uuid().into(), ke_json(definisi)?.into()],
            )
            .await?;
        satu_draf(diubah)
    }

    async fn hapus_draf(&mut self, id: SopVersiId) -> Result<(), PortError> {
        let sql = "DELETE FROM sop_versi WHERE id = $1 AND keadaan = 'draf'";
        satu_draf(self.jalankan(sql, [id.uuid().into()]).await?)
    }

    async fn terbitkan(
        &mut self,
        versi: &VersiSop,
        pada: OffsetDateTime,
        berlaku_pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE sop_versi SET digantikan_pada = $2
             WHERE kode = $1 AND keadaan = 'terbit' AND digantikan_pada IS NULL",
            [versi.definisi.kode.as_str().into(), berlaku_pada.into()],
        )
        .await?;
        let diubah = self
            .jalankan(
                "UPDATE sop_versi SET keadaan = 'terbit', terbit_pada = $2, berlaku_pada = $3
                 WHERE id = $1 AND keadaan = 'draf'",
                [versi.id.uuid().into(), pada.into(), berlaku_pada.into()],
            )
            .await?;
        satu_draf(diubah)
    }

    async fn pensiunkan(
        &mut self,
        versi: &VersiSop,
        pada: OffsetDateTime,
        buka_lagi: bool,
    ) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE sop_versi SET keadaan = 'pensiun', pensiun_pada = $2 WHERE id = $1",
            [versi.id.uuid().into(), pada.into()],
        )
        .await?;
        if let (true, KeadaanVersi::Terbit { berlaku_pada, .. }) = (buka_lagi, versi.keadaan) {
            self.jalankan(
                "UPDATE sop_versi SET digantikan_pada = NULL
                 WHERE kode = $1 AND keadaan = 'terbit' AND digantikan_pada = $2",
                [versi.definisi.kode.as_str().into(), berlaku_pada.into()],
            )
            .await?;
        }
        Ok(())
    }

    async fn kasus_berjalan(&mut self, id: SopVersiId) -> Result<u64, PortError> {
        let sql = format!(
            "SELECT count(*) FROM permohonan WHERE sop_versi_id = $1 AND status IN {BERJALAN}"
        );
        let jumlah: Option<i64> = self.nilai(&sql, [id.uuid().into()]).await?;
        bilangan(jumlah.unwrap_or(0))
    }

    async fn layanan_sop(&mut self, kode: &Kode) -> Result<Vec<Layanan>, PortError> {
        let semua: Option<JsonValue> = self
            .nilai(
                "SELECT coalesce(jsonb_agg(definisi ORDER BY urutan), '[]') FROM layanan
                 WHERE aktif AND definisi ->> 'sop' = $1",
                [kode.as_str().into()],
            )
            .await?;
        semua.map_or_else(|| Ok(Vec::new()), dari_json)
    }

    async fn semua_peran(&mut self) -> Result<BTreeSet<Kode>, PortError> {
        self.kumpulan_kode("SELECT coalesce(array_agg(kode), '{}') FROM peran").await
    }

    async fn peran_berpemegang(&mut self) -> Result<BTreeSet<Kode>, PortError> {
        self.kumpulan_kode(
            "SELECT coalesce(array_agg(DISTINCT pp.peran_kode), '{}')
             FROM pengguna_peran pp JOIN pengguna p ON p.id = pp.pengguna_id WHERE p.aktif",
        )
        .await
    }

    async fn kebutuhan_kasus(&mut self, pada: OffsetDateTime) -> Result<KebutuhanKasus, PortError> {
        let sql = format!(
            "SELECT * FROM (
                 SELECT v.versi, v.definisi,
                     (SELECT count(*) FROM permohonan p
                      WHERE p.sop_versi_id = v.id AND p.status IN {BERJALAN}) AS kasus,
                     coalesce(v.keadaan = 'terbit' AND v.berlaku_pada > $1, false) AS diumumkan
                 FROM sop_versi v WHERE v.keadaan <> 'draf'
             ) AS semua WHERE kasus > 0 OR diumumkan"
        );
        let versi: Vec<BarisButuh> = self.semua(&sql, [pada.into()]).await?;
        let versi = versi.into_iter().map(|satu| {
            Ok(VersiDibutuhkan {
                nomor: bilangan(satu.versi)?,
                definisi: dari_json(satu.definisi)?,
                kasus: bilangan(satu.kasus)?,
                diumumkan: satu.diumumkan,
            })
        });
        let versi = versi.collect::<Result<_, PortError>>()?;
        let tugas = self
            .jumlah_per_kode(
                "SELECT peran.kode, count(DISTINCT t.permohonan_id) AS jumlah
                 FROM tugas t CROSS JOIN LATERAL unnest(t.peran) AS peran (kode)
                 WHERE t.status IN ('menunggu', 'diterima') GROUP BY peran.kode",
            )
            .await?;
        let pemegang = self
            .jumlah_per_kode(
                "SELECT peran_kode AS kode, count(*) AS jumlah FROM pengguna_peran GROUP BY peran_kode",
            )
            .await?;
        let sql = format!(
            "SELECT p.layanan_kode AS layanan, d.produk_kode AS produk, count(DISTINCT p.id) AS kasus
             FROM permohonan p JOIN dokumen d ON d.permohonan_id = p.id
             WHERE p.status IN {BERJALAN} GROUP BY p.layanan_kode, d.produk_kode"
        );
        let dokumen: Vec<BarisDokumen> = self.semua(&sql, []).await?;
        let dokumen = dokumen
            .into_iter()
            .map(|satu| Ok((kode(&satu.layanan)?, kode(&satu.produk)?, bilangan(satu.kasus)?)));
        let dokumen = dokumen.collect::<Result<_, PortError>>()?;
        Ok(KebutuhanKasus { versi, tugas, pemegang, dokumen })
    }

    async fn hapus_peran(&mut self, peran: &BTreeSet<Kode>) -> Result<(), PortError> {
        if peran.is_empty() {
            return Ok(());
        }
        let peran: Vec<String> = peran.iter().map(Kode::to_string).collect();
        self.jalankan("DELETE FROM peran WHERE kode = ANY ($1)", [peran.into()]).await.map(drop)
    }
}

/// Exactly one draft was to be changed; another number means that it is none any more.
fn satu_draf(diubah: u64) -> Result<(), PortError> {
    if diubah == 1 { Ok(()) } else { Err(PortError::Konflik) }
}
