//! What an officer does at an open tugas besides deciding it: record, consult, hand on.

use super::{
    super::{
        AturanJadwal, Bagian, Butuh, Catatan, KeadaanKasus, Keputusan, Penolakan, Penyerah,
        Peristiwa, Tahap, TugasId, TugasTerbuka,
    },
    Asal, Mesin, Petindak,
    hak::boleh_mengerjakan,
    milik,
};
use crate::{akses::PenggunaId, nilai::Kode};

impl Mesin<'_> {
    /// The officer who took a tugas records something at it.
    pub fn catat(
        &self,
        keadaan: &KeadaanKasus,
        tugas: TugasId,
        isi: Catatan,
        oleh: Petindak<'_>,
    ) -> Result<Vec<Peristiwa>, Penolakan> {
        let terbuka = milik(keadaan, tugas, oleh)?;
        let tahap = self.definisi.tahap(&terbuka.tahap).ok_or(Penolakan::DefinisiTidakCocok)?;
        if !diminta(tahap, &isi) || terbuka.bagian.and_then(Bagian::konsultasi).is_some() {
            return Err(Penolakan::CatatanTidakDiminta);
        }
        match &isi {
            Catatan::Pembayaran { tarif, jumlah, .. } => {
                let mut tagihan = keadaan.tagihan.iter().filter(|satu| &satu.tarif == tarif);
                match tagihan.clone().find(|satu| !satu.lunas) {
                    None if tagihan.next().is_some() => return Err(Penolakan::SudahLunas),
                    None => return Err(Penolakan::CatatanTidakDiminta),
                    Some(satu) if satu.jumlah != *jumlah => {
                        return Err(Penolakan::JumlahTidakSesuai(satu.jumlah));
                    }
                    Some(_) => {}
                }
            }
            Catatan::Jadwal { pada, alasan } => {
                if *pada <= self.penilai.sekarang() {
                    return Err(Penolakan::JadwalLampau);
                }
                if terbuka.jadwal.is_some() && alasan.is_none() {
                    return Err(Penolakan::AlasanWajib);
                }
            }
            Catatan::NomorRegister { .. } if sudah(terbuka, Butuh::NomorRegister) => {
                return Err(Penolakan::SudahBernomor);
            }
            _ => {}
        }
        Ok(vec![Peristiwa::TugasDicatat { tugas, isi, oleh: oleh.id }])
    }

    /// The officer who took a tugas asks another role, and keeps the tugas.
    pub fn konsultasi(
        &self,
        keadaan: &KeadaanKasus,
        tugas: TugasId,
        kepada: &Kode,
        pertanyaan: &str,
        oleh: Petindak<'_>,
    ) -> Result<Vec<Peristiwa>, Penolakan> {
        let terbuka = milik(keadaan, tugas, oleh)?;
        let tahap = self.definisi.tahap(&terbuka.tahap).ok_or(Penolakan::DefinisiTidakCocok)?;
        let boleh = terbuka.bagian.and_then(Bagian::konsultasi).is_none();
        if !boleh || !tahap.konsultasi.contains(kepada) {
            let pilihan = tahap.konsultasi.iter().map(ToString::to_string).collect();
            return Err(Penolakan::TidakBolehKonsultasi(pilihan));
        }
        let pertanyaan = pertanyaan.trim();
        if pertanyaan.is_empty() {
            return Err(Penolakan::AlasanWajib);
        }
        let asal = Asal {
            dari: Some(tugas),
            oleh: Penyerah::Petugas(oleh.id),
            alasan: None,
            kode_alasan: None,
        };
        let kunjungan = keadaan.putaran(terbuka);
        let tanya = self.tanya(tahap, kunjungan, kepada, pertanyaan, asal, &terbuka.cabang);
        Ok(vec![tanya.peristiwa()])
    }

    /// The officer who asked withdraws the question.
    pub fn tarik(
        &self,
        keadaan: &KeadaanKasus,
        konsultasi: TugasId,
        oleh: Petindak<'_>,
    ) -> Result<Vec<Peristiwa>, Penolakan> {
        let terbuka = keadaan.tugas(konsultasi).ok_or(Penolakan::TugasTidakTerbuka)?;
        let induk =
            terbuka.bagian.and_then(Bagian::konsultasi).ok_or(Penolakan::TugasTidakTerbuka)?;
        milik(keadaan, induk, oleh)?;
        Ok(vec![Peristiwa::TugasDibatalkan { tugas: konsultasi }])
    }

    /// Hands a tugas to another officer who may do it, or back to all who may. The new holder takes it with their own
    /// paraf.
    pub fn alihkan(
        &self,
        keadaan: &KeadaanKasus,
        tugas: TugasId,
        kepada: Option<Petindak<'_>>,
        alasan: Option<&str>,
        oleh: PenggunaId,
    ) -> Result<Vec<Peristiwa>, Penolakan> {
        let terbuka = keadaan.tugas(tugas).ok_or(Penolakan::TugasTidakTerbuka)?;
        if terbuka.untuk.pemohon {
            return Err(Penolakan::BukanPelaksana);
        }
        if let Some(baru) = kepada {
            let mut bebas = terbuka.clone();
            bebas.untuk.pengguna = None;
            boleh_mengerjakan(&bebas, baru)?;
            if terbuka.diterima_oleh == Some(baru.id) {
                return Err(Penolakan::SudahDiterimaLain);
            }
        } else if terbuka.diterima_oleh.is_none() && terbuka.untuk.pengguna.is_none() {
            return Err(Penolakan::BelumDiterima);
        }
        Ok(vec![Peristiwa::TugasDialihkan {
            tugas,
            kepada: kepada.map(|baru| baru.id),
            oleh,
            alasan: alasan.map(str::trim).filter(|teks| !teks.is_empty()).map(str::to_owned),
        }])
    }

    /// What an outcome needs to have been recorded; papers and documents are checked by who keeps them.
    pub(super) fn periksa_catatan(
        &self,
        keadaan: &KeadaanKasus,
        terbuka: &TugasTerbuka,
        dipilih: &Keputusan,
    ) -> Result<(), Penolakan> {
        let mut belum = dipilih.butuh.iter().map(|butuh| self.belum(keadaan, terbuka, *butuh));
        belum.find_map(|satu| satu).map_or(Ok(()), Err)
    }

    /// Why something that an outcome needs is not there yet; `None` when it is, and for papers and documents.
    pub fn belum(
        &self,
        keadaan: &KeadaanKasus,
        terbuka: &TugasTerbuka,
        butuh: Butuh,
    ) -> Option<Penolakan> {
        match butuh {
            Butuh::BerkasLengkap
            | Butuh::DrafDokumen
            | Butuh::DokumenSah
            | Butuh::ProdukSiap
            | Butuh::KartuTercetak
            | Butuh::BuktiPenerima => None,
            Butuh::Lunas => {
                let kurang = keadaan.belum_lunas();
                (kurang > 0).then_some(Penolakan::BelumLunas(kurang))
            }
            Butuh::WaktuTiba => {
                let belum = terbuka.jadwal.is_none_or(|jadwal| jadwal > self.penilai.sekarang());
                belum.then_some(Penolakan::BelumWaktunya)
            }
            Butuh::Formulir | Butuh::Jadwal | Butuh::Rujukan | Butuh::NomorRegister => {
                (!sudah(terbuka, butuh)).then_some(Penolakan::BelumDicatat(butuh))
            }
        }
    }
}

/// Whether the step asks for such a record.
fn diminta(tahap: &Tahap, isi: &Catatan) -> bool {
    match isi {
        Catatan::Formulir { kode } => tahap.formulir.as_ref().is_some_and(|f| &f.kode == kode),
        Catatan::Jadwal { .. } => {
            matches!(tahap.jadwal, Some(AturanJadwal::Janji | AturanJadwal::Kunjungan))
        }
        Catatan::Pembayaran { .. } => true,
        Catatan::Rujukan { .. } => tahap.pelaksana.pihak_luar.is_some(),
        Catatan::NomorRegister { register, .. } => tahap.register.as_ref() == Some(register),
    }
}

/// Whether what an outcome needs was recorded at the tugas.
fn sudah(terbuka: &TugasTerbuka, butuh: Butuh) -> bool {
    terbuka.catatan.iter().any(|isi| {
        matches!(
            (butuh, isi),
            (Butuh::Formulir, Catatan::Formulir { .. })
                | (Butuh::Jadwal, Catatan::Jadwal { .. })
                | (Butuh::Rujukan, Catatan::Rujukan { .. })
                | (Butuh::NomorRegister, Catatan::NomorRegister { .. })
        )
    })
}
