#!/usr/bin/env python3
"""Mutants of authorisation, tenancy and approval, and the tests that catch them.

A copy of the workspace under `target/mutan` gets every mutant of `mutan_daftar.py` at once, each asleep behind a number; the
tests are built once, and run once per mutant with `LOKET_MUTAN=<number>`. A mutant that no test notices has survived.

With `--izin` it mutates every permission check of every use case besides: all of them let every officer through at once, and
the endpoint x role matrix must report each operation."""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import threading
import time

import alat
from mutan_daftar import DAFTAR, LENGAN

MODUL = '''
#[doc(hidden)]
#[allow(missing_docs, clippy::all)]
pub mod mutan {
    use std::{io::Write, sync::LazyLock};
    static KINI: LazyLock<String> = LazyLock::new(|| std::env::var("LOKET_MUTAN").unwrap_or_default());
    static NOMOR: LazyLock<u32> = LazyLock::new(|| KINI.parse().unwrap_or(0));
    pub fn aktif(n: u32) -> bool { *NOMOR == n }
    pub fn semua() -> bool { *KINI == "izin" }
    pub fn tembus(n: u32) {
        if let Ok(berkas) = std::env::var("LOKET_MUTAN_CATAT") {
            let berkas = std::fs::OpenOptions::new().create(true).append(true).open(berkas);
            let _ = writeln!(berkas.unwrap(), "{n}");
        }
    }
}
'''
PELAKU = '''
impl Pelaku {
    pub fn petugas_m(&self, n: u32, izin: Izin) -> Result<&Petugas, Galat> {
        self.lolos(n, self.petugas(izin))
    }
    pub fn petugas_salah_satu_m<const N: usize>(&self, n: u32, izin: &[Izin; N]) -> Result<&Petugas, Galat> {
        self.lolos(n, self.petugas_salah_satu(izin))
    }
    fn lolos<'a>(&'a self, n: u32, asli: Result<&'a Petugas, Galat>) -> Result<&'a Petugas, Galat> {
        match (&self.siapa, asli) {
            (Siapa::Petugas(petugas), Err(_)) if crate::mutan::semua() => {
                crate::mutan::tembus(n);
                Ok(petugas)
            }
            (_, asli) => asli,
        }
    }
}
'''


def salin(tempat):
    """The workspace, without what was built."""
    if tempat.exists():
        shutil.rmtree(tempat)
    berkas = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=alat.AKAR, capture_output=True, text=True, check=True)
    for satu in berkas.stdout.splitlines():
        asal = alat.AKAR / satu
        if asal.is_file():
            (tempat / satu).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(asal, tempat / satu)


def tanam(tempat):
    """Every mutant of the list, asleep."""
    per_berkas = {}
    for n, (_, jenis, berkas, asli, mutan) in enumerate(DAFTAR, 1):
        per_berkas.setdefault(berkas, {}).setdefault(asli, []).append((n, jenis, mutan))
    for berkas, semua in per_berkas.items():
        jalur = tempat / berkas
        isi = jalur.read_text()
        inti = "crate" if berkas.startswith("domain/") else "loket_domain"
        # Longer first, so that one original inside another is not torn; places are marked, then filled.
        isian = {}
        for asli in sorted(semua, key=len, reverse=True):
            if asli not in isi:
                sys.exit(f"{berkas} no longer holds: {asli}")
            kini, tanda = asli, f"\x00{len(isian)}\x00"
            for n, jenis, mutan in semua[asli]:
                if asli in LENGAN:
                    kini = LENGAN[asli].replace("{n}", str(n))
                elif jenis == "s":
                    kini = f"if !{inti}::mutan::aktif({n}) {{ {kini} }}"
                else:
                    kini = f"(if {inti}::mutan::aktif({n}) {{ {mutan} }} else {{ {kini} }})"
            isian[tanda] = kini
            isi = isi.replace(asli, tanda, 1)
        for tanda, kini in reversed(list(isian.items())):
            isi = isi.replace(tanda, kini)
        jalur.write_text(isi)
    pustaka = tempat / "domain/src/lib.rs"
    pustaka.write_text(pustaka.read_text() + MODUL)


def tanam_izin(tempat):
    """Every permission check of every use case; gives how many."""
    jumlah, letak = 1000, {}
    pola = re.compile(r"\.petugas(_salah_satu)?\((?=&?\[?\s*(?:Izin::|&|izin))")
    for jalur in sorted((tempat / "domain/src").rglob("*.rs")):
        isi = jalur.read_text()
        if jalur.name == "pelaku.rs" or jalur.name.startswith("uji"):
            continue
        inti = isi.split("#[cfg(test)]")[0]

        def ganti(cocok):
            nonlocal jumlah
            jumlah += 1
            baris = inti[: cocok.start()].count("\n") + 1
            letak[jumlah] = f"{jalur.relative_to(tempat)}:{baris}"
            return f".petugas{cocok.group(1) or ''}_m({jumlah}, "

        # Only an officer who acts has this method.
        baru = re.sub(r"(?<=pelaku)\s*" + pola.pattern, ganti, inti)
        jalur.write_text(baru + isi[len(inti):])
    pelaku = tempat / "domain/src/akses/pelaku.rs"
    pelaku.write_text(pelaku.read_text() + PELAKU)
    return letak


