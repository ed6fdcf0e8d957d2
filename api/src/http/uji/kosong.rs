//! Ports behind which nothing is: enough to see what HTTP does by itself.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use loket_domain::{
    akses::{
        HasilBukti, Kecocokan, KlaimAkses, KunciSandiBaru, PembuatKode, PemeriksaKunciSandi,
        PemilikKunci, PenerbitToken, PengacakSandi, PenggunaId, TantanganKunci, TolakKunci,
    },
    berkas::{HasilPeriksa, HasilPindai, KuotaBerkas, PemeriksaBerkas, PemindaiVirus, Penolakan},
    cetak::{Lembar, PencetakPdf},
    dokumen::{
        BacaanCrl, CrlDitolak, HalamanStempel, HarapanTte, HasilTte, IsiStempel, KoneksiTte,
        PembuatStempel, PemeriksaTandaTangan, PenandaTangan, PermintaanSegel, PermintaanTte, Pojok,
        StatusPenandaTangan, StempelGagal, TandaTanganDitolak, TandaTanganSah, TempatStempel,
        TteGagal, VerifikasiHost,
    },
    galat::PortError,
    id::IdSource,
    kalender::Clock,
    langganan::{HasilKiriman, KirimanSiap, PengantarKiriman},
    nilai::{Nik, Rahasia},
    penyerahan::{PengirimSurel, SurelGagal, SurelSiap},
    percakapan::{
        Alamat, AlamatPublik, ElemenMasuk, ElemenTerbaca, IsiSiapKirim, KirimGagal, MediaGagal,
        MediaMasuk, NomorLayanan, NomorResmi, PenandaSurat, PintuWebhook, SaluranWa,
    },
    permohonan::{KunciObjek, ObjekTerdaftar, PenyimpanObjek, TautanUnggah},
    ports::{DaftarTenant, Ports, Sidik, Store, UnitOfWork},
    templat::{KeadaanDiSaluran, Templat},
    tenant::{Tenant, TenantSlug},
};
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

/// Every port, and nothing behind it. The token `panik` panics; the signature `sah` is genuine.
#[derive(Default)]
struct Kosong(AtomicU64);

pub(super) fn ports() -> Ports {
    let kosong = Arc::new(Kosong::default());
    Ports {
        daftar: kosong.clone(),
        store: kosong.clone(),
        objek: kosong.clone(),
        saluran: kosong.clone(),
        pintu: kosong.clone(),
        tte: kosong.clone(),
        pemeriksa: kosong.clone(),
        stempel: kosong.clone(),
        pencetak: kosong.clone(),
        pemeriksa_berkas: kosong.clone(),
        pemindai: kosong.clone(),
        surel: kosong.clone(),
        kiriman: kosong.clone(),
        sandi: kosong.clone(),
        kode: kosong.clone(),
        kunci_sandi: kosong.clone(),
        token: kosong.clone(),
        surat: kosong.clone(),
        sidik: kosong.clone(),
        ids: kosong.clone(),
        clock: kosong,
        alamat_publik: AlamatPublik::parse("https://loket.uji", false).unwrap(),
        kuota: KuotaBerkas::default(),
    }
}

fn mati() -> PortError {
    PortError::tidak_tersedia("kosong", "nothing listens at 10.0.0.9")
}

impl PembuatKode for Kosong {
    fn benih(&self) -> Result<Rahasia, PortError> {
        Err(mati())
    }
    fn kode(&self, _: &Rahasia, _: u64) -> Result<Rahasia, PortError> {
        Err(mati())
    }
    fn qr(&self, _: &Rahasia) -> Result<Rahasia, PortError> {
        Err(mati())
    }
}

