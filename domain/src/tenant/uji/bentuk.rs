//! The shape of the packs: sound, each fault named, roles and words in their place.

use std::collections::{BTreeMap, BTreeSet};

use super::{paket, semua};
use crate::{
    akses::Izin,
    layanan::{Medium, Perlakuan, SaluranPenyerahan, Syarat, Tangkap},
    nilai::Kode,
    sop::{Butuh, JenisTahap, Tujuan, uji::kode},
    tenant::Paket,
};

#[test]
fn the_four_seed_regions_have_sound_packs() {
    let semua = semua();
    let slug: Vec<&str> = semua.iter().map(|paket| paket.tenant.slug.as_str()).collect();
    for wajib in ["balangan", "kembaran", "pekanbaru", "sinjai"] {
        assert!(slug.contains(&wajib), "deploy/tenants/{wajib}.yaml is missing");
    }
    for paket in &semua {
        assert_eq!(paket.periksa(), Vec::new(), "{}", paket.tenant.slug);
    }
    let wilayah: Vec<(&str, &str)> = semua
        .iter()
        .map(|paket| (paket.tenant.kode_wilayah.as_str(), paket.tenant.zona.nama()))
        .collect();
    assert_eq!(
        wilayah,
        [("63.11", "WITA"), ("33.02.20", "WIB"), ("14.71", "WIB"), ("73.07", "WITA")]
    );
}

#[test]
fn a_pack_survives_being_written_and_read_again() {
    for paket in semua() {
        let json = serde_json::to_value(&paket).unwrap();
        assert_eq!(serde_json::from_value::<Paket>(json).unwrap(), paket);
    }
}

#[test]
fn what_a_case_brings_along_must_be_asked_for_on_both_sides_and_be_a_file() {
    let cacat = |ubah: &dyn Fn(&mut Paket)| {
        let mut paket = paket("balangan");
        ubah(&mut paket);
        let semua = paket.periksa().into_iter();
        semua.map(|cacat| (cacat.kode, cacat.letak)).collect::<Vec<_>>()
    };
    let salah = |kode, dalam: &str| (kode, format!("layanan/akta_kelahiran/susulan/0{dalam}"));
    for (ke, dari) in [("entah", "kk"), ("kk", "entah"), ("kk", "akta_kelahiran")] {
        let ubah = |p: &mut Paket| {
            p.layanan[0].susulan[0].berkas = BTreeMap::from([(kode(ke), kode(dari))]);
        };
        let letak = format!("/berkas/{ke}");
        assert_eq!(cacat(&ubah), [salah("syarat_tidak_ada", &letak)], "{ke}: {dari}");
    }
    let entah = |p: &mut Paket| p.layanan[0].susulan[0].hasil = Some(kode("entah"));
    assert_eq!(cacat(&entah), [salah("syarat_tidak_ada", "/hasil")]);
    let kartu = |p: &mut Paket| p.layanan[0].produk[0].medium = Medium::Kartu;
    assert!(cacat(&kartu).contains(&salah("hasil_tanpa_berkas", "/hasil")));
}

#[test]
fn each_fault_of_a_pack_is_named() {
    for asli in semua() {
        let cacat = |ubah: &dyn Fn(&mut Paket)| {
            let mut paket = asli.clone();
            ubah(&mut paket);
            paket.periksa().into_iter().map(|cacat| cacat.kode).collect::<BTreeSet<_>>()
        };
        let slug = &asli.tenant.slug;
        assert!(
            cacat(&|p| p.layanan[0].nama_pendek = "a".repeat(25)).contains("nama_pendek_panjang"),
            "{slug}"
        );
        assert!(cacat(&|p| p.layanan[0].sop = kode("entah")).contains("sop_tidak_ada"), "{slug}");
        assert!(
            cacat(&|p| p.sop[0].tahap[0].pelaksana.salah_satu = vec![kode("lurah")])
                .contains("peran_tidak_ada"),
            "{slug}"
        );
        assert!(cacat(&|p| p.peran.push(p.peran[0].clone())).contains("peran_ganda"), "{slug}");
        assert!(
            cacat(&|p| {
                for produk in p.layanan.iter_mut().flat_map(|layanan| &mut layanan.produk) {
                    if produk.medium == Medium::PdfTte {
                        produk.penanda_tangan = Some(kode("bupati"));
                    }
                }
            })
            .contains("peran_tidak_ada"),
            "{slug}"
        );
        assert!(
            cacat(&|p| {
                let produk = p.layanan.iter_mut().flat_map(|layanan| &mut layanan.produk);
                for produk in produk {
                    produk.medium = Medium::Kartu;
                    produk.penyerahan.push(SaluranPenyerahan::Email);
                }
            })
            .contains("kartu_softcopy"),
            "{slug}"
        );
        assert!(
            cacat(&|p| p.penyerahan.tunggu_penerima_hari = 0).contains("tunggu_penerima"),
            "{slug}"
        );
        for jam in [0, 169] {
            assert!(
                cacat(&|p| p.percakapan.umur_tautan_jam = jam).contains("umur_tautan"),
                "{slug}"
            );
        }
        assert!(
            cacat(&|p| {
                p.layanan[0].syarat[0].perlakuan = Perlakuan::Tunjukkan;
                p.layanan[0].syarat[0].tangkap = Some(Tangkap::Tautan);
            })
            .contains("tangkap_tanpa_unggah"),
            "{slug}"
        );
        let penuh = |p: &mut Paket| {
            for ke in 0..21 {
                let syarat =
                    Syarat { kode: kode(&format!("s{ke}")), ..p.layanan[0].syarat[0].clone() };
                p.layanan[0].syarat.push(syarat);
            }
        };
        assert!(cacat(&penuh).contains("halaman_tautan_penuh"), "{slug}");
    }
}

