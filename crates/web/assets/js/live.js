// `data-live="id"` on a form or a field: while typing, the children of that element are asked for again at `data-live-url`,
// with the name and value of the field that is typed in.
const v = window.vitrina;
let asked;

const look = v.later(180, async (asks, field) => {
  const place = document.getElementById(asks.dataset.live);
  if (!place) return;
  asked?.abort();
  asked = new AbortController();
  const url = new URL(asks.dataset.liveUrl || location.pathname, location.href);
  url.searchParams.set(field.name, field.value);
  try {
    const { response, page } = await v.page(url, { signal: asked.signal });
    const fresh = page.getElementById(place.id);
    if (!response.ok || !fresh) return;
    place.replaceChildren(...[...fresh.childNodes].map((node) => document.adoptNode(node)));
    place.hidden = fresh.hidden;
    place.dataset.say = fresh.dataset.say || "";
    v.refresh(place);
    v.say(place.dataset.say);
  } catch {
    // Newer words were typed, or the line is down: what is shown stays.
  }
});

v.on("input", "[data-live]", (event, asks) => look(asks, event.target));
