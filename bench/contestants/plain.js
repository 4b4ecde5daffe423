// The floor: a form that needs no script.

const FORM = `<form method="post" action="/login">
  <label>Account <input name="account" autocomplete="username" required></label>
  <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
  <button>Log in</button>
</form>`;

export const plain = {
  name: "plain",
  title: "Plain HTML form",
  until: "input",
  page: () => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Log in</title>${FORM}</html>`,
  answers: () => ({}),
  mount: () => {
    const form = document.querySelector("form").cloneNode(true);
    document.body.append(form);
    return () => form.remove();
  },
};
