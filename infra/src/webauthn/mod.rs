//! Passkeys, checked by `webauthn-rs`: user verification always, attestation never.

mod pengaturan;

use loket_domain::{
    akses::{
        HasilBukti, KunciSandiBaru, PemeriksaKunciSandi, PemilikKunci, PenggunaId, TantanganKunci,
        TolakKunci, UMUR_UPACARA,
    },
    galat::PortError,
    nilai::Rahasia,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use webauthn_rs::prelude::{
    Credential, Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Webauthn, WebauthnBuilder, WebauthnError,
};

pub use pengaturan::{PengaturanSalah, RpKunciSandi};

/// What an authenticator shows as the name of this installation.
const NAMA: &str = "Loket";

/// What the browser says of the page that asked; it is signed with the answer.
#[derive(Deserialize)]
struct DataKlien {
    /// Whether the page is inside one of somebody else.
    #[serde(rename = "crossOrigin", default)]
    lintas_asal: bool,
}

/// Something of ours that does not read any more, or that the library refused to begin.
#[derive(Clone, Copy, Debug, thiserror::Error)]
enum Rusak {
    #[error("kunci sandi atau upacaranya tidak terbaca")]
    Tersimpan,
    #[error("upacara kunci sandi tidak dapat dimulai")]
    Mulai,
}

/// Passkeys of one relying party.
#[derive(Debug)]
pub struct KunciWebauthn(Webauthn);

impl KunciWebauthn {
    /// For that name and those origins.
    ///
    /// # Errors
    /// What the library refuses of them; [`RpKunciSandi`] refuses it first.
    pub fn new(rp: &RpKunciSandi) -> Result<Self, WebauthnError> {
        let Some((awal, sisa)) = rp.asal.split_first() else {
            return Err(WebauthnError::Configuration);
        };
        let mut pembuat = WebauthnBuilder::new(&rp.id, awal)?.rp_name(NAMA);
        for satu in sisa {
            pembuat = pembuat.append_allowed_origin(satu);
        }
        let lama = std::time::Duration::try_from(UMUR_UPACARA);
        pembuat.timeout(lama.map_err(|_| WebauthnError::Configuration)?).build().map(Self)
    }
}

impl PemeriksaKunciSandi for KunciWebauthn {
    fn ada(&self) -> bool {
        true
    }

    fn mulai_daftar(
        &self,
        pemilik: &PemilikKunci,
        terdaftar: &[Rahasia],
    ) -> Result<TantanganKunci, PortError> {
        let kecuali = terdaftar.iter().map(|isi| Ok(tersimpan::<Passkey>(isi)?.cred_id().clone()));
        let kecuali = kecuali.collect::<Result<Vec<_>, PortError>>()?;
        let (pilihan, keadaan) = self
            .0
            .start_passkey_registration(
                pemilik.id.uuid(),
                &pemilik.nama_pengguna,
                &pemilik.nama,
                Some(kecuali),
            )
            .map_err(|_| PortError::tak_terduga(Rusak::Mulai))?;
        Ok(TantanganKunci {
            pilihan: serde_json::to_value(pilihan.public_key).map_err(PortError::tak_terduga)?,
            keadaan: tulis(&keadaan)?,
        })
    }

    fn daftar(&self, keadaan: &Rahasia, jawaban: &Rahasia) -> Result<KunciSandiBaru, TolakKunci> {
        let jawaban: RegisterPublicKeyCredential = terbaca(jawaban)?;
        let keadaan: PasskeyRegistration = tersimpan(keadaan)?;
        let kunci = self.0.finish_passkey_registration(&jawaban, &keadaan);
        let kunci = kunci.map_err(|galat| TolakKunci::Ditolak(sebab(&galat)))?;
        Ok(KunciSandiBaru { kredensial: kunci.cred_id().clone(), isi: tulis(&kunci)? })
    }

    fn mulai_bukti(&self, kunci: &[Rahasia]) -> Result<TantanganKunci, PortError> {
        let kunci = kunci.iter().map(tersimpan::<Passkey>).collect::<Result<Vec<_>, _>>()?;
        let (pilihan, keadaan) = self
            .0
            .start_passkey_authentication(&kunci)
            .map_err(|_| PortError::tak_terduga(Rusak::Mulai))?;
        Ok(TantanganKunci {
            pilihan: serde_json::to_value(pilihan.public_key).map_err(PortError::tak_terduga)?,
            keadaan: tulis(&keadaan)?,
        })
    }

    fn kredensial(&self, jawaban: &Rahasia) -> Option<Vec<u8>> {
        terbaca::<PublicKeyCredential>(jawaban).ok().map(|satu| satu.raw_id)
    }

    fn bukti(
        &self,
        pengguna: PenggunaId,
        keadaan: &Rahasia,
        jawaban: &Rahasia,
        kunci: &Rahasia,
    ) -> Result<HasilBukti, TolakKunci> {
        let jawaban: PublicKeyCredential = terbaca(jawaban)?;
        let keadaan: PasskeyAuthentication = tersimpan(keadaan)?;
        let mut kunci: Passkey = tersimpan(kunci)?;
        // An authenticator that says whose passkey it is has to say this officer's.
        let pemegang = jawaban.get_user_unique_id().filter(|id| !id.is_empty());
        if pemegang.is_some_and(|id| id != pengguna.uuid().as_bytes()) {
            return Err(TolakKunci::Ditolak("pemegang"));
        }
        // The library looks at this when a passkey is made, and not when it is shown.
        let klien: DataKlien = serde_json::from_slice(&jawaban.response.client_data_json)
            .map_err(|_| TolakKunci::TidakTerbaca)?;
        if klien.lintas_asal {
            return Err(TolakKunci::Ditolak("lintas_asal"));
        }
        let hasil = match self.0.finish_passkey_authentication(&jawaban, &keadaan) {
            Ok(hasil) => hasil,
            Err(WebauthnError::CredentialPossibleCompromise) => return Ok(HasilBukti::Mundur),
            Err(galat) => return Err(TolakKunci::Ditolak(sebab(&galat))),
        };
        if !hasil.user_verified() {
            return Err(TolakKunci::Ditolak("verifikasi"));
        }
        // The ceremony knows the counter of the moment it began. Of two that were open at once, the second to end is
        // measured by what the first left.
        let lama = Credential::from(kunci.clone()).counter;
        if hasil.counter() <= lama && (hasil.counter() > 0 || lama > 0) {
            return Ok(HasilBukti::Mundur);
        }
        if kunci.update_credential(&hasil).is_none() {
            return Err(TolakKunci::Ditolak("kredensial"));
        }
        Ok(HasilBukti::Benar(tulis(&kunci)?))
    }
}

/// Where browsers make no passkeys.
#[derive(Clone, Copy, Debug, Default)]
pub struct TanpaKunciSandi;

impl PemeriksaKunciSandi for TanpaKunciSandi {
    fn ada(&self) -> bool {
        false
    }

    fn mulai_daftar(&self, _: &PemilikKunci, _: &[Rahasia]) -> Result<TantanganKunci, PortError> {
        Err(PortError::tak_terduga(Rusak::Mulai))
    }

    fn daftar(&self, _: &Rahasia, _: &Rahasia) -> Result<KunciSandiBaru, TolakKunci> {
        Err(TolakKunci::Ditolak("tidak_tersedia"))
    }

    fn mulai_bukti(&self, _: &[Rahasia]) -> Result<TantanganKunci, PortError> {
        Err(PortError::tak_terduga(Rusak::Mulai))
    }

    fn kredensial(&self, _: &Rahasia) -> Option<Vec<u8>> {
        None
    }

    fn bukti(
        &self,
        _: PenggunaId,
        _: &Rahasia,
        _: &Rahasia,
        _: &Rahasia,
    ) -> Result<HasilBukti, TolakKunci> {
        Err(TolakKunci::Ditolak("tidak_tersedia"))
    }
}

/// Reads what a browser answered. What serde says of it is dropped: it repeats what was sent.
fn terbaca<T: DeserializeOwned>(jawaban: &Rahasia) -> Result<T, TolakKunci> {
    serde_json::from_str(jawaban.buka()).map_err(|_| TolakKunci::TidakTerbaca)
}

fn tersimpan<T: DeserializeOwned>(isi: &Rahasia) -> Result<T, PortError> {
    serde_json::from_str(isi.buka()).map_err(|_| PortError::tak_terduga(Rusak::Tersimpan))
}

fn tulis(isi: &impl Serialize) -> Result<Rahasia, PortError> {
    serde_json::to_string(isi).map(Rahasia::new).map_err(PortError::tak_terduga)
}

/// The word for the trail.
fn sebab(galat: &WebauthnError) -> &'static str {
    match galat {
        WebauthnError::InvalidRPOrigin => "asal",
        WebauthnError::CredentialCrossOrigin => "lintas_asal",
        WebauthnError::InvalidRPIDHash => "rp",
        WebauthnError::MismatchedChallenge => "tantangan",
        WebauthnError::InvalidClientDataType => "jenis",
        WebauthnError::UserNotPresent => "kehadiran",
        WebauthnError::UserNotVerified => "verifikasi",
        WebauthnError::CredentialNotFound => "kredensial",
        WebauthnError::CredentialAlteredAlgFromRequest => "algoritma",
        WebauthnError::AuthenticationFailure | WebauthnError::SignatureInvalid => "tanda_tangan",
        WebauthnError::CredentialBackupEligibilityInconsistent
        | WebauthnError::CredentialMayNotBeHardwareBound => "cadangan",
        _ => "bentuk",
    }
}
