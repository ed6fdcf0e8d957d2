//! Codes as clients ask for them and read of them.

use loket_domain::{
    nilai::Rahasia,
    outbox::{RincianPesan, penjelasan},
    percakapan::{KodeTampil, TahapKirim},
    permohonan::PermohonanId,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

/// For which case.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "permohonan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e02" }))]
pub(super) struct MintaKodeRequest {
    /// The case the resident came for, whose number this is; what it gets from the proof, no other case does.
    #[serde(default)]
    pub permohonan_id: Option<Uuid>,
}

/// What was read out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "kode": "048213" }))]
pub(super) struct PeriksaKodeRequest {
    /// Six digits.
    #[schema(value_type = String, min_length = 6)]
    pub kode: Rahasia,
}

/// How far the message with a code came.
#[derive(Serialize, ToSchema)]
struct PengirimanKodeView {
    /// The message in the outbox.
    pesan_id: Uuid,
    /// `antre`, `mengirim`, `terkirim`, `tertahan`, `gagal` or `dilewati`.
    keadaan: &'static str,
    /// `sent`, `delivered`, `read` or `failed`, as WhatsApp reported.
    status: Option<&'static str>,
    /// Why; null when there is nothing to say.
    sebab: Option<SebabKodeView>,
}

/// Why a code is where it is.
#[derive(Serialize, ToSchema)]
struct SebabKodeView {
    /// Stable code.
    kode: String,
    /// What happened.
    kalimat: &'static str,
    /// What can be done.
    tindakan: &'static str,
}

impl From<RincianPesan> for PengirimanKodeView {
    fn from(pesan: RincianPesan) -> Self {
        let sebab = |kode: String| {
            let kata = penjelasan(&kode);
            SebabKodeView { kode, kalimat: kata.kalimat, tindakan: kata.tindakan }
        };
        Self {
            pesan_id: pesan.id.uuid(),
            keadaan: pesan.keadaan.kata(),
            status: pesan.status.map(TahapKirim::kata),
            sebab: pesan.galat.map(sebab),
        }
    }
}

/// The newest code of a number, without what it says.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "kontak_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01",
    "permohonan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e02",
    "nomor": "6281******890",
    "keadaan": "menunggu",
    "sisa_percobaan": 5,
    "pengiriman": {
        "pesan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e03", "keadaan": "terkirim", "status": "delivered", "sebab": null
    },
    "dibuat_pada": "2026-01-05T03:10:00Z",
    "berlaku_sampai": "2026-01-05T03:20:00Z",
    "nomor_terbukti_pada": null
}))]
pub(super) struct KodeNomorView {
    /// Its id.
    id: Uuid,
    /// Whose number.
    kontak_id: Uuid,
    /// The case it was asked for.
    permohonan_id: Option<Uuid>,
    /// The number, masked.
    nomor: Option<String>,
    /// `menunggu`, `terbukti`, `kedaluwarsa`, `diganti`, `habis` or `gugur` (the number may have changed hands).
    keadaan: &'static str,
    /// How many answers it takes yet.
    sisa_percobaan: u8,
    /// How far its message came; null once that was removed.
    pengiriman: Option<PengirimanKodeView>,
    /// When it was asked for.
    #[serde(with = "time::serde::rfc3339")]
    dibuat_pada: OffsetDateTime,
    /// When it ends by itself.
    #[serde(with = "time::serde::rfc3339")]
    berlaku_sampai: OffsetDateTime,
    /// When the number was last proven by a code, this one or one before.
    #[serde(with = "time::serde::rfc3339::option")]
    nomor_terbukti_pada: Option<OffsetDateTime>,
}

impl From<KodeTampil> for KodeNomorView {
    fn from(tampil: KodeTampil) -> Self {
        let kode = tampil.kode;
        Self {
            id: kode.id.uuid(),
            kontak_id: kode.kontak.uuid(),
            permohonan_id: kode.permohonan.map(PermohonanId::uuid),
            nomor: tampil.nomor.map(|nomor| nomor.to_string()),
            keadaan: tampil.keadaan,
            sisa_percobaan: kode.sisa(),
            pengiriman: tampil.pesan.map(Into::into),
            dibuat_pada: kode.dibuat_pada,
            berlaku_sampai: kode.berlaku_sampai,
            nomor_terbukti_pada: tampil.terbukti_pada,
        }
    }
}
