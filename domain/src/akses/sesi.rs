//! Sessions as their owners and administrators see them, and the proof that an officer is still there.

use time::{Duration, OffsetDateTime};

use super::{
    BuktiFaktor, FaktorSesi, Ikatan, Pelaku, Pengguna, PenggunaId, Petugas, SesiId, TujuanUpacara,
    ambil_giliran, kode_salah, pengelola, wajib_terbaca,
};
use crate::{
    audit::CatatanAudit,
    galat::{Bentrok, Galat},
    nilai::Rahasia,
    ports::Ports,
};

/// How long a proof lasts.
pub const UMUR_SEGAR: Duration = Duration::minutes(5);

/// A session that begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SesiBaru {
    /// Its id.
    pub id: SesiId,
    /// Whose.
    pub pengguna: PenggunaId,
    /// When it begins; who just logged in needs no further proof for a while.
    pub dibuat_pada: OffsetDateTime,
    /// When it ends at the latest.
    pub berakhir_pada: OffsetDateTime,
    /// What opened it.
    pub faktor: FaktorSesi,
    /// What the device calls itself.
    pub perangkat: Option<String>,
    /// Where it was opened, without the end of the address.
    pub alamat_samar: Option<String>,
}

/// A live session, as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RincianSesi {
    /// Its id.
    pub id: SesiId,
    /// When it began.
    pub dibuat_pada: OffsetDateTime,
    /// When its tokens were last renewed.
    pub terakhir_pada: OffsetDateTime,
    /// When it ends at the latest.
    pub berakhir_pada: OffsetDateTime,
    /// What opened it.
    pub faktor: FaktorSesi,
    /// What the device calls itself.
    pub perangkat: Option<String>,
    /// Where it was opened.
    pub alamat_samar: Option<String>,
}

/// List live sessions: one's own, or an officer's.
#[derive(Clone, Copy, Debug)]
pub struct DaftarSesi {
    /// Whose, where it is not the caller.
    pub pengguna: Option<PenggunaId>,
}

impl DaftarSesi {
    /// The newest first.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Vec<RincianSesi>, Galat> {
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let siapa = match self.pengguna {
            None => pelaku.sendiri()?.id,
            Some(id) => pengelola(pelaku)?.sasaran(work.as_mut(), id).await?.id,
        };
        Ok(work.akun().sesi_milik(siapa, ports.clock.now()).await?)
    }
}

/// Which sessions end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SesiMana {
    /// This one.
    Satu(SesiId),
    /// Every one of the officer but the caller's own.
    Lainnya,
}

/// End sessions: one's own, or an officer's.
#[derive(Clone, Copy, Debug)]
pub struct AkhiriSesi {
    /// Whose, where it is not the caller.
    pub pengguna: Option<PenggunaId>,
    /// Which.
    pub mana: SesiMana,
}

