//! Ask where a case stands: by its number and something that only its people know.

use time::{Duration, OffsetDateTime};

use crate::{
    akses::{Pelaku, Siapa, tenant_publik},
    galat::{Bentrok, Galat},
    nilai::{NomorRegistrasi, NomorWa, Rahasia},
    percakapan::Kontak,
    permohonan::{Kasus, perkiraan_selesai},
    ports::{Ports, UnitOfWork},
    sop::StatusKasus,
    tenant::TenantSlug,
};

/// Wrong answers for one number within [`JENDELA_PENDEK`], and within a day: four digits are not found by trying.
const BATAS_NOMOR: (u64, u64) = (5, 15);
/// The same for one address, which many residents may share.
const BATAS_ASAL: (u64, u64) = (30, 200);
const JENDELA_PENDEK: Duration = Duration::hours(1);
const JENDELA_PANJANG: Duration = Duration::hours(24);

/// What everybody who knows number and proof may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusPublik {
    /// The number.
    pub nomor: NomorRegistrasi,
    /// The service.
    pub layanan: String,
    /// `berjalan`, `menunggu_pemohon`, `selesai`, `ditolak`, `dibatalkan`.
    pub status: &'static str,
    /// What is being done now, as the sheet on the wall words it.
    pub tahap: Vec<String>,
    /// When it will be done by the office's promise.
    pub janji: Option<OffsetDateTime>,
    /// When it last moved.
    pub diubah_pada: OffsetDateTime,
}

/// Ask where a case stands.
#[derive(Clone, Debug)]
pub struct CekStatus {
    /// The office in the path.
    pub tenant: TenantSlug,
    /// The number, as people type it.
    pub nomor: String,
    /// Four digits.
    pub pembuktian: Rahasia,
    /// Where the question comes from; never stored as it is.
    pub asal: Option<String>,
}

impl CekStatus {
    /// The status.
    ///
    /// # Errors
    /// [`Galat::TidakDitemukan`], the same for a number that is none, one that nobody has, a wrong proof, and an office that
    /// does not answer; [`Bentrok`] for who guesses, whether there is such a case or not.
    pub async fn execute(self, ports: &Ports) -> Result<StatusPublik, Galat> {
        let bukti = self.pembuktian.buka().trim();
        if bukti.len() != 4 || !bukti.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Galat::isian(
                "pembuktian",
                "pembuktian_empat_angka",
                "Isi tepat empat angka terakhir.",
            ));
        }
        let tenant = tenant_publik(ports, &self.tenant).await.map_err(tersamar)?;
        let now = ports.clock.now();
        let mut work = ports.store.read(&tenant.slug).await?;
        let kunci = self.kunci(ports);
        for (kunci, batas) in &kunci {
            if menebak(work.as_mut(), kunci, *batas, now).await? {
                return Err(Bentrok::baru(
                    "terlalu_banyak_percobaan",
                    "Terlalu banyak percobaan. Coba lagi nanti, atau tanyakan lewat WhatsApp kantor.",
                )
                .into());
            }
        }
        let pelaku = Pelaku { tenant, siapa: Siapa::Sistem };
        if let Some(kasus) = self.cari(ports, work.as_mut(), &pelaku, bukti).await? {
            return status(ports, work.as_mut(), kasus).await;
        }
        drop(work);
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        for (kunci, _) in &kunci {
            work.keamanan().catat_gagal(kunci, ports.ids.uuid(), now).await?;
        }
        work.commit().await?;
        Err(Galat::TidakDitemukan("status"))
    }

    /// Under what wrong answers are counted: hashes, as numbers and addresses are nobody's business later.
    fn kunci(&self, ports: &Ports) -> Vec<(String, (u64, u64))> {
        let rapi: String = self.nomor.chars().filter(|c| !c.is_whitespace()).take(64).collect();
        let sidik = |jenis: &str, isi: &str| {
            let sidik = ports.sidik_hex(format!("{}/{jenis}/{isi}", self.tenant).as_bytes());
            format!("status/{jenis}/{}", &sidik[..32])
        };
        let nomor = (sidik("nomor", &rapi), BATAS_NOMOR);
        let asal = self.asal.as_ref().map(|asal| (sidik("asal", asal), BATAS_ASAL));
        std::iter::once(nomor).chain(asal).collect()
    }

    /// The case, when the proof is right.
    async fn cari(
        &self,
        ports: &Ports,
        work: &mut dyn UnitOfWork,
        pelaku: &Pelaku,
        bukti: &str,
    ) -> Result<Option<Kasus>, Galat> {
        let Ok(nomor) = NomorRegistrasi::parse(&self.nomor) else { return Ok(None) };
        let aturan = work.katalog().aturan_status().await?;
        let Some(id) = work.loket().cari_nomor(&nomor).await? else { return Ok(None) };
        let Some(permohonan) = work.permohonan().baca(id).await? else { return Ok(None) };
        let kontak = match permohonan.kontak {
            Some(kontak) => work.kontak().baca(kontak).await?,
            None => None,
        };
        let nomor_kontak = kontak.as_ref().and_then(|kontak| kontak.nomor.as_ref());
        let terbukti = match &kontak {
            Some(kontak) if aturan.pembuktian.perlu_bukti_nomor(&permohonan) => {
                nomor_terbukti(work, kontak).await?
            }
            _ => false,
        };
        let nomor_kontak = nomor_kontak.map(NomorWa::lengkap);
        let benar = aturan.pembuktian.benar(&permohonan, nomor_kontak, terbukti);
        // Hashes are compared, so that the time tells nothing of where two texts differ.
        let bukti = ports.sidik(bukti.as_bytes());
        if !benar.iter().any(|satu| ports.sidik(satu.as_bytes()) == bukti) {
            return Ok(None);
        }
        Kasus::muat(ports, work, pelaku, permohonan).await.map(Some)
    }
}

