//! The shelf.

use loket_domain::{
    dokumen::DokumenId,
    galat::PortError,
    halaman::Halaman,
    id::Id,
    loket::{BarisRak, IsiRak, KeadaanRak, KodeAmbil, RakId, SaringRak, UmurRak},
    penyerahan::PenyerahanId,
    permohonan::PermohonanId,
};
use sea_orm::{FromQueryResult, Value};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    super::{
        baris::{Segel, bilangan, rusak},
        kerja::PgUnitOfWork,
    },
    dari,
};

/// The column that pickup codes are indexed under.
pub(super) const KOLOM_KODE: &str = "kode_ambil";

/// Hand-overs that wait at the counter and lie nowhere, at most `$1`.
pub(in super::super) const BELUM: &str = "SELECT p.id FROM penyerahan p
     LEFT JOIN loket_rak r ON r.penyerahan_id = p.id
     WHERE p.keadaan = 'siap' AND p.saluran = 'loket' AND r.id IS NULL ORDER BY p.id LIMIT $1";
/// Things beside a full shelf, at most `$1`.
pub(in super::super) const TANPA_SLOT: &str =
    "SELECT id FROM loket_rak WHERE keadaan = 'di_rak' AND slot IS NULL ORDER BY id LIMIT $1";
/// Things whose hand-over does not wait any more, at most `$1`.
pub(in super::super) const TERTINGGAL: &str =
    "SELECT r.id FROM loket_rak r JOIN penyerahan p ON p.id = r.penyerahan_id
     WHERE r.keadaan = 'di_rak' AND p.keadaan <> 'siap' ORDER BY r.id LIMIT $1";
/// Reminders that have come at `$1`, at most `$2`.
pub(in super::super) const JATUH: &str = "SELECT id, rak_id, hari FROM loket_pengingat
     WHERE selesai_pada IS NULL AND jatuh_pada <= $1 ORDER BY jatuh_pada, id LIMIT $2";

const PILIH: &str = "SELECT id, penyerahan_id, permohonan_id, dokumen_id, slot, kode_rak, kode_ambil_tersegel, keadaan,
         siap_pada, dilepas_pada, berita_acara_id, diubah_pada FROM loket_rak";

/// One page of the shelf behind `$1`, `$2` rows; a filter adds values from `$3` on.
pub(in super::super) fn sql_daftar(saring: &str) -> String {
    format!(
        "SELECT r.id, r.permohonan_id, k.nomor, k.layanan_nama, k.nama_tersegel, d.nama AS dokumen, r.kode_rak, r.siap_pada
         FROM loket_rak r JOIN permohonan k ON k.id = r.permohonan_id JOIN dokumen d ON d.id = r.dokumen_id
         WHERE r.keadaan = 'di_rak' AND r.id > $1{saring} ORDER BY r.id LIMIT $2"
    )
}

#[derive(FromQueryResult)]
struct Baris {
    id: Uuid,
    penyerahan_id: Uuid,
    permohonan_id: Uuid,
    dokumen_id: Uuid,
    slot: Option<i32>,
    kode_rak: Option<String>,
    kode_ambil_tersegel: Vec<u8>,
    keadaan: String,
    siap_pada: OffsetDateTime,
    dilepas_pada: Option<OffsetDateTime>,
    berita_acara_id: Option<Uuid>,
    diubah_pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct BarisDaftar {
    id: Uuid,
    permohonan_id: Uuid,
    nomor: String,
    layanan_nama: String,
    nama_tersegel: Vec<u8>,
    dokumen: String,
    kode_rak: Option<String>,
    siap_pada: OffsetDateTime,
}

#[derive(FromQueryResult)]
struct HanyaId {
    id: Uuid,
}

#[derive(FromQueryResult)]
struct HanyaSlot {
    slot: i32,
}

#[derive(FromQueryResult)]
struct Umur {
    muda: i64,
    dua: i64,
    tiga: i64,
    tua: i64,
}

impl PgUnitOfWork {
    fn isi_dari(&self, baris: Baris) -> Result<IsiRak, PortError> {
        let segel = Segel::new(&self.kunci, "loket_rak", baris.id);
        let kode = segel.buka_teks("kode_ambil_tersegel", &baris.kode_ambil_tersegel)?;
        let tempat = match (baris.slot, baris.kode_rak) {
            (Some(slot), Some(nama)) => Some((bilangan(slot)?, nama)),
            (None, None) => None,
            _ => return Err(rusak("loket_rak.slot tanpa kode_rak")),
        };
        Ok(IsiRak {
            id: RakId::new(baris.id),
            penyerahan: PenyerahanId::new(baris.penyerahan_id),
            permohonan: PermohonanId::new(baris.permohonan_id),
            dokumen: DokumenId::new(baris.dokumen_id),
            tempat,
            kode: KodeAmbil::parse(kode.buka()).map_err(PortError::tak_terduga)?,
            keadaan: dari(KeadaanRak::dari_kata(&baris.keadaan), "loket_rak.keadaan")?,
            siap_pada: baris.siap_pada,
            dilepas_pada: baris.dilepas_pada,
            berita_acara: baris.berita_acara_id,
            diubah_pada: baris.diubah_pada,
        })
    }

