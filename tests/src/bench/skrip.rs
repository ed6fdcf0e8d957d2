//! pgbench scripts: every one does in one transaction of pgbench what Loket does for one request of one tenant.

use super::{
    contoh::{ContohKasus, ContohMasuk},
    kantor::{Kantor, Petugas},
    pgbench::Mode,
    sql,
};

/// Ids that scripts compute: a group, and twelve digits of a number.
pub const KASUS: &str = "01990000-0000-7000-8000-";
/// The open tugas of a copied case.
pub const TUGAS: &str = "01990000-0000-7000-8001-";
const TUGAS_BARU: &str = "01990000-0000-7000-8002-";
const AUDIT_TERIMA: &str = "01990000-0000-7000-8003-";
const AUDIT_PUTUS: &str = "01990000-0000-7000-8004-";
const PESAN: &str = "01990000-0000-7000-8005-";
const MASUK: &str = "01990000-0000-7000-8006-";
/// Numbers have twelve digits.
pub const NOMOR_AWAL: u64 = 100_000_000_000;

/// Text as an SQL literal in a script. pgbench takes a colon before a letter for a variable, also inside quotes.
pub fn kutip(teks: &str) -> String {
    let mut keluar = String::with_capacity(teks.len() + 2);
    keluar.push('\'');
    let mut huruf = teks.chars().peekable();
    while let Some(satu) = huruf.next() {
        match satu {
            '\'' => keluar.push_str("''"),
            ':' if huruf.peek().is_some_and(|c| c.is_alphabetic() || *c == '_') => {
                keluar.push_str(": ");
            }
            _ => keluar.push(satu),
        }
    }
    keluar.push('\'');
    keluar
}

/// Bytes as an SQL literal of this length; what is sealed looks random, and so does this.
fn bita(panjang: usize) -> String {
    let acak: Vec<u8> = (0..251_u8).map(|i| i.wrapping_mul(151) ^ (i >> 3)).collect();
    let isi: Vec<u8> = acak.into_iter().cycle().take(panjang).collect();
    format!(r"'\x{}'::bytea", hex::encode(isi))
}

/// A statement with its parameters put in.
fn isi(sql: &str, nilai: &[&str]) -> String {
    let mut teks = sql.to_owned();
    for (n, satu) in nilai.iter().enumerate().rev() {
        teks = teks.replace(&format!("${}", n + 1), satu);
    }
    teks
}

fn id(kelompok: &str) -> String {
    format!("('{kelompok}' || :n)::uuid")
}

/// Which numbers a run of pgbench may use: `per_klien` for every connection in every script, behind `awal`.
#[derive(Clone, Copy, Debug)]
pub struct Rentang {
    /// The number before the first.
    pub awal: u64,
    /// How many every connection has.
    pub per_klien: u64,
}

/// A script under construction.
struct Skrip<'a> {
    mode: Mode,
    kantor: &'a Kantor,
    baris: Vec<String>,
}

impl<'a> Skrip<'a> {
    fn baru(mode: Mode, kantor: &'a Kantor) -> Self {
        Self { mode, kantor, baris: Vec::new() }
    }

    /// Chooses the number `:n` of this transaction; `ke` is the script's place among the scripts of the run.
    fn nomor(mut self, ke: usize, rentang: Rentang) -> Self {
        let Rentang { awal, per_klien } = rentang;
        let awal = NOMOR_AWAL + awal;
        self.baris.push(format!("\\set i{ke} :i{ke} + 1"));
        self.baris.push(format!("\\set n {awal} + :client_id * {per_klien} + :i{ke}"));
        self
    }

    fn sql(mut self, sql: &str, nilai: &[&str]) -> Self {
        self.baris.push(format!("{};", isi(sql, nilai)));
        self
    }

    fn mulai(mut self, mulai: &str) -> Self {
        let slug = &self.kantor.tenant.slug;
        let sambung = match self.mode {
            Mode::Simple => r"\; ",
            Mode::Prepared => ";\n",
        };
        self.baris.push(format!(
            "{mulai}{sambung}SET LOCAL ROLE \"{}\"{sambung}SET LOCAL search_path = \"{}\";",
            slug.role(),
            slug.schema()
        ));
        self
    }

    fn tulis(self) -> Self {
        self.mulai("BEGIN")
    }

