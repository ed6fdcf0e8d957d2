//! Outcomes: what they need, and where they lead.

use std::collections::BTreeSet;

use super::{
    super::{Aksi, AturanAlasan, AturanJadwal, Butuh, JenisTahap, Keputusan, Tahap, Tujuan, Waktu},
    Cacat, ISIAN_PEMBERITAHUAN, Pemeriksa,
    catatan::kata,
};

impl Pemeriksa<'_> {
    pub(super) fn keputusan(&self, tahap: &Tahap, letak: &str, cacat: &mut Vec<Cacat>) {
        if tahap.jika.is_some() != tahap.lewat.is_some() {
            cacat.push(Cacat::baru(
                "lewat_tidak_lengkap",
                letak,
                "`jika` dan `lewat` ditulis berdua: kapan tahap dikerjakan, dan ke mana bila tidak.",
            ));
        }
        if let Some(lewat) = &tahap.lewat {
            self.tujuan(lewat, letak, cacat);
            if matches!(lewat, Tujuan::Turun { .. }) {
                turun_tidak_tepat(letak, cacat);
            }
        }
        if tahap.keputusan.is_empty() {
            cacat.push(Cacat::baru("tanpa_keputusan", letak, "Tahap belum punya keputusan."));
        }
        let mut terpakai = BTreeSet::new();
        for keputusan in &tahap.keputusan {
            let letak = format!("{letak}/keputusan/{}", keputusan.kode);
            if !terpakai.insert(&keputusan.kode) {
                cacat.push(Cacat::baru(
                    "keputusan_ganda",
                    &letak,
                    "Kode keputusan dipakai dua kali.",
                ));
            }
            self.arah(tahap, keputusan, &letak, cacat);
            self.butuh(tahap, keputusan, &letak, cacat);
            for kode in &keputusan.kode_alasan {
                if !self.definisi.alasan.iter().any(|satu| &satu.kode == kode) {
                    let pesan = format!("Kode alasan `{kode}` tidak ada pada daftar `alasan` SOP.");
                    let satu = Cacat::baru("kode_alasan_tidak_ada", &letak, pesan);
                    cacat.push(satu.dengan_nilai(kode));
                }
            }
            if keputusan.beritahu_pemohon.is_none() && !keputusan.terjemahan.is_empty() {
                let pesan = "`terjemahan` membutuhkan `beritahu_pemohon` dalam bahasa Indonesia.";
                cacat.push(Cacat::baru("terjemahan_tanpa_asli", &letak, pesan));
            }
            let pesan = keputusan.beritahu_pemohon.iter().chain(keputusan.terjemahan.values());
            kata(pesan, &ISIAN_PEMBERITAHUAN, &letak, cacat);
        }
    }

    fn arah(&self, tahap: &Tahap, keputusan: &Keputusan, letak: &str, cacat: &mut Vec<Cacat>) {
        if keputusan.tujuan.is_empty() {
            cacat.push(Cacat::baru("tanpa_tujuan", letak, "Keputusan belum punya tujuan."));
        }
        if keputusan.tujuan.len() > 1
            && keputusan.tujuan.iter().any(|tujuan| !matches!(tujuan, Tujuan::Tahap(_)))
        {
            cacat.push(Cacat::baru(
                "cabang_bukan_tahap",
                letak,
                "Keputusan dengan beberapa tujuan hanya boleh membuka tahap-tahap paralel.",
            ));
        }
        for tujuan in &keputusan.tujuan {
            self.tujuan(tujuan, letak, cacat);
            let turun = matches!(tujuan, Tujuan::Turun { .. });
            if turun && (tahap.rantai.is_none() || keputusan.menaikkan()) {
                turun_tidak_tepat(letak, cacat);
            }
        }
        if keputusan.aksi.contains(&Aksi::KirimDokumen) && tahap.jenis != JenisTahap::Kirim {
            cacat.push(Cacat::baru(
                "kirim_bukan_tahap_kirim",
                letak,
                "Dokumen hanya dikirim dari tahap berjenis `kirim`.",
            ));
        }
    }

    fn tujuan(&self, tujuan: &Tujuan, letak: &str, cacat: &mut Vec<Cacat>) {
        for kode in tujuan.tahap() {
            if self.definisi.tahap(kode).is_none() {
                let pesan = format!("Tahap tujuan `{kode}` tidak ada.");
                cacat.push(Cacat::baru("tujuan_tidak_ada", letak, pesan).dengan_nilai(kode));
            }
        }
        if let Tujuan::Pemohon { batas: Some(Waktu::SetiapHari), .. } = tujuan {
            cacat.push(Cacat::baru(
                "batas_tidak_tepat",
                letak,
                "`batas` dinyatakan dengan lama tertentu, bukan `setiap_hari`.",
            ));
        }
        if let Tujuan::Pemohon { batas, habis: Some(habis), .. } = tujuan {
            if batas.is_none() {
                cacat.push(Cacat::baru(
                    "habis_tanpa_batas",
                    letak,
                    "`habis` membutuhkan `batas`: berapa lama pemohon ditunggu.",
                ));
            }
            if matches!(**habis, Tujuan::Pemohon { .. } | Tujuan::Turun { .. }) {
                cacat.push(Cacat::baru(
                    "habis_tidak_tepat",
                    letak,
                    "`habis` menuju sebuah tahap atau akhir permohonan.",
                ));
            }
        }
    }

    fn butuh(&self, tahap: &Tahap, keputusan: &Keputusan, letak: &str, cacat: &mut Vec<Cacat>) {
        for butuh in &keputusan.butuh {
            let (ada, apa) = match butuh {
                // The applicant's step has nobody who could take it.
                Butuh::BuktiPenerima if tahap.pelaksana.pemohon => (
                    false,
                    "petugas yang mengambil bukti; pindahkan `bukti_penerima` ke tahap petugas",
                ),
                Butuh::BerkasLengkap
                | Butuh::DrafDokumen
                | Butuh::DokumenSah
                | Butuh::ProdukSiap
                | Butuh::KartuTercetak
                | Butuh::BuktiPenerima => (true, ""),
                Butuh::Formulir => (tahap.formulir.is_some(), "`formulir` pada tahap ini"),
                Butuh::Jadwal => (
                    matches!(tahap.jadwal, Some(AturanJadwal::Janji | AturanJadwal::Kunjungan)),
                    "`jadwal` janji atau kunjungan pada tahap ini",
                ),
                Butuh::WaktuTiba => (tahap.jadwal.is_some(), "`jadwal` pada tahap ini"),
                // The applicant's step has nobody who could record a payment.
                Butuh::Lunas if tahap.pelaksana.pemohon => {
                    (false, "petugas yang mencatat pembayaran; pindahkan `lunas` ke tahap petugas")
                }
                Butuh::Lunas => (
                    self.definisi.tahap.iter().any(|satu| satu.tarif.is_some()),
                    "`tarif` pada salah satu tahap",
                ),
                Butuh::Rujukan => {
                    (tahap.pelaksana.pihak_luar.is_some(), "`pihak_luar` pada tahap ini")
                }
                Butuh::NomorRegister => (tahap.register.is_some(), "`register` pada tahap ini"),
            };
            if !ada {
                cacat.push(Cacat::baru(
                    "butuh_tak_terpenuhi",
                    letak,
                    format!("Keputusan ini membutuhkan {apa}."),
                ));
            }
        }
        if keputusan.otomatis {
            let menunggu = matches!(tahap.jadwal, Some(AturanJadwal::Tunggu(_)));
            let sendiri = keputusan.alasan != AturanAlasan::Wajib
                && keputusan.kode_alasan.is_empty()
                && keputusan.butuh.iter().all(|satu| *satu == Butuh::WaktuTiba);
            if !menunggu || !sendiri {
                cacat.push(Cacat::baru(
                    "otomatis_tidak_tepat",
                    letak,
                    "`otomatis` hanya untuk tahap `jadwal: tunggu`, tanpa alasan wajib dan tanpa `butuh` lain.",
                ));
            }
        }
    }
}

fn turun_tidak_tepat(letak: &str, cacat: &mut Vec<Cacat>) {
    cacat.push(Cacat::baru(
        "turun_tidak_tepat",
        letak,
        "`turun` hanya untuk keputusan selain `setuju` pada tahap dengan rantai persetujuan.",
    ));
}
