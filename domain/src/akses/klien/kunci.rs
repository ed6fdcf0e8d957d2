//! Keys of machine callers: what they look like, how they are made, and how they are taken back.

use serde_json::json;
use time::{Duration, OffsetDateTime};

use super::{KlienId, KunciKlien, KunciKlienId, RincianKlien, catat, dicabut, terkunci};
use crate::{
    akses::{Izin, Pelaku, sudah_dibuat},
    galat::{Bentrok, Galat},
    nilai::Rahasia,
    ports::Ports,
    tenant::TenantSlug,
};

/// What every key begins with, so that scanners of repositories find one that was published.
const TANDA: &str = "lk_";
/// Characters of the name of a key.
const AWALAN: usize = 8;
/// Characters of what nobody can guess: 256 bits.
const ISI: usize = 64;
/// Keys of one caller that may open the door at once: the old and the new one of a rotation.
pub const KUNCI_SEKALIGUS: usize = 2;
/// Days a key lives at the longest.
pub const UMUR_KUNCI_HARI: u16 = 400;

/// The tenant that a text names, when it looks like a key: `lk_<tenant>_<8 hex>_<64 hex>`.
pub(super) fn tenant_kunci(teks: &str) -> Option<TenantSlug> {
    let badan = teks.strip_prefix(TANDA)?;
    let (badan, isi) = badan.rsplit_once('_')?;
    let (slug, awalan) = badan.rsplit_once('_')?;
    let heksa = |teks: &str, panjang| {
        teks.len() == panjang && teks.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    };
    if heksa(isi, ISI) && heksa(awalan, AWALAN) { TenantSlug::parse(slug).ok() } else { None }
}

/// Whether a bearer text claims to be a key: then it is never read as anything else.
pub(in crate::akses) fn mirip_kunci(teks: &str) -> bool {
    teks.starts_with(TANDA)
}

/// A key that was just made: the only moment at which it can be read.
#[derive(Clone, Debug)]
pub struct KunciBaru {
    /// The caller.
    pub klien: KlienId,
    /// The key as it is kept.
    pub kunci: KunciKlien,
    /// What opens the door.
    pub rahasia: Rahasia,
}

/// Give a machine caller a key.
#[derive(Clone, Debug)]
pub struct TerbitkanKunci {
    /// The caller.
    pub klien: KlienId,
    /// Days it lives, at most [`UMUR_KUNCI_HARI`].
    pub hari: u16,
    /// Idempotency key and fingerprint of the request.
    pub idempotensi: (String, Vec<u8>),
}

impl TerbitkanKunci {
    /// Makes one. An older key goes on opening the door until it ends or is taken back, so that the program can change over.
    ///
    /// # Errors
    /// [`Bentrok`] when two open the door already, and for an idempotency key that made one before: what was shown once is
    /// not shown again.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<KunciBaru, Galat> {
        let petugas = pelaku.petugas(Izin::KlienKelola)?;
        pelaku.wajib_segar(ports)?;
        if !(1..=UMUR_KUNCI_HARI).contains(&self.hari) {
            return Err(Galat::isian(
                "/hari",
                "umur_kunci",
                format!("Kunci berlaku 1 sampai {UMUR_KUNCI_HARI} hari."),
            ));
        }
        let (idempotensi, sidik_isi) = &self.idempotensi;
        let now = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let klien = terkunci(work.as_mut(), self.klien).await?;
        if sudah_dibuat(work.as_mut(), petugas.id, idempotensi, sidik_isi).await?.is_some() {
            return Err(Bentrok::baru(
                "kunci_sudah_diterbitkan",
                "Kunci untuk permintaan ini sudah diterbitkan dan hanya ditampilkan satu kali. Cabut kunci itu, lalu terbitkan yang baru.",
            )
            .into());
        }
        if klien.dicabut_pada.is_some() {
            return Err(dicabut().into());
        }
        if hidup(&klien, now) >= KUNCI_SEKALIGUS {
            return Err(Bentrok::baru(
                "kunci_terlalu_banyak",
                "Klien ini sudah mempunyai dua kunci yang berlaku. Cabut yang lama dahulu.",
            )
            .into());
        }
        let awalan = ports.ids.acak_hex(AWALAN / 2);
        let isi = ports.ids.acak_hex(ISI / 2);
        let rahasia = Rahasia::new(format!("{TANDA}{}_{awalan}_{isi}", pelaku.tenant.slug));
        let kunci = KunciKlien {
            id: ports.ids.id(),
            awalan,
            dibuat_oleh: petugas.id,
            dibuat_pada: now,
            berakhir_pada: now + Duration::days(i64::from(self.hari)),
            dicabut_pada: None,
        };
        let sidik = ports.sidik(rahasia.buka().as_bytes());
        work.klien().tambah_kunci(klien.id, &kunci, &sidik).await?;
        work.permohonan()
            .catat_idempotensi(petugas.id, idempotensi, sidik_isi, kunci.id.uuid(), now)
            .await?;
        let rincian = json!({ "kunci": kunci.id, "awalan": kunci.awalan, "hari": self.hari });
        catat(ports, work.as_mut(), pelaku, "klien.kunci_terbit", klien.id, rincian).await?;
        work.commit().await?;
        Ok(KunciBaru { klien: klien.id, kunci, rahasia })
    }
}

