//! Attempts that nobody knows the end of, and the two ways in which a person settles them.

use serde_json::json;
use time::OffsetDateTime;

use super::{
    DokumenId, KeadaanPercobaan, Percobaan, PercobaanId, PeristiwaPercobaan,
    sahkan::{menolak, periksa_hasil, simpan_hasil},
    sapu::{BahanPeriksa, bahan},
};
use crate::{
    akses::{Izin, Pelaku, PenggunaId},
    audit::CatatanAudit,
    galat::{Bentrok, Galat},
    halaman::{Halaman, Lembar},
    nilai::{NomorRegistrasi, Rahasia},
    permohonan::{
        BATAS_BERKAS, PermohonanId, TautanUnggah, TipeBerkas, UMUR_TAUTAN, periksa_ukuran,
    },
    ports::{Ports, UnitOfWork},
    sop::TugasId,
};

/// The longest note, in characters.
const CATATAN_MAKS: usize = 500;

/// An attempt in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarisPercobaan {
    /// Its id.
    pub id: PercobaanId,
    /// The document.
    pub dokumen: DokumenId,
    /// What it is called.
    pub dokumen_nama: String,
    /// The case.
    pub permohonan: PermohonanId,
    /// Its number.
    pub nomor: NomorRegistrasi,
    /// The tugas.
    pub tugas: TugasId,
    /// Who signs.
    pub oleh: PenggunaId,
    /// Their name.
    pub oleh_nama: String,
    /// Where it stands.
    pub keadaan: KeadaanPercobaan,
    /// Why, as a stable code.
    pub galat: Option<String>,
    /// SHA-256 of what was sent.
    pub sha256: Vec<u8>,
    /// The number under which the host keeps the signed file, when it gave one.
    pub nomor_host: Option<String>,
    /// When it began.
    pub dimulai_pada: OffsetDateTime,
}

/// List attempts whose end nobody knows: those that run, and those that a person has to settle.
#[derive(Clone, Copy, Debug)]
pub struct DaftarPercobaan {
    /// How many.
    pub halaman: Halaman,
}

impl DaftarPercobaan {
    /// One page, the newest first: everybody's to who watches the operation, a signer's own to them.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Lembar<BarisPercobaan>, Galat> {
        let petugas = pelaku.petugas_salah_satu(&[Izin::DokumenTandaTangan, Izin::OperasiLihat])?;
        let oleh = (!petugas.izin.contains(&Izin::OperasiLihat)).then_some(petugas.id);
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.meja().percobaan_belum_tuntas(oleh, self.halaman).await?;
        Ok(self.halaman.potong(baris, |satu| satu.id.uuid()))
    }
}

/// Say, as the signer who looked at the signing host, that nothing was signed.
#[derive(Clone, Debug)]
pub struct TuntaskanPercobaan {
    /// Which.
    pub id: PercobaanId,
    /// Why the signer is sure.
    pub alasan: Rahasia,
    /// What they saw: a journal entry of the host, an answer of its operator.
    pub bukti: Rahasia,
}

impl TuntaskanPercobaan {
    /// Records it, so that the signer may try again. Only the signer may say so, and not while the call may still run.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let petugas = pelaku.petugas(Izin::DokumenTandaTangan)?;
        let alasan = wajib(&self.alasan, "/alasan")?;
        let bukti = wajib(&self.bukti, "/bukti")?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let percobaan = work
            .dokumen()
            .kunci_percobaan(self.id)
            .await?
            .filter(|percobaan| percobaan.oleh == petugas.id)
            .ok_or(Galat::TidakDitemukan("percobaan"))?;
        let keadaan =
            percobaan.keadaan.setelah(PeristiwaPercobaan::DinyatakanTidak).map_err(menolak)?;
        let kode = Some("dinyatakan_tidak_ditandatangani");
        work.dokumen().akhiri_percobaan(&percobaan, keadaan, kode, ports.clock.now()).await?;
        let catatan = json!({ "alasan": alasan, "bukti": bukti }).to_string();
        work.meja().catat_pernyataan(self.id, &catatan).await?;
        catat(ports, work.as_mut(), pelaku, &percobaan, "tte.dinyatakan_gagal").await?;
        work.commit().await?;
        Ok(())
    }
}

