// Ctrl K: every page and action by a few letters.
const v = window.vitrina;
const dialog = document.getElementById("palette");
const opener = document.querySelector("[data-palette]");
const plain = (text) => text.toLowerCase().replaceAll("ё", "е");

if (dialog && opener) {
  const [field, list, none] = [dialog.querySelector("input"), dialog.querySelector("ul"), dialog.querySelector("[data-none]")];
  let all = null;
  let current = 0;

  const mark = (index) => {
    const options = [...list.children];
    if (!options.length) return field.removeAttribute("aria-activedescendant");
    current = (index + options.length) % options.length;
    options.forEach((option, i) => option.setAttribute("aria-selected", i === current));
    field.setAttribute("aria-activedescendant", options[current].id);
    options[current].scrollIntoView({ block: "nearest" });
  };

  const show = () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    const fits = (all || []).filter((command) => {
      const text = plain(command.title + " " + command.hint);
      return words.every((word) => text.includes(word));
    });
    // What begins with the words comes before what only holds them.
    const first = (command) => (words[0] && plain(command.title).startsWith(words[0]) ? 0 : 1);
    fits.sort((a, b) => first(a) - first(b));
    list.replaceChildren(
      ...fits.slice(0, 12).map((command, i) => {
        const option = document.createElement("li");
        const [title, hint] = [document.createElement("bdi"), document.createElement("small")];
        option.id = "palette-" + i;
        option.role = "option";
        option.dataset.href = command.href;
        title.textContent = command.title;
        hint.textContent = command.hint;
        option.append(title, hint);
        return option;
      }),
    );
    none.textContent = fits.length || !all ? "" : none.dataset.none;
    mark(0);
  };

  const open = async () => {
    if (!dialog.open) dialog.showModal();
    field.value = "";
    show();
    try {
      const response = await fetch(opener.dataset.palette, { headers: { Accept: "application/json" } });
      if (!response.ok) throw response;
      all = await response.json();
      show();
    } catch {
      location.assign(opener.href);
    }
  };

  const go = (option) => option?.dataset.href && location.assign(option.dataset.href);

  opener.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.code === "KeyK") {
      event.preventDefault();
      open();
    }
  });
  field.addEventListener("input", show);
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      mark(current + step);
    } else if (event.key === "Enter") {
      event.preventDefault();
      go(list.children[current]);
    }
  });
  list.addEventListener("click", (event) => go(event.target.closest("li")));
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
}
