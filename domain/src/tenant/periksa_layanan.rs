//! What is checked of a service, alone and together with the SOPs that handle it.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    kalender::{Durasi, Satuan},
    layanan::{JenisIsian, Layanan, Medium, Produk, Tangkap, periksa_saluran},
    nilai::Kode,
    sop::{
        Akhir, Aksi, Butuh, Cacat, DefinisiSop, Jalur, JenisTahap, Langkah, periksa_ungkapan,
        simulasikan,
    },
    ungkapan::Lingkup,
};

/// Minutes of a working day, for comparing a promise in days with steps in minutes: 37.5 hours in five days.
const MENIT_SEHARI: u64 = 450;

/// Every fault of a service.
pub(super) fn periksa_layanan(
    layanan: &Layanan,
    peran: &BTreeSet<Kode>,
    sop: &BTreeMap<&Kode, &DefinisiSop>,
    cacat: &mut Vec<Cacat>,
) {
    let letak = format!("layanan/{}", layanan.kode);
    periksa_bentuk(layanan, &letak, cacat);
    periksa_tangkap(layanan, &letak, cacat);
    for produk in &layanan.produk {
        periksa_produk(produk, peran, &format!("{letak}/produk/{}", produk.kode), cacat);
    }
    let (isian, syarat) = dikenal(layanan);
    let lingkup = Lingkup { isian: Some(&isian), syarat: Some(&syarat) };
    periksa_ungkapan(layanan.ungkapan(), lingkup, &letak, cacat);
    for kode in layanan.semua_sop().collect::<BTreeSet<_>>() {
        let Some(sop) = sop.get(kode) else {
            cacat.push(Cacat::baru("sop_tidak_ada", &letak, format!("SOP `{kode}` tidak ada.")));
            continue;
        };
        periksa_sop_layanan(layanan, sop, &format!("{letak}/sop/{kode}"), cacat);
    }
}

/// What follows a case must be a service of the office, its fields and product must be there, and it may not wait for
/// itself.
pub(super) fn periksa_susulan(layanan: &Layanan, semua: &[Layanan], cacat: &mut Vec<Cacat>) {
    let mut sudah = BTreeSet::new();
    for (nomor, satu) in layanan.susulan.iter().enumerate() {
        let letak = format!("layanan/{}/susulan/{nomor}", layanan.kode);
        let mut salah = |kode, dalam: &str, pesan: String| {
            cacat.push(Cacat::baru(kode, format!("{letak}{dalam}"), pesan));
        };
        if satu.layanan == layanan.kode || !sudah.insert(&satu.layanan) {
            let pesan = "Layanan lanjutan harus layanan lain, dan masing-masing disebut sekali.";
            salah("susulan_ganda", "/layanan", pesan.to_owned());
        }
        if layanan.produk(&satu.setelah).is_none() {
            let pesan = format!("Produk `{}` bukan hasil layanan ini.", satu.setelah);
            salah("produk_tidak_dikenal", "/setelah", pesan);
        }
        let Some(lanjutan) = semua.iter().find(|lain| lain.kode == satu.layanan) else {
            let pesan = format!("Layanan `{}` tidak ada.", satu.layanan);
            salah("layanan_tidak_ada", "/layanan", pesan);
            continue;
        };
        let ada = |layanan: &Layanan, kode: &Kode| layanan.isian.iter().any(|x| x.kode == *kode);
        for (ke, dari) in &satu.isian {
            if !ada(lanjutan, ke) || !ada(layanan, dari) {
                let pesan = format!("Isian `{ke}` atau `{dari}` tidak ada pada layanannya.");
                salah("isian_tidak_ada", &format!("/isian/{ke}"), pesan);
            }
        }
        let minta = |layanan: &Layanan, kode: &Kode| layanan.syarat.iter().any(|x| x.kode == *kode);
        for (ke, dari) in &satu.berkas {
            if !minta(lanjutan, ke) || !minta(layanan, dari) {
                let pesan = format!("Persyaratan `{ke}` atau `{dari}` tidak ada pada layanannya.");
                salah("syarat_tidak_ada", &format!("/berkas/{ke}"), pesan);
            }
        }
        if let Some(ke) = &satu.hasil {
            let berberkas =
                layanan.produk(&satu.setelah).is_none_or(|x| x.medium == Medium::PdfTte);
            if !minta(lanjutan, ke) {
                let pesan = format!("Persyaratan `{ke}` tidak ada pada layanan lanjutan.");
                salah("syarat_tidak_ada", "/hasil", pesan);
            } else if !berberkas {
                let pesan = format!(
                    "Produk `{}` bukan PDF, jadi tidak dapat menjadi persyaratan.",
                    satu.setelah
                );
                salah("hasil_tanpa_berkas", "/hasil", pesan);
            }
        }
        let kurang = lanjutan.isian.iter().find(|isian| {
            isian.wajib && isian.jika.is_none() && !satu.isian.contains_key(&isian.kode)
        });
        if let Some(isian) = kurang {
            let pesan = format!("Isian wajib `{}` layanan lanjutan belum dijawab.", isian.kode);
            salah("isian_lanjutan_kurang", "/isian", pesan);
        }
    }
}

