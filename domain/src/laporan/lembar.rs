//! The report on paper and as a table for spreadsheets.

use std::fmt::Write;

use super::{Laporan, jumlah, kolom};
use crate::{
    cetak::{Arah, Bagian, Isi, Lembar, Sel, Tabel, nama_singkat},
    kalender::{ZonaWaktu, kalimat_tanggal},
    layanan::{JenisProduk, SaluranPenyerahan},
};

/// The title, as offices know it.
pub const JUDUL: &str = "Laporan Pengambilan Dokumen dan Pengiriman PDF";

/// A kind of document as people read it.
pub fn nama_jenis(jenis: JenisProduk) -> &'static str {
    match jenis {
        JenisProduk::Kk => "Kartu keluarga",
        JenisProduk::Biodata => "Biodata",
        JenisProduk::KtpEl => "KTP-el",
        JenisProduk::Kia => "KIA",
        JenisProduk::Skpwni => "SKPWNI",
        JenisProduk::AktaKelahiran => "Akta kelahiran",
        JenisProduk::AktaKematian => "Akta kematian",
        JenisProduk::AktaPerkawinan => "Akta perkawinan",
        JenisProduk::AktaPerceraian => "Akta perceraian",
        JenisProduk::AktaPengakuanAnak => "Akta pengakuan anak",
        JenisProduk::AktaPengesahanAnak => "Akta pengesahan anak",
        JenisProduk::CatatanPinggir => "Catatan pinggir",
        JenisProduk::LahirMati => "Lahir mati",
        JenisProduk::Sktt => "SKTT",
        JenisProduk::Skpln => "SKPLN",
        JenisProduk::SuratKeterangan => "Surat keterangan",
    }
}

/// A channel as people read it.
pub fn nama_saluran(saluran: SaluranPenyerahan) -> &'static str {
    match saluran {
        SaluranPenyerahan::Whatsapp => "WhatsApp",
        SaluranPenyerahan::Email => "Email",
        SaluranPenyerahan::Tautan => "Tautan",
        SaluranPenyerahan::Loket => "Loket",
        SaluranPenyerahan::Kurir => "Kurir",
        SaluranPenyerahan::Kunjungan => "Kunjungan",
        SaluranPenyerahan::Desa => "Desa/kelurahan",
    }
}

/// One field of a CSV: quoted where it must be, and never read as a formula.
fn sel(teks: &str) -> String {
    let rumus = teks.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let aman = if rumus { format!("'{teks}") } else { teks.to_owned() };
    if aman.contains(['"', ',', ';', '\n', '\r']) {
        format!("\"{}\"", aman.replace('"', "\"\""))
    } else {
        aman
    }
}

fn baris_csv(keluar: &mut String, semua: &[&str]) {
    let semua: Vec<String> = semua.iter().map(|satu| sel(satu)).collect();
    // Writing to a String cannot fail.
    let _ = write!(keluar, "{}\r\n", semua.join(","));
}

/// The numbers as CSV; corrections follow with the day they are of.
pub fn csv_ringkasan(laporan: &Laporan) -> String {
    let mut keluar = String::new();
    let kepala = [
        "tanggal",
        "jenis",
        "saluran",
        "dikirim",
        "sampai",
        "gagal",
        "diambil_sendiri",
        "diambil_kuasa",
        "ditarik",
        "menunggu",
    ];
    baris_csv(&mut keluar, &kepala);
    let tanggal = if laporan.dari == laporan.sampai {
        laporan.dari.to_string()
    } else {
        format!("{} s.d. {}", laporan.dari, laporan.sampai)
    };
    for satu in &laporan.ringkasan.baris {
        let angka = kolom(satu).map(|(_, nilai)| nilai.to_string());
        let mut baris = vec![tanggal.as_str(), nama_jenis(satu.jenis), nama_saluran(satu.saluran)];
        baris.extend(angka.iter().map(String::as_str));
        baris_csv(&mut keluar, &baris);
    }
    for satu in &laporan.ringkasan.dihasilkan {
        let jumlah = satu.jumlah.to_string();
        baris_csv(&mut keluar, &[&tanggal, nama_jenis(satu.jenis), "dihasilkan", &jumlah]);
    }
    for satu in &laporan.ringkasan.koreksi {
        let (hari, selisih) = (satu.tanggal.to_string(), satu.selisih.to_string());
        let jenis = nama_jenis(satu.jenis);
        let apa = format!("koreksi {}", satu.kolom);
        baris_csv(&mut keluar, &[&hari, jenis, nama_saluran(satu.saluran), &apa, &selisih]);
    }
    keluar
}

