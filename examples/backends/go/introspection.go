package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// Introspection asks the login server whose a session's token is at this moment (RFC 7662).
type Introspection struct {
	issuer, clientID, clientSecret string
}

// introspect

// Ask answers whose session it is.
func (i *Introspection) Ask(token string) (Person, error) {
	body := url.Values{"token": {token}}.Encode()
	request, err := http.NewRequest(http.MethodPost, i.issuer+"/token/introspection", strings.NewReader(body))
	if err != nil {
		return Person{}, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth(url.QueryEscape(i.clientID), url.QueryEscape(i.clientSecret))
	response, err := client.Do(request)
	if err != nil {
		return Person{}, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return Person{}, fmt.Errorf("introspection: %s", response.Status)
	}
	var answer struct {
		Active   bool   `json:"active"`
		ClientID string `json:"client_id"`
		Sub      string `json:"sub"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return Person{}, err
	}
	// A session of another application is none of ours.
	if !answer.Active || answer.ClientID != i.clientID || answer.Sub == "" {
		return Person{}, ErrDenied
	}
	return Person{Sub: answer.Sub}, nil
}

// end
