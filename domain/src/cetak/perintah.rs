//! The use cases of printing: load what stands on the sheet, and build it.

use super::{
    BarisKartu, KartuKendali, Lembar, Paraf, lembar_kartu_kendali, lembar_sop, nama_singkat,
};
use crate::{
    akses::{Izin, Pelaku, PenggunaId},
    audit::CatatanAudit,
    galat::{Galat, PortError},
    nilai::Kode,
    permohonan::{BarisKendali, PermohonanId},
    ports::Ports,
    sop::DefinisiSop,
};

/// Print the published version of an SOP.
#[derive(Clone, Debug)]
pub struct CetakSop {
    /// Its code.
    pub kode: String,
}

impl CetakSop {
    /// The SOP-AP sheet. No personal data stands on it.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Lembar, Galat> {
        pelaku.petugas(Izin::PermohonanBaca)?;
        let hilang = || Galat::TidakDitemukan("sop");
        let kode = Kode::parse(&self.kode).map_err(|_| hilang())?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let (_, definisi) =
            work.katalog().sop_terbit(&kode, ports.clock.now()).await?.ok_or_else(hilang)?;
        let peran = work.akses().nama_peran().await?;
        Ok(lembar_sop(&definisi, &pelaku.tenant.nama, &peran))
    }
}

/// Print the kartu kendali of a case.
#[derive(Clone, Copy, Debug)]
pub struct CetakKartuKendali {
    /// Which case.
    pub id: PermohonanId,
}

impl CetakKartuKendali {
    /// The kartu kendali as it stands now. Each print is audited, as paper leaves the system.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Lembar, Galat> {
        pelaku.petugas(Izin::PermohonanBaca)?;
        let hilang = || Galat::TidakDitemukan("permohonan");
        let tak_lengkap = |apa: &str| PortError::tak_terduga(format!("the tenant has no {apa}"));
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let permohonan = work.permohonan().baca(self.id).await?.ok_or_else(hilang)?;
        let definisi = work
            .katalog()
            .sop_versi(permohonan.sop)
            .await?
            .ok_or_else(|| tak_lengkap("SOP version of this case"))?;
        let kalender =
            work.katalog().kalender().await?.ok_or_else(|| tak_lengkap("working hours"))?;
        let kartu = work.bacaan().kartu_kendali(self.id).await?;
        let catatan = CatatanAudit::baru(
            ports,
            pelaku.jejak(),
            "kartu_kendali.cetak",
            "permohonan",
            Some(self.id.uuid()),
        );
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        let baris: Vec<BarisKartu> =
            kartu.into_iter().map(|satu| baris_kartu(&definisi, satu)).collect();
        let kartu = KartuKendali {
            kantor: &pelaku.tenant.nama,
            nomor: &permohonan.nomor,
            layanan: &permohonan.layanan_nama,
            pemohon: &nama_singkat(permohonan.pemohon.nama.buka()),
            status: &permohonan.keadaan.status,
            masuk: permohonan.dibuat_pada,
            kalender: &kalender,
            baris: &baris,
        };
        Ok(lembar_kartu_kendali(&kartu, ports.clock.now()))
    }
}

fn baris_kartu(definisi: &DefinisiSop, satu: BarisKendali) -> BarisKartu {
    let nama = |oleh: Option<(PenggunaId, String)>| oleh.map(|(_, nama)| nama);
    let label = |kode: &Kode| {
        let keputusan = definisi.tahap(&satu.tahap).and_then(|tahap| tahap.keputusan(kode));
        keputusan.map_or_else(|| kode.to_string(), |keputusan| keputusan.label.clone())
    };
    let hasil = satu.keputusan.as_ref().map(label);
    BarisKartu {
        urutan: satu.urutan,
        kegiatan: satu.nama,
        penyerahan: Paraf {
            oleh: nama(satu.diserahkan_oleh),
            atas_nama: None,
            pada: satu.diserahkan_pada,
        },
        penerimaan: satu.diterima_pada.map(|pada| Paraf {
            oleh: nama(satu.diterima_oleh),
            atas_nama: satu.atas_nama.clone(),
            pada,
        }),
        selesai_pada: satu.selesai_pada,
        hasil,
    }
}
