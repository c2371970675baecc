// Questions before what cannot be undone, one sending per click, the summary of errors in focus, boxes that grow, the theme.
const v = window.vitrina;
const busy = new Set();

const free = (form) => {
  form.removeAttribute("aria-busy");
  busy.delete(form);
};
v.free = free;

// The capture phase comes before the scripts that send a form themselves.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const question = event.submitter?.dataset.confirm || form.dataset.confirm;
    if (busy.has(form) || (question && !window.confirm(question))) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    busy.add(form);
    form.setAttribute("aria-busy", "true");
    v.say(document.body.dataset.wait);
    // A download or a lost connection leaves the page as it is.
    setTimeout(() => free(form), 8000);
  },
  true,
);
window.addEventListener("pageshow", () => [...busy].forEach(free));

v.ready((root) => root.querySelector("[data-focus]")?.focus());

if (!CSS.supports("field-sizing", "content")) {
  const grow = (box) => {
    box.style.height = "auto";
    box.style.height = box.scrollHeight + 2 + "px";
  };
  v.on("input", "[data-grow]", (_, box) => grow(box));
  v.ready((root) => root.querySelectorAll("[data-grow]").forEach((box) => box.value && grow(box)));
}

v.on("submit", "[data-theme-switch]", (event, form) => {
  const choice = event.submitter?.value;
  if (!choice) return;
  event.preventDefault();
  const html = document.documentElement;
  if (choice === "system") html.removeAttribute("data-theme");
  else html.dataset.theme = choice;
  form.querySelectorAll("button").forEach((button) => button.setAttribute("aria-pressed", button.value === choice));
  const sent = new URLSearchParams(new FormData(form, event.submitter));
  fetch(form.action, { method: "POST", body: sent, redirect: "manual" }).finally(() => free(form));
});

// An address that is shown once: the button copies it, where the browser lets it.
v.ready((root) => root.querySelectorAll("[data-copy]").forEach((button) => (button.hidden = !navigator.clipboard)));
v.on("click", "[data-copy]", async (_, button) => {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  await navigator.clipboard.writeText(field.value);
  button.textContent = button.dataset.done;
  v.say(button.dataset.done);
});
