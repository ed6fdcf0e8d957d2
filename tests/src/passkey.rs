//! An authenticator in software: makes P-256 passkeys and answers for them, byte by byte as WebAuthn and CTAP have it
//! (attestation `none`, COSE keys, counters). Every part of an answer can be made wrong.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use loket_domain::id::IdSource;
use loket_infra::crypto::SystemIds;
use ring::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};

/// The user is there.
const HADIR: u8 = 0x01;
/// The user was verified.
const TERVERIFIKASI: u8 = 0x04;
/// A credential is attached.
const BERKREDENSIAL: u8 = 0x40;

/// One passkey and what holds it. A copy of it is a cloned authenticator.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a thing that can be wrong by itself")]
pub struct Autentikator {
    pkcs8: Vec<u8>,
    /// What it calls the passkey.
    pub kredensial: Vec<u8>,
    /// How often it answered; 0 forever where it does not count.
    pub penghitung: u32,
    /// Whether it counts.
    pub menghitung: bool,
    /// The page that asks.
    pub asal: String,
    /// The name it believes to be asked by; that of the question unless set.
    pub rp: Option<String>,
    /// Whether it verifies its user.
    pub verifikasi: bool,
    /// Whether somebody touches it.
    pub hadir: bool,
    /// Whether the page is inside another one.
    pub lintas_asal: bool,
    /// The kind of question it believes to answer; the right one unless set.
    pub jenis: Option<&'static str>,
    /// The challenge it signs; that of the question unless set.
    pub tantangan: Option<String>,
    /// Whose passkey it says it is; nothing unless set.
    pub pemegang: Option<Vec<u8>>,
}

impl Autentikator {
    /// A fresh one on a page of that origin.
    #[expect(clippy::disallowed_methods, reason = "an authenticator has dice of its own")]
    pub fn baru(asal: &str) -> Self {
        let kunci =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &SystemRandom::new());
        Self {
            pkcs8: kunci.expect("key").as_ref().to_vec(),
            kredensial: hex::decode(SystemIds.acak_hex(32)).expect("hex"),
            penghitung: 0,
            menghitung: true,
            asal: asal.to_owned(),
            rp: None,
            verifikasi: true,
            hadir: true,
            lintas_asal: false,
            jenis: None,
            tantangan: None,
            pemegang: None,
        }
    }

    /// Makes the passkey, as `navigator.credentials.create` would answer.
    pub fn daftar(&mut self, pilihan: &Value) -> Value {
        assert_eq!(pilihan["authenticatorSelection"]["userVerification"], "required");
        let algoritma = pilihan["pubKeyCredParams"].as_array().expect("algorithms");
        assert!(algoritma.iter().any(|satu| satu["alg"] == -7), "ES256: {algoritma:?}");
        let rp = self.rp.clone().unwrap_or_else(|| teks(&pilihan["rp"]["id"]));
        let mut data = self.data(&rp, BERKREDENSIAL);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.kredensial.len()).expect("length").to_be_bytes());
        data.extend(&self.kredensial);
        data.extend(self.cose());
        // {"fmt": "none", "attStmt": {}, "authData": data}
        let mut objek = vec![0xa3];
        objek.extend(kata("fmt"));
        objek.extend(kata("none"));
        objek.extend(kata("attStmt"));
        objek.push(0xa0);
        objek.extend(kata("authData"));
        objek.extend(bita(&data));
        let klien = self.data_klien("webauthn.create", pilihan);
        let id = B64.encode(&self.kredensial);
        json!({
            "id": id,
            "rawId": id,
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "response": {
                "clientDataJSON": B64.encode(klien),
                "attestationObject": B64.encode(objek),
                "authenticatorData": B64.encode(data),
                "publicKeyAlgorithm": -7,
                "transports": ["internal", "smart-card"],
            },
            "clientExtensionResults": { "credProps": { "rk": false } },
        })
    }

    /// Shows the passkey, as `navigator.credentials.get` would answer.
    #[expect(clippy::disallowed_methods, reason = "an authenticator has dice of its own")]
    pub fn bukti(&mut self, pilihan: &Value) -> Value {
        assert_eq!(pilihan["userVerification"], "required");
        if self.menghitung {
            self.penghitung += 1;
        }
        let rp = self.rp.clone().unwrap_or_else(|| teks(&pilihan["rpId"]));
        let data = self.data(&rp, 0);
        let klien = self.data_klien("webauthn.get", pilihan);
        let mut isi = data.clone();
        isi.extend(digest(&SHA256, &klien).as_ref());
        let tanda = self.kunci().sign(&SystemRandom::new(), &isi).expect("signature");
        let id = B64.encode(&self.kredensial);
        let mut jawaban = json!({
            "id": id,
            "rawId": id,
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "response": {
                "clientDataJSON": B64.encode(klien),
                "authenticatorData": B64.encode(data),
                "signature": B64.encode(tanda.as_ref()),
            },
            "clientExtensionResults": {},
        });
        if let Some(pemegang) = &self.pemegang {
            jawaban["response"]["userHandle"] = json!(B64.encode(pemegang));
        }
        jawaban
    }

    #[expect(clippy::disallowed_methods, reason = "an authenticator has dice of its own")]
    fn kunci(&self) -> EcdsaKeyPair {
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &self.pkcs8, &SystemRandom::new())
            .expect("key")
    }

    /// Authenticator data without a credential.
    fn data(&self, rp: &str, bendera: u8) -> Vec<u8> {
        let mut data = digest(&SHA256, rp.as_bytes()).as_ref().to_vec();
        let hadir = if self.hadir { HADIR } else { 0 };
        data.push(bendera | hadir | if self.verifikasi { TERVERIFIKASI } else { 0 });
        data.extend(self.penghitung.to_be_bytes());
        data
    }

    fn data_klien(&self, jenis: &str, pilihan: &Value) -> Vec<u8> {
        let tantangan = self.tantangan.clone().unwrap_or_else(|| teks(&pilihan["challenge"]));
        json!({
            "type": self.jenis.unwrap_or(jenis),
            "challenge": tantangan,
            "origin": self.asal,
            "crossOrigin": self.lintas_asal,
        })
        .to_string()
        .into_bytes()
    }

    /// {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
    fn cose(&self) -> Vec<u8> {
        let kunci = self.kunci();
        let titik = kunci.public_key().as_ref();
        let (x, y) = (&titik[1..33], &titik[33..65]);
        let mut cose = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21];
        cose.extend(bita(x));
        cose.push(0x22);
        cose.extend(bita(y));
        cose
    }
}

/// A CBOR text shorter than 24 bytes.
fn kata(isi: &str) -> Vec<u8> {
    let mut cbor = vec![0x60 | u8::try_from(isi.len()).expect("short")];
    cbor.extend(isi.as_bytes());
    cbor
}

/// CBOR bytes.
fn bita(isi: &[u8]) -> Vec<u8> {
    let panjang = u16::try_from(isi.len()).expect("length").to_be_bytes();
    let mut cbor = match panjang {
        [0, sedikit] => vec![0x58, sedikit],
        [banyak, sedikit] => vec![0x59, banyak, sedikit],
    };
    cbor.extend(isi);
    cbor
}

fn teks(nilai: &Value) -> String {
    nilai.as_str().expect("text").to_owned()
}
