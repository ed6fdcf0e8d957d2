//! The words of the counter as the document lists them. Each `match` fails to compile when the business learns a new one.

use loket_domain::{antrean, loket};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Defines the enum of the document for one of the business.
macro_rules! kata {
    ($(#[$meta:meta])* $nama:ident = $asal:path { $($varian:ident = $kata:tt),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
        pub(super) enum $nama { $(#[serde(rename = $kata)] $varian),+ }

        impl From<$asal> for $nama {
            fn from(satu: $asal) -> Self {
                match satu { $(<$asal>::$varian => Self::$varian),+ }
            }
        }

        impl From<$nama> for $asal {
            fn from(satu: $nama) -> Self {
                match satu { $($nama::$varian => <$asal>::$varian),+ }
            }
        }
    };
}

kata! {
    /// How long a thing has waited, in days.
    UmurRak = loket::UmurRak {
        Hari0Sampai3 = "0-3", Hari4Sampai14 = "4-14", Hari15Sampai30 = "15-30", LebihDari30 = ">30",
    }
}

kata! {
    /// Who collects: the applicant, a parent or guardian (KIA), somebody with a mandate.
    Pengambil = loket::Pengambil { Pemohon = "pemohon", OrangTuaWali = "orang_tua_wali", Kuasa = "kuasa" }
}

kata! {
    /// On what somebody collects for the applicant: surat kuasa F-1.07, or the mandate the case was registered with.
    DasarKuasa = loket::DasarKuasa { F107 = "f_1_07", KuasaPermohonan = "kuasa_permohonan" }
}

kata! {
    /// The identity that was shown.
    Identitas = loket::Identitas {
        KtpEl = "ktp_el", Ikd = "ikd", Kk = "kk", Sim = "sim", Paspor = "paspor",
        SuratKeterangan = "surat_keterangan",
    }
}

kata! {
    /// Kind of evidence.
    JenisBukti = loket::JenisBukti { Foto = "foto", TandaTangan = "tanda_tangan" }
}

kata! {
    /// Where evidence stands.
    KeadaanBukti = loket::KeadaanBukti { Menunggu = "menunggu", Sah = "sah", Ditolak = "ditolak" }
}

kata! {
    /// Where a withdrawn thing stands.
    KeadaanDitarik = loket::KeadaanDitarik {
        Ditarik = "ditarik", Dimusnahkan = "dimusnahkan", Dikembalikan = "dikembalikan",
    }
}

kata! {
    /// How withdrawn things are destroyed.
    CaraMusnah = loket::CaraMusnah {
        Digunting = "digunting", Dihancurkan = "dihancurkan", Dibakar = "dibakar",
    }
}

kata! {
    /// Where a ticket stands.
    KeadaanTiket = antrean::KeadaanTiket {
        Menunggu = "menunggu", Dipanggil = "dipanggil", Dilayani = "dilayani", Selesai = "selesai",
        TidakHadir = "tidak_hadir", Batal = "batal",
    }
}

kata! {
    /// Why somebody goes first (K-23).
    KelompokPrioritas = antrean::KelompokPrioritas {
        Lansia = "lansia", Disabilitas = "disabilitas", IbuHamil = "ibu_hamil",
        AnakUsiaDini = "anak_usia_dini",
    }
}
