"""How an application is sealed to the portal: the part of the contract that terminal and portal must agree on.

One JWE in compact serialisation (RFC 7516) to a public key of the portal (`keys`), content encryption
A256GCM (RFC 7518 section 5.3). Which way the content key travels is said by the `alg` of the key, one of `ALGORITHMS`:

* `ECDH-ES+A256KW` on P-256 is the one to choose: an ephemeral key per application, 32-byte keys, quick to make.
* `RSA-OAEP-256` is there because destinations of FIT-Connect have RSA keys (4096 bits) of the administration's PKI.

The protected header is the additional authenticated data of the content (RFC 7516 section 5.1, step 14). It carries
idempotency key and destination, so a sealed application that is moved under another key or to another portal does not
open. The two are in `crit` (section 4.1.13): a portal that does not check them has to refuse.

The plaintext is a JSON object: the submission as the service's schema describes it (`service` says which), and beside
it `provisional` (see `contract.Provisional`), the access code on the slip that a person gets before the portal has
confirmed anything. It is in here because nothing outside may lead to it: the idempotency key stands in the clear on the
terminal's disk.

The plaintext is filled up with spaces to the next of `SIZES`, so that its length says nothing about what somebody
entered. JSON allows white space at its end (RFC 8259 section 2): nothing has to be taken off.
"""

ALGORITHMS = ("ECDH-ES+A256KW", "RSA-OAEP-256")
ENCRYPTION = "A256GCM"
CONTENT_TYPE = "application/json"

HEADER_KEY = "bt-key"
HEADER_DESTINATION = "bt-destination"
BOUND_HEADERS = (HEADER_KEY, HEADER_DESTINATION)

SIZES = (4 * 1024, 16 * 1024, 64 * 1024, 256 * 1024)


def padded(content: bytes) -> bytes | None:
    """`content` filled up to the next size class, or None when it is longer than the largest."""
    size = next((size for size in SIZES if len(content) <= size), None)
    return None if size is None else content.ljust(size, b" ")
