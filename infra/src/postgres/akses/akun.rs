//! Second factors, sessions and emails of officers.

use async_trait::async_trait;
use loket_domain::{
    akses::{
        AkunRepository, CaraFaktor, FaktorSesi, PenggunaId, RincianSesi, SesiId, SurelPetugas,
        SurelPetugasId, Totp,
    },
    galat::PortError,
    penyerahan::HasilSurel,
};
use sea_orm::FromQueryResult;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::postgres::{
    audit::MESIN,
    baris::{Segel, bilangan, rusak},
    kerja::PgUnitOfWork,
    penyerahan::kolom_hasil,
};

#[derive(FromQueryResult)]
struct BarisTotp {
    benih_tersegel: Option<Vec<u8>>,
    langkah_terakhir: Option<i64>,
    benih_baru_tersegel: Option<Vec<u8>>,
    benih_baru_pada: Option<OffsetDateTime>,
}

#[derive(FromQueryResult)]
struct BarisFaktor {
    totp: bool,
    kunci_sandi: bool,
    pulih: bool,
}

#[derive(FromQueryResult)]
struct BarisSesi {
    id: Uuid,
    dibuat_pada: OffsetDateTime,
    terakhir_pada: OffsetDateTime,
    berakhir_pada: OffsetDateTime,
    faktor: String,
    perangkat: Option<String>,
    alamat_samar: Option<String>,
}

#[derive(FromQueryResult)]
struct BarisSurel {
    id: Uuid,
    pengguna_id: Uuid,
    jenis: String,
    isi_tersegel: Option<Vec<u8>>,
    percobaan: i32,
    berlaku_sampai: Option<OffsetDateTime>,
    dibuat_pada: OffsetDateTime,
}

/// Claims what is due at `$1`, at most `$2`.
const KLAIM_SUREL: &str =
    "UPDATE surel_petugas AS k SET keadaan = 'mengirim', mulai_pada = $1
     FROM (SELECT id FROM surel_petugas WHERE keadaan = 'antre' AND coba_pada <= $1
           ORDER BY coba_pada, id LIMIT $2 FOR UPDATE SKIP LOCKED) AS siap
     WHERE k.id = siap.id
     RETURNING k.id, k.pengguna_id, k.jenis, k.isi_tersegel, k.percobaan, k.berlaku_sampai, k.dibuat_pada";

/// The word of a kind of email, as the domain has it.
fn jenis_surel(kata: &str) -> Result<&'static str, PortError> {
    ["undangan", "pemulihan", "pemberitahuan"]
        .into_iter()
        .find(|satu| *satu == kata)
        .ok_or_else(|| rusak(format!("surel_petugas.jenis {kata}")))
}

pub(super) fn faktor(kata: &str) -> Result<FaktorSesi, PortError> {
    FaktorSesi::dari_kata(kata).ok_or_else(|| rusak(format!("sesi.faktor {kata}")))
}

impl PgUnitOfWork {
    async fn baca_totp(
        &mut self,
        pengguna: PenggunaId,
        kunci: &str,
    ) -> Result<Option<Totp>, PortError> {
        let sql = format!(
            "SELECT benih_tersegel, langkah_terakhir, benih_baru_tersegel, benih_baru_pada
             FROM pengguna_totp WHERE pengguna_id = $1 {kunci}"
        );
        let baris: Option<BarisTotp> = self.satu(&sql, [pengguna.uuid().into()]).await?;
        let Some(baris) = baris else { return Ok(None) };
        let segel = Segel::new(&self.kunci, "pengguna_totp", pengguna.uuid());
        let buka =
            |kolom, isi: Option<Vec<u8>>| isi.map(|isi| segel.buka_teks(kolom, &isi)).transpose();
        Ok(Some(Totp {
            benih: buka("benih_tersegel", baris.benih_tersegel)?,
            langkah_terakhir: baris.langkah_terakhir.map(bilangan).transpose()?,
            benih_baru: buka("benih_baru_tersegel", baris.benih_baru_tersegel)?
                .zip(baris.benih_baru_pada),
        }))
    }
}

#[async_trait]
impl AkunRepository for PgUnitOfWork {
    async fn cara_faktor(&mut self, pengguna: PenggunaId) -> Result<Vec<CaraFaktor>, PortError> {
        let baris: Option<BarisFaktor> = self
            .satu(
                "SELECT EXISTS (SELECT 1 FROM pengguna_totp WHERE pengguna_id = $1 AND aktif_pada IS NOT NULL) AS totp,
                     EXISTS (SELECT 1 FROM kunci_sandi WHERE pengguna_id = $1) AS kunci_sandi,
                     EXISTS (SELECT 1 FROM kode_pulih WHERE pengguna_id = $1 AND dipakai_pada IS NULL) AS pulih",
                [pengguna.uuid().into()],
            )
            .await?;
        let baris = baris.ok_or_else(|| rusak("pertanyaan tanpa baris"))?;
        let mut cara = Vec::new();
        if baris.totp {
            cara.push(CaraFaktor::Totp);
        }
        // A frozen one counts: who had a factor proves nothing by the password alone.
        if baris.kunci_sandi {
            cara.push(CaraFaktor::KunciSandi);
        }
        // Recovery codes stand in for a factor; alone they are none.
        if baris.pulih && !cara.is_empty() {
            cara.push(CaraFaktor::KodePulih);
        }
        Ok(cara)
    }

