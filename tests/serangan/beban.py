"""Load with a ledger: what was acknowledged is written down and synced before the next request, and checked at the end."""

import hashlib
import json
import os
import threading
import time
import urllib.error
import urllib.request
import uuid

import alat

FOTO = (alat.AKAR / "tests/fixtures/foto.jpg").read_bytes()


class Buku:
    """The ledger: one line per acknowledged operation, on disk before the client goes on."""

    def __init__(self, jalur):
        self.berkas, self.kunci, self.baris = open(jalur, "a+"), threading.Lock(), []

    def tulis(self, **isi):
        with self.kunci:
            self.baris.append(isi)
            self.berkas.write(json.dumps(isi) + "\n")
            self.berkas.flush()
            os.fsync(self.berkas.fileno())

    def semua(self, jenis):
        with self.kunci:
            return [satu for satu in self.baris if satu["jenis"] == jenis]


class Beban:
    """Clients that try again until they are answered: cases, decisions, papers, webhooks; about `laju` operations a second."""

    def __init__(self, panggung, laju, klien=6, unggah=True):
        self.p, self.laju, self.unggah = panggung, laju, unggah
        self.buku = Buku(panggung.folder / "buku.jsonl")
        self.status, self.kunci = {}, threading.Lock()
        self.berhenti = threading.Event()
        self.utas = [threading.Thread(target=self._jalan, args=(ke, klien), daemon=True) for ke in range(klien)]

    def mulai(self):
        # The residents of this load write past the simulator, which therefore never sees a window open.
        alat.panggil(self.p.wa, "POST", "/sim/faults", {"enforce_window": False})
        for satu in self.utas:
            satu.start()
        return self

    def selesai(self):
        self.berhenti.set()
        for satu in self.utas:
            satu.join(60)

    def _hitung(self, apa, status):
        with self.kunci:
            self.status[(apa, status)] = self.status.get((apa, status), 0) + 1

    def _coba(self, apa, metode, jalur, isi=None, header=None, kali=200):
        """Asks until the answer is neither a broken connection nor a 5xx: only then was it acknowledged."""
        for _ in range(kali):
            status, jawaban, _ = alat.panggil(
                self.p.basis, metode, jalur, isi, self.token(), header, tunggu=15
            )
            self._hitung(apa, status)
            if status and status < 500:
                return status, jawaban
            if self.berhenti.is_set():
                return 0, None
            time.sleep(0.1)
        return 0, None

    def token(self):
        for _ in range(300):
            try:
                return self.p.masuk.token("operator_layanan")
            except RuntimeError:
                time.sleep(0.2)
        raise RuntimeError("nobody can log in")

    def _jalan(self, ke, klien):
        urut = 0
        while not self.berhenti.is_set():
            mulai = time.monotonic()
            if ke == 0:
                self._webhook(urut)
            else:
                self._kasus()
            urut += 1
            # A case is five operations, a webhook one.
            jatah = (1 if ke == 0 else 5) * klien / self.laju
            self.berhenti.wait(max(0, jatah - (time.monotonic() - mulai)))

    def _webhook(self, urut):
        wamid = f"wamid.{uuid.uuid4().hex}"
        while not self.berhenti.is_set():
            status = self.p.webhook(wamid, "status", f"62817000{urut % 400:05}")
            self._hitung("webhook", status)
            if status == 200:
                self.buku.tulis(jenis="webhook", wamid=wamid)
                return
            time.sleep(0.1)

    def _kasus(self):
        kunci = uuid.uuid4().hex
        isi = {"layanan": "kk_perubahan", "kanal": "loket", "pemohon": {"nama": "Budi Contoh"},
               "isian": {"perubahan": "pekerjaan menjadi petani"}}
        status, baru = self._coba("daftar", "POST", "/v1/permohonan", isi, {"idempotency-key": kunci})
        if status != 201:
            return
        self.buku.tulis(jenis="kasus", id=baru["id"], nomor=baru["nomor"], kunci=kunci)
        if self.unggah:
            self._berkas(baru["id"])
        status, antrean = self._coba("tugas", "GET", f"/v1/permohonan/{baru['id']}/kartu-kendali")
        if status != 200 or not antrean["data"]:
            return
        tugas = antrean["data"][0]["tugas_id"]
        status, _ = self._coba("terima", "POST", f"/v1/tugas/{tugas}/penerimaan", {})
        if not 200 <= status < 300:
            return
        status, rinci = self._coba("baca", "GET", f"/v1/tugas/{tugas}")
        if status != 200:
            return
        isi = {"keputusan": "tolak", "alasan": "Bukan kewenangan kami.", "versi": rinci["versi"]}
        status, _ = self._coba("putus", "POST", f"/v1/tugas/{tugas}/keputusan", isi)
        if 200 <= status < 300:
            self.buku.tulis(jenis="putusan", kasus=baru["id"], tugas=tugas, kode="tolak")

    def _berkas(self, kasus):
        foto = FOTO
        status, umum = self._coba("umumkan", "POST", f"/v1/permohonan/{kasus}/berkas",
                                  {"syarat": "kk", "tipe": "image/jpeg", "ukuran": len(foto)})
        if status != 201:
            return
        minta = urllib.request.Request(umum["unggah"]["url"], data=foto, method="PUT",
                                       headers={h["nama"]: h["nilai"] for h in umum["unggah"]["header"]})
        try:
            with urllib.request.urlopen(minta, timeout=15):
                pass
        except (OSError, urllib.error.HTTPError) as galat:
            self._hitung("taruh", getattr(galat, "code", 0))
            return
        status, _ = self._coba("selesaikan", "POST", f"/v1/berkas/{umum['id']}/selesai", {})
        if status == 200:
            self.buku.tulis(jenis="berkas", id=umum["id"], kasus=kasus, sha256=hashlib.sha256(foto).hexdigest())

    def periksa(self):
        """Compares the ledger with API, database and object store. Gives rows of (what, figure), and what is wrong."""
        p, salah, skema = self.p, [], self.p.skema
        kasus, putusan = self.buku.semua("kasus"), self.buku.semua("putusan")
        berkas, webhook = self.buku.semua("berkas"), self.buku.semua("webhook")
        hilang = 0
        for satu in kasus:
            status, rinci, _ = alat.panggil(p.basis, "GET", f"/v1/permohonan/{satu['id']}", token=self.token())
            if status != 200 or rinci["nomor"] != satu["nomor"]:
                hilang += 1
        ada = set((p.pg.psql(f"SELECT id || ' ' || keputusan FROM {skema}.tugas WHERE keputusan IS NOT NULL") or "").split("\n"))
        hilang_putusan = sum(f"{s['tugas']} {s['kode']}" not in ada for s in putusan)
        hasil = [self._baca(satu) for satu in berkas]
        beda, tak_terbaca = hasil.count("other bytes"), hasil.count("not there")
        kali = {}
        for kunci in (p.pg.psql(f"SELECT kunci FROM {skema}.wa_masuk") or "").split("\n"):
            kali[kunci.split("/")[-1].split(":")[-1]] = kali.get(kunci.split("/")[-1].split(":")[-1], 0) + 1
        hilang_webhook = sum(s["wamid"] not in kali for s in webhook)
        setengah = self._setengah(skema)
        orakel = p.orakel()
        # That the office wrote to somebody who never wrote is no fault here: this load writes past the simulator.
        ganda = len(orakel["sent_twice"]) + sum(satu["belongs_to"] is not None for satu in orakel["foreign"])
        for nama, angka in (("cases lost", hilang), ("decisions lost", hilang_putusan), ("papers with other bytes", beda), ("papers lost", tak_terbaca),
                            ("webhooks lost", hilang_webhook), ("half states", sum(setengah.values())),
                            ("messages twice or to the wrong person", ganda)):
            if angka:
                salah.append(f"{nama}: {angka}")
        lima = {}
        for (_, status), kali in self.status.items():
            kelas = "broken" if status == 0 else f"{status // 100}xx" if status != 500 else "500"
            lima[kelas] = lima.get(kelas, 0) + kali
        baris = [
            ("answers", ", ".join(f"{k}: {v}" for k, v in sorted(lima.items()))),
            ("acknowledged", f"{len(kasus)} cases, {len(putusan)} decisions, {len(berkas)} papers, {len(webhook)} webhooks"),
            ("acknowledged and lost", f"{hilang} cases, {hilang_putusan} decisions, {beda + tak_terbaca} papers, {hilang_webhook} webhooks"),
            ("half states", ", ".join(f"{k}: {v}" for k, v in setengah.items())),
            ("messages twice or to the wrong person", ganda),
        ]
        return baris, salah

    def _baca(self, satu):
        """What became of a paper that was acknowledged; a line that breaks is tried again."""
        for _ in range(5):
            _, unduh, _ = alat.panggil(self.p.basis, "GET", f"/v1/berkas/{satu['id']}/unduhan?asli=true", token=self.token())
            try:
                with urllib.request.urlopen(unduh["url"], timeout=60) as isi:
                    return "whole" if hashlib.sha256(isi.read()).hexdigest() == satu["sha256"] else "other bytes"
            except (OSError, TypeError, KeyError):
                time.sleep(1)
        return "not there"

    def _setengah(self, s):
        """States that a change which was not one transaction would leave behind."""
        sql = {
            "cases without event": f"SELECT count(*) FROM {s}.permohonan p WHERE NOT EXISTS (SELECT 1 FROM {s}.permohonan_peristiwa e WHERE e.permohonan_id = p.id)",
            "cases without audit": f"SELECT count(*) FROM {s}.permohonan p WHERE NOT EXISTS (SELECT 1 FROM {s}.audit a WHERE a.objek_id = p.id)",
            "open cases without open task": f"SELECT count(*) FROM {s}.permohonan p WHERE status = 'berjalan' AND NOT EXISTS (SELECT 1 FROM {s}.tugas t WHERE t.permohonan_id = p.id AND t.status IN ('menunggu', 'diterima'))",
            "numbers twice": f"SELECT count(*) - count(DISTINCT nomor) FROM {s}.permohonan",
            "keys twice": f"SELECT count(*) - count(DISTINCT (pengguna_id, kunci)) FROM {s}.idempotensi",
        }
        hasil = {}
        for nama, satu in sql.items():
            angka = self.p.pg.psql(satu)
            hasil[nama] = int(angka) if angka is not None else 1
        return hasil