/// The list as CSV, with the columns of P-12.
pub fn csv_rincian(laporan: &Laporan, zona: ZonaWaktu, nama_penuh: bool) -> String {
    let mut keluar = String::new();
    let kepala = [
        "no",
        "tanggal",
        "jam",
        "nama",
        "nomor_registrasi",
        "jenis_dokumen",
        "dokumen",
        "saluran",
        "kejadian",
        "petugas",
    ];
    baris_csv(&mut keluar, &kepala);
    for (i, satu) in laporan.rincian.iter().enumerate() {
        let (tanggal, jam) = saat(zona, satu.pada);
        baris_csv(
            &mut keluar,
            &[
                &(i + 1).to_string(),
                &tanggal,
                &jam,
                &nama(satu.nama.buka(), nama_penuh),
                &satu.nomor,
                nama_jenis(satu.jenis),
                &satu.dokumen,
                nama_saluran(satu.saluran),
                satu.kejadian.kalimat(),
                satu.petugas.as_deref().unwrap_or("Loket (otomatis)"),
            ],
        );
    }
    keluar
}

fn nama(nama: &str, penuh: bool) -> String {
    if penuh { nama.to_owned() } else { nama_singkat(nama) }
}

fn saat(zona: ZonaWaktu, pada: time::OffsetDateTime) -> (String, String) {
    let setempat = zona.setempat(pada);
    (setempat.date().to_string(), format!("{:02}.{:02}", setempat.hour(), setempat.minute()))
}

/// Who signs, and what is printed below.
#[derive(Clone, Copy, Debug)]
pub struct KakiLaporan<'a> {
    /// The office.
    pub kantor: &'a str,
    /// The zone of every time on the sheet.
    pub zona: ZonaWaktu,
    /// Who printed it.
    pub petugas: &'a str,
    /// SHA-256 of a closed report.
    pub sidik: Option<&'a str>,
}

