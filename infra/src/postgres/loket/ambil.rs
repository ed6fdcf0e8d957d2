//! Collections and withdrawn things.

use std::collections::BTreeSet;

use loket_domain::{
    akses::PenggunaId,
    galat::PortError,
    halaman::Halaman,
    loket::{
        BuktiId, DasarKuasa, Ditarik, DitarikId, Identitas, KeadaanDitarik, MintaTandaTerima,
        Pembatalan, Pengambil, Pengambilan, PengambilanId, RakId, RingkasAmbil, Terambil,
    },
    nilai::Kode,
    penyerahan::PenyerahanId,
    percakapan::KontakId,
    permohonan::PermohonanId,
};
use sea_orm::FromQueryResult;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    super::{
        baris::{Segel, bilangan, kode, rusak},
        kerja::PgUnitOfWork,
    },
    dari,
};

const TABEL: &str = "loket_pengambilan";

/// Sound collections of cases of contact `$1`, the newest first, at most `$2`.
pub(in crate::postgres) const MILIK_KONTAK: &str =
    "SELECT k.id, k.nomor, p.nomor AS permohonan_nomor, p.layanan_nama
     FROM permohonan p JOIN loket_pengambilan k ON k.permohonan_id = p.id
     WHERE p.kontak_id = $1 AND k.keadaan = 'sah' ORDER BY k.id DESC LIMIT $2";

/// Receipts that were asked for, the oldest first, at most `$1`.
pub(in crate::postgres) const DIMINTA: &str =
    "SELECT id, pengambilan_id, kontak_id FROM loket_tanda_terima_minta
     WHERE selesai_pada IS NULL ORDER BY id LIMIT $1";

const PILIH_DITARIK: &str =
    "SELECT t.id, t.pengambilan_id, t.permohonan_id, t.syarat_kode, t.nama, t.keadaan,
         t.ditarik_oleh, t.ditarik_pada, t.berita_acara_id, k.nomor
     FROM loket_ditarik t JOIN permohonan k ON k.id = t.permohonan_id";

#[derive(FromQueryResult)]
struct Baris {
    id: Uuid,
    nomor: String,
    permohonan_id: Uuid,
    pengambil: String,
    nama_tersegel: Vec<u8>,
    identitas: String,
    identitas_tersegel: Option<Vec<u8>>,
    hubungan: Option<String>,
    dasar_kuasa: Option<String>,
    bukti_id: Option<Uuid>,
    ditunjukkan: Vec<String>,
    oleh: Uuid,
    pada: OffsetDateTime,
    alasan_tersegel: Option<Vec<u8>>,
    dibatalkan_oleh: Option<Uuid>,
    dibatalkan_pada: Option<OffsetDateTime>,
    petugas: String,
    permohonan_nomor: String,
}

#[derive(FromQueryResult)]
struct BarisIsi {
    penyerahan_id: Uuid,
    rak_id: Uuid,
    nama: String,
}

#[derive(FromQueryResult)]
struct BarisDitarik {
    id: Uuid,
    pengambilan_id: Uuid,
    permohonan_id: Uuid,
    syarat_kode: String,
    nama: String,
    keadaan: String,
    ditarik_oleh: Uuid,
    ditarik_pada: OffsetDateTime,
    berita_acara_id: Option<Uuid>,
    nomor: String,
}

#[derive(FromQueryResult)]
struct BarisRingkas {
    id: Uuid,
    nomor: String,
    permohonan_nomor: String,
    layanan_nama: String,
}

#[derive(FromQueryResult)]
struct BarisMinta {
    id: Uuid,
    pengambilan_id: Uuid,
    kontak_id: Uuid,
}

#[derive(FromQueryResult)]
struct BarisKode {
    kode: String,
}

