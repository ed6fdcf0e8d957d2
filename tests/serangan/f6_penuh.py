#!/usr/bin/env python3
"""F6: the disk is full: the database's, the temporary folder, the log.

PostgreSQL lives on a small tmpfs that is filled up under load; then the room is given back. The API writes its log to
/dev/full and has a temporary folder without room for the whole run. It must stay alive, refuse writes with 503 (never 500),
go on reading as far as PostgreSQL does, and be well again within 60 seconds; nothing acknowledged is lost. Needs root."""

import argparse
import collections
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

import alat
import beban
import panggung


def utama():
    urai = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    urai.add_argument("--mb", type=int, default=260, help="size of the database's disk (default 260)")
    urai.add_argument("--detik", type=float, default=20, help="seconds that it stays full (default 20)")
    urai.add_argument("--laju", type=float, default=10)
    urai.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**31))
    urai.add_argument("--biner")
    pilihan = urai.parse_args()
    if os.geteuid() != 0:
        sys.exit("mounting a small disk needs root")
    panggung.lot(pilihan.seed)
    tempat = pathlib.Path(tempfile.mkdtemp(prefix="loket-penuh-"))
    tempat.chmod(0o755)
    cakram, sementara = tempat / "pg", tempat / "tmp"
    for folder, mb in ((cakram, pilihan.mb), (sementara, 1)):
        folder.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={mb}m,mode=0755", "tmpfs", str(folder)], check=True)
    try:
        return uji(pilihan, cakram, sementara)
    finally:
        for folder in (cakram, sementara):
            subprocess.run(["umount", "-l", str(folder)], check=False)
            folder.rmdir()
        tempat.rmdir()


def isi_penuh(folder, nama):
    """Takes every byte that is left."""
    berkas = folder / nama
    with open(berkas, "wb", buffering=0) as tulis:
        try:
            while True:
                tulis.write(b"\0" * 65536)
        except OSError:
            pass
    return berkas


def uji(pilihan, cakram, sementara):
    salah = []
    with panggung.Panggung(alat.biner(pilihan.biner), pg_data=cakram / "basis") as p:
        alat.izin_semua(p.masuk)
        isi_penuh(sementara, "penuh")
        p.bunuh(p.api)
        with open("/dev/full", "wb") as penuh:
            p.nyalakan_api(keluaran=penuh, LOKET_LOG="info", TMPDIR=str(sementara))
        p.pulih()
        kerja = beban.Beban(p, pilihan.laju).mulai()
        time.sleep(6)
        sehat = len(kerja.buku.semua("kasus"))
        if not sehat:
            salah.append("nothing was acknowledged before the disk was full (log and temporary folder are)")
        pengisi = isi_penuh(cakram, "penuh")
        baca, tulis = collections.Counter(), collections.Counter()
        akhir = time.monotonic() + pilihan.detik
        sebelum = dict(kerja.status)
        while time.monotonic() < akhir:
            isi_penuh(cakram, "lagi")
            baca[alat.panggil(p.basis, "GET", "/v1/permohonan", token=kerja.token(), tunggu=20)[0]] += 1
            time.sleep(0.3)
        for (apa, status), kali in kerja.status.items():
            if apa in ("daftar", "terima", "putus", "umumkan", "webhook"):
                tulis[status] += kali - sebelum.get((apa, status), 0)
        (cakram / "lagi").unlink(missing_ok=True)
        pengisi.unlink()
        mulai = time.monotonic()
        p.pg.siap()
        jumlah = len(kerja.buku.semua("kasus"))
        while len(kerja.buku.semua("kasus")) == jumlah and time.monotonic() - mulai < 120:
            time.sleep(0.2)
        lama = time.monotonic() - mulai
        time.sleep(4)
        kerja.selesai()
        if p.api.poll() is not None:
            salah.append("the API died")
        if p.pekerja.poll() is not None:
            salah.append("the worker died")
            p.nyalakan_pekerja()
        if not p.tenang():
            salah.append(f"queues did not drain: {p.sisa()}")
        baris, lain = kerja.periksa()
        salah += lain
        if lama > 60:
            salah.append(f"well again after {lama:.0f} s")
        if not tulis[503]:
            salah.append("no write was refused: the disk was not full")
        if tulis[500] or baca[500]:
            salah.append(f"answers with 500: {tulis[500]} writes, {baca[500]} reads")
        alat.tabel("F6: disk full (database), log to /dev/full, temporary folder full", [
            ("cases before", sehat), ("reads while full", dict(baca)), ("writes while full", dict(+tulis)),
            ("well again after", f"{lama:.1f} s"),
        ] + baris + p.sebab())
    alat.tabel("F6 wrong", [(satu, "") for satu in salah] or [("nothing", "")])
    return 1 if salah else 0


if __name__ == "__main__":
    sys.exit(utama())
