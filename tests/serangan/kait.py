"""Schemathesis hooks: who calls, and real ids in place of random ones."""

import os
import random
import threading
import zlib

import schemathesis

from alat import Masuk

PERAN = os.environ["SERANGAN_PERAN"]
MASUK = Masuk(os.environ["SERANGAN_BASIS"], os.environ["SERANGAN_SANDI"], os.environ["SERANGAN_RAHASIA"])
KUNCI = threading.Lock()
# Ids and codes that answers named, by the path of their collection.
KENAL = {}
UMUM = {"tenant": [MASUK.tenant], "bahasa": ["id"]}


@schemathesis.auth(refresh_interval=None)
class Petugas:
    """The bearer token of the role under test; a session that the run ended is opened again."""

    def get(self, case, context):
        with KUNCI:
            return MASUK.token(PERAN)

    def set(self, case, data, context):
        case.headers = case.headers or {}
        case.headers["Authorization"] = f"Bearer {data}"


def kumpulkan(koleksi, isi):
    """Remembers every id below that collection, and ids of other collections by their names."""
    if isinstance(isi, list):
        for satu in isi:
            kumpulkan(koleksi, satu)
    elif isinstance(isi, dict):
        for nama, nilai in isi.items():
            if isinstance(nilai, str) and 0 < len(nilai) < 80:
                if nama in ("id", "kode"):
                    ingat(koleksi, nama, nilai)
                elif nama.endswith("_id"):
                    ingat(f"/v1/{nama[:-3]}", "id", nilai)
            elif isinstance(nilai, (dict, list)):
                kumpulkan(koleksi, nilai)


def ingat(koleksi, nama, nilai):
    kenal = KENAL.setdefault((koleksi, nama), [])
    if nilai not in kenal:
        kenal.append(nilai)
        del kenal[:-40]


@schemathesis.hook
def before_call(context, case, kwargs):
    """Three of four times a path names something that exists. What a chain of calls made stays as it is."""
    meta = case.meta
    if meta is None or not case.path_parameters or meta.phase.name.value == "stateful":
        return
    if meta.is_negative_at(schemathesis.core.parameters.ParameterLocation.PATH):
        return
    lot = random.Random(zlib.crc32(f"{case.id}".encode()))
    if lot.random() > 0.75:
        return
    baru = dict(case.path_parameters)
    for nama in baru:
        awal = case.operation.path.split("/{" + nama + "}")[0]
        with KUNCI:
            pilihan = list(KENAL.get((awal, nama), UMUM.get(nama, [])))
        if pilihan:
            baru[nama] = lot.choice(pilihan)
    case.path_parameters = baru


@schemathesis.hook
def after_call(context, case, response):
    jalur, status = case.operation.path, response.status_code
    if case.method.upper() == "DELETE" and jalur == "/v1/sesi" and status == 204:
        with KUNCI:
            MASUK.buang(PERAN)
        return
    if 200 <= status < 300 and "json" in response.headers.get("content-type", [""])[0]:
        try:
            isi = response.json()
        except ValueError:
            return
        with KUNCI:
            kumpulkan(jalur.split("/{")[0], isi)
