//! Steps of a case that its applicant decides: the message with the outcomes, and what becomes of a tap or a typed answer.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Efek, KeadaanAlur, Kontak, KonteksAlur, Masukan, VERSI_ALUR,
    alur::{self, balas},
    baca,
    kamus::{Kamus, Teks, kabar, kamus_kontak},
    kumpul,
    pilihan::{BATAS_TEKS, tawarkan},
    teks,
};
use crate::{
    akses::Pelaku,
    galat::Galat,
    nilai::Kode,
    outbox::{Golongan, IsiPesan, PesanKeluar},
    permohonan::{Kasus, Permohonan, PermohonanId, jawab},
    ports::{Ports, UnitOfWork},
    sop::{AturanAlasan, Pilihan, StatusKasus, TugasId},
};

/// Longest reason, in characters.
const ALASAN_MAKS: usize = 1_000;

/// A step that waits for the applicant's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LangkahWarga {
    /// Which.
    pub tugas: TugasId,
    /// The activity as the sheet words it.
    pub nama: String,
    /// The outcomes the applicant may choose.
    pub pilihan: Vec<PilihanWarga>,
}

/// An outcome that the applicant may choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PilihanWarga {
    /// Unique within the step.
    pub kode: Kode,
    /// The words on the button.
    pub label: String,
    /// Whether a reason is asked for.
    pub alasan_wajib: bool,
}

impl LangkahWarga {
    fn opsi(&self) -> Vec<(String, String)> {
        self.pilihan
            .iter()
            .map(|satu| {
                (format!("{VERSI_ALUR}:putus:{}:{}", self.tugas, satu.kode), satu.label.clone())
            })
            .collect()
    }

    /// The message with its outcomes; `cara` says how to answer.
    pub(super) fn pesan(&self, kata: &Kamus, nomor: &str, cara: &'static Teks) -> IsiPesan {
        tawarkan(kata, &self.tanya(kata, nomor), &self.opsi(), kata.pola(cara))
    }

    fn tanya(&self, kata: &Kamus, nomor: &str) -> String {
        kata.isi(&kabar::TANYA_LANGKAH, &[("nomor", nomor), ("tahap", &self.nama)])
    }

    /// The same below another text.
    pub(super) fn pesan_setelah(
        &self,
        kata: &Kamus,
        isi: &str,
        nomor: &str,
        cara: &'static Teks,
    ) -> IsiPesan {
        let isi = teks::potong(isi, BATAS_TEKS / 2);
        let tanya = self.tanya(kata, nomor);
        tawarkan(kata, &format!("{isi}\n\n{tanya}"), &self.opsi(), kata.pola(cara))
    }
}

/// A conversation that waits for the answer to a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MintaJawaban {
    /// Which step.
    pub tugas: TugasId,
    /// The outcome that was chosen, while its reason is asked for.
    #[serde(default)]
    pub keputusan: Option<Kode>,
    /// Where the conversation goes on afterwards.
    #[serde(default)]
    pub lalu: Box<KeadaanAlur>,
}

impl MintaJawaban {
    /// Asks at that step; the conversation goes on at `lalu`.
    pub fn baru(tugas: TugasId, lalu: KeadaanAlur) -> Self {
        let lalu = match lalu {
            KeadaanAlur::Menjawab(lama) => lama.lalu,
            lain => Box::new(lain),
        };
        Self { tugas, keputusan: None, lalu }
    }

