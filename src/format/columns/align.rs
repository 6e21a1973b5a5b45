//! Aligns a row that has more values than columns because one of its texts contains blanks. The row
//! is read if the forms of the columns allow exactly one assignment of values to columns.

use super::shape::Shape;

/// How many more values than columns a row may have. A row with a larger surplus belongs to another
/// log.
const SURPLUS_LIMIT: usize = 24;

/// A part of a row: the offsets at which it begins and ends.
pub(super) type Stretch = (usize, usize);

/// The part of the row that belongs to each column. `None` if no assignment fits, or if more than
/// one does.
pub(super) fn align(row: &[u8], shapes: &[Shape], values: &[Stretch]) -> Option<Vec<Stretch>> {
    let surplus = values
        .len()
        .checked_sub(shapes.len())
        .filter(|surplus| *surplus <= SURPLUS_LIMIT)?;
    // `ways[column][first]` counts the ways to divide the values from `first` on among the columns
    // from `column` on. It is computed from the last column to the first.
    let mut ways = vec![vec![0_u8; values.len() + 1]; shapes.len() + 1];
    *ways.last_mut()?.last_mut()? = 1;
    for (column, shape) in shapes.iter().enumerate().rev() {
        for first in column..=column + surplus {
            let count = takes(row, *shape, values, first)
                .filter_map(|next| ways.get(column + 1)?.get(next))
                .fold(0_u8, |sum, ways| sum.saturating_add(*ways));
            *ways.get_mut(column)?.get_mut(first)? = count;
        }
    }
    if *ways.first()?.first()? != 1 {
        return None;
    }
    let mut first = 0;
    let mut stretches = Vec::with_capacity(shapes.len());
    for (column, shape) in shapes.iter().enumerate() {
        let next = takes(row, *shape, values, first)
            .find(|next| ways.get(column + 1).and_then(|ways| ways.get(*next)) == Some(&1))?;
        stretches.push((values.get(first)?.0, values.get(next - 1)?.1));
        first = next;
    }
    Some(stretches)
}

/// All possible ends of the column whose first value is `first`: for each, the index of the next
/// column's first value. A column takes one value, or several if it may contain blanks.
fn takes(
    row: &[u8],
    shape: Shape,
    values: &[Stretch],
    first: usize,
) -> impl Iterator<Item = usize> {
    let value = |at: usize| {
        values
            .get(at)
            .and_then(|(start, end)| row.get(*start..*end))
    };
    let begins = value(first).is_some_and(|value| shape.begins(value));
    let most = if shape.holds_blanks() {
        values.len()
    } else {
        1
    };
    // The value of an absent text is a single placeholder. A text of several words therefore
    // neither begins nor ends with a placeholder.
    let is_dash = move |at: usize| value(at) == Some(b"-");
    (first + 1..=values.len().min(first.saturating_add(most)))
        .take_while(move |_| begins)
        .filter(move |next| *next == first + 1 || !is_dash(first) && !is_dash(next - 1))
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    const SHAPES: [Shape; 5] = [
        Shape::Number,
        Shape::Method,
        Shape::Path,
        Shape::Word,
        Shape::Text,
    ];

    fn stretches(row: &[u8]) -> Vec<Stretch> {
        let mut start = 0;
        row.split(|byte| *byte == b' ')
            .map(|value| {
                let stretch = (start, start + value.len());
                start = stretch.1 + 1;
                stretch
            })
            .collect()
    }

    /// Finds all assignments by trying each one.
    fn every_way(shapes: &[Shape], values: &[&str]) -> Vec<Vec<String>> {
        let Some((shape, shapes)) = shapes.split_first() else {
            return if values.is_empty() {
                vec![vec![]]
            } else {
                vec![]
            };
        };
        let mut ways = Vec::new();
        for count in 1..=values.len() {
            let (taken, rest) = values.split_at(count);
            let text = taken.join(" ");
            let several = count > 1;
            if several && (!shape.holds_blanks() || text.starts_with("- ") || text.ends_with(" -"))
                || !shape.begins(taken[0].as_bytes())
            {
                continue;
            }
            for mut way in every_way(shapes, rest) {
                way.insert(0, text.clone());
                ways.push(way);
            }
        }
        ways
    }

    proptest! {
        /// Compares the result of the table with that of trying all assignments.
        #[test]
        fn a_row_is_aligned_where_exactly_one_way_fits(
            shapes in vec(select(SHAPES.to_vec()), 1..6),
            values in vec(select(vec!["-", "7", "GET", "/a", "b"]), 1..9),
        ) {
            let row = values.join(" ");
            let found = align(row.as_bytes(), &shapes, &stretches(row.as_bytes()));
            let found = found.map(|found| {
                found
                    .iter()
                    .map(|(start, end)| row[*start..*end].to_owned())
                    .collect::<Vec<_>>()
            });
            let ways = every_way(&shapes, &values);
            let only = (ways.len() == 1).then(|| ways[0].clone());
            prop_assert_eq!(found, only.filter(|_| values.len() >= shapes.len()));
        }
    }

    #[test]
    fn a_row_with_far_too_many_values_is_not_aligned() {
        let row = vec!["a"; 2 + SURPLUS_LIMIT].join(" ");
        let of = |columns: usize| {
            let shapes = vec![Shape::Text; columns];
            align(row.as_bytes(), &shapes, &stretches(row.as_bytes())).is_some()
        };
        assert!(!of(1), "one more than the limit");
        let shapes = [Shape::Text, Shape::Method];
        assert!(align(row.as_bytes(), &shapes, &stretches(row.as_bytes())).is_some());
    }
}
