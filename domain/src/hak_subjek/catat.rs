//! Writing a request down at the counter, reading them, handing a copy over there.

use std::time::Duration as Lama;

use serde_json::json;

use super::{HakSubjek, HakSubjekId, IsiHak, JenisHak, KeadaanHak, VerifikasiHak, WAKTU_JAWAB};
use crate::{
    akses::{Izin, JejakPelaku, Pelaku, PenggunaId},
    audit::CatatanAudit,
    galat::{Bentrok, Galat, Pelanggaran},
    halaman::{Halaman, Lembar},
    nilai::Rahasia,
    percakapan::KontakId,
    permohonan::PermohonanId,
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// The series that numbers requests.
const DERET: &str = "hak_subjek";
/// How long a link to a copy is good.
const UMUR_TAUTAN: Lama = Lama::from_mins(5);

/// Whose data, and who wrote the request down.
pub(super) struct Asal {
    pub verifikasi: VerifikasiHak,
    pub kontak: Option<KontakId>,
    pub permohonan: Option<PermohonanId>,
    pub oleh: Option<PenggunaId>,
    pub pelaku: JejakPelaku,
}

/// Starts the clock of a request.
pub(super) async fn terima(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    asal: Asal,
    jenis: JenisHak,
    isi: IsiHak,
) -> Result<HakSubjek, Galat> {
    let now = ports.clock.now();
    let tahun = tenant.zona.setempat(now).year();
    let urut = work.permohonan().nomor_urut(DERET, tahun).await?;
    let batas = now + WAKTU_JAWAB;
    let hak = HakSubjek {
        id: ports.ids.id(),
        nomor: format!("HS-{tahun}-{urut:04}"),
        jenis,
        verifikasi: asal.verifikasi,
        kontak: asal.kontak,
        permohonan: asal.permohonan,
        isi,
        keadaan: KeadaanHak::Diterima,
        hasil: Vec::new(),
        jawaban: None,
        dicatat_oleh: asal.oleh,
        diterima_pada: now,
        batas_pada: batas,
        ingat_pada: HakSubjek::ingat(batas, 0),
        ingat_ke: 0,
        diputuskan: None,
        bundel: None,
        tuntas_pada: None,
    };
    work.hak_subjek().tambah(&hak).await?;
    let catatan = CatatanAudit::baru(
        ports,
        asal.pelaku,
        "hak_subjek.terima",
        "hak_subjek",
        Some(hak.id.uuid()),
    )
    .dengan(json!({ "jenis": jenis.kode(), "verifikasi": hak.verifikasi.kode() }));
    work.audit().catat(&catatan).await?;
    Ok(hak)
}

/// Write down what somebody asks at the counter.
#[derive(Clone, Debug)]
pub struct CatatHak {
    /// What is asked.
    pub jenis: JenisHak,
    /// The case whose applicant asks.
    pub permohonan: PermohonanId,
    /// Their full name.
    pub nama: Rahasia,
    /// What they showed: kind of document, never its number.
    pub identitas: String,
    /// What they want, in words.
    pub uraian: Rahasia,
    /// The caller's idempotency key and the fingerprint of the request body.
    pub idempotensi: (String, Vec<u8>),
}

impl CatatHak {
    /// The request, with its clock running. The same idempotency key gives the same request again.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<HakSubjek, Galat> {
        let petugas = pelaku.petugas(Izin::LoketLayani)?.id;
        self.periksa()?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let (kunci, sidik) = &self.idempotensi;
        match work.permohonan().idempotensi(petugas, kunci).await? {
            Some((lama, hasil)) if &lama == sidik => {
                let lama = work.hak_subjek().baca(HakSubjekId::new(hasil)).await?;
                return lama.ok_or(Galat::TidakDitemukan("permintaan"));
            }
            Some(_) => {
                return Err(Bentrok::baru(
                    "kunci_idempotensi_dipakai",
                    "Kunci Idempotency-Key ini sudah dipakai untuk isi permintaan yang lain.",
                )
                .into());
            }
            None => {}
        }
        let kasus = work.permohonan().baca(self.permohonan).await?;
        let kasus = kasus.ok_or_else(|| {
            Galat::isian("/permohonan_id", "permohonan_tidak_ada", "Permohonan ini tidak ada.")
        })?;
        let asal = Asal {
            verifikasi: VerifikasiHak::Loket,
            kontak: kasus.kontak,
            permohonan: Some(kasus.id),
            oleh: Some(petugas),
            pelaku: pelaku.jejak(),
        };
        let isi = IsiHak {
            nama: Some(self.nama.buka().trim().to_owned()),
            identitas: Some(self.identitas.trim().to_owned()),
            uraian: self.uraian.buka().trim().to_owned(),
        };
        let hak = terima(ports, work.as_mut(), &pelaku.tenant, asal, self.jenis, isi).await?;
        work.permohonan()
            .catat_idempotensi(petugas, kunci, sidik, hak.id.uuid(), ports.clock.now())
            .await?;
        work.commit().await?;
        Ok(hak)
    }

    fn periksa(&self) -> Result<(), Galat> {
        let panjang = |teks: &str, dari: usize, sampai: usize| {
            (dari..=sampai).contains(&teks.trim().chars().count())
        };
        let mut salah = Vec::new();
        if !panjang(self.nama.buka(), 1, 120) {
            salah.push(Pelanggaran::baru(
                "/nama",
                "nama_wajib",
                "Nama wajib diisi, paling panjang 120 huruf.",
            ));
        }
        if !panjang(&self.identitas, 3, 60)
            || self.identitas.chars().filter(char::is_ascii_digit).count() > 4
        {
            salah.push(Pelanggaran::baru(
                "/identitas",
                "identitas_tidak_sah",
                "Sebutkan jenis identitas yang ditunjukkan, misalnya KTP-el, tanpa nomornya.",
            ));
        }
        if !panjang(self.uraian.buka(), 10, 1_000) {
            salah.push(Pelanggaran::baru(
                "/uraian",
                "uraian_wajib",
                "Tuliskan apa yang diminta, 10 sampai 1.000 huruf.",
            ));
        }
        if salah.is_empty() { Ok(()) } else { Err(Galat::TidakSah(salah)) }
    }
}

