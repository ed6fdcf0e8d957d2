//! The register of processing (UU 27/2022 ps. 31): made from what the code holds and how the office is set up, so that it
//! cannot say anything else than what happens.

use crate::{
    akses::{Izin, Pelaku},
    cetak::{Arah, Bagian, Isi, Lembar, Sel, Tabel},
    galat::Galat,
    layanan::MaknaIsian,
    ports::Ports,
    retensi::{JadwalRetensi, JenisRetensi},
};

/// Below this age somebody is a child (UU 27/2022 ps. 25; UU 35/2014 ps. 1).
pub const UMUR_DEWASA: u16 = 18;

/// Who gets data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PenerimaData {
    /// Officers of the office, by their permissions.
    PetugasKantor,
    /// Meta, as the carrier of WhatsApp.
    Whatsapp,
    /// BSrE, which signs.
    Bsre,
    /// SIAK of the ministry, into which an officer keys.
    Siak,
    /// The mail server.
    Surel,
    /// Who runs the installation.
    Prosesor,
}

impl PenerimaData {
    /// As people read it.
    pub fn nama(self) -> &'static str {
        match self {
            Self::PetugasKantor => "Petugas kantor sesuai izin perannya",
            Self::Whatsapp => "Meta (WhatsApp) sebagai pengantar pesan",
            Self::Bsre => "Balai Sertifikasi Elektronik (BSrE)",
            Self::Siak => "SIAK Ditjen Dukcapil, dimasukkan oleh petugas",
            Self::Surel => "Server surel kantor",
            Self::Prosesor => "Penyelenggara Loket sebagai prosesor data pribadi",
        }
    }
}

/// One kind of processing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pemrosesan {
    /// A stable code.
    pub kode: &'static str,
    /// Which data.
    pub data: &'static str,
    /// Whose.
    pub subjek: &'static str,
    /// What for.
    pub tujuan: &'static str,
    /// On what legal basis.
    pub dasar: &'static str,
    /// Whether some of it is specific personal data (ps. 4 ayat 2).
    pub spesifik: bool,
    /// Whether children are among the subjects.
    pub anak: bool,
    /// How long it is kept, in words; with the office's own days where a schedule has them.
    pub retensi: String,
    /// Who gets it.
    pub penerima: Vec<PenerimaData>,
    /// How it is kept safe.
    pub pengamanan: &'static str,
}

/// The register of an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DaftarPemrosesan {
    /// Who decides about the processing (pengendali).
    pub pengendali: String,
    /// The kinds.
    pub pemrosesan: Vec<Pemrosesan>,
    /// Services whose cases are about children or ask for specific data.
    pub layanan_khusus: Vec<String>,
}

/// Read the register.
#[derive(Clone, Copy, Debug)]
pub struct BacaPemrosesan;

impl BacaPemrosesan {
    /// The register as things are now.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<DaftarPemrosesan, Galat> {
        pelaku.petugas(Izin::PrivasiKelola)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let jadwal = work.retensi().jadwal().await?;
        let bsre = work.katalog().koneksi_tte().await?.is_some();
        let layanan = work.katalog().daftar_layanan().await?;
        let khusus = [MaknaIsian::KelompokRentan, MaknaIsian::TanggalLahir];
        let layanan_khusus = layanan
            .into_iter()
            .filter(|satu| {
                satu.isian.iter().any(|isian| isian.makna.is_some_and(|m| khusus.contains(&m)))
                    || satu.produk.iter().any(|produk| produk.jenis.untuk_anak())
            })
            .map(|satu| satu.nama)
            .collect();
        Ok(DaftarPemrosesan {
            pengendali: pelaku.tenant.nama.clone(),
            pemrosesan: semua(&jadwal, bsre),
            layanan_khusus,
        })
    }
}

const ADMINDUK: &str = "UU 27/2022 ps. 20 ayat (2) huruf d-e: kewajiban hukum dan tugas pelayanan publik; UU 23/2006 jo. UU 24/2013.";
const ARSIP: &str = "permanen atau sesuai jadwal retensi arsip (UU 43/2009, Permendagri 104/2019)";
const SEGEL: &str = "disegel per kolom (AES-256-GCM, kunci per kantor), dicari lewat indeks berkunci, disamarkan di layar";

