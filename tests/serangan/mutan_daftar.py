"""The mutants: one line each. `e` replaces an expression, `s` leaves a statement out. The suite says which tests must notice:
`domain` (unit tests of the business), `infra` (tokens, and isolation on a real PostgreSQL)."""

PELAKU = "domain/src/akses/pelaku.rs"
HAK = "domain/src/sop/mesin/hak.rs"
MESIN = "domain/src/sop/mesin/mod.rs"
BUKA = "domain/src/sop/mesin/buka.rs"
DELEGASI = "domain/src/akses/delegasi/model.rs"
ATURAN = "domain/src/akses/delegasi/aturan.rs"
UNIT = "domain/src/akses/unit.rs"
SLUG = "domain/src/tenant/nama.rs"
TOKEN = "infra/src/crypto/token.rs"
TX = "infra/src/postgres/tx.rs"

# (suite, kind, file, original, mutant)
DAFTAR = [
    # Permissions: the one policy point.
    ("domain", "e", PELAKU, "self.peran.contains(peran)", "true"),
    ("domain", "e", PELAKU, "self.peran.contains(peran)", "false"),
    ("domain", "e", PELAKU, "&mandat.peran == peran", "&mandat.peran != peran"),
    ("domain", "e", PELAKU, "petugas.izin.contains(&izin)", "true"),
    ("domain", "e", PELAKU, "petugas.izin.contains(&izin)", "false"),
    ("domain", "e", PELAKU, "izin.iter().find_map(|satu| self.petugas(*satu).ok())", "self.petugas(izin[0]).ok()"),
    ("domain", "e", PELAKU, "izin.iter().find_map(|satu| self.petugas(*satu).ok())", "self.petugas(izin[N - 1]).ok()"),
    # Who may do a tugas.
    ("domain", "e", HAK, "untuk.pengguna.is_some_and(|lain| lain != oleh.id)", "false"),
    ("domain", "e", HAK, "untuk.pengguna.is_some_and(|lain| lain != oleh.id)", "untuk.pengguna.is_some()"),
    ("domain", "e", HAK, "untuk.unit.is_none_or(|unit| unit == milik.jenis)", "true"),
    ("domain", "e", HAK, "untuk.unit.is_none_or(|unit| unit == milik.jenis)", "untuk.unit.is_none()"),
    ("domain", "e", HAK, "untuk.kode_unit.as_ref().is_none_or(|unit| unit == &milik.kode)", "true"),
    ("domain", "e", HAK, "untuk.kode_unit.as_ref().is_none_or(|unit| unit == &milik.kode)", "untuk.kode_unit.is_none()"),
    ("domain", "e", HAK, "untuk.unit.is_none() && untuk.kode_unit.is_none()", "true"),
    ("domain", "e", HAK, "oleh.unit.is_some_and(satuan)", "true"),
    ("domain", "e", HAK, "oleh.unit.is_some_and(satuan)", "oleh.unit.is_some()"),
    ("domain", "e", HAK, "untuk.tim.as_ref().is_some_and(|tim| !oleh.tim.contains(tim))", "false"),
    ("domain", "e", HAK, "untuk.tim.as_ref().is_some_and(|tim| !oleh.tim.contains(tim))", "untuk.tim.is_some()"),
    ("domain", "e", HAK, "untuk.peran.iter().any(|peran| oleh.peran.contains(peran))", "true"),
    ("domain", "e", HAK, "untuk.peran.iter().any(|peran| oleh.peran.contains(peran))", "false"),
    ("domain", "e", HAK, "untuk.peran.contains(&mandat.peran)", "true"),
    ("domain", "e", HAK, "untuk.peran.contains(&mandat.peran)", "false"),
    # The maker is not the approver.
    ("domain", "e", HAK, "jejak.oleh == oleh", "false"),
    ("domain", "e", HAK, "jejak.oleh == oleh", "true"),
    ("domain", "e", HAK, "terbuka.jenis == JenisTahap::Proses", "true"),
    ("domain", "e", HAK, "terbuka.jenis == JenisTahap::Proses", "false"),
    ("domain", "e", HAK, "jejak.jenis == JenisTahap::Proses", "false"),
    ("domain", "e", HAK, "jejak.jenis != JenisTahap::Konsultasi", "true"),
    ("domain", "e", HAK, "jejak.jenis != JenisTahap::Konsultasi", "false"),
    ("domain", "e", HAK, "jejak.tahap == terbuka.tahap", "true"),
    ("domain", "e", HAK, "jejak.tahap == terbuka.tahap", "false"),
    ("domain", "e", HAK, "jejak.kunjungan == kunjungan", "true"),
    ("domain", "e", HAK, "jejak.kunjungan == kunjungan", "false"),
    ("domain", "e", MESIN, "dipilih.menaikkan() && terbuka.rantai.is_some()", "false"),
    ("domain", "e", MESIN, "dipilih.menaikkan() && terbuka.rantai.is_some()", "terbuka.rantai.is_some()"),
    ("domain", "e", MESIN, "matches!(terbuka.bagian, Some(Bagian::Bersama(_)))", "false"),
    ("domain", "s", MESIN, "periksa_pemisahan(keadaan, terbuka, oleh.id)?;", ""),
    # Taking and deciding.
    ("domain", "e", MESIN, "Some(lama) if lama == oleh.id => Ok(Vec::new()),", None),
    ("domain", "e", MESIN, "!terbuka.untuk.pemohon", "false"),
    ("domain", "e", MESIN, "!terbuka.untuk.pemohon", "true"),
    ("domain", "e", MESIN, "dipilih.alasan == AturanAlasan::Wajib && !ada_alasan", "false"),
    ("domain", "e", MESIN, "None => dipilih.kode_alasan.is_empty(),", None),
    ("domain", "e", MESIN, "Some(kode) => dipilih.kode_alasan.contains(kode),", None),
    ("domain", "s", MESIN, "self.periksa_catatan(keadaan, terbuka, dipilih)?;", ""),
    ("domain", "e", MESIN, "matches!(keadaan.status, StatusKasus::Berakhir { .. })", "false"),
    ("domain", "e", MESIN, "terbuka.jadwal.is_none_or(|jadwal| jadwal > self.penilai.sekarang())", "false"),
    ("domain", "e", MESIN, "batas.is_none_or(|batas| batas > self.penilai.sekarang())", "false"),
    ("domain", "e", MESIN, "keputusan.jika.as_ref().is_none_or(|jika| self.penilai.benar(jika, putaran))", "true"),
    ("domain", "e", MESIN, "dipilih.sepakat && !bersama.is_empty()", "false"),
    ("domain", "e", MESIN, "dipilih.sepakat && !bersama.is_empty()", "dipilih.sepakat"),
    # Levels of a chain.
    ("domain", "e", BUKA, "self.dijalani(level, kunjungan)", "true"),
    ("domain", "e", BUKA, "self.penilai.benar(&satu.jika, putaran)", "true"),
    ("domain", "e", BUKA, "self.penilai.benar(&satu.jika, putaran)", "false"),
    ("domain", "e", BUKA, "vec![level.peran.clone()]", "rantai.level.iter().map(|satu| satu.peran.clone()).collect()"),
    ("domain", "e", BUKA, "u16::try_from(letak).ok()", "u16::try_from(letak + 1).ok()"),
    ("domain", "e", BUKA, "pelaksana.unit.and_then(|jenis| self.penilai.unit(jenis))", "None"),
    ("domain", "e", BUKA, "pelaksana.tim.clone()", "None"),
    # Plh and Plt.
    ("domain", "e", DELEGASI, "self.dicabut_pada.is_some()", "false"),
    ("domain", "e", DELEGASI, "hari < self.mulai", "hari <= self.mulai"),
    ("domain", "e", DELEGASI, "hari < self.mulai", "false"),
    ("domain", "e", DELEGASI, "hari > self.sampai", "hari >= self.sampai"),
    ("domain", "e", DELEGASI, "hari > self.sampai", "false"),
    ("domain", "e", DELEGASI, "self.dari == lain.dari", "true"),
    ("domain", "e", DELEGASI, "self.mulai <= lain.sampai", "self.mulai < lain.sampai"),
    ("domain", "e", DELEGASI, "lain.mulai <= self.sampai", "lain.mulai < self.sampai"),
    ("domain", "e", DELEGASI, "self.peran.iter().any(|peran| lain.peran.contains(peran))", "true"),
    ("domain", "e", ATURAN, "baru.kepada == baru.dari", "false"),
    ("domain", "e", ATURAN, "!timbangan.kepada.aktif", "false"),
    ("domain", "e", ATURAN, "!terpakai.insert(peran)", "false"),
    ("domain", "e", ATURAN, "timbangan.dari.peran.contains(peran)", "true"),
    ("domain", "e", ATURAN, "lama.kepada == baru.dari && lama.peran.contains(peran)", "false"),
    ("domain", "e", ATURAN, "baru.sampai < baru.mulai", "baru.sampai <= baru.mulai"),
    ("domain", "e", ATURAN, "baru.sampai < timbangan.hari_ini", "baru.sampai <= timbangan.hari_ini"),
    ("domain", "e", ATURAN, "baru.lama() > i64::from(batas)", "baru.lama() >= i64::from(batas)"),
    ("domain", "e", ATURAN, "lama.bertumpuk(baru)", "false"),
    # Units.
    ("domain", "e", UNIT, "menurut_kode.len() != semua.len()", "false"),
    ("domain", "e", UNIT, "jalur_unit(semua, &unit.kode).is_none()", "false"),
    ("domain", "e", UNIT, "atas.jenis.tingkat() >= unit.jenis.tingkat()", "atas.jenis.tingkat() > unit.jenis.tingkat()"),
    ("domain", "e", UNIT, "induk == kode || jalur.contains(induk)", "induk == kode || jalur.len() > 64"),
    # The name of a tenant becomes a schema and a role.
    ("domain", "e", SLUG, "(3..=40).contains(&teks.len())", "!teks.is_empty()"),
    ("domain", "e", SLUG, "teks.starts_with(|c: char| c.is_ascii_lowercase())", "true"),
    ("domain", "e", SLUG, "b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'", "b != b'\"'"),
    ("domain", "e", SLUG, '!teks.contains("__")', "true"),
    ("domain", "e", SLUG, "!teks.ends_with('_')", "true"),
    ("domain", "e", SLUG, '!matches!(teks, "control" | "public" | "sistem")', "true"),
    # Tokens.
    ("infra", "e", TOKEN, "klaim.aud == audiens(&klaim.ten)", "true"),
    ("infra", "e", TOKEN, "(1..=UMUR_MAKS).contains(&umur)", "true"),
    ("infra", "e", TOKEN, "sekarang < klaim.exp.saturating_add(longgar)", "true"),
    ("infra", "e", TOKEN, "klaim.nbf <= sekarang.saturating_add(longgar)", "true"),
    ("infra", "e", TOKEN, "klaim.iat <= sekarang.saturating_add(longgar)", "true"),
    ("infra", "e", TOKEN, "kepala.typ.as_deref() == Some(jenis)", "true"),
    ("infra", "e", TOKEN, "kepala.crit.is_none()", "true"),
    ("infra", "e", TOKEN, "kepala.jwk.is_none()", "true"),
    ("infra", "e", TOKEN, "token.len() > PANJANG_MAKS", "false"),
    ("infra", "e", TOKEN, "!self.berlaku(&klaim, sekarang.unix_timestamp())", "false"),
    # Tenancy on a real PostgreSQL.
    ("infra", "e", TX, "self.pernah_gagal.into_inner()", "false"),
    ("infra", "e", TX, 'format!(r#"{mulai}; SET LOCAL ROLE "{peran}"; SET LOCAL search_path = "{skema}""#)',
     'format!(r#"{mulai}; SET LOCAL search_path = "{skema}""#)'),
    ("infra", "e", TX, 'format!(r#"{mulai}; SET LOCAL ROLE "{peran}"; SET LOCAL search_path = "{skema}""#)',
     'format!(r#"{mulai}; SET LOCAL ROLE "{peran}""#)'),
    ("infra", "e", TX, 'format!(r#"{mulai}; SET LOCAL ROLE "{peran}"; SET LOCAL search_path = "{skema}""#)',
     'format!(r#"{mulai}; SET ROLE "{peran}"; SET search_path = "{skema}""#)'),
    ("infra", "e", "infra/src/postgres/pool.rs", "!jaga || masih_bersih(koneksi).await", "true"),
    ("infra", "e", "infra/src/postgres/store.rs", "nomor.aplikasi.id == aplikasi", "true"),
]

# Arms of a `match` are replaced as a whole.
LENGAN = {
    "Some(lama) if lama == oleh.id => Ok(Vec::new()),": "Some(lama) if lama == oleh.id || crate::mutan::aktif({n}) => Ok(Vec::new()),",
    "None => dipilih.kode_alasan.is_empty(),": "None => dipilih.kode_alasan.is_empty() || crate::mutan::aktif({n}),",
    "Some(kode) => dipilih.kode_alasan.contains(kode),": "Some(kode) => dipilih.kode_alasan.contains(kode) || crate::mutan::aktif({n}),",
}
