//! Packs over their base: what the merge promises, and faults where the office wrote them.

use proptest::{collection::vec, prelude::*};
use serde_json::{Map, Value, json};

use super::{baca::Jejak, dasar, *};

fn gabung(dasar: &Value, milik: &Value) -> Value {
    dasar::gabung(Jejak::buta(), dasar, milik)
}

fn nasional() -> Value {
    json!({
        "peran": [{ "kode": "operator", "nama": "Operator", "izin": ["tugas.kerjakan"] }],
        "layanan": [
            {
                "kode": "kk", "nama": "Kartu keluarga", "sop": "dokumen", "kanal": ["loket", "daring"],
                "janji": { "hari_kerja": 1 },
                "syarat": [{ "kode": "ktp", "nama": "KTP" }, { "kode": "nikah", "nama": "Buku nikah" }],
            },
            { "kode": "kia", "nama": "KIA", "sop": "kartu", "syarat": [] },
        ],
        "sop": [
            {
                "kode": "dokumen", "nama": "Dokumen",
                "tahap": [{
                    "kode": "a",
                    "mutu_baku": { "waktu": { "hari_kerja": 1 }, "keluaran": ["Berkas"] },
                }],
            },
             { "kode": "kartu", "nama": "Kartu" },
        ],
    })
}

fn utuh(milik: Value) -> Value {
    let isi = nasional();
    gabung_dasar(milik, &[Dasar { nama: "nasional", isi: &isi }]).unwrap().utuh
}

fn kode(isi: &Value) -> Vec<&str> {
    isi.as_array().unwrap().iter().map(|satu| satu["kode"].as_str().unwrap()).collect()
}

#[test]
fn only_chosen_services_and_the_sops_they_need_are_taken() {
    let paket = utuh(json!({ "dasar": { "paket": "nasional", "layanan": ["kk"] } }));
    assert_eq!((kode(&paket["layanan"]), kode(&paket["sop"])), (vec!["kk"], vec!["dokumen"]));
    let paket = utuh(json!({ "dasar": { "paket": "nasional", "layanan": ["kia", "kk"] } }));
    assert_eq!(
        kode(&paket["layanan"]),
        ["kia", "kk"],
        "the office's order is the order of its menu"
    );
    let paket = utuh(json!({ "dasar": { "paket": "nasional", "layanan": "semua" } }));
    assert_eq!(kode(&paket["sop"]), ["dokumen", "kartu"]);
    assert!(paket.get("dasar").is_none());
    // A service moved to another SOP of the base brings that one.
    let paket = utuh(json!({
        "dasar": { "paket": "nasional", "layanan": ["kk"] },
        "layanan": [{ "kode": "kk", "sop": "kartu" }],
    }));
    assert_eq!(kode(&paket["sop"]), ["kartu"]);
    // One that some cases of a service take is needed too.
    let paket = utuh(json!({
        "dasar": { "paket": "nasional", "layanan": ["kk"] },
        "layanan": { "kk": { "pilih_sop": [{ "jika": "kanal == 'loket'", "sop": "kartu" }] } },
    }));
    assert_eq!(kode(&paket["sop"]), ["dokumen", "kartu"]);
}

#[test]
fn of_two_choices_the_office_has_its_own() {
    let paket = utuh(json!({
        "dasar": { "paket": "nasional", "layanan": ["kk"] },
        "layanan": { "kk": { "janji": { "jam": 4 } } },
        "sop": { "dokumen": { "tahap": { "a": { "mutu_baku": { "waktu": { "menit": 1 } } } } } },
    }));
    assert_eq!(paket["layanan"][0]["janji"], json!({ "jam": 4 }));
    let waktu = &paket["sop"][0]["tahap"][0]["mutu_baku"];
    assert_eq!(*waktu, json!({ "waktu": { "menit": 1 }, "keluaran": ["Berkas"] }));
}

