//! The unit of work: one transaction of one tenant, which is every repository at once.

use std::sync::Arc;

use async_trait::async_trait;
use loket_domain::{
    akses::{
        AksesRepository, AkunRepository, BantuanRepository, DelegasiRepository, KeamananRepository,
        KelolaRepository, KlienRepository, KunciSandiRepository,
    },
    aliran::AliranRepository,
    antrean::AntreanRepository,
    audit::{AuditRepository, BarisAudit, RantaiRepository},
    berkas::BerkasRepository,
    dokumen::{DokumenRepository, MejaRepository, ProdukRepository},
    forum::ForumRepository,
    galat::PortError,
    gangguan::KabarGangguanRepository,
    hak_subjek::HakSubjekRepository,
    kalender::WaktuKerjaRepository,
    kartu::{KartuRepository, PencetakRepository, blanko::BlankoRepository},
    langganan::LanggananRepository,
    laporan::LaporanHarianRepository,
    loket::LoketRepository,
    notifikasi::NotifikasiRepository,
    outbox::{PesanRepository, SaluranRepository},
    pemeriksaan::PemeriksaanRepository,
    penyerahan::{
        AntarRepository, PenerimaRepository, PenyerahanRepository, SuratJalanRepository,
        SurelRepository,
    },
    percakapan::{
        BalasanCepatRepository, IdentitasRepository, KanalRepository, KodeNomorRepository,
        KontakRepository, KotakRepository, LaporanRepository, MasukRepository, TautanRepository,
    },
    permohonan::{BacaanRepository, PengingatRepository, PermohonanRepository, SusulanRepository},
    ports::{KatalogRepository, UnitOfWork},
    privasi::PrivasiRepository,
    retensi::RetensiRepository,
    sementara::SementaraRepository,
    sop::{PindahRepository, SopRepository},
    templat::TemplatRepository,
    tenant::TenantSlug,
};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait,
    ExecResult, FromQueryResult, Insert, IntoActiveModel, QueryResult, Statement, Value,
};

use super::{TenantReadTx, TenantTx, audit::Tertulis, error::port_error, simpanan::SimpananSop};
use crate::crypto::KunciTenant;

/// One transaction of one tenant, writing or only reading.
#[derive(Debug)]
pub(super) enum Tx {
    Tulis(TenantTx, Tertulis),
    Baca(TenantReadTx),
}

/// Why nothing was committed: tables changed and no audit row says so. A bug of the use case.
#[derive(Debug, thiserror::Error)]
#[error("perubahan tanpa catatan audit pada tabel {}", .0.join(", "))]
pub(super) struct TanpaAudit(pub(super) Vec<String>);

/// See [`UnitOfWork`].
#[derive(Debug)]
pub(super) struct PgUnitOfWork {
    pub(super) tx: Tx,
    pub(super) slug: TenantSlug,
    pub(super) kunci: Arc<KunciTenant>,
    pub(super) sop: Arc<SimpananSop>,
    /// Audit rows of this transaction, to be tied to the chain at its end.
    pub(super) catatan: Vec<BarisAudit>,
}

impl PgUnitOfWork {
    /// Runs a statement; returns how many rows it changed.
    pub(super) async fn jalankan(
        &self,
        sql: &str,
        nilai: impl IntoIterator<Item = Value>,
    ) -> Result<u64, PortError> {
        let hasil = self.tx.execute_raw(pernyataan(sql, nilai)).await.map_err(port_error)?;
        Ok(hasil.rows_affected())
    }

    /// The first row, if there is one.
    pub(super) async fn satu<B: FromQueryResult>(
        &self,
        sql: &str,
        nilai: impl IntoIterator<Item = Value>,
    ) -> Result<Option<B>, PortError> {
        let baris = self.tx.query_one_raw(pernyataan(sql, nilai)).await.map_err(port_error)?;
        baris.map(|baris| B::from_query_result(&baris, "")).transpose().map_err(port_error)
    }

