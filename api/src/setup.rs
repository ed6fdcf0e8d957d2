//! Setting up tenants: what the command line, the demo and the tests do before anybody is served.

use std::sync::Arc;

use loket_domain::{
    akses::{PasangKredensial, Pelaku, Petugas, SesiId, Siapa, TambahPengguna},
    audit::CatatanAudit,
    dokumen::KoneksiTte,
    galat::{Galat, PortError},
    id::IdSource,
    kalender::Clock,
    kartu::{TambahPencetak, blanko::CatatGerakBlanko},
    nilai::Rahasia,
    percakapan::NomorLayanan,
    templat::{AjukanTemplat, KeadaanTemplat},
    tenant::{AturKoneksiTte, AturNomorLayanan, HasilMuat, MuatPaket, Paket, Tenant, TenantSlug},
};
use loket_infra::{
    crypto::{KunciData, SystemClock, SystemIds},
    postgres::{NomorBaru, PostgresAdmin, SebabAlih, TenantBaru, Tersegel},
    whatsapp::segel_aplikasi,
};

use serde_json::json;
use uuid::Uuid;

use crate::compose::Parts;

/// Loket itself, in that tenant.
pub fn sistem(tenant: &Arc<Tenant>) -> Pelaku {
    Pelaku { tenant: tenant.clone(), siapa: Siapa::Sistem }
}

/// Adds a sample officer with a password and an authenticator, or gives one who is there what is missing. For the demo and
/// the tests: officers of a real office are invited. Gives the recovery codes when any were drawn.
pub async fn petugas_contoh(
    parts: &Parts,
    tenant: &Arc<Tenant>,
    tambah: TambahPengguna,
    sandi: &Rahasia,
    benih: &Rahasia,
) -> Result<Vec<Rahasia>, Galat> {
    let pelaku = sistem(tenant);
    let nama = tambah.nama_pengguna.clone();
    let pengguna = match tambah.execute(&parts.ports, &pelaku).await {
        Ok((pengguna, _)) => pengguna,
        Err(Galat::Bentrok(bentrok)) if bentrok.kode == "nama_pengguna_terpakai" => {
            let mut work = parts.ports.store.read(&tenant.slug).await?;
            let lama = work.akses().pengguna_bernama(&nama).await?;
            lama.ok_or(Galat::TidakDitemukan("pengguna"))?
        }
        Err(galat) => return Err(galat),
    };
    let pasang =
        PasangKredensial { pengguna: pengguna.id, sandi: sandi.clone(), benih: benih.clone() };
    pasang.execute(&parts.ports, &pelaku).await
}

/// A sample officer as they act, without a session: for what the demo enters in their name.
async fn sebagai_contoh(parts: &Parts, tenant: &Arc<Tenant>, nama: &str) -> Result<Pelaku, Galat> {
    let mut work = parts.ports.store.read(&tenant.slug).await?;
    let orang = work.akses().pengguna_bernama(nama).await?;
    let orang = orang.ok_or(Galat::TidakDitemukan("pengguna"))?;
    let semua = work.akses().semua_peran().await?;
    let milik = semua.iter().filter(|peran| orang.peran.contains(&peran.kode));
    let petugas = Petugas {
        id: orang.id,
        nama: orang.nama,
        sesi: SesiId::new(Uuid::nil()),
        izin: milik.flat_map(|peran| peran.izin.iter().copied()).collect(),
        peran: orang.peran.clone(),
        mandat: Vec::new(),
        peran_berlaku: orang.peran,
        unit: None,
        tim: orang.tim,
        segar_pada: None,
        terbatas: false,
    };
    Ok(Pelaku { tenant: tenant.clone(), siapa: Siapa::Petugas(Box::new(petugas)) })
}

/// Enters sample printers and blank cards in the name of an officer who may. For the demo: an office that has a printer
/// keeps those it has, and a stock that was ever written down is left alone, so that repeating it changes nothing.
pub async fn kartu_contoh(
    parts: &Parts,
    tenant: &Arc<Tenant>,
    oleh: &str,
    pencetak: Vec<TambahPencetak>,
    blanko: Vec<CatatGerakBlanko>,
) -> Result<(), Galat> {
    let pelaku = sebagai_contoh(parts, tenant, oleh).await?;
    let mut work = parts.ports.store.read(&tenant.slug).await?;
    let ada_pencetak = !work.pencetak().daftar().await?.is_empty();
    let saldo = work.blanko().saldo().await?;
    drop(work);
    for satu in pencetak.into_iter().filter(|_| !ada_pencetak) {
        satu.execute(&parts.ports, &pelaku).await?;
    }
    let tercatat = |satu: &CatatGerakBlanko| {
        saldo.iter().any(|lama| lama.jenis == satu.jenis && lama.unit.as_str() == satu.unit)
    };
    for satu in blanko.into_iter().filter(|satu| !tercatat(satu)) {
        satu.execute(&parts.ports, &pelaku).await?;
    }
    Ok(())
}

/// Creates the tenant of a pack, or finds it, and loads the pack.
pub async fn tenant(
    admin: &PostgresAdmin,
    parts: &Parts,
    paket: Paket,
    dsn_id: &str,
) -> Result<(Arc<Tenant>, HasilMuat), Galat> {
    let slug = paket.tenant.slug.clone();
    let kunci = KunciData::acak().map_err(PortError::tak_terduga)?;
    let terbungkus = parts.induk.bungkus(&slug, &kunci).map_err(PortError::tak_terduga)?;
    let baru = TenantBaru {
        tenant: Tenant {
            id: SystemIds.uuid().into(),
            slug,
            nama: paket.tenant.nama.clone(),
            wilayah: paket.tenant.kode_wilayah.clone(),
            zona: paket.tenant.zona,
        },
        dsn_id: dsn_id.to_owned(),
        kunci_terbungkus: Tersegel(terbungkus),
        dibuat_pada: SystemClock.now(),
    };
    let terdaftar = admin.buat_tenant(&baru).await?;
    parts.postgres.segarkan_register().await;
    let tenant = Arc::new(terdaftar.tenant);
    let hasil = MuatPaket { paket }.execute(&parts.ports, &sistem(&tenant)).await?;
    Ok((tenant, hasil))
}

