//! Cases.

mod berkas;
mod peristiwa;

pub(super) use berkas::dari_baris as dari_baris_berkas;
pub use peristiwa::{BUKA, CATAT, PUTUSKAN, TERIMA};

use async_trait::async_trait;
use loket_domain::{
    akses::{JejakPelaku, PenggunaId},
    galat::PortError,
    nilai::{Nik, NomorKk, NomorRegistrasi, NomorWa, Rahasia},
    percakapan::KontakId,
    permohonan::{
        Berkas, BerkasId, FormulirTerisi, HubunganKuasa, Kuasa, Pemohon, Permohonan, PermohonanId,
        PermohonanRepository,
    },
    sop::{KeadaanKasus, Peristiwa, SopVersiId, TugasId},
};
use sea_orm::{
    ActiveValue::NotSet, ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, Set, sea_query::LockType,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    baris::{Segel, bilangan, dari_json, dari_kata, kata, ke_json, kode},
    entity::{idempotensi, permohonan},
    error::port_error,
    kerja::PgUnitOfWork,
};
use crate::crypto::KunciTenant;

/// How many open cases of one contact are read.
const KASUS_TERBANYAK: u64 = 20;

#[derive(FromQueryResult)]
struct BarisFormulir {
    id: Uuid,
    tugas_id: Uuid,
    kode: String,
    isi_tersegel: Vec<u8>,
    oleh: Uuid,
    pada: OffsetDateTime,
}

/// Who acts for the applicant, as it is sealed.
#[derive(Serialize, Deserialize)]
struct KuasaTersimpan {
    hubungan: HubunganKuasa,
    nama: String,
}

impl KuasaTersimpan {
    fn dari(kuasa: &Kuasa) -> Self {
        Self { hubungan: kuasa.hubungan, nama: kuasa.nama.buka().to_owned() }
    }
}

impl From<KuasaTersimpan> for Kuasa {
    fn from(tersimpan: KuasaTersimpan) -> Self {
        Self { hubungan: tersimpan.hubungan, nama: Rahasia::new(tersimpan.nama) }
    }
}

fn ke_baris(kunci: &KunciTenant, p: &Permohonan) -> Result<permohonan::Model, PortError> {
    let id = p.id.uuid();
    let segel = Segel::new(kunci, "permohonan", id);
    let nik = p.pemohon.nik.as_ref().map(Nik::lengkap);
    let kk = p.pemohon.nomor_kk.as_ref().map(NomorKk::lengkap);
    let wa = p.pemohon.nomor_wa.as_ref().map(NomorWa::lengkap);
    Ok(permohonan::Model {
        id,
        nomor: p.nomor.to_string(),
        layanan_kode: p.layanan.to_string(),
        layanan_nama: p.layanan_nama.clone(),
        sop_versi_id: p.sop.uuid(),
        varian: p.varian.as_ref().map(ToString::to_string),
        kanal: kata(&p.kanal)?,
        unit_kode: p.unit.as_ref().map(ToString::to_string),
        prioritas: p.prioritas,
        anak: p.anak,
        kuasa_tersegel: p
            .kuasa
            .as_ref()
            .map(|kuasa| segel.json("kuasa_tersegel", &KuasaTersimpan::dari(kuasa)))
            .transpose()?,
        kontak_id: p.kontak.map(KontakId::uuid),
        nama_tersegel: segel.teks("nama_tersegel", p.pemohon.nama.buka())?,
        nik_tersegel: nik.map(|n| segel.teks("nik_tersegel", n)).transpose()?,
        nik_indeks: nik.map(|n| kunci.indeks("nik", n)),
        nomor_kk_tersegel: kk.map(|n| segel.teks("nomor_kk_tersegel", n)).transpose()?,
        nomor_kk_indeks: kk.map(|n| kunci.indeks("nomor_kk", n)),
        nomor_wa_tersegel: wa.map(|n| segel.teks("nomor_wa_tersegel", n)).transpose()?,
        nomor_wa_indeks: wa.map(|n| kunci.indeks("nomor_wa", n)),
        isian_tersegel: segel.json("isian_tersegel", &p.isian)?,
        status: p.keadaan.status.kata().to_owned(),
        keadaan: ke_json(&p.keadaan)?,
        versi: bilangan(p.keadaan.versi)?,
        mulai_layanan: p.mulai_layanan,
        dibuat_pada: p.dibuat_pada,
        diubah_pada: p.diubah_pada,
    })
}

