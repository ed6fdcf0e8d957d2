//! The cases under load: registered over HTTP, with their papers.

use serde_json::{Map, Value, json};

use super::{
    basis::Basis,
    beban::{Armada, Beban},
    galat::{Gagal, Hasil, Ketika},
    kantor::Kantor,
    klien::permintaan,
};

/// A tugas to take and decide.
#[derive(Clone, Debug)]
pub struct Tugas {
    /// The office, as a position in the list of offices.
    pub kantor: usize,
    /// Its id.
    pub id: String,
    /// Who works on it, as a position in the list of the office's officers.
    pub petugas: usize,
}

/// Registers `jumlah` cases over all offices and gives back the tugas they opened, the offices taking turns.
pub fn siapkan(
    jumlah: usize,
    kantor: &[Kantor],
    armada: &mut Armada,
    basis: &mut Basis,
) -> Hasil<Vec<Tugas>> {
    let semua: Vec<Vec<u8>> =
        (0..jumlah).map(|n| ajuan(&kantor[n % kantor.len()], n)).collect::<Hasil<_>>()?;
    let urutan: Vec<usize> = (0..jumlah).collect();
    armada.jalankan(Beban { permintaan: &semua, urutan: &urutan, status: 201 })?;

    let mut per_kantor = Vec::with_capacity(kantor.len());
    for satu in kantor {
        basis.masuk_skema(&satu.skema())?;
        basis.jalankan(BERKAS)?;
        let terbuka = basis.kolom(&format!(
            "SELECT id::text FROM tugas WHERE status = 'menunggu' AND tahap = '{}' ORDER BY id",
            satu.resep.tahap
        ))?;
        if terbuka.len() != jumlah / kantor.len() {
            let (slug, ada) = (&satu.tenant.slug, terbuka.len());
            return Err(Gagal::baru(format!("{slug}: {ada} tugas terbuka setelah penyiapan")));
        }
        per_kantor.push(terbuka.into_iter());
    }
    (0..jumlah)
        .map(|n| {
            let nomor = n % kantor.len();
            let petugas = (n / kantor.len()) % kantor[nomor].petugas.len();
            let id = per_kantor[nomor].next().ketika("tugas kurang")?;
            Ok(Tugas { kantor: nomor, id, petugas })
        })
        .collect()
}

/// The papers of every case: rows as a completed upload leaves them. Nothing measured reads their content.
const BERKAS: &str = "INSERT INTO berkas (id, permohonan_id, syarat_kode, nama, asal, keadaan, tipe, ukuran, sha256,
         kunci_objek, dibuat_pada)
     SELECT gen_random_uuid(), p.id, syarat ->> 'kode', (syarat ->> 'kode') || '.jpg', 'unggah', 'sah', 'image/jpeg',
         180000, decode(md5(p.id::text) || md5(p.nomor), 'hex'),
         current_schema || '/' || gen_random_uuid(), p.dibuat_pada
     FROM permohonan p
     JOIN layanan l ON l.kode = p.layanan_kode
     CROSS JOIN LATERAL jsonb_array_elements(l.definisi -> 'syarat') AS syarat";

/// A case at the counter, for somebody with a WhatsApp number of their own.
fn ajuan(kantor: &Kantor, n: usize) -> Hasil<Vec<u8>> {
    let resep = kantor.resep;
    let isian: Map<String, Value> =
        resep.isian.iter().map(|(kode, isi)| ((*kode).to_owned(), json!(isi))).collect();
    let isi = json!({
        "layanan": resep.layanan,
        "kanal": "loket",
        "pemohon": {
            "nama": format!("Pemohon Contoh {n}"),
            "nik": format!("147101{:02}0190{:04}", n / 9999 % 28 + 1, n % 9999 + 1),
            "nomor_wa": format!("0812{n:08}"),
        },
        "isian": isian,
    });
    let petugas = kantor.petugas.first().ketika("petugas")?;
    let kunci = format!("bench-{n}");
    let kepala = [
        ("content-type", "application/json"),
        ("authorization", petugas.token.as_str()),
        ("idempotency-key", kunci.as_str()),
    ];
    Ok(permintaan("POST", "/v1/permohonan", &kepala, isi.to_string().as_bytes()))
}
