//! What the machine decides, carried out: answers, registrations, papers, decisions of the applicant.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::json;

use super::{
    Efek, KeadaanAlur, Kontak, KontakId, KonteksAlur, Kumpulan, Masukan, SerahAwal,
    StatusKasusWarga, SubjekTautan,
    jawaban::{ditanya, ketuk_langkah, ketukan, putuskan_warga, tawarkan_awal},
    kamus::{Kamus, kabar, penyerahan},
    langkah,
    loket::{KataLoket, menyebut},
    loket_akibat::{JawabanLoket, jalankan_loket},
    pintu::sebelum_alur,
    selaraskan,
    serah_akibat::{JawabanSerah, jalankan_niat},
    siapkan, teks,
};
use crate::{
    akses::{Pelaku, Siapa},
    audit::CatatanAudit,
    galat::{Galat, PortError},
    gangguan::{kabari_pendaftar, status_terganggu},
    hak_subjek::minta_lewat_chat,
    kartu::AturanKia,
    layanan::{JenisProduk, Kanal, Layanan},
    nilai::{Kode, Rahasia},
    outbox::{IsiPesan, PesanKeluar},
    penyerahan::{PilihPenyerahan, banyak_cara, saring_saluran},
    permohonan::{
        Ajuan, BerkasId, Kasus, Kuasa, Pemohon, Permohonan, PermohonanId, catat, ikat,
        kalender_kanal, konteks_kasus, lanjutkan, perkiraan_baru,
    },
    ports::{Ports, UnitOfWork},
    sop::StatusKasus,
    tenant::{TeksKantor, Tenant},
};

/// What a turn brings to the machine.
#[derive(Clone, Copy, Debug)]
pub(super) struct Giat<'a> {
    /// What the resident sent, in order.
    pub masukan: &'a [Masukan],
    /// Whether this breaks a long silence.
    pub lama_diam: bool,
    /// Why a registration was refused when the turn was tried before.
    pub penolakan: Option<&'a str>,
}

/// Answers of a turn: a question is asked once, after everything that was said before it was heard; what was done is told
/// each time.
#[derive(Debug, Default)]
struct Mulut {
    tertunda: Option<IsiPesan>,
}

/// Runs the machine over a turn and carries out what follows.
pub(super) async fn bercakap(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Arc<Tenant>,
    kontak: &mut Kontak,
    giat: Giat<'_>,
) -> Result<(), Galat> {
    if giat.masukan.is_empty() {
        return Ok(());
    }
    let pelaku = Pelaku { tenant: tenant.clone(), siapa: Siapa::Pemohon(kontak.id) };
    let kata = work
        .katalog()
        .teks_kantor()
        .await?
        .ok_or_else(|| PortError::tak_terduga("the tenant has no conversation texts"))?;
    let mut layanan = work.katalog().daftar_layanan().await?;
    layanan.retain(|satu| satu.kanal.contains(&Kanal::Whatsapp));
    let aturan = work.katalog().aturan_penyerahan().await?;
    saring_saluran(&mut layanan, &aturan, ports.surel.ada());
    let kia = if layanan.iter().any(|satu| satu.memuat(JenisProduk::Kia)) {
        work.katalog().aturan_kartu().await?.kia
    } else {
        AturanKia::default()
    };
    let loket = if giat.masukan.iter().any(menyebut) {
        let pengaturan = work.loket().pengaturan().await?;
        KataLoket { antre: pengaturan.chat_antre, tanda_terima: pengaturan.chat_tanda_terima }
    } else {
        KataLoket::default()
    };
    let mut pelaksana = Pelaksana {
        ports,
        pelaku: &pelaku,
        kata: &kata,
        kamus: Kamus::baru(&kata, kontak.bahasa.as_ref()),
        layanan: &layanan,
        penolakan: giat.penolakan,
        mulut: Mulut::default(),
    };
    for (letak, masukan) in giat.masukan.iter().enumerate() {
        if sebelum_alur(ports, work, &pelaku, kontak, masukan).await? {
            pelaksana.mulut.tertunda = None;
            continue;
        }
        if let Masukan::Pilihan(id) = masukan
            && let Some(ketukan) = ketukan(id)
        {
            let (isi, permohonan) =
                Box::pin(ketuk_langkah(ports, work, &pelaku, kontak, ketukan)).await?;
            pelaksana.kabarkan(work, kontak.id, IsiPesan::Teks { isi }, permohonan).await?;
            continue;
        }
        let kasus =
            kasus_kontak(ports, work, &pelaku, (&pelaksana.kamus, &layanan), kontak.id).await?;
        let konteks = KonteksAlur {
            kantor: &tenant.nama,
            kata: &kata,
            kamus: &pelaksana.kamus,
            layanan: &layanan,
            kasus: &kasus,
            kia,
            loket,
            hari_ini: tenant.zona.setempat(ports.clock.now()).date(),
            perlu_pemberitahuan: kontak.persetujuan.as_deref()
                != Some(kata.versi_pemberitahuan.as_str()),
            lama_diam: giat.lama_diam && letak == 0,
            berhenti: kontak.berhenti,
        };
        let semula = SubjekTautan::dari(&kontak.alur);
        let (alur, efek) = langkah(std::mem::take(&mut kontak.alur), masukan, &konteks);
        kontak.alur = alur;
        selaraskan(ports, work, kontak.id, semula.as_ref(), &kontak.alur, masukan).await?;
        for satu in efek {
            pelaksana.laksanakan(work, kontak, satu).await?;
        }
    }
    pelaksana.tuntas(work, kontak.id).await
}

