//! After every movement: the alarm of the stock that moved, and the interruption when an office has none left.

use super::{SaldoBlanko, beralarm, hari_kerja_sebelum, ramalkan};
use crate::{
    akses::{Izin, Pelaku},
    galat::{Galat, PortError},
    halaman::Halaman,
    kalender::{BukaSistem, Gangguan, SebabGangguan, buka_gangguan_sistem, tutup_gangguan_sistem},
    kartu::{AturanBlanko, JenisKartu},
    layanan::{Kanal, Medium},
    nilai::Kode,
    notifikasi::{JenisNotifikasi, Kepada, Notifikasi},
    permohonan::kalender_kanal,
    ports::{Ports, UnitOfWork},
};

/// The code under which Loket opens and closes the interruption.
const KODE: &str = "blanko_habis";

/// Judges the alarm of one stock, which is locked and not stored yet; notices go out once per crossing.
pub(super) async fn jaga_alarm(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    aturan: AturanBlanko,
    saldo: &mut SaldoBlanko,
) -> Result<(), Galat> {
    let now = ports.clock.now();
    let hari_ini = pelaku.tenant.zona.setempat(now).date();
    let kalender = kalender_kanal(work, Kanal::Loket).await?;
    let hari = hari_kerja_sebelum(&kalender, hari_ini, aturan.jendela_hari);
    let sejak = hari.last().copied().unwrap_or(hari_ini);
    let pemakaian = work.blanko().pemakaian(saldo.jenis, &saldo.unit, sejak).await?;
    let antre = work.kartu().jumlah_terbuka().await?;
    let antre = antre.get(&(saldo.jenis, saldo.unit.clone())).copied().unwrap_or(0);
    let ramalan = ramalkan(saldo.keping, antre, &pemakaian, &hari, hari_ini);
    let alarm = beralarm(aturan, saldo.keping, ramalan);
    if alarm == saldo.alarm_sejak.is_some() {
        return Ok(());
    }
    saldo.alarm_sejak = alarm.then_some(now);
    if alarm {
        let lama = ramalan.hari.map_or_else(String::new, |hari| {
            format!(", cukup untuk {hari} hari kerja setelah antrean")
        });
        let isi = format!(
            "Blanko {} di unit {} tinggal {} keping{lama}. Minta tambahan sekarang.",
            saldo.jenis.nama(),
            saldo.unit,
            saldo.keping,
        );
        beritahu(ports, work, isi).await?;
    }
    Ok(())
}

/// Opens the interruption for the services whose cards an office has no blank cards for, closes it when some came, and
/// opens it anew when it concerns others. Every stock is locked by the caller, so that two movements never disagree.
pub(super) async fn jaga_gangguan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    semua: &[SaldoBlanko],
) -> Result<(), Galat> {
    let habis: Vec<JenisKartu> = JenisKartu::SEMUA
        .into_iter()
        .filter(|jenis| {
            let mut milik = semua.iter().filter(|saldo| saldo.jenis == *jenis).peekable();
            milik.peek().is_some() && milik.all(|saldo| saldo.keping == 0)
        })
        .collect();
    let kode = Kode::parse(KODE).map_err(|salah| PortError::tak_terduga(salah.pesan))?;
    let sebab = SebabGangguan::Blanko;
    let terbuka = work.waktu_kerja().daftar_gangguan(true, Halaman::new(None, None)).await?;
    let milik = |satu: &&Gangguan| satu.sebab == sebab && satu.asal.kode() == Some(&kode);
    let lama = terbuka.iter().find(milik);
    if habis.is_empty() && lama.is_none() {
        return Ok(());
    }
    let layanan = terhenti(work, &habis).await?;
    if lama.is_some_and(|lama| !layanan.is_empty() && lama.layanan == layanan) {
        return Ok(());
    }
    if lama.is_some() {
        tutup_gangguan_sistem(ports, work, sebab, &kode).await?;
    }
    if layanan.is_empty() {
        return Ok(());
    }
    let nama: Vec<&str> = habis.iter().map(|jenis| jenis.nama()).collect();
    let nama = nama.join(" dan ");
    let catatan = format!("Blanko {nama} habis menurut catatan persediaan.");
    let buka = BukaSistem { sebab, kode, layanan, catatan: &catatan };
    if buka_gangguan_sistem(ports, work, buka).await?.is_some() {
        let isi = format!(
            "Blanko {nama} habis di semua unit. Jam layanan kartu berhenti sampai penerimaan dicatat."
        );
        beritahu(ports, work, isi).await?;
    }
    Ok(())
}

/// The services that a card of these kinds comes out of, in a stable order.
async fn terhenti(work: &mut dyn UnitOfWork, habis: &[JenisKartu]) -> Result<Vec<Kode>, Galat> {
    if habis.is_empty() {
        return Ok(Vec::new());
    }
    let mut kode: Vec<Kode> = work
        .katalog()
        .daftar_layanan()
        .await?
        .into_iter()
        .filter(|layanan| {
            layanan.produk.iter().any(|produk| {
                let jenis = JenisKartu::dari_produk(produk.jenis);
                produk.medium == Medium::Kartu && jenis.is_some_and(|jenis| habis.contains(&jenis))
            })
        })
        .map(|layanan| layanan.kode)
        .collect();
    kode.sort();
    Ok(kode)
}

pub(super) async fn beritahu(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    isi: String,
) -> Result<(), Galat> {
    let notifikasi = Notifikasi::baru(
        ports,
        Kepada::Izin(Izin::BlankoKelola),
        JenisNotifikasi::Pemberitahuan,
        isi,
    );
    work.notifikasi().tambah(&notifikasi).await?;
    Ok(())
}
