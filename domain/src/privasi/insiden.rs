//! A breach of personal data (UU 27/2022 ps. 46): whose data, which kinds, when, who could reach it, and the notice that is
//! due within 3 x 24 hours of its being known.

use serde_json::json;
use time::{Duration, OffsetDateTime};

use crate::{
    akses::{Izin, Pelaku, PenggunaId},
    audit::CatatanAudit,
    galat::{Galat, Pelanggaran},
    kalender::tulis_saat,
    nilai::NomorRegistrasi,
    permohonan::PermohonanId,
    ports::Ports,
};

/// How long the office has.
const WAKTU: Duration = Duration::hours(72);
/// The longest span that is looked at.
const RENTANG: Duration = Duration::days(366);
/// Cases that are named.
const TERBANYAK: u32 = 10_000;

/// When subjects and the authority must know.
pub fn batas_pemberitahuan(diketahui: OffsetDateTime) -> OffsetDateTime {
    diketahui + WAKTU
}

/// A case whose data could be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KorbanInsiden {
    /// The case.
    pub permohonan: PermohonanId,
    /// Its number.
    pub nomor: NomorRegistrasi,
    /// Whether it is about a child: then a parent or guardian is told.
    pub anak: bool,
    /// Whether the subject can be told over WhatsApp.
    pub whatsapp: bool,
    /// Papers of it.
    pub berkas: u64,
}

/// What happened in the span.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RincianInsiden {
    /// Contacts whose messages were exchanged then.
    pub kontak: u64,
    /// Papers and documents that were opened.
    pub dibuka: u64,
    /// Revealings of masked data.
    pub ungkap: u64,
    /// Hand-overs to the wrong recipient.
    pub salah_kirim: u64,
    /// Officers who reached data: who, name, how often.
    pub petugas: Vec<(PenggunaId, String, u64)>,
}

/// What is known of a breach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HasilInsiden {
    /// From when.
    pub dari: OffsetDateTime,
    /// Until when.
    pub sampai: OffsetDateTime,
    /// When it became known.
    pub diketahui: OffsetDateTime,
    /// When the notice is due.
    pub batas: OffsetDateTime,
    /// Whose data.
    pub korban: Vec<KorbanInsiden>,
    /// Whether there are more than are named.
    pub terpotong: bool,
    /// Which kinds of data.
    pub kategori: Vec<&'static str>,
    /// What happened.
    pub rincian: RincianInsiden,
    /// A draft of the notice, to be completed by the office.
    pub draf: String,
}

/// Look into a breach.
#[derive(Clone, Copy, Debug)]
pub struct PeriksaInsiden {
    /// From when.
    pub dari: OffsetDateTime,
    /// Until when.
    pub sampai: OffsetDateTime,
    /// When it became known; now without it.
    pub diketahui: Option<OffsetDateTime>,
    /// Only what this officer reached, such as one whose account was taken over.
    pub oleh: Option<PenggunaId>,
}

impl PeriksaInsiden {
    /// What the trail says, for an officer. Looking is audited: it is a list of people.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<HasilInsiden, Galat> {
        pelaku.petugas(Izin::PrivasiKelola)?;
        pelaku.wajib_segar(ports)?;
        self.periksa(ports, pelaku).await
    }

    /// The same for the command line, on order of the office.
    pub async fn sebagai_sistem(
        self,
        ports: &Ports,
        pelaku: &Pelaku,
    ) -> Result<HasilInsiden, Galat> {
        self.periksa(ports, pelaku).await
    }

    async fn periksa(self, ports: &Ports, pelaku: &Pelaku) -> Result<HasilInsiden, Galat> {
        let (dari, sampai) = (self.dari, self.sampai);
        if dari >= sampai || sampai - dari > RENTANG {
            return Err(Galat::TidakSah(vec![Pelanggaran::baru(
                "sampai",
                "rentang_tidak_sah",
                "Rentang waktu harus urut, paling lama 366 hari.",
            )]));
        }
        let diketahui = self.diketahui.unwrap_or_else(|| ports.clock.now());
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let mut korban = work.privasi().korban(dari, sampai, self.oleh, TERBANYAK + 1).await?;
        let terpotong = korban.len() > TERBANYAK as usize;
        korban.truncate(TERBANYAK as usize);
        let rincian = work.privasi().rincian_insiden(dari, sampai, self.oleh).await?;
        let catatan = CatatanAudit::baru(ports, pelaku.jejak(), "insiden.periksa", "insiden", None)
            .dengan(json!({
                "dari": dari.unix_timestamp(),
                "sampai": sampai.unix_timestamp(),
                "oleh": self.oleh.map(PenggunaId::uuid),
                "permohonan": korban.len(),
            }));
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        let mut hasil = HasilInsiden {
            dari,
            sampai,
            diketahui,
            batas: batas_pemberitahuan(diketahui),
            kategori: kategori(&korban, &rincian),
            korban,
            terpotong,
            rincian,
            draf: String::new(),
        };
        hasil.draf = draf(&hasil, pelaku);
        Ok(hasil)
    }
}

