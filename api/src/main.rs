//! Loket on the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    loket::cli::jalankan(std::env::args_os())
}
