"""The only room with cryptography in it: slots, recovery words, signing, sealing, batches, serials, codes, PINs.

The key hierarchy. "Losing" is about the key alone: whoever wants the data has to have the file as well. The same
table in the words of the guide: ``resources/guide/keys.md``.

===================  ==============================  ===========================  =================================
Key                  Where it lives                  Who holds it                 What losing it means
===================  ==============================  ===========================  =================================
store key            nowhere in clear: wrapped in    the device; whoever can      the store file can never be
(32 random bytes)    the slots of ``keys.json``      open one of its slots        opened again; what was sent in
                     beside the store file                                        batches is safe at the centre
-- keyring slot      the wrapping key in the         whoever logs in to that      the recovery sheet opens the
                     operating system's keyring      account of the computer      store and makes a new slot
-- passphrase slot   the wrapping key in no place:   whoever knows the            the recovery sheet opens the
                     argon2id of the passphrase      passphrase                   store and sets a new passphrase
-- recovery slot     the secret on paper alone: 12   whoever the office lets at   the other slots still open the
                     words and a QR, 128 random      its safe                     store; make a new sheet. Known to
                     bits, through HKDF                                           others: rekey
-- open slot         in clear in ``keys.json``;      everybody                    nothing: practice data is made
                     practice stores only                                         up, and its batches are refused
device signing key   the encrypted store             the device                   the device gets a new one, which
(Ed25519)                                                                         the centre has to trust; known to
                                                                                  others: revoke the device
list key             the encrypted store and its     the store, through every     what was taken back since a
(Ed25519)            backups                         restore                      backup is not taken back again
                                                                                  when it is restored
local contacts key   the encrypted store             the device, until a          contacts entered before a
(age X25519)                                         coordinator is trusted       coordinator was trusted stay shut
coordinator's seed   the coordinator's encrypted     the coordinator              as losing all of the four keys
(32 random bytes)    store, and on paper: 24 words                                below; the sheet brings all of
                     and a QR                                                     them back on another laptop
-- batch-opening key the coordinator's encrypted     the coordinator              batches on sticks can't be read;
   (age X25519)      store, never on a database      (and the receiving centre)   devices send again to a new one
                     server
-- receipt-signing   as the batch-opening key        the coordinator              a new key, that every device
   key (Ed25519)                                     (and the receiving centre)   has to trust, for new receipts
-- contacts key      as the batch-opening key, and   the coordinator alone,       the update list can't be read, by
   (age X25519)      never on any server             never a receiving server     anybody, ever
-- central store key as the batch-opening key; for   the coordinator              the central file can never be
   (32 bytes)        a central store in a file                                    opened again
-- central store's   in no secret place: it is on    everybody                    nothing: it names, and opens
   id (uuid4)        the sheet and in every receipt                               nothing
withdrawal code      the respondent's slip; on       the respondent               nobody can find their answers by
(80 random bits)     laptops and at the centre its                                it; nothing else is opened by it
                     SHA-256 alone
programme's serial   in the programme pack           every laptop of the          serials can be forged: a matter
key (HMAC-SHA256)                                    programme                    of order, it guards no answer
PIN                  argon2id hash in the store      each person                  says who works; encrypts nothing
===================  ==============================  ===========================  =================================

Each key has one use. Everything signed starts with a domain string (:mod:`desktop.keys.signing`), and everything
that is made from a seed or a sheet with a purpose (:mod:`desktop.keys.derivation`), so that what was made for one
purpose is worth nothing for another.

There is no escrow slot, in which a coordinator could open every laptop from afar: the recovery sheet in the
office's safe is the escrow. It takes paper in a hand and the laptop or its backup beside it, and that it was used
stands in the audit trail.

A new store key (rekeying) leaves older copies as they are: a backup holds its own ``keys.json``, and opens with
the passphrase and the sheet of its day. Wrong passphrases and words are slowed down by
:mod:`desktop.keys.attempts`. Whoever has the files is not: against them only the cost of argon2id and the length
of the passphrase count.

No secret stands in a ``repr``, a message or a log.
"""