    fn baca(self) -> Self {
        self.mulai("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    }

    /// The end of a transaction, and the check of its connection.
    fn selesai(self, akhir: &str) -> Self {
        self.sql(akhir, &[]).sql(sql::MASIH_BERSIH, &[])
    }

    /// The transaction that every call of an officer begins with.
    fn kenali(self, sesi: &str) -> Self {
        let sesi = kutip(sesi);
        self.baca().sql(sql::sesi(), &[&sesi, "now()", "current_date"]).selesai("ROLLBACK")
    }

    /// What taking and deciding begin with: the case, locked, and its service.
    fn kunci_kasus(self) -> Self {
        let layanan = kutip(self.kantor.resep.layanan);
        self.tulis()
            .sql(sql::KASUS_TUGAS, &[&id(TUGAS)])
            .sql(sql::KUNCI, &[&id(KASUS), "1"])
            .sql(sql::LAYANAN, &[&layanan])
    }

    /// The new state and the events that led to it.
    fn simpan(self, keadaan: &str, versi: [&str; 2], peristiwa: &str, pelaku: &str) -> Self {
        let [sebelum, sesudah] = versi;
        let (keadaan, peristiwa, pelaku) = (kutip(keadaan), kutip(peristiwa), kutip(pelaku));
        self.sql(sql::PERBARUI, &["'berjalan'", &keadaan, sesudah, "now()", &id(KASUS)]).sql(
            sql::CATAT,
            &[
                &id(KASUS),
                sebelum,
                &format!("{peristiwa}::jsonb"),
                &format!("{pelaku}::jsonb"),
                "now()",
            ],
        )
    }

    fn teks(self) -> String {
        self.baris.join("\n") + "\n"
    }

    fn audit(self, kelompok: &str, aksi: &str, pelaku: &str, rincian: &str) -> Self {
        let (aksi, pelaku, rincian) = (kutip(aksi), kutip(pelaku), kutip(rincian));
        let nilai = [&id(kelompok), "now()", &pelaku, &aksi, "'permohonan'", &id(KASUS), &rincian];
        self.sql(sql::AUDIT, &nilai)
    }
}

/// A webhook with one message.
pub fn webhook(
    mode: Mode,
    ke: usize,
    kantor: &Kantor,
    rentang: Rentang,
    contoh: &ContohMasuk,
) -> String {
    let id = format!("ARRAY[{}]", id(MASUK));
    let nomor = format!("ARRAY[{}]", kutip(&kantor.phone_number_id));
    let pengirim = format!(
        "ARRAY[decode(lpad(to_hex(:n::bigint % 5000), {}, '0'), 'hex')]",
        2 * contoh.pengirim
    );
    let isi = format!("ARRAY[{}]", bita(contoh.isi));
    let kunci = "ARRAY['wamid.HBgNNjI4MTMwMDAwMDAwMFUCABIYFjNFQjBCRU5DSB' || :n]";
    Skrip::baru(mode, kantor)
        .nomor(ke, rentang)
        .tulis()
        .sql(sql::SIMPAN, &[&id, kunci, "ARRAY['pesan']", &nomor, &pengirim, &isi, "now()"])
        .selesai("COMMIT")
        .teks()
}

/// An officer's task list.
pub fn antrean(mode: Mode, kantor: &Kantor, petugas: &Petugas) -> String {
    let peran: Vec<String> = petugas.peran.iter().map(|satu| kutip(satu)).collect();
    let peran = format!("ARRAY[{}]", peran.join(", "));
    let id = kutip(&petugas.id);
    Skrip::baru(mode, kantor)
        .kenali(&petugas.sesi)
        .baca()
        .sql(
            sql::ANTREAN,
            &[&peran, &id, "NULL::uuid", "21", "'{}'::text[]", "NULL::text", "NULL::text"],
        )
        .selesai("ROLLBACK")
        .teks()
}

/// Taking the tugas of a copied case.
pub fn penerimaan(
    mode: Mode,
    ke: usize,
    kantor: &Kantor,
    rentang: Rentang,
    contoh: &ContohKasus,
) -> String {
    let terima =
        format!(r#"('[{{"id": "{TUGAS}' || :n || '", "oleh": "{}"}}]')::jsonb"#, contoh.petugas);
    Skrip::baru(mode, kantor)
        .nomor(ke, rentang)
        .kenali(&contoh.sesi)
        .kunci_kasus()
        .simpan(&contoh.keadaan_diterima, ["2", "3"], &contoh.peristiwa_terima, &contoh.pelaku)
        .sql(sql::TERIMA, &["now()", &terima])
        .audit(AUDIT_TERIMA, "tugas.terima", &contoh.pelaku, &contoh.rincian_terima)
        .selesai("COMMIT")
        .teks()
}

/// Deciding it.
pub fn keputusan(
    mode: Mode,
    ke: usize,
    kantor: &Kantor,
    rentang: Rentang,
    contoh: &ContohKasus,
) -> String {
    let buka = format!(
        r#"('[{{"id": "{TUGAS_BARU}' || :n || '", "dari": "{TUGAS}' || :n || '", "oleh": "{}", ' || {} || '}}]')::jsonb"#,
        contoh.petugas,
        kutip(&contoh.dibuka)
    );
    let putuskan = format!(
        r#"('[{{"id": "{TUGAS}' || :n || '", "keputusan": "{}"}}]')::jsonb"#,
        kantor.resep.keputusan
    );
    let skrip = Skrip::baru(mode, kantor)
        .nomor(ke, rentang)
        .kenali(&contoh.sesi)
        .kunci_kasus()
        .sql(sql::BERKAS, &[&id(KASUS)])
        .simpan(&contoh.keadaan_diputus, ["3", "5"], &contoh.peristiwa_putus, &contoh.pelaku)
        .sql(sql::BUKA, &[&id(KASUS), "now()", &buka, "false"])
        .sql(sql::PUTUSKAN, &["now()", &putuskan])
        .audit(AUDIT_PUTUS, "tugas.putuskan", &contoh.pelaku, &contoh.rincian_putus);
    let skrip = match &contoh.pesan {
        Some(pesan) => {
            let (kontak, isi) = (kutip(&pesan.kontak), bita(pesan.isi));
            let nilai =
                [&id(PESAN), &kontak, &id(KASUS), "'teks'", &isi, "'antre'", "0", "now()", "now()"];
            skrip.sql(sql::PESAN, &nilai)
        }
        None => skrip,
    };
    skrip.selesai("COMMIT").teks()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_leave_its_quotes_or_become_a_variable() {
        assert_eq!(kutip("Jum'at :pagi 12:30 a::b"), "'Jum''at : pagi 12:30 a:: b'");
    }

    #[test]
    fn parameters_are_put_in_from_the_last() {
        let nilai = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
        assert_eq!(isi("$1 $10 $2", &nilai), "a j b");
    }
}
