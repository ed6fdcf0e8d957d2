//! Invite officers: nobody but they themselves ever sets or knows their password.

use serde_json::json;

use super::{
    JenisRahasia, Pelaku, Pengguna, PenggunaId, RahasiaTerbit, Tempat, himpunan, kode_semua,
    pengelola, sudah_dibuat, terbitkan_rahasia,
};
use crate::{
    audit::CatatanAudit,
    galat::{Bentrok, Galat},
    nilai::{Kode, Nik, Rahasia},
    ports::{Ports, UnitOfWork},
};

/// Add an officer, who comes in by an invitation.
#[derive(Debug)]
pub struct TambahPengguna {
    /// Login name.
    pub nama_pengguna: String,
    /// Full name, for signers exactly as in their certificate.
    pub nama: String,
    /// NIP.
    pub nip: Option<String>,
    /// NIK; needed of who signs.
    pub nik: Option<String>,
    /// Roles, by code.
    pub peran: Vec<String>,
    /// Unit, by code.
    pub unit: Option<String>,
    /// Teams, by code.
    pub tim: Vec<String>,
    /// Their own email address.
    pub surel: Option<String>,
    /// Idempotency key and fingerprint of the request, when an officer asks.
    pub idempotensi: Option<(String, Vec<u8>)>,
}

