//! What officers do with the ledger: read it, order an attempt again, take back what went to the wrong recipient.

use super::{
    Bahan, BarisBuku, JejakPenyerahan, KeadaanPenyerahan, Penarikan, Penyerahan, PenyerahanId,
    SaringPenyerahan, SebabPenarikan, belum_mungkin, belum_sah, beritahu, dapat_diserahkan, mulai,
    salah_keadaan, tujuan_kontak, ubah,
};
use crate::{
    akses::{Izin, Pelaku},
    galat::{Bentrok, Galat, PortError},
    halaman::{Halaman, Lembar},
    layanan::SaluranPenyerahan,
    nilai::Rahasia,
    permohonan::PermohonanId,
    ports::{Ports, UnitOfWork},
};

/// Longest note about a recall, in characters.
const CATATAN_MAKS: usize = 1_000;

/// The refusal of an attempt whose document is not valid any more.
pub(crate) async fn periksa_berlaku(
    work: &mut dyn UnitOfWork,
    satu: &Penyerahan,
) -> Result<(), Galat> {
    let semua = work.dokumen().milik(satu.permohonan).await?;
    let dokumen = semua.iter().find(|lain| lain.id == satu.dokumen);
    let dokumen = dokumen.ok_or(Galat::TidakDitemukan("dokumen"))?;
    if dapat_diserahkan(dokumen) { Ok(()) } else { Err(belum_sah(dokumen).into()) }
}

/// Read the ledger.
#[derive(Clone, Debug)]
pub struct DaftarPenyerahan {
    /// Which attempts.
    pub saring: SaringPenyerahan,
    /// Which page.
    pub halaman: Halaman,
}

impl DaftarPenyerahan {
    /// The newest first. An official of a village sees what travels to it.
    pub async fn execute(
        mut self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Lembar<BarisBuku>, Galat> {
        let kantor = pelaku.petugas_salah_satu(&[
            Izin::PenyerahanKelola,
            Izin::LoketLayani,
            Izin::LaporanBaca,
        ]);
        if let Err(galat) = kantor {
            let petugas = pelaku.petugas(Izin::PenyerahanUnit).map_err(|_| galat)?;
            let unit = petugas.unit.as_ref().map(|unit| unit.kode.clone());
            self.saring.unit = Some(unit.ok_or(Galat::TidakDitemukan("unit"))?);
        }
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let semua = work.penyerahan().daftar(&self.saring, self.halaman).await?;
        Ok(self.halaman.potong(semua, |satu| satu.id.uuid()))
    }
}

/// Read the ledger of a case.
#[derive(Clone, Copy, Debug)]
pub struct BukuKasus {
    /// The case.
    pub permohonan: PermohonanId,
}

impl BukuKasus {
    /// Every attempt with every state it went through, the oldest first.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Vec<(BarisBuku, Vec<JejakPenyerahan>)>, Galat> {
        pelaku.petugas_salah_satu(&[Izin::PermohonanBaca, Izin::PenyerahanKelola])?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let ada = work.permohonan().baca(self.permohonan).await?;
        ada.ok_or(Galat::TidakDitemukan("permohonan"))?;
        let buku = work.penyerahan().buku(self.permohonan).await?;
        let jejak = work.penyerahan().jejak(self.permohonan).await?;
        let satu = |baris: BarisBuku| {
            let milik = jejak.iter().filter(|satu| satu.penyerahan == baris.id).cloned().collect();
            (baris, milik)
        };
        Ok(buku.into_iter().map(satu).collect())
    }
}

/// Order an attempt once more.
#[derive(Clone, Copy, Debug)]
pub struct UlangiPenyerahan {
    /// The attempt that ended.
    pub id: PenyerahanId,
    /// Another channel; without it, the same.
    pub saluran: Option<SaluranPenyerahan>,
}

