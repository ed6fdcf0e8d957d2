//! The page behind a link, as data: what it asks for, or why it asks for nothing.

use time::{Date, OffsetDateTime};

use super::{
    super::{
        KataLoket, Kontak, KonteksAlur, Kumpulan,
        kamus::{Kamus, tautan as kata},
        serah::judul,
    },
    Diminta, KeadaanTautan, SubjekTautan, Tautan, diminta,
};
use crate::{
    berkas::Penolakan,
    galat::{Galat, PortError},
    kalender::tulis_saat,
    kartu::AturanKia,
    layanan::{Isian, JenisIsian, Kanal, Layanan, Produk, SaluranPenyerahan, Syarat},
    nilai::Kode,
    penyerahan::{diantar, saring_saluran},
    permohonan::{PermohonanId, bawaan_kasus, konteks_kasus, syarat_terjawab},
    ports::{Ports, UnitOfWork},
    sop::StatusKasus,
    tenant::{TeksKantor, Tenant, TenantSlug},
};

/// Papers of any kind that may be added where an officer asked for something.
const BERKAS_LAIN: usize = 3;

/// What somebody sees who opens a link of that office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalamanTautan {
    /// The office's name.
    pub kantor: String,
    /// The service number, digits only, to go back to.
    pub nomor_wa: Option<String>,
    /// What is on it.
    pub isi: IsiHalamanTautan,
}

/// What is on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IsiHalamanTautan {
    /// Something to fill in.
    Formulir(Box<Formulir>),
    /// Everything was received.
    Selesai,
    /// The link is past its life.
    Kedaluwarsa,
    /// The conversation is about something else now.
    TidakBerlaku,
}

/// Something to fill in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formulir {
    /// The service, or the case.
    pub judul: String,
    /// What an officer asked for.
    pub permintaan: Option<String>,
    /// What is asked for.
    pub butir: Vec<Butir>,
    /// The end of the link's life, as people read it.
    pub berlaku_sampai: String,
    /// What the office does with what is sent (UU 27/2022 article 21), as the chat said it.
    pub pemberitahuan: String,
    /// What became of the last visit; none on the first.
    pub hasil: Option<HasilKiriman>,
}

/// What became of what was sent just now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HasilKiriman {
    /// What was received, as it is called.
    pub diterima: Vec<String>,
    /// Out of how many.
    pub dari: usize,
    /// Something that is wrong with all of it.
    pub galat: Option<String>,
}

/// One thing that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Butir {
    /// Its name in the form.
    pub nama: String,
    /// As the resident reads it.
    pub label: String,
    /// What helps to get it right.
    pub petunjuk: Option<String>,
    /// Whether it must be there.
    pub wajib: bool,
    /// What it takes.
    pub medan: Medan,
    /// What was typed, when it has to be typed again.
    pub nilai: String,
    /// What is wrong with it.
    pub galat: Option<String>,
}

/// What an item takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Medan {
    /// Free text.
    Teks,
    /// Sixteen digits.
    Nomor,
    /// A day.
    Tanggal,
    /// A whole number.
    Angka,
    /// One of these.
    Pilihan(Vec<String>),
    /// A photo or a PDF.
    Berkas,
}

