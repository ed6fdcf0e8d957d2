use proptest::prelude::*;

use super::*;

fn ip(teks: &str) -> IpAddr {
    teks.parse().unwrap()
}

/// Security bar 42.
#[test]
fn inner_and_special_addresses_are_never_public() {
    for satu in [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:0:127.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::a00:1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "2001::1",
        "2001:db8::1",
        "3fff::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "100::1",
    ] {
        assert!(!publik(ip(satu)), "{satu}");
    }
    for satu in [
        "1.1.1.1",
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.169.0.1",
        "2606:4700:4700::1111",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
    ] {
        assert!(publik(ip(satu)), "{satu}");
    }
}

/// Security bar 42.
#[test]
fn a_url_that_leads_inside_is_refused_however_it_is_spelled() {
    let pagar = Pagar::ketat();
    let boleh = |teks: &str| Url::parse(teks).is_ok_and(|url| pagar.boleh_url(&url));
    for buruk in [
        "http://contoh.go.id/",
        "ftp://contoh.go.id/",
        "file:///etc/passwd",
        "https://",
        "https://localhost/",
        "https://LOCALHOST:8443/",
        "https://localhost./",
        "https://api.localhost/",
        "https://server/",
        "https://metadata.google.internal/",
        "https://printer.local/",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://0/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://10.1.2.3/",
        "https://user@contoh.go.id/",
        "https://user:sandi@contoh.go.id/",
        "https://contoh.go.id@127.0.0.1/",
        "https://127.0.0.1#contoh.go.id/",
        "https://１２７.0.0.1/",
    ] {
        assert!(!boleh(buruk), "{buruk}");
    }
    for baik in ["https://contoh.go.id/kabar", "https://contoh.go.id:8443/", "https://8.8.8.8/"] {
        assert!(boleh(baik), "{baik}");
    }
    let longgar = Pagar::ketat();
    longgar.longgarkan();
    assert!(longgar.boleh_url(&Url::parse("http://127.0.0.1:9/").unwrap()));
}

/// Security bar 42. The name is public by its looks and leads inside by its address.
#[tokio::test]
async fn a_name_that_resolves_inside_is_not_connected_to() {
    let nama = || "localhost".parse::<Name>().unwrap();
    assert!(Pagar::ketat().resolve(nama()).await.is_err());
    assert!(Pagar::ketat_atau_mesin_ini().resolve(nama()).await.is_ok());
    let longgar = Pagar::ketat();
    longgar.clone().longgarkan();
    assert!(longgar.resolve(nama()).await.is_ok(), "a clone loosens all");
}

proptest! {
    #[test]
    fn a_mapped_address_is_as_public_as_the_one_it_carries(bita: [u8; 4]) {
        let empat = std::net::Ipv4Addr::from(bita);
        prop_assert_eq!(publik(empat.into()), publik(empat.to_ipv6_mapped().into()));
    }
}
