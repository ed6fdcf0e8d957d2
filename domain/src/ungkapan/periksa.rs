//! Type-checks an expression against the tables of variables and functions.

use cel::{
    common::ast::{CallExpr, Expr, LiteralValue, SelectExpr, operators},
    parser::Expression,
};

use super::{
    Lingkup, Tipe, Ungkapan, UngkapanSalah, fungsi, nama,
    saring::terlalu_dalam,
    tolak::{self, argumen_salah, cara, ditolak, tipe},
    tulis::tulis,
    variabel::{BERKAS, ISIAN, Jenis},
};

type Hasil = Result<Jenis, UngkapanSalah>;

/// Checks names, types and depth, and that it results in `harapan`.
pub(super) fn periksa(
    pohon: &Expression,
    harapan: Tipe,
    lingkup: Lingkup,
) -> Result<(), UngkapanSalah> {
    let hasil = Pemeriksa { lingkup }.jenis(pohon, Ungkapan::KEDALAMAN_MAKS)?;
    let (harus, saran) = match harapan {
        Tipe::Bool => (Jenis::Bool, "bandingkan nilainya, misalnya pemohon.umur >= 17"),
        Tipe::Int => (Jenis::Int, "tulis angka, misalnya peristiwa.hari > 60 ? 50000 : 0"),
        Tipe::Teks => (Jenis::Teks, "tulis teks dalam tanda kutip"),
    };
    if hasil == harus {
        return Ok(());
    }
    let bagian = tulis(pohon);
    let pesan = format!(
        "Hasilnya harus {}, tetapi {bagian} menghasilkan {}; {saran}.",
        harus.nama(),
        hasil.nama()
    );
    Err(UngkapanSalah::baru("hasil_salah", bagian, pesan))
}

struct Pemeriksa<'a> {
    lingkup: Lingkup<'a>,
}