    /// Every row.
    pub(super) async fn semua<B: FromQueryResult>(
        &self,
        sql: &str,
        nilai: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<B>, PortError> {
        let baris = self.tx.query_all_raw(pernyataan(sql, nilai)).await.map_err(port_error)?;
        let baris = baris.iter().map(|baris| B::from_query_result(baris, ""));
        baris.collect::<Result<_, _>>().map_err(port_error)
    }

    /// The first column of the first row.
    pub(super) async fn nilai<V: sea_orm::TryGetable>(
        &self,
        sql: &str,
        nilai: impl IntoIterator<Item = Value>,
    ) -> Result<Option<V>, PortError> {
        let baris = self.tx.query_one_raw(pernyataan(sql, nilai)).await.map_err(port_error)?;
        baris.map(|baris| baris.try_get_by_index(0)).transpose().map_err(port_error)
    }

    /// Inserts a row.
    pub(super) async fn sisipkan<M, A>(&self, baris: M) -> Result<(), PortError>
    where
        M: IntoActiveModel<A>,
        A: ActiveModelTrait + ActiveModelBehavior + Send,
    {
        let baris = Insert::one(baris.into_active_model());
        baris.exec_without_returning(&self.tx).await.map(drop).map_err(port_error)
    }

    /// Writes what is set in `baris` to the row of its key, which must exist.
    pub(super) async fn perbarui<A>(&self, baris: A) -> Result<(), PortError>
    where
        A: ActiveModelTrait,
    {
        let ubah = <A::Entity as EntityTrait>::update(baris).validate().map_err(port_error)?;
        let hasil = ubah.exec_without_returning(&self.tx).await.map_err(port_error)?;
        if hasil.rows_affected == 1 { Ok(()) } else { Err(port_error(DbErr::RecordNotUpdated)) }
    }
}

/// A statement with bound values.
fn pernyataan(sql: &str, nilai: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(DbBackend::Postgres, sql, nilai)
}

#[async_trait]
impl UnitOfWork for PgUnitOfWork {
    fn katalog(&mut self) -> &mut dyn KatalogRepository {
        self
    }

    fn akses(&mut self) -> &mut dyn AksesRepository {
        self
    }

    fn kelola(&mut self) -> &mut dyn KelolaRepository {
        self
    }

    fn bantuan(&mut self) -> &mut dyn BantuanRepository {
        self
    }

    fn keamanan(&mut self) -> &mut dyn KeamananRepository {
        self
    }

    fn klien(&mut self) -> &mut dyn KlienRepository {
        self
    }

    fn akun(&mut self) -> &mut dyn AkunRepository {
        self
    }

    fn kunci_sandi(&mut self) -> &mut dyn KunciSandiRepository {
        self
    }

    fn delegasi(&mut self) -> &mut dyn DelegasiRepository {
        self
    }

    fn permohonan(&mut self) -> &mut dyn PermohonanRepository {
        self
    }

    fn berkas(&mut self) -> &mut dyn BerkasRepository {
        self
    }

    fn dokumen(&mut self) -> &mut dyn DokumenRepository {
        self
    }

    fn produk(&mut self) -> &mut dyn ProdukRepository {
        self
    }

    fn susulan(&mut self) -> &mut dyn SusulanRepository {
        self
    }

    fn sementara(&mut self) -> &mut dyn SementaraRepository {
        self
    }

    fn penyerahan(&mut self) -> &mut dyn PenyerahanRepository {
        self
    }

    fn meja(&mut self) -> &mut dyn MejaRepository {
        self
    }

    fn kartu(&mut self) -> &mut dyn KartuRepository {
        self
    }

    fn pencetak(&mut self) -> &mut dyn PencetakRepository {
        self
    }

    fn blanko(&mut self) -> &mut dyn BlankoRepository {
        self
    }

    fn loket(&mut self) -> &mut dyn LoketRepository {
        self
    }

    fn antrean(&mut self) -> &mut dyn AntreanRepository {
        self
    }

    fn laporan_harian(&mut self) -> &mut dyn LaporanHarianRepository {
        self
    }

    fn langganan(&mut self) -> &mut dyn LanggananRepository {
        self
    }

    fn penerima(&mut self) -> &mut dyn PenerimaRepository {
        self
    }

    fn antar(&mut self) -> &mut dyn AntarRepository {
        self
    }

    fn surat_jalan(&mut self) -> &mut dyn SuratJalanRepository {
        self
    }

    fn surel(&mut self) -> &mut dyn SurelRepository {
        self
    }

    fn kontak(&mut self) -> &mut dyn KontakRepository {
        self
    }

    fn tautan(&mut self) -> &mut dyn TautanRepository {
        self
    }

    fn identitas(&mut self) -> &mut dyn IdentitasRepository {
        self
    }

    fn kanal(&mut self) -> &mut dyn KanalRepository {
        self
    }

    fn kode_nomor(&mut self) -> &mut dyn KodeNomorRepository {
        self
    }

