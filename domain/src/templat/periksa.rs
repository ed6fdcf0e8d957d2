//! Whether a template would be refused: checked before it is saved, every fault at once.

use std::collections::BTreeSet;

use super::{IsianTemplat, KataTemplat, KategoriTemplat, KegunaanTemplat, TombolTemplat};
use crate::galat::{Galat, Pelanggaran};

const BADAN: usize = 1024;
const KAKI: usize = 60;
const JUDUL: usize = 20;
const BALASAN: usize = 256;
const TOMBOL: usize = 3;
const NAMA: usize = 512;
const CONTOH: usize = 200;

/// Words and phrases by which a template asks for identity numbers or papers, which the channel refuses. They are
/// matched as whole words.
const DATA_PRIBADI: &[&str] = &[
    "nik",
    "ktp",
    "e ktp",
    "kk",
    "kartu keluarga",
    "nomor induk",
    "nomor kartu",
    "paspor",
    "kata sandi",
    "password",
    "passphrase",
    "kirim foto",
    "kirimkan foto",
    "mengirim foto",
    "mengirimkan foto",
    "unggah foto",
    "foto selfie",
    "selfie",
    "swafoto",
    "kirim dokumen",
    "kirimkan dokumen",
    "kirim berkas",
    "kirimkan berkas",
    "unggah dokumen",
    "unggah berkas",
];

/// A template as an officer writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplatRequest {
    /// Name at the channel.
    pub nama: String,
    /// Language at the channel.
    pub bahasa: String,
    /// `UTILITY`, `MARKETING` or `AUTHENTICATION`.
    pub kategori: String,
    /// `umum`, or the purpose it stands in for.
    pub kegunaan: String,
    /// The body.
    pub badan: String,
    /// The footer.
    pub kaki: Option<String>,
    /// Title and payload of each quick reply.
    pub tombol: Vec<(String, String)>,
    /// What stands for each variable: `nomor`, `layanan` or `kantor`.
    pub isian: Vec<String>,
    /// An example of each.
    pub contoh: Vec<String>,
}

/// A template in which nothing is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TemplatSah {
    pub nama: String,
    pub bahasa: String,
    pub kategori: KategoriTemplat,
    pub kegunaan: KegunaanTemplat,
    pub kata: KataTemplat,
}

#[derive(Default)]
pub(super) struct Cacatan(pub(super) Vec<Pelanggaran>);

impl Cacatan {
    pub(super) fn kalau(
        &mut self,
        salah: bool,
        letak: &str,
        kode: &'static str,
        pesan: impl Into<String>,
    ) {
        if salah {
            self.0.push(Pelanggaran::baru(letak, kode, pesan));
        }
    }
}

impl TemplatRequest {
    /// The template, once nothing is wrong with it.
    ///
    /// # Errors
    /// [`Galat::TidakSah`] with every fault at once.
    pub(super) fn periksa(self) -> Result<TemplatSah, Galat> {
        let mut cacat = Cacatan::default();
        self.periksa_kepala(&mut cacat);
        if self.untuk_kode() {
            return self.periksa_kode(cacat);
        }
        self.periksa_badan(&mut cacat);
        self.periksa_kaki_dan_tombol(&mut cacat);
        let isian = self.periksa_isian(&mut cacat);
        let kategori = KategoriTemplat::dari_kata(&self.kategori);
        let kegunaan = KegunaanTemplat::dari_kata(&self.kegunaan);
        let (Some(kategori), Some(kegunaan), true) = (kategori, kegunaan, cacat.0.is_empty())
        else {
            return Err(Galat::TidakSah(cacat.0));
        };
        let tombol = self.tombol.into_iter();
        let kata = KataTemplat {
            badan: self.badan,
            kaki: self.kaki,
            tombol: tombol.map(|(judul, balasan)| TombolTemplat { judul, balasan }).collect(),
            isian,
            contoh: self.contoh,
        };
        Ok(TemplatSah { nama: self.nama, bahasa: self.bahasa, kategori, kegunaan, kata })
    }

