//! Structured logs: JSON lines for machines, short lines for a person at the demo.

use tracing_subscriber::EnvFilter;

/// Sets up logging once; a second call changes nothing. `LOKET_LOG` chooses levels as in `info,loket=debug`.
pub fn mulai(json: bool, bawaan: &str) {
    let saringan = EnvFilter::try_from_env("LOKET_LOG").unwrap_or_else(|_| EnvFilter::new(bawaan));
    let dasar = tracing_subscriber::fmt().with_env_filter(saringan).with_writer(std::io::stderr);
    let hasil = if json {
        dasar.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init()
    } else {
        dasar.compact().with_target(false).try_init()
    };
    if hasil.is_err() {
        tracing::debug!("logging was set up before");
    }
}
