//! Forms, appointments, fees, registers, notices and warnings.

use std::collections::BTreeSet;

use super::{
    super::{AturanJadwal, Eskalasi, Penerima, SaatEskalasi, SaatPemberitahuan, Tahap, Waktu},
    Cacat, Pemeriksa, isian_asing,
};
use crate::{nilai::Kode, percakapan::kamus::periksa_pola, tenant::baca::periksa_skema_formulir};

/// Placeholders that a notice of a step may use.
const ISIAN_TAHAP: [&str; 6] = ["nomor", "layanan", "tahap", "kantor", "jadwal", "tagihan"];
/// Placeholders of a register number.
const ISIAN_REGISTER: [&str; 4] = ["urut", "tahun", "bulan", "wilayah"];

/// Characters of a notice after filling in: as much as fits above buttons.
const BATAS_PEMBERITAHUAN: usize = 1_024;

/// The words of a notice, in every language.
pub(super) fn kata<'t>(
    semua: impl Iterator<Item = &'t String>,
    isian: &[&str],
    letak: &str,
    cacat: &mut Vec<Cacat>,
) {
    for pola in semua {
        for asing in isian_asing(pola, isian) {
            let pesan = format!("Pemberitahuan memakai `{{{asing}}}` yang tidak dikenal.");
            cacat.push(Cacat::baru("isian_pemberitahuan", letak, pesan).dengan_nilai(asing));
        }
        let lain = periksa_pola(pola, isian, BATAS_PEMBERITAHUAN).into_iter();
        cacat.extend(
            lain.filter(|satu| satu.kode != "isian_tidak_dikenal")
                .map(|satu| Cacat::baru(satu.kode, letak, satu.pesan)),
        );
    }
}

