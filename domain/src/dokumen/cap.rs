//! What a visible signature says, where it goes, and the code in its QR.

use super::{HalamanStempel, IsiStempel, Pojok, Stempel, StempelGagal, Tampilan, TempatStempel};
use crate::{
    akses::Petugas,
    layanan::{HalamanTte, PojokTte, Produk, TampilanTte},
    nilai::Kode,
    ports::Ports,
};

/// What the stamp says: own office, or whose place the signer takes, with the SK that gives it to them.
pub(super) fn isi_stempel(
    url: String,
    petugas: &Petugas,
    peran: Option<(&Kode, &str)>,
) -> IsiStempel {
    let mandat = peran.and_then(|(kode, _)| petugas.mandat_untuk(kode));
    let (atas_nama, jabatan) = match (mandat, peran) {
        (Some(mandat), _) => (
            Some(mandat.peran_nama.clone()),
            format!("{} {} (SK {})", mandat.jenis.singkatan(), mandat.peran_nama, mandat.nomor_sk),
        ),
        (None, Some((_, nama))) => (None, nama.to_owned()),
        (None, None) => (None, "Pejabat penanda tangan".to_owned()),
    };
    IsiStempel { url, atas_nama, jabatan, nama: petugas.nama.clone() }
}

/// The reason written into the signature, where the mandate stands also when nothing shows.
pub(super) fn alasan(nama: &str, petugas: &Petugas, peran: Option<&Kode>) -> String {
    match peran.and_then(|kode| petugas.mandat_untuk(kode)) {
        Some(mandat) => format!("Penandatanganan {nama}, {}", mandat.atas_nama()),
        None => format!("Penandatanganan {nama}"),
    }
}

/// The picture at its place, where the product wants one.
pub(super) fn tampilan(
    ports: &Ports,
    produk: &Produk,
    isi: &IsiStempel,
    draf: &[u8],
) -> Result<Tampilan, StempelGagal> {
    let TampilanTte::Terlihat { halaman, pojok } = produk.tampilan_tte else {
        return Ok(Tampilan::TakTerlihat);
    };
    let halaman = match halaman {
        HalamanTte::Pertama => HalamanStempel::Pertama,
        HalamanTte::Terakhir => HalamanStempel::Terakhir,
        HalamanTte::Nomor(nomor) => HalamanStempel::Nomor(nomor.into()),
    };
    let pojok = match pojok {
        PojokTte::KiriAtas => Pojok::KiriAtas,
        PojokTte::KananAtas => Pojok::KananAtas,
        PojokTte::KiriBawah => Pojok::KiriBawah,
        PojokTte::KananBawah => Pojok::KananBawah,
    };
    let TempatStempel { halaman, kotak } = ports.stempel.tempat(draf, halaman, pojok)?;
    Ok(Tampilan::Terlihat(Stempel { halaman, kotak, gambar: ports.stempel.gambar(isi)? }))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use time::macros::date;

    use super::*;
    use crate::{
        akses::{JenisDelegasi, Mandat},
        id::Id,
    };

    fn petugas(mandat: Vec<Mandat>) -> Petugas {
        let peran = Kode::parse("kabid").unwrap();
        Petugas {
            id: Id::new(uuid::Uuid::from_u128(1)),
            nama: "Budi Contoh, S.Sos.".to_owned(),
            sesi: Id::new(uuid::Uuid::from_u128(2)),
            peran: vec![peran],
            mandat,
            peran_berlaku: Vec::new(),
            izin: BTreeSet::new(),
            unit: None,
            tim: Vec::new(),
            segar_pada: None,
            terbatas: false,
        }
    }

    #[test]
    fn who_stands_in_signs_for_whom_they_stand_in_with_the_number_of_the_sk() {
        let kadis = Kode::parse("kadis").unwrap();
        let mandat = Mandat {
            peran: kadis.clone(),
            peran_nama: "Kepala Dinas".to_owned(),
            dari: Id::new(uuid::Uuid::from_u128(3)),
            dari_nama: "Gusti Contoh".to_owned(),
            jenis: JenisDelegasi::Plh,
            nomor_sk: "800/45/2026".to_owned(),
            delegasi: Id::new(uuid::Uuid::from_u128(4)),
            sampai: date!(2026 - 03 - 04),
        };
        let wakil = petugas(vec![mandat]);
        let isi = isi_stempel("https://x/v/a/b".to_owned(), &wakil, Some((&kadis, "Kepala Dinas")));
        let baris = isi.baris();
        assert!(baris.contains(&"a.n. Kepala Dinas".to_owned()), "{baris:?}");
        assert!(baris.contains(&"Plh. Kepala Dinas (SK 800/45/2026)".to_owned()), "{baris:?}");
        assert!(baris.contains(&"Budi Contoh, S.Sos.".to_owned()), "{baris:?}");
        let kalimat = alasan("KK", &wakil, Some(&kadis));
        assert!(kalimat.contains("a.n. Gusti Contoh (SK 800/45/2026)"), "{kalimat}");

        let sendiri =
            isi_stempel(String::new(), &petugas(Vec::new()), Some((&kadis, "Kepala Dinas")));
        assert_eq!((sendiri.atas_nama, sendiri.jabatan.as_str()), (None, "Kepala Dinas"));
        assert_eq!(alasan("KK", &petugas(Vec::new()), Some(&kadis)), "Penandatanganan KK");
    }
}
