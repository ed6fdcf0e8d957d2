//! Tell people of interruptions, a batch at a time.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::Arc,
};

use serde_json::json;
use time::OffsetDateTime;

use super::{
    AturanKabar, BarisKabar, Giliran, JenisKabar, KasusKabar, LangkahTerbuka, PapanKabar, butuh,
    ingat_pada, kabar_mulai, pesan,
    petugas::{Kabar, kabari_petugas},
    pulihkan::pulihkan,
};
use crate::{
    akses::{JejakPelaku, Pelaku, Siapa},
    audit::CatatanAudit,
    galat::{Galat, PortError},
    kalender::{Gangguan, GangguanId},
    layanan::Layanan,
    nilai::Kode,
    percakapan::{KontakId, kamus::Kamus},
    ports::{Ports, UnitOfWork},
    sop::{DefinisiSop, JenisTahap, KeadaanKasus, SopVersiId, Tahap},
    tenant::{TeksKantor, Tenant},
};

/// How many residents one unit of work tells that work stands still.
const BATAS: u32 = 50;

/// Tell residents and officers of interruptions, and that they are over.
#[derive(Clone, Copy, Debug, Default)]
pub struct KabarkanGangguan {
    /// When.
    pub aturan: AturanKabar,
}

impl KabarkanGangguan {
    /// One batch of every interruption with something to do, each in a unit of work of its own together with the ledger of
    /// who knows: a worker that is killed has told all of a batch or nobody of it. Tells how many residents were told. Call
    /// again until it says 0.
    pub async fn execute(self, ports: &Ports, tenant: &Arc<Tenant>) -> Result<usize, Galat> {
        let mut work = ports.store.read(&tenant.slug).await?;
        let giliran = work.kabar_gangguan().giliran(ports.clock.now()).await?;
        drop(work);
        let pelaku = Pelaku { tenant: tenant.clone(), siapa: Siapa::Sistem };
        let (mut jumlah, mut gagal) = (0, None);
        for id in giliran {
            // One that cannot be told of now must not hold up the others; it stays due.
            match self.satu(ports, &pelaku, id).await {
                Ok(dikabari) => jumlah += dikabari,
                Err(galat) => gagal = gagal.or(Some(galat)),
            }
        }
        match gagal {
            Some(galat) if jumlah == 0 => Err(galat),
            _ => Ok(jumlah),
        }
    }

    async fn satu(self, ports: &Ports, pelaku: &Pelaku, id: GangguanId) -> Result<usize, Galat> {
        let kini = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let Some(mut papan) = work.kabar_gangguan().kunci(id, kini).await? else { return Ok(0) };
        let diketahui = papan.dikabarkan_pada.is_some() || papan.diketahui;
        let jumlah = match self.aturan.giliran(&papan.gangguan, diketahui, kini) {
            Giliran::Tunggu(pada) => {
                papan.giliran_pada = Some(pada);
                0
            }
            Giliran::Usai => {
                papan.giliran_pada = None;
                0
            }
            Giliran::Kabari => self.kabari(ports, work.as_mut(), pelaku, &mut papan).await?,
            Giliran::Pulihkan => pulihkan(ports, work.as_mut(), pelaku, &mut papan).await?,
        };
        work.kabar_gangguan().simpan(&papan).await?;
        work.commit().await?;
        Ok(jumlah)
    }

    async fn kabari(
        self,
        ports: &Ports,
        work: &mut dyn UnitOfWork,
        pelaku: &Pelaku,
        papan: &mut PapanKabar,
    ) -> Result<usize, Galat> {
        let (kini, zona) = (ports.clock.now(), pelaku.tenant.zona);
        let gangguan = papan.gangguan.clone();
        let langkah = langkah_terkena(work, &gangguan).await?;
        if papan.dikabarkan_pada.is_none() {
            papan.dikabarkan_pada = Some(kini);
            kabari_petugas(ports, work, zona, &gangguan, &langkah, Kabar::Mulai).await?;
            catat(ports, work, &gangguan, "gangguan.kabarkan").await?;
        }
        let sejak = kini.saturating_sub(self.aturan.jeda_ulang);
        let calon = work.kabar_gangguan().calon(&gangguan, &langkah, sejak, BATAS).await?;
        let calon = per_kontak(calon);
        if !calon.is_empty() {
            let kantor = teks_kantor(work).await?;
            for kasus in &calon {
                kabari_warga(ports, work, &kantor, &gangguan, kasus).await?;
            }
        }
        let ingat = ingatkan(ports, work, pelaku, papan, &langkah).await?;
        let penuh = calon.len() >= usize::try_from(BATAS).unwrap_or(usize::MAX);
        let berikut = if penuh { kini } else { kini.saturating_add(self.aturan.sapuan) };
        papan.giliran_pada = Some(ingat.map_or(berikut, |ingat| ingat.min(berikut)));
        Ok(calon.len())
    }
}

/// Reminds those who watch the operation of an interruption that nobody closes; tells when the next reminder is due.
async fn ingatkan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    papan: &mut PapanKabar,
    langkah: &[LangkahTerbuka],
) -> Result<Option<OffsetDateTime>, Galat> {
    let Some(kalender) = work.katalog().kalender().await? else { return Ok(None) };
    let kini = ports.clock.now();
    let mulai = papan.gangguan.mulai_pada;
    let pada = |terakhir| ingat_pada(&kalender, mulai, terakhir).map_err(PortError::tak_terduga);
    let jatuh = pada(papan.diingatkan_pada)?;
    if kini < jatuh {
        return Ok(Some(jatuh));
    }
    let (gangguan, zona) = (&papan.gangguan, pelaku.tenant.zona);
    kabari_petugas(ports, work, zona, gangguan, langkah, Kabar::Terlupa).await?;
    catat(ports, work, gangguan, "gangguan.ingatkan").await?;
    papan.diingatkan_pada = Some(kini);
    Ok(Some(pada(papan.diingatkan_pada)?))
}

