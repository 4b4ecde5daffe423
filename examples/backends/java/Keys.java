import java.io.IOException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The issuer's public keys, kept for a while. */
final class Keys {
    /** How long keys are believed: one that was withdrawn is gone by then. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final String issuer;
    private final Duration pause;
    private Map<String, PublicKey> known;
    private long since;

    Keys(String issuer, Duration pause) {
        this.issuer = issuer;
        this.pause = pause;
    }

    /**
     * The key of this id, or null. An unknown one may be new: then the issuer is asked, but not at everybody's whim.
     * Synchronized, so that many who come at once ask once.
     */
    synchronized PublicKey find(String kid) throws IOException, InterruptedException {
        long age = System.nanoTime() - since;
        boolean tooOld = known == null || age > KEPT.toNanos();
        if (tooOld || (!known.containsKey(kid) && age > pause.toNanos())) {
            known = ask();
            since = System.nanoTime();
        }
        return known.get(kid);
    }

    private Map<String, PublicKey> ask() throws IOException, InterruptedException {
        Map<String, Object> discovery = Http.json(Http.to(issuer + "/.well-known/openid-configuration").build());
        if (!issuer.equals(discovery.get("issuer"))) {
            throw new IOException("discovery: another issuer");
        }
        Map<String, Object> set = Http.json(Http.to(String.valueOf(discovery.get("jwks_uri"))).build());
        Map<String, PublicKey> found = new HashMap<>();
        if (set.get("keys") instanceof List<?> keys) {
            for (Object key : keys) {
                // Keys of kinds that we do not know are not ours to judge (RFC 7517 §5).
                if (key instanceof Map<?, ?> jwk && jwk.get("kid") instanceof String kid) {
                    PublicKey made = key(jwk);
                    if (made != null) {
                        found.put(kid, made);
                    }
                }
            }
        }
        return found;
    }

    private static PublicKey key(Map<?, ?> jwk) throws IOException {
        try {
            if ("RSA".equals(jwk.get("kty"))) {
                BigInteger n = number(jwk.get("n"));
                return n.bitLength() < 2048
                        ? null
                        : KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(n, number(jwk.get("e"))));
            }
            if ("EC".equals(jwk.get("kty")) && "P-256".equals(jwk.get("crv"))) {
                AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
                curve.init(new ECGenParameterSpec("secp256r1"));
                ECPoint point = new ECPoint(number(jwk.get("x")), number(jwk.get("y")));
                ECPublicKeySpec spec = new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class));
                return KeyFactory.getInstance("EC").generatePublic(spec);
            }
            return null;
        } catch (GeneralSecurityException | IllegalArgumentException error) {
            throw new IOException("a key of the issuer is malformed", error);
        }
    }

    private static BigInteger number(Object text) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(String.valueOf(text)));
    }
}
