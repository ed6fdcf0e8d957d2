//! What the business needs from outside: one set of ports, one unit of work.

use std::{fmt::Write, sync::Arc};

use async_trait::async_trait;
use uuid::Uuid;

use crate::{
    akses::{
        AksesRepository, AkunRepository, BantuanRepository, DelegasiRepository, KeamananRepository,
        KelolaRepository, KlienRepository, KunciSandiRepository, PembuatKode, PemeriksaKunciSandi,
        PenerbitToken, PengacakSandi,
    },
    aliran::AliranRepository,
    antrean::AntreanRepository,
    audit::{AuditRepository, RantaiRepository},
    berkas::{BerkasRepository, KuotaBerkas, PemeriksaBerkas, PemindaiVirus},
    cetak::PencetakPdf,
    dokumen::{
        DokumenRepository, KoneksiTte, MejaRepository, PembuatStempel, PemeriksaTandaTangan,
        PenandaTangan, ProdukRepository,
    },
    forum::ForumRepository,
    galat::PortError,
    gangguan::KabarGangguanRepository,
    hak_subjek::HakSubjekRepository,
    id::IdSource,
    kalender::{Clock, Kalender, WaktuKerjaRepository},
    kartu::{AturanKartu, KartuRepository, PencetakRepository, blanko::BlankoRepository},
    langganan::{LanggananRepository, PengantarKiriman},
    laporan::LaporanHarianRepository,
    layanan::Layanan,
    loket::LoketRepository,
    nilai::Kode,
    notifikasi::NotifikasiRepository,
    outbox::{PesanRepository, SaluranRepository},
    pemeriksaan::PemeriksaanRepository,
    penyerahan::{
        AntarRepository, AturanPenyerahan, PenerimaRepository, PengirimSurel, PenyerahanRepository,
        SuratJalanRepository, SurelRepository,
    },
    percakapan::{
        AlamatPublik, BalasanCepatRepository, IdentitasRepository, KanalRepository,
        KodeNomorRepository, KontakRepository, KotakRepository, LaporanRepository, MasukRepository,
        NomorLayanan, NomorResmi, PenandaSurat, PintuWebhook, SaluranWa, TautanRepository,
    },
    permohonan::{
        BacaanRepository, PengingatRepository, PenyimpanObjek, PermohonanRepository,
        SusulanRepository,
    },
    privasi::PrivasiRepository,
    publik::AturanStatus,
    retensi::RetensiRepository,
    sementara::SementaraRepository,
    sop::{DefinisiSop, PindahRepository, SopRepository, SopVersiId},
    templat::TemplatRepository,
    tenant::{PaketTenant, TeksKantor, Tenant, TenantSlug},
};

/// Everything a use case may reach.
#[derive(Clone)]
pub struct Ports {
    /// Tenants and routing.
    pub daftar: Arc<dyn DaftarTenant>,
    /// Transactions of one tenant.
    pub store: Arc<dyn Store>,
    /// Object storage.
    pub objek: Arc<dyn PenyimpanObjek>,
    /// WhatsApp.
    pub saluran: Arc<dyn SaluranWa>,
    /// The gate of WhatsApp's webhook.
    pub pintu: Arc<dyn PintuWebhook>,
    /// Electronic signatures.
    pub tte: Arc<dyn PenandaTangan>,
    /// The check of electronic signatures.
    pub pemeriksa: Arc<dyn PemeriksaTandaTangan>,
    /// Visible signatures.
    pub stempel: Arc<dyn PembuatStempel>,
    /// Sheets as PDF.
    pub pencetak: Arc<dyn PencetakPdf>,
    /// The check of uploaded files.
    pub pemeriksa_berkas: Arc<dyn PemeriksaBerkas>,
    /// The scan of uploaded files for malware.
    pub pemindai: Arc<dyn PemindaiVirus>,
    /// Messages to the office's own systems.
    pub kiriman: Arc<dyn PengantarKiriman>,
    /// The mail server.
    pub surel: Arc<dyn PengirimSurel>,
    /// Password hashing.
    pub sandi: Arc<dyn PengacakSandi>,
    /// Codes of authenticators.
    pub kode: Arc<dyn PembuatKode>,
    /// Passkeys.
    pub kunci_sandi: Arc<dyn PemeriksaKunciSandi>,
    /// Access tokens.
    pub token: Arc<dyn PenerbitToken>,
    /// Signed statements for the public.
    pub surat: Arc<dyn PenandaSurat>,
    /// SHA-256.
    pub sidik: Arc<dyn Sidik>,
    /// Ids and randomness.
    pub ids: Arc<dyn IdSource>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The address at which residents reach this installation.
    pub alamat_publik: AlamatPublik,
    /// What one sender may send in a day.
    pub kuota: KuotaBerkas,
}

