//! Why something is due when it is due, in plain Indonesian lines.

use time::{Date, Month, OffsetDateTime};

use super::{
    Durasi, GalatJam, Hari, Jam, Kalender, Satuan, ZonaWaktu,
    hitung::HariTerpakai,
    jam_henti::{Henti, Hitungan},
};

/// Days told one by one; the rest is summed up.
const HARI_DIRINCI: usize = 60;

impl Jam {
    /// Why a promise of `durasi` is due when it is, as known at `kini`: the start, the hours of each
    /// day, the holidays by name, the pauses and the deadline.
    pub fn penjelasan(
        &self,
        kalender: &Kalender,
        durasi: Durasi,
        kini: OffsetDateTime,
    ) -> Result<Vec<String>, GalatJam> {
        let hitungan = self.hitung(kalender, durasi, kini)?;
        let mut baris = vec![format!("Janji layanan: {}.", durasi.kalimat())];
        kalender.jelaskan_awal(&hitungan, &mut baris);
        kalender.jelaskan_durasi(&hitungan, durasi, &mut baris);
        for henti in &hitungan.henti {
            baris.push(kalender.jelaskan_henti(&hitungan, henti, durasi)?);
        }
        let ringkasan = &hitungan.ringkasan;
        let tulis = |saat| kalender.tulis_saat(saat);
        if ringkasan.semula.saat != ringkasan.tenggat.saat {
            baris.push(format!("Tanpa jeda, tenggatnya {}.", tulis(ringkasan.semula.saat)));
        }
        if let Some(cepat) = ringkasan.tenggat.paling_cepat {
            baris.push(format!("Paling cepat selesai {}.", tulis(cepat)));
        }
        baris.push(format!("Tenggat: {}.", tulis(ringkasan.tenggat.saat)));
        if let Some(sebab) = ringkasan.dijeda {
            baris.push(format!(
                "Jam masih dijeda karena {}; tenggat bergeser selama jeda berlangsung.",
                sebab.kalimat()
            ));
        }
        Ok(baris)
    }
}

impl Kalender {
    fn jelaskan_awal(&self, hitungan: &Hitungan, baris: &mut Vec<String>) {
        let masuk = hitungan.ringkasan.masuk;
        let mulai = hitungan.ringkasan.tenggat.mulai;
        baris.push(format!("Masuk {}.", self.tulis_saat(masuk)));
        if self.menit_setempat(masuk) == self.menit_setempat(mulai) {
            return;
        }
        let setempat = self.zona.setempat(masuk);
        let pukul = u16::from(setempat.hour()) * 60 + u16::from(setempat.minute());
        let batas = self.jam.batas_pada(setempat.date()).filter(|batas| pukul > batas.menit());
        let sebab = match batas {
            Some(batas) if self.hari_kerja(setempat.date()) => {
                format!("Setelah batas penerimaan pukul {}", batas.to_string().replace(':', "."))
            }
            _ => "Di luar jam kerja".to_owned(),
        };
        baris.push(format!("{sebab}, jadi dihitung mulai {}.", self.tulis_saat(mulai)));
    }

    fn jelaskan_durasi(&self, hitungan: &Hitungan, durasi: Durasi, baris: &mut Vec<String>) {
        match durasi.urai() {
            (_, _, Satuan::HariKalender | Satuan::Minggu) => {
                baris.push(
                    "Dihitung hari kalender sampai akhir hari; hari libur ikut dihitung."
                        .to_owned(),
                );
                return;
            }
            (_, _, Satuan::HariKerja) => baris.push(format!(
                "Hari mulai tidak dihitung sebagai hari kerja; dari mulai sampai tutup kantor pada \
                 hari terakhir ada {} kerja.",
                lama(hitungan.anggaran)
            )),
            (_, _, Satuan::Menit | Satuan::Jam) => {}
        }
        let (dirinci, sisa) = hitungan.hari.split_at(hitungan.hari.len().min(HARI_DIRINCI));
        baris.extend(dirinci.iter().map(|hari| self.jelaskan_hari(*hari)));
        if !sisa.is_empty() {
            let menit = sisa.iter().map(|hari| u64::from(hari.menit)).sum();
            baris.push(format!("Dan {} hari berikutnya: {}.", sisa.len(), lama(menit)));
        }
    }

