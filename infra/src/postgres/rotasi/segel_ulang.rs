//! One batch of rows sealed again, and wrapped keys wrapped again.

use std::collections::BTreeSet;

use loket_domain::{galat::PortError, tenant::TenantSlug};
use sea_orm::{ConnectionTrait, DatabaseTransaction, QueryResult, Value};
use uuid::Uuid;

use super::{TabelTersegel, jalankan, pernyataan};
use crate::{
    crypto::{KunciInduk, KunciTenant},
    postgres::error::port_error,
};

/// Where a batch ended: the key of its last row.
pub(super) type Letak = (Uuid, Option<String>);

/// What a batch did.
pub(super) struct Lembar {
    pub(super) baris: u64,
    pub(super) bentrok: u64,
    /// Where to go on; `None` after the last.
    pub(super) sesudah: Option<Letak>,
}

/// The next rows behind `sesudah` that hold something of an older version.
pub(super) async fn lembar(
    tx: &DatabaseTransaction,
    tabel: &TabelTersegel,
    kunci: &KunciTenant,
    sesudah: Option<Letak>,
    batas: u32,
) -> Result<Lembar, PortError> {
    let nilai = [vec![kunci.versi()].into(), i64::from(batas).into()].into_iter().chain(
        sesudah.into_iter().flat_map(|(id, lain)| {
            [Some(Value::from(id)), lain.map(Value::from)].into_iter().flatten()
        }),
    );
    let nilai: Vec<Value> = nilai.collect();
    let sql = pilih(tabel, nilai.len() > 2);
    let semua = tx.query_all_raw(pernyataan(&sql, nilai)).await.map_err(port_error)?;
    if semua.is_empty() {
        return Ok(Lembar { baris: 0, bentrok: 0, sesudah: None });
    }
    let mut letak: Vec<Letak> = Vec::with_capacity(semua.len());
    let mut segel: Vec<Vec<Vec<u8>>> = vec![Vec::new(); tabel.segel.len()];
    let mut indeks: Vec<Vec<Vec<u8>>> = vec![Vec::new(); tabel.indeks.len()];
    for baris in &semua {
        let (tempat, isi) = buka(tabel, kunci, baris)?;
        for (kolom, isi) in isi.iter().enumerate() {
            let nama = nama_kolom(tabel, tabel.segel[kolom], &tempat);
            let baru = match isi {
                Some(isi) => kunci
                    .segel(tabel.tabel, &nama, tempat.0, isi)
                    .map_err(PortError::tak_terduga)?,
                None => Vec::new(),
            };
            segel[kolom].push(baru);
        }
        for (kolom, (_, sumber, nama)) in tabel.indeks.iter().enumerate() {
            let letak = tabel.segel.iter().position(|satu| satu == sumber);
            let isi = letak.and_then(|letak| isi[letak].as_deref());
            let isi = isi.map(|isi| std::str::from_utf8(isi)).transpose();
            let isi = isi.map_err(PortError::tak_terduga)?;
            indeks[kolom].push(isi.map(|isi| kunci.indeks(nama, isi)).unwrap_or_default());
        }
        letak.push(tempat);
    }
    let bentrok = jaga_unik(tx, tabel, &letak, &mut indeks).await?;
    simpan(tx, tabel, &letak, segel, indeks).await?;
    let sesudah = (semua.len() >= batas as usize).then(|| letak.pop()).flatten();
    Ok(Lembar { baris: semua.len() as u64, bentrok, sesudah })
}

fn pilih(tabel: &TabelTersegel, lanjut: bool) -> String {
    let TabelTersegel { id, .. } = tabel;
    let kolom = tabel.segel.join(", ");
    let (kedua, urut, sesudah) = match tabel.pembeda {
        Some((nama, tipe)) => (
            format!("{nama}::text AS kunci_kedua"),
            format!("{id}, {nama}"),
            format!("({id}, {nama}) > ($3, $4::text::{tipe})"),
        ),
        None => ("NULL::text AS kunci_kedua".to_owned(), (*id).to_owned(), format!("{id} > $3")),
    };
    let sesudah = if lanjut { format!("{sesudah} AND ") } else { String::new() };
    format!(
        "SELECT {id} AS kunci_pertama, {kedua}, {kolom} FROM {} WHERE {sesudah}({}) ORDER BY {urut} LIMIT $2
         FOR NO KEY UPDATE",
        tabel.tabel,
        tabel.usang()
    )
}

