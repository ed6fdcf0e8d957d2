//! The receipt of a collection: on paper, and to the applicant's number on wish.

use super::{Ditarik, Pengambil, Pengambilan, PengambilanId};
use crate::{
    akses::{Izin, Pelaku},
    audit::CatatanAudit,
    cetak::{Arah, Bagian, Isi, Lembar, Sel, Tabel, nama_singkat},
    galat::{Bentrok, Galat},
    outbox::{Golongan, IsiPesan, PesanKeluar},
    permohonan::{Permohonan, kalender_kanal},
    ports::Ports,
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
        let pdf = ports.pencetak.cetak(&lembar, satu.pada);
        let sha256 = ports.sidik(&pdf);
        let kunci = ports.kunci_objek(&pelaku.tenant.slug, "tanda-terima");
        ports.objek.simpan(&kunci, "application/pdf", pdf).await?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let isi = IsiPesan::Dokumen {
            kunci: kunci.clone(),
            sha256,
            nama_berkas: format!("tanda-terima-{}.pdf", satu.nomor),
            keterangan: format!("Tanda terima pengambilan {}.", permohonan.nomor),
        };
        let pesan =
            PesanKeluar::baru(ports, kontak, Some(permohonan.id), isi).sebagai(Golongan::Dokumen);
        work.pesan().antrekan(&pesan).await?;
        work.loket().catat_kiriman(self.id, pesan.id, &kunci, ports.clock.now()).await?;
        let objek = Some(self.id.uuid());
        let aksi = "tanda_terima.kirim";
        let catatan = CatatanAudit::baru(ports, pelaku.jejak(), aksi, "loket_pengambilan", objek);
        work.audit().catat(&catatan).await?;
        let now = ports.clock.now();
        work.permohonan().catat_idempotensi(petugas, &sekali, &[], self.id.uuid(), now).await?;
        work.commit().await?;
        Ok(())
    }
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