impl PemeriksaKunciSandi for Kosong {
    fn ada(&self) -> bool {
        false
    }
    fn mulai_daftar(&self, _: &PemilikKunci, _: &[Rahasia]) -> Result<TantanganKunci, PortError> {
        Err(mati())
    }
    fn daftar(&self, _: &Rahasia, _: &Rahasia) -> Result<KunciSandiBaru, TolakKunci> {
        Err(mati().into())
    }
    fn mulai_bukti(&self, _: &[Rahasia]) -> Result<TantanganKunci, PortError> {
        Err(mati())
    }
    fn kredensial(&self, _: &Rahasia) -> Option<Vec<u8>> {
        None
    }
    fn bukti(
        &self,
        _: PenggunaId,
        _: &Rahasia,
        _: &Rahasia,
        _: &Rahasia,
    ) -> Result<HasilBukti, TolakKunci> {
        Err(mati().into())
    }
}

#[async_trait]
impl PengantarKiriman for Kosong {
    fn boleh(&self, _: &str) -> bool {
        false
    }
    fn rahasia_baru(&self) -> Rahasia {
        Rahasia::new("whsec_")
    }
    async fn antar(&self, _: KirimanSiap) -> HasilKiriman {
        HasilKiriman::Putus { galat: "kosong" }
    }
}

#[async_trait]
impl DaftarTenant for Kosong {
    async fn tenant(&self, _: &TenantSlug) -> Result<Option<Arc<Tenant>>, PortError> {
        Err(mati())
    }
    async fn tenant_nomor(&self, _: &str, _: Uuid) -> Result<Option<Arc<Tenant>>, PortError> {
        Ok(None)
    }
    async fn tenant_waba(&self, _: &str, _: Uuid) -> Result<Vec<Arc<Tenant>>, PortError> {
        Ok(Vec::new())
    }
    async fn ditangguhkan(
        &self,
        _: Option<&str>,
        _: Option<&str>,
        _: Uuid,
    ) -> Result<bool, PortError> {
        Ok(false)
    }
    async fn nomor_resmi(&self) -> Result<Vec<NomorResmi>, PortError> {
        Ok(Vec::new())
    }
    async fn aktif(&self) -> Result<Vec<Arc<Tenant>>, PortError> {
        Ok(Vec::new())
    }
    async fn sehat(&self) -> Result<(), PortError> {
        Ok(())
    }
}

#[async_trait]
impl Store for Kosong {
    async fn begin(&self, _: &TenantSlug) -> Result<Box<dyn UnitOfWork>, PortError> {
        Err(mati())
    }
    async fn begin_retensi(&self, _: &TenantSlug) -> Result<Box<dyn UnitOfWork>, PortError> {
        Err(mati())
    }
    async fn read(&self, _: &TenantSlug) -> Result<Box<dyn UnitOfWork>, PortError> {
        Err(mati())
    }
}

#[async_trait]
impl PenyimpanObjek for Kosong {
    async fn simpan(&self, _: &str, _: &str, _: Vec<u8>) -> Result<(), PortError> {
        Err(mati())
    }
    async fn ambil(&self, _: &str, _: u64) -> Result<Option<Vec<u8>>, PortError> {
        Err(mati())
    }
    async fn ada(&self, _: &str) -> Result<bool, PortError> {
        Err(mati())
    }
    async fn simpan_tetap(&self, _: &str, _: &str, _: Vec<u8>, _: &[u8]) -> Result<(), PortError> {
        Err(mati())
    }
    async fn mulai_bagian(&self, _: &str, _: &str) -> Result<String, PortError> {
        Err(mati())
    }
    async fn tautan_bagian(
        &self,
        _: &str,
        _: &str,
        _: u32,
        _: u64,
        _: Duration,
    ) -> Result<TautanUnggah, PortError> {
        Err(mati())
    }
    async fn rangkai(&self, _: &str, _: &str, _: &[(u32, String)]) -> Result<bool, PortError> {
        Err(mati())
    }
    async fn batalkan_bagian(&self, _: &str, _: &str) -> Result<(), PortError> {
        Err(mati())
    }
    async fn bagian_terbuka(
        &self,
        _: &str,
        _: OffsetDateTime,
    ) -> Result<Vec<(String, String)>, PortError> {
        Err(mati())
    }
    async fn daftar(
        &self,
        _: &str,
        _: Option<&str>,
        _: u32,
    ) -> Result<Vec<ObjekTerdaftar>, PortError> {
        Err(mati())
    }
    async fn kunci_objek(&self) -> Result<KunciObjek, PortError> {
        Err(mati())
    }
    async fn hapus(&self, _: &str) -> Result<(), PortError> {
        Err(mati())
    }
    async fn hapus_tuntas(&self, _: &str) -> Result<u64, PortError> {
        Err(mati())
    }
    async fn hapus_tuntas_awalan(&self, _: &str, _: u32) -> Result<u64, PortError> {
        Err(mati())
    }
    async fn tautan_unggah(
        &self,
        _: &str,
        _: &str,
        _: u64,
        _: Duration,
    ) -> Result<TautanUnggah, PortError> {
        Err(mati())
    }
    async fn tautan_unduh(
        &self,
        _: &str,
        _: &str,
        _: &str,
        _: Duration,
    ) -> Result<String, PortError> {
        Err(mati())
    }
    async fn sehat(&self) -> Result<(), PortError> {
        Err(mati())
    }
}

