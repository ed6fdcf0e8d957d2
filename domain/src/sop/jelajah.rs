//! Walks a definition through the engine itself, in every order and under every outcome of its guards, and tells what
//! goes wrong with the path that shows it.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    fmt,
    sync::atomic::{AtomicU64, Ordering},
};

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{
    AturanJadwal, Cacat, Catatan, DefinisiSop, KeadaanKasus, Mesin, Penilai, Penolakan, Peristiwa,
    Petindak, Pilihan, StatusKasus, TugasId, TugasTerbuka, Waktu,
};
use crate::{
    akses::{JenisUnit, PenggunaId, UnitPetugas},
    id::IdSource,
    nilai::Kode,
    ungkapan::Ungkapan,
};

/// States looked at per outcome of the guards.
const BATAS_KEADAAN: usize = 4_000;
/// Different guards that are tried in all combinations.
const BATAS_PENJAGA: usize = 8;
/// Splits inside splits.
const BATAS_CABANG: usize = 6;

/// One way of answering the guards.
#[derive(Clone, Debug)]
pub(super) struct Jawaban<'a> {
    benar: BTreeSet<&'a str>,
}

impl Penilai for Jawaban<'_> {
    fn benar(&self, ungkapan: &Ungkapan, _putaran: u32) -> bool {
        self.benar.contains(ungkapan.as_str())
    }

    fn sekarang(&self) -> OffsetDateTime {
        OffsetDateTime::UNIX_EPOCH
    }

    fn hari_ini(&self) -> Date {
        OffsetDateTime::UNIX_EPOCH.date()
    }

    /// In a walk every wait is over at once.
    fn tenggat(&self, _waktu: Waktu) -> Option<OffsetDateTime> {
        Some(OffsetDateTime::UNIX_EPOCH)
    }

    fn unit(&self, _jenis: JenisUnit) -> Option<Kode> {
        None
    }
}

/// Every way of answering the guards of a definition; `None` when there are too many to try.
pub(super) fn jawaban(definisi: &DefinisiSop) -> Option<Vec<Jawaban<'_>>> {
    let penjaga: BTreeSet<&str> = definisi.penjaga().map(|(_, u)| u.as_str()).collect();
    if penjaga.len() > BATAS_PENJAGA {
        return None;
    }
    let kombinasi = (0..1_u32 << penjaga.len()).map(|bit| Jawaban {
        benar: penjaga
            .iter()
            .enumerate()
            .filter(|(i, _)| bit >> i & 1 == 1)
            .map(|(_, u)| *u)
            .collect(),
    });
    Some(kombinasi.collect())
}

/// Ids for a walk: small numbers, never stored.
#[derive(Default)]
pub(super) struct Urut(AtomicU64);

impl IdSource for Urut {
    fn uuid(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)) + 1)
    }

    fn acak_hex(&self, bytes: usize) -> String {
        "0".repeat(bytes * 2)
    }
}

/// A step of a path: the activity and the outcome chosen there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Langkah {
    /// The step; `None` when the applicant completed.
    pub tahap: Option<Kode>,
    /// The level of the chain, from 0.
    pub level: Option<u16>,
    /// The first of the roles that may do it.
    pub peran: Option<Kode>,
    /// The outcome.
    pub keputusan: Option<Kode>,
}

impl fmt::Display for Langkah {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.tahap, &self.keputusan) {
            (Some(tahap), Some(keputusan)) => write!(f, "{tahap}: {keputusan}"),
            _ => f.write_str("pemohon melengkapi"),
        }
    }
}

