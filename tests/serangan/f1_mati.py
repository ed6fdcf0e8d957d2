#!/usr/bin/env python3
"""F1: kill -9 of API, worker and PostgreSQL under load.

Clients make cases, decide, upload papers and send webhooks, and keep a synced ledger of everything that was acknowledged.
Meanwhile processes are killed in an order by lot: of ten kills four hit the API, four the worker and two PostgreSQL with all
its processes. At the end ledger, API, database, object store and the simulator's journal must agree. The whole test is
`--kali 200 --laju 20`, about half an hour."""

import argparse
import random
import sys
import time

import alat
import beban
import panggung


def utama():
    urai = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    urai.add_argument("--kali", type=int, default=20, help="kills (default 20)")
    urai.add_argument("--laju", type=float, default=20, help="operations a second (default 20)")
    urai.add_argument("--jeda", type=float, default=6, help="seconds between kills, at most (default 6)")
    urai.add_argument("--api-detik", type=float, default=5, help="the API is back within so many seconds (default 5)")
    urai.add_argument("--pg-detik", type=float, default=15, help="and after PostgreSQL (default 15)")
    urai.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**31))
    urai.add_argument("--biner")
    pilihan = urai.parse_args()
    acak = panggung.lot(pilihan.seed)
    urutan = (["api"] * 4 + ["pekerja"] * 4 + ["postgres"] * 2) * (pilihan.kali // 10 + 1)
    urutan = urutan[: pilihan.kali]
    acak.shuffle(urutan)
    with panggung.Panggung(alat.biner(pilihan.biner)) as p:
        alat.izin_semua(p.masuk)
        kerja, pulih = beban.Beban(p, pilihan.laju).mulai(), {"api": [], "pekerja": [], "postgres": []}
        mulai = time.monotonic()
        for korban in urutan:
            time.sleep(acak.uniform(0.3, pilihan.jeda))
            awal = time.monotonic()
            if korban == "api":
                p.bunuh(p.api)
                p.nyalakan_api()
            elif korban == "pekerja":
                p.bunuh(p.pekerja)
                p.nyalakan_pekerja()
            else:
                p.pg.bunuh()
            p.pulih()
            if p.pekerja.poll() is not None:
                # Whoever runs a worker starts it again; that it needed it is counted.
                pulih.setdefault("worker ended by itself", []).append(0)
                p.nyalakan_pekerja()
            pulih[korban].append(time.monotonic() - awal)
        kerja.selesai()
        tenang = p.tenang()
        baris, salah = kerja.periksa()
        if not tenang:
            salah.append(f"queues did not drain: {p.sisa()}")
        for korban, batas in (("api", pilihan.api_detik), ("postgres", pilihan.pg_detik)):
            if pulih[korban] and max(pulih[korban]) > batas:
                salah.append(f"{korban}: back after {max(pulih[korban]):.1f} s, {batas} s allowed")
        waktu = [(f"{k}: kills, slowest return", f"{len(v)}, {max(v):.1f} s") for k, v in pulih.items() if v]
        alat.tabel(f"F1: {pilihan.kali} times kill -9 in {time.monotonic() - mulai:.0f} s", waktu + baris + p.sebab())
    alat.tabel("F1 wrong", [(satu, "") for satu in salah] or [("nothing", "")])
    return 1 if salah else 0


if __name__ == "__main__":
    sys.exit(utama())
