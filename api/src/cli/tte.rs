//! `tte`: the signing host of a tenant, signed files checked by hand, and where the host puts a stamp.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use loket_domain::{
    dokumen::{
        AcuanHalaman, AsalKoordinat, AturPencabutan, BacaPencabutan, HalamanStempel, IsiStempel,
        KoneksiTte, KunciTte, PenandaTanganDiharapkan, Pencabutan, PeriksaBerkasTte, Pojok,
        Stempel, TandaTanganDitolak, TandaTanganSah, TteGagal, UjiKoneksiTte, VersiEsign,
    },
    galat::Galat,
    nilai::{Nik, Rahasia},
};
use loket_infra::tte::{POJOK, halaman_kalibrasi, koordinat_host};
use time::format_description::well_known::Rfc3339;

use super::{Gagal, migrate::TenantSlugArg, pengguna::cari};
use crate::{
    compose::{Parts, compose},
    config::Config,
    setup,
};

/// The signing host of a tenant.
#[derive(Debug, Subcommand)]
pub enum Tte {
    /// Set how the office reaches its eSign Client Service, and whom its signatures must chain to.
    Atur(Atur),
    /// Replace the lists of revoked certificates (CRL) that the office keeps.
    Crl(Crl),
    /// Check a signed PDF against the anchors of the office.
    Periksa(Periksa),
    /// Sign a calibration page, to see where the host puts the stamp; or see what would be sent.
    Uji(Uji),
}

/// Set the connection.
#[derive(Debug, Args)]
pub struct Atur {
    /// Slug of the tenant.
    #[arg(long)]
    tenant: TenantSlugArg,
    /// Base URL of the eSign Client Service.
    #[arg(long)]
    base_url: String,
    /// Application account.
    #[arg(long)]
    nama_pengguna: String,
    /// Its password.
    #[arg(long, env = "LOKET_TTE_SANDI", hide_env_values = true)]
    sandi: String,
    /// PEM file with the certificates that signatures, and timestamps on them, must chain to.
    #[arg(long, value_name = "FILE")]
    jangkar: PathBuf,
    /// What the host speaks.
    #[arg(long, value_enum, default_value_t = Versi::V2)]
    versi: Versi,
    /// The corner the host counts from; unless said otherwise, top left for v2 and bottom left for v1. `tte uji` shows
    /// whether it is right.
    #[arg(long, value_enum)]
    asal_koordinat: Option<Asal>,
    /// Whether the host counts on the page as shown (turned and cropped) or as stored.
    #[arg(long, value_enum, default_value_t = Acuan::Tampak)]
    acuan_halaman: Acuan,
    /// An exception for this office alone: the host offers no TLS, and everybody on the way can read passphrases.
    #[arg(long)]
    http_polos: bool,
    /// Subscriber of the office's seal (v2).
    #[arg(long, value_name = "ID_SUBSCRIBER", requires = "segel_nama")]
    segel: Option<String>,
    /// The common name in the certificate of the seal, letter by letter.
    #[arg(long, value_name = "NAMA", requires = "segel")]
    segel_nama: Option<String>,
    /// PEM or DER files with lists of revoked certificates (CRL); without, those that were kept stay.
    #[arg(long, value_name = "FILE")]
    crl: Vec<PathBuf>,
    /// Refuse signatures when nothing tells that their certificate was not revoked.
    #[arg(long)]
    wajib_pencabutan: bool,
}

