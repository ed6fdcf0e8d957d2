//! What real rows look like, so that pgbench writes the same; and copies of a real case for it to work on.

use serde_json::Value;

use super::{
    basis::Basis,
    galat::{Hasil, Ketika},
    kantor::Kantor,
    skrip::kutip,
};

/// A stored element of a webhook.
#[derive(Clone, Debug)]
pub struct ContohMasuk {
    /// Bytes of its sealed content.
    pub isi: usize,
    /// Bytes of the sender's index.
    pub pengirim: usize,
}

impl ContohMasuk {
    /// The newest one of the office.
    pub fn baca(basis: &mut Basis, kantor: &Kantor) -> Hasil<Self> {
        basis.masuk_skema(&kantor.skema())?;
        let contoh = objek(
            basis,
            "SELECT jsonb_build_object('isi', octet_length(isi_tersegel), 'pengirim', octet_length(kontak_indeks))::text
             FROM wa_masuk WHERE jenis = 'pesan' ORDER BY id DESC LIMIT 1",
        )?;
        Ok(Self { isi: ukuran(&contoh["isi"])?, pengirim: ukuran(&contoh["pengirim"])? })
    }
}

/// A message in the outbox.
#[derive(Clone, Debug)]
pub struct ContohPesan {
    /// To whom.
    pub kontak: String,
    /// Bytes of its sealed content.
    pub isi: usize,
}

/// A case whose first tugas was taken and decided. JSON is as PostgreSQL writes it.
#[derive(Clone, Debug)]
pub struct ContohKasus {
    /// Its state once the tugas was taken.
    pub keadaan_diterima: String,
    /// Its state once the tugas was decided.
    pub keadaan_diputus: String,
    /// The events of taking.
    pub peristiwa_terima: String,
    /// The events of deciding.
    pub peristiwa_putus: String,
    /// Who acted, as events and audit rows name them.
    pub pelaku: String,
    /// What the audit row of taking says.
    pub rincian_terima: String,
    /// What the audit row of deciding says.
    pub rincian_putus: String,
    /// The tugas that was opened next: `"tahap": …, "peran": […]`, without braces.
    pub dibuka: String,
    /// Who acted.
    pub petugas: String,
    /// Their session.
    pub sesi: String,
    /// The message to the applicant.
    pub pesan: Option<ContohPesan>,
}

impl ContohKasus {
    /// From a case of the office that was decided, and the state a taken one had: [`diterima`].
    pub fn baca(basis: &mut Basis, kantor: &Kantor, keadaan_diterima: String) -> Hasil<Self> {
        basis.masuk_skema(&kantor.skema())?;
        let kasus = basis.satu(
            "SELECT permohonan_id::text FROM tugas WHERE status = 'selesai' ORDER BY id LIMIT 1",
        )?;
        let peristiwa = |basis: &mut Basis, syarat: &str| {
            basis.satu(&format!(
                "SELECT jsonb_agg(peristiwa ORDER BY urutan)::text FROM permohonan_peristiwa
                 WHERE permohonan_id = '{kasus}' AND {syarat}"
            ))
        };
        let rincian = |basis: &mut Basis, aksi: &str| {
            basis.satu(&format!(
                "SELECT rincian::text FROM audit WHERE objek_id = '{kasus}' AND aksi = '{aksi}'"
            ))
        };
        let petugas = basis.satu(&format!(
            "SELECT diterima_oleh::text FROM tugas WHERE permohonan_id = '{kasus}' AND status = 'selesai'"
        ))?;
        let dibuka = basis.satu(&format!(
            "SELECT jsonb_build_object('tahap', tahap, 'nama', nama, 'jenis', jenis, 'level', level, 'peran', peran,
                 'pemohon', pemohon)::text
             FROM tugas WHERE permohonan_id = '{kasus}' AND status = 'menunggu'"
        ))?;
        let pesan = basis.kolom(&format!(
            "SELECT kontak_id || ' ' || octet_length(isi_tersegel) FROM pesan_keluar WHERE permohonan_id = '{kasus}'"
        ))?;
        let pesan = pesan.first().and_then(|baris| {
            let (kontak, isi) = baris.split_once(' ')?;
            Some(ContohPesan { kontak: kontak.to_owned(), isi: isi.parse().ok()? })
        });
        let sesi =
            kantor.petugas.iter().find(|satu| satu.id == petugas).ketika("petugas contoh")?;
        Ok(Self {
            keadaan_diterima,
            keadaan_diputus: basis.satu(&format!(
                "SELECT keadaan::text FROM permohonan WHERE id = '{kasus}'"
            ))?,
            peristiwa_terima: peristiwa(basis, "urutan = 3")?,
            peristiwa_putus: peristiwa(basis, "urutan > 3")?,
            pelaku: basis.satu(&format!(
                "SELECT pelaku::text FROM audit WHERE objek_id = '{kasus}' AND aksi = 'tugas.terima'"
            ))?,
            rincian_terima: rincian(basis, "tugas.terima")?,
            rincian_putus: rincian(basis, "tugas.putuskan")?,
            dibuka: dibuka.trim_matches(['{', '}']).to_owned(),
            petugas,
            sesi: sesi.sesi.clone(),
            pesan,
        })
    }
}

