//! Process stored webhook elements, a turn at a time: media first, outside any transaction; then one unit of work for
//! what one sender sent.

use std::sync::Arc;

use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{
    ElemenAntre, ElemenTerbaca, Giliran, IsiMasuk, KeadaanAlur, Kontak, Masukan, MediaGagal,
    Pengirim, PesanMasuk, Tenang,
    akibat::{Giat, bercakap},
    catat_masuk,
    giliran::{Datang, gabungkan, lama_diam, siap_pada},
    identitas::periksa,
    jeda_habis,
    lain::proses_lain,
};
use crate::{
    berkas::{
        Ditolak, KUOTA_HABIS, Pemakaian, Pengirim as PengirimBerkas, Penolakan, SEDANG_DIPINDAI,
        Tersimpan, simpan_isi, terpakai,
    },
    galat::{Galat, PortError},
    outbox::{catat_status, jeda},
    permohonan::{AsalBerkas, BATAS_BERKAS, Berkas},
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// How many turns one round takes.
const BATAS_RONDE: u32 = 50;
/// How often an element is tried before it is given up and shown to an officer.
const BATAS_PERCOBAAN: u32 = 10;

/// Process what the webhook stored.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProsesMasuk {
    /// How long a sender must be quiet before files are answered.
    pub tenang: Tenang,
}

/// What a round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RondeMasuk {
    /// Elements that were handled.
    pub selesai: usize,
    /// When the first of the turns is due that wait for their sender to be quiet.
    pub lagi_pada: Option<OffsetDateTime>,
}

/// What became of a turn.
enum HasilGiliran {
    /// So many elements were handled.
    Selesai(usize),
    /// More is expected of its sender until then.
    Tunggu(OffsetDateTime),
}

impl ProsesMasuk {
    /// One round. Call again until nothing was handled.
    pub async fn execute(self, ports: &Ports, tenant: &Arc<Tenant>) -> Result<RondeMasuk, Galat> {
        let mut work = ports.store.read(&tenant.slug).await?;
        let antre = work.masuk().antre(ports.clock.now(), BATAS_RONDE).await?;
        drop(work);
        let mut ronde = RondeMasuk::default();
        for giliran in antre {
            let Some(kepala) = giliran.first().cloned() else { continue };
            match self.satu_giliran(ports, tenant, giliran).await {
                Ok(HasilGiliran::Selesai(jumlah)) => ronde.selesai += jumlah,
                Ok(HasilGiliran::Tunggu(pada)) => {
                    ronde.lagi_pada = Some(ronde.lagi_pada.map_or(pada, |lain| lain.min(pada)));
                }
                // A lost race or an unreachable system is no fault of the element; it is tried again as it is.
                Err(galat) => {
                    tunda(ports, tenant, &kepala, &galat).await?;
                    ronde.selesai += 1;
                }
            }
        }
        Ok(ronde)
    }

    async fn satu_giliran(
        self,
        ports: &Ports,
        tenant: &Arc<Tenant>,
        giliran: Giliran,
    ) -> Result<HasilGiliran, Galat> {
        let id: Vec<Uuid> = giliran.iter().map(|elemen| elemen.id).collect();
        let mengulang = giliran.first().is_some_and(|elemen| elemen.percobaan > 0);
        let terbaca: Vec<(ElemenAntre, ElemenTerbaca)> = giliran
            .into_iter()
            .map(|elemen| {
                let terbaca = ports.saluran.baca(&elemen.isi);
                (elemen, terbaca)
            })
            .collect();
        let datang: Vec<Datang> = terbaca
            .iter()
            .filter_map(|(elemen, terbaca)| Datang::dari(terbaca, elemen.diterima))
            .collect();
        if let Some(pada) = siap_pada(&datang, self.tenang)
            && pada > ports.clock.now()
            && !mengulang
        {
            let mut work = ports.store.begin(&tenant.slug).await?;
            work.masuk().tunggu(&id, pada).await?;
            work.commit().await?;
            return Ok(HasilGiliran::Tunggu(pada));
        }
        let siap = siapkan(ports, tenant, terbaca).await?;
        let jumlah = siap.len();
        // A registration that is refused is told, in a unit of work that undid what led to it.
        let penolakan = match kerjakan(ports, tenant, &siap, None).await {
            Err(Galat::Bentrok(bentrok)) => Some(bentrok.pesan),
            Err(Galat::TidakSah(salah)) => salah.into_iter().next().map(|satu| satu.pesan),
            hasil => {
                hasil?;
                None
            }
        };
        if let Some(penolakan) = penolakan {
            kerjakan(ports, tenant, &siap, Some(&penolakan)).await?;
        }
        Ok(HasilGiliran::Selesai(jumlah))
    }
}

