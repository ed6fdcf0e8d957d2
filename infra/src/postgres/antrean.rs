//! The queue.

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    antrean::{
        AntreanRepository, Jalur, KeadaanTiket, KelompokPrioritas, StatistikAntrean, Tiket, TiketId,
    },
    galat::PortError,
    halaman::Halaman,
    nilai::Kode,
    percakapan::KontakId,
};
use sea_orm::{FromQueryResult, Value};
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

use super::{
    baris::{bilangan, kode, rusak},
    kerja::PgUnitOfWork,
};

pub(super) const PILIH: &str = "SELECT id, tanggal, jenis, deret, nomor, kode, kelompok, kontak_id, keadaan, loket, diambil_pada,
         antre_pada, panggilan, lewat, dipanggil_pada, dipanggil_oleh, mulai_pada, selesai_pada FROM loket_tiket";

/// The first ticket of day `$1` and kinds `$2` in lane `$3`, locked.
pub(super) const PERTAMA: &str = "WHERE tanggal = $1 AND keadaan = 'menunggu' AND jenis = ANY($2)
         AND (kelompok IS NOT NULL) = $3
     ORDER BY antre_pada, id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED";

/// The tickets of day `$1` that contact `$2` took, the newest first.
pub(super) const MILIK: &str = "WHERE tanggal = $1 AND kontak_id = $2 ORDER BY id DESC LIMIT 20";

/// Calls of day `$1` for kinds `$2`, the latest first: whether each was of the priority lane.
pub(super) const BERUNTUN: &str = "SELECT kelompok IS NOT NULL AS prioritas FROM loket_tiket
     WHERE tanggal = $1 AND dipanggil_pada IS NOT NULL AND jenis = ANY($2)
     ORDER BY dipanggil_pada DESC, panggilan DESC, id DESC LIMIT 100";

/// Day `$1` before `$2`, `$3` rows.
pub(super) fn sql_daftar(terbuka: bool) -> String {
    let saring = if terbuka { " AND keadaan IN ('menunggu', 'dipanggil', 'dilayani')" } else { "" };
    format!("{PILIH} WHERE tanggal = $1 AND id < $2{saring} ORDER BY id DESC LIMIT $3")
}

#[derive(FromQueryResult)]
struct Baris {
    id: Uuid,
    tanggal: Date,
    jenis: String,
    deret: String,
    nomor: i32,
    kode: String,
    kelompok: Option<String>,
    kontak_id: Option<Uuid>,
    keadaan: String,
    loket: Option<String>,
    diambil_pada: OffsetDateTime,
    antre_pada: OffsetDateTime,
    panggilan: i32,
    lewat: i32,
    dipanggil_pada: Option<OffsetDateTime>,
    dipanggil_oleh: Option<Uuid>,
    mulai_pada: Option<OffsetDateTime>,
    selesai_pada: Option<OffsetDateTime>,
}

#[derive(FromQueryResult)]
struct BarisStatistik {
    tanggal: Date,
    jenis: String,
    diambil: i64,
    selesai: i64,
    tidak_dilayani: i64,
    rata_tunggu: Option<f64>,
    tunggu_terlama: Option<f64>,
    rata_layanan: Option<f64>,
}

#[derive(FromQueryResult)]
struct Saat {
    antre_pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct Jenis {
    jenis: String,
    jumlah: i64,
}

#[derive(FromQueryResult)]
struct Lama {
    mulai_pada: OffsetDateTime,
    selesai_pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct Lajur {
    prioritas: bool,
}

fn tiket(baris: Baris) -> Result<Tiket, PortError> {
    let keadaan = KeadaanTiket::SEMUA.into_iter().find(|satu| satu.kata() == baris.keadaan);
    let kelompok = match &baris.kelompok {
        None => None,
        Some(kata) => {
            let satu = KelompokPrioritas::SEMUA.into_iter().find(|satu| satu.kata() == kata);
            Some(satu.ok_or_else(|| rusak(format!("loket_tiket.kelompok {kata}")))?)
        }
    };
    Ok(Tiket {
        id: TiketId::new(baris.id),
        tanggal: baris.tanggal,
        jenis: kode(&baris.jenis)?,
        deret: kode(&baris.deret)?,
        nomor: bilangan(baris.nomor)?,
        kode: baris.kode,
        kelompok,
        kontak: baris.kontak_id.map(KontakId::new),
        keadaan: keadaan.ok_or_else(|| rusak(format!("loket_tiket.keadaan {}", baris.keadaan)))?,
        loket: baris.loket.as_deref().map(kode).transpose()?,
        diambil_pada: baris.diambil_pada,
        antre_pada: baris.antre_pada,
        panggilan: bilangan(baris.panggilan)?,
        lewat: bilangan(baris.lewat)?,
        dipanggil_pada: baris.dipanggil_pada,
        dipanggil_oleh: baris.dipanggil_oleh.map(PenggunaId::new),
        mulai_pada: baris.mulai_pada,
        selesai_pada: baris.selesai_pada,
    })
}

fn kode_semua(jenis: &[Kode]) -> Value {
    jenis.iter().map(Kode::to_string).collect::<Vec<_>>().into()
}

/// Whole seconds.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a duration within a day, not negative"
)]
fn detik(lama: Option<f64>) -> Option<u64> {
    lama.map(|lama| lama.clamp(0.0, 1e9).round() as u64)
}