/// The states one step away, each with the step that leads there, or why the engine refused it.
pub(super) fn maju(
    mesin: &Mesin<'_>,
    keadaan: &KeadaanKasus,
) -> Vec<(Langkah, Result<KeadaanKasus, Penolakan>)> {
    // Who decided before, and what is still owed, never closes a way for good.
    let lupakan = |mut k: KeadaanKasus| {
        k.jejak.clear();
        k.tagihan.clear();
        k
    };
    let keadaan = &lupakan(keadaan.clone());
    if let StatusKasus::MenungguPemohon { habis, .. } = &keadaan.status {
        let mut cara = vec![mesin.lengkapi(keadaan)];
        if habis.is_some() {
            cara.push(mesin.batas_habis(keadaan));
        }
        let langkah = Langkah { tahap: None, level: None, peran: None, keputusan: None };
        let hasil = cara
            .into_iter()
            .map(|satu| satu.map(|peristiwa| lupakan(keadaan.clone().setelah(&peristiwa))));
        return hasil.map(|hasil| (langkah.clone(), hasil)).collect();
    }
    let mut keluar = Vec::new();
    for tugas in &keadaan.tugas {
        let siap = siapkan(mesin, keadaan, tugas);
        for keputusan in mesin.pilihan(keadaan, tugas) {
            let kode_alasan = keputusan.kode_alasan.first();
            let pilihan = Pilihan {
                tugas: tugas.id,
                keputusan: &keputusan.kode,
                alasan: Some("-"),
                kode_alasan,
            };
            let hasil = if tugas.untuk.pemohon {
                mesin.putuskan_pemohon(keadaan, pilihan)
            } else {
                sebagai(tugas, |petindak| mesin.putuskan(&siap, pilihan, petindak))
            };
            let hasil = hasil.map(|peristiwa| lupakan(siap.clone().setelah(&peristiwa)));
            let langkah = Langkah {
                tahap: Some(tugas.tahap.clone()),
                level: tugas.level,
                peran: tugas.untuk.peran.first().cloned(),
                keputusan: Some(keputusan.kode.clone()),
            };
            keluar.push((langkah, hasil));
        }
    }
    keluar
}

