//! Blank cards: stocks and their ledger.

use std::collections::BTreeMap;

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    galat::PortError,
    halaman::Halaman,
    kartu::{
        CetakId, JenisKartu,
        blanko::{BlankoRepository, GerakBlanko, MacamGerak, Pemakaian, SaldoBlanko, SaringGerak},
    },
    nilai::Kode,
};
use sea_orm::{FromQueryResult, Value};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{
    baris::{bilangan, kode, rusak},
    kartu::jenis_kartu,
    kerja::PgUnitOfWork,
};

const SALDO: &str = "SELECT jenis, unit_kode, keping, alarm_sejak, opname_pada FROM blanko_saldo
     ORDER BY jenis, unit_kode LIMIT 400";

/// Cards used and spoilt of kind `$1` in unit `$2` from day `$3` on.
pub(super) const PEMAKAIAN: &str = "SELECT jenis, unit_kode, tanggal, -sum(jumlah) AS keping
     FROM blanko_gerak
     WHERE macam IN ('pakai', 'rusak') AND jenis = $1 AND unit_kode = $2 AND tanggal >= $3
     GROUP BY jenis, unit_kode, tanggal";

/// The same of every stock, from day `$1` on.
pub(super) const SEMUA_PEMAKAIAN: &str = "SELECT jenis, unit_kode, tanggal, -sum(jumlah) AS keping
     FROM blanko_gerak WHERE macam IN ('pakai', 'rusak') AND tanggal >= $1
     GROUP BY jenis, unit_kode, tanggal";

const KOLOM: &str =
    "id, jenis, unit_kode, macam, jumlah, saldo, unit_lain, berita_acara, seri_awal,
     seri_akhir, alasan, cetak_id, tanggal, oleh, pada";

/// Movements behind `$1`, the newest first, at most `$2`; of kind `$3`, or of kind `$3` in unit `$4`.
pub(super) fn sql_gerak(saring: &SaringGerak) -> String {
    let (jenis, unit) = (saring.jenis.is_some(), saring.unit.is_some());
    let saring = match (jenis, unit) {
        (false, false) => "",
        (true, false) => "jenis = $3 AND ",
        (true, true) => "jenis = $3 AND unit_kode = $4 AND ",
        (false, true) => "jenis IN ('ktp_el', 'kia') AND unit_kode = $3 AND ",
    };
    format!("SELECT {KOLOM} FROM blanko_gerak WHERE {saring}id < $1 ORDER BY id DESC LIMIT $2")
}

#[derive(FromQueryResult)]
struct BarisSaldo {
    jenis: String,
    unit_kode: String,
    keping: i32,
    alarm_sejak: Option<OffsetDateTime>,
    opname_pada: Option<OffsetDateTime>,
}

#[derive(FromQueryResult)]
struct BarisOpname {
    jenis: String,
    unit_kode: String,
}

#[derive(FromQueryResult)]
struct BarisPakai {
    jenis: String,
    unit_kode: String,
    tanggal: Date,
    keping: i64,
}

#[derive(FromQueryResult)]
struct BarisGerak {
    id: Uuid,
    jenis: String,
    unit_kode: String,
    macam: String,
    jumlah: i32,
    saldo: i32,
    unit_lain: Option<String>,
    berita_acara: Option<String>,
    seri_awal: Option<String>,
    seri_akhir: Option<String>,
    alasan: Option<String>,
    cetak_id: Option<Uuid>,
    tanggal: Date,
    oleh: Uuid,
    pada: OffsetDateTime,
}

fn saldo_dari(baris: &BarisSaldo) -> Result<SaldoBlanko, PortError> {
    Ok(SaldoBlanko {
        jenis: jenis_kartu(&baris.jenis)?,
        unit: kode(&baris.unit_kode)?,
        keping: bilangan(baris.keping)?,
        alarm_sejak: baris.alarm_sejak,
        opname_pada: baris.opname_pada,
    })
}

