//! Files that count, files that do not, and damage of every kind.
#![expect(clippy::disallowed_methods, reason = "the simulator signs by the clock of this machine")]

mod ditolak;
mod pencabutan;
mod rusak;
mod sah;

use std::time::{Duration, SystemTime};

use loket_domain::{
    dokumen::{
        CocokPenandaTangan, HarapanTte, PemeriksaTandaTangan, PenandaTanganDiharapkan,
        TandaTanganDitolak, TandaTanganSah,
    },
    nilai::Nik,
};
use loket_simulators::{
    bsre::{Authority, SigningIdentity, SimKey},
    contoh_pdf,
};
use time::OffsetDateTime;

use super::PemeriksaPades;

const NIK: &str = "3402014107800001";
const NAMA: &str = "Dra. SRI WAHYUNI, M.Si";
const HARI: Duration = Duration::from_hours(24);

/// An authority, the head of the office, and a draft for her to sign.
struct Panggung {
    ca: Authority,
    kadis: SigningIdentity,
    draf: Vec<u8>,
}

impl Panggung {
    fn baru() -> Self {
        let ca = Authority::new().unwrap();
        let kadis = ca.issue(NIK, NAMA, SimKey::P256).unwrap();
        Self { ca, kadis, draf: draf() }
    }

    /// Checked as signed by the head of the office, over the draft.
    fn periksa(&self, pdf: &[u8]) -> Result<TandaTanganSah, TandaTanganDitolak> {
        self.periksa_dengan(pdf, Some(orang(Some(NIK), NAMA)), Some(&self.draf))
    }

    fn periksa_dengan(
        &self,
        pdf: &[u8],
        penanda_tangan: Option<PenandaTanganDiharapkan>,
        disetujui: Option<&[u8]>,
    ) -> Result<TandaTanganSah, TandaTanganDitolak> {
        let jangkar_pem = &self.ca.pem().unwrap();
        let sekarang = OffsetDateTime::from(SystemTime::now());
        PemeriksaPades.periksa(
            pdf,
            &HarapanTte {
                jangkar_pem,
                penanda_tangan,
                disetujui,
                sekarang,
                crl_pem: "",
                pencabutan_wajib: false,
            },
        )
    }
}

fn orang(nik: Option<&str>, nama: &str) -> PenandaTanganDiharapkan {
    let nik = nik.map(|nik| Nik::parse(nik).unwrap());
    PenandaTanganDiharapkan { nik, nama: nama.to_owned() }
}

fn draf() -> Vec<u8> {
    contoh_pdf("KUTIPAN AKTA KELAHIRAN", &["Nama: SITI AMINAH", "Tempat lahir: Bantul"])
}

fn cari(pdf: &[u8], jarum: &[u8]) -> usize {
    pdf.windows(jarum.len()).position(|jendela| jendela == jarum).unwrap()
}

/// Replaces one piece by another of the same length.
fn ganti(pdf: &[u8], lama: &[u8], baru: &[u8]) -> Vec<u8> {
    assert_eq!(lama.len(), baru.len());
    let di = cari(pdf, lama);
    let mut hasil = pdf.to_vec();
    hasil[di..di + baru.len()].copy_from_slice(baru);
    hasil
}
