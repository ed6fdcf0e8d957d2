//! System messages: who residents are has changed.

use loket_domain::percakapan::{ElemenTerbaca, Pengenal};
use serde_json::Value;

use super::nomor_wa;
use crate::whatsapp::longgar::teks;

/// What changed; `siapa` is what the message names them by. `None` for anything else, and when nobody is named.
pub(super) fn peristiwa(nilai: &Value, mut siapa: Pengenal) -> Option<ElemenTerbaca> {
    let sistem = &nilai["system"];
    let nomor = |nama: &str| teks(&sistem[nama]).and_then(|nomor| nomor_wa(&nomor));
    match sistem["type"].as_str()? {
        "user_changed_number" | "customer_changed_number" => {
            // `from` is the old number; the id may be the new one already, and says nothing of who they were.
            if siapa.nomor.is_some() {
                siapa.bsuid = None;
            }
            ada(siapa).map(|lama| ElemenTerbaca::NomorBerubah {
                lama,
                baru: nomor("new_wa_id").or_else(|| nomor("wa_id")),
            })
        }
        "user_changed_user_id" => {
            let baru = teks(&sistem["user_id"]).or_else(|| teks(&sistem["new_user_id"]));
            let lama = teks(&sistem["previous_user_id"]).or(siapa.bsuid);
            siapa.bsuid = lama.filter(|lama| Some(lama) != baru.as_ref());
            siapa.nomor = siapa.nomor.or_else(|| nomor("wa_id"));
            ada(siapa).map(|siapa| ElemenTerbaca::IdBerubah { siapa, baru })
        }
        "customer_identity_changed" | "user_identity_changed" => {
            let hash =
                [&nilai["identity"]["hash"], &sistem["identity"]["hash"], &sistem["identity"]];
            let hash = hash.into_iter().find_map(teks);
            siapa.nomor = siapa.nomor.or_else(|| nomor("customer").or_else(|| nomor("user")));
            ada(siapa).map(|siapa| ElemenTerbaca::IdentitasBerubah { siapa, hash })
        }
        _ => None,
    }
}

fn ada(siapa: Pengenal) -> Option<Pengenal> {
    (siapa != Pengenal::default()).then_some(siapa)
}