/// What an item stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asal<'l> {
    Isian(&'l Isian),
    Syarat(&'l Kode),
    /// The way a product takes; its address is a field of its own.
    Serah(&'l Kode, Vec<SaluranPenyerahan>),
    /// The address for the way that was chosen above it.
    Tujuan,
    Lain,
}

/// An item with what it stands for.
pub(super) type ButirAsal<'l> = (Butir, Asal<'l>);

fn butir_isian(isian: &Isian) -> Butir {
    let medan = match isian.jenis {
        JenisIsian::Teks => Medan::Teks,
        JenisIsian::Nik | JenisIsian::NomorKk => Medan::Nomor,
        JenisIsian::Tanggal => Medan::Tanggal,
        JenisIsian::Angka => Medan::Angka,
        JenisIsian::Pilihan => {
            Medan::Pilihan(isian.pilihan.iter().map(|satu| satu.nama.clone()).collect())
        }
    };
    Butir {
        nama: format!("isian.{}", isian.kode),
        label: isian.label.clone(),
        petunjuk: None,
        wajib: isian.wajib,
        medan,
        nilai: String::new(),
        galat: None,
    }
}

fn butir_syarat(syarat: &Syarat, wajib: bool) -> Butir {
    let lain: Vec<String> =
        syarat.pengganti.iter().map(|satu| format!(" atau {}", satu.nama)).collect();
    let foto = syarat.foto.as_ref().map(|foto| {
        let latar = foto.latar.as_ref().map(|latar| format!(", latar {latar}"));
        format!("Ukuran {}{}.", foto.ukuran, latar.unwrap_or_default())
    });
    let tanda_tangan = (!syarat.tanda_tangan.is_empty())
        .then(|| format!("Ditandatangani {}.", syarat.tanda_tangan.join(", ")));
    let petunjuk: Vec<String> =
        [syarat.petunjuk.clone(), foto, tanda_tangan].into_iter().flatten().collect();
    Butir {
        nama: format!("syarat.{}", syarat.kode),
        label: format!("{}{}", syarat.nama, lain.concat()),
        petunjuk: (!petunjuk.is_empty()).then(|| petunjuk.join(" ")),
        wajib,
        medan: Medan::Berkas,
        nilai: String::new(),
        galat: None,
    }
}

/// The name of the field in which a way is chosen, and of the one for its address.
pub(super) fn nama_serah(produk: &Kode) -> (String, String) {
    (format!("serah.{produk}"), format!("tujuan.{produk}"))
}

/// The choice of a way, and the field for its address where one of the ways needs any.
fn butir_serah<'l>(
    produk: &'l Produk,
    boleh: Vec<SaluranPenyerahan>,
    kumpulan: &Kumpulan,
) -> Vec<ButirAsal<'l>> {
    let kamus = Kamus::default();
    let ada = kumpulan.serah.get(&produk.kode);
    let letak = ada.and_then(|awal| boleh.iter().position(|satu| *satu == awal.saluran));
    let (nama, nama_tujuan) = nama_serah(&produk.kode);
    let pilihan = boleh.iter().map(|satu| kamus.kata(judul(*satu))).collect();
    let surel = boleh.contains(&SaluranPenyerahan::Email);
    let diantar = boleh.iter().any(|satu| diantar(*satu));
    let label = match (surel, diantar) {
        (true, true) => Some("Alamat surel, atau alamat rumah bila diantar"),
        (true, false) => Some("Alamat surel (email)"),
        (false, true) => Some("Alamat rumah"),
        (false, false) => None,
    };
    let mut semua = vec![(
        Butir {
            nama,
            label: kamus.isi(&kata::CARA_MENERIMA, &[("dokumen", &produk.nama)]),
            petunjuk: Some("Boleh dikosongkan; kantor memakai cara yang biasa.".to_owned()),
            wajib: false,
            medan: Medan::Pilihan(pilihan),
            nilai: letak.map(|letak| (letak + 1).to_string()).unwrap_or_default(),
            galat: None,
        },
        Asal::Serah(&produk.kode, boleh),
    )];
    semua.extend(label.map(|label| {
        let butir = Butir {
            nama: nama_tujuan,
            label: label.to_owned(),
            petunjuk: Some("Hanya bila dokumen dikirim lewat surel atau diantar.".to_owned()),
            wajib: false,
            medan: Medan::Teks,
            nilai: ada.and_then(|awal| awal.tujuan.clone()).unwrap_or_default(),
            galat: None,
        };
        (butir, Asal::Tujuan)
    }));
    semua
}

/// What a page of that office is made of, loaded once.
pub(super) struct Bahan {
    pub kata: TeksKantor,
    pub layanan: Vec<Layanan>,
    pub hari_ini: Date,
    /// The case that waits, with the service it is of.
    pub kasus: Option<KasusMenunggu>,
}

/// A case that waits for its applicant.
pub(super) struct KasusMenunggu {
    nomor: String,
    alasan: Option<String>,
    layanan: Layanan,
    /// Papers that are asked for, with whether one is there.
    syarat: Vec<(Kode, bool)>,
}

impl Bahan {
    pub(super) async fn muat(
        ports: &Ports,
        work: &mut dyn UnitOfWork,
        tenant: &Tenant,
        kontak: &Kontak,
        subjek: &SubjekTautan,
    ) -> Result<Self, Galat> {
        let kata = work.katalog().teks_kantor().await?;
        let kata =
            kata.ok_or_else(|| PortError::tak_terduga("the tenant has no conversation texts"))?;
        let mut layanan = work.katalog().daftar_layanan().await?;
        layanan.retain(|satu| satu.kanal.contains(&Kanal::Whatsapp));
        let aturan = work.katalog().aturan_penyerahan().await?;
        saring_saluran(&mut layanan, &aturan, ports.surel.ada());
        let kasus = match subjek {
            SubjekTautan::Kumpulan { .. } => None,
            SubjekTautan::Melengkapi { permohonan } => {
                KasusMenunggu::muat(ports, work, tenant, kontak, *permohonan).await?
            }
        };
        let hari_ini = tenant.zona.setempat(ports.clock.now()).date();
        Ok(Self { kata, layanan, hari_ini, kasus })
    }

