//! Carry out orders to move running cases: the worker's part.

use std::collections::BTreeMap;

use time::Duration;

use super::{Hambatan, HasilPindah, MasaVersi, Perencana, Pindah, TidakPindah, VersiSop};
use crate::{
    akses::JejakPelaku,
    galat::{Galat, PortError},
    nilai::Kode,
    permohonan::{Permohonan, PermohonanId, catat},
    ports::{Ports, UnitOfWork},
    sop::Peristiwa,
    tenant::{Tenant, periksa_sop_layanan},
};

/// How many cases one round settles.
const BATAS_KASUS: u32 = 50;
/// How long a round may take before another worker takes the order over.
const GENGGAM: Duration = Duration::minutes(2);

/// Settle some cases of the oldest order.
///
/// Each case is locked, planned on the state it has then, and moved with its event, its new version, its audit row and
/// its line of the report in one transaction of its own: whenever the worker dies, every case is moved entirely or not at
/// all, and the next round goes on behind the last line.
#[derive(Clone, Copy, Debug)]
pub struct KerjakanPindah;

impl KerjakanPindah {
    /// One round; tells how many cases were settled, and at least 1 when an order was ended. Call again until it says 0.
    pub async fn execute(self, ports: &Ports, tenant: &Tenant) -> Result<usize, Galat> {
        let now = ports.clock.now();
        let mut work = ports.store.begin(&tenant.slug).await?;
        let Some(pindah) = work.pindah().klaim_pindah(now, now + GENGGAM).await? else {
            return Ok(0);
        };
        let (dari, ke) = (
            work.sop().versi_dari_id(pindah.dari.0).await?,
            work.sop().versi_dari_id(pindah.ke.0).await?,
        );
        work.commit().await?;
        let (Some(dari), Some(ke)) = (dari, ke) else {
            return Err(PortError::tak_terduga("a version of a stored move is missing").into());
        };
        if ke.keadaan.masa(now) != MasaVersi::Berlaku {
            akhiri(ports, tenant, &pindah, Some("versi_tidak_berlaku")).await?;
            return Ok(1);
        }
        let mut work = ports.store.read(&tenant.slug).await?;
        let sisa = work.pindah().sisa_pindah(&pindah, BATAS_KASUS).await?;
        drop(work);
        if sisa.is_empty() {
            akhiri(ports, tenant, &pindah, None).await?;
            return Ok(1);
        }
        let mut giliran = Giliran {
            ports,
            tenant,
            pindah: &pindah,
            ke: &ke,
            perencana: Perencana::baru(
                (dari.nomor, &dari.definisi),
                (ke.nomor, &ke.definisi),
                &pindah.peta,
            ),
            layanan: BTreeMap::new(),
        };
        let hasil = giliran.semua(&sisa).await;
        // Also after a failure, so that the next round need not wait for the grip to loosen.
        let mut work = ports.store.begin(&tenant.slug).await?;
        work.pindah().lepas_pindah(pindah.id).await?;
        work.commit().await?;
        hasil.map(|()| sisa.len())
    }
}

async fn akhiri(
    ports: &Ports,
    tenant: &Tenant,
    pindah: &Pindah,
    galat: Option<&'static str>,
) -> Result<(), Galat> {
    let mut work = ports.store.begin(&tenant.slug).await?;
    work.pindah().selesai_pindah(pindah.id, galat, ports.clock.now()).await?;
    work.commit().await?;
    Ok(())
}

struct Giliran<'a> {
    ports: &'a Ports,
    tenant: &'a Tenant,
    pindah: &'a Pindah,
    ke: &'a VersiSop,
    perencana: Perencana<'a>,
    /// Services that were checked against the new version.
    layanan: BTreeMap<Kode, bool>,
}

impl Giliran<'_> {
    async fn semua(&mut self, sisa: &[PermohonanId]) -> Result<(), Galat> {
        for id in sisa {
            self.satu(*id).await?;
        }
        Ok(())
    }

    async fn satu(&mut self, id: PermohonanId) -> Result<(), Galat> {
        match self.coba(id).await {
            // A row that nobody can read must not keep all others from moving; it is reported instead.
            Err(Galat::Port(PortError::TakTerduga(_))) => {
                let mut work = self.ports.store.begin(&self.tenant.slug).await?;
                let tetap = HasilPindah::Tetap(TidakPindah::karena(Hambatan::TidakTerbaca));
                let now = self.ports.clock.now();
                work.pindah().catat_hasil(self.pindah.id, id, &tetap, now).await?;
                work.commit().await?;
                Ok(())
            }
            lain => lain,
        }
    }

    async fn coba(&mut self, id: PermohonanId) -> Result<(), Galat> {
        let mut work = self.ports.store.begin(&self.tenant.slug).await?;
        let kasus = if self.pindah.uji_coba {
            work.permohonan().baca(id).await?
        } else {
            work.permohonan().kunci(id).await?
        };
        let mut kasus =
            kasus.ok_or_else(|| PortError::tak_terduga("a case of a move is missing"))?;
        // Another worker may have been here while this one waited for the case.
        if work.pindah().sudah_diputus(self.pindah.id, id).await? {
            return Ok(());
        }
        let now = self.ports.clock.now();
        let hasil = match self.rencana(work.as_mut(), &kasus).await? {
            Err(tetap) => HasilPindah::Tetap(tetap),
            Ok(_) if self.pindah.uji_coba => HasilPindah::Dapat,
            Ok(peristiwa) => {
                let jejak = JejakPelaku::Petugas { id: self.pindah.oleh };
                let peristiwa = [peristiwa];
                kasus.keadaan = kasus.keadaan.clone().setelah(&peristiwa);
                kasus.sop = self.ke.id;
                kasus.diubah_pada = now;
                work.permohonan().simpan(&kasus, &peristiwa, jejak).await?;
                catat(self.ports, work.as_mut(), jejak, &kasus, "permohonan.pindah_sop").await?;
                HasilPindah::Dipindah
            }
        };
        work.pindah().catat_hasil(self.pindah.id, id, &hasil, now).await?;
        work.commit().await?;
        Ok(())
    }

    async fn rencana(
        &mut self,
        work: &mut dyn UnitOfWork,
        kasus: &Permohonan,
    ) -> Result<Result<Peristiwa, TidakPindah>, Galat> {
        if kasus.sop != self.pindah.dari.0 {
            return Ok(Err(TidakPindah::karena(Hambatan::BukanVersiIni)));
        }
        if !self.layanan_cocok(work, &kasus.layanan).await? {
            return Ok(Err(TidakPindah::karena(Hambatan::LayananTidakCocok)));
        }
        Ok(self.perencana.rencanakan(&kasus.keadaan))
    }

    /// Whether the service, offered or not, has what the new version asks for.
    async fn layanan_cocok(
        &mut self,
        work: &mut dyn UnitOfWork,
        kode: &Kode,
    ) -> Result<bool, Galat> {
        if let Some(cocok) = self.layanan.get(kode) {
            return Ok(*cocok);
        }
        let mut cacat = Vec::new();
        match work.katalog().layanan_tersimpan(kode).await? {
            Some(layanan) => periksa_sop_layanan(&layanan, &self.ke.definisi, "", &mut cacat),
            None => return Ok(false),
        }
        self.layanan.insert(kode.clone(), cacat.is_empty());
        Ok(cacat.is_empty())
    }
}
