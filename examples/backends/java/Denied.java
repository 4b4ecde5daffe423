/** The token is not one for us. Every other exception says that the login server could not be asked. */
final class Denied extends Exception {
    private static final long serialVersionUID = 1;

    Denied(String why) {
        super(why);
    }
}
