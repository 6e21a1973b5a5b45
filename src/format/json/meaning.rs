//! What a key of a JSON access log can mean.

use crate::format::field::Field;

/// The meaning of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// This field, whatever the value is.
    Is(Field),
    /// A field that is a whole number: bytes or a port.
    Number(Field),
    /// A status, of the response or of an upstream.
    Status,
    /// The method.
    Method,
    /// The request line, its method, or its target, depending on the form of the value.
    Request,
    /// The target or its path, depending on the form of the value.
    Target,
    /// The query.
    Query,
    /// The protocol's version or the scheme, depending on the form of the value.
    Protocol,
    /// The client: an address, a host name or a forwarded list. The key has this family.
    Client(Family),
    /// The client, if the value is an address.
    ClientAddress,
    /// The client's port, or the address and port if the value has both.
    ClientPort(Family),
    /// `host`: the client for some writers, the virtual host for others.
    Host,
    /// `cs(Host)`: `CloudFront`'s own name of a distribution; the `Host` header for other writers.
    CsHost,
    /// The virtual host's name, or the server's address if the value is an address and the key is
    /// not one of the best.
    Server,
    /// The upstream's port, or the address and port if the value has both.
    UpstreamPort,
    /// `user` and similar keys: a name without a blank.
    User,
    /// A time, in a notation that depends on the form of the value.
    Time,
    /// A duration in the unit that the key names, or a time if the value has the form of a time.
    Duration(Unit),
    /// `bytes_read`: the bytes that `HAProxy` read from the server and sent on; for other writers,
    /// the bytes read from the client.
    BytesRead,
    /// Envoy's details of a response. They are the reason of a failure if the flags of the response
    /// report a failure.
    Details,
    /// A field that only a firewall's log has under this key.
    OfWaf(Field),
    /// Several values, kept as the raw array.
    Labels,
    /// The name of a request header in a list of names and values.
    HeaderName,
    /// The value of the header whose name precedes it.
    HeaderValue,
    /// The key has no field in a document. It may still identify the writer.
    Nothing,
}

/// The family of a key: a group of keys for one address and its port, such as `remote_addr` and
/// `remote_port`. A port belongs to the address whose key has the same family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Remote,
    Client,
    Source,
    Other,
}

/// The unit of a duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Seconds,
    Milliseconds,
    Microseconds,
    Nanoseconds,
    /// The key does not name the unit. The value or the other keys show it.
    Unstated,
}
