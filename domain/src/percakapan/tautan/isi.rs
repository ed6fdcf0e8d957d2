//! Filling in the page behind a link: what is sound stays, whatever becomes of the rest.

use std::collections::BTreeMap;

use serde_json::json;

use super::{
    super::{
        IsiHalaman, Masukan, SerahAwal,
        akibat::{Giat, bercakap},
    },
    HalamanTautan, IsiHalamanTautan, KeadaanTautan, SubjekTautan,
    halaman::{
        Asal, Bahan, Butir, ButirAsal, Formulir, HasilKiriman, Medan, bingkai, nama_serah, tertutup,
    },
};
use crate::{
    akses::JejakPelaku,
    audit::CatatanAudit,
    berkas::{Ditolak, KUOTA_HABIS, Pengirim, Tersimpan, simpan_isi, terpakai},
    galat::{Galat, PortError},
    kalender::tulis_saat,
    layanan::SaluranPenyerahan,
    nilai::{Kode, Rahasia},
    penyerahan::{alamat_layak, baca_surel, diantar},
    permohonan::{AsalBerkas, Berkas, BerkasId},
    ports::Ports,
    tenant::TenantSlug,
};

/// How often a visit is stored anew after it lost a race.
const PERCOBAAN: u32 = 3;

/// A file that was sent with the page: stored, or refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kiriman {
    /// Checked and in object storage, and no paper of anybody yet.
    Tersimpan(Tersimpan),
    /// What is wrong with it.
    Ditolak(Ditolak),
}

/// Keep one uploaded file, so that the next one can be read.
#[derive(Debug)]
pub struct SimpanKiriman {
    /// Whose storage.
    pub tenant: TenantSlug,
    /// Its bytes, at most [`BATAS_BERKAS`](crate::permohonan::BATAS_BERKAS) of them.
    pub isi: Vec<u8>,
}

impl SimpanKiriman {
    /// The stored file, or why it cannot be one.
    pub async fn execute(self, ports: &Ports) -> Result<Kiriman, Galat> {
        Ok(match simpan_isi(ports, &self.tenant, self.isi).await? {
            Ok(tersimpan) => Kiriman::Tersimpan(tersimpan),
            Err(ditolak) => Kiriman::Ditolak(ditolak),
        })
    }
}

/// Fill in the page behind a link. It holds what was typed, so it is never printed.
pub struct IsiTautan {
    /// The office in the address.
    pub tenant: TenantSlug,
    /// The token in the address.
    pub token: Rahasia,
    /// What was typed, by the names of the form.
    pub isian: BTreeMap<String, String>,
    /// Files by the names of the form; an error is what kept one from being read.
    pub berkas: BTreeMap<String, Result<Kiriman, String>>,
    /// Whether the form came whole; what came of a broken one counts all the same.
    pub utuh: bool,
}

/// What became of a visit.
#[derive(Debug)]
pub struct HasilIsi {
    /// The page after it; `None` when there is no such link.
    pub halaman: Result<Option<HalamanTautan>, Galat>,
    /// Objects that certainly found no use: to be removed.
    pub buang: Vec<String>,
}

impl IsiTautan {
    /// What is sound is stored, in one unit of work with what it leads to.
    pub async fn execute(self, ports: &Ports) -> HasilIsi {
        let mut hasil = self.simpan(ports).await;
        for _ in 1..PERCOBAAN {
            // An officer worked on the same case at that moment: the resident need not send everything again.
            if !matches!(hasil, Err(Galat::Port(PortError::Konflik))) {
                break;
            }
            hasil = self.simpan(ports).await;
        }
        let terpakai = match &hasil {
            Ok(Some((_, terpakai))) => terpakai.as_slice(),
            Ok(None) => &[],
            // Whether it was committed is not certain then: a paper without its object would be worse than an object
            // without a paper.
            Err(_) => return HasilIsi { halaman: hasil.map(|_| None), buang: Vec::new() },
        };
        let semua = self.berkas.values().filter_map(|satu| match satu {
            Ok(Kiriman::Tersimpan(satu)) => Some(satu.semua_kunci()),
            _ => None,
        });
        let buang = semua.flatten().filter(|kunci| !terpakai.contains(*kunci)).cloned().collect();
        HasilIsi { halaman: hasil.map(|satu| satu.map(|(halaman, _)| halaman)), buang }
    }