async fn tunda(
    ports: &Ports,
    tenant: &Tenant,
    elemen: &ElemenAntre,
    galat: &Galat,
) -> Result<(), Galat> {
    let lagi = (elemen.percobaan + 1 < BATAS_PERCOBAAN)
        .then(|| ports.clock.now() + jeda(elemen.percobaan));
    let mut work = ports.store.begin(&tenant.slug).await?;
    if work.masuk().kunci(&[elemen.id]).await? {
        work.masuk().tunda(elemen.id, lagi, galat.sebab()).await?;
    }
    work.commit().await?;
    Ok(())
}

/// An element whose file, if it has one, was fetched.
struct Siap {
    elemen: ElemenAntre,
    terbaca: ElemenTerbaca,
    terambil: Option<Terambil>,
}

/// A file that was fetched, checked and stored; or what came of it instead.
enum Terambil {
    Tersimpan(Tersimpan),
    Ditolak(Ditolak),
    Kalimat(String),
}

/// Fetches the files of a turn, as far as it goes: what cannot be had now ends the turn, and is the next one's first.
async fn siapkan(
    ports: &Ports,
    tenant: &Tenant,
    terbaca: Vec<(ElemenAntre, ElemenTerbaca)>,
) -> Result<Vec<Siap>, Galat> {
    let mut siap: Vec<Siap> = Vec::with_capacity(terbaca.len());
    let mut giliran_ini = Pemakaian::default();
    for (elemen, terbaca) in terbaca {
        let terambil = match &terbaca {
            ElemenTerbaca::Pesan(pesan) if matches!(pesan.isi, IsiMasuk::Media { .. }) => {
                match ambil(ports, tenant, &elemen, pesan, giliran_ini).await {
                    Ok(terambil) => {
                        giliran_ini = terambil.menambah(giliran_ini);
                        Some(terambil)
                    }
                    Err(galat) if siap.is_empty() => return Err(galat),
                    Err(_) => return Ok(siap),
                }
            }
            _ => None,
        };
        siap.push(Siap { elemen, terbaca, terambil });
    }
    Ok(siap)
}

/// One unit of work for a turn; `penolakan` is why a registration was refused when this was tried before.
async fn kerjakan(
    ports: &Ports,
    tenant: &Arc<Tenant>,
    siap: &[Siap],
    penolakan: Option<&str>,
) -> Result<(), Galat> {
    let now = ports.clock.now();
    let id: Vec<Uuid> = siap.iter().map(|satu| satu.elemen.id).collect();
    let mut work = ports.store.begin(&tenant.slug).await?;
    if !work.masuk().kunci(&id).await? {
        return Ok(());
    }
    let mut kontak: Option<(Kontak, bool)> = None;
    let mut masukan: Vec<Masukan> = Vec::new();
    for satu in siap {
        match &satu.terbaca {
            ElemenTerbaca::Pesan(pesan) => {
                let (dikenali, diam) =
                    pengirim(ports, work.as_mut(), satu, pesan, kontak.take()).await?;
                let satuan = match &satu.terambil {
                    Some(terambil) => {
                        berkas(ports, work.as_mut(), tenant, &dikenali, terambil).await?
                    }
                    None => kata(&pesan.isi, &dikenali.alur),
                };
                let kiriman = satuan.kiriman();
                catat_masuk(ports, work.as_mut(), &dikenali, satu.elemen.id, pesan, kiriman)
                    .await?;
                masukan.push(satuan);
                kontak = Some((dikenali, diam));
            }
            ElemenTerbaca::Status(status) => {
                catat_status(ports, work.as_mut(), tenant, status).await?;
            }
            lain => proses_lain(ports, work.as_mut(), tenant, &satu.elemen, lain).await?,
        }
    }
    if let Some((mut kontak, lama_diam)) = kontak {
        let masukan = gabungkan(masukan);
        // An officer forgot to hand the conversation back: the bot speaks again.
        if matches!(kontak.alur, KeadaanAlur::Petugas)
            && let Some((sejak, terakhir)) = work.kotak().jeda(kontak.id).await?
            && jeda_habis(sejak, terakhir, now)
        {
            kontak.alur = KeadaanAlur::Awal;
        }
        let giat = Giat { masukan: &masukan, lama_diam, penolakan };
        Box::pin(bercakap(ports, work.as_mut(), tenant, &mut kontak, giat)).await?;
        work.kontak().simpan(&kontak, now).await?;
    }
    work.masuk().selesai(&id).await?;
    work.commit().await?;
    Ok(())
}

