#!/usr/bin/env python3
"""F5: the object store is away, slow, busy, or gives other bytes.

A proxy stands between Loket and its store. Under load it changes its ways every `--detik` seconds: cut, 503, slow, other
bytes, and well again. Refusals must be 503 (never 500), reads that need no store must go on, every paper that was
acknowledged must be there with the bytes that were sent, and no row may name an object that is not there."""

import argparse
import collections
import random
import sys
import threading
import time

import alat
import beban
import panggung


def utama():
    urai = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    urai.add_argument("--detik", type=float, default=15, help="seconds per fault; the whole test has 600 (default 15)")
    urai.add_argument("--laju", type=float, default=10)
    urai.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**31))
    urai.add_argument("--biner")
    pilihan = urai.parse_args()
    acak = panggung.lot(pilihan.seed)
    ulah = [("mati", 0.0), ("503", 0.0), ("lambat", 2.0), ("bohong", 0.0)]
    acak.shuffle(ulah)
    salah = []
    with panggung.Panggung(alat.biner(pilihan.biner)) as p:
        alat.izin_semua(p.masuk)
        kerja = beban.Beban(p, pilihan.laju).mulai()
        baca, henti = collections.Counter(), threading.Event()

        def pembaca():
            while not henti.wait(0.2):
                for jalur in ("/v1/permohonan", "/v1/tugas", "/v1/saya"):
                    mulai = time.monotonic()
                    status = alat.panggil(p.basis, "GET", jalur, token=kerja.token(), tunggu=20)[0]
                    baca["ok" if status == 200 else str(status)] += 1
                    baca["over 5 s"] += time.monotonic() - mulai > 5

        utas = threading.Thread(target=pembaca, daemon=True)
        utas.start()
        per_ulah = []
        time.sleep(3)
        for nama, lambat in ulah:
            sebelum = dict(kerja.status)
            p.s3.setel(nama, lambat)
            time.sleep(pilihan.detik)
            p.s3.setel("biasa")
            beda = collections.Counter()
            for (apa, status), kali in kerja.status.items():
                if apa == "selesaikan":
                    beda[status] += kali - sebelum.get((apa, status), 0)
            per_ulah.append((f"papers completed while {nama}", ", ".join(f"{s}: {n}" for s, n in sorted(beda.items()) if n) or "none"))
            time.sleep(2)
        henti.set()
        utas.join(30)
        time.sleep(3)
        kerja.selesai()
        p.tenang()
        baris, salah = kerja.periksa()
        lima_ratus = sum(kali for (_, status), kali in kerja.status.items() if status == 500)
        if lima_ratus:
            salah.append(f"answers with 500: {lima_ratus}")
        if baca["ok"] != sum(n for k, n in baca.items() if k != "over 5 s"):
            salah.append(f"reads that need no store were refused: {dict(baca)}")
        tanpa = p.pg.psql(f"SELECT count(*) FROM {p.skema}.berkas WHERE keadaan = 'sah' AND sha256 IS NULL")
        if tanpa != "0":
            salah.append(f"papers without digest: {tanpa}")
        alat.tabel("F5: the object store", per_ulah + [("reads without the store", dict(baca))] + baris + p.sebab())
    alat.tabel("F5 wrong", [(satu, "") for satu in salah] or [("nothing", "")])
    return 1 if salah else 0


if __name__ == "__main__":
    sys.exit(utama())
