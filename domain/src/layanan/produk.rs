//! What comes out of a permohonan, and on which channels it may leave.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{nilai::Kode, sop::Register, ungkapan::Ungkapan};

/// The national kinds of documents (Permendagri 109/2019); rules hang on the kind, never on an office's own naming.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JenisProduk {
    /// Kartu keluarga.
    Kk,
    /// Biodata penduduk.
    Biodata,
    /// Electronic identity card.
    KtpEl,
    /// Kartu identitas anak.
    Kia,
    /// Surat keterangan pindah WNI.
    Skpwni,
    /// Kutipan akta kelahiran.
    AktaKelahiran,
    /// Kutipan akta kematian.
    AktaKematian,
    /// Kutipan akta perkawinan.
    AktaPerkawinan,
    /// Kutipan akta perceraian.
    AktaPerceraian,
    /// Kutipan akta pengakuan anak.
    AktaPengakuanAnak,
    /// Kutipan akta pengesahan anak.
    AktaPengesahanAnak,
    /// A note in the margin of an akta: adoption, change of name, correction.
    CatatanPinggir,
    /// Surat keterangan lahir mati.
    LahirMati,
    /// Surat keterangan tempat tinggal of a foreigner with a limited permit.
    Sktt,
    /// Surat keterangan pindah luar negeri.
    Skpln,
    /// Another letter of the office.
    SuratKeterangan,
}

impl JenisProduk {
    /// Whether it is always about a child.
    pub fn untuk_anak(self) -> bool {
        matches!(
            self,
            Self::Kia | Self::AktaKelahiran | Self::AktaPengakuanAnak | Self::AktaPengesahanAnak
        )
    }

    /// Code, abbreviation and name of the book that offices keep for this kind.
    fn register(self) -> (Kode, &'static str, &'static str) {
        let (kode, singkatan, nama) = match self {
            Self::Kk => ("kk", "KK", "Register kartu keluarga"),
            Self::Biodata => ("biodata", "BIO", "Register biodata penduduk"),
            Self::KtpEl => ("ktp_el", "KTP", "Register KTP-el"),
            Self::Kia => ("kia", "KIA", "Register kartu identitas anak"),
            Self::Skpwni => ("skpwni", "SKPWNI", "Register surat keterangan pindah"),
            Self::AktaKelahiran => ("akta_kelahiran", "LHR", "Register akta kelahiran"),
            Self::AktaKematian => ("akta_kematian", "MTI", "Register akta kematian"),
            Self::AktaPerkawinan => ("akta_perkawinan", "KWN", "Register akta perkawinan"),
            Self::AktaPerceraian => ("akta_perceraian", "CRI", "Register akta perceraian"),
            Self::AktaPengakuanAnak => {
                ("akta_pengakuan_anak", "AKU", "Register akta pengakuan anak")
            }
            Self::AktaPengesahanAnak => {
                ("akta_pengesahan_anak", "SAH", "Register akta pengesahan anak")
            }
            Self::CatatanPinggir => ("catatan_pinggir", "CPG", "Register catatan pinggir"),
            Self::LahirMati => ("lahir_mati", "SKLM", "Register surat keterangan lahir mati"),
            Self::Sktt => ("sktt", "SKTT", "Register surat keterangan tempat tinggal"),
            Self::Skpln => ("skpln", "SKPLN", "Register surat keterangan pindah luar negeri"),
            Self::SuratKeterangan => ("surat_keterangan", "SK", "Register surat keterangan"),
        };
        (Kode::tetap(kode), singkatan, nama)
    }

