//! Act upon moments that have come: warn, pass a waiting period, end a wait for the applicant.

use serde_json::json;
use time::Duration;

use super::{
    JenisPengingat, Kasus, Pengingat, akhiri, kabari, kalender_kanal, terapkan, tergeser, tolak,
};
use crate::{
    akses::{Pelaku, Siapa},
    audit::CatatanAudit,
    galat::{Galat, PortError},
    halaman::Halaman,
    notifikasi::{JenisNotifikasi, Kepada, Notifikasi},
    percakapan::kamus::kabar,
    ports::{Ports, UnitOfWork},
    sop::{Eskalasi, Peristiwa, Pilihan, StatusKasus, TugasId},
    tenant::Tenant,
};

/// How many moments one round acts upon.
const BATAS_RONDE: u32 = 50;
/// How long a warning is put off while an interruption holds up the case, or a moment that could not be acted upon.
const TUNDA: Duration = Duration::minutes(30);

/// Act upon what is due.
#[derive(Clone, Copy, Debug)]
pub struct JalankanPengingat;

impl JalankanPengingat {
    /// One round, each moment in a unit of work of its own; tells how many were acted upon. Call again until it says 0.
    pub async fn execute(
        self,
        ports: &Ports,
        tenant: &std::sync::Arc<Tenant>,
    ) -> Result<usize, Galat> {
        let mut work = ports.store.read(&tenant.slug).await?;
        let tempo = work.pengingat().jatuh_tempo(ports.clock.now(), BATAS_RONDE).await?;
        drop(work);
        let pelaku = Pelaku { tenant: tenant.clone(), siapa: Siapa::Sistem };
        let jumlah = tempo.len();
        for satu in tempo {
            // One moment that cannot be acted upon now must not hold up the others; it is tried again later.
            if let Err(galat) = Box::pin(jalankan(ports, &pelaku, &satu)).await {
                tunda(ports, &pelaku, &satu, &galat).await?;
            }
        }
        Ok(jumlah)
    }
}

/// Puts a moment off, and leaves a trace of it and its cause.
async fn tunda(
    ports: &Ports,
    pelaku: &Pelaku,
    pengingat: &Pengingat,
    galat: &Galat,
) -> Result<(), Galat> {
    let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
    if work.pengingat().kunci(pengingat.id).await? {
        work.pengingat().tunda(pengingat.id, ports.clock.now() + TUNDA).await?;
        let objek = Some(pengingat.permohonan.uuid());
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "pengingat.tunda", "permohonan", objek)
                .dengan(json!({ "sebab": galat.sebab() }));
        work.audit().catat(&catatan).await?;
    }
    work.commit().await?;
    Ok(())
}

async fn jalankan(ports: &Ports, pelaku: &Pelaku, pengingat: &Pengingat) -> Result<(), Galat> {
    let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
    let permohonan = work
        .permohonan()
        .kunci(pengingat.permohonan)
        .await?
        .ok_or_else(|| PortError::tak_terduga("the case of a reminder is missing"))?;
    // Another worker may have been here while this one waited for the case.
    if !work.pengingat().kunci(pengingat.id).await? {
        return Ok(());
    }
    let now = ports.clock.now();
    let kasus = Kasus::muat(ports, work.as_mut(), pelaku, permohonan).await?;
    let sampai = match (pengingat.jenis, pengingat.tugas) {
        (JenisPengingat::Eskalasi(aturan), Some(tugas)) => {
            eskalasi(ports, work.as_mut(), pelaku, kasus, (pengingat, tugas, aturan)).await?
        }
        (JenisPengingat::WaktuTiba, Some(tugas)) => {
            waktu_tiba(ports, work.as_mut(), pelaku, kasus, tugas).await?;
            None
        }
        (JenisPengingat::BatasPemohon, _) => {
            batas_pemohon(ports, work.as_mut(), pelaku, kasus, pengingat).await?;
            None
        }
        (JenisPengingat::Eskalasi(_) | JenisPengingat::WaktuTiba, None) => None,
    };
    match sampai {
        Some(sampai) => work.pengingat().tunda(pengingat.id, sampai).await?,
        None => work.pengingat().selesai(pengingat.id, now).await?,
    }
    work.commit().await?;
    Ok(())
}

