"""What the attack scripts share: a demo office as a process of its own, and tokens of its officers."""

import base64
import email.utils
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

# Who stops a script gets what it started cleaned up.
signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))

AKAR = pathlib.Path(__file__).resolve().parents[2]
TENANT = "balangan"
# Who stands for a role: the role's code in deploy/tenants/balangan.yaml, and an officer of deploy/demo/petugas.yaml.
PETUGAS = {
    "semua": "siak1",
    "operator_layanan": "layanan1",
    "operator_siak": "siak2",
    "kasi": "kasi",
    "kabid": "kabid",
    "kadis": "kadis",
    "loket": "loket",
    "admin": "admin",
}


def biner(pilihan=None):
    """The executable under attack: the one that was named, or the debug build."""
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", AKAR / "target"))
    jalur = pathlib.Path(pilihan) if pilihan else target / "debug" / "loket"
    if not jalur.is_file():
        sys.exit(f"{jalur} is missing; build it first: cargo build -p loket --bin loket")
    return jalur


def port_bebas(berapa):
    """The first of so many free ports in a row."""
    for _ in range(200):
        awal = random.SystemRandom().randrange(20_000, 60_000)
        soket = []
        try:
            for tambah in range(berapa):
                satu = socket.socket()
                soket.append(satu)
                satu.bind(("127.0.0.1", awal + tambah))
            return awal
        except OSError:
            continue
        finally:
            for satu in soket:
                satu.close()
    sys.exit("no free ports")


def panggil(basis, metode, jalur, isi=None, token=None, header=None, tunggu=30):
    """One call; gives status, body as JSON (or text) and headers. A connection that breaks is status 0."""
    kepala = {"accept": "application/json", **(header or {})}
    if token:
        kepala["authorization"] = f"Bearer {token}"
    data = None
    if isi is not None:
        data = isi if isinstance(isi, bytes) else json.dumps(isi).encode()
        kepala.setdefault("content-type", "application/json")
    minta = urllib.request.Request(basis + jalur, data=data, method=metode, headers=kepala)
    try:
        with urllib.request.urlopen(minta, timeout=tunggu) as jawaban:
            return jawaban.status, _urai(jawaban.read()), dict(jawaban.headers)
    except urllib.error.HTTPError as galat:
        return galat.code, _urai(galat.read()), dict(galat.headers)
    except (OSError, http.client.HTTPException):
        return 0, None, {}


def _urai(teks):
    try:
        return json.loads(teks)
    except ValueError:
        return teks.decode(errors="replace")