    /// As the public reads it.
    pub fn nama(self) -> &'static str {
        match self {
            Self::Kk => "Kartu keluarga",
            Self::Biodata => "Biodata penduduk",
            Self::KtpEl => "KTP-el",
            Self::Kia => "Kartu identitas anak",
            Self::Skpwni => "Surat keterangan pindah WNI",
            Self::AktaKelahiran => "Kutipan akta kelahiran",
            Self::AktaKematian => "Kutipan akta kematian",
            Self::AktaPerkawinan => "Kutipan akta perkawinan",
            Self::AktaPerceraian => "Kutipan akta perceraian",
            Self::AktaPengakuanAnak => "Kutipan akta pengakuan anak",
            Self::AktaPengesahanAnak => "Kutipan akta pengesahan anak",
            Self::CatatanPinggir => "Catatan pinggir akta",
            Self::LahirMati => "Surat keterangan lahir mati",
            Self::Sktt => "Surat keterangan tempat tinggal",
            Self::Skpln => "Surat keterangan pindah luar negeri",
            Self::SuratKeterangan => "Surat keterangan",
        }
    }
}

/// What the product is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Medium {
    /// A PDF with an electronic signature, printed by anyone on A4 80 gr.
    PdfTte,
    /// A card on a blanko, collected in person.
    Kartu,
    /// An entry in a register and its printed kutipan, collected in person.
    RegisterKutipan,
    /// A letter with wet signature and stamp, collected in person.
    SuratBasah,
}

/// Who makes the electronic signature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ModeTte {
    /// Signed inside SIAK; the signed PDF is uploaded and verified.
    #[default]
    Siak,
    /// Loket calls the tenant's BSrE eSign host.
    Bsre,
    /// The same host seals it in the name of the office, not of a person.
    Segel,
}

/// Whether the electronic signature shows on the paper, and where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TampilanTte {
    /// It does not show; the office's own form carries a QR, or needs none.
    #[default]
    TakTerlihat,
    /// A stamp with a QR, who signed, and for whom.
    Terlihat {
        /// On which page.
        #[serde(default)]
        halaman: HalamanTte,
        /// In which corner of the page as a reader shows it.
        #[serde(default)]
        pojok: PojokTte,
    },
}

impl TampilanTte {
    /// Whether it is the one that products have unless the office says otherwise.
    pub fn bawaan(&self) -> bool {
        *self == Self::default()
    }
}

/// The page of a stamp.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HalamanTte {
    /// The first.
    Pertama,
    /// The last.
    #[default]
    Terakhir,
    /// This one, from 1.
    Nomor(#[schemars(range(min = 1))] u16),
}

/// The corner of a stamp.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PojokTte {
    /// Upper left.
    KiriAtas,
    /// Upper right.
    KananAtas,
    /// Lower left.
    KiriBawah,
    /// Lower right.
    #[default]
    KananBawah,
}

/// Whether a draft of a product names its number in SIAK.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NomorSiak {
    /// It must.
    Wajib,
    /// It may.
    #[default]
    Boleh,
    /// The product has none.
    Tidak,
}

impl NomorSiak {
    /// Whether it is the one that products have unless the office says otherwise.
    pub fn bawaan(&self) -> bool {
        *self == Self::default()
    }
}

/// How a product reaches the applicant.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SaluranPenyerahan {
    /// A document message to the applicant's own number.
    Whatsapp,
    /// An email with the PDF.
    Email,
    /// A one-time link to the file, behind a question that only the applicant can answer.
    Tautan,
    /// Collected at the counter.
    Loket,
    /// Brought by a courier.
    Kurir,
    /// Brought to elderly or disabled residents by an officer (*Jujuk Dolanan*, K-21).
    Kunjungan,
    /// Handed over by the desa, kelurahan or kecamatan (S-8).
    Desa,
}

impl SaluranPenyerahan {
    /// Every channel.
    pub const SEMUA: [Self; 7] = [
        Self::Whatsapp,
        Self::Email,
        Self::Tautan,
        Self::Loket,
        Self::Kurir,
        Self::Kunjungan,
        Self::Desa,
    ];

