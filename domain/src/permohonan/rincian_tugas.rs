//! A tugas with all that an officer needs to see to work on it.

use std::collections::BTreeMap;

use time::OffsetDateTime;

use super::{Kasus, Kejadian, RingkasTugas, kurang, semua_butuh};
use crate::{
    akses::{Izin, Mandat, Pelaku, Petugas},
    galat::{Bentrok, Galat},
    nilai::Kode,
    ports::{Ports, UnitOfWork},
    sop::{
        AturanAlasan, AturanJadwal, Bagian, Butuh, Catatan, DefinisiSop, Formulir, JAWAB,
        Keputusan, KodeAlasan, Peristiwa, Register, Tahap, TugasDibuka, TugasId, TugasTerbuka,
        Untuk,
    },
};

/// Something that an outcome needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ButuhKeputusan {
    /// What.
    pub butuh: Butuh,
    /// Whether it is there.
    pub terpenuhi: bool,
    /// Codes of the papers or products that are missing.
    pub kurang: Vec<Kode>,
}

/// An outcome open to an officer, or to the applicant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PilihanKeputusan {
    /// Code.
    pub kode: Kode,
    /// The words on the button.
    pub label: String,
    /// Whether a reason is given.
    pub alasan: AturanAlasan,
    /// The reason codes to choose from; one must be chosen when there are any.
    pub kode_alasan: Vec<KodeAlasan>,
    /// What it needs, and whether that is there.
    pub butuh: Vec<ButuhKeputusan>,
    /// Whether every role of the step must choose it.
    pub sepakat: bool,
}

/// A bill of the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagihanTugas {
    /// The fee table.
    pub tarif: Kode,
    /// As the resident reads it.
    pub nama: String,
    /// Rupiah; nothing when waived or not due.
    pub jumlah: u64,
    /// Whether it was paid.
    pub lunas: bool,
    /// Whether this tugas billed it.
    pub di_sini: bool,
}

/// A question that was asked at a tugas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pertanyaan {
    /// The tugas of the question.
    pub tugas: TugasId,
    /// The roles that were asked.
    pub kepada: Vec<Kode>,
    /// What.
    pub isi: String,
    /// When.
    pub pada: OffsetDateTime,
    /// What became of it.
    pub jawaban: JawabanKonsultasi,
}

/// What became of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JawabanKonsultasi {
    /// Nobody answered yet.
    Menunggu,
    /// It was answered.
    Dijawab {
        /// In an officer's words.
        isi: String,
        /// The officer's name.
        oleh: Option<String>,
        /// When.
        pada: OffsetDateTime,
    },
    /// It was taken back, or the tugas went on without it.
    Ditarik,
}

/// Something that was recorded at a tugas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatatanTugas {
    /// What.
    pub isi: Catatan,
    /// The officer's name.
    pub oleh: Option<String>,
    /// When.
    pub pada: OffsetDateTime,
}

/// How the caller stands to a tugas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HakSaya {
    /// Why the caller may not take it, or goes without it.
    pub halangan: Option<Bentrok>,
    /// In whose place the caller would act, as it stands above a signature.
    pub atas_nama: Option<String>,
}

/// A tugas with what can be done at it.
#[derive(Clone, Debug)]
pub struct RincianTugas {
    /// The row of the queue.
    pub ringkas: RingkasTugas,
    /// The version of the case to decide on.
    pub versi: u64,
    /// The remark column of the step.
    pub keterangan: Option<String>,
    /// Who may take it.
    pub untuk: Untuk,
    /// What the roles are called that the tugas names.
    pub nama_peran: BTreeMap<Kode, String>,
    /// How the caller stands to it; nothing when it is over, or the applicant's to decide.
    pub saya: Option<HakSaya>,
    /// Who took it last, and in whose place.
    pub pemegang: Option<(String, Option<String>)>,
    /// The tugas that waits for this answer, in a consultation.
    pub konsultasi_atas: Option<TugasId>,
    /// The outcomes; empty when the tugas is over.
    pub pilihan: Vec<PilihanKeputusan>,
    /// The form of the step.
    pub formulir: Option<Formulir>,
    /// What the step waits for.
    pub aturan_jadwal: Option<AturanJadwal>,
    /// The bills of the case so far.
    pub tagihan: Vec<TagihanTugas>,
    /// The register in which the step gives a number.
    pub register: Option<Register>,
    /// The named party outside the office.
    pub pihak_luar: Option<String>,
    /// Roles that may be asked.
    pub boleh_ditanya: Vec<Kode>,
    /// What was asked.
    pub pertanyaan: Vec<Pertanyaan>,
    /// What was recorded.
    pub catatan: Vec<CatatanTugas>,
}