impl Pemeriksa<'_> {
    /// The type of a part that may still nest `sisa` levels.
    fn jenis(&self, bagian: &Expression, sisa: usize) -> Hasil {
        let Some(sisa) = sisa.checked_sub(1) else {
            return Err(terlalu_dalam(tulis(bagian)));
        };
        match &bagian.expr {
            Expr::Literal(nilai) => harfiah(bagian, nilai),
            Expr::Ident(nama) => nama::polos(nama),
            Expr::Select(pilih) => self.anggota(bagian, pilih),
            Expr::List(daftar) => self.daftar(bagian, &daftar.elements, sisa),
            Expr::Call(panggil) => self.panggilan(bagian, panggil, sisa),
            Expr::Unspecified | Expr::Comprehension(_) | Expr::Map(_) | Expr::Struct(_) => {
                Err(ditolak(
                    bagian,
                    "Bentuk ini tidak tersedia; gunakan variabel dan operator yang didokumentasikan.",
                ))
            }
        }
    }

    fn anggota(&self, bagian: &Expression, pilih: &SelectExpr) -> Hasil {
        match &pilih.operand.expr {
            _ if pilih.test => Err(tolak::fungsi("has")),
            Expr::Ident(grup) if grup == ISIAN => self.isian(bagian, &pilih.field),
            Expr::Ident(grup) => nama::anggota(grup, &pilih.field),
            _ => Err(nama::tak_dikenal(&tulis(bagian))),
        }
    }

    fn isian(&self, bagian: &Expression, kode: &str) -> Hasil {
        match self.lingkup.isian {
            Some(daftar) => nama::terdaftar("isian_tidak_dikenal", "Isian", bagian, kode, daftar)?,
            None => nama::sah("isian_tidak_dikenal", "Isian", bagian, kode)?,
        }
        Ok(Jenis::Teks)
    }

    fn syarat(&self, bagian: &Expression, kode: &str) -> Result<(), UngkapanSalah> {
        match self.lingkup.syarat {
            Some(daftar) => nama::terdaftar("syarat_tidak_dikenal", "Syarat", bagian, kode, daftar),
            None => nama::sah("syarat_tidak_dikenal", "Syarat", bagian, kode),
        }
    }

    fn daftar(&self, bagian: &Expression, unsur: &[Expression], sisa: usize) -> Hasil {
        let Some((awal, lain)) = unsur.split_first() else {
            return Err(ditolak(bagian, "Daftar kosong tidak berguna; isi sedikitnya satu nilai."));
        };
        let jenis = self.jenis(awal, sisa)?;
        let hasil = match jenis {
            Jenis::Teks => Jenis::DaftarTeks,
            Jenis::Int => Jenis::DaftarInt,
            _ => {
                return Err(ditolak(awal, "Unsur daftar harus teks atau angka."));
            }
        };
        for satu in lain {
            self.harus(satu, jenis, sisa, "Semua unsur daftar harus sejenis")?;
        }
        Ok(hasil)
    }

    /// Refuses a part that is not of that type.
    fn harus(
        &self,
        bagian: &Expression,
        jenis: Jenis,
        sisa: usize,
        alasan: &str,
    ) -> Result<(), UngkapanSalah> {
        let ada = self.jenis(bagian, sisa)?;
        if ada == jenis {
            return Ok(());
        }
        let teks = tulis(bagian);
        let pesan = format!(
            "{alasan}: {teks} adalah {}, seharusnya {}.{}",
            ada.nama(),
            jenis.nama(),
            cara(ada, jenis)
        );
        Err(UngkapanSalah::baru("tipe_salah", teks, pesan))
    }

    fn panggilan(&self, bagian: &Expression, panggil: &CallExpr, sisa: usize) -> Hasil {
        let nama = panggil.func_name.as_str();
        if panggil.target.is_some() {
            return self.fungsi(bagian, panggil, sisa);
        }
        match (nama, panggil.args.as_slice()) {
            (operators::LOGICAL_AND | operators::LOGICAL_OR, semua) => {
                for satu in semua {
                    self.harus(satu, Jenis::Bool, sisa, "Kedua sisi && dan || harus ya/tidak")?;
                }
                Ok(Jenis::Bool)
            }
            (operators::LOGICAL_NOT, [satu]) => {
                self.harus(satu, Jenis::Bool, sisa, "Tanda ! hanya untuk ya/tidak")?;
                Ok(Jenis::Bool)
            }
            (operators::NEGATE, [satu]) => {
                self.harus(satu, Jenis::Int, sisa, "Tanda minus hanya untuk angka")?;
                Ok(Jenis::Int)
            }
            (operators::CONDITIONAL, [syarat, ya, bukan]) => {
                self.harus(syarat, Jenis::Bool, sisa, "Bagian sebelum ? harus ya/tidak")?;
                let jenis = self.jenis(ya, sisa)?;
                self.harus(bukan, jenis, sisa, "Kedua hasil ? : harus sejenis")?;
                Ok(jenis)
            }
            (operators::EQUALS | operators::NOT_EQUALS, [kiri, kanan]) => {
                self.banding(bagian, kiri, kanan, sisa, &[Jenis::Bool, Jenis::Int, Jenis::Teks])
            }
            (
                operators::LESS
                | operators::LESS_EQUALS
                | operators::GREATER
                | operators::GREATER_EQUALS,
                [kiri, kanan],
            ) => self.banding(bagian, kiri, kanan, sisa, &[Jenis::Int, Jenis::Teks]),
            (operators::ADD, [kiri, kanan]) => {
                let jenis = self.jenis(kiri, sisa)?;
                if !matches!(jenis, Jenis::Int | Jenis::Teks) {
                    return Err(tipe(
                        bagian,
                        kiri,
                        jenis,
                        "Hanya angka atau teks yang bisa dijumlahkan",
                    ));
                }
                self.harus(kanan, jenis, sisa, "Kedua sisi + harus sejenis")?;
                Ok(jenis)
            }
            (
                operators::SUBSTRACT | operators::MULTIPLY | operators::DIVIDE | operators::MODULO,
                [kiri, kanan],
            ) => {
                for satu in [kiri, kanan] {
                    self.harus(satu, Jenis::Int, sisa, "Hitungan hanya untuk angka")?;
                }
                Ok(Jenis::Int)
            }
            (operators::IN, [unsur, daftar]) => self.keanggotaan(bagian, unsur, daftar, sisa),
            (operators::INDEX, [dasar, kunci]) => self.indeks(bagian, dasar, kunci),
            _ => self.fungsi(bagian, panggil, sisa),
        }
    }

    fn banding(
        &self,
        bagian: &Expression,
        kiri: &Expression,
        kanan: &Expression,
        sisa: usize,
        boleh: &[Jenis],
    ) -> Hasil {
        let jenis = self.jenis(kiri, sisa)?;
        if !boleh.contains(&jenis) {
            return Err(tipe(bagian, kiri, jenis, "Nilai ini tidak bisa dibandingkan begitu"));
        }
        self.harus(kanan, jenis, sisa, "Yang dibandingkan harus sejenis")?;
        nama::pilihan(kiri, kanan)?;
        nama::pilihan(kanan, kiri)?;
        Ok(Jenis::Bool)
    }

    fn keanggotaan(
        &self,
        bagian: &Expression,
        unsur: &Expression,
        daftar: &Expression,
        sisa: usize,
    ) -> Hasil {
        if nama::adalah_isian(daftar) {
            return Err(ditolak(
                bagian,
                "in hanya untuk daftar; untuk isian tulis misalnya isian.alasan != \"\".",
            ));
        }
        let jenis = match self.jenis(daftar, sisa)? {
            Jenis::DaftarTeks => Jenis::Teks,
            Jenis::DaftarInt => Jenis::Int,
            lain => {
                return Err(tipe(
                    bagian,
                    daftar,
                    lain,
                    "Sesudah in harus daftar, misalnya berkas atau [\"a\", \"b\"]",
                ));
            }
        };
        self.harus(unsur, jenis, sisa, "Yang dicari harus sejenis dengan isi daftar")?;
        if let (Expr::Ident(nama), Some(kode)) = (&daftar.expr, nama::teks_harfiah(unsur))
            && nama == BERKAS
        {
            self.syarat(unsur, kode)?;
        }
        if let Expr::List(isi) = &daftar.expr {
            for satu in &isi.elements {
                nama::pilihan(unsur, satu)?;
            }
        }
        Ok(Jenis::Bool)
    }

    fn indeks(&self, bagian: &Expression, dasar: &Expression, kunci: &Expression) -> Hasil {
        if !nama::adalah_isian(dasar) {
            return Err(ditolak(
                bagian,
                "Tanda [ ] sesudah nilai hanya untuk isian; untuk daftar gunakan in.",
            ));
        }
        match nama::teks_harfiah(kunci) {
            Some(kode) => self.isian(bagian, kode),
            None => Err(ditolak(
                bagian,
                "Kode isian harus ditulis langsung, misalnya isian[\"alasan\"].",
            )),
        }
    }

    fn fungsi(&self, bagian: &Expression, panggil: &CallExpr, sisa: usize) -> Hasil {
        let nama = panggil.func_name.as_str();
        let Some(fungsi) = fungsi::cari(nama) else {
            return Err(tolak::fungsi(nama));
        };
        let (pada, argumen) = match (&panggil.target, panggil.args.split_first()) {
            (Some(pada), _) => (pada.as_ref(), panggil.args.as_slice()),
            (None, Some((pada, lain))) if fungsi.global => (pada, lain),
            _ => return Err(argumen_salah(bagian, fungsi)),
        };
        let jenis = self.jenis(pada, sisa)?;
        if !fungsi.pada.contains(&jenis) || argumen.len() != fungsi.argumen.len() {
            return Err(argumen_salah(bagian, fungsi));
        }
        for (satu, harus) in argumen.iter().zip(fungsi.argumen) {
            if self.jenis(satu, sisa)? != *harus {
                return Err(argumen_salah(bagian, fungsi));
            }
        }
        Ok(fungsi.hasil)
    }
}

fn harfiah(bagian: &Expression, nilai: &LiteralValue) -> Hasil {
    match nilai {
        LiteralValue::Boolean(_) => Ok(Jenis::Bool),
        LiteralValue::Int(_) => Ok(Jenis::Int),
        LiteralValue::String(_) => Ok(Jenis::Teks),
        LiteralValue::Double(_) | LiteralValue::UInt(_) => {
            Err(ditolak(bagian, "Angka harus bilangan bulat, misalnya 50000."))
        }
        LiteralValue::Bytes(_) | LiteralValue::Null => {
            Err(ditolak(bagian, "Nilai ini tidak tersedia; yang kosong ditulis \"\"."))
        }
    }
}
