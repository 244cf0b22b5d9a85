"""The page in every bundle: how to check it without this program.

Its words are part of the format. Nothing signs them, so a reader's program compares them with these
and refuses any other: a page that was altered could mislead. New words need a new format.
"""

from __future__ import annotations

HOW_TO_CHECK = tuple(
    """\
WHAT THIS FILE SHOWS

Each event below was entered in a ledger at the position that its entry tells, with
exactly these words, before the checkpoint in its proof was signed; and whoever holds
a later checkpoint of the same ledger can be shown that nothing before it was changed.
It does not show that the words are true, nor that the recorded time is right: both
are claims of the ledger's keeper.

WHAT YOU NEED FROM ELSEWHERE

The key of the ledger. A key stands in this file, but somebody who forges a file can
put any key there. Compare it with the one that the keeper publishes.

THE SHORT WAY

A program of one file, verify_evidence.py, is given out together with bundles. It
needs Python 3.9 or later and the package "cryptography":

  python3 verify_evidence.py --key 'THE KEY AS PUBLISHED' bundle.json

THE LONG WAY, WITH COMMON TOOLS ALONE

1. Take the first event apart. For others write 1, 2 ... for 0.

    cat > take.py <<'END'
    import json
    bundle = json.load(open("bundle.json", encoding="utf-8"))
    event = bundle["events"][0]
    parts = {"key": bundle["keys"][0], "entry": event["entry"], "proof": event["proof"]}
    for name, text in parts.items():
        open(name, "wb").write(text.encode())
    if event["payload"] is not None:
        salted = bytes.fromhex(event["salt"]) + event["payload"].encode()
        open("salted", "wb").write(salted)
    END
    python3 take.py

2. Check the signature. The proof is a file in the form C2SP tlog-proof, which other
   programs read as well; below its first blank line stands the signed checkpoint.
   Its text ends at the next blank line. OpenSSL must say that the signature was
   verified successfully.

    sed '1,/^$/d' proof > checkpoint
    sed '/^$/,$d' checkpoint > text
    sed '1,/^$/d' checkpoint | head -n 1 | cut -d ' ' -f 3 | base64 -d | tail -c 64 > signature
    printf '\\060\\052\\060\\005\\006\\003\\053\\145\\160\\003\\041\\000' > key.der
    cut -d + -f 3- key | base64 -d | tail -c 32 >> key.der
    openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in text -sigfile signature

3. Check that the entry is in the signed tree. Its leaf hash is

    (printf '\\000'; cat entry) | sha256sum

   Join it with the hashes in the proof, one after the other, as RFC 9162, section
   2.1.3.2 says; a pair is hashed as SHA-256 of the byte 01, the left and the right
   hash. The index of the leaf stands in the proof and is the position less one; the
   size of the tree is the second line of the text, and the third must come out.

4. Check the words. The payload_digest in the entry must be

    sha256sum < salted

   Where the payload is null, the words were removed from the ledger. Another event
   of this file, a redaction, must then say so and on what basis; otherwise they are
   missing, and the ledger's keeper owes an explanation.
""".splitlines()
)
