//! What an office decides for itself about cards.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::sop::Cacat;

/// How a step of kind `cetak` is passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ModeCetak {
    /// Through the print queue: the step is passed once every card of the case is printed, and each takes a blank card.
    Antrean,
    /// By the word of the officer, without queue, printers or stock.
    #[default]
    Langsung,
}

/// How an office prints cards, who may have a KIA, and when it is told that blank cards run out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AturanKartu {
    /// How a step of kind `cetak` is passed.
    pub cetak: ModeCetak,
    /// Who may have a KIA.
    pub kia: AturanKia,
    /// Blank cards.
    pub blanko: AturanBlanko,
    /// Minutes after which a card that was taken for a printer and not printed goes back into the queue.
    pub klaim_menit: u16,
}

impl Default for AturanKartu {
    fn default() -> Self {
        Self {
            cetak: ModeCetak::default(),
            kia: AturanKia::default(),
            blanko: AturanBlanko::default(),
            klaim_menit: 120,
        }
    }
}

/// Who may have a KIA.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AturanKia {
    /// The last whole year of age at which a child gets one: 16 by law, which is 17 years less a day (K-16).
    pub umur_maks: u16,
    /// The age from which the card carries a photo: 5 by law (Permendagri 2/2016).
    pub umur_foto: u16,
}

impl Default for AturanKia {
    fn default() -> Self {
        Self { umur_maks: 16, umur_foto: 5 }
    }
}

/// When an office is told that blank cards run out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AturanBlanko {
    /// Working days that the stock must last, at the pace of late.
    pub alarm_hari: u16,
    /// Cards below which the alarm sounds whatever the pace.
    pub alarm_keping: u32,
    /// Working days over which the pace is measured.
    pub jendela_hari: u16,
    /// Days after which a stock is due to be counted; 0 reminds of none.
    pub opname_hari: u16,
}

impl Default for AturanBlanko {
    fn default() -> Self {
        Self { alarm_hari: 10, alarm_keping: 50, jendela_hari: 20, opname_hari: 30 }
    }
}

impl AturanKartu {
    /// Whether it says nothing but what an office has without it.
    pub fn bawaan(&self) -> bool {
        *self == Self::default()
    }

    /// Every fault of it.
    pub fn periksa(&self, cacat: &mut Vec<Cacat>) {
        if !(1..=16).contains(&self.kia.umur_maks) {
            let pesan =
                "Umur terakhir untuk KIA 1 sampai 16 tahun: mulai 17 tahun penduduk wajib KTP-el.";
            let satu = Cacat::baru("umur_kia", "kartu/kia/umur_maks", pesan);
            cacat.push(satu.dengan_nilai(&self.kia.umur_maks));
        }
        if self.kia.umur_foto > self.kia.umur_maks {
            let pesan = "Umur mulai berfoto tidak boleh lebih dari umur terakhir untuk KIA.";
            let satu = Cacat::baru("umur_foto", "kartu/kia/umur_foto", pesan);
            cacat.push(satu.dengan_nilai(&self.kia.umur_foto));
        }
        if !(15..=1_440).contains(&self.klaim_menit) {
            let pesan = "Kartu yang diambil kembali ke antrean setelah 15 sampai 1440 menit.";
            let satu = Cacat::baru("klaim_menit", "kartu/klaim_menit", pesan);
            cacat.push(satu.dengan_nilai(&self.klaim_menit));
        }
        if !(1..=60).contains(&self.blanko.jendela_hari) {
            let pesan = "Jendela pemakaian blanko 1 sampai 60 hari kerja.";
            let satu = Cacat::baru("jendela_blanko", "kartu/blanko/jendela_hari", pesan);
            cacat.push(satu.dengan_nilai(&self.blanko.jendela_hari));
        }
    }
}
