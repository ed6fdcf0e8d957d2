//! Lists of revoked certificates that the office keeps run out: how they stand, and the warning before they do.

use serde_json::json;
use time::{Duration, OffsetDateTime};

use super::kerja::beritahu;
use crate::{
    akses::{Izin, JejakPelaku},
    audit::CatatanAudit,
    dokumen::{KeteranganCrl, KoneksiTte},
    galat::Galat,
    kalender::kalimat_tanggal,
    notifikasi::Kepada,
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// The longest time before its end at which a list is said to run out.
const PALING_DINI: Duration = Duration::days(3);

/// How a list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeadaanCrl {
    /// It counts.
    Berlaku,
    /// It counts, and a newer one is due: the last quarter of its time, three days at most.
    SegeraHabis,
    /// Its time is over: it still proves that a certificate was revoked, and no longer that one was not.
    Habis,
    /// It does not say when the next one is due, so that it proves nothing of what is signed after it.
    TanpaAkhir,
}

impl KeadaanCrl {
    /// Every state.
    pub const SEMUA: [Self; 4] = [Self::Berlaku, Self::SegeraHabis, Self::Habis, Self::TanpaAkhir];

    /// The stable word.
    pub fn kata(self) -> &'static str {
        match self {
            Self::Berlaku => "berlaku",
            Self::SegeraHabis => "segera_habis",
            Self::Habis => "habis",
            Self::TanpaAkhir => "tanpa_akhir",
        }
    }
}

/// How a list stands at that moment.
pub fn keadaan_crl(daftar: &KeteranganCrl, kini: OffsetDateTime) -> KeadaanCrl {
    let Some(akhir) = daftar.berikutnya_pada else { return KeadaanCrl::TanpaAkhir };
    let seperempat: Duration = (akhir - daftar.terbit_pada) / 4_i32;
    let dini = seperempat.clamp(Duration::ZERO, PALING_DINI);
    match akhir - kini {
        sisa if sisa < Duration::ZERO => KeadaanCrl::Habis,
        sisa if sisa <= dini => KeadaanCrl::SegeraHabis,
        _ => KeadaanCrl::Berlaku,
    }
}

/// Something to be announced about what the office keeps, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PeringatanCrl {
    /// Of which list, by its hash.
    sidik: Vec<u8>,
    /// What, by a stable word.
    tingkat: &'static str,
    isi: String,
}

/// What is to be announced now, whether or not it was. Lists may be long, so this is no work for a transaction.
pub(super) fn tinjau_crl(
    ports: &Ports,
    tenant: &Tenant,
    koneksi: &KoneksiTte,
    kini: OffsetDateTime,
) -> Vec<PeringatanCrl> {
    if koneksi.crl_pem.is_empty() {
        return Vec::new();
    }
    match ports.pemeriksa.baca_crl(koneksi.crl_pem.as_bytes(), &koneksi.jangkar_pem) {
        Ok(bacaan) => {
            let semua = bacaan.daftar.iter();
            semua.filter_map(|satu| satu_peringatan(ports, tenant, koneksi, satu, kini)).collect()
        }
        // Its anchor is gone, most likely: it was read when it was stored.
        Err(salah) => vec![PeringatanCrl {
            sidik: ports.sidik(koneksi.crl_pem.as_bytes()),
            tingkat: salah.kode(),
            isi: format!(
                "Daftar pencabutan sertifikat (CRL) kantor tidak dapat dipakai lagi: {salah}. Pasang daftar yang baru."
            ),
        }],
    }
}

