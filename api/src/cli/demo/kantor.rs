//! The four seed offices and their sample officers.

use std::{collections::BTreeMap, sync::Arc};

use loket_domain::{
    akses::TambahPengguna,
    dokumen::KoneksiTte,
    kartu::{
        JenisKartu, TambahPencetak,
        blanko::{CatatGerakBlanko, GerakBaru},
    },
    nilai::Rahasia,
    percakapan::NomorLayanan,
    tenant::{Paket, Tenant},
};
use serde::Deserialize;

use super::{
    Alamat, RahasiaDemo,
    rahasia::{TTE_PENGGUNA, WA_APLIKASI},
    server::ServerDemo,
};
use crate::{
    cli::{Gagal, berkas::baca_paket},
    compose::Parts,
    setup,
};

const PAKET: [&str; 4] = [
    include_str!("../../../../deploy/tenants/balangan.yaml"),
    include_str!("../../../../deploy/tenants/sinjai.yaml"),
    include_str!("../../../../deploy/tenants/kembaran.yaml"),
    include_str!("../../../../deploy/tenants/pekanbaru.yaml"),
];
const PETUGAS: &str = include_str!("../../../../deploy/demo/petugas.yaml");
const KARTU: &str = include_str!("../../../../deploy/demo/kartu.yaml");

/// A sample officer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PetugasDemo {
    pub nama_pengguna: String,
    pub nama: String,
    #[serde(default)]
    pub nip: Option<String>,
    #[serde(default)]
    pub nik: Option<String>,
    pub peran: Vec<String>,
    #[serde(default)]
    pub unit: Option<String>,
    #[serde(default)]
    pub tim: Vec<String>,
    #[serde(default)]
    pub passphrase_simulator: Option<String>,
}

/// Sample printers and blank cards of an office.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct KartuDemo {
    /// The officer who enters them.
    oleh: String,
    pencetak: Vec<PencetakDemo>,
    blanko: Vec<BlankoDemo>,
}

/// A sample printer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PencetakDemo {
    nama: String,
    kartu: Vec<String>,
    unit: String,
    nomor_seri: Option<String>,
    ribbon: u32,
    film: u32,
}

/// A sample stock of blank cards.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BlankoDemo {
    jenis: String,
    unit: String,
    keping: u32,
    berita_acara: String,
}

fn jenis_kartu(kata: &str) -> Result<JenisKartu, Gagal> {
    JenisKartu::dari_kata(kata)
        .ok_or_else(|| Gagal::kata(format!("deploy/demo/kartu.yaml: kartu {kata} tidak dikenal")))
}

impl KartuDemo {
    /// Entered once, however often the demo starts.
    async fn isi(&self, parts: &Parts, tenant: &Arc<Tenant>) -> Result<(), Gagal> {
        let mut pencetak = Vec::new();
        for satu in &self.pencetak {
            let kartu = satu.kartu.iter().map(|kata| jenis_kartu(kata));
            pencetak.push(TambahPencetak {
                nama: satu.nama.clone(),
                kartu: kartu.collect::<Result<_, _>>()?,
                unit: satu.unit.clone(),
                nomor_seri: satu.nomor_seri.clone(),
                ribbon: satu.ribbon,
                film: satu.film,
                idempotensi: (format!("demo/pencetak/{}", satu.nama), Vec::new()),
            });
        }
        let mut blanko = Vec::new();
        for satu in &self.blanko {
            blanko.push(CatatGerakBlanko {
                jenis: jenis_kartu(&satu.jenis)?,
                unit: satu.unit.clone(),
                gerak: GerakBaru::Terima {
                    jumlah: satu.keping,
                    berita_acara: satu.berita_acara.clone(),
                    seri: None,
                },
                idempotensi: (format!("demo/blanko/{}/{}", satu.jenis, satu.unit), Vec::new()),
            });
        }
        setup::kartu_contoh(parts, tenant, &self.oleh, pencetak, blanko)
            .await
            .map_err(Gagal::dari_galat)
    }
}

/// An office of the demo.
pub(super) struct KantorDemo {
    pub paket: Paket,
    pub petugas: Vec<PetugasDemo>,
    kartu: Option<KartuDemo>,
    pub nomor_tampilan: String,
}

