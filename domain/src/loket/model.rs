//! What lies on the shelf, who took it, what was withdrawn, and where all that is kept.

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{BuktiId, DitarikId, KodeAmbil, PengambilanId, RakId, UmurRak};
use crate::{
    akses::PenggunaId,
    dokumen::DokumenId,
    nilai::{Kode, NomorRegistrasi, Rahasia},
    penyerahan::PenyerahanId,
    permohonan::{PermohonanId, TipeBerkas},
};

/// Defines an enum with its stable words.
macro_rules! kata {
    ($(#[$meta:meta])* $nama:ident { $($(#[$doc:meta])* $varian:ident = $kata:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $nama { $($(#[$doc])* $varian),+ }

        impl $nama {
            /// Every one there is.
            pub const SEMUA: &'static [Self] = &[$(Self::$varian),+];

            /// The stable word, as tables and clients write it.
            pub fn kata(self) -> &'static str {
                match self { $(Self::$varian => $kata),+ }
            }

            /// The one of that word.
            pub fn dari_kata(kata: &str) -> Option<Self> {
                Self::SEMUA.iter().copied().find(|satu| satu.kata() == kata)
            }
        }
    };
}

kata! {
    /// Where a thing on the shelf stands.
    KeadaanRak {
        /// It waits.
        DiRak = "di_rak",
        /// Somebody took it.
        Diambil = "diambil",
        /// Nobody did, and it went back to the archive.
        Diarsipkan = "diarsipkan",
        /// It left on another way.
        Dibatalkan = "dibatalkan",
    }
}

kata! {
    /// Who collects.
    Pengambil {
        /// The applicant.
        Pemohon = "pemohon",
        /// A parent or guardian, for a KIA.
        OrangTuaWali = "orang_tua_wali",
        /// Somebody with a mandate.
        Kuasa = "kuasa",
    }
}

kata! {
    /// On what somebody collects for the applicant.
    DasarKuasa {
        /// Surat kuasa F-1.07, shown at the counter.
        F107 = "f_1_07",
        /// The mandate that the case was registered with.
        KuasaPermohonan = "kuasa_permohonan",
    }
}

kata! {
    /// The identity that was shown.
    Identitas {
        /// KTP-el.
        KtpEl = "ktp_el",
        /// The digital KTP.
        Ikd = "ikd",
        /// Kartu keluarga.
        Kk = "kk",
        /// Driving licence.
        Sim = "sim",
        /// Passport.
        Paspor = "paspor",
        /// Surat keterangan perekaman.
        SuratKeterangan = "surat_keterangan",
    }
}

kata! {
    /// Kind of evidence.
    JenisBukti {
        /// A photo of who collects.
        Foto = "foto",
        /// A picture of their signature.
        TandaTangan = "tanda_tangan",
    }
}

kata! {
    /// Where evidence stands.
    KeadaanBukti {
        /// Announced.
        Menunggu = "menunggu",
        /// Checked.
        Sah = "sah",
        /// Refused.
        Ditolak = "ditolak",
    }
}

kata! {
    /// Where a withdrawn thing stands.
    KeadaanDitarik {
        /// It is in the office's keeping.
        Ditarik = "ditarik",
        /// It was destroyed.
        Dimusnahkan = "dimusnahkan",
        /// It was given back, as the collection was called off.
        Dikembalikan = "dikembalikan",
    }
}

kata! {
    /// How withdrawn things are destroyed.
    CaraMusnah {
        /// Cut up.
        Digunting = "digunting",
        /// Crushed.
        Dihancurkan = "dihancurkan",
        /// Burnt.
        Dibakar = "dibakar",
    }
}

kata! {
    /// What a berita acara is about.
    JenisBeritaAcara {
        /// Destruction of withdrawn things.
        Pemusnahan = "pemusnahan",
        /// Return of what nobody collected.
        Pengarsipan = "pengarsipan",
    }
}

/// A thing on the shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IsiRak {
    /// Its id.
    pub id: RakId,
    /// The hand-over that waits.
    pub penyerahan: PenyerahanId,
    /// The case.
    pub permohonan: PermohonanId,
    /// The document.
    pub dokumen: DokumenId,
    /// Slot and its name; `None` beside a full shelf.
    pub tempat: Option<(u32, String)>,
    /// What the resident was told; the same for everything of a case.
    pub kode: KodeAmbil,
    /// Where it stands.
    pub keadaan: KeadaanRak,
    /// Since when it waits.
    pub siap_pada: OffsetDateTime,
    /// When it left the shelf.
    pub dilepas_pada: Option<OffsetDateTime>,
    /// When it went back to the archive, by which berita acara.
    pub berita_acara: Option<Uuid>,
    /// When it last changed.
    pub diubah_pada: OffsetDateTime,
}

