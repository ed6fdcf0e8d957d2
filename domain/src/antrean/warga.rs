//! The queue for residents who write: a ticket, its place, and word when it is called.

use time::{Date, Duration};

use super::{
    Jalur, KeadaanTiket, KelompokPrioritas, Tiket,
    papan::{nama_loket, perkiraan_jenis},
};
use crate::{
    akses::Pelaku,
    galat::{Galat, PortError},
    loket::{JenisAntrean, PengaturanLoket},
    outbox::{IsiPesan, PesanKeluar},
    percakapan::{
        KontakId,
        kamus::{kamus_kontak, loket as kata},
    },
    ports::{Ports, UnitOfWork},
};

/// How many tickets one contact takes a day; further ones are given by an officer.
pub(crate) const TIKET_SEHARI: usize = 3;
/// How many before a ticket are counted.
const BARISAN: u32 = 500;

/// Where a ticket stands, as its holder hears it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LetakTiket {
    /// The kind of service, as residents read it.
    pub jenis: String,
    /// The counter that called it.
    pub loket: String,
    /// How many wait who are called before it; others who go first may still come.
    pub di_depan: u32,
    /// How long that takes.
    pub perkiraan: Duration,
}

/// The next number of the day and kind. The queue is locked by the caller.
pub(crate) async fn tiket_baru(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tanggal: Date,
    jenis: &JenisAntrean,
    (kelompok, kontak): (Option<KelompokPrioritas>, Option<KontakId>),
) -> Result<Tiket, PortError> {
    let nomor = work.antrean().nomor_terakhir(tanggal, &jenis.kode).await?.saturating_add(1);
    let now = ports.clock.now();
    let tiket = Tiket {
        id: ports.ids.id(),
        tanggal,
        jenis: jenis.kode.clone(),
        deret: jenis.kode.clone(),
        nomor,
        kode: format!("{}{nomor:03}", jenis.huruf),
        kelompok,
        kontak,
        keadaan: KeadaanTiket::Menunggu,
        loket: None,
        diambil_pada: now,
        antre_pada: now,
        panggilan: 0,
        lewat: 0,
        dipanggil_pada: None,
        dipanggil_oleh: None,
        mulai_pada: None,
        selesai_pada: None,
    };
    work.antrean().tambah(&tiket).await?;
    Ok(tiket)
}

/// Where a ticket stands now.
pub(crate) async fn letak(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    pengaturan: &PengaturanLoket,
    tiket: &Tiket,
) -> Result<LetakTiket, PortError> {
    let tanggal = pelaku.tenant.zona.setempat(ports.clock.now()).date();
    let mut di_depan = 0;
    for jalur in [Jalur::Prioritas, Jalur::Biasa] {
        let semua = work.antrean().barisan(tanggal, &tiket.jenis, jalur, BARISAN).await?;
        // Who goes first does so whenever they came.
        let duluan = jalur == Jalur::Prioritas && tiket.jalur() == Jalur::Biasa;
        let kalah = jalur == Jalur::Biasa && tiket.jalur() == Jalur::Prioritas;
        let semua = semua.iter().filter(|saat| duluan || (!kalah && **saat < tiket.antre_pada));
        di_depan += semua.count();
    }
    let di_depan = u32::try_from(di_depan).unwrap_or(u32::MAX);
    let dipanggil = work.antrean().dipanggil(tanggal, BARISAN).await?;
    let perkiraan = perkiraan_jenis(work, tanggal, &tiket.jenis, di_depan, &dipanggil).await?;
    let jenis = pengaturan.antrean.iter().find(|satu| satu.kode == tiket.jenis);
    Ok(LetakTiket {
        jenis: jenis.map_or_else(|| tiket.jenis.to_string(), |satu| satu.nama.clone()),
        loket: nama_loket(pengaturan, tiket).unwrap_or_default(),
        di_depan,
        perkiraan,
    })
}

/// Tells the holder of a ticket that was taken in the chat that it is called.
pub(super) async fn kabari_panggilan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pengaturan: &PengaturanLoket,
    tiket: &Tiket,
) -> Result<(), Galat> {
    let (Some(kontak), Some(loket)) = (tiket.kontak, nama_loket(pengaturan, tiket)) else {
        return Ok(());
    };
    let kamus = kamus_kontak(work, kontak).await?;
    let isian = [("kode", tiket.kode.as_str()), ("loket", loket.as_str())];
    let isi = IsiPesan::Teks { isi: kamus.isi(&kata::ANTRE_DIPANGGIL, &isian) };
    work.pesan().antrekan(&PesanKeluar::baru(ports, kontak, None, isi)).await?;
    Ok(())
}