/// Carries out what the machine decides.
struct Pelaksana<'a> {
    ports: &'a Ports,
    pelaku: &'a Pelaku,
    kata: &'a TeksKantor,
    kamus: Kamus,
    layanan: &'a [Layanan],
    penolakan: Option<&'a str>,
    mulut: Mulut,
}

impl Pelaksana<'_> {
    async fn laksanakan(
        &mut self,
        work: &mut dyn UnitOfWork,
        kontak: &mut Kontak,
        efek: Efek,
    ) -> Result<(), Galat> {
        let (ports, pelaku) = (self.ports, self.pelaku);
        match efek {
            Efek::Balas(isi) => self.mulut.tertunda = Some(isi),
            Efek::MintaTautan(minta) => {
                let (tenant, kata) = (&pelaku.tenant, (self.kata, &self.kamus));
                let isi = siapkan(ports, work, tenant, kontak.id, kata, minta).await?;
                self.mulut.tertunda = Some(isi);
            }
            Efek::CatatPemberitahuan => {
                let versi = &self.kata.versi_pemberitahuan;
                kontak.persetujuan = Some(versi.clone());
                // What was shown, by its hash: the version alone would not prove what stood in it.
                let isi = self.kata.pemberitahuan_data.as_bytes();
                let sidik = ports.sidik(isi);
                work.privasi().catat_sidik_pemberitahuan(kontak.id, &sidik).await?;
                let rincian = json!({ "versi": versi, "sha256": ports.sidik_hex(isi) });
                self.catat(work, kontak, "kontak.pemberitahuan_data", rincian).await?;
            }
            Efek::GantiBahasa(bahasa) => {
                self.kamus = Kamus::baru(self.kata, bahasa.as_ref());
                kontak.bahasa = bahasa;
            }
            Efek::TerimaKabar(kabar) => {
                kontak.berhenti = !kabar;
                if kabar {
                    // Also what the channel said about templates is out of date.
                    work.saluran().tolak_templat(kontak.id, None).await?;
                }
                self.catat(work, kontak, "kontak.terima_kabar", json!({ "kabar": kabar })).await?;
            }
            Efek::HakSubjek(jenis) => {
                let isi = minta_lewat_chat(ports, work, pelaku, kontak, jenis).await?;
                self.mulut.tertunda = Some(IsiPesan::Teks { isi });
            }
            Efek::KePetugas => {
                let isi = self.ke_petugas(work).await?;
                self.mulut.tertunda = Some(IsiPesan::Teks { isi });
            }
            Efek::Ajukan(kumpulan) => self.ajukan(work, kontak, kumpulan).await?,
            Efek::Lampirkan { permohonan, berkas } => {
                lampirkan(ports, work, pelaku, permohonan, berkas).await?;
            }
            Efek::Putuskan { tugas, keputusan, alasan } => {
                let jawaban = (tugas, keputusan, alasan);
                let (isi, permohonan) =
                    Box::pin(putuskan_warga(ports, work, pelaku, kontak, jawaban)).await?;
                self.kabarkan(work, kontak.id, IsiPesan::Teks { isi }, permohonan).await?;
            }
            Efek::Serah(niat) => {
                let JawabanSerah { isi, permohonan } =
                    Box::pin(jalankan_niat(ports, work, pelaku, kontak, &self.kamus, niat)).await?;
                match permohonan {
                    Some(_) => self.kabarkan(work, kontak.id, isi, permohonan).await?,
                    None => self.mulut.tertunda = Some(isi),
                }
            }
            Efek::Loket(niat) => {
                let jawaban = jalankan_loket(ports, work, pelaku, kontak, &self.kamus, niat);
                let JawabanLoket { isi, berbuat } = Box::pin(jawaban).await?;
                if berbuat {
                    self.kabarkan(work, kontak.id, isi, None).await?;
                } else {
                    self.mulut.tertunda = Some(isi);
                }
            }
            Efek::Lengkapi { permohonan } => {
                let isi = lengkapi(ports, work, pelaku, &self.kamus, permohonan).await?;
                self.kabarkan(work, kontak.id, IsiPesan::Teks { isi }, Some(permohonan)).await?;
            }
        }
        Ok(())
    }

    /// Tells what was done; a question from before it is out of date.
    async fn kabarkan(
        &mut self,
        work: &mut dyn UnitOfWork,
        kontak: KontakId,
        isi: IsiPesan,
        permohonan: Option<PermohonanId>,
    ) -> Result<(), Galat> {
        self.mulut.tertunda = None;
        kirim(self.ports, work, kontak, isi, permohonan).await
    }

    /// Asks what is left to ask.
    async fn tuntas(self, work: &mut dyn UnitOfWork, kontak: KontakId) -> Result<(), Galat> {
        match self.mulut.tertunda {
            Some(isi) => kirim(self.ports, work, kontak, isi, None).await,
            None => Ok(()),
        }
    }

    async fn catat(
        &self,
        work: &mut dyn UnitOfWork,
        kontak: &Kontak,
        aksi: &'static str,
        rincian: serde_json::Value,
    ) -> Result<(), Galat> {
        let id = Some(kontak.id.uuid());
        let catatan =
            CatatanAudit::baru(self.ports, self.pelaku.jejak(), aksi, "kontak", id).dengan(rincian);
        work.audit().catat(&catatan).await?;
        Ok(())
    }

    /// Registers what was collected; a refusal leaves the collection where it was.
    async fn ajukan(
        &mut self,
        work: &mut dyn UnitOfWork,
        kontak: &mut Kontak,
        kumpulan: Box<Kumpulan>,
    ) -> Result<(), Galat> {
        let (ports, pelaku) = (self.ports, self.pelaku);
        if let Some(penolakan) = self.penolakan {
            kontak.alur = KeadaanAlur::Mengumpulkan(kumpulan);
            let isi = self.kamus.isi(&kabar::BELUM_TERDAFTAR, &[("sebab", penolakan)]);
            return self.kabarkan(work, kontak.id, IsiPesan::Teks { isi }, None).await;
        }
        let layanan = self
            .layanan
            .iter()
            .find(|l| l.kode == kumpulan.layanan)
            .ok_or(Galat::TidakDitemukan("layanan"))?;
        let serah = kumpulan.serah.clone();
        let permohonan = daftarkan(ports, work, pelaku, kontak, *kumpulan).await?;
        let belum = pilih_awal(ports, work, pelaku, &permohonan, serah).await?;
        let perkiraan = perkiraan(work, pelaku, &permohonan, layanan).await?;
        let mut terdaftar = teks::terdaftar(&self.kamus, &permohonan, perkiraan.as_deref());
        if let Some(sebab) = belum {
            let sebab = self.kamus.isi(&penyerahan::CARA_BELUM_BISA, &[("sebab", &sebab)]);
            terdaftar = format!("{terdaftar}\n{sebab}");
        }
        if banyak_cara(&permohonan, layanan) {
            let ajakan = self.kamus.pola(&penyerahan::AJAKAN_PILIH);
            terdaftar = format!("{terdaftar}\n{ajakan}");
        }
        let isi = match kabari_pendaftar(ports, work, &self.kamus, &permohonan).await? {
            Some(gangguan) => format!("{terdaftar}\n\n{gangguan}"),
            None => terdaftar,
        };
        self.kabarkan(work, kontak.id, IsiPesan::Teks { isi }, Some(permohonan.id)).await?;
        tawarkan_awal(ports, work, pelaku, &permohonan).await
    }

    /// When an officer answers: now, or when the office opens.
    async fn ke_petugas(&self, work: &mut dyn UnitOfWork) -> Result<String, Galat> {
        let kalender = kalender_kanal(work, Kanal::Whatsapp).await?;
        let now = self.ports.clock.now();
        let mulai = if kalender.bekerja_pada(now) {
            None
        } else {
            let buka = kalender.mulai_efektif(now).map_err(PortError::tak_terduga)?;
            Some(kalender.tulis_saat(buka))
        };
        Ok(teks::ke_petugas(&self.kamus, mulai.as_deref()))
    }
}

