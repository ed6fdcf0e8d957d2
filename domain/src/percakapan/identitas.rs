//! Whether a contact is still who they were: numbers change hands, phones too. Nothing of a case is told to a contact that
//! is marked until they prove themselves or an officer vouches for them.

use async_trait::async_trait;
use serde_json::json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Kontak, KontakId, Masukan, Pengenal, PesanMasuk, teks_kanal};
use crate::{
    akses::{Izin, JejakPelaku, Pelaku, PenggunaId},
    audit::CatatanAudit,
    galat::{Bentrok, Galat, PortError},
    nilai::{Nik, Rahasia},
    outbox::{IsiPesan, PesanKeluar},
    permohonan::PermohonanId,
    ports::{Ports, UnitOfWork},
};

/// How often a contact may try to prove themselves.
pub const PERCOBAAN_MAKS: u8 = 3;
/// The longest reason of an officer, in characters.
const ALASAN_MAKS: usize = 500;

/// Why a contact must prove themselves again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerifikasiUlang {
    /// They moved to another number; whoever writes from the old one may be somebody else.
    NomorBerubah,
    /// WhatsApp knows them by another identity now.
    IdentitasBerubah,
}

impl VerifikasiUlang {
    /// As it is stored.
    pub fn kode(self) -> &'static str {
        match self {
            Self::NomorBerubah => "nomor_berubah",
            Self::IdentitasBerubah => "identitas_berubah",
        }
    }

    /// The one of that code.
    pub fn dari_kode(kode: &str) -> Option<Self> {
        [Self::NomorBerubah, Self::IdentitasBerubah].into_iter().find(|satu| satu.kode() == kode)
    }
}

/// The mark on a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verifikasi {
    /// Why.
    pub sebab: VerifikasiUlang,
    /// Since when. Cases registered later prove nothing about whose the earlier ones are.
    pub sejak: OffsetDateTime,
    /// How often they failed; `None` before they were asked.
    pub gagal: Option<u8>,
}

/// What a contact can prove themselves with: one of their cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Perkara {
    /// The case.
    pub permohonan: PermohonanId,
    /// Its registration number.
    pub nomor: String,
    /// The applicant's name.
    pub nama: Rahasia,
    /// NIKs of the case.
    pub nik: Vec<Nik>,
}

/// An officer's word for a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jaminan {
    /// Its id.
    pub id: Uuid,
    /// The contact.
    pub kontak: KontakId,
    /// The officer.
    pub oleh: PenggunaId,
    /// How they know.
    pub alasan: Rahasia,
    /// When.
    pub pada: OffsetDateTime,
}

/// What the gate does with a message of a marked contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gerbang {
    /// Ask for the proof.
    Tanya,
    /// That was wrong; so many tries are left.
    Salah(u8),
    /// That was wrong, and it was the last try.
    Habis,
    /// They ask for an officer.
    Petugas,
    /// They have to wait for an officer.
    Tunggu,
    /// Say nothing: an officer talks to them.
    Diam,
    /// It is them.
    Terbukti,
    /// There is no case to protect.
    TanpaPerkara,
}

