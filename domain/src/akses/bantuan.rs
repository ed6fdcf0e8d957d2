//! Help from the platform: staff of the platform looks into an office for a reason, for at most an hour, and changes
//! nothing. The office sees every session and every request of it, can end one, and can forbid them (security 28).

use std::collections::BTreeSet;

use async_trait::async_trait;
use serde_json::json;
use time::{Duration, OffsetDateTime};

use super::{Izin, JejakPelaku, Pelaku, PenggunaId, Petugas, SesiId, Siapa};
use crate::{
    audit::CatatanAudit,
    galat::{Bentrok, GagalMasuk, Galat, PortError},
    halaman::{Halaman, Lembar},
    id::Id,
    nilai::Rahasia,
    ports::Ports,
    tenant::TenantSlug,
};

/// Marker of [`BantuanId`].
#[derive(Debug)]
pub enum JenisBantuan {}
/// The id of a support session.
pub type BantuanId = Id<JenisBantuan>;

/// No support session lasts longer.
pub const LAMA_BANTUAN: Duration = Duration::minutes(60);
/// What every support token begins with.
const AWALAN: &str = "bantuan.";
/// What support may look at. Conversations are not among it, and nothing that signs.
const IZIN: [Izin; 9] = [
    Izin::PermohonanBaca,
    Izin::OperasiLihat,
    Izin::WaKelola,
    Izin::KalenderKelola,
    Izin::SopKelola,
    Izin::AksesKelola,
    Izin::TenantKelola,
    Izin::LaporanBaca,
    Izin::AuditBaca,
];

/// A support session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bantuan {
    /// Its id.
    pub id: BantuanId,
    /// Who of the platform, as they named themselves.
    pub oleh: String,
    /// Why.
    pub alasan: String,
    /// From when.
    pub dibuka_pada: OffsetDateTime,
    /// Until when at the latest.
    pub berakhir_pada: OffsetDateTime,
    /// When the office ended it.
    pub diakhiri_pada: Option<OffsetDateTime>,
}

impl Bantuan {
    /// Whether it is open at that moment.
    pub fn terbuka(&self, kini: OffsetDateTime) -> bool {
        self.diakhiri_pada.is_none() && kini < self.berakhir_pada
    }
}

/// Support sessions of one tenant.
#[async_trait]
pub trait BantuanRepository: Send {
    /// Opens one; only the hash of its token is kept.
    async fn buka(&mut self, bantuan: &Bantuan, sidik_token: &[u8]) -> Result<(), PortError>;

    /// The session of that token.
    async fn bertoken(&mut self, sidik_token: &[u8]) -> Result<Option<Bantuan>, PortError>;

    /// Sessions, the newest first; one more than asked for when there are more.
    async fn daftar(&mut self, halaman: Halaman) -> Result<Vec<Bantuan>, PortError>;

    /// Ends one that is open; whether there was one.
    async fn akhiri(
        &mut self,
        id: BantuanId,
        oleh: Option<PenggunaId>,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError>;

    /// Ends all that are open; how many.
    async fn akhiri_semua(
        &mut self,
        oleh: Option<PenggunaId>,
        pada: OffsetDateTime,
    ) -> Result<u64, PortError>;

    /// Whether the office forbids them.
    async fn dilarang(&mut self) -> Result<bool, PortError>;

    /// Forbids or allows them.
    async fn atur(
        &mut self,
        dilarang: bool,
        oleh: Option<PenggunaId>,
        pada: OffsetDateTime,
    ) -> Result<(), PortError>;
}

/// Open a support session.
#[derive(Clone, Debug)]
pub struct BukaBantuan {
    /// Who of the platform.
    pub oleh: String,
    /// Why: 10 to 500 characters.
    pub alasan: String,
    /// For how long, at most [`LAMA_BANTUAN`].
    pub lama: Duration,
}

impl BukaBantuan {
    /// The session with its token, which is shown once.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<(Bantuan, Rahasia), Galat> {
        if !matches!(pelaku.siapa, Siapa::Sistem) {
            return Err(Galat::TidakBerizin(Izin::AksesKelola));
        }
        let (oleh, alasan) = (self.oleh.trim().to_owned(), self.alasan.trim().to_owned());
        if !(1..=100).contains(&oleh.chars().count()) {
            return Err(Galat::isian(
                "/oleh",
                "oleh_wajib",
                "Sebutkan siapa Anda, paling banyak 100 karakter.",
            ));
        }
        if !(10..=500).contains(&alasan.chars().count()) {
            let pesan = "Sebutkan alasan bantuan, 10 sampai 500 karakter.";
            return Err(Galat::isian("/alasan", "alasan_wajib", pesan));
        }
        if self.lama <= Duration::ZERO || self.lama > LAMA_BANTUAN {
            let pesan = "Sesi bantuan berlangsung 1 sampai 60 menit.";
            return Err(Galat::isian("/lama", "lama_tidak_sah", pesan));
        }
        let slug = &pelaku.tenant.slug;
        let token = Rahasia::new(format!("{AWALAN}{slug}.{}", ports.ids.acak_hex(32)));
        let kini = ports.clock.now();
        let bantuan = Bantuan {
            id: ports.ids.id(),
            oleh,
            alasan,
            dibuka_pada: kini,
            berakhir_pada: kini + self.lama,
            diakhiri_pada: None,
        };
        let mut work = ports.store.begin(slug).await?;
        if work.bantuan().dilarang().await? {
            return Err(Bentrok::baru(
                "bantuan_dilarang",
                "Kantor ini tidak mengizinkan sesi bantuan dari pengelola platform.",
            )
            .into());
        }
        work.bantuan().buka(&bantuan, &ports.sidik(token.buka().as_bytes())).await?;
        let menit = self.lama.whole_minutes();
        let catatan = catatan(ports, pelaku.jejak(), "bantuan.buka", bantuan.id)
            .dengan(json!({ "menit": menit }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok((bantuan, token))
    }
}

fn catatan(ports: &Ports, pelaku: JejakPelaku, aksi: &'static str, id: BantuanId) -> CatatanAudit {
    CatatanAudit::baru(ports, pelaku, aksi, "bantuan", Some(id.uuid()))
}

/// List support sessions.
#[derive(Clone, Copy, Debug)]
pub struct DaftarBantuan {
    /// Which page.
    pub halaman: Halaman,
}

impl DaftarBantuan {
    /// One page, the newest first, and whether they are forbidden.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<(Lembar<Bantuan>, bool), Galat> {
        pelaku.petugas(Izin::AksesKelola)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.bantuan().daftar(self.halaman).await?;
        let dilarang = work.bantuan().dilarang().await?;
        Ok((self.halaman.potong(baris, |satu| satu.id.uuid()), dilarang))
    }
}

/// End a support session.
#[derive(Clone, Copy, Debug)]
pub struct AkhiriBantuan {
    /// Which.
    pub id: BantuanId,
}

impl AkhiriBantuan {
    /// Ends it at once; one that is over already is not found.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let petugas = pelaku.petugas(Izin::AksesKelola)?.id;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        if !work.bantuan().akhiri(self.id, Some(petugas), ports.clock.now()).await? {
            return Err(Galat::TidakDitemukan("bantuan"));
        }
        work.audit().catat(&catatan(ports, pelaku.jejak(), "bantuan.akhiri", self.id)).await?;
        work.commit().await?;
        Ok(())
    }
}

