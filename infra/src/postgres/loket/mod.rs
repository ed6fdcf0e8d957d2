//! The counter: shelf, reminders, evidence, collections, withdrawn things.

mod ambil;
mod rak;

use std::collections::BTreeSet;

use async_trait::async_trait;
use loket_domain::{
    akses::PenggunaId,
    galat::PortError,
    halaman::Halaman,
    loket::{
        BarisRak, BeritaAcara, Bukti, BuktiId, Ditarik, DitarikId, IsiRak, JenisBukti,
        KeadaanBukti, KodeAmbil, LoketRepository, MintaTandaTerima, Pembatalan, Pengambilan,
        PengambilanId, PengaturanLoket, PengingatRak, RakId, RingkasAmbil, SaringRak, UmurRak,
    },
    nilai::{Kode, NomorRegistrasi},
    outbox::PesanId,
    penyerahan::PenyerahanId,
    percakapan::KontakId,
    permohonan::{PermohonanId, TipeBerkas},
    sop::TugasId,
};
use sea_orm::FromQueryResult;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    baris::{bilangan, rusak},
    kerja::PgUnitOfWork,
};

#[cfg(test)]
pub(super) use ambil::{DIMINTA, MILIK_KONTAK};
#[cfg(test)]
pub(super) use rak::{BELUM, JATUH, TANPA_SLOT, TERTINGGAL, sql_daftar};

/// Whether the case of tugas `$1` has sound evidence since that was opened that belongs to no collection.
pub(super) const BUKTI_BEBAS: &str = "SELECT EXISTS (SELECT 1 FROM tugas t
     JOIN loket_bukti b ON b.permohonan_id = t.permohonan_id AND b.dibuat_pada >= t.dibuka_pada
     WHERE t.id = $1 AND b.keadaan = 'sah' AND NOT EXISTS (SELECT 1 FROM loket_pengambilan k
         WHERE k.permohonan_id = b.permohonan_id AND k.bukti_id = b.id))";

/// The key of the counter's settings.
const KUNCI: &str = "loket";

#[derive(FromQueryResult)]
struct BarisPengingat {
    id: Uuid,
    rak_id: Uuid,
    hari: i32,
}

#[derive(FromQueryResult)]
struct BarisBukti {
    id: Uuid,
    permohonan_id: Uuid,
    jenis: String,
    keadaan: String,
    tipe: String,
    ukuran: i64,
    sha256: Option<Vec<u8>>,
    kunci_objek: String,
    oleh: Uuid,
    dibuat_pada: OffsetDateTime,
}

/// The value of a stored word.
fn dari<T>(satu: Option<T>, kolom: &str) -> Result<T, PortError> {
    satu.ok_or_else(|| rusak(format!("{kolom} berisi kata yang tidak dikenal")))
}

#[async_trait]
impl LoketRepository for PgUnitOfWork {
    async fn pengaturan(&mut self) -> Result<PengaturanLoket, PortError> {
        Ok(PgUnitOfWork::pengaturan(self, KUNCI).await?.unwrap_or_default())
    }