/// The contact of a message, and whether its first message of the turn broke a long silence.
async fn pengirim(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    siap: &Siap,
    pesan: &PesanMasuk,
    sebelum: Option<(Kontak, bool)>,
) -> Result<(Kontak, bool), Galat> {
    let now = ports.clock.now();
    let pengirim = Pengirim {
        nomor: pesan.nomor.as_ref(),
        bsuid: pesan.bsuid.as_deref(),
        nama: pesan.nama.as_ref(),
        nomor_layanan: &siap.elemen.phone_number_id,
    };
    let mut kontak = work.kontak().kunci_pengirim(&pengirim, ports.ids.id(), now).await?;
    let diam = match &sebelum {
        Some((lama, diam)) if lama.id == kontak.id => {
            kontak.terakhir_masuk = lama.terakhir_masuk;
            *diam
        }
        _ => {
            work.pesan().lepaskan_tertahan(kontak.id, now).await?;
            lama_diam(kontak.terakhir_masuk, pesan.saat)
        }
    };
    if kontak.terakhir_masuk.is_none_or(|lama| lama < pesan.saat) {
        kontak.terakhir_masuk = Some(pesan.saat);
    }
    periksa(ports, work, &mut kontak, pesan).await?;
    Ok((kontak, diam))
}

/// What the machine hears of a message without a file.
fn kata(isi: &IsiMasuk, alur: &KeadaanAlur) -> Masukan {
    match isi {
        IsiMasuk::Teks(teks) => Masukan::Teks(teks.clone()),
        IsiMasuk::Pilihan { id, .. } => Masukan::Pilihan(id.clone()),
        // Whoever is in the middle of something is not sent back to the menu.
        IsiMasuk::Sambutan if matches!(alur, KeadaanAlur::Awal) => Masukan::Teks("menu".to_owned()),
        IsiMasuk::TerlaluBesar => Masukan::ditolak(Penolakan::TerlaluBesar.kalimat()),
        IsiMasuk::Lain | IsiMasuk::Sambutan | IsiMasuk::Media { .. } => Masukan::Lain,
    }
}

impl Terambil {
    /// What the sender has sent with it.
    fn menambah(&self, lalu: Pemakaian) -> Pemakaian {
        match self {
            Self::Tersimpan(satu) => lalu.tambah(satu.ukuran),
            Self::Ditolak(satu) => lalu.tambah(satu.ukuran),
            Self::Kalimat(_) => lalu,
        }
    }
}

/// Keeps a file of a message, and tells the machine.
async fn berkas(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    kontak: &Kontak,
    terambil: &Terambil,
) -> Result<Masukan, Galat> {
    let (mut berkas, masukan) = match terambil {
        Terambil::Kalimat(kalimat) => return Ok(Masukan::ditolak(kalimat.clone())),
        Terambil::Ditolak(ditolak) => {
            let berkas = Berkas::ditolak(ports, &tenant.slug, AsalBerkas::Whatsapp, ditolak);
            (berkas, Masukan::ditolak(ditolak.alasan.kalimat()))
        }
        Terambil::Tersimpan(tersimpan) => {
            let id = ports.ids.id();
            let kabar = tersimpan.ditahan.then(|| SEDANG_DIPINDAI.to_owned());
            let masukan = Masukan::Berkas { sah: vec![id], ditolak: kabar.into_iter().collect() };
            let tersimpan = tersimpan.clone();
            (tersimpan.jadi_berkas(ports, id, AsalBerkas::Whatsapp, "kiriman"), masukan)
        }
    };
    berkas.kontak = Some(kontak.id);
    work.permohonan().tambah_berkas(&berkas).await?;
    Ok(masukan)
}

