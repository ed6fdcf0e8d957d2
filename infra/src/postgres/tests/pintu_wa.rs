//! The gate of the webhook over the registry.

use loket_domain::percakapan::PintuWebhook;
use ring::hmac;

use super::*;
use crate::{
    crypto::KunciInduk,
    whatsapp::{PintuPg, segel_aplikasi},
};

fn tanda_tangan(rahasia: &str, badan: &[u8]) -> String {
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, rahasia.as_bytes()), badan);
    format!("sha256={}", hex::encode(tag))
}

fn induk(akhir: &str) -> std::sync::Arc<KunciInduk> {
    std::sync::Arc::new(KunciInduk::baca(&format!("{}{akhir}", "5a".repeat(31))).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_gate_knows_which_app_signed_and_follows_new_secrets() {
    let uji = Uji::siap().await;
    let db = uji.aplikasi().await;
    let kunci = induk("01");
    let pintu = PintuPg::new(db.clone(), kunci.clone());
    let badan = b"{\"entry\":[]}";
    let penanda = async |rahasia: &str| pintu.penanda(badan, &tanda_tangan(rahasia, badan)).await;
    assert_eq!(penanda("s1").await.unwrap(), None);
    assert!(!pintu.token_cocok("").await.unwrap());

    let id = [uuid_baru(), uuid_baru(), uuid_baru()];
    let simpan = async |nomor: usize, kunci: &KunciInduk, rahasia: &str, token: &str| {
        let app_id = format!("app-{nomor}");
        let (rahasia, token) = (Rahasia::new(rahasia), Rahasia::new(token));
        let aplikasi = segel_aplikasi(kunci, id[nomor], &app_id, &rahasia, &token).unwrap();
        db.simpan_aplikasi_wa(&aplikasi).await.unwrap();
    };
    simpan(1, &kunci, "s1", "t1").await;
    simpan(2, &kunci, "s2", "").await;
    assert_eq!(penanda("s1").await.unwrap(), Some(id[1]));
    assert_eq!(penanda("s2").await.unwrap(), Some(id[2]));
    assert_eq!(penanda("s3").await.unwrap(), None);
    let lain = tanda_tangan("s1", b"{\"entry\":[ ]}");
    for salah in ["", "sha256=", &lain, &tanda_tangan("s1", badan)[7..]] {
        assert_eq!(pintu.penanda(badan, salah).await.unwrap(), None, "{salah}");
    }
    for (token, harapan) in
        [("t1", true), ("t2", false), ("T1", false), ("", false), ("t1 ", false)]
    {
        assert_eq!(pintu.token_cocok(token).await.unwrap(), harapan, "{token}");
    }

    // A new secret counts at once, the old one no longer.
    simpan(1, &kunci, "s1-baru", "t1").await;
    assert_eq!(penanda("s1-baru").await.unwrap(), Some(id[1]));
    assert_eq!(penanda("s1").await.unwrap(), None);

    // An app sealed under another key hides no other, and is not mistaken for a forgery.
    simpan(0, &induk("02"), "s0", "t0").await;
    assert_eq!(penanda("s2").await.unwrap(), Some(id[2]));
    assert!(penanda("s0").await.is_err());
    assert!(pintu.token_cocok("t1").await.unwrap());
    assert!(pintu.token_cocok("t0").await.is_err());
    assert!(!format!("{pintu:?}").contains("5a"));
}
