//! Who a live session stands for, with everything they may do today: one statement per request.

use std::{collections::BTreeSet, sync::LazyLock};

use loket_domain::{
    akses::{Izin, PenggunaId, SesiHidup, UnitPetugas},
    galat::PortError,
};
use sea_orm::{FromQueryResult, JsonValue};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{akun::faktor, semua_kode};
use crate::postgres::baris::{dari_json, dari_kata, kode};

/// What an officer may do, of `p` on the day `$3`. A mandate gives only what its giver still holds.
const KOLOM: &str = "SELECT p.id AS pengguna_id, p.nama,
         ARRAY(SELECT pp.peran_kode FROM pengguna_peran pp WHERE pp.pengguna_id = p.id
               ORDER BY pp.peran_kode) AS peran,
         coalesce(m.mandat, '[]') AS mandat,
         ARRAY(SELECT DISTINCT i.izin
               FROM (SELECT pp.peran_kode FROM pengguna_peran pp WHERE pp.pengguna_id = p.id
                     UNION SELECT unnest(m.peran)) AS berlaku (kode)
               JOIN peran r ON r.kode = berlaku.kode
               CROSS JOIN LATERAL unnest(r.izin) AS i (izin)) AS izin,
         ARRAY(SELECT t.kode FROM pengguna_tim pt JOIN tim t ON t.kode = pt.tim_kode
               WHERE pt.pengguna_id = p.id AND t.aktif ORDER BY t.kode) AS tim,
         u.kode AS unit_kode, u.jenis AS unit_jenis, u.jalur AS unit_jalur";
/// What the office demands of accounts.
const ATURAN: &str = "(SELECT nilai FROM pengaturan WHERE kunci = 'keamanan') AS keamanan";
const SAMBUNGAN: &str = "LEFT JOIN unit u ON u.kode = p.unit_kode AND u.aktif
     LEFT JOIN LATERAL (
         SELECT jsonb_agg(jsonb_build_object(
                    'peran', r.kode, 'peran_nama', r.nama, 'dari', d.dari_id, 'dari_nama', q.nama,
                    'jenis', d.jenis, 'nomor_sk', d.nomor_sk, 'delegasi', d.id, 'sampai', d.sampai)
                    ORDER BY d.id, r.kode) AS mandat,
                array_agg(r.kode) AS peran
         FROM delegasi d
         JOIN pengguna q ON q.id = d.dari_id
         JOIN pengguna_peran pp ON pp.pengguna_id = d.dari_id AND pp.peran_kode = ANY (d.peran)
         JOIN peran r ON r.kode = pp.peran_kode
         WHERE d.kepada_id = p.id AND d.dicabut_pada IS NULL AND d.mulai <= $3 AND d.sampai >= $3
     ) AS m ON true";

/// Session `$1` at `$2`, on the day `$3`.
pub(in crate::postgres) static SESI_HIDUP: LazyLock<String> = LazyLock::new(|| {
    format!(
        "{KOLOM}, s.faktor, s.segar_pada, {ATURAN} FROM sesi s JOIN pengguna p ON p.id = s.pengguna_id {SAMBUNGAN}
         WHERE s.id = $1 AND s.dicabut_pada IS NULL AND s.berakhir_pada > $2 AND p.aktif"
    )
});

/// Active officer `$1`, with or without a session, on the day `$3`; `$2` is of no account.
pub(in crate::postgres) static PETUGAS_AKTIF: LazyLock<String> = LazyLock::new(|| {
    format!(
        "{KOLOM}, 'dua' AS faktor, NULL::timestamptz AS segar_pada, {ATURAN} FROM pengguna p {SAMBUNGAN}
         WHERE p.id = $1 AND p.aktif AND $2::timestamptz IS NOT NULL"
    )
});

#[derive(FromQueryResult)]
pub(super) struct BarisSesi {
    pengguna_id: Uuid,
    nama: String,
    peran: Vec<String>,
    mandat: JsonValue,
    izin: Vec<String>,
    tim: Vec<String>,
    unit_kode: Option<String>,
    unit_jenis: Option<String>,
    unit_jalur: Option<Vec<String>>,
    faktor: String,
    segar_pada: Option<OffsetDateTime>,
    keamanan: Option<JsonValue>,
}

impl TryFrom<BarisSesi> for SesiHidup {
    type Error = PortError;

    fn try_from(baris: BarisSesi) -> Result<Self, PortError> {
        let unit = match (baris.unit_kode, baris.unit_jenis) {
            (Some(satu), Some(jenis)) => Some(UnitPetugas {
                kode: kode(&satu)?,
                jenis: dari_kata(jenis)?,
                jalur: semua_kode(&baris.unit_jalur.unwrap_or_default())?,
            }),
            _ => None,
        };
        Ok(Self {
            pengguna: PenggunaId::new(baris.pengguna_id),
            nama: baris.nama,
            peran: semua_kode(&baris.peran)?,
            mandat: dari_json(baris.mandat)?,
            // A permission this release does not know gives nothing.
            izin: baris
                .izin
                .into_iter()
                .filter_map(|i| Izin::try_from(i).ok())
                .collect::<BTreeSet<_>>(),
            unit,
            tim: semua_kode(&baris.tim)?,
            faktor: faktor(&baris.faktor)?,
            segar_pada: baris.segar_pada,
            aturan: baris.keamanan.map(dari_json).transpose()?.unwrap_or_default(),
        })
    }
}
