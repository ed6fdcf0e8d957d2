//! What the office's own systems are told, written in the transaction of what happened.

use loket_domain::{
    dokumen::{Dokumen, KeadaanDokumen},
    galat::PortError,
    id::IdSource,
    kalender::Clock,
    langganan::{JenisPeristiwa, LANGGANAN_TERBANYAK, PeristiwaKeluar},
    nilai::Kode,
    penyerahan::Penyerahan,
    permohonan::Permohonan,
    sop::{Peristiwa, StatusKasus},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    crypto::{SystemClock, SystemIds},
    postgres::{
        baris::{bilangan, kata},
        kerja::PgUnitOfWork,
    },
};

/// A message for each subscription that hears of kind `$2`, under the ids `$1`; the same state is told once.
const KABARKAN: &str =
    "INSERT INTO langganan_kiriman (id, langganan_id, jenis, objek_id, urutan, isi, pada, keadaan, coba_pada, selesai_pada, galat)
     SELECT ($1::uuid[])[row_number() OVER (ORDER BY l.id)], l.id, $2, $3, $4, $5, $6,
         CASE l.keadaan WHEN 'aktif' THEN 'antre' ELSE 'dilewati' END, $6,
         CASE l.keadaan WHEN 'aktif' THEN NULL ELSE $6 END,
         CASE l.keadaan WHEN 'aktif' THEN NULL ELSE 'langganan_nonaktif' END
     FROM langganan l WHERE l.keadaan <> 'dihapus' AND $2 = ANY (l.jenis) ORDER BY l.id LIMIT 10
     ON CONFLICT ON CONSTRAINT langganan_kiriman_sekali DO NOTHING";

/// Whether a change of a case moved it, or only noted something at its work.
fn bergerak(peristiwa: &Peristiwa) -> bool {
    !matches!(
        peristiwa,
        Peristiwa::TugasDiterima { .. }
            | Peristiwa::TugasDialihkan { .. }
            | Peristiwa::TugasDicatat { .. }
            | Peristiwa::TugasDieskalasi { .. }
    )
}

impl PgUnitOfWork {
    /// Writes what happened to every subscription that hears of it, in this transaction: the one way there is.
    async fn kabarkan(&self, peristiwa: &PeristiwaKeluar) -> Result<(), PortError> {
        let id: Vec<Uuid> = (0..LANGGANAN_TERBANYAK).map(|_| SystemIds.uuid()).collect();
        self.jalankan(
            KABARKAN,
            [
                id.into(),
                peristiwa.jenis.kata().into(),
                peristiwa.objek.into(),
                bilangan::<_, i64>(peristiwa.urutan)?.into(),
                peristiwa.isi.clone().into(),
                peristiwa.pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    /// A case began, moved or ended.
    pub(in crate::postgres) async fn kabarkan_permohonan(
        &self,
        permohonan: &Permohonan,
        peristiwa: &[Peristiwa],
    ) -> Result<(), PortError> {
        let mulai = peristiwa.iter().any(|satu| matches!(satu, Peristiwa::KasusDimulai { .. }));
        let jenis = match &permohonan.keadaan.status {
            _ if mulai => JenisPeristiwa::PermohonanMasuk,
            _ if !peristiwa.iter().any(bergerak) => return Ok(()),
            StatusKasus::Berakhir { .. } => JenisPeristiwa::PermohonanBerakhir,
            _ => JenisPeristiwa::PermohonanBerubah,
        };
        let tahap: Vec<&Kode> = permohonan.keadaan.tugas.iter().map(|tugas| &tugas.tahap).collect();
        self.kabarkan(&PeristiwaKeluar {
            jenis,
            objek: permohonan.id.uuid(),
            urutan: permohonan.keadaan.versi,
            isi: json!({
                "tenant": self.slug.as_str(),
                "permohonan_id": permohonan.id,
                "nomor": permohonan.nomor.as_str(),
                "layanan": permohonan.layanan,
                "unit": permohonan.unit,
                "status": permohonan.keadaan.status.kata(),
                "tahap": tahap,
                "versi": permohonan.keadaan.versi,
            }),
            pada: permohonan.diubah_pada,
        })
        .await
    }

    /// A document took effect or lost it; other states are nobody's business outside.
    pub(in crate::postgres) async fn kabarkan_dokumen(
        &self,
        dokumen: &Dokumen,
    ) -> Result<(), PortError> {
        let pernah_terbit = dokumen.jejak.kode_verifikasi.is_some();
        let (jenis, urutan, pada) = match &dokumen.keadaan {
            // When the signature was found sound is written nowhere else.
            KeadaanDokumen::Sah { .. } => (JenisPeristiwa::DokumenTerbit, 1, SystemClock.now()),
            KeadaanDokumen::Siap { pada, .. } => (JenisPeristiwa::DokumenTerbit, 1, *pada),
            KeadaanDokumen::Diganti if pernah_terbit => {
                let pada = dokumen.jejak.diganti.map(|(pada, _)| pada);
                (JenisPeristiwa::DokumenGugur, 1, pada.unwrap_or(dokumen.dibuat_pada))
            }
            KeadaanDokumen::Dicabut { pada, .. } => (JenisPeristiwa::DokumenGugur, 2, *pada),
            _ => return Ok(()),
        };
        self.kabarkan(&PeristiwaKeluar {
            jenis,
            objek: dokumen.id.uuid(),
            urutan,
            isi: json!({
                "tenant": self.slug.as_str(),
                "dokumen_id": dokumen.id,
                "permohonan_id": dokumen.permohonan,
                "produk": dokumen.produk,
                "versi": dokumen.versi,
                "keadaan": dokumen.keadaan.kata(),
            }),
            pada,
        })
        .await
    }

    /// A hand-over came into a state, the `urutan`-th it was in.
    pub(in crate::postgres) async fn kabarkan_penyerahan(
        &self,
        satu: &Penyerahan,
        urutan: i32,
    ) -> Result<(), PortError> {
        self.kabarkan(&PeristiwaKeluar {
            jenis: JenisPeristiwa::PenyerahanBerubah,
            objek: satu.id.uuid(),
            urutan: bilangan(urutan)?,
            isi: json!({
                "tenant": self.slug.as_str(),
                "penyerahan_id": satu.id,
                "dokumen_id": satu.dokumen,
                "permohonan_id": satu.permohonan,
                "saluran": kata(&satu.saluran)?,
                "keadaan": satu.keadaan.kata(),
                "urutan": urutan,
            }),
            pada: satu.diubah_pada,
        })
        .await
    }
}