fn ditarik(baris: BarisDitarik) -> Result<(Ditarik, String), PortError> {
    let satu = Ditarik {
        id: DitarikId::new(baris.id),
        pengambilan: PengambilanId::new(baris.pengambilan_id),
        permohonan: PermohonanId::new(baris.permohonan_id),
        syarat: kode(&baris.syarat_kode)?,
        nama: baris.nama,
        keadaan: dari(KeadaanDitarik::dari_kata(&baris.keadaan), "loket_ditarik.keadaan")?,
        oleh: PenggunaId::new(baris.ditarik_oleh),
        pada: baris.ditarik_pada,
        berita_acara: baris.berita_acara_id,
    };
    Ok((satu, baris.nomor))
}

impl PgUnitOfWork {
    pub(super) async fn simpan_pengambilan_baru(
        &self,
        satu: &Pengambilan,
    ) -> Result<(), PortError> {
        let segel = Segel::new(&self.kunci, TABEL, satu.id.uuid());
        let akhir = satu.akhir_identitas.as_ref();
        let akhir = akhir.map(|teks| segel.teks("identitas_tersegel", teks.buka())).transpose()?;
        let ditunjukkan: Vec<String> = satu.ditunjukkan.iter().map(Kode::to_string).collect();
        self.jalankan(
            "INSERT INTO loket_pengambilan (id, nomor, permohonan_id, pengambil, nama_tersegel, identitas,
                 identitas_tersegel, hubungan, dasar_kuasa, bukti_id, ditunjukkan, oleh, pada, keadaan)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'sah')",
            [
                satu.id.uuid().into(),
                satu.nomor.clone().into(),
                satu.permohonan.uuid().into(),
                satu.pengambil.kata().into(),
                segel.teks("nama_tersegel", satu.nama.buka())?.into(),
                satu.identitas.kata().into(),
                akhir.into(),
                satu.hubungan.clone().into(),
                satu.dasar_kuasa.map(DasarKuasa::kata).into(),
                satu.bukti.map(BuktiId::uuid).into(),
                ditunjukkan.into(),
                satu.oleh.uuid().into(),
                satu.pada.into(),
            ],
        )
        .await?;
        for isi in &satu.isi {
            self.jalankan(
                "INSERT INTO loket_pengambilan_isi (pengambilan_id, penyerahan_id, rak_id, nama)
                 VALUES ($1, $2, $3, $4)",
                [
                    satu.id.uuid().into(),
                    isi.penyerahan.uuid().into(),
                    isi.rak.uuid().into(),
                    isi.nama.clone().into(),
                ],
            )
            .await?;
        }
        Ok(())
    }

    pub(super) async fn satu_pengambilan(
        &self,
        id: PengambilanId,
        kunci: &str,
    ) -> Result<Option<(Pengambilan, String)>, PortError> {
        let sql = format!(
            "SELECT k.id, k.nomor, k.permohonan_id, k.pengambil, k.nama_tersegel, k.identitas, k.identitas_tersegel,
                 k.hubungan, k.dasar_kuasa, k.bukti_id, k.ditunjukkan, k.oleh, k.pada, k.alasan_tersegel,
                 k.dibatalkan_oleh, k.dibatalkan_pada, g.nama AS petugas, p.nomor AS permohonan_nomor
             FROM loket_pengambilan k JOIN pengguna g ON g.id = k.oleh JOIN permohonan p ON p.id = k.permohonan_id
             WHERE k.id = $1{kunci}"
        );
        let Some(baris): Option<Baris> = self.satu(&sql, [id.uuid().into()]).await? else {
            return Ok(None);
        };
        let sql = "SELECT penyerahan_id, rak_id, nama FROM loket_pengambilan_isi
             WHERE pengambilan_id = $1 ORDER BY rak_id";
        let isi: Vec<BarisIsi> = self.semua(sql, [id.uuid().into()]).await?;
        let segel = Segel::new(&self.kunci, TABEL, baris.id);
        let buka = |kolom: &str, isi: &Option<Vec<u8>>| {
            isi.as_deref().map(|isi| segel.buka_teks(kolom, isi)).transpose()
        };
        let alasan = buka("alasan_tersegel", &baris.alasan_tersegel)?;
        let batal = match (alasan, baris.dibatalkan_oleh, baris.dibatalkan_pada) {
            (None, None, None) => None,
            (Some(alasan), Some(oleh), Some(pada)) => {
                Some(Pembatalan { alasan, oleh: PenggunaId::new(oleh), pada })
            }
            _ => return Err(rusak("loket_pengambilan dibatalkan sebagian")),
        };
        let dasar = baris.dasar_kuasa.as_deref();
        let dasar =
            dasar.map(|kata| dari(DasarKuasa::dari_kata(kata), "dasar_kuasa")).transpose()?;
        let satu = Pengambilan {
            id,
            permohonan: PermohonanId::new(baris.permohonan_id),
            permohonan_nomor: baris.permohonan_nomor,
            pengambil: dari(Pengambil::dari_kata(&baris.pengambil), "pengambil")?,
            nama: segel.buka_teks("nama_tersegel", &baris.nama_tersegel)?,
            identitas: dari(Identitas::dari_kata(&baris.identitas), "identitas")?,
            akhir_identitas: buka("identitas_tersegel", &baris.identitas_tersegel)?,
            nomor: baris.nomor,
            hubungan: baris.hubungan,
            dasar_kuasa: dasar,
            bukti: baris.bukti_id.map(BuktiId::new),
            ditunjukkan: baris
                .ditunjukkan
                .iter()
                .map(|teks| kode(teks))
                .collect::<Result<_, _>>()?,
            oleh: PenggunaId::new(baris.oleh),
            pada: baris.pada,
            isi: isi
                .into_iter()
                .map(|isi| Terambil {
                    penyerahan: PenyerahanId::new(isi.penyerahan_id),
                    rak: RakId::new(isi.rak_id),
                    nama: isi.nama,
                })
                .collect(),
            batal,
        };
        Ok(Some((satu, baris.petugas)))
    }

    pub(super) async fn ringkas_kontak(
        &self,
        kontak: KontakId,
        batas: u32,
    ) -> Result<Vec<RingkasAmbil>, PortError> {
        let nilai = [kontak.uuid().into(), i64::from(batas).into()];
        let semua: Vec<BarisRingkas> = self.semua(MILIK_KONTAK, nilai).await?;
        let satu = |baris: BarisRingkas| RingkasAmbil {
            id: PengambilanId::new(baris.id),
            nomor: baris.nomor,
            permohonan_nomor: baris.permohonan_nomor,
            layanan: baris.layanan_nama,
        };
        Ok(semua.into_iter().map(satu).collect())
    }

    pub(super) async fn catat_minta(
        &self,
        id: Uuid,
        pengambilan: PengambilanId,
        kontak: KontakId,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError> {
        let baris = self
            .jalankan(
                "INSERT INTO loket_tanda_terima_minta (id, pengambilan_id, kontak_id, diminta_pada)
                 VALUES ($1, $2, $3, $4) ON CONFLICT (pengambilan_id) WHERE selesai_pada IS NULL DO NOTHING",
                [id.into(), pengambilan.uuid().into(), kontak.uuid().into(), pada.into()],
            )
            .await?;
        Ok(baris == 1)
    }

    pub(super) async fn jumlah_minta(
        &self,
        kontak: KontakId,
        sejak: OffsetDateTime,
    ) -> Result<u32, PortError> {
        let sql = "SELECT count(*) FROM loket_tanda_terima_minta WHERE kontak_id = $1 AND diminta_pada >= $2";
        let jumlah: Option<i64> = self.nilai(sql, [kontak.uuid().into(), sejak.into()]).await?;
        bilangan(jumlah.unwrap_or(0))
    }

    pub(super) async fn semua_diminta(
        &self,
        batas: u32,
    ) -> Result<Vec<MintaTandaTerima>, PortError> {
        let semua: Vec<BarisMinta> = self.semua(DIMINTA, [i64::from(batas).into()]).await?;
        let satu = |baris: BarisMinta| MintaTandaTerima {
            id: baris.id,
            pengambilan: PengambilanId::new(baris.pengambilan_id),
            kontak: KontakId::new(baris.kontak_id),
        };
        Ok(semua.into_iter().map(satu).collect())
    }

    pub(super) async fn tutup_minta(
        &self,
        id: Uuid,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError> {
        let sql = "UPDATE loket_tanda_terima_minta SET selesai_pada = $2 WHERE id = $1 AND selesai_pada IS NULL";
        Ok(self.jalankan(sql, [id.into(), pada.into()]).await? == 1)
    }

    pub(super) async fn batalkan_pengambilan(
        &self,
        id: PengambilanId,
        batal: &Pembatalan,
    ) -> Result<(), PortError> {
        let segel = Segel::new(&self.kunci, TABEL, id.uuid());
        self.jalankan(
            "UPDATE loket_pengambilan SET keadaan = 'dibatalkan', alasan_tersegel = $2, dibatalkan_oleh = $3,
                 dibatalkan_pada = $4 WHERE id = $1",
            [
                id.uuid().into(),
                segel.teks("alasan_tersegel", batal.alasan.buka())?.into(),
                batal.oleh.uuid().into(),
                batal.pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    pub(super) async fn sudah_ditunjukkan(
        &self,
        id: PermohonanId,
    ) -> Result<BTreeSet<Kode>, PortError> {
        let sql = "SELECT unnest(ditunjukkan) AS kode FROM loket_pengambilan
                 WHERE permohonan_id = $1 AND keadaan = 'sah'
             UNION SELECT t.syarat_kode FROM loket_ditarik t JOIN loket_pengambilan k ON k.id = t.pengambilan_id
                 WHERE k.permohonan_id = $1 AND k.keadaan = 'sah'";
        let semua: Vec<BarisKode> = self.semua(sql, [id.uuid().into()]).await?;
        semua.iter().map(|satu| kode(&satu.kode)).collect()
    }

    pub(super) async fn tambah_satu_ditarik(&self, satu: &Ditarik) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO loket_ditarik (id, pengambilan_id, permohonan_id, syarat_kode, nama, keadaan, ditarik_oleh,
                 ditarik_pada, diubah_pada) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
            [
                satu.id.uuid().into(),
                satu.pengambilan.uuid().into(),
                satu.permohonan.uuid().into(),
                satu.syarat.to_string().into(),
                satu.nama.clone().into(),
                satu.keadaan.kata().into(),
                satu.oleh.uuid().into(),
                satu.pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    pub(super) async fn ditarik_dari(&self, id: PengambilanId) -> Result<Vec<Ditarik>, PortError> {
        let sql = format!("{PILIH_DITARIK} WHERE t.pengambilan_id = $1 ORDER BY t.syarat_kode");
        let semua: Vec<BarisDitarik> = self.semua(&sql, [id.uuid().into()]).await?;
        semua.into_iter().map(|baris| Ok(ditarik(baris)?.0)).collect()
    }

    pub(super) async fn kunci_satu_ditarik(
        &self,
        id: DitarikId,
    ) -> Result<Option<Ditarik>, PortError> {
        let sql = format!("{PILIH_DITARIK} WHERE t.id = $1 FOR NO KEY UPDATE OF t");
        let baris: Option<BarisDitarik> = self.satu(&sql, [id.uuid().into()]).await?;
        baris.map(|baris| Ok(ditarik(baris)?.0)).transpose()
    }

    pub(super) async fn daftar_simpanan(
        &self,
        halaman: Halaman,
    ) -> Result<Vec<(Ditarik, String)>, PortError> {
        let sql = format!(
            "{PILIH_DITARIK} WHERE t.keadaan = 'ditarik' AND t.id > $1 ORDER BY t.id LIMIT $2"
        );
        let nilai =
            [halaman.sesudah.unwrap_or(Uuid::nil()).into(), (i64::from(halaman.batas) + 1).into()];
        let semua: Vec<BarisDitarik> = self.semua(&sql, nilai).await?;
        semua.into_iter().map(ditarik).collect()
    }
}