    /// One unit of work: papers, answers, the link, what is said in the chat. With the page, the keys that are in use.
    async fn simpan(&self, ports: &Ports) -> Result<Option<(HalamanTautan, Vec<String>)>, Galat> {
        let Some(tenant) = ports.daftar.tenant(&self.tenant).await? else { return Ok(None) };
        let sidik = ports.sidik(self.token.buka().as_bytes());
        let now = ports.clock.now();
        let mut work = ports.store.begin(&tenant.slug).await?;
        let Some(tautan) = work.tautan().cari(&sidik).await? else { return Ok(None) };
        let Some(mut kontak) = work.kontak().kunci(tautan.kontak).await? else { return Ok(None) };
        // Read again under the lock: another visit may have ended it meanwhile.
        let Some(tautan) = work.tautan().cari(&sidik).await? else { return Ok(None) };
        if let Some(tertutup) = tertutup(&tautan, now) {
            let halaman = bingkai(work.as_mut(), &tenant, &kontak, tertutup).await?;
            return Ok(Some((halaman, Vec::new())));
        }
        let bahan = Bahan::muat(ports, work.as_mut(), &tenant, &kontak, &tautan.subjek).await?;
        let Some((_, _, butir)) = bahan.butir(&tenant, &kontak, &tautan.subjek) else {
            let usang = IsiHalamanTautan::TidakBerlaku;
            return Ok(Some((bingkai(work.as_mut(), &tenant, &kontak, usang).await?, Vec::new())));
        };
        let melengkapi = matches!(tautan.subjek, SubjekTautan::Melengkapi { .. });
        let mut nilai = self.nilai(butir, melengkapi);
        let (mut berkas, mut kunci) = (Vec::new(), Vec::new());
        let pengirim = Pengirim::Warga(kontak.id);
        let mut pemakaian = terpakai(ports, work.as_mut(), &tenant, pengirim).await?;
        for ditolak in self.ditolak() {
            pemakaian = pemakaian.tambah(ditolak.ukuran);
            let mut paper = Berkas::ditolak(ports, &tenant.slug, AsalBerkas::Unggah, ditolak);
            paper.kontak = Some(kontak.id);
            work.permohonan().tambah_berkas(&paper).await?;
        }
        for (nama, label, syarat, kiriman) in std::mem::take(&mut nilai.berkas) {
            pemakaian = pemakaian.tambah(kiriman.ukuran);
            if !pemakaian.dalam(ports.kuota.jatah(pengirim)) {
                nilai.hasil.diterima.retain(|satu| *satu != label);
                nilai.salah.insert(nama, (String::new(), KUOTA_HABIS.to_owned()));
                nilai.tuntas = false;
                continue;
            }
            let id: BerkasId = ports.ids.id();
            kunci.extend(kiriman.semua_kunci().cloned());
            let awal = syarat.as_ref().map_or("kiriman", Kode::as_str);
            let mut paper = kiriman.jadi_berkas(ports, id, AsalBerkas::Unggah, awal);
            paper.kontak = Some(kontak.id);
            paper.syarat.clone_from(&syarat);
            work.permohonan().tambah_berkas(&paper).await?;
            berkas.push((syarat, id));
        }
        let jejak = JejakPelaku::Pemohon { kontak: kontak.id };
        let catatan =
            CatatanAudit::baru(ports, jejak, "tautan.isi", "tautan", Some(tautan.id.uuid()))
                .dengan(json!({ "isian": nilai.isian.len(), "berkas": berkas.len() }));
        work.audit().catat(&catatan).await?;
        let isi = IsiHalaman {
            isian: nilai.isian,
            berkas,
            serah: nilai.serah,
            serah_salah: nilai.serah_salah,
            isian_lewati: nilai.isian_lewati,
            lewati: nilai.lewati,
            tuntas: nilai.tuntas,
        };
        let masukan = Masukan::Halaman(isi);
        let giat =
            Giat { masukan: std::slice::from_ref(&masukan), lama_diam: false, penolakan: None };
        Box::pin(bercakap(ports, work.as_mut(), &tenant, &mut kontak, giat)).await?;
        work.kontak().simpan(&kontak, now).await?;

        // Papers that were attached to a case are there now.
        let bahan = if melengkapi {
            Bahan::muat(ports, work.as_mut(), &tenant, &kontak, &tautan.subjek).await?
        } else {
            bahan
        };
        let sisa = bahan.butir(&tenant, &kontak, &tautan.subjek);
        let isi = match sisa {
            Some((judul, permintaan, sisa)) if !sisa.is_empty() => {
                let mut butir: Vec<Butir> = sisa.into_iter().map(|(butir, _)| butir).collect();
                for satu in &mut butir {
                    if let Some((nilai, galat)) = nilai.salah.get(&satu.nama) {
                        satu.nilai.clone_from(nilai);
                        satu.galat = Some(galat.clone());
                    }
                }
                IsiHalamanTautan::Formulir(Box::new(Formulir {
                    judul,
                    permintaan,
                    butir,
                    berlaku_sampai: tulis_saat(tenant.zona, tautan.berlaku_sampai),
                    pemberitahuan: bahan.kata.pemberitahuan_data.clone(),
                    hasil: Some(nilai.hasil),
                }))
            }
            _ => {
                work.tautan().tutup(kontak.id, KeadaanTautan::Dipakai, now).await?;
                IsiHalamanTautan::Selesai
            }
        };
        let halaman = bingkai(work.as_mut(), &tenant, &kontak, isi).await?;
        work.commit().await?;
        Ok(Some((halaman, kunci)))
    }

