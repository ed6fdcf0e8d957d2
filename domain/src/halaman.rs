//! The one way to page: keyset cursors over UUIDv7, newest or oldest first.

use uuid::Uuid;

/// How much one page may hold.
pub const BATAS_MAKS: u32 = 100;

/// A request for one page.
#[derive(Clone, Copy, Debug)]
pub struct Halaman {
    /// Continue behind this id; `None` starts at the beginning.
    pub sesudah: Option<Uuid>,
    /// How many rows, 1 to [`BATAS_MAKS`].
    pub batas: u32,
}

impl Halaman {
    /// A page of `batas` rows (clamped to 1..=[`BATAS_MAKS`]) behind `sesudah`.
    pub fn new(sesudah: Option<Uuid>, batas: Option<u32>) -> Self {
        Self { sesudah, batas: batas.unwrap_or(20).clamp(1, BATAS_MAKS) }
    }

    /// Cuts the one extra row a repository reads to learn whether more follow.
    pub fn potong<T>(self, mut baris: Vec<T>, id: impl Fn(&T) -> Uuid) -> Lembar<T> {
        let batas = self.batas as usize;
        let ada_lagi = baris.len() > batas;
        baris.truncate(batas);
        let berikut = if ada_lagi { baris.last().map(&id) } else { None };
        Lembar { baris, berikut }
    }
}

/// One page of results.
#[derive(Clone, Debug)]
pub struct Lembar<T> {
    /// The rows, in the order of the query.
    pub baris: Vec<T>,
    /// The cursor for the next page, when there is one.
    pub berikut: Option<Uuid>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_the_next_cursor_only_when_more_rows_follow() {
        let halaman = Halaman::new(None, Some(2));
        let id = |n: &u128| Uuid::from_u128(*n);
        let penuh = halaman.potong(vec![1, 2, 3], id);
        assert_eq!((penuh.baris, penuh.berikut), (vec![1, 2], Some(Uuid::from_u128(2))));
        let pas = halaman.potong(vec![1, 2], id);
        assert_eq!((pas.baris, pas.berikut), (vec![1, 2], None));
    }
}
