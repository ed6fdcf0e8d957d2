//! Whether a message may leave now: window and opt-out, decided before anything is sent.

use time::OffsetDateTime;

use super::{Golongan, Jendela};

/// The reason of a message that waits for the resident.
pub const JENDELA_TUTUP: &str = "jendela_tutup";
/// The reason of a message that a resident who opted out does not get.
pub const WARGA_BERHENTI: &str = "warga_berhenti";
/// The reason of a template that the resident does not take.
pub const MENOLAK_TEMPLAT: &str = "warga_menolak_templat";

/// The reason of a code that ended before its message left.
pub const KODE_BERAKHIR: &str = "kode_berakhir";
/// The reason of a code that may have arrived: it is not sent twice.
pub const KODE_TIDAK_PASTI: &str = "kode_tidak_pasti";

/// What decides whether a message of a contact may leave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each with its own source")]
pub struct FaktaKirim {
    /// The service number it leaves through.
    pub phone_number_id: String,
    /// When the resident last wrote.
    pub terakhir_masuk: Option<OffsetDateTime>,
    /// The channel refused a message since then, although the window looked open.
    pub jendela_ditolak: bool,
    /// The resident opted out.
    pub berhenti: bool,
    /// The resident takes no templates.
    pub tolak_templat: bool,
    /// The template of this closed window was queued already.
    pub templat_diantrekan: bool,
    /// The message tries a paused number out.
    pub menjajal: bool,
    /// How often in a row the channel said that this recipient gets too much at once.
    pub gagal_pasangan: u32,
}

/// What happens to a message that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Putusan {
    /// It is sent.
    Kirim,
    /// It is not sent, ever.
    Lewati(&'static str),
    /// It waits for the resident.
    Tahan {
        /// A template asks the resident to write.
        templat: bool,
    },
}

impl FaktaKirim {
    /// What happens to a message of that purpose; `templat` says that it is a template itself.
    pub fn putuskan(&self, golongan: Golongan, templat: bool, now: OffsetDateTime) -> Putusan {
        if templat {
            return match (self.berhenti, self.tolak_templat) {
                (true, _) => Putusan::Lewati(WARGA_BERHENTI),
                (false, true) => Putusan::Lewati(MENOLAK_TEMPLAT),
                (false, false) => Putusan::Kirim,
            };
        }
        if self.berhenti && golongan.tanpa_diminta() {
            return Putusan::Lewati(WARGA_BERHENTI);
        }
        if Jendela::pada(now, self.terakhir_masuk, self.jendela_ditolak).tertutup() {
            return Putusan::Tahan { templat: self.boleh_templat() };
        }
        Putusan::Kirim
    }

    /// Whether a template may ask the resident to write.
    pub fn boleh_templat(&self) -> bool {
        !self.berhenti && !self.tolak_templat && !self.templat_diantrekan
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::{Duration, macros::datetime};

    use super::*;

    const KINI: OffsetDateTime = datetime!(2026-03-02 09:00 +08);

    fn golongan() -> impl Strategy<Value = Golongan> {
        prop::sample::select(&Golongan::SEMUA[..])
    }

    prop_compose! {
        fn fakta()(
            jam in prop::option::of(0_i64..60), jendela_ditolak: bool, berhenti: bool,
            tolak_templat: bool, templat_diantrekan: bool,
        ) -> FaktaKirim {
            let terakhir_masuk = jam.map(|jam| KINI - Duration::hours(jam));
            FaktaKirim {
                terakhir_masuk, jendela_ditolak, berhenti, tolak_templat, templat_diantrekan,
                ..FaktaKirim::default()
            }
        }
    }

    proptest! {
        #[test]
        fn nothing_but_a_template_leaves_through_a_closed_window(fakta in fakta(), g in golongan()) {
            let tutup = Jendela::pada(KINI, fakta.terakhir_masuk, fakta.jendela_ditolak).tertutup();
            prop_assert!(!(tutup && fakta.putuskan(g, false, KINI) == Putusan::Kirim));
        }

        #[test]
        fn who_opted_out_gets_no_template_and_nothing_unasked(fakta in fakta(), g in golongan()) {
            let fakta = FaktaKirim { berhenti: true, ..fakta };
            prop_assert_eq!(fakta.putuskan(g, true, KINI), Putusan::Lewati(WARGA_BERHENTI));
            let putusan = fakta.putuskan(g, false, KINI);
            prop_assert_ne!(putusan, Putusan::Tahan { templat: true });
            if g.tanpa_diminta() {
                prop_assert_eq!(putusan, Putusan::Lewati(WARGA_BERHENTI));
            } else {
                prop_assert!(!matches!(putusan, Putusan::Lewati(_)));
            }
        }

        #[test]
        fn a_closed_window_gets_one_template(fakta in fakta(), g in golongan()) {
            let fakta = FaktaKirim { templat_diantrekan: true, ..fakta };
            prop_assert_ne!(fakta.putuskan(g, false, KINI), Putusan::Tahan { templat: true });
        }
    }

    #[test]
    fn answers_documents_and_officers_still_reach_who_opted_out_while_the_window_is_open() {
        let fakta = FaktaKirim {
            terakhir_masuk: Some(KINI - Duration::hours(1)),
            berhenti: true,
            ..FaktaKirim::default()
        };
        for g in [Golongan::Balasan, Golongan::Dokumen, Golongan::Petugas] {
            assert_eq!(fakta.putuskan(g, false, KINI), Putusan::Kirim);
        }
    }
}