/// The state of some case of the office whose tugas was taken.
pub fn diterima(basis: &mut Basis, kantor: &Kantor) -> Hasil<String> {
    basis.masuk_skema(&kantor.skema())?;
    basis.satu(
        "SELECT p.keadaan::text FROM permohonan p JOIN tugas t ON t.permohonan_id = p.id
         WHERE t.status = 'diterima' ORDER BY t.id LIMIT 1",
    )
}

/// Copies an untouched case of the office `jumlah` times, with ids that scripts can compute: number 1 to `jumlah`,
/// counted from `awal`. What is sealed in a copy opens for nobody, which no statement needs.
pub fn salin(basis: &mut Basis, kantor: &Kantor, awal: u64, jumlah: u64) -> Hasil<()> {
    basis.masuk_skema(&kantor.skema())?;
    let tahap = kutip(kantor.resep.tahap);
    let sumber = objek(
        basis,
        &format!(
            "SELECT jsonb_build_object('tugas', id, 'kasus', permohonan_id)::text FROM tugas
             WHERE status = 'menunggu' AND tahap = {tahap} ORDER BY id DESC LIMIT 1"
        ),
    )?;
    let teks = |nama: &str| sumber[nama].as_str().map(kutip).ketika("kasus contoh");
    let (tugas, kasus) = (teks("tugas")?, teks("kasus")?);
    let (dari, sampai) = (awal + 1, awal + jumlah);
    let nomor = format!("generate_series({dari}::bigint, {sampai}::bigint) AS n");
    let id = |kelompok: &str| format!("('{kelompok}' || n)::uuid");
    let (id_kasus, id_tugas) = (id(super::skrip::KASUS), id(super::skrip::TUGAS));
    basis.jalankan(&format!(
        "INSERT INTO permohonan (id, nomor, layanan_kode, layanan_nama, sop_versi_id, kanal, kontak_id, nama_tersegel,
             nik_tersegel, nik_indeks, nomor_kk_tersegel, nomor_kk_indeks, nomor_wa_tersegel, nomor_wa_indeks,
             isian_tersegel, status, keadaan, versi, dibuat_pada, diubah_pada)
         SELECT {id_kasus}, 'salinan-' || n, layanan_kode, layanan_nama, sop_versi_id, kanal, kontak_id, nama_tersegel,
             nik_tersegel, nik_indeks, nomor_kk_tersegel, nomor_kk_indeks, nomor_wa_tersegel, nomor_wa_indeks,
             isian_tersegel, status, keadaan, versi, dibuat_pada, diubah_pada
         FROM {nomor}, permohonan WHERE id = {kasus};
         INSERT INTO permohonan_peristiwa (permohonan_id, urutan, peristiwa, pelaku, pada)
         SELECT {id_kasus}, urutan, peristiwa, pelaku, pada
         FROM {nomor}, permohonan_peristiwa WHERE permohonan_id = {kasus};
         INSERT INTO tugas (id, permohonan_id, tahap, nama, jenis, level, peran, status, dibuka_pada)
         SELECT {id_tugas}, {id_kasus}, tahap, nama, jenis, level, peran, status, dibuka_pada
         FROM {nomor}, tugas WHERE id = {tugas};
         INSERT INTO kartu_kendali (tugas_id, permohonan_id, urutan, diserahkan_pada)
         SELECT {id_tugas}, {id_kasus}, urutan, diserahkan_pada
         FROM {nomor}, kartu_kendali WHERE tugas_id = {tugas};
         INSERT INTO berkas (id, permohonan_id, syarat_kode, nama, asal, keadaan, tipe, ukuran, sha256, kunci_objek,
             dibuat_pada)
         SELECT gen_random_uuid(), {id_kasus}, syarat_kode, nama, asal, keadaan, tipe, ukuran, sha256,
             kunci_objek || '/' || n, dibuat_pada
         FROM {nomor}, berkas WHERE permohonan_id = {kasus}"
    ))
}

fn objek(basis: &mut Basis, sql: &str) -> Hasil<Value> {
    serde_json::from_str(&basis.satu(sql)?).ketika(sql)
}

fn ukuran(nilai: &Value) -> Hasil<usize> {
    nilai.as_u64().and_then(|n| usize::try_from(n).ok()).ketika("panjang kolom contoh")
}
