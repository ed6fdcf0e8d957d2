//! Watch: ask the host, warn ahead, hold and release.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde_json::json;
use time::{Duration, OffsetDateTime};

use super::{
    Kesanggupan, Sertifikat,
    crl::{ingatkan_crl, tinjau_crl},
    kesanggupan, peringatan, perlu_ditanya, tahan,
};
use crate::{
    akses::{Izin, JejakPelaku, Pelaku, Pengguna, PenggunaId},
    audit::CatatanAudit,
    dokumen::{KoneksiTte, TteGagal},
    galat::{Bentrok, Galat, PortError},
    halaman::Halaman,
    kalender::{
        BukaSistem, SebabGangguan, buka_gangguan_sistem, kalimat_tanggal, tutup_gangguan_sistem,
    },
    layanan::{Medium, ModeTte},
    nilai::Kode,
    notifikasi::{JenisNotifikasi, Kepada, Notifikasi},
    ports::{Ports, UnitOfWork},
    tenant::Tenant,
};

/// How often the office's ability to sign is looked at.
const PUTARAN: Duration = Duration::minutes(15);

/// The code of a role that nobody holds.
const TANPA_PEMEGANG: &str = "tanpa_pemegang";
/// The code of a signer without a NIK.
const NIK_KOSONG: &str = "nik_penanda_tangan_kosong";

/// Watch over those who sign, when it is due.
#[derive(Clone, Copy, Debug)]
pub struct JagaPenandaTangan;

impl JagaPenandaTangan {
    /// One round; tells how many signers were asked about. One query when nothing is due; several workers at once take
    /// turns. The host is asked outside of any transaction.
    pub async fn execute(self, ports: &Ports, tenant: &Arc<Tenant>) -> Result<usize, Galat> {
        let kini = ports.clock.now();
        let mut work = ports.store.read(&tenant.slug).await?;
        let berikut = work.meja().jaga_berikut().await?;
        drop(work);
        if berikut.is_some_and(|saat| saat > kini) {
            return Ok(0);
        }
        let mut work = ports.store.begin(&tenant.slug).await?;
        if !work.meja().klaim_jaga(kini, kini + PUTARAN).await? {
            return Ok(0);
        }
        work.commit().await?;
        putaran(ports, tenant, None).await
    }
}

/// Ask the host about a signer now, and judge anew whether the office can sign.
#[derive(Clone, Copy, Debug)]
pub struct PeriksaPenandaTangan {
    /// Who.
    pub pengguna: PenggunaId,
}

impl PeriksaPenandaTangan {
    /// What is known now.
    pub async fn execute(self, ports: &Ports, pelaku: &Pelaku) -> Result<Sertifikat, Galat> {
        boleh(pelaku, self.pengguna)?;
        let mut work = ports.store.begin(&pelaku.tenant.slug).await?;
        let semua = penanda_tangan(ports, work.as_mut(), &pelaku.tenant).await?;
        if !semua.orang.contains_key(&self.pengguna) {
            return Err(Galat::TidakDitemukan("penanda tangan"));
        }
        if semua.koneksi.is_none() {
            return Err(Bentrok::baru(
                "tte_belum_diatur",
                "Layanan TTE kantor ini belum diatur oleh pengelola.",
            )
            .into());
        }
        let objek = Some(self.pengguna.uuid());
        let catatan = CatatanAudit::baru(
            ports,
            pelaku.jejak(),
            "tte.periksa_penanda_tangan",
            "pengguna",
            objek,
        );
        work.audit().catat(&catatan).await?;
        work.commit().await?;
        putaran(ports, &pelaku.tenant, Some(self.pengguna)).await?;
        let mut work = ports.store.read(&pelaku.tenant.slug).await?;
        let satu = work.meja().sertifikat(&[self.pengguna]).await?.pop();
        Ok(satu.unwrap_or_else(|| Sertifikat::baru(self.pengguna)))
    }
}

/// Signers see themselves; administrators and who watches the operation see everybody.
pub(super) fn boleh(pelaku: &Pelaku, pengguna: PenggunaId) -> Result<(), Galat> {
    let izin = [Izin::OperasiLihat, Izin::AksesKelola, Izin::DokumenTandaTangan];
    let petugas = pelaku.petugas_salah_satu(&izin)?;
    let semua =
        petugas.izin.contains(&Izin::OperasiLihat) || petugas.izin.contains(&Izin::AksesKelola);
    if semua || petugas.id == pengguna {
        Ok(())
    } else {
        Err(Galat::TidakDitemukan("penanda tangan"))
    }
}

