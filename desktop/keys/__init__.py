"""The only room with cryptography in it: key slots, signing, sealing, batch encryption, serial codes, PINs."""
