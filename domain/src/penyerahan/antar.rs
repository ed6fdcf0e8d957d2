//! Trips: a courier or an officer brings a product to who cannot come (K-21), a village hands over what reached it (S-8).

use async_trait::async_trait;
use time::OffsetDateTime;

use super::{KeadaanPenyerahan, Penyerahan, PenyerahanId, diantar, gagalkan, salah_keadaan, ubah};
use crate::{
    akses::{Izin, Pelaku, PenggunaId, Petugas},
    audit::CatatanAudit,
    berkas::tipe_boleh,
    galat::{Bentrok, Galat, PortError},
    layanan::SaluranPenyerahan,
    nilai::{Kode, Rahasia},
    permohonan::{BATAS_BERKAS, TautanUnggah, UMUR_TAUTAN, periksa_ukuran},
    ports::{Ports, UnitOfWork},
};

/// Longest name of who took it, in characters.
const NAMA_MAKS: usize = 120;

/// Who took a product, and what they are to the applicant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Penerima {
    /// Full name.
    pub nama: Rahasia,
    /// What they are to the applicant.
    pub hubungan: HubunganPenerima,
}

/// What somebody is to the applicant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HubunganPenerima {
    /// The applicant.
    Sendiri,
    /// A relative.
    Keluarga,
    /// The guardian.
    Wali,
    /// A village official.
    AparatDesa,
    /// Somebody with a written mandate.
    Kuasa,
}

impl HubunganPenerima {
    /// Every kind.
    pub const SEMUA: [Self; 5] =
        [Self::Sendiri, Self::Keluarga, Self::Wali, Self::AparatDesa, Self::Kuasa];

    /// The stable word.
    pub const fn kata(self) -> &'static str {
        match self {
            Self::Sendiri => "sendiri",
            Self::Keluarga => "keluarga",
            Self::Wali => "wali",
            Self::AparatDesa => "aparat_desa",
            Self::Kuasa => "kuasa",
        }
    }

    /// The kind of that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|satu| satu.kata() == kata)
    }
}

/// A photo or signature that was announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuktiUnggah {
    /// Where it goes.
    pub kunci: String,
    /// MIME type.
    pub tipe: String,
    /// Bytes.
    pub ukuran: u64,
}

/// What a trip knows besides its attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Antar {
    /// The attempt.
    pub penyerahan: PenyerahanId,
    /// Who goes.
    pub petugas: Option<PenggunaId>,
    /// What was agreed.
    pub janji_pada: Option<OffsetDateTime>,
    /// The desa or kecamatan it travels to.
    pub unit: Option<Kode>,
    /// Who took it; personal.
    pub penerima: Option<Penerima>,
    /// A proof that was announced.
    pub bukti_unggah: Option<BuktiUnggah>,
    /// Key and hash of the proof.
    pub bukti: Option<(String, Vec<u8>)>,
    /// When it last changed.
    pub diubah_pada: OffsetDateTime,
}

impl Antar {
    /// A trip nobody goes on yet.
    pub(crate) fn baru(penyerahan: PenyerahanId, unit: Option<Kode>, pada: OffsetDateTime) -> Self {
        Self {
            penyerahan,
            petugas: None,
            janji_pada: None,
            unit,
            penerima: None,
            bukti_unggah: None,
            bukti: None,
            diubah_pada: pada,
        }
    }
}

/// Trips of one tenant.
#[async_trait]
pub trait AntarRepository: Send {
    /// The trip of an attempt.
    async fn baca(&mut self, id: PenyerahanId) -> Result<Option<Antar>, PortError>;

    /// Stores a trip, new or known.
    async fn simpan(&mut self, antar: &Antar) -> Result<(), PortError>;
}

/// An attempt with its trip, the attempt kept from other writers.
pub(crate) async fn kunci_antar(
    work: &mut dyn UnitOfWork,
    id: PenyerahanId,
) -> Result<(Penyerahan, Antar), Galat> {
    let hilang = || Galat::TidakDitemukan("penyerahan");
    let satu = work.penyerahan().kunci(id).await?.ok_or_else(hilang)?;
    let antar = work.antar().baca(id).await?.ok_or_else(|| {
        Bentrok::baru("bukan_antaran", "Penyerahan ini tidak diantar kurir, petugas, atau desa.")
    })?;
    Ok((satu, antar))
}

/// The officer who has to do with trips and letters at all; asked before anything is looked for.
pub(crate) fn berurusan(pelaku: &Pelaku) -> Result<&Petugas, Galat> {
    pelaku.petugas_salah_satu(&[Izin::PenyerahanUnit, Izin::PenyerahanKelola])
}

