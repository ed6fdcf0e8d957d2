//! Every sealed column and every keyed index of a tenant's schema: what a rotation of its key has to go through.
//!
//! A context that adds a `*_tersegel` or `*_indeks` column adds it here; a test compares this list with the schema.

/// The sealed columns and keyed indexes of one table.
#[derive(Clone, Copy, Debug)]
pub struct TabelTersegel {
    /// The table.
    pub tabel: &'static str,
    /// The column that the seal is bound to, unique in the table together with `pembeda`.
    pub id: &'static str,
    /// A second column of the key with its type, where `id` alone is not unique.
    pub pembeda: Option<(&'static str, &'static str)>,
    /// Whether the value of `pembeda` stands behind the column's name in what the seal is bound to.
    pub sufiks: bool,
    /// The sealed columns.
    pub segel: &'static [&'static str],
    /// Index column, the sealed column that holds what is indexed, and the name it is indexed under.
    pub indeks: &'static [(&'static str, &'static str, &'static str)],
    /// Columns that must be NULL once nothing of an older version is left, where what they index is not kept, with the
    /// condition under which a row has none.
    pub lepas: &'static [(&'static str, &'static str)],
    /// Whether a row without a seal of its own goes when the older version does.
    pub buang: Option<&'static str>,
}

const fn biasa(tabel: &'static str, segel: &'static [&'static str]) -> TabelTersegel {
    TabelTersegel {
        tabel,
        id: "id",
        pembeda: None,
        sufiks: false,
        segel,
        indeks: &[],
        lepas: &[],
        buang: None,
    }
}

/// Indexes that need no rotation: this one only keeps the elements of one sender in order while they are in the queue,
/// which drains by itself.
pub const INDEKS_SEMENTARA: &[(&str, &str)] = &[("wa_masuk", "kontak_indeks")];

/// All of them.
pub const KOLOM_TERSEGEL: &[TabelTersegel] = &[
    biasa("pengguna", &["nik_tersegel", "surel_tersegel"]),
    TabelTersegel {
        id: "pengguna_id",
        ..biasa("pengguna_totp", &["benih_tersegel", "benih_baru_tersegel"])
    },
    biasa("kunci_sandi", &["isi_tersegel", "label_tersegel"]),
    biasa("kunci_sandi_upacara", &["keadaan_tersegel"]),
    biasa("surel_petugas", &["isi_tersegel"]),
    biasa("langganan", &["url_tersegel"]),
    biasa("langganan_rahasia", &["rahasia_tersegel"]),
    biasa("integrasi", &["isi_tersegel"]),
    TabelTersegel {
        indeks: &[
            ("nomor_indeks", "nomor_tersegel", "nomor_wa"),
            ("identitas_indeks", "identitas_tersegel", "identitas_wa"),
        ],
        // Learned before its hash was sealed beside it: WhatsApp's next word on the contact is the first one again.
        lepas: &[("identitas_indeks", "identitas_tersegel IS NULL")],
        ..biasa(
            "kontak",
            &["nomor_tersegel", "nama_tersegel", "alur_tersegel", "identitas_tersegel"],
        )
    },
    TabelTersegel {
        indeks: &[
            ("nik_indeks", "nik_tersegel", "nik"),
            ("nomor_kk_indeks", "nomor_kk_tersegel", "nomor_kk"),
            ("nomor_wa_indeks", "nomor_wa_tersegel", "nomor_wa"),
        ],
        ..biasa(
            "permohonan",
            &[
                "nama_tersegel",
                "nik_tersegel",
                "nomor_kk_tersegel",
                "nomor_wa_tersegel",
                "isian_tersegel",
                "kuasa_tersegel",
            ],
        )
    },
    biasa("wa_masuk", &["isi_tersegel"]),
    biasa("pesan_keluar", &["isi_tersegel"]),
    biasa("gangguan", &["catatan_tersegel"]),
    biasa("tugas_formulir", &["isi_tersegel"]),
    TabelTersegel {
        id: "pesan_id",
        pembeda: Some(("urutan", "integer")),
        ..biasa("pesan_keluar_jejak", &["catatan_tersegel"])
    },
    biasa("pesan_masuk", &["isi_tersegel"]),
    biasa("percakapan_catatan", &["isi_tersegel"]),
    biasa("forum_catatan", &["isi_tersegel"]),
    biasa("forum_permintaan", &["isi_tersegel"]),
    biasa("tautan", &["subjek_tersegel", "token_tersegel"]),
    biasa("kontak_jaminan", &["alasan_tersegel"]),
    biasa("kode_nomor", &["kode_tersegel"]),
    TabelTersegel {
        indeks: &[("nomor_indeks", "nomor_tersegel", "nomor_wa")],
        ..biasa("laporan_penipuan", &["nomor_tersegel", "isi_tersegel"])
    },
    biasa("tte_percobaan", &["catatan_tersegel"]),
    TabelTersegel {
        id: "tugas_id",
        pembeda: Some(("bundel_id", "uuid")),
        sufiks: true,
        ..biasa("tte_bundel_butir", &["alasan_tersegel"])
    },
    biasa("penyerahan", &["tujuan_tersegel"]),
    biasa("dokumen", &["dicabut_alasan_tersegel"]),
    TabelTersegel { id: "permohonan_id", ..biasa("dokumen_perbaikan", &["alasan_tersegel"]) },
    biasa("penyerahan_pilihan", &["tujuan_tersegel"]),
    TabelTersegel {
        indeks: &[("alamat_indeks", "alamat_tersegel", "penyerahan_surel")],
        // Proven before the address was sealed beside its index: it proves itself once more.
        buang: Some("alamat_tersegel IS NULL"),
        ..biasa("penyerahan_surel_sah", &["alamat_tersegel"])
    },
    biasa("surel_keluar", &["isi_tersegel"]),
    TabelTersegel { id: "penyerahan_id", ..biasa("penyerahan_antar", &["penerima_tersegel"]) },
    TabelTersegel {
        indeks: &[("tujuan_indeks", "tujuan_tersegel", "penyerahan_tujuan")],
        lepas: &[("tujuan_indeks", "tujuan_tersegel IS NULL")],
        ..biasa("penyerahan_penarikan", &["catatan_tersegel", "tujuan_tersegel"])
    },
    TabelTersegel {
        indeks: &[("kode_ambil_indeks", "kode_ambil_tersegel", "kode_ambil")],
        ..biasa("loket_rak", &["kode_ambil_tersegel"])
    },
    biasa("loket_pengambilan", &["nama_tersegel", "identitas_tersegel", "alasan_tersegel"]),
    biasa("laporan_harian", &["isi_tersegel"]),
    biasa("pencetak_catatan", &["catatan_tersegel"]),
    biasa("data_ungkap", &["keterangan_tersegel"]),
    biasa("hak_subjek", &["isi_tersegel", "jawaban_tersegel"]),
];
