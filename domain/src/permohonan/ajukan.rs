//! Register a case: one use case for chat, counter and web.

use std::collections::BTreeMap;

use super::{
    Berkas, BerkasId, Fakta, Kasus, Kuasa, Pemohon, Permohonan, PermohonanId, ambil_slot, catat,
    catat_susulan, kalender_bila_perlu, konteks_kasus, menyangkut_anak, satuan, syarat_terjawab,
    tahun_setempat, terapkan, tindak_lanjuti, tolak,
};
use crate::{
    akses::{Izin, Pelaku, PenggunaId, Siapa},
    dokumen::Perbaikan,
    galat::{Bentrok, Galat, Pelanggaran, PortError},
    kartu::{tolak_kia, tunjukkan_jalan},
    layanan::Kanal,
    nilai::{Kode, Nik, NomorKk, NomorRegistrasi, NomorWa, Rahasia},
    percakapan::{KontakId, tawarkan_awal},
    ports::{Ports, UnitOfWork},
    sop::{KeadaanKasus, Mesin, SopVersiId},
};

/// The applicant as typed; parsed here, once.
#[derive(Clone, Debug)]
pub struct PemohonMentah {
    /// Full name.
    pub nama: Rahasia,
    /// NIK.
    pub nik: Option<Rahasia>,
    /// Family card number.
    pub nomor_kk: Option<Rahasia>,
    /// WhatsApp number.
    pub nomor_wa: Option<Rahasia>,
}

/// Register a case for somebody.
#[derive(Clone, Debug)]
pub struct AjukanPermohonan {
    /// The service.
    pub layanan: String,
    /// The variant of the service, where it has any.
    pub varian: Option<String>,
    /// How it comes in.
    pub kanal: Kanal,
    /// Who asks.
    pub pemohon: PemohonMentah,
    /// Who acts for them.
    pub kuasa: Option<Kuasa>,
    /// The unit that serves the case; without it, the unit of who registers it.
    pub unit: Option<String>,
    /// Answers to the service's fields.
    pub isian: BTreeMap<String, String>,
    /// The caller's idempotency key and the fingerprint of the request body.
    pub idempotensi: Option<(String, Vec<u8>)>,
}

