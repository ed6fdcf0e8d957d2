//! The tables of variables and functions, for people who write expressions.

use super::{fungsi::FUNGSI, variabel::VARIABEL};

/// Markdown tables of every variable, operator and function.
pub fn dokumentasi() -> String {
    let mut teks = String::from(
        "## Variabel\n\n| Variabel | Jenis | Arti | Contoh |\n| --- | --- | --- | --- |\n",
    );
    for variabel in VARIABEL {
        let pilihan = if variabel.pilihan.is_empty() {
            String::new()
        } else {
            format!(" Salah satu dari \"{}\".", variabel.pilihan.join("\", \""))
        };
        baris(
            &mut teks,
            &[
                &kode(variabel.nama),
                variabel.jenis.nama(),
                &format!("{}{pilihan}", variabel.arti),
                &kode(variabel.contoh),
            ],
        );
    }
    teks.push_str("\n## Operator\n\n| Operator | Arti |\n| --- | --- |\n");
    for (operator, arti) in OPERATOR {
        baris(&mut teks, &[&kode(operator), arti]);
    }
    teks.push_str("\n## Fungsi\n\n| Fungsi | Hasil | Arti | Contoh |\n| --- | --- | --- | --- |\n");
    for fungsi in FUNGSI {
        let bentuk = if fungsi.global {
            format!("{}(x)", fungsi.nama)
        } else {
            format!("x.{}(y)", fungsi.nama)
        };
        baris(&mut teks, &[&kode(&bentuk), fungsi.hasil.nama(), fungsi.arti, &kode(fungsi.contoh)]);
    }
    teks
}

const OPERATOR: &[(&str, &str)] = &[
    ("a && b", "Keduanya benar."),
    ("a || b", "Salah satu benar."),
    ("!a", "Kebalikannya."),
    ("== !=", "Sama, tidak sama; kedua sisi sejenis."),
    ("< <= > >=", "Angka dengan angka, atau teks dengan teks menurut abjad."),
    ("+ - * / %", "Hitungan bilangan bulat; + juga menyambung teks."),
    ("x in [a, b]", "Apakah x ada di dalam daftar."),
    ("a ? b : c", "b bila a benar, selain itu c."),
];

fn kode(teks: &str) -> String {
    format!("`{teks}`")
}

/// One row; a bar would end a cell.
fn baris(teks: &mut String, sel: &[&str]) {
    for isi in sel {
        teks.push_str("| ");
        teks.push_str(&isi.replace('|', "\\|"));
        teks.push(' ');
    }
    teks.push_str("|\n");
}