impl Ports {
    /// SHA-256 of the bytes.
    pub fn sidik(&self, isi: &[u8]) -> Vec<u8> {
        self.sidik.sha256(isi)
    }

    /// SHA-256 of the bytes, lower-case hex.
    pub fn sidik_hex(&self, isi: &[u8]) -> String {
        let mut hex = String::with_capacity(64);
        for bita in self.sidik(isi) {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{bita:02x}");
        }
        hex
    }

    /// A fresh key: tenant, kind, 128 random bits.
    pub fn kunci_objek(&self, tenant: &TenantSlug, jenis: &str) -> String {
        format!("{tenant}/{jenis}/{}", self.ids.acak_hex(16))
    }

    /// The key of what one stored element brought: the same at every attempt, and unguessable, as it hashes an id that
    /// never leaves the system together with the tenant.
    pub fn kunci_objek_tetap(&self, tenant: &TenantSlug, jenis: &str, asal: Uuid) -> String {
        let sidik = self.sidik_hex(format!("{tenant}/{jenis}/{asal}").as_bytes());
        format!("{tenant}/{jenis}/{}", &sidik[..32])
    }
}

/// SHA-256, as a port so that the business needs no cryptography.
pub trait Sidik: Send + Sync {
    /// 32 bytes.
    fn sha256(&self, isi: &[u8]) -> Vec<u8>;
}

/// Tenants and the routing of numbers, from the control schema.
#[async_trait]
pub trait DaftarTenant: Send + Sync {
    /// The active tenant of that slug.
    async fn tenant(&self, slug: &TenantSlug) -> Result<Option<Arc<Tenant>>, PortError>;

    /// The active tenant of that service number, when the number belongs to that app.
    async fn tenant_nomor(
        &self,
        phone_number_id: &str,
        aplikasi: Uuid,
    ) -> Result<Option<Arc<Tenant>>, PortError>;

    /// The active tenants with a number in that WhatsApp Business Account, when the number belongs to that app.
    async fn tenant_waba(
        &self,
        waba_id: &str,
        aplikasi: Uuid,
    ) -> Result<Vec<Arc<Tenant>>, PortError>;

    /// Whether what that app signed for that number, or for that account, belongs to a tenant that is suspended.
    async fn ditangguhkan(
        &self,
        phone_number_id: Option<&str>,
        waba_id: Option<&str>,
        aplikasi: Uuid,
    ) -> Result<bool, PortError>;

    /// Every service number of every active tenant, by tenant.
    async fn nomor_resmi(&self) -> Result<Vec<NomorResmi>, PortError>;

    /// All active tenants, by slug.
    async fn aktif(&self) -> Result<Vec<Arc<Tenant>>, PortError>;

    /// Whether the control schema answers, asked of the database itself.
    async fn sehat(&self) -> Result<(), PortError>;
}

/// Opens units of work, each in exactly one tenant.
#[async_trait]
pub trait Store: Send + Sync {
    /// One transaction.
    async fn begin(&self, tenant: &TenantSlug) -> Result<Box<dyn UnitOfWork>, PortError>;

    /// One transaction that may also remove rows of tables that otherwise only grow, where a schedule of retention or the
    /// erasure of somebody's data says so. Never the audit trail.
    async fn begin_retensi(&self, tenant: &TenantSlug) -> Result<Box<dyn UnitOfWork>, PortError>;

    /// One read-only transaction; nothing to commit.
    async fn read(&self, tenant: &TenantSlug) -> Result<Box<dyn UnitOfWork>, PortError>;
}

