// `data-swap="id"` on a link or form: only that element changes. `data-more="id"` on a link: the list goes on in place.
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
    if (posted && response.ok) v.forget?.(source);
    const outside = posted && source.id && !target.contains(source);
    const fresh = put(page, id);
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

v.on("submit", "form[data-swap]", (event, form) => {
  if (event.defaultPrevented) return;
  event.preventDefault();
  follow(...request(form, event.submitter), form.dataset.swap, form);
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

window.addEventListener("popstate", (event) => event.state?.swap !== undefined && location.reload());
if (document.querySelector("[data-swap]")) history.replaceState({ swap: "" }, "");
