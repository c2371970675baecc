// What was typed into a form marked `data-draft` is kept in this browser until it is sent, for a week at most.
const v = window.vitrina;
const WEEK = 7 * 24 * 3600 * 1000;
const FIELDS = "textarea[name],input[type=text][name],input[type=search][name],input[type=email][name]";
let store;
try {
  store = window.localStorage;
} catch {
  store = null;
}

const who = () => document.querySelector(".me bdi")?.textContent || "";
const key = (form) => "draft:" + [who(), location.pathname, form.id || form.getAttribute("action")].join("|");
const fields = (form) => [...form.querySelectorAll(FIELDS)];

const save = v.later(400, (form) => {
  if (!form.isConnected) return;
  const typed = fields(form).filter((field) => field.value !== field.defaultValue);
  try {
    if (!typed.length) store.removeItem(key(form));
    else store.setItem(key(form), JSON.stringify({ at: Date.now(), typed: typed.map((f) => [f.name, f.value]) }));
  } catch {
    // A full store keeps what it has.
  }
});

const restore = async (form) => {
  const kept = store.getItem(key(form));
  // A form that came back with errors is filled by the server.
  if (!kept || form.querySelector(".errors") || form.dataset.draftDone) return;
  form.dataset.draftDone = "yes";
  const typed = JSON.parse(kept).typed || [];
  let any = false;
  // The scripts after this one come first.
  await null;
  if (form.querySelector("button[name=add]") && typed.some(([name]) => !form.elements[name])) {
    const fresh = await v.refill(form, typed).catch(() => null);
    if (fresh) {
      form = fresh;
      form.dataset.draftDone = any = "yes";
    }
  }
  for (const [name, value] of typed) {
    const field = fields(form).find((f) => f.name === name && f.value === f.defaultValue);
    if (field && field.value !== value) {
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      any = true;
    }
  }
  if (any) {
    const note = document.createElement("p");
    note.className = "hint kept";
    note.textContent = document.body.dataset.restored;
    form.prepend(note);
    v.say(note.textContent);
  }
};

v.forget = (form) => store?.removeItem(key(form));
// A form that a script sends is known at once to have worked or not.
v.known = () => sessionStorage.removeItem("sent");

if (store) {
  // Sending is known to have worked when the next page is neither an error nor the form again.
  const sent = sessionStorage.getItem("sent");
  if (sent) {
    const [kept, id] = JSON.parse(sent);
    if (!document.querySelector("[data-error]") && !(id && document.getElementById(id)?.querySelector(".errors")))
      store.removeItem(kept);
    sessionStorage.removeItem("sent");
  }
  for (const name of Object.keys(store).filter((name) => name.startsWith("draft:"))) {
    let at = 0;
    try {
      at = JSON.parse(store.getItem(name)).at || 0;
    } catch {
      // Unreadable: as good as old.
    }
    if (Date.now() - at > WEEK) store.removeItem(name);
  }
  v.ready((root) => root.querySelectorAll("form[data-draft]").forEach(restore));
  v.on("input", "form[data-draft]", (_, form) => save(form));
  v.on("submit", "form[data-draft]", (_, form) =>
    sessionStorage.setItem("sent", JSON.stringify([key(form), form.id])));
  v.on("submit", "form[data-leave]", () =>
    Object.keys(store).filter((name) => name.startsWith("draft:")).forEach((name) => store.removeItem(name)));
}
