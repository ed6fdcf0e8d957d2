//! Which channel a product may take, in which order, and what its recipient has to show first: pure.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::{
    layanan::{JenisProduk, Medium, SaluranPenyerahan, periksa_saluran},
    sop::Cacat,
};

/// What the recipient is asked before a file with personal data leaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeriksaPenerima {
    /// Nothing.
    Tidak,
    /// The last four digits of the applicant's NIK, on the office's page; never in the chat.
    #[default]
    Nik4,
    /// The PIN that the applicant was told.
    Pin,
}

impl PeriksaPenerima {
    /// Every kind.
    pub const SEMUA: [Self; 3] = [Self::Tidak, Self::Nik4, Self::Pin];

    /// The stable word.
    pub const fn kata(self) -> &'static str {
        match self {
            Self::Tidak => "tidak",
            Self::Nik4 => "nik4",
            Self::Pin => "pin",
        }
    }

    /// The kind of that word.
    pub fn dari_kata(kata: &str) -> Option<Self> {
        Self::SEMUA.into_iter().find(|satu| satu.kata() == kata)
    }
}

/// How an office hands over (pack: `penyerahan`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AturanPenyerahan {
    /// What the recipient is asked.
    pub periksa_penerima: PeriksaPenerima,
    /// The same for single channels.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub periksa_saluran: BTreeMap<SaluranPenyerahan, PeriksaPenerima>,
    /// Working days the recipient has to answer; after that the next channel is taken.
    pub tunggu_penerima_hari: u16,
    /// Working days before that end on which the recipient is reminded once; 0 reminds nobody.
    pub ingatkan_penerima_hari: u16,
    /// Working days a document may wait for its recipient to write again, outside the 24-hour window of WhatsApp; after that
    /// the next channel is taken.
    pub tunggu_jendela_hari: u16,
    /// Days for which a number that wrote about the case, or for which an officer vouched, needs no check.
    pub nomor_terbukti_hari: u16,
    /// The address emails come from, when it is not that of the installation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surel_dari: Option<String>,
    /// Where answers to emails go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surel_balas: Option<String>,
}

impl Default for AturanPenyerahan {
    fn default() -> Self {
        Self {
            periksa_penerima: PeriksaPenerima::Nik4,
            periksa_saluran: BTreeMap::new(),
            tunggu_penerima_hari: 3,
            ingatkan_penerima_hari: 1,
            tunggu_jendela_hari: 3,
            nomor_terbukti_hari: 30,
            surel_dari: None,
            surel_balas: None,
        }
    }
}

impl AturanPenyerahan {
    /// After how many working days a recipient who was asked is reminded; `None` when nobody is, as there would be no day
    /// between the question and its end.
    pub fn ingatkan_setelah(&self) -> Option<u16> {
        let sisa = self.tunggu_penerima_hari.checked_sub(self.ingatkan_penerima_hari)?;
        (self.ingatkan_penerima_hari > 0 && sisa > 0).then_some(sisa)
    }

    /// Whether this is what an office has that says nothing.
    pub fn bawaan(&self) -> bool {
        self == &Self::default()
    }

    /// What is asked on that channel.
    pub fn periksa(&self, saluran: SaluranPenyerahan) -> PeriksaPenerima {
        let diminta = self.periksa_saluran.get(&saluran).copied();
        match (saluran, diminta.unwrap_or(self.periksa_penerima)) {
            // Who holds a link holds the file: it is never given without a question.
            (SaluranPenyerahan::Tautan, PeriksaPenerima::Tidak) => PeriksaPenerima::Nik4,
            (_, satu) => satu,
        }
    }

    /// Every fault of the rules.
    pub fn cacat(&self) -> Vec<Cacat> {
        let mut cacat = Vec::new();
        if !(1..=30).contains(&self.tunggu_penerima_hari) {
            let kalimat = "Penerima ditunggu 1 sampai 30 hari kerja.";
            let letak = "penyerahan/tunggu_penerima_hari";
            cacat.push(
                Cacat::baru("tunggu_penerima", letak, kalimat)
                    .dengan_nilai(&self.tunggu_penerima_hari),
            );
        }
        if !(1..=30).contains(&self.tunggu_jendela_hari) {
            let kalimat = "Dokumen menunggu warga menulis lagi 1 sampai 30 hari kerja.";
            let letak = "penyerahan/tunggu_jendela_hari";
            cacat.push(
                Cacat::baru("tunggu_jendela", letak, kalimat)
                    .dengan_nilai(&self.tunggu_jendela_hari),
            );
        }
        if self.nomor_terbukti_hari > 365 {
            let kalimat = "Nomor dianggap terbukti paling lama 365 hari.";
            let letak = "penyerahan/nomor_terbukti_hari";
            cacat.push(
                Cacat::baru("nomor_terbukti", letak, kalimat)
                    .dengan_nilai(&self.nomor_terbukti_hari),
            );
        }
        for (kunci, alamat) in
            [("surel_dari", &self.surel_dari), ("surel_balas", &self.surel_balas)]
        {
            if alamat.as_deref().is_some_and(|satu| baca_surel(satu).is_none()) {
                let kalimat = "Alamat surel tidak benar. Contoh: layanan@contoh.go.id.";
                cacat.push(Cacat::baru("surel_tidak_sah", format!("penyerahan/{kunci}"), kalimat));
            }
        }
        for saluran in self.periksa_saluran.keys().filter(|satu| !satu.softcopy()) {
            let kalimat = "Penerima berkas cetak dikenali petugas dari KTP, bukan dari pertanyaan.";
            cacat.push(
                Cacat::baru("periksa_bukan_softcopy", "penyerahan/periksa_saluran", kalimat)
                    .dengan_nilai(&saluran.kata()),
            );
        }
        cacat
    }
}

