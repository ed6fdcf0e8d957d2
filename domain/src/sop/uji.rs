//! Properties of the engine, and the flows of the seed offices on it.

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicU64, Ordering},
};

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{akses::PenggunaId, id::IdSource, nilai::Kode};

#[derive(Default)]
pub(crate) struct Urut(AtomicU64);

impl IdSource for Urut {
    fn uuid(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)) + 1_000)
    }

    fn acak_hex(&self, bytes: usize) -> String {
        "0".repeat(bytes * 2)
    }
}

/// Every guard holds, and every wait is over.
pub(crate) struct Selalu;

impl Penilai for Selalu {
    fn benar(&self, _: &crate::ungkapan::Ungkapan, _: u32) -> bool {
        true
    }

    fn sekarang(&self) -> time::OffsetDateTime {
        time::OffsetDateTime::UNIX_EPOCH
    }

    fn hari_ini(&self) -> time::Date {
        time::OffsetDateTime::UNIX_EPOCH.date()
    }

    fn tenggat(&self, _: Waktu) -> Option<time::OffsetDateTime> {
        Some(time::OffsetDateTime::UNIX_EPOCH)
    }

    fn unit(&self, _: crate::akses::JenisUnit) -> Option<Kode> {
        None
    }
}

pub(crate) fn kode(teks: &str) -> Kode {
    Kode::parse(teks).unwrap()
}

pub(crate) fn memilih<'a>(
    tugas: TugasId,
    keputusan: &'a Kode,
    alasan: Option<&'a str>,
) -> Pilihan<'a> {
    Pilihan { tugas, keputusan, alasan, kode_alasan: None }
}

pub(crate) fn orang(n: u128) -> PenggunaId {
    PenggunaId::new(Uuid::from_u128(n))
}

/// A flow with two return loops and a chain of three, as Balangan has it (B-11..B-22).
fn balangan() -> DefinisiSop {
    let yaml = r"
kode: dokumen
nama: Penerbitan dokumen
mulai: verifikasi_awal
rantai:
  - kode: pejabat
    nama: Kasi, Kabid, Kadis
    level:
      - { peran: kasi, jenis: paraf, nama: Paraf Kasi }
      - { peran: kabid, jenis: persetujuan, nama: Persetujuan Kabid }
      - { peran: kadis, jenis: tte, nama: TTE Kadis }
tahap:
  - kode: verifikasi_awal
    nama: Verifikasi awal
    jenis: verifikasi
    pelaksana: { salah_satu: [operator_layanan] }
    keputusan:
      - { kode: lengkap, label: Lengkap, tujuan: [{ tahap: verifikasi_siak }] }
      - { kode: kurang, label: Kurang, alasan: wajib, tujuan: [{ pemohon: { lanjut: verifikasi_awal } }] }
      - { kode: tolak, label: Tolak, alasan: wajib, tujuan: [ditolak] }
  - kode: verifikasi_siak
    nama: Verifikasi SIAK
    jenis: verifikasi
    pelaksana: { salah_satu: [operator_siak] }
    keputusan:
      - { kode: lolos, label: Lolos, tujuan: [{ tahap: proses }] }
      - { kode: tidak_lolos, label: Tidak lolos, alasan: wajib, tujuan: [{ tahap: beritahu }] }
  - kode: beritahu
    nama: Memberi tahu pemohon
    jenis: umum
    pelaksana: { salah_satu: [operator_layanan] }
    keputusan:
      - { kode: minta, label: Minta kelengkapan, alasan: wajib, tujuan: [{ pemohon: { lanjut: verifikasi_siak } }] }
  - kode: proses
    nama: Draft
    jenis: proses
    pelaksana: { salah_satu: [operator_siak] }
    keputusan:
      - { kode: ajukan, label: Ajukan, tujuan: [{ tahap: persetujuan }] }
  - kode: persetujuan
    nama: Validasi dan penandatanganan
    jenis: persetujuan
    rantai: pejabat
    keputusan:
      - { kode: setuju, label: Setuju, tujuan: [{ tahap: kirim }] }
      - { kode: kembalikan, label: Kembalikan, alasan: wajib, tujuan: [{ tahap: proses }] }
  - kode: kirim
    nama: Kirim
    jenis: kirim
    pelaksana: { salah_satu: [operator_layanan] }
    keputusan:
      - { kode: terkirim, label: Terkirim, aksi: [kirim_dokumen], tujuan: [selesai] }
";
    yaml_serde::from_str::<serde_json::Value>(yaml)
        .map(|nilai| serde_json::from_value(nilai).unwrap())
        .unwrap()
}