/// The report as a sheet, with the office above and a place to sign below.
pub fn lembar_laporan(laporan: &Laporan, nama_penuh: bool, kaki: KakiLaporan<'_>) -> Lembar {
    let hari = if laporan.dari == laporan.sampai {
        kalimat_tanggal(laporan.dari)
    } else {
        format!("{} sampai {}", kalimat_tanggal(laporan.dari), kalimat_tanggal(laporan.sampai))
    };
    let angka = |nilai: u64| Sel::teks(nilai.to_string()).di_tengah();
    let mut baris: Vec<Vec<Sel>> = laporan
        .ringkasan
        .baris
        .iter()
        .map(|satu| {
            let mut sel =
                vec![Sel::teks(nama_jenis(satu.jenis)), Sel::teks(nama_saluran(satu.saluran))];
            sel.extend(kolom(satu).map(|(_, nilai)| angka(nilai)));
            sel
        })
        .collect();
    let mut total = vec![Sel::isi(vec![Isi::Subjudul("Jumlah".to_owned())]).seluas(2, 1)];
    total.extend(jumlah(&laporan.ringkasan.baris).map(|nilai| Sel::kepala(nilai.to_string())));
    baris.push(total);
    let mut bagian = vec![
        Bagian::Judul {
            kop: kaki.kantor.to_owned(),
            judul: JUDUL.to_owned(),
            bawah: vec![format!("Hari {hari}")],
        },
        Bagian::Tabel(Tabel {
            kolom: vec![130, 90, 70, 60, 60, 70, 70, 60, 70],
            kepala: vec![
                [
                    "Jenis dokumen",
                    "Saluran",
                    "Dikirim/ disiapkan",
                    "Sampai",
                    "Gagal",
                    "Diambil sendiri",
                    "Diambil kuasa/wali",
                    "Ditarik",
                    "Menunggu",
                ]
                .map(Sel::kepala)
                .to_vec(),
            ],
            baris,
            rapat: true,
        }),
    ];
    let hasil = laporan.ringkasan.dihasilkan.iter();
    let hasil: Vec<String> =
        hasil.map(|satu| format!("{} {}", nama_jenis(satu.jenis), satu.jumlah)).collect();
    let hasil = if hasil.is_empty() { "tidak ada".to_owned() } else { hasil.join(", ") };
    let mut isi = vec![Isi::Pasangan("Dihasilkan".to_owned(), hasil)];
    for satu in &laporan.ringkasan.koreksi {
        let (tanggal, kolom) = (kalimat_tanggal(satu.tanggal), satu.kolom.replace('_', " "));
        let apa = format!(
            "{tanggal}: {} lewat {}, {kolom} {:+}",
            nama_jenis(satu.jenis),
            nama_saluran(satu.saluran),
            satu.selisih
        );
        isi.push(Isi::Pasangan("Koreksi".to_owned(), apa));
    }
    bagian.push(Bagian::Isi(isi));
    bagian.push(Bagian::Tabel(rincian(laporan, nama_penuh, kaki.zona)));
    if laporan.terpotong {
        let teks = "Daftar ini dipotong; angka di atas lengkap.".to_owned();
        bagian.push(Bagian::Isi(vec![Isi::Teks(teks)]));
    }
    let kosong = || Isi::Teks("\u{a0}".to_owned());
    let tanda = |atas: &str, nama: &str| {
        Sel::isi(vec![
            Isi::Teks(atas.to_owned()),
            kosong(),
            kosong(),
            kosong(),
            Isi::Subjudul(nama.to_owned()),
        ])
        .di_tengah()
    };
    bagian.push(Bagian::Tabel(Tabel {
        kolom: vec![1, 1],
        kepala: Vec::new(),
        baris: vec![vec![
            tanda("Mengetahui,", "(........................................)"),
            tanda("Petugas,", kaki.petugas),
        ]],
        rapat: false,
    }));
    if let Some(sidik) = kaki.sidik {
        let teks = format!("Ditutup otomatis; SHA-256 {sidik}");
        bagian.push(Bagian::Isi(vec![Isi::Teks(teks)]));
    }
    Lembar {
        judul: format!("{JUDUL}, {hari}"),
        kantor: kaki.kantor.to_owned(),
        arah: Arah::Mendatar,
        bagian,
        kaki: format!("{JUDUL}, {hari}"),
    }
}

fn rincian(laporan: &Laporan, nama_penuh: bool, zona: ZonaWaktu) -> Tabel {
    let satu_hari = laporan.dari == laporan.sampai;
    let semua = laporan.rincian.iter().enumerate();
    let baris = semua.map(|(i, satu)| {
        let (tanggal, jam) = saat(zona, satu.pada);
        let pada = if satu_hari { jam } else { format!("{tanggal} {jam}") };
        vec![
            Sel::teks((i + 1).to_string()).di_tengah(),
            Sel::teks(pada).di_tengah(),
            Sel::teks(nama(satu.nama.buka(), nama_penuh)),
            Sel::teks(&*satu.nomor),
            Sel::teks(&*satu.dokumen),
            Sel::teks(nama_saluran(satu.saluran)),
            Sel::teks(satu.kejadian.kalimat()),
            Sel::teks(satu.petugas.as_deref().unwrap_or("Loket (otomatis)")),
        ]
    });
    Tabel {
        kolom: vec![26, 60, 120, 110, 120, 70, 90, 100],
        kepala: vec![
            ["No", "Jam", "Nama", "Nomor", "Dokumen", "Saluran", "Kejadian", "Petugas"]
                .map(Sel::kepala)
                .to_vec(),
        ],
        baris: baris.collect(),
        rapat: true,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_field_is_a_formula_and_every_field_reads_back(teks in "[=+@\\-\t\r\n\",;'a-z0-9 ]{0,20}") {
            let tertulis = sel(&teks);
            let isi = match tertulis.strip_prefix('"') {
                Some(dalam) => dalam.strip_suffix('"').unwrap().replace("\"\"", "\""),
                None => tertulis.clone(),
            };
            prop_assert!(!isi.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{tertulis:?}");
            let berkutip = format!("'{teks}");
            prop_assert!(isi == teks || isi == berkutip);
            prop_assert!(tertulis.starts_with('"') || !tertulis.contains([',', '"', '\n', '\r']));
        }
    }
}
