//! Print jobs, and counts of what was printed.

use std::collections::BTreeMap;

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    dokumen::DokumenId,
    galat::PortError,
    halaman::Halaman,
    kartu::{
        BarisCakupan, BarisCetak, CetakId, CetakKartu, JenisKartu, KartuRepository, KeadaanCetak,
        PencetakId, SaringCetak,
    },
    nilai::Kode,
    permohonan::PermohonanId,
    sop::TugasId,
};
use sea_orm::{FromQueryResult, Value};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{
    baris::{bilangan, kode, rusak},
    kerja::PgUnitOfWork,
};

const CETAK: &str =
    "c.id, c.permohonan_id, c.tugas_id, c.dokumen_id, c.jenis, c.unit_kode, c.prioritas,
     c.tenggat, c.masuk_pada, c.lapis, c.giliran, c.rombongan, c.keadaan, c.alasan, c.gagal,
     c.pencetak_id, c.oleh, c.diubah_pada";

/// Jobs that wait, of the kinds `$1` and served by unit `$2`, whose turn it is; at most `$3`.
pub(super) fn sql_klaim() -> String {
    format!(
        "SELECT {CETAK}, p.nomor, p.layanan_nama FROM cetak_kartu c
         JOIN permohonan p ON p.id = c.permohonan_id
         WHERE c.keadaan = 'menunggu' AND c.jenis = ANY ($1) AND (c.unit_kode IS NULL OR EXISTS
             (SELECT 1 FROM unit u WHERE u.kode = c.unit_kode AND (u.kode = $2 OR $2 = ANY (u.jalur))))
         ORDER BY c.lapis, c.giliran, c.rombongan, c.id LIMIT $3 FOR UPDATE OF c SKIP LOCKED"
    )
}

/// Jobs in state `$1` in the order of the queue, at most `$2`; then behind one, of a kind, at a printer.
pub(super) fn sql_daftar(sesudah: bool, jenis: bool, pencetak: bool) -> String {
    let mut saring = String::new();
    let mut nomor = 3;
    let mut tambah = |ada: bool, pola: &str| {
        if ada {
            saring.push_str(&pola.replace("$n", &format!("${nomor}")));
            nomor += 1;
        }
    };
    tambah(
        sesudah,
        " AND (c.lapis, c.giliran, c.rombongan, c.id) >
             (SELECT s.lapis, s.giliran, s.rombongan, s.id FROM cetak_kartu s WHERE s.id = $n)",
    );
    tambah(jenis, " AND c.jenis = $n");
    tambah(pencetak, " AND c.pencetak_id = $n");
    format!(
        "SELECT {CETAK}, p.nomor, p.layanan_nama FROM cetak_kartu c
         JOIN permohonan p ON p.id = c.permohonan_id
         WHERE c.keadaan = $1{saring} ORDER BY c.lapis, c.giliran, c.rombongan, c.id LIMIT $2"
    )
}

/// The turn of batch `$2` of kind `$1`.
pub(super) const ROMBONGAN: &str = "SELECT giliran FROM cetak_kartu
     WHERE rombongan = $2 AND jenis = $1 AND keadaan = 'menunggu' AND rombongan <> ''
     ORDER BY giliran LIMIT 1";

/// Jobs still to be printed that could take a blank card of each stock.
pub(super) const SISA: &str = "WITH sisa AS (SELECT jenis, unit_kode, count(*) AS n FROM cetak_kartu
         WHERE keadaan NOT IN ('selesai', 'dibatalkan') GROUP BY jenis, unit_kode)
     SELECT s.jenis, s.unit_kode, sum(x.n)::bigint AS jumlah FROM blanko_saldo s JOIN sisa x ON x.jenis = s.jenis
         AND (x.unit_kode IS NULL OR x.unit_kode = s.unit_kode OR EXISTS
             (SELECT 1 FROM unit u WHERE u.kode = x.unit_kode AND s.unit_kode = ANY (u.jalur)))
     GROUP BY s.jenis, s.unit_kode";

