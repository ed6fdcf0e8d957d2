//! How an office runs its counter.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::SkemaRak;
use crate::{
    akses::{Izin, Pelaku},
    audit::CatatanAudit,
    galat::{Galat, Pelanggaran},
    nilai::Kode,
    ports::Ports,
};

/// A kind of service with a queue of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JenisAntrean {
    /// Unique within the office.
    pub kode: Kode,
    /// As residents read it.
    pub nama: String,
    /// The letter before the number: `A` of `A001`; unique within the office.
    pub huruf: char,
}

/// A counter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LoketLayanan {
    /// Unique within the office.
    pub kode: Kode,
    /// As the board calls it: `Loket 1`.
    pub nama: String,
    /// Kinds of service it calls; every kind when empty.
    #[serde(default)]
    pub jenis: Vec<Kode>,
}

/// What an office decided about its counter. Everything has a default, so that pickups work from the first day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "switches of an office, each of its own")]
pub struct PengaturanLoket {
    /// The shelf.
    pub rak: SkemaRak,
    /// After how many days who has not collected is reminded, each once.
    pub pengingat_hari: Vec<u16>,
    /// Whether those are working days.
    pub pengingat_hari_kerja: bool,
    /// After how many days a thing may go back to the archive.
    pub arsip_setelah_hari: u16,
    /// Whether a photo or signature is taken when the applicant collects.
    pub bukti_pemohon: bool,
    /// The same when somebody collects for the applicant.
    pub bukti_kuasa: bool,
    /// Kinds of service with a queue.
    pub antrean: Vec<JenisAntrean>,
    /// Counters.
    pub loket: Vec<LoketLayanan>,
    /// After how many priority tickets in a row an ordinary one is called, when one waits (K-23).
    pub selang_prioritas: u8,
    /// Behind how many others somebody goes who was not there when called.
    pub mundur: u8,
    /// How often somebody may be absent before the ticket ends.
    pub lewat_paling_banyak: u8,
    /// The hour of the day at which the daily report is closed.
    pub laporan_pukul: u8,
    /// Whether residents take a ticket, and hear its place, by writing ANTRE.
    pub chat_antre: bool,
    /// Whether they get the receipt of a collection by writing TANDA TERIMA.
    pub chat_tanda_terima: bool,
}

impl Default for PengaturanLoket {
    fn default() -> Self {
        let kode = |teks: &str| Kode::parse(teks).ok();
        let antrean = [("umum", "Pelayanan", 'A'), ("ambil", "Pengambilan dokumen", 'B')];
        Self {
            rak: SkemaRak::Berjalan { kapasitas: 500 },
            pengingat_hari: vec![3, 14, 30],
            pengingat_hari_kerja: false,
            arsip_setelah_hari: 90,
            bukti_pemohon: false,
            bukti_kuasa: true,
            antrean: antrean
                .into_iter()
                .filter_map(|(satu, nama, huruf)| {
                    Some(JenisAntrean { kode: kode(satu)?, nama: nama.to_owned(), huruf })
                })
                .collect(),
            loket: kode("loket_1")
                .map(|kode| LoketLayanan { kode, nama: "Loket 1".to_owned(), jenis: Vec::new() })
                .into_iter()
                .collect(),
            selang_prioritas: 2,
            mundur: 3,
            lewat_paling_banyak: 2,
            laporan_pukul: 18,
            chat_antre: false,
            chat_tanda_terima: false,
        }
    }
}

