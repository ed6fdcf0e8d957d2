//! Whether a running case can go on under another version of its SOP, and the event that takes it there. Pure.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::{
    nilai::Kode,
    sop::{
        Bagian, DefinisiSop, KeadaanKasus, Mesin, Peristiwa, StatusKasus, Tahap, TugasTerbuka,
        Tujuan,
        jelajah::{Jawaban, Urut, jawaban, maju, sidik},
    },
};

/// States that are looked at per case and outcome of the guards before the definition counts as too large to prove.
const BATAS_KEADAAN: usize = 4_000;

/// Why a case stays where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hambatan {
    /// The case is over; nothing is left to move.
    SudahBerakhir,
    /// The case stands on another version by now.
    BukanVersiIni,
    /// The step of open work does not exist there.
    TahapTidakAda,
    /// Two steps that the case was at become one, and one of them is still open.
    TahapMenyatu,
    /// The step is another kind of work there.
    JenisBerbeda,
    /// Roles that hold the work may not do the step there.
    PelaksanaTidakCocok,
    /// The chain differs up to the level that the case has reached.
    RantaiBerbeda,
    /// A branch waits at a join that does not exist there.
    GabunganTidakAda,
    /// The step that follows the applicant does not exist there.
    LanjutTidakAda,
    /// From where the case stands, some path of that version leads nowhere.
    JalanBuntu,
    /// The version has too many paths from where the case stands to prove that all of them end.
    TerlaluBercabang,
    /// The case's service does not have what that version asks for.
    LayananTidakCocok,
    /// The stored case could not be read.
    TidakTerbaca,
}

impl Hambatan {
    /// Every reason there is.
    pub const SEMUA: [Self; 13] = [
        Self::SudahBerakhir,
        Self::BukanVersiIni,
        Self::TahapTidakAda,
        Self::TahapMenyatu,
        Self::JenisBerbeda,
        Self::PelaksanaTidakCocok,
        Self::RantaiBerbeda,
        Self::GabunganTidakAda,
        Self::LanjutTidakAda,
        Self::JalanBuntu,
        Self::TerlaluBercabang,
        Self::LayananTidakCocok,
        Self::TidakTerbaca,
    ];

    /// The stable code.
    pub fn kode(self) -> &'static str {
        match self {
            Self::SudahBerakhir => "sudah_berakhir",
            Self::BukanVersiIni => "bukan_versi_ini",
            Self::TahapTidakAda => "tahap_tidak_ada",
            Self::TahapMenyatu => "tahap_menyatu",
            Self::JenisBerbeda => "jenis_berbeda",
            Self::PelaksanaTidakCocok => "pelaksana_tidak_cocok",
            Self::RantaiBerbeda => "rantai_berbeda",
            Self::GabunganTidakAda => "gabungan_tidak_ada",
            Self::LanjutTidakAda => "lanjut_tidak_ada",
            Self::JalanBuntu => "jalan_buntu",
            Self::TerlaluBercabang => "terlalu_bercabang",
            Self::LayananTidakCocok => "layanan_tidak_cocok",
            Self::TidakTerbaca => "tidak_terbaca",
        }
    }

    /// A sentence that a person can act on.
    pub fn kalimat(self) -> &'static str {
        match self {
            Self::SudahBerakhir => "Permohonan ini sudah berakhir.",
            Self::BukanVersiIni => "Permohonan ini sudah memakai versi lain.",
            Self::TahapTidakAda => {
                "Tahap yang sedang dikerjakan tidak ada di versi baru; petakan ke tahap lain."
            }
            Self::TahapMenyatu => {
                "Dua tahap yang pernah dilalui menjadi satu sementara salah satunya masih dikerjakan."
            }
            Self::JenisBerbeda => "Jenis pekerjaan tahap ini berbeda di versi baru.",
            Self::PelaksanaTidakCocok => {
                "Peran yang memegang tugas ini tidak boleh mengerjakannya di versi baru; selesaikan dahulu tahap ini."
            }
            Self::RantaiBerbeda => {
                "Rantai persetujuan di versi baru berbeda pada level yang sudah dilalui; selesaikan dahulu persetujuan ini."
            }
            Self::GabunganTidakAda => {
                "Cabang menunggu di tahap gabungan yang tidak ada di versi baru."
            }
            Self::LanjutTidakAda => {
                "Tahap setelah pemohon melengkapi tidak ada di versi baru; petakan ke tahap lain."
            }
            Self::JalanBuntu => {
                "Dari tahap ini ada jalan di versi baru yang tidak sampai ke akhir; selesaikan dahulu percabangannya."
            }
            Self::TerlaluBercabang => {
                "Versi baru terlalu bercabang untuk diperiksa dari tahap ini."
            }
            Self::LayananTidakCocok => {
                "Layanan permohonan ini tidak punya isian, syarat atau produk yang diminta versi baru."
            }
            Self::TidakTerbaca => "Permohonan ini tidak dapat dibaca. Hubungi pengelola.",
        }
    }
}

