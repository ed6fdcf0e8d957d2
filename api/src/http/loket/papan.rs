//! The board: for a screen in the waiting room and for phones, without a script and without a name.

use std::fmt::Write;

use actix_web::{
    HttpResponse, get,
    http::header,
    web::{Data, Json, Path},
};
use loket_domain::{
    antrean::{BacaPapan, PapanAntrean},
    cetak::Lolos,
};

use super::view_tiket::PapanView;
use crate::http::{AppState, dokumentasi::galat::GalatPublik, layanan::slug, problem::Problem};

/// The page of this path has a style of its own.
pub(in crate::http) const HALAMAN: &str = "/{tenant}/antrean";

/// How many calls fit above the table.
const PANGGILAN: usize = 6;

const KEPALA: &str = r#"<!doctype html>
<html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="10">
<title>Antrean</title>
<style>
body{font:1.1rem/1.4 system-ui,sans-serif;margin:0;padding:1rem 1.2rem;color:#fff;background:#0b3d2e}
h1{font-size:1.3rem;margin:.2rem 0 1rem}h2{font-size:1.1rem;margin:1.4rem 0 .4rem}
.panggil{display:grid;grid-template-columns:repeat(auto-fill,minmax(14rem,1fr));gap:.7rem}
.panggil div{background:#fff;color:#0b3d2e;border-radius:.5rem;padding:.6rem .8rem}
.panggil div:first-child{background:#ffd84d}
.panggil b{display:block;font-size:2.6rem;line-height:1.1}
table{border-collapse:collapse;width:100%;max-width:40rem}td,th{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #3d7a63}
p{color:#cfe8dd}
</style></head><body>
"#;

/// Read the board of an office
///
/// The latest calls and how many wait; no personal data.
#[utoipa::path(
    tag = "publik",
    operation_id = "papanAntrean",
    params(("tenant" = String, Path, description = "Slug of the office", example = "balangan")),
    responses((status = OK, description = "The board", body = PapanView), GalatPublik),
)]
#[get("/v1/publik/antrean/{tenant}")]
pub(super) async fn baca(
    state: Data<AppState>,
    jalur: Path<String>,
) -> Result<Json<PapanView>, Problem> {
    let papan = BacaPapan { tenant: slug(&jalur)? }.execute(&state.ports).await?;
    Ok(Json(papan.into()))
}

/// Show the board of an office
///
/// A light page for a screen in the waiting room; it refreshes itself every ten seconds.
#[utoipa::path(
    tag = "publik",
    operation_id = "halamanAntrean",
    params(("tenant" = String, Path, description = "Slug of the office", example = "balangan")),
    responses(
        (status = OK, description = "The page", body = String, content_type = "text/html"),
        GalatPublik,
    ),
)]
#[get("/{tenant}/antrean")]
pub(super) async fn halaman(
    state: Data<AppState>,
    jalur: Path<String>,
) -> Result<HttpResponse, Problem> {
    let papan = BacaPapan { tenant: slug(&jalur)? }.execute(&state.ports).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .body(tulis(&papan)))
}

fn tulis(papan: &PapanAntrean) -> String {
    let mut keluar = String::from(KEPALA);
    // Writing to a String cannot fail.
    let _ = write!(keluar, "<h1>Antrean {}</h1>\n<h2>Dipanggil</h2>\n", Lolos(&papan.kantor));
    if papan.panggilan.is_empty() {
        keluar.push_str("<p>Belum ada nomor yang dipanggil.</p>\n");
    } else {
        keluar.push_str("<div class=\"panggil\">\n");
        for satu in papan.panggilan.iter().take(PANGGILAN) {
            let (kode, loket) = (Lolos(&satu.kode), Lolos(&satu.loket));
            let _ = writeln!(keluar, "<div><b>{kode}</b>{loket}</div>");
        }
        keluar.push_str("</div>\n");
    }
    keluar.push_str(
        "<h2>Menunggu</h2>\n<table><tr><th>Layanan</th><th>Menunggu</th><th>Perkiraan</th></tr>\n",
    );
    for satu in &papan.antrean {
        let menit = satu.perkiraan.whole_minutes();
        let nama = Lolos(&satu.nama);
        let _ = writeln!(
            keluar,
            "<tr><td>{nama}</td><td>{} orang</td><td>± {menit} menit</td></tr>",
            satu.menunggu
        );
    }
    let (jam, menit) = (papan.pada.hour(), papan.pada.minute());
    let _ = write!(keluar, "</table>\n<p>Pukul {jam:02}.{menit:02}</p>\n</body></html>\n");
    keluar
}

#[cfg(test)]
mod tests {
    use loket_domain::antrean::{BarisPapan, PanggilanPapan};
    use time::{Duration, macros::datetime};

    use super::*;

    #[test]
    fn the_board_shows_calls_and_nothing_becomes_markup() {
        let pada = datetime!(2026-11-23 9:05 +8);
        let jahat = "<script>alert(1)</script>";
        let papan = PapanAntrean {
            kantor: jahat.to_owned(),
            pada,
            panggilan: vec![PanggilanPapan {
                kode: "A001".to_owned(),
                loket: jahat.to_owned(),
                pada,
            }],
            antrean: vec![BarisPapan {
                jenis: "umum".to_owned(),
                nama: jahat.to_owned(),
                menunggu: 3,
                perkiraan: Duration::minutes(30),
            }],
        };
        let isi = tulis(&papan);
        assert!(!isi.contains("<script"), "{isi}");
        for kata in
            ["<b>A001</b>", "3 orang", "± 30 menit", "Pukul 09.05", "http-equiv=\"refresh\""]
        {
            assert!(isi.contains(kata), "{kata}");
        }
        let sepi = PapanAntrean { panggilan: Vec::new(), ..papan };
        assert!(tulis(&sepi).contains("Belum ada nomor"));
    }
}
