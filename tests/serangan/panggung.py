"""A stage for faults: PostgreSQL, `loket serve` and `loket worker` as processes that can be killed, proxies in between."""

import contextlib
import hashlib
import hmac
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
import time

import alat


class Perantara(threading.Thread):
    """A TCP proxy whose line can be slow, dead, lying, or answer 503 by itself."""

    def __init__(self, tujuan):
        super().__init__(daemon=True)
        self.tujuan, self.ulah, self.lambat = tujuan, "biasa", 0.0
        self._jalur, self._kunci = set(), threading.Lock()
        self.pintu = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self.pintu.getsockname()[1]
        self.start()

    def run(self):
        while True:
            try:
                klien, _ = self.pintu.accept()
            except OSError:
                return
            threading.Thread(target=self._layani, args=(klien,), daemon=True).start()

    def setel(self, ulah, lambat=0.0, putus=True):
        """`biasa`, `mati`, `lambat`, `503`, `bohong` (other bytes), from now on; lines that are open are cut."""
        self.ulah, self.lambat = ulah, lambat
        if putus:
            self.putuskan()

    def putuskan(self):
        with self._kunci:
            jalur, self._jalur = self._jalur, set()
        for satu in jalur:
            with contextlib.suppress(OSError):
                satu.shutdown(socket.SHUT_RDWR)
            satu.close()

    def _layani(self, klien):
        ulah = self.ulah
        if ulah == "mati":
            klien.close()
            return
        if ulah == "503":
            with contextlib.suppress(OSError):
                klien.settimeout(5)
                klien.recv(65536)
                isi = b"<Error><Code>SlowDown</Code></Error>"
                klien.sendall(
                    b"HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nConnection: close\r\n"
                    b"Content-Length: %d\r\n\r\n%s" % (len(isi), isi)
                )
            klien.close()
            return
        try:
            server = socket.create_connection(self.tujuan, timeout=10)
        except OSError:
            klien.close()
            return
        server.settimeout(None)
        with self._kunci:
            self._jalur |= {klien, server}
        for dari, ke, balik in ((klien, server, False), (server, klien, True)):
            threading.Thread(target=self._pompa, args=(dari, ke, balik), daemon=True).start()

    def _pompa(self, dari, ke, balik):
        with contextlib.suppress(OSError):
            while data := dari.recv(65536):
                if balik and self.lambat:
                    time.sleep(self.lambat)
                if balik and self.ulah == "bohong":
                    kepala, pisah, badan = data.partition(b"\r\n\r\n")
                    # Heads stay as they are: the object has its length and its name, but other bytes.
                    data = kepala + pisah + bytes(b ^ 0x5A for b in badan) if pisah else bytes(b ^ 0x5A for b in data)
                ke.sendall(data)
        for satu in (dari, ke):
            with contextlib.suppress(OSError):
                satu.shutdown(socket.SHUT_RDWR)
        # The other direction ends by that, and closes its own: a long run would use up all descriptors.
        with self._kunci:
            self._jalur.discard(dari)
        dari.close()


