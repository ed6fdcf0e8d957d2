//! `loket` as tests start it for its children: they are started by path, and the test binary is not `loket`.

use std::process::ExitCode;

fn main() -> ExitCode {
    loket::cli::jalankan(std::env::args_os())
}
