//! A choice of the applicant, carried out: the next question, or the choice itself with its answer.

use super::{
    KeadaanAlur, Kontak,
    kamus::{Kamus, kabar, penyerahan as kata},
    serah::{MintaSerah, NiatSerah, TanyaSerah, perlu_tujuan},
};
use crate::{
    akses::{JenisUnit, Pelaku},
    galat::Galat,
    layanan::SaluranPenyerahan,
    nilai::{Kode, Rahasia},
    outbox::IsiPesan,
    penyerahan::{PilihPenyerahan, TawaranWarga, cara, tawaran_kontak},
    permohonan::PermohonanId,
    ports::{Ports, UnitOfWork},
};

/// What is said about it, and the case it was done for; without a case it is a question.
pub(super) struct JawabanSerah {
    pub isi: IsiPesan,
    pub permohonan: Option<PermohonanId>,
}

fn teks(isi: String) -> JawabanSerah {
    JawabanSerah { isi: IsiPesan::Teks { isi }, permohonan: None }
}

/// Asks what is open of a choice, or writes it down.
pub(super) async fn jalankan_niat(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    kontak: &mut Kontak,
    kamus: &Kamus,
    niat: NiatSerah,
) -> Result<JawabanSerah, Galat> {
    let tawaran = tawaran_kontak(ports, work, pelaku, kontak.id).await?;
    let lalu = match std::mem::take(&mut kontak.alur) {
        KeadaanAlur::MemilihSerah(lama) => *lama.lalu,
        lain => lain,
    };
    if tawaran.is_empty() {
        kontak.alur = lalu;
        return Ok(teks(kamus.kata(&kata::TANPA_PILIHAN)));
    }
    let ke = match &niat.produk {
        Some((permohonan, produk)) => {
            tawaran.iter().position(|satu| satu.permohonan == *permohonan && satu.produk == *produk)
        }
        None => (tawaran.len() == 1).then_some(0),
    };
    // Said for a product that is on its way by now: what is left is offered.
    let usang = niat.produk.is_some() && ke.is_none();
    let pembuka = if usang { kamus.pola(&kata::PILIHAN_LEWAT) } else { "" };
    let mut tanya = |tawaran: Vec<TawaranWarga>, apa: TanyaSerah, pembuka: &str, lalu| {
        let minta = MintaSerah::baru(tawaran, apa, lalu);
        let isi = minta.pesan(kamus, pembuka);
        kontak.alur = KeadaanAlur::MemilihSerah(Box::new(minta));
        Ok(JawabanSerah { isi, permohonan: None })
    };
    let Some(ke) = ke else { return tanya(tawaran, TanyaSerah::Produk, pembuka, lalu) };
    let satu = tawaran[ke].clone();
    let saluran = niat.saluran.filter(|saluran| satu.boleh.contains(saluran));
    let Some(saluran) = saluran else {
        return tanya(tawaran, TanyaSerah::Cara { ke }, pembuka, lalu);
    };
    if perlu_tujuan(saluran, &satu) && niat.tujuan.is_none() {
        return tanya(tawaran, TanyaSerah::Tujuan { ke, saluran }, pembuka, lalu);
    }
    let unit = match (&niat.tujuan, saluran) {
        (Some(nama), SaluranPenyerahan::Desa) => {
            let Some(unit) = cari_unit(work, nama).await? else {
                let salah = kamus.pola(&kata::UNIT_TIDAK_DIKENAL);
                return tanya(tawaran, TanyaSerah::Tujuan { ke, saluran }, salah, lalu);
            };
            Some(unit)
        }
        _ => None,
    };
    let pilih = PilihPenyerahan {
        permohonan: satu.permohonan,
        produk: satu.produk.to_string(),
        saluran,
        surel: niat.tujuan.clone().filter(|_| saluran == SaluranPenyerahan::Email),
        alamat: niat.tujuan,
        unit: unit.map(|kode| kode.to_string()),
    };
    // A refusal comes before the first write, so it can be told here.
    let sebab = match pilih.dalam(ports, work, pelaku).await {
        Ok(_) => None,
        Err(Galat::Bentrok(bentrok)) => Some(bentrok.pesan),
        Err(Galat::TidakSah(salah)) => {
            Some(salah.into_iter().next().map_or_else(String::new, |s| s.pesan))
        }
        Err(galat) => return Err(galat),
    };
    if let Some(sebab) = sebab {
        let sebab = kamus.isi(&kata::CARA_BELUM_BISA, &[("sebab", &sebab)]);
        let lagi = if perlu_tujuan(saluran, &satu) {
            TanyaSerah::Tujuan { ke, saluran }
        } else {
            TanyaSerah::Cara { ke }
        };
        return tanya(tawaran, lagi, &sebab, lalu);
    }
    let isian = [
        ("dokumen", satu.nama.as_str()),
        ("nomor", &satu.nomor),
        ("cara", kamus.pola(cara(saluran))),
    ];
    let mut isi = kamus.isi(&kata::CARA_DICATAT, &isian);
    if matches!(lalu, KeadaanAlur::Mengumpulkan(_)) {
        isi = format!("{isi}\n{}", kamus.pola(&kabar::LANJUTKAN_ISIAN));
    }
    kontak.alur = lalu;
    Ok(JawabanSerah { isi: IsiPesan::Teks { isi }, permohonan: Some(satu.permohonan) })
}

/// The desa, kelurahan or kecamatan of that name, when there is exactly one.
async fn cari_unit(work: &mut dyn UnitOfWork, nama: &Rahasia) -> Result<Option<Kode>, Galat> {
    let mut unit = work.kelola().daftar_unit().await?;
    unit.retain(|satu| matches!(satu.jenis, JenisUnit::Desa | JenisUnit::Kecamatan));
    let ditulis = nama.buka().to_lowercase();
    if let Some(satu) = unit.iter().find(|satu| satu.nama.to_lowercase() == ditulis) {
        return Ok(Some(satu.kode.clone()));
    }
    let mut cocok = unit.iter().filter(|satu| super::baca::cocok(&satu.nama, nama.buka()));
    let satu = cocok.next().map(|satu| satu.kode.clone());
    Ok(satu.filter(|_| cocok.next().is_none()))
}
