//! Sign a bundle: one call per document, each on its own. The passphrase is in memory only while a run lasts.

use std::sync::Arc;

use serde_json::json;

use super::{
    Bundel, BundelId, HasilButir, KeadaanBundel, KeadaanButir, SebabHenti,
    buat::{catat, kunci_milik, sudah_lewat},
    sampel,
};
use crate::{
    akses::{Izin, Pelaku, Petugas, Siapa},
    audit::CatatanAudit,
    dokumen::{
        KunciTte,
        gagal::{GagalTte, periksa_tahan},
        tanda_tangani::{Kerja, Syarat},
    },
    galat::{Bentrok, Galat, PortError},
    ports::{Ports, UnitOfWork},
    sop::TugasId,
    tenant::Tenant,
};

/// Begin to sign a bundle.
#[derive(Clone, Copy, Debug)]
pub struct MulaiBundel {
    /// Which.
    pub id: BundelId,
}

impl MulaiBundel {
    /// What is to be signed, in order. Refused until every sample was opened and judged fit, while another bundle of the
    /// signer runs, and while nobody can sign any of it.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Vec<TugasId>, Galat> {
        let petugas = pelaku.petugas(Izin::DokumenTandaTangan)?.id;
        pelaku.wajib_segar(ports)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut bundel = kunci_milik(work.as_mut(), pelaku, self.id).await?;
        if !bundel.keadaan.boleh_mulai() {
            return Err(sudah_lewat(bundel.keadaan).into());
        }
        let butir = work.meja().butir(self.id).await?;
        let belum = sampel(&butir, bundel.contoh)
            .into_iter()
            .filter(|satu| satu.keadaan == KeadaanButir::Menunggu && satu.layak_pada.is_none());
        let belum: Vec<String> = belum.map(|satu| format!("tinjau:{}", satu.tugas)).collect();
        if !belum.is_empty() {
            return Err(Bentrok::baru(
                "contoh_belum_dinilai",
                format!("Masih ada {} contoh yang belum Anda buka dan nilai layak.", belum.len()),
            )
            .dengan_pilihan(belum)
            .into());
        }
        let menunggu: Vec<_> =
            butir.iter().filter(|satu| satu.keadaan == KeadaanButir::Menunggu).collect();
        let Some(pertama) = menunggu.first() else {
            return Err(sudah_lewat(KeadaanBundel::Selesai).into());
        };
        tidak_ditahan(work.as_mut(), pertama.permohonan).await?;
        if let Some(lain) = work.meja().bundel_berjalan(petugas).await? {
            return Err(Bentrok::baru(
                "bundel_lain_berjalan",
                "Bundel Anda yang lain sedang ditandatangani. Tunggu sampai selesai.",
            )
            .dengan_pilihan(vec![format!("bundel:{lain}")])
            .into());
        }
        let now = ports.clock.now();
        bundel.keadaan = KeadaanBundel::Berjalan;
        bundel.sebab = None;
        bundel.detak_pada = Some(now);
        work.meja().simpan_bundel(&bundel).await?;
        let jumlah = u32::try_from(menunggu.len()).unwrap_or(u32::MAX);
        catat(ports, work.as_mut(), pelaku, self.id, "tte.bundel_mulai", jumlah).await?;
        work.commit().await?;
        Ok(menunggu.iter().map(|satu| satu.tugas).collect())
    }
}

async fn tidak_ditahan(
    work: &mut dyn UnitOfWork,
    permohonan: crate::permohonan::PermohonanId,
) -> Result<(), Galat> {
    let kasus = work.permohonan().baca(permohonan).await?;
    match kasus {
        Some(kasus) => periksa_tahan(work, &kasus.layanan).await,
        None => Ok(()),
    }
}

/// Sign one item of a running bundle.
#[derive(Debug)]
pub struct KerjakanButir<'a> {
    /// The bundle.
    pub bundel: BundelId,
    /// The tugas.
    pub tugas: TugasId,
    /// What the signer proves themselves with.
    pub kunci: &'a KunciTte,
}

