import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;

/** A backend that knows who logged in: GET /me with an ID token, GET /session with the session's token. */
public final class Backend {
    private Backend() {}

    private interface Who {
        Person is(String token) throws Denied, IOException, InterruptedException;
    }

    private static String setting(String name, String fallback) {
        String value = System.getenv().getOrDefault(name, fallback);
        if (value == null) {
            throw new IllegalStateException("set " + name);
        }
        return value;
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void serve(HttpExchange exchange, Who who) throws IOException {
        String header = exchange.getRequestHeaders().getFirst("authorization");
        try {
            if (header == null || !header.startsWith("Bearer ")) {
                throw new Denied("no token");
            }
            answer(exchange, 200, who.is(header.substring("Bearer ".length())).json());
        } catch (Denied denied) {
            // Why is for the log; whoever sends a wrong token learns that it is wrong.
            exchange.getResponseHeaders().set("www-authenticate", "Bearer error=\"invalid_token\"");
            answer(exchange, 401, "{\"error\":\"invalid_token\"}");
        } catch (IOException | InterruptedException away) {
            answer(exchange, 503, "{\"error\":\"unavailable\"}");
        }
    }

    /** Serves until it is stopped. */
    public static void main(String[] arguments) throws IOException {
        String issuer = setting("ISSUER", null);
        String clientId = setting("CLIENT_ID", null);
        Keys keys = new Keys(issuer, Duration.ofSeconds(Long.parseLong(setting("KEYS_PAUSE_S", "30"))));
        Verifier verifier = new Verifier(issuer, clientId, keys);
        Introspection introspection = new Introspection(issuer, clientId, setting("CLIENT_SECRET", null));
        int port = Integer.parseInt(setting("PORT", "3000"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/me", exchange -> serve(exchange, verifier::verify));
        server.createContext("/session", exchange -> serve(exchange, introspection::ask));
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.start();
        System.out.println("listening on http://127.0.0.1:" + server.getAddress().getPort());
    }
}
