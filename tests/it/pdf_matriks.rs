//! Signed files of every kind, judged by our verifier and by two that are not ours, and looked at as they are shown.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use loket_domain::{
    dokumen::{
        HalamanStempel, HarapanTte, IsiStempel, KoneksiTte, KunciTte, PembuatStempel,
        PemeriksaTandaTangan, PenandaTangan, PenandaTanganDiharapkan, PermintaanTte, Pojok,
        Stempel, Tampilan, TempatStempel,
    },
    id::IdSource,
    nilai::{Nik, Rahasia},
};
use loket_infra::{
    crypto::SystemIds,
    tte::{Bsre, PemeriksaPades, StempelPng},
};
use loket_simulators::{
    bsre::{BsreSim, BsreSimConfig, SignerStatus, SimKey, SimSigner},
    contoh_pdf_beragam,
};
use loket_tests::server::SERVER;

use crate::pdf::tersedia;

const NIK_P256: &str = "3402014107800001";
const NIK_RSA: &str = "3402011203750002";
const URL: &str = "https://loket.bantulkab.go.id/v/kab-bantul/01JQ8ZK5M4T7W2X9";
/// Pixels per inch of what is looked at.
const DPI: u16 = 200;

struct Meja {
    sim: BsreSim,
    koneksi: KoneksiTte,
    klien: Bsre,
    gambar: Vec<u8>,
    dir: PathBuf,
}

impl Meja {
    async fn baru() -> Self {
        let signer = |nik: &str, name: &str, key| SimSigner {
            nik: nik.to_owned(),
            name: name.to_owned(),
            passphrase: "frasa".to_owned(),
            status: SignerStatus::Issue,
            key,
        };
        let sim = BsreSim::start(BsreSimConfig {
            bind: ([127, 0, 0, 1], 0).into(),
            user: "loket".to_owned(),
            password: "sandi".to_owned(),
            signers: vec![
                signer(NIK_P256, "Dra. SRI WAHYUNI, M.Si", SimKey::P256),
                signer(NIK_RSA, "Drs. BUDI SANTOSO", SimKey::Rsa3072),
            ],
            data_dir: None,
        })
        .await
        .unwrap();
        let koneksi =
            KoneksiTte::baru(sim.base_url(), "loket", Rahasia::new("sandi"), sim.ca_pem());
        let isi = IsiStempel {
            url: URL.to_owned(),
            atas_nama: Some("Kepala Dinas Kependudukan dan Pencatatan Sipil".to_owned()),
            jabatan: "Plh. Kepala Bidang Pelayanan Pencatatan Sipil".to_owned(),
            nama: "Dra. SRI WAHYUNI, M.Si".to_owned(),
        };
        let dir = SERVER.dir.join(format!("matriks-{}", SystemIds.acak_hex(6)));
        fs::create_dir_all(&dir).unwrap();
        let gambar = StempelPng.gambar(&isi).unwrap();
        Self { sim, koneksi, klien: Bsre::new().unwrap(), gambar, dir }
    }

    /// Signs, and has our verifier accept it.
    async fn tanda_tangani(
        &self,
        pdf: &[u8],
        nik: &str,
        pojok: Option<Pojok>,
        cap: bool,
    ) -> Vec<u8> {
        let tampilan = pojok.map_or(Tampilan::TakTerlihat, |pojok| {
            let TempatStempel { halaman, kotak } =
                StempelPng.tempat(pdf, HalamanStempel::Terakhir, pojok).unwrap();
            Tampilan::Terlihat(Stempel { halaman, kotak, gambar: self.gambar.clone() })
        });
        let kunci = if cap { "frasa" } else { "sim:no_timestamp" };
        let permintaan = PermintaanTte {
            pdf: pdf.to_vec(),
            nik: Nik::parse(nik).unwrap(),
            kunci: KunciTte::Passphrase(Rahasia::new(kunci)),
            tampilan,
            alasan: "Pengesahan – kutipan".to_owned(),
            lokasi: "Bantul".to_owned(),
        };
        let hasil = self.klien.tanda_tangani(&self.koneksi, permintaan).await.unwrap().pdf;
        let harapan = HarapanTte {
            jangkar_pem: &self.koneksi.jangkar_pem,
            penanda_tangan: Some(PenandaTanganDiharapkan {
                nik: Some(Nik::parse(nik).unwrap()),
                nama: String::new(),
            }),
            disetujui: Some(pdf),
            sekarang: SystemTime::now().into(),
            crl_pem: "",
            pencabutan_wajib: false,
        };
        let sah = PemeriksaPades.periksa(&hasil, &harapan).unwrap();
        assert_eq!((sah.bercap_waktu, sah.halaman), (cap, 1));
        hasil
    }

    fn simpan(&self, nama: &str, pdf: &[u8]) -> PathBuf {
        let berkas = self.dir.join(nama);
        fs::write(&berkas, pdf).unwrap();
        berkas
    }
}