/// Tells one resident of all their cases in one message, unless they know; every case gets its row in the ledger.
async fn kabari_warga(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kantor: &TeksKantor,
    gangguan: &Gangguan,
    kasus: &[KasusKabar],
) -> Result<(), Galat> {
    let Some(pertama) = kasus.first() else { return Ok(()) };
    let mut pesan_id = None;
    if !kasus.iter().any(|satu| satu.sudah) {
        let kata = Kamus::baru(kantor, pertama.bahasa.as_ref());
        let pesan = pesan(ports, pertama, kabar_mulai(&kata, gangguan.sebab, kasus));
        work.pesan().antrekan(&pesan).await?;
        pesan_id = Some(pesan.id);
    }
    for satu in kasus {
        // The message belongs to one row; the ledger refuses a second one for this contact.
        let pesan = pesan_id.take();
        let baris = BarisKabar { pesan, ..baris(gangguan, JenisKabar::Mulai, satu) };
        tulis(work, &baris, ports.clock.now()).await?;
    }
    Ok(())
}

pub(super) fn baris(gangguan: &Gangguan, jenis: JenisKabar, kasus: &KasusKabar) -> BarisKabar {
    BarisKabar {
        gangguan: gangguan.id,
        sebab: gangguan.sebab,
        jenis,
        permohonan: kasus.permohonan,
        kontak: kasus.kontak,
        pesan: None,
    }
}

/// A row that must be new: what is told already is never told again, so the whole unit of work is given up.
pub(super) async fn tulis(
    work: &mut dyn UnitOfWork,
    baris: &BarisKabar,
    pada: OffsetDateTime,
) -> Result<(), PortError> {
    if work.kabar_gangguan().catat(baris, pada).await? { Ok(()) } else { Err(PortError::Konflik) }
}

/// Cases of each contact together, in the order in which the contacts came.
pub(super) fn per_kontak(kasus: Vec<KasusKabar>) -> Vec<Vec<KasusKabar>> {
    let mut letak: BTreeMap<KontakId, usize> = BTreeMap::new();
    let mut semua: Vec<Vec<KasusKabar>> = Vec::new();
    for satu in kasus {
        let ke = *letak.entry(satu.kontak).or_insert(semua.len());
        match semua.get_mut(ke) {
            Some(grup) => grup.push(satu),
            None => semua.push(vec![satu]),
        }
    }
    semua
}

/// Steps with open work that needs what broke. A service and an SOP version are read once.
pub(super) async fn langkah_terkena(
    work: &mut dyn UnitOfWork,
    gangguan: &Gangguan,
) -> Result<Vec<LangkahTerbuka>, Galat> {
    let semua = work.kabar_gangguan().langkah_terbuka(&gangguan.layanan).await?;
    let mut layanan: BTreeMap<Kode, Option<Layanan>> = BTreeMap::new();
    let mut sop: BTreeMap<SopVersiId, Option<DefinisiSop>> = BTreeMap::new();
    let mut terkena = Vec::new();
    for satu in semua {
        if let Entry::Vacant(kosong) = layanan.entry(satu.layanan.clone()) {
            kosong.insert(work.katalog().layanan_tersimpan(&satu.layanan).await?);
        }
        if let Entry::Vacant(kosong) = sop.entry(satu.sop) {
            kosong.insert(work.katalog().sop_versi(satu.sop).await?);
        }
        let layanan = layanan.get(&satu.layanan).and_then(Option::as_ref);
        let tahap =
            sop.get(&satu.sop).and_then(Option::as_ref).and_then(|sop| sop.tahap(&satu.tahap));
        let (Some(layanan), Some(tahap)) = (layanan, tahap) else { continue };
        if butuh(gangguan.sebab, satu.jenis, tahap, layanan) {
            terkena.push(satu);
        }
    }
    Ok(terkena)
}

/// The open work of a case: its kind, and its step.
pub(super) fn langkah_kasus<'k>(
    definisi: &'k DefinisiSop,
    keadaan: &'k KeadaanKasus,
) -> impl Iterator<Item = (JenisTahap, &'k Tahap)> {
    keadaan.tugas.iter().filter_map(|tugas| {
        let tahap = definisi.tahap(&tugas.tahap).filter(|_| !tugas.untuk.pemohon)?;
        Some((tugas.jenis, tahap))
    })
}

pub(super) async fn teks_kantor(work: &mut dyn UnitOfWork) -> Result<TeksKantor, PortError> {
    let kantor = work.katalog().teks_kantor().await?;
    kantor.ok_or_else(|| PortError::tak_terduga("the tenant has no conversation texts"))
}

pub(super) async fn catat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    gangguan: &Gangguan,
    aksi: &'static str,
) -> Result<(), PortError> {
    let id = Some(gangguan.id.uuid());
    let catatan = CatatanAudit::baru(ports, JejakPelaku::Sistem, aksi, "gangguan", id)
        .dengan(json!({ "sebab": gangguan.sebab.kata() }));
    work.audit().catat(&catatan).await
}
