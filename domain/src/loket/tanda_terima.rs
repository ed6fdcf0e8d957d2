//! The receipt of a collection: on paper, and to the applicant's number on wish.

use std::sync::Arc;

use uuid::Uuid;

use super::{Ditarik, Pengambil, Pengambilan, PengambilanId};
use crate::{
    akses::{Izin, Pelaku, Siapa},
    audit::CatatanAudit,
    cetak::{Arah, Bagian, Isi, Lembar, Sel, Tabel, nama_singkat},
    galat::{Bentrok, Galat},
    outbox::{Golongan, IsiPesan, PesanKeluar},
    percakapan::KontakId,
    permohonan::{Permohonan, kalender_kanal},
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// Read a collection.
#[derive(Clone, Copy, Debug)]
pub struct BacaPengambilan {
    /// Which.
    pub id: PengambilanId,
}

impl BacaPengambilan {
    /// The collection, the name of the officer, and what was withdrawn.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<(Pengambilan, String, Vec<Ditarik>), Galat> {
        pelaku.petugas(Izin::LoketLayani)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let satu = work.loket().pengambilan(self.id).await?;
        let (satu, petugas) = satu.ok_or(Galat::TidakDitemukan("pengambilan"))?;
        let ditarik = work.loket().ditarik_pada(self.id).await?;
        Ok((satu, petugas, ditarik))
    }
}

/// Print the receipt of a collection.
#[derive(Clone, Copy, Debug)]
pub struct CetakTandaTerima {
    /// Of which collection.
    pub id: PengambilanId,
}

impl CetakTandaTerima {
    /// The sheet. Each print is audited, as paper leaves the system.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Lembar, Galat> {
        pelaku.petugas(Izin::LoketLayani)?;
        let (lembar, _, _) = susun(ports, pelaku, self.id, "tanda_terima.cetak").await?;
        Ok(lembar)
    }
}

/// Send the receipt to the applicant's number.
#[derive(Clone, Copy, Debug)]
pub struct KirimTandaTerima {
    /// Of which collection.
    pub id: PengambilanId,
}

impl KirimTandaTerima {
    /// Queues it, once per officer: pressing again changes nothing.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let petugas = pelaku.petugas(Izin::LoketLayani)?.id;
        let sekali = format!("tanda-terima/{}", self.id);
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        if work.permohonan().idempotensi(petugas, &sekali).await?.is_some() {
            return Ok(());
        }
        drop(work);
        let (lembar, permohonan, satu) =
            susun(ports, pelaku, self.id, "tanda_terima.susun").await?;
        let kontak = permohonan.kontak.ok_or_else(|| {
            let pesan =
                "Pemohon tidak punya nomor WhatsApp yang tercatat; berikan tanda terima cetak.";
            Bentrok::baru("pemohon_tanpa_nomor", pesan)
        })?;
        let kiriman = siapkan(ports, &pelaku.tenant, &lembar, &satu).await?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        kirim(ports, work.as_mut(), pelaku, (kontak, &permohonan, &satu), kiriman).await?;
        let now = ports.clock.now();
        work.permohonan().catat_idempotensi(petugas, &sekali, &[], self.id.uuid(), now).await?;
        work.commit().await?;
        Ok(())
    }
}

/// How many receipts one contact is sent a day, on its own demand.
pub(crate) const TANDA_TERIMA_SEHARI: u32 = 5;
/// How many receipts one round sends.
const BATAS_RONDE: u32 = 20;

/// A collection, as its resident recognises it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RingkasAmbil {
    /// Its id.
    pub id: PengambilanId,
    /// The number of its receipt.
    pub nomor: String,
    /// Registration number of the case.
    pub permohonan_nomor: String,
    /// The service.
    pub layanan: String,
}

/// A receipt that a resident asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MintaTandaTerima {
    /// Its id.
    pub id: Uuid,
    /// Of which collection.
    pub pengambilan: PengambilanId,
    /// By whom.
    pub kontak: KontakId,
}

/// Send the receipts that residents asked for.
#[derive(Clone, Copy, Debug)]
pub struct KirimTandaTerimaDiminta;