fn gerak_dari(baris: BarisGerak) -> Result<GerakBlanko, PortError> {
    let macam = MacamGerak::dari_kata(&baris.macam);
    Ok(GerakBlanko {
        id: baris.id,
        jenis: jenis_kartu(&baris.jenis)?,
        unit: kode(&baris.unit_kode)?,
        macam: macam.ok_or_else(|| rusak(format!("blanko_gerak.macam {}", baris.macam)))?,
        jumlah: i64::from(baris.jumlah),
        saldo: bilangan(baris.saldo)?,
        unit_lain: baris.unit_lain.as_deref().map(kode).transpose()?,
        berita_acara: baris.berita_acara,
        seri_awal: baris.seri_awal,
        seri_akhir: baris.seri_akhir,
        alasan: baris.alasan,
        cetak: baris.cetak_id.map(CetakId::new),
        tanggal: baris.tanggal,
        oleh: PenggunaId::new(baris.oleh),
        pada: baris.pada,
    })
}

#[async_trait]
impl BlankoRepository for PgUnitOfWork {
    async fn saldo(&mut self) -> Result<Vec<SaldoBlanko>, PortError> {
        let semua: Vec<BarisSaldo> = self.semua(SALDO, []).await?;
        semua.iter().map(saldo_dari).collect()
    }

    async fn kunci_saldo(
        &mut self,
        pasti: &[(JenisKartu, Kode)],
    ) -> Result<Vec<SaldoBlanko>, PortError> {
        let mut pasti = pasti.to_vec();
        pasti.sort();
        for (jenis, unit) in &pasti {
            self.jalankan(
                "INSERT INTO blanko_saldo (jenis, unit_kode, keping) VALUES ($1, $2, 0)
                 ON CONFLICT (jenis, unit_kode) DO NOTHING",
                [jenis.kata().into(), unit.as_str().into()],
            )
            .await?;
        }
        // The inner query locks every row in one order; what a writer before left is read after its lock is held.
        let sql = "SELECT jenis, unit_kode, keping, alarm_sejak FROM blanko_saldo
             ORDER BY jenis, unit_kode FOR UPDATE";
        let semua: Vec<BarisSaldo> = self.semua(sql, []).await?;
        semua.iter().map(saldo_dari).collect()
    }

    async fn simpan_saldo(&mut self, saldo: &SaldoBlanko) -> Result<(), PortError> {
        let keping: i32 = bilangan(saldo.keping)?;
        let baris = self
            .jalankan(
                "UPDATE blanko_saldo SET keping = $3, alarm_sejak = $4, opname_pada = $5,
                     opname_diingatkan_pada = CASE WHEN opname_pada IS DISTINCT FROM $5 THEN NULL
                         ELSE opname_diingatkan_pada END
                 WHERE jenis = $1 AND unit_kode = $2",
                [
                    saldo.jenis.kata().into(),
                    saldo.unit.as_str().into(),
                    keping.into(),
                    saldo.alarm_sejak.into(),
                    saldo.opname_pada.into(),
                ],
            )
            .await?;
        if baris == 1 { Ok(()) } else { Err(rusak("blanko_saldo hilang")) }
    }

