//! Contacts that must prove themselves again.

use std::collections::BTreeMap;

use async_trait::async_trait;
use loket_domain::{
    galat::PortError,
    nilai::{Nik, Rahasia},
    percakapan::{IdentitasRepository, Jaminan, Kontak, KontakId, Pengenal, Perkara, Verifikasi},
    permohonan::PermohonanId,
};
use sea_orm::FromQueryResult;
use time::OffsetDateTime;
use uuid::Uuid;

use super::kontak::PILIH_KONTAK;
use crate::postgres::{baris::Segel, entity::kontak, kerja::PgUnitOfWork};

/// The name under which identities are indexed.
const INDEKS_IDENTITAS: &str = "identitas_wa";

/// Everything of a contact that waits to be sent.
const TAHAN_SEMUA: &str = "UPDATE pesan_keluar SET keadaan = 'tertahan', galat = 'verifikasi_ulang'
     WHERE kontak_id = $1 AND keadaan = 'antre'";

/// What speaks of a case of a contact that is marked.
pub(in crate::postgres) const TAHAN: &str =
    "UPDATE pesan_keluar AS p SET keadaan = 'tertahan', galat = 'verifikasi_ulang'
     FROM kontak k
     WHERE k.verifikasi_ulang IS NOT NULL AND p.kontak_id = k.id AND p.keadaan = 'antre'
         AND p.permohonan_id IS NOT NULL";

pub(in crate::postgres) const PERKARA: &str =
    "SELECT m.id, m.nomor, m.nama_tersegel, m.nik_tersegel, m.isian_tersegel
     FROM permohonan m
     WHERE m.kontak_id = $1 AND m.dibuat_pada <= $2
         AND (m.status IN ('berjalan', 'menunggu_pemohon')
              OR EXISTS (SELECT 1 FROM pesan_keluar p WHERE p.kontak_id = $1 AND p.permohonan_id = m.id
                         AND p.keadaan = 'tertahan' AND p.galat = 'verifikasi_ulang'))
     ORDER BY m.id DESC LIMIT 20";

#[derive(FromQueryResult)]
struct BarisPerkara {
    id: Uuid,
    nomor: String,
    nama_tersegel: Vec<u8>,
    nik_tersegel: Option<Vec<u8>>,
    isian_tersegel: Vec<u8>,
}

impl PgUnitOfWork {
    fn perkara_dari(&self, baris: BarisPerkara) -> Result<Perkara, PortError> {
        let segel = Segel::new(&self.kunci, "permohonan", baris.id);
        let nik = baris.nik_tersegel.as_deref();
        let nik = nik.map(|isi| segel.buka_teks("nik_tersegel", isi)).transpose()?;
        let isian: BTreeMap<String, String> =
            segel.buka_json("isian_tersegel", &baris.isian_tersegel)?;
        let diisi = isian.iter().filter(|(kode, _)| kode.contains("nik")).map(|(_, isi)| isi);
        let nik = nik.iter().map(Rahasia::buka).chain(diisi.map(String::as_str));
        Ok(Perkara {
            permohonan: PermohonanId::new(baris.id),
            nomor: baris.nomor,
            nama: segel.buka_teks("nama_tersegel", &baris.nama_tersegel)?,
            nik: nik.filter_map(|satu| Nik::parse(satu).ok()).collect(),
        })
    }
}

#[async_trait]
impl IdentitasRepository for PgUnitOfWork {
    async fn cari(&mut self, siapa: &Pengenal) -> Result<Option<Kontak>, PortError> {
        let indeks = self.indeks_nomor_semua(siapa.nomor.as_ref());
        let cocok = self.cocok(siapa.bsuid.as_deref(), &indeks).await?;
        let bernomor = cocok
            .iter()
            .find(|satu| satu.nomor_indeks.as_ref().is_some_and(|i| indeks.contains(i)));
        bernomor.or(cocok.first()).map(|baris| self.kontak_dari(baris)).transpose()
    }

    async fn kunci(&mut self, id: KontakId) -> Result<Option<Kontak>, PortError> {
        let sql = format!("{PILIH_KONTAK} WHERE id = $1 FOR NO KEY UPDATE");
        let baris: Option<kontak::Model> = self.satu(&sql, [id.uuid().into()]).await?;
        baris.map(|baris| self.kontak_dari(&baris)).transpose()
    }

