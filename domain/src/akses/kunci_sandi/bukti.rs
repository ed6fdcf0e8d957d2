//! Show a passkey: at the second step of a login, and where a session is confirmed.

use serde_json::json;
use time::OffsetDateTime;

use super::{
    HasilBukti, KunciSandi, PilihanKunci, TolakKunci, TujuanUpacara, UMUR_UPACARA, Upacara,
    daftar::{tidak_terbaca, wajib_ada},
};
use crate::{
    akses::{JejakPelaku, Pelaku, Pengguna, PenggunaId, PesanPetugas, antrekan_surel, berlaku},
    audit::CatatanAudit,
    galat::{Bentrok, GagalMasuk, Galat},
    nilai::Rahasia,
    notifikasi::{JenisNotifikasi, Kepada, Notifikasi},
    ports::{Ports, UnitOfWork},
    tenant::{Tenant, TenantSlug},
};

/// Begin to show a passkey at the second step of a login.
#[derive(Debug)]
pub struct MulaiMasukKunci {
    /// The tenant in the path.
    pub tenant: TenantSlug,
    /// The ticket of the first step.
    pub tiket: Rahasia,
}

impl MulaiMasukKunci {
    /// What to ask the browser. The answer is good with the same ticket only.
    pub async fn execute(self, ports: &Ports) -> Result<PilihanKunci, Galat> {
        let tenant = crate::akses::tenant_publik(ports, &self.tenant).await?;
        let hash = ports.sidik(self.tiket.buka().as_bytes());
        let mut work = ports.store.begin(&tenant.slug).await?;
        let tiket = berlaku(ports, work.as_mut(), &hash).await?;
        let pengguna = work.akses().pengguna(tiket.pengguna).await?;
        let pengguna = pengguna.filter(|orang| orang.aktif).ok_or(GagalMasuk::TiketTidakBerlaku)?;
        let ikatan = Ikatan { tujuan: TujuanUpacara::Masuk, nilai: &hash };
        let batas = tiket.berakhir_pada;
        let pilihan = tantang(ports, work.as_mut(), pengguna.id, ikatan, batas).await?;
        work.commit().await?;
        Ok(pilihan)
    }
}

/// Begin to confirm one's session by a passkey.
#[derive(Clone, Copy, Debug)]
pub struct MulaiKonfirmasiKunci;

impl MulaiKonfirmasiKunci {
    /// What to ask the browser. The answer is good in the same session only.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<PilihanKunci, Galat> {
        let petugas = pelaku.sendiri()?;
        pelaku.bukan_terbatas()?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let sesi = petugas.sesi.uuid();
        let ikatan = Ikatan { tujuan: TujuanUpacara::Konfirmasi, nilai: sesi.as_bytes() };
        let batas = ports.clock.now() + UMUR_UPACARA;
        let pilihan = tantang(ports, work.as_mut(), petugas.id, ikatan, batas).await?;
        work.commit().await?;
        Ok(pilihan)
    }
}

/// What an answer has to belong to.
#[derive(Clone, Copy, Debug)]
pub(in crate::akses) struct Ikatan<'a> {
    pub tujuan: TujuanUpacara,
    /// The hash of a ticket, or the id of a session.
    pub nilai: &'a [u8],
}

/// Begins a ceremony with the officer's passkeys.
async fn tantang(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pengguna: PenggunaId,
    ikatan: Ikatan<'_>,
    batas: OffsetDateTime,
) -> Result<PilihanKunci, Galat> {
    wajib_ada(ports)?;
    let now = ports.clock.now();
    let milik = work.kunci_sandi().milik(pengguna).await?;
    let hidup = milik.into_iter().filter(|satu| satu.dibekukan_pada.is_none());
    let kunci: Vec<Rahasia> = hidup.map(|satu| satu.isi).collect();
    if kunci.is_empty() {
        return Err(Bentrok::baru(
            "kunci_sandi_tidak_ada",
            "Akun ini tidak punya kunci sandi yang dapat dipakai. Pakai cara lain.",
        )
        .into());
    }
    let tantangan = ports.kunci_sandi.mulai_bukti(&kunci)?;
    let berakhir_pada = batas.min(now + UMUR_UPACARA);
    let upacara = Upacara {
        id: ports.ids.id(),
        tujuan: ikatan.tujuan,
        ikatan: ikatan.nilai.to_vec(),
        pengguna,
        keadaan: tantangan.keadaan,
        dibuat_pada: now,
        berakhir_pada,
    };
    work.kunci_sandi().mulai(&upacara).await?;
    Ok(PilihanKunci { pilihan: tantangan.pilihan, berakhir_pada })
}

/// Refuses what is no answer of a browser, before it counts as a try.
///
/// # Errors
/// A field at that pointer.
pub(in crate::akses) fn wajib_terbaca(
    ports: &Ports,
    jawaban: &Rahasia,
    pointer: &str,
) -> Result<(), Galat> {
    ports.kunci_sandi.kredensial(jawaban).map(drop).ok_or_else(|| tidak_terbaca(pointer))
}

