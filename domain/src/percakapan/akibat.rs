//! What the machine decides, carried out: answers, registrations, papers, decisions of the applicant.

use serde_json::json;

use super::{
    Efek, Kontak, KontakId, KonteksAlur, Kumpulan, Masukan, StatusKasusWarga,
    jawaban::{ditanya, ketuk_langkah, ketukan, putuskan_warga, tawarkan_awal},
    langkah,
    pintu::sebelum_alur,
    teks,
};
use crate::{
    akses::{Pelaku, Siapa},
    audit::CatatanAudit,
    galat::{Galat, PortError},
    layanan::{Kanal, Layanan},
    nilai::Rahasia,
    outbox::{IsiPesan, PesanKeluar},
    permohonan::{
        Ajuan, BerkasId, Kasus, Kuasa, Pemohon, Permohonan, PermohonanId, catat, ikat,
        kalender_kanal, konteks_kasus, lanjutkan, perkiraan_baru,
    },
    ports::{Ports, UnitOfWork},
    sop::StatusKasus,
    tenant::Tenant,
};

/// Runs the machine and carries out what follows.
pub(super) async fn bercakap(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &std::sync::Arc<Tenant>,
    kontak: &mut Kontak,
    masukan: &Masukan,
) -> Result<(), Galat> {
    let pelaku = Pelaku { tenant: tenant.clone(), siapa: Siapa::Pemohon(kontak.id) };
    if sebelum_alur(ports, work, &pelaku, kontak, masukan).await? {
        return Ok(());
    }
    if let Masukan::Pilihan(id) = masukan
        && let Some(ketukan) = ketukan(id)
    {
        let (isi, permohonan) =
            Box::pin(ketuk_langkah(ports, work, &pelaku, kontak, ketukan)).await?;
        return kirim(ports, work, kontak.id, IsiPesan::Teks { isi }, permohonan).await;
    }
    let kata = work
        .katalog()
        .teks_kantor()
        .await?
        .ok_or_else(|| PortError::tak_terduga("the tenant has no conversation texts"))?;
    let layanan: Vec<_> = work
        .katalog()
        .daftar_layanan()
        .await?
        .into_iter()
        .filter(|satu| satu.kanal.contains(&Kanal::Whatsapp))
        .collect();
    let kasus = kasus_kontak(ports, work, &pelaku, kontak.id).await?;
    let konteks = KonteksAlur {
        kantor: &tenant.nama,
        kata: &kata,
        layanan: &layanan,
        kasus: &kasus,
        hari_ini: tenant.zona.setempat(ports.clock.now()).date(),
        perlu_pemberitahuan: kontak.persetujuan.as_deref()
            != Some(kata.versi_pemberitahuan.as_str()),
    };
    let (alur, efek) = langkah(std::mem::take(&mut kontak.alur), masukan, &konteks);
    kontak.alur = alur;
    for satu in efek {
        let (isi, permohonan) = match satu {
            Efek::Balas(isi) => (isi, None),
            Efek::CatatPemberitahuan => {
                kontak.persetujuan = Some(kata.versi_pemberitahuan.clone());
                let catatan = CatatanAudit::baru(
                    ports,
                    pelaku.jejak(),
                    "kontak.pemberitahuan_data",
                    "kontak",
                    Some(kontak.id.uuid()),
                )
                .dengan(json!({ "versi": kata.versi_pemberitahuan }));
                work.audit().catat(&catatan).await?;
                continue;
            }
            Efek::Ajukan(kumpulan) => {
                let layanan = layanan
                    .iter()
                    .find(|l| l.kode == kumpulan.layanan)
                    .ok_or(Galat::TidakDitemukan("layanan"))?;
                let permohonan = daftarkan(ports, work, &pelaku, kontak, *kumpulan).await?;
                let perkiraan = perkiraan(work, &pelaku, &permohonan, layanan).await?;
                let isi = teks::terdaftar(&permohonan, perkiraan.as_deref());
                kirim(ports, work, kontak.id, IsiPesan::Teks { isi }, Some(permohonan.id)).await?;
                tawarkan_awal(ports, work, &pelaku, &permohonan).await?;
                continue;
            }
            Efek::Lampirkan { permohonan, berkas } => {
                lampirkan(ports, work, &pelaku, permohonan, berkas).await?;
                continue;
            }
            Efek::Putuskan { tugas, keputusan, alasan } => {
                let jawaban = (tugas, keputusan, alasan);
                let (isi, permohonan) =
                    Box::pin(putuskan_warga(ports, work, &pelaku, kontak, jawaban)).await?;
                (IsiPesan::Teks { isi }, permohonan)
            }
            Efek::Lengkapi { permohonan } => {
                let isi = lengkapi(ports, work, &pelaku, permohonan).await?;
                (IsiPesan::Teks { isi }, Some(permohonan))
            }
        };
        kirim(ports, work, kontak.id, isi, permohonan).await?;
    }
    Ok(())
}

/// Puts an answer into the outbox.
pub(super) async fn kirim(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kontak: KontakId,
    isi: IsiPesan,
    permohonan: Option<PermohonanId>,
) -> Result<(), Galat> {
    let pesan =
        PesanKeluar { id: ports.ids.id(), kontak, permohonan, isi, dibuat_pada: ports.clock.now() };
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
    };
    ajuan.daftarkan(ports, work, pelaku).await
}

/// Open cases of a contact, as STATUS tells them.
async fn kasus_kontak(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kontak: KontakId,
) -> Result<Vec<StatusKasusWarga>, Galat> {
    let mut semua = Vec::new();
    for satu in work.permohonan().milik_kontak(kontak).await? {
        let ditanya = ditanya(ports, work, pelaku, &satu).await?;
        semua.push(StatusKasusWarga {
            id: satu.id,
            nomor: satu.nomor.to_string(),
            layanan: satu.layanan_nama,
            kalimat: teks::kalimat_status(&satu.keadaan, pelaku.tenant.zona),
            menunggu: matches!(satu.keadaan.status, StatusKasus::MenungguPemohon { .. }),
            ditanya,
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
    id: PermohonanId,
) -> Result<String, Galat> {
    let permohonan =
        work.permohonan().kunci(id).await?.ok_or(Galat::TidakDitemukan("permohonan"))?;
    if !matches!(permohonan.keadaan.status, StatusKasus::MenungguPemohon { .. }) {
        // An officer was faster, at the counter for instance; the papers are attached all the same.
        return Ok(teks::dilengkapi(&permohonan));
    }
    let permohonan = lanjutkan(ports, work, pelaku, permohonan).await?;
    let terima_kasih = teks::dilengkapi(&permohonan);
    let kasus = Kasus::muat(ports, work, pelaku, permohonan).await?;
    Ok(match perkiraan_baru(ports, work, &kasus).await? {
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
