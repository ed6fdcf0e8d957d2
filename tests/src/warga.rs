//! A resident, through the WhatsApp simulator.

use loket_simulators::whatsapp::{Direction, InboundMedia, LedgerEntry, Tap, TapKind, WhatsAppSim};

use crate::sampai;

/// A JPEG of one pixel that every decoder accepts.
pub const FOTO: &[u8] = include_bytes!("../fixtures/foto.jpg");

/// A resident who writes to an office.
pub struct Warga<'a> {
    wa: &'a WhatsAppSim,
    /// Their number, digits only.
    pub wa_id: &'a str,
    phone_number_id: &'a str,
}

impl<'a> Warga<'a> {
    /// A resident with that number.
    pub fn new(wa: &'a WhatsAppSim, wa_id: &'a str, phone_number_id: &'a str) -> Self {
        Self { wa, wa_id, phone_number_id }
    }

    /// What came from the office, the oldest first.
    pub fn masuk(&self) -> Vec<LedgerEntry> {
        let mut semua = self.wa.inbox(self.wa_id);
        semua.retain(|pesan| pesan.direction == Direction::Outbound);
        semua
    }

    /// Writes, and waits for the answer.
    pub async fn tulis(&self, teks: &str) -> LedgerEntry {
        let sebelum = self.masuk().len();
        self.wa.send_text(self.wa_id, self.phone_number_id, teks).expect("sent");
        self.jawaban(sebelum, teks).await
    }

    /// Writes while nobody answers at once, such as an officer; gives the message id.
    pub fn kirim(&self, teks: &str) -> String {
        self.wa.send_text(self.wa_id, self.phone_number_id, teks).expect("sent")
    }

    /// Sends a photo while nobody answers at once; gives the message id.
    pub fn titip_foto(&self) -> String {
        let media = InboundMedia {
            mime_type: "image/jpeg".to_owned(),
            bytes: FOTO.to_vec(),
            caption: None,
            filename: None,
        };
        self.wa.send_media(self.wa_id, self.phone_number_id, media).expect("sent").0
    }

    /// Taps a button or row of a message, and waits for the answer.
    pub async fn ketuk(&self, pesan: &LedgerEntry, id: &str) -> LedgerEntry {
        let sebelum = self.masuk().len();
        assert!(pesan.choice_ids().contains(&id), "{id}: {}", pesan.payload);
        let kind = match pesan.payload["interactive"]["type"].as_str() {
            Some("button") => TapKind::Button,
            _ => TapKind::List,
        };
        let tap = Tap { id: id.to_owned(), title: id.to_owned(), kind, description: None };
        self.wa.tap(self.wa_id, self.phone_number_id, &tap).expect("tapped");
        self.jawaban(sebelum, id).await
    }

    /// Sends a photo, and waits for the answer.
    pub async fn kirim_foto(&self) -> LedgerEntry {
        self.kirim_berkas("image/jpeg", FOTO).await
    }

    /// Sends several photos at once, and waits for the one answer.
    pub async fn kirim_album(&self, jumlah: usize) -> LedgerEntry {
        let sebelum = self.masuk().len();
        for _ in 0..jumlah {
            let media = InboundMedia {
                mime_type: "image/jpeg".to_owned(),
                bytes: FOTO.to_vec(),
                caption: None,
                filename: None,
            };
            self.wa.send_media(self.wa_id, self.phone_number_id, media).expect("sent");
        }
        self.jawaban(sebelum, "album").await
    }

    /// Sends a file, and waits for the answer.
    pub async fn kirim_berkas(&self, mime: &str, isi: &[u8]) -> LedgerEntry {
        let sebelum = self.masuk().len();
        let media = InboundMedia {
            mime_type: mime.to_owned(),
            bytes: isi.to_vec(),
            caption: None,
            filename: None,
        };
        self.wa.send_media(self.wa_id, self.phone_number_id, media).expect("sent");
        self.jawaban(sebelum, mime).await
    }

    /// The first document from the office whose file name begins so.
    pub async fn dokumen(&self, awal: &str) -> (LedgerEntry, Vec<u8>) {
        sampai(&format!("dokumen {awal}"), || async {
            let pesan = self.masuk().into_iter().find(|pesan| {
                let nama = pesan.media.as_ref().and_then(|media| media.filename.clone());
                nama.is_some_and(|nama| nama.starts_with(awal))
            })?;
            let isi = self.wa.media_bytes(&pesan.media.as_ref()?.media_id)?;
            Some((pesan, isi))
        })
        .await
    }

    /// The first message from the office that contains these words.
    pub async fn pesan(&self, kata: &str) -> LedgerEntry {
        sampai(&format!("pesan yang memuat \"{kata}\""), || async {
            self.masuk().into_iter().find(|pesan| isi(pesan).contains(kata))
        })
        .await
    }

    /// The first template of that name from the office.
    pub async fn templat(&self, nama: &str) -> LedgerEntry {
        sampai(&format!("templat {nama}"), || async {
            self.masuk().into_iter().find(|pesan| pesan.payload["template"]["name"] == nama)
        })
        .await
    }

    async fn jawaban(&self, sebelum: usize, apa: &str) -> LedgerEntry {
        sampai(&format!("jawaban atas {apa}"), || async { self.masuk().into_iter().nth(sebelum) })
            .await
    }
}

/// The words of a message.
pub fn isi(pesan: &LedgerEntry) -> String {
    pesan.text.clone().unwrap_or_default()
}

/// The address behind the button of a message.
pub fn tautan(pesan: &LedgerEntry) -> Option<String> {
    let tombol = &pesan.payload["interactive"];
    let url = tombol["action"]["parameters"]["url"].as_str();
    url.filter(|_| tombol["type"] == "cta_url").map(str::to_owned)
}

/// The registration number in a message.
pub fn nomor(pesan: &LedgerEntry) -> String {
    let isi = isi(pesan);
    let awal = isi.find('*').map_or(0, |i| i + 1);
    let akhir = isi[awal..].find('*').map_or(isi.len(), |i| awal + i);
    isi[awal..akhir].to_owned()
}
