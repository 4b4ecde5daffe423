import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Asks the login server whose a session's token is at this moment (RFC 7662). */
final class Introspection {
    private final String url;
    private final String clientId;
    private final String basic;

    Introspection(String issuer, String clientId, String clientSecret) {
        this.url = issuer + "/token/introspection";
        this.clientId = clientId;
        String pair = encoded(clientId) + ":" + encoded(clientSecret);
        this.basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
    }

    // introspect
    Person ask(String token) throws Denied, IOException, InterruptedException {
        HttpRequest request = Http.to(url)
                .header("authorization", basic)
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("token=" + encoded(token)))
                .build();
        Map<String, Object> answer = Http.json(request);
        // A session of another application is none of ours.
        boolean ours = Boolean.TRUE.equals(answer.get("active")) && clientId.equals(answer.get("client_id"));
        if (!ours || !(answer.get("sub") instanceof String sub)) {
            throw new Denied("not active");
        }
        return new Person(sub, null);
    }
    // end

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