/// By whom and why an office is closed or opened.
///
/// # Errors
/// Nobody is named, or the reason says nothing.
pub fn sebab_alih(oleh: &str, alasan: &str) -> Result<SebabAlih, Galat> {
    let (oleh, alasan) = (oleh.trim().to_owned(), alasan.trim().to_owned());
    if !(1..=100).contains(&oleh.chars().count()) {
        return Err(Galat::isian(
            "/oleh",
            "oleh_wajib",
            "Sebutkan siapa Anda, paling banyak 100 karakter.",
        ));
    }
    if !(10..=500).contains(&alasan.chars().count()) {
        return Err(Galat::isian(
            "/alasan",
            "alasan_wajib",
            "Sebutkan alasannya, 10 sampai 500 karakter.",
        ));
    }
    Ok(SebabAlih { id: SystemIds.uuid(), oleh, alasan, pada: SystemClock.now() })
}

/// Closes or opens an office; `false` when there is none that is ready. Its own trail says so, too.
pub async fn buka_tutup(
    admin: &PostgresAdmin,
    parts: &Parts,
    slug: &TenantSlug,
    buka: bool,
    sebab: &SebabAlih,
) -> Result<bool, Galat> {
    if !buka {
        catat_alih(parts, slug, "tenant.tangguhkan", sebab).await?;
    }
    let berubah = admin.buka_tutup(slug, buka, sebab).await?;
    parts.postgres.segarkan_register().await;
    if berubah && buka {
        catat_alih(parts, slug, "tenant.aktifkan", sebab).await?;
    }
    Ok(berubah)
}

/// Nothing is written into an office that is closed already.
async fn catat_alih(
    parts: &Parts,
    slug: &TenantSlug,
    aksi: &'static str,
    sebab: &SebabAlih,
) -> Result<(), Galat> {
    let Some(tenant) = parts.ports.daftar.tenant(slug).await? else { return Ok(()) };
    let pelaku = sistem(&tenant);
    let catatan =
        CatatanAudit::baru(&parts.ports, pelaku.jejak(), aksi, "tenant", Some(tenant.id.uuid()))
            .dengan(json!({ "oleh": sebab.oleh, "alasan": sebab.alasan, "riwayat": sebab.id }));
    let mut work = parts.ports.store.begin(slug).await?;
    work.audit().catat(&catatan).await?;
    work.commit().await?;
    Ok(())
}

/// Registers a WhatsApp app, or replaces its secrets.
pub async fn aplikasi_wa(
    parts: &Parts,
    app_id: &str,
    rahasia: &Rahasia,
    token_verifikasi: &Rahasia,
) -> Result<(), Galat> {
    let aplikasi =
        segel_aplikasi(&parts.induk, SystemIds.uuid(), app_id, rahasia, token_verifikasi)
            .map_err(PortError::tak_terduga)?;
    Ok(parts.postgres.simpan_aplikasi_wa(&aplikasi).await?)
}

/// Keeps a service number's token in its tenant, then routes the number there.
pub async fn nomor_wa(
    parts: &Parts,
    tenant: &Arc<Tenant>,
    app_id: &str,
    nomor: NomorLayanan,
) -> Result<(), Galat> {
    let rute = NomorBaru {
        phone_number_id: nomor.phone_number_id.clone(),
        nomor_tampilan: nomor.nomor_tampilan.clone(),
        waba_id: nomor.waba_id.clone(),
        app_id: app_id.to_owned(),
        tenant: tenant.slug.clone(),
    };
    AturNomorLayanan { nomor }.execute(&parts.ports, &sistem(tenant)).await?;
    Ok(parts.postgres.arahkan_nomor(&rute).await?)
}

/// Hands every draft of a template in for approval; one that the channel refuses stays a draft.
pub async fn ajukan_templat(parts: &Parts, tenant: &Arc<Tenant>) -> Result<(), Galat> {
    let mut work = parts.ports.store.read(&tenant.slug).await?;
    let semua = work.templat().daftar().await?;
    drop(work);
    for templat in semua.iter().filter(|satu| satu.keadaan == KeadaanTemplat::Draf) {
        let ajukan = AjukanTemplat { id: templat.id };
        match ajukan.execute(&parts.ports, &sistem(tenant)).await {
            Ok(_) => {}
            Err(Galat::Bentrok(bentrok)) => {
                tracing::warn!(
                    templat = templat.nama,
                    sebab = bentrok.kode,
                    "templat tidak diajukan"
                );
            }
            Err(galat) => return Err(galat),
        }
    }
    Ok(())
}

/// Sets the signing host of a tenant.
pub async fn koneksi_tte(
    parts: &Parts,
    tenant: &Arc<Tenant>,
    koneksi: KoneksiTte,
) -> Result<(), Galat> {
    AturKoneksiTte { koneksi }.execute(&parts.ports, &sistem(tenant)).await
}

/// How a tenant reaches its signing host.
pub async fn baca_koneksi_tte(parts: &Parts, tenant: &Arc<Tenant>) -> Result<KoneksiTte, Galat> {
    let mut work = parts.ports.store.read(&tenant.slug).await?;
    work.katalog().koneksi_tte().await?.ok_or(Galat::TidakDitemukan("layanan TTE"))
}