fn semua_peran() -> Vec<Kode> {
    ["operator_layanan", "operator_siak", "kasi", "kabid", "kadis"].map(kode).to_vec()
}

/// A case on the engine, without anything around it: officers are numbers, and take a tugas before they decide it.
pub(crate) struct Meja {
    definisi: DefinisiSop,
    ids: Urut,
    pub(crate) keadaan: KeadaanKasus,
    pub(crate) riwayat: Vec<Peristiwa>,
}

impl Meja {
    pub(crate) fn buka(definisi: DefinisiSop) -> Self {
        let mut meja = Self {
            definisi,
            ids: Urut::default(),
            keadaan: KeadaanKasus::awal(),
            riwayat: Vec::new(),
        };
        let peristiwa = meja.mesin().mulai().unwrap();
        meja.catat(peristiwa);
        meja
    }

    pub(crate) fn mesin(&self) -> Mesin<'_> {
        Mesin { definisi: &self.definisi, ids: &self.ids, penilai: &Selalu }
    }

    fn catat(&mut self, peristiwa: Vec<Peristiwa>) {
        self.keadaan = self.keadaan.clone().setelah(&peristiwa);
        self.riwayat.extend(peristiwa);
    }

    pub(crate) fn jalankan(
        &mut self,
        peran: &str,
        keputusan: &str,
        oleh: u128,
    ) -> Result<(), Penolakan> {
        let tugas = self.keadaan.tugas.first().map(|t| t.id).ok_or(Penolakan::TugasTidakTerbuka)?;
        let peran = [kode(peran)];
        let oleh = Petindak::dengan_peran(orang(oleh), &peran);
        let terima = self.mesin().terima(&self.keadaan, tugas, oleh)?;
        self.catat(terima);
        let keputusan = kode(keputusan);
        let pilihan = memilih(tugas, &keputusan, Some("karena itu"));
        let putus = self.mesin().putuskan(&self.keadaan, pilihan, oleh)?;
        self.catat(putus);
        Ok(())
    }

    pub(crate) fn lengkapi(&mut self) {
        let peristiwa = self.mesin().lengkapi(&self.keadaan).unwrap();
        self.catat(peristiwa);
    }
}

#[test]
fn balangan_runs_through_both_loops_and_the_chain_to_the_end() {
    let mut meja = Meja::buka(balangan());
    meja.jalankan("operator_layanan", "kurang", 1).unwrap();
    assert_eq!(meja.keadaan.status.kata(), "menunggu_pemohon");
    assert!(meja.keadaan.tugas.is_empty());
    meja.lengkapi();
    meja.jalankan("operator_layanan", "lengkap", 1).unwrap();
    meja.jalankan("operator_siak", "tidak_lolos", 2).unwrap();
    meja.jalankan("operator_layanan", "minta", 1).unwrap();
    meja.lengkapi();
    meja.jalankan("operator_siak", "lolos", 2).unwrap();
    meja.jalankan("operator_siak", "ajukan", 2).unwrap();
    meja.jalankan("kasi", "setuju", 3).unwrap();
    meja.jalankan("kabid", "kembalikan", 4).unwrap();
    meja.jalankan("operator_siak", "ajukan", 2).unwrap();
    meja.jalankan("kasi", "setuju", 3).unwrap();
    meja.jalankan("kabid", "setuju", 4).unwrap();
    meja.jalankan("kadis", "setuju", 5).unwrap();
    meja.jalankan("operator_layanan", "terkirim", 1).unwrap();
    assert_eq!(meja.keadaan.status.kata(), "selesai");
    assert_eq!(meja.keadaan.kunjungan[&kode("persetujuan")], 2);
}

#[test]
fn who_made_the_draft_or_approved_below_does_not_approve_above() {
    let mut meja = Meja::buka(balangan());
    meja.jalankan("operator_layanan", "lengkap", 1).unwrap();
    meja.jalankan("operator_siak", "lolos", 2).unwrap();
    meja.jalankan("operator_siak", "ajukan", 2).unwrap();
    assert_eq!(meja.jalankan("kasi", "setuju", 2), Err(Penolakan::PembuatBukanPenyetuju));
    let tugas = meja.keadaan.tugas[0].id;
    assert_eq!(
        meja.mesin().terima(
            &meja.keadaan,
            tugas,
            Petindak::dengan_peran(orang(9), &[kode("kasi")])
        ),
        Err(Penolakan::SudahDiterimaLain),
    );
}

