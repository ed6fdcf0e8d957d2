//! Second factors of sample officers: every login of a test shows a real code, made from the officer's seed by the clock the
//! office lives by. A code works once; where a test logs in more often than its clock has codes, it shows one of the
//! officer's recovery codes.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use loket_domain::{
    akses::{PembuatKode, langkah},
    kalender::Clock,
    nilai::Rahasia,
};
use loket_infra::crypto::KodeTotp;
use serde_json::{Value, json};

/// What the harness knows of an officer.
struct Orang {
    benih: Rahasia,
    langkah: Option<u64>,
    pulih: Vec<Rahasia>,
    giliran: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Default)]
struct Kantor {
    jam: Option<Arc<dyn Clock>>,
    orang: BTreeMap<String, Orang>,
}

static SEMUA: LazyLock<Mutex<BTreeMap<String, Kantor>>> = LazyLock::new(Mutex::default);

fn di<T>(tenant: &str, kerja: impl FnOnce(&mut Kantor) -> T) -> T {
    let mut semua = SEMUA.lock().unwrap_or_else(PoisonError::into_inner);
    kerja(semua.entry(tenant.to_owned()).or_default())
}

/// The office lives by that clock.
pub fn pakai_jam(tenant: &str, jam: Arc<dyn Clock>) {
    di(tenant, |kantor| kantor.jam = Some(jam));
}

/// An officer has that authenticator and those recovery codes.
pub fn ingat(tenant: &str, nama: &str, benih: Rahasia, pulih: Vec<Rahasia>) {
    let orang = Orang { benih, langkah: None, pulih, giliran: Arc::default() };
    di(tenant, |kantor| kantor.orang.insert(nama.to_owned(), orang));
}

/// The step of now, by the clock of the office.
pub fn langkah_kini(tenant: &str) -> u64 {
    langkah(di(tenant, |kantor| kantor.jam.clone()).expect("the office has a clock").now())
}

/// The same of somebody who enrolled: the code of that step is used up.
pub fn ingat_terdaftar(tenant: &str, nama: &str, benih: Rahasia, pulih: Vec<Rahasia>, satu: u64) {
    let orang = Orang { benih, langkah: Some(satu), pulih, giliran: Arc::default() };
    di(tenant, |kantor| kantor.orang.insert(nama.to_owned(), orang));
}

/// A fresh seed.
pub fn benih() -> Rahasia {
    KodeTotp.benih().expect("seed")
}

/// The code of a seed at that step.
pub fn kode(benih: &Rahasia, langkah: u64) -> String {
    KodeTotp.kode(benih, langkah).expect("code").buka().to_owned()
}

/// Logins of one officer take turns, as codes come in order.
pub fn giliran(tenant: &str, nama: &str) -> Arc<tokio::sync::Mutex<()>> {
    let nama = nama.to_lowercase();
    di(tenant, |kantor| {
        kantor.orang.get(&nama).map(|orang| orang.giliran.clone()).unwrap_or_default()
    })
}

/// What the officer shows now, as fields of the second step; never the same twice.
#[track_caller]
pub fn bukti(tenant: &str, nama: &str) -> Value {
    let nama = nama.to_lowercase();
    di(tenant, |kantor| {
        let jam = kantor.jam.clone().expect("the office has a clock");
        let orang = kantor.orang.get_mut(&nama).expect("the harness gave this officer a seed");
        let kini = langkah(jam.now());
        let satu = orang.langkah.map_or(kini, |terakhir| kini.max(terakhir + 1));
        if satu <= kini + 1 {
            orang.langkah = Some(satu);
            return json!({ "kode": kode(&orang.benih, satu) });
        }
        let pulih = orang.pulih.pop().expect("a recovery code is left");
        json!({ "kode_pulih": pulih.buka() })
    })
}
