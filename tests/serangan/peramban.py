#!/usr/bin/env python3
"""Passkeys in a real browser: Chromium makes one, logs in with it, and confirms a session with it.

Starts `loket demo` on ports of its own and Chromium without a window (`apt-get install chromium`, or `--peramban`), with an
authenticator that the browser itself emulates. What the browser is asked and answers is what the API gives and gets, by
`parseCreationOptionsFromJSON`, `parseRequestOptionsFromJSON` and `toJSON`. Ends with 0 only when each step went as it must."""

import argparse
import http.server
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import threading

SINI = pathlib.Path(__file__).resolve().parent
VERSI = "1.55.0"
NAMA = "layanan1"
ASING = "loket.palsu.test"

BUAT = """async (pilihan) => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(pilihan);
    try { return (await navigator.credentials.create({ publicKey })).toJSON(); } catch (galat) { return { galat: galat.name }; }
}"""
MINTA = """async (pilihan) => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(pilihan);
    try { return (await navigator.credentials.get({ publicKey })).toJSON(); } catch (galat) { return { galat: galat.name }; }
}"""


def venv(target):
    """Python with Playwright at the pinned version, in a virtual environment under `target`."""
    folder = target / "peramban-venv"
    python = folder / "bin" / "python"
    periksa = f"import importlib.metadata as m, sys; sys.exit(m.version('playwright') != '{VERSI}')"
    if python.is_file() and subprocess.run([python, "-c", periksa], check=False, capture_output=True).returncode == 0:
        return python
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    pip = [str(folder / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, f"playwright=={VERSI}"], check=True)
    return python