fn dari_baris(kunci: &KunciTenant, baris: permohonan::Model) -> Result<Permohonan, PortError> {
    let segel = Segel::new(kunci, "permohonan", baris.id);
    let buka =
        |kolom: &str, isi: Option<Vec<u8>>| isi.map(|isi| segel.buka_teks(kolom, &isi)).transpose();
    let nik = buka("nik_tersegel", baris.nik_tersegel)?.map(|n| Nik::parse(n.buka()));
    let kk = buka("nomor_kk_tersegel", baris.nomor_kk_tersegel)?.map(|n| NomorKk::parse(n.buka()));
    let wa = buka("nomor_wa_tersegel", baris.nomor_wa_tersegel)?.map(|n| NomorWa::parse(n.buka()));
    let keadaan: KeadaanKasus = dari_json(baris.keadaan)?;
    Ok(Permohonan {
        id: PermohonanId::new(baris.id),
        nomor: NomorRegistrasi::parse(&baris.nomor).map_err(PortError::tak_terduga)?,
        layanan: kode(&baris.layanan_kode)?,
        layanan_nama: baris.layanan_nama,
        sop: SopVersiId::new(baris.sop_versi_id),
        varian: baris.varian.as_deref().map(kode).transpose()?,
        kanal: dari_kata(baris.kanal)?,
        unit: baris.unit_kode.as_deref().map(kode).transpose()?,
        prioritas: baris.prioritas,
        anak: baris.anak,
        kuasa: baris
            .kuasa_tersegel
            .map(|isi| segel.buka_json::<KuasaTersimpan>("kuasa_tersegel", &isi).map(Into::into))
            .transpose()?,
        kontak: baris.kontak_id.map(KontakId::new),
        pemohon: Pemohon {
            nama: segel.buka_teks("nama_tersegel", &baris.nama_tersegel)?,
            nik: nik.transpose().map_err(PortError::tak_terduga)?,
            nomor_kk: kk.transpose().map_err(PortError::tak_terduga)?,
            nomor_wa: wa.transpose().map_err(PortError::tak_terduga)?,
        },
        isian: segel.buka_json("isian_tersegel", &baris.isian_tersegel)?,
        keadaan,
        mulai_layanan: baris.mulai_layanan,
        dibuat_pada: baris.dibuat_pada,
        diubah_pada: baris.diubah_pada,
    })
}

impl PgUnitOfWork {
    /// The case of the query, if there is one.
    async fn kasus(
        &self,
        kueri: sea_orm::Select<permohonan::Entity>,
    ) -> Result<Option<Permohonan>, PortError> {
        let baris = kueri.one(&self.tx).await.map_err(port_error)?;
        baris.map(|baris| dari_baris(&self.kunci, baris)).transpose()
    }
}

#[async_trait]
impl PermohonanRepository for PgUnitOfWork {
    async fn nomor_urut(&mut self, deret: &str, tahun: i32) -> Result<u64, PortError> {
        let nomor: Option<i64> = self
            .nilai(
                "INSERT INTO penomoran (kode, tahun, terakhir) VALUES ($1, $2, 1)
                 ON CONFLICT (kode, tahun) DO UPDATE SET terakhir = penomoran.terakhir + 1
                 RETURNING terakhir",
                [deret.into(), tahun.into()],
            )
            .await?;
        bilangan(nomor.unwrap_or(1))
    }

    async fn tambah(
        &mut self,
        permohonan: &Permohonan,
        peristiwa: &[Peristiwa],
        pelaku: JejakPelaku,
    ) -> Result<(), PortError> {
        self.sisipkan(ke_baris(&self.kunci, permohonan)?).await?;
        self.catat_peristiwa(permohonan, peristiwa, pelaku).await?;
        self.kabarkan_permohonan(permohonan, peristiwa).await
    }

    async fn kunci(&mut self, id: PermohonanId) -> Result<Option<Permohonan>, PortError> {
        self.kasus(permohonan::Entity::find_by_id(id.uuid()).lock(LockType::NoKeyUpdate)).await
    }

    async fn kunci_oleh_tugas(&mut self, tugas: TugasId) -> Result<Option<Permohonan>, PortError> {
        // A tugas never moves to another case, so it may be read before the case is locked.
        let id: Option<Uuid> = self
            .nilai("SELECT permohonan_id FROM tugas WHERE id = $1", [tugas.uuid().into()])
            .await?;
        match id {
            Some(id) => PermohonanRepository::kunci(self, PermohonanId::new(id)).await,
            None => Ok(None),
        }
    }

    async fn baca(&mut self, id: PermohonanId) -> Result<Option<Permohonan>, PortError> {
        self.kasus(permohonan::Entity::find_by_id(id.uuid())).await
    }