/// Read a tugas.
#[derive(Clone, Copy, Debug)]
pub struct BacaTugas {
    /// Which.
    pub id: TugasId,
}

impl BacaTugas {
    /// The tugas with all that can be done at it, and all that was.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<RincianTugas, Galat> {
        let petugas = pelaku.petugas(Izin::TugasKerjakan)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let ringkas = work.bacaan().tugas(self.id).await?.ok_or(Galat::TidakDitemukan("tugas"))?;
        let permohonan = work
            .permohonan()
            .baca(ringkas.permohonan)
            .await?
            .ok_or(Galat::TidakDitemukan("tugas"))?;
        let kasus = Kasus::muat(ports, work.as_mut(), pelaku, permohonan).await?;
        let linimasa = work.bacaan().linimasa(ringkas.permohonan).await?;
        let dibuka = linimasa.iter().find_map(|satu| match &satu.peristiwa {
            Peristiwa::TugasDibuka(dibuka) if dibuka.tugas == self.id => Some(dibuka.as_ref()),
            _ => None,
        });
        let terbuka = kasus.permohonan.keadaan.tugas(self.id);
        let konsultasi_atas = dibuka.and_then(|satu| satu.bagian).and_then(Bagian::konsultasi);
        // A question asks for nothing of what its step asks for.
        let tahap = kasus.definisi.tahap(&ringkas.tahap).filter(|_| konsultasi_atas.is_none());
        let untuk = terbuka.map(|satu| &satu.untuk).or(dibuka.map(|satu| &satu.untuk));
        let pemegang = work.bacaan().kartu_kendali(ringkas.permohonan).await?;
        let pemegang = pemegang.into_iter().filter(|baris| baris.tugas == self.id);
        Ok(RincianTugas {
            versi: kasus.permohonan.keadaan.versi,
            keterangan: tahap.and_then(|tahap| tahap.keterangan.clone()),
            untuk: untuk.cloned().unwrap_or_default(),
            nama_peran: work.akses().nama_peran().await?,
            saya: terbuka
                .filter(|satu| !satu.untuk.pemohon)
                .map(|terbuka| hak(ports, &kasus, terbuka, petugas)),
            pemegang: pemegang
                .filter_map(|baris| Some((baris.diterima_oleh?.1, baris.atas_nama)))
                .next_back(),
            konsultasi_atas,
            pilihan: match terbuka {
                Some(terbuka) => pilihan(ports, work.as_mut(), &kasus, terbuka).await?,
                None => Vec::new(),
            },
            formulir: tahap.and_then(|tahap| tahap.formulir.clone()),
            aturan_jadwal: tahap.and_then(|tahap| tahap.jadwal),
            tagihan: tagihan(&kasus, self.id),
            register: tahap.and_then(|tahap| register(&kasus.definisi, tahap)),
            pihak_luar: tahap.and_then(|tahap| tahap.pelaksana.pihak_luar.clone()),
            boleh_ditanya: tahap.map(|tahap| tahap.konsultasi.clone()).unwrap_or_default(),
            pertanyaan: pertanyaan(&kasus, &linimasa, self.id),
            catatan: catatan(&linimasa, self.id),
            ringkas,
        })
    }
}

fn hak(ports: &Ports, kasus: &Kasus, terbuka: &TugasTerbuka, petugas: &Petugas) -> HakSaya {
    let keadaan = &kasus.permohonan.keadaan;
    let diterima = match kasus.mesin(ports).terima(keadaan, terbuka.id, petugas.petindak()) {
        Ok(diterima) => diterima,
        Err(penolakan) => {
            return HakSaya { halangan: Some(penolakan.into()), atas_nama: None };
        }
    };
    let dari = diterima.iter().find_map(|satu| match satu {
        Peristiwa::TugasDiterima { atas_nama, .. } => *atas_nama,
        _ => None,
    });
    let mandat = petugas.mandat.iter();
    let mut mandat =
        mandat.filter(|satu| Some(satu.dari) == dari && terbuka.untuk.peran.contains(&satu.peran));
    HakSaya { halangan: None, atas_nama: mandat.next().map(Mandat::atas_nama) }
}