type Isi = Vec<Option<zeroize::Zeroizing<Vec<u8>>>>;

fn buka(
    tabel: &TabelTersegel,
    kunci: &KunciTenant,
    baris: &QueryResult,
) -> Result<(Letak, Isi), PortError> {
    let tempat: Letak = (
        baris.try_get("", "kunci_pertama").map_err(port_error)?,
        baris.try_get("", "kunci_kedua").map_err(port_error)?,
    );
    let satu = |kolom: &&str| {
        let tersegel: Option<Vec<u8>> = baris.try_get("", kolom).map_err(port_error)?;
        let Some(tersegel) = tersegel.filter(|isi| !isi.is_empty()) else { return Ok(None) };
        let nama = nama_kolom(tabel, kolom, &tempat);
        let isi = kunci.buka(tabel.tabel, &nama, tempat.0, &tersegel);
        isi.map(Some).map_err(|galat| {
            PortError::tak_terduga(format!("{}.{kolom} {}: {galat}", tabel.tabel, tempat.0))
        })
    };
    let isi = tabel.segel.iter().map(satu).collect::<Result<_, PortError>>()?;
    Ok((tempat, isi))
}

fn nama_kolom(tabel: &TabelTersegel, kolom: &str, tempat: &Letak) -> String {
    match &tempat.1 {
        Some(kedua) if tabel.sufiks => format!("{kolom}/{kedua}"),
        _ => kolom.to_owned(),
    }
}

/// An index that another row holds already stays with that row: this one is then found by what else it is known by.
async fn jaga_unik(
    tx: &DatabaseTransaction,
    tabel: &TabelTersegel,
    letak: &[Letak],
    indeks: &mut [Vec<Vec<u8>>],
) -> Result<u64, PortError> {
    if tabel.tabel != "kontak" {
        return Ok(0);
    }
    let Some(nomor) = indeks.first_mut() else { return Ok(0) };
    let milik: Vec<Uuid> = letak.iter().map(|(id, _)| *id).collect();
    let ada = tx
        .query_all_raw(pernyataan(
            "SELECT nomor_indeks FROM kontak WHERE nomor_indeks = ANY($1) AND id <> ALL($2)",
            [nomor.clone().into(), milik.into()],
        ))
        .await
        .map_err(port_error)?;
    let mut dipakai: BTreeSet<Vec<u8>> = BTreeSet::new();
    for baris in ada {
        dipakai.insert(baris.try_get("", "nomor_indeks").map_err(port_error)?);
    }
    let mut bentrok = 0;
    for satu in nomor.iter_mut().filter(|satu| !satu.is_empty()) {
        if !dipakai.insert(satu.clone()) {
            satu.clear();
            bentrok += 1;
        }
    }
    Ok(bentrok)
}

async fn simpan(
    tx: &DatabaseTransaction,
    tabel: &TabelTersegel,
    letak: &[Letak],
    segel: Vec<Vec<Vec<u8>>>,
    indeks: Vec<Vec<Vec<u8>>>,
) -> Result<(), PortError> {
    let (pertama, kedua): (Vec<Uuid>, Vec<String>) =
        letak.iter().map(|(id, kedua)| (*id, kedua.clone().unwrap_or_default())).unzip();
    let mut nilai: Vec<Value> = vec![pertama.into(), kedua.into()];
    let (mut unnest, mut nama, mut ubah) = (String::new(), String::new(), Vec::new());
    let kolom = tabel.segel.iter().copied().zip(segel);
    let kolom = kolom.chain(tabel.indeks.iter().map(|(kolom, ..)| *kolom).zip(indeks));
    for (ke, (kolom, isi)) in kolom.enumerate() {
        nilai.push(isi.into());
        let (kotak, sebutan) = (format!(", ${}::bytea[]", nilai.len()), format!(", c{ke}"));
        unnest.push_str(&kotak);
        nama.push_str(&sebutan);
        // An array has no place for NULL; what was NULL or erased stays what it was.
        let tetap =
            if tabel.segel.contains(&kolom) { format!("t.{kolom}") } else { "NULL".to_owned() };
        ubah.push(format!(
            "{kolom} = CASE WHEN octet_length(d.c{ke}) = 0 THEN {tetap} ELSE d.c{ke} END"
        ));
    }
    let dan = tabel
        .pembeda
        .map_or_else(String::new, |(kolom, tipe)| format!(" AND t.{kolom} = d.kedua::{tipe}"));
    let sql = format!(
        "UPDATE {} t SET {} FROM unnest($1::uuid[], $2::text[]{unnest}) AS d (pertama, kedua{nama})
         WHERE t.{} = d.pertama{dan}",
        tabel.tabel,
        ubah.join(", "),
        tabel.id
    );
    let berubah = jalankan(tx, &sql, nilai).await.map_err(port_error)?;
    if berubah == letak.len() as u64 {
        Ok(())
    } else {
        Err(PortError::tak_terduga(format!("{}: jumlah baris tidak cocok", tabel.tabel)))
    }
}

