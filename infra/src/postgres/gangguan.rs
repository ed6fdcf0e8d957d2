//! What people are told of interruptions, and the ledger of who knows.

use async_trait::async_trait;
use loket_domain::{
    galat::PortError,
    gangguan::{
        BarisKabar, HitunganKabar, JenisKabar, KabarGangguanRepository, KasusKabar, LangkahTerbuka,
        PapanKabar,
    },
    kalender::{Gangguan, GangguanId},
    nilai::Kode,
    outbox::PesanId,
    percakapan::KontakId,
    permohonan::PermohonanId,
    sop::SopVersiId,
};
use sea_orm::{FromQueryResult, Value};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    baris::{bilangan, dari_kata, kata, kode},
    kerja::PgUnitOfWork,
    waktu_kerja::{BarisGangguan, KOLOM, gangguan_dari},
};

/// How many interruptions one round looks at: there is one open per cause.
const BATAS_GILIRAN: i64 = 16;

/// Interruptions with something to do at `$1`, at most `$2`.
pub(super) const GILIRAN: &str =
    "SELECT id FROM gangguan WHERE giliran_pada <= $1 ORDER BY giliran_pada, id LIMIT $2";

/// Open work of officers on running cases of the services `$1`, of every service when there is none.
pub(super) const LANGKAH: &str =
    "SELECT p.layanan_kode, p.sop_versi_id, t.tahap, t.jenis, t.nama, t.peran, count(*) AS jumlah
     FROM tugas t JOIN permohonan p ON p.id = t.permohonan_id
     WHERE t.status IN ('menunggu', 'diterima') AND NOT t.pemohon
         AND t.bagian IS DISTINCT FROM 'konsultasi' AND p.status = 'berjalan'
         AND (cardinality($1::text[]) = 0 OR p.layanan_kode = ANY ($1))
     GROUP BY p.layanan_kode, p.sop_versi_id, t.tahap, t.jenis, t.nama, t.peran
     ORDER BY p.layanan_kode, p.sop_versi_id, t.tahap, t.jenis, t.nama, t.peran";

/// Running cases at the steps `$2` to `$5` (service, SOP version, step, kind of work), with their place in the queue.
const KASUS: &str = "langkah AS (
         SELECT DISTINCT l.layanan, l.sop, l.tahap, l.jenis
         FROM unnest($2::text[], $3::uuid[], $4::text[], $5::text[]) AS l (layanan, sop, tahap, jenis)),
     kasus AS (
         SELECT DISTINCT ON (p.id) p.id, p.nomor, p.layanan_kode, p.layanan_nama, p.status, p.kontak_id, p.prioritas,
             t.id::text AS tempat
         FROM tugas t JOIN permohonan p ON p.id = t.permohonan_id
         JOIN langkah l ON l.layanan = p.layanan_kode AND l.sop = p.sop_versi_id AND l.tahap = t.tahap
             AND l.jenis = t.jenis
         WHERE t.status IN ('menunggu', 'diterima') AND NOT t.pemohon
             AND t.bagian IS DISTINCT FROM 'konsultasi' AND p.status = 'berjalan'
         ORDER BY p.id, t.id)";

/// The message that told contact `$2` of interruption `$1`, and whether a case that was registered since told them, too.
pub(super) const PEMBUKA: &str =
    "SELECT k.pesan_keluar_id, EXISTS (
         SELECT 1 FROM gangguan_kabar lain JOIN permohonan p ON p.id = lain.permohonan_id
         WHERE lain.gangguan_id = k.gangguan_id AND lain.jenis = 'mulai' AND lain.kontak_id = k.kontak_id
             AND lain.pesan_keluar_id IS NULL AND p.dibuat_pada > k.pada) AS lain
     FROM gangguan_kabar k
     WHERE k.gangguan_id = $1 AND k.jenis = 'mulai' AND k.kontak_id = $2 AND k.pesan_keluar_id IS NOT NULL";

#[derive(FromQueryResult)]
struct BarisPembuka {
    pesan_keluar_id: Uuid,
    lain: bool,
}

