//! Hostile PDFs.

use loket_simulators::contoh_pdf;

use super::{
    Musuh,
    rakit::{BOM, Pdf, nol, padat},
    sah, tolak,
};

const PDF: &str = "application/pdf";
const RUSAK: &str = "pdf_rusak";
const AKTIF: &str = "pdf_isi_aktif";
const PADAT: &str = "pdf_terlalu_padat";
const KUNCI: &str = "pdf_terkunci";
const HALAMAN: &str = "halaman_berlebih";

pub fn semua() -> Vec<Musuh> {
    let mut semua = susunan();
    semua.extend(aktif());
    semua.extend(bom());
    semua.extend(dalam());
    semua
}

/// Halaman 3 with these annotations.
fn anotasi(isi: &str) -> Vec<u8> {
    Pdf::baru()
        .objek(3, &format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Annots[{isi}]>>"))
        .jadi()
}

fn katalog(isi: &str) -> Vec<u8> {
    Pdf::dengan_katalog(isi).jadi()
}

fn susunan() -> Vec<Musuh> {
    let contoh = contoh_pdf("KARTU KELUARGA", &["CONTOH"]);
    let banyak: Vec<String> = (0..2_000).map(|n| format!("{} 0 R", n + 10)).collect();
    let banyak = banyak.join(" ");
    let mut ribuan = Pdf::baru().objek(2, &format!("<</Type/Pages/Kids[{banyak}]/Count 2000>>"));
    for n in 0..2_000 {
        ribuan = ribuan.objek(n + 10, "<</Type/Page/Parent 2 0 R>>");
    }
    let sama = "3 0 R ".repeat(300_000);
    let akhir = contoh.windows(5).rposition(|lima| lima == b"%%EOF").unwrap();
    // The table before this one is this one.
    let mut putaran = Pdf::baru().ekor("/Prev 9999999999").jadi();
    let tabel = putaran.windows(5).position(|lima| lima == b"xref\n").unwrap();
    let sebelum = putaran.windows(10).position(|sepuluh| sepuluh == b"9999999999").unwrap();
    putaran[sebelum..sebelum + 10].copy_from_slice(format!("{tabel:010}").as_bytes());
    let mut objek_banyak = Pdf::baru();
    for n in 10..12_000 {
        objek_banyak = objek_banyak.objek(n, "<<>>");
    }
    vec![
        sah("pdf biasa", PDF, contoh.clone()),
        tolak("pdf kepala saja", RUSAK, b"%PDF-1.7".to_vec()),
        tolak("pdf tanpa akhir", RUSAK, contoh[..akhir].to_vec()),
        tolak("pdf setengah", RUSAK, contoh[..contoh.len() / 2].to_vec()),
        tolak("pdf tanpa isi", RUSAK, b"%PDF-1.7\n%%EOF\n".to_vec()),
        tolak("pdf spasi 20 MB", RUSAK, kepala_dan_ekor(&vec![b' '; 19 << 20])),
        tolak("pdf kurung 1 MB", RUSAK, kepala_dan_ekor(&vec![b'('; 1 << 20])),
        tolak("pdf bita acak", RUSAK, kepala_dan_ekor(&acak(1 << 20))),
        tolak(
            "pdf tanpa halaman",
            RUSAK,
            Pdf::baru().objek(2, "<</Type/Pages/Kids[]/Count 0>>").jadi(),
        ),
        tolak(
            "pdf pohon berputar",
            RUSAK,
            Pdf::baru().objek(3, "<</Type/Pages/Kids[2 0 R]>>").jadi(),
        ),
        tolak(
            "pdf pohon diri sendiri",
            RUSAK,
            Pdf::baru().objek(2, "<</Type/Pages/Kids[2 0 R]>>").jadi(),
        ),
        tolak("pdf katalog hilang", RUSAK, Pdf::baru().objek(1, "null").jadi()),
        tolak("pdf katalog angka", RUSAK, Pdf::baru().objek(1, "42").jadi()),
        tolak("pdf 2.000 halaman", HALAMAN, ribuan.jadi()),
        tolak(
            "pdf satu halaman 300.000 kali",
            HALAMAN,
            Pdf::baru().objek(2, &format!("<</Type/Pages/Kids[{sama}]>>")).jadi(),
        ),
        sah(
            "pdf jumlah halaman bohong",
            PDF,
            Pdf::baru().objek(2, "<</Type/Pages/Kids[3 0 R]/Count 999999999>>").jadi(),
        ),
        sah("pdf tabel menunjuk diri", PDF, putaran),
        sah("pdf 12.000 objek", PDF, objek_banyak.jadi()),
        sah(
            "pdf bersambung html",
            PDF,
            [&contoh[..akhir], b"<script>alert(1)</script>\n%%EOF\n"].concat(),
        ),
        tolak(
            "pdf terkunci",
            KUNCI,
            Pdf::baru()
                .objek(9, "<</Filter/Standard/V 4/R 4/O(x)/U(x)/P -4>>")
                .ekor("/Encrypt 9 0 R/ID[<00><00>]")
                .jadi(),
        ),
        tolak(
            "pdf terkunci langsung",
            KUNCI,
            Pdf::baru().ekor("/Encrypt<</Filter/Standard/V 1/R 2/O(x)/U(x)/P -4>>").jadi(),
        ),
        tolak("pdf terkunci rusak", KUNCI, Pdf::baru().ekor("/Encrypt 77 0 R").jadi()),
    ]
}

fn aktif() -> Vec<Musuh> {
    let js = "<</S/JavaScript/JS(app.alert\\(1\\))>>";
    let terpendam = padat(b"8 0 <</S/JavaScript/JS(app.alert\\(1\\))>>");
    let kamus = "/Type/ObjStm/N 1/First 4/Filter/FlateDecode";
    let dalam_aliran = aliran_objek(kamus, &terpendam);
    vec![
        tolak("pdf js saat dibuka", AKTIF, katalog(&format!("/OpenAction{js}"))),
        tolak(
            "pdf js tersirat",
            AKTIF,
            Pdf::dengan_katalog("/OpenAction 9 0 R").objek(9, js).jadi(),
        ),
        tolak(
            "pdf js bernama",
            AKTIF,
            katalog(&format!("/Names<</JavaScript<</Names[(a){js}]>>>>")),
        ),
        tolak(
            "pdf js tersamar",
            AKTIF,
            katalog("/OpenAction<</S/J#61vaScript/J#53(app.alert\\(1\\))>>"),
        ),
        tolak("pdf js tak dirujuk", AKTIF, Pdf::baru().objek(9, js).jadi()),
        tolak("pdf js di aliran objek", AKTIF, dalam_aliran),
        tolak(
            "pdf js berantai",
            AKTIF,
            katalog(&format!("/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next{js}>>")),
        ),
        tolak(
            "pdf aa halaman",
            AKTIF,
            Pdf::baru().objek(3, "<</Type/Page/Parent 2 0 R/AA<</O<</S/Named/N/Print>>>>>>").jadi(),
        ),
        tolak(
            "pdf buka alamat",
            AKTIF,
            katalog("/OpenAction<</S/URI/URI(http://penjahat.example)>>"),
        ),
        tolak(
            "pdf menjalankan program",
            AKTIF,
            anotasi("<</Subtype/Link/A<</S/Launch/F(cmd.exe)>>>>"),
        ),
        tolak(
            "pdf ke berkas lain",
            AKTIF,
            anotasi("<</Subtype/Link/A<</S/GoToR/F(a.pdf)/D[0/Fit]>>>>"),
        ),
        tolak("pdf ke lampiran", AKTIF, anotasi("<</Subtype/Link/A<</S/GoToE/D[0/Fit]>>>>")),
        tolak(
            "pdf kirim formulir",
            AKTIF,
            anotasi("<</Subtype/Widget/A<</S/SubmitForm/F(http://penjahat.example)>>>>"),
        ),
        tolak("pdf impor data", AKTIF, anotasi("<</Subtype/Widget/A<</S/ImportData/F(a.fdf)>>>>")),
        tolak(
            "pdf lampiran",
            AKTIF,
            katalog(
                "/Names<</EmbeddedFiles<</Names[(a.exe)<</Type/Filespec/F(a.exe)/EF<</F 9 0 R>>>>]>>>>",
            ),
        ),
        tolak(
            "pdf lampiran anotasi",
            AKTIF,
            anotasi("<</Subtype/FileAttachment/FS<</F(a.exe)>>>>"),
        ),
        tolak(
            "pdf lampiran af",
            AKTIF,
            Pdf::dengan_katalog("/AF[9 0 R]")
                .objek(9, "<</Type/Filespec/F(a)/EF<</F 8 0 R>>>>")
                .aliran(8, "", b"MZ")
                .jadi(),
        ),
        tolak(
            "pdf xfa",
            AKTIF,
            Pdf::dengan_katalog("/AcroForm<</Fields[]/XFA 9 0 R>>").aliran(9, "", b"<xdp/>").jadi(),
        ),
        tolak("pdf media kaya", AKTIF, anotasi("<</Subtype/RichMedia/RichMediaContent<<>>>>")),
        tolak("pdf layar", AKTIF, anotasi("<</Subtype/Screen/A<</S/Rendition>>>>")),
        tolak("pdf film", AKTIF, anotasi("<</Subtype/Movie/Movie<</F(a.avi)>>>>")),
        tolak("pdf tiga dimensi", AKTIF, anotasi("<</Subtype/3D>>")),
        sah("pdf tujuan halaman", PDF, katalog("/OpenAction[3 0 R/Fit]")),
        sah("pdf tujuan goto", PDF, katalog("/OpenAction<</S/GoTo/D[3 0 R/Fit]>>")),
        sah(
            "pdf tautan",
            PDF,
            anotasi("<</Subtype/Link/A<</S/URI/URI(https://dukcapil.example)>>>>"),
        ),
    ]
}

/// A PDF whose object 8 is in an object stream, with a cross-reference stream to say so.
fn aliran_objek(kamus: &str, isi: &[u8]) -> Vec<u8> {
    let mut keluar = b"%PDF-1.7\n".to_vec();
    let mut letak = Vec::new();
    let objek = [
        b"<</Type/Catalog/Pages 2 0 R/OpenAction 8 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R>>".to_vec(),
        [format!("<<{kamus}/Length {}>>\nstream\n", isi.len()).as_bytes(), isi, b"\nendstream"]
            .concat(),
    ];
    for (nomor, isi) in (1_u32..).zip(&objek) {
        letak.push(u32::try_from(keluar.len()).unwrap());
        keluar.extend(format!("{nomor} 0 obj\n").bytes());
        keluar.extend(isi);
        keluar.extend(b"\nendobj\n");
    }
    let tabel = u32::try_from(keluar.len()).unwrap();
    letak.push(tabel);
    let mut baris: Vec<u8> = vec![0, 0, 0, 0, 0, 0xff];
    for satu in letak {
        baris.push(1);
        baris.extend(satu.to_be_bytes());
        baris.push(0);
    }
    // 6 and 7 are free; 8 is the first object of stream 4.
    baris.extend([0, 0, 0, 0, 0, 0].repeat(2));
    baris.extend([2, 0, 0, 0, 4, 0]);
    keluar.extend(
        format!(
            "5 0 obj\n<</Type/XRef/Size 9/W[1 4 1]/Root 1 0 R/Length {}>>\nstream\n",
            baris.len()
        )
        .bytes(),
    );
    keluar.extend(baris);
    keluar.extend(format!("\nendstream\nendobj\nstartxref\n{tabel}\n%%EOF\n").bytes());
    keluar
}

/// Page 3 whose content is stream 4.
fn isi_halaman(kamus: &str, isi: &[u8]) -> Vec<u8> {
    Pdf::baru().objek(3, "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>").aliran(4, kamus, isi).jadi()
}

fn bom() -> Vec<Musuh> {
    let objek_bom = "/Type/ObjStm/N 1/First 4/Filter/FlateDecode";
    let mut banyak = Pdf::baru();
    let tiga_puluh = nol(30 << 20);
    for n in 10..20 {
        banyak = banyak.aliran(n, "/Filter/FlateDecode", &tiga_puluh);
    }
    let mut tabel_bom = Pdf::baru().jadi();
    let letak = tabel_bom.len();
    tabel_bom.extend(
        format!("50 0 obj\n<</Type/XRef/Size 9/W[1 4 1]/Root 1 0 R/Filter/FlateDecode/Length {}>>\nstream\n", BOM.len()).bytes(),
    );
    tabel_bom.extend(BOM.iter());
    tabel_bom.extend(format!("\nendstream\nendobj\nstartxref\n{letak}\n%%EOF\n").bytes());
    let gambar = |ukuran: &str, isi: &[u8]| {
        isi_halaman(
            &format!(
                "/Subtype/Image{ukuran}/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode"
            ),
            isi,
        )
    };
    let saring = "/FlateDecode".repeat(100);
    vec![
        tolak("pdf bom isi 1 GiB", PADAT, isi_halaman("/Filter/FlateDecode", &BOM)),
        tolak(
            "pdf bom berlapis",
            PADAT,
            isi_halaman("/Filter[/FlateDecode/FlateDecode]", &padat(&BOM)),
        ),
        tolak("pdf bom singkatan", PADAT, isi_halaman("/Filter/Fl", &BOM)),
        tolak(
            "pdf bom saringan tersirat",
            PADAT,
            Pdf::baru().objek(9, "[/FlateDecode]").aliran(4, "/Filter 9 0 R", &BOM).jadi(),
        ),
        tolak("pdf bom aliran objek", PADAT, aliran_objek(objek_bom, &BOM)),
        tolak("pdf bom tabel", PADAT, tabel_bom),
        tolak("pdf banyak bom kecil", PADAT, banyak.jadi()),
        tolak(
            "pdf bom run length",
            PADAT,
            isi_halaman("/Filter/RunLengthDecode", &[0x81, 0].repeat(400_000)),
        ),
        tolak("pdf bom ascii85", PADAT, isi_halaman("/Filter/ASCII85Decode", &vec![b'z'; 9 << 20])),
        tolak(
            "pdf bom hex lalu flate",
            PADAT,
            isi_halaman(
                "/Filter[/ASCIIHexDecode/FlateDecode]",
                hex::encode(BOM.as_slice()).as_bytes(),
            ),
        ),
        tolak("pdf seratus saringan", PADAT, isi_halaman(&format!("/Filter[{saring}]"), b"x")),
        tolak(
            "pdf gambar 10 gigapiksel",
            PADAT,
            gambar("/Width 100000/Height 100000", &nol(1 << 20)),
        ),
        tolak("pdf gambar sisi negatif", PADAT, gambar("/Width -5/Height 5", b"x")),
        tolak("pdf gambar sisi meluap", PADAT, gambar("/Width 9223372036854775807/Height 2", b"x")),
        tolak("pdf gambar tanpa sisi", RUSAK, gambar("", b"x")),
        tolak("pdf gambar bom 1 GiB", PADAT, gambar("/Width 100/Height 100", &BOM)),
        sah("pdf pindaian 90 MB", PDF, gambar("/Width 6000/Height 5000", &nol(90_000_000))),
    ]
}

fn dalam() -> Vec<Musuh> {
    let larik = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000));
    let kamus = format!("{}{}", "<</A".repeat(20_000), ">>".repeat(20_000));
    let mut rantai = Pdf::dengan_katalog("/Names<</Dests 10 0 R>>");
    for n in 10..5_000 {
        rantai = rantai.objek(n, &format!("<</Kids[{} 0 R]>>", n + 1));
    }
    let mut pohon = Pdf::baru();
    for n in 3..3_000 {
        pohon = pohon.objek(n, &format!("<</Type/Pages/Kids[{} 0 R]>>", n + 1));
    }
    let rujuk = |isi: &str| Pdf::dengan_katalog("/Lain 9 0 R").objek(9, isi).jadi();
    let panjang = |panjang: &str| {
        let objek = format!("<</Length {panjang}>>\nstream\nq Q\nendstream");
        Pdf::baru().objek(3, "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>").objek(4, &objek).jadi()
    };
    vec![
        tolak("pdf larik 20.000 lapis", RUSAK, rujuk(&larik)),
        tolak("pdf kamus 20.000 lapis", RUSAK, rujuk(&kamus)),
        tolak("pdf pohon 3.000 lapis", RUSAK, pohon.jadi()),
        sah("pdf nama 5.000 lapis", PDF, rantai.objek(5_000, "<</Names[]>>").jadi()),
        sah("pdf panjang bohong besar", PDF, panjang("999999999999")),
        tolak("pdf panjang negatif", RUSAK, panjang("-7")),
        sah("pdf panjang melingkar", PDF, panjang("4 0 R")),
        sah("pdf rujukan hilang", PDF, katalog("/Lain 4000 0 R")),
        sah("pdf rujukan diri", PDF, Pdf::dengan_katalog("/Lain 9 0 R").objek(9, "9 0 R").jadi()),
    ]
}

fn kepala_dan_ekor(isi: &[u8]) -> Vec<u8> {
    [b"%PDF-1.7\n", isi, b"\nstartxref\n0\n%%EOF\n"].concat()
}

/// Bytes without a pattern, the same at every run.
fn acak(banyak: usize) -> Vec<u8> {
    let mut benih = 0x2545_f491_4f6c_dd1d_u64;
    (0..banyak)
        .map(|_| {
            benih ^= benih << 13;
            benih ^= benih >> 7;
            benih ^= benih << 17;
            benih.to_le_bytes()[4]
        })
        .collect()
}
