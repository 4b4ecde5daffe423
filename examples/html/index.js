// What a page does with the box: it listens for the login and greets. The rest shows what else there is.
const find = (id) => document.getElementById(id);
const [inline, dialog] = [find("inline"), find("dialog")];
const boxes = [inline, dialog];

// --- The login ---

/** The box in which the login was made: it can end it, too. */
let used;

for (const box of boxes) {
  // Its detail has the token, so this event does not bubble: listen on the box itself.
  box.addEventListener("guard-login", ({ detail: { method, user } }) => {
    used = box;
    dialog.hide();
    inline.hide();
    find("photo").hidden = !user?.photo;
    if (user?.photo) find("photo").src = user.photo;
    find("greeting").textContent = `Hello ${user?.nickname || user?.username || "there"}`;
    find("how").textContent = method === "qr" ? "You logged in with your phone." : "You logged in with your password.";
    find("welcome").hidden = false;
    find("greeting").focus();
  });
}

find("logout").addEventListener("click", async () => {
  // The session at the server ends by itself some day, should it be out of reach just now.
  await used.logout().catch(() => {});
  find("welcome").hidden = true;
  inline.show();
  inline.focus();
});

// --- In a dialog ---

find("open").addEventListener("click", () => dialog.show());

// --- Looks ---

const looks = [...find("looks").children];
for (const button of looks) {
  button.addEventListener("click", () => {
    document.documentElement.className = button.dataset.look;
    for (const other of looks) other.setAttribute("aria-pressed", String(other === button));
  });
}

// --- What the boxes tell ---

/** A line of the log. The detail of a login is not written down: it is a credential. */
const note = ({ type, target, detail }) => {
  const line = document.createElement("li");
  const [name, said] = [document.createElement("b"), document.createElement("span")];
  name.textContent = type.replace("guard-", "");
  said.textContent = [target.id, detail?.method, detail?.status, detail?.reason, detail?.tab, detail?.code]
    .filter((word) => word !== undefined)
    .join(" · ");
  line.append(name, " ", said);
  find("log").prepend(line);
};
for (const name of ["ready", "tab-change", "qr-status", "before-login", "login-error", "error", "session-change", "close"]) {
  document.addEventListener(`guard-${name}`, note);
}
for (const box of boxes) box.addEventListener("guard-login", note);
