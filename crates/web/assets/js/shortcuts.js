// Single keys: `data-key="c"` on a link, button or field is used by that key; in a list marked `data-desk`, j and k go down and
// up, x ticks, Enter opens. They can be turned off in the list of keys (?), and follow the place of the key, not its letter,
// so that they work in the Russian layout.
const v = window.vitrina;
const OFF = "keys-off";
let off = false;
try {
  off = localStorage.getItem(OFF) === "yes";
} catch {
  // Without a store they are on.
}

const pressed = (event) => {
  if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) return "?";
  if (event.key === "/" || event.code === "Slash") return "/";
  return /^Key[A-Z]$/.test(event.code) && !event.shiftKey ? event.code[3].toLowerCase() : null;
};

const rows = () => [...document.querySelectorAll("[data-desk] [data-row]")];
const now = () => document.querySelector("[data-desk] [data-row].cur");
const box = (row) => row?.querySelector("input[type=checkbox]");

const stand = (row) => {
  if (!row) return;
  now()?.removeAttribute("aria-current");
  now()?.classList.remove("cur");
  row.classList.add("cur");
  row.setAttribute("aria-current", "true");
};

const use = (element) => {
  if (element.matches("input,textarea,select")) element.focus();
  else element.click();
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || v.typing(event.target)) return;
  const key = pressed(event);
  const help = document.getElementById("keys");
  if (!key || (off && key !== "?") || document.querySelector("dialog[open]")) return;
  const list = rows();
  const done = () => event.preventDefault();
  if (key === "?" && help) {
    done();
    help.showModal();
  } else if ((key === "j" || key === "k") && list.length) {
    done();
    const index = list.indexOf(now());
    const next = list[Math.min(Math.max(index + (key === "j" ? 1 : -1), 0), list.length - 1)];
    stand(next);
    next.querySelector("a")?.focus();
  } else if (key === "x" && box(now())) {
    done();
    box(now()).click();
  } else if (key === "r" && now()?.dataset.reply) {
    done();
    location.assign(now().dataset.reply);
  } else {
    const element = document.querySelector(`[data-key="${key}"]:not(:disabled)`);
    if (!element) return;
    done();
    // What is done to ticked rows is done to the row under the cursor when none is ticked.
    if (element.matches("[data-bulk]") && !document.querySelector("[data-desk] :checked") && box(now())) box(now()).click();
    use(element);
  }
});

v.on("focusin", "[data-desk] [data-row]", (_, row) => stand(row));

// How many rows are ticked, in words that the page gives: data-count="Выбрано {n}".
v.on("change", "[data-desk]", () => {
  const count = document.querySelectorAll("[data-desk] [data-row] :checked").length;
  document.querySelectorAll("[data-count]").forEach((place) => {
    place.textContent = count ? place.dataset.count.replace("{n}", count) : "";
  });
});

v.on("change", "[data-keys-switch]", (_, choice) => {
  off = !choice.checked;
  try {
    localStorage.setItem(OFF, off ? "yes" : "no");
  } catch {
    // It holds for this page.
  }
});
v.ready((root) => root.querySelectorAll("[data-keys-switch]").forEach((choice) => (choice.checked = !off)));
v.on("click", "[data-close]", (_, button) => button.closest("dialog")?.close());