    fn laporan(&mut self) -> &mut dyn LaporanRepository {
        self
    }

    fn kotak(&mut self) -> &mut dyn KotakRepository {
        self
    }

    fn balasan_cepat(&mut self) -> &mut dyn BalasanCepatRepository {
        self
    }

    fn forum(&mut self) -> &mut dyn ForumRepository {
        self
    }

    fn pemeriksaan(&mut self) -> &mut dyn PemeriksaanRepository {
        self
    }

    fn aliran(&mut self) -> &mut dyn AliranRepository {
        self
    }

    fn masuk(&mut self) -> &mut dyn MasukRepository {
        self
    }

    fn pesan(&mut self) -> &mut dyn PesanRepository {
        self
    }

    fn saluran(&mut self) -> &mut dyn SaluranRepository {
        self
    }

    fn templat(&mut self) -> &mut dyn TemplatRepository {
        self
    }

    fn bacaan(&mut self) -> &mut dyn BacaanRepository {
        self
    }

    fn waktu_kerja(&mut self) -> &mut dyn WaktuKerjaRepository {
        self
    }

    fn kabar_gangguan(&mut self) -> &mut dyn KabarGangguanRepository {
        self
    }

    fn sop(&mut self) -> &mut dyn SopRepository {
        self
    }

    fn pindah(&mut self) -> &mut dyn PindahRepository {
        self
    }

    fn pengingat(&mut self) -> &mut dyn PengingatRepository {
        self
    }

    fn notifikasi(&mut self) -> &mut dyn NotifikasiRepository {
        self
    }

    fn hak_subjek(&mut self) -> &mut dyn HakSubjekRepository {
        self
    }

    fn privasi(&mut self) -> &mut dyn PrivasiRepository {
        self
    }

    fn retensi(&mut self) -> &mut dyn RetensiRepository {
        self
    }

    fn audit(&mut self) -> &mut dyn AuditRepository {
        self
    }

    fn rantai(&mut self) -> &mut dyn RantaiRepository {
        self
    }

    /// Ties the audit rows to the chain. A change that no row tells is a bug of its use case, and is refused: nothing is done
    /// that nobody can account for (statement 59).
    async fn commit(mut self: Box<Self>) -> Result<(), PortError> {
        if let Tx::Tulis(_, tertulis) = &self.tx
            && self.catatan.is_empty()
        {
            let tanpa = tertulis.wajib_audit();
            if !tanpa.is_empty() {
                let galat = TanpaAudit(tanpa);
                tracing::error!(tenant = %self.slug, %galat, "perubahan di luar jejak audit");
                // Unit tests of the adapter store rows by hand.
                if cfg!(not(test)) {
                    return Err(PortError::tak_terduga(galat));
                }
            }
        }
        self.ikat().await?;
        match self.tx {
            Tx::Tulis(tx, _) => tx.commit().await,
            Tx::Baca(_) => Ok(()),
        }
    }
}

#[async_trait]
impl ConnectionTrait for Tx {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Postgres
    }

    async fn execute_raw(&self, stmt: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Tulis(tx, tertulis) => {
                let sql = Tertulis::calon(&stmt.sql);
                let hasil = tx.execute_raw(stmt).await?;
                if hasil.rows_affected() > 0 {
                    tertulis.catat(sql.as_deref());
                }
                Ok(hasil)
            }
            Self::Baca(tx) => tx.execute_raw(stmt).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match self {
            Self::Tulis(tx, tertulis) => {
                tertulis.catat(Some(sql));
                tx.execute_unprepared(sql).await
            }
            Self::Baca(tx) => tx.execute_unprepared(sql).await,
        }
    }

    async fn query_one_raw(&self, stmt: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self {
            Self::Tulis(tx, tertulis) => {
                let sql = Tertulis::calon(&stmt.sql);
                let baris = tx.query_one_raw(stmt).await?;
                if baris.is_some() {
                    tertulis.catat(sql.as_deref());
                }
                Ok(baris)
            }
            Self::Baca(tx) => tx.query_one_raw(stmt).await,
        }
    }

    async fn query_all_raw(&self, stmt: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Tulis(tx, tertulis) => {
                let sql = Tertulis::calon(&stmt.sql);
                let baris = tx.query_all_raw(stmt).await?;
                if !baris.is_empty() {
                    tertulis.catat(sql.as_deref());
                }
                Ok(baris)
            }
            Self::Baca(tx) => tx.query_all_raw(stmt).await,
        }
    }
}
