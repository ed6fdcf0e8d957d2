//! Begin an attempt, end one that failed, and take the next channel.

use serde_json::json;
use time::OffsetDateTime;

use super::{
    Antar, Bahan, IsiSurel, Jalan, JenisSurel, KeadaanAmbil, KeadaanPenyerahan, Lampiran,
    Penyerahan, PeriksaPenerima, SurelKeluar, TautanAmbil, dapat_diserahkan,
};
use crate::{
    akses::{Izin, JejakPelaku, PenggunaId},
    audit::CatatanAudit,
    dokumen::{Dokumen, KeadaanDokumen, keterangan},
    galat::{Bentrok, Galat, PortError},
    kalender::{Durasi, tulis_saat},
    layanan::{SaluranPenyerahan, periksa_saluran},
    loket::lepaskan_slot,
    nilai::Rahasia,
    notifikasi::{JenisNotifikasi, Kepada, Notifikasi},
    outbox::{Golongan, IsiPesan, PesanKeluar},
    percakapan::{
        KontakId,
        kamus::{Teks, kamus_kontak, penyerahan as kata},
    },
    permohonan::{Permohonan, kalender_kanal, pesan_teks},
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
    let token = Rahasia::new(ports.ids.acak_hex(ACAK_TOKEN));
    let tautan = TautanAmbil {
        id: ports.ids.uuid(),
        penyerahan: satu.id,
        periksa,
        keadaan: KeadaanAmbil::Aktif,
        salah: 0,
        berlaku_sampai: sampai,
        unduh_sampai: None,
        dibuat_pada: now,
    };
    work.penerima().tambah_tautan(&tautan, &ports.sidik(token.buka().as_bytes())).await?;
    let url = ports.alamat_publik.ambil(&tenant.slug, &token);
    let batas = tulis_saat(tenant.zona, sampai);
    let nomor_layak = bahan.fakta(&dokumen.produk).nomor;
    let lewat_wa =
        satu.saluran != SaluranPenyerahan::Email && nomor_layak.ada && !nomor_layak.pernah_salah;
    if let (true, Some(kontak)) = (lewat_wa, permohonan.kontak) {
        return undang(ports, work, permohonan, (kontak, dokumen), (url, &batas)).await;
    }
    let Some(alamat) = bahan.surel(&dokumen.produk) else {
        return Err(PortError::tak_terduga("a link that nobody can be told").into());
    };
    let jenis = match satu.saluran {
        SaluranPenyerahan::Email => JenisSurel::Konfirmasi,
        _ => JenisSurel::Tautan,
    };
    let isi = surel_undangan(tenant, permohonan, dokumen, alamat, (&url, &batas), jenis);
    work.surel().antrekan(&surel_baru(ports, satu, jenis, isi)).await?;
    Ok(())
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

fn surel_undangan(
    tenant: &Tenant,
    permohonan: &Permohonan,
    dokumen: &Dokumen,
    kepada: &Rahasia,
    (url, batas): (&str, &str),
    jenis: JenisSurel,
) -> IsiSurel {
    let (subjek, maksud) = match jenis {
        JenisSurel::Konfirmasi => (
            "Konfirmasi alamat surel",
            "Sebelum dokumennya kami kirim ke surel ini, pastikan dahulu bahwa alamat ini benar milik Anda.",
        ),
        JenisSurel::Tautan | JenisSurel::Dokumen => {
            ("Tautan pengambilan dokumen", "Dokumennya dapat Anda unduh satu kali dari tautan ini.")
        }
    };
    let teks = format!(
        "Yth. Pemohon,\n\n{} untuk permohonan {} sudah jadi. {maksud}\n\nBuka tautan ini dan ikuti petunjuknya:\n{url}\n\n\
         Tautan berlaku sampai {batas} dan hanya untuk Anda; jangan diteruskan. Bila Anda tidak mengajukan permohonan \
         ini, abaikan surel ini.\n\n{}\n",
        dokumen.nama, permohonan.nomor, tenant.nama
    );
    IsiSurel {
        kepada: kepada.buka().to_owned(),
        subjek: format!("{subjek} permohonan {}", permohonan.nomor),
        teks,
        lampiran: None,
    }
}

fn surel_baru(ports: &Ports, satu: &Penyerahan, jenis: JenisSurel, isi: IsiSurel) -> SurelKeluar {
    SurelKeluar {
        id: ports.ids.id(),
        penyerahan: satu.id,
        jenis,
        isi,
        percobaan: 0,
        dibuat_pada: ports.clock.now(),
    }
}

/// Queues the email that carries a signed PDF (S-7).
pub(crate) async fn antrekan_surel(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    bahan: &Bahan,
    (dokumen, satu): (&Dokumen, &Penyerahan),
) -> Result<(), Galat> {
    let KeadaanDokumen::Sah { berkas, .. } = &dokumen.keadaan else {
        return Err(belum_sah(dokumen).into());
    };
    let alamat = satu
        .tujuan
        .as_ref()
        .ok_or_else(|| PortError::tak_terduga("an email hand-over without an address"))?;
    let permohonan = &bahan.permohonan;
    let teks = format!(
        "Yth. Pemohon,\n\n{} untuk permohonan {} terlampir dalam bentuk PDF bertanda tangan elektronik.\n\n\
         Simpan berkasnya dan cetak sendiri di kertas A4 80 gram bila perlu. Keasliannya dapat diperiksa dari tanda \
         tangan elektroniknya.\n\nBila surel ini bukan untuk Anda, jangan buka lampirannya dan beri tahu kami.\n\n{}\n",
        dokumen.nama, permohonan.nomor, tenant.nama
    );
    let isi = IsiSurel {
        kepada: alamat.buka().to_owned(),
        subjek: format!("Dokumen permohonan {}", permohonan.nomor),
        teks,
        lampiran: Some(Lampiran {
            kunci: berkas.kunci.clone(),
            sha256: berkas.sha256.clone(),
            nama: nama_berkas(dokumen, permohonan),
        }),
    };
    work.surel().antrekan(&surel_baru(ports, satu, JenisSurel::Dokumen, isi)).await?;
    Ok(())
}

/// Moves an attempt on, keeping it, the audit trail and the ledger together.
pub(crate) async fn ubah(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    jejak: JejakPelaku,
    satu: &mut Penyerahan,
    ke: KeadaanPenyerahan,
    galat: Option<&str>,
) -> Result<(), Galat> {
    if !satu.keadaan.boleh_ke(ke) {
        return Err(salah_keadaan(satu).into());
    }
    satu.keadaan = ke;
    satu.galat = galat.map(str::to_owned);
    satu.diubah_pada = ports.clock.now();
    if let JejakPelaku::Petugas { id } = jejak {
        satu.oleh = Some(id);
    }
    work.penyerahan().simpan(satu).await?;
    // A link that gave its file stays open for a broken download.
    if !satu.keadaan.terbuka() && ke != KeadaanPenyerahan::Diserahkan {
        work.penerima().cabut_tautan(satu.id).await?;
        work.surel().batalkan(satu.id, satu.diubah_pada).await?;
    }
    // Whatever waited on the shelf gives its slot back now; a collection ends its own.
    let habis = matches!(ke, KeadaanPenyerahan::Dibatalkan | KeadaanPenyerahan::Gagal);
    if satu.saluran == SaluranPenyerahan::Loket && habis {
        lepaskan_slot(ports, work, jejak, satu).await?;
    }
    let aksi = match ke {
        KeadaanPenyerahan::Antre => "penyerahan.antre",
        KeadaanPenyerahan::MenungguPenerima => "penyerahan.menunggu_penerima",
        KeadaanPenyerahan::Berjalan => "penyerahan.berjalan",
        KeadaanPenyerahan::Siap => "penyerahan.siap",
        KeadaanPenyerahan::Diserahkan => "penyerahan.diserahkan",
        KeadaanPenyerahan::Gagal => "penyerahan.gagal",
        KeadaanPenyerahan::Dibatalkan => "penyerahan.dibatalkan",
        KeadaanPenyerahan::Ditarik => "penyerahan.ditarik",
    };
    catat(ports, work, jejak, aksi, satu).await
}

/// The refusal of a step that does not fit where an attempt stands.
pub(crate) fn salah_keadaan(satu: &Penyerahan) -> Bentrok {
    Bentrok::baru(
        "keadaan_penyerahan",
        format!(
            "Penyerahan ini sudah berkeadaan `{}`; muat ulang untuk melihat langkah yang mungkin.",
            satu.keadaan.kata()
        ),
    )
}

/// Writes the audit row of an attempt: channel, state and code, never where it goes.
pub(crate) async fn catat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    jejak: JejakPelaku,
    aksi: &'static str,
    satu: &Penyerahan,
) -> Result<(), Galat> {
    let catatan = CatatanAudit::baru(ports, jejak, aksi, "penyerahan", Some(satu.id.uuid()))
        .dengan(
            json!({ "saluran": satu.saluran, "keadaan": satu.keadaan.kata(), "galat": satu.galat }),
        );
    work.audit().catat(&catatan).await?;
    Ok(())
}

