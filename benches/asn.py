"""Writes a database of autonomous systems, as large as real ones, the same each time: asn.py FILE.

It is nested like MaxMind's GeoLite2-ASN (https://dev.maxmind.com/geoip/docs/databases/asn/):
400,000 networks of /16 to /24 cover about two thirds of IPv4. 70,000 systems announce them, and a
few of the systems have most.
"""

import random
import sys

from mmdb_writer import MMDBWriter
from netaddr import IPNetwork, IPSet

SYSTEMS = 70_000
WORDS = (
    "Atlantic Boreal Cable Delta Eastern Fiber Global Harbor Inland Junction Kappa Local Metro "
    "Northern Open Pacific"
).split()
KINDS = [
    "Telecom", "Networks LLC", "Communications GmbH", "Hosting Ltd.", "University",
    "Internet Services S.A.",
]

random.seed(7)
names = [
    f"{random.choice(WORDS)} {random.choice(WORDS)} {random.choice(KINDS)}" for _ in range(SYSTEMS)
]
records = [
    {"autonomous_system_number": 64 + 5 * system, "autonomous_system_organization": name}
    for system, name in enumerate(names)
]
writer = MMDBWriter(
    ip_version=4, database_type="GeoLite2-ASN", description="made up, for measuring", int_type="u32"
)


def announce(first, length):
    """Announces a network as a whole, by its halves, or not at all."""
    if length < 24 and (length < 16 or random.random() < 0.68):
        announce(first, length + 1)
        announce(first + 2 ** (31 - length), length + 1)
    elif random.random() < 0.67:
        system = int(SYSTEMS ** random.random()) - 1
        writer.insert_network(IPSet([IPNetwork((first, length))]), records[system])


announce(1 << 24, 8)
for octet in range(2, 224):
    announce(octet << 24, 8)
writer.to_db_file(sys.argv[1])