/// Puts an answer into the outbox.
pub(super) async fn kirim(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kontak: KontakId,
    isi: IsiPesan,
    permohonan: Option<PermohonanId>,
) -> Result<(), Galat> {
    let pesan = PesanKeluar::baru(ports, kontak, permohonan, isi);
    work.pesan().antrekan(&pesan).await?;
    Ok(())
}

/// Registers what was collected.
async fn daftarkan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kontak: &Kontak,
    kumpulan: Kumpulan,
) -> Result<Permohonan, Galat> {
    let berkas: Vec<BerkasId> = kumpulan.berkas.iter().map(|(_, id)| *id).collect();
    for (syarat, id) in kumpulan.berkas {
        beri_syarat(work, id, Some(syarat)).await?;
    }
    let kuasa = kumpulan
        .wakil
        .map(|wakil| Kuasa { hubungan: wakil.hubungan, nama: Rahasia::new(wakil.nama) });
    let ajuan = Ajuan {
        layanan: kumpulan.layanan,
        varian: kumpulan.varian.map(|kode| kode.to_string()),
        kanal: Kanal::Whatsapp,
        unit: None,
        kuasa,
        pemohon: Pemohon {
            nama: Rahasia::new(kumpulan.nama.unwrap_or_default()),
            nik: None,
            nomor_kk: None,
            nomor_wa: kontak.nomor.clone(),
        },
        isian: kumpulan.isian.into_iter().map(|(kode, nilai)| (kode.to_string(), nilai)).collect(),
        kontak: Some(kontak.id),
        berkas,
        bawaan: Vec::new(),
        memperbaiki: None,
    };
    ajuan.daftarkan(ports, work, pelaku).await
}