fn kategori(korban: &[KorbanInsiden], rincian: &RincianInsiden) -> Vec<&'static str> {
    let mut semua = Vec::new();
    if !korban.is_empty() {
        semua.extend(["nama, NIK, nomor KK, nomor telepon", "isian permohonan dan riwayatnya"]);
    }
    if korban.iter().any(|satu| satu.berkas > 0) {
        semua.push("foto dokumen identitas dan persyaratan");
    }
    if korban.iter().any(|satu| satu.anak) {
        semua.push("data anak (data pribadi spesifik)");
    }
    if rincian.kontak > 0 {
        semua.push("isi percakapan WhatsApp");
    }
    if rincian.salah_kirim > 0 {
        semua.push("dokumen yang diserahkan kepada penerima yang salah");
    }
    semua
}

/// The notice as the law has it: what was disclosed, when and how, and what is done about it (ps. 46 ayat 2).
fn draf(hasil: &HasilInsiden, pelaku: &Pelaku) -> String {
    let zona = pelaku.tenant.zona;
    let saat = |saat| tulis_saat(zona, saat);
    let anak = hasil.korban.iter().filter(|satu| satu.anak).count();
    let lebih = if hasil.terpotong { "lebih dari " } else { "" };
    let kategori = if hasil.kategori.is_empty() {
        "tidak ada yang tercatat terjangkau dalam rentang ini".to_owned()
    } else {
        hasil.kategori.join("; ")
    };
    format!(
        "PEMBERITAHUAN KEGAGALAN PELINDUNGAN DATA PRIBADI (UU 27/2022 pasal 46)\n\n\
         Pengendali: {}\n\
         Disampaikan kepada: subjek data dan lembaga pelindungan data pribadi, paling lambat {}\n\n\
         1. Data pribadi yang terungkap: {kategori}.\n\
         2. Subjek data: {lebih}{} permohonan, {anak} di antaranya menyangkut anak (diberitahukan lewat orang tua atau wali).\n\
         3. Kapan: antara {} dan {}; diketahui {}.\n\
         4. Bagaimana: [isi oleh kantor]. Catatan Loket: {} kali berkas atau dokumen dibuka, {} kali data lengkap dibuka, \
         {} kali salah kirim, {} petugas mengakses data.\n\
         5. Upaya penanganan dan pemulihan: [isi oleh kantor].\n\
         6. Narahubung: [nama, jabatan, nomor telepon].\n",
        pelaku.tenant.nama,
        saat(hasil.batas),
        hasil.korban.len(),
        saat(hasil.dari),
        saat(hasil.sampai),
        saat(hasil.diketahui),
        hasil.rincian.dibuka,
        hasil.rincian.ungkap,
        hasil.rincian.salah_kirim,
        hasil.rincian.petugas.len(),
    )
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    /// Security bar 62.
    #[test]
    fn the_notice_is_due_three_times_twenty_four_hours_after_it_is_known() {
        let tahu = datetime!(2026-11-20 16:45 +08);
        assert_eq!(batas_pemberitahuan(tahu), datetime!(2026-11-23 16:45 +08));
    }
}
