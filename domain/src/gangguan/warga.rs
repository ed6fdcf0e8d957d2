//! What residents read of interruptions, composed from the office's words.

use time::OffsetDateTime;

use super::{
    BarisKabar, JenisKabar, KasusKabar, PapanKabar, akan_butuh, butuh, kabari::teks_kantor,
    langkah_kasus,
};
use crate::{
    akses::Pelaku,
    galat::Galat,
    kalender::{Gangguan, GangguanId, SebabGangguan},
    outbox::{Golongan, IsiPesan, PesanKeluar},
    percakapan::kamus::{Kamus, Teks, gangguan as teks},
    permohonan::{Kasus, Permohonan, definisi_kasus, kalender_kanal, perkiraan_selesai},
    ports::{Ports, UnitOfWork},
    sop::StatusKasus,
};

/// How many cases one message names.
const DISEBUT: usize = 8;

/// What broke, in a sentence's middle.
pub(super) fn sebab(kata: &Kamus, sebab: SebabGangguan) -> String {
    kata.kata(match sebab {
        SebabGangguan::Siak => &teks::SEBAB_SIAK,
        SebabGangguan::PenandaTangan => &teks::SEBAB_PENANDA_TANGAN,
        SebabGangguan::Blanko => &teks::SEBAB_BLANKO,
        SebabGangguan::ListrikJaringan => &teks::SEBAB_LISTRIK_JARINGAN,
    })
}

fn pulih(kata: &Kamus, sebab: SebabGangguan) -> String {
    kata.kata(match sebab {
        SebabGangguan::Siak => &teks::PULIH_SIAK,
        SebabGangguan::PenandaTangan => &teks::PULIH_PENANDA_TANGAN,
        SebabGangguan::Blanko => &teks::PULIH_BLANKO,
        SebabGangguan::ListrikJaringan => &teks::PULIH_LISTRIK_JARINGAN,
    })
}

/// Cases, one per line, with the estimate of those that have one.
fn daftar<'k>(
    kata: &Kamus,
    kasus: impl IntoIterator<Item = (&'k KasusKabar, Option<&'k str>)>,
) -> String {
    let semua: Vec<_> = kasus.into_iter().collect();
    let mut baris: Vec<String> = semua
        .iter()
        .take(DISEBUT)
        .map(|(satu, saat)| {
            let mut isian = vec![("nomor", satu.nomor.as_str()), ("layanan", &satu.layanan_nama)];
            match saat {
                Some(saat) => {
                    isian.push(("saat", saat));
                    kata.isi(&teks::GANGGUAN_BARIS_PERKIRAAN, &isian)
                }
                None => kata.isi(&teks::GANGGUAN_BARIS, &isian),
            }
        })
        .collect();
    if semua.len() > DISEBUT {
        let jumlah = (semua.len() - DISEBUT).to_string();
        baris.push(kata.isi(&teks::GANGGUAN_LAINNYA, &[("jumlah", &jumlah)]));
    }
    baris.join("\n")
}

/// That work on these cases of one resident stands still.
pub(super) fn kabar_mulai(kata: &Kamus, sebabnya: SebabGangguan, kasus: &[KasusKabar]) -> String {
    let daftar = daftar(kata, kasus.iter().map(|satu| (satu, None)));
    kata.isi(&teks::GANGGUAN_MULAI, &[("sebab", &sebab(kata, sebabnya)), ("daftar", &daftar)])
}

/// That work on these cases of one resident goes on, each with its new estimate; or that something else still holds them
/// up.
pub(super) fn kabar_pulih(
    kata: &Kamus,
    sebabnya: SebabGangguan,
    lain: Option<SebabGangguan>,
    kasus: &[(&KasusKabar, Option<String>)],
) -> String {
    let daftar = daftar(
        kata,
        kasus.iter().map(|(satu, saat)| (*satu, saat.as_deref().filter(|_| lain.is_none()))),
    );
    let pulih = pulih(kata, sebabnya);
    match lain {
        None => kata.isi(&teks::GANGGUAN_PULIH, &[("sebab", &pulih), ("daftar", &daftar)]),
        Some(lain) => {
            let lain = sebab(kata, lain);
            let isian = [("sebab", pulih.as_str()), ("lain", &lain), ("daftar", &daftar)];
            kata.isi(&teks::GANGGUAN_PULIH_SEBAGIAN, &isian)
        }
    }
}

/// News of an interruption, for the outbox.
pub(super) fn pesan(ports: &Ports, kasus: &KasusKabar, isi: String) -> PesanKeluar {
    PesanKeluar::baru(ports, kasus.kontak, Some(kasus.permohonan), IsiPesan::Teks { isi })
        .sebagai(Golongan::Kabar)
}

