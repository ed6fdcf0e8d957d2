//! Computes a checked expression.

use std::{collections::HashMap, sync::Arc};

use cel::{
    Context, ExecutionError, Value,
    common::ast::{Expr, operators},
    parser::Expression,
};

use super::{
    LINGKUNGAN,
    konteks::KonteksUngkapan,
    nama::{adalah_isian, teks_harfiah},
    variabel,
};

/// Its value, or division by zero, or a number beyond 64 bits; the check leaves no other error.
pub(super) fn coba(pohon: &Expression, konteks: &KonteksUngkapan) -> Result<Value, ExecutionError> {
    let mut isi = Context::with_env(Arc::clone(&LINGKUNGAN));
    for variabel in variabel::VARIABEL {
        if variabel.nama != variabel::ISIAN {
            isi.add_variable_from_value(variabel.nama, variabel.nilai(konteks));
        }
    }
    let mut jawaban = HashMap::new();
    kunci_isian(pohon, &mut |kode| {
        let teks = konteks
            .isian
            .iter()
            .find_map(|(k, teks)| (k.as_str() == kode).then_some(teks.as_str()))
            .unwrap_or_default();
        jawaban.insert(kode.to_owned(), Value::from(teks));
    });
    isi.add_variable_from_value(variabel::ISIAN, Value::from(jawaban));
    Value::resolve(pohon, &isi)
}

/// Calls back with every answer that is asked for, so that one that was not given can read as `""`.
fn kunci_isian<'a>(bagian: &'a Expression, temu: &mut impl FnMut(&'a str)) {
    match &bagian.expr {
        Expr::Select(pilih) if adalah_isian(&pilih.operand) => temu(&pilih.field),
        Expr::Select(pilih) => kunci_isian(&pilih.operand, temu),
        Expr::Call(panggil) => {
            if let [dasar, kunci] = panggil.args.as_slice()
                && panggil.func_name == operators::INDEX
                && adalah_isian(dasar)
                && let Some(kode) = teks_harfiah(kunci)
            {
                temu(kode);
            }
            for satu in panggil.target.iter().map(AsRef::as_ref).chain(&panggil.args) {
                kunci_isian(satu, temu);
            }
        }
        Expr::List(daftar) => daftar.elements.iter().for_each(|satu| kunci_isian(satu, temu)),
        _ => {}
    }
}
