// What the other scripts share: speaking to screen readers, running again on replaced parts, fetching a page.
const v = (window.vitrina = {});
const runs = [];

// Runs now and again on every part that takes the place of another.
v.ready = (run) => (runs.push(run), run(document));
v.refresh = (root) => runs.forEach((run) => run(root));

v.on = (type, selector, handle) =>
  document.addEventListener(type, (event) => {
    const found = event.target.closest?.(selector);
    if (found) handle(event, found);
  });

v.say = (text) => {
  const place = document.getElementById("say");
  if (place && text) place.textContent = place.textContent === text ? text + "\u00a0" : text;
};

// A sentence above the content, for what must not be missed.
v.tell = (text) => {
  const place = document.getElementById("notices");
  if (!place) return;
  const line = document.createElement("p");
  const state = document.createElement("span");
  line.className = "notice notice-warn";
  state.className = "st st-soon";
  state.textContent = text;
  line.append(state);
  place.replaceChildren(line);
};

v.page = async (url, options = {}) => {
  const response = await fetch(url, { credentials: "same-origin", ...options });
  const text = await response.text();
  return { response, page: new DOMParser().parseFromString(text, "text/html") };
};

v.later = (wait, run) => {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...args), wait);
  };
};

v.typing = (element) => element.closest("input:not([type=checkbox],[type=radio]),textarea,select,[contenteditable]");
