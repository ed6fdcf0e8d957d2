//! Sending: what the resident gets, and what the caller learns.

use loket_domain::{outbox::SebabJeda, percakapan::KirimGagal};
use loket_simulators::whatsapp::{Answer, FailSends, LedgerEntry};

use super::{
    palsu::{jawaban, server},
    *,
};

fn tombol(banyak: usize) -> IsiPesan {
    let tombol = (0..banyak).map(|n| (format!("t:{n}"), format!("Pilihan {n}"))).collect();
    IsiPesan::Tombol { isi: "Lanjutkan?".to_owned(), tombol }
}

fn daftar(banyak: usize, keterangan: &str) -> IsiPesan {
    let baris =
        (0..banyak).map(|n| (format!("b:{n}"), format!("Layanan {n}"), keterangan.to_owned()));
    IsiPesan::Daftar {
        isi: "Pilih layanan".to_owned(),
        buka: "Lihat".to_owned(),
        baris: baris.collect(),
    }
}

fn sementara(galat: &str, detik: Option<u64>) -> KirimGagal {
    KirimGagal::Sementara { galat: galat.to_owned(), tunggu: detik.map(Duration::from_secs) }
}

#[tokio::test]
async fn every_kind_arrives_once_with_our_reference() {
    let panggung = Panggung::terbuka().await;
    let media = panggung
        .api
        .unggah(&panggung.nomor(), "Akta \"Siti\".pdf", "application/pdf", b"%PDF-1.7".to_vec())
        .await
        .unwrap();
    let isi = [
        IsiSiapKirim::Pesan(teks("Halo 😀\nbaris dua")),
        IsiSiapKirim::Pesan(tombol(3)),
        IsiSiapKirim::Pesan(daftar(10, "keterangan")),
        IsiSiapKirim::Pesan(daftar(1, "")),
        IsiSiapKirim::Dokumen {
            media: media.clone(),
            nama_berkas: "Akta \"Siti\".pdf".to_owned(),
            keterangan: "Akta Anda".to_owned(),
        },
        IsiSiapKirim::Dokumen {
            media: media.clone(),
            nama_berkas: "KK.pdf".to_owned(),
            keterangan: String::new(),
        },
        IsiSiapKirim::Pesan(IsiPesan::Tautan {
            isi: "Isi data lewat halaman ini.".to_owned(),
            judul: "Buka halaman".to_owned(),
            url: "https://loket.example/t/abc".to_owned(),
        }),
        IsiSiapKirim::Pesan(IsiPesan::Templat {
            nama: "kabar_permohonan".to_owned(),
            bahasa: "id".to_owned(),
            isian: vec!["PKU-2026-000001".to_owned()],
            balasan: vec!["v1:kata:lanjut".to_owned()],
        }),
        IsiSiapKirim::Kode {
            nama: "loket_kode_verifikasi".to_owned(),
            bahasa: "id".to_owned(),
            kode: Rahasia::new("012345"),
        },
    ];
    let mut wamid = Vec::new();
    for satu in &isi {
        let hasil = panggung.api.kirim(&panggung.nomor(), &warga(), satu, RUJUKAN).await;
        wamid.push(hasil.unwrap());
    }
    let kotak = panggung.sim.inbox(WARGA);
    assert_eq!(kotak.iter().map(|e| e.wamid.clone()).collect::<Vec<_>>(), wamid);
    let rujukan = Some(RUJUKAN.to_string());
    assert!(kotak.iter().all(|e| e.biz_opaque_callback_data == rujukan));
    assert_eq!(kotak[0].text.as_deref(), Some("Halo 😀\nbaris dua"));
    assert_eq!(kotak[1].choice_ids(), ["t:0", "t:1", "t:2"]);
    assert_eq!(kotak[2].choice_ids().len(), 10);
    let berkas = |e: &LedgerEntry| e.media.clone().unwrap();
    assert_eq!(berkas(&kotak[4]).filename.as_deref(), Some("Akta \"Siti\".pdf"));
    assert_eq!(kotak[4].text.as_deref(), Some("Akta Anda"));
    assert_eq!(panggung.sim.media_bytes(&berkas(&kotak[5]).media_id).unwrap(), b"%PDF-1.7");
    assert_eq!(
        kotak[6].payload["interactive"]["action"]["parameters"]["url"],
        "https://loket.example/t/abc"
    );
    assert_eq!(kotak[7].payload["template"]["components"][1]["sub_type"], "quick_reply");
    let kode = &kotak[8].payload["template"];
    assert_eq!(kode["components"][0]["parameters"][0]["text"], "012345");
    let tombol = &kode["components"][1];
    assert_eq!((&tombol["sub_type"], &tombol["index"]), (&json!("url"), &json!("0")));
    assert_eq!(tombol["parameters"], json!([{ "type": "text", "text": "012345" }]));
}