impl PencetakPdf for Kosong {
    fn cetak(&self, _: &Lembar, _: OffsetDateTime) -> Vec<u8> {
        Vec::new()
    }
    fn halaman(&self, _: &Lembar) -> u32 {
        1
    }
}

#[async_trait]
impl SaluranWa for Kosong {
    async fn kirim(
        &self,
        _: &NomorLayanan,
        _: &Alamat,
        _: &IsiSiapKirim,
        _: Uuid,
    ) -> Result<String, KirimGagal> {
        Err(KirimGagal::TidakDiketahui)
    }
    async fn unggah(
        &self,
        _: &NomorLayanan,
        _: &str,
        _: &str,
        _: Vec<u8>,
    ) -> Result<String, KirimGagal> {
        Err(KirimGagal::TidakDiketahui)
    }
    async fn ambil_media(
        &self,
        _: &NomorLayanan,
        _: &str,
        _: Option<&[u8]>,
        _: u64,
    ) -> Result<MediaMasuk, MediaGagal> {
        Err(MediaGagal::TerlaluBesar)
    }
    async fn ajukan_templat(
        &self,
        _: &NomorLayanan,
        _: &Templat,
    ) -> Result<KeadaanDiSaluran, KirimGagal> {
        Err(KirimGagal::TidakDiketahui)
    }
    async fn baca_templat(&self, _: &NomorLayanan) -> Result<Vec<KeadaanDiSaluran>, KirimGagal> {
        Err(KirimGagal::TidakDiketahui)
    }
    fn baca(&self, _: &Value) -> ElemenTerbaca {
        ElemenTerbaca::Lain
    }
}

#[async_trait]
impl PintuWebhook for Kosong {
    async fn penanda(&self, _: &[u8], tanda_tangan: &str) -> Result<Option<Uuid>, PortError> {
        match tanda_tangan {
            "sah" => Ok(Some(Uuid::nil())),
            "mati" => Err(mati()),
            _ => Ok(None),
        }
    }
    async fn token_cocok(&self, token: &str) -> Result<bool, PortError> {
        Ok(token == "rahasia")
    }
    fn urai(&self, _: &[u8]) -> Vec<ElemenMasuk> {
        Vec::new()
    }
}

#[async_trait]
impl PenandaTangan for Kosong {
    async fn tanda_tangani(&self, _: &KoneksiTte, _: PermintaanTte) -> Result<HasilTte, TteGagal> {
        Err(TteGagal::TidakTerkirim(mati()))
    }
    async fn status(&self, _: &KoneksiTte, _: &Nik) -> Result<StatusPenandaTangan, TteGagal> {
        Err(TteGagal::TidakTerkirim(mati()))
    }
    async fn minta_totp(&self, _: &KoneksiTte, _: &Nik, _: u32) -> Result<(), TteGagal> {
        Err(TteGagal::TidakTerkirim(mati()))
    }
    async fn aktifkan_segel(&self, _: &KoneksiTte) -> Result<(), TteGagal> {
        Err(TteGagal::TidakTerkirim(mati()))
    }
    async fn cabut_segel(&self, _: &KoneksiTte, _: &Rahasia) -> Result<(), TteGagal> {
        Err(TteGagal::TidakTerkirim(mati()))
    }
    async fn minta_totp_segel(
        &self,
        _: &KoneksiTte,
        _: &Rahasia,
        _: u32,
    ) -> Result<Rahasia, TteGagal> {
        Err(TteGagal::TidakTerkirim(mati()))
    }
    async fn segel(&self, _: &KoneksiTte, _: PermintaanSegel) -> Result<Vec<u8>, TteGagal> {
        Err(TteGagal::TidakTerkirim(mati()))
    }
    async fn verifikasi(&self, _: &KoneksiTte, _: &[u8]) -> Result<VerifikasiHost, TteGagal> {
        Err(TteGagal::TidakTerkirim(mati()))
    }
}

