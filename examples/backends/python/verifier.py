"""Who a token is about. Both answer the person, or raise: `Denied` for a wrong token, anything else when the login
server could not be asked."""

import base64
import json
import threading
import time
import urllib.parse
import urllib.request

import jwt

# How long keys are believed, in seconds: one that was withdrawn is gone by then.
KEPT = 600

ALGORITHMS = {"RSA": "RS256", "EC": "ES256"}


class Denied(Exception):
    """The token is not one for us."""


def ask(url, data=None, headers=None):
    request = urllib.request.Request(url, data, headers or {})
    with urllib.request.urlopen(request, timeout=5) as response:
        return json.load(response)


class Keys:
    """The issuer's public keys, kept for a while."""

    def __init__(self, issuer, pause):
        self.issuer, self.pause = issuer, pause
        self.known, self.since, self.lock = None, 0.0, threading.Lock()

    def find(self, kid):
        # Held while asking: many who come at once ask once.
        with self.lock:
            age = time.monotonic() - self.since
            found = (self.known or {}).get(kid)
            # An unknown id may be a new key: then the issuer is asked, but not at everybody's whim.
            if self.known is None or age > KEPT or (found is None and age > self.pause):
                self.known, self.since = self.fetch(), time.monotonic()
                found = self.known.get(kid)
            return found

    def fetch(self):
        discovery = ask(f"{self.issuer}/.well-known/openid-configuration")
        if discovery["issuer"] != self.issuer:
            raise ValueError("discovery: another issuer")
        keys = ask(discovery["jwks_uri"])["keys"]
        # Keys of kinds that we do not know are not ours to judge (RFC 7517 §5).
        return {
            key["kid"]: jwt.PyJWK(key, ALGORITHMS[key["kty"]])
            for key in keys
            if key.get("kid") and (key.get("kty") == "RSA" or key.get("crv") == "P-256")
        }


# verify
class IdTokens:
    """Verifies ID tokens of one issuer for one application."""

    def __init__(self, issuer, client_id, pause):
        self.issuer, self.client_id = issuer, client_id
        self.keys = Keys(issuer, pause)

    def verify(self, token):
        try:
            header = jwt.get_unverified_header(token)
            # A logout token has the same issuer, audience and keys, and is no login.
            if str(header.get("typ") or "JWT").upper() != "JWT":
                raise Denied("no ID token")
            key = self.keys.find(header.get("kid"))
            if key is None:
                raise Denied("unknown key")
            claims = jwt.decode(
                token,
                key,
                # The key says how it signs; the token has no say in it.
                algorithms=[key.algorithm_name],
                issuer=self.issuer,
                audience=self.client_id,
                leeway=60,
                options={"require": ["iss", "aud", "exp", "sub"]},
            )
        except jwt.PyJWTError as error:
            raise Denied(type(error).__name__) from error
        return {name: claims[name] for name in ("sub", "name") if name in claims}
# end


# introspect
class Introspection:
    """Asks the login server whose a session's token is at this moment (RFC 7662)."""

    def __init__(self, issuer, client_id, client_secret):
        self.url, self.client_id = f"{issuer}/token/introspection", client_id
        pair = ":".join(urllib.parse.quote(part, safe="") for part in (client_id, client_secret))
        self.headers = {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}

    def verify(self, token):
        answer = ask(self.url, urllib.parse.urlencode({"token": token}).encode(), self.headers)
        # A session of another application is none of ours.
        if answer.get("active") is not True or answer.get("client_id") != self.client_id or not answer.get("sub"):
            raise Denied("not active")
        return {"sub": answer["sub"]}
# end