/// The officer who may do something with a trip: who keeps hand-overs in hand, who goes, or an official of the unit that
/// holds it. To everybody else it does not exist.
pub(crate) fn boleh_antar<'p>(
    pelaku: &'p Pelaku,
    satu: &Penyerahan,
    antar: &Antar,
) -> Result<&'p Petugas, Galat> {
    if let Ok(petugas) = pelaku.petugas(Izin::PenyerahanKelola) {
        // What a village holds is given out by the village.
        if satu.saluran != SaluranPenyerahan::Desa || di_unit(petugas, antar) {
            return Ok(petugas);
        }
    }
    let petugas = berurusan(pelaku)?;
    let pergi = diantar(satu.saluran) && antar.petugas == Some(petugas.id);
    if pergi || (satu.saluran == SaluranPenyerahan::Desa && di_unit(petugas, antar)) {
        return Ok(petugas);
    }
    Err(Galat::TidakDitemukan("penyerahan"))
}

fn di_unit(petugas: &Petugas, antar: &Antar) -> bool {
    let unit = petugas.unit.as_ref().map(|unit| &unit.kode);
    unit.is_some() && unit == antar.unit.as_ref()
}

/// Say who goes, and when it was agreed.
#[derive(Clone, Copy, Debug)]
pub struct TugaskanAntar {
    /// Which attempt.
    pub id: PenyerahanId,
    /// Who goes.
    pub petugas: PenggunaId,
    /// When.
    pub janji_pada: Option<OffsetDateTime>,
}

impl TugaskanAntar {
    /// Writes it down; also another officer or another time, as long as nobody left.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Penyerahan, Galat> {
        pelaku.petugas(Izin::PenyerahanKelola)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let (mut satu, mut antar) = kunci_antar(work.as_mut(), self.id).await?;
        if satu.keadaan != KeadaanPenyerahan::Antre || !diantar(satu.saluran) {
            return Err(salah_keadaan(&satu).into());
        }
        let ada = work.akses().pengguna(self.petugas).await?;
        if ada.is_none() {
            let pesan = "Petugas ini tidak ada atau sudah tidak aktif.";
            return Err(Galat::isian("/petugas_id", "petugas_tidak_ada", pesan));
        }
        let now = ports.clock.now();
        if self.janji_pada.is_some_and(|saat| saat <= now) {
            let pesan = "Waktu janji harus sesudah sekarang.";
            return Err(Galat::isian("/janji_pada", "janji_lampau", pesan));
        }
        (antar.petugas, antar.janji_pada, antar.diubah_pada) =
            (Some(self.petugas), self.janji_pada, now);
        work.antar().simpan(&antar).await?;
        satu.oleh = pelaku.pengguna();
        satu.diubah_pada = now;
        work.penyerahan().simpan(&satu).await?;
        let objek = Some(satu.id.uuid());
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "penyerahan.tugaskan", "penyerahan", objek)
                .dengan(serde_json::json!({ "petugas": self.petugas }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(satu)
    }
}

/// Say that somebody left with it.
#[derive(Clone, Copy, Debug)]
pub struct BerangkatkanAntar {
    /// Which attempt.
    pub id: PenyerahanId,
}

impl BerangkatkanAntar {
    /// It is on its way.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Penyerahan, Galat> {
        berurusan(pelaku)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let (mut satu, antar) = kunci_antar(work.as_mut(), self.id).await?;
        boleh_antar(pelaku, &satu, &antar)?;
        if !diantar(satu.saluran) {
            let pesan = "Kiriman ke desa berangkat dengan surat jalan.";
            return Err(Bentrok::baru("lewat_surat_jalan", pesan).into());
        }
        if antar.petugas.is_none() {
            let pesan = "Tugaskan dahulu siapa yang mengantar.";
            return Err(Bentrok::baru("belum_ditugaskan", pesan).into());
        }
        super::periksa_berlaku(work.as_mut(), &satu).await?;
        let ke = KeadaanPenyerahan::Berjalan;
        ubah(ports, work.as_mut(), pelaku.jejak(), &mut satu, ke, None).await?;
        work.commit().await?;
        Ok(satu)
    }
}

/// Announce a photo or a signature as proof.
#[derive(Clone, Debug)]
pub struct UnggahBukti {
    /// Which attempt.
    pub id: PenyerahanId,
    /// MIME type that will be put.
    pub tipe: String,
    /// Bytes that will be put.
    pub ukuran: u64,
}

impl UnggahBukti {
    /// Where to put it; an earlier one that was announced is forgotten.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<TautanUnggah, Galat> {
        berurusan(pelaku)?;
        let tipe = tipe_boleh(&self.tipe)?;
        periksa_ukuran(self.ukuran)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let (satu, mut antar) = kunci_antar(work.as_mut(), self.id).await?;
        boleh_antar(pelaku, &satu, &antar)?;
        if !satu.keadaan.terbuka() {
            return Err(salah_keadaan(&satu).into());
        }
        let unggah = BuktiUnggah {
            kunci: ports.kunci_objek(&pelaku.tenant.slug, "bukti"),
            tipe: tipe.mime().to_owned(),
            ukuran: self.ukuran,
        };
        antar.bukti_unggah = Some(unggah.clone());
        antar.diubah_pada = ports.clock.now();
        work.antar().simpan(&antar).await?;
        let objek = Some(satu.id.uuid());
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "penyerahan.bukti", "penyerahan", objek);
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        let tautan = ports
            .objek
            .tautan_unggah(&unggah.kunci, &unggah.tipe, unggah.ukuran, UMUR_TAUTAN)
            .await?;
        Ok(tautan)
    }
}

