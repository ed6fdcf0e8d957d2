#!/usr/bin/env python3
"""F8: PostgreSQL's pool is used up, a table is locked for long, connections are cut.

Two connections serve everything. First a table is locked for `--detik` seconds while officers of all four offices read and
write; then connections are ended every 100 ms, by the server and by the line. Every answer must come within 5 seconds,
as 503 when it must be a refusal, and no answer may hold anything of another office."""

import argparse
import collections
import random
import subprocess
import sys
import threading
import time

import alat
import panggung

KANTOR = {"balangan": "layanan1", "sinjai": "layanan1", "kembaran": "administrator1", "pekanbaru": "fo1"}


class Kantor(threading.Thread):
    """Officers of one office, who look at every answer for the words of another."""

    def __init__(self, p, tenant, semua, hasil, kunci):
        super().__init__(daemon=True)
        self.p, self.tenant, self.hasil, self.kunci, self.henti = p, tenant, hasil, kunci, threading.Event()
        self.lain = [t for t in semua if t != tenant]
        self.token, self.nama = None, None

    def masuk(self):
        r = self.p.rahasia
        nama, sandi, kode = KANTOR[self.tenant], r["sandi_petugas"], r["rahasia_kode"]
        self.token = alat.token_dua_langkah(self.p.basis, self.tenant, nama, sandi, kode)

    def run(self):
        while not self.henti.is_set():
            for metode, jalur in (("GET", "/v1/saya"), ("GET", "/v1/permohonan"), ("GET", "/v1/tugas"),
                                  ("POST", "/v1/notifikasi/0197a000-0000-7000-8000-000000000000/dibaca")):
                mulai = time.monotonic()
                isi = {} if metode == "POST" else None
                status, jawaban, _ = alat.panggil(self.p.basis, metode, jalur, isi, self.token, tunggu=40)
                lama = time.monotonic() - mulai
                bocor = jalur == "/v1/saya" and status == 200 and jawaban["tenant"]["slug"] != self.tenant
                bocor = bocor or any(f'"{lain}"' in str(jawaban).replace("'", '"') for lain in self.lain)
                with self.kunci:
                    self.hasil["status"][status] += 1
                    self.hasil["lama"].append(lama)
                    self.hasil["bocor"] += bocor


def babak(p, nama, selama, ganggu):
    """One fault under the load of all offices; gives a row, and what is wrong."""
    hasil, kunci = {"status": collections.Counter(), "lama": [], "bocor": 0}, threading.Lock()
    semua = [Kantor(p, tenant, KANTOR, hasil, kunci) for tenant in KANTOR for _ in range(4)]
    for satu in semua[::4]:
        satu.masuk()
    for ke, satu in enumerate(semua):
        satu.token = semua[ke - ke % 4].token
        satu.start()
    ganggu(selama)
    for satu in semua:
        satu.henti.set()
    for satu in semua:
        satu.join(60)
    lama = sorted(hasil["lama"])
    salah = []
    if hasil["bocor"]:
        salah.append(f"{nama}: answers of another office: {hasil['bocor']}")
    if lama[-1] > 5:
        salah.append(f"{nama}: an answer took {lama[-1]:.1f} s")
    buruk = {s: n for s, n in hasil["status"].items() if s not in (200, 404, 503)}
    if buruk:
        salah.append(f"{nama}: {buruk}")
    angka = f"{len(lama)} answers {dict(hasil['status'])}, slowest {lama[-1]:.1f} s, p50 {lama[len(lama) // 2] * 1000:.0f} ms"
    return [(nama, angka)], salah


def utama():
    urai = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    urai.add_argument("--detik", type=float, default=30, help="seconds per fault (default 30)")
    urai.add_argument("--koneksi", type=int, default=2, help="connections of the API (default 2)")
    urai.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**31))
    urai.add_argument("--biner")
    pilihan = urai.parse_args()
    panggung.lot(pilihan.seed)
    with panggung.Panggung(alat.biner(pilihan.biner), koneksi=pilihan.koneksi) as p:
        def kunci_tabel(selama):
            time.sleep(1)
            # Every office's sessions: nothing works without them.
            tabel = ", ".join(f"t_{tenant}.sesi" for tenant in KANTOR)
            kerja = subprocess.Popen(
                ["psql", "-XAtq", "-h", "127.0.0.1", "-p", str(p.pg.port), "-U", "postgres", "-d", "loket", "-c",
                 f"BEGIN; LOCK TABLE {tabel} IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep({selama}); COMMIT"],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            kerja.wait()
            time.sleep(2)

        def putus(selama):
            akhir = time.monotonic() + selama
            while time.monotonic() < akhir:
                p.pg.psql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'loket_app'")
                time.sleep(0.1)
                p.jalur_pg.putuskan()
                time.sleep(0.1)
            time.sleep(2)

        baris, salah = [], []
        for nama, ganggu in (("pool of two", time.sleep), ("table locked", kunci_tabel), ("connections cut", putus)):
            satu, lain = babak(p, nama, pilihan.detik, ganggu)
            baris, salah = baris + satu, salah + lain
            mulai = time.monotonic()
            p.pulih(30)
            baris.append((f"{nama}: ready again after", f"{time.monotonic() - mulai:.1f} s"))
        if p.api.poll() is not None:
            salah.append("the API died")
        alat.tabel("F8: the database", baris + p.sebab())
    alat.tabel("F8 wrong", [(satu, "") for satu in salah] or [("nothing", "")])
    return 1 if salah else 0


if __name__ == "__main__":
    sys.exit(utama())