/// Who is to be told of interruption `$1` of cause `$6`: at most `$8` contacts that heard nothing of the cause since `$7`,
/// in the order of the queue, with all their cases.
pub(super) fn sql_calon() -> String {
    format!(
        "WITH {KASUS}, sisa AS (
             SELECT * FROM kasus k
             WHERE k.kontak_id IS NOT NULL
                 AND NOT EXISTS (SELECT 1 FROM gangguan_kabar s
                     WHERE s.gangguan_id = $1 AND s.jenis = 'mulai' AND s.permohonan_id = k.id)
                 AND NOT EXISTS (SELECT 1 FROM gangguan_kabar s
                     WHERE s.kontak_id = k.kontak_id AND s.sebab = $6 AND s.pada > $7 AND s.gangguan_id <> $1)),
         urutan AS (
             SELECT kontak_id, bool_or(prioritas) AS dahulu, min(tempat) AS tempat FROM sisa GROUP BY kontak_id
             ORDER BY 2 DESC, 3 LIMIT $8)
         SELECT s.id, s.nomor, s.layanan_kode, s.layanan_nama, s.status, s.kontak_id, c.bahasa,
             EXISTS (SELECT 1 FROM gangguan_kabar m
                 WHERE m.kontak_id = s.kontak_id AND m.sebab = $6 AND m.gangguan_id = $1 AND m.jenis = 'mulai') AS sudah,
             NULL::text AS tertahan
         FROM urutan u JOIN sisa s ON s.kontak_id = u.kontak_id JOIN kontak c ON c.id = s.kontak_id
         ORDER BY u.dahulu DESC, u.tempat, s.prioritas DESC, s.tempat"
    )
}

/// Who was told of interruption `$1` and not of its end: at most `$2` contacts, in the order of the queue, with all their
/// cases; cases without open work come last.
pub(super) const BELUM_PULIH: &str = "WITH sisa AS (
         SELECT p.id, p.nomor, p.layanan_kode, p.layanan_nama, p.status, m.kontak_id, p.prioritas,
             (SELECT min(t.id::text) FROM tugas t
              WHERE t.permohonan_id = p.id AND t.status IN ('menunggu', 'diterima')) AS tempat,
             (SELECT g.sebab FROM gangguan_kabar l JOIN gangguan g ON g.id = l.gangguan_id
              WHERE l.permohonan_id = p.id AND l.jenis = 'mulai' AND l.gangguan_id <> $1
                  AND g.selesai_pada IS NULL
              ORDER BY g.mulai_pada LIMIT 1) AS tertahan
         FROM gangguan_kabar m JOIN permohonan p ON p.id = m.permohonan_id
         WHERE m.gangguan_id = $1 AND m.jenis = 'mulai'
             AND NOT EXISTS (SELECT 1 FROM gangguan_kabar s
                 WHERE s.gangguan_id = $1 AND s.jenis = 'pulih' AND s.permohonan_id = p.id)),
     urutan AS (
         SELECT kontak_id, bool_or(prioritas) AS dahulu, min(tempat) AS tempat FROM sisa GROUP BY kontak_id
         ORDER BY 2 DESC, 3 NULLS LAST, 1 LIMIT $2)
     SELECT s.id, s.nomor, s.layanan_kode, s.layanan_nama, s.status, s.kontak_id, c.bahasa, false AS sudah, s.tertahan
     FROM urutan u JOIN sisa s ON s.kontak_id = u.kontak_id JOIN kontak c ON c.id = s.kontak_id
     ORDER BY u.dahulu DESC, u.tempat NULLS LAST, s.kontak_id, s.prioritas DESC, s.tempat NULLS LAST";

/// How many cases interruption `$1` holds up, and how many know.
pub(super) fn sql_hitung() -> String {
    format!(
        "WITH {KASUS}
         SELECT count(*) AS terdampak, count(*) FILTER (WHERE k.kontak_id IS NULL) AS tanpa_kontak,
             count(*) FILTER (WHERE k.kontak_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM gangguan_kabar s
                 WHERE s.gangguan_id = $1 AND s.jenis = 'mulai' AND s.permohonan_id = k.id)) AS belum,
             (SELECT count(*) FROM gangguan_kabar s WHERE s.gangguan_id = $1 AND s.jenis = 'mulai') AS dikabari,
             (SELECT count(*) FROM gangguan_kabar s WHERE s.gangguan_id = $1 AND s.jenis = 'pulih') AS pulih
         FROM kasus k"
    )
}

fn sql_papan() -> String {
    format!(
        "SELECT {KOLOM}, dikabarkan_pada, pulih_pada, diingatkan_pada, giliran_pada,
             EXISTS (SELECT 1 FROM gangguan_kabar s WHERE s.gangguan_id = gangguan.id) AS diketahui
         FROM gangguan"
    )
}

#[derive(FromQueryResult)]
struct BarisPapan {
    #[sea_orm(nested)]
    gangguan: BarisGangguan,
    dikabarkan_pada: Option<OffsetDateTime>,
    pulih_pada: Option<OffsetDateTime>,
    diingatkan_pada: Option<OffsetDateTime>,
    giliran_pada: Option<OffsetDateTime>,
    diketahui: bool,
}