/// One transaction of one tenant. Dropping it without [`commit`](Self::commit) undoes every change.
#[async_trait]
pub trait UnitOfWork: Send {
    /// Catalogue, SOPs and settings.
    fn katalog(&mut self) -> &mut dyn KatalogRepository;
    /// Officers, roles, sessions.
    fn akses(&mut self) -> &mut dyn AksesRepository;
    /// Administration of officers and roles, units, teams.
    fn kelola(&mut self) -> &mut dyn KelolaRepository;
    /// Support sessions.
    fn bantuan(&mut self) -> &mut dyn BantuanRepository;
    /// Machine callers.
    fn klien(&mut self) -> &mut dyn KlienRepository;
    /// What guards the accounts of officers.
    fn keamanan(&mut self) -> &mut dyn KeamananRepository;
    /// Second factors, sessions and emails of officers.
    fn akun(&mut self) -> &mut dyn AkunRepository;
    /// Passkeys of officers, and ceremonies with them.
    fn kunci_sandi(&mut self) -> &mut dyn KunciSandiRepository;
    /// Plh and Plt.
    fn delegasi(&mut self) -> &mut dyn DelegasiRepository;
    /// Cases and papers.
    fn permohonan(&mut self) -> &mut dyn PermohonanRepository;
    /// Papers beyond their cases: quotas, duplicates, what waits and what is left over.
    fn berkas(&mut self) -> &mut dyn BerkasRepository;
    /// Documents and signing attempts.
    fn dokumen(&mut self) -> &mut dyn DokumenRepository;
    /// Approvals, register entries and corrections of products, and their public side.
    fn produk(&mut self) -> &mut dyn ProdukRepository;
    /// Cases that follow others.
    fn susulan(&mut self) -> &mut dyn SusulanRepository;
    /// Interim products and their templates.
    fn sementara(&mut self) -> &mut dyn SementaraRepository;
    /// Hand-overs.
    fn penyerahan(&mut self) -> &mut dyn PenyerahanRepository;
    /// The signing desk.
    fn meja(&mut self) -> &mut dyn MejaRepository;
    /// Print jobs.
    fn kartu(&mut self) -> &mut dyn KartuRepository;
    /// Printers of cards.
    fn pencetak(&mut self) -> &mut dyn PencetakRepository;
    /// Blank cards.
    fn blanko(&mut self) -> &mut dyn BlankoRepository;
    /// The counter.
    fn loket(&mut self) -> &mut dyn LoketRepository;
    /// The queue.
    fn antrean(&mut self) -> &mut dyn AntreanRepository;
    /// The daily report.
    fn laporan_harian(&mut self) -> &mut dyn LaporanHarianRepository;
    /// Subscriptions of the office's own systems.
    fn langganan(&mut self) -> &mut dyn LanggananRepository;
    /// Choices, proofs and links of recipients.
    fn penerima(&mut self) -> &mut dyn PenerimaRepository;
    /// Trips.
    fn antar(&mut self) -> &mut dyn AntarRepository;
    /// Letters of conveyance.
    fn surat_jalan(&mut self) -> &mut dyn SuratJalanRepository;
    /// Emails.
    fn surel(&mut self) -> &mut dyn SurelRepository;
    /// Contacts.
    fn kontak(&mut self) -> &mut dyn KontakRepository;
    /// One-time links.
    fn tautan(&mut self) -> &mut dyn TautanRepository;
    /// Who contacts are, and whether they must prove it again.
    fn identitas(&mut self) -> &mut dyn IdentitasRepository;
    /// The channel: state of numbers and accounts, and what happened to them.
    fn kanal(&mut self) -> &mut dyn KanalRepository;
    /// Codes that prove numbers.
    fn kode_nomor(&mut self) -> &mut dyn KodeNomorRepository;
    /// Reports of scams.
    fn laporan(&mut self) -> &mut dyn LaporanRepository;
    /// The officers' inbox.
    fn kotak(&mut self) -> &mut dyn KotakRepository;
    /// Quick replies.
    fn balasan_cepat(&mut self) -> &mut dyn BalasanCepatRepository;
    /// The Forum.
    fn forum(&mut self) -> &mut dyn ForumRepository;
    /// Daily checks of the inbox.
    fn pemeriksaan(&mut self) -> &mut dyn PemeriksaanRepository;
    /// Events for live screens.
    fn aliran(&mut self) -> &mut dyn AliranRepository;
    /// The inbox of webhook elements.
    fn masuk(&mut self) -> &mut dyn MasukRepository;
    /// The outbox.
    fn pesan(&mut self) -> &mut dyn PesanRepository;
    /// Service numbers as the outbox knows them, and pairs.
    fn saluran(&mut self) -> &mut dyn SaluranRepository;
    /// Message templates.
    fn templat(&mut self) -> &mut dyn TemplatRepository;
    /// Read models.
    fn bacaan(&mut self) -> &mut dyn BacaanRepository;
    /// Working time: the calendar under change, interruptions, quotas.
    fn waktu_kerja(&mut self) -> &mut dyn WaktuKerjaRepository;
    /// What people are told of interruptions.
    fn kabar_gangguan(&mut self) -> &mut dyn KabarGangguanRepository;
    /// SOP versions.
    fn sop(&mut self) -> &mut dyn SopRepository;
    /// Orders to move running cases to another SOP version.
    fn pindah(&mut self) -> &mut dyn PindahRepository;
    /// Moments at which something is due.
    fn pengingat(&mut self) -> &mut dyn PengingatRepository;
    /// Notices to officers.
    fn notifikasi(&mut self) -> &mut dyn NotifikasiRepository;
    /// Requests of people about their own data.
    fn hak_subjek(&mut self) -> &mut dyn HakSubjekRepository;
    /// The protection of personal data.
    fn privasi(&mut self) -> &mut dyn PrivasiRepository;
    /// Retention.
    fn retensi(&mut self) -> &mut dyn RetensiRepository;
    /// The audit trail.
    fn audit(&mut self) -> &mut dyn AuditRepository;
    /// The chain of the audit trail.
    fn rantai(&mut self) -> &mut dyn RantaiRepository;

