//! Make a passkey: the browser is asked in a session that may change factors, and answers in the same one.

use serde_json::json;
use time::OffsetDateTime;

use super::{
    BATAS_KUNCI_SANDI, KunciSandi, PemilikKunci, TolakKunci, TujuanUpacara, UMUR_UPACARA, Upacara,
    model::baca_label,
};
use crate::{
    akses::{
        Pelaku, Petugas, ambil_giliran, boleh_ubah_faktor, faktor_berubah, kunci_faktor,
        undi_kode_pulih,
    },
    audit::CatatanAudit,
    galat::{Bentrok, Galat},
    nilai::Rahasia,
    ports::{Ports, UnitOfWork},
};

/// A question to a browser.
#[derive(Debug)]
pub struct PilihanKunci {
    /// What `navigator.credentials` is called with.
    pub pilihan: serde_json::Value,
    /// Until when it may be answered.
    pub berakhir_pada: OffsetDateTime,
}

/// Refuses where browsers make no passkeys.
pub(super) fn wajib_ada(ports: &Ports) -> Result<(), Galat> {
    if ports.kunci_sandi.ada() {
        return Ok(());
    }
    Err(Bentrok::baru(
        "kunci_sandi_tidak_tersedia",
        "Instalasi ini dibuka lewat alamat tanpa nama, sehingga peramban tidak membuat kunci sandi. Pakai aplikasi kode.",
    )
    .into())
}

/// The refusal of one passkey too many.
fn penuh() -> Galat {
    Bentrok::baru(
        "kunci_sandi_penuh",
        format!("Anda sudah punya {BATAS_KUNCI_SANDI} kunci sandi. Hapus satu dahulu."),
    )
    .into()
}

/// Begin to make a passkey.
#[derive(Clone, Copy, Debug)]
pub struct MulaiKunciSandi;

impl MulaiKunciSandi {
    /// What to ask the browser. An earlier question of the session is good for nothing any more.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<PilihanKunci, Galat> {
        let petugas = pelaku.sendiri()?;
        wajib_ada(ports)?;
        let now = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        boleh_ubah_faktor(ports, work.as_mut(), pelaku, petugas).await?;
        let pengguna =
            work.akses().pengguna(petugas.id).await?.ok_or(Galat::TidakDitemukan("pengguna"))?;
        let milik = work.kunci_sandi().milik(petugas.id).await?;
        if milik.len() >= BATAS_KUNCI_SANDI {
            return Err(penuh());
        }
        let pemilik = PemilikKunci {
            id: pengguna.id,
            nama_pengguna: format!("{}@{}", pengguna.nama_pengguna, pelaku.tenant.slug),
            nama: pengguna.nama,
        };
        let terdaftar: Vec<Rahasia> = milik.into_iter().map(|satu| satu.isi).collect();
        let tantangan = ports.kunci_sandi.mulai_daftar(&pemilik, &terdaftar)?;
        let berakhir_pada = now + UMUR_UPACARA;
        let upacara = Upacara {
            id: ports.ids.id(),
            tujuan: TujuanUpacara::Daftar,
            ikatan: petugas.sesi.uuid().as_bytes().to_vec(),
            pengguna: petugas.id,
            keadaan: tantangan.keadaan,
            dibuat_pada: now,
            berakhir_pada,
        };
        work.kunci_sandi().mulai(&upacara).await?;
        let objek = Some(petugas.id.uuid());
        let catatan = CatatanAudit::baru(
            ports,
            pelaku.jejak(),
            "faktor.kunci_sandi_mulai",
            "pengguna",
            objek,
        );
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        Ok(PilihanKunci { pilihan: tantangan.pilihan, berakhir_pada })
    }
}

/// A passkey that the caller has now.
#[derive(Debug)]
pub struct KunciTerdaftar {
    /// The passkey.
    pub kunci: KunciSandi,
    /// Recovery codes, shown once; none where there was a factor before.
    pub kode_pulih: Vec<Rahasia>,
}

/// Keep the passkey that the browser made.
#[derive(Debug)]
pub struct SahkanKunciSandi {
    /// What the browser answered, JSON.
    pub jawaban: Rahasia,
    /// What its owner calls it.
    pub label: String,
}

