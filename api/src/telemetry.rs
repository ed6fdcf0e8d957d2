//! Structured logs: JSON lines for machines, short lines for a person at the demo.

use tracing_subscriber::EnvFilter;

/// Always at the end of the filter: at finer levels the check of passkeys would print challenges and answers.
const DIAM: [&str; 2] = ["webauthn_rs=error", "webauthn_rs_core=error"];

/// Sets up logging once; a second call changes nothing. `LOKET_LOG` chooses levels as in `info,loket=debug`.
pub fn mulai(json: bool, bawaan: &str) {
    let saringan = EnvFilter::try_from_env("LOKET_LOG").unwrap_or_else(|_| EnvFilter::new(bawaan));
    let saringan = diam(saringan);
    // The complaint about a log that cannot be written would go to stderr too, and a print that fails there is a panic: a
    // full disk under the log must not end the service.
    let dasar = tracing_subscriber::fmt()
        .with_env_filter(saringan)
        .with_writer(std::io::stderr)
        .log_internal_errors(false);
    let hasil = if json {
        dasar.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init()
    } else {
        dasar.compact().with_target(false).try_init()
    };
    if hasil.is_err() {
        tracing::debug!("logging was set up before");
    }
}

fn diam(saringan: EnvFilter) -> EnvFilter {
    let semua = DIAM.iter().filter_map(|satu| satu.parse().ok());
    semua.fold(saringan, EnvFilter::add_directive)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_level_makes_the_check_of_passkeys_talkative() {
        let saringan = diam(EnvFilter::new("trace,webauthn_rs_core=trace")).to_string();
        for satu in DIAM {
            assert!(saringan.split(',').any(|bagian| bagian == satu), "{saringan}");
        }
        assert!(!saringan.contains("webauthn_rs_core=trace"), "{saringan}");
    }
}