async fn pilihan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kasus: &Kasus,
    terbuka: &TugasTerbuka,
) -> Result<Vec<PilihanKeputusan>, Galat> {
    if terbuka.bagian.and_then(Bagian::konsultasi).is_some() {
        let kode = Kode::parse(JAWAB).map_err(|salah| salah.di("/keputusan"))?;
        return Ok(vec![PilihanKeputusan {
            kode,
            label: "Jawab".to_owned(),
            alasan: AturanAlasan::Wajib,
            kode_alasan: Vec::new(),
            butuh: Vec::new(),
            sepakat: false,
        }]);
    }
    let (keadaan, mesin) = (&kasus.permohonan.keadaan, kasus.mesin(ports));
    let terbuka_kini: Vec<&Keputusan> = mesin.pilihan(keadaan, terbuka);
    let mut semua = Vec::with_capacity(terbuka_kini.len());
    for satu in terbuka_kini {
        let mut daftar = Vec::new();
        for butuh in semua_butuh(&kasus.definisi, terbuka, satu) {
            let kurang = kurang(work, kasus, terbuka, butuh).await?;
            let terpenuhi = kurang.is_empty() && mesin.belum(keadaan, terbuka, butuh).is_none();
            daftar.push(ButuhKeputusan { butuh, terpenuhi, kurang });
        }
        let alasan = kasus.definisi.alasan.iter();
        semua.push(PilihanKeputusan {
            kode: satu.kode.clone(),
            label: satu.label.clone(),
            alasan: satu.alasan,
            kode_alasan: alasan.filter(|a| satu.kode_alasan.contains(&a.kode)).cloned().collect(),
            butuh: daftar,
            sepakat: satu.sepakat,
        });
    }
    Ok(semua)
}

fn tagihan(kasus: &Kasus, tugas: TugasId) -> Vec<TagihanTugas> {
    let semua = kasus.permohonan.keadaan.tagihan.iter();
    let baris = semua.map(|satu| TagihanTugas {
        tarif: satu.tarif.clone(),
        nama: kasus
            .definisi
            .tarif(&satu.tarif)
            .map_or_else(|| satu.tarif.to_string(), |tarif| tarif.nama.clone()),
        jumlah: satu.jumlah,
        lunas: satu.lunas,
        di_sini: satu.tugas == tugas,
    });
    baris.collect()
}

fn register(definisi: &DefinisiSop, tahap: &Tahap) -> Option<Register> {
    definisi.register(tahap.register.as_ref()?).cloned()
}

fn catatan(linimasa: &[Kejadian], id: TugasId) -> Vec<CatatanTugas> {
    let milik = linimasa.iter().filter_map(|satu| match &satu.peristiwa {
        Peristiwa::TugasDicatat { tugas, isi, .. } if *tugas == id => {
            Some(CatatanTugas { isi: isi.clone(), oleh: satu.nama_pelaku.clone(), pada: satu.pada })
        }
        _ => None,
    });
    milik.collect()
}

fn pertanyaan(kasus: &Kasus, linimasa: &[Kejadian], id: TugasId) -> Vec<Pertanyaan> {
    let tanya = linimasa.iter().filter_map(|satu| match &satu.peristiwa {
        Peristiwa::TugasDibuka(dibuka) if dibuka.bagian == Some(Bagian::Konsultasi(id)) => {
            Some(satu_pertanyaan(kasus, linimasa, dibuka, satu.pada))
        }
        _ => None,
    });
    tanya.collect()
}

fn satu_pertanyaan(
    kasus: &Kasus,
    linimasa: &[Kejadian],
    dibuka: &TugasDibuka,
    pada: OffsetDateTime,
) -> Pertanyaan {
    let dijawab = linimasa.iter().find_map(|satu| match &satu.peristiwa {
        Peristiwa::TugasDiputuskan { tugas, alasan, .. } if *tugas == dibuka.tugas => {
            Some(JawabanKonsultasi::Dijawab {
                isi: alasan.clone().unwrap_or_default(),
                oleh: satu.nama_pelaku.clone(),
                pada: satu.pada,
            })
        }
        _ => None,
    });
    let jawaban = dijawab.unwrap_or(match kasus.permohonan.keadaan.tugas(dibuka.tugas) {
        Some(_) => JawabanKonsultasi::Menunggu,
        None => JawabanKonsultasi::Ditarik,
    });
    Pertanyaan {
        tugas: dibuka.tugas,
        kepada: dibuka.untuk.peran.clone(),
        isi: dibuka.pertanyaan.clone().unwrap_or_default(),
        pada,
        jawaban,
    }
}
