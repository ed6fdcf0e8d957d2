//! Contacts.

use async_trait::async_trait;
use loket_domain::{
    galat::PortError,
    nilai::{Kode, NomorWa, Rahasia},
    percakapan::{
        Alamat, KeadaanAlur, Kontak, KontakId, KontakRepository, NomorLayanan, Pengirim,
        Verifikasi, VerifikasiUlang,
    },
    permohonan::PermohonanId,
};
use sea_orm::{EntityTrait, FromQueryResult, QuerySelect, Set, sea_query::LockType};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::postgres::{
    baris::{Segel, bilangan, rusak},
    entity::kontak,
    error::port_error,
    katalog::{NomorTersegel, kunci_nomor},
    kerja::PgUnitOfWork,
    percakapan::kotak::BarisPilihan,
};

/// The name under which numbers are indexed, here and at the case.
const INDEKS_NOMOR: &str = "nomor_wa";

/// Every column of a contact.
pub(super) const PILIH_KONTAK: &str =
    "SELECT id, nomor_tersegel, nomor_indeks, bsuid, nama_tersegel, nomor_layanan, alur_tersegel,
         persetujuan_versi, persetujuan_pada, terakhir_masuk_pada, verifikasi_ulang, verifikasi_sejak,
         verifikasi_gagal, berhenti_pada, bahasa, dibuat_pada
     FROM kontak";

/// Stores a contact that this transaction keeps from others, and reads its conversation.
const SIMPAN_KONTAK: &str = "WITH ubah AS (
         UPDATE kontak SET alur_tersegel = $2, terakhir_masuk_pada = $3,
             persetujuan_pada = CASE WHEN persetujuan_versi IS NOT DISTINCT FROM $4
                 THEN persetujuan_pada ELSE $5 END,
             persetujuan_versi = $4,
             petugas_sejak = CASE WHEN $6 THEN coalesce(petugas_sejak, $5) END,
             berhenti_pada = CASE WHEN $7 THEN coalesce(berhenti_pada, $5) END,
             bahasa = $8
         WHERE id = $1 RETURNING id)
     SELECT p.kontak_id, p.terakhir_id, p.terakhir_pada, p.masuk_id, p.masuk_pada, p.menunggu_id,
         p.menunggu_sejak, p.belum_dibaca, p.petugas_id, p.ditugaskan_pada, p.petugas_terakhir_pada, p.versi
     FROM ubah LEFT JOIN percakapan p ON p.kontak_id = ubah.id";

#[derive(FromQueryResult)]
struct BarisAlamat {
    id: Uuid,
    nomor_tersegel: Option<Vec<u8>>,
    bsuid: Option<String>,
    integrasi_id: Uuid,
    isi_tersegel: Vec<u8>,
}

