//! Why the engine refuses, and how that is told.

use super::Butuh;
use crate::galat::Bentrok;

/// Why the engine refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Penolakan {
    /// No such open tugas: it was decided, or the case is over.
    TugasTidakTerbuka,
    /// The officer holds none of the tugas's roles.
    BukanPelaksana,
    /// It was handed to another officer.
    UntukPetugasLain,
    /// It is for officers of another unit.
    UntukUnitLain,
    /// It is for members of a team.
    UntukTimLain,
    /// Somebody else took it.
    SudahDiterimaLain,
    /// It must be taken before it is decided (P-9: every hand-over has both parafs).
    BelumDiterima,
    /// No such outcome at this step; these are open.
    KeputusanTidakAda(Vec<String>),
    /// The outcome needs a reason.
    AlasanWajib,
    /// The outcome asks for one of these reason codes, or for none.
    KodeAlasan(Vec<String>),
    /// Something that the outcome needs was not recorded at the tugas.
    BelumDicatat(Butuh),
    /// So many rupiah are billed and not paid.
    BelumLunas(u64),
    /// The appointment's time or the end of the waiting period has not come.
    BelumWaktunya,
    /// The step asks for no such record.
    CatatanTidakDiminta,
    /// The bill was paid.
    SudahLunas,
    /// The bill is about another amount, in rupiah.
    JumlahTidakSesuai(u64),
    /// An appointment lies in the future.
    JadwalLampau,
    /// The register gave its number already.
    SudahBernomor,
    /// The step may not ask that role, only these.
    TidakBolehKonsultasi(Vec<String>),
    /// A time lies beyond all calendars.
    WaktuTakTerhitung,
    /// The same person made it, or approved it at another level.
    PembuatBukanPenyetuju,
    /// The applicant has nothing to complete.
    TidakMenungguPemohon,
    /// The case is over.
    SudahBerakhir,
    /// A branch would end the case as done while the others still wait or work.
    SelesaiDalamCabang,
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
            Penolakan::UntukPetugasLain => {
                Self::baru("untuk_petugas_lain", "Tugas ini sudah dialihkan kepada petugas lain.")
            }
            Penolakan::UntukUnitLain => {
                Self::baru("untuk_unit_lain", "Tugas ini untuk petugas di unit kerja lain.")
            }
            Penolakan::UntukTimLain => {
                Self::baru("untuk_tim_lain", "Tugas ini hanya untuk anggota tim yang ditunjuk.")
            }
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
            Penolakan::KodeAlasan(pilihan) => Self::baru(
                "kode_alasan_tidak_sesuai",
                "Pilih salah satu kode alasan yang tersedia untuk keputusan ini.",
            )
            .dengan_pilihan(pilihan),
            Penolakan::BelumDicatat(butuh) => belum_dicatat(butuh),
            Penolakan::BelumLunas(kurang) => Self::baru(
                "belum_lunas",
                format!("Masih ada tagihan Rp{kurang} yang belum dibayar."),
            ),
            Penolakan::BelumWaktunya => {
                Self::baru("belum_waktunya", "Waktu yang dijadwalkan pada tahap ini belum tiba.")
            }
            Penolakan::CatatanTidakDiminta => {
                Self::baru("catatan_tidak_diminta", "Tahap ini tidak meminta catatan tersebut.")
            }
            Penolakan::SudahLunas => Self::baru("sudah_lunas", "Tagihan ini sudah lunas."),
            Penolakan::JumlahTidakSesuai(jumlah) => Self::baru(
                "jumlah_tidak_sesuai",
                format!("Tagihan tahap ini Rp{jumlah}; jumlah yang dicatat harus sama."),
            ),
            Penolakan::JadwalLampau => {
                Self::baru("jadwal_lampau", "Jadwal harus pada waktu yang akan datang.")
            }
            Penolakan::SudahBernomor => {
                Self::baru("sudah_bernomor", "Nomor register tahap ini sudah diberikan.")
            }
            Penolakan::TidakBolehKonsultasi(pilihan) => Self::baru(
                "tidak_boleh_konsultasi",
                "Tahap ini tidak memuat konsultasi kepada peran tersebut.",
            )
            .dengan_pilihan(pilihan),
            Penolakan::WaktuTakTerhitung => Self::baru(
                "waktu_tak_terhitung",
                "Tenggat tahap ini tidak dapat dihitung dari kalender kantor. Hubungi pengelola.",
            ),
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
            Penolakan::SelesaiDalamCabang | Penolakan::DefinisiTidakCocok => Self::baru(
                "definisi_tidak_cocok",
                "SOP permohonan ini tidak memuat tahap yang dituju. Hubungi pengelola.",
            ),
        }
    }
}

fn belum_dicatat(butuh: Butuh) -> Bentrok {
    match butuh {
        Butuh::Formulir => Bentrok::baru("formulir_belum_diisi", "Isi dahulu formulir tahap ini."),
        Butuh::Jadwal => Bentrok::baru("jadwal_belum_ada", "Sepakati dahulu jadwal tahap ini."),
        Butuh::Rujukan => {
            Bentrok::baru("rujukan_belum_ada", "Catat dahulu nomor rujukan dari pihak luar.")
        }
        Butuh::NomorRegister => {
            Bentrok::baru("nomor_register_belum_ada", "Beri dahulu nomor register.")
        }
        Butuh::BerkasLengkap
        | Butuh::DrafDokumen
        | Butuh::DokumenSah
        | Butuh::ProdukSiap
        | Butuh::KartuTercetak
        | Butuh::BuktiPenerima
        | Butuh::Lunas
        | Butuh::WaktuTiba => {
            Bentrok::baru("syarat_belum_terpenuhi", "Syarat keputusan ini belum terpenuhi.")
        }
    }
}