def bangun(tempat, target, paket, uji):
    """The test binary of a package."""
    lingkungan = {**os.environ, "CARGO_TARGET_DIR": str(target), "RUSTFLAGS": os.environ.get("RUSTFLAGS", "")}
    perintah = ["cargo", "test", "-p", paket, *uji, "--no-run", "--message-format=json"]
    hasil = subprocess.run(perintah, cwd=tempat, env=lingkungan, stdout=subprocess.PIPE, text=True, check=False)
    if hasil.returncode:
        for baris in hasil.stdout.splitlines():
            pesan = json.loads(baris).get("message") or {}
            if isinstance(pesan, dict) and pesan.get("level") == "error":
                print(pesan.get("rendered", ""))
        sys.exit(f"{paket} did not build")
    biner = None
    for baris in hasil.stdout.splitlines():
        satu = json.loads(baris)
        if satu.get("executable") and satu.get("profile", {}).get("test"):
            biner = satu["executable"]
    return biner


def jalankan(biner, folder, saring, n, batas):
    """Whether the tests notice mutant `n`: one fails, or they do not end. The first that fails is enough."""
    lingkungan = {**os.environ, "LOKET_MUTAN": str(n), "RUST_BACKTRACE": "0"}
    lingkungan.pop("RUSTFLAGS", None)
    proses = subprocess.Popen([biner, *saring], cwd=folder, env=lingkungan, stdin=subprocess.DEVNULL, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    lewat = threading.Event()
    jam = threading.Timer(batas, lambda: (lewat.set(), proses.kill()))
    jam.start()
    try:
        for baris in proses.stdout:
            gagal = re.match(r"test (\S+) .*\.\.\. FAILED", baris)
            if gagal:
                proses.kill()
                return True, gagal.group(1)
        kode = proses.wait()
    finally:
        jam.cancel()
        proses.stdout.close()
        proses.wait()
    return (True, "no end") if lewat.is_set() else (kode != 0, f"exit {kode}")


def utama():
    urai = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    urai.add_argument("--suite", default="domain,infra", help="which lists (default domain,infra)")
    urai.add_argument("--hanya", help="numbers, separated by commas")
    urai.add_argument("--izin", action="store_true", help="the permission checks of all use cases, by the matrix")
    urai.add_argument("--paling-sedikit", type=float, default=90.0, help="percent that must be caught (default 90)")
    pilihan = urai.parse_args()
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", alat.AKAR / "target"))
    tempat = target / "mutan"
    print("seed: none, every mutant is named in tests/serangan/mutan_daftar.py", flush=True)
    salin(tempat)
    tanam(tempat)
    mulai = time.monotonic()
    if pilihan.izin:
        return izin(tempat, target, mulai)
    # One object of the tests of each suite, and what of them to run.
    suite = {
        "domain": ("loket-domain", ["--lib"], "domain", [], 240),
        "infra": ("loket-infra", ["--lib"], "infra", ["postgres::tests", "crypto"], 400),
    }
    baris, mati = [], 0
    pilih = {int(n) for n in pilihan.hanya.split(",")} if pilihan.hanya else None
    for nama in pilihan.suite.split(","):
        paket, uji, folder, saring, batas = suite[nama]
        biner = bangun(tempat, target, paket, uji)
        lulus = jalankan(biner, tempat / folder, saring, 0, batas)
        if lulus[0]:
            sys.exit(f"{paket} fails without any mutant: {lulus[1]}")
        for n, (milik, _, berkas, asli, mutan) in enumerate(DAFTAR, 1):
            if milik != nama or (pilih and n not in pilih):
                continue
            tertangkap, oleh = jalankan(biner, tempat / folder, saring, n, batas)
            mati += tertangkap
            baris.append((n, tertangkap))
            print(f"{n:3} {'caught  ' if tertangkap else 'SURVIVED'} {berkas}: {asli[:60]} -> {str(mutan)[:40]}  [{oleh}]", flush=True)
    persen = 100 * mati / max(1, len(baris))
    alat.tabel("mutants", [
        ("mutants", len(baris)), ("caught", mati), ("survived", [n for n, tertangkap in baris if not tertangkap]),
        ("percent", f"{persen:.1f}"), ("seconds", round(time.monotonic() - mulai)),
    ])
    return 0 if persen >= pilihan.paling_sedikit else 1


def izin(tempat, target, mulai):
    """All permission checks let every officer through: the matrix must report every operation that has one."""
    letak = tanam_izin(tempat)
    biner = bangun(tempat, target, "loket-tests", ["--test", "it"])
    catatan = tempat / "tembus.txt"
    catatan.unlink(missing_ok=True)
    lingkungan = {**os.environ, "LOKET_MUTAN": "izin", "LOKET_MUTAN_CATAT": str(catatan), "RUST_BACKTRACE": "0"}
    hasil = subprocess.run([biner, "--exact", "matriks::peran::every_cell_of_the_matrix_is_as_the_document_says"],
                           cwd=tempat / "tests", env=lingkungan, capture_output=True, text=True, check=False)
    dilaporkan = set(re.findall(r"may not \S+ \S+ \((\w+)\)", hasil.stdout))
    dokumen = json.loads((tempat / "openapi/openapi.json").read_text())
    berizin = {o["operationId"] for jalur in dokumen["paths"].values() for o in jalur.values() if o.get("x-izin")}
    tembus = {int(n) for n in catatan.read_text().split()} if catatan.exists() else set()
    diam = sorted(berizin - dilaporkan)
    tak_sampai = sorted(letak[n] for n in set(letak) - tembus)
    alat.tabel("permission checks", [
        ("checks mutated", len(letak)), ("checks that the matrix reached", len(tembus)),
        ("operations with a permission", len(berizin)), ("operations reported", len(berizin & dilaporkan)),
        ("not reported", diam), ("not reached", tak_sampai), ("seconds", round(time.monotonic() - mulai)),
    ])
    return 0 if len(berizin & dilaporkan) >= 0.9 * len(berizin) else 1


if __name__ == "__main__":
    sys.exit(utama())
