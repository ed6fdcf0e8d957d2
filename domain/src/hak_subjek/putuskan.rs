//! The answer: done, done as far as the law lets it be, or not done, always with its reason.

use serde_json::json;
use time::Duration;

use super::{
    Bundel, DASAR_ARSIP, DASAR_AUDIT, DASAR_BERJALAN, HakSubjek, HakSubjekId, HasilHak, JenisHak,
    KeadaanHak, UMUR_SALINAN, salinan,
};
use crate::{
    akses::{Izin, Pelaku, PenggunaId},
    audit::CatatanAudit,
    galat::{Bentrok, Galat, Pelanggaran},
    nilai::{Nik, NomorKk, Rahasia},
    outbox::{IsiPesan, PesanKeluar},
    percakapan::KontakId,
    ports::{Ports, UnitOfWork},
};

/// How long a contact stays after its erasure was decided: the answer still has to reach them.
const SISA_KONTAK: Duration = Duration::hours(24);
/// Bytes of a token, as hex digits on the page's address.
const PANJANG_TOKEN: usize = 24;

/// What is corrected of an applicant; what is absent stays.
#[derive(Clone, Debug, Default)]
pub struct Perbaikan {
    /// Full name.
    pub nama: Option<Rahasia>,
    /// NIK.
    pub nik: Option<Rahasia>,
    /// Family card number.
    pub nomor_kk: Option<Rahasia>,
}

/// Decide a request.
#[derive(Clone, Debug)]
pub struct PutuskanHak {
    /// Which.
    pub id: HakSubjekId,
    /// Whether it is done.
    pub kabulkan: bool,
    /// The answer, as the resident reads it.
    pub jawaban: Rahasia,
    /// What is corrected; only for a correction.
    pub perbaikan: Option<Perbaikan>,
}

/// What follows from a decision besides the answer.
#[derive(Default)]
struct Akibat {
    hasil: Vec<HasilHak>,
    /// Fields that were corrected, by code.
    bidang: Vec<&'static str>,
    bundel: Option<Bundel>,
    tuntas: Option<Duration>,
    /// Behind the answer.
    tambahan: Option<String>,
}