#[tokio::test]
async fn a_resident_who_hides_the_phone_is_reached_by_the_business_scoped_id() {
    let panggung = Panggung::terbuka().await;
    // The simulator derives the id from app and number; the real one is taken from a webhook.
    let sidik = ring::digest::digest(&ring::digest::SHA256, format!("app-1|{WARGA}").as_bytes());
    let bsuid = format!("ID.{}", hex::encode_upper(&sidik.as_ref()[..10]));
    let isi = IsiSiapKirim::Pesan(teks("halo"));
    let kirim = async |bsuid: &str| {
        let kepada = Alamat::Bsuid(bsuid.to_owned());
        panggung.api.kirim(&panggung.nomor(), &kepada, &isi, RUJUKAN).await
    };
    kirim(&bsuid).await.unwrap();
    let kotak = panggung.sim.inbox(WARGA);
    assert_eq!(kotak.len(), 1);
    assert!(kotak[0].payload.get("to").is_none(), "{}", kotak[0].payload);
    let salah = kirim("ID.TIDAKADA").await.unwrap_err();
    assert_eq!(salah, KirimGagal::Tetap { galat: "wa_131009".to_owned() });
}

#[tokio::test]
async fn what_breaks_a_limit_is_refused_here_and_never_cut() {
    let panggung = Panggung::terbuka().await;
    let batas = Err(KirimGagal::Tetap { galat: "wa_batas_isi".to_owned() });
    let satu_tombol = |id: &str, judul: &str| IsiPesan::Tombol {
        isi: "x".to_owned(),
        tombol: vec![(id.to_owned(), judul.to_owned())],
    };
    let kembar = IsiPesan::Tombol {
        isi: "x".to_owned(),
        tombol: vec![("a".to_owned(), "Ya".to_owned()), ("a".to_owned(), "Tidak".to_owned())],
    };
    for isi in [
        teks(""),
        teks(" \n"),
        teks(&"é".repeat(4097)),
        tombol(0),
        tombol(4),
        kembar,
        satu_tombol("a", &"x".repeat(21)),
        satu_tombol("a", ""),
        satu_tombol("", "Ya"),
        IsiPesan::Tombol { isi: "x".repeat(1025), tombol: vec![("a".to_owned(), "Ya".to_owned())] },
        daftar(0, ""),
        daftar(11, ""),
        daftar(1, &"x".repeat(73)),
    ] {
        assert_eq!(panggung.kirim(isi.clone()).await, batas, "{isi:?}");
    }
    assert!(panggung.sim.inbox(WARGA).is_empty());
    panggung.kirim(teks(&"é".repeat(4096))).await.unwrap();
    panggung.kirim(daftar(10, &"x".repeat(72))).await.unwrap();
    panggung.kirim(satu_tombol(&"a".repeat(256), &"x".repeat(20))).await.unwrap();
}

#[tokio::test]
async fn refusals_are_classified_by_their_code() {
    let panggung = Panggung::siap().await;
    let tertutup = panggung.kirim(teks("x")).await.unwrap_err();
    assert_eq!(tertutup, KirimGagal::TungguMasuk { galat: "wa_131047".to_owned() });
    panggung.sim.send_text(WARGA, KANTOR, "halo").unwrap();
    for (kode, status, harapan) in [
        (190, 401, KirimGagal::Terhenti { galat: "wa_190".to_owned(), sebab: SebabJeda::Akses }),
        (131_000, 500, KirimGagal::TidakDiketahui),
        (
            130_429,
            429,
            KirimGagal::Lambat {
                galat: "wa_130429".to_owned(),
                tunggu: Duration::from_secs(30),
                semua: false,
            },
        ),
        (131_056, 400, KirimGagal::LambatPasangan { galat: "wa_131056".to_owned() }),
        (131_053, 400, KirimGagal::Berkas { galat: "wa_131053".to_owned() }),
        (131_026, 400, KirimGagal::Tetap { galat: "wa_131026".to_owned() }),
        (
            131_042,
            400,
            KirimGagal::Terhenti { galat: "wa_131042".to_owned(), sebab: SebabJeda::Pengirim },
        ),
    ] {
        panggung.sim.faults(|f| f.fail_sends = Some(FailSends { count: 1, status, code: kode }));
        assert_eq!(panggung.kirim(teks("x")).await, Err(harapan), "{kode}");
    }
    assert!(panggung.sim.inbox(WARGA).is_empty());

    // The token of another office, and one that nobody knows.
    for token in ["token-100002", "usang"] {
        let asing = NomorLayanan { token: Rahasia::new(token), ..panggung.nomor() };
        let isi = IsiSiapKirim::Pesan(teks("x"));
        let hasil = panggung.api.kirim(&asing, &warga(), &isi, RUJUKAN).await.unwrap_err();
        assert!(!matches!(hasil, KirimGagal::TidakDiketahui), "{hasil:?}");
        assert!(panggung.sim.inbox(WARGA).is_empty());
    }
}