    async fn totp(&mut self, pengguna: PenggunaId) -> Result<Option<Totp>, PortError> {
        self.baca_totp(pengguna, "").await
    }

    async fn kunci_totp(&mut self, pengguna: PenggunaId) -> Result<Option<Totp>, PortError> {
        self.baca_totp(pengguna, "FOR UPDATE").await
    }

    async fn simpan_totp(
        &mut self,
        pengguna: PenggunaId,
        totp: &Totp,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let segel = Segel::new(&self.kunci, "pengguna_totp", pengguna.uuid());
        let benih = totp
            .benih
            .as_ref()
            .map(|benih| segel.teks("benih_tersegel", benih.buka()))
            .transpose()?;
        let baru = totp.benih_baru.as_ref();
        let baru_tersegel =
            baru.map(|(benih, _)| segel.teks("benih_baru_tersegel", benih.buka())).transpose()?;
        let langkah: Option<i64> = totp.langkah_terakhir.map(bilangan).transpose()?;
        self.jalankan(
            "INSERT INTO pengguna_totp (pengguna_id, benih_tersegel, aktif_pada, langkah_terakhir,
                 benih_baru_tersegel, benih_baru_pada)
             VALUES ($1, $2, CASE WHEN $2::bytea IS NOT NULL THEN $3::timestamptz END, $4, $5, $6)
             ON CONFLICT (pengguna_id) DO UPDATE SET benih_tersegel = EXCLUDED.benih_tersegel,
                 aktif_pada = CASE WHEN EXCLUDED.benih_tersegel IS NOT NULL
                     THEN coalesce(pengguna_totp.aktif_pada, EXCLUDED.aktif_pada) END,
                 langkah_terakhir = EXCLUDED.langkah_terakhir,
                 benih_baru_tersegel = EXCLUDED.benih_baru_tersegel,
                 benih_baru_pada = EXCLUDED.benih_baru_pada",
            [
                pengguna.uuid().into(),
                benih.into(),
                pada.into(),
                langkah.into(),
                baru_tersegel.into(),
                baru.map(|(_, sejak)| *sejak).into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn ganti_kode_pulih(
        &mut self,
        pengguna: PenggunaId,
        hash: &[Vec<u8>],
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan("DELETE FROM kode_pulih WHERE pengguna_id = $1", [pengguna.uuid().into()])
            .await?;
        self.jalankan(
            "INSERT INTO kode_pulih (pengguna_id, hash, dibuat_pada)
             SELECT $1, hash, $3 FROM unnest($2::bytea[]) AS hash",
            [pengguna.uuid().into(), hash.to_vec().into(), pada.into()],
        )
        .await
        .map(drop)
    }

    async fn pakai_kode_pulih(
        &mut self,
        pengguna: PenggunaId,
        hash: &[u8],
        pada: OffsetDateTime,
    ) -> Result<bool, PortError> {
        let jumlah = self
            .jalankan(
                "UPDATE kode_pulih SET dipakai_pada = $3
                 WHERE pengguna_id = $1 AND hash = $2 AND dipakai_pada IS NULL",
                [pengguna.uuid().into(), hash.into(), pada.into()],
            )
            .await?;
        Ok(jumlah == 1)
    }

    async fn sisa_kode_pulih(&mut self, pengguna: PenggunaId) -> Result<u64, PortError> {
        let jumlah: Option<i64> = self
            .nilai(
                "SELECT count(*) FROM kode_pulih WHERE pengguna_id = $1 AND dipakai_pada IS NULL",
                [pengguna.uuid().into()],
            )
            .await?;
        bilangan(jumlah.unwrap_or(0))
    }

    async fn hapus_faktor(&mut self, pengguna: PenggunaId) -> Result<(), PortError> {
        for tabel in ["pengguna_totp", "kunci_sandi", "kunci_sandi_upacara", "kode_pulih"] {
            self.jalankan(
                &format!("DELETE FROM {tabel} WHERE pengguna_id = $1"),
                [pengguna.uuid().into()],
            )
            .await?;
        }
        Ok(())
    }

    async fn sesi_milik(
        &mut self,
        pengguna: PenggunaId,
        pada: OffsetDateTime,
    ) -> Result<Vec<RincianSesi>, PortError> {
        let semua: Vec<BarisSesi> = self
            .semua(
                "SELECT id, dibuat_pada, coalesce(terakhir_pada, dibuat_pada) AS terakhir_pada, berakhir_pada,
                     faktor, perangkat, alamat_samar
                 FROM sesi WHERE pengguna_id = $1 AND dicabut_pada IS NULL AND berakhir_pada > $2
                 ORDER BY id DESC",
                [pengguna.uuid().into(), pada.into()],
            )
            .await?;
        let sesi = |baris: BarisSesi| {
            Ok(RincianSesi {
                id: SesiId::new(baris.id),
                dibuat_pada: baris.dibuat_pada,
                terakhir_pada: baris.terakhir_pada,
                berakhir_pada: baris.berakhir_pada,
                faktor: faktor(&baris.faktor)?,
                perangkat: baris.perangkat,
                alamat_samar: baris.alamat_samar,
            })
        };
        semua.into_iter().map(sesi).collect()
    }

    async fn akhiri_sesi_lain(
        &mut self,
        pengguna: PenggunaId,
        kecuali: Option<SesiId>,
        pada: OffsetDateTime,
    ) -> Result<u64, PortError> {
        self.jalankan(
            "UPDATE sesi SET dicabut_pada = $3
             WHERE pengguna_id = $1 AND dicabut_pada IS NULL AND id IS DISTINCT FROM $2",
            [pengguna.uuid().into(), kecuali.map(SesiId::uuid).into(), pada.into()],
        )
        .await
    }

    async fn sesi_dipakai(&mut self, sesi: SesiId, pada: OffsetDateTime) -> Result<(), PortError> {
        self.jalankan(
            &format!("{MESIN} UPDATE sesi SET terakhir_pada = $2 WHERE id = $1"),
            [sesi.uuid().into(), pada.into()],
        )
        .await
        .map(drop)
    }

    async fn sesi_segar(&mut self, sesi: SesiId, pada: OffsetDateTime) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE sesi SET segar_pada = $2 WHERE id = $1 AND dicabut_pada IS NULL",
            [sesi.uuid().into(), pada.into()],
        )
        .await
        .map(drop)
    }