impl IsiRak {
    /// Takes it off the shelf.
    pub fn lepas(&mut self, keadaan: KeadaanRak, pada: OffsetDateTime) {
        self.keadaan = keadaan;
        self.dilepas_pada = Some(pada);
        self.diubah_pada = pada;
    }
}

/// A row of the shelf's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarisRak {
    /// Its id.
    pub id: RakId,
    /// The case.
    pub permohonan: PermohonanId,
    /// Its number.
    pub nomor: String,
    /// The service.
    pub layanan: String,
    /// The document, as the resident knows it.
    pub dokumen: String,
    /// The applicant.
    pub nama: Rahasia,
    /// The name of the slot; `None` beside a full shelf.
    pub kode_rak: Option<String>,
    /// Since when it waits.
    pub siap_pada: OffsetDateTime,
}

/// Which things of the shelf.
#[derive(Clone, Debug, Default)]
pub struct SaringRak {
    /// Of that case.
    pub nomor: Option<NomorRegistrasi>,
    /// With that pickup code.
    pub kode: Option<KodeAmbil>,
    /// In that slot.
    pub kode_rak: Option<String>,
    /// Of that age.
    pub umur: Option<UmurRak>,
}

/// A photo or signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bukti {
    /// Its id.
    pub id: BuktiId,
    /// The case.
    pub permohonan: PermohonanId,
    /// Kind.
    pub jenis: JenisBukti,
    /// Where it stands.
    pub keadaan: KeadaanBukti,
    /// JPEG or PNG; as announced until it was checked.
    pub tipe: TipeBerkas,
    /// Bytes.
    pub ukuran: u64,
    /// SHA-256, once checked.
    pub sha256: Option<Vec<u8>>,
    /// Where it lies.
    pub kunci: String,
    /// Who took it.
    pub oleh: PenggunaId,
    /// When it was announced.
    pub dibuat_pada: OffsetDateTime,
}

/// How a collection was called off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pembatalan {
    /// Why.
    pub alasan: Rahasia,
    /// Who.
    pub oleh: PenggunaId,
    /// When.
    pub pada: OffsetDateTime,
}

/// Something that was taken from the counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terambil {
    /// The hand-over.
    pub penyerahan: PenyerahanId,
    /// Where it lay.
    pub rak: RakId,
    /// As the resident knows it.
    pub nama: String,
}

/// A collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pengambilan {
    /// Its id.
    pub id: PengambilanId,
    /// The number of its receipt.
    pub nomor: String,
    /// The case.
    pub permohonan: PermohonanId,
    /// Registration number of the case.
    pub permohonan_nomor: String,
    /// Who came.
    pub pengambil: Pengambil,
    /// Their name.
    pub nama: Rahasia,
    /// What they showed.
    pub identitas: Identitas,
    /// Its last four signs.
    pub akhir_identitas: Option<Rahasia>,
    /// How they stand to the applicant.
    pub hubungan: Option<String>,
    /// On what they collect for the applicant.
    pub dasar_kuasa: Option<DasarKuasa>,
    /// Photo or signature.
    pub bukti: Option<BuktiId>,
    /// Hardcopy requirements that were shown (S-6).
    pub ditunjukkan: Vec<Kode>,
    /// The officer.
    pub oleh: PenggunaId,
    /// When.
    pub pada: OffsetDateTime,
    /// What was taken.
    pub isi: Vec<Terambil>,
    /// How it was called off, when it was.
    pub batal: Option<Pembatalan>,
}

/// An old card or paper that was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ditarik {
    /// Its id.
    pub id: DitarikId,
    /// The collection at which that was.
    pub pengambilan: PengambilanId,
    /// The case.
    pub permohonan: PermohonanId,
    /// The requirement it answers.
    pub syarat: Kode,
    /// As the resident knows it.
    pub nama: String,
    /// Where it stands.
    pub keadaan: KeadaanDitarik,
    /// Who withdrew it.
    pub oleh: PenggunaId,
    /// When.
    pub pada: OffsetDateTime,
    /// By which berita acara it was destroyed.
    pub berita_acara: Option<Uuid>,
}

/// A berita acara over a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BeritaAcara {
    /// Its id.
    pub id: Uuid,
    /// What it is about.
    pub jenis: JenisBeritaAcara,
    /// Its number.
    pub nomor: String,
    /// Its date.
    pub tanggal: Date,
    /// How things were destroyed.
    pub cara: Option<CaraMusnah>,
    /// How many.
    pub jumlah: u32,
    /// The officers who witnessed it.
    pub saksi: String,
    /// Who recorded it.
    pub oleh: PenggunaId,
    /// When.
    pub pada: OffsetDateTime,
}

/// A reminder that has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PengingatRak {
    /// Its id.
    pub id: Uuid,
    /// What waits.
    pub rak: RakId,
    /// After how many days.
    pub hari: u16,
}