/// The rule of the gate. `petugas` says whether an officer talks to them already.
pub fn gerbang(
    verifikasi: &Verifikasi,
    petugas: bool,
    masukan: &Masukan,
    perkara: &[Perkara],
) -> Gerbang {
    if perkara.is_empty() {
        return Gerbang::TanpaPerkara;
    }
    let teks = match masukan {
        Masukan::Teks(teks) => teks.trim(),
        _ => "",
    };
    let kata = kata_umum(teks);
    match verifikasi.gagal {
        Some(PERCOBAAN_MAKS..) => {
            if kata.is_some() {
                Gerbang::Tunggu
            } else {
                Gerbang::Diam
            }
        }
        None if petugas && kata.is_none() => Gerbang::Diam,
        _ if kata == Some(Kata::Petugas) => Gerbang::Petugas,
        None => Gerbang::Tanya,
        Some(_) if perkara.iter().any(|satu| terbukti(teks, satu)) => Gerbang::Terbukti,
        Some(_) if petugas && kata.is_none() => Gerbang::Diam,
        // Only what could be a proof counts as a try: a greeting costs nothing.
        Some(_) if !teks.contains(|c: char| c.is_ascii_digit()) || kata.is_some() => Gerbang::Tanya,
        Some(gagal) => match PERCOBAAN_MAKS.saturating_sub(gagal.saturating_add(1)) {
            0 => Gerbang::Habis,
            sisa => Gerbang::Salah(sisa),
        },
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kata {
    Petugas,
    Lain,
}

/// Words that work at every step of the conversation.
fn kata_umum(teks: &str) -> Option<Kata> {
    match teks.to_lowercase().as_str() {
        "petugas" | "operator" | "bantuan" => Some(Kata::Petugas),
        "menu" | "0" | "mulai" | "status" | "batal" | "lengkapi" | "jawab" | "berhenti"
        | "stop" | "lanjutkan" | "bahasa" => Some(Kata::Lain),
        _ => None,
    }
}

/// Whether the text is the last four digits of a NIK of the case, or its number together with the applicant's name.
fn terbukti(teks: &str, perkara: &Perkara) -> bool {
    let angka = angka(teks);
    let kata = kata(teks);
    if angka.len() == 4 && kata.is_empty() {
        return perkara.nik.iter().any(|nik| nik.lengkap().ends_with(&angka));
    }
    !kata.is_empty()
        && angka == self::angka(&perkara.nomor)
        && kata == self::kata(perkara.nama.buka())
}

fn angka(teks: &str) -> String {
    teks.chars().filter(char::is_ascii_digit).collect()
}

/// The words of a name, without those that only introduce it.
fn kata(teks: &str) -> Vec<String> {
    teks.split(|c: char| !c.is_alphabetic())
        .map(str::to_lowercase)
        .filter(|kata| {
            !matches!(kata.as_str(), "" | "nik" | "nomor" | "nama" | "atas" | "registrasi")
        })
        .collect()
}

/// Who contacts are.
#[async_trait]
pub trait IdentitasRepository: Send {
    /// The contact with that number, else with that id, kept from other writers; none is made.
    async fn cari(&mut self, siapa: &Pengenal) -> Result<Option<Kontak>, PortError>;

    /// The contact of that id, kept from other writers.
    async fn kunci(&mut self, id: KontakId) -> Result<Option<Kontak>, PortError>;

    /// Marks the contact and holds everything that waits to be sent to them.
    async fn tandai(&mut self, id: KontakId, verifikasi: &Verifikasi) -> Result<(), PortError>;

    /// Stores how often they failed.
    async fn simpan_gagal(&mut self, id: KontakId, gagal: u8) -> Result<(), PortError>;

    /// Takes the mark away; what was held becomes due at `pada`.
    async fn bersihkan(&mut self, id: KontakId, pada: OffsetDateTime) -> Result<(), PortError>;

    /// Gives the contact another business-scoped id, unless another contact has it.
    async fn ganti_bsuid(&mut self, id: KontakId, bsuid: &str) -> Result<(), PortError>;

    /// Keeps the hash of their identity; tells whether another one was known before.
    async fn ingat_identitas(&mut self, id: KontakId, hash: &str) -> Result<bool, PortError>;

    /// Cases of the contact from before `sejak` that are open, or of which something is held; at most 20.
    async fn perkara(
        &mut self,
        id: KontakId,
        sejak: OffsetDateTime,
    ) -> Result<Vec<Perkara>, PortError>;

    /// Keeps why an officer vouched.
    async fn catat_jaminan(&mut self, jaminan: &Jaminan) -> Result<(), PortError>;

    /// Holds messages on cases of contacts that are marked, whoever queued them since.
    async fn tahan(&mut self) -> Result<(), PortError>;
}

/// Marks a contact, once; what is marked already stays as it is.
pub(super) async fn tandai(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kontak: &mut Kontak,
    sebab: VerifikasiUlang,
) -> Result<(), Galat> {
    if kontak.verifikasi.is_some() {
        return Ok(());
    }
    let verifikasi = Verifikasi { sebab, sejak: ports.clock.now(), gagal: None };
    work.identitas().tandai(kontak.id, &verifikasi).await?;
    // A code that waits went to whoever has the number now, and a proof spoke of whoever had it before.
    work.kode_nomor().gugurkan(kontak.id, verifikasi.sejak).await?;
    kontak.verifikasi = Some(verifikasi);
    let rincian = json!({ "sebab": sebab.kode() });
    audit(ports, work, JejakPelaku::Sistem, kontak.id, "kontak.verifikasi_diminta", rincian).await
}

/// Looks at who sent a message: another id or another identity behind the same number marks the contact.
pub(super) async fn periksa(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kontak: &mut Kontak,
    pesan: &PesanMasuk,
) -> Result<(), Galat> {
    let mut berubah = false;
    if let (Some(lama), Some(baru)) = (&kontak.bsuid, &pesan.bsuid)
        && lama != baru
    {
        work.identitas().ganti_bsuid(kontak.id, baru).await?;
        kontak.bsuid = Some(baru.clone());
        berubah = true;
    }
    if let Some(hash) = &pesan.identitas {
        berubah |= work.identitas().ingat_identitas(kontak.id, hash).await?;
    }
    if berubah {
        tandai(ports, work, kontak, VerifikasiUlang::IdentitasBerubah).await?;
    }
    Ok(())
}

/// Somebody moved to another number: their old contact is marked. The new number begins as a stranger.
pub(super) async fn nomor_berubah(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    lama: &Pengenal,
) -> Result<(), Galat> {
    let Some(mut kontak) = work.identitas().cari(lama).await? else { return Ok(()) };
    tandai(ports, work, &mut kontak, VerifikasiUlang::NomorBerubah).await
}

/// Somebody goes by another business-scoped id, or their phone shows another identity.
pub(super) async fn identitas_berubah(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    siapa: &Pengenal,
    bsuid: Option<&str>,
    hash: Option<&str>,
) -> Result<(), Galat> {
    let Some(mut kontak) = work.identitas().cari(siapa).await? else { return Ok(()) };
    if let Some(bsuid) = bsuid {
        work.identitas().ganti_bsuid(kontak.id, bsuid).await?;
    }
    if let Some(hash) = hash {
        work.identitas().ingat_identitas(kontak.id, hash).await?;
    }
    tandai(ports, work, &mut kontak, VerifikasiUlang::IdentitasBerubah).await
}

/// Takes the mark away, with a row in the trail.
pub(super) async fn bersihkan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    jejak: JejakPelaku,
    kontak: &mut Kontak,
    rincian: serde_json::Value,
) -> Result<(), Galat> {
    work.identitas().bersihkan(kontak.id, ports.clock.now()).await?;
    kontak.verifikasi = None;
    audit(ports, work, jejak, kontak.id, "kontak.terverifikasi", rincian).await
}

pub(super) async fn audit(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    jejak: JejakPelaku,
    kontak: KontakId,
    aksi: &'static str,
    rincian: serde_json::Value,
) -> Result<(), Galat> {
    let catatan = CatatanAudit::baru(ports, jejak, aksi, "kontak", Some(kontak.uuid()));
    work.audit().catat(&catatan.dengan(rincian)).await?;
    Ok(())
}

/// An officer vouches that a contact is who they were.
#[derive(Clone, Debug)]
pub struct SelesaikanVerifikasi {
    /// The contact.
    pub kontak: KontakId,
    /// How the officer knows.
    pub alasan: Rahasia,
}

impl SelesaikanVerifikasi {
    /// Takes the mark away and tells the contact; what was held is sent.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<(), Galat> {
        let petugas = pelaku.petugas(Izin::PermohonanBuat)?.id;
        let alasan = self.alasan.buka().trim();
        if !(1..=ALASAN_MAKS).contains(&alasan.chars().count()) {
            return Err(Galat::isian(
                "/alasan",
                "alasan_wajib",
                format!("Alasan wajib diisi, paling panjang {ALASAN_MAKS} huruf."),
            ));
        }
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let kontak = work.identitas().kunci(self.kontak).await?;
        let mut kontak = kontak.ok_or(Galat::TidakDitemukan("kontak"))?;
        if kontak.verifikasi.is_none() {
            return Err(Bentrok::baru(
                "kontak_tidak_ditandai",
                "Kontak ini tidak sedang menunggu pemeriksaan ulang.",
            )
            .into());
        }
        // The reason may name people: it is kept sealed, and the trail names where.
        let jaminan = Jaminan {
            id: ports.ids.uuid(),
            kontak: kontak.id,
            oleh: petugas,
            alasan: Rahasia::new(alasan),
            pada: ports.clock.now(),
        };
        work.identitas().catat_jaminan(&jaminan).await?;
        let rincian = json!({ "cara": "petugas", "jaminan": jaminan.id });
        bersihkan(ports, work.as_mut(), pelaku.jejak(), &mut kontak, rincian).await?;
        let pesan = PesanKeluar::baru(
            ports,
            kontak.id,
            None,
            IsiPesan::Teks { isi: teks_kanal::DIPERIKSA_PETUGAS.to_owned() },
        );
        work.pesan().antrekan(&pesan).await?;
        work.commit().await?;
        Ok(())
    }
}