    /// Everything that is asked for; `None` when the conversation is not about it any more.
    pub(super) fn butir(
        &self,
        tenant: &Tenant,
        kontak: &Kontak,
        subjek: &SubjekTautan,
    ) -> Option<(String, Option<String>, Vec<ButirAsal<'_>>)> {
        if SubjekTautan::dari(&kontak.alur).as_ref() != Some(subjek) {
            return None;
        }
        match subjek {
            SubjekTautan::Kumpulan { .. } => {
                let kumpulan = kontak.alur.kumpulan()?;
                let layanan = self.layanan.iter().find(|satu| satu.kode == kumpulan.layanan)?;
                let konteks = KonteksAlur {
                    kantor: &tenant.nama,
                    kata: &self.kata,
                    kamus: &Kamus::default(),
                    layanan: &self.layanan,
                    kasus: &[],
                    kia: AturanKia::default(),
                    loket: KataLoket::default(),
                    hari_ini: self.hari_ini,
                    perlu_pemberitahuan: false,
                    lama_diam: false,
                    berhenti: false,
                };
                let (berlaku, _) = kumpulan.konteks(layanan, self.hari_ini);
                let dipilih = Kumpulan::dapat_dipilih(layanan, &berlaku);
                let butir =
                    diminta(kumpulan, layanan, &konteks).into_iter().flat_map(|satu| match satu {
                        Diminta::Isian(isian) => vec![(butir_isian(isian), Asal::Isian(isian))],
                        Diminta::Syarat(syarat) => {
                            vec![(butir_syarat(syarat, syarat.wajib), Asal::Syarat(&syarat.kode))]
                        }
                        Diminta::Serah(produk) => {
                            let boleh = dipilih.iter().find(|(lain, _)| lain.kode == produk.kode);
                            let boleh = boleh.map(|(_, boleh)| boleh.clone()).unwrap_or_default();
                            butir_serah(produk, boleh, kumpulan)
                        }
                    });
                Some((layanan.nama.clone(), None, butir.collect()))
            }
            SubjekTautan::Melengkapi { .. } => {
                let kasus = self.kasus.as_ref()?;
                let judul = format!("Melengkapi permohonan {}", kasus.nomor);
                Some((judul, kasus.alasan.clone(), kasus.butir()))
            }
        }
    }
}

impl KasusMenunggu {
    async fn muat(
        ports: &Ports,
        work: &mut dyn UnitOfWork,
        tenant: &Tenant,
        kontak: &Kontak,
        id: PermohonanId,
    ) -> Result<Option<Self>, Galat> {
        let permohonan = work.permohonan().baca(id).await?;
        let milik = permohonan.filter(|satu| satu.kontak == Some(kontak.id));
        let Some(permohonan) = milik else { return Ok(None) };
        let StatusKasus::MenungguPemohon { alasan, .. } = &permohonan.keadaan.status else {
            return Ok(None);
        };
        let alasan = alasan.clone();
        let layanan = work.katalog().layanan_tersimpan(&permohonan.layanan).await?;
        let Some(layanan) = layanan else { return Ok(None) };
        let berkas = work.permohonan().berkas(id).await?;
        let bawaan = bawaan_kasus(work, id).await?;
        let dibawa = || bawaan.iter().map(|satu| satu.syarat.clone());
        let terjawab: Vec<Option<Kode>> =
            syarat_terjawab(&berkas).into_iter().chain(dibawa()).collect();
        let (zona, kini) = (tenant.zona, ports.clock.now());
        let konteks = konteks_kasus(&permohonan, &layanan, &terjawab, zona, kini);
        // A paper that the scanner still holds is there, too: nobody is asked for it again.
        let diterima = berkas.iter().filter(|satu| satu.keadaan.diterima());
        let ada_kode: Vec<Kode> =
            diterima.map(|satu| satu.syarat.clone()).chain(dibawa()).flatten().collect();
        let ada = |syarat: &Syarat| ada_kode.iter().any(|kode| syarat.dijawab(kode));
        let syarat = layanan.syarat_berlaku(&konteks).into_iter();
        let syarat = syarat.map(|satu| (satu.kode.clone(), ada(satu))).collect();
        Ok(Some(Self { nomor: permohonan.nomor.to_string(), alasan, layanan, syarat }))
    }