    async fn sesi_terbukti(
        &mut self,
        sesi: SesiId,
        faktor: FaktorSesi,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE sesi SET faktor = $2, segar_pada = $3 WHERE id = $1 AND dicabut_pada IS NULL",
            [sesi.uuid().into(), faktor.kata().into(), pada.into()],
        )
        .await
        .map(drop)
    }

    async fn antrekan_surel(&mut self, surel: &SurelPetugas) -> Result<(), PortError> {
        let segel = Segel::new(&self.kunci, "surel_petugas", surel.id.uuid());
        let isi = segel.json("isi_tersegel", &surel.isi)?;
        self.jalankan(
            "INSERT INTO surel_petugas (id, pengguna_id, jenis, isi_tersegel, keadaan, coba_pada, berlaku_sampai,
                 dibuat_pada)
             VALUES ($1, $2, $3, $4, 'antre', $5, $6, $5)",
            [
                surel.id.uuid().into(),
                surel.pengguna.uuid().into(),
                surel.jenis.into(),
                isi.into(),
                surel.dibuat_pada.into(),
                surel.berlaku_sampai.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn klaim_surel(
        &mut self,
        pada: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<SurelPetugas>, PortError> {
        let semua: Vec<BarisSurel> =
            self.semua(KLAIM_SUREL, [pada.into(), i64::from(batas).into()]).await?;
        let satu = |baris: BarisSurel| {
            let segel = Segel::new(&self.kunci, "surel_petugas", baris.id);
            let isi = baris.isi_tersegel.ok_or_else(|| rusak("surel_petugas tanpa isi"))?;
            Ok(SurelPetugas {
                id: SurelPetugasId::new(baris.id),
                pengguna: PenggunaId::new(baris.pengguna_id),
                jenis: jenis_surel(&baris.jenis)?,
                isi: segel.buka_json("isi_tersegel", &isi)?,
                berlaku_sampai: baris.berlaku_sampai,
                percobaan: bilangan(baris.percobaan)?,
                dibuat_pada: baris.dibuat_pada,
            })
        };
        let mut semua = semua.into_iter().map(satu).collect::<Result<Vec<_>, PortError>>()?;
        semua.sort_by_key(|satu| satu.id);
        Ok(semua)
    }

    async fn selesai_surel(
        &mut self,
        id: SurelPetugasId,
        hasil: &HasilSurel,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let (keadaan, galat, lagi) = kolom_hasil(hasil);
        self.jalankan(
            "UPDATE surel_petugas SET keadaan = $2, galat = $3, percobaan = percobaan + 1,
                 coba_pada = coalesce($4, coba_pada), mulai_pada = NULL,
                 selesai_pada = CASE WHEN $4 IS NULL THEN $5 END,
                 isi_tersegel = CASE WHEN $4 IS NULL THEN NULL ELSE isi_tersegel END
             WHERE id = $1 AND keadaan = 'mengirim'",
            [id.uuid().into(), keadaan.into(), galat.into(), lagi.into(), pada.into()],
        )
        .await
        .map(drop)
    }

    async fn lepaskan_surel_macet(
        &mut self,
        batas: OffsetDateTime,
        pada: OffsetDateTime,
    ) -> Result<u64, PortError> {
        self.jalankan(
            "UPDATE surel_petugas SET keadaan = 'antre', coba_pada = $2, percobaan = percobaan + 1,
                 galat = 'kirim_tidak_diketahui'
             WHERE keadaan = 'mengirim' AND mulai_pada < $1",
            [batas.into(), pada.into()],
        )
        .await
    }
}
