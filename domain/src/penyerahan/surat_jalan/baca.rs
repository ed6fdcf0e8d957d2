//! Letters as officers read and print them.

use time::OffsetDateTime;

use super::{KeadaanSuratJalan, SuratJalan, SuratJalanId, boleh_lihat, catat, muat};
use crate::{
    akses::{Izin, Pelaku, PenggunaId},
    cetak::{Arah, Bagian, Isi, Lembar, Sel, Tabel, nama_singkat},
    galat::Galat,
    halaman::{Halaman, Lembar as Halamanan},
    kalender::tulis_saat,
    nilai::Kode,
    penyerahan::antar::berurusan,
    ports::Ports,
};

/// Read a letter.
#[derive(Clone, Copy, Debug)]
pub struct BacaSuratJalan {
    /// Which.
    pub id: SuratJalanId,
}

impl BacaSuratJalan {
    /// With all that is on it and every hand-over.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<SuratJalan, Galat> {
        berurusan(pelaku)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let surat = muat(work.as_mut(), self.id, false).await?;
        boleh_lihat(pelaku, &surat)?;
        Ok(surat)
    }
}

/// List letters.
#[derive(Clone, Copy, Debug)]
pub struct DaftarSuratJalan {
    /// Which page.
    pub halaman: Halaman,
}

impl DaftarSuratJalan {
    /// All of them for who keeps hand-overs in hand; for an official of a unit, those that are for it.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<Halamanan<SuratJalan>, Galat> {
        let unit = if pelaku.petugas(Izin::PenyerahanKelola).is_ok() {
            None
        } else {
            let petugas = pelaku.petugas(Izin::PenyerahanUnit)?;
            let unit = petugas.unit.as_ref().map(|unit| unit.kode.clone());
            Some(unit.ok_or(Galat::TidakDitemukan("unit"))?)
        };
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let mut semua = work.surat_jalan().daftar(unit.as_ref(), self.halaman).await?;
        if unit.is_some() {
            semua.retain(|surat| surat.keadaan != KeadaanSuratJalan::Disiapkan);
        }
        Ok(self.halaman.potong(semua, |surat| surat.id.uuid()))
    }
}

/// Print a letter.
#[derive(Clone, Copy, Debug)]
pub struct CetakSuratJalan {
    /// Which.
    pub id: SuratJalanId,
}

impl CetakSuratJalan {
    /// The sheet that travels with the products; each print is audited, as paper leaves the system.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Lembar, Galat> {
        berurusan(pelaku)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let surat = muat(work.as_mut(), self.id, false).await?;
        boleh_lihat(pelaku, &surat)?;
        let unit = work.kelola().daftar_unit().await?;
        let jejak = pelaku.jejak();
        catat(ports, work.as_mut(), jejak, "surat_jalan.cetak", &surat).await?;
        work.commit().await?;
        let nama = |kode: &Kode| {
            let satu = unit.iter().find(|satu| &satu.kode == kode);
            satu.map_or_else(|| kode.to_string(), |satu| satu.nama.clone())
        };
        Ok(lembar(&surat, pelaku, &nama))
    }
}

fn lembar(surat: &SuratJalan, pelaku: &Pelaku, nama: &dyn Fn(&Kode) -> String) -> Lembar {
    let zona = pelaku.tenant.zona;
    let isi = surat.isi.iter().enumerate().map(|(letak, satu)| {
        vec![
            Sel::teks((letak + 1).to_string()).di_tengah(),
            Sel::teks(satu.nomor.clone()),
            Sel::teks(satu.dokumen.clone()),
            Sel::teks(nama_singkat(satu.nama.buka())),
            Sel::kosong(),
        ]
    });
    let paraf = |orang: &(PenggunaId, String, OffsetDateTime)| {
        Sel::teks(format!("{}, {}", orang.1, tulis_saat(zona, orang.2)))
    };
    let langkah = surat.langkah.iter().map(|satu| {
        vec![
            Sel::teks(satu.urutan.to_string()).di_tengah(),
            Sel::teks(nama(&satu.ke)),
            paraf(&satu.diserahkan),
            satu.diterima.as_ref().map_or_else(Sel::kosong, paraf),
        ]
    });
    // An empty row for the hand-over that is signed on paper.
    let kosong = std::iter::once(vec![Sel::kosong(); 4]);
    Lembar {
        judul: format!("Surat jalan {}", surat.nomor),
        kantor: pelaku.tenant.nama.clone(),
        arah: Arah::Tegak,
        bagian: vec![
            Bagian::Judul {
                kop: pelaku.tenant.nama.clone(),
                judul: "SURAT JALAN DOKUMEN KEPENDUDUKAN".to_owned(),
                bawah: vec![
                    format!("Nomor {}", surat.nomor),
                    format!("Tujuan: {}", nama(&surat.unit)),
                    tulis_saat(zona, surat.dibuat_pada),
                ],
            },
            Bagian::Tabel(Tabel {
                kolom: vec![1, 4, 6, 5, 3],
                kepala: vec![
                    ["No.", "Permohonan", "Dokumen", "Pemohon", "Diterima warga"]
                        .map(Sel::kepala)
                        .into(),
                ],
                baris: isi.collect(),
                rapat: false,
            }),
            Bagian::Isi(vec![Isi::Subjudul("Serah terima".to_owned())]),
            Bagian::Tabel(Tabel {
                kolom: vec![1, 5, 6, 6],
                kepala: vec![["No.", "Kepada", "Penyerahan", "Penerimaan"].map(Sel::kepala).into()],
                baris: langkah.chain(kosong).collect(),
                rapat: false,
            }),
        ],
        kaki: format!("Surat jalan {}", surat.nomor),
    }
}