    pub(super) fn langkah(
        mut self,
        masukan: &Masukan,
        konteks: &KonteksAlur<'_>,
    ) -> (KeadaanAlur, Vec<Efek>) {
        let ketemu = alur::ditanya(konteks).find(|(_, satu)| satu.tugas == self.tugas);
        let Some((kasus, langkah)) = ketemu else {
            return kumpul::lanjutkan(
                *self.lalu,
                konteks,
                konteks.kamus.pola(&kabar::JAWABAN_USANG),
            );
        };
        let masih = |kode: &Kode| langkah.pilihan.iter().any(|satu| &satu.kode == kode);
        let keputusan = self.keputusan.take().filter(masih);
        if let Some(keputusan) = keputusan {
            if let Masukan::Teks(alasan) = masukan {
                let alasan = alasan.trim();
                if (1..=ALASAN_MAKS).contains(&alasan.chars().count()) {
                    return self.putuskan(keputusan, Some(alasan.to_owned()));
                }
            }
            self.keputusan = Some(keputusan);
            return (KeadaanAlur::Menjawab(self), balas(konteks.kamus.kata(&kabar::TANYA_ALASAN)));
        }
        let label: Vec<&str> = langkah.pilihan.iter().map(|satu| satu.label.as_str()).collect();
        let dipilih = match masukan {
            Masukan::Teks(jawaban) => baca::dipilih(jawaban, &label),
            _ => None,
        };
        match dipilih.and_then(|letak| langkah.pilihan.get(letak)) {
            Some(satu) if satu.alasan_wajib => {
                self.keputusan = Some(satu.kode.clone());
                (KeadaanAlur::Menjawab(self), balas(konteks.kamus.kata(&kabar::TANYA_ALASAN)))
            }
            Some(satu) => self.putuskan(satu.kode.clone(), None),
            None => {
                let isi = langkah.pesan(konteks.kamus, &kasus.nomor, &kabar::PILIH_ATAU_MENU);
                (KeadaanAlur::Menjawab(self), vec![Efek::Balas(isi)])
            }
        }
    }

    /// The question once more, or that it is over.
    pub(super) fn ulangi(self, konteks: &KonteksAlur<'_>) -> (KeadaanAlur, Vec<Efek>) {
        let ketemu = alur::ditanya(konteks).find(|(_, satu)| satu.tugas == self.tugas);
        let Some((kasus, langkah)) = ketemu else {
            return kumpul::lanjutkan(
                *self.lalu,
                konteks,
                konteks.kamus.pola(&kabar::JAWABAN_USANG),
            );
        };
        if self.keputusan.is_some() {
            return (KeadaanAlur::Menjawab(self), balas(konteks.kamus.kata(&kabar::TANYA_ALASAN)));
        }
        let isi = langkah.pesan(konteks.kamus, &kasus.nomor, &kabar::PILIH_ATAU_MENU);
        (KeadaanAlur::Menjawab(self), vec![Efek::Balas(isi)])
    }

    fn putuskan(self, keputusan: Kode, alasan: Option<String>) -> (KeadaanAlur, Vec<Efek>) {
        (*self.lalu, vec![Efek::Putuskan { tugas: self.tugas, keputusan, alasan }])
    }
}

/// Whether a tap is one on an outcome; then, what it names.
pub(super) fn ketukan(id: &str) -> Option<&str> {
    id.strip_prefix(VERSI_ALUR)?.strip_prefix(":putus:")
}

/// The step and the outcome that a tap names, when it can be read at all.
fn baca_ketukan(ketukan: &str) -> Option<(TugasId, Kode)> {
    let (tugas, kode) = ketukan.split_once(':')?;
    Some((TugasId::new(Uuid::parse_str(tugas).ok()?), Kode::parse(kode).ok()?))
}

/// Steps of a case that wait for its applicant.
pub(super) async fn ditanya(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    permohonan: &Permohonan,
) -> Result<Vec<LangkahWarga>, Galat> {
    if !permohonan.keadaan.tugas.iter().any(|satu| satu.untuk.pemohon) {
        return Ok(Vec::new());
    }
    let kasus = Kasus::muat(ports, work, pelaku, permohonan.clone()).await?;
    Ok(langkah_kasus(ports, &kasus))
}