impl Pemeriksa<'_> {
    pub(super) fn catatan(&self, tahap: &Tahap, letak: &str, cacat: &mut Vec<Cacat>) {
        let mut tidak_ada = |kode: &'static str, apa: &str, nama: &Kode| {
            let pesan = format!("{apa} `{nama}` tidak ada.");
            cacat.push(Cacat::baru(kode, letak, pesan).dengan_nilai(nama));
        };
        if let Some(tarif) = &tahap.tarif
            && self.definisi.tarif(tarif).is_none()
        {
            tidak_ada("tarif_tidak_ada", "Tarif", tarif);
        }
        if let Some(register) = &tahap.register
            && self.definisi.register(register).is_none()
        {
            tidak_ada("register_tidak_ada", "Register", register);
        }
        if let Some(formulir) = &tahap.formulir {
            periksa_skema_formulir(&formulir.skema, &format!("{letak}/formulir/skema"), cacat);
        }
        if tahap.jadwal == Some(AturanJadwal::Tunggu(Waktu::SetiapHari)) {
            cacat.push(Cacat::baru(
                "waktu_tunggu",
                letak,
                "Masa tunggu dinyatakan dengan lama tertentu, bukan `setiap_hari`.",
            ));
        }
        if !tahap.eskalasi.is_empty() && tahap.mutu_baku.waktu.is_none() {
            cacat.push(Cacat::baru(
                "eskalasi_tanpa_waktu",
                letak,
                "Eskalasi membutuhkan `mutu_baku.waktu` pada tahap ini.",
            ));
        }
        self.eskalasi(&tahap.eskalasi, letak, cacat);
        for satu in &tahap.pemberitahuan {
            if let Penerima::Peran(peran) = &satu.kepada {
                self.peran(peran, letak, cacat);
            }
            let mungkin = match satu.saat {
                SaatPemberitahuan::Dibuka | SaatPemberitahuan::Diterima => true,
                SaatPemberitahuan::Dijadwalkan => tahap.jadwal.is_some(),
                SaatPemberitahuan::Ditagih => tahap.tarif.is_some(),
            };
            if !mungkin {
                cacat.push(Cacat::baru(
                    "pemberitahuan_tak_terjadi",
                    letak,
                    "Pemberitahuan menunggu jadwal atau tagihan yang tidak ada pada tahap ini.",
                ));
            }
            let pesan = std::iter::once(&satu.pesan).chain(satu.terjemahan.values());
            kata(pesan, &ISIAN_TAHAP, letak, cacat);
        }
    }

    fn eskalasi(&self, semua: &[Eskalasi], letak: &str, cacat: &mut Vec<Cacat>) {
        for satu in semua {
            if let Some(peran) = &satu.peran {
                self.peran(peran, letak, cacat);
            }
            if satu.peran.is_some() == satu.pengguna.is_some() {
                cacat.push(Cacat::baru(
                    "eskalasi_kepada",
                    letak,
                    "Eskalasi ditujukan kepada satu `peran` atau satu `pengguna`.",
                ));
            }
            let sah = match satu.saat {
                SaatEskalasi::Persen(persen) => (1..=100).contains(&persen),
                SaatEskalasi::Lewat(waktu) => waktu != Waktu::SetiapHari,
            };
            if !sah {
                cacat.push(Cacat::baru(
                    "eskalasi_saat",
                    letak,
                    "Saat eskalasi adalah 1 sampai 100 persen, atau lama tertentu setelah tenggat.",
                ));
            }
        }
    }

    /// The named lists of the definition.
    pub(super) fn daftar(&self, akar: &str, cacat: &mut Vec<Cacat>) {
        self.eskalasi(&self.definisi.eskalasi, &format!("{akar}/eskalasi"), cacat);
        let ganda = |nama: &str, kode: Vec<&Kode>, cacat: &mut Vec<Cacat>| {
            if kode.iter().collect::<BTreeSet<_>>().len() != kode.len() {
                let letak = format!("{akar}/{nama}");
                cacat.push(Cacat::baru("kode_ganda", letak, "Kode dipakai dua kali."));
            }
        };
        ganda("rantai", self.definisi.rantai.iter().map(|x| &x.kode).collect(), cacat);
        ganda("alasan", self.definisi.alasan.iter().map(|x| &x.kode).collect(), cacat);
        ganda("tarif", self.definisi.tarif.iter().map(|x| &x.kode).collect(), cacat);
        ganda("register", self.definisi.register.iter().map(|x| &x.kode).collect(), cacat);
        for tarif in &self.definisi.tarif {
            let letak = format!("{akar}/tarif/{}", tarif.kode);
            if tarif.baris.is_empty() {
                cacat.push(Cacat::baru("tarif_kosong", &letak, "Tarif belum punya baris."));
            }
            if tarif.bebas.iter().any(|masa| masa.mulai > masa.sampai) {
                cacat.push(Cacat::baru(
                    "masa_bebas_terbalik",
                    &letak,
                    "Masa bebas biaya berakhir sebelum mulai.",
                ));
            }
            let akhir = tarif.baris.split_last().map_or(&[][..], |(_, depan)| depan);
            if akhir.iter().any(|baris| baris.jika.is_none()) {
                cacat.push(Cacat::baru(
                    "baris_tak_terjangkau",
                    &letak,
                    "Baris tarif tanpa `jika` hanya boleh yang terakhir; baris sesudahnya tidak pernah dipakai.",
                ));
            }
        }
        for register in &self.definisi.register {
            let letak = format!("{akar}/register/{}", register.kode);
            if !register.pola.contains("{urut}") {
                cacat.push(Cacat::baru(
                    "pola_register",
                    &letak,
                    "Pola nomor register harus memuat `{urut}`.",
                ));
            }
            for isian in isian_asing(&register.pola, &ISIAN_REGISTER) {
                let pesan =
                    format!("Pola nomor register memakai `{{{isian}}}` yang tidak dikenal.");
                cacat.push(Cacat::baru("pola_register", &letak, pesan).dengan_nilai(isian));
            }
        }
    }
}