fn semua(jadwal: &JadwalRetensi, bsre: bool) -> Vec<Pemrosesan> {
    use PenerimaData::{Bsre, PetugasKantor, Prosesor, Siak, Surel, Whatsapp};
    let hari =
        |jenis: JenisRetensi| format!("{} hari sejak {}", jadwal.hari(jenis), jenis.sifat().sejak);
    let mut penanda = vec![PetugasKantor, Siak, Prosesor];
    if bsre {
        penanda.push(Bsre);
    }
    vec![
        Pemrosesan {
            kode: "permohonan",
            data: "nama, NIK, nomor KK, nomor WhatsApp, isian formulir, kelompok rentan, riwayat penanganan",
            subjek: "pemohon, anggota keluarga, kuasa",
            tujuan: "menyelenggarakan pelayanan administrasi kependudukan",
            dasar: ADMINDUK,
            spesifik: true,
            anak: true,
            retensi: ARSIP.to_owned(),
            penerima: vec![PetugasKantor, Siak, Prosesor],
            pengamanan: SEGEL,
        },
        Pemrosesan {
            kode: "berkas_persyaratan",
            data: "foto KTP-el, KK, akta, surat keterangan, pasfoto",
            subjek: "pemohon dan anggota keluarga",
            tujuan: "memeriksa kelengkapan dan kebenaran permohonan",
            dasar: ADMINDUK,
            spesifik: true,
            anak: true,
            retensi: hari(JenisRetensi::BerkasSelesai),
            penerima: vec![PetugasKantor, Whatsapp, Prosesor],
            pengamanan: "penyimpanan privat, tautan sekali pakai berumur pendek, setiap pembukaan dicatat",
        },
        Pemrosesan {
            kode: "dokumen",
            data: "KK, akta, surat keterangan dan kartu yang diterbitkan",
            subjek: "pemohon dan anggota keluarga",
            tujuan: "menerbitkan, menandatangani dan menyerahkan dokumen",
            dasar: ADMINDUK,
            spesifik: true,
            anak: true,
            retensi: ARSIP.to_owned(),
            penerima: penanda,
            pengamanan: "asli tidak dapat diubah, SHA-256, tanda tangan diperiksa, unduhan dicatat",
        },
        Pemrosesan {
            kode: "percakapan",
            data: "nomor dan nama WhatsApp, isi pesan, foto kiriman",
            subjek: "warga yang menulis ke kantor",
            tujuan: "menerima permohonan dan memberi informasi",
            dasar: "UU 27/2022 ps. 20 ayat (2) huruf a dan e: persetujuan lewat pemberitahuan di awal percakapan, dan tugas pelayanan publik.",
            spesifik: false,
            anak: false,
            retensi: format!(
                "pesan {}; foto lepas {}; draf {}",
                hari(JenisRetensi::PesanWa),
                hari(JenisRetensi::MediaLepas),
                hari(JenisRetensi::Draf)
            ),
            penerima: vec![PetugasKantor, Whatsapp, Prosesor],
            pengamanan: SEGEL,
        },
        Pemrosesan {
            kode: "penyerahan",
            data: "tujuan penyerahan, nama dan nomor identitas pengambil, foto bukti",
            subjek: "pemohon, pengambil",
            tujuan: "membuktikan siapa menerima dokumen",
            dasar: ADMINDUK,
            spesifik: false,
            anak: false,
            retensi: ARSIP.to_owned(),
            penerima: vec![PetugasKantor, Whatsapp, Surel, Prosesor],
            pengamanan: SEGEL,
        },
        Pemrosesan {
            kode: "petugas",
            data: "nama, NIP, NIK penanda tangan, sesi dan percobaan masuk",
            subjek: "petugas kantor",
            tujuan: "mengatur akses dan tanda tangan elektronik",
            dasar: "UU 27/2022 ps. 20 ayat (2) huruf c dan ps. 35-37.",
            spesifik: false,
            anak: false,
            retensi: format!(
                "selama bertugas; sesi {}; gagal masuk {}",
                hari(JenisRetensi::Sesi),
                hari(JenisRetensi::GagalMasuk)
            ),
            penerima: vec![PetugasKantor, Prosesor],
            pengamanan: "kata sandi argon2id, NIK disegel",
        },
        jejak(),
    ]
}