#[tokio::test]
async fn a_lost_answer_leaves_the_outcome_unknown() {
    let panggung = Panggung::terbuka().await;
    panggung.sim.faults(|f| f.drop_after_accept = 1);
    assert_eq!(panggung.kirim(teks("x")).await, Err(KirimGagal::TidakDiketahui));
    let kotak = panggung.sim.inbox(WARGA);
    assert_eq!((kotak.len(), kotak[0].answer), (1, Answer::Dropped));

    let tidak_sabar = api().dengan_tenggat(Duration::from_millis(100), Duration::from_secs(1));
    panggung.sim.faults(|f| f.slow_answer_ms = 2_000);
    let isi = IsiSiapKirim::Pesan(teks("y"));
    let hasil = tidak_sabar.kirim(&panggung.nomor(), &warga(), &isi, RUJUKAN).await;
    assert_eq!(hasil, Err(KirimGagal::TidakDiketahui));
}

/// Security bar 43.
#[tokio::test]
async fn answers_that_prove_nothing_leave_the_outcome_unknown() {
    for (status, badan) in [(200, "<html>"), (200, "{}"), (500, ""), (502, "<html>"), (504, "{}")] {
        let (alamat, _) = server(move |_, _| jawaban(status, "", badan)).await;
        let isi = IsiSiapKirim::Pesan(teks("x"));
        let hasil = api().kirim(&nomor(&alamat), &warga(), &isi, RUJUKAN).await;
        assert_eq!(hasil, Err(KirimGagal::TidakDiketahui), "{status} {badan}");
    }
}

#[tokio::test]
async fn what_never_left_may_be_tried_again() {
    let isi = IsiSiapKirim::Pesan(teks("x"));
    let kirim = async |nomor: NomorLayanan| api().kirim(&nomor, &warga(), &isi, RUJUKAN).await;
    // A port that was free a moment ago.
    let telinga = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let alamat = format!("http://{}", telinga.local_addr().unwrap());
    drop(telinga);
    assert_eq!(kirim(nomor(&alamat)).await, Err(sementara("wa_koneksi", None)));

    let (alamat, diterima) = server(|_, _| jawaban(200, "", "{}")).await;
    let port = alamat.rsplit(':').next().unwrap();
    for salah in [
        nomor("http://graph.example"),
        nomor("ftp://127.0.0.1"),
        nomor("bukan alamat"),
        nomor(&format!("http://a:b@127.0.0.1:{port}")),
        NomorLayanan { phone_number_id: "../1".to_owned(), ..nomor(&alamat) },
        NomorLayanan { phone_number_id: "..".to_owned(), ..nomor(&alamat) },
        NomorLayanan { phone_number_id: String::new(), ..nomor(&alamat) },
    ] {
        assert_eq!(kirim(salah).await, Err(sementara("wa_alamat", Some(300))));
    }
    let token_rusak = NomorLayanan { token: Rahasia::new("a\nb"), ..nomor(&alamat) };
    assert_eq!(kirim(token_rusak).await, Err(sementara("wa_permintaan", None)));
    assert!(diterima.semua().is_empty());

    // A redirect is not followed, and was no acceptance.
    let lompat = format!("location: {alamat}/lain\r\n");
    let (pengalih, _) = server(move |_, _| jawaban(307, &lompat, "")).await;
    assert_eq!(kirim(nomor(&pengalih)).await, Err(sementara("wa_http_307", Some(300))));
    assert!(diterima.semua().is_empty());
}

#[tokio::test]
async fn a_provider_may_live_under_a_path_and_without_version() {
    let (alamat, diterima) =
        server(|_, _| jawaban(200, "", r#"{"messages":[{"id":"wamid.1"}]}"#)).await;
    let isi = IsiSiapKirim::Pesan(teks("x"));
    let proksi = NomorLayanan { versi: String::new(), ..nomor(&format!("{alamat}/wa/")) };
    assert_eq!(api().kirim(&proksi, &warga(), &isi, RUJUKAN).await.as_deref(), Ok("wamid.1"));
    let kepala = diterima.semua().remove(0);
    assert!(kepala.starts_with("POST /wa/100001/messages HTTP/1.1"), "{kepala}");
    assert!(kepala.to_lowercase().contains("authorization: bearer token-100001"), "{kepala}");
}
