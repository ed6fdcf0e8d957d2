//! Which tables a transaction changed, so that none is committed whose change is in no audit row.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

/// Tables whose changes may be committed without an audit row, each for a reason. A change of any other table that no row
/// tells is refused, unless its statement begins with [`MESIN`].
const TANPA_AUDIT: &[&str] = &[
    // The trail's own machinery.
    "audit_jangkar",
    "audit_kepala",
    "audit_rantai",
    // What was told elsewhere in the same transaction, for live screens; it is trimmed.
    "aliran",
    // Counters, leases, marks and alarms of the machinery: nobody decided anything.
    "gagal_masuk",
    "idempotensi",
    "kuota_harian",
    "kunci_sandi_upacara",
    "loket_pengingat",
    "loket_tanda_terima",
    "notifikasi",
    "notifikasi_dibaca",
    "pemeriksaan_hari",
    "penomoran",
    "perangkat_dikenal",
    "pengingat",
    "sesi_token",
    "tiket_masuk",
    "tte_penanda_tangan",
    "tte_penjagaan",
    "wa_pasangan",
    "wa_saluran",
    // What residents write and hand in, and what they are told: every element, message and paper is a row of its own that
    // stays, with every state it went through. What officers do with them is audited by those use cases.
    "berkas",
    "gangguan_kabar",
    "kontak",
    "kontak_jaminan",
    "laporan_penipuan",
    "percakapan",
    "pesan_keluar",
    "pesan_keluar_jejak",
    "pesan_masuk",
    "surel_keluar",
    "surel_petugas",
    "tautan",
    "wa_kanal",
    "wa_kanal_peristiwa",
    "wa_masuk",
    // Trails of their own, append-only like this one, and the rows they tell of: who moved a hand-over, and when.
    "penyerahan",
    "penyerahan_jejak",
    "penyerahan_pin",
    "penyerahan_surel_sah",
    "penyerahan_tautan",
    // What goes to the office's own systems follows from changes that are audited, and every attempt is in a ledger of its
    // own; what is to be removed from storage is told by the row of the run that removed its row.
    "langganan_kiriman",
    "langganan_percobaan",
    "retensi_objek",
    // Progress of an order that is audited where it begins and where it ends, and at every case it touches.
    "sop_pindah",
    "sop_pindah_kasus",
    "tte_bundel",
    "tte_bundel_butir",
];

/// What a statement begins with that only keeps the machinery going, on a table whose other changes are audited.
pub(in crate::postgres) const MESIN: &str = "/* mesin */";

/// The tables that the statements of one transaction changed.
#[derive(Debug, Default)]
pub(in crate::postgres) struct Tertulis(Mutex<BTreeSet<String>>);

impl Tertulis {
    /// The text of a statement that may change something.
    pub(in crate::postgres) fn calon(sql: &str) -> Option<String> {
        let sql = sql.trim_start();
        let baca = sql.get(..6).is_some_and(|awal| awal.eq_ignore_ascii_case("select"));
        (!baca && !sql.starts_with(MESIN)).then(|| sql.to_owned())
    }

    /// A statement changed something.
    pub(in crate::postgres) fn catat(&self, sql: Option<&str>) {
        let Some(sql) = sql else { return };
        let mut semua = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for tabel in tabel(sql) {
            if !semua.contains(tabel) {
                semua.insert(tabel.to_owned());
            }
        }
    }

    /// Changed tables whose changes belong into the trail.
    pub(in crate::postgres) fn wajib_audit(&self) -> Vec<String> {
        let semua = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        semua.iter().filter(|tabel| !TANPA_AUDIT.contains(&tabel.as_str())).cloned().collect()
    }
}

/// The tables that a statement inserts into, updates or deletes from.
fn tabel(sql: &str) -> impl Iterator<Item = &str> {
    let mut sebelum = ["", ""];
    sql.split(|huruf: char| huruf.is_whitespace() || huruf == '(' || huruf == ',')
        .filter(|kata| !kata.is_empty())
        .filter_map(move |kata| {
            let [lebih_awal, awal] = sebelum;
            sebelum = [awal, kata];
            let sama = |kata: &str, kunci: &str| kata.eq_ignore_ascii_case(kunci);
            let sisip = sama(lebih_awal, "insert") && sama(awal, "into");
            let hapus = sama(lebih_awal, "delete") && sama(awal, "from");
            // `FOR UPDATE` and `DO UPDATE` name no table.
            let ubah = sama(awal, "update")
                && !["for", "do", "key"].iter().any(|kunci| sama(lebih_awal, kunci));
            (sisip || hapus || ubah)
                .then(|| kata.trim_matches(|h| h == '"' || h == ')' || h == ';'))
        })
        .filter(|kata| !kata.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_the_machinery_are_not_looked_at() {
        assert_eq!(Tertulis::calon("SELECT 1 FOR UPDATE"), None);
        assert_eq!(Tertulis::calon("/* mesin */ UPDATE gangguan SET giliran_pada = $1"), None);
        let tertulis = Tertulis::default();
        for sql in ["UPDATE aliran SET a = 1", "INSERT INTO audit (id) VALUES (1)"] {
            tertulis.catat(Tertulis::calon(sql).as_deref());
        }
        assert_eq!(tertulis.wajib_audit(), ["audit"]);
        tertulis.catat(Tertulis::calon("UPDATE peran SET nama = 'x'").as_deref());
        assert_eq!(tertulis.wajib_audit(), ["audit", "peran"]);
    }

    #[test]
    fn the_tables_a_statement_changes_are_told_apart_from_those_it_reads() {
        let baca = |sql| tabel(sql).collect::<Vec<_>>();
        assert_eq!(baca(r#"INSERT INTO "audit" ("id") VALUES ($1)"#), ["audit"]);
        assert_eq!(baca("UPDATE berkas SET x = 1 FROM lain WHERE y IN (SELECT 1)"), ["berkas"]);
        assert_eq!(baca("SELECT id FROM berkas FOR UPDATE SKIP LOCKED"), Vec::<&str>::new());
        assert_eq!(baca("SELECT id FROM berkas FOR NO KEY UPDATE OF b"), Vec::<&str>::new());
        assert_eq!(
            baca("INSERT INTO pesan(id) VALUES (1) ON CONFLICT (id) DO UPDATE SET a = 1"),
            ["pesan"]
        );
        assert_eq!(
            baca("WITH a AS (DELETE FROM satu RETURNING id) INSERT INTO dua SELECT * FROM a"),
            ["satu", "dua"]
        );
    }
}
