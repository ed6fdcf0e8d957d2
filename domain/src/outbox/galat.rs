//! Error codes of the channel: what can be done about each, and how an officer reads them.

/// What can be done about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KelasGalat {
    /// Try again, waiting longer each time.
    CobaLagi,
    /// The channel could not take the file: upload it anew once.
    Berkas,
    /// The whole number is too fast.
    Perlambat,
    /// Every number is too fast: the limit is that of the account or the app.
    PerlambatSemua,
    /// This recipient gets too much at once.
    PerlambatPasangan,
    /// Nothing leaves through the number until the office repairs its access; messages are kept.
    Perbaiki,
    /// The channel stopped the sender; messages are kept.
    PengirimDihentikan,
    /// The 24-hour window is closed.
    TungguMasuk,
    /// Trying again will not help.
    Tetap,
}

/// The code of a closed 24-hour window.
pub const KODE_JENDELA: i64 = 131_047;
/// The code of a resident who takes no templates of this kind.
pub const KODE_TOLAK_TEMPLAT: i64 = 131_050;

impl KelasGalat {
    /// The class of a code; `None` for one nobody listed.
    pub const fn dari(kode: i64) -> Option<Self> {
        Some(match kode {
            1 | 2 | 131_000 | 131_016 | 131_057 | 133_004 => Self::CobaLagi,
            131_053 => Self::Berkas,
            130_429 => Self::Perlambat,
            4 | 80_007 => Self::PerlambatSemua,
            131_056 => Self::PerlambatPasangan,
            0 | 3 | 10 | 190 | 200..=299 | 131_005 | 131_045 | 133_010 => Self::Perbaiki,
            368 | 130_497 | 131_031 | 131_042 | 131_048 | 131_064 => Self::PengirimDihentikan,
            KODE_JENDELA => Self::TungguMasuk,
            // This recipient, or this message to this recipient.
            130_403 | 130_472 | 131_021 | 131_026 | 131_049 | KODE_TOLAK_TEMPLAT | 131_062
            // Ours to correct.
            | 100 | 131_008 | 131_009 | 131_051 | 135_000
            | 132_000 | 132_001 | 132_005 | 132_007 | 132_012 | 132_015 | 132_016 | 132_018
            | 132_068 | 132_069 => Self::Tetap,
            _ => return None,
        })
    }
}

/// The number in a stored reason such as `wa_131026`.
pub fn kode_wa(galat: &str) -> Option<i64> {
    galat.strip_prefix("wa_")?.parse().ok()
}

/// Whether a failure with that code is ours to correct, so that somebody has to be told.
pub fn perlu_dikabarkan(kode: i64) -> bool {
    matches!(kode, 100 | 131_008 | 131_009 | 131_051 | 135_000 | 132_000..=132_999)
}

/// What happened, and what the reader can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Penjelasan {
    /// What happened.
    pub kalimat: &'static str,
    /// What can be done.
    pub tindakan: &'static str,
}

/// The reason of a message in words.
pub fn penjelasan(galat: &str) -> Penjelasan {
    let (kalimat, tindakan) = match kode_wa(galat) {
        Some(kode) => kalimat_wa(kode),
        None => kalimat_sendiri(galat),
    };
    Penjelasan { kalimat, tindakan }
}

const TUNGGU: &str = "Tidak perlu berbuat apa-apa; sistem mencoba lagi sendiri.";
const HUBUNGI: &str = "Hubungi pemohon lewat telepon, surel, atau di loket.";
const LAPORKAN: &str = "Laporkan kepada pengelola sistem dengan menyebut kode ini.";
const TEMPLAT: &str = "Periksa templat di daftar templat, lalu perbaiki dan ajukan lagi.";
const LANJUTKAN: &str = "Setelah diperbaiki, lanjutkan nomor ini di daftar nomor WhatsApp.";

