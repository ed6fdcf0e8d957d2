//! Handing over: who came, what they showed, what was withdrawn, and the step of the SOP that ends with it.

use serde_json::json;

use super::{
    BuktiId, DasarKuasa, Ditarik, Identitas, IsiRak, KeadaanBukti, KeadaanDitarik, KeadaanRak,
    Pengambil, Pengambilan, PengambilanId, RakId, SyaratLoket, Terambil,
    lihat::{cari, diminta},
    taruh::nama_dokumen,
};
use crate::{
    akses::{Izin, Pelaku, Petugas},
    audit::CatatanAudit,
    galat::{Bentrok, Galat, Pelanggaran, PortError},
    layanan::JenisProduk,
    nilai::{Kode, Rahasia},
    penyerahan::KeadaanPenyerahan,
    permohonan::{
        DISERAHKAN, HubunganKuasa, Kasus, PermohonanId, putuskan, tahun_setempat, terapkan,
    },
    ports::{Ports, UnitOfWork},
    sop::{JenisTahap, Pilihan},
};

/// Hand over at the counter.
#[derive(Clone, Debug)]
pub struct AmbilDokumen {
    /// A pickup code or a registration number.
    pub kode: String,
    /// What is handed over; everything that waits of the case when empty.
    pub isi: Vec<RakId>,
    /// Who came.
    pub pengambil: Pengambil,
    /// Their name; the applicant's when the applicant came.
    pub nama: Option<Rahasia>,
    /// What they showed.
    pub identitas: Identitas,
    /// Its last four signs.
    pub akhir_identitas: Option<Rahasia>,
    /// How they stand to the applicant.
    pub hubungan: Option<String>,
    /// On what they collect for the applicant.
    pub dasar_kuasa: Option<DasarKuasa>,
    /// Photo or signature.
    pub bukti: Option<BuktiId>,
    /// Hardcopy requirements that were shown.
    pub ditunjukkan: Vec<String>,
    /// Old cards and papers that were withdrawn.
    pub ditarik: Vec<String>,
    /// The idempotency key with the fingerprint of the request.
    pub idempotensi: (String, Vec<u8>),
}

/// What came of a collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HasilAmbil {
    /// The collection.
    pub pengambilan: Pengambilan,
    /// Whether the step of the SOP was passed with it.
    pub tahap_selesai: bool,
}

impl AmbilDokumen {
    /// Hands over, once: state, ledger, withdrawn things, reminders and the step in one unit of work.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<HasilAmbil, Galat> {
        let petugas = pelaku.petugas(Izin::LoketLayani)?.clone();
        let (ditunjukkan, ditarik) = self.periksa()?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let (kunci, sidik) = &self.idempotensi;
        if let Some((lama, hasil)) = work.permohonan().idempotensi(petugas.id, kunci).await? {
            if &lama != sidik {
                let pesan =
                    "Kunci Idempotency-Key ini sudah dipakai untuk isi permintaan yang lain.";
                return Err(Bentrok::baru("kunci_idempotensi_dipakai", pesan).into());
            }
            let satu = work.loket().pengambilan(PengambilanId::new(hasil)).await?;
            let (pengambilan, _) = satu.ok_or(Galat::TidakDitemukan("pengambilan"))?;
            let kasus = work.permohonan().baca(pengambilan.permohonan).await?;
            let terbuka = kasus.is_some_and(|kasus| {
                kasus.keadaan.tugas.iter().any(|tugas| tugas.jenis == JenisTahap::Serah)
            });
            return Ok(HasilAmbil { pengambilan, tahap_selesai: !terbuka });
        }
        let id = cari(work.as_mut(), &self.kode).await?;
        let permohonan = work.permohonan().kunci(id).await?;
        let permohonan = permohonan.ok_or(Galat::TidakDitemukan("permohonan"))?;
        let kasus = Kasus::muat(ports, work.as_mut(), pelaku, permohonan).await?;
        let isi = self.pilih(work.as_mut(), id).await?;
        let nama = self.siapa(work.as_mut(), &kasus, &isi).await?;
        self.periksa_bukti(work.as_mut(), id).await?;
        let sudah = work.loket().sudah(id).await?;
        let (harus_tunjuk, harus_tarik) = diminta(&kasus, &sudah);
        lengkap("/ditunjukkan", "hardcopy_belum_ditunjukkan", &harus_tunjuk, &ditunjukkan)?;
        let tarik = lengkap("/ditarik", "kartu_lama_belum_ditarik", &harus_tarik, &ditarik)?;