class Kosong(http.server.BaseHTTPRequestHandler):
    """A page without anything."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Langkah:
    """What was seen, and whether all of it was as it must be."""

    def __init__(self):
        self.baris, self.salah = [], 0

    def lihat(self, nama, benar, ada):
        self.baris.append((nama, ada if benar else f"WRONG: {ada}"))
        self.salah += not benar


def autentikator(cdp, terbukti):
    """An authenticator in the browser whose user is verified, or is not. The one before it goes."""
    pilihan = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": terbukti, "automaticPresenceSimulation": True,
    }
    return cdp.send("WebAuthn.addVirtualAuthenticator", {"options": pilihan})["authenticatorId"]


def jalankan(demo, alat, laman, cdp, pintu_lain):
    langkah = Langkah()
    basis, tenant, masuk = demo.basis, alat.TENANT, demo.masuk
    panggil = alat.panggil
    token = alat.token_dua_langkah(basis, tenant, NAMA, masuk.sandi, masuk.rahasia)
    sesi = f"/v1/tenant/{tenant}/sesi"

    def mulai(bearer):
        return panggil(basis, "POST", "/v1/saya/kunci-sandi/mulai", b"", bearer)

    # Whoever does not prove that it is them gets no passkey: the browser itself refuses.
    lemah = autentikator(cdp, False)
    _, tanya, _ = mulai(token)
    jawaban = laman.evaluate(BUAT, tanya["pilihan"])
    langkah.lihat("made without finger, face or PIN", jawaban.get("galat") == "NotAllowedError", jawaban.get("galat"))
    cdp.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": lemah})

    pesawat = autentikator(cdp, True)
    _, tanya, _ = mulai(token)
    buat = laman.evaluate(BUAT, tanya["pilihan"])
    isi = {"label": "Chromium", "jawaban": buat}
    status, ada, _ = panggil(basis, "POST", "/v1/saya/kunci-sandi", isi, token)
    langkah.lihat("made in the browser and kept", status == 201, status)
    status, ada, _ = panggil(basis, "POST", "/v1/saya/kunci-sandi", isi, token)
    langkah.lihat("the same answer a second time", status in (409, 422), f"{status} {ada.get('kode')}")

    def tiket():
        _, satu, _ = panggil(basis, "POST", sesi, {"nama_pengguna": NAMA, "sandi": masuk.sandi})
        return satu

    satu = tiket()
    langkah.lihat("the login offers it", "kunci_sandi" in satu["cara"], ", ".join(satu["cara"]))
    _, tanya, _ = panggil(basis, "POST", f"{sesi}/kunci-sandi/mulai", {"tiket": satu["tiket"]})
    bukti = laman.evaluate(MINTA, tanya["pilihan"])
    isi = {"tiket": satu["tiket"], "jawaban": bukti}
    status, baru, _ = panggil(basis, "POST", f"{sesi}/kunci-sandi", isi)
    langkah.lihat("logged in with it", status in (200, 201) and "token_akses" in baru, status)
    status, saya, _ = panggil(basis, "GET", "/v1/saya", token=baru["token_akses"])
    langkah.lihat("the session works", status == 200, status)

    _, tanya, _ = panggil(basis, "POST", "/v1/sesi/konfirmasi/kunci-sandi", b"", baru["token_akses"])
    bukti = laman.evaluate(MINTA, tanya["pilihan"])
    status, ada, _ = panggil(basis, "POST", "/v1/sesi/konfirmasi", {"kunci_sandi": bukti}, baru["token_akses"])
    langkah.lihat("the session confirmed with it", status in (200, 204), f"{status} {ada or ''}".strip())

    # An answer that was given elsewhere opens nothing here.
    satu = tiket()
    isi = {"tiket": satu["tiket"], "jawaban": bukti}
    panggil(basis, "POST", f"{sesi}/kunci-sandi/mulai", {"tiket": satu["tiket"]})
    status, ada, _ = panggil(basis, "POST", f"{sesi}/kunci-sandi", isi)
    langkah.lihat("an older answer at a new login", status in (401, 422), f"{status} {ada.get('kode')}")

    # The page of another host name: the browser refuses. Of another port of this host: the browser answers, the API refuses.
    def di(asal):
        laman.goto(asal + "/livez")
        satu = tiket()
        _, tanya, _ = panggil(basis, "POST", f"{sesi}/kunci-sandi/mulai", {"tiket": satu["tiket"]})
        return satu["tiket"], laman.evaluate(MINTA, tanya["pilihan"])

    _, jawaban = di(f"http://{ASING}:{demo.port}")
    langkah.lihat("asked for by another host", jawaban.get("galat") == "SecurityError", jawaban.get("galat"))
    kartu, jawaban = di(f"http://localhost:{pintu_lain}")
    langkah.lihat("answered to another port", "id" in jawaban, jawaban.get("galat", "answered"))
    status, ada, _ = panggil(basis, "POST", f"{sesi}/kunci-sandi", {"tiket": kartu, "jawaban": jawaban})
    langkah.lihat("and shown to the API", status in (401, 422), f"{status} {ada.get('kode')}")
    cdp.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": pesawat})
    return langkah


def utama():
    urai = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    urai.add_argument("--biner", help="the loket executable (default: the debug build)")
    urai.add_argument("--peramban", default=shutil.which("chromium") or shutil.which("google-chrome"))
    pilihan = urai.parse_args()
    if not pilihan.peramban:
        sys.exit("no Chromium here; install it (apt-get install chromium) or name it with --peramban")
    sys.path.insert(0, str(SINI))
    import alat

    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        if os.environ.get("PERAMBAN_VENV"):
            raise
        target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", alat.AKAR / "target"))
        python = venv(target)
        lingkungan = {**os.environ, "PERAMBAN_VENV": "1"}
        return subprocess.run([python, __file__, *sys.argv[1:]], check=False, env=lingkungan).returncode
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(124))
    with alat.Demo(alat.biner(pilihan.biner)) as demo, sync_playwright() as main:
        # Another host name of this machine, with the rights that only a page over TLS has.
        asing = [f"--host-resolver-rules=MAP {ASING} 127.0.0.1",
                 f"--unsafely-treat-insecure-origin-as-secure=http://{ASING}:{demo.port}"]
        peramban = main.chromium.launch(executable_path=pilihan.peramban, args=["--no-sandbox", *asing])
        laman = peramban.new_page()
        # The name that passkeys of this demo are bound to.
        laman.goto(f"http://localhost:{demo.port}/livez")
        cdp = laman.context.new_cdp_session(laman)
        cdp.send("WebAuthn.enable")
        lain = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Kosong)
        threading.Thread(target=lain.serve_forever, daemon=True).start()
        langkah = jalankan(demo, alat, laman, cdp, lain.server_port)
        lain.shutdown()
        versi = peramban.version
        peramban.close()
    alat.tabel("passkeys in a browser", [("Chromium", versi), *langkah.baris, ("wrong", langkah.salah or "nothing")])
    return 1 if langkah.salah else 0


if __name__ == "__main__":
    sys.exit(utama())