/// Read one request.
#[derive(Clone, Copy, Debug)]
pub struct BacaHak {
    /// Which.
    pub id: HakSubjekId,
}

impl BacaHak {
    /// The request.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<HakSubjek, Galat> {
        pelaku.petugas(Izin::PrivasiKelola)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        work.hak_subjek().baca(self.id).await?.ok_or(Galat::TidakDitemukan("permintaan"))
    }
}

/// List requests.
#[derive(Clone, Copy, Debug)]
pub struct DaftarHak {
    /// Only those that stand there.
    pub keadaan: Option<KeadaanHak>,
    /// How many.
    pub halaman: Halaman,
}

impl DaftarHak {
    /// One page, the newest first.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Lembar<HakSubjek>, Galat> {
        pelaku.petugas(Izin::PrivasiKelola)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let baris = work.hak_subjek().daftar(self.keadaan, self.halaman).await?;
        Ok(self.halaman.potong(baris, |satu| satu.id.uuid()))
    }
}

/// Get a link to a copy, to hand it over at the counter.
#[derive(Clone, Copy, Debug)]
pub struct UnduhSalinan {
    /// Of which request.
    pub id: HakSubjekId,
}

impl UnduhSalinan {
    /// A link good for five minutes. Each is audited.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<String, Galat> {
        pelaku.petugas(Izin::PrivasiKelola)?;
        pelaku.wajib_segar(ports)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let hak = work.hak_subjek().baca(self.id).await?;
        let hak = hak.ok_or(Galat::TidakDitemukan("permintaan"))?;
        let Some(bundel) = hak.bundel.filter(|satu| ports.clock.now() <= satu.sampai) else {
            let pesan = "Salinannya belum dibuat, atau sudah lewat masa unduhnya.";
            return Err(Bentrok::baru("salinan_tidak_ada", pesan).into());
        };
        let id = Some(self.id.uuid());
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "hak_subjek.unduh", "hak_subjek", id);
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        let nama = format!("salinan-data-{}.json", hak.nomor);
        Ok(ports.objek.tautan_unduh(&bundel.kunci, &nama, "application/json", UMUR_TAUTAN).await?)
    }
}