/// Wraps every data key anew.
pub(super) async fn bungkus_ulang(
    tx: &DatabaseTransaction,
    induk: &KunciInduk,
) -> Result<u64, PortError> {
    let mut jumlah = 0;
    let semua = "SELECT id, slug, NULL::smallint AS versi, kunci_terbungkus FROM tenant
                 WHERE octet_length(kunci_terbungkus) > 0
                 UNION ALL SELECT t.id, t.slug, k.versi, k.kunci_terbungkus
                 FROM tenant_kunci k JOIN tenant t ON t.id = k.tenant_id";
    for baris in tx.query_all_raw(pernyataan(semua, [])).await.map_err(port_error)? {
        let slug: String = baris.try_get("", "slug").map_err(port_error)?;
        let slug = TenantSlug::parse(&slug).map_err(PortError::tak_terduga)?;
        let id: Uuid = baris.try_get("", "id").map_err(port_error)?;
        let versi: Option<i16> = baris.try_get("", "versi").map_err(port_error)?;
        let lama: Vec<u8> = baris.try_get("", "kunci_terbungkus").map_err(port_error)?;
        let data = induk.buka_bungkus(&slug, &lama).map_err(PortError::tak_terduga)?;
        let baru = induk.bungkus(&slug, &data).map_err(PortError::tak_terduga)?;
        if let Some(versi) = versi {
            let sql =
                "UPDATE tenant_kunci SET kunci_terbungkus = $2 WHERE tenant_id = $1 AND versi = $3";
            jalankan(tx, sql, [id.into(), baru.into(), versi.into()]).await
        } else {
            let sql = "UPDATE tenant SET kunci_terbungkus = $2 WHERE id = $1";
            jalankan(tx, sql, [id.into(), baru.into()]).await
        }
        .map_err(port_error)?;
        jumlah += 1;
    }
    Ok(jumlah)
}

/// Seals the secrets of every WhatsApp app anew.
pub(super) async fn aplikasi(
    tx: &DatabaseTransaction,
    induk: &KunciInduk,
) -> Result<u64, PortError> {
    let pilih = "SELECT id, app_id, rahasia_tersegel, token_verifikasi_tersegel FROM wa_aplikasi FOR UPDATE";
    let mut jumlah = 0;
    for baris in tx.query_all_raw(pernyataan(pilih, [])).await.map_err(port_error)? {
        let id: Uuid = baris.try_get("", "id").map_err(port_error)?;
        let app_id: String = baris.try_get("", "app_id").map_err(port_error)?;
        let ulang = |kolom: &str| -> Result<Vec<u8>, PortError> {
            let lama: Vec<u8> = baris.try_get("", kolom).map_err(port_error)?;
            // The seal is bound to what the column holds, not to how it is called there.
            let nama = kolom.trim_end_matches("_tersegel");
            let isi = induk
                .buka_platform("wa_aplikasi", nama, &app_id, &lama)
                .map_err(PortError::tak_terduga)?;
            induk.segel_platform("wa_aplikasi", nama, &app_id, &isi).map_err(PortError::tak_terduga)
        };
        jalankan(
            tx,
            "UPDATE wa_aplikasi SET rahasia_tersegel = $2, token_verifikasi_tersegel = $3 WHERE id = $1",
            [
                id.into(),
                ulang("rahasia_tersegel")?.into(),
                ulang("token_verifikasi_tersegel")?.into(),
            ],
        )
        .await
        .map_err(port_error)?;
        jumlah += 1;
    }
    Ok(jumlah)
}