        let now = ports.clock.now();
        let tahun = tahun_setempat(pelaku, now);
        let urut = work.permohonan().nomor_urut("tanda_terima", tahun).await?;
        let mut pengambilan = Pengambilan {
            id: ports.ids.id(),
            nomor: format!("TT-{tahun:04}-{urut:05}"),
            permohonan: id,
            permohonan_nomor: kasus.permohonan.nomor.to_string(),
            pengambil: self.pengambil,
            nama,
            identitas: self.identitas,
            akhir_identitas: self.akhir_identitas.clone(),
            hubungan: self.hubungan.as_deref().map(str::trim).map(str::to_owned),
            dasar_kuasa: self.dasar_kuasa,
            bukti: self.bukti,
            ditunjukkan,
            oleh: petugas.id,
            pada: now,
            isi: Vec::new(),
            batal: None,
        };
        for satu in isi {
            let terambil = serahkan(ports, work.as_mut(), &petugas, satu).await?;
            pengambilan.isi.push(terambil);
        }
        work.loket().tambah_pengambilan(&pengambilan).await?;
        for syarat in tarik {
            let satu = Ditarik {
                id: ports.ids.id(),
                pengambilan: pengambilan.id,
                permohonan: id,
                syarat: syarat.kode.clone(),
                nama: syarat.nama.clone(),
                keadaan: KeadaanDitarik::Ditarik,
                oleh: petugas.id,
                pada: now,
                berita_acara: None,
            };
            work.loket().tambah_ditarik(&satu).await?;
        }
        let objek = Some(pengambilan.id.uuid());
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "loket.ambil", "loket_pengambilan", objek)
                .dengan(json!({
                    "nomor": pengambilan.nomor,
                    "pengambil": self.pengambil.kata(),
                    "penyerahan": pengambilan.isi.iter().map(|satu| satu.penyerahan.uuid()).collect::<Vec<_>>(),
                    "ditarik": ditarik,
                }));
        work.audit().catat(&catatan).await?;
        work.permohonan()
            .catat_idempotensi(petugas.id, kunci, sidik, pengambilan.id.uuid(), now)
            .await?;
        let habis = work.loket().di_rak(id).await?.is_empty();
        let tahap_selesai =
            habis && lewati_serah(ports, work.as_mut(), pelaku, &petugas, kasus).await?;
        work.commit().await?;
        Ok(HasilAmbil { pengambilan, tahap_selesai })
    }

    /// What can be told without looking anything up.
    fn periksa(&self) -> Result<(Vec<Kode>, Vec<Kode>), Galat> {
        let mut salah = Vec::new();
        let mut tambah = |letak: &str, kode, pesan: &str| {
            salah.push(Pelanggaran::baru(letak, kode, pesan));
        };
        let nama = self.nama.as_ref().map(|nama| nama.buka().trim().chars().count());
        match (self.pengambil, nama) {
            (Pengambil::Pemohon, None) | (_, Some(1..=100)) => {}
            _ => tambah("/nama", "nama_wajib", "Tulis nama pengambil, paling banyak 100 karakter."),
        }
        let hubungan = self.hubungan.as_deref().map(|teks| teks.trim().chars().count());
        match (self.pengambil, hubungan) {
            (Pengambil::Pemohon, None) | (_, Some(1..=60)) => {}
            _ => tambah("/hubungan", "hubungan_wajib", "Tulis hubungan pengambil dengan pemohon."),
        }
        if (self.pengambil == Pengambil::Kuasa) != self.dasar_kuasa.is_some() {
            tambah(
                "/dasar_kuasa",
                "dasar_kuasa_salah",
                "Sebutkan surat kuasa F-1.07 atau kuasa permohonan, hanya untuk pengambil dengan kuasa.",
            );
        }
        if let Some(akhir) = &self.akhir_identitas {
            let akhir = akhir.buka();
            if akhir.len() != 4 || !akhir.bytes().all(|b| b.is_ascii_alphanumeric()) {
                tambah(
                    "/akhir_identitas",
                    "akhir_identitas_salah",
                    "Tulis empat karakter terakhir nomor identitas.",
                );
            }
        }
        if self.isi.len() > 50 || self.ditunjukkan.len() > 50 || self.ditarik.len() > 50 {
            tambah("", "terlalu_banyak", "Paling banyak 50 dalam satu daftar.");
        }
        if !salah.is_empty() {
            return Err(Galat::TidakSah(salah));
        }
        Ok((kode_semua("/ditunjukkan", &self.ditunjukkan)?, kode_semua("/ditarik", &self.ditarik)?))
    }

    /// What is handed over, kept from other officers.
    async fn pilih(
        &self,
        work: &mut dyn UnitOfWork,
        id: PermohonanId,
    ) -> Result<Vec<IsiRak>, Galat> {
        let di_rak = work.loket().di_rak(id).await?;
        if di_rak.is_empty() {
            let pesan = "Tidak ada yang menunggu diambil untuk permohonan ini.";
            return Err(Bentrok::baru("tidak_ada_di_rak", pesan).into());
        }
        let mut pilihan = Vec::new();
        for (i, satu) in self.isi.iter().enumerate() {
            if !di_rak.iter().any(|isi| isi.id == *satu) {
                let pesan = "Ini tidak sedang menunggu diambil untuk permohonan ini.";
                return Err(Galat::isian(format!("/isi/{i}"), "bukan_isi_rak", pesan));
            }
            if !pilihan.contains(satu) {
                pilihan.push(*satu);
            }
        }
        if pilihan.is_empty() {
            pilihan = di_rak.iter().map(|isi| isi.id).collect();
        }
        let mut isi = Vec::with_capacity(pilihan.len());
        for id in pilihan {
            let satu = work.loket().kunci_isi(id).await?;
            let satu = satu.filter(|satu| satu.keadaan == KeadaanRak::DiRak);
            isi.push(satu.ok_or(PortError::Konflik)?);
        }
        Ok(isi)
    }

    /// The name of who collects, provided they may.
    async fn siapa(
        &self,
        work: &mut dyn UnitOfWork,
        kasus: &Kasus,
        isi: &[IsiRak],
    ) -> Result<Rahasia, Galat> {
        let tercatat = kasus.permohonan.kuasa.as_ref();
        let berhak = |hubungan| matches!(hubungan, HubunganKuasa::Wali | HubunganKuasa::Keluarga);
        match (self.pengambil, self.dasar_kuasa) {
            (Pengambil::Pemohon, _) => return Ok(kasus.permohonan.pemohon.nama.clone()),
            (Pengambil::OrangTuaWali, _) => {
                let semua = work.dokumen().milik(kasus.permohonan.id).await?;
                let kia = isi.iter().all(|isi| {
                    semua.iter().any(|d| d.id == isi.dokumen && d.jenis == JenisProduk::Kia)
                });
                let wali = tercatat.is_some_and(|satu| berhak(satu.hubungan));
                if !kia && !wali {
                    let pesan =
                        "Orang tua atau wali mengambil KIA; untuk dokumen lain perlu kuasa.";
                    return Err(Galat::isian("/pengambil", "bukan_kia", pesan));
                }
            }
            (Pengambil::Kuasa, Some(DasarKuasa::KuasaPermohonan)) if tercatat.is_none() => {
                let pesan =
                    "Permohonan ini tidak didaftarkan dengan kuasa; minta surat kuasa F-1.07.";
                return Err(Galat::isian("/dasar_kuasa", "kuasa_tidak_tercatat", pesan));
            }
            (Pengambil::Kuasa, _) => {}
        }
        self.nama.clone().ok_or_else(|| {
            Galat::isian("/nama", "nama_wajib", "Tulis nama pengambil, paling banyak 100 karakter.")
        })
    }

    async fn periksa_bukti(
        &self,
        work: &mut dyn UnitOfWork,
        id: PermohonanId,
    ) -> Result<(), Galat> {
        let Some(bukti) = self.bukti else {
            let pengaturan = work.loket().pengaturan().await?;
            let perlu = match self.pengambil {
                Pengambil::Pemohon => pengaturan.bukti_pemohon,
                Pengambil::OrangTuaWali | Pengambil::Kuasa => pengaturan.bukti_kuasa,
            };
            if perlu {
                let pesan = "Ambil foto atau tanda tangan pengambil lebih dulu.";
                return Err(Galat::isian("/bukti", "bukti_wajib", pesan));
            }
            return Ok(());
        };
        let ada = work.loket().kunci_bukti(bukti).await?;
        let sah =
            ada.is_some_and(|satu| satu.permohonan == id && satu.keadaan == KeadaanBukti::Sah);
        if sah {
            Ok(())
        } else {
            let pesan = "Bukti ini belum selesai diperiksa atau bukan milik permohonan ini.";
            Err(Galat::isian("/bukti", "bukti_belum_sah", pesan))
        }
    }
}