impl AkhiriSesi {
    /// Ends them at once, for every token of them; tells how many.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<u64, Galat> {
        let petugas = pelaku.sendiri()?;
        let now = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let siapa = match self.pengguna {
            None => petugas.id,
            Some(id) => pengelola(pelaku)?.sasaran_ubah(work.as_mut(), id).await?.id,
        };
        let jumlah = match self.mana {
            SesiMana::Satu(sesi) => {
                let milik = work.akun().sesi_milik(siapa, now).await?;
                if !milik.iter().any(|satu| satu.id == sesi) {
                    return Err(Galat::TidakDitemukan("sesi"));
                }
                work.akses().cabut_sesi(sesi, now).await?;
                1
            }
            SesiMana::Lainnya => {
                let kecuali = (siapa == petugas.id).then_some(petugas.sesi);
                work.akun().akhiri_sesi_lain(siapa, kecuali, now).await?
            }
        };
        let objek = Some(siapa.uuid());
        let catatan = CatatanAudit::baru(ports, pelaku.jejak(), "sesi.akhiri", "pengguna", objek)
            .dengan(serde_json::json!({ "jumlah": jumlah }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(jumlah)
    }
}

/// A proof that the officer is there, in a session that is already open.
#[derive(Debug)]
pub enum PeriksaUlang {
    /// The password.
    Sandi(Rahasia),
    /// The code of the authenticator.
    Kode(Rahasia),
    /// What the browser answered in the ceremony that was begun, JSON.
    KunciSandi(Rahasia),
}

impl PeriksaUlang {
    /// The officer, when the proof is right. Failures are counted by account.
    pub(in crate::akses) async fn execute(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
        petugas: &Petugas,
    ) -> Result<Pengguna, Galat> {
        if let Self::KunciSandi(jawaban) = &self {
            wajib_terbaca(ports, jawaban, "/kunci_sandi")?;
        }
        let now = ports.clock.now();
        let kunci = format!("konfirmasi/{}", petugas.id);
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let pengguna =
            work.akses().pengguna(petugas.id).await?.ok_or(Galat::TidakDitemukan("pengguna"))?;
        ambil_giliran(ports, work.as_mut(), &kunci, now).await?;
        let (bukti, aksi, salah) = match self {
            Self::Kode(kode) => (BuktiFaktor::Totp(kode), "sesi.kode", kode_salah()),
            Self::KunciSandi(jawaban) => {
                (BuktiFaktor::KunciSandi(jawaban), "sesi.kunci_sandi", kunci_salah())
            }
            Self::Sandi(sandi) => {
                work.commit().await?;
                // Hashing takes tens of milliseconds, so no transaction is open meanwhile.
                let cocok = ports.sandi.cocokkan(sandi, pengguna.sandi_hash.clone()).await?;
                if cocok == super::Kecocokan::TidakCocok {
                    let pesan = "Kata sandi yang sekarang berlaku bukan itu.";
                    return Err(Galat::isian("/sandi", "sandi_salah", pesan));
                }
                let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
                work.keamanan().hapus_gagal(&kunci, None).await?;
                work.commit().await?;
                return Ok(pengguna);
            }
        };
        let sesi = petugas.sesi.uuid();
        let ikatan = Ikatan { tujuan: TujuanUpacara::Konfirmasi, nilai: sesi.as_bytes() };
        let cocok = bukti.cocok(ports, work.as_mut(), (&pelaku.tenant, &pengguna), ikatan).await?;
        if cocok {
            work.keamanan().hapus_gagal(&kunci, None).await?;
            let catatan = CatatanAudit::baru(ports, pelaku.jejak(), aksi, "sesi", Some(sesi));
            work.audit().catat(&catatan).await?;
        }
        work.commit().await?;
        if cocok { Ok(pengguna) } else { Err(salah) }
    }
}

/// The refusal of a passkey's answer that is not right.
fn kunci_salah() -> Galat {
    let pesan = "Kunci sandi tidak cocok, atau permintaannya sudah dijawab atau lewat. Mulai lagi.";
    Galat::isian("/kunci_sandi", "kunci_sandi_salah", pesan)
}

/// Show again who one is, so that the session may sign, export and administer for a while.
#[derive(Debug)]
pub struct KonfirmasiSesi {
    /// The proof.
    pub bukti: PeriksaUlang,
}

impl KonfirmasiSesi {
    /// Until when the session counts as fresh.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<OffsetDateTime, Galat> {
        let petugas = pelaku.sendiri()?;
        pelaku.bukan_terbatas()?;
        self.bukti.execute(ports, pelaku, petugas).await?;
        let now = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        work.akun().sesi_segar(petugas.sesi, now).await?;
        let objek = Some(petugas.sesi.uuid());
        let catatan = CatatanAudit::baru(ports, pelaku.jejak(), "sesi.konfirmasi", "sesi", objek);
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(now + UMUR_SEGAR)
    }
}

/// Take every second factor from an officer who lost theirs. They enrol anew at their next login.
#[derive(Clone, Copy, Debug)]
pub struct HapusFaktor {
    /// Whose.
    pub pengguna: PenggunaId,
}

impl HapusFaktor {
    /// Removes them and ends every session of the officer, who is told by email.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let kelola = pengelola(pelaku)?;
        pelaku.wajib_segar(ports)?;
        if pelaku.pengguna() == Some(self.pengguna) {
            return Err(Bentrok::baru(
                "faktor_sendiri",
                "Faktor kedua Anda sendiri hanya dilepas oleh pengelola lain.",
            )
            .into());
        }
        let now = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        work.kelola().kunci().await?;
        let pengguna = kelola.sasaran_ubah(work.as_mut(), self.pengguna).await?;
        work.akun().hapus_faktor(pengguna.id).await?;
        work.akun().akhiri_sesi_lain(pengguna.id, None, now).await?;
        work.keamanan().cabut_perangkat(pengguna.id).await?;
        work.keamanan().batalkan_tiket(pengguna.id, now).await?;
        let pesan = super::PesanPetugas::FaktorBerubah;
        super::antrekan_surel(ports, work.as_mut(), &pelaku.tenant, &pengguna, pesan).await?;
        let objek = Some(pengguna.id.uuid());
        let catatan = CatatanAudit::baru(
            ports,
            pelaku.jejak(),
            "faktor.dilepas_pengelola",
            "pengguna",
            objek,
        );
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(())
    }
}
