#!/usr/bin/env python3
"""Reads {secret, headers, body} on standard input and has the reference library of Standard Webhooks verify it.

Exit status 0: it is genuine; 1: it is not; 2: the package standardwebhooks (1.0.0 from PyPI) is not installed.
"""

import json
import sys

try:
    from standardwebhooks.webhooks import Webhook, WebhookVerificationError
except ImportError as error:
    print(f"missing: {error}", file=sys.stderr)
    sys.exit(2)

request = json.load(sys.stdin)
try:
    payload = Webhook(request["secret"]).verify(request["body"], request["headers"])
except WebhookVerificationError as error:
    print(error)
    sys.exit(1)
print(payload["type"])