/// What stands below the answer to a registration while something is broken that the case will need; remembered, so that
/// its applicant is not told once more.
pub(crate) async fn kabari_pendaftar(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kata: &Kamus,
    permohonan: &Permohonan,
) -> Result<Option<String>, Galat> {
    let Some(kontak) = permohonan.kontak else { return Ok(None) };
    let mut terbuka = work.kabar_gangguan().terbuka().await?;
    // As long as it may be a short one, nobody is told.
    terbuka.retain(|papan| papan.dikabarkan_pada.is_some());
    if terbuka.is_empty() {
        return Ok(None);
    }
    let (layanan, definisi) = definisi_kasus(work, permohonan).await?;
    let mut kalimat = Vec::new();
    for PapanKabar { gangguan, .. } in terbuka {
        if !akan_butuh(&gangguan, &definisi, &layanan) {
            continue;
        }
        let baris = BarisKabar {
            gangguan: gangguan.id,
            sebab: gangguan.sebab,
            jenis: JenisKabar::Mulai,
            permohonan: permohonan.id,
            kontak,
            pesan: None,
        };
        work.kabar_gangguan().catat(&baris, ports.clock.now()).await?;
        kalimat
            .push(kata.isi(&teks::GANGGUAN_TERDAFTAR, &[("sebab", &sebab(kata, gangguan.sebab))]));
    }
    Ok((!kalimat.is_empty()).then(|| kalimat.join("\n\n")))
}

/// An interruption that a case just registered will meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GangguanKasus {
    /// Which.
    pub gangguan: GangguanId,
    /// What broke.
    pub sebab: SebabGangguan,
    /// Since when.
    pub sejak: OffsetDateTime,
    /// What to tell the applicant.
    pub kalimat: String,
}

/// What lasts and will hold up a case: for who registers it, who tells the applicant in their own words. Nobody counts as
/// told by it, so that the office's message still follows.
#[derive(Clone, Copy, Debug)]
pub struct BacaGangguanKasus<'p> {
    /// The case.
    pub permohonan: &'p Permohonan,
}

impl BacaGangguanKasus<'_> {
    /// The oldest first; one query while nothing is broken.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Vec<GangguanKasus>, Galat> {
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let mut terbuka = work.kabar_gangguan().terbuka().await?;
        if terbuka.is_empty() || self.permohonan.keadaan.status != StatusKasus::Berjalan {
            return Ok(Vec::new());
        }
        terbuka.sort_by_key(|papan| papan.gangguan.mulai_pada);
        let (layanan, definisi) = definisi_kasus(work.as_mut(), self.permohonan).await?;
        let kata = Kamus::baru(&teks_kantor(work.as_mut()).await?, None);
        let mengenai = terbuka
            .into_iter()
            .map(|papan| papan.gangguan)
            .filter(|gangguan| akan_butuh(gangguan, &definisi, &layanan));
        let satu = |gangguan: Gangguan| GangguanKasus {
            kalimat: kata
                .isi(&teks::GANGGUAN_TERDAFTAR, &[("sebab", &sebab(&kata, gangguan.sebab))]),
            gangguan: gangguan.id,
            sebab: gangguan.sebab,
            sejak: gangguan.mulai_pada,
        };
        Ok(mengenai.map(satu).collect())
    }
}

/// What STATUS says of a case that stands at a step which needs what is broken, with the estimate as if it worked again
/// now; `None` for every other case.
pub(crate) async fn status_terganggu(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kata: &Kamus,
    terbuka: &[PapanKabar],
    permohonan: &Permohonan,
) -> Result<Option<String>, Galat> {
    if permohonan.keadaan.status != StatusKasus::Berjalan || terbuka.is_empty() {
        return Ok(None);
    }
    let kasus = Kasus::muat(ports, work, pelaku, permohonan.clone()).await?;
    let mengenai = |papan: &&PapanKabar| {
        let gangguan = &papan.gangguan;
        gangguan.mengenai(&permohonan.layanan)
            && langkah_kasus(&kasus.definisi, &permohonan.keadaan)
                .any(|(jenis, tahap)| butuh(gangguan.sebab, jenis, tahap, &kasus.layanan))
    };
    let Some(papan) = terbuka.iter().find(mengenai) else { return Ok(None) };
    let sebab = sebab(kata, papan.gangguan.sebab);
    let mut baris = vec![kata.isi(&teks::GANGGUAN_STATUS, &[("sebab", &sebab)])];
    if let Some(saat) = perkiraan(ports, work, &kasus).await? {
        let perkiraan: &'static Teks = &teks::GANGGUAN_STATUS_PERKIRAAN;
        baris.push(kata.isi(perkiraan, &[("saat", &saat)]));
    }
    Ok(Some(baris.join("\n")))
}

/// When a case will be done as things stand, as people read it.
pub(super) async fn perkiraan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kasus: &Kasus,
) -> Result<Option<String>, Galat> {
    let Some(saat) = perkiraan_selesai(ports, work, kasus).await? else { return Ok(None) };
    let kalender = kalender_kanal(work, kasus.permohonan.kanal).await?;
    Ok(Some(kalender.tulis_saat(saat)))
}
