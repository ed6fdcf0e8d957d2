//! The applicant chooses how a product reaches them: the questions, and what a tap or a typed answer means. What is possible
//! is looked up when it is asked for, and once more when it is written down.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Efek, KeadaanAlur, KonteksAlur, Masukan, VERSI_ALUR,
    alur::balas,
    baca,
    kamus::{Kamus, Teks, kabar, penyerahan as kata},
    pilihan::tawarkan,
};
use crate::{
    layanan::SaluranPenyerahan,
    nilai::{Kode, Rahasia},
    outbox::IsiPesan,
    penyerahan::{TawaranWarga, cara},
    permohonan::PermohonanId,
};

/// Longest answer to where to, in characters.
const TUJUAN_MAKS: usize = 300;

/// A conversation that waits for the choice of a channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MintaSerah {
    /// What was offered.
    pub tawaran: Vec<TawaranWarga>,
    /// What is being asked.
    pub tanya: TanyaSerah,
    /// Where the conversation goes on afterwards.
    #[serde(default)]
    pub lalu: Box<KeadaanAlur>,
}

/// A question about the channel of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "apa", rename_all = "snake_case")]
pub enum TanyaSerah {
    /// For which product.
    Produk,
    /// On which channel, for the product at this place of the offer.
    Cara {
        /// From 0.
        ke: usize,
    },
    /// Where to, on that channel.
    Tujuan {
        /// From 0.
        ke: usize,
        /// The channel.
        saluran: SaluranPenyerahan,
    },
}

/// What a resident says about how a product should reach them; what is open is asked for next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NiatSerah {
    /// Case and product.
    pub produk: Option<(PermohonanId, Kode)>,
    /// The channel.
    pub saluran: Option<SaluranPenyerahan>,
    /// Email address, street address, or the name of the village.
    pub tujuan: Option<Rahasia>,
}

/// Whether somebody has to say where to.
pub(super) fn perlu_tujuan(saluran: SaluranPenyerahan, tawaran: &TawaranWarga) -> bool {
    match saluran {
        SaluranPenyerahan::Email | SaluranPenyerahan::Kurir | SaluranPenyerahan::Kunjungan => true,
        SaluranPenyerahan::Desa => !tawaran.unit_dikenal,
        SaluranPenyerahan::Whatsapp | SaluranPenyerahan::Tautan | SaluranPenyerahan::Loket => false,
    }
}

/// A channel as the words on a button.
pub(super) fn judul(saluran: SaluranPenyerahan) -> &'static Teks {
    match saluran {
        SaluranPenyerahan::Whatsapp => &kata::PILIH_WHATSAPP,
        SaluranPenyerahan::Email => &kata::PILIH_EMAIL,
        SaluranPenyerahan::Tautan => &kata::PILIH_TAUTAN,
        SaluranPenyerahan::Loket => &kata::PILIH_LOKET,
        SaluranPenyerahan::Kurir => &kata::PILIH_KURIR,
        SaluranPenyerahan::Kunjungan => &kata::PILIH_KUNJUNGAN,
        SaluranPenyerahan::Desa => &kata::PILIH_DESA,
    }
}

fn id_produk(satu: &TawaranWarga) -> String {
    format!("{VERSI_ALUR}:serah:{}:{}", satu.permohonan, satu.produk)
}

impl MintaSerah {
    /// Asks that about an offer; the conversation goes on at `lalu`.
    pub(super) fn baru(tawaran: Vec<TawaranWarga>, tanya: TanyaSerah, lalu: KeadaanAlur) -> Self {
        let lalu = match lalu {
            KeadaanAlur::MemilihSerah(lama) => lama.lalu,
            lain => Box::new(lain),
        };
        Self { tawaran, tanya, lalu }
    }