impl PutuskanHak {
    /// Decides it, once. What was done, the answer and the message to the resident are one transaction; the copy is stored
    /// before it, and swept when nothing names it.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<HakSubjek, Galat> {
        let petugas = pelaku.petugas(Izin::PrivasiKelola)?.id;
        pelaku.wajib_segar(ports)?;
        let jawaban = self.jawaban.buka().trim();
        if !(10..=1_000).contains(&jawaban.chars().count()) {
            return Err(Galat::isian(
                "/jawaban",
                "jawaban_wajib",
                "Tuliskan jawaban untuk warga, 10 sampai 1.000 huruf.",
            ));
        }
        let slug = &pelaku.tenant.slug;
        let mut work = ports.store.read(slug).await?;
        let hak = work.hak_subjek().baca(self.id).await?;
        let hak = hak.ok_or(Galat::TidakDitemukan("permintaan"))?;
        self.cocok(&hak)?;
        let siap = if self.kabulkan && hak.jenis == JenisHak::Salinan {
            Some(salinan::susun(work.as_mut(), &pelaku.tenant, &hak, ports.clock.now()).await?)
        } else {
            None
        };
        drop(work);
        let (bundel, token) = match siap {
            Some(isi) => {
                let (bundel, token) = self.simpan_salinan(ports, pelaku, &hak, isi).await?;
                (Some(bundel), token)
            }
            None => (None, None),
        };
        let mut work = ports.store.begin_retensi(slug).await?;
        let mut hak =
            work.hak_subjek().kunci(self.id).await?.ok_or(Galat::TidakDitemukan("permintaan"))?;
        self.cocok(&hak)?;
        let mut akibat = if self.kabulkan {
            self.laksanakan(ports, work.as_mut(), &hak).await?
        } else {
            Akibat::default()
        };
        if let Some(bundel) = bundel {
            akibat.bundel = Some(bundel);
            akibat.tuntas = Some(UMUR_SALINAN);
            akibat.tambahan = token.as_ref().map(|token| {
                let alamat = ports.alamat_publik.salinan(slug, token);
                format!("Unduh salinan datanya satu kali di {alamat}")
            });
        }
        self.tutup(ports, &mut hak, petugas, akibat, work.as_mut(), pelaku).await?;
        work.commit().await?;
        Ok(hak)
    }

    fn cocok(&self, hak: &HakSubjek) -> Result<(), Galat> {
        if hak.keadaan != KeadaanHak::Diterima {
            let pesan = format!("Permintaan {} sudah diputuskan.", hak.nomor);
            return Err(Bentrok::baru("permintaan_sudah_diputuskan", pesan).into());
        }
        let perbaikan = self.kabulkan && hak.jenis == JenisHak::Perbaikan;
        if self.perbaikan.is_some() && !perbaikan {
            return Err(Galat::isian(
                "/perbaikan",
                "perbaikan_tidak_pada_tempatnya",
                "Isian perbaikan hanya untuk permintaan perbaikan yang dikabulkan.",
            ));
        }
        Ok(())
    }

    async fn simpan_salinan(
        &self,
        ports: &Ports,
        pelaku: &Pelaku,
        hak: &HakSubjek,
        isi: Vec<u8>,
    ) -> Result<(Bundel, Option<Rahasia>), Galat> {
        let kunci = ports.kunci_objek(&pelaku.tenant.slug, "hak-subjek");
        let sha256 = ports.sidik(&isi);
        ports.objek.simpan(&kunci, "application/json", isi).await?;
        // A link goes to a number that is verified; who asked at the counter gets the copy there.
        let lewat_nomor = hak.permohonan.is_none() && hak.kontak.is_some();
        let token = lewat_nomor.then(|| Rahasia::new(ports.ids.acak_hex(PANJANG_TOKEN)));
        let bundel = Bundel {
            kunci,
            sha256,
            token_sidik: token.as_ref().map(|token| ports.sidik(token.buka().as_bytes())),
            sampai: ports.clock.now() + UMUR_SALINAN,
            diunduh_pada: None,
        };
        Ok((bundel, token))
    }

    async fn laksanakan(
        &self,
        ports: &Ports,
        work: &mut dyn UnitOfWork,
        hak: &HakSubjek,
    ) -> Result<Akibat, Galat> {
        match hak.jenis {
            JenisHak::Salinan => {
                Ok(Akibat { hasil: vec![terlaksana("salinan data", 1)], ..Akibat::default() })
            }
            JenisHak::Perbaikan => self.perbaiki(work, hak).await,
            JenisHak::Penarikan => tarik(ports, work, kontak(hak)?).await,
            JenisHak::Penghapusan => hapus(ports, work, kontak(hak)?).await,
        }
    }

    async fn perbaiki(&self, work: &mut dyn UnitOfWork, hak: &HakSubjek) -> Result<Akibat, Galat> {
        let Some(perbaikan) = &self.perbaikan else {
            // What is wrong in the civil register is put right by the service for it; the answer says so.
            return Ok(Akibat {
                hasil: vec![terlaksana("perbaikan sesuai jawaban", 1)],
                ..Akibat::default()
            });
        };
        let tak_ada = || {
            Galat::isian(
                "/perbaikan",
                "permohonan_wajib",
                "Permintaan ini tidak menyebut permohonan.",
            )
        };
        let kasus = work.permohonan().kunci(hak.permohonan.ok_or_else(tak_ada)?).await?;
        let mut kasus = kasus.ok_or(Galat::TidakDitemukan("permohonan"))?;
        let mut bidang = Vec::new();
        if let Some(nama) = &perbaikan.nama {
            let nama = nama.buka().trim();
            if nama.is_empty() || nama.chars().count() > 120 {
                let pesan = "Nama wajib diisi, paling panjang 120 huruf.";
                return Err(Galat::TidakSah(vec![Pelanggaran::baru(
                    "/perbaikan/nama",
                    "nama_wajib",
                    pesan,
                )]));
            }
            kasus.pemohon.nama = Rahasia::new(nama);
            bidang.push("nama");
        }
        if let Some(nik) = &perbaikan.nik {
            let nik = Nik::parse(nik.buka()).map_err(|salah| salah.di("/perbaikan/nik"))?;
            kasus.pemohon.nik = Some(nik);
            bidang.push("nik");
        }
        if let Some(nomor) = &perbaikan.nomor_kk {
            let nomor = NomorKk::parse(nomor.buka());
            kasus.pemohon.nomor_kk = Some(nomor.map_err(|s| s.di("/perbaikan/nomor_kk"))?);
            bidang.push("nomor_kk");
        }
        work.hak_subjek().perbaiki_pemohon(kasus.id, &kasus.pemohon).await?;
        let hasil = vec![terlaksana("data pemohon pada permohonan", bidang.len() as u64)];
        Ok(Akibat { hasil, bidang, ..Akibat::default() })
    }

    async fn tutup(
        &self,
        ports: &Ports,
        hak: &mut HakSubjek,
        petugas: PenggunaId,
        akibat: Akibat,
        work: &mut dyn UnitOfWork,
        pelaku: &Pelaku,
    ) -> Result<(), Galat> {
        let now = ports.clock.now();
        hak.keadaan = match (self.kabulkan, akibat.hasil.iter().all(|satu| satu.dilaksanakan)) {
            (false, _) => KeadaanHak::Ditolak,
            (true, true) => KeadaanHak::Dikabulkan,
            (true, false) => KeadaanHak::DikabulkanSebagian,
        };
        hak.hasil = akibat.hasil;
        hak.jawaban = Some(Rahasia::new(self.jawaban.buka().trim()));
        hak.diputuskan = Some((petugas, now));
        hak.ingat_pada = None;
        hak.bundel = akibat.bundel;
        hak.tuntas_pada = akibat.tuntas.map(|lama| now + lama);
        work.hak_subjek().simpan(hak).await?;
        if let Some(kontak) = hak.kontak {
            let isi = kabar(hak, akibat.tambahan.as_deref());
            // An answer, not news: who withdrew from news still gets it.
            let pesan = PesanKeluar::baru(ports, kontak, None, IsiPesan::Teks { isi });
            work.pesan().antrekan(&pesan).await?;
        }
        let id = Some(hak.id.uuid());
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "hak_subjek.putuskan", "hak_subjek", id)
                .dengan(json!({
                    "jenis": hak.jenis.kode(),
                    "keadaan": hak.keadaan.kode(),
                    "bidang": akibat.bidang,
                    "hasil": hak.hasil.iter().map(|satu| {
                        json!({ "data": satu.data, "jumlah": satu.jumlah, "dilaksanakan": satu.dilaksanakan })
                    }).collect::<Vec<_>>(),
                }));
        work.audit().catat(&catatan).await?;
        Ok(())
    }
}