    async fn catat_kiriman(
        &mut self,
        id: PengambilanId,
        pesan: PesanId,
        kunci: &str,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO loket_tanda_terima (pesan_id, pengambilan_id, kunci, dibuat_pada) VALUES ($1, $2, $3, $4)",
            [pesan.uuid().into(), id.uuid().into(), kunci.into(), pada.into()],
        )
        .await
        .map(drop)
    }

    async fn simpan_pengaturan(
        &mut self,
        pengaturan: &PengaturanLoket,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        PgUnitOfWork::simpan_pengaturan(self, KUNCI, pengaturan, pada).await
    }

    async fn kunci_rak(&mut self) -> Result<(), PortError> {
        let kunci = format!("loket:rak:{}", self.slug);
        self.jalankan("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [kunci.into()])
            .await
            .map(drop)
    }

    async fn slot_terisi(&mut self) -> Result<Vec<u32>, PortError> {
        self.slot_terisi_rak().await
    }

    async fn kode_kasus(&mut self, id: PermohonanId) -> Result<Option<KodeAmbil>, PortError> {
        Ok(self.isi_kasus(id).await?.into_iter().next().map(|isi| isi.kode))
    }

    async fn cari_kode(&mut self, kode: &KodeAmbil) -> Result<Option<PermohonanId>, PortError> {
        let indeks = self.kunci.indeks_semua(rak::KOLOM_KODE, kode.as_str());
        let id: Option<Uuid> = self
            .nilai(
                "SELECT permohonan_id FROM loket_rak WHERE kode_ambil_indeks = ANY($1) LIMIT 1",
                [indeks.into()],
            )
            .await?;
        Ok(id.map(PermohonanId::new))
    }

    async fn cari_nomor(
        &mut self,
        nomor: &NomorRegistrasi,
    ) -> Result<Option<PermohonanId>, PortError> {
        let sql = "SELECT id FROM permohonan WHERE nomor = $1";
        let id: Option<Uuid> = self.nilai(sql, [nomor.to_string().into()]).await?;
        Ok(id.map(PermohonanId::new))
    }

    async fn taruh(&mut self, isi: &IsiRak) -> Result<(), PortError> {
        self.taruh_isi(isi).await
    }

    async fn kunci_isi(&mut self, id: RakId) -> Result<Option<IsiRak>, PortError> {
        self.kunci_isi_rak(id).await
    }

    async fn simpan_isi(&mut self, isi: &IsiRak) -> Result<(), PortError> {
        self.simpan_isi_rak(isi).await
    }

    async fn di_rak(&mut self, id: PermohonanId) -> Result<Vec<IsiRak>, PortError> {
        self.isi_kasus(id).await
    }

    async fn daftar(
        &mut self,
        saring: &SaringRak,
        kini: OffsetDateTime,
        halaman: Halaman,
    ) -> Result<Vec<BarisRak>, PortError> {
        self.daftar_rak(saring, kini, halaman).await
    }

    async fn umur(&mut self, kini: OffsetDateTime) -> Result<Vec<(UmurRak, u64)>, PortError> {
        self.umur_rak(kini).await
    }

    async fn belum_ditaruh(&mut self, batas: u32) -> Result<Vec<PenyerahanId>, PortError> {
        self.id_dari(rak::BELUM, batas).await
    }

    async fn tanpa_slot(&mut self, batas: u32) -> Result<Vec<RakId>, PortError> {
        self.id_dari(rak::TANPA_SLOT, batas).await
    }

    async fn tertinggal(&mut self, batas: u32) -> Result<Vec<RakId>, PortError> {
        self.id_dari(rak::TERTINGGAL, batas).await
    }

    async fn tambah_pengingat(
        &mut self,
        id: Uuid,
        rak: RakId,
        hari: u16,
        jatuh: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan(
            "INSERT INTO loket_pengingat (id, rak_id, hari, jatuh_pada) VALUES ($1, $2, $3, $4)",
            [id.into(), rak.uuid().into(), i32::from(hari).into(), jatuh.into()],
        )
        .await
        .map(drop)
    }

    async fn pengingat_jatuh(
        &mut self,
        kini: OffsetDateTime,
        batas: u32,
    ) -> Result<Vec<PengingatRak>, PortError> {
        let nilai = [kini.into(), i64::from(batas).into()];
        let semua: Vec<BarisPengingat> = self.semua(rak::JATUH, nilai).await?;
        let satu = |baris: BarisPengingat| {
            let hari = bilangan(baris.hari)?;
            Ok(PengingatRak { id: baris.id, rak: RakId::new(baris.rak_id), hari })
        };
        semua.into_iter().map(satu).collect()
    }

    async fn kunci_pengingat(&mut self, id: Uuid) -> Result<bool, PortError> {
        let sql = "SELECT id FROM loket_pengingat WHERE id = $1 AND selesai_pada IS NULL
             FOR UPDATE SKIP LOCKED";
        let ada: Option<Uuid> = self.nilai(sql, [id.into()]).await?;
        Ok(ada.is_some())
    }

    async fn selesaikan_pengingat(
        &mut self,
        id: Uuid,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        let sql = "UPDATE loket_pengingat SET selesai_pada = $2 WHERE id = $1";
        self.jalankan(sql, [id.into(), pada.into()]).await.map(drop)
    }

    async fn hentikan_pengingat(
        &mut self,
        rak: RakId,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE loket_pengingat SET selesai_pada = $2 WHERE rak_id = $1 AND selesai_pada IS NULL",
            [rak.uuid().into(), pada.into()],
        )
        .await
        .map(drop)
    }

    async fn tambah_bukti(&mut self, bukti: &Bukti) -> Result<(), PortError> {
        let ukuran: i64 = bilangan(bukti.ukuran)?;
        self.jalankan(
            "INSERT INTO loket_bukti
                 (id, permohonan_id, jenis, keadaan, tipe, ukuran, sha256, kunci_objek, oleh, dibuat_pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            [
                bukti.id.uuid().into(),
                bukti.permohonan.uuid().into(),
                bukti.jenis.kata().into(),
                bukti.keadaan.kata().into(),
                bukti.tipe.mime().into(),
                ukuran.into(),
                bukti.sha256.clone().into(),
                bukti.kunci.clone().into(),
                bukti.oleh.uuid().into(),
                bukti.dibuat_pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn kunci_bukti(&mut self, id: BuktiId) -> Result<Option<Bukti>, PortError> {
        let sql = "SELECT id, permohonan_id, jenis, keadaan, tipe, ukuran, sha256, kunci_objek, oleh, dibuat_pada
             FROM loket_bukti WHERE id = $1 FOR NO KEY UPDATE";
        let Some(baris): Option<BarisBukti> = self.satu(sql, [id.uuid().into()]).await? else {
            return Ok(None);
        };
        let tipe = [TipeBerkas::Jpeg, TipeBerkas::Png, TipeBerkas::Pdf];
        let tipe = tipe.into_iter().find(|tipe| tipe.mime() == baris.tipe);
        Ok(Some(Bukti {
            id: BuktiId::new(baris.id),
            permohonan: PermohonanId::new(baris.permohonan_id),
            jenis: dari(JenisBukti::dari_kata(&baris.jenis), "loket_bukti.jenis")?,
            keadaan: dari(KeadaanBukti::dari_kata(&baris.keadaan), "loket_bukti.keadaan")?,
            tipe: dari(tipe, "loket_bukti.tipe")?,
            ukuran: bilangan(baris.ukuran)?,
            sha256: baris.sha256,
            kunci: baris.kunci_objek,
            oleh: PenggunaId::new(baris.oleh),
            dibuat_pada: baris.dibuat_pada,
        }))
    }

    async fn simpan_bukti(&mut self, bukti: &Bukti) -> Result<(), PortError> {
        let ukuran: i64 = bilangan(bukti.ukuran)?;
        self.jalankan(
            "UPDATE loket_bukti SET keadaan = $2, tipe = $3, ukuran = $4, sha256 = $5, kunci_objek = $6
             WHERE id = $1",
            [
                bukti.id.uuid().into(),
                bukti.keadaan.kata().into(),
                bukti.tipe.mime().into(),
                ukuran.into(),
                bukti.sha256.clone().into(),
                bukti.kunci.clone().into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn bukti_bebas(&mut self, tugas: TugasId) -> Result<bool, PortError> {
        Ok(self.nilai(BUKTI_BEBAS, [tugas.uuid().into()]).await?.unwrap_or(false))
    }

    async fn tambah_pengambilan(&mut self, satu: &Pengambilan) -> Result<(), PortError> {
        self.simpan_pengambilan_baru(satu).await
    }

    async fn kunci_pengambilan(
        &mut self,
        id: PengambilanId,
    ) -> Result<Option<Pengambilan>, PortError> {
        Ok(self.satu_pengambilan(id, " FOR NO KEY UPDATE OF k").await?.map(|(satu, _)| satu))
    }

    async fn pengambilan(
        &mut self,
        id: PengambilanId,
    ) -> Result<Option<(Pengambilan, String)>, PortError> {
        self.satu_pengambilan(id, "").await
    }

    async fn pengambilan_kontak(
        &mut self,
        kontak: KontakId,
        batas: u32,
    ) -> Result<Vec<RingkasAmbil>, PortError> {
        self.ringkas_kontak(kontak, batas).await
    }

    async fn minta_tanda_terima(
        &mut self,
        id: Uuid,
        pengambilan: PengambilanId,
        kontak: KontakId,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError> {
        self.catat_minta(id, pengambilan, kontak, pada).await
    }

    async fn minta_sejak(
        &mut self,
        kontak: KontakId,
        sejak: OffsetDateTime,
    ) -> Result<u32, PortError> {
        self.jumlah_minta(kontak, sejak).await
    }

    async fn tanda_terima_diminta(
        &mut self,
        batas: u32,
    ) -> Result<Vec<MintaTandaTerima>, PortError> {
        self.semua_diminta(batas).await
    }

    async fn selesaikan_permintaan(
        &mut self,
        id: Uuid,
        pada: OffsetDateTime,
    ) -> Result<bool, PortError> {
        self.tutup_minta(id, pada).await
    }

    async fn batalkan(&mut self, id: PengambilanId, batal: &Pembatalan) -> Result<(), PortError> {
        self.batalkan_pengambilan(id, batal).await
    }

    async fn sudah(&mut self, id: PermohonanId) -> Result<BTreeSet<Kode>, PortError> {
        self.sudah_ditunjukkan(id).await
    }

    async fn tambah_ditarik(&mut self, satu: &Ditarik) -> Result<(), PortError> {
        self.tambah_satu_ditarik(satu).await
    }

    async fn ditarik_pada(&mut self, id: PengambilanId) -> Result<Vec<Ditarik>, PortError> {
        self.ditarik_dari(id).await
    }

    async fn kunci_ditarik(&mut self, id: DitarikId) -> Result<Option<Ditarik>, PortError> {
        self.kunci_satu_ditarik(id).await
    }

    async fn simpan_ditarik(
        &mut self,
        satu: &Ditarik,
        pada: OffsetDateTime,
    ) -> Result<(), PortError> {
        self.jalankan(
            "UPDATE loket_ditarik SET keadaan = $2, berita_acara_id = $3, diubah_pada = $4 WHERE id = $1",
            [
                satu.id.uuid().into(),
                satu.keadaan.kata().into(),
                satu.berita_acara.into(),
                pada.into(),
            ],
        )
        .await
        .map(drop)
    }

    async fn daftar_ditarik(
        &mut self,
        halaman: Halaman,
    ) -> Result<Vec<(Ditarik, String)>, PortError> {
        self.daftar_simpanan(halaman).await
    }

    async fn tambah_berita_acara(&mut self, satu: &BeritaAcara) -> Result<(), PortError> {
        let jumlah: i32 = bilangan(satu.jumlah)?;
        self.jalankan(
            "INSERT INTO loket_berita_acara (id, jenis, nomor, tanggal, cara, jumlah, saksi, oleh, pada)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            [
                satu.id.into(),
                satu.jenis.kata().into(),
                satu.nomor.clone().into(),
                satu.tanggal.into(),
                satu.cara.map(loket_domain::loket::CaraMusnah::kata).into(),
                jumlah.into(),
                satu.saksi.clone().into(),
                satu.oleh.uuid().into(),
                satu.pada.into(),
            ],
        )
        .await
        .map(drop)
    }
}
