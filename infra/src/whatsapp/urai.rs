//! The elements of a webhook body: every level is walked, every element stands for itself.

use std::collections::BTreeMap;

use loket_domain::percakapan::{ElemenMasuk, JenisElemen};
use ring::digest;
use serde_json::{Value, json};

use super::longgar::{self, teks};

/// A key longer than this is replaced by its hash; message ids have about a hundred characters.
const KUNCI_TERPANJANG: usize = 512;

/// Fields that tell of residents: without a number they belong to nobody, whatever account they came under.
const BIDANG_WARGA: [&str; 8] = [
    "messages",
    "message_echoes",
    GEMA,
    "smb_app_state_sync",
    "history",
    "calls",
    "user_preferences",
    "automatic_events",
];
const GEMA: &str = "smb_message_echoes";

/// Elements by kind: messages are handed on before what the office wrote itself, and that before statuses.
#[derive(Default)]
struct Hasil {
    pesan: Vec<ElemenMasuk>,
    gema: Vec<ElemenMasuk>,
    status: Vec<ElemenMasuk>,
    lain: Vec<ElemenMasuk>,
}

/// What one `value` says about all its elements.
struct Wadah<'a> {
    phone_number_id: String,
    metadata: &'a Value,
    kontak: BTreeMap<String, &'a Value>,
}

/// Never fails: a body that cannot be read is one element of no number.
pub(super) fn urai(badan: &[u8]) -> Vec<ElemenMasuk> {
    let Some(akar) = longgar::json(badan) else {
        let kunci = format!("lain:{}", sidik(badan));
        return vec![lain(String::new(), kunci, Value::Null)];
    };
    let mut hasil = Hasil::default();
    for entri in satuan(&akar["entry"]) {
        for perubahan in satuan(&entri["changes"]) {
            hasil.perubahan(entri, perubahan);
        }
    }
    let Hasil { pesan, gema, status, lain } = hasil;
    pesan.into_iter().chain(gema).chain(status).chain(lain).collect()
}

impl Hasil {
    fn perubahan(&mut self, entri: &Value, perubahan: &Value) {
        let (bidang, nilai) = (&perubahan["field"], &perubahan["value"]);
        let wadah = Wadah::baru(nilai);
        if bidang == GEMA && !satuan(&nilai["message_echoes"]).is_empty() {
            self.gema(&wadah, nilai);
            return;
        }
        let kosong =
            ["messages", "statuses", "errors"].iter().all(|nama| satuan(&nilai[nama]).is_empty());
        if bidang != "messages" || kosong {
            let tentang_warga = bidang.as_str().is_none_or(|nama| BIDANG_WARGA.contains(&nama));
            let kanal = bidang.as_str().is_some_and(|nama| nama != "messages");
            let isi = json!({
                "jenis": if kanal { "kanal" } else { "lain" },
                "bidang": bidang, "akun": entri["id"], "waktu": entri["time"], "nilai": nilai,
            });
            let mut elemen = wadah.lain(isi);
            let akun = !tentang_warga && elemen.phone_number_id.is_empty();
            elemen.waba_id = teks(&entri["id"]).filter(|_| akun).map(pendek);
            self.lain.push(elemen);
            return;
        }
        for pesan in satuan(&nilai["messages"]) {
            if pesan.is_object() {
                self.pesan.push(wadah.pesan(pesan));
            } else {
                self.lain.push(wadah.bagian("messages", pesan));
            }
        }
        for status in satuan(&nilai["statuses"]) {
            match wadah.status(status) {
                Some(elemen) => self.status.push(elemen),
                None => self.lain.push(wadah.bagian("statuses", status)),
            }
        }
        for galat in satuan(&nilai["errors"]) {
            self.lain.push(wadah.bagian("errors", galat));
        }
        // A message that could not be carried comes as an error that names nobody but the contact: it is answered.
        let [kontak] = satuan(&nilai["contacts"]) else { return };
        let sendiri = ["messages", "statuses"].iter().all(|nama| satuan(&nilai[nama]).is_empty());
        if sendiri && (kontak["wa_id"].is_string() || kontak["user_id"].is_string()) {
            self.pesan.push(wadah.pesan(&json!({
                "from": kontak["wa_id"], "from_user_id": kontak["user_id"], "type": "errors",
                "errors": nilai["errors"],
            })));
        }
    }

