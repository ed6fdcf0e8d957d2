//! Which addresses belong to the public internet (IANA's special-purpose registries).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether the address is one of the public internet: not this machine, not an inner network, not a cloud's metadata, no
/// multicast, nothing reserved; an IPv6 address that carries an IPv4 address counts as that one.
pub fn publik(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(empat) => publik_empat(empat),
        IpAddr::V6(enam) => publik_enam(enam),
    }
}

#[expect(clippy::unnested_or_patterns, reason = "one line for each block of the registry")]
fn publik_empat(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let khusus = matches!(
        (a, b, c),
        (0 | 10 | 127, _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18..=19, _)
            | (198, 51, 100)
            | (203, 0, 113)
            | (224..=255, _, _)
    );
    !khusus
}

fn publik_enam(ip: Ipv6Addr) -> bool {
    let bagian = ip.segments();
    let dalam = |tinggi: u16, rendah: u16| {
        publik_empat(Ipv4Addr::from((u32::from(tinggi) << 16) | u32::from(rendah)))
    };
    match (bagian[0], bagian[1]) {
        // IPv4 in IPv6: mapped (also translated), NAT64 and 6to4.
        (0, 0) if bagian[2..6] == [0, 0, 0, 0xffff] => dalam(bagian[6], bagian[7]),
        (0x64, 0xff9b) if bagian[2..6] == [0; 4] => dalam(bagian[6], bagian[7]),
        (0x2002, tinggi) => dalam(tinggi, bagian[2]),
        // Teredo, ORCHID, benchmarking and the rest of 2001:0::/23; documentation.
        (0x2001, 0..=0x1ff | 0xdb8) | (0x3fff, 0..=0xfff) => false,
        // Only global unicast is handed out to the internet.
        (0x2000..=0x3fff, _) => true,
        _ => false,
    }
}