/// An email address as it is stored and compared: the part behind the @ in small letters.
pub fn baca_surel(teks: &str) -> Option<String> {
    let teks = teks.trim();
    let (nama, tuan) = teks.rsplit_once('@')?;
    let layak = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c);
    let nama_sah = (1..=64).contains(&nama.len())
        && nama.chars().all(layak)
        && !nama.starts_with('.')
        && !nama.ends_with('.')
        && !nama.contains("..");
    let label = |satu: &str| {
        (1..=63).contains(&satu.len())
            && satu.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !satu.starts_with('-')
            && !satu.ends_with('-')
    };
    let tuan_sah = tuan.len() <= 253
        && tuan.contains('.')
        && tuan.split('.').all(label)
        && tuan.rsplit('.').next().is_some_and(|akhir| akhir.len() > 1);
    (nama_sah && tuan_sah).then(|| format!("{nama}@{}", tuan.to_ascii_lowercase()))
}

/// What is known of the number of a case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each with its own source")]
pub struct FaktaNomor {
    /// There is one.
    pub ada: bool,
    /// The case itself came from it.
    pub dari_kasus: bool,
    /// When it last wrote.
    pub terakhir_masuk: Option<OffsetDateTime>,
    /// It changed hands or may have; the outbox holds everything of the case until they prove who they are.
    pub ditandai: bool,
    /// When an officer last vouched for it.
    pub dijamin_pada: Option<OffsetDateTime>,
    /// When its holder last read back, for this case, the code that was sent to it.
    pub dibuktikan_pada: Option<OffsetDateTime>,
    /// Something of this case went there and was taken back.
    pub pernah_salah: bool,
}

impl FaktaNomor {
    /// Whether it is the applicant's own, or that of the recorded kuasa, beyond doubt: it wrote about the case or was
    /// vouched for, lately.
    pub fn terbukti(&self, hari: u16, now: OffsetDateTime) -> bool {
        let sejak = now - Duration::days(i64::from(hari));
        // A code read back is worth what writing is: something for a case that came from the number, and nothing for a
        // number that somebody typed.
        let menulis = self.dari_kasus && self.terakhir_masuk.is_some_and(|saat| saat >= sejak);
        let membaca = self.dari_kasus && self.dibuktikan(hari, now);
        menulis || membaca || self.dijamin_pada.is_some_and(|saat| saat >= sejak)
    }

    /// Whether the code of this case was read back, lately.
    pub fn dibuktikan(&self, hari: u16, now: OffsetDateTime) -> bool {
        let sejak = now - Duration::days(i64::from(hari));
        self.dibuktikan_pada.is_some_and(|saat| saat >= sejak)
    }
}

/// What is known of who a product is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each with its own source")]
pub struct FaktaPenerima {
    /// Their number.
    pub nomor: FaktaNomor,
    /// The NIK is known.
    pub nik: bool,
    /// A PIN was told.
    pub pin: bool,
    /// There is an email address.
    pub surel: bool,
    /// The address answered once, in this case.
    pub surel_sah: bool,
    /// Emails can leave at all.
    pub smtp: bool,
    /// There is a street address.
    pub alamat: bool,
    /// The desa or kecamatan is known.
    pub unit: bool,
    /// Old, disabled, or otherwise in need of being visited (K-23).
    pub rentan: bool,
}

/// How a channel begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jalan {
    /// At once.
    Langsung,
    /// After the recipient has answered on the page behind a one-time link.
    Periksa(PeriksaPenerima),
}

impl FaktaPenerima {
    /// The question that can be asked where the office wants `diminta`; `None` when there is none.
    fn cara(&self, diminta: PeriksaPenerima) -> Option<PeriksaPenerima> {
        match diminta {
            PeriksaPenerima::Tidak => Some(PeriksaPenerima::Tidak),
            PeriksaPenerima::Nik4 if self.nik => Some(PeriksaPenerima::Nik4),
            // A PIN is never weaker than four digits of a number that others know.
            PeriksaPenerima::Nik4 | PeriksaPenerima::Pin => {
                self.pin.then_some(PeriksaPenerima::Pin)
            }
        }
    }