    async fn tambah_gerak(&mut self, gerak: &GerakBlanko) -> Result<(), PortError> {
        let (jumlah, saldo): (i32, i32) = (bilangan(gerak.jumlah)?, bilangan(gerak.saldo)?);
        self.jalankan(
            "INSERT INTO blanko_gerak (id, jenis, unit_kode, macam, jumlah, saldo, unit_lain,
                 berita_acara, seri_awal, seri_akhir, alasan, cetak_id, tanggal, oleh, pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
            [
                gerak.id.into(),
                gerak.jenis.kata().into(),
                gerak.unit.as_str().into(),
                gerak.macam.kata().into(),
                jumlah.into(),
                saldo.into(),
                gerak.unit_lain.as_ref().map(Kode::to_string).into(),
                gerak.berita_acara.clone().into(),
                gerak.seri_awal.clone().into(),
                gerak.seri_akhir.clone().into(),
                gerak.alasan.clone().into(),
                gerak.cetak.map(CetakId::uuid).into(),
                gerak.tanggal.into(),
                gerak.oleh.uuid().into(),
                gerak.pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn belum_dihitung(
        &mut self,
        sebelum: OffsetDateTime,
        diingatkan: OffsetDateTime,
    ) -> Result<Vec<(JenisKartu, Kode)>, PortError> {
        let sql = "SELECT s.jenis, s.unit_kode FROM blanko_saldo s
             WHERE coalesce(s.opname_pada, (SELECT g.pada FROM blanko_gerak g
                     WHERE g.jenis = s.jenis AND g.unit_kode = s.unit_kode ORDER BY g.id LIMIT 1)) < $1
                 AND (s.opname_diingatkan_pada IS NULL OR s.opname_diingatkan_pada < $2)
             ORDER BY s.jenis, s.unit_kode LIMIT 400";
        let semua: Vec<BarisOpname> = self.semua(sql, [sebelum.into(), diingatkan.into()]).await?;
        semua
            .iter()
            .map(|baris| Ok((jenis_kartu(&baris.jenis)?, kode(&baris.unit_kode)?)))
            .collect()
    }

    async fn ingatkan_opname(
        &mut self,
        jenis: JenisKartu,
        unit: &Kode,
        diingatkan: OffsetDateTime,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError> {
        let baris = self
            .jalankan(
                "UPDATE blanko_saldo SET opname_diingatkan_pada = $4 WHERE jenis = $1 AND unit_kode = $2
                     AND (opname_diingatkan_pada IS NULL OR opname_diingatkan_pada < $3)",
                [jenis.kata().into(), unit.as_str().into(), diingatkan.into(), pada.into()],
            )
            .await?;
        Ok(baris == 1)
    }

    async fn seri_terpakai(&mut self, jenis: JenisKartu, seri: &str) -> Result<bool, PortError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM blanko_gerak
             WHERE jenis = $1 AND seri_awal = $2 AND cetak_id IS NOT NULL)";
        let ada: Option<bool> = self.nilai(sql, [jenis.kata().into(), seri.into()]).await?;
        Ok(ada.unwrap_or(false))
    }

    async fn pemakaian(
        &mut self,
        jenis: JenisKartu,
        unit: &Kode,
        sejak: Date,
    ) -> Result<Pemakaian, PortError> {
        let nilai = [jenis.kata().into(), unit.as_str().into(), sejak.into()];
        let semua: Vec<BarisPakai> = self.semua(PEMAKAIAN, nilai).await?;
        semua.into_iter().map(|satu| Ok((satu.tanggal, bilangan(satu.keping)?))).collect()
    }

    async fn semua_pemakaian(
        &mut self,
        sejak: Date,
    ) -> Result<BTreeMap<(JenisKartu, Kode), Pemakaian>, PortError> {
        let semua: Vec<BarisPakai> = self.semua(SEMUA_PEMAKAIAN, [sejak.into()]).await?;
        let mut hasil: BTreeMap<_, Pemakaian> = BTreeMap::new();
        for satu in semua {
            let kunci = (jenis_kartu(&satu.jenis)?, kode(&satu.unit_kode)?);
            hasil.entry(kunci).or_default().insert(satu.tanggal, bilangan(satu.keping)?);
        }
        Ok(hasil)
    }

    async fn gerak(
        &mut self,
        saring: &SaringGerak,
        halaman: Halaman,
    ) -> Result<Vec<GerakBlanko>, PortError> {
        let mut nilai: Vec<Value> = vec![
            halaman.sesudah.unwrap_or(Uuid::max()).into(),
            (i64::from(halaman.batas) + 1).into(),
        ];
        nilai.extend(saring.jenis.map(|jenis| jenis.kata().into()));
        nilai.extend(saring.unit.as_ref().map(|unit| unit.as_str().into()));
        let semua: Vec<BarisGerak> = self.semua(&sql_gerak(saring), nilai).await?;
        semua.into_iter().map(gerak_dari).collect()
    }

    async fn gerak_lama(&mut self, id: Uuid) -> Result<Option<GerakBlanko>, PortError> {
        let sql = format!("SELECT {KOLOM} FROM blanko_gerak WHERE id = $1");
        let baris: Option<BarisGerak> = self.satu(&sql, [id.into()]).await?;
        baris.map(gerak_dari).transpose()
    }
}
