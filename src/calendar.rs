//! The proleptic Gregorian calendar, both ways between a civil date and a count of days.
//!
//! The year is taken to begin in March, so that the leap day is its last, and the calendar repeats every 400 years of
//! 146,097 days. <https://howardhinnant.github.io/date_algorithms.html>

/// Seconds of a day; leap seconds do not count.
pub const SECONDS_PER_DAY: i64 = 86_400;

const DAYS_PER_ERA: i64 = 146_097;

/// The civil date, year, month and day, of a day counted from 1970-01-01.
#[must_use]
pub fn civil(days: i64) -> (i64, u32, u32) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(DAYS_PER_ERA);
    let day_of_era = small(shifted.rem_euclid(DAYS_PER_ERA));
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 {
        march_month + 3
    } else {
        march_month - 9
    };
    let year = i64::from(year_of_era) + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// The day, counted from 1970-01-01, of a civil date.
#[must_use]
pub fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = small(year.rem_euclid(400));
    let march_month = small(if month > 2 { month - 3 } else { month + 9 });
    let day_of_year = (153 * march_month + 2) / 5;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * DAYS_PER_ERA + i64::from(day_of_era) + day - 1 - 719_468
}

/// A number that is neither negative nor large, unsigned and of 32 bits: of 64 bits with a sign, each division is twice as long.
pub(crate) fn small(value: i64) -> u32 {
    u32::try_from(value).unwrap_or(0)
}

/// The days of a month, 1 to 12.
#[must_use]
pub fn days_of(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn both_ways_agree_with_each_other_and_with_another_calendar(day in -719_162_i64..=2_932_896) {
            let (year, month, date) = civil(day);
            let (month, date) = (i64::from(month), i64::from(date));
            prop_assert_eq!(days(year, month, date), day);
            let epoch = jiff::civil::date(1970, 1, 1);
            let other = epoch + jiff::Span::new().days(i32::try_from(day).unwrap());
            let (other_year, other_month) = (i64::from(other.year()), i64::from(other.month()));
            prop_assert_eq!((year, month, date), (other_year, other_month, i64::from(other.day())));
            prop_assert_eq!(days_of(year, month), i64::from(other.days_in_month()));
        }
    }
}