#[derive(FromQueryResult)]
struct BarisId {
    id: Uuid,
}

#[derive(FromQueryResult)]
struct BarisLangkah {
    layanan_kode: String,
    sop_versi_id: Uuid,
    tahap: String,
    jenis: String,
    nama: String,
    peran: Vec<String>,
    jumlah: i64,
}

#[derive(FromQueryResult)]
struct BarisKasus {
    id: Uuid,
    nomor: String,
    layanan_kode: String,
    layanan_nama: String,
    status: String,
    kontak_id: Uuid,
    bahasa: Option<String>,
    sudah: bool,
    tertahan: Option<String>,
}

#[derive(FromQueryResult)]
struct BarisHitungan {
    terdampak: i64,
    tanpa_kontak: i64,
    belum: i64,
    dikabari: i64,
    pulih: i64,
}

fn langkah_dari(baris: BarisLangkah) -> Result<LangkahTerbuka, PortError> {
    Ok(LangkahTerbuka {
        layanan: kode(&baris.layanan_kode)?,
        sop: SopVersiId::new(baris.sop_versi_id),
        tahap: kode(&baris.tahap)?,
        jenis: dari_kata(baris.jenis)?,
        nama: baris.nama,
        peran: baris.peran.iter().map(|satu| kode(satu)).collect::<Result<_, _>>()?,
        jumlah: bilangan(baris.jumlah)?,
    })
}

fn kasus_dari(baris: BarisKasus) -> Result<KasusKabar, PortError> {
    Ok(KasusKabar {
        permohonan: PermohonanId::new(baris.id),
        nomor: baris.nomor,
        layanan: kode(&baris.layanan_kode)?,
        layanan_nama: baris.layanan_nama,
        status: baris.status,
        kontak: KontakId::new(baris.kontak_id),
        bahasa: baris.bahasa.as_deref().and_then(|kode| Kode::parse(kode).ok()),
        sudah: baris.sudah,
        tertahan: baris.tertahan.map(dari_kata).transpose()?,
    })
}

/// The steps as four arrays.
fn larik(langkah: &[LangkahTerbuka]) -> Result<[Value; 4], PortError> {
    let teks = |isi: fn(&LangkahTerbuka) -> &Kode| -> Vec<String> {
        langkah.iter().map(|satu| isi(satu).to_string()).collect()
    };
    let sop: Vec<Uuid> = langkah.iter().map(|satu| satu.sop.uuid()).collect();
    let jenis: Vec<String> =
        langkah.iter().map(|satu| kata(&satu.jenis)).collect::<Result<_, _>>()?;
    Ok([
        teks(|satu| &satu.layanan).into(),
        sop.into(),
        teks(|satu| &satu.tahap).into(),
        jenis.into(),
    ])
}

impl PgUnitOfWork {
    async fn papan_dari(
        &self,
        ekor: &str,
        nilai: Vec<Value>,
    ) -> Result<Vec<PapanKabar>, PortError> {
        let sql = format!("{} {ekor}", sql_papan());
        let semua: Vec<BarisPapan> = self.semua(&sql, nilai).await?;
        let papan = |baris: BarisPapan| {
            Ok(PapanKabar {
                gangguan: gangguan_dari(&self.kunci, baris.gangguan)?,
                dikabarkan_pada: baris.dikabarkan_pada,
                pulih_pada: baris.pulih_pada,
                diingatkan_pada: baris.diingatkan_pada,
                giliran_pada: baris.giliran_pada,
                diketahui: baris.diketahui,
            })
        };
        semua.into_iter().map(papan).collect()
    }
}

#[async_trait]
impl KabarGangguanRepository for PgUnitOfWork {
    async fn giliran(&mut self, pada: OffsetDateTime) -> Result<Vec<GangguanId>, PortError> {
        let semua: Vec<BarisId> = self.semua(GILIRAN, [pada.into(), BATAS_GILIRAN.into()]).await?;
        Ok(semua.into_iter().map(|baris| GangguanId::new(baris.id)).collect())
    }

    async fn kunci(
        &mut self,
        id: GangguanId,
        pada: OffsetDateTime,
    ) -> Result<Option<PapanKabar>, PortError> {
        // Not FOR UPDATE: rows of the ledger refer to this one, and who registers must not wait for the worker.
        let terkunci: Option<Uuid> = self
            .nilai(
                "SELECT id FROM gangguan WHERE id = $1 AND giliran_pada <= $2 FOR NO KEY UPDATE SKIP LOCKED",
                [id.uuid().into(), pada.into()],
            )
            .await?;
        if terkunci.is_none() {
            return Ok(None);
        }
        self.papan(id).await
    }

