//! Why the engine refuses, and how that is told.

use crate::galat::Bentrok;

/// Why the engine refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Penolakan {
    /// No such open tugas: it was decided, or the case is over.
    TugasTidakTerbuka,
    /// The officer holds none of the tugas's roles.
    BukanPelaksana,
    /// Somebody else took it.
    SudahDiterimaLain,
    /// It must be taken before it is decided (P-9: every hand-over has both parafs).
    BelumDiterima,
    /// No such outcome at this step; these are open.
    KeputusanTidakAda(Vec<String>),
    /// The outcome needs a reason.
    AlasanWajib,
    /// The same person made it, or approved it at another level.
    PembuatBukanPenyetuju,
    /// The applicant has nothing to complete.
    TidakMenungguPemohon,
    /// The case is over.
    SudahBerakhir,
    /// The definition does not hold what the state refers to.
    DefinisiTidakCocok,
}

impl From<Penolakan> for Bentrok {
    fn from(penolakan: Penolakan) -> Self {
        match penolakan {
            Penolakan::TugasTidakTerbuka => Self::baru(
                "tugas_tidak_terbuka",
                "Tugas ini sudah selesai atau tidak berlaku lagi.",
            ),
            Penolakan::BukanPelaksana => Self::baru(
                "bukan_pelaksana",
                "Tugas ini untuk peran lain. Mintalah pemegang peran tersebut mengerjakannya.",
            ),
            Penolakan::SudahDiterimaLain => {
                Self::baru("sudah_diterima_lain", "Tugas ini sudah diterima petugas lain.")
            }
            Penolakan::BelumDiterima => Self::baru(
                "belum_diterima",
                "Terima tugas ini dahulu agar paraf penerimaan tercatat, lalu putuskan.",
            )
            .dengan_pilihan(vec!["terima".to_owned()]),
            Penolakan::KeputusanTidakAda(pilihan) => {
                Self::baru("keputusan_tidak_ada", "Keputusan itu tidak ada pada tahap ini.")
                    .dengan_pilihan(pilihan)
            }
            Penolakan::AlasanWajib => {
                Self::baru("alasan_wajib", "Keputusan ini harus disertai alasan.")
            }
            Penolakan::PembuatBukanPenyetuju => Self::baru(
                "pembuat_bukan_penyetuju",
                "Pembuat atau penyetuju sebelumnya tidak boleh menyetujui berkas yang sama.",
            ),
            Penolakan::TidakMenungguPemohon => Self::baru(
                "tidak_menunggu_pemohon",
                "Permohonan ini tidak sedang menunggu kelengkapan dari pemohon.",
            ),
            Penolakan::SudahBerakhir => {
                Self::baru("sudah_berakhir", "Permohonan ini sudah berakhir.")
            }
            Penolakan::DefinisiTidakCocok => Self::baru(
                "definisi_tidak_cocok",
                "SOP permohonan ini tidak memuat tahap yang dituju. Hubungi pengelola.",
            ),
        }
    }
}
