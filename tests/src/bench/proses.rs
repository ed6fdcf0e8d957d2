//! CPU time and memory of processes, from /proc.

use std::{fs, io, path::Path};

use super::galat::{Gagal, Hasil, Ketika};

/// The unit of CPU times in /proc: USER_HZ, 100 on every Linux.
const DETAK: f64 = 100.0;

/// What one line of `/proc/<pid>/stat` says.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stat {
    induk: u32,
    /// Ticks of its own.
    sendiri: u64,
    /// Ticks of children that ended and were waited for.
    anak: u64,
}

impl Stat {
    fn urai(teks: &str) -> Option<Self> {
        // The name is in parentheses and may contain anything, also parentheses.
        let (_, ekor) = teks.rsplit_once(')')?;
        let kolom: Vec<&str> = ekor.split_ascii_whitespace().collect();
        let angka = |i: usize| kolom.get(i)?.parse::<u64>().ok();
        Some(Self {
            induk: kolom.get(1)?.parse().ok()?,
            sendiri: angka(11)? + angka(12)?,
            anak: angka(13)? + angka(14)?,
        })
    }

    fn baca(pid: u32) -> io::Result<Option<Self>> {
        match fs::read_to_string(format!("/proc/{pid}/stat")) {
            Ok(teks) => Ok(Self::urai(&teks)),
            // It ended meanwhile.
            Err(galat) if galat.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(galat) => Err(galat),
        }
    }
}

fn detik(detak: u64) -> f64 {
    f64::from(u32::try_from(detak).unwrap_or(u32::MAX)) / DETAK
}

/// CPU seconds of a process and, apart, of its children that ended.
pub fn cpu(pid: u32) -> Hasil<(f64, f64)> {
    let stat = Stat::baca(pid)
        .ketika("/proc tidak terbaca")?
        .ketika("proses yang diukur sudah berakhir")?;
    Ok((detik(stat.sendiri), detik(stat.anak)))
}

/// A process and its children.
fn pohon(akar: u32) -> Hasil<Vec<u32>> {
    let mut semua = vec![akar];
    for satu in fs::read_dir("/proc").ketika("/proc tidak terbaca")? {
        let nama = satu.ketika("/proc tidak terbaca")?.file_name();
        let Some(pid) = nama.to_str().and_then(|nama| nama.parse::<u32>().ok()) else { continue };
        // Somebody else's process may be hidden; a child of ours is not.
        if Stat::baca(pid).ok().flatten().is_some_and(|stat| stat.induk == akar) {
            semua.push(pid);
        }
    }
    Ok(semua)
}

/// CPU seconds of a server and every process it ever started and has, all together.
pub fn cpu_pohon(akar: u32) -> Hasil<f64> {
    let (sendiri, berakhir) = cpu(akar)?;
    let mut jumlah = sendiri + berakhir;
    for pid in pohon(akar)?.into_iter().skip(1) {
        if let Some(stat) = Stat::baca(pid).ketika("/proc tidak terbaca")? {
            jumlah += detik(stat.sendiri) + detik(stat.anak);
        }
    }
    Ok(jumlah)
}

/// A value in kB of a file in /proc.
fn kilobita(berkas: impl AsRef<Path>, kunci: &str) -> Hasil<u64> {
    let berkas = berkas.as_ref();
    let teks = fs::read_to_string(berkas).ketika(&berkas.display().to_string())?;
    teks.lines()
        .find_map(|baris| baris.strip_prefix(kunci)?.strip_prefix(':'))
        .and_then(|nilai| nilai.split_ascii_whitespace().next()?.parse().ok())
        .ok_or_else(|| Gagal::baru(format!("{} tidak memuat {kunci}", berkas.display())))
}

/// Resident memory of a process in kB: now, and at its highest.
pub fn memori(pid: u32) -> Hasil<(u64, u64)> {
    let status = format!("/proc/{pid}/status");
    Ok((kilobita(&status, "VmRSS")?, kilobita(&status, "VmHWM")?))
}

/// Memory of a server and its children in kB, shared pages counted once.
pub fn pss_pohon(akar: u32) -> Hasil<u64> {
    let mut jumlah = 0;
    for pid in pohon(akar)? {
        // A child that ends meanwhile no longer has any.
        let berkas = format!("/proc/{pid}/smaps_rollup");
        jumlah += match kilobita(&berkas, "Pss") {
            Ok(nilai) => nilai,
            Err(_) if pid != akar => 0,
            Err(galat) => return Err(galat),
        };
    }
    Ok(jumlah)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_parentheses_and_spaces_does_not_shift_the_columns() {
        let teks = "42 (a) (b c) S 7 42 42 0 -1 4194560 100 0 0 0 11 5 3 2 20 0 1 0 100";
        assert_eq!(Stat::urai(teks), Some(Stat { induk: 7, sendiri: 16, anak: 5 }));
        assert_eq!(Stat::urai("42"), None);
    }

    #[test]
    fn this_process_has_used_time_and_memory() {
        let sendiri = std::process::id();
        assert!(cpu(sendiri).is_ok());
        assert!(memori(sendiri).is_ok_and(|(kini, puncak)| 0 < kini && kini <= puncak));
        assert!(pss_pohon(sendiri).is_ok_and(|pss| pss > 0));
    }
}
