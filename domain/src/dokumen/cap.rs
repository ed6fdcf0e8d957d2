//! What a visible signature says, where it goes, and the code in its QR.

use super::{HalamanStempel, IsiStempel, Pojok, Stempel, StempelGagal, Tampilan, TempatStempel};
use crate::{
    akses::Petugas,
    galat::PortError,
    layanan::{HalamanTte, PojokTte, Produk, TampilanTte},
    nilai::Kode,
    ports::Ports,
    tenant::Tenant,
};

/// Crockford's alphabet: no I, L, O or U, so that a code survives being read out.
const HURUF: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many bytes of chance a code holds: 80 bits, 16 letters.
const BITA: usize = 10;

/// A fresh code by which anybody checks a document.
pub fn kode_verifikasi_baru(ports: &Ports) -> Result<String, PortError> {
    let hex = ports.ids.acak_hex(BITA);
    crockford(&hex).ok_or_else(|| PortError::tak_terduga("random bytes that are not hex"))
}

/// Hex as Crockford base32, five bits a letter; `None` for what is no hex.
fn crockford(hex: &str) -> Option<String> {
    let mut keluar = String::new();
    let (mut tampung, mut bit) = (0_u32, 0_u32);
    for huruf in hex.chars() {
        tampung = (tampung << 4) | huruf.to_digit(16)?;
        bit += 4;
        if bit >= 5 {
            bit -= 5;
            let nilai = usize::try_from((tampung >> bit) & 31).ok()?;
            keluar.push(char::from(*HURUF.get(nilai)?));
        }
    }
    Some(keluar)
}

/// The address of a document's public check.
pub fn alamat_verifikasi(ports: &Ports, tenant: &Tenant, kode: &str) -> String {
    ports.alamat_publik.verifikasi(&tenant.slug, kode)
}

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

    #[test]
    fn a_code_is_the_bits_it_was_made_of_in_letters_that_cannot_be_mistaken() {
        assert_eq!(crockford("00000000000000000000").unwrap(), "0000000000000000");
        assert_eq!(crockford("ffffffffffffffffffff").unwrap(), "ZZZZZZZZZZZZZZZZ");
        // Five bits each: 00001 00010 …
        assert_eq!(crockford("08864298e8").unwrap(), "12345678".to_owned());
        assert!(crockford("xy").is_none());
        assert!(!HURUF.iter().any(|huruf| b"ILOU".contains(huruf)));
    }

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
