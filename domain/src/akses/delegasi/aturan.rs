//! When a delegation may be recorded: pure rules.

use std::collections::BTreeSet;

use time::Date;

use super::{BatasDelegasi, Delegasi};
use crate::{
    akses::Pengguna,
    galat::{Bentrok, Galat, Pelanggaran},
};

/// What a new delegation is weighed against.
#[derive(Clone, Copy, Debug)]
pub struct Timbangan<'a> {
    /// Whose place is taken; their own roles are all they can give.
    pub dari: &'a Pengguna,
    /// Who takes it.
    pub kepada: &'a Pengguna,
    /// Delegations that concern `dari`, from or to them.
    pub lain: &'a [Delegasi],
    /// Today on the tenant's wall clock.
    pub hari_ini: Date,
    /// How long it may last.
    pub batas: BatasDelegasi,
}

/// Whether the delegation may be recorded.
///
/// # Errors
/// [`Galat::TidakSah`] with every field that cannot be accepted; [`Galat::Bentrok`] when a role is given away twice.
pub fn periksa_delegasi(baru: &Delegasi, timbangan: &Timbangan<'_>) -> Result<(), Galat> {
    let mut salah = Vec::new();
    periksa_orang(baru, timbangan, &mut salah);
    periksa_peran(baru, timbangan, &mut salah);
    periksa_tanggal(baru, timbangan, &mut salah);
    if !(1..=100).contains(&baru.nomor_sk.trim().chars().count()) {
        let pesan = "Nomor SK atau surat perintah wajib diisi, paling panjang 100 huruf.";
        salah.push(langgar("/nomor_sk", "nomor_sk_wajib", pesan));
    }
    if !salah.is_empty() {
        return Err(Galat::TidakSah(salah));
    }
    if let Some(lama) = timbangan.lain.iter().find(|lama| lama.bertumpuk(baru)) {
        return Err(Bentrok::baru(
            "delegasi_bertumpuk",
            "Peran petugas ini sudah didelegasikan pada sebagian tanggal tersebut. Cabut yang lama dahulu.",
        )
        .dengan_pilihan(vec![format!("cabut:{}", lama.id)])
        .into());
    }
    Ok(())
}

fn langgar(pointer: &str, kode: &'static str, pesan: impl Into<String>) -> Pelanggaran {
    Pelanggaran::baru(pointer, kode, pesan)
}

fn periksa_orang(baru: &Delegasi, timbangan: &Timbangan<'_>, salah: &mut Vec<Pelanggaran>) {
    if baru.kepada == baru.dari {
        let pesan = "Penerima harus petugas lain.";
        salah.push(langgar("/kepada", "delegasi_diri_sendiri", pesan));
    } else if !timbangan.kepada.aktif {
        let pesan = "Penerima harus petugas yang aktif.";
        salah.push(langgar("/kepada", "penerima_tidak_aktif", pesan));
    }
}

fn periksa_peran(baru: &Delegasi, timbangan: &Timbangan<'_>, salah: &mut Vec<Pelanggaran>) {
    if baru.peran.is_empty() {
        let pesan = "Sebutkan sedikitnya satu peran yang didelegasikan.";
        salah.push(langgar("/peran", "peran_kosong", pesan));
    }
    let mut terpakai = BTreeSet::new();
    for (urut, peran) in baru.peran.iter().enumerate() {
        let pointer = format!("/peran/{urut}");
        if !terpakai.insert(peran) {
            salah.push(langgar(&pointer, "peran_ganda", "Peran ini disebut dua kali."));
            continue;
        }
        if timbangan.dari.peran.contains(peran) {
            continue;
        }
        let dari_mandat = timbangan
            .lain
            .iter()
            .any(|lama| lama.kepada == baru.dari && lama.peran.contains(peran));
        salah.push(if dari_mandat {
            let pesan = format!(
                "Peran `{peran}` dipegang sebagai Plh/Plt; mandat tidak dapat didelegasikan lagi."
            );
            langgar(&pointer, "mandat_tidak_dapat_didelegasikan", pesan)
        } else {
            let pesan = format!("Petugas yang digantikan tidak memegang peran `{peran}`.");
            langgar(&pointer, "peran_bukan_miliknya", pesan)
        });
    }
}

fn periksa_tanggal(baru: &Delegasi, timbangan: &Timbangan<'_>, salah: &mut Vec<Pelanggaran>) {
    let batas = timbangan.batas.hari(baru.jenis);
    if baru.sampai < baru.mulai {
        let pesan = "Tanggal selesai mendahului tanggal mulai.";
        salah.push(langgar("/sampai", "tanggal_terbalik", pesan));
    } else if baru.sampai < timbangan.hari_ini {
        salah.push(langgar("/sampai", "delegasi_sudah_lewat", "Tanggal selesai sudah lewat."));
    } else if baru.lama() > i64::from(batas) {
        let jenis = baru.jenis.singkatan();
        let pesan = format!("{jenis} paling lama {batas} hari, dihitung dengan hari pertama.");
        salah.push(langgar("/sampai", "delegasi_terlalu_lama", pesan));
    }
}