/// Forbid or allow support sessions.
#[derive(Clone, Copy, Debug)]
pub struct AturBantuan {
    /// Whether they are forbidden from now on; those that are open end.
    pub dilarang: bool,
}

impl AturBantuan {
    /// Stores it.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let petugas = Some(pelaku.petugas(Izin::AksesKelola)?.id);
        let kini = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        work.bantuan().atur(self.dilarang, petugas, kini).await?;
        let diakhiri =
            if self.dilarang { work.bantuan().akhiri_semua(petugas, kini).await? } else { 0 };
        let catatan = CatatanAudit::baru(ports, pelaku.jejak(), "bantuan.atur", "bantuan", None)
            .dengan(json!({ "dilarang": self.dilarang, "diakhiri": diakhiri }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(())
    }
}

/// Whose support token this is; `None` when it is no support token at all.
///
/// # Errors
/// [`GagalMasuk::SesiTidakBerlaku`] for one that is unknown, over, or of a stopped tenant.
pub(super) async fn kenali_bantuan(ports: &Ports, token: &str) -> Result<Option<Pelaku>, Galat> {
    let Some(sisa) = token.strip_prefix(AWALAN) else { return Ok(None) };
    let ditolak = || Galat::from(GagalMasuk::SesiTidakBerlaku);
    let (slug, _) = sisa.split_once('.').ok_or_else(ditolak)?;
    let slug = TenantSlug::parse(slug).map_err(|_| ditolak())?;
    let tenant = ports.daftar.tenant(&slug).await?.ok_or_else(ditolak)?;
    let mut work = ports.store.read(&slug).await?;
    let bantuan = work.bantuan().bertoken(&ports.sidik(token.as_bytes())).await?;
    let bantuan = bantuan.filter(|satu| satu.terbuka(ports.clock.now())).ok_or_else(ditolak)?;
    let petugas = Petugas {
        id: PenggunaId::new(bantuan.id.uuid()),
        nama: format!("Bantuan platform: {}", bantuan.oleh),
        sesi: SesiId::new(bantuan.id.uuid()),
        peran: Vec::new(),
        mandat: Vec::new(),
        peran_berlaku: Vec::new(),
        izin: BTreeSet::from(IZIN),
        unit: None,
        tim: Vec::new(),
        segar_pada: None,
        terbatas: false,
    };
    Ok(Some(Pelaku { tenant, siapa: Siapa::Bantuan(Box::new(petugas)) }))
}

/// A request of a support session, before it is served. When it cannot be written down, it is not served.
#[derive(Clone, Debug)]
pub struct CatatBantuan<'a> {
    /// The method.
    pub metode: &'a str,
    /// The pattern of the route, never what the client wrote.
    pub rute: &'a str,
}

impl CatatBantuan<'_> {
    /// Writes it down, and tells whether it may go on: a support session only reads, anybody else is not concerned.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<bool, Galat> {
        let Siapa::Bantuan(petugas) = &pelaku.siapa else { return Ok(true) };
        let baca = matches!(self.metode, "GET" | "HEAD");
        let aksi = if baca { "bantuan.permintaan" } else { "bantuan.ditolak" };
        let catatan = catatan(ports, pelaku.jejak(), aksi, BantuanId::new(petugas.sesi.uuid()))
            .dengan(json!({ "metode": self.metode, "rute": self.rute }));
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(baca)
    }
}
