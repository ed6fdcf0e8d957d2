//! Send a code to a number.

use serde_json::json;

use super::{
    BATAS_KODE, KeadaanKode, KodeNomor, KodeNomorId, KodeTampil, UMUR_KODE, jeda_kode, tampil,
    undi_kode,
};
use crate::{
    akses::{Izin, Pelaku},
    audit::CatatanAudit,
    galat::{Bentrok, Galat},
    outbox::{Golongan, IsiPesan, PesanKeluar},
    percakapan::{Kontak, KontakId},
    permohonan::PermohonanId,
    ports::{Ports, UnitOfWork},
    sop::{Idempotensi, buatan_lama},
};

/// Send a code to the number of a contact, whose holder stands at the counter.
#[derive(Clone, Debug)]
pub struct MintaKode {
    /// The contact.
    pub kontak: KontakId,
    /// The case the resident came for; what it gets from the proof, other cases do not.
    pub permohonan: Option<PermohonanId>,
    /// Idempotency key and fingerprint of the request.
    pub idempotensi: Idempotensi,
}

impl MintaKode {
    /// Makes it and queues its message; the officer never learns what it says.
    ///
    /// # Errors
    /// [`Galat::KodeTerlaluSering`] beyond three in an hour and ten in a day; [`Bentrok`] for a contact that cannot get one.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<KodeTampil, Galat> {
        let petugas = pelaku.petugas(Izin::PermohonanBuat)?.id;
        let now = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        // Who asks at the same moment waits here, so that together they stay below the limits.
        let kontak = work.kontak().kunci(self.kontak).await?;
        let kontak = kontak.ok_or(Galat::TidakDitemukan("kontak"))?;
        if let Some(lama) = buatan_lama(work.as_mut(), petugas, &self.idempotensi).await? {
            let lama = work.kode_nomor().baca(KodeNomorId::new(lama)).await?;
            let lama = lama.ok_or(Galat::TidakDitemukan("kode"))?;
            return tampil(work.as_mut(), lama, &kontak, now).await;
        }
        self.milik(work.as_mut()).await?;
        let nomor = dapat_menerima(&kontak)?;
        let lama = now - BATAS_KODE.map(|(_, selama)| selama).into_iter().max().unwrap_or_default();
        let riwayat = work.kode_nomor().riwayat(kontak.id, lama).await?;
        if let Some(tunggu) = jeda_kode(&riwayat, now) {
            return Err(Galat::KodeTerlaluSering { tunggu });
        }
        let isi = templat(work.as_mut()).await?;
        let angka = undi_kode(ports.ids.as_ref())?;
        let pesan =
            PesanKeluar::baru(ports, kontak.id, self.permohonan, isi).sebagai(Golongan::Kode);
        let kode = KodeNomor {
            id: ports.ids.id(),
            kontak: kontak.id,
            permohonan: self.permohonan,
            pesan: Some(pesan.id),
            keadaan: KeadaanKode::Aktif,
            salah: 0,
            diminta_oleh: petugas,
            dibuat_pada: now,
            berlaku_sampai: now + UMUR_KODE,
            selesai_pada: None,
        };
        work.pesan().antrekan(&pesan).await?;
        work.kode_nomor().tambah(&kode, nomor, &angka).await?;
        let (kunci, sidik) = &self.idempotensi;
        work.permohonan().catat_idempotensi(petugas, kunci, sidik, kode.id.uuid(), now).await?;
        let objek = Some(kontak.id.uuid());
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "kontak.kode_dikirim", "kontak", objek)
                .dengan(json!({ "kode": kode.id, "permohonan": kode.permohonan }));
        work.audit().catat(&catatan).await?;
        let hasil = tampil(work.as_mut(), kode, &kontak, now).await?;
        work.commit().await?;
        Ok(hasil)
    }

    /// A case of another contact, or of nobody, is no case of this one.
    async fn milik(&self, work: &mut dyn UnitOfWork) -> Result<(), Galat> {
        let Some(id) = self.permohonan else { return Ok(()) };
        let permohonan = work.permohonan().baca(id).await?;
        if permohonan.is_some_and(|satu| satu.kontak == Some(self.kontak)) {
            return Ok(());
        }
        Err(Galat::isian(
            "/permohonan_id",
            "permohonan_bukan_milik_kontak",
            "Permohonan ini tidak ada, atau nomornya bukan nomor kontak ini.",
        ))
    }
}

/// The number a code can go to.
fn dapat_menerima(kontak: &Kontak) -> Result<&crate::nilai::NomorWa, Bentrok> {
    if kontak.verifikasi.is_some() {
        return Err(Bentrok::baru(
            "kontak_menunggu_verifikasi",
            "Nomor ini mungkin berpindah tangan. Selesaikan pemeriksaan ulang kontak ini dahulu, baru kirim kode.",
        )
        .dengan_pilihan(vec!["verifikasi".to_owned()]));
    }
    if kontak.berhenti {
        return Err(Bentrok::baru(
            "kontak_berhenti",
            "Warga meminta berhenti menerima pesan. Minta warga menulis MULAI ke nomor kantor; dengan menulis, nomornya langsung terbukti.",
        ));
    }
    kontak.nomor.as_ref().ok_or_else(|| {
        Bentrok::baru(
            "kontak_tanpa_nomor",
            "Nomor kontak ini disembunyikan WhatsApp, jadi kode tidak dapat dikirim ke sana.",
        )
    })
}

/// The approved template that brings codes; without one nothing leaves, and nothing is made.
async fn templat(work: &mut dyn UnitOfWork) -> Result<IsiPesan, Galat> {
    let semua = work.templat().untuk(Golongan::Kode).await?;
    let isi = semua.iter().find_map(crate::templat::Templat::pesan_kode);
    isi.ok_or_else(|| {
        Bentrok::baru(
            "templat_kode_belum_siap",
            "Belum ada templat kode (AUTHENTICATION) yang disetujui WhatsApp. Ajukan `loket_kode_verifikasi` di daftar templat.",
        )
        .into()
    })
}
