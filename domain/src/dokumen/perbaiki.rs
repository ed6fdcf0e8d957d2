//! Correct an issued document: a case of its own, free and before others, whose product takes the old one's place.

use std::collections::BTreeMap;

use super::{
    DokumenId, Perbaikan,
    cabut::{alasan, kunci, tidak_berlaku},
};
use crate::{
    akses::{Izin, Pelaku},
    audit::CatatanAudit,
    galat::{Bentrok, Galat},
    nilai::{Kode, Rahasia},
    outbox::Golongan,
    percakapan::kamus::{kabar, kamus_kontak},
    permohonan::{Ajuan, Permohonan, dari_diperbaiki, pesan_teks},
    ports::Ports,
};

/// Open the correction of an issued document.
#[derive(Clone, Debug)]
pub struct PerbaikiDokumen {
    /// What is corrected.
    pub id: DokumenId,
    /// Why; kept sealed.
    pub alasan: Rahasia,
    /// The service of the correction; without it, the same.
    pub layanan: Option<String>,
    /// Answers that are corrected; the others are those of the first case.
    pub isian: BTreeMap<String, String>,
}

impl PerbaikiDokumen {
    /// Opens the case. The document keeps its effect until the corrected one is issued.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Permohonan, Galat> {
        let petugas = pelaku.petugas(Izin::DokumenCabut)?;
        let alasan = alasan(&self.alasan)?;
        let layanan = self
            .layanan
            .as_deref()
            .map(|kode| Kode::parse(kode).map_err(|salah| salah.di("/layanan")))
            .transpose()?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let dokumen = kunci(work.as_mut(), self.id).await?;
        if !dokumen.keadaan.berlaku() {
            return Err(tidak_berlaku().into());
        }
        if let Some(lain) = work.produk().perbaikan_berjalan(dokumen.id).await? {
            return Err(Bentrok::baru(
                "perbaikan_sudah_ada",
                "Dokumen ini sedang diperbaiki dengan permohonan lain.",
            )
            .dengan_pilihan(vec![format!("permohonan:{lain}")])
            .into());
        }
        let asal = work
            .permohonan()
            .baca(dokumen.permohonan)
            .await?
            .ok_or(Galat::TidakDitemukan("dokumen"))?;
        let sama = layanan.as_ref().is_none_or(|kode| *kode == asal.layanan);
        let mut isian: BTreeMap<String, String> = if sama {
            asal.isian.iter().map(|(kode, nilai)| (kode.to_string(), nilai.clone())).collect()
        } else {
            BTreeMap::new()
        };
        isian.extend(self.isian);
        let bawaan = dari_diperbaiki(work.as_mut(), asal.id).await?;
        let ajuan = Ajuan {
            layanan: layanan.unwrap_or_else(|| asal.layanan.clone()),
            varian: asal.varian.as_ref().filter(|_| sama).map(ToString::to_string),
            kanal: asal.kanal,
            unit: asal.unit.clone(),
            kuasa: asal.kuasa.clone(),
            pemohon: asal.pemohon.clone(),
            isian,
            kontak: asal.kontak,
            berkas: Vec::new(),
            bawaan: bawaan.into_iter().map(|satu| satu.syarat).collect(),
            memperbaiki: Some(Perbaikan {
                // The case's own id is filled in when it is registered.
                permohonan: asal.id,
                dokumen: dokumen.id,
                alasan,
                oleh: petugas.id,
                dibuat_pada: ports.clock.now(),
            }),
        };
        let baru = ajuan.daftarkan(ports, work.as_mut(), pelaku).await?;
        if let Some(kontak) = baru.kontak {
            let kata = kamus_kontak(work.as_mut(), kontak).await?;
            let isian = [
                ("dokumen", dokumen.nama.as_str()),
                ("lama", asal.nomor.as_str()),
                ("nomor", baru.nomor.as_str()),
            ];
            let isi = kata.isi(&kabar::PERBAIKAN_DIBUKA, &isian);
            let pesan = pesan_teks(ports, kontak, Some(&baru), isi).sebagai(Golongan::Kabar);
            work.pesan().antrekan(&pesan).await?;
        }
        let objek = Some(dokumen.id.uuid());
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "dokumen.perbaiki", "dokumen", objek)
                .dengan(serde_json::json!({ "permohonan": baru.id }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(baru)
    }
}