impl KerjakanButir<'_> {
    /// Whatever happens is written at the item before this returns; an error means that not even that could be written,
    /// and the sweep finds the item.
    ///
    /// Rights are read anew for every item: a role that was taken away since signs nothing more.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<HasilButir, Galat> {
        let Some(sidik) = self.ambil(ports, pelaku).await? else {
            return Ok(HasilButir::Dilewati);
        };
        let syarat = Syarat::Bundel(self.bundel, &sidik);
        let kerja = Kerja { tugas: self.tugas, kunci: self.kunci, syarat };
        let hasil = match segarkan(ports, pelaku).await {
            Ok(pelaku) => kerja.laksanakan(ports, &pelaku).await,
            Err(galat) => Err(GagalTte::from(galat)),
        };
        match hasil {
            Ok(()) => Ok(HasilButir::Berhasil),
            Err(gagal) => {
                self.catat_gagal(ports, pelaku, &gagal).await?;
                Ok(gagal.hasil)
            }
        }
    }

    /// Takes the item for this run; `None` when it is no longer there to be signed.
    async fn ambil(&self, ports: &Ports, pelaku: &Pelaku) -> Result<Option<Vec<u8>>, Galat> {
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let butir = work.meja().kunci_butir(self.bundel, self.tugas).await?;
        let Some(mut butir) = butir.filter(|satu| satu.keadaan == KeadaanButir::Menunggu) else {
            return Ok(None);
        };
        let now = ports.clock.now();
        butir.pindah(KeadaanButir::Berjalan, None, now);
        work.meja().simpan_butir(self.bundel, &butir).await?;
        work.meja().detak(self.bundel, now).await?;
        work.commit().await?;
        Ok(Some(butir.sidik))
    }

    async fn catat_gagal(
        &self,
        ports: &Ports,
        pelaku: &Pelaku,
        gagal: &GagalTte,
    ) -> Result<(), Galat> {
        let Some(keadaan) = gagal.hasil.keadaan() else { return Ok(()) };
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let Some(mut butir) = work.meja().kunci_butir(self.bundel, self.tugas).await? else {
            return Ok(());
        };
        let now = ports.clock.now();
        let kode = match &gagal.galat {
            Galat::Bentrok(bentrok) => bentrok.kode,
            Galat::TidakBerizin(_) => "izin_dicabut",
            Galat::TidakDitemukan(_) => "tugas_tidak_ada",
            Galat::Port(PortError::Konflik) => "perubahan_bersamaan",
            Galat::Port(_) => "sistem_tidak_tersedia",
            Galat::Autentikasi(_)
            | Galat::TidakSah(_)
            | Galat::PerluKonfirmasi
            | Galat::PerluFaktorKedua
            | Galat::TerlaluSering { .. }
            | Galat::KodeTerlaluSering { .. } => "ditolak",
        };
        butir.pindah(keadaan, Some(kode), now);
        work.meja().simpan_butir(self.bundel, &butir).await?;
        work.meja().detak(self.bundel, now).await?;
        let objek = Some(self.bundel.uuid());
        let catatan = CatatanAudit::baru(ports, pelaku.jejak(), "tte.butir", "tte_bundel", objek)
            .dengan(json!({ "tugas": self.tugas, "keadaan": keadaan.kata(), "kode": kode }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(())
    }
}

/// An item passed its step; in the unit of work that passed it.
pub(in crate::dokumen) async fn butir_berhasil(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    bundel: BundelId,
    tugas: TugasId,
) -> Result<(), Galat> {
    if let Some(mut butir) = work.meja().kunci_butir(bundel, tugas).await? {
        let now = ports.clock.now();
        butir.pindah(KeadaanButir::Berhasil, None, now);
        work.meja().simpan_butir(bundel, &butir).await?;
        work.meja().detak(bundel, now).await?;
    }
    Ok(())
}

/// The same officer with the rights they have now.
async fn segarkan(ports: &Ports, pelaku: &Pelaku) -> Result<Pelaku, Galat> {
    let lama = pelaku.petugas(Izin::DokumenTandaTangan)?;
    let hari = pelaku.tenant.zona.setempat(ports.clock.now()).date();
    let mut work = ports.store.read(&pelaku.tenant.slug).await?;
    let kini = work.akses().petugas_aktif(lama.id, hari).await?;
    let kini = kini.ok_or(Galat::TidakBerizin(Izin::DokumenTandaTangan))?;
    let mut berlaku = kini.peran.clone();
    berlaku.extend(kini.mandat.iter().map(|mandat| mandat.peran.clone()));
    berlaku.sort();
    berlaku.dedup();
    let petugas = Petugas {
        id: kini.pengguna,
        nama: kini.nama,
        sesi: lama.sesi,
        peran: kini.peran,
        mandat: kini.mandat,
        peran_berlaku: berlaku,
        izin: kini.izin,
        unit: kini.unit,
        tim: kini.tim,
        segar_pada: lama.segar_pada,
        terbatas: lama.terbatas,
    };
    Ok(Pelaku { tenant: pelaku.tenant.clone(), siapa: Siapa::Petugas(Box::new(petugas)) })
}

/// End a run.
#[derive(Clone, Copy, Debug)]
pub struct AkhiriBundel {
    /// Which.
    pub id: BundelId,
    /// Why it stopped, when it did.
    pub henti: Option<SebabHenti>,
}

impl AkhiriBundel {
    /// Over when nothing is left; stopped, with the rest untouched, otherwise.
    pub async fn execute(self, ports: &Ports, tenant: &Arc<Tenant>) -> Result<(), Galat> {
        let mut work = ports.store.begin(&tenant.slug).await?;
        let Some(mut bundel) = work.meja().kunci_bundel(self.id).await? else { return Ok(()) };
        if bundel.keadaan != KeadaanBundel::Berjalan {
            return Ok(());
        }
        let butir = work.meja().butir(self.id).await?;
        // An item whose end could not be written still runs as far as anybody can tell: the sweep settles it, and the
        // bundle with it.
        if butir.iter().any(|satu| satu.keadaan == KeadaanButir::Berjalan) {
            return Ok(());
        }
        let sisa = butir.iter().any(|satu| satu.keadaan == KeadaanButir::Menunggu);
        bundel.akhiri(sisa, self.henti.or(gagal_kirim(sisa)), ports.clock.now());
        work.meja().simpan_bundel(&bundel).await?;
        catat_akhir(ports, work.as_mut(), &bundel).await?;
        work.commit().await?;
        Ok(())
    }
}

/// What is left of a run that was not stopped could not be sent.
fn gagal_kirim(sisa: bool) -> Option<SebabHenti> {
    sisa.then_some(SebabHenti::TidakTerkirim)
}

async fn catat_akhir(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    bundel: &Bundel,
) -> Result<(), Galat> {
    let jejak = crate::akses::JejakPelaku::Petugas { id: bundel.oleh };
    let objek = Some(bundel.id.uuid());
    let catatan = CatatanAudit::baru(ports, jejak, "tte.bundel_akhir", "tte_bundel", objek).dengan(
        json!({ "keadaan": bundel.keadaan.kata(), "sebab": bundel.sebab.map(SebabHenti::kata) }),
    );
    work.audit().catat(&catatan).await?;
    Ok(())
}

/// Have the host send the signer a one-time code.
#[derive(Clone, Copy, Debug)]
pub struct MintaTotp {
    /// For how many files.
    pub jumlah: u32,
    /// For the office's seal instead of the signer's own key: the activation code goes to whoever answers for it, and is
    /// typed in as the code.
    pub segel: bool,
}

impl MintaTotp {
    /// The code goes to the signer by the host's own channel; Loket never sees it before it is typed in.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let petugas = pelaku.petugas(Izin::DokumenTandaTangan)?;
        let terbanyak = super::BUNDEL_TERBANYAK;
        if self.jumlah == 0 || self.jumlah > u32::try_from(terbanyak).unwrap_or(u32::MAX) {
            let pesan = format!("Kode diminta untuk 1 sampai {terbanyak} dokumen.");
            return Err(Galat::isian("/jumlah", "jumlah_bundel", pesan));
        }
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let pengguna =
            work.akses().pengguna(petugas.id).await?.ok_or(Galat::TidakDitemukan("pengguna"))?;
        let koneksi = work.katalog().koneksi_tte().await?.ok_or_else(|| {
            Bentrok::baru("tte_belum_diatur", "Layanan TTE kantor ini belum diatur oleh pengelola.")
        })?;
        if self.segel && koneksi.segel.is_none() {
            let pesan = "Segel elektronik kantor ini belum diatur oleh pengelola.";
            return Err(Bentrok::baru("segel_belum_diatur", pesan).into());
        }
        let objek = Some(petugas.id.uuid());
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "tte.minta_totp", "pengguna", objek)
                .dengan(json!({ "jumlah": self.jumlah, "segel": self.segel }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        let hasil = if self.segel {
            ports.tte.aktifkan_segel(&koneksi).await
        } else {
            let nik = pengguna.nik.ok_or_else(|| {
                Bentrok::baru(
                    "nik_penanda_tangan_kosong",
                    "NIK penanda tangan belum dicatat oleh pengelola.",
                )
            })?;
            ports.tte.minta_totp(&koneksi, &nik, self.jumlah).await
        };
        hasil.map_err(crate::dokumen::gagal_tanya)
    }
}
