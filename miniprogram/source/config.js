// What the operator fills in.

module.exports = {
  /** Where the login server is reached: https, without a slash at its end. It must be one of the request domains that are
   * listed for the mini program in WeChat's console. */
  server: "https://login.example.com",
};