    /// The stable word.
    pub const fn kata(self) -> &'static str {
        match self {
            Self::Whatsapp => "whatsapp",
            Self::Email => "email",
            Self::Tautan => "tautan",
            Self::Loket => "loket",
            Self::Kurir => "kurir",
            Self::Kunjungan => "kunjungan",
            Self::Desa => "desa",
        }
    }

    /// The channel of that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|satu| satu.kata() == kata)
    }

    /// As people call it.
    pub const fn nama(self) -> &'static str {
        match self {
            Self::Whatsapp => "WhatsApp",
            Self::Email => "surel",
            Self::Tautan => "tautan",
            Self::Loket => "loket",
            Self::Kurir => "kurir",
            Self::Kunjungan => "kunjungan petugas",
            Self::Desa => "kantor desa, kelurahan, atau kecamatan",
        }
    }

    /// Whether a copy of the file itself travels.
    pub fn softcopy(self) -> bool {
        matches!(self, Self::Whatsapp | Self::Email | Self::Tautan)
    }
}

/// One product of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Produk {
    /// Unique within the service.
    pub kode: Kode,
    /// As the resident knows it.
    pub nama: String,
    /// National kind.
    pub jenis: JenisProduk,
    /// What it is made of.
    pub medium: Medium,
    /// Where it is signed.
    #[serde(default)]
    pub mode_tte: ModeTte,
    /// Whether the signature shows, where Loket has it made.
    #[serde(default, skip_serializing_if = "TampilanTte::bawaan")]
    pub tampilan_tte: TampilanTte,
    /// The role whose holder signs.
    #[serde(default)]
    pub penanda_tangan: Option<Kode>,
    /// Whether a draft names its number in SIAK.
    #[serde(default, skip_serializing_if = "NomorSiak::bawaan")]
    pub nomor_siak: NomorSiak,
    /// The book that numbers it, for an entry in a register; without it, one book per national kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register: Option<Register>,
    /// For which cases it comes out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jika: Option<Ungkapan>,
    /// Channels on which it is handed over.
    pub penyerahan: Vec<SaluranPenyerahan>,
}

impl Produk {
    /// The book that numbers it: its own, or the office's book of that national kind.
    pub fn buku_register(&self) -> Register {
        self.register.clone().unwrap_or_else(|| {
            let (kode, singkatan, nama) = self.jenis.register();
            Register {
                kode,
                nama: nama.to_owned(),
                pola: format!("{{urut}}/{singkatan}/{{wilayah}}/{{tahun}}"),
            }
        })
    }
}

/// KTP-el and KIA are never sent as a softcopy (B-24), whatever a pack says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("KTP-el dan KIA tidak boleh dikirim sebagai softcopy; kartu diambil di loket")]
pub struct KartuTidakBolehSoftcopy;

/// Whether a product may travel on a channel.
///
/// # Errors
/// A card, anything of a card's kind, or a paper, on a softcopy channel.
pub fn periksa_saluran(
    jenis: JenisProduk,
    medium: Medium,
    saluran: SaluranPenyerahan,
) -> Result<(), KartuTidakBolehSoftcopy> {
    let kartu = medium != Medium::PdfTte || matches!(jenis, JenisProduk::KtpEl | JenisProduk::Kia);
    if kartu && saluran.softcopy() { Err(KartuTidakBolehSoftcopy) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ktp_el_and_kia_never_travel_as_softcopy() {
        for jenis in [JenisProduk::KtpEl, JenisProduk::Kia] {
            for medium in [Medium::Kartu, Medium::PdfTte] {
                for saluran in SaluranPenyerahan::SEMUA {
                    assert_eq!(
                        periksa_saluran(jenis, medium, saluran).is_err(),
                        saluran.softcopy(),
                        "{saluran:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_signed_pdf_may_travel_on_every_channel() {
        for saluran in SaluranPenyerahan::SEMUA {
            assert!(periksa_saluran(JenisProduk::AktaKelahiran, Medium::PdfTte, saluran).is_ok());
        }
    }
}
