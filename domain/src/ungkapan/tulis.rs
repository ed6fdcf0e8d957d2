//! Writes a part of an expression back as text, to point at it.

use cel::{
    common::ast::{CallExpr, Expr, LiteralValue, operators},
    parser::Expression,
};

/// The longest text that still points at something.
const BATAS: usize = 120;

/// The text of that part, shortened when it is long.
pub(super) fn tulis(bagian: &Expression) -> String {
    let mut teks = String::new();
    ke(&mut teks, bagian, false);
    if teks.chars().count() > BATAS {
        teks = teks.chars().take(BATAS).collect();
        teks.push('…');
    }
    teks
}

fn ke(teks: &mut String, bagian: &Expression, kurung: bool) {
    match &bagian.expr {
        _ if teks.len() > 4 * BATAS => {}
        Expr::Ident(nama) => teks.push_str(nama),
        Expr::Literal(nilai) => teks.push_str(&harfiah(nilai)),
        Expr::Select(pilih) => {
            ke(teks, &pilih.operand, true);
            teks.push('.');
            teks.push_str(&pilih.field);
        }
        Expr::List(daftar) => urutan(teks, '[', &daftar.elements, ']'),
        Expr::Call(panggil) => panggilan(teks, panggil, kurung),
        Expr::Unspecified | Expr::Comprehension(_) | Expr::Map(_) | Expr::Struct(_) => {
            teks.push('…');
        }
    }
}

fn panggilan(teks: &mut String, panggil: &CallExpr, kurung: bool) {
    let nama = panggil.func_name.as_str();
    match panggil.args.as_slice() {
        [dasar, kunci] if nama == operators::INDEX => {
            ke(teks, dasar, true);
            urutan(teks, '[', std::slice::from_ref(kunci), ']');
        }
        [satu] if nama == operators::LOGICAL_NOT || nama == operators::NEGATE => {
            teks.push_str(nama.trim_end_matches('_'));
            ke(teks, satu, true);
        }
        [syarat, ya, bukan] if nama == operators::CONDITIONAL => {
            apit(teks, kurung, |teks| {
                ke(teks, syarat, true);
                teks.push_str(" ? ");
                ke(teks, ya, true);
                teks.push_str(" : ");
                ke(teks, bukan, true);
            });
        }
        argumen if nama.starts_with('_') || nama == operators::IN => {
            let lambang = nama.trim_matches(['_', '@']);
            apit(teks, kurung, |teks| {
                for (urut, satu) in argumen.iter().enumerate() {
                    if urut > 0 {
                        teks.push(' ');
                        teks.push_str(lambang);
                        teks.push(' ');
                    }
                    ke(teks, satu, true);
                }
            });
        }
        argumen => {
            if let Some(pada) = &panggil.target {
                ke(teks, pada, true);
                teks.push('.');
            }
            teks.push_str(nama);
            urutan(teks, '(', argumen, ')');
        }
    }
}

fn apit(teks: &mut String, kurung: bool, isi: impl FnOnce(&mut String)) {
    if kurung {
        teks.push('(');
    }
    isi(teks);
    if kurung {
        teks.push(')');
    }
}

fn urutan(teks: &mut String, buka: char, unsur: &[Expression], tutup: char) {
    teks.push(buka);
    for (urut, satu) in unsur.iter().enumerate() {
        if urut > 0 {
            teks.push_str(", ");
        }
        ke(teks, satu, false);
    }
    teks.push(tutup);
}

fn harfiah(nilai: &LiteralValue) -> String {
    match nilai {
        LiteralValue::Boolean(nilai) => nilai.inner().to_string(),
        LiteralValue::Int(nilai) => nilai.inner().to_string(),
        LiteralValue::UInt(nilai) => format!("{}u", nilai.inner()),
        LiteralValue::Double(nilai) => nilai.inner().to_string(),
        LiteralValue::String(nilai) if nilai.inner().contains('"') => {
            format!("'{}'", nilai.inner())
        }
        LiteralValue::String(nilai) => format!("\"{}\"", nilai.inner()),
        LiteralValue::Bytes(_) => "b\"…\"".to_owned(),
        LiteralValue::Null => "null".to_owned(),
    }
}
