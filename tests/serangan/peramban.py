#!/usr/bin/env python3
"""Passkeys in a real browser: Chromium makes one, logs in with it, and confirms a session with it.

Starts `loket demo` on ports of its own and Chromium without a window (`apt-get install chromium`, or `--peramban`), with an
authenticator that the browser itself emulates. What the browser is asked and answers is what the API gives and gets, by
`parseCreationOptionsFromJSON`, `parseRequestOptionsFromJSON` and `toJSON`. Ends with 0 only when each step went as it must."""

import argparse
import pathlib
import shutil
import signal
import subprocess
import sys

SINI = pathlib.Path(__file__).resolve().parent
VERSI = "1.55.0"
NAMA = "layanan1"

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


def jalankan(demo, alat, laman, cdp):
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

    # The page of anybody else cannot ask for it: another host name, same machine.
    laman.goto(basis + "/livez")
    asing = laman.evaluate(
        "() => typeof PublicKeyCredential === 'undefined' ? 'none' : 'there'"
    )
    satu = tiket()
    _, tanya, _ = panggil(basis, "POST", f"{sesi}/kunci-sandi/mulai", {"tiket": satu["tiket"]})
    jawaban = laman.evaluate(MINTA, tanya["pilihan"]) if asing == "there" else {"galat": "SecurityError"}
    langkah.lihat("asked for by another origin", jawaban.get("galat") == "SecurityError", jawaban.get("galat"))
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
        import os

        target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", alat.AKAR / "target"))
        python = venv(target)
        return subprocess.run([python, __file__, *sys.argv[1:]], check=False).returncode
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(124))
    with alat.Demo(alat.biner(pilihan.biner)) as demo, sync_playwright() as main:
        peramban = main.chromium.launch(executable_path=pilihan.peramban, args=["--no-sandbox"])
        laman = peramban.new_page()
        # The name that passkeys of this demo are bound to.
        laman.goto(f"http://localhost:{demo.port}/livez")
        cdp = laman.context.new_cdp_session(laman)
        cdp.send("WebAuthn.enable")
        langkah = jalankan(demo, alat, laman, cdp)
        versi = peramban.version
        peramban.close()
    alat.tabel("passkeys in a browser", [("Chromium", versi), *langkah.baris, ("wrong", langkah.salah or "nothing")])
    return 1 if langkah.salah else 0


if __name__ == "__main__":
    sys.exit(utama())
