//! Take what the holder of a number reads from the code it got.

use serde_json::json;

use super::{ANGKA_KODE, HasilKode, KodeTampil, tampil};
use crate::{
    akses::{Izin, Pelaku},
    audit::CatatanAudit,
    galat::{Bentrok, Galat},
    nilai::Rahasia,
    percakapan::KontakId,
    ports::Ports,
};

/// Answer the code that was sent to a contact.
#[derive(Clone, Debug)]
pub struct PeriksaKode {
    /// The contact.
    pub kontak: KontakId,
    /// What was read.
    pub kode: Rahasia,
}

impl PeriksaKode {
    /// Marks the number as proven. A wrong answer is counted before it is refused.
    ///
    /// # Errors
    /// [`Bentrok`] `kode_salah`, `kode_habis_percobaan` or `kode_kedaluwarsa`.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<KodeTampil, Galat> {
        pelaku.petugas(Izin::PermohonanBuat)?;
        let angka: String = self.kode.buka().chars().filter(|c| !c.is_whitespace()).collect();
        let angka = Rahasia::new(angka);
        let rupa = angka.buka().as_bytes();
        if rupa.len() != ANGKA_KODE || !rupa.iter().all(u8::is_ascii_digit) {
            return Err(Galat::isian(
                "/kode",
                "kode_enam_angka",
                "Isi enam angka yang dibacakan warga.",
            ));
        }
        let now = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let kontak = work.kontak().kunci(self.kontak).await?;
        let kontak = kontak.ok_or(Galat::TidakDitemukan("kontak"))?;
        let Some(mut kode) = work.kode_nomor().kunci_terakhir(kontak.id).await? else {
            return Err(tolak(HasilKode::Kedaluwarsa));
        };
        // The number may be another one than the code went to; then nothing fits.
        let cocok = match &kontak.nomor {
            Some(nomor) => work.kode_nomor().cocok(&kode, nomor, &angka).await?,
            None => false,
        };
        let hasil = kode.jawab(cocok, now);
        let aksi = match hasil {
            HasilKode::Terbukti => "kontak.nomor_terbukti",
            HasilKode::Salah(_) => "kontak.kode_salah",
            HasilKode::Habis if kode.selesai_pada == Some(now) => "kontak.kode_habis",
            HasilKode::Habis | HasilKode::Kedaluwarsa => return Err(tolak(hasil)),
        };
        work.kode_nomor().simpan(&kode, now).await?;
        let objek = Some(kontak.id.uuid());
        let rincian =
            json!({ "kode": kode.id, "permohonan": kode.permohonan, "salah": kode.salah });
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), aksi, "kontak", objek).dengan(rincian);
        work.audit().catat(&catatan).await?;
        let tampil = tampil(work.as_mut(), kode, &kontak, now).await?;
        work.commit().await?;
        if hasil == HasilKode::Terbukti { Ok(tampil) } else { Err(tolak(hasil)) }
    }
}

/// A refusal as it is told.
fn tolak(hasil: HasilKode) -> Galat {
    let (kode, pesan) = match hasil {
        HasilKode::Salah(sisa) => {
            ("kode_salah", format!("Kode tidak cocok. Sisa {sisa} percobaan."))
        }
        HasilKode::Habis => (
            "kode_habis_percobaan",
            "Kode ini sudah terlalu sering salah. Kirim kode baru.".to_owned(),
        ),
        HasilKode::Kedaluwarsa | HasilKode::Terbukti => (
            "kode_kedaluwarsa",
            "Tidak ada kode yang masih berlaku untuk nomor ini. Kirim kode baru.".to_owned(),
        ),
    };
    let pilihan = if matches!(hasil, HasilKode::Salah(_)) { "periksa" } else { "kirim_kode" };
    Bentrok::baru(kode, pesan).dengan_pilihan(vec![pilihan.to_owned()]).into()
}
