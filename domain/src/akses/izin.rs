//! The catalogue of permissions. Roles are tenant data; what a role may do is chosen from here.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One thing an officer may be allowed to do.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("enum" = Izin::SEMUA.map(Izin::kode)))]
pub enum Izin {
    /// Read cases, their papers and their timeline.
    PermohonanBaca,
    /// Register a case for a resident.
    PermohonanBuat,
    /// Cancel a case.
    PermohonanBatal,
    /// Attach papers to a case.
    BerkasUnggah,
    /// See one's own queue, accept and decide.
    TugasKerjakan,
    /// Hand on the tugas of other officers.
    TugasAlihkan,
    /// Upload drafts and signed documents.
    DokumenUnggah,
    /// Sign electronically.
    DokumenTandaTangan,
    /// See failed messages and other operational state.
    OperasiLihat,
    /// Administer service numbers, templates and the sending of messages.
    WaKelola,
    /// Open and close interruptions of the office's work.
    OperasiGangguan,
    /// Edit working hours and holidays.
    KalenderKelola,
    /// Read, draft, check, publish and retire SOP versions, and move running cases between them.
    SopKelola,
    /// Administer officers, roles and delegations.
    AksesKelola,
    /// Administer officers of one's own unit and those below it.
    AksesKelolaUnit,
    /// Read, check and load the configuration of the office.
    TenantKelola,
    /// Read the conversations with residents.
    PercakapanBaca,
    /// Answer residents, take conversations and hand them on.
    PercakapanBalas,
    /// Write in the Forum.
    ForumTulis,
    /// Hand over documents on any channel, recall them, keep couriers and villages in hand.
    PenyerahanKelola,
    /// Take what is sent to one's own unit, and hand it to residents.
    PenyerahanUnit,
    /// Serve the counter: tickets, the ready shelf, collections.
    LoketLayani,
    /// Print cards and keep the printer's log.
    KartuCetak,
    /// Keep the stock of blank cards.
    BlankoKelola,
    /// Withdraw or replace an issued document.
    DokumenCabut,
    /// Read the office's reports.
    LaporanBaca,
    /// Read the audit trail.
    AuditBaca,
    /// Administer machine callers, their keys, and what is sent to the office's own systems.
    KlienKelola,
    /// See masked personal data of a case in full, with a reason.
    DataUngkap,
    /// Keep requests of data subjects, retention, the register of processing and breaches.
    PrivasiKelola,
}

impl Izin {
    /// Every permission there is.
    pub const SEMUA: [Self; 30] = [
        Self::PermohonanBaca,
        Self::PermohonanBuat,
        Self::PermohonanBatal,
        Self::BerkasUnggah,
        Self::TugasKerjakan,
        Self::TugasAlihkan,
        Self::DokumenUnggah,
        Self::DokumenTandaTangan,
        Self::OperasiLihat,
        Self::WaKelola,
        Self::OperasiGangguan,
        Self::KalenderKelola,
        Self::SopKelola,
        Self::AksesKelola,
        Self::AksesKelolaUnit,
        Self::TenantKelola,
        Self::PercakapanBaca,
        Self::PercakapanBalas,
        Self::ForumTulis,
        Self::PenyerahanKelola,
        Self::PenyerahanUnit,
        Self::LoketLayani,
        Self::KartuCetak,
        Self::BlankoKelola,
        Self::DokumenCabut,
        Self::LaporanBaca,
        Self::AuditBaca,
        Self::KlienKelola,
        Self::DataUngkap,
        Self::PrivasiKelola,
    ];