    /// What is missing first, then what may be sent once more, then anything else. None of it is required: which paper was
    /// meant, only the officer's words say.
    fn butir(&self) -> Vec<ButirAsal<'_>> {
        let mut urut: Vec<&(Kode, bool)> = self.syarat.iter().collect();
        urut.sort_by_key(|(_, ada)| *ada);
        let syarat = urut.into_iter().filter_map(|(kode, ada)| {
            let syarat = self.layanan.syarat(kode)?;
            let mut butir = butir_syarat(syarat, false);
            if *ada {
                butir.petunjuk =
                    Some("Sudah ada. Kirim lagi hanya bila diminta petugas.".to_owned());
            }
            Some((butir, Asal::Syarat(&syarat.kode)))
        });
        let lain = (1..=BERKAS_LAIN).map(|ke| {
            let butir = Butir {
                nama: format!("lain.{ke}"),
                label: format!("Berkas lain ({ke})"),
                petunjuk: None,
                wajib: false,
                medan: Medan::Berkas,
                nilai: String::new(),
                galat: None,
            };
            (butir, Asal::Lain)
        });
        syarat.chain(lain).collect()
    }
}

/// The frame of a page: the office, and the way back.
pub(super) async fn bingkai(
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    kontak: &Kontak,
    isi: IsiHalamanTautan,
) -> Result<HalamanTautan, Galat> {
    let nomor = work.kontak().nomor_layanan(&kontak.nomor_layanan).await?;
    let nomor = nomor
        .map(|nomor| nomor.nomor_tampilan.chars().filter(char::is_ascii_digit).collect::<String>());
    Ok(HalamanTautan {
        kantor: tenant.nama.clone(),
        nomor_wa: nomor.filter(|nomor| !nomor.is_empty()),
        isi,
    })
}

/// What a link that asks for nothing shows; `None` when it is good.
pub(super) fn tertutup(tautan: &Tautan, now: OffsetDateTime) -> Option<IsiHalamanTautan> {
    match tautan.keadaan {
        KeadaanTautan::Dipakai => Some(IsiHalamanTautan::Selesai),
        KeadaanTautan::Dicabut => Some(IsiHalamanTautan::TidakBerlaku),
        KeadaanTautan::Aktif if tautan.berlaku_sampai <= now => Some(IsiHalamanTautan::Kedaluwarsa),
        KeadaanTautan::Aktif => None,
    }
}

/// Look at the page behind a link. Nothing changes by it, so that a preview of the link may look as well.
#[derive(Clone, Debug)]
pub struct LihatTautan {
    /// The office in the address.
    pub tenant: TenantSlug,
    /// The token in the address.
    pub token: crate::nilai::Rahasia,
}

impl LihatTautan {
    /// The page; `None` when there is no such link in that office, or no such office.
    pub async fn execute(self, ports: &Ports) -> Result<Option<HalamanTautan>, Galat> {
        let Some(tenant) = ports.daftar.tenant(&self.tenant).await? else { return Ok(None) };
        let sidik = ports.sidik(self.token.buka().as_bytes());
        let mut work = ports.store.read(&tenant.slug).await?;
        let Some(tautan) = work.tautan().cari(&sidik).await? else { return Ok(None) };
        let Some(kontak) = work.kontak().baca(tautan.kontak).await? else { return Ok(None) };
        if let Some(tertutup) = tertutup(&tautan, ports.clock.now()) {
            return bingkai(work.as_mut(), &tenant, &kontak, tertutup).await.map(Some);
        }
        let bahan = Bahan::muat(ports, work.as_mut(), &tenant, &kontak, &tautan.subjek).await?;
        let isi = match bahan.butir(&tenant, &kontak, &tautan.subjek) {
            None => IsiHalamanTautan::TidakBerlaku,
            // All of it came by another way, for instance as photos in the chat.
            Some((_, _, butir)) if butir.is_empty() => IsiHalamanTautan::Selesai,
            Some((judul, permintaan, butir)) => IsiHalamanTautan::Formulir(Box::new(Formulir {
                judul,
                permintaan,
                butir: butir.into_iter().map(|(butir, _)| butir).collect(),
                berlaku_sampai: tulis_saat(tenant.zona, tautan.berlaku_sampai),
                pemberitahuan: bahan.kata.pemberitahuan_data.clone(),
                hasil: None,
            })),
        };
        bingkai(work.as_mut(), &tenant, &kontak, isi).await.map(Some)
    }
}

/// The sentence for a file that is too large.
pub fn terlalu_besar() -> String {
    Penolakan::TerlaluBesar.kalimat().to_owned()
}