    /// What was sent against what is asked for.
    fn nilai(&self, butir: Vec<ButirAsal<'_>>, melengkapi: bool) -> Nilai {
        let mut nilai = Nilai::default();
        let mut kosong = Vec::new();
        let mut wajib_kurang = false;
        let pilihan = |asal: &Asal<'_>| matches!(asal, Asal::Serah(..) | Asal::Tujuan);
        let diminta = butir.iter().filter(|(_, asal)| !pilihan(asal)).count();
        nilai.hasil.dari = if melengkapi { 0 } else { diminta };
        for (satu, asal) in butir {
            let jawaban = match &asal {
                Asal::Serah(produk, boleh) => {
                    self.cara(&satu, produk, boleh, &mut nilai);
                    continue;
                }
                Asal::Tujuan => continue,
                Asal::Isian(isian) => self.jawaban(isian, &satu),
                Asal::Syarat(kode) => self.kiriman(&satu, Some((*kode).clone())),
                Asal::Lain => self.kiriman(&satu, None),
            };
            match jawaban {
                Jawaban::Isian(kode, teks) => {
                    nilai.isian.push((kode, teks));
                    nilai.hasil.diterima.push(satu.label);
                }
                Jawaban::Berkas(syarat, kiriman) => {
                    nilai.hasil.diterima.push(satu.label.clone());
                    nilai.berkas.push((satu.nama, satu.label, syarat, kiriman));
                }
                Jawaban::Salah(teks, galat) => {
                    wajib_kurang |= satu.wajib;
                    nilai.salah.insert(satu.nama, (teks, galat));
                }
                Jawaban::Kosong if satu.wajib => {
                    wajib_kurang = true;
                    let galat = match satu.medan {
                        Medan::Berkas => "Pilih foto atau PDF.",
                        Medan::Pilihan(_) => "Pilih salah satu.",
                        _ => "Bagian ini belum diisi.",
                    };
                    nilai.salah.insert(satu.nama, (String::new(), galat.to_owned()));
                }
                Jawaban::Kosong => kosong.push(asal),
            }
        }
        nilai.tuntas = self.utuh && nilai.salah.is_empty();
        // What is optional counts as left out once nothing that is required is open: until then the page comes again.
        if self.utuh && !wajib_kurang && !melengkapi {
            for asal in kosong {
                match asal {
                    Asal::Isian(isian) => nilai.isian_lewati.push(isian.kode.clone()),
                    Asal::Syarat(kode) => nilai.lewati.push(kode.clone()),
                    Asal::Serah(..) | Asal::Tujuan | Asal::Lain => {}
                }
            }
        }
        nilai.hasil.galat = if !self.utuh {
            Some(
                "Kiriman terputus sebelum selesai. Yang sudah sampai kami simpan; kirim sisanya."
                    .to_owned(),
            )
        } else if melengkapi && nilai.berkas.is_empty() && nilai.salah.is_empty() {
            Some("Pilih paling sedikit satu foto atau PDF.".to_owned())
        } else {
            None
        };
        nilai
    }