    async fn tandai(&mut self, id: KontakId, verifikasi: &Verifikasi) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE kontak SET verifikasi_ulang = $2, verifikasi_sejak = $3, verifikasi_gagal = $4
             WHERE id = $1",
            [
                id.uuid().into(),
                verifikasi.sebab.kode().into(),
                verifikasi.sejak.into(),
                verifikasi.gagal.map(i16::from).into(),
            ],
        )
        .await?;
        self.jalankan(TAHAN_SEMUA, [id.uuid().into()]).await.map(drop)
    }

    async fn simpan_gagal(&mut self, id: KontakId, gagal: u8) -> Result<(), PortError> {
        let nilai = [id.uuid().into(), i16::from(gagal).into()];
        self.jalankan("UPDATE kontak SET verifikasi_gagal = $2 WHERE id = $1", nilai)
            .await
            .map(drop)
    }

    async fn bersihkan(&mut self, id: KontakId, pada: OffsetDateTime) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE kontak SET verifikasi_ulang = NULL, verifikasi_sejak = NULL, verifikasi_gagal = NULL
             WHERE id = $1",
            [id.uuid().into()],
        )
        .await?;
        self.jalankan(
            "UPDATE pesan_keluar SET keadaan = 'antre', tersedia_pada = $2, galat = NULL
             WHERE kontak_id = $1 AND keadaan = 'tertahan' AND galat = 'verifikasi_ulang'",
            [id.uuid().into(), pada.into()],
        )
        .await
        .map(drop)
    }

    async fn ganti_bsuid(&mut self, id: KontakId, bsuid: &str) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE kontak SET bsuid = $2
             WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM kontak lain WHERE lain.bsuid = $2)",
            [id.uuid().into(), bsuid.into()],
        )
        .await
        .map(drop)
    }

    async fn ingat_identitas(&mut self, id: KontakId, hash: &str) -> Result<bool, PortError> {
        let baru = self.kunci.indeks(INDEKS_IDENTITAS, hash);
        let dikenal = self.kunci.indeks_semua(INDEKS_IDENTITAS, hash);
        let lama: Option<Option<Vec<u8>>> = self
            .nilai("SELECT identitas_indeks FROM kontak WHERE id = $1", [id.uuid().into()])
            .await?;
        let lama = lama.flatten();
        if lama.as_ref() == Some(&baru) {
            return Ok(false);
        }
        // The hash is sealed beside its index, so that a rotation of the key can compute the index anew.
        let isi = self.segel_kontak(id.uuid()).teks("identitas_tersegel", hash)?;
        self.jalankan(
            "UPDATE kontak SET identitas_indeks = $2, identitas_tersegel = $3 WHERE id = $1",
            [id.uuid().into(), baru.into(), isi.into()],
        )
        .await?;
        // The same identity under an older version of the key did not change.
        Ok(lama.is_some_and(|lama| !dikenal.contains(&lama)))
    }

    async fn perkara(
        &mut self,
        id: KontakId,
        sejak: OffsetDateTime,
    ) -> Result<Vec<Perkara>, PortError> {
        let semua: Vec<BarisPerkara> =
            self.semua(PERKARA, [id.uuid().into(), sejak.into()]).await?;
        semua.into_iter().map(|baris| self.perkara_dari(baris)).collect()
    }

    async fn catat_jaminan(&mut self, jaminan: &Jaminan) -> Result<(), PortError> {
        let segel = Segel::new(&self.kunci, "kontak_jaminan", jaminan.id);
        self.jalankan(
            "INSERT INTO kontak_jaminan (id, kontak_id, oleh, alasan_tersegel, pada)
             VALUES ($1, $2, $3, $4, $5)",
            [
                jaminan.id.into(),
                jaminan.kontak.uuid().into(),
                jaminan.oleh.uuid().into(),
                segel.teks("alasan_tersegel", jaminan.alasan.buka())?.into(),
                jaminan.pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn tahan(&mut self) -> Result<(), PortError> {
        self.jalankan(TAHAN, []).await.map(drop)
    }
}