    fn periksa_kepala(&self, cacat: &mut Cacatan) {
        let huruf = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        let nama_sah = (1..=NAMA).contains(&self.nama.len()) && self.nama.bytes().all(huruf);
        cacat.kalau(
            !nama_sah,
            "/nama",
            "nama_templat_tidak_sah",
            format!(
                "Nama templat hanya huruf kecil, angka dan garis bawah, paling panjang {NAMA}."
            ),
        );
        let bahasa = self.bahasa.split_once('_').unwrap_or((&self.bahasa, "ID"));
        let bahasa_sah = bahasa.0.len() == 2
            && bahasa.0.bytes().all(|b| b.is_ascii_lowercase())
            && bahasa.1.len() == 2
            && bahasa.1.bytes().all(|b| b.is_ascii_uppercase());
        cacat.kalau(
            !bahasa_sah,
            "/bahasa",
            "bahasa_tidak_sah",
            "Tulis kode bahasa seperti `id` atau `en_US`.",
        );
        cacat.kalau(
            KategoriTemplat::dari_kata(&self.kategori).is_none(),
            "/kategori",
            "kategori_tidak_dikenal",
            "Pilih kategori UTILITY, MARKETING atau AUTHENTICATION.",
        );
        cacat.kalau(
            KegunaanTemplat::dari_kata(&self.kegunaan).is_none(),
            "/kegunaan",
            "kegunaan_tidak_dikenal",
            "Pilih kegunaan umum, balasan, kabar, kelengkapan, dokumen, pengingat, petugas atau kode.",
        );
    }

    fn periksa_badan(&self, cacat: &mut Cacatan) {
        let badan = &self.badan;
        cacat.kalau(badan.trim().is_empty(), "/badan", "badan_wajib", "Isi badan templat.");
        let panjang = badan.chars().count().max(self.terisi().chars().count());
        cacat.kalau(
            panjang > BADAN,
            "/badan",
            "badan_terlalu_panjang",
            format!("Badan templat paling panjang {BADAN} huruf sesudah contoh dimasukkan."),
        );
        cacat.kalau(
            meminta_data_pribadi(badan),
            "/badan",
            "meminta_data_pribadi",
            "Templat tidak boleh meminta NIK, KTP, KK, atau foto dan berkas; WhatsApp menolaknya.",
        );
        let Ok(potongan) = urai(badan) else {
            cacat.kalau(
                true,
                "/badan",
                "variabel_tidak_sah",
                "Tulis variabel sebagai {{1}}, {{2}}, dan seterusnya.",
            );
            return;
        };
        let nomor: BTreeSet<usize> = potongan.iter().filter_map(Potongan::variabel).collect();
        let berurut = nomor.iter().copied().eq(1..=nomor.len());
        cacat.kalau(
            !berurut,
            "/badan",
            "variabel_tidak_berurut",
            "Nomori variabel dari {{1}} tanpa melompat.",
        );
        let isi: Vec<&Potongan<'_>> = potongan.iter().filter(|satu| !satu.kosong()).collect();
        let ujung = [isi.first(), isi.last()];
        cacat.kalau(
            ujung.into_iter().flatten().any(|satu| satu.variabel().is_some()),
            "/badan",
            "variabel_di_ujung",
            "Variabel tidak boleh menjadi awal atau akhir badan; tambahkan kata atau titik.",
        );
        let sebelah = isi.windows(2).any(|dua| dua.iter().all(|satu| satu.variabel().is_some()));
        cacat.kalau(
            sebelah,
            "/badan",
            "variabel_bersebelahan",
            "Sisipkan kata di antara dua variabel.",
        );
    }

    fn periksa_isian(&self, cacat: &mut Cacatan) -> Vec<IsianTemplat> {
        let banyak = urai(&self.badan).map_or(0, |semua| {
            semua.iter().filter_map(Potongan::variabel).collect::<BTreeSet<_>>().len()
        });
        for (letak, panjang) in [("/isian", self.isian.len()), ("/contoh", self.contoh.len())] {
            cacat.kalau(
                panjang != banyak,
                letak,
                "jumlah_variabel_berbeda",
                format!("Badan punya {banyak} variabel; isi sebanyak itu."),
            );
        }
        for (ke, satu) in self.contoh.iter().enumerate() {
            let letak = format!("/contoh/{ke}");
            let layak = (1..=CONTOH).contains(&satu.trim().chars().count())
                && !satu.contains(['\n', '\t', '{', '}'])
                && !satu.contains("     ");
            cacat.kalau(
                !layak,
                &letak,
                "contoh_tidak_sah",
                format!("Contoh satu baris, 1 sampai {CONTOH} huruf, tanpa kurung kurawal."),
            );
            cacat.kalau(
                deret_angka(satu) >= 16,
                &letak,
                "contoh_data_pribadi",
                "Contoh tidak boleh berisi NIK atau nomor KK.",
            );
        }
        let mut isian = Vec::with_capacity(self.isian.len());
        for (ke, satu) in self.isian.iter().enumerate() {
            match IsianTemplat::SEMUA.into_iter().find(|isian| isian.kata() == satu) {
                Some(satu) => isian.push(satu),
                None => cacat.kalau(
                    true,
                    &format!("/isian/{ke}"),
                    "isian_tidak_dikenal",
                    "Pilih nomor, layanan atau kantor.",
                ),
            }
        }
        isian
    }

