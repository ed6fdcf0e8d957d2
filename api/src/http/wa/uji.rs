//! The handshake.

use super::*;

#[test]
fn a_complete_handshake_is_read() {
    let kueri = "hub.mode=subscribe&hub.verify_token=rahasia&hub.challenge=1158201444";
    let baik = Tantangan { token: "rahasia".into(), tantangan: "1158201444".into() };
    assert_eq!(tantangan(kueri), Some(baik));
}

#[test]
fn an_incomplete_or_odd_handshake_is_not() {
    for kueri in [
        "",
        "hub.mode=subscribe&hub.challenge=1",
        "hub.mode=unsubscribe&hub.verify_token=a&hub.challenge=1",
        "hub.mode=subscribe&hub.verify_token=a",
        "hub.mode=subscribe&hub.verify_token=a&hub.challenge=",
        "hub.mode=subscribe&hub.verify_token=a&hub.challenge=a%0d%0ab",
    ] {
        assert_eq!(tantangan(kueri), None, "{kueri}");
    }
    let panjang =
        format!("hub.mode=subscribe&hub.verify_token=a&hub.challenge={}", "1".repeat(257));
    assert_eq!(tantangan(&panjang), None);
}