impl AjukanPermohonan {
    /// Registers it. The same idempotency key gives the same case again.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Permohonan, Galat> {
        let petugas = pelaku.penanggung(Izin::PermohonanBuat)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        if let Some(lama) = self.sudah_ada(work.as_mut(), petugas).await? {
            return Ok(lama);
        }
        let idempotensi = self.idempotensi.clone();
        let ajuan = self.baca(ports, work.as_mut(), pelaku, None).await?;
        if pelaku.jangkau(ajuan.unit.as_ref()).is_err() {
            return Err(Galat::isian(
                "/unit",
                "unit_di_luar_klien",
                "Klien ini hanya boleh mendaftarkan permohonan untuk unitnya sendiri. Sebutkan salah satunya.",
            ));
        }
        let permohonan = ajuan.daftarkan(ports, work.as_mut(), pelaku).await?;
        tawarkan_awal(ports, work.as_mut(), pelaku, &permohonan).await?;
        if let Some((kunci, sidik)) = &idempotensi {
            work.permohonan()
                .catat_idempotensi(petugas, kunci, sidik, permohonan.id.uuid(), ports.clock.now())
                .await?;
        }
        work.commit().await?;
        Ok(permohonan)
    }

    /// The case as described, for `kontak`, or else for the contact of the applicant's number.
    pub(crate) async fn baca(
        self,
        ports: &Ports,
        work: &mut dyn UnitOfWork,
        pelaku: &Pelaku,
        kontak: Option<KontakId>,
    ) -> Result<Ajuan, Galat> {
        let pemohon = self.pemohon.baca()?;
        if self.kuasa.as_ref().is_some_and(|kuasa| !nama_sah(kuasa.nama.buka())) {
            return Err(Galat::isian(
                "/kuasa/nama",
                "nama_wajib",
                "Nama yang mengurus wajib diisi, paling panjang 120 huruf.",
            ));
        }
        let layanan = Kode::parse(&self.layanan).map_err(|salah| salah.di("/layanan"))?;
        let kontak = match (kontak, &pemohon.nomor_wa) {
            (Some(kontak), _) => Some(kontak),
            (None, Some(nomor)) => {
                work.kontak().dari_nomor(nomor, ports.ids.id(), ports.clock.now()).await?
            }
            (None, None) => None,
        };
        let unit = self
            .unit
            .as_deref()
            .map(|kode| Kode::parse(kode).map_err(|salah| salah.di("/unit")))
            .transpose()?;
        Ok(Ajuan {
            layanan,
            varian: self.varian,
            kanal: self.kanal,
            unit: unit.or_else(|| pelaku.unit().cloned()),
            kuasa: self.kuasa,
            pemohon,
            isian: self.isian,
            kontak,
            berkas: Vec::new(),
            bawaan: Vec::new(),
            memperbaiki: None,
        })
    }

    async fn sudah_ada(
        &self,
        work: &mut dyn UnitOfWork,
        petugas: PenggunaId,
    ) -> Result<Option<Permohonan>, Galat> {
        let Some((kunci, sidik)) = &self.idempotensi else { return Ok(None) };
        match work.permohonan().idempotensi(petugas, kunci).await? {
            Some((lama, hasil)) if &lama == sidik => {
                Ok(work.permohonan().baca(PermohonanId::new(hasil)).await?)
            }
            Some(_) => Err(Bentrok::baru(
                "kunci_idempotensi_dipakai",
                "Kunci Idempotency-Key ini sudah dipakai untuk isi permintaan yang lain.",
            )
            .into()),
            None => Ok(None),
        }
    }
}

fn nama_sah(nama: &str) -> bool {
    let nama = nama.trim();
    !nama.is_empty() && nama.chars().count() <= 120
}

impl PemohonMentah {
    fn baca(&self) -> Result<Pemohon, Galat> {
        let mut salah = Vec::new();
        let nama = self.nama.buka().trim();
        if !nama_sah(nama) {
            salah.push(Pelanggaran::baru(
                "/pemohon/nama",
                "nama_wajib",
                "Nama pemohon wajib diisi, paling panjang 120 huruf.",
            ));
        }
        let mut periksa = |pointer: &str, salah_apa: crate::nilai::NilaiTidakSah| {
            salah.push(Pelanggaran::baru(pointer, salah_apa.kode, salah_apa.pesan));
        };
        let nik = self
            .nik
            .as_ref()
            .and_then(|teks| Nik::parse(teks.buka()).map_err(|s| periksa("/pemohon/nik", s)).ok());
        let nomor_kk = self.nomor_kk.as_ref().and_then(|teks| {
            NomorKk::parse(teks.buka()).map_err(|s| periksa("/pemohon/nomor_kk", s)).ok()
        });
        let nomor_wa = self.nomor_wa.as_ref().and_then(|teks| {
            NomorWa::parse(teks.buka()).map_err(|s| periksa("/pemohon/nomor_wa", s)).ok()
        });
        if salah.is_empty() {
            Ok(Pemohon { nama: Rahasia::new(nama), nik, nomor_kk, nomor_wa })
        } else {
            Err(Galat::TidakSah(salah))
        }
    }
}

/// The series that numbers cases.
const DERET: &str = "permohonan";

/// A case about to be registered, from whatever channel.
pub(crate) struct Ajuan {
    pub layanan: Kode,
    pub varian: Option<String>,
    pub kanal: Kanal,
    pub unit: Option<Kode>,
    pub kuasa: Option<Kuasa>,
    pub pemohon: Pemohon,
    pub isian: BTreeMap<String, String>,
    pub kontak: Option<KontakId>,
    pub berkas: Vec<BerkasId>,
    /// Requirements that are answered by what another case holds.
    pub bawaan: Vec<Option<Kode>>,
    /// The issued document that it corrects.
    pub memperbaiki: Option<Perbaikan>,
}