fn wajib<'t>(teks: &'t Rahasia, pointer: &'static str) -> Result<&'t str, Galat> {
    let isi = teks.buka().trim();
    if (1..=CATATAN_MAKS).contains(&isi.chars().count()) {
        return Ok(isi);
    }
    let pesan = format!("Tulis paling banyak {CATATAN_MAKS} huruf; tidak boleh kosong.");
    Err(Galat::isian(pointer, "keterangan_wajib", pesan))
}

/// Ask for a place to put the signed file that was found at the host.
#[derive(Clone, Copy, Debug)]
pub struct UnggahHasilTte {
    /// Which attempt.
    pub id: PercobaanId,
    /// Bytes that will be put.
    pub ukuran: u64,
}

impl UnggahHasilTte {
    /// A link good for five minutes.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<TautanUnggah, Galat> {
        periksa_ukuran(self.ukuran)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let percobaan = boleh(work.as_mut(), pelaku, self.id).await?;
        percobaan.keadaan.setelah(PeristiwaPercobaan::Terbukti).map_err(menolak)?;
        let kunci = ports.kunci_objek(&pelaku.tenant.slug, "tte-unggah");
        work.meja().catat_kunci_unggah(self.id, &kunci).await?;
        catat(ports, work.as_mut(), pelaku, &percobaan, "tte.unggah_hasil").await?;
        work.commit().await?;
        let mime = TipeBerkas::Pdf.mime();
        Ok(ports.objek.tautan_unggah(&kunci, mime, self.ukuran, UMUR_TAUTAN).await?)
    }
}

/// Have the file that was found at the host checked.
#[derive(Clone, Copy, Debug)]
pub struct PeriksaHasilTte {
    /// Which attempt.
    pub id: PercobaanId,
}

impl PeriksaHasilTte {
    /// Verified against the approved version and the signer, as the answer itself would have been, it counts; the step is
    /// passed by whoever holds it.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let percobaan = boleh(work.as_mut(), pelaku, self.id).await?;
        percobaan.keadaan.setelah(PeristiwaPercobaan::Terbukti).map_err(menolak)?;
        let bahan = bahan(work.as_mut(), &percobaan).await?;
        drop(work);
        let BahanPeriksa { draf, pengguna, koneksi, segel } = bahan.ok_or_else(|| {
            Bentrok::baru(
                "dokumen_sudah_diganti",
                "Dokumen ini sudah diganti dengan versi lain; berkas yang ditandatangani tidak dipakai.",
            )
        })?;
        let unggahan = match &percobaan.kunci_unggah {
            Some(kunci) => ports.objek.ambil(kunci, BATAS_BERKAS).await?.map(|isi| (kunci, isi)),
            None => None,
        };
        let (kunci, isi) = unggahan.ok_or_else(|| {
            Bentrok::baru(
                "unggahan_belum_ada",
                "Berkas belum diunggah. Unggah dahulu, lalu minta diperiksa.",
            )
        })?;
        let draf = ports.objek.ambil(&draf, BATAS_BERKAS).await?;
        let draf = draf.ok_or(Galat::TidakDitemukan("dokumen"))?;
        let orang = (!segel).then_some(&pengguna);
        let hasil = periksa_hasil(ports, &koneksi, orang, (&isi, &draf));
        let tanda_tangan = hasil.map_err(|ditolak| {
            Galat::isian("", ditolak.kode(), format!("Berkas ditolak: {ditolak}."))
        })?;
        simpan_hasil(ports, pelaku, &percobaan, isi, tanda_tangan, "tte.ditemukan").await?;
        ports.objek.hapus(kunci).await?;
        Ok(())
    }
}

/// The attempt, for its signer and for who brings in documents. The file proves itself, so that more hands may help.
async fn boleh(
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    id: PercobaanId,
) -> Result<Percobaan, Galat> {
    let petugas = pelaku.petugas_salah_satu(&[Izin::DokumenTandaTangan, Izin::DokumenUnggah])?;
    let semua = petugas.izin.contains(&Izin::DokumenUnggah);
    work.dokumen()
        .kunci_percobaan(id)
        .await?
        .filter(|satu| semua || satu.oleh == petugas.id)
        .ok_or(Galat::TidakDitemukan("percobaan"))
}

async fn catat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    percobaan: &Percobaan,
    aksi: &'static str,
) -> Result<(), Galat> {
    let objek = Some(percobaan.dokumen.uuid());
    let catatan = CatatanAudit::baru(ports, pelaku.jejak(), aksi, "dokumen", objek)
        .dengan(json!({ "percobaan": percobaan.id }));
    work.audit().catat(&catatan).await?;
    Ok(())
}