fn langkah_kasus(ports: &Ports, kasus: &Kasus) -> Vec<LangkahWarga> {
    let mesin = kasus.mesin(ports);
    let keadaan = &kasus.permohonan.keadaan;
    let semua = keadaan.tugas.iter().filter(|satu| satu.untuk.pemohon).filter_map(|terbuka| {
        let tahap = kasus.definisi.tahap(&terbuka.tahap)?;
        let pilihan: Vec<_> = mesin
            .pilihan(keadaan, terbuka)
            .into_iter()
            // What Loket chooses itself, and what takes a code from the office's list, is no answer of a resident.
            .filter(|satu| !satu.otomatis && satu.kode_alasan.is_empty())
            .map(|satu| PilihanWarga {
                kode: satu.kode.clone(),
                label: satu.label.clone(),
                alasan_wajib: satu.alasan == AturanAlasan::Wajib,
            })
            .collect();
        let nama = tahap.nama.clone();
        (!pilihan.is_empty()).then_some(LangkahWarga { tugas: terbuka.id, nama, pilihan })
    });
    semua.collect()
}

/// Tells the applicant about steps of theirs that have just opened.
pub(crate) async fn tawarkan_langkah(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kasus: &Kasus,
    dibuka: &[TugasId],
) -> Result<(), Galat> {
    let Some(kontak) = kasus.permohonan.kontak else { return Ok(()) };
    let langkah = langkah_kasus(ports, kasus).into_iter();
    let langkah: Vec<_> = langkah.filter(|satu| dibuka.contains(&satu.tugas)).collect();
    if langkah.is_empty() {
        return Ok(());
    }
    let kata = kamus_kontak(work, kontak).await?;
    for langkah in langkah {
        let nomor = kasus.permohonan.nomor.as_str();
        let isi = langkah.pesan(&kata, nomor, &kabar::KETUK_ATAU_JAWAB);
        let pesan = PesanKeluar::baru(ports, kontak, Some(kasus.permohonan.id), isi)
            .sebagai(Golongan::Kelengkapan);
        work.pesan().antrekan(&pesan).await?;
    }
    Ok(())
}

/// Tells the applicant about steps of theirs that a new case begins with.
pub(crate) async fn tawarkan_awal(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    permohonan: &Permohonan,
) -> Result<(), Galat> {
    let keadaan = &permohonan.keadaan;
    let dibuka: Vec<TugasId> =
        keadaan.tugas.iter().filter(|satu| satu.untuk.pemohon).map(|satu| satu.id).collect();
    if dibuka.is_empty() {
        return Ok(());
    }
    let kasus = Kasus::muat(ports, work, pelaku, permohonan.clone()).await?;
    tawarkan_langkah(ports, work, &kasus, &dibuka).await
}

/// The locked case of that tugas with its open step, when both are this contact's.
async fn milik(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kontak: &Kontak,
    tugas: TugasId,
) -> Result<Option<(Kasus, LangkahWarga)>, Galat> {
    let permohonan = work.permohonan().kunci_oleh_tugas(tugas).await?;
    let Some(permohonan) = permohonan.filter(|satu| satu.kontak == Some(kontak.id)) else {
        return Ok(None);
    };
    let kasus = Kasus::muat(ports, work, pelaku, permohonan).await?;
    let langkah = langkah_kasus(ports, &kasus).into_iter().find(|satu| satu.tugas == tugas);
    Ok(langkah.map(|langkah| (kasus, langkah)))
}