/// The audit trail: kept for what it proves, and without what it is about.
fn jejak() -> Pemrosesan {
    Pemrosesan {
        kode: "jejak_audit",
        data: "siapa melakukan apa terhadap data mana, tanpa isi datanya",
        subjek: "petugas, warga (hanya pengenal acak)",
        tujuan: "membuktikan pemrosesan dan menelusuri insiden (ps. 31, 35, 46)",
        dasar: "UU 27/2022 ps. 31 dan 35.",
        spesifik: false,
        anak: false,
        retensi: ARSIP.to_owned(),
        penerima: vec![PenerimaData::PetugasKantor, PenerimaData::Prosesor],
        pengamanan: "hanya dapat ditambah; tidak memuat NIK, nama, nomor telepon atau isi pesan",
    }
}

/// The register as a sheet to print.
pub fn lembar_pemrosesan(daftar: &DaftarPemrosesan) -> Lembar {
    let kepala = ["Data dan subjek", "Tujuan dan dasar", "Masa simpan", "Penerima", "Pengamanan"];
    let baris = daftar.pemrosesan.iter().map(|satu| {
        let mut data = vec![
            Isi::Teks(satu.data.to_owned()),
            Isi::Pasangan("Subjek".to_owned(), satu.subjek.to_owned()),
        ];
        if satu.spesifik {
            data.push(Isi::Teks("Memuat data pribadi spesifik (ps. 4 ayat 2)".to_owned()));
        }
        if satu.anak {
            data.push(Isi::Teks("Memuat data anak".to_owned()));
        }
        let penerima: Vec<_> =
            satu.penerima.iter().map(|p| Isi::Butir("•".to_owned(), p.nama().to_owned())).collect();
        vec![
            Sel::isi(data),
            Sel::isi(vec![Isi::Teks(satu.tujuan.to_owned()), Isi::Teks(satu.dasar.to_owned())]),
            Sel::teks(&satu.retensi),
            Sel::isi(penerima),
            Sel::teks(satu.pengamanan),
        ]
    });
    let mut bagian = vec![
        Bagian::Judul {
            kop: daftar.pengendali.clone(),
            judul: JUDUL.to_owned(),
            bawah: vec!["UU 27/2022 tentang Pelindungan Data Pribadi, pasal 31".to_owned()],
        },
        Bagian::Tabel(Tabel {
            kolom: vec![26, 26, 16, 16, 16],
            kepala: vec![kepala.map(Sel::kepala).into()],
            baris: baris.collect(),
            rapat: true,
        }),
    ];
    if !daftar.layanan_khusus.is_empty() {
        let kalimat = "Layanan yang menyangkut anak atau menanyakan data spesifik:".to_owned();
        let butir = daftar.layanan_khusus.iter().map(|n| Isi::Butir("•".to_owned(), n.clone()));
        bagian.push(Bagian::Isi(std::iter::once(Isi::Teks(kalimat)).chain(butir).collect()));
    }
    Lembar {
        judul: JUDUL.to_owned(),
        kantor: daftar.pengendali.clone(),
        arah: Arah::Mendatar,
        bagian,
        kaki: "Dibuat oleh Loket dari pengaturan yang berlaku".to_owned(),
    }
}

const JUDUL: &str = "Daftar Kegiatan Pemrosesan Data Pribadi";

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    #[test]
    fn the_register_says_the_days_of_the_office_and_who_signs_only_where_somebody_does() {
        let jadwal = JadwalRetensi(BTreeMap::from([(JenisRetensi::PesanWa, 77)]));
        let tanpa = semua(&jadwal, false);
        let kode: BTreeSet<_> = tanpa.iter().map(|satu| satu.kode).collect();
        assert_eq!(kode.len(), tanpa.len());
        assert!(tanpa.iter().any(|satu| satu.retensi.contains("77 hari")));
        let menandatangani =
            |semua: &[Pemrosesan]| semua.iter().any(|s| s.penerima.contains(&PenerimaData::Bsre));
        assert!(!menandatangani(&tanpa) && menandatangani(&semua(&jadwal, true)));
        assert!(tanpa.iter().any(|satu| satu.anak) && tanpa.iter().all(|s| !s.penerima.is_empty()));
    }
}