#[test]
fn an_office_says_only_what_differs() {
    let paket = utuh(json!({
        "dasar": { "paket": "nasional", "layanan": ["kk"] },
        "tenant": { "slug": "contoh" },
        "layanan": [
            { "kode": "lapor", "nama": "Lapor", "sop": "lapor", "kanal": ["loket"] },
            {
                "kode": "kk", "nama": "KK", "kanal": ["whatsapp"],
                "syarat": { "nikah": null, "ktp": { "wajib": false }, "kk_lama": { "nama": "KK lama" } },
            },
        ],
        "sop": [{ "kode": "lapor", "nama": "Lapor" }],
    }));
    assert_eq!(kode(&paket["layanan"]), ["kk", "lapor"]);
    assert_eq!(
        paket["layanan"][0],
        json!({
            "kode": "kk", "nama": "KK", "sop": "dokumen", "kanal": ["whatsapp"],
            "janji": { "hari_kerja": 1 },
            "syarat": [
                { "kode": "ktp", "nama": "KTP", "wajib": false },
                { "kode": "kk_lama", "nama": "KK lama" },
            ],
        })
    );
    assert_eq!(kode(&paket["sop"]), ["dokumen", "lapor"]);
    assert_eq!(paket["tenant"]["slug"], "contoh");
}

#[test]
fn faults_of_the_base_clause_are_named() {
    let isi = nasional();
    let cacat = |milik: Value| -> Vec<(&'static str, String, String)> {
        let hasil = gabung_dasar(milik, &[Dasar { nama: "nasional", isi: &isi }]);
        let salah = hasil.map(drop).unwrap_err();
        salah.into_iter().map(|satu| (satu.kode, satu.letak, satu.pesan)).collect()
    };
    let satu = cacat(json!({ "dasar": { "paket": "nasionl", "layanan": "semua" } }));
    assert_eq!((satu[0].0, satu[0].1.as_str()), ("dasar_tidak_ada", "/dasar/paket"));
    let satu = cacat(json!({ "dasar": { "paket": "nasional", "layanan": ["kk", "kiaa", "kk"] } }));
    assert_eq!((satu[0].0, satu[0].1.as_str()), ("layanan_dasar_tidak_ada", "/dasar/layanan/1"));
    assert!(satu[0].2.contains("Mungkin maksudnya `kia`"), "{}", satu[0].2);
    assert_eq!((satu[1].0, satu[1].1.as_str()), ("ganda", "/dasar/layanan/2"));
    let satu = cacat(json!({ "dasar": { "paket": "nasional", "layanan": "smua", "x": 1 } }));
    let letak: Vec<&str> = satu.iter().map(|satu| satu.1.as_str()).collect();
    assert_eq!(letak, ["/dasar/layanan", "/dasar/x"]);
    let satu = cacat(json!({
        "dasar": { "paket": "nasional", "layanan": "semua" },
        "layanan": [{ "kode": "kk" }, { "kode": "kk" }],
    }));
    assert_eq!((satu[0].0, satu[0].1.as_str()), ("kode_ganda", "/layanan/1/kode"));
}

#[test]
fn faults_stand_where_the_office_wrote_them() {
    let isi = nasional();
    let milik = json!({
        "dasar": { "paket": "nasional", "layanan": ["kia", "kk"] },
        "layanan": [{ "kode": "kk", "kanal": ["sms"], "syarat": { "ktp": { "wajib": "x" } } }],
    });
    let gabungan = gabung_dasar(milik, &[Dasar { nama: "nasional", isi: &isi }]).unwrap();
    let asal = |letak: &str| gabungan.asal(crate::sop::Cacat::baru("x", letak, "Salah."));
    assert_eq!(asal("/layanan/1/kanal/0").letak, "/layanan/0/kanal/0");
    assert_eq!(asal("/layanan/1/syarat/0/wajib").letak, "/layanan/0/syarat/ktp/wajib");
    assert_eq!(asal("/layanan/1/produk").letak, "/layanan/0/produk");
    assert_eq!(asal("/tenant").letak, "/tenant");
    let dari_dasar = asal("/layanan/0/produk");
    assert_eq!(dari_dasar.letak, "/layanan/0/produk");
    assert!(dari_dasar.pesan.contains("paket dasar `nasional`"), "{}", dari_dasar.pesan);
}

fn kunci() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["nama", "isi", "syarat", "tahap", "sop"]).prop_map(str::to_owned)
}

