// A backend that knows who logged in: GET /me with an ID token, GET /session with the session's token.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

// ErrDenied says that a token is not one for us. Every other error says that the login server could not be asked.
var ErrDenied = errors.New("the token is not one for us")

var client = &http.Client{Timeout: 5 * time.Second}

func setting(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	if fallback == "" {
		log.Fatalf("set %s", name)
	}
	return fallback
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func route(who func(token string) (Person, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		person, err := Person{}, ErrDenied
		if scheme == "Bearer" {
			person, err = who(token)
		}
		switch {
		case err == nil:
			answer(w, http.StatusOK, person)
		case errors.Is(err, ErrDenied):
			// Why is for the log; whoever sends a wrong token learns that it is wrong.
			w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
			answer(w, http.StatusUnauthorized, map[string]string{"error": "invalid_token"})
		default:
			answer(w, http.StatusServiceUnavailable, map[string]string{"error": "unavailable"})
		}
	}
}

func main() {
	issuer, clientID := setting("ISSUER", ""), setting("CLIENT_ID", "")
	pause, err := strconv.Atoi(setting("KEYS_PAUSE_S", "30"))
	if err != nil {
		log.Fatal(err)
	}
	keys := &Keys{issuer: issuer, pause: time.Duration(pause) * time.Second}
	verifier := &Verifier{issuer: issuer, clientID: clientID, keys: keys}
	introspection := &Introspection{issuer: issuer, clientID: clientID, clientSecret: setting("CLIENT_SECRET", "")}
	http.HandleFunc("/me", route(verifier.Verify))
	http.HandleFunc("/session", route(introspection.Ask))
	listener, err := net.Listen("tcp", "127.0.0.1:"+setting("PORT", "3000"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("listening on http://%s\n", listener.Addr())
	log.Fatal(http.Serve(listener, nil))
}