/// Jobs taken before `$1` and not begun, or begun and not looked into; at most `$2`.
pub(super) const LEWAT: &str = "SELECT id FROM cetak_kartu
     WHERE diubah_pada < $1 AND (keadaan = 'diambil' OR (keadaan = 'dicetak' AND alasan IS NULL))
     ORDER BY diubah_pada LIMIT $2";

pub(super) const CAKUPAN: &str = "SELECT jenis, umur, unit_kode, sum(jumlah)::bigint AS jumlah FROM kartu_cakupan
     WHERE tanggal BETWEEN $1 AND $2 GROUP BY jenis, umur, unit_kode ORDER BY jenis, umur, unit_kode";

#[derive(FromQueryResult)]
struct BarisKerja {
    id: Uuid,
    permohonan_id: Uuid,
    tugas_id: Uuid,
    dokumen_id: Uuid,
    jenis: String,
    unit_kode: Option<String>,
    prioritas: bool,
    tenggat: Option<OffsetDateTime>,
    masuk_pada: OffsetDateTime,
    lapis: i16,
    giliran: OffsetDateTime,
    rombongan: String,
    keadaan: String,
    alasan: Option<String>,
    gagal: i16,
    pencetak_id: Option<Uuid>,
    oleh: Option<Uuid>,
    diubah_pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct BarisDaftar {
    #[sea_orm(nested)]
    kerja: BarisKerja,
    nomor: String,
    layanan_nama: String,
}

#[derive(FromQueryResult)]
struct BarisHitung {
    jenis: String,
    umur: i16,
    unit_kode: String,
    jumlah: i64,
}

#[derive(FromQueryResult)]
struct BarisSisa {
    jenis: String,
    unit_kode: String,
    jumlah: i64,
}

/// The kind of that stored word.
pub(super) fn jenis_kartu(kata: &str) -> Result<JenisKartu, PortError> {
    JenisKartu::dari_kata(kata).ok_or_else(|| rusak(format!("jenis kartu {kata}")))
}

fn cetak_dari(baris: BarisKerja) -> Result<CetakKartu, PortError> {
    let keadaan = KeadaanCetak::dari_kata(&baris.keadaan);
    Ok(CetakKartu {
        id: CetakId::new(baris.id),
        permohonan: PermohonanId::new(baris.permohonan_id),
        tugas: TugasId::new(baris.tugas_id),
        dokumen: DokumenId::new(baris.dokumen_id),
        jenis: jenis_kartu(&baris.jenis)?,
        unit: baris.unit_kode.as_deref().map(kode).transpose()?,
        prioritas: baris.prioritas,
        tenggat: baris.tenggat,
        masuk_pada: baris.masuk_pada,
        ulang: baris.lapis == 0,
        giliran: baris.giliran,
        rombongan: baris.rombongan,
        keadaan: keadaan.ok_or_else(|| rusak(format!("cetak_kartu.keadaan {}", baris.keadaan)))?,
        alasan: baris.alasan,
        gagal: bilangan(baris.gagal)?,
        pencetak: baris.pencetak_id.map(PencetakId::new),
        oleh: baris.oleh.map(PenggunaId::new),
        diubah_pada: baris.diubah_pada,
    })
}

fn baris_dari(baris: BarisDaftar) -> Result<BarisCetak, PortError> {
    let cetak = cetak_dari(baris.kerja)?;
    Ok(BarisCetak { cetak, nomor: baris.nomor, layanan_nama: baris.layanan_nama })
}

fn ubahan(cetak: &CetakKartu) -> Result<[Value; 9], PortError> {
    let gagal: i16 = bilangan(cetak.gagal)?;
    Ok([
        cetak.id.uuid().into(),
        i16::from(!cetak.ulang).into(),
        cetak.giliran.into(),
        cetak.keadaan.kata().into(),
        cetak.alasan.clone().into(),
        gagal.into(),
        cetak.pencetak.map(PencetakId::uuid).into(),
        cetak.oleh.map(PenggunaId::uuid).into(),
        cetak.diubah_pada.into(),
    ])
}

#[async_trait]
impl KartuRepository for PgUnitOfWork {
    async fn tambah(&mut self, cetak: &CetakKartu) -> Result<(), PortError> {
        let ubahan = ubahan(cetak)?;
        let tetap: [Value; 9] = [
            cetak.permohonan.uuid().into(),
            cetak.tugas.uuid().into(),
            cetak.dokumen.uuid().into(),
            cetak.jenis.kata().into(),
            cetak.unit.as_ref().map(Kode::to_string).into(),
            cetak.prioritas.into(),
            cetak.tenggat.into(),
            cetak.masuk_pada.into(),
            cetak.rombongan.as_str().into(),
        ];
        self.jalankan(
            "INSERT INTO cetak_kartu (id, lapis, giliran, keadaan, alasan, gagal, pencetak_id, oleh,
                 diubah_pada, permohonan_id, tugas_id, dokumen_id, jenis, unit_kode, prioritas, tenggat,
                 masuk_pada, rombongan)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
            ubahan.into_iter().chain(tetap),
        )
        .await
        .map(drop)
    }