class Postgres:
    """A cluster with fsync, as production has it, that can be killed and comes back."""

    def __init__(self, data):
        self.data, self.port = pathlib.Path(data), alat.port_bebas(1)
        self.bin = self._cari()
        self.data.mkdir(parents=True, exist_ok=True)
        shutil.chown(self.data, "postgres", "postgres")
        self._jalankan([str(self.bin / "initdb"), "-D", str(self.data / "pg"), "-A", "trust", "-U", "postgres", "-E", "UTF8"])
        self.log = open(self.data.parent / f"postgres-{self.port}.log", "ab")
        self.proses = None
        self.nyalakan()

    @staticmethod
    def _cari():
        if os.environ.get("LOKET_PG_BIN"):
            return pathlib.Path(os.environ["LOKET_PG_BIN"])
        semua = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))
        return semua[-1] if semua else pathlib.Path(shutil.which("initdb")).parent

    @staticmethod
    def _jalankan(perintah):
        subprocess.run(perintah, check=True, stdout=subprocess.DEVNULL, user="postgres", group="postgres", cwd="/")

    def nyalakan(self):
        self.proses = subprocess.Popen(
            [str(self.bin / "postgres"), "-D", str(self.data / "pg"), "-p", str(self.port), "-k", "", "-h", "127.0.0.1",
             "-c", "max_connections=120", "-c", "wal_recycle=off", "-c", "min_wal_size=32MB", "-c", "max_wal_size=64MB"],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, user="postgres", group="postgres", cwd="/",
        )

    def siap(self, paling_lama=60):
        batas = time.monotonic() + paling_lama
        while time.monotonic() < batas:
            if self.psql("SELECT 1", basis="postgres") == "1":
                return
            if self.proses.poll() is not None:
                self.nyalakan()
            time.sleep(0.2)
        raise RuntimeError("PostgreSQL did not come up")

    def bunuh(self):
        """kill -9 of the postmaster and everything it started, and a new one."""
        anak = subprocess.run(["pgrep", "-P", str(self.proses.pid)], capture_output=True, text=True, check=False).stdout.split()
        self.proses.kill()
        self.proses.wait()
        for pid in anak:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
        (self.data / "pg" / "postmaster.pid").unlink(missing_ok=True)
        self.nyalakan()

    def psql(self, sql, basis="loket"):
        hasil = subprocess.run(
            ["psql", "-XAtq", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", basis, "-c", sql],
            capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
        )
        return hasil.stdout.strip() if hasil.returncode == 0 else None

    def tutup(self):
        if self.proses and self.proses.poll() is None:
            self.proses.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.proses.wait(30)
            self.proses.kill()
        self.log.close()


class Panggung:
    """Everything a fault needs: servers, simulators, proxies, one API and one worker."""

    def __init__(self, biner, pg_data=None, koneksi=10, lingkungan=None):
        self.biner = str(biner)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="loket-serangan-"))
        self.folder.chmod(0o755)
        self.pg = Postgres(pg_data or self.folder / "basis")
        self.pg.siap()
        self.port = alat.port_bebas(6)
        self.basis = f"http://127.0.0.1:{self.port}"
        self.wa = f"http://127.0.0.1:{self.port + 1}"
        self.log = open(self.folder / "loket.log", "ab")
        self.demo = self._mulai(
            ["demo", "--tanpa-layanan", "--data", str(self.folder / "demo"), "--port", str(self.port),
             "--database-url", f"postgres://postgres@127.0.0.1:{self.pg.port}/postgres"], {})
        batas = time.monotonic() + 300
        tanda = self.folder / "demo" / "demo.env"
        while not tanda.exists():
            if self.demo.poll() is not None or time.monotonic() > batas:
                sys.exit(f"the demo did not start:\n{(self.folder / 'loket.log').read_text(errors='replace')[-2000:]}")
            time.sleep(0.2)
        time.sleep(0.5)
        self.rahasia = json.loads((self.folder / "demo" / "rahasia.json").read_text())
        self.s3 = Perantara(("127.0.0.1", self.port + 3))
        self.jalur_pg = Perantara(("127.0.0.1", self.pg.port))
        r = self.rahasia
        self.lingkungan = {
            "LOKET_BIND": f"127.0.0.1:{self.port}", "LOKET_HTTP_WORKERS": "2", "LOKET_PUBLIK_URL": self.basis,
            "LOKET_DATABASE_URL": f"postgres://loket_app:{r['sandi_aplikasi']}@127.0.0.1:{self.jalur_pg.port}/loket",
            "LOKET_DATABASE_KONEKSI": str(koneksi), "LOKET_S3_ENDPOINT": f"http://127.0.0.1:{self.s3.port}",
            "LOKET_S3_REGION": "us-east-1", "LOKET_S3_BUCKET": "loket", "LOKET_S3_ACCESS_KEY": "loket-demo",
            "LOKET_S3_SECRET_KEY": r["s3_rahasia"], "LOKET_KUNCI_INDUK": r["kunci_induk"],
            "LOKET_KUNCI_TOKEN": r["kunci_token"], "LOKET_KIRIM_TENGGANG_DETIK": "5", "LOKET_PEKERJA_SAPUAN_DETIK": "1",
            "LOKET_BALAS_TENANG_MILIDETIK": "150", "LOKET_SMTP_HOST": "127.0.0.1", "LOKET_SMTP_PORT": str(self.port + 4),
            "LOKET_SMTP_TLS": "tanpa", "LOKET_SMTP_DARI": "layanan@loket.example",
            # One address and one session play whole offices; the limits per minute are tried elsewhere.
            **{f"LOKET_LAJU_{satu}": "100000" for satu in ("ALAMAT", "SESI", "TENANT", "MAHAL")}, **(lingkungan or {}),
        }
        self.api = self.pekerja = None
        self.nyalakan_api()
        self.nyalakan_pekerja()
        self.masuk = alat.Masuk(self.basis, r["sandi_petugas"], r["rahasia_kode"])
        self.pulih()

    def _mulai(self, kata, lingkungan, keluaran=None):
        return subprocess.Popen(
            [self.biner, *kata], stdin=subprocess.DEVNULL, stdout=keluaran or self.log,
            stderr=keluaran or self.log, cwd=alat.AKAR,
            env={**os.environ, "LOKET_LOG": os.environ.get("LOKET_LOG", "error"), **lingkungan},
        )

    def nyalakan_api(self, keluaran=None, **tambah):
        self.api = self._mulai(["serve", "--tanpa-pekerja"], {**self.lingkungan, **tambah}, keluaran)

    def nyalakan_pekerja(self, **tambah):
        self.pekerja = self._mulai(["worker"], {**self.lingkungan, **tambah})

    @staticmethod
    def bunuh(proses):
        proses.kill()
        proses.wait()

    def pulih(self, paling_lama=120):
        """Waits until the API says that it is ready; gives the seconds it took. What died of itself counts as a failure."""
        mulai = time.monotonic()
        while alat.panggil(self.basis, "GET", "/readyz", tunggu=5)[0] != 200:
            # A postmaster that comes before the last child of the killed one is gone refuses to start; an operator repeats it.
            if self.pg.proses.poll() is not None:
                self.pg.nyalakan()
            if self.api.poll() is not None:
                raise RuntimeError(f"the API ended by itself with {self.api.returncode}")
            if time.monotonic() - mulai > paling_lama:
                raise RuntimeError("the API did not come back")
            time.sleep(0.05)
        return time.monotonic() - mulai

    def tenang(self, paling_lama=180):
        """Waits until nothing is queued any more; tells whether that happened."""
        sql = "SELECT (SELECT count(*) FROM {s}.pesan_keluar WHERE keadaan IN ('antre','mengirim')) + (SELECT count(*) FROM {s}.wa_masuk WHERE keadaan = 'antre')"
        batas = time.monotonic() + paling_lama
        while time.monotonic() < batas:
            if self.pg.psql(sql.format(s=self.skema)) == "0":
                return True
            time.sleep(0.5)
        return False

    def sisa(self):
        """What is still queued, and why: for the line that says that queues did not drain."""
        s = self.skema
        return self.pg.psql(
            f"SELECT string_agg(satu, '; ') FROM (SELECT concat_ws(' ', 'keluar', m.keadaan, m.golongan, m.galat, count(*),"
            f" 'of', count(DISTINCT m.kontak_id), 'contacts, due in', round(extract(epoch FROM min(m.tersedia_pada) - now())),"
            f" 's, held', round(extract(epoch FROM max(w.ditahan_sampai) - now())), 's, bucket',"
            f" round(extract(epoch FROM max(w.ember_pada) - now())), 's') AS satu FROM {s}.pesan_keluar m"
            f" LEFT JOIN {s}.wa_pasangan w USING (kontak_id) WHERE m.keadaan IN ('antre', 'mengirim')"
            f" GROUP BY m.keadaan, m.golongan, m.galat UNION ALL SELECT concat_ws(' ', 'masuk', jenis, count(*))"
            f" FROM {s}.wa_masuk WHERE keadaan = 'antre' GROUP BY jenis) x")

    @property
    def skema(self):
        """The schema of the office."""
        return f"t_{alat.TENANT}"

    def webhook(self, wamid, teks, dari):
        """A message of a resident, signed; gives the status."""
        nomor = "6311"
        isi = json.dumps({"object": "whatsapp_business_account", "entry": [{"id": "waba-balangan", "changes": [{
            "field": "messages", "value": {
                "messaging_product": "whatsapp",
                "metadata": {"display_phone_number": "62800", "phone_number_id": nomor},
                "contacts": [{"profile": {"name": "Contoh"}, "wa_id": dari}],
                "messages": [{"from": dari, "id": wamid, "timestamp": str(int(time.time())), "type": "text",
                              "text": {"body": teks}}]}}]}]}).encode()
        tanda = hmac.new(self.rahasia["wa_rahasia"].encode(), isi, hashlib.sha256).hexdigest()
        return alat.panggil(self.basis, "POST", "/v1/wa/webhook", isi, None,
                            {"x-hub-signature-256": f"sha256={tanda}"}, tunggu=10)[0]

    def sebab(self):
        """What the log of API and worker says of answers with 500, each cause once with its number."""
        semua = {}
        for baris in (self.folder / "loket.log").read_text(errors="replace").splitlines():
            cocok = re.search(r'sebab"?[=:] ?"(.{0,160})', baris)
            if cocok and "kesalahan_sistem" in baris:
                semua[cocok.group(1)] = semua.get(cocok.group(1), 0) + 1
        return [(f"500: {satu}", kali) for satu, kali in semua.items()]

    def orakel(self):
        """What the WhatsApp simulator knows of messages that came twice or to the wrong person."""
        return alat.panggil(self.wa, "GET", "/sim/oracle")[1]

    def tutup(self):
        for satu in (self.api, self.pekerja):
            if satu and satu.poll() is None:
                satu.kill()
                satu.wait()
        if self.demo.poll() is None:
            self.demo.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.demo.wait(30)
            self.demo.kill()
        self.pg.tutup()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.tutup()


def lot(seed):
    """The source of chance of a run; its seed is printed."""
    print(f"seed {seed}", flush=True)
    return random.Random(seed)