    fn jelaskan_hari(&self, hari: HariTerpakai) -> String {
        let tanggal = tulis_tanggal(hari.tanggal);
        let libur: Vec<_> = self
            .libur
            .pada(hari.tanggal)
            .map(|libur| {
                let perkiraan = if libur.perkiraan { " (tanggal perkiraan)" } else { "" };
                format!("{}{perkiraan}", libur.nama)
            })
            .collect();
        let periode = self.jam.periode_pada(hari.tanggal);
        if hari.menit > 0 {
            let catatan = match (self.khusus.pada(hari.tanggal), periode) {
                (Some(satu), _) => format!(" (hari kerja khusus: {})", satu.nama()),
                (None, Some(satu)) => format!(" (jam {})", satu.nama),
                (None, None) => String::new(),
            };
            format!("{tanggal}: {}{catatan}.", lama(u64::from(hari.menit)))
        } else if self.hari_kerja(hari.tanggal) {
            format!("{tanggal}: tidak ada yang dihitung.")
        } else if !libur.is_empty() {
            format!("{tanggal}: libur, {}.", libur.join(" dan "))
        } else {
            format!("{tanggal}: bukan hari kerja.")
        }
    }

    fn jelaskan_henti(
        &self,
        hitungan: &Hitungan,
        henti: &Henti,
        durasi: Durasi,
    ) -> Result<String, GalatJam> {
        let dari = henti.dari.max(self.menit_setempat(hitungan.ringkasan.tenggat.mulai));
        let lama = if durasi.urai().2.waktu_kerja() {
            format!("{} kerja", lama(self.menit_kerja(dari, henti.sampai)))
        } else {
            lama(u64::try_from(henti.sampai - dari).unwrap_or(0))
        };
        Ok(format!(
            "Dijeda dari {} sampai {} karena {}: {lama} tidak dihitung.",
            self.tulis_saat(self.saat(henti.dari)?),
            self.tulis_saat(self.saat(henti.sampai)?),
            henti.sebab.kalimat(),
        ))
    }

    /// A date as people read it: `Senin, 23 November 2026`.
    pub fn tulis_tanggal(tanggal: Date) -> String {
        tulis_tanggal(tanggal)
    }

    /// A moment as people of the office read it: `Senin, 23 November 2026 pukul 16.00 WITA`.
    pub fn tulis_saat(&self, saat: OffsetDateTime) -> String {
        tulis_saat(self.zona, saat)
    }
}

/// A moment as people of that zone read it: `Senin, 23 November 2026 pukul 16.00 WITA`.
pub fn tulis_saat(zona: ZonaWaktu, saat: OffsetDateTime) -> String {
    let setempat = zona.setempat(saat);
    format!(
        "{} pukul {:02}.{:02} {}",
        tulis_tanggal(setempat.date()),
        setempat.hour(),
        setempat.minute(),
        zona.nama()
    )
}

/// A length of time as people read it: `1 jam 20 menit`.
pub(crate) fn lama(menit: u64) -> String {
    match (menit / 60, menit % 60) {
        (0, menit) => format!("{menit} menit"),
        (jam, 0) => format!("{jam} jam"),
        (jam, menit) => format!("{jam} jam {menit} menit"),
    }
}

fn tulis_tanggal(tanggal: Date) -> String {
    format!("{}, {}", Hari::dari(tanggal), kalimat_tanggal(tanggal))
}

/// A date as people write it: `9 April 2020`.
pub fn kalimat_tanggal(tanggal: Date) -> String {
    let bulan = match tanggal.month() {
        Month::January => "Januari",
        Month::February => "Februari",
        Month::March => "Maret",
        Month::April => "April",
        Month::May => "Mei",
        Month::June => "Juni",
        Month::July => "Juli",
        Month::August => "Agustus",
        Month::September => "September",
        Month::October => "Oktober",
        Month::November => "November",
        Month::December => "Desember",
    };
    format!("{} {bulan} {}", tanggal.day(), tanggal.year())
}
