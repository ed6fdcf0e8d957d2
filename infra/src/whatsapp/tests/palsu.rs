//! A server with canned answers that remembers what it was asked.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

type Menjawab = dyn Fn(&str, usize) -> String + Send + Sync;

/// What it was asked: the head of each request.
#[derive(Clone, Default)]
pub(super) struct Diterima(Arc<Mutex<Vec<String>>>);

impl Diterima {
    pub(super) fn semua(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

/// Listens; `jawab` gets the path and how many requests came before, and gives a whole response.
pub(super) async fn server(
    jawab: impl Fn(&str, usize) -> String + Send + Sync + 'static,
) -> (String, Diterima) {
    let telinga = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let alamat = format!("http://{}", telinga.local_addr().unwrap());
    let diterima = Diterima::default();
    let (jawab, catatan): (Arc<Menjawab>, _) = (Arc::new(jawab), diterima.clone());
    tokio::spawn(async move {
        while let Ok((mut aliran, _)) = telinga.accept().await {
            let (jawab, catatan) = (Arc::clone(&jawab), catatan.clone());
            tokio::spawn(async move {
                let mut kepala = Vec::new();
                while !kepala.windows(4).any(|w| w == b"\r\n\r\n") {
                    let Ok(byte @ 1..) = aliran.read_buf(&mut kepala).await else { return };
                    let _ = byte;
                }
                let kepala = String::from_utf8_lossy(&kepala).into_owned();
                let jalur = kepala.split(' ').nth(1).unwrap_or_default().to_owned();
                let urutan = {
                    let mut semua = catatan.0.lock().unwrap();
                    semua.push(kepala);
                    semua.len() - 1
                };
                let jawaban = jawab(&jalur, urutan);
                // The client may have gone; that is what some tests are about.
                let _ = aliran.write_all(jawaban.as_bytes()).await;
                let _ = aliran.shutdown().await;
            });
        }
    });
    (alamat, diterima)
}

/// A response that closes the connection.
pub(super) fn jawaban(status: u16, kepala: &str, badan: &str) -> String {
    format!(
        "HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n{kepala}\r\n{badan}",
        badan.len()
    )
}
