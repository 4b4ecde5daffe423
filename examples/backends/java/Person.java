/**
 * Whom a token is about.
 *
 * @param sub the person's id at the login server: what you keep in your database
 * @param name the name to show, or null
 */
record Person(String sub, String name) {
    String json() {
        String more = name == null ? "" : ",\"name\":" + Json.quoted(name);
        return "{\"sub\":" + Json.quoted(sub) + more + "}";
    }
}
