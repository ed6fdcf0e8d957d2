//! The engine alone: cases of mixed SOPs from beginning to end, without database or network.

use std::{
    collections::BTreeSet,
    fs,
    sync::atomic::{AtomicU64, Ordering},
    time::Instant,
};

use loket_domain::{
    akses::{JenisUnit, PenggunaId, UnitPetugas},
    id::IdSource,
    nilai::Kode,
    sop::{
        AturanJadwal, Catatan, DefinisiSop, KeadaanKasus, Mesin, Penilai, Penolakan, Peristiwa,
        Petindak, Pilihan, StatusKasus, TugasTerbuka, Waktu,
    },
    ungkapan::Ungkapan,
};
use loket_tests::app::{akar, paket};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{
    galat::{Gagal, Hasil, Ketika},
    proses,
};

/// A case that has not ended after so many decisions is called off.
const LANGKAH_MAKS: usize = 60;

/// Figures of one run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ukuran {
    kasus: usize,
    sop: usize,
    keputusan: usize,
    peristiwa: usize,
    detik: f64,
    keadaan_bita: usize,
    riwayat_bita: usize,
    memori_kib: u64,
}

/// Small numbers for ids, and for chance: the same seed walks the same ways.
struct Urut(AtomicU64);

impl Urut {
    fn acak(&self, batas: usize) -> usize {
        let lama = self.0.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed);
        let campur = (lama ^ (lama >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        usize::try_from((campur ^ (campur >> 31)) % u64::try_from(batas.max(1)).unwrap_or(1))
            .unwrap_or(0)
    }
}

impl IdSource for Urut {
    fn uuid(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)))
    }

    fn acak_hex(&self, bytes: usize) -> String {
        "0".repeat(bytes * 2)
    }
}

/// Guards hold for some cases and not for others, always the same for one case.
struct Fakta(u64);

impl Penilai for Fakta {
    fn benar(&self, ungkapan: &Ungkapan, _putaran: u32) -> bool {
        let bita = ungkapan.as_str().bytes();
        bita.fold(self.0, |n, satu| n.rotate_left(5) ^ u64::from(satu)).is_multiple_of(2)
    }

    fn sekarang(&self) -> OffsetDateTime {
        OffsetDateTime::UNIX_EPOCH
    }

    fn hari_ini(&self) -> Date {
        OffsetDateTime::UNIX_EPOCH.date()
    }

    fn tenggat(&self, _waktu: Waktu) -> Option<OffsetDateTime> {
        Some(OffsetDateTime::UNIX_EPOCH)
    }

    fn unit(&self, _jenis: JenisUnit) -> Option<Kode> {
        None
    }
}

/// Every SOP of the four seed offices and of the national base.
fn semua_sop() -> Hasil<Vec<DefinisiSop>> {
    let mut semua: Vec<DefinisiSop> = ["balangan", "kembaran", "pekanbaru", "sinjai"]
        .into_iter()
        .flat_map(|nama| paket(nama, nama).sop)
        .collect();
    let berkas = akar().join("deploy/katalog/nasional.yaml");
    let teks = fs::read_to_string(&berkas).ketika(&berkas.display().to_string())?;
    let nilai: serde_json::Value = yaml_serde::from_str(&teks).ketika("nasional.yaml")?;
    let dasar: Vec<DefinisiSop> =
        serde_json::from_value(nilai["sop"].clone()).ketika("SOP nasional")?;
    semua.extend(dasar);
    Ok(semua)
}

/// Walks so many cases and keeps all of them, as a server with that many open cases in memory would.
pub fn ukur(kasus: usize, benih: u64) -> Hasil<Ukuran> {
    let semua = semua_sop()?;
    let ids = Urut(AtomicU64::new(benih.max(1)));
    let (awal, _) = proses::memori(std::process::id())?;
    let mulai = Instant::now();
    let mut simpanan = Vec::with_capacity(kasus);
    let mut ukuran = Ukuran { kasus, sop: semua.len(), ..Ukuran::default() };
    let mut gagal = BTreeSet::new();
    for (ke, definisi) in semua.iter().cycle().take(kasus).enumerate() {
        let fakta = Fakta(u64::try_from(ke).unwrap_or(0));
        let mesin = Mesin { definisi, ids: &ids, penilai: &fakta };
        match jalani(&mesin, &ids, &mut ukuran) {
            Ok(satu) => simpanan.push(satu),
            Err(sebab) => {
                gagal.insert(format!("{}: {sebab:?}", definisi.kode));
            }
        }
    }
    ukuran.detik = mulai.elapsed().as_secs_f64();
    let (akhir, _) = proses::memori(std::process::id())?;
    ukuran.memori_kib = akhir.saturating_sub(awal);
    if !gagal.is_empty() {
        let semua: Vec<_> = gagal.into_iter().collect();
        return Err(Gagal::baru(format!("mesin menolak: {}", semua.join("; "))));
    }
    for (keadaan, riwayat) in &simpanan {
        let panjang = |nilai: serde_json::Result<Vec<u8>>| nilai.map_or(0, |bita| bita.len());
        ukuran.keadaan_bita += panjang(serde_json::to_vec(keadaan));
        ukuran.riwayat_bita += panjang(serde_json::to_vec(riwayat));
    }
    Ok(ukuran)
}