    /// How a channel would begin now; `None` when it cannot.
    pub fn jalan(
        &self,
        saluran: SaluranPenyerahan,
        aturan: &AturanPenyerahan,
        now: OffsetDateTime,
    ) -> Option<Jalan> {
        let surel = self.smtp && self.surel;
        let periksa = || self.cara(aturan.periksa(saluran));
        match saluran {
            SaluranPenyerahan::Whatsapp if !self.nomor.ada || self.nomor.pernah_salah => None,
            // What is marked is held back by the outbox until they have proved themselves.
            SaluranPenyerahan::Whatsapp
                if self.nomor.ditandai || self.nomor.terbukti(aturan.nomor_terbukti_hari, now) =>
            {
                Some(Jalan::Langsung)
            }
            SaluranPenyerahan::Whatsapp => match periksa() {
                Some(PeriksaPenerima::Tidak) => Some(Jalan::Langsung),
                Some(cara) => Some(Jalan::Periksa(cara)),
                // The case holds no NIK that could be asked for: the applicant, before an officer, showed that the number is
                // theirs. Where the office wants a PIN, nothing stands in for it.
                None if aturan.periksa(saluran) == PeriksaPenerima::Nik4
                    && self.nomor.dibuktikan(aturan.nomor_terbukti_hari, now) =>
                {
                    Some(Jalan::Langsung)
                }
                None => None,
            },
            SaluranPenyerahan::Email if !surel => None,
            SaluranPenyerahan::Email if self.surel_sah => Some(Jalan::Langsung),
            SaluranPenyerahan::Email => periksa().map(Jalan::Periksa),
            SaluranPenyerahan::Tautan => {
                let nomor = self.nomor.ada && !self.nomor.pernah_salah;
                if nomor || surel { periksa().map(Jalan::Periksa) } else { None }
            }
            SaluranPenyerahan::Loket => Some(Jalan::Langsung),
            SaluranPenyerahan::Kurir | SaluranPenyerahan::Kunjungan => {
                (self.rentan && self.alamat).then_some(Jalan::Langsung)
            }
            SaluranPenyerahan::Desa => self.unit.then_some(Jalan::Langsung),
        }
    }
}

/// The channels a product may be chosen for, in the order of the office: those of its list that its kind allows, and for
/// visits only where somebody needs one.
pub fn saluran_boleh(
    (jenis, medium): (JenisProduk, Medium),
    daftar: &[SaluranPenyerahan],
    rentan: bool,
) -> Vec<SaluranPenyerahan> {
    let mut boleh: Vec<SaluranPenyerahan> = Vec::new();
    for satu in daftar {
        let diantar = matches!(satu, SaluranPenyerahan::Kurir | SaluranPenyerahan::Kunjungan);
        if periksa_saluran(jenis, medium, *satu).is_ok()
            && (rentan || !diantar)
            && !boleh.contains(satu)
        {
            boleh.push(*satu);
        }
    }
    boleh
}

/// The chain of a product: what was chosen first, then the office's order; the counter is always in it.
pub fn rantai(
    produk: (JenisProduk, Medium),
    daftar: &[SaluranPenyerahan],
    rentan: bool,
    pilihan: Option<SaluranPenyerahan>,
) -> Vec<SaluranPenyerahan> {
    let boleh = saluran_boleh(produk, daftar, rentan);
    let mut rantai: Vec<SaluranPenyerahan> =
        pilihan.into_iter().filter(|satu| boleh.contains(satu)).collect();
    rantai.extend(boleh.into_iter().filter(|satu| Some(*satu) != pilihan));
    if !rantai.contains(&SaluranPenyerahan::Loket) {
        rantai.push(SaluranPenyerahan::Loket);
    }
    rantai
}

/// Why an attempt failed whose recipient did not know the answer.
pub const PENERIMA_SALAH: &str = "penerima_salah";

/// The channel after those that were tried; `None` once the counter was. Who failed the question gets no further channel
/// on which it could be tried again.
pub fn berikutnya(
    rantai: &[SaluranPenyerahan],
    sudah: &[(SaluranPenyerahan, Option<&str>)],
    jalan: impl Fn(SaluranPenyerahan) -> Option<Jalan>,
) -> Option<(SaluranPenyerahan, Jalan)> {
    let salah = sudah.iter().any(|(_, galat)| *galat == Some(PENERIMA_SALAH));
    rantai
        .iter()
        .filter(|satu| !sudah.iter().any(|(lama, _)| lama == *satu))
        .filter(|satu| !(salah && satu.softcopy()))
        .find_map(|satu| jalan(*satu).map(|jalan| (*satu, jalan)))
}
