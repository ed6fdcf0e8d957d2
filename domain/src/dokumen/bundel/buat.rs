//! Put documents of the queue into a bundle, and drop one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use uuid::Uuid;

use super::{
    BUNDEL_TERBANYAK, BarisMeja, Bundel, BundelId, Butir, KeadaanBundel, KeadaanButir, peringkat,
    sidik_draf,
};
use crate::{
    akses::{Izin, Pelaku, PenggunaId, sudah_dibuat},
    audit::CatatanAudit,
    galat::{Bentrok, Galat},
    layanan::ModeTte,
    ports::{Ports, UnitOfWork},
    sop::TugasId,
};

/// Make a bundle of TTE tugas in my queue.
#[derive(Clone, Debug)]
pub struct BuatBundel {
    /// Which tugas.
    pub tugas: Vec<Uuid>,
    /// Idempotency key and fingerprint of the request.
    pub idempotensi: (String, Vec<u8>),
}

impl BuatBundel {
    /// The bundle, and what was left out of it with a stable code. The samples are drawn now, by the server. What lies in
    /// a bundle of somebody else that is not being signed is taken over: an absent signer's bundle blocks nobody.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<(Bundel, Vec<(TugasId, &'static str)>), Galat> {
        let petugas = pelaku.petugas(Izin::DokumenTandaTangan)?;
        let diminta: BTreeSet<Uuid> = self.tugas.iter().copied().collect();
        if diminta.is_empty() || diminta.len() > BUNDEL_TERBANYAK {
            let pesan = format!("Pilih 1 sampai {BUNDEL_TERBANYAK} dokumen.");
            return Err(Galat::isian("/tugas", "jumlah_bundel", pesan));
        }
        let (kunci, sidik) = &self.idempotensi;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        if let Some(lama) = sudah_dibuat(work.as_mut(), petugas.id, kunci, sidik).await? {
            let lama = work.meja().bundel(BundelId::new(lama)).await?;
            return Ok((lama.ok_or(Galat::TidakDitemukan("bundel"))?, Vec::new()));
        }
        let tugas: Vec<TugasId> = diminta.iter().copied().map(TugasId::new).collect();
        let baris = work.meja().antrean_tertentu(petugas.petindak(), &tugas).await?;
        let (layak, mut ditolak) = pilah(&tugas, baris, petugas.id);
        let layak = tanpa_siak(work.as_mut(), layak, &mut ditolak).await?;
        if layak.is_empty() {
            return Err(Bentrok::baru(
                "tidak_ada_yang_dapat_ditandatangani",
                "Tidak satu pun dokumen yang dipilih menunggu tanda tangan Anda.",
            )
            .dengan_pilihan(ditolak.iter().map(|(id, kode)| format!("{kode}:{id}")).collect())
            .into());
        }
        let now = ports.clock.now();
        let id: BundelId = ports.ids.id();
        let jumlah = u32::try_from(layak.len()).unwrap_or(u32::MAX);
        let bundel = Bundel {
            id,
            oleh: petugas.id,
            keadaan: KeadaanBundel::Meninjau,
            contoh: work.meja().aturan_contoh().await?.banyak(jumlah).max(1),
            sebab: None,
            dibuat_pada: now,
            detak_pada: None,
            selesai_pada: None,
        };
        let butir: Vec<Butir> =
            (0..).zip(&layak).map(|(urutan, satu)| butir_dari(id, urutan, satu)).collect();
        work.meja().tambah_bundel(&bundel, &butir).await?;
        work.permohonan().catat_idempotensi(petugas.id, kunci, sidik, id.uuid(), now).await?;
        catat(ports, work.as_mut(), pelaku, id, "tte.bundel_buat", jumlah).await?;
        work.commit().await?;
        Ok((bundel, ditolak))
    }
}

fn butir_dari(bundel: BundelId, urutan: u32, satu: &BarisMeja) -> Butir {
    let draf: Vec<(Uuid, Vec<u8>)> =
        satu.dokumen.iter().map(|dokumen| (dokumen.id.uuid(), dokumen.sha256.clone())).collect();
    Butir {
        tugas: satu.tugas,
        permohonan: satu.permohonan,
        urutan,
        peringkat: peringkat(bundel.uuid(), satu.tugas.uuid()),
        sidik: sidik_draf(&draf),
        keadaan: KeadaanButir::Menunggu,
        dibuka_pada: None,
        layak_pada: None,
        kode: None,
        alasan: None,
        selesai_pada: None,
    }
}