    async fn papan(&mut self, id: GangguanId) -> Result<Option<PapanKabar>, PortError> {
        Ok(self.papan_dari("WHERE id = $1", vec![id.uuid().into()]).await?.pop())
    }

    async fn terbuka(&mut self) -> Result<Vec<PapanKabar>, PortError> {
        self.papan_dari("WHERE selesai_pada IS NULL ORDER BY mulai_pada, id", Vec::new()).await
    }

    async fn simpan(&mut self, papan: &PapanKabar) -> Result<(), PortError> {
        self.jalankan(
            "/* mesin */ UPDATE gangguan SET dikabarkan_pada = $2, pulih_pada = $3, diingatkan_pada = $4, giliran_pada = $5
             WHERE id = $1",
            [
                papan.gangguan.id.uuid().into(),
                papan.dikabarkan_pada.into(),
                papan.pulih_pada.into(),
                papan.diingatkan_pada.into(),
                papan.giliran_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn langkah_terbuka(
        &mut self,
        layanan: &[Kode],
    ) -> Result<Vec<LangkahTerbuka>, PortError> {
        let layanan: Vec<String> = layanan.iter().map(Kode::to_string).collect();
        let semua: Vec<BarisLangkah> = self.semua(LANGKAH, [layanan.into()]).await?;
        semua.into_iter().map(langkah_dari).collect()
    }

    async fn calon(
        &mut self,
        gangguan: &Gangguan,
        langkah: &[LangkahTerbuka],
        sejak: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<KasusKabar>, PortError> {
        let [layanan, sop, tahap, jenis] = larik(langkah)?;
        let nilai = [
            gangguan.id.uuid().into(),
            layanan,
            sop,
            tahap,
            jenis,
            gangguan.sebab.kata().into(),
            sejak.into(),
            i64::from(batas).into(),
        ];
        let semua: Vec<BarisKasus> = self.semua(&sql_calon(), nilai).await?;
        semua.into_iter().map(kasus_dari).collect()
    }

    async fn belum_pulih(
        &mut self,
        id: GangguanId,
        batas: u32,
    ) -> Result<Vec<KasusKabar>, PortError> {
        let nilai = [id.uuid().into(), i64::from(batas).into()];
        let semua: Vec<BarisKasus> = self.semua(BELUM_PULIH, nilai).await?;
        semua.into_iter().map(kasus_dari).collect()
    }

    async fn pembuka(
        &mut self,
        id: GangguanId,
        kontak: KontakId,
    ) -> Result<Option<(PesanId, bool)>, PortError> {
        let nilai = [id.uuid().into(), kontak.uuid().into()];
        let semua: Vec<BarisPembuka> = self.semua(PEMBUKA, nilai).await?;
        Ok(semua.into_iter().next().map(|baris| (PesanId::new(baris.pesan_keluar_id), baris.lain)))
    }

    async fn catat(&mut self, baris: &BarisKabar, pada: OffsetDateTime) -> Result<bool, PortError> {
        let jenis = match baris.jenis {
            JenisKabar::Mulai => "mulai",
            JenisKabar::Pulih => "pulih",
        };
        let baris = self
            .jalankan(
                "INSERT INTO gangguan_kabar
                     (gangguan_id, jenis, permohonan_id, sebab, kontak_id, pesan_keluar_id, pada)
                 VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
                [
                    baris.gangguan.uuid().into(),
                    jenis.into(),
                    baris.permohonan.uuid().into(),
                    baris.sebab.kata().into(),
                    baris.kontak.uuid().into(),
                    baris.pesan.map(PesanId::uuid).into(),
                    pada.into(),
                ],
            )
            .await?;
        Ok(baris == 1)
    }

    async fn hitung(
        &mut self,
        gangguan: &Gangguan,
        langkah: &[LangkahTerbuka],
    ) -> Result<HitunganKabar, PortError> {
        let [layanan, sop, tahap, jenis] = larik(langkah)?;
        let nilai = [gangguan.id.uuid().into(), layanan, sop, tahap, jenis];
        let Some(baris) = self.satu::<BarisHitungan>(&sql_hitung(), nilai).await? else {
            return Ok(HitunganKabar::default());
        };
        Ok(HitunganKabar {
            terdampak: bilangan(baris.terdampak)?,
            tanpa_kontak: bilangan(baris.tanpa_kontak)?,
            belum: bilangan(baris.belum)?,
            dikabari: bilangan(baris.dikabari)?,
            pulih: bilangan(baris.pulih)?,
        })
    }
}
