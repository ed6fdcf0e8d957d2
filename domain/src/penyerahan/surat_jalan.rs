//! Letters of conveyance: products that travel together to a desa or kecamatan, with a penyerahan and a penerimaan at every
//! hand-over on the way (S-8, P-9).

use async_trait::async_trait;
use time::OffsetDateTime;

use super::{KeadaanPenyerahan, PenyerahanId, antar::berurusan, gagalkan, periksa_berlaku, ubah};
use crate::{
    akses::{Izin, JejakPelaku, JenisUnit, Pelaku, PenggunaId, Petugas},
    audit::CatatanAudit,
    cetak::{Arah, Bagian, Isi, Lembar, Sel, Tabel, nama_singkat},
    galat::{Bentrok, Galat, PortError},
    halaman::{Halaman, Lembar as Halamanan},
    id::Id,
    kalender::tulis_saat,
    layanan::SaluranPenyerahan,
    nilai::Kode,
    permohonan::tahun_setempat,
    ports::{Ports, UnitOfWork},
};

/// Marks ids of letters of conveyance.
#[derive(Debug)]
pub enum SuratJalanTag {}
/// The id of a letter of conveyance.
pub type SuratJalanId = Id<SuratJalanTag>;

/// Most products on one letter.
const ISI_MAKS: usize = 100;

/// Where a letter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeadaanSuratJalan {
    /// Written; nothing left yet.
    Disiapkan,
    /// Between two offices.
    DiJalan,
    /// At the unit it is for.
    Diterima,
}

impl KeadaanSuratJalan {
    /// Every state.
    pub const SEMUA: [Self; 3] = [Self::Disiapkan, Self::DiJalan, Self::Diterima];

    /// The stable word.
    pub const fn kata(self) -> &'static str {
        match self {
            Self::Disiapkan => "disiapkan",
            Self::DiJalan => "di_jalan",
            Self::Diterima => "diterima",
        }
    }

    /// The state of that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|satu| satu.kata() == kata)
    }
}

/// One hand-over on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LangkahJalan {
    /// From 1.
    pub urutan: u32,
    /// Where to.
    pub ke: Kode,
    /// The penyerahan: who gave it away, and when.
    pub diserahkan: (PenggunaId, String, OffsetDateTime),
    /// The penerimaan: who took it, and when.
    pub diterima: Option<(PenggunaId, String, OffsetDateTime)>,
    /// How many products of the list were missing.
    pub kurang: u32,
}

/// A product on a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IsiJalan {
    /// The attempt.
    pub penyerahan: PenyerahanId,
    /// The case.
    pub nomor: String,
    /// What it is called.
    pub dokumen: String,
    /// The applicant; personal.
    pub nama: crate::nilai::Rahasia,
    /// Where the attempt stands.
    pub keadaan: KeadaanPenyerahan,
}

/// A letter of conveyance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuratJalan {
    /// Its id.
    pub id: SuratJalanId,
    /// Its number, unique at the office.
    pub nomor: String,
    /// The unit it is for.
    pub unit: Kode,
    /// Where it stands.
    pub keadaan: KeadaanSuratJalan,
    /// Who wrote it.
    pub oleh: PenggunaId,
    /// What is on it; empty in lists.
    pub isi: Vec<IsiJalan>,
    /// Every hand-over; empty in lists.
    pub langkah: Vec<LangkahJalan>,
    /// When it was written.
    pub dibuat_pada: OffsetDateTime,
    /// When it last changed.
    pub diubah_pada: OffsetDateTime,
}

/// Letters of one tenant.
#[async_trait]
pub trait SuratJalanRepository: Send {
    /// Stores a letter with its products.
    ///
    /// # Errors
    /// [`PortError::Konflik`] when a product is on another letter.
    async fn tambah(&mut self, surat: &SuratJalan) -> Result<(), PortError>;

    /// A letter with all that is on it; `kunci` keeps it from other writers.
    async fn baca(
        &mut self,
        id: SuratJalanId,
        kunci: bool,
    ) -> Result<Option<SuratJalan>, PortError>;

    /// Stores where a letter stands.
    async fn simpan(&mut self, surat: &SuratJalan) -> Result<(), PortError>;

