//! Fill a template in: the letter as a sheet.

use std::collections::BTreeMap;

use time::{Date, Duration, OffsetDateTime};

use super::{BagianTemplat, ISIAN, IsiTemplat};
use crate::{
    akses::Pelaku,
    cetak::{Arah, Bagian, Isi, Lembar},
    galat::Galat,
    kalender::{Kalender, tulis_saat},
    nilai::Kode,
    percakapan::teks::isi_pola,
    permohonan::{Kasus, perkiraan_selesai, terjawab_kasus},
    ports::{Ports, UnitOfWork},
    verifikasi::KodeVerifikasi,
};

/// What is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataSurat {
    /// Values of [`ISIAN`]; what is missing stands as a dash.
    pub isian: BTreeMap<&'static str, String>,
    /// The papers that were received.
    pub berkas: Vec<String>,
    /// Name and NIP of who signs, by role; the officer who issues the letter under `None`.
    pub penanda: BTreeMap<Option<Kode>, (String, Option<String>)>,
    /// The address at which it is checked.
    pub alamat: String,
    /// The code, as printed.
    pub kode: String,
}

/// The last day of a letter that is issued on that day.
pub fn sampai(isi: &IsiTemplat, hari: Date) -> Option<Date> {
    // The day of issue counts.
    isi.berlaku_hari.map(|jumlah| hari.saturating_add(Duration::days(i64::from(jumlah) - 1)))
}

/// The letter.
pub fn susun(templat: &IsiTemplat, data: &DataSurat) -> Lembar {
    let isian: Vec<(&str, &str)> = ISIAN
        .iter()
        .map(|(nama, _)| (*nama, data.isian.get(nama).map_or("-", String::as_str)))
        .collect();
    let isi = |pola: &str| isi_pola(pola, &isian);
    let ambil = |nama: &str| data.isian.get(nama).cloned().unwrap_or_default();
    let judul = isi(&templat.judul);
    let mut bagian = vec![Bagian::Judul {
        kop: ambil("kantor"),
        judul: judul.clone(),
        bawah: vec![format!("Nomor {}", ambil("nomor_surat"))],
    }];
    let mut alir = Vec::new();
    let mut paragraf = false;
    for satu in &templat.bagian {
        // A little air before a heading, and on both sides of a paragraph.
        let kini = matches!(satu, BagianTemplat::Teks(_));
        if !alir.is_empty() && (kini || paragraf || matches!(satu, BagianTemplat::Subjudul(_))) {
            bagian.push(Bagian::Isi(std::mem::take(&mut alir)));
        }
        paragraf = kini;
        match satu {
            BagianTemplat::Teks(pola) => alir.push(Isi::Teks(isi(pola))),
            BagianTemplat::Subjudul(pola) => alir.push(Isi::Subjudul(isi(pola))),
            BagianTemplat::Butir(pola) => alir.push(Isi::Butir("•".to_owned(), isi(pola))),
            BagianTemplat::Pasangan { label, nilai } => {
                alir.push(Isi::Pasangan(isi(label), isi(nilai)));
            }
            BagianTemplat::Berkas if data.berkas.is_empty() => {
                alir.push(Isi::Teks("Belum ada berkas yang diterima.".to_owned()));
            }
            BagianTemplat::Berkas => {
                let butir = data.berkas.iter().enumerate();
                alir.extend(butir.map(|(i, b)| Isi::Butir(format!("{}.", i + 1), b.clone())));
            }
            BagianTemplat::Tanda { jabatan, peran } => {
                bagian.push(Bagian::Isi(std::mem::take(&mut alir)));
                let mut kanan = vec![ambil("tanggal"), isi(jabatan)];
                kanan.extend(std::iter::repeat_n(String::new(), 4));
                if let Some((nama, nip)) = data.penanda.get(peran) {
                    kanan.push(nama.clone());
                    kanan.extend(nip.as_ref().map(|nip| format!("NIP {nip}")));
                }
                bagian.push(Bagian::Tanda {
                    qr: data.alamat.clone(),
                    kiri: vec![
                        "Cek keaslian: pindai kode ini, atau buka".to_owned(),
                        data.alamat.clone(),
                        format!("Kode verifikasi: {}", data.kode),
                    ],
                    kanan,
                });
            }
        }
    }
    if !alir.is_empty() {
        bagian.push(Bagian::Isi(alir));
    }
    Lembar {
        kaki: format!("{judul} - {}", ambil("nomor_surat")),
        kantor: ambil("kantor"),
        judul,
        arah: Arah::Tegak,
        bagian,
    }
}

