//! What an officer does about a message that did not leave.

use serde_json::json;

use super::{Golongan, KeadaanPesan, PesanId, RincianPesan};
use crate::{
    akses::{Izin, Pelaku},
    audit::CatatanAudit,
    galat::{Bentrok, Galat, PortError},
    nilai::Rahasia,
    penyerahan::setelah_gagal,
    percakapan::TahapKirim,
    ports::Ports,
};

/// The longest reason, in characters.
const ALASAN_MAKS: usize = 500;

/// Send a message again.
#[derive(Clone, Debug)]
pub struct UlangiPesan {
    /// Which.
    pub id: PesanId,
    /// Although it may arrive twice.
    pub paksa: bool,
    /// Why; required with `paksa`.
    pub alasan: Option<Rahasia>,
}

/// End a message without sending it.
#[derive(Clone, Debug)]
pub struct AbaikanPesan {
    /// Which.
    pub id: PesanId,
    /// Why.
    pub alasan: Rahasia,
}

impl RincianPesan {
    /// Whether sending it again is possible.
    ///
    /// # Errors
    /// A conflict with its code: it is under way, it arrived, or it may have arrived and `paksa` was not said.
    pub fn boleh_diulang(&self, paksa: bool) -> Result<(), Bentrok> {
        if self.golongan == Golongan::Kode {
            return Err(Bentrok::baru(
                "kode_tidak_diulang",
                "Kode verifikasi tidak dikirim ulang. Kirim kode baru dari kontaknya.",
            ));
        }
        match self.keadaan {
            KeadaanPesan::Antre | KeadaanPesan::Mengirim => Err(Bentrok::baru(
                "pesan_sedang_dikirim",
                "Pesan ini masih dalam antrean atau sedang dikirim. Tunggu hasilnya dahulu.",
            )),
            KeadaanPesan::Terkirim => Err(Bentrok::baru(
                "pesan_sudah_terkirim",
                "Pesan ini sudah diterima WhatsApp; mengirimnya lagi akan menggandakannya.",
            )),
            // A failure that the channel reported under the only id it gave is proof; one of ours after an unknown send is none.
            _ if self.kabur && self.status != Some(TahapKirim::Failed) && !paksa => {
                Err(Bentrok::baru(
                    "pesan_mungkin_ganda",
                    "Tidak ada kepastian apakah pesan ini pernah terkirim. Kirim ulang hanya bila warga belum menerimanya, dengan `paksa` dan alasannya.",
                )
                .dengan_pilihan(vec!["paksa".to_owned(), "abaikan".to_owned()]))
            }
            KeadaanPesan::Tertahan | KeadaanPesan::Gagal | KeadaanPesan::Dilewati => Ok(()),
        }
    }

    /// Whether it can be ended.
    ///
    /// # Errors
    /// A conflict with its code: it is under way, or over.
    pub fn boleh_diabaikan(&self) -> Result<(), Bentrok> {
        match self.keadaan {
            KeadaanPesan::Tertahan | KeadaanPesan::Gagal => Ok(()),
            _ => Err(Bentrok::baru(
                "pesan_tidak_bermasalah",
                "Hanya pesan yang gagal atau tertahan yang dapat diabaikan.",
            )),
        }
    }
}

impl UlangiPesan {
    /// Queues it once more; the same rules decide whether it leaves.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<RincianPesan, Galat> {
        pelaku.petugas(Izin::WaKelola)?;
        let alasan = self.alasan.as_ref().map(alasan).transpose()?;
        if self.paksa && alasan.is_none() {
            return Err(alasan_wajib());
        }
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let pesan = work.pesan().kunci(self.id).await?.ok_or(Galat::TidakDitemukan("pesan"))?;
        pesan.boleh_diulang(self.paksa)?;
        work.pesan().ulangi(self.id, alasan.as_ref(), ports.clock.now()).await?;
        let catatan = CatatanAudit::baru(
            ports,
            pelaku.jejak(),
            "pesan.ulang",
            "pesan_keluar",
            Some(self.id.uuid()),
        )
        .dengan(json!({ "galat": pesan.galat, "paksa": self.paksa, "kabur": pesan.kabur }));
        work.audit().catat(&catatan).await?;
        let baru = work.pesan().baca(self.id).await?;
        work.commit().await?;
        baru.ok_or_else(|| PortError::tak_terduga("the message is gone").into())
    }
}

