//! The corpus against real children, and through the server.

use std::{fs, net::TcpListener, os::unix::fs::PermissionsExt, path::PathBuf, time::Duration};

use image::ImageFormat;
use loket_domain::{
    berkas::{PemeriksaBerkas, Penolakan},
    galat::PortError,
};
use loket_infra::berkas::{PERINTAH, PemeriksaAnak, PemeriksaConfig};
use loket_simulators::contoh_pdf;
use loket_tests::{
    app::{Kantor, SANDI},
    klien::{HTTP, Klien},
    sampai,
    server::{SERVER, program, urut},
};

use super::{Hasil, Musuh, rakit::foto, semua};
use crate::proses::Proses;

/// How much the server's memory may grow, in kibibytes.
const TUMBUH: u64 = 64 * 1024;

fn pemeriksa() -> PemeriksaAnak {
    PemeriksaAnak::new(PemeriksaConfig::baru(program()))
}

#[test]
fn the_corpus_is_large_and_its_names_are_unique() {
    let semua = semua();
    let nama: std::collections::BTreeSet<&str> = semua.iter().map(|satu| satu.nama).collect();
    assert_eq!(nama.len(), semua.len());
    let jahat = semua.iter().filter(|satu| matches!(satu.hasil, Hasil::Tolak(_))).count();
    assert!(jahat >= 60 && semua.len() >= 100, "{jahat} dari {}", semua.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_hostile_file_gets_its_verdict_from_a_real_child() {
    let pemeriksa = pemeriksa();
    let mut salah = Vec::new();
    for Musuh { nama, isi, hasil } in semua() {
        let jawaban = pemeriksa.periksa(&isi).await.unwrap();
        let nyata = match &jawaban {
            Ok(hasil) => Hasil::Sah(hasil.tipe.mime()),
            Err(penolakan) => Hasil::Tolak(penolakan.kode()),
        };
        if nyata != hasil {
            salah.push(format!("{nama}: {nyata:?}, mestinya {hasil:?}"));
        }
        if let Ok(hasil) = jawaban
            && let Some(tampilan) = hasil.tampilan
        {
            let ada = |jejak: &[u8]| tampilan.windows(jejak.len()).any(|satu| satu == jejak);
            let bersih = !ada(b"GPS") && !ada(b"Exif") && !ada(b"PK\x03\x04") && !ada(b"<script");
            assert!(bersih && tampilan.ends_with(b"\xff\xd9"), "{nama}");
        }
    }
    assert!(salah.is_empty(), "{} salah:\n{}", salah.len(), salah.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sound_files_that_were_mutated_never_break_the_parent() {
    let pemeriksa = pemeriksa();
    let asal = [
        foto(90, 60, ImageFormat::Png),
        foto(90, 60, ImageFormat::Jpeg),
        contoh_pdf("AKTA KELAHIRAN", &["CONTOH"]),
    ];
    let mut benih = 0x9e37_79b9_7f4a_7c15_u64;
    let mut acak = |batas: usize| {
        benih ^= benih << 13;
        benih ^= benih >> 7;
        benih ^= benih << 17;
        usize::try_from(benih >> 33).unwrap() % batas
    };
    let (mut sah, mut ditolak) = (0, 0);
    for putaran in 0..180 {
        let mut isi = asal[putaran % asal.len()].clone();
        for _ in 0..=acak(6) {
            let letak = acak(isi.len());
            match acak(4) {
                0 => isi[letak] ^= 1 << acak(8),
                1 => isi[letak] = u8::try_from(acak(256)).unwrap(),
                2 => drop(isi.drain(letak..(letak + 1 + acak(40)).min(isi.len()))),
                _ => {
                    let dari = acak(isi.len());
                    let sisip = isi[dari..(dari + 1 + acak(40)).min(isi.len())].to_vec();
                    isi.splice(letak..letak, sisip);
                }
            }
            if isi.is_empty() {
                isi.push(0);
            }
        }
        match pemeriksa.periksa(&isi).await.unwrap() {
            Ok(_) => sah += 1,
            Err(_) => ditolak += 1,
        }
    }
    assert!(
        sah > 0 && ditolak > 0,
        "{sah} sah, {ditolak} ditolak: mutasinya tidak membuktikan apa pun"
    );
}

/// A program that pretends to be Loket.
fn palsu(isi: &str) -> PathBuf {
    let jalur = SERVER.dir.join(format!("palsu-{}", urut()));
    fs::write(&jalur, format!("#!/bin/sh\n{isi}\n")).unwrap();
    fs::set_permissions(&jalur, fs::Permissions::from_mode(0o700)).unwrap();
    jalur
}

fn dengan(program: PathBuf) -> PemeriksaAnak {
    let mut config = PemeriksaConfig::baru(program);
    config.waktu = Duration::from_secs(2);
    PemeriksaAnak::new(config)
}

#[tokio::test]
async fn a_child_that_dies_or_lies_refuses_its_file_and_one_that_hangs_puts_it_off() {
    let isi = vec![7; 3 << 20];
    for naskah in [
        "exit 1",
        "kill -ABRT $$",
        "cat > /dev/null; printf LKT1",
        "cat > /dev/null; printf 'LKT1-\\000\\000\\000\\004lain'",
        "cat",
    ] {
        let hasil = dengan(palsu(naskah)).periksa(&isi).await;
        assert!(matches!(hasil, Ok(Err(Penolakan::TerlaluRumit))), "{naskah}: {hasil:?}");
    }
    // Time on the clock and a kill from outside say nothing about the file: it is looked at again later.
    for naskah in ["kill -9 $$", "yes", "exec sleep 30"] {
        let hasil = dengan(palsu(naskah)).periksa(&isi).await;
        assert!(matches!(hasil, Err(PortError::TidakTersedia { .. })), "{naskah}: {hasil:?}");
    }
    let gagal = dengan(palsu("exit 70")).periksa(&isi).await.unwrap_err();
    assert!(matches!(gagal, PortError::TakTerduga(_)), "no limits, no verdict: {gagal:?}");
    let tiada = dengan("/tidak/ada".into()).periksa(&isi).await.unwrap_err();
    assert!(matches!(tiada, PortError::TidakTersedia { sistem: "pemeriksa", .. }), "{tiada:?}");
}

#[tokio::test]
async fn the_child_gets_no_environment_and_limits_itself_before_it_reads() {
    let tempat = SERVER.dir.join(format!("lingkungan-{}", urut()));
    let naskah = format!("env > {}; exit 1", tempat.display());
    drop(dengan(palsu(&naskah)).periksa(b"x").await);
    let lingkungan = fs::read_to_string(&tempat).unwrap();
    for baris in lingkungan.lines() {
        let nama = baris.split('=').next().unwrap();
        assert!(["PWD", "OLDPWD", "SHLVL", "_"].contains(&nama), "{baris}");
    }

    let mut anak = std::process::Command::new(program())
        .arg(PERINTAH)
        .env_clear()
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let jalur = format!("/proc/{}/limits", anak.id());
    let batas = sampai("batas dipasang", || async {
        let teks = fs::read_to_string(&jalur).ok()?;
        let core = teks.lines().find(|baris| baris.starts_with("Max processes"))?;
        core.contains(" 0 ").then_some(teks)
    })
    .await;
    let nilai = |nama: &str| {
        let baris = batas.lines().find(|baris| baris.starts_with(nama)).unwrap();
        let lunak = baris[nama.len()..].split_whitespace().next().unwrap();
        lunak.parse::<u64>().unwrap()
    };
    assert!(nilai("Max cpu time") <= 15);
    assert!(nilai("Max data size") <= 512 << 20);
    assert!(nilai("Max address space") <= 2 << 30);
    assert_eq!((nilai("Max file size"), nilai("Max core file size")), (0, 0));
    assert!(nilai("Max open files") <= 16);
    drop(anak.stdin.take());
    assert!(anak.wait().unwrap().success(), "an empty file is judged, too");
}

/// Resident memory of a process, in kibibytes.
fn rss(pid: u32) -> u64 {
    let teks = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let baris = teks.lines().find(|baris| baris.starts_with("VmRSS:")).unwrap();
    baris.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_corpus_through_the_server_harms_nobody() {
    let kantor = Kantor::siapkan("balangan").await;
    let alamat = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let mut config = SERVER.config();
    config.bind = alamat;
    // Without a worker: it would work for the offices of every other test, too.
    let mut server = Proses::mulai("serve --tanpa-pekerja", &SERVER.lingkungan(&config));
    let basis = format!("http://{alamat}");
    sampai("server siap", || async {
        let jawaban = HTTP.get(format!("{basis}/readyz")).send().await;
        jawaban.ok().filter(|jawaban| jawaban.status().is_success())
    })
    .await;
    let orang = kantor.pemegang("operator_layanan");
    let slug = kantor.tenant.slug.as_str();
    let petugas = Klien::masuk(&basis, slug, &orang.nama_pengguna, SANDI).await;
    let kasus = crate::berkas::kasus(&petugas).await;
    // What a server allocates once, it allocates at the first files.
    for isi in [foto(2_000, 1_500, ImageFormat::Jpeg), contoh_pdf("A", &["B"])] {
        crate::berkas::unggah(&petugas, &kasus, &isi).await.ok();
    }
    let awal = rss(server.pid());
    let mut puncak = awal;
    let mut salah = Vec::new();
    let corpus = semua().into_iter().filter(|satu| !satu.isi.is_empty());
    let mut jumlah = 0;
    for Musuh { nama, isi, hasil } in corpus {
        let jawaban = crate::berkas::unggah(&petugas, &kasus, &isi).await;
        let cocok = match hasil {
            Hasil::Sah(tipe) => jawaban.status == 200 && jawaban.json["tipe"] == tipe,
            Hasil::Tolak(kode) => {
                jawaban.status == 422 && jawaban.json["errors"][0]["kode"] == kode
            }
        };
        if !cocok {
            salah.push(format!("{nama}: {} {}", jawaban.status, jawaban.teks));
        }
        puncak = puncak.max(rss(server.pid()));
        jumlah += 1;
    }
    assert!(salah.is_empty(), "{}", salah.join("\n"));
    assert!(server.hidup());
    let daftar = petugas.get(&format!("/v1/permohonan/{kasus}")).await.ok();
    assert_eq!(daftar["berkas"].as_array().unwrap().len(), jumlah + 2);
    let tumbuh = puncak - awal;
    eprintln!("{jumlah} berkas; memori server {awal} KiB, puncak +{tumbuh} KiB");
    assert!(tumbuh < TUMBUH, "memori server tumbuh {tumbuh} KiB");
}