    /// The question.
    pub(super) fn pesan(&self, kamus: &Kamus, pembuka: &str) -> IsiPesan {
        let di_bawah = |isi: String| {
            if pembuka.is_empty() { isi } else { format!("{pembuka}\n\n{isi}") }
        };
        let ekor = kamus.pola(&kabar::PILIH_ATAU_MENU);
        match self.tanya {
            TanyaSerah::Produk => {
                let opsi: Vec<(String, String)> =
                    self.tawaran.iter().map(|satu| (id_produk(satu), self.nama(satu))).collect();
                tawarkan(kamus, &di_bawah(kamus.kata(&kata::TANYA_PRODUK)), &opsi, ekor)
            }
            TanyaSerah::Cara { ke } => {
                let Some(satu) = self.tawaran.get(ke) else {
                    return IsiPesan::Teks { isi: kamus.kata(&kata::TANPA_PILIHAN) };
                };
                let opsi: Vec<(String, String)> = satu
                    .boleh
                    .iter()
                    .map(|saluran| {
                        let id = format!("{}:{}", id_produk(satu), saluran.kata());
                        (id, kamus.kata(judul(*saluran)))
                    })
                    .collect();
                let isian = [("dokumen", satu.nama.as_str()), ("nomor", &satu.nomor)];
                let mut isi = kamus.isi(&kata::TANYA_CARA, &isian);
                if let Some(kini) = satu.kini {
                    let kini = kamus.isi(&kata::PILIHAN_KINI, &[("cara", kamus.pola(cara(kini)))]);
                    isi = format!("{isi}\n{kini}");
                }
                tawarkan(kamus, &di_bawah(isi), &opsi, ekor)
            }
            TanyaSerah::Tujuan { saluran, .. } => {
                let tanya = match saluran {
                    SaluranPenyerahan::Email => &kata::TULIS_SUREL,
                    SaluranPenyerahan::Desa => &kata::TULIS_UNIT,
                    _ => &kata::TULIS_ALAMAT,
                };
                IsiPesan::Teks { isi: di_bawah(kamus.kata(tanya)) }
            }
        }
    }

    /// A product by its name; with the number of its case where two cases are offered.
    fn nama(&self, satu: &TawaranWarga) -> String {
        let lain = self.tawaran.iter().any(|lain| lain.permohonan != satu.permohonan);
        if lain { format!("{} ({})", satu.nama, satu.nomor) } else { satu.nama.clone() }
    }

    /// A typed answer; a tap says by itself what it means.
    pub(super) fn langkah(
        self,
        masukan: &Masukan,
        konteks: &KonteksAlur<'_>,
    ) -> (KeadaanAlur, Vec<Efek>) {
        let niat = match masukan {
            Masukan::Teks(jawaban) => self.niat(jawaban, konteks.kamus),
            _ => None,
        };
        match niat {
            Some(niat) => (KeadaanAlur::MemilihSerah(Box::new(self)), vec![Efek::Serah(niat)]),
            None => self.ulangi(konteks, ""),
        }
    }

    fn niat(&self, jawaban: &str, kamus: &Kamus) -> Option<NiatSerah> {
        let produk = |ke: usize| {
            let satu = self.tawaran.get(ke)?;
            Some((satu.permohonan, satu.produk.clone()))
        };
        match self.tanya {
            TanyaSerah::Produk => {
                let nama: Vec<String> = self.tawaran.iter().map(|satu| self.nama(satu)).collect();
                let nama: Vec<&str> = nama.iter().map(String::as_str).collect();
                let produk = produk(baca::dipilih(jawaban, &nama)?)?;
                Some(NiatSerah { produk: Some(produk), ..NiatSerah::default() })
            }
            TanyaSerah::Cara { ke } => {
                let boleh = &self.tawaran.get(ke)?.boleh;
                let nama: Vec<&str> = boleh.iter().map(|satu| kamus.pola(judul(*satu))).collect();
                let saluran = boleh.get(baca::dipilih(jawaban, &nama)?).copied();
                Some(NiatSerah { produk: produk(ke), saluran, tujuan: None })
            }
            TanyaSerah::Tujuan { ke, saluran } => {
                let tujuan = jawaban.split_whitespace().collect::<Vec<_>>().join(" ");
                let layak = (1..=TUJUAN_MAKS).contains(&tujuan.chars().count());
                layak.then(|| NiatSerah {
                    produk: produk(ke),
                    saluran: Some(saluran),
                    tujuan: Some(Rahasia::new(tujuan)),
                })
            }
        }
    }