    fn jawaban(&self, isian: &crate::layanan::Isian, butir: &Butir) -> Jawaban {
        let teks = self.isian.get(&butir.nama).cloned().unwrap_or_default();
        if teks.trim().is_empty() {
            return Jawaban::Kosong;
        }
        match isian.baca(&teks) {
            Ok(nilai) => Jawaban::Isian(isian.kode.clone(), nilai),
            Err(galat) => Jawaban::Salah(teks, galat),
        }
    }

    /// The way that was chosen for a product, with its address; left open it is the office's.
    fn cara(&self, butir: &Butir, produk: &Kode, boleh: &[SaluranPenyerahan], nilai: &mut Nilai) {
        let (nama, nama_tujuan) = nama_serah(produk);
        let ditulis = |nama: &str| {
            self.isian.get(nama).map(|teks| teks.trim().to_owned()).unwrap_or_default()
        };
        let (dipilih, tujuan) = (ditulis(&nama), ditulis(&nama_tujuan));
        if dipilih.is_empty() {
            return;
        }
        let saluran = dipilih.parse::<usize>().ok().and_then(|ke| ke.checked_sub(1));
        let Some(saluran) = saluran.and_then(|ke| boleh.get(ke)).copied() else {
            nilai.salah.insert(nama, (String::new(), "Pilih salah satu.".to_owned()));
            nilai.serah_salah = true;
            return;
        };
        match baca_tujuan(saluran, &tujuan) {
            Ok(tujuan) => {
                nilai.serah.push((produk.clone(), SerahAwal { saluran, tujuan }));
                nilai.hasil.diterima.push(butir.label.clone());
            }
            Err(galat) => {
                nilai.salah.insert(nama, (dipilih, "Lengkapi alamatnya di bawah.".to_owned()));
                nilai.salah.insert(nama_tujuan, (tujuan, galat.to_owned()));
                nilai.serah_salah = true;
            }
        }
    }

    fn kiriman(&self, butir: &Butir, syarat: Option<Kode>) -> Jawaban {
        match self.berkas.get(&butir.nama).cloned() {
            None => Jawaban::Kosong,
            Some(Ok(Kiriman::Tersimpan(kiriman))) => Jawaban::Berkas(syarat, kiriman),
            Some(Ok(Kiriman::Ditolak(ditolak))) => {
                Jawaban::Salah(String::new(), ditolak.alasan.kalimat().to_owned())
            }
            Some(Err(galat)) => Jawaban::Salah(String::new(), galat),
        }
    }

    /// Files that were refused for what they are.
    fn ditolak(&self) -> impl Iterator<Item = &Ditolak> {
        self.berkas.values().filter_map(|satu| match satu {
            Ok(Kiriman::Ditolak(ditolak)) => Some(ditolak),
            _ => None,
        })
    }
}

/// The address of a way, where it has any.
fn baca_tujuan(saluran: SaluranPenyerahan, tujuan: &str) -> Result<Option<String>, &'static str> {
    match saluran {
        SaluranPenyerahan::Email => {
            baca_surel(tujuan).map(Some).ok_or("Alamat surel tidak benar. Contoh: nama@contoh.id.")
        }
        satu if diantar(satu) => alamat_layak(tujuan)
            .then(|| Some(tujuan.to_owned()))
            .ok_or("Tulis alamat lengkap tujuan, 10 sampai 300 huruf."),
        _ => Ok(None),
    }
}

enum Jawaban {
    Isian(Kode, String),
    Berkas(Option<Kode>, Tersimpan),
    Salah(String, String),
    Kosong,
}

/// What a visit brought.
#[derive(Default)]
struct Nilai {
    isian: Vec<(Kode, String)>,
    /// Name and label of the field, the requirement, the file.
    berkas: Vec<(String, String, Option<Kode>, Tersimpan)>,
    serah: Vec<(Kode, SerahAwal)>,
    serah_salah: bool,
    isian_lewati: Vec<Kode>,
    lewati: Vec<Kode>,
    /// By name: what was typed, and what is wrong with it.
    salah: BTreeMap<String, (String, String)>,
    tuntas: bool,
    hasil: HasilKiriman,
}
