//! The link that the machine asked for: the one that is still good, or a new one.

use time::Duration;

use super::{
    super::{
        KeadaanAlur, KontakId, Masukan,
        kamus::{Kamus, tautan},
        teks_tautan,
    },
    KeadaanTautan, MintaTautan, SubjekTautan, Tautan, melengkapi_lewat_tautan, minta_melengkapi,
    model::ACAK_TOKEN,
};
use crate::{
    akses::Pelaku,
    galat::Galat,
    kalender::tulis_saat,
    nilai::Rahasia,
    outbox::{Golongan, IsiPesan, PesanKeluar},
    permohonan::{Permohonan, pesan_teks},
    ports::{Ports, UnitOfWork},
    tenant::{TeksKantor, Tenant},
};

/// A link with less than this left is replaced rather than repeated.
const SISA_LAYAK: Duration = Duration::minutes(30);
/// How long a link that ended is remembered, so that its page can say what became of it.
const INGATAN: Duration = Duration::days(30);

/// The message with the link.
pub(crate) async fn siapkan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    kontak: KontakId,
    (kata, kamus): (&TeksKantor, &Kamus),
    minta: MintaTautan,
) -> Result<IsiPesan, Galat> {
    let now = ports.clock.now();
    let umur = Duration::hours(i64::from(kata.umur_tautan_jam));
    let layak = now + SISA_LAYAK.min(umur / 2);
    let aktif = work.tautan().aktif(kontak).await?;
    let lama = aktif.filter(|satu| satu.subjek == minta.subjek && satu.berlaku_sampai > layak);
    let lama = lama.and_then(|satu| Some((satu.token?, satu.berlaku_sampai)));
    let (token, sampai) = if let Some(masih) = lama {
        masih
    } else {
        work.tautan().tutup(kontak, KeadaanTautan::Dicabut, now).await?;
        let token = Rahasia::new(ports.ids.acak_hex(ACAK_TOKEN));
        let tautan = Tautan {
            id: ports.ids.id(),
            kontak,
            subjek: minta.subjek,
            token: Some(token.clone()),
            keadaan: KeadaanTautan::Aktif,
            berlaku_sampai: now + umur,
            dibuat_pada: now,
        };
        let sidik = ports.sidik(token.buka().as_bytes());
        work.tautan().tambah(&tautan, &sidik, now - INGATAN).await?;
        (token, tautan.berlaku_sampai)
    };
    Ok(IsiPesan::Tautan {
        isi: teks_tautan::dengan_batas(&minta.isi, &tulis_saat(tenant.zona, sampai)),
        judul: kamus.kata(&tautan::TOMBOL_HALAMAN),
        url: ports.alamat_publik.halaman(&tenant.slug, &token),
    })
}

/// Asks for what a case lacks by link, below that text; `false` when this office asks in the chat.
pub(crate) async fn minta_lewat_tautan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    permohonan: &Permohonan,
    kontak: KontakId,
    isi: &str,
) -> Result<bool, Galat> {
    let tenant = &pelaku.tenant;
    let Some(kata) = work.katalog().teks_kantor().await? else { return Ok(false) };
    if !melengkapi_lewat_tautan(kata.tangkap_bawaan) {
        return Ok(false);
    }
    let kamus = Kamus::baru(&kata, work.kontak().bahasa(kontak).await?.as_ref());
    let mut pembuka = isi.to_owned();
    if !teks_tautan::muat(&kamus, &pembuka, &tenant.nama) {
        // Nothing of what the officer wrote is cut: it goes before the link as a message of its own.
        let pesan = pesan_teks(ports, kontak, Some(permohonan), isi.to_owned())
            .sebagai(Golongan::Kelengkapan);
        work.pesan().antrekan(&pesan).await?;
        pembuka.clear();
    }
    let minta = minta_melengkapi(&kamus, permohonan.id, &pembuka, &tenant.nama);
    let isi = siapkan(ports, work, tenant, kontak, (&kata, &kamus), minta).await?;
    let pesan =
        PesanKeluar::baru(ports, kontak, Some(permohonan.id), isi).sebagai(Golongan::Kelengkapan);
    work.pesan().antrekan(&pesan).await?;
    Ok(true)
}

/// Ends the link of a conversation that is about something else now.
pub(crate) async fn selaraskan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kontak: KontakId,
    semula: Option<&SubjekTautan>,
    sekarang: &KeadaanAlur,
    masukan: &Masukan,
) -> Result<(), Galat> {
    if semula.is_some() && SubjekTautan::dari(sekarang).as_ref() != semula {
        let menjadi = match masukan {
            Masukan::Halaman(_) => KeadaanTautan::Dipakai,
            _ => KeadaanTautan::Dicabut,
        };
        work.tautan().tutup(kontak, menjadi, ports.clock.now()).await?;
    }
    Ok(())
}