/// Whether who has the number ever showed it: by writing from it, or by a code. What may have changed hands shows nothing.
async fn nomor_terbukti(work: &mut dyn UnitOfWork, kontak: &Kontak) -> Result<bool, Galat> {
    if kontak.verifikasi.is_some() {
        return Ok(false);
    }
    Ok(kontak.terakhir_masuk.is_some()
        || work.kode_nomor().terbukti_pada(kontak.id, None).await?.is_some())
}

/// An unknown office is answered like an unknown case.
fn tersamar(galat: Galat) -> Galat {
    match galat {
        Galat::TidakDitemukan(_) => Galat::TidakDitemukan("status"),
        lain => lain,
    }
}

async fn menebak(
    work: &mut dyn UnitOfWork,
    kunci: &str,
    (pendek, panjang): (u64, u64),
    now: OffsetDateTime,
) -> Result<bool, Galat> {
    let sejam = work.keamanan().gagal(kunci, now - JENDELA_PENDEK).await?.jumlah;
    if sejam >= pendek {
        return Ok(true);
    }
    Ok(work.keamanan().gagal(kunci, now - JENDELA_PANJANG).await?.jumlah >= panjang)
}

async fn status(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kasus: Kasus,
) -> Result<StatusPublik, Galat> {
    let berjalan = !matches!(kasus.permohonan.keadaan.status, StatusKasus::Berakhir { .. });
    let janji = if berjalan { perkiraan_selesai(ports, work, &kasus).await? } else { None };
    let mut tahap = Vec::new();
    for tugas in &kasus.permohonan.keadaan.tugas {
        if let Some(satu) = kasus.definisi.tahap(&tugas.tahap)
            && !tahap.contains(&satu.nama)
        {
            tahap.push(satu.nama.clone());
        }
    }
    let permohonan = kasus.permohonan;
    Ok(StatusPublik {
        nomor: permohonan.nomor,
        layanan: permohonan.layanan_nama,
        status: permohonan.keadaan.status.kata(),
        tahap,
        janji,
        diubah_pada: permohonan.diubah_pada,
    })
}