impl AbaikanPesan {
    /// Ends it; it stays in the ledger with the reason.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<RincianPesan, Galat> {
        pelaku.petugas(Izin::WaKelola)?;
        let alasan = alasan(&self.alasan)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let pesan = work.pesan().kunci(self.id).await?.ok_or(Galat::TidakDitemukan("pesan"))?;
        pesan.boleh_diabaikan()?;
        work.pesan().abaikan(self.id, &alasan, ports.clock.now()).await?;
        setelah_gagal(ports, work.as_mut(), &pelaku.tenant, self.id).await?;
        let catatan = CatatanAudit::baru(
            ports,
            pelaku.jejak(),
            "pesan.abaikan",
            "pesan_keluar",
            Some(self.id.uuid()),
        )
        .dengan(json!({ "galat": pesan.galat, "keadaan": pesan.keadaan.kata() }));
        work.audit().catat(&catatan).await?;
        let baru = work.pesan().baca(self.id).await?;
        work.commit().await?;
        baru.ok_or_else(|| PortError::tak_terduga("the message is gone").into())
    }
}

fn alasan(isi: &Rahasia) -> Result<Rahasia, Galat> {
    let isi = isi.buka().trim();
    if (1..=ALASAN_MAKS).contains(&isi.chars().count()) {
        Ok(Rahasia::new(isi))
    } else {
        Err(alasan_wajib())
    }
}

fn alasan_wajib() -> Galat {
    Galat::isian(
        "/alasan",
        "alasan_wajib",
        format!("Alasan wajib diisi, paling panjang {ALASAN_MAKS} huruf."),
    )
}

#[cfg(test)]
mod tests {
    use time::OffsetDateTime;

    use super::*;
    use crate::percakapan::KontakId;

    fn pesan(keadaan: KeadaanPesan, kabur: bool, status: Option<TahapKirim>) -> RincianPesan {
        RincianPesan {
            id: PesanId::new(uuid::Uuid::nil()),
            kontak: KontakId::new(uuid::Uuid::nil()),
            permohonan: None,
            phone_number_id: "1".to_owned(),
            golongan: Golongan::Kabar,
            jenis: "teks".to_owned(),
            isi: None,
            keadaan,
            status,
            galat: None,
            percobaan: 1,
            kabur,
            mungkin_ganda: false,
            biaya: None,
            dibuat_pada: OffsetDateTime::UNIX_EPOCH,
            selesai_pada: None,
        }
    }

    #[test]
    fn what_may_have_arrived_is_sent_again_only_when_somebody_insists() {
        let kabur = pesan(KeadaanPesan::Gagal, true, None);
        assert_eq!(kabur.boleh_diulang(false).unwrap_err().kode, "pesan_mungkin_ganda");
        assert!(kabur.boleh_diulang(true).is_ok());
        let terbukti = pesan(KeadaanPesan::Gagal, true, Some(TahapKirim::Failed));
        assert!(terbukti.boleh_diulang(false).is_ok());
        assert!(pesan(KeadaanPesan::Dilewati, false, None).boleh_diulang(false).is_ok());
    }

    #[test]
    fn a_code_is_never_sent_again() {
        let kode = RincianPesan {
            golongan: Golongan::Kode,
            ..pesan(KeadaanPesan::Gagal, false, Some(TahapKirim::Failed))
        };
        assert_eq!(kode.boleh_diulang(true).unwrap_err().kode, "kode_tidak_diulang");
    }

    #[test]
    fn what_arrived_or_is_under_way_is_never_sent_again() {
        for keadaan in [KeadaanPesan::Antre, KeadaanPesan::Mengirim, KeadaanPesan::Terkirim] {
            assert!(pesan(keadaan, false, None).boleh_diulang(true).is_err(), "{keadaan:?}");
            assert!(pesan(keadaan, false, None).boleh_diabaikan().is_err(), "{keadaan:?}");
        }
    }
}