impl KantorDemo {
    /// All four.
    pub(super) fn semua() -> Result<Vec<Self>, Gagal> {
        let mut petugas: BTreeMap<String, Vec<PetugasDemo>> = yaml_serde::from_str(PETUGAS)
            .map_err(|galat| Gagal::kata(format!("deploy/demo/petugas.yaml: {galat}")))?;
        let mut kartu: BTreeMap<String, KartuDemo> = yaml_serde::from_str(KARTU)
            .map_err(|galat| Gagal::kata(format!("deploy/demo/kartu.yaml: {galat}")))?;
        PAKET
            .iter()
            .zip(1..)
            .map(|(teks, urut)| {
                let paket = baca_paket(teks)?;
                let petugas = petugas.remove(paket.tenant.slug.as_str()).unwrap_or_default();
                let kartu = kartu.remove(paket.tenant.slug.as_str());
                Ok(Self {
                    paket,
                    petugas,
                    kartu,
                    nomor_tampilan: format!("+62 800 1000 000{urut}"),
                })
            })
            .collect()
    }

    /// The number's id at the simulator: the region code, so that people can tell the offices apart.
    pub(super) fn phone_number_id(&self) -> String {
        self.paket.tenant.kode_wilayah.as_str().replace('.', "")
    }

    /// The id of its WhatsApp Business account at the simulator.
    pub(super) fn waba_id(&self) -> String {
        format!("waba-{}", self.paket.tenant.slug)
    }

    /// The number's access token; every number has its own.
    pub(super) fn token(&self, rahasia: &RahasiaDemo) -> String {
        format!("{}-{}", rahasia.wa_token, self.phone_number_id())
    }

    /// Officers, service number and signing host. Repeating it changes nothing but addresses.
    pub(super) async fn isi(
        &self,
        parts: &Parts,
        tenant: &Arc<Tenant>,
        alamat: Alamat,
        rahasia: &RahasiaDemo,
        server: &ServerDemo,
    ) -> Result<(), Gagal> {
        for orang in &self.petugas {
            let tambah = TambahPengguna {
                nama_pengguna: orang.nama_pengguna.clone(),
                nama: orang.nama.clone(),
                nip: orang.nip.clone(),
                nik: orang.nik.clone(),
                peran: orang.peran.clone(),
                unit: orang.unit.clone(),
                tim: orang.tim.clone(),
                surel: None,
                idempotensi: None,
            };
            let sandi = Rahasia::new(&*rahasia.sandi_petugas);
            let benih = Rahasia::new(&*rahasia.rahasia_kode);
            setup::petugas_contoh(parts, tenant, tambah, &sandi, &benih)
                .await
                .map_err(Gagal::dari_galat)?;
        }
        if let Some(kartu) = &self.kartu {
            kartu.isi(parts, tenant).await?;
        }
        setup::aplikasi_wa(
            parts,
            WA_APLIKASI,
            &Rahasia::new(&*rahasia.wa_rahasia),
            &Rahasia::new(&*rahasia.wa_verifikasi),
        )
        .await
        .map_err(Gagal::dari_galat)?;
        let nomor = NomorLayanan {
            phone_number_id: self.phone_number_id(),
            nomor_tampilan: self.nomor_tampilan.clone(),
            waba_id: Some(self.waba_id()),
            base_url: format!("http://{}", alamat.whatsapp),
            versi: "v25.0".to_owned(),
            token: Rahasia::new(self.token(rahasia)),
            host_media: Vec::new(),
        };
        setup::nomor_wa(parts, tenant, WA_APLIKASI, nomor).await.map_err(Gagal::dari_galat)?;
        setup::ajukan_templat(parts, tenant).await.map_err(Gagal::dari_galat)?;
        let koneksi = KoneksiTte::baru(
            format!("http://{}", alamat.tte),
            TTE_PENGGUNA,
            Rahasia::new(&*rahasia.tte_sandi),
            server.bsre.ca_pem(),
        );
        setup::koneksi_tte(parts, tenant, koneksi).await.map_err(Gagal::dari_galat)
    }
}
