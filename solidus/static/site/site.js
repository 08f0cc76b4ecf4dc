// Small conveniences; every page works without them.
(() => {
  const YEAR = 31536000;
  const root = document.documentElement;

  function remember(name, value) {
    const age = value ? YEAR : 0;
    document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${age}; samesite=lax`;
  }

  // Light and dark.
  const darkSystem = window.matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : darkSystem.matches);
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.hidden = false;
    show();
    darkSystem.addEventListener("change", show);
    button.addEventListener("click", () => {
      const theme = isDark() ? "light" : "dark";
      root.dataset.theme = theme;
      remember("theme", theme);
      try {
        localStorage.setItem("theme", theme);
      } catch {
        // The cookie is enough.
      }
      show();
    });
  }

  // Menus close on Escape and on a click elsewhere.
  const openMenus = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // The vehicle of the list is remembered for the other pages.
  function noteVehicle() {
    const listing = document.querySelector("[data-vehicle]");
    if (listing) remember("vehicle", listing.dataset.vehicle);
  }
  noteVehicle();
  for (const button of document.querySelectorAll("[data-forget-vehicle]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      remember("vehicle", "");
      location.assign(location.pathname);
    });
  }

  // Filters apply when they change; parameters that say nothing stay out of the address.
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form || !("filters" in form.dataset)) return;
    const waitsForMore = event.target.matches('select[name="year"], select[name="make"]');
    if (!waitsForMore || !event.target.value) form.requestSubmit();
  });
  // An answer that arrives while another bound of a range is typed would take the letters away. The
  // filters are sent again when the field is left, with both.
  const BOUND = '[data-filters] input[type="number"]';
  const isTyped = (field) => field.value !== field.defaultValue || field.validity.badInput;
  let isOutdated = false;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const field = document.activeElement;
    if (event.target.id !== "listing" || !field.matches(BOUND) || !isTyped(field)) return;
    event.detail.shouldSwap = false;
    isOutdated = true;
  });
  document.addEventListener("htmx:beforeRequest", () => {
    isOutdated = false;
  });
  // A field in which nothing is different in the end tells of no change.
  document.addEventListener("focusout", (event) => {
    if (isOutdated && event.target.matches(BOUND)) event.target.form.requestSubmit();
  });
  document.addEventListener("htmx:configRequest", (event) => {
    const { parameters, elt } = event.detail;
    if (!elt.matches("[data-filters]")) return;
    for (const [name, value] of [...parameters.entries()]) if (!value) parameters.delete(name);
  });

  // The chosen view of the list holds for other lists too.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-view]");
    if (link) remember("view", link.dataset.view);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "listing") return;
    noteVehicle();
    const news = document.querySelector("[data-announce]");
    document.getElementById("announcer").textContent = news ? news.textContent : "";
  });

  // The gallery: a small picture shows itself in the large place.
  for (const gallery of document.querySelectorAll("[data-gallery]")) {
    const link = gallery.querySelector("[data-gallery-large]");
    const pictures = [...gallery.querySelectorAll("[data-gallery-picture]")];
    const show = (picture) => {
      const image = link.querySelector("img");
      link.href = picture.href;
      image.src = picture.href;
      image.width = picture.dataset.width;
      image.height = picture.dataset.height;
      image.alt = picture.querySelector("img").alt;
      for (const other of pictures) other.removeAttribute("aria-current");
      picture.setAttribute("aria-current", "true");
    };
    pictures.forEach((picture, place) => {
      picture.addEventListener("click", (event) => {
        event.preventDefault();
        show(picture);
      });
      picture.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        const next = pictures[(place + step + pictures.length) % pictures.length];
        next.focus();
        show(next);
        event.preventDefault();
      });
    });
  }

  // The fitment table narrows while typing, as long as all of it is on the page.
  const filter = document.querySelector("[data-fitment-filter]");
  if (filter && !filter.form.elements.fitments && !filter.value) {
    const rows = [...document.querySelectorAll("[data-fitment] tbody tr")];
    filter.addEventListener("input", () => {
      const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const row of rows) {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
      }
    });
  }
})();
