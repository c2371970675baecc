// `data-live="id"` on a form or a field: while typing, the children of that element are asked for again at `data-live-url`,
// with the name and value of the field that is typed in. The element is busy until what is shown fits what is typed.
const v = window.vitrina;
let asked;

// Nothing moves under a pointer that is down: the press would end on something else.
let pressed = Promise.resolve();
document.addEventListener("pointerdown", () => {
  pressed = new Promise((lifted) => {
    for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, () => setTimeout(lifted), { once: true });
  });
}, true);

const look = v.later(180, async (asks, field, place) => {
  asked?.abort();
  const mine = (asked = new AbortController());
  const url = new URL(asks.dataset.liveUrl || location.pathname, location.href);
  url.searchParams.set(field.name, field.value);
  try {
    const { response, page } = await v.page(url, { signal: mine.signal });
    const fresh = page.getElementById(place.id);
    await pressed;
    if (!response.ok || !fresh || mine !== asked) return;
    place.replaceChildren(...[...fresh.childNodes].map((node) => document.adoptNode(node)));
    place.hidden = fresh.hidden;
    place.dataset.say = fresh.dataset.say || "";
    v.refresh(place);
    v.say(place.dataset.say);
  } catch {
    // Newer words were typed, or the line is down: what is shown stays.
  } finally {
    if (mine === asked) place.removeAttribute("aria-busy");
  }
});

v.on("input", "[data-live]", (event, asks) => {
  const place = document.getElementById(asks.dataset.live);
  if (!place) return;
  place.setAttribute("aria-busy", "true");
  look(asks, event.target, place);
});
