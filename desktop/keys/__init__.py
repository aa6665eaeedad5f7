"""The only room with cryptography in it: key slots, signing, sealing, batch encryption, serial codes, PINs.

The key hierarchy. "Losing" is about the key alone: whoever wants the data has to have the file as well.

===================  ==============================  ===========================  =================================
Key                  Where it lives                  Who holds it                 What losing it means
===================  ==============================  ===========================  =================================
store key            nowhere in clear: wrapped in    the device; whoever can      the store file can never be
(32 random bytes)    the slots of ``keys.json``      open one of its slots        opened again; what was sent in
                     beside the store file                                        batches is safe at the centre
-- keyring slot      the wrapping key in the         whoever logs in to that      the other slots still open the
                     operating system's keyring      account of the computer      store
-- passphrase slot   the wrapping key in no place:   whoever knows the            the other slots still open the
                     argon2id of the passphrase      passphrase                   store
-- open slot         in clear in ``keys.json``;      everybody                    nothing: practice data is made
                     practice stores only                                         up, and its batches are refused
device signing key   the encrypted store             the device                   the device gets a new one, which
(Ed25519)                                                                         the centre has to trust; known to
                                                                                  others: revoke the device
local contacts key   the encrypted store             the device, until a          contacts entered before a
(age X25519)                                         coordinator is trusted       coordinator was trusted stay shut
batch-opening key    the coordinator's encrypted     the coordinator              batches on sticks can't be read;
(age X25519)         store, never on a database      (and the receiving centre)   devices send again to a new one
                     server
receipt-signing key  as the batch-opening key        the coordinator              a new key, that every device
(Ed25519)                                            (and the receiving centre)   has to trust, for new receipts
contacts key         as the batch-opening key, and   the coordinator alone,       the update list can't be read, by
(age X25519)         never on any server             never a receiving server     anybody, ever
programme's serial   in the programme pack           every laptop of the          serials can be forged: a matter
key (HMAC-SHA256)                                    programme                    of order, it guards no answer
PIN                  argon2id hash in the store      each person                  says who works; encrypts nothing
===================  ==============================  ===========================  =================================

Each key has one use. Everything signed starts with a domain string (:mod:`desktop.keys.signing`), so that what was
made for one purpose is worth nothing for another.
No secret stands in a ``repr``, a message or a log.
"""