/// Writes down how the applicant wants the products; the sentence of the first way that is not possible.
async fn pilih_awal(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    permohonan: &Permohonan,
    serah: BTreeMap<Kode, SerahAwal>,
) -> Result<Option<String>, Galat> {
    let mut sebab = None;
    for (produk, awal) in serah {
        let tujuan = awal.tujuan.map(Rahasia::new);
        let pilih = PilihPenyerahan {
            permohonan: permohonan.id,
            produk: produk.to_string(),
            saluran: awal.saluran,
            surel: tujuan.clone(),
            alamat: tujuan,
            unit: None,
        };
        // A refusal comes before the first write.
        match pilih.dalam(ports, work, pelaku).await {
            Ok(_) => {}
            Err(Galat::Bentrok(bentrok)) => sebab = sebab.or(Some(bentrok.pesan)),
            Err(Galat::TidakSah(salah)) => {
                sebab = sebab.or(salah.into_iter().next().map(|satu| satu.pesan));
            }
            Err(galat) => return Err(galat),
        }
    }
    Ok(sebab)
}

/// Open cases of a contact, as STATUS tells them.
async fn kasus_kontak(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    (kata, layanan): (&Kamus, &[Layanan]),
    kontak: KontakId,
) -> Result<Vec<StatusKasusWarga>, Galat> {
    let kasus = work.permohonan().milik_kontak(kontak).await?;
    if kasus.is_empty() {
        return Ok(Vec::new());
    }
    let terbuka = work.kabar_gangguan().terbuka().await?;
    let mut semua = Vec::new();
    for satu in kasus {
        let mut kalimat = teks::kalimat_status(kata, &satu.keadaan, pelaku.tenant.zona);
        if let Some(gangguan) = status_terganggu(ports, work, pelaku, kata, &terbuka, &satu).await?
        {
            kalimat = format!("{kalimat}\n{gangguan}");
        }
        let ditanya = ditanya(ports, work, pelaku, &satu).await?;
        let dari = layanan.iter().find(|layanan| layanan.kode == satu.layanan);
        let banyak_cara = dari.is_some_and(|layanan| banyak_cara(&satu, layanan));
        semua.push(StatusKasusWarga {
            id: satu.id,
            nomor: satu.nomor.to_string(),
            layanan: satu.layanan_nama,
            kalimat,
            menunggu: matches!(satu.keadaan.status, StatusKasus::MenungguPemohon { .. }),
            ditanya,
            banyak_cara,
        });
    }
    Ok(semua)
}

