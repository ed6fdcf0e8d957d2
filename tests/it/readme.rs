//! The README's walk works as printed, against the demo as a newcomer starts it.

use std::{
    fs,
    net::TcpListener,
    process::{Command, Stdio},
    time::Duration,
};

use loket_tests::{
    app::akar,
    klien::HTTP,
    sampai_dalam,
    server::{SERVER, urut},
};

use crate::proses::Proses;

/// Six free ports in a row: the API, both simulators, the object store, the mail server and its mailbox.
fn port_bebas() -> u16 {
    (20_000..60_000)
        .step_by(6)
        .skip(std::process::id() as usize % 5_000)
        .find(|awal| (0..6).all(|n| TcpListener::bind(("127.0.0.1", awal + n)).is_ok()))
        .expect("six free ports")
}

/// The `sh` blocks of the README's walk.
fn langkah() -> Vec<String> {
    let teks = fs::read_to_string(akar().join("README.md")).unwrap();
    let bagian = teks.split("## Five minutes").nth(1).unwrap().split("\n## ").next().unwrap();
    bagian
        .split("```sh\n")
        .skip(1)
        .map(|blok| blok.split("```").next().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn the_walk_of_the_readme_works_as_printed_and_the_data_survive_a_restart() {
    for alat in ["curl", "jq"] {
        if Command::new(alat).arg("--version").stdout(Stdio::null()).status().is_err() {
            assert!(std::env::var_os("CI").is_none(), "{alat} tidak terpasang");
            eprintln!("dilewati: {alat} tidak terpasang");
            return;
        }
    }
    let data = SERVER.dir.join(format!("demo-{}", urut()));
    let port = port_bebas();
    let perintah = format!("demo --data {} --port {port}", data.display());
    let mut demo = Proses::mulai(&perintah, &[]);
    siap(port).await;

    let env = data.join("demo.env");
    // An office of the demo has a printer and blank cards from the start.
    let kartu = r#"
token_kasi() { t=$(json $LOKET/v1/tenant/balangan/sesi -d "{\"nama_pengguna\": \"kasi\", \"sandi\": \"$SANDI\"}" | jq -r .tiket); json $LOKET/v1/tenant/balangan/sesi/faktor -d "{\"tiket\": \"$t\", \"kode\": \"$(kode)\"}" | jq -r .token_akses; }
A=$(token_kasi)
json -H "authorization: Bearer $A" $LOKET/v1/kartu/pencetak | jq -r '.data[] | "pencetak: \(.nama)"'
json -H "authorization: Bearer $A" $LOKET/v1/blanko | jq -r '.data[] | "blanko: \(.jenis) \(.keping)"'
"#;
    let naskah: String =
        (langkah().concat() + kartu).replace(".loket/demo.env", &env.display().to_string());
    assert!(naskah.contains("tanda-tangan"), "langkah README tidak terbaca");
    let hasil = tokio::task::spawn_blocking(move || {
        Command::new("bash")
            .args(["-euo", "pipefail", "-c", &naskah])
            .current_dir(akar())
            .env("LOKET_PROGRAM", loket_tests::server::program())
            .output()
            .unwrap()
    })
    .await
    .unwrap();
    let keluaran = String::from_utf8_lossy(&hasil.stdout).into_owned();
    let galat = String::from_utf8_lossy(&hasil.stderr);
    assert!(hasil.status.success(), "{keluaran}\n{galat}");
    let _ = fs::remove_file(akar().join("kk.pdf"));
    for kata in [
        "sudah terdaftar",
        "sedang diproses",
        "%PDF-",
        "tte_kadis: Desmawati Contoh -> ",
        "pencetak: Mesin cetak kartu 1",
        "blanko: kia 200",
    ] {
        assert!(keluaran.contains(kata), "tidak ada {kata} dalam:\n{keluaran}\n{galat}");
    }

    demo.hentikan();
    let mut demo = Proses::mulai(&perintah, &[]);
    siap(port).await;
    let inbox = format!("http://127.0.0.1:{}/sim/residents/6281234567890/inbox", port + 1);
    let inbox = HTTP.get(inbox).send().await.unwrap().text().await.unwrap();
    assert!(inbox.contains("sudah terdaftar"), "demo kedua masih mengingat warga");
    demo.hentikan();
    for n in 0..4 {
        TcpListener::bind(("127.0.0.1", port + n))
            .expect("semua yang dinyalakan demo sudah berhenti");
    }
}

async fn siap(port: u16) {
    let url = format!("http://127.0.0.1:{port}/readyz");
    // Four offices are set up from nothing, beside every other test.
    sampai_dalam(Duration::from_mins(4), "demo siap", || async {
        HTTP.get(&url).send().await.ok().filter(|jawaban| jawaban.status().is_success())
    })
    .await;
}