    fn gema(&mut self, wadah: &Wadah<'_>, nilai: &Value) {
        for satu in satuan(&nilai["message_echoes"]) {
            match wadah.gema(satu) {
                Some(elemen) => self.gema.push(elemen),
                None => self.lain.push(wadah.bagian("message_echoes", satu)),
            }
        }
    }
}

impl<'a> Wadah<'a> {
    fn baru(nilai: &'a Value) -> Self {
        let metadata = &nilai["metadata"];
        let mut kontak = BTreeMap::new();
        for satu in satuan(&nilai["contacts"]) {
            for nama in ["user_id", "wa_id"] {
                if let Some(siapa) = teks(&satu[nama]) {
                    kontak.entry(siapa).or_insert(satu);
                }
            }
        }
        let phone_number_id = teks(&metadata["phone_number_id"]).unwrap_or_default();
        Self { phone_number_id: pendek(phone_number_id), metadata, kontak }
    }

    fn pesan(&self, pesan: &Value) -> ElemenMasuk {
        let nama = [teks(&pesan["from"]), teks(&pesan["from_user_id"])];
        let kontak = nama.iter().flatten().find_map(|siapa| self.kontak.get(siapa));
        let isi = json!({
            "jenis": "pesan", "nilai": pesan, "kontak": kontak, "metadata": self.metadata,
        });
        ElemenMasuk {
            phone_number_id: self.phone_number_id.clone(),
            waba_id: None,
            jenis: JenisElemen::Pesan,
            kunci: teks(&pesan["id"])
                .map_or_else(|| format!("tanpa_id:{}", sidik_json(&isi)), pendek),
            pengirim: nama.into_iter().flatten().next().map(pendek),
            isi,
        }
    }

    /// What the office wrote; its place in the queue is that of the resident it was written to.
    fn gema(&self, gema: &Value) -> Option<ElemenMasuk> {
        let id = teks(&gema["id"])?;
        let kepada = teks(&gema["to"]).or_else(|| teks(&gema["to_user_id"]));
        let isi = json!({ "jenis": "gema", "nilai": gema, "metadata": self.metadata });
        Some(ElemenMasuk {
            phone_number_id: self.phone_number_id.clone(),
            waba_id: None,
            jenis: JenisElemen::Lain,
            kunci: pendek(format!("gema:{id}")),
            pengirim: kepada.map(|satu| pendek(satu.trim_start_matches('+').to_owned())),
            isi,
        })
    }

    /// `None` without an id and a word: there is nothing to find our message by.
    fn status(&self, status: &Value) -> Option<ElemenMasuk> {
        let (id, kata) = (teks(&status["id"])?, teks(&status["status"])?);
        let isi = json!({ "jenis": "status", "nilai": status, "metadata": self.metadata });
        Some(ElemenMasuk {
            phone_number_id: self.phone_number_id.clone(),
            waba_id: None,
            jenis: JenisElemen::Status,
            kunci: pendek(format!("status:{id}:{kata}")),
            pengirim: None,
            isi,
        })
    }

    /// A part of `field: "messages"` that is neither message nor status.
    fn bagian(&self, bidang: &str, nilai: &Value) -> ElemenMasuk {
        self.lain(json!({
            "jenis": "lain", "bidang": bidang, "nilai": nilai, "metadata": self.metadata,
        }))
    }

    fn lain(&self, isi: Value) -> ElemenMasuk {
        let kunci = format!("lain:{}", sidik_json(&isi));
        lain(self.phone_number_id.clone(), kunci, isi)
    }
}

fn lain(phone_number_id: String, kunci: String, isi: Value) -> ElemenMasuk {
    ElemenMasuk {
        phone_number_id,
        waba_id: None,
        jenis: JenisElemen::Lain,
        kunci,
        pengirim: None,
        isi,
    }
}

/// The elements of a list; a thing that should be in a list and is not counts as a list of one.
fn satuan(nilai: &Value) -> &[Value] {
    match nilai {
        Value::Null => &[],
        Value::Array(isi) => isi,
        satu => std::slice::from_ref(satu),
    }
}

fn pendek(kunci: String) -> String {
    if kunci.len() <= KUNCI_TERPANJANG {
        kunci
    } else {
        format!("panjang:{}", sidik(kunci.as_bytes()))
    }
}

fn sidik_json(isi: &Value) -> String {
    sidik(isi.to_string().as_bytes())
}

fn sidik(byte: &[u8]) -> String {
    hex::encode(digest::digest(&digest::SHA256, byte))
}