/// What an SOP asks of a service that it handles: fields, requirements, products. `letak` is the place of the SOP.
pub(crate) fn periksa_sop_layanan(
    layanan: &Layanan,
    sop: &DefinisiSop,
    letak: &str,
    cacat: &mut Vec<Cacat>,
) {
    let (isian, syarat) = dikenal(layanan);
    let lingkup = Lingkup { isian: Some(&isian), syarat: Some(&syarat) };
    periksa_ungkapan(sop.ungkapan(), lingkup, letak, cacat);
    periksa_hasil(layanan, sop, letak, cacat);
}

/// Codes of the fields and papers of a service.
fn dikenal(layanan: &Layanan) -> (Vec<Kode>, Vec<Kode>) {
    (
        layanan.isian.iter().map(|isian| isian.kode.clone()).collect(),
        layanan.kode_syarat().cloned().collect(),
    )
}

fn periksa_bentuk(layanan: &Layanan, letak: &str, cacat: &mut Vec<Cacat>) {
    if layanan.nama_pendek.chars().count() > 24 {
        cacat.push(Cacat::baru(
            "nama_pendek_panjang",
            letak,
            "Nama pendek paling banyak 24 huruf, batas baris daftar WhatsApp.",
        ));
    }
    for (jenis, kode) in [
        ("isian", layanan.isian.iter().map(|x| &x.kode).collect::<Vec<_>>()),
        ("syarat", layanan.kode_syarat().collect()),
        ("produk", layanan.produk.iter().map(|x| &x.kode).collect()),
        ("varian", layanan.varian.iter().map(|x| &x.kode).collect()),
    ] {
        if kode.iter().collect::<BTreeSet<_>>().len() != kode.len() {
            let letak = format!("{letak}/{jenis}");
            cacat.push(Cacat::baru("kode_ganda", letak, "Kode dipakai dua kali."));
        }
    }
    if let Some((kode, pesan)) = layanan.kuota.as_ref().and_then(|k| k.cacat(&layanan.kanal)) {
        cacat.push(Cacat::baru(kode, format!("{letak}/kuota"), pesan));
    }
    for isian in &layanan.isian {
        let letak = format!("{letak}/isian/{}", isian.kode);
        if (isian.jenis == JenisIsian::Pilihan) == isian.pilihan.is_empty() {
            cacat.push(Cacat::baru(
                "pilihan_isian",
                letak,
                "`pilihan` diisi untuk isian berjenis `pilihan`, dan hanya untuk itu.",
            ));
        }
    }
}

/// Fields and papers that one page behind a link holds; more would neither fit a small phone nor one upload.
const ISI_HALAMAN: usize = 20;

