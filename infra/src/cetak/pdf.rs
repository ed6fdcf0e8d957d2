//! The file: pages written with pdf-writer. No clock and no randomness, so the same sheet gives the same bytes.

use loket_domain::cetak::{Lambang, Lembar};
use pdf_writer::{Content, Date, Finish, Name, Pdf, Rect, Ref, Str, TextStr, types::FontFlags};
use time::OffsetDateTime;

use super::{
    baris::LAMBANG,
    halaman::{Halaman, Tata, Unsur},
    huruf::Huruf,
};

const KATALOG: Ref = Ref::new(1);
const POHON: Ref = Ref::new(2);
const KETERANGAN: Ref = Ref::new(3);
/// Of the first page; each page takes two, itself and its content.
const PERTAMA: i32 = 8;

/// What PDF wants to know of a font.
struct Wajah {
    huruf: Huruf,
    acuan: Ref,
    uraian: Ref,
    nama: &'static [u8],
    asli: &'static [u8],
    kotak: Rect,
    tebal_batang: f32,
}

fn wajah() -> [Wajah; 2] {
    [
        Wajah {
            huruf: Huruf::Biasa,
            acuan: Ref::new(4),
            uraian: Ref::new(5),
            nama: b"F1",
            asli: b"Helvetica",
            kotak: Rect::new(-166.0, -225.0, 1000.0, 931.0),
            tebal_batang: 88.0,
        },
        Wajah {
            huruf: Huruf::Tebal,
            acuan: Ref::new(6),
            uraian: Ref::new(7),
            nama: b"F2",
            asli: b"Helvetica-Bold",
            kotak: Rect::new(-170.0, -228.0, 1003.0, 962.0),
            tebal_batang: 118.0,
        },
    ]
}

/// Writes the pages.
pub(super) fn tulis(lembar: &Lembar, tata: &Tata, pada: OffsetDateTime) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let mut katalog = pdf.catalog(KATALOG);
    katalog.pages(POHON).lang(TextStr("id-ID"));
    katalog.viewer_preferences().display_doc_title(true);
    katalog.finish();
    pdf.document_info(KETERANGAN)
        .title(TextStr(&lembar.judul))
        .author(TextStr(&lembar.kantor))
        .creator(TextStr("Loket"))
        .creation_date(tanggal(pada));
    for wajah in wajah() {
        tulis_wajah(&mut pdf, &wajah);
    }
    let acuan = |i: usize| PERTAMA + 2 * i32::try_from(i).unwrap_or(i32::MAX / 4);
    let jumlah = tata.halaman.len();
    pdf.pages(POHON)
        .kids((0..jumlah).map(|i| Ref::new(acuan(i))))
        .count(i32::try_from(jumlah).unwrap_or(i32::MAX));
    let (mendatar, tegak) = tata.ukuran;
    for (i, halaman) in tata.halaman.iter().enumerate() {
        let (diri, isi) = (Ref::new(acuan(i)), Ref::new(acuan(i) + 1));
        let mut tulis = pdf.page(diri);
        tulis.media_box(Rect::new(0.0, 0.0, mendatar, tegak)).parent(POHON).contents(isi);
        let mut sumber = tulis.resources();
        let mut huruf = sumber.fonts();
        for wajah in wajah() {
            huruf.pair(Name(wajah.nama), wajah.acuan);
        }
        huruf.finish();
        sumber.finish();
        tulis.finish();
        pdf.stream(isi, &gambar(halaman, tegak));
    }
    pdf.finish()
}

fn tulis_wajah(pdf: &mut Pdf, wajah: &Wajah) {
    pdf.type1_font(wajah.acuan)
        .base_font(Name(wajah.asli))
        .encoding_predefined(Name(b"WinAnsiEncoding"))
        .first_char(32)
        .last_char(255)
        .widths(wajah.huruf.tabel().iter().map(|lebar| f32::from(*lebar)))
        .font_descriptor(wajah.uraian);
    pdf.font_descriptor(wajah.uraian)
        .name(Name(wajah.asli))
        .flags(FontFlags::NON_SYMBOLIC)
        .bbox(wajah.kotak)
        .italic_angle(0.0)
        .ascent(718.0)
        .descent(-207.0)
        .cap_height(718.0)
        .stem_v(wajah.tebal_batang);
}