    /// Adds a hand-over that begins.
    async fn serahkan(&mut self, id: SuratJalanId, langkah: &LangkahJalan)
    -> Result<(), PortError>;

    /// Ends the hand-over of that number.
    async fn terima(&mut self, id: SuratJalanId, langkah: &LangkahJalan) -> Result<(), PortError>;

    /// Takes a product off its letter, once it did not arrive.
    async fn keluarkan(&mut self, id: PenyerahanId) -> Result<(), PortError>;

    /// Letters behind the cursor, the newest first, and one more than asked for; for one unit, or for all.
    async fn daftar(
        &mut self,
        unit: Option<&Kode>,
        halaman: Halaman,
    ) -> Result<Vec<SuratJalan>, PortError>;
}

/// Write a letter of conveyance.
#[derive(Clone, Debug)]
pub struct BuatSuratJalan {
    /// The unit it is for.
    pub unit: String,
    /// The attempts that travel.
    pub penyerahan: Vec<PenyerahanId>,
}

impl BuatSuratJalan {
    /// Every product waits for that very unit, and is on no other letter.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<SuratJalan, Galat> {
        let petugas = pelaku.petugas(Izin::PenyerahanKelola)?;
        let unit = Kode::parse(&self.unit).map_err(|salah| salah.di("/unit"))?;
        let mut semua = self.penyerahan;
        semua.sort_unstable();
        semua.dedup();
        if !(1..=ISI_MAKS).contains(&semua.len()) {
            let pesan = "Satu surat jalan memuat 1 sampai 100 dokumen.";
            return Err(Galat::isian("/penyerahan", "jumlah_isi", pesan));
        }
        let now = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let silsilah = work.akses().silsilah_unit(&unit).await?;
        let sesuai = |jenis: &JenisUnit| matches!(jenis, JenisUnit::Desa | JenisUnit::Kecamatan);
        if !silsilah.iter().any(|(jenis, kode)| kode == &unit && sesuai(jenis)) {
            let pesan = "Unit ini bukan desa, kelurahan, atau kecamatan kantor ini.";
            return Err(Galat::isian("/unit", "unit_tidak_ada", pesan));
        }
        for (letak, id) in semua.iter().enumerate() {
            let (satu, antar) = super::kunci_antar(work.as_mut(), *id).await?;
            let cocok = satu.saluran == SaluranPenyerahan::Desa
                && satu.keadaan == KeadaanPenyerahan::Antre
                && antar.unit.as_ref() == Some(&unit);
            if !cocok {
                let pesan = "Dokumen ini tidak menunggu dikirim ke unit tersebut.";
                let letak = format!("/penyerahan/{letak}");
                return Err(Galat::isian(letak, "bukan_untuk_unit", pesan));
            }
            periksa_berlaku(work.as_mut(), &satu).await?;
        }
        let tahun = tahun_setempat(pelaku, now);
        let urut = work.permohonan().nomor_urut("surat_jalan", tahun).await?;
        let surat = SuratJalan {
            id: ports.ids.id(),
            nomor: format!("SJ-{tahun}-{urut:05}"),
            unit,
            keadaan: KeadaanSuratJalan::Disiapkan,
            oleh: petugas.id,
            isi: semua.iter().map(|id| isi_kosong(*id)).collect(),
            langkah: Vec::new(),
            dibuat_pada: now,
            diubah_pada: now,
        };
        work.surat_jalan().tambah(&surat).await.map_err(|galat| match galat {
            PortError::Konflik => Galat::from(Bentrok::baru(
                "sudah_di_surat_jalan",
                "Salah satu dokumen sudah ada di surat jalan lain.",
            )),
            lain => lain.into(),
        })?;
        catat(ports, work.as_mut(), pelaku.jejak(), "surat_jalan.buat", &surat).await?;
        let surat = muat(work.as_mut(), surat.id, false).await?;
        work.commit().await?;
        Ok(surat)
    }
}

fn isi_kosong(penyerahan: PenyerahanId) -> IsiJalan {
    IsiJalan {
        penyerahan,
        nomor: String::new(),
        dokumen: String::new(),
        nama: crate::nilai::Rahasia::new(""),
        keadaan: KeadaanPenyerahan::Antre,
    }
}