    fn periksa_kaki_dan_tombol(&self, cacat: &mut Cacatan) {
        if let Some(kaki) = &self.kaki {
            let layak = (1..=KAKI).contains(&kaki.trim().chars().count())
                && kaki.chars().count() <= KAKI
                && !kaki.contains(['{', '}', '\n']);
            cacat.kalau(
                !layak,
                "/kaki",
                "kaki_tidak_sah",
                format!("Catatan kaki satu baris, paling panjang {KAKI} huruf, tanpa variabel."),
            );
            cacat.kalau(
                meminta_data_pribadi(kaki),
                "/kaki",
                "meminta_data_pribadi",
                "Catatan kaki tidak boleh meminta data pribadi.",
            );
        }
        cacat.kalau(
            self.tombol.len() > TOMBOL,
            "/tombol",
            "tombol_terlalu_banyak",
            format!("Paling banyak {TOMBOL} tombol."),
        );
        let mut judul_lain = BTreeSet::new();
        for (ke, (judul, balasan)) in self.tombol.iter().enumerate() {
            let letak = format!("/tombol/{ke}/judul");
            let layak = !judul.trim().is_empty()
                && judul.chars().count() <= JUDUL
                && !judul.contains(['{', '}', '\n']);
            cacat.kalau(
                !layak,
                &letak,
                "judul_tombol_tidak_sah",
                format!("Judul tombol 1 sampai {JUDUL} huruf, tanpa variabel."),
            );
            cacat.kalau(
                meminta_data_pribadi(judul),
                &letak,
                "meminta_data_pribadi",
                "Tombol tidak boleh meminta data pribadi.",
            );
            cacat.kalau(
                !judul_lain.insert(judul.as_str()),
                &letak,
                "judul_tombol_sama",
                "Setiap tombol perlu judul sendiri.",
            );
            let layak = !balasan.trim().is_empty() && balasan.chars().count() <= BALASAN;
            cacat.kalau(
                !layak,
                &format!("/tombol/{ke}/balasan"),
                "balasan_tombol_tidak_sah",
                format!("Isi balasan tombol, 1 sampai {BALASAN} huruf."),
            );
        }
    }

    /// The body with its examples in place.
    fn terisi(&self) -> String {
        let semua = self.contoh.iter().zip(1..);
        semua.fold(self.badan.clone(), |badan, (contoh, ke)| {
            badan.replace(&format!("{{{{{ke}}}}}"), contoh)
        })
    }
}

enum Potongan<'a> {
    Teks(&'a str),
    Variabel(usize),
}

impl Potongan<'_> {
    fn variabel(&self) -> Option<usize> {
        match self {
            Self::Variabel(nomor) => Some(*nomor),
            Self::Teks(_) => None,
        }
    }

    fn kosong(&self) -> bool {
        matches!(self, Self::Teks(teks) if teks.trim().is_empty())
    }
}

/// The body in pieces; an error when braces stand for something else than a variable.
fn urai(badan: &str) -> Result<Vec<Potongan<'_>>, ()> {
    let mut potongan = Vec::new();
    let mut sisa = badan;
    while let Some(buka) = sisa.find("{{") {
        let (teks, mulai) = sisa.split_at(buka);
        let tutup = mulai.find("}}").ok_or(())?;
        let dalam = &mulai[2..tutup];
        let angka =
            !dalam.is_empty() && dalam.len() <= 3 && dalam.bytes().all(|b| b.is_ascii_digit());
        let nomor = dalam.parse().ok().filter(|nomor| angka && *nomor > 0).ok_or(())?;
        if teks.contains(['{', '}']) {
            return Err(());
        }
        potongan.extend([Potongan::Teks(teks), Potongan::Variabel(nomor)]);
        sisa = &mulai[tutup + 2..];
    }
    if sisa.contains(['{', '}']) {
        return Err(());
    }
    potongan.push(Potongan::Teks(sisa));
    Ok(potongan)
}

fn meminta_data_pribadi(teks: &str) -> bool {
    let kata: Vec<String> = teks
        .split(|c: char| !c.is_alphanumeric())
        .filter(|kata| !kata.is_empty())
        .map(str::to_lowercase)
        .collect();
    let rapat = format!(" {} ", kata.join(" "));
    DATA_PRIBADI.iter().any(|satu| rapat.contains(&format!(" {satu} ")))
}

/// The longest run of digits, spaces and dots between them left out.
fn deret_angka(teks: &str) -> usize {
    let (mut kini, mut paling) = (0, 0);
    for c in teks.chars() {
        match c {
            '0'..='9' => kini += 1,
            ' ' | '.' | '-' if kini > 0 => {}
            _ => kini = 0,
        }
        paling = paling.max(kini);
    }
    paling
}

#[cfg(test)]
#[path = "uji_periksa.rs"]
mod tests;
