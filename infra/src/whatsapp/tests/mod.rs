//! The adapter against the simulator, and against servers that misbehave in ways it does not.

mod acak;
mod elemen;
mod kirim;
mod kontrak;
mod media;
mod palsu;
mod tahan;

use std::time::Duration;

use loket_domain::{
    nilai::{NomorWa, Rahasia},
    outbox::IsiPesan,
    percakapan::{Alamat, ElemenMasuk, ElemenTerbaca, IsiSiapKirim, NomorLayanan, SaluranWa},
};
use loket_simulators::whatsapp::{SimApp, SimNumber, WhatsAppSim, WhatsAppSimConfig};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{CloudApi, urai::urai};

const KANTOR: &str = "100001";
const KANTOR_LAIN: &str = "100002";
const WARGA: &str = "6281234567890";
const RUJUKAN: Uuid = Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0001);

/// A simulator with two offices under one app, and the client.
struct Panggung {
    sim: WhatsAppSim,
    api: CloudApi,
}

impl Panggung {
    async fn siap() -> Self {
        let nomor = |id: &str| SimNumber {
            app_id: "app-1".to_owned(),
            waba_id: format!("waba-{id}"),
            phone_number_id: id.to_owned(),
            display_phone_number: format!("+62 811-{id}"),
            access_token: format!("token-{id}"),
        };
        let sim = WhatsAppSim::start(WhatsAppSimConfig {
            bind: "127.0.0.1:0".parse().unwrap(),
            apps: vec![SimApp {
                app_id: "app-1".to_owned(),
                app_secret: "rahasia".to_owned(),
                verify_token: "verifikasi".to_owned(),
                callback_url: String::new(),
            }],
            numbers: vec![nomor(KANTOR), nomor(KANTOR_LAIN)],
            data_dir: None,
            seed: 7,
        });
        Self { sim: sim.await.unwrap(), api: api() }
    }

    /// The same, after the resident wrote: the window is open.
    async fn terbuka() -> Self {
        let panggung = Self::siap().await;
        panggung.sim.send_text(WARGA, KANTOR, "halo").unwrap();
        panggung
    }

    fn nomor(&self) -> NomorLayanan {
        nomor(&self.sim.base_url())
    }

    async fn kirim(&self, isi: IsiPesan) -> Result<String, loket_domain::percakapan::KirimGagal> {
        let isi = IsiSiapKirim::Pesan(isi);
        self.api.kirim(&self.nomor(), &warga(), &isi, RUJUKAN).await
    }
}

fn api() -> CloudApi {
    let tenggat = Duration::from_secs(5);
    CloudApi::new().unwrap().dengan_tenggat(tenggat, tenggat)
}

fn nomor(base_url: &str) -> NomorLayanan {
    NomorLayanan {
        phone_number_id: KANTOR.to_owned(),
        nomor_tampilan: "+62 811-100001".to_owned(),
        base_url: base_url.to_owned(),
        versi: "v25.0".to_owned(),
        token: Rahasia::new(format!("token-{KANTOR}")),
        host_media: Vec::new(),
        waba_id: Some(format!("waba-{KANTOR}")),
    }
}

fn warga() -> Alamat {
    Alamat::Nomor(NomorWa::parse(WARGA).unwrap())
}

fn teks(isi: &str) -> IsiPesan {
    IsiPesan::Teks { isi: isi.to_owned() }
}

/// A body with one `value` of field `messages`.
fn amplop(nilai: &Value) -> Vec<u8> {
    let mut value = json!({
        "messaging_product": "whatsapp",
        "metadata": { "display_phone_number": "62811100001", "phone_number_id": KANTOR },
    });
    value.as_object_mut().unwrap().extend(nilai.as_object().unwrap().clone());
    let badan = json!({
        "object": "whatsapp_business_account",
        "entry": [{ "id": "waba", "changes": [{ "field": "messages", "value": value }] }],
    });
    badan.to_string().into_bytes()
}

/// The only element of a body, and what it reads as.
fn satu(badan: &[u8]) -> (ElemenMasuk, ElemenTerbaca) {
    let mut semua = urai(badan);
    assert_eq!(semua.len(), 1, "{semua:?}");
    let elemen = semua.remove(0);
    let terbaca = api().baca(&elemen.isi);
    (elemen, terbaca)
}
