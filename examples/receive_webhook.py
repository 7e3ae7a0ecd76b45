"""Takes webhooks, and prints those whose signature is right.

    WEBHOOK_SECRET=whsec_… python examples/receive_webhook.py

It listens on http://127.0.0.1:9090/, or another PORT. In earnest it stands behind https.
"""

import os
from http.server import BaseHTTPRequestHandler, HTTPServer

from standardwebhooks import Webhook, WebhookVerificationError

WEBHOOK = Webhook(os.environ["WEBHOOK_SECRET"])


class Receiver(BaseHTTPRequestHandler):
    """Answers 204 once it has taken an event, and 401 to whoever is not Parley."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            event = WEBHOOK.verify(body, dict(self.headers))  # the bytes, before they are parsed
        except WebhookVerificationError:
            self.send_response(401)
        else:
            # The same event may come twice: remember the ids that you acted on.
            print(event["id"], event["type"], event["subject"], flush=True)
            self.send_response(204)
        self.end_headers()


HTTPServer(("127.0.0.1", int(os.environ.get("PORT", "9090"))), Receiver).serve_forever()