#[test]
fn a_decision_without_penerimaan_without_reason_or_unknown_is_refused() {
    let meja = Meja::buka(balangan());
    let tugas = meja.keadaan.tugas[0].id;
    let peran = [kode("operator_layanan")];
    let oleh = Petindak::dengan_peran(orang(1), &peran);
    let putuskan = |keadaan: &KeadaanKasus, apa: &str| {
        meja.mesin().putuskan(keadaan, memilih(tugas, &kode(apa), None), oleh)
    };
    assert_eq!(putuskan(&meja.keadaan, "lengkap"), Err(Penolakan::BelumDiterima));
    let diterima =
        meja.keadaan.clone().setelah(&meja.mesin().terima(&meja.keadaan, tugas, oleh).unwrap());
    assert_eq!(putuskan(&diterima, "kurang"), Err(Penolakan::AlasanWajib));
    assert_eq!(
        putuskan(&diterima, "terbang"),
        Err(Penolakan::KeputusanTidakAda(vec!["lengkap".into(), "kurang".into(), "tolak".into()])),
    );
    let lain = Petindak::dengan_peran(orang(1), &[]);
    assert_eq!(
        meja.mesin().putuskan(&diterima, memilih(tugas, &kode("lengkap"), None), lain),
        Err(Penolakan::BukanPelaksana),
    );
}

#[test]
fn a_sound_definition_has_no_fault_and_each_fault_is_named() {
    let peran: BTreeSet<Kode> = semua_peran().into_iter().collect();
    assert_eq!(periksa(&balangan(), &peran), Vec::new());
    let kode_cacat = |ubah: &dyn Fn(&mut DefinisiSop)| {
        let mut definisi = balangan();
        ubah(&mut definisi);
        periksa(&definisi, &peran).into_iter().map(|c| c.kode).collect::<Vec<_>>()
    };
    assert_eq!(kode_cacat(&|d| d.mulai = kode("entah")), ["mulai_tidak_ada"]);
    assert_eq!(
        kode_cacat(&|d| d.tahap[4].keputusan[0].tujuan = vec![Tujuan::Selesai]),
        ["tahap_tak_terjangkau"],
    );
    assert!(
        kode_cacat(&|d| d.tahap[5].keputusan[0].tujuan = vec![Tujuan::Tahap(kode("kirim"))])
            .contains(&"jalan_buntu")
    );
    assert_eq!(kode_cacat(&|d| d.rantai[0].level[0].peran = kode("lurah")), ["peran_tidak_ada"]);
    assert_eq!(
        kode_cacat(&|d| d.tahap[0].keputusan[0].beritahu_pemohon = Some("{nik}".into())),
        ["isian_pemberitahuan"],
    );
    assert_eq!(kode_cacat(&|d| d.tahap[0].pelaksana.salah_satu.clear()), ["pelaksana_kosong"]);
}

proptest! {
    /// Whatever officers and applicants do, in any order: the state equals the fold of the events, an ended case has no
    /// open work, a running one has some, and every tugas came from somewhere.
    #[test]
    fn any_walk_keeps_the_case_whole(langkah in prop::collection::vec((0usize..8, 0u128..4, any::<bool>()), 0..60)) {
        let peran = semua_peran();
        let mut meja = Meja::buka(balangan());
        for (pilih, siapa, terima) in langkah {
            let oleh = Petindak::dengan_peran(orang(siapa), &peran);
            let hasil = match meja.keadaan.tugas.first().cloned() {
                None => meja.mesin().lengkapi(&meja.keadaan),
                Some(tugas) if terima => meja.mesin().terima(&meja.keadaan, tugas.id, oleh),
                Some(tugas) => {
                    let pilihan = meja.mesin().pilihan(&meja.keadaan, &tugas);
                    let keputusan = &pilihan[pilih % pilihan.len()];
                    meja.mesin().putuskan(&meja.keadaan, memilih(tugas.id, &keputusan.kode, Some("a")), oleh)
                }
            };
            if let Ok(peristiwa) = hasil {
                meja.catat(peristiwa);
            }
            prop_assert_eq!(&meja.keadaan, &KeadaanKasus::awal().setelah(&meja.riwayat));
            match meja.keadaan.status {
                StatusKasus::Berjalan => prop_assert_eq!(meja.keadaan.tugas.len(), 1),
                StatusKasus::MenungguPemohon { .. } | StatusKasus::Berakhir { .. } => {
                    prop_assert!(meja.keadaan.tugas.is_empty());
                }
            }
            let json = serde_json::to_value(&meja.riwayat).unwrap();
            prop_assert_eq!(&meja.riwayat, &serde_json::from_value::<Vec<Peristiwa>>(json).unwrap());
        }
    }
}
