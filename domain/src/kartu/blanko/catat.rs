//! Record movements: what an officer counts, receives or gives away, and what the printer takes.

use serde_json::json;

use super::{
    GerakBaru, GerakBlanko, MacamGerak, SaldoBlanko,
    baru::TEKS_MAKS,
    jaga::{jaga_alarm, jaga_gangguan},
};
use crate::{
    akses::{Izin, Pelaku, PenggunaId, sudah_dibuat},
    audit::CatatanAudit,
    galat::{Bentrok, Galat, PortError},
    kartu::{CetakId, JenisKartu, baca_unit, blanko_habis},
    nilai::Kode,
    ports::{Ports, UnitOfWork},
};

/// Record a movement of blank cards.
#[derive(Clone, Debug)]
pub struct CatatGerakBlanko {
    /// Which card.
    pub jenis: JenisKartu,
    /// In which unit, by code.
    pub unit: String,
    /// What happened.
    pub gerak: GerakBaru,
    /// The caller's idempotency key and the fingerprint of the request body.
    pub idempotensi: (String, Vec<u8>),
}

impl CatatGerakBlanko {
    /// Records it; the first line of the ledger that it made. The same idempotency key records once.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<GerakBlanko, Galat> {
        let petugas = pelaku.petugas(Izin::BlankoKelola)?.id;
        self.gerak.periksa()?;
        let (kunci, sidik) = &self.idempotensi;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        if let Some(id) = sudah_dibuat(work.as_mut(), petugas, kunci, sidik).await? {
            let lama = work.blanko().gerak_lama(id).await?;
            return lama.ok_or(Galat::TidakDitemukan("gerak blanko"));
        }
        let unit = baca_unit(work.as_mut(), &self.unit, "/unit").await?;
        let ke = match &self.gerak {
            GerakBaru::Pindah { ke, .. } => {
                let ke = baca_unit(work.as_mut(), ke, "/gerak/ke").await?;
                if ke == unit {
                    let pesan = "Unit asal dan unit tujuan sama.";
                    return Err(Galat::isian("/gerak/ke", "unit_sama", pesan));
                }
                Some(ke)
            }
            _ => None,
        };
        let mut pasti = vec![(self.jenis, unit.clone())];
        pasti.extend(ke.clone().map(|ke| (self.jenis, ke)));
        let mut semua = work.blanko().kunci_saldo(&pasti).await?;
        let baris = self.gerak.baris(&unit, ke, cari(&mut semua, self.jenis, &unit)?.keping);
        let mut pertama = None;
        for satu in baris {
            let gerak = GerakBlanko {
                jumlah: satu.jumlah,
                unit: satu.unit,
                macam: satu.macam,
                unit_lain: satu.unit_lain,
                ..self.gerak.kerangka(ports, pelaku, petugas, self.jenis, &unit)
            };
            let gerak = terapkan(ports, work.as_mut(), pelaku, &mut semua, gerak).await?;
            pertama.get_or_insert(gerak);
        }
        jaga_gangguan(ports, work.as_mut(), &semua).await?;
        let pertama = pertama.ok_or_else(|| PortError::tak_terduga("a movement has a line"))?;
        work.permohonan()
            .catat_idempotensi(petugas, kunci, sidik, pertama.id, ports.clock.now())
            .await?;
        work.commit().await?;
        Ok(pertama)
    }
}

/// A blank card that a print job took.
#[derive(Clone, Debug)]
pub(in crate::kartu) struct Terpakai {
    pub jenis: JenisKartu,
    pub unit: Kode,
    pub macam: MacamGerak,
    pub cetak: CetakId,
    pub nomor_seri: Option<String>,
    pub alasan: Option<String>,
}