fn satu_peringatan(
    ports: &Ports,
    tenant: &Tenant,
    koneksi: &KoneksiTte,
    satu: &KeteranganCrl,
    kini: OffsetDateTime,
) -> Option<PeringatanCrl> {
    let akhir = satu.berikutnya_pada?;
    let setempat = tenant.zona.setempat(akhir);
    let (hari, jam, menit) = (kalimat_tanggal(setempat.date()), setempat.hour(), setempat.minute());
    let saat = format!("{hari} pukul {jam:02}.{menit:02} {}", tenant.zona.nama());
    let daftar = format!("Daftar pencabutan sertifikat (CRL) dari {}", satu.penerbit);
    let keadaan = keadaan_crl(satu, kini);
    let isi = match keadaan {
        KeadaanCrl::Berlaku | KeadaanCrl::TanpaAkhir => return None,
        KeadaanCrl::SegeraHabis => {
            format!("{daftar} hanya berlaku sampai {saat}. Pasang daftar yang baru sebelum itu.")
        }
        KeadaanCrl::Habis if koneksi.pencabutan_wajib => format!(
            "{daftar} berakhir pada {saat}. Sampai daftar yang baru dipasang, tanda tangan tanpa bukti lain ditolak."
        ),
        KeadaanCrl::Habis => format!(
            "{daftar} berakhir pada {saat} dan tidak membuktikan lagi bahwa sertifikat belum dicabut. Pasang daftar yang baru."
        ),
    };
    let rupa = format!("{}/{}/{akhir}", satu.penerbit, satu.terbit_pada);
    Some(PeringatanCrl { sidik: ports.sidik(rupa.as_bytes()), tingkat: keadaan.kata(), isi })
}

/// Tells who administers and who watches the operation, once for each list and state, however many look.
pub(super) async fn ingatkan_crl(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    peringatan: &[PeringatanCrl],
) -> Result<(), Galat> {
    for satu in peringatan {
        let kini = ports.clock.now();
        if !work.meja().catat_peringatan_crl(&satu.sidik, satu.tingkat, kini).await? {
            continue;
        }
        for kepada in [Kepada::Izin(Izin::AksesKelola), Kepada::Izin(Izin::OperasiLihat)] {
            beritahu(ports, work, kepada, &satu.isi).await?;
        }
        let jejak = JejakPelaku::Sistem;
        let catatan = CatatanAudit::baru(ports, jejak, "tte.peringatan_crl", "integrasi", None)
            .dengan(json!({ "tingkat": satu.tingkat }));
        work.audit().catat(&catatan).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;

    const TERBIT: OffsetDateTime = datetime!(2026-03-02 08:00 +08);

    fn daftar(umur: Option<Duration>) -> KeteranganCrl {
        KeteranganCrl {
            penerbit: "Contoh".to_owned(),
            terbit_pada: TERBIT,
            berikutnya_pada: umur.map(|umur| TERBIT + umur),
            jumlah: 0,
        }
    }

    #[test]
    fn a_daily_list_is_announced_six_hours_ahead_and_a_monthly_one_three_days() {
        for (umur, dini) in [(Duration::days(1), 6), (Duration::days(30), 72)] {
            let satu = daftar(Some(umur));
            let pada = |sisa: Duration| keadaan_crl(&satu, TERBIT + umur - sisa);
            assert_eq!(pada(Duration::hours(dini) + Duration::SECOND), KeadaanCrl::Berlaku);
            assert_eq!(pada(Duration::hours(dini)), KeadaanCrl::SegeraHabis);
            assert_eq!(pada(Duration::ZERO), KeadaanCrl::SegeraHabis);
            assert_eq!(pada(-Duration::SECOND), KeadaanCrl::Habis);
        }
        assert_eq!(keadaan_crl(&daftar(None), TERBIT), KeadaanCrl::TanpaAkhir);
    }

    proptest! {
        #[test]
        fn a_list_only_ever_grows_older(umur in -100_i64..10_000, jam in prop::collection::vec(0_i64..200, 1..40)) {
            let satu = daftar(Some(Duration::hours(umur)));
            let (mut kini, mut lalu) = (TERBIT, 0);
            for jam in jam {
                kini += Duration::hours(jam);
                let tua = match keadaan_crl(&satu, kini) {
                    KeadaanCrl::Berlaku => 0,
                    KeadaanCrl::SegeraHabis => 1,
                    KeadaanCrl::Habis => 2,
                    KeadaanCrl::TanpaAkhir => unreachable!("it says when it ends"),
                };
                prop_assert!(tua >= lalu);
                lalu = tua;
            }
        }
    }
}
