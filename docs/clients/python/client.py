#!/usr/bin/env python3
"""A REST client of a Mutual bank: lists accounts and makes a transfer.

Needs nothing but Python 3.8 or later. See README.md beside it.
"""

import argparse
import json
import os
import secrets
import ssl
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

DEADLINE_SECONDS = 10


def new_id():
    """A UUID version 7 (RFC 9562): the time in milliseconds, then random bits."""
    number = (
        (time.time_ns() // 1_000_000) << 80
        | 0x7 << 76
        | secrets.randbits(12) << 64
        | 0b10 << 62
        | secrets.randbits(62)
    )
    text = f"{number:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


class Bank:
    """A bank's REST interface, spoken to with a client certificate."""

    def __init__(self, url, keys):
        self.url = url.rstrip("/")
        context = ssl.create_default_context(cafile=os.path.join(keys, "server.pem"))
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.load_cert_chain(os.path.join(keys, "cert.pem"), os.path.join(keys, "key.pem"))
        # No proxy: the bank is spoken to directly or not at all.
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
        )

    def call(self, method, path, query=None, body=None):
        url = self.url + path
        if query:
            url += "?" + urllib.parse.urlencode(query)
        request = urllib.request.Request(url, method=method)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json; charset=utf-8")
        with self.opener.open(request, timeout=DEADLINE_SECONDS) as response:
            return json.load(response)

    def accounts(self):
        """All accounts, page by page."""
        token = ""
        while True:
            page = self.call("GET", "/v1/accounts", {"pageSize": 100, "pageToken": token})
            yield from page.get("accounts", [])
            token = page.get("nextPageToken", "")
            if not token:
                return

    def transfer(self, transfer_id, from_account, to_account, minor_units, currency, reference):
        """Moves money; the same id moves it once, however often it is sent."""
        body = {
            "id": transfer_id,
            "fromAccount": from_account,
            "toAccount": to_account,
            # 64-bit numbers travel as text (ProtoJSON).
            "amount": {"minorUnits": str(minor_units), "currency": currency},
            "reference": reference,
        }
        return self.call("POST", "/v1/transfers", body=body)


def arguments():
    parser = argparse.ArgumentParser(description="Lists accounts and makes transfers at a Mutual bank.")
    parser.add_argument("--bank", required=True, help="such as https://127.0.0.1:7443")
    parser.add_argument("--keys", required=True, help="folder with key.pem, cert.pem and server.pem")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("accounts", help="list all accounts")
    transfer = commands.add_parser("transfer", help="move money")
    transfer.add_argument("from_account")
    transfer.add_argument("to_account")
    transfer.add_argument("minor_units", type=int)
    transfer.add_argument("currency")
    transfer.add_argument("reference", nargs="?", default="")
    transfer.add_argument("--id", help="repeats an earlier request safely")
    return parser.parse_args()


def main():
    options = arguments()
    bank = Bank(options.bank, options.keys)
    try:
        if options.command == "accounts":
            for account in bank.accounts():
                balance = account["balance"]
                print(
                    account["number"],
                    balance.get("minorUnits", "0"),
                    balance["currency"],
                    account.get("customerName", ""),
                    sep="\t",
                )
            return 0
        answer = bank.transfer(
            options.id or new_id(),
            options.from_account,
            options.to_account,
            options.minor_units,
            options.currency,
            options.reference,
        )
        print(answer["id"], answer["state"], answer.get("explanation", ""), sep="\t")
        return 1 if answer["state"] == "TRANSFER_STATE_REFUSED" else 0
    except urllib.error.HTTPError as error:
        print(f"HTTP {error.code}: {error.read().decode()}", file=sys.stderr)
        return 1
    except urllib.error.URLError as error:
        print(f"the bank does not answer: {error.reason}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