impl Ajuan {
    /// Gives it a number, starts its SOP, attaches the papers collected so far.
    pub async fn daftarkan(
        self,
        ports: &Ports,
        work: &mut dyn UnitOfWork,
        pelaku: &Pelaku,
    ) -> Result<Permohonan, Galat> {
        let layanan = work.katalog().layanan(&self.layanan).await?.ok_or_else(|| {
            Galat::isian(
                "/layanan",
                "layanan_tidak_ada",
                "Layanan ini tidak tersedia di kantor ini.",
            )
        })?;
        if !layanan.kanal.contains(&self.kanal) {
            return Err(Galat::isian(
                "/kanal",
                "kanal_tidak_dilayani",
                "Layanan ini tidak tersedia lewat kanal tersebut.",
            ));
        }
        let varian = layanan
            .baca_varian(self.varian.as_deref())
            .map_err(|salah| Galat::TidakSah(vec![salah]))?;
        let unit = satuan(work, self.unit.as_ref()).await?;
        if self.unit.is_some() && unit.is_empty() {
            return Err(Galat::isian("/unit", "unit_tidak_ada", "Unit kerja ini tidak ada."));
        }
        let now = ports.clock.now();
        let tahun = tahun_setempat(pelaku, now);
        let mut permohonan = Permohonan {
            id: ports.ids.id(),
            nomor: NomorRegistrasi::buat(&pelaku.tenant.wilayah, tahun, 0),
            layanan: layanan.kode.clone(),
            layanan_nama: layanan.nama.clone(),
            sop: SopVersiId::new(uuid::Uuid::nil()),
            varian,
            kanal: self.kanal,
            unit: self.unit,
            prioritas: false,
            anak: false,
            kuasa: self.kuasa,
            kontak: self.kontak,
            pemohon: self.pemohon,
            isian: BTreeMap::new(),
            keadaan: KeadaanKasus::awal(),
            mulai_layanan: ambil_slot(work, &layanan, self.kanal, now).await?,
            dibuat_pada: now,
            diubah_pada: now,
        };
        let mut berkas = Vec::with_capacity(self.berkas.len());
        for id in &self.berkas {
            berkas.push(kumpulan_sendiri(work, permohonan.kontak, *id).await?);
        }
        let zona = pelaku.tenant.zona;
        let mut terjawab = syarat_terjawab(&berkas);
        terjawab.extend(self.bawaan);
        let awal = konteks_kasus(&permohonan, &layanan, &terjawab, zona, now);
        permohonan.isian = layanan.baca_isian(&self.isian, &awal).map_err(Galat::TidakSah)?;
        let konteks = konteks_kasus(&permohonan, &layanan, &terjawab, zona, now);
        if let Err(galat) = tolak_kia(work.katalog().aturan_kartu().await?.kia, &layanan, &konteks)
        {
            let semua = work.katalog().daftar_layanan().await?;
            return Err(tunjukkan_jalan(galat, &layanan.kode, &semua));
        }
        // Vulnerable applicants go before others (K-23).
        // So do corrections: the office itself issued what is wrong.
        permohonan.prioritas = konteks.pemohon.rentan || self.memperbaiki.is_some();
        permohonan.anak = menyangkut_anak(&layanan, &konteks);
        let (sop, definisi) = work
            .katalog()
            .sop_terbit(layanan.sop_berlaku(&konteks), now)
            .await?
            .ok_or_else(|| PortError::tak_terduga("no published SOP for a service"))?;
        permohonan.sop = sop;
        let urut = work.permohonan().nomor_urut(DERET, tahun).await?;
        permohonan.nomor = NomorRegistrasi::buat(&pelaku.tenant.wilayah, tahun, urut);
        let kalender = kalender_bila_perlu(work, &definisi, permohonan.kanal).await?;
        let bebas = self.memperbaiki.is_some();
        let fakta = Fakta { konteks, sekarang: now, kalender, unit, bebas };
        let mesin = Mesin { definisi: &definisi, ids: ports.ids.as_ref(), penilai: &fakta };
        let peristiwa = mesin.mulai().map_err(tolak)?;
        permohonan.keadaan = permohonan.keadaan.setelah(&peristiwa);
        work.permohonan().tambah(&permohonan, &peristiwa, pelaku.jejak()).await?;
        let memperbaiki = self.memperbaiki.is_some();
        if let Some(perbaikan) = self.memperbaiki {
            let perbaikan = Perbaikan { permohonan: permohonan.id, ..perbaikan };
            work.produk().catat_perbaikan(&perbaikan).await?;
        }
        for mut satu in berkas {
            satu.permohonan = Some(permohonan.id);
            work.permohonan().simpan_berkas(&satu).await?;
        }
        catat(ports, work, pelaku.jejak(), &permohonan, "permohonan.ajukan").await?;
        let kasus = Kasus { permohonan, layanan, definisi, fakta };
        // A correction brings back what was there; what followed it once has followed.
        if !memperbaiki {
            catat_susulan(ports, work, &kasus).await?;
        }
        tindak_lanjuti(ports, work, pelaku, &kasus, &peristiwa).await?;
        Ok(kasus.permohonan)
    }
}