def kode_faktor(rahasia, langkah):
    """What an authenticator shows in that half minute (RFC 6238)."""
    kunci = base64.b32decode(rahasia + "=" * (-len(rahasia) % 8))
    sidik = hmac.new(kunci, struct.pack(">Q", langkah), hashlib.sha1).digest()
    awal = sidik[-1] & 15
    return f"{(int.from_bytes(sidik[awal:awal + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def token_dua_langkah(basis, tenant, nama, sandi, rahasia, batas=120):
    """An access token of an officer: password, then the code of the server's own clock. A code works once, so who logs in
    again too soon shows the one after, or waits for it."""
    selesai = time.monotonic() + batas
    while True:
        isi = {"nama_pengguna": nama, "sandi": sandi}
        status, jawaban, kepala = panggil(basis, "POST", f"/v1/tenant/{tenant}/sesi", isi)
        if status in (200, 201) and "tiket" not in jawaban:
            # An office that asks this officer for no second factor.
            return jawaban["token_akses"]
        if status in (200, 201):
            kini = email.utils.parsedate_to_datetime(kepala["date"]).timestamp()
            for langkah in (int(kini) // 30, int(kini) // 30 + 1):
                bukti = {"tiket": jawaban["tiket"], "kode": kode_faktor(rahasia, langkah)}
                status, isi, _ = panggil(basis, "POST", f"/v1/tenant/{tenant}/sesi/faktor", bukti)
                if status in (200, 201):
                    return isi["token_akses"]
        elif status == 401:
            raise RuntimeError(f"no token for {nama}: {status} {jawaban}")
        if time.monotonic() > selesai or status not in (0, 401, 422, 429, 503):
            raise RuntimeError(f"no token for {nama}: {status} {jawaban}")
        time.sleep(5)


class Masuk:
    """Tokens of officers, by role. The one place that knows how an officer logs in."""

    # Shorter than a confirmation lasts, so that nothing is refused for its age.
    UMUR = 4 * 60

    def __init__(self, basis, sandi, rahasia, tenant=TENANT):
        self.basis, self.sandi, self.rahasia, self.tenant = basis, sandi, rahasia, tenant
        self._ada, self._kunci = {}, threading.Lock()

    def token(self, peran):
        """A valid access token of an officer who holds that role. Threads share it, as codes come one by one."""
        with self._kunci:
            lama = self._ada.get(peran)
            if lama and time.monotonic() - lama[1] < self.UMUR:
                return lama[0]
            baru = token_dua_langkah(self.basis, self.tenant, PETUGAS[peran], self.sandi, self.rahasia)
            self._ada[peran] = (baru, time.monotonic())
            return baru

    def buang(self, peran):
        """Forgets the token of a session that was ended."""
        self._ada.pop(peran, None)


class Demo:
    """`loket demo` on ports and data of its own; everything goes when it is closed."""

    def __init__(self, biner, log=None):
        self.data = pathlib.Path(tempfile.mkdtemp(prefix="loket-serangan-"))
        # PostgreSQL refuses to run as root and needs a way in.
        self.data.chmod(0o755)
        self.port = port_bebas(6)
        self.basis = f"http://127.0.0.1:{self.port}"
        self.log = pathlib.Path(log) if log else self.data / "demo.log"
        with open(self.log, "wb") as keluar:
            self.proses = subprocess.Popen(
                [str(biner), "demo", "--data", str(self.data / "loket"), "--port", str(self.port)],
                stdin=subprocess.DEVNULL, stdout=keluar, stderr=subprocess.STDOUT, cwd=AKAR,
                env={**os.environ, "LOKET_LOG": os.environ.get("LOKET_LOG", "error")},
            )
        batas = time.monotonic() + 300
        while panggil(self.basis, "GET", "/readyz", tunggu=5)[0] != 200:
            if self.proses.poll() is not None or time.monotonic() > batas:
                teks = self.log.read_text(errors="replace")[-2000:]
                self.tutup()
                sys.exit(f"the demo did not start:\n{teks}")
            time.sleep(0.5)
        rahasia = json.loads((self.data / "loket" / "rahasia.json").read_text())
        self.masuk = Masuk(self.basis, rahasia["sandi_petugas"], rahasia["rahasia_kode"])

    def hidup(self):
        return self.proses.poll() is None

    def tutup(self):
        if self.hidup():
            self.proses.send_signal(signal.SIGINT)
            try:
                self.proses.wait(60)
            except subprocess.TimeoutExpired:
                self.proses.kill()
                self.proses.wait()
        shutil.rmtree(self.data, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.tutup()


def izin_semua(masuk):
    """Gives the stand-in role of `semua` every permission there is, through the API, as an administrator would."""
    admin = masuk.token("admin")
    _, katalog, _ = panggil(masuk.basis, "GET", "/v1/izin", token=admin)
    _, peran, _ = panggil(masuk.basis, "GET", "/v1/peran", token=admin)
    kini = next(satu for satu in peran["data"] if satu["kode"] == "operator_siak")
    isi = {"nama": kini["nama"], "izin": [satu["kode"] for satu in katalog["data"]]}
    status, jawaban, _ = panggil(
        masuk.basis, "PUT", "/v1/peran/operator_siak", isi, admin,
        {"if-match": f'"v{kini["versi"]}"'},
    )
    if status != 200:
        raise RuntimeError(f"role not saved: {status} {jawaban}")


def benih(masuk, berapa=6):
    """A few cases, so that ids lead somewhere. Gives their ids."""
    token = masuk.token("operator_layanan")
    semua = []
    for ke in range(berapa):
        isi = {
            "layanan": "kk_perubahan", "kanal": "loket", "pemohon": {"nama": "Budi Contoh"},
            "isian": {"perubahan": f"pekerjaan menjadi petani {'abcdefghij'[ke % 10]}"},
        }
        kunci = base64.b32encode(os.urandom(10)).decode()
        status, jawaban, _ = panggil(
            masuk.basis, "POST", "/v1/permohonan", isi, token, {"idempotency-key": kunci}
        )
        if status != 201:
            raise RuntimeError(f"no case: {status} {jawaban}")
        semua.append(jawaban["id"])
    return semua


def tabel(judul, baris):
    """Prints rows of (name, value) as figures."""
    print(f"\n{judul}")
    lebar = max(len(str(nama)) for nama, _ in baris)
    for nama, nilai in baris:
        print(f"  {str(nama):<{lebar}}  {nilai}")
    sys.stdout.flush()