impl UlangiPenyerahan {
    /// A new row in the ledger, on the same channel or another that is allowed; the old one stays as it ended.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Penyerahan, Galat> {
        let petugas = pelaku.petugas(Izin::PenyerahanKelola)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let lama = kunci(work.as_mut(), self.id).await?;
        if lama.keadaan.terbuka() {
            return Err(salah_keadaan(&lama).into());
        }
        let hilang = || Galat::TidakDitemukan("permohonan");
        let permohonan = work.permohonan().kunci(lama.permohonan).await?.ok_or_else(hilang)?;
        let buku = work.penyerahan().milik(permohonan.id).await?;
        let milik: Vec<_> = buku.iter().filter(|satu| satu.dokumen == lama.dokumen).collect();
        if milik.iter().any(|satu| satu.keadaan.terbuka()) {
            let pesan = "Versi dokumen ini sedang diserahkan lewat cara lain.";
            return Err(Bentrok::baru("sedang_diserahkan", pesan).into());
        }
        let semua = work.dokumen().milik(permohonan.id).await?;
        let dokumen = semua.iter().find(|satu| satu.id == lama.dokumen);
        let dokumen = dokumen.ok_or(Galat::TidakDitemukan("dokumen"))?;
        if !dapat_diserahkan(dokumen) {
            return Err(belum_sah(dokumen).into());
        }
        let bahan = Bahan::muat(ports, work.as_mut(), permohonan).await?;
        let saluran = self.saluran.unwrap_or(lama.saluran);
        let mut boleh = bahan.boleh(&dokumen.produk, (dokumen.jenis, dokumen.medium));
        boleh.push(SaluranPenyerahan::Loket);
        if !boleh.contains(&saluran) {
            let kartu = crate::layanan::periksa_saluran(dokumen.jenis, dokumen.medium, saluran);
            if let Err(larangan) = kartu {
                let pesan = format!("{larangan}.");
                return Err(Galat::isian("/saluran", "kartu_tidak_boleh_softcopy", pesan));
            }
            let pesan = "Kantor ini tidak menyerahkan produk tersebut dengan cara itu.";
            return Err(Galat::isian("/saluran", "saluran_tidak_ada", pesan));
        }
        let jalan = bahan.fakta(&dokumen.produk).jalan(saluran, &bahan.aturan, ports.clock.now());
        let Some(jalan) = jalan else { return Err(belum_mungkin(saluran).into()) };
        let (langkah, urutan) = ((saluran, jalan), (milik.len(), Some(petugas.id)));
        let tenant = &pelaku.tenant;
        let baru = mulai(ports, work.as_mut(), tenant, &bahan, dokumen, langkah, urutan).await?;
        work.commit().await?;
        Ok(baru)
    }
}

async fn kunci(work: &mut dyn UnitOfWork, id: PenyerahanId) -> Result<Penyerahan, Galat> {
    work.penyerahan().kunci(id).await?.ok_or(Galat::TidakDitemukan("penyerahan"))
}

/// Take back what went to the wrong recipient.
#[derive(Clone, Debug)]
pub struct TarikPenyerahan {
    /// Which attempt.
    pub id: PenyerahanId,
    /// Why.
    pub sebab: SebabPenarikan,
    /// What happened, in words; personal.
    pub catatan: Option<Rahasia>,
}

/// What a recall could do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HasilTarik {
    /// The attempt.
    pub penyerahan: Penyerahan,
    /// Whether the recipient may have the file.
    pub sudah_sampai: bool,
    /// What can be done now, for people.
    pub tindak_lanjut: &'static str,
}