impl PgUnitOfWork {
    pub(in crate::postgres) fn segel_kontak(&self, id: Uuid) -> Segel<'_> {
        Segel::new(&self.kunci, "kontak", id)
    }

    pub(super) fn indeks_nomor(&self, nomor: Option<&NomorWa>) -> Option<Vec<u8>> {
        nomor.map(|nomor| self.kunci.indeks(INDEKS_NOMOR, nomor.lengkap()))
    }

    pub(super) fn kontak_dari(&self, baris: &kontak::Model) -> Result<Kontak, PortError> {
        let segel = self.segel_kontak(baris.id);
        Ok(Kontak {
            id: KontakId::new(baris.id),
            nomor: baris.nomor_tersegel.as_deref().map(|isi| buka_nomor(segel, isi)).transpose()?,
            bsuid: baris.bsuid.clone(),
            nama: baris
                .nama_tersegel
                .as_deref()
                .map(|isi| segel.buka_teks("nama_tersegel", isi))
                .transpose()?,
            nomor_layanan: baris.nomor_layanan.clone(),
            alur: segel.buka_json("alur_tersegel", &baris.alur_tersegel)?,
            persetujuan: baris.persetujuan_versi.clone(),
            verifikasi: verifikasi(baris)?,
            terakhir_masuk: baris.terakhir_masuk_pada,
            berhenti: baris.berhenti_pada.is_some(),
            bahasa: baris.bahasa.as_deref().and_then(|kode| Kode::parse(kode).ok()),
        })
    }

    /// The indexes of a number under every version of the key: what a look-up compares with.
    pub(super) fn indeks_nomor_semua(&self, nomor: Option<&NomorWa>) -> Vec<Vec<u8>> {
        nomor.map_or_else(Vec::new, |nomor| self.kunci.indeks_semua(INDEKS_NOMOR, nomor.lengkap()))
    }

    /// Contacts with that business-scoped id or number, locked, the oldest first: two when one person was met as two.
    pub(super) async fn cocok(
        &self,
        bsuid: Option<&str>,
        indeks: &[Vec<u8>],
    ) -> Result<Vec<kontak::Model>, PortError> {
        self.semua(
            &format!(
                "{PILIH_KONTAK} WHERE bsuid = $1 OR nomor_indeks = ANY($2) ORDER BY id FOR NO KEY UPDATE"
            ),
            [bsuid.map(str::to_owned).into(), indeks.to_vec().into()],
        )
        .await
    }

    /// Adds a contact at rest, unless somebody else was faster.
    async fn kontak_baru(
        &self,
        id: KontakId,
        nomor: Option<&NomorWa>,
        bsuid: Option<&str>,
        nomor_layanan: &str,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let segel = self.segel_kontak(id.uuid());
        let tersegel = nomor.map(|nomor| segel.teks("nomor_tersegel", nomor.lengkap()));
        self.jalankan(
            "INSERT INTO kontak (id, nomor_tersegel, nomor_indeks, bsuid, nomor_layanan, alur_tersegel, dibuat_pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            [
                id.uuid().into(),
                tersegel.transpose()?.into(),
                self.indeks_nomor(nomor).into(),
                bsuid.map(str::to_owned).into(),
                nomor_layanan.into(),
                segel.json("alur_tersegel", &KeadaanAlur::Awal)?.into(),
                pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    /// Brings a contact up to what its sender shows of themselves now.
    async fn perbarui_pengirim(
        &self,
        baris: &mut kontak::Model,
        pengirim: &Pengirim<'_>,
        tunggal: bool,
    ) -> Result<(), PortError> {
        let segel = self.segel_kontak(baris.id);
        let mut ubah = kontak::ActiveModel { id: Set(baris.id), ..Default::default() };
        let mut berubah = false;
        // What the other of two contacts holds cannot be held twice.
        if let (true, None, Some(nomor)) = (tunggal, &baris.nomor_indeks, pengirim.nomor) {
            baris.nomor_tersegel = Some(segel.teks("nomor_tersegel", nomor.lengkap())?);
            baris.nomor_indeks = self.indeks_nomor(Some(nomor));
            ubah.nomor_tersegel = Set(baris.nomor_tersegel.clone());
            ubah.nomor_indeks = Set(baris.nomor_indeks.clone());
            berubah = true;
        }
        if let (true, None, Some(bsuid)) = (tunggal, &baris.bsuid, pengirim.bsuid) {
            baris.bsuid = Some(bsuid.to_owned());
            ubah.bsuid = Set(baris.bsuid.clone());
            berubah = true;
        }
        if let Some(nama) = pengirim.nama {
            let lama = baris.nama_tersegel.as_deref();
            let lama = lama.map(|isi| segel.buka_teks("nama_tersegel", isi)).transpose()?;
            if lama.as_ref() != Some(nama) {
                baris.nama_tersegel = Some(segel.teks("nama_tersegel", nama.buka())?);
                ubah.nama_tersegel = Set(baris.nama_tersegel.clone());
                berubah = true;
            }
        }
        // Answers leave through the number that was written to: the 24-hour window is that number's.
        if baris.nomor_layanan != pengirim.nomor_layanan {
            pengirim.nomor_layanan.clone_into(&mut baris.nomor_layanan);
            ubah.nomor_layanan = Set(baris.nomor_layanan.clone());
            berubah = true;
            // What waits leaves through that number too.
            self.jalankan(
                "UPDATE pesan_keluar SET phone_number_id = $2
                 WHERE kontak_id = $1 AND keadaan IN ('antre', 'tertahan')",
                [baris.id.into(), pengirim.nomor_layanan.into()],
            )
            .await?;
        }
        if berubah { self.perbarui(ubah).await } else { Ok(()) }
    }

    /// Replaces the conversation state where `ganti` gives a new one.
    async fn ganti_alur(
        &self,
        id: KontakId,
        ganti: impl FnOnce(KeadaanAlur) -> Option<KeadaanAlur> + Send,
    ) -> Result<bool, PortError> {
        let baris = kontak::Entity::find_by_id(id.uuid())
            .lock(LockType::NoKeyUpdate)
            .one(&self.tx)
            .await
            .map_err(port_error)?;
        let Some(baris) = baris else { return Ok(false) };
        let segel = self.segel_kontak(baris.id);
        let Some(baru) = ganti(segel.buka_json("alur_tersegel", &baris.alur_tersegel)?) else {
            return Ok(false);
        };
        self.perbarui(kontak::ActiveModel {
            id: Set(baris.id),
            alur_tersegel: Set(segel.json("alur_tersegel", &baru)?),
            ..Default::default()
        })
        .await?;
        Ok(true)
    }
}

/// The mark of a contact, when it is marked.
fn verifikasi(baris: &kontak::Model) -> Result<Option<Verifikasi>, PortError> {
    let Some(sebab) = &baris.verifikasi_ulang else { return Ok(None) };
    let sebab = VerifikasiUlang::dari_kode(sebab).ok_or_else(|| rusak("verifikasi_ulang"))?;
    Ok(Some(Verifikasi {
        sebab,
        sejak: baris.verifikasi_sejak.unwrap_or(OffsetDateTime::UNIX_EPOCH),
        gagal: baris.verifikasi_gagal.map(bilangan).transpose()?,
    }))
}

pub(super) fn buka_nomor(segel: Segel<'_>, tersegel: &[u8]) -> Result<NomorWa, PortError> {
    let nomor: Rahasia = segel.buka_teks("nomor_tersegel", tersegel)?;
    NomorWa::parse(nomor.buka()).map_err(PortError::tak_terduga)
}

#[async_trait]
impl KontakRepository for PgUnitOfWork {
    async fn kunci_pengirim(
        &mut self,
        pengirim: &Pengirim<'_>,
        id_baru: KontakId,
        pada: OffsetDateTime,
    ) -> Result<Kontak, PortError> {
        if pengirim.nomor.is_none() && pengirim.bsuid.is_none() {
            return Err(PortError::tak_terduga("pengirim tanpa nomor dan tanpa bsuid"));
        }
        let indeks = self.indeks_nomor_semua(pengirim.nomor);
        let mut cocok = self.cocok(pengirim.bsuid, &indeks).await?;
        if cocok.is_empty() {
            self.kontak_baru(id_baru, pengirim.nomor, pengirim.bsuid, pengirim.nomor_layanan, pada)
                .await?;
            cocok = self.cocok(pengirim.bsuid, &indeks).await?;
        }
        let tunggal = cocok.len() == 1;
        let mut baris = cocok.into_iter().next().ok_or(PortError::Konflik)?;
        self.perbarui_pengirim(&mut baris, pengirim, tunggal).await?;
        self.kontak_dari(&baris)
    }

    async fn baca(&mut self, id: KontakId) -> Result<Option<Kontak>, PortError> {
        let baris =
            kontak::Entity::find_by_id(id.uuid()).one(&self.tx).await.map_err(port_error)?;
        baris.map(|baris| self.kontak_dari(&baris)).transpose()
    }

    async fn kunci(&mut self, id: KontakId) -> Result<Option<Kontak>, PortError> {
        let baris = kontak::Entity::find_by_id(id.uuid()).lock(LockType::NoKeyUpdate);
        let baris = baris.one(&self.tx).await.map_err(port_error)?;
        baris.map(|baris| self.kontak_dari(&baris)).transpose()
    }

    async fn simpan(&mut self, kontak: &Kontak, pada: OffsetDateTime) -> Result<(), PortError> {
        let id = kontak.id.uuid();
        let alur = self.segel_kontak(id).json("alur_tersegel", &kontak.alur)?;
        let jeda = matches!(kontak.alur, KeadaanAlur::Petugas);
        let baris: Option<BarisPilihan> = self
            .satu(
                SIMPAN_KONTAK,
                [
                    id.into(),
                    alur.into(),
                    kontak.terakhir_masuk.into(),
                    kontak.persetujuan.clone().into(),
                    pada.into(),
                    jeda.into(),
                    kontak.berhenti.into(),
                    kontak.bahasa.as_ref().map(Kode::to_string).into(),
                ],
            )
            .await?;
        let baris = baris.ok_or_else(|| PortError::tak_terduga("kontak tidak ada"))?;
        // Whoever silences the bot or has it speak again comes through here, so the inbox cannot miss it.
        let Some(lama) = baris.kotak()? else { return Ok(()) };
        let versi = lama.versi;
        let baru = lama.beralih(jeda);
        if baru.versi == versi { Ok(()) } else { self.simpan_kotak(&baru, pada).await }
    }

    async fn dari_nomor(
        &mut self,
        nomor: &NomorWa,
        id_baru: KontakId,
        pada: OffsetDateTime,
    ) -> Result<Option<KontakId>, PortError> {
        let kunci: Option<String> = self
            .nilai(
                "SELECT kunci FROM integrasi WHERE kunci >= 'wa/' AND kunci < 'wa0' ORDER BY kunci LIMIT 1",
                [],
            )
            .await?;
        let Some(kunci) = kunci else { return Ok(None) };
        let indeks = self.indeks_nomor_semua(Some(nomor));
        let cari = "SELECT id FROM kontak WHERE nomor_indeks = ANY($1) ORDER BY id LIMIT 1";
        let mut id: Option<Uuid> = self.nilai(cari, [indeks.clone().into()]).await?;
        if id.is_none() {
            let nomor_layanan = kunci.trim_start_matches("wa/");
            self.kontak_baru(id_baru, Some(nomor), None, nomor_layanan, pada).await?;
            id = self.nilai(cari, [indeks.into()]).await?;
        }
        id.map(|id| Some(KontakId::new(id))).ok_or(PortError::Konflik)
    }

    async fn bahasa(&mut self, id: KontakId) -> Result<Option<Kode>, PortError> {
        let sql = "SELECT bahasa FROM kontak WHERE id = $1";
        let kode: Option<Option<String>> = self.nilai(sql, [id.uuid().into()]).await?;
        Ok(kode.flatten().and_then(|kode| Kode::parse(&kode).ok()))
    }

    async fn mulai_melengkapi(
        &mut self,
        id: KontakId,
        permohonan: PermohonanId,
    ) -> Result<bool, PortError> {
        self.ganti_alur(id, |alur| alur.mulai_melengkapi(permohonan)).await
    }

    async fn selesai_melengkapi(
        &mut self,
        id: KontakId,
        permohonan: PermohonanId,
    ) -> Result<(), PortError> {
        self.ganti_alur(id, |alur| match alur {
            KeadaanAlur::Melengkapi { permohonan: lama, .. } if lama == permohonan => {
                Some(KeadaanAlur::Awal)
            }
            _ => None,
        })
        .await
        .map(drop)
    }

    async fn alamat(
        &mut self,
        id: &[KontakId],
    ) -> Result<Vec<(KontakId, Alamat, NomorLayanan)>, PortError> {
        let id: Vec<Uuid> = id.iter().map(|satu| satu.uuid()).collect();
        let semua: Vec<BarisAlamat> = self
            .semua(
                "SELECT k.id, k.nomor_tersegel, k.bsuid, i.id AS integrasi_id, i.isi_tersegel
                 FROM kontak k JOIN integrasi i ON i.kunci = 'wa/' || k.nomor_layanan
                 WHERE k.id = ANY($1)",
                [id.into()],
            )
            .await?;
        let mut hasil = Vec::with_capacity(semua.len());
        for baris in semua {
            let alamat = match (baris.nomor_tersegel, baris.bsuid) {
                (Some(nomor), _) => Alamat::Nomor(buka_nomor(self.segel_kontak(baris.id), &nomor)?),
                (None, Some(bsuid)) => Alamat::Bsuid(bsuid),
                (None, None) => continue,
            };
            let nomor: NomorTersegel = Segel::new(&self.kunci, "integrasi", baris.integrasi_id)
                .buka_json("isi_tersegel", &baris.isi_tersegel)?;
            hasil.push((KontakId::new(baris.id), alamat, nomor.into()));
        }
        Ok(hasil)
    }

    async fn nomor_layanan(
        &mut self,
        phone_number_id: &str,
    ) -> Result<Option<NomorLayanan>, PortError> {
        let nomor: Option<NomorTersegel> = self.integrasi(&kunci_nomor(phone_number_id)).await?;
        Ok(nomor.map(Into::into))
    }
}