/// Ends an attempt that did not arrive, and takes the next channel that is possible; the applicant hears it once, the
/// officers too. Returns the attempt that follows.
pub(crate) async fn gagalkan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    jejak: JejakPelaku,
    satu: &mut Penyerahan,
    galat: &str,
) -> Result<Option<Penyerahan>, Galat> {
    ubah(ports, work, jejak, satu, KeadaanPenyerahan::Gagal, Some(galat)).await?;
    let semua = work.dokumen().milik(satu.permohonan).await?;
    let dokumen = semua.iter().find(|lain| lain.id == satu.dokumen);
    let Some(dokumen) = dokumen.filter(|lain| dapat_diserahkan(lain)) else { return Ok(None) };
    let bahan = Bahan::muat_id(ports, work, satu.permohonan).await?;
    let buku = work.penyerahan().milik(satu.permohonan).await?;
    let sudah: Vec<&Penyerahan> = buku.iter().filter(|lain| lain.dokumen == satu.dokumen).collect();
    // Somebody ordered another attempt meanwhile, or it arrived on another way.
    let selesai = |lain: &&Penyerahan| {
        lain.keadaan.terbuka() || lain.keadaan == KeadaanPenyerahan::Diserahkan
    };
    if sudah.iter().any(selesai) {
        return Ok(None);
    }
    let permohonan = &bahan.permohonan;
    let Some((saluran, jalan)) = bahan.berikutnya(dokumen, &sudah, ports.clock.now()) else {
        let isi = format!(
            "{}: {} tidak sampai lewat {} dan tidak ada cara lain. Hubungi pemohon.",
            permohonan.nomor,
            dokumen.nama,
            satu.saluran.kata()
        );
        beritahu_petugas(ports, work, permohonan, isi).await?;
        return Ok(None);
    };
    let baru =
        mulai(ports, work, tenant, &bahan, dokumen, (saluran, jalan), (sudah.len(), None)).await?;
    kabari_pindah(ports, work, permohonan, dokumen, (satu.saluran, saluran)).await?;
    let isi = format!(
        "{}: {} tidak sampai lewat {} ({galat}); berikutnya {}.",
        permohonan.nomor,
        dokumen.nama,
        satu.saluran.kata(),
        saluran.kata()
    );
    beritahu_petugas(ports, work, permohonan, isi).await?;
    Ok(Some(baru))
}