impl TambahPengguna {
    /// Adds the officer and invites them, asked by Loket's own command line or by an administrator. The invitation goes to
    /// their own address where there is one; else it is given back once. Asked again, the officer comes without it.
    pub async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<(Pengguna, Option<RahasiaTerbit>), Galat> {
        let kelola = pengelola(pelaku)?;
        pelaku.wajib_segar(ports)?;
        let kunci = kelola.petugas.map(|petugas| petugas.id).zip(self.idempotensi.clone());
        let pengguna = self.baca(ports)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        work.kelola().kunci().await?;
        if let Some((petugas, kunci)) = &kunci
            && let Some(lama) = sudah_ada(work.as_mut(), *petugas, kunci).await?
        {
            return Ok((lama, None));
        }
        if work.akses().pengguna_bernama(&pengguna.nama_pengguna).await?.is_some() {
            return Err(
                Bentrok::baru("nama_pengguna_terpakai", "Nama pengguna ini sudah ada.").into()
            );
        }
        let tempat =
            Tempat { peran: &pengguna.peran, unit: pengguna.unit.as_ref(), tim: &pengguna.tim };
        tempat.periksa(work.as_mut()).await?;
        kelola.boleh_memberi(work.as_mut(), &pengguna.peran, pengguna.unit.as_ref()).await?;
        let pengguna =
            Pengguna { peran: himpunan(pengguna.peran), tim: himpunan(pengguna.tim), ..pengguna };
        let now = ports.clock.now();
        work.akses().tambah_pengguna(&pengguna, now).await?;
        if let Some((petugas, (kunci, sidik))) = &kunci {
            work.permohonan()
                .catat_idempotensi(*petugas, kunci, sidik, pengguna.id.uuid(), now)
                .await?;
        }
        let jenis = JenisRahasia::Undangan;
        let undangan =
            terbitkan_rahasia(ports, work.as_mut(), &pelaku.tenant, &pengguna, jenis).await?;
        let catatan = CatatanAudit::baru(
            ports,
            pelaku.jejak(),
            "pengguna.tambah",
            "pengguna",
            Some(pengguna.id.uuid()),
        )
        .dengan(json!({
            "peran": pengguna.peran, "unit": pengguna.unit, "tim": pengguna.tim,
        }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok((pengguna, Some(undangan)))
    }

    /// The officer as described, without a password.
    fn baca(&self, ports: &Ports) -> Result<Pengguna, Galat> {
        let nama_pengguna = self.nama_pengguna.trim().to_lowercase();
        let huruf_boleh =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-');
        if !(3..=64).contains(&nama_pengguna.len()) || !nama_pengguna.chars().all(huruf_boleh) {
            return Err(Galat::isian(
                "/nama_pengguna",
                "nama_pengguna_tidak_sah",
                "Nama pengguna 3-64 huruf kecil, angka, titik, garis bawah atau strip.",
            ));
        }
        let nik =
            self.nik.as_deref().map(Nik::parse).transpose().map_err(|salah| salah.di("/nik"))?;
        let unit = self.unit.as_deref().map(Kode::parse).transpose();
        Ok(Pengguna {
            id: ports.ids.id(),
            nama_pengguna,
            nama: baca_nama(&self.nama)?,
            nip: baca_nip(self.nip.as_deref())?,
            nik,
            surel: baca_surel(self.surel.as_deref())?,
            sandi_hash: None,
            aktif: true,
            peran: kode_semua(&self.peran, "/peran")?,
            unit: unit.map_err(|salah| salah.di("/unit"))?,
            tim: kode_semua(&self.tim, "/tim")?,
            versi: 1,
        })
    }
}

/// Invite an officer anew: the first invitation ended, or the officer forgot everything.
#[derive(Clone, Copy, Debug)]
pub struct UndangPengguna {
    /// Who.
    pub id: PenggunaId,
}

impl UndangPengguna {
    /// Calls the former invitation off. The password that holds now, holds until the officer sets another; the second
    /// factor is asked for as ever.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<RahasiaTerbit, Galat> {
        let kelola = pengelola(pelaku)?;
        pelaku.wajib_segar(ports)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let pengguna = kelola.sasaran_ubah(work.as_mut(), self.id).await?;
        if !pengguna.aktif {
            let pesan = "Petugas ini tidak aktif. Aktifkan dahulu, lalu undang.";
            return Err(Bentrok::baru("pengguna_tidak_aktif", pesan).into());
        }
        let jenis = JenisRahasia::Undangan;
        let undangan =
            terbitkan_rahasia(ports, work.as_mut(), &pelaku.tenant, &pengguna, jenis).await?;
        let objek = Some(pengguna.id.uuid());
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "pengguna.undang", "pengguna", objek)
                .dengan(json!({ "lewat_surel": undangan.rahasia.is_none() }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(undangan)
    }
}

async fn sudah_ada(
    work: &mut dyn UnitOfWork,
    petugas: PenggunaId,
    (kunci, sidik): &(String, Vec<u8>),
) -> Result<Option<Pengguna>, Galat> {
    match sudah_dibuat(work, petugas, kunci, sidik).await? {
        Some(id) => Ok(work.akses().pengguna(PenggunaId::new(id)).await?),
        None => Ok(None),
    }
}

/// The full name of an officer.
///
/// # Errors
/// Nothing, or more than 120 characters.
pub(in crate::akses) fn baca_nama(teks: &str) -> Result<String, Galat> {
    let nama = teks.trim();
    if (1..=120).contains(&nama.chars().count()) {
        Ok(nama.to_owned())
    } else {
        let pesan = "Nama petugas wajib diisi, paling panjang 120 huruf.";
        Err(Galat::isian("/nama", "nama_wajib", pesan))
    }
}

/// The NIP of an officer; nothing but spaces is none.
///
/// # Errors
/// Anything but 18 digits.
pub(in crate::akses) fn baca_nip(teks: Option<&str>) -> Result<Option<String>, Galat> {
    let Some(nip) = teks.map(str::trim).filter(|nip| !nip.is_empty()) else { return Ok(None) };
    if nip.len() == 18 && nip.bytes().all(|b| b.is_ascii_digit()) {
        Ok(Some(nip.to_owned()))
    } else {
        Err(Galat::isian("/nip", "nip_tidak_sah", "NIP harus 18 angka."))
    }
}

/// The email address of an officer; nothing but spaces is none.
///
/// # Errors
/// Anything that is no address.
pub(in crate::akses) fn baca_surel(teks: Option<&str>) -> Result<Option<Rahasia>, Galat> {
    let Some(surel) = teks.map(str::trim).filter(|surel| !surel.is_empty()) else {
        return Ok(None);
    };
    crate::penyerahan::baca_surel(surel).map(|surel| Some(Rahasia::new(surel))).ok_or_else(|| {
        Galat::isian(
            "/surel",
            "surel_tidak_sah",
            "Alamat surel tidak benar. Contoh: nama@contoh.id.",
        )
    })
}
