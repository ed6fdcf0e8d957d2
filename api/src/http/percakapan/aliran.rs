//! Live updates as Server-Sent Events.

use std::{collections::VecDeque, time::Duration};

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::{StatusCode, header},
    web::{Bytes, Data},
};
use futures_util::stream;
use loket_domain::{
    akses::{Izin, Pelaku, Petugas, kenali},
    aliran::{Kabar, Penanda},
    galat::Galat,
    percakapan::KontakId,
    permohonan::PermohonanId,
};
use serde::{Deserialize, Serialize};
use tokio::time::{Interval, MissedTickBehavior, interval};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    aliran::{Langganan, Susulan},
    http::{
        AppState,
        auth::{Caller, token},
        badan::Kueri,
        dokumentasi::galat::GalatAliran,
        problem::Problem,
    },
};

/// The header by which a client resumes.
const LAST_EVENT_ID: &str = "last-event-id";

/// Where to resume.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AliranParams {
    /// The last `id` that was seen, for clients that cannot set `Last-Event-ID`.
    sejak: Option<String>,
}

/// The data of an event: ids and counters. What they speak of is read with the operations for it.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "percakapan_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e00",
    "permohonan_id": null,
    "objek_id": "0198c7a2-5f0e-7a31-8d3c-2f6f4c1b9e01",
    "belum_dibaca": null
}))]
pub(super) struct KabarView {
    /// The conversation.
    percakapan_id: Option<Uuid>,
    /// The case.
    permohonan_id: Option<Uuid>,
    /// The message, note, notice or request.
    objek_id: Option<Uuid>,
    /// How much is unread in the conversation.
    belum_dibaca: Option<u32>,
}

impl From<&Kabar> for KabarView {
    fn from(kabar: &Kabar) -> Self {
        Self {
            percakapan_id: kabar.kontak.map(KontakId::uuid),
            permohonan_id: kabar.permohonan.map(PermohonanId::uuid),
            objek_id: kabar.objek,
            belum_dibaca: kabar.belum_dibaca,
        }
    }
}

/// Follow live updates
///
/// Server-Sent Events: `siap` at first, then `pesan_masuk`, `pesan_keluar`, `status`, `percakapan`, `catatan`, `notifikasi`, `forum`. Each has an
/// `id` with which a client resumes within 24 hours by `Last-Event-ID`, without loss; `ulang` says that too much was
/// missed, and everything is to be loaded anew. Comments are signs of life. The stream ends with the session or the
/// permission (`selesai`), with the server, and for a client that reads too slowly: connect again with the last `id`.
#[utoipa::path(
    tag = "percakapan",
    operation_id = "ikutiPercakapan",
    params(
        ("Last-Event-ID" = Option<String>, Header, description = "The last `id` that was seen"),
        AliranParams,
    ),
    responses(
        (
            status = OK, description = "Events, each with this as `data`", body = KabarView,
            content_type = "text/event-stream",
        ),
        GalatAliran,
    ),
    security(("bearer" = [])),
    extensions(("x-izin" = json!("percakapan.baca"))),
)]
#[get("/v1/percakapan/aliran")]
pub(super) async fn ikuti(
    state: Data<AppState>,
    req: HttpRequest,
    Caller(pelaku, Kueri(kueri)): Caller<Kueri<AliranParams>>,
) -> Result<HttpResponse, Problem> {
    let petugas = pelaku.petugas(Izin::PercakapanBaca)?.clone();
    let mulai = mulai(&req, kueri.sejak.as_deref())?;
    let token = token(&req).unwrap_or_default().to_owned();
    let tenant = &pelaku.tenant.slug;
    let langganan = state.aliran.langgan(tenant, petugas.id).await.map_err(Galat::from)?;
    let langganan = langganan.map_err(|_| {
        Problem::new(
            StatusCode::TOO_MANY_REQUESTS,
            "terlalu_banyak_aliran",
            "Terlalu banyak layar yang mengikuti kabar. Tutup yang tidak dipakai, lalu coba lagi.",
        )
        .dengan_kepala(header::RETRY_AFTER, header::HeaderValue::from_static("10"))
    })?;
    let mut denyut = interval(state.aliran.config().denyut);
    denyut.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut pengikut = Pengikut {
        penanda: langganan.penanda.clone(),
        petugas,
        pelaku,
        token,
        langganan,
        denyut,
        antre: VecDeque::from([Bytes::from_static(b"retry: 3000\n\n")]),
        selesai: false,
        state,
    };
    match mulai {
        Some(mulai) => pengikut.susul(mulai).await?,
        None => pengikut.tandai("siap"),
    }
    let badan = stream::unfold(pengikut, |mut pengikut| async {
        pengikut.berikut().await.map(|bita| (Ok::<_, actix_web::Error>(bita), pengikut))
    });
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        // Proxies that hold answers back would hold back what is live.
        .insert_header(("x-accel-buffering", "no"))
        .streaming(Box::pin(badan)))
}