fn kontak(hak: &HakSubjek) -> Result<KontakId, Galat> {
    hak.kontak.ok_or_else(|| {
        let pesan = "Permohonan ini tidak punya kontak WhatsApp; tidak ada yang dapat ditarik atau dihapus.";
        Bentrok::baru("kontak_tidak_ada", pesan).into()
    })
}

fn terlaksana(data: &str, jumlah: u64) -> HasilHak {
    HasilHak { data: data.to_owned(), jumlah, dilaksanakan: true, dasar: None }
}

fn terhalang(data: &str, jumlah: u64, dasar: &str) -> HasilHak {
    HasilHak { data: data.to_owned(), jumlah, dilaksanakan: false, dasar: Some(dasar.to_owned()) }
}

/// Ends what rests on consent. What the office does by law goes on, and the answer says so.
async fn tarik(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kontak: KontakId,
) -> Result<Akibat, Galat> {
    let draf = work.hak_subjek().tarik_persetujuan(kontak, ports.clock.now()).await?;
    let mut hasil = vec![
        terlaksana("persetujuan pemberitahuan data", 1),
        terlaksana("kabar di luar permohonan", 1),
        terlaksana("isian yang belum diajukan", u64::from(draf)),
    ];
    let kasus = work.hak_subjek().kasus(kontak).await?.len() as u64;
    if kasus > 0 {
        hasil.push(terhalang("permohonan yang sudah diajukan", kasus, DASAR_ARSIP));
    }
    Ok(Akibat { hasil, ..Akibat::default() })
}

/// Erases what no law keeps, and names what one does.
async fn hapus(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kontak: KontakId,
) -> Result<Akibat, Galat> {
    let now = ports.clock.now();
    let draf = work.hak_subjek().tarik_persetujuan(kontak, now).await?;
    let mut hasil = vec![terlaksana("isian yang belum diajukan", u64::from(draf))];
    let berjalan = work.permohonan().milik_kontak(kontak).await?.len() as u64;
    let mut tuntas = None;
    if berjalan == 0 {
        let isi = work.hak_subjek().hapus_isi(kontak).await?;
        work.retensi().antre_objek(&isi.objek, "hak_subjek", now).await?;
        hasil.push(terlaksana("percakapan WhatsApp dan catatannya", isi.pesan));
        hasil.push(terlaksana("foto yang tidak masuk permohonan", isi.berkas));
        hasil.push(terlaksana("nomor dan nama kontak, setelah jawaban ini terkirim", 1));
        tuntas = Some(SISA_KONTAK);
    } else {
        hasil.push(terhalang("percakapan dan kontak", berjalan, DASAR_BERJALAN));
    }
    let kasus = work.hak_subjek().kasus(kontak).await?.len() as u64;
    if kasus > 0 {
        hasil.push(terhalang("permohonan, berkas dan dokumennya", kasus, DASAR_ARSIP));
    }
    hasil.push(terhalang("jejak pemrosesan", 0, DASAR_AUDIT));
    Ok(Akibat { hasil, tuntas, ..Akibat::default() })
}

/// What the resident reads.
fn kabar(hak: &HakSubjek, tambahan: Option<&str>) -> String {
    let putusan = match hak.keadaan {
        KeadaanHak::Diterima | KeadaanHak::Dikabulkan => "dikabulkan",
        KeadaanHak::DikabulkanSebagian => "dikabulkan sebagian",
        KeadaanHak::Ditolak => "tidak dikabulkan",
    };
    let mut baris = vec![format!("Permintaan {} *{}* {putusan}.", hak.jenis.nama(), hak.nomor)];
    baris.extend(hak.jawaban.as_ref().map(|isi| isi.buka().to_owned()));
    for satu in &hak.hasil {
        match &satu.dasar {
            None => baris.push(format!("✓ {}", satu.data)),
            Some(dasar) => baris.push(format!("✗ {}: {dasar}", satu.data)),
        }
    }
    baris.extend(tambahan.map(str::to_owned));
    baris.join("\n")
}
