// Suggestions under the search box: a combobox with a listbox, by the ARIA authoring practices.
(() => {
  const WAIT = 120;
  const form = document.querySelector("[data-suggest]");
  if (!form) return;
  const field = form.querySelector('input[type="search"]');
  const list = form.querySelector('[role="listbox"]');
  let timer = 0;
  let asked = null;
  let chosen = -1;

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");

  const options = () => [...list.querySelectorAll('[role="option"]')];

  function close() {
    list.hidden = true;
    chosen = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function choose(place) {
    const all = options();
    if (!all.length) return;
    chosen = (place + all.length) % all.length;
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    field.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  }

  async function ask() {
    const text = field.value.trim();
    if (asked) asked.abort();
    if (text.length < 2) return close();
    asked = new AbortController();
    try {
      const address = `${form.dataset.suggest}?q=${encodeURIComponent(text)}`;
      const response = await fetch(address, { signal: asked.signal });
      if (!response.ok) return close();
      list.innerHTML = await response.text();
    } catch {
      return; // A newer question is on its way, or there is no network: the form still works.
    }
    chosen = -1;
    const found = options().length > 0;
    list.hidden = !found;
    field.setAttribute("aria-expanded", String(found));
    field.removeAttribute("aria-activedescendant");
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) location.assign(options()[chosen].href);
    else return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target)) close();
  });
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) close();
  });
})();