/// Fetches a file, checks and stores it. `giliran_ini` is what the same turn brought before it, and no row counts yet.
async fn ambil(
    ports: &Ports,
    tenant: &Tenant,
    elemen: &ElemenAntre,
    pesan: &PesanMasuk,
    giliran_ini: Pemakaian,
) -> Result<Terambil, Galat> {
    let IsiMasuk::Media { media, sha256 } = &pesan.isi else {
        return Err(PortError::tak_terduga("no media").into());
    };
    let mut work = ports.store.read(&tenant.slug).await?;
    let nomor = work.kontak().nomor_layanan(&elemen.phone_number_id).await?;
    drop(work);
    let nomor = nomor.ok_or_else(|| {
        PortError::tidak_tersedia("whatsapp", "the service number has no access token yet")
    })?;
    if kuota_habis(ports, tenant, elemen, pesan, giliran_ini).await? {
        return Ok(Terambil::Kalimat(KUOTA_HABIS.to_owned()));
    }
    let terakhir = elemen.percobaan + 1 >= BATAS_PERCOBAAN;
    let isi = match ports.saluran.ambil_media(&nomor, media, sha256.as_deref(), BATAS_BERKAS).await
    {
        Ok(masuk) => masuk.isi,
        Err(MediaGagal::TerlaluBesar) => {
            return Ok(Terambil::Kalimat(Penolakan::TerlaluBesar.kalimat().to_owned()));
        }
        Err(MediaGagal::Sementara(kode)) if !terakhir => {
            return Err(PortError::tidak_tersedia("whatsapp", kode).into());
        }
        // The resident is told, rather than left believing that the photo arrived.
        Err(MediaGagal::Sementara(_) | MediaGagal::Tetap(_)) => {
            return Ok(Terambil::Kalimat(
                "Berkas gagal kami unduh. Mohon kirim ulang foto atau PDF tersebut.".to_owned(),
            ));
        }
    };
    // Every attempt stores under keys of its own: what a broken one leaves behind is swept, and the sweep never meets a
    // key that is written again.
    Ok(match simpan_isi(ports, &tenant.slug, isi).await? {
        Ok(tersimpan) => Terambil::Tersimpan(tersimpan),
        Err(ditolak) => Terambil::Ditolak(ditolak),
    })
}

/// Whether the sender sent so much today that not one more file is fetched.
async fn kuota_habis(
    ports: &Ports,
    tenant: &Tenant,
    elemen: &ElemenAntre,
    pesan: &PesanMasuk,
    giliran_ini: Pemakaian,
) -> Result<bool, Galat> {
    let pengirim = Pengirim {
        nomor: pesan.nomor.as_ref(),
        bsuid: pesan.bsuid.as_deref(),
        nama: pesan.nama.as_ref(),
        nomor_layanan: &elemen.phone_number_id,
    };
    // Only to know who it is: what this makes of a new sender is undone, and made again with the turn.
    let mut work = ports.store.begin(&tenant.slug).await?;
    let now = ports.clock.now();
    let kontak = work.kontak().kunci_pengirim(&pengirim, ports.ids.id(), now).await?;
    let pengirim = PengirimBerkas::Warga(kontak.id);
    let lalu = terpakai(ports, work.as_mut(), tenant, pengirim).await?;
    let jumlah =
        Pemakaian { berkas: lalu.berkas + giliran_ini.berkas, bita: lalu.bita + giliran_ini.bita };
    Ok(!jumlah.tambah(1).dalam(ports.kuota.jatah(pengirim)))
}

/// How long an outgoing message may stay without answer and status before it is taken for lost.
pub const TENGGANG_KIRIM: Duration = Duration::minutes(10);