    async fn baca(&mut self, id: CetakId) -> Result<Option<CetakKartu>, PortError> {
        let sql = format!("SELECT {CETAK} FROM cetak_kartu c WHERE c.id = $1");
        let baris: Option<BarisKerja> = self.satu(&sql, [id.uuid().into()]).await?;
        baris.map(cetak_dari).transpose()
    }

    async fn kunci(&mut self, id: CetakId) -> Result<Option<CetakKartu>, PortError> {
        let sql = format!("SELECT {CETAK} FROM cetak_kartu c WHERE c.id = $1 FOR UPDATE");
        let baris: Option<BarisKerja> = self.satu(&sql, [id.uuid().into()]).await?;
        baris.map(cetak_dari).transpose()
    }

    async fn simpan(&mut self, cetak: &CetakKartu) -> Result<(), PortError> {
        let baris = self
            .jalankan(
                "UPDATE cetak_kartu SET lapis = $2, giliran = $3, keadaan = $4, alasan = $5, gagal = $6,
                     pencetak_id = $7, oleh = $8, diubah_pada = $9 WHERE id = $1",
                ubahan(cetak)?,
            )
            .await?;
        if baris == 1 { Ok(()) } else { Err(rusak("cetak_kartu hilang")) }
    }

    async fn milik(&mut self, id: PermohonanId) -> Result<Vec<CetakKartu>, PortError> {
        let sql = format!(
            "SELECT {CETAK} FROM cetak_kartu c WHERE c.permohonan_id = $1 ORDER BY c.id FOR UPDATE"
        );
        let semua: Vec<BarisKerja> = self.semua(&sql, [id.uuid().into()]).await?;
        semua.into_iter().map(cetak_dari).collect()
    }

    async fn belum_tercetak(&mut self, id: PermohonanId) -> Result<Vec<Kode>, PortError> {
        #[derive(FromQueryResult)]
        struct Baris {
            produk_kode: String,
        }
        let sql = "SELECT d.produk_kode FROM cetak_kartu c JOIN dokumen d ON d.id = c.dokumen_id
             WHERE c.permohonan_id = $1 AND c.keadaan NOT IN ('selesai', 'dibatalkan') ORDER BY c.id";
        let semua: Vec<Baris> = self.semua(sql, [id.uuid().into()]).await?;
        semua.iter().map(|baris| kode(&baris.produk_kode)).collect()
    }

    async fn giliran_rombongan(
        &mut self,
        jenis: JenisKartu,
        rombongan: &str,
    ) -> Result<Option<OffsetDateTime>, PortError> {
        self.nilai(ROMBONGAN, [jenis.kata().into(), rombongan.into()]).await
    }