async fn muat(
    work: &mut dyn UnitOfWork,
    id: SuratJalanId,
    kunci: bool,
) -> Result<SuratJalan, Galat> {
    let surat = work.surat_jalan().baca(id, kunci).await?;
    surat.ok_or(Galat::TidakDitemukan("surat jalan"))
}

async fn catat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    jejak: JejakPelaku,
    aksi: &'static str,
    surat: &SuratJalan,
) -> Result<(), Galat> {
    let catatan = CatatanAudit::baru(ports, jejak, aksi, "surat_jalan", Some(surat.id.uuid()))
        .dengan(
            serde_json::json!({ "nomor": surat.nomor, "unit": surat.unit, "isi": surat.isi.len() }),
        );
    work.audit().catat(&catatan).await?;
    Ok(())
}

/// Whether an officer belongs to that unit.
fn dari_unit(petugas: &Petugas, unit: &Kode) -> bool {
    petugas.unit.as_ref().is_some_and(|satu| &satu.kode == unit)
}

/// The officer, provided the letter is theirs to see: they keep hand-overs in hand, or it comes to or through their unit.
fn boleh_lihat<'p>(pelaku: &'p Pelaku, surat: &SuratJalan) -> Result<&'p Petugas, Galat> {
    if let Ok(petugas) = pelaku.petugas(Izin::PenyerahanKelola) {
        return Ok(petugas);
    }
    let petugas = pelaku.petugas(Izin::PenyerahanUnit)?;
    let lewat = surat.langkah.iter().any(|satu| dari_unit(petugas, &satu.ke));
    // Before it leaves, it is the office's own business.
    if lewat { Ok(petugas) } else { Err(Galat::TidakDitemukan("surat jalan")) }
}

/// Give a letter away: the penyerahan.
#[derive(Clone, Debug)]
pub struct SerahkanSuratJalan {
    /// Which.
    pub id: SuratJalanId,
    /// To which unit; without it, the one it is for.
    pub ke: Option<String>,
}

impl SerahkanSuratJalan {
    /// The first time by the office, then by the unit that holds it.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<SuratJalan, Galat> {
        berurusan(pelaku)?;
        let ke = self.ke.as_deref().map(Kode::parse).transpose();
        let ke = ke.map_err(|salah| salah.di("/ke"))?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut surat = muat(work.as_mut(), self.id, true).await?;
        let petugas = match surat.langkah.last() {
            None => pelaku.petugas(Izin::PenyerahanKelola)?,
            Some(terakhir) => {
                let petugas = boleh_lihat(pelaku, &surat)?;
                if terakhir.diterima.is_none() {
                    let pesan = "Surat jalan ini masih di jalan; tunggu penerimaannya.";
                    return Err(Bentrok::baru("masih_di_jalan", pesan).into());
                }
                if !dari_unit(petugas, &terakhir.ke) {
                    let pesan = "Surat jalan ini sedang dipegang unit lain.";
                    return Err(Bentrok::baru("dipegang_unit_lain", pesan).into());
                }
                petugas
            }
        };
        if surat.keadaan == KeadaanSuratJalan::Diterima {
            let pesan = "Surat jalan ini sudah sampai di tujuannya.";
            return Err(Bentrok::baru("sudah_sampai", pesan).into());
        }
        let ke = ke.unwrap_or_else(|| surat.unit.clone());
        // Towards its unit: that one itself, or one above it.
        let jalur = work.akses().silsilah_unit(&surat.unit).await?;
        if !jalur.iter().any(|(_, kode)| kode == &ke) {
            let pesan = "Surat jalan hanya diserahkan ke unit tujuan atau unit di atasnya.";
            return Err(Galat::isian("/ke", "bukan_jalurnya", pesan));
        }
        let now = ports.clock.now();
        if surat.langkah.is_empty() {
            for isi in &surat.isi {
                let (mut satu, _) = super::kunci_antar(work.as_mut(), isi.penyerahan).await?;
                // Called off since the letter was written: it stays here.
                if satu.keadaan != KeadaanPenyerahan::Antre {
                    work.surat_jalan().keluarkan(satu.id).await?;
                    continue;
                }
                periksa_berlaku(work.as_mut(), &satu).await?;
                let ke = KeadaanPenyerahan::Berjalan;
                ubah(ports, work.as_mut(), pelaku.jejak(), &mut satu, ke, None).await?;
            }
        }
        let langkah = LangkahJalan {
            urutan: u32::try_from(surat.langkah.len()).unwrap_or(u32::MAX).saturating_add(1),
            ke,
            diserahkan: (petugas.id, petugas.nama.clone(), now),
            diterima: None,
            kurang: 0,
        };
        work.surat_jalan().serahkan(surat.id, &langkah).await?;
        surat.keadaan = KeadaanSuratJalan::DiJalan;
        surat.diubah_pada = now;
        work.surat_jalan().simpan(&surat).await?;
        catat(ports, work.as_mut(), pelaku.jejak(), "surat_jalan.serahkan", &surat).await?;
        let surat = muat(work.as_mut(), surat.id, false).await?;
        work.commit().await?;
        Ok(surat)
    }
}

