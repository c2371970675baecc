// `data-swap="id"` on a link or form: only that element changes; on a button of a form: that part of the form, and nothing is
// taken for sent. `data-more="id"` on a link: the list goes on in place.
const v = window.vitrina;
const text = (name) => document.body.dataset[name];

const request = (form, submitter) => {
  const data = new FormData(form, submitter);
  const action = submitter?.getAttribute("formaction") || form.getAttribute("action") || location.href;
  const url = new URL(action, location.href);
  if (form.method !== "post") {
    url.search = new URLSearchParams(data);
    return [url, {}];
  }
  const body = form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
  return [url, { method: "POST", body }];
};

const put = (page, id) => {
  const [fresh, old] = [page.getElementById(id), document.getElementById(id)];
  if (!fresh || !old) return null;
  const focused = old.contains(document.activeElement) ? document.activeElement.id : null;
  old.replaceWith(document.adoptNode(fresh));
  if (focused !== null) {
    const again = focused && document.getElementById(focused);
    if (!again) fresh.tabIndex = -1;
    (again || fresh).focus({ preventScroll: true });
  }
  v.refresh(fresh);
  return fresh;
};

const follow = async (url, options, id, source) => {
  const target = document.getElementById(id);
  target?.setAttribute("aria-busy", "true");
  const posted = options.method === "POST";
  if (posted) v.known();
  try {
    const { response, page } = await v.page(url, options);
    if (!page.getElementById(id)) {
      // Another page came: go there, or show the error that a form was answered with.
      if (posted && !response.redirected) document.body.replaceWith(document.adoptNode(page.body));
      else location.assign(response.redirected ? response.url : url);
      return;
    }
    const part = posted && source.contains(target);
    if (posted && response.ok && !part) v.forget?.(source);
    const outside = posted && source.id && !target.contains(source) && !part;
    const fresh = put(page, id);
    if (part) unsent(fresh);
    // A form beside the swapped part takes its new command key with it.
    if (outside && page.getElementById(source.id)) put(page, source.id);
    put(page, "notices");
    if (!posted && source.dataset.swap) history.pushState({ swap: id }, "", response.url);
    document.title = page.title;
    v.say(fresh.dataset.say || document.getElementById("notices")?.textContent.trim());
  } catch {
    target?.removeAttribute("aria-busy");
    v.tell(text("failed"));
  } finally {
    if (source.tagName === "FORM") v.free(source);
  }
};

const plain = (event) => event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;

v.on("click", "a[data-swap]", (event, link) => {
  if (plain(event)) return;
  event.preventDefault();
  follow(link.href, {}, link.dataset.swap, link);
});

// What was typed and came back is still not sent: drafts keep what differs from the first value.
const unsent = (root) =>
  root.querySelectorAll("textarea,input[type=text]").forEach((field) => {
    const { value } = field;
    field.defaultValue = "";
    field.value = value;
  });

// The form with what a draft holds for rows that a fresh page does not have.
v.refill = async (form, typed) => {
  const data = new URLSearchParams(new FormData(form));
  typed.forEach(([name, value]) => data.set(name, value));
  data.set("add", "draft");
  const { response, page } = await v.page(form.action, { method: "POST", body: data });
  const fresh = response.ok && put(page, form.id);
  if (fresh) unsent(fresh);
  return fresh;
};

v.on("submit", "form", (event, form) => {
  const id = event.submitter?.dataset.swap || form.dataset.swap;
  if (!id || event.defaultPrevented) return;
  event.preventDefault();
  follow(...request(form, event.submitter), id, form);
});

v.on("click", "a[data-more]", async (event, link) => {
  if (plain(event)) return;
  event.preventDefault();
  const list = document.getElementById(link.dataset.more);
  link.setAttribute("aria-busy", "true");
  try {
    const { page } = await v.page(link.href);
    const rest = page.getElementById(link.dataset.more);
    if (!list || !rest) return location.assign(link.href);
    const rows = [...rest.children].map((row) => document.adoptNode(row));
    list.append(...rows);
    const next = page.querySelector(`a[data-more="${CSS.escape(link.dataset.more)}"]`);
    if (next) link.replaceWith(document.adoptNode(next));
    else link.closest(".more")?.remove();
    rows.forEach(v.refresh);
    rows[0]?.querySelector("a,button")?.focus();
  } catch {
    link.removeAttribute("aria-busy");
    v.tell(text("failed"));
  }
});

// `data-again="2"` on an element with an id: it is asked for again after so many seconds, as long as it says so.
const again = (part) =>
  setTimeout(async () => {
    if (!part.isConnected) return;
    try {
      const { response, page } = await v.page(location.href);
      const fresh = response.ok && put(page, part.id);
      if (!fresh) return again(part);
      document.title = page.title;
      v.say(fresh.dataset.say || fresh.querySelector("h2")?.textContent.trim());
    } catch {
      again(part);
    }
  }, 1000 * part.dataset.again);
v.ready((root) => {
  if (root.matches?.("[data-again]")) again(root);
  root.querySelectorAll("[data-again]").forEach(again);
});

window.addEventListener("popstate", (event) => event.state?.swap !== undefined && location.reload());
if (document.querySelector("a[data-swap],form[data-swap]")) history.replaceState({ swap: "" }, "");