/// Replace the lists of revoked certificates, or show them.
#[derive(Debug, Args)]
pub struct Crl {
    /// Slug of the tenant.
    #[arg(long)]
    tenant: TenantSlugArg,
    /// PEM or DER files; none keeps no list.
    #[arg(value_name = "FILE")]
    berkas: Vec<PathBuf>,
    /// Refuse signatures when nothing tells that their certificate was not revoked.
    #[arg(long)]
    wajib: bool,
    /// Change nothing: show what is kept and how it stands.
    #[arg(long, conflicts_with_all = ["berkas", "wajib"])]
    lihat: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Versi {
    V1,
    V2,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Asal {
    KiriAtas,
    KiriBawah,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Acuan {
    Tampak,
    Asli,
}

/// Check a file.
#[derive(Debug, Args)]
pub struct Periksa {
    /// The signed PDF.
    #[arg(value_name = "FILE")]
    berkas: PathBuf,
    /// Slug of the tenant.
    #[arg(long)]
    tenant: TenantSlugArg,
    /// Who must have signed, by name as in the certificate; anybody when left out.
    #[arg(long)]
    nama: Option<String>,
    /// Ask the office's host for its opinion as well. The file leaves this machine.
    #[arg(long)]
    host: bool,
}

/// Try the stamp.
#[derive(Debug, Args)]
pub struct Uji {
    /// Slug of the tenant.
    #[arg(long)]
    tenant: TenantSlugArg,
    /// Where to write the page.
    #[arg(long, value_name = "FILE", default_value = "uji-stempel.pdf")]
    keluar: PathBuf,
    /// Clockwise degrees the page is turned by: 0, 90, 180 or 270.
    #[arg(long, default_value = "0", value_parser = ["0", "90", "180", "270"])]
    putar: String,
    /// The corner to stamp.
    #[arg(long, value_enum, default_value_t = SudutStempel::KananBawah)]
    pojok: SudutStempel,
    /// NIK of who signs, in their own name.
    #[arg(long, env = "LOKET_TTE_NIK", hide_env_values = true)]
    nik: Option<String>,
    /// Their passphrase. Better in the environment than on the command line.
    #[arg(long, env = "LOKET_TTE_PASSPHRASE", hide_env_values = true)]
    passphrase: Option<String>,
    /// Send nothing: write the page, and say what would be sent.
    #[arg(long)]
    kering: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SudutStempel {
    KiriAtas,
    KananAtas,
    KiriBawah,
    KananBawah,
}

impl Tte {
    /// Does it.
    pub async fn jalankan(self, config: &Config) -> Result<(), Gagal> {
        let parts = compose(config).await.map_err(Gagal::dari)?;
        match self {
            Self::Atur(atur) => atur.jalankan(&parts).await?,
            Self::Crl(crl) => crl.jalankan(&parts).await?,
            Self::Periksa(periksa) => periksa.jalankan(&parts).await?,
            Self::Uji(uji) => uji.jalankan(&parts, &config.publik_url).await?,
        }
        parts.postgres.tutup().await;
        Ok(())
    }
}

impl Atur {
    async fn jalankan(self, parts: &Parts) -> Result<(), Gagal> {
        let jangkar_pem = String::from_utf8(baca(&self.jangkar)?)
            .map_err(|_| Gagal::kata(format!("{}: bukan PEM", self.jangkar.display())))?;
        let tenant = cari(parts, &self.tenant.0).await?;
        let versi = match self.versi {
            Versi::V1 => VersiEsign::V1,
            Versi::V2 => VersiEsign::V2,
        };
        let crl_pem = match setup::baca_koneksi_tte(parts, &tenant).await {
            Ok(lama) if self.crl.is_empty() => lama.crl_pem,
            Ok(_) | Err(Galat::TidakDitemukan(_)) => daftar_crl(parts, &self.crl, &jangkar_pem)?,
            Err(galat) => return Err(Gagal::dari_galat(galat)),
        };
        let koneksi = KoneksiTte {
            versi,
            asal_koordinat: match self.asal_koordinat {
                None => versi.asal_baku(),
                Some(Asal::KiriAtas) => AsalKoordinat::KiriAtas,
                Some(Asal::KiriBawah) => AsalKoordinat::KiriBawah,
            },
            acuan_halaman: match self.acuan_halaman {
                Acuan::Tampak => AcuanHalaman::Tampak,
                Acuan::Asli => AcuanHalaman::Asli,
            },
            http_polos: self.http_polos,
            segel: self.segel,
            segel_nama: self.segel_nama,
            crl_pem,
            pencabutan_wajib: self.wajib_pencabutan,
            ..KoneksiTte::baru(
                self.base_url,
                self.nama_pengguna,
                Rahasia::new(self.sandi),
                jangkar_pem,
            )
        };
        setup::koneksi_tte(parts, &tenant, koneksi).await.map_err(Gagal::dari_galat)?;
        println!("layanan TTE {} tersimpan", tenant.slug);
        if self.http_polos {
            eprintln!(
                "PERINGATAN: {} menghubungi layanan TTE tanpa TLS; passphrase pejabat melintas terbuka di jaringan. \
                 Pengecualian ini tercatat dalam jejak audit.",
                tenant.slug
            );
        }
        Ok(())
    }
}

impl Crl {
    async fn jalankan(self, parts: &Parts) -> Result<(), Gagal> {
        let tenant = cari(parts, &self.tenant.0).await?;
        let sistem = setup::sistem(&tenant);
        let keadaan = if self.lihat {
            BacaPencabutan.execute(&parts.ports, &sistem).await
        } else {
            let koneksi =
                setup::baca_koneksi_tte(parts, &tenant).await.map_err(Gagal::dari_galat)?;
            let crl = daftar_crl(parts, &self.berkas, &koneksi.jangkar_pem)?.into_bytes();
            AturPencabutan { crl, wajib: self.wajib }.execute(&parts.ports, &sistem).await
        };
        let keadaan = keadaan.map_err(Gagal::dari_galat)?;
        for (satu, keadaan) in &keadaan.daftar {
            let berikutnya = tulis_waktu(satu.berikutnya_pada);
            println!(
                "{}: {} sertifikat dicabut, terbit {}, berikutnya {berikutnya} ({})",
                satu.penerbit,
                satu.jumlah,
                tulis_waktu(Some(satu.terbit_pada)),
                keadaan.kata().replace('_', " ")
            );
        }
        println!("{} daftar pencabutan {} tersimpan", keadaan.daftar.len(), tenant.slug);
        Ok(())
    }
}

/// The lists in these files together, in PEM.
fn daftar_crl(parts: &Parts, berkas: &[PathBuf], jangkar_pem: &str) -> Result<String, Gagal> {
    let mut semua = String::new();
    for satu in berkas {
        let terbaca = parts.ports.pemeriksa.baca_crl(&baca(satu)?, jangkar_pem);
        let terbaca = terbaca.map_err(|salah| {
            Gagal::kata(format!("{}: {salah} [{}]", satu.display(), salah.kode()))
        })?;
        semua.push_str(&terbaca.pem);
    }
    Ok(semua)
}

impl Periksa {
    async fn jalankan(self, parts: &Parts) -> Result<(), Gagal> {
        let pdf = baca(&self.berkas)?;
        let tenant = cari(parts, &self.tenant.0).await?;
        let penanda_tangan = self.nama.map(|nama| PenandaTanganDiharapkan { nik: None, nama });
        let hasil = PeriksaBerkasTte { pdf, penanda_tangan, tanya_host: self.host }
            .execute(&parts.ports, &setup::sistem(&tenant))
            .await
            .map_err(Gagal::dari_galat)?;
        match hasil.host {
            Some(Ok(host)) => {
                println!("menurut layanan TTE: {} ({} tanda tangan)", host.kesimpulan, host.jumlah);
            }
            Some(Err(gagal)) => println!("menurut layanan TTE: tidak terjawab ({gagal})"),
            None => {}
        }
        putusan(hasil.tanda_tangan)
    }
}

/// Prints what was found; a refusal is a failure of the command.
fn putusan(hasil: Result<TandaTanganSah, TandaTanganDitolak>) -> Result<(), Gagal> {
    let sah =
        hasil.map_err(|tolak| Gagal::kata(format!("TIDAK SAH: {tolak} [{}]", tolak.kode())))?;
    let waktu = tulis_waktu;
    println!("SAH");
    println!("  penanda tangan     {}", sah.penanda_tangan);
    println!("  nomor sertifikat   {}", sah.nomor_sertifikat);
    println!("  berlaku sampai     {}", waktu(sah.berlaku_sampai));
    let cap = if sah.bercap_waktu { "cap waktu" } else { "menurut penanda tangan" };
    println!("  ditandatangani     {} ({cap})", waktu(sah.ditandatangani_pada));
    println!("  halaman            {}", sah.halaman);
    println!(
        "  pencabutan         {}",
        match sah.pencabutan {
            Pencabutan::TidakDiketahui => {
                "tidak diketahui; tanyakan status penanda tangan ke layanan TTE"
            }
            Pencabutan::TidakDicabut => "tidak dicabut",
            Pencabutan::DicabutKemudian => "dicabut setelah menandatangani",
        }
    );
    Ok(())
}

fn tulis_waktu(pada: Option<time::OffsetDateTime>) -> String {
    pada.and_then(|pada| pada.format(&Rfc3339).ok()).unwrap_or_else(|| "tidak tercatat".into())
}

impl Uji {
    async fn jalankan(self, parts: &Parts, publik_url: &str) -> Result<(), Gagal> {
        let tenant = cari(parts, &self.tenant.0).await?;
        let sistem = setup::sistem(&tenant);
        let putar = self.putar.parse().map_err(Gagal::dari)?;
        let pdf = halaman_kalibrasi(putar).map_err(Gagal::dari)?;
        let gambar = parts
            .ports
            .stempel
            .gambar(&IsiStempel {
                url: publik_url.to_owned(),
                atas_nama: None,
                jabatan: "Uji letak stempel".to_owned(),
                nama: tenant.nama.clone(),
            })
            .map_err(Gagal::dari)?;
        let stempel = |pojok: Pojok| {
            let tempat = parts.ports.stempel.tempat(&pdf, HalamanStempel::Pertama, pojok);
            tempat.map_err(Gagal::dari).map(|tempat| Stempel {
                halaman: tempat.halaman,
                kotak: tempat.kotak,
                gambar: gambar.clone(),
            })
        };
        if self.kering {
            let koneksi =
                setup::baca_koneksi_tte(parts, &tenant).await.map_err(Gagal::dari_galat)?;
            for (pojok, nama) in POJOK {
                let letak =
                    koordinat_host(&pdf, &stempel(pojok)?, &koneksi).map_err(Gagal::dari)?;
                println!(
                    "{nama:<12} halaman {} x {:.1} y {:.1} lebar {:.1} tinggi {:.1}",
                    letak.halaman, letak.x, letak.y, letak.lebar, letak.tinggi
                );
            }
            tulis(&self.keluar, &pdf)?;
            println!(
                "tidak ada yang dikirim; {} memuat bingkai tempat stempel",
                self.keluar.display()
            );
            return Ok(());
        }
        let (Some(nik), Some(passphrase)) = (self.nik, self.passphrase) else {
            return Err(Gagal::kata(
                "isi LOKET_TTE_NIK dan LOKET_TTE_PASSPHRASE penanda tangan, atau pakai --kering",
            ));
        };
        let nik = Nik::parse(&nik).map_err(|_| Gagal::kata("LOKET_TTE_NIK bukan NIK"))?;
        let pojok = POJOK.map(|(pojok, _)| pojok)[self.pojok as usize];
        let uji = UjiKoneksiTte {
            stempel: stempel(pojok)?,
            pdf: pdf.clone(),
            nik,
            kunci: KunciTte::Passphrase(Rahasia::new(passphrase)),
        };
        let hasil = uji.execute(&parts.ports, &sistem).await.map_err(Gagal::dari_galat)?;
        let (ditandatangani, hasil) = hasil.map_err(|gagal: TteGagal| Gagal::dari(gagal))?;
        tulis(&self.keluar, &ditandatangani)?;
        println!(
            "{}: stempel harus tepat di dalam bingkai merah {}; bila tidak, ubah --asal-koordinat atau --acuan-halaman",
            self.keluar.display(),
            POJOK[self.pojok as usize].1,
        );
        putusan(hasil)
    }
}

fn baca(berkas: &Path) -> Result<Vec<u8>, Gagal> {
    std::fs::read(berkas).map_err(|galat| Gagal::kata(format!("{}: {galat}", berkas.display())))
}

fn tulis(berkas: &Path, isi: &[u8]) -> Result<(), Gagal> {
    std::fs::write(berkas, isi)
        .map_err(|galat| Gagal::kata(format!("{}: {galat}", berkas.display())))
}
