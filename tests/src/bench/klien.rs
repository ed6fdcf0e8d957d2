//! A small HTTP/1.1 client on blocking sockets: requests are bytes made beforehand, so that sending costs little.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use super::galat::{Gagal, Hasil, Ketika};

/// An answer that takes longer counts as an error.
const BATAS_JAWABAN: Duration = Duration::from_secs(30);
/// Answers of the measured routes are far smaller.
const BADAN_TERBESAR: usize = 4 * 1024 * 1024;

/// The bytes of a request.
pub fn permintaan(metode: &str, jalur: &str, kepala: &[(&str, &str)], badan: &[u8]) -> Vec<u8> {
    let mut teks = format!("{metode} {jalur} HTTP/1.1\r\nhost: loket.uji\r\n");
    for (nama, nilai) in kepala {
        teks.extend([nama, ": ", nilai, "\r\n"]);
    }
    if metode != "GET" {
        teks.extend(["content-length: ", &badan.len().to_string(), "\r\n"]);
    }
    teks.push_str("\r\n");
    let mut bita = teks.into_bytes();
    bita.extend_from_slice(badan);
    bita
}

/// A connection that is kept.
#[derive(Debug)]
pub struct Sambungan {
    alur: TcpStream,
    sangga: Vec<u8>,
}

/// An answer; its body lives until the next request.
#[derive(Debug)]
pub struct Jawaban<'a> {
    /// Status code.
    pub status: u16,
    /// Body.
    pub badan: &'a [u8],
}

impl Jawaban<'_> {
    /// The body as JSON, provided the status is the expected one.
    pub fn json(&self, status: u16) -> Hasil<serde_json::Value> {
        self.berstatus(status)?;
        serde_json::from_slice(self.badan).ketika("jawaban bukan JSON")
    }

    /// An error that quotes the body unless the status is the expected one.
    pub fn berstatus(&self, status: u16) -> Hasil<()> {
        if self.status == status {
            return Ok(());
        }
        let badan = String::from_utf8_lossy(self.badan);
        Err(Gagal::baru(format!("dijawab {}, seharusnya {status}: {badan}", self.status)))
    }
}

impl Sambungan {
    /// Connects.
    pub fn buka(alamat: SocketAddr) -> Hasil<Self> {
        let alur = TcpStream::connect(alamat).ketika("server tidak dapat dihubungi")?;
        alur.set_nodelay(true).ketika("TCP_NODELAY")?;
        alur.set_read_timeout(Some(BATAS_JAWABAN)).ketika("batas waktu")?;
        Ok(Self { alur, sangga: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a request and waits for its whole answer.
    pub fn minta(&mut self, permintaan: &[u8]) -> Hasil<Jawaban<'_>> {
        self.alur.write_all(permintaan).ketika("permintaan tidak terkirim")?;
        self.sangga.clear();
        let kepala = loop {
            self.baca()?;
            if let Some(kepala) = Kepala::urai(&self.sangga)? {
                break kepala;
            }
        };
        let akhir = kepala.awal_badan + kepala.panjang;
        while self.sangga.len() < akhir {
            self.baca()?;
        }
        if self.sangga.len() > akhir {
            return Err(Gagal::baru("jawaban lebih panjang daripada yang diumumkan"));
        }
        Ok(Jawaban { status: kepala.status, badan: &self.sangga[kepala.awal_badan..akhir] })
    }

    fn baca(&mut self) -> Hasil<()> {
        let mut potong = [0_u8; 16 * 1024];
        match self.alur.read(&mut potong).ketika("jawaban tidak datang")? {
            0 => Err(Gagal::baru("server menutup sambungan")),
            n => {
                self.sangga.extend_from_slice(&potong[..n]);
                Ok(())
            }
        }
    }
}

/// What the head of an answer says.
#[derive(Debug, PartialEq, Eq)]
struct Kepala {
    status: u16,
    awal_badan: usize,
    panjang: usize,
}

impl Kepala {
    /// `None` while it is incomplete.
    fn urai(sangga: &[u8]) -> Hasil<Option<Self>> {
        let Some(akhir) = sangga.windows(4).position(|empat| empat == b"\r\n\r\n") else {
            return Ok(None);
        };
        let teks = std::str::from_utf8(&sangga[..akhir]).ketika("kepala jawaban")?;
        let mut baris = teks.split("\r\n");
        let status = baris
            .next()
            .and_then(|awal| awal.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok())
            .ketika("baris pertama jawaban bukan HTTP/1.1")?;
        let mut panjang = 0;
        for (nama, nilai) in baris.filter_map(|satu| satu.split_once(':')) {
            let nilai = nilai.trim();
            if nama.eq_ignore_ascii_case("content-length") {
                panjang = nilai.parse().ketika("content-length")?;
            } else if nama.eq_ignore_ascii_case("transfer-encoding") {
                return Err(Gagal::baru(format!("transfer-encoding {nilai} tidak dibaca di sini")));
            }
        }
        if panjang > BADAN_TERBESAR {
            return Err(Gagal::baru(format!("jawaban sepanjang {panjang} bita")));
        }
        Ok(Some(Self { status, awal_badan: akhir + 4, panjang }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_what_http_asks_for() {
        let isi = permintaan("POST", "/a", &[("x-b", "c")], b"de");
        let seharusnya =
            "POST /a HTTP/1.1\r\nhost: loket.uji\r\nx-b: c\r\ncontent-length: 2\r\n\r\nde";
        assert_eq!(String::from_utf8(isi).unwrap(), seharusnya);
    }

    #[test]
    fn the_head_of_an_answer_is_read_once_it_is_whole() {
        let teks = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc";
        let kepala = Kepala { status: 200, awal_badan: 38, panjang: 3 };
        assert_eq!(Kepala::urai(teks).unwrap(), Some(kepala));
        assert_eq!(Kepala::urai(&teks[..30]).unwrap(), None);
        assert!(Kepala::urai(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").is_err());
        assert!(Kepala::urai(b"SSH-2.0\r\n\r\n").is_err());
    }
}