/// Who signs here, and for what.
pub(super) struct Penanda {
    pub(super) koneksi: Option<KoneksiTte>,
    /// Signing roles with the services they sign for, and who holds them today.
    pub(super) peran: BTreeMap<Kode, (Vec<Kode>, Vec<PenggunaId>)>,
    pub(super) orang: BTreeMap<PenggunaId, Pengguna>,
    /// Who signs inside SIAK only: the host here knows nothing of them, but signed files show when their certificates
    /// end. Nothing is held for them.
    pub(super) siak: BTreeMap<PenggunaId, (Pengguna, Vec<Kode>)>,
}

impl Penanda {
    pub(super) fn siapa(&self, id: PenggunaId) -> Option<&Pengguna> {
        self.orang.get(&id).or_else(|| self.siak.get(&id).map(|(orang, _)| orang))
    }
}

pub(super) async fn penanda_tangan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
) -> Result<Penanda, Galat> {
    let hari = tenant.zona.setempat(ports.clock.now()).date();
    let mut penanda = Penanda {
        koneksi: work.katalog().koneksi_tte().await?,
        peran: BTreeMap::new(),
        orang: BTreeMap::new(),
        siak: BTreeMap::new(),
    };
    let mut peran_siak = BTreeSet::new();
    for layanan in work.katalog().daftar_layanan().await? {
        for produk in &layanan.produk {
            let Some(peran) = &produk.penanda_tangan else { continue };
            match produk.mode_tte {
                _ if produk.medium != Medium::PdfTte => {}
                ModeTte::Bsre => {
                    let layanan_peran = &mut penanda.peran.entry(peran.clone()).or_default().0;
                    if !layanan_peran.contains(&layanan.kode) {
                        layanan_peran.push(layanan.kode.clone());
                    }
                }
                ModeTte::Siak => {
                    peran_siak.insert(peran.clone());
                }
                ModeTte::Segel => {}
            }
        }
    }
    for (peran, (_, pemegang)) in &mut penanda.peran {
        for orang in work.akses().pemegang_peran(peran, hari).await? {
            pemegang.push(orang.id);
            penanda.orang.insert(orang.id, orang);
        }
    }
    for peran in peran_siak.iter().filter(|satu| !penanda.peran.contains_key(*satu)) {
        for orang in work.akses().pemegang_peran(peran, hari).await? {
            if !penanda.orang.contains_key(&orang.id) {
                let satu = penanda.siak.entry(orang.id).or_insert_with(|| (orang, Vec::new()));
                satu.1.push(peran.clone());
            }
        }
    }
    Ok(penanda)
}

/// Asks about whom it is due for, or about that one; then warns, holds and releases by what is known.
async fn putaran(
    ports: &Ports,
    tenant: &Arc<Tenant>,
    satu: Option<PenggunaId>,
) -> Result<usize, Galat> {
    let kini = ports.clock.now();
    let mut work = ports.store.read(&tenant.slug).await?;
    let penanda = penanda_tangan(ports, work.as_mut(), tenant).await?;
    let semua: Vec<PenggunaId> = penanda.orang.keys().chain(penanda.siak.keys()).copied().collect();
    let diketahui = per_orang(work.meja().sertifikat(&semua).await?);
    drop(work);
    let mut jawaban = BTreeMap::new();
    let mut crl = Vec::new();
    if let Some(koneksi) = &penanda.koneksi {
        crl = tinjau_crl(ports, tenant, koneksi, kini);
        for (id, orang) in &penanda.orang {
            let perlu = satu.map_or_else(
                || diketahui.get(id).is_none_or(|dia| perlu_ditanya(dia, kini)),
                |dia| dia == *id,
            );
            if let (true, Some(nik)) = (perlu, &orang.nik) {
                jawaban.insert(*id, ports.tte.status(koneksi, nik).await);
            }
        }
    }
    let ditanya = jawaban.len();
    // While the host was asked, another round may have warned, and a signature may have shown another certificate.
    let mut work = ports.store.begin(&tenant.slug).await?;
    let mut diketahui = per_orang(work.meja().kunci_sertifikat(&semua).await?);
    for (id, jawaban) in jawaban {
        if let Some(sertifikat) = diketahui.get_mut(&id) {
            catat_jawaban(sertifikat, jawaban, kini);
        }
    }
    for sertifikat in diketahui.values_mut() {
        let diingatkan = ingatkan(ports, work.as_mut(), tenant, &penanda, sertifikat).await?;
        // Of who signs inside SIAK nothing is asked, so that only a warning is news.
        if penanda.siak.contains_key(&sertifikat.pengguna) && !diingatkan {
            continue;
        }
        work.meja().simpan_sertifikat(sertifikat).await?;
    }
    ingatkan_crl(ports, work.as_mut(), &crl).await?;
    if penanda.koneksi.is_some() {
        atur_tahan(ports, work.as_mut(), &penanda, &diketahui).await?;
    }
    work.commit().await?;
    Ok(ditanya)
}