/// What cannot be captured the way it is said.
fn periksa_tangkap(layanan: &Layanan, letak: &str, cacat: &mut Vec<Cacat>) {
    for syarat in layanan.syarat.iter().filter(|syarat| !syarat.diunggah()) {
        if syarat.tangkap.is_some() {
            let letak = format!("{letak}/syarat/{}", syarat.kode);
            let kalimat =
                "Syarat yang ditunjukkan atau ditarik di loket tidak difoto; hapus `tangkap`.";
            cacat.push(Cacat::baru("tangkap_tanpa_unggah", letak, kalimat));
        }
    }
    let isian = layanan.isian.iter().map(|isian| isian.cara_tangkap(None));
    let syarat = layanan.syarat.iter().filter(|syarat| syarat.diunggah());
    let semua = isian.chain(syarat.map(|syarat| syarat.cara_tangkap(None)));
    let jumlah = semua.filter(|cara| *cara == Tangkap::Tautan).count();
    if jumlah > ISI_HALAMAN {
        let kalimat = format!(
            "Satu halaman tautan memuat paling banyak {ISI_HALAMAN} isian dan syarat; layanan ini punya {jumlah}."
        );
        cacat.push(Cacat::baru("halaman_tautan_penuh", letak, kalimat));
    }
}

fn periksa_produk(produk: &Produk, peran: &BTreeSet<Kode>, letak: &str, cacat: &mut Vec<Cacat>) {
    for saluran in &produk.penyerahan {
        if let Err(larangan) = periksa_saluran(produk.jenis, produk.medium, *saluran) {
            cacat.push(Cacat::baru("kartu_softcopy", letak, format!("{larangan}.")));
        }
    }
    if let Some(kode) = &produk.penanda_tangan
        && !peran.contains(kode)
    {
        cacat.push(Cacat::baru(
            "peran_tidak_ada",
            letak,
            format!("Peran penanda tangan `{kode}` belum didefinisikan."),
        ));
    }
    if produk.medium == Medium::PdfTte && produk.penanda_tangan.is_none() {
        cacat.push(Cacat::baru(
            "penanda_tangan_kosong",
            letak,
            "Produk PDF bertanda tangan elektronik harus menyebut peran penanda tangan.",
        ));
    }
}

/// Whether the SOP brings forth what the service promises, in the time it promises.
fn periksa_hasil(layanan: &Layanan, sop: &DefinisiSop, letak: &str, cacat: &mut Vec<Cacat>) {
    let ada_softcopy = layanan.produk.iter().any(|p| p.penyerahan.iter().any(|s| s.softcopy()));
    if mengirim(sop) && !ada_softcopy {
        cacat.push(Cacat::baru(
            "kirim_tanpa_softcopy",
            letak,
            "SOP layanan ini mengirim dokumen, tetapi tidak ada produk yang boleh dikirim sebagai softcopy.",
        ));
    }
    let simulasi = simulasikan(sop);
    let selesai = || simulasi.jalur.iter().filter(|jalur| jalur.akhir == Akhir::Selesai);
    // A product for every case must be signed on every way to the end.
    let bertanda_tangan =
        layanan.produk.iter().find(|p| p.medium == Medium::PdfTte && p.jika.is_none());
    if let Some(produk) = bertanda_tangan
        && let Some(jalur) = selesai().find(|jalur| !jalur.langkah.iter().any(|l| sah(sop, l)))
    {
        cacat.push(Cacat::baru(
            "produk_tanpa_tanda_tangan",
            letak,
            format!(
                "`{}` dapat selesai tanpa ditandatangani lewat jalur {}.",
                produk.kode,
                jalur.kalimat()
            ),
        ));
    }
    let Some(janji) = layanan.janji.and_then(|janji| menit(janji.into())) else { return };
    let sejak = layanan.janji_sejak.as_ref();
    if let Some(tahap) = sejak
        && sop.tahap(tahap).is_none()
    {
        cacat.push(Cacat::baru(
            "tahap_janji_tidak_ada",
            letak,
            format!("Janji dihitung sejak tahap `{tahap}` yang tidak ada pada SOP ini."),
        ));
        return;
    }
    let lama = |jalur: &Jalur| lama(sop, jalur, sejak);
    let terlama = selesai().filter(|jalur| sekali_jalan(jalur)).max_by_key(|jalur| lama(jalur));
    if let Some(jalur) = terlama
        && lama(jalur) > janji
    {
        cacat.push(Cacat::baru(
            "sla_melebihi_janji",
            letak,
            format!(
                "Jumlah waktu tahap {} menit kerja, lebih lama daripada janji {janji} menit kerja, lewat jalur {}.",
                lama(jalur),
                jalur.kalimat()
            ),
        ));
    }
}