impl PembuatStempel for Kosong {
    fn gambar(&self, _: &IsiStempel) -> Result<Vec<u8>, StempelGagal> {
        Err(StempelGagal::BukanPdf)
    }
    fn tempat(&self, _: &[u8], _: HalamanStempel, _: Pojok) -> Result<TempatStempel, StempelGagal> {
        Err(StempelGagal::BukanPdf)
    }
}

impl PemeriksaTandaTangan for Kosong {
    fn periksa(&self, _: &[u8], _: &HarapanTte<'_>) -> Result<TandaTanganSah, TandaTanganDitolak> {
        Err(TandaTanganDitolak::Kosong)
    }
    fn baca_crl(&self, _: &[u8], _: &str) -> Result<BacaanCrl, CrlDitolak> {
        Err(CrlDitolak::Rusak)
    }
}

#[async_trait]
impl PemeriksaBerkas for Kosong {
    async fn periksa(&self, _: &[u8]) -> Result<Result<HasilPeriksa, Penolakan>, PortError> {
        Err(mati())
    }
}

#[async_trait]
impl PemindaiVirus for Kosong {
    fn terpasang(&self) -> bool {
        false
    }
    async fn pindai(&self, _: &[u8]) -> Result<HasilPindai, PortError> {
        Err(mati())
    }
    async fn sehat(&self) -> Result<(), PortError> {
        Err(mati())
    }
}

#[async_trait]
impl PengirimSurel for Kosong {
    fn ada(&self) -> bool {
        false
    }

    async fn kirim(&self, _: SurelSiap) -> Result<(), SurelGagal> {
        Err(SurelGagal::Sementara { galat: "surel_belum_diatur".to_owned() })
    }
}

#[async_trait]
impl PengacakSandi for Kosong {
    async fn acak(&self, _: Rahasia) -> Result<String, PortError> {
        Err(mati())
    }
    async fn cocokkan(&self, _: Rahasia, _: Option<String>) -> Result<Kecocokan, PortError> {
        Ok(Kecocokan::TidakCocok)
    }
}

impl PenerbitToken for Kosong {
    fn terbitkan(&self, _: &KlaimAkses) -> Result<String, PortError> {
        Err(mati())
    }
    fn baca(&self, token: &str, _: OffsetDateTime) -> Option<KlaimAkses> {
        assert!(token != "panik", "a port broke");
        None
    }
}

impl PenandaSurat for Kosong {
    fn tanda(&self, _: &str, _: &Value) -> Result<String, PortError> {
        Ok("kepala.isi.tanda".to_owned())
    }
    fn buka(&self, _: &str, _: &str) -> Option<Value> {
        None
    }
    fn jwks(&self) -> Value {
        Value::Null
    }
    fn penerbit(&self) -> &'static str {
        "http://127.0.0.1"
    }
}

impl Sidik for Kosong {
    fn sha256(&self, _: &[u8]) -> Vec<u8> {
        vec![0; 32]
    }
}

impl IdSource for Kosong {
    fn uuid(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)))
    }
    fn acak_hex(&self, bytes: usize) -> String {
        "0".repeat(bytes * 2)
    }
}

impl Clock for Kosong {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::UNIX_EPOCH
    }
}
