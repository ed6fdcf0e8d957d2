//! A sheet as one HTML page: self-contained, printable, readable on a phone. Every text is escaped.

use std::fmt::{self, Write};

use super::{Arah, Bagian, Isi, Lambang, Lembar, Petak, Tabel, petak};

const GAYA: &str = include_str!("lembar.css");

/// The sheet as an HTML page.
pub fn html(lembar: &Lembar) -> String {
    let mut keluar = String::with_capacity(16 * 1024);
    // Writing to a String cannot fail.
    let _ = tulis(&mut keluar, lembar);
    keluar
}

fn tulis(keluar: &mut String, lembar: &Lembar) -> fmt::Result {
    let ukuran = match lembar.arah {
        Arah::Tegak => "A4 portrait",
        Arah::Mendatar => "A4 landscape",
    };
    write!(
        keluar,
        "<!DOCTYPE html>\n<html lang=\"id\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{GAYA}\
         @page {{ size: {ukuran}; margin: 12mm 12mm 16mm;\n\
         @bottom-left {{ content: \"{}\"; font: 8pt Helvetica, Arial, sans-serif; }}\n\
         @bottom-right {{ content: \"Halaman \" counter(page) \" dari \" counter(pages); font: 8pt Helvetica, Arial, sans-serif; }} }}\n\
         </style>\n</head>\n<body>\n",
        Lolos(&lembar.judul),
        GayaTeks(&lembar.kaki),
    )?;
    let mut baru = false;
    for bagian in &lembar.bagian {
        let kelas = if baru { " baru" } else { "" };
        baru = matches!(bagian, Bagian::HalamanBaru);
        match bagian {
            Bagian::Judul { kop, judul, bawah } => {
                let (kop, judul) = (Lolos(kop), Lolos(judul));
                write!(keluar, "<header><p class=\"kop\">{kop}</p><h1>{judul}</h1>")?;
                for satu in bawah {
                    write!(keluar, "<p>{}</p>", Lolos(satu))?;
                }
                keluar.push_str("</header>\n");
            }
            Bagian::Isi(isi) => {
                write!(keluar, "<section class=\"isi{kelas}\">")?;
                isi.iter().try_for_each(|satu| tulis_isi(keluar, satu))?;
                keluar.push_str("</section>\n");
            }
            Bagian::Tabel(tabel) => tulis_tabel(keluar, tabel, kelas)?,
            Bagian::Tanda { qr: _, kiri, kanan } => {
                // A reader on a screen follows the address; only paper needs the QR.
                write!(keluar, "<section class=\"isi{kelas}\">")?;
                for satu in kanan.iter().chain(kiri).filter(|teks| !teks.is_empty()) {
                    write!(keluar, "<p>{}</p>", Lolos(satu))?;
                }
                keluar.push_str("</section>\n");
            }
            Bagian::HalamanBaru => {}
        }
    }
    write!(keluar, "<footer>{}</footer>\n</body>\n</html>\n", Lolos(&lembar.kaki))
}

fn tulis_isi(keluar: &mut String, isi: &Isi) -> fmt::Result {
    match isi {
        Isi::Teks(teks) => write!(keluar, "<p>{}</p>", Lolos(teks)),
        Isi::Judul(teks) => write!(keluar, "<h1>{}</h1>", Lolos(teks)),
        Isi::Subjudul(teks) => write!(keluar, "<p class=\"subjudul\">{}</p>", Lolos(teks)),
        Isi::Butir(tanda, teks) => write!(
            keluar,
            "<div class=\"butir\"><span>{}</span><span>{}</span></div>",
            Lolos(tanda),
            Lolos(teks)
        ),
        Isi::Pasangan(kunci, nilai) => write!(
            keluar,
            "<div class=\"pasangan\"><span>{}</span><span>{}</span></div>",
            Lolos(kunci),
            Lolos(nilai)
        ),
        Isi::Lambang(lambang) => write!(keluar, "<div>{}</div>", Gambar(*lambang)),
        Isi::Legenda(semua) => {
            keluar.push_str("<p class=\"legenda\">");
            for lambang in semua {
                write!(keluar, "<span>{} {}</span> ", Gambar(*lambang), lambang.arti())?;
            }
            keluar.push_str("</p>");
            Ok(())
        }
    }
}

