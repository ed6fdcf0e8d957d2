//! What to hand over, and what to see and withdraw before that.

use std::collections::BTreeSet;

use time::OffsetDateTime;

use super::{IsiRak, RakId, daftar::baca_cari, taruh::nama_dokumen};
use crate::{
    akses::{Izin, Pelaku},
    galat::Galat,
    layanan::{Perlakuan, Syarat, berlaku},
    nilai::{Kode, Rahasia},
    permohonan::{HubunganKuasa, Kasus, PermohonanId},
    ports::{Ports, UnitOfWork},
};

/// A thing to hand over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiapDiambil {
    /// Its id.
    pub id: RakId,
    /// As the resident knows it.
    pub dokumen: String,
    /// Where it lies; `None` beside a full shelf.
    pub kode_rak: Option<String>,
    /// Since when it waits.
    pub siap_pada: OffsetDateTime,
}

/// A paper that is shown or withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyaratLoket {
    /// Its code.
    pub kode: Kode,
    /// As the resident knows it.
    pub nama: String,
    /// Official form code.
    pub formulir: Option<String>,
    /// Whether nothing is handed over without it.
    pub wajib: bool,
}

/// What an officer needs to know before handing over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LembarAmbil {
    /// The case.
    pub permohonan: PermohonanId,
    /// Its number.
    pub nomor: String,
    /// The service.
    pub layanan: String,
    /// The applicant, to be compared with the identity that is shown.
    pub nama: Rahasia,
    /// Who was registered to act for them.
    pub kuasa: Option<(HubunganKuasa, Rahasia)>,
    /// What waits.
    pub isi: Vec<SiapDiambil>,
    /// Hardcopy requirements that are to be shown, and were not yet (S-6).
    pub ditunjukkan: Vec<SyaratLoket>,
    /// What is to be withdrawn, and was not yet.
    pub ditarik: Vec<SyaratLoket>,
    /// Whether a photo or signature is needed of the applicant, and of who comes for them.
    pub bukti: (bool, bool),
}

/// Look up what to hand over.
#[derive(Clone, Debug)]
pub struct LihatPengambilan {
    /// A pickup code or a registration number.
    pub kode: String,
}

impl LihatPengambilan {
    /// The case with what waits; nothing waits any more when everything was taken.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<LembarAmbil, Galat> {
        pelaku.petugas(Izin::LoketLayani)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let id = cari(work.as_mut(), &self.kode).await?;
        let permohonan = work.permohonan().baca(id).await?;
        let permohonan = permohonan.ok_or(Galat::TidakDitemukan("permohonan"))?;
        let kasus = Kasus::muat(ports, work.as_mut(), pelaku, permohonan).await?;
        let semua = work.loket().di_rak(id).await?;
        let mut isi = Vec::with_capacity(semua.len());
        for satu in semua {
            isi.push(siap(work.as_mut(), satu).await?);
        }
        let sudah = work.loket().sudah(id).await?;
        let (ditunjukkan, ditarik) = diminta(&kasus, &sudah);
        let pengaturan = work.loket().pengaturan().await?;
        Ok(LembarAmbil {
            permohonan: id,
            nomor: kasus.permohonan.nomor.to_string(),
            layanan: kasus.permohonan.layanan_nama.clone(),
            nama: kasus.permohonan.pemohon.nama.clone(),
            kuasa: kasus.permohonan.kuasa.as_ref().map(|satu| (satu.hubungan, satu.nama.clone())),
            isi,
            ditunjukkan,
            ditarik,
            bukti: (pengaturan.bukti_pemohon, pengaturan.bukti_kuasa),
        })
    }
}

async fn siap(work: &mut dyn UnitOfWork, isi: IsiRak) -> Result<SiapDiambil, Galat> {
    Ok(SiapDiambil {
        id: isi.id,
        dokumen: nama_dokumen(work, isi.permohonan, isi.dokumen).await?,
        kode_rak: isi.tempat.map(|(_, nama)| nama),
        siap_pada: isi.siap_pada,
    })
}

/// The case of a pickup code or registration number.
pub(super) async fn cari(work: &mut dyn UnitOfWork, teks: &str) -> Result<PermohonanId, Galat> {
    let saring = baca_cari(teks);
    let id = match (&saring.kode, &saring.nomor) {
        (Some(kode), _) => work.loket().cari_kode(kode).await?,
        (None, Some(nomor)) => work.loket().cari_nomor(nomor).await?,
        (None, None) => {
            let pesan = "Tulis kode ambil (contoh K7P-4XWQ) atau nomor registrasi.";
            return Err(Galat::isian("/kode", "kode_ambil_salah", pesan));
        }
    };
    id.ok_or(Galat::TidakDitemukan("pengambilan"))
}

/// What a case asks to be shown and withdrawn at the counter, without what was already.
pub(super) fn diminta(
    kasus: &Kasus,
    sudah: &BTreeSet<Kode>,
) -> (Vec<SyaratLoket>, Vec<SyaratLoket>) {
    let lembar = |syarat: &Syarat| SyaratLoket {
        kode: syarat.kode.clone(),
        nama: syarat.nama.clone(),
        formulir: syarat.formulir.clone(),
        wajib: syarat.wajib,
    };
    let pilih = |perlakuan| {
        let semua = kasus.layanan.syarat.iter().filter(|satu| satu.perlakuan == perlakuan);
        let semua = semua.filter(|satu| berlaku(satu.jika.as_ref(), &kasus.fakta.konteks));
        semua.filter(|satu| !sudah.contains(&satu.kode)).map(lembar).collect()
    };
    (pilih(Perlakuan::Tunjukkan), pilih(Perlakuan::Tarik))
}