fn tanggal(pada: OffsetDateTime) -> Date {
    let zona = pada.offset();
    Date::new(u16::try_from(pada.year()).unwrap_or(0))
        .month(u8::from(pada.month()))
        .day(pada.day())
        .hour(pada.hour())
        .minute(pada.minute())
        .second(pada.second())
        .utc_offset_hour(zona.whole_hours())
        .utc_offset_minute(zona.minutes_past_hour().unsigned_abs())
}

/// The drawing operators of a page. PDF counts from the bottom.
fn gambar(halaman: &Halaman, tinggi_halaman: f32) -> Vec<u8> {
    let mut isi = Content::new();
    let dari_bawah = |y: f32| tinggi_halaman - y;
    for unsur in &halaman.unsur {
        match unsur {
            Unsur::Teks { x, y, huruf, ukuran, teks } => {
                let nama: &[u8] = match huruf {
                    Huruf::Biasa => b"F1",
                    Huruf::Tebal => b"F2",
                };
                isi.begin_text().set_font(Name(nama), *ukuran);
                isi.next_line(*x, dari_bawah(*y)).show(Str(teks)).end_text();
            }
            Unsur::Kotak { x, y, lebar, tinggi, kepala } => {
                isi.set_line_width(0.6).rect(*x, dari_bawah(y + tinggi), *lebar, *tinggi);
                if *kepala {
                    isi.set_fill_gray(0.92).fill_nonzero_and_stroke().set_fill_gray(0.0);
                } else {
                    isi.stroke();
                }
            }
            Unsur::Isian { x, y, lebar, tinggi } => {
                isi.rect(*x, dari_bawah(y + tinggi), *lebar, *tinggi).fill_nonzero();
            }
            Unsur::Garis { x, y, lebar, tebal } => {
                isi.set_line_width(*tebal).move_to(*x, dari_bawah(*y));
                isi.line_to(x + lebar, dari_bawah(*y)).stroke();
            }
            Unsur::Lambang { x, y, lebar, lambang } => {
                isi.set_line_width(0.9);
                jejak(&mut isi, *lambang, (*x, dari_bawah(y + LAMBANG.1)), *lebar);
                isi.close_and_stroke();
            }
        }
    }
    isi.finish().into_vec()
}

/// The outline of a symbol of that width whose lower left corner is given.
fn jejak(isi: &mut Content, lambang: Lambang, (kiri, bawah): (f32, f32), lebar: f32) {
    let (kanan, atas) = (kiri + lebar, bawah + LAMBANG.1);
    let (tengah, pusat) = (kiri + lebar / 2.0, bawah + LAMBANG.1 / 2.0);
    // Box and capsule are a little flatter than the diamond.
    let (rendah, tinggi) = (bawah + 1.5, atas - 1.5);
    match lambang {
        Lambang::Proses => {
            isi.move_to(kiri + 2.0, rendah).line_to(kanan - 2.0, rendah);
            isi.line_to(kanan - 2.0, tinggi).line_to(kiri + 2.0, tinggi);
        }
        Lambang::Keputusan => {
            isi.move_to(kiri, pusat).line_to(tengah, atas);
            isi.line_to(kanan, pusat).line_to(tengah, bawah);
        }
        Lambang::Ujung => {
            // Half circles as Bézier curves.
            let jari = (tinggi - rendah) / 2.0;
            let tarik = jari * 0.5523;
            let (awal, akhir) = (kiri + jari, kanan - jari);
            isi.move_to(awal, rendah).line_to(akhir, rendah);
            isi.cubic_to(akhir + tarik, rendah, kanan, pusat - tarik, kanan, pusat);
            isi.cubic_to(kanan, pusat + tarik, akhir + tarik, tinggi, akhir, tinggi);
            isi.line_to(awal, tinggi);
            isi.cubic_to(awal - tarik, tinggi, kiri, pusat + tarik, kiri, pusat);
            isi.cubic_to(kiri, pusat - tarik, awal - tarik, rendah, awal, rendah);
        }
    }
}
