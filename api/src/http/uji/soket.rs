//! The same over a real socket.

use std::{net::TcpListener, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::*;

/// The whole answer to a raw request, on a connection of its own.
async fn kirim(alamat: std::net::SocketAddr, kepala: &str, badan: Vec<u8>) -> String {
    let soket = TcpStream::connect(alamat).await.unwrap();
    let (mut baca, mut tulis) = soket.into_split();
    let kepala = format!("{kepala}\r\nHost: loket\r\nConnection: close\r\n\r\n");
    let penulis = actix_web::rt::spawn(async move {
        // The server may hang up on a body it does not want.
        let _ = tulis.write_all(kepala.as_bytes()).await;
        let _ = tulis.write_all(&badan).await;
    });
    let mut jawaban = Vec::new();
    let selesai = tokio::time::timeout(Duration::from_secs(20), async {
        let mut potongan = [0; 4096];
        while let Ok(n @ 1..) = baca.read(&mut potongan).await {
            jawaban.extend_from_slice(&potongan[..n]);
        }
    });
    selesai.await.unwrap();
    penulis.abort();
    String::from_utf8_lossy(&jawaban).into_owned()
}

#[actix_web::test]
async fn refusals_reach_the_client_even_while_it_still_sends() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let alamat = listener.local_addr().unwrap();
    let server = serve(listener, state(), 1).unwrap();
    let gagang = server.handle();
    actix_web::rt::spawn(server);

    let besar = vec![b'a'; 4 * 1024 * 1024];
    let panjang = format!("Content-Length: {}", besar.len());
    let webhook = format!("POST /v1/wa/webhook HTTP/1.1\r\n{panjang}");
    let tanpa = kirim(alamat, &webhook, besar.clone()).await;
    assert!(tanpa.starts_with("HTTP/1.1 401"), "{tanpa}");
    let sah = format!("{webhook}\r\nX-Hub-Signature-256: sah");
    let terlalu_besar = kirim(alamat, &sah, besar.clone()).await;
    assert!(terlalu_besar.starts_with("HTTP/1.1 413"), "{terlalu_besar}");
    assert!(terlalu_besar.contains("isi_terlalu_besar"), "{terlalu_besar}");

    let panik = "GET /v1/saya HTTP/1.1\r\nAuthorization: Bearer panik";
    let panik = kirim(alamat, panik, Vec::new()).await;
    assert!(panik.starts_with("HTTP/1.1 500"), "{panik}");
    assert!(panik.contains("x-request-id") && panik.contains("urn:uuid:"), "{panik}");
    assert!(!panik.to_lowercase().contains("\r\nserver:"), "{panik}");
    assert!(kirim(alamat, "GET /healthz HTTP/1.1", Vec::new()).await.starts_with("HTTP/1.1 200"));
    gagang.stop(false).await;
}
