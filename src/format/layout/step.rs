//! A step of a layout: a value, the literal before it, and the way in which the end of the value is
//! found.

use super::super::escape::Escape;
use super::super::field::Field;
use super::literal::Literal;

/// A value, and the literal before it.
#[derive(Debug, Clone)]
pub(super) struct Step {
    /// The literal before the value, without the quotes that belong to quoted values.
    pub(super) before: Literal,
    pub(super) ending: Ending,
    pub(super) opening: Opening,
    pub(super) field: Option<Field>,
    /// Whether the value is a list of addresses that a line may lack. Text that is not such a list
    /// is not bound.
    pub(super) is_optional_list: bool,
    /// The values that directly follow, each with its first byte, by which it is recognised: `?`
    /// for a query, `/` for a path.
    pub(super) joined: Vec<(u8, Option<Field>)>,
}

/// How the end of a value is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// At the closing quote.
    Quoted(Quotes),
    /// After the version of an unquoted request line.
    Request,
    /// At the first blank if the literal begins with a blank, and otherwise at the first occurrence
    /// of the literal.
    Token,
    /// At the first occurrence of the literal after which the next value can begin.
    Text {
        joins: Joins,
        /// How often the literal occurs within the value itself.
        inner: usize,
    },
}

/// Which quotes can close a quoted value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    /// The writer escapes the quotes of a value with a backslash. Only an unescaped quote closes
    /// the value.
    Escaped,
    /// The writer does not escape every quote of a value. The quote before the next literal closes
    /// the value. With `backslash`, a quote after a backslash never closes it.
    Stray { backslash: bool },
}

/// Separators that may occur inside a value even though they also end it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joins {
    Nothing,
    /// The `, ` of a list.
    Commas,
    /// The `, ` of a list, and the ` : ` between nginx's groups of upstreams.
    Groups,
}

/// The beginning that all values of a kind have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    Any,
    Number,
    /// A time of constant length, with the literal after it.
    Time(TimeShape),
    /// `2026-11-24T13:55:36` and any text after it.
    IsoTime,
    Protocol,
}

/// The properties that all times of a pattern have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TimeShape {
    pub(super) bytes: usize,
    /// The offsets of the first and the last digit.
    pub(super) digits: [usize; 2],
}

impl TimeShape {
    /// Returns the rest of the line after a time, if a time can begin here.
    pub(super) fn skip(self, rest: &[u8]) -> Option<&[u8]> {
        let (time, rest) = rest.split_at_checked(self.bytes)?;
        let is_digit = |at: usize| time.get(at).is_some_and(u8::is_ascii_digit);
        self.digits.into_iter().all(is_digit).then_some(rest)
    }
}

impl Quotes {
    /// Which quotes can close a value with this escape.
    pub(super) fn of(escape: Escape) -> Self {
        match escape {
            Escape::Backslash | Escape::Json => Self::Escaped,
            Escape::None | Escape::Percent | Escape::PercentTwice | Escape::Plus => {
                Self::Stray { backslash: false }
            }
        }
    }

    /// The same quotes, with unescaped ones allowed.
    pub(super) fn with_stray(self) -> Self {
        match self {
            Self::Escaped => Self::Stray { backslash: true },
            Self::Stray { backslash } => Self::Stray { backslash },
        }
    }
}

impl Ending {
    pub(super) fn text(joins: Joins) -> Self {
        Self::Text { joins, inner: 0 }
    }

    pub(super) fn of(field: Field) -> Self {
        match field {
            Field::RemoteAddress | Field::PeerAddress | Field::ForwardedFor => {
                Self::text(Joins::Commas)
            }
            Field::UpstreamAddress | Field::UpstreamSeconds | Field::UpstreamStatus => {
                Self::text(Joins::Groups)
            }
            Field::RequestLine => Self::Request,
            Field::User
            | Field::TimeClf
            | Field::TimePattern
            | Field::Target
            | Field::Path
            | Field::Query
            | Field::Referrer
            | Field::UserAgent
            | Field::MimeType => Self::text(Joins::Nothing),
            Field::RemotePort
            | Field::TimeIso8601
            | Field::TimeEpochSeconds
            | Field::TimeEpochMilliseconds
            | Field::TimeEpochMicroseconds
            | Field::TimeEpochNanoseconds
            | Field::TimeFraction
            | Field::Date
            | Field::TimeOfDay
            | Field::Method
            | Field::Protocol
            | Field::Scheme
            | Field::Host
            | Field::RequestId
            | Field::RequestBytes
            | Field::Status
            | Field::BodyBytes
            | Field::ResponseBytes
            | Field::DurationSeconds
            | Field::DurationMilliseconds
            | Field::DurationMicroseconds
            | Field::DurationNanoseconds
            | Field::RequestProcessingSeconds
            | Field::TargetProcessingSeconds
            | Field::ResponseProcessingSeconds
            | Field::ServerName
            | Field::ServerPort
            | Field::ServerAddress
            | Field::TlsProtocol
            | Field::TlsCipher
            | Field::DurationText
            | Field::UpstreamPort
            | Field::TraceId
            | Field::CacheStatus
            | Field::Result
            | Field::DetailedResult
            | Field::ErrorReason
            | Field::WafAction
            | Field::WafRule
            | Field::WafLabels => Self::Token,
        }
    }
}

impl Step {
    pub(super) fn binds(&self, field: Field) -> bool {
        self.field == Some(field) || self.joined.iter().any(|(_, joined)| *joined == Some(field))
    }

    pub(super) fn escape(&mut self, escape: Escape) {
        if let Ending::Quoted(quotes) = &mut self.ending {
            *quotes = Quotes::of(escape);
        }
    }

    /// Accepts unescaped quotes in the value, in addition to any escape.
    pub(super) fn allow_stray_quotes(&mut self) {
        if let Ending::Quoted(quotes) = &mut self.ending {
            *quotes = quotes.with_stray();
        }
    }

    /// Whether the value is a number and nothing else.
    pub(super) fn is_number(&self) -> bool {
        self.opening == Opening::Number && self.joined.is_empty()
    }

    pub(super) fn is_quoted(&self) -> bool {
        matches!(self.ending, Ending::Quoted(_))
    }
}

impl Opening {
    pub(super) fn of(field: Option<Field>) -> Self {
        match field {
            Some(
                Field::RemotePort
                | Field::TimeEpochSeconds
                | Field::TimeEpochMilliseconds
                | Field::TimeEpochMicroseconds
                | Field::TimeEpochNanoseconds
                | Field::TimeFraction
                | Field::RequestBytes
                | Field::Status
                | Field::BodyBytes
                | Field::ResponseBytes
                | Field::DurationSeconds
                | Field::DurationMilliseconds
                | Field::DurationMicroseconds
                | Field::DurationNanoseconds
                | Field::RequestProcessingSeconds
                | Field::TargetProcessingSeconds
                | Field::ResponseProcessingSeconds
                | Field::ServerPort
                | Field::UpstreamPort,
            ) => Self::Number,
            Some(Field::Protocol) => Self::Protocol,
            Some(Field::TimeIso8601) => Self::IsoTime,
            _ => Self::Any,
        }
    }
}