fn per_orang(semua: Vec<Sertifikat>) -> BTreeMap<PenggunaId, Sertifikat> {
    semua.into_iter().map(|satu| (satu.pengguna, satu)).collect()
}

fn catat_jawaban(
    sertifikat: &mut Sertifikat,
    jawaban: Result<crate::dokumen::StatusPenandaTangan, TteGagal>,
    kini: OffsetDateTime,
) {
    match jawaban {
        Ok(jawaban) => {
            // Issued after the end of the last one: another certificate, whose end the next signature shows.
            let habis = sertifikat.berlaku_sampai.is_some_and(|sampai| sampai <= kini);
            if jawaban.siap() && habis {
                sertifikat.berlaku_sampai = None;
                sertifikat.peringatan_hari = None;
            }
            sertifikat.status = Some(jawaban.status);
            sertifikat.diperiksa_pada = Some(kini);
            sertifikat.galat = None;
        }
        Err(TteGagal::PenandaTanganTidakSiap(status)) => {
            sertifikat.status = Some(status);
            sertifikat.diperiksa_pada = Some(kini);
            sertifikat.galat = None;
        }
        // A host that does not answer says nothing about a certificate: what was known stays.
        Err(_) => sertifikat.galat = Some("layanan_tte_tidak_menjawab".to_owned()),
    }
}

async fn ingatkan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    tenant: &Tenant,
    penanda: &Penanda,
    sertifikat: &mut Sertifikat,
) -> Result<bool, Galat> {
    let kini = ports.clock.now();
    let (Some(hari), Some(sampai)) = (peringatan(sertifikat, kini), sertifikat.berlaku_sampai)
    else {
        return Ok(false);
    };
    let Some(orang) = penanda.siapa(sertifikat.pengguna) else { return Ok(false) };
    let akhir = kalimat_tanggal(tenant.zona.setempat(sampai).date());
    let isi = if sampai <= kini {
        format!("Sertifikat TTE {} berakhir pada {akhir}. Perbarui di BSrE.", orang.nama_pengguna)
    } else {
        format!(
            "Sertifikat TTE {} berakhir pada {akhir}, kurang dari {hari} hari lagi. Perbarui di BSrE.",
            orang.nama_pengguna
        )
    };
    let kepada = [
        Kepada::Pengguna(orang.id),
        Kepada::Izin(Izin::AksesKelola),
        Kepada::Izin(Izin::OperasiLihat),
    ];
    for kepada in kepada {
        beritahu(ports, work, kepada, &isi).await?;
    }
    sertifikat.peringatan_hari = Some(hari);
    let objek = Some(orang.id.uuid());
    let jejak = JejakPelaku::Sistem;
    let catatan = CatatanAudit::baru(ports, jejak, "tte.peringatan_sertifikat", "pengguna", objek)
        .dengan(json!({ "hari": hari }));
    work.audit().catat(&catatan).await?;
    Ok(true)
}

pub(super) async fn beritahu(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    kepada: Kepada,
    isi: &str,
) -> Result<(), Galat> {
    let notifikasi = Notifikasi::baru(ports, kepada, JenisNotifikasi::Eskalasi, isi);
    work.notifikasi().tambah(&notifikasi).await?;
    Ok(())
}