    /// The question once more, below a sentence.
    pub(super) fn ulangi(
        self,
        konteks: &KonteksAlur<'_>,
        pembuka: &str,
    ) -> (KeadaanAlur, Vec<Efek>) {
        let isi = self.pesan(konteks.kamus, pembuka);
        (KeadaanAlur::MemilihSerah(Box::new(self)), vec![Efek::Balas(isi)])
    }

    /// Called off; the conversation goes on where it was.
    pub(super) fn batal(self, konteks: &KonteksAlur<'_>) -> (KeadaanAlur, Vec<Efek>) {
        (*self.lalu, balas(konteks.kamus.kata(&kata::PILIHAN_DIBATALKAN)))
    }
}

/// What a tap on a product or a channel means; `None` when it is a tap on something else. One on an old message counts too:
/// whether it is still possible is looked up.
pub(super) fn ketukan(masukan: &Masukan) -> Option<NiatSerah> {
    let Masukan::Pilihan(id) = masukan else { return None };
    let ekor = id.strip_prefix(VERSI_ALUR)?.strip_prefix(":serah:")?;
    let mut bagian = ekor.splitn(3, ':');
    let permohonan = bagian.next().and_then(|teks| Uuid::parse_str(teks).ok());
    let produk = bagian.next().and_then(|teks| Kode::parse(teks).ok());
    let saluran = bagian.next().and_then(SaluranPenyerahan::dari_kata);
    let produk = permohonan.zip(produk).map(|(id, kode)| (PermohonanId::new(id), kode));
    Some(NiatSerah { produk, saluran, tujuan: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tawaran() -> TawaranWarga {
        TawaranWarga {
            permohonan: PermohonanId::new(Uuid::from_u128(7)),
            nomor: "A-1".to_owned(),
            produk: Kode::parse("kk").unwrap(),
            nama: "Kartu keluarga".to_owned(),
            boleh: vec![SaluranPenyerahan::Whatsapp, SaluranPenyerahan::Email],
            kini: None,
            unit_dikenal: false,
        }
    }

    fn minta(tanya: TanyaSerah) -> MintaSerah {
        MintaSerah::baru(vec![tawaran()], tanya, KeadaanAlur::Awal)
    }

    #[test]
    fn what_is_tapped_and_what_is_typed_mean_the_same() {
        let kamus = Kamus::default();
        let minta = minta(TanyaSerah::Cara { ke: 0 });
        let IsiPesan::Tombol { tombol, .. } = minta.pesan(&kamus, "") else {
            panic!("two ways are two buttons")
        };
        let ketuk = ketukan(&Masukan::Pilihan(tombol[1].0.clone())).unwrap();
        for jawaban in ["2", "surel (email)", "dua"] {
            assert_eq!(minta.niat(jawaban, &kamus).unwrap(), ketuk, "{jawaban}");
        }
        assert_eq!(minta.niat("3", &kamus), None);
        assert_eq!(ketukan(&Masukan::Pilihan("v1:putus:x:y".to_owned())), None);
    }

    #[test]
    fn only_ways_with_an_address_ask_for_one() {
        for saluran in SaluranPenyerahan::SEMUA {
            let diminta = perlu_tujuan(saluran, &tawaran());
            let beralamat = !matches!(
                saluran,
                SaluranPenyerahan::Whatsapp | SaluranPenyerahan::Tautan | SaluranPenyerahan::Loket
            );
            assert_eq!(diminta, beralamat, "{saluran:?}");
        }
        let dikenal = TawaranWarga { unit_dikenal: true, ..tawaran() };
        assert!(!perlu_tujuan(SaluranPenyerahan::Desa, &dikenal));
    }

    #[test]
    fn an_address_is_kept_as_it_was_typed_and_never_printed() {
        let saluran = SaluranPenyerahan::Kunjungan;
        let minta = minta(TanyaSerah::Tujuan { ke: 0, saluran });
        let niat = minta.niat("  Jalan Mawar 3,\nRT 2 ", &Kamus::default()).unwrap();
        assert_eq!(niat.tujuan.as_ref().unwrap().buka(), "Jalan Mawar 3, RT 2");
        assert!(!format!("{niat:?}").contains("Mawar"));
        assert_eq!(minta.niat(&"x".repeat(301), &Kamus::default()), None);
    }
}