fn tulis_tabel(keluar: &mut String, tabel: &Tabel, kelas: &str) -> fmt::Result {
    let rapat = if tabel.rapat { " class=\"rapat\"" } else { "" };
    write!(keluar, "<div class=\"tabel{kelas}\"><table{rapat}>\n<colgroup>")?;
    let jumlah = tabel.kolom.iter().map(|lebar| u64::from(*lebar)).sum::<u64>().max(1);
    for lebar in &tabel.kolom {
        // A presentational attribute, so that the page needs no inline style.
        let per_mil = u64::from(*lebar) * 1000 / jumlah;
        write!(keluar, "<col width=\"{}.{}%\">", per_mil / 10, per_mil % 10)?;
    }
    keluar.push_str("</colgroup>\n");
    let kepala = petak(tabel.kolom.len(), &tabel.kepala);
    if !kepala.is_empty() {
        keluar.push_str("<thead>");
        tulis_baris(keluar, &kepala, "th", |_| None)?;
        keluar.push_str("</thead>\n");
    }
    keluar.push_str("<tbody>");
    let judul = |petak: &Petak<'_>| judul_kolom(&kepala, petak);
    for satu in &tabel.baris {
        let baris = petak(tabel.kolom.len(), std::slice::from_ref(satu));
        tulis_baris(keluar, &baris, "td", judul)?;
    }
    keluar.push_str("</tbody>\n</table></div>\n");
    Ok(())
}

fn tulis_baris(
    keluar: &mut String,
    petak: &[Petak<'_>],
    unsur: &str,
    judul: impl Fn(&Petak<'_>) -> Option<String>,
) -> fmt::Result {
    for (i, satu) in petak.iter().enumerate() {
        if i == 0 || petak[i - 1].baris != satu.baris {
            keluar.push_str(if i == 0 { "<tr>" } else { "</tr>\n<tr>" });
        }
        write!(keluar, "<{unsur}")?;
        if satu.lebar > 1 {
            write!(keluar, " colspan=\"{}\"", satu.lebar)?;
        }
        if satu.tinggi > 1 {
            write!(keluar, " rowspan=\"{}\"", satu.tinggi)?;
        }
        match (satu.sel.isi.is_empty(), satu.sel.tengah) {
            (true, _) => keluar.push_str(" class=\"kosong\""),
            (false, true) => keluar.push_str(" class=\"tengah\""),
            (false, false) => {}
        }
        if let Some(judul) = judul(satu) {
            write!(keluar, " data-judul=\"{}\"", Lolos(&judul))?;
        }
        keluar.push('>');
        satu.sel.isi.iter().try_for_each(|isi| tulis_isi(keluar, isi))?;
        write!(keluar, "</{unsur}>")?;
    }
    keluar.push_str("</tr>\n");
    Ok(())
}

/// The heading of a cell's column, which a phone shows above the cell.
fn judul_kolom(kepala: &[Petak<'_>], sel: &Petak<'_>) -> Option<String> {
    let menaungi = |satu: &&Petak<'_>| {
        (satu.kolom..satu.kolom + satu.lebar).contains(&sel.kolom) && sel.lebar == 1
    };
    kepala.iter().rev().find(menaungi)?.sel.isi.iter().find_map(|isi| match isi {
        Isi::Subjudul(teks) | Isi::Teks(teks) => Some(teks.clone()),
        _ => None,
    })
}

/// A symbol as a drawing with a name.
struct Gambar(Lambang);

impl fmt::Display for Gambar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bentuk = match self.0 {
            Lambang::Ujung => "<rect x=\"2\" y=\"3\" width=\"36\" height=\"14\" rx=\"7\"/>",
            Lambang::Proses => "<rect x=\"4\" y=\"3\" width=\"32\" height=\"14\"/>",
            Lambang::Keputusan => "<path d=\"M20 1 38 10 20 19 2 10Z\"/>",
        };
        let nama = self.0.arti();
        write!(f, "<svg viewBox=\"0 0 40 20\" role=\"img\" aria-label=\"{nama}\">{bentuk}</svg>")
    }
}

/// A text in HTML: as content or between double quotes. Characters that HTML does not allow become spaces.
pub struct Lolos<'a>(pub &'a str);

impl fmt::Display for Lolos<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|huruf| match huruf {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' => f.write_str("&quot;"),
            '\'' => f.write_str("&#39;"),
            huruf if huruf.is_control() && huruf != '\n' => f.write_char(' '),
            huruf => f.write_char(huruf),
        })
    }
}

/// A text within a quoted CSS string inside `<style>`: everything but letters, digits and blanks is a numeric escape.
struct GayaTeks<'a>(&'a str);

impl fmt::Display for GayaTeks<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|huruf| match huruf {
            huruf if huruf.is_alphanumeric() || huruf == ' ' => f.write_char(huruf),
            '\0' => f.write_char(' '),
            huruf => write!(f, "\\{:06x} ", u32::from(huruf)),
        })
    }
}