impl TarikPenyerahan {
    /// Ends the attempt and its link, keeps the incident, and tells who watches the operation. What was delivered cannot be
    /// unsent on any channel: the answer says so.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<HasilTarik, Galat> {
        let petugas = pelaku.petugas(Izin::PenyerahanKelola)?;
        let catatan = self.catatan.map(|teks| teks.buka().trim().to_owned());
        let catatan = catatan.filter(|teks| !teks.is_empty());
        if catatan.as_ref().is_some_and(|teks| teks.chars().count() > CATATAN_MAKS)
            || (self.sebab == SebabPenarikan::Lainnya && catatan.is_none())
        {
            let pesan = "Catatan paling panjang 1.000 huruf, dan wajib bila sebabnya `lainnya`.";
            return Err(Galat::isian("/catatan", "catatan_wajib", pesan));
        }
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut satu = kunci(work.as_mut(), self.id).await?;
        let semula = satu.keadaan;
        if !semula.boleh_ke(KeadaanPenyerahan::Ditarik) {
            return Err(salah_keadaan(&satu).into());
        }
        let permohonan = work.permohonan().baca(satu.permohonan).await?;
        let permohonan = permohonan.ok_or(Galat::TidakDitemukan("permohonan"))?;
        let tujuan = match satu.saluran {
            SaluranPenyerahan::Whatsapp => permohonan.kontak.map(tujuan_kontak),
            _ => satu.tujuan.clone(),
        };
        let ke = KeadaanPenyerahan::Ditarik;
        let sebab = Some(self.sebab.kata());
        ubah(ports, work.as_mut(), pelaku.jejak(), &mut satu, ke, sebab).await?;
        // A file that was fetched may be fetched no more.
        work.penerima().cabut_tautan(satu.id).await?;
        let sudah_sampai = match satu.saluran {
            // A message that still waits does not leave: it is checked just before.
            SaluranPenyerahan::Whatsapp => sudah_berangkat(work.as_mut(), &satu).await?,
            _ => semula == KeadaanPenyerahan::Diserahkan,
        };
        let penarikan = Penarikan {
            id: ports.ids.uuid(),
            penyerahan: satu.id,
            sebab: self.sebab,
            catatan: catatan.map(Rahasia::new),
            tujuan,
            sudah_sampai,
            oleh: petugas.id,
            pada: ports.clock.now(),
        };
        work.penyerahan().tarik(&penarikan).await?;
        let isi = format!(
            "{}: penyerahan lewat {} ditarik ({}). {}",
            permohonan.nomor,
            satu.saluran.nama(),
            self.sebab.kata(),
            if sudah_sampai {
                "Berkas mungkin sudah diterima orang lain; nilai kewajiban pemberitahuan kebocoran data."
            } else {
                "Berkas belum sampai."
            }
        );
        beritahu(ports, work.as_mut(), Izin::OperasiLihat, &permohonan, isi).await?;
        work.commit().await?;
        Ok(HasilTarik {
            tindak_lanjut: tindak_lanjut(&satu, sudah_sampai),
            penyerahan: satu,
            sudah_sampai,
        })
    }
}

/// Whether a WhatsApp message left, or may have.
async fn sudah_berangkat(work: &mut dyn UnitOfWork, satu: &Penyerahan) -> Result<bool, PortError> {
    use crate::outbox::KeadaanPesan;
    let Some(pesan) = satu.pesan else { return Ok(false) };
    let pesan = work.pesan().baca(pesan).await?;
    Ok(pesan.is_none_or(|pesan| {
        pesan.kabur || matches!(pesan.keadaan, KeadaanPesan::Terkirim | KeadaanPesan::Mengirim)
    }))
}

fn tindak_lanjut(satu: &Penyerahan, sudah_sampai: bool) -> &'static str {
    match (satu.saluran, sudah_sampai) {
        (_, false) => "Berkas belum sampai; pengiriman dan tautannya dihentikan.",
        (SaluranPenyerahan::Whatsapp, true) => {
            "WhatsApp tidak dapat menghapus pesan yang sudah terkirim. Minta penerima menghapusnya, lalu laporkan sebagai insiden data pribadi."
        }
        (SaluranPenyerahan::Email, true) => {
            "Surel yang sudah diterima server tidak dapat ditarik. Minta penerima menghapusnya, lalu laporkan sebagai insiden data pribadi."
        }
        (SaluranPenyerahan::Tautan, true) => {
            "Tautannya sudah dimatikan, tetapi berkasnya sudah diunduh. Laporkan sebagai insiden data pribadi."
        }
        (_, true) => "Jemput kembali dokumennya, lalu laporkan sebagai insiden data pribadi.",
    }
}

/// Read what was taken back.
#[derive(Clone, Copy, Debug)]
pub struct DaftarPenarikan {
    /// Which page.
    pub halaman: Halaman,
}

impl DaftarPenarikan {
    /// The newest first.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Lembar<Penarikan>, Galat> {
        pelaku.petugas_salah_satu(&[Izin::OperasiLihat, Izin::PenyerahanKelola])?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let semua = work.penyerahan().daftar_penarikan(self.halaman).await?;
        Ok(self.halaman.potong(semua, |satu| satu.id))
    }
}
