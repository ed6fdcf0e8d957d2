//! The deadline of a case as clients read it.

use std::collections::BTreeMap;

use loket_domain::{kalender::SebabJeda, permohonan::TenggatKasus};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

/// When a case is due, and why.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "janji": "1 hari kerja",
    "mulai": "2026-11-23T00:30:00Z",
    "semula": "2026-11-24T08:00:00Z",
    "paling_cepat": null,
    "jatuh_tempo": "2026-11-24T08:00:00Z",
    "terlambat": false,
    "berhenti_karena": null,
    "batas_pemohon": null,
    "menit_bruto": 120,
    "menit_bersih": 120,
    "jeda": {},
    "penjelasan": ["Janji layanan: 1 hari kerja."]
}))]
pub(super) struct TenggatView {
    /// What was promised.
    janji: String,
    /// When the clock started.
    #[serde(with = "time::serde::rfc3339")]
    mulai: OffsetDateTime,
    /// The deadline as promised at the start.
    #[serde(with = "time::serde::rfc3339")]
    semula: OffsetDateTime,
    /// The lower end of a promised range, after the pauses so far.
    #[serde(with = "time::serde::rfc3339::option")]
    paling_cepat: Option<OffsetDateTime>,
    /// The deadline after the pauses so far.
    #[serde(with = "time::serde::rfc3339")]
    jatuh_tempo: OffsetDateTime,
    /// Whether it has passed.
    terlambat: bool,
    /// Why the clock stands still, if it does.
    berhenti_karena: Option<&'static str>,
    /// Until when the applicant has to complete, while the case waits for them with a limit.
    #[serde(with = "time::serde::rfc3339::option")]
    batas_pemohon: Option<OffsetDateTime>,
    /// Working minutes since the start.
    menit_bruto: u64,
    /// The same without the pauses.
    menit_bersih: u64,
    /// Working minutes of pause per cause.
    jeda: BTreeMap<&'static str, u64>,
    /// Why it is due then, line by line.
    penjelasan: Vec<String>,
}

impl From<TenggatKasus> for TenggatView {
    fn from(tenggat: TenggatKasus) -> Self {
        let ringkasan = tenggat.ringkasan;
        Self {
            janji: tenggat.janji.kalimat(),
            mulai: ringkasan.masuk,
            semula: ringkasan.semula.saat,
            paling_cepat: ringkasan.tenggat.paling_cepat,
            jatuh_tempo: ringkasan.tenggat.saat,
            terlambat: ringkasan.terlambat(),
            berhenti_karena: ringkasan.dijeda.map(SebabJeda::kalimat),
            batas_pemohon: tenggat.batas_pemohon,
            menit_bruto: ringkasan.bruto,
            menit_bersih: ringkasan.bersih,
            jeda: ringkasan.jeda.iter().map(|(sebab, menit)| (sebab.kalimat(), *menit)).collect(),
            penjelasan: tenggat.penjelasan,
        }
    }
}