/// What can be signed, and why the rest cannot.
fn pilah(
    diminta: &[TugasId],
    baris: Vec<BarisMeja>,
    petugas: PenggunaId,
) -> (Vec<BarisMeja>, Vec<(TugasId, &'static str)>) {
    let ada: BTreeSet<TugasId> = baris.iter().map(|satu| satu.tugas).collect();
    let mut ditolak: Vec<(TugasId, &'static str)> = diminta
        .iter()
        .filter(|id| !ada.contains(id))
        .map(|id| (*id, "tidak_dalam_antrean"))
        .collect();
    let mut layak = Vec::new();
    for satu in baris {
        let diambil = satu.bundel.is_some_and(|(_, oleh, keadaan)| {
            oleh == petugas || keadaan == KeadaanBundel::Berjalan
        });
        if satu.belum_tuntas.is_some() {
            ditolak.push((satu.tugas, "tte_belum_tuntas"));
        } else if diambil {
            ditolak.push((satu.tugas, "sudah_dibundel"));
        } else if satu.dokumen.is_empty() {
            ditolak.push((satu.tugas, "draf_kurang"));
        } else {
            layak.push(satu);
        }
    }
    (layak, ditolak)
}

/// What is signed inside SIAK is not signed here.
async fn tanpa_siak(
    work: &mut dyn UnitOfWork,
    baris: Vec<BarisMeja>,
    ditolak: &mut Vec<(TugasId, &'static str)>,
) -> Result<Vec<BarisMeja>, Galat> {
    let mut layanan = BTreeMap::new();
    let mut sisa = Vec::new();
    for satu in baris {
        if !layanan.contains_key(&satu.layanan) {
            let definisi = work.katalog().layanan_tersimpan(&satu.layanan).await?;
            layanan.insert(satu.layanan.clone(), definisi);
        }
        let definisi = layanan.get(&satu.layanan).and_then(Option::as_ref);
        let siak = satu.dokumen.iter().filter(|dokumen| !dokumen.sah).any(|dokumen| {
            let produk = definisi.and_then(|layanan| layanan.produk(&dokumen.produk));
            produk.is_none_or(|produk| produk.mode_tte == ModeTte::Siak)
        });
        if siak {
            ditolak.push((satu.tugas, "tte_di_siak"));
        } else {
            sisa.push(satu);
        }
    }
    Ok(sisa)
}

/// Drop a bundle; what waits in it goes back to the queue.
#[derive(Clone, Copy, Debug)]
pub struct BatalkanBundel {
    /// Which.
    pub id: BundelId,
}

impl BatalkanBundel {
    /// Not while it is being signed.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut bundel = kunci_milik(work.as_mut(), pelaku, self.id).await?;
        if !bundel.keadaan.boleh_mulai() {
            return Err(sudah_lewat(bundel.keadaan).into());
        }
        let now = ports.clock.now();
        for mut butir in work.meja().butir(self.id).await? {
            if butir.keadaan == KeadaanButir::Menunggu {
                butir.pindah(KeadaanButir::Dikeluarkan, Some("bundel_dibatalkan"), now);
                work.meja().simpan_butir(self.id, &butir).await?;
            }
        }
        bundel.keadaan = KeadaanBundel::Dibatalkan;
        bundel.selesai_pada = Some(now);
        work.meja().simpan_bundel(&bundel).await?;
        catat(ports, work.as_mut(), pelaku, self.id, "tte.bundel_batal", 0).await?;
        work.commit().await?;
        Ok(())
    }
}

/// The bundle, kept from other writers, provided it is the caller's.
pub(super) async fn kunci_milik(
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    id: BundelId,
) -> Result<Bundel, Galat> {
    let petugas = pelaku.petugas(Izin::DokumenTandaTangan)?.id;
    let bundel = work.meja().kunci_bundel(id).await?;
    bundel.filter(|satu| satu.oleh == petugas).ok_or(Galat::TidakDitemukan("bundel"))
}

pub(super) fn sudah_lewat(keadaan: KeadaanBundel) -> Bentrok {
    match keadaan {
        KeadaanBundel::Berjalan => Bentrok::baru(
            "bundel_sedang_ditandatangani",
            "Bundel ini sedang ditandatangani. Tunggu sampai selesai.",
        ),
        _ => Bentrok::baru("bundel_sudah_selesai", "Bundel ini sudah selesai atau dibatalkan."),
    }
}

pub(super) async fn catat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    id: BundelId,
    aksi: &'static str,
    jumlah: u32,
) -> Result<(), Galat> {
    let catatan = CatatanAudit::baru(ports, pelaku.jejak(), aksi, "tte_bundel", Some(id.uuid()))
        .dengan(json!({ "jumlah": jumlah }));
    work.audit().catat(&catatan).await?;
    Ok(())
}