/// Whether the answer was made with a passkey of the officer, for exactly that. The question is used up by any answer; who
/// answers with a copy of an authenticator is refused, and the passkey with them.
pub(in crate::akses) async fn cocokkan_kunci(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    (tenant, pengguna): (&Tenant, &Pengguna),
    ikatan: Ikatan<'_>,
    jawaban: &Rahasia,
) -> Result<bool, Galat> {
    let now = ports.clock.now();
    let sebab = match periksa(ports, work, pengguna.id, ikatan, jawaban).await? {
        Periksa::Benar(mut kunci, isi) => {
            kunci.isi = isi;
            kunci.terakhir_pada = Some(now);
            work.kunci_sandi().simpan(&kunci).await?;
            return Ok(true);
        }
        Periksa::Salah(sebab) => sebab,
        Periksa::Mundur(kunci) => {
            bekukan(ports, work, tenant, pengguna, kunci).await?;
            "mundur"
        }
    };
    let jejak = JejakPelaku::Petugas { id: pengguna.id };
    let objek = Some(pengguna.id.uuid());
    let catatan = CatatanAudit::baru(ports, jejak, "faktor.kunci_sandi_ditolak", "pengguna", objek)
        .dengan(json!({ "tujuan": ikatan.tujuan.kata(), "sebab": sebab }));
    work.audit().catat(&catatan).await?;
    Ok(false)
}

enum Periksa {
    Benar(KunciSandi, Rahasia),
    Salah(&'static str),
    Mundur(KunciSandi),
}

async fn periksa(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pengguna: PenggunaId,
    ikatan: Ikatan<'_>,
    jawaban: &Rahasia,
) -> Result<Periksa, Galat> {
    let now = ports.clock.now();
    let upacara = work.kunci_sandi().ambil(ikatan.tujuan, ikatan.nilai).await?;
    let Some(upacara) = upacara.filter(|satu| satu.berlaku(pengguna, now)) else {
        return Ok(Periksa::Salah("tanpa_tantangan"));
    };
    let Some(kredensial) = ports.kunci_sandi.kredensial(jawaban) else {
        return Ok(Periksa::Salah("tidak_terbaca"));
    };
    // As it is kept now: what the question knew of it may be of before it was removed, frozen or shown.
    let kunci = work.kunci_sandi().bersidik(&ports.sidik(&kredensial)).await?;
    let kunci = kunci.filter(|satu| satu.pengguna == pengguna);
    let Some(kunci) = kunci else { return Ok(Periksa::Salah("kredensial")) };
    if kunci.dibekukan_pada.is_some() {
        return Ok(Periksa::Salah("dibekukan"));
    }
    match ports.kunci_sandi.bukti(pengguna, &upacara.keadaan, jawaban, &kunci.isi) {
        Ok(HasilBukti::Benar(isi)) => Ok(Periksa::Benar(kunci, isi)),
        Ok(HasilBukti::Mundur) => Ok(Periksa::Mundur(kunci)),
        Err(TolakKunci::TidakTerbaca) => Ok(Periksa::Salah("tidak_terbaca")),
        Err(TolakKunci::Ditolak(sebab)) => Ok(Periksa::Salah(sebab)),
        Err(TolakKunci::Port(galat)) => Err(galat.into()),
    }
}

/// There seem to be two of an authenticator, and nobody knows which of them opened the sessions that are open: the
/// passkey opens nothing any more, every session ends, and the officer hears of it.
async fn bekukan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    pengguna: &Pengguna,
    mut kunci: KunciSandi,
) -> Result<(), Galat> {
    let now = ports.clock.now();
    kunci.dibekukan_pada = Some(now);
    work.kunci_sandi().simpan(&kunci).await?;
    let sesi = work.akun().akhiri_sesi_lain(pengguna.id, None, now).await?;
    work.keamanan().cabut_perangkat(pengguna.id).await?;
    antrekan_surel(ports, work, tenant, pengguna, PesanPetugas::KunciDibekukan).await?;
    let notifikasi = Notifikasi::baru(
        ports,
        Kepada::Pengguna(pengguna.id),
        JenisNotifikasi::Pemberitahuan,
        "Salah satu kunci sandi Anda dibekukan karena tampaknya disalin. Bila Anda tidak mengenali ini, ganti kata sandi dan hubungi pengelola.",
    );
    work.notifikasi().tambah(&notifikasi).await?;
    let jejak = JejakPelaku::Petugas { id: pengguna.id };
    let objek = Some(pengguna.id.uuid());
    let catatan =
        CatatanAudit::baru(ports, jejak, "faktor.kunci_sandi_dibekukan", "pengguna", objek)
            .dengan(json!({ "kunci_sandi": kunci.id.uuid(), "sesi_diakhiri": sesi }));
    work.audit().catat(&catatan).await?;
    Ok(())
}