/// One case from beginning to end.
fn jalani(
    mesin: &Mesin<'_>,
    ids: &Urut,
    ukuran: &mut Ukuran,
) -> Result<(KeadaanKasus, Vec<Peristiwa>), Penolakan> {
    let mut riwayat = mesin.mulai()?;
    let mut keadaan = KeadaanKasus::awal().setelah(&riwayat);
    for langkah in 0.. {
        let baru = match &keadaan.status {
            StatusKasus::Berakhir { .. } => break,
            _ if langkah >= LANGKAH_MAKS => mesin.batalkan(&keadaan, None)?,
            StatusKasus::MenungguPemohon { .. } => mesin.lengkapi(&keadaan)?,
            StatusKasus::Berjalan => {
                let tugas = keadaan.tugas[ids.acak(keadaan.tugas.len())].clone();
                kerjakan(mesin, ids, &keadaan, &tugas)?
            }
        };
        ukuran.keputusan += 1;
        keadaan = keadaan.setelah(&baru);
        riwayat.extend(baru);
    }
    ukuran.peristiwa += riwayat.len();
    Ok((keadaan, riwayat))
}

/// Takes a tugas, records what its step asks for, and decides it by some outcome that is open.
fn kerjakan(
    mesin: &Mesin<'_>,
    ids: &Urut,
    keadaan: &KeadaanKasus,
    tugas: &TugasTerbuka,
) -> Result<Vec<Peristiwa>, Penolakan> {
    let oleh = PenggunaId::new(ids.uuid());
    let unit = tugas.untuk.unit.map(|jenis| UnitPetugas {
        kode: tugas.untuk.kode_unit.clone().unwrap_or_else(|| tugas.tahap.clone()),
        jenis,
        jalur: Vec::new(),
    });
    let tim: Vec<Kode> = tugas.untuk.tim.iter().cloned().collect();
    let petindak = Petindak {
        unit: unit.as_ref(),
        tim: &tim,
        ..Petindak::dengan_peran(oleh, &tugas.untuk.peran)
    };
    let mut baru = Vec::new();
    if !tugas.untuk.pemohon {
        baru = mesin.terima(keadaan, tugas.id, petindak)?;
        baru.extend(
            catatan(mesin, keadaan, tugas).into_iter().map(|isi| Peristiwa::TugasDicatat {
                tugas: tugas.id,
                isi,
                oleh,
            }),
        );
    }
    let siap = keadaan.clone().setelah(&baru);
    let pilihan = mesin.pilihan(&siap, tugas);
    let awal = ids.acak(pilihan.len());
    let mut terakhir = Penolakan::KeputusanTidakAda(Vec::new());
    for letak in 0..pilihan.len() {
        let keputusan = pilihan[(awal + letak) % pilihan.len()];
        let dipilih = Pilihan {
            tugas: tugas.id,
            keputusan: &keputusan.kode,
            alasan: Some("-"),
            kode_alasan: keputusan.kode_alasan.first(),
        };
        let hasil = if tugas.untuk.pemohon {
            mesin.putuskan_pemohon(&siap, dipilih)
        } else {
            mesin.putuskan(&siap, dipilih, petindak)
        };
        match hasil {
            Ok(putus) => {
                baru.extend(putus);
                return Ok(baru);
            }
            Err(sebab) => terakhir = sebab,
        }
    }
    Err(terakhir)
}

fn catatan(mesin: &Mesin<'_>, keadaan: &KeadaanKasus, tugas: &TugasTerbuka) -> Vec<Catatan> {
    let Some(tahap) = mesin.definisi.tahap(&tugas.tahap) else { return Vec::new() };
    let mut semua = Vec::new();
    if let Some(formulir) = &tahap.formulir {
        semua.push(Catatan::Formulir { kode: formulir.kode.clone() });
    }
    if let Some(AturanJadwal::Janji | AturanJadwal::Kunjungan) = tahap.jadwal {
        semua.push(Catatan::Jadwal { pada: OffsetDateTime::UNIX_EPOCH, alasan: None });
    }
    if tahap.pelaksana.pihak_luar.is_some() {
        semua.push(Catatan::Rujukan { nomor: "1/2026".to_owned() });
    }
    if let Some(register) = &tahap.register {
        let nomor = "1".to_owned();
        semua.push(Catatan::NomorRegister { register: register.clone(), nomor });
    }
    for tagihan in keadaan.tagihan.iter().filter(|satu| !satu.lunas) {
        semua.push(Catatan::Pembayaran {
            tarif: tagihan.tarif.clone(),
            jumlah: tagihan.jumlah,
            bukti: "1".to_owned(),
        });
    }
    semua
}

impl Ukuran {
    /// Prints the figures.
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    pub fn cetak(&self) {
        let kasus = self.kasus.max(1) as f64;
        println!(
            "{} cases of {} SOPs in {:.2} s: {:.0} decisions/s, {:.0} events/s ({} decisions, {} events)",
            self.kasus,
            self.sop,
            self.detik,
            self.keputusan as f64 / self.detik,
            self.peristiwa as f64 / self.detik,
            self.keputusan,
            self.peristiwa,
        );
        println!(
            "per case: {:.1} decisions, state {:.0} bytes, history {:.0} bytes as JSON; all of them in memory: {:.1} MiB",
            self.keputusan as f64 / kasus,
            self.keadaan_bita as f64 / kasus,
            self.riwayat_bita as f64 / kasus,
            self.memori_kib as f64 / 1024.0,
        );
        if cfg!(debug_assertions) {
            println!(
                "built without optimisation of the bench itself: compare only with the same build"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_of_every_sop_come_to_an_end() {
        let ukuran = ukur(200, 7).unwrap();
        assert_eq!(ukuran.kasus, 200);
        assert!(ukuran.sop > 10 && ukuran.keputusan > 400 && ukuran.peristiwa > ukuran.keputusan);
    }
}
