//! The protection of personal data: revealings, and what a breach could reach.

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    galat::PortError,
    nilai::NomorRegistrasi,
    percakapan::KontakId,
    permohonan::PermohonanId,
    privasi::{KorbanInsiden, ObjekUngkap, PrivasiRepository, RincianInsiden, Ungkap},
};
use sea_orm::FromQueryResult;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    baris::{Segel, bilangan},
    kerja::PgUnitOfWork,
};

/// Cases that somebody acted on or looked into in `$1..$2`; only the officer `$3`, when there is one. The trail names a
/// case, one of its papers, documents or tugas.
const KORBAN: &str = "WITH sentuh AS (
         SELECT DISTINCT a.objek_id FROM audit a
         WHERE a.pada >= $1 AND a.pada < $2 AND a.objek_id IS NOT NULL
             AND ($3::uuid IS NULL OR a.pelaku ->> 'id' = $3::text)
     ), kasus AS (
         SELECT p.id FROM sentuh s JOIN permohonan p ON p.id = s.objek_id
         UNION SELECT b.permohonan_id FROM sentuh s JOIN berkas b ON b.id = s.objek_id WHERE b.permohonan_id IS NOT NULL
         UNION SELECT d.permohonan_id FROM sentuh s JOIN dokumen d ON d.id = s.objek_id
         UNION SELECT t.permohonan_id FROM sentuh s JOIN tugas t ON t.id = s.objek_id
         UNION SELECT y.permohonan_id FROM penyerahan_penarikan x JOIN penyerahan y ON y.id = x.penyerahan_id
         WHERE x.pada >= $1 AND x.pada < $2 AND ($3::uuid IS NULL OR x.oleh = $3)
     )
     SELECT p.id, p.nomor, p.anak, p.kontak_id IS NOT NULL AS whatsapp,
         (SELECT count(*) FROM berkas b WHERE b.permohonan_id = p.id AND b.keadaan = 'sah') AS berkas
     FROM kasus k JOIN permohonan p ON p.id = k.id ORDER BY p.id LIMIT $4";
const RINGKAS: &str = "SELECT
         (SELECT count(DISTINCT kontak_id) FROM (
             SELECT kontak_id FROM pesan_masuk WHERE diterima_pada >= $1 AND diterima_pada < $2 AND $3::uuid IS NULL
             UNION ALL SELECT kontak_id FROM pesan_keluar WHERE dibuat_pada >= $1 AND dibuat_pada < $2
                 AND ($3::uuid IS NULL OR pengguna_id = $3)) AS m) AS kontak,
         (SELECT count(*) FROM audit WHERE pada >= $1 AND pada < $2
             AND aksi IN ('berkas.unduh', 'berkas.cuplikan', 'dokumen.unduh', 'sementara.unduh')
             AND ($3::uuid IS NULL OR pelaku ->> 'id' = $3::text)) AS dibuka,
         (SELECT count(*) FROM data_ungkap WHERE pada >= $1 AND pada < $2 AND ($3::uuid IS NULL OR oleh = $3)) AS ungkap,
         (SELECT count(*) FROM penyerahan_penarikan WHERE pada >= $1 AND pada < $2
             AND ($3::uuid IS NULL OR oleh = $3)) AS salah_kirim";
const PETUGAS: &str = "SELECT g.id, g.nama, count(*) AS jumlah FROM audit a JOIN pengguna g ON g.id::text = a.pelaku ->> 'id'
     WHERE a.pada >= $1 AND a.pada < $2 AND a.pelaku ->> 'jenis' = 'petugas' AND ($3::uuid IS NULL OR g.id = $3)
     GROUP BY g.id, g.nama ORDER BY jumlah DESC, g.id LIMIT 500";

#[derive(FromQueryResult)]
struct BarisKorban {
    id: Uuid,
    nomor: String,
    anak: bool,
    whatsapp: bool,
    berkas: i64,
}

#[derive(FromQueryResult)]
struct BarisRingkas {
    kontak: i64,
    dibuka: i64,
    ungkap: i64,
    salah_kirim: i64,
}

#[derive(FromQueryResult)]
struct BarisPetugas {
    id: Uuid,
    nama: String,
    jumlah: i64,
}