/// Calls the engine as an officer who may do the tugas.
fn sebagai<T>(tugas: &TugasTerbuka, panggil: impl FnOnce(Petindak<'_>) -> T) -> T {
    let unit = tugas.untuk.unit.map(|jenis| UnitPetugas {
        kode: tugas.untuk.kode_unit.clone().unwrap_or_else(|| tugas.tahap.clone()),
        jenis,
        jalur: Vec::new(),
    });
    let tim: Vec<Kode> = tugas.untuk.tim.iter().cloned().collect();
    panggil(Petindak {
        id: PenggunaId::new(Uuid::nil()),
        peran: &tugas.untuk.peran,
        mandat: &[],
        unit: unit.as_ref(),
        tim: &tim,
    })
}

/// The tugas taken, with everything recorded at it that its step asks for.
fn siapkan(mesin: &Mesin<'_>, keadaan: &KeadaanKasus, tugas: &TugasTerbuka) -> KeadaanKasus {
    if tugas.untuk.pemohon {
        return keadaan.clone();
    }
    let oleh = PenggunaId::new(Uuid::nil());
    let id = tugas.id;
    let mut semua = vec![Peristiwa::TugasDiterima { tugas: id, oleh, atas_nama: None }];
    let mut catat = |isi| semua.push(Peristiwa::TugasDicatat { tugas: id, isi, oleh });
    if let Some(tahap) = mesin.definisi.tahap(&tugas.tahap) {
        if let Some(formulir) = &tahap.formulir {
            catat(Catatan::Formulir { kode: formulir.kode.clone() });
        }
        if let Some(AturanJadwal::Janji | AturanJadwal::Kunjungan) = tahap.jadwal {
            catat(Catatan::Jadwal { pada: OffsetDateTime::UNIX_EPOCH, alasan: None });
        }
        if tahap.pelaksana.pihak_luar.is_some() {
            catat(Catatan::Rujukan { nomor: "-".to_owned() });
        }
        if let Some(register) = &tahap.register {
            catat(Catatan::NomorRegister { register: register.clone(), nomor: "-".to_owned() });
        }
    }
    keadaan.clone().setelah(&semua)
}

/// What makes two states the same for a walk: open work by step and branch, without ids and counts.
pub(super) fn sidik(keadaan: &KeadaanKasus) -> String {
    let mut nomor: BTreeMap<TugasId, usize> = BTreeMap::new();
    let mut tugas: Vec<_> = keadaan.tugas.iter().collect();
    tugas.sort_by_key(|t| (t.tahap.clone(), t.level, t.untuk.peran.clone(), t.cabang.len()));
    let mut bagian = vec![keadaan.status.kata().to_owned()];
    if let StatusKasus::MenungguPemohon { lanjut, habis, .. } = &keadaan.status {
        bagian.push(format!("{lanjut} {habis:?}"));
    }
    let mut nama = |asal: TugasId| {
        let berikut = nomor.len();
        *nomor.entry(asal).or_insert(berikut)
    };
    for satu in tugas {
        let cabang: Vec<_> = satu.cabang.iter().map(|c| (nama(c.asal), c.jumlah)).collect();
        let (tahap, level, peran) = (&satu.tahap, satu.level, &satu.untuk.peran);
        bagian.push(format!("{tahap}/{:?}/{level:?}/{peran:?}/{cabang:?}", satu.rantai));
    }
    for tiba in &keadaan.tiba {
        bagian.push(format!("tiba {} {}", tiba.tahap, nama(tiba.asal)));
    }
    bagian.join("|")
}

/// Collects the faults of all walks.
pub(super) fn jelajahi(definisi: &DefinisiSop, akar: &str, cacat: &mut Vec<Cacat>) {
    let Some(jawaban) = jawaban(definisi) else {
        cacat.push(Cacat::baru(
            "penjaga_terlalu_banyak",
            akar,
            format!("SOP memakai lebih dari {BATAS_PENJAGA} syarat `jika` yang berbeda; pecah menjadi beberapa SOP."),
        ));
        return;
    };
    let mut terjangkau = BTreeSet::new();
    let mut temuan: BTreeMap<(String, &'static str), String> = BTreeMap::new();
    for satu in &jawaban {
        Jalan::baru(definisi, akar, satu).telusuri(&mut terjangkau, &mut temuan);
    }
    for ((letak, kode), pesan) in temuan {
        cacat.push(Cacat::baru(kode, letak, pesan));
    }
    for tahap in definisi.tahap.iter().filter(|tahap| !terjangkau.contains(&tahap.kode)) {
        cacat.push(Cacat::baru(
            "tahap_tak_terjangkau",
            format!("{akar}/tahap/{}", tahap.kode),
            format!("Tidak ada jalan dari `{}` ke tahap ini.", definisi.mulai),
        ));
    }
}

struct Simpul {
    keadaan: KeadaanKasus,
    asal: Option<(usize, Langkah)>,
    menuju: Vec<usize>,
}

struct Jalan<'a> {
    definisi: &'a DefinisiSop,
    akar: &'a str,
    jawaban: &'a Jawaban<'a>,
    simpul: Vec<Simpul>,
    dikenal: BTreeMap<String, usize>,
}

impl<'a> Jalan<'a> {
    fn baru(definisi: &'a DefinisiSop, akar: &'a str, jawaban: &'a Jawaban<'a>) -> Self {
        Self { definisi, akar, jawaban, simpul: Vec::new(), dikenal: BTreeMap::new() }
    }

    fn telusuri(
        mut self,
        terjangkau: &mut BTreeSet<Kode>,
        temuan: &mut BTreeMap<(String, &'static str), String>,
    ) {
        let ids = Urut::default();
        let mesin = Mesin { definisi: self.definisi, ids: &ids, penilai: self.jawaban };
        let Ok(peristiwa) = mesin.mulai() else {
            let pesan =
                "Kasus tidak dapat dimulai: tahap yang dilewati berputar atau tujuannya hilang.";
            temuan.insert((format!("{}/mulai", self.akar), "jalan_rusak"), pesan.to_owned());
            return;
        };
        let mulai = KeadaanKasus::awal().setelah(&peristiwa);
        let mut antre = VecDeque::new();
        self.tambah(mulai, None, &mut antre);
        while let Some(ini) = antre.pop_front() {
            if self.simpul.len() > BATAS_KEADAAN {
                let pesan =
                    "SOP terlalu bercabang untuk diperiksa; sederhanakan percabangan paralelnya.";
                temuan.insert((self.akar.to_owned(), "terlalu_bercabang"), pesan.to_owned());
                return;
            }
            let keadaan = self.simpul[ini].keadaan.clone();
            terjangkau.extend(keadaan.tugas.iter().map(|tugas| tugas.tahap.clone()));
            if !self.wajar(ini, &keadaan, temuan) {
                continue;
            }
            for (langkah, hasil) in maju(&mesin, &keadaan) {
                match hasil {
                    Ok(baru) => {
                        let ke = self.tambah(baru, Some((ini, langkah)), &mut antre);
                        self.simpul[ini].menuju.push(ke);
                    }
                    Err(ditolak) => self.ditolak(ini, &langkah, &ditolak, temuan),
                }
            }
        }
        self.buntu(temuan);
    }

    fn tambah(
        &mut self,
        keadaan: KeadaanKasus,
        asal: Option<(usize, Langkah)>,
        antre: &mut VecDeque<usize>,
    ) -> usize {
        let nomor = self.simpul.len();
        let lama = *self.dikenal.entry(sidik(&keadaan)).or_insert(nomor);
        if lama == nomor {
            self.simpul.push(Simpul { keadaan, asal, menuju: Vec::new() });
            antre.push_back(nomor);
        }
        lama
    }

    /// Whether a state may be walked on from.
    fn wajar(
        &self,
        ini: usize,
        keadaan: &KeadaanKasus,
        temuan: &mut BTreeMap<(String, &'static str), String>,
    ) -> bool {
        if keadaan.status == StatusKasus::Berjalan && keadaan.tugas.is_empty() {
            let tunggu = keadaan.tiba.first().map(|tiba| &tiba.tahap);
            let pesan = format!("Cabang menunggu selamanya setelah {}.", self.jalur(ini));
            temuan.entry((self.letak(tunggu), "cabang_macet")).or_insert(pesan);
            return false;
        }
        for tugas in &keadaan.tugas {
            if tugas.cabang.len() > BATAS_CABANG {
                let pesan = format!("Percabangan tidak pernah bergabung: {}.", self.jalur(ini));
                temuan
                    .entry((self.letak(Some(&tugas.tahap)), "cabang_tak_tertutup"))
                    .or_insert(pesan);
                return false;
            }
        }
        true
    }

    /// An outcome that the engine cannot follow.
    fn ditolak(
        &self,
        ini: usize,
        langkah: &Langkah,
        ditolak: &Penolakan,
        temuan: &mut BTreeMap<(String, &'static str), String>,
    ) {
        let jalur = self.jalur(ini);
        let (kode, pesan) = if *ditolak == Penolakan::SelesaiDalamCabang {
            let pesan = format!(
                "Kasus selesai pada `{langkah}` sementara cabang lain masih dikerjakan, setelah {jalur}."
            );
            ("selesai_dalam_cabang", pesan)
        } else {
            let pesan = format!("Keputusan `{langkah}` tidak dapat dijalankan setelah {jalur}.");
            ("jalan_rusak", pesan)
        };
        temuan.entry((self.letak(langkah.tahap.as_ref()), kode)).or_insert(pesan);
    }

    /// States from which no end can be reached.
    fn buntu(&self, temuan: &mut BTreeMap<(String, &'static str), String>) {
        let mut berujung: BTreeSet<usize> = self
            .simpul
            .iter()
            .enumerate()
            .filter(|(_, s)| matches!(s.keadaan.status, StatusKasus::Berakhir { .. }))
            .map(|(nomor, _)| nomor)
            .collect();
        loop {
            let sebelum = berujung.len();
            for (nomor, simpul) in self.simpul.iter().enumerate() {
                if simpul.menuju.iter().any(|ke| berujung.contains(ke)) {
                    berujung.insert(nomor);
                }
            }
            if berujung.len() == sebelum {
                break;
            }
        }
        for (nomor, simpul) in self.simpul.iter().enumerate() {
            if berujung.contains(&nomor) {
                continue;
            }
            for tugas in &simpul.keadaan.tugas {
                let pesan = format!("Tidak ada jalan ke akhir setelah {}.", self.jalur(nomor));
                temuan.entry((self.letak(Some(&tugas.tahap)), "jalan_buntu")).or_insert(pesan);
            }
        }
    }

    fn letak(&self, tahap: Option<&Kode>) -> String {
        tahap.map_or_else(|| self.akar.to_owned(), |kode| format!("{}/tahap/{kode}", self.akar))
    }

    /// The steps from the start to a state, as a person reads them.
    fn jalur(&self, sampai: usize) -> String {
        let mut langkah = Vec::new();
        let mut ini = sampai;
        while let Some((sebelum, satu)) = &self.simpul[ini].asal {
            langkah.push(satu.to_string());
            ini = *sebelum;
        }
        if langkah.is_empty() {
            return "awal".to_owned();
        }
        langkah.reverse();
        langkah.join(" -> ")
    }
}