impl SahkanKunciSandi {
    /// Ends every other session, makes this one a session of two factors, and draws recovery codes when it is the first
    /// factor. A question is answered once, rightly or not.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<KunciTerdaftar, Galat> {
        let petugas = pelaku.sendiri()?;
        let label = baca_label(&self.label)?;
        let now = ports.clock.now();
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        // Also keeps other changes of this officer's passkeys out.
        let hitung = kunci_faktor(petugas.id);
        let giliran = ambil_giliran(ports, work.as_mut(), &hitung, now).await?;
        boleh_ubah_faktor(ports, work.as_mut(), pelaku, petugas).await?;
        let pertama = work.akun().cara_faktor(petugas.id).await?.is_empty();
        let ikatan = petugas.sesi.uuid();
        let upacara = work.kunci_sandi().ambil(TujuanUpacara::Daftar, ikatan.as_bytes()).await?;
        let upacara = upacara.filter(|satu| satu.berlaku(petugas.id, now)).ok_or_else(|| {
            Bentrok::baru(
                "kunci_sandi_belum_dimulai",
                "Mulai pendaftaran kunci sandi lagi: permintaan sebelumnya tidak ada, sudah dijawab, atau sudah lewat 5 menit.",
            )
        })?;
        let baru = match ports.kunci_sandi.daftar(&upacara.keadaan, &self.jawaban) {
            Ok(baru) => baru,
            Err(TolakKunci::TidakTerbaca) => return Err(tidak_terbaca("/jawaban")),
            Err(TolakKunci::Ditolak(sebab)) => {
                tolak(ports, work.as_mut(), pelaku, petugas, sebab).await?;
                work.commit().await?;
                let pesan = "Kunci sandi ini tidak dapat diterima. Buat lagi di halaman aplikasi kantor Anda, dengan sidik jari, wajah, atau PIN perangkat.";
                return Err(Galat::isian("/jawaban", "kunci_sandi_ditolak", pesan));
            }
            Err(TolakKunci::Port(galat)) => return Err(galat.into()),
        };
        if work.kunci_sandi().milik(petugas.id).await?.len() >= BATAS_KUNCI_SANDI {
            return Err(penuh());
        }
        let kunci = KunciSandi {
            id: ports.ids.id(),
            pengguna: petugas.id,
            sidik: ports.sidik(&baru.kredensial),
            isi: baru.isi,
            label,
            dibuat_pada: now,
            terakhir_pada: None,
            dibekukan_pada: None,
        };
        if !work.kunci_sandi().tambah(&kunci).await? {
            tolak(ports, work.as_mut(), pelaku, petugas, "sudah_terdaftar").await?;
            work.commit().await?;
            let pesan = "Kunci sandi ini sudah terdaftar. Buat yang baru.";
            return Err(Bentrok::baru("kunci_sandi_sudah_terdaftar", pesan).into());
        }
        work.keamanan().hapus_gagal(&hitung, Some(giliran)).await?;
        let kode_pulih = if pertama {
            undi_kode_pulih(ports, work.as_mut(), petugas.id).await?
        } else {
            Vec::new()
        };
        faktor_berubah(ports, work.as_mut(), pelaku, petugas, "faktor.kunci_sandi_sah").await?;
        work.commit().await?;
        Ok(KunciTerdaftar { kunci, kode_pulih })
    }
}

async fn tolak(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    petugas: &Petugas,
    sebab: &'static str,
) -> Result<(), Galat> {
    let objek = Some(petugas.id.uuid());
    let aksi = "faktor.kunci_sandi_ditolak";
    let catatan = CatatanAudit::baru(ports, pelaku.jejak(), aksi, "pengguna", objek)
        .dengan(json!({ "tujuan": TujuanUpacara::Daftar.kata(), "sebab": sebab }));
    work.audit().catat(&catatan).await?;
    Ok(())
}

/// The refusal of what is no answer of a browser.
pub(super) fn tidak_terbaca(pointer: &str) -> Galat {
    let pesan = "Kirim jawaban peramban apa adanya, seperti hasil `PublicKeyCredential.toJSON()`.";
    Galat::isian(pointer, "kunci_sandi_tidak_terbaca", pesan)
}