/// Where the client stands, by header or by parameter.
fn mulai(req: &HttpRequest, kueri: Option<&str>) -> Result<Option<Penanda>, Problem> {
    let kepala = req.headers().get(LAST_EVENT_ID).map(|nilai| nilai.to_str().unwrap_or("?"));
    let Some(teks) = kepala.or(kueri).map(str::trim).filter(|teks| !teks.is_empty()) else {
        return Ok(None);
    };
    let penanda = Penanda::baca(teks).ok_or_else(|| {
        Problem::isian(
            "Last-Event-ID",
            "penanda_tidak_sah",
            "Isi Last-Event-ID dengan `id` kabar terakhir, atau kosongkan.",
        )
    })?;
    Ok(Some(penanda))
}

/// One client and where it stands.
struct Pengikut {
    state: Data<AppState>,
    pelaku: Pelaku,
    petugas: Petugas,
    token: String,
    langganan: Langganan,
    penanda: Penanda,
    denyut: Interval,
    antre: VecDeque<Bytes>,
    selesai: bool,
}

impl Pengikut {
    /// Queues what the client missed.
    async fn susul(&mut self, penanda: Penanda) -> Result<(), Problem> {
        let susulan = self.state.aliran.susulan(&self.pelaku.tenant.slug, &penanda).await;
        match susulan.map_err(Galat::from)? {
            Susulan::Kabar(semua) => {
                self.penanda = penanda;
                for kabar in semua {
                    self.terima(&kabar);
                }
            }
            Susulan::Ulang => self.tandai("ulang"),
        }
        Ok(())
    }

    /// The next bytes; `None` ends the stream.
    async fn berikut(&mut self) -> Option<Bytes> {
        loop {
            if let Some(bita) = self.antre.pop_front() {
                return Some(bita);
            }
            if self.selesai || *self.langganan.tutup.borrow() {
                return None;
            }
            tokio::select! {
                _ = self.langganan.tutup.changed() => return None,
                kabar = self.langganan.terima.recv() => {
                    let kabar = kabar?;
                    self.terima(&kabar);
                }
                _ = self.denyut.tick() => self.periksa().await,
            }
        }
    }

    /// Queues an event that is new to the client and meant for this officer.
    fn terima(&mut self, kabar: &Kabar) {
        let baru = self.penanda.terima(kabar.id);
        if !baru || !kabar.untuk(self.petugas.id, &self.petugas.peran_berlaku) {
            return;
        }
        let Ok(data) = serde_json::to_string(&KabarView::from(kabar)) else { return };
        let (penanda, jenis) = (&self.penanda, kabar.jenis.kata());
        self.antre.push_back(format!("id: {penanda}\nevent: {jenis}\ndata: {data}\n\n").into());
    }

    /// Queues an event that only says where the client stands.
    fn tandai(&mut self, jenis: &str) {
        let penanda = &self.penanda;
        self.antre.push_back(format!("id: {penanda}\nevent: {jenis}\ndata: {{}}\n\n").into());
    }

    /// Looks whether the session still lives and may read, and gives a sign of life. A database that is away for a moment
    /// ends nobody's stream.
    async fn periksa(&mut self) {
        let hidup =
            tokio::time::timeout(Duration::from_secs(10), kenali(&self.state.ports, &self.token));
        match hidup.await {
            Ok(Err(Galat::Autentikasi(_))) => self.akhiri("sesi_berakhir"),
            Ok(Ok(pelaku)) => match pelaku.petugas(Izin::PercakapanBaca) {
                Ok(petugas) => {
                    self.petugas = petugas.clone();
                    self.antre.push_back(Bytes::from_static(b": hidup\n\n"));
                }
                Err(_) => self.akhiri("tidak_berizin"),
            },
            Ok(Err(_)) | Err(_) => self.antre.push_back(Bytes::from_static(b": hidup\n\n")),
        }
    }

    fn akhiri(&mut self, sebab: &str) {
        let baris = format!("event: selesai\ndata: {{\"sebab\":\"{sebab}\"}}\n\n");
        self.antre.push_back(baris.into());
        self.selesai = true;
    }
}