#[async_trait]
impl AntreanRepository for PgUnitOfWork {
    async fn kunci_antrean(&mut self) -> Result<(), PortError> {
        let kunci = format!("loket:antrean:{}", self.slug);
        self.jalankan("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [kunci.into()])
            .await
            .map(drop)
    }

    async fn nomor_terakhir(&mut self, tanggal: Date, deret: &Kode) -> Result<u32, PortError> {
        let sql = "SELECT max(nomor) FROM loket_tiket WHERE tanggal = $1 AND deret = $2";
        let nilai = [tanggal.into(), deret.to_string().into()];
        let nomor: Option<Option<i32>> = self.nilai(sql, nilai).await?;
        bilangan(nomor.flatten().unwrap_or(0))
    }

    async fn tambah(&mut self, satu: &Tiket) -> Result<(), PortError> {
        let (nomor, panggilan, lewat): (i32, i32, i32) =
            (bilangan(satu.nomor)?, bilangan(satu.panggilan)?, bilangan(satu.lewat)?);
        self.jalankan(
            "INSERT INTO loket_tiket (id, tanggal, jenis, deret, nomor, kode, kelompok, keadaan, diambil_pada,
                 antre_pada, panggilan, lewat, kontak_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            [
                satu.id.uuid().into(),
                satu.tanggal.into(),
                satu.jenis.to_string().into(),
                satu.deret.to_string().into(),
                nomor.into(),
                satu.kode.clone().into(),
                satu.kelompok.map(KelompokPrioritas::kata).into(),
                satu.keadaan.kata().into(),
                satu.diambil_pada.into(),
                satu.antre_pada.into(),
                panggilan.into(),
                lewat.into(),
                satu.kontak.map(KontakId::uuid).into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn milik_kontak(
        &mut self,
        tanggal: Date,
        kontak: KontakId,
    ) -> Result<Vec<Tiket>, PortError> {
        let sql = format!("{PILIH} {MILIK}");
        let semua: Vec<Baris> = self.semua(&sql, [tanggal.into(), kontak.uuid().into()]).await?;
        semua.into_iter().map(tiket).collect()
    }

    async fn kunci(&mut self, id: TiketId) -> Result<Option<Tiket>, PortError> {
        let sql = format!("{PILIH} WHERE id = $1 FOR NO KEY UPDATE");
        let baris: Option<Baris> = self.satu(&sql, [id.uuid().into()]).await?;
        baris.map(tiket).transpose()
    }

    async fn simpan(&mut self, satu: &Tiket) -> Result<(), PortError> {
        let (panggilan, lewat): (i32, i32) = (bilangan(satu.panggilan)?, bilangan(satu.lewat)?);
        self.jalankan(
            "UPDATE loket_tiket SET jenis = $2, keadaan = $3, loket = $4, antre_pada = $5, panggilan = $6,
                 lewat = $7, dipanggil_pada = $8, dipanggil_oleh = $9, mulai_pada = $10, selesai_pada = $11
             WHERE id = $1",
            [
                satu.id.uuid().into(),
                satu.jenis.to_string().into(),
                satu.keadaan.kata().into(),
                satu.loket.as_ref().map(Kode::to_string).into(),
                satu.antre_pada.into(),
                panggilan.into(),
                lewat.into(),
                satu.dipanggil_pada.into(),
                satu.dipanggil_oleh.map(PenggunaId::uuid).into(),
                satu.mulai_pada.into(),
                satu.selesai_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn ada(
        &mut self,
        tanggal: Date,
        jenis: &[Kode],
        jalur: Jalur,
    ) -> Result<bool, PortError> {
        let sql =
            "SELECT EXISTS (SELECT 1 FROM loket_tiket WHERE tanggal = $1 AND keadaan = 'menunggu'
             AND jenis = ANY($2) AND (kelompok IS NOT NULL) = $3)";
        let nilai = [tanggal.into(), kode_semua(jenis), (jalur == Jalur::Prioritas).into()];
        Ok(self.nilai(sql, nilai).await?.unwrap_or(false))
    }

    async fn pertama(
        &mut self,
        tanggal: Date,
        jenis: &[Kode],
        jalur: Jalur,
    ) -> Result<Option<Tiket>, PortError> {
        let nilai = [tanggal.into(), kode_semua(jenis), (jalur == Jalur::Prioritas).into()];
        let baris: Option<Baris> = self.satu(&format!("{PILIH} {PERTAMA}"), nilai).await?;
        baris.map(tiket).transpose()
    }

    async fn barisan(
        &mut self,
        tanggal: Date,
        jenis: &Kode,
        jalur: Jalur,
        batas: u32,
    ) -> Result<Vec<OffsetDateTime>, PortError> {
        let sql = "SELECT antre_pada FROM loket_tiket WHERE tanggal = $1 AND keadaan = 'menunggu' AND jenis = $2
             AND (kelompok IS NOT NULL) = $3 ORDER BY antre_pada, id LIMIT $4";
        let nilai = [
            tanggal.into(),
            jenis.to_string().into(),
            (jalur == Jalur::Prioritas).into(),
            i64::from(batas).into(),
        ];
        let semua: Vec<Saat> = self.semua(sql, nilai).await?;
        Ok(semua.into_iter().map(|satu| satu.antre_pada).collect())
    }

    async fn beruntun(&mut self, tanggal: Date, jenis: &[Kode]) -> Result<u32, PortError> {
        let semua: Vec<Lajur> = self.semua(BERUNTUN, [tanggal.into(), kode_semua(jenis)]).await?;
        bilangan(semua.iter().take_while(|satu| satu.prioritas).count())
    }

    async fn daftar(
        &mut self,
        tanggal: Date,
        terbuka: bool,
        halaman: Halaman,
    ) -> Result<Vec<Tiket>, PortError> {
        let nilai = [
            tanggal.into(),
            halaman.sesudah.unwrap_or(Uuid::max()).into(),
            (i64::from(halaman.batas) + 1).into(),
        ];
        let semua: Vec<Baris> = self.semua(&sql_daftar(terbuka), nilai).await?;
        semua.into_iter().map(tiket).collect()
    }

    async fn dipanggil(&mut self, tanggal: Date, batas: u32) -> Result<Vec<Tiket>, PortError> {
        let sql = format!(
            "{PILIH} WHERE tanggal = $1 AND dipanggil_pada IS NOT NULL AND keadaan IN ('dipanggil', 'dilayani')
             ORDER BY dipanggil_pada DESC LIMIT $2"
        );
        let semua: Vec<Baris> = self.semua(&sql, [tanggal.into(), i64::from(batas).into()]).await?;
        semua.into_iter().map(tiket).collect()
    }

    async fn menunggu(&mut self, tanggal: Date) -> Result<Vec<(String, u32)>, PortError> {
        let sql = "SELECT jenis, count(*) AS jumlah FROM loket_tiket
             WHERE tanggal = $1 AND keadaan = 'menunggu' GROUP BY jenis ORDER BY jenis";
        let semua: Vec<Jenis> = self.semua(sql, [tanggal.into()]).await?;
        semua.into_iter().map(|satu| Ok((satu.jenis, bilangan(satu.jumlah)?))).collect()
    }

    async fn layanan_terakhir(
        &mut self,
        tanggal: Date,
        jenis: &Kode,
        batas: u32,
    ) -> Result<Vec<Duration>, PortError> {
        let sql = "SELECT mulai_pada, selesai_pada FROM loket_tiket
             WHERE tanggal = $1 AND jenis = $2 AND keadaan = 'selesai' AND mulai_pada IS NOT NULL
                 AND selesai_pada IS NOT NULL ORDER BY id DESC LIMIT $3";
        let nilai = [tanggal.into(), jenis.to_string().into(), i64::from(batas).into()];
        let semua: Vec<Lama> = self.semua(sql, nilai).await?;
        Ok(semua.into_iter().map(|satu| satu.selesai_pada - satu.mulai_pada).collect())
    }

    async fn statistik(
        &mut self,
        dari: Date,
        sampai: Date,
    ) -> Result<Vec<StatistikAntrean>, PortError> {
        let sql = "SELECT tanggal, jenis, count(*) AS diambil,
                 count(*) FILTER (WHERE keadaan = 'selesai') AS selesai,
                 count(*) FILTER (WHERE keadaan IN ('tidak_hadir', 'batal')) AS tidak_dilayani,
                 avg(extract(epoch FROM mulai_pada - diambil_pada))::float8 AS rata_tunggu,
                 max(extract(epoch FROM mulai_pada - diambil_pada))::float8 AS tunggu_terlama,
                 (avg(extract(epoch FROM selesai_pada - mulai_pada)) FILTER (WHERE keadaan = 'selesai'))::float8
                     AS rata_layanan
             FROM loket_tiket WHERE tanggal BETWEEN $1 AND $2
             GROUP BY tanggal, jenis ORDER BY tanggal DESC, jenis";
        let semua: Vec<BarisStatistik> = self.semua(sql, [dari.into(), sampai.into()]).await?;
        semua
            .into_iter()
            .map(|satu| {
                Ok(StatistikAntrean {
                    tanggal: satu.tanggal,
                    jenis: satu.jenis,
                    diambil: bilangan(satu.diambil)?,
                    selesai: bilangan(satu.selesai)?,
                    tidak_dilayani: bilangan(satu.tidak_dilayani)?,
                    rata_tunggu: detik(satu.rata_tunggu),
                    tunggu_terlama: detik(satu.tunggu_terlama),
                    rata_layanan: detik(satu.rata_layanan),
                })
            })
            .collect()
    }
}