/// How a trip ended.
#[derive(Clone, Debug)]
pub enum HasilAntar {
    /// Somebody took it.
    Diserahkan(Penerima),
    /// Nobody did.
    Gagal(SebabGagalAntar),
}

/// Why nobody took it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SebabGagalAntar {
    /// Nobody was there.
    TidakAdaOrang,
    /// The address does not exist.
    AlamatTidakDitemukan,
    /// They did not want it.
    Ditolak,
    /// It got lost or was damaged on the way.
    HilangRusak,
}

impl SebabGagalAntar {
    /// Every cause.
    pub const SEMUA: [Self; 4] =
        [Self::TidakAdaOrang, Self::AlamatTidakDitemukan, Self::Ditolak, Self::HilangRusak];

    /// The stable word.
    pub const fn kata(self) -> &'static str {
        match self {
            Self::TidakAdaOrang => "tidak_ada_orang",
            Self::AlamatTidakDitemukan => "alamat_tidak_ditemukan",
            Self::Ditolak => "ditolak_penerima",
            Self::HilangRusak => "hilang_rusak",
        }
    }

    /// The cause of that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|satu| satu.kata() == kata)
    }
}

/// Write down how a trip ended.
#[derive(Clone, Debug)]
pub struct CatatHasilAntar {
    /// Which attempt.
    pub id: PenyerahanId,
    /// How.
    pub hasil: HasilAntar,
}

impl CatatHasilAntar {
    /// Handed over, with the name of who took it and a proof; or failed, and the next channel is taken.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Penyerahan, Galat> {
        berurusan(pelaku)?;
        let slug = &pelaku.tenant.slug;
        let mut work = ports.store.begin(slug).await?;
        let (satu, antar) = kunci_antar(work.as_mut(), self.id).await?;
        boleh_antar(pelaku, &satu, &antar)?;
        drop(work);
        let bukti = match &self.hasil {
            HasilAntar::Gagal(_) => None,
            HasilAntar::Diserahkan(penerima) => {
                periksa_nama(penerima)?;
                Some(simpan_bukti(ports, pelaku, &antar).await?)
            }
        };
        let mut work = ports.store.begin(slug).await?;
        let (mut satu, mut antar) = kunci_antar(work.as_mut(), self.id).await?;
        boleh_antar(pelaku, &satu, &antar)?;
        let sampai = match satu.saluran {
            SaluranPenyerahan::Desa => KeadaanPenyerahan::Siap,
            _ => KeadaanPenyerahan::Berjalan,
        };
        if satu.keadaan != sampai {
            return Err(salah_keadaan(&satu).into());
        }
        match self.hasil {
            HasilAntar::Diserahkan(penerima) => {
                super::periksa_berlaku(work.as_mut(), &satu).await?;
                antar.penerima = Some(penerima);
                antar.bukti = bukti;
                antar.bukti_unggah = None;
                antar.diubah_pada = ports.clock.now();
                work.antar().simpan(&antar).await?;
                let ke = KeadaanPenyerahan::Diserahkan;
                ubah(ports, work.as_mut(), pelaku.jejak(), &mut satu, ke, None).await?;
            }
            HasilAntar::Gagal(sebab) => {
                let (tenant, jejak) = (&pelaku.tenant, pelaku.jejak());
                gagalkan(ports, work.as_mut(), tenant, jejak, &mut satu, sebab.kata()).await?;
            }
        }
        work.commit().await?;
        Ok(satu)
    }
}

fn periksa_nama(penerima: &Penerima) -> Result<(), Galat> {
    let panjang = penerima.nama.buka().trim().chars().count();
    if (2..=NAMA_MAKS).contains(&panjang) {
        return Ok(());
    }
    let pesan = "Tulis nama lengkap yang menerima, 2 sampai 120 huruf.";
    Err(Galat::isian("/penerima/nama", "nama_penerima_wajib", pesan))
}

/// Checks the proof that was put, and keeps it under a key that no link can write.
async fn simpan_bukti(
    ports: &Ports,
    pelaku: &Pelaku,
    antar: &Antar,
) -> Result<(String, Vec<u8>), Galat> {
    let wajib = || {
        let pesan = "Unggah dahulu foto serah terima atau tanda tangan penerima.";
        Bentrok::baru("bukti_wajib", pesan)
    };
    let unggah = antar.bukti_unggah.as_ref().ok_or_else(wajib)?;
    let isi = ports.objek.ambil(&unggah.kunci, BATAS_BERKAS).await?.ok_or_else(wajib)?;
    let diperiksa = ports.pemeriksa_berkas.periksa(&isi).await?;
    let tipe =
        diperiksa.map_err(|tolak| Galat::isian("/bukti", tolak.kode(), tolak.kalimat()))?.tipe;
    let sidik = ports.sidik(&isi);
    let kunci = ports.kunci_objek(&pelaku.tenant.slug, "bukti");
    ports.objek.simpan(&kunci, tipe.mime(), isi).await?;
    Ok((kunci, sidik))
}