/// Values as packs have them: texts, numbers, plain lists, objects, and lists whose items have a code each its own.
fn nilai(nol: bool) -> impl Strategy<Value = Value> {
    let daun = prop_oneof![
        "[a-z]{0,4}".prop_map(Value::from),
        (0..9).prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        vec("[a-z]{1,3}".prop_map(Value::from), 0..3).prop_map(Value::from),
        Just(if nol { Value::Null } else { json!([]) }),
    ];
    daun.prop_recursive(4, 40, 4, |dalam| {
        prop_oneof![
            objek(dalam.clone()),
            prop::collection::btree_map("[a-d]", objek(dalam), 0..4).prop_map(|isi| {
                let dengan_kode = |(kode, mut satu): (String, Value)| {
                    satu["kode"] = kode.into();
                    satu
                };
                isi.into_iter().map(dengan_kode).collect::<Vec<_>>().into()
            }),
        ]
    })
}

fn objek(dalam: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    prop::collection::btree_map(kunci(), dalam, 0..4)
        .prop_map(|isi| Value::Object(isi.into_iter().collect::<Map<_, _>>()))
}

/// Everything the office wrote is in the result, whatever else is.
fn termuat(milik: &Value, hasil: &Value) -> bool {
    match (milik, hasil) {
        (Value::Object(milik), Value::Object(hasil)) => {
            milik.iter().all(|(nama, nilai)| match hasil.get(nama) {
                None => nilai.is_null(),
                Some(ada) => !nilai.is_null() && termuat(nilai, ada),
            })
        }
        (Value::Array(milik), Value::Array(hasil)) => milik.iter().all(|satu| {
            hasil.iter().any(|ada| {
                satu == ada
                    || (satu.get("kode").is_some()
                        && satu["kode"] == ada["kode"]
                        && termuat(satu, ada))
            })
        }),
        (Value::Object(milik), Value::Array(hasil)) => milik.iter().all(|(kode, nilai)| {
            let ada = hasil.iter().find(|satu| satu["kode"] == kode.as_str());
            ada.map_or(nilai.is_null(), |ada| termuat(nilai, ada))
        }),
        (milik, hasil) => milik == hasil,
    }
}

/// The codes of a list with codes.
fn urutan(isi: &Value) -> Option<Vec<String>> {
    let isi = isi.as_array().filter(|isi| !isi.is_empty())?;
    isi.iter().map(|satu| Some(satu.get("kode")?.as_str()?.to_owned())).collect()
}

proptest! {
    #[test]
    fn an_empty_pack_is_its_base(dasar in objek(nilai(false))) {
        prop_assert_eq!(gabung(&dasar, &json!({})), dasar);
    }

    #[test]
    fn merging_twice_is_merging_once(dasar in objek(nilai(false)), milik in objek(nilai(true))) {
        let sekali = gabung(&dasar, &milik);
        prop_assert_eq!(gabung(&sekali, &milik), sekali);
    }

    #[test]
    fn nothing_the_office_wrote_is_lost(dasar in objek(nilai(false)), milik in objek(nilai(true))) {
        let hasil = gabung(&dasar, &milik);
        prop_assert!(termuat(&milik, &hasil), "{milik} -> {hasil}");
    }

    #[test]
    fn what_the_office_does_not_mention_stays(dasar in objek(nilai(false)), milik in objek(nilai(true))) {
        let hasil = gabung(&dasar, &milik);
        for (nama, nilai) in dasar.as_object().unwrap() {
            if milik.get(nama).is_none() {
                prop_assert_eq!(hasil.get(nama), Some(nilai));
            }
        }
    }

    #[test]
    fn codes_keep_the_order_of_the_base_and_new_ones_follow(
        dasar in nilai(false), milik in nilai(false),
    ) {
        let (Some(dulu), Some(baru)) = (urutan(&dasar), urutan(&milik)) else { return Ok(()) };
        let harap: Vec<String> =
            dulu.iter().chain(baru.iter().filter(|kode| !dulu.contains(kode))).cloned().collect();
        prop_assert_eq!(urutan(&gabung(&dasar, &milik)), Some(harap));
    }
}
