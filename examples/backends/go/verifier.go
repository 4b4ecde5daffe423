package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"strings"
	"time"
)

// leeway is how far the clocks of two machines may be apart.
const leeway = 60 * time.Second

// Person is whom a token is about.
type Person struct {
	// Sub is the person's id at the login server: what you keep in your database.
	Sub  string `json:"sub"`
	Name string `json:"name,omitempty"`
}

// audience is one name or several (RFC 7519 §4.1.3).
type audience []string

func (a *audience) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) == nil {
		*a = audience{one}
		return nil
	}
	return json.Unmarshal(text, (*[]string)(a))
}

func (a audience) has(name string) bool {
	for _, one := range a {
		if one == name {
			return true
		}
	}
	return false
}

type claims struct {
	Person
	Issuer    string   `json:"iss"`
	Audience  audience `json:"aud"`
	Expires   float64  `json:"exp"`
	NotBefore float64  `json:"nbf"`
}

// Verifier verifies ID tokens of one issuer for one application (OpenID Connect Core §3.1.3.7).
type Verifier struct {
	issuer, clientID string
	keys             *Keys
}

func decode(part string, into any) error {
	text, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return ErrDenied
	}
	if json.Unmarshal(text, into) != nil {
		return ErrDenied
	}
	return nil
}

// verify

// Verify answers whom the ID token is about.
func (v *Verifier) Verify(token string) (Person, error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return Person{}, ErrDenied
	}
	var header struct {
		Alg, Kid, Typ string
		Crit          []string
	}
	if err := decode(parts[0], &header); err != nil {
		return Person{}, err
	}
	// A logout token has the same issuer, audience and keys, and is no login.
	if (header.Typ != "" && !strings.EqualFold(header.Typ, "JWT")) || header.Crit != nil {
		return Person{}, ErrDenied
	}
	key, err := v.keys.Find(header.Kid)
	if err != nil {
		return Person{}, err
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil || !signed(key, header.Alg, parts[0]+"."+parts[1], signature) {
		return Person{}, ErrDenied
	}
	var said claims
	if err := decode(parts[1], &said); err != nil {
		return Person{}, err
	}
	now := float64(time.Now().Unix())
	inTime := now < said.Expires+leeway.Seconds() && now > said.NotBefore-leeway.Seconds()
	if said.Issuer != v.issuer || !said.Audience.has(v.clientID) || !inTime || said.Sub == "" {
		return Person{}, ErrDenied
	}
	return said.Person, nil
}

// signed says whether the key made the signature. The key says how; the token may only agree.
func signed(key crypto.PublicKey, alg, text string, signature []byte) bool {
	hash := sha256.Sum256([]byte(text))
	switch key := key.(type) {
	case *rsa.PublicKey:
		return alg == "RS256" && rsa.VerifyPKCS1v15(key, crypto.SHA256, hash[:], signature) == nil
	case *ecdsa.PublicKey:
		if alg != "ES256" || len(signature) != 64 {
			return false
		}
		r, s := new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])
		return ecdsa.Verify(key, hash[:], r, s)
	default:
		return false
	}
}

// end