#[async_trait]
impl PrivasiRepository for PgUnitOfWork {
    async fn catat_ungkap(&mut self, ungkap: &Ungkap) -> Result<(), PortError> {
        let (kasus, kontak) = match ungkap.objek {
            ObjekUngkap::Permohonan(id) => (Some(id.uuid()), None),
            ObjekUngkap::Kontak(id) => (None, Some(id.uuid())),
        };
        let segel = Segel::new(&self.kunci, "data_ungkap", ungkap.id);
        let bidang: Vec<String> = ungkap.bidang.iter().map(|satu| satu.kode().to_owned()).collect();
        self.jalankan(
            "INSERT INTO data_ungkap (id, permohonan_id, kontak_id, oleh, bidang, alasan, keterangan_tersegel, pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            [
                ungkap.id.into(),
                kasus.into(),
                kontak.into(),
                ungkap.oleh.uuid().into(),
                bidang.into(),
                ungkap.alasan.kode().into(),
                segel.teks("keterangan_tersegel", ungkap.keterangan.buka())?.into(),
                ungkap.pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn jumlah_ungkap(
        &mut self,
        oleh: PenggunaId,
        sejak: OffsetDateTime,
    ) -> Result<u64, PortError> {
        let sql = "SELECT count(*) FROM data_ungkap WHERE oleh = $1 AND pada > $2";
        let jumlah: Option<i64> = self.nilai(sql, [oleh.uuid().into(), sejak.into()]).await?;
        bilangan(jumlah.unwrap_or(0))
    }

    async fn memegang_tugas(
        &mut self,
        permohonan: PermohonanId,
        oleh: PenggunaId,
    ) -> Result<bool, PortError> {
        let ada: Option<bool> = self
            .nilai(
                "SELECT true FROM tugas WHERE permohonan_id = $1 AND diterima_oleh = $2 AND status = 'diterima' LIMIT 1",
                [permohonan.uuid().into(), oleh.uuid().into()],
            )
            .await?;
        Ok(ada.unwrap_or(false))
    }

    async fn catat_sidik_pemberitahuan(
        &mut self,
        kontak: KontakId,
        sidik: &[u8],
    ) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE kontak SET persetujuan_sidik = $2 WHERE id = $1",
            [kontak.uuid().into(), sidik.to_vec().into()],
        )
        .await
        .map(drop)
    }

    async fn korban(
        &mut self,
        dari: OffsetDateTime,
        sampai: OffsetDateTime,
        oleh: Option<PenggunaId>,
        banyak: u32,
    ) -> Result<Vec<KorbanInsiden>, PortError> {
        let oleh = oleh.map(PenggunaId::uuid);
        let nilai = [dari.into(), sampai.into(), oleh.into(), i64::from(banyak).into()];
        let semua: Vec<BarisKorban> = self.semua(KORBAN, nilai).await?;
        let dari = |baris: BarisKorban| {
            Ok(KorbanInsiden {
                permohonan: PermohonanId::new(baris.id),
                nomor: NomorRegistrasi::parse(&baris.nomor).map_err(PortError::tak_terduga)?,
                anak: baris.anak,
                whatsapp: baris.whatsapp,
                berkas: bilangan(baris.berkas)?,
            })
        };
        semua.into_iter().map(dari).collect()
    }

    async fn rincian_insiden(
        &mut self,
        dari: OffsetDateTime,
        sampai: OffsetDateTime,
        oleh: Option<PenggunaId>,
    ) -> Result<RincianInsiden, PortError> {
        let oleh = oleh.map(PenggunaId::uuid);
        let nilai = || [dari.into(), sampai.into(), oleh.into()];
        let ringkas: Option<BarisRingkas> = self.satu(RINGKAS, nilai()).await?;
        let ringkas = ringkas.ok_or_else(|| PortError::tak_terduga("ringkasan tanpa baris"))?;
        let petugas: Vec<BarisPetugas> = self.semua(PETUGAS, nilai()).await?;
        let petugas = petugas
            .into_iter()
            .map(|satu| Ok((PenggunaId::new(satu.id), satu.nama, bilangan(satu.jumlah)?)));
        Ok(RincianInsiden {
            kontak: bilangan(ringkas.kontak)?,
            dibuka: bilangan(ringkas.dibuka)?,
            ungkap: bilangan(ringkas.ungkap)?,
            salah_kirim: bilangan(ringkas.salah_kirim)?,
            petugas: petugas.collect::<Result<_, PortError>>()?,
        })
    }
}