impl PengaturanLoket {
    /// Everything that cannot be, with its place.
    pub fn cacat(&self) -> Vec<Pelanggaran> {
        let mut cacat = Vec::new();
        let mut salah = |letak: String, kode, pesan: &str| {
            cacat.push(Pelanggaran::baru(letak, kode, pesan));
        };
        if !self.rak.sah() {
            salah(
                "/rak".into(),
                "rak_tidak_sah",
                "Rak berisi 1 sampai 10.000 tempat, paling banyak 26 rak.",
            );
        }
        let urut = self.pengingat_hari.windows(2).all(|dua| dua[0] < dua[1]);
        let batas = self.pengingat_hari.iter().all(|hari| (1..=365).contains(hari));
        if !(urut && batas && self.pengingat_hari.len() <= 10) {
            let pesan = "Tulis paling banyak 10 hari pengingat, dari kecil ke besar, 1 sampai 365.";
            salah("/pengingat_hari".into(), "pengingat_tidak_sah", pesan);
        }
        if !(1..=3650).contains(&self.arsip_setelah_hari) {
            salah("/arsip_setelah_hari".into(), "hari_tidak_sah", "Isi 1 sampai 3650 hari.");
        }
        if self.antrean.len() > 26 {
            salah("/antrean".into(), "antrean_terlalu_banyak", "Paling banyak 26 jenis antrean.");
        }
        if self.loket.len() > 100 {
            salah("/loket".into(), "loket_terlalu_banyak", "Paling banyak 100 loket.");
        }
        for (i, satu) in self.antrean.iter().enumerate() {
            let awal = &self.antrean[..i];
            if awal.iter().any(|lain| lain.kode == satu.kode) {
                salah(format!("/antrean/{i}/kode"), "kode_ganda", "Kode ini sudah dipakai.");
            }
            if !satu.huruf.is_ascii_uppercase() || awal.iter().any(|lain| lain.huruf == satu.huruf)
            {
                let pesan = "Isi satu huruf A sampai Z yang belum dipakai.";
                salah(format!("/antrean/{i}/huruf"), "huruf_tidak_sah", pesan);
            }
            if !nama_sah(&satu.nama) {
                salah(format!("/antrean/{i}/nama"), "nama_tidak_sah", "Isi 1 sampai 60 karakter.");
            }
        }
        for (i, satu) in self.loket.iter().enumerate() {
            if self.loket[..i].iter().any(|lain| lain.kode == satu.kode) {
                salah(format!("/loket/{i}/kode"), "kode_ganda", "Kode ini sudah dipakai.");
            }
            if !nama_sah(&satu.nama) {
                salah(format!("/loket/{i}/nama"), "nama_tidak_sah", "Isi 1 sampai 60 karakter.");
            }
            for (j, jenis) in satu.jenis.iter().enumerate() {
                if !self.antrean.iter().any(|lain| &lain.kode == jenis) {
                    let pesan = "Jenis antrean ini tidak ada.";
                    salah(format!("/loket/{i}/jenis/{j}"), "antrean_tidak_ada", pesan);
                }
            }
        }
        if self.selang_prioritas == 0 || self.mundur == 0 {
            salah(
                "/selang_prioritas".into(),
                "selang_tidak_sah",
                "Selang prioritas dan mundur paling sedikit 1.",
            );
        }
        if self.laporan_pukul > 23 {
            salah("/laporan_pukul".into(), "pukul_tidak_sah", "Isi pukul 0 sampai 23.");
        }
        cacat
    }
}

fn nama_sah(nama: &str) -> bool {
    (1..=60).contains(&nama.trim().chars().count()) && !nama.chars().any(char::is_control)
}

/// Read how the counter is run.
#[derive(Clone, Copy, Debug)]
pub struct BacaPengaturanLoket;

impl BacaPengaturanLoket {
    /// The settings; the defaults where the office never decided.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<PengaturanLoket, Galat> {
        pelaku.petugas_salah_satu(&[Izin::LoketLayani, Izin::TenantKelola])?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        Ok(work.loket().pengaturan().await?)
    }
}

/// Change how the counter is run.
#[derive(Clone, Debug)]
pub struct AturLoket {
    /// The settings, whole.
    pub pengaturan: PengaturanLoket,
}

impl AturLoket {
    /// Stores them. What lies on the shelf keeps its slot and name.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<PengaturanLoket, Galat> {
        pelaku.petugas(Izin::TenantKelola)?;
        let cacat = self.pengaturan.cacat();
        if !cacat.is_empty() {
            return Err(Galat::TidakSah(cacat));
        }
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        work.loket().simpan_pengaturan(&self.pengaturan, ports.clock.now()).await?;
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "loket.pengaturan", "pengaturan", None);
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(self.pengaturan)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_sound_and_read_back() {
        let bawaan = PengaturanLoket::default();
        assert_eq!(bawaan.cacat(), Vec::new());
        assert_eq!((bawaan.antrean.len(), bawaan.loket.len()), (2, 1));
        let lagi: PengaturanLoket =
            serde_json::from_value(serde_json::to_value(&bawaan).unwrap()).unwrap();
        assert_eq!(lagi, bawaan);
        assert_eq!(serde_json::from_str::<PengaturanLoket>("{}").unwrap(), bawaan);
    }

    #[test]
    fn what_cannot_be_is_told_with_its_place() {
        let mut salah =
            PengaturanLoket { pengingat_hari: vec![14, 3], ..PengaturanLoket::default() };
        salah.antrean[1].huruf = 'A';
        salah.loket[0].jenis = vec![Kode::parse("hantu").unwrap()];
        salah.laporan_pukul = 24;
        let letak: Vec<String> = salah.cacat().into_iter().map(|satu| satu.pointer).collect();
        assert_eq!(
            letak,
            ["/pengingat_hari", "/antrean/1/huruf", "/loket/0/jenis/0", "/laporan_pukul"]
        );
    }
}