#[test]
fn a_card_on_whatsapp_is_refused_in_every_pack_that_has_one() {
    for (slug, sop_kirim) in [("balangan", "dokumen"), ("sinjai", "dokumen"), ("kembaran", "surat")]
    {
        let mut paket = paket(slug);
        let kia = paket.layanan.iter_mut().find(|layanan| layanan.kode == kode("kia")).unwrap();
        kia.produk[0].penyerahan.push(SaluranPenyerahan::Whatsapp);
        let cacat = paket.periksa();
        assert_eq!(cacat.len(), 1, "{slug}: {cacat:?}");
        assert_eq!(
            (cacat[0].kode, cacat[0].letak.as_str()),
            ("kartu_softcopy", "layanan/kia/produk/kia")
        );

        let mut paket = self::paket(slug);
        let kia = paket.layanan.iter_mut().find(|layanan| layanan.kode == kode("kia")).unwrap();
        kia.sop = kode(sop_kirim);
        let cacat: Vec<&str> = paket.periksa().into_iter().map(|cacat| cacat.kode).collect();
        assert_eq!(cacat, ["kirim_tanpa_softcopy"], "{slug}");
    }
}

#[test]
fn a_role_may_work_on_cases_exactly_when_a_step_names_it() {
    for paket in semua() {
        let slug = &paket.tenant.slug;
        let izin: BTreeMap<&Kode, &BTreeSet<Izin>> =
            paket.peran.iter().map(|peran| (&peran.kode, &peran.izin)).collect();
        let mut bekerja = BTreeSet::new();
        for definisi in &paket.sop {
            bekerja.extend(definisi.tahap.iter().flat_map(|tahap| tahap.pelaksana.peran()));
            bekerja.extend(definisi.rantai.iter().flat_map(|r| &r.level).map(|level| &level.peran));
        }
        for (peran, izin) in &izin {
            assert_eq!(
                izin.contains(&Izin::TugasKerjakan),
                bekerja.contains(peran),
                "{slug}: role {peran} must have tugas.kerjakan exactly when a step names it"
            );
        }
        for produk in paket.layanan.iter().flat_map(|layanan| &layanan.produk) {
            if let Some(peran) = &produk.penanda_tangan {
                assert!(izin[peran].contains(&Izin::DokumenTandaTangan), "{slug}: {peran}");
            }
        }
        // Only who holds a tugas uploads, and drafts come in at a `proses` step where there is one.
        for tahap in paket.sop.iter().flat_map(|sop| &sop.tahap) {
            let butuh_draf = tahap.keputusan.iter().any(|k| k.butuh.contains(&Butuh::DrafDokumen));
            if tahap.jenis == JenisTahap::Proses && butuh_draf {
                for peran in &tahap.pelaksana.salah_satu {
                    assert!(izin[peran].contains(&Izin::DokumenUnggah), "{slug}: {peran}");
                }
            }
        }
    }
}

#[test]
fn every_step_names_its_row_and_every_way_back_tells_the_applicant_why() {
    for paket in semua() {
        let slug = paket.tenant.slug.as_str();
        let baris = match slug {
            "balangan" => "B-",
            "kembaran" => "K-",
            "pekanbaru" => "P-",
            _ => "S-",
        };
        for definisi in &paket.sop {
            for tahap in &definisi.tahap {
                let letak = format!("{slug}/{}/{}", definisi.kode, tahap.kode);
                let keterangan = tahap.keterangan.as_deref().unwrap_or_default();
                assert!(keterangan.starts_with(baris), "{letak} names no row of the checklist");
                for keputusan in &tahap.keputusan {
                    let ke_pemohon = keputusan
                        .tujuan
                        .iter()
                        .any(|tujuan| matches!(tujuan, Tujuan::Pemohon { .. } | Tujuan::Ditolak));
                    let teks = keputusan.beritahu_pemohon.as_deref().unwrap_or_default();
                    assert_eq!(
                        ke_pemohon,
                        teks.contains("{alasan}"),
                        "{letak}/{}: a return or refusal tells the reason, nothing else does",
                        keputusan.kode
                    );
                }
            }
        }
        for layanan in &paket.layanan {
            assert!(layanan.ringkasan.chars().count() <= 72, "{slug}/{}", layanan.kode);
        }
    }
}

#[test]
fn the_survey_link_reaches_the_applicant_at_every_end() {
    for slug in ["balangan", "sinjai"] {
        let paket = paket(slug);
        let tautan = paket.percakapan.tautan_survei.clone().unwrap();
        for keputusan in paket.sop.iter().flat_map(|s| &s.tahap).flat_map(|t| &t.keputusan) {
            if keputusan.tujuan == [Tujuan::Selesai] {
                let teks = keputusan.beritahu_pemohon.as_deref().unwrap_or_default();
                assert!(
                    teks.contains(&tautan),
                    "{slug}: {} does not share the survey",
                    keputusan.kode
                );
            }
        }
    }
}
