//! When a case is due, and why: the clock is read off the case's own events.

use time::OffsetDateTime;

use super::{
    Kasus, Kejadian, Permohonan, PermohonanId, RiwayatJam, definisi_kasus, kalender_kanal,
    konteks_kasus,
};
use crate::{
    akses::{Izin, Pelaku},
    galat::{Bentrok, Galat, PortError},
    kalender::{Durasi, GalatJam, Jam, Kalender, Kejadian as KejadianJam, Ringkasan, SebabJeda},
    nilai::Kode,
    ports::{Ports, UnitOfWork},
    sop::{DefinisiSop, KeadaanKasus, StatusKasus},
};

/// The deadline of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenggatKasus {
    /// What was promised.
    pub janji: Durasi,
    /// What the clock shows now.
    pub ringkasan: Ringkasan,
    /// Why it is due then, line by line.
    pub penjelasan: Vec<String>,
    /// Until when the applicant has to complete, while the case waits for them.
    pub batas_pemohon: Option<OffsetDateTime>,
}

/// The clock of a case: it starts with the case, or with the step that the promise names; it stands still while the
/// applicant is to act and while every open step pauses it; it stops with the end.
///
/// # Errors
/// Events in an order that no clock can follow.
pub fn jam_kasus(
    kejadian: &[Kejadian],
    definisi: &DefinisiSop,
    sejak: Option<&Kode>,
) -> Result<Option<Jam>, GalatJam> {
    let mut keadaan = KeadaanKasus::awal();
    let mut jam: Option<Jam> = None;
    let mut sebelum = None;
    for satu in kejadian {
        keadaan = keadaan.setelah([&satu.peristiwa]);
        let Some(berjalan) = &mut jam else {
            let mulai = sejak.is_none_or(|tahap| keadaan.kunjungan(tahap) > 0);
            if mulai {
                jam = Some(Jam::mulai(satu.pada));
            }
            continue;
        };
        let kini = sebab_jeda(&keadaan, definisi);
        let berakhir = matches!(keadaan.status, StatusKasus::Berakhir { .. });
        match (sebelum, kini) {
            _ if berakhir => berjalan.catat(satu.pada, KejadianJam::Selesai)?,
            (None, Some(sebab)) => berjalan.catat(satu.pada, KejadianJam::Jeda(sebab))?,
            (Some(_), None) => berjalan.catat(satu.pada, KejadianJam::Lanjut)?,
            (Some(lama), Some(sebab)) if lama != sebab => {
                berjalan.catat(satu.pada, KejadianJam::Lanjut)?;
                berjalan.catat(satu.pada, KejadianJam::Jeda(sebab))?;
            }
            _ => {}
        }
        sebelum = kini;
    }
    Ok(jam)
}

/// Why the clock of a case stands still.
fn sebab_jeda(keadaan: &KeadaanKasus, definisi: &DefinisiSop) -> Option<SebabJeda> {
    if matches!(keadaan.status, StatusKasus::MenungguPemohon { .. }) {
        return Some(SebabJeda::Pemohon);
    }
    let mut sebab = keadaan.tugas.iter().map(|tugas| {
        let tahap = definisi.tahap(&tugas.tahap)?;
        if tugas.untuk.pemohon { Some(SebabJeda::Pemohon) } else { tahap.jeda }
    });
    let pertama = sebab.next()??;
    sebab.all(|lain| lain.is_some()).then_some(pertama)
}

/// Ask when a case is due, and why.
#[derive(Clone, Copy, Debug)]
pub struct BacaTenggat {
    /// Which.
    pub id: PermohonanId,
}

impl BacaTenggat {
    /// The deadline as it stands now.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<TenggatKasus, Galat> {
        pelaku.boleh(Izin::PermohonanBaca)?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let permohonan =
            work.permohonan().baca(self.id).await?.ok_or(Galat::TidakDitemukan("permohonan"))?;
        pelaku.jangkau(permohonan.unit.as_ref())?;
        let (layanan, definisi) = definisi_kasus(work.as_mut(), &permohonan).await?;
        let (zona, kini) = (pelaku.tenant.zona, ports.clock.now());
        let konteks = konteks_kasus(&permohonan, &layanan, &[], zona, kini);
        let janji = layanan.janji_berlaku(&konteks).map(Durasi::from).ok_or_else(|| {
            Bentrok::baru("layanan_tanpa_janji", "Layanan ini tidak menjanjikan lama proses.")
        })?;
        let kalender = kalender_kanal(work.as_mut(), permohonan.kanal).await?;
        let riwayat = work.bacaan().riwayat_jam(self.id).await?;
        let jam = jam_kasus(&riwayat.kejadian, &definisi, layanan.janji_sejak.as_ref())
            .map_err(PortError::tak_terduga)?
            .ok_or_else(|| {
                Bentrok::baru(
                    "janji_belum_mulai",
                    "Waktu layanan ini dihitung sejak suatu tahap dibuka, dan tahap itu belum dibuka.",
                )
            })?;
        Ok(tenggat_kasus(&permohonan, jam, janji, &kalender, &riwayat, kini)
            .map_err(PortError::tak_terduga)?)
    }
}