/// Attaches a paper that its own sender collected in the conversation.
pub(crate) async fn ikat(
    work: &mut dyn UnitOfWork,
    permohonan: &Permohonan,
    id: BerkasId,
) -> Result<(), Galat> {
    let mut berkas = kumpulan_sendiri(work, permohonan.kontak, id).await?;
    // The scanner found something after it was collected: its sender was told, and the officer sees that it is missing.
    if !berkas.keadaan.diterima() {
        return Ok(());
    }
    berkas.permohonan = Some(permohonan.id);
    work.permohonan().simpan_berkas(&berkas).await?;
    Ok(())
}

/// A paper of this very sender that belongs to no case yet.
async fn kumpulan_sendiri(
    work: &mut dyn UnitOfWork,
    kontak: Option<KontakId>,
    id: BerkasId,
) -> Result<Berkas, Galat> {
    work.permohonan()
        .kunci_berkas(id)
        .await?
        .filter(|berkas| berkas.permohonan.is_none() && berkas.kontak == kontak)
        .ok_or(Galat::TidakDitemukan("berkas"))
}

/// Call a case off.
#[derive(Clone, Debug)]
pub struct BatalkanPermohonan {
    /// Which.
    pub id: PermohonanId,
    /// Why.
    pub alasan: String,
}

impl BatalkanPermohonan {
    /// Calls it off; open tugas end with it.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        if !matches!(pelaku.siapa, Siapa::Sistem) {
            pelaku.boleh(Izin::PermohonanBatal)?;
        }
        let alasan = self.alasan.trim();
        if alasan.is_empty() {
            return Err(Galat::isian("/alasan", "alasan_wajib", "Alasan pembatalan wajib diisi."));
        }
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let permohonan =
            work.permohonan().kunci(self.id).await?.ok_or(Galat::TidakDitemukan("permohonan"))?;
        pelaku.jangkau(permohonan.unit.as_ref())?;
        let mut kasus = Kasus::muat(ports, work.as_mut(), pelaku, permohonan).await?;
        let peristiwa = kasus
            .mesin(ports)
            .batalkan(&kasus.permohonan.keadaan, Some(alasan.to_owned()))
            .map_err(tolak)?;
        terapkan(ports, work.as_mut(), pelaku, &mut kasus, &peristiwa, "permohonan.batalkan")
            .await?;
        work.commit().await?;
        Ok(())
    }
}