impl KirimTandaTerimaDiminta {
    /// One round; tells how many were settled. One query when there is nothing to do. One that a system failed at is tried
    /// again in the next round, and holds up no other.
    pub async fn execute(self, ports: &Ports, tenant: &Arc<Tenant>) -> Result<usize, Galat> {
        let mut work = ports.store.read(&tenant.slug).await?;
        let semua = work.loket().tanda_terima_diminta(BATAS_RONDE).await?;
        drop(work);
        let pelaku = Pelaku { tenant: tenant.clone(), siapa: Siapa::Sistem };
        let (mut selesai, mut gagal) = (0, None);
        for satu in &semua {
            match penuhi(ports, &pelaku, satu).await {
                Ok(()) => selesai += 1,
                Err(galat) => gagal = Some(galat),
            }
        }
        gagal.map_or(Ok(selesai), Err)
    }
}

/// Renders and stores outside of any transaction, then queues the message and settles the wish in one. What was called
/// off since, or is not the contact's any more, is settled and not sent.
async fn penuhi(ports: &Ports, pelaku: &Pelaku, minta: &MintaTandaTerima) -> Result<(), Galat> {
    let id = minta.pengambilan;
    let (lembar, permohonan, satu) = susun(ports, pelaku, id, "tanda_terima.susun").await?;
    let boleh = satu.batal.is_none() && permohonan.kontak == Some(minta.kontak);
    let kiriman =
        if boleh { Some(siapkan(ports, &pelaku.tenant, &lembar, &satu).await?) } else { None };
    let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
    if !work.loket().selesaikan_permintaan(minta.id, ports.clock.now()).await? {
        return Ok(());
    }
    if let Some(kiriman) = kiriman {
        let tentang = (minta.kontak, &permohonan, &satu);
        kirim(ports, work.as_mut(), pelaku, tentang, kiriman).await?;
    } else {
        let aksi = "tanda_terima.tidak_dikirim";
        let objek = Some(id.uuid());
        let catatan = CatatanAudit::baru(ports, pelaku.jejak(), aksi, "loket_pengambilan", objek);
        work.audit().catat(&catatan).await?;
    }
    work.commit().await?;
    Ok(())
}

/// A receipt as it lies in object storage.
struct Kiriman {
    kunci: String,
    sha256: Vec<u8>,
}

/// Renders the receipt and stores it: no work for a transaction.
async fn siapkan(
    ports: &Ports,
    tenant: &Tenant,
    lembar: &Lembar,
    satu: &Pengambilan,
) -> Result<Kiriman, Galat> {
    let pdf = ports.pencetak.cetak(lembar, satu.pada);
    let sha256 = ports.sidik(&pdf);
    let kunci = ports.kunci_objek(&tenant.slug, "tanda-terima");
    ports.objek.simpan(&kunci, "application/pdf", pdf).await?;
    Ok(Kiriman { kunci, sha256 })
}

/// Queues the message with the receipt.
async fn kirim(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    (kontak, permohonan, satu): (KontakId, &Permohonan, &Pengambilan),
    Kiriman { kunci, sha256 }: Kiriman,
) -> Result<(), Galat> {
    let isi = IsiPesan::Dokumen {
        kunci: kunci.clone(),
        sha256,
        nama_berkas: format!("tanda-terima-{}.pdf", satu.nomor),
        keterangan: format!("Tanda terima pengambilan {}.", permohonan.nomor),
    };
    let pesan =
        PesanKeluar::baru(ports, kontak, Some(permohonan.id), isi).sebagai(Golongan::Dokumen);
    work.pesan().antrekan(&pesan).await?;
    work.loket().catat_kiriman(satu.id, pesan.id, &kunci, ports.clock.now()).await?;
    let objek = Some(satu.id.uuid());
    let aksi = "tanda_terima.kirim";
    let catatan = CatatanAudit::baru(ports, pelaku.jejak(), aksi, "loket_pengambilan", objek);
    work.audit().catat(&catatan).await?;
    Ok(())
}