/// When a running case will be done by its promise, as things stand; `None` without a promise, or before its clock began.
pub(crate) async fn perkiraan_selesai(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kasus: &Kasus,
) -> Result<Option<OffsetDateTime>, Galat> {
    let Kasus { permohonan, layanan, definisi, fakta } = kasus;
    let Some(janji) = layanan.janji_berlaku(&fakta.konteks).map(Durasi::from) else {
        return Ok(None);
    };
    let kalender = kalender_kanal(work, permohonan.kanal).await?;
    let riwayat = work.bacaan().riwayat_jam(permohonan.id).await?;
    let jam = jam_kasus(&riwayat.kejadian, definisi, layanan.janji_sejak.as_ref())
        .map_err(PortError::tak_terduga)?;
    let Some(jam) = jam else { return Ok(None) };
    let tenggat = tenggat_kasus(permohonan, jam, janji, &kalender, &riwayat, ports.clock.now())
        .map_err(PortError::tak_terduga)?;
    Ok(Some(tenggat.ringkasan.tenggat.saat))
}

/// The deadline of a case at `kini`: its own events and the interruptions of the office on one clock, which starts no
/// earlier than the day that the quota gave it.
///
/// # Errors
/// Events in an order that no clock can follow, or a calendar that gives no deadline.
pub fn tenggat_kasus(
    permohonan: &Permohonan,
    jam: Jam,
    janji: Durasi,
    kalender: &Kalender,
    riwayat: &RiwayatJam,
    kini: OffsetDateTime,
) -> Result<TenggatKasus, GalatJam> {
    let mulai = permohonan.mulai_janji(kalender)?;
    let sendiri = jam.tidak_sebelum(mulai);
    // Before its day has come nothing that breaks can hold it up.
    let gangguan = if kini < mulai { &[][..] } else { &riwayat.gangguan[..] };
    let jam = sendiri.disela(gangguan)?;
    let kini = kini.max(mulai);
    let mut penjelasan = jam.penjelasan(kalender, janji, kini)?;
    if mulai > permohonan.dibuat_pada {
        let baris = format!(
            "Terdaftar {}. Sesuai kuota harian layanan, permohonan ini mulai dikerjakan {}; janji dihitung sejak \
             kantor buka hari itu.",
            kalender.tulis_saat(permohonan.dibuat_pada),
            Kalender::tulis_tanggal(kalender.zona.setempat(mulai).date()),
        );
        penjelasan.insert(1.min(penjelasan.len()), baris);
    }
    penjelasan.extend(kalender.jelaskan_bertumpuk(&sendiri, gangguan)?);
    let batas_pemohon = permohonan.keadaan.status.batas();
    if let Some(batas) = batas_pemohon {
        let saat = kalender.tulis_saat(batas);
        penjelasan.push(format!("Pemohon ditunggu melengkapi paling lambat {saat}."));
    }
    let ringkasan = jam.ringkas(kalender, janji, kini)?;
    Ok(TenggatKasus { janji, ringkasan, penjelasan, batas_pemohon })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use time::{
        Date,
        macros::{date, datetime},
    };
    use uuid::Uuid;

    use super::*;
    use crate::{
        akses::JejakPelaku,
        kalender::Sela,
        layanan::Kanal,
        nilai::{Kode, KodeWilayah, NomorRegistrasi, Rahasia},
        permohonan::Pemohon,
        sop::{KeadaanKasus, Peristiwa},
    };

    const MASUK: OffsetDateTime = datetime!(2026-04-06 9:00 +8);

    fn kalender() -> Kalender {
        serde_json::from_value(serde_json::json!({
            "zona": "WITA",
            "jam": { "biasa": {
                "senin": ["08:00-16:00"], "selasa": ["08:00-16:00"], "rabu": ["08:00-16:00"],
            } },
        }))
        .unwrap()
    }

    fn permohonan(mulai_layanan: Option<Date>) -> Permohonan {
        Permohonan {
            id: PermohonanId::new(Uuid::nil()),
            nomor: NomorRegistrasi::buat(&KodeWilayah::parse("63.11").unwrap(), 2026, 1),
            layanan: Kode::parse("kia").unwrap(),
            layanan_nama: "KIA".to_owned(),
            sop: Uuid::nil().into(),
            varian: None,
            kanal: Kanal::Loket,
            unit: None,
            prioritas: false,
            anak: false,
            kuasa: None,
            kontak: None,
            pemohon: Pemohon {
                nama: Rahasia::new("Budi Contoh"),
                nik: None,
                nomor_kk: None,
                nomor_wa: None,
            },
            isian: BTreeMap::new(),
            keadaan: KeadaanKasus::awal(),
            mulai_layanan,
            dibuat_pada: MASUK,
            diubah_pada: MASUK,
        }
    }

    fn definisi() -> DefinisiSop {
        let nilai =
            serde_json::json!({ "kode": "umum", "nama": "Umum", "mulai": "a", "tahap": [] });
        serde_json::from_value(nilai).unwrap()
    }

    fn riwayat(gangguan: &[Sela]) -> RiwayatJam {
        let mulai = Kejadian {
            urutan: 1,
            peristiwa: Peristiwa::KasusDimulai { sop: Kode::parse("umum").unwrap() },
            pelaku: JejakPelaku::Sistem,
            nama_pelaku: None,
            pada: MASUK,
        };
        RiwayatJam { kejadian: vec![mulai], gangguan: gangguan.to_vec() }
    }

    fn hitung(slot: Option<Date>, gangguan: &[Sela], kini: OffsetDateTime) -> TenggatKasus {
        let (permohonan, janji) = (permohonan(slot), Durasi::Jam(2));
        let riwayat = riwayat(gangguan);
        let jam = jam_kasus(&riwayat.kejadian, &definisi(), None).unwrap().unwrap();
        tenggat_kasus(&permohonan, jam, janji, &kalender(), &riwayat, kini).unwrap()
    }

    #[test]
    fn the_promise_counts_from_the_opening_of_the_day_that_the_quota_gave() {
        let hari = Some(date!(2026 - 04 - 08));
        for kini in [datetime!(2026-04-06 9:01 +8), datetime!(2026-04-08 9:00 +8)] {
            let tenggat = hitung(hari, &[], kini);
            assert_eq!(tenggat.ringkasan.masuk, datetime!(2026-04-08 8:00 +8));
            assert_eq!(tenggat.ringkasan.tenggat.saat, datetime!(2026-04-08 10:00 +8));
            let baris = tenggat.penjelasan.join("\n");
            assert!(baris.contains("Sesuai kuota harian"), "{baris}");
            assert!(baris.contains("mulai dikerjakan Rabu, 8 April 2026"), "{baris}");
            assert!(!tenggat.ringkasan.terlambat());
        }
        let hari_ini = hitung(Some(date!(2026 - 04 - 06)), &[], datetime!(2026-04-06 10:00 +8));
        assert_eq!(hari_ini.ringkasan.masuk, MASUK, "a slot of the same day delays nothing");
        assert!(!hari_ini.penjelasan.join("\n").contains("kuota"));
    }

    #[test]
    fn an_interruption_before_the_day_has_come_holds_nothing_up() {
        let siak = |sampai| Sela {
            dari: datetime!(2026-04-06 8:00 +8),
            sampai,
            sebab: SebabJeda::SiakGangguan,
        };
        let hari = Some(date!(2026 - 04 - 07));
        let sebelum = hitung(hari, &[siak(None)], datetime!(2026-04-06 15:00 +8));
        assert_eq!((sebelum.ringkasan.dijeda, sebelum.ringkasan.bruto), (None, 0));
        let masih = hitung(hari, &[siak(None)], datetime!(2026-04-07 9:00 +8));
        assert_eq!(masih.ringkasan.dijeda, Some(SebabJeda::SiakGangguan));
        assert_eq!((masih.ringkasan.bruto, masih.ringkasan.bersih), (60, 0));
        let pulih = siak(Some(datetime!(2026-04-07 8:30 +8)));
        let tenggat = hitung(hari, &[pulih], datetime!(2026-04-07 9:00 +8));
        assert_eq!(tenggat.ringkasan.tenggat.saat, datetime!(2026-04-07 10:30 +8));
    }
}