/// The answer to a tap on an outcome, with the case it belongs to. One that is stale or of somebody else's changes nothing.
pub(super) async fn ketuk_langkah(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kontak: &mut Kontak,
    ketukan: &str,
) -> Result<(String, Option<PermohonanId>), Galat> {
    let kata = kamus_kontak(work, kontak.id).await?;
    let usang = || Ok((kata.kata(&kabar::JAWABAN_USANG), None));
    let Some((tugas, keputusan)) = baca_ketukan(ketukan) else { return usang() };
    let Some((kasus, langkah)) = milik(ports, work, pelaku, kontak, tugas).await? else {
        return usang();
    };
    let Some(dipilih) = langkah.pilihan.iter().find(|satu| satu.kode == keputusan) else {
        return usang();
    };
    let minta = MintaJawaban::baru(tugas, std::mem::take(&mut kontak.alur));
    if dipilih.alasan_wajib {
        let isi = format!("{}: {}", dipilih.label, kata.pola(&kabar::TANYA_ALASAN));
        kontak.alur = KeadaanAlur::Menjawab(MintaJawaban { keputusan: Some(keputusan), ..minta });
        return Ok((isi, Some(kasus.permohonan.id)));
    }
    kontak.alur = *minta.lalu;
    catat_jawaban(ports, work, pelaku, kontak, kasus, dipilih, tugas, None).await
}

/// The answer to a decision that was typed, with the case it belongs to.
pub(super) async fn putuskan_warga(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kontak: &mut Kontak,
    (tugas, keputusan, alasan): (TugasId, Kode, Option<String>),
) -> Result<(String, Option<PermohonanId>), Galat> {
    if let Some((kasus, langkah)) = milik(ports, work, pelaku, kontak, tugas).await?
        && let Some(dipilih) = langkah.pilihan.iter().find(|satu| satu.kode == keputusan)
    {
        let alasan = alasan.as_deref();
        return catat_jawaban(ports, work, pelaku, kontak, kasus, dipilih, tugas, alasan).await;
    }
    let kata = kamus_kontak(work, kontak.id).await?;
    Ok((kata.kata(&kabar::JAWABAN_USANG), None))
}

#[expect(
    clippy::too_many_arguments,
    reason = "the ends of one decision, every one distinct in type"
)]
async fn catat_jawaban(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kontak: &mut Kontak,
    kasus: Kasus,
    dipilih: &PilihanWarga,
    tugas: TugasId,
    alasan: Option<&str>,
) -> Result<(String, Option<PermohonanId>), Galat> {
    let (id, versi) = (kasus.permohonan.id, kasus.permohonan.keadaan.versi);
    // What follows from the decision may look at the conversation: it stands where this answer leaves it.
    work.kontak().simpan(kontak, ports.clock.now()).await?;
    let pilihan = Pilihan { tugas, keputusan: &dipilih.kode, alasan, kode_alasan: None };
    let permohonan = match Box::pin(jawab(ports, work, pelaku, kasus, pilihan)).await {
        Ok(permohonan) => permohonan,
        Err(Galat::Bentrok(bentrok)) => {
            // A refusal is told when nothing was stored yet; otherwise everything is undone and tried again.
            let kini = work.permohonan().baca(id).await?;
            if kini.is_none_or(|satu| satu.keadaan.versi != versi) {
                return Err(bentrok.into());
            }
            let kata = kamus_kontak(work, kontak.id).await?;
            let isi = kata.isi(&kabar::JAWABAN_BELUM_BISA, &[("sebab", &bentrok.pesan)]);
            return Ok((isi, Some(id)));
        }
        Err(galat) => return Err(galat),
    };
    let kata = kamus_kontak(work, kontak.id).await?;
    let isian = [("nomor", permohonan.nomor.as_str()), ("pilihan", &dipilih.label)];
    let mut isi = kata.isi(&kabar::JAWABAN_DICATAT, &isian);
    if matches!(permohonan.keadaan.status, StatusKasus::MenungguPemohon { .. }) {
        let lama = std::mem::take(&mut kontak.alur);
        kontak.alur = lama.clone().mulai_melengkapi(id).unwrap_or(lama);
    }
    if matches!(kontak.alur, KeadaanAlur::Mengumpulkan(_)) {
        isi = format!("{isi}\n{}", kata.pola(&kabar::LANJUTKAN_ISIAN));
    }
    Ok((isi, Some(id)))
}
