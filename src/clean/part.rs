//! Parts of a text. A part is borrowed if the text is borrowed.

use std::borrow::Cow;

/// Returns `part` of `whole`. The part is borrowed from the line if `whole` is borrowed from it.
#[inline]
pub(super) fn part_of<'a>(whole: &Cow<'a, str>, part: &str) -> Cow<'a, str> {
    match whole {
        Cow::Borrowed(whole) => {
            let start = (part.as_ptr() as usize).wrapping_sub(whole.as_ptr() as usize);
            start
                .checked_add(part.len())
                .and_then(|end| whole.get(start..end))
                .map_or_else(|| Cow::Owned(part.to_owned()), Cow::Borrowed)
        }
        Cow::Owned(_) => Cow::Owned(part.to_owned()),
    }
}

/// Returns a copy of a part that must outlive its text.
pub(super) fn owned<'a>(part: &str) -> Cow<'a, str> {
    Cow::Owned(part.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_borrowed_from_a_borrowed_text_only() {
        let line = "GET /a".to_owned();
        let borrowed = Cow::Borrowed(line.as_str());
        assert!(matches!(
            part_of(&borrowed, &borrowed[4..]),
            Cow::Borrowed("/a")
        ));
        let owned: Cow<'_, str> = Cow::Owned(line.clone());
        assert!(matches!(part_of(&owned, &owned[4..]), Cow::Owned(text) if text == "/a"));
        // The first text is not a part of the second one.
        assert!(matches!(part_of(&borrowed, "x"), Cow::Owned(text) if text == "x"));
    }
}
