import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Verifies ID tokens of one issuer for one application (OpenID Connect Core §3.1.3.7). */
final class Verifier {
    /** How far the clocks of two machines may be apart, in seconds. */
    private static final double LEEWAY = 60;

    private final String issuer;
    private final String clientId;
    private final Keys keys;

    Verifier(String issuer, String clientId, Keys keys) {
        this.issuer = issuer;
        this.clientId = clientId;
        this.keys = keys;
    }

    // verify
    Person verify(String token) throws Denied, IOException, InterruptedException {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw new Denied("no JWT");
        }
        Map<String, Object> header = decoded(parts[0]);
        // A logout token has the same issuer, audience and keys, and is no login.
        Object typ = header.getOrDefault("typ", "JWT");
        if (!"JWT".equalsIgnoreCase(String.valueOf(typ)) || header.containsKey("crit")) {
            throw new Denied("no ID token");
        }
        PublicKey key = header.get("kid") instanceof String kid ? keys.find(kid) : null;
        if (key == null || !signed(key, header.get("alg"), parts[0] + "." + parts[1], bytes(parts[2]))) {
            throw new Denied("not signed by the issuer");
        }
        Map<String, Object> claims = decoded(parts[1]);
        double now = System.currentTimeMillis() / 1000.0;
        boolean ours = issuer.equals(claims.get("iss")) && isFor(clientId, claims.get("aud"));
        boolean ended = !(claims.get("exp") instanceof Double exp) || now >= exp + LEEWAY;
        boolean early = claims.get("nbf") instanceof Double nbf && now < nbf - LEEWAY;
        if (!ours || ended || early || !(claims.get("sub") instanceof String sub) || sub.isEmpty()) {
            throw new Denied("not for us, or not now");
        }
        return new Person(sub, claims.get("name") instanceof String name ? name : null);
    }

    /** Whether the key made the signature. The key says how; the token may only agree. */
    private static boolean signed(PublicKey key, Object alg, String text, byte[] signature) {
        boolean rsa = key instanceof RSAPublicKey;
        if (!(rsa ? "RS256" : "ES256").equals(alg)) {
            return false;
        }
        try {
            Signature check = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
            check.initVerify(key);
            check.update(text.getBytes(StandardCharsets.US_ASCII));
            return check.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }
    // end

    private static boolean isFor(String clientId, Object aud) {
        return clientId.equals(aud) || (aud instanceof List<?> several && several.contains(clientId));
    }

    private static byte[] bytes(String part) throws Denied {
        try {
            return Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException error) {
            throw new Denied("no base64url");
        }
    }

    private static Map<String, Object> decoded(String part) throws Denied {
        try {
            return Json.object(new String(bytes(part), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException error) {
            throw new Denied("no JSON");
        }
    }
}
