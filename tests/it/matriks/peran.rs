//! Every operation for every role, and for nobody.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::{StreamExt, stream};
use loket_domain::akses::Izin;
use loket_tests::{app::TestApp, klien::Klien};

use super::{
    Balasan, TANPA, kantor_diam, kirim, petugas,
    tabel::{Isian, Operasi, acak, semua},
};

/// Cells at once.
const SERENTAK: usize = 8;
/// What ends sessions or changes what roles may do is called after everything else, in this order.
const TERAKHIR: [&str; 6] =
    ["ubahPengguna", "simpanPeran", "hapusPeran", "cabutDelegasi", "muatPaket", "keluar"];

struct Meja {
    app: TestApp,
    /// By role: the client, and what it holds.
    peran: BTreeMap<String, (Klien, BTreeSet<String>)>,
}

impl Meja {
    async fn siapkan() -> Self {
        let app = kantor_diam().await;
        let paket = loket_tests::app::paket("balangan", "contoh");
        let mut berizin: BTreeMap<String, BTreeSet<String>> = paket
            .peran
            .iter()
            .map(|satu| {
                let izin = satu.izin.iter().map(|izin| izin.kode().to_owned()).collect();
                (satu.kode.to_string(), izin)
            })
            .collect();
        for izin in Izin::SEMUA {
            berizin.insert(super::peran_satu(izin), [izin.kode().to_owned()].into());
        }
        berizin.insert(TANPA.to_owned(), BTreeSet::new());
        let semua_izin = Izin::SEMUA.iter().map(|izin| izin.kode().to_owned()).collect();
        berizin.insert(super::SEMUA.to_owned(), semua_izin);
        let mut peran = BTreeMap::new();
        for (kode, izin) in berizin {
            let klien = petugas(&app, &kode).await;
            peran.insert(kode, (klien, izin));
        }
        Self { app, peran }
    }

    async fn sel(&self, klien: &Klien, operasi: &Operasi) -> Balasan {
        let tenant = self.app.kantor.tenant.slug.as_str();
        let permintaan = operasi.permintaan(Isian { id: acak(), tenant });
        kirim(&self.app.basis, klien, operasi, &permintaan, &[]).await
    }

    /// Answers of all these cells.
    async fn semua<'a>(
        &'a self,
        sel: Vec<(&'a str, &'a Operasi)>,
        serentak: usize,
    ) -> Vec<(&'a str, &'a Operasi, Balasan)> {
        stream::iter(sel)
            .map(|(peran, operasi)| async move {
                (peran, operasi, self.sel(&self.peran[peran].0, operasi).await)
            })
            .buffer_unordered(serentak)
            .collect()
            .await
    }
}

fn boleh(izin: &BTreeSet<String>, operasi: &Operasi) -> bool {
    operasi.umum || operasi.izin.iter().all(|baris| baris.iter().any(|satu| izin.contains(satu)))
}

/// Security bar 17. Rows are the operations of the document, columns the roles of an office, a role per permission, one
/// with all and one with none: who lacks the permission that the document names is told so, and who holds it is not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_cell_of_the_matrix_is_as_the_document_says() {
    let meja = Meja::siapkan().await;
    let operasi = semua();
    let mut salah = Vec::new();
    let (mut tolak, mut terima) = (Vec::new(), Vec::new());
    for (peran, (_, izin)) in &meja.peran {
        for satu in operasi.iter().filter(|satu| satu.id != "terimaWebhook") {
            let daftar = if boleh(izin, satu) { &mut terima } else { &mut tolak };
            daftar.push((peran.as_str(), satu));
        }
    }
    let (ditolak, diterima) = (tolak.len(), terima.len());
    // First everything that must be refused: it changes nothing, so what roles may do stays as it was written.
    for (peran, satu, balasan) in meja.semua(tolak, SERENTAK).await {
        if (balasan.status, balasan.kode.as_str()) != (403, "tidak_berizin") {
            salah.push(format!(
                "{peran} may not {}: {} {}",
                satu.nama(),
                balasan.status,
                balasan.teks
            ));
        }
    }
    let akhir = |satu: &Operasi| TERAKHIR.iter().position(|id| *id == satu.id);
    let (mut belakang, depan): (Vec<_>, Vec<_>) =
        terima.into_iter().partition(|(_, satu)| akhir(satu).is_some());
    belakang.sort_by_key(|(_, satu)| akhir(satu));
    let mut jawaban = meja.semua(depan, SERENTAK).await;
    // A role that changes roles may take from the next what the table says it has; each is asked as long as it still has it.
    belakang.dedup_by_key(|(_, satu)| satu.id.clone());
    jawaban.extend(meja.semua(belakang, 1).await);
    for (peran, satu, balasan) in jawaban {
        let asing =
            !satu.umum && ["tidak_berizin", "sesi_tidak_berlaku"].contains(&balasan.kode.as_str());
        if asing || (balasan.status >= 500 && balasan.status != 503) {
            salah.push(format!("{peran} may {}: {} {}", satu.nama(), balasan.status, balasan.teks));
        }
    }
    assert!(salah.is_empty(), "{} cells differ:\n{}", salah.len(), salah.join("\n"));
    eprintln!(
        "matrix: {} operations, {} roles, {ditolak} cells refused, {diterima} allowed",
        operasi.len(),
        meja.peran.len()
    );
    assert!(ditolak > 4_000, "the table has lost its rows: {ditolak}");
}

/// Security bar 17. Without a session nothing but the public operations is there, whatever the body and the path are.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_gets_anywhere_without_a_valid_token() {
    let app = TestApp::start("balangan").await;
    let sah = app.sebagai("admin").await.token.unwrap();
    let (kepala, ekor) = sah.rsplit_once('.').unwrap();
    let putar = |teks: &str| teks.chars().rev().collect::<String>();
    let palsu = [
        None,
        Some("x".to_owned()),
        Some(format!("{kepala}.{}", putar(ekor))),
        Some(format!("{kepala}.")),
        Some(format!(
            "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.{}.",
            sah.split('.').nth(1).unwrap()
        )),
    ];
    let operasi = semua();
    let sel: Vec<_> = operasi
        .iter()
        .filter(|satu| satu.id != "terimaWebhook")
        .flat_map(|satu| palsu.iter().map(move |token| (satu, token.clone())))
        .collect();
    let jumlah = sel.len();
    let salah: Vec<String> = stream::iter(sel)
        .map(|(satu, token)| {
            let app = &app;
            async move {
                let mut klien = Klien::anonim(&app.basis);
                klien.token = token;
                let tenant = app.kantor.tenant.slug.as_str();
                let permintaan = satu.permintaan(Isian { id: acak(), tenant });
                let balasan = kirim(&app.basis, &klien, satu, &permintaan, &[]).await;
                // Its body is the credential, and that of the example is nobody's.
                let umum = satu.umum && satu.id != "segarkanSesi";
                let tertutup =
                    (balasan.status, balasan.kode.as_str()) == (401, "sesi_tidak_berlaku");
                let lain = balasan.status >= 500 && balasan.status != 503;
                (tertutup == umum || lain).then(|| {
                    let ada = klien.token.is_some();
                    format!("{} token {ada}: {} {}", satu.nama(), balasan.status, balasan.teks)
                })
            }
        })
        .buffer_unordered(SERENTAK)
        .filter_map(|hasil| async move { hasil })
        .collect()
        .await;
    assert!(salah.is_empty(), "{} of {jumlah}:\n{}", salah.len(), salah.join("\n"));
}
