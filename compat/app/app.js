import "guard-widget";

document.querySelector("guard-widget").addEventListener("guard-login", ({ detail }) => {
  document.title = `Hello ${detail.user.nickname}`;
});
