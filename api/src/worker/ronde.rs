//! One round of a tenant: what came in, what is due, what waits to be sent.

use std::sync::Arc;

use loket_domain::{
    akses::KirimSurelPetugas,
    berkas::PindaiTertahan,
    dokumen::{JagaPenandaTangan, SapuTte},
    galat::Galat,
    gangguan::KabarkanGangguan,
    hak_subjek::JagaHakSubjek,
    laporan::TutupLaporan,
    loket::{IngatkanPengambilan, KirimTandaTerimaDiminta, RapikanRak},
    outbox::KirimAntrean,
    pemeriksaan::PeriksaHarian,
    penyerahan::{AkhiriTungguPenerima, IngatkanPenerima, KirimSurel},
    percakapan::{ProsesMasuk, RondeMasuk},
    permohonan::{JalankanPengingat, MulaiSusulan},
    ports::Ports,
    sop::KerjakanPindah,
    tenant::{Tenant, TenantSlug},
};
use time::OffsetDateTime;

use super::WorkerConfig;

/// One round: how much was done, and when turns are due that wait.
pub(super) async fn ronde(
    ports: &Ports,
    tenant: &Arc<Tenant>,
    config: WorkerConfig,
) -> (usize, Option<OffsetDateTime>) {
    let slug = &tenant.slug;
    let proses = ProsesMasuk { tenang: config.tenang };
    let masuk = match proses.execute(ports, tenant).await {
        Ok(ronde) => ronde,
        Err(galat) => {
            tracing::warn!(tenant = %slug, galat = &galat as &dyn std::error::Error, "kotak masuk tidak terproses");
            RondeMasuk::default()
        }
    };
    let tenggang = time::Duration::try_from(config.tenggang).unwrap_or(time::Duration::MAX);
    let keluar = terhitung(
        slug,
        "antrean kirim tidak terproses",
        (KirimAntrean { tenggang }).execute(ports, tenant),
    )
    .await;
    let pindah =
        terhitung(slug, "pemindahan SOP tidak terproses", KerjakanPindah.execute(ports, tenant))
            .await;
    let tempo =
        terhitung(slug, "pengingat tidak terproses", JalankanPengingat.execute(ports, tenant))
            .await;
    let susulan = terhitung(
        slug,
        "permohonan lanjutan tidak terdaftar",
        Box::pin(MulaiSusulan.execute(ports, tenant)),
    )
    .await;
    let periksa =
        terhitung(slug, "pemeriksaan harian tidak terproses", PeriksaHarian.execute(ports, tenant))
            .await;
    let surel = terhitung(
        slug,
        "antrean surel tidak terproses",
        (KirimSurel { tenggang }).execute(ports, tenant),
    )
    .await;
    let surel = surel
        + terhitung(
            slug,
            "surel petugas tidak terproses",
            (KirimSurelPetugas { tenggang }).execute(ports, tenant),
        )
        .await;
    let penerima = terhitung(
        slug,
        "penerima yang tidak menjawab tidak terproses",
        AkhiriTungguPenerima.execute(ports, tenant),
    )
    .await;
    let ingat = terhitung(
        slug,
        "pengingat penerima tidak terproses",
        IngatkanPenerima.execute(ports, tenant),
    )
    .await;
    let tertahan =
        terhitung(slug, "berkas tertahan belum terpindai", PindaiTertahan.execute(ports, tenant))
            .await;
    let loket = ronde_loket(ports, tenant).await;
    let hak = terhitung(
        slug,
        "permintaan subjek data tidak terjaga",
        JagaHakSubjek.execute(ports, tenant),
    )
    .await;
    let tte = tanda_tangan(ports, tenant, config).await;
    let gangguan = terhitung(
        slug,
        "kabar gangguan tidak terproses",
        (KabarkanGangguan { aturan: config.gangguan }).execute(ports, tenant),
    )
    .await;
    let lain = [tertahan, gangguan, tte, loket, surel, penerima, ingat, hak];
    let selesai = masuk.selesai + keluar + pindah + tempo + susulan + periksa;
    (selesai + lain.iter().sum::<usize>(), masuk.lagi_pada)
}

/// How much a part of the round did; a part that fails says so and holds up none of the others.
async fn terhitung(
    slug: &TenantSlug,
    gagal: &'static str,
    kerja: impl Future<Output = Result<usize, Galat>>,
) -> usize {
    match kerja.await {
        Ok(jumlah) => jumlah,
        Err(galat) => {
            tracing::warn!(tenant = %slug, galat = &galat as &dyn std::error::Error, "{gagal}");
            0
        }
    }
}

/// Signing: what a dead process left behind, and the watch over those who sign.
async fn tanda_tangan(ports: &Ports, tenant: &Arc<Tenant>, config: WorkerConfig) -> usize {
    let slug = &tenant.slug;
    let tenggang = time::Duration::try_from(config.tte).unwrap_or(time::Duration::MAX);
    let sapu = (SapuTte { tenggang }).execute(ports, tenant);
    let sapu = terhitung(slug, "percobaan TTE tidak tersapu", sapu).await;
    let jaga = JagaPenandaTangan.execute(ports, tenant);
    sapu + terhitung(slug, "penanda tangan tidak terjaga", jaga).await
}

/// What the counter has to do: the shelf, reminders, the daily report.
async fn ronde_loket(ports: &Ports, tenant: &Arc<Tenant>) -> usize {
    let slug = &tenant.slug;
    let rak = terhitung(slug, "rak tidak terapikan", RapikanRak.execute(ports, tenant)).await;
    let ingat = IngatkanPengambilan.execute(ports, tenant);
    let ingat = terhitung(slug, "pengingat pengambilan tidak terproses", ingat).await;
    let laporan = TutupLaporan.execute(ports, tenant);
    let tanda = KirimTandaTerimaDiminta.execute(ports, tenant);
    let tanda = terhitung(slug, "tanda terima yang diminta tidak terkirim", tanda).await;
    rak + ingat + tanda + terhitung(slug, "laporan harian tidak ditutup", laporan).await
}