    async fn klaim(
        &mut self,
        jenis: &[JenisKartu],
        unit: &Kode,
        jumlah: u32,
    ) -> Result<Vec<BarisCetak>, PortError> {
        let jenis: Vec<String> = jenis.iter().map(|satu| satu.kata().to_owned()).collect();
        let nilai = [jenis.into(), unit.as_str().into(), i64::from(jumlah).into()];
        let semua: Vec<BarisDaftar> = self.semua(&sql_klaim(), nilai).await?;
        semua.into_iter().map(baris_dari).collect()
    }

    async fn daftar(
        &mut self,
        saring: &SaringCetak,
        halaman: Halaman,
    ) -> Result<Vec<BarisCetak>, PortError> {
        let (jenis, pencetak) = (saring.jenis.is_some(), saring.pencetak.is_some());
        let sql = sql_daftar(halaman.sesudah.is_some(), jenis, pencetak);
        let mut nilai: Vec<Value> =
            vec![saring.keadaan.kata().into(), (i64::from(halaman.batas) + 1).into()];
        nilai.extend(halaman.sesudah.map(Value::from));
        nilai.extend(saring.jenis.map(|jenis| jenis.kata().into()));
        nilai.extend(saring.pencetak.map(|id| id.uuid().into()));
        let semua: Vec<BarisDaftar> = self.semua(&sql, nilai).await?;
        semua.into_iter().map(baris_dari).collect()
    }

    async fn klaim_lewat(
        &mut self,
        sebelum: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<CetakId>, PortError> {
        #[derive(FromQueryResult)]
        struct Baris {
            id: Uuid,
        }
        let nilai = [sebelum.into(), i64::from(batas).into()];
        let semua: Vec<Baris> = self.semua(LEWAT, nilai).await?;
        Ok(semua.into_iter().map(|baris| CetakId::new(baris.id)).collect())
    }

    async fn jumlah_terbuka(&mut self) -> Result<BTreeMap<(JenisKartu, Kode), u64>, PortError> {
        let semua: Vec<BarisSisa> = self.semua(SISA, []).await?;
        semua
            .into_iter()
            .map(|baris| {
                let kunci = (jenis_kartu(&baris.jenis)?, kode(&baris.unit_kode)?);
                Ok((kunci, bilangan(baris.jumlah)?))
            })
            .collect()
    }

    async fn hitung_cakupan(
        &mut self,
        tanggal: Date,
        baris: &BarisCakupan,
    ) -> Result<(), PortError> {
        let umur: i16 = baris.umur.map_or(Ok(-1), bilangan)?;
        let jumlah: i64 = bilangan(baris.jumlah)?;
        self.jalankan(
            "INSERT INTO kartu_cakupan (tanggal, jenis, umur, unit_kode, jumlah) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (tanggal, jenis, umur, unit_kode)
             DO UPDATE SET jumlah = kartu_cakupan.jumlah + EXCLUDED.jumlah",
            [
                tanggal.into(),
                baris.jenis.kata().into(),
                umur.into(),
                baris.unit.as_ref().map_or("", Kode::as_str).into(),
                jumlah.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn cakupan(&mut self, dari: Date, sampai: Date) -> Result<Vec<BarisCakupan>, PortError> {
        let semua: Vec<BarisHitung> = self.semua(CAKUPAN, [dari.into(), sampai.into()]).await?;
        semua
            .into_iter()
            .map(|baris| {
                let unit = Some(baris.unit_kode.as_str()).filter(|unit| !unit.is_empty());
                Ok(BarisCakupan {
                    jenis: jenis_kartu(&baris.jenis)?,
                    umur: u16::try_from(baris.umur).ok(),
                    unit: unit.map(kode).transpose()?,
                    jumlah: bilangan(baris.jumlah)?,
                })
            })
            .collect()
    }
}