fn kalimat_wa(kode: i64) -> (&'static str, &'static str) {
    match kode {
        KODE_JENDELA => (
            "Warga sudah lebih dari 24 jam tidak menulis, jadi WhatsApp hanya menerima templat.",
            "Pesan dikirim sendiri setelah warga menulis lagi. Bila mendesak, hubungi warga lewat saluran lain.",
        ),
        130_429 | 80_007 | 4 => ("WhatsApp meminta pengiriman diperlambat.", TUNGGU),
        131_056 => ("Terlalu banyak pesan ke warga yang sama dalam waktu singkat.", TUNGGU),
        131_026 => (
            "Pesan tidak dapat diterima: nomor ini tidak memakai WhatsApp, atau aplikasinya terlalu lama.",
            HUBUNGI,
        ),
        131_021 | 130_403 | 131_062 => ("WhatsApp tidak dapat mengirim ke penerima ini.", HUBUNGI),
        131_049 | 130_472 => ("WhatsApp menahan pesan ini demi kenyamanan penerima.", HUBUNGI),
        KODE_TOLAK_TEMPLAT => ("Warga menolak pesan templat dari kantor ini.", HUBUNGI),
        131_053 => {
            ("WhatsApp tidak dapat menerima berkasnya.", "Periksa berkasnya, lalu kirim ulang.")
        }
        190 | 0 | 3 | 10 | 200..=299 | 131_005 => (
            "Token akses WhatsApp tidak berlaku atau haknya kurang.",
            "Perbarui token nomor ini dengan `loket wa nomor`, lalu lanjutkan nomornya.",
        ),
        133_010 | 131_045 => ("Nomor belum terdaftar di WhatsApp Business.", LANJUTKAN),
        131_042 => (
            "Pembayaran akun WhatsApp Business bermasalah.",
            "Perbaiki metode pembayaran di Meta Business, lalu lanjutkan nomor ini.",
        ),
        131_048 | 131_064 => (
            "WhatsApp membatasi nomor ini karena banyak pesannya diblokir atau dilaporkan warga.",
            "Kurangi pesan yang tidak diminta, lihat mutu nomor di Meta Business, lalu lanjutkan nomor ini.",
        ),
        368 | 131_031 | 130_497 => (
            "Akun WhatsApp Business dibatasi atau dikunci karena pelanggaran kebijakan.",
            LANJUTKAN,
        ),
        132_015 => ("Templat dijeda WhatsApp karena mutunya rendah.", TEMPLAT),
        132_016 => ("Templat dinonaktifkan WhatsApp karena mutunya rendah.", TEMPLAT),
        132_000..=132_999 => ("Templat tidak cocok dengan yang disetujui WhatsApp.", TEMPLAT),
        100 | 131_008 | 131_009 | 131_051 | 135_000 => {
            ("WhatsApp menolak bentuk pesan ini.", LAPORKAN)
        }
        _ => ("WhatsApp menolak pesan ini.", LAPORKAN),
    }
}

fn kalimat_sendiri(galat: &str) -> (&'static str, &'static str) {
    match galat {
        super::JENDELA_TUTUP => kalimat_wa(KODE_JENDELA),
        super::WARGA_BERHENTI => (
            "Warga meminta berhenti menerima pesan (BERHENTI).",
            "Hormati permintaannya. Warga menerima pesan lagi setelah menulis MULAI.",
        ),
        super::MENOLAK_TEMPLAT => kalimat_wa(KODE_TOLAK_TEMPLAT),
        super::KODE_BERAKHIR => (
            "Kode ini sudah berakhir atau diganti sebelum pesannya berangkat.",
            "Kirim kode baru dari kontaknya.",
        ),
        super::KODE_TIDAK_PASTI => (
            "Tidak ada kepastian apakah kode ini sampai; kode tidak dikirim dua kali.",
            "Tanyakan kepada warga. Bila belum sampai, kirim kode baru dari kontaknya.",
        ),
        "nomor_layanan_belum_diatur" => (
            "Nomor layanan WhatsApp kantor belum diatur.",
            "Atur nomornya dengan `loket wa nomor`, lalu kirim ulang.",
        ),
        "nomor_dijeda" => ("Pengiriman lewat nomor ini sedang dijeda.", LANJUTKAN),
        "diabaikan_petugas" => ("Petugas memutuskan pesan ini tidak dikirim.", "Tidak ada."),
        "berkas_tidak_cocok" => {
            ("Berkas di penyimpanan tidak sama dengan yang seharusnya dikirim.", LAPORKAN)
        }
        "wa_batas_isi" => ("Isi pesan melampaui batas WhatsApp.", LAPORKAN),
        "penyerahan_dibatalkan" => (
            "Penyerahan dokumen ini sudah berakhir sebelum pesannya berangkat.",
            "Lihat buku penyerahan permohonannya; perintahkan penyerahan ulang di sana bila perlu.",
        ),
        "dokumen_tidak_berlaku" => (
            "Dokumennya diganti atau dicabut sebelum pesannya berangkat.",
            "Serahkan versi yang berlaku dari buku penyerahan permohonannya.",
        ),
        "isi_tidak_terbaca" => ("Isi pesan tidak dapat dibuka.", LAPORKAN),
        "ronde_terlalu_lama" | "wa_koneksi" | "unggah_tidak_diketahui" => {
            ("Pengiriman tertunda karena jaringan.", TUNGGU)
        }
        "kirim_tidak_diketahui" => (
            "Tidak ada kepastian apakah pesan ini terkirim; pesan dikirim sekali lagi.",
            "Tanyakan kepada warga bila perlu; pesan ini mungkin diterima dua kali.",
        ),
        "" => ("", ""),
        _ => ("Pesan tidak terkirim.", LAPORKAN),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_words_an_officer_can_act_on() {
        for kode in (0..300).chain(368..369).chain(130_000..136_000) {
            if KelasGalat::dari(kode).is_none() {
                continue;
            }
            let satu = penjelasan(&format!("wa_{kode}"));
            assert!(satu.kalimat.ends_with('.') && satu.tindakan.ends_with('.'), "{kode}");
        }
        let berhenti = penjelasan(super::super::WARGA_BERHENTI);
        assert!(berhenti.kalimat.contains("BERHENTI"));
    }

    #[test]
    fn codes_read_back_from_stored_reasons() {
        assert_eq!(kode_wa("wa_131026"), Some(131_026));
        for bukan in ["wa_koneksi", "konflik", "wa_", "131026"] {
            assert_eq!(kode_wa(bukan), None, "{bukan}");
        }
    }
}
