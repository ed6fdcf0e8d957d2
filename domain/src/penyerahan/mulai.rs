//! Begin an attempt on the channel that was found.

use time::OffsetDateTime;

use super::{
    Antar, Bahan, Jalan, JenisSurel, KeadaanAmbil, KeadaanPenyerahan, Penyerahan, PeriksaPenerima,
    TautanAmbil, antrekan_surel, antrekan_undangan, beritahu_petugas, catat, dapat_diserahkan,
};
use crate::{
    akses::{JejakPelaku, PenggunaId},
    dokumen::{Dokumen, KeadaanDokumen, keterangan},
    galat::{Bentrok, Galat, PortError},
    kalender::{Durasi, tulis_saat},
    layanan::{SaluranPenyerahan, periksa_saluran},
    nilai::Rahasia,
    outbox::{Golongan, IsiPesan, PesanKeluar},
    percakapan::{
        KontakId,
        kamus::{kamus_kontak, penyerahan as kata},
    },
    permohonan::{Permohonan, kalender_kanal},
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// Random bytes of a token.
const ACAK_TOKEN: usize = 24;

/// Begins an attempt on that channel, whose way was found before. Cards never leave as a file, and nothing leaves that is
/// not signed and verified (B-24).
pub(crate) async fn mulai(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    bahan: &Bahan,
    dokumen: &Dokumen,
    (saluran, jalan): (SaluranPenyerahan, Jalan),
    (sudah, oleh): (usize, Option<PenggunaId>),
) -> Result<Penyerahan, Galat> {
    periksa_saluran(dokumen.jenis, dokumen.medium, saluran)
        .map_err(|larangan| Bentrok::baru("kartu_tidak_boleh_softcopy", format!("{larangan}.")))?;
    if !dapat_diserahkan(dokumen) {
        return Err(belum_sah(dokumen).into());
    }
    let now = ports.clock.now();
    let apa = (dokumen.id, bahan.permohonan.id);
    let mut satu =
        Penyerahan::baru(ports, apa, saluran, sudah, oleh).mulai_di(match (saluran, jalan) {
            (SaluranPenyerahan::Loket, _) => KeadaanPenyerahan::Siap,
            (_, Jalan::Periksa(_)) => KeadaanPenyerahan::MenungguPenerima,
            (_, Jalan::Langsung) if saluran.softcopy() => KeadaanPenyerahan::Berjalan,
            (_, Jalan::Langsung) => KeadaanPenyerahan::Antre,
        });
    satu.tujuan = match saluran {
        SaluranPenyerahan::Email => bahan.surel(&dokumen.produk).cloned(),
        SaluranPenyerahan::Kurir | SaluranPenyerahan::Kunjungan => {
            bahan.alamat(&dokumen.produk).cloned()
        }
        _ => None,
    };
    if saluran == SaluranPenyerahan::Whatsapp && jalan == Jalan::Langsung {
        let pesan = pesan_dokumen(ports, work, tenant, bahan, dokumen).await?;
        satu.pesan = Some(pesan.id);
        work.pesan().antrekan(&pesan).await?;
    }
    work.penyerahan().tambah(&satu).await?;
    if satu.pesan.is_some() {
        beri_tenggat(work, bahan, &satu).await?;
    }
    if let Jalan::Periksa(periksa) = jalan {
        tanyai(ports, work, tenant, bahan, (dokumen, &satu), periksa).await?;
    } else if saluran == SaluranPenyerahan::Email {
        antrekan_surel(ports, work, tenant, bahan, (dokumen, &satu)).await?;
    }
    if !saluran.softcopy() && saluran != SaluranPenyerahan::Loket {
        let unit = (saluran == SaluranPenyerahan::Desa)
            .then(|| bahan.unit(&dokumen.produk).cloned())
            .flatten();
        work.antar().simpan(&Antar::baru(satu.id, unit, now)).await?;
        let isi = format!(
            "{} ({}): {} menunggu diantar.",
            bahan.permohonan.nomor, bahan.permohonan.layanan_nama, dokumen.nama
        );
        beritahu_petugas(ports, work, &bahan.permohonan, isi).await?;
    }
    let jejak = oleh.map_or(JejakPelaku::Sistem, |id| JejakPelaku::Petugas { id });
    catat(ports, work, jejak, "penyerahan.mulai", &satu).await?;
    Ok(satu)
}

/// A document in the chat waits so long for its recipient to open the window again, and no longer.
pub(crate) async fn beri_tenggat(
    work: &mut dyn UnitOfWork,
    bahan: &Bahan,
    satu: &Penyerahan,
) -> Result<(), Galat> {
    let kalender = kalender_kanal(work, bahan.permohonan.kanal).await?;
    let lama = Durasi::HariKerja(u32::from(bahan.aturan.tunggu_jendela_hari));
    let sampai = kalender.tenggat_pemohon(satu.diubah_pada, lama);
    let sampai = sampai.map_err(PortError::tak_terduga)?.saat;
    work.penerima().beri_tenggat(satu.id, sampai).await?;
    Ok(())
}

/// The refusal of a version that cannot be handed over yet, or any more.
pub(crate) fn belum_sah(dokumen: &Dokumen) -> Bentrok {
    Bentrok::baru(
        "dokumen_belum_sah",
        format!("{} belum ditandatangani dan diperiksa, atau tidak berlaku lagi.", dokumen.nama),
    )
}

/// The message that carries a signed PDF to the number of the case.
pub(crate) async fn pesan_dokumen(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    bahan: &Bahan,
    dokumen: &Dokumen,
) -> Result<PesanKeluar, Galat> {
    let KeadaanDokumen::Sah { berkas, .. } = &dokumen.keadaan else {
        return Err(belum_sah(dokumen).into());
    };
    let permohonan = &bahan.permohonan;
    let kontak = permohonan
        .kontak
        .ok_or_else(|| PortError::tak_terduga("a WhatsApp hand-over without a contact"))?;
    let kamus = kamus_kontak(work, kontak).await?;
    let isi = IsiPesan::Dokumen {
        kunci: berkas.kunci.clone(),
        sha256: berkas.sha256.clone(),
        nama_berkas: nama_berkas(dokumen, permohonan),
        keterangan: keterangan(ports, tenant, &kamus, dokumen, permohonan.nomor.as_str()),
    };
    Ok(PesanKeluar::baru(ports, kontak, Some(permohonan.id), isi).sebagai(Golongan::Dokumen))
}

/// The name of the file as the recipient sees it: product and number of the case, never a person.
pub(crate) fn nama_berkas(dokumen: &Dokumen, permohonan: &Permohonan) -> String {
    format!("{}-{}.pdf", dokumen.produk, permohonan.nomor)
}

/// Makes the one-time link of an attempt and sends the invitation.
async fn tanyai(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    bahan: &Bahan,
    (dokumen, satu): (&Dokumen, &Penyerahan),
    periksa: PeriksaPenerima,
) -> Result<(), Galat> {
    let now = ports.clock.now();
    let permohonan = &bahan.permohonan;
    let kalender = kalender_kanal(work, permohonan.kanal).await?;
    let lama = Durasi::HariKerja(u32::from(bahan.aturan.tunggu_penerima_hari));
    let sampai = kalender.tenggat_pemohon(now, lama).map_err(PortError::tak_terduga)?.saat;
    let ingat_pada = match bahan.aturan.ingatkan_setelah() {
        Some(hari) => {
            let lama = Durasi::HariKerja(u32::from(hari));
            Some(kalender.tenggat_pemohon(now, lama).map_err(PortError::tak_terduga)?.saat)
        }
        None => None,
    };
    let token = Rahasia::new(ports.ids.acak_hex(ACAK_TOKEN));
    let tautan = TautanAmbil {
        id: ports.ids.uuid(),
        penyerahan: satu.id,
        periksa,
        keadaan: KeadaanAmbil::Aktif,
        salah: 0,
        berlaku_sampai: sampai,
        ingat_pada,
        unduh_sampai: None,
        dibuat_pada: now,
    };
    work.penerima().tambah_tautan(&tautan, &ports.sidik(token.buka().as_bytes())).await?;
    let url = ports.alamat_publik.ambil(&tenant.slug, &token);
    let batas = tulis_saat(tenant.zona, sampai);
    if let Some(kontak) = lewat_wa(bahan, dokumen, satu) {
        return undang(ports, work, permohonan, (kontak, dokumen), (url, &batas)).await;
    }
    let jenis = match satu.saluran {
        SaluranPenyerahan::Email => JenisSurel::Konfirmasi,
        _ => JenisSurel::Tautan,
    };
    antrekan_undangan(ports, work, tenant, bahan, (dokumen, satu), (jenis, &url, &batas)).await
}

/// The contact that is asked and reminded in the chat; `None` where that goes by email.
pub(crate) fn lewat_wa(bahan: &Bahan, dokumen: &Dokumen, satu: &Penyerahan) -> Option<KontakId> {
    let nomor = bahan.fakta(&dokumen.produk).nomor;
    let layak = satu.saluran != SaluranPenyerahan::Email && nomor.ada && !nomor.pernah_salah;
    bahan.permohonan.kontak.filter(|_| layak)
}

async fn undang(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    permohonan: &Permohonan,
    (kontak, dokumen): (KontakId, &Dokumen),
    (url, batas): (String, &str),
) -> Result<(), Galat> {
    let kamus = kamus_kontak(work, kontak).await?;
    let isian = [
        ("dokumen", dokumen.nama.as_str()),
        ("nomor", permohonan.nomor.as_str()),
        ("batas", batas),
    ];
    let isi = IsiPesan::Tautan {
        isi: kamus.isi(&kata::AJAKAN_AMBIL, &isian),
        judul: kamus.kata(&kata::TOMBOL_AMBIL),
        url,
    };
    let pesan =
        PesanKeluar::baru(ports, kontak, Some(permohonan.id), isi).sebagai(Golongan::Dokumen);
    work.pesan().antrekan(&pesan).await?;
    Ok(())
}

/// The moment until which a link that was opened gives its file once more.
pub(crate) fn batas_unduh(now: OffsetDateTime) -> OffsetDateTime {
    now + time::Duration::minutes(10)
}