/// A case that cannot be moved: why, and at which of its steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TidakPindah {
    /// Why.
    pub hambatan: Hambatan,
    /// The step as the case knows it, when the reason has one.
    pub tahap: Option<Kode>,
}

impl TidakPindah {
    /// A reason without a step.
    pub fn karena(hambatan: Hambatan) -> Self {
        Self { hambatan, tahap: None }
    }

    fn di(hambatan: Hambatan, tahap: &Kode) -> Self {
        Self { hambatan, tahap: Some(tahap.clone()) }
    }
}

/// A move from one version to another, applied to case after case.
pub struct Perencana<'a> {
    lama: &'a DefinisiSop,
    baru: &'a DefinisiSop,
    dari: u32,
    ke: u32,
    peta: &'a BTreeMap<Kode, Kode>,
    jawaban: Option<Vec<Jawaban<'a>>>,
    /// What was proved of a place, as most cases stand at the same few.
    teruji: BTreeMap<String, Option<Hambatan>>,
}

impl<'a> Perencana<'a> {
    /// A move between two versions, each with its number; steps that `peta` does not name keep their code.
    pub fn baru(
        (dari, lama): (u32, &'a DefinisiSop),
        (ke, baru): (u32, &'a DefinisiSop),
        peta: &'a BTreeMap<Kode, Kode>,
    ) -> Self {
        Self { lama, baru, dari, ke, peta, jawaban: jawaban(baru), teruji: BTreeMap::new() }
    }

    /// The event that moves a case.
    ///
    /// # Errors
    /// The first reason why it must stay.
    pub fn rencanakan(&mut self, keadaan: &KeadaanKasus) -> Result<Peristiwa, TidakPindah> {
        if matches!(keadaan.status, StatusKasus::Berakhir { .. }) {
            return Err(TidakPindah::karena(Hambatan::SudahBerakhir));
        }
        self.tidak_menyatu(keadaan)?;
        for tugas in &keadaan.tugas {
            self.tugas_cocok(tugas)?;
        }
        for tiba in &keadaan.tiba {
            if self.tahap(&tiba.tahap).is_none_or(|tahap| tahap.gabung.is_none()) {
                return Err(TidakPindah::di(Hambatan::GabunganTidakAda, &tiba.tahap));
            }
        }
        if let StatusKasus::MenungguPemohon { lanjut, habis, .. } = &keadaan.status {
            let habis = habis.iter().flat_map(Tujuan::tahap);
            for satu in std::iter::once(lanjut).chain(habis) {
                if self.tahap(satu).is_none() {
                    return Err(TidakPindah::di(Hambatan::LanjutTidakAda, satu));
                }
            }
        }
        let pindah =
            Peristiwa::SopDipindahkan { dari: self.dari, ke: self.ke, peta: self.peta.clone() };
        let sesudah = keadaan.clone().setelah([&pindah]);
        match self.berujung(&sesudah) {
            Some(hambatan) => Err(TidakPindah::karena(hambatan)),
            None => Ok(pindah),
        }
    }

    fn tahap(&self, lama: &Kode) -> Option<&'a Tahap> {
        self.baru.tahap(terjemah(self.peta, lama))
    }

    /// A step that is open, or where a branch waits, must not share its new code with another step that the case was at:
    /// visits and who decided in them could no longer be told apart.
    fn tidak_menyatu(&self, keadaan: &KeadaanKasus) -> Result<(), TidakPindah> {
        let hidup: BTreeSet<&Kode> = keadaan
            .tugas
            .iter()
            .map(|tugas| &tugas.tahap)
            .chain(keadaan.tiba.iter().map(|tiba| &tiba.tahap))
            .collect();
        let dilalui: BTreeSet<&Kode> =
            keadaan.kunjungan.keys().chain(hidup.iter().copied()).collect();
        for satu in hidup {
            let menjadi = terjemah(self.peta, satu);
            if dilalui.iter().any(|lain| *lain != satu && terjemah(self.peta, lain) == menjadi) {
                return Err(TidakPindah::di(Hambatan::TahapMenyatu, satu));
            }
        }
        Ok(())
    }

    fn tugas_cocok(&self, tugas: &TugasTerbuka) -> Result<(), TidakPindah> {
        let tolak = |hambatan| Err(TidakPindah::di(hambatan, &tugas.tahap));
        let Some(tahap) = self.tahap(&tugas.tahap) else { return tolak(Hambatan::TahapTidakAda) };
        if tugas.bagian.and_then(Bagian::konsultasi).is_some() {
            let boleh = tugas.untuk.peran.iter().all(|peran| tahap.konsultasi.contains(peran));
            return if boleh { Ok(()) } else { tolak(Hambatan::PelaksanaTidakCocok) };
        }
        let Some(level) = tugas.level else {
            if tahap.rantai.is_some() {
                return tolak(Hambatan::RantaiBerbeda);
            }
            if tahap.jenis != tugas.jenis {
                return tolak(Hambatan::JenisBerbeda);
            }
            return if pelaksana_cocok(tugas, tahap) {
                Ok(())
            } else {
                tolak(Hambatan::PelaksanaTidakCocok)
            };
        };
        // Levels below have signed already, so they must be the same ones.
        let sampai = |definisi: &DefinisiSop| {
            let rantai = definisi.rantai(tugas.rantai.as_ref()?)?;
            let level = rantai.level.get(..=usize::from(level))?;
            Some(level.iter().map(|l| (l.peran.clone(), l.jenis)).collect::<Vec<_>>())
        };
        let mut dipakai = tahap.rantai.iter().chain(tahap.pilih_rantai.iter().map(|l| &l.rantai));
        if !dipakai.any(|kode| Some(kode) == tugas.rantai.as_ref()) {
            return tolak(Hambatan::RantaiBerbeda);
        }
        let (lama, baru) = (sampai(self.lama), sampai(self.baru));
        if lama.is_some() && lama == baru { Ok(()) } else { tolak(Hambatan::RantaiBerbeda) }
    }

    /// Walks the new version from where the case would stand, under every outcome of its guards: every state must lead
    /// to an end. Answers what is wrong.
    fn berujung(&mut self, keadaan: &KeadaanKasus) -> Option<Hambatan> {
        let kunci = sidik(keadaan);
        if let Some(hasil) = self.teruji.get(&kunci) {
            return *hasil;
        }
        let hasil = match &self.jawaban {
            None => Some(Hambatan::TerlaluBercabang),
            Some(semua) => semua.iter().find_map(|satu| telusuri(self.baru, satu, keadaan)),
        };
        self.teruji.insert(kunci, hasil);
        hasil
    }
}

/// What is wrong with the paths from a state when the guards answer like this.
fn telusuri(
    definisi: &DefinisiSop,
    jawaban: &Jawaban<'_>,
    mulai: &KeadaanKasus,
) -> Option<Hambatan> {
    let ids = Urut::default();
    let mesin = Mesin { definisi, ids: &ids, penilai: jawaban };
    let mut nomor = BTreeMap::from([(sidik(mulai), 0)]);
    let mut semua = vec![mulai.clone()];
    let mut asal: Vec<Vec<usize>> = vec![Vec::new()];
    let mut antre = VecDeque::from([0]);
    while let Some(ini) = antre.pop_front() {
        let keadaan = semua.get(ini)?.clone();
        if keadaan.status == StatusKasus::Berjalan && keadaan.tugas.is_empty() {
            return Some(Hambatan::JalanBuntu);
        }
        for (_, hasil) in maju(&mesin, &keadaan) {
            let Ok(baru) = hasil else { return Some(Hambatan::JalanBuntu) };
            let berikut = semua.len();
            let ke = *nomor.entry(sidik(&baru)).or_insert(berikut);
            if ke == berikut {
                if berikut >= BATAS_KEADAAN {
                    return Some(Hambatan::TerlaluBercabang);
                }
                semua.push(baru);
                asal.push(Vec::new());
                antre.push_back(ke);
            }
            asal.get_mut(ke)?.push(ini);
        }
    }
    // Back from the ends: what is not met on the way has no end.
    let berakhir = |k: &KeadaanKasus| matches!(k.status, StatusKasus::Berakhir { .. });
    let mut antre: VecDeque<usize> = (0..semua.len()).filter(|i| berakhir(&semua[*i])).collect();
    let mut tercapai: BTreeSet<usize> = antre.iter().copied().collect();
    while let Some(ini) = antre.pop_front() {
        for sebelum in asal.get(ini)? {
            if tercapai.insert(*sebelum) {
                antre.push_back(*sebelum);
            }
        }
    }
    (tercapai.len() < semua.len()).then_some(Hambatan::JalanBuntu)
}

/// Whether whoever may do the open work may do it in the new step too.
fn pelaksana_cocok(tugas: &TugasTerbuka, tahap: &Tahap) -> bool {
    let (untuk, pelaksana) = (&tugas.untuk, &tahap.pelaksana);
    let bersama = tugas.bagian.is_some();
    let boleh = if bersama { &pelaksana.semua } else { &pelaksana.salah_satu };
    bersama != pelaksana.semua.is_empty()
        && untuk.pemohon == pelaksana.pemohon
        && untuk.unit == pelaksana.unit
        && untuk.tim == pelaksana.tim
        && untuk.peran.iter().all(|peran| boleh.contains(peran))
}

/// The code of a step in the other version.
fn terjemah<'a>(peta: &'a BTreeMap<Kode, Kode>, lama: &'a Kode) -> &'a Kode {
    peta.get(lama).unwrap_or(lama)
}

impl KeadaanKasus {
    /// Steps get the codes they have in another version. Visits of steps that become one go on from the higher count, so
    /// no later visit is mistaken for an earlier one.
    pub(in crate::sop) fn ganti_nama(&mut self, peta: &BTreeMap<Kode, Kode>) {
        let ganti = |kode: &mut Kode| {
            if let Some(baru) = peta.get(kode) {
                *kode = baru.clone();
            }
        };
        self.tugas.iter_mut().for_each(|tugas| ganti(&mut tugas.tahap));
        self.tiba.iter_mut().for_each(|tiba| ganti(&mut tiba.tahap));
        self.jejak.iter_mut().for_each(|jejak| ganti(&mut jejak.tahap));
        if let StatusKasus::MenungguPemohon { lanjut, habis, .. } = &mut self.status {
            ganti(lanjut);
            if let Some(Tujuan::Tahap(kode)) = habis {
                ganti(kode);
            }
        }
        let mut kunjungan: BTreeMap<Kode, u32> = BTreeMap::new();
        for (mut tahap, kali) in std::mem::take(&mut self.kunjungan) {
            ganti(&mut tahap);
            let lama = kunjungan.entry(tahap).or_insert(0);
            *lama = kali.max(*lama);
        }
        self.kunjungan = kunjungan;
    }
}