fn kode_semua(letak: &str, teks: &[String]) -> Result<Vec<Kode>, Galat> {
    let satu = |(i, kode): (usize, &String)| {
        Kode::parse(kode).map_err(|salah| salah.di(&format!("{letak}/{i}")))
    };
    teks.iter().enumerate().map(satu).collect()
}

/// What of the requirements was given; refuses when one that is needed is missing, or something else was named.
fn lengkap<'s>(
    letak: &str,
    kode: &'static str,
    diminta: &'s [SyaratLoket],
    diberi: &[Kode],
) -> Result<Vec<&'s SyaratLoket>, Galat> {
    for (i, satu) in diberi.iter().enumerate() {
        if !diminta.iter().any(|syarat| &syarat.kode == satu) {
            let pesan = "Ini tidak diminta untuk pengambilan ini.";
            return Err(Galat::isian(format!("{letak}/{i}"), "syarat_tidak_diminta", pesan));
        }
    }
    let kurang: Vec<&str> = diminta
        .iter()
        .filter(|syarat| syarat.wajib && !diberi.contains(&syarat.kode))
        .map(|syarat| syarat.nama.as_str())
        .collect();
    if !kurang.is_empty() {
        return Err(Galat::isian(letak, kode, format!("Belum ada: {}.", kurang.join(", "))));
    }
    Ok(diminta.iter().filter(|syarat| diberi.contains(&syarat.kode)).collect())
}

