package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"sync"
	"time"
)

// kept is how long keys are believed: one that was withdrawn is gone by then.
const kept = 10 * time.Minute

// Keys are the issuer's public keys, kept for a while.
type Keys struct {
	issuer string
	pause  time.Duration

	// Held while asking, so that many who come at once ask once.
	lock  sync.Mutex
	known map[string]crypto.PublicKey
	since time.Time
}

// Find answers the key of this id, or nil. An unknown one may be new: then the issuer is asked, but not at everybody's whim.
func (k *Keys) Find(kid string) (crypto.PublicKey, error) {
	k.lock.Lock()
	defer k.lock.Unlock()
	age := time.Since(k.since)
	if k.known == nil || age > kept || (k.known[kid] == nil && age > k.pause) {
		known, err := k.ask()
		if err != nil {
			return nil, err
		}
		k.known, k.since = known, time.Now()
	}
	return k.known[kid], nil
}

func get(url string, into any) error {
	response, err := client.Get(url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", url, response.Status)
	}
	return json.NewDecoder(response.Body).Decode(into)
}

func (k *Keys) ask() (map[string]crypto.PublicKey, error) {
	var discovery struct {
		Issuer  string `json:"issuer"`
		JwksURI string `json:"jwks_uri"`
	}
	if err := get(k.issuer+"/.well-known/openid-configuration", &discovery); err != nil {
		return nil, err
	}
	if discovery.Issuer != k.issuer {
		return nil, fmt.Errorf("discovery: another issuer")
	}
	var set struct{ Keys []jwk }
	if err := get(discovery.JwksURI, &set); err != nil {
		return nil, err
	}
	known := map[string]crypto.PublicKey{}
	for _, key := range set.Keys {
		// Keys of kinds that we do not know are not ours to judge (RFC 7517 §5).
		if public := key.public(); public != nil && key.Kid != "" {
			known[key.Kid] = public
		}
	}
	return known, nil
}

type jwk struct{ Kty, Kid, Crv, N, E, X, Y string }

func number(text string) *big.Int {
	bytes, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return new(big.Int)
	}
	return new(big.Int).SetBytes(bytes)
}

func (j jwk) public() crypto.PublicKey {
	switch {
	case j.Kty == "RSA":
		n, e := number(j.N), number(j.E)
		if n.BitLen() < 2048 || !e.IsInt64() || e.Int64() < 3 || e.Int64() > 1<<31-1 {
			return nil
		}
		return &rsa.PublicKey{N: n, E: int(e.Int64())}
	case j.Kty == "EC" && j.Crv == "P-256":
		x, y := number(j.X), number(j.Y)
		if !elliptic.P256().IsOnCurve(x, y) {
			return nil
		}
		return &ecdsa.PublicKey{Curve: elliptic.P256(), X: x, Y: y}
	default:
		return nil
	}
}