/// Opens, changes or closes the interruption. What an officer opened is left alone.
async fn atur_tahan(
    ports: &Ports,
    work: &mut dyn UnitOfWork,
    penanda: &Penanda,
    diketahui: &BTreeMap<PenggunaId, Sertifikat>,
) -> Result<(), Galat> {
    let kini = ports.clock.now();
    let kode = |teks: &str| Kode::parse(teks).map_err(PortError::tak_terduga);
    let (kosong, tanpa_nik) = (kode(TANPA_PEMEGANG)?, kode(NIK_KOSONG)?);
    let mut peran = Vec::new();
    for (satu, (_, pemegang)) in &penanda.peran {
        let sanggup = pemegang.iter().map(|id| {
            let ber_nik = penanda.orang.get(id).is_some_and(|orang| orang.nik.is_some());
            match diketahui.get(id) {
                Some(sertifikat) if ber_nik => kesanggupan(sertifikat, kini),
                _ => Kesanggupan::Tidak(tanpa_nik.clone()),
            }
        });
        peran.push((satu.clone(), sanggup.collect::<Vec<_>>()));
    }
    let ditahan = tahan(&peran, &kosong);
    let terbuka = work.waktu_kerja().daftar_gangguan(true, Halaman::new(None, None)).await?;
    let sebab = SebabGangguan::PenandaTangan;
    let milik = terbuka.iter().find(|satu| satu.sebab == sebab);
    let layanan: Vec<Kode> =
        ditahan.iter().flat_map(|tahan| &tahan.peran).fold(Vec::new(), |mut semua, satu| {
            for kode in penanda.peran.get(satu).map(|(layanan, _)| layanan).into_iter().flatten() {
                if !semua.contains(kode) {
                    semua.push(kode.clone());
                }
            }
            semua
        });
    if let Some(lama) = milik {
        let Some(kode) = lama.asal.kode() else { return Ok(()) };
        let sama = ditahan.is_some()
            && layanan.len() == lama.layanan.len()
            && layanan.iter().all(|satu| lama.layanan.contains(satu));
        if sama {
            return Ok(());
        }
        let kode = kode.clone();
        tutup_gangguan_sistem(ports, work, sebab, &kode).await?;
        if ditahan.is_none() {
            let isi =
                "Penanda tangan sudah siap lagi. Antrean TTE dapat dilanjutkan dari yang terlama.";
            for kepada in [Kepada::Izin(Izin::DokumenTandaTangan), Kepada::Izin(Izin::OperasiLihat)]
            {
                beritahu(ports, work, kepada, isi).await?;
            }
        }
    }
    if let Some(ditahan) = ditahan {
        let catatan = kalimat_sebab(ditahan.kode.as_str());
        let buka = BukaSistem { sebab, kode: ditahan.kode, layanan, catatan };
        if buka_gangguan_sistem(ports, work, buka).await?.is_some() {
            for kepada in [Kepada::Izin(Izin::AksesKelola), Kepada::Izin(Izin::OperasiLihat)] {
                beritahu(ports, work, kepada, catatan).await?;
            }
        }
    }
    Ok(())
}

/// What happened, as officers read it.
fn kalimat_sebab(kode: &str) -> &'static str {
    match kode {
        TANPA_PEMEGANG => {
            "Tidak ada petugas aktif yang memegang peran penanda tangan. Antrean TTE ditahan sampai pejabat baru, Plh atau Plt dicatat."
        }
        NIK_KOSONG => {
            "NIK penanda tangan belum dicatat. Antrean TTE ditahan sampai NIK dilengkapi."
        }
        "sertifikat_expired" => {
            "Sertifikat TTE penanda tangan sudah berakhir. Antrean TTE ditahan sampai sertifikat diperbarui atau ada Plh/Plt."
        }
        "sertifikat_not_registered" | "sertifikat_no_certificate" => {
            "Penanda tangan belum punya sertifikat TTE di BSrE. Antrean TTE ditahan sampai sertifikatnya terbit."
        }
        "sertifikat_suspend" | "sertifikat_revoke" => {
            "Sertifikat TTE penanda tangan dibekukan atau dicabut. Antrean TTE ditahan."
        }
        _ => "Sertifikat TTE penanda tangan belum dapat dipakai. Antrean TTE ditahan.",
    }
}

/// What to answer when the host was only asked something.
pub(in crate::dokumen) fn gagal_tanya(gagal: TteGagal) -> Galat {
    match gagal {
        TteGagal::TidakTerkirim(sumber)
        | TteGagal::TidakDiketahui(sumber)
        | TteGagal::TidakTerunduh { sumber, .. } => sumber.into(),
        TteGagal::PenandaTanganTidakSiap(status) => Bentrok::baru(
            "tte_penanda_tangan_tidak_siap",
            format!("Sertifikat penanda tangan belum dapat dipakai (status {status})."),
        )
        .into(),
        TteGagal::PassphraseSalah => {
            Bentrok::baru("tte_passphrase_salah", "Passphrase atau kode salah.").into()
        }
        TteGagal::Ditolak { kode } => {
            let pesan = format!("Layanan TTE menolak permintaan ini (kode {kode}).");
            Bentrok::baru("tte_ditolak", pesan).into()
        }
    }
}
