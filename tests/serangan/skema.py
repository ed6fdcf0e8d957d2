#!/usr/bin/env python3
"""Schemathesis over the whole OpenAPI document, as four roles of an office, with every check.

Starts `loket demo` on ports of its own, gives one role every permission, registers a few cases, and then lets each role
call every operation: the examples of the document, its coverage cases (boundaries, missing and unknown fields, methods
that are not served), random and mutated bodies, and chains of calls. Ends with 0 only when no check failed."""

import argparse
import collections
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import time

SINI = pathlib.Path(__file__).resolve().parent
VERSI = "4.32.5"

# Operations that Schemathesis cannot be asked: none besides the endless stream, which has tests of its own.
KECUALI = ["ikutiPercakapan"]
# Open to every role alike, and each call costs a new login that waits for a new code: the first role asks it for all.
SEKALI = ["keluar"]


def venv(target):
    """Schemathesis at the pinned version, in a virtual environment under `target`."""
    folder = target / "serangan-venv"
    program = folder / "bin" / "schemathesis"
    if program.is_file():
        ada = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
        if VERSI in ada:
            return program
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    pip = [str(folder / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, f"schemathesis=={VERSI}"], check=True)
    return program


def peran(program, demo, nama, tahap, pilihan, laporan, kecuali):
    """One role's run over all operations but those; gives the exit code and what was printed."""
    berkas = laporan / f"{nama}.ndjson"
    lingkungan = {
        **os.environ,
        "SERANGAN_PERAN": nama,
        "SERANGAN_BASIS": demo.basis,
        "SERANGAN_SANDI": demo.masuk.sandi,
        "SERANGAN_RAHASIA": demo.masuk.rahasia,
        "SCHEMATHESIS_HOOKS": "kait",
        "PYTHONPATH": str(SINI),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(laporan / "hypothesis"),
    }
    perintah = [
        str(program), "--config-file", str(SINI / "schemathesis.toml"), "run",
        f"{demo.basis}/openapi.json", "--seed", str(pilihan.seed),
        "--max-examples", str(pilihan.contoh), "--phases", tahap, "--workers", str(pilihan.pekerja), "--no-color", "--no-shrink",
        "--suppress-health-check", "all", "--warnings", "off",
        "--report", "ndjson", "--report-ndjson-path", str(berkas),
    ]
    for satu in kecuali:
        perintah += ["--exclude-operation-id", satu]
    if pilihan.hanya:
        perintah += ["--include-operation-id-regex", pilihan.hanya]
    keluaran = laporan / f"{nama}.txt"
    with open(keluaran, "wb") as tulis:
        kode = subprocess.run(
            perintah, stdin=subprocess.DEVNULL, stdout=tulis, stderr=subprocess.STDOUT, env=lingkungan, cwd=laporan,
            check=False,
        ).returncode
    return kode, keluaran.read_text(errors="replace")


def utama():
    urai = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    urai.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**31))
    urai.add_argument("--contoh", type=int, default=12, help="random cases per operation and role (default 12)")
    urai.add_argument("--tahap", default="examples,coverage,fuzzing,stateful")
    urai.add_argument("--tahap-lain", help="phases of the roles after the first (default: the same)")
    urai.add_argument("--peran", default="semua,operator_layanan,kadis,admin")
    # Two threads of one Python 3.11 disturb each other's reading of source text (CPython issue 106905), and Schemathesis ends on it.
    urai.add_argument("--pekerja", type=int, default=1, help="threads that send (default 1)")
    urai.add_argument("--hanya", help="only operations whose id matches this regular expression")
    urai.add_argument("--paling-sedikit", type=int, default=0, help="fail when fewer cases were sent in all")
    urai.add_argument("--biner", help="the loket executable (default: the debug build)")
    urai.add_argument("--siapkan", action="store_true", help="only install Schemathesis")
    urai.add_argument("--laporan", help="where reports are kept (default: target/serangan)")
    pilihan = urai.parse_args()
    # Who stops it, for instance after a time, leaves no server behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(124))
    sys.path.insert(0, str(SINI))
    import alat

    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", alat.AKAR / "target"))
    if pilihan.siapkan:
        return 0 if venv(target) else 1
    laporan = pathlib.Path(pilihan.laporan) if pilihan.laporan else target / "serangan"
    laporan.mkdir(parents=True, exist_ok=True)
    program = venv(target)
    print(f"seed {pilihan.seed}, reports in {laporan}", flush=True)
    mulai, semua, gagal = time.monotonic(), 0, collections.Counter()
    for urut, nama in enumerate(pilihan.peran.split(",")):
        awal = time.monotonic()
        tahap = pilihan.tahap_lain if urut and pilihan.tahap_lain else pilihan.tahap
        # An office of its own for each role: who may do everything leaves little of it for the next.
        with alat.Demo(alat.biner(pilihan.biner), laporan / f"demo-{nama}.log") as demo:
            alat.izin_semua(demo.masuk)
            alat.benih(demo.masuk)
            kode, teks = peran(program, demo, nama, tahap, pilihan, laporan, KECUALI + (SEKALI if urut else []))
            hidup = demo.hidup()
        kasus = sum(int(n.replace(",", "")) for n in re.findall(r"([\d,]+) generated", teks))
        rupa = re.findall(r"^- (.+)$", teks, re.MULTILINE)
        rupa = [satu for satu in rupa if not satu.startswith(("Test ", "http"))]
        for satu in rupa:
            gagal[satu] += 1
        semua += kasus
        print(f"{nama}: {kasus} cases, {len(rupa)} failures, exit {kode}, {time.monotonic() - awal:.0f} s", flush=True)
        if kode != 0 and not rupa:
            print("".join(teks.splitlines(keepends=True)[-80:]), flush=True)
            gagal[f"{nama}: Schemathesis ended with {kode}, see {laporan / (nama + '.txt')}"] += 1
        if not hidup:
            gagal["the server died"] += 1
            break
    alat.tabel("failures", gagal.most_common() or [("none", 0)])
    alat.tabel("schemathesis", [
        ("seed", pilihan.seed), ("roles", pilihan.peran), ("cases", semua), ("failures", sum(gagal.values())),
        ("seconds", round(time.monotonic() - mulai)),
    ])
    if semua < pilihan.paling_sedikit:
        print(f"only {semua} cases, {pilihan.paling_sedikit} were asked for")
        return 1
    return 1 if gagal else 0


if __name__ == "__main__":
    sys.exit(utama())