/// Take a letter: the penerimaan.
#[derive(Clone, Debug)]
pub struct TerimaSuratJalan {
    /// Which.
    pub id: SuratJalanId,
    /// What is on the list and was not there.
    pub kurang: Vec<PenyerahanId>,
}

impl TerimaSuratJalan {
    /// Only an official of the unit it was given to. At the unit it is for, every product waits there to be collected; what
    /// was missing failed, and takes its next channel.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<SuratJalan, Galat> {
        let petugas = berurusan(pelaku)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut surat = muat(work.as_mut(), self.id, true).await?;
        let hilang = || Galat::TidakDitemukan("surat jalan");
        let mut langkah = surat.langkah.last().cloned().ok_or_else(hilang)?;
        if !dari_unit(petugas, &langkah.ke) {
            return Err(hilang());
        }
        if langkah.diterima.is_some() {
            let pesan = "Surat jalan ini sudah diterima.";
            return Err(Bentrok::baru("sudah_diterima", pesan).into());
        }
        let (now, jejak) = (ports.clock.now(), pelaku.jejak());
        for (letak, id) in self.kurang.iter().enumerate() {
            if !surat.isi.iter().any(|isi| isi.penyerahan == *id) {
                let pesan = "Dokumen ini tidak ada di surat jalan.";
                let letak = format!("/kurang/{letak}");
                return Err(Galat::isian(letak, "bukan_isi", pesan));
            }
        }
        let sampai = langkah.ke == surat.unit;
        for isi in &surat.isi {
            let (mut satu, _) = super::kunci_antar(work.as_mut(), isi.penyerahan).await?;
            if satu.keadaan != KeadaanPenyerahan::Berjalan {
                continue;
            }
            if self.kurang.contains(&isi.penyerahan) {
                let tenant = &pelaku.tenant;
                let galat = "tidak_sampai_di_unit";
                gagalkan(ports, work.as_mut(), tenant, jejak, &mut satu, galat).await?;
                langkah.kurang += 1;
            } else if sampai {
                let ke = KeadaanPenyerahan::Siap;
                ubah(ports, work.as_mut(), jejak, &mut satu, ke, None).await?;
            }
        }
        langkah.diterima = Some((petugas.id, petugas.nama.clone(), now));
        work.surat_jalan().terima(surat.id, &langkah).await?;
        if sampai {
            surat.keadaan = KeadaanSuratJalan::Diterima;
        }
        surat.diubah_pada = now;
        work.surat_jalan().simpan(&surat).await?;
        catat(ports, work.as_mut(), jejak, "surat_jalan.terima", &surat).await?;
        let surat = muat(work.as_mut(), surat.id, false).await?;
        work.commit().await?;
        Ok(surat)
    }
}

/// Read a letter.
#[derive(Clone, Copy, Debug)]
pub struct BacaSuratJalan {
    /// Which.
    pub id: SuratJalanId,
}

impl BacaSuratJalan {
    /// With all that is on it and every hand-over.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<SuratJalan, Galat> {
        berurusan(pelaku)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let surat = muat(work.as_mut(), self.id, false).await?;
        boleh_lihat(pelaku, &surat)?;
        Ok(surat)
    }
}

/// List letters.
#[derive(Clone, Copy, Debug)]
pub struct DaftarSuratJalan {
    /// Which page.
    pub halaman: Halaman,
}