/// Warns by a rule of the step; answers until when the warning is put off.
async fn eskalasi(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    mut kasus: Kasus,
    (pengingat, tugas, nomor): (&Pengingat, TugasId, u16),
) -> Result<Option<time::OffsetDateTime>, Galat> {
    let Some(terbuka) = kasus.permohonan.keadaan.tugas(tugas).cloned() else { return Ok(None) };
    let Some(tahap) = kasus.definisi.tahap(&terbuka.tahap) else { return Ok(None) };
    let aturan = kasus.definisi.eskalasi(tahap).get(usize::from(nomor)).cloned();
    let Some(aturan) = aturan else { return Ok(None) };
    let now = ports.clock.now();
    if terganggu(work, &kasus).await? {
        return Ok(Some(now + TUNDA));
    }
    if let Some(nanti) = digeser(work, &kasus, pengingat, now).await? {
        return Ok(Some(nanti));
    }
    let nama = tahap.nama.clone();
    let peristiwa = [Peristiwa::TugasDieskalasi { tugas, aturan: nomor }];
    terapkan(ports, work, pelaku, &mut kasus, &peristiwa, "tugas.eskalasi").await?;
    if let Some(kepada) = tujuan(work, &aturan).await? {
        let permohonan = &kasus.permohonan;
        let notifikasi = Notifikasi::baru(
            ports,
            kepada,
            JenisNotifikasi::Eskalasi,
            format!(
                "{} ({}): tahap \"{nama}\" {}.",
                permohonan.nomor,
                permohonan.layanan_nama,
                aturan.saat.kalimat()
            ),
        )
        .tentang(permohonan.id)
        .pada_tugas(tugas);
        work.notifikasi().tambah(&notifikasi).await?;
    }
    Ok(None)
}

/// The later moment to which interruptions that are over have moved a warning.
async fn digeser(
    work: &mut dyn UnitOfWork,
    kasus: &Kasus,
    pengingat: &Pengingat,
    now: time::OffsetDateTime,
) -> Result<Option<time::OffsetDateTime>, Galat> {
    let Some(semula) = work.pengingat().semula(pengingat.id).await? else { return Ok(None) };
    let kalender = kalender_kanal(work, kasus.permohonan.kanal).await?;
    let riwayat = work.bacaan().riwayat_jam(kasus.permohonan.id).await?;
    let saat =
        tergeser(&kalender, semula, &riwayat.gangguan, now).map_err(PortError::tak_terduga)?;
    Ok((saat > now).then_some(saat))
}

/// Whether an interruption holds up the case now.
async fn terganggu(work: &mut dyn UnitOfWork, kasus: &Kasus) -> Result<bool, Galat> {
    let terbuka = work.waktu_kerja().daftar_gangguan(true, Halaman::new(None, None)).await?;
    Ok(terbuka.iter().any(|satu| satu.mengenai(&kasus.permohonan.layanan)))
}

/// Whom a rule warns; nobody when the officer it names is gone.
async fn tujuan(work: &mut dyn UnitOfWork, aturan: &Eskalasi) -> Result<Option<Kepada>, Galat> {
    match (&aturan.peran, &aturan.pengguna) {
        (Some(peran), _) => Ok(Some(Kepada::Peran(peran.clone()))),
        (None, Some(nama)) => {
            let pengguna = work.akses().pengguna_bernama(nama).await?;
            Ok(pengguna.map(|pengguna| Kepada::Pengguna(pengguna.id)))
        }
        (None, None) => Ok(None),
    }
}

/// Passes a step whose waiting period is over.
async fn waktu_tiba(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kasus: Kasus,
    tugas: TugasId,
) -> Result<(), Galat> {
    if kasus.permohonan.keadaan.tugas(tugas).is_none() {
        return Ok(());
    }
    let peristiwa =
        kasus.mesin(ports).waktu_tiba(&kasus.permohonan.keadaan, tugas).map_err(tolak)?;
    let keputusan = peristiwa.iter().find_map(|satu| match satu {
        Peristiwa::TugasDiselesaikan { keputusan, .. } => Some(keputusan.clone()),
        _ => None,
    });
    let Some(keputusan) = keputusan else { return Ok(()) };
    let pilihan = Pilihan { tugas, keputusan: &keputusan, alasan: None, kode_alasan: None };
    akhiri(ports, work, pelaku, kasus, pilihan, &peristiwa).await?;
    Ok(())
}

/// Ends the wait for the applicant, or reminds them where the SOP waits on.
async fn batas_pemohon(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    mut kasus: Kasus,
    pengingat: &Pengingat,
) -> Result<(), Galat> {
    let keadaan = &kasus.permohonan.keadaan;
    let nomor = kasus.permohonan.nomor.clone();
    let StatusKasus::MenungguPemohon { batas, habis, .. } = &keadaan.status else { return Ok(()) };
    // A later return has a moment of its own.
    if batas.is_none_or(|batas| batas > pengingat.pada) {
        return Ok(());
    }
    if habis.is_none() {
        let isian = [("nomor", nomor.as_str())];
        return kabari(ports, work, &kasus, &kabar::BATAS_TIBA, &isian).await;
    }
    let peristiwa = kasus.mesin(ports).batas_habis(keadaan).map_err(tolak)?;
    terapkan(ports, work, pelaku, &mut kasus, &peristiwa, "permohonan.batas_habis").await?;
    if let Some(kontak) = kasus.permohonan.kontak {
        work.kontak().selesai_melengkapi(kontak, kasus.permohonan.id).await?;
    }
    let teks = match &kasus.permohonan.keadaan.status {
        StatusKasus::Berakhir { .. } => &kabar::BATAS_DITUTUP,
        _ => &kabar::BATAS_DITERUSKAN,
    };
    kabari(ports, work, &kasus, teks, &[("nomor", nomor.as_str())]).await
}