/// One thing leaves the shelf, and its hand-over has arrived.
async fn serahkan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    petugas: &Petugas,
    mut isi: IsiRak,
) -> Result<Terambil, Galat> {
    let now = ports.clock.now();
    let penyerahan = work.penyerahan().kunci(isi.penyerahan).await?;
    let mut penyerahan = penyerahan
        .ok_or_else(|| PortError::tak_terduga("a thing on the shelf without hand-over"))?;
    if !penyerahan.keadaan.boleh_ke(KeadaanPenyerahan::Diserahkan) {
        let pesan = "Dokumen ini tidak lagi menunggu diambil di loket.";
        return Err(Bentrok::baru("tidak_ada_di_rak", pesan).into());
    }
    penyerahan.keadaan = KeadaanPenyerahan::Diserahkan;
    penyerahan.oleh = Some(petugas.id);
    penyerahan.diubah_pada = now;
    work.penyerahan().simpan(&penyerahan).await?;
    isi.lepas(KeadaanRak::Diambil, now);
    work.loket().simpan_isi(&isi).await?;
    work.loket().hentikan_pengingat(isi.id, now).await?;
    Ok(Terambil {
        penyerahan: isi.penyerahan,
        rak: isi.id,
        nama: nama_dokumen(work, isi.permohonan, isi.dokumen).await?,
    })
}

/// Passes the open step of handing over, when this officer may; tells whether it was passed. Where the engine refuses, the
/// step stays with who may.
async fn lewati_serah(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    petugas: &Petugas,
    mut kasus: Kasus,
) -> Result<bool, Galat> {
    let keadaan = &kasus.permohonan.keadaan;
    let terbuka = keadaan.tugas.iter().find(|tugas| tugas.jenis == JenisTahap::Serah).cloned();
    let Some(terbuka) = terbuka.filter(|_| petugas.izin.contains(&Izin::TugasKerjakan)) else {
        return Ok(false);
    };
    let mesin = kasus.mesin(ports);
    let diserahkan = mesin
        .pilihan(keadaan, &terbuka)
        .into_iter()
        .find(|satu| satu.kode.as_str() == DISERAHKAN)
        .map(|satu| satu.kode.clone());
    let Some(keputusan) = diserahkan else { return Ok(false) };
    let Ok(terima) = mesin.terima(keadaan, terbuka.id, petugas.petindak()) else {
        return Ok(false);
    };
    let pilihan =
        Pilihan { tugas: terbuka.id, keputusan: &keputusan, alasan: None, kode_alasan: None };
    // Asked before anything is stored: a step that cannot be passed is not taken either.
    let nanti = keadaan.clone().setelah(&terima);
    if mesin.putuskan(&nanti, pilihan, petugas.petindak()).is_err() {
        return Ok(false);
    }
    terapkan(ports, work, pelaku, &mut kasus, &terima, "tugas.terima").await?;
    putuskan(ports, work, pelaku, petugas, kasus, pilihan).await?;
    Ok(true)
}