    async fn simpan(
        &mut self,
        permohonan: &Permohonan,
        peristiwa: &[Peristiwa],
        pelaku: JejakPelaku,
    ) -> Result<(), PortError> {
        self.perbarui(permohonan::ActiveModel {
            id: Set(permohonan.id.uuid()),
            // Only a move touches the pin.
            sop_versi_id: if peristiwa.iter().any(|p| matches!(p, Peristiwa::SopDipindahkan { .. }))
            {
                Set(permohonan.sop.uuid())
            } else {
                NotSet
            },
            status: Set(permohonan.keadaan.status.kata().to_owned()),
            keadaan: Set(ke_json(&permohonan.keadaan)?),
            versi: Set(bilangan(permohonan.keadaan.versi)?),
            diubah_pada: Set(permohonan.diubah_pada),
            ..Default::default()
        })
        .await?;
        self.catat_peristiwa(permohonan, peristiwa, pelaku).await?;
        self.kabarkan_permohonan(permohonan, peristiwa).await
    }

    async fn milik_kontak(&mut self, kontak: KontakId) -> Result<Vec<Permohonan>, PortError> {
        let semua = permohonan::Entity::find()
            .filter(permohonan::Column::KontakId.eq(kontak.uuid()))
            .filter(permohonan::Column::Status.is_in(["berjalan", "menunggu_pemohon"]))
            .order_by_asc(permohonan::Column::Id)
            .limit(KASUS_TERBANYAK)
            .all(&self.tx)
            .await
            .map_err(port_error)?;
        semua.into_iter().map(|baris| dari_baris(&self.kunci, baris)).collect()
    }

    async fn tambah_formulir(
        &mut self,
        id: Uuid,
        permohonan: PermohonanId,
        tugas: TugasId,
        kode: &str,
        isi: &serde_json::Value,
        oleh: PenggunaId,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let isi = Segel::new(&self.kunci, "tugas_formulir", id).json("isi_tersegel", isi)?;
        self.jalankan(
            "INSERT INTO tugas_formulir (id, permohonan_id, tugas_id, kode, isi_tersegel, oleh, pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            [
                id.into(),
                permohonan.uuid().into(),
                tugas.uuid().into(),
                kode.into(),
                isi.into(),
                oleh.uuid().into(),
                pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn formulir(&mut self, id: PermohonanId) -> Result<Vec<FormulirTerisi>, PortError> {
        let semua: Vec<BarisFormulir> = self
            .semua(
                "SELECT id, tugas_id, kode, isi_tersegel, oleh, pada FROM tugas_formulir
                 WHERE permohonan_id = $1 ORDER BY id",
                [id.uuid().into()],
            )
            .await?;
        let buka = |baris: BarisFormulir| {
            let segel = Segel::new(&self.kunci, "tugas_formulir", baris.id);
            Ok(FormulirTerisi {
                tugas: TugasId::new(baris.tugas_id),
                kode: baris.kode,
                isi: segel.buka_json("isi_tersegel", &baris.isi_tersegel)?,
                oleh: PenggunaId::new(baris.oleh),
                pada: baris.pada,
            })
        };
        semua.into_iter().map(buka).collect()
    }

    async fn tambah_berkas(&mut self, berkas: &Berkas) -> Result<(), PortError> {
        self.sisipkan(berkas::ke_baris(berkas)?).await
    }

    async fn kunci_berkas(&mut self, id: BerkasId) -> Result<Option<Berkas>, PortError> {
        self.berkas_terkunci(id).await
    }

    async fn simpan_berkas(&mut self, berkas: &Berkas) -> Result<(), PortError> {
        self.perbarui(berkas::perubahan(berkas)?).await
    }

    async fn berkas(&mut self, id: PermohonanId) -> Result<Vec<Berkas>, PortError> {
        self.berkas_milik(id).await
    }

    async fn idempotensi(
        &mut self,
        pengguna: PenggunaId,
        kunci: &str,
    ) -> Result<Option<(Vec<u8>, Uuid)>, PortError> {
        let baris = idempotensi::Entity::find_by_id((pengguna.uuid(), kunci.to_owned()))
            .one(&self.tx)
            .await
            .map_err(port_error)?;
        Ok(baris.map(|baris| (baris.sidik, baris.hasil_id)))
    }

    async fn catat_idempotensi(
        &mut self,
        pengguna: PenggunaId,
        kunci: &str,
        sidik: &[u8],
        hasil: Uuid,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.sisipkan(idempotensi::Model {
            pengguna_id: pengguna.uuid(),
            kunci: kunci.to_owned(),
            sidik: sidik.to_vec(),
            hasil_id: hasil,
            dibuat_pada: pada,
        })
        .await
    }
}