/// Takes one blank card from the stock.
pub(in crate::kartu) async fn pakai_blanko(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    oleh: PenggunaId,
    pakai: Terpakai,
) -> Result<(), Galat> {
    let seri = pakai.nomor_seri.as_deref().map(str::trim).filter(|seri| !seri.is_empty());
    if seri.is_some_and(|seri| seri.chars().count() > TEKS_MAKS) {
        let pesan = format!("Nomor seri blanko paling panjang {TEKS_MAKS} huruf.");
        return Err(Galat::isian("/nomor_seri", "nomor_seri_panjang", pesan));
    }
    let mut semua = work.blanko().kunci_saldo(&[(pakai.jenis, pakai.unit.clone())]).await?;
    if let Some(seri) = seri
        && work.blanko().seri_terpakai(pakai.jenis, seri).await?
    {
        let pesan = "Blanko dengan nomor seri ini sudah dicatat terpakai atau rusak.";
        return Err(Bentrok::baru("seri_sudah_dipakai", pesan).into());
    }
    let pada = ports.clock.now();
    let gerak = GerakBlanko {
        id: ports.ids.uuid(),
        jenis: pakai.jenis,
        unit: pakai.unit,
        macam: pakai.macam,
        jumlah: -1,
        saldo: 0,
        unit_lain: None,
        berita_acara: None,
        seri_awal: seri.map(str::to_owned),
        seri_akhir: None,
        alasan: pakai.alasan,
        cetak: Some(pakai.cetak),
        tanggal: pelaku.tenant.zona.setempat(pada).date(),
        oleh,
        pada,
    };
    terapkan(ports, work, pelaku, &mut semua, gerak).await?;
    jaga_gangguan(ports, work, &semua).await
}

/// Writes a line and the stock after it, which never falls below nothing.
async fn terapkan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    pelaku: &Pelaku,
    semua: &mut [SaldoBlanko],
    mut gerak: GerakBlanko,
) -> Result<GerakBlanko, Galat> {
    if gerak.macam == MacamGerak::Opname && gerak.jumlah != 0 && gerak.alasan.is_none() {
        let pesan = "Hasil opname berbeda dengan catatan; tuliskan alasannya.";
        return Err(Galat::isian("/gerak/alasan", "alasan_wajib", pesan));
    }
    let saldo = cari(semua, gerak.jenis, &gerak.unit)?;
    let Some(keping) = saldo.setelah(gerak.jumlah) else {
        return Err(kurang(saldo.keping, gerak.cetak).into());
    };
    saldo.keping = keping;
    gerak.saldo = keping;
    if gerak.macam == MacamGerak::Opname {
        saldo.opname_pada = Some(gerak.pada);
    }
    work.blanko().tambah_gerak(&gerak).await?;
    let aturan = work.katalog().aturan_kartu().await?.blanko;
    jaga_alarm(ports, work, pelaku, aturan, saldo).await?;
    work.blanko().simpan_saldo(saldo).await?;
    // Cards are audited with their print job.
    if gerak.cetak.is_none() {
        let catatan =
            CatatanAudit::baru(ports, pelaku.jejak(), "blanko.gerak", "blanko", Some(gerak.id))
                .dengan(json!({
                    "jenis": gerak.jenis.kata(),
                    "unit": gerak.unit,
                    "macam": gerak.macam.kata(),
                    "jumlah": gerak.jumlah,
                    "saldo": gerak.saldo,
                }));
        work.audit().catat(&catatan).await?;
    }
    Ok(gerak)
}

fn kurang(keping: u32, cetak: Option<CetakId>) -> Bentrok {
    if cetak.is_some() {
        return blanko_habis();
    }
    let pesan = format!("Blanko di unit ini tinggal {keping} keping menurut catatan.");
    Bentrok::baru("blanko_tidak_cukup", pesan)
}

fn cari<'s>(
    semua: &'s mut [SaldoBlanko],
    jenis: JenisKartu,
    unit: &Kode,
) -> Result<&'s mut SaldoBlanko, PortError> {
    let saldo = semua.iter_mut().find(|saldo| saldo.jenis == jenis && &saldo.unit == unit);
    saldo.ok_or_else(|| PortError::tak_terduga("a stock that was locked is missing"))
}