async fn susun(
    ports: &Ports,
    pelaku: &Pelaku,
    id: PengambilanId,
    aksi: &'static str,
) -> Result<(Lembar, Permohonan, Pengambilan), Galat> {
    let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
    let ada = work.loket().pengambilan(id).await?;
    let (satu, petugas) = ada.ok_or(Galat::TidakDitemukan("pengambilan"))?;
    let ditarik = work.loket().ditarik_pada(id).await?;
    let permohonan = work.permohonan().baca(satu.permohonan).await?;
    let permohonan = permohonan.ok_or(Galat::TidakDitemukan("permohonan"))?;
    let kalender = kalender_kanal(work.as_mut(), permohonan.kanal).await?;
    let catatan =
        CatatanAudit::baru(ports, pelaku.jejak(), aksi, "loket_pengambilan", Some(id.uuid()));
    work.audit().catat(&catatan).await?;
    work.commit().await?;
    let saat = kalender.tulis_saat(satu.pada);
    let lembar =
        lembar_tanda_terima(&pelaku.tenant.nama, &permohonan, &satu, &ditarik, &petugas, &saat);
    Ok((lembar, permohonan, satu))
}

/// The receipt. The applicant's name is shortened; who collected signs with their own.
pub fn lembar_tanda_terima(
    kantor: &str,
    permohonan: &Permohonan,
    satu: &Pengambilan,
    ditarik: &[Ditarik],
    petugas: &str,
    saat: &str,
) -> Lembar {
    let pasangan = |kunci: &str, nilai: String| Isi::Pasangan(kunci.to_owned(), nilai);
    let sebagai = match satu.pengambil {
        Pengambil::Pemohon => "Pemohon sendiri".to_owned(),
        Pengambil::OrangTuaWali => format!("Orang tua/wali ({})", hubungan(satu)),
        Pengambil::Kuasa => format!("Penerima kuasa ({})", hubungan(satu)),
    };
    let mut atas = vec![
        pasangan("Nomor registrasi", permohonan.nomor.to_string()),
        pasangan("Layanan", permohonan.layanan_nama.clone()),
        pasangan("Pemohon", nama_singkat(permohonan.pemohon.nama.buka())),
        pasangan("Diserahkan", saat.to_owned()),
        pasangan("Diterima oleh", satu.nama.buka().to_owned()),
        pasangan("Sebagai", sebagai),
        pasangan("Petugas", petugas.to_owned()),
    ];
    if satu.batal.is_some() {
        atas.push(Isi::Subjudul("DIBATALKAN: dokumen kembali ke loket".to_owned()));
    }
    let baris = |(i, apa, kata): (usize, &str, &str)| {
        vec![Sel::teks((i + 1).to_string()).di_tengah(), Sel::teks(apa), Sel::teks(kata)]
    };
    let diserahkan = satu.isi.iter().map(|isi| (isi.nama.as_str(), "Diserahkan"));
    let tarik = ditarik.iter().map(|lama| (lama.nama.as_str(), "Ditarik dari pemohon"));
    let semua = diserahkan.chain(tarik).enumerate();
    let tanda = |nama: &str, kata: &str| {
        Sel::isi(vec![
            Isi::Teks(kata.to_owned()),
            Isi::Teks("\u{a0}".to_owned()),
            Isi::Teks("\u{a0}".to_owned()),
            Isi::Teks("\u{a0}".to_owned()),
            Isi::Subjudul(nama.to_owned()),
        ])
        .di_tengah()
    };
    Lembar {
        judul: format!("Tanda terima {}", satu.nomor),
        kantor: kantor.to_owned(),
        arah: Arah::Tegak,
        bagian: vec![
            Bagian::Judul {
                kop: kantor.to_owned(),
                judul: "Tanda Terima Pengambilan".to_owned(),
                bawah: vec![format!("Nomor {}", satu.nomor)],
            },
            Bagian::Isi(atas),
            Bagian::Tabel(Tabel {
                kolom: vec![30, 320, 170],
                kepala: vec![["No", "Dokumen", "Keterangan"].map(Sel::kepala).to_vec()],
                baris: semua.map(|(i, (apa, kata))| baris((i, apa, kata))).collect(),
                rapat: false,
            }),
            Bagian::Tabel(Tabel {
                kolom: vec![1, 1],
                kepala: Vec::new(),
                baris: vec![vec![
                    tanda(petugas, "Yang menyerahkan,"),
                    tanda(satu.nama.buka(), "Yang menerima,"),
                ]],
                rapat: false,
            }),
        ],
        kaki: format!("Tanda terima {}", satu.nomor),
    }
}

fn hubungan(satu: &Pengambilan) -> &str {
    satu.hubungan.as_deref().unwrap_or("-")
}
