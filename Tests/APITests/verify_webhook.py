#!/usr/bin/env python3
"""Reads {secret, headers, body} on standard input and has the reference library of Standard Webhooks verify it.

Prints the type of what is genuine, and `refused` for what is not.
"""

import json
import sys

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

request = json.load(sys.stdin)
try:
    payload = Webhook(request["secret"]).verify(request["body"], request["headers"])
except WebhookVerificationError:
    print("refused")
else:
    print(payload["type"])