    pub(super) async fn id_dari<K>(&self, sql: &str, batas: u32) -> Result<Vec<Id<K>>, PortError> {
        let semua: Vec<HanyaId> = self.semua(sql, [i64::from(batas).into()]).await?;
        Ok(semua.into_iter().map(|satu| Id::new(satu.id)).collect())
    }

    pub(super) async fn slot_terisi_rak(&self) -> Result<Vec<u32>, PortError> {
        let sql = "SELECT slot FROM loket_rak WHERE keadaan = 'di_rak' AND slot IS NOT NULL";
        let semua: Vec<HanyaSlot> = self.semua(sql, []).await?;
        semua.into_iter().map(|satu| bilangan(satu.slot)).collect()
    }

    pub(super) async fn taruh_isi(&self, isi: &IsiRak) -> Result<(), PortError> {
        let segel = Segel::new(&self.kunci, "loket_rak", isi.id.uuid());
        let (slot, nama) = tempat(isi)?;
        self.jalankan(
            "INSERT INTO loket_rak (id, penyerahan_id, permohonan_id, dokumen_id, slot, kode_rak, kode_ambil_tersegel,
                 kode_ambil_indeks, keadaan, siap_pada, diubah_pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            [
                isi.id.uuid().into(),
                isi.penyerahan.uuid().into(),
                isi.permohonan.uuid().into(),
                isi.dokumen.uuid().into(),
                slot.into(),
                nama.into(),
                segel.teks("kode_ambil_tersegel", isi.kode.as_str())?.into(),
                self.kunci.indeks(KOLOM_KODE, isi.kode.as_str()).into(),
                isi.keadaan.kata().into(),
                isi.siap_pada.into(),
                isi.diubah_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    pub(super) async fn kunci_isi_rak(&self, id: RakId) -> Result<Option<IsiRak>, PortError> {
        let sql = format!("{PILIH} WHERE id = $1 FOR NO KEY UPDATE");
        let baris: Option<Baris> = self.satu(&sql, [id.uuid().into()]).await?;
        baris.map(|baris| self.isi_dari(baris)).transpose()
    }

    pub(super) async fn simpan_isi_rak(&self, isi: &IsiRak) -> Result<(), PortError> {
        let (slot, nama) = tempat(isi)?;
        self.jalankan(
            "UPDATE loket_rak SET slot = $2, kode_rak = $3, keadaan = $4, dilepas_pada = $5, berita_acara_id = $6,
                 diubah_pada = $7 WHERE id = $1",
            [
                isi.id.uuid().into(),
                slot.into(),
                nama.into(),
                isi.keadaan.kata().into(),
                isi.dilepas_pada.into(),
                isi.berita_acara.into(),
                isi.diubah_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    pub(super) async fn isi_kasus(&self, id: PermohonanId) -> Result<Vec<IsiRak>, PortError> {
        let sql = format!(
            "{PILIH} WHERE permohonan_id = $1 AND keadaan = 'di_rak' ORDER BY id LIMIT 100"
        );
        let semua: Vec<Baris> = self.semua(&sql, [id.uuid().into()]).await?;
        semua.into_iter().map(|baris| self.isi_dari(baris)).collect()
    }

    pub(super) async fn daftar_rak(
        &self,
        saring: &SaringRak,
        kini: OffsetDateTime,
        halaman: Halaman,
    ) -> Result<Vec<BarisRak>, PortError> {
        let mut nilai: Vec<Value> = vec![
            halaman.sesudah.unwrap_or(Uuid::nil()).into(),
            (i64::from(halaman.batas) + 1).into(),
        ];
        let mut tambahan = String::new();
        let mut tambah = |sql: &str, isi: Value| {
            nilai.push(isi);
            tambahan.push_str(&sql.replace('?', &format!("${}", nilai.len())));
        };
        if let Some(kode) = &saring.kode {
            let indeks = self.kunci.indeks_semua(KOLOM_KODE, kode.as_str());
            tambah(" AND r.kode_ambil_indeks = ANY(?)", indeks.into());
        }
        if let Some(nomor) = &saring.nomor {
            tambah(" AND k.nomor = ?", nomor.to_string().into());
        }
        if let Some(kode_rak) = &saring.kode_rak {
            tambah(" AND r.kode_rak = ?", kode_rak.clone().into());
        }
        if let Some(umur) = saring.umur {
            let (sesudah, sampai) = umur.rentang(kini);
            if let Some(sesudah) = sesudah {
                tambah(" AND r.siap_pada > ?", sesudah.into());
            }
            if let Some(sampai) = sampai {
                tambah(" AND r.siap_pada <= ?", sampai.into());
            }
        }
        let semua: Vec<BarisDaftar> = self.semua(&sql_daftar(&tambahan), nilai).await?;
        let satu = |baris: BarisDaftar| {
            let segel = Segel::new(&self.kunci, "permohonan", baris.permohonan_id);
            Ok(BarisRak {
                id: RakId::new(baris.id),
                permohonan: PermohonanId::new(baris.permohonan_id),
                nomor: baris.nomor,
                layanan: baris.layanan_nama,
                dokumen: baris.dokumen,
                nama: segel.buka_teks("nama_tersegel", &baris.nama_tersegel)?,
                kode_rak: baris.kode_rak,
                siap_pada: baris.siap_pada,
            })
        };
        semua.into_iter().map(satu).collect()
    }

    pub(super) async fn umur_rak(
        &self,
        kini: OffsetDateTime,
    ) -> Result<Vec<(UmurRak, u64)>, PortError> {
        let batas = |umur: UmurRak| umur.rentang(kini).1.unwrap_or(kini);
        let sql = "SELECT count(*) FILTER (WHERE siap_pada > $1) AS muda,
                 count(*) FILTER (WHERE siap_pada <= $1 AND siap_pada > $2) AS dua,
                 count(*) FILTER (WHERE siap_pada <= $2 AND siap_pada > $3) AS tiga,
                 count(*) FILTER (WHERE siap_pada <= $3) AS tua
             FROM loket_rak WHERE keadaan = 'di_rak'";
        let nilai = [
            batas(UmurRak::Hari4Sampai14).into(),
            batas(UmurRak::Hari15Sampai30).into(),
            batas(UmurRak::LebihDari30).into(),
        ];
        let baris: Option<Umur> = self.satu(sql, nilai).await?;
        let baris = baris.ok_or_else(|| rusak("hitungan umur rak kosong"))?;
        let angka = [baris.muda, baris.dua, baris.tiga, baris.tua];
        UmurRak::SEMUA.into_iter().zip(angka).map(|(umur, n)| Ok((umur, bilangan(n)?))).collect()
    }
}

fn tempat(isi: &IsiRak) -> Result<(Option<i32>, Option<String>), PortError> {
    let slot = isi.tempat.as_ref().map(|(slot, _)| bilangan(*slot)).transpose()?;
    Ok((slot, isi.tempat.as_ref().map(|(_, nama)| nama.clone())))
}