/// Tells the applicant that a document takes another way.
async fn kabari_pindah(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    permohonan: &Permohonan,
    dokumen: &Dokumen,
    (lama, baru): (SaluranPenyerahan, SaluranPenyerahan),
) -> Result<(), Galat> {
    let Some(kontak) = permohonan.kontak else { return Ok(()) };
    let kamus = kamus_kontak(work, kontak).await?;
    let isian = [
        ("dokumen", dokumen.nama.as_str()),
        ("nomor", permohonan.nomor.as_str()),
        ("lama", lama.nama()),
        ("baru", kamus.pola(cara(baru))),
    ];
    let isi = kamus.isi(&kata::PINDAH_SALURAN, &isian);
    let pesan = pesan_teks(ports, kontak, Some(permohonan), isi).sebagai(Golongan::Kabar);
    work.pesan().antrekan(&pesan).await?;
    Ok(())
}

/// The words for a channel.
pub(crate) fn cara(saluran: SaluranPenyerahan) -> &'static Teks {
    match saluran {
        SaluranPenyerahan::Whatsapp => &kata::CARA_WHATSAPP,
        SaluranPenyerahan::Email => &kata::CARA_EMAIL,
        SaluranPenyerahan::Tautan => &kata::CARA_TAUTAN,
        SaluranPenyerahan::Loket => &kata::CARA_LOKET,
        SaluranPenyerahan::Kurir => &kata::CARA_KURIR,
        SaluranPenyerahan::Kunjungan => &kata::CARA_KUNJUNGAN,
        SaluranPenyerahan::Desa => &kata::CARA_DESA,
    }
}

/// Tells the officers who keep hand-overs in hand.
pub(crate) async fn beritahu_petugas(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    permohonan: &Permohonan,
    isi: String,
) -> Result<(), Galat> {
    beritahu(ports, work, Izin::PenyerahanKelola, permohonan, isi).await
}

/// Tells the holders of a permission.
pub(crate) async fn beritahu(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    izin: Izin,
    permohonan: &Permohonan,
    isi: String,
) -> Result<(), Galat> {
    let notifikasi =
        Notifikasi::baru(ports, Kepada::Izin(izin), JenisNotifikasi::Pemberitahuan, isi)
            .tentang(permohonan.id);
    work.notifikasi().tambah(&notifikasi).await?;
    Ok(())
}

/// The moment until which a link that was opened gives its file once more.
pub(crate) fn batas_unduh(now: OffsetDateTime) -> OffsetDateTime {
    now + time::Duration::minutes(10)
}