#[tokio::test]
async fn every_kind_of_signed_file_is_accepted_by_three_verifiers() {
    let meja = Meja::baru().await;
    let mut berkas = Vec::new();
    for (n, (nama, pdf)) in contoh_pdf_beragam().unwrap().into_iter().enumerate() {
        for nik in [NIK_P256, NIK_RSA] {
            for pojok in [None, Some(Pojok::KananBawah)] {
                for cap in [false, true] {
                    let hasil = meja.tanda_tangani(&pdf, nik, pojok, cap).await;
                    let nomor = format!("{n}-{nik}-{}-{cap}.pdf", pojok.is_some());
                    berkas.push((nama, meja.simpan(&nomor, &hasil), 1, cap));
                }
            }
        }
        let pertama = meja.tanda_tangani(&pdf, NIK_RSA, Some(Pojok::KiriBawah), true).await;
        let kedua = meja.tanda_tangani(&pertama, NIK_P256, Some(Pojok::KananBawah), true).await;
        berkas.push((nama, meja.simpan(&format!("{n}-dua.pdf"), &kedua), 2, true));
    }
    assert_eq!(berkas.len(), 8 * (2 * 2 * 2 + 1));

    let ca = meja.simpan("ca.pem", meja.sim.ca_pem().as_bytes());
    let wajib = std::env::var_os("CI").is_some();
    if tersedia("pdfsig") && tersedia("certutil") {
        let nss = crate::pdf::nss(&ca, &meja.dir);
        for (nama, berkas, banyak, _) in &berkas {
            let hasil =
                Command::new("pdfsig").args(["-nssdir", &nss]).arg(berkas).output().unwrap();
            let teks = String::from_utf8_lossy(&hasil.stdout);
            assert!(hasil.status.success(), "{nama}: {teks}");
            assert_eq!(teks.matches("Signature is Valid").count(), *banyak, "{nama}: {teks}");
            assert_eq!(teks.matches("Certificate is Trusted").count(), *banyak, "{nama}: {teks}");
            let seluruh = teks.matches("Total document signed").count();
            assert_eq!(seluruh, 1, "{nama}: {teks}");
        }
    } else {
        assert!(!wajib, "pdfsig dan certutil tidak terpasang (poppler-utils, libnss3-tools)");
        eprintln!("dilewati: pdfsig atau certutil tidak terpasang");
    }
    if let Some(pyhanko) = std::env::var_os("LOKET_UJI_PYHANKO") {
        hanko(&Path::new(&pyhanko).with_file_name("python"), &ca, &berkas);
    } else {
        assert!(!wajib, "LOKET_UJI_PYHANKO tidak diisi");
        eprintln!("dilewati: LOKET_UJI_PYHANKO tidak diisi");
    }
}

/// Many files in one process: name, signatures that are trusted and intact, coverage of the last, timestamps trusted.
const HANKO: &str = r"
import sys
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
root = load_cert_from_pemder(sys.argv[1])
for name in sys.argv[2:]:
    with open(name, 'rb') as file:
        sigs = PdfFileReader(file).embedded_signatures
        found = [validate_pdf_signature(s, ValidationContext(trust_roots=[root])) for s in sigs]
        good = sum(1 for f in found if f.bottom_line)
        stamps = sum(1 for f in found if f.timestamp_validity and f.timestamp_validity.trusted)
        print(name, len(found), good, found[-1].coverage.name, stamps, sep='|')
";

fn hanko(python: &Path, ca: &Path, berkas: &[(&str, PathBuf, usize, bool)]) {
    let hasil = Command::new(python)
        .args(["-c", HANKO])
        .arg(ca)
        .args(berkas.iter().map(|(_, berkas, ..)| berkas))
        .output()
        .expect("python beside pyhanko");
    let teks = String::from_utf8_lossy(&hasil.stdout);
    assert!(hasil.status.success(), "{}", String::from_utf8_lossy(&hasil.stderr));
    assert_eq!(teks.lines().count(), berkas.len());
    for (baris, (nama, berkas, banyak, cap)) in teks.lines().zip(berkas) {
        let cap = if *cap { *banyak } else { 0 };
        let diharapkan = format!("{}|{banyak}|{banyak}|ENTIRE_FILE|{cap}", berkas.display());
        assert_eq!(baris, diharapkan, "{nama}");
    }
}

/// A grey picture.
pub struct Gambar {
    pub lebar: usize,
    pub tinggi: usize,
    pub isi: Vec<u8>,
}

impl Gambar {
    fn dari_png(png: &[u8]) -> Self {
        let mut pembaca = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
        let mut isi = vec![0; pembaca.output_buffer_size().unwrap()];
        let info = pembaca.next_frame(&mut isi).unwrap();
        // Grey pages come in three equal colours.
        let isi = isi.into_iter().step_by(info.color_type.samples()).collect();
        Self { lebar: info.width as usize, tinggi: info.height as usize, isi }
    }