    /// The stable code, as roles and tokens name it.
    pub fn kode(self) -> &'static str {
        match self {
            Self::PermohonanBaca => "permohonan.baca",
            Self::PermohonanBuat => "permohonan.buat",
            Self::PermohonanBatal => "permohonan.batal",
            Self::BerkasUnggah => "berkas.unggah",
            Self::TugasKerjakan => "tugas.kerjakan",
            Self::TugasAlihkan => "tugas.alihkan",
            Self::DokumenUnggah => "dokumen.unggah",
            Self::DokumenTandaTangan => "dokumen.tanda_tangan",
            Self::OperasiLihat => "operasi.lihat",
            Self::WaKelola => "wa.kelola",
            Self::OperasiGangguan => "operasi.gangguan",
            Self::KalenderKelola => "kalender.kelola",
            Self::SopKelola => "sop.kelola",
            Self::AksesKelola => "akses.kelola",
            Self::AksesKelolaUnit => "akses.kelola_unit",
            Self::TenantKelola => "tenant.kelola",
            Self::PercakapanBaca => "percakapan.baca",
            Self::PercakapanBalas => "percakapan.balas",
            Self::ForumTulis => "forum.tulis",
            Self::PenyerahanKelola => "penyerahan.kelola",
            Self::PenyerahanUnit => "penyerahan.unit",
            Self::LoketLayani => "loket.layani",
            Self::KartuCetak => "kartu.cetak",
            Self::BlankoKelola => "blanko.kelola",
            Self::DokumenCabut => "dokumen.cabut",
            Self::LaporanBaca => "laporan.baca",
            Self::AuditBaca => "audit.baca",
            Self::KlienKelola => "klien.kelola",
            Self::DataUngkap => "data.ungkap",
            Self::PrivasiKelola => "privasi.kelola",
        }
    }

    /// Whether who holds it must have a second factor, whatever the office decided: approving, signing, administering.
    pub fn perlu_faktor_kedua(self) -> bool {
        matches!(
            self,
            Self::DokumenTandaTangan
                | Self::DokumenCabut
                | Self::TugasAlihkan
                | Self::AksesKelola
                | Self::AksesKelolaUnit
                | Self::TenantKelola
                | Self::SopKelola
                | Self::KalenderKelola
                | Self::WaKelola
        )
    }

    /// What it allows, as administrators read it.
    pub fn kalimat(self) -> &'static str {
        match self {
            Self::PermohonanBaca => "Membaca permohonan, berkas, linimasa dan kartu kendalinya.",
            Self::PermohonanBuat => "Mendaftarkan permohonan untuk warga dan melengkapinya.",
            Self::PermohonanBatal => "Membatalkan permohonan.",
            Self::BerkasUnggah => "Menambahkan berkas persyaratan ke permohonan.",
            Self::TugasKerjakan => "Melihat antrean sendiri, menerima dan memutuskan tugas.",
            Self::TugasAlihkan => "Mengalihkan tugas petugas lain.",
            Self::DokumenUnggah => "Mengunggah draf dan dokumen yang sudah ditandatangani.",
            Self::DokumenTandaTangan => "Menandatangani dokumen secara elektronik.",
            Self::OperasiLihat => "Melihat pesan yang gagal dan keadaan operasional lainnya.",
            Self::WaKelola => "Mengelola nomor, templat dan pengiriman WhatsApp.",
            Self::OperasiGangguan => "Membuka dan menutup gangguan pekerjaan kantor.",
            Self::KalenderKelola => "Mengubah jam kerja dan hari libur.",
            Self::SopKelola => {
                "Menyusun, memeriksa, menerbitkan dan memensiunkan SOP, serta memindahkan permohonan berjalan."
            }
            Self::AksesKelolaUnit => "Mengelola petugas di unitnya sendiri dan unit di bawahnya.",
            Self::TenantKelola => "Membaca, memeriksa dan memuat pengaturan kantor.",
            Self::PercakapanBaca => "Membaca percakapan warga.",
            Self::PercakapanBalas => "Membalas, mengambil dan menyerahkan percakapan.",
            Self::ForumTulis => "Menulis di Forum dan menitip permintaan di sana.",
            Self::PenyerahanKelola => {
                "Menyerahkan dokumen lewat semua saluran, menarik kembali, dan mencatat kurir serta desa."
            }
            Self::PenyerahanUnit => {
                "Menerima dokumen yang dikirim ke unitnya dan menyerahkannya kepada warga."
            }
            Self::LoketLayani => "Melayani loket: nomor antrean, rak siap ambil dan pengambilan.",
            Self::KartuCetak => "Mencetak kartu dan mengisi catatan pencetak.",
            Self::BlankoKelola => "Mengelola persediaan blanko.",
            Self::DokumenCabut => "Mencabut atau mengganti dokumen yang sudah terbit.",
            Self::LaporanBaca => "Membaca laporan kantor.",
            Self::AuditBaca => "Membaca jejak audit kantor.",
            Self::KlienKelola => {
                "Mengelola klien API, kuncinya, dan langganan kabar ke sistem kantor."
            }
            Self::AksesKelola => "Mengelola petugas, peran, serta penunjukan Plh dan Plt.",
            Self::DataUngkap => {
                "Melihat NIK, nomor KK dan nomor telepon permohonan secara lengkap, dengan alasan yang tercatat."
            }
            Self::PrivasiKelola => {
                "Mengurus permintaan subjek data, jadwal retensi, daftar pemrosesan dan insiden data pribadi."
            }
        }
    }
}

impl TryFrom<String> for Izin {
    type Error = String;

    fn try_from(kode: String) -> Result<Self, Self::Error> {
        Self::SEMUA
            .into_iter()
            .find(|izin| izin.kode() == kode)
            .ok_or_else(|| format!("izin `{kode}` tidak ada dalam katalog"))
    }
}

impl From<Izin> for String {
    fn from(izin: Izin) -> Self {
        izin.kode().to_owned()
    }
}