/// What stands on the letter of a case.
pub(super) async fn data_kasus(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kasus: &Kasus,
    templat: &IsiTemplat,
    (nomor_surat, kode): (&str, &KodeVerifikasi),
) -> Result<DataSurat, Galat> {
    let (permohonan, zona) = (&kasus.permohonan, pelaku.tenant.zona);
    let now: OffsetDateTime = ports.clock.now();
    let hari = zona.setempat(now).date();
    let perkiraan = perkiraan_selesai(ports, work, kasus).await?;
    let produk = kasus.layanan.produk_berlaku(&kasus.fakta.konteks);
    let produk: Vec<&str> = produk.iter().map(|satu| satu.nama.as_str()).collect();
    let mut isian = BTreeMap::from([
        ("nomor_surat", nomor_surat.to_owned()),
        ("nomor", permohonan.nomor.to_string()),
        ("layanan", permohonan.layanan_nama.clone()),
        ("pemohon", permohonan.pemohon.nama.buka().to_owned()),
        ("kantor", pelaku.tenant.nama.clone()),
        ("tanggal", Kalender::tulis_tanggal(hari)),
        ("waktu", tulis_saat(zona, now)),
        ("terdaftar", tulis_saat(zona, permohonan.dibuat_pada)),
        ("produk", produk.join(", ")),
    ]);
    if let Some(kuasa) = &permohonan.kuasa {
        isian.insert("kuasa", kuasa.nama.buka().to_owned());
    }
    if let Some(nik) = &permohonan.pemohon.nik {
        // Masked, as everywhere outside of what the law asks for.
        isian.insert("nik", nik.to_string());
    }
    if let Some(saat) = perkiraan {
        isian.insert("perkiraan", tulis_saat(zona, saat));
    }
    if let Some(sampai) = sampai(templat, hari) {
        isian.insert("berlaku_sampai", Kalender::tulis_tanggal(sampai));
    }
    let mut penanda = BTreeMap::new();
    for satu in &templat.bagian {
        let BagianTemplat::Tanda { peran, .. } = satu else { continue };
        let orang = match peran {
            Some(peran) => work.akses().pemegang_peran(peran, hari).await?.into_iter().next(),
            None => match pelaku.pengguna() {
                Some(id) => work.akses().pengguna(id).await?,
                None => None,
            },
        };
        if let Some(orang) = orang {
            if peran.is_none() {
                isian.insert("petugas", orang.nama.clone());
            }
            penanda.insert(peran.clone(), (orang.nama, orang.nip));
        }
    }
    let terjawab = terjawab_kasus(work, permohonan.id).await?;
    let nama = |kode: &Kode| {
        let syarat = kasus.layanan.syarat.iter().find(|syarat| &syarat.kode == kode);
        syarat.map_or_else(|| kode.to_string(), |syarat| syarat.nama.clone())
    };
    let mut diterima: Vec<String> = Vec::new();
    for satu in &terjawab {
        let nama = satu.as_ref().map_or_else(|| "Berkas lain".to_owned(), nama);
        if !diterima.contains(&nama) {
            diterima.push(nama);
        }
    }
    Ok(DataSurat {
        isian,
        berkas: diterima,
        penanda,
        alamat: ports.alamat_publik.verifikasi(&pelaku.tenant.slug, kode),
        kode: kode.to_string(),
    })
}
