//! Answer a resident.

use super::{bukan_milik_lain, catat, jeda, kunci, pesan, teks_wajib};
use crate::{
    akses::{Izin, Pelaku},
    galat::{Bentrok, Galat},
    nilai::Kode,
    outbox::{IsiPesan, PesanId},
    percakapan::{KontakId, Saat, jendela_sampai},
    permohonan::{Berkas, BerkasId, KeadaanBerkas, TipeBerkas},
    ports::{Ports, UnitOfWork},
    sop::{Idempotensi, buatan_lama},
};

/// Characters of a text.
pub const BATAS_BALASAN: usize = 4_096;
/// Characters under a file.
const BATAS_KETERANGAN: usize = 1_024;

/// What an officer answers.
#[derive(Clone, Debug)]
pub enum IsiBalasan {
    /// Text.
    Teks(String),
    /// The quick reply of that code, its places filled in.
    Cepat(String),
    /// A picture or PDF of this conversation or of a case of it.
    Berkas {
        /// Which.
        id: BerkasId,
        /// What stands under it.
        keterangan: String,
    },
}

/// Answer a resident.
#[derive(Clone, Debug)]
pub struct BalasPercakapan {
    /// The conversation.
    pub id: KontakId,
    /// What.
    pub isi: IsiBalasan,
    /// The caller's idempotency key and the fingerprint of the request.
    pub idempotensi: Idempotensi,
}

/// A message on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terantre {
    /// Its id.
    pub id: PesanId,
    /// Whether the resident may be answered freely now; otherwise it waits until they write again.
    pub jendela_terbuka: bool,
}

impl BalasPercakapan {
    /// Queues it. The bot falls silent, nothing waits any more, and who answers looks after the conversation unless
    /// somebody does. Outside the 24-hour window the message waits until the resident writes again.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Terantre, Galat> {
        let petugas = pelaku.petugas(Izin::PercakapanBalas)?.id;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let (mut kontak, letak) = kunci(ports, work.as_mut(), self.id).await?;
        let now = ports.clock.now();
        let jendela_terbuka =
            jendela_sampai(kontak.terakhir_masuk).is_some_and(|sampai| now < sampai);
        if let Some(lama) = buatan_lama(work.as_mut(), petugas, &self.idempotensi).await? {
            return Ok(Terantre { id: PesanId::new(lama), jendela_terbuka });
        }
        bukan_milik_lain(&letak, petugas)?;
        let (isi, berkas) = match self.isi {
            IsiBalasan::Teks(teks) => {
                let isi = teks_wajib(&teks, BATAS_BALASAN, "/teks", "Balasan")?;
                (IsiPesan::Teks { isi }, None)
            }
            IsiBalasan::Cepat(kode) => {
                let kode = Kode::parse(&kode).map_err(|salah| salah.di("/balasan_cepat"))?;
                let cepat = work.balasan_cepat().satu(&kode).await?;
                let cepat = cepat.ok_or(Galat::TidakDitemukan("balasan_cepat"))?;
                let kasus = work.permohonan().milik_kontak(self.id).await?;
                let isi = cepat.isi_untuk(
                    kontak.nama.as_ref(),
                    kasus.last().map(|satu| satu.nomor.as_str()),
                    &pelaku.tenant.nama,
                )?;
                (IsiPesan::Teks { isi }, None)
            }
            IsiBalasan::Berkas { id, keterangan } => {
                let berkas = milik_percakapan(work.as_mut(), self.id, id).await?;
                (isi_berkas(&berkas, keterangan.trim())?, Some(id))
            }
        };
        let baru = pesan(ports, self.id, None, isi);
        work.pesan().antrekan(&baru).await?;
        work.kotak().tandai_petugas(baru.id, petugas, berkas).await?;
        let saat = Saat { id: baru.id.uuid(), pada: now };
        work.kotak().simpan(&letak.dijawab(saat, Some(petugas)), now).await?;
        jeda(ports, work.as_mut(), &mut kontak).await?;
        let (idem, sidik) = &self.idempotensi;
        work.permohonan().catat_idempotensi(petugas, idem, sidik, baru.id.uuid(), now).await?;
        catat(ports, work.as_mut(), pelaku, self.id, "percakapan.balas").await?;
        work.commit().await?;
        Ok(Terantre { id: baru.id, jendela_terbuka })
    }
}

/// A sound paper of that contact or of a case of theirs.
async fn milik_percakapan(
    work: &mut dyn UnitOfWork,
    kontak: KontakId,
    id: BerkasId,
) -> Result<Berkas, Galat> {
    let tak_ada = || Galat::TidakDitemukan("berkas");
    let berkas = work.permohonan().kunci_berkas(id).await?.ok_or_else(tak_ada)?;
    if berkas.kontak != Some(kontak) {
        let kasus = berkas.permohonan.ok_or_else(tak_ada)?;
        let kasus = work.permohonan().baca(kasus).await?;
        kasus.filter(|satu| satu.kontak == Some(kontak)).ok_or_else(tak_ada)?;
    }
    if matches!(berkas.keadaan, KeadaanBerkas::Sah { .. }) {
        Ok(berkas)
    } else {
        Err(Bentrok::baru("berkas_belum_sah", "Berkas ini belum selesai diperiksa.").into())
    }
}

fn isi_berkas(berkas: &Berkas, keterangan: &str) -> Result<IsiPesan, Galat> {
    if keterangan.chars().count() > BATAS_KETERANGAN {
        let pesan = format!("Keterangan paling panjang {BATAS_KETERANGAN} huruf.");
        return Err(Galat::isian("/keterangan", "keterangan_panjang", pesan));
    }
    let KeadaanBerkas::Sah { sha256 } = &berkas.keadaan else {
        return Err(Galat::TidakDitemukan("berkas"));
    };
    let (kunci, sha256) = (berkas.kunci.clone(), sha256.clone());
    let keterangan = keterangan.to_owned();
    Ok(if berkas.tipe == TipeBerkas::Pdf.mime() {
        IsiPesan::Dokumen { kunci, sha256, nama_berkas: berkas.nama.clone(), keterangan }
    } else {
        IsiPesan::Gambar { kunci, sha256, tipe: berkas.tipe.clone(), keterangan }
    })
}