    /// The page as a reader shows it.
    pub fn dari_pdf(berkas: &Path) -> Self {
        let keluar = berkas.with_extension("");
        let hasil = Command::new("pdftoppm")
            .args(["-png", "-gray", "-cropbox", "-singlefile", "-r", &DPI.to_string()])
            .arg(berkas)
            .arg(&keluar)
            .output()
            .unwrap();
        assert!(hasil.status.success(), "{}", String::from_utf8_lossy(&hasil.stderr));
        Self::dari_png(&fs::read(keluar.with_extension("png")).unwrap())
    }

    /// Average darkness of a part, its edges as fractions of the whole.
    fn rata(&self, [kiri, atas, kanan, bawah]: [f32; 4]) -> f32 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "pixels of a page"
        )]
        let piksel = |bagian: f32, seluruh: usize| (bagian * seluruh as f32).round() as usize;
        let (x0, x1) = (piksel(kiri, self.lebar), piksel(kanan, self.lebar).min(self.lebar));
        let (y0, y1) = (piksel(atas, self.tinggi), piksel(bawah, self.tinggi).min(self.tinggi));
        let mut jumlah = 0_u32;
        let mut banyak = 0_u16;
        for y in y0..y1 {
            for x in x0..x1 {
                jumlah += u32::from(self.isi[y * self.lebar + x]);
                banyak += 1;
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "a part of a page")]
        let jumlah = jumlah as f32;
        jumlah / f32::from(banyak.max(1))
    }
}

/// How far the part of the page inside the box differs from the stamp, 0 to 255, when the stamp is turned half-way or not.
fn beda(halaman: &Gambar, kotak: [f32; 4], stempel: &Gambar, terbalik: bool) -> f32 {
    const KOLOM: u8 = 53;
    const BARIS: u8 = 18;
    let mut jumlah = 0.0;
    for b in 0..BARIS {
        for k in 0..KOLOM {
            let (x0, x1) = (f32::from(k) / f32::from(KOLOM), f32::from(k + 1) / f32::from(KOLOM));
            let (y0, y1) = (f32::from(b) / f32::from(BARIS), f32::from(b + 1) / f32::from(BARIS));
            let di_stempel =
                if terbalik { [1.0 - x1, 1.0 - y1, 1.0 - x0, 1.0 - y0] } else { [x0, y0, x1, y1] };
            let [kiri, atas, kanan, bawah] = kotak;
            let (lebar, tinggi) = (kanan - kiri, bawah - atas);
            let di_halaman =
                [kiri + x0 * lebar, atas + y0 * tinggi, kiri + x1 * lebar, atas + y1 * tinggi];
            jumlah += (halaman.rata(di_halaman) - stempel.rata(di_stempel)).abs();
        }
    }
    jumlah / f32::from(u16::from(KOLOM) * u16::from(BARIS))
}

#[tokio::test]
async fn a_stamp_is_upright_in_its_place_and_its_qr_reads_on_every_page() {
    if !tersedia("pdftoppm") {
        assert!(std::env::var_os("CI").is_none(), "pdftoppm tidak terpasang (poppler-utils)");
        eprintln!("dilewati: pdftoppm tidak terpasang");
        return;
    }
    let meja = Meja::baru().await;
    let stempel = Gambar::dari_png(&meja.gambar);
    for (n, (nama, pdf)) in contoh_pdf_beragam().unwrap().into_iter().enumerate() {
        for (m, pojok) in [Pojok::KananBawah, Pojok::KiriAtas].into_iter().enumerate() {
            let hasil = meja.tanda_tangani(&pdf, NIK_P256, Some(pojok), true).await;
            let berkas = meja.simpan(&format!("lihat-{n}-{m}.pdf"), &hasil);
            let halaman = Gambar::dari_pdf(&berkas);

            // The size of the page follows from a stamp that leans on its upper right corner.
            let tempat =
                |pojok| StempelPng.tempat(&pdf, HalamanStempel::Pertama, pojok).unwrap().kotak;
            let (sudut, kotak) = (tempat(Pojok::KananAtas), tempat(pojok));
            let tepi = tempat(Pojok::KiriBawah).x;
            let lebar = sudut.x + sudut.lebar + tepi;
            let tinggi = sudut.y + sudut.tinggi + tepi;
            let bagian = [
                kotak.x / lebar,
                1.0 - (kotak.y + kotak.tinggi) / tinggi,
                (kotak.x + kotak.lebar) / lebar,
                1.0 - kotak.y / tinggi,
            ];
            let tegak = beda(&halaman, bagian, &stempel, false);
            let terbalik = beda(&halaman, bagian, &stempel, true);
            assert!(tegak < 20.0 && terbalik > 2.0 * tegak, "{nama}: {tegak} {terbalik}");

            let mut gambar = rqrr::PreparedImage::prepare_from_greyscale(
                halaman.lebar,
                halaman.tinggi,
                |x, y| halaman.isi[y * halaman.lebar + x],
            );
            let terbaca: Vec<String> =
                gambar.detect_grids().iter().map(|kisi| kisi.decode().unwrap().1).collect();
            assert_eq!(terbaca, [URL], "{nama}");
        }
    }
}