/// When the case will be done, as the resident reads it.
async fn perkiraan(
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    permohonan: &Permohonan,
    layanan: &Layanan,
) -> Result<Option<String>, Galat> {
    let konteks =
        konteks_kasus(permohonan, layanan, &[], pelaku.tenant.zona, permohonan.dibuat_pada);
    let janji = layanan.janji_berlaku(&konteks);
    if layanan.janji_sejak.is_some() {
        return Ok(None);
    }
    let Some(janji) = janji else { return Ok(None) };
    let kalender = kalender_kanal(work, permohonan.kanal).await?;
    let mulai = permohonan.mulai_janji(&kalender).map_err(PortError::tak_terduga)?;
    let tenggat = kalender.tambah(mulai, janji.into()).map_err(PortError::tak_terduga)?;
    Ok(Some(kalender.tulis_saat(tenggat.saat)))
}

/// Attaches one more paper to the case that waits for it.
async fn lampirkan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    id: PermohonanId,
    berkas: BerkasId,
) -> Result<(), Galat> {
    let permohonan =
        work.permohonan().kunci(id).await?.ok_or(Galat::TidakDitemukan("permohonan"))?;
    ikat(work, &permohonan, berkas).await?;
    catat(ports, work, pelaku.jejak(), &permohonan, "berkas.lampirkan").await
}

/// Sends the completed case back to work.
async fn lengkapi(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kata: &Kamus,
    id: PermohonanId,
) -> Result<String, Galat> {
    let permohonan =
        work.permohonan().kunci(id).await?.ok_or(Galat::TidakDitemukan("permohonan"))?;
    if !matches!(permohonan.keadaan.status, StatusKasus::MenungguPemohon { .. }) {
        // An officer was faster, at the counter for instance; the papers are attached all the same.
        return Ok(kata.isi(&kabar::DILENGKAPI, &[("nomor", permohonan.nomor.as_str())]));
    }
    let permohonan = lanjutkan(ports, work, pelaku, permohonan).await?;
    let terima_kasih = kata.isi(&kabar::DILENGKAPI, &[("nomor", permohonan.nomor.as_str())]);
    let kasus = Kasus::muat(ports, work, pelaku, permohonan).await?;
    Ok(match perkiraan_baru(ports, work, &kasus, kata).await? {
        Some(perkiraan) => format!("{terima_kasih}\n\n{perkiraan}"),
        None => terima_kasih,
    })
}

async fn beri_syarat(
    work: &mut dyn UnitOfWork,
    id: BerkasId,
    syarat: Option<crate::nilai::Kode>,
) -> Result<(), Galat> {
    let mut berkas =
        work.permohonan().kunci_berkas(id).await?.ok_or(Galat::TidakDitemukan("berkas"))?;
    berkas.syarat = syarat;
    work.permohonan().simpan_berkas(&berkas).await?;
    Ok(())
}
