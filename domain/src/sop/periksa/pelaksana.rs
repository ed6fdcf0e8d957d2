//! Who does a step, and the chains.

use super::{
    super::{JenisTahap, Keputusan, Tahap},
    Cacat, Pemeriksa,
};

impl Pemeriksa<'_> {
    pub(super) fn pelaksana(&self, tahap: &Tahap, letak: &str, cacat: &mut Vec<Cacat>) {
        let pelaksana = &tahap.pelaksana;
        for kode in pelaksana.peran().chain(&tahap.konsultasi) {
            self.peran(kode, letak, cacat);
        }
        let mut salah = |kode, pesan: &str| cacat.push(Cacat::baru(kode, letak, pesan));
        let cara =
            [!pelaksana.salah_satu.is_empty(), !pelaksana.semua.is_empty(), pelaksana.pemohon];
        let cara = cara.into_iter().filter(|ada| *ada).count();
        let berantai = tahap.rantai.is_some() || !tahap.pilih_rantai.is_empty();
        match (berantai, cara) {
            (true, 0) if pelaksana.kosong() => {}
            (true, _) => {
                salah(
                    "pelaksana_ganda",
                    "Pelaksana ditentukan oleh rantai; kosongkan `pelaksana`.",
                );
            }
            (false, 0) => {
                salah("pelaksana_kosong", "Tahap belum punya pelaksana maupun rantai persetujuan.");
            }
            (false, 1) => {}
            (false, _) => {
                salah("pelaksana_ganda", "Pilih satu: `salah_satu`, `semua` atau `pemohon`.");
            }
        }
        if tahap.rantai.is_none() && !tahap.pilih_rantai.is_empty() {
            salah(
                "rantai_tanpa_bawaan",
                "`pilih_rantai` membutuhkan `rantai` untuk permohonan yang tidak cocok dengan pilihan mana pun.",
            );
        }
        if pelaksana.pihak_luar.is_some() && pelaksana.salah_satu.is_empty() {
            salah(
                "pihak_luar_tanpa_pencatat",
                "Sebutkan pada `salah_satu` siapa yang mencatat nomor rujukan dan jawaban pihak luar.",
            );
        }
        let mencatat = tahap.formulir.is_some()
            || tahap.jadwal.is_some()
            || tahap.tarif.is_some()
            || tahap.register.is_some()
            || !tahap.konsultasi.is_empty();
        if mencatat && (pelaksana.pemohon || !pelaksana.semua.is_empty() || berantai) {
            salah(
                "catatan_tanpa_petugas",
                "Formulir, jadwal, tarif, register dan konsultasi hanya untuk tahap dengan `salah_satu` pelaksana.",
            );
        }
        let sempit =
            pelaksana.unit.is_some() || pelaksana.tim.is_some() || pelaksana.pihak_luar.is_some();
        if pelaksana.pemohon && sempit {
            salah(
                "pelaksana_ganda",
                "Tahap pemohon tidak memakai `unit`, `tim` atau `pihak_luar`.",
            );
        }
        if !pelaksana.semua.is_empty() {
            match tahap.keputusan.iter().filter(|satu| satu.sepakat).count() {
                1 => {}
                _ => salah(
                    "sepakat_tidak_tepat",
                    "Tahap dengan `semua` pelaksana harus punya tepat satu keputusan `sepakat`.",
                ),
            }
        } else if tahap.keputusan.iter().any(|satu| satu.sepakat) {
            salah("sepakat_tanpa_semua", "`sepakat` hanya untuk tahap dengan `semua` pelaksana.");
        }
        if berantai && !tahap.keputusan.iter().any(Keputusan::menaikkan) {
            salah(
                "rantai_tanpa_setuju",
                "Tahap dengan rantai persetujuan harus punya keputusan `setuju`.",
            );
        }
        for kode in tahap.rantai.iter().chain(tahap.pilih_rantai.iter().map(|satu| &satu.rantai)) {
            if self.definisi.rantai(kode).is_none() {
                let pesan = format!("Rantai persetujuan `{kode}` tidak ada.");
                cacat.push(Cacat::baru("rantai_tidak_ada", letak, pesan).dengan_nilai(kode));
            }
        }
    }

    pub(super) fn rantai(&self, akar: &str, cacat: &mut Vec<Cacat>) {
        for rantai in &self.definisi.rantai {
            let letak = format!("{akar}/rantai/{}", rantai.kode);
            match rantai.level.last() {
                None => cacat.push(Cacat::baru(
                    "rantai_kosong",
                    &letak,
                    "Rantai persetujuan belum punya level.",
                )),
                Some(akhir) if akhir.lewati_jika.is_some() => cacat.push(Cacat::baru(
                    "level_akhir_dilewati",
                    &letak,
                    "Level terakhir rantai tidak boleh dilewati; tidak ada lagi yang memutuskan sesudahnya.",
                )),
                Some(_) => {}
            }
            for level in &rantai.level {
                self.peran(&level.peran, &letak, cacat);
                let sesuai = matches!(
                    level.jenis,
                    JenisTahap::Disposisi
                        | JenisTahap::Paraf
                        | JenisTahap::Persetujuan
                        | JenisTahap::Validasi
                        | JenisTahap::Tte
                );
                if !sesuai {
                    cacat.push(Cacat::baru(
                        "level_jenis",
                        &letak,
                        "Level rantai hanya disposisi, paraf, validasi, persetujuan atau tte.",
                    ));
                }
            }
        }
    }
}