/// Take a key of a machine caller back.
#[derive(Clone, Copy, Debug)]
pub struct CabutKunci {
    /// The caller.
    pub klien: KlienId,
    /// The key.
    pub kunci: KunciKlienId,
}

impl CabutKunci {
    /// At once: the next call with it is refused. Taking it back twice is fine.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<RincianKlien, Galat> {
        pelaku.petugas(Izin::KlienKelola)?;
        let now = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut klien = terkunci(work.as_mut(), self.klien).await?;
        let kunci = klien.kunci.iter_mut().find(|satu| satu.id == self.kunci);
        let kunci = kunci.ok_or(Galat::TidakDitemukan("kunci"))?;
        if kunci.dicabut_pada.is_some() {
            return Ok(klien);
        }
        kunci.dicabut_pada = Some(now);
        let rincian = json!({ "kunci": kunci.id, "awalan": kunci.awalan });
        work.klien().cabut_kunci(self.kunci, now).await?;
        catat(ports, work.as_mut(), pelaku, "klien.kunci_cabut", klien.id, rincian).await?;
        work.commit().await?;
        Ok(klien)
    }
}

fn hidup(klien: &RincianKlien, now: OffsetDateTime) -> usize {
    klien.kunci.iter().filter(|satu| satu.hidup(now)).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tenant(teks: &str) -> Option<String> {
        tenant_kunci(teks).map(|slug| slug.to_string())
    }

    #[test]
    fn a_key_names_its_tenant_even_one_with_underscores() {
        let isi = "0a".repeat(32);
        assert_eq!(tenant(&format!("lk_balangan_0123abcd_{isi}")).as_deref(), Some("balangan"));
        assert_eq!(tenant(&format!("lk_kab_kota_7_0123abcd_{isi}")).as_deref(), Some("kab_kota_7"));
    }

    #[test]
    fn what_only_resembles_a_key_names_nobody() {
        let isi = "0a".repeat(32);
        for salah in [
            String::new(),
            "lk_".to_owned(),
            format!("lk_balangan_0123abcd_{}", &isi[1..]),
            format!("lk_balangan_0123abcd_{isi}0"),
            format!("lk_balangan_0123ABCD_{isi}"),
            format!("lk_balangan_0123abcd_{}", isi.to_uppercase()),
            format!("lk_balangan_0123abc_{isi}"),
            format!("lk__0123abcd_{isi}"),
            format!("lk_Balangan_0123abcd_{isi}"),
            format!("lk_balangan\"_0123abcd_{isi}"),
            format!("LK_balangan_0123abcd_{isi}"),
            format!(" lk_balangan_0123abcd_{isi}"),
            format!("lk_balangan_0123abcd_{isi}\n"),
        ] {
            assert_eq!(tenant(&salah), None, "{salah}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(teks in ".{0,120}") {
            let _ = tenant_kunci(&teks);
        }
    }
}
