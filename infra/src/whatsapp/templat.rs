//! Templates on the wire: handed in, and read back loosely.

use loket_domain::{
    percakapan::{KirimGagal, NomorLayanan, UMUR_KODE},
    templat::{KategoriTemplat, KeadaanDiSaluran, KeadaanTemplat, Templat},
};
use serde_json::{Value, json};

use super::{
    galat, jawaban,
    klien::CloudApi,
    longgar::{self, teks},
};

/// How many pages of templates are read; an account has at most 250.
const HALAMAN_PALING: usize = 10;

impl CloudApi {
    pub(super) async fn kirim_templat(
        &self,
        nomor: &NomorLayanan,
        templat: &Templat,
    ) -> Result<KeadaanDiSaluran, KirimGagal> {
        let waba = waba(nomor)?;
        // A template that the channel knows already is edited under its own id.
        let jalur = match &templat.id_saluran {
            Some(id) => vec![id.as_str()],
            None => vec![waba, "message_templates"],
        };
        let url = self.alamat(nomor, &jalur).ok_or_else(|| galat::perlu_perbaikan("wa_alamat"))?;
        let permintaan = self.http.post(url).bearer_auth(nomor.token.buka()).json(&badan(templat));
        let (status, isi) = Self::panggil(permintaan, self.tenggat_kirim).await?;
        let json = longgar::json(&isi).unwrap_or_default();
        if status.is_success() && jawaban::kode(&json).is_none() {
            let id = teks(&json["id"]).or_else(|| templat.id_saluran.clone());
            let (nama, bahasa) = (templat.nama.clone(), templat.bahasa.clone());
            return Ok(KeadaanDiSaluran { id, nama, bahasa, ..keadaan(&json) });
        }
        Err(jawaban::gagal(&json, status))
    }

    pub(super) async fn semua_templat(
        &self,
        nomor: &NomorLayanan,
    ) -> Result<Vec<KeadaanDiSaluran>, KirimGagal> {
        let waba = waba(nomor)?;
        let mut semua = Vec::new();
        let mut sesudah: Option<String> = None;
        for _ in 0..HALAMAN_PALING {
            let mut url = self
                .alamat(nomor, &[waba, "message_templates"])
                .ok_or_else(|| galat::perlu_perbaikan("wa_alamat"))?;
            url.query_pairs_mut()
                .append_pair(
                    "fields",
                    "id,name,language,status,category,rejected_reason,quality_score",
                )
                .append_pair("limit", "100");
            if let Some(kursor) = &sesudah {
                url.query_pairs_mut().append_pair("after", kursor);
            }
            let permintaan = self.http.get(url).bearer_auth(nomor.token.buka());
            let (status, isi) = Self::panggil(permintaan, self.tenggat_kirim).await?;
            let json = longgar::json(&isi).unwrap_or_default();
            let Some(data) = json["data"].as_array().filter(|_| status.is_success()) else {
                return Err(jawaban::gagal(&json, status));
            };
            semua.extend(data.iter().map(keadaan));
            sesudah = json.pointer("/paging/next").and(teks(&json["paging"]["cursors"]["after"]));
            if sesudah.is_none() {
                break;
            }
        }
        Ok(semua)
    }
}

fn waba(nomor: &NomorLayanan) -> Result<&str, KirimGagal> {
    nomor.waba_id.as_deref().ok_or_else(|| galat::perlu_perbaikan("wa_tanpa_waba"))
}

fn badan(templat: &Templat) -> Value {
    let mut badan = json!({ "category": templat.kategori.kata(), "components": komponen(templat) });
    if templat.kategori == KategoriTemplat::Authentication {
        // Who gets it later gets it in vain.
        badan["message_send_ttl_seconds"] = json!(UMUR_KODE.whole_seconds());
    }
    if templat.id_saluran.is_none() {
        badan["name"] = json!(templat.nama);
        badan["language"] = json!(templat.bahasa);
    }
    badan
}

fn komponen(templat: &Templat) -> Vec<Value> {
    if templat.kategori == KategoriTemplat::Authentication {
        // The words are the channel's. Its advice to show the code to nobody is left out: the officer is to hear it.
        let salin = json!({ "type": "OTP", "otp_type": "COPY_CODE", "text": "Salin kode" });
        return vec![
            json!({ "type": "BODY", "add_security_recommendation": false }),
            json!({ "type": "FOOTER", "code_expiration_minutes": UMUR_KODE.whole_minutes() }),
            json!({ "type": "BUTTONS", "buttons": [salin] }),
        ];
    }
    let kata = &templat.kata;
    let mut tubuh = json!({ "type": "BODY", "text": kata.badan });
    if !kata.contoh.is_empty() {
        tubuh["example"] = json!({ "body_text": [kata.contoh] });
    }
    let mut komponen = vec![tubuh];
    komponen.extend(kata.kaki.as_ref().map(|kaki| json!({ "type": "FOOTER", "text": kaki })));
    if !kata.tombol.is_empty() {
        let tombol =
            kata.tombol.iter().map(|satu| json!({ "type": "QUICK_REPLY", "text": satu.judul }));
        komponen.push(json!({ "type": "BUTTONS", "buttons": tombol.collect::<Vec<_>>() }));
    }
    komponen
}

fn keadaan(json: &Value) -> KeadaanDiSaluran {
    let kualitas = teks(&json["quality_score"]["score"]).or_else(|| teks(&json["quality_score"]));
    KeadaanDiSaluran {
        id: teks(&json["id"]),
        nama: teks(&json["name"]).unwrap_or_default(),
        bahasa: teks(&json["language"]).unwrap_or_default(),
        keadaan: json["status"].as_str().and_then(KeadaanTemplat::dari_saluran),
        kategori: json["category"].as_str().and_then(KategoriTemplat::dari_kata),
        alasan: teks(&json["rejected_reason"]).filter(|kata| !kata.eq_ignore_ascii_case("none")),
        kualitas: kualitas.filter(|kata| !kata.eq_ignore_ascii_case("unknown")),
    }
}