impl DaftarSuratJalan {
    /// All of them for who keeps hand-overs in hand; for an official of a unit, those that are for it.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Halamanan<SuratJalan>, Galat> {
        let unit = if pelaku.petugas(Izin::PenyerahanKelola).is_ok() {
            None
        } else {
            let petugas = pelaku.petugas(Izin::PenyerahanUnit)?;
            let unit = petugas.unit.as_ref().map(|unit| unit.kode.clone());
            Some(unit.ok_or(Galat::TidakDitemukan("unit"))?)
        };
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let mut semua = work.surat_jalan().daftar(unit.as_ref(), self.halaman).await?;
        if unit.is_some() {
            semua.retain(|surat| surat.keadaan != KeadaanSuratJalan::Disiapkan);
        }
        Ok(self.halaman.potong(semua, |surat| surat.id.uuid()))
    }
}

/// Print a letter.
#[derive(Clone, Copy, Debug)]
pub struct CetakSuratJalan {
    /// Which.
    pub id: SuratJalanId,
}

impl CetakSuratJalan {
    /// The sheet that travels with the products; each print is audited, as paper leaves the system.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Lembar, Galat> {
        berurusan(pelaku)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let surat = muat(work.as_mut(), self.id, false).await?;
        boleh_lihat(pelaku, &surat)?;
        let unit = work.kelola().daftar_unit().await?;
        let jejak = pelaku.jejak();
        catat(ports, work.as_mut(), jejak, "surat_jalan.cetak", &surat).await?;
        work.commit().await?;
        let nama = |kode: &Kode| {
            let satu = unit.iter().find(|satu| &satu.kode == kode);
            satu.map_or_else(|| kode.to_string(), |satu| satu.nama.clone())
        };
        Ok(lembar(&surat, pelaku, &nama))
    }
}

fn lembar(surat: &SuratJalan, pelaku: &Pelaku, nama: &dyn Fn(&Kode) -> String) -> Lembar {
    let zona = pelaku.tenant.zona;
    let isi = surat.isi.iter().enumerate().map(|(letak, satu)| {
        vec![
            Sel::teks((letak + 1).to_string()).di_tengah(),
            Sel::teks(satu.nomor.clone()),
            Sel::teks(satu.dokumen.clone()),
            Sel::teks(nama_singkat(satu.nama.buka())),
            Sel::kosong(),
        ]
    });
    let paraf = |orang: &(PenggunaId, String, OffsetDateTime)| {
        Sel::teks(format!("{}, {}", orang.1, tulis_saat(zona, orang.2)))
    };
    let langkah = surat.langkah.iter().map(|satu| {
        vec![
            Sel::teks(satu.urutan.to_string()).di_tengah(),
            Sel::teks(nama(&satu.ke)),
            paraf(&satu.diserahkan),
            satu.diterima.as_ref().map_or_else(Sel::kosong, paraf),
        ]
    });
    // An empty row for the hand-over that is signed on paper.
    let kosong = std::iter::once(vec![Sel::kosong(); 4]);
    Lembar {
        judul: format!("Surat jalan {}", surat.nomor),
        kantor: pelaku.tenant.nama.clone(),
        arah: Arah::Tegak,
        bagian: vec![
            Bagian::Judul {
                kop: pelaku.tenant.nama.clone(),
                judul: "SURAT JALAN DOKUMEN KEPENDUDUKAN".to_owned(),
                bawah: vec![
                    format!("Nomor {}", surat.nomor),
                    format!("Tujuan: {}", nama(&surat.unit)),
                    tulis_saat(zona, surat.dibuat_pada),
                ],
            },
            Bagian::Tabel(Tabel {
                kolom: vec![1, 4, 6, 5, 3],
                kepala: vec![
                    ["No.", "Permohonan", "Dokumen", "Pemohon", "Diterima warga"]
                        .map(Sel::kepala)
                        .into(),
                ],
                baris: isi.collect(),
                rapat: false,
            }),
            Bagian::Isi(vec![Isi::Subjudul("Serah terima".to_owned())]),
            Bagian::Tabel(Tabel {
                kolom: vec![1, 5, 6, 6],
                kepala: vec![["No.", "Kepada", "Penyerahan", "Penerimaan"].map(Sel::kepala).into()],
                baris: langkah.chain(kosong).collect(),
                rapat: false,
            }),
        ],
        kaki: format!("Surat jalan {}", surat.nomor),
    }
}
