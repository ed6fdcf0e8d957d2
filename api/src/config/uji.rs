//! Settings as they come from files and the environment.

use super::*;

#[test]
fn every_setting_can_come_from_the_environment_as_plain_text() {
    let mut pembaca = config::Config::builder();
    for kunci in KUNCI {
        let nilai = match *kunci {
            "bind" | "metrik_bind" => "127.0.0.1:1",
            "izinkan_http" | "dokumentasi" | "tanpa_tls_dalam" | "webhook_izinkan_lokal" => "true",
            "smtp_port" => "25",
            _ => "0123456789",
        };
        pembaca = pembaca.set_override(*kunci, nilai).unwrap();
    }
    let config: Config = pembaca.build().unwrap().try_deserialize().unwrap();
    assert_eq!(config.s3_secret_key.buka(), "0123456789", "digits stay as they were typed");
    assert_eq!(config.database_koneksi, 123_456_789);
    let medan = include_str!("../config.rs").split("pub struct Config {").nth(1).unwrap();
    let medan = medan.split("\n}").next().unwrap();
    assert_eq!(medan.matches("    pub ").count(), KUNCI.len(), "KUNCI lacks a setting");
}

#[test]
fn a_secret_comes_from_the_environment_or_from_a_file_and_never_from_both() {
    let berkas = std::env::temp_dir().join(format!("loket-rahasia-{}", std::process::id()));
    std::fs::write(&berkas, "isi rahasia\n").unwrap();
    let baca = |langsung: Option<&str>, berkas: Option<&PathBuf>| {
        pilih("LOKET_X", langsung.map(str::to_owned), berkas.cloned())
    };
    assert_eq!(baca(None, Some(&berkas)).unwrap().as_deref(), Some("isi rahasia"));
    assert_eq!(baca(Some("a"), None).unwrap().as_deref(), Some("a"));
    assert_eq!(baca(None, None).unwrap(), None);
    let galat = baca(Some("a"), Some(&berkas)).unwrap_err().to_string();
    assert!(galat.contains("LOKET_X_FILE") && !galat.contains("isi rahasia"), "{galat}");
    std::fs::remove_file(&berkas).unwrap();
    assert!(baca(None, Some(&berkas)).is_err());
    assert!(RAHASIA.iter().all(|kunci| KUNCI.contains(kunci)));
}

#[test]
fn sample_values_and_keys_of_one_letter_are_recognised() {
    assert!(demo("ganti-dengan-kunci-sendiri"));
    assert!(demo(&"00".repeat(32)));
    assert!(!demo("6f1ed002ab5595859014ebf0951522d9"));
}