fn mengirim(sop: &DefinisiSop) -> bool {
    sop.tahap
        .iter()
        .flat_map(|tahap| &tahap.keputusan)
        .any(|keputusan| keputusan.aksi.contains(&Aksi::KirimDokumen))
}

/// Whether a step is passed only with signed and verified documents.
fn sah(sop: &DefinisiSop, langkah: &Langkah) -> bool {
    let Some(tahap) = langkah.tahap.as_ref().and_then(|kode| sop.tahap(kode)) else { return false };
    let Some(keputusan) = langkah.keputusan.as_ref().and_then(|kode| tahap.keputusan(kode)) else {
        return false;
    };
    let tte = || {
        let rantai = tahap.rantai.iter().chain(tahap.pilih_rantai.iter().map(|satu| &satu.rantai));
        let level = |kode| sop.level(Some(kode), langkah.level);
        tahap.jenis == JenisTahap::Tte
            || rantai.filter_map(level).any(|level| level.jenis == JenisTahap::Tte)
    };
    keputusan.aksi.contains(&Aksi::KirimDokumen)
        || keputusan.butuh.contains(&Butuh::DokumenSah)
        || (keputusan.menaikkan() && tte())
}

/// Whether no step is done twice: a return costs time that no promise covers.
fn sekali_jalan(jalur: &Jalur) -> bool {
    let mut dilalui = BTreeSet::new();
    jalur
        .langkah
        .iter()
        .all(|langkah| langkah.tahap.is_some() && dilalui.insert(format!("{langkah:?}")))
}

/// Working minutes of a path from the step at which the promise begins, without steps that pause the clock.
fn lama(sop: &DefinisiSop, jalur: &Jalur, sejak: Option<&Kode>) -> u64 {
    let langkah = jalur.langkah.iter();
    let langkah = langkah.skip_while(|satu| sejak.is_some() && satu.tahap.as_ref() != sejak);
    let waktu = langkah.filter_map(|satu| {
        let tahap = sop.tahap(satu.tahap.as_ref()?)?;
        // A chain states its time for the whole step.
        let pertama = satu.level.is_none_or(|level| level == 0);
        (pertama && tahap.jeda.is_none()).then_some(tahap.mutu_baku.waktu?)
    });
    waktu.filter_map(|waktu| menit_tahap(waktu.into())).sum()
}

/// Working minutes of a step; a routine done every day takes none of a case.
fn menit_tahap(waktu: Durasi) -> Option<u64> {
    match waktu {
        Durasi::HariKerja(0) => None,
        lain => menit(lain),
    }
}

/// A promise in working minutes, where it is counted in working time; the same day is a whole day.
fn menit(janji: Durasi) -> Option<u64> {
    let (_, jumlah, satuan) = janji.urai();
    let jumlah = u64::from(jumlah);
    match satuan {
        Satuan::Menit => Some(jumlah),
        Satuan::Jam => Some(jumlah * 60),
        Satuan::HariKerja => Some(jumlah.max(1) * MENIT_SEHARI),
        Satuan::HariKalender | Satuan::Minggu => None,
    }
}
