"""A backend that knows who logged in: `GET /me` with an ID token, `GET /session` with the session's token."""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from verifier import Denied, IdTokens, Introspection

ISSUER, CLIENT_ID = os.environ["ISSUER"], os.environ["CLIENT_ID"]

ROUTES = {
    "/me": IdTokens(ISSUER, CLIENT_ID, float(os.environ.get("KEYS_PAUSE_S", "30"))),
    "/session": Introspection(ISSUER, CLIENT_ID, os.environ["CLIENT_SECRET"]),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        who = ROUTES.get(self.path)
        if who is None:
            return self.answer(404, {"error": "not_found"})
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        try:
            if scheme != "Bearer" or not token:
                raise Denied("no token")
            self.answer(200, who.verify(token))
        except Denied:
            # Why is for the log; whoever sends a wrong token learns that it is wrong.
            self.answer(401, {"error": "invalid_token"}, {"WWW-Authenticate": 'Bearer error="invalid_token"'})
        except Exception:
            self.answer(503, {"error": "unavailable"})

    def answer(self, status, body, headers=None):
        text = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(text)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *arguments):
        pass


server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "3000"))), Handler)
print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