    /// Makes every change last, or none.
    async fn commit(self: Box<Self>) -> Result<(), PortError>;
}

/// Catalogue, SOPs and settings of one tenant.
#[async_trait]
pub trait KatalogRepository: Send {
    /// The active service of that code.
    async fn layanan(&mut self, kode: &Kode) -> Result<Option<Layanan>, PortError>;

    /// The service of that code, offered or not: a running case outlives its service.
    async fn layanan_tersimpan(&mut self, kode: &Kode) -> Result<Option<Layanan>, PortError>;

    /// Active services in menu order.
    async fn daftar_layanan(&mut self) -> Result<Vec<Layanan>, PortError>;

    /// The version that a case of that moment is pinned to: the newest one in force.
    async fn sop_terbit(
        &mut self,
        kode: &Kode,
        pada: time::OffsetDateTime,
    ) -> Result<Option<(SopVersiId, DefinisiSop)>, PortError>;

    /// The version a case is pinned to.
    async fn sop_versi(&mut self, id: SopVersiId) -> Result<Option<DefinisiSop>, PortError>;

    /// The office's own words.
    async fn teks_kantor(&mut self) -> Result<Option<TeksKantor>, PortError>;

    /// The same, kept from other writers.
    async fn kunci_teks_kantor(&mut self) -> Result<Option<TeksKantor>, PortError>;

    /// When the office works.
    async fn kalender(&mut self) -> Result<Option<Kalender>, PortError>;

    /// Who the office is, as its pack last said.
    async fn identitas(&mut self) -> Result<Option<PaketTenant>, PortError>;

    /// What the office decided about cards; what an office has without deciding, before.
    async fn aturan_kartu(&mut self) -> Result<AturanKartu, PortError>;

    /// How the office hands over; what its pack leaves out is as everywhere.
    async fn aturan_penyerahan(&mut self) -> Result<AturanPenyerahan, PortError>;

    /// How residents ask for the status of a case; by NIK where the office never decided.
    async fn aturan_status(&mut self) -> Result<AturanStatus, PortError>;

    /// The connection to the signing host.
    async fn koneksi_tte(&mut self) -> Result<Option<KoneksiTte>, PortError>;

    /// Loads services in order; services that are missing from the list are no longer offered.
    async fn simpan_layanan(&mut self, layanan: &[Layanan]) -> Result<(), PortError>;

    /// Publishes a definition as the next version, in force at once, unless the one in force says the same already. An
    /// announced version still takes over when its moment comes. Returns the version.
    async fn terbitkan_sop(
        &mut self,
        id_baru: SopVersiId,
        definisi: &DefinisiSop,
        pada: time::OffsetDateTime,
    ) -> Result<u32, PortError>;

    /// Stores the office's own words.
    async fn simpan_teks_kantor(
        &mut self,
        teks: &TeksKantor,
        pada: time::OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Stores when the office works.
    async fn simpan_kalender(
        &mut self,
        kalender: &Kalender,
        pada: time::OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Stores who the office is.
    async fn simpan_identitas(
        &mut self,
        identitas: &PaketTenant,
        pada: time::OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Stores what the office decided about cards.
    async fn simpan_aturan_kartu(
        &mut self,
        aturan: AturanKartu,
        pada: time::OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Stores how the office hands over.
    async fn simpan_aturan_penyerahan(
        &mut self,
        aturan: &AturanPenyerahan,
        pada: time::OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Stores how residents ask for the status of a case.
    async fn simpan_aturan_status(
        &mut self,
        aturan: AturanStatus,
        pada: time::OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Stores the connection to the signing host, sealed.
    async fn simpan_koneksi_tte(
        &mut self,
        id: Uuid,
        koneksi: &KoneksiTte,
        pada: time::OffsetDateTime,
    ) -> Result<(), PortError>;

    /// Stores a service number with its token, sealed.
    async fn simpan_nomor_layanan(
        &mut self,
        id: Uuid,
        nomor: &NomorLayanan,
        pada: time::OffsetDateTime,
    ) -> Result<(), PortError>;
}
