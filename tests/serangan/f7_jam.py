#!/usr/bin/env python3
"""F7: clocks that are wrong: ten minutes ahead, ten behind, and a step back.

API and worker run under `faketime`, the API of one round with another clock than that of the next; PostgreSQL, simulators and
clients keep the right time. No expired token may be taken and no token from the future, no message may leave twice, no job
be lost, and the audit of a case must stay in the order in which things happened. Needs `faketime`."""

import argparse
import base64
import glob
import json
import random
import sys
import time

import alat
import beban
import panggung

PUSTAKA = next(iter(glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")), None)


def palsu(jam):
    """The environment of a process whose clock is wrong by that much; how long things take stays as it is."""
    if not jam:
        return {}
    return {"LD_PRELOAD": PUSTAKA, "FAKETIME": jam, "DONT_FAKE_MONOTONIC": "1", "FAKETIME_DONT_RESET": "1"}


def ulang(p, jam, pekerja):
    """API and worker again, with these clocks."""
    for proses in (p.api, p.pekerja):
        p.bunuh(proses)
    p.nyalakan_api(**palsu(jam))
    p.nyalakan_pekerja(**palsu(pekerja))
    p.pulih()


def utama():
    urai = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    urai.add_argument("--detik", type=float, default=10, help="seconds of load per clock (default 10)")
    urai.add_argument("--laju", type=float, default=10)
    urai.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**31))
    urai.add_argument("--biner")
    pilihan = urai.parse_args()
    if not PUSTAKA:
        sys.exit("libfaketime is missing: apt-get install faketime")
    panggung.lot(pilihan.seed)
    salah, baris = [], []
    with panggung.Panggung(alat.biner(pilihan.biner)) as p:
        alat.izin_semua(p.masuk)
        kini = p.masuk.token("semua")
        klaim = json.loads(base64.urlsafe_b64decode(kini.split(".")[1] + "=="))
        umur = klaim["exp"] - klaim["iat"] if "iat" in klaim else 900

        def terima(token):
            return alat.panggil(p.basis, "GET", "/v1/saya", token=token)[0]

        def token_baru():
            p.masuk.buang("semua")
            return p.masuk.token("semua")

        # A token of now, under clocks that say otherwise.
        ulang(p, "+10m", "")
        baris.append(("token of now, API 10 min ahead", terima(kini)))
        depan = token_baru()
        ulang(p, "+20m", "")
        status = terima(kini)
        baris.append((f"token of {umur} s, API 20 min ahead (it is over)", status))
        if status != 401:
            salah.append(f"an expired token was answered {status}")
        ulang(p, "", "")
        status = terima(depan)
        baris.append(("token from 10 min ahead, API right (it is not yet)", status))
        if status != 401:
            salah.append(f"a token from the future was answered {status}")
        ulang(p, "-10m", "")
        status = terima(kini)
        baris.append(("token of now, API 10 min behind (it is not yet)", status))
        if status != 401:
            salah.append(f"a token from the future was answered {status} by a clock that is behind")

        # Load while the clock leaps: ahead, behind, a step back, right; API and worker do not agree either.
        ulang(p, "", "")
        p.masuk.buang("semua")
        kerja = beban.Beban(p, pilihan.laju, unggah=False)
        masuk_lama = kerja.token

        def token():
            # Each clock has sessions of its own; an officer whose token is refused logs in again.
            for _ in range(100):
                baru = masuk_lama()
                if terima(baru) != 401:
                    return baru
                p.masuk.buang("operator_layanan")
            return masuk_lama()

        kerja.token = token
        kerja.mulai()
        for jam, pekerja in (("+10m", ""), ("", "+10m"), ("-10m", ""), ("", "-10m"), ("+3s", "-3s"), ("", "")):
            ulang(p, jam, pekerja)
            time.sleep(pilihan.detik)
        kerja.selesai()
        tenang = p.tenang(900)
        lain, rusak = kerja.periksa()
        salah += rusak
        if not tenang:
            salah.append(f"queues did not drain: {p.sisa()}")
        s = p.skema
        # What a case went through keeps its order: its events are numbered, whatever the clocks said.
        bolong = p.pg.psql(
            f"SELECT count(*) FROM (SELECT permohonan_id, count(*) n, count(DISTINCT urutan) u FROM {s}.permohonan_peristiwa"
            f" GROUP BY 1) x WHERE n <> u")
        baris.append(("cases whose events lost their order", bolong))
        if bolong != "0":
            salah.append(f"events without order: {bolong}")
        dua = p.pg.psql(
            f"SELECT count(*) FROM (SELECT kunci FROM {s}.wa_masuk GROUP BY 1 HAVING count(*) > 1) x")
        if dua != "0":
            salah.append(f"webhooks stored twice: {dua}")
        alat.tabel("F7: clocks", baris + lain + p.sebab())
    alat.tabel("F7 wrong", [(satu, "") for satu in salah] or [("nothing", "")])
    return 1 if salah else 0


if __name__ == "__main__":
    sys.exit(utama())
